//! Days off, and windows of the calendar, found by walking over the days one by one.

use super::world::World;
use bylaws::check::policy::{Calendar, Days, Fortnight, Reading, VacationRule, YearRule};
use bylaws::log::Unit;
use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};

fn within(list: &[Days], day: NaiveDate) -> Option<&Days> {
    list.iter().find(|days| days.first <= day && day <= days.last)
}

pub(super) fn plus(day: NaiveDate, days: i64) -> NaiveDate {
    day.checked_add_signed(TimeDelta::days(days)).unwrap_or(day)
}

pub(super) fn is_vacation(calendar: &Calendar, day: NaiveDate) -> bool {
    within(&calendar.vacations, day).is_some()
}

/// Whether one works on a day; `None` where the calendar tells holidays and swapped working days, but none of that
/// year.
pub(super) fn is_working_day(calendar: &Calendar, day: NaiveDate) -> Option<bool> {
    let of_the_year = |days: &Days| days.first.year() <= day.year() && day.year() <= days.last.year();
    let mut told = calendar.holidays.iter().chain(&calendar.workdays).peekable();
    if told.peek().is_some() && !told.any(of_the_year) {
        return None;
    }
    Some(works(calendar, day))
}

// By what the calendar tells, a day of which it tells nothing being one of an ordinary week.
fn works(calendar: &Calendar, day: NaiveDate) -> bool {
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let holiday = within(&calendar.holidays, day).is_some();
    within(&calendar.workdays, day).is_some() || !(weekend || holiday)
}

/// Whether one teaches on a day: a working day of a semester.
pub(super) fn is_school_day(calendar: &Calendar, day: NaiveDate) -> Option<bool> {
    is_taught(calendar, day).and_then(|taught| is_working_day(calendar, day).map(|works| works && taught))
}

// Whether a day is one of a teaching week: a day of a semester outside vacations.
fn is_taught(calendar: &Calendar, day: NaiveDate) -> Option<bool> {
    let taught = within(&calendar.semesters, day).is_some() && !is_vacation(calendar, day);
    let known = !(calendar.semesters.is_empty() && calendar.vacations.is_empty());
    (known && knows_vacations(calendar, day)).then_some(taught)
}

/// Whether a day is one of those that a length of a unit is counted in.
pub(super) fn counts(calendar: &Calendar, unit: Unit, day: NaiveDate) -> Option<bool> {
    match unit {
        Unit::WorkingDay => is_working_day(calendar, day),
        Unit::SchoolDay => is_school_day(calendar, day),
        Unit::TeachingWeek => is_taught(calendar, day),
        _ => Some(true),
    }
}

/// Whether the calendar says of a day whether there is a vacation.
pub(super) fn knows_vacations(calendar: &Calendar, day: NaiveDate) -> bool {
    let all = || calendar.semesters.iter().chain(&calendar.vacations);
    let first = all().map(|days| days.first).min();
    let last = all().map(|days| days.last).max();
    first.is_none_or(|first| first <= day) && last.is_none_or(|last| day <= last)
}

/// The days of the period so many after that of a day; none where the calendar has no such period.
pub(super) fn days_of(calendar: &Calendar, unit: Unit, later: i32, day: NaiveDate) -> Option<Vec<NaiveDate>> {
    let of_list = |list: &[Days]| {
        let holding = list.iter().position(|days| days.first <= day && day <= days.last);
        let wanted = match (later, holding) {
            (0, None) => None,
            (0, Some(own)) => list.get(own),
            (1, _) => list.iter().find(|days| days.first > day),
            (_, _) => list.iter().rev().find(|days| days.last < day),
        };
        let wanted = wanted?;
        Some(wanted.first.iter_days().take_while(|day| *day <= wanted.last).collect())
    };
    // Weeks are numbered from one of long ago, months from the year 0.
    let number = |day: NaiveDate| match unit {
        Unit::Week => (i64::from(day.num_days_from_ce()) - 1).div_euclid(7),
        Unit::Month => i64::from(day.year()) * 12 + i64::from(day.month0()),
        _ => i64::from(day.year()) * 4 + i64::from(day.month0() / 3),
    };
    match unit {
        Unit::Semester => of_list(&calendar.semesters),
        Unit::AcademicYear => of_list(&calendar.academic_years),
        _ => {
            let wanted = number(day) + i64::from(later);
            let around = plus(day, -200).iter_days().take_while(|one| *one <= plus(day, 200));
            Some(around.filter(|one| number(*one) == wanted).collect())
        }
    }
}

