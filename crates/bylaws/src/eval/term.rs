//! What an expression is found to be: a value, a number between two ends, unknown with a reason, or
//! nothing; and the truth of a condition after Kleene, with a fourth case for what does not apply.

use crate::log::{Exact, Value};
use std::sync::Arc;

/// Why something is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// A parameter was not given.
    Parameter(String),
    /// The log does not cover a stretch for this type of record (position in the vocabulary).
    Uncovered(usize),
    /// What would follow from a record may still come to lie back into a stretch.
    Awaited,
    /// A record that was set aside could change it.
    SetAside,
    /// It is not known whether a record of this type follows.
    Follows(usize),
    /// The time of this record is not known exactly enough.
    Imprecise(Arc<str>),
    /// Two records of the same day have no order.
    SameDay(Arc<str>),
    /// A judgement has not been recorded.
    Judgement(usize),
    /// An attribute was never recorded for this entity.
    NotRecorded(String, Arc<str>),
    /// A field of such a record, by its position, was left out in this one.
    LeftOut(usize, usize, Arc<str>),
    /// Nothing of this kind has happened from which something could be counted.
    NeverHappened(Option<usize>),
    /// A number left the range of exact arithmetic.
    OutOfRange,
    /// How many are asked for cannot be told: the number rests on a field that was left out, or on nothing.
    NoLimit,
    /// From which day the windows are counted cannot be told: there is no such date, or no more than its month is known.
    NoFirstDay,
    /// A role was held in a unit that no record names.
    NoUnit,
    /// This record ends what no record began.
    NoBeginning(Arc<str>),
    /// What an expression looks at is not over yet.
    Future,
    /// The calendar has no data for a stretch.
    Calendar,
    /// Exceptions that do not agree, by their labels.
    Exceptions(String),
    /// The verdict of this norm, by which it begins, is undetermined itself.
    Verdict(String),
    /// Another duty may have used up this record.
    Claimed(Arc<str>),
    /// An earlier version of the norm, by its position, may have used up this record.
    MadeUp(usize, Arc<str>),
}

/// The outcome of evaluating an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Term {
    /// A known value.
    Known(Value),
    /// A number between two ends, of which one may not be known: so no upper end is where a stretch is unknown (rule K1).
    Between(Box<(Option<Exact>, Option<Exact>)>, Doubt),
    /// Not known.
    Unknown(Doubt),
    /// Left out, or the time of what never happened. Whether it *is* something can be told where that is a matter of
    /// names: then it is nobody and nothing. How much, when and whether cannot.
    Missing { doubt: Doubt, is_nobody: bool },
    /// There is none: a quotient of nothing, a measure of nothing (rule O5).
    Nothing,
}

impl Term {
    /// A known number.
    pub(super) fn number(value: Exact) -> Self {
        Self::Known(Value::Number(value))
    }

    /// What rests on something that is missing: how much it is cannot be told.
    pub(super) const fn missing(doubt: Doubt) -> Self {
        Self::Missing { doubt, is_nobody: false }
    }

    /// A number between two ends, if one of them is known.
    pub(super) fn between(low: Option<Exact>, high: Option<Exact>, doubt: Doubt) -> Self {
        if low.or(high).is_some() {
            Self::Between(Box::new((low, high)), doubt)
        } else {
            Self::Unknown(doubt)
        }
    }

    /// Lower end, upper end and doubt, if this is a number.
    pub(super) fn ends(&self) -> Option<(Option<Exact>, Option<Exact>, Option<Doubt>)> {
        match self {
            Self::Known(Value::Number(n)) => Some((Some(*n), Some(*n), None)),
            Self::Between(ends, doubt) => Some((ends.0, ends.1, Some(doubt.clone()))),
            _ => None,
        }
    }
}

/// The truth of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    /// It holds.
    True,
    /// It does not.
    False,
    /// It cannot be told, and why.
    Unknown(Doubt),
    /// The question does not arise: a quotient of nothing, an average of none.
    Empty,
}

impl Truth {
    pub(super) fn of(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }

    /// As a condition that chooses: what speaks of nothing does not hold.
    pub(super) fn chosen(self) -> Self {
        if self == Self::Empty { Self::False } else { self }
    }

    pub(super) fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            other => other,
        }
    }

    pub(super) fn and(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::False => Self::False,
            Self::True => other(),
            doubtful => match other() {
                Self::False => Self::False,
                Self::Unknown(doubt) if doubtful == Self::Empty => Self::Unknown(doubt),
                _ => doubtful,
            },
        }
    }

    pub(super) fn or(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::True => Self::True,
            Self::False => other(),
            doubtful => match other() {
                Self::True => Self::True,
                Self::Unknown(doubt) if doubtful == Self::Empty => Self::Unknown(doubt),
                _ => doubtful,
            },
        }
    }
}
