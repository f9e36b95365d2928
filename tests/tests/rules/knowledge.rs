//! K: what is known.

use super::{Line, Lines, holds, policy};
use bylaws::diagnostic::Lang;
use bylaws::eval::Verdict;

/// The duty of most tests: at least one event in each fortnight.
pub(super) const ONE: &str = "
norm duty {
  each   unit
  must   have e where (unit is the unit)
  every  2 weeks from 2016-03-01
}";

#[test]
fn k1_sure_and_possible() {
    holds(
        r#"
norm duty {
  each   unit
  must   have e where (unit is the unit)
  every  2 weeks from 2016-03-01, at least 2 times
}
test "one sure, one of month precision that straddles the end" for duty {
  given  2016-03-01 unit(entity: u1)
         2016-03-03 e(unit: u1)
         2016-03 e(unit: u1)
  as of  2016-03-20
  expect u1 on 2016-03-05: undetermined
}
test "both sure" for duty {
  given  2016-03-01 unit(entity: u1)
         2016-03-03 e(unit: u1)
         2016-03-04 e(unit: u1)
  as of  2016-03-20
  expect u1 on 2016-03-05: fulfilled
}"#,
    );
}

#[test]
fn k2_dates_as_parameters_mean_the_end_of_the_day() {
    let scenario = |as_of: &str, verdict: &str| {
        format!(
            r#"{ONE}
test "due on day 14" for duty {{
  given  2016-03-01 unit(entity: u1)
  as of  {as_of}
  expect u1 on 2016-03-05: {verdict}
}}"#
        )
    };
    holds(&scenario("2016-03-13", "open"));
    holds(&scenario("2016-03-14", "breached, due 2016-03-14"));
}

#[test]
fn k2_what_is_planned_is_seen_from_when_it_became_known() {
    let policy = policy(
        "norm plans {
  each   unit
  must   have p where (unit is the unit)
  every  2 weeks from 2016-03-01
}",
    );
    let lines = Lines::new(
        &policy,
        &[
            ("2016-03-01", "unit", "id=r1 entity=u1"),
            ("2016-03-10", "p", "id=p1 unit=u1 recorded_at=2016-03-03"),
            ("2016-03-20", "f", "id=f1 unit=u1"),
        ],
    );
    assert_eq!(lines.verdicts("2016-03-02"), [Verdict::Open]);
    assert_eq!(lines.verdicts("2016-03-03"), [Verdict::Fulfilled]);
}

#[test]
fn k3_coverage_works_both_ways() {
    let scenario = |limit: &str, verdict: &str| {
        format!(
            r#"norm duty {{
  each   unit
  {limit}
}}
test "two days are not covered" for duty {{
  given  2016-03-01 unit(entity: u1)
         2016-03-02 e(unit: u1)
  covers 2016-03-01 to 2016-03-04
  covers 2016-03-07 to 2016-03-20
  as of  2016-03-14
  expect u1 on 2016-03-05: {verdict}
}}"#
        )
    };
    let every = "every  2 weeks from 2016-03-01,";
    let upper = format!("must   have e where (unit is the unit)\n  {every} at most 2 times");
    let lower = format!("must   have e where (unit is the unit)\n  {every} at least 2 times");
    let met = format!("must   have e where (unit is the unit)\n  {every} at least 1 time");
    holds(&scenario(&upper, "undetermined"));
    holds(&scenario(&lower, "undetermined"));
    holds(&scenario(&met, "fulfilled"));
}

#[test]
fn k3_a_log_without_a_statement_covers_its_records_and_says_so() {
    let policy = policy(ONE);
    let lines = [("2016-03-01", "unit", "id=r1 entity=u1"), ("2016-03-20", "f", "id=f1 unit=u1")];
    let log = Lines::new(&policy, &lines).log();
    let hull = log.coverage.hull().unwrap();
    assert!(log.coverage.assumed);
    assert_eq!(policy.zone.date_of(hull.from).to_string(), "2016-03-01");
    assert_eq!(policy.zone.date_of(bylaws::log::Instant(hull.until.0 - 1)).to_string(), "2016-03-20");
}

#[test]
fn k4_an_end_without_a_start_held_since_before() {
    holds(
        r#"
norm only_when_away {
  when   e
  must   satisfy (the e.unit under away)
}
test "held from d1 to d5" for only_when_away {
  given  2016-03-03 e(unit: u1)
         2016-03-05 away_end(unit: u1)
         2016-03-06 e(unit: u2)
         2016-03-07 e(unit: u1)
  as of  2016-03-10
  expect u1 on 2016-03-03: fulfilled
         u1 on 2016-03-07: breached
         u2 on 2016-03-06: breached
}"#,
    );
}

