//! Instants, lengths of time, rounding and tables: each form on both sides of its boundary.

use super::holds;

/// What the rules of this file speak of.
const WORDS: &str = r#"
event trip {
  unit: unit
  leaves: datetime
  returns: datetime, optional
  asked_on: date, optional
  adults: integer, optional
  pupils: integer, optional
}
state shift: person, from shift_start, to shift_end
table adults_needed: integer {
  up to 20: 2
  from 21 to 50: 4
  over 50: 6
}
table rate: decimal {
  up to 100: 1/10
  over 100 to 200: 1/5
  over 200: 1/2
}
enumeration stage { primary, middle, senior }
parameter of_stage: stage = middle
table class_size: stage {
  primary: 45
  middle & senior: 50
}
"#;

/// A norm on trips: what its record must satisfy, and the verdict for each record of trip t1.
#[track_caller]
fn satisfies(condition: &str, cases: &[(&str, &str)]) {
    for (given, verdict) in cases {
        holds(&format!(
            "{WORDS}\nnorm duty {{\n  when trip\n  must satisfy ({condition})\n}}\ntest \"{verdict}\" for duty {{\n  \
             given 2016-01-01 unit(entity: u1)\n  {given}\n  covers 2016-01-01 to 2016-12-31\n  expect u1: {verdict}\n}}"
        ));
    }
}

fn trip(fields: &str) -> String {
    format!("2016-03-10 trip(unit: u1, leaves: 2016-03-10 08:00, {fields})")
}

#[test]
fn the_time_of_day_and_parts_of_a_date() {
    let leaves = |at: &str| format!("2016-03-10 trip(unit: u1, leaves: {at})");
    let night = "leaves.clock at least 22:00 or leaves.clock less than 06:00";
    satisfies(
        night,
        &[
            (&leaves("2016-03-10 22:00"), "fulfilled"),
            (&leaves("2016-03-10 21:59"), "breached"),
            (&leaves("2016-03-10 05:59"), "fulfilled"),
            (&leaves("2016-03-10 06:00"), "breached"),
        ],
    );
    satisfies(
        "leaves.weekday at most 5",
        &[(&leaves("2016-03-11 12:00"), "fulfilled"), (&leaves("2016-03-12 12:00"), "breached")],
    );
    satisfies("asked_on.clock at least 08:00", &[(&trip("asked_on: 2016-03-01"), "undetermined")]);
    satisfies("asked_on.month is 3", &[(&trip("asked_on: 2016-03-31"), "fulfilled")]);
}

#[test]
fn an_instant_and_a_length_give_an_instant() {
    satisfies(
        "returns before leaves + 36 hours",
        &[
            (&trip("returns: 2016-03-11 19:59"), "fulfilled"),
            (&trip("returns: 2016-03-11 20:00"), "breached"),
        ],
    );
    satisfies(
        "asked_on before the trip - 5 days",
        &[(&trip("asked_on: 2016-03-04"), "fulfilled"), (&trip("asked_on: 2016-03-05"), "breached")],
    );
    satisfies(
        "asked_on + 1 month before 2016-03-01",
        &[(&trip("asked_on: 2016-01-31"), "fulfilled"), (&trip("asked_on: 2016-02-01"), "breached")],
    );
    satisfies(
        "asked_on before earlier of (2016-03-05, leaves - 3 days)",
        &[(&trip("asked_on: 2016-03-04"), "fulfilled"), (&trip("asked_on: 2016-03-05"), "breached")],
    );
    satisfies(
        "asked_on before later of (2016-03-05, leaves - 3 days)",
        &[(&trip("asked_on: 2016-03-06"), "fulfilled"), (&trip("asked_on: 2016-03-07"), "breached")],
    );
    satisfies("later of (returns, 2016-03-01) before 2016-03-05", &[(&trip("adults: 2"), "fulfilled")]);
}

