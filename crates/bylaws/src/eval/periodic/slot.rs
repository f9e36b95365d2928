//! One window of one bearer: how many of its days count, and what is due in it.

use super::super::frame::Frame;
use super::super::outcome::Verdict;
use super::super::scope::{InScope, Span};
use super::super::select::Hit;
use super::super::tally::Ruling;
use super::super::term::Doubt;
use super::super::triggered::late_limit;
use super::super::world::World;
use crate::check::policy::{Norm, Part, PartialPeriod, VacationRule, WhoCounts};
use crate::diagnostic::Message;
use crate::log::{Exact, Instant};
use crate::plan::Period;
use chrono::NaiveDate;

/// A window of one bearer with what scope leaves of it.
#[derive(Clone)]
pub(in super::super) struct Slot<'a> {
    pub(in super::super) frame: Frame<'a>,
    pub(in super::super) period: Period,
    /// Days of a full window, of this one, days in scope, days in scope that no waiver takes. On days on
    /// which the clock stands still none of them counts.
    pub(super) days: i64,
    pub(super) length: i64,
    pub(super) in_scope: i64,
    pub(super) counted: i64,
    /// Days in scope if the bearer had stayed to the end.
    pub(super) had_it_stayed: i64,
    /// How long it was away after it came into the window, and when it is told that it is back, or for good; and days
    /// that an exception takes, each told when it is over.
    absences: Vec<(i64, Instant)>,
    excepted: Vec<Instant>,
    /// When half of the window's days have been in scope, else its end.
    half_at: Instant,
    /// First and one past last instant in scope.
    pub(in super::super) effective: (Instant, Instant),
    /// What of it is in scope.
    pub(super) inside: Vec<Span>,
    pub(in super::super) exceptions: Vec<Span>,
    pub(in super::super) doubt: Option<Doubt>,
    /// From when on that is in doubt.
    doubt_from: Instant,
    /// Why it may never have concerned the bearer, if of no instant it is sure.
    pub(super) never_sure: Option<Doubt>,
}

/// See [`Slot::likeness`].
pub(in super::super) type Likeness = (NaiveDate, [Instant; 3], [i64; 5], (Instant, Instant));

pub(super) fn slot<'a>(
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    bearer: &InScope,
    period: Period,
    exceptions: &[Span],
) -> Option<Slot<'a>> {
    let (from, until) = (world.day_start(period.first), world.day_end(period.last));
    let inside: Vec<Span> = bearer.spans.iter().filter_map(|span| span.within((from, until))).collect();
    let effective = (inside.first()?.from, inside.last()?.until);
    // A window that a bearer only enters later has not begun for it.
    if effective.0 >= world.as_of {
        return None;
    }
    let closes = world.day_end(period.closes);
    let late = norm.late.map(|length| late_limit(world, closes, length, norm.reading.day_off));
    // Up to when it may be made up is not known where the calendar has no data.
    let unknown_limit = (late == Some(None)).then_some(Doubt::Calendar);
    let limit = late.flatten().unwrap_or(closes);
    let frame = Frame {
        world,
        index,
        norm,
        bearer: bearer.id.clone(),
        from,
        until: closes,
        limit,
        label: Some(period.label.clone()),
        trigger: None,
    };
    let exceptions = exceptions.iter().filter_map(|span| span.within(effective)).collect();
    let first = inside.iter().find(|span| span.doubt.is_some());
    let doubt_from = first.map_or(Instant::MIN, |span| span.from);
    let doubt = first.and_then(|span| span.doubt.clone());
    let sure = inside.iter().any(|span| span.doubt.is_none());
    let never_sure = doubt.clone().filter(|_| !sure);
    let doubt = doubt.or(unknown_limit).or_else(|| vacation_doubt(world, norm, &period, effective));
    let mut slot = Slot {
        frame,
        period,
        days: 0,
        length: 0,
        in_scope: 0,
        counted: 0,
        had_it_stayed: 0,
        absences: Vec::new(),
        excepted: Vec::new(),
        half_at: Instant::MAX,
        effective,
        inside,
        exceptions,
        doubt,
        doubt_from,
        never_sure,
    };
    slot.count_days();
    Some(slot)
}

