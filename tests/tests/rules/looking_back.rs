//! What a condition on other records looks at: what happened up to the record in hand.

use super::holds;

/// One scenario about u1.
#[track_caller]
fn case(text: &str, given: &str, expected: &str) {
    let title = given.replace('\n', "; ").replace('"', "'");
    holds(&format!(
        "{text}\ntest \"{title}\" for duty {{\n  given 2016-01-01 unit(entity: u1)\n  {given}\n  \
         covers 2016-01-01 to 2016-12-31\n  expect u1: {expected}\n}}"
    ));
}

const F: &str = "must   have f where (unit is the t.unit)\n  within 5 days after the t";

#[test]
fn a_trigger_is_asked_what_came_before_it() {
    let norm = format!("norm duty {{\n  when   t where (exists e where (unit is the t.unit))\n  {F}\n}}");
    let given = |e: &str| format!("2016-03-10 t(unit: u1)\n{e} e(unit: u1)");
    case(&norm, &given("2016-03-01"), "breached");
    case(&norm, &given("2016-03-10"), "breached");
    case(&norm, &given("2016-03-11"), "no duty");
    case(&norm, "2016-03-10 t(unit: u1)", "no duty");
}

#[test]
fn an_exception_is_asked_what_came_before_the_trigger_and_in_the_window() {
    let norm = format!("norm duty {{\n  when   t\n  {F}\n  except exists e where (unit is the t.unit)\n}}");
    let given = |e: &str| format!("2016-03-10 t(unit: u1)\n{e} e(unit: u1)");
    case(&norm, &given("2016-03-01"), "excused");
    case(&norm, &given("2016-03-15"), "excused");
    case(&norm, &given("2016-03-16"), "breached");
}

#[test]
fn what_is_put_in_the_place_is_asked_at_the_trigger() {
    let norm = format!(
        "norm duty {{\n  when   t\n  {F}\n  except exists e where (unit is the t.unit), instead within 10 days\n}}"
    );
    let given = |e: &str| format!("2016-03-10 t(unit: u1)\n{e} e(unit: u1)");
    case(&norm, &given("2016-03-01"), "breached, due 2016-03-20");
    case(&norm, &given("2016-03-11"), "breached, due 2016-03-15");
}

#[test]
fn what_follows_is_asked_what_came_before_it() {
    let norm = "event second {\n  unit: unit\n}\ndeem second when e where (number of e where (kind is \"x\") at least 2) {\n  unit: unit\n}\nnorm duty {\n  when   second\n  must   have f where (unit is the second.unit)\n  within 5 days after the second\n}";
    case(
        norm,
        "2016-03-01 e(unit: u1, kind: \"x\")\n2016-03-10 e(unit: u1, kind: \"x\")",
        "breached, due 2016-03-15",
    );
    case(norm, "2016-03-01 e(unit: u1, kind: \"x\")", "no duty");
}

#[test]
fn a_stretch_that_an_exception_measures_is_that_of_the_window() {
    let norm = "norm duty {\n  each   unit\n  must   have e where (unit is the unit)\n  every  31 days from 2016-03-01\n  except days with away where (unit is the unit) at least 10\n  in force from 2016-03-01 until 2016-03-31\n}";
    let away = |to: &str| format!("2016-03-01 away_start(unit: u1)\n{to} away_end(unit: u1)");
    case(norm, &away("2016-03-10"), "excused");
    case(norm, &away("2016-03-09"), "breached");
    case(norm, &away("2016-03-31"), "excused");
}

#[test]
fn a_limit_before_the_trigger_is_kept_by_what_came_before() {
    let norm = "norm duty {\n  when   t\n  must   have f where (unit is the t.unit)\n  no later than the t - 2 days\n}";
    let given = |f: &str| format!("2016-03-10 t(unit: u1)\n{f} f(unit: u1)");
    case(norm, &given("2016-03-08"), "fulfilled, due 2016-03-08");
    case(norm, &given("2016-03-09"), "breached, due 2016-03-08");
}

#[test]
fn what_has_no_window_before_is_told() {
    let told = |norm: &str| -> usize {
        let text = format!("{}\nnorm duty {{\n  each unit\n{norm}\n}}\n", super::VOCABULARY);
        let parsed = bylaws::syntax::parse(bylaws::source::FileId::default(), &text);
        let checked = bylaws::check::check(std::slice::from_ref(&parsed.file));
        assert!(parsed.diagnostics.is_empty(), "{norm}");
        checked.diagnostics.iter().filter(|d| d.code() == "B0428").count()
    };
    let number = "number of e where (unit is the unit)";
    assert_eq!(told(&format!("must keep {number} at least previous ({number})\nevery quarter")), 0);
    assert_eq!(
        told(&format!("must keep {number} at least previous ({number})\nat the end of every quarter")),
        0
    );
    assert_eq!(
        told(&format!("must keep {number} at least previous (previous ({number}))\nevery quarter")),
        1
    );
    assert_eq!(told(&format!("must keep {number} at least previous ({number})\nin any 90 days")), 1);
    let exception =
        format!("must have e where (unit is the unit)\nevery quarter\nexcept previous ({number}) is 0");
    assert_eq!(told(&exception), 1);
    let quantity =
        format!("must have at least (previous ({number})) e where (unit is the unit)\nevery quarter");
    assert_eq!(told(&quantity), 1);
}

