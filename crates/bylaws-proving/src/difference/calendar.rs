//! Logs about the days that are something else in the calendar of the newer version: what happens elsewhere does not hang on
//! them.

use super::used::Used;
use crate::said::Said;
use crate::sketch::{Sketch, day_of, put_on};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::Days;
use chrono::{NaiveDate, TimeDelta};
use std::collections::BTreeSet;

/// How many stretches of days are looked at.
const STRETCHES: usize = 6;

/// How many of them are told.
const TOLD: usize = 3;

/// How many logs are moved there.
const LOGS: usize = 16;

/// A first and a last day.
type Stretch = (NaiveDate, NaiveDate);

/// The stretches of days that are something else in the other version, as far as norms go by them.
pub(super) fn changed(first: &CheckedPolicy, second: &CheckedPolicy) -> Vec<Stretch> {
    let mut days = Used::of(first).days;
    days.and(Used::of(second).days);
    let shared = std::iter::once((&first.calendar, &second.calendar));
    let regional = first.regional.iter().zip(&second.regional);
    let regional = regional.map(|(old, new)| (&old.calendar, &new.calendar));
    let mut other: BTreeSet<NaiveDate> = BTreeSet::new();
    for (old, new) in shared.chain(regional) {
        for (ours, theirs) in days.of(old).iter().zip(&days.of(new)) {
            other.extend(only_in(ours, theirs).chain(only_in(theirs, ours)));
        }
    }
    let other: Vec<NaiveDate> = other.into_iter().collect();
    let stretches = other.chunk_by(|day, next| day.succ_opt() == Some(*next));
    stretches.filter_map(|all| all.first().copied().zip(all.last().copied())).collect()
}

/// The calendar, with the first of the days that are something else.
pub(super) fn called(first: &CheckedPolicy, second: &CheckedPolicy) -> Said {
    let all = changed(first, second);
    let told = |between: &str| {
        let told = all.iter().take(TOLD).map(|(first, last)| match first == last {
            true => first.to_string(),
            false => format!("{first}{between}{last}"),
        });
        told.collect::<Vec<_>>()
    };
    let (zh, en) = (told("至").join("、"), told(" to ").join(", "));
    match all.len() {
        0 => Said::new("日历", "the calendar"),
        n if n > TOLD => Said::new(format!("日历（{zh}等）"), format!("the calendar ({en}, …)")),
        _ => Said::new(format!("日历（{zh}）"), format!("the calendar ({en})")),
    }
}

// The days of one list that are none of the other; of what both have alike there are none.
fn only_in<'d>(list: &'d [Days], other: &'d [Days]) -> impl Iterator<Item = NaiveDate> + 'd {
    // What stands for there being any is no day.
    let is_real = |days: &&Days| days.first != NaiveDate::default();
    let differ = list.iter().filter(is_real).filter(|days| !other.contains(days));
    let days = differ.flat_map(|days| days.first.iter_days().take_while(|day| *day <= days.last));
    days.filter(|day| !other.iter().any(|days| days.first <= *day && *day <= days.last))
}

/// The smallest of these logs, moved so that one of their records falls on the first or the last day of one of these stretches, or
/// on the one before.
pub(super) fn moved_to(stretches: &[Stretch], logs: &[Sketch]) -> Vec<Sketch> {
    let mut days: Vec<NaiveDate> =
        stretches.iter().take(STRETCHES).flat_map(|(first, last)| [*first, *last]).collect();
    days.dedup();
    let mut smallest: Vec<&Sketch> = logs.iter().collect();
    smallest.sort_by_key(|log| log.size());
    let mut out = Vec::new();
    for log in smallest.into_iter().take(LOGS) {
        let own: BTreeSet<NaiveDate> = log.facts.iter().filter_map(day_of).collect();
        let to = days.iter().flat_map(|day| [Some(*day), day.pred_opt()]).flatten();
        for (day, own) in to.flat_map(|day| own.iter().map(move |own| (day, own))) {
            out.extend(moved(log, day - *own));
        }
    }
    out
}

// All of it, with when it is looked at and what it tells of.
fn moved(log: &Sketch, by: TimeDelta) -> Option<Sketch> {
    let mut out = log.clone();
    for fact in &mut out.facts {
        let day = day_of(fact)?.checked_add_signed(by)?;
        put_on(fact, day);
    }
    for (from, until, _) in &mut out.covers {
        (*from, *until) = (from.checked_add_signed(by)?, until.checked_add_signed(by)?);
    }
    out.as_of = out.as_of.checked_add_signed(by)?;
    Some(out)
}
