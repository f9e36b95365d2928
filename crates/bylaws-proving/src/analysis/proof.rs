//! What is certain of two norms by how they are written, whatever the log.

use super::windows::{self, Within};
use crate::difference::without_places;
use crate::mutation::walk;
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{
    Expr, From, Modality, Norm, OneEvent, Part, PartialPeriod, Reading, Requirement, Selection, Time,
    VacationRule,
};
use bylaws::log::{Exact, Value};

/// Whether the first one is met wherever both bind and the second one is: they differ in what they ask for alone, and
/// each thing that the first asks for the second asks for as well, of no other records and in no smaller number.
pub(super) fn implied(policy: &CheckedPolicy, one: &str, by: &str) -> bool {
    let Some((one, by)) = of_one_frame(policy, one, by) else { return false };
    let all_below = one.parameters.iter().all(|name| by.parameters.contains(name));
    all_below
        && match (&one.requirement, &by.requirement) {
            (Requirement::Have(ours), Requirement::Have(theirs)) => {
                ours.iter().all(|part| theirs.iter().any(|other| is_below(part, other)))
            }
            (one, by) => one == by,
        }
}

/// Whether the two can never both be met: of the same records, or of some of them, one asks for more than the other
/// allows, in whatever part of a window.
pub(super) fn contrary(policy: &CheckedPolicy, a: &str, b: &str) -> bool {
    contrary_where(policy, a, b, &|least, norm| least.quantity.high.is_some() || is_whole(norm))
}

/// Whether the two can never both be met in a window that nothing shortens: in which the whole number is due.
///
/// What shortens a window, and what is made up after it, is of no account there; and where so many are asked in each part of
/// a longer window, that one has them all.
pub(super) fn contrary_in_whole(policy: &CheckedPolicy, a: &str, b: &str) -> bool {
    let (Some(a), Some(b)) = (policy.norms.get(a), policy.norms.get(b)) else { return false };
    let contrary = |short: &Norm, long: &Norm| {
        let Some(within) = windows::within(&policy.calendar, short, long) else { return false };
        let [short, long] = [short, long].map(of_whole_windows);
        summed_up(&short, &long, within).is_some_and(|short| {
            alike_but_for_what_is_asked(&short, &long) && are_contrary(&short, &long, &|_, _| true)
        })
    };
    if a.time == b.time && a.in_force == b.in_force {
        let [a, b] = [a, b].map(of_whole_windows);
        return alike_but_for_what_is_asked(&a, &b) && are_contrary(&a, &b, &|_, _| true);
    }
    contrary(a, b) || contrary(b, a)
}

/// Whether the first one is met in a window that nothing shortens whenever the second one is in all of it.
pub(super) fn implied_in_whole(policy: &CheckedPolicy, one: &str, by: &str) -> bool {
    let (Some(one), Some(by)) = (policy.norms.get(one), policy.norms.get(by)) else { return false };
    let all_told = one.parameters.iter().all(|name| by.parameters.contains(name));
    let below = |one: &Norm, by: &Norm| match (&one.requirement, &by.requirement) {
        (Requirement::Have(ours), Requirement::Have(theirs)) => {
            alike_but_for_what_is_asked(one, by)
                && ours.iter().all(|part| theirs.iter().any(|other| is_below(part, other)))
        }
        _ => false,
    };
    // Each of its windows lies in one of the other one, which allows no more.
    let in_each = |within: Within| {
        let one = Norm { in_force: by.in_force, time: by.time.clone(), ..of_whole_windows(one) };
        let only_allows =
            one.requirement.parts().all(|part| part.quantity.low.is_none() && part.total_of.is_none());
        within.nested && only_allows && counts_records(&one) && below(&one, &of_whole_windows(by))
    };
    let [shorter, longer] =
        [(by, one), (one, by)].map(|(short, long)| windows::within(&policy.calendar, short, long));
    let whole = of_whole_windows(one);
    let of_all = shorter.and_then(|within| summed_up(&of_whole_windows(by), &whole, within));
    all_told
        && (of_all.is_some_and(|by| counts_records(&by) && below(&whole, &by)) || longer.is_some_and(in_each))
}

// What is asked in each window of a norm, of all of them that lie in a whole window of a longer one.
fn summed_up(short: &Norm, long: &Norm, within: Within) -> Option<Norm> {
    let mut norm = Norm { time: long.time.clone(), in_force: long.in_force, ..short.clone() };
    let times = |limit: &Option<Expr>, parts: i64| {
        let limit = number(limit)?.mul(Exact::from(parts))?;
        Some(Expr::Value(Value::Number(limit)))
    };
    // What is left of the longer one may take away from a sum.
    let is_sum = norm.requirement.parts().any(|part| part.total_of.is_some());
    if is_sum && !within.fills || within.most > 1 && !counts_records(&norm) {
        return None;
    }
    walk::parts(&mut norm, &mut |part| {
        if within.most > 1 {
            part.of_which.clear();
        }
        part.quantity.high = if within.fills { times(&part.quantity.high, within.most) } else { None };
        part.quantity.low = times(&part.quantity.low, within.least);
    });
    Some(norm)
}

