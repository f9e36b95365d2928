//! Stage 4, plan × log → outcomes. Pure: no clock, no I/O.
//!
//! A norm goes to one of four kinds by its time form: windows of the calendar (`periodic`), stretches of
//! any position (`rolling`), what holds at all times (`standing`), and what a record triggers
//! (`triggered`). All of them rule by the same tally and the same three-valued conditions.

mod accounts;
mod again;
mod answer;
mod claims;
mod columns;
mod compared;
mod comparison;
mod context;
mod counted;
mod derive;
mod early;
mod entities;
mod exceptions;
mod exclusive;
mod excusable;
mod expression;
mod facet;
mod fluents;
mod follow_up;
mod frame;
mod handover;
mod held;
mod instants;
mod instead;
mod kept_for;
mod labelled;
mod lasting;
mod lying_back;
mod made_up;
mod measures;
mod near_miss;
mod none_asked;
mod numbers;
mod once;
mod outcome;
mod periodic;
mod posts;
mod private;
mod quotas;
mod rests;
mod rolling;
mod same_day;
mod scope;
mod select;
mod sliding;
mod standing;
mod stretch;
mod tally;
mod term;
mod triggered;
mod unknown_bearers;
mod withdrawn;
mod work;
mod world;

pub(crate) use again::{Beside, Bound, Since, Whom, first_open, is_visible, judge_again};
pub use columns::{Collect, evaluate_columns};
pub(crate) use counted::{Counter, Template, WindowRule};
pub use labelled::{Labelled, labelled, year_field};
pub(crate) use outcome::is_asked_for;
pub use outcome::{
    Answer, Clocked, Failed, Idle, Measured, NearMiss, Outcome, PAIR, Verdict, Weight, Withdrawn,
};
pub use quotas::{Quota, Quotas};
pub use work::{Exceeded, Work};

use crate::check::policy::{CheckedPolicy, Norm, Time};
use crate::log::{EventLog, Instant, Value};
use indexmap::IndexMap;
use rayon::prelude::*;
use rustc_hash::FxHashMap as HashMap;
use scope::InScope;
use world::{Store, World};

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
    /// Ids of bearers, or whose duties are meant as [`Outcome::is_of`] takes it; none means all.
    pub bearers: Vec<String>,
    /// Also look for near misses, record by record.
    pub near_misses: bool,
    /// Say who answers only where something is breached or undetermined; a report for people needs no more.
    pub answers_for_findings_only: bool,
    /// How much work it may be; default: no matter how much. Whether it was more must be asked of it by
    /// [`Work::within`]; [`evaluate_within`] does.
    pub work: Work,
}

impl Request {
    /// The ids of bearers that may be meant by what is asked for: the whole of it, or what stands before a [`PAIR`].
    pub fn ids_meant(asked: &str) -> impl Iterator<Item = &str> {
        std::iter::once(asked).chain(asked.match_indices(PAIR).filter_map(|(at, _)| asked.get(..at)))
    }

    // Whether some duties of a bearer are asked for.
    fn wants(&self, id: &str) -> bool {
        self.bearers.is_empty()
            || self.bearers.iter().any(|asked| Self::ids_meant(asked).any(|own| own == id))
    }

    // The same where bearers have one duty each, so that who asks for one of a pair means another norm.
    fn wants_all_of(&self, id: &str) -> bool {
        self.bearers.is_empty() || self.bearers.iter().any(|asked| asked == id)
    }

