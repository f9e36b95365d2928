//! Fields of several values.

use super::holds;

#[track_caller]
fn case(given: &str, expected: &str) {
    let title = given.replace('"', "'");
    holds(&format!(
        "event cheque {{\n  unit: unit\n  signed_by: set of person, optional\n}}\n\
         norm duty {{\n  when   cheque\n  must   satisfy (number of the cheque.signed_by at least 2)\n}}\n\
         test \"{title}\" for duty {{\n  given 2016-01-01 unit(entity: u1)\n        2016-03-02 cheque({given})\n  \
         covers 2016-01-01 to 2016-12-31\n  expect u1: {expected}\n}}"
    ));
}

#[test]
fn a_set_has_as_many_values_as_are_different() {
    case("unit: u1, signed_by: \"p1\" & \"p2\"", "fulfilled");
    case("unit: u1, signed_by: \"p1\"", "breached");
    case("unit: u1, signed_by: \"p1\" & \"p1\"", "breached");
    // How many were left out cannot be told.
    case("unit: u1", "undetermined");
}
