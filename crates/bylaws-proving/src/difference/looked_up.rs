//! Where a row of a table is another one: logs in which what is looked up falls into that row.

use crate::literal;
use crate::sketch::Sketch;
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{Case, Table};
use bylaws::log::{Exact, Type};
use bylaws::syntax::ast::Expr as Literal;

/// The tables that are other ones in the second version, with the values whose rows are.
pub(super) fn changed(first: &CheckedPolicy, second: &CheckedPolicy) -> Vec<(Type, Vec<Literal>)> {
    let both = first.tables.iter().filter_map(|(name, table)| Some((table, second.tables.get(name)?)));
    let changed = both.filter(|(old, new)| old.rows != new.rows);
    changed
        .map(|(old, new)| (old.by.clone(), values(first, old, new)))
        .filter(|(_, all)| !all.is_empty())
        .collect()
}

fn values(policy: &CheckedPolicy, old: &Table, new: &Table) -> Vec<Literal> {
    let gone = old.rows.iter().filter(|row| !new.rows.contains(row));
    let come = new.rows.iter().filter(|row| !old.rows.contains(row));
    let mut out: Vec<Literal> = Vec::new();
    for row in gone.chain(come) {
        let of_row = match &row.case {
            Case::Values(values) => values.iter().map(|value| literal::of_value(policy, value)).collect(),
            // On either side of each limit.
            Case::Bracket(lower, upper) => {
                let limits = [lower, upper].into_iter().flatten().map(|bound| bound.number);
                limits.flat_map(|n| [Some(n), n.add(Exact::ONE)]).flatten().map(literal::number).collect()
            }
            Case::Otherwise => Vec::new(),
        };
        out.extend(of_row.into_iter().filter(|value| !out.contains(value)).collect::<Vec<Literal>>());
    }
    out
}

/// The log with such a value in each field that may have it.
pub(super) fn falling_into(
    policy: &CheckedPolicy,
    rows: &[(Type, Vec<Literal>)],
    log: &Sketch,
) -> Vec<Sketch> {
    let mut out = Vec::new();
    for (place, fact) in log.facts.iter().enumerate() {
        let Some((_, event)) = policy.vocabulary.event_named(&fact.kind.node) else { continue };
        for (at, (name, value)) in fact.fields.iter().enumerate() {
            let ty = event
                .field_index(&name.node)
                .and_then(|index| event.fields.get_index(index))
                .map(|(_, f)| &f.ty);
            let fits = rows.iter().filter(|(by, _)| ty.is_some_and(|ty| is_such(ty, by)));
            for other in fits.flat_map(|(_, values)| values).filter(|other| *other != value) {
                let mut more = log.clone();
                if let Some((_, value)) = more.facts.get_mut(place).and_then(|fact| fact.fields.get_mut(at)) {
                    *value = other.clone();
                }
                out.push(more);
            }
        }
    }
    out
}

fn is_such(ty: &Type, by: &Type) -> bool {
    let number = |ty: &Type| matches!(ty, Type::Integer | Type::Decimal);
    ty == by || number(ty) && number(by)
}
