//! Resolved expressions.

use super::*;
use crate::log::{Length, Unit, Value};

/// Whose fields an expression reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// The record that a filter looks at.
    InHand,
    /// The record that triggered the norm.
    Trigger,
    /// The record, of the type at this position, that the filter around this one looks at.
    Around(usize),
}

impl Expr {
    /// What it selects from, if it counts or measures records.
    #[must_use]
    pub fn selection(&self) -> Option<&Selection> {
        match self {
            Self::Exists(s)
            | Self::Count(s)
            | Self::Measure(_, s, _)
            | Self::TimeOf(_, s)
            | Self::UnitsWith(_, s, _)
            | Self::SpellTime(_, _, s, _) => Some(s),
            _ => None,
        }
    }
}

/// A resolved expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A constant.
    Value(Value),
    /// A parameter, by canonical name; unknown when it is not given.
    Parameter(String),
    /// The bearer.
    Bearer,
    /// The one of those that a norm is stated for each of.
    OfEach,
    /// The field at a position of a record's type; `InHand` of a role or state is the starting record.
    Field(Slot, usize),
    /// The entity in hand, when selecting entities.
    Entity,
    /// When a record happened.
    At(Slot),
    /// Attribute of an entity as of the instant of evaluation.
    Attribute(Box<Expr>, String),
    /// Holders of a role in a unit: a set of persons, empty when vacant.
    Holders(Box<Expr>, String),
    /// Units in which a person holds a role: a set; of the bearer of a duty of a holding, the unit of that holding.
    UnitsOf(Box<Expr>, String),
    /// Extra field (position in `role_start`) of the role that a person holds.
    RoleField(Box<Expr>, String, usize),
    /// Several values as a set; sets inside are merged.
    Set(Vec<Expr>),
    /// There is such a record, in the window of evaluation, or such a spell at the instant.
    Exists(Box<Selection>),
    /// How many such records there are in the window, or spells at the instant.
    Count(Box<Selection>),
    /// How many different values a set has.
    Size(Box<Expr>),
    /// A measure of a field over records of the window.
    Measure(Measure, Box<Selection>, usize),
    /// The same over the window before.
    Previous(Box<Expr>),
    /// The same over a stretch of so many units before or after an instant.
    Within(Length, TimeSide, Box<Expr>, Box<Expr>),
    /// The same over the stretch from one instant to another, the second one's day included.
    Over(Box<Expr>, Box<Expr>, Box<Expr>),
    /// The same from one time of day to another one, in minutes after midnight, of the day that is looked at; to that of
    /// the next day where it is not later.
    Daily(u32, u32, Box<Expr>),
    /// An instant so much later or earlier.
    Shift(ArithOp, Box<Expr>, Box<Expr>),
    /// A time of day, in minutes after midnight, of the day of an instant.
    OnDay(u32, Box<Expr>),
    /// A part of an instant: a number.
    TimePart(TimePart, Box<Expr>),
    /// A day (month, day) of the year so many years after that of an instant.
    DayOfYear(u32, u32, u32, Box<Expr>),
    /// A day, from 1, of the period (a week, month, quarter, semester or academic year) so many after (or, negative,
    /// before) that of an instant; its last one where it has no such day or none is named.
    DayOfPeriod(Option<u32>, Unit, i32, Box<Expr>),
    /// How many whole units lie between two instants; hours and minutes exactly.
    Elapsed(Unit, Box<Expr>, Box<Expr>),
    /// The least or greatest of several numbers or instants; those that are nothing are passed over.
    Pick(Pick, Vec<Expr>),
    /// A number rounded to so many decimal places.
    Round(Rounding, u32, Box<Expr>),
    /// The second where the first is nothing.
    Else(Box<Expr>, Box<Expr>),
    /// What a table, by canonical name, says of a value; marginal if each bracket applies to its own part.
    Lookup(String, Box<Expr>, bool),
    /// When the first or last such record of the window happened; nothing if there is none.
    TimeOf(End, Box<Selection>),
    /// In how many units there is such a record or spell, or the longest run of such units.
    UnitsWith(Unit, Box<Selection>, bool),
    /// Hours or minutes of spells in the window; spells with a shorter gap than the length count as one.
    SpellTime(SpellTime, Unit, Box<Selection>, Option<Length>),
    /// What an entity's account, by canonical name, stood at when the last window before the instant ended.
    Account(Box<Expr>, String),
    /// What the account in the making stood at when the window before ended.
    Carried,
    /// When the spell in hand ends; nothing while it goes on.
    Ended,
    /// Arithmetic on numbers.
    Arith(ArithOp, Box<Expr>, Box<Expr>),
    /// A comparison. A set of one element compares as the element; an empty one is `is` nothing (rule O5).
    Compare(CompareOp, Box<Expr>, Box<Expr>),
    /// All of them.
    And(Vec<Expr>),
    /// Any of them.
    Or(Vec<Expr>),
    /// Not.
    Not(Box<Expr>),
    /// Whether a person holds a role, in a unit if one is named, as of the instant of evaluation.
    Holds(Box<Expr>, String, Option<Box<Expr>>),
    /// Whether an entity is in a state as of the instant of evaluation.
    Under(Box<Expr>, String),
    /// Whether the instant lies on a day of this kind, by the calendar.
    During(DayKind),
}
