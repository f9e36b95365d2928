//! Which windows a norm has, and what of each of them it judges.

use super::calendar::{Window, is_vacation, plus, windows};
use super::length::shifted_day;
use super::scene::Scene;
use super::scope::{Candidate, Facet, edges_of, in_scope};
use super::term::Term;
use super::terms::term;
use super::world::World;
use bylaws::check::policy::{End, Expr, Norm, Reading, Straddling, Time, VacationRule, YearRule};
use bylaws::log::{Instant, Length, Precision, Unit, Value};
use chrono::{Datelike, NaiveDate};

/// One window of one bearer.
#[derive(Clone)]
pub(super) struct Slot {
    pub(super) window: Window,
    pub(super) from: Instant,
    pub(super) until: Instant,
    /// The part of it in which the regulation is in force: only what lies there counts.
    pub(super) effective: (Instant, Instant),
    /// Until when it may be made up, or a label may still be used.
    pub(super) limit: Instant,
    pub(super) late: bool,
    pub(super) before: Before,
}

/// The window of the calendar right before one, whomever it concerns.
#[derive(Clone, Copy)]
pub(super) enum Before {
    /// The calendar, what the norm counts from, or what is in force begins with this one.
    Nothing,
    /// The log does not reach back to it.
    Unseen((Instant, Instant)),
    /// It begins here.
    Seen(Instant),
}

/// How many of what units a window has, and from which day they are counted.
pub(super) type Spec = (u32, Unit, Option<NaiveDate>);

const YEAR: Spec = (1, Unit::Year, None);

/// Of the windows of a norm, those of somebody where each has a day of its own; none where it is not known.
pub(super) fn spec<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    whose: Option<(&Facet<'a>, &Candidate)>,
) -> Option<Spec> {
    match &norm.time {
        Time::EveryFrom { count, unit, day } => {
            let (facet, who) = whose?;
            Some((*count, *unit, Some(own_day(world, norm, facet, who, day)?)))
        }
        Time::Every { count, unit, from } => Some((*count, *unit, *from)),
        Time::AtTheEndOfEvery(unit) => Some((1, *unit, None)),
        Time::EveryParameter(name) => match world.parameter(name) {
            Some(Value::Length(Length { count, unit }))
                if *count > 0 && !matches!(unit, Unit::Minute | Unit::Hour) =>
            {
                Some((*count, *unit, None))
            }
            _ => None,
        },
        _ => Some((1, Unit::Year, None)),
    }
}

// The date as it stands when the norm last concerns the bearer.
fn own_day<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    facet: &Facet<'a>,
    who: &Candidate,
    day: &'a Expr,
) -> Option<NaiveDate> {
    let begins = world.begins()?.max(world.in_force().from);
    let end = world.as_of.min(world.in_force().until);
    let scene = Scene::new(begins, (begins, end));
    let times: Vec<Instant> = edges_of(world, norm, begins, end);
    let ends = times.iter().skip(1).copied().chain([end]);
    let concerned = times.iter().zip(ends).filter(|(at, _)| begins <= **at && **at < end);
    let concerned = concerned.filter(|(at, _)| in_scope(world, norm, facet, who, **at, &scene).is_possible());
    let last = Instant(concerned.map(|(_, next)| next.min(end)).max()?.0 - 1);
    match term(world, &Scene::new(last, (Instant::MIN, world.as_of)).of(who), day) {
        Term::Time(at) if at.precision <= Precision::Day => Some(world.date(at.first)),
        _ => None,
    }
}

/// The windows of a norm that touch a stretch of days.
pub(super) fn windows_of(
    world: &World<'_>,
    norm: &Norm,
    spec: Option<Spec>,
    range: (NaiveDate, NaiveDate),
) -> Vec<Window> {
    match norm.time {
        Time::ByDateEveryYear { month, day } => up_to_a_date(world, norm, (month, day), range),
        // The end of a semester is its own, whatever vacation follows.
        Time::AtTheEndOfEvery(Unit::Semester) => {
            let reading = Reading { vacation: VacationRule::Waive, ..norm.reading };
            windows(world, &reading, (1, Unit::Semester, None), range)
        }
        _ => windows(world, &norm.reading, spec.unwrap_or(YEAR), range),
    }
}

