//! Event logs in Parquet: one record a row, one field a column. A crate of its own, for the format brings much
//! with it that few builds want; `bylaws-cli` has it behind its feature `parquet`.
//!
//! What the columns are called is what the headings of a table are called; how their values are read stands in
//! `docs/logs.md`. Rows are read group by group, so that no file is held whole.

mod cells;
mod columns;

use arrow::array::RecordBatch;
use bylaws::diagnostic::{Arg, Message};
use bylaws::log::{Checked, LogBuilder, Place, RawRecord, RecordReader, Words};
use bylaws_io::ReadError;
use cells::Cells;
use columns::Columns;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use rayon::prelude::*;
use std::fmt::Display;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// How many rows are decoded at a time: enough work for all threads, little memory.
const BATCH: usize = 1 << 16;

/// Reads a file into the builder. `progress` is told how many bytes of it were read so far, as far as rows tell.
///
/// # Errors
/// A file that is not Parquet, or has a column that no field answers to or whose type no field has. What is wrong
/// with a single record the builder tells at its end.
pub fn read(
    path: &Path,
    builder: &mut LogBuilder<'_>,
    progress: &mut dyn FnMut(u64),
) -> Result<(), ReadError> {
    let file = File::open(path).map_err(|error| ReadError::open(path, &error))?;
    let length = file.metadata().map_or(0, |metadata| metadata.len());
    let rows = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| damaged(path, &error))?;
    let total = u64::try_from(rows.metadata().file_metadata().num_rows()).unwrap_or(0).max(1);
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let columns = Columns::of(rows.schema(), &stem, builder.vocabulary(), path)?;
    let rows = rows.with_batch_size(BATCH).build().map_err(|error| damaged(path, &error))?;
    let (reader, name) = (builder.reader(), Arc::from(path.display().to_string()));
    let mut before = 0;
    for batch in rows {
        let batch = batch.map_err(|error| damaged(path, &error))?;
        let checked = checked(&reader, &columns, &batch, &name, before);
        checked.map_err(|error| damaged(path, &error))?.into_iter().for_each(|one| builder.take(one));
        before += batch.num_rows() as u64;
        progress(length / total * before.min(total));
    }
    progress(length);
    Ok(())
}

/// The records of some rows, checked; a row without content is none.
fn checked(
    reader: &RecordReader<'_>,
    columns: &Columns,
    batch: &RecordBatch,
    name: &Arc<str>,
    before: u64,
) -> Result<Vec<Checked>, arrow::error::ArrowError> {
    let cells = batch.columns().iter().map(Cells::of).collect::<Result<Vec<_>, _>>()?;
    let record = |words: &mut Words, row: usize| {
        let place = Place { input: name.clone(), line: before + row as u64 + 1 };
        let fields = columns.fields(&cells, row, place.line);
        (!fields.is_empty()).then(|| reader.check(&RawRecord { place, fields }, words))
    };
    let rows = (0..batch.num_rows()).into_par_iter().map_init(Words::default, record);
    Ok(rows.collect::<Vec<_>>().into_iter().flatten().collect())
}

fn damaged(path: &Path, error: &dyn Display) -> ReadError {
    let problem = Message::new("L0201.parquet").with("reason", error);
    ReadError::of(Message::new("L0201").with_arg("problem", Arg::Message(Box::new(problem))), path)
}
