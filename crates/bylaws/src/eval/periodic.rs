//! Norms with windows of the calendar: one instance a bearer and window.

use super::frame::{Found, Frame};
use super::held;
use super::outcome::{Measured, Outcome, Verdict};
use super::scope::{self, InScope, Span};
use super::select::{Hit, Selected};
use super::tally::{Demand, Ruling, Tally, allocate};
use super::term::{Doubt, Truth};
use super::world::World;
use crate::check::policy::{Expr, Norm, Part, PartialPeriod, Requirement, Time, VacationRule, WhoCounts};
use crate::diagnostic::Message;
use crate::log::{Exact, Instant, Length, Name, Unit, Value};
use crate::plan::{self, Period, Shift};
use chrono::{Datelike, NaiveDate};
use std::sync::Arc;

/// A window of one bearer with what scope leaves of it.
struct Slot<'a> {
    frame: Frame<'a>,
    period: Period,
    /// Days of a full window, of this one, days in scope, days in scope that no waiver takes. On days on
    /// which the clock stands still none of them counts.
    days: i64,
    length: i64,
    in_scope: i64,
    counted: i64,
    /// Days in scope if the bearer had stayed to the end.
    had_it_stayed: i64,
    /// First and one past last instant in scope.
    effective: (Instant, Instant),
    exceptions: Vec<Span>,
    doubt: Option<Doubt>,
}

/// The windows of a norm over all that is seen, the same for every bearer.
pub(super) struct Windows {
    periods: Vec<Period>,
    /// Their length is not known.
    doubt: Option<Doubt>,
}

impl Windows {
    pub(super) fn of(world: &World<'_>, norm: &Norm) -> Self {
        let (spec, doubt) = match window_spec(world, norm) {
            Ok(spec) => (spec, None),
            Err(doubt) => ((1, Unit::Year, None), Some(doubt)),
        };
        let first = world.log.coverage.hull().map(|hull| hull.from.max(world.in_force().0));
        let range = first.filter(|first| *first < world.as_of);
        let range = range.map(|first| (world.date_of(first), world.date_of(Instant(world.as_of.0 - 1))));
        let periods = range.map(|range| plan::periods(&world.policy.calendar, &norm.reading, spec, range));
        Self { periods: periods.unwrap_or_default(), doubt }
    }

    // Those that touch a stretch, or whose label may still be used in it.
    fn touching(&self, (from, to): (NaiveDate, NaiveDate)) -> impl Iterator<Item = &Period> {
        self.periods.iter().filter(move |p| p.closes >= from && p.first <= to)
    }
}

/// All instances of a periodic norm for one bearer.
pub(super) fn instances<'a>(
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    bearer: &InScope,
    windows: &Windows,
) -> Vec<Outcome> {
    let Some(stretch) = stretch_to_judge(world, bearer) else { return Vec::new() };
    let periods: Vec<Period> = match norm.time {
        Time::By(day) => vec![single_period(world, bearer, day)],
        _ => windows.touching(stretch).cloned().collect(),
    };
    if periods.is_empty() && windows.doubt.is_none() {
        return vec![no_calendar(world, index, norm, bearer, stretch)];
    }
    let exceptions = exceptions_of(world, norm, bearer);
    let slots: Vec<Slot<'a>> = periods
        .into_iter()
        .filter_map(|p| slot(world, index, norm, bearer, narrowed(norm, p), &exceptions))
        .collect();
    match (windows.doubt.clone(), &norm.requirement) {
        (Some(doubt), _) => slots
            .iter()
            .map(|s| s.frame.outcome(Ruling::undetermined(doubt.clone()), Found::default()))
            .collect(),
        (None, requirement @ Requirement::Have(_)) if held::is_about_holding(requirement) => {
            slots.iter().map(|slot| holding(slot, requirement)).collect()
        }
        (None, Requirement::Have(parts)) => counted(&slots, parts),
        (None, Requirement::Keep(expr) | Requirement::Satisfy(expr)) => kept(&slots, expr),
    }
}