// What of a window counts: its first days, to the end of the last of them, or its last ones.
pub(super) fn part_of(world: &World<'_>, norm: &Norm, mut window: Window) -> Option<Window> {
    if norm.time.is_a_date() {
        return super::limit::moved(world, norm, window.last).map(|_| window);
    }
    let Some((end, Length { count, unit })) = norm.part else { return Some(window) };
    match end {
        End::First => {
            let last = shifted_day(world, window.first.pred_opt()?, i64::from(count), unit)?;
            window.last = super::limit::moved(world, norm, last)?.min(window.last);
            window.closes = if window.cycle.is_none() { window.last } else { window.closes };
        }
        End::Last => {
            let first = shifted_day(world, window.last.succ_opt()?, -i64::from(count), unit)?;
            window.first = first.max(window.first);
        }
    }
    Some(window)
}

// The days of a window that a version judges: those of all windows that begin while it is in force, and of one that
// holds the day of a change what is said of such windows.
pub(super) fn by_version(norm: &Norm, window: &Window) -> Option<(NaiveDate, NaiveDate)> {
    let (begins, ends) = norm.in_force;
    let (at_first, at_last) = norm.reading.straddling;
    let changes_at_first = begins.is_some_and(|day| window.first < day && day <= window.last);
    let changes_at_last = ends.is_some_and(|day| window.first <= day && day < window.last);
    let apart = ends.is_some_and(|day| day < window.first) || begins.is_some_and(|day| window.last < day);
    let divisible = !norm.time.is_a_day();
    let of_the_new = |how| matches!(how, Straddling::ByEnd) || matches!(how, Straddling::Cut) && !divisible;
    let left_to_the_old = changes_at_first && at_first == Straddling::ByStart;
    let left_to_the_new = changes_at_last && of_the_new(at_last);
    let taken = !(apart || left_to_the_old || left_to_the_new);
    let cut = |changes: bool, how| changes && how == Straddling::Cut && divisible;
    let first = begins.filter(|_| cut(changes_at_first, at_first)).unwrap_or(window.first);
    let last = ends.filter(|_| cut(changes_at_last, at_last)).unwrap_or(window.last);
    taken.then_some((first, last))
}

// What of a window lies in some of its days; its share is that of its days among those of the whole.
pub(super) fn cut(
    world: &World<'_>,
    norm: &Norm,
    window: Window,
    own: Option<(NaiveDate, NaiveDate)>,
) -> Option<Window> {
    let Some((first, last)) = own else { return Some(window) };
    let (first, last) = (window.first.max(first), window.last.min(last));
    let stops = norm.reading.vacation == VacationRule::Stop;
    let days = |first: NaiveDate, last: NaiveDate| {
        let all = first.iter_days().take_while(|day| *day <= last);
        all.filter(|day| !(stops && is_vacation(world.calendar, *day))).count() as i64
    };
    let (part, whole) = (days(first, last).max(1), days(window.first, window.last).max(1));
    let units = (window.units.0 * part, window.units.1 * whole);
    let closes = if last < window.last || window.closes == window.last { last } else { window.closes };
    (first <= last).then_some(Window { first, last, units, closes, ..window })
}

