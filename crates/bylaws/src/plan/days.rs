//! Deadlines: `n` units after or before a day (rules T1, T3).

use crate::check::policy::{Calendar, CalendarKind, DayKind, DayOff, Days, StartDay};
use crate::log::{Instant, TimeZone, Unit};
use chrono::{Datelike, Days as DayCount, Months, NaiveDate, TimeDelta, Weekday};

/// How a deadline is counted.
#[derive(Clone, Copy, Debug)]
pub struct Shift<'a> {
    /// Working days, teaching days and semesters come from here.
    pub calendar: &'a Calendar,
    /// Whether the day it starts from counts.
    pub start_day: StartDay,
    /// Whether a limit on a day off moves.
    pub day_off: DayOff,
}

impl Calendar {
    /// A day on which one works: a weekday that is no holiday, or a swapped working day.
    #[must_use]
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        holds(&self.workdays, day) || (!weekend && !holds(&self.holidays, day))
    }

    /// The first and the last day of the years of which the calendar can tell working days: those with public
    /// holidays or swapped working days. Without any, every weekday is one and there is no limit.
    #[must_use]
    pub fn years_of_working_days(&self) -> Option<(NaiveDate, NaiveDate)> {
        let days = || self.holidays.iter().chain(&self.workdays);
        let first = days().map(|days| days.first).min()?.with_ordinal(1)?;
        let last = days().map(|days| days.last).max()?;
        Some((first, NaiveDate::from_ymd_opt(last.year(), 12, 31)?))
    }

    /// Whether the calendar can tell if a day is a working day: its year has public holidays or swapped
    /// working days, or no year has any.
    #[must_use]
    pub fn knows_working_days(&self, day: NaiveDate) -> bool {
        let mut days = self.holidays.iter().chain(&self.workdays).peekable();
        let speaks_of = |days: &Days| (days.first.year()..=days.last.year()).contains(&day.year());
        days.peek().is_none() || days.any(speaks_of)
    }

    /// Whether the calendar can tell if a day is one of vacation: it lies between the first and the last day
    /// of its semesters and vacations.
    #[must_use]
    pub fn knows_vacations(&self, day: NaiveDate) -> bool {
        lies_within(self.semesters.iter().chain(&self.vacations), day)
    }

    /// Whether a day lies in a stretch of a kind; none where the calendar does not reach.
    #[must_use]
    pub fn is_during(&self, kind: CalendarKind, day: NaiveDate) -> Option<bool> {
        let (list, known) = match kind {
            CalendarKind::Semester => (&self.semesters, self.knows_vacations(day)),
            CalendarKind::Vacation => (&self.vacations, self.knows_vacations(day)),
            CalendarKind::Holiday => (&self.holidays, self.knows_working_days(day)),
            CalendarKind::Workday => (&self.workdays, self.knows_working_days(day)),
            CalendarKind::AcademicYear => {
                (&self.academic_years, lies_within(self.academic_years.iter(), day))
            }
        };
        (known && !(list.is_empty() && self.is_empty())).then(|| holds(list, day))
    }

    /// Whether a day is of a kind that a condition asks about; none where the calendar does not reach.
    #[must_use]
    pub fn is_of_kind(&self, kind: DayKind, day: NaiveDate) -> Option<bool> {
        match kind {
            DayKind::Entry(kind) => self.is_during(kind, day),
            DayKind::Working => self.knows_working_days(day).then(|| self.is_working_day(day)),
            DayKind::Off => self.knows_working_days(day).then(|| !self.is_working_day(day)),
        }
    }

    fn lists(&self) -> [&[Days]; 5] {
        [&self.semesters, &self.vacations, &self.holidays, &self.workdays, &self.academic_years]
    }

    fn is_empty(&self) -> bool {
        self.lists().into_iter().all(<[Days]>::is_empty)
    }

    /// The last day of the last year of which it tells anything; none where it is empty.
    #[must_use]
    pub fn last_told(&self) -> Option<NaiveDate> {
        let last = self.lists().into_iter().flatten().map(|days| days.last).max()?;
        NaiveDate::from_ymd_opt(last.year(), 12, 31)
    }

    /// A working day inside a semester's teaching days and outside vacations.
    #[must_use]
    pub fn is_school_day(&self, day: NaiveDate) -> bool {
        self.is_taught(day) && self.is_working_day(day)
    }

    /// How many days of `[first, last]` lie outside vacations.
    #[must_use]
    pub fn days_outside_vacation(&self, first: NaiveDate, last: NaiveDate) -> i64 {
        let inside = self.vacations.iter().map(|v| (v.last.min(last) - v.first.max(first)).num_days() + 1);
        (last - first).num_days() + 1 - inside.filter(|days| *days > 0).sum::<i64>()
    }

    /// A day of a semester outside vacations: seven of them are a teaching week of a time limit.
    #[must_use]
    pub fn is_taught(&self, day: NaiveDate) -> bool {
        holds(&self.semesters, day) && !holds(&self.vacations, day)
    }

    /// Whether a day counts in a length of a unit that is counted in days; none where the calendar cannot tell.
    #[must_use]
    pub fn counts(&self, unit: Unit, day: NaiveDate) -> Option<bool> {
        match unit {
            Unit::WorkingDay => self.knows_working_days(day).then(|| self.is_working_day(day)),
            Unit::SchoolDay => {
                (self.knows_working_days(day) && self.knows_vacations(day)).then(|| self.is_school_day(day))
            }
            Unit::TeachingWeek => self.knows_vacations(day).then(|| self.is_taught(day)),
            _ => Some(true),
        }
    }

    /// A day of vacation.
    #[must_use]
    pub fn is_vacation(&self, day: NaiveDate) -> bool {
        holds(&self.vacations, day)
    }
}

