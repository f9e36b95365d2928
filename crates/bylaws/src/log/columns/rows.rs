//! From the words of rows to columns, in one thread. A row that is not as it should be is refused, and left to
//! [`crate::log::RecordReader`], which says what is wrong with it.

use super::entities::Entities;
use super::ids::{Ids, Order, Prefixes};
use super::moments::{Kept, Moments};
use super::words::{Cell, Dictionary, Form, NOTHING};
use crate::log::read::{RecordReader, Slot, is_empty};
use crate::log::{EventType, Field, RawValue, Type, Value, Words, parse_moment};
use std::borrow::Cow;
use std::sync::Arc;

/// How a format reads what is escaped, or stands bare: a number, a truth value, a list or nothing.
pub type Written = for<'a> fn(&'a str) -> Option<RawValue<'a>>;

/// What is read into columns, by any number of threads.
#[derive(Clone, Debug)]
pub struct ColumnReader<'v> {
    reader: RecordReader<'v>,
    kept: Arc<Keeping>,
}

/// What is kept of the records of each type, by its position.
#[derive(Debug)]
pub(in super::super) struct Keeping {
    /// Which fields; none of a type that is read record by record.
    fields: Vec<Option<Vec<usize>>>,
    /// Whether it is only counted: no record is made of its rows.
    pub(super) counted: Vec<bool>,
}

impl Keeping {
    /// Keeps these fields of types that are only counted, and all of the others.
    pub(in super::super) fn of(reader: &RecordReader<'_>, counted: &[Vec<usize>]) -> Self {
        let of_kind = |(kind, event): (usize, &EventType)| {
            let fields = counted.get(kind).filter(|fields| !fields.is_empty()).cloned();
            // When something planned came to be known matters, and is not kept.
            fields.or_else(|| (!event.planned).then(|| (0..event.fields.len()).collect()))
        };
        let events = reader.vocabulary.events.values().enumerate();
        let is_counted = |kind| counted.get(kind).is_some_and(|fields: &Vec<usize>| !fields.is_empty());
        Self {
            counted: (0..reader.vocabulary.events.len()).map(is_counted).collect(),
            fields: events.map(of_kind).collect(),
        }
    }
}

/// What the cells of a row are, for one type of record.
#[derive(Clone, Debug)]
pub struct Layout {
    kind: usize,
    cells: Vec<Place>,
    /// How many fields a record has.
    fields: usize,
    /// Fields that no record may leave out.
    required: Vec<usize>,
}

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Id,
    At,
    RecordedAt,
    /// The type; the layout was chosen by it.
    Type,
    /// An entity, and whether it must be registered by a record of its own.
    Entity(usize, bool),
    /// Another value of a field of the type's own.
    Own(usize),
    /// Nothing that the type has: it must be empty.
    Absent,
}

impl<'v> ColumnReader<'v> {
    pub(in super::super) fn new(reader: RecordReader<'v>, kept: Arc<Keeping>) -> Self {
        Self { reader, kept }
    }

    /// What the cells under these names are in records of the type that answers to a name; none where such
    /// records are not kept in columns, or not under such names.
    #[must_use]
    pub fn layout<'n>(&self, kind: &str, names: impl Iterator<Item = &'n str>) -> Option<Layout> {
        let shape = self.reader.shape(kind.trim())?;
        self.kept.fields.get(shape.kind)?.as_ref()?;
        let (_, event) = self.reader.vocabulary.events.get_index(shape.kind)?;
        let place = |slot: Slot| match slot {
            Slot::Id => Some(Place::Id),
            Slot::At => Some(Place::At),
            Slot::RecordedAt => Some(Place::RecordedAt),
            Slot::Type => Some(Place::Type),
            Slot::Own(index) => {
                let (_, field) = event.fields.get_index(index)?;
                let is_registered = self.reader.names_registered(event, index, None);
                let is_entity = matches!(field.ty, Type::Entity(_) | Type::AnyEntity);
                Some(if is_entity { Place::Entity(index, is_registered) } else { Place::Own(index) })
            }
        };
        let mut cells = Vec::new();
        for name in names {
            let place = shape.slots.get(name).map_or(Some(Place::Absent), |slot| place(*slot))?;
            if place != Place::Absent && cells.contains(&place) {
                return None;
            }
            cells.push(place);
        }
        let is_needed = |field: &Field| !field.optional && field.from_role.is_none();
        let required =
            event.fields.values().enumerate().filter(|(_, f)| is_needed(f)).map(|(at, _)| at).collect();
        Some(Layout { kind: shape.kind, cells, fields: event.fields.len(), required })
    }

    /// Begins to gather rows, in one thread.
    #[must_use]
    pub fn rows(&self) -> Rows<'v> {
        let fields = |kind| {
            let event = self.reader.vocabulary.events.get_index(kind);
            event.map_or(0, |(_, event)| event.fields.len())
        };
        let kinds = 0..self.kept.fields.len();
        Rows {
            reader: self.reader.clone(),
            words: Words::default(),
            prefixes: Prefixes::default(),
            entities: Entities::default(),
            fields: kinds
                .clone()
                .map(|kind| (0..fields(kind)).map(|_| Dictionary::default()).collect())
                .collect(),
            named: Vec::new(),
            day: None,
            kept: self.kept.clone(),
            codes: Vec::new(),
            numbered: vec![Vec::new(); self.kept.fields.len()],
            open: kinds.clone().map(|_| None).collect(),
            order: Order::default(),
            passed: 0,
            sizes: vec![0; self.kept.fields.len()],
            done: Vec::new(),
            orders: Vec::new(),
        }
    }
}

