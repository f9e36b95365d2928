//! The clock of a time limit: standing still and extended (rule T2).

use super::super::context::Context;
use super::super::frame::Frame;
use super::super::outcome::Idle;
use super::super::rests::rests_on_the_calendar;
use super::super::select::{Hit, Selected};
use super::super::term::{Doubt, Truth};
use super::super::world::World;
use super::super::{instead, scope};
use super::window::Window;
use crate::check::policy::{DayOff, Expr, Extension, From, Selection, StartDay, Time};
use crate::log::{Instant, Length, Moment, Precision, Unit};
use crate::plan::{self, Shift};
use chrono::NaiveDate;
use std::sync::Arc;

/// How many days a limit may move before it is taken never to come.
const MOST_DAYS: i64 = 10_000;

/// A limit that is sure, and why it may be later.
pub(super) struct Limit {
    pub until: Instant,
    pub doubt: Option<Doubt>,
    /// Ids of the records that extended it.
    pub extended_by: Vec<Arc<str>>,
    /// How much of it is left where the clock stands still and nobody knows for how long.
    pub left: Option<Length>,
}

impl Limit {
    fn sure(until: Instant) -> Self {
        Self { until, doubt: None, extended_by: Vec::new(), left: None }
    }

    // The clock stands still, and when it runs again is not known.
    fn stands_still(self, left: Option<Length>) -> Self {
        Self { until: Instant::MAX, left, ..self }
    }

    fn doubted(&mut self, doubt: Option<Doubt>) {
        self.doubt = self.doubt.take().or(doubt);
    }

    fn followed_by(mut self, later: Self) -> Self {
        self.until = later.until;
        self.doubted(later.doubt);
        self
    }

    // Where it ends once it has moved off a day off.
    fn off_days_off(mut self, frame: &Frame<'_>) -> Self {
        if self.until < Instant::MAX {
            let own = frame.norm.reading.day_off;
            match super::late_limit(frame.world, self.until, (0, Unit::Day), own) {
                Some(until) => self.until = until,
                None => self.doubted(Some(Doubt::Calendar)),
            }
        }
        self
    }
}

/// The end of the window after the days, or the time, in which the clock stood still. A day that is touched by a
/// stop does not count.
pub(super) fn stopped(frame: &Frame<'_>, window: &Window) -> Limit {
    if window.until >= Instant::MAX {
        return Limit::sure(window.until);
    }
    let unit = unit_of(frame, window.anchor);
    let stops = Stops::of(frame, window);
    let limit = stops.after(begun(frame, window, unit), window.until, unit);
    if plan::elapsed(1, unit).is_none() { stops.off_days_off(limit) } else { limit }
}

/// What the clock counts.
pub(super) fn unit_of(frame: &Frame<'_>, anchor: Moment) -> Unit {
    match (instead::length(frame), &frame.norm.time) {
        (Ok(Some(own)), _) => own.unit,
        (_, Time::WithinAfter(_, unit, _)) => *unit,
        (_, Time::NoLaterThan(_)) if anchor.precision == Precision::Instant => Unit::Hour,
        _ => Unit::Day,
    }
}

// From when on the clock runs: from the anchor, and towards a date from the trigger. Of days the start day may be the
// first that counts.
fn begun(frame: &Frame<'_>, window: &Window, unit: Unit) -> Instant {
    let of_days = plan::elapsed(1, unit).is_none();
    match (&frame.norm.time, frame.trigger) {
        (Time::NoLaterThan(_), Some(trigger)) => trigger.at.end,
        _ if of_days && frame.norm.reading.start_day == StartDay::Included => {
            let world = frame.world;
            world.day_start(world.date_of(Instant(window.anchor.end.0 - 1)))
        }
        _ => window.anchor.end,
    }
}

/// When the clock of a window stands still before it is over; of a stretch whose end is not known there is none.
pub(super) fn still(frame: &Frame<'_>, window: &Window) -> Vec<(Instant, Option<Instant>)> {
    let begun = begun(frame, window, unit_of(frame, window.anchor));
    let stops = Stops::of(frame, window);
    let mut still = stops.still;
    still.retain(|(from, until)| *from < window.until && begun <= *until);
    still.into_iter().map(|(from, until)| (from, (until < stops.known).then_some(until))).collect()
}

