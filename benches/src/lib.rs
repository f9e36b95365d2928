//! Logs of any size for measurements: one invented college, many times over.

pub mod decade;
pub mod life;

use serde_json::Value;
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Writes a log of `copies` colleges of one school and says how many records it has.
///
/// What belongs to the school itself is there once; everything else has ids of its own in each copy.
///
/// # Errors
/// Those of the writer.
pub fn write_colleges(seed: u64, copies: usize, out: &mut dyn Write) -> io::Result<usize> {
    let college = bylaws_io::college::generate(seed);
    let ids: BTreeSet<&str> = college.records.iter().flat_map(ids_of).filter(|id| !is_shared(id)).collect();
    let mut written = 0;
    for copy in 0..copies {
        for record in college.records.iter().filter(|record| copy == 0 || !is_about_the_school(record)) {
            writeln!(out, "{}", renamed(record, &format!("k{copy}-"), &ids))?;
            written += 1;
        }
    }
    Ok(written)
}

fn ids_of(record: &Value) -> impl Iterator<Item = &str> {
    ["id", "entity", "person"].into_iter().filter_map(|field| record.get(field)?.as_str())
}

fn is_shared(id: &str) -> bool {
    id == "school" || id.starts_with("dept-")
}

fn is_about_the_school(record: &Value) -> bool {
    let values = record.as_object().into_iter().flat_map(|fields| fields.values());
    record.get("type").is_some_and(|kind| kind == "coverage")
        || values.filter_map(Value::as_str).any(is_shared)
}

fn renamed(value: &Value, prefix: &str, ids: &BTreeSet<&str>) -> Value {
    match value {
        Value::String(text) if ids.contains(text.as_str()) => Value::String(format!("{prefix}{text}")),
        Value::Array(values) => values.iter().map(|value| renamed(value, prefix, ids)).collect(),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| (name.clone(), renamed(value, prefix, ids)));
            Value::Object(fields.collect())
        }
        other => other.clone(),
    }
}
