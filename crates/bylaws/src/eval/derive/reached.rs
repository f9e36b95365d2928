//! A count that is reached (rule V3): the fact follows at the record with which it is, and again only after it fell below:
//! that is with each record with which there are just as many. Whether it does is known if it is the same whichever of
//! those in doubt happened.

use super::turning::{self, Dated};
use super::{Derived, unread};
use crate::check::policy::{DayOff, Deem, From, Selection};
use crate::eval::term::Truth;
use crate::eval::triggered::late_limit;
use crate::eval::world::World;
use crate::log::{Instant, Length, Moment, Precision, Record, Stretch, Value};
use crate::plan;
use indexmap::IndexMap;

/// How many must come together, within what time.
struct Count<'w, 'a> {
    world: &'w World<'a>,
    count: usize,
    within: Option<Length>,
    /// Where records lie that cannot be read; none of one of which nothing is known.
    unread: Vec<Option<Moment>>,
    /// Where the log does not cover them.
    gaps: Vec<Stretch>,
}

/// Given that a record happened: how many there surely are with it, and at most, if that is known.
#[derive(Clone, Copy)]
struct Reached {
    surely: usize,
    most: Option<usize>,
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
    let gaps = unread::gaps(world, kind);
    let count = Count { world, count: count as usize, within, unread: unread.collect(), gaps };
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
        let placed = |at| count.is_placed(&group, at);
        let placed: Vec<bool> = (0..group.len()).map(placed).collect();
        let each = count.each(&group, &placed);
        for (((record, _), now), placed) in group.iter().zip(each).zip(placed) {
            match now.most {
                Some(most) if placed && (now.surely, most) == (count.count, count.count) => {
                    derived.follows(world, deem, record, (record.at, certain(record)));
                }
                most if now.surely <= count.count && most.is_none_or(|most| most >= count.count) => {
                    derived.may_follow(world, deem, record, record.at);
                }
                _ => {}
            }
        }
    }
    derived
}

impl Count<'_, '_> {
    // Whether a record surely happened, and where among the others.
    fn is_placed(&self, group: &[Dated<'_>], at: usize) -> bool {
        let Some((record, truth)) = group.get(at) else { return false };
        let apart = || {
            let others = group.iter().enumerate().filter(|(other, _)| *other != at);
            let mut moments = others.map(|(_, (other, _))| other.at);
            self.within.is_none()
                && self.world.work.spend(group.len())
                && moments.all(|other| other.end <= record.at.first || record.at.end <= other.first)
        };
        *truth == Truth::True && (record.at.precision <= Precision::Day || apart())
    }

    fn each(&self, group: &[Dated<'_>], placed: &[bool]) -> Vec<Reached> {
        let all_known = self.unread.is_empty() && self.gaps.is_empty() && placed.iter().all(|placed| *placed);
        if let Some(each) = all_known.then(|| self.of_the_known(group)).flatten() {
            return each;
        }
        let goes_on = |_: &usize| self.world.work.spend(group.len());
        (0..group.len()).take_while(goes_on).map(|at| self.with(group, placed, at)).collect()
    }

    // Where all surely happened, what no longer counts with one does not with the next one; none where the calendar does not tell.
    fn of_the_known(&self, group: &[Dated<'_>]) -> Option<Vec<Reached>> {
        let mut first = 0;
        let reached = |(at, (record, _)): (usize, &Dated<'_>)| {
            while let Some((before, _)) = group.get(first).filter(|_| first < at) {
                match self.near(before.at, record.at)? {
                    true => break,
                    false => first += 1,
                }
            }
            let number = at - first + 1;
            Some(Reached { surely: number, most: Some(number) })
        };
        group.iter().enumerate().map(reached).collect()
    }

    fn with(&self, group: &[Dated<'_>], placed: &[bool], at: usize) -> Reached {
        let none = Reached { surely: 0, most: Some(0) };
        let Some((record, _)) = group.get(at) else { return none };
        let (mut surely, mut possibly) = (1, 1);
        for (position, ((before, truth), placed)) in group.iter().zip(placed).enumerate() {
            let may_be_before = record.at.precision > Precision::Day && before.at.first < record.at.end;
            if position == at
                || position > at && !may_be_before
                || self.near(before.at, record.at) == Some(false)
            {
                continue;
            }
            possibly += 1;
            let is_before = position < at && (*placed || before.at.end <= record.at.first);
            let near = self.near(self.earliest(before.at), record.at) == Some(true);
            surely += usize::from(*truth == Truth::True && is_before && near);
        }
        let may_count = |at: Moment| at.first < record.at.end && self.near(at, record.at) != Some(false);
        let unread = self.unread.iter().filter(|unread| unread.is_none_or(may_count)).count();
        let whole = |gap: &Stretch| Moment { first: gap.from, end: gap.until, precision: Precision::Year };
        let is_covered = !self.gaps.iter().map(whole).any(may_count);
        Reached { surely, most: is_covered.then_some(possibly + unread) }
    }

    // The first day that a month may mean.
    fn earliest(&self, at: Moment) -> Moment {
        match at.precision {
            Precision::Instant | Precision::Day => at,
            _ => self.world.policy.zone.day(self.world.date_of(at.first)),
        }
    }

    // Whether what happened before a record still counts with it; none where the calendar does not tell.
    fn near(&self, before: Moment, at: Moment) -> Option<bool> {
        let Some(Length { count, unit }) = self.within else { return Some(true) };
        match plan::elapsed(count, unit) {
            Some(ms) if before.precision <= Precision::Day => Some(at.first.0 < before.first.0 + ms),
            Some(ms) => Some(at.first.0 < before.end.0 + ms - 1),
            None => {
                let limit = late_limit(self.world, before.end, (count, unit), DayOff::Stays)?;
                // The first day counts, so that in any 30 days the last is the 29th after it.
                Some(self.world.date_of(at.first) < self.world.date_of(Instant(limit.0 - 1)))
            }
        }
    }
}
