//! Facets of a norm: one for each thing that it is stated for each of besides its bearer, for each unit in which
//! its bearers hold their office, and for each calendar that they may have. Each facet is evaluated like a norm
//! of its own.

use super::context::Context;
use super::fluents::{Spell, Spells};
use super::outcome::PAIR;
use super::scope::{self, InScope};
use super::term::{Doubt, Term, Truth};
use super::world::World;
use crate::check::policy::{BearerKind, Expr, Norm};
use crate::log::{Name, Record, Type, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// As what a norm is looked at.
#[derive(Clone, Default)]
pub(super) struct Facet<'a> {
    /// The one of those that the norm is stated for each of.
    pub of_each: Option<Value>,
    /// The office whose duty it is.
    pub holding: Option<Holding<'a>>,
    /// What both are called.
    pub name: Option<Arc<Name>>,
    /// Position of the calendar that counts where it is not the one that all share, and when it does.
    pub calendar: Option<(usize, &'a Expr)>,
}

/// An office: a role in one unit; none where an end names no unit and its beginning is not in the log.
#[derive(Clone)]
pub(super) struct Holding<'a> {
    pub role: &'a str,
    pub unit: Option<Arc<str>>,
}

impl Facet<'_> {
    /// Whether it is about the same thing, in the same unit, as another; by whose calendar does not matter.
    pub(super) fn is_about(&self, other: &Self) -> bool {
        let unit = |facet: &Self| facet.holding.as_ref().map(|holding| holding.unit.clone());
        self.of_each == other.of_each && unit(self) == unit(other)
    }
}

impl Holding<'_> {
    /// Whether a spell of the role is in this unit.
    pub(super) fn has(&self, spell: &Spell) -> bool {
        spell.unit == self.unit
    }

    /// Everyone who ever held it, in a stable order.
    pub(super) fn people(&self, spells: &Spells) -> Vec<Arc<str>> {
        let who: BTreeSet<Arc<str>> = match &self.unit {
            Some(unit) => spells.of_unit(unit).map(|spell| spell.who.clone()).collect(),
            None => {
                spells.all.iter().filter(|spell| self.has(spell)).map(|spell| spell.who.clone()).collect()
            }
        };
        who.into_iter().collect()
    }

    /// The unit as a value.
    pub(super) fn term(&self) -> Term {
        let unknown = || Term::Unknown(Doubt::NoUnit);
        self.unit.clone().map_or_else(unknown, |unit| Term::Known(Value::Entity(unit)))
    }
}

/// All facets of a norm; one that says nothing where it has neither.
pub(super) fn facets<'a>(world: &World<'a>, norm: &'a Norm) -> Vec<Facet<'a>> {
    let each: Vec<Option<(Value, Arc<Name>)>> = match norm.for_each.as_ref().map(|each| &each.of) {
        None => vec![None],
        Some(of) => all_of(world, of).into_iter().map(Some).collect(),
    };
    let calendars = || {
        let own = norm.calendars.iter().map(|(index, condition)| Some((*index, condition)));
        std::iter::once(None).chain(own)
    };
    let mut facets = Vec::new();
    for holding in holdings(world, norm) {
        for one in &each {
            let name = called(holding.as_ref().and_then(|holding| holding.unit.as_ref()), one.as_ref());
            let of_each = one.as_ref().map(|(value, _)| value.clone());
            facets.extend(calendars().map(|calendar| Facet {
                of_each: of_each.clone(),
                holding: holding.clone(),
                name: name.clone(),
                calendar,
            }));
        }
    }
    facets
}

// The units in which anybody ever held the role, where the duty is one of a holding.
fn holdings<'a>(world: &World<'a>, norm: &'a Norm) -> Vec<Option<Holding<'a>>> {
    let Some(BearerKind::Holding(role)) = norm.bearer.as_ref().map(|bearer| &bearer.kind) else {
        return vec![None];
    };
    let spells = world.fluents.roles.get(role).into_iter().flat_map(|spells| &spells.all);
    let units: BTreeSet<Option<Arc<str>>> = spells.map(|spell| spell.unit.clone()).collect();
    units.into_iter().map(|unit| Some(Holding { role, unit })).collect()
}

