//! Whom the records of a scenario name. A scenario need not register anybody; where it registers some of a kind, a name that is
//! nearly one of them is probably a slip of the pen.

use super::Checker;
use crate::diagnostic::{Diagnostic, Message, nearest};
use crate::log::{EventOrigin, EventType, Type};
use crate::source::Span;
use crate::syntax::ast::{Expectation, Expr, ExprKind, Given, Test};
use std::collections::{BTreeMap, BTreeSet};

/// Names by their place, each with the registered one that it nearly is; none where a scenario registers it.
type Slips = BTreeMap<Span, Option<(String, String)>>;

impl Checker<'_> {
    /// A record of a background stands in several scenarios: it is enough that one of them registers whom it names.
    pub(super) fn rosters(&mut self) {
        let mut found = Slips::new();
        let mut unheard_of: BTreeMap<Span, String> = BTreeMap::new();
        for test in &self.policy.tests {
            self.roster(test, &mut found);
            unheard_of.extend(self.nobody(test));
        }
        for (span, (name, near)) in found.into_iter().filter_map(|(span, slip)| Some((span, slip?))) {
            let warning = Diagnostic::warning("B0807", span).with("name", name);
            self.report(warning.help(Message::new("help.did_you_mean").with("name", &near)).fix(span, near));
        }
        for (span, name) in unheard_of {
            self.report(Diagnostic::warning("B0808", span).with("name", name));
        }
    }

    fn roster(&self, test: &Test, found: &mut Slips) {
        let records = test.given().map(|given| &given.node);
        let named: Vec<(&EventType, &Given)> = records
            .filter_map(|given| Some((self.vocabulary_ref().event_named(&given.kind.node)?.1, given)))
            .collect();
        let mut registered: BTreeMap<&str, &str> = BTreeMap::new();
        for (event, given) in &named {
            let EventOrigin::Entity(kind) = &event.origin else { continue };
            let own = given.fields.iter().filter(|(field, _)| event.field_index(&field.node) == Some(0));
            registered.extend(own.flat_map(|(_, value)| ids(value)).map(|(id, _)| (id, kind.as_str())));
        }
        for (event, given) in named {
            let registers = matches!(event.origin, EventOrigin::Entity(_));
            for (field, value) in &given.fields {
                let Some(index) = event.field_index(&field.node).filter(|index| !registers || *index > 0)
                else {
                    continue;
                };
                let ty = event.fields.get_index(index).map(|(_, field)| one_of(&field.ty));
                let Some(ty) = ty.filter(|ty| matches!(ty, Type::Entity(_) | Type::AnyEntity)) else {
                    continue;
                };
                for (id, span) in ids(value) {
                    let slip = self.nearly(id, ty, &registered).map(|near| (id.to_owned(), near));
                    let known = found.entry(span).or_insert_with(|| slip.clone());
                    if slip.is_none() {
                        *known = None;
                    }
                }
            }
        }
    }

    // Others may be named without being registered; what is nearly a registered name is a slip.
    fn nearly(&self, id: &str, ty: &Type, registered: &BTreeMap<&str, &str>) -> Option<String> {
        let vocabulary = self.vocabulary_ref();
        let fits = |of: &str| match ty {
            Type::Entity(kind) => vocabulary.is_a(of, kind),
            _ => true,
        };
        let free = match ty {
            Type::Entity(kind) => vocabulary.entities.get(kind).is_some_and(|entity| entity.unregistered),
            _ => false,
        };
        if free || registered.contains_key(id) {
            return None;
        }
        let of_kind = registered.iter().filter(|(_, of)| fits(of)).map(|(id, _)| *id);
        nearest(id, of_kind).map(str::to_owned)
    }

    // Who has no duty for want of ever being mentioned. A duty that nobody bears has the name of its record.
    fn nobody(&self, test: &Test) -> Vec<(Span, String)> {
        let mentioned: BTreeSet<&str> = test
            .given()
            .flat_map(|given| given.node.fields.iter().flat_map(|(_, value)| ids(value)))
            .map(|(id, _)| id)
            .collect();
        let is_borne = |one: &Expectation| {
            let norm = one.norm.as_ref().or(test.norms.first());
            let norm =
                norm.and_then(|word| self.policy.norms.values().find(|n| n.name.answers_to(&word.node)));
            norm.is_some_and(|norm| norm.bearer.is_some())
        };
        let unknown = |one: &Expectation| {
            let mut parts = one.bearer.node.split(" / ");
            one.verdict.is_none() && !parts.any(|part| mentioned.contains(part)) && is_borne(one)
        };
        let unknown = test.expected().filter(|one| unknown(&one.node));
        unknown.map(|one| (one.node.bearer.span, one.node.bearer.node.clone())).collect()
    }
}

fn one_of(ty: &Type) -> &Type {
    if let Type::Set(of) = ty { of } else { ty }
}

fn ids(value: &Expr) -> Vec<(&str, Span)> {
    match &value.kind {
        ExprKind::Name(id) | ExprKind::Text(id) => vec![(id, value.span)],
        ExprKind::List(items) => items.iter().flat_map(ids).collect(),
        _ => Vec::new(),
    }
}
