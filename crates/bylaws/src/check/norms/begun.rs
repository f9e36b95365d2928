//! Exceptions that deny what the trigger itself begins. An office or a state is asked as things stand when the duty arises,
//! and just then it has begun.

use crate::check::Checker;
use crate::check::policy::{CompareOp, Expr, Selection, Slot};
use crate::diagnostic::Arg;
use crate::log::{EventOrigin, EventType, Value};
use crate::plan::conjuncts;

/// The record that gives rise to a duty.
struct Trigger<'t> {
    event: &'t EventType,
    of: Option<&'t Selection>,
}

impl Checker<'_> {
    /// The trigger, if it begins what the condition says not to be.
    pub(super) fn denies_what_begins(
        &self,
        kind: usize,
        of: Option<&Selection>,
        condition: &Expr,
    ) -> Option<Arg> {
        let (_, event) = self.vocabulary_ref().events.get_index(kind)?;
        let begun = |expr: &Expr| self.is_begun(&Trigger { event, of }, expr);
        never(condition, &begun).then(|| event.name.both())
    }

    // Whether the trigger begins what is asked.
    fn is_begun(&self, trigger: &Trigger<'_>, asked: &Expr) -> bool {
        let is_field = |expr: &Expr, name: &str| {
            let field = trigger.event.field_index(name);
            field.is_some_and(|index| *expr == Expr::Field(Slot::Trigger, index))
        };
        match asked {
            Expr::Holds(person, role, unit) => {
                let in_it = unit.as_ref().is_none_or(|unit| is_field(unit, "unit"));
                let begins = trigger.event.origin == EventOrigin::RoleStart && trigger.is_of_role(role);
                begins && in_it && is_field(person, "person")
            }
            Expr::Under(whom, state) => {
                let state = self.vocabulary_ref().states.get(state);
                state.is_some_and(|state| {
                    let begins = trigger.event.name.canonical == state.start;
                    begins && is_field(whom, &state.of)
                })
            }
            _ => false,
        }
    }
}

impl Trigger<'_> {
    fn is_of_role(&self, role: &str) -> bool {
        let field = self.event.field_index("role");
        let filter = self.of.and_then(|of| of.filter.as_ref());
        filter.into_iter().flat_map(conjuncts).any(|condition| match condition {
            Expr::Compare(CompareOp::Is, left, right) => {
                let is_role = |expr: &Expr| field.is_some_and(|f| *expr == Expr::Field(Slot::InHand, f));
                let is_this = |expr: &Expr| matches!(expr, Expr::Value(Value::Role(one)) if **one == *role);
                is_role(left) && is_this(right) || is_role(right) && is_this(left)
            }
            _ => false,
        })
    }
}

// Whether a condition cannot hold while what is begun has begun.
fn never(condition: &Expr, begun: &dyn Fn(&Expr) -> bool) -> bool {
    match condition {
        Expr::Not(denied) => begun(denied),
        Expr::And(parts) => parts.iter().any(|part| never(part, begun)),
        Expr::Or(parts) => parts.iter().all(|part| never(part, begun)),
        _ => false,
    }
}
