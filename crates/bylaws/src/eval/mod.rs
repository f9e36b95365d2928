//! Stage 4, plan × log → outcomes. Pure: no clock, no I/O.
//!
//! A norm goes to one of four kinds by its time form: windows of the calendar (`periodic`), stretches of
//! any position (`rolling`), what holds at all times (`standing`), and what a record triggers
//! (`triggered`). All of them rule by the same tally and the same three-valued conditions.

mod answer;
mod context;
mod exclusive;
mod expression;
mod fluents;
mod follow_up;
mod frame;
mod held;
mod near_miss;
mod outcome;
mod periodic;
mod rolling;
mod scope;
mod select;
mod standing;
mod tally;
mod term;
mod triggered;
mod unknown_bearers;
mod withdrawn;
mod world;

pub use outcome::{Answer, Failed, Measured, NearMiss, Outcome, Verdict, Weight, Withdrawn};

use crate::check::policy::{CheckedPolicy, Norm, Time};
use crate::log::{EventLog, Instant, Value};
use indexmap::IndexMap;
use std::collections::HashMap;
use world::World;

/// What to evaluate.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// One past the last instant that is seen; default: the end of what the log covers.
    pub as_of: Option<Instant>,
    /// The instant at which the log was resolved; only shown, the log already is as known then.
    pub known_at: Option<Instant>,
    /// Values of parameters, by canonical name.
    pub parameters: IndexMap<String, Value>,
    /// Canonical names of norms; none means all.
    pub norms: Vec<String>,
    /// Ids of bearers; none means all.
    pub bearers: Vec<String>,
    /// Also look for near misses, record by record.
    pub near_misses: bool,
}

/// What evaluation gives.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// Outcomes in the order of norms, then bearers, then windows.
    pub outcomes: Vec<Outcome>,
    /// Instances that corrections of the log took away.
    pub withdrawn: Vec<Withdrawn>,
    /// The instant as of which they stand.
    pub as_of: Instant,
}

/// Evaluates the norms of a policy over a log.
#[must_use]
pub fn evaluate(policy: &CheckedPolicy, log: &EventLog, request: &Request) -> Evaluation {
    let as_of = request.as_of.or_else(|| log.coverage.hull().map(|h| h.until)).unwrap_or(Instant::MIN);
    let mut world = World::new(policy, log, as_of, &request.parameters);
    let settled = exclusive::settle(&mut world);
    let mut outcomes = Vec::new();
    for (index, norm) in policy.norms.values().enumerate() {
        if request.norms.is_empty() || request.norms.contains(&norm.name.canonical) {
            outcomes.extend(outcomes_of(&world, index, norm, request, &settled));
        }
    }
    if request.near_misses {
        outcomes.iter_mut().for_each(|outcome| near_miss::note(&world, outcome));
    }
    let withdrawn = withdrawn::instances(policy, log, request, &outcomes);
    Evaluation { outcomes, withdrawn, as_of }
}

/// Outcomes that were found together for several norms, by position of the norm.
type Settled = HashMap<usize, Vec<Outcome>>;

fn outcomes_of<'a>(
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    request: &Request,
    settled: &Settled,
) -> Vec<Outcome> {
    let wanted = |id: &str| request.bearers.is_empty() || request.bearers.iter().any(|b| b == id);
    let mut out = match &norm.time {
        _ if settled.contains_key(&index) => {
            settled.get(&index).into_iter().flatten().filter(|o| wanted(&o.bearer)).cloned().collect()
        }
        Time::AfterBreachOf(parent, within) => {
            let parent = world.policy.norms.get_full(parent);
            let breaches = parent.map(|(index, _, norm)| outcomes_of(world, index, norm, request, settled));
            follow_up::instances(world, index, norm, *within, &breaches.unwrap_or_default())
        }
        _ => evaluate_norm(world, index, norm, &wanted),
    };
    out.sort_by(|a, b| {
        (&a.bearer, a.from, a.until, &a.trigger).cmp(&(&b.bearer, b.from, b.until, &b.trigger))
    });
    out
}

fn evaluate_norm<'a>(
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    wanted: &dyn Fn(&str) -> bool,
) -> Vec<Outcome> {
    let mut out = if norm.trigger.is_some() {
        triggered::instances(world, index, norm, wanted)
    } else {
        let each = match norm.time {
            Time::AtAllTimes => standing::instances,
            Time::Once => standing::once,
            Time::Rolling(..) | Time::Gap(..) => rolling::instances,
            _ => periodic::instances,
        };
        scope::bearers(world, norm, wanted)
            .iter()
            .flat_map(|bearer| each(world, index, norm, bearer))
            .collect()
    };
    out.extend(unknown_bearers::line(world, index, norm));
    out
}
