//! Norms that a record triggers: one instance a trigger and bearer.

use super::context::{Context, Hand};
use super::frame::{Found, Frame};
use super::held;
use super::outcome::{Measured, Outcome, Verdict};
use super::scope::{self, InScope};
use super::select::{Filter, Hit, Selected};
use super::tally::{Demand, Ruling, Tally};
use super::term::{Doubt, Term, Truth};
use super::world::World;
use crate::check::policy::{
    CompareOp, DayOff, Expr, From, Norm, Part, Requirement, SameDay, Selection, Slot, StartDay, Time,
};
use crate::diagnostic::Message;
use crate::log::{Exact, Instant, Moment, Precision, Record, Unit, Value};
use crate::plan::{self, Period, Shift};
use std::collections::HashMap;
use std::sync::Arc;

/// All instances of a triggered norm.
pub(super) fn instances<'a>(
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    wanted: &dyn Fn(&str) -> bool,
) -> Vec<Outcome> {
    let Some(trigger) = &norm.trigger else { return Vec::new() };
    let From::Event(kind) = trigger.from else { return Vec::new() };
    let bearers = scope::bearers(world, norm, &|_| true);
    let by_id: HashMap<&str, &InScope> = bearers.iter().map(|b| (&*b.id, b)).collect();
    let (in_force, out_of_force) = world.in_force();
    let mut out = Vec::new();
    for record in world.records(kind, None, (in_force, out_of_force)) {
        for bearer in candidates(norm, trigger, record, &bearers, &by_id) {
            let id = bearer.map_or_else(|| own_bearer(record), |b| b.id.clone());
            if wanted(&id) {
                out.extend(instance(world, index, norm, trigger, record, bearer, id));
            }
        }
    }
    out
}

/// The bearer of a norm without `each`: the first entity that the trigger names, else the trigger itself.
fn own_bearer(record: &Record) -> Arc<str> {
    let named = record.fields.iter().flatten().find_map(|value| match value {
        Value::Entity(id) => Some(id.clone()),
        _ => None,
    });
    named.unwrap_or_else(|| record.id.clone())
}

// A trigger whose filter names the bearer by a field is joined by that field; else each bearer is tried.
fn candidates<'b>(
    norm: &Norm,
    trigger: &Selection,
    record: &Record,
    bearers: &'b [InScope],
    by_id: &HashMap<&str, &'b InScope>,
) -> Vec<Option<&'b InScope>> {
    if norm.bearer.is_none() {
        return vec![None];
    }
    let joined = trigger.filter.as_ref().and_then(|filter| {
        plan::conjuncts(filter).into_iter().find_map(|part| match part {
            Expr::Compare(CompareOp::Is | CompareOp::Contains, left, right) => match (&**left, &**right) {
                (Expr::Field(Slot::InHand, field), Expr::Bearer)
                | (Expr::Bearer, Expr::Field(Slot::InHand, field)) => Some(*field),
                _ => None,
            },
            _ => None,
        })
    });
    match joined.map(|field| record.field(field)) {
        Some(Some(Value::Entity(id))) => by_id.get(&**id).map(|b| vec![Some(*b)]).unwrap_or_default(),
        Some(Some(Value::Set(items))) => {
            let ids =
                items.iter().filter_map(|item| if let Value::Entity(id) = item { Some(&**id) } else { None });
            ids.filter_map(|id| by_id.get(id).map(|b| Some(*b))).collect()
        }
        Some(_) => Vec::new(),
        None => bearers.iter().map(Some).collect(),
    }
}

