//! From when until when each rule of what is deemed is in force. The rules for one type of record stand together: an amendment
//! that says when something is deemed takes the place of all that was said of it, and where it repeals the type, of that.
//! What follows from a record goes by the law in force at the record.

use super::super::{Checker, name};
use super::Amending;
use crate::diagnostic::{Diagnostic, Message};
use crate::log::Name;
use crate::source::Span;
use crate::syntax::ast::{self, Item};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What amendments make of one rule.
#[derive(Clone, Copy, Default)]
pub(super) struct Rule {
    /// Its first and its last day.
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
    /// The layer that ended it.
    ended_in: Option<usize>,
}

/// Rules by the position of the type that they are for.
type Standing = BTreeMap<usize, Vec<Span>>;

impl Amending {
    /// The first and the last day of the rule whose type stands there.
    pub(in super::super) fn days_of(&self, rule: Span) -> (Option<NaiveDate>, Option<NaiveDate>) {
        self.rules.get(&rule).map_or((None, None), |rule| (rule.from, rule.until))
    }

    /// The layer that ended the rule whose type stands there.
    pub(in super::super) fn ended(&self, rule: Span) -> Option<usize> {
        self.rules.get(&rule).and_then(|rule| rule.ended_in)
    }

    fn end_rules(&mut self, rules: Vec<Span>, layer: usize) {
        let until = self.day_before(layer);
        for rule in rules {
            let rule = self.rules.entry(rule).or_default();
            (rule.until, rule.ended_in) = (until, Some(layer));
        }
    }
}

impl<'a> Checker<'a> {
    /// Finds what each amendment says anew of what is deemed, and what it repeals of it.
    pub(in super::super) fn rules_in_force(&mut self, items: &[(&'a Item, Span)]) {
        let deepest = self.amending.deepest();
        if self.amending.laws.len() != deepest {
            return;
        }
        let mut standing = Standing::new();
        for layer in (0..=deepest).rev() {
            let anew = self.rules_of(items, layer);
            let repealed = std::mem::take(&mut self.amending.repealed);
            let (own, others) = repealed.into_iter().partition(|(of, _)| *of == layer);
            self.amending.repealed = others;
            for (_, word) in own {
                self.repeal_rules(items, &mut standing, (layer, &word), &anew);
            }
            let from = self.amending.laws.get(layer).map(|law| law.from);
            for (kind, rules) in anew {
                for rule in &rules {
                    self.amending.rules.entry(*rule).or_default().from = from;
                }
                if let Some(before) = standing.insert(kind, rules) {
                    self.amending.end_rules(before, layer);
                }
            }
        }
    }

    fn rules_of(&self, items: &[(&'a Item, Span)], layer: usize) -> Standing {
        let mut all = Standing::new();
        for item in self.amending.of_layer(items, layer) {
            let Item::Deem(deem) = item else { continue };
            if let Some((kind, _)) = self.vocabulary_ref().recorded_event_named(&deem.event.node) {
                all.entry(kind).or_default().push(deem.event.span);
            }
        }
        all
    }

    fn repeal_rules(
        &mut self,
        items: &[(&'a Item, Span)],
        standing: &mut Standing,
        (layer, word): (usize, &ast::Ident),
        anew: &Standing,
    ) {
        let kind = self.vocabulary_ref().recorded_event_named(&word.node).map(|(kind, _)| kind);
        let Some((kind, rules)) = kind.and_then(|kind| Some((kind, standing.remove(&kind)?))) else {
            let known = self.may_be_repealed(items, standing, layer);
            return self.unknown("B0217", word.span, &word.node, known.iter());
        };
        // It ends once: what says anew when something is deemed ends it already.
        if let Some((again, law)) =
            anew.get(&kind).and_then(|all| all.first()).zip(self.amending.laws.get(layer))
        {
            let problem = Diagnostic::error("B0220", word.span).with("name", &word.node);
            let problem = problem.with("day", law.from).label(*again, Message::new("label.amended"));
            self.report(problem);
        }
        self.amending.end_rules(rules, layer);
    }

    // The norms beneath an amendment, and the types of which something is said.
    fn may_be_repealed(&self, items: &[(&'a Item, Span)], standing: &Standing, layer: usize) -> Vec<Name> {
        let beneath = items.iter().filter(|(_, span)| self.amending.layer(*span) > layer);
        let norms = beneath.filter_map(|(item, _)| match item {
            Item::Norm(norm) => Some(name(&norm.name)),
            _ => None,
        });
        let events = &self.vocabulary_ref().events;
        let deemed = standing.keys().filter_map(|kind| events.get_index(*kind));
        norms.chain(deemed.map(|(_, event)| event.name.clone())).collect()
    }
}