// Over all that is seen of a bearer at once; the windows then take what lies in them.
fn exceptions_of(world: &World<'_>, norm: &Norm, bearer: &InScope) -> Vec<Span> {
    let (Some(first), Some(last)) = (bearer.spans.first(), bearer.spans.last()) else { return Vec::new() };
    let seen = (first.from, last.until);
    let context = super::context::Context::new(world, first.from, seen).bearer(&bearer.id);
    scope::exception_spans(&context, &norm.exceptions, seen)
}

fn window_spec(world: &World<'_>, norm: &Norm) -> Result<(u32, Unit, Option<NaiveDate>), Doubt> {
    match &norm.time {
        Time::Every { count, unit, from } => Ok((*count, *unit, *from)),
        Time::AtTheEndOfEvery(unit) => Ok((1, *unit, None)),
        Time::EveryParameter(name) => match world.parameter(name) {
            Some(Value::Length(Length { count, unit })) => Ok((*count, *unit, None)),
            _ => Err(Doubt::Parameter(name.clone())),
        },
        _ => Ok((1, Unit::Year, None)),
    }
}

// Windows before the log begins are not judged, and none that begins after what is seen (rule S5).
fn stretch_to_judge(world: &World<'_>, bearer: &InScope) -> Option<(NaiveDate, NaiveDate)> {
    let hull = world.log.coverage.hull()?;
    let first = bearer.spans.first()?.from.max(hull.from);
    let last = Instant(world.as_of.0 - 1);
    (first <= last).then(|| (world.date_of(first), world.date_of(last)))
}

fn single_period(world: &World<'_>, bearer: &InScope, day: NaiveDate) -> Period {
    let hull = world.log.coverage.hull().map_or(Instant::MIN, |h| h.from);
    let from = bearer.spans.first().map_or(hull, |s| if s.from == Instant::MIN { hull } else { s.from });
    let label = Arc::new(Name { canonical: day.to_string(), ..Name::default() });
    Period { first: world.date_of(from).min(day), last: day, closes: day, label, cycle: None, units: (1, 1) }
}

// "By 31 December every year" ends its window early.
fn narrowed(norm: &Norm, mut period: Period) -> Period {
    if let Time::ByDateEveryYear { month, day } = norm.time
        && let Some(limit) = NaiveDate::from_ymd_opt(period.first.year(), month, day)
    {
        period.last = limit;
        period.closes = period.closes.max(limit);
        if period.cycle.is_none() {
            period.closes = limit;
        }
    }
    period
}

fn no_calendar(
    world: &World<'_>,
    index: usize,
    norm: &Norm,
    bearer: &InScope,
    (from, to): (NaiveDate, NaiveDate),
) -> Outcome {
    let (from, until) = (world.day_start(from), world.day_end(to));
    let frame = Frame {
        world,
        index,
        norm,
        bearer: bearer.id.clone(),
        from,
        until,
        limit: until,
        label: None,
        trigger: None,
    };
    frame.outcome(Ruling::undetermined(Doubt::Calendar), Found::default())
}

fn slot<'a>(
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    bearer: &InScope,
    period: Period,
    exceptions: &[Span],
) -> Option<Slot<'a>> {
    let (from, until) = (world.day_start(period.first), world.day_end(period.last));
    let inside: Vec<(Instant, Instant)> =
        bearer.spans.iter().filter_map(|s| s.overlap(from, until)).collect();
    let effective = (inside.first()?.0, inside.last()?.1);
    // A window that a bearer only enters later has not begun for it.
    if effective.0 >= world.as_of {
        return None;
    }
    let closes = world.day_end(period.closes);
    let limit = match norm.late {
        Some((n, unit)) => {
            let shift = Shift {
                calendar: &world.policy.calendar,
                start_day: crate::check::policy::StartDay::Excluded,
                day_off: crate::check::policy::DayOff::Stays,
            };
            plan::deadline_after(shift, period.closes, n, unit).map_or(closes, |day| world.day_end(day))
        }
        None => closes,
    };
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
    let doubt =
        bearer.spans.iter().filter(|s| s.overlap(from, until).is_some()).find_map(|s| s.doubt.clone());
    let mut slot = Slot {
        frame,
        period,
        days: 0,
        length: 0,
        in_scope: 0,
        counted: 0,
        had_it_stayed: 0,
        effective,
        exceptions,
        doubt,
    };
    slot.count_days(&inside);
    Some(slot)
}