fn instance<'a>(
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    trigger: &'a Selection,
    record: &'a Record,
    bearer: Option<&InScope>,
    id: Arc<str>,
) -> Option<Outcome> {
    let From::Event(kind) = trigger.from else { return None };
    // Scope is taken at the trigger (rule S2).
    let span = bearer.map(|b| b.spans.iter().find(|s| s.from < record.at.end && record.at.first < s.until));
    let mut doubt = match span {
        Some(None) => return None,
        Some(Some(span)) => span.doubt.clone(),
        None => None,
    };
    let base = Context::new(world, record.at.first, (record.at.first, record.at.end))
        .bearer(&id)
        .trigger(Some(record));
    match Filter::of(&base, trigger, kind)
        .passes(&base.holding(Hand::Record(record), record.at.first), record)
    {
        Truth::True => {}
        Truth::Unknown(why) => doubt = doubt.or(Some(why)),
        Truth::False | Truth::Empty => return None,
    }
    let mut frame = Frame {
        world,
        index,
        norm,
        bearer: id,
        from: record.at.first,
        until: record.at.end,
        limit: record.at.end,
        label: None,
        trigger: Some(record),
    };
    let window = match window(&frame, record) {
        Ok(window) => window,
        Err(doubt) => return Some(frame.outcome(Ruling::undetermined(doubt), Found::default())),
    };
    (frame.from, frame.until, frame.limit) =
        (window.from.max(world.log.coverage.hull()?.from).min(window.until), window.until, window.limit);
    if let Some(doubt) = doubt {
        return Some(frame.outcome(Ruling::undetermined(doubt), Found::default()));
    }
    Some(judge(&frame, &window, record.at))
}

/// Where the counted events of a triggered instance may lie.
pub(super) struct Window {
    pub from: Instant,
    pub until: Instant,
    pub limit: Instant,
    /// The instant that "before" and "after" speak of, and on which side of it events must lie.
    pub anchor: Moment,
    pub side: Side,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
    /// Anywhere in the window.
    Inside,
}

fn window(frame: &Frame<'_>, record: &Record) -> Result<Window, Doubt> {
    let world = frame.world;
    let anchor_of = |expr: &Expr| match frame.context(record.at.first).term(expr) {
        Term::Known(Value::Time(at)) => Ok(at),
        Term::Unknown(doubt) => Err(doubt),
        _ => Err(Doubt::NotRecorded(String::new())),
    };
    let reading = &frame.norm.reading;
    let shift =
        Shift { calendar: &world.policy.calendar, start_day: reading.start_day, day_off: reading.day_off };
    let fixed = |from, until, anchor, side| Window { from, until, limit: until, anchor, side };
    let mut window = match &frame.norm.time {
        Time::Before(expr) => {
            let anchor = anchor_of(expr)?;
            fixed(Instant::MIN, anchor.end, anchor, Side::Before)
        }
        Time::After(expr) => {
            let anchor = anchor_of(expr)?;
            fixed(anchor.first, Instant::MAX, anchor, Side::After)
        }
        Time::WithinBefore(n, unit, expr) => {
            let anchor = anchor_of(expr)?;
            let from = match elapsed(*n, *unit) {
                Some(length) => Instant(anchor.first.0 - length),
                None => world.day_start(
                    plan::start_before(shift, world.date_of(anchor.first), *n, *unit)
                        .ok_or(Doubt::Calendar)?,
                ),
            };
            fixed(from, anchor.end, anchor, Side::Before)
        }
        Time::WithinAfter(n, unit, expr) => {
            let anchor = anchor_of(expr)?;
            let until = match elapsed(*n, *unit) {
                Some(length) => Instant(anchor.end.0 + length),
                None => {
                    let day = world.date_of(Instant(anchor.end.0 - 1));
                    world.day_end(plan::deadline_after(shift, day, *n, *unit).ok_or(Doubt::Calendar)?)
                }
            };
            fixed(anchor.first, until, anchor, Side::After)
        }
        Time::OnTheDayOf(expr) => {
            let anchor = anchor_of(expr)?;
            fixed(
                world.day_start(world.date_of(anchor.first)),
                world.day_end(world.date_of(Instant(anchor.end.0 - 1))),
                anchor,
                Side::Inside,
            )
        }
        Time::AtTrigger | Time::AtAllTimes => fixed(record.at.first, record.at.end, record.at, Side::Inside),
        Time::Once => fixed(record.at.first, Instant::MAX, record.at, Side::After),
        Time::By(day) => fixed(record.at.first, world.day_end(*day), record.at, Side::After),
        Time::Every { .. }
        | Time::EveryParameter(_)
        | Time::AtTheEndOfEvery(_)
        | Time::ByDateEveryYear { .. } => {
            let period = period_of(frame, record).ok_or(Doubt::Calendar)?;
            fixed(record.at.first, world.day_end(period.last), record.at, Side::After)
        }
        Time::Rolling(..) | Time::Gap(..) | Time::AfterBreachOf(..) => return Err(Doubt::Calendar),
    };
    if let Some((n, unit)) = frame.norm.late {
        let plain = Shift { start_day: StartDay::Excluded, day_off: DayOff::Stays, ..shift };
        let day = world.date_of(Instant(window.until.0 - 1));
        let limit = plan::deadline_after(plain, day, n, unit).ok_or(Doubt::Calendar)?;
        window.limit = world.day_end(limit);
    }
    Ok(window)
}

