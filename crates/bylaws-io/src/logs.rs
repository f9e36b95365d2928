//! JSON Lines, plain or gzipped: one record a line, read as a stream.

use bylaws::log::{LogBuilder, Place, RawRecord, RawValue};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A log could not be read at all; problems of single records are kept by the [`LogBuilder`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file could not be opened or read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A line is not a JSON object, or longer than a mebibyte.
    #[error("{path}:{line}: {problem}")]
    Line {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: u64,
        /// What is wrong with it.
        problem: String,
    },
    /// The extension names no format that can be read.
    #[error("{0}: the format is not known; give a .jsonl or .jsonl.gz file")]
    Format(PathBuf),
}

/// The longest line that is read.
const LONGEST: u64 = 1 << 20;

/// Reads all files into the builder.
///
/// # Errors
/// See [`ReadError`].
pub fn read(paths: &[PathBuf], builder: &mut LogBuilder<'_>) -> Result<(), ReadError> {
    for path in paths {
        let file = File::open(path).map_err(|source| ReadError::Read { path: path.clone(), source })?;
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        match name.strip_suffix(".gz") {
            Some(inner) if is_json_lines(inner) => {
                lines(path, BufReader::new(flate2::read::MultiGzDecoder::new(file)), builder)?
            }
            None if is_json_lines(&name) => lines(path, BufReader::new(file), builder)?,
            _ => return Err(ReadError::Format(path.clone())),
        }
    }
    Ok(())
}

fn is_json_lines(name: &str) -> bool {
    [".jsonl", ".ndjson"].iter().any(|end| name.ends_with(end))
}

fn lines(path: &Path, mut input: impl BufRead, builder: &mut LogBuilder<'_>) -> Result<(), ReadError> {
    let source: Arc<str> = Arc::from(path.display().to_string());
    let mut text = Vec::new();
    let mut line = 0;
    loop {
        text.clear();
        line += 1;
        let length = input
            .by_ref()
            .take(LONGEST + 1)
            .read_until(b'\n', &mut text)
            .map_err(|source| ReadError::Read { path: path.to_owned(), source })?;
        if length == 0 {
            return Ok(());
        }
        let wrong = |problem: String| ReadError::Line { path: path.to_owned(), line, problem };
        if length as u64 > LONGEST {
            return Err(wrong(format!("longer than {LONGEST} bytes")));
        }
        let words = std::str::from_utf8(&text).map_err(|e| wrong(e.to_string()))?;
        if words.trim_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']).is_empty() {
            continue;
        }
        let object: Object =
            serde_json::from_str(words.trim_start_matches('\u{FEFF}')).map_err(|e| wrong(e.to_string()))?;
        let fields =
            object.0.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), raw(value))).collect();
        builder.push(RawRecord { place: Place { input: source.clone(), line }, fields });
    }
}

/// The fields of a line in order, doubled ones included: the core refuses those.
struct Object(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Object;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object, one record a line")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut fields = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    fields.push(entry);
                }
                Ok(Object(fields))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

fn raw(value: &Value) -> RawValue<'_> {
    match value {
        Value::Null => RawValue::Null,
        Value::Bool(b) => RawValue::Bool(*b),
        Value::Number(n) => RawValue::Number(Cow::Owned(n.to_string())),
        Value::String(s) => RawValue::Text(Cow::Borrowed(s)),
        Value::Array(items) => RawValue::List(items.iter().map(raw).collect()),
        // No field has an object for its value; the core says what it expected instead.
        Value::Object(_) => RawValue::List(vec![RawValue::Null]),
    }
}
