//! What several threads gathered, put together: numbers that mean the same everywhere, and the checks that
//! concern all rows at once.

use super::ids::{Ids, Numbered, packed, rise};
use super::rows::{Part, Rows};
use super::{ColumnLog, Columns, Shared};
use crate::log::read::RecordReader;
use crate::log::{EventLog, Record, Stretch, Type, Value};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// The rows of all threads.
#[derive(Debug, Default)]
pub(in super::super) struct Gathered {
    pub columns: Vec<Columns>,
    pub shared: Shared,
}

// Numbers of one thread → numbers of all.
type Renaming = Vec<u32>;

impl Gathered {
    /// Puts rows together; none where they have more different values than can be counted, which the rows of one
    /// thread never have.
    pub(in super::super) fn of(
        reader: &RecordReader<'_>,
        rows: Vec<Rows<'_>>,
        files: Vec<Arc<str>>,
    ) -> Option<Self> {
        let mut shared = Shared { zone: reader.zone, files, ..Shared::default() };
        let mut values: Vec<Vec<Values>> = Vec::new();
        let mut entities = Values::default();
        let mut parts = Vec::new();
        for thread in rows {
            let prefixes = thread.prefixes.joined(&mut shared.prefixes)?;
            let entity = entities.take(thread.entities.into_values())?;
            let mut fields = Vec::new();
            for (kind, dictionaries) in thread.fields.into_iter().enumerate() {
                if values.len() <= kind {
                    values.push(Vec::new());
                }
                let of_kind = values.get_mut(kind)?;
                of_kind.resize_with(dictionaries.len().max(of_kind.len()), Values::default);
                let renamings = of_kind.iter_mut().zip(dictionaries);
                fields.push(
                    renamings
                        .map(|(values, own)| values.take(own.into_values()))
                        .collect::<Option<Vec<Renaming>>>()?,
                );
            }
            let renaming = Names { prefixes, entity, fields };
            parts.extend(rename(reader, thread.done, &renaming));
        }
        shared.entities = entities.values;
        Some(Self { columns: columns(reader, parts, values), shared })
    }

    /// Whether any id may stand twice, here or among `others`.
    pub(in super::super) fn may_repeat<'r>(&self, others: impl Iterator<Item = &'r Record>) -> bool {
        // Types take turns within a stretch, so that each rises by itself; of two types with one prefix one asks
        // further.
        let by_kind = self.columns.iter().all(|columns| {
            let mut parts: Vec<&Part> = columns.parts.iter().collect();
            parts.sort_by_key(|part| part.place);
            rise(parts.iter().map(|part| &part.ids))
        });
        let distinct = by_kind && self.no_prefix_in_two_types() || self.are_distinct();
        !distinct || self.names_any_of(others)
    }

    fn no_prefix_in_two_types(&self) -> bool {
        let mut seen: FxHashSet<u64> = FxHashSet::default();
        self.columns.iter().all(|columns| {
            let own: FxHashSet<u64> =
                columns.parts.iter().flat_map(|part| part.ids.prefixes_used()).collect();
            own.into_iter().all(|prefix| seen.insert(prefix))
        })
    }

    // Looks at every id. Once there are too many prefixes an id may be a text in one place and none in another.
    fn are_distinct(&self) -> bool {
        let ids: Vec<&Ids> =
            self.columns.iter().flat_map(|columns| &columns.parts).map(|part| &part.ids).collect();
        let mut texts: FxHashSet<&Arc<str>> = FxHashSet::default();
        if !ids.iter().flat_map(|ids| ids.texts()).all(|text| texts.insert(text)) {
            return false;
        }
        let mut numbered: Vec<u64> = ids.iter().flat_map(|ids| ids.numbered()).collect();
        numbered.par_sort_unstable();
        let mixed = texts.iter().any(|text| Numbered::of(text.as_bytes()).is_some());
        let mut written = ids.iter().flat_map(|ids| ids.written(&self.shared.prefixes));
        numbered.windows(2).all(|pair| pair.first() != pair.last())
            && !(mixed && written.any(|id| texts.contains(&id)))
    }

    // Whether any row has the id of another record.
    fn names_any_of<'r>(&self, others: impl Iterator<Item = &'r Record>) -> bool {
        let ids = || self.columns.iter().flat_map(|columns| &columns.parts).map(|part| &part.ids);
        let (mut suspects, mut texts) = (FxHashSet::default(), FxHashSet::default());
        let any_text = ids().any(|ids| !ids.texts().is_empty());
        for record in others {
            let id = packed(record.id.as_bytes(), &self.shared.prefixes);
            suspects.extend(id.filter(|id| ids().any(|ids| ids.spans(*id))));
            if any_text {
                texts.insert(record.id.clone());
            }
        }
        let named = |ids: &Ids| {
            !suspects.is_empty() && ids.packed().iter().any(|id| suspects.contains(id))
                || ids.texts().iter().any(|id| texts.contains(id))
        };
        ids().any(named)
    }

    /// Whether any row names an entity that nobody registered.
    pub(in super::super) fn names_unregistered(
        &self,
        reader: &RecordReader<'_>,
        registered: &FxHashSet<Arc<str>>,
    ) -> bool {
        self.columns.iter().any(|columns| {
            let Some((_, event)) = reader.vocabulary.events.get_index(columns.kind) else { return false };
            event.fields.values().enumerate().any(|(field, declared)| {
                reader.needs_registration(&declared.ty) && self.unregistered(columns, field, registered)
            })
        })
    }

    fn unregistered(&self, columns: &Columns, field: usize, registered: &FxHashSet<Arc<str>>) -> bool {
        let is_known = |value: &Value| match value {
            Value::Entity(id) => registered.contains(id),
            _ => true,
        };
        let all_known = |value: &Option<Value>| match value {
            Some(Value::Set(items)) => items.iter().all(is_known),
            Some(value) => is_known(value),
            None => true,
        };
        let known: Vec<bool> = columns.values(field, &self.shared).iter().map(all_known).collect();
        if known.iter().all(|known| *known) {
            return false;
        }
        let is_unknown = |code: &u32| !known.get(*code as usize).copied().unwrap_or(true);
        columns.parts.par_iter().any(|part| part.field(field).iter().any(is_unknown))
    }

    /// From the first to the last day of all rows.
    pub(in super::super) fn span(&self) -> Option<Stretch> {
        let zone = self.shared.zone;
        let of_part = |part: &Part| {
            let times: Box<dyn Iterator<Item = super::Time>> = match part.days() {
                // The first and the last day are enough.
                Some(days) => {
                    let ends = [days.iter().min(), days.iter().max()];
                    Box::new(ends.into_iter().flatten().map(|day| super::Time(super::Kept::Day(*day))))
                }
                None => Box::new((0..part.len()).filter_map(|row| part.time(row))),
            };
            let moments = times.map(|time| time.moment(zone));
            moments.map(|at| Stretch { from: at.first, until: at.end }).reduce(around)
        };
        let parts: Vec<&Part> = self.columns.iter().flat_map(|columns| &columns.parts).collect();
        parts.into_par_iter().filter_map(of_part).reduce_with(around)
    }

    /// All rows as records.
    pub(in super::super) fn into_records(self) -> Vec<Record> {
        let whole = ColumnLog { log: EventLog::default(), columns: self.columns, shared: self.shared };
        whole.into_records().records
    }
}

