//! S: scope.

use super::{Line, Lines, holds, policy};
use bylaws::eval::Verdict::{self, Breached, Fulfilled, Late, NotApplicable, Open, Undetermined};

fn share_of_the_window(away_from: &str, verdict: &str) -> String {
    format!(
        r#"norm duty {{
  each   unit where (not (the unit under away))
  must   have e where (unit is the unit)
  every  2 weeks from 2016-03-01
}}
test "away from {away_from}" for duty {{
  given  2016-03-01 unit(entity: u1)
         {away_from} away_start(unit: u1)
  as of  2016-03-20
  expect u1 on 2016-03-05: {verdict}
}}"#
    )
}

#[test]
fn s1_lower_limits_are_due_by_the_days_that_count() {
    // In scope on 7 of 14 days: half, rounded up, is 1; on 6 it is 0.
    holds(&share_of_the_window("2016-03-08", "breached"));
    holds(&share_of_the_window("2016-03-07", "not applicable"));
}

#[test]
fn s1_excused_if_exceptions_alone_took_all_days() {
    holds(
        r#"norm duty {
  each   unit
  must   have e where (unit is the unit)
  every  2 weeks from 2016-03-01
  except away: while the unit under away
}
test "away all the time" for duty {
  given  2016-03-01 unit(entity: u1)
         2016-03-01 away_start(unit: u1)
  as of  2016-03-20
  expect u1 on 2016-03-05: excused
}"#,
    );
}

#[test]
fn s1_upper_limits_are_never_prorated() {
    holds(
        r#"norm duty {
  each   unit where (not (the unit under away))
  must   have e where (unit is the unit)
  every  2 weeks from 2016-03-01, at most 2 times
}
test "two within the three days in scope" for duty {
  given  2016-03-01 unit(entity: u1)
         2016-03-01 e(unit: u1)
         2016-03-02 e(unit: u1)
         2016-03-04 away_start(unit: u1)
  as of  2016-03-20
  expect u1 on 2016-03-02: fulfilled
}"#,
    );
}

#[test]
fn s2_leaving_later_does_not_lift_a_triggered_duty() {
    holds(
        r#"norm follow_up {
  each   unit where (not (the unit under away))
  when   t where (unit is the unit)
  must   have f where (unit is the unit)
  within 10 days after the t
}
test "leaves on d3" for follow_up {
  given  2016-03-01 unit(entity: u1)
         2016-03-01 t(unit: u1)
         2016-03-03 away_start(unit: u1)
  as of  2016-03-20
  expect u1 on 2016-03-01: breached
}
test "out of scope at the trigger" for follow_up {
  given  2016-03-01 unit(entity: u1)
         2016-03-03 away_start(unit: u1)
         2016-03-05 t(unit: u1)
  as of  2016-03-20
  expect u1 on 2016-03-05: no duty
}"#,
    );
}

#[test]
fn s3_a_counted_event_is_filtered_as_of_its_own_time() {
    holds(
        r#"norm heads_own {
  when   t
  must   have e where (unit is the t.unit, who is the t.unit.head)
  before the t
}
test "the holder changes between e and t" for heads_own {
  given  2016-03-01 role_start(person: p1, role: head, unit: u1)
         2016-03-05 e(unit: u1, who: p1)
         2016-03-08 role_end(person: p1, role: head, unit: u1)
         2016-03-08 role_start(person: p2, role: head, unit: u1)
         2016-03-10 t(unit: u1)
  as of  2016-03-20
  expect u1 on 2016-03-10: fulfilled
}
test "by one who was not yet the holder" for heads_own {
  given  2016-03-01 role_start(person: p1, role: head, unit: u1)
         2016-03-05 e(unit: u1, who: p2)
         2016-03-08 role_end(person: p1, role: head, unit: u1)
         2016-03-08 role_start(person: p2, role: head, unit: u1)
         2016-03-10 t(unit: u1)
  as of  2016-03-20
  expect u1 on 2016-03-10: breached
}"#,
    );
}

#[test]
fn s5_a_window_that_the_bearer_joins_too_late_has_no_instance() {
    holds(
        r#"norm duty {
  each   unit
  must   have e where (unit is the unit)
  every  2 weeks from 2016-03-01
}
test "joins on d15" for duty {
  given  2016-03-15 unit(entity: u1)
  as of  2016-03-20
  expect u1 on 2016-03-05: no duty
         u1 on 2016-03-16: open
}"#,
    );
}

