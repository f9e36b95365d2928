//! The clock of a time limit: standing still and extended (rule T2).

use super::super::frame::Frame;
use super::super::term::{Doubt, Truth};
use super::super::{instead, scope};
use super::window::Window;
use crate::check::policy::{DayOff, From, Selection, Time};
use crate::log::{Instant, Length, Precision, Unit};
use crate::plan::{self, Shift};
use chrono::NaiveDate;

/// How often a limit may move before it is taken never to come.
const MOST_STEPS: usize = 10_000;

/// The end of the window after the days, or the time, in which the clock stood still. A day that is touched by a
/// stop does not count.
pub(super) fn stopped(frame: &Frame<'_>, window: &Window) -> Result<Instant, Doubt> {
    if window.until >= Instant::MAX {
        return Ok(window.until);
    }
    let unit = match (instead::length(frame), &frame.norm.time) {
        (Ok(Some(own)), _) => own.unit,
        (_, Time::WithinAfter(_, unit, _)) => *unit,
        (_, Time::NoLaterThan(_)) if window.anchor.precision == Precision::Instant => Unit::Hour,
        _ => Unit::Day,
    };
    let until = Stops::of(frame, window).after(begun(frame, window), window.until, unit)?;
    let by_days = plan::elapsed(1, unit).is_none() && until < Instant::MAX;
    if by_days { moved(frame, until).ok_or(Doubt::Calendar) } else { Ok(until) }
}

// From when on the clock runs: from the anchor, and towards a date from the trigger.
fn begun(frame: &Frame<'_>, window: &Window) -> Instant {
    match (&frame.norm.time, frame.trigger) {
        (Time::NoLaterThan(_), Some(trigger)) => trigger.at.end,
        _ => window.anchor.end,
    }
}

/// Where a limit ends that may have come to lie on a day off.
pub(super) fn moved(frame: &Frame<'_>, until: Instant) -> Option<Instant> {
    super::late_limit(frame.world, until, (0, Unit::Day), frame.norm.reading.day_off)
}

/// When the clock stands still, and from when on that is not known.
struct Stops<'f, 'a> {
    frame: &'f Frame<'a>,
    still: Vec<(Instant, Instant)>,
    doubt: Option<(Instant, Doubt)>,
}

impl<'f, 'a> Stops<'f, 'a> {
    fn of(frame: &'f Frame<'a>, window: &Window) -> Self {
        let mut found = Self { frame, still: Vec::new(), doubt: None };
        let Some(stops) = &frame.norm.stops else { return found };
        let first = match (&frame.norm.time, frame.trigger) {
            (Time::NoLaterThan(_), Some(trigger)) => trigger.at.first,
            _ => window.anchor.first,
        };
        let context = frame.context(first);
        for (from, until, truth) in
            scope::pieces(&context, stops, (first, Instant::MAX), |at| at.truth(stops))
        {
            match truth {
                Truth::True => found.still.push((from, until)),
                Truth::Unknown(doubt) => found.doubt = found.doubt.or(Some((from, doubt))),
                Truth::False | Truth::Empty => {}
            }
        }
        found
    }

    // Where a limit ends that would lie at an instant if the clock had not stood still after another one.
    fn after(&self, begin: Instant, until: Instant, unit: Unit) -> Result<Instant, Doubt> {
        if let Some((_, doubt)) = self.doubt.as_ref().filter(|(from, _)| *from < until) {
            return Err(doubt.clone());
        }
        match plan::elapsed(1, unit) {
            _ if begin >= until => Ok(until),
            Some(_) => Ok(self.by_time(begin, until)),
            None => self.by_days(begin, until, unit),
        }
    }

    fn by_time(&self, begin: Instant, mut until: Instant) -> Instant {
        for (from, to) in &self.still {
            if *from < until {
                let length = to.0 - from.0.max(begin.0);
                until = Instant(until.0.saturating_add(length.max(0)).min(Instant::MAX.0));
            }
        }
        until
    }

