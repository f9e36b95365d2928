//! What lies next to a bound, whatever it is made of: a number, a length, a parameter, what a table gives, what is worked out.

use super::neighbours::{near, one_off, one_step_from};
use crate::said::{Said, length};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{ArithOp, CompareOp, Expr, TimePart};
use bylaws::diagnostic::Lang;
use bylaws::log::{Exact, Length, Type, Value};
use std::cmp::Ordering;

/// A bound and one next to it.
pub(super) struct Next {
    /// The bound in words.
    pub old: Said,
    /// The other one in words.
    pub new: Said,
    /// The other one.
    pub bound: Expr,
    /// Whether it is the greater of the two.
    pub more: bool,
}

/// A time of day, from minutes after midnight.
pub(super) fn clock(minutes: i64) -> Said {
    let words = format!("{:02}:{:02}", minutes.div_euclid(60), minutes.rem_euclid(60));
    Said::new(words.clone(), words)
}

/// The times of day next to this one.
pub(super) fn clocks_next_to(minutes: u32) -> impl Iterator<Item = u32> {
    [minutes.checked_sub(1), minutes.checked_add(1)].into_iter().flatten().filter(|other| *other < 24 * 60)
}

/// The bounds next to this one; `beside` is what is compared with it, if anything is.
pub(super) fn next_to(policy: &CheckedPolicy, beside: Option<&Expr>, bound: &Expr) -> Vec<Next> {
    let is_clock = matches!(beside, Some(Expr::TimePart(TimePart::Clock, _)));
    let plain = |n: Exact| match n.to_integer().and_then(|n| i64::try_from(n).ok()).filter(|_| is_clock) {
        Some(minutes) => clock(minutes),
        None => Said::new(n.to_string(), n.to_string()),
    };
    match bound {
        Expr::Value(Value::Number(n)) => beside
            .map_or_else(|| near(*n), |of| if is_quotient(of) { near(*n) } else { one_step_from(*n) })
            .into_iter()
            .map(|other| Next {
                old: plain(*n),
                new: plain(other),
                bound: Expr::Value(Value::Number(other)),
                more: other > *n,
            })
            .collect(),
        Expr::Value(Value::Length(Length { count, unit })) => one_off(*count)
            .into_iter()
            .map(|other| Next {
                old: length(*count, *unit),
                new: length(other, *unit),
                bound: Expr::Value(Value::Length(Length { count: other, unit: *unit })),
                more: other > *count,
            })
            .collect(),
        other => {
            let old = called(policy, other);
            let one = || Box::new(Expr::Value(Value::Number(Exact::ONE)));
            let next = |(op, zh, en, more): (ArithOp, &str, &str, bool)| Next {
                new: Said::new(format!("{}{zh}", old.zh), format!("{} {en}", old.en)),
                old: old.clone(),
                bound: Expr::Arith(op, Box::new(other.clone()), one()),
                more,
            };
            [(ArithOp::Sub, "减1", "less 1", false), (ArithOp::Add, "加1", "plus 1", true)].map(next).into()
        }
    }
}

// Next to a quotient a number is a share; half an hour is one of nothing.
fn is_quotient(expr: &Expr) -> bool {
    match expr {
        Expr::Arith(ArithOp::Div, ..) => true,
        Expr::Else(inner, _) | Expr::Previous(inner) => is_quotient(inner),
        Expr::Within(_, _, _, inner) | Expr::Over(_, _, inner) => is_quotient(inner),
        _ => false,
    }
}

/// Whether an expression is surely a number, so that it has a number next to it.
pub(super) fn is_number(policy: &CheckedPolicy, expr: &Expr) -> bool {
    let number = |ty: &Type| matches!(ty, Type::Integer | Type::Decimal);
    let all = |parts: &[Expr]| parts.iter().all(|part| is_number(policy, part));
    match expr {
        Expr::Value(value) => matches!(value, Value::Number(_)),
        Expr::Parameter(name) => policy.parameters.get(name).is_some_and(|one| number(&one.ty)),
        Expr::Lookup(name, ..) => {
            policy.tables.get(name).and_then(|table| table.gives.as_ref()).is_some_and(number)
        }
        Expr::Count(_)
        | Expr::Size(_)
        | Expr::TimePart(..)
        | Expr::Elapsed(..)
        | Expr::Round(..)
        | Expr::UnitsWith(..)
        | Expr::SpellTime(..)
        | Expr::Account(..)
        | Expr::Carried => true,
        Expr::Measure(_, selection, field) => match &selection.from {
            bylaws::check::policy::From::Event(kind) => {
                let event = policy.vocabulary.events.get_index(*kind).map(|(_, event)| event);
                event.and_then(|event| event.fields.get_index(*field)).is_some_and(|(_, f)| number(&f.ty))
            }
            _ => false,
        },
        Expr::Attribute(_, name) => {
            let kinds = policy.vocabulary.entities.keys();
            let mut fields = kinds.filter_map(|kind| policy.vocabulary.entity_field(kind, name)).peekable();
            fields.peek().is_some() && fields.all(|field| number(&field.ty))
        }
        Expr::Arith(_, a, b) => is_number(policy, a) && is_number(policy, b),
        Expr::Else(a, _) | Expr::Previous(a) | Expr::Within(_, _, _, a) | Expr::Over(_, _, a) => {
            is_number(policy, a)
        }
        Expr::Daily(_, _, a) => is_number(policy, a),
        Expr::Pick(_, parts) => all(parts),
        _ => false,
    }
}

