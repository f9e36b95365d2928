//! When records happened: days and single instants.

use super::deltas::Deltas;
use crate::log::parse_time::plain_day;
use crate::log::{Instant, Moment, Precision, TimeZone};
use chrono::{Datelike, NaiveDate};

/// The moments of some records, in their order. Months and years are not kept here.
#[derive(Debug, Default)]
pub(super) struct Moments {
    all: Deltas,
    /// The first and the last day, and the first and the last instant.
    days: Option<(i32, i32)>,
    instants: Option<(i64, i64)>,
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

    // Instants times two, or days times two and one.
    fn number(self) -> u64 {
        (match self {
            Self::Instant(at) => at << 1,
            Self::Day(day) => i64::from(day) << 1 | 1,
        }) as u64
    }

    fn of_number(number: u64) -> Self {
        let number = number as i64;
        match number & 1 {
            0 => Self::Instant(number >> 1),
            _ => Self::Day((number >> 1) as i32),
        }
    }
}

impl Moments {
    pub(super) fn reserve(&mut self, rows: usize) {
        self.all.reserve(rows);
    }

    #[inline]
    pub(super) fn push(&mut self, kept: Kept) {
        match kept {
            Kept::Day(day) => widen(&mut self.days, day),
            Kept::Instant(at) => widen(&mut self.instants, at),
        }
        self.all.push(kept.number());
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Kept> + '_ {
        self.all.iter().map(Kept::of_number)
    }

    /// The first and the last of them.
    pub(super) fn ends(&self) -> impl Iterator<Item = Kept> {
        let days = self.days.into_iter().flat_map(|(first, last)| [first, last]).map(Kept::Day);
        let instants = self.instants.into_iter().flat_map(|(first, last)| [first, last]).map(Kept::Instant);
        days.chain(instants)
    }
}

fn widen<T: Ord + Copy>(ends: &mut Option<(T, T)>, one: T) {
    let (first, last) = ends.unwrap_or((one, one));
    *ends = Some((first.min(one), last.max(one)));
}
