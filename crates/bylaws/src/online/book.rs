//! The instances that are not closed, and what was last found and told of each.

use super::told::{Instance, Told};
use crate::eval::{Outcome, Verdict};
use crate::log::Instant;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What names an instance among those of a norm and bearer. A trigger names it wherever its window moves.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Key {
    of_each: Option<Arc<str>>,
    trigger: Option<Arc<str>>,
    window: Option<(Instant, Option<Arc<str>>)>,
}

impl Key {
    fn of(outcome: &Outcome) -> Self {
        let name = |name: &crate::log::Name| Arc::from(name.canonical.as_str());
        let label = outcome.label.as_deref().map(name);
        Self {
            of_each: outcome.of_each.as_deref().map(name),
            trigger: outcome.trigger.clone(),
            window: outcome.trigger.is_none().then_some((outcome.from, label)),
        }
    }
}

/// An instance as it was last found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    key: Key,
    /// The start of its window, or the time of its trigger.
    pub position: Instant,
    /// Where the records lie that count for it.
    pub from: Instant,
    pub until: Instant,
    /// One past the last instant on which something can be made up.
    pub limit: Instant,
    pub verdict: Verdict,
    pub certain_at: Option<Instant>,
    /// The time of the last record that it used.
    pub last_used: Instant,
    /// What was told of it.
    pub told: Option<Verdict>,
}

impl Entry {
    /// Whether it may become something else by itself.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.verdict, Verdict::Open | Verdict::Undetermined)
    }

    /// Whether it is that of the window that begins at an instant and has a label.
    pub(super) fn is_of_window(&self, from: Instant, label: Option<&str>) -> bool {
        let window = self.key.window.as_ref();
        self.key.of_each.is_none()
            && window.is_some_and(|(own, named)| *own == from && named.as_deref() == label)
    }

    fn bytes(&self) -> usize {
        let words = [&self.key.of_each, &self.key.trigger];
        size_of::<Self>() + words.into_iter().flatten().map(|word| word.len()).sum::<usize>()
    }
}

/// An instance of a window as it was last found.
pub(super) struct Open {
    pub from: Instant,
    pub label: Option<Arc<str>>,
    pub until: Instant,
    pub limit: Instant,
    pub verdict: Verdict,
    pub told: Option<Verdict>,
}

/// What is known of an outcome besides itself.
pub(super) struct Position {
    pub position: Instant,
    pub limit: Instant,
    pub last_used: Instant,
}

/// All entries, by norm and bearer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Book {
    pub entries: BTreeMap<(usize, Arc<str>), Vec<Entry>>,
    /// When time alone may change what is known, and of whom; what has become needless does no harm.
    #[serde(skip)]
    wakes: BTreeMap<Instant, BTreeSet<(usize, Arc<str>)>>,
}

impl Book {
    /// Puts what was found of a norm and bearer in the place of what was known, and says what is new.
    /// `closing` is the instant up to which limits are over and undetermined verdicts stay so, the watermark less
    /// the time for corrections.
    pub(super) fn replace(
        &mut self,
        (norm, bearer): (usize, &Arc<str>),
        found: Vec<(Outcome, Position)>,
        (closing, watermark): (Instant, Instant),
        tell: &mut Vec<Told>,
    ) {
        let mut before = self.entries.remove(&(norm, bearer.clone())).unwrap_or_default();
        let mut entries = Vec::with_capacity(found.len());
        for (outcome, position) in found {
            let key = Key::of(&outcome);
            // Several of one name are told apart by their order.
            let known = before.iter().position(|entry| entry.key == key).map(|index| before.remove(index));
            let mut entry = entry(key, &outcome, &position);
            let is_final = match outcome.verdict {
                Verdict::Open => false,
                Verdict::Undetermined => position.limit <= closing,
                _ => true,
            };
            entry.told = is_final.then_some(outcome.verdict);
            match (known.and_then(|known| known.told), entry.told) {
                (None, Some(_)) => tell.push(Told::Certain(outcome)),
                (Some(told), now) if now != Some(told) => {
                    tell.push(Told::Changed { before: told, now: outcome })
                }
                _ => {}
            }
            entries.push(entry);
        }
        for gone in before {
            if let Some(told) = gone.told {
                tell.push(Told::Withdrawn { instance: gone.instance(norm, bearer), before: told });
            }
        }
        let corrections = watermark.0 - closing.0;
        entries.iter().for_each(|entry| self.wake(norm, bearer, entry, (watermark, corrections)));
        if !entries.is_empty() {
            self.entries.insert((norm, bearer.clone()), entries);
        }
    }

