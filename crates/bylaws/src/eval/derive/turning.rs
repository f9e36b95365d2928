//! What follows from each record, and from silence after it.

use super::Derived;
use crate::check::policy::{DayOff, Deem, From, Selection};
use crate::eval::context::Context;
use crate::eval::select::Filter;
use crate::eval::term::{Doubt, Truth};
use crate::eval::triggered::late_limit;
use crate::eval::world::World;
use crate::log::{Instant, Length, Moment, Precision, Record};
use crate::plan;

/// A record, and whether it belongs.
pub(super) type Dated<'a> = (&'a Record, Truth);

/// The records of a selection with the truth of each, in order of time.
pub(super) fn selected<'a>(world: &'a World<'a>, what: &'a Selection) -> Vec<Dated<'a>> {
    let From::Event(kind) = what.from else { return Vec::new() };
    let context = Context::new(world, Instant::MIN, (Instant::MIN, Instant::MAX));
    let filter = Filter::of(&context, what, kind);
    let truth = |record: &'a Record| {
        let held = context.clone().trigger(Some(record)).at(record.at.first);
        let held = held.over((Instant::MIN, record.at.end));
        filter.passes_whenever(&held, record)
    };
    let all = world.records(kind, None, (Instant::MIN, Instant::MAX));
    let found = all.map(|record| {
        let in_doubt = || Truth::Unknown(Doubt::Follows(kind));
        (record, truth(record).and(|| if world.log.is_in_doubt(record) { in_doubt() } else { Truth::True }))
    });
    found.filter(|(_, truth)| matches!(truth, Truth::True | Truth::Unknown(_))).collect()
}

/// Of each record that belongs one follows.
pub(super) fn each(world: &World<'_>, deem: &Deem, what: &Selection) -> Derived {
    let mut derived = Derived::default();
    for (record, truth) in selected(world, what) {
        match truth {
            Truth::True => derived.follows(world, deem, record, (record.at, world.certain(record))),
            // Whether it belongs is told by what may still come to lie back.
            Truth::Unknown(Doubt::Awaited) => {}
            _ => derived.may_follow(world, deem, record, record.at),
        }
    }
    derived
}

/// It happens with the end of the length, if the log covers all of it (rule V4).
pub(super) fn silence(
    world: &World<'_>,
    deem: &Deem,
    after: &Selection,
    length: Length,
    without: &Selection,
) -> Derived {
    let mut derived = Derived::default();
    let end_of = |from: Instant| late_limit(world, from, (length.count, length.unit), DayOff::Stays);
    for (record, truth) in selected(world, after) {
        let Some(until) = end_of(record.at.end) else {
            // Whenever that may be.
            let at = Moment { end: Instant::MAX, precision: Precision::Year, ..record.at };
            derived.may_follow(world, deem, record, at);
            continue;
        };
        if record.at.precision > Precision::Day {
            let first = end_of(world.day_end(world.date_of(record.at.first))).unwrap_or(until);
            derived.after_a_month(world, deem, (record, without), (first, until));
            continue;
        }
        if until > world.as_of {
            continue;
        }
        let day = world.policy.zone.day(world.date_of(Instant(until.0 - 1)));
        let by_the_hour = plan::elapsed(length.count, length.unit).is_some();
        // What happens on the last day is before it.
        let at = if by_the_hour { Moment::instant(Instant(until.0 - 1)) } else { day.over() };
        let context = Context::new(world, record.at.first, (record.at.first, until)).trigger(Some(record));
        let mut found = context.select(without);
        found.sure.retain(|hit| hit.id != record.id);
        match (truth, found.sure.is_empty(), found.doubt()) {
            (_, false, _) => {}
            (Truth::Unknown(Doubt::Awaited), true, _) | (_, true, Some(Doubt::Awaited)) => {}
            (Truth::True, true, None) => {
                let certain = settled(world, without, until).max(world.certain(record));
                derived.follows(world, deem, record, (at, certain));
            }
            _ => derived.may_follow(world, deem, record, at),
        }
    }
    derived
}

/// When it is certain what records of a selection there are before an instant.
pub(super) fn settled(world: &World<'_>, what: &Selection, at: Instant) -> Instant {
    if let From::Event(kind) = what.from { world.settles(kind, at) } else { at }
}

impl Derived {
    // Silence after a record of which no day is known: between the first and the last end that it may have, unless
    // something surely came in between.
    fn after_a_month(
        &mut self,
        world: &World<'_>,
        deem: &Deem,
        (record, without): (&Record, &Selection),
        (first, last): (Instant, Instant),
    ) {
        if first > world.as_of {
            return;
        }
        let context = Context::new(world, record.at.first, (record.at.first, last)).trigger(Some(record));
        let found = context.select(without);
        let between = |at: Moment| at.first >= record.at.end && at.end <= first;
        if !found.sure.iter().any(|hit| hit.id != record.id && between(hit.at)) {
            let at = Moment { first: Instant(first.0 - 1), end: last, precision: Precision::Year };
            self.may_follow(world, deem, record, at);
        }
    }
}
