//! The first or the last days of each window.

use super::holds;

#[track_caller]
fn case(every: &str, given: &str, frame: &str, expected: &str) {
    let title = format!("{every} / {given} / {frame}").replace('\n', "; ").replace('"', "'");
    holds(&format!(
        "calendar all {{\n  semester \"2016 spring\" 2016-03-07 to 2016-07-01\n  vacation \"summer\" 2016-07-02 to 2016-08-31\n  \
         holiday \"market\" 2016-04-04\n}}\n\
         norm duty {{\n  each  unit\n  must  have e where (unit is the unit)\n  {every}\n}}\n\
         test \"{title}\" for duty {{\n  given 2016-01-01 unit(entity: u1)\n  {given}\n  {frame}\n  {expected}\n}}"
    ));
}

const APRIL: &str = "as of 2016-04-30";

#[test]
fn the_first_days_of_a_month() {
    let every = "every month, in the first 5 days";
    let april = |day: &str, verdict: &str| {
        case(
            every,
            &format!("2016-04-{day} e(unit: u1)"),
            APRIL,
            &format!("expect u1 on 2016-04-01: {verdict}"),
        );
    };
    april("05", "fulfilled, due 2016-04-05");
    april("06", "breached, due 2016-04-05");
    // What is done before the window does not count for it.
    case(every, "2016-03-31 e(unit: u1)", APRIL, "expect u1 on 2016-04-01: breached");
    case(every, "", "as of 2016-04-04", "expect u1 on 2016-04-01: open");
    case(every, "", "as of 2016-04-05", "expect u1 on 2016-04-01: breached");
}

#[test]
fn working_days_and_a_last_day_that_is_off() {
    // 2 and 3 April 2016 are a weekend, 4 April is a holiday.
    let working = "every month, in the first 2 working days";
    let april = "expect u1 on 2016-04-01";
    case(working, "2016-04-05 e(unit: u1)", APRIL, &format!("{april}: fulfilled, due 2016-04-05"));
    case(working, "2016-04-06 e(unit: u1)", APRIL, &format!("{april}: breached"));
    let moved = "every month, in the first 3 days\n  reading day off moves";
    case(moved, "2016-04-05 e(unit: u1)", APRIL, &format!("{april}: fulfilled, due 2016-04-05"));
    case(moved, "2016-04-06 e(unit: u1)", APRIL, &format!("{april}: breached"));
}

#[test]
fn the_last_days_of_a_month_and_the_first_of_a_semester() {
    let every = "every month, in the last 3 days";
    let april = "expect u1 on 2016-04-28";
    case(every, "2016-04-28 e(unit: u1)", APRIL, &format!("{april}: fulfilled, due 2016-04-30"));
    case(every, "2016-04-27 e(unit: u1)", APRIL, &format!("{april}: breached"));
    case(every, "", "as of 2016-04-27", "expect u1 in \"2016-04\": no duty");
    let semester = "every semester, in the first 1 week, at least 1 time";
    let spring = "expect u1 in \"2016 spring\"";
    case(semester, "2016-03-13 e(unit: u1)", APRIL, &format!("{spring}: fulfilled, due 2016-03-13"));
    case(semester, "2016-03-14 e(unit: u1)", APRIL, &format!("{spring}: breached"));
}
