//! Verdicts as records: on the day on which each became certain; one that is not known is a record in doubt.

use super::{Derived, unread};
use crate::check::policy::{Instead, Norm, Part, Requirement, Time};
use crate::diagnostic::Lang;
use crate::eval::outcome::{Outcome, Verdict};
use crate::eval::periodic::Windows;
use crate::eval::world::World;
use crate::eval::{Request, Settled, early, facet, outcomes_of};
use crate::log::{Instant, Moment, Place, Precision, Record, Value};
use crate::plan::{self, Source};
use chrono::NaiveDate;
use rustc_hash::FxHashMap as HashMap;
use std::sync::Arc;

/// The records that the verdicts of a norm are.
pub(super) fn of_norm(world: &World<'_>, index: usize, request: &Request, settled: &Settled) -> Derived {
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
        for (verdict, kind) in may_be {
            let at = certain_between(world, *verdict, outcome);
            match outcome.bearer.is_empty() {
                true => derived.unread.push(unread(*kind, at, &outcome.bearer)),
                false if at.first < world.as_of => derived.in_doubt.push(told(world, *kind, outcome, at)),
                false => {}
            }
        }
        return;
    }
    let (Some(kind), Some(certain)) = (kinds.get(&outcome.verdict), outcome.certain_at) else { return };
    let last = Instant(certain.0 - 1);
    // What is certain with the end of a day happened on that day.
    let ends_a_day = world.day_start(world.date_of(certain)) == certain;
    let at = if ends_a_day { world.policy.zone.day(world.date_of(last)) } else { Moment::instant(last) };
    derived.records.push(told(world, *kind, outcome, at));
}

// What is told of a verdict, as a record at a moment.
fn told(world: &World<'_>, kind: usize, outcome: &Outcome, at: Moment) -> Record {
    let label = outcome.trigger.clone().unwrap_or_else(|| Arc::from(beginning(world, outcome)));
    let norm = world.policy.norms.get_index(outcome.norm).map_or("", |(name, _)| name.as_str());
    let first = Value::Time(world.policy.zone.day(world.date_of(outcome.from)));
    Record {
        id: Arc::from(format!("{norm}/{}/{label}", outcome.whose(Lang::En))),
        kind,
        at,
        recorded_at: None,
        fields: [Some(Value::Entity(outcome.bearer.clone())), Some(first), Some(last_day(world, outcome))]
            .into_iter()
            .chain(of_each(world, outcome).map(Some))
            .collect(),
        place: Place::default(),
    }
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
    // What is not seen yet is not known anyway.
    let end = end.max(Instant(last.0 + 1)).min(world.as_of);
    Moment { first, end: end.max(Instant(first.0 + 1)), precision: Precision::Year }
}

// A comparison over a window, what is missing, and that a most was kept are certain at the end alone.
fn at_end_only(norm: &Norm, verdict: Verdict) -> bool {
    if matches!(norm.time, Time::AtTheEndOfEvery(_)) {
        return true;
    }
    if !norm.time.is_in_windows() {
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
