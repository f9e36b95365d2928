//! What the scenarios give as a whole: whether each can be judged, and whether its records are told apart and known.

use super::{by_place, ids, log_given, own_id};
use crate::check::{CheckedPolicy, Checker};
use crate::diagnostic::{Diagnostic, Message};
use crate::eval::PAIR;
use crate::log::RecordReader;
use crate::source::Span;
use crate::syntax::ast::{ExpectWhen, Expectation, Test};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is wrong, by its place: a part of a background is one of several scenarios.
type Problems = BTreeMap<Span, Diagnostic>;

impl Checker<'_> {
    /// Scenarios in which something stands that cannot be read are looked at no further.
    pub(in crate::check) fn given_as_a_whole(&mut self, unread: &BTreeSet<Span>) {
        let unread = |test: &&Test| {
            !test.clauses.iter().any(|clause| unread.contains(&clause.span))
                && !test.given().any(|record| unread.contains(&record.span))
        };
        let tests = self.policy.tests.iter().filter(|test| test.has_expectations()).filter(unread);
        let tests: Vec<&Test> = tests.collect();
        // Each by itself, and told in the order of the text, whatever the number of threads.
        let (policy, reader) = (&self.policy, self.record_reader());
        let found: Vec<OfOne> =
            tests.into_par_iter().map(|test| OfOne::of((policy, &reader), test)).collect();
        let mut problems = Problems::new();
        let mut unknown: BTreeMap<Span, bool> = BTreeMap::new();
        for one in found {
            problems.extend(one.problems);
            if let Some((span, nothing_is_known)) = one.unknown {
                *unknown.entry(span).or_insert(true) &= nothing_is_known;
            }
        }
        let unknown = unknown.into_iter().filter(|(_, nothing_is_known)| *nothing_is_known);
        problems.extend(unknown.map(|(span, _)| (span, Diagnostic::warning("B0816", span))));
        problems.into_values().for_each(|problem| self.report(problem));
    }
}

/// What is found of one scenario.
#[derive(Default)]
struct OfOne {
    problems: Problems,
    /// The day by which its records are to be known, and whether none is.
    unknown: Option<(Span, bool)>,
}

impl OfOne {
    fn of((policy, reader): (&CheckedPolicy, &RecordReader<'_>), test: &Test) -> Self {
        let mut out = Self::default();
        let twice = ids_twice(test);
        if twice.is_empty() {
            out.judged_or_refused((policy, reader), test);
        }
        out.problems.extend(twice);
        out.problems.extend(ids_of_others(test));
        out
    }

    fn judged_or_refused(&mut self, (policy, reader): (&CheckedPolicy, &RecordReader<'_>), test: &Test) {
        let end_of = |day| policy.zone.day(day).end;
        let Some(as_of) = test.as_of() else {
            let span = test.title.span;
            self.problems.insert(span, Diagnostic::error("B0819", span));
            return;
        };
        let known_at = test.known_at();
        match log_given((policy, reader), test, end_of(as_of), known_at.map(|day| end_of(day.node))) {
            Ok(log) => {
                let nothing_is_known = log.records.is_empty() && log.corrected.is_empty();
                let day = known_at.filter(|_| test.given().next().is_some());
                self.unknown = day.map(|day| (day.span, nothing_is_known));
            }
            Err(refused) => {
                for one in refused {
                    let span = one.span.unwrap_or(test.title.span);
                    self.problems.insert(span, super::refused(one.message, span));
                }
            }
        }
    }
}

// Two records that are given one id.
fn ids_twice(test: &Test) -> Problems {
    let mut first: HashMap<&str, Span> = HashMap::new();
    let mut out = Problems::new();
    for (id, span) in test.given().filter_map(|record| own_id(&record.node)) {
        let before = *first.entry(id).or_insert(span);
        // By two ways of backgrounds a record comes twice and is one.
        if before != span {
            let problem = Diagnostic::error("B0817", span).with("name", id);
            out.insert(span, problem.label(before, Message::new("label.declared")));
        }
    }
    out
}

// An id that by its place another record would have: where the test speaks of it either may be meant.
fn ids_of_others(test: &Test) -> Problems {
    let given: Vec<_> = test.given().collect();
    let written: HashMap<&str, Span> = given.iter().filter_map(|record| own_id(&record.node)).collect();
    let spoken_of: BTreeSet<&str> = test.expected().flat_map(|one| records_named(&one.node)).collect();
    let called = ids(given.iter().map(|record| &record.node));
    let clashes = given.iter().enumerate().zip(called).filter_map(|((index, record), called)| {
        let id = by_place(index);
        let span = *written.get(id.as_str()).filter(|_| own_id(&record.node).is_none())?;
        let warning = Diagnostic::warning("B0820", span).with("name", &id).with("other", called);
        let warning = warning.label(record.span, Message::new("label.by_place"));
        spoken_of.contains(id.as_str()).then_some((span, warning))
    });
    clashes.collect()
}

fn records_named(expected: &Expectation) -> impl Iterator<Item = &str> {
    let trigger = expected.when.as_ref().and_then(|when| match &when.node {
        ExpectWhen::Record(id) => Some(id.as_str()),
        ExpectWhen::Label(_) | ExpectWhen::Date(_) => None,
    });
    let counted = expected.counted.iter().map(|id| id.node.as_str());
    counted.chain(trigger).chain(expected.bearer.node.split(PAIR))
}
