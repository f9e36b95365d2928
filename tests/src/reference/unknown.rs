//! A norm whose bearers or triggers are not all known says so in one line (rule K5).

use super::instance::Instance;
use super::scope::{Candidate, version};
use super::world::World;
use bylaws::check::policy::{BearerKind, From, Norm};
use bylaws::log::{EventOrigin, Instant};

/// The undetermined line of a norm some of whose bearers or triggers may be missing.
pub(super) fn line(world: &World<'_>, index: usize, norm: &Norm) -> Vec<Instance> {
    let Some(begins) = world.begins() else { return Vec::new() };
    let (in_force, version) = (world.in_force(), version(world, norm));
    let from = in_force.from.max(version.from).max(begins);
    let until = in_force.until.min(version.until).min(world.as_of);
    let events = &world.policy.vocabulary.events;
    let trigger =
        norm.trigger.as_ref().and_then(|t| if let From::Event(kind) = t.from { Some(kind) } else { None });
    let bearer = match norm.bearer.as_ref().map(|b| &b.kind) {
        Some(BearerKind::Role(_) | BearerKind::Holding(_)) => {
            events.values().position(|e| e.origin == EventOrigin::RoleStart)
        }
        Some(BearerKind::Entity(kind)) => events.get_index_of(kind.as_str()),
        None => None,
    };
    // No duty of one that is missing is older than it.
    let first_missing = |kind: usize| {
        let aside = world.set_aside(kind).filter(|one| one.at.is_none_or(|at| at.possibly_in(from, until)));
        let aside = aside.map(|one| one.at.map_or(from, |at| at.first.max(from)));
        let gap =
            (!world.is_known(kind, from, until)).then(|| world.log.coverage.known_until(kind, from, until));
        aside.chain(gap).min()
    };
    if from >= until {
        return Vec::new();
    }
    let Some(from) = trigger.into_iter().chain(bearer).filter_map(first_missing).min() else {
        return Vec::new();
    };
    let due = Some(world.date(Instant(until.0 - 1)));
    vec![Instance { due, ..Instance::new(index, norm, &Candidate::default(), (from, until)) }]
}
