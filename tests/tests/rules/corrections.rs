//! C: corrections.

use super::knowledge::ONE;
use super::{Line, Lines, policy};
use bylaws::diagnostic::Lang;
use bylaws::eval::{Request, Verdict};
use bylaws::report;

const CORRECTED: [Line; 6] = [
    ("2016-03-01", "unit", "id=r1 entity=u1"),
    ("2016-03-05", "e", "id=e1 unit=u2"),
    ("2016-03-05", "replace", "id=c1 of=e1 as=e unit=u1 recorded_at=2016-03-06"),
    ("", "retract", "id=c2 of=e1 recorded_at=2016-03-20"),
    ("2016-03-31", "f", "id=f1 unit=u2"),
    ("2016-03-01", "unit", "id=r2 entity=u2"),
];

#[test]
fn c1_the_last_correction_known_is_the_version() {
    let policy = policy(ONE);
    let as_known = |known_at| {
        let lines = Lines { known_at, ..Lines::new(&policy, &CORRECTED) };
        lines.verdicts("2016-03-14")
    };
    // What happened after that day nobody knew then.
    assert_eq!(as_known(Some("2016-03-05")), [Verdict::Undetermined]);
    assert_eq!(as_known(Some("2016-03-06")), [Verdict::Fulfilled]);
    assert_eq!(as_known(Some("2016-03-19")), [Verdict::Fulfilled]);
    assert_eq!(as_known(None), [Verdict::Breached]);
}

#[test]
fn c1_the_order_of_lines_is_irrelevant() {
    let policy = policy(ONE);
    let shown = |lines: &[Line]| {
        let lines = Lines::new(&policy, lines);
        let log = lines.log();
        let findings = report::findings(&policy, &log, &Request::default(), Lang::En);
        report::text(&policy, &log, &findings)
    };
    let mut reversed = CORRECTED;
    reversed.reverse();
    assert_eq!(shown(&CORRECTED), shown(&reversed));
}

#[test]
fn c1_replacing_revives_what_was_retracted() {
    let policy = policy(ONE);
    let lines = [
        ("2016-03-01", "unit", "id=r1 entity=u1"),
        ("2016-03-05", "e", "id=e1 unit=u1"),
        ("", "retract", "id=c1 of=e1 recorded_at=2016-03-06"),
        ("2016-03-05", "replace", "id=c2 of=e1 as=e unit=u1 recorded_at=2016-03-08"),
        ("2016-03-31", "f", "id=f1 unit=u2"),
    ];
    assert_eq!(Lines::new(&policy, &lines).verdicts("2016-03-14"), [Verdict::Fulfilled]);
}

#[test]
fn c3_an_instance_whose_trigger_is_retracted_is_listed_as_withdrawn() {
    let policy = policy(
        "norm follow_up {
  when   t
  must   have f where (unit is the t.unit)
  within 5 days after the t
}",
    );
    let lines = [
        ("2016-03-01", "unit", "id=r1 entity=u1"),
        ("2016-03-02", "t", "id=t1 unit=u1"),
        ("", "retract", "id=c1 of=t1 recorded_at=2016-03-20"),
        ("2016-03-31", "f", "id=f1 unit=u2"),
    ];
    let before = Lines { known_at: Some("2016-03-19"), ..Lines::new(&policy, &lines) };
    assert_eq!(before.verdicts("2016-03-19"), [Verdict::Breached]);
    let evaluation = Lines::new(&policy, &lines).evaluate("2016-03-31");
    assert!(evaluation.outcomes.is_empty());
    let withdrawn: Vec<(&str, Option<&str>)> =
        evaluation.withdrawn.iter().map(|w| (&*w.bearer, w.by.as_deref())).collect();
    assert_eq!(withdrawn, [("u1", Some("c1"))]);
}

#[test]
fn c2_one_id_with_different_contents_sets_both_aside() {
    let policy = policy(ONE);
    let mut lines = vec![
        ("2016-03-01", "unit", "id=r1 entity=u1"),
        ("2016-03-05", "e", "id=e1 unit=u1"),
        ("2016-03-06", "e", "id=e1 unit=u1"),
        ("2016-03-31", "f", "id=f1 unit=u2"),
    ];
    let log = Lines { skip_invalid: true, ..Lines::new(&policy, &lines) };
    assert_eq!(log.log().set_aside.len(), 2);
    assert_eq!(log.verdicts("2016-03-14"), [Verdict::Undetermined]);
    lines.swap(1, 2);
    let swapped = Lines { skip_invalid: true, ..Lines::new(&policy, &lines) };
    assert_eq!(swapped.verdicts("2016-03-14"), [Verdict::Undetermined]);
}