    // What is told of unknown bearers concerns whoever is asked for.
    fn means(&self, outcome: &Outcome) -> bool {
        let is_asked_for = || self.bearers.iter().any(|asked| outcome.is_of(asked));
        self.bearers.is_empty() || outcome.bearer.is_empty() || is_asked_for()
    }
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

/// What is known of an evaluation besides its outcomes.
#[derive(Clone, Debug)]
pub struct Closing {
    /// Instances that corrections of the log took away.
    pub withdrawn: Vec<Withdrawn>,
    /// The instant as of which the outcomes stand.
    pub as_of: Instant,
}

/// Evaluates the norms of a policy over a log.
#[must_use]
pub fn evaluate(policy: &CheckedPolicy, log: &EventLog, request: &Request) -> Evaluation {
    let mut outcomes = Vec::new();
    let Closing { withdrawn, as_of } =
        evaluate_each(policy, log, request, &mut |outcome| outcomes.push(outcome));
    Evaluation { outcomes, withdrawn, as_of }
}

/// The log with all that follows from it; none where nothing can.
pub(crate) fn derived(policy: &CheckedPolicy, log: &EventLog, request: &Request) -> Option<EventLog> {
    derive::extended(policy, log, request)
}

/// The duties whose records may serve one of them only, with what each claims.
///
/// # Errors
/// It would take more than so many steps.
pub(crate) fn with_claims(
    policy: &CheckedPolicy,
    log: &EventLog,
    request: &Request,
    steps: u64,
) -> Result<Vec<Outcome>, Exceeded> {
    let request = Request { work: Work::at_most(steps), ..request.clone() };
    let derived = derive::extended(policy, log, &request);
    let log = derived.as_ref().unwrap_or(log);
    let mut store = Store::new(policy, log, as_of(log, &request), &request.parameters);
    store.work = request.work.clone();
    let found = exclusive::with_claims(&mut World::of(&store), |_| true);
    request.work.within(found)
}

/// Like [`evaluate`], but takes no more than so many steps.
///
/// # Errors
/// It would take more.
pub fn evaluate_within(
    policy: &CheckedPolicy,
    log: &EventLog,
    request: &Request,
    steps: u64,
) -> Result<Evaluation, Exceeded> {
    let request = Request { work: Work::at_most(steps), ..request.clone() };
    let evaluation = evaluate(policy, log, &request);
    request.work.within(evaluation)
}

/// Like [`evaluate`], but hands each outcome on as it is found, in the same order, so that a caller who needs
/// only some of them need not hold them all.
pub fn evaluate_each(
    policy: &CheckedPolicy,
    log: &EventLog,
    request: &Request,
    take: &mut dyn FnMut(Outcome),
) -> Closing {
    let derived = derive::extended(policy, log, request);
    let log = derived.as_ref().unwrap_or(log);
    let as_of = as_of(log, request);
    let mut store = Store::new(policy, log, as_of, &request.parameters);
    store.answers_for_findings_only = request.answers_for_findings_only;
    store.work = request.work.clone();
    let settled = exclusive::settle(&mut World::of(&store));
    let world = &World::of(&store);
    let mut still = withdrawn::Keys::of(log);
    let mut noted = |mut outcome: Outcome| {
        if !request.means(&outcome) {
            return;
        }
        if request.near_misses {
            near_miss::note(world, &mut outcome);
        }
        still.note(&outcome);
        take(world.told(outcome));
    };
    for (index, norm) in policy.norms.values().enumerate() {
        if request.norms.is_empty() || request.norms.contains(&norm.name.canonical) {
            outcomes_of(world, index, norm, request, &settled, &mut noted);
        }
    }
    Closing { withdrawn: still.gone(policy, log, request), as_of }
}

/// The instant as of which a request is answered: its own, else the end of what the log covers.
#[must_use]
pub fn as_of(log: &EventLog, request: &Request) -> Instant {
    request.as_of.or_else(|| log.coverage.hull().map(|h| h.until)).unwrap_or(Instant::MIN)
}

/// Outcomes that were found together for several norms, by position of the norm.
type Settled = HashMap<usize, Vec<Outcome>>;

fn outcomes_of<'a>(
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    request: &Request,
    settled: &Settled,
    take: &mut dyn FnMut(Outcome),
) {
    let wanted = |id: &str| request.wants(id);
    world.work.turns_to(index);
    match (&norm.time, settled.get(&index)) {
        (_, Some(found)) => {
            sorted(found.iter().filter(|o| wanted(&o.bearer)).cloned().collect()).into_iter().for_each(take);
        }
        (Time::AfterBreachOf(parent, within), None) => {
            let mut before = Vec::new();
            if let Some((index, _, norm)) = world.policy.norms.get_full(parent) {
                outcomes_of(world, index, norm, request, settled, &mut |outcome| before.push(outcome));
            }
            sorted(follow_up::instances(world, index, norm, *within, &before)).into_iter().for_each(take);
        }
        _ => evaluate_norm(world, index, norm, &wanted, take),
    }
}

