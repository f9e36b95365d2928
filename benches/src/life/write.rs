//! One log in three formats: a table, JSON Lines and Parquet, each as an ordinary program would write it.

use super::record::{FIRST_DAY, LAST_DAY, Record};
use arrow::array::{ArrayRef, Date32Builder, RecordBatch, StringBuilder};
use chrono::{Datelike, Days, NaiveDate};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

const BATCH: usize = 1 << 16;

/// Takes a log record by record.
pub trait LogWriter {
    /// Writes one record.
    ///
    /// # Errors
    /// Those of the file.
    fn record(&mut self, record: &Record) -> io::Result<()>;

    /// Writes what is still held.
    ///
    /// # Errors
    /// Those of the file.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// States in a table of its own which days a log covers.
///
/// # Errors
/// Those of the file.
pub fn write_coverage(path: &Path) -> io::Result<()> {
    fs::write(path, format!("from,until\n{FIRST_DAY},{}\n", FIRST_DAY + Days::new(LAST_DAY.into())))
}

/// A table with a column for the type.
pub struct CsvLog(BufWriter<File>);

impl CsvLog {
    /// Begins the file.
    ///
    /// # Errors
    /// Those of the file.
    pub fn create(path: &Path) -> io::Result<Self> {
        let mut out = BufWriter::new(File::create(path)?);
        writeln!(out, "id,type,at,entity,person,role,unit")?;
        Ok(Self(out))
    }
}

impl LogWriter for CsvLog {
    fn record(&mut self, record: &Record) -> io::Result<()> {
        write!(self.0, "{},{},{},", record.id(), record.type_name(), record.date())?;
        if let Some(entity) = record.entity() {
            write!(self.0, "{entity}")?;
        }
        self.0.write_all(b",")?;
        if let Some(person) = record.person() {
            write!(self.0, "{person}")?;
        }
        write!(self.0, ",{},", record.role().unwrap_or_default())?;
        if let Some(unit) = record.unit() {
            write!(self.0, "{unit}")?;
        }
        writeln!(self.0)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.0.flush()
    }
}

/// JSON Lines; a field that is not there is left out.
pub struct JsonLog(BufWriter<File>);

impl JsonLog {
    /// Begins the file.
    ///
    /// # Errors
    /// Those of the file.
    pub fn create(path: &Path) -> io::Result<Self> {
        File::create(path).map(|file| Self(BufWriter::new(file)))
    }
}

impl LogWriter for JsonLog {
    fn record(&mut self, record: &Record) -> io::Result<()> {
        let (id, kind, at) = (record.id(), record.type_name(), record.date());
        write!(self.0, r#"{{"id":"{id}","type":"{kind}","at":"{at}""#)?;
        if let Some(entity) = record.entity() {
            write!(self.0, r#","entity":"{entity}""#)?;
        }
        if let Some(person) = record.person() {
            write!(self.0, r#","person":"{person}""#)?;
        }
        if let Some(role) = record.role() {
            write!(self.0, r#","role":"{role}""#)?;
        }
        if let Some(unit) = record.unit() {
            write!(self.0, r#","unit":"{unit}""#)?;
        }
        writeln!(self.0, "}}")
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.0.flush()
    }
}

/// Parquet: words in dictionaries, days as days, packed with Snappy, a million rows a group.
pub struct ParquetLog {
    out: ArrowWriter<File>,
    columns: Columns,
}

#[derive(Default)]
struct Columns {
    rows: usize,
    id: StringBuilder,
    kind: StringBuilder,
    at: Date32Builder,
    entity: StringBuilder,
    person: StringBuilder,
    role: StringBuilder,
    unit: StringBuilder,
    word: String,
}

impl ParquetLog {
    /// Begins the file.
    ///
    /// # Errors
    /// Those of the file.
    pub fn create(path: &Path) -> io::Result<Self> {
        let mut columns = Columns::default();
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let schema = columns.batch()?.schema();
        let out = ArrowWriter::try_new(File::create(path)?, schema, Some(properties))?;
        Ok(Self { out, columns })
    }
}

impl LogWriter for ParquetLog {
    fn record(&mut self, record: &Record) -> io::Result<()> {
        self.columns.push(record);
        if self.columns.rows == BATCH {
            self.out.write(&self.columns.batch()?)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.write(&self.columns.batch()?)?;
        self.out.close()?;
        Ok(())
    }
}

impl Columns {
    fn push(&mut self, record: &Record) {
        let epoch = NaiveDate::default().num_days_from_ce();
        let Self { word, .. } = self;
        let mut words = |column: &mut StringBuilder, id: Option<super::Id>| match id {
            Some(id) => {
                word.clear();
                // A string takes whatever is written to it.
                let _ = write!(word, "{id}");
                column.append_value(&*word);
            }
            None => column.append_null(),
        };
        words(&mut self.id, Some(record.id()));
        words(&mut self.entity, record.entity());
        words(&mut self.person, record.person());
        words(&mut self.unit, record.unit());
        self.kind.append_value(record.type_name());
        self.role.append_option(record.role());
        self.at.append_value(record.date().num_days_from_ce() - epoch);
        self.rows += 1;
    }

    /// What was pushed since the last time.
    fn batch(&mut self) -> io::Result<RecordBatch> {
        self.rows = 0;
        let columns: [(&str, ArrayRef, bool); 7] = [
            ("id", Arc::new(self.id.finish()), false),
            ("type", Arc::new(self.kind.finish()), false),
            ("at", Arc::new(self.at.finish()), false),
            ("entity", Arc::new(self.entity.finish()), true),
            ("person", Arc::new(self.person.finish()), true),
            ("role", Arc::new(self.role.finish()), true),
            ("unit", Arc::new(self.unit.finish()), true),
        ];
        RecordBatch::try_from_iter_with_nullable(columns).map_err(io::Error::other)
    }
}
