//! What a scenario says to no end besides: that records are told of which lie after its day, and parameters that nothing of what it
//! is about rests on.

use super::Checker;
use super::policy::{CheckedPolicy, Expr, From, Norm, Time};
use crate::diagnostic::Diagnostic;
use crate::log::EventOrigin;
use crate::plan;
use crate::scenario;
use crate::source::Span;
use crate::syntax::ast::{Test, TestClause};
use std::collections::{BTreeMap, BTreeSet};

/// What is told of each place; nothing where one of the scenarios that it belongs to has a use for it.
type Found = BTreeMap<Span, Option<Diagnostic>>;

impl Checker<'_> {
    /// Stretches and parameters that do nothing in any of their scenarios.
    pub(super) fn unneeded_parts(&mut self) {
        let mut found = Found::new();
        for test in &self.policy.tests {
            self.covered_too_late(test, &mut found);
            self.not_looked_at(test, &mut found);
        }
        found.into_values().flatten().for_each(|problem| self.report(problem));
    }

    // Of what is covered only after the day nothing is told that could count.
    fn covered_too_late(&self, test: &Test, found: &mut Found) {
        let Some(day) = test.as_of() else { return };
        for clause in &test.clauses {
            let TestClause::Covers(from, ..) = &clause.node else { continue };
            let problem = Diagnostic::warning("B0827", from.span).with("day", day);
            note(found, from.span, (from.node > day).then_some(problem));
        }
    }

    fn not_looked_at(&self, test: &Test, found: &mut Found) {
        // Most have none; and what a norm rests on is looked for anew for each.
        if test.parameters().next().is_none() {
            return;
        }
        let own = test.norms.iter().map(|name| &name.node);
        let names = own.chain(test.expected().filter_map(|one| Some(&one.node.norm.as_ref()?.node)));
        let norms: Option<Vec<&Norm>> = names.map(|name| scenario::norm_named(&self.policy, name)).collect();
        let Some(norms) = norms.filter(|norms| !norms.is_empty()) else { return };
        let used = parameters(&self.policy, &norms);
        for (name, _) in test.parameters() {
            let known = self.policy.parameters.values().find(|one| one.name.answers_to(&name.node));
            let Some(known) = known else { continue };
            let problem = Diagnostic::warning("B0828", name.span).with_arg("name", known.name.both());
            note(found, name.span, (!used.contains(&known.name.canonical)).then_some(problem));
        }
    }
}

fn note(found: &mut Found, place: Span, problem: Option<Diagnostic>) {
    match problem {
        None => drop(found.insert(place, None)),
        told => drop(found.entry(place).or_insert(told)),
    }
}

// Parameters that verdicts of these norms may rest on, in all their versions: what all norms share is taken to matter to each.
fn parameters(policy: &CheckedPolicy, norms: &[&Norm]) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let mut note = |expr: &Expr| {
        if let Expr::Parameter(name) = expr {
            used.insert(name.clone());
        }
    };
    let rows = policy.tables.values().flat_map(|table| table.rows.iter().map(|row| &row.value));
    let accounts = policy.accounts.values().flat_map(|account| [&account.initially, &account.value]);
    rows.chain(accounts).chain(policy.evidence.values()).for_each(|expr| plan::visit(expr, &mut note));
    let all = of_all(policy, norms);
    all.iter().for_each(|norm| plan::each_expr(norm, &mut note));
    used.extend(all.iter().filter_map(|norm| match &norm.time {
        Time::EveryParameter(name) => Some(name.clone()),
        _ => None,
    }));
    used
}

// The norms with those whose verdicts they look at; all, where facts are deemed that may rest on any of them.
fn of_all<'p>(policy: &'p CheckedPolicy, norms: &[&'p Norm]) -> Vec<&'p Norm> {
    if !policy.deems.is_empty() {
        return policy.norms.values().collect();
    }
    let mut all: Vec<&Norm> = Vec::new();
    let mut next: Vec<String> = norms.iter().map(|norm| norm.name.canonical.clone()).collect();
    while let Some(name) = next.pop() {
        for (_, norm) in policy.versions_of(&name) {
            if all.iter().any(|known| std::ptr::eq(*known, norm)) {
                continue;
            }
            all.push(norm);
            next.extend(looks_at(policy, norm));
        }
    }
    all
}

fn looks_at(policy: &CheckedPolicy, norm: &Norm) -> Vec<String> {
    let parent = match &norm.time {
        Time::AfterBreachOf(parent, _) => Some(parent.clone()),
        _ => None,
    };
    let mut kinds = plan::looked_at(policy, norm);
    if let Some(From::Event(kind)) = norm.trigger.as_ref().map(|trigger| &trigger.from) {
        kinds.insert(*kind);
    }
    let of = |kind: usize| match policy.vocabulary.events.get_index(kind).map(|(_, event)| &event.origin) {
        Some(EventOrigin::Verdict(norm)) => Some(norm.clone()),
        _ => None,
    };
    let current = norm.amended.current.clone();
    kinds.into_iter().filter_map(of).chain(parent).chain(current).collect()
}
