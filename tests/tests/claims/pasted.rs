//! Blocks that are shown to be accepted as they are hold when they are.

use super::{WORDS, amending, norm, package, whole};
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::eval::Verdict;
use bylaws::scenario;
use bylaws::source::FileId;
use bylaws::syntax::{Names, parse};
use bylaws_proving::boundary::boundary;
use bylaws_proving::cases::{Case, together};
use bylaws_proving::mutation::{Fate, mutate};
use bylaws_proving::witness::witness;
use bylaws_proving::{Bounds, Said, block};

const ORDER: &str = "norm n {\n  when decided\n  must have request where (case_no is the decided.case_no)\n  before the \
                     decided\n}\n";

// How many cases are shown of slips, and around the limits; all hold with the package they are pasted to.
fn shown(text: &str) -> (usize, usize) {
    let text = format!("{WORDS}{text}");
    let names = Names::of(&[&parse(FileId::default(), &text).file]);
    shown_of("n", &names, &|pasted| whole(&format!("{text}{pasted}")))
}

fn shown_of(norm: &str, names: &Names, with: &dyn Fn(&str) -> CheckedPolicy) -> (usize, usize) {
    let policy = with("");
    let bounds = Bounds { logs: 150, ..Bounds::default() };
    let slips = mutate(&policy, &[norm.to_owned()], bounds, Lang::En).remove(0).mutants;
    let survivors: Vec<Case> = slips
        .into_iter()
        .filter_map(|(_, fate)| match fate {
            Fate::Survived(case) => Some(*case),
            _ => None,
        })
        .collect();
    let around = boundary(&policy, norm, bounds, Lang::En);
    let verdicts: Vec<Case> = Verdict::ALL
        .into_iter()
        .filter_map(|verdict| {
            let found = witness(&policy, norm, verdict, bounds)?;
            Some(Case {
                title: verdict.key().to_owned(),
                sketch: found.sketch,
                expected: vec![found.expected],
            })
        })
        .collect();
    for cases in [&survivors, &around, &verdicts] {
        let test = together(&policy, (norm, &Said::new("题", "title")), norm, cases, Lang::En);
        let pasted = block::text(&test, names, Lang::En);
        let results = scenario::run(&with(&pasted), None);
        assert_eq!(results.len(), cases.len(), "{pasted}");
        results
            .iter()
            .for_each(|one| assert!(one.failures.is_empty(), "{}: {:?}\n{pasted}", one.title, one.failures));
    }
    (survivors.len(), around.len())
}

#[test]
fn of_a_norm_that_was_amended_each_case_tells_which_version_is_meant() {
    let norm = |number: &str| {
        format!(
            "norm drills {{\n  each college\n  must have {number} drill where (held_by is the college)\n  every year\n}}\n"
        )
    };
    let regulation = norm("at least 2");
    let decision = "policy d \"D\" {\n  in force from 2016-07-01\n  amends \"../old\"\n}\n\
                    interpretation { straddling by start }\n";
    let decision = format!("{decision}{}", norm("at least 3"));
    let names = Names::of(&[&parse(FileId::default(), &format!("{WORDS}{regulation}")).file]);
    let with = |pasted: &str| amending(&regulation, &format!("{decision}{pasted}"));
    for version in ["drills", "drills (until 2016-06-30)"] {
        let (slips, around) = shown_of(version, &names, &with);
        assert!(slips > 2 && around > 2, "{version}: {slips} {around}");
    }
}

#[test]
fn around_its_limits_a_norm_has_one_too_few_and_one_too_many_of_which_so_many_are_asked() {
    let asked =
        "must have at least 2 drill where (held_by is the college), of which exactly 1 where (kind is fire)";
    let policy = package(&norm("n", &format!("{asked}\n  every year")));
    let bounds = Bounds { logs: 300, ..Bounds::default() };
    let titles: Vec<String> =
        boundary(&policy, "n", bounds, Lang::En).into_iter().map(|case| case.title).collect();
    let of_which = ["one too few meeting `kind is fire`", "one too many meeting `kind is fire`"];
    assert!(titles.ends_with(&of_which.map(str::to_owned)), "{titles:?}");
}

#[test]
fn a_case_is_titled_by_what_it_shows() {
    let asked = "must have at least 2 drill where (held_by is the college, kind is fire)\n  every year\n  except away: exists request where (case_no is \"x\")";
    let policy = package(&norm("n", asked));
    let bounds = Bounds { logs: 150, ..Bounds::default() };
    let slips = mutate(&policy, &["n".to_owned()], bounds, Lang::En).remove(0).mutants;
    let cases = slips.into_iter().filter_map(|(mutant, fate)| match fate {
        Fate::Survived(case) => Some((mutant.change.en, *case)),
        _ => None,
    });
    let mut seen = Vec::new();
    for (change, case) in cases {
        seen.push(case.title.clone());
        let drills = case.sketch.facts.iter().filter(|fact| fact.kind.node == "drill").count();
        match case.title.as_str() {
            "fire: more is fine" => assert!(drills > 2, "{drills}"),
            "that `drill` does not count where it fails `kind: fire`" => assert!(drills > 0),
            "where exception `away` applies" => assert_eq!(case.expected[0].verdict, Some(Verdict::Excused)),
            other if other.starts_with("not '") => assert_eq!(other, format!("not '{change}'")),
            _ => {}
        }
    }
    for title in [
        "fire: more is fine",
        "that `drill` does not count where it fails `kind: fire`",
        "where exception `away` applies",
    ] {
        assert!(seen.iter().any(|one| one == title), "{title}: {seen:#?}");
    }
}

#[test]
fn of_a_norm_that_is_about_a_record_each_case_calls_it_by_its_place_among_what_is_shared() {
    let (slips, around) = shown(ORDER);
    assert!(slips > 2 && around > 1, "{slips} {around}");
}

#[test]
fn of_a_norm_that_counts_each_case_holds() {
    let (slips, around) =
        shown(&norm("n", "must have at least 2 drill where (held_by is the college)\n  every year"));
    assert!(slips > 2 && around > 2, "{slips} {around}");
}
