//! What was left out: how much, when and whether it is cannot be told, and nothing that hangs on it passes silently. A
//! name that was left out is nobody.

use super::{Lines, holds, policy};
use bylaws::diagnostic::Lang;
use bylaws::eval::Verdict;

const WORDS: &str = "enumeration place { town, hills }
event trip {
  unit: unit
  pupils: integer, optional
  adults: integer, not negative, optional
  leader: person, optional
  checked: yes or no, optional
  back: datetime, optional
  to: place, optional
}
entity hall { beds: integer, owner: person }
event pupil { unit: unit, age: integer, optional }
entity house { beds: integer, optional, owner: person, optional }
";

fn text(condition: &str, given: &str, expected: &str) -> String {
    let title = format!("{condition} {given}").replace('"', "'");
    format!(
        "{WORDS}norm duty {{ when trip must satisfy ({condition}) }}
         test \"{title}\" for duty {{
           given 2016-01-01 unit(entity: u1)
                 2016-03-02 08:00 trip(unit: u1{given})
           covers 2016-01-01 to 2016-12-31
           expect u1: {expected}
         }}"
    )
}

#[track_caller]
fn case(condition: &str, given: &str, expected: &str) {
    holds(&text(condition, given, expected));
}

#[test]
fn a_duty_on_a_quantity_that_was_left_out_is_undetermined() {
    for condition in [
        "adults at least 2",
        "not (adults less than 2)",
        "adults is 2",
        "adults in 2 & 3",
        "adults * 10 at least 5",
        "checked",
        "checked is yes",
        "back at most the trip + 1 day",
        "hours from the time to back at most 12",
        "back.clock less than 18:00",
        "from the trip to back (exists e)",
        "rounded (adults / 2) at least 1",
    ] {
        case(condition, "", "undetermined");
    }
    case("adults at least 2", ", adults: 2", "fulfilled");
    case("adults at least 2", ", adults: 1", "breached");
}

#[test]
fn what_is_left_out_is_decided_by_the_other_side_where_it_can_be() {
    case("adults at least 2 or pupils at most 5", ", pupils: 5", "fulfilled");
    case("adults at least 2 or pupils at most 5", ", pupils: 6", "undetermined");
    case("adults at least 2 or pupils at most 5", "", "undetermined");
    case("adults at least 2, pupils at most 5", ", pupils: 5", "undetermined");
    case("adults at least 2, pupils at most 5", ", pupils: 6", "breached");
}

#[test]
fn what_is_to_be_taken_for_it_can_be_said() {
    case("adults else 0 at least 2", "", "breached");
    case("adults else 0 at least 2", ", adults: 2", "fulfilled");
    case("adults else 2 at least 2", "", "fulfilled");
}

#[test]
fn a_name_that_was_left_out_is_nobody() {
    case("leader is \"p1\"", "", "breached");
    case("leader is not \"p1\"", "", "fulfilled");
    case("leader in \"p1\" & \"p2\"", "", "breached");
    case("leader holds deputy", "", "breached");
    case("to is hills", "", "breached");
    case("not (to is hills)", "", "fulfilled");
}

#[test]
fn the_reason_names_field_and_record() {
    let policy = policy(&text("adults at least 2", "", "undetermined"));
    let lines = Lines::new(
        &policy,
        &[
            ("", "coverage", "from=2016-01-01 until=2016-12-31"),
            ("2016-01-01", "unit", "id=u entity=u1"),
            ("2016-03-02", "trip", "id=t1 unit=u1"),
        ],
    );
    let why = lines.of("u1", "2016-12-31").remove(0).why();
    assert_eq!(why.render(Lang::En), "record `t1` leaves out `adults`");
    assert_eq!(why.render(Lang::Zh), "记录「t1」没有填写「adults」");
}

#[test]
fn a_trigger_that_may_be_one_is_not_passed_over() {
    let norm = |given: &str, expected: &str| {
        holds(&format!(
            "{WORDS}norm duty {{ when trip where (pupils more than 20) must have e where (unit is the trip.unit) within 3 days after the trip }}
             test \"a\" for duty {{
               given 2016-01-01 unit(entity: u1)
                     2016-03-02 trip(unit: u1{given})
               covers 2016-01-01 to 2016-12-31
               expect u1: {expected}
             }}"
        ));
    };
    norm(", pupils: 20", "no duty");
    norm(", pupils: 21", "breached");
    norm("", "undetermined");
}

