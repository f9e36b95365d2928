//! Logs that differ from one in a single thing: a record on another day, once more, left out, with another value;
//! what lasts comes to an end; another day to look from; something not told.

use crate::literal;
use crate::sketch::{Sketch, ident, must_tell, put_on};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{Case, Expr, Norm};
use bylaws::log::{EventOrigin, EventType, Exact, Type, Value};
use bylaws::plan;
use bylaws::syntax::ast::{Expr as Literal, ExprKind, Given};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

/// Constants that a norm, and what its policy takes to follow from other records, compare with, as an author writes them.
pub(crate) fn constants(policy: &CheckedPolicy, norm: &Norm) -> Vec<Literal> {
    let mut out: Vec<Literal> = Vec::new();
    let mut note = |value: &Value| {
        let values: Vec<Literal> = literal::parts(&literal::of_value(policy, value));
        for value in values {
            if !out.contains(&value) {
                out.push(value);
            }
        }
    };
    let mut of = |expr: &Expr| match expr {
        Expr::Value(value) => note(value),
        // What is looked up in a table is compared with the limits of its brackets, or with the values that it tells of; what
        // it gives is compared with something else.
        Expr::Lookup(name, ..) => {
            let rows = policy.tables.get(name).into_iter().flat_map(|table| &table.rows);
            for row in rows {
                match &row.case {
                    Case::Bracket(lower, upper) => {
                        [lower, upper].into_iter().flatten().for_each(|b| note(&Value::Number(b.number)));
                    }
                    Case::Values(values) => values.iter().for_each(&mut note),
                    Case::Otherwise => {}
                }
                if let Expr::Value(value @ Value::Number(_)) = &row.value {
                    note(value);
                }
            }
        }
        _ => {}
    };
    plan::each_expr(norm, &mut |expr| of(expr));
    for deem in &policy.deems {
        plan::each_deemed_expr(deem, &mut |expr| of(expr));
    }
    out
}

/// All logs one step away.
pub(crate) fn edits(
    policy: &CheckedPolicy,
    sketch: &Sketch,
    days: &[NaiveDate],
    constants: &[Literal],
) -> Vec<Sketch> {
    let mut out = Vec::new();
    looked_from(sketch, days, &mut out);
    for (index, fact) in sketch.facts.iter().enumerate() {
        let Some((_, event)) = policy.vocabulary.event_named(&fact.kind.node) else { continue };
        let mut without = sketch.clone();
        without.facts.remove(index);
        out.push(without);
        for day in days {
            let mut moved = sketch.clone();
            if let Some(fact) = moved.facts.get_mut(index) {
                put_on(fact, *day);
            }
            out.push(moved);
            if event.origin == EventOrigin::Declared {
                let mut again = fact.clone();
                put_on(&mut again, *day);
                out.push(plus(sketch, again));
            }
        }
        for value in changed(policy, sketch, fact, event, days, constants) {
            let mut other = sketch.clone();
            if let Some(fact) = other.facts.get_mut(index) {
                *fact = value.clone();
            }
            out.push(other);
            if event.origin == EventOrigin::Declared {
                out.push(plus(sketch, value));
            }
        }
        for end in ends(policy, fact, event, days) {
            out.push(plus(sketch, end));
        }
    }
    for index in 0..sketch.with.len() {
        let mut without = sketch.clone();
        without.with.remove(index);
        out.push(without);
    }
    for sketch in &mut out {
        sketch.sort();
    }
    out
}

fn plus(sketch: &Sketch, fact: Given) -> Sketch {
    let mut more = sketch.clone();
    more.facts.push(fact);
    more
}

