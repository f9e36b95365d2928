//! Scenarios: the records that each gives, the instant as of which it is judged, and what it expects.

mod expect;

pub use crate::check::ids;

pub use expect::{Difference, Failure, failures, meant};

use crate::check::policy::{BearerKind, Norm};
use crate::check::{CheckedPolicy, Refused, log_given, raw_value};
use crate::diagnostic::{Message, nearest};
use crate::eval::{Request, evaluate_within};
use crate::limits;
use crate::log::{EventLog, EventOrigin, Record, RecordReader, Value};
use crate::source::Span;
use crate::syntax::ast::{Expectation, Expr, Ident, Test};
use indexmap::IndexMap;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// What came of one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioResult {
    /// Its title.
    pub title: String,
    /// Canonical names of the norms it is about.
    pub norms: Vec<String>,
    /// Where it is written.
    pub span: Span,
    /// Whether it expects nothing, so that whatever comes of it shows nothing.
    pub idle: bool,
    /// What was otherwise than expected; empty when it passed.
    pub failures: Vec<Failure>,
}

impl ScenarioResult {
    /// Whether it came out as it expects.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.failures.is_empty() && !self.idle
    }
}

/// Runs the scenarios of a package, or only those whose title or norm contains `filter`; in the order of the
/// text, whatever the number of threads.
#[must_use]
pub fn run(policy: &CheckedPolicy, filter: Option<&str>) -> Vec<ScenarioResult> {
    let wanted = |test: &&Test| {
        filter.is_none_or(|f| {
            test.title.node.contains(f) || norms_of(policy, test).iter().any(|n| n.name.answers_to(f))
        })
    };
    let tests: Vec<&Test> = policy.tests.iter().filter(wanted).collect();
    let reader = reader_of(policy);
    tests.into_par_iter().map(|test| run_one((policy, &reader), test)).collect()
}

/// The norms that a scenario is about: those after `for`, and those of which it expects something.
#[must_use]
pub fn norms_of<'p>(policy: &'p CheckedPolicy, test: &Test) -> Vec<&'p Norm> {
    test.norms.iter().filter_map(|name| norm_named(policy, &name.node)).collect()
}

/// The norm that answers to a name.
#[must_use]
pub fn norm_named<'p>(policy: &'p CheckedPolicy, name: &str) -> Option<&'p Norm> {
    policy.norms.get(name).or_else(|| policy.norms.values().find(|n| n.name.answers_to(name)))
}

/// A policy with a reader of records under it, which is the same for all its scenarios.
type Read<'p> = (&'p CheckedPolicy, &'p RecordReader<'p>);

fn reader_of(policy: &CheckedPolicy) -> RecordReader<'_> {
    RecordReader::new(&policy.vocabulary, policy.zone)
}

fn run_one((policy, reader): Read<'_>, test: &Test) -> ScenarioResult {
    let norms = norms_of(policy, test);
    let idle = !test.has_expectations();
    ScenarioResult {
        title: test.title.node.clone(),
        norms: norms.iter().map(|n| n.name.canonical.clone()).collect(),
        span: test.title.span,
        idle,
        // What expects nothing may be a background for others, and need not say from which day one looks.
        failures: if idle && test.as_of().is_none() { Vec::new() } else { judge_by((policy, reader), test) },
    }
}

/// What is otherwise in a scenario than it expects.
#[must_use]
pub fn judge(policy: &CheckedPolicy, test: &Test) -> Vec<Failure> {
    judge_by((policy, &reader_of(policy)), test)
}

fn judge_by((policy, reader): Read<'_>, test: &Test) -> Vec<Failure> {
    let (log, request) = match given_by((policy, reader), test) {
        Ok(found) => found,
        Err(problems) => return problems,
    };
    let judged = |request: &Request| match evaluate_within(policy, &log, request, limits::SCENARIO) {
        Ok(evaluation) => failures(policy, test, &evaluation),
        Err(exceeded) => vec![Failure::from(exceeded.message(policy))],
    };
    let found = judged(&request);
    if found.is_empty() {
        return found;
    }
    // Only now is it worth while to look what nearly counted.
    let closer = judged(&Request { near_misses: true, ..request });
    let mut found = if closer.is_empty() { found } else { closer };
    found.extend(unregistered(policy, test, &log, &found));
    found
}

// Who is written otherwise than registered has no duty, for which there is no other sign.
fn unregistered(policy: &CheckedPolicy, test: &Test, log: &EventLog, found: &[Failure]) -> Vec<Failure> {
    let registers = |record: &&Record| {
        let event = policy.vocabulary.events.get_index(record.kind);
        event.is_some_and(|(_, event)| matches!(event.origin, EventOrigin::Entity(_)))
    };
    let id = |record: &Record| match record.field(0) {
        Some(Value::Entity(id)) => Some(id.to_string()),
        _ => None,
    };
    let registered: BTreeSet<String> = log.records.iter().filter(registers).filter_map(id).collect();
    let needs = |expected: &Expectation| {
        let norm = expected.norm.as_ref().or(test.norms.first());
        let norm = norm.and_then(|name| norm_named(policy, &name.node));
        let bearer = norm.filter(|norm| norm.for_each.is_none()).and_then(|norm| norm.bearer.as_ref());
        let Some(BearerKind::Entity(entity)) = bearer.map(|bearer| &bearer.kind) else { return false };
        policy.vocabulary.entities.get(entity).is_some_and(|entity| !entity.unregistered)
    };
    let told = |failure: &Failure| {
        let expected = &failure.difference.as_ref()?.expected;
        let bearer = &expected.bearer.node;
        let is_unknown = needs(expected) && !registered.contains(bearer);
        let near = nearest(bearer, registered.iter().map(String::as_str));
        let message = match near {
            Some(near) => Message::new("scenario.unregistered.near").with("near", near),
            None => Message::new("scenario.unregistered"),
        };
        let message = message.with("bearer", bearer);
        is_unknown.then(|| Failure { span: failure.span, ..Failure::from(message) })
    };
    let missing = found.iter().filter(|failure| failure.message.key == "scenario.no_instance");
    missing.filter_map(told).collect()
}

/// The log that a scenario gives and what is asked of it.
///
/// # Errors
/// What is wrong with its records, its parameters or its dates.
pub fn given(policy: &CheckedPolicy, test: &Test) -> Result<(EventLog, Request), Vec<Failure>> {
    given_by((policy, &reader_of(policy)), test)
}

fn given_by((policy, reader): Read<'_>, test: &Test) -> Result<(EventLog, Request), Vec<Failure>> {
    let end_of = |day| policy.zone.day(day).end;
    let as_of = test.as_of().map(end_of).ok_or_else(|| vec![Message::new("B0819").into()])?;
    let known_at = test.known_at().map(|day| end_of(day.node));
    let refused = |one: Refused| Failure { span: one.span, ..Failure::from(one.message) };
    let log = log_given((policy, reader), test, as_of, known_at);
    let log = log.map_err(|problems| problems.into_iter().map(refused).collect::<Vec<_>>())?;
    let parameters = parameters((policy, reader), test);
    Ok((log, Request { as_of: Some(as_of), known_at, parameters, ..Request::default() }))
}

// Typed as declared.
fn parameters((policy, reader): Read<'_>, test: &Test) -> IndexMap<String, Value> {
    let typed = |(name, expr): &(Ident, Expr)| {
        let parameter = policy.parameters.values().find(|p| p.name.answers_to(&name.node))?;
        let value = reader.value_of(&parameter.ty, &raw_value(expr))?;
        Some((parameter.name.canonical.clone(), value))
    };
    test.parameters().filter_map(typed).collect()
}