/// A window of the calendar: its first and last day, which part it is of as many units as the norm says, until
/// when a record that names it still counts, and the name of its cycle.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Window {
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
    pub(super) units: (i64, i64),
    pub(super) closes: NaiveDate,
    pub(super) cycle: Option<i32>,
}

/// What the days of one window have in common, and no day of another one.
type Key = (i64, i64);

/// The windows of so many units that touch the days from one to another, by walking over them.
pub(super) fn windows(
    world: &World<'_>,
    reading: &Reading,
    (count, unit, from): (u32, Unit, Option<NaiveDate>),
    (first, last): (NaiveDate, NaiveDate),
) -> Vec<Window> {
    let count = i64::from(count.max(1));
    if matches!(unit, Unit::WorkingDay | Unit::SchoolDay) {
        return of_counted_days(world.calendar, (count, unit, from), (first, last));
    }
    let key = |day| key(world, reading, (count, unit, from), day);
    let (mut start, mut end) = (first, last);
    // A label may be used until its year closes, so the year before still matters.
    if let (YearRule::Label { .. }, Unit::Year) = (reading.year, unit) {
        start = plus(start, -366);
    }
    let same = |a: NaiveDate, b: NaiveDate| key(a).is_some() && key(a) == key(b);
    if by_semesters(reading, (count, unit, from)) {
        // A vacation may lie within a window.
        let holding = |day: NaiveDate| within(&world.calendar.semesters, day);
        start = holding(start).map_or(start, |semester| semester.first);
        end = holding(end).map_or(end, |semester| semester.last);
    }
    while same(start, plus(start, -1)) {
        start = plus(start, -1);
    }
    while same(end, plus(end, 1)) {
        end = plus(end, 1);
    }
    let mut found: Vec<(Key, Window)> = Vec::new();
    for day in start.iter_days().take_while(|day| *day <= end) {
        let Some(key) = key(day) else { continue };
        match found.iter_mut().find(|(other, _)| *other == key) {
            Some((_, window)) => window.last = day,
            None => {
                let window = Window { first: day, last: day, units: (1, 1), closes: day, cycle: None };
                found.push((key, window));
            }
        }
    }
    let mut windows: Vec<Window> = found.into_iter().map(|(_, window)| window).collect();
    for window in &mut windows {
        window.closes = window.last;
        window.units = units_in(world, reading, (count, unit, from), window);
        if let (YearRule::Label { closes_after }, Unit::Year, 1) = (reading.year, unit, count) {
            window.cycle = Some(window.first.year());
            window.closes = plus(window.last, i64::from(closes_after));
        }
    }
    windows.retain(|window| window.closes >= first && window.first <= last);
    windows
}

fn by_teaching(reading: &Reading) -> bool {
    matches!(reading.fortnight, Fortnight::TeachingWeeks | Fortnight::Rolling)
}

// Whether windows of this unit come from the semesters.
fn by_semesters(reading: &Reading, (count, unit, from): (i64, Unit, Option<NaiveDate>)) -> bool {
    match unit {
        Unit::TeachingWeek => from.is_none(),
        Unit::Week => count > 1 && from.is_none() && by_teaching(reading),
        _ => false,
    }
}

