//! What a table gives of a value: of one that is not settled yet, one that falls into a row, one row after the other.

use super::{Roles, Supposing};
use crate::literal;
use bylaws::check::policy::{Bound, Case, Expr, Row};
use bylaws::log::{Exact, Value};
use bylaws::syntax::ast::{Expr as Literal, ExprKind};

impl Supposing<'_> {
    /// The number that a table gives.
    pub(super) fn looked_up(&mut self, table: &str, of: &Expr, roles: &Roles) -> Option<Exact> {
        let table = self.policy.tables.get(table)?;
        if let Some(place) = self.place(of, roles)
            && !self.facts.get(place.fact).is_some_and(|fact| fact.fields.contains_key(&place.field))
        {
            let row = table.rows.get(self.alternative % table.rows.len().max(1))?;
            let value = of_row(self.policy, row)?;
            self.set(place.fact, place.field, value);
        }
        let value = self.term(of, roles)?;
        let row = table.rows.iter().find(|row| is_for(self.policy, row, &value))?;
        match &row.value {
            Expr::Value(Value::Number(n)) => Some(*n),
            _ => None,
        }
    }
}

// A value that falls into a row: of a bracket the last one, or the first one where it has no end.
fn of_row(policy: &bylaws::check::CheckedPolicy, row: &Row) -> Option<Literal> {
    match &row.case {
        Case::Values(values) => values.first().map(|value| literal::of_value(policy, value)),
        Case::Bracket(_, Some(upper)) if upper.inclusive => Some(literal::number(upper.number)),
        Case::Bracket(_, Some(upper)) => upper.number.sub(Exact::ONE).map(literal::number),
        Case::Bracket(Some(lower), None) if lower.inclusive => Some(literal::number(lower.number)),
        Case::Bracket(Some(lower), None) => lower.number.add(Exact::ONE).map(literal::number),
        Case::Bracket(None, None) => Some(literal::number(Exact::ONE)),
        Case::Otherwise => None,
    }
}

fn is_for(policy: &bylaws::check::CheckedPolicy, row: &Row, value: &Literal) -> bool {
    let ExprKind::Number(n) = value.kind else {
        return match &row.case {
            Case::Values(values) => values.iter().any(|one| literal::of_value(policy, one) == *value),
            Case::Otherwise => true,
            Case::Bracket(..) => false,
        };
    };
    let above = |bound: &Bound| n > bound.number || bound.inclusive && n == bound.number;
    let below = |bound: &Bound| n < bound.number || bound.inclusive && n == bound.number;
    match &row.case {
        Case::Bracket(lower, upper) => lower.as_ref().is_none_or(above) && upper.as_ref().is_none_or(below),
        Case::Values(values) => values.contains(&Value::Number(n)),
        Case::Otherwise => true,
    }
}
