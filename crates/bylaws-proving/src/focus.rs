//! A policy cut down to some norms and what their verdicts rest on, so that looking at one of them often is cheap.

use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{Norm, OneEvent, Time};
use bylaws::log::EventOrigin;
use bylaws::plan;

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
        deems: policy.deems.clone(),
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
    let mut kinds = plan::rests_on(policy, norm);
    if let Some(bylaws::check::policy::From::Event(kind)) = norm.trigger.as_ref().map(|t| &t.from) {
        kinds.insert(*kind);
    }
    out.extend(kinds.into_iter().flat_map(verdicts_of));
    // What is deemed may rest on any verdict.
    if !policy.deems.is_empty() {
        out.extend((0..policy.vocabulary.events.len()).flat_map(verdicts_of));
    }
    if norm.reading.one_event == OneEvent::Exclusive {
        let exclusive = policy.norms.iter().filter(|(_, n)| n.reading.one_event == OneEvent::Exclusive);
        out.extend(exclusive.map(|(name, _)| name.clone()));
    }
    out
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
