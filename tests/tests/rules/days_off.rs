//! Working days and days off as conditions.

use super::holds;

/// A Monday off, and a Sunday on which one works.
const CALENDAR: &str = "calendar school {
  holiday 2016-04-04
  workday 2016-04-10
}";

#[track_caller]
fn case(norm: &str, given: &str, frame: &str, expected: &str) {
    let title = format!("{norm} {given} {frame}").replace('\n', "; ").replace('"', "'");
    holds(&format!(
        "{CALENDAR}\nnorm duty {{\n{norm}\n}}\ntest \"{title}\" for duty {{\n  given 2016-01-01 unit(entity: u1)\n  {given}\n  {frame}\n  \
         expect u1{expected}\n}}"
    ));
}

#[test]
fn days_off_are_weekends_and_holidays_but_for_those_on_which_one_works() {
    let daily = "each unit\nmust have e where (unit is the unit)\nevery day\nexcept during days off";
    let on = |day: &str, expected: &str| {
        case(daily, "", "as of 2016-04-30", &format!(" on {day}: {expected}"));
    };
    on("2016-04-01", "breached");
    on("2016-04-02", "excused");
    on("2016-04-03", "excused");
    on("2016-04-04", "excused");
    on("2016-04-05", "breached");
    on("2016-04-09", "excused");
    on("2016-04-10", "breached");
    let working = daily.replace("days off", "working days");
    case(&working, "", "as of 2016-04-30", " on 2016-04-01: excused");
    case(&working, "", "as of 2016-04-30", " on 2016-04-04: breached");
    case(&working, "", "as of 2016-04-30", " on 2016-04-10: excused");
}

#[test]
fn a_number_is_due_in_proportion_to_the_days_that_are_left() {
    let weekly = "each unit\nmust have e where (unit is the unit)\nevery week, at least 7 times\nexcept during days off";
    // Of the week from Monday 4 April five days are worked: Tuesday to Friday, and Sunday.
    let times = |days: &[&str]| {
        days.iter().map(|day| format!("2016-04-{day} e(unit: u1)")).collect::<Vec<_>>().join("\n  ")
    };
    let first = |n: usize| times(["05", "06", "07", "08", "11", "12"].get(..n).unwrap());
    case(weekly, &first(4), "as of 2016-04-30", " on 2016-04-04: breached, short by 1");
    let three = "each unit\nmust have e where (unit is the unit)\nevery week, at least 7 times\nexcept during working days";
    case(three, "2016-04-02 e(unit: u1)", "as of 2016-04-30", " on 2016-03-28: breached, short by 1");
    let two = "2016-04-02 e(unit: u1)\n  2016-04-03 e(unit: u1)";
    case(three, two, "as of 2016-04-30", " on 2016-03-28: fulfilled");
}

#[test]
fn a_record_may_be_asked_for_on_a_working_day() {
    let on_a_working_day = "when t\nmust satisfy (during working days)";
    let on = |day: &str, expected: &str| {
        let given = format!("2016-04-{day} t(unit: u1)");
        case(on_a_working_day, &given, "as of 2016-04-30", &format!(": {expected}"));
    };
    on("01", "fulfilled");
    on("02", "breached");
    on("04", "breached");
    on("10", "fulfilled");
}