/// When the clock stands still, and when that is not known.
struct Stops<'f, 'a> {
    frame: &'f Frame<'a>,
    still: Vec<(Instant, Instant)>,
    doubtful: Vec<(Instant, Instant, Doubt)>,
    /// Until when it is known whether it stands still.
    known: Instant,
}

impl<'f, 'a> Stops<'f, 'a> {
    fn of(frame: &'f Frame<'a>, window: &Window) -> Self {
        let as_of = frame.world.as_of;
        let mut found = Self { frame, still: Vec::new(), doubtful: Vec::new(), known: as_of };
        let Some(stops) = &frame.norm.stops else { return found };
        let first = match (&frame.norm.time, frame.trigger) {
            (Time::NoLaterThan(_), Some(trigger)) => trigger.at.first,
            _ => window.anchor.first,
        };
        let context = frame.context(first);
        let seen = (first, as_of.max(first));
        let mut pieces = scope::pieces(&context, stops, seen, |at| at.truth(stops));
        // What will be is not known, but what the calendar says of it.
        if rests_on_the_calendar(stops) {
            found.known = furthest(frame.world, window.until.max(seen.1));
            pieces.extend(ahead(&context, stops, (seen.1, found.known)));
        }
        for (from, until, truth) in pieces {
            match truth {
                Truth::True => found.stand_still(from, until),
                Truth::Unknown(doubt) => found.doubtful.push((from, until, doubt)),
                Truth::False | Truth::Empty => {}
            }
        }
        found
    }

    // What goes on as the next piece begins is one stretch.
    fn stand_still(&mut self, from: Instant, until: Instant) {
        match self.still.last_mut() {
            Some(last) if last.1 == from => last.1 = until,
            _ => self.still.push((from, until)),
        }
    }

    // Where a limit ends that would lie at an instant if the clock had not stood still after another one. Where that is
    // not known the clock is taken to run: the limit is surely no earlier.
    fn after(&self, begin: Instant, until: Instant, unit: Unit) -> Limit {
        match plan::elapsed(1, unit) {
            _ if begin >= until => Limit::sure(until),
            Some(_) => self.by_time(begin, until),
            None => self.by_days(begin, until, unit),
        }
    }

    // The clock runs from the last instant before the one at which the limit begins to count, and a limit is in time to
    // its very end. Of one that stands still nobody knows when it runs again.
    fn by_time(&self, begin: Instant, mut until: Instant) -> Limit {
        for (from, to) in &self.still {
            if *from < until && *to >= self.known {
                let left = time_left(until.0 - from.0.max(begin.0 - 1));
                let limit = Limit { doubt: self.doubt_in(begin, until), ..Limit::sure(until) };
                return limit.stands_still(left);
            }
            if *from < until {
                let length = to.0 - from.0.max(begin.0 - 1);
                until = Instant(until.0.saturating_add(length.max(0)).min(Instant::MAX.0));
            }
        }
        Limit { doubt: self.doubt_in(begin, until), ..Limit::sure(until) }
    }

    // Every day of the limit that a stop touched is made up by one of its kind after it.
    fn by_days(&self, begin: Instant, until: Instant, unit: Unit) -> Limit {
        let world = self.frame.world;
        let bounds = |day: NaiveDate| (world.day_start(day), world.day_end(day));
        let last = world.date_of(Instant(until.0 - 1));
        let (mut limit, mut owed) = (Limit::sure(until), 0_usize);
        let mut day = world.date_of(Instant(begin.0 - 1));
        while day < last || owed > 0 {
            if (day - last).num_days() > MOST_DAYS {
                limit.until = Instant::MAX;
                break;
            }
            let next = day.succ_opt().and_then(|next| Some((next, world.calendar.counts(unit, next)?)));
            let Some((next, counts)) = next else {
                limit.doubted(Some(Doubt::Calendar));
                break;
            };
            day = next;
            let (start, end) = bounds(day);
            limit.until = limit.until.max(end);
            match self.touches(day) {
                true if end >= self.known && self.goes_on(day) => {
                    return limit.stands_still(self.days_left((day, last), owed, unit));
                }
                _ if !counts => {}
                true => owed += usize::from(day <= last),
                false => {
                    owed -= usize::from(day > last);
                    limit.doubted(self.doubt_in(start, end));
                }
            }
        }
        limit
    }

