//! Whether states, roles and entities are there in the wanted number at an instant.

use super::comparison::compare;
use super::context::Context;
use super::frame::{Found, Frame, Limits, limits_in};
use super::outcome::Measured;
use super::quotas::{Quota, Quotas};
use super::term::{Term, Truth};
use crate::check::policy::{CompareOp, From, Part, Requirement};
use crate::log::{Exact, Instant};

/// Whether a requirement on what holds is met in some circumstances, and what was counted.
pub(super) fn at(requirement: &Requirement, context: &Context<'_>) -> (Truth, Found) {
    match requirement {
        Requirement::Keep(expr) | Requirement::Satisfy(expr) => (context.truth(expr), Found::default()),
        Requirement::Have(parts) => parts_at(context, parts),
        Requirement::Any(all) => {
            let mut best = (Truth::False, Found::default());
            for parts in all {
                let (truth, found) = parts_at(context, parts);
                if best.1.measured.is_none() || best.0 != Truth::True && truth == Truth::True {
                    best.1 = found;
                }
                best.0 = best.0.or(|| truth);
            }
            best
        }
    }
}

fn parts_at(context: &Context<'_>, parts: &[Part]) -> (Truth, Found) {
    let mut all = (Truth::True, Found::default());
    for part in parts {
        let (truth, found) = part_at(context, part);
        if all.1.measured.is_none() || all.0 == Truth::True && truth != Truth::True {
            all.1 = found;
        }
        all.0 = all.0.and(|| truth);
    }
    all
}

fn part_at(context: &Context<'_>, part: &Part) -> (Truth, Found) {
    let limits = limits_in(context, &part.quantity);
    let selected = context.select(&part.what);
    let count = selected.count();
    let whole = by(&limits, &count);
    let mut quotas = Quotas { unmet: Vec::new(), made_up: Vec::new(), decide: whole != Truth::False };
    let mut truth = whole;
    for of in &part.of_which {
        truth = truth.and(|| {
            let mut inner = selected.clone();
            inner.narrow(|hit| context.holding(hit.hand.clone(), context.at).truth(&of.filter));
            let (limits, count) = (limits_in(context, &of.quantity), inner.count());
            let surely = surely(&count).map(|measured| measured.low);
            let unmet = surely.and_then(|n| Quota::unmet(of, n, (limits.low, limits.high)));
            quotas.unmet.extend(unmet);
            by(&limits, &count)
        });
    }
    let measured = surely(&count);
    let (required, at_most) = limits.shown(limits.low, measured.map_or(Exact::ZERO, |measured| measured.low));
    (truth, Found { measured, required, at_most, quotas, ..Found::default() })
}

fn surely(count: &Term) -> Option<Measured> {
    count.ends().and_then(|(low, high, _)| Some(Measured { low: low?, high }))
}

// What one limit breaks is broken, whatever another is.
fn by(limits: &Limits, count: &Term) -> Truth {
    let known = within(count, limits.low, limits.high);
    known.and(|| limits.doubt.clone().map_or(Truth::True, Truth::Unknown))
}

/// Whether a number lies between two limits.
pub(super) fn within(count: &Term, low: Option<Exact>, high: Option<Exact>) -> Truth {
    let above = low.map_or(Truth::True, |low| compare(CompareOp::AtLeast, count, &Term::number(low)));
    above.and(|| high.map_or(Truth::True, |high| compare(CompareOp::AtMost, count, &Term::number(high))))
}

/// Whether a requirement speaks of what holds rather than of what happens.
pub(super) fn is_about_holding(requirement: &Requirement) -> bool {
    match requirement {
        Requirement::Have(_) | Requirement::Any(_) => {
            requirement.parts().all(|p| !matches!(p.what.from, From::Event(_)))
        }
        Requirement::Keep(_) | Requirement::Satisfy(_) => true,
    }
}

/// Every instant at which [`at`] may change.
pub(super) fn edges(frame: &Frame<'_>, requirement: &Requirement) -> Vec<Instant> {
    let context = frame.context(frame.from);
    let mut out = Vec::new();
    match requirement {
        Requirement::Keep(expr) | Requirement::Satisfy(expr) => {
            out.extend(super::scope::edges(&context, expr))
        }
        Requirement::Have(_) | Requirement::Any(_) => {
            for part in requirement.parts() {
                super::scope::selection_edges(&context, &part.what, &mut out);
                let limits = part.quantity.low.iter().chain(&part.quantity.high);
                out.extend(limits.flat_map(|limit| super::scope::edges(&context, limit)));
                out.extend(part.of_which.iter().flat_map(|of| super::scope::edges(&context, &of.filter)));
            }
        }
    }
    for exception in &frame.norm.exceptions {
        out.extend(super::scope::edges(&context, &exception.condition));
    }
    out
}
