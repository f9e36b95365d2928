//! A side of a limit is said to be shown by a scenario if, and only if, by the reference its verdict turns when the limit is
//! moved.

use super::package;
use crate::{bounds, by_reference};
use bylaws::diagnostic::Lang;
use bylaws::eval::Verdict;
use bylaws_proving::Sketch;
use bylaws_proving::coverage::coverage;
use bylaws_proving::mutation::mutants;
use std::collections::BTreeMap;

const REQUIREMENTS: [&str; 6] = [
    "have at least 2 drill where (held_by is the college)",
    "have at most 2 drill where (held_by is the college)",
    "have at least 3 drill where (held_by is the college), of which at least 1 where (kind is fire)",
    "have at least 1 drill where (held_by is the college, kind is fire); have at most 2 drill where (held_by is the college)",
    "keep number of drill where (held_by is the college) between 2 and 3",
    "have drill where (held_by is the college, the college.pupils at least 9)",
];

/// A scenario of so many drills against fire and flood, of which the verdict is expected.
fn scenario([fire, flood]: [usize; 2], pupils: usize, verdict: Verdict) -> String {
    let of =
        |kind: &str, times: usize| format!("  2016-02-02 drill(held_by: c1, kind: {kind})\n").repeat(times);
    format!(
        "test \"one\" for n {{\n  given 2016-01-01 college(entity: c1, pupils: {pupils})\n{}{}  as of 2016-12-31\n  expect c1: {}\n}}\n",
        of("fire", fire),
        of("flood", flood),
        verdict.word(Lang::En)
    )
}

fn sides_turn(requirement: &str, drills: [usize; 2], pupils: usize) -> usize {
    let norm = super::norm("n", &format!("must {requirement}\n  every year"));
    let of = |verdict: Verdict| package(&format!("{norm}{}", scenario(drills, pupils, verdict)));
    let said = |policy: &bylaws::check::CheckedPolicy, asked: &bylaws::check::CheckedPolicy| {
        let test = &policy.tests[0];
        let expected = &test.expected().next().unwrap().node;
        by_reference(asked, "n", &Sketch::of(policy, test).unwrap(), expected).unwrap()
    };
    let any = of(Verdict::Fulfilled);
    let verdict = said(&any, &any);
    let policy = of(verdict[0]);
    let mut turns: BTreeMap<String, bool> = BTreeMap::new();
    for mutant in mutants(&policy, "n").into_iter().filter(|mutant| mutant.kind.is_limit()) {
        let mut moved = policy.clone();
        mutant.put_in(&mut moved);
        let turned = said(&policy, &moved) != verdict;
        turns.entry(mutant.shows.en).and_modify(|all| *all &= turned).or_insert(turned);
    }
    let covered = coverage(&policy, &["n".to_owned()], bounds(1)).remove(0);
    for (side, turned) in &turns {
        let shown = covered.sides.iter().any(|one| one.what.en == *side && one.shown);
        assert_eq!(shown, *turned, "{requirement}: {side}, {drills:?} of {pupils}");
    }
    turns.values().filter(|turned| **turned).count()
}

#[test]
fn a_side_of_a_limit_is_shown_just_where_by_the_reference_the_verdict_turns() {
    for requirement in REQUIREMENTS {
        let mut shown = 0;
        for drills in (0..12).map(|n| [n % 3, n / 3]) {
            for pupils in [8, 9] {
                shown += sides_turn(requirement, drills, pupils);
            }
        }
        assert!(shown > 0, "{requirement}");
    }
}
