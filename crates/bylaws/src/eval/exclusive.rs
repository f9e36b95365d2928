//! Events that may serve one duty only (`one event exclusive`): the duty that is due first takes them, ties
//! by the norms' names and by which began first, never by the order of text or files (rule U3).
//!
//! Every instance is first judged as if it were alone. In the order of their due dates each then keeps the
//! records that it used; one that finds a record of its own taken is judged again without it.

use super::outcome::Outcome;
use super::world::World;
use super::{Settled, evaluate_norm};
use crate::check::policy::Norm;
use crate::log::{Exact, Name};
use crate::syntax::ast::OneEvent;
use rustc_hash::FxHashMap as HashMap;
use std::sync::Arc;

/// Who took a record: position of the norm, bearer with the one of each, and the trigger of a triggered one.
type Owner = (usize, Arc<str>, Option<Arc<Name>>, Option<Arc<str>>);

fn owner(outcome: &Outcome) -> Owner {
    (outcome.norm, outcome.bearer.clone(), outcome.of_each.clone(), outcome.trigger.clone())
}

/// What was taken of a record: all of it, or the amounts that duties used.
#[derive(Default)]
struct Taken {
    all: Option<Owner>,
    amounts: Vec<(Owner, Exact)>,
}

impl Taken {
    fn by_others(&self, me: &Owner) -> Option<Option<Exact>> {
        if self.all.as_ref().is_some_and(|owner| owner != me) {
            return Some(None);
        }
        let others = self.amounts.iter().filter(|(owner, _)| owner != me).map(|(_, amount)| *amount);
        others.reduce(|sum, amount| sum.add(amount).unwrap_or(sum)).map(Some)
    }
}

/// The outcomes of all norms whose events may serve only one of them, by position of the norm.
pub(super) fn settle(world: &mut World<'_>) -> Settled {
    settle_among(world, |_| true)
}

/// The same of some of them alone.
pub(super) fn settle_among(world: &mut World<'_>, is_asked: impl Fn(usize) -> bool) -> Settled {
    let policy = world.policy;
    let group = policy.norms.values().enumerate().filter(|(_, n)| n.reading.one_event == OneEvent::Exclusive);
    let group = group.filter(|(index, _)| is_asked(*index));
    let mut all: Vec<Outcome> = Vec::new();
    for (index, norm) in group {
        evaluate_norm(world, index, norm, &|_| true, &mut |outcome| all.push(outcome));
    }
    all.sort_by(|a, b| key(policy.norms.get_index(a.norm), a).cmp(&key(policy.norms.get_index(b.norm), b)));
    let mut taken: HashMap<Arc<str>, Taken> = HashMap::default();
    let mut settled = Settled::default();
    for outcome in all {
        let me = owner(&outcome);
        let contested = |id| taken.get(id).is_some_and(|taken| taken.by_others(&me).is_some());
        let contested = outcome.evidence.iter().any(contested);
        let outcome = if contested { judged_again(world, &outcome, &taken) } else { outcome };
        for id in outcome.evidence.iter().filter(|_| outcome.used.is_empty()) {
            taken.entry(id.clone()).or_default().all = Some(me.clone());
        }
        for (id, amount) in &outcome.used {
            taken.entry(id.clone()).or_default().amounts.push((me.clone(), *amount));
        }
        settled.entry(outcome.norm).or_default().push(outcome);
    }
    settled
}

fn key<'o>(norm: Option<(&'o String, &Norm)>, outcome: &'o Outcome) -> impl Ord + use<'o> {
    let of_each = outcome.of_each.as_ref().map(|name| name.canonical.as_str());
    let norm = norm.map(|(name, _)| name.as_str());
    // Who comes later takes nothing from who was there (rule O1).
    (outcome.until, norm, outcome.from, &outcome.bearer, of_each, &outcome.trigger)
}

// Windows of one bearer share their records by the oldest debt already, so only others' claims count.
fn judged_again(world: &mut World<'_>, outcome: &Outcome, taken: &HashMap<Arc<str>, Taken>) -> Outcome {
    let me = owner(outcome);
    let by_others = taken.iter().filter_map(|(id, taken)| Some((id.clone(), taken.by_others(&me)?)));
    world.taken = by_others.collect();
    let policy = world.policy;
    let again = policy.norms.get_index(outcome.norm).and_then(|(_, norm)| {
        let mut again = None;
        evaluate_norm(world, outcome.norm, norm, &|id| id == &*outcome.bearer, &mut |o| {
            if o.from == outcome.from && owner(&o) == me {
                again = Some(o);
            }
        });
        again
    });
    world.taken.clear();
    again.unwrap_or_else(|| outcome.clone())
}
