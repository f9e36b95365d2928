//! Norms whose numbers rest on private fields: of what they count and require nothing is told.

use super::Checker;
use crate::check::policy::{CheckedPolicy, Expr, From, Instead, Norm, Part, Quantity, Selection, Slot};
use crate::log::Field;
use crate::plan::visit;

impl Checker<'_> {
    /// Takes note of the norms whose numbers are not to be told; for when all accounts are known.
    pub(super) fn private_numbers(&mut self) {
        let private: Vec<bool> =
            self.policy.norms.values().map(|norm| rests_on_private(&self.policy, norm)).collect();
        self.policy.norms.values_mut().zip(private).for_each(|(norm, private)| norm.private = private);
    }
}

fn rests_on_private(policy: &CheckedPolicy, norm: &Norm) -> bool {
    let is_private = |expr: &Expr| is_private(policy, norm.trigger.as_ref(), expr);
    let of_quantity =
        |quantity: &Quantity| [&quantity.low, &quantity.high].into_iter().flatten().any(is_private);
    let of_part = |part: &Part| {
        let total = part.total_of.is_some_and(|field| field_of(policy, &part.what, field));
        total || of_quantity(&part.quantity) || part.of_which.iter().any(|of| of_quantity(&of.quantity))
    };
    let mut instead = norm.exceptions.iter().filter_map(|exception| exception.instead.as_ref());
    norm.requirement.parts().any(of_part)
        || instead.any(|instead| matches!(instead, Instead::Quantity(quantity) if of_quantity(quantity)))
}

fn is_private(policy: &CheckedPolicy, trigger: Option<&Selection>, expr: &Expr) -> bool {
    let mut found = false;
    visit(expr, &mut |expr| {
        found |= match expr {
            Expr::Field(Slot::Around(kind), field) => is_private_field(policy, *kind, *field),
            Expr::Field(Slot::Trigger, field) => trigger.is_some_and(|what| field_of(policy, what, *field)),
            Expr::Measure(_, what, field) => field_of(policy, what, *field),
            Expr::Attribute(_, name) => {
                let kinds = policy.vocabulary.entities.values();
                kinds.filter_map(|kind| kind.fields.get(name)).any(|field| field.private)
            }
            Expr::RoleField(.., field) => {
                let event = policy.vocabulary.events.get("role_start");
                event.and_then(|event| event.fields.get_index(*field)).is_some_and(|(_, field)| field.private)
            }
            Expr::Account(_, name) => policy.accounts.get(name).is_some_and(|account| {
                // An account rests on no other one.
                [&account.initially, &account.value].into_iter().any(|expr| is_private(policy, None, expr))
            }),
            _ => false,
        };
    });
    found
}

// Whether the field at a position of what is selected is private.
fn field_of(policy: &CheckedPolicy, what: &Selection, field: usize) -> bool {
    matches!(what.from, From::Event(kind) if is_private_field(policy, kind, field))
}

fn is_private_field(policy: &CheckedPolicy, kind: usize, field: usize) -> bool {
    let event = policy.vocabulary.events.get_index(kind);
    let field: Option<(&String, &Field)> = event.and_then(|(_, event)| event.fields.get_index(field));
    field.is_some_and(|(_, field)| field.private)
}