fn lies_within<'d>(days: impl Iterator<Item = &'d Days> + Clone, day: NaiveDate) -> bool {
    let first = days.clone().map(|days| days.first).min();
    first.is_some_and(|first| first <= day)
        && days.map(|days| days.last).max().is_some_and(|last| day <= last)
}

/// How many milliseconds a length has that is counted in elapsed time; none of one that is counted in days.
#[must_use]
pub fn elapsed(n: u32, unit: Unit) -> Option<i64> {
    match unit {
        Unit::Minute => Some(i64::from(n) * 60_000),
        Unit::Hour => Some(i64::from(n) * 3_600_000),
        _ => None,
    }
}

/// From one time of day to another one, in minutes after midnight; where it does not end later it ends on the next day.
#[must_use]
pub fn part_of_day(zone: TimeZone, day: NaiveDate, (from, to): (u32, u32)) -> Option<(Instant, Instant)> {
    let last = if to <= from { day.succ_opt()? } else { day };
    Some((time_of_day(zone, day, from)?, time_of_day(zone, last, to)?))
}

/// A time of day, in minutes after midnight; 24:00 is where the next day begins.
#[must_use]
pub fn time_of_day(zone: TimeZone, day: NaiveDate, minutes: u32) -> Option<Instant> {
    match minutes {
        1440.. => day.succ_opt().map(|next| zone.day_start(next)),
        _ => day.and_hms_opt(minutes / 60, minutes % 60, 0).map(|time| zone.at_clock(time)),
    }
}

/// A day of a year; 29 February of a year without it is 28 February, and there is no 30 February.
#[must_use]
pub fn day_of_year(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    let clamped = || NaiveDate::from_ymd_opt(year, 2, 28).filter(|_| (month, day) == (2, 29));
    NaiveDate::from_ymd_opt(year, month, day).or_else(clamped)
}

