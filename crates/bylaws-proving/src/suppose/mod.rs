//! Records under which a condition holds, or does not: read off the condition, and never believed before the
//! evaluator has looked. What cannot be brought about so is left; the search goes on from there by small changes.

mod numbers;
pub(crate) mod places;
mod rows;
mod truths;

pub(crate) use places::shifted;

use crate::literal;
use crate::sketch::{Sketch, ident, must_tell, unplaced};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{From, Selection, Slot};
use bylaws::log::{EventOrigin, EventType, Type};
use bylaws::syntax::ast::{Expr as Literal, Given};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A record in the making.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    pub day: NaiveDate,
    /// Position of its type.
    pub kind: usize,
    pub fields: BTreeMap<usize, Literal>,
}

/// What names stand for while a condition is looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct Roles {
    /// The bearer's id.
    pub bearer: Option<Literal>,
    /// The one of those that the norm is stated for each of.
    pub of_each: Option<Literal>,
    /// The record that triggers.
    pub trigger: Option<usize>,
    /// The record in hand.
    pub in_hand: Option<usize>,
    /// The entity in hand.
    pub entity: Option<Literal>,
}

impl Roles {
    /// The record that an expression speaks of; of one that a filter around looks at nothing is supposed.
    fn of(&self, slot: Slot) -> Option<usize> {
        match slot {
            Slot::InHand => self.in_hand,
            Slot::Trigger => self.trigger,
            Slot::Around(_) => None,
        }
    }
}

/// Records in the making.
#[derive(Clone, Debug)]
pub(crate) struct Supposing<'p> {
    pub policy: &'p CheckedPolicy,
    pub facts: Vec<Fact>,
    pub with: BTreeMap<String, Literal>,
    /// Where what lasts begins.
    pub start: NaiveDate,
    /// Where what happens happens.
    pub day: NaiveDate,
    /// Which of several alternatives is taken.
    pub alternative: usize,
    taken: BTreeSet<String>,
    depth: usize,
}

/// Records that one condition may ask for.
const MOST: i128 = 24;
/// How deep conditions are followed.
const DEEP: usize = 24;

impl<'p> Supposing<'p> {
    pub(crate) fn new(policy: &'p CheckedPolicy, start: NaiveDate, day: NaiveDate) -> Self {
        Self {
            policy,
            facts: Vec::new(),
            with: BTreeMap::new(),
            start,
            day,
            alternative: 0,
            taken: BTreeSet::new(),
            depth: 0,
        }
    }

    /// An id that nothing has yet.
    pub(crate) fn fresh(&mut self, kind: &str) -> String {
        // `p1` is a person; a party organisation is told from it.
        let word = if kind == "person" { kind } else { kind.rsplit('_').next().unwrap_or(kind) };
        let letter = word.chars().next().filter(char::is_ascii_alphabetic).unwrap_or('x');
        let letter = letter.to_ascii_lowercase();
        let ids = (1..).map(|n| format!("{letter}{n}"));
        let id = ids.into_iter().find(|id| !self.taken.contains(id)).unwrap_or_default();
        self.taken.insert(id.clone());
        id
    }

    pub(crate) fn fresh_of(&mut self, ty: &Type) -> Literal {
        let policy = self.policy;
        let mut fresh = |kind: &str| self.fresh(kind);
        literal::some(policy, ty, &mut fresh)
    }

