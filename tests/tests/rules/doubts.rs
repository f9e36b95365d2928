//! How far a doubt reaches: what cannot be told of one thing leaves what does not hang on it as it is.

use super::{Lines, holds, policy};
use bylaws::eval::Verdict;

const COVERED: super::Line = ("", "coverage", "from=2016-03-01 until=2016-05-31");
const UNIT: super::Line = ("2016-01-01", "unit", "id=u entity=u1");

#[test]
fn a_record_of_a_month_counts_in_a_window_only_where_its_condition_may_hold_there() {
    let policy = policy(
        "norm x { each unit must have at most 0 e where (unit is the unit, who holds deputy) every 14 days from 2016-03-21 }",
    );
    let lines = Lines::new(
        &policy,
        &[
            UNIT,
            ("2016-04", "e", "id=e1 unit=u1 who=p1"),
            ("2016-04-20", "role_start", "id=r1 person=p1 role=deputy unit=u1"),
            COVERED,
        ],
    );

    // Two windows hold days of April before the 20th, on which p1 was no deputy.
    let verdicts = lines.verdicts("2016-05-31");
    let of_april = verdicts.get(0..3).unwrap();
    assert_eq!(of_april, [Verdict::Fulfilled, Verdict::Fulfilled, Verdict::Undetermined]);
}

#[test]
fn a_first_record_that_may_still_come_is_not_known_at_all_times() {
    let policy = policy(
        "norm x { each unit must keep (time of the first f where (unit is the unit)) after 2016-04-01 at all times }",
    );
    let before = Lines::new(&policy, &[UNIT, COVERED]);
    assert_eq!(before.verdicts("2016-03-12"), [Verdict::Open]);
    let too_early = Lines::new(&policy, &[UNIT, ("2016-03-10", "f", "id=f1 unit=u1"), COVERED]);
    assert_eq!(too_early.verdicts("2016-03-12"), [Verdict::Open, Verdict::Breached]);
}

#[test]
fn a_condition_that_measures_looks_at_each_window_by_itself() {
    let policy = policy(
        "norm x { each unit must have e where (unit is the unit, days with f where (unit is the unit) at least 2) every month }",
    );
    let lines = Lines::new(
        &policy,
        &[
            UNIT,
            ("2016-03-05", "e", "id=e1 unit=u1"),
            ("2016-04-05", "e", "id=e2 unit=u1"),
            ("2016-03-06", "f", "id=f1 unit=u1"),
            ("2016-04-06", "f", "id=f2 unit=u1"),
            ("2016-04-07", "f", "id=f3 unit=u1"),
            COVERED,
        ],
    );
    // In March there is one such day, and that there are two in April changes nothing.
    assert_eq!(lines.verdicts("2016-04-30"), [Verdict::Breached, Verdict::Fulfilled]);
}

#[test]
fn an_unknown_verdict_of_a_month_is_no_doubt_about_its_first_week() {
    let policy = policy(
        "norm monthly { each unit must have e where (unit is the unit) every month }\n\
         norm weekly { each unit must have at most 0 breach of monthly where (bearer is the unit) every week }",
    );
    let covered = ("", "coverage", "from=2016-03-01 until=2016-03-20");
    let later = ("", "coverage", "from=2016-03-25 until=2016-04-03");
    let lines = Lines::new(&policy, &[UNIT, covered, later]);
    let weekly: Vec<Verdict> =
        lines.of("u1", "2016-04-03").iter().filter(|o| o.norm == 1).map(|o| o.verdict).collect();
    // What is missing in a month is certain with its last day, which is the Thursday of the fifth week.
    assert_eq!(weekly.last(), Some(&Verdict::Undetermined));
    assert!(weekly.iter().rev().skip(1).all(|verdict| *verdict == Verdict::Fulfilled), "{weekly:?}");
}

#[test]
fn an_unreadable_end_of_an_entity_leaves_all_in_doubt_from_then_on() {
    let policy =
        policy("norm x { each unit must have e where (unit is the unit) every 14 days from 2016-03-01 }");
    let damaged = ("2016-03-20", "entity_end", "id=x entity=");
    let mut lines = Lines::new(&policy, &[UNIT, damaged, COVERED]);
    lines.skip_invalid = true;
    let verdicts = lines.verdicts("2016-04-11");
    assert_eq!(verdicts, [Verdict::Breached, Verdict::Undetermined, Verdict::Undetermined]);
}

#[test]
fn what_has_ended_does_not_end_again() {
    let policy =
        policy("norm x { each unit must have e where (unit is the unit) every 14 days from 2016-03-01 }");
    let ends = |last| ("2016-03-14", "entity_end", last);
    let again = ("2016-03-28", "entity_end", "id=x2 entity=u1");
    let lines = Lines::new(&policy, &[UNIT, ends("id=x1 entity=u1"), again, COVERED]);
    assert_eq!(lines.verdicts("2016-03-31"), [Verdict::Breached]);
}

#[test]
fn what_was_done_before_a_limit_that_may_lie_later_was_done_in_time() {
    let policy = policy(
        "norm x { each unit when t where (unit is the unit) must have e where (unit is the unit) \
         within 10 days after the t extended by 3 days when f where (unit is the unit) }",
    );
    let (trigger, done) = (("2016-03-01", "t", "id=t1 unit=u1"), ("2016-03-03", "e", "id=e1 unit=u1"));
    let lost = ("2016-03-05", "f", "id=f1 unit=");
    let mut lines = Lines::new(&policy, &[UNIT, trigger, done, lost, COVERED]);
    lines.skip_invalid = true;
    assert_eq!(lines.verdicts("2016-03-31"), [Verdict::Fulfilled]);
    let mut lines = Lines::new(&policy, &[UNIT, trigger, lost, COVERED]);
    lines.skip_invalid = true;
    assert_eq!(lines.verdicts("2016-03-31"), [Verdict::Undetermined]);
}

