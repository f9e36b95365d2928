//! The log: records in force at `known_at`, what was set aside, and what is covered.

use super::{Coverage, Instant, LogError, Moment, Value};
use crate::diagnostic::Message;
use rayon::prelude::*;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Where a record was read: which input, and which line or row of it, both for people.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Name of the file or other input.
    pub input: Arc<str>,
    /// Line (text formats), row (tables) or event number (XES), from 1.
    pub line: u64,
}

/// A record that passed the vocabulary's checks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its id, unique in the log.
    pub id: Arc<str>,
    /// Position of its type in [`super::Vocabulary::events`].
    pub kind: usize,
    /// When it happened.
    pub at: Moment,
    /// When it became known; absent means at the end of `at`'s precision.
    pub recorded_at: Option<Moment>,
    /// Values by position of the field in the type.
    pub fields: Box<[Option<Value>]>,
    /// Where it was read.
    pub place: Place,
}

impl Record {
    /// The value of the field at a position.
    #[must_use]
    pub fn field(&self, index: usize) -> Option<&Value> {
        self.fields.get(index).and_then(Option::as_ref)
    }

    /// The instant at which it became known.
    #[must_use]
    pub fn known_from(&self) -> Instant {
        self.recorded_at.map_or(self.at.end, |recorded| recorded.end)
    }
}

/// A bad record that was kept out of evaluation (`--skip-invalid`). It is never lost in silence: the
/// stretches that it could have changed are undetermined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// What is wrong with it.
    pub error: LogError,
    /// Its id, if it could be read.
    pub id: Option<Arc<str>>,
    /// Position of its type, if it could be read.
    pub kind: Option<usize>,
    /// When it may have happened, if that could be read.
    pub at: Option<Moment>,
    /// Id of the record that it corrects, if it is a correction; that record is set aside with it.
    pub corrects: Option<Arc<str>>,
}

/// A checked log. Records are in the order of (earliest time, id), whatever the order of arrival.
#[derive(Clone, Debug, Default)]
pub struct EventLog {
    /// Records in force, sorted by `(at.first, at.end, id)`.
    pub records: Vec<Record>,
    /// Bad records that were set aside, sorted by place.
    pub set_aside: Vec<SetAside>,
    /// What stretch of time is covered, by type.
    pub coverage: Coverage,
    /// From when records that follow from others are known, by id, where that is after their end.
    pub since: HashMap<Arc<str>, Instant>,
    /// Records of which it is not known whether they are, by id: what may follow from others, each of whom it would be of.
    pub in_doubt: HashMap<Arc<str>, Vec<Record>>,
    /// Records that were corrected, in the order of their ids.
    pub corrected: Vec<Correction>,
    /// What is probably a slip, though every record could be read: ids that look like another one.
    pub cautions: Vec<Message>,
}

/// A record that was retracted or replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The record as first made.
    pub before: Record,
    /// Id of the correction in force.
    pub by: Arc<str>,
}

impl EventLog {
    /// Adds records.
    pub(crate) fn add(&mut self, records: Vec<Record>) {
        self.records.extend(records);
        sort(&mut self.records);
    }

    /// Whether it is not known of a record if it is one.
    #[must_use]
    pub fn is_in_doubt(&self, record: &Record) -> bool {
        let same_id = || self.in_doubt.get(&record.id);
        !self.in_doubt.is_empty() && same_id().is_some_and(|all| all.contains(record))
    }

    /// Whether it has this very record.
    pub(crate) fn holds(&self, record: &Record) -> bool {
        self.called(&record.id, record.at).any(|one| one == record)
    }

    /// The record of an id that happened then.
    pub(crate) fn find(&self, id: &str, at: Moment) -> Option<&Record> {
        self.called(id, at).next()
    }

    fn called(&self, id: &str, at: Moment) -> impl Iterator<Item = &Record> {
        fn key(one: &Record) -> (Instant, Instant, &str) {
            (one.at.first, one.at.end, &one.id)
        }
        let asked = (at.first, at.end, id);
        let first = self.records.partition_point(|one| key(one) < asked);
        self.records.iter().skip(first).take_while(move |one| key(one) == asked)
    }

    /// Whether any record has this id or names the entity of this id.
    #[must_use]
    pub fn speaks_of(&self, id: &str) -> bool {
        fn names(value: &Value, id: &str) -> bool {
            match value {
                Value::Entity(one) => &**one == id,
                Value::Set(items) => items.iter().any(|item| names(item, id)),
                _ => false,
            }
        }
        self.records.iter().any(|r| &*r.id == id || r.fields.iter().flatten().any(|value| names(value, id)))
    }

    /// The log as if nothing in it had been corrected.
    #[must_use]
    pub fn before_corrections(&self) -> Self {
        let corrected: HashSet<&str> = self.corrected.iter().map(|c| &*c.before.id).collect();
        let untouched = self.records.iter().filter(|r| !corrected.contains(&*r.id)).cloned();
        let mut records: Vec<Record> =
            untouched.chain(self.corrected.iter().map(|c| c.before.clone())).collect();
        sort(&mut records);
        Self { records, corrected: Vec::new(), ..self.clone() }
    }
}

/// Puts records into the order of (earliest time, id), which is that of every log.
pub(super) fn sort(records: &mut [Record]) {
    // With the beginning of each id beside its times, records themselves are hardly looked at.
    let key = |(at, record): (usize, &Record)| {
        let mut id = [0; 8];
        id.iter_mut().zip(record.id.bytes()).for_each(|(to, from)| *to = from);
        (record.at.first, record.at.end, id, at)
    };
    let mut order: Vec<(Instant, Instant, [u8; 8], usize)> = records.iter().enumerate().map(key).collect();
    let id = |at: usize| records.get(at).map(|record| &record.id);
    order.par_sort_unstable_by(|a, b| {
        (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)).then_with(|| id(a.3).cmp(&id(b.3)))
    });
    // Where each goes is known: they change places in rings.
    for first in 0..order.len() {
        let mut at = first;
        while let Some((.., from)) = order.get_mut(at) {
            let next = std::mem::replace(from, at);
            if next == first || next == at {
                break;
            }
            records.swap(at, next);
            at = next;
        }
    }
}
