//! What may follow, for anybody, from what cannot be read or is not covered (rule V4).

use super::{Derived, unread};
use crate::check::policy::{DayOff, Deem, From, Turning};
use crate::eval::triggered::late_limit;
use crate::eval::world::World;
use crate::log::{Instant, Length, Moment, Precision, Stretch};

/// How much later than what it follows from a fact may follow.
#[derive(PartialEq)]
enum Later {
    By(Length),
    At,
    Ever,
}

impl Later {
    fn than(&self, world: &World<'_>, end: Instant) -> Instant {
        match self {
            Self::At => end,
            Self::Ever => Instant::MAX,
            Self::By(length) => {
                late_limit(world, end, (length.count, length.unit), DayOff::Stays).unwrap_or(Instant::MAX)
            }
        }
    }
}

pub(super) fn note(world: &World<'_>, deem: &Deem, derived: &mut Derived) {
    let (what, later) = match &deem.when {
        Turning::Each(what) => (what, Later::At),
        Turning::InARow(what, _) => (what, Later::At),
        Turning::Silence(what, length, _) => (what, Later::By(*length)),
        Turning::Reaches { what, within, .. } => (what, within.map_or(Later::Ever, Later::By)),
    };
    let From::Event(kind) = what.from else { return };
    let back = |first: Instant| match &deem.effective {
        Some(effect) => effect.back.map_or(first, |length| world.reach_back(first, length)),
        None => first,
    };
    // Of a count another record than the one that it is of may be the one by which it is reached.
    let counts = matches!(deem.when, Turning::Reaches { .. });
    let in_force = |first: Instant, end: Instant| {
        let end = if counts { later.than(world, end) } else { end };
        let at = Moment { first, end, precision: Precision::Year };
        deem.is_in_force(world.policy.zone, at) != Some(false)
    };
    let aside_in_force = |at: Option<Moment>| at.is_none_or(|at| in_force(at.first, at.end));
    let asides = world.log.set_aside.iter().filter(|aside| aside_in_force(aside.at)).collect::<Vec<_>>();
    let gaps = gaps(world, kind).into_iter().filter(|gap| in_force(gap.from, gap.until)).collect::<Vec<_>>();
    let later = if deem.effective.is_some() { Later::Ever } else { later };
    // What may be of any type may be the fact itself too, but no later one.
    let may = |own: Option<usize>| own.map_or(later != Later::At, |own| own == kind);
    for aside in asides.into_iter().filter(|aside| may(aside.kind)) {
        let at = aside.at.map_or(
            Moment { first: Instant::MIN, end: Instant::MAX, precision: Precision::Year },
            |at| match (back(at.first), later.than(world, at.end)) {
                (first, end) if (first, end) == (at.first, at.end) => at,
                (first, end) => Moment { first, end, precision: Precision::Year },
            },
        );
        derived.unread.push(unread(deem.event, at, aside.id.as_deref().unwrap_or_default()));
    }
    for gap in gaps {
        let until = later.than(world, gap.until);
        derived.uncovered.push((deem.event, Stretch { from: back(gap.from), until }));
    }
}

/// Where within the days of the log a type is not covered: what was before it begins is out of view, as for all that records
/// give rise to.
pub(super) fn gaps(world: &World<'_>, kind: usize) -> Vec<Stretch> {
    let Some(hull) = world.log.coverage.hull() else { return Vec::new() };
    let mut gaps = Vec::new();
    let mut at = hull.from;
    let end = Stretch { from: hull.until, until: hull.until };
    for known in world.log.coverage.of(kind).iter().chain([&end]) {
        if at < known.from {
            gaps.push(Stretch { from: at, until: known.from });
        }
        at = at.max(known.until);
    }
    gaps
}
