//! The windows of a periodic norm, and which of them a bearer is judged in.

use super::super::scope::InScope;
use super::super::term::Doubt;
use super::super::triggered::late_limit;
use super::super::world::World;
use crate::check::policy::{Norm, Time};
use crate::log::{Instant, Length, Name, Unit, Value};
use crate::plan::{self, Period};
use chrono::{Datelike, NaiveDate};
use std::sync::Arc;

/// The windows of a norm over all that is seen, the same for every bearer.
pub(in super::super) struct Windows {
    periods: Vec<Period>,
    /// Stretches before and after what the calendar knows; windows there may be, but nobody can say which.
    beyond: [Option<(NaiveDate, NaiveDate)>; 2],
    /// Their length is not known.
    pub(super) doubt: Option<Doubt>,
}

impl Windows {
    pub(in super::super) fn of(world: &World<'_>, norm: &Norm) -> Self {
        let (spec, doubt) = match window_spec(world, norm) {
            Ok(spec) => (spec, None),
            Err(doubt) => ((1, Unit::Year, None), Some(doubt)),
        };
        let first = world.log.coverage.hull().map(|hull| hull.from.max(world.in_force().0));
        let range = first.filter(|first| *first < world.as_of);
        let range = range.map(|first| (world.date_of(first), world.date_of(Instant(world.as_of.0 - 1))));
        let periods = range.map(|range| plan::periods(world.calendar, &norm.reading, spec, range));
        let known = known_by_calendar(world, norm, spec);
        let beyond = known.zip(range).map(|((first, last), (from, to))| {
            let before = first.pred_opt().filter(|day| from <= *day).map(|day| (from, day.min(to)));
            let after = last.succ_opt().filter(|day| *day <= to).map(|day| (day.max(from), to));
            [before, after]
        });
        Self { periods: periods.unwrap_or_default(), beyond: beyond.unwrap_or_default(), doubt }
    }

    /// Where the first window begins whose time for making up is not over at an instant; none while no window
    /// is over.
    pub(in super::super) fn first_after(world: &World<'_>, norm: &Norm, at: Instant) -> Option<Instant> {
        let goes_on = |period: &Period| {
            let closes = world.day_end(period.closes);
            let limit = norm.late.map_or(Some(closes), |length| late_limit(world, closes, length));
            limit.is_none_or(|limit| limit > at)
        };
        let periods = Self::of(world, norm).periods.into_iter().map(|period| narrowed(norm, period));
        let (open, over): (Vec<Period>, Vec<Period>) = periods.partition(goes_on);
        let first = open.iter().map(|period| world.day_start(period.first)).min();
        // The log may turn out to begin earlier; only what is over is behind.
        first.filter(|_| !over.is_empty())
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

    // Those that touch a stretch, or whose label may still be used in it.
    pub(super) fn touching(&self, (from, to): (NaiveDate, NaiveDate)) -> impl Iterator<Item = &Period> {
        self.periods.iter().filter(move |p| p.closes >= from && p.first <= to)
    }
}

// A week alone is the same in every calendar.
fn known_by_calendar(
    world: &World<'_>,
    norm: &Norm,
    (count, unit, anchor): (u32, Unit, Option<NaiveDate>),
) -> Option<(NaiveDate, NaiveDate)> {
    let plain_week = unit == Unit::Week && count == 1;
    let known = plan::known(world.calendar, &norm.reading, unit, anchor.is_some());
    known.filter(|_| !plain_week)
}

fn window_spec(world: &World<'_>, norm: &Norm) -> Result<(u32, Unit, Option<NaiveDate>), Doubt> {
    match &norm.time {
        Time::Every { count, unit, from } => Ok((*count, *unit, *from)),
        Time::AtTheEndOfEvery(unit) => Ok((1, *unit, None)),
        Time::EveryParameter(name) => match world.parameter(name) {
            // Windows of the calendar are whole days.
            Some(Value::Length(Length { unit: Unit::Minute | Unit::Hour, .. })) => Err(Doubt::OutOfRange),
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

pub(super) fn single_period(world: &World<'_>, bearer: &InScope, day: NaiveDate) -> Period {
    let hull = world.log.coverage.hull().map_or(Instant::MIN, |h| h.from);
    let from = bearer.spans.first().map_or(hull, |s| if s.from == Instant::MIN { hull } else { s.from });
    let label = Arc::new(Name { canonical: day.to_string(), ..Name::default() });
    Period { first: world.date_of(from).min(day), last: day, closes: day, label, cycle: None, units: (1, 1) }
}

// "By 31 December every year" ends its window early.
pub(super) fn narrowed(norm: &Norm, mut period: Period) -> Period {
    let limit = |year| match norm.time {
        Time::ByDateEveryYear { month, day } => plan::day_of_year(year, month, day),
        _ => None,
    };
    // An academic year has the day in its second calendar year, or in its first.
    let years = period.first.year()..=period.last.year();
    if let Some(limit) = years.filter_map(limit).find(|day| period.first <= *day && *day <= period.last) {
        period.last = limit;
        period.closes = period.closes.max(limit);
        if period.cycle.is_none() {
            period.closes = limit;
        }
    }
    period
}