// How what shortens a window is read, and what moves its end, is of no account there either.
fn of_whole_windows(norm: &Norm) -> Norm {
    let default = Reading::default();
    let reading = Reading {
        partial_period: default.partial_period,
        vacation: default.vacation,
        day_off: default.day_off,
        ..norm.reading
    };
    Norm { late: None, exceptions: Vec::new(), reading, ..without_places(norm) }
}

// Of the least that is asked, it is asked whether it is due undivided.
fn contrary_where(
    policy: &CheckedPolicy,
    a: &str,
    b: &str,
    is_undivided: &dyn Fn(&Part, &Norm) -> bool,
) -> bool {
    let Some((a, b)) = of_one_frame(policy, a, b) else { return false };
    are_contrary(&a, &b, is_undivided)
}

// Of two norms alike in all but what they ask for.
fn are_contrary(a: &Norm, b: &Norm, is_undivided: &dyn Fn(&Part, &Norm) -> bool) -> bool {
    let (Requirement::Have(first), Requirement::Have(second)) = (&a.requirement, &b.requirement) else {
        return false;
    };
    // Of what lasts, one instant of the window may keep to the one and another to the other.
    if a.time != Time::AtAllTimes && ![a, b].into_iter().all(counts_records) {
        return false;
    }
    let pairs = || first.iter().flat_map(|x| second.iter().map(move |y| (x, y)));
    let exceeds = |most: &Part, least: &Part| {
        let limits = number(&most.quantity.high).zip(number(&least.quantity.low));
        limits.is_some_and(|(most, least)| least > most) && is_undivided(least, a) && counts_also(most, least)
    };
    pairs().any(|(x, y)| exceeds(x, y) || exceeds(y, x))
}

pub(super) fn counts_records(norm: &Norm) -> bool {
    norm.requirement.parts().all(|part| matches!(part.what.from, From::Event(_)))
}

// Both norms, if they differ in what they ask for alone, and in what no verdict rests on.
fn of_one_frame(policy: &CheckedPolicy, a: &str, b: &str) -> Option<(Norm, Norm)> {
    let (a, b) = (without_places(policy.norms.get(a)?), without_places(policy.norms.get(b)?));
    alike_but_for_what_is_asked(&a, &b).then_some((a, b))
}

pub(super) fn alike_but_for_what_is_asked(a: &Norm, b: &Norm) -> bool {
    let frame = Norm {
        name: a.name.clone(),
        amended: a.amended.clone(),
        modality: a.modality,
        requirement: a.requirement.clone(),
        answerable: a.answerable.clone(),
        parameters: a.parameters.clone(),
        ..b.clone()
    };
    let asks = |norm: &Norm| norm.modality != Modality::May && norm.reading.one_event == OneEvent::Shared;
    frame == *a && asks(a) && asks(b)
}

// Whatever reaches the other one reaches this one.
fn is_below(part: &Part, other: &Part) -> bool {
    if part == other {
        return true;
    }
    let lower = part.quantity.low.is_none()
        || number(&part.quantity.low)
            .zip(number(&other.quantity.low))
            .is_some_and(|(ours, theirs)| ours <= theirs && counts_also(part, other));
    let upper = part.quantity.high.is_none()
        || number(&part.quantity.high)
            .zip(number(&other.quantity.high))
            .is_some_and(|(ours, theirs)| ours >= theirs && counts_also(other, part));
    part.of_which.is_empty() && lower && upper
}

// Whether the first one counts whatever the second one does. Of a sum, which may also become less, only the same.
pub(super) fn counts_also(wide: &Part, narrow: &Part) -> bool {
    wide.total_of == narrow.total_of
        && wide.what.from == narrow.what.from
        && (wide.what == narrow.what || wide.total_of.is_none() && is_weaker(&wide.what, &narrow.what))
}

fn is_weaker(wide: &Selection, narrow: &Selection) -> bool {
    let all = |selection: &Selection| match selection.filter.clone() {
        None => Vec::new(),
        Some(Expr::And(parts)) => parts,
        Some(one) => vec![one],
    };
    let asked = all(narrow);
    all(wide).iter().all(|condition| asked.contains(condition))
}

pub(super) fn number(limit: &Option<Expr>) -> Option<Exact> {
    match limit {
        Some(Expr::Value(Value::Number(n))) => Some(*n),
        _ => None,
    }
}

// Whether the whole number is due in whatever part of a window.
fn is_whole(norm: &Norm) -> bool {
    matches!(norm.reading.partial_period, PartialPeriod::Skip | PartialPeriod::Full)
        && norm.reading.vacation == VacationRule::Continue
        && norm.exceptions.is_empty()
}
