//! Records that may still matter, and the log that they make.

use super::reach;
use super::written::Written;
use crate::check::policy::CheckedPolicy;
use crate::log::{
    Checked, EventLog, Instant, LogBuilder, Moment, Place, Read, Record, RecordReader, SetAside, Stretch,
    TimeZone, Value, Words,
};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use serde::{Deserialize, Serialize};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// In the order of a log; two records of one id and time are told apart by a number.
pub(super) type Order = (Instant, Instant, Arc<str>, u32);

/// What is kept of the log.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Kept {
    pub records: BTreeMap<Order, Record>,
    #[serde(skip)]
    by_id: HashMap<Arc<str>, Vec<Order>>,
    /// Records by every entity that they name.
    #[serde(skip)]
    by_entity: HashMap<Arc<str>, BTreeSet<Order>>,
    /// The longest stretch that a record's time may span.
    #[serde(skip)]
    slack: i64,
    pub others: Vec<Other>,
    general: Vec<Stretch>,
    by_kind: BTreeMap<usize, Vec<Stretch>>,
    /// The first day of the log, once records of it are forgotten.
    began: Option<Instant>,
}

/// A correction, or a record that could not be read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Other {
    pub written: Written,
    pub about: About,
}

/// What an unusual record is about.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum About {
    /// It corrects the record of this id, known from this instant on.
    Corrects { of: Arc<str>, known: Instant, by: Option<Record> },
    /// It could not be read; of which type it was, and when, as far as that can be told.
    Unread { kind: Option<usize>, at: Option<Moment> },
}

impl Kept {
    /// Looks ids up again after a checkpoint was read.
    pub(super) fn index(&mut self) {
        let records: Vec<Record> = std::mem::take(&mut self.records).into_values().collect();
        (self.by_id, self.by_entity, self.slack) = Default::default();
        records.into_iter().for_each(|record| self.keep(record));
    }

