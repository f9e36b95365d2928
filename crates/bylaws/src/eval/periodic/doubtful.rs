//! Windows for which something may be made up, where not all is known of what there is.

use super::super::made_up::Windows;
use super::super::select::{Hit, Selected};
use super::super::tally::{Demand, Passes, Tally};
use super::super::term::{Doubt, Truth};
use super::slot::Slot;
use crate::check::policy::{From, Part};
use crate::log::{Instant, Precision};
use rustc_hash::FxHashMap as HashMap;
use std::sync::Arc;

/// What each window gets; none where all is known, and where it would be too much work.
pub(super) fn tallies<'a>(
    slots: &[Slot<'a>],
    part: &Part,
    demands: &[Demand],
    selected: &[Selected<'a>],
    sure: &[Hit<'a>],
    passes: Passes<'_, 'a>,
) -> Option<Vec<Tally<'a>>> {
    let unseen = |index: usize, before: Instant| {
        let slot = slots.get(index)?;
        let judged =
            || demands.get(index).is_some_and(|d| sure.iter().any(|hit| d.surely_takes(hit.at, d.limit)));
        slot.unseen(part, before).or_else(|| slot.unjudged(part).filter(|_| !judged()))
    };
    let may_pass = |hit: &Hit<'a>| {
        let is_unknown = |n, index| matches!(passes(index, n, hit), Truth::Unknown(_));
        (0..part.of_which.len()).any(|n| (0..demands.len()).any(|index| is_unknown(n, index)))
    };
    let is_doubtful = selected.iter().any(|own| !own.possible.is_empty())
        || demands.iter().any(|demand| demand.doubt.is_some())
        || sure.iter().any(|hit| hit.at.precision > Precision::Day || may_pass(hit))
        || demands.iter().enumerate().any(|(index, demand)| unseen(index, demand.limit).is_some());
    if !is_doubtful {
        return None;
    }
    let mut hits: Vec<&Hit<'a>> = sure.iter().collect();
    hits.extend(selected.iter().flat_map(|own| &own.possible).map(|(hit, _)| hit));
    hits.sort_by(|a, b| (a.at.end, &a.id).cmp(&(b.at.end, &b.id)));
    hits.dedup_by(|a, b| a.id == b.id);
    let world = slots.first()?.frame.world;
    if !world.work.spend(hits.len().saturating_mul(demands.len())) {
        return None;
    }
    // One look-up for all windows, or one for each.
    let is_shared = selected.len() == 1;
    let of_window = |own: &Selected<'a>| -> HashMap<Arc<str>, Truth> {
        let surely = if is_shared { sure } else { &own.sure };
        let surely = surely.iter().map(|hit| (hit.id.clone(), Truth::True));
        let possible =
            own.possible.iter().map(|(hit, doubt)| (hit.id.clone(), Truth::Unknown(doubt.clone())));
        surely.chain(possible).collect()
    };
    let known: Vec<HashMap<Arc<str>, Truth>> = selected.iter().map(of_window).collect();
    let counts = |index: usize, hit: &Hit<'a>| {
        let own = known.get(if is_shared { 0 } else { index });
        own.and_then(|own| own.get(&hit.id)).cloned().unwrap_or(Truth::False)
    };
    Some(Windows::of(demands, hits, &counts, passes, &unseen).tallies())
}

impl Slot<'_> {
    // Why there may be others in the window before an instant, of which nobody told.
    fn unseen(&self, part: &Part, before: Instant) -> Option<Doubt> {
        let From::Event(kind) = part.what.from else { return None };
        let world = self.frame.world;
        let (from, until) = (self.effective.0, before.min(self.limit_for_counting()).min(world.as_of));
        let aside = world.set_aside(kind, from, until) > 0;
        world.gap_in(kind, from, until).or(aside.then_some(Doubt::SetAside))
    }

    // A judgement that nobody recorded is no judgement to the contrary (rule K6).
    fn unjudged(&self, part: &Part) -> Option<Doubt> {
        let From::Event(kind) = part.what.from else { return None };
        let (_, event) = self.frame.world.policy.vocabulary.events.get_index(kind)?;
        event.judgement.then_some(Doubt::Judgement(kind))
    }
}
