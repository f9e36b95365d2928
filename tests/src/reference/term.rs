//! What is known of a value.

use bylaws::log::{Exact, Instant, Moment, Precision, Value};

/// What is known of a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Term {
    /// It may be anything.
    Unknown,
    /// There is none: a quotient by zero, an average of none.
    Nothing,
    /// It was left out, or is the time of what never happened. If this is set, that is nobody or no time; else it may be
    /// anything.
    Missing(bool),
    /// It is this; never a number, an instant or a set.
    Plain(Value),
    /// A number between two ends; no end where it may be of any size.
    Number(Option<Exact>, Option<Exact>),
    /// An instant somewhere in a stretch.
    Time(Moment),
    /// A set that holds the first, and perhaps some of the second.
    Set(Vec<Value>, Vec<Value>),
}

impl Term {
    pub(super) fn exactly(number: Exact) -> Self {
        Self::Number(Some(number), Some(number))
    }

    pub(super) fn count(low: usize, high: Option<usize>) -> Self {
        let number = |n: usize| Exact::from(n as i64);
        Self::Number(Some(number(low)), high.map(number))
    }

    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Number(number) => Self::exactly(*number),
            Value::Time(moment) => Self::Time(*moment),
            Value::Set(items) => Self::Set(items.clone(), Vec::new()),
            other => Self::Plain(other.clone()),
        }
    }

    /// Its members, sure and possible; one thing is a set of one, nothing is empty.
    pub(super) fn members(&self) -> Option<(Vec<Value>, Vec<Value>)> {
        match self {
            Self::Unknown | Self::Number(..) if self.one().is_none() => None,
            Self::Nothing | Self::Missing(_) => Some((Vec::new(), Vec::new())),
            Self::Set(sure, possible) => Some((sure.clone(), possible.clone())),
            _ => self.one().map(|one| (vec![one], Vec::new())),
        }
    }

    /// Whether all is known of it that there is to know.
    pub(super) fn is_told(&self) -> bool {
        match self {
            Self::Unknown => false,
            Self::Number(low, high) => low.is_some() && low == high,
            Self::Set(_, possible) => possible.is_empty(),
            Self::Nothing | Self::Missing(_) | Self::Plain(_) | Self::Time(_) => true,
        }
    }

    /// The one value that it surely is.
    pub(super) fn one(&self) -> Option<Value> {
        match self {
            Self::Plain(value) => Some(value.clone()),
            Self::Number(Some(low), Some(high)) if low == high => Some(Value::Number(*low)),
            Self::Time(moment) => Some(Value::Time(*moment)),
            Self::Set(sure, possible) => match (sure.as_slice(), possible.as_slice()) {
                ([one], []) => Some(one.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// The ends between which a number lies; `None` for what is no number.
    pub(super) fn ends(&self) -> Option<(Option<Exact>, Option<Exact>)> {
        match self {
            Self::Number(low, high) => Some((*low, *high)),
            Self::Unknown => Some((None, None)),
            _ => None,
        }
    }

    /// What it is whichever of several it is: agreeing values stay, numbers span.
    pub(super) fn either(parts: Vec<Self>) -> Self {
        let mut parts = parts.into_iter();
        let Some(first) = parts.next() else { return Self::Nothing };
        parts.fold(first, |a, b| match (a, b) {
            (a, b) if a == b => a,
            (Self::Number(a, b), Self::Number(c, d)) => {
                Self::Number(a.zip(c).map(|(a, c)| a.min(c)), b.zip(d).map(|(b, d)| b.max(d)))
            }
            (Self::Time(a), Self::Time(b)) => Self::Time(spanning(a, b)),
            _ => Self::Unknown,
        })
    }
}

/// A moment that may be either.
pub(super) fn spanning(a: Moment, b: Moment) -> Moment {
    Moment { first: a.first.min(b.first), end: a.end.max(b.end), precision: a.precision.max(b.precision) }
}

/// Whether one moment is before another. Of two days the same one is not before itself; of a day and an
/// instant of it nobody knows.
pub(super) fn before(a: Moment, b: Moment, day_start: impl Fn(Instant) -> Instant) -> super::truth::Truth {
    use super::truth::Truth::{No, Unknown, Yes};
    let by_days = a.precision > Precision::Instant && b.precision > Precision::Instant;
    let last = |m: Moment| if by_days { day_start(Instant(m.end.0 - 1)) } else { Instant(m.end.0 - 1) };
    if a == b && a.precision <= Precision::Day {
        No
    } else if last(a) < b.first {
        Yes
    } else if a.first >= last(b) {
        No
    } else {
        Unknown
    }
}
