//! Conditions that nothing can meet, as far as comparisons of one thing with constants tell. What is said to
//! be impossible is impossible; what is not may still be.

use crate::check::policy::{CompareOp, Expr, Slot};
use crate::log::{EventType, Exact, Type, Value, Vocabulary};
use crate::plan::conjuncts;

/// Whether nothing can meet a condition: what is said of one thing is at odds with what else is said of it. Where it is one on
/// records, they are of the type at this position.
#[must_use]
pub fn no_record_meets(vocabulary: &Vocabulary, kind: Option<usize>, filter: &Expr) -> bool {
    Spoken { vocabulary, kind }.impossible([filter])
}

/// What conditions speak of: words, and the type of the record in hand.
#[derive(Clone, Copy)]
pub(super) struct Spoken<'v> {
    pub vocabulary: &'v Vocabulary,
    pub kind: Option<usize>,
}

impl Spoken<'_> {
    /// Whether no bearer or record can meet all of these conditions together.
    pub(super) fn impossible<'e>(self, conditions: impl IntoIterator<Item = &'e Expr>) -> bool {
        let parts: Vec<&Expr> = conditions.into_iter().flat_map(conjuncts).collect();
        // A bare "no" stands for a condition with an error of its own.
        let never = |part: &&Expr| matches!(part, Expr::Or(branches) if branches.iter().all(|branch| self.impossible([branch])));
        let denied = |part: &&Expr| matches!(part, Expr::Not(inner) if parts.contains(&&**inner));
        parts.iter().any(|part| never(part) || denied(part))
            || parts.iter().any(|part| self.clash(part, &parts))
    }

    /// Whether any of these conditions holds whatever is so: of two that deny something else of one thing one does.
    pub(super) fn always(self, conditions: &[Expr]) -> bool {
        let denied = |part| comparison(part).filter(|(_, op, _)| *op == CompareOp::IsNot);
        let denied: Vec<_> = conditions.iter().filter_map(denied).collect();
        denied.iter().any(|(thing, _, value)| {
            let other = |(of, _, another): &(&Expr, CompareOp, &Value)| of == thing && another != value;
            denied.iter().any(other) && !self.may_be_several(thing)
        })
    }

    // Whether what one part says of a thing is at odds with all that is said of it.
    fn clash(self, part: &Expr, parts: &[&Expr]) -> bool {
        let Some((thing, op, value)) = comparison(part) else { return false };
        let mut others = parts.iter().filter_map(|other| comparison(other)).filter(|(of, ..)| *of == thing);
        others.any(|(_, other, limit)| {
            // Several may be one thing as well as another.
            let are_both = op == CompareOp::Is && other == CompareOp::Is && self.may_be_several(thing);
            !are_both && at_odds((op, value), (other, limit))
        })
    }

    // Whether it may have several values, each of which it is; of what record a field is, is not always known.
    fn may_be_several(self, thing: &Expr) -> bool {
        let vocabulary = self.vocabulary;
        let is_set = |event: &EventType, index: usize| {
            event.fields.get_index(index).is_some_and(|(_, field)| matches!(field.ty, Type::Set(_)))
        };
        match thing {
            Expr::Holders(..) | Expr::UnitsOf(..) | Expr::RoleField(..) => true,
            Expr::Attribute(_, name) => {
                let mut fields = vocabulary.entities.values().filter_map(|entity| entity.fields.get(name));
                fields.any(|field| matches!(field.ty, Type::Set(_)))
            }
            Expr::Field(slot, index) => {
                let kind = match slot {
                    Slot::InHand => self.kind,
                    Slot::Around(kind) => Some(*kind),
                    Slot::Trigger => None,
                };
                match kind.and_then(|kind| vocabulary.events.get_index(kind)) {
                    Some((_, event)) => is_set(event, *index),
                    None => vocabulary.events.values().any(|event| is_set(event, *index)),
                }
            }
            _ => false,
        }
    }
}

fn comparison(part: &Expr) -> Option<(&Expr, CompareOp, &Value)> {
    match part {
        Expr::Compare(op, thing, value) => match (&**thing, &**value) {
            (Expr::Value(_), _) => None,
            (thing, Expr::Value(value)) => Some((thing, *op, value)),
            _ => None,
        },
        _ => None,
    }
}

fn at_odds((op, value): (CompareOp, &Value), (other, limit): (CompareOp, &Value)) -> bool {
    match (op, other) {
        (CompareOp::Is, CompareOp::Is) => value != limit,
        (CompareOp::Is, CompareOp::IsNot) => value == limit,
        (CompareOp::Is, _) => outside(value, other, limit),
        _ => match (number(value), number(limit)) {
            // Two limits leave nothing between them.
            (Some(low), Some(high)) => match (op, other) {
                (CompareOp::AtLeast, CompareOp::AtMost) => low > high,
                (CompareOp::AtLeast, CompareOp::LessThan)
                | (CompareOp::MoreThan, CompareOp::AtMost | CompareOp::LessThan) => low >= high,
                _ => false,
            },
            _ => false,
        },
    }
}

/// Whether a number breaks a limit.
fn outside(value: &Value, op: CompareOp, limit: &Value) -> bool {
    let (Some(value), Some(limit)) = (number(value), number(limit)) else { return false };
    match op {
        CompareOp::AtLeast => value < limit,
        CompareOp::AtMost => value > limit,
        CompareOp::MoreThan => value <= limit,
        CompareOp::LessThan => value >= limit,
        _ => false,
    }
}

fn number(value: &Value) -> Option<Exact> {
    if let Value::Number(number) = value { Some(*number) } else { None }
}