impl Layout {
    /// Whether every cell is something that the type has.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        !self.cells.contains(&Place::Absent)
    }
}

/// Rows that one thread gathers.
#[derive(Debug)]
pub struct Rows<'v> {
    reader: RecordReader<'v>,
    words: Words,
    pub(super) prefixes: Prefixes,
    /// Those of all fields together, so that they can be compared.
    pub(super) entities: Entities,
    /// By type and field; of those of entities there is nothing here.
    pub(super) fields: Vec<Vec<Dictionary>>,
    /// By number: whether any row names this entity where it must be registered.
    pub(super) named: Vec<bool>,
    /// The last day read, as it was written.
    day: Option<([u8; 10], Kept)>,
    kept: Arc<Keeping>,
    codes: Vec<u32>,
    /// By type, column and the column's own number of a word: the number that the field has for it.
    numbered: Vec<Vec<Vec<u32>>>,
    open: Vec<Option<Part>>,
    /// All ids of the stretch, of any type, and how many of them are of records that are not kept here.
    order: Order,
    pub(super) passed: usize,
    /// How many rows the last part of each type had.
    sizes: Vec<usize>,
    done: Vec<Part>,
    /// The ids of each stretch.
    pub(super) orders: Vec<((u32, u64), Order)>,
}

/// The number of words that a column has no number for.
pub const UNNUMBERED: u32 = u32::MAX;

/// As many rows are enough for a part: one thread then looks at them without much of a wait for others.
const FULL: usize = 1 << 15;

/// What is kept of some records of one type.
#[derive(Debug, Default)]
pub(crate) struct Part {
    pub(super) kind: usize,
    pub(super) ids: Ids,
    pub(super) at: Moments,
    /// Numbers of values, by field; of fields that are not kept there are none.
    pub(super) fields: Vec<Vec<u32>>,
}

impl Part {
    fn new(kind: usize, fields: usize, kept: &[usize], rows: usize) -> Self {
        let mut part = Self { kind, fields: vec![Vec::new(); fields], ..Self::default() };
        let rows = rows + rows / 16 + 16;
        part.ids.reserve(rows);
        part.at.reserve(rows);
        for field in kept {
            if let Some(codes) = part.fields.get_mut(*field) {
                codes.reserve_exact(rows);
            }
        }
        part
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }
}

/// A row as it stands in its file.
pub trait RowCells<'a> {
    /// How many columns it has.
    fn len(&self) -> usize;

    /// Whether it has none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What stands in a column; none where that is not one value.
    fn cell(&self, column: usize) -> Option<Cell<'a>>;

    /// In a format that numbers the words of a column, the number of those that stand there; else [`UNNUMBERED`].
    fn number(&self, _column: usize) -> u32 {
        UNNUMBERED
    }
}

