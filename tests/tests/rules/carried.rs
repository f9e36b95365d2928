//! Numbers carried from window to window.

use super::holds;

const WORDS: &str = r#"
event study {
  who: person
  hours: decimal, not negative
}
account surplus: person, every year, initially 0 = lesser of (10, greater of (0, surplus + total of study.hours where (who is the person) - 40))
norm duty {
  each  person
  must  keep total of study.hours where (who is the person) + the person.surplus at least 40
  every year
}
"#;

#[track_caller]
fn case(given: &str, frame: &str, expected: &[(&str, &str)]) {
    let expected: String =
        expected.iter().map(|(year, verdict)| format!("         p1 in \"{year}\": {verdict}\n")).collect();
    holds(&format!(
        "{WORDS}\ntest \"carried\" for duty {{\n  given 2017-01-01 person(entity: p1)\n  {given}\n  {frame}\n  \
         expect {}}}",
        expected.trim_start()
    ));
}

#[test]
fn a_surplus_is_carried_up_to_its_limit_and_used_once() {
    let covers = "covers 2017-01-01 to 2019-12-31";
    let study = |hours: [&str; 3]| {
        let [a, b, c] = hours;
        format!(
            "2017-05-01 study(who: p1, hours: {a})\n2018-05-01 study(who: p1, hours: {b})\n\
             2019-05-01 study(who: p1, hours: {c})"
        )
    };
    // Of 55 hours 10 of the 15 too many are carried.
    case(
        &study(["55", "30", "40"]),
        covers,
        &[("2017", "fulfilled"), ("2018", "fulfilled"), ("2019", "fulfilled")],
    );
    case(&study(["55", "29.75", "40"]), covers, &[("2018", "breached")]);
    // What was used in 2018 is gone in 2019.
    case(&study(["50", "30", "39"]), covers, &[("2018", "fulfilled"), ("2019", "breached")]);
    case(&study(["45", "40", "35"]), covers, &[("2018", "fulfilled"), ("2019", "fulfilled")]);
}

#[test]
fn what_is_carried_out_of_a_year_that_is_not_covered_is_not_known() {
    let study = "2017-05-01 study(who: p1, hours: 45)\n2018-05-01 study(who: p1, hours: 38)";
    let gap = "covers 2017-01-01 to 2017-10-31\n  covers 2018-01-01 to 2018-12-31";
    case(study, gap, &[("2018", "fulfilled")]);
    let study = "2017-05-01 study(who: p1, hours: 41)\n2018-05-01 study(who: p1, hours: 38)";
    case(study, gap, &[("2018", "undetermined")]);
}

#[test]
fn what_lies_in_a_window_and_ends_with_it_has_ended() {
    holds(
        r#"
account book: unit, every month, initially 0 = book + total of e.amount where (unit is the unit)
norm quarter_end {
  each  unit
  must  keep the unit.book at most 9
  at the end of every quarter
}
norm quarter {
  each  unit
  must  keep the unit.book - previous (the unit.book) at most 9
  every quarter
}
norm month {
  each  unit
  must  keep the unit.book at most 9
  every month
}
test "too much in the last month of a quarter" for quarter_end, quarter, month {
  given 2016-03-01 unit(entity: u1)
        2016-06-30 e(unit: u1, amount: 10)
        2016-07-31 e(unit: u1, amount: 5)
  covers 2016-03-01 to 2016-09-30
  expect quarter_end of u1 in "2016-Q2": breached
         quarter of u1 in "2016-Q2": breached
         quarter of u1 in "2016-Q3": fulfilled
         month of u1 in "2016-06": fulfilled
         month of u1 in "2016-07": breached
}"#,
    );
}
