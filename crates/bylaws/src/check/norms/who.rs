//! On whom a duty lies, what triggers it, who answers.

use crate::check::Checker;
use crate::check::contradiction::Spoken;
use crate::check::expressions::{Hand, Scene, conditions, shown};
use crate::check::policy::{Answerable, BearerKind, Expr, From, Selection};
use crate::diagnostic::Diagnostic;
use crate::log::{Name, Type};
use crate::syntax::ast::{self, ExprKind};
use std::sync::Arc;

impl<'a> Checker<'a> {
    pub(super) fn bearer_kind(&mut self, each: &ast::Bearer) -> Option<(Name, BearerKind)> {
        let word = &each.kind.node;
        let vocabulary = self.vocabulary_ref();
        if let Some(role) = vocabulary.role_named(word) {
            return Some((role.name.clone(), BearerKind::Role(role.name.canonical.clone())));
        }
        if let Some(entity) = vocabulary.entity_named(word) {
            let (name, unregistered) = (entity.name.clone(), entity.unregistered);
            // Who has no record of its own is nobody whom one could ask for what is missing.
            if unregistered {
                let warning = Diagnostic::warning("B0733", each.kind.span);
                self.report(warning.with_arg("kind", name.both()));
            }
            return Some((name.clone(), BearerKind::Entity(name.canonical)));
        }
        let known: Vec<Name> = vocabulary
            .roles
            .values()
            .map(|r| r.name.clone())
            .chain(vocabulary.entities.values().map(|e| e.name.clone()))
            .collect();
        self.unknown("B0211", each.kind.span, word, known.iter());
        None
    }

    pub(super) fn trigger(&mut self, when: &'a ast::Selection, scene: &mut Scene) -> Option<Selection> {
        let kind = match when.outcome {
            Some(outcome) => self.verdict_kind(outcome, &when.kind),
            None => self.vocabulary_ref().event_named(&when.kind.node).map(|(kind, _)| kind),
        };
        if when.outcome.is_some() && kind.is_none() {
            scene.lacking = true;
            return None;
        }
        let Some(kind) = kind else {
            let known: Vec<Name> = self.vocabulary_ref().events.values().map(|e| e.name.clone()).collect();
            self.unknown("B0208", when.kind.span, &when.kind.node, known.iter());
            scene.lacking = true;
            return None;
        };
        scene.trigger = Some(kind);
        let inner = Scene { hand: Hand::Event(kind), of_trigger: true, ..scene.clone() };
        let filter = when.filter.as_ref().map(|f| self.condition_of_one(f, &inner));
        let spoken = Spoken { vocabulary: self.vocabulary_ref(), kind: Some(kind) };
        if spoken.impossible(&filter) {
            self.report(Diagnostic::warning("B0706", when.kind.span));
        }
        Some(Selection {
            from: From::Event(kind),
            filter,
            conditions: conditions(when),
            span: when.kind.span,
        })
    }

    /// Who answers; of several, how the rank of one would be written is for the author to say.
    pub(super) fn answer(
        &mut self,
        line: &ast::Answerable,
        alone: bool,
        scene: &Scene,
    ) -> Option<Answerable> {
        let Some(rank) = &line.rank else {
            self.without_rank(&line.who, alone, scene);
            return None;
        };
        let (who, ty) = self.resolve(&line.who, scene, Some(&Type::AnyEntity));
        if let Some(ty) = ty.filter(|t| !matches!(t, Type::Entity(_) | Type::AnyEntity | Type::Set(_))) {
            self.report(Diagnostic::error("B0305", line.who.span).with_arg("found", shown(&ty)));
        }
        let role = match &who {
            Expr::Holders(_, role) => self.vocabulary_ref().roles.get(role).map(|r| r.name.clone()),
            Expr::Bearer => scene.bearer.as_ref().map(|(name, _)| name.clone()),
            _ => None,
        };
        let written = match &line.who.kind {
            ExprKind::Member(_, member) => member.node.clone(),
            ExprKind::Name(word) | ExprKind::The(word) => word.clone(),
            _ => String::new(),
        };
        let role = Arc::new(role.unwrap_or(Name { canonical: written, ..Name::default() }));
        Some(Answerable { rank: rank.node, who, role })
    }
}