#[test]
fn s6_a_repeated_trigger_gives_one_instance_each() {
    holds(
        r#"norm follow_up {
  when   t
  must   have f where (unit is the t.unit)
  within 10 days after the t
}
test "one f serves both" for follow_up {
  given  2016-03-01 t(unit: u1)
         2016-03-03 t(unit: u1)
         2016-03-05 f(unit: u1)
  as of  2016-03-20
  expect u1 on 2016-03-01: fulfilled
         u1 on 2016-03-03: fulfilled
}"#,
    );
    holds(
        r#"norm follow_up {
  when     t
  must     have f where (unit is the t.unit)
  within   10 days after the t
  reading  one event exclusive
}
test "exclusive: one f serves one" for follow_up {
  given  2016-03-01 t(unit: u1)
         2016-03-03 t(unit: u1)
         2016-03-05 f(unit: u1)
  as of  2016-03-20
  expect u1 on 2016-03-01: fulfilled
         u1 on 2016-03-03: breached
}"#,
    );
}

#[test]
fn who_bears_a_norm_by_what_happened_before_it_came_to_be() {
    holds(
        r#"norm duty {
  each   head where (exists e where (who is the head))
  must   have f where (unit is the head.unit)
  every  2 weeks from 2016-03-01
}
test "an e before the office" for duty {
  given  2016-01-01 unit(entity: u1)
         2016-01-10 e(unit: u1, who: p1)
         2016-02-01 role_start(person: p1, role: head, unit: u1)
  covers 2016-01-01 to 2016-03-14
  as of  2016-03-14
  expect p1 on 2016-03-05: breached
}"#,
    );
}

#[test]
fn an_exception_for_all_days_excuses_from_both_limits_with_and_without_making_up() {
    for (limit, late) in [("exactly 1", ""), ("exactly 1", "late within 2 days"), ("at most 1", "")] {
        holds(&format!(
            r#"norm duty {{
  each   unit
  must   have {limit} e where (unit is the unit)
  every  2 weeks from 2016-03-01
  {late}
  except while the unit under away
}}
test "away all the time" for duty {{
  given  2016-01-01 unit(entity: u1)
         2016-03-01 away_start(unit: u1)
  as of  2016-03-20
  expect u1 on 2016-03-05: excused
}}"#
        ));
    }
}

#[test]
fn s1_an_upper_limit_does_not_bind_while_an_exception_holds() {
    for time in ["every 2 weeks from 2016-03-01", "in any 14 days"] {
        for (second, verdict) in [("2016-03-12", "breached"), ("2016-03-09", "")] {
            let kept = if time.starts_with("every") { "fulfilled" } else { "open" };
            let verdict = if verdict.is_empty() { kept } else { verdict };
            holds(&format!(
                r#"norm duty {{
  each   unit
  must   have at most 1 e where (unit is the unit)
  {time}
  except while the unit under away
}}
test "the second on {second}" for duty {{
  given  2016-01-01 unit(entity: u1)
         2016-03-02 e(unit: u1)
         2016-03-08 away_start(unit: u1)
         {second} e(unit: u1)
         2016-03-10 away_end(unit: u1)
  as of  2016-03-20
  expect u1 on 2016-03-05: {verdict}
}}"#
            ));
        }
    }
}

#[test]
fn stretches_of_hours_are_asked_for_only_where_no_exception_holds() {
    let scenario = |until: &str, verdict: &str| {
        format!(
            r#"norm duty {{
  each   unit
  must   have e where (unit is the unit)
  in any 48 hours
  except while the unit under away
}}
test "away until {until}" for duty {{
  given  2016-01-01 unit(entity: u1)
         2016-03-01 away_start(unit: u1)
         {until} away_end(unit: u1)
  as of  2016-03-10
  expect u1 on 2016-03-05: {verdict}
}}"#
        )
    };
    holds(&scenario("2016-03-07", "breached"));
    holds(&scenario("2016-03-09", "open"));
}

#[test]
fn s1_a_sum_is_whole_in_a_part_of_a_period_unless_the_norm_says_otherwise() {
    let of = |reading: &str, asked: &str, amount: &'static str| {
        let policy = policy(&format!(
            "norm study {{ each unit must keep total of e.amount where (unit is the unit) {asked} every month {reading} }}"
        ));
        let lines: [Line; 3] = [
            ("", "coverage", "from=2016-01-01 until=2016-12-31"),
            ("2016-04-16", "unit", "id=r1 entity=u1"),
            ("2016-04-20", "e", amount),
        ];
        Lines::new(&policy, &lines).verdicts("2016-04-30")
    };
    let (four, five, ten) = ("id=e1 unit=u1 amount=4", "id=e1 unit=u1 amount=5", "id=e1 unit=u1 amount=10");
    // It came for the second half of April.
    assert_eq!(of("", "at least 10", five), [Breached]);
    assert_eq!(of("", "at least 10", ten), [Fulfilled]);
    assert_eq!(of("reading partial period prorated", "at least 10", five), [Fulfilled]);
    assert_eq!(of("reading partial period prorated", "at least 10", four), [Breached]);
    assert_eq!(of("reading partial period prorated", "more than 10", five), [Breached]);
    // Half of nine is not rounded unless that is said.
    assert_eq!(of("reading partial period prorated", "at least 9", four), [Breached]);
    assert_eq!(of("reading partial period prorated down", "at least 9", four), [Fulfilled]);
    assert_eq!(of("reading partial period prorated up", "at least 9", four), [Breached]);
    assert_eq!(of("reading partial period prorated up", "at least 9", five), [Fulfilled]);
    assert_eq!(of("reading partial period skipped", "at least 10", four), [NotApplicable]);
    // What is not to be exceeded is not divided.
    assert_eq!(of("reading partial period prorated", "at most 5", five), [Fulfilled]);
}