impl Slot<'_> {
    fn count_days(&mut self, inside: &[(Instant, Instant)]) {
        let world = self.frame.world;
        let waive = self.frame.norm.reading.vacation != VacationRule::Continue;
        let stops = self.frame.norm.reading.vacation == VacationRule::Stop;
        let running = |(a, b): (NaiveDate, NaiveDate)| match stops {
            true => world.policy.calendar.days_outside_vacation(a, b),
            false => (b - a).num_days() + 1,
        };
        let whole = running((self.period.first, self.period.last));
        self.length = whole;
        let (units, of) = self.period.units;
        self.days = if units == of { whole } else { whole * i64::from(of) / i64::from(units.max(1)) };
        let ranges: Vec<(NaiveDate, NaiveDate)> = inside
            .iter()
            .map(|(from, until)| (world.date_of(*from), world.date_of(Instant(until.0 - 1))))
            .collect();
        self.in_scope = ranges.iter().copied().map(running).sum();
        self.had_it_stayed =
            self.in_scope + ranges.last().map_or(0, |(_, b)| running((*b, self.period.last)) - 1).max(0);
        self.counted = self.in_scope;
        if waive || !self.exceptions.is_empty() {
            let days = ranges.iter().flat_map(|(a, b)| a.iter_days().take_while(move |d| d <= b));
            self.counted = days
                .filter(|day| !(self.is_excepted(*day) || waive && world.policy.calendar.is_vacation(*day)))
                .count() as i64;
        }
    }

    // An exception takes a day when it holds for all of it.
    fn is_excepted(&self, day: NaiveDate) -> bool {
        let (from, until) = (self.frame.world.day_start(day), self.frame.world.day_end(day));
        self.exceptions.iter().any(|s| s.doubt.is_none() && s.from <= from && until <= s.until)
    }

    fn wholly_in_scope(&self) -> bool {
        self.in_scope >= self.length && self.period.units.0 == self.period.units.1
    }

    /// What of a lower limit is due after scope and waivers; `None` where there is no duty.
    fn due(&self, low: Exact, in_scope: i64, counted: i64) -> Option<i128> {
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
        let partial = in_scope < days || self.period.units.0 != self.period.units.1;
        let (numerator, denominator) = match (by_scope, reading.partial_period) {
            (false, PartialPeriod::Skip) if partial => return None,
            // A whole period, less the days that exceptions and vacation take.
            (true, _) | (false, PartialPeriod::Full | PartialPeriod::Skip) => (counted, in_scope.max(1)),
            (false, _) => (counted, self.days.max(1)),
        };
        let share = low.mul(Exact::ratio(i128::from(numerator), i128::from(denominator))?)?;
        let due = match reading.partial_period {
            PartialPeriod::ProrateUp => share.ceil(),
            PartialPeriod::ProrateDown => share.terms().0.div_euclid(share.terms().1),
            _ => share.round_half_up(),
        };
        (due > 0 || low == Exact::ZERO).then_some(due)
    }

    fn in_scope_at(&self, hit: &Hit<'_>) -> bool {
        hit.at.possibly_in(self.effective.0, self.effective.1) || hit.at.first >= self.effective.1
    }

    // Nothing is due: because exceptions alone took all days, or because scope leaves none.
    fn nothing_due(&self) -> Ruling {
        let by_exception = self.in_scope > 0 && self.counted == 0 && !self.exceptions.is_empty();
        let verdict = if by_exception { Verdict::Excused } else { Verdict::NotApplicable };
        Ruling::certain(verdict, self.effective.1.min(self.frame.until))
    }

    fn nothing_due_reason(&self) -> Message {
        let key = if self.counted == 0 && !self.exceptions.is_empty() {
            "why.excused"
        } else if self.in_scope > 0 && self.counted == 0 {
            "why.vacation"
        } else {
            "why.partial"
        };
        Message::new(key)
    }
}

