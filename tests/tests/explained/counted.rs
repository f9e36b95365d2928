//! What counted, what nearly did, and what an exception put in the place of what the norm says.

use super::{texts, told};
use bylaws::diagnostic::Lang;
use bylaws::eval::Verdict;
use bylaws::report::Explanation;

const COLLEGE: &str = "given 2016-01-01 college(entity: c1)\n";

#[test]
fn an_exception_that_asks_for_another_number_is_told_with_it() {
    let norm = "must have drill where (held_by is the college)\n  every month, at least 3 times\n  except faulty: exists fault where (found_by is the college), instead at least 2";
    let fault = "        2016-01-07 fault(found_by: c1)\n";
    let [en, zh] = texts(norm, &format!("{COLLEGE}{fault}  as of 2016-01-31"));
    assert!(
        en.contains("  exception: exists fault where (found_by is the college), instead at least twice\n"),
        "{en}"
    );
    assert!(
        zh.contains("  成立的除外情形：exists fault where (found_by is the college)，改为不少于两次\n"),
        "{zh}"
    );
    let done = "        2016-01-08 drill(held_by: c1, kind: fire)\n".repeat(2);
    let (_, fulfilled) = told(norm, &format!("{COLLEGE}{fault}{done}  as of 2016-01-31")).remove(0);
    let object = serde_json::to_value(fulfilled.object(Lang::En)).unwrap();
    assert_eq!(
        object["exceptions"][0],
        "exists fault where (found_by is the college), instead at least twice"
    );
    // One that does not hold is not told.
    let (_, plain) = told(norm, &format!("{COLLEGE}{done}  as of 2016-01-31")).remove(0);
    assert_eq!(
        serde_json::to_value(plain.object(Lang::En)).unwrap()["exceptions"].as_array().unwrap().len(),
        0
    );
}

#[test]
fn an_exception_that_gives_another_limit_is_told_with_it() {
    let norm = "when fault where (found_by is the college)\n  must have drill where (held_by is the college)\n  within 3 days after the fault\n  except far: exists drill where (kind is flood), instead within 9 days";
    let story = format!(
        "{COLLEGE}        2016-02-01 drill(held_by: c1, kind: flood)\n        2016-02-09 fault(found_by: c1)\n  as of 2016-05-31"
    );
    let [en, zh] = texts(norm, &story);
    assert!(en.contains("  exception: exists drill where (kind is flood), instead within 9 days\n"), "{en}");
    assert!(zh.contains("期限改为9日"), "{zh}");
}

#[test]
fn what_came_just_before_the_start_is_told() {
    let quarterly = "must have drill where (held_by is the college)\n  every quarter";
    let before = |day: &str| {
        format!(
            "given 2015-01-01 college(entity: c1)\n        {day} drill(id: d1, held_by: c1, kind: fire)\n  as of 2016-03-31"
        )
    };
    let [en, zh] = texts(quarterly, &before("2015-12-30"));
    assert!(
        en.contains(
            "nearly counted: d1 (drill, 2015-12-30): before the start: 2015-12-30 (counts from 2016-01-01 on)"
        ),
        "{en}"
    );
    assert!(zh.contains("起算之前：2015-12-30（自2016-01-01起计入）"), "{zh}");
    assert!(!texts(quarterly, &before("2015-12-20"))[0].contains("before the start"));
    // Of what a record gives rise to, as far back as the window is long.
    let after = "when fault where (found_by is the college)\n  must have drill where (held_by is the college)\n  within 20 days after the fault";
    let story = |day: &str| {
        format!(
            "{COLLEGE}        {day} drill(id: d1, held_by: c1, kind: fire)\n        2016-05-09 fault(found_by: c1)\n  as of 2016-06-30"
        )
    };
    let [en, _] = texts(after, &story("2016-04-25"));
    assert!(
        en.contains("d1 (drill, 2016-04-25): before the start: 2016-04-25 (counts from 2016-05-09 on)"),
        "{en}"
    );
    assert!(!texts(after, &story("2016-03-25"))[0].contains("before the start"));
}

