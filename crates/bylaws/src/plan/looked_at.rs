//! All types of records that a verdict may rest on.

use super::{each_expr, each_selection, strata::rests_on};
use crate::check::policy::{BearerKind, CheckedPolicy, Expr, From, Norm, Time};
use crate::log::EventOrigin;
use std::collections::BTreeSet;

/// Positions of the types of records that a norm looks at: what it counts, what triggers it, what its conditions
/// ask for, and what tells who holds office, what is in which state and what there is.
#[must_use]
pub fn looked_at(policy: &CheckedPolicy, norm: &Norm) -> BTreeSet<usize> {
    let mut kinds = rests_on(policy, norm);
    let mut origins: BTreeSet<Origin<'_>> = BTreeSet::new();
    each_selection(norm, &mut |selection| {
        if let From::Event(kind) = selection.from {
            kinds.insert(kind);
        }
    });
    for from in norm.trigger.iter().map(|s| &s.from).chain(norm.requirement.parts().map(|p| &p.what.from)) {
        origins.extend(of_selection(from));
    }
    match norm.bearer.as_ref().map(|bearer| &bearer.kind) {
        Some(BearerKind::Role(_) | BearerKind::Holding(_)) => origins.extend([Origin::Roles]),
        Some(BearerKind::Entity(name)) => origins.extend([Origin::Entity(name)]),
        None => {}
    }
    each_expr(norm, &mut |expr| {
        origins.extend(expr.selection().and_then(|selection| of_selection(&selection.from)));
        match expr {
            Expr::Holders(..) | Expr::UnitsOf(..) | Expr::RoleField(..) | Expr::Holds(..) => {
                origins.insert(Origin::Roles);
            }
            Expr::Under(_, state) => {
                origins.insert(Origin::State(state));
            }
            _ => {}
        }
    });
    let events = policy.vocabulary.events.values().enumerate();
    kinds.extend(events.filter(|(_, e)| origins.iter().any(|o| o.is(&e.origin))).map(|(kind, _)| kind));
    if let Time::AfterBreachOf(parent, _) = &norm.time
        && let Some(parent) = policy.norms.get(parent)
    {
        kinds.extend(looked_at(policy, parent));
    }
    kinds
}

/// What tells of something that is no event.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Origin<'p> {
    Roles,
    State(&'p str),
    Entity(&'p str),
}

impl Origin<'_> {
    fn is(&self, origin: &EventOrigin) -> bool {
        match (self, origin) {
            (Self::Roles, EventOrigin::RoleStart | EventOrigin::RoleEnd) => true,
            (Self::State(name), EventOrigin::StateStart(state) | EventOrigin::StateEnd(state)) => {
                name == state
            }
            (Self::Entity(name), EventOrigin::Entity(kind)) => name == kind,
            _ => false,
        }
    }
}

fn of_selection(from: &From) -> Option<Origin<'_>> {
    match from {
        From::Event(_) => None,
        From::Role(_) => Some(Origin::Roles),
        From::State(state) => Some(Origin::State(state)),
        From::Entity(kind) => Some(Origin::Entity(kind)),
    }
}
