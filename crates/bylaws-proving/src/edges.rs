//! Days on which something may turn: the first and last day of each window, the last day of each limit, the days
//! next to them, and days as far from a record as the norm's own lengths say.

use crate::sketch::{Sketch, day_of};
use crate::suppose::shifted;
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{Deem, Expr, Instead, Norm, Time, Turning};
use bylaws::eval::{Evaluation, Outcome};
use bylaws::log::{Instant, Unit, Value};
use bylaws::plan;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Instances whose edges are looked at.
const INSTANCES: usize = 6;

/// The lengths of time that a norm, and what its policy takes to follow from other records, name, also as a number of units
/// between two instants.
pub(crate) fn lengths(policy: &CheckedPolicy, norm: &Norm) -> Vec<(u32, Unit)> {
    let mut out = Vec::new();
    match &norm.time {
        Time::Rolling(n, unit)
        | Time::Gap(n, unit)
        | Time::WithinBefore(n, unit, _)
        | Time::WithinAfter(n, unit, _)
        | Time::AfterBreachOf(_, Some((n, unit))) => out.push((*n, *unit)),
        Time::AtLeast { length, .. } => out.push((length.count, length.unit)),
        _ => {}
    }
    out.extend(norm.part.iter().map(|(_, length)| (length.count, length.unit)));
    out.extend(norm.extended.iter().map(|extension| (extension.by.count, extension.by.unit)));
    out.extend(norm.late);
    for exception in &norm.exceptions {
        if let Some(Instead::Within(length)) = &exception.instead {
            out.push((length.count, length.unit));
        }
    }
    out.extend(policy.deems.iter().flat_map(deemed));
    let mut of = |expr: &Expr| match expr {
        Expr::Within(length, ..) | Expr::Value(Value::Length(length)) => {
            out.push((length.count, length.unit))
        }
        Expr::Compare(_, elapsed, bound) => {
            if let Expr::Elapsed(unit, ..) = &**elapsed {
                out.extend(numbers(policy, bound).into_iter().map(|count| (count, *unit)));
            }
        }
        _ => {}
    };
    plan::each_expr(norm, &mut |expr| of(expr));
    for deem in &policy.deems {
        plan::each_deemed_expr(deem, &mut |expr| of(expr));
    }
    out.sort();
    out.dedup();
    out
}

// After how long something is deemed, in how long, and how far back.
fn deemed(deem: &Deem) -> impl Iterator<Item = (u32, Unit)> {
    let within = match &deem.when {
        Turning::Silence(_, length, _) => Some(*length),
        Turning::Reaches { within, .. } => *within,
        Turning::Each(_) | Turning::InARow(..) => None,
    };
    let back = deem.effective.as_ref().and_then(|effect| effect.back);
    within.into_iter().chain(back).map(|length| (length.count, length.unit))
}

// The numbers that something may be: what is written, or what a table gives.
fn numbers(policy: &CheckedPolicy, bound: &Expr) -> Vec<u32> {
    let whole = |expr: &Expr| match expr {
        Expr::Value(Value::Number(n)) => n.to_integer().and_then(|n| u32::try_from(n).ok()),
        _ => None,
    };
    match bound {
        Expr::Lookup(name, ..) => {
            let rows = policy.tables.get(name).into_iter().flat_map(|table| &table.rows);
            rows.filter_map(|row| whole(&row.value)).collect()
        }
        other => whole(other).into_iter().collect(),
    }
}

/// The edges of what was found of a norm.
pub(crate) fn edges(
    policy: &CheckedPolicy,
    name: &str,
    sketch: &Sketch,
    found: &[&Evaluation],
    lengths: &[(u32, Unit)],
) -> Vec<NaiveDate> {
    let index = policy.norms.get_index_of(name);
    let mut days = BTreeSet::new();
    for evaluation in found {
        let of_norm = evaluation.outcomes.iter().filter(|o| Some(o.norm) == index);
        of_norm.take(INSTANCES).for_each(|outcome| of_outcome(policy, outcome, &mut days));
    }
    for day in sketch.facts.iter().filter_map(day_of) {
        around(day, &mut days);
        for (count, unit) in lengths {
            [true, false].into_iter().filter_map(|back| shifted(day, *count, *unit, back)).for_each(|day| {
                around(day, &mut days);
            });
        }
    }
    days.into_iter().collect()
}

fn of_outcome(policy: &CheckedPolicy, outcome: &Outcome, days: &mut BTreeSet<NaiveDate>) {
    if outcome.from > Instant::MIN {
        around(policy.zone.date_of(outcome.from), days);
    }
    if outcome.until < Instant::MAX {
        around(policy.zone.date_of(outcome.until), days);
    }
    outcome.due.into_iter().chain(outcome.late_until).for_each(|day| around(day, days));
    if outcome.from > Instant::MIN && outcome.until < Instant::MAX {
        let (first, last) = (policy.zone.date_of(outcome.from), policy.zone.date_of(outcome.until));
        days.insert(first + (last - first) / 2);
    }
}

fn around(day: NaiveDate, days: &mut BTreeSet<NaiveDate>) {
    days.extend(day.pred_opt());
    days.insert(day);
    days.extend(day.succ_opt());
}
