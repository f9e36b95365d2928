//! Records that follow from others: verdicts of norms and deemed events, found stratum by stratum and put into
//! the log, so that whoever reads them sees no difference (rules V1 to V4).
//!
//! What may follow, because something that it rests on is not known, is treated like a record that was set aside.

mod effect;

use super::context::Context;
use super::early;
use super::exclusive;
use super::facet;
use super::outcome::{Outcome, Verdict};
use super::periodic::Windows;
use super::select::Filter;
use super::term::{Doubt, Term, Truth};
use super::world::{Store, World};
use super::{Request, Settled, as_of, outcomes_of};
use crate::check::policy::{
    BearerKind, CheckedPolicy, DayOff, Deem, From, Instead, Norm, Part, Requirement, Selection, Time, Turning,
};
use crate::diagnostic::{Lang, Message};
use crate::log::{
    EventLog, EventOrigin, Instant, Length, LogError, Moment, Place, Precision, Record, SetAside, Stretch,
    Value,
};
use crate::plan::{self, Source};
use chrono::NaiveDate;
use indexmap::IndexMap;
use rustc_hash::FxHashMap as HashMap;
use std::sync::Arc;

/// What one source gives.
#[derive(Default)]
struct Derived {
    records: Vec<Record>,
    /// From when those are known that lie back.
    since: Vec<(Arc<str>, Instant)>,
    possible: Vec<SetAside>,
}

/// The log with all that follows from it; none where nothing can.
pub(super) fn extended(policy: &CheckedPolicy, log: &EventLog, request: &Request) -> Option<EventLog> {
    let sources = plan::strata(policy).filter(|sources| !sources.is_empty())?;
    let as_of = as_of(log, request);
    let mut log = log.clone();
    for source in sources {
        let derived = {
            let mut store = Store::new(policy, &log, as_of, &request.parameters);
            store.work = request.work.clone();
            let mut world = World::of(&store);
            match source {
                Source::Verdicts(index) => {
                    // What follows from verdicts follows from those that stand once records are given out.
                    let rivals = plan::rivals(policy, index);
                    let settled = exclusive::settle_among(&mut world, |norm| rivals.contains(&norm));
                    verdicts(&world, index, request, &settled)
                }
                Source::Deem(index) => {
                    policy.deems.get(index).map(|deem| deemed(&world, deem)).unwrap_or_default()
                }
            }
        };
        for kind in plan::gives(policy, source) {
            let of_verdicts = policy.vocabulary.events.get_index(kind);
            if of_verdicts.is_some_and(|(_, event)| matches!(event.origin, EventOrigin::Verdict(_))) {
                // Verdicts are known wherever there are any.
                let always = Stretch { from: Instant::MIN, until: Instant::MAX };
                log.coverage.derived.insert(kind, vec![always]);
            }
        }
        log.since.extend(derived.since);
        log.add(derived.records, derived.possible);
    }
    Some(log)
}

fn verdicts(world: &World<'_>, index: usize, request: &Request, settled: &Settled) -> Derived {
    let mut derived = Derived::default();
    let Some((_, norm)) = world.policy.norms.get_index(index) else { return derived };
    let all = Request { norms: Vec::new(), bearers: Vec::new(), near_misses: false, ..request.clone() };
    let kinds: HashMap<Verdict, usize> = plan::gives(world.policy, Source::Verdicts(index))
        .into_iter()
        .filter_map(|kind| {
            let (name, _) = world.policy.vocabulary.events.get_index(kind)?;
            let verdict = match name.split_once(' ')?.0 {
                "breach" => Verdict::Breached,
                "lateness" => Verdict::Late,
                _ => Verdict::Fulfilled,
            };
            Some((verdict, kind))
        })
        .collect();
    outcomes_of(world, index, norm, &all, settled, &mut |outcome| {
        note_verdict(world, &kinds, &outcome, &mut derived);
    });
    derived
}