    /// The records of an id; more than one if they contradict each other.
    pub(super) fn of_id<'k>(&'k self, id: &str) -> impl Iterator<Item = &'k Record> + use<'k> {
        self.by_id.get(id).into_iter().flatten().filter_map(|order| self.records.get(order))
    }

    /// Corrections of a record.
    pub(super) fn corrections<'k>(
        &'k self,
        id: &'k str,
    ) -> impl Iterator<Item = (Instant, Option<&'k Record>)> {
        self.others.iter().filter_map(move |other| match &other.about {
            About::Corrects { of, known, by } if **of == *id => Some((*known, by.as_ref())),
            _ => None,
        })
    }

    // A correction may come before what it corrects; until then it says nothing.
    fn waits(&self, other: &Other) -> bool {
        matches!(&other.about, About::Corrects { of, .. } if !self.by_id.contains_key(of))
    }

    /// Drops corrections that waited in vain for what they correct, up to when corrections reach. Hands them over
    /// with what they were to correct.
    pub(super) fn drop_vain(&mut self, closing: Instant) -> Vec<(Place, Arc<str>)> {
        let mut dropped = Vec::new();
        let by_id = &self.by_id;
        self.others.retain(|other| match &other.about {
            About::Corrects { of, known, .. } if !by_id.contains_key(of) && *known <= closing => {
                dropped.push((other.written.place().clone(), of.clone()));
                false
            }
            _ => true,
        });
        dropped
    }

    /// Whether what was read here could not be read.
    pub(super) fn is_unread(&self, place: &Place) -> bool {
        let unread = |other: &&Other| matches!(other.about, About::Unread { .. });
        self.others.iter().filter(unread).any(|other| other.written.place() == place)
    }

    pub(super) fn keep(&mut self, record: Record) {
        let alike = self.by_id.entry(record.id.clone()).or_default();
        let number = u32::try_from(alike.len()).unwrap_or(u32::MAX);
        let order = (record.at.first, record.at.end, record.id.clone(), number);
        alike.push(order.clone());
        for value in record.fields.iter().flatten() {
            named(value, &mut |id| {
                self.by_entity.entry(id.clone()).or_default().insert(order.clone());
            });
        }
        self.slack = self.slack.max(record.at.end.0 - record.at.first.0);
        self.records.insert(order, record);
    }

    pub(super) fn cover(&mut self, stretch: Stretch, kinds: &[usize]) {
        let merged = |list: &mut Vec<Stretch>| {
            list.push(stretch);
            *list = crate::log::Coverage::merge(std::mem::take(list));
        };
        if kinds.is_empty() {
            merged(&mut self.general);
        }
        kinds.iter().for_each(|kind| merged(self.by_kind.entry(*kind).or_default()));
    }

    /// The log so far. Where it does not say what it covers, it covers all from its first day to the watermark.
    pub(super) fn log(
        &self,
        policy: &CheckedPolicy,
        reader: &RecordReader<'_>,
        watermark: Instant,
    ) -> EventLog {
        let mut log = self.assembled(policy, reader, self.records.values(), self.others.iter());
        if log.coverage.assumed {
            let hull = log.coverage.hull();
            let from = self.began.into_iter().chain(hull.map(|hull| hull.from)).min();
            let until = hull.map_or(watermark, |hull| hull.until.max(watermark));
            let known = from.filter(|from| *from < until).map(|from| Stretch { from, until });
            log.coverage.general = known.into_iter().collect();
        }
        log
    }

    /// The part of the log that some entities are judged by: what names them, and of whatever else is named there
    /// what makes it last. `begins` is where the log begins that does not say what it covers.
    pub(super) fn log_about(
        &self,
        policy: &CheckedPolicy,
        reader: &RecordReader<'_>,
        whom: &HashSet<Arc<str>>,
        (begins, watermark): (Instant, Instant),
    ) -> EventLog {
        let moved = |other: &&Other| match &other.about {
            About::Corrects { by: Some(by), .. } => whom.iter().any(|id| names(by, id)),
            _ => false,
        };
        let moved = self.others.iter().filter(moved).filter_map(|other| match &other.about {
            About::Corrects { of, .. } => self.by_id.get(of),
            About::Unread { .. } => None,
        });
        let about = whom.iter().filter_map(|id| self.by_entity.get(id)).flatten();
        let mut orders: BTreeSet<&Order> = about.chain(moved.flatten()).collect();
        // Twice: whoever holds an office there may hold another one somewhere else.
        for _ in 0..2 {
            let further: Vec<&Order> = self.named_by(&orders, policy).collect();
            orders.extend(further);
        }
        let ids: HashSet<&Arc<str>> = orders.iter().map(|order| &order.2).collect();
        let records = orders.iter().filter_map(|order| self.records.get(*order));
        let others = self.others.iter().filter(|other| match &other.about {
            About::Corrects { of, .. } => ids.contains(of),
            About::Unread { .. } => true,
        });
        let mut log = self.assembled(policy, reader, records, others);
        if log.coverage.assumed {
            log.coverage.general = vec![Stretch { from: begins, until: watermark }];
        }
        log
    }

    fn named_by<'k>(
        &'k self,
        orders: &BTreeSet<&'k Order>,
        policy: &CheckedPolicy,
    ) -> impl Iterator<Item = &'k Order> + use<'k> {
        let mut ids: HashSet<&'k Arc<str>> = HashSet::default();
        for record in orders.iter().filter_map(|order| self.records.get(*order)) {
            record.fields.iter().flatten().for_each(|value| {
                named(value, &mut |id| {
                    ids.insert(id);
                })
            });
        }
        let lasting: HashSet<usize> =
            (0..policy.vocabulary.events.len()).filter(|kind| reach::lasts(policy, *kind)).collect();
        let found = ids.into_iter().filter_map(|id| self.by_entity.get(id)).flatten();
        found.filter(move |order| self.records.get(*order).is_some_and(|r| lasting.contains(&r.kind)))
    }

    fn assembled<'k>(
        &'k self,
        policy: &CheckedPolicy,
        reader: &RecordReader<'_>,
        records: impl Iterator<Item = &'k Record>,
        others: impl Iterator<Item = &'k Other>,
    ) -> EventLog {
        let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone).skip_invalid(true);
        for record in records {
            builder.take(Checked(Ok(Read::Record(record.clone()))));
        }
        let mut words = Words::default();
        for other in others.filter(|other| !self.waits(other)) {
            builder.take(reader.check(&other.written.raw(), &mut words));
        }
        for stretch in &self.general {
            builder.take(Checked(Ok(Read::Coverage(*stretch, Vec::new()))));
        }
        for (kind, stretches) in &self.by_kind {
            for stretch in stretches {
                builder.take(Checked(Ok(Read::Coverage(*stretch, vec![*kind]))));
            }
        }
        // Bad records are set aside, so that there is always a log.
        builder.finish().unwrap_or_default()
    }

    /// Whether nothing is unread, and no correction waits.
    pub(super) fn is_plain(&self) -> bool {
        let is_plain = |other: &Other| matches!(other.about, About::Corrects { .. }) && !self.waits(other);
        self.others.iter().all(is_plain)
    }

    /// Whether a statement of what is covered begins or ends on the way, or there may be none and the log begins
    /// elsewhere than it did.
    pub(super) fn knows_otherwise(
        &self,
        zone: TimeZone,
        begins: Instant,
        (from, to): (Instant, Instant),
    ) -> bool {
        let stated = || self.general.iter().chain(self.by_kind.values().flatten());
        if stated().next().is_some() {
            return stated().flat_map(|s| [s.from, s.until]).any(|bound| from <= bound && bound <= to);
        }
        let first = self.records.keys().next().map(|order| order.0);
        first.is_some_and(|first| zone.day_start(zone.date_of(first)) < begins)
    }

    /// Records that come into sight or are over between two instants, as they are in force or as they were.
    pub(super) fn passing(&self, (from, to): (Instant, Instant)) -> impl Iterator<Item = &Record> {
        let lowest = Instant(from.0.saturating_sub(self.slack));
        let all = self.records.range((lowest, Instant::MIN, Arc::from(""), 0)..);
        let own = all.take_while(move |(order, _)| order.0 <= to).map(|(_, record)| record);
        own.chain(self.others.iter().filter_map(|other| match &other.about {
            About::Corrects { by, .. } => by.as_ref(),
            About::Unread { .. } => None,
        }))
    }

    /// Forgets what is not needed. All records of an id and their corrections stay or go together.
    pub(super) fn forget(
        &mut self,
        log: &EventLog,
        is_needed: &dyn Fn(&Record) -> bool,
        is_over: &dyn Fn(Option<usize>, Moment) -> bool,
    ) {
        let unneeded = self.records.values().filter(|record| !is_needed(record)).map(|record| &record.id);
        let is_gone = |id: &&Arc<str>| {
            !self.of_id(id).any(is_needed) && !self.corrections(id).filter_map(|(_, by)| by).any(is_needed)
        };
        let gone: HashSet<Arc<str>> = unneeded.filter(is_gone).cloned().collect();
        if !gone.is_empty() {
            self.began = self.began.or_else(|| log.coverage.hull().map(|hull| hull.from));
        }
        for order in gone.iter().filter_map(|id| self.by_id.remove(id)).flatten() {
            let Some(record) = self.records.remove(&order) else { continue };
            for value in record.fields.iter().flatten() {
                named(value, &mut |id| {
                    if let Entry::Occupied(mut of_entity) = self.by_entity.entry(id.clone()) {
                        of_entity.get_mut().remove(&order);
                        if of_entity.get().is_empty() {
                            of_entity.remove();
                        }
                    }
                });
            }
        }
        self.others.retain(|other| match &other.about {
            About::Corrects { of, .. } => !gone.contains(of),
            About::Unread { kind, at } => at.is_none_or(|at| !is_over(*kind, at)),
        });
    }

    pub(super) fn count(&self) -> (usize, usize) {
        (self.records.len(), self.others.len())
    }

    pub(super) fn bytes(&self) -> usize {
        let of_record = |record: &Record| {
            size_of::<(Order, Record)>()
                + 2 * size_of::<Order>()
                + record.id.len()
                + record.fields.len() * size_of::<Option<crate::log::Value>>()
        };
        let of_other = |other: &Other| size_of::<About>() + other.written.bytes();
        self.records.values().map(of_record).sum::<usize>() + self.others.iter().map(of_other).sum::<usize>()
    }
}

impl Other {
    pub(super) fn correction(written: Written, of: Arc<str>, known: Instant, by: Option<Record>) -> Self {
        Self { written, about: About::Corrects { of, known, by } }
    }

    pub(super) fn unread(written: Written, aside: &SetAside) -> Self {
        Self { written, about: About::Unread { kind: aside.kind, at: aside.at } }
    }
}

// Calls `f` on every entity that a value names.
fn named<'v>(value: &'v Value, f: &mut impl FnMut(&'v Arc<str>)) {
    match value {
        Value::Entity(id) => f(id),
        Value::Set(items) => items.iter().for_each(|item| named(item, f)),
        _ => {}
    }
}

fn names(record: &Record, wanted: &Arc<str>) -> bool {
    let mut found = false;
    record.fields.iter().flatten().for_each(|value| named(value, &mut |id| found |= id == wanted));
    found
}
