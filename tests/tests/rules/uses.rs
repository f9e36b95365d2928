//! U: use of events.

use super::holds;

#[test]
fn u1_the_oldest_debt_is_paid_first() {
    holds(
        r#"norm duty {
  each   unit
  must   have e where (unit is the unit)
  every  10 days from 2016-03-01
  late   within 4 days
}
test "d13 makes up the first window, d16 serves the second" for duty {
  given  2016-03-01 unit(entity: u1)
         2016-03-13 e(unit: u1)
         2016-03-16 e(unit: u1)
  as of  2016-03-24
  expect u1 on 2016-03-05: late
         u1 on 2016-03-15: fulfilled
}"#,
    );
}

#[test]
fn u2_parts_of_which_overlap() {
    let scenario = |kinds: [&str; 3], verdict: &str| {
        let [a, b, c] = kinds;
        format!(
            r#"norm duty {{
  each   unit
  must   have at least 3 e where (unit is the unit), of which at least 1 where (kind is "a")
  every  2 weeks from 2016-03-01
}}
test "{a} {b} {c}" for duty {{
  given  2016-03-01 unit(entity: u1)
         2016-03-02 e(unit: u1, kind: "{a}")
         2016-03-03 e(unit: u1, kind: "{b}")
         2016-03-04 e(unit: u1, kind: "{c}")
  as of  2016-03-14
  expect u1 on 2016-03-05: {verdict}
}}"#
        )
    };
    holds(&scenario(["a", "b", "b"], "fulfilled"));
    holds(&scenario(["b", "b", "b"], "breached"));
}

#[test]
fn u2_what_is_missing_of_which_is_made_up_where_the_number_is_there() {
    let scenario = |done: [(&str, &str); 3], first: &str, second: &str| {
        let title = done.map(|(on, kind)| format!("{on} {kind}")).join(", ");
        let [a, b, c] = done.map(|(on, kind)| format!("{on} e(unit: u1, kind: \"{kind}\")"));
        format!(
            r#"norm duty {{
  each   unit
  must   have at least 2 e where (unit is the unit), of which at least 1 where (kind is "a")
  every  10 days from 2016-03-01
  late   within 4 days
}}
test "{title}" for duty {{
  given  2016-03-01 unit(entity: u1)
         2016-03-02 e(unit: u1, kind: "b")
         2016-03-03 e(unit: u1, kind: "b")
         {a}
         {b}
         {c}
  as of  2016-03-24
  expect u1 on 2016-03-05: {first}
         u1 on 2016-03-15: {second}
}}"#
        )
    };
    // The last day for making up, and the day after it.
    let rest = [("2016-03-16", "b"), ("2016-03-17", "a")];
    let [b, a] = rest;
    holds(&scenario([("2016-03-14", "a"), b, a], "late", "fulfilled"));
    holds(&scenario([("2016-03-15", "a"), b, b], "breached", "fulfilled"));
    // What made up does not count again: neither for the number, nor of which.
    holds(&scenario([("2016-03-14", "a"), b, b], "late", "breached"));
    holds(&scenario([("2016-03-14", "a"), a, ("2016-03-24", "b")], "late", "late"));
    // What is of another kind makes nothing up.
    holds(&scenario([("2016-03-14", "b"), a, ("2016-03-25", "b")], "breached", "fulfilled"));
}

#[test]
fn u2_parts_of_which_have_both_limits_under_every_form_of_time() {
    let scenario = |time: &str, of_which: &str, kind: &str, verdict: &str| {
        let when = if time.contains("the t") { "when t where (unit is the unit)" } else { "" };
        format!(
            r#"norm duty {{
  each   unit
  {when}
  must   have at least 2 e where (unit is the unit), of which {of_which} where (kind is "a")
  {time}
}}
test "{time}: {of_which} {kind}" for duty {{
  given  2016-03-01 unit(entity: u1)
         2016-03-01 t(unit: u1)
         2016-03-02 e(unit: u1, kind: "a")
         2016-03-03 e(unit: u1, kind: "{kind}")
         2016-03-04 e(unit: u1, kind: "b")
  as of  2016-03-14
  expect u1: {verdict}
}}"#
        )
    };
    for time in ["every 2 weeks from 2016-03-01", "within 13 days after the t"] {
        holds(&scenario(time, "at most 1", "a", "breached"));
        holds(&scenario(time, "at most 1", "b", "fulfilled"));
        holds(&scenario(time, "at least 2", "a", "fulfilled"));
        holds(&scenario(time, "at least 2", "b", "breached"));
    }
    let rolling = "in any 14 days";
    holds(&scenario(rolling, "at most 1", "a", "breached"));
    holds(&scenario(rolling, "at most 1", "b", "open"));
    holds(&scenario(rolling, "at least 2", "a", "open"));
    holds(&scenario(rolling, "at least 2", "b", "breached"));
}

#[test]
fn a_part_of_which_that_rests_on_something_unknown_is_undetermined() {
    holds(
        r#"norm duty {
  each   unit
  must   have at least 1 e where (unit is the unit), of which at least 1 where (amount at least n)
  every  2 weeks from 2016-03-01
}
test "n is not given" for duty {
  given  2016-03-01 unit(entity: u1)
         2016-03-02 e(unit: u1, amount: 3)
  as of  2016-03-14
  expect u1: undetermined
}
test "n is given" for duty {
  given  2016-03-01 unit(entity: u1)
         2016-03-02 e(unit: u1, amount: 3)
  as of  2016-03-14
  with   n = 3
  expect u1: fulfilled
}"#,
    );
}

#[test]
fn a_quantity_that_is_no_whole_number_is_rounded_to_the_stricter_side() {
    let scenario = |quantity: &str, verdict: &str| {
        format!(
            r#"norm duty {{
  each   unit
  must   have {quantity} e where (unit is the unit)
  every  2 weeks from 2016-03-01
}}
test "{quantity}" for duty {{
  given  2016-03-01 unit(entity: u1)
         2016-03-02 e(unit: u1)
         2016-03-03 e(unit: u1)
         2016-03-04 e(unit: u1)
  as of  2016-03-14
  expect u1: {verdict}
}}"#
        )
    };
    holds(&scenario("at least (30 / 10)", "fulfilled"));
    holds(&scenario("at least (33 / 10)", "breached"));
    holds(&scenario("at most (29 / 10)", "breached"));
    holds(&scenario("at most (39 / 10)", "fulfilled"));
}

#[test]
fn u3_exclusive_use_goes_to_the_earliest_due_and_not_by_the_order_of_text() {
    let soon = r#"norm soon {
  when     t
  must     have f where (unit is the t.unit)
  within   5 days after the t
  reading  one event exclusive
}
"#;
    let later = r#"norm later {
  when     t
  must     have f where (unit is the t.unit)
  within   10 days after the t
  reading  one event exclusive
}
"#;
    let scenario = r#"test "one f for two norms" for soon, later {
  given  2016-03-01 t(unit: u1)
         2016-03-03 f(unit: u1)
  as of  2016-03-20
  expect soon of u1 on 2016-03-01: fulfilled
         later of u1 on 2016-03-01: breached
}"#;
    holds(&format!("{soon}{later}{scenario}"));
    holds(&format!("{later}{soon}{scenario}"));
}
