//! What follows from what: the order in which derived records are found (rule V1).

use super::{each_expr, visit};
use crate::check::policy::{CheckedPolicy, Expr, From, Norm, Selection, Time};
use crate::log::EventOrigin;
use std::collections::BTreeSet;

/// Something that gives records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The verdicts of the norm at this position.
    Verdicts(usize),
    /// The deemed event at this position.
    Deem(usize),
}

/// All sources of derived records, each after those that it rests on; none where something would follow from
/// itself.
#[must_use]
pub fn strata(policy: &CheckedPolicy) -> Option<Vec<Source>> {
    // Where the rivals of some norm rest on what follows from it in a way round, what they rest on may be found after it.
    ordered(policy, &|source| needed_with_rivals(policy, source))
        .or_else(|| ordered(policy, &|source| needed(policy, source)))
}

fn ordered(policy: &CheckedPolicy, needed: &dyn Fn(Source) -> BTreeSet<usize>) -> Option<Vec<Source>> {
    let mut order = Vec::new();
    let mut left: BTreeSet<Source> = (0..policy.deems.len()).map(Source::Deem).collect();
    for event in policy.vocabulary.events.values() {
        if let EventOrigin::Verdict(norm) = &event.origin {
            left.extend(policy.versions_of(norm).map(|(index, _)| Source::Verdicts(index)));
        }
    }
    while !left.is_empty() {
        let ready = left.iter().copied().find(|source| {
            let needed = needed(*source);
            !left.iter().any(|other| gives(policy, *other).iter().any(|kind| needed.contains(kind)))
        })?;
        left.remove(&ready);
        order.push(ready);
    }
    Some(order)
}

/// Positions of the types of records that a source gives.
#[must_use]
pub fn gives(policy: &CheckedPolicy, source: Source) -> Vec<usize> {
    match source {
        Source::Deem(index) => policy.deems.get(index).map(|deem| deem.event).into_iter().collect(),
        Source::Verdicts(index) => {
            let Some((_, norm)) = policy.norms.get_index(index) else { return Vec::new() };
            let is_of =
                |origin: &EventOrigin| matches!(origin, EventOrigin::Verdict(of) if norm.is_version_of(of));
            let events = policy.vocabulary.events.values().enumerate();
            events.filter(|(_, event)| is_of(&event.origin)).map(|(kind, _)| kind).collect()
        }
    }
}

/// Positions of the types of records that a norm looks at, besides those that trigger it.
#[must_use]
pub fn rests_on(policy: &CheckedPolicy, norm: &Norm) -> BTreeSet<usize> {
    let mut kinds = BTreeSet::new();
    of_duty(policy, norm, &mut kinds);
    kinds
}

/// Positions of the norms with which a norm shares records that may serve one of them only, itself among them, and
/// directly or by way of others; without those that follow from its own verdicts, which are due later. None where its
/// records may be shared.
#[must_use]
pub fn rivals(policy: &CheckedPolicy, index: usize) -> BTreeSet<usize> {
    let mut index = index;
    let mut norm = policy.norms.get_index(index);
    while let Some((_, Norm { time: Time::AfterBreachOf(parent, _), .. })) = norm {
        let Some((of, name, parent)) = policy.norms.get_full(parent) else { break };
        (index, norm) = (of, Some((name, parent)));
    }
    let mut found = BTreeSet::new();
    let Some((_, norm)) = norm.filter(|(_, norm)| norm.uses_records_up()) else { return found };
    found.insert(index);
    let mut kinds: BTreeSet<usize> = counted(norm).collect();
    loop {
        let more = policy.norms.values().enumerate().find(|(other, norm)| {
            let shares = counted(norm).any(|kind| kinds.contains(&kind));
            shares && norm.uses_records_up() && !found.contains(other) && !follows_from(policy, *other, index)
        });
        let Some((other, norm)) = more else { return found };
        found.insert(other);
        kinds.extend(counted(norm));
    }
}

/// Each norm whose verdicts another one looks at with which it shares records that may serve one of them only, and that
/// other: which of them gets a record, and the verdict, rest on one another. What is due because of the verdict is due
/// later, and no such case.
#[must_use]
pub fn entangled(policy: &CheckedPolicy) -> Vec<(usize, usize)> {
    let looks_at = |(other, norm): (usize, &Norm), index: usize, own: &Norm| {
        let trigger = norm.trigger.as_ref().and_then(|trigger| event(&trigger.from));
        let is_due_to_it = trigger.is_some_and(|kind| leads_to(policy, BTreeSet::from([kind]), index));
        let shares = counted(norm).any(|kind| counted(own).any(|own| own == kind));
        other != index
            && norm.uses_records_up()
            && shares
            && !is_due_to_it
            && follows_from(policy, other, index)
    };
    let all = || policy.norms.values().enumerate();
    let of = |(index, own)| {
        all().filter(move |other| looks_at(*other, index, own)).map(move |(other, _)| (index, other))
    };
    all().filter(|(_, norm)| norm.uses_records_up()).flat_map(of).collect()
}

