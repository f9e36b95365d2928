//! Upper limits of measures that are surely exceeded before their window is over: what was counted can only become
//! more, so nothing that still happens mends it (rule O4).

use super::context::Context;
use super::scope;
use super::term::Truth;
use crate::check::policy::{Expr, From, Norm, PartialPeriod, Selection, VacationRule, WhoCounts};
use crate::log::Instant;
use crate::plan;

/// Whether a breach of a norm's condition may be certain before its window ends: where it rests on nothing but what
/// happens in the window, and nothing that is still to come can take the duty away.
pub(super) fn may_show(norm: &Norm, condition: &Expr) -> bool {
    let reading = &norm.reading;
    reading.vacation == VacationRule::Continue
        && reading.partial_period != PartialPeriod::Skip
        && reading.who_counts == WhoCounts::ByDays
        && norm.exceptions.iter().all(|exception| exception.instead.is_some())
        && is_of_the_window(condition)
}

/// The instant from which on a condition over a window is surely broken, whatever else happens in it; none where it may
/// still be kept.
pub(super) fn broken(
    context: &Context<'_>,
    condition: &Expr,
    (from, until): (Instant, Instant),
) -> Option<Instant> {
    let seen = until.min(context.world.as_of);
    let is_broken =
        |at: Instant| from < at && matches!(context.going_on(from, at).truth(condition), Truth::False);
    if !is_broken(seen) {
        return None;
    }
    let mut ends = scope::edges(context, condition);
    // What nothing can mend is broken from the beginning.
    ends.push(Instant(from.0 + 1));
    ends.retain(|at| from < *at && *at < seen);
    ends.sort_unstable();
    let first = ends.partition_point(|at| !is_broken(*at));
    Some(ends.get(first).copied().unwrap_or(seen))
}

// Whether a condition rests on nothing but records that are counted in the window.
fn is_of_the_window(expr: &Expr) -> bool {
    rests_on(expr, |_| false)
}

/// Whether what has happened so far may make a condition sure: where it rests on what is counted or lasts in the window.
pub(super) fn may_be_sure(condition: &Expr) -> bool {
    rests_on(condition, |expr| lasts(expr) && expr.selection().is_some_and(looks_nowhere_else))
}

/// Whether a condition measures how long something lasts, or on how many days something happens.
pub(super) fn measures(condition: &Expr) -> bool {
    let mut found = false;
    plan::visit(condition, &mut |e| found |= lasts(e));
    found
}

fn lasts(expr: &Expr) -> bool {
    matches!(expr, Expr::SpellTime(..) | Expr::UnitsWith(..))
}

// Whether it rests on records that are counted in the window, and on what else may be.
fn rests_on(expr: &Expr, besides: fn(&Expr) -> bool) -> bool {
    let of = |expr: &Expr| rests_on(expr, besides);
    match expr {
        Expr::And(all) | Expr::Or(all) | Expr::Pick(_, all) => all.iter().all(of),
        Expr::Not(one) | Expr::Round(_, _, one) | Expr::Lookup(_, one, _) => of(one),
        Expr::Compare(_, a, b) | Expr::Arith(_, a, b) => of(a) && of(b),
        Expr::Exists(what) | Expr::Count(what) | Expr::Measure(_, what, _) => counts_records(what),
        Expr::Value(_) | Expr::Parameter(_) => true,
        other => besides(other),
    }
}

fn counts_records(what: &Selection) -> bool {
    matches!(what.from, From::Event(_)) && looks_nowhere_else(what)
}

// Whether its filter looks at no other stretch.
fn looks_nowhere_else(what: &Selection) -> bool {
    let mut plain = true;
    if let Some(filter) = &what.filter {
        plan::visit(filter, &mut |e| {
            let elsewhere = matches!(e, Expr::Within(..) | Expr::Over(..) | Expr::Daily(..));
            plain &= !elsewhere && !matches!(e, Expr::Previous(_) | Expr::Account(..));
        });
    }
    plain
}