#[test]
fn k5_a_trigger_that_was_set_aside_leaves_one_undetermined_line() {
    let policy = policy(
        "norm follow_up {
  when   t
  must   have f where (unit is the t.unit)
  within 5 days after the t
}",
    );
    let lines = [("2016-03-02", "t", "id=t1 unit=u1 on=tomorrow"), ("2016-03-20", "f", "id=f1 unit=u2")];
    let lines = Lines { skip_invalid: true, ..Lines::new(&policy, &lines) };
    let outcomes = lines.evaluate("2016-03-20").outcomes;
    assert_eq!(outcomes.iter().map(|o| o.verdict).collect::<Vec<_>>(), [Verdict::Undetermined]);
}

#[test]
fn k6_a_covered_state_without_record_is_false_but_a_judgement_is_unknown() {
    let scenario = |as_of: &str, verdict: &str| {
        format!(
            r#"norm judged {{
  each   unit
  must   have finding where (unit is the unit)
  every  2 weeks from 2016-03-01
}}
test "nobody has judged" for judged {{
  given  2016-03-01 unit(entity: u1)
  as of  {as_of}
  expect u1 on 2016-03-05: {verdict}
}}"#
        )
    };
    holds(&scenario("2016-03-10", "open"));
    holds(&scenario("2016-03-20", "undetermined"));
    holds(
        r#"norm present {
  each   unit
  must   keep (not (the unit under away))
  at all times
}
test "no record of being away" for present {
  given  2016-03-01 unit(entity: u1)
  covers 2016-01-01 to 2017-01-31
  as of  2016-12-31
  expect u1 on 2016-03-05: fulfilled
}"#,
    );
}

#[test]
fn days_that_the_calendar_does_not_know_are_undetermined_and_not_passed_over() {
    let policy = policy(
        r#"calendar school {
  semester "2016 spring" 2016-03-01 to 2016-07-12
}
norm each_semester {
  each     unit
  must     have e where (unit is the unit)
  every    semester
}"#,
    );
    let lines = [
        ("", "coverage", "from=2016-02-01 until=2016-12-31"),
        ("2016-02-01", "unit", "id=r1 entity=u1"),
        ("2016-04-01", "e", "id=r2 unit=u1"),
    ];
    let lines = Lines::new(&policy, &lines);
    assert_eq!(lines.verdicts("2016-07-12"), [Verdict::Fulfilled]);
    assert_eq!(lines.verdicts("2016-12-31"), [Verdict::Fulfilled, Verdict::Undetermined]);
    let last = lines.of("u1", "2016-12-31").pop().unwrap();
    assert_eq!(last.why().render(Lang::En), "the calendar has no data for this stretch");
}

#[test]
fn who_holds_a_post_at_an_instant_to_come_is_not_known_before() {
    let policy = policy(
        "norm vacant { each unit must have p where (unit is the unit, not (exists head where (unit is the unit))) every month }
         norm led { each unit must have p where (unit is the unit, the unit.head is \"p1\") every month }",
    );
    let head = ("2016-03-03", "role_start", "id=s1 person=p1 role=head unit=u1");
    let other = ("2016-03-10", "role_start", "id=s2 person=p2 role=head unit=u1");
    let lines = |further: &[Line]| {
        let given = [
            ("", "coverage", "from=2016-03-01 until=2016-12-31"),
            ("2016-01-01", "unit", "id=r1 entity=u1"),
            ("2016-03-20", "p", "id=p1 unit=u1 recorded_at=2016-03-02"),
        ];
        given.into_iter().chain(further.iter().copied()).collect::<Vec<Line>>()
    };
    let verdicts = |further: &[Line], day: &str| {
        let found = Lines::new(&policy, &lines(further)).of("u1", day);
        let march = found.into_iter().filter(|o| policy.zone.date_of(o.from).to_string() == "2016-03-01");
        march.map(|o| o.verdict).collect::<Vec<_>>()
    };
    // Until then it may begin, or end.
    assert_eq!(verdicts(&[], "2016-03-05"), [Verdict::Open, Verdict::Open]);
    assert_eq!(verdicts(&[head], "2016-03-05"), [Verdict::Open, Verdict::Open]);
    assert_eq!(verdicts(&[], "2016-03-31"), [Verdict::Fulfilled, Verdict::Breached]);
    assert_eq!(verdicts(&[head], "2016-03-31"), [Verdict::Breached, Verdict::Fulfilled]);
    assert_eq!(verdicts(&[head, other], "2016-03-31"), [Verdict::Breached, Verdict::Breached]);
}
