//! Every expression, selection and quantity of a norm, to be changed in place, always in the same order.

use bylaws::check::policy::{Expr, Instead, Norm, Part, Quantity, Requirement, Selection, Time};

/// Calls `f` on an expression and all below it.
pub(crate) fn each(expr: &mut Expr, f: &mut dyn FnMut(&mut Expr)) {
    f(expr);
    expr.below_mut(&mut |part| each(part, f));
}

/// What an expression selects from, if it counts or measures records.
pub(crate) fn selection_of(expr: &mut Expr) -> Option<&mut Selection> {
    match expr {
        Expr::Exists(selection)
        | Expr::Count(selection)
        | Expr::Measure(_, selection, _)
        | Expr::TimeOf(_, selection)
        | Expr::UnitsWith(_, selection, _)
        | Expr::SpellTime(_, _, selection, _) => Some(selection),
        _ => None,
    }
}

/// Calls `f` on every expression of a norm, quantities aside.
pub(crate) fn expressions(norm: &mut Norm, f: &mut dyn FnMut(&mut Expr)) {
    norm.bearer.iter_mut().filter_map(|b| b.filter.as_mut()).for_each(|e| each(e, f));
    norm.for_each.iter_mut().filter_map(|e| e.filter.as_mut()).for_each(|e| each(e, f));
    norm.exceptions.iter_mut().for_each(|exception| each(&mut exception.condition, f));
    norm.stops.iter_mut().for_each(|e| each(e, f));
    norm.answerable.iter_mut().for_each(|answer| each(&mut answer.who, f));
    match &mut norm.time {
        Time::Before(e)
        | Time::After(e)
        | Time::WithinBefore(_, _, e)
        | Time::WithinAfter(_, _, e)
        | Time::NoLaterThan(e)
        | Time::AtLeast { anchor: e, .. }
        | Time::OnTheDayOf(e) => each(e, f),
        _ => {}
    }
    selections(norm, &mut |selection| selection.filter.iter_mut().for_each(|e| each(e, &mut *f)));
    parts(norm, &mut |part| part.of_which.iter_mut().for_each(|of| each(&mut of.filter, &mut *f)));
    if let Requirement::Keep(e) | Requirement::Satisfy(e) = &mut norm.requirement {
        each(e, f);
    }
}

/// The selections that a norm itself names.
pub(crate) fn selections(norm: &mut Norm, f: &mut dyn FnMut(&mut Selection)) {
    norm.trigger.iter_mut().for_each(&mut *f);
    norm.extended.iter_mut().for_each(|extension| f(&mut extension.when));
    parts(norm, &mut |part| f(&mut part.what));
}

/// The parts of its requirement.
pub(crate) fn parts(norm: &mut Norm, f: &mut dyn FnMut(&mut Part)) {
    match &mut norm.requirement {
        Requirement::Have(parts) => parts.iter_mut().for_each(f),
        Requirement::Any(all) => all.iter_mut().flatten().for_each(f),
        Requirement::Keep(_) | Requirement::Satisfy(_) => {}
    }
}

/// Its quantities.
pub(crate) fn quantities(norm: &mut Norm, f: &mut dyn FnMut(&mut Quantity)) {
    parts(norm, &mut |part| {
        f(&mut part.quantity);
        part.of_which.iter_mut().for_each(|of| f(&mut of.quantity));
    });
    for exception in &mut norm.exceptions {
        if let Some(Instead::Quantity(quantity)) = &mut exception.instead {
            f(quantity);
        }
    }
}
