//! Tables of brackets and cases.

use super::scene::Scene;
use super::term::Term;
use super::terms::{arithmetic, term};
use super::world::World;
use bylaws::check::policy::{ArithOp, Bound, Case, Row, Table};
use bylaws::log::{Exact, Value};

/// What a table says of a value; where it says nothing, nothing.
pub(super) fn looked_up<'a>(
    world: &World<'a>,
    scene: &Scene<'a>,
    name: &str,
    by: &Term,
    marginal: bool,
) -> Term {
    let Some(table) = world.policy.tables.get(name) else { return Term::Unknown };
    if *by == Term::Nothing {
        return Term::Nothing;
    }
    if let Term::Missing(_) = by {
        return Term::Missing(false);
    }
    if marginal {
        return match by.ends() {
            Some((Some(low), Some(high))) => {
                match (up_to(world, scene, table, low), up_to(world, scene, table, high)) {
                    (Term::Number(low, _), Term::Number(_, high)) => Term::Number(low, high),
                    (low, high) => Term::either(vec![low, high]),
                }
            }
            _ => Term::Unknown,
        };
    }
    // Of what may be anything a table says nothing, and neither of a number without an end.
    if by.one().is_none() && !matches!(by.ends(), Some((Some(_), Some(_)))) {
        return Term::Unknown;
    }
    // What each row says that may be the one; a row of no other is for what none of the others is for.
    let mut said = Vec::new();
    let (mut may_be_another, mut otherwise) = (true, None);
    for row in &table.rows {
        let (may, sure) = match &row.case {
            Case::Otherwise => {
                otherwise = Some(&row.value);
                continue;
            }
            Case::Values(values) => match (by.one(), by.ends()) {
                (Some(one), _) => (values.contains(&one), values.contains(&one)),
                (None, Some(ends)) => (values.iter().any(|value| is_between(value, ends)), false),
                (None, None) => (true, false),
            },
            Case::Bracket(low, high) => {
                let Some((from, to)) = by.ends() else { continue };
                (
                    to.is_none_or(|to| above(to, low)) && from.is_none_or(|from| below(from, high)),
                    from.is_some_and(|from| above(from, low)) && to.is_some_and(|to| below(to, high)),
                )
            }
        };
        if may {
            said.push(term(world, scene, &row.value));
        }
        may_be_another &= !sure;
    }
    // Of brackets without gaps, between two numbers of which they tell there is none of which they do not.
    let told = |end: Option<Exact>| end.is_some_and(|number| table.rows.iter().any(|row| holds(row, number)));
    let between = by.ends().is_some_and(|(from, to)| told(from) && told(to));
    let between = between && otherwise.is_none() && !table.has_gaps;
    if may_be_another && !between {
        said.push(otherwise.map_or(Term::Nothing, |value| term(world, scene, value)));
    }
    Term::either(said)
}

// What is no number may be what is wholly unknown.
fn is_between(value: &Value, (from, to): (Option<Exact>, Option<Exact>)) -> bool {
    let Value::Number(number) = value else { return from.or(to).is_none() };
    from.is_none_or(|from| from <= *number) && to.is_none_or(|to| *number <= to)
}

fn holds(row: &Row, number: Exact) -> bool {
    match &row.case {
        Case::Bracket(low, high) => above(number, low) && below(number, high),
        Case::Values(_) | Case::Otherwise => false,
    }
}

fn above(number: Exact, bound: &Option<Bound>) -> bool {
    bound.as_ref().is_none_or(|b| if b.inclusive { number >= b.number } else { number > b.number })
}

fn below(number: Exact, bound: &Option<Bound>) -> bool {
    bound.as_ref().is_none_or(|b| if b.inclusive { number <= b.number } else { number < b.number })
}

// Each bracket applied to its own part of a number.
fn up_to<'a>(world: &World<'a>, scene: &Scene<'a>, table: &'a Table, number: Exact) -> Term {
    let mut sum = Term::exactly(Exact::ZERO);
    for row in &table.rows {
        let Case::Bracket(low, high) = &row.case else { continue };
        let from = low.as_ref().map_or(Exact::ZERO, |b| b.number);
        let to = high.as_ref().map_or(number, |b| b.number.min(number));
        if to > from {
            let Some(part) = to.sub(from) else { return Term::Unknown };
            let gives = arithmetic(ArithOp::Mul, &Term::exactly(part), &term(world, scene, &row.value));
            sum = arithmetic(ArithOp::Add, &sum, &gives);
        }
    }
    sum
}