#[test]
fn units_between_two_instants() {
    satisfies(
        "hours from leaves to returns at most 36",
        &[
            (&trip("returns: 2016-03-11 20:00"), "fulfilled"),
            (&trip("returns: 2016-03-11 20:01"), "breached"),
            (&trip("adults: 2"), "undetermined"),
        ],
    );
    satisfies(
        "days from asked_on to leaves at least 5",
        &[(&trip("asked_on: 2016-03-05"), "fulfilled"), (&trip("asked_on: 2016-03-06"), "breached")],
    );
    satisfies(
        "working days from asked_on to leaves at least 5",
        &[(&trip("asked_on: 2016-03-03"), "fulfilled"), (&trip("asked_on: 2016-03-04"), "breached")],
    );
    satisfies(
        "years from asked_on to leaves at least 1",
        &[(&trip("asked_on: 2015-03-10"), "fulfilled"), (&trip("asked_on: 2015-03-11"), "breached")],
    );
}

#[test]
fn thirty_three_pupils_at_one_to_ten() {
    let ratio = "adults at least rounded up (pupils / 10)";
    satisfies(
        ratio,
        &[
            (&trip("adults: 4, pupils: 33"), "fulfilled"),
            (&trip("adults: 3, pupils: 33"), "breached"),
            (&trip("adults: 3, pupils: 30"), "fulfilled"),
        ],
    );
    satisfies("adults at least rounded down (pupils / 10)", &[(&trip("adults: 3, pupils: 39"), "fulfilled")]);
    satisfies("rounded to 2 places (pupils / 3) is 3.33", &[(&trip("pupils: 10"), "fulfilled")]);
    satisfies(
        "adults at least (pupils else 20) / 10",
        &[(&trip("adults: 2"), "fulfilled"), (&trip("adults: 1"), "breached")],
    );
    satisfies(
        "adults at least lesser of (5, pupils / 10)",
        &[(&trip("adults: 5, pupils: 90"), "fulfilled"), (&trip("adults: 4, pupils: 90"), "breached")],
    );
}

#[test]
fn tables_by_brackets_and_by_cases() {
    satisfies(
        "adults at least adults_needed for (pupils)",
        &[
            (&trip("adults: 2, pupils: 20"), "fulfilled"),
            (&trip("adults: 3, pupils: 21"), "breached"),
            (&trip("adults: 4, pupils: 50"), "fulfilled"),
            (&trip("adults: 5, pupils: 51"), "breached"),
        ],
    );
    // 100 at a tenth, 100 at a fifth, 50 at a half.
    satisfies("marginal rate for (pupils) is 55", &[(&trip("pupils: 250"), "fulfilled")]);
    satisfies(
        "rate for (pupils) is 1/5",
        &[(&trip("pupils: 101"), "fulfilled"), (&trip("pupils: 100"), "breached")],
    );
    satisfies(
        "pupils at most class_size for (of_stage)",
        &[(&trip("pupils: 50"), "fulfilled"), (&trip("pupils: 51"), "breached")],
    );
}

#[test]
fn a_stretch_that_an_expression_looks_at() {
    let asked = "within 5 days before the trip (exists e where (unit is the trip.unit))";
    let with = |day: &str| format!("{day} e(unit: u1)\n{}", trip("adults: 1"));
    satisfies(
        asked,
        &[
            (&with("2016-03-05"), "fulfilled"),
            (&with("2016-03-04"), "breached"),
            (&with("2016-03-10"), "fulfilled"),
            (&with("2016-03-11"), "breached"),
        ],
    );
    let other = "within 5 days before the trip (number of trip where (unit is the trip.unit)) is 0";
    satisfies(other, &[(&trip("adults: 1"), "fulfilled")]);
    let span = "from asked_on to leaves (number of e where (unit is the trip.unit)) at least 1";
    let between = |day: &str| format!("{day} e(unit: u1)\n{}", trip("asked_on: 2016-03-05"));
    satisfies(span, &[(&between("2016-03-05"), "fulfilled"), (&between("2016-03-04"), "breached")]);
    let after = "within 400 days after the trip (exists e where (unit is the trip.unit))";
    satisfies(after, &[(&trip("adults: 1"), "open"), (&with("2016-06-01"), "fulfilled")]);
}

