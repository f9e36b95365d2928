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

impl Length {
    /// The same in the smallest unit that always makes up this one: seven days are a week, twelve months a year. A day
    /// is not 24 hours, and a month no number of days.
    #[must_use]
    pub fn in_smallest(self) -> (u64, Unit) {
        let (each, unit) = match self.unit {
            Unit::Hour => (60, Unit::Minute),
            Unit::Week => (7, Unit::Day),
            Unit::Quarter => (3, Unit::Month),
            Unit::Year => (12, Unit::Month),
            own => (1, own),
        };
        (u64::from(self.count) * each, unit)
    }
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