fn note_verdict(
    world: &World<'_>,
    kinds: &HashMap<Verdict, usize>,
    outcome: &Outcome,
    derived: &mut Derived,
) {
    if matches!(outcome.verdict, Verdict::Undetermined | Verdict::Open) {
        let is_open = outcome.verdict == Verdict::Open;
        let may_be =
            kinds.iter().filter(|(verdict, _)| !is_open || may_be_certain(world, **verdict, outcome));
        derived.possible.extend(may_be.map(|(verdict, kind)| {
            possible(*kind, certain_between(world, *verdict, outcome), &outcome.bearer)
        }));
        return;
    }
    let (Some(kind), Some(certain)) = (kinds.get(&outcome.verdict), outcome.certain_at) else { return };
    let day = |at: Instant| Value::Time(world.policy.zone.day(world.date_of(at)));
    let last = Instant(certain.0 - 1);
    // What is certain with the end of a day happened on that day.
    let ends_a_day = world.day_start(world.date_of(certain)) == certain;
    let at = if ends_a_day { world.policy.zone.day(world.date_of(last)) } else { Moment::instant(last) };
    let label = outcome.trigger.clone().unwrap_or_else(|| Arc::from(beginning(world, outcome)));
    let norm = world.policy.norms.get_index(outcome.norm).map_or("", |(name, _)| name.as_str());
    derived.records.push(Record {
        id: Arc::from(format!("{norm}/{}/{label}", outcome.whose(Lang::En))),
        kind: *kind,
        at,
        recorded_at: None,
        fields: [
            Some(Value::Entity(outcome.bearer.clone())),
            Some(day(outcome.from)),
            Some(last_day(world, outcome)),
        ]
        .into_iter()
        .chain(of_each(world, outcome).map(Some))
        .collect(),
        place: Place::default(),
    });
}

// Several stretches in which something does not hold may begin on one day.
fn beginning(world: &World<'_>, outcome: &Outcome) -> String {
    let norm = world.policy.norms.get_index(outcome.norm).map(|(_, norm)| norm);
    let is_stretch = outcome.label.is_none() && norm.is_some_and(|norm| norm.time == Time::AtAllTimes);
    let local = world.policy.zone.local_of(outcome.from);
    if is_stretch { local.to_string() } else { local.date().to_string() }
}

// Of what goes on it is not known when it ends.
fn last_day(world: &World<'_>, outcome: &Outcome) -> Value {
    let last = Instant(outcome.until.0.max(outcome.from.0 + 1) - 1);
    let whole = |at: Instant| world.policy.zone.day(world.date_of(at));
    let far = NaiveDate::from_ymd_opt(9999, 12, 31).map(|day| world.day_end(day));
    match far.filter(|far| last >= *far) {
        None => Value::Time(whole(last)),
        Some(end) => {
            let first = whole(Instant(world.as_of.0 - 1)).first;
            Value::Time(Moment { first, end, precision: Precision::Year })
        }
    }
}

// What is still open, because its window goes on, may be decided by records that are not known: enough of them are enough,
// and too many too many, before it is over; what is late is so after its window.
fn may_be_certain(world: &World<'_>, verdict: Verdict, outcome: &Outcome) -> bool {
    let Some((_, norm)) = world.policy.norms.get_index(outcome.norm) else { return false };
    let counted = outcome.measured.is_none_or(|measured| measured.high == Some(measured.low));
    let replaced = norm.exceptions.iter().any(|e| matches!(e.instead, Some(Instead::Quantity(_))));
    let only_asks = |parts: &[Part]| !parts.iter().any(Part::has_upper_limit);
    !counted
        && match verdict {
            Verdict::Late => outcome.overdue,
            _ if replaced => true,
            Verdict::Fulfilled => norm.requirement.alternatives().any(only_asks),
            _ => norm.requirement.has_upper_limit(),
        }
}

// Between which instants a verdict that is not known would have become certain.
fn certain_between(world: &World<'_>, verdict: Verdict, outcome: &Outcome) -> Moment {
    let last = Instant(outcome.until.0.max(outcome.from.0 + 1) - 1);
    let end = outcome.late_until.map_or(Instant(last.0 + 1), |day| world.day_end(day));
    let norm = world.policy.norms.get_index(outcome.norm).map(|(_, norm)| norm);
    let first = match norm.filter(|norm| at_end_only(norm, verdict)) {
        // Where bearers may be missing, the line that says so speaks of all windows from then on.
        Some(norm) if outcome.bearer.is_empty() => {
            Windows::first_end(world, norm, outcome.from).map_or(outcome.from, |end| Instant(end.0 - 1))
        }
        Some(_) => last,
        None => outcome.from,
    };
    Moment { first, end: end.max(Instant(last.0 + 1)), precision: Precision::Year }
}

