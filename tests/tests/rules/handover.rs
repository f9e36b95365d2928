//! A day on which one leaves and another comes: the office is neither vacant nor held twice.

use super::holds;

/// The verdict on a day of a number of deputies that is to be there at all times.
fn deputies(quantity: &str, story: &str, day: &str, verdict: &str) -> String {
    format!(
        r#"norm duty {{
  each   unit
  must   have {quantity} deputy where (unit is the unit)
  at all times
}}
test "deputies" for duty {{
  given  2016-03-01 unit(entity: u1)
         2016-03-01 role_start(person: p1, role: deputy, unit: u1)
         {story}
  covers 2016-03-01 to 2016-12-31
  expect u1 on {day}: {verdict}
}}"#
    )
}

#[test]
fn t4_who_comes_takes_over_from_who_leaves() {
    let next = |left: &str, came: &str| {
        format!(
            "{left} role_end(person: p1, role: deputy, unit: u1) {came} role_start(person: p2, role: deputy, unit: u1)"
        )
    };
    holds(&deputies("exactly 1", &next("2016-03-05", "2016-03-05"), "2016-03-05", "fulfilled"));
    holds(&deputies("exactly 1", &next("2016-03-05", "2016-03-06"), "2016-03-05", "fulfilled"));
    // A day without, and a day with two.
    holds(&deputies("exactly 1", &next("2016-03-05", "2016-03-07"), "2016-03-06", "breached"));
    holds(&deputies("exactly 1", &next("2016-03-06", "2016-03-05"), "2016-03-06", "breached"));
    // To the instant it is known whether both were there.
    holds(&deputies("at most 1", &next("2016-03-05 10:00", "2016-03-05 09:00"), "2016-03-05", "breached"));
    holds(&deputies("at most 1", &next("2016-03-05 10:00", "2016-03-05 10:00"), "2016-03-05", "fulfilled"));
    holds(&deputies("at most 1", &next("2016-03-05 10:00", "2016-03-05"), "2016-03-05", "fulfilled"));
    holds(&deputies("at most 1", &next("2016-03-05", "2016-03-05 09:00"), "2016-03-05", "fulfilled"));
}

#[test]
fn t4_such_a_day_counts_as_the_greater_of_before_and_after() {
    let two = "2016-03-05 role_end(person: p1, role: deputy, unit: u1) \
               2016-03-05 role_start(person: p2, role: deputy, unit: u1) \
               2016-03-05 role_start(person: p3, role: deputy, unit: u1)";
    holds(&deputies("at most 2", two, "2016-03-05", "fulfilled"));
    holds(&deputies("at most 1", two, "2016-03-05", "breached"));
    // One who is there for that day alone comes on top.
    let guest = "2016-03-05 role_start(person: p2, role: deputy, unit: u1) \
                 2016-03-05 role_end(person: p2, role: deputy, unit: u1)";
    holds(&deputies("at most 1", guest, "2016-03-05", "breached"));
}

#[test]
fn t4_states_are_handed_over_too() {
    let story = |second: &str| {
        format!(
            r#"norm duty {{
  when     t
  must     satisfy (number of away is 1)
}}
test "away" for duty {{
  given  2016-03-01 unit(entity: u1)
         2016-03-01 unit(entity: u2)
         2016-03-01 away_start(unit: u1)
         2016-03-05 away_end(unit: u1)
         {second} away_start(unit: u2)
         2016-03-05 t(unit: u1)
  covers 2016-03-01 to 2016-12-31
  expect u1 on 2016-03-05: VERDICT
}}"#
        )
    };
    holds(&story("2016-03-05").replace("VERDICT", "fulfilled"));
    holds(&story("2016-03-04").replace("VERDICT", "breached"));
}
