//! Whom the records of a scenario name. A scenario need not register anybody; where it registers some of a kind, a name that is
//! nearly one of them is probably a slip of the pen.

use super::Checker;
use crate::diagnostic::{Diagnostic, Message, differ_in_number, nearest};
use crate::log::{EventOrigin, EventType, Type, looks, parse_moment};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{Expectation, Expr, ExprKind, Given, Test};
use std::collections::{BTreeMap, BTreeSet};

/// Names by their place, each with the registered one that it nearly is; none where a scenario registers it.
type Slips = BTreeMap<Span, Option<(String, String)>>;

impl Checker<'_> {
    /// A record of a background stands in several scenarios: it is enough that one of them registers whom it names.
    pub(super) fn rosters(&mut self) {
        let mut found = Slips::new();
        let mut unheard_of: BTreeMap<Span, (String, Option<String>)> = BTreeMap::new();
        let mut alike: BTreeMap<Span, (String, String, Span)> = BTreeMap::new();
        for test in &self.policy.tests {
            self.roster(test, &mut found);
            unheard_of.extend(self.nobody(test));
            alike.extend(self.same_looks(test));
        }
        let slips: BTreeSet<Span> =
            found.iter().filter(|(_, slip)| slip.is_some()).map(|(span, _)| *span).collect();
        for (span, (name, near)) in found.into_iter().filter_map(|(span, slip)| Some((span, slip?))) {
            let warning = Diagnostic::warning("B0807", span).with("name", name);
            self.report(warning.help(Message::new("help.did_you_mean").with("name", &near)).fix(span, near));
        }
        for (span, (name, other, at)) in alike.into_iter().filter(|(span, _)| !slips.contains(span)) {
            let warning = Diagnostic::warning("B0810", span).with("name", name).with("other", &other);
            self.report(warning.label(at, Message::new("label.same_looks")).fix(span, other));
        }
        for (span, (name, near)) in unheard_of {
            let warning = Diagnostic::warning("B0808", span).with("name", name);
            self.report(match near {
                Some(near) => {
                    warning.help(Message::new("help.did_you_mean").with("name", &near)).fix(span, near)
                }
                None => warning,
            });
        }
        for span in self.after_the_day() {
            self.report(Diagnostic::warning("B0814", span));
        }
    }

    // Records that lie after the day of every scenario in which they stand, and after what those say is covered. What is
    // planned may be ahead of its time.
    fn after_the_day(&self) -> Vec<Span> {
        let mut later: BTreeMap<Span, bool> = BTreeMap::new();
        for test in &self.policy.tests {
            let last = test.covered_until().max(test.as_of());
            let Some(end) = last.and_then(|day| day.succ_opt()) else { continue };
            let end = self.policy.zone.day_start(end);
            for record in test.given() {
                let event = self.vocabulary_ref().event_named(&record.node.kind.node);
                let at = parse_moment(&record.node.at.node, self.policy.zone);
                let is_later =
                    at.is_some_and(|at| at.first >= end) && event.is_some_and(|(_, event)| !event.planned);
                *later.entry(record.node.at.span).or_insert(true) &= is_later;
            }
        }
        later.into_iter().filter_map(|(span, is_later)| is_later.then_some(span)).collect()
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
        nearest(id, of_kind.filter(|other| !differ_in_number(id, other))).map(str::to_owned)
    }

    // Ids that look the same and are not: full-width letters or digits, spaces. The plain one is likelier meant.
    fn same_looks(&self, test: &Test) -> Vec<(Span, (String, String, Span))> {
        let given = test.given().flat_map(|given| {
            let event = self.vocabulary_ref().event_named(&given.node.kind.node);
            let fields = given.node.fields.iter().filter(move |(field, _)| {
                let ty = event.and_then(|(_, event)| {
                    event.fields.get_index(event.field_index(&field.node)?).map(|(_, field)| &field.ty)
                });
                ty.is_some_and(|ty| matches!(one_of(ty), Type::Entity(_) | Type::AnyEntity))
            });
            fields.flat_map(|(_, value)| ids(value))
        });
        let bearers = test.expected().map(|one| (one.node.bearer.node.as_str(), one.node.bearer.span));
        let all: Vec<(&str, Span)> = given.chain(bearers).collect();
        let mut first: BTreeMap<String, (&str, Span)> = BTreeMap::new();
        for (id, span) in &all {
            let looks = looks(id);
            let is_plain = looks == *id;
            let known = first.entry(looks).or_insert((id, *span));
            if is_plain && known.0 != *id {
                *known = (id, *span);
            }
        }
        let others = all.iter().filter_map(|(id, span)| {
            let (other, at) = first.get(&looks(id)).filter(|(other, _)| other != id)?;
            Some((*span, ((*id).to_owned(), (*other).to_owned(), *at)))
        });
        others.collect()
    }

    // Who has no duty for want of ever being mentioned. A duty that nobody bears has the name of its record.
    fn nobody(&self, test: &Test) -> Vec<(Span, (String, Option<String>))> {
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
            let mut parts = one.bearer.node.split(crate::eval::PAIR);
            one.verdict.is_none() && !parts.any(|part| mentioned.contains(part)) && is_borne(one)
        };
        let unknown = test.expected().filter(|one| unknown(&one.node));
        let named = |one: &Spanned<Expectation>| {
            let bearer = &one.node.bearer.node;
            let others = mentioned.iter().copied().filter(|other| !differ_in_number(bearer, other));
            let in_capitals = || mentioned.iter().find(|other| other.to_lowercase() == bearer.to_lowercase());
            let near = in_capitals().copied().or_else(|| nearest(bearer, others));
            (one.node.bearer.span, (bearer.clone(), near.map(str::to_owned)))
        };
        unknown.map(named).collect()
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
