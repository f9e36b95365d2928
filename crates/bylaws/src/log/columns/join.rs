//! What several threads gathered, put together: numbers that mean the same everywhere, and the checks that
//! concern all rows at once.

use super::entities::Entities;
use super::ids::{Ids, Numbered, Order, packed, rise};
use super::rows::{Keeping, Part, Rows};
use super::{Columns, NOTHING, Shared};
use crate::diagnostic::Message;
use crate::log::alike;
use crate::log::read::RecordReader;
use crate::log::{EventOrigin, Record, Stretch, Type, Value};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// The rows of all threads.
#[derive(Debug, Default)]
pub(in super::super) struct Gathered {
    pub columns: Vec<Columns>,
    pub shared: Shared,
    /// Entities that rows name where only registered ones may be named.
    registered: Vec<Value>,
    /// Sets of entities that rows name.
    sets: Vec<Value>,
    /// Entities without a number in their id that rows register.
    rostered: Vec<Arc<str>>,
    /// The ids of each stretch, of rows and of what was told of other lines, and how many the latter are.
    orders: Vec<((u32, u64), Order)>,
    passed: usize,
}

// Numbers of one thread → numbers of all.
type Renaming = Vec<u32>;

impl Gathered {
    /// Puts rows together; none where they have more different values than can be counted.
    pub(in super::super) fn of(reader: &RecordReader<'_>, rows: Vec<Rows<'_>>) -> Option<Self> {
        let mut shared = Shared { zone: reader.zone, ..Shared::default() };
        let mut values: Vec<Vec<Values>> = Vec::new();
        let mut entities = Entities::default();
        let mut parts = Vec::new();
        let mut named: Vec<bool> = Vec::new();
        let (mut orders, mut passed) = (Vec::new(), 0);
        for mut thread in rows {
            let own = thread.take_parts();
            let prefixes = thread.prefixes.joined(&mut shared.prefixes)?;
            thread.orders.iter_mut().for_each(|(_, order)| order.rename(&prefixes));
            orders.append(&mut thread.orders);
            passed += thread.passed;
            let entity = entities.take(thread.entities)?;
            note_named(&thread.named, &entity, &mut named);
            let mut fields = Vec::new();
            for (kind, dictionaries) in thread.fields.into_iter().enumerate() {
                if values.len() <= kind {
                    values.push(Vec::new());
                }
                let of_kind = values.get_mut(kind)?;
                of_kind.resize_with(dictionaries.len().max(of_kind.len()), Values::default);
                let each = of_kind.iter_mut().zip(dictionaries);
                let each = each.map(|(values, own)| values.take(own.into_values()));
                fields.push(each.collect::<Option<Vec<Renaming>>>()?);
            }
            parts.extend(rename(reader, own, &Names { prefixes, entity, fields }));
        }
        let of_sets = sets(reader, &values, |ty| reader.needs_registration(ty));
        let all_sets = sets(reader, &values, |ty| matches!(ty, Type::Set(of) if is_entity(of)));
        let mut rostered = Vec::new();
        shared.entities = entities.into_values();
        let columns = columns(reader, parts, values);
        for columns in columns.iter().filter(|columns| registers(reader, columns.kind)) {
            // What registers itself is known.
            for code in columns.parts.iter().flat_map(|part| part.field(0)) {
                if let Some(named) = named.get_mut(*code as usize) {
                    *named = false;
                }
                if let Some(Some(Value::Entity(id))) = shared.entities.get(*code as usize)
                    && alike::is_word(id)
                {
                    rostered.push(id.clone());
                }
            }
        }
        let of_number = |(value, named): (&Option<Value>, &bool)| value.clone().filter(|_| *named);
        let mut registered: Vec<Value> = shared.entities.iter().zip(&named).filter_map(of_number).collect();
        registered.extend(of_sets);
        orders.sort_by_key(|(place, _)| *place);
        Some(Self { columns, shared, registered, sets: all_sets, rostered, orders, passed })
    }

    /// Makes records of the rows of all types that are not only counted.
    pub(in super::super) fn take_records(&mut self, keeping: &Keeping) -> Vec<Record> {
        let is_counted = |kind: usize| keeping.counted.get(kind) == Some(&true);
        let (counted, whole): (Vec<Columns>, Vec<Columns>) =
            std::mem::take(&mut self.columns).into_iter().partition(|columns| is_counted(columns.kind));
        self.columns = counted;
        let parts: Vec<(&Columns, &Part)> =
            whole.iter().flat_map(|columns| columns.parts.iter().map(move |part| (columns, part))).collect();
        let of_part = |(columns, part): &(&Columns, &Part)| {
            columns.records(part, &self.shared, |_| true).into_iter().map(|(_, record)| record)
        };
        let each: Vec<Vec<Record>> = parts.par_iter().map(|part| of_part(part).collect()).collect();
        let mut all = Vec::with_capacity(each.iter().map(Vec::len).sum());
        each.into_iter().for_each(|mut own| all.append(&mut own));
        all
    }

    fn ids(&self) -> impl Iterator<Item = &Ids> {
        self.columns.iter().flat_map(|columns| &columns.parts).map(|part| &part.ids)
    }

    /// Whether any id may stand twice, here or among `others`.
    pub(in super::super) fn may_repeat(&self, others: &[Record]) -> bool {
        let rises = rise(self.orders.iter().map(|(_, order)| order));
        if rises && self.passed == others.len() {
            return false;
        }
        // Other lines, whose place is not known, may have broken the order.
        !self.are_distinct() || self.names_any_of(others.iter())
    }

