//! The windows of a periodic norm, and which of them a bearer is judged in.

use super::super::context::Context;
use super::super::scope::InScope;
use super::super::term::{Doubt, Term};
use super::super::triggered::late_limit;
use super::super::world::World;
use crate::check::policy::{End, Norm, StartDay, Straddling, Time};
use crate::log::{Instant, Length, Moment, Name, Precision, TimeZone, Unit, Value};
use crate::plan::{self, Period, Shift};
use chrono::{Datelike, NaiveDate};
use std::sync::Arc;

/// The windows of a norm over all that is seen: the same for every bearer, but where each has a day of its own from which
/// they are counted.
pub(in super::super) struct Windows {
    periods: Vec<Period>,
    /// Stretches before and after what the calendar knows; windows there may be, but nobody can say which.
    beyond: [Option<(NaiveDate, NaiveDate)>; 2],
    /// How many of what units they are, and from when on.
    spec: Spec,
    /// Their length is not known.
    pub(in super::super) doubt: Option<Doubt>,
}

type Spec = (u32, Unit, Option<NaiveDate>);

impl Windows {
    /// Those that all bearers share; none where each has its own.
    pub(in super::super) fn of(world: &World<'_>, norm: &Norm) -> Self {
        match norm.time.own_day() {
            Some(_) => {
                Self { periods: Vec::new(), beyond: [None, None], spec: (1, Unit::Year, None), doubt: None }
            }
            None => Self::by(world, norm, window_spec(world, norm)),
        }
    }

    /// Those of one bearer, counted from the day as it stands when the norm last concerns it; none where all share theirs.
    pub(in super::super) fn of_own(world: &World<'_>, norm: &Norm, bearer: &InScope) -> Option<Self> {
        let Time::EveryFrom { count, unit, day } = &norm.time else { return None };
        let last = Instant(bearer.spans.last()?.until.min(world.as_of).0 - 1);
        let context = Context::new(world, last, (Instant::MIN, world.as_of)).bearer(&bearer.id);
        let first = match context.term(day) {
            Term::Known(Value::Time(at)) if at.precision <= Precision::Day => Ok(world.date_of(at.first)),
            Term::Unknown(doubt) | Term::Missing { doubt, .. } => Err(doubt),
            _ => Err(Doubt::NoFirstDay),
        };
        Some(Self::by(world, norm, first.map(|first| (*count, *unit, Some(first)))))
    }

    fn by(world: &World<'_>, norm: &Norm, spec: Result<Spec, Doubt>) -> Self {
        let (spec, doubt) = match spec {
            Ok(spec) => (spec, None),
            Err(doubt) => ((1, Unit::Year, None), Some(doubt)),
        };
        let first = world.log.coverage.hull().map(|hull| hull.from.max(world.in_force().0));
        let range = first.filter(|first| *first < world.as_of);
        let range = range.map(|first| (world.date_of(first), world.date_of(Instant(world.as_of.0 - 1))));
        // Before the day from which the norm counts there are none.
        let range = range.map(|(first, last)| (spec.2.map_or(first, |from| from.max(first)), last));
        let range = range.filter(|(first, last)| first <= last);
        let goes_on = |range: &(NaiveDate, NaiveDate)| {
            world.work.spend_windows((range.1 - range.0).num_days(), plan::least_days(spec.0, spec.1))
        };
        let range = range.filter(goes_on);
        let periods = range.map(|range| touching(world, norm, spec, range));
        let known = known_by_calendar(world, norm, spec);
        let beyond = known.zip(range).map(|((first, last), (from, to))| {
            let before = first.pred_opt().filter(|day| from <= *day).map(|day| (from, day.min(to)));
            let after = last.succ_opt().filter(|day| *day <= to).map(|day| (day.max(from), to));
            [before, after]
        });
        let periods = periods.unwrap_or_default().into_iter().filter_map(|period| of_version(norm, period));
        Self { periods: periods.collect(), beyond: beyond.unwrap_or_default(), spec, doubt }
    }

    /// The window right before that of a bearer, if there is one among those that are seen.
    pub(super) fn right_before(&self, of: &Period) -> Option<&Period> {
        let begun = self.periods.partition_point(|period| period.first <= of.first);
        self.periods.get(begun.checked_sub(2)?)
    }

