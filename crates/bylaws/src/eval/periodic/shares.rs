//! What a condition asks a sum or a number to reach in a period of which only a part concerns the bearer: all of it,
//! unless the norm itself says that such a period is divided.

use super::slot::Slot;
use crate::check::policy::{ArithOp, CompareOp, Expr, From, Measure, PartialPeriod, WhoCounts};
use crate::log::{Exact, Value};
use crate::syntax::ast::Rounding;

/// The condition with its lower limits divided; none where they stay as they are.
pub(super) fn divided(slot: &Slot<'_>, condition: &Expr) -> Option<Expr> {
    let reading = &slot.frame.norm.reading;
    let applies = reading.divides_sums && reading.who_counts == WhoCounts::ByDays;
    if !applies || slot.counted == slot.days {
        return None;
    }
    let share = Exact::ratio(i128::from(slot.counted), i128::from(slot.days.max(1)))?;
    Some(of(condition, share, reading.partial_period))
}

fn of(condition: &Expr, share: Exact, how: PartialPeriod) -> Expr {
    let scaled = |limit: &Expr| {
        let share = Box::new(Expr::Value(Value::Number(share)));
        let part = Box::new(Expr::Arith(ArithOp::Mul, Box::new(limit.clone()), share));
        match how {
            PartialPeriod::ProrateUp => Expr::Round(Rounding::Up, 0, part),
            PartialPeriod::ProrateDown => Expr::Round(Rounding::Down, 0, part),
            PartialPeriod::Prorate | PartialPeriod::Skip | PartialPeriod::Full => *part,
        }
    };
    match condition {
        Expr::And(all) => Expr::And(all.iter().map(|one| of(one, share, how)).collect()),
        Expr::Compare(op @ (CompareOp::AtLeast | CompareOp::MoreThan), sum, limit) if is_sum(sum) => {
            Expr::Compare(*op, sum.clone(), Box::new(scaled(limit)))
        }
        Expr::Compare(op @ (CompareOp::AtMost | CompareOp::LessThan), limit, sum) if is_sum(sum) => {
            Expr::Compare(*op, Box::new(scaled(limit)), sum.clone())
        }
        other => other.clone(),
    }
}

// What grows with each record of the period.
fn is_sum(expr: &Expr) -> bool {
    match expr {
        Expr::Count(what) | Expr::Measure(Measure::Total, what, _) => matches!(what.from, From::Event(_)),
        Expr::Arith(ArithOp::Add, left, right) => is_sum(left) && is_sum(right),
        _ => false,
    }
}
