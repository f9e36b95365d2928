//! What is asked of any stretch of some length, and of the gaps between records.

use super::{Line, Lines, policy};
use bylaws::eval::{Outcome, Verdict};

#[test]
fn of_any_stretch_each_year_has_its_own_though_nothing_happens() {
    let rolling = "must have e where (unit is the unit)";
    let policy = policy(&format!(
        "norm days {{ each unit {rolling} in any 10 days }}
         norm months {{ each unit {rolling} in any 1 month }}
         norm hours {{ each unit {rolling} in any 48 hours }}
         norm gaps {{ each unit {rolling} at intervals of at most 3 weeks }}
         norm rests {{ each unit {rolling} in any 10 days, except while the unit under away }}"
    ));
    let covered = ("", "coverage", "from=2016-01-01 until=2018-08-18");
    let unit = ("2016-01-01", "unit", "id=r1 entity=u1");
    let away = ("2016-12-20", "away_start", "id=a1 unit=u1");
    let back = ("2017-01-05", "away_end", "id=a2 unit=u1");
    let last = |year: &str, lines: &[Line]| {
        let all = Lines::new(&policy, lines).of("u1", "2018-08-18");
        let of_year = |o: &&Outcome| o.label.as_ref().is_some_and(|label| label.canonical == year);
        all.iter()
            .filter(of_year)
            .map(|o| (o.verdict, policy.zone.date_of(o.certain_at.unwrap()).to_string()))
            .collect::<Vec<_>>()
    };
    let breached = |day: &str| (Verdict::Breached, day.to_owned());
    let all = |days: [&str; 5]| days.map(breached).to_vec();
    let lines = [covered, unit, away, back];
    // In the year in which the regulation came into force the first stretch begins with it.
    let first = ["2016-03-11", "2016-04-01", "2016-03-03", "2016-03-23", "2016-03-11"];
    assert_eq!(last("2016", &lines), all(first));
    // The first one to end in a later year ends on its first day, one of hours with its first instant; after an exception
    // another stretch begins.
    let second = ["2017-01-02", "2017-01-02", "2017-01-01", "2017-01-02", "2017-01-16"];
    assert_eq!(last("2017", &lines), all(second));
    let third = ["2018-01-02", "2018-01-02", "2018-01-01", "2018-01-02", "2018-01-02"];
    assert_eq!(last("2018", &lines), all(third));
}

#[test]
fn an_exception_in_doubt_leaves_a_limit_that_is_kept_without_it() {
    let policy = policy(
        "norm often { each unit must have at most 1 e where (unit is the unit) in any 10 days, except while the unit under away }
         norm least { each unit must have e where (unit is the unit) in any 10 days, except while the unit under away }",
    );
    let covered = ("", "coverage", "from=2016-03-01 until=2016-12-31 types=e、unit");
    let unit = ("2016-01-01", "unit", "id=r1 entity=u1");
    let (one, two) = (("2016-03-03", "e", "id=e1 unit=u1"), ("2016-03-05", "e", "id=e2 unit=u1"));
    let verdicts = |lines: &[Line]| {
        let all: Vec<Line> = [covered, unit].into_iter().chain(lines.iter().copied()).collect();
        Lines::new(&policy, &all).of("u1", "2016-12-31").iter().map(|o| o.verdict).collect::<Vec<_>>()
    };
    assert_eq!(verdicts(&[one]), [Verdict::Fulfilled, Verdict::Undetermined]);
    assert_eq!(verdicts(&[one, two]), [Verdict::Undetermined, Verdict::Undetermined]);
}

#[test]
fn due_is_the_last_day_of_the_stretch_that_broke_it() {
    let too_many = |day: &str, expected: &str| {
        super::holds(&format!(
            "norm duty {{
  each unit
  must have at most 2 e where (unit is the unit)
  in any 7 days
}}
norm kept {{
  each unit
  must keep number of e where (unit is the unit) at most 2
  in any 7 days
}}
test \"too many\" for duty, kept {{
  given 2016-03-01 unit(entity: u1)
        2016-03-10 e(unit: u1)
        2016-03-12 e(unit: u1)
        {day} e(unit: u1)
  covers 2016-03-01 to 2016-12-31
  expect duty of u1: {expected}
         kept of u1: {expected}
}}"
        ));
    };
    too_many("2016-03-16", "breached, due 2016-03-16");
    too_many("2016-03-17", "fulfilled, due 2016-12-31");
}
