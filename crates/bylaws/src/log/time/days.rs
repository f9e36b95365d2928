//! When each civil day of a zone begins, worked out once: most questions about time are about days, and the
//! rules of zones are slow to ask.

use super::{Instant, first_shown};
use chrono::{Datelike, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

/// The years for which days are kept; others are asked of the zone's rules each time.
const YEARS: std::ops::Range<i32> = 1990..2061;

const DAY: i64 = 86_400_000;

/// The starts of days, of one zone.
pub(super) struct Days {
    /// The first day, counted as chrono does from 1 January of the year 1.
    first: i32,
    starts: Vec<Instant>,
}

/// The days of a zone. A zone's are kept for good: there are a few hundred zones, and a policy has one.
pub(super) fn of(zone: Tz) -> &'static Days {
    static KNOWN: LazyLock<Mutex<HashMap<Tz, &'static Days>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.entry(zone).or_insert_with(|| Box::leak(Box::new(Days::worked_out(zone))))
}

impl Days {
    fn worked_out(zone: Tz) -> Self {
        let first = NaiveDate::from_ymd_opt(YEARS.start, 1, 1).unwrap_or_default();
        let days = first.iter_days().take_while(|day| day.year() < YEARS.end);
        let start = |day: NaiveDate| first_shown(zone, day.and_time(NaiveTime::MIN));
        Self { first: first.num_days_from_ce(), starts: days.map(start).collect() }
    }

    /// When a day begins, if it is one of these.
    pub(super) fn start(&self, date: NaiveDate) -> Option<Instant> {
        let index = usize::try_from(date.num_days_from_ce() - self.first).ok()?;
        self.starts.get(index).copied()
    }

    /// The day that holds an instant, if it is one of these.
    pub(super) fn holding(&self, at: Instant) -> Option<NaiveDate> {
        let begin = self.starts.first()?;
        // Clock changes move the start of a day by hours, so that the guess is off by one day at most.
        let guess = usize::try_from(at.0.checked_sub(begin.0)?.div_euclid(DAY)).ok()?;
        let near = [guess.checked_sub(1), Some(guess), guess.checked_add(1)].into_iter().flatten();
        let holds = |index: &usize| {
            self.starts.get(*index).is_some_and(|start| *start <= at)
                && self.starts.get(index + 1).is_some_and(|next| at < *next)
        };
        let index = near.into_iter().find(holds)?;
        NaiveDate::from_num_days_from_ce_opt(self.first + i32::try_from(index).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::TimeZone;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_days_kept_are_those_of_the_zone(day in -3_000_i64..33_000, millis in 0..DAY, zone in 0_usize..6) {
            let names = ["UTC", "Asia/Shanghai", "Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia", "Asia/Tehran"];
            let zone = TimeZone::named(names[zone]).unwrap();
            let at = Instant(day * DAY + millis);
            let by_rule = at.to_utc().unwrap().with_timezone(&zone.zone).date_naive();
            prop_assert_eq!(zone.date_of(at), by_rule);
            prop_assert_eq!(zone.day_start(by_rule), zone.midnight(by_rule));
        }
    }
}
