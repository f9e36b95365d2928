//! What is advised does what it promises: with so many records more, on the first or the last of the days that it names,
//! the duty is fulfilled.

use super::{texts, told};
use bylaws::diagnostic::Lang;
use bylaws::eval::Verdict;
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use std::fmt::Write;

const FIRST: NaiveDate = NaiveDate::from_ymd_opt(2016, 1, 1).unwrap();

fn day(after: u64) -> NaiveDate {
    FIRST + Days::new(after)
}

fn given(days: &[NaiveDate]) -> String {
    let mut out = "given 2016-01-01 college(entity: c1)\n".to_owned();
    for day in days {
        let _ = writeln!(out, "        {day} drill(held_by: c1, kind: fire)");
    }
    out + "  as of 2016-07-31"
}

/// How many more, and between which days.
fn advised(text: &str) -> Option<(usize, NaiveDate, NaiveDate)> {
    let line = text.lines().find_map(|line| line.trim().strip_prefix("would have sufficed: "))?;
    let number = line.split(' ').next()?.parse().ok()?;
    let mut days = line.split([' ', ',', ')', ':']).filter_map(|word| word.parse().ok());
    Some((number, days.next()?, days.next()?))
}

/// How many more would make it up, and by which day.
fn advised_late(text: &str) -> Option<(usize, NaiveDate)> {
    let (fewer, rest) = text.split_once(" (")?.1.split_once(" more made up by ")?;
    let fewer = fewer.rsplit('(').next()?.parse().ok()?;
    Some((fewer, rest.split(':').next()?.parse().ok()?))
}

fn norm(period: &str, number: u32, late: u32) -> String {
    let late = if late == 0 { String::new() } else { format!("\n  late within {late} days") };
    format!("must have drill where (held_by is the college)\n  every {period}, at least {number} times{late}")
}

proptest! {
    #![proptest_config(bylaws_tests::generate::runs(40, 20, 2000))]

    #[test]
    fn so_many_more_on_the_first_or_the_last_day_fulfil_it(
        (period, number, late) in (prop::sample::select(vec!["month", "quarter"]), 1..4u32, prop::sample::select(vec![0, 10, 40, 100])),
        days in prop::collection::vec((0..210u64).prop_map(day), 0..9),
    ) {
        let norm = norm(period, number, late);
        let found = told(&norm, &given(&days));
        for (index, (outcome, explained)) in found.iter().enumerate().filter(|(_, (o, _))| o.verdict == Verdict::Breached) {
            let text = explained.text(Lang::En);
            let (more, first, last) = advised(&text).unwrap_or_else(|| panic!("{text}"));
            for on in [first, last] {
                let with: Vec<NaiveDate> = days.iter().copied().chain(std::iter::repeat_n(on, more)).collect();
                let then = told(&norm, &given(&with)).remove(index).0;
                prop_assert_eq!(then.from, outcome.from);
                prop_assert_eq!(then.verdict, Verdict::Fulfilled, "{} on {}:\n{}\n{}", norm, on, given(&days), text);
            }
            if let Some((fewer, on)) = advised_late(&text) {
                prop_assert!(fewer < more, "{}", text);
                let with = |count: usize| days.iter().copied().chain(std::iter::repeat_n(on, count)).collect::<Vec<_>>();
                let then = |count: usize| told(&norm, &given(&with(count))).remove(index).0.verdict;
                prop_assert_eq!(then(fewer), Verdict::Late, "{}:\n{}\n{}", norm, given(&days), text);
                prop_assert_eq!(then(fewer - 1), Verdict::Breached, "{}:\n{}\n{}", norm, given(&days), text);
            }
        }
    }
}

#[test]
fn what_an_earlier_window_would_take_is_not_advised() {
    // Nothing was done in the first quarter, so that up to 10 April a drill makes up for that.
    let quarterly = norm("quarter", 1, 10);
    let second = told(&quarterly, &given(&[])).remove(1).1;
    let [en, zh] = [Lang::En, Lang::Zh].map(|lang| second.text(lang));
    assert!(en.contains("(held_by is the college), between 2016-04-11 and 2016-06-30 (made up by"), "{en}");
    assert!(zh.contains("在2016-04-11至2016-06-30之间"), "{zh}");
    // Where that may be made up throughout, what it lacks comes first.
    let monthly = norm("month", 2, 40);
    let second = told(&monthly, &given(&[day(3)])).remove(1).1;
    let [en, zh] = [Lang::En, Lang::Zh].map(|lang| second.text(lang));
    assert!(
        en.contains("sufficed: 3 more `drill`") && en.contains(", 1 of which go to earlier windows first\n"),
        "{en}"
    );
    assert!(zh.contains("3次") && zh.contains("其中1次先补以前各期所缺"), "{zh}");
}

#[test]
fn one_more_in_time_leaves_late_what_was_made_up() {
    // One in time and one made up of three: one more in time would be late all the same.
    let [en, _] = texts(&norm("quarter", 3, 10), &given(&[day(3), day(93)]));
    assert!(en.contains("sufficed: 2 more `drill`"), "{en}");
}

#[test]
fn where_some_was_made_up_fewer_would_do_by_the_later_limit() {
    let [en, zh] = texts(&norm("quarter", 3, 10), &given(&[day(3), day(93)]));
    assert!(en.contains("between 2016-01-01 and 2016-03-31 (1 more made up by 2016-04-10: late)\n"), "{en}");
    assert!(zh.contains("（不迟于2016-04-10补办的，只差1，作逾期完成）\n"), "{zh}");
    // Where nothing was, as many would do late.
    let [en, zh] = texts(&norm("quarter", 3, 10), &given(&[day(3)]));
    assert!(en.contains("and 2016-03-31 (made up by 2016-04-10: late)\n"), "{en}");
    assert!(zh.contains("（不迟于2016-04-10补办则为逾期完成）\n"), "{zh}");
}
