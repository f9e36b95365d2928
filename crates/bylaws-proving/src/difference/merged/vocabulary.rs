//! The vocabulary between the two: whether a post has one holder is a change of its own, the rest is one. What only one version
//! has is there, so that a clause of either can be read.

use super::{Choices, called};
use crate::difference::words::{Named, Words};
use crate::said::Said;
use bylaws::check::CheckedPolicy;
use bylaws::log::{EntityType, EventType, Field, RoleType, Type, Vocabulary};
use indexmap::IndexMap;
use std::collections::BTreeSet;

pub(super) fn merge(
    out: &mut CheckedPolicy,
    [first, second]: [&CheckedPolicy; 2],
    choices: &mut Choices<'_>,
) {
    let (old, new) = (&first.vocabulary, &second.vocabulary);
    let named = Named::of(&[first, second]);
    let singles = singles(&named, [old, new], choices);
    let is_same = Words::of(&named, old).agrees_with(&Words::of(&named, new));
    let is_old =
        is_same || !choices.make(Said::new("所用词语的定义", "how the words that it uses are declared"));
    let counted = counted([first, second]);
    out.vocabulary = if is_old { union(old, new, &counted) } else { union(new, old, &counted) };
    for (role, single) in singles {
        if let Some(role) = out.vocabulary.roles.get_mut(&role) {
            role.single = single;
        }
    }
}

// Of posts that both versions have: whether one person holds it.
fn singles(named: &Named, [old, new]: [&Vocabulary; 2], choices: &mut Choices<'_>) -> Vec<(String, bool)> {
    let both = old.roles.iter().filter_map(|(name, role)| Some((name, role, new.roles.get(name)?)));
    let one = |(name, role, other): (&String, &RoleType, &RoleType)| {
        let single = match named.roles.contains(name) {
            true => choices.one_of(|| alone(role), role.single, other.single),
            false => other.single,
        };
        (name.clone(), single)
    };
    both.map(one).collect()
}

fn alone(role: &RoleType) -> Said {
    let of = called("职务", "post", &role.name);
    Said::new(format!("{}是否只有一人", of.zh), format!("whether one person holds {}", of.en))
}

// Enumerations of which each value has a duty of its own: one more of them is one duty more.
fn counted(policies: [&CheckedPolicy; 2]) -> BTreeSet<String> {
    let each = policies.into_iter().flat_map(|policy| policy.norms.values()).filter_map(|norm| {
        let of = norm.for_each.as_ref().map(|each| &each.of)?;
        if let Type::Enum(name) = of { Some(name.clone()) } else { None }
    });
    each.collect()
}

// All that the first declares as it declares it, with what only the other one does.
fn union(one: &Vocabulary, other: &Vocabulary, counted: &BTreeSet<String>) -> Vocabulary {
    Vocabulary {
        entities: both(&one.entities, &other.entities, entity),
        enums: both(&one.enums, &other.enums, |one, other| {
            let mut values = one.clone();
            if !counted.contains(&one.name.canonical) {
                values.variants = both(&one.variants, &other.variants, |one, _| one.clone());
            }
            values
        }),
        events: events(one, other),
        states: both(&one.states, &other.states, |one, _| one.clone()),
        roles: both(&one.roles, &other.roles, |one, other| {
            let mut role = one.clone();
            role.fields = both(&one.fields, &other.fields, |one, _| one.clone());
            role
        }),
    }
}

fn both<T: Clone>(
    one: &IndexMap<String, T>,
    other: &IndexMap<String, T>,
    merged: impl Fn(&T, &T) -> T,
) -> IndexMap<String, T> {
    let mut out = one.clone();
    for (name, theirs) in other {
        match out.get_mut(name) {
            Some(own) => *own = merged(own, theirs),
            None => drop(out.insert(name.clone(), theirs.clone())),
        }
    }
    out
}

fn entity(one: &EntityType, other: &EntityType) -> EntityType {
    let more = optional(&other.fields);
    EntityType { fields: both(&one.fields, &more, |own, _| own.clone()), ..one.clone() }
}

// Records of the first need not tell what only the other one asks for.
fn optional(fields: &IndexMap<String, Field>) -> IndexMap<String, Field> {
    fields.iter().map(|(name, field)| (name.clone(), Field { optional: true, ..field.clone() })).collect()
}

// At the same positions: what one version does not have has a place without a name in it.
fn events(one: &Vocabulary, other: &Vocabulary) -> IndexMap<String, EventType> {
    let count = one.events.len().max(other.events.len());
    let at = |vocabulary: &Vocabulary, index: usize| -> Option<(String, EventType)> {
        let (name, event) = vocabulary.events.get_index(index)?;
        (!event.name.canonical.is_empty()).then(|| (name.clone(), event.clone()))
    };
    let all = (0..count).filter_map(|index| match (at(one, index), at(other, index)) {
        (Some((name, own)), Some((_, theirs))) => Some((name, event(&own, &theirs))),
        (Some(only), None) | (None, Some(only)) => Some(only),
        (None, None) => None,
    });
    all.collect()
}

fn event(one: &EventType, other: &EventType) -> EventType {
    let count = one.fields.len().max(other.fields.len());
    let at = |event: &EventType, index: usize| -> Option<(String, Field)> {
        let (name, field) = event.fields.get_index(index)?;
        (!field.name.canonical.is_empty()).then(|| (name.clone(), field.clone()))
    };
    let all = (0..count).filter_map(|index| match (at(one, index), at(other, index)) {
        (Some(own), _) => Some(own),
        (None, Some((name, field))) => Some((name, Field { optional: true, ..field })),
        (None, None) => None,
    });
    EventType { fields: all.collect(), ..one.clone() }
}