impl Rows<'_> {
    /// Adds a row; `false` where it is not as it should be, and must be read as a record of its own. What was read of a
    /// numbered word is not read again until the column is said to number anew.
    ///
    /// `id` is that of a row that has none of its own.
    #[inline]
    pub fn add<'a>(
        &mut self,
        layout: &Layout,
        row: &impl RowCells<'a>,
        id: Option<&[u8]>,
        written: Written,
    ) -> bool {
        let Some((own, at)) = self.frame(layout, row, written) else { return false };
        self.keep(layout, own.or(id), at)
    }

    // Writes down what is in `codes`.
    #[inline]
    fn keep(&mut self, layout: &Layout, id: Option<&[u8]>, at: Kept) -> bool {
        let Some(id) = id else { return false };
        let is_needed = |field: &usize| self.codes.get(*field).is_none_or(|code| *code == NOTHING);
        if layout.required.iter().any(is_needed) {
            return false;
        }
        let size = self.sizes.get(layout.kind).copied().unwrap_or(0);
        let kept = self.kept.fields.get(layout.kind).and_then(Option::as_deref).unwrap_or_default();
        let Some(open) = self.open.get_mut(layout.kind) else { return false };
        let part = open.get_or_insert_with(|| Part::new(layout.kind, self.codes.len(), kept, size));
        if !part.ids.push(id, &mut self.prefixes, &mut self.order) {
            return false;
        }
        part.at.push(at);
        for field in kept {
            if let (Some(codes), Some(code)) = (part.fields.get_mut(*field), self.codes.get(*field)) {
                codes.push(*code);
            }
        }
        true
    }

    /// From here on a column has other numbers for its words.
    pub fn number_anew(&mut self, column: usize) {
        self.numbered.iter_mut().filter_map(|columns| columns.get_mut(column)).for_each(Vec::clear);
    }

    // Id and moment; the numbers of all fields are in `codes` then.
    #[inline]
    fn frame<'a>(
        &mut self,
        layout: &Layout,
        row: &impl RowCells<'a>,
        written: Written,
    ) -> Option<(Option<&'a [u8]>, Kept)> {
        self.codes.clear();
        self.codes.resize(layout.fields, NOTHING);
        let (mut own, mut at) = (None, None);
        for (column, place) in layout.cells.iter().enumerate().take(row.len()) {
            let (index, code) = match *place {
                Place::Type => continue,
                Place::Id => {
                    own = id(row.cell(column)?)?;
                    continue;
                }
                Place::At => {
                    at = Some(self.moment(row.cell(column)?)?);
                    continue;
                }
                Place::Absent if is_blank(row.cell(column)?) => continue,
                Place::Absent => return None,
                Place::RecordedAt => {
                    let cell = row.cell(column)?;
                    if !is_blank(cell) {
                        self.moment(cell)?;
                    }
                    continue;
                }
                Place::Entity(index, _) | Place::Own(index) => {
                    let number = row.number(column);
                    let code = match self.known(layout.kind, column, number) {
                        Some(code) => code,
                        None => {
                            let cell = row.cell(column)?;
                            if is_left_out(cell) {
                                continue;
                            }
                            let code = match place {
                                Place::Entity(..) => self.entity(layout, index, cell, written)?,
                                _ => self.value(layout, index, cell, written)?,
                            };
                            self.remember(layout.kind, column, number, code);
                            code
                        }
                    };
                    if let Place::Entity(_, true) = place {
                        self.note_named(code)?;
                    }
                    (index, code)
                }
            };
            *self.codes.get_mut(index)? = code;
        }
        Some((own, at?))
    }

    #[inline]
    fn known(&self, kind: usize, column: usize, number: u32) -> Option<u32> {
        if number == UNNUMBERED {
            return None;
        }
        let code = self.numbered.get(kind)?.get(column)?.get(number as usize).copied();
        code.filter(|code| *code != UNNUMBERED)
    }

    #[inline]
    fn remember(&mut self, kind: usize, column: usize, number: u32, code: u32) {
        if number == UNNUMBERED {
            return;
        }
        let Some(columns) = self.numbered.get_mut(kind) else { return };
        if columns.len() <= column {
            columns.resize_with(column + 1, Vec::new);
        }
        let Some(codes) = columns.get_mut(column) else { return };
        let number = number as usize;
        if codes.len() <= number {
            codes.resize((number + 1).next_power_of_two(), UNNUMBERED);
        }
        if let Some(place) = codes.get_mut(number) {
            *place = code;
        }
    }

    #[inline]
    fn entity(&mut self, layout: &Layout, index: usize, cell: Cell<'_>, written: Written) -> Option<u32> {
        if cell.form == Form::Text {
            return self.entities.code(cell.bytes);
        }
        let (_, event) = self.reader.vocabulary.events.get_index(layout.kind)?;
        let (_, field) = event.fields.get_index(index)?;
        match value(&self.reader, &mut self.words, field, cell, written)? {
            Some(Value::Entity(id)) => self.entities.code(id.as_bytes()),
            Some(_) => None,
            None => Some(NOTHING),
        }
    }

    #[inline]
    fn note_named(&mut self, code: u32) -> Option<()> {
        let number = code as usize;
        if self.named.len() <= number {
            self.named.resize((number + 1).next_power_of_two(), false);
        }
        *self.named.get_mut(number)? = true;
        Some(())
    }

    fn value(&mut self, layout: &Layout, index: usize, cell: Cell<'_>, written: Written) -> Option<u32> {
        let (_, event) = self.reader.vocabulary.events.get_index(layout.kind)?;
        let (_, field) = event.fields.get_index(index)?;
        let read = || value(&self.reader, &mut self.words, field, cell, written);
        self.fields.get_mut(layout.kind)?.get_mut(index)?.code(cell, read)
    }

    #[inline]
    fn moment(&mut self, cell: Cell<'_>) -> Option<Kept> {
        // Records of one day mostly stand together.
        if let Some((known, day)) = &self.day
            && cell.form == Form::Text
            && cell.bytes.len() == known.len()
            && cell.bytes.first_chunk() == Some(known)
        {
            return Some(*day);
        }
        let is_plain = match cell.form {
            Form::Text => true,
            Form::Bare => cell.bytes.iter().all(u8::is_ascii_digit),
            Form::Escaped => false,
        };
        if !is_plain {
            return None;
        }
        if let Some(day) = Kept::plain_day(cell.bytes) {
            self.day = cell.bytes.try_into().ok().map(|written| (written, day));
            return Some(day);
        }
        let text = std::str::from_utf8(cell.bytes).ok()?.trim();
        Kept::of(parse_moment(text, self.reader.zone)?, self.reader.zone)
    }

    /// Whether the rows of several threads can be counted together.
    pub(in super::super) fn can_join(rows: &[Self]) -> bool {
        let values = |rows: &Self| {
            let fields: usize = rows.fields.iter().flatten().map(Dictionary::len).sum();
            fields + rows.entities.len()
        };
        let (prefixes, values): (usize, usize) =
            rows.iter().fold((0, 0), |(p, v), rows| (p + rows.prefixes.len(), v + values(rows)));
        prefixes < usize::from(u16::MAX) && values < u32::MAX as usize
    }

    /// Takes note of the id of a line that is read as a record of its own, in the line's place.
    pub fn pass(&mut self, id: &[u8]) {
        self.order.pass(id.trim_ascii(), &mut self.prefixes);
    }

    /// One of the lines passed was a record. Where all records are told of so, nothing need be looked up to know that
    /// no id comes twice.
    pub fn was_record(&mut self) {
        self.passed += 1;
    }

    /// Ends a stretch of a file. Stretches have numbers in the order of the file.
    pub fn end_stretch(&mut self, file: u32, stretch: u64) {
        self.orders.push(((file, stretch), std::mem::take(&mut self.order)));
        for (open, size) in self.open.iter_mut().zip(&mut self.sizes) {
            if let Some(part) = open.take_if(|part| part.len() >= FULL) {
                *size = part.len();
                self.done.push(part);
            }
        }
    }

    /// All parts, the last ones too.
    pub(super) fn take_parts(&mut self) -> Vec<Part> {
        self.done.extend(self.open.iter_mut().filter_map(Option::take));
        std::mem::take(&mut self.done)
    }
}

