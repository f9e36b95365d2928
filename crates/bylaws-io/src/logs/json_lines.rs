//! JSON Lines: one record a line.

mod borrowed;
mod cells;

use super::input::{Input, InputFile, LONGEST};
use super::stretches::{self, Desk, Taken, has_control_characters};
use crate::ReadError;
use bylaws::diagnostic::Message;
use bylaws::log::{LogBuilder, RawRecord, RawValue, RecordReader};
use cells::{Came, Cells};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::error::Category;
use std::borrow::Cow;

const EXAMPLE: &str = r#"{"id": "e1", "type": "visit", "at": "2016-04-12"}"#;

/// How deep values may nest, as serde_json has it.
const DEEPEST: usize = 128;

pub(super) fn read(input: Input<'_>, builder: &mut LogBuilder<'_>) -> Result<(), ReadError> {
    let (reader, columns) = (builder.reader(), builder.column_reader());
    let make = || columns.clone().map(Cells::of);
    stretches::each(input, 1, builder, make, |cells, desk, file, stretch| {
        let mut plain = cells.as_mut().filter(|_| !has_control_characters(&stretch.text));
        stretch.lines().try_for_each(|(number, line)| {
            let came = match (&mut plain, &mut desk.rows) {
                (Some(cells), Some(rows)) => cells.read(rows, line),
                _ => Came::ToNothing,
            };
            if came == Came::In {
                return Ok(());
            }
            let before = desk.taken.len();
            one(&reader, desk, file, number, line)?;
            desk.note_passed(before, came == Came::ToPass);
            Ok(())
        })
    })
}

// One line as a record of its own; a line without content is none.
fn one(
    reader: &RecordReader<'_>,
    desk: &mut Desk<'_>,
    file: &InputFile<'_>,
    number: u64,
    line: &[u8],
) -> Result<(), ReadError> {
    if line.len() > LONGEST {
        return Err(file.too_long(number));
    }
    let words = &mut desk.words;
    let checked = with_record(file, number, line, |raw| reader.check(raw, words))?;
    desk.taken.extend(checked.map(Taken::Record));
    Ok(())
}

/// Hands a line's record on; a line without content is none.
pub(super) fn with_record<T>(
    file: &InputFile<'_>,
    number: u64,
    line: &[u8],
    take: impl FnOnce(&RawRecord<'_>) -> T,
) -> Result<Option<T>, ReadError> {
    let text = std::str::from_utf8(line).map_err(|_| file.wrong(number, Message::new("L0205")))?;
    let text = text.trim_start_matches('\u{FEFF}').trim_end();
    if text.is_empty() {
        return Ok(None);
    }
    let place = file.place(number);
    if let Some(fields) = borrowed::fields(text) {
        return Ok(Some(take(&RawRecord { place, fields })));
    }
    let object: Object = serde_json::from_str(text).map_err(|e| file.wrong(number, problem(text, &e)))?;
    let fields = object.0.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), raw(value))).collect();
    Ok(Some(take(&RawRecord { place, fields })))
}

/// What is wrong with a line, and at which of its characters.
fn problem(words: &str, error: &serde_json::Error) -> Message {
    let (before, rest) = words.split_at_checked(error.column().saturating_sub(1)).unwrap_or((words, ""));
    let column = before.chars().count() + 1;
    if error.to_string().starts_with("recursion limit") {
        return Message::new("L0230").with("limit", DEEPEST);
    }
    match (error.classify(), rest.chars().next()) {
        (Category::Data, _) => Message::new("L0206.kind").with("example", EXAMPLE),
        (Category::Syntax, Some(found)) => {
            Message::new("L0206").with("column", column).with("found", found.escape_debug())
        }
        _ => Message::new("L0206.cut").with("column", words.trim_end().chars().count()),
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
