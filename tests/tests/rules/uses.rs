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