#[test]
fn a_record_that_may_count_makes_the_number_one_between_two() {
    let norm = |quantity: &str, given: &str, expected: &str| {
        holds(&format!(
            "norm duty {{ each unit must have {quantity} e where (unit is the unit, amount at least 5) every month }}
             test \"a\" for duty {{
               given 2016-03-01 unit(entity: u1)
                     {given}
               covers 2016-03-01 to 2016-03-31
               expect u1 on 2016-03-01: {expected}
             }}"
        ));
    };
    norm("at least 1", "2016-03-02 e(unit: u1)", "undetermined");
    norm("at least 1", "2016-03-02 e(unit: u1) 2016-03-03 e(unit: u1, amount: 5)", "fulfilled");
    norm("at least 2", "2016-03-02 e(unit: u1)", "breached");
    norm("at most 0", "2016-03-02 e(unit: u1)", "undetermined");
    norm("at most 1", "2016-03-02 e(unit: u1)", "fulfilled");
    norm("at most 0", "2016-03-02 e(unit: u1, amount: 4)", "fulfilled");
}

#[test]
fn an_amount_that_was_left_out_may_be_any() {
    let norm = |condition: &str, given: &str, expected: &str| {
        holds(&format!(
            "{WORDS}norm duty {{ each unit must keep {condition} every month }}
             test \"a\" for duty {{
               given 2016-03-01 unit(entity: u1)
                     2016-03-02 e(unit: u1, amount: 10) {given}
               covers 2016-03-01 to 2016-03-31
               expect u1 on 2016-03-01: {expected}
             }}"
        ));
    };
    let of = |measure: &str, limit: &str| format!("{measure} e.amount where (unit is the unit) {limit}");
    for measure in ["total of", "greatest of"] {
        norm(&of(measure, "at least 10"), "2016-03-03 e(unit: u1)", "fulfilled");
        norm(&of(measure, "at most 10"), "2016-03-03 e(unit: u1)", "undetermined");
        norm(&of(measure, "at most 9"), "2016-03-03 e(unit: u1)", "breached");
        norm(&of(measure, "at most 10"), "", "fulfilled");
    }
    norm(&of("average of", "at least 10"), "2016-03-03 e(unit: u1)", "undetermined");
    norm(&of("least of", "at least 10"), "2016-03-03 e(unit: u1)", "undetermined");
    // An average of none is another matter: it does not apply.
    norm("average of pupil.age where (unit is the unit) at least 10", "", "not applicable");
}

#[test]
fn an_exception_that_may_hold_leaves_a_breach_in_doubt() {
    let norm = |given: &str, expected: &str| {
        holds(&format!(
            "{WORDS}norm duty {{ when trip must have e where (unit is the trip.unit) within 3 days after the trip
               except small: the trip.pupils at most 5 }}
             test \"a\" for duty {{
               given 2016-01-01 unit(entity: u1)
                     2016-03-02 trip(unit: u1{given})
               covers 2016-01-01 to 2016-12-31
               expect u1: {expected}
             }}"
        ));
    };
    norm(", pupils: 5", "excused");
    norm(", pupils: 6", "breached");
    norm("", "undetermined");
}

#[test]
fn so_it_is_with_what_was_never_told_of_an_entity() {
    let norm = |each: &str, condition: &str, given: &str, expected: &str| {
        holds(&format!(
            "{WORDS}norm duty {{ each house {each} must keep {condition} at the end of every month }}
             test \"a\" for duty {{
               given 2016-03-01 house(entity: h1{given})
               covers 2016-03-01 to 2016-03-31
               expect h1 on 2016-03-01: {expected}
             }}"
        ));
    };
    let enough = "the house.beds at least 10";
    norm("", enough, "", "undetermined");
    norm("", enough, ", beds: 10", "fulfilled");
    norm("", enough, ", beds: 9", "breached");
    norm("", "the house.owner is \"p1\"", "", "breached");
    norm("where (the house.beds more than 9)", enough, "", "undetermined");
    norm("where (the house.beds more than 9)", enough, ", beds: 9", "no duty");
}

