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
