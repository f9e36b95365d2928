//! From the words of rows to columns, in one thread. A row that is not as it should be is refused, and left to
//! [`crate::log::RecordReader`], which says what is wrong with it.

use super::ids::{Ids, Order, Prefixes};
use super::moments::{Kept, Moments};
use super::words::{Cell, Dictionary, Form, NOTHING};
use crate::log::read::{RecordReader, Slot, is_empty};
use crate::log::{Field, RawValue, Type, Value, Words, parse_moment};
use std::borrow::Cow;
use std::sync::Arc;

/// How a format reads what is escaped, or stands bare: a number, a truth value, a list or nothing.
pub type Written = for<'a> fn(&'a str) -> Option<RawValue<'a>>;

/// What is read into columns, by any number of threads.
#[derive(Clone, Debug)]
pub struct ColumnReader<'v> {
    reader: RecordReader<'v>,
    /// Which fields are kept, by position of the type; none of a type that is kept record by record.
    kept: Arc<[Vec<usize>]>,
}

/// What the cells of a row are, for one type of record.
#[derive(Clone, Debug)]
pub struct Layout {
    kind: usize,
    cells: Vec<Place>,
    /// Fields that no record may leave out.
    required: Vec<usize>,
}

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Is(Slot),
    /// The type; the layout was chosen by it.
    Type,
    /// Nothing that the type has: it must be empty.
    Absent,
}

impl<'v> ColumnReader<'v> {
    pub(in super::super) fn new(reader: RecordReader<'v>, kept: Arc<[Vec<usize>]>) -> Self {
        Self { reader, kept }
    }

    /// What the cells under these names are in records of the type that answers to a name; none where such
    /// records are not kept in columns, or not under such names.
    #[must_use]
    pub fn layout<'n>(&self, kind: &str, names: impl Iterator<Item = &'n str>) -> Option<Layout> {
        let shape = self.reader.shape(kind.trim())?;
        self.kept.get(shape.kind).filter(|fields| !fields.is_empty())?;
        let (_, event) = self.reader.vocabulary.events.get_index(shape.kind)?;
        let mut cells = Vec::new();
        for name in names {
            let place = match shape.slots.get(name) {
                Some(Slot::Type) if cells.contains(&Place::Type) => return None,
                Some(Slot::Type) => Place::Type,
                Some(slot) if cells.contains(&Place::Is(*slot)) => return None,
                Some(slot) => Place::Is(*slot),
                None => Place::Absent,
            };
            cells.push(place);
        }
        let is_needed = |field: &Field| !field.optional && field.from_role.is_none();
        let required =
            event.fields.values().enumerate().filter(|(_, f)| is_needed(f)).map(|(at, _)| at).collect();
        Some(Layout { kind: shape.kind, cells, required })
    }

    /// Begins to gather rows, in one thread.
    #[must_use]
    pub fn rows(&self) -> Rows<'v> {
        let fields = |kind| {
            let event = self.reader.vocabulary.events.get_index(kind);
            event.map_or(0, |(_, event)| event.fields.len())
        };
        let kinds = 0..self.kept.len();
        Rows {
            reader: self.reader.clone(),
            words: Words::default(),
            prefixes: Prefixes::default(),
            entities: Dictionary::of_ids(),
            fields: kinds
                .clone()
                .map(|kind| (0..fields(kind)).map(|_| Dictionary::default()).collect())
                .collect(),
            named: kinds.clone().map(|kind| vec![Vec::new(); fields(kind)]).collect(),
            kept: self.kept.clone(),
            codes: Vec::new(),
            open: kinds.clone().map(|_| None).collect(),
            order: Order::default(),
            passed: 0,
            sizes: vec![0; self.kept.len()],
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
    pub(super) entities: Dictionary,
    /// By type and field; those of entities are kept together, so that they can be compared.
    pub(super) fields: Vec<Vec<Dictionary>>,
    /// By type, field and number: whether any row names this entity there.
    pub(super) named: Vec<Vec<Vec<bool>>>,
    kept: Arc<[Vec<usize>]>,
    codes: Vec<u32>,
    open: Vec<Option<Part>>,
    /// All ids of the stretch, of any type, and how many of them are of records that are not kept here.
    order: Order,
    pub(super) passed: usize,
    /// How many rows of each type the last stretch had.
    sizes: Vec<usize>,
    pub(super) done: Vec<Part>,
    /// The ids of each stretch.
    pub(super) orders: Vec<((u32, u64), Order)>,
}

