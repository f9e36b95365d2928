//! O: outcomes.

use super::knowledge::ONE;
use super::{Line, Lines, holds, policy};
use bylaws::diagnostic::Lang;
use bylaws::eval::Verdict::{Breached, Fulfilled, Open};
use bylaws::eval::{Verdict, Weight};
use bylaws::log::Instant;

#[test]
fn o1_the_first_certain_outcome_stands() {
    let policy = policy(
        "norm duty {
  each     unit where (not (the unit under away))
  must     have e where (unit is the unit)
  every    2 weeks from 2016-03-01
  reading  who counts in scope the whole period
}",
    );
    let lines = [
        ("2016-03-01", "unit", "id=r1 entity=u1"),
        ("2016-03-03", "e", "id=e1 unit=u1"),
        ("2016-03-05", "away_start", "id=a1 unit=u1"),
        ("2016-03-31", "f", "id=f1 unit=u2"),
    ];
    let lines = Lines::new(&policy, &lines);
    assert_eq!(lines.verdicts("2016-03-02"), [Verdict::Open]);
    for day in 3..=31 {
        let first = lines.verdicts(&format!("2016-03-{day:02}")).first().copied();
        assert_eq!(first, Some(Verdict::Fulfilled), "as of {day} March");
    }
}

#[test]
fn o1_a_missing_parameter_that_matters_is_undetermined_at_once() {
    holds(
        r#"
norm duty {
  each   unit
  must   have at least n e where (unit is the unit)
  every  2 weeks from 2016-03-01
}
test "not given" for duty {
  given  2016-03-01 unit(entity: u1)
  as of  2016-03-02
  expect u1 on 2016-03-02: undetermined
}
test "given" for duty {
  given  2016-03-01 unit(entity: u1)
  with   n = 1
  as of  2016-03-02
  expect u1 on 2016-03-02: open
}"#,
    );
}

#[test]
fn o2_a_reason_counts_up_to_the_limit_only() {
    let scenario = |day: &str, verdict: &str| {
        format!(
            r#"norm duty {{
  each           unit
  generally must have e where (unit is the unit)
  every          2 weeks from 2016-03-01
  except         reason: exists f where (unit is the unit)
}}
test "a reason on {day}" for duty {{
  given  2016-03-01 unit(entity: u1)
         {day} f(unit: u1)
  as of  2016-03-25
  expect u1 on 2016-03-05: {verdict}
}}"#
        )
    };
    holds(&scenario("2016-03-14", "excused"));
    holds(&scenario("2016-03-20", "breached"));
}

#[test]
fn o3_open_past_the_original_due_date_carries_overdue() {
    let policy = policy(&ONE.replace('}', "  late within 4 days\n}"));
    let lines = [("2016-03-01", "unit", "id=r1 entity=u1"), ("2016-03-31", "f", "id=f1 unit=u2")];
    let lines = Lines::new(&policy, &lines);
    let flags = |day: &str| lines.of("u1", day).first().map(|o| (o.verdict, o.overdue)).unwrap();
    assert_eq!(flags("2016-03-14"), (Verdict::Open, true));
    assert_eq!(flags("2016-03-13"), (Verdict::Open, false));
    assert_eq!(flags("2016-03-16"), (Verdict::Open, true));
    assert_eq!(flags("2016-03-18"), (Verdict::Breached, false));
}

#[test]
fn o4_exactly_is_breached_by_one_too_many_and_fulfilled_at_the_end() {
    let policy = policy(
        "norm duty {
  each   unit
  must   have exactly 1 e where (unit is the unit)
  every  2 weeks from 2016-03-01
}",
    );
    let registration = ("2016-03-01", "unit", "id=r1 entity=u1");
    let end = ("2016-03-31", "f", "id=f1 unit=u2");
    let two = [registration, ("2016-03-02", "e", "id=e1 unit=u1"), ("2016-03-03", "e", "id=e2 unit=u1"), end];
    let lines = Lines::new(&policy, &two);
    assert_eq!(lines.verdicts("2016-03-02"), [Verdict::Open]);
    assert_eq!(lines.verdicts("2016-03-03"), [Verdict::Breached]);
    let one = [registration, ("2016-03-02", "e", "id=e1 unit=u1"), end];
    let lines = Lines::new(&policy, &one);
    assert_eq!(lines.verdicts("2016-03-13"), [Verdict::Open]);
    assert_eq!(lines.verdicts("2016-03-14"), [Verdict::Fulfilled]);
}

