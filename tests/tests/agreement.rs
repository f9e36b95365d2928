//! The engine and the reference say the same of every instance: on policies and logs made at random, of which
//! a part may be lost, on every entry of the cookbook, and on the scenarios of every package.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod agreeing;

use agreeing::{
    Case, Given, amended, amendment, by_stretches, cookbook, differences, from_own_days, lines,
    lines_of_changes, lines_of_own_days, lines_with_an_absence, measured_time, norms, once, packages, rivals,
    settled, smallest, sums_and_nights, tally, versions, whole, wrong,
};
use bylaws_tests::generate::{self, Blur, Line};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

fn days() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["2016-03-12", "2016-03-31", "2016-04-15", "2016-05-31"])
}

fn case(norms: impl Strategy<Value = Vec<String>>) -> impl Strategy<Value = Case> {
    case_of(norms, lines())
}

fn case_of(
    norms: impl Strategy<Value = Vec<String>>,
    lines: impl Strategy<Value = Vec<Line>>,
) -> impl Strategy<Value = Case> {
    (norms, lines, prop::collection::vec(Blur::any(), 0..3), days()).prop_map(
        |(norms, lines, blurs, as_of)| {
            let lines: Vec<Line> = blurs.iter().fold(lines, |lines, blur| blur.of(&lines));
            Case { norms, lines, as_of }
        },
    )
}

proptest! {
    #![proptest_config(generate::runs(300, 20, 2000))]

    #[test]
    fn of_policies_and_logs_made_at_random(case in case(norms())) {
        let found = differences(&case.given());
        prop_assert!(found.is_empty(), "{}", found.join("\n"));
    }

    #[test]
    fn of_versions((norms, lines, as_of) in (versions(), lines(), days())) {
        let found = differences(&Case { norms, lines, as_of }.given());
        prop_assert!(found.is_empty(), "{}", found.join("\n"));
    }

    #[test]
    fn of_amendments((texts, lines, as_of) in (amended(), lines(), days())) {
        let found = differences(&amendment(&texts, &lines, as_of));
        prop_assert!(found.is_empty(), "{}", found.join("\n"));
    }

    #[test]
    fn of_bearers_with_two_stretches((norms, lines, as_of) in (by_stretches(), lines_with_an_absence(), days())) {
        let found = differences(&Case { norms, lines, as_of }.given());
        prop_assert!(found.is_empty(), "{}", found.join("\n"));
    }

    #[test]
    fn of_what_lasts((norms, lines, as_of) in (measured_time(), lines_of_changes(), days())) {
        let found = differences(&Case { norms, lines, as_of }.given());
        prop_assert!(found.is_empty(), "{}", found.join("\n"));
    }

    #[test]
    fn of_records_that_serve_one_duty(case in case(rivals())) {
        let found = differences(&case.given());
        prop_assert!(found.is_empty(), "{}", found.join("\n"));
    }

    #[test]
    fn of_what_is_done_once(case in case(once())) {
        let found = differences(&case.given());
        prop_assert!(found.is_empty(), "{}", found.join("\n"));
    }

    #[test]
    fn of_windows_of_their_own(case in case_of(from_own_days(), lines_of_own_days())) {
        let found = differences(&case.given());
        prop_assert!(found.is_empty(), "{}", found.join("\n"));
    }

    #[test]
    fn of_sums_and_nights(case in case(sums_and_nights())) {
        let found = differences(&case.given());
        prop_assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

// Shrinking by strategies takes minutes: here what is found is cut down by its lines, and all that differs is shown.
#[test]
fn of_the_whole_language() {
    let config = generate::runs(400, 20, 0);
    let cases = config.cases;
    let mut runner = TestRunner::new(config);
    let mut found = Vec::new();
    for _ in 0..cases {
        let case = generate::case().new_tree(&mut runner).unwrap().current();
        let differences = differences(&whole(&case));
        if !differences.is_empty() {
            found.push(smallest(&case, &differences).to_string());
        }
    }
    println!("{}", tally());
    assert!(found.is_empty(), "{} of {cases}\n\n{}", found.len(), found.join("\n"));
}

fn all_agree(given: &[Given]) {
    let found: Vec<String> = given.iter().flat_map(differences).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
    println!("{}", tally());
}

#[test]
fn of_what_they_once_said_differently() {
    let found: Vec<String> = settled().iter().flat_map(|(given, expected)| wrong(given, expected)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn of_every_entry_of_the_cookbook() {
    all_agree(&cookbook());
}

#[test]
fn of_the_scenarios_of_every_package() {
    all_agree(&packages());
}