/// Instances of a norm that counts, all parts together.
fn counted(slots: &[Slot<'_>], parts: &[Part]) -> Vec<Outcome> {
    let per_part: Vec<Vec<(Ruling, Found)>> = parts.iter().map(|part| count_part(slots, part)).collect();
    let mut out = Vec::with_capacity(slots.len());
    for (index, slot) in slots.iter().enumerate() {
        let rulings = per_part.iter().filter_map(|p| p.get(index).cloned());
        if let Some((ruling, found)) = rulings.reduce(join) {
            let (ruling, found) = excuse(slot, ruling, found);
            out.push(slot.frame.outcome(ruling, found));
        }
    }
    out
}

/// Both parts of a requirement together: the worse ruling, with what decided it.
pub(super) fn join(a: (Ruling, Found), b: (Ruling, Found)) -> (Ruling, Found) {
    let applies = |r: &Ruling| r.verdict != Verdict::NotApplicable && r.verdict != Verdict::Excused;
    match (applies(&a.0), applies(&b.0)) {
        (true, false) => return a,
        (false, true) => return b,
        _ => {}
    }
    let (verdict_a, verdict_b) = (a.0.verdict, b.0.verdict);
    let ruling = a.0.and(b.0);
    let mut found =
        if ruling.verdict == verdict_b && verdict_a != verdict_b { b.1.clone() } else { a.1.clone() };
    if verdict_a == verdict_b {
        found.evidence.extend(b.1.evidence.into_iter().filter(|id| !a.1.evidence.contains(id)));
        found.further += b.1.further;
    }
    (ruling, found)
}

// An exception that rests on events excuses the whole instance; a doubtful one leaves a breach undetermined.
fn excuse(slot: &Slot<'_>, ruling: Ruling, found: Found) -> (Ruling, Found) {
    if matches!(
        ruling.verdict,
        Verdict::Fulfilled | Verdict::Late | Verdict::NotApplicable | Verdict::Excused
    ) {
        return (ruling, found);
    }
    let last = Instant(slot.frame.until.min(slot.frame.world.as_of).0 - 1);
    let (truth, _) = scope::excepted(&slot.frame.context(last), &slot.frame.norm.exceptions, true);
    let unsure = slot.exceptions.iter().find_map(|s| s.doubt.clone()).or_else(|| slot.doubt.clone());
    match (truth, unsure) {
        (Truth::True, _) => (
            Ruling::certain(Verdict::Excused, Instant(last.0 + 1)),
            Found { why: Some(Message::new("why.excused")), ..found },
        ),
        (Truth::Unknown(doubt), _) | (_, Some(doubt)) if ruling.verdict == Verdict::Breached => {
            (Ruling::undetermined(doubt), found)
        }
        _ => (ruling, found),
    }
}

fn count_part(slots: &[Slot<'_>], part: &Part) -> Vec<(Ruling, Found)> {
    let mut demands = Vec::with_capacity(slots.len());
    let mut limits = Vec::with_capacity(slots.len());
    for slot in slots {
        let limit = slot.frame.limits(&part.quantity);
        let (low, high) = limit.clone().unwrap_or((Some(Exact::ONE), None));
        let due = low.map(|low| slot.due(low, slot.in_scope, slot.counted));
        demands.push(Demand {
            from: slot.effective.0.min(slot.frame.until),
            until: slot.until_for_counting(),
            limit: slot.frame.limit,
            low: due.flatten().unwrap_or(0),
            high: high.and_then(|h| h.to_integer()),
        });
        limits.push((limit, due));
    }
    let Some(selected) = select_all(slots, &demands, part) else { return Vec::new() };
    let mut tallies = allocate(&demands, &selected.sure, &selected.possible);
    note_labels(slots, part, &demands, &mut tallies, &selected);
    let mut out = Vec::with_capacity(slots.len());
    for (index, slot) in slots.iter().enumerate() {
        let (Some(demand), Some(tally), Some((limit, due))) =
            (demands.get(index), tallies.get_mut(index), limits.get(index))
        else {
            continue;
        };
        slot.note_gaps(part, demand, tally);
        let ruling = match (limit, due) {
            (Err(doubt), _) => Ruling::undetermined(doubt.clone()),
            (Ok((Some(low), None)), Some(None)) => {
                slot.before_leaving(*low, tally).unwrap_or_else(|| slot.nothing_due())
            }
            _ => tally.rule(demand, slot.frame.world.as_of),
        };
        let ruling = nested(slot, part, demand, tally, ruling);
        out.push((ruling.clone(), slot.found(demand, tally, &ruling)));
    }
    out
}

// One look-up for all windows of a bearer.
fn select_all<'a>(slots: &[Slot<'a>], demands: &[Demand], part: &Part) -> Option<Selected<'a>> {
    let first = slots.first()?;
    let from = demands.iter().map(|d| d.from).min()?;
    let until = demands.iter().map(|d| d.limit.max(d.until)).max()?;
    let context = first.frame.context(from).over((from, until));
    let mut selected = context.select_over_window(&part.what);
    selected.leave_out(&first.frame.world.taken);
    selected.sure.retain(|hit| slots.iter().any(|s| s.in_scope_at(hit)));
    Some(selected)
}

