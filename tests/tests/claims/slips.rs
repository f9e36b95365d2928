//! Slips that are said to change nothing.

use super::{norm, package};
use bylaws::diagnostic::Lang;
use bylaws_proving::Bounds;
use bylaws_proving::mutation::{Fate, Kind, mutate};

// Whether reading vacations as waived is said to change nothing.
fn is_said(calendar: &str, asks: &str) -> bool {
    let policy = package(&format!("calendar c {{\n{calendar}}}\n{}", norm("n", asks)));
    let found =
        mutate(&policy, &["n".to_owned()], Bounds { logs: 1, ..Bounds::default() }, Lang::En).remove(0);
    let waived = found
        .mutants
        .iter()
        .find(|(slip, _)| slip.kind == Kind::Reading && slip.change.en.contains("vacation waived"));
    matches!(waived.unwrap().1, Fate::Equivalent(_))
}

#[test]
fn how_vacations_are_read_is_said_to_change_nothing_of_lengths_from_a_record_alone() {
    let semesters = "  semester \"s\" 2016-02-22 to 2016-07-01\n  semester \"a\" 2016-09-01 to 2017-01-15\n";
    let vacation = "  vacation \"v\" 2016-07-02 to 2016-08-31\n";
    let drill = |time: &str| format!("must have drill where (held_by is the college)\n  {time}");
    for gap in ["at intervals of at most 40 days", "in any 2 months"] {
        assert!(is_said(semesters, &drill(gap)), "{gap}");
        assert!(!is_said(&format!("{semesters}{vacation}"), &drill(gap)), "{gap}");
    }
    // A semester that vacations do not shorten lasts until the next one.
    assert!(!is_said(semesters, &drill("every semester")));
    // Where they do not count, it must be known that there are none.
    assert!(!is_said(semesters, &drill("every month")));
}

// Whether a slip of a norm is said to change nothing, by how it is called.
fn is_equivalent(text: &str, change: &str) -> bool {
    let calendar = "calendar c {\n  semester \"s\" 2016-02-22 to 2016-07-01\n  holiday 2016-04-04\n}\n";
    let policy = package(&format!("{calendar}{text}"));
    let found =
        mutate(&policy, &["n".to_owned()], Bounds { logs: 1, ..Bounds::default() }, Lang::En).remove(0);
    let slip = found.mutants.iter().find(|(slip, _)| slip.change.en.contains(change));
    assert!(slip.is_some(), "{change}: {:#?}", found.mutants);
    matches!(slip.unwrap().1, Fate::Equivalent(_))
}

#[test]
fn a_limit_in_working_days_ends_on_one_however_days_off_are_read() {
    let asks = |time: &str| {
        format!(
            "norm n {{\n  when request\n  must have decided where (case_no is the request.case_no)\n  {time}\n}}\n"
        )
    };
    assert!(is_equivalent(&asks("within 3 working days after the request"), "day off moves"));
    assert!(is_equivalent(&asks("within 3 school days after the request"), "day off moves"));
    assert!(!is_equivalent(&asks("within 3 days after the request"), "day off moves"));
    let made_up = "within 3 working days after the request\n  late within 5 days";
    assert!(!is_equivalent(&asks(made_up), "day off moves"));
}

#[test]
fn fewer_than_none_there_cannot_be() {
    let drill = |asks: &str| {
        norm("n", &format!("{asks} where (held_by is the college, kind is flood)\n  every year"))
    };
    assert!(is_equivalent(&drill("must have at most 0 drill"), "`exactly`"));
    assert!(is_equivalent(&drill("must not have drill"), "`exactly`"));
    assert!(!is_equivalent(&drill("must have at most 1 drill"), "`exactly`"));
    assert!(!is_equivalent(&drill("must have at least 1 drill"), "`exactly`"));
}

#[test]
fn a_condition_on_a_whole_period_is_not_divided() {
    let enough = "(number of drill where (held_by is the college)) at least 2";
    let kept = norm("n", &format!("must keep ({enough})\n  every year"));
    assert!(is_equivalent(&kept, "partial period in full"));
    assert!(!is_equivalent(&kept, "partial period skipped"));
    let counted = norm("n", "must have at least 2 drill where (held_by is the college)\n  every year");
    assert!(!is_equivalent(&counted, "partial period in full"));
}