    /// The window before the first one, to which the log does not reach back; none where the calendar, what the norm
    /// counts from, or what is in force begins with the first one.
    pub(super) fn unseen(&self, world: &World<'_>, norm: &Norm) -> Option<Period> {
        let (_, unit, from) = self.spec;
        let first = self.periods.first()?.first;
        let counted_from_here = matches!(unit, Unit::WorkingDay | Unit::SchoolDay) && from.is_none();
        let last =
            first.pred_opt().filter(|last| !counted_from_here && from.is_none_or(|from| from <= *last))?;
        // Between two windows a vacation may lie.
        let near = [0, LONGEST_GAP].into_iter().find_map(|days| {
            let before = touching(world, norm, self.spec, (last - chrono::TimeDelta::days(days), last));
            before.into_iter().rfind(|period| period.last <= last)
        });
        let in_force = |period: &Period| world.in_force().0 < world.day_end(period.last);
        near.filter(in_force).and_then(|period| of_version(norm, period))
    }

    /// Where the first window begins whose time for making up is not over at an instant; none while no window
    /// is over. What may be made up under the law that follows is asked of as long as that is in force.
    pub(in super::super) fn first_after(world: &World<'_>, norm: &Norm, at: Instant) -> Option<Instant> {
        let followed = norm.in_force.1.filter(|_| norm.amended.current.is_some());
        let followed = followed.map_or(Instant::MAX, |last| world.day_end(last));
        let goes_on = |period: &Period| {
            let closes = world.day_end(period.closes);
            let limit = norm
                .late
                .map_or(Some(closes), |length| late_limit(world, closes, length, norm.reading.day_off));
            limit.is_none_or(|limit| limit > at || norm.late.is_some() && limit > followed)
        };
        let periods = Self::of(world, norm).periods.into_iter();
        let (open, over): (Vec<Period>, Vec<Period>) = periods.partition(goes_on);
        let first = open.iter().map(|period| world.day_start(period.first)).min();
        // The log may turn out to begin earlier; only what is over is behind.
        first.filter(|_| !over.is_empty())
    }

    /// The first end of a window after an instant; none where windows are not known, or not the same for all.
    pub(in super::super) fn first_end(world: &World<'_>, norm: &Norm, after: Instant) -> Option<Instant> {
        let windows = Self::of(world, norm);
        let ends = windows.periods.iter().map(|period| world.day_end(period.last));
        let is_one_calendar = norm.calendars.is_empty();
        ends.filter(|end| *end > after).min().filter(|_| is_one_calendar && windows.are_plain())
    }

    /// When the last window is over.
    pub(in super::super) fn end(&self, world: &World<'_>) -> Instant {
        last_end(world, &self.periods)
    }

    /// When the windows begin.
    pub(in super::super) fn firsts(&self, world: &World<'_>) -> impl Iterator<Item = Instant> {
        self.periods.iter().map(|period| world.day_start(period.first))
    }

    /// Whether it is known which windows there are, and none touches another.
    pub(in super::super) fn are_plain(&self) -> bool {
        let is_known = self.doubt.is_none() && self.beyond == [None, None];
        is_known && self.are_apart()
    }

    fn are_apart(&self) -> bool {
        self.periods.windows(2).all(|pair| match pair {
            [before, after] => before.last < after.first,
            _ => true,
        })
    }

