//! The clock of a time limit: standing still and extended (rule T2).

use super::super::frame::Frame;
use super::super::scope;
use super::super::term::{Doubt, Truth};
use super::window::Window;
use crate::check::policy::{Expr, From, Selection, Time};
use crate::log::{Instant, Length, Unit};
use crate::plan::{self, Shift};
use chrono::NaiveDate;

/// How often a limit may move before it is taken never to come.
const MOST_STEPS: usize = 10_000;

/// The end of the window after the days, or the time, in which the clock stood still. A day that is touched by a
/// stop does not count.
pub(super) fn stopped(frame: &Frame<'_>, window: &Window, stops: &Expr) -> Result<Instant, Doubt> {
    if window.until >= Instant::MAX {
        return Ok(window.until);
    }
    let context = frame.context(window.anchor.first);
    let pieces = scope::pieces(&context, stops, (window.anchor.first, Instant::MAX), |at| at.truth(stops));
    let mut still: Vec<(Instant, Instant)> = Vec::new();
    for (from, until, truth) in pieces {
        match truth {
            Truth::True => still.push((from, until)),
            Truth::Unknown(doubt) if from < window.until => return Err(doubt),
            _ => {}
        }
    }
    let unit = match frame.norm.time {
        Time::WithinAfter(_, unit, _) => unit,
        _ => Unit::Day,
    };
    if matches!(unit, Unit::Minute | Unit::Hour) {
        Ok(by_time(window, &still))
    } else {
        by_days(frame, window, unit, &still)
    }
}

fn by_time(window: &Window, still: &[(Instant, Instant)]) -> Instant {
    let mut until = window.until;
    for (from, to) in still {
        if *from < until {
            let length = to.0 - from.0.max(window.anchor.end.0);
            until = Instant(until.0.saturating_add(length.max(0)).min(Instant::MAX.0));
        }
    }
    until
}

fn by_days(
    frame: &Frame<'_>,
    window: &Window,
    unit: Unit,
    still: &[(Instant, Instant)],
) -> Result<Instant, Doubt> {
    let world = frame.world;
    let calendar = world.calendar;
    let touched = |day: NaiveDate| {
        let (start, end) = (world.day_start(day), world.day_end(day));
        still.iter().any(|(from, until)| *from < end && start < *until)
    };
    let counts = |day: NaiveDate| match unit {
        Unit::WorkingDay => calendar.knows_working_days(day).then(|| calendar.is_working_day(day)),
        Unit::SchoolDay => calendar.knows_working_days(day).then(|| calendar.is_school_day(day)),
        _ => Some(true),
    };
    // Every day of the limit that a stop touched is made up by one of its kind after it.
    let mut day = world.date_of(Instant(window.anchor.end.0 - 1));
    let mut owed = 0_usize;
    let last = world.date_of(Instant(window.until.0 - 1));
    while day < last {
        day = day.succ_opt().ok_or(Doubt::Calendar)?;
        owed += usize::from(touched(day) && counts(day).ok_or(Doubt::Calendar)?);
    }
    for _ in 0..MOST_STEPS {
        if owed == 0 {
            return Ok(world.day_end(day));
        }
        day = day.succ_opt().ok_or(Doubt::Calendar)?;
        owed -= usize::from(!touched(day) && counts(day).ok_or(Doubt::Calendar)?);
    }
    Ok(Instant::MAX)
}

/// The end of the window after all extensions that were made before the limit then in force.
pub(super) fn extended(
    frame: &Frame<'_>,
    window: &Window,
    length: Length,
    when: &Selection,
) -> Result<Instant, Doubt> {
    let world = frame.world;
    let mut until = window.until;
    let selected = frame.context(window.anchor.first).over((Instant::MIN, Instant::MAX)).select(when);
    let before = |until: Instant| selected.possible.iter().find(|(hit, _)| hit.at.first < until);
    let lost = |until| match when.from {
        From::Event(kind) => frame.world.set_aside(kind, Instant::MIN, until) > 0,
        _ => selected.set_aside > 0,
    };
    let mut moments: Vec<_> = selected.sure.iter().map(|hit| hit.at).collect();
    moments.sort_by_key(|at| (at.end, at.first));
    let mut times = 0;
    for at in moments {
        if at.end <= until {
            times += 1;
            let later = match plan::elapsed(length.count, length.unit) {
                Some(ms) => Some(Instant(until.0 + ms)),
                None => in_months(frame, window, times, length)
                    .or_else(|| super::late_limit(world, until, (length.count, length.unit))),
            };
            until = later.ok_or(Doubt::Calendar)?;
        } else if at.first < until {
            return Err(Doubt::Imprecise(frame.trigger_id()));
        }
    }
    if let Some((_, doubt)) = before(until) {
        return Err(doubt.clone());
    }
    if lost(until) {
        return Err(Doubt::SetAside);
    }
    Ok(until)
}

// Months are counted from where the limit began, however often it is extended: three and three are six.
fn in_months(frame: &Frame<'_>, window: &Window, times: u32, length: Length) -> Option<Instant> {
    let Time::WithinAfter(n, unit, _) = &frame.norm.time else { return None };
    let own = super::super::instead::length(frame).ok()?.unwrap_or(Length { count: *n, unit: *unit });
    let months = |length: Length| plan::months_of(length.unit)?.checked_mul(length.count);
    let all = months(own)?.checked_add(months(length)?.checked_mul(times)?)?;
    let (world, reading) = (frame.world, &frame.norm.reading);
    let shift = Shift { calendar: world.calendar, start_day: reading.start_day, day_off: reading.day_off };
    let first = world.date_of(Instant(window.anchor.end.0 - 1));
    let limit =
        plan::deadline_after(shift, first, all, Unit::Month).filter(|_| frame.norm.stops.is_none())?;
    Some(world.day_end(limit))
}
