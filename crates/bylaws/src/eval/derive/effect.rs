//! From when a deemed record has effect (rule V5).

use super::super::context::{Context, Hand};
use super::super::term::Term;
use super::super::world::World;
use crate::check::policy::Deem;
use crate::log::{Instant, Moment, Precision, Record, Value};

/// The circumstances in which what a deemed record says is evaluated.
pub(super) fn context<'a>(world: &'a World<'a>, base: &'a Record, at: Moment) -> Context<'a> {
    let context = Context::new(world, Instant(at.end.0 - 1), (Instant::MIN, at.end));
    context.trigger(Some(base)).holding(Hand::Record(base), base.at.first)
}

/// When it happens, of a fact that follows at a moment: at its effect, no further back than the bound. Where that
/// is not known, the stretch in which it may be.
pub(super) fn of(world: &World<'_>, deem: &Deem, base: &Record, at: Moment) -> Result<Moment, Moment> {
    let Some(effect) = &deem.effective else { return Ok(at) };
    let earliest = effect.back.map_or(at.first, |length| world.reach_back(at.first, length));
    match context(world, base, at).term(&effect.from) {
        Term::Known(Value::Time(from)) if from.end <= earliest => Ok(at_the_bound(world, from, earliest)),
        Term::Known(Value::Time(from)) => Ok(Moment { first: from.first.max(earliest), ..from }),
        Term::Nothing | Term::Missing { .. } => Ok(at),
        _ => Err(Moment { first: earliest, end: Instant::MAX, precision: Precision::Year }),
    }
}

fn at_the_bound(world: &World<'_>, from: Moment, earliest: Instant) -> Moment {
    match from.precision {
        Precision::Instant => Moment::instant(earliest),
        _ => world.policy.zone.day(world.date_of(earliest)),
    }
}