#[test]
fn of_what_ends_at_a_time_of_day_the_time_is_told() {
    let norm = "when fault where (found_by is the college)\n  must have drill where (held_by is the college)\n  within 24 hours after the fault";
    let story = format!(
        "{COLLEGE}        2016-05-09 08:00 fault(found_by: c1)\n        2016-05-10 09:30 drill(held_by: c1, kind: fire)\n  as of 2016-06-30"
    );
    let [en, zh] = texts(norm, &story);
    assert!(en.contains("after the end: 2016-05-10 09:30 (the end was at 2016-05-10 08:00)"), "{en}");
    assert!(zh.contains("期满之后：2016-05-10 09:30（2016-05-10 08:00期满）"), "{zh}");
}

#[test]
fn what_runs_for_hours_is_told_to_the_minute_and_days_are_told_of_the_rest() {
    let norm = "when fault where (found_by is the college)\n  must have drill where (held_by is the college)\n  within 24 hours after the fault";
    let story = |fault: &str, more: &str| {
        format!("{COLLEGE}        {fault} fault(found_by: c1)\n{more}  as of 2016-06-30")
    };
    let [en, zh] = texts(norm, &story("2016-05-09 08:00", ""));
    assert!(en.contains("window: 2016-05-09 08:00 — 2016-05-10 08:00 "), "{en}");
    assert!(en.contains("last day: 2016-05-10 08:00\n"), "{en}");
    assert!(en.contains(", between 2016-05-09 08:00 and 2016-05-10 08:00\n"), "{en}");
    assert!(zh.contains("期间：2016-05-09 08:00 — 2016-05-10 08:00"), "{zh}");
    assert!(zh.contains("，在2016-05-09 08:00至2016-05-10 08:00之间\n"), "{zh}");
    // Done at the time that is named, it is done in time.
    let done = |at: &str| {
        told(norm, &story("2016-05-09 08:00", &format!("        {at} drill(held_by: c1, kind: fire)\n")))
    };
    assert_eq!(done("2016-05-10 08:00").remove(0).0.verdict, Verdict::Fulfilled);
    assert_eq!(done("2016-05-10 08:01").remove(0).0.verdict, Verdict::Breached);
    // Where nobody knows when on the day it was, no time can be told.
    let [en, _] = texts(norm, &story("2016-05-09", ""));
    assert!(en.contains("window: 2016-05-09 — "), "{en}");
    let [en, _] = texts(&norm.replace("24 hours", "2 days"), &story("2016-05-09 08:00", ""));
    assert!(en.contains(", between 2016-05-09 and 2016-05-11\n"), "{en}");
    // A program reads both.
    let (_, one) = told(norm, &story("2016-05-09 08:00", "")).remove(0);
    let window = &serde_json::to_value(one.object(Lang::En)).unwrap()["window"];
    assert_eq!((&window["until"], &window["until_time"]), (&"2016-05-10".into(), &"2016-05-10 08:00".into()));
}

#[test]
fn of_what_is_due_at_a_time_of_the_next_day_that_time_is_told() {
    let norm = "when fault where (found_by is the college)\n  must have drill where (held_by is the college)\n  by 12:00 on the next day";
    let story = |fault: &str, done: &str| {
        format!(
            "{COLLEGE}        {fault} fault(found_by: c1)\n        {done} drill(held_by: c1, kind: fire)\n  as of 2016-06-30"
        )
    };
    let [en, zh] = texts(norm, &story("2016-05-09 22:00", "2016-05-10 12:00:01"));
    assert!(en.contains("last day: 2016-05-10 12:00\n"), "{en}");
    assert!(en.contains(", between 2016-05-09 22:00 and 2016-05-10 12:00\n"), "{en}");
    // To the second, where the minute is the same.
    assert!(en.contains("after the end: 2016-05-10 12:00:01 (the end was at 2016-05-10 12:00)"), "{en}");
    assert!(zh.contains("期满之后：2016-05-10 12:00:01（2016-05-10 12:00期满）"), "{zh}");
    // The day alone of what gave rise to it is enough to know when that is.
    let [en, _] = texts(norm, &story("2016-05-09", "2016-05-10 12:01"));
    assert!(en.contains("last day: 2016-05-10 12:00\n"), "{en}");
}

