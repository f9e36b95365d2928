//! JSON Lines: one record a line.

use super::input::Input;
use crate::ReadError;
use bylaws::diagnostic::Message;
use bylaws::log::{LogBuilder, RawRecord, RawValue};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::error::Category;
use std::borrow::Cow;

const EXAMPLE: &str = r#"{"id": "e1", "type": "visit", "at": "2016-04-12"}"#;

pub(super) fn read(mut input: Input<'_>, builder: &mut LogBuilder<'_>) -> Result<(), ReadError> {
    let mut text = Vec::new();
    let mut line = 1;
    while input.line(&mut text, line)? {
        let words = std::str::from_utf8(&text).map_err(|_| input.file.wrong(line, Message::new("L0205")))?;
        let words = words.trim_start_matches('\u{FEFF}').trim_end();
        if !words.is_empty() {
            let object: Object =
                serde_json::from_str(words).map_err(|e| input.file.wrong(line, problem(words, &e)))?;
            let fields =
                object.0.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), raw(value))).collect();
            builder.push(RawRecord { place: input.file.place(line), fields });
        }
        text.clear();
        line += 1;
    }
    Ok(())
}

/// What is wrong with a line, and at which of its characters.
fn problem(words: &str, error: &serde_json::Error) -> Message {
    let (before, rest) = words.split_at_checked(error.column().saturating_sub(1)).unwrap_or((words, ""));
    let column = before.chars().count() + 1;
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
