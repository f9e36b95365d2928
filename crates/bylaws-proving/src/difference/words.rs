//! What of the vocabulary the verdicts of norms rest on, whatever else there is.

use super::places::{self, Place};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{BearerKind, Expr, From, Norm};
use bylaws::log::{EventOrigin, Field, Name, Type, Vocabulary};
use std::collections::{BTreeMap, BTreeSet};

/// Words that norms and what they rest on name, with what is declared of each as far as a verdict may hang on it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Words {
    events: BTreeMap<String, Event>,
    fields: BTreeMap<(String, String), Meant>,
    attributes: BTreeMap<(String, String), Meant>,
    units: BTreeMap<String, String>,
    states: BTreeMap<String, [String; 3]>,
    /// What each kind of thing is a special case of, and whether it needs no record.
    entities: BTreeMap<String, (Option<String>, bool)>,
    /// The values that a norm is stated for each of.
    values: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, PartialEq)]
struct Event {
    origin: EventOrigin,
    planned: bool,
    judgement: bool,
}

/// A field, whatever it is called besides.
#[derive(Debug, PartialEq)]
struct Meant {
    ty: Type,
    private: bool,
    optional: bool,
    non_negative: bool,
    from_role: Option<String>,
}

impl Words {
    /// What a vocabulary declares of what is named.
    pub(super) fn of(named: &Named, vocabulary: &Vocabulary) -> Self {
        let entities = vocabulary.entities.iter();
        Self {
            events: named.kinds.iter().filter_map(|kind| event(vocabulary, *kind)).collect(),
            fields: named.fields.iter().filter_map(|place| field(vocabulary, *place)).collect(),
            attributes: attributes(vocabulary, &named.attributes),
            units: named.roles.iter().filter_map(|role| unit(vocabulary, role)).collect(),
            states: named.states.iter().filter_map(|state| in_state(vocabulary, state)).collect(),
            entities: entities
                .map(|(name, kind)| (name.clone(), (kind.parent.clone(), kind.unregistered)))
                .collect(),
            values: named.values.iter().filter_map(|of| values(vocabulary, of)).collect(),
        }
    }

    /// Whether both say the same of what both declare.
    pub(super) fn agrees_with(&self, other: &Self) -> bool {
        fn agree<K: Ord, V: PartialEq>(one: &BTreeMap<K, V>, other: &BTreeMap<K, V>) -> bool {
            one.iter().all(|(name, own)| other.get(name).is_none_or(|theirs| theirs == own))
        }
        agree(&self.events, &other.events)
            && agree(&self.fields, &other.fields)
            && agree(&self.attributes, &other.attributes)
            && agree(&self.units, &other.units)
            && agree(&self.states, &other.states)
            && agree(&self.entities, &other.entities)
            && agree(&self.values, &other.values)
    }
}

/// What is named, by position or by name.
#[derive(Default)]
pub(super) struct Named {
    kinds: BTreeSet<usize>,
    fields: BTreeSet<(usize, usize)>,
    attributes: BTreeSet<String>,
    pub roles: BTreeSet<String>,
    states: BTreeSet<String>,
    values: BTreeSet<String>,
}

impl Named {
    /// What the norms of these policies name, and what these rest on.
    pub(super) fn of(policies: &[&CheckedPolicy]) -> Self {
        let mut named = Self::default();
        for policy in policies {
            places::each(&mut (*policy).clone(), &mut |place| named.note(place));
            policy.norms.values().for_each(|norm| named.norm(norm));
        }
        named
    }

    fn norm(&mut self, norm: &Norm) {
        if let Some(BearerKind::Role(role) | BearerKind::Holding(role)) =
            norm.bearer.as_ref().map(|bearer| &bearer.kind)
        {
            self.roles.insert(role.clone());
        }
        if let Some(Type::Enum(of)) = norm.for_each.as_ref().map(|each| &each.of) {
            self.values.insert(of.clone());
        }
    }

    fn note(&mut self, place: Place<'_>) {
        match place {
            Place::Kind(kind) => {
                self.kinds.insert(*kind);
            }
            Place::Field(kind, field) => {
                self.fields.insert((kind, *field));
            }
            Place::Selection(selection) => match &selection.from {
                From::Role(role) => {
                    self.roles.insert(role.clone());
                }
                From::State(state) => {
                    self.states.insert(state.clone());
                }
                From::Event(_) | From::Entity(_) => {}
            },
            Place::Expr(expr) => self.expr(expr),
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Attribute(_, name) => {
                self.attributes.insert(name.clone());
            }
            Expr::Holders(_, role)
            | Expr::UnitsOf(_, role)
            | Expr::RoleField(_, role, _)
            | Expr::Holds(_, role, _) => {
                self.roles.insert(role.clone());
            }
            Expr::Under(_, state) => {
                self.states.insert(state.clone());
            }
            _ => {}
        }
    }
}

fn event(vocabulary: &Vocabulary, kind: usize) -> Option<(String, Event)> {
    let (name, event) = vocabulary.events.get_index(kind).filter(|(_, event)| is_declared(&event.name))?;
    let (origin, planned, judgement) = (event.origin.clone(), event.planned, event.judgement);
    Some((name.clone(), Event { origin, planned, judgement }))
}

// What a version does not have has a place without a name.
fn is_declared(name: &Name) -> bool {
    !name.canonical.is_empty()
}

fn field(vocabulary: &Vocabulary, (kind, index): (usize, usize)) -> Option<((String, String), Meant)> {
    let (of, event) = vocabulary.events.get_index(kind)?;
    let (name, field) = event.fields.get_index(index).filter(|(_, field)| is_declared(&field.name))?;
    Some(((of.clone(), name.clone()), meant(field)))
}

fn meant(field: &Field) -> Meant {
    Meant {
        ty: field.ty.clone(),
        private: field.private,
        optional: field.optional,
        non_negative: field.non_negative,
        from_role: field.from_role.clone(),
    }
}

// Of which kind of thing an attribute is meant is not written.
fn attributes(vocabulary: &Vocabulary, named: &BTreeSet<String>) -> BTreeMap<(String, String), Meant> {
    let all = vocabulary.entities.iter().flat_map(|(kind, entity)| {
        let own = entity.fields.iter().filter(|(name, _)| named.contains(*name));
        own.map(|(name, field)| ((kind.clone(), name.clone()), meant(field)))
    });
    all.collect()
}

fn unit(vocabulary: &Vocabulary, role: &str) -> Option<(String, String)> {
    Some((role.to_owned(), vocabulary.roles.get(role)?.unit.clone()))
}

fn in_state(vocabulary: &Vocabulary, state: &str) -> Option<(String, [String; 3])> {
    let one = vocabulary.states.get(state)?;
    Some((state.to_owned(), [one.of.clone(), one.start.clone(), one.end.clone()]))
}

fn values(vocabulary: &Vocabulary, of: &str) -> Option<(String, Vec<String>)> {
    Some((of.to_owned(), vocabulary.enums.get(of)?.variants.keys().cloned().collect()))
}