#[test]
fn the_last_time_and_the_first() {
    let last = "days from time of the last e where (unit is the trip.unit) to the trip at most 7";
    let given = "2016-01-05 e(unit: u1)\n2016-03-03 e(unit: u1)\n";
    let late = "2016-01-05 e(unit: u1)\n2016-03-02 e(unit: u1)\n";
    satisfies(
        last,
        &[
            (&format!("{given}{}", trip("adults: 1")), "fulfilled"),
            (&format!("{late}{}", trip("adults: 1")), "breached"),
            (&trip("adults: 1"), "undetermined"),
        ],
    );
}

/// A norm on the days of u1 over March.
#[track_caller]
fn keeps(condition: &str, cases: &[(&str, &str)]) {
    for (given, verdict) in cases {
        holds(&format!(
            "{WORDS}\nnorm duty {{\n  each unit\n  must keep {condition}\n  every 31 days from 2016-03-01\n}}\n\
             test \"{verdict}\" for duty {{\n  given 2016-01-01 unit(entity: u1)\n  {given}\n  \
             covers 2016-01-01 to 2016-03-31\n  expect u1 on 2016-03-05: {verdict}\n}}"
        ));
    }
}

fn on(days: &[u32]) -> String {
    days.iter().map(|day| format!("2016-03-{day:02} e(unit: u1)\n")).collect()
}

#[test]
fn days_with_a_record_and_runs_of_them() {
    let days = "days with e where (unit is the unit) at least 3";
    keeps(days, &[(&on(&[1, 2, 9]), "fulfilled"), (&on(&[1, 1, 2]), "breached")]);
    let run = "longest run of days with e where (unit is the unit) at most 6";
    keeps(run, &[(&on(&[1, 2, 3, 4, 5, 6]), "fulfilled"), (&on(&[1, 2, 3, 4, 5, 6, 7]), "breached")]);
    // 3 and 4 March are Thursday and Friday, 7 and 8 March Monday and Tuesday.
    let work = "longest run of working days with e where (unit is the unit) at least 4";
    keeps(work, &[(&on(&[3, 4, 7, 8]), "fulfilled"), (&on(&[3, 4, 8, 9]), "breached")]);
    let weeks = "weeks with e where (unit is the unit) at least 2";
    keeps(weeks, &[(&on(&[6, 7]), "fulfilled"), (&on(&[7, 13]), "breached")]);
}

#[test]
fn days_on_which_a_state_may_have_begun_are_possible_ones() {
    // From 1 to 10 March ten days, and an eleventh at least: it ended once more on the 25th.
    let given = "given 2016-01-01 person(entity: p1)\n2016-03-01 shift_start(person: p1)\n\
                 2016-03-10 shift_end(person: p1)\n2016-03-25 shift_end(person: p1)\n";
    for (condition, verdict) in [
        ("days with shift where (person is the person) at most 10", "breached"),
        ("days with shift where (person is the person) at most 20", "undetermined"),
        ("days with shift where (person is the person) at most 25", "fulfilled"),
        ("days with shift where (person is the person) at least 11", "fulfilled"),
        ("days with shift where (person is the person) at least 20", "undetermined"),
        ("longest run of days with shift where (person is the person) at most 12", "undetermined"),
    ] {
        holds(&format!(
            "{WORDS}\nnorm duty {{\n  each person\n  must keep {condition}\n  every 31 days from 2016-03-01\n}}\n\
             test \"{condition}\" for duty {{\n  {given}\n  covers 2016-01-01 to 2016-03-31\n  \
             expect p1 on 2016-03-05: {verdict}\n}}"
        ));
    }
}

/// A norm on the hours of p1 over 2 and 3 March.
#[track_caller]
fn works(condition: &str, cases: &[(&[(&str, &str)], &str)]) {
    for (spells, verdict) in cases {
        let given: String = spells
            .iter()
            .map(|(from, to)| {
                format!("2016-03-{from} shift_start(person: p1)\n2016-03-{to} shift_end(person: p1)\n")
            })
            .collect();
        let title = given.replace('\n', "; ");
        holds(&format!(
            "{WORDS}\nnorm duty {{\n  each person\n  must keep {condition}\n  every 2 days from 2016-03-02\n}}\n\
             test \"{title}\" for duty {{\n  given 2016-01-01 person(entity: p1)\n  {given}\n  \
             covers 2016-01-01 to 2016-03-31\n  expect p1 on 2016-03-02: {verdict}\n}}"
        ));
    }
}