fn key(
    world: &World<'_>,
    reading: &Reading,
    spec: (i64, Unit, Option<NaiveDate>),
    day: NaiveDate,
) -> Option<Key> {
    let (count, unit, from) = spec;
    let calendar = world.calendar;
    let monday = NaiveDate::from_ymd_opt(1970, 1, 5).unwrap_or_default();
    let index_of = |list: &[Days]| {
        list.iter().position(|days| days.first <= day && day <= days.last).map(|i| (i as i64 / count, 0))
    };
    let (days, anchor) = match unit {
        _ if by_semesters(reading, spec) => {
            let semester = calendar.semesters.iter().position(|s| s.first <= day && day <= s.last)?;
            return Some((
                semester as i64,
                teaching_week_of(calendar, calendar.semesters.get(semester)?, day)? / count,
            ));
        }
        Unit::Minute | Unit::Hour | Unit::Day => (count, from.unwrap_or(monday)),
        Unit::Week | Unit::TeachingWeek => {
            let fixed = if let Fortnight::From(day) = reading.fortnight { Some(day) } else { None };
            (7 * count, from.or(fixed.filter(|_| count > 1)).unwrap_or(monday))
        }
        Unit::AcademicYear => return index_of(&calendar.academic_years),
        Unit::Year if reading.year == YearRule::Academic => return index_of(&calendar.academic_years),
        Unit::Semester => return semester_of(calendar, reading, day).map(|i| (i / count, 0)),
        Unit::WorkingDay | Unit::SchoolDay => return None,
        Unit::Month | Unit::Quarter | Unit::Year => {
            let months = count
                * if unit == Unit::Month {
                    1
                } else if unit == Unit::Quarter {
                    3
                } else {
                    12
                };
            return Some((
                whole_months(from.unwrap_or(NaiveDate::from_ymd_opt(2000, 1, 1)?), day).div_euclid(months),
                0,
            ));
        }
    };
    if reading.vacation == VacationRule::Stop && !calendar.vacations.is_empty() {
        world.refuse("windows of days whose clock stops in vacations");
    }
    Some(((day - anchor).num_days().div_euclid(days), 0))
}

// In which week of a semester a day lies, from 0; the first one is the week of its first day.
fn week_of(semester: &Days, day: NaiveDate) -> i64 {
    let monday = plus(semester.first, -i64::from(semester.first.weekday().num_days_from_monday()));
    (day - monday).num_days() / 7
}

// In which week with teaching of a semester a day lies, from 0; none in a week that is all vacation.
fn teaching_week_of(calendar: &Calendar, semester: &Days, day: NaiveDate) -> Option<i64> {
    let mut taught: Vec<i64> = semester
        .first
        .iter_days()
        .take_while(|day| *day <= semester.last)
        .filter(|day| !is_vacation(calendar, *day))
        .map(|day| week_of(semester, day))
        .collect();
    taught.dedup();
    taught.iter().position(|week| *week == week_of(semester, day)).map(|index| index as i64)
}

// A semester lasts until the next one begins, unless vacations do not count.
fn semester_of(calendar: &Calendar, reading: &Reading, day: NaiveDate) -> Option<i64> {
    let index = calendar.semesters.iter().rposition(|semester| semester.first <= day)?;
    let own = calendar.semesters.get(index)?;
    let next = calendar.semesters.get(index + 1).map(|next| plus(next.first, -1));
    let end = calendar.vacations.iter().map(|v| v.last).max();
    let last = match reading.vacation {
        VacationRule::Continue => next.or(end).unwrap_or(own.last).max(own.last),
        VacationRule::Waive | VacationRule::Stop => own.last,
    };
    (day <= last).then_some(index as i64)
}