#[test]
fn what_must_be_told_of_an_entity_and_was_not_is_not_known() {
    let norm = |each: &str, given: &str, expected: &str| {
        holds(&format!(
            "{WORDS}norm duty {{ each hall {each} must keep the hall.beds at least 10 at the end of every month }}
             test \"a\" for duty {{
               given 2016-03-01 hall(entity: h1{given})
               covers 2016-03-01 to 2016-03-31
               expect h1 on 2016-03-01: {expected}
             }}"
        ));
    };
    norm("", "", "undetermined");
    norm("where (the hall.owner is \"p1\")", ", beds: 9", "undetermined");
    norm("where (the hall.owner is \"p1\")", ", beds: 9, owner: \"p1\"", "breached");
    norm("where (the hall.owner is \"p1\")", ", beds: 9, owner: \"p2\"", "no duty");
    // One that is there in time is enough, and one that comes later tells nothing of before.
    norm("", ") 2016-03-31 hall(entity: h1, beds: 10", "fulfilled");
    norm("", ") 2016-04-01 hall(entity: h1, beds: 10", "undetermined");
}

#[test]
fn a_duty_without_limit_of_whom_it_is_not_known_to_concern_is_undetermined() {
    let case = |given: &str, expected: &str| {
        holds(&format!(
            "{WORDS}norm duty {{ each hall where (the hall.owner is \"p1\") must have pupil where (age at least 5) once }}
             test \"a\" for duty {{
               given 2016-03-01 hall(entity: h1{given}
               covers 2016-03-01 to 2016-03-31
               expect h1: {expected}
             }}"
        ));
    };
    case(")", "undetermined");
    case(", owner: \"p1\")", "open");
    case(", owner: \"p2\")", "no duty");
    case(") 2016-03-02 unit(entity: u1) 2016-03-03 pupil(unit: u1, age: 5)", "fulfilled");
}

#[test]
fn from_the_last_of_none_is_as_far_back_as_the_log_reaches() {
    let since = "from (time of the last f where (unit is the trip.unit)) to the trip (number of e where (unit is the trip.unit)) at most 1";
    let case = |given: &str, expected: &str| {
        holds(&format!(
            "{WORDS}norm duty {{ when trip must satisfy ({since}) }}
             test \"a\" for duty {{
               given 2016-01-01 unit(entity: u1)
                     {given}
                     2016-03-02 08:00 trip(unit: u1)
               covers 2016-01-01 to 2016-12-31
               expect u1: {expected}
             }}"
        ));
    };
    case("2016-02-01 e(unit: u1)", "fulfilled");
    case("2016-02-01 e(unit: u1) 2016-02-03 e(unit: u1)", "breached");
    case("2016-02-01 e(unit: u1) 2016-02-02 f(unit: u1) 2016-02-03 e(unit: u1)", "fulfilled");
}

#[test]
fn what_counts_from_what_never_happened_is_undetermined() {
    let last = "time of the last f where (unit is the trip.unit)";
    case(&format!("days from {last} to the trip at most 7"), "", "undetermined");
    case(&format!("the trip at most {last} + 1 year"), "", "undetermined");
    case(
        &format!("from (time of the first f) to the trip (number of e) at most 1, {last} before the trip"),
        "",
        "undetermined",
    );
    // What is to be then can be said.
    case(
        &format!("(exists f where (unit is the trip.unit)), the trip at most {last} + 1 year"),
        "",
        "breached",
    );
    case(
        &format!("not (exists f where (unit is the trip.unit)) or the trip at most {last} + 1 year"),
        "",
        "fulfilled",
    );
}

#[test]
fn a_verdict_of_a_whole_month_does_not_vanish_either() {
    let policy = policy(&format!("{WORDS}norm duty {{ when trip must satisfy (adults at least 2) }}"));
    let lines = Lines::new(
        &policy,
        &[
            ("", "coverage", "from=2016-01-01 until=2016-12-31"),
            ("2016-01-01", "unit", "id=u entity=u1"),
            ("2016-03", "trip", "id=t1 unit=u1"),
        ],
    );
    assert_eq!(lines.verdicts("2016-12-31"), [Verdict::Undetermined]);
}
