//! A count that is reached (rule V3): what follows does so with the record that reaches it, and again only after it fell below:
//! that is with each record with which there are just as many. Whether a record does is known if it is the same
//! whichever of those in doubt happened.

use super::follow::{after, gaps, selected};
use super::truth::Truth;
use super::world::World;
use bylaws::check::policy::{From, Selection};
use bylaws::log::{Instant, Length, Moment, Precision, Record, Stretch, Value};

/// How many must come together, within what time.
struct Count<'w, 'a> {
    world: &'w World<'a>,
    kind: usize,
    number: usize,
    within: Option<Length>,
}

#[derive(Clone, Copy)]
struct Dated<'a> {
    record: &'a Record,
    happened: bool,
    /// Where among the others it happened is known.
    placed: bool,
}

/// The records with which a count is, or may be, reached, and whether it surely is.
pub(super) fn reached<'a>(
    world: &World<'a>,
    what: &'a Selection,
    (number, within, per): (usize, Option<Length>, Option<usize>),
) -> Vec<(&'a Record, bool)> {
    let From::Event(kind) = what.from else { return Vec::new() };
    let count = Count { world, kind, number, within };
    let key = |record: &Record| -> Option<Value> { record.field(per?).cloned() };
    let all = selected(world, what);
    let dated = |(record, truth): &(&'a Record, Truth)| {
        let mut others = all.iter().filter(|(other, _)| other.id != record.id && key(other) == key(record));
        let apart = |other: Moment| other.end <= record.at.first || record.at.end <= other.first;
        let of_a_month = within.is_none() && others.all(|(other, _)| apart(other.at));
        let placed = record.at.precision <= Precision::Day || of_a_month;
        Dated { record, happened: truth.is_sure(), placed: truth.is_sure() && placed }
    };
    let all: Vec<Dated<'a>> = all.iter().map(dated).collect();
    let mut out = Vec::new();
    for (position, one) in all.iter().enumerate() {
        let same = |dated: &&Dated<'a>| key(dated.record) == key(one.record);
        let earlier: Vec<Dated<'a>> = all.iter().take(position).filter(same).copied().collect();
        let later: Vec<Dated<'a>> = all.iter().skip(position + 1).filter(same).copied().collect();
        out.extend(count.fires(&earlier, *one, &later).map(|sure| (one.record, sure)));
    }
    out
}

impl<'a> Count<'_, 'a> {
    // Whether what follows does so with a record surely (`true`) or possibly; `None` if surely not.
    fn fires(&self, earlier: &[Dated<'a>], one: Dated<'a>, later: &[Dated<'a>]) -> Option<bool> {
        let (surely, most) = self.with(earlier, one, later);
        let only = most == Some(surely) && surely == self.number;
        let may_be = surely <= self.number && most.is_none_or(|most| most >= self.number);
        may_be.then_some(only && one.placed)
    }

    // Given that a record happened: how many there surely are with it, and at most, if that is known.
    fn with(&self, earlier: &[Dated<'a>], one: Dated<'a>, later: &[Dated<'a>]) -> (usize, Option<usize>) {
        let at = one.record.at;
        let near = |dated: &&Dated<'a>| self.near(dated.record.at, at) != Some(false);
        let before: Vec<&Dated<'a>> = earlier.iter().filter(near).collect();
        let overlaps = |dated: &&Dated<'a>| at.precision > Precision::Day && dated.record.at.first < at.end;
        let surely = |dated: &&&Dated<'a>| {
            let own = dated.record.at;
            let is_before = dated.placed || own.end <= at.first;
            dated.happened && is_before && self.near(self.earliest(own), at) == Some(true)
        };
        let surely = before.iter().filter(surely).count() + 1;
        let overlapping = later.iter().filter(near).filter(overlaps).count();
        (surely, self.unread(one.record).map(|unread| before.len() + overlapping + unread + 1))
    }

    // The first day that a month may mean.
    fn earliest(&self, at: Moment) -> Moment {
        if at.precision <= Precision::Day { at } else { self.world.day(self.world.date(at.first)) }
    }

    // How many that cannot be read may count with a record; none if any number, because a stretch is not covered.
    fn unread(&self, record: &Record) -> Option<usize> {
        let may = |at: Moment| at.first < record.at.end && self.near(at, record.at) != Some(false);
        let whole = |gap: &Stretch| Moment { first: gap.from, end: gap.until, precision: Precision::Year };
        let is_covered = !gaps(self.world, self.kind).iter().map(whole).any(may);
        let unread = self.world.set_aside(self.kind).filter(|aside| aside.at.is_none_or(may)).count();
        is_covered.then_some(unread)
    }

    // Whether what happened before a record still counts with it; none where the calendar does not tell. The first day counts, so that
    // in any 30 days the last is the 29th after it.
    fn near(&self, before: Moment, at: Moment) -> Option<bool> {
        let Some(length) = self.within else { return Some(true) };
        let (end, moment) = after(self.world, before, length)?;
        Some(if moment.precision == Precision::Instant {
            let whole = if before.precision <= Precision::Day { before.end.0 - before.first.0 } else { 1 };
            at.first < Instant(end.0 - whole)
        } else {
            self.world.date(at.first) < self.world.date(moment.first)
        })
    }
}
