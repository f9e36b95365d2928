//! When records happened, in four bytes where only the day is known.

use crate::log::parse_time::plain_day;
use crate::log::{Instant, Moment, Precision, TimeZone};
use chrono::{Datelike, NaiveDate};

/// The moments of some records, in their order. Months and years are not kept here.
#[derive(Debug)]
pub(super) enum Moments {
    /// Days, counted as chrono does from 1 January of the year 1.
    Days(Vec<i32>),
    /// Instants times two, or days times two and one.
    Mixed(Vec<i64>),
}

/// A moment that was left out.
const NONE: i64 = i64::MIN;

impl Default for Moments {
    fn default() -> Self {
        Self::Days(Vec::new())
    }
}

/// A moment that can be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    Day(i32),
    Instant(i64),
}

impl Kept {
    /// A moment, if it is a day or a single instant.
    pub(super) fn of(moment: Moment, zone: TimeZone) -> Option<Self> {
        match moment.precision {
            Precision::Day => Some(Self::Day(zone.date_of(moment.first).num_days_from_ce())),
            Precision::Instant if moment.end.0 == moment.first.0 + 1 => {
                (moment.first.0.unsigned_abs() < 1 << 60).then_some(Self::Instant(moment.first.0))
            }
            Precision::Instant | Precision::Month | Precision::Year => None,
        }
    }

    /// A day written as `2016-04-20`.
    pub(super) fn plain_day(text: &[u8]) -> Option<Self> {
        plain_day(text).map(|day| Self::Day(day.num_days_from_ce()))
    }

    pub(super) fn moment(self, zone: TimeZone) -> Moment {
        match self {
            Self::Instant(at) => Moment::instant(Instant(at)),
            Self::Day(day) => zone.day(NaiveDate::from_num_days_from_ce_opt(day).unwrap_or_default()),
        }
    }

    fn mixed(self) -> i64 {
        match self {
            Self::Instant(at) => at << 1,
            Self::Day(day) => i64::from(day) << 1 | 1,
        }
    }

    fn unmixed(mixed: i64) -> Option<Self> {
        match (mixed, mixed & 1) {
            (NONE, _) => None,
            (_, 0) => Some(Self::Instant(mixed >> 1)),
            _ => i32::try_from(mixed >> 1).ok().map(Self::Day),
        }
    }
}

impl Moments {
    pub(super) fn reserve(&mut self, rows: usize) {
        match self {
            Self::Days(days) => days.reserve_exact(rows),
            Self::Mixed(all) => all.reserve_exact(rows),
        }
    }

    pub(super) fn push(&mut self, kept: Option<Kept>) {
        match (&mut *self, kept) {
            (Self::Days(days), Some(Kept::Day(day))) => days.push(day),
            (Self::Mixed(all), kept) => all.push(kept.map_or(NONE, Kept::mixed)),
            (Self::Days(days), kept) => {
                let mut all: Vec<i64> = days.iter().map(|day| Kept::Day(*day).mixed()).collect();
                all.push(kept.map_or(NONE, Kept::mixed));
                *self = Self::Mixed(all);
            }
        }
    }

    pub(super) fn get(&self, row: usize) -> Option<Kept> {
        match self {
            Self::Days(days) => days.get(row).map(|day| Kept::Day(*day)),
            Self::Mixed(all) => all.get(row).and_then(|mixed| Kept::unmixed(*mixed)),
        }
    }
}
