//! Event logs in Parquet: one record a row, one field a column. A crate of its own, for the format brings much
//! with it that few builds want; `bylaws-cli` has it behind its feature `parquet`.
//!
//! What the columns are called is what the headings of a table are called; how their values are read stands in
//! `docs/logs.md`. Each thread decodes its share of the rows, some of them at a time, so that no file is held whole.

mod cells;
mod columns;
mod rows;

use arrow::datatypes::{DataType, FieldRef, Schema};
use bylaws::diagnostic::{Arg, Message};
use bylaws::log::{Checked, LogBuilder, Place, RawRecord, RecordReader, Rows, Words};
use bylaws_io::ReadError;
use cells::Cells;
use columns::Columns;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection,
};
use parquet::errors::ParquetError;
use rows::Layouts;
use std::fmt::Display;
use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many rows are decoded at a time.
const BATCH: usize = 1 << 14;

/// Reads a file into the builder. `progress` is told how many bytes of it were read so far, as far as rows tell.
///
/// # Errors
/// A file that is not Parquet, or has a column that no field answers to or whose type no field has. What is wrong
/// with a single record the builder tells at its end.
pub fn read(
    path: &Path,
    builder: &mut LogBuilder<'_>,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<(), ReadError> {
    let file = File::open(path).map_err(|error| ReadError::open(path, &error))?;
    let length = file.metadata().map_or(0, |metadata| metadata.len());
    let metadata = described(&file).map_err(|error| damaged(path, &error))?;
    let rows = usize::try_from(metadata.metadata().file_metadata().num_rows()).unwrap_or(0);
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let columns = Columns::of(metadata.schema(), &stem, builder.vocabulary(), path)?;
    let number = builder.next_file();
    let reader = builder.reader();
    let share = Share { path, metadata: &metadata, columns: &columns, rows, reader: &reader, number };
    let mut read = 0_u128;
    let mut progress = |more: usize| {
        read += more as u128;
        progress(u64::try_from(u128::from(length) * read / rows.max(1) as u128).unwrap_or(length));
    };
    let (builder, progress) =
        (Mutex::new(builder), Mutex::new(&mut progress as &mut (dyn FnMut(usize) + Send)));
    let next = Mutex::new(shares(&metadata, rows).into_iter());
    let results = rayon::broadcast(|_| share.read(&next, &builder, &progress));
    // Of several problems the first one is told.
    let wrong = results.into_iter().filter_map(Result::err).min_by_key(|(row, _)| *row);
    wrong.map_or(Ok(()), |(_, error)| Err(error))
}

// What the file says of itself. Where it has the words of a column but once, with numbers, they are read so.
fn described(file: &File) -> Result<ArrowReaderMetadata, ParquetError> {
    let plain = ArrowReaderMetadata::load(file, ArrowReaderOptions::new())?;
    let groups = plain.metadata().row_groups();
    let is_numbered = |column: usize| {
        let parts = groups.iter().filter_map(|group| group.columns().get(column));
        parts.filter(|part| part.dictionary_page_offset().is_some()).count() * 2 > groups.len()
    };
    // Fields and columns stand for one another only where no field is made of several.
    let fields = plain.schema().fields();
    if plain.parquet_schema().num_columns() != fields.len() {
        return Ok(plain);
    }
    let of = |(at, field): (usize, &FieldRef)| match field.data_type() {
        DataType::Utf8 if is_numbered(at) => {
            let words = DataType::Dictionary(DataType::Int32.into(), DataType::Utf8.into());
            Arc::new(field.as_ref().clone().with_data_type(words))
        }
        _ => field.clone(),
    };
    let numbered = Schema::new(fields.iter().enumerate().map(of).collect::<Vec<_>>());
    let options = ArrowReaderOptions::new().with_schema(Arc::new(numbered));
    ArrowReaderMetadata::load(file, options).or(Ok(plain))
}

// Which rows are read together. A file is written in groups of rows, and a thread that is done with one takes the
// next; of a file with fewer groups than threads each thread reads a part.
fn shares(metadata: &ArrowReaderMetadata, rows: usize) -> Vec<Range<usize>> {
    let threads = rayon::current_num_threads();
    let groups = metadata.metadata().row_groups();
    let sizes = groups.iter().map(|group| usize::try_from(group.num_rows()).unwrap_or(0));
    let ends = sizes.scan(0, |end, size| {
        *end += size;
        Some(*end)
    });
    let bounds: Vec<usize> = match groups.len() < threads {
        true => (0..=threads).map(|at| rows / threads * at + (rows % threads) * at / threads).collect(),
        false => std::iter::once(0).chain(ends).collect(),
    };
    bounds.windows(2).filter_map(|pair| Some(*pair.first()?..*pair.last()?)).collect()
}