fn elapsed(n: u32, unit: Unit) -> Option<i64> {
    match unit {
        Unit::Minute => Some(i64::from(n) * 60_000),
        Unit::Hour => Some(i64::from(n) * 3_600_000),
        _ => None,
    }
}

// A periodic limit on a triggered duty: until the end of the period in which the trigger lies.
fn period_of(frame: &Frame<'_>, record: &Record) -> Option<Period> {
    let world = frame.world;
    let day = world.date_of(record.at.first);
    let spec = match &frame.norm.time {
        Time::Every { count, unit, from } => (*count, *unit, *from),
        Time::AtTheEndOfEvery(unit) => (1, *unit, None),
        Time::EveryParameter(name) => match world.parameter(name) {
            Some(Value::Length(length)) => (length.count, length.unit, None),
            _ => return None,
        },
        _ => (1, Unit::Year, None),
    };
    let mut period = plan::periods(&world.policy.calendar, &frame.norm.reading, spec, (day, day))
        .into_iter()
        .find(|p| p.first <= day && day <= p.last)?;
    if let Time::ByDateEveryYear { month, day: of_month } = frame.norm.time {
        use chrono::Datelike;
        let limit = |year| chrono::NaiveDate::from_ymd_opt(year, month, of_month);
        period.last = limit(day.year()).filter(|l| *l >= day).or_else(|| limit(day.year() + 1))?;
    }
    Some(period)
}

/// The outcome of an instance whose window is known; `start` is the moment that began it.
pub(super) fn judge(frame: &Frame<'_>, window: &Window, start: Moment) -> Outcome {
    let (excepted, _) = scope::excepted(&frame.context(start.first), &frame.norm.exceptions, false);
    if excepted == Truth::True {
        let found = Found { why: Some(Message::new("why.excused")), ..Found::default() };
        return frame.outcome(Ruling::certain(Verdict::Excused, start.end), found);
    }
    let (ruling, found) = match &frame.norm.requirement {
        Requirement::Have(parts) if held::is_about_holding(&frame.norm.requirement) => {
            held_in(frame, window, parts)
        }
        Requirement::Have(parts) => {
            let all = parts.iter().map(|part| count(frame, window, part));
            all.reduce(super::frame::join).unwrap_or((Ruling::open(), Found::default()))
        }
        Requirement::Satisfy(expr) => (condition(frame, expr, start), Found::default()),
        Requirement::Keep(expr) => (kept(frame, window, expr), Found::default()),
    };
    let (ruling, found) = excuse(frame, excepted, ruling, found);
    frame.outcome(ruling, found)
}

fn excuse(frame: &Frame<'_>, excepted: Truth, ruling: Ruling, found: Found) -> (Ruling, Found) {
    if matches!(ruling.verdict, Verdict::Fulfilled | Verdict::Late | Verdict::NotApplicable) {
        return (ruling, found);
    }
    let at = Instant(frame.limit.min(frame.world.as_of).0 - 1);
    let (by_events, _) = scope::excepted(&frame.context(at), &frame.norm.exceptions, true);
    match (by_events, excepted) {
        (Truth::True, _) => (
            Ruling::certain(Verdict::Excused, Instant(at.0 + 1)),
            Found { why: Some(Message::new("why.excused")), ..found },
        ),
        (Truth::Unknown(doubt), _) | (_, Truth::Unknown(doubt)) if ruling.verdict == Verdict::Breached => {
            (Ruling::undetermined(doubt), found)
        }
        _ => (ruling, found),
    }
}

