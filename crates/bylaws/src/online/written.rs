//! A record's words as they were written, for those that are read again: corrections, and what could not be
//! read.

use crate::log::{Place, RawRecord, RawValue};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Words {
    Text(String),
    Number(String),
    Bool(bool),
    List(Vec<Words>),
    Null,
}

/// A record's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Written {
    place: Place,
    fields: Vec<(String, Words)>,
}

impl Written {
    pub(super) fn of(raw: &RawRecord<'_>) -> Self {
        let fields = raw.fields.iter().map(|(name, value)| (name.to_string(), Words::of(value)));
        Self { place: raw.place.clone(), fields: fields.collect() }
    }

    pub(super) fn raw(&self) -> RawRecord<'_> {
        let fields = self.fields.iter().map(|(name, words)| (Cow::Borrowed(name.as_str()), words.raw()));
        RawRecord { place: self.place.clone(), fields: fields.collect() }
    }

    /// Where it was read.
    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// About how many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        let of_field =
            |(name, words): &(String, Words)| size_of::<(String, Words)>() + name.len() + words.bytes();
        size_of::<Self>() + self.fields.iter().map(of_field).sum::<usize>()
    }
}

impl Words {
    fn of(value: &RawValue<'_>) -> Self {
        match value {
            RawValue::Text(text) => Self::Text(text.to_string()),
            RawValue::Number(digits) => Self::Number(digits.to_string()),
            RawValue::Bool(truth) => Self::Bool(*truth),
            RawValue::List(items) => Self::List(items.iter().map(Self::of).collect()),
            RawValue::Null => Self::Null,
        }
    }

    fn raw(&self) -> RawValue<'_> {
        match self {
            Self::Text(text) => RawValue::Text(Cow::Borrowed(text)),
            Self::Number(digits) => RawValue::Number(Cow::Borrowed(digits)),
            Self::Bool(truth) => RawValue::Bool(*truth),
            Self::List(items) => RawValue::List(items.iter().map(Self::raw).collect()),
            Self::Null => RawValue::Null,
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Text(text) | Self::Number(text) => text.len(),
            Self::List(items) => items.iter().map(|item| size_of::<Self>() + item.bytes()).sum(),
            Self::Bool(_) | Self::Null => 0,
        }
    }
}
