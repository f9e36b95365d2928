//! Slips of which it can be told that they change nothing.

use super::{Kind, Mutant, walk};
use crate::said::Said;
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{Expr, Norm, PartialPeriod, Quantity, Requirement, Time};
use bylaws::log::{Exact, Unit, Value};

/// Why a slip changes nothing; none where that cannot be told.
pub(super) fn why(policy: &CheckedPolicy, name: &str, mutant: &Mutant) -> Option<Said> {
    let norm = policy.norms.get(name)?;
    match mutant.kind {
        Kind::Reading => no_vacations(policy, norm, &mutant.norm)
            .or_else(|| on_a_working_day(norm, &mutant.norm))
            .or_else(|| nothing_to_divide(norm, &mutant.norm)),
        Kind::Exactly => none_at_all(norm, &mutant.norm),
        _ => None,
    }
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

// A limit in working days ends on one, and never on a day off.
fn on_a_working_day(norm: &Norm, other: &Norm) -> Option<Said> {
    let mut like = other.reading;
    like.day_off = norm.reading.day_off;
    let of_working_days = matches!(norm.time, Time::WithinAfter(_, Unit::WorkingDay | Unit::SchoolDay, _));
    // What is extended, stopped, made up or limited otherwise by an exception may end on any day.
    let is_plain = norm.late.is_none()
        && norm.extended.is_none()
        && norm.stops.is_none()
        && norm.exceptions.iter().all(|exception| exception.instead.is_none());
    let said =
        Said::new("以工作日计算的期限，末日不会是休息日", "a limit in working days never ends on a day off");
    (of_working_days && is_plain && like == norm.reading).then_some(said)
}

// A condition on a whole period is not divided where it is not said to be.
fn nothing_to_divide(norm: &Norm, other: &Norm) -> Option<Said> {
    let mut like = other.reading;
    like.partial_period = norm.reading.partial_period;
    let is_condition = matches!(norm.requirement, Requirement::Keep(_)) && !norm.reading.divides_sums;
    let counts = |norm: &Norm| norm.reading.partial_period != PartialPeriod::Skip;
    let said = Said::new(
        "所要求的是整期的条件，不按比例计算",
        "what is asked for is a condition on the whole period, which is not divided",
    );
    (is_condition && counts(norm) && counts(other) && like == norm.reading).then_some(said)
}

// Of what is allowed at most no time there cannot be fewer.
fn none_at_all(norm: &Norm, other: &Norm) -> Option<Said> {
    let quantities = |norm: &Norm| {
        let mut all = Vec::new();
        walk::quantities(&mut super::whole(norm), &mut |quantity| all.push(quantity.clone()));
        all
    };
    let (own, theirs) = (quantities(norm), quantities(other));
    let is_zero =
        |bound: &Option<Expr>| matches!(bound, Some(Expr::Value(Value::Number(n))) if *n == Exact::ZERO);
    let is_none =
        |quantity: &Quantity| is_zero(&quantity.high) && (quantity.low.is_none() || is_zero(&quantity.low));
    let mut changed = own.iter().zip(&theirs).filter(|(own, other)| own != other);
    let said = Said::new("不会少于零", "there cannot be fewer than none");
    let all = own.len() == theirs.len() && changed.all(|(own, other)| is_none(own) && is_none(other));
    all.then_some(said)
}
