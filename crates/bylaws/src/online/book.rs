//! The instances that are not closed, and what was last found and told of each.

use super::told::{Instance, Told};
use crate::eval::{Outcome, Verdict};
use crate::log::Instant;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
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

    fn bytes(&self) -> usize {
        let words = [&self.key.of_each, &self.key.trigger];
        size_of::<Self>() + words.into_iter().flatten().map(|word| word.len()).sum::<usize>()
    }
}

/// What is known of an outcome besides itself.
pub(super) struct Position {
    pub position: Instant,
    pub limit: Instant,
    pub last_used: Instant,
}

/// All entries, by norm and bearer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Book(pub BTreeMap<(usize, Arc<str>), Vec<Entry>>);

impl Book {
    /// Puts what was found of a norm and bearer in the place of what was known, and says what is new.
    /// `closing` is the instant up to which limits are over and undetermined verdicts stay so.
    pub(super) fn replace(
        &mut self,
        (norm, bearer): (usize, &Arc<str>),
        found: Vec<(Outcome, Position)>,
        closing: Instant,
        tell: &mut Vec<Told>,
    ) {
        let mut before = self.0.remove(&(norm, bearer.clone())).unwrap_or_default();
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
        if !entries.is_empty() {
            self.0.insert((norm, bearer.clone()), entries);
        }
    }

    /// Bearers of whom something is known under a norm.
    pub(super) fn bearers(&self, norm: usize) -> impl Iterator<Item = &Arc<str>> {
        let first = (norm, Arc::from(""));
        self.0.range(first..).take_while(move |((of, _), _)| *of == norm).map(|((_, bearer), _)| bearer)
    }

    /// How many instances are open, and how many are certain but may still be corrected.
    pub(super) fn count(&self) -> (usize, usize) {
        let all = self.0.values().flatten();
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
        self.0.iter().map(of).sum()
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
