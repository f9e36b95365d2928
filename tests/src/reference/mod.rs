//! The reference evaluator: what a verdict is, as plainly as it can be said. For each norm, each possible bearer,
//! each window or trigger, all records of the log are looked at again; nothing is kept, shared or looked up.
//! The engine is held against it by `tests/tests/agreement.rs`.
//!
//! In the order of docs/semantics.md: what is known ([`truth`], [`term`], [`world`], [`select`]), lengths and
//! windows of time ([`calendar`], [`length`]), what lasts ([`fluents`], [`entities`]), expressions ([`scene`],
//! [`truths`], [`terms`], [`stretch`], [`measures`], [`tables`], [`accounts`]), whom it concerns ([`scope`],
//! [`exceptions`]), what is asked for ([`quantity`], [`count`], [`ruling`]), and the kinds of norm.
//!
//! The first certain outcome stands (rule O1): an instance is judged as of one instant after another, each time
//! as if nothing later were known, until a verdict is certain.

mod accounts;
mod calendar;
mod count;
mod coverage;
mod entities;
mod exceptions;
mod fluents;
mod instance;
mod length;
mod limit;
mod measures;
mod periodic;
mod quantity;
mod rolling;
mod ruling;
mod scene;
mod scope;
mod select;
mod standing;
mod stretch;
mod tables;
mod term;
mod terms;
mod triggered;
mod truth;
mod truths;
mod unknown;
mod world;
mod years;

pub use instance::Instance;
pub use world::Notes;

use bylaws::check::CheckedPolicy;
use bylaws::check::policy::Time;
use bylaws::log::{EventLog, Instant, Value};
use indexmap::IndexMap;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use world::World;

/// What the reference says of a policy and a log.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// All instances, of the norms that it covers.
    pub instances: Vec<Instance>,
    /// Norms that it does not cover, by position, each with what is lacking.
    pub unsupported: BTreeMap<usize, Vec<String>>,
    /// How often each construct of the language was evaluated.
    pub met: BTreeMap<String, usize>,
}

/// Judges all norms of a policy over a log as of an instant.
#[must_use]
pub fn judge(
    policy: &CheckedPolicy,
    log: &EventLog,
    as_of: Option<Instant>,
    parameters: &IndexMap<String, Value>,
) -> Judged {
    let as_of = as_of.or_else(|| log.coverage.hull().map(|hull| hull.until)).unwrap_or(Instant::MIN);
    let mut judged = Judged::default();
    for (index, norm) in policy.norms.values().enumerate() {
        let (looked, notes) = (Cell::new(Instant::MIN), RefCell::new(Notes::default()));
        let world = World {
            policy,
            log,
            parameters,
            as_of,
            calendar: &policy.calendar,
            looked: &looked,
            notes: &notes,
        };
        world.met(coverage::name_of_time(&norm.time));
        let mut found = unknown::line(&world, index, norm);
        found.extend(match &norm.time {
            _ if norm.trigger.is_some() => triggered::instances(&world, index, norm),
            Time::Every { .. }
            | Time::EveryParameter(_)
            | Time::AtTheEndOfEvery(_)
            | Time::ByDateEveryYear { .. }
            | Time::By(_) => periodic::instances(&world, index, norm),
            Time::AtAllTimes => standing::instances(&world, index, norm),
            Time::Rolling(..) | Time::Gap(..) => rolling::instances(&world, index, norm),
            other => refused(&world, coverage::name_of_time(other)),
        });
        drop(world);
        let notes = notes.into_inner();
        notes.met.into_iter().for_each(|(what, times)| *judged.met.entry(what).or_default() += times);
        if notes.unsupported.is_empty() {
            judged.instances.extend(found);
        } else {
            judged.unsupported.insert(index, notes.unsupported.into_iter().collect());
        }
    }
    judged
}

fn refused(world: &World<'_>, what: &str) -> Vec<Instance> {
    world.refuse(what);
    Vec::new()
}
