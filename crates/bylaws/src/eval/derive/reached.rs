//! A count that is reached (rule V3): the fact follows at the record with which it is, and again only after it fell below.
//! Whether it does is known if it is the same whichever of those in doubt happened.

use super::Derived;
use super::turning::{self, Dated};
use crate::check::policy::{DayOff, Deem, From, Selection};
use crate::eval::term::Truth;
use crate::eval::triggered::late_limit;
use crate::eval::world::World;
use crate::log::{Instant, Length, Moment, Precision, Record, Value};
use crate::plan;
use indexmap::IndexMap;

/// How many must come together, within what time.
struct Count<'w, 'a> {
    world: &'w World<'a>,
    count: usize,
    within: Option<Length>,
    /// Where records lie that cannot be read; none of one of which nothing is known.
    unread: Vec<Option<Moment>>,
}

/// Given that a record happened: whether the number is reached with it.
#[derive(Clone, Copy)]
struct Reached {
    surely: bool,
    possibly: bool,
    /// One that cannot be read may be among those counted.
    unread: bool,
}

pub(super) fn of(
    world: &World<'_>,
    deem: &Deem,
    what: &Selection,
    (count, within, per): (u32, Option<Length>, Option<usize>),
) -> Derived {
    let mut derived = Derived::default();
    let From::Event(kind) = what.from else { return derived };
    let unread = world.log.set_aside.iter().filter(|aside| aside.kind.is_none_or(|own| own == kind));
    let unread =
        unread.filter(|aside| aside.at.is_none_or(|at| at.first < world.as_of)).map(|aside| aside.at);
    let count = Count { world, count: count as usize, within, unread: unread.collect() };
    let mut groups: IndexMap<Option<Value>, Vec<Dated<'_>>> = IndexMap::new();
    // Which one reaches the number is certain where no earlier one may still come to lie back.
    let certain = |record: &Record| turning::settled(world, what, record.at.end);
    for (record, truth) in
        turning::selected(world, what).into_iter().filter(|(record, _)| certain(record) <= world.as_of)
    {
        let key = per.and_then(|field| record.field(field)).cloned();
        groups.entry(key).or_default().push((record, truth));
    }
    for group in groups.into_values() {
        let each: Vec<Reached> = (0..group.len()).map(|at| count.with(&group, at)).collect();
        for (at, (record, _)) in group.iter().enumerate() {
            let Some(now) = each.get(at) else { continue };
            let before = before(&group, &each, at);
            let fires = is_exact(group.get(at)) && now.surely && !before.possibly && !now.unread;
            if fires {
                derived.follows(world, deem, record, (record.at, certain(record)));
            } else if now.possibly && (!before.surely || now.unread) {
                derived.may_follow(world, deem, record, record.at);
            }
        }
    }
    derived
}

// Whether a record surely happened, and when.
fn is_exact(dated: Option<&Dated<'_>>) -> bool {
    dated.is_some_and(|(record, truth)| *truth == Truth::True && record.at.precision <= Precision::Day)
}

// Whether it was reached before a record: with the last one that surely happened, or with one in doubt after that.
fn before(group: &[Dated<'_>], each: &[Reached], at: usize) -> Reached {
    let mut reached = Reached { surely: true, possibly: false, unread: false };
    for position in (0..at).rev() {
        let Some(one) = each.get(position) else { break };
        reached.surely &= one.surely;
        reached.possibly |= one.possibly;
        if is_exact(group.get(position)) {
            return reached;
        }
    }
    Reached { surely: false, ..reached }
}

impl Count<'_, '_> {
    fn with(&self, group: &[Dated<'_>], at: usize) -> Reached {
        let none = Reached { surely: false, possibly: false, unread: false };
        let Some((record, _)) = group.get(at) else { return none };
        let (mut surely, mut possibly) = (1, 1);
        for (position, (before, _)) in group.iter().enumerate() {
            let may_be_before = record.at.precision > Precision::Day && before.at.first < record.at.end;
            if position == at || position > at && !may_be_before || !self.near(before.at, record.at) {
                continue;
            }
            possibly += 1;
            surely += usize::from(position < at && is_exact(group.get(position)));
        }
        let near = |unread: &&Option<Moment>| {
            unread.is_none_or(|at| at.first < record.at.end && self.near(at, record.at))
        };
        let unread = self.unread.iter().filter(near).count();
        Reached {
            surely: surely >= self.count,
            possibly: possibly + unread >= self.count,
            unread: unread > 0,
        }
    }

    // Whether what happened before a record still counts with it.
    fn near(&self, before: Moment, at: Moment) -> bool {
        let Some(Length { count, unit }) = self.within else { return true };
        match plan::elapsed(count, unit) {
            Some(ms) if before.precision <= Precision::Day => at.first.0 < before.first.0.saturating_add(ms),
            Some(ms) => at.first.0 < before.end.0.saturating_add(ms - 1),
            None => {
                let limit = late_limit(self.world, before.end, (count, unit), DayOff::Stays);
                // The first day counts, so that in any 30 days the last is the 29th after it.
                let last = |limit: Instant| self.world.date_of(Instant(limit.0 - 1));
                limit.is_none_or(|limit| self.world.date_of(at.first) < last(limit))
            }
        }
    }
}
