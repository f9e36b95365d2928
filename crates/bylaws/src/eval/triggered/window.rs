//! The stretch in which a triggered duty is to be done.

use super::super::frame::Frame;
use super::super::instead;
use super::super::periodic::shift_of_dates;
use super::super::term::{Doubt, Term};
use super::super::world::World;
use super::clock::Limit;
use crate::check::policy::{DayOff, Expr, From, StartDay, Time, TimeSide};
use crate::log::{Instant, Length, Moment, Precision, Record, Unit, Value};
use crate::plan::{self, Period, Shift};
use std::sync::Arc;

/// Where the counted events of a triggered instance may lie.
#[derive(Clone)]
pub(in super::super) struct Window {
    pub from: Instant,
    pub until: Instant,
    pub limit: Instant,
    /// The instant that "before" and "after" speak of, and on which side of it events must lie.
    pub anchor: Moment,
    pub side: Side,
    /// Of an anchor that is known to the month or year only: where events lie whichever day it was.
    pub sure: Option<(Instant, Instant)>,
    /// Why the limit may lie later than it is taken to.
    pub may_be_longer: Option<Doubt>,
    /// Ids of the records that extended the limit.
    pub extended_by: Vec<Arc<str>>,
    /// How much of it was left as the clock stood still that nobody knows to run again.
    pub left: Option<Length>,
}

impl Window {
    /// Without making up; nothing of it is in doubt, and nothing moves its limit.
    pub(in super::super) fn between(from: Instant, until: Instant, anchor: Moment, side: Side) -> Self {
        Self {
            from,
            until,
            limit: until,
            anchor,
            side,
            sure: None,
            may_be_longer: None,
            extended_by: Vec::new(),
            left: None,
        }
    }

    // By the days on which the clock stood still, and by extensions.
    fn run_on(&mut self, frame: &Frame<'_>) {
        if frame.norm.stops.is_some() {
            self.move_to(super::clock::stopped(frame, self));
        }
        if let Some(extension) = &frame.norm.extended {
            self.move_to(super::clock::extended(frame, self, extension));
        }
    }

