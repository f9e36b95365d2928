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

/// Two norms that share their records: a trigger of kind `a` starts what is due soon, one of kind `b` what is due later.
fn shared(soon: &str, when: &str, later: &str, given: &str, verdicts: [&str; 2]) -> String {
    let [first, second] = verdicts;
    format!(
        r#"norm soon {{
  when     e where (kind is "a" and {when})
  must     have f where (unit is the e.unit)
  within   {soon} after the e
  except   exists t where (unit is the e.unit)
  reading  one event exclusive
}}
norm later {{
  when     e where (kind is "b")
  must     have f where (unit is the e.unit)
  within   {later} after the e
  reading  one event exclusive
}}
test "two duties" for soon, later {{
  given  {given}
  expect soon of u1: {first}
         later of u1: {second}
}}"#
    )
}

#[test]
fn u3_of_a_record_that_an_earlier_duty_may_use_it_is_not_known_whether_it_counts() {
    let both = "2016-03-01 e(unit: u1, kind: \"a\", amount: 3)
         2016-03-04 e(unit: u1, kind: \"b\")
         2016-03-05 f(unit: u1)
  as of  2016-03-20";
    let when = "amount at least 3";
    holds(&shared("5 days", when, "10 days", both, ["fulfilled", "breached"]));
    // Whether there is such a duty is not known.
    let left_out = both.replace(", amount: 3", "");
    holds(&shared("5 days", when, "10 days", &left_out, ["fulfilled", "undetermined"]));
    // What it used may have happened in a gap.
    let gap = format!("{both}\n  covers 2016-03-01 to 2016-03-01\n  covers 2016-03-03 to 2016-03-31");
    holds(&shared("5 days", when, "10 days", &gap, ["fulfilled", "undetermined"]));
    let gap_afterwards =
        format!("{both}\n  covers 2016-03-01 to 2016-03-16\n  covers 2016-03-18 to 2016-03-31");
    holds(&shared("5 days", when, "10 days", &gap_afterwards, ["fulfilled", "breached"]));
    // It may be excused; who is excused uses nothing.
    let excused = format!("2016-03-01 t(unit: u1)\n         {both}");
    holds(&shared("5 days", when, "10 days", &excused, ["excused", "fulfilled"]));
}

#[test]
fn u3_of_what_may_have_been_excused_before_it_was_done_it_is_not_known_what_it_used() {
    let scenario = |[trigger, time, of]: [&str; 3], excuse: &str, [early, later]: [&str; 2]| {
        format!(
            r#"norm early {{
  each     unit
  {trigger}
  must     have e where (unit is the unit)
  {time}
  except   exists f where (unit is the unit)
  reading  one event exclusive
}}
norm later {{
  each     unit
  must     have e where (unit is the unit)
  by       2016-03-31
  reading  one event exclusive
}}
test "perhaps excused" for early, later {{
  given  2016-03-01 unit(entity: u1)
         2016-03-02 t(unit: u1)
         {excuse} f(unit: u1)
         2016-03-05 e(unit: u1)
  as of  2016-04-30
  expect early of u1{of}: {early}
         later of u1: {later}
}}"#
        )
    };
    let forms = [
        ["", "every 10 days from 2016-03-01", " on 2016-03-01"],
        ["when t where (unit is the unit)", "within 20 days after the t", ""],
    ];
    for form in forms {
        holds(&scenario(form, "2016-03-03", ["excused", "fulfilled"]));
        holds(&scenario(form, "2016-03-07", ["fulfilled", "breached"]));
        holds(&scenario(form, "2016-03", ["fulfilled", "undetermined"]));
    }
}

#[test]
fn u3_which_of_two_an_earlier_duty_uses_is_not_known_of_a_month() {
    let scenario = |at: &str, verdict: &str| {
        format!(
            r#"norm soon {{
  when     f
  must     have e where (unit is the f.unit)
  within   2 months after the f
  reading  one event exclusive
}}
norm later {{
  when     t
  must     have e where (unit is the t.unit, amount at least 5)
  within   3 months after the t
  reading  one event exclusive
}}
test "the first of two is used" for soon, later {{
  given  2016-03-01 f(unit: u1)
         2016-03-15 t(unit: u1)
         {at} e(unit: u1, amount: 1)
         2016-04-16 e(unit: u1, amount: 5)
  as of  2016-07-31
  expect soon of u1: fulfilled
         later of u1: {verdict}
}}"#
        )
    };
    holds(&scenario("2016-04-10", "fulfilled"));
    holds(&scenario("2016-04-20", "breached"));
    holds(&scenario("2016-04", "undetermined"));
}

