//! What the engine once said otherwise than the reference, each with the side of the boundary on which it erred.

use super::{Lines, holds, policy};
use bylaws::eval::Verdict;

const LATER: &str = "covers 2016-01-01 to 2016-12-31";

/// One scenario about u1.
#[track_caller]
fn case(norm: &str, given: &str, expected: &str) {
    let title = given.replace('\n', "; ");
    holds(&format!(
        "norm duty {{\n{norm}\n}}\ntest \"{title}\" for duty {{\n  given 2016-01-01 unit(entity: u1)\n  {given}\n  {LATER}\n  \
         expect u1: {expected}\n}}"
    ));
}

#[test]
fn clear_days_are_whole_days_beside_the_length() {
    let norm = |time: &str| format!("when t\nmust have f where (unit is the t.unit)\n{time}");
    let given = |f: &str, t: &str| format!("{t} t(unit: u1)\n{f} f(unit: u1)");
    // 20 March 2016 is a Sunday: Monday and Tuesday lie clear between it and Wednesday.
    let working = norm("at least 2 clear working days before the t");
    case(&working, &given("2016-03-20", "2016-03-23"), "fulfilled, due 2016-03-20");
    case(&working, &given("2016-03-21", "2016-03-23"), "breached");
    let month = norm("at least 1 clear month before the t");
    case(&month, &given("2016-04-09", "2016-05-10"), "fulfilled, due 2016-04-09");
    case(&month, &given("2016-04-10", "2016-05-10"), "breached");
    let after = norm("at least 2 clear working days after the t");
    case(&after, &given("2016-03-05", "2016-03-02"), "fulfilled");
    case(&after, &given("2016-03-04", "2016-03-02"), "open");
}

#[test]
fn what_extends_is_said_when_there_is_a_duty() {
    let norm = "when t\nmust have f where (unit is the t.unit)\nwithin 5 days after the t\n\
                extended by 5 days when e where (unit is the t.unit)";
    let given = |e: &str| format!("2016-03-02 t(unit: u1)\n{e} e(unit: u1)\n2016-03-08 f(unit: u1)");
    case(norm, &given("2016-03-01"), "breached, due 2016-03-07");
    case(norm, &given("2016-03-02"), "fulfilled, due 2016-03-12");
}

#[test]
fn what_was_due_before_an_instant_may_be_made_up_after_it() {
    let norm =
        "when t\nmust have f where (unit is the t.unit)\nwithin 7 days before the t\nlate within 3 days";
    let given = |f: &str| format!("2016-03-10 t(unit: u1)\n{f} f(unit: u1)");
    case(norm, &given("2016-03-09"), "fulfilled, due 2016-03-10");
    case(norm, &given("2016-03-13"), "late");
    case(norm, &given("2016-03-14"), "breached");
}

#[test]
fn two_vacant_posts_are_not_held_by_the_same() {
    let norm = "each unit\nmust keep (the unit.head is not the unit.deputy)\nevery month";
    let held = |role: &str| format!("2016-03-01 role_start(role: {role}, person: p1, unit: u1)");
    let person = "given 2016-01-01 person(entity: p1)";
    let case = |given: &str, expected: &str| {
        holds(&format!(
            "norm duty {{\n{norm}\n}}\ntest \"one\" for duty {{\n  given 2016-01-01 unit(entity: u1)\n  {person}\n  {given}\n  \
             covers 2016-01-01 to 2016-03-31\n  as of 2016-03-31\n  expect u1: {expected}\n}}"
        ));
    };
    case("", "fulfilled");
    case(&held("head"), "fulfilled");
    case(&format!("{}\n{}", held("head"), held("deputy")), "breached");
}

fn march(norm: &str, given: &str, expected: &str) {
    holds(&format!(
        "norm duty {{\n{norm}\n}}\ntest \"one\" for duty {{\n  {given}\n  covers 2016-01-01 to 2016-03-31\n  as of 2016-03-31\n  \
         expect u1: {expected}\n}}"
    ));
}

#[test]
fn who_does_not_count_in_a_period_has_no_upper_limit_and_no_condition_in_it() {
    let whole = "every month\nreading who counts in scope the whole period";
    let twice = |since: &str| {
        format!("given {since} unit(entity: u1)\n2016-03-20 e(unit: u1)\n2016-03-21 e(unit: u1)")
    };
    let most = format!("each unit\nmust have at most 1 e\n{whole}");
    march(&most, &twice("2016-03-10"), "not applicable");
    march(&most, &twice("2016-03-01"), "breached");
    let keep = format!("each unit\nmust keep (number of e at most 1)\n{whole}");
    march(&keep, &twice("2016-03-10"), "not applicable");
    march(&keep, &twice("2016-03-01"), "breached");
}

#[test]
fn what_is_said_instead_is_asked_where_the_bearer_comes_into_the_window() {
    // Of two in a quarter one is due for its last month, of one none.
    let norm = "each unit\nmust have at least 2 e\nevery quarter\nexcept when (the unit under away), instead at least 1";
    let away = |until: &str| {
        format!(
            "given 2016-01-01 unit(entity: u1)\n2016-01-01 away_start(unit: u1)\n{until} away_end(unit: u1)"
        )
    };
    march(norm, &away("2016-02-29"), "breached");
    march(norm, &away("2016-03-01"), "not applicable");
}

