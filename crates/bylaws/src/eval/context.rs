//! Where an expression is evaluated: for whom, about which records, as of which instant, over which window.

use super::fluents::Spell;
use super::term::{Doubt, Term};
use super::world::World;
use crate::check::policy::Slot;
use crate::log::{Instant, Moment, Record, Value};
use std::sync::Arc;

/// What a filter looks at.
#[derive(Clone)]
pub(super) enum Hand<'a> {
    Empty,
    Record(&'a Record),
    Spell(&'a Spell, Option<&'a Record>),
    Entity(Arc<str>),
}

/// The circumstances of one evaluation.
#[derive(Clone)]
pub(super) struct Context<'a> {
    pub world: &'a World<'a>,
    pub bearer: Option<Value>,
    pub trigger: Option<&'a Record>,
    pub hand: Hand<'a>,
    /// What the filter around this one looks at.
    pub around: Hand<'a>,
    /// States, roles and attributes are taken as of here.
    pub at: Instant,
    /// Events are looked for here.
    pub window: (Instant, Instant),
    /// Events are looked for up to here, where what is made up after the window counts as well.
    pub reach: Option<Instant>,
    /// The window before, for `previous`.
    pub previous: Option<(Instant, Instant)>,
    /// Why it is not known whether there was a window before.
    pub previous_doubt: Option<Doubt>,
    /// Where the window began of which the instant looked at is the end.
    pub closing: Option<Instant>,
    /// What the account in the making stood at before.
    pub carried: Option<Term>,
    /// The window is one that an expression looks at, and not the norm's own.
    pub looking: bool,
    /// The window ends with the instant looked at; a record of which only the day is known counts from its beginning.
    pub so_far: bool,
    /// The window goes on after its last instant: more may happen in it.
    pub goes_on: bool,
    /// A record that is not among those looked at.
    pub apart: Option<&'a Record>,
    /// What surely comes after this moment is not there yet, as what comes with the end of its day (rule V4).
    pub seen_to: Option<Moment>,
}

impl<'a> Context<'a> {
    pub(super) fn new(world: &'a World<'a>, at: Instant, window: (Instant, Instant)) -> Self {
        let (bearer, trigger, hand, previous) = (None, None, Hand::Empty, None);
        Self {
            world,
            bearer,
            trigger,
            hand,
            around: Hand::Empty,
            at,
            window,
            reach: None,
            previous,
            previous_doubt: None,
            closing: None,
            carried: None,
            looking: false,
            so_far: false,
            goes_on: false,
            apart: None,
            seen_to: None,
        }
    }

    pub(super) fn bearer(mut self, bearer: &Arc<str>) -> Self {
        self.bearer = Some(Value::Entity(bearer.clone()));
        self
    }

    pub(super) fn trigger(mut self, trigger: Option<&'a Record>) -> Self {
        self.trigger = trigger;
        self
    }

    pub(super) fn at(&self, at: Instant) -> Self {
        Self { at, closing: None, ..self.clone() }
    }

    pub(super) fn over(&self, window: (Instant, Instant)) -> Self {
        Self { window, reach: None, so_far: false, goes_on: false, ..self.clone() }
    }

    /// With what happened up to a moment, and not after it.
    pub(super) fn seeing_to(&self, moment: Moment) -> Self {
        Self { seen_to: Some(moment), ..self.over((self.window.0, moment.end)) }
    }

    /// With what happened from an instant on, up to the one looked at.
    pub(super) fn up_to(&self, from: Instant, at: Instant) -> Self {
        Self { so_far: true, ..self.over((from, Instant(at.0 + 1))).at(at) }
    }

    /// With what happened in a window that has come so far and goes on.
    pub(super) fn going_on(&self, from: Instant, until: Instant) -> Self {
        Self { goes_on: true, ..self.over((from, until)) }
    }

    /// With what is made up for the window up to an instant.
    pub(super) fn reaching(&self, reach: Instant) -> Self {
        Self { reach: Some(reach), ..self.clone() }
    }

    /// With something that a filter looks at; what another one looked at so far is around it.
    pub(super) fn holding(&self, hand: Hand<'a>, at: Instant) -> Self {
        let around = if matches!(self.hand, Hand::Record(_)) { &self.hand } else { &self.around };
        Self { hand, around: around.clone(), ..self.at(at) }
    }

    /// What an expression means by a record that it speaks of.
    pub(super) fn hand_of(&self, slot: Slot) -> Hand<'a> {
        match slot {
            Slot::InHand => self.hand.clone(),
            Slot::Around(_) => self.around.clone(),
            Slot::Trigger => self.trigger.map_or(Hand::Empty, Hand::Record),
        }
    }
}
