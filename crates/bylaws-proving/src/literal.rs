//! Values as an author writes them in a scenario.

use bylaws::check::CheckedPolicy;
use bylaws::log::{Exact, Length, Type, Unit, Value};
use bylaws::source::Span;
use bylaws::syntax::ast::{Expr, ExprKind};
use chrono::NaiveDate;

pub(crate) fn expr(kind: ExprKind) -> Expr {
    Expr { kind, span: Span::default() }
}

/// A name, in quotes where it is none.
pub(crate) fn word(word: &str) -> Expr {
    let plain = word.chars().next().is_some_and(char::is_alphabetic)
        && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    expr(if plain { ExprKind::Name(word.to_owned()) } else { ExprKind::Text(word.to_owned()) })
}

pub(crate) fn number(n: Exact) -> Expr {
    expr(ExprKind::Number(n))
}

pub(crate) fn day(day: NaiveDate) -> Expr {
    expr(ExprKind::Date(day))
}

/// Several values, one or none of them.
pub(crate) fn list(mut parts: Vec<Expr>) -> Expr {
    match parts.len() {
        1 => parts.remove(0),
        _ => expr(ExprKind::List(parts)),
    }
}

/// The parts of a set as written.
pub(crate) fn parts(value: &Expr) -> Vec<Expr> {
    match &value.kind {
        ExprKind::List(parts) => parts.clone(),
        _ => vec![value.clone()],
    }
}

/// A constant of the policy as an author writes it.
pub(crate) fn of_value(policy: &CheckedPolicy, value: &Value) -> Expr {
    match value {
        Value::Bool(one) => expr(ExprKind::Bool(*one)),
        Value::Number(n) => number(*n),
        Value::Text(text) => expr(ExprKind::Text(text.to_string())),
        Value::Variant(name) | Value::Entity(name) | Value::Role(name) => word(name),
        Value::Time(moment) => day(policy.zone.date_of(moment.first)),
        Value::Length(Length { count, unit }) => expr(ExprKind::Length(*count, *unit)),
        Value::Set(all) => list(all.iter().map(|one| of_value(policy, one)).collect()),
    }
}

/// Some value of a type, for what nothing is asked of.
pub(crate) fn some(policy: &CheckedPolicy, ty: &Type, fresh: &mut dyn FnMut(&str) -> String) -> Expr {
    match ty {
        Type::Bool => expr(ExprKind::Bool(true)),
        Type::Integer | Type::Decimal => number(Exact::from(1)),
        Type::Text => word("x"),
        Type::Date | Type::DateTime => {
            let first = policy.in_force_from.or_else(|| NaiveDate::from_ymd_opt(2016, 1, 1));
            day(first.unwrap_or_default())
        }
        Type::Duration => expr(ExprKind::Length(1, Unit::Month)),
        Type::Clock => expr(ExprKind::Clock(540)),
        Type::Enum(name) => {
            let variants = policy.vocabulary.enums.get(name).map(|e| &e.variants);
            word(variants.and_then(|v| v.keys().next()).map_or("x", String::as_str))
        }
        Type::Role => word(policy.vocabulary.roles.keys().next().map_or("x", String::as_str)),
        Type::Entity(kind) => word(&fresh(kind)),
        Type::AnyEntity => word(&fresh("organisation")),
        Type::Set(of) => some(policy, of, fresh),
    }
}
