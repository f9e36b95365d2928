//! What was late, or too much, is not certain as long as a record that excuses it may come (rules O1, O2).

use super::holds;

const NORMS: &str = "
norm monthly {
  each unit
  must have e where (unit is the unit)
  every month
  late within 10 days
  except exists f where (unit is the unit)
}
norm few {
  each unit
  must have at most 1 e where (unit is the unit)
  every month
  except exists f where (unit is the unit)
}
norm answered {
  when t
  must have e where (unit is the t.unit)
  within 5 days after the t
  late within 10 days
  except exists f where (unit is the t.unit)
}
";

// As of a day, and what is expected then.
fn as_of(given: &str, day: &str, expected: &str) {
    holds(&format!(
        "{NORMS}\ntest \"as of {day}\" for monthly, few, answered {{
  given 2016-01-01 unit(entity: u1)
{given}
  as of {day}
  expect {expected}
}}"
    ));
}

#[test]
fn what_was_late_is_open_until_nothing_can_excuse_it_any_more() {
    let late = "2016-04-05 e(unit: u1)";
    as_of(late, "2016-04-05", "monthly of u1 on 2016-03-10: open");
    as_of(late, "2016-04-10", "monthly of u1 on 2016-03-10: late");
    let excused = "2016-04-05 e(unit: u1)\n2016-04-10 f(unit: u1)";
    as_of(excused, "2016-04-10", "monthly of u1 on 2016-03-10: excused");
    let too_late = "2016-04-05 e(unit: u1)\n2016-04-11 f(unit: u1)";
    as_of(too_late, "2016-04-11", "monthly of u1 on 2016-03-10: late");
}

#[test]
fn what_is_too_much_is_open_until_nothing_can_excuse_it_any_more() {
    let twice = "2016-03-05 e(unit: u1)\n2016-03-06 e(unit: u1)";
    as_of(twice, "2016-03-30", "few of u1 on 2016-03-10: open");
    as_of(twice, "2016-03-31", "few of u1 on 2016-03-10: breached");
    as_of(&format!("{twice}\n2016-03-31 f(unit: u1)"), "2016-03-31", "few of u1 on 2016-03-10: excused");
    as_of(&format!("{twice}\n2016-04-01 f(unit: u1)"), "2016-04-01", "few of u1 on 2016-03-10: breached");
}

#[test]
fn so_it_is_of_what_a_record_gives_rise_to() {
    let late = "2016-03-01 t(unit: u1)\n2016-03-08 e(unit: u1)";
    as_of(late, "2016-03-15", "answered of u1: open");
    as_of(late, "2016-03-16", "answered of u1: late");
    as_of(&format!("{late}\n2016-03-16 f(unit: u1)"), "2016-03-16", "answered of u1: excused");
    as_of(&format!("{late}\n2016-03-17 f(unit: u1)"), "2016-03-17", "answered of u1: late");
}
