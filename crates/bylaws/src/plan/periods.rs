//! The consecutive windows of a periodic norm, as stretches of civil days.

use super::days::{Shift, day_of_year, off_days_off};
use crate::check::policy::{Calendar, Days, Fortnight, Reading, VacationRule, YearRule};
use crate::log::{Name, Unit};
use chrono::{Datelike, Days as DayCount, Months, NaiveDate};
use std::sync::Arc;

/// One window: civil days, the last one included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// Last day on which an event labelled with this period still counts (rule T7); else `last`.
    pub closes: NaiveDate,
    /// Its label: the calendar's, or one made of the date (`2016`, `2016-04`, `2016-W15`).
    pub label: Arc<Name>,
    /// The cycle that an event's label names, where the reading goes by labels.
    pub cycle: Option<i32>,
    /// It has fewer units than the norm says, because the units do not fill a multiple (rule T8).
    pub units: (u32, u32),
    /// First and last day of the window of which this is a part by its own law (an amendment cuts it); the days of both
    /// are compared as where only part of a window is in scope.
    pub part_of: Option<(NaiveDate, NaiveDate)>,
}

/// The windows of `count` units that touch `[from, to]`, in order. Where the calendar has no data there
/// are none.
#[must_use]
pub fn periods(
    calendar: &Calendar,
    reading: &Reading,
    (count, unit, anchor): (u32, Unit, Option<NaiveDate>),
    (from, to): (NaiveDate, NaiveDate),
) -> Vec<Period> {
    let count = count.max(1);
    let blocks = |anchor: NaiveDate, days: i64| match reading.vacation {
        VacationRule::Stop => stopped_blocks(calendar, anchor, days, (from, to)),
        VacationRule::Waive | VacationRule::Continue => blocks(anchor, days, (from, to)),
    };
    let all = match unit {
        Unit::Minute | Unit::Hour | Unit::Day => blocks(anchor.unwrap_or(epoch()), i64::from(count)),
        Unit::Week if count == 1 => blocks(anchor.unwrap_or(epoch()), 7),
        Unit::Week | Unit::TeachingWeek => weeks(calendar, reading, (count, unit, anchor), &blocks),
        Unit::Month => months(count, anchor, (from, to)),
        Unit::Quarter => months(count.saturating_mul(3), anchor, (from, to)),
        Unit::Year if reading.year == YearRule::Academic => grouped(&calendar.academic_years, count),
        Unit::Year => years(reading, count, anchor, (from, to)),
        Unit::AcademicYear => grouped(&calendar.academic_years, count),
        Unit::Semester => grouped(&semesters(calendar, reading), count),
        Unit::WorkingDay | Unit::SchoolDay => counted_days(calendar, (count, unit, anchor), (from, to)),
    };
    all.into_iter().filter(|p| p.closes >= from && p.first <= to).collect()
}

/// How many days `count` units have at least.
#[must_use]
pub fn least_days(count: u32, unit: Unit) -> i64 {
    let each = match unit {
        Unit::Minute | Unit::Hour | Unit::Day | Unit::WorkingDay | Unit::SchoolDay | Unit::Semester => 1,
        Unit::Week | Unit::TeachingWeek => 7,
        Unit::Month => 28,
        Unit::Quarter => 90,
        Unit::Year | Unit::AcademicYear => 365,
    };
    each * i64::from(count.max(1))
}

/// The windows that end on a date of each year and touch `[from, to]`: each begins on the day after that date of the
/// year before, and is called after the year of its date. Where limits move off days off the date does, if the calendar
/// can tell.
#[must_use]
pub fn up_to_a_date(
    calendar: &Calendar,
    reading: &Reading,
    (month, day): (u32, u32),
    (from, to): (NaiveDate, NaiveDate),
) -> Vec<Period> {
    let shift = Shift { calendar, start_day: reading.start_day, day_off: reading.day_off };
    let date = |year: i32| {
        let date = day_of_year(year, month, day)?;
        Some(off_days_off(shift, date).unwrap_or(date))
    };
    let window = |year: i32| {
        let first = date(year - 1)?.succ_opt()?;
        let mut window = period(first, date(year)?, year.to_string());
        if let YearRule::Label { closes_after } = reading.year {
            window.cycle = Some(year);
            window.closes = window.last + DayCount::new(u64::from(closes_after));
        }
        Some(window)
    };
    let years = from.year() - 1..=to.year() + 1;
    years.filter_map(window).filter(|p| p.closes >= from && p.first <= to).collect()
}

/// The first and the last day of which the calendar tells the windows; `None` where they do not come from it.
#[must_use]
pub fn known(
    calendar: &Calendar,
    reading: &Reading,
    unit: Unit,
    anchored: bool,
) -> Option<(NaiveDate, NaiveDate)> {
    let by_teaching_weeks = matches!(reading.fortnight, Fortnight::TeachingWeeks | Fortnight::Rolling);
    let days: Vec<&Days> = match unit {
        Unit::AcademicYear => calendar.academic_years.iter().collect(),
        Unit::Year if reading.year == YearRule::Academic => calendar.academic_years.iter().collect(),
        Unit::Semester | Unit::SchoolDay => calendar.semesters.iter().chain(&calendar.vacations).collect(),
        Unit::WorkingDay => return calendar.years_of_working_days(),
        Unit::TeachingWeek if !anchored => calendar.semesters.iter().chain(&calendar.vacations).collect(),
        Unit::Week if !anchored && by_teaching_weeks => {
            calendar.semesters.iter().chain(&calendar.vacations).collect()
        }
        _ => return None,
    };
    let first = days.iter().map(|days| days.first).min()?;
    let last = days.iter().map(|days| days.last).max()?;
    Some((first, last))
}

