//! Records that serve one duty only (`one event exclusive`): each goes to the duty that is due first, ties go by the names of
//! the norms and by which began first (rule U3). Every duty is judged as if it were alone; then, in that order, each again
//! without what those before it use. Where it is not known what these use, all that they may use counts in doubt.

use super::instance::Instance;
use super::of_norm;
use super::truth::Truth;
use super::world::{Notes, World};
use bylaws::eval::Verdict;
use bylaws::log::{EventOrigin, Exact, Instant, Record};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What others have used up of each record: all of it, or an amount; and of which records that is not known.
#[derive(Clone, Debug, Default)]
pub(super) struct Taken {
    pub(super) surely: BTreeMap<Arc<str>, Option<Exact>>,
    pub(super) possibly: BTreeSet<Arc<str>>,
}

impl Taken {
    /// Whether a record is there for a duty that asks for some.
    pub(super) fn leaves(&self, record: &Record) -> Truth {
        match (self.surely.contains_key(&record.id), self.possibly.contains(&record.id)) {
            (true, _) => Truth::No,
            (false, true) => Truth::Unknown,
            (false, false) => Truth::Yes,
        }
    }

    /// The same for one that asks for a sum, to which what is left of it adds.
    pub(super) fn leaves_some_of(&self, record: &Record) -> Truth {
        if self.possibly.contains(&record.id) { Truth::Unknown } else { Truth::Yes }
    }

    /// What is left of an amount.
    pub(super) fn left_of(&self, record: &Record, amount: Exact) -> Exact {
        let taken = self.surely.get(&record.id).map(|taken| taken.unwrap_or(amount)).unwrap_or(Exact::ZERO);
        amount.sub(taken).unwrap_or(Exact::ZERO).max(Exact::ZERO)
    }
}

/// The instances of the norms whose records serve one duty only, and what was noted of each norm.
pub(super) fn settled(world: &World<'_>) -> Vec<(usize, Vec<Instance>, Notes)> {
    let group = world.policy.norms.values().enumerate().filter(|(_, norm)| norm.uses_records_up());
    let group: Vec<usize> = group.map(|(index, _)| index).collect();
    let mut notes: BTreeMap<usize, Notes> = BTreeMap::new();
    let mut all: Vec<Instance> = Vec::new();
    for index in &group {
        let (found, noted) = judged(world, *index, &Taken::default());
        all.extend(found);
        notes.insert(*index, noted);
    }
    all.sort_by(|a, b| key(world, a).cmp(&key(world, b)));
    // Of which it is not known when it is due may come before any other.
    let (whenever, due): (Vec<Instance>, Vec<Instance>) = all.into_iter().partition(|one| one.uses.whenever);
    let mut before: Vec<Instance> = whenever.clone();
    let mut out: Vec<Instance> = Vec::new();
    for one in due.into_iter().chain(whenever) {
        let taken = taken(&before, &one);
        let is_untouched = taken.surely.is_empty() && taken.possibly.is_empty();
        let again = if is_untouched { one } else { without(world, one, &taken) };
        if !again.uses.whenever {
            before.push(again.clone());
        }
        out.push(again);
    }
    if rest_on_one_another(world, &notes) {
        notes.values_mut().for_each(|noted| {
            noted.unsupported.insert("exclusive use that rests on verdicts of it".to_owned());
        });
    }
    // What one of them uses that is not covered is not known to the others.
    if let Some(lacking) = notes.values().find(|noted| !noted.unsupported.is_empty()).cloned() {
        notes.values_mut().for_each(|noted| noted.unsupported.extend(lacking.unsupported.iter().cloned()));
    }
    let of = |index: usize| out.iter().filter(|one| one.norm == index).cloned().collect();
    notes.into_iter().map(|(index, noted)| (index, of(index), noted)).collect()
}

// Whether one of them looks at what follows from verdicts, and verdicts of one of them are looked at.
fn rest_on_one_another(world: &World<'_>, notes: &BTreeMap<usize, Notes>) -> bool {
    let events = &world.policy.vocabulary.events;
    let is_verdict_of = |origin: &EventOrigin, index: &usize| {
        let norm = world.policy.norms.get_index(*index).map(|(_, norm)| norm);
        matches!(origin, EventOrigin::Verdict(of) if norm.is_some_and(|norm| norm.is_version_of(of)))
    };
    let is_read = events.values().any(|event| notes.keys().any(|index| is_verdict_of(&event.origin, index)));
    let follows = |kind: &usize| {
        let event = events.get_index(*kind).map(|(_, event)| &event.origin);
        matches!(event, Some(EventOrigin::Verdict(_)))
            || world.policy.deems.iter().any(|deem| deem.event == *kind)
    };
    is_read && notes.values().any(|noted| noted.read.iter().any(follows))
}

fn key<'w>(world: &'w World<'_>, one: &'w Instance) -> impl Ord + use<'w> {
    let norm = world.policy.norms.get_index(one.norm).map(|(name, _)| name.as_str());
    (one.until, norm, one.from, &one.bearer, &one.of_each, &one.trigger)
}

// A norm judged where others have taken some of what it looks at.
fn judged(world: &World<'_>, index: usize, taken: &Taken) -> (Vec<Instance>, Notes) {
    let (looked, notes) = (Cell::new(Instant::MIN), RefCell::new(Notes::default()));
    let found =
        of_norm(&World { taken, looked: &looked, notes: &notes, ..world.clone() }, index, &BTreeMap::new());
    (found, notes.into_inner())
}

fn without(world: &World<'_>, one: Instance, taken: &Taken) -> Instance {
    let (found, _) = judged(world, one.norm, taken);
    let again = found.into_iter().find(|other| owner(other) == owner(&one) && other.from == one.from);
    again.unwrap_or(one)
}

// Windows of one bearer share their records by the oldest debt already.
fn owner(one: &Instance) -> (usize, &str, Option<&str>, Option<&str>) {
    (one.norm, &one.bearer, one.of_each.as_deref(), one.trigger.as_deref())
}

// What the duties before one have taken. Who owes nothing uses nothing.
fn taken(before: &[Instance], one: &Instance) -> Taken {
    let mut taken = Taken::default();
    let owes = |other: &&Instance| !matches!(other.verdict, Verdict::Excused | Verdict::NotApplicable);
    for other in before.iter().filter(owes).filter(|other| owner(other) != owner(one)) {
        let uses = &other.uses;
        if uses.is_unsure {
            taken.possibly.extend(uses.all().cloned());
            continue;
        }
        for (id, amount) in &uses.used {
            if one.uses.whenever {
                taken.possibly.insert(id.clone());
                continue;
            }
            let all = taken.surely.entry(id.clone()).or_insert(Some(Exact::ZERO));
            *all = all.zip(*amount).and_then(|(a, b)| a.add(b));
        }
    }
    taken
}