// So many such days are a window, from where one begins to count: the day that the norm names, else the first one.
fn of_counted_days(
    calendar: &Calendar,
    (count, unit, from): (i64, Unit, Option<NaiveDate>),
    (first, last): (NaiveDate, NaiveDate),
) -> Vec<Window> {
    let counts = |day: &NaiveDate| match unit {
        Unit::WorkingDay => works(calendar, *day),
        _ => {
            works(calendar, *day)
                && within(&calendar.semesters, *day).is_some()
                && !is_vacation(calendar, *day)
        }
    };
    let begin = from.unwrap_or(first);
    // A window that has begun is followed to its end, up to ten years behind what is seen.
    let before =
        plus(first.min(begin), -3_660).iter_days().take_while(|day| *day < begin).filter(counts).count()
            as i64;
    let days =
        plus(first.min(begin), -3_660).iter_days().take_while(|day| *day <= plus(last, 3_660)).filter(counts);
    let mut out: Vec<(i64, Window)> = Vec::new();
    for (number, day) in days.enumerate() {
        let number = (number as i64 - before).div_euclid(count);
        match out.last_mut() {
            Some((same, window)) if *same == number => (window.last, window.closes) = (day, day),
            _ => {
                out.push((number, Window { first: day, last: day, units: (1, 1), closes: day, cycle: None }))
            }
        }
    }
    let windows = out.into_iter().map(|(_, window)| window);
    windows.filter(|window| first <= window.last && window.first <= last).collect()
}

/// How many months from a day to another are full.
pub(super) fn whole_months(from: NaiveDate, to: NaiveDate) -> i64 {
    let all = i64::from(to.year() - from.year()) * 12 + i64::from(to.month()) - i64::from(from.month());
    // A month that has no such day is full on its last one.
    let last_of_month = plus(to, 1).day() == 1;
    let full = to.day() >= from.day() || last_of_month;
    all - i64::from(!full)
}

// How many units of those the norm says a window has; a semester need not fill the multiple (rule T8).
fn units_in(
    world: &World<'_>,
    reading: &Reading,
    spec: (i64, Unit, Option<NaiveDate>),
    window: &Window,
) -> (i64, i64) {
    let (count, unit, _) = spec;
    let touching = |list: &[Days]| {
        list.iter().filter(|d| d.first <= window.last && window.first <= d.last).count() as i64
    };
    let calendar = world.calendar;
    match unit {
        _ if by_semesters(reading, spec) => {
            let semester = within(&calendar.semesters, window.first);
            let number = |s: &Days, day| teaching_week_of(calendar, s, day).unwrap_or(0);
            let weeks = semester.map_or(count, |s| number(s, window.last) - number(s, window.first) + 1);
            (weeks, count)
        }
        Unit::AcademicYear => (touching(&calendar.academic_years), count),
        Unit::Year if reading.year == YearRule::Academic => (touching(&calendar.academic_years), count),
        Unit::Semester => (touching(&calendar.semesters), count),
        _ => (1, 1),
    }
}

/// The days of which the calendar tells the windows; `None` where they do not come from it.
pub(super) fn known_days(
    world: &World<'_>,
    reading: &Reading,
    (count, unit, from): (u32, Unit, Option<NaiveDate>),
) -> Option<(NaiveDate, NaiveDate)> {
    let calendar = world.calendar;
    let list: Vec<&Days> = match unit {
        Unit::AcademicYear => calendar.academic_years.iter().collect(),
        Unit::Year if reading.year == YearRule::Academic => calendar.academic_years.iter().collect(),
        Unit::WorkingDay => {
            let years = |f: fn(&Days) -> i32| calendar.holidays.iter().chain(&calendar.workdays).map(f);
            let first = years(|d| d.first.year()).min()?;
            let last = years(|d| d.last.year()).max()?;
            return NaiveDate::from_ymd_opt(first, 1, 1).zip(NaiveDate::from_ymd_opt(last, 12, 31));
        }
        Unit::Semester | Unit::SchoolDay => calendar.semesters.iter().chain(&calendar.vacations).collect(),
        _ if by_semesters(reading, (i64::from(count), unit, from)) => {
            calendar.semesters.iter().chain(&calendar.vacations).collect()
        }
        _ => return None,
    };
    list.iter().map(|d| d.first).min().zip(list.iter().map(|d| d.last).max())
}
