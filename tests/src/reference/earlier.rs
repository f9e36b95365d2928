//! What made up for windows of an earlier version of a norm: it does not count again under the version that takes its
//! place (rule U1).

use super::concerned::{Concerned, concerned};
use super::count::made_up;
use super::need::Duty;
use super::periodic::slots_of;
use super::scope::{Candidate, Facet, facets};
use super::slots::Slot;
use super::truth::Truth;
use super::world::World;
use bylaws::check::policy::{Norm, Requirement};
use bylaws::log::Record;

/// The records that somebody used under the versions before one, surely or possibly.
pub(super) fn used_before<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    who: &Candidate,
) -> Vec<(&'a Record, Truth)> {
    let before = norm.amended.before.as_ref();
    let Some(old) = before.and_then(|name| world.policy.norms.get(name)) else { return Vec::new() };
    let mut used = used_before(world, old, who);
    let parts = match &old.requirement {
        _ if old.late.is_none() => return used,
        // Who bears one for each of something does not bear the other.
        _ if old.for_each.is_some() != norm.for_each.is_some() => return used,
        Requirement::Have(parts) => parts,
        Requirement::Any(_) => {
            world.refuse("what alternatives of an earlier version used up");
            return used;
        }
        Requirement::Keep(_) | Requirement::Satisfy(_) => return used,
    };
    for facet in facets(world, old) {
        let world = &world.by(facet.calendar);
        let slots = begun(world, old, &facet, who);
        let all: Vec<Concerned> = slots.iter().map(|slot| concerned(world, old, &facet, who, slot)).collect();
        let duties: Vec<Duty<'_>> =
            slots.iter().zip(&all).map(|(slot, concerned)| Duty { slot, concerned }).collect();
        used.extend(parts.iter().flat_map(|part| made_up(world, old, who, &duties, part)));
    }
    used
}

fn begun<'a>(world: &World<'a>, norm: &'a Norm, facet: &Facet<'a>, who: &Candidate) -> Vec<Slot> {
    let (slots, _) = slots_of(world, norm, facet, who);
    slots.into_iter().filter(|slot| slot.from < world.as_of).collect()
}
