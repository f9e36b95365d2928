//! Records that may still matter, packed, and the log that they make.

mod names;
mod others;
mod packed;
mod pages;

pub(super) use names::{Names, Number};
pub(super) use others::{About, Other};
pub(super) use packed::Packed;
pub(super) use pages::Handle;

use super::reach;
use crate::check::policy::CheckedPolicy;
use crate::log::{
    Checked, EventLog, Instant, LogBuilder, Moment, Place, Read, Record, RecordReader, Stretch, TimeZone,
    Value, Words,
};
use hashbrown::HashTable;
use names::{hash, table_bytes};
use others::Others;
use pages::{NONE, Pages};
use rustc_hash::FxHashSet as HashSet;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is kept of the log.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Kept {
    pages: Pages,
    pub names: Names,
    /// By entity: the last records that name it, one that passes and one that lasts.
    last: Vec<[Handle; 2]>,
    /// By entity: how many records register it.
    registered: Vec<u32>,
    inputs: Vec<Arc<str>>,
    count: usize,
    /// The earliest time of any record.
    earliest: Option<Instant>,
    pub others: Others,
    general: Vec<Stretch>,
    by_kind: BTreeMap<usize, Vec<Stretch>>,
    /// The first day of the log, once records of it are forgotten.
    began: Option<Instant>,
    #[serde(skip)]
    by_id: HashTable<Handle>,
    /// What is not in sight yet, by the instant after which it is.
    #[serde(skip)]
    ahead: BTreeMap<Instant, Vec<Coming>>,
    /// What is in sight and may still go on, by its end.
    #[serde(skip)]
    going_on: BTreeMap<Instant, Vec<Handle>>,
    /// Of a record that is being written.
    #[serde(skip)]
    bytes: Vec<u8>,
}

/// A record that is not in sight yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Coming {
    pub record: Handle,
    pub kind: u32,
    /// The one for whom it counts, if it does nothing but count, and in one day.
    pub counts_for: Option<Number>,
    /// How many milliseconds it may last; all that counts lasts a day at most.
    pub length: u32,
}

impl Kept {
    /// Looks up again what is not in a checkpoint. `counts_for` says for whom a record counts that does nothing else.
    pub(super) fn index(
        &mut self,
        policy: &CheckedPolicy,
        watermark: Instant,
        counts_for: &dyn Fn(&Self, &Record) -> Option<Number>,
    ) {
        self.names.index();
        self.others.index();
        let handles: Vec<Handle> = self.handles().collect();
        self.by_id = HashTable::with_capacity(handles.len());
        for handle in handles {
            self.enter(handle);
            if let Some(record) = self.record(handle) {
                let counts = counts_for(self, &record);
                self.await_passing(policy, handle, &record, watermark, counts);
            }
        }
    }

