//! Instants, the precision with which a moment is known, and the policy's time zone.
//!
//! An instant is UTC with a resolution of one millisecond. A moment known to the day, month or year is
//! the stretch it may lie in: nothing invents a time of day.

use chrono::{
    DateTime, Datelike, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone as _, Utc,
};
use days::Days;
use serde::{Deserialize, Serialize};
use std::fmt;

mod days;

/// A point in time: milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Instant(pub i64);

impl Instant {
    /// Earlier than every record.
    pub const MIN: Self = Self(i64::MIN / 4);
    /// Later than every record.
    pub const MAX: Self = Self(i64::MAX / 4);

    /// As chrono's type, if it is in its range.
    #[must_use]
    pub fn to_utc(self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_millis(self.0)
    }

    /// From chrono's type.
    #[must_use]
    pub fn from_utc(time: DateTime<Utc>) -> Self {
        Self(time.timestamp_millis())
    }
}

/// How exactly a moment is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Precision {
    /// To the millisecond.
    Instant,
    /// To the civil day.
    Day,
    /// To the month.
    Month,
    /// To the year.
    Year,
}

/// When something happened: it lies somewhere in `[first, end)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment {
    /// The earliest instant it may be.
    pub first: Instant,
    /// One past the latest instant it may be; an exact instant has `first + 1 ms`.
    pub end: Instant,
    /// How exactly it is known.
    pub precision: Precision,
}

impl Moment {
    /// An exact instant.
    #[must_use]
    pub const fn instant(at: Instant) -> Self {
        Self { first: at, end: Instant(at.0 + 1), precision: Precision::Instant }
    }

    /// Surely inside `[from, until)`.
    #[must_use]
    pub fn surely_in(self, from: Instant, until: Instant) -> bool {
        self.first >= from && self.end <= until
    }

    /// Perhaps inside `[from, until)`.
    #[must_use]
    pub fn possibly_in(self, from: Instant, until: Instant) -> bool {
        self.first < until && self.end > from
    }

    /// The same day, when it is over: after all else that happens on it.
    #[must_use]
    pub const fn over(self) -> Self {
        Self { first: Instant(self.end.0 - 1), ..self }
    }

    /// Surely before another one: what comes with the end of a day is after whatever else the day holds.
    #[must_use]
    pub fn surely_before(self, other: Self) -> bool {
        self.end <= other.first || other.closes_its_day() && !self.closes_its_day() && self.end <= other.end
    }

    /// It comes with the end of its day.
    #[must_use]
    pub fn closes_its_day(self) -> bool {
        self.precision == Precision::Day && self.end.0 - self.first.0 == 1
    }
}

/// The time zone in which civil dates and period bounds are taken: an IANA name.
#[derive(Clone, Copy)]
pub struct TimeZone {
    zone: chrono_tz::Tz,
    days: &'static Days,
}

impl Default for TimeZone {
    fn default() -> Self {
        Self::of(chrono_tz::Tz::UTC)
    }
}

impl PartialEq for TimeZone {
    fn eq(&self, other: &Self) -> bool {
        self.zone == other.zone
    }
}

impl Eq for TimeZone {}

impl fmt::Debug for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TimeZone").field(&self.name()).finish()
    }
}

