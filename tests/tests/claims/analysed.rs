//! What is said of two norms as certain, and what is told as not settled.

use super::{norm, package};
use bylaws_proving::Bounds;
use bylaws_proving::analysis::{Finding, FindingKind, Sight, analyse};

fn found(a: &str, b: &str) -> Vec<Finding> {
    let policy = package(&(norm("a", a) + &norm("b", b)));
    analyse(&policy, &["a".to_owned(), "b".to_owned()], Bounds { logs: 60, ..Bounds::default() })
}

fn says(found: &[Finding], kind: FindingKind, norm: &str) -> bool {
    found.iter().any(|finding| finding.kind == kind && finding.norm == norm)
}

fn drills(number: &str, and: &str, time: &str) -> String {
    format!("must have {number} drill where (held_by is the college{and})\n  {time}")
}

#[test]
fn one_norm_follows_from_another_only_where_it_asks_for_no_more_of_the_same() {
    let implied = |a: &str, b: &str| says(&found(a, b), FindingKind::Implied, "a");
    let many = |n: &str| drills(n, "", "every year");
    // No log of thirty deeds shows that thirty-four are not thirty-five.
    assert!(implied(&many("at least 34"), &many("at least 35")));
    assert!(implied(&many("at least 35"), &many("at least 35")));
    assert!(!implied(&many("at least 35"), &many("at least 34")));
    let open = |f: &Finding| matches!(f.kind, FindingKind::NotSeen(_)) && f.other.is_some();
    assert!(found(&many("at least 35"), &many("at least 34")).iter().any(open));
    let fire = drills("at least 1", ", kind is fire", "every year");
    assert!(implied(&many("at least 1"), &fire));
    assert!(!implied(&fire, &many("at least 1")));
    // Fewer are allowed of more.
    assert!(implied(&drills("at most 3", ", kind is fire", "every year"), &many("at most 2")));
    assert!(!implied(&many("at most 2"), &drills("at most 2", ", kind is fire", "every year")));
    assert!(!implied(&many("at most 2"), &many("at most 3")));
    // Other windows.
    let month = drills("at least 1", "", "every month");
    assert!(!implied(&fire, &month));
    assert!(!implied(&drills("at least 1", "", "at intervals of at most 40 days"), &month));
}

#[test]
fn two_norms_are_said_to_contradict_only_where_no_number_is_both() {
    let conflict = |a: &str, b: &str| says(&found(a, b), FindingKind::Conflict, "a");
    let full = "every year\n  reading partial period in full";
    let of = |n: &str| drills(n, "", full);
    assert!(conflict(&of("at least 30"), &of("at most 25")));
    assert!(!conflict(&of("at least 25"), &of("at most 25")));
    assert!(conflict(&drills("at least 3", ", kind is fire", full), &of("at most 2")));
    assert!(!conflict(&of("at least 3"), &drills("at most 2", ", kind is fire", full)));
    // Of a college that is there for some days a year, one drill may be due, and one allowed.
    let shares = drills("at least 30", "", "every year");
    assert!(!conflict(&shares, &drills("at most 25", "", "every year")));
}

#[test]
fn of_what_lasts_nothing_is_certain_by_the_numbers() {
    // One at some instant of the month, and two at another.
    let deans = |number: &str| {
        format!(
            "must have {number} dean where (unit is the college)\n  every month\n  reading partial period in full"
        )
    };
    let found = found(&deans("at most 1"), &deans("at least 2"));
    assert!(
        !found.iter().any(|one| matches!(one.kind, FindingKind::Conflict | FindingKind::Implied)),
        "{found:?}"
    );
}

#[test]
fn that_a_norm_is_never_breached_is_not_said_because_no_log_showed_it() {
    let found = found(&drills("at most 45", "", "every year"), &drills("at most 2", "", "every year"));
    assert!(says(&found, FindingKind::NotSeen(Sight::Breached), "a"));
    assert!(!says(&found, FindingKind::NotSeen(Sight::Breached), "b"));
}

#[test]
fn what_contradicts_in_a_whole_window_is_told_where_a_part_of_it_lets_both_be_met() {
    let told = |a: &str, b: &str| {
        let found = found(a, b);
        (says(&found, FindingKind::Conflict, "a"), says(&found, FindingKind::ConflictInWhole, "a"))
    };
    let of = |n: &str| drills(n, "", "every quarter");
    assert_eq!(told(&of("at least 3"), &of("at most 1")), (false, true));
    assert_eq!(told(&of("at least 1"), &of("at most 1")), (false, false));
    // Where the whole number is always due, it is a contradiction without more.
    let full = |n: &str| drills(n, "", "every quarter\n  reading partial period in full");
    assert_eq!(told(&full("at least 3"), &full("at most 1")), (true, false));
}

#[test]
fn norms_that_the_same_record_gives_rise_to_are_compared() {
    let asks = |number: &str, case: &str| {
        format!(
            "norm {number} {{\n  when decided where (case_no is \"{case}\")\n  must have at least {} request where (case_no is the decided.case_no)\n  before the decided\n}}\n",
            if number == "a" { 2 } else { 1 }
        )
    };
    let questions = |a: &str, b: &str| {
        let policy = package(&(asks("a", a) + &asks("b", b)));
        analyse(&policy, &["a".to_owned(), "b".to_owned()], Bounds { logs: 60, ..Bounds::default() })
    };
    assert!(says(&questions("x", "x"), FindingKind::Implied, "b"), "{:#?}", questions("x", "x"));
    assert!(!questions("x", "y").iter().any(|finding| finding.other.is_some()));
}