/// A norm on any stretch of the shifts of p1.
#[track_caller]
fn slides(condition: &str, stretch: &str, cases: &[(&[(&str, &str)], &str)]) {
    for (spells, verdict) in cases {
        let given: String = spells
            .iter()
            .map(|(from, to)| {
                format!("2016-03-{from} shift_start(person: p1)\n2016-03-{to} shift_end(person: p1)\n")
            })
            .collect();
        let title = given.replace('\n', "; ");
        holds(&format!(
            "{WORDS}\nnorm duty {{\n  each person\n  must keep {condition}\n  {stretch}\n}}\n\
             test \"{title}\" for duty {{\n  given 2016-01-01 person(entity: p1)\n  {given}\n  \
             covers 2016-03-01 to 2016-12-31\n  as of 2016-12-31\n  expect p1: {verdict}\n}}"
        ));
    }
}

#[test]
fn conditions_on_any_stretch() {
    let most = "total hours of shift where (person is the person) at most 13";
    slides(
        most,
        "in any 24 hours",
        &[
            (&[("02 06:00", "02 16:00"), ("03 03:00", "03 06:00")], "fulfilled"),
            (&[("02 06:00", "02 16:00"), ("03 02:59", "03 06:00")], "breached"),
            (&[("02 16:00", "03 06:00")], "breached"),
        ],
    );
    let rest = "longest hours without shift where (person is the person) at least 11";
    slides(
        rest,
        "in any 24 hours",
        &[
            (&[("02 06:00", "02 19:00"), ("03 06:00", "03 19:00")], "fulfilled"),
            (&[("02 06:00", "02 19:00"), ("03 05:00", "03 18:00")], "breached"),
        ],
    );
    let days = "days with shift where (person is the person) at most 6";
    let on = |days: &[&'static str]| -> Vec<(String, String)> {
        days.iter().map(|d| (format!("{d} 08:00"), format!("{d} 16:00"))).collect()
    };
    let six = on(&["01", "02", "03", "04", "05", "06", "08"]);
    let seven = on(&["01", "02", "03", "04", "05", "06", "07"]);
    for (spells, verdict) in [(six, "fulfilled"), (seven, "breached")] {
        let spells: Vec<(&str, &str)> = spells.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        slides(days, "in any 7 days", &[(&spells, verdict)]);
    }
}

#[test]
fn hours_of_states_clipped_to_the_window() {
    let total = "total hours of shift where (person is the person) at most 10";
    works(
        total,
        &[
            (&[("02 08:00", "02 18:00")], "fulfilled"),
            (&[("02 08:00", "02 18:01")], "breached"),
            // Only one hour of it lies in the window.
            (&[("01 20:00", "02 01:00"), ("02 08:00", "02 17:00")], "fulfilled"),
        ],
    );
    let longest = "longest minutes of shift where (person is the person) at most 270";
    works(
        longest,
        &[
            (&[("02 08:00", "02 12:30"), ("02 12:31", "02 14:00")], "fulfilled"),
            (&[("02 08:00", "02 12:31")], "breached"),
        ],
    );
    let without_break =
        "longest minutes of shift where (person is the person) joined across 45 minutes at most 270";
    works(
        without_break,
        &[
            (&[("02 08:00", "02 10:00"), ("02 10:45", "02 13:00")], "fulfilled"),
            (&[("02 08:00", "02 10:00"), ("02 10:44", "02 13:00")], "breached"),
        ],
    );
    let rest = "longest hours without shift where (person is the person) at least 24";
    works(
        rest,
        &[
            (&[("02 00:00", "02 10:00"), ("03 10:00", "03 20:00")], "fulfilled"),
            (&[("02 00:00", "02 10:00"), ("03 09:59", "03 20:00")], "breached"),
        ],
    );
    let shifts =
        "number of shift where (person is the person, hours from the start to the end more than 12) is 0";
    works(shifts, &[(&[], "fulfilled")]);
}
