//! What norms share and what follows from records: accounts, deemed facts, tables.

use super::*;
use crate::log::{Instant, Length, Moment, TimeZone, Type, Unit, Value};
use chrono::NaiveDate;

/// A number carried from window to window.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Its name.
    pub name: Name,
    /// Of which kind of entity each has one, by canonical name.
    pub of: String,
    /// Its windows: how many units, which unit, first day of a first one.
    pub windows: (u32, Unit, Option<NaiveDate>),
    /// Its value before the first window.
    pub initially: Expr,
    /// Its value at the end of a window; the entity is the bearer.
    pub value: Expr,
}

/// A fact that follows from others.
#[derive(Clone, Debug, PartialEq)]
pub struct Deem {
    /// Position of the type of record that is taken to happen.
    pub event: usize,
    /// When.
    pub when: Turning,
    /// From when it has effect, where that is another time than that at which it follows.
    pub effective: Option<Effect>,
    /// Its fields by position; the record that it follows from is in hand.
    pub fields: Vec<Option<Expr>>,
    /// From when until when it is in force, first and last day: of the records in these days something follows.
    pub in_force: (Option<NaiveDate>, Option<NaiveDate>),
}

impl Deem {
    /// Whether something follows from a record of a moment by this rule, as far as its days go; none where that is not known.
    #[must_use]
    pub fn is_in_force(&self, zone: TimeZone, at: Moment) -> Option<bool> {
        let from = self.in_force.0.map_or(Instant::MIN, |day| zone.day_start(day));
        let end = self.in_force.1.and_then(|day| day.succ_opt());
        let until = end.map_or(Instant::MAX, |day| zone.day_start(day));
        match (from <= at.first && at.end <= until, at.end <= from || until <= at.first) {
            (_, true) => Some(false),
            (true, false) => Some(true),
            (false, false) => None,
        }
    }
}

/// From when a fact has effect.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// From when; the record that it follows from is in hand.
    pub from: Expr,
    /// How far that may lie before the time at which the fact follows; none: not at all.
    pub back: Option<Length>,
}

/// A turning point.
#[derive(Clone, Debug, PartialEq)]
pub enum Turning {
    /// Each such record.
    Each(Selection),
    /// A length after such a record in which no other one happens; in the second selection the first record is
    /// the trigger.
    Silence(Selection, Length, Selection),
    /// The so-many-th such record, within a length if one is named, for each value of a field.
    Reaches {
        /// Of what.
        what: Selection,
        /// How many.
        count: u32,
        /// Within which length.
        within: Option<Length>,
        /// Position of the field by which it is counted apart.
        per: Option<usize>,
    },
    /// So many verdicts of one kind in adjacent windows of one bearer.
    InARow(Selection, u32),
}

impl Turning {
    /// The records that it follows from.
    #[must_use]
    pub fn followed(&self) -> &Selection {
        match self {
            Self::Each(what)
            | Self::Silence(what, ..)
            | Self::Reaches { what, .. }
            | Self::InARow(what, _) => what,
        }
    }

    /// All that it looks at: the records that it follows from, and those that keep it from happening.
    pub fn selections(&self) -> impl Iterator<Item = &Selection> {
        let without = if let Self::Silence(_, _, without) = self { Some(without) } else { None };
        std::iter::once(self.followed()).chain(without)
    }
}

/// A table of brackets or cases.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its name.
    pub name: Name,
    /// Of what type the looked-up value is.
    pub by: Type,
    /// Of what type its results are.
    pub gives: Option<Type>,
    /// Its rows; brackets in ascending order.
    pub rows: Vec<Row>,
    /// Whether between two numbers of which it tells there may be one of which it does not.
    pub has_gaps: bool,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// For which values.
    pub case: Case,
    /// What it gives.
    pub value: Expr,
}

/// For which values a row of a table is.
#[derive(Clone, Debug, PartialEq)]
pub enum Case {
    /// Numbers between two bounds.
    Bracket(Option<Bound>, Option<Bound>),
    /// These values.
    Values(Vec<Value>),
    /// Whatever no other row is for.
    Otherwise,
}

/// A part of an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimePart {
    /// Minutes after midnight.
    Clock,
    /// The day of the week: Monday is 1.
    Weekday,
    /// The day of the month.
    Day,
    /// The month.
    Month,
    /// The year.
    Year,
}
