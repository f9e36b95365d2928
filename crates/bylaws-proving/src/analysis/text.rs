//! What can be told from the text alone, without a log.

use super::{Finding, FindingKind};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{CompareOp, Expr, From, Part, Slot, Standing};
use bylaws::log::Type;
use bylaws::plan::conjuncts;

/// Clauses that rest on parameters, and that nothing carries out.
pub(super) fn undefined(policy: &CheckedPolicy) -> Vec<Finding> {
    let waiting = policy.clauses.values().filter(|clause| !clause.is_cited());
    let each = waiting.flat_map(|clause| match &clause.standing {
        Standing::NeedsParameter(names) => {
            names.iter().map(|name| (clause.id.clone(), name.clone())).collect()
        }
        _ => Vec::new(),
    });
    let finding = |(clause, parameter)| Finding {
        kind: FindingKind::Undefined,
        norm: clause,
        other: Some(parameter),
        test: None,
    };
    each.map(finding).collect()
}

/// Whether a norm asks for a tie of which no norm asks the other end.
pub(super) fn one_sided(policy: &CheckedPolicy, name: &str) -> Option<Finding> {
    let norm = policy.norms.get(name)?;
    let mut ties = norm.requirement.parts().filter(|part| part.quantity.low.is_some());
    let is_one_sided = |part: &Part| {
        let from_subject = end(part) == Some(0);
        let others = policy.norms.values().flat_map(|other| other.requirement.parts());
        // Where the other end asks for more, it asks for another tie.
        let from_there = |other: &Part| {
            other.what.from == part.what.from
                && end(other).is_some_and(|end| end != 0)
                && conditions(other) <= conditions(part)
        };
        from_subject && has_other_end(policy, part) && !others.into_iter().any(from_there)
    };
    ties.any(is_one_sided).then(|| Finding {
        kind: FindingKind::OneSided,
        norm: name.to_owned(),
        other: None,
        test: None,
    })
}

fn conditions(part: &Part) -> usize {
    part.what.filter.as_ref().map_or(0, |filter| conjuncts(filter).len())
}

// Position of the field of a role or state that must be the bearer.
fn end(part: &Part) -> Option<usize> {
    if !matches!(part.what.from, From::Role(_) | From::State(_)) {
        return None;
    }
    conjuncts(part.what.filter.as_ref()?).into_iter().find_map(|condition| match condition {
        Expr::Compare(CompareOp::Is, left, right) => match (&**left, &**right) {
            (Expr::Field(Slot::InHand, field), Expr::Bearer)
            | (Expr::Bearer, Expr::Field(Slot::InHand, field)) => Some(*field),
            _ => None,
        },
        _ => None,
    })
}

// Whether what is asked for ties to something: a role to its unit, a state to an entity that one of its fields names.
fn has_other_end(policy: &CheckedPolicy, part: &Part) -> bool {
    match &part.what.from {
        From::Role(_) => true,
        From::State(name) => {
            let start = policy
                .vocabulary
                .states
                .get(name)
                .and_then(|state| policy.vocabulary.events.get(&state.start));
            start.is_some_and(|event| event.fields.values().skip(1).any(|f| matches!(f.ty, Type::Entity(_))))
        }
        From::Event(_) | From::Entity(_) => false,
    }
}