    // Whether the clock stands still at some time of a day.
    fn touches(&self, day: NaiveDate) -> bool {
        self.on(day).next().is_some()
    }

    // Whether it does so as long as one can see: of a stop that was over before, it is known when the clock runs again.
    fn goes_on(&self, day: NaiveDate) -> bool {
        self.on(day).any(|(_, until)| *until >= self.known)
    }

    fn on(&self, day: NaiveDate) -> impl Iterator<Item = &(Instant, Instant)> {
        let world = self.frame.world;
        let (start, end) = (world.day_start(day), world.day_end(day));
        self.still.iter().filter(move |(from, until)| *from < end && start < *until)
    }

    // Where a limit ends once it has moved off a day off, and from there off the days on which the clock stands still.
    fn off_days_off(&self, limit: Limit) -> Limit {
        let (world, bare) = (self.frame.world, limit.until);
        let mut limit = limit.off_days_off(self.frame);
        while limit.until != bare && limit.until < Instant::MAX {
            let day = world.date_of(Instant(limit.until.0 - 1));
            limit.doubted(self.doubt_in(world.day_start(day), world.day_end(day)));
            if !self.touches(day) {
                break;
            }
            if self.goes_on(day) {
                return limit.stands_still(Some(Length { count: 1, unit: Unit::Day }));
            }
            let Some(next) =
                day.succ_opt().filter(|next| (*next - world.date_of(bare)).num_days() <= MOST_DAYS)
            else {
                break;
            };
            limit.until = world.day_end(next);
            limit = limit.off_days_off(self.frame);
        }
        limit
    }

    // Those that were owed already, and those of the limit that did not come before the clock stood still for good.
    fn days_left(&self, (day, last): (NaiveDate, NaiveDate), owed: usize, unit: Unit) -> Option<Length> {
        let of_kind = match unit {
            Unit::WorkingDay => Unit::WorkingDay,
            Unit::TeachingWeek => return None,
            _ => Unit::Day,
        };
        let mut left = owed;
        for day in day.iter_days().take_while(|day| *day <= last) {
            left += usize::from(self.frame.world.calendar.counts(unit, day)?);
        }
        Some(Length { count: u32::try_from(left).ok()?, unit: of_kind })
    }

    fn doubt_in(&self, start: Instant, end: Instant) -> Option<Doubt> {
        let mut all = self.doubtful.iter();
        all.find(|(from, until, _)| *from < end && start < *until).map(|(.., doubt)| doubt.clone())
    }
}

// How far ahead the calendar is asked.
fn furthest(world: &World<'_>, from: Instant) -> Instant {
    let last = world.date_of(from).checked_add_signed(chrono::TimeDelta::days(MOST_DAYS));
    last.map_or(Instant::MAX, |last| world.day_end(last))
}

// What the calendar says of a condition that it alone decides.
fn ahead(
    context: &Context<'_>,
    condition: &Expr,
    (from, until): (Instant, Instant),
) -> impl Iterator<Item = (Instant, Instant, Truth)> {
    let mut cuts = scope::turns(context.world, condition, (from, until));
    cuts.extend([from, until]);
    cuts.sort_unstable();
    cuts.dedup();
    let pairs: Vec<_> = cuts.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect();
    pairs.into_iter().map(|(from, until)| (from, until, context.at(from).truth(condition)))
}

// Of hours and minutes, in whole ones.
fn time_left(milliseconds: i64) -> Option<Length> {
    let of = |unit| {
        let one = plan::elapsed(1, unit)?;
        (milliseconds % one == 0).then_some(Length { count: u32::try_from(milliseconds / one).ok()?, unit })
    };
    of(Unit::Hour).or_else(|| of(Unit::Minute))
}