// An event that names its cycle goes to the window of that cycle, up to its closing date (rule T7).
fn note_labels<'a>(
    slots: &[Slot<'a>],
    part: &Part,
    demands: &[Demand],
    tallies: &mut Vec<Tally<'a>>,
    selected: &Selected<'a>,
) {
    let Some(first) = slots.first() else { return };
    if slots.iter().all(|s| s.period.cycle.is_none()) {
        return;
    }
    let Some(field) = cycle_field(first.frame.world, part) else { return };
    let label = |hit: &Hit<'_>| match &hit.hand {
        super::context::Hand::Record(record) => match record.field(field) {
            Some(Value::Number(n)) => n.to_integer(),
            _ => None,
        },
        _ => None,
    };
    let (labelled, plain): (Vec<Hit<'a>>, Vec<Hit<'a>>) =
        selected.sure.iter().cloned().partition(|hit| label(hit).is_some());
    // Without a label the date decides: only labels reach up to the closing date.
    let by_date: Vec<Demand> = slots
        .iter()
        .zip(demands)
        .map(|(slot, demand)| match slot.frame.norm.late {
            Some(_) => demand.clone(),
            None => Demand { limit: demand.until, ..demand.clone() },
        })
        .collect();
    *tallies = allocate(&by_date, &plain, &selected.possible);
    for hit in labelled {
        for (slot, tally) in slots.iter().zip(tallies.iter_mut()) {
            if slot.period.cycle.map(i128::from) == label(&hit)
                && hit.at.surely_in(slot.frame.from, slot.frame.limit)
            {
                let list = if hit.at.surely_in(slot.frame.from, slot.frame.until) {
                    &mut tally.in_time
                } else {
                    &mut tally.late
                };
                list.push(hit.clone());
            }
        }
    }
}

// By convention the field `cycle` or `cycle_year` of a record names the cycle it belongs to.
fn cycle_field(world: &World<'_>, part: &Part) -> Option<usize> {
    let crate::check::policy::From::Event(kind) = part.what.from else { return None };
    let (_, event) = world.policy.vocabulary.events.get_index(kind)?;
    ["cycle", "cycle_year"].iter().find_map(|name| event.fields.get_index_of(*name))
}