/// What is kept of records of one type from one stretch of a text.
#[derive(Debug, Default)]
pub(crate) struct Part {
    pub(super) kind: usize,
    /// Which file, and which stretch of it.
    pub(super) place: (u32, u64),
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

/// What a row says besides the fields of its type.
#[derive(Default)]
struct Frame<'a> {
    id: Option<&'a [u8]>,
    at: Option<Kept>,
}

impl Rows<'_> {
    /// Adds a row; `false` where it is not as it should be, and must be read as a record of its own.
    ///
    /// `id` is that of a row that has none of its own.
    pub fn add(&mut self, layout: &Layout, cells: &[Cell<'_>], id: Option<&[u8]>, written: Written) -> bool {
        let Some(frame) = self.frame(layout, cells, written) else { return false };
        let (Some(id), Some(at)) = (frame.id.or(id), frame.at) else { return false };
        let is_needed = |field: &usize| self.codes.get(*field).is_none_or(|code| *code == NOTHING);
        if layout.required.iter().any(is_needed) {
            return false;
        }
        let size = self.sizes.get(layout.kind).copied().unwrap_or(0);
        let kept = self.kept.get(layout.kind).map_or(&[][..], Vec::as_slice);
        let Some(open) = self.open.get_mut(layout.kind) else { return false };
        let part = open.get_or_insert_with(|| Part::new(layout.kind, self.codes.len(), kept, size));
        if !part.ids.push(id, &mut self.prefixes) {
            return false;
        }
        self.order.pass(id, &mut self.prefixes);
        part.at.push(at);
        for field in kept {
            if let (Some(codes), Some(code)) = (part.fields.get_mut(*field), self.codes.get(*field)) {
                codes.push(*code);
            }
        }
        true
    }

    // Puts the numbers of all fields into `codes`.
    fn frame<'a>(&mut self, layout: &Layout, cells: &[Cell<'a>], written: Written) -> Option<Frame<'a>> {
        let (_, event) = self.reader.vocabulary.events.get_index(layout.kind)?;
        self.codes.clear();
        self.codes.resize(event.fields.len(), NOTHING);
        let mut frame = Frame::default();
        for (cell, place) in cells.iter().zip(&layout.cells) {
            match place {
                Place::Type => {}
                Place::Absent if cell.bytes.trim_ascii().is_empty() => {}
                Place::Absent => return None,
                Place::Is(Slot::Own(index)) => {
                    let (_, field) = event.fields.get_index(*index)?;
                    let code = self.code((layout.kind, *index), field, *cell, written)?;
                    *self.codes.get_mut(*index)? = code;
                }
                Place::Is(Slot::Id) => frame.id = id(*cell)?,
                Place::Is(Slot::At) => frame.at = Some(self.moment(*cell)?),
                Place::Is(Slot::RecordedAt) if cell.bytes.trim_ascii().is_empty() => {}
                Place::Is(Slot::RecordedAt) => {
                    self.moment(*cell)?;
                }
                Place::Is(Slot::Type) => {}
            }
        }
        Some(frame)
    }

    fn code(
        &mut self,
        (kind, index): (usize, usize),
        field: &Field,
        cell: Cell<'_>,
        written: Written,
    ) -> Option<u32> {
        if cell.bytes.is_empty() {
            return (cell.form == Form::Text).then_some(NOTHING);
        }
        let (reader, words) = (&self.reader, &mut self.words);
        let read = || value(reader, words, field, cell, written);
        if !matches!(field.ty, Type::Entity(_) | Type::AnyEntity) {
            return self.fields.get_mut(kind)?.get_mut(index)?.code(cell, read);
        }
        let code = self.entities.code(cell, read)?;
        let (named, number) = (self.named.get_mut(kind)?.get_mut(index)?, code as usize);
        if named.len() <= number {
            named.resize((number + 1).next_power_of_two(), false);
        }
        *named.get_mut(number)? = true;
        Some(code)
    }

    fn moment(&self, cell: Cell<'_>) -> Option<Kept> {
        let is_plain = match cell.form {
            Form::Text => true,
            Form::Bare => cell.bytes.iter().all(u8::is_ascii_digit),
            Form::Escaped => false,
        };
        if !is_plain {
            return None;
        }
        if let Some(day) = Kept::plain_day(cell.bytes) {
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
            if let Some(mut part) = open.take() {
                *size = part.len();
                part.place = (file, stretch);
                self.done.push(part);
            }
        }
    }
}

// Spaces around an id do not belong to it, and a bare one may be a number only.
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
