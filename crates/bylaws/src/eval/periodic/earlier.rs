//! What made up for windows of the law before is used up: it does not count again in those of the law that takes its
//! place (rule U1).

use super::super::outcome::{Outcome, Verdict};
use super::super::select::{Hit, Selected};
use super::super::term::Doubt;
use super::super::world::World;
use super::super::{facet, scope};
use super::{Windows, instances};
use crate::check::policy::Norm;
use crate::log::Instant;
use rustc_hash::FxHashMap as HashMap;
use std::sync::Arc;

/// What a bearer used under earlier versions of a norm after the windows in which it was due.
#[derive(Default)]
pub(super) struct UsedUp {
    /// Records, and when the window was over.
    surely: HashMap<Arc<str>, Instant>,
    /// Where something may have been used, and by which version.
    perhaps: Vec<(Instant, Instant, usize)>,
}

impl UsedUp {
    /// What the versions before one used of what a bearer did.
    pub(super) fn before(world: &World<'_>, norm: &Norm, bearer: &Arc<str>) -> Self {
        let before = norm.amended.before.as_ref().and_then(|name| world.policy.norms.get_full(name));
        let Some((index, _, old)) = before else { return Self::default() };
        let mut used = Self::before(world, old, bearer);
        if old.late.is_none() {
            return used;
        }
        let same = facet::facets(world, old).into_iter().filter(|facet| facet.is_about(&world.facet));
        for world in same.map(|facet| world.by(facet)) {
            let Some(bearer) = scope::in_scope(&world, old, bearer.clone()) else { continue };
            let own = Windows::of_own(&world, old, &bearer);
            let windows = own.unwrap_or_else(|| Windows::of(&world, old));
            let outcomes = instances(&world, index, old, &bearer, &windows);
            outcomes.iter().for_each(|outcome| used.note(&world, outcome));
        }
        used
    }

    fn note(&mut self, world: &World<'_>, outcome: &Outcome) {
        let limit = outcome.late_until.map_or(outcome.until, |day| world.day_end(day));
        if outcome.verdict == Verdict::Undetermined {
            self.perhaps.push((outcome.until, limit, outcome.norm));
        } else {
            for id in &outcome.evidence {
                let until = self.surely.entry(id.clone()).or_insert(outcome.until);
                *until = (*until).min(outcome.until);
            }
        }
    }

    /// Leaves out what is used up; what may be counts in doubt.
    pub(super) fn take_from(&self, selected: &mut Selected<'_>) {
        let is_used = |hit: &Hit<'_>| self.surely.get(&hit.id).is_some_and(|until| *until <= hit.at.first);
        let may_be = |hit: &Hit<'_>| {
            let there = self.perhaps.iter().find(|(from, until, _)| hit.at.possibly_in(*from, *until));
            there.map(|(.., old)| Doubt::MadeUp(*old, hit.id.clone()))
        };
        selected.possible.retain(|(hit, _)| !is_used(hit));
        for hit in std::mem::take(&mut selected.sure) {
            match may_be(&hit) {
                _ if is_used(&hit) => {}
                Some(doubt) => selected.possible.push((hit, doubt)),
                None => selected.sure.push(hit),
            }
        }
    }
}
