//! How much is required: numbers that are no whole ones, shares of a period, what takes their place (S1, U).

use super::exceptions::{Replaced, replaced};
use super::scene::Scene;
use super::term::Term;
use super::terms::term;
use super::world::World;
use bylaws::check::policy::{Expr, Instead, Norm, PartialPeriod, Quantity, Reading, WhoCounts};
use bylaws::log::Exact;

/// A limit of which only the ends between which it lies may be known; `None` where there is no such limit.
pub(super) type Limit = Option<(Option<Exact>, Option<Exact>)>;

/// The lower and the upper limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Limits {
    pub(super) low: Limit,
    pub(super) high: Limit,
}

fn limit<'a>(world: &World<'a>, scene: &Scene<'a>, expr: Option<&'a Expr>, whole: fn(Exact) -> i128) -> Limit {
    let expr = expr?;
    let round = |n: Exact| Exact::ratio(whole(n), 1);
    Some(match term(world, scene, expr) {
        Term::Number(low, high) => (low.and_then(round), high.and_then(round)),
        _ => (None, None),
    })
}

/// The limits that a quantity states: of 3.3 required it takes 4, of 3.3 allowed there may be 3.
pub(super) fn limits<'a>(world: &World<'a>, scene: &Scene<'a>, quantity: &'a Quantity) -> Limits {
    Limits {
        low: limit(world, scene, quantity.low.as_ref(), Exact::ceil),
        high: limit(world, scene, quantity.high.as_ref(), Exact::floor),
    }
}

/// The quantity in force: the norm's own, or the one that an exception puts in its place; `None` where that is
/// not known.
pub(super) fn in_force<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    scene: &Scene<'a>,
    own: &'a Quantity,
) -> Option<&'a Quantity> {
    match replaced(world, norm, scene) {
        Replaced::By(Instead::Quantity(quantity)) => Some(quantity),
        Replaced::By(Instead::Within(_)) | Replaced::No => Some(own),
        Replaced::Unknown => None,
    }
}

/// Whether a period counts at all, given on which of its days the norm concerns the bearer.
pub(super) fn counts(reading: &Reading, days: &[bool]) -> bool {
    let in_scope = days.iter().filter(|d| **d).count();
    let any = in_scope > 0;
    match reading.who_counts {
        WhoCounts::ByDays | WhoCounts::AnyDay => any,
        WhoCounts::Whole => any && in_scope == days.len(),
        WhoCounts::AtEnd => days.last() == Some(&true),
        WhoCounts::Half => any && 2 * in_scope >= days.len(),
    }
}

/// How much of a number is due, given on which days the norm concerns the bearer, and which part of the units
/// that it names the window has.
pub(super) fn due(reading: &Reading, days: &[bool], (units, of): (i64, i64), number: Exact) -> Exact {
    if !counts(reading, days) {
        return Exact::ZERO;
    }
    let in_scope = days.iter().filter(|d| **d).count() as i64;
    // What is skipped is what is due of a part of a period; an upper limit binds there too.
    if reading.who_counts == WhoCounts::ByDays && reading.partial_period == PartialPeriod::Skip && in_scope < days.len() as i64 {
        return Exact::ZERO;
    }
    let (part, all) = match reading.who_counts {
        WhoCounts::ByDays => (in_scope * units, days.len() as i64 * of),
        _ => (units, of),
    };
    let share = number.mul(Exact::from(part)).and_then(|n| n.div(Exact::from(all))).unwrap_or(number);
    let rounded = match reading.partial_period {
        _ if part == all => return number,
        PartialPeriod::Full => return number,
        PartialPeriod::Skip | PartialPeriod::Prorate => share.round_half_up(),
        PartialPeriod::ProrateUp => share.ceil(),
        PartialPeriod::ProrateDown => share.floor(),
    };
    Exact::ratio(rounded, 1).unwrap_or(number)
}
