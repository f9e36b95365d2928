//! Log files of every format that this build reads.

use bylaws::log::LogBuilder;
use bylaws_io::ReadError;
use bylaws_io::logs;
use bylaws_io::logs::xes::Mapping;
use std::path::{Path, PathBuf};

/// Reads all files into the builder; `progress` is told how many bytes of them all were read so far.
pub(crate) fn read(
    paths: &[PathBuf],
    mapping: Option<&Mapping>,
    builder: &mut LogBuilder<'_>,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<(), ReadError> {
    // First, so that a build without it says so at once.
    let (columns, lines): (Vec<PathBuf>, Vec<PathBuf>) = paths.iter().cloned().partition(|p| is_parquet(p));
    let mut before = 0;
    for path in columns {
        let mut last = before;
        parquet(&path, builder, &mut |bytes| {
            last = before + bytes;
            progress(last);
        })?;
        before = last;
    }
    logs::read(&lines, mapping, builder, &mut |bytes| progress(before + bytes))
}

fn is_parquet(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "parquet")
}

#[cfg(feature = "parquet")]
fn parquet(
    path: &Path,
    builder: &mut LogBuilder<'_>,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<(), ReadError> {
    bylaws_parquet::read(path, builder, progress)
}

#[cfg(not(feature = "parquet"))]
fn parquet(path: &Path, _: &mut LogBuilder<'_>, _: &mut (dyn FnMut(u64) + Send)) -> Result<(), ReadError> {
    Err(ReadError::of(bylaws::diagnostic::Message::new("L0203.parquet"), path))
}
