//! How much is required: numbers that are no whole ones, shares of a period, what takes their place (S1, U).

use super::exceptions::{Replaced, replaced};
use super::scene::Scene;
use super::term::Term;
use super::terms::term;
use super::world::World;
use bylaws::check::policy::{ArithOp, Expr, Instead, Norm, PartialPeriod, Quantity, Reading, WhoCounts};
use bylaws::log::{Exact, Value};
use bylaws::syntax::ast::Rounding;

/// A limit of which only the ends between which it lies may be known; `None` where there is no such limit.
pub(super) type Limit = Option<(Option<Exact>, Option<Exact>)>;

/// The lower and the upper limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Limits {
    pub(super) low: Limit,
    pub(super) high: Limit,
}

fn limit<'a>(
    world: &World<'a>,
    scene: &Scene<'a>,
    expr: Option<&'a Expr>,
    whole: fn(Exact) -> i128,
) -> Limit {
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

impl Limits {
    /// The limit that is shown: what is allowed where surely more are there, else what is asked for, and where nothing is, what
    /// is allowed; nothing where it is not known.
    pub(super) fn shown(&self, due: impl Fn(Exact) -> Option<Exact>, counted: Exact) -> Option<Exact> {
        let known = |limit: Limit| limit.map(|(low, high)| low.filter(|_| low == high));
        let (low, high) = (known(self.low), known(self.high));
        if let Some(exceeded) = high.flatten().filter(|high| counted > *high) {
            return Some(exceeded);
        }
        if low == Some(None) || high == Some(None) {
            return None;
        }
        let due = match low.flatten() {
            Some(low) => Some(due(low)?),
            None => None,
        };
        due.filter(|due| *due > Exact::ZERO || high.is_none()).or(high.flatten())
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
    match replaced(world, norm, scene, |instead| matches!(instead, Instead::Quantity(_))) {
        Replaced::By(Instead::Quantity(quantity)) => Some(quantity),
        Replaced::By(Instead::Within(_)) | Replaced::No => Some(own),
        Replaced::Unknown => None,
    }
}

/// Which days of a window concern the bearer, and which of them are left when exceptions and waived vacations have
/// taken theirs.
#[derive(Clone, Debug, Default)]
pub(super) struct DaysOf {
    pub(super) in_scope: Vec<bool>,
    pub(super) left: Vec<bool>,
    /// Vacation days on which the clock stands still: they are not counted at all.
    pub(super) stopped: Vec<bool>,
}

impl DaysOf {
    fn number(&self, days: &[bool]) -> i64 {
        days.iter().zip(&self.stopped).filter(|(day, stopped)| **day && !**stopped).count() as i64
    }

    pub(super) fn in_scope(&self) -> i64 {
        self.number(&self.in_scope)
    }

    pub(super) fn left(&self) -> i64 {
        self.number(&self.left)
    }

    fn all(&self) -> i64 {
        self.stopped.iter().filter(|stopped| !**stopped).count() as i64
    }
}

/// Whether the bearer counts in a period, which is asked of its scope alone.
pub(super) fn counts(reading: &Reading, days: &DaysOf) -> bool {
    let (in_scope, all) = (days.in_scope(), days.all());
    days.left() > 0
        && match reading.who_counts {
            WhoCounts::ByDays | WhoCounts::AnyDay => true,
            WhoCounts::Whole => in_scope == all,
            WhoCounts::AtEnd => days.in_scope.last() == Some(&true),
            WhoCounts::Half => 2 * in_scope >= all,
        }
}

/// Whether a period of which only a part concerns the bearer is passed over.
pub(super) fn is_skipped(reading: &Reading, days: &DaysOf, (units, of): (i64, i64)) -> bool {
    let partial = days.in_scope() < days.all() || units != of;
    partial && reading.who_counts == WhoCounts::ByDays && reading.partial_period == PartialPeriod::Skip
}

/// What a condition asks of a sum in a part of a period, by the days that concern the bearer.
pub(super) fn share_of(reading: &Reading, days: &DaysOf, (units, of): (i64, i64), limit: &Expr) -> Expr {
    let (part, all) = (days.left() * units, days.all() * of);
    let Some(share) = Exact::ratio(i128::from(part), i128::from(all)).filter(|_| part != all) else {
        return limit.clone();
    };
    let share = Box::new(Expr::Value(Value::Number(share)));
    let part = Box::new(Expr::Arith(ArithOp::Mul, Box::new(limit.clone()), share));
    match reading.partial_period {
        PartialPeriod::ProrateUp => Expr::Round(Rounding::Up, 0, part),
        PartialPeriod::ProrateDown => Expr::Round(Rounding::Down, 0, part),
        _ => *part,
    }
}

/// How much of a number is due, given on which days the norm concerns the bearer, and which part of the units
/// that it names the window has.
pub(super) fn due(reading: &Reading, days: &DaysOf, (units, of): (i64, i64), number: Exact) -> Exact {
    if !counts(reading, days) || is_skipped(reading, days, (units, of)) {
        return Exact::ZERO;
    }
    let (in_scope, left) = (days.in_scope(), days.left());
    let by_scope = reading.who_counts != WhoCounts::ByDays
        || matches!(reading.partial_period, PartialPeriod::Full | PartialPeriod::Skip);
    // A whole period, less the days that exceptions and vacation take, or each day that concerns the bearer.
    let (part, all) = if by_scope { (left, in_scope) } else { (left * units, days.all() * of) };
    let share = number.mul(Exact::from(part)).and_then(|n| n.div(Exact::from(all))).unwrap_or(number);
    let rounded = match reading.partial_period {
        _ if part == all => return number,
        PartialPeriod::ProrateUp => share.ceil(),
        PartialPeriod::ProrateDown => share.floor(),
        PartialPeriod::Full | PartialPeriod::Skip | PartialPeriod::Prorate => share.round_half_up(),
    };
    Exact::ratio(rounded, 1).unwrap_or(number)
}
