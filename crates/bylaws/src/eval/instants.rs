//! Expressions on instants, stretches and lengths of time.

use super::context::{Context, Hand};
use super::select::Hit;
use super::term::{Doubt, Term};
use crate::check::policy::{ArithOp, DayOff, End, Expr, From, Selection, Slot, StartDay, TimePart, TimeSide};
use crate::log::{Exact, Instant, Length, Moment, Precision, Record, Unit, Value};
use crate::plan::{self, Shift};
use chrono::{Datelike, Months, NaiveDate, Timelike};
use std::sync::Arc;

/// Days that are looked at one by one; more than a life has.
const MOST_DAYS: i64 = 60_000;

impl<'a> Context<'a> {
    /// The instant that an expression stands for, else why there is none.
    fn moment_of(&self, expr: &Expr) -> Result<Moment, Term> {
        match self.term(expr) {
            Term::Known(Value::Time(at)) => Ok(at),
            Term::Unknown(doubt) => Err(Term::Unknown(doubt)),
            Term::Missing { doubt, .. } => Err(Term::missing(doubt)),
            _ => Err(Term::Nothing),
        }
    }

    // Why an instant that a record tells is not known exactly enough.
    fn not_exact(&self) -> Doubt {
        let record = match &self.hand {
            Hand::Record(record) => Some(*record),
            _ => self.trigger,
        };
        Doubt::Imprecise(record.map_or_else(|| Arc::from(""), |record| record.id.clone()))
    }