// Whether days are vacation is known between the first and the last day of semesters and vacations only.
fn vacation_doubt(
    world: &World<'_>,
    norm: &Norm,
    period: &Period,
    (from, until): (Instant, Instant),
) -> Option<Doubt> {
    // Where the clock stops the whole window is measured, else the days in scope alone.
    let (first, last) = match norm.reading.vacation {
        VacationRule::Stop => (period.first, period.last),
        _ => (world.date_of(from), world.date_of(Instant(until.0 - 1))),
    };
    let known = world.calendar.knows_vacations(first) && world.calendar.knows_vacations(last);
    (norm.reading.vacation != VacationRule::Continue && !known).then_some(Doubt::Calendar)
}

impl Slot<'_> {
    fn count_days(&mut self) {
        let world = self.frame.world;
        let waive = self.frame.norm.reading.vacation != VacationRule::Continue;
        let stops = self.frame.norm.reading.vacation == VacationRule::Stop;
        let running = |(a, b): (NaiveDate, NaiveDate)| match stops {
            true => world.calendar.days_outside_vacation(a, b),
            false => (b - a).num_days() + 1,
        };
        let whole = running((self.period.first, self.period.last));
        self.length = whole;
        let (units, of) = self.period.units;
        let of_days = self.period.part_of.map_or(whole, running);
        self.days = if units == of { of_days } else { of_days * i64::from(of) / i64::from(units.max(1)) };
        let days = |span: &Span| (world.date_of(span.from), world.date_of(Instant(span.until.0 - 1)));
        let ranges: Vec<(NaiveDate, NaiveDate)> = self.inside.iter().map(days).collect();
        self.in_scope = ranges.iter().copied().map(running).sum();
        self.had_it_stayed =
            self.in_scope + ranges.last().map_or(0, |(_, b)| running((*b, self.period.last)) - 1).max(0);
        self.absences = self.absences_by(&ranges, &running);
        if self.frame.norm.reading.who_counts == WhoCounts::Half {
            let mut so_far = 0;
            let half =
                ranges.iter().flat_map(|(a, b)| a.iter_days().take_while(move |d| d <= b)).find(|day| {
                    so_far += running((*day, *day));
                    so_far * 2 >= whole
                });
            self.half_at = world.day_end(half.unwrap_or(self.period.last));
        }
        self.counted = self.in_scope;
        if waive || !self.exceptions.is_empty() {
            let days = ranges.iter().flat_map(|(a, b)| a.iter_days().take_while(move |d| d <= b));
            let days = days.filter(|day| !(waive && world.calendar.is_vacation(*day)));
            let (excepted, counted): (Vec<_>, Vec<_>) = days.partition(|day| self.is_excepted(*day));
            self.counted = counted.len() as i64;
            self.excepted = excepted.into_iter().map(|day| world.day_end(day)).collect();
        }
        // What is due on a day is asked of that day alone.
        if self.frame.norm.time.is_a_day() && self.counted < self.in_scope {
            let last = self.period.last;
            let taken = self.is_excepted(last) || waive && !stops && world.calendar.is_vacation(last);
            self.counted = if taken { 0 } else { self.in_scope };
        }
    }

    // Nobody comes back once the regulation is no longer in force.
    fn absences_by(
        &self,
        ranges: &[(NaiveDate, NaiveDate)],
        running: &dyn Fn((NaiveDate, NaiveDate)) -> i64,
    ) -> Vec<(i64, Instant)> {
        let world = self.frame.world;
        let last = self.period.last.min(world.date_of(Instant(world.in_force().1.0 - 1)));
        let back = ranges
            .iter()
            .zip(&self.inside)
            .skip(1)
            .map(|((day, _), span)| (*day, self.frame.world.told_of(span.from)));
        let left = last.succ_opt().map(|day| (day, self.end()));
        let away = ranges.iter().zip(back.chain(left)).map(|((_, left), (back, told))| {
            let between = left.succ_opt().zip(back.pred_opt()).filter(|(first, last)| first <= last);
            (between.map_or(0, running), told)
        });
        away.filter(|(days, _)| *days > 0).collect()
    }

    // An exception takes a day when it holds for all of it.
    fn is_excepted(&self, day: NaiveDate) -> bool {
        let (from, until) = (self.frame.world.day_start(day), self.frame.world.day_end(day));
        self.exceptions.iter().any(|s| s.doubt.is_none() && s.from <= from && until <= s.until)
    }

    /// All of a window of a norm that what is counted in it is judged by, where nothing is in doubt or excepted.
    pub(in super::super) fn likeness(&self) -> Likeness {
        let days = [self.days, self.length, self.in_scope, self.counted, self.had_it_stayed];
        (self.period.first, [self.frame.from, self.frame.until, self.frame.limit], days, self.effective)
    }

    /// Between two stretches in scope: there nothing counts.
    pub(super) fn gaps(&self) -> Vec<(Instant, Instant)> {
        let pairs = self.inside.windows(2).filter_map(|pair| match pair {
            [before, after] => Some((before.until, after.from)),
            _ => None,
        });
        pairs.filter(|(from, until)| from < until).collect()
    }

    /// Whether the bearer counts in the window at all, by its days in scope.
    pub(super) fn counts(&self) -> bool {
        match self.frame.norm.reading.who_counts {
            WhoCounts::Whole => self.in_scope >= self.length,
            WhoCounts::Half => self.in_scope * 2 >= self.length,
            WhoCounts::AtEnd => self.effective.1 >= self.frame.world.day_end(self.period.last),
            WhoCounts::ByDays | WhoCounts::AnyDay => true,
        }
    }

    /// From when on the bearer counts in the window even if it leaves at once.
    pub(super) fn counts_from(&self) -> Instant {
        match self.frame.norm.reading.who_counts {
            WhoCounts::ByDays | WhoCounts::AnyDay => Instant::MIN,
            WhoCounts::Half => self.half_at,
            WhoCounts::Whole | WhoCounts::AtEnd => self.frame.world.day_end(self.period.last),
        }
    }

    pub(super) fn wholly_in_scope(&self) -> bool {
        self.in_scope >= self.length && self.is_whole()
    }

    // Whether it has as many units as the norm says, and no amendment cuts it.
    fn is_whole(&self) -> bool {
        self.period.units.0 == self.period.units.1 && self.period.part_of.is_none()
    }

    /// What of a lower limit is due after scope and waivers; `None` where there is no duty.
    pub(super) fn due(&self, low: Exact, in_scope: i64, counted: i64) -> Option<i128> {
        let reading = &self.frame.norm.reading;
        let days = self.length;
        let by_scope = match reading.who_counts {
            WhoCounts::Whole if in_scope < days => return None,
            WhoCounts::Half if in_scope * 2 < days => return None,
            WhoCounts::AtEnd if self.effective.1 < self.frame.world.day_end(self.period.last) => return None,
            WhoCounts::ByDays => false,
            WhoCounts::Whole | WhoCounts::Half | WhoCounts::AtEnd | WhoCounts::AnyDay => true,
        };
        if counted == 0 {
            return None;
        }
        let partial = in_scope < days || !self.is_whole();
        let (numerator, denominator) = match (by_scope, reading.partial_period) {
            (false, PartialPeriod::Skip) if partial => return None,
            // A whole period, less the days that exceptions and vacation take.
            (true, _) | (false, PartialPeriod::Full | PartialPeriod::Skip) => (counted, in_scope.max(1)),
            (false, _) => (counted, self.days.max(1)),
        };
        let share = low.mul(Exact::ratio(i128::from(numerator), i128::from(denominator))?)?;
        let due = match reading.partial_period {
            PartialPeriod::ProrateUp => share.ceil(),
            PartialPeriod::ProrateDown => share.floor(),
            _ => share.round_half_up(),
        };
        (due > 0 || low == Exact::ZERO).then_some(due)
    }

    /// Whether so little is left of a window that is cut that nothing is due in it, however long the bearer stays: there
    /// is nothing to excuse.
    pub(super) fn is_never_due(&self) -> bool {
        let is_due = |part: &Part| {
            let limits = self.frame.limits_of(part, self.effective.0);
            let low = limits.low.filter(|_| limits.high.is_none() && limits.doubt.is_none());
            low.is_none_or(|low| self.due(low, self.had_it_stayed, self.had_it_stayed).is_some())
        };
        let mut parts = self.frame.norm.requirement.parts().peekable();
        self.period.part_of.is_some() && parts.peek().is_some() && !parts.any(is_due)
    }

    pub(super) fn in_scope_at(&self, hit: &Hit<'_>) -> bool {
        hit.at.possibly_in(self.effective.0, self.effective.1) || hit.at.first >= self.effective.1
    }

    /// Why the duty behind a ruling may not exist. What was too much by an instant is so whatever is in doubt later.
    pub(super) fn doubt_behind(&self, ruling: &Ruling) -> Option<Doubt> {
        let by_days = self.frame.norm.reading.who_counts == WhoCounts::ByDays;
        let decided = ruling.certain_at.filter(|_| ruling.excess && by_days);
        let matters = |from: Instant| decided.is_none_or(|at| from < at);
        let excepted = self.exceptions.iter().filter(|span| matters(span.from));
        let own = self.doubt.clone().filter(|_| matters(self.doubt_from));
        excepted.filter_map(|span| span.doubt.clone()).next().or(own)
    }

    /// Whether exceptions took all days on which the norm binds the bearer.
    pub(super) fn is_excepted_throughout(&self) -> bool {
        self.in_scope > 0 && self.counted == 0 && !self.exceptions.is_empty()
    }

    // Nothing is due: because exceptions alone took all days, or because scope leaves none.
    pub(super) fn nothing_due(&self) -> Ruling {
        let verdict = if self.is_excepted_throughout() { Verdict::Excused } else { Verdict::NotApplicable };
        // While the window goes on, the norm may come to bind the bearer again.
        let end = self.end();
        if self.frame.world.as_of < end {
            return Ruling::open();
        }
        let ruling = Ruling::certain(verdict, end);
        if verdict == Verdict::Excused { ruling.of_doubtful_duty(self.never_sure.clone()) } else { ruling }
    }

    /// One past the last instant of the window itself; what names its period may come later.
    pub(super) fn end(&self) -> Instant {
        self.frame.world.day_end(self.period.last)
    }

    /// When it is told that the norm concerns a bearer that comes into the window, and that something is due, for exceptions
    /// do not take all of it: with the end of the day where it does so with its beginning.
    pub(super) fn is_told(&self, certain: Instant) -> Instant {
        let from = self.effective.0;
        let from_the_first = from <= self.frame.from.max(self.frame.world.in_force().0);
        let comes = if from_the_first { Instant::MIN } else { self.frame.world.told_of(from) };
        // Of what is due on a day it is asked how that stands when it is certain.
        let since = if self.frame.norm.time.is_a_day() { Instant(certain.0 - 1) } else { from };
        let due = self.not_excepted_from(since).filter(|due| *due > since);
        due.map_or(comes, |due| self.frame.world.told_of(due).max(comes))
    }

    // The first instant from one on at which it is in scope and no exception holds.
    fn not_excepted_from(&self, from: Instant) -> Option<Instant> {
        let mut at = from;
        for span in &self.inside {
            at = at.max(span.from);
            let surely = self.exceptions.iter().filter(|exception| exception.doubt.is_none());
            for exception in surely.filter(|exception| exception.from < span.until) {
                if exception.from <= at {
                    at = at.max(exception.until);
                }
            }
            if at < span.until {
                return Some(at);
            }
        }
        None
    }

    /// How many are due as long as nobody knows how long the bearer stays away, or an exception holds: as if it had not
    /// left, until it is back or the window is over, and of every day that the exception has not yet taken.
    pub(super) fn due_by_and_by(&self, low: Exact) -> impl Iterator<Item = (Instant, i128)> {
        let told = std::iter::once(Instant::MIN).chain(self.absences.iter().map(|(_, told)| *told));
        told.chain(self.excepted.iter().copied()).map(move |told| {
            let away: i64 =
                self.absences.iter().filter(|(_, until)| *until > told).map(|(days, _)| days).sum();
            let may_count = self.excepted.iter().filter(|over| **over > told).count() as i64;
            (told, self.due(low, self.in_scope + away, self.counted + away + may_count).unwrap_or(0))
        })
    }

    /// Whether nothing of a lower limit is due, whatever is still to come.
    pub(super) fn is_nothing_due(&self, low: Exact) -> bool {
        let seen = |(told, _): &(Instant, i128)| *told <= self.frame.world.as_of;
        let least = self.due_by_and_by(low).filter(seen).map(|(_, due)| due).min();
        low > Exact::ZERO && least.is_none_or(|due| due == 0)
    }

    // Whether a number is due by the days on which it concerns the bearer.
    fn is_divided(&self) -> bool {
        let reading = &self.frame.norm.reading;
        let in_parts = !matches!(reading.partial_period, PartialPeriod::Skip | PartialPeriod::Full);
        reading.who_counts == WhoCounts::ByDays && in_parts
    }

    /// Why nothing is due.
    pub(super) fn nothing_due_reason(&self) -> Message {
        let key = if self.counted == 0 && !self.exceptions.is_empty() {
            "why.excused"
        } else if self.length == 0 || self.in_scope > 0 && self.counted == 0 {
            "why.vacation"
        } else if self.in_scope > 0 && self.is_divided() {
            let message = Message::new("why.share");
            return message.with("days", self.counted).with("of", self.days);
        } else if self.frame.norm.time.is_a_day() {
            "why.not_there"
        } else {
            "why.partial"
        };
        Message::new(key)
    }
}
