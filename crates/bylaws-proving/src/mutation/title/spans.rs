//! What a log shows of a length inside a condition: how far apart those things in it lie that the length, or the one that a slip
//! puts in its place, tells apart.

use super::Seen;
use super::placed::{beyond, just, not_over};
use crate::said::{Said, length};
use bylaws::check::CheckedPolicy;
use bylaws::eval::{Outcome, Verdict};
use bylaws::log::{Instant, Length, Precision, Unit, Value};
use bylaws::plan::elapsed;
use chrono::{Days, Months, NaiveDate};
use std::cmp::Ordering::{self, Equal, Greater, Less};

/// Of a length as it is written, and as the slip has it.
pub(super) fn told(seen: &Seen<'_>, [written, other]: [Length; 2]) -> Option<Said> {
    if seen.is(&[Verdict::Undetermined]) {
        return None;
    }
    let words = length(written.count, written.unit);
    let is_open = |of: &Option<Outcome>| of.as_ref().is_some_and(|of| of.verdict == Verdict::Open);
    let [waits, other_waits] = [is_open(&seen.outcome), is_open(&seen.other)];
    let sketch = &seen.found.sketch;
    let apart = Apart::of(seen.policies[0], &sketch.log(seen.policies[0])?.0.records);
    // What is still waited for decides where one looks sooner than the length is over, or later.
    if waits && !other_waits {
        let goes_on = apart.goes_on(written, sketch.as_of);
        return Some(if goes_on { not_over(&words) } else { rather([written, other]) });
    }
    if other_waits && !waits {
        let is_over = apart.is_just_over(written, sketch.as_of);
        return Some(if is_over { beyond(&words) } else { rather([written, other]) });
    }
    let may_be = if other.count < written.count { [Equal, Less] } else { [Greater, Equal] };
    let found: Vec<Ordering> = may_be.into_iter().filter(|how| apart.lie(written, *how)).collect();
    Some(match found.as_slice() {
        [Equal] => just(&words),
        [Less] => Said::new(format!("不足{}", words.zh), format!("less than {}", words.en)),
        [Greater] => beyond(&words),
        // Where the log has both, or the calendar decides, it cannot be read off which of them it is.
        _ => rather([written, other]),
    })
}

/// By a length, where the one next to it would make a difference.
pub(in super::super) fn rather([written, other]: [Length; 2]) -> Said {
    let [written, other] = [written, other].map(|one| length(one.count, one.unit));
    Said::new(format!("是{}，不是{}", written.zh, other.zh), format!("{} and not {}", written.en, other.en))
}

/// All times that a log speaks of.
struct Apart {
    days: Vec<NaiveDate>,
    /// Those that are told to the minute.
    instants: Vec<Instant>,
}

impl Apart {
    fn of(policy: &CheckedPolicy, records: &[bylaws::log::Record]) -> Self {
        let mut out = Self { days: Vec::new(), instants: Vec::new() };
        for record in records {
            let told = record.fields.iter().flatten().filter_map(|value| match value {
                Value::Time(moment) => Some(*moment),
                _ => None,
            });
            for moment in told.chain([record.at]) {
                out.days.push(policy.zone.date_of(moment.first));
                out.instants.extend(Some(moment.first).filter(|_| moment.precision == Precision::Instant));
            }
        }
        out
    }

    // Whether two things lie so far apart: just as far, less but more than one unit less, more but no more than one unit more.
    fn lie(&self, span: Length, how: Ordering) -> bool {
        let so_far = |count: u32| Length { count, ..span };
        let (less, more) = (so_far(span.count.saturating_sub(1)), so_far(span.count + 1));
        if elapsed(span.count, span.unit).is_some() {
            let end = |at: Instant, span: Length| Some(Instant(at.0 + elapsed(span.count, span.unit)?));
            return any_two(&self.instants, |a, b| {
                is_so(b, [end(a, less)?, end(a, span)?, end(a, more)?], how)
            });
        }
        any_two(&self.days, |a, b| is_so(b, [after(a, less)?, after(a, span)?, after(a, more)?], how))
    }

    // Whether one looks within the length of something.
    fn goes_on(&self, span: Length, as_of: NaiveDate) -> bool {
        self.days.iter().any(|day| *day <= as_of && after(*day, span).is_some_and(|end| as_of <= end))
    }

    // Whether one looks when it is over, and no more than one unit later.
    fn is_just_over(&self, span: Length, as_of: NaiveDate) -> bool {
        let is_so = |day: NaiveDate| {
            let more = Length { count: span.count.checked_add(1)?, ..span };
            Some(after(day, span)? < as_of && as_of <= after(day, more)?)
        };
        self.days.iter().any(|day| is_so(*day) == Some(true))
    }
}

fn any_two<T: Copy + PartialOrd>(all: &[T], are_so: impl Fn(T, T) -> Option<bool>) -> bool {
    all.iter().any(|a| all.iter().any(|b| a <= b && are_so(*a, *b) == Some(true)))
}

fn is_so<T: PartialOrd>(at: T, [less, end, more]: [T; 3], how: Ordering) -> Option<bool> {
    Some(match how {
        Equal => at == end,
        Less => less <= at && at < end,
        Greater => end < at && at <= more,
    })
}

// The day so long after another one, where every calendar has the same.
fn after(day: NaiveDate, Length { count, unit }: Length) -> Option<NaiveDate> {
    match unit {
        Unit::Day => day.checked_add_days(Days::new(count.into())),
        Unit::Week => day.checked_add_days(Days::new(u64::from(count) * 7)),
        Unit::Month => day.checked_add_months(Months::new(count)),
        Unit::Quarter => day.checked_add_months(Months::new(count.checked_mul(3)?)),
        Unit::Year => day.checked_add_months(Months::new(count.checked_mul(12)?)),
        Unit::Hour | Unit::Minute => {
            let days = elapsed(count, unit)?.div_euclid(24 * 3_600_000);
            day.checked_add_days(Days::new(u64::try_from(days).ok()?))
        }
        Unit::Semester | Unit::AcademicYear | Unit::TeachingWeek | Unit::WorkingDay | Unit::SchoolDay => None,
    }
}