// A Monday, so that blocks of 7 days from it are ISO weeks.
fn epoch() -> NaiveDate {
    NaiveDate::from_ymd_opt(1970, 1, 5).unwrap_or_default()
}

fn period(first: NaiveDate, last: NaiveDate, label: String) -> Period {
    Period {
        first,
        last,
        closes: last,
        label: Arc::new(Name { canonical: label, ..Name::default() }),
        cycle: None,
        units: (1, 1),
        part_of: None,
    }
}

fn blocks(anchor: NaiveDate, days: i64, (from, to): (NaiveDate, NaiveDate)) -> Vec<Period> {
    let mut out = Vec::new();
    let skip = (from - anchor).num_days().div_euclid(days);
    let mut first = anchor + chrono::TimeDelta::days(skip * days);
    while first <= to {
        let last = first + chrono::TimeDelta::days(days - 1);
        let label = match days {
            1 => first.to_string(),
            7 => first.format("%G-W%V").to_string(),
            _ => format!("{first}/{last}"),
        };
        let alias = (days == 7).then(|| {
            let week = first.iso_week();
            format!("{}年第{}周", week.year(), week.week())
        });
        let label = Arc::new(Name { canonical: label, alias, ..Name::default() });
        out.push(Period { label, ..period(first, last, String::new()) });
        first += chrono::TimeDelta::days(days);
    }
    out
}

// Blocks whose clock stands still in vacations: each has so many days outside of them. They follow the
// alignment up to the first vacation, and one another from there.
fn stopped_blocks(
    calendar: &Calendar,
    anchor: NaiveDate,
    days: i64,
    (from, to): (NaiveDate, NaiveDate),
) -> Vec<Period> {
    let begin = calendar.vacations.iter().map(|v| v.first).min().map_or(from, |first| first.min(from));
    let mut first = anchor + chrono::TimeDelta::days((begin - anchor).num_days().div_euclid(days) * days);
    let mut out = Vec::new();
    while first <= to {
        let mut left = days;
        let mut last = first;
        loop {
            left -= i64::from(!calendar.is_vacation(last));
            if left == 0 {
                break;
            }
            last += chrono::TimeDelta::days(1);
        }
        out.push(period(first, last, format!("{first}/{last}")));
        first = last + chrono::TimeDelta::days(1);
    }
    out
}

fn weeks(
    calendar: &Calendar,
    reading: &Reading,
    (count, unit, anchor): (u32, Unit, Option<NaiveDate>),
    blocks: &dyn Fn(NaiveDate, i64) -> Vec<Period>,
) -> Vec<Period> {
    match (anchor, reading.fortnight) {
        (Some(anchor), _) => blocks(anchor, i64::from(count) * 7),
        // A teaching week is one of the semester, whatever a fortnight may be.
        (None, Fortnight::From(anchor)) if unit == Unit::Week => blocks(anchor, i64::from(count) * 7),
        (None, Fortnight::IsoWeeks) if unit == Unit::Week => blocks(epoch(), i64::from(count) * 7),
        _ => {
            calendar.semesters.iter().flat_map(|semester| teaching_weeks(calendar, semester, count)).collect()
        }
    }
}

// Weeks from the Monday of the week in which the semester starts, but for those that lie in a vacation; the last window
// may have fewer weeks. They are called by their number in the semester.
fn teaching_weeks(calendar: &Calendar, semester: &Days, count: u32) -> Vec<Period> {
    let monday =
        semester.first - chrono::TimeDelta::days(i64::from(semester.first.weekday().num_days_from_monday()));
    let weeks = (0..).map(|week: i64| {
        let first = monday + chrono::TimeDelta::days(week * 7);
        let last = first + chrono::TimeDelta::days(6);
        (week + 1, first.max(semester.first), last.min(semester.last))
    });
    let of_semester = weeks.take_while(|(_, first, _)| *first <= semester.last);
    let is_taught = |(_, first, last): &(i64, NaiveDate, NaiveDate)| {
        first.iter_days().take_while(|day| day <= last).any(|day| !calendar.is_vacation(day))
    };
    let taught: Vec<(i64, NaiveDate, NaiveDate)> = of_semester.filter(is_taught).collect();
    let window = |weeks: &[(i64, NaiveDate, NaiveDate)]| {
        let ((number, first, _), (last_number, _, last)) = (weeks.first()?, weeks.last()?);
        let numbers =
            if number == last_number { number.to_string() } else { format!("{number}-{last_number}") };
        let label = Name {
            canonical: format!("{} W{numbers}", semester.label.canonical),
            alias: semester.label.alias.as_ref().map(|alias| format!("{alias}第{numbers}周")),
            also: Vec::new(),
        };
        let units = (u32::try_from(weeks.len()).unwrap_or(count), count);
        Some(Period { label: Arc::new(label), units, ..period(*first, *last, String::new()) })
    };
    taught.chunks(count as usize).filter_map(window).collect()
}

