//! The reference evaluator: what a verdict is, as plainly as it can be said. For each norm, each possible bearer,
//! each window or trigger, all records of the log are looked at again; nothing is kept, shared or looked up.
//! The engine is held against it by `tests/tests/agreement.rs`.
//!
//! In the order of docs/semantics.md: what is known (`truth`, `term`, `world`, `select`), lengths and
//! windows of time (`calendar`, `length`), what lasts (`fluents`, `entities`), expressions (`scene`,
//! `truths`, `terms`, `stretch`, `measures`, `tables`, `accounts`), whom it concerns (`scope`,
//! `exceptions`), what is asked for (`quantity`, `count`, `ruling`), and the kinds of norm.
//!
//! The first certain outcome stands (rule O1): an instance is judged as of one instant after another, each time
//! as if nothing later were known, until a verdict is certain.

mod accounts;
mod answer;
mod calendar;
mod concerned;
mod count;
mod coverage;
mod earlier;
mod entities;
mod exceptions;
mod exclusive;
mod fluents;
mod follow;
mod gaps;
mod instance;
mod kept;
mod length;
mod limit;
mod measures;
mod need;
mod number;
mod once;
mod otherwise;
mod periodic;
mod quantity;
mod reached;
mod rolling;
mod ruling;
mod same_day;
mod scene;
mod scope;
mod select;
mod share;
mod slots;
mod standing;
mod stretch;
mod sums;
mod tables;
mod term;
mod terms;
mod triggered;
mod truth;
mod truths;
mod unknown;
mod uses;
mod world;
mod years;

pub use answer::Answers;
pub use instance::Instance;
pub use uses::Uses;
pub use world::Notes;

use bylaws::check::CheckedPolicy;
use bylaws::check::policy::Norm;
use bylaws::check::policy::Time;
use bylaws::eval::Request;
use bylaws::log::{EventLog, EventOrigin, Instant, Value};
use scope::Candidate;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use world::World;

/// What the reference says of a policy and a log.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// All instances, of the norms that it covers.
    pub instances: Vec<Instance>,
    /// Norms that it does not cover, by position, each with what is lacking.
    pub unsupported: BTreeMap<usize, Vec<String>>,
    /// How often each construct of the language was evaluated.
    pub met: BTreeMap<&'static str, usize>,
    /// The types of record that each norm looked at, by position.
    read: BTreeMap<usize, BTreeSet<usize>>,
}

/// Judges norms of a policy over a log, as a request asks for it: which norms, as of when, with which parameters.
#[must_use]
pub fn judge(policy: &CheckedPolicy, given: &EventLog, request: &Request) -> Judged {
    let parameters = &request.parameters;
    let as_of =
        request.as_of.or_else(|| given.coverage.hull().map(|hull| hull.until)).unwrap_or(Instant::MIN);
    let read = |name: &str| {
        let mut events = policy.vocabulary.events.values();
        let is_version = |of: &str| policy.norms.get(name).is_some_and(|norm| norm.is_version_of(of));
        events.any(|event| matches!(&event.origin, EventOrigin::Verdict(of) if is_version(of)))
    };
    let wanted = |name: &String| request.norms.is_empty() || request.norms.contains(name);
    let nothing = exclusive::Taken::default();
    let judge_over = |log: &EventLog| {
        let mut judged = Judged::default();
        let (looked, unread) = (Cell::new(Instant::MIN), RefCell::new(Notes::default()));
        let (calendar, taken) = (&policy.calendar, &nothing);
        let world =
            World { policy, log, parameters, as_of, calendar, looked: &looked, notes: &unread, taken };
        let mut settled = BTreeMap::new();
        for (index, found, notes) in exclusive::settled(&world) {
            settled.insert(index, found.clone());
            judged.add(index, found, notes);
        }
        for (index, _) in policy.norms.keys().enumerate().filter(|(_, name)| wanted(name) || read(name)) {
            if !settled.contains_key(&index) {
                let notes = RefCell::new(Notes::default());
                let found = of_norm(&World { notes: &notes, ..world.clone() }, index, &settled);
                judged.add(index, found, notes.into_inner());
            }
        }
        judged
    };
    let mut log = given.clone();
    let mut judged = judge_over(&log);
    // As often as it takes until nothing new follows; what follows from itself is an error of the policy.
    for _ in 0..=policy.deems.len() + policy.norms.len() {
        let (looked, notes) = (Cell::new(Instant::MIN), RefCell::new(Notes::default()));
        let (calendar, taken) = (&policy.calendar, &nothing);
        let (looked, notes_of) = (&looked, &notes);
        let world = World { policy, log: &log, parameters, as_of, calendar, looked, notes: notes_of, taken };
        if !follow::anything(&world) {
            break;
        }
        let filled = follow::derived(&world, &judged.instances).added_to(&world, given);
        let notes = notes.into_inner();
        let same = filled.records == log.records
            && filled.set_aside == log.set_aside
            && filled.in_doubt == log.in_doubt
            && filled.coverage == log.coverage;
        log = filled;
        if same {
            break;
        }
        judged = judge_over(&log);
        judged.note(notes);
    }
    judged.without_what_rests_on_the_unsupported(policy);
    judged.instances.retain(|one| policy.norms.get_index(one.norm).is_some_and(|(name, _)| wanted(name)));
    judged
}

