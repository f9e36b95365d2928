//! What `diff` finds without a test to begin with: on days that are holidays no more, where one exception takes back another, and
//! to the minute.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::scenario;
use bylaws::source::FileId;
use bylaws::syntax::parse;
use bylaws_proving::Bounds;
use bylaws_proving::difference::{Change, Differences, compare};

const WORDS: &str = "policy p \"P\" {\n  in force from 2016-03-01\n  time zone \"Asia/Shanghai\"\n}\n\
    entity dorm {\n  small: yes or no\n}\nevent fault {\n  dorm: dorm\n}\nevent repair {\n  dorm: dorm\n}\nevent waiver {\n  dorm: dorm\n}\n\
    event notice {\n  dorm: dorm\n}\nevent drill {\n  dorm: dorm\n}\nstate duty: person, from duty_start, to duty_end\n\
    calendar school {\n  vacation \"summer\" 2016-07-13 to 2016-08-31\n  holiday \"May\" 2016-05-02\n  holiday \"National\" 2016-10-03 to 2016-10-07\n}\n";

fn policy(text: &str) -> CheckedPolicy {
    let parsed = parse(FileId::default(), text);
    let checked = check(std::slice::from_ref(&parsed.file));
    assert!(parsed.diagnostics.is_empty() && checked.is_usable(), "{text}\n{:#?}", checked.diagnostics);
    checked.policy
}

/// What becomes of a norm where one thing is written otherwise.
fn change(norm: &str, (old, new): (&str, &str)) -> Change {
    let text = format!("{WORDS}norm n {{\n  {norm}\n}}\n");
    assert!(text.contains(old), "{old}");
    let (first, second) = (policy(&text), policy(&text.replacen(old, new, 1)));
    let bounds = Bounds { logs: 1500, ..Bounds::default() };
    let change = compare(&first, &second, bounds).swap_remove("n").unwrap();
    if let Change::Differs(found) = &change {
        for one in &found.shown {
            assert!(scenario::judge(&first, &one.test).is_empty(), "{one:#?}");
            assert!(!scenario::judge(&second, &one.test).is_empty(), "{one:#?}");
        }
    }
    change
}

fn differences(norm: &str, change_of: (&str, &str)) -> Differences {
    match change(norm, change_of) {
        Change::Differs(found) => *found,
        other => panic!("{norm}: {change_of:?}: {other:#?}"),
    }
}

const REPAIRED: &str = "each dorm\n  when fault (dorm is the dorm)\n  must have repair (dorm is the dorm)\n  within 3 working days after the fault";

#[test]
fn a_day_that_is_a_holiday_no_more_is_shown_and_told() {
    let may = ("  holiday \"May\" 2016-05-02\n", "");
    let found = differences(REPAIRED, may);
    assert_eq!(found.shown[0].of[0].words(Lang::En), "the calendar (2016-05-02)");
    assert_eq!(found.shown[0].of[0].words(Lang::Zh), "日历（2016-05-02）");
    let shorter = ("2016-10-03 to 2016-10-07", "2016-10-03 to 2016-10-05");
    let found = differences(REPAIRED, shorter);
    assert_eq!(found.shown[0].of[0].words(Lang::En), "the calendar (2016-10-06 to 2016-10-07)");
    let daily = "each dorm\n  must have drill (dorm is the dorm)\n  in any 24 hours, at least 1\n  except while during vacation";
    differences(daily, ("2016-07-13 to 2016-08-31", "2016-07-20 to 2016-08-31"));
    // What goes by no holiday is the same.
    assert!(matches!(change(&REPAIRED.replace("working days", "days"), may), Change::Same));
}

#[test]
fn what_takes_an_exception_back_is_shown_where_that_one_would_apply() {
    let excepted = format!(
        "{REPAIRED}\n  except waived: exists waiver (dorm is the dorm); to waived: exists notice (dorm is the dorm)"
    );
    differences(&excepted, ("; to waived: exists notice (dorm is the dorm)", ""));
    let found = differences(&excepted, ("to waived: exists notice", "to waived: exists drill"));
    assert_eq!(found.not_shown, []);
    // The same twice over changes nothing, and is not said to.
    let twice = ("exists notice (dorm is the dorm)", "exists notice (dorm is the dorm) and exists notice");
    assert!(matches!(change(&excepted, twice), Change::NoDifferenceFound { .. }));
}

#[test]
fn hours_of_any_stretch_and_of_what_is_measured_are_shown_to_the_minute() {
    let drills = "each dorm\n  must not have drill (dorm is the dorm)\n  in any 24 hours, more than 3 times";
    for other in ["12 hours", "20 hours", "30 hours"] {
        differences(drills, ("24 hours", other));
    }
    let rest = "each person\n  must keep longest hours without duty where (person is the person) at least 11\n  in any 24 hours";
    differences(rest, ("at least 11", "at least 10"));
    differences(rest, ("any 24 hours", "any 20 hours"));
    let duty = "each person\n  must keep longest hours of duty where (person is the person) at most 8, total hours of duty where (person is the person) at most 40\n  every week";
    differences(duty, ("at most 8", "at most 9"));
    differences(duty, ("at most 40", "at most 36"));
}