#[test]
fn s1_the_package_divides_numbers_of_times_alone() {
    let text = "interpretation { partial period prorated }
norm study { each unit must keep total of e.amount where (unit is the unit) at least 10 every month }
norm often { each unit must have e where (unit is the unit) every month, at least 2 times }";
    let policy = policy(text);
    let lines: [Line; 3] = [
        ("", "coverage", "from=2016-01-01 until=2016-12-31"),
        ("2016-04-16", "unit", "id=r1 entity=u1"),
        ("2016-04-20", "e", "id=e1 unit=u1 amount=5"),
    ];
    assert_eq!(Lines::new(&policy, &lines).verdicts("2016-04-30"), [Breached, Fulfilled]);
}

fn twice_head(asked: &str, e: &'static str) -> Vec<Verdict> {
    let policy = policy(&format!("norm duty {{ each head must have e where (who is the head) {asked} }}"));
    let lines: [Line; 7] = [
        ("", "coverage", "from=2016-01-01 until=2016-12-31"),
        ("2016-01-01", "unit", "id=r1 entity=u1"),
        ("2016-01-01", "person", "id=r2 entity=p1"),
        ("2016-03-01", "role_start", "id=r3 person=p1 role=head unit=u1"),
        ("2016-03-10", "role_end", "id=r4 person=p1 role=head unit=u1"),
        ("2016-03-20", "role_start", "id=r5 person=p1 role=head unit=u1"),
        (e, "e", "id=e1 unit=u1 who=p1"),
    ];
    let lines = Lines::new(&policy, &lines);
    lines.of("p1", "2016-03-31").iter().map(|outcome| outcome.verdict).collect()
}

#[test]
fn s1_between_two_stretches_of_scope_nothing_counts() {
    let at_least_one = |e| twice_head("every month, at least 1 time", e);
    assert_eq!(at_least_one("2016-03-10"), [Fulfilled]);
    assert_eq!(at_least_one("2016-03-11"), [Breached]);
    assert_eq!(at_least_one("2016-03-19"), [Breached]);
    assert_eq!(at_least_one("2016-03-20"), [Fulfilled]);
    // It may have happened between them.
    assert_eq!(at_least_one("2016-03"), [Undetermined]);
    let none = |e| twice_head("every month, at most 0 times", e);
    assert_eq!(none("2016-03-10"), [Breached]);
    assert_eq!(none("2016-03-15"), [Fulfilled]);
    assert_eq!(none("2016-03-20"), [Breached]);
    assert_eq!(none("2016-03"), [Undetermined]);
}

#[test]
fn s1_between_two_stretches_the_window_before_can_be_made_up_for() {
    let policy = policy(
        "norm duty { each unit where (not (the unit under away)) must have e where (unit is the unit) every month late within 20 days }",
    );
    let lines: [Line; 6] = [
        ("", "coverage", "from=2016-03-01 until=2016-12-31"),
        ("2016-03-01", "unit", "id=r1 entity=u1"),
        ("2016-04-05", "away_start", "id=r2 unit=u1"),
        ("2016-04-15", "away_end", "id=r3 unit=u1"),
        ("2016-04-10", "e", "id=e1 unit=u1"),
        ("2016-04-11", "e", "id=e2 unit=u1"),
    ];
    // The one makes up for March, the other counts for nothing.
    assert_eq!(Lines::new(&policy, &lines).verdicts("2016-05-31"), [Late, Breached, Open]);
}

#[test]
fn s1_who_holds_what_between_two_stretches_does_not_count() {
    let of = |from: &'static str| {
        let policy = policy(
            "norm duty { each unit where (not (the unit under away)) must have head where (unit is the unit) every month, at least 1 time }",
        );
        let lines: [Line; 7] = [
            ("", "coverage", "from=2016-03-01 until=2016-12-31"),
            ("2016-03-01", "unit", "id=r1 entity=u1"),
            ("2016-03-01", "person", "id=r2 entity=p1"),
            ("2016-03-05", "away_start", "id=r3 unit=u1"),
            ("2016-03-15", "away_end", "id=r4 unit=u1"),
            (from, "role_start", "id=r5 person=p1 role=head unit=u1"),
            ("2016-03-15", "role_end", "id=r6 person=p1 role=head unit=u1"),
        ];
        Lines::new(&policy, &lines).verdicts("2016-03-31")
    };
    assert_eq!(of("2016-03-04"), [Fulfilled]);
    assert_eq!(of("2016-03-06"), [Breached]);
}
