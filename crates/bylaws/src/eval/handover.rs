//! Days on which somebody leaves and somebody else comes: both are there on that day, and yet one took over from the
//! other. Such a day counts as the greater of the numbers before and after it.

use super::fluents::Spell;
use super::select::Hit;
use super::world::World;
use crate::log::{Instant, Precision};

/// How a spell begins or ends on a day; to the instant, or by the day alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Begins { by_day: bool },
    Ends { by_day: bool },
}

/// How a spell begins or ends on the day of an instant; none for one that does neither, or both.
pub(super) fn turn(world: &World<'_>, spell: &Spell, at: Instant) -> Option<Turn> {
    let day = world.date_of(at);
    let (first, end) = (world.day_start(day), world.day_end(day));
    let by_day = |index: Option<usize>| {
        let record = index.and_then(|index| world.log.records.get(index));
        record.is_some_and(|record| record.at.precision == Precision::Day)
    };
    match (first <= spell.from, spell.until <= end) {
        (true, false) => Some(Turn::Begins { by_day: by_day(spell.start) }),
        (false, true) => Some(Turn::Ends { by_day: by_day(spell.end) }),
        _ => None,
    }
}

/// How many of those who end that day have a successor among those who begin: of two that are known to the instant it
/// is known whether they overlap.
pub(super) fn handed_over(hits: &[Hit<'_>]) -> usize {
    let number =
        |wanted: &dyn Fn(Turn) -> bool| hits.iter().filter(|hit| hit.turn.is_some_and(wanted)).count();
    let begin = number(&|turn| matches!(turn, Turn::Begins { .. }));
    let end = number(&|turn| matches!(turn, Turn::Ends { .. }));
    let by_day = number(&|turn| matches!(turn, Turn::Begins { by_day: true } | Turn::Ends { by_day: true }));
    begin.min(end).min(by_day)
}
