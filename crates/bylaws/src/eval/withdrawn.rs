//! Instances that a correction took away: they existed by the records as first made, and do not exist by the
//! records as corrected (rule C3). What followed from them is withdrawn with them; acts done stay events.

use super::outcome::{Outcome, Withdrawn};
use super::{Request, evaluate_each};
use crate::check::CheckedPolicy;
use crate::log::{EventLog, Name};
use rustc_hash::FxHashSet as HashSet;
use std::sync::Arc;

type Key = (usize, Arc<str>, Option<Arc<Name>>, Option<Arc<str>>, Option<String>);

// A trigger names its instance even when a correction moves it; else the window does, by its label: where
// a bearer's part of it begins may move.
fn key(outcome: &Outcome) -> Key {
    let label = outcome.label.as_ref().map_or_else(|| format!("{:?}", outcome.from), |l| l.canonical.clone());
    let window = outcome.trigger.is_none().then_some(label);
    (outcome.norm, outcome.bearer.clone(), outcome.of_each.clone(), outcome.trigger.clone(), window)
}

/// Which instances exist, if a correction makes that worth knowing.
pub(super) struct Keys(Option<HashSet<Key>>);

impl Keys {
    pub(super) fn of(log: &EventLog) -> Self {
        Self((!log.corrected.is_empty()).then(HashSet::default))
    }

    pub(super) fn note(&mut self, outcome: &Outcome) {
        if let Some(keys) = &mut self.0 {
            keys.insert(key(outcome));
        }
    }

    /// The instances that corrections withdrew, in the order of the outcomes.
    pub(super) fn gone(self, policy: &CheckedPolicy, log: &EventLog, request: &Request) -> Vec<Withdrawn> {
        let Some(still) = self.0 else { return Vec::new() };
        let mut out = Vec::new();
        let before = Request { near_misses: false, ..request.clone() };
        evaluate_each(policy, &log.before_corrections(), &before, &mut |outcome| {
            if !still.contains(&key(&outcome)) {
                out.push(withdrawn(log, outcome));
            }
        });
        out
    }
}

fn withdrawn(log: &EventLog, outcome: Outcome) -> Withdrawn {
    let correction = log.corrected.iter().find(|c| Some(&c.before.id) == outcome.trigger.as_ref());
    Withdrawn {
        norm: outcome.norm,
        by: correction.map(|c| c.by.clone()),
        bearer: outcome.bearer,
        of_each: outcome.of_each,
        from: outcome.from,
        trigger: outcome.trigger,
    }
}
