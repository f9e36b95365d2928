//! Slips of which it can be told that they change nothing.

use super::{Kind, Mutant};
use crate::said::Said;
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{Norm, Time};
use bylaws::log::Unit;

/// Why a slip changes nothing; none where that cannot be told.
pub(super) fn why(policy: &CheckedPolicy, name: &str, mutant: &Mutant) -> Option<Said> {
    let norm = policy.norms.get(name)?;
    if mutant.kind != Kind::Reading {
        return None;
    }
    no_vacations(policy, norm, &mutant.norm)
}

// A length from a record on is the same however vacations are read, where there are none. Windows of the calendar are not:
// a semester is longer where vacations count, and where they do not, the calendar must tell that there are none.
fn no_vacations(policy: &CheckedPolicy, norm: &Norm, other: &Norm) -> Option<Said> {
    let (Time::Gap(_, unit) | Time::Rolling(_, unit)) = &norm.time else { return None };
    let of_all_days = matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Quarter | Unit::Year);
    let mut like = other.reading;
    like.vacation = norm.reading.vacation;
    let calendars = policy.regional.iter().map(|r| &r.calendar).chain([&policy.calendar]);
    let none = calendars.into_iter().all(|calendar| calendar.vacations.is_empty());
    let said = Said::new("日历里没有假期", "the calendar has no vacations");
    (of_all_days && like == norm.reading && none).then_some(said)
}