/// A day, from 1, of the period so many periods after (or, negative, before) that of a day; the last one where there is no such
/// day or none is named. None where the calendar has no such period, as where the day lies in no semester.
#[must_use]
pub fn day_of_period(
    calendar: &Calendar,
    of: NaiveDate,
    (day, period, later): (Option<u32>, Unit, i32),
) -> Option<NaiveDate> {
    let (first, last) = match period {
        Unit::Week => {
            let monday = of.checked_sub_days(DayCount::new(of.weekday().num_days_from_monday().into()))?;
            let first = monday.checked_add_signed(TimeDelta::try_weeks(later.into())?)?;
            (first, first.checked_add_days(DayCount::new(6))?)
        }
        Unit::Semester => listed(&calendar.semesters, of, later)?,
        Unit::AcademicYear => listed(&calendar.academic_years, of, later)?,
        _ => {
            let months = months_of(period)?;
            let first = of.with_day(1)?.with_month(of.month0() / months * months + 1)?;
            let first = moved_by(first, later.checked_mul(i32::try_from(months).ok()?)?)?;
            (first, moved_by(first, i32::try_from(months).ok()?)?.pred_opt()?)
        }
    };
    let named = day.and_then(|day| first.checked_add_days(DayCount::new(u64::from(day).saturating_sub(1))));
    Some(named.map_or(last, |named| named.min(last)))
}

fn moved_by(first: NaiveDate, months: i32) -> Option<NaiveDate> {
    let by = Months::new(months.unsigned_abs());
    if months < 0 { first.checked_sub_months(by) } else { first.checked_add_months(by) }
}

// Before and after a vacation lie the semesters next to it; in it there is none.
fn listed(list: &[Days], of: NaiveDate, later: i32) -> Option<(NaiveDate, NaiveDate)> {
    let at = list.partition_point(|days| days.last < of);
    let holds = list.get(at).is_some_and(|days| days.first <= of);
    let index = match later {
        0 if !holds => return None,
        1.. if !holds => at.checked_add_signed(later as isize - 1)?,
        _ => at.checked_add_signed(later as isize)?,
    };
    list.get(index).map(|days| (days.first, days.last))
}

fn holds(list: &[Days], day: NaiveDate) -> bool {
    let at = list.partition_point(|d| d.last < day);
    list.get(at).is_some_and(|d| d.first <= day)
}

/// The last day of `n` units after `day`. Months are counted from the day itself and clamped at the end of
/// the month; `None` when the calendar has no such day.
#[must_use]
pub fn deadline_after(shift: Shift<'_>, day: NaiveDate, n: u32, unit: Unit) -> Option<NaiveDate> {
    let included = u64::from(shift.start_day == StartDay::Included && n > 0);
    let months = |n: u32| day.checked_add_months(Months::new(n))?.checked_sub_days(DayCount::new(included));
    let limit = match unit {
        Unit::Minute | Unit::Hour => Some(day),
        Unit::Day => day.checked_add_days(DayCount::new(u64::from(n).saturating_sub(included))),
        Unit::Week => day.checked_add_days(DayCount::new((u64::from(n) * 7).saturating_sub(included))),
        Unit::Month => months(n),
        Unit::Quarter => months(n.checked_mul(3)?),
        Unit::Year | Unit::AcademicYear => months(n.checked_mul(12)?),
        Unit::Semester => semester_after(shift.calendar, day, n),
        Unit::WorkingDay | Unit::SchoolDay => nth_day(shift, day, n, unit, 1),
        Unit::TeachingWeek => nth_day(shift, day, n.checked_mul(7)?, unit, 1),
    }?;
    off_days_off(shift, limit)
}

/// Where a limit that falls on a day ends: on that day or, where it is a day off and limits move, on the next working
/// day; `None` where the calendar cannot tell.
#[must_use]
pub fn off_days_off(shift: Shift<'_>, limit: NaiveDate) -> Option<NaiveDate> {
    match shift.day_off {
        DayOff::Stays => Some(limit),
        DayOff::Moves if shift.calendar.counts(Unit::WorkingDay, limit)? => Some(limit),
        DayOff::Moves => {
            nth_day(Shift { start_day: StartDay::Excluded, ..shift }, limit, 1, Unit::WorkingDay, 1)
        }
    }
}

