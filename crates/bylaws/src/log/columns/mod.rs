//! Records in columns: what a norm counts by the million is kept as numbers, field by field, instead of record
//! by record. What is known of a record is the same either way: [`Columns::record`] gives it back.
//!
//! Only what is as it should be is kept so. Whatever needs a closer look (a correction, an id that comes twice,
//! a name that nobody registered) makes records of all that is here, and the builder deals with them.

mod ids;
mod join;
mod moments;
mod rows;
mod words;

pub(super) use join::Gathered;
pub use rows::{ColumnReader, Layout, Rows, Written};
use words::NOTHING;
pub use words::{Cell, Form};

use super::{EventLog, Instant, Moment, Place, Record, TimeZone, Value};
use ids::Prefixes;
use moments::{Kept, Moments};
pub(crate) use rows::Part;
use std::sync::Arc;

/// A log of which some types are kept in columns.
#[derive(Debug, Default)]
pub struct ColumnLog {
    /// All other records, and what is covered by the log as a whole.
    pub log: EventLog,
    pub(crate) columns: Vec<Columns>,
    pub(crate) shared: Shared,
}

/// What the columns of all types have in common.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    zone: TimeZone,
    files: Vec<Arc<str>>,
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

/// When a record of a column happened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Time(Kept);

impl Time {
    pub(crate) fn moment(self, zone: TimeZone) -> Moment {
        self.0.moment(zone)
    }
}

impl Part {
    /// The numbers of a field's values.
    pub(crate) fn field(&self, index: usize) -> &[u32] {
        self.fields.get(index).map_or(&[], Vec::as_slice)
    }

    /// The days of all rows, where nothing else is known of any.
    pub(crate) fn days(&self) -> Option<&[i32]> {
        if let Moments::Days(days) = &self.at { Some(days) } else { None }
    }

    pub(crate) fn time(&self, row: usize) -> Option<Time> {
        self.at.get(row).map(Time)
    }
}

impl Columns {
    /// How many records there are.
    pub(crate) fn rows(&self) -> usize {
        self.parts.iter().map(Part::len).sum()
    }

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

    /// The record of a row.
    pub(crate) fn record(&self, part: &Part, row: usize, shared: &Shared) -> Record {
        let value = |(field, codes): (usize, &Vec<u32>)| {
            let code = codes.get(row).and_then(|code| usize::try_from(*code).ok());
            code.and_then(|code| self.values(field, shared).get(code)).cloned().flatten()
        };
        let moment = |kept: Option<Kept>| kept.map(|kept| kept.moment(shared.zone));
        let file = usize::try_from(part.place.0).ok().and_then(|file| shared.files.get(file));
        Record {
            id: part.ids.get(row, &shared.prefixes),
            kind: self.kind,
            at: moment(part.at.get(row)).unwrap_or(Moment::instant(Instant::MIN)),
            recorded_at: part.recorded_at.as_ref().and_then(|recorded| moment(recorded.get(row))),
            fields: part.fields.iter().enumerate().map(value).collect(),
            place: Place {
                input: file.cloned().unwrap_or_default(),
                line: part.lines.get(row).copied().map_or(0, u64::from),
            },
        }
    }
}

impl ColumnLog {
    /// How many records the log has, of all types.
    #[must_use]
    pub fn count(&self) -> usize {
        self.log.records.len() + self.columns.iter().map(Columns::rows).sum::<usize>()
    }

    /// The same log, record by record.
    #[must_use]
    pub fn to_records(&self) -> EventLog {
        let mut log = self.log.clone();
        log.records.extend(self.rows());
        super::event_log::sort(&mut log.records);
        log
    }

    /// The same log, record by record.
    #[must_use]
    pub fn into_records(mut self) -> EventLog {
        let rows = self.rows();
        self.log.records.extend(rows);
        super::event_log::sort(&mut self.log.records);
        self.log
    }

    fn rows(&self) -> Vec<Record> {
        let of_part = |(columns, part): (&Columns, &Part)| {
            (0..part.len()).map(|row| columns.record(part, row, &self.shared)).collect::<Vec<_>>()
        };
        let parts = self.columns.iter().flat_map(|columns| columns.parts.iter().map(move |part| (columns, part)));
        parts.flat_map(of_part).collect()
    }

    /// Whether any record has this id or names the entity of this id.
    #[must_use]
    pub fn speaks_of(&self, id: &str) -> bool {
        self.log.speaks_of(id) || {
            let named = |value: &Option<Value>| matches!(value, Some(Value::Entity(one)) if **one == *id);
            self.shared.entities.iter().any(named)
        }
    }
}
