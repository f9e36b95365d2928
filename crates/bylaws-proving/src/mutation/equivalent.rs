//! Slips of which it can be told that they change nothing.

use super::{Kind, Mutant};
use crate::said::Said;
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::Norm;

/// Why a slip changes nothing; none where that cannot be told.
pub(super) fn why(policy: &CheckedPolicy, name: &str, mutant: &Mutant) -> Option<Said> {
    let norm = policy.norms.get(name)?;
    if mutant.kind != Kind::Reading {
        return None;
    }
    no_vacations(policy, norm, &mutant.norm)
}

// How vacations are read matters only where there are any.
fn no_vacations(policy: &CheckedPolicy, norm: &Norm, other: &Norm) -> Option<Said> {
    let mut like = other.reading;
    like.vacation = norm.reading.vacation;
    let calendars = policy.regional.iter().map(|r| &r.calendar).chain([&policy.calendar]);
    let none = calendars.into_iter().all(|calendar| calendar.vacations.is_empty());
    (like == norm.reading && none).then(|| Said::new("日历里没有假期", "the calendar has no vacations"))
}