/// The window before the first of all that are seen.
pub(super) fn unseen(world: &World<'_>, norm: &Norm, spec: Option<Spec>, first: NaiveDate) -> Before {
    let (_, unit, from) = spec.unwrap_or(YEAR);
    let is_first_of_all = match (from, unit) {
        (Some(from), _) => first <= from,
        // Such windows are counted from where the log, or what is in force, begins.
        (None, Unit::WorkingDay | Unit::SchoolDay) => true,
        (None, _) => matches!(norm.time, Time::By(_)),
    };
    let touching =
        |day| windows_of(world, norm, spec, (day, day)).into_iter().filter(|window| window.last < first);
    // A vacation may lie between the two.
    let before = (1..=366).find_map(|days| touching(plus(first, -days)).max_by_key(|window| window.first));
    let before =
        before.filter(|window| !is_first_of_all && world.in_force().from < world.day(window.last).end);
    let own = before.and_then(|window| by_version(norm, &window));
    own.map_or(Before::Nothing, |(from, to)| Before::Unseen((world.start(from), world.day(to).end)))
}

// From the day after the date of the year before to that date, for each year that may matter.
fn up_to_a_date(
    world: &World<'_>,
    norm: &Norm,
    (month, day): (u32, u32),
    (from, to): (NaiveDate, NaiveDate),
) -> Vec<Window> {
    let of_year = |year| {
        let date = NaiveDate::from_ymd_opt(year, month, day);
        let date = date.or_else(|| NaiveDate::from_ymd_opt(year, month, day - 1))?;
        // A limit on a day off moves, if the calendar tells which days are.
        Some(super::limit::moved(world, norm, date).unwrap_or(date))
    };
    let window = |year: i32| {
        let (before, last) = (of_year(year - 1)?, of_year(year)?);
        let (cycle, closes) = match norm.reading.year {
            YearRule::Label { closes_after } => (Some(year), plus(last, i64::from(closes_after))),
            YearRule::Calendar | YearRule::Academic => (None, last),
        };
        Some(Window { first: plus(before, 1), last, units: (1, 1), closes, cycle })
    };
    let all = (from.year() - 2..=to.year() + 2).filter_map(window);
    all.filter(|window| window.closes >= from && window.first <= to).collect()
}

// One window from the first day on which it concerns the bearer.
pub(super) fn by_day<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    who: &Candidate,
    facet: &Facet<'a>,
    day: NaiveDate,
) -> Vec<Window> {
    let Some(begins) = world.begins() else { return Vec::new() };
    let day = super::limit::moved(world, norm, day).unwrap_or(day);
    let from = begins.max(world.in_force().from);
    let until = world.day(day).end;
    let scene = Scene::new(from, (from, until));
    let first = edges_of(world, norm, from, world.as_of)
        .into_iter()
        .find(|at| in_scope(world, norm, facet, who, *at, &scene).is_possible());
    // A duty that is new begins with the version that states it.
    let new = norm.in_force.0.filter(|_| norm.amended.before.is_none());
    let first = first.map(|at| new.map_or(world.date(at), |new| world.date(at).max(new)).min(day));
    first
        .map(|first| Window { first, last: day, units: (1, 1), closes: day, cycle: None })
        .into_iter()
        .collect()
}

pub(super) fn slot(world: &World<'_>, norm: &Norm, window: Window) -> Slot {
    let until = world.day(window.last).end;
    let late = norm.late.and_then(|(count, unit)| {
        let hours = |each: i64| Instant(world.day(window.closes).end.0 + i64::from(count) * each);
        match unit {
            Unit::Minute => return Some(hours(60_000)),
            Unit::Hour => return Some(hours(3_600_000)),
            _ => {}
        }
        // What names its period is in time up to the closing date.
        let day = shifted_day(world, window.closes, i64::from(count), unit)?;
        super::limit::moved(world, norm, day).map(|day| world.day(day).end)
    });
    if norm.late.is_some() && late.is_none() {
        world.refuse("making up beyond the calendar");
    }
    let limit = late.unwrap_or(until).max(world.day(window.closes).end);
    let (from, in_force) = (world.start(window.first), world.in_force());
    let effective = (from.max(in_force.from), until.min(in_force.until));
    let (late, before) = (norm.late.is_some(), Before::Nothing);
    Slot { from, until, effective, limit, late, before, window }
}
