//! Records in columns: of what a norm counts by the million only that is kept, as numbers, which the counting
//! looks at. Every field of every record is read and checked all the same.
//!
//! Only what is as it should be is kept so. Where anything needs a closer look (a correction, an id that comes
//! twice, a name that nobody registered) the log has to be read record by record, which tells what it is.

mod deltas;
mod entities;
mod ids;
mod join;
mod moments;
mod rows;
mod words;

pub(super) use join::Gathered;
pub use rows::{ColumnReader, Layout, RowCells, Rows, UNNUMBERED, Written};
use words::NOTHING;
pub use words::{Cell, Form};

use super::{EventLog, Instant, LogError, Moment, Place, Record, TimeZone, Value};
use ids::Prefixes;
use moments::Kept;
pub(super) use rows::Keeping;
pub(crate) use rows::Part;

/// A log of which some types are kept in columns.
#[derive(Debug, Default)]
pub struct ColumnLog {
    /// All other records, and what is covered by the log as a whole.
    pub log: EventLog,
    pub(crate) columns: Vec<Columns>,
    pub(crate) shared: Shared,
}

/// Why a log cannot be had in columns.
#[derive(Debug)]
pub enum Unfit {
    /// Something in it needs a closer look: it has to be read record by record.
    CloserLook,
    /// Problems of its records.
    Wrong(Vec<LogError>),
}

/// What the columns of all types have in common.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    zone: TimeZone,
    prefixes: Prefixes,
    /// Entities by number.
    pub(crate) entities: Vec<Option<Value>>,
}

/// The records of one type.
#[derive(Debug)]
pub(crate) struct Columns {
    /// Position of the type.
    pub(crate) kind: usize,
    pub(crate) parts: Vec<Part>,
    /// Values by number, for each field that does not name an entity.
    values: Vec<Option<Vec<Option<Value>>>>,
}

/// When a record of a column happened, if only the day is known, counted as chrono does from 1 January of the
/// year 1; else the moment.
#[derive(Clone, Copy, Debug)]
pub(crate) enum When {
    Day(i32),
    At(Moment),
}

impl Part {
    /// The numbers of a field's values.
    pub(crate) fn field(&self, index: usize) -> &[u32] {
        self.fields.get(index).map_or(&[], Vec::as_slice)
    }

    /// When each record happened.
    pub(crate) fn times(&self) -> impl Iterator<Item = When> + '_ {
        self.at.iter().map(|kept| match kept {
            Kept::Day(day) => When::Day(day),
            Kept::Instant(at) => When::At(Moment::instant(Instant(at))),
        })
    }
}

impl Columns {
    /// How many fields a record has.
    pub(crate) fn fields(&self) -> usize {
        self.values.len()
    }

    /// Values by number of a field.
    pub(crate) fn values<'s>(&'s self, field: usize, shared: &'s Shared) -> &'s [Option<Value>] {
        match self.values.get(field) {
            Some(Some(values)) => values,
            _ => &shared.entities,
        }
    }

    /// The records of some rows, with the fields that are kept.
    pub(crate) fn records(
        &self,
        part: &Part,
        shared: &Shared,
        wanted: impl Fn(usize) -> bool,
    ) -> Vec<(usize, Record)> {
        let rows = part.ids.iter().zip(part.at.iter()).enumerate().filter(|(row, _)| wanted(*row));
        let record = |(row, (id, at)): (usize, (u64, Kept))| {
            let value = |(field, codes): (usize, &Vec<u32>)| {
                let code = codes.get(row).and_then(|code| usize::try_from(*code).ok());
                code.and_then(|code| self.values(field, shared).get(code)).cloned().flatten()
            };
            let record = Record {
                id: part.ids.written(id, &shared.prefixes),
                kind: self.kind,
                at: at.moment(shared.zone),
                recorded_at: None,
                fields: part.fields.iter().enumerate().map(value).collect(),
                place: Place::default(),
            };
            (row, record)
        };
        rows.map(record).collect()
    }
}

/// A log of which nothing is in columns.
impl From<EventLog> for ColumnLog {
    fn from(log: EventLog) -> Self {
        Self { log, ..Self::default() }
    }
}

impl ColumnLog {
    /// How many records the log has, of all types.
    #[must_use]
    pub fn count(&self) -> usize {
        let rows = self.columns.iter().flat_map(|columns| &columns.parts).map(Part::len);
        self.log.records.len() + rows.sum::<usize>()
    }

    /// Whether any record has this id or names the entity of this id.
    #[must_use]
    pub fn speaks_of(&self, id: &str) -> bool {
        let named = |value: &Option<Value>| matches!(value, Some(Value::Entity(one)) if **one == *id);
        self.log.speaks_of(id) || self.shared.entities.iter().any(named)
    }
}
