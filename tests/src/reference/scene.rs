//! Where a condition is evaluated: of whom, for which trigger and record, as of when, over which window.

use super::fluents::Spell;
use super::instance::Office;
use super::scope::Candidate;
use super::term::Term;
use super::truth::Truth;
use super::world::World;
use bylaws::check::policy::{Expr, Slot};
use bylaws::log::{EventOrigin, Instant, Moment, Precision, Record, Value};

/// What a filter looks at.
#[derive(Clone, Debug)]
pub(super) enum Hand<'a> {
    Record(&'a Record),
    Spell(Spell<'a>),
    Entity(Value),
}

/// Where a condition is evaluated.
#[derive(Clone, Debug)]
pub(super) struct Scene<'a> {
    pub(super) bearer: Option<Value>,
    pub(super) of_each: Option<Value>,
    pub(super) office: Option<Office>,
    pub(super) trigger: Option<&'a Record>,
    pub(super) hand: Option<Hand<'a>>,
    /// The record that the filter around this one looks at.
    pub(super) around: Option<&'a Record>,
    /// As of which instant roles, states and attributes are asked for.
    pub(super) at: Instant,
    /// In which stretch records are counted, and the one before it.
    pub(super) window: (Instant, Instant),
    pub(super) previous: Option<(Instant, Instant)>,
    /// Where the window began of which it is the end.
    pub(super) closing: Option<Instant>,
    /// What an account stood at before.
    pub(super) carried: Option<Term>,
    /// A record that does not count: the one whose time a stretch is measured from.
    pub(super) apart: Option<&'a Record>,
    /// Whether there is a record is asked from the first of these instants up to the second, that of which only the day
    /// is known counting from the beginning of its day.
    pub(super) so_far: Option<(Instant, Instant)>,
    /// What surely comes after this moment is not there yet, as what comes with the end of its day (rule V4).
    pub(super) seen_to: Option<Moment>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(at: Instant, window: (Instant, Instant)) -> Self {
        Self {
            bearer: None,
            of_each: None,
            office: None,
            trigger: None,
            hand: None,
            around: None,
            at,
            window,
            previous: None,
            closing: None,
            carried: None,
            apart: None,
            so_far: None,
            seen_to: None,
        }
    }

    pub(super) fn of(self, who: &Candidate) -> Self {
        let Candidate { bearer, of_each, office } = who.clone();
        Self { bearer, of_each, office, ..self }
    }

    /// The office whose duty it is, where somebody is the bearer and holds a role there.
    pub(super) fn office_of(&self, who: &Expr, role: &str) -> Option<&Office> {
        self.office.as_ref().filter(|office| *who == Expr::Bearer && office.role == role)
    }

    pub(super) fn triggered(self, trigger: Option<&'a Record>) -> Self {
        Self { trigger, ..self }
    }

    pub(super) fn with(&self, hand: Hand<'a>) -> Self {
        let around = if let Some(Hand::Record(record)) = &self.hand { Some(*record) } else { self.around };
        Self { hand: Some(hand), around, closing: None, ..self.clone() }
    }

    pub(super) fn at(&self, at: Instant) -> Self {
        Self { at, closing: None, ..self.clone() }
    }

    pub(super) fn over(&self, window: (Instant, Instant)) -> Self {
        Self { window, ..self.clone() }
    }

    /// With what happened up to a moment, and not after it.
    pub(super) fn seeing_to(&self, moment: Moment) -> Self {
        Self { seen_to: Some(moment), ..self.over((self.window.0, moment.end)) }
    }

    /// What is known of a field of the record in hand or of the trigger.
    pub(super) fn field(&self, world: &World<'_>, slot: Slot, index: usize) -> Term {
        match (slot, &self.hand) {
            (Slot::Trigger, _) => self.trigger.map_or(Term::Nothing, |record| told(world, record, index)),
            (Slot::Around(_), _) => self.around.map_or(Term::Nothing, |record| told(world, record, index)),
            (Slot::InHand, Some(Hand::Record(record))) => told(world, record, index),
            (Slot::InHand, Some(Hand::Spell(spell))) => match spell.start {
                Some(start) => told(world, start, index),
                None => only_ended(world, spell, index).map_or(Term::Unknown, |value| Term::of(&value)),
            },
            (Slot::InHand, _) => Term::Nothing,
        }
    }

    pub(super) fn time_of(&self, slot: Slot) -> Option<Moment> {
        match (slot, &self.hand) {
            (Slot::Trigger, _) => self.trigger.map(|record| record.at),
            (Slot::Around(_), _) => self.around.map(|record| record.at),
            (Slot::InHand, Some(Hand::Record(record))) => Some(record.at),
            (Slot::InHand, Some(Hand::Spell(spell))) => spell.start.map(|record| record.at),
            (Slot::InHand, _) => None,
        }
    }
}

/// What a record tells in a field, or that it leaves it out.
pub(super) fn told(world: &World<'_>, record: &Record, index: usize) -> Term {
    let event = world.policy.vocabulary.events.get_index(record.kind);
    let declared = event.and_then(|(_, event)| event.fields.get_index(index));
    match (record.field(index), declared) {
        (Some(value), _) => Term::of(value),
        (None, Some((_, field))) if field.optional => Term::Missing(field.ty.names()),
        _ => Term::Nothing,
    }
}

// Of a spell whose beginning is not in the log only who and where is known.
fn only_ended(world: &World<'_>, spell: &Spell<'_>, index: usize) -> Option<Value> {
    let role = world.policy.vocabulary.events.values().find(|e| e.origin == EventOrigin::RoleStart);
    let name = role
        .filter(|_| spell.unit.is_some())
        .and_then(|e| e.fields.get_index(index))
        .map(|(name, _)| name.as_str());
    match (name, index) {
        (Some("person"), _) | (None, 0) => Some(spell.who.clone()),
        (Some("unit"), _) => spell.unit.clone(),
        _ => None,
    }
}

/// The instants inside a moment at which something may change, its first one included.
pub(super) fn instants(world: &World<'_>, at: Moment) -> Vec<Instant> {
    let inside = |i: &Instant| at.first < *i && *i < at.end;
    let mut all = vec![at.first];
    if at.precision > Precision::Instant {
        let edges = world.log.records.iter().flat_map(|r| [r.at.first, r.at.end]);
        all.extend(edges.chain(world.log.coverage.bounds()).chain([world.as_of]).filter(inside));
        all.extend(days(world, at.first, at.end).into_iter().filter(inside));
    } else {
        all.push(Instant(at.end.0 - 1));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The first instants of the civil days of a stretch, after its first instant.
pub(super) fn days(world: &World<'_>, from: Instant, until: Instant) -> Vec<Instant> {
    let first = world.date(from);
    first.iter_days().skip(1).map(|day| world.start(day)).take_while(|start| *start < until).collect()
}

/// What is known of a condition as of a moment: what is so at every instant that it may be.
pub(super) fn truth_at<'a>(world: &World<'a>, scene: &Scene<'a>, at: Moment, expr: &'a Expr) -> Truth {
    // What is not yet seen of a month is left out, if anything of it is seen.
    let all = instants(world, at);
    let seen = all.iter().filter(|instant| **instant < world.as_of).count().max(1);
    Truth::throughout(
        all.into_iter().take(seen).map(|instant| super::truths::truth(world, &scene.at(instant), expr)),
    )
}
