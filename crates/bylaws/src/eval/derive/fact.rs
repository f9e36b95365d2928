//! A fact that follows from a record in hand, or may.

use super::{Derived, effect, unread};
use crate::check::policy::{Deem, Expr};
use crate::eval::context::Context;
use crate::eval::scope;
use crate::eval::term::Term;
use crate::eval::world::World;
use crate::log::{EventOrigin, EventType, Instant, Moment, Precision, Record};
use crate::plan;
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
        let in_force = deem.is_in_force(world.policy.zone, base.at);
        if in_force == Some(false) {
            return;
        }
        let effective = match effect::of(world, deem, base, at) {
            Ok(effective) if in_force.is_some() => effective,
            Ok(anywhere) | Err(anywhere) => return self.put_in_doubt(world, deem, base, anywhere),
        };
        let fact = Fact::of(world, deem, base, effective);
        // What is not known must not be taken for left out.
        if fact.is_untold {
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
        if deem.is_in_force(world.policy.zone, base.at) == Some(false) {
            return;
        }
        let at = effect::of(world, deem, base, at).unwrap_or_else(|anywhere| anywhere);
        self.put_in_doubt(world, deem, base, at);
    }

    // Where nobody knows of whom it would be, or it begins or ends what lasts, it is like a record that cannot be read.
    fn put_in_doubt(&mut self, world: &World<'_>, deem: &Deem, base: &Record, at: Moment) {
        // What is not seen yet is not known anyway.
        let at = Moment { end: at.end.min(world.as_of.max(Instant(at.first.0 + 1))), ..at };
        if at.first >= world.as_of {
            return;
        }
        let fact = Fact::of(world, deem, base, at);
        let lasts = fact.event.is_none_or(|event| event.origin != EventOrigin::Declared);
        if lasts || fact.is_untold {
            self.unread.push(unread(deem.event, at, &fact.record.id));
        } else {
            self.in_doubt.push(fact.record);
        }
    }
}

/// The record that a fact is.
struct Fact<'p> {
    event: Option<&'p EventType>,
    record: Record,
    /// Something that it says is not known.
    is_untold: bool,
}

impl<'p> Fact<'p> {
    // What it says is as of the record that it follows from, wherever in its time that lies.
    fn of(world: &'p World<'_>, deem: &Deem, base: &Record, at: Moment) -> Self {
        let event = world.policy.vocabulary.events.get_index(deem.event);
        let name = event.map_or("", |(name, _)| name.as_str());
        let context = effect::context(world, base, at);
        let mut is_untold = false;
        let value = |expr: &Option<Expr>| {
            let expr = expr.as_ref()?;
            let first = context.term(expr);
            let turns = turns(world, &context, base.at, expr);
            is_untold |= turns.into_iter().any(|at| context.at(at).term(expr) != first);
            match first {
                Term::Known(value) => Some(value),
                Term::Missing { .. } | Term::Nothing => None,
                Term::Between(..) | Term::Unknown(_) => {
                    is_untold = true;
                    None
                }
            }
        };
        let record = Record {
            id: Arc::from(format!("{name}@{}", base.id)),
            kind: deem.event,
            at,
            recorded_at: None,
            fields: deem.fields.iter().map(value).collect(),
            place: base.place.clone(),
        };
        Self { event: event.map(|(_, event)| event), record, is_untold }
    }
}

// When in the time of a record an expression may turn, of which no hour, or no day, is known.
fn turns(world: &World<'_>, context: &Context<'_>, at: Moment, expr: &Expr) -> Vec<Instant> {
    if at.precision == Precision::Instant || !plan::depends_on_time(expr) {
        return Vec::new();
    }
    let end = at.end.min(world.as_of);
    let mut turns = scope::edges(context, expr);
    turns.retain(|turn| at.first < *turn && *turn < end);
    turns
}
