//! A count that is reached (rule V3): what follows does so with the record that reaches it, and again only after it fell below.
//! Whether a record does is known if it is the same whichever of those in doubt happened.

use super::follow::{after, selected};
use super::truth::Truth;
use super::world::World;
use bylaws::check::policy::{From, Selection};
use bylaws::log::{Instant, Length, Moment, Precision, Record, Value};

/// How many must come together, within what time.
struct Count<'w, 'a> {
    world: &'w World<'a>,
    kind: usize,
    number: usize,
    within: Option<Length>,
}

type Dated<'a> = (&'a Record, Truth);

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
    let mut out = Vec::new();
    for (position, one) in all.iter().enumerate() {
        let same = |(other, dated): &(usize, &Dated<'a>)| *other != position && key(dated.0) == key(one.0);
        let others: Vec<(usize, &Dated<'a>)> = all.iter().enumerate().filter(same).collect();
        let earlier: Vec<Dated<'a>> =
            others.iter().filter(|(other, _)| *other < position).map(|(_, dated)| **dated).collect();
        let later: Vec<Dated<'a>> =
            others.iter().filter(|(other, _)| *other > position).map(|(_, dated)| **dated).collect();
        out.extend(count.fires(&earlier, *one, &later).map(|sure| (one.0, sure)));
    }
    out
}

// Whether a record surely happened, and when.
fn is_exact((record, truth): &Dated<'_>) -> bool {
    truth.is_sure() && record.at.precision <= Precision::Day
}

impl<'a> Count<'_, 'a> {
    // Whether what follows does so with a record surely (`true`) or possibly; `None` if surely not.
    fn fires(&self, earlier: &[Dated<'a>], one: Dated<'a>, later: &[Dated<'a>]) -> Option<bool> {
        let now = self.with(earlier, one, later);
        // The one before it is the last that surely happened, or one in doubt after that.
        let mut before = Vec::new();
        let mut left = earlier;
        let mut is_known = false;
        while let (Some((last, rest)), false) = (left.split_last(), is_known) {
            let after_it: Vec<Dated<'a>> =
                earlier.iter().skip(left.len()).copied().chain([one]).chain(later.iter().copied()).collect();
            before.push(self.with(rest, *last, &after_it));
            (left, is_known) = (rest, is_exact(last));
        }
        let unread = self.unread(one.0) > 0;
        let was = is_known && !unread && before.iter().all(|(surely, _)| *surely);
        let may_have_been = unread || before.iter().any(|(_, possibly)| *possibly);
        match now {
            (true, _) if is_exact(&one) && !may_have_been => Some(true),
            (_, true) if !was => Some(false),
            _ => None,
        }
    }

    // Given that a record happened: whether the number is surely, and possibly, reached with it.
    fn with(&self, earlier: &[Dated<'a>], (record, _): Dated<'a>, later: &[Dated<'a>]) -> (bool, bool) {
        let coarse = record.at.precision > Precision::Day;
        let near = |dated: &&Dated<'a>| self.near(dated.0.at, record.at);
        let before: Vec<&Dated<'a>> = earlier.iter().filter(near).collect();
        let overlapping =
            later.iter().filter(near).filter(|dated| coarse && dated.0.at.first < record.at.end);
        let surely = before.iter().filter(|dated| is_exact(dated)).count() + 1;
        let possibly = before.len() + overlapping.count() + self.unread(record) + 1;
        (surely >= self.number, possibly >= self.number)
    }

    // How many that cannot be read may count with a record.
    fn unread(&self, record: &Record) -> usize {
        let may = |at: Moment| at.first < record.at.end && self.near(at, record.at);
        self.world.set_aside(self.kind).filter(|aside| aside.at.is_none_or(may)).count()
    }

    // Whether what happened before a record still counts with it. The first day counts, so that in any 30 days the last is the
    // 29th after it.
    fn near(&self, before: Moment, at: Moment) -> bool {
        let Some(length) = self.within else { return true };
        match after(self.world, before, length) {
            Some((end, moment)) if moment.precision == Precision::Instant => {
                let whole =
                    if before.precision <= Precision::Day { before.end.0 - before.first.0 } else { 1 };
                at.first < Instant(end.0 - whole)
            }
            Some((_, moment)) => self.world.date(at.first) < self.world.date(moment.first),
            None => true,
        }
    }
}