/// What a thread reads into.
struct Desk<'f, 'v> {
    rows: Option<Rows<'v>>,
    layouts: Option<Layouts<'f, 'v>>,
    words: Words,
    /// The columns of the last rows.
    before: Vec<Cells>,
}

/// What all threads share.
struct Share<'f, 'v> {
    path: &'f Path,
    metadata: &'f ArrowReaderMetadata,
    columns: &'f Columns,
    /// How many there are in the file.
    rows: usize,
    reader: &'f RecordReader<'v>,
    /// Of the file.
    number: u32,
}

impl<'v> Share<'_, 'v> {
    /// Reads, in one thread, what is left to read; says after which row something was wrong.
    fn read(
        &self,
        next: &Mutex<std::vec::IntoIter<Range<usize>>>,
        builder: &Mutex<&mut LogBuilder<'v>>,
        progress: &Mutex<&mut (dyn FnMut(usize) + Send)>,
    ) -> Result<(), (usize, ReadError)> {
        let (rows, reader) = {
            let mut builder = lock(builder);
            (builder.rows(), builder.column_reader())
        };
        let layouts = reader.map(|reader| Layouts::of(self.columns, reader));
        let mut desk = Desk { rows, layouts, words: Words::default(), before: Vec::new() };
        let more = || lock(next).next();
        while let Some(mine) = more() {
            let start = mine.start;
            self.rows(mine, &mut desk, builder, progress).map_err(|error| (start, error))?;
        }
        if let Some(rows) = desk.rows {
            lock(builder).take_rows(rows);
        }
        Ok(())
    }

    fn rows(
        &self,
        mine: Range<usize>,
        desk: &mut Desk<'_, 'v>,
        builder: &Mutex<&mut LogBuilder<'v>>,
        progress: &Mutex<&mut (dyn FnMut(usize) + Send)>,
    ) -> Result<(), ReadError> {
        let wrong = |error: &dyn Display| damaged(self.path, error);
        let file = File::open(self.path).map_err(|error| ReadError::open(self.path, &error))?;
        let batches = ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone())
            .with_row_selection(RowSelection::from_consecutive_ranges(
                std::iter::once(mine.clone()),
                self.rows,
            ))
            .with_batch_size(BATCH)
            .build()
            .map_err(|error| wrong(&error))?;
        let mut before = mine.start;
        for batch in batches {
            let batch = batch.map_err(|error| wrong(&error))?;
            let cells = batch.columns().iter().map(Cells::of).collect::<Result<Vec<_>, _>>();
            let cells = cells.map_err(|error| wrong(&error))?;
            let others = self.batch(&cells, batch.num_rows(), before, desk);
            desk.before = cells;
            if let Some(rows) = &mut desk.rows {
                rows.end_stretch(self.number, before as u64);
            }
            before += batch.num_rows();
            let mut builder = lock(builder);
            others.into_iter().for_each(|record| builder.take(record));
            drop(builder);
            lock(progress)(batch.num_rows());
        }
        Ok(())
    }

    /// Puts rows into columns where that can be, and gives back the others as records.
    fn batch(&self, cells: &[Cells], count: usize, before: usize, desk: &mut Desk<'_, 'v>) -> Vec<Checked> {
        let mut in_columns = desk.layouts.as_mut().zip(desk.rows.as_mut());
        if let Some((layouts, rows)) = &mut in_columns {
            let is_known =
                |(at, cells): &(usize, &Cells)| desk.before.get(*at).is_some_and(|one| cells.numbers_as(one));
            let anew = cells.iter().enumerate().filter(|column| !is_known(column));
            anew.for_each(|(at, _)| {
                rows.number_anew(at);
                layouts.number_anew(at);
            });
        }
        let name: Arc<str> = Arc::from(self.path.display().to_string());
        let mut others = Vec::new();
        for row in 0..count {
            let number = (before + row) as u64 + 1;
            if let Some((layouts, rows)) = &mut in_columns
                && layouts.add(rows, cells, row, number)
            {
                continue;
            }
            let fields = self.columns.fields(cells, row, number);
            // A row without content is no record.
            if !fields.is_empty() {
                let place = Place { input: name.clone(), line: number };
                others.push(self.reader.check(&RawRecord { place, fields }, &mut desk.words));
            }
        }
        others
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn damaged(path: &Path, error: &dyn Display) -> ReadError {
    let problem = Message::new("L0201.parquet").with("reason", error);
    ReadError::of(Message::new("L0201").with_arg("problem", Arg::Message(Box::new(problem))), path)
}