#[test]
fn of_the_window_before_the_previous_one_nothing_is_told() {
    super::holds(
        "norm duty {
  each unit
  must keep previous (previous (number of e where (unit is the unit))) at least 1
  every month
}
test \"two months back\" for duty {
  given 2016-03-01 unit(entity: u1)
        2016-04-10 e(unit: u1)
  covers 2016-03-01 to 2016-06-30
  expect u1 in \"2016-05\": not applicable
         u1 in \"2016-06\": not applicable
}",
    );
}

#[test]
fn a_window_that_a_vacation_may_have_taken_is_a_window_before_all_the_same() {
    super::holds(
        "calendar known {
  semester \"2016 spring\": 2016-03-01 to 2016-04-10
  vacation \"2016 spring\": 2016-04-11 to 2016-04-30
}
norm duty {
  each unit
  must keep number of e where (unit is the unit) at least previous (number of e where (unit is the unit))
  every month
  reading vacation waived
}
test \"no calendar from May on\" for duty {
  given 2016-03-01 unit(entity: u1)
        2016-06-10 e(unit: u1)
        2016-07-10 e(unit: u1)
  covers 2016-03-01 to 2016-08-31
  expect u1 in \"2016-06\": fulfilled
         u1 in \"2016-07\": fulfilled
         u1 in \"2016-08\": undetermined
}",
    );
}

// As much as in the window before, in windows of which some lie after the first in force.
const NOT_LESS: &str =
    "must keep number of e where (unit is the unit) at most previous (number of e where (unit is the unit))";

#[test]
fn the_first_window_has_none_before() {
    super::holds(&format!(
        "calendar known {{
  semester \"2016 spring\": 2016-04-01 to 2016-06-30
  vacation \"2016 summer\": 2016-07-01 to 2016-08-31
  semester \"2016 autumn\": 2016-09-01 to 2016-12-31
}}
norm by_month {{
  each unit
  {NOT_LESS}
  every month
}}
norm by_semester {{
  each unit
  {NOT_LESS}
  every semester
}}
norm by_ten_days {{
  each unit
  {NOT_LESS}
  every 10 days from 2016-04-01
}}
norm of_may {{
  in force from 2016-05-01
  each unit
  {NOT_LESS}
  every month
}}
test \"the log goes further back\" for by_month, by_semester, by_ten_days, of_may {{
  given 2016-01-01 unit(entity: u1)
        2016-02-10 e(unit: u1)
        2016-03-10 e(unit: u1)
        2016-04-05 e(unit: u1)
        2016-05-05 e(unit: u1)
        2016-06-05 e(unit: u1)
        2016-06-06 e(unit: u1)
        2016-10-05 e(unit: u1)
  covers 2016-01-01 to 2016-12-31
  expect by_month of u1 in \"2016-03\": not applicable
         by_month of u1 in \"2016-04\": fulfilled
         by_semester of u1 in \"2016 spring\": not applicable
         by_semester of u1 in \"2016 autumn\": fulfilled
         by_ten_days of u1 on 2016-04-01: not applicable
         by_ten_days of u1 on 2016-04-11: fulfilled
         of_may of u1 in \"2016-05\": not applicable
         of_may of u1 in \"2016-06\": breached
}}
test \"the log does not reach back\" for by_month, by_semester {{
  given 2016-04-01 unit(entity: u1)
        2016-04-05 e(unit: u1)
  covers 2016-04-01 to 2016-12-31
  expect by_month of u1 in \"2016-04\": undetermined
         by_semester of u1 in \"2016 spring\": not applicable
}}"
    ));
}

#[test]
fn before_the_day_from_which_a_norm_counts_it_has_no_windows() {
    super::holds(
        "norm duty {
  each unit
  must have e where (unit is the unit)
  every 10 days from 2016-04-01
}
test \"from April on\" for duty {
  given 2016-03-01 unit(entity: u1)
        2016-04-05 e(unit: u1)
  covers 2016-03-01 to 2016-04-10
  expect u1: fulfilled
}",
    );
}

#[test]
fn a_vacation_may_lie_between_a_window_and_the_one_before() {
    super::holds(&format!(
        "calendar known {{
  semester \"2016 spring\": 2016-04-01 to 2016-06-30
  vacation \"2016 summer\": 2016-07-01 to 2016-08-31
  semester \"2016 autumn\": 2016-09-01 to 2016-12-31
}}
norm duty {{
  each unit
  {NOT_LESS}
  every semester
  reading vacation waived
}}
norm days {{
  each unit
  {NOT_LESS}
  every month, in the last 3 days
}}
test \"more than in spring\" for duty, days {{
  given 2016-03-01 unit(entity: u1)
        2016-10-05 e(unit: u1)
        2016-10-31 e(unit: u1)
  covers 2016-03-01 to 2016-12-31
  expect u1 in \"2016 autumn\": breached
         days of u1 in \"2016-09\": fulfilled
         days of u1 in \"2016-10\": breached
}}"
    ));
}