fn looked_from(sketch: &Sketch, days: &[NaiveDate], out: &mut Vec<Sketch>) {
    for day in days {
        out.push(Sketch { as_of: *day, ..sketch.clone() });
    }
    // What is told ends, or begins, in the middle of it.
    let first = sketch.facts.iter().filter_map(crate::sketch::day_of).min();
    if let (Some(first), true) = (first, sketch.covers.is_empty()) {
        for day in days.iter().filter(|day| **day > first && **day < sketch.as_of) {
            out.push(Sketch { covers: vec![(first, *day, Vec::new())], ..sketch.clone() });
        }
    }
}

fn changed(
    policy: &CheckedPolicy,
    sketch: &Sketch,
    fact: &Given,
    event: &EventType,
    days: &[NaiveDate],
    constants: &[Literal],
) -> Vec<Given> {
    let mut out = Vec::new();
    for (name, field) in &event.fields {
        if field.from_role.is_some() {
            continue;
        }
        let known = fact.fields.iter().position(|(n, _)| n.node == *name);
        let value = known.and_then(|i| fact.fields.get(i)).map(|(_, value)| value);
        let year = crate::sketch::day_of(fact).map(|day| day.year());
        for other in others(policy, sketch, &field.ty, value, year, days, constants) {
            let mut fact = fact.clone();
            match known.and_then(|i| fact.fields.get_mut(i)) {
                Some((_, value)) => *value = other,
                None if field.optional => fact.fields.push((ident(name), other)),
                None => continue,
            }
            out.push(fact);
        }
        let may_go = field.optional && !must_tell(&policy.vocabulary, event, field);
        if let (Some(index), true) = (known, may_go) {
            let mut fact = fact.clone();
            fact.fields.remove(index);
            out.push(fact);
        }
    }
    out
}

// Values of a type that it could have instead.
fn others(
    policy: &CheckedPolicy,
    sketch: &Sketch,
    ty: &Type,
    value: Option<&Literal>,
    year: Option<i32>,
    days: &[NaiveDate],
    constants: &[Literal],
) -> Vec<Literal> {
    let mut out = Vec::new();
    let mentioned = |names: &mut dyn Iterator<Item = &String>| {
        let all: Vec<Literal> = names.map(|name| literal::word(name)).collect();
        let first = all.iter().filter(|word| constants.contains(word)).cloned();
        let rest = all.iter().filter(|word| !constants.contains(word)).take(2).cloned();
        first.chain(rest).collect::<Vec<_>>()
    };
    match ty {
        Type::Bool => out.extend([true, false].map(|b| literal::expr(ExprKind::Bool(b)))),
        Type::Enum(name) => {
            let variants = policy.vocabulary.enums.get(name).map(|e| &e.variants);
            out.extend(variants.map(|v| mentioned(&mut v.keys())).unwrap_or_default());
        }
        Type::Role => out.extend(mentioned(&mut policy.vocabulary.roles.keys())),
        Type::Integer | Type::Decimal => {
            let numbers = constants.iter().chain(value).filter_map(|c| match &c.kind {
                ExprKind::Number(n) => Some(*n),
                _ => None,
            });
            let numbers: Vec<Exact> = numbers.collect();
            let years = year.into_iter().flat_map(|y| [y - 1, y, y + 1]).map(|y| Exact::from(i64::from(y)));
            out.extend(numbers.into_iter().flat_map(beside).map(literal::number));
            out.extend(years.map(literal::number));
        }
        Type::Date | Type::DateTime => out.extend(days.iter().copied().map(literal::day)),
        Type::Text => {
            let texts = constants.iter().filter(|c| matches!(c.kind, ExprKind::Text(_)));
            out.extend(texts.cloned().chain([literal::word("z")]));
        }
        Type::Entity(_) | Type::AnyEntity => out.extend(ids(sketch, value, constants)),
        Type::Set(of) => {
            let parts = value.map(literal::parts).unwrap_or_default();
            for index in 0..parts.len() {
                if parts.len() > 1 {
                    let mut fewer = parts.clone();
                    fewer.remove(index);
                    out.push(literal::list(fewer));
                }
                for other in others(policy, sketch, of, parts.get(index), year, days, constants) {
                    let mut replaced = parts.clone();
                    if let Some(part) = replaced.get_mut(index) {
                        *part = other.clone();
                    }
                    out.push(literal::list(replaced));
                    let mut more = parts.clone();
                    if !more.contains(&other) {
                        more.push(other);
                        out.push(literal::list(more));
                    }
                }
            }
        }
        Type::Duration | Type::Clock => {
            out.extend(
                constants
                    .iter()
                    .filter(|c| matches!(c.kind, ExprKind::Clock(_) | ExprKind::Length(..)))
                    .cloned(),
            );
        }
    }
    out.retain(|other| Some(other) != value);
    out.dedup();
    out
}

