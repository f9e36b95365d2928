//! Who holds a role, and what is in a state: of whom that may be asked.

use super::{NOTHING, Scene, shown};
use crate::check::Checker;
use crate::check::policy::Expr;
use crate::diagnostic::{Arg, Diagnostic};
use crate::log::{Name, Type};
use crate::syntax::ast;

impl Checker<'_> {
    pub(super) fn holds(
        &mut self,
        who: &ast::Expr,
        role: &ast::Ident,
        unit: Option<&ast::Expr>,
        scene: &Scene,
    ) -> Expr {
        let Some(name) = self.vocabulary_ref().role_named(&role.node).map(|role| role.name.clone()) else {
            self.resolve(who, scene, Some(&Type::AnyEntity));
            let known: Vec<Name> = self.vocabulary_ref().roles.values().map(|r| r.name.clone()).collect();
            self.unknown("B0209", role.span, &role.node, known.iter());
            return NOTHING;
        };
        let who = self.of_whom(who, &name, "person", scene);
        let unit = unit.map(|unit| Box::new(self.resolve(unit, scene, Some(&Type::AnyEntity)).0));
        Expr::Holds(Box::new(who), name.canonical, unit)
    }

    pub(super) fn under(&mut self, who: &ast::Expr, state: &ast::Ident, scene: &Scene) -> Expr {
        let named = self.vocabulary_ref().states.values().find(|s| s.name.answers_to(&state.node));
        let Some((name, of)) = named.map(|state| (state.name.clone(), state.of.clone())) else {
            self.resolve(who, scene, Some(&Type::AnyEntity));
            let known: Vec<Name> = self.vocabulary_ref().states.values().map(|s| s.name.clone()).collect();
            self.unknown("B0210", state.span, &state.node, known.iter());
            return NOTHING;
        };
        let who = self.of_whom(who, &name, &of, scene);
        Expr::Under(Box::new(who), name.canonical)
    }

    // What a role or state is of: of anything else it would never be so.
    fn of_whom(&mut self, who: &ast::Expr, said: &Name, kind: &str, scene: &Scene) -> Expr {
        let (resolved, ty) = self.resolve(who, scene, Some(&Type::Entity(kind.to_owned())));
        let vocabulary = self.vocabulary_ref();
        let found = match ty.as_ref().map(element) {
            None | Some(Type::AnyEntity) => None,
            Some(Type::Entity(own)) if vocabulary.is_a(own, kind) || vocabulary.is_a(kind, own) => None,
            Some(Type::Entity(own)) => Some(self.kind_called(own)),
            Some(other) => Some(shown(other)),
        };
        if let Some(found) = found {
            let problem = Diagnostic::error("B0309", who.span).with_arg("name", said.both());
            let problem = problem.with_arg("kind", self.kind_called(kind)).with_arg("found", found);
            self.report(problem);
        }
        resolved
    }

    /// A kind of entity by its name.
    pub(super) fn kind_called(&self, kind: &str) -> Arg {
        let entity = self.vocabulary_ref().entities.get(kind);
        entity.map_or_else(|| Arg::from(kind), |entity| entity.name.both())
    }
}

/// The type of one thing, where there may be several.
pub(super) fn element(ty: &Type) -> &Type {
    if let Type::Set(of) = ty { element(of) } else { ty }
}