fn called(unit: Option<&Arc<str>>, each: Option<&(Value, Arc<Name>)>) -> Option<Arc<Name>> {
    let (unit, name) = match (unit, each) {
        (None, each) => return each.map(|(_, name)| name.clone()),
        (Some(unit), None) => (unit, Name::default()),
        (Some(unit), Some((_, name))) => (unit, (**name).clone()),
    };
    let both = |word: String| if word.is_empty() { unit.to_string() } else { format!("{unit}{PAIR}{word}") };
    let alias = name.alias.map(both);
    Some(Arc::new(Name { canonical: both(name.canonical), alias, also: Vec::new() }))
}

/// The facet by which an outcome was found, of those with the shared calendar.
pub(super) fn of_outcome<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    name: Option<&Arc<Name>>,
) -> Option<Facet<'a>> {
    let kind = norm.bearer.as_ref().map(|bearer| &bearer.kind);
    if let (Some(BearerKind::Holding(role)), None) = (kind, &norm.for_each) {
        let unit = name.map(|name| Arc::from(name.canonical.as_str()));
        let holding = Some(Holding { role, unit });
        return Some(Facet { holding, name: name.cloned(), ..Facet::default() });
    }
    facets(world, norm).into_iter().find(|facet| facet.name.as_ref() == name)
}

fn all_of(world: &World<'_>, of: &Type) -> Vec<(Value, Arc<Name>)> {
    match of {
        Type::Entity(kind) => {
            let ids = world.entities.of_kind(kind).iter();
            let named = |id: &Arc<str>| Arc::new(Name { canonical: id.to_string(), ..Name::default() });
            ids.map(|id| (Value::Entity(id.clone()), named(id))).collect()
        }
        Type::Enum(name) => {
            let values = world.policy.vocabulary.enums.get(name).map(|one| &one.variants);
            let values = values.into_iter().flatten().map(|(_, name)| name);
            let value = |name: &Name| Value::Variant(Arc::from(name.canonical.as_str()));
            values.map(|name| (value(name), Arc::new(name.clone()))).collect()
        }
        _ => Vec::new(),
    }
}

/// Narrows a bearer's scope to the facet: while the one of each exists, its condition holds, and the calendar
/// is the bearer's. Of a triggered norm the calendar is looked at when it is triggered.
pub(super) fn narrow(world: &World<'_>, norm: &Norm, bearer: &mut InScope) {
    if let Some(Value::Entity(id)) = &world.facet.of_each {
        let lives = world.life(id).map(|life| life.spans(id)).unwrap_or_default();
        let spans = bearer.spans.iter().flat_map(|span| {
            let both = lives.iter().filter_map(|life| {
                let mut common = span.within((life.from, life.until))?;
                common.doubt = common.doubt.or_else(|| life.doubt.clone());
                Some(common)
            });
            both.collect::<Vec<_>>()
        });
        bearer.spans = spans.collect();
    }
    if let Some(filter) = norm.for_each.as_ref().and_then(|each| each.filter.as_ref()) {
        bearer.spans = scope::filtered(world, &bearer.id, std::mem::take(&mut bearer.spans), filter);
    }
    if norm.trigger.is_some() {
        return;
    }
    for (condition, own) in calendar_conditions(world, norm) {
        let before = std::mem::take(&mut bearer.spans);
        // Whose calendar cannot be told has the shared one, in doubt.
        bearer.spans = match own {
            true => scope::surely(world, &bearer.id, before, &condition),
            false => scope::filtered(world, &bearer.id, before, &condition),
        };
    }
}

/// Whether the facet's calendar is the one that counts for a triggered instance.
pub(super) fn counts_at(context: &Context<'_>, norm: &Norm, record: &Record) -> Truth {
    let context = context.at(record.at.first);
    calendar_conditions(context.world, norm).into_iter().fold(Truth::True, |so_far, (condition, own)| {
        so_far.and(|| match context.truth(&condition) {
            Truth::Unknown(_) if own => Truth::False,
            truth => truth,
        })
    })
}

// The condition of the facet's own calendar, or that none of the others counts.
fn calendar_conditions(world: &World<'_>, norm: &Norm) -> Vec<(Expr, bool)> {
    match world.facet.calendar {
        Some((_, condition)) => vec![(condition.clone(), true)],
        None => {
            let others = norm.calendars.iter().map(|(_, condition)| condition.clone());
            others.map(|condition| (Expr::Not(Box::new(condition)), false)).collect()
        }
    }
}