fn around(a: Stretch, b: Stretch) -> Stretch {
    Stretch { from: a.from.min(b.from), until: a.until.max(b.until) }
}

/// Values with one number each.
#[derive(Default)]
struct Values {
    values: Vec<Option<Value>>,
    numbers: FxHashMap<Value, u32>,
}

impl Values {
    /// Takes in those of one thread, and says which number each has now.
    fn take(&mut self, (own, numbers): (Vec<Option<Value>>, FxHashMap<Value, u32>)) -> Option<Renaming> {
        if self.values.is_empty() {
            let same = (0..u32::try_from(own.len()).ok()?).collect();
            (self.values, self.numbers) = (own, numbers);
            return Some(same);
        }
        let mut renaming = Vec::with_capacity(own.len());
        for value in own {
            let Some(value) = value else {
                renaming.push(super::NOTHING);
                continue;
            };
            let next = u32::try_from(self.values.len()).ok()?;
            let number = *self.numbers.entry(value).or_insert_with_key(|value| {
                self.values.push(Some(value.clone()));
                next
            });
            renaming.push(number);
        }
        Some(renaming)
    }
}

/// How one thread's numbers are called by all.
struct Names {
    prefixes: Vec<u16>,
    entity: Renaming,
    fields: Vec<Vec<Renaming>>,
}

fn rename(reader: &RecordReader<'_>, mut parts: Vec<Part>, names: &Names) -> Vec<Part> {
    parts.par_iter_mut().for_each(|part| {
        part.ids.rename(&names.prefixes);
        let Some((_, event)) = reader.vocabulary.events.get_index(part.kind) else { return };
        for (index, (field, codes)) in event.fields.values().zip(&mut part.fields).enumerate() {
            let own = || names.fields.get(part.kind).and_then(|fields| fields.get(index));
            let renaming = if is_entity(&field.ty) { Some(&names.entity) } else { own() };
            let Some(renaming) = renaming.filter(|renaming| !is_same(renaming)) else { continue };
            for code in codes {
                *code = renaming.get(*code as usize).copied().unwrap_or(*code);
            }
        }
    });
    parts
}

fn is_same(renaming: &Renaming) -> bool {
    renaming.iter().enumerate().all(|(at, number)| at == *number as usize)
}

fn is_entity(ty: &Type) -> bool {
    matches!(ty, Type::Entity(_) | Type::AnyEntity)
}

fn columns(reader: &RecordReader<'_>, parts: Vec<Part>, values: Vec<Vec<Values>>) -> Vec<Columns> {
    let mut by_kind: Vec<Vec<Part>> = Vec::new();
    by_kind.resize_with(values.len(), Vec::new);
    for part in parts {
        if let Some(list) = by_kind.get_mut(part.kind) {
            list.push(part);
        }
    }
    let mut out = Vec::new();
    for (kind, (parts, values)) in by_kind.into_iter().zip(values).enumerate() {
        let event = reader.vocabulary.events.get_index(kind).filter(|_| !parts.is_empty());
        let Some((_, event)) = event else { continue };
        let fields = event.fields.values().zip(values);
        let values = fields.map(|(field, own)| (!is_entity(&field.ty)).then_some(own.values)).collect();
        out.push(Columns { kind, parts, values });
    }
    out
}
