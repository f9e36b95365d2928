//! Whom a norm concerns, and what sets it off.

use super::clauses::Clauses;
use crate::check::Checker;
use crate::check::contradiction::Spoken;
use crate::check::expressions::Scene;
use crate::check::policy::{Bearer, ForEach, Selection};
use crate::diagnostic::Diagnostic;
use crate::syntax::ast;

/// Whom it binds, for each of what besides, what sets it off, and what all other clauses may speak of by that.
pub(super) struct Concern {
    pub bearer: Option<Bearer>,
    pub for_each: Option<ForEach>,
    pub trigger: Option<Selection>,
    pub scene: Scene,
}

impl<'a> Checker<'a> {
    pub(super) fn concern(&mut self, norm: &'a ast::Norm, clauses: &Clauses<'a>) -> Concern {
        let kind = clauses.each.and_then(|each| self.bearer_kind(each));
        let of_nobody = !clauses.concern_somebody();
        if of_nobody {
            self.lacks(norm, "主体", "each");
        }
        let lacking = norm.incomplete || of_nobody || clauses.each.is_some() && kind.is_none();
        let mut scene = Scene { bearer: kind.clone(), lacking, ..Scene::default() };
        let bearer = kind.map(|(_, kind)| Bearer { kind, filter: None }).map(|mut bearer| {
            let own = Scene { of_bearer: true, ..scene.clone() };
            bearer.filter =
                clauses.each.and_then(|e| e.filter.as_ref()).map(|f| self.condition_of_one(f, &own));
            bearer
        });
        let filter = bearer.as_ref().and_then(|bearer| bearer.filter.as_ref());
        let spoken = Spoken { vocabulary: self.vocabulary_ref(), kind: None };
        if let (Some(each), true) = (clauses.each, spoken.impossible(filter)) {
            self.report(Diagnostic::warning("B0705", each.kind.span));
        }
        let for_each = clauses.each.and_then(|each| each.for_each.as_ref());
        let for_each = for_each.and_then(|each| self.for_each(each, &mut scene));
        let trigger = clauses.when.and_then(|when| self.trigger(when, &mut scene));
        Concern { bearer, for_each, trigger, scene }
    }
}