#[test]
fn what_is_said_instead_for_a_record_counts_from_anywhere_in_the_window() {
    let norm = "each unit\nmust have at least 2 e\nevery month\nexcept when (exists f), instead at least 1";
    let asked = |record: &str| format!("given 2016-02-01 unit(entity: u1)\n{record}\n2016-03-20 e(unit: u1)");
    march(norm, &asked("2016-03-31 f(unit: u1)"), "fulfilled");
    march(norm, &asked("2016-03-01 f(unit: u1)"), "fulfilled");
    march(norm, &asked("2016-02-29 f(unit: u1)"), "breached");
    march(norm, &asked("2016-04-01 f(unit: u1)"), "breached");
    // When it was registered matters to those alone who ask what was known.
    let late = asked("2016-03-10 f(unit: u1, recorded_at: 2016-04-02)");
    march(norm, &late, "fulfilled");
    march(norm, &format!("{late}\n  known at 2016-04-02"), "fulfilled");
    march(norm, &format!("{late}\n  known at 2016-04-01"), "breached");
}

#[test]
fn an_exception_in_doubt_that_is_taken_back_replaces_nothing() {
    let norm = "each unit\nmust have at least 1 e\nevery month\n\
                except one: (n at least 1), instead at least 2; to one: (the unit under away)";
    let given = |away: &str| {
        format!("given 2016-01-01 unit(entity: u1)\n{away} away_start(unit: u1)\n2016-03-20 e(unit: u1)")
    };
    march(norm, &given("2016-03-01"), "fulfilled");
    march(norm, &given("2016-03-02"), "undetermined");
}

#[test]
fn who_is_surely_excused_is_so_where_the_limit_is_not_known() {
    let norm = "when t\nmust have f\nno later than the t.on\nexcept while (the t.unit under away)";
    case(norm, "2016-03-01 away_start(unit: u1)\n2016-03-02 t(unit: u1)", "excused");
    case(norm, "2016-03-02 t(unit: u1)", "undetermined");
}

#[test]
fn with_what_was_left_out_no_comparison_is_known() {
    let policy =
        policy("norm duty {\nwhen e where (n at least amount)\nmust have f\nwithin 5 days after the e\n}");
    let lines = |words| {
        let all = [("2016-01-01", "unit", "id=r1 entity=u1"), ("2016-03-02", "e", words)];
        Lines::new(&policy, &all).verdicts("2016-03-31")
    };
    assert_eq!(lines("id=r2 unit=u1"), [Verdict::Undetermined]);
    assert_eq!(lines("id=r2 unit=u1 amount=1"), [Verdict::Undetermined]);
}

#[test]
fn windows_of_working_days_begin_where_the_norm_says() {
    let policy = policy("norm duty {\neach unit\nmust have e\nevery 5 working days from 2016-03-03\n}");
    let lines =
        [("2016-01-01", "unit", "id=r1 entity=u1"), ("", "coverage", "from=2016-01-01 until=2016-12-31")];
    let of = Lines::new(&policy, &lines).of("u1", "2016-03-16");
    let due: Vec<String> = of.iter().filter_map(|one| one.due).map(|day| day.to_string()).collect();
    assert_eq!(due, ["2016-03-09", "2016-03-16"]);
}

#[test]
fn where_the_log_is_silent_there_may_be_further_deputies_and_no_further_head() {
    let verdicts = |role: &'static str| {
        let norm =
            format!("norm duty {{\neach unit\nmust keep (the unit.{role} is (\"p1\"))\nevery month\n}}");
        let policy = policy(&norm);
        let start = if role == "head" {
            "id=r3 role=head person=p1 unit=u1"
        } else {
            "id=r3 role=deputy person=p1 unit=u1"
        };
        let all = [
            ("2016-01-01", "unit", "id=r1 entity=u1"),
            ("2016-01-01", "person", "id=r2 entity=p1"),
            ("2016-02-01", "role_start", start),
            ("", "coverage", "from=2016-01-01 until=2016-03-10"),
        ];
        Lines::new(&policy, &all).verdicts("2016-03-31")
    };
    assert_eq!(verdicts("head"), [Verdict::Fulfilled]);
    assert_eq!(verdicts("deputy"), [Verdict::Undetermined]);
}

#[test]
fn o1_an_exception_on_what_lasts_takes_nothing_from_what_a_record_excuses() {
    let verdict = |as_of: &str| {
        holds(&format!(
            r#"norm duty {{
  each     unit
  must     have e where (unit is the unit)
  every    year
  except   certified: exists f where (unit is the unit); away: while the unit under away
}}
test "certified, and done later" for duty {{
  given  2016-01-01 unit(entity: u1)
         2016-04-01 f(unit: u1)
         2016-05-01 e(unit: u1)
  as of  {as_of}
  expect duty of u1 in "2016": excused
}}"#
        ));
    };
    verdict("2016-04-15");
    verdict("2016-06-01");
}

#[test]
fn o6_of_a_year_that_is_over_what_comes_after_it_is_nothing_to_it() {
    let verdict = |as_of: &str| {
        holds(&format!(
            r#"norm few {{
  each     unit
  must not have at least 2 e where (unit is the unit)
  in any   2 days
}}
test "one only" for few {{
  given  2016-01-01 unit(entity: u1)
         2016-03-04 e(unit: u1)
  covers 2016-01-01 to 2016-12-31
  as of  {as_of}
  expect few of u1 in "2016": fulfilled
}}"#
        ));
    };
    verdict("2016-12-31");
    verdict("2017-01-01");
}