// A number, and what lies next to it: of one that is not whole also what is a hundredth off, for whole ones off there may be
// nothing less.
fn beside(n: Exact) -> impl Iterator<Item = Exact> {
    let hundredth = Exact::ratio(1, 100).filter(|_| n.to_integer().is_none());
    let steps = [Some(Exact::ONE), hundredth].into_iter().flatten();
    std::iter::once(n).chain(steps.flat_map(move |step| [n.add(step), n.sub(step)]).flatten())
}

// Ids that the log or the norm names, and one that neither does.
fn ids(sketch: &Sketch, value: Option<&Literal>, constants: &[Literal]) -> Vec<Literal> {
    let letter = |value: &Literal| match &value.kind {
        ExprKind::Name(word) => word.chars().next(),
        _ => None,
    };
    let named: BTreeSet<String> = sketch
        .facts
        .iter()
        .flat_map(|fact| &fact.fields)
        .flat_map(|(_, value)| literal::parts(value))
        .filter(|id| value.is_none_or(|value| letter(id) == letter(value)))
        .filter_map(|id| match id.kind {
            ExprKind::Name(word) if word.chars().any(|c| c.is_ascii_digit()) => Some(word),
            _ => None,
        })
        .collect();
    let stranger = value.and_then(letter).unwrap_or('x');
    let constants =
        constants.iter().filter(|c| matches!(c.kind, ExprKind::Name(_) | ExprKind::Text(_))).take(3);
    named
        .iter()
        .take(3)
        .map(|id| literal::word(id))
        .chain([literal::word(&format!("{stranger}9"))])
        .chain(constants.cloned())
        .collect()
}

/// What ends what a record began, on each of these days.
pub(crate) fn ends(
    policy: &CheckedPolicy,
    fact: &Given,
    event: &EventType,
    days: &[NaiveDate],
) -> Vec<Given> {
    let vocabulary = &policy.vocabulary;
    let named = |origin: &EventOrigin| vocabulary.events.values().find(|e| e.origin == *origin);
    let (end, fields): (Option<&EventType>, &[&str]) = match &event.origin {
        EventOrigin::RoleStart => (named(&EventOrigin::RoleEnd), &["person", "role", "unit"]),
        EventOrigin::StateStart(state) => (named(&EventOrigin::StateEnd(state.clone())), &[]),
        EventOrigin::Entity(_) => (named(&EventOrigin::EntityEnd), &[]),
        _ => (None, &[]),
    };
    let Some(end) = end else { return Vec::new() };
    let fields: Vec<_> = match fields {
        [] => {
            let first = event.fields.keys().next();
            let value = first.and_then(|name| fact.fields.iter().find(|(n, _)| n.node == *name));
            let of_end = end.fields.keys().next();
            value.zip(of_end).map(|((_, value), name)| (ident(name), value.clone())).into_iter().collect()
        }
        names => fact.fields.iter().filter(|(n, _)| names.contains(&n.node.as_str())).cloned().collect(),
    };
    days.iter()
        .map(|day| Given {
            at: crate::sketch::unplaced(day.to_string()),
            kind: ident(&end.name.canonical),
            fields: fields.clone(),
        })
        .collect()
}