    pub(crate) fn event(&self, kind: usize) -> Option<&'p EventType> {
        self.policy.vocabulary.events.get_index(kind).map(|(_, event)| event)
    }

    fn kind_where(&self, is: impl Fn(&EventOrigin) -> bool) -> Option<usize> {
        self.policy.vocabulary.events.values().position(|event| is(&event.origin))
    }

    pub(crate) fn add(&mut self, kind: usize, day: NaiveDate) -> usize {
        self.facts.push(Fact { day, kind, fields: BTreeMap::new() });
        self.facts.len() - 1
    }

    pub(crate) fn set(&mut self, fact: usize, field: usize, value: Literal) {
        if let Some(fact) = self.facts.get_mut(fact) {
            fact.fields.insert(field, value);
        }
    }

    /// The record of an entity, made where there is none.
    pub(crate) fn entity(&mut self, kind: &str, id: Literal) -> Option<usize> {
        let of = |supposing: &Self, fact: &Fact| {
            supposing.event(fact.kind).is_some_and(|e| matches!(&e.origin, EventOrigin::Entity(_)))
                && fact.fields.get(&0) == Some(&id)
        };
        if let Some(known) = self.facts.iter().position(|fact| of(self, fact)) {
            return Some(known);
        }
        let event = self.kind_where(|origin| matches!(origin, EventOrigin::Entity(of) if of == kind))?;
        let fact = self.add(event, self.start);
        self.set(fact, 0, id);
        Some(fact)
    }

    /// A record by which somebody holds a role.
    pub(crate) fn holding(&mut self, role: &str) -> Option<usize> {
        let kind = self.kind_where(|origin| *origin == EventOrigin::RoleStart)?;
        let fact = self.add(kind, self.start);
        self.set_named(fact, "role", literal::word(role));
        Some(fact)
    }

    pub(crate) fn field_of(&self, fact: usize, name: &str) -> Option<usize> {
        self.event(self.facts.get(fact)?.kind)?.field_index(name)
    }

    pub(crate) fn set_named(&mut self, fact: usize, name: &str, value: Literal) {
        if let Some(field) = self.field_of(fact, name) {
            self.set(fact, field, value);
        }
    }

    /// The value of a field, some value of its type where it has none yet.
    pub(crate) fn get(&mut self, fact: usize, field: usize) -> Option<Literal> {
        if let Some(value) = self.facts.get(fact)?.fields.get(&field) {
            return Some(value.clone());
        }
        let ty = self.type_of(fact, field)?;
        let value = self.fresh_of(&ty);
        self.set(fact, field, value.clone());
        Some(value)
    }

    pub(crate) fn type_of(&self, fact: usize, field: usize) -> Option<Type> {
        let fact = self.facts.get(fact)?;
        let (name, declared) = self.event(fact.kind)?.fields.get_index(field)?;
        // A role says of what kind its unit is.
        let of_role = if name == "unit" { self.unit_of(fact) } else { None };
        Some(of_role.unwrap_or_else(|| declared.ty.clone()))
    }

    fn unit_of(&self, fact: &Fact) -> Option<Type> {
        let event = self.event(fact.kind)?;
        let role = event.fields.get_index_of("role").and_then(|i| fact.fields.get(&i))?;
        let bylaws::syntax::ast::ExprKind::Name(role) = &role.kind else { return None };
        self.policy.vocabulary.roles.get(role).map(|role| Type::Entity(role.unit.clone()))
    }

    /// A record, or what makes a spell or an entity, that passes a selection.
    pub(crate) fn selected(&mut self, selection: &Selection, roles: &Roles, pass: bool) -> Option<usize> {
        let (fact, entity) = match &selection.from {
            From::Event(kind) => {
                // What follows from other records is never recorded.
                if matches!(self.event(*kind)?.origin, EventOrigin::Verdict(_)) {
                    return None;
                }
                (self.add(*kind, self.day), None)
            }
            From::Role(role) => (self.holding(role)?, None),
            From::State(state) => {
                let start = &self.policy.vocabulary.states.get(state)?.start;
                let kind = self.policy.vocabulary.events.get_index_of(start)?;
                (self.add(kind, self.start), None)
            }
            From::Entity(kind) => {
                let id = literal::word(&self.fresh(kind));
                (self.entity(kind, id.clone())?, Some(id))
            }
        };
        let roles = Roles { in_hand: Some(fact), entity, ..roles.clone() };
        if let From::Event(kind) = &selection.from {
            let name = self.policy.vocabulary.events.get_index(*kind).map(|(name, _)| name);
            let evidence = name.and_then(|name| self.policy.evidence.get(name));
            evidence.into_iter().for_each(|rule| {
                self.suppose(rule, &roles, true);
            });
        }
        if let Some(filter) = &selection.filter {
            self.suppose(filter, &roles, pass);
        }
        Some(fact)
    }

    /// What a record must have besides.
    fn complete(&mut self) {
        for fact in 0..self.facts.len() {
            let Some(event) = self.facts.get(fact).and_then(|f| self.event(f.kind)) else { continue };
            let of_roles = matches!(event.origin, EventOrigin::RoleStart | EventOrigin::RoleEnd);
            let needed: Vec<usize> = event
                .fields
                .values()
                .enumerate()
                .filter(|(_, field)| must_tell(&self.policy.vocabulary, event, field))
                .map(|(index, _)| index)
                .collect();
            for field in needed {
                if !of_roles || self.of_its_role(fact, field) {
                    self.get(fact, field);
                }
            }
        }
    }

    // Of the further fields of all roles, a record has those of its own.
    fn of_its_role(&self, fact: usize, field: usize) -> bool {
        let Some((event, fact)) = self.facts.get(fact).and_then(|f| Some((self.event(f.kind)?, f))) else {
            return false;
        };
        let Some((name, _)) = event.fields.get_index(field) else { return false };
        if matches!(name.as_str(), "person" | "role" | "unit") {
            return true;
        }
        let role = event.fields.get_index_of("role").and_then(|i| fact.fields.get(&i));
        let role = role.and_then(|r| match &r.kind {
            bylaws::syntax::ast::ExprKind::Name(name) => self.policy.vocabulary.roles.get(name),
            _ => None,
        });
        role.and_then(|role| role.fields.get(name)).is_some_and(|field| !field.optional)
    }

    /// What has been supposed, as of a day.
    pub(crate) fn sketch(mut self, as_of: NaiveDate) -> Sketch {
        self.complete();
        let facts = self.facts.iter().filter_map(|fact| {
            let event = self.event(fact.kind)?;
            let fields = fact.fields.iter().filter_map(|(index, value)| {
                let (name, _) = event.fields.get_index(*index)?;
                Some((ident(name), value.clone()))
            });
            Some(Given {
                at: unplaced(fact.day.to_string()),
                kind: ident(&event.name.canonical),
                fields: fields.collect(),
            })
        });
        let mut sketch = Sketch {
            facts: facts.collect(),
            covers: Vec::new(),
            with: self.with.into_iter().collect(),
            as_of,
            known_at: None,
        };
        sketch.sort();
        sketch
    }
}

impl Supposing<'_> {
    /// Somebody holds what an expression names.
    pub(crate) fn hold(&mut self, who: &bylaws::check::policy::Expr, roles: &Roles) {
        self.term(who, roles);
    }

    /// Gives a parameter that has no default some value.
    pub(crate) fn sample(&mut self, name: &str) {
        self.parameter(name);
    }

    /// The value of a parameter that is a number.
    pub(crate) fn sample_number(&mut self, name: &str) -> Option<bylaws::log::Exact> {
        match self.parameter(name)?.kind {
            bylaws::syntax::ast::ExprKind::Number(n) => Some(n),
            _ => None,
        }
    }
}
