//! Values of fields.

use super::{Exact, Moment, Unit};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A length of time in calendar units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Length {
    /// How many units.
    pub count: u32,
    /// Of which unit.
    pub unit: Unit,
}

/// A value of a record's field or of an expression.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Value {
    /// True or false.
    Bool(bool),
    /// An exact number.
    Number(Exact),
    /// Text.
    Text(Arc<str>),
    /// A value of an enumeration, by its canonical name.
    Variant(Arc<str>),
    /// A date or a date and time, with its precision.
    Time(Moment),
    /// A length of time.
    Length(Length),
    /// An entity, by its id.
    Entity(Arc<str>),
    /// A role, by its canonical name.
    Role(Arc<str>),
    /// Several values; order as given, compared as sets.
    Set(Vec<Value>),
}