// The types of records that a norm counts.
fn counted(norm: &Norm) -> impl Iterator<Item = usize> {
    norm.requirement.parts().filter_map(|part| event(&part.what.from))
}

fn event(from: &From) -> Option<usize> {
    if let From::Event(kind) = from { Some(*kind) } else { None }
}

// Whether a norm looks at what follows, however far away, from the verdicts of another.
fn follows_from(policy: &CheckedPolicy, norm: usize, of: usize) -> bool {
    leads_to(policy, needed(policy, Source::Verdicts(norm)), of)
}

// Whether records of some types follow, however far away, from the verdicts of a norm.
fn leads_to(policy: &CheckedPolicy, mut kinds: BTreeSet<usize>, of: usize) -> bool {
    let deems = || (0..policy.deems.len()).map(Source::Deem);
    let verdicts = || (0..policy.norms.len()).map(Source::Verdicts);
    loop {
        let before = kinds.len();
        for source in deems().chain(verdicts()) {
            if gives(policy, source).iter().any(|kind| kinds.contains(kind)) {
                kinds.extend(needed(policy, source));
            }
        }
        if kinds.len() == before {
            return gives(policy, Source::Verdicts(of)).iter().any(|kind| kinds.contains(kind));
        }
    }
}

// What a source looks at; verdicts also with what those look at that are settled with them.
fn needed_with_rivals(policy: &CheckedPolicy, source: Source) -> BTreeSet<usize> {
    let mut kinds = needed(policy, source);
    if let Source::Verdicts(index) = source {
        for rival in rivals(policy, index) {
            kinds.extend(needed(policy, Source::Verdicts(rival)));
        }
    }
    kinds
}

/// Positions of the types of records that a source looks at.
#[must_use]
pub fn needed(policy: &CheckedPolicy, source: Source) -> BTreeSet<usize> {
    let mut kinds = BTreeSet::new();
    match source {
        Source::Deem(index) => {
            let Some(deem) = policy.deems.get(index) else { return kinds };
            let effect = deem.effective.as_ref().map(|effect| &effect.from);
            deem.fields.iter().flatten().chain(effect).for_each(|value| note(policy, value, &mut kinds));
            deem.when.selections().for_each(|s| note_selection(policy, s, &mut kinds));
        }
        Source::Verdicts(index) => {
            if let Some((_, norm)) = policy.norms.get_index(index) {
                of_norm(policy, norm, &mut kinds);
            }
        }
    }
    kinds
}

fn of_norm(policy: &CheckedPolicy, norm: &Norm, kinds: &mut BTreeSet<usize>) {
    norm.trigger.iter().for_each(|s| note_selection(policy, s, kinds));
    of_duty(policy, norm, kinds);
    if let Time::AfterBreachOf(parent, _) = &norm.time
        && let Some(parent) = policy.norms.get(parent)
    {
        of_norm(policy, parent, kinds);
    }
}

fn of_duty(policy: &CheckedPolicy, norm: &Norm, kinds: &mut BTreeSet<usize>) {
    let extended = norm.extended.iter().map(|extension| &extension.when);
    let parts = norm.requirement.parts().map(|part| &part.what);
    extended.chain(parts).for_each(|s| note_selection(policy, s, kinds));
    each_expr(norm, &mut |e| note_one(policy, e, kinds));
}

fn note_selection(policy: &CheckedPolicy, selection: &Selection, kinds: &mut BTreeSet<usize>) {
    note_kind(policy, selection, kinds);
    selection.filter.iter().for_each(|filter| note(policy, filter, kinds));
}

fn note(policy: &CheckedPolicy, expr: &Expr, kinds: &mut BTreeSet<usize>) {
    visit(expr, &mut |e| note_one(policy, e, kinds));
}

fn note_one(policy: &CheckedPolicy, expr: &Expr, kinds: &mut BTreeSet<usize>) {
    if let Some(selection) = expr.selection() {
        note_kind(policy, selection, kinds);
    }
    // An account never reads another one, so that this ends.
    if let Expr::Account(_, name) = expr
        && let Some(account) = policy.accounts.get(name)
    {
        note(policy, &account.value, kinds);
    }
}

// A state rests on the records that start and end it.
fn note_kind(policy: &CheckedPolicy, selection: &Selection, kinds: &mut BTreeSet<usize>) {
    match &selection.from {
        From::Event(kind) => {
            kinds.insert(*kind);
        }
        From::State(name) => {
            let of_state = |origin: &EventOrigin| matches!(origin, EventOrigin::StateStart(state) | EventOrigin::StateEnd(state) if state == name);
            let events = policy.vocabulary.events.values().enumerate();
            kinds.extend(events.filter(|(_, event)| of_state(&event.origin)).map(|(kind, _)| kind));
        }
        From::Role(_) | From::Entity(_) => {}
    }
}
