//! Lengths of time: an instant so much later or earlier, and how far two instants are apart.

use super::calendar::{counts, plus, whole_months};
use super::term::Term;
use super::world::World;
use bylaws::log::{Exact, Instant, Length, Moment, Precision, Unit};
use chrono::{Months, NaiveDate};

const MINUTE: i64 = 60_000;

/// The day so many units after (or, negative, before) a day; `None` where the calendar does not tell.
pub(super) fn shifted_day(world: &World<'_>, day: NaiveDate, count: i64, unit: Unit) -> Option<NaiveDate> {
    let months = |each: i64| {
        let size = Months::new(u32::try_from((count * each).unsigned_abs()).ok()?);
        if count < 0 { day.checked_sub_months(size) } else { day.checked_add_months(size) }
    };
    match unit {
        Unit::Minute | Unit::Hour => None,
        Unit::Day => Some(plus(day, count)),
        Unit::Week => Some(plus(day, 7 * count)),
        Unit::Month => months(1),
        Unit::Quarter => months(3),
        Unit::Year | Unit::AcademicYear => months(12),
        Unit::WorkingDay | Unit::SchoolDay => walked(day, count, |d| counts(world.calendar, unit, d)),
        Unit::TeachingWeek => walked(day, 7 * count, |d| counts(world.calendar, unit, d)),
        Unit::Semester => semester_after(world, day, count),
    }
}

// The end of the semester in which a day lies, or that comes next, and of as many after it as there are more of them; how
// long a semester back is nobody can say.
fn semester_after(world: &World<'_>, day: NaiveDate, count: i64) -> Option<NaiveDate> {
    let mut ends: Vec<NaiveDate> = world.calendar.semesters.iter().map(|semester| semester.last).collect();
    ends.sort_unstable();
    let further = usize::try_from(count - 1).ok()?;
    ends.into_iter().filter(|last| *last >= day).nth(further)
}

// Day by day, counting those that count.
fn walked(mut day: NaiveDate, count: i64, counts: impl Fn(NaiveDate) -> Option<bool>) -> Option<NaiveDate> {
    let mut left = count.abs();
    // A calendar without such days has none, however far one walks.
    let furthest = plus(day, 3_660 * count.signum());
    while left > 0 {
        day = plus(day, count.signum());
        if day == furthest {
            return None;
        }
        left -= i64::from(counts(day)?);
    }
    Some(day)
}

/// A moment so much later or earlier: hours and minutes give an instant, other units a whole day.
pub(super) fn shifted(world: &World<'_>, at: Moment, length: Length, back: bool) -> Option<Moment> {
    let count = i64::from(length.count) * if back { -1 } else { 1 };
    let elapsed = match length.unit {
        Unit::Minute => Some(MINUTE),
        Unit::Hour => Some(60 * MINUTE),
        _ => None,
    };
    if let Some(each) = elapsed {
        let by = count * each;
        return Some(Moment { first: Instant(at.first.0 + by), end: Instant(at.end.0 + by), ..at });
    }
    let of = |at: Instant| shifted_day(world, world.date(at), count, length.unit).map(|day| world.day(day));
    let (first, last) = (of(at.first)?, of(Instant(at.end.0 - 1))?);
    Some(Moment { first: first.first, end: last.end, precision: at.precision.max(Precision::Day) })
}

/// The first day from which so long a time lasts until a day, counting the start day if it is included: a month from
/// 29 February is over before 30 March.
pub(super) fn first_within(
    world: &World<'_>,
    day: NaiveDate,
    length: Length,
    included: bool,
) -> Option<NaiveDate> {
    let start = if included { day.succ_opt()? } else { day };
    let mirrored = shifted_day(world, start, -i64::from(length.count), length.unit)?;
    if !in_months(length.unit) {
        return Some(mirrored);
    }
    let lasts = |from: &NaiveDate| {
        let end = shifted_day(world, *from, i64::from(length.count), length.unit);
        end.is_some_and(|end| if included { end > day } else { end >= day })
    };
    plus(mirrored, -5).iter_days().take(12).find(lasts)
}

/// The last day from which so long a time is over on a day or before it.
pub(super) fn last_before(world: &World<'_>, day: NaiveDate, length: Length) -> Option<NaiveDate> {
    let mirrored = shifted_day(world, day, -i64::from(length.count), length.unit)?;
    let is_over = |from: &NaiveDate| {
        shifted_day(world, *from, i64::from(length.count), length.unit).is_some_and(|end| end <= day)
    };
    if !in_months(length.unit) {
        return Some(mirrored);
    }
    (-5..7).map(|by| plus(mirrored, by)).filter(is_over).max()
}

/// Whether a unit is counted in months.
pub(super) fn in_months(unit: Unit) -> bool {
    matches!(unit, Unit::Month | Unit::Quarter | Unit::Year | Unit::AcademicYear)
}

/// How many whole units lie between two instants, hours and minutes exactly.
pub(super) fn elapsed(world: &World<'_>, unit: Unit, from: Moment, to: Moment) -> Term {
    let ends = |m: Moment| [m.first, Instant(m.end.0 - 1)];
    let (from, to) = (ends(from), ends(to));
    let mut all: Vec<Exact> = Vec::new();
    for a in from {
        for b in to {
            let Some(number) = between(world, unit, a, b) else { return Term::Unknown };
            all.push(number);
        }
    }
    Term::Number(all.iter().min().copied(), all.iter().max().copied())
}

fn between(world: &World<'_>, unit: Unit, a: Instant, b: Instant) -> Option<Exact> {
    let (from, to) = (world.date(a), world.date(b));
    let months =
        |each: i64| if to < from { -(whole_months(to, from) / each) } else { whole_months(from, to) / each };
    let counted = |counts: &dyn Fn(NaiveDate) -> Option<bool>| {
        let (low, high, sign) = if to < from { (to, from, -1) } else { (from, to, 1) };
        let mut all = 0;
        for day in low.iter_days().skip(1).take_while(|day| *day <= high) {
            all += i64::from(counts(day)?);
        }
        Some(sign * all)
    };
    let number = match unit {
        Unit::Minute => return Exact::ratio(i128::from(b.0 - a.0), i128::from(MINUTE)),
        Unit::Hour => return Exact::ratio(i128::from(b.0 - a.0), i128::from(60 * MINUTE)),
        Unit::Day => (to - from).num_days(),
        Unit::Week => (to - from).num_days() / 7,
        Unit::Month => months(1),
        Unit::Quarter => months(3),
        Unit::Year => months(12),
        Unit::WorkingDay | Unit::SchoolDay => counted(&|day| counts(world.calendar, unit, day))?,
        Unit::TeachingWeek | Unit::Semester | Unit::AcademicYear => {
            world.refuse(format!("{}s between two instants", unit.words().1));
            return None;
        }
    };
    Some(Exact::from(number))
}