/// The end of the window after all extensions that were made before the limit then in force.
pub(super) fn extended(frame: &Frame<'_>, window: &Window, extension: &Extension) -> Limit {
    let Extension { by: length, when, at_most } = extension;
    let (length, at_most) = (*length, at_most.unwrap_or(u32::MAX));
    let world = frame.world;
    let stops = Stops::of(frame, window);
    let mut limit = Limit::sure(window.until);
    let mut times = 0;
    loop {
        // Whatever else came, or may have come, extends nothing any more.
        if times == at_most {
            return limit;
        }
        let found = not_yet_used(frame, window, when, (&limit.extended_by, limit.until));
        let first = found.sure.iter().min_by_key(|hit| (hit.at.end, hit.at.first));
        let Some(id) = first.map(|hit| hit.id.clone()) else {
            let since = extensible_since(frame, window);
            limit.doubted(may_extend(world, &found, when, (since, limit.until)));
            return limit;
        };
        times += 1;
        limit.extended_by.push(id);
        let plain = match in_months(frame, window, times, length) {
            Some(plain) => Some((begun(frame, window, length.unit), plain)),
            None => further(frame, limit.until, length).map(|plain| (limit.until, plain)),
        };
        let Some((begin, plain)) = plain else {
            limit.doubted(Some(Doubt::Calendar));
            return limit;
        };
        limit = limit.followed_by(stops.after(begin, plain, length.unit));
        if plan::elapsed(1, length.unit).is_none() {
            limit = stops.off_days_off(limit);
        }
    }
}

// What was made up to an instant, such as the limit then in force, and has not extended the limit. Where its own conditions
// give no time they look no further either: what happens later takes nothing back.
fn not_yet_used<'a>(
    frame: &Frame<'a>,
    window: &Window,
    when: &Selection,
    (used, until): (&[Arc<str>], Instant),
) -> Selected<'a> {
    // What was said before there was a duty extends nothing, and neither does what gave rise to it.
    let (since, own) = (extensible_since(frame, window), frame.trigger_id());
    let mut found = frame.context(window.anchor.first).over((since, until)).select(when);
    let is_new = |hit: &Hit<'_>| hit.id != own && !used.contains(&hit.id);
    found.sure.retain(is_new);
    found.possible.retain(|(hit, _)| is_new(hit));
    found
}

// Why more may extend a limit that nothing extends surely.
fn may_extend(
    world: &World<'_>,
    found: &Selected<'_>,
    when: &Selection,
    (since, until): (Instant, Instant),
) -> Option<Doubt> {
    let possible = found.possible.first().map(|(_, doubt)| doubt.clone());
    possible.or_else(|| match when.from {
        From::Event(kind) if world.set_aside(kind, since, until) > 0 => Some(Doubt::SetAside),
        From::Event(kind) => world.gap_in(kind, since, until.min(world.as_of).max(since)),
        _ => (found.set_aside > 0).then_some(Doubt::SetAside),
    })
}

fn extensible_since(frame: &Frame<'_>, window: &Window) -> Instant {
    let world = frame.world;
    let since = frame.trigger.map_or(window.anchor, |record| record.at).first;
    world.day_start(world.date_of(since))
}

/// The records that would extend the limit of a window and did not, with why not.
pub(super) fn idle(frame: &Frame<'_>, window: &Window, extension: &Extension) -> Vec<(Arc<str>, Idle)> {
    let most = extension.at_most.unwrap_or(u32::MAX);
    let seen = (window.extended_by.as_slice(), frame.world.as_of);
    let found = not_yet_used(frame, window, &extension.when, seen);
    let why = |at: Moment| match at.first >= window.until {
        true => Some(Idle::Over(window.until)),
        false => (window.extended_by.len() >= most as usize).then_some(Idle::Often(most)),
    };
    found.sure.iter().filter_map(|hit| Some((hit.id.clone(), why(hit.at)?))).collect()
}

// Hours after a whole day are over at an instant that is still in time, as where hours alone are the limit, unless they
// end with a day themselves.
fn further(frame: &Frame<'_>, until: Instant, length: Length) -> Option<Instant> {
    let world = frame.world;
    let ends_a_day = |at: Instant| world.day_start(world.date_of(at)) == at;
    let later = super::late_limit(world, until, (length.count, length.unit), DayOff::Stays)?;
    Some(Instant(later.0 + i64::from(ends_a_day(until) && !ends_a_day(later))))
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
