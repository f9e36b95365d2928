//! T: time.

use super::{Lines, holds, policy};
use bylaws::eval::Verdict;
use bylaws::log::{Instant, TimeZone};
use chrono::NaiveDate;

fn due_after(limit: &str, anchor: &str, done: &str, verdict: &str) -> String {
    format!(
        r#"norm follow_up {{
  when   t
  must   have f where (unit is the t.unit)
  within {limit} after the t
}}
test "{limit} after {anchor}, done on {done}" for follow_up {{
  given  {anchor} t(unit: u1)
         {done} f(unit: u1)
  as of  2016-06-30
  expect u1 on {anchor}: {verdict}
}}"#
    )
}

#[test]
fn t1_within_n_units_after_does_not_count_the_day_itself() {
    holds(&due_after("7 days", "2016-03-01", "2016-03-08", "fulfilled, due 2016-03-08"));
    holds(&due_after("7 days", "2016-03-01", "2016-03-09", "breached, due 2016-03-08"));
    // An event on the day itself counts unless it is surely before.
    holds(&due_after("7 days", "2016-03-01", "2016-03-01", "fulfilled"));
}

#[test]
fn t1_months_count_from_the_anchor_and_are_clamped_at_the_month_end() {
    let norm = |months: u32, due: &str| {
        format!(
            r#"norm follow_up {{
  when   t
  must   have f where (unit is the t.unit)
  within {months} months after the t
}}
test "{months} months" for follow_up {{
  given  2017-01-31 t(unit: u1)
         2017-01-31 f(unit: u1)
  as of  2017-06-30
  expect u1 on 2017-01-31: fulfilled, due {due}
}}"#
        )
    };
    holds(&norm(1, "2017-02-28"));
    holds(&norm(2, "2017-03-31"));
    holds(&norm(13, "2018-02-28"));
}

#[test]
fn t1_before_mirrors_after() {
    let scenario = |done: &str, verdict: &str| {
        format!(
            r#"norm notice {{
  when   t
  must   have f where (unit is the t.unit)
  within 7 days before the t
}}
test "done on {done}" for notice {{
  given  2016-03-01 unit(entity: u1)
         {done} f(unit: u1)
         2016-03-20 t(unit: u1)
  as of  2016-03-31
  expect u1 on 2016-03-20: {verdict}
}}"#
        )
    };
    holds(&scenario("2016-03-13", "fulfilled"));
    holds(&scenario("2016-03-12", "breached"));
}

// Something that has to follow within some time, where clocks go forward on 27 March 2016 and back on 30 October.
fn in_berlin(limit: &str, happens: &str, follows: &str, verdict: &str) {
    let text = format!(
        r#"policy rules "In a zone whose clocks change" {{
  in force from 2016-03-01
  time zone "Europe/Berlin"
}}
entity unit
event t {{
  unit: unit
}}
event f {{
  unit: unit
}}
norm follow_up {{
  when   t
  must   have f where (unit is the t.unit)
  {limit}
}}
test "across the change" for follow_up {{
  given  {happens} t(unit: u1)
         {follows} f(unit: u1)
  as of  2016-12-31
  expect u1: {verdict}
}}"#
    );
    let parsed = bylaws::syntax::parse(bylaws::source::FileId::default(), &text);
    let checked = bylaws::check::check(std::slice::from_ref(&parsed.file));
    assert!(checked.is_usable());
    let failures: Vec<_> =
        bylaws::scenario::run(&checked.policy, None).into_iter().flat_map(|r| r.failures).collect();
    assert_eq!(failures, [], "{text}");
}

#[test]
fn t3_hours_are_elapsed_time_and_days_are_civil() {
    // 23.5 hours have passed, since the night was an hour short.
    let check = |limit: &str, verdict: &str| {
        in_berlin(&format!("within {limit} after the t"), "2016-03-26 12:00", "2016-03-27 12:30", verdict);
    };
    check("24 hours", "fulfilled");
    check("23 hours", "breached");
    check("1 day", "fulfilled");
}

#[test]
fn t3_a_time_of_day_that_the_clock_skips_or_shows_twice_is_one_of_two_instants() {
    let limit = "within 1 hour after the t";
    // 03:00 comes after 01:59; 02:30 is 01:30 by a clock put forward too early, or 03:30 by one put forward too late.
    in_berlin(limit, "2016-03-27 01:30", "2016-03-27 03:30", "fulfilled");
    in_berlin(limit, "2016-03-27 01:30", "2016-03-27 03:31", "breached");
    in_berlin(limit, "2016-03-27 01:30", "2016-03-27 02:45", "undetermined");
    in_berlin(limit, "2016-03-27 01:50", "2016-03-27 03:10", "fulfilled");
    // 02:30 comes twice.
    in_berlin(limit, "2016-10-30 01:30", "2016-10-30 02:20", "undetermined");
    in_berlin("within 3 hours after the t", "2016-10-30 01:30", "2016-10-30 02:31", "fulfilled");
}

#[test]
fn t3_a_limit_by_the_clock_that_the_clock_skips_is_the_end_of_the_gap() {
    let limit = "by 02:30 on the next day";
    in_berlin(limit, "2016-03-26 12:00", "2016-03-27 01:59", "fulfilled");
    in_berlin(limit, "2016-03-26 12:00", "2016-03-27 03:01", "breached");
}