    fn packed(&self, handle: Handle) -> Packed<'_> {
        Packed(self.pages.get(handle))
    }

    /// A record.
    pub(super) fn record(&self, handle: Handle) -> Option<Record> {
        self.packed(handle).record(&self.names, &self.inputs)
    }

    // All that are kept.
    fn handles(&self) -> impl Iterator<Item = Handle> {
        let all = self.pages.each(|bytes| Packed(bytes).length());
        all.filter(|handle| !self.packed(*handle).is_removed())
    }

    fn with_id<'k>(&'k self, id: &'k str) -> impl Iterator<Item = Handle> + use<'k> {
        self.by_id.iter_hash(hash(id)).copied().filter(move |handle| self.packed(*handle).id() == id)
    }

    /// The records of an id; more than one if they contradict each other.
    pub(super) fn of_id<'k>(&'k self, id: &'k str) -> impl Iterator<Item = Record> + use<'k> {
        self.with_id(id).filter_map(|handle| self.record(handle))
    }

    /// Drops corrections that waited in vain for what they correct, up to when corrections reach. Hands them over
    /// with what they were to correct.
    pub(super) fn drop_vain(&mut self, closing: Instant) -> Vec<(Place, Arc<str>)> {
        let mut others = std::mem::take(&mut self.others);
        let dropped = others.drop_vain(closing, &|id| self.with_id(id).next().is_some());
        self.others = others;
        dropped
    }

    /// Keeps a record. It counts for one bearer, if it is given, and does nothing else.
    pub(super) fn keep(
        &mut self,
        policy: &CheckedPolicy,
        record: &Record,
        watermark: Instant,
        counts_for: Option<Number>,
    ) {
        let input = self.input(&record.place.input);
        let mut bytes = std::mem::take(&mut self.bytes);
        packed::pack(record, input, &mut self.names, &mut bytes);
        let handle = self.pages.add(record.kind, &bytes);
        self.bytes = bytes;
        self.count += 1;
        self.earliest = Some(self.earliest.map_or(record.at.first, |first| first.min(record.at.first)));
        self.enter(handle);
        self.last.resize(self.names.count(), [NONE; 2]);
        self.registered.resize(self.names.count(), 0);
        let lasting = usize::from(reach::lasts(policy, record.kind));
        let named: Vec<Number> = self.packed(handle).named().map(|(entity, _)| entity).collect();
        for entity in named {
            let last = self.last.get_mut(entity as usize).and_then(|last| last.get_mut(lasting));
            let before = last.map_or(NONE, |last| std::mem::replace(last, handle));
            packed::relink(self.pages.get_mut(handle), entity, before);
        }
        self.note_registered(policy, record, true);
        self.others.note_there(&record.id);
        self.await_passing(policy, handle, record, watermark, counts_for);
    }

    fn note_registered(&mut self, policy: &CheckedPolicy, record: &Record, comes: bool) {
        if !reach::registers(policy, record.kind) {
            return;
        }
        if let Some(Value::Entity(id)) = record.field(0)
            && let Some(count) = self.names.number(id).and_then(|n| self.registered.get_mut(n as usize))
        {
            *count = if comes { count.saturating_add(1) } else { count.saturating_sub(1) };
        }
    }

    /// Whether a record registers an entity.
    pub(super) fn is_registered(&self, entity: Number) -> bool {
        self.registered.get(entity as usize).is_some_and(|count| *count > 0)
    }

    /// Whether a record names something that is to be registered and is not.
    pub(super) fn names_stranger(
        &self,
        policy: &CheckedPolicy,
        reader: &RecordReader<'_>,
        record: &Record,
    ) -> bool {
        let Some((_, event)) = policy.vocabulary.events.get_index(record.kind) else { return false };
        let own = usize::from(reach::registers(policy, record.kind));
        let mut strange = false;
        for (field, value) in event.fields.values().zip(record.fields.iter()).skip(own) {
            if let Some(value) = value.as_ref().filter(|_| reader.needs_registration(&field.ty)) {
                let known = |id: &str| self.names.number(id).is_some_and(|number| self.is_registered(number));
                named(value, &mut |id| strange |= !known(id));
            }
        }
        strange
    }

    fn await_passing(
        &mut self,
        policy: &CheckedPolicy,
        record: Handle,
        of: &Record,
        watermark: Instant,
        counts_for: Option<Number>,
    ) {
        let planned = policy.vocabulary.events.get_index(of.kind).is_some_and(|(_, event)| event.planned);
        let known = of.recorded_at.filter(|_| planned).map(|_| Instant(of.known_from().0 - 1));
        let after = known.unwrap_or(of.at.first);
        if after < watermark {
            return self.goes_on(record, of.at.end, watermark);
        }
        let length = u32::try_from(of.at.end.0.saturating_sub(of.at.first.0)).unwrap_or(u32::MAX);
        let kind = u32::try_from(of.kind).unwrap_or(u32::MAX);
        self.ahead.entry(after).or_default().push(Coming { record, kind, counts_for, length });
    }

    /// Notes that a record in sight may still go on.
    pub(super) fn goes_on(&mut self, record: Handle, until: Instant, watermark: Instant) {
        if until > watermark {
            self.going_on.entry(until).or_default().push(record);
        }
    }

    /// What comes into sight first, with its earliest time, if that is before an instant.
    pub(super) fn coming(&mut self, before: Instant) -> Option<(Instant, Vec<Coming>)> {
        let next = self.ahead.first_entry().filter(|entry| *entry.key() < before)?;
        Some(next.remove_entry())
    }

    /// Records that are over by an instant.
    pub(super) fn ended(&mut self, by: Instant) -> Vec<Record> {
        let mut ended = Vec::new();
        while let Some(entry) = self.going_on.first_entry().filter(|entry| *entry.key() <= by) {
            ended.extend(entry.remove());
        }
        let there = ended.into_iter().filter(|handle| !self.packed(*handle).is_removed());
        there.filter_map(|handle| self.record(handle)).collect()
    }

    fn input(&mut self, input: &Arc<str>) -> u32 {
        let known = self.inputs.iter().rposition(|known| Arc::ptr_eq(known, input) || known == input);
        let at = known.unwrap_or_else(|| {
            self.inputs.push(input.clone());
            self.inputs.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    fn enter(&mut self, handle: Handle) {
        let mut by_id = std::mem::take(&mut self.by_id);
        by_id.insert_unique(hash(self.packed(handle).id()), handle, |other| hash(self.packed(*other).id()));
        self.by_id = by_id;
    }

    // Records that name an entity: those that pass, or those that last.
    fn naming(&self, entity: Number, lasting: bool) -> impl Iterator<Item = Handle> {
        let last = self.last.get(entity as usize).and_then(|last| last.get(usize::from(lasting)));
        let next = move |handle: &Handle| {
            let mut named = self.packed(*handle).named();
            named.find(|(of, _)| *of == entity).map(|(_, before)| before).filter(|before| *before != NONE)
        };
        std::iter::successors(last.copied().filter(|last| *last != NONE), next)
    }

    /// Records of a type that name an entity and may have happened from an instant on.
    pub(super) fn of_kind_naming(
        &self,
        kind: usize,
        entity: Number,
        from: Instant,
    ) -> impl Iterator<Item = Record> {
        let wanted = move |packed: Packed<'_>| packed.kind() == kind && packed.first() >= from;
        let handles = self.naming(entity, false).filter(move |handle| wanted(self.packed(*handle)));
        handles.filter_map(|handle| self.record(handle))
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
        let mut log = self.assembled(policy, reader, self.handles(), self.others.iter());
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
            About::Corrects { by: Some(by), .. } => names_any(by, whom),
            _ => false,
        };
        let moved = self.others.iter().filter(moved).filter_map(|other| match &other.about {
            About::Corrects { of, .. } => Some(self.with_id(of)),
            About::Unread { .. } => None,
        });
        let entities = whom.iter().filter_map(|id| self.names.number(id));
        let about = entities.flat_map(|entity| self.naming(entity, false).chain(self.naming(entity, true)));
        let mut records: BTreeSet<Handle> = about.chain(moved.flatten()).collect();
        // Twice: whoever holds an office there may hold another one somewhere else.
        for _ in 0..2 {
            let named: BTreeSet<Number> = records
                .iter()
                .flat_map(|handle| self.packed(*handle).named().map(|(entity, _)| entity))
                .collect();
            records.extend(named.into_iter().flat_map(|entity| self.naming(entity, true)));
        }
        let others: Vec<&Other> = match self.others.is_empty() {
            true => Vec::new(),
            false => {
                let ids: HashSet<&str> = records.iter().map(|handle| self.packed(*handle).id()).collect();
                let is_about = |other: &&Other| match &other.about {
                    About::Corrects { of, .. } => ids.contains(&**of),
                    About::Unread { .. } => true,
                };
                self.others.iter().filter(is_about).collect()
            }
        };
        let mut log = self.assembled(policy, reader, records.into_iter(), others.into_iter());
        if log.coverage.assumed {
            log.coverage.general = vec![Stretch { from: begins, until: watermark }];
        }
        log
    }

    /// What is covered, without records.
    pub(super) fn covered(
        &self,
        policy: &CheckedPolicy,
        reader: &RecordReader<'_>,
        (begins, watermark): (Instant, Instant),
    ) -> EventLog {
        let mut log = self.assembled(policy, reader, std::iter::empty(), std::iter::empty());
        if log.coverage.assumed {
            log.coverage.general = vec![Stretch { from: begins, until: watermark }];
        }
        log
    }

    fn assembled<'k>(
        &'k self,
        policy: &CheckedPolicy,
        reader: &RecordReader<'_>,
        records: impl Iterator<Item = Handle>,
        others: impl Iterator<Item = &'k Other>,
    ) -> EventLog {
        let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone).skip_invalid(true);
        for record in records.filter_map(|handle| self.record(handle)) {
            builder.take(Checked(Ok(Read::Record(record))));
        }
        let mut words = Words::default();
        for other in others.filter(|other| !self.others.waits(other)) {
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

    /// Whether no statement says what is covered, or one says that all is for now.
    pub(super) fn covers_all(&self, from: Instant, until: Instant) -> bool {
        let all = |stretch: &Stretch| stretch.from <= from && stretch.until >= until;
        self.by_kind.is_empty() && (self.general.is_empty() || self.general.iter().any(all))
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
        self.earliest.is_some_and(|first| first < begins && zone.day_start(zone.date_of(first)) < begins)
    }

    /// Forgets what is not needed. All records of an id and their corrections stay or go together.
    pub(super) fn forget(&mut self, policy: &CheckedPolicy, begins: Option<Instant>, needs: &Needs<'_>) {
        let is_unneeded = |handle: &Handle| match (needs.of_kind)(self.packed(*handle)) {
            Some(needed) => !needed,
            None => !self.record(*handle).is_some_and(|record| (needs.of_record)(&record)),
        };
        let unneeded: Vec<Handle> = self.handles().filter(is_unneeded).collect();
        let is_gone = |handle: &Handle| {
            let id = self.packed(*handle).id();
            let mut with_id = self.with_id(id);
            let alone = with_id.next().is_some() && with_id.next().is_none();
            let mut corrected = self.others.corrections(id).filter_map(|(_, by)| by);
            (alone || !self.of_id(id).any(|record| (needs.of_record)(&record)))
                && !corrected.any(|by| (needs.of_record)(by))
        };
        let gone: Vec<Handle> = unneeded.into_iter().filter(is_gone).collect();
        if !gone.is_empty() {
            self.began = self.began.or(begins);
        }
        let ids: HashSet<String> = match self.others.is_empty() {
            true => HashSet::default(),
            false => gone.iter().map(|handle| self.packed(*handle).id().to_owned()).collect(),
        };
        self.remove(policy, &gone);
        self.others.retain(|other| match &other.about {
            About::Corrects { of, .. } => !ids.contains(&**of),
            About::Unread { kind, at } => at.is_none_or(|at| !(needs.is_over)(*kind, at)),
        });
    }

    fn remove(&mut self, policy: &CheckedPolicy, gone: &[Handle]) {
        let mut named: BTreeSet<(bool, Number)> = BTreeSet::new();
        for handle in gone {
            let packed = self.packed(*handle);
            let lasting = reach::lasts(policy, packed.kind());
            named.extend(packed.named().map(|(entity, _)| (lasting, entity)));
            if let Some(record) = self.record(*handle).filter(|_| lasting) {
                self.note_registered(policy, &record, false);
            }
            let hash = hash(self.packed(*handle).id());
            if let Ok(entry) = self.by_id.find_entry(hash, |other| other == handle) {
                entry.remove();
            }
            packed::note_removed(self.pages.get_mut(*handle));
        }
        named.into_iter().for_each(|(lasting, entity)| self.unlink(lasting, entity));
        gone.iter().for_each(|handle| self.pages.remove(*handle));
        self.count = self.count.saturating_sub(gone.len());
    }

    // Leaves removed records out of those that name an entity.
    fn unlink(&mut self, lasting: bool, entity: Number) {
        let all: Vec<Handle> = self.naming(entity, lasting).collect();
        let rest: Vec<Handle> =
            all.iter().copied().filter(|handle| !self.packed(*handle).is_removed()).collect();
        if rest.len() == all.len() {
            return;
        }
        let last = self.last.get_mut(entity as usize).and_then(|last| last.get_mut(usize::from(lasting)));
        if let Some(last) = last {
            *last = rest.first().copied().unwrap_or(NONE);
        }
        for (at, handle) in rest.iter().enumerate() {
            let before = rest.get(at + 1).copied().unwrap_or(NONE);
            packed::relink(self.pages.get_mut(*handle), entity, before);
        }
    }

    /// How many records, and how many others.
    pub(super) fn count(&self) -> (usize, usize) {
        (self.count, self.others.len())
    }

    pub(super) fn bytes(&self) -> usize {
        let by_entity = size_of::<[Handle; 2]>() + size_of::<u32>();
        let entities = self.names.bytes() + self.names.count() * by_entity;
        self.pages.bytes() + entities + table_bytes(self.count) + self.others.bytes()
    }
}

/// What is still needed.
pub(super) struct Needs<'n> {
    /// Whether a record is, as far as its type and time tell.
    pub of_kind: &'n dyn Fn(Packed<'_>) -> Option<bool>,
    pub of_record: &'n dyn Fn(&Record) -> bool,
    /// Whether nothing needs what could not be read, by type and time.
    pub is_over: &'n dyn Fn(Option<usize>, Moment) -> bool,
}

// Calls `f` on every entity that a value names.
fn named<'v>(value: &'v Value, f: &mut impl FnMut(&'v Arc<str>)) {
    match value {
        Value::Entity(id) => f(id),
        Value::Set(items) => items.iter().for_each(|item| named(item, f)),
        _ => {}
    }
}

fn names_any(record: &Record, wanted: &HashSet<Arc<str>>) -> bool {
    let mut found = false;
    record.fields.iter().flatten().for_each(|value| named(value, &mut |id| found |= wanted.contains(id)));
    found
}
