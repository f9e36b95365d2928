//! Where a semester ends, and which of its weeks are teaching weeks.

use super::holds;
use bylaws::check::check;
use bylaws::source::FileId;
use bylaws::syntax;

const CALENDAR: &str = "calendar school {
  semester \"2015 autumn\" 2015-09-07 to 2016-01-15
  vacation \"winter\" 2016-01-16 to 2016-02-28
  semester \"2016 spring\" 2016-02-29 to 2016-07-01
  vacation \"easter\" 2016-03-21 to 2016-03-27
";
const MORE: &str = "  vacation \"summer\" 2016-07-02 to 2016-09-04
  semester \"2016 autumn\" 2016-09-05 to 2017-01-13
";

#[track_caller]
fn case(calendar: &str, norm: &str, given: &str, expected: &str) {
    holds(&format!(
        "{calendar}}}
         norm duty {{ each unit must {norm} }}
         test \"a\" for duty {{
           given 2016-02-29 unit(entity: u1)
                 {given}
           covers 2016-02-29 to 2016-12-31
           expect {expected}
         }}"
    ));
}

// Both with and without what the calendar later says of the summer.
#[track_caller]
fn whatever_follows(norm: &str, given: &str, expected: &str) {
    case(CALENDAR, norm, given, expected);
    case(&format!("{CALENDAR}{MORE}"), norm, given, expected);
}

#[test]
fn the_last_weeks_of_a_semester_are_its_own_whatever_vacation_follows() {
    let norm = "have e where (unit is the unit) every semester, in the last 2 weeks";
    whatever_follows(norm, "2016-06-18 e(unit: u1)", "u1 on 2016-06-30: fulfilled, due 2016-07-01");
    whatever_follows(norm, "2016-06-17 e(unit: u1)", "u1 on 2016-06-30: breached");
    whatever_follows(norm, "2016-07-02 e(unit: u1)", "u1 on 2016-06-30: breached");
}

#[test]
fn so_is_its_end() {
    let norm = "keep number of e where (unit is the unit) at least 1 at the end of every semester";
    whatever_follows(norm, "2016-07-01 e(unit: u1)", "u1 on 2016-06-30: fulfilled, due 2016-07-01");
    whatever_follows(norm, "2016-07-02 e(unit: u1)", "u1 on 2016-06-30: breached");
}

#[test]
fn the_vacation_after_a_semester_counts_to_it_otherwise() {
    let norm = "have e where (unit is the unit) every semester, at least 1 time";
    let whole = format!("{CALENDAR}{MORE}");
    case(&whole, norm, "2016-08-01 e(unit: u1)", "u1 on 2016-06-30: fulfilled, due 2016-09-04");
    let waived = format!("{norm} reading vacation waived");
    case(&whole, &waived, "2016-08-01 e(unit: u1)", "u1 on 2016-06-30: breached");
}

#[test]
fn that_the_last_semester_may_still_get_longer_is_said() {
    let codes = |calendar: &str, time: &str| {
        let text = format!(
            "entity unit\nevent e {{ unit: unit }}\n{calendar}}}\nnorm duty {{ each unit must have e where (unit is the unit) {time} answerable first the unit }}"
        );
        let parsed = syntax::parse(FileId::default(), &text);
        assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
        let found = check(std::slice::from_ref(&parsed.file)).diagnostics;
        found.iter().map(|d| d.code().to_owned()).collect::<Vec<_>>()
    };
    let (now, later) =
        (CALENDAR.to_owned(), format!("{CALENDAR}{MORE}  vacation \"winter 2\" 2017-01-14 to 2017-02-19\n"));
    assert_eq!(codes(&now, "every semester"), ["B0509"]);
    assert!(codes(&later, "every semester").is_empty());
    for certain in [
        "every semester, in the last 2 weeks",
        "every semester reading vacation waived",
        "every teaching week",
    ] {
        assert!(codes(&now, certain).is_empty(), "{certain}");
    }
}

#[test]
fn a_week_of_vacation_is_no_teaching_week() {
    let norm = "have e where (unit is the unit) every teaching week";
    let given = "2016-03-01 e(unit: u1) 2016-03-08 e(unit: u1)";
    case(
        CALENDAR,
        norm,
        given,
        "u1 on 2016-03-08: fulfilled\nu1 on 2016-03-15: breached\nu1 on 2016-03-22: no duty\nu1 on 2016-03-29: breached",
    );
    // A week of which a day is taught is one.
    let shorter = CALENDAR.replace("2016-03-21 to", "2016-03-22 to");
    case(&shorter, norm, given, "u1 on 2016-03-22: breached");
}

#[test]
fn two_teaching_weeks_pass_over_a_vacation_between_them() {
    let norm = "have e where (unit is the unit) every 2 teaching weeks";
    let third = "u1 on 2016-03-15";
    case(CALENDAR, norm, "2016-04-03 e(unit: u1)", &format!("{third}: fulfilled, due 2016-04-03"));
    case(CALENDAR, norm, "2016-04-04 e(unit: u1)", &format!("{third}: breached"));
    case(CALENDAR, norm, "2016-04-04 e(unit: u1)", "u1 on 2016-04-05: fulfilled, due 2016-04-17");
}
