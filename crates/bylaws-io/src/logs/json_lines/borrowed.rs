//! The fields of a line without copying their words, as far as nothing in them is escaped.

use bylaws::log::RawValue;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue as Written;
use std::borrow::Cow;
use std::fmt;

/// A line's fields in order; none of a line that is not an object or has a word that cannot be told here.
pub(super) fn fields(line: &str) -> Option<Vec<(Cow<'_, str>, RawValue<'_>)>> {
    let Object(fields) = serde_json::from_str(line).ok()?;
    fields.into_iter().map(|(Key(name), value)| Some((name, raw(value.get(), DEEPEST)?))).collect()
}

/// What a value stands for, as it is written; none where it is not written as it should be.
pub(super) fn value(written: &str) -> Option<RawValue<'_>> {
    serde_json::from_str::<&Written>(written).ok().and_then(|value| raw(value.get(), DEEPEST))
}

/// Lists within lists that are read here; deeper ones are left to the reader that has a limit of its own.
const DEEPEST: u8 = 8;

fn raw(written: &str, depth: u8) -> Option<RawValue<'_>> {
    match written.as_bytes().first()? {
        b'"' => text(written).map(RawValue::Text),
        b'-' | b'0'..=b'9' => Some(RawValue::Number(Cow::Borrowed(written))),
        b't' => Some(RawValue::Bool(true)),
        b'f' => Some(RawValue::Bool(false)),
        b'n' => Some(RawValue::Null),
        b'[' => {
            let depth = depth.checked_sub(1)?;
            let items: Vec<&Written> = serde_json::from_str(written).ok()?;
            items.into_iter().map(|item| raw(item.get(), depth)).collect::<Option<_>>().map(RawValue::List)
        }
        // No field has an object for its value; the core says what it expected instead.
        _ => Some(RawValue::List(vec![RawValue::Null])),
    }
}

fn text(written: &str) -> Option<Cow<'_, str>> {
    let inner = written.get(1..written.len().checked_sub(1)?)?;
    match inner.contains('\\') {
        true => serde_json::from_str(written).ok().map(Cow::Owned),
        false => Some(Cow::Borrowed(inner)),
    }
}

struct Object<'a>(Vec<(Key<'a>, &'a Written)>);

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
                let mut fields = Vec::with_capacity(8);
                while let Some(entry) = map.next_entry()? {
                    fields.push(entry);
                }
                Ok(Object(fields))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

struct Key<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;
        impl<'de> Visitor<'de> for Name {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(name)))
            }

            fn visit_str<E>(self, name: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(name.to_owned())))
            }
        }
        deserializer.deserialize_str(Name)
    }
}