#[test]
fn a_table_may_give_whole_numbers_and_decimals() {
    let policy = policy(
        "table needed: integer { up to 5: n  over 5: (n + 1.5) }\nnorm x { each unit must have at least (needed for (2)) e where (unit is the unit) every month }",
    );
    assert_eq!(policy.tables.len(), 1);
}

#[test]
fn a_name_may_begin_with_a_word_of_the_language() {
    let policy = policy(
        "event v { notes: text, unit: unit }\nnorm x { each unit must have v where (unit is the unit, \"a\" is notes) every month }",
    );
    assert_eq!(policy.norms.len(), 1);
}

#[test]
fn a_beginning_that_cannot_be_read_is_none_of_what_ended_before_it() {
    let policy = policy("norm here { each unit must keep not (the unit under away) at all times }");
    let since = |lost: &'static str, as_of: &str| {
        let lines =
            [UNIT, ("2016-03-10", "away_end", "id=a1 unit=u1"), (lost, "away_start", "id=a2"), COVERED];
        let mut lines = Lines::new(&policy, &lines);
        lines.skip_invalid = true;
        let found = lines.of("u1", as_of).into_iter().find(|o| o.verdict == Verdict::Breached);
        found.map(|o| policy.zone.date_of(o.from).to_string())
    };
    // It lasted since before the log.
    assert_eq!(since("2016-04-15", "2016-03-31").as_deref(), Some("2016-03-01"));
    assert_eq!(since("2016-04-15", "2016-04-30").as_deref(), Some("2016-03-01"));
    assert_eq!(since("2016-03-11", "2016-04-30").as_deref(), Some("2016-03-01"));
    // What cannot be read may be when it began: that is not known before the end.
    assert_eq!(since("2016-03-10", "2016-04-30").as_deref(), Some("2016-03-10"));
    assert_eq!(since("2016-03-05", "2016-04-30").as_deref(), Some("2016-03-10"));
}

#[test]
fn what_was_too_much_stays_so_whatever_is_not_known_later() {
    let policy = policy(
        "norm few { each unit where (not (the unit under away)) must have at most 1 e where (unit is the unit) every month }
norm least { each unit where (not (the unit under away)) must have at least 3 e where (unit is the unit) every month }",
    );
    let lines = [
        ("", "coverage", "from=2016-01-01 until=2016-03-19"),
        ("", "coverage", "from=2016-04-01 until=2016-12-31"),
        UNIT,
        ("2016-03-05", "e", "id=e1 unit=u1"),
        ("2016-03-10", "e", "id=e2 unit=u1"),
    ];
    let march = |as_of: &str| {
        let all = Lines::new(&policy, &lines).of("u1", as_of).into_iter();
        let of_march = all.filter(|o| policy.zone.date_of(o.from).to_string() == "2016-03-01");
        of_march.map(|o| o.verdict).collect::<Vec<_>>()
    };
    assert_eq!(march("2016-03-15"), [Verdict::Breached, Verdict::Open]);
    assert_eq!(march("2016-04-10"), [Verdict::Breached, Verdict::Undetermined]);
}

#[test]
fn a_part_that_is_broken_breaks_a_whole_of_which_the_number_is_not_known() {
    let norm = |case: &str, expected: &str| {
        holds(&format!(
            "norm late {{ when t must have at least n e where (unit is the t.unit), of which at least 1 where (kind is \"late\")
               within 7 days after the t }}
             test \"some\" for late {{
               given 2016-03-01 unit(entity: u1)
                     2016-03-02 t(unit: u1)
                     {case}
               as of 2016-05-01
               expect u1: {expected}
             }}"
        ));
    };
    norm("2016-03-03 e(unit: u1)", "breached");
    norm("2016-03-03 e(unit: u1, kind: \"late\")", "undetermined");
}

#[test]
fn where_nothing_is_due_nothing_is_due_of_which() {
    let norm = |from: &str, expected: &str| {
        holds(&format!(
            "norm some {{ each unit must have e where (unit is the unit), of which at least 5 where (kind is \"late\")
               every 10 days from {from} }}
             test \"one day\" for some {{
               given 2016-01-01 unit(entity: u1)
               covers 2016-01-01 to 2016-03-31
               as of 2016-03-31
               expect u1 on 2016-03-01: {expected}
             }}"
        ));
    };
    // One day of ten: of one there is nothing due, of two of them there would be.
    norm("2016-02-21", "not applicable");
    norm("2016-03-01", "breached");
}

// Whom it concerns is not known before April: nobody is excused of what may never have concerned them.
#[test]
fn nobody_is_excused_of_a_duty_that_may_never_have_been_theirs() {
    for except in ["except the unit under away", "except one: (exists t where (unit is the unit))"] {
        let text = |as_of: &str, event: &str, expected: &str| {
            format!(
                "norm x {{ each unit where (within 7 days before (2024-04-01) (exists f where (unit is the unit)))\n\
                 must have e where (unit is the unit)\nevery month\n{except} }}\n\
                 test \"it\" for x {{ given 2024-01-01 unit(entity: u)\n2024-02-01 away_start(unit: u)\n2024-02-02 t(unit: u)\n{event}\n\
                 covers 2024-01-01 to 2024-12-31\nas of {as_of}\nexpect u in \"2024-02\": {expected} }}"
            )
        };
        let last = "2024-03-29 f(unit: u)";
        holds(&text("2024-02-29", "", "open"));
        holds(&text("2024-04-01", last, "excused"));
        holds(&text("2024-04-01", "", "no duty"));
    }
}
