//! Judging a part again: of each norm only some bearers, and only windows and triggers that are not behind.

use super::scope::{self, InScope};
use super::world::{Store, World};
use super::{Outcome, Request, Settled, derive, exclusive, outcomes_of, periodic};
use crate::check::policy::{CheckedPolicy, Norm, Time};
use crate::log::{EventLog, Instant, Record};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::sync::Arc;

/// Whose instances of a norm are judged again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Whom {
    #[default]
    Nobody,
    These(HashSet<Arc<str>>),
    Everybody,
}

impl Whom {
    pub(crate) fn includes(&self, bearer: &str) -> bool {
        match self {
            Self::Nobody => false,
            Self::These(some) => some.contains(bearer),
            Self::Everybody => true,
        }
    }

    pub(crate) fn add(&mut self, bearer: Arc<str>) {
        match self {
            Self::Everybody => {}
            Self::These(some) => {
                some.insert(bearer);
            }
            Self::Nobody => *self = Self::These(std::iter::once(bearer).collect()),
        }
    }
}

/// Where the windows and triggers that still count begin: by position of the norm, and for bearers that are
/// further behind.
#[derive(Clone, Debug, Default)]
pub(crate) struct Since {
    pub norms: Vec<Instant>,
    pub bearers: HashMap<(usize, Arc<str>), Instant>,
}

impl Since {
    pub(crate) fn of(&self, norm: usize, bearer: &Arc<str>) -> Instant {
        let general = || self.norms.get(norm).copied().unwrap_or(Instant::MIN);
        // Most norms have nobody behind; then there is nothing to look up.
        if self.bearers.is_empty() {
            return general();
        }
        self.bearers.get(&(norm, bearer.clone())).copied().unwrap_or_else(general)
    }
}

/// When a norm binds a bearer, as far as that is plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    /// From an instant on, without an end.
    From(Instant),
    /// No longer, since before windows closed.
    NoLonger,
    Otherwise,
}

/// What is found besides outcomes.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    /// Where the first window begins that is not over at `closing`, by norm; none where there is none.
    pub open: Vec<Option<Instant>>,
    /// When norms that only count bind those who were judged.
    pub bound: Vec<(usize, Arc<str>, Bound)>,
}

/// Where the first window of each norm begins that is not over at `closing`; none where there is none. `log` says what
/// is covered.
pub(crate) fn first_open(
    policy: &CheckedPolicy,
    log: &EventLog,
    request: &Request,
    closing: Instant,
) -> Vec<Option<Instant>> {
    let store = Store::new(policy, log, super::as_of(log, request), &request.parameters);
    opens(&World::of(&store), closing)
}

fn opens(world: &World<'_>, closing: Instant) -> Vec<Option<Instant>> {
    let opens =
        |norm: &Norm| norm.trigger.is_none().then(|| periodic::Windows::first_after(world, norm, closing));
    world.policy.norms.values().map(|norm| opens(norm).flatten()).collect()
}

fn bound(world: &World<'_>, norm: &Norm, whom: &Whom, closing: Instant) -> Vec<(Arc<str>, Bound)> {
    let bearers = scope::bearers(world, norm, &|id| whom.includes(id));
    let of_bearer = |bearer: InScope| {
        let bound = match bearer.spans.as_slice() {
            [one] if one.doubt.is_none() && one.until >= Instant::MAX => Bound::From(one.from),
            all if all.iter().all(|span| span.doubt.is_none() && span.until <= closing) => Bound::NoLonger,
            _ => Bound::Otherwise,
        };
        (bearer.id, bound)
    };
    bearers.into_iter().map(of_bearer).collect()
}

/// Hands on the outcomes of all that is to be judged, as of the instant of the request. `counts` says of each norm
/// whether it only counts.
pub(crate) fn judge_again(
    policy: &CheckedPolicy,
    log: &EventLog,
    request: &Request,
    since: &Since,
    whom: &[Whom],
    (closing, counts): (Instant, &[bool]),
    take: &mut dyn FnMut(Outcome),
) -> Beside {
    let derived = derive::extended(policy, log, request);
    let log = derived.as_ref().unwrap_or(log);
    let mut store = Store::new(policy, log, super::as_of(log, request), &request.parameters);
    store.since = Some(since);
    store.work = request.work.clone();
    let settled = exclusive::settle(&mut World::of(&store));
    let world = &World::of(&store);
    let mut beside = Beside { open: opens(world, closing), bound: Vec::new() };
    for (index, norm) in policy.norms.values().enumerate() {
        let whom = whom.get(index).unwrap_or(&Whom::Nobody);
        if *whom == Whom::Nobody {
            continue;
        }
        of_norm(world, index, norm, request, &settled, whom, take);
        if counts.get(index) == Some(&true) {
            let of_norm = bound(world, norm, whom, closing).into_iter();
            beside.bound.extend(of_norm.map(|(bearer, bound)| (index, bearer, bound)));
        }
    }
    beside
}

fn of_norm<'a>(
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    request: &Request,
    settled: &Settled,
    whom: &Whom,
    take: &mut dyn FnMut(Outcome),
) {
    let mut noted = |outcome: Outcome| {
        if whom.includes(&outcome.bearer) {
            take(world.told(outcome));
        }
    };
    if settled.contains_key(&index) || matches!(norm.time, Time::AfterBreachOf(..)) {
        return outcomes_of(world, index, norm, request, settled, &mut noted);
    }
    super::evaluate_norm(world, index, norm, &|id| whom.includes(id), &mut noted);
}

/// Whether a record can be seen at an instant.
pub(crate) fn is_visible(policy: &CheckedPolicy, record: &Record, as_of: Instant) -> bool {
    super::world::is_visible(policy, record, as_of)
}
