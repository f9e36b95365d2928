//! What was counted or compared is told against what is required or allowed, whichever of them it is that is not kept.

use super::told;
use bylaws::diagnostic::Lang;
use bylaws::eval::Verdict;

/// Two deans from 3 to 6 February, and three drills in January.
const STORY: &str = "given 2016-01-01 college(entity: c1)
        2016-01-01 role_start(person: a, role: dean, unit: c1)
        2016-02-03 role_start(person: b, role: dean, unit: c1)
        2016-02-06 role_end(person: b, role: dean, unit: c1)
        2016-01-05 drill(held_by: c1, kind: fire)
        2016-01-06 drill(held_by: c1, kind: fire)
        2016-01-07 drill(held_by: c1, kind: flood)
        2016-01-05 fault(found_by: c1)
  covers 2016-01-01 to 2016-12-31\n  as of ";

/// The reason of the first breach, in both languages.
fn reasons(norm: &str, as_of: &str) -> [String; 2] {
    let found = told(norm, &format!("{STORY}{as_of}"));
    let broken = found.iter().find(|(outcome, _)| outcome.verdict == Verdict::Breached);
    assert!(broken.is_some(), "{norm}: {found:#?}");
    let why = broken.unwrap().0.why();
    [why.render(Lang::En), why.render(Lang::Zh)]
}

#[track_caller]
fn told_as(norm: &str, as_of: &str, en: &str, zh: &str) {
    assert_eq!(reasons(norm, as_of), [en, zh], "{norm}");
}

#[test]
fn what_there_are_at_all_times_is_told_against_the_limit_that_is_not_kept() {
    for have in ["less than 2", "at most 1", "between 0 and 1", "exactly 1"] {
        told_as(
            &format!("must have {have} dean where (unit is the college)\n  at all times"),
            "2016-03-01",
            "2 from 2016-02-03 to 2016-02-06, more than the 1 allowed",
            "2016-02-03至2016-02-06有2个，超出所允许的1个",
        );
    }
    told_as(
        "must have at least 2 dean where (unit is the college)\n  at all times",
        "2016-02-04",
        "only 1 from 2016-01-01 to 2016-02-02, 2 required",
        "2016-01-01至2016-02-02只有1个，要求2个",
    );
}

#[test]
fn what_is_compared_at_all_times_is_told_with_its_numbers_and_how_they_are_to_lie() {
    let keep =
        |how: &str| format!("must keep number of dean where (unit is the college) {how}\n  at all times");
    for (how, en, zh) in [
        ("less than 2", "less than 2", "少于2"),
        ("at most 1", "at most 1", "不超过1"),
        ("is 1", "exactly 1", "恰好1"),
        ("is not 2", "other than 2", "不等于2"),
    ] {
        told_as(
            &keep(how),
            "2016-03-01",
            &format!("from 2016-02-03 to 2016-02-06 it comes to 2; {en} required"),
            &format!("2016-02-03至2016-02-06实为2，要求{zh}"),
        );
    }
    for (how, en, zh) in [("more than 1", "more than 1", "超过1"), ("at least 2", "at least 2", "不少于2")]
    {
        told_as(
            &keep(how),
            "2016-02-04",
            &format!("from 2016-01-01 to 2016-02-02 it comes to 1; {en} required"),
            &format!("2016-01-01至2016-02-02实为1，要求{zh}"),
        );
    }
}

#[test]
fn too_many_in_a_window_or_after_a_record_are_told_against_what_is_allowed() {
    for (norm, as_of, count, allowed) in [
        (
            "must have less than 1 dean where (unit is the college)\n  at the end of every month",
            "2016-02-29",
            1,
            0,
        ),
        ("must have between 1 and 2 drill where (held_by is the college)\n  every month", "2016-01-31", 3, 2),
        (
            "when fault where (found_by is the college)\n  must have between 1 and 2 drill where (held_by is the college)\n  within 9 days after the fault",
            "2016-01-31",
            3,
            2,
        ),
    ] {
        told_as(
            norm,
            as_of,
            &format!("{count} counted, more than the {allowed} allowed"),
            &format!("已计{count}次，超出所允许的{allowed}次"),
        );
    }
}

#[test]
fn what_is_surely_too_much_before_the_end_is_told_with_its_numbers() {
    let drills = "number of drill where (held_by is the college)";
    let fires = "number of drill where (held_by is the college, kind is fire)";
    for norm in [
        format!("must keep {drills} at most 2\n  every year"),
        // Of several conditions the one that does not hold.
        format!("must keep {fires} at most 2, {drills} at most 2\n  every year"),
        format!(
            "when fault where (found_by is the college)\n  must keep {drills} at most 2\n  within 90 days after the fault"
        ),
    ] {
        let [en, zh] = ["it comes to 3; at most 2 required", "实为3，要求不超过2"];
        told_as(&norm, "2016-01-20", en, zh);
    }
    // What is forbidden is told as what is asked for instead.
    told_as(
        "when fault where (found_by is the college)\n  must not satisfy (number of drill where (kind is fire) more than 0)",
        "2016-01-20",
        "it comes to 1; at most 0 required",
        "实为1，要求不超过0",
    );
}

#[test]
fn what_would_have_sufficed_is_the_limit_that_was_not_kept() {
    let norm = "must have between 0 and 1 dean where (unit is the college)\n  at all times";
    let found = told(norm, &format!("{STORY}2016-03-01"));
    let (_, broken) = found.iter().find(|(outcome, _)| outcome.verdict == Verdict::Breached).unwrap();
    let text = broken.text(Lang::En);
    assert!(text.contains("sufficed: at most 1 `dean`"), "{text}");
}