#[test]
fn o5_a_share_of_none_and_an_average_of_none_do_not_apply() {
    holds(
        r#"
norm share {
  each   unit
  must   keep number of e where (unit is the unit, kind is "good") / number of e where (unit is the unit) at least 1/2
  every  2 weeks from 2016-03-01
}
norm mean {
  each   unit
  must   keep average of e.amount where (unit is the unit) at least 5
  every  2 weeks from 2016-03-01
}
norm most {
  each   unit
  must   have e where (unit is the unit)
  every  2 weeks from 2016-03-01, at most 3 times
}
test "nothing happened" for share {
  given  2016-03-01 unit(entity: u1)
  as of  2016-03-14
  expect share of u1 on 2016-03-05: not applicable
         mean of u1 on 2016-03-05: not applicable
         most of u1 on 2016-03-05: fulfilled
}
test "half of two" for share {
  given  2016-03-01 unit(entity: u1)
         2016-03-02 e(unit: u1, kind: "good", amount: 4)
         2016-03-02 e(unit: u1, kind: "bad", amount: 6)
  as of  2016-03-14
  expect share of u1 on 2016-03-05: fulfilled
         mean of u1 on 2016-03-05: fulfilled
}"#,
    );
}

#[test]
fn o5_a_vacant_post_equals_nobody() {
    holds(
        r#"
norm signed_by_the_head {
  when   t
  must   satisfy (the t.who is the t.unit.head)
}
test "vacant, then held" for signed_by_the_head {
  given  2016-03-01 t(unit: u1, who: p1)
         2016-03-02 role_start(person: p1, role: head, unit: u1)
         2016-03-03 t(unit: u1, who: p1)
  as of  2016-03-10
  expect u1 on 2016-03-01: breached
         u1 on 2016-03-03: fulfilled
}"#,
    );
}

#[test]
fn o5_else_passes_over_a_vacant_post() {
    let scenario = |chair: &str, signs: &str, expected: &str| {
        format!(
            r#"norm signed {{
  when   t
  must   satisfy (the t.who is (the t.unit.head else the t.unit.deputy))
}}
test "by the head, else by the deputy" for signed {{
  given  2016-01-01 role_start(person: d, role: deputy, unit: u1)
         {chair}
         2016-03-05 t(unit: u1, who: {signs})
  covers 2016-01-01 to 2016-03-31
  expect u1: {expected}
}}"#
        )
    };
    holds(&scenario("", "d", "fulfilled"));
    holds(&scenario("", "c", "breached"));
    let held = "2016-02-01 role_start(person: c, role: head, unit: u1)";
    holds(&scenario(held, "d", "breached"));
    holds(&scenario(held, "c", "fulfilled"));
    let left = format!("{held}\n         2016-03-01 role_end(person: c, role: head, unit: u1)");
    holds(&scenario(&left, "d", "fulfilled"));
    // Whether the head was there on that day is not known.
    let of_a_month = "2016-03 role_start(person: c, role: head, unit: u1)";
    holds(&scenario(of_a_month, "d", "undetermined"));
}

#[test]
fn o6_a_rolling_norm_is_breached_by_the_first_empty_stretch() {
    let scenario = |second: &str, verdict: &str| {
        format!(
            r#"norm rolling {{
  each   unit
  must   have e where (unit is the unit)
  in any 14 days, at least 1 time
}}
test "d1 and {second}" for rolling {{
  given  2016-03-01 unit(entity: u1)
         2016-03-01 e(unit: u1)
         {second} e(unit: u1)
  as of  2016-03-20
  expect u1 on 2016-03-05: {verdict}
}}"#
        )
    };
    holds(&scenario("2016-03-16", "breached"));
    holds(&scenario("2016-03-15", "open"));
}