    /// What is known of a bearer under a norm.
    pub(super) fn of(&self, norm: usize, bearer: &Arc<str>) -> &[Entry] {
        self.entries.get(&(norm, bearer.clone())).map_or(&[], Vec::as_slice)
    }

    /// Takes out what is known of a bearer under a norm.
    pub(super) fn take_out(&mut self, norm: usize, bearer: &Arc<str>) {
        self.entries.remove(&(norm, bearer.clone()));
    }

    /// Puts instances back that were known elsewhere.
    pub(super) fn put_back(
        &mut self,
        (norm, bearer): (usize, &Arc<str>),
        known: Vec<Open>,
        (watermark, corrections): (Instant, i64),
    ) {
        let entry = |open: Open| Entry {
            key: Key { of_each: None, trigger: None, window: Some((open.from, open.label)) },
            position: open.from,
            from: open.from,
            until: open.until,
            limit: open.limit,
            verdict: open.verdict,
            certain_at: None,
            last_used: open.from,
            told: open.told,
        };
        let entries: Vec<Entry> = known.into_iter().map(entry).collect();
        entries.iter().for_each(|entry| self.wake(norm, bearer, entry, (watermark, corrections)));
        if !entries.is_empty() {
            self.entries.entry((norm, bearer.clone())).or_default().extend(entries);
        }
    }

    fn wake(&mut self, norm: usize, bearer: &Arc<str>, entry: &Entry, (after, corrections): (Instant, i64)) {
        let closes = Instant(entry.limit.0.saturating_add(corrections));
        let times = [entry.until, entry.limit, closes].into_iter().filter(|_| entry.is_open());
        for at in times.filter(|at| after < *at && *at < Instant::MAX) {
            self.wakes.entry(at).or_default().insert((norm, bearer.clone()));
        }
    }

    /// Finds again when time alone may change something, after a checkpoint was read.
    pub(super) fn index(&mut self, watermark: Instant, corrections: i64) {
        let entries = std::mem::take(&mut self.entries);
        for ((norm, bearer), of) in &entries {
            of.iter().for_each(|entry| self.wake(*norm, bearer, entry, (watermark, corrections)));
        }
        self.entries = entries;
    }

    /// Whom time alone has brought to where something may change, up to an instant.
    pub(super) fn due(&mut self, until: Instant) -> Vec<(usize, Arc<str>)> {
        let mut due = Vec::new();
        while let Some(entry) = self.wakes.first_entry().filter(|entry| *entry.key() <= until) {
            due.extend(entry.remove());
        }
        due.retain(|whose| self.entries.contains_key(whose));
        due
    }

    /// Bearers of whom something is known under a norm.
    pub(super) fn bearers(&self, norm: usize) -> impl Iterator<Item = &Arc<str>> {
        let first = (norm, Arc::from(""));
        self.entries.range(first..).take_while(move |((of, _), _)| *of == norm).map(|((_, bearer), _)| bearer)
    }

    /// How many instances are open, and how many are certain but may still be corrected.
    pub(super) fn count(&self) -> (usize, usize) {
        let all = self.entries.values().flatten();
        all.fold((0, 0), |(open, certain), entry| match entry.is_open() {
            true => (open + 1, certain),
            false => (open, certain + 1),
        })
    }

    pub(super) fn bytes(&self) -> usize {
        let of = |((_, bearer), entries): (&(usize, Arc<str>), &Vec<Entry>)| {
            size_of::<((usize, Arc<str>), Vec<Entry>)>()
                + bearer.len()
                + entries.iter().map(Entry::bytes).sum::<usize>()
        };
        self.entries.iter().map(of).sum()
    }
}

impl Entry {
    fn instance(&self, norm: usize, bearer: &Arc<str>) -> Instance {
        Instance {
            norm,
            bearer: bearer.clone(),
            of_each: self.key.of_each.clone(),
            from: self.from,
            trigger: self.key.trigger.clone(),
        }
    }
}

fn entry(key: Key, outcome: &Outcome, position: &Position) -> Entry {
    Entry {
        key,
        position: position.position,
        from: outcome.from,
        until: outcome.until,
        limit: position.limit,
        verdict: outcome.verdict,
        certain_at: outcome.certain_at,
        last_used: position.last_used,
        told: None,
    }
}