// A comparison over a window, what is missing, and that a most was kept are certain at the end alone.
fn at_end_only(norm: &Norm, verdict: Verdict) -> bool {
    if matches!(norm.time, Time::AtTheEndOfEvery(_)) {
        return true;
    }
    if !matches!(norm.time, Time::Every { .. } | Time::EveryParameter(_)) {
        return false;
    }
    match (&norm.requirement, verdict) {
        (Requirement::Keep(expr), Verdict::Breached) => !early::may_show(norm, expr),
        (Requirement::Keep(_), _) => true,
        (Requirement::Have(_), Verdict::Fulfilled) => {
            norm.requirement.parts().any(|part| part.quantity.high.is_some())
        }
        (Requirement::Have(_) | Requirement::Any(_), Verdict::Breached | Verdict::Late) => {
            !norm.requirement.has_upper_limit()
        }
        _ => false,
    }
}

fn of_each(world: &World<'_>, outcome: &Outcome) -> Option<Value> {
    let (_, norm) = world.policy.norms.get_index(outcome.norm)?;
    facet::of_outcome(world, norm, outcome.of_each.as_ref())?.of_each
}

fn possible(kind: usize, at: Moment, id: &Arc<str>) -> SetAside {
    let error = LogError {
        place: Place::default(),
        other: None,
        field: None,
        message: Message::new("why.set_aside"),
    };
    SetAside { error, id: Some(id.clone()), kind: Some(kind), at: Some(at), corrects: None }
}

fn deemed(world: &World<'_>, deem: &Deem) -> Derived {
    match &deem.when {
        Turning::Each(what) => each(world, deem, what),
        Turning::Silence(after, length, without) => silence(world, deem, after, *length, without),
        Turning::Reaches { what, count, within, per } => reaches(world, deem, what, *count, *within, *per),
        Turning::InARow(of, count) => in_a_row(world, deem, of, *count),
    }
}

/// A record, and whether it belongs.
type Dated<'a> = (&'a Record, Truth);

// The records of a selection with the truth of each.
fn selected<'a>(world: &'a World<'a>, what: &'a Selection) -> Vec<Dated<'a>> {
    let From::Event(kind) = what.from else { return Vec::new() };
    let context = Context::new(world, Instant::MIN, (Instant::MIN, Instant::MAX));
    let filter = Filter::of(&context, what, kind);
    let truth = |record: &'a Record| {
        let held = context.clone().trigger(Some(record)).at(record.at.first);
        let held = held.over((Instant::MIN, record.at.end));
        filter.passes(&held, record)
    };
    let all = world.records(kind, None, (Instant::MIN, Instant::MAX));
    let found = all.map(|record| (record, truth(record)));
    found.filter(|(_, truth)| matches!(truth, Truth::True | Truth::Unknown(_))).collect()
}

impl Derived {
    // The deemed record that follows from one in hand at a moment, certain from an instant on.
    fn follows(&mut self, world: &World<'_>, deem: &Deem, base: &Record, at: Moment, certain: Instant) {
        match effect::of(world, deem, base, at) {
            Ok(effective) => {
                let record = record(world, deem, base, effective);
                let certain = certain.max(at.end);
                if certain > effective.end {
                    self.since.push((record.id.clone(), certain));
                }
                self.records.push(record);
            }
            Err(anywhere) => self.possible.push(possible(deem.event, anywhere, &base.id)),
        }
    }
}

fn record(world: &World<'_>, deem: &Deem, base: &Record, at: Moment) -> Record {
    let context = effect::context(world, base, at);
    let value = |expr: &Option<crate::check::policy::Expr>| match context.term(expr.as_ref()?) {
        Term::Known(value) => Some(value),
        Term::Between(..) | Term::Unknown(_) | Term::Missing { .. } | Term::Nothing => None,
    };
    let event = world.policy.vocabulary.events.get_index(deem.event).map_or("", |(name, _)| name.as_str());
    Record {
        id: Arc::from(format!("{event}@{}", base.id)),
        kind: deem.event,
        at,
        recorded_at: None,
        fields: deem.fields.iter().map(value).collect(),
        place: base.place.clone(),
    }
}

