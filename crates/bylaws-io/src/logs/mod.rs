//! Event logs from files, read as streams: no file is held whole. A file's name says its format; each format
//! has a file here and hands its records' words to the core, which knows what they mean. `docs/logs.md` shows
//! the formats to those who write logs.
//!
//! What breaks the form of a file ends the reading with a [`ReadError`], which names file and line or row; what
//! is wrong with a single record is kept by the builder, with its place. No record is passed over in silence.

mod csv;
mod encoding;
pub mod growing;
mod input;
mod json_lines;
mod marks;
mod stretches;
pub mod xes;

pub use csv::type_in_name;

use crate::ReadError;
use bylaws::diagnostic::Message;
use bylaws::log::LogBuilder;
use input::Input;
use std::path::{Path, PathBuf};

/// A format, and what the names of its files end with.
#[derive(Clone, Copy)]
enum Format {
    JsonLines,
    Csv,
    Xes,
}

const ENDINGS: [(&str, Format); 4] = [
    (".jsonl", Format::JsonLines),
    (".ndjson", Format::JsonLines),
    (".csv", Format::Csv),
    (".xes", Format::Xes),
];

/// Reads all files into the builder; XES by the package's `mapping`. `progress` is told how many bytes of them
/// all were read so far; bytes of packed files count as they are on the disk.
///
/// # Errors
/// A file that cannot be read, or whose text is not of its format. What is wrong with a single record the
/// builder tells at its end.
pub fn read(
    paths: &[PathBuf],
    mapping: Option<&xes::Mapping>,
    builder: &mut LogBuilder<'_>,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<(), ReadError> {
    let mut so_far = 0;
    let mut more = |bytes| {
        so_far += bytes;
        progress(so_far);
    };
    headings(paths, builder)?;
    paths.iter().try_for_each(|path| one(path, mapping, builder, &mut more))
}

// What is wrong with the headings of any table, so that all of them can be mended at once.
fn headings(paths: &[PathBuf], builder: &LogBuilder<'_>) -> Result<(), ReadError> {
    let wrong = paths.iter().filter_map(|path| {
        let (name, packed) = name_of(path);
        let stem = name.strip_suffix(".csv").filter(|_| path.is_file())?;
        let mut unheard = |_| ();
        let input = Input::open(path, packed, "L0202.row", &mut unheard).ok()?;
        csv::check_headings(input, stem, builder.vocabulary()).err()
    });
    wrong.reduce(ReadError::and).map_or(Ok(()), Err)
}

// The name of a file without what says that it is packed, and whether it is.
fn name_of(path: &Path) -> (String, bool) {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    match name.strip_suffix(".gz") {
        Some(inner) => (inner.to_owned(), true),
        None => (name, false),
    }
}

fn one(
    path: &Path,
    mapping: Option<&xes::Mapping>,
    builder: &mut LogBuilder<'_>,
    more: &mut (dyn FnMut(u64) + Send),
) -> Result<(), ReadError> {
    let (inner, packed) = name_of(path);
    let known = ENDINGS.iter().find_map(|(end, format)| inner.strip_suffix(end).map(|stem| (stem, *format)));
    match known {
        Some((_, Format::JsonLines)) => json_lines::read(Input::open(path, packed, "L0202", more)?, builder),
        Some((stem, Format::Csv)) => csv::read(Input::open(path, packed, "L0202.row", more)?, stem, builder),
        Some((_, Format::Xes)) => xes::read(Input::open(path, packed, "L0202", more)?, mapping, builder),
        None => {
            let formats = ENDINGS.map(|(end, _)| end).join(", ");
            Err(ReadError::of(Message::new("L0203").with("formats", formats), path))
        }
    }
}