fn sorted(mut outcomes: Vec<Outcome>) -> Vec<Outcome> {
    outcomes.sort_by(|a, b| {
        let key = |o: &Outcome| (o.from, o.until);
        let of = |o: &Outcome| o.of_each.as_ref().map(|name| name.canonical.clone());
        (&a.bearer, of(a), key(a), &a.trigger).cmp(&(&b.bearer, of(b), key(b), &b.trigger))
    });
    outcomes
}

// The line of unknown bearers comes first; its bearer is the empty id.
fn evaluate_norm<'a>(
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    wanted: &dyn Fn(&str) -> bool,
    take: &mut dyn FnMut(Outcome),
) {
    unknown_bearers::line(world, index, norm).into_iter().for_each(&mut *take);
    let facets: Vec<World<'a>> =
        facet::facets(world, norm).into_iter().map(|facet| world.by(facet)).collect();
    if norm.trigger.is_none() {
        return of_bearers(&facets, index, norm, wanted, take);
    }
    let found = facets.iter().flat_map(|world| triggered::instances(world, index, norm, wanted));
    sorted(found.collect()).into_iter().for_each(take);
}

// Bearers share nothing but what is known, so that they may be judged in any order; what is found is handed on in
// theirs, a few at a time, for all of it would be more than a memory holds.
fn of_bearers<'a>(
    facets: &'a [World<'a>],
    index: usize,
    norm: &'a Norm,
    wanted: &dyn Fn(&str) -> bool,
    take: &mut dyn FnMut(Outcome),
) {
    let mut bearers: Vec<(&World<'a>, InScope)> = Vec::new();
    for world in facets {
        bearers.extend(scope::bearers(world, norm, wanted).into_iter().map(|bearer| (world, bearer)));
    }
    if facets.len() > 1 {
        bearers.par_sort_by(|a, b| a.1.id.cmp(&b.1.id));
    }
    let calendar = |world: &World<'_>| world.facet.calendar.map(|(index, _)| index);
    let mut windows: HashMap<Option<usize>, periodic::Windows> = HashMap::default();
    for world in facets {
        windows.entry(calendar(world)).or_insert_with(|| periodic::Windows::of(world, norm));
    }
    let of_one = |(world, bearer): &(&'a World<'a>, InScope)| {
        let own = periodic::Windows::of_own(world, norm, bearer);
        let windows = own.as_ref().or_else(|| windows.get(&calendar(world)));
        windows.map_or_else(Vec::new, |windows| of_bearer(world, index, norm, bearer, windows))
    };
    let each: Vec<&[(&World<'a>, InScope)]> = bearers.chunk_by(|a, b| a.1.id == b.1.id).collect();
    for few in each.chunks(AT_ONCE) {
        let found: Vec<Vec<Outcome>> = few
            .par_iter()
            .with_min_len(4)
            .map(|facets| match facets {
                [only] => of_one(only),
                several => sorted(several.iter().flat_map(of_one).collect()),
            })
            .collect();
        found.into_iter().flatten().for_each(&mut *take);
    }
}

/// How many bearers are judged before their outcomes are handed on.
const AT_ONCE: usize = 256;

fn of_bearer<'a>(
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    bearer: &InScope,
    windows: &periodic::Windows,
) -> Vec<Outcome> {
    if world.work.is_exceeded() {
        return Vec::new();
    }
    let of_version = scope::in_version(world, norm, bearer);
    let bearer = of_version.as_ref().unwrap_or(bearer);
    sorted(match norm.time {
        Time::AtAllTimes => standing::instances(world, index, norm, bearer),
        Time::Once => once::instances(world, index, norm, bearer),
        Time::Rolling(..) | Time::Gap(..) => rolling::instances(world, index, norm, bearer),
        _ => periodic::instances(world, index, norm, bearer, windows),
    })
}
