//! Scenarios with cases and backgrounds, and what is told of one that fails.

use super::*;

const NORM: &str = "norm visits {\n  each unit\n  must have e where (unit is the unit)\n  every month, at least n times\n  answerable first the unit.head\n}\n";

#[test]
fn each_case_is_a_scenario_with_what_stands_before_the_first() {
    let text = format!(
        "{NORM}test \"one unit\" {{\n  given 2024-03-01 unit(entity: u1)\n  with n = 1\n}}\n\
         test \"edges\" for visits {{\n  background \"one unit\"\n  as of 2024-04-30\n\
         case \"last day\"\n  given 2024-03-31 e(unit: u1)\n  expect u1 on 2024-03-01: fulfilled\n\
         case\n  given 2024-04-01 e(unit: u1)\n  expect u1 on 2024-03-01: breached\n\
         case \"two\"\n  with n = 2\n  as of 2024-03-30\n  expect u1 on 2024-03-01: open, short by 2\n}}\n"
    );
    holds(&text);
    let titles: Vec<String> = policy(&text).tests.into_iter().map(|test| test.title.node).collect();
    assert_eq!(titles, ["edges · last day", "edges · 2", "edges · two"]);
}

#[test]
fn a_failure_shows_what_was_expected_beside_what_came_of_it() {
    let text = format!(
        "{NORM}test \"one\" for visits {{\n  given 2024-03-01 unit(entity: u1)\n  with n = 2\n  as of 2024-03-31\n\
         expect u1: fulfilled, short by 1, due 2024-03-30\n}}\n"
    );
    let failures = scenario::run(&policy(&text), None).remove(0).failures;
    let difference = failures[0].difference.clone().unwrap();
    let said = |one| syntax::format_expectation(one, Lang::En);
    assert_eq!(said(&difference.expected), "u1: fulfilled, short by 1, due 2024-03-30");
    let actual: Vec<String> = difference.actual.iter().map(said).collect();
    assert_eq!(actual, ["u1: breached, short by 2, due 2024-03-31"]);
    assert_eq!(difference.outcomes.len(), 1);
    assert!(failures.iter().skip(1).all(|failure| failure.difference.is_none()), "told once");
}

#[test]
fn an_expectation_of_somebody_whom_no_record_registers_says_so() {
    let keys = |bearer: &str, at: &str| -> Vec<&str> {
        let text = format!(
            "{NORM}test \"one\" for visits {{\n  given 2024-03-01 unit(entity: u1)\n        2024-03-05 e(unit: u2)\n\
             with n = 1\n  as of 2024-04-30\n  expect {bearer} on {at}: breached\n}}\n"
        );
        scenario::run(&policy(&text), None).remove(0).failures.iter().map(|f| f.message.key).collect()
    };
    assert_eq!(keys("u1", "2024-03-01"), Vec::<&str>::new());
    assert_eq!(keys("u1", "2023-03-01"), ["scenario.no_instance"]);
    assert_eq!(keys("u2", "2024-03-01"), ["scenario.no_instance", "scenario.unregistered"]);
    assert_eq!(keys("u3", "2024-03-01"), ["scenario.no_instance", "scenario.unregistered"]);
}
