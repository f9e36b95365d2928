//! What a reader of any format hands over: a record's words, not yet checked against the vocabulary.

use super::Place;
use std::borrow::Cow;

/// A value as a format gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RawValue<'a> {
    /// A string, or a CSV cell.
    Text(Cow<'a, str>),
    /// A number, in the digits that were written.
    Number(Cow<'a, str>),
    /// True or false.
    Bool(bool),
    /// Several values.
    List(Vec<RawValue<'a>>),
    /// Nothing: as if the field were left out.
    Null,
}

/// A record as a format gives it. All names may be canonical or any alias.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawRecord<'a> {
    /// Where it was read.
    pub place: Place,
    /// All fields by name: `id`, `type`, `at`, `recorded_at` and those of the type.
    pub fields: Vec<(Cow<'a, str>, RawValue<'a>)>,
}