fn months(count: u32, anchor: Option<NaiveDate>, (from, to): (NaiveDate, NaiveDate)) -> Vec<Period> {
    let base = anchor.unwrap_or_else(|| NaiveDate::from_ymd_opt(1970, 1, 1).unwrap_or_default());
    let between =
        i64::from(from.year() - base.year()) * 12 + i64::from(from.month()) - i64::from(base.month());
    let mut index = between.div_euclid(i64::from(count)) - 1;
    let mut out = Vec::new();
    while let (Some(first), Some(next)) =
        (month_at(base, index * i64::from(count)), month_at(base, (index + 1) * i64::from(count)))
    {
        if first > to {
            break;
        }
        out.push(period(first, next - chrono::TimeDelta::days(1), month_label(first, count)));
        index += 1;
    }
    out
}

fn month_label(first: NaiveDate, count: u32) -> String {
    match count {
        3 if first.day() == 1 => format!("{}-Q{}", first.year(), first.month0() / 3 + 1),
        1 if first.day() == 1 => first.format("%Y-%m").to_string(),
        _ => first.to_string(),
    }
}

fn month_at(base: NaiveDate, months: i64) -> Option<NaiveDate> {
    let size = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    if months < 0 { base.checked_sub_months(size) } else { base.checked_add_months(size) }
}

fn years(
    reading: &Reading,
    count: u32,
    anchor: Option<NaiveDate>,
    (from, to): (NaiveDate, NaiveDate),
) -> Vec<Period> {
    // A label may be used until it closes, so the year before the range still matters.
    let mut out = months(
        count.saturating_mul(12),
        anchor.or(NaiveDate::from_ymd_opt(2000, 1, 1)),
        (from - DayCount::new(366), to),
    );
    for p in &mut out {
        let canonical = match count {
            1 if p.first.ordinal() == 1 => p.first.year().to_string(),
            _ => format!("{}-{}", p.first.year(), p.last.year()),
        };
        p.label = Arc::new(Name { canonical, ..Name::default() });
        if let YearRule::Label { closes_after } = reading.year {
            p.cycle = (count == 1).then(|| p.first.year());
            p.closes = p.last + DayCount::new(u64::from(closes_after));
        }
    }
    out
}

// A semester lasts until the next one begins, so that no day is outside; where vacations do not count it
// is its teaching days only.
fn semesters(calendar: &Calendar, reading: &Reading) -> Vec<Days> {
    let mut out = calendar.semesters.clone();
    if reading.vacation == VacationRule::Continue {
        for index in 1..out.len() {
            let next = out.get(index).map(|n| n.first);
            if let (Some(semester), Some(next)) = (out.get_mut(index - 1), next) {
                semester.last = next - DayCount::new(1);
            }
        }
        let end = calendar.vacations.last().map(|v| v.last);
        if let (Some(last), Some(end)) = (out.last_mut(), end) {
            last.last = last.last.max(end);
        }
    }
    out
}

fn grouped(units: &[Days], count: u32) -> Vec<Period> {
    units
        .chunks(count as usize)
        .filter_map(|chunk| {
            let (first, last) = (chunk.first()?, chunk.last()?);
            let mut p = period(first.first, last.last, String::new());
            p.label = Arc::new(first.label.clone());
            p.units = (chunk.len() as u32, count);
            Some(p)
        })
        .collect()
}

// From where one begins to count on, and before it backward.
fn counted_days(
    calendar: &Calendar,
    (count, unit, anchor): (u32, Unit, Option<NaiveDate>),
    (from, to): (NaiveDate, NaiveDate),
) -> Vec<Period> {
    let counts = |day: &NaiveDate| match unit {
        Unit::WorkingDay => calendar.is_working_day(*day),
        _ => calendar.is_school_day(*day),
    };
    let of = |first: NaiveDate, last| period(first, last, first.to_string());
    let others = count as usize - 1;
    let begin = anchor.unwrap_or(from);
    // A window that has begun is followed to its end, which may lie years behind what is seen and no further.
    let furthest = to + DayCount::new(3_660);
    let mut days = begin.iter_days().take_while(|day| *day <= furthest).filter(counts);
    let mut out = Vec::new();
    while let Some(first) = days.next().filter(|first| *first <= to) {
        out.push(of(first, days.by_ref().take(others).last().unwrap_or(first)));
    }
    let earliest = from - DayCount::new(3_660);
    let back = std::iter::successors(begin.pred_opt(), NaiveDate::pred_opt);
    let mut days = back.take_while(|day| *day >= earliest).filter(counts);
    while let Some(last) = days.next().filter(|last| *last >= from) {
        out.insert(0, of(days.by_ref().take(others).last().unwrap_or(last), last));
    }
    out
}