    /// What lies before, or after, the days that the calendar knows, of a stretch.
    pub(super) fn beyond(
        &self,
        after: bool,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Option<(NaiveDate, NaiveDate)> {
        let [before, behind] = self.beyond;
        let (first, last) = if after { behind } else { before }?;
        let (first, last) = (first.max(from), last.min(to));
        (first <= last).then_some((first, last))
    }

    /// Which window each day lies in; none where a day may lie in two, or it is not known which windows there are.
    pub(in super::super) fn days(&self, zone: TimeZone) -> Option<Days> {
        let (first, last) = (self.periods.first()?.first, self.periods.last()?.last);
        if self.doubt.is_some() || !self.are_apart() {
            return None;
        }
        let mut periods = self.periods.iter().enumerate().peekable();
        let day = |day: NaiveDate| {
            while periods.peek().is_some_and(|(_, period)| period.last < day) {
                periods.next();
            }
            let window = periods.peek().filter(|(_, period)| period.first <= day).map(|(at, _)| *at);
            let whole = zone.day(day);
            (whole.first, whole.end, window)
        };
        Some(Days {
            first: first.num_days_from_ce(),
            days: first.iter_days().take_while(|day| *day <= last).map(day).collect(),
            firsts: self.periods.iter().map(|period| period.first).collect(),
            bounds: self.periods.iter().map(|p| (zone.day(p.first).first, zone.day(p.last).end)).collect(),
            windows: self.periods.len(),
        })
    }

    // Those that touch a stretch, or whose label may still be used in it.
    pub(super) fn touching(&self, (from, to): (NaiveDate, NaiveDate)) -> impl Iterator<Item = &Period> {
        self.periods.iter().filter(move |p| p.closes >= from && p.first <= to)
    }
}

/// When the last of some windows is over.
pub(super) fn last_end(world: &World<'_>, periods: &[Period]) -> Instant {
    periods.iter().map(|period| world.day_end(period.last)).max().unwrap_or(world.as_of)
}

/// Which window a day lies in.
pub(in super::super) struct Days {
    /// The first day that any window has, counted as chrono does from 1 January of the year 1.
    first: i32,
    /// From that day on: when a day begins and ends, and its window.
    days: Vec<(Instant, Instant, Option<usize>)>,
    /// First days of the windows.
    firsts: Vec<NaiveDate>,
    /// When windows begin and end.
    bounds: Vec<(Instant, Instant)>,
    /// How many windows there are.
    pub(in super::super) windows: usize,
}

impl Days {
    /// The position of a window.
    pub(in super::super) fn position(&self, period: &Period) -> Option<usize> {
        self.firsts.binary_search(&period.first).ok()
    }

    /// When a window begins and ends.
    pub(in super::super) fn bounds(&self, window: usize) -> Option<(Instant, Instant)> {
        self.bounds.get(window).copied()
    }

    /// When a day begins and ends, and its window, if it has one.
    pub(in super::super) fn of_day(&self, day: i32) -> Option<(Instant, Instant, usize)> {
        let index = usize::try_from(day.checked_sub(self.first)?).ok()?;
        self.days.get(index).and_then(|(first, end, window)| Some((*first, *end, (*window)?)))
    }

