//! What is certain of two norms that are alike but for how long they look: within so many days after the same record, in any
//! stretch of so many days. Whatever lies in the shorter time lies in the longer one.

use super::proof::{alike_but_for_what_is_asked, counts_also, counts_records, number};
use crate::difference::{in_smaller_units, without_places};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{Norm, Part, Quantity, Requirement, StartDay, Time};
use bylaws::log::{Exact, Unit};

/// How the shorter time lies in the longer one.
#[derive(Clone, Copy)]
struct Nested {
    /// So many of the shorter one, none of them over another, lie in the longer one.
    fit: i64,
    /// So many of the shorter one make up the longer one, where it can be told.
    fill: Option<i64>,
}

/// How surely something is so.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Surely {
    /// Always.
    Always,
    /// Where nothing shortens the time.
    InWhole,
}

/// Whether the first one is met wherever both bind and the second one is.
pub(super) fn implied(policy: &CheckedPolicy, one: &str, by: &str) -> Option<Surely> {
    let (one, by) = (policy.norms.get(one)?, policy.norms.get(by)?);
    let (ours, theirs) = (parts(one)?, parts(by)?);
    let all_told = one.parameters.iter().all(|name| by.parameters.contains(name));
    let asked_for = |nested: Nested| {
        ours.iter().all(|part| {
            theirs
                .iter()
                .any(|other| is_least(part) && at_least(part, other, nested.fit) && counts_also(part, other))
        })
    };
    let limited = || {
        ours.iter().all(|part| {
            theirs.iter().any(|other| is_most(part) && at_most(part, other) && counts_also(other, part))
        })
    };
    let so = all_told
        && are_alike(one, by)
        && (nested(by, one).is_some_and(asked_for) || nested(one, by).is_some() && limited());
    so.then(|| surely(one))
}

/// Whether both can never be met: one asks for more of the same than the other allows in as long, or longer.
pub(super) fn contrary(policy: &CheckedPolicy, a: &str, b: &str) -> Option<Surely> {
    let (a, b) = (policy.norms.get(a)?, policy.norms.get(b)?);
    let (first, second) = (parts(a)?, parts(b)?);
    let exceeds = |least: &Part, most: &Part, times: (i64, i64)| {
        let scaled = |limit: Option<Exact>, by: i64| limit.and_then(|n| n.mul(Exact::from(by)));
        let (low, high) =
            (scaled(number(&least.quantity.low), times.0), scaled(number(&most.quantity.high), times.1));
        low.zip(high).is_some_and(|(low, high)| low > high) && counts_also(most, least)
    };
    let against = |short: &[Part], long: &[Part], nested: Nested| {
        let pairs = short.iter().flat_map(|x| long.iter().map(move |y| (x, y)));
        pairs.into_iter().any(|(x, y)| {
            exceeds(x, y, (nested.fit, 1)) || nested.fill.is_some_and(|fill| exceeds(y, x, (1, fill)))
        })
    };
    let so = are_alike(a, b)
        && (nested(a, b).is_some_and(|nested| against(first, second, nested))
            || nested(b, a).is_some_and(|nested| against(second, first, nested)));
    // Who is bound for less than a stretch owes nothing in it.
    let rolls = matches!(a.time, Time::Rolling(..));
    so.then(|| if rolls { Surely::InWhole } else { surely(a) })
}

// What stands still, is extended or excepted may be so in the shorter time and not in the longer one.
fn surely(norm: &Norm) -> Surely {
    let is_plain = norm.exceptions.is_empty() && norm.stops.is_none() && norm.extended.is_none();
    if is_plain { Surely::Always } else { Surely::InWhole }
}

fn parts(norm: &Norm) -> Option<&[Part]> {
    let Requirement::Have(parts) = &norm.requirement else { return None };
    let plain = |part: &Part| part.total_of.is_none() && part.of_which.is_empty();
    (counts_records(norm) && parts.iter().all(plain)).then_some(parts)
}

// In all but what they ask for, how long they look, and what may be made up.
fn are_alike(a: &Norm, b: &Norm) -> bool {
    let plain = |norm: &Norm| Norm { time: Time::Once, late: None, ..without_places(norm) };
    alike_but_for_what_is_asked(&plain(a), &plain(b))
}

fn is_least(part: &Part) -> bool {
    matches!(part.quantity, Quantity { low: Some(_), high: None })
}

fn is_most(part: &Part) -> bool {
    matches!(part.quantity, Quantity { low: None, high: Some(_) })
}

fn at_least(part: &Part, other: &Part, times: i64) -> bool {
    let theirs = number(&other.quantity.low).and_then(|n| n.mul(Exact::from(times)));
    number(&part.quantity.low).zip(theirs).is_some_and(|(ours, theirs)| ours <= theirs)
}

fn at_most(part: &Part, other: &Part) -> bool {
    let limits = number(&part.quantity.high).zip(number(&other.quantity.high));
    limits.is_some_and(|(ours, theirs)| ours >= theirs)
}

fn nested(short: &Norm, long: &Norm) -> Option<Nested> {
    match (&short.time, &long.time) {
        (Time::Rolling(a, of), Time::Rolling(b, than)) => {
            let (a, b) = in_one_unit((*a, *of), (*b, *than))?;
            (a <= b).then(|| Nested { fit: b / a, fill: Some((b + a - 1) / a) })
        }
        (Time::WithinAfter(a, of, from), Time::WithinAfter(b, than, since)) if from == since => {
            let (a, b) = ((*a, *of), (*b, *than));
            once(a, b).or_else(|| hours_in_days(a, b, long.reading.start_day))
        }
        (Time::WithinBefore(a, of, from), Time::WithinBefore(b, than, since)) if from == since => {
            once((*a, *of), (*b, *than))
        }
        (Time::Gap(a, of), Time::Gap(b, than)) => once((*a, *of), (*b, *than)),
        (Time::AfterBreachOf(a, Some(within)), Time::AfterBreachOf(b, Some(other))) if a == b => {
            once(*within, *other)
        }
        (Time::WithinAfter(_, _, from), Time::After(since)) if from == since => LIES_IN,
        _ => None,
    }
}

const LIES_IN: Option<Nested> = Some(Nested { fit: 1, fill: None });

fn once(short: (u32, Unit), long: (u32, Unit)) -> Option<Nested> {
    let (a, b) = in_one_unit(short, long)?;
    (a <= b).then(|| Nested { fit: 1, fill: (a == b).then_some(1) })
}

// The last of so many days after an instant is over no earlier than so many times 24 hours, unless its own day is the first.
fn hours_in_days(short: (u32, Unit), long: (u32, Unit), start: StartDay) -> Option<Nested> {
    let (short, long) = (in_smaller_units(short.0, short.1), in_smaller_units(long.0, long.1));
    let (Unit::Minute, Unit::Day) = (short.1, long.1) else { return None };
    let days = i64::from(long.0) - i64::from(start == StartDay::Included);
    LIES_IN.filter(|_| i64::from(short.0) <= days * 24 * 60)
}

fn in_one_unit(short: (u32, Unit), long: (u32, Unit)) -> Option<(i64, i64)> {
    let (short, long) = (in_smaller_units(short.0, short.1), in_smaller_units(long.0, long.1));
    (short.1 == long.1 && short.0 > 0).then(|| (i64::from(short.0), i64::from(long.0)))
}
