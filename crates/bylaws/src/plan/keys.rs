//! Join keys: the part of a filter by which matching records are looked up instead of searched.

use crate::check::policy::{
    CheckedPolicy, CompareOp, Deem, Expr, From, Instead, Norm, Requirement, Selection, Slot, Time, Turning,
};
use crate::log::EventOrigin;
use std::collections::BTreeSet;

/// A field of the records looked at must be, or hold, the value of an expression that does not depend on
/// them.
#[derive(Clone, Copy, Debug)]
pub struct Key<'a> {
    /// Position of the field.
    pub field: usize,
    /// What it must be or hold.
    pub value: &'a Expr,
    /// The condition itself.
    pub condition: &'a Expr,
}

/// The parts of a filter that must all hold.
#[must_use]
pub fn conjuncts(filter: &Expr) -> Vec<&Expr> {
    match filter {
        Expr::And(parts) => parts.iter().flat_map(conjuncts).collect(),
        other => vec![other],
    }
}

/// The first usable key of a selection.
#[must_use]
pub fn join_key(selection: &Selection) -> Option<Key<'_>> {
    let filter = selection.filter.as_ref()?;
    conjuncts(filter).into_iter().find_map(|part| match part {
        Expr::Compare(CompareOp::Is | CompareOp::Contains, left, right) => match (&**left, &**right) {
            (Expr::Field(Slot::InHand, field), value) if is_fixed(value) => {
                Some(Key { field: *field, value, condition: part })
            }
            (value, Expr::Field(Slot::InHand, field)) if is_equality(part) && is_fixed(value) => {
                Some(Key { field: *field, value, condition: part })
            }
            _ => None,
        },
        _ => None,
    })
}

// A key that changes with time would look records up as of another instant than their own (rule S3).
fn is_fixed(value: &Expr) -> bool {
    !depends_on_hand(value) && !depends_on_time(value)
}

/// Whether an expression may have another value at another instant.
#[must_use]
pub fn depends_on_time(expr: &Expr) -> bool {
    let mut found = false;
    visit(expr, &mut |e| {
        let lasts = e.selection().is_some_and(|what| !matches!(what.from, From::Event(_)));
        found |= lasts
            || matches!(
                e,
                Expr::Attribute(..)
                    | Expr::Holders(..)
                    | Expr::UnitsOf(..)
                    | Expr::RoleField(..)
                    | Expr::Holds(..)
                    | Expr::Under(..)
                    | Expr::During(_)
                    | Expr::Account(..)
            );
    });
    found
}

fn is_equality(part: &Expr) -> bool {
    matches!(part, Expr::Compare(CompareOp::Is, _, _))
}

/// Whether an expression reads the record in hand, or the one around it. Nested selections have a hand of their own.
#[must_use]
pub fn depends_on_hand(expr: &Expr) -> bool {
    let mut found = false;
    visit(expr, &mut |e| {
        found |= matches!(e, Expr::Field(slot, _) | Expr::At(slot) if *slot != Slot::Trigger)
            || matches!(e, Expr::Entity | Expr::Ended);
        found |= e.selection().is_some();
    });
    found
}

/// All (event type, field) pairs that joins of the policy look records up by.
#[must_use]
pub fn used_keys(policy: &CheckedPolicy) -> BTreeSet<(usize, usize)> {
    let mut keys = BTreeSet::new();
    let by_value = |kind: usize, field: usize| {
        let event = policy.vocabulary.events.get_index(kind);
        let field = event.and_then(|(_, event)| event.fields.get_index(field));
        field.is_some_and(|(_, field)| field.can_be_looked_up())
    };
    let mut note = |selection: &Selection| {
        if let (From::Event(kind), Some(key)) = (&selection.from, join_key(selection))
            && by_value(*kind, key.field)
        {
            keys.insert((*kind, key.field));
        }
    };
    for norm in policy.norms.values() {
        each_selection(norm, &mut note);
    }
    for account in policy.accounts.values() {
        visit(&account.value, &mut |e| e.selection().into_iter().for_each(&mut note));
    }
    for deem in &policy.deems {
        if let Turning::Silence(_, _, without) = &deem.when {
            note(without);
        }
    }
    keys
}

/// Fields of starting records that joins of the policy look spells of roles and states up by.
#[must_use]
pub fn spell_keys(policy: &CheckedPolicy) -> Vec<(From, usize)> {
    let mut keys = Vec::new();
    let mut note = |selection: &Selection| {
        if let (From::Role(_) | From::State(_), Some(key)) = (&selection.from, join_key(selection)) {
            let key = (selection.from.clone(), key.field);
            let start = policy.vocabulary.events.values().find(|event| match (&event.origin, &key.0) {
                (EventOrigin::RoleStart, From::Role(_)) => true,
                (EventOrigin::StateStart(of), From::State(state)) => of == state,
                _ => false,
            });
            let field = start.and_then(|event| event.fields.get_index(key.1));
            if field.is_some_and(|(_, field)| field.can_be_looked_up()) && !keys.contains(&key) {
                keys.push(key);
            }
        }
    };
    for norm in policy.norms.values() {
        each_selection(norm, &mut note);
    }
    keys
}