    /// The same of an instant.
    pub(in super::super) fn of_moment(&self, at: Moment) -> Option<(Instant, Instant, usize)> {
        let after = self.days.partition_point(|(first, ..)| *first <= at.first);
        let (_, end, window) = self.days.get(after.checked_sub(1)?)?;
        Some((at.first, at.end, (*window).filter(|_| at.first < *end)?))
    }
}

// No two windows of the calendar are so many days apart.
const LONGEST_GAP: i64 = 366;

// The windows that touch some days, whichever version of the norm judges them.
fn touching(world: &World<'_>, norm: &Norm, spec: Spec, range: (NaiveDate, NaiveDate)) -> Vec<Period> {
    match norm.time {
        Time::ByDateEveryYear { month, day } => {
            plan::up_to_a_date(world.calendar, &norm.reading, (month, day), range)
        }
        _ => plan::periods(world.calendar, &norm.reading_of_windows(), spec, range),
    }
}

// A week alone is the same in every calendar.
fn known_by_calendar(
    world: &World<'_>,
    norm: &Norm,
    (count, unit, anchor): Spec,
) -> Option<(NaiveDate, NaiveDate)> {
    let plain_week = unit == Unit::Week && count == 1;
    let known = plan::known(world.calendar, &norm.reading, unit, anchor.is_some());
    known.filter(|_| !plain_week && !norm.time.is_a_date())
}

fn window_spec(world: &World<'_>, norm: &Norm) -> Result<Spec, Doubt> {
    match &norm.time {
        Time::Every { count, unit, from } => Ok((*count, *unit, *from)),
        Time::AtTheEndOfEvery(unit) => Ok((1, *unit, None)),
        Time::EveryParameter(name) => match world.parameter(name) {
            // Windows of the calendar are whole days.
            Some(Value::Length(Length { count: 0, .. } | Length { unit: Unit::Minute | Unit::Hour, .. })) => {
                Err(Doubt::OutOfRange)
            }
            Some(Value::Length(Length { count, unit })) => Ok((*count, *unit, None)),
            _ => Err(Doubt::Parameter(name.clone())),
        },
        _ => Ok((1, Unit::Year, None)),
    }
}

// Windows before the log begins are not judged, and none that begins after what is seen (rule S5).
pub(super) fn stretch_to_judge(world: &World<'_>, bearer: &InScope) -> Option<(NaiveDate, NaiveDate)> {
    let hull = world.log.coverage.hull()?;
    let first = bearer.spans.first()?.from.max(hull.from);
    let last = Instant(world.as_of.0 - 1);
    (first <= last).then(|| (world.date_of(first), world.date_of(last)))
}

// A duty that is new begins with the version that states it; of one that is changed the window is the same.
pub(super) fn single_period(world: &World<'_>, norm: &Norm, bearer: &InScope, day: NaiveDate) -> Period {
    let hull = world.log.coverage.hull().map_or(Instant::MIN, |h| h.from);
    let from = bearer.spans.first().map_or(hull, |s| if s.from == Instant::MIN { hull } else { s.from });
    let label = Arc::new(Name { canonical: day.to_string(), ..Name::default() });
    let new = norm.in_force.0.filter(|_| norm.amended.before.is_none());
    let first = new.into_iter().fold(world.date_of(from), NaiveDate::max);
    let day = plan::off_days_off(shift_of_dates(world, norm), day).unwrap_or(day);
    Period { first: first.min(day), last: day, closes: day, label, cycle: None, units: (1, 1), part_of: None }
}

/// What of a window is judged by a version of a norm: windows that begin in its days, and of those that hold the day
/// from which another law is in force what the norm's reading says (rule S4).
pub(super) fn of_version(norm: &Norm, mut period: Period) -> Option<Period> {
    let (first, last) = norm.in_force;
    let (at_first, at_last) = norm.reading.straddling;
    // A date, or the end of a window, lies on one side of the day.
    let is_cut = |how| how == Straddling::Cut && !norm.time.is_a_day();
    let whole = (period.first, period.last);
    if let Some(first) = first.filter(|first| period.first < *first) {
        if at_first == Straddling::ByStart || period.last < first {
            return None;
        }
        if is_cut(at_first) {
            (period.first, period.part_of) = (first, Some(whole));
        }
    }
    if let Some(last) = last.filter(|last| *last < period.last) {
        if period.first > last {
            return None;
        }
        if is_cut(at_last) {
            (period.last, period.closes, period.part_of) = (last, last, Some(whole));
        } else if at_last != Straddling::ByStart {
            return None;
        }
    }
    Some(period)
}

/// How dates that are limits move off days off.
pub(in super::super) fn shift_of_dates<'a>(world: &World<'a>, norm: &Norm) -> Shift<'a> {
    Shift { calendar: world.calendar, start_day: StartDay::Excluded, day_off: norm.reading.day_off }
}

/// What of a window counts; none where the calendar cannot tell.
pub(super) fn part_of(world: &World<'_>, norm: &Norm, mut period: Period) -> Option<Period> {
    let shift = shift_of_dates(world, norm);
    if norm.time.is_a_date() {
        return plan::off_days_off(shift, period.last).map(|_| period);
    }
    let Some((end, Length { count, unit })) = norm.part else { return Some(period) };
    // Of a window that is cut it is the part of the whole one.
    let cut = period.part_of.map(|whole| (whole, (period.first, period.last)));
    if let Some((whole, _)) = cut {
        (period.first, period.last) = whole;
    }
    match end {
        End::First => {
            let last = plan::deadline_after(shift, period.first.pred_opt()?, count, unit)?;
            period.last = last.min(period.last);
            period.closes = if period.cycle.is_none() { period.last } else { period.closes };
        }
        End::Last => {
            let first = plan::start_before(shift, period.last.succ_opt()?, count, unit)?;
            period.first = first.max(period.first);
        }
    }
    if let Some((_, (first, last))) = cut {
        let whole = (period.first, period.last);
        (period.first, period.last) = (whole.0.max(first), whole.1.min(last));
        period.closes = period.last;
        // The day may have cut what does not count anyway.
        period.part_of = Some(whole).filter(|whole| *whole != (period.first, period.last));
    }
    Some(period)
}