#[test]
fn of_any_stretch_what_nearly_counted_lies_next_to_the_stretch_that_is_told() {
    let norm = "must have drill where (held_by is the college)\n  in any 14 days, at least 1 time";
    let drills = [("2016-01-10", "c1"), ("2016-01-25", "c1"), ("2016-12-20", "c2")]
        .map(|(day, by)| format!("        {day} drill(held_by: {by}, kind: fire)\n"))
        .concat();
    let [en, _] = texts(norm, &format!("{COLLEGE}{drills}  as of 2016-12-20"));
    let nearly: Vec<&str> = en.lines().filter(|line| line.contains("nearly counted")).collect();
    assert_eq!(nearly.len(), 1, "{en}");
    assert!(nearly[0].contains("2016-01-25): after the end: 2016-01-25"), "{en}");
}

#[test]
fn of_any_stretch_what_counted_is_told() {
    let drill = |day: &str| format!("        {day} drill(held_by: c1, kind: fire)\n");
    let days = ["2016-01-10", "2016-02-10", "2016-02-20"].map(drill).concat();
    let counted = |norm: &str, as_of: &str| {
        let (_, one) = told(norm, &format!("{COLLEGE}{days}  as of {as_of}")).remove(0);
        let object = serde_json::to_value(one.object(Lang::En)).unwrap();
        let all = object["counted"].as_array().unwrap().iter();
        let all: Vec<String> = all.map(|one| one["at"].as_str().unwrap().to_owned()).collect();
        (one.text(Lang::En), all)
    };
    let rolling = "must have drill where (held_by is the college)\n  in any 30 days, at least 2 times";
    let (text, all) = counted(rolling, "2016-12-31");
    assert!(text.contains("breached") && all == ["2016-01-10"], "{text}{all:?}");
    let gap = "must have drill where (held_by is the college)\n  at intervals of at most 30 days";
    let (text, all) = counted(gap, "2016-12-31");
    assert!(text.contains("breached") && all == ["2016-01-10"], "{text}{all:?}");
    let (text, all) = counted(&gap.replace("30", "90"), "2016-03-10");
    assert!(text.contains("open") && all.len() == 3, "{text}{all:?}");
}

#[test]
fn of_a_share_it_is_told_of_how_many() {
    let share = "number of drill where (held_by is the college, kind is fire) / number of drill where (held_by is the college) at least 2/3";
    let drills = "        2016-02-10 drill(held_by: c1, kind: fire)\n        2016-02-11 drill(held_by: c1, kind: flood)\n";
    let [en, zh] = texts(
        &format!("must keep {share}\n  every quarter"),
        &format!("{COLLEGE}{drills}  as of 2016-03-31"),
    );
    assert!(en.contains("reason: 1 of 2, which is 0.5; at least 2/3 required\n"), "{en}");
    assert!(zh.contains("理由：2中的1，即0.5，要求不少于2/3\n"), "{zh}");
    let triggered = format!("when fault where (found_by is the college)\n  must satisfy ({share})");
    let [en, _] = texts(
        &triggered,
        &format!("{COLLEGE}{drills}        2016-02-12 fault(found_by: c1)\n  as of 2016-03-31"),
    );
    assert!(en.contains("reason: 1 of 2, which is 0.5; at least 2/3 required\n"), "{en}");
}

