//! The first and the last instant of what runs for hours or minutes, told to the minute.

use crate::check::CheckedPolicy;
use crate::check::policy::{Instead, Norm, Time};
use crate::eval::Outcome;
use crate::log::{Instant, Precision, Unit};
use chrono::Timelike;

/// From when and until when, where that is no matter of days: of a limit in hours upon a record of which the time of day is
/// known.
pub(super) fn of(policy: &CheckedPolicy, norm: &Norm, outcome: &Outcome) -> Option<(String, String)> {
    let is_known = outcome.triggered_at.is_some_and(|at| at.precision == Precision::Instant);
    let is_bounded = outcome.from > Instant::MIN && outcome.until < Instant::MAX;
    let is_short = runs_for_hours(norm, outcome) && is_known || ends_within_a_day(policy, norm, outcome);
    (is_short && is_bounded).then(|| (minute(policy, outcome.from), minute(policy, outcome.until)))
}

/// Whether what is done at its very end is too late: `before` means earlier than.
pub(super) fn ends_before(norm: &Norm) -> bool {
    matches!(norm.time, Time::WithinBefore(..))
}

/// An instant to the minute, or to the second where it lies within one.
pub(super) fn minute(policy: &CheckedPolicy, at: Instant) -> String {
    let local = policy.zone.local_of(at);
    let form = if local.second() == 0 { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" };
    local.format(form).to_string()
}

// No later than 12:00 on the next day: not when a day ends.
fn ends_within_a_day(policy: &CheckedPolicy, norm: &Norm, outcome: &Outcome) -> bool {
    let ends_a_day = || outcome.until == policy.zone.day_start(policy.zone.date_of(outcome.until));
    matches!(norm.time, Time::NoLaterThan(_)) && outcome.until < Instant::MAX && !ends_a_day()
}

fn runs_for_hours(norm: &Norm, outcome: &Outcome) -> bool {
    let is_short = |unit: Unit| matches!(unit, Unit::Minute | Unit::Hour);
    let own = match &norm.time {
        Time::WithinAfter(_, unit, _) | Time::WithinBefore(_, unit, _) => Some(*unit),
        Time::AtLeast { length, .. } => Some(length.unit),
        _ => None,
    };
    // What an exception puts in its place may be another unit.
    let instead = outcome.instead.iter().filter_map(|index| norm.exceptions.get(*index));
    let mut instead = instead.filter_map(|exception| match exception.instead {
        Some(Instead::Within(length)) => Some(length.unit),
        _ => None,
    });
    instead.next_back().or(own).is_some_and(is_short)
}