    fn shift(&self) -> Shift<'a> {
        let calendar = self.world.calendar;
        Shift { calendar, start_day: StartDay::Excluded, day_off: DayOff::Stays }
    }

    fn day_after(&self, at: Instant, length: Length) -> Option<NaiveDate> {
        plan::deadline_after(self.shift(), self.world.date_of(at), length.count, length.unit)
    }

    fn day_before(&self, at: Instant, length: Length) -> Option<NaiveDate> {
        plan::start_before(self.shift(), self.world.date_of(at), length.count, length.unit)
    }

    /// `X + 5 days`: of a length in days the whole day on which it ends.
    pub(super) fn shifted(&self, op: ArithOp, of: &Expr, length: &Expr) -> Term {
        let at = match self.moment_of(of) {
            Ok(at) => at,
            Err(term) => return term,
        };
        let length = match self.term(length) {
            Term::Known(Value::Length(length)) => length,
            Term::Unknown(doubt) => return Term::Unknown(doubt),
            Term::Missing { doubt, .. } => return Term::missing(doubt),
            _ => return Term::Nothing,
        };
        let back = op == ArithOp::Sub;
        if let Some(ms) = plan::elapsed(length.count, length.unit) {
            let by = if back { -ms } else { ms };
            return Term::Known(Value::Time(Moment {
                first: Instant(at.first.0 + by),
                end: Instant(at.end.0 + by),
                ..at
            }));
        }
        let day = |at| if back { self.day_before(at, length) } else { self.day_after(at, length) };
        match (day(at.first), day(Instant(at.end.0 - 1))) {
            (Some(first), Some(last)) => Term::Known(Value::Time(Moment {
                first: self.world.day_start(first),
                end: self.world.day_end(last),
                precision: at.precision.max(Precision::Day),
            })),
            _ => Term::Unknown(Doubt::Calendar),
        }
    }

    /// What an expression is over a stretch next to an instant. The record that the instant is of is apart.
    pub(super) fn within(&self, length: Length, side: TimeSide, anchor: &Expr, inner: &Expr) -> Term {
        let apart = match anchor {
            Expr::At(Slot::InHand) => self.in_hand(),
            Expr::At(slot) => match self.hand_of(*slot) {
                Hand::Record(record) => Some(record),
                _ => None,
            },
            _ => None,
        };
        match self.next_to(length, side, anchor) {
            Ok(window) => self.looking_at(window, apart).term(inner),
            Err(term) => term,
        }
    }

    fn next_to(&self, length: Length, side: TimeSide, anchor: &Expr) -> Result<(Instant, Instant), Term> {
        let at = match self.moment_of(anchor)? {
            at if at.precision > Precision::Day => return Err(Term::Unknown(self.not_exact())),
            at => at,
        };
        let elapsed = plan::elapsed(length.count, length.unit);
        let exact = at.precision == Precision::Instant;
        let other = match (side, elapsed) {
            (TimeSide::Before, Some(ms)) => Some(Instant(at.first.0 - ms)),
            (TimeSide::Before, None) => {
                let (day, Length { count, unit }) = (self.world.date_of(at.first), length);
                plan::first_within(self.shift(), day, count, unit).map(|day| self.world.day_start(day))
            }
            (TimeSide::After, Some(ms)) => Some(Instant(at.end.0 + ms)),
            (TimeSide::After, None) => {
                self.day_after(Instant(at.end.0 - 1), length).map(|day| self.world.day_end(day))
            }
        };
        let other = other.ok_or(Term::Unknown(Doubt::Calendar))?;
        Ok(match side {
            TimeSide::Before => (other, if exact { at.first } else { at.end }),
            TimeSide::After => (if exact { at.end } else { at.first }, other),
        })
    }

    /// What an expression is over the stretch from one instant to the end of another.
    pub(super) fn over_span(&self, from: &Expr, to: &Expr, inner: &Expr) -> Term {
        match self.span_of(from, to) {
            Ok(window) => self.looking_at(window, None).term(inner),
            Err(term) => term,
        }
    }

    fn span_of(&self, from: &Expr, to: &Expr) -> Result<(Instant, Instant), Term> {
        let begin = match self.moment_of(from) {
            // What never happened leaves a stretch as far back as the log reaches.
            Err(Term::Missing { .. }) if matches!(from, Expr::TimeOf(End::Last, _)) => {
                Moment::instant(Instant::MIN)
            }
            other => other?,
        };
        match (begin, self.moment_of(to)?) {
            (from, to) if from.precision.max(to.precision) > Precision::Day => {
                Err(Term::Unknown(self.not_exact()))
            }
            (from, to) => Ok((from.first, to.end.max(from.first))),
        }
    }

    /// What an expression is over a part of the day that is looked at.
    pub(super) fn daily(&self, from: u32, to: u32, inner: &Expr) -> Term {
        match self.part_of_day(from, to) {
            Some(window) => self.looking_at(window, None).term(inner),
            None => Term::Unknown(Doubt::OutOfRange),
        }
    }

    fn part_of_day(&self, from: u32, to: u32) -> Option<(Instant, Instant)> {
        plan::part_of_day(self.world.policy.zone, self.world.date_of(self.at), (from, to))
    }

    /// When the stretch is over that an expression looks at, which may be after the norm's own window; none where it looks
    /// at no other, and where that hangs on the record that a filter looks at.
    pub(super) fn looks_until(&self, expr: &Expr) -> Option<Instant> {
        let (_, until) = match expr {
            Expr::Within(length, side, anchor, _) => self.next_to(*length, *side, anchor).ok()?,
            Expr::Over(from, to, _) => self.span_of(from, to).ok()?,
            Expr::Daily(from, to, _) => self.part_of_day(*from, *to)?,
            _ => return None,
        };
        Some(until)
    }

    fn in_hand(&self) -> Option<&'a Record> {
        match &self.hand {
            Hand::Record(record) => Some(*record),
            _ => None,
        }
    }

    fn looking_at(&self, window: (Instant, Instant), apart: Option<&'a Record>) -> Self {
        let at = Instant(window.1.0.max(window.0.0 + 1) - 1);
        Self { looking: true, apart, ..self.over(window).at(at) }
    }

    /// A time of day of the day of an instant.
    pub(super) fn on_day(&self, clock: u32, of: &Expr) -> Term {
        let at = match self.moment_of(of) {
            Ok(at) => at,
            Err(term) => return term,
        };
        let day = self.world.date_of(at.first);
        if self.world.date_of(Instant(at.end.0 - 1)) != day {
            return Term::Unknown(self.not_exact());
        }
        match plan::time_of_day(self.world.policy.zone, day, clock) {
            // 24:00 is where the day is over and no part of the next one.
            Some(at) => {
                let at = at.min(Instant(self.world.day_end(day).0 - 1));
                Term::Known(Value::Time(Moment::instant(at)))
            }
            None => Term::Unknown(Doubt::OutOfRange),
        }
    }

    /// A day of the year so many years after that of an instant.
    pub(super) fn day_of_year(&self, (month, day): (u32, u32), later: u32, of: &Expr) -> Term {
        let at = match self.moment_of(of) {
            Ok(at) => at,
            Err(term) => return term,
        };
        let year = |at: Instant| self.world.date_of(at).year();
        let (first, last) = (year(at.first), year(Instant(at.end.0 - 1)));
        let of_year = i32::try_from(later).ok().and_then(|later| first.checked_add(later));
        match of_year.filter(|_| first == last).and_then(|year| plan::day_of_year(year, month, day)) {
            Some(day) => Term::Known(Value::Time(self.world.policy.zone.day(day))),
            None => Term::Unknown(self.not_exact()),
        }
    }

    /// A day of the period so many periods after that of an instant.
    pub(super) fn day_of_period(&self, named: (Option<u32>, Unit, i32), of: &Expr) -> Term {
        let at = match self.moment_of(of) {
            Ok(at) => at,
            Err(term) => return term,
        };
        let found = |at| plan::day_of_period(self.world.calendar, self.world.date_of(at), named);
        match (found(at.first), found(Instant(at.end.0 - 1))) {
            (Some(first), Some(last)) if first == last => {
                Term::Known(Value::Time(self.world.policy.zone.day(first)))
            }
            (Some(_), Some(_)) => Term::Unknown(self.not_exact()),
            _ => Term::Unknown(Doubt::Calendar),
        }
    }

    /// A part of an instant; between two ends where the instant is not exact.
    pub(super) fn time_part(&self, part: TimePart, of: &Expr) -> Term {
        let at = match self.moment_of(of) {
            Ok(at) => at,
            Err(term) => return term,
        };
        let value = |at: Instant| {
            let local = self.world.policy.zone.local_of(at);
            i64::from(match part {
                TimePart::Clock => local.hour() * 60 + local.minute(),
                TimePart::Weekday => local.weekday().number_from_monday(),
                TimePart::Day => local.day(),
                TimePart::Month => local.month(),
                TimePart::Year => local.year().unsigned_abs(),
            })
        };
        let (first, last) = (value(at.first), value(Instant(at.end.0 - 1)));
        // Within a month the weekday goes round; only parts that grow have two ends.
        let wraps = matches!(part, TimePart::Weekday | TimePart::Day) && at.precision > Precision::Day;
        match first == last && !wraps {
            true => Term::number(first.into()),
            false if wraps || last < first => Term::Unknown(self.not_exact()),
            false => Term::between(Some(first.into()), Some(last.into()), self.not_exact()),
        }
    }

    /// How many units lie between two instants; less than nothing if the second is earlier.
    pub(super) fn elapsed(&self, unit: Unit, from: &Expr, to: &Expr) -> Term {
        let (from, to) = match (self.moment_of(from), self.moment_of(to)) {
            (Err(term), _) | (_, Err(term)) => return term,
            (Ok(at), Ok(_)) if self.is_one_record(from, to) => {
                (Moment::instant(at.first), Moment::instant(at.first))
            }
            (Ok(from), Ok(to)) => (from, to),
        };
        let between = |a: Instant, b: Instant| match plan::elapsed(1, unit) {
            Some(ms) => Exact::ratio(i128::from(b.0 - a.0), i128::from(ms)),
            None => self.units_between(unit, self.world.date_of(a), self.world.date_of(b)).map(Exact::from),
        };
        let last = |at: Moment| Instant(at.end.0 - 1);
        match (between(last(from), to.first), between(from.first, last(to))) {
            (Some(low), Some(high)) if low == high => Term::number(low),
            (Some(low), Some(high)) => Term::between(Some(low), Some(high), self.not_exact()),
            _ => Term::Unknown(Doubt::Calendar),
        }
    }

    fn units_between(&self, unit: Unit, a: NaiveDate, b: NaiveDate) -> Option<i64> {
        if b < a {
            return self.units_between(unit, b, a).map(|n| -n);
        }
        let months = || {
            let by_calendar =
                i64::from(b.year() - a.year()) * 12 + i64::from(b.month()) - i64::from(a.month());
            let reached = a.checked_add_months(Months::new(u32::try_from(by_calendar).ok()?))? <= b;
            Some(by_calendar - i64::from(!reached))
        };
        match unit {
            Unit::Week => Some((b - a).num_days() / 7),
            Unit::Month => months(),
            Unit::Year => months().map(|months| months / 12),
            Unit::WorkingDay | Unit::SchoolDay if (b - a).num_days() <= MOST_DAYS => {
                self.world.work.spend(usize::try_from((b - a).num_days()).unwrap_or(0));
                let days = a.iter_days().skip(1).take_while(|day| *day <= b);
                days.map(|day| self.world.calendar.counts(unit, day))
                    .try_fold(0, |n, counts| Some(n + i64::from(counts?)))
            }
            Unit::WorkingDay | Unit::SchoolDay => None,
            _ => Some((b - a).num_days()),
        }
    }

    /// When the first or last record of the window happened.
    pub(super) fn time_of(&self, end: End, selection: &Selection) -> Term {
        let selected = self.look_over_window(selection);
        let moments = selected.sure.iter().map(|hit| hit.at);
        let found = match end {
            End::First => moments.min_by_key(|at| (at.first, at.end)),
            End::Last => moments.max_by_key(|at| (at.end, at.first)),
        };
        let Some(at) = found else {
            return selected.doubt().map_or_else(|| never(selection), Term::Unknown);
        };
        // What is not known on the far side of it changes nothing.
        let beyond = match end {
            End::First => (self.window.0, at.first),
            End::Last => (at.end, self.window.1),
        };
        match selected.doubt().and_then(|_| self.over(beyond).look_over_window(selection).doubt()) {
            Some(doubt) => Term::Unknown(doubt),
            None => Term::Known(Value::Time(at)),
        }
    }

    /// Which record is the first or last of some whose time is known, where no other lies on its day.
    pub(super) fn outermost(&self, end: End, selection: &Selection) -> Option<Arc<str>> {
        let Term::Known(Value::Time(at)) = self.time_of(end, selection) else { return None };
        let selected = self.look_over_window(selection);
        let lies_there = |hit: &&Hit<'_>| hit.at.first < at.end && at.first < hit.at.end;
        let mut there = selected.sure.iter().filter(lies_there);
        let one = there.next().map(|hit| hit.id.clone());
        let may_be = selected.possible.iter().any(|(hit, _)| lies_there(&hit));
        let From::Event(kind) = selection.from else { return None };
        let unseen = self.world.gap_in(kind, at.first, at.end).is_some()
            || self.world.set_aside(kind, at.first, at.end) > 0;
        one.filter(|_| there.next().is_none() && !may_be && !unseen)
    }

    /// In how many units of the window there is such a record or spell, or the longest run of such units.
    pub(super) fn units_with(&self, unit: Unit, selection: &Selection, run: bool) -> Term {
        let number = |stretches: Vec<(Instant, Instant)>| {
            let days = stretches.into_iter().flat_map(|stretch| self.days_in(stretch)).collect();
            self.number_of_units(unit, days, run)
        };
        let (sure, doubt, possible) = match self.lasting(selection) {
            Some(lasting) => (lasting.sure(), lasting.doubt(), lasting.unclear_end()),
            None => {
                let (sure, doubt) = self.on_days(selection);
                (sure, doubt, None)
            }
        };
        let Some(low) = number(sure) else { return Term::Unknown(Doubt::Calendar) };
        if let Some(doubt) = doubt {
            return Term::between(Some(low), self.most_units(unit, selection, run), doubt);
        }
        let Some((doubt, possible)) = possible else { return Term::number(low) };
        number(possible)
            .map_or(Term::Unknown(Doubt::Calendar), |high| Term::between(Some(low), Some(high), doubt))
    }

    // Where records lie that are known to the day, and why there may be others.
    fn on_days(&self, selection: &Selection) -> (Vec<(Instant, Instant)>, Option<Doubt>) {
        let selected = self.look_over_window(selection);
        let (exact, coarse): (Vec<&Hit<'_>>, Vec<&Hit<'_>>) =
            selected.sure.iter().partition(|hit| hit.at.precision <= Precision::Day);
        let doubt = selected.doubt().or_else(|| coarse.first().map(|hit| Doubt::Imprecise(hit.id.clone())));
        let (first, end) = self.seen_window();
        (exact.iter().map(|hit| (hit.at.first.max(first), hit.at.end.min(end))).collect(), doubt)
    }

    // In how many units of the window there may be one: in no more than it has. None where it has no beginning or no end, or
    // where the calendar does not know.
    fn most_units(&self, unit: Unit, selection: &Selection, run: bool) -> Option<Exact> {
        let (from, until) = self.window;
        let is_bounded = from != Instant::MIN && !self.goes_on;
        let days = if is_bounded { self.days_in((from, until)) } else { Vec::new() };
        // More than are looked at one by one, or none that may be.
        if days.last().is_none_or(|last| self.world.day_end(*last) < until) {
            return None;
        }
        let mut possible = Vec::new();
        for days in days.chunk_by(|a, b| first_day(unit, *a) == first_day(unit, *b)) {
            let (first, last) = (*days.first()?, *days.last()?);
            let own = (self.world.day_start(first).max(from), self.world.day_end(last).min(until));
            let here = self.over(own);
            let may_be = match here.lasting(selection) {
                Some(lasting) => {
                    let unclear = || lasting.unclear_end().is_some();
                    !lasting.sure().is_empty() || lasting.doubt().is_some() || unclear()
                }
                None => {
                    let found = here.look_over_window(selection);
                    !found.sure.is_empty() || found.doubt().is_some()
                }
            };
            if may_be {
                possible.extend_from_slice(days);
            }
        }
        self.number_of_units(unit, possible, run)
    }

    // How many units these days lie in, or the longest run of such units; none where the calendar does not know.
    fn number_of_units(&self, unit: Unit, mut days: Vec<NaiveDate>, run: bool) -> Option<Exact> {
        days.sort_unstable();
        days.dedup();
        let counted: Vec<bool> =
            days.iter().map(|day| self.world.calendar.counts(unit, *day)).collect::<Option<_>>()?;
        let mut units: Vec<NaiveDate> =
            days.iter().zip(counted).filter(|(_, c)| *c).map(|(day, _)| first_day(unit, *day)).collect();
        units.dedup();
        let number = if run { self.longest_run(unit, &units) } else { units.len() };
        Some(Exact::from(number as i64))
    }

    // The days of a stretch.
    fn days_in(&self, (from, until): (Instant, Instant)) -> Vec<NaiveDate> {
        let length = (until.0 - from.0) / 86_400_000 + 1;
        if from >= until || !self.world.work.spend(usize::try_from(length.min(MOST_DAYS)).unwrap_or(0)) {
            return Vec::new();
        }
        let last = self.world.date_of(Instant(until.0 - 1));
        let days = self.world.date_of(from).iter_days().take_while(|day| *day <= last);
        days.take(usize::try_from(MOST_DAYS).unwrap_or(0)).collect()
    }

    /// What of the window is covered and seen.
    pub(super) fn seen_window(&self) -> (Instant, Instant) {
        let hull = self.world.log.coverage.hull();
        let first = hull.map_or(self.window.0, |hull| self.window.0.max(hull.from));
        (first, self.window.1.min(self.world.as_of))
    }

    // Days off between two working days neither count nor break a run (rule T8).
    fn longest_run(&self, unit: Unit, units: &[NaiveDate]) -> usize {
        let follows = |before: NaiveDate, day: NaiveDate| match unit {
            Unit::Week => (day - before).num_days() == 7,
            Unit::Month => before.checked_add_months(Months::new(1)) == Some(day),
            _ => {
                let between = before.iter_days().skip(1).take_while(|d| *d < day);
                between.take(400).all(|d| self.world.calendar.counts(unit, d) == Some(false))
            }
        };
        let (mut best, mut run) = (0, 0);
        let mut before: Option<NaiveDate> = None;
        for day in units {
            run = if before.is_some_and(|before| follows(before, *day)) { run + 1 } else { 1 };
            best = best.max(run);
            before = Some(*day);
        }
        best
    }

    /// When the spell in hand ends.
    pub(super) fn ended(&self) -> Term {
        let Hand::Spell(spell, _) = &self.hand else { return Term::Nothing };
        let record = spell.end.and_then(|index| self.world.log.records.get(index));
        match record {
            Some(record) => Term::Known(Value::Time(record.at)),
            None if spell.until == Instant::MAX => Term::Nothing,
            None => Term::Known(Value::Time(Moment::instant(spell.until))),
        }
    }
}

// The time of what never happened.
fn never(selection: &Selection) -> Term {
    let kind = if let From::Event(kind) = selection.from { Some(kind) } else { None };
    Term::Missing { doubt: Doubt::NeverHappened(kind), is_nobody: true }
}

// The day by which a unit is known.
fn first_day(unit: Unit, day: NaiveDate) -> NaiveDate {
    match unit {
        Unit::Week => day - chrono::TimeDelta::days(i64::from(day.weekday().num_days_from_monday())),
        Unit::Month => day.with_day(1).unwrap_or(day),
        _ => day,
    }
}