fn each(world: &World<'_>, deem: &Deem, what: &Selection) -> Derived {
    let mut derived = Derived::default();
    for (record, truth) in selected(world, what) {
        match truth {
            Truth::True => derived.follows(world, deem, record, record.at, world.certain(record)),
            // Whether it belongs is told by what may still come to lie back.
            Truth::Unknown(Doubt::Awaited) => {}
            _ => derived.possible.push(possible(deem.event, record.at, &record.id)),
        }
    }
    derived
}

// It happens with the end of the length, if the log covers all of it (rule V4).
fn silence(
    world: &World<'_>,
    deem: &Deem,
    after: &Selection,
    length: Length,
    without: &Selection,
) -> Derived {
    let mut derived = Derived::default();
    for (record, truth) in selected(world, after) {
        let Some(until) =
            super::triggered::late_limit(world, record.at.end, (length.count, length.unit), DayOff::Stays)
        else {
            derived.possible.push(possible(deem.event, record.at, &record.id));
            continue;
        };
        if until > world.as_of {
            continue;
        }
        let day = world.policy.zone.day(world.date_of(Instant(until.0 - 1)));
        let by_the_hour = plan::elapsed(length.count, length.unit).is_some();
        // What happens on the last day is before it.
        let at = if by_the_hour { Moment::instant(Instant(until.0 - 1)) } else { day.over() };
        let context = Context::new(world, record.at.first, (record.at.first, until)).trigger(Some(record));
        let mut found = context.select(without);
        found.sure.retain(|hit| hit.id != record.id);
        match (truth, found.sure.is_empty(), found.doubt()) {
            (_, false, _) => {}
            (Truth::Unknown(Doubt::Awaited), true, _) | (_, true, Some(Doubt::Awaited)) => {}
            (Truth::True, true, None) => {
                let certain = settled(world, without, until).max(world.certain(record));
                derived.follows(world, deem, record, at, certain);
            }
            _ => derived.possible.push(possible(deem.event, at, &record.id)),
        }
    }
    derived
}

// When it is certain what records of a selection there are before an instant.
fn settled(world: &World<'_>, what: &Selection, at: Instant) -> Instant {
    if let From::Event(kind) = what.from { world.settles(kind, at) } else { at }
}

// Fires at the record with which a count is reached, and again only after it fell below (rule V3).
fn reaches(
    world: &World<'_>,
    deem: &Deem,
    what: &Selection,
    count: u32,
    within: Option<Length>,
    per: Option<usize>,
) -> Derived {
    let mut derived = Derived::default();
    let mut groups: IndexMap<Option<Value>, Vec<Dated<'_>>> = IndexMap::new();
    // Which one reaches the number is certain where no earlier one may still come to lie back.
    let certain = |record: &Record| settled(world, what, record.at.end);
    for (record, truth) in
        selected(world, what).into_iter().filter(|(record, _)| certain(record) <= world.as_of)
    {
        let key = per.and_then(|field| record.field(field)).cloned();
        groups.entry(key).or_default().push((record, truth));
    }
    for (_, group) in groups {
        let mut recent: Vec<(&Record, bool)> = Vec::new();
        let mut reached = false;
        for (record, truth) in group {
            if let Some(length) = within {
                recent.retain(|(before, _)| still_within(world, before, record, length));
            }
            recent.push((record, truth == Truth::True));
            let sure = recent.iter().filter(|(_, sure)| *sure).count();
            let enough = |n: usize| n >= count as usize;
            if !reached && enough(sure) {
                derived.follows(world, deem, record, record.at, certain(record));
            } else if !enough(sure) && enough(recent.len()) {
                derived.possible.push(possible(deem.event, record.at, &record.id));
            }
            reached = enough(sure);
        }
    }
    derived
}

fn still_within(world: &World<'_>, before: &Record, record: &Record, length: Length) -> bool {
    match plan::elapsed(length.count, length.unit) {
        Some(ms) => record.at.first.0 < before.at.first.0 + ms,
        None => {
            let limit = super::triggered::late_limit(
                world,
                before.at.end,
                (length.count, length.unit),
                DayOff::Stays,
            );
            // The first day counts, so that in any 30 days the last is the 29th after it.
            limit.is_none_or(|limit| world.date_of(record.at.first) < world.date_of(Instant(limit.0 - 1)))
        }
    }
}

