//! The amendments themselves: from when each is in force, and what it says of windows that hold that day.

use super::super::{Checker, name};
use super::{Law, straddling};
use crate::check::policy::Amendment;
use crate::diagnostic::{Diagnostic, Message};
use crate::source::Span;
use crate::syntax::ast::{self, Item, PolicyAttribute};
use chrono::NaiveDate;

impl<'a> Checker<'a> {
    // The amendment that a layer is; its `amends` is there, for else there would be no layer beneath it.
    pub(super) fn law(&mut self, items: &[(&'a Item, Span)], layer: usize) -> Option<Law> {
        let own: Vec<&'a Item> = self.amending.of_layer(items, layer).collect();
        let amends = |policy: &ast::Policy| {
            policy.attributes.iter().any(|a| matches!(a.node, PolicyAttribute::Amends(_)))
        };
        let policy = own.iter().find_map(|item| match item {
            Item::Policy(policy) if amends(policy) => Some(policy),
            _ => None,
        })?;
        let (mut from, mut until, mut amends, mut zone) = (None, None, policy.name.place(), None);
        let (mut number, mut issuer) = (None, None);
        for attribute in &policy.attributes {
            match &attribute.node {
                PolicyAttribute::InForceFrom(day) => from = Some((*day, attribute.span)),
                PolicyAttribute::InForceUntil(_) => until = Some(attribute.span),
                PolicyAttribute::TimeZone(_) => zone = Some(attribute.span),
                PolicyAttribute::Amends(_) => amends = attribute.span,
                PolicyAttribute::Number(text) => number = Some(text.clone()),
                PolicyAttribute::Issuer(text) => issuer = Some(text.clone()),
                _ => {}
            }
        }
        for span in until.into_iter().chain(zone) {
            self.report(Diagnostic::error("B0222", span));
        }
        if from.is_none() {
            self.report(Diagnostic::error("B0218", amends));
        }
        // What is replaced is none the less not declared twice.
        let (from, span) = from.unwrap_or((NaiveDate::MAX, amends));
        let called = name(&policy.name);
        let title = policy.title.as_ref().map_or_else(|| called.canonical.clone(), |t| t.node.clone());
        self.policy.amendments.insert(0, Amendment { name: called, title, number, issuer, from });
        let readings = own.iter().filter_map(|item| match item {
            Item::Interpretation(readings) => Some(readings),
            _ => None,
        });
        let straddling = readings.flatten().find_map(straddling);
        Some(Law { from, span, position: self.amending.position(layer)?, straddling })
    }

    // Each amendment is in force from no earlier than what it amends, and while that is.
    pub(super) fn in_order(&mut self) {
        let mut problems = Vec::new();
        let beneath = |layer: usize| match self.amending.laws.get(layer + 1) {
            Some(law) => Some((law.from, Some(law.span))),
            None => self.policy.in_force_from.map(|from| (from, None)),
        };
        for (layer, law) in self.amending.laws.iter().enumerate() {
            if let Some((before, at)) = beneath(layer).filter(|(before, _)| law.from < *before) {
                let problem =
                    Diagnostic::error("B0219", law.span).with("day", law.from).with("before", before);
                problems.push(match at {
                    Some(at) => problem.label(at, Message::new("label.declared")),
                    None => problem,
                });
            }
            // What has ended of itself cannot be amended any more.
            if let Some(until) = self.policy.in_force_until.filter(|until| *until < law.from) {
                problems
                    .push(Diagnostic::error("B0230", law.span).with("day", law.from).with("until", until));
            }
        }
        self.diagnostics.extend(problems);
    }
}
