//! A date is the whole of its day; what happened on a day lies somewhere in it; no record is before itself.

use super::holds;

#[track_caller]
fn case(condition: &str, given: &str, expected: &str) {
    let title = format!("{condition} {given}").replace('"', "'");
    holds(&format!(
        "event card {{ unit: unit, valid_until: date, read_at: datetime, optional }}
         norm duty {{ when e must satisfy ({condition}) }}
         test \"{title}\" for duty {{
           given 2016-01-01 unit(entity: u1)
                 {given}
           covers 2016-01-01 to 2016-12-31
           expect u1: {expected}
         }}"
    ));
}

const VALID: &str = "exists card where (valid_until at least the e)";

#[test]
fn an_instant_on_a_date_is_neither_before_nor_after_it() {
    let card =
        |until: &str, at: &str| format!("2016-01-02 card(unit: u1, valid_until: {until}) {at} e(unit: u1)");
    case(VALID, &card("2016-03-04", "2016-03-04 06:00"), "fulfilled");
    case(VALID, &card("2016-03-04", "2016-03-05 00:00"), "breached");
    case(VALID, &card("2016-03-04", "2016-03-04"), "fulfilled");
    let strictly = "exists card where (the e before valid_until)";
    case(strictly, &card("2016-03-04", "2016-03-04 00:00"), "breached");
    case(strictly, &card("2016-03-04", "2016-03-03 23:59"), "fulfilled");
    let same = "exists card where (valid_until is the e)";
    case(same, &card("2016-03-04", "2016-03-04 23:59"), "fulfilled");
    case(same, &card("2016-03-04", "2016-03-05 00:00"), "breached");
    case("the e at most 2016-03-04", "2016-03-04 23:59 e(unit: u1)", "fulfilled");
    case("the e at most 2016-03-04", "2016-03-05 00:00 e(unit: u1)", "breached");
}

#[test]
fn a_length_in_days_ends_with_its_last_day() {
    let within = "the e at most time of the last f + 1 year";
    case(within, "2016-01-05 f(unit: u1) 2016-12-31 23:59 e(unit: u1)", "fulfilled");
    let week = "the e at most time of the last f + 1 week";
    case(week, "2016-03-01 08:00 f(unit: u1) 2016-03-08 23:59 e(unit: u1)", "fulfilled");
    case(week, "2016-03-01 08:00 f(unit: u1) 2016-03-09 00:00 e(unit: u1)", "breached");
    // One in hours ends with the instant, which may lie anywhere where it was counted from a day.
    let hours = "the e at most time of the last f + 24 hours";
    case(hours, "2016-03-01 08:00 f(unit: u1) 2016-03-02 08:01 e(unit: u1)", "breached");
    case(hours, "2016-03-01 f(unit: u1) 2016-03-02 08:00 e(unit: u1)", "undetermined");
}

#[test]
fn what_happened_on_a_day_may_be_before_or_after_an_instant_on_it() {
    case(
        "the e after time of the last f",
        "2016-03-04 f(unit: u1) 2016-03-04 10:00 e(unit: u1)",
        "undetermined",
    );
    let read = "exists card where (read_at at most the e)";
    let card = |at: &str| {
        format!(
            "2016-01-02 card(unit: u1, valid_until: 2016-12-31, read_at: {at}) 2016-03-04 10:00 e(unit: u1)"
        )
    };
    case(read, &card("2016-03-04"), "undetermined");
    case(read, &card("2016-03-04 10:00"), "fulfilled");
    case(read, &card("2016-03-03"), "fulfilled");
}

#[test]
fn no_record_is_before_or_after_itself() {
    let earlier = "exists e where (unit is the e.unit, the time before the e)";
    case(earlier, "2016-03-04 e(unit: u1)", "breached");
    case("exists e where (the time at most the e)", "2016-03-04 e(unit: u1)", "fulfilled");
    case("exists e where (the time is the e)", "2016-03-04 e(unit: u1)", "fulfilled");
    case("not (exists e where (the time is not the e))", "2016-03-04 e(unit: u1)", "fulfilled");
    case("exists e where (hours from the time to the e at least 1)", "2016-03-04 e(unit: u1)", "breached");
    case("number of e where (hours from the time to the e is 0) is 1", "2016-03-04 e(unit: u1)", "fulfilled");
}

#[test]
fn of_two_records_of_one_day_the_order_is_not_known() {
    holds(
        "norm duty { when e must satisfy (exists e where (the time before the e)) }
         test \"two\" for duty {
           given 2016-01-01 unit(entity: u1)
                 2016-01-01 unit(entity: u2)
                 2016-03-04 e(unit: u1)
                 2016-03-04 e(unit: u2)
           covers 2016-01-01 to 2016-12-31
           expect u1: undetermined
                  u2: undetermined
         }",
    );
    holds(
        "norm duty { when e must satisfy (exists e where (the time before the e)) }
         test \"two\" for duty {
           given 2016-01-01 unit(entity: u1)
                 2016-01-01 unit(entity: u2)
                 2016-03-03 e(unit: u1)
                 2016-03-04 e(unit: u2)
           covers 2016-01-01 to 2016-12-31
           expect u1: breached
                  u2: fulfilled
         }",
    );
}