// As of the trigger: wherever in its precision that may be.
fn condition(frame: &Frame<'_>, expr: &Expr, start: Moment) -> Ruling {
    let last = Instant(start.end.0 - 1);
    let hand = frame.trigger.map_or(Hand::Empty, Hand::Record);
    let at = |at| frame.context(at).holding(hand.clone(), at).over((Instant::MIN, start.end)).truth(expr);
    let (first, end) = (at(start.first), at(last));
    match first {
        Truth::Unknown(doubt) => Ruling::undetermined(doubt),
        truth if truth != end => Ruling::undetermined(Doubt::Imprecise(frame.trigger_id())),
        Truth::True => Ruling::certain(Verdict::Fulfilled, start.end),
        Truth::False => Ruling::certain(Verdict::Breached, start.end),
        Truth::Empty => Ruling::certain(Verdict::NotApplicable, start.end),
    }
}

fn kept(frame: &Frame<'_>, window: &Window, expr: &Expr) -> Ruling {
    if frame.world.as_of < window.until {
        return Ruling::open();
    }
    match frame.context(Instant(window.until.0 - 1)).over((frame.from, window.until)).truth(expr) {
        Truth::True => Ruling::certain(Verdict::Fulfilled, window.until),
        Truth::False => Ruling::certain(Verdict::Breached, window.until),
        Truth::Unknown(doubt) => Ruling::undetermined(doubt),
        Truth::Empty => Ruling::certain(Verdict::NotApplicable, window.until),
    }
}

// States and roles: at the trigger, or at some instant up to the limit.
fn held_in(frame: &Frame<'_>, window: &Window, parts: &[Part]) -> (Ruling, Found) {
    let requirement = Requirement::Have(parts.to_vec());
    let before = window.side == Side::Before;
    let first = if before { Instant(window.anchor.first.0 - 1) } else { frame.from };
    let mut cuts: Vec<Instant> = held::edges(frame, &requirement);
    cuts.retain(|at| *at > first && *at < window.limit.min(frame.world.as_of) && !before);
    cuts.push(first);
    cuts.sort();
    let mut doubt = None;
    let mut last = Found::default();
    for at in cuts {
        let (truth, measured, required) = held::at(frame, &requirement, at);
        last = Found { measured, required, ..Found::default() };
        match truth {
            Truth::True => {
                let verdict = if at < window.until { Verdict::Fulfilled } else { Verdict::Late };
                return (Ruling::certain(verdict, Instant(at.0 + 1)), last);
            }
            Truth::Unknown(why) => doubt = doubt.or(Some(why)),
            Truth::False | Truth::Empty => {}
        }
    }
    match doubt {
        _ if frame.world.as_of < window.limit && !before => (Ruling::open(), last),
        Some(doubt) => (Ruling::undetermined(doubt), last),
        None => {
            (Ruling::certain(Verdict::Breached, if before { window.anchor.end } else { window.limit }), last)
        }
    }
}

fn count(frame: &Frame<'_>, window: &Window, part: &Part) -> (Ruling, Found) {
    let (low, high) = match frame.limits(&part.quantity) {
        Ok(limits) => limits,
        Err(doubt) => return (Ruling::undetermined(doubt), Found::default()),
    };
    let record_day = frame.trigger.map(|r| r.id.clone());
    let mut selected = frame.context(frame.from).over((frame.from, window.limit)).select(&part.what);
    selected.leave_out(&frame.world.taken);
    let demand = Demand {
        from: window.from,
        until: window.until,
        limit: window.limit,
        low: low.and_then(Exact::to_integer).unwrap_or(0),
        high: high.and_then(Exact::to_integer),
    };
    let mut tally = place(frame, window, selected, record_day.as_deref());
    for (quantity, filter) in &part.of_which {
        if let (Ok((Some(least), _)), true) = (frame.limits(quantity), tally.doubt.is_none()) {
            let passes = |hit: &&Hit<'_>| {
                frame.context(hit.at.first).holding(hit.hand.clone(), hit.at.first).truth(filter)
                    == Truth::True
            };
            let inner = tally.in_time.iter().filter(passes).count() as i64;
            if Exact::from(inner) < least {
                tally.in_time.truncate(usize::try_from(demand.low - 1).unwrap_or(0));
            }
        }
    }
    let ruling = tally.rule(&demand, frame.world.as_of);
    let (low_count, high_count) = tally.ends();
    let needed = usize::try_from(demand.low).unwrap_or(0);
    let deciding = if ruling.excess { tally.in_time.len() } else { needed };
    let all: Vec<&Hit<'_>> = tally.in_time.iter().chain(&tally.late).collect();
    let found = Found {
        measured: Some(Measured { low: low_count, high: high_count }),
        required: low.or(high),
        evidence: all.iter().take(deciding).map(|h| h.id.clone()).collect(),
        further: all.len().saturating_sub(deciding),
        why: None,
    };
    (ruling, found)
}

