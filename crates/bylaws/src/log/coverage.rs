//! Which stretches of time the log covers: only there does the absence of a record prove anything.

use super::Instant;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A half-open stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stretch {
    /// First instant.
    pub from: Instant,
    /// One past the last instant.
    pub until: Instant,
}

/// What is covered. A type with statements of its own follows only those; every other type follows the
/// general ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Statements for all types, merged and sorted.
    pub general: Vec<Stretch>,
    /// Statements for one type, by its position in the vocabulary.
    pub by_kind: BTreeMap<usize, Vec<Stretch>>,
    /// Of types whose records are derived, wherever there can be any.
    pub derived: BTreeMap<usize, Vec<Stretch>>,
    /// No statement was given: first to last day of all records is assumed, and the report says so.
    pub assumed: bool,
}

impl Coverage {
    /// The covered stretches of one type.
    #[must_use]
    pub fn of(&self, kind: usize) -> &[Stretch] {
        self.derived.get(&kind).or_else(|| self.by_kind.get(&kind)).unwrap_or(&self.general)
    }

    /// Whether all of `[from, until)` is covered for one type; an empty stretch is.
    #[must_use]
    pub fn covers(&self, kind: usize, from: Instant, until: Instant) -> bool {
        self.known_until(kind, from, until) >= until
    }

    /// The first instant at or after `from` and before `until` that is not covered, else `until`.
    #[must_use]
    pub fn known_until(&self, kind: usize, from: Instant, until: Instant) -> Instant {
        let mut reached = from;
        for stretch in self.of(kind) {
            if stretch.from <= reached && reached < stretch.until {
                reached = stretch.until;
            }
        }
        if from >= until { from.max(until) } else { reached.min(until) }
    }

    /// Ends all of it at an instant.
    pub(super) fn end_at(&mut self, limit: Option<Instant>) {
        let Some(limit) = limit else { return };
        for list in self.by_kind.values_mut().chain([&mut self.general]) {
            list.retain(|stretch| stretch.from < limit);
            list.iter_mut().for_each(|stretch| stretch.until = stretch.until.min(limit));
        }
    }

    /// Where what is covered begins and ends, for any type.
    pub fn bounds(&self) -> impl Iterator<Item = Instant> {
        self.general.iter().chain(self.by_kind.values().flatten()).flat_map(|s| [s.from, s.until])
    }

    /// First and last instant of any statement; `None` when nothing is covered.
    #[must_use]
    pub fn hull(&self) -> Option<Stretch> {
        let all = self.general.iter().chain(self.by_kind.values().flatten());
        all.copied().reduce(|a, b| Stretch { from: a.from.min(b.from), until: a.until.max(b.until) })
    }

    /// Sorts and merges stretches that touch or overlap.
    #[must_use]
    pub fn merge(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
        stretches.sort();
        let mut merged: Vec<Stretch> = Vec::new();
        for stretch in stretches {
            match merged.last_mut() {
                Some(last) if stretch.from <= last.until => last.until = last.until.max(stretch.until),
                _ => merged.push(stretch),
            }
        }
        merged
    }
}
