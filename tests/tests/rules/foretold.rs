//! What is still due is told by what is seen, and by what the calendar says of the days to come.

use super::holds;

const CALENDAR: &str = "calendar school {
  semester \"spring\" 2016-02-22 to 2016-07-08
  vacation \"summer\" 2016-07-09 to 2016-08-31
  semester \"autumn\" 2016-09-01 to 2017-01-13
}";

#[track_caller]
fn case(norm: &str, given: &str, as_of: &str, expected: &str) {
    let title = format!("{norm} {given} {as_of}").replace('\n', "; ").replace('"', "'");
    holds(&format!(
        "{CALENDAR}\nnorm duty {{\n{norm}\n}}\ntest \"{title}\" for duty {{\n  given 2016-01-01 unit(entity: u1)\n  {given}\n  \
         covers 2016-06-25 to 2016-12-31\n  as of {as_of}\n  expect u1{expected}\n}}"
    ));
}

const ANY: &str = "each unit\nmust have e where (unit is the unit)\nin any 14 days";
const GAP: &str = "each unit\nmust have e where (unit is the unit)\nat intervals of at most 2 weeks";

#[test]
fn a_stretch_that_a_vacation_cuts_short_is_not_due_and_the_first_one_after_it_is() {
    for (norm, day) in [(ANY, "14"), (GAP, "15")] {
        let norm = format!("{norm}\nexcept during vacation");
        let case = |as_of, expected: &str| case(&norm, "2016-07-01 e(unit: u1)", as_of, expected);
        // The fortnight after 1 July would end on the 15th.
        case("2016-07-05", &format!(": open, due 2016-09-{day}"));
        case("2016-08-05", &format!(": open, due 2016-09-{day}"));
        case("2016-09-05", &format!(": open, due 2016-09-{day}"));
        case("2016-09-20", &format!(": breached, due 2016-09-{day}"));
    }
}

#[test]
fn one_that_ends_before_it_is_due_on_its_last_day() {
    let norm = format!("{ANY}\nexcept during vacation");
    case(&norm, "2016-06-24 e(unit: u1)", "2016-07-05", ": open, due 2016-07-08");
}

#[test]
fn what_is_no_exception_of_the_calendar_goes_on_as_it_stands() {
    let away = format!("{ANY}\nexcept while the unit under away");
    let gone = "2016-07-01 e(unit: u1)\n  2016-07-04 away_start(unit: u1)";
    case(&away, gone, "2016-07-05", ": open, due 2016-12-31");
    case(&away, "2016-07-01 e(unit: u1)", "2016-07-05", ": open, due 2016-07-15");
    let either = format!("{away}\nexcept during vacation");
    case(&either, gone, "2016-07-05", ": open, due 2016-12-31");
    case(&either, "2016-07-01 e(unit: u1)", "2016-07-05", ": open, due 2016-09-14");
}

#[test]
fn an_exception_to_one_goes_on_as_it_stands_and_takes_it_back() {
    let norm = format!("{ANY}\nexcept rest: during vacation; to rest: while the unit under away");
    case(&norm, "2016-07-01 e(unit: u1)", "2016-07-05", ": open, due 2016-09-14");
    let gone = "2016-07-01 e(unit: u1)\n  2016-07-04 away_start(unit: u1)";
    case(&norm, gone, "2016-07-05", ": open, due 2016-07-15");
}

#[test]
fn what_is_still_missing_of_a_month_is_told_in_proportion_to_the_days_it_has_left() {
    let norm = "each unit\nmust have e where (unit is the unit)\nevery month, at least 8 times\nexcept during vacation";
    // Of 31 days 8 are no vacation: 8 × 8 / 31 is 2.06.
    for as_of in ["2016-07-02", "2016-07-05", "2016-07-08"] {
        case(norm, "2016-07-01 e(unit: u1)", as_of, " in \"2016-07\": open, short by 1");
    }
    let weekly = norm.replace("month", "week").replace("vacation", "days off");
    // Of seven days five are worked: 8 × 5 / 7 is 5.7.
    case(&weekly, "2016-06-28 e(unit: u1)", "2016-06-29", " on 2016-06-28: open, short by 5");
}

#[test]
fn where_the_calendar_does_not_tell_it_is_as_it_stands() {
    let norm = format!("{ANY}\nexcept during holiday");
    case(&norm, "2016-07-01 e(unit: u1)", "2016-07-05", ": open, due 2016-07-15");
}