impl Judged {
    fn add(&mut self, index: usize, found: Vec<Instance>, notes: Notes) {
        self.read.insert(index, notes.read.clone());
        if notes.unsupported.is_empty() {
            self.instances.extend(found);
        } else {
            self.unsupported.insert(index, notes.unsupported.iter().cloned().collect());
        }
        self.note(notes);
    }

    // A norm that looks at verdicts which are not covered, or at what follows from them, is not covered either.
    fn without_what_rests_on_the_unsupported(&mut self, policy: &CheckedPolicy) {
        let norm_of = |index: &usize| policy.norms.get_index(*index).map(|(_, norm)| norm);
        loop {
            let lacking: Vec<&Norm> = self.unsupported.keys().filter_map(norm_of).collect();
            let rests = |kind: &usize| {
                let event = policy.vocabulary.events.get_index(*kind).map(|(_, event)| &event.origin);
                let of_verdict = matches!(event, Some(EventOrigin::Verdict(of)) if lacking.iter().any(|n| n.is_version_of(of)));
                let is_deemed = policy.deems.iter().any(|deem| deem.event == *kind);
                of_verdict || is_deemed && !lacking.is_empty()
            };
            let further: Vec<usize> = self
                .read
                .iter()
                .filter(|(index, kinds)| !self.unsupported.contains_key(index) && kinds.iter().any(rests))
                .map(|(index, _)| *index)
                .collect();
            if further.is_empty() {
                break;
            }
            for index in further {
                self.unsupported
                    .insert(index, vec!["what rests on verdicts that are not covered".to_owned()]);
            }
        }
        self.instances.retain(|one| !self.unsupported.contains_key(&one.norm));
    }

    fn note(&mut self, notes: Notes) {
        notes.met.into_iter().for_each(|(what, times)| *self.met.entry(what).or_default() += times);
    }
}

// The instances of a norm, given those of the norms whose records serve one duty only.
fn of_norm(world: &World<'_>, index: usize, settled: &BTreeMap<usize, Vec<Instance>>) -> Vec<Instance> {
    let Some((_, norm)) = world.policy.norms.get_index(index) else { return Vec::new() };
    world.met(coverage::name_of_time(&norm.time));
    if world
        .policy
        .deems
        .iter()
        .any(|deem| deem.effective.as_ref().is_some_and(|effect| effect.back.is_some()))
    {
        world.refuse("deemed facts that reach back");
    }
    let mut found = match &norm.time {
        Time::AfterBreachOf(..) => Vec::new(),
        _ => unknown::line(world, index, norm),
    };
    found.extend(match &norm.time {
        Time::AfterBreachOf(parent, within) => {
            let parent = world.policy.norms.get_index_of(parent.as_str());
            let alone = |parent| of_norm(world, parent, settled);
            let before = parent.map(|parent| settled.get(&parent).cloned().unwrap_or_else(|| alone(parent)));
            otherwise::instances(world, index, norm, *within, &before.unwrap_or_default())
        }
        _ if norm.trigger.is_some() => triggered::instances(world, index, norm),
        Time::AtAllTimes => standing::instances(world, index, norm),
        Time::Rolling(..) => rolling::instances(world, index, norm),
        Time::Gap(..) => gaps::instances(world, index, norm),
        Time::Once => once::instances(world, index, norm),
        Time::Every { .. }
        | Time::EveryFrom { .. }
        | Time::EveryParameter(_)
        | Time::AtTheEndOfEvery(_)
        | Time::ByDateEveryYear { .. }
        | Time::By(_) => periodic::instances(world, index, norm),
        other => {
            world.refuse(coverage::name_of_time(other));
            Vec::new()
        }
    });
    for one in &mut found {
        let bearer = (!one.bearer.is_empty()).then(|| Value::Entity(Arc::from(one.bearer.as_str())));
        let who = Candidate { bearer, of_each: one.for_which.clone(), office: one.office.clone() };
        let trigger = world.log.records.iter().find(|record| one.trigger.as_deref() == Some(&*record.id));
        one.answerable = answer::answers(world, norm, &who, trigger, one);
    }
    found
}