fn nested(slot: &Slot<'_>, part: &Part, demand: &Demand, tally: &Tally<'_>, ruling: Ruling) -> Ruling {
    let mut ruling = ruling;
    for (quantity, filter) in &part.of_which {
        let Ok((low, high)) = slot.frame.limits(quantity) else { continue };
        let passes = |hit: &&Hit<'_>| {
            slot.frame.context(hit.at.first).holding(hit.hand.clone(), hit.at.first).truth(filter)
                == Truth::True
        };
        let inner = Tally {
            in_time: tally.in_time.iter().filter(passes).cloned().collect(),
            late: tally.late.iter().filter(passes).cloned().collect(),
            ..tally.clone()
        };
        let low = low.and_then(|l| slot.due(l, slot.in_scope, slot.counted)).unwrap_or(0);
        let demand = Demand { low, high: high.and_then(Exact::to_integer), ..demand.clone() };
        ruling = ruling.and(inner.rule(&demand, slot.frame.world.as_of));
    }
    ruling
}

impl<'a> Slot<'a> {
    fn until_for_counting(&self) -> Instant {
        // An event after the bearer left does not count for it, unless labels or making up let it.
        if self.period.cycle.is_some() || self.effective.1 >= self.frame.world.day_end(self.period.last) {
            self.frame.until.min(self.frame.world.day_end(self.period.last)).max(self.effective.1)
        } else {
            self.effective.1
        }
    }

    fn note_gaps(&self, part: &Part, demand: &Demand, tally: &mut Tally<'_>) {
        let crate::check::policy::From::Event(kind) = part.what.from else { return };
        let world = self.frame.world;
        if let Some(doubt) = world.gap_in(kind, demand.from, demand.limit) {
            tally.unbounded = true;
            tally.doubt.get_or_insert(doubt);
        }
        let judged = world.policy.vocabulary.events.get_index(kind).is_some_and(|(_, e)| e.judgement);
        if judged && tally.low() == 0 {
            // Nobody has judged yet, which is not a judgement to the contrary (rule K6).
            tally.unbounded = true;
            tally.doubt.get_or_insert(Doubt::Judgement(kind));
        }
        let aside = world.set_aside(kind, demand.from, demand.limit);
        if aside > 0 {
            tally.possible += aside;
            tally.doubt.get_or_insert(Doubt::SetAside);
        }
    }

    // Fulfilled before it left, measured by what was due had it stayed (rule O1: the first certain outcome
    // stands).
    fn before_leaving(&self, low: Exact, tally: &Tally<'_>) -> Option<Ruling> {
        let due = self.due(low, self.had_it_stayed, self.had_it_stayed)?;
        let hit = tally.in_time.get(usize::try_from(due.max(1)).ok()? - 1)?;
        Some(Ruling::certain(Verdict::Fulfilled, hit.at.end))
    }

    fn found(&self, demand: &Demand, tally: &Tally<'_>, ruling: &Ruling) -> Found {
        let (low, high) = tally.ends();
        let shown = if demand.low > 0 { demand.low } else { demand.high.unwrap_or(0) };
        let no_duty = matches!(ruling.verdict, Verdict::NotApplicable | Verdict::Excused);
        let deciding =
            if ruling.excess { tally.in_time.len() } else { usize::try_from(demand.low).unwrap_or(0) };
        let all: Vec<&Hit<'_>> = tally.in_time.iter().chain(&tally.late).collect();
        Found {
            measured: Some(Measured { low, high }),
            required: (!no_duty).then(|| Exact::ratio(shown, 1)).flatten(),
            evidence: all.iter().take(deciding).map(|h| h.id.clone()).collect(),
            further: all.len().saturating_sub(deciding),
            why: no_duty.then(|| self.nothing_due_reason()),
        }
    }
}

