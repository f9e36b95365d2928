//! Where a norm counts working days, a weekend is to lie among them: else they are just days.

use crate::edges::lengths;
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{Norm, Time};
use bylaws::log::Unit;
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The day from this one on, on which something is to happen for that: by the second alternative the weekend begins right after it, by
/// the third right after the limit that it is given.
pub(super) fn before_one(
    policy: &CheckedPolicy,
    norm: &Norm,
    day: NaiveDate,
    alternative: usize,
) -> Option<NaiveDate> {
    let of_working_days = |unit: &Unit| matches!(unit, Unit::WorkingDay | Unit::SchoolDay);
    if norm.trigger.is_none() || !lengths(policy, norm).iter().any(|(_, unit)| of_working_days(unit)) {
        return None;
    }
    let friday = day.iter_days().take(7).find(|day| day.weekday() == Weekday::Fri)?;
    match (alternative, &norm.time, &norm.late) {
        (1, ..) => Some(friday),
        (2, Time::WithinAfter(count, Unit::Day, _), Some((_, unit))) if of_working_days(unit) => {
            friday.checked_sub_days(Days::new(u64::from(*count)))
        }
        _ => None,
    }
}