impl TimeZone {
    /// The zone of an IANA name such as `Asia/Shanghai`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok().map(Self::of)
    }

    /// Its IANA name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.zone.name()
    }

    /// Midnight at which a civil day begins; where the clock skips it, the first instant of the day.
    #[must_use]
    pub fn day_start(self, date: NaiveDate) -> Instant {
        self.days.start(date).unwrap_or_else(|| self.midnight(date))
    }

    fn of(zone: chrono_tz::Tz) -> Self {
        Self { zone, days: days::of(zone) }
    }

    fn midnight(self, date: NaiveDate) -> Instant {
        first_shown(self.zone, date.and_time(NaiveTime::MIN))
    }

    /// The civil day that holds an instant; of one earlier or later than every date, the first or the last date.
    #[must_use]
    pub fn date_of(self, at: Instant) -> NaiveDate {
        self.days.holding(at).unwrap_or_else(|| self.local_of(at).date())
    }

    /// The civil date and time of an instant; of one earlier or later than every date, the first or the last one.
    #[must_use]
    pub fn local_of(self, at: Instant) -> NaiveDateTime {
        let beyond = if at < Instant(0) { NaiveDateTime::MIN } else { NaiveDateTime::MAX };
        at.to_utc().map_or(beyond, |utc| utc.with_timezone(&self.zone).naive_local())
    }

    /// The whole of a civil day.
    #[must_use]
    pub fn day(self, date: NaiveDate) -> Moment {
        let next = date.succ_opt().unwrap_or(date);
        Moment { first: self.day_start(date), end: self.day_start(next), precision: Precision::Day }
    }

    /// The whole of a month; `None` when there is no such month.
    #[must_use]
    pub fn month(self, year: i32, month: u32) -> Option<Moment> {
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        let next = first.checked_add_months(Months::new(1))?;
        Some(Moment { first: self.day_start(first), end: self.day_start(next), precision: Precision::Month })
    }

    /// The whole of a calendar year; `None` when it is out of range.
    #[must_use]
    pub fn year(self, year: i32) -> Option<Moment> {
        let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
        let next = first.checked_add_months(Months::new(12))?;
        Some(Moment { first: self.day_start(first), end: self.day_start(next), precision: Precision::Year })
    }

    /// What a time without offset that is told may mean: one that the clock shows twice is either of them; one that it
    /// skips was told by a clock put forward too late or too early, and is either on its day.
    #[must_use]
    pub fn local_moment(self, told: NaiveDateTime) -> Moment {
        use chrono::offset::LocalResult::{Ambiguous, None, Single};
        let of = |time: chrono::DateTime<chrono_tz::Tz>| Instant::from_utc(time.to_utc());
        match self.zone.from_local_datetime(&told) {
            Single(time) => Moment::instant(of(time)),
            Ambiguous(early, late) => either(of(early), of(late)),
            None => self.skipped(told),
        }
    }

    fn skipped(self, told: NaiveDateTime) -> Moment {
        let after = first_shown(self.zone, told);
        let read_by = |clock: Instant| Instant(told.and_utc().timestamp_millis() - self.ahead_of_utc(clock));
        let early = read_by(after).max(self.day_start(told.date()));
        either(early, read_by(Instant(after.0 - 1)).max(early))
    }

    // By how many milliseconds the clock is ahead of UTC at an instant.
    fn ahead_of_utc(self, at: Instant) -> i64 {
        self.local_of(at).and_utc().timestamp_millis() - at.0
    }

    /// The instant at which the clock first shows a time; of one that it skips, the first after the gap.
    #[must_use]
    pub fn at_clock(self, shown: NaiveDateTime) -> Instant {
        first_shown(self.zone, shown)
    }
}

fn either(first: Instant, last: Instant) -> Moment {
    Moment { first, end: Instant(last.0 + 1), precision: Precision::Instant }
}

fn first_shown(zone: chrono_tz::Tz, time: NaiveDateTime) -> Instant {
    match zone.from_local_datetime(&time).earliest() {
        Some(time) => Instant::from_utc(time.to_utc()),
        None => match time.checked_add_signed(TimeDelta::minutes(15)) {
            Some(later) if later.year() < 262_000 => first_shown(zone, floor_quarter(later)),
            _ => Instant::MAX,
        },
    }
}

// Clocks are changed at quarter hours, so the first valid time after a gap is one.
fn floor_quarter(local: NaiveDateTime) -> NaiveDateTime {
    use chrono::Timelike;
    let minute = local.minute() / 15 * 15;
    local
        .with_minute(minute)
        .and_then(|t| t.with_second(0))
        .and_then(|t| t.with_nanosecond(0))
        .unwrap_or(local)
}