/// The first day of `n` units before `day`; the mirror of [`deadline_after`], never moved by days off.
#[must_use]
pub fn start_before(shift: Shift<'_>, day: NaiveDate, n: u32, unit: Unit) -> Option<NaiveDate> {
    let included = u64::from(shift.start_day == StartDay::Included && n > 0);
    let months = |n: u32| day.checked_sub_months(Months::new(n))?.checked_add_days(DayCount::new(included));
    match unit {
        Unit::Minute | Unit::Hour => Some(day),
        Unit::Day => day.checked_sub_days(DayCount::new(u64::from(n).saturating_sub(included))),
        Unit::Week => day.checked_sub_days(DayCount::new((u64::from(n) * 7).saturating_sub(included))),
        Unit::Month => months(n),
        Unit::Quarter => months(n.checked_mul(3)?),
        Unit::Year | Unit::AcademicYear => months(n.checked_mul(12)?),
        Unit::Semester => None,
        Unit::WorkingDay | Unit::SchoolDay => nth_day(shift, day, n, unit, -1),
        Unit::TeachingWeek => nth_day(shift, day, n.checked_mul(7)?, unit, -1),
    }
}

/// The first day from which `n` units last until `day`: what happened on it is no more than `n` units before. Months end
/// earlier in a short month: one month from 29 February is over before 30 March.
#[must_use]
pub fn first_within(shift: Shift<'_>, day: NaiveDate, n: u32, unit: Unit) -> Option<NaiveDate> {
    let mirrored = start_before(shift, day, n, unit)?;
    let plain = Shift { day_off: DayOff::Stays, ..shift };
    let lasts = |from: &NaiveDate| deadline_after(plain, *from, n, unit).is_some_and(|end| end >= day);
    match months_of(unit) {
        Some(_) => mirrored.iter_days().take(5).find(lasts),
        None => Some(mirrored),
    }
}

/// The last day from which `n` units end on `day` or before it: notice given on it is in time.
#[must_use]
pub fn last_before(shift: Shift<'_>, day: NaiveDate, n: u32, unit: Unit) -> Option<NaiveDate> {
    let mirrored = start_before(shift, day, n, unit)?;
    // Months end earlier in a short month: from 29 February a year ends on 28 February.
    let later = mirrored.iter_days().skip(1).take(3);
    let reaches = |from: &NaiveDate| deadline_after(shift, *from, n, unit).is_some_and(|end| end <= day);
    let in_months = months_of(unit).is_some();
    Some(later.filter(|from| in_months && reaches(from)).fold(mirrored, |_, later| later))
}

/// How many months a unit has, if it is counted in months.
#[must_use]
pub fn months_of(unit: Unit) -> Option<u32> {
    match unit {
        Unit::Month => Some(1),
        Unit::Quarter => Some(3),
        Unit::Year | Unit::AcademicYear => Some(12),
        _ => None,
    }
}

// The end of the n-th semester that ends on or after the day.
fn semester_after(calendar: &Calendar, day: NaiveDate, n: u32) -> Option<NaiveDate> {
    let first = calendar.semesters.partition_point(|s| s.last < day);
    calendar.semesters.get(first + (n as usize).checked_sub(1)?).map(|s| s.last)
}

// Ten years bound the search: a calendar without working days gives none rather than a loop. So does a day of
// which nobody knows whether it counts.
fn nth_day(shift: Shift<'_>, day: NaiveDate, n: u32, unit: Unit, step: i64) -> Option<NaiveDate> {
    let mut left = n;
    let mut at = day;
    if left == 0 {
        return Some(day);
    }
    let counts = |day| shift.calendar.counts(unit, day);
    left -= u32::from(shift.start_day == StartDay::Included && counts(day)?);
    for _ in 0..3_660 {
        if left == 0 {
            return Some(at);
        }
        at = at.checked_add_signed(chrono::TimeDelta::days(step))?;
        left -= u32::from(counts(at)?);
    }
    None
}