/// When the windows of a norm by the calendar begin, in order: there may be one between two others.
struct Between(Option<Vec<Instant>>);

impl Between {
    fn of(world: &World<'_>, what: &Selection) -> Self {
        let From::Event(kind) = what.from else { return Self(None) };
        let event = world.policy.vocabulary.events.get_index(kind).map(|(_, event)| &event.origin);
        let Some(EventOrigin::Verdict(norm)) = event else { return Self(None) };
        let versions: Vec<&Norm> = world.policy.versions_of(norm).map(|(_, norm)| norm).collect();
        if versions.iter().any(|norm| !norm.is_periodic() || norm.time.is_a_date()) {
            return Self(None);
        }
        let mut begun = Vec::new();
        for norm in versions {
            for facet in facet::facets(world, norm) {
                begun.extend(Windows::of(&world.by(facet), norm).firsts(world));
            }
        }
        begun.sort_unstable();
        Self(Some(begun))
    }

    // Whether no window begins between the end of one and the beginning of another that is later.
    fn is_empty(&self, end: Instant, first: Instant) -> bool {
        let next = |begun: &Vec<Instant>| begun.get(begun.partition_point(|at| *at < end)).copied();
        end < first && self.0.as_ref().is_some_and(|begun| next(begun).is_none_or(|at| first <= at))
    }
}

/// The bearer of a verdict, the one of those that the norm is stated for each of, and the office.
type Whose<'r> = ([Option<Value>; 2], Option<&'r str>);

// Whose duty in which office a verdict is of, where its norm is one of each office; its id says so.
fn office<'r>(world: &World<'_>, record: &'r Record) -> Option<&'r str> {
    let (_, event) = world.policy.vocabulary.events.get_index(record.kind)?;
    let EventOrigin::Verdict(norm) = &event.origin else { return None };
    let bearer = world.policy.norms.get(norm)?.bearer.as_ref()?;
    let is_office = matches!(bearer.kind, BearerKind::Holding(_));
    record.id.rsplit_once('/').map(|(whose, _)| whose).filter(|_| is_office)
}

// Verdicts of one bearer in windows that follow one another; fires once a run reaches the number.
fn in_a_row(world: &World<'_>, deem: &Deem, of: &Selection, count: u32) -> Derived {
    let mut derived = Derived::default();
    let mut runs: IndexMap<Whose<'_>, Vec<Dated<'_>>> = IndexMap::new();
    for (record, truth) in selected(world, of) {
        let whose = ([0, 3].map(|field| record.field(field).cloned()), office(world, record));
        runs.entry(whose).or_default().push((record, truth));
    }
    let edge = |record: &Record, field: usize| match record.field(field) {
        Some(Value::Time(at)) => *at,
        _ => record.at,
    };
    let between = Between::of(world, of);
    for mut windows in runs.into_values() {
        windows.sort_by_key(|(record, _)| edge(record, 1).first);
        let (mut sure, mut maybe) = (0, 0);
        let mut before: Option<Instant> = None;
        for (record, truth) in windows {
            let first = edge(record, 1).first;
            let follows_on = before.is_some_and(|end| end == first || between.is_empty(end, first));
            (sure, maybe) = if follows_on { (sure, maybe) } else { (0, 0) };
            maybe += 1;
            sure = if truth == Truth::True { sure + 1 } else { 0 };
            before = Some(edge(record, 2).end);
            if sure == count {
                derived.follows(world, deem, record, record.at, record.at.end);
            } else if sure < count && maybe >= count {
                derived.possible.push(possible(deem.event, record.at, &record.id));
            }
        }
    }
    // A verdict that is not known may belong to any run.
    let From::Event(kind) = of.from else { return derived };
    let unknown = world.log.set_aside.iter().filter(|aside| aside.kind == Some(kind) && count > 0);
    derived
        .possible
        .extend(unknown.filter_map(|aside| Some(possible(deem.event, aside.at?, aside.id.as_ref()?))));
    derived
}
