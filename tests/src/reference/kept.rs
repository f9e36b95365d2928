//! A condition that is to be kept throughout a window.

use super::concerned::Concerned;
use super::quantity::share_of;
use super::scene::Scene;
use super::scope::Candidate;
use super::slots::{Before, Slot};
use super::truth::Truth;
use super::truths::truth;
use super::world::World;
use bylaws::check::policy::{
    ArithOp, CompareOp, Expr, From, Measure, Norm, PartialPeriod, Requirement, VacationRule, WhoCounts,
};
use bylaws::eval::Verdict;
use bylaws::log::Instant;

// Whether a condition can be surely broken before its window ends: it counts records and nothing else, and nothing
// that is still to come takes the duty away.
pub(super) fn may_break_early(norm: &Norm, expr: &Expr) -> bool {
    let reading = &norm.reading;
    let stays = reading.vacation == VacationRule::Continue
        && reading.partial_period != PartialPeriod::Skip
        && reading.who_counts == WhoCounts::ByDays
        && norm.exceptions.iter().all(|e| e.instead.is_some());
    stays && of_the_window(expr)
}

/// Whether a condition rests on nothing but what happens or lasts in its window, so that what has come of it may break it.
pub(super) fn may_be_sure(expr: &Expr) -> bool {
    let lasts = |one: &Expr| matches!(one, Expr::SpellTime(..) | Expr::UnitsWith(..));
    let looks = |one: &Expr| one.selection().and_then(|s| s.filter.as_ref()).is_some_and(looks_elsewhere);
    of_window(expr, &|one| lasts(one) && !looks(one))
}

fn of_the_window(expr: &Expr) -> bool {
    of_window(expr, &|_| false)
}

fn of_window(expr: &Expr, besides: &dyn Fn(&Expr) -> bool) -> bool {
    match expr {
        Expr::Value(_) | Expr::Parameter(_) => true,
        Expr::Exists(what) | Expr::Count(what) | Expr::Measure(_, what, _) => {
            matches!(what.from, From::Event(_)) && !what.filter.as_ref().is_some_and(looks_elsewhere)
        }
        Expr::And(_)
        | Expr::Or(_)
        | Expr::Pick(..)
        | Expr::Not(_)
        | Expr::Round(..)
        | Expr::Lookup(..)
        | Expr::Compare(..)
        | Expr::Arith(..) => super::exceptions::parts(expr).into_iter().all(|part| of_window(part, besides)),
        other => besides(other),
    }
}

fn looks_elsewhere(expr: &Expr) -> bool {
    let within = matches!(expr, Expr::Within(..) | Expr::Over(..) | Expr::Daily(..));
    within
        || matches!(expr, Expr::Previous(_) | Expr::Account(..))
        || super::exceptions::parts(expr).into_iter().any(looks_elsewhere)
        || expr.selection().and_then(|s| s.filter.as_ref()).is_some_and(looks_elsewhere)
}

// When a window is over, and with it what its condition looks at: a night that begins in it is over on the next day, and
// what lasts up to a date is over with that.
pub(super) fn all_is_over<'a>(world: &World<'a>, norm: &'a Norm, who: &Candidate, slot: &Slot) -> Instant {
    let (Requirement::Keep(expr) | Requirement::Satisfy(expr)) = &norm.requirement else { return slot.until };
    let scene = Scene::new(Instant(slot.until.0 - 1), slot.effective).of(who);
    super::stretch::ends(world, &scene, expr).into_iter().fold(slot.until, Instant::max)
}

// A condition with what it asks a sum to reach at least, as it is in a part of a period.
fn in_part(expr: &Expr, part: &dyn Fn(&Expr) -> Expr) -> Expr {
    match expr {
        Expr::And(all) => Expr::And(all.iter().map(|one| in_part(one, part)).collect()),
        Expr::Compare(op, a, b) => {
            let (mut a, mut b) = (a.clone(), b.clone());
            match op {
                CompareOp::AtLeast | CompareOp::MoreThan if adds_up(&a) => *b = part(&b),
                CompareOp::AtMost | CompareOp::LessThan if adds_up(&b) => *a = part(&a),
                _ => {}
            }
            Expr::Compare(*op, a, b)
        }
        other => other.clone(),
    }
}

fn adds_up(expr: &Expr) -> bool {
    match expr {
        Expr::Count(what) | Expr::Measure(Measure::Total, what, _) => matches!(what.from, From::Event(_)),
        Expr::Arith(ArithOp::Add, a, b) => adds_up(a) && adds_up(b),
        _ => false,
    }
}

// A condition is decided at the end of its window, or when it is surely broken.
pub(super) fn kept<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    who: &Candidate,
    slot: &Slot,
    concerned: &Concerned,
    before: Option<&Slot>,
    expr: &'a Expr,
) -> Verdict {
    // A condition that hangs on a missing parameter can never be told.
    if norm.parameters.iter().any(|name| world.parameter(name).is_none()) {
        return Verdict::Undetermined;
    }
    let goes_on = world.as_of < all_is_over(world, norm, who, slot);
    if goes_on && !may_break_early(norm, expr) {
        return Verdict::Open;
    }
    // Who did not bear the norm in the window right before has nothing to be compared with; what the log does not reach
    // back to is not known.
    let previous = match slot.before {
        Before::Seen(first) => before.filter(|one| first <= one.from).map(|one| (one.from, one.until)),
        Before::Unseen(window) => (concerned.stretch.0 <= slot.from).then_some(window),
        Before::Nothing => None,
    };
    let scene = Scene {
        previous,
        closing: Some(slot.from),
        ..Scene::new(Instant(slot.until.0 - 1), (slot.effective.0.max(concerned.stretch.0), slot.effective.1))
            .of(who)
    };
    let days = &concerned.possible;
    let reading = &norm.reading;
    let divided = (reading.divides_sums && reading.who_counts == WhoCounts::ByDays)
        .then(|| in_part(expr, &|limit| share_of(reading, days, slot.window.units, limit)));
    match truth(world, &scene, divided.as_ref().unwrap_or(expr)) {
        Truth::No => Verdict::Breached,
        _ if goes_on => Verdict::Open,
        Truth::Yes => Verdict::Fulfilled,
        Truth::Unknown => Verdict::Undetermined,
        Truth::Nothing => Verdict::NotApplicable,
    }
}