#[test]
fn of_a_year_the_records_are_told_that_one_of_its_stretches_can_hold() {
    let drill = |day: &str| format!("        {day} drill(held_by: c1, kind: fire)\n");
    let counted = |norm: &str, days: &[&str], as_of: &str| {
        let days: String = days.iter().map(|day| drill(day)).collect();
        let all = told(norm, &format!("{COLLEGE}{days}  as of {as_of}")).into_iter();
        let days_of = |one: &Explanation| {
            let object = serde_json::to_value(one.object(Lang::En)).unwrap();
            let all = object["counted"].as_array().unwrap().iter();
            all.map(|one| one["at"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        all.map(|(outcome, one)| (outcome.verdict, days_of(&one))).collect::<Vec<_>>()
    };
    let days = ["2016-02-01", "2016-12-02", "2016-12-03", "2017-05-01", "2018-02-02"];
    // Thirty days that end in 2017 begin on 3 December 2016 at the earliest.
    let few = counted(
        "must have at most 3 drill where (held_by is the college)\n  in any 30 days",
        &days,
        "2018-12-31",
    );
    assert_eq!(
        few[0],
        (Verdict::Fulfilled, vec!["2016-02-01".to_owned(), "2016-12-02".into(), "2016-12-03".into()])
    );
    assert_eq!(few[1], (Verdict::Fulfilled, vec!["2016-12-03".to_owned(), "2017-05-01".into()]));
    assert_eq!(few[2], (Verdict::Fulfilled, vec!["2018-02-02".to_owned()]));
    // A gap that ends in 2017 begins after a record of 2 December at the earliest.
    let gap = "must have drill where (held_by is the college)\n  at intervals of at most 30 days";
    let rare = counted(gap, &["2016-01-10", "2016-12-01", "2016-12-02", "2016-12-31"], "2017-01-20");
    assert_eq!(rare[1], (Verdict::Open, vec!["2016-12-02".to_owned(), "2016-12-31".into()]));
    let hours = counted(
        "must have at most 3 drill where (held_by is the college)\n  in any 48 hours",
        &["2016-12-29 10:00", "2016-12-31 10:00", "2017-03-01 10:00"],
        "2017-12-31",
    );
    assert_eq!(hours[1], (Verdict::Fulfilled, vec!["2016-12-31".to_owned(), "2017-03-01".into()]));
}

#[test]
fn of_any_stretch_no_number_is_told_that_all_of_them_together_would_need() {
    let drill = |day: &str| format!("        {day} drill(held_by: c1, kind: fire)\n");
    let days = ["2016-02-01", "2016-02-02", "2016-05-01", "2016-05-02"].map(drill).concat();
    let story = format!("{COLLEGE}{days}  as of 2016-12-31");
    let most = "must have at most 1 drill where (held_by is the college)\n  in any 7 days";
    let [en, zh] = texts(most, &story);
    assert!(
        en.contains("would have sufficed: in no stretch more than 1 `drill` (held_by is the college)\n"),
        "{en}"
    );
    assert!(zh.contains("都不超过1次\n"), "{zh}");
    let least = "must have drill where (held_by is the college)\n  in any 30 days, at least 1 time";
    let [en, zh] = texts(least, &story);
    assert!(en.contains(", between 2016-01-01 and 2016-01-30 (of this stretch alone)\n"), "{en}");
    assert!(zh.contains("之间（仅就这一段而言）\n"), "{zh}");
}

#[test]
fn an_exception_but_for_which_it_would_be_broken_is_named() {
    let closed = format!(
        "{COLLEGE}        2016-01-02 fault(found_by: c1)\n        2016-01-05 drill(held_by: c1, kind: fire)\n        2016-01-31 closing(college: c1)\n        2016-11-10 opening(college: c1)\n        2016-12-05 drill(held_by: c1, kind: fire)\n"
    );
    let excepted = |norm: &str, end: &str| {
        let norm = format!("{norm}\n  except shut: the college under closed");
        texts(&norm, &format!("{closed}{end}  as of 2016-12-31"))[0].clone()
    };
    let named = "  exception: the college under closed\n";
    let gap = "must have drill where (held_by is the college)\n  at intervals of at most 60 days";
    let rolling = "must have drill where (held_by is the college)\n  in any 60 days, at least 1 time";
    for norm in [gap, rolling] {
        let text = excepted(norm, "");
        assert!(text.contains("c1: fulfilled") && text.contains(named), "{text}");
    }
    // Two within a week are too many, but for its being closed.
    let most = "must have at most 1 drill where (held_by is the college)\n  in any 7 days";
    let twice = "        2016-03-01 drill(held_by: c1, kind: fire)\n        2016-03-02 drill(held_by: c1, kind: fire)\n";
    let text = excepted(most, twice);
    assert!(text.contains("c1: fulfilled") && text.contains(named), "{text}");
    // Where nothing would be broken without it, it is not.
    let text = excepted(most, "");
    assert!(text.contains("c1: fulfilled") && !text.contains(named), "{text}");
}

#[test]
fn brackets_around_a_part_of_a_condition_are_told_with_it() {
    let norm = "must keep (number of drill where (held_by is the college) + 1) * 2 at most (number of fault where (found_by is the college) - 1) * 3\n  every month";
    let story = format!("{COLLEGE}        2016-01-08 drill(held_by: c1, kind: fire)\n  as of 2016-01-31");
    let [en, zh] = texts(norm, &story);
    for text in [en, zh] {
        assert!(text.contains("(number of drill where (held_by is the college) + 1) * 2 at most (number of fault where (found_by is the college) - 1) * 3"), "{text}");
    }
}

#[test]
fn what_is_missing_of_which_is_more_than_what_is_missing_of_all() {
    let norm = "must have at least 3 drill where (held_by is the college), of which at least 2 where (kind is fire)\n  every month";
    let done = "        2016-01-08 drill(held_by: c1, kind: flood)\n".repeat(2);
    let [en, zh] = texts(norm, &format!("{COLLEGE}{done}  as of 2016-01-31"));
    assert!(en.contains("2 more") && !en.contains("1 more"), "{en}");
    assert!(zh.contains("2次，在2016-01-01至2016-01-31之间，其中符合「kind is fire」的2次"), "{zh}");
}

#[test]
fn what_comes_before_a_time_of_day_does_not_come_at_it() {
    let norm = "when fault where (found_by is the college)\n  must have drill where (held_by is the college)\n  within 60 minutes before the fault";
    let story = |done: &str, as_of: &str| {
        format!("{COLLEGE}        2016-05-09 10:00 fault(found_by: c1)\n{done}  as of {as_of}")
    };
    let [en, zh] = texts(norm, &story("", "2016-06-30"));
    assert!(en.contains(", from 2016-05-09 09:00 on and before 2016-05-09 10:00\n"), "{en}");
    assert!(en.contains("last day: before 2016-05-09 10:00\n"), "{en}");
    assert!(zh.contains("，自2016-05-09 09:00起、2016-05-09 10:00之前\n"), "{zh}");
    assert!(zh.contains("最后一日：2016-05-09 10:00之前\n"), "{zh}");
    // What is told does, and no other time does.
    let done = |at: &str| {
        let drill = format!("        2016-05-09 {at} drill(held_by: c1, kind: fire)\n");
        told(norm, &story(&drill, "2016-06-30")).remove(0).0.verdict.key()
    };
    assert_eq!(
        ["08:59:59", "09:00", "09:59:59", "10:00"].map(done),
        ["breached", "fulfilled", "fulfilled", "breached"]
    );
    let [en, _] = texts(&format!("{norm}\n  late within 2 days"), &story("", "2016-06-30"));
    assert!(en.contains("and before 2016-05-09 10:00 (made up by 2016-05-11: late)\n"), "{en}");
}

#[test]
fn where_a_part_was_made_up_late_that_part_is_named() {
    let norm = "must have at least 2 drill where (held_by is the college), of which at least 1 where (kind is fire)\n  every month\n  late within 20 days";
    let drills = |all: &[(&str, &str)]| {
        let each = all.iter().map(|(day, kind)| format!("        {day} drill(held_by: c1, kind: {kind})\n"));
        format!("{COLLEGE}{}  as of 2016-02-25", each.collect::<String>())
    };
    // There were two in time, and none of them with fire.
    let (first, second) = (("2016-01-05", "flood"), ("2016-01-08", "flood"));
    let [en, zh] = texts(norm, &drills(&[first, second, ("2016-02-05", "fire")]));
    assert!(en.starts_with("c1: late"), "{en}");
    assert!(en.contains("reason: 3 counted; of the 1 that are to meet `kind is fire` 0 had come by the end, and the rest was made up\n"), "{en}");
    assert!(zh.contains("已计3次，其中符合「kind is fire」的要求1次，期满时只有0次，其余是补办的\n"), "{zh}");
    // Where the number was late too, it is that.
    let [en, zh] = texts(norm, &drills(&[first, ("2016-02-05", "fire")]));
    assert!(en.starts_with("c1: late") && en.contains("some of them made up after the end\n"), "{en}");
    assert!(zh.contains("其中有期满后补办的\n"), "{zh}");
    let [en, _] = texts(norm, &drills(&[("2016-01-05", "fire"), ("2016-02-05", "flood")]));
    assert!(en.contains("some of them made up after the end\n"), "{en}");
}