    // Every day of the limit that a stop touched is made up by one of its kind after it.
    fn by_days(&self, begin: Instant, until: Instant, unit: Unit) -> Result<Instant, Doubt> {
        let world = self.frame.world;
        let touched = |day: NaiveDate| {
            let (start, end) = (world.day_start(day), world.day_end(day));
            self.still.iter().any(|(from, until)| *from < end && start < *until)
        };
        let counts = |day: NaiveDate| world.calendar.counts(unit, day).ok_or(Doubt::Calendar);
        let mut day = world.date_of(Instant(begin.0 - 1));
        let mut owed = 0_usize;
        let last = world.date_of(Instant(until.0 - 1));
        while day < last {
            day = day.succ_opt().ok_or(Doubt::Calendar)?;
            owed += usize::from(touched(day) && counts(day)?);
        }
        for _ in 0..MOST_STEPS {
            if owed == 0 {
                return Ok(world.day_end(day));
            }
            day = day.succ_opt().ok_or(Doubt::Calendar)?;
            owed -= usize::from(!touched(day) && counts(day)?);
        }
        Ok(Instant::MAX)
    }
}

/// The end of the window after all extensions that were made before the limit then in force.
pub(super) fn extended(
    frame: &Frame<'_>,
    window: &Window,
    length: Length,
    when: &Selection,
) -> Result<Instant, Doubt> {
    let world = frame.world;
    let stops = Stops::of(frame, window);
    let mut until = window.until;
    // What was said before there was a duty extends nothing.
    let begun = frame.trigger.map_or(window.anchor, |record| record.at).first;
    let begun = world.day_start(world.date_of(begun));
    let mut selected = frame.context(window.anchor.first).over((begun, Instant::MAX)).select(when);
    // Neither does what gave rise to it.
    let own = frame.trigger_id();
    selected.sure.retain(|hit| hit.id != own);
    selected.possible.retain(|(hit, _)| hit.id != own);
    let before = |until: Instant| selected.possible.iter().find(|(hit, _)| hit.at.first < until);
    let lost = |until: Instant| match when.from {
        From::Event(kind) if world.set_aside(kind, begun, until) > 0 => Some(Doubt::SetAside),
        From::Event(kind) => world.gap_in(kind, begun, until.min(world.as_of).max(begun)),
        _ => (selected.set_aside > 0).then_some(Doubt::SetAside),
    };
    let mut moments: Vec<_> = selected.sure.iter().map(|hit| hit.at).collect();
    moments.sort_by_key(|at| (at.end, at.first));
    let mut times = 0;
    for at in moments {
        if at.end <= until {
            times += 1;
            let (begin, plain) = match in_months(frame, window, times, length) {
                Some(plain) => (window.anchor.end, plain),
                None => {
                    let plain = super::late_limit(world, until, (length.count, length.unit), DayOff::Stays);
                    (until, plain.ok_or(Doubt::Calendar)?)
                }
            };
            until = stops.after(begin, plain, length.unit)?;
            if plan::elapsed(1, length.unit).is_none() && until < Instant::MAX {
                until = moved(frame, until).ok_or(Doubt::Calendar)?;
            }
        } else if at.first < until {
            return Err(Doubt::Imprecise(frame.trigger_id()));
        }
    }
    if let Some((_, doubt)) = before(until) {
        return Err(doubt.clone());
    }
    lost(until).map_or(Ok(until), Err)
}

// Months are counted from where the limit began, however often it is extended: three and three are six. Days off and
// the days on which the clock stood still come after.
fn in_months(frame: &Frame<'_>, window: &Window, times: u32, length: Length) -> Option<Instant> {
    let Time::WithinAfter(n, unit, _) = &frame.norm.time else { return None };
    let own = instead::length(frame).ok()?.unwrap_or(Length { count: *n, unit: *unit });
    let months = |length: Length| plan::months_of(length.unit)?.checked_mul(length.count);
    let all = months(own)?.checked_add(months(length)?.checked_mul(times)?)?;
    let (world, reading) = (frame.world, &frame.norm.reading);
    let shift = Shift { calendar: world.calendar, start_day: reading.start_day, day_off: DayOff::Stays };
    let first = world.date_of(Instant(window.anchor.end.0 - 1));
    plan::deadline_after(shift, first, all, Unit::Month).map(|limit| world.day_end(limit))
}