#[test]
fn u3_what_is_due_at_a_time_that_is_not_known_may_come_before_any_other() {
    let given = |first: &str, second: &str| {
        format!(
            "{first} e(unit: u1, kind: \"a\", amount: 3)
         {second} e(unit: u1, kind: \"b\")
         2016-04-03 f(unit: u1)
  as of  2016-04-30"
        )
    };
    let shared = |given: &str, verdicts| shared("5 days", "amount at least 3", "10 days", given, verdicts);
    holds(&shared(&given("2016-03-29", "2016-03-25"), ["fulfilled", "breached"]));
    holds(&shared(&given("2016-03-01", "2016-03-25"), ["breached", "fulfilled"]));
    holds(&shared(&given("2016-03", "2016-03-25"), ["undetermined", "undetermined"]));
}

#[test]
fn u3_what_only_must_not_be_too_much_and_what_comes_later_take_no_records_away() {
    holds(
        r#"norm few {
  each     unit
  must     have at most 5 e where (unit is the unit)
  every    month
  reading  one event exclusive
}
norm some {
  each     unit
  must     have e where (unit is the unit)
  every    year
  reading  one event exclusive
}
test "one of a month" for few, some {
  given  2016-03-01 unit(entity: u1)
         2016-04 e(unit: u1)
  as of  2017-03-01
  expect few of u1 in "2016-04": fulfilled
         some of u1 in "2016": fulfilled
}
norm first {
  when     t
  must     have e where (unit is the t.unit, kind is "a")
  within   60 days after the t
  reading  one event exclusive
}
norm second {
  when     t
  must     have e where (unit is the t.unit)
  within   70 days after the t
  reading  one event exclusive
}
test "the first is used, whatever the other is" for first, second {
  given  2016-03-01 unit(entity: u1)
         2016-03-01 t(unit: u1)
         2016-03-02 e(id: e1, unit: u1, kind: "a")
         2016-04 e(id: e2, unit: u1, kind: "a")
  as of  2016-05-31
  expect first of u1: fulfilled
         second of u1: fulfilled
}"#,
    );
}

#[test]
fn u3_what_others_use_still_counts_for_an_upper_limit_which_uses_nothing_up() {
    holds(
        r#"norm few {
  each     unit
  must     have at most 1 e where (unit is the unit)
  every    month
  reading  one event exclusive
}
norm one {
  each     unit
  must     have e where (unit is the unit)
  every    year
  reading  one event exclusive
}
norm soon {
  when     t
  must     have e where (unit is the t.unit)
  within   5 days after the t
  reading  one event exclusive
}
test "two of a month, of which each serves" for few, one, soon {
  given  2016-03-01 unit(entity: u1)
         2016-03-01 t(unit: u1)
         2016-03-02 e(unit: u1)
         2016-03-03 e(unit: u1)
  as of  2017-03-01
  expect few of u1 in "2016-03": breached
         soon of u1: fulfilled
         one of u1 in "2016": fulfilled
}"#,
    );
}

#[test]
fn u3_each_part_of_a_duty_uses_its_own() {
    holds(
        r#"norm both {
  when     t
  must     have e where (unit is the t.unit); have f where (unit is the t.unit)
  within   5 days after the t
  reading  one event exclusive
}
norm later {
  when     t
  must     have e where (unit is the t.unit)
  within   10 days after the t
  reading  one event exclusive
}
test "what served a part of a broken duty serves no other" for both, later {
  given  2016-03-01 unit(entity: u1)
         2016-03-01 t(unit: u1)
         2016-03-03 e(unit: u1)
  as of  2016-03-20
  expect both of u1: breached
         later of u1: breached
}"#,
    );
}

#[test]
fn u3_a_window_that_loses_its_record_may_use_that_of_the_next_one() {
    holds(
        r#"norm monthly {
  each     unit
  must     have e where (unit is the unit)
  every    month
  late     within 20 days
  reading  one event exclusive
}
norm soon {
  when     t
  must     have e where (unit is the t.unit)
  within   5 days after the t
  reading  one event exclusive
}
test "what March makes up April lacks" for monthly, soon {
  given  2016-03-01 unit(entity: u1)
         2016-03-04 t(unit: u1)
         2016-03-05 e(unit: u1)
         2016-04-03 e(unit: u1)
  covers 2016-03-01 to 2016-06-30
  as of  2016-06-30
  expect soon of u1: fulfilled
         monthly of u1 in "2016-03": late
         monthly of u1 in "2016-04": breached
}"#,
    );
}

#[test]
fn u3_of_an_exact_number_what_others_use_is_one_too_many() {
    holds(
        r#"norm one {
  each     unit
  must     have exactly 1 e where (unit is the unit)
  every    month
  reading  one event exclusive
}
norm soon {
  when     t
  must     have e where (unit is the t.unit)
  within   5 days after the t
  reading  one event exclusive
}
test "two, of which one serves another duty" for one, soon {
  given  2016-03-01 unit(entity: u1)
         2016-03-04 t(unit: u1)
         2016-03-05 e(unit: u1)
         2016-03-20 e(unit: u1)
  as of  2016-03-31
  expect soon of u1: fulfilled
         one of u1 in "2016-03": breached
}"#,
    );
}

#[test]
fn u3_as_long_as_either_way_is_open_its_records_may_serve_others() {
    let verdicts = |as_of: &str, soon: &str, later: &str| {
        holds(&format!(
            r#"norm soon {{
  when     t
  must     have at least 2 f where (unit is the t.unit) or have at least 2 e where (unit is the t.unit)
  within   10 days after the t
  reading  one event exclusive
}}
norm later {{
  when     t
  must     have e where (unit is the t.unit)
  within   20 days after the t
  reading  one event exclusive
}}
test "one of two" for soon, later {{
  given  2016-03-01 unit(entity: u1)
         2016-03-01 t(unit: u1)
         2016-03-03 e(unit: u1)
         2016-03-06 e(unit: u1)
  as of  {as_of}
  expect soon of u1: {soon}
         later of u1: {later}
}}"#
        ));
    };
    verdicts("2016-03-04", "open", "open");
    verdicts("2016-03-30", "fulfilled", "breached");
}