#[test]
fn o7_a_gap_is_the_difference_of_consecutive_days() {
    let scenario = |second: &str, as_of: &str, verdict: &str| {
        format!(
            r#"norm gap {{
  each   unit
  must   have e where (unit is the unit)
  at intervals of at most 14 days
}}
test "d1 and {second}" for gap {{
  given  2016-03-01 unit(entity: u1)
         2016-03-01 e(unit: u1)
         {second} e(unit: u1)
  as of  {as_of}
  expect u1 on 2016-03-05: {verdict}
}}"#
        )
    };
    holds(&scenario("2016-03-15", "2016-03-20", "open"));
    holds(&scenario("2016-03-16", "2016-03-20", "breached"));
    // From the last event to the end of what is seen.
    holds(&scenario("2016-03-15", "2016-03-29", "breached"));
    holds(&scenario("2016-03-15", "2016-03-28", "open"));
}

#[test]
fn o8_an_unmet_advice_is_counted_apart() {
    let policy = policy(&ONE.replace("must  ", "should"));
    let lines = [("2016-03-01", "unit", "id=r1 entity=u1"), ("2016-03-14", "f", "id=f1 unit=u2")];
    let lines = Lines::new(&policy, &lines);
    let first = lines.of("u1", "2016-03-14").into_iter().next().unwrap();
    assert_eq!((first.verdict, first.weight), (Verdict::Breached, Weight::Advisory));
}

#[test]
fn o4_what_is_surely_too_much_is_so_at_once() {
    let policy = policy(
        "norm most { each unit must keep total of e.amount where (unit is the unit) at most 3 every month }
norm signed { each unit must keep total of e.amount where (unit is the unit) at most 3 every quarter }
norm few { each unit must keep number of e where (unit is the unit) at most 2 every month }
norm kept { each unit must keep total of e.amount where (unit is the unit) at most 3 every month
  except exists f where (unit is the unit) }
norm share { each unit must keep average of e.amount where (unit is the unit) at most 1 every month }",
    );
    let lines = |amount: &'static str| {
        let lines: [Line; 5] = [
            ("", "coverage", "from=2016-01-01 until=2016-12-31"),
            ("2016-01-01", "unit", "id=r1 entity=u1"),
            ("2016-03-05", "e", "id=e1 unit=u1 amount=2"),
            ("2016-03-10", "e", amount),
            ("2016-03-20", "e", "id=e3 unit=u1 amount=1"),
        ];
        lines
    };
    let verdicts = |amount: &'static str, as_of: &str| Lines::new(&policy, &lines(amount)).verdicts(as_of);
    let (enough, much) = ("id=e2 unit=u1 amount=1", "id=e2 unit=u1 amount=2");
    assert_eq!(verdicts(enough, "2016-03-15"), [Open; 5]);
    assert_eq!(verdicts(much, "2016-03-15"), [Breached, Breached, Open, Open, Open]);
    // Three of them are too many in number on the 20th; an average may still fall.
    assert_eq!(verdicts(enough, "2016-03-20"), [Breached, Breached, Breached, Open, Open]);
    let found = Lines::new(&policy, &lines(much)).of("u1", "2016-03-31");
    let certain = found.first().unwrap().certain_at.unwrap();
    assert_eq!(policy.zone.date_of(Instant(certain.0 - 1)).to_string(), "2016-03-10");
    assert_eq!(found.first().unwrap().why().render(Lang::En), "it comes to 5; at most 3 required");
}

#[test]
fn o4_amounts_that_may_be_negative_are_decided_at_the_end() {
    let policy = policy(
        "event paid { unit: unit  sum: integer }
norm most { each unit must keep total of paid.sum where (unit is the unit) at most 3 every month }",
    );
    let lines: [Line; 4] = [
        ("", "coverage", "from=2016-01-01 until=2016-12-31"),
        ("2016-01-01", "unit", "id=r1 entity=u1"),
        ("2016-03-05", "paid", "id=e1 unit=u1 sum=5"),
        ("2016-03-20", "paid", "id=e2 unit=u1 sum=-2"),
    ];
    let lines = Lines::new(&policy, &lines);
    assert_eq!(lines.verdicts("2016-03-10"), [Open]);
    assert_eq!(lines.verdicts("2016-03-31"), [Fulfilled]);
}