/// Of a selection of entities: an attribute that must be the value of an expression that does not depend on
/// them or on time.
#[must_use]
pub fn attribute_key(selection: &Selection) -> Option<(&str, &Expr)> {
    let own = |expr: &Expr| matches!(expr, Expr::Attribute(of, _) if **of == Expr::Entity);
    conjuncts(selection.filter.as_ref()?).into_iter().find_map(|part| match part {
        Expr::Compare(CompareOp::Is, left, right) => match (&**left, &**right) {
            (attribute @ Expr::Attribute(_, name), value) if own(attribute) && is_fixed(value) => {
                Some((name.as_str(), value))
            }
            (value, attribute @ Expr::Attribute(_, name)) if own(attribute) && is_fixed(value) => {
                Some((name.as_str(), value))
            }
            _ => None,
        },
        _ => None,
    })
}

/// All attributes by which selections of the policy look entities up.
#[must_use]
pub fn used_attributes(policy: &CheckedPolicy) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut note = |selection: &Selection| {
        if let (From::Entity(_), Some((name, _))) = (&selection.from, attribute_key(selection)) {
            names.insert(name.to_owned());
        }
    };
    for norm in policy.norms.values() {
        each_selection(norm, &mut note);
    }
    names
}

/// Calls `f` on every expression of a norm, at any depth.
pub fn each_expr<'a>(norm: &'a Norm, f: &mut impl FnMut(&'a Expr)) {
    let (exprs, selections) = parts(norm);
    exprs
        .into_iter()
        .chain(selections.into_iter().filter_map(|s| s.filter.as_ref()))
        .for_each(|e| visit(e, f));
}

/// Calls `f` on every expression of what is taken to follow from other records, at any depth.
pub fn each_deemed_expr<'a>(deem: &'a Deem, f: &mut impl FnMut(&'a Expr)) {
    let filters = deem.when.selections().filter_map(|selection| selection.filter.as_ref());
    let effect = deem.effective.iter().map(|effect| &effect.from);
    filters.chain(effect).chain(deem.fields.iter().flatten()).for_each(|e| visit(e, f));
}

// The expressions and selections that a norm is made of.
fn parts(norm: &Norm) -> (Vec<&Expr>, Vec<&Selection>) {
    let mut exprs: Vec<&Expr> = Vec::new();
    exprs.extend(norm.bearer.iter().filter_map(|b| b.filter.as_ref()));
    exprs.extend(norm.for_each.iter().filter_map(|of| of.filter.as_ref()));
    exprs.extend(norm.calendars.iter().map(|(_, condition)| condition));
    exprs.extend(norm.exceptions.iter().filter_map(|e| e.instead.as_ref()).flat_map(
        |instead| match instead {
            Instead::Quantity(quantity) => quantity.low.iter().chain(&quantity.high),
            Instead::Within(_) => None.iter().chain(&None),
        },
    ));
    exprs.extend(norm.exceptions.iter().map(|e| &e.condition));
    exprs.extend(norm.answerable.iter().map(|a| &a.who));
    if let Time::Before(e)
    | Time::After(e)
    | Time::WithinBefore(_, _, e)
    | Time::WithinAfter(_, _, e)
    | Time::NoLaterThan(e)
    | Time::AtLeast { anchor: e, .. }
    | Time::OnTheDayOf(e) = &norm.time
    {
        exprs.push(e);
    }
    exprs.extend(norm.time.own_day());
    exprs.extend(&norm.stops);
    let mut selections: Vec<&Selection> = norm.trigger.iter().collect();
    selections.extend(norm.extended.iter().map(|extension| &extension.when));
    for part in norm.requirement.parts() {
        selections.push(&part.what);
        let quantities = std::iter::once(&part.quantity).chain(part.of_which.iter().map(|of| &of.quantity));
        exprs.extend(quantities.flat_map(|q| q.low.iter().chain(&q.high)));
        exprs.extend(part.of_which.iter().map(|of| &of.filter));
    }
    if let Requirement::Keep(e) | Requirement::Satisfy(e) = &norm.requirement {
        exprs.push(e);
    }
    (exprs, selections)
}

/// Calls `note` on every selection of a norm, at any depth.
pub(crate) fn each_selection(norm: &Norm, note: &mut impl FnMut(&Selection)) {
    let (mut exprs, selections) = parts(norm);
    for selection in selections {
        note(selection);
        exprs.extend(selection.filter.as_ref());
    }
    for expr in exprs {
        visit(expr, &mut |e| e.selection().into_iter().for_each(&mut *note));
    }
}

/// Calls `f` on an expression and all below it, the filters of selections included.
pub fn visit<'a, F: FnMut(&'a Expr)>(expr: &'a Expr, f: &mut F) {
    f(expr);
    expr.below(&mut |part| visit(part, f));
}
