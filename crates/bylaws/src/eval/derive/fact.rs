//! A fact that follows from a record in hand, or may.

use super::{Derived, effect, unread};
use crate::check::policy::{Deem, Expr};
use crate::eval::term::Term;
use crate::eval::world::World;
use crate::log::{EventOrigin, EventType, Instant, Moment, Record, Value};
use std::sync::Arc;

impl Derived {
    /// The fact follows at a moment, and is certain from an instant on.
    pub(super) fn follows(
        &mut self,
        world: &World<'_>,
        deem: &Deem,
        base: &Record,
        (at, certain): (Moment, Instant),
    ) {
        let effective = match effect::of(world, deem, base, at) {
            Ok(effective) => effective,
            Err(anywhere) => return self.is_in_doubt(world, deem, base, anywhere),
        };
        let fact = Fact::of(world, deem, base, effective);
        // What may be left out and is not known must not be taken for left out.
        if fact.untold.iter().any(|field| fact.may_be_left_out(*field)) {
            return self.unread.push(unread(deem.event, effective, &fact.record.id));
        }
        let certain = certain.max(at.end);
        if certain > effective.end {
            self.since.push((fact.record.id.clone(), certain));
        }
        self.records.push(fact.record);
    }

    /// It may follow at a moment.
    pub(super) fn may_follow(&mut self, world: &World<'_>, deem: &Deem, base: &Record, at: Moment) {
        let at = effect::of(world, deem, base, at).unwrap_or_else(|anywhere| anywhere);
        self.is_in_doubt(world, deem, base, at);
    }

    // Where nobody knows of whom it would be, or it begins or ends what lasts, it is like a record that cannot be read.
    fn is_in_doubt(&mut self, world: &World<'_>, deem: &Deem, base: &Record, at: Moment) {
        let fact = Fact::of(world, deem, base, at);
        let lasts = fact.event.is_none_or(|event| event.origin != EventOrigin::Declared);
        if lasts || !fact.untold.is_empty() {
            self.unread.push(unread(deem.event, at, &fact.record.id));
        } else {
            self.in_doubt.push(fact.record);
        }
    }
}

/// The record that a fact is, and the positions of its fields that are not known.
struct Fact<'p> {
    event: Option<&'p EventType>,
    record: Record,
    untold: Vec<usize>,
}

impl<'p> Fact<'p> {
    fn of(world: &'p World<'_>, deem: &Deem, base: &Record, at: Moment) -> Self {
        let event = world.policy.vocabulary.events.get_index(deem.event);
        let name = event.map_or("", |(name, _)| name.as_str());
        let context = effect::context(world, base, at);
        let mut untold = Vec::new();
        let value = |(position, expr): (usize, &Option<Expr>)| match context.term(expr.as_ref()?) {
            Term::Known(value) => Some(value),
            Term::Missing { .. } | Term::Nothing => None,
            Term::Between(..) | Term::Unknown(_) => {
                untold.push(position);
                None
            }
        };
        let record = Record {
            id: Arc::from(format!("{name}@{}", base.id)),
            kind: deem.event,
            at,
            recorded_at: None,
            fields: deem.fields.iter().enumerate().map(value).collect::<Box<[Option<Value>]>>(),
            place: base.place.clone(),
        };
        Self { event: event.map(|(_, event)| event), record, untold }
    }

    fn may_be_left_out(&self, field: usize) -> bool {
        let field = self.event.and_then(|event| event.fields.get_index(field));
        field.is_some_and(|(_, field)| field.optional)
    }
}