#[test]
fn o2_who_may_still_turn_out_not_to_count_has_not_exceeded_anything_yet() {
    let each = |reading: &str| {
        policy(&format!(
            "norm duty {{\n  each unit where (not (the unit under away))\n  must have at most 1 e where (unit is the unit)\n  \
             every month\n  reading who counts {reading}\n}}"
        ))
    };
    let twice = [
        ("2016-03-01", "unit", "id=r1 entity=u1"),
        ("2016-03-03", "e", "id=e1 unit=u1"),
        ("2016-03-04", "e", "id=e2 unit=u1"),
    ];
    let stays = [&twice[..], &[("2016-04-30", "f", "id=f1 unit=u2")]].concat();
    let leaves = [&stays[..], &[("2016-03-20", "away_start", "id=a1 unit=u1")]].concat();
    // From 16 March on the unit was there for half of the month, whatever comes.
    for (reading, early, later) in [
        ("in scope at its end", Open, Open),
        ("in scope the whole period", Open, Open),
        ("in scope for half of it", Open, Breached),
        ("in scope on any day", Breached, Breached),
        ("by days", Breached, Breached),
    ] {
        let policy = each(reading);
        let lines = Lines::new(&policy, &stays);
        let first = |day: &str| lines.verdicts(day).first().copied();
        assert_eq!([first("2016-03-04"), first("2016-03-15")], [Some(early); 2], "{reading}");
        assert_eq!([first("2016-03-16"), first("2016-03-30")], [Some(later); 2], "{reading}");
        assert_eq!(first("2016-03-31"), Some(Breached), "{reading}");
    }
    let policy = each("in scope at its end");
    let lines = Lines::new(&policy, &leaves);
    assert_eq!(lines.verdicts("2016-03-25").first(), Some(&Open));
    assert_eq!(lines.verdicts("2016-03-31").first(), Some(&Verdict::NotApplicable));
}

#[test]
fn o4_what_nothing_can_mend_is_broken_from_the_beginning() {
    let policy = policy(
        "parameter most: integer = 2\nnorm duty {\n  each unit\n  must keep (most more than most)\n  every month\n}",
    );
    let lines = [("2016-03-01", "unit", "id=r1 entity=u1"), ("2016-04-30", "f", "id=f1 unit=u2")];
    let lines = Lines::new(&policy, &lines);
    let certain = |day: &str| lines.of("u1", day).first().map(|o| (o.verdict, o.certain_at.unwrap()));
    assert_eq!(certain("2016-03-02").map(|(verdict, _)| verdict), Some(Breached));
    assert_eq!(certain("2016-03-02"), certain("2016-03-31"));
}

#[test]
fn what_must_not_hold_is_forbidden_and_not_asked_for() {
    holds(
        r#"
norm few {
  each     unit
  must not keep (number of e where (unit is the unit) at least 2)
  every    2 weeks from 2016-03-01
}
norm modest {
  when     e
  must not satisfy (amount at least 5)
}
norm many {
  each     unit
  must not have at most 1 e where (unit is the unit)
  every    2 weeks from 2016-03-01
}
test "two" for few, modest, many {
  given  2016-03-01 unit (entity: u1)
         2016-03-03 e (unit: u1, amount: 5)
         2016-03-14 e (unit: u1, amount: 5)
  covers 2016-03-01 to 2016-03-31
  as of  2016-03-15
  expect u1 on 2016-03-01: breached
         modest of u1 on 2016-03-03: breached
         many of u1 on 2016-03-01: fulfilled
}
test "one" for few, modest, many {
  given  2016-03-01 unit (entity: u1)
         2016-03-03 e (unit: u1, amount: 4)
         2016-03-15 e (unit: u1, amount: 4)
  covers 2016-03-01 to 2016-03-31
  as of  2016-03-15
  expect u1 on 2016-03-01: fulfilled
         modest of u1 on 2016-03-03: fulfilled
         many of u1 on 2016-03-01: breached
}
"#,
    );
}
