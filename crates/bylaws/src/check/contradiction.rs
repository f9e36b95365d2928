//! Conditions that nothing can meet, as far as comparisons of one thing with constants tell. What is said to
//! be impossible is impossible; what is not may still be.

use crate::check::policy::{CompareOp, Expr};
use crate::log::{Exact, Value};
use crate::plan::conjuncts;

/// Whether no record can meet a condition: what is said of one thing is at odds with what else is said of it.
#[must_use]
pub fn no_record_meets(filter: &Expr) -> bool {
    impossible([filter])
}

/// Whether no bearer or record can meet all of these conditions together.
pub(super) fn impossible<'e>(conditions: impl IntoIterator<Item = &'e Expr>) -> bool {
    let parts: Vec<&Expr> = conditions.into_iter().flat_map(conjuncts).collect();
    // A bare "no" stands for a condition with an error of its own.
    let never = |part: &&Expr| matches!(part, Expr::Or(branches) if branches.iter().all(|branch| impossible([branch])));
    let denied = |part: &&Expr| matches!(part, Expr::Not(inner) if parts.contains(&&**inner));
    parts.iter().any(|part| never(part) || denied(part)) || parts.iter().any(|part| clash(part, &parts))
}

/// Whether any of these conditions holds whatever is so: of two that deny something else of one thing one does.
pub(super) fn always(conditions: &[Expr]) -> bool {
    let denied = |part: &Expr| match comparison(part) {
        Some((thing, CompareOp::IsNot, value)) => Some((thing.clone(), value.clone())),
        _ => None,
    };
    let denied: Vec<(Expr, Value)> = conditions.iter().filter_map(denied).collect();
    denied.iter().enumerate().any(|(index, (thing, value))| {
        denied.iter().skip(index + 1).any(|(other, another)| other == thing && another != value)
    })
}

/// Whether what one part says of a thing is at odds with all that is said of it.
fn clash(part: &Expr, parts: &[&Expr]) -> bool {
    let Some((thing, op, value)) = comparison(part) else { return false };
    let same =
        |(other, op, value): (&Expr, CompareOp, &Value)| (other == thing).then_some((op, value.clone()));
    let mut others = parts.iter().filter_map(|other| comparison(other)).filter_map(same);
    others.any(|(other, limit)| at_odds((op, value), (other, &limit)))
}

fn comparison(part: &Expr) -> Option<(&Expr, CompareOp, &Value)> {
    match part {
        Expr::Compare(op, thing, value) => match (&**thing, &**value) {
            (Expr::Value(_), _) => None,
            (thing, Expr::Value(value)) => Some((thing, *op, value)),
            _ => None,
        },
        _ => None,
    }
}

fn at_odds((op, value): (CompareOp, &Value), (other, limit): (CompareOp, &Value)) -> bool {
    match (op, other) {
        (CompareOp::Is, CompareOp::Is) => value != limit,
        (CompareOp::Is, CompareOp::IsNot) => value == limit,
        (CompareOp::Is, _) => outside(value, other, limit),
        _ => match (number(value), number(limit)) {
            // Two limits leave nothing between them.
            (Some(low), Some(high)) => match (op, other) {
                (CompareOp::AtLeast, CompareOp::AtMost) => low > high,
                (CompareOp::AtLeast, CompareOp::LessThan)
                | (CompareOp::MoreThan, CompareOp::AtMost | CompareOp::LessThan) => low >= high,
                _ => false,
            },
            _ => false,
        },
    }
}

/// Whether a number breaks a limit.
fn outside(value: &Value, op: CompareOp, limit: &Value) -> bool {
    let (Some(value), Some(limit)) = (number(value), number(limit)) else { return false };
    match op {
        CompareOp::AtLeast => value < limit,
        CompareOp::AtMost => value > limit,
        CompareOp::MoreThan => value <= limit,
        CompareOp::LessThan => value >= limit,
        _ => false,
    }
}

fn number(value: &Value) -> Option<Exact> {
    if let Value::Number(number) = value { Some(*number) } else { None }
}
