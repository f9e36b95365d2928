//! A policy cut down to some norms and what their verdicts rest on, so that looking at one of them often is cheap.

use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{Deem, From, Norm, Time};
use bylaws::log::{EventOrigin, EventType};
use bylaws::plan::{self, Source};
use std::collections::BTreeSet;

/// The names of a norm in all its versions, whichever of them is named: a scenario means them all by its name as it is now.
pub(crate) fn versions(policy: &CheckedPolicy, name: &str) -> Vec<String> {
    let current = policy.norms.get(name).and_then(|norm| norm.amended.current.as_deref()).unwrap_or(name);
    policy.versions_of(current).map(|(_, norm)| norm.name.canonical.clone()).collect()
}

/// The policy with these norms alone in all their versions, and those that their verdicts rest on.
#[must_use]
pub fn focus(policy: &CheckedPolicy, names: &[String]) -> CheckedPolicy {
    let mut wanted: Vec<String> = names.to_vec();
    let mut next = 0;
    while let Some(name) = wanted.get(next).cloned() {
        next += 1;
        let others = policy.norms.get(&name).map(|norm| rests_on(policy, norm)).unwrap_or_default();
        for other in others.into_iter().chain(versions(policy, &name)) {
            if !wanted.contains(&other) {
                wanted.push(other);
            }
        }
    }
    let norms = policy.norms.iter().filter(|(name, _)| wanted.contains(name));
    let deems = deems_of(policy, &wanted);
    CheckedPolicy {
        name: policy.name.clone(),
        title: policy.title.clone(),
        number: policy.number.clone(),
        issuer: policy.issuer.clone(),
        issued: policy.issued,
        in_force_from: policy.in_force_from,
        in_force_until: policy.in_force_until,
        amendments: policy.amendments.clone(),
        tests_of_amended: policy.tests_of_amended,
        zone: policy.zone,
        vocabulary: policy.vocabulary.clone(),
        evidence: policy.evidence.clone(),
        calendar: policy.calendar.clone(),
        regional: policy.regional.clone(),
        parameters: policy.parameters.clone(),
        named: policy.named.clone(),
        tables: policy.tables.clone(),
        accounts: policy.accounts.clone(),
        deems,
        clauses: Default::default(),
        norms: norms.map(|(name, norm)| (name.clone(), norm.clone())).collect(),
        tests: Vec::new(),
    }
}

// Norms whose verdicts a norm looks at, or that share its records.
fn rests_on(policy: &CheckedPolicy, norm: &Norm) -> Vec<String> {
    let mut out = Vec::new();
    if let Time::AfterBreachOf(parent, _) = &norm.time {
        out.push(parent.clone());
    }
    let verdicts_of = |kind: usize| match policy.vocabulary.events.get_index(kind).map(|(_, e)| &e.origin) {
        Some(EventOrigin::Verdict(of)) => {
            policy.versions_of(of).map(|(_, norm)| norm.name.canonical.clone()).collect::<Vec<_>>()
        }
        _ => Vec::new(),
    };
    let (kinds, _) = grounds(policy, [norm]);
    out.extend(kinds.into_iter().flat_map(verdicts_of));
    if norm.uses_records_up() {
        let exclusive = policy.norms.iter().filter(|(_, norm)| norm.uses_records_up());
        out.extend(exclusive.map(|(name, _)| name.clone()));
    }
    out
}

// What is deemed, as far as verdicts of these norms may rest on it.
fn deems_of(policy: &CheckedPolicy, norms: &[String]) -> Vec<Deem> {
    let (_, deems) = grounds(policy, norms.iter().filter_map(|name| policy.norms.get(name)));
    let all = policy.deems.iter().enumerate();
    all.filter(|(index, _)| deems.contains(index)).map(|(_, deem)| deem.clone()).collect()
}

/// Positions of the types of records that verdicts of these norms may rest on, and of the facts that are deemed: what the
/// norms look at, and what a fact rests on that is of a type looked at. Facts that tell who holds a post, what there is or what
/// is in which state may matter to any norm.
fn grounds<'n>(
    policy: &CheckedPolicy,
    norms: impl IntoIterator<Item = &'n Norm>,
) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let mut kinds = BTreeSet::new();
    for norm in norms {
        kinds.extend(plan::looked_at(policy, norm));
        if let Some(From::Event(kind)) = norm.trigger.as_ref().map(|trigger| &trigger.from) {
            kinds.insert(*kind);
        }
    }
    let is_event = |kind: usize| {
        let event: Option<&EventType> = policy.vocabulary.events.get_index(kind).map(|(_, event)| event);
        event.is_some_and(|event| event.origin == EventOrigin::Declared)
    };
    let mut deems = BTreeSet::new();
    loop {
        let of_evidence: Vec<usize> =
            kinds.iter().flat_map(|kind| looked_at_for_evidence(policy, *kind)).collect();
        kinds.extend(of_evidence);
        let more = policy.deems.iter().enumerate().find(|(index, deem)| {
            !deems.contains(index) && (kinds.contains(&deem.event) || !is_event(deem.event))
        });
        let Some((index, _)) = more else { return (kinds, deems) };
        deems.insert(index);
        kinds.extend(plan::needed(policy, Source::Deem(index)));
    }
}

// Types of records that it depends on whether a record of this type counts as evidence.
fn looked_at_for_evidence(policy: &CheckedPolicy, kind: usize) -> Vec<usize> {
    let name = policy.vocabulary.events.get_index(kind).map(|(name, _)| name);
    let mut kinds = Vec::new();
    if let Some(rule) = name.and_then(|name| policy.evidence.get(name)) {
        plan::visit(rule, &mut |expr| {
            if let Some(From::Event(kind)) = expr.selection().map(|selection| &selection.from) {
                kinds.push(*kind);
            }
        });
    }
    kinds
}

/// Norms whose verdicts may change with those of a norm, itself first, in all their versions.
#[must_use]
pub fn touched(policy: &CheckedPolicy, name: &str) -> Vec<String> {
    let mut out = vec![name.to_owned()];
    let mut next = 0;
    while let Some(on) = out.get(next).cloned() {
        next += 1;
        for (other, norm) in &policy.norms {
            let is_touched = rests_on(policy, norm).contains(&on) || versions(policy, &on).contains(other);
            if !out.contains(other) && is_touched {
                out.push(other.clone());
            }
        }
    }
    out
}
