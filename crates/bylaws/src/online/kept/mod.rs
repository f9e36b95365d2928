//! Records that may still matter, packed, and the log that they make.

mod coming;
mod forget;
mod log;
mod names;
mod others;
mod packed;
mod pages;

pub(super) use coming::Coming;
pub(super) use forget::Needs;
pub(super) use names::{Names, Number};
pub(super) use others::{About, Other};
pub(super) use packed::Packed;
pub(super) use pages::Handle;

use super::reach;
use crate::check::policy::CheckedPolicy;
use crate::log::{Instant, Place, Record, RecordReader, Stretch, Value};
use hashbrown::HashTable;
use names::{hash, table_bytes};
use others::Others;
use pages::{NONE, Pages};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
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
    pub(super) fn names_stranger(&self, reader: &RecordReader<'_>, record: &Record) -> bool {
        let known = |id: &str| self.names.number(id).is_some_and(|number| self.is_registered(number));
        let mut strange = false;
        for (_, value) in reader.to_be_registered(record) {
            named(value, &mut |id| strange |= !known(id));
        }
        strange
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

// Calls `f` on every entity that a value names.
fn named<'v>(value: &'v Value, f: &mut impl FnMut(&'v Arc<str>)) {
    match value {
        Value::Entity(id) => f(id),
        Value::Set(items) => items.iter().for_each(|item| named(item, f)),
        _ => {}
    }
}
