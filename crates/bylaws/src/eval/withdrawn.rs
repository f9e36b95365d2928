//! Instances that a correction took away: they existed by the records as first made, and do not exist by the
//! records as corrected (rule C3). What followed from them is withdrawn with them; acts done stay events.

use super::outcome::{Outcome, Withdrawn};
use super::{Request, evaluate};
use crate::check::CheckedPolicy;
use crate::log::{EventLog, Instant};
use std::collections::HashSet;
use std::sync::Arc;

type Key = (usize, Arc<str>, Option<Arc<str>>, Option<Instant>);

// A trigger names its instance even when a correction moves it; else the window does.
fn key(outcome: &Outcome) -> Key {
    let window = outcome.trigger.is_none().then_some(outcome.from);
    (outcome.norm, outcome.bearer.clone(), outcome.trigger.clone(), window)
}

/// The instances that corrections withdrew, in the order of the outcomes.
pub(super) fn instances(
    policy: &CheckedPolicy,
    log: &EventLog,
    request: &Request,
    now: &[Outcome],
) -> Vec<Withdrawn> {
    if log.corrected.is_empty() {
        return Vec::new();
    }
    let still: HashSet<Key> = now.iter().map(key).collect();
    let before =
        evaluate(policy, &log.before_corrections(), &Request { near_misses: false, ..request.clone() });
    let gone = before.outcomes.into_iter().filter(|outcome| !still.contains(&key(outcome)));
    gone.map(|outcome| Withdrawn {
        norm: outcome.norm,
        by: log
            .corrected
            .iter()
            .find(|c| Some(&c.before.id) == outcome.trigger.as_ref())
            .map(|c| c.by.clone()),
        bearer: outcome.bearer,
        from: outcome.from,
        trigger: outcome.trigger,
    })
    .collect()
}
