//! What is said to differ from one version of a package to the next.

use super::{amending, norm, package};
use bylaws::check::CheckedPolicy;
use bylaws::eval::{Verdict, evaluate};
use bylaws::scenario;
use bylaws::source::FileId;
use bylaws::syntax::ast::Item;
use bylaws::syntax::parse;
use bylaws_proving::Bounds;
use bylaws_proving::difference::{Change, compare, flips};

const BOUNDS: Bounds = Bounds { logs: 80, steps: 3, records: 24 };

fn with_table(most: u32) -> CheckedPolicy {
    let table = format!("table need: integer {{\n  up to 100: 1\n  over 100: {most}\n}}\n");
    let by_table = norm(
        "by_table",
        "must have at least (need for (the college.pupils)) drill where (held_by is the college)\n  every year",
    );
    let plain = norm("plain", "must have drill where (held_by is the college)\n  every year");
    package(&(table + &by_table + &plain))
}

#[test]
fn a_norm_is_the_same_where_a_table_changes_that_it_does_not_use() {
    let changes = compare(&with_table(2), &with_table(3), BOUNDS);
    assert!(matches!(changes["plain"], Change::Same), "{changes:?}");
    assert!(!matches!(changes["by_table"], Change::Same), "{changes:?}");
}

const MONTHLY: &str = "norm meet_monthly {\n  each college\n  must have NUMBER drill where (held_by is the college)\n  every quarter\n}\n";

// The regulation as another one amends it, where a norm of another name takes the place.
fn amended(name: &str, number: &str) -> CheckedPolicy {
    let decision = "policy d \"D\" {\n  in force from 2017-02-01\n  amends \"../old\"\n}\ninterpretation { straddling by start }\n";
    let newer = MONTHLY.replace("meet_monthly", name).replace("NUMBER", number);
    let newer = newer.replace("every quarter", "every quarter\n  replaces meet_monthly");
    amending(&old(), &format!("{decision}{newer}"))
}

fn old() -> String {
    MONTHLY.replace("NUMBER", "at least 1")
}

#[test]
fn a_norm_that_takes_the_place_of_another_is_no_norm_added() {
    for name in ["session", "meet"] {
        let changes = compare(&package(&old()), &amended(name, "at least 2"), BOUNDS);
        assert_eq!(changes.keys().collect::<Vec<_>>(), ["meet_monthly"]);
        let Change::Differs(differences) = &changes["meet_monthly"] else { panic!("{changes:?}") };
        // It asks for two, and not for nothing.
        let difference = &differences.shown[0];
        assert!(difference.after.iter().all(|after| after.verdict.is_some()), "{difference:?}");
        let changes = compare(&package(&old()), &amended(name, "at least 1"), BOUNDS);
        assert!(matches!(changes["meet_monthly"], Change::NoDifferenceFound { .. }), "{changes:?}");
    }
}

#[test]
fn on_a_log_verdicts_are_compared_with_those_of_the_norm_that_takes_the_place() {
    let flips_of = |number: &str| {
        let (old, new) = (package(&old()), amended("session", number));
        let given = "test \"x\" for meet_monthly {\n  given 2016-01-01 college(entity: c1, pupils: 5)\n        2017-04-15 drill(held_by: c1, kind: \
                     fire)\n  as of 2017-12-31\n}\n";
        let parsed = parse(FileId::default(), given);
        let Item::Test(test) = &parsed.file.items[0].node else { panic!("{given}") };
        let judged = |policy: &CheckedPolicy| {
            let (log, request) = scenario::given(policy, test).unwrap();
            evaluate(policy, &log, &request)
        };
        flips((&old, &judged(&old)), (&new, &judged(&new)))
    };
    let found = flips_of("at least 2");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].before, found[0].after), (Some(Verdict::Fulfilled), Some(Verdict::Breached)));
    assert!(flips_of("at least 1").is_empty());
}
