//! Whom a norm means by name, so that a log to begin with is about them.

use crate::literal;
use crate::suppose::Supposing;
use bylaws::check::policy::{CompareOp, Expr};
use bylaws::log::Value;
use bylaws::plan;
use bylaws::syntax::ast::Expr as Literal;

/// The bearer that a filter names: this one, or one of these.
pub(super) fn by_name(supposing: &Supposing<'_>, filter: &Expr) -> Option<Literal> {
    let is_it = |expr: &Expr| matches!(expr, Expr::Bearer | Expr::Entity);
    let named = plan::conjuncts(filter).into_iter().find_map(|one| match one {
        Expr::Compare(CompareOp::Is | CompareOp::In, a, b) if is_it(a) => Some(&**b),
        Expr::Compare(CompareOp::Is, a, b) if is_it(b) => Some(&**a),
        _ => None,
    })?;
    let ids = match named {
        Expr::Value(value) => ids(supposing, value),
        Expr::Set(all) => all
            .iter()
            .flat_map(|one| if let Expr::Value(value) = one { ids(supposing, value) } else { Vec::new() })
            .collect(),
        _ => Vec::new(),
    };
    ids.get(supposing.alternative % ids.len().max(1)).cloned()
}

fn ids(supposing: &Supposing<'_>, value: &Value) -> Vec<Literal> {
    match value {
        Value::Entity(_) => vec![literal::of_value(supposing.policy, value)],
        Value::Set(_) => literal::parts(&literal::of_value(supposing.policy, value)),
        _ => Vec::new(),
    }
}
