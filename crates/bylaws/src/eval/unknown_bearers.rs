//! A norm whose bearers or triggers are not all known says so in one line (rule K5).

use super::frame::{Found, Frame};
use super::outcome::Outcome;
use super::tally::Ruling;
use super::term::Doubt;
use super::world::World;
use crate::check::policy::{BearerKind, From, Norm};
use crate::log::{Instant, SetAside};
use std::sync::Arc;

/// The undetermined line of a norm some of whose triggers or bearers may be missing from the log.
pub(super) fn line(world: &World<'_>, index: usize, norm: &Norm) -> Option<Outcome> {
    let hull = world.log.coverage.hull()?;
    let (from, until) = world.in_force();
    let version = world.version(norm);
    let (from, until) = (from.max(version.0).max(hull.from), until.min(version.1).min(world.as_of));
    let mut kinds = Vec::new();
    if let Some(From::Event(kind)) = norm.trigger.as_ref().map(|t| &t.from) {
        kinds.push(*kind);
    }
    match norm.bearer.as_ref().map(|b| &b.kind) {
        Some(BearerKind::Role(_) | BearerKind::Holding(_)) => kinds.extend(world.starting_kind(None)),
        Some(BearerKind::Entity(kind)) => kinds.extend(world.policy.vocabulary.events.get_index_of(kind)),
        None => {}
    }
    if from >= until {
        return None;
    }
    let doubt = kinds.iter().find_map(|kind| {
        let aside = (world.set_aside(*kind, from, until) > 0).then_some(Doubt::SetAside);
        // What may still come to lie back is no gap in the log.
        let gap = world.gap_in(*kind, from, until).filter(|doubt| *doubt != Doubt::Awaited);
        aside.or(gap)
    })?;
    // No duty of one that is missing is older than it.
    let from = kinds.iter().map(|kind| first_missing(world, *kind, from, until)).min()?;
    let frame = Frame {
        world,
        index,
        norm,
        bearer: Arc::from(""),
        from,
        until,
        limit: until,
        label: None,
        trigger: None,
    };
    Some(frame.outcome(Ruling::undetermined(doubt), Found::default()))
}

// The first instant at which a record of a type may be missing, else the end of the stretch.
fn first_missing(world: &World<'_>, kind: usize, from: Instant, until: Instant) -> Instant {
    let may = |aside: &&SetAside| {
        aside.kind.is_none_or(|k| k == kind) && aside.at.is_none_or(|at| at.possibly_in(from, until))
    };
    let aside = world.log.set_aside.iter().filter(may);
    let aside = aside.map(|aside| aside.at.map_or(from, |at| at.first.max(from)));
    aside.chain([world.log.coverage.known_until(kind, from, until)]).min().unwrap_or(until)
}
