//! Every expression, selection and quantity of a norm, to be changed in place, always in the same order.

use bylaws::check::policy::{
    Deem, Expr, From, Instead, Norm, Part, Quantity, Requirement, Selection, Time, Turning,
};

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

/// Of which part of a norm an expression is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Clause {
    Bearer,
    ForEach,
    /// The exception at this position.
    Exception(usize),
    Stops,
    Answerable,
    Time,
    Trigger,
    Extension,
    /// What is to be done.
    Deed,
    OfWhich,
    /// A condition that is to be kept or satisfied.
    Condition,
    /// What is taken to follow from other records.
    Deemed,
}

/// Where an expression stands: in which part of the norm, and in the filter of which kind of record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    pub clause: Clause,
    pub hand: Option<From>,
}

fn each_at(expr: &mut Expr, spot: &Spot, f: &mut dyn FnMut(&mut Expr, &Spot)) {
    f(expr, spot);
    match selection_of(expr).map(|selection| selection.from.clone()) {
        Some(from) => {
            let inside = Spot { clause: spot.clause, hand: Some(from) };
            expr.below_mut(&mut |part| each_at(part, &inside, f));
        }
        None => expr.below_mut(&mut |part| each_at(part, spot, f)),
    }
}

/// Calls `f` on every expression of a norm, quantities aside.
pub(crate) fn expressions(norm: &mut Norm, f: &mut dyn FnMut(&mut Expr, &Spot)) {
    let of = |clause: Clause| Spot { clause, hand: None };
    norm.bearer.iter_mut().filter_map(|b| b.filter.as_mut()).for_each(|e| each_at(e, &of(Clause::Bearer), f));
    norm.for_each
        .iter_mut()
        .filter_map(|e| e.filter.as_mut())
        .for_each(|e| each_at(e, &of(Clause::ForEach), f));
    for (index, exception) in norm.exceptions.iter_mut().enumerate() {
        each_at(&mut exception.condition, &of(Clause::Exception(index)), f);
    }
    norm.stops.iter_mut().for_each(|e| each_at(e, &of(Clause::Stops), f));
    norm.answerable.iter_mut().for_each(|answer| each_at(&mut answer.who, &of(Clause::Answerable), f));
    match &mut norm.time {
        Time::Before(e)
        | Time::After(e)
        | Time::WithinBefore(_, _, e)
        | Time::WithinAfter(_, _, e)
        | Time::NoLaterThan(e)
        | Time::AtLeast { anchor: e, .. }
        | Time::OnTheDayOf(e)
        | Time::EveryFrom { day: e, .. } => each_at(e, &of(Clause::Time), f),
        _ => {}
    }
    selections(norm, &mut |selection, clause| {
        let spot = Spot { clause, hand: Some(selection.from.clone()) };
        selection.filter.iter_mut().for_each(|e| each_at(e, &spot, &mut *f));
    });
    parts(norm, &mut |part| {
        let spot = Spot { clause: Clause::OfWhich, hand: Some(part.what.from.clone()) };
        part.of_which.iter_mut().for_each(|of| each_at(&mut of.filter, &spot, &mut *f));
    });
    let trigger = norm.trigger.as_ref().map(|trigger| trigger.from.clone());
    match &mut norm.requirement {
        Requirement::Keep(e) => each_at(e, &of(Clause::Condition), f),
        // What gives rise to the duty is what is looked at.
        Requirement::Satisfy(e) => each_at(e, &Spot { clause: Clause::Condition, hand: trigger }, f),
        Requirement::Have(_) | Requirement::Any(_) => {}
    }
}

/// The selections that a norm itself names.
pub(crate) fn selections(norm: &mut Norm, f: &mut dyn FnMut(&mut Selection, Clause)) {
    norm.trigger.iter_mut().for_each(|trigger| f(trigger, Clause::Trigger));
    norm.extended.iter_mut().for_each(|extension| f(&mut extension.when, Clause::Extension));
    parts(norm, &mut |part| f(&mut part.what, Clause::Deed));
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

/// Calls `f` on every expression of what is taken to follow from other records.
pub(crate) fn deemed_expressions(deem: &mut Deem, f: &mut dyn FnMut(&mut Expr, &Spot)) {
    let followed = deem.when.followed().from.clone();
    deemed_selections(deem, &mut |selection| {
        let spot = Spot { clause: Clause::Deemed, hand: Some(selection.from.clone()) };
        selection.filter.iter_mut().for_each(|e| each_at(e, &spot, &mut *f));
    });
    let spot = Spot { clause: Clause::Deemed, hand: Some(followed) };
    deem.effective.iter_mut().for_each(|effect| each_at(&mut effect.from, &spot, f));
    deem.fields.iter_mut().flatten().for_each(|value| each_at(value, &spot, f));
}

/// The selections that it itself names.
pub(crate) fn deemed_selections(deem: &mut Deem, f: &mut dyn FnMut(&mut Selection)) {
    match &mut deem.when {
        Turning::Each(what) | Turning::Reaches { what, .. } | Turning::InARow(what, _) => f(what),
        Turning::Silence(first, _, without) => {
            f(first);
            f(without);
        }
    }
}