// Which selected events are surely on the right side of the anchor (rules T1, T5).
fn place<'a>(frame: &Frame<'a>, window: &Window, selected: Selected<'a>, trigger: Option<&str>) -> Tally<'a> {
    let mut tally = Tally {
        possible: selected.possible.len() + selected.set_aside,
        unbounded: selected.unbounded.is_some(),
        doubt: selected.doubt(),
        ..Tally::default()
    };
    for hit in selected.sure {
        // A record does not serve the duty that it triggers itself.
        if Some(&*hit.id) == trigger {
            continue;
        }
        match side_of(&hit, window, frame.norm.reading.same_day) {
            Truth::True if hit.at.end <= window.until => tally.in_time.push(hit),
            Truth::True => tally.late.push(hit),
            Truth::Unknown(_) => {
                tally.possible += 1;
                tally.doubt.get_or_insert(Doubt::SameDay(hit.id.clone()));
            }
            Truth::False | Truth::Empty => {}
        }
    }
    tally.in_time.sort_by(|a, b| (a.at.end, &a.id).cmp(&(b.at.end, &b.id)));
    tally.late.sort_by(|a, b| (a.at.end, &a.id).cmp(&(b.at.end, &b.id)));
    tally
}

fn side_of(hit: &Hit<'_>, window: &Window, same_day: SameDay) -> Truth {
    let anchor = window.anchor;
    match window.side {
        Side::Inside => Truth::True,
        // An event on the day itself counts unless it is surely before.
        Side::After => Truth::of(
            hit.at.end > anchor.first
                && !(anchor.precision == Precision::Instant
                    && hit.at.precision == Precision::Instant
                    && hit.at.first < anchor.first),
        ),
        Side::Before if hit.at.end <= anchor.first => Truth::True,
        Side::Before if hit.at.first >= anchor.end => Truth::False,
        Side::Before if hit.at.precision == Precision::Instant && anchor.precision == Precision::Instant => {
            Truth::of(hit.at.first < anchor.first)
        }
        Side::Before => match same_day {
            SameDay::Favour => Truth::True,
            SameDay::Strict => Truth::False,
            SameDay::Undetermined => Truth::Unknown(Doubt::SameDay(hit.id.clone())),
        },
    }
}

/// What must happen at some time: fulfilled by the event that completes it, else open.
pub(super) fn settle_once(frame: &Frame<'_>) -> Outcome {
    let Requirement::Have(parts) = &frame.norm.requirement else {
        return frame.outcome(Ruling::open(), Found::default());
    };
    let anchor = Moment { first: frame.from, end: frame.from, precision: Precision::Instant };
    let window =
        Window { from: Instant::MIN, until: frame.until, limit: frame.until, anchor, side: Side::Inside };
    let all = parts.iter().map(|part| {
        let (ruling, found) = count(&Frame { from: Instant::MIN, ..frame.clone() }, &window, part);
        // Nothing ends such a duty but its fulfilment, so a gap in the log leaves it open.
        let ruling = match ruling.verdict {
            Verdict::Undetermined if !matches!(ruling.doubt, Some(Doubt::Parameter(_))) => Ruling::open(),
            _ => ruling,
        };
        (ruling, found)
    });
    let (ruling, found) = all.reduce(super::frame::join).unwrap_or((Ruling::open(), Found::default()));
    frame.outcome(ruling, found)
}