    // A limit only ever moves on: where it is not known how far, by as much as is sure.
    fn move_to(&mut self, limit: Limit) {
        self.until = limit.until;
        self.may_be_longer = self.may_be_longer.take().or(limit.doubt);
        // What was left as the clock stood still is so much no longer once the limit is extended.
        self.left = if limit.extended_by.is_empty() { limit.left.or(self.left.take()) } else { None };
        self.extended_by.extend(limit.extended_by);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Side {
    Before,
    After,
    /// Anywhere in the window.
    Inside,
}

pub(in super::super) fn window(frame: &Frame<'_>, record: &Record) -> Result<Window, Doubt> {
    let mut window = moved(frame, record, &Moving::after(frame, record))?;
    window.sure = surely(frame, &window);
    window.run_on(frame);
    window.limit = window.until;
    // What may be done at any time later is never late.
    if let Some(length) = frame.norm.late.filter(|_| window.until < Instant::MAX) {
        window.limit = late_limit(frame.world, window.until, length, frame.norm.reading.day_off)
            .ok_or(Doubt::Calendar)?;
    }
    Ok(window)
}

// The earliest that what a limit counts from may be: an instant where it is hours, else a day.
fn earliest(frame: &Frame<'_>, anchor: Moment) -> Moment {
    if plan::elapsed(1, super::clock::unit_of(frame, anchor)).is_some() {
        return Moment::instant(anchor.first);
    }
    let end = anchor.end.min(first_day(frame.world, anchor));
    Moment { end, precision: anchor.precision.min(Precision::Day), ..anchor }
}

// Where the limit rests on other records, each that happens before the limit then in force moves it.
fn moved(frame: &Frame<'_>, record: &Record, moving: &Moving) -> Result<Window, Doubt> {
    let mut found = window_by(frame, record, record.at.end);
    for at in &moving.surely {
        match &found {
            Ok(window) if in_force(frame, window) < *at => break,
            // By one of the days that may be meant it was over before.
            Ok(window) if surely(frame, window).is_some_and(|(_, until)| until < *at) => {
                return Err(Doubt::Imprecise(of_a_month(frame, record)));
            }
            // It may have been over by then.
            Err(doubt) if !matches!(doubt, Doubt::NeverHappened(_)) => break,
            _ => found = window_by(frame, record, *at),
        }
    }
    let mut window = found?;
    let limit = in_force(frame, &window);
    let may_move = moving.possibly.iter().find(|(from, _)| *from < limit);
    window.may_be_longer = may_move.map(|(_, doubt)| doubt.clone());
    Ok(window)
}

// Where events lie whichever day the anchor was, with all that moves the limit.
fn surely(frame: &Frame<'_>, window: &Window) -> Option<(Instant, Instant)> {
    let (from, until) = window.sure?;
    let mut earliest = Window { anchor: earliest(frame, window.anchor), until, ..window.clone() };
    earliest.run_on(frame);
    Some((from, earliest.until))
}

// The limit with the days on which the clock stood still, and extensions.
fn in_force(frame: &Frame<'_>, window: &Window) -> Instant {
    let mut window = window.clone();
    window.run_on(frame);
    window.until
}

// Of which no more than the month is known: the trigger, or the last of those up to it on which the limit rests.
fn of_a_month(frame: &Frame<'_>, record: &Record) -> Arc<str> {
    let mut found = None;
    let context = frame.context(record.at.first).over((Instant::MIN, record.at.end));
    if let Some(anchor) = frame.norm.time.anchor().filter(|_| record.at.precision <= Precision::Day) {
        plan::visit(anchor, &mut |expr| {
            let all = expr.selection().map(|selection| context.select(selection).sure).unwrap_or_default();
            let last = all.into_iter().rfind(|hit| hit.at.precision > Precision::Day);
            found = found.take().or(last.map(|hit| hit.id));
        });
    }
    found.unwrap_or_else(|| record.id.clone())
}

/// When the records after the trigger happened that a limit rests on, in order, and from when on others may have.
#[derive(Default)]
struct Moving {
    surely: Vec<Instant>,
    possibly: Vec<(Instant, Doubt)>,
}

impl Moving {
    fn after(frame: &Frame<'_>, record: &Record) -> Self {
        let mut out = Self::default();
        let Some(anchor) = frame.norm.time.anchor() else { return out };
        let after = (record.at.end, frame.world.as_of);
        let context = frame.context(record.at.first).over(after);
        plan::visit(anchor, &mut |expr| {
            let Some(selection) = expr.selection() else { return };
            let found = context.select(selection);
            for hit in found.sure {
                if hit.at.precision <= Precision::Day {
                    out.surely.push(hit.at.end);
                } else {
                    out.possibly.push((hit.at.first, Doubt::Imprecise(hit.id)));
                }
            }
            out.possibly.extend(found.possible.into_iter().map(|(hit, doubt)| (hit.at.first, doubt)));
            if let From::Event(kind) = selection.from {
                out.note_unseen(frame.world, kind, after);
            }
        });
        out.surely.retain(|at| *at > record.at.end);
        out.surely.sort();
        out.surely.dedup();
        out
    }

    // Where the log has its first gap, and what was set aside.
    fn note_unseen(&mut self, world: &World<'_>, kind: usize, (from, until): (Instant, Instant)) {
        let known = world.log.coverage.known_until(kind, from, until);
        self.possibly.extend((known < until).then_some((known, Doubt::Uncovered(kind))));
        let may_be = world.log.set_aside.iter().filter(|aside| aside.kind.is_none_or(|own| own == kind));
        let may_be = may_be.filter(|aside| aside.at.is_none_or(|at| at.possibly_in(from, until)));
        self.possibly.extend(may_be.map(|aside| (aside.at.map_or(from, |at| at.first), Doubt::SetAside)));
    }
}

// The stretch as it stands when all that happened before an instant has.
fn window_by(frame: &Frame<'_>, record: &Record, seen: Instant) -> Result<Window, Doubt> {
    let world = frame.world;
    let context = frame.context(record.at.first).over((Instant::MIN, seen.min(world.as_of)));
    let anchor_of = |expr: &Expr| match context.term(expr) {
        Term::Known(Value::Time(at)) => Ok(at),
        Term::Unknown(doubt) | Term::Missing { doubt, .. } => Err(doubt),
        _ => Err(Doubt::NeverHappened(None)),
    };
    let reading = &frame.norm.reading;
    // Where the clock may stand still, the limit is moved off a day off when that is over.
    let day_off = if frame.norm.stops.is_some() { DayOff::Stays } else { reading.day_off };
    let shift = Shift { calendar: world.calendar, start_day: reading.start_day, day_off };
    let end_of = |day| plan::off_days_off(shift, day).map(|day| world.day_end(day));
    let length = |n, unit| instead::length(frame).map(|own| own.map_or((n, unit), |l| (l.count, l.unit)));
    Ok(match &frame.norm.time {
        Time::Before(expr) => {
            let anchor = anchor_of(expr)?;
            Window::between(Instant::MIN, anchor.end, anchor, Side::Before)
        }
        Time::After(expr) => {
            let anchor = anchor_of(expr)?;
            Window::between(anchor.first, Instant::MAX, anchor, Side::After)
        }
        Time::WithinBefore(n, unit, expr) => {
            let (n, unit) = length(*n, *unit)?;
            let anchor = anchor_of(expr)?;
            let begin = |at: Instant| match plan::elapsed(n, unit) {
                Some(length) => Ok(Instant(at.0 - length)),
                None => plan::first_within(shift, world.date_of(at), n, unit)
                    .map(|day| world.day_start(day))
                    .ok_or(Doubt::Calendar),
            };
            let sure = (begin(Instant(anchor.end.0 - 1))?, first_day(world, anchor));
            let window = Window::between(begin(anchor.first)?, anchor.end, anchor, Side::Before);
            Window { sure: coarse(world, anchor).then_some(sure), ..window }
        }
        Time::WithinAfter(n, unit, expr) => {
            let (n, unit) = length(*n, *unit)?;
            let anchor = anchor_of(expr)?;
            let finish = |end: Instant| match plan::elapsed(n, unit) {
                Some(length) => Ok(Instant(end.0 + length)),
                None => plan::deadline_after(shift, world.date_of(Instant(end.0 - 1)), n, unit)
                    .map(|day| world.day_end(day))
                    .ok_or(Doubt::Calendar),
            };
            let earliest = finish(Instant(anchor.first.0 + 1))?;
            let window = Window::between(anchor.first, finish(anchor.end)?, anchor, Side::After);
            // Hours run from an instant: of an anchor known to the day they may be over a day sooner.
            let by_the_hour = plan::elapsed(n, unit).is_some() && anchor.precision == Precision::Day;
            let sure = match (coarse(world, anchor), by_the_hour) {
                (true, _) => Some((last_day(world, anchor), earliest)),
                (false, true) => Some((anchor.first, earliest)),
                (false, false) => None,
            };
            Window { sure, ..window }
        }
        Time::NoLaterThan(expr) => {
            let anchor = anchor_of(expr)?;
            let until = match anchor.precision {
                Precision::Instant => Some(anchor.end),
                _ => end_of(world.date_of(Instant(anchor.end.0 - 1))),
            };
            let until = until.ok_or(Doubt::Calendar)?;
            // Where the limit lies before the trigger, what was done before it counts.
            let from = if until <= record.at.first { Instant::MIN } else { record.at.first };
            let window = Window::between(from, until, anchor, Side::Inside);
            let from = if coarse(world, record.at) { last_day(world, record.at) } else { window.from };
            let is_coarse = coarse(world, anchor);
            let first = if is_coarse { end_of(world.date_of(anchor.first)) } else { Some(window.until) };
            let sure = (from, first.ok_or(Doubt::Calendar)?);
            Window { sure: (is_coarse || coarse(world, record.at)).then_some(sure), ..window }
        }
        Time::AtLeast { length, clear, side, anchor } => {
            at_least(world, *length, *clear, *side, anchor_of(anchor)?).ok_or(Doubt::Calendar)?
        }
        Time::OnTheDayOf(expr) => {
            let anchor = anchor_of(expr)?;
            let from = world.day_start(world.date_of(anchor.first));
            let until = world.day_end(world.date_of(Instant(anchor.end.0 - 1)));
            let window = Window::between(from, until, anchor, Side::Inside);
            // No day is surely that of something of which only the month is known.
            Window { sure: coarse(world, anchor).then_some((until, until)), ..window }
        }
        Time::AtTrigger | Time::AtAllTimes => {
            Window::between(record.at.first, record.at.end, record.at, Side::Inside)
        }
        Time::Once => Window::between(record.at.first, Instant::MAX, record.at, Side::After),
        Time::By(day) => {
            let until = end_of(*day).ok_or(Doubt::Calendar)?;
            Window::between(record.at.first, until, record.at, Side::After)
        }
        Time::Every { .. }
        | Time::EveryParameter(_)
        | Time::AtTheEndOfEvery(_)
        | Time::ByDateEveryYear { .. } => {
            let period = period_of(frame, record).ok_or(Doubt::Calendar)?;
            Window::between(record.at.first, world.day_end(period.last), record.at, Side::After)
        }
        // What is in windows of each bearer's own, and in any stretch, no record gives rise to (B0435).
        Time::EveryFrom { .. } | Time::Rolling(..) | Time::Gap(..) | Time::AfterBreachOf(..) => {
            return Err(Doubt::Calendar);
        }
    })
}

// Notice and waiting: so far from the instant, or further. Clear days leave out the days at both ends.
fn at_least(
    world: &World<'_>,
    length: Length,
    clear: bool,
    side: TimeSide,
    anchor: Moment,
) -> Option<Window> {
    let Length { count, unit } = length;
    // A whole day more, which is the day of the notice or that of X.
    let apart = chrono::Days::new(u64::from(clear));
    let (start_day, day_off) = (StartDay::Excluded, DayOff::Stays);
    let shift = Shift { calendar: world.calendar, start_day, day_off };
    let last = Instant(anchor.end.0 - 1);
    // Hours from something of which only the day is known begin somewhere in it.
    let by_the_hour = plan::elapsed(count, unit).is_some() && anchor.precision > Precision::Instant;
    let unsure = coarse(world, anchor) || by_the_hour;
    let inside = |from, until, sure| Window { sure, ..Window::between(from, until, anchor, Side::Inside) };
    Some(match side {
        TimeSide::Before => {
            let until = |at: Instant| match plan::elapsed(count, unit) {
                Some(ms) => Some(Instant(at.0 - ms + 1)),
                None => {
                    let last = plan::last_before(shift, world.date_of(at), count, unit)?;
                    last.checked_sub_days(apart).map(|day| world.day_end(day))
                }
            };
            let (from, sure) = (Instant::MIN, unsure.then_some((Instant::MIN, until(anchor.first)?)));
            let until = until(if unsure { last } else { anchor.first })?;
            inside(from, until, sure)
        }
        TimeSide::After => {
            let from = |at: Instant| match plan::elapsed(count, unit) {
                Some(ms) => Some(Instant(at.0 + ms)),
                None => {
                    let first = plan::deadline_after(shift, world.date_of(at), count, unit)?;
                    first.checked_add_days(apart).map(|day| world.day_start(day))
                }
            };
            let (until, sure) = (Instant::MAX, unsure.then_some((from(last)?, Instant::MAX)));
            let from = from(if unsure { anchor.first } else { last })?;
            inside(from, until, sure)
        }
    })
}

// Whether it may be any of several days: of a day moved by some hours the one on which it begins or the one on which it
// ends.
pub(super) fn coarse(world: &World<'_>, anchor: Moment) -> bool {
    anchor.precision > Precision::Day
        || world.date_of(anchor.first) != world.date_of(Instant(anchor.end.0 - 1))
}

/// When the first day ends that it may be.
pub(super) fn first_day(world: &World<'_>, anchor: Moment) -> Instant {
    world.day_end(world.date_of(anchor.first))
}

/// When the last day begins that it may be: what lies on that day is on it or after it, whichever it was.
pub(super) fn last_day(world: &World<'_>, anchor: Moment) -> Instant {
    world.day_start(world.date_of(Instant(anchor.end.0 - 1)))
}

/// One past the last instant at which what was due until `until` may be made up; none where the calendar has
/// no data.
pub(in super::super) fn late_limit(
    world: &World<'_>,
    until: Instant,
    (n, unit): (u32, Unit),
    day_off: DayOff,
) -> Option<Instant> {
    if let Some(length) = plan::elapsed(n, unit) {
        return Some(Instant(until.0 + length));
    }
    let shift = Shift { calendar: world.calendar, start_day: StartDay::Excluded, day_off };
    let day = world.date_of(Instant(until.0 - 1));
    plan::deadline_after(shift, day, n, unit).map(|day| world.day_end(day))
}

// A periodic limit on a triggered duty: until the end of the period in which the trigger lies.
fn period_of(frame: &Frame<'_>, record: &Record) -> Option<Period> {
    let world = frame.world;
    let day = world.date_of(record.at.first);
    if let Time::ByDateEveryYear { month, day: of_month } = frame.norm.time {
        let reading = &frame.norm.reading;
        let windows = plan::up_to_a_date(world.calendar, reading, (month, of_month), (day, day));
        let window = windows.into_iter().find(|window| window.first <= day && day <= window.last)?;
        return plan::off_days_off(shift_of_dates(world, frame.norm), window.last).map(|_| window);
    }
    let spec = match &frame.norm.time {
        Time::Every { count, unit, from } => (*count, *unit, *from),
        Time::AtTheEndOfEvery(unit) => (1, *unit, None),
        Time::EveryParameter(name) => match world.parameter(name) {
            Some(Value::Length(length)) => (length.count, length.unit, None),
            _ => return None,
        },
        _ => (1, Unit::Year, None),
    };
    let mut periods = plan::periods(world.calendar, &frame.norm.reading, spec, (day, day)).into_iter();
    periods.find(|p| p.first <= day && day <= p.last)
}