/// Instances of a norm that compares measures over the window: decided at its end (rule O4).
fn kept(slots: &[Slot<'_>], expr: &Expr) -> Vec<Outcome> {
    let mut out = Vec::new();
    for (index, slot) in slots.iter().enumerate() {
        let previous = index.checked_sub(1).and_then(|i| slots.get(i)).map(|s| (s.frame.from, s.frame.until));
        let ruling = keep_ruling(slot, expr, previous);
        let found = if matches!(ruling.verdict, Verdict::NotApplicable | Verdict::Excused) {
            let why = if slot.counted == 0 || slot.skipped() {
                slot.nothing_due_reason()
            } else {
                Message::new("why.empty")
            };
            Found { why: Some(why), ..Found::default() }
        } else {
            Found::default()
        };
        let (ruling, found) = excuse(slot, ruling, found);
        out.push(slot.frame.outcome(ruling, found));
    }
    out
}

fn keep_ruling(slot: &Slot<'_>, expr: &Expr, previous: Option<(Instant, Instant)>) -> Ruling {
    let frame = &slot.frame;
    if slot.counted == 0 || slot.skipped() {
        return slot.nothing_due();
    }
    let last = if matches!(frame.norm.time, Time::AtTheEndOfEvery(_)) {
        frame.world.day_end(slot.period.last)
    } else {
        frame.until
    };
    let mut context = frame.context(Instant(last.0 - 1)).over((slot.effective.0, frame.until));
    context.previous = previous;
    let missing = frame.norm.parameters.iter().find(|p| frame.world.parameter(p).is_none());
    if let Some(name) = missing {
        return Ruling::undetermined(Doubt::Parameter(name.clone()));
    }
    if frame.world.as_of < last {
        return Ruling::open();
    }
    match context.truth(expr) {
        Truth::True => Ruling::certain(Verdict::Fulfilled, last),
        Truth::False => Ruling::certain(Verdict::Breached, last),
        Truth::Unknown(doubt) => Ruling::undetermined(doubt),
        Truth::Empty => Ruling::certain(Verdict::NotApplicable, last),
    }
}

impl Slot<'_> {
    fn skipped(&self) -> bool {
        self.frame.norm.reading.partial_period == PartialPeriod::Skip
            && self.frame.norm.reading.who_counts == WhoCounts::ByDays
            && !self.wholly_in_scope()
    }
}

// States, roles and entities in a window: at its end where the norm says so, else at any instant of it.
fn holding(slot: &Slot<'_>, requirement: &Requirement) -> Outcome {
    let frame = &slot.frame;
    if slot.counted == 0 || slot.skipped() {
        return frame
            .outcome(slot.nothing_due(), Found { why: Some(slot.nothing_due_reason()), ..Found::default() });
    }
    let last = Instant(frame.world.day_end(slot.period.last).0 - 1);
    let at_end = matches!(frame.norm.time, Time::AtTheEndOfEvery(_));
    let mut cuts = if at_end { Vec::new() } else { held::edges(frame, requirement) };
    cuts.retain(|at| slot.effective.0 < *at && *at < slot.effective.1);
    cuts.push(if at_end { last } else { slot.effective.0 });
    cuts.retain(|at| *at < frame.world.as_of);
    cuts.sort();
    let mut doubt = None;
    let mut found = Found::default();
    for at in cuts {
        let (truth, measured, required) = held::at(frame, requirement, at);
        found = Found { measured, required, ..Found::default() };
        match truth {
            Truth::True => {
                return frame.outcome(Ruling::certain(Verdict::Fulfilled, Instant(at.0 + 1)), found);
            }
            Truth::Unknown(why) => doubt = doubt.or(Some(why)),
            Truth::False | Truth::Empty => {}
        }
    }
    let ruling = match doubt {
        Some(doubt @ Doubt::Parameter(_)) => Ruling::undetermined(doubt),
        _ if frame.world.as_of <= last => Ruling::open(),
        Some(doubt) => Ruling::undetermined(doubt),
        None => Ruling::certain(Verdict::Breached, Instant(last.0 + 1)),
    };
    let (ruling, found) = excuse(slot, ruling, found);
    frame.outcome(ruling, found)
}
