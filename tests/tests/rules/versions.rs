//! S4: versions of a norm.

use super::holds;

const VERSIONS: &str = r#"
norm old "two before the change" {
  each  unit
  must  have at least 2 e where (unit is the unit)
  every 10 days from 2016-03-01
  in force until 2016-03-16
}
norm new "one from the change on" {
  each  unit
  must  have at least 1 e where (unit is the unit)
  every 10 days from 2016-03-01
  in force from 2016-03-17
}
"#;

#[test]
fn s4_a_window_follows_the_version_at_its_start() {
    holds(&format!(
        "{VERSIONS}\ntest \"the change falls into the second window\" for old, new {{
  given  2016-01-01 unit(entity: u1)
         2016-03-05 e(unit: u1)
         2016-03-06 e(unit: u1)
         2016-03-18 e(unit: u1)
         2016-03-25 e(unit: u1)
  as of  2016-03-31
  expect u1 on 2016-03-05: fulfilled
         u1 on 2016-03-15: breached
         u1 on 2016-03-25: no duty
         new of u1 on 2016-03-15: no duty
         new of u1 on 2016-03-25: fulfilled
}}"
    ));
}

#[test]
fn s4_a_trigger_follows_the_version_at_its_instant() {
    holds(
        r#"norm old {
  when   t
  must   have f where (unit is the t.unit)
  within 10 days after the t
  in force until 2016-03-09
}
norm new {
  when   t
  must   have f where (unit is the t.unit)
  within 5 days after the t
  in force from 2016-03-10
}
test "ten days, five days" for old, new {
  given  2016-01-01 unit(entity: u1)
         2016-03-09 t(unit: u1)
         2016-03-10 t(unit: u1)
         2016-03-19 f(unit: u1)
  as of  2016-03-31
  expect u1 on 2016-03-09: fulfilled, due 2016-03-19
         new of u1 on 2016-03-10: breached, due 2016-03-15
}"#,
    );
}

#[test]
fn s4_what_holds_at_all_times_follows_each_instant() {
    holds(
        r#"norm one {
  each  unit
  must  have at least 1 deputy where (unit is the unit)
  at all times
  in force from 2016-06-01
}
test "nobody before the version" for one {
  given  2016-01-01 unit(entity: u1)
         2016-06-01 role_start(person: p1, role: deputy, unit: u1)
  covers 2016-01-01 to 2016-12-31
  as of  2016-12-31
  expect u1: fulfilled
}"#,
    );
}