    // Looks at every id. Once there are too many prefixes an id may be a text in one place and none in another.
    fn are_distinct(&self) -> bool {
        let mut texts: FxHashSet<&Arc<str>> = FxHashSet::default();
        if !self.ids().flat_map(|ids| ids.texts()).all(|text| texts.insert(text)) {
            return false;
        }
        let mut numbered: Vec<u64> = self.ids().flat_map(|ids| ids.numbered()).collect();
        numbered.par_sort_unstable();
        let mixed = texts.iter().any(|text| Numbered::of(text.as_bytes()).is_some());
        let of_text =
            |ids: &Ids| ids.numbered().any(|id| texts.contains(&ids.written(id, &self.shared.prefixes)));
        numbered.windows(2).all(|pair| pair.first() != pair.last()) && !(mixed && self.ids().any(of_text))
    }

    // Whether any row has the id of another record.
    fn names_any_of<'r>(&self, others: impl Iterator<Item = &'r Record>) -> bool {
        let spans = super::ids::spans(self.ids());
        let (mut suspects, mut texts) = (FxHashSet::default(), FxHashSet::default());
        let any_text = self.ids().any(|ids| !ids.texts().is_empty());
        for record in others {
            let id = packed(record.id.as_bytes(), &self.shared.prefixes);
            suspects.extend(id.filter(|id| spans.contain(*id)));
            if any_text {
                texts.insert(record.id.clone());
            }
        }
        let parts: Vec<&Ids> = self.ids().collect();
        parts.into_par_iter().any(|ids| {
            !suspects.is_empty() && ids.iter().any(|id| suspects.contains(&id))
                || ids.texts().iter().any(|id| texts.contains(id))
        })
    }

    /// Whether any row names an entity that neither a row nor one of these registered.
    pub(in super::super) fn names_unregistered(&self, registered: &FxHashSet<Arc<str>>) -> bool {
        let is_unknown = |value: &Value| match value {
            Value::Entity(id) => !registered.contains(id),
            Value::Set(items) => {
                items.iter().any(|item| matches!(item, Value::Entity(id) if !registered.contains(id)))
            }
            _ => false,
        };
        self.registered.iter().any(is_unknown)
    }

    /// Whether any row or one of these records names, in one cell, what is most likely several.
    pub(in super::super) fn names_several(
        &self,
        others: &[Record],
        registered: &FxHashSet<Arc<str>>,
    ) -> bool {
        let of_others = others.iter().flat_map(|record| record.fields.iter().flatten());
        let named = of_others.chain(self.shared.entities.iter().flatten()).chain(&self.sets);
        let mut named = named.flat_map(alike::named);
        named.any(|id| alike::is_several(id) && !registered.contains(id) && !self.rostered.contains(id))
    }

    /// What is to be said of the ids that rows and these records name.
    pub(in super::super) fn cautions(
        &self,
        others: &[Record],
        registered: &FxHashSet<Arc<str>>,
    ) -> Vec<Message> {
        let rostered = self.rostered.iter().chain(registered.iter().filter(|id| alike::is_word(id)));
        let of_others = others.iter().flat_map(|record| record.fields.iter().flatten());
        let named = of_others.chain(self.shared.entities.iter().flatten()).chain(&self.sets);
        alike::cautions(named.flat_map(alike::named), &rostered.cloned().collect())
    }

    /// From the first to the last day of all rows.
    pub(in super::super) fn span(&self) -> Option<Stretch> {
        let zone = self.shared.zone;
        let parts = self.columns.iter().flat_map(|columns| &columns.parts);
        let moments = parts.flat_map(|part| part.at.ends()).map(|kept| kept.moment(zone));
        moments.map(|at| Stretch { from: at.first, until: at.end }).reduce(around)
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
                renaming.push(NOTHING);
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

// Which entities, by number, are named where only registered ones may be.
fn note_named(own: &[bool], renaming: &Renaming, all: &mut Vec<bool>) {
    for (number, _) in renaming.iter().zip(own).filter(|(_, named)| **named) {
        let number = *number as usize;
        if all.len() <= number {
            all.resize((number + 1).next_power_of_two(), false);
        }
        if let Some(known) = all.get_mut(number) {
            *known = true;
        }
    }
}

// Sets of entities, of fields of some types.
fn sets(reader: &RecordReader<'_>, values: &[Vec<Values>], of: impl Fn(&Type) -> bool) -> Vec<Value> {
    let of_kind = reader.vocabulary.events.values().zip(values);
    let fields = of_kind.flat_map(|(event, values)| event.fields.values().zip(values));
    let fields = fields.filter(|(f, _)| matches!(f.ty, Type::Set(_)) && of(&f.ty));
    fields.flat_map(|(_, values)| values.values.iter().flatten().cloned()).collect()
}

/// How one thread's numbers are called by all.
struct Names {
    prefixes: Vec<u16>,
    entity: Renaming,
    fields: Vec<Vec<Renaming>>,
}

fn rename(reader: &RecordReader<'_>, mut parts: Vec<Part>, names: &Names) -> Vec<Part> {
    let same_entities = is_same(&names.entity);
    parts.par_iter_mut().for_each(|part| {
        part.ids.rename(&names.prefixes);
        let Some((_, event)) = reader.vocabulary.events.get_index(part.kind) else { return };
        for (index, (field, codes)) in event.fields.values().zip(&mut part.fields).enumerate() {
            let own = || names.fields.get(part.kind).and_then(|fields| fields.get(index));
            let renaming = match is_entity(&field.ty) {
                true => Some(&names.entity).filter(|_| !same_entities),
                false => own().filter(|renaming| !is_same(renaming)),
            };
            let Some(renaming) = renaming else { continue };
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

fn registers(reader: &RecordReader<'_>, kind: usize) -> bool {
    let event = reader.vocabulary.events.get_index(kind);
    event.is_some_and(|(_, event)| matches!(event.origin, EventOrigin::Entity(_)))
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
