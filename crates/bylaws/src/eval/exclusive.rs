//! Events that may serve one duty only (`one event exclusive`): the duty that is due first takes them, ties
//! by the norms' names and by which began first, never by the order of text or files (rule U3).
//!
//! Every instance is first judged as if it were alone. In the order of their due dates each then keeps the
//! records that it used; one that finds a record of its own taken is judged again without it. A record of which it is
//! not known whether another one uses it may count or not.

use super::claims::Taken;
use super::outcome::{Outcome, Verdict};
use super::world::World;
use super::{Settled, evaluate_norm};
use crate::check::policy::Norm;
use crate::log::{Exact, Name};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::sync::Arc;

/// Who took a record: position of the norm, bearer with the one of each, and the trigger of a triggered one.
type Owner = (usize, Arc<str>, Option<Arc<Name>>, Option<Arc<str>>);

fn owner(outcome: &Outcome) -> Owner {
    (outcome.norm, outcome.bearer.clone(), outcome.of_each.clone(), outcome.trigger.clone())
}

/// Who uses a record: all of it, or an amount; and who may.
#[derive(Default)]
struct Uses {
    all: Option<Owner>,
    amounts: Vec<(Owner, Exact)>,
    possibly: Vec<Owner>,
}

impl Uses {
    fn by_others(&self, me: &Owner) -> Option<Option<Exact>> {
        if self.all.as_ref().is_some_and(|owner| owner != me) {
            return Some(None);
        }
        let others = self.amounts.iter().filter(|(owner, _)| owner != me).map(|(_, amount)| *amount);
        others.reduce(|sum, amount| sum.add(amount).unwrap_or(sum)).map(Some)
    }

    // One of two is another than whoever asks.
    fn may_be_used_by(&mut self, me: &Owner) {
        if self.possibly.len() < 2 && !self.possibly.contains(me) {
            self.possibly.push(me.clone());
        }
    }

    fn possibly_by_others(&self, me: &Owner) -> bool {
        self.possibly.iter().any(|owner| owner != me)
    }
}

/// What the duties have taken that were settled so far.
#[derive(Default)]
struct Book(HashMap<Arc<str>, Uses>);

impl Book {
    fn note(&mut self, outcome: &Outcome) {
        let Some(claims) = &outcome.claims else { return };
        // Who owes nothing uses nothing.
        if matches!(outcome.verdict, Verdict::Excused | Verdict::NotApplicable) {
            return;
        }
        let me = owner(outcome);
        if claims.is_unsure {
            for id in claims.all() {
                self.0.entry(id.clone()).or_default().may_be_used_by(&me);
            }
            return;
        }
        for (id, amount) in &claims.used {
            let uses = self.0.entry(id.clone()).or_default();
            match amount {
                Some(amount) => uses.amounts.push((me.clone(), *amount)),
                None => uses.all = Some(me.clone()),
            }
        }
    }

    // Whether others claim records that a duty counts, or may.
    fn contests(&self, outcome: &Outcome) -> bool {
        let me = owner(outcome);
        outcome.claims.iter().flat_map(|claims| claims.all()).any(|id| {
            let claimed = self.0.get(id);
            claimed.is_some_and(|by| by.by_others(&me).is_some() || by.possibly_by_others(&me))
        })
    }

    // What others have taken; where it is not known who is due first, they may have.
    fn taken(&self, outcome: &Outcome) -> Taken {
        let me = owner(outcome);
        let has_order = !is_due_whenever(outcome);
        let mut taken = Taken::default();
        for (id, claimed) in &self.0 {
            let surely = claimed.by_others(&me);
            if claimed.possibly_by_others(&me) || surely.is_some() && !has_order {
                taken.possibly.insert(id.clone());
            }
            if let Some(amount) = surely.filter(|_| has_order) {
                taken.surely.insert(id.clone(), amount);
            }
        }
        taken
    }
}

// Nothing that others take decides a duty of which it is not known in what time it may be met.
fn has_no_time(outcome: &Outcome) -> bool {
    is_due_whenever(outcome) && outcome.verdict == Verdict::Undetermined && outcome.evidence.is_empty()
}

fn is_due_whenever(outcome: &Outcome) -> bool {
    outcome.claims.as_ref().is_some_and(|claims| claims.whenever)
}

/// The outcomes of all norms whose events may serve only one of them, by position of the norm.
pub(super) fn settle(world: &mut World<'_>) -> Settled {
    settle_among(world, |_| true)
}

/// The same of some of them alone.
pub(super) fn settle_among(world: &mut World<'_>, is_asked: impl Fn(usize) -> bool) -> Settled {
    let mut settled = Settled::default();
    for outcome in with_claims(world, is_asked) {
        // They have done their work.
        settled.entry(outcome.norm).or_default().push(Outcome { claims: None, ..outcome });
    }
    settled
}

/// The same with what each claims.
pub(super) fn with_claims(world: &mut World<'_>, is_asked: impl Fn(usize) -> bool) -> Vec<Outcome> {
    let policy = world.policy;
    let group = policy.norms.values().enumerate().filter(|(_, norm)| norm.uses_records_up());
    let group = group.filter(|(index, _)| is_asked(*index));
    let mut all: Vec<Outcome> = Vec::new();
    for (index, norm) in group {
        evaluate_norm(world, index, norm, &|_| true, &mut |outcome| all.push(outcome));
    }
    let in_order = |all: &mut Vec<Outcome>| {
        all.sort_by(|a, b| {
            key(policy.norms.get_index(a.norm), a).cmp(&key(policy.norms.get_index(b.norm), b))
        });
    };
    in_order(&mut all);
    // Of which it is not known when it is due may come before any other: what it may use, it may have used by then.
    let (whenever, due): (Vec<_>, Vec<_>) = all.into_iter().partition(is_due_whenever);
    let mut book = Book::default();
    whenever.iter().for_each(|outcome| book.note(outcome));
    let mut all = Vec::new();
    // Windows of one bearer make up for one another: what one of them has lost another may have used instead.
    let mut deprived: HashSet<Owner> = HashSet::default();
    for outcome in due.into_iter().chain(whenever) {
        let me = owner(&outcome);
        let is_contested = !has_no_time(&outcome) && (deprived.contains(&me) || book.contests(&outcome));
        if is_contested {
            deprived.insert(me);
        }
        let outcome = if is_contested { judged_again(world, &outcome, &book) } else { outcome };
        if !is_due_whenever(&outcome) {
            book.note(&outcome);
        }
        all.push(outcome);
    }
    in_order(&mut all);
    all
}

fn key<'o>(norm: Option<(&'o String, &Norm)>, outcome: &'o Outcome) -> impl Ord + use<'o> {
    let of_each = outcome.of_each.as_ref().map(|name| name.canonical.as_str());
    let norm = norm.map(|(name, _)| name.as_str());
    // Who comes later takes nothing from who was there (rule O1).
    (outcome.until, norm, outcome.from, &outcome.bearer, of_each, &outcome.trigger)
}

// Windows of one bearer share their records by the oldest debt already, so only others' claims count.
fn judged_again(world: &mut World<'_>, outcome: &Outcome, book: &Book) -> Outcome {
    let me = owner(outcome);
    world.taken = book.taken(outcome);
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
    world.taken = Taken::default();
    again.unwrap_or_else(|| outcome.clone())
}