#[inline]
fn is_blank(cell: Cell<'_>) -> bool {
    cell.bytes.is_empty() || cell.bytes.trim_ascii().is_empty()
}

// Bare there must stand something.
#[inline]
fn is_left_out(cell: Cell<'_>) -> bool {
    cell.bytes.is_empty() && cell.form == Form::Text
}

// Spaces around an id do not belong to it, and a bare one may be a number only.
#[inline]
fn id(cell: Cell<'_>) -> Option<Option<&[u8]>> {
    let id = cell.bytes.trim_ascii();
    let is_plain = match cell.form {
        Form::Text => id.is_ascii() || std::str::from_utf8(id).is_ok_and(|text| text.trim() == text),
        Form::Bare => id.iter().all(u8::is_ascii_digit) && (id.len() == 1 || id.first() != Some(&b'0')),
        Form::Escaped => false,
    };
    is_plain.then_some(Some(id).filter(|id| !id.is_empty()))
}

// The value that words stand for, or that they stand for nothing; none where they are wrong.
fn value(
    reader: &RecordReader<'_>,
    words: &mut Words,
    field: &Field,
    cell: Cell<'_>,
    written: Written,
) -> Option<Option<Value>> {
    let text = std::str::from_utf8(cell.bytes).ok()?;
    let quoted;
    let raw = match cell.form {
        Form::Text => RawValue::Text(Cow::Borrowed(text)),
        Form::Bare => written(text)?,
        Form::Escaped => {
            quoted = format!("\"{text}\"");
            written(&quoted)?
        }
    };
    if is_empty(&raw) {
        return Some(None);
    }
    reader.plain_value(field, &raw, words).map(Some)
}
