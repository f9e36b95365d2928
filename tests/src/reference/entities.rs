//! Entities: when they exist and what their attributes are, from the records that tell of them.

use super::fluents::{begin_of, end_of};
use super::term::Term;
use super::truth::Truth;
use super::world::World;
use bylaws::log::{EventOrigin, Instant, Record, Value};

fn telling<'a>(world: &World<'a>) -> Vec<(&'a str, &'a Record)> {
    let events = world.policy.vocabulary.events.values().enumerate();
    let kinds = events.filter_map(|(kind, event)| match &event.origin {
        EventOrigin::Entity(of) => Some((of.as_str(), kind)),
        _ => None,
    });
    kinds.flat_map(|(of, kind)| world.records(kind).map(move |(record, _)| (of, record))).collect()
}

fn kind_of_end(world: &World<'_>) -> Option<usize> {
    world.policy.vocabulary.events.values().position(|e| e.origin == EventOrigin::EntityEnd)
}

/// All entities of a kind, or of special cases of it, that the log ever tells of, by id.
pub(super) fn entities(world: &World<'_>, kind: &str) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    for (of, record) in telling(world) {
        if let Some(id) = record.field(0).filter(|_| world.policy.vocabulary.is_a(of, kind))
            && !found.contains(id)
        {
            found.push(id.clone());
        }
    }
    found
}

/// The kind of which an entity is.
pub(super) fn kind_of<'a>(world: &World<'a>, entity: &Value) -> Option<&'a str> {
    telling(world).into_iter().find(|(_, record)| record.field(0) == Some(entity)).map(|(of, _)| of)
}

/// Whether an entity exists at an instant.
pub(super) fn exists(world: &World<'_>, entity: &Value, at: Instant) -> Truth {
    let of_it: Vec<&Record> =
        telling(world).into_iter().map(|(_, r)| r).filter(|r| r.field(0) == Some(entity)).collect();
    let ended: Vec<&Record> = kind_of_end(world)
        .into_iter()
        .flat_map(|kind| world.records(kind))
        .map(|(record, _)| record)
        .filter(|record| record.field(0) == Some(entity))
        .collect();
    let mut begins: Vec<(Instant, Instant)> = of_it.iter().map(|record| begin_of(record.at)).collect();
    let ends: Vec<(Instant, Instant)> = ended.iter().map(|record| end_of(world, record.at)).collect();
    // What ends without having begun in the log lasted since before it.
    let first = |all: &[&Record]| all.iter().map(|record| (record.at.first, record.at.end)).min();
    if first(&ended).is_some_and(|end| first(&of_it).is_none_or(|begin| end < begin)) {
        begins.push((Instant::MIN, Instant::MIN));
    }
    let begun = |f: fn(&(Instant, Instant)) -> Instant| begins.iter().any(|b| f(b) <= at);
    let over = |f: fn(&(Instant, Instant)) -> Instant| ends.iter().any(|e| f(e) <= at);
    // An end that cannot be read may be its own.
    let lost = kind_of_end(world).is_some_and(|kind| {
        world.set_aside(kind).any(|aside| aside.at.is_none_or(|moment| moment.first <= at))
    });
    match (begun(|b| b.1) && !over(|e| e.0) && !lost, begun(|b| b.0) && !over(|e| e.1)) {
        (true, _) => Truth::Yes,
        (false, true) => Truth::Unknown,
        (false, false) => Truth::No,
    }
}

/// The value of an attribute of an entity at an instant: the last that was told. What must be told and was not is not
/// known, and neither is anything of an entity that no record tells of.
pub(super) fn attribute(world: &World<'_>, entity: &Value, name: &str, at: Instant) -> Term {
    let Some(kind) = kind_of(world, entity) else { return Term::Unknown };
    let events = &world.policy.vocabulary.events;
    let told: Vec<(&Record, &Value)> = telling(world)
        .into_iter()
        .filter(|(_, record)| record.field(0) == Some(entity))
        .filter_map(|(_, record)| {
            let (_, event) = events.get_index(record.kind)?;
            Some((record, record.field(event.fields.get_index_of(name)?)?))
        })
        .collect();
    let types = events
        .values()
        .enumerate()
        .filter(|(_, e)| matches!(&e.origin, EventOrigin::Entity(of) if of == kind));
    for (index, _) in types {
        if world.set_aside(index).any(|one| one.at.is_none_or(|m| m.first <= at)) {
            return Term::Unknown;
        }
    }
    let begins = |record: &Record| begin_of(record.at);
    let superseded = |record: &Record| {
        told.iter().any(|(other, _)| begins(other).1 <= at && begins(record).1 < begins(other).0)
    };
    let candidates: Vec<&(&Record, &Value)> =
        told.iter().filter(|(record, _)| begins(record).0 <= at && !superseded(record)).collect();
    let left_out = world.policy.vocabulary.entity_field(kind, name).filter(|field| field.optional);
    if candidates.is_empty() && left_out.is_none() {
        return Term::Unknown;
    }
    let mut terms: Vec<Term> = candidates.iter().map(|(_, value)| Term::of(value)).collect();
    if !candidates.iter().any(|(record, _)| begins(record).1 <= at) {
        terms.push(left_out.map_or(Term::Nothing, |field| Term::Missing(field.ty.names())));
    }
    Term::either(terms)
}

/// Whether an attribute names something, and is no quantity.
pub(super) fn is_name(world: &World<'_>, attribute: &str) -> bool {
    let mut kinds = world.policy.vocabulary.entities.values();
    kinds.find_map(|kind| kind.fields.get(attribute)).is_some_and(|field| field.ty.names())
}
