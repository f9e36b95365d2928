//! Parquet: each thread decodes its share of the rows, and only the columns that matter.

use crate::calendar::FIRST_DAY;
use crate::facts::Facts;
use crate::text::{Kind, take};
use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::{DataType, Date32Type, Field, Int32Type, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection,
};
use parquet::file::metadata::PageIndexPolicy;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

const BATCH: usize = 1 << 13;

pub fn read(path: &Path) -> io::Result<Facts> {
    let metadata = ArrowReaderMetadata::load(&File::open(path)?, options())?;
    let (rows, threads) = (metadata.metadata().file_metadata().num_rows() as u64, crate::threads());
    let part = |number: u64| {
        part(path, &metadata, (rows * number / threads) as usize..(rows * (number + 1) / threads) as usize)
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|number| scope.spawn(move || part(number))).collect();
        let mut facts = part(0)?;
        for other in others {
            facts.add(other.join().map_err(|_| io::Error::other("a thread failed"))??);
        }
        Ok(facts)
    })
}

/// Types are few, so they stay the numbers that the file has for them.
fn options() -> ArrowReaderOptions {
    let words = DataType::Dictionary(DataType::Int32.into(), DataType::Utf8.into());
    let field = |name: &str, ty: &DataType| Field::new(name, ty.clone(), true);
    let id = Field::new("id", DataType::Utf8View, false);
    let kind = Field::new("type", words.clone(), false);
    let at = Field::new("at", DataType::Date32, false);
    let view = DataType::Utf8View;
    let rest = [field("entity", &view), field("person", &view), field("role", &words), field("unit", &view)];
    let fields: Vec<Field> = [id, kind, at].into_iter().chain(rest).collect();
    ArrowReaderOptions::new()
        .with_schema(Arc::new(Schema::new(fields)))
        .with_page_index_policy(PageIndexPolicy::Optional)
}

fn part(path: &Path, metadata: &ArrowReaderMetadata, rows: Range<usize>) -> io::Result<Facts> {
    let mut facts = Facts::default();
    let mut decisions = Vec::new();
    let mine = RowSelection::from_consecutive_ranges(std::iter::once(rows.clone()), total(metadata));
    let mut row = rows.start;
    for batch in columns(path, metadata, &["type", "at", "entity", "person", "unit"], mine)? {
        record_batch(&batch.map_err(io::Error::other)?, &mut row, &mut facts, &mut decisions);
    }
    // Ids are long and only those of decisions are asked for.
    let wanted = decisions.iter().map(|row| *row..row + 1);
    let wanted = RowSelection::from_consecutive_ranges(wanted, total(metadata));
    let mut found = facts.decisions.iter_mut();
    for batch in columns(path, metadata, &["id"], wanted)? {
        let batch = batch.map_err(io::Error::other)?;
        for (id, decision) in batch.column(0).as_string_view().iter().zip(&mut found) {
            decision.id = number(id.unwrap_or_default()).into();
        }
    }
    Ok(facts)
}

fn total(metadata: &ArrowReaderMetadata) -> usize {
    metadata.metadata().file_metadata().num_rows() as usize
}

fn columns(
    path: &Path,
    metadata: &ArrowReaderMetadata,
    names: &[&str],
    rows: RowSelection,
) -> io::Result<parquet::arrow::arrow_reader::ParquetRecordBatchReader> {
    let mask = ProjectionMask::columns(metadata.parquet_schema(), names.iter().copied());
    let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(File::open(path)?, metadata.clone());
    Ok(builder.with_projection(mask).with_row_selection(rows).with_batch_size(BATCH).build()?)
}

fn record_batch(batch: &RecordBatch, row: &mut usize, facts: &mut Facts, decisions: &mut Vec<usize>) {
    let [kinds, at, entities, persons, units] = batch.columns() else { return };
    let kinds = kinds.as_dictionary::<Int32Type>();
    let words = kinds.values().as_string::<i32>();
    let of_key: Vec<Kind> = words.iter().map(|word| kind(word.unwrap_or_default())).collect();
    let at = at.as_primitive::<Date32Type>().values();
    let (entities, persons, units) =
        (entities.as_string_view(), persons.as_string_view(), units.as_string_view());
    for (index, (key, date)) in kinds.keys().values().iter().zip(at).enumerate() {
        let kind = of_key[*key as usize];
        let id = match kind {
            Kind::Organisation | Kind::Member => entities.value(index),
            Kind::Meeting | Kind::Decision => units.value(index),
            _ => persons.value(index),
        };
        if matches!(kind, Kind::Decision) {
            decisions.push(*row);
        }
        take(facts, kind, 0, (date - FIRST_DAY) as u16, number(id));
        *row += 1;
    }
}

fn kind(word: &str) -> Kind {
    match word {
        "organisational_life" => Kind::Life,
        "visit" => Kind::Visit,
        "joint_meeting" => Kind::Meeting,
        "decision" => Kind::Decision,
        "member" => Kind::Member,
        "role_start" => Kind::RoleStart,
        "role_end" => Kind::RoleEnd,
        _ => Kind::Organisation,
    }
}

/// The number after an id's letter.
fn number(id: &str) -> u32 {
    id.bytes().skip(1).fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
}
