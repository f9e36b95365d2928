//! A side of a limit is said to be shown by a scenario if, and only if, by the reference its verdict turns when the limit is
//! moved.

use super::package;
use crate::{bounds, by_reference};
use bylaws::check::CheckedPolicy;
use bylaws::eval::Verdict;
use bylaws::syntax::ast::{Test, TestClause};
use bylaws_proving::Sketch;
use bylaws_proving::coverage::coverage;
use bylaws_proving::mutation::mutants;
use std::collections::BTreeMap;

const REQUIREMENTS: [&str; 6] = [
    "have at least 2 drill where (held_by is the college)",
    "have exactly 2 drill where (held_by is the college)",
    "have at least 3 drill where (held_by is the college), of which at least 1 where (kind is fire)",
    "have at least 1 drill where (held_by is the college, kind is fire); have at most 2 drill where (held_by is the college)",
    "keep number of drill where (held_by is the college) between 2 and 3",
    "have drill where (held_by is the college, the college.pupils at least 9)",
];

/// A scenario of so many drills against fire and flood, of a college of so many pupils.
fn scenario([fire, flood, pupils]: [usize; 3]) -> String {
    let of =
        |kind: &str, times: usize| format!("  2016-02-02 drill(held_by: c1, kind: {kind})\n").repeat(times);
    format!(
        "test \"{fire} {flood} {pupils}\" for n {{\n  given 2016-01-01 college(entity: c1, pupils: {pupils})\n{}{}  as of 2016-12-31\n  expect c1: open\n}}\n",
        of("fire", fire),
        of("flood", flood),
    )
}

fn said(policy: &CheckedPolicy, test: &Test) -> Vec<Verdict> {
    let expected = &test.expected().next().unwrap().node;
    by_reference(policy, "n", &Sketch::of(policy, test).unwrap(), expected).unwrap()
}

fn expecting(test: &Test, verdict: Verdict) -> Test {
    let mut test = test.clone();
    for clause in &mut test.clauses {
        if let TestClause::Expect(list) = &mut clause.node {
            list.iter_mut().for_each(|one| one.node.verdict = Some(verdict));
        }
    }
    test
}

// How many sides a scenario shows, which are those that it is said to show.
fn sides_shown(policy: &CheckedPolicy, test: &Test) -> usize {
    let verdict = said(policy, test);
    let mut turns: BTreeMap<String, bool> = BTreeMap::new();
    for mutant in mutants(policy, "n").into_iter().filter(|mutant| mutant.kind.is_limit()) {
        let mut moved = policy.clone();
        mutant.put_in(&mut moved);
        let turned = said(&moved, test) != verdict;
        turns.entry(mutant.shows.en).and_modify(|all| *all &= turned).or_insert(turned);
    }
    let alone = CheckedPolicy { tests: vec![expecting(test, verdict[0])], ..policy.clone() };
    // Where two slips are of one side, each is to be told by some log.
    let is_exact = policy.norms["n"].requirement.parts().any(|part| part.quantity.low == part.quantity.high);
    let covered = coverage(&alone, &["n".to_owned()], bounds(if is_exact { 12 } else { 1 })).remove(0);
    for (side, turned) in &turns {
        let shown = covered.sides.iter().any(|one| one.what.en == *side && one.shown);
        assert_eq!(shown, *turned, "{side}: {}", test.title.node);
    }
    turns.values().filter(|turned| **turned).count()
}

#[test]
fn a_side_of_a_limit_is_shown_just_where_by_the_reference_the_verdict_turns() {
    let drills = (0..12).map(|n| [n % 3, n / 3 % 2, 8 + n / 6]);
    let scenarios: String = drills.map(scenario).collect();
    for requirement in REQUIREMENTS {
        let norm = super::norm("n", &format!("must {requirement}\n  every year"));
        let policy = package(&(norm + &scenarios));
        let shown: usize = policy.tests.iter().map(|test| sides_shown(&policy, test)).sum();
        assert!(shown > 0, "{requirement}");
    }
}