/// What a bound is, as a reader of the norm calls it.
pub(super) fn called(policy: &CheckedPolicy, expr: &Expr) -> Said {
    named(policy, expr).unwrap_or_else(|| Said::new("所比的数", "the number compared"))
}

/// What a comparison is about, or what it is held against, where that has a name.
pub(super) fn named(policy: &CheckedPolicy, expr: &Expr) -> Option<Said> {
    let words = |name: &bylaws::log::Name| Said::new(name.shown(Lang::Zh), name.shown(Lang::En));
    let event = |from: &bylaws::check::policy::From| match from {
        bylaws::check::policy::From::Event(kind) => {
            policy.vocabulary.events.get_index(*kind).map(|(_, event)| event)
        }
        _ => None,
    };
    let found = match expr {
        Expr::Parameter(name) => policy.parameters.get(name).map(|one| words(&one.name)),
        Expr::Lookup(name, ..) => policy.tables.get(name).map(|table| {
            let name = words(&table.name);
            Said::new(format!("表“{}”所定的数", name.zh), format!("what the table `{}` gives", name.en))
        }),
        Expr::Account(_, name) => policy.accounts.get(name).map(|account| words(&account.name)),
        Expr::Attribute(_, name) => {
            let kinds = policy.vocabulary.entities.keys();
            let mut fields = kinds.filter_map(|kind| policy.vocabulary.entity_field(kind, name));
            fields.next().map(|field| words(&field.name))
        }
        Expr::Measure(_, selection, field) => event(&selection.from)
            .and_then(|event| event.fields.get_index(*field))
            .map(|(_, field)| words(&field.name)),
        Expr::Count(selection) | Expr::UnitsWith(_, selection, _) => {
            event(&selection.from).map(|event| words(&event.name))
        }
        Expr::Previous(inner)
        | Expr::Within(_, _, _, inner)
        | Expr::Over(_, _, inner)
        | Expr::Daily(_, _, inner)
        | Expr::Round(_, _, inner)
        | Expr::Else(inner, _) => named(policy, inner),
        _ => None,
    };
    found.or_else(|| {
        Some(match expr {
            Expr::SpellTime(..) | Expr::Elapsed(..) => Said::new("时长", "the time"),
            Expr::TimePart(..) => Said::new("时间", "the time"),
            Expr::Arith(ArithOp::Div, ..) => Said::new("比例", "the share"),
            _ => return None,
        })
    })
}

/// What shows on which side of a bound the limit lies: just on it, just under it, just over it; and which of these it is.
pub(super) fn sides(op: CompareOp, of: &Said, next: &Next) -> (Said, Ordering) {
    let (side, zh, en) = match (op, next.more) {
        (CompareOp::AtLeast, true) | (CompareOp::AtMost, false) => (Ordering::Equal, "恰为", "just"),
        (CompareOp::MoreThan, false) | (CompareOp::LessThan, true) => (Ordering::Equal, "恰为", "just"),
        (CompareOp::AtLeast | CompareOp::LessThan, false) => (Ordering::Less, "刚不足", "just under"),
        _ => (Ordering::Greater, "刚超过", "just over"),
    };
    let shows = Said::new(
        format!("{}{zh}{}的情形", of.zh, next.old.zh),
        format!("a case in which {} is {en} {}", of.en, next.old.en),
    );
    (shows, side)
}

/// What shows whether a bound itself still lies inside.
pub(super) fn just(policy: &CheckedPolicy, of: &Said, beside: &Expr, bound: &Expr) -> Said {
    match next_to(policy, Some(beside), bound).into_iter().next().map(|next| next.old) {
        Some(bound) => Said::new(
            format!("{}恰为{}的情形", of.zh, bound.zh),
            format!("a case in which {} is just {}", of.en, bound.en),
        ),
        None => Said::new("恰好相等时", "when just equal"),
    }
}
