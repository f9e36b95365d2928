//! Events that may serve one duty only (`one event exclusive`): the duty that is due first takes them, ties
//! by the norms' names, never by the order of text or files (rule U3).
//!
//! Every instance is first judged as if it were alone. In the order of their due dates each then keeps the
//! records that it used; one that finds a record of its own taken is judged again without it.

use super::outcome::Outcome;
use super::world::World;
use super::{Settled, evaluate_norm};
use crate::check::policy::Norm;
use crate::syntax::ast::OneEvent;
use std::collections::HashMap;
use std::sync::Arc;

/// Who took a record: position of the norm, bearer, and the trigger of a triggered one.
type Owner = (usize, Arc<str>, Option<Arc<str>>);

fn owner(outcome: &Outcome) -> Owner {
    (outcome.norm, outcome.bearer.clone(), outcome.trigger.clone())
}

/// The outcomes of all norms whose events may serve only one of them, by position of the norm.
pub(super) fn settle(world: &mut World<'_>) -> Settled {
    let policy = world.policy;
    let group = policy.norms.values().enumerate().filter(|(_, n)| n.reading.one_event == OneEvent::Exclusive);
    let mut all: Vec<Outcome> = Vec::new();
    for (index, norm) in group {
        evaluate_norm(world, index, norm, &|_| true, &mut |outcome| all.push(outcome));
    }
    all.sort_by(|a, b| key(policy.norms.get_index(a.norm), a).cmp(&key(policy.norms.get_index(b.norm), b)));
    let mut taken: HashMap<Arc<str>, Owner> = HashMap::new();
    let mut settled = Settled::new();
    for outcome in all {
        let me = owner(&outcome);
        let contested = outcome.evidence.iter().any(|id| taken.get(id).is_some_and(|by| *by != me));
        let outcome = if contested { judged_again(world, &outcome, &taken) } else { outcome };
        taken.extend(outcome.evidence.iter().map(|id| (id.clone(), me.clone())));
        settled.entry(outcome.norm).or_default().push(outcome);
    }
    settled
}

fn key<'o>(norm: Option<(&'o String, &Norm)>, outcome: &'o Outcome) -> impl Ord + use<'o> {
    (outcome.until, norm.map(|(name, _)| name.as_str()), &outcome.bearer, outcome.from, &outcome.trigger)
}

// Windows of one bearer share their records by the oldest debt already, so only others' claims count.
fn judged_again(world: &mut World<'_>, outcome: &Outcome, taken: &HashMap<Arc<str>, Owner>) -> Outcome {
    let me = owner(outcome);
    let by_others = taken.iter().filter(|(_, by)| **by != me);
    world.taken = by_others.map(|(id, _)| id.clone()).collect();
    let policy = world.policy;
    let again = policy.norms.get_index(outcome.norm).and_then(|(_, norm)| {
        let mut again = None;
        evaluate_norm(world, outcome.norm, norm, &|id| id == &*outcome.bearer, &mut |o| {
            if o.from == outcome.from && o.trigger == outcome.trigger && o.bearer == outcome.bearer {
                again = Some(o);
            }
        });
        again
    });
    world.taken.clear();
    again.unwrap_or_else(|| outcome.clone())
}