#[test]
fn t4_one_holder_on_every_instant_when_a_successor_starts_on_the_last_day() {
    holds(
        r#"norm led {
  each   unit
  must   have exactly 1 head where (unit is the unit)
  at all times
}
test "end and start both on d5" for led {
  given  2016-03-01 unit(entity: u1)
         2016-03-01 role_start(person: p1, role: head, unit: u1)
         2016-03-05 role_end(person: p1, role: head, unit: u1)
         2016-03-05 role_start(person: p2, role: head, unit: u1)
  as of  2016-03-20
  expect u1 on 2016-03-05: open
}
test "a day between" for led {
  given  2016-03-01 unit(entity: u1)
         2016-03-01 role_start(person: p1, role: head, unit: u1)
         2016-03-05 role_end(person: p1, role: head, unit: u1)
         2016-03-07 role_start(person: p2, role: head, unit: u1)
  as of  2016-03-20
  expect u1 on 2016-03-05: open
         u1 on 2016-03-06: breached, due 2016-03-06
         u1 on 2016-03-07: open
}"#,
    );
}

#[test]
fn t5_the_order_within_a_day_has_three_readings() {
    let scenario = |reading: &str, verdict: &str| {
        format!(
            r#"norm first_f {{
  when     t
  must     have f where (unit is the t.unit)
  before   the t
  reading  same day {reading}
}}
test "both on d3" for first_f {{
  given  2016-03-03 t(unit: u1)
         2016-03-03 f(unit: u1)
  as of  2016-03-10
  expect u1 on 2016-03-03: {verdict}
}}"#
        )
    };
    holds(&scenario("in favour", "fulfilled"));
    holds(&scenario("strict", "breached"));
    holds(&scenario("undetermined", "undetermined"));
}

#[test]
fn t7_a_cycle_label_beats_the_date_up_to_the_closing_date() {
    let scenario = |day: &str, label: &str, verdict: &str| {
        format!(
            r#"norm yearly {{
  each     unit
  must     have e where (unit is the unit)
  every    year
  reading  year by label, closing after 31 days
}}
test "for {label}, on {day}" for yearly {{
  given  2016-03-01 unit(entity: u1)
         {day} e(unit: u1{label})
  as of  2017-02-28
  expect u1 on 2016-06-01: {verdict}
}}"#
        )
    };
    holds(&scenario("2017-01-20", ", cycle: 2016", "fulfilled"));
    holds(&scenario("2017-01-20", "", "breached"));
    holds(&scenario("2017-02-10", ", cycle: 2016", "breached"));
    holds(&scenario("2016-12-20", ", cycle: 2017", "breached"));
}

#[test]
fn t2_a_stopped_clock_does_not_count_the_days_it_stands_still() {
    let policy = policy(
        r#"
calendar school {
  academic year "2015-2016" 2015-09-01 to 2016-08-31
  semester "2016 spring" 2016-02-23 to 2016-07-12
  vacation "spring break" 2016-03-05 to 2016-03-07
}
norm gap {
  each     unit
  must     have e where (unit is the unit)
  at intervals of at most 14 days
  reading  vacation stops the clock
}"#,
    );
    let lines = |second| {
        [
            ("2016-03-01", "unit", "id=r1 entity=u1"),
            ("2016-03-01", "e", "id=e1 unit=u1"),
            (second, "e", "id=e2 unit=u1"),
            ("2016-03-21", "f", "id=f1 unit=u2"),
        ]
    };
    // 14 days and the three of the vacation.
    assert_eq!(Lines::new(&policy, &lines("2016-03-18")).verdicts("2016-03-21"), [Verdict::Open]);
    assert_eq!(Lines::new(&policy, &lines("2016-03-19")).verdicts("2016-03-21"), [Verdict::Breached]);
}

#[test]
fn t8_units_that_do_not_fill_a_multiple_form_a_partial_window() {
    let scenario = |event: &str, verdict: &str| {
        format!(
            r#"calendar school {{
  semester "short" 2016-03-07 to 2016-03-27
}}
norm fortnightly {{
  each     unit
  must     have e where (unit is the unit)
  every    2 weeks, at least 2 times
}}
test "three weeks make one window and a half" for fortnightly {{
  given  2016-03-01 unit(entity: u1)
         {event}
  covers 2016-03-01 to 2016-03-27
  as of  2016-03-27
  expect u1 on 2016-03-22: {verdict}
}}"#
        )
    };
    holds(&scenario("2016-03-22 e(unit: u1)", "fulfilled"));
    holds(&scenario("2016-03-14 e(unit: u1)", "breached, short by 1"));
}

#[test]
fn working_days_of_a_year_without_holidays_in_the_calendar_are_not_guessed() {
    let calendar = "calendar school {\n  holiday \"New Year\" 2016-01-01 to 2016-01-03\n}";
    let scenario = |on: &str, verdict: &str| {
        format!(
            r#"{calendar}
norm quick {{
  each     unit
  when     t where (unit is the unit)
  must     have e where (unit is the unit)
  within   3 working days after the t
}}
test "over the end of the year" for quick {{
  given  2016-03-01 unit(entity: u1)
         {on} t(unit: u1)
  as of  2017-01-31
  expect u1: {verdict}
}}"#
        )
    };
    holds(&scenario("2016-12-27", "breached, due 2016-12-30"));
    holds(&scenario("2016-12-28", "undetermined"));
}

#[test]
fn what_is_earlier_or_later_than_every_date_is_of_the_first_or_the_last() {
    for zone in ["Asia/Shanghai", "America/New_York"].map(|name| TimeZone::named(name).expect("a zone")) {
        assert_eq!(zone.date_of(Instant::MIN), NaiveDate::MIN);
        assert_eq!(zone.date_of(Instant::MAX), NaiveDate::MAX);
    }
}
