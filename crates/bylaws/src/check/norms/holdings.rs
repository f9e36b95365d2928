//! Whether a duty of those who hold a role is one of each holding, in its unit, or one of the person.

use crate::check::Checker;
use crate::check::policy::{BearerKind, Expr, From, Norm, Selection, SeveralUnits, Slot};
use crate::diagnostic::Diagnostic;
use crate::log::{EventOrigin, Type};
use crate::plan;
use crate::syntax::ast;

impl Checker<'_> {
    /// A norm that speaks of the unit in which its bearer holds the role binds each holding by itself, and so does
    /// what follows its breach. One that does not, and counts what is done in such units, is asked which it means.
    pub(super) fn duty_of_a_holding(
        &mut self,
        norm: &mut Norm,
        follow_up: Option<&mut Norm>,
        each: Option<&ast::Bearer>,
    ) {
        let Some(BearerKind::Role(role)) = norm.bearer.as_ref().map(|bearer| bearer.kind.clone()) else {
            return;
        };
        let speaks = |norm: &Norm| speaks_of_unit(norm, &role);
        let choice = norm.reading.several_units;
        let apart = match choice {
            SeveralUnits::ByWording => speaks(norm) || follow_up.as_deref().is_some_and(speaks),
            SeveralUnits::Together => false,
            SeveralUnits::Apart => true,
        };
        if apart {
            for one in std::iter::once(norm).chain(follow_up) {
                if let Some(bearer) = &mut one.bearer {
                    bearer.kind = BearerKind::Holding(role.clone());
                }
            }
            return;
        }
        let unit = self.vocabulary_ref().roles.get(&role).map(|role| role.unit.clone()).unwrap_or_default();
        let counted = norm.requirement.parts().map(|part| &part.what).chain(&norm.trigger);
        let untied = counted.into_iter().any(|what| self.happens_in_a_unit(what, &unit));
        if let (Some(each), true, SeveralUnits::ByWording) = (each, untied, choice) {
            let name = self.vocabulary_ref().roles.get(&role).map(|role| role.name.both());
            let warning = Diagnostic::warning("B0710", each.kind.span);
            self.report(match name {
                Some(name) => warning.with_arg("role", name),
                None => warning,
            });
        }
    }

    // Whether records name a unit of just such a kind, and a selection of them does not look at that.
    fn happens_in_a_unit(&self, what: &Selection, unit: &str) -> bool {
        let From::Event(kind) = what.from else { return false };
        let Some((_, event)) = self.vocabulary_ref().events.get_index(kind) else { return false };
        let mut looked_at = Vec::new();
        if let Some(filter) = &what.filter {
            plan::visit(filter, &mut |e| {
                if let Expr::Field(Slot::InHand, field) = e {
                    looked_at.push(*field);
                }
            });
        }
        let is_unit = |ty: &Type| match ty {
            Type::Entity(kind) => self.vocabulary_ref().is_a(kind, unit),
            _ => false,
        };
        event.origin == EventOrigin::Declared
            && event.fields.values().enumerate().any(|(index, field)| {
                field.from_role.is_none() && is_unit(&field.ty) && !looked_at.contains(&index)
            })
    }
}

// Who answers may be somebody of the unit without the duty being one of the unit.
fn speaks_of_unit(norm: &Norm, role: &str) -> bool {
    let norm = Norm { answerable: Vec::new(), ..norm.clone() };
    let mut found = false;
    plan::each_expr(&norm, &mut |e| {
        found |= match e {
            Expr::UnitsOf(who, of) | Expr::RoleField(who, of, _) => **who == Expr::Bearer && of == role,
            _ => false,
        };
    });
    found
}
