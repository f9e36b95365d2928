//! What a norm is stated for each of besides its bearer, whose calendar counts, and what exceptions put in
//! the place of what it says.

use super::Checker;
use super::expressions::Scene;
use crate::check::policy::{CompareOp, Expr, ForEach, Instead, Quantity, Requirement, Time};
use crate::diagnostic::Diagnostic;
use crate::log::{Length, Name, Type};
use crate::source::Span;
use crate::syntax::ast::{self, Modality};

impl<'a> Checker<'a> {
    /// The second thing that a norm is stated for each of; the scene then knows it.
    pub(super) fn for_each(&mut self, each: &'a ast::ForEach, scene: &mut Scene) -> Option<ForEach> {
        let word = &each.kind.node;
        let vocabulary = self.vocabulary_ref();
        let entity = vocabulary
            .entity_named(word)
            .map(|one| (one.name.clone(), Type::Entity(one.name.canonical.clone())));
        let of_values = || {
            let found = vocabulary.enums.values().find(|one| one.name.answers_to(word));
            found.map(|one| (one.name.clone(), Type::Enum(one.name.canonical.clone())))
        };
        let Some((name, of)) = entity.or_else(of_values) else {
            let entities = vocabulary.entities.values().map(|one| one.name.clone());
            let known: Vec<Name> =
                entities.chain(vocabulary.enums.values().map(|one| one.name.clone())).collect();
            self.unknown("B0201", each.kind.span, word, known.iter());
            scene.lacking = true;
            return None;
        };
        let name = each.called.as_ref().map_or(name, super::name);
        if scene.bearer.as_ref().is_some_and(|(bearer, _)| *bearer == name) {
            self.report(Diagnostic::error("B0416", each.kind.span).with("name", word));
        }
        scene.of_each = Some((name.clone(), of.clone(), true));
        let filter = each.filter.as_ref().map(|filter| self.condition(filter, scene));
        scene.of_each = Some((name, of.clone(), false));
        Some(ForEach { of, filter })
    }

    /// The calendars that may be the bearer's, with the condition for each.
    pub(super) fn own_calendars(&mut self, of: &'a ast::Expr, scene: &Scene) -> Vec<(usize, Expr)> {
        let (by, ty) = self.resolve(of, scene, None);
        self.regions_used = true;
        let Some(ty) = ty else { return Vec::new() };
        if self.regions.is_empty() {
            self.report(Diagnostic::error("B0508", of.span));
        }
        let mut out = Vec::new();
        for (index, region) in self.regions.clone().into_iter().enumerate() {
            if let Some(value) = self.constant(region, &ty) {
                let condition =
                    Expr::Compare(CompareOp::Is, Box::new(by.clone()), Box::new(Expr::Value(value)));
                out.push((index, condition));
            }
        }
        out
    }

    /// Calendars for some that no norm asks for.
    pub(super) fn unused_regions(&mut self) {
        if !self.regions_used {
            for region in self.regions.clone() {
                self.report(Diagnostic::warning("B0507", region.span));
            }
        }
    }

    /// What an exception puts in the place of what the norm says.
    pub(super) fn instead(
        &mut self,
        instead: &'a ast::Instead,
        modality: Modality,
        scene: &Scene,
    ) -> (Instead, Span) {
        match instead {
            ast::Instead::Quantity(quantity) => {
                (Instead::Quantity(self.quantity(Some(quantity), modality, scene)), quantity.word.span)
            }
            ast::Instead::Within(length) => {
                let (count, unit) = length.node;
                (Instead::Within(Length { count, unit }), length.span)
            }
        }
    }

    /// There must be one thing that it can stand for.
    pub(super) fn replaceable(
        &mut self,
        (instead, span): &(Instead, Span),
        requirement: &Requirement,
        time: &Time,
    ) {
        let fits = match instead {
            Instead::Quantity(_) => {
                let everywhere = matches!(time, Time::AtAllTimes | Time::Rolling(..) | Time::Gap(..));
                matches!(requirement, Requirement::Have(parts) if parts.len() == 1) && !everywhere
            }
            Instead::Within(_) => matches!(time, Time::WithinAfter(..) | Time::WithinBefore(..)),
        };
        if !fits {
            self.report(Diagnostic::error("B0415", *span));
        }
    }

    /// A sum is asked for of the records that follow a trigger.
    pub(super) fn total_of(&mut self, part: &'a ast::HavePart, scene: &Scene) -> Option<usize> {
        let field = part.total_of.as_ref()?;
        if scene.trigger.is_none() && !scene.lacking {
            self.report(Diagnostic::error("B0413", field.span));
        }
        match self.measure(ast::Measure::Total, &part.what, field, scene).0 {
            Expr::Measure(_, _, index) => Some(index),
            _ => None,
        }
    }

    /// Amounts add up; limits of a norm that sums are upper or lower ones of the sum.
    pub(super) fn amounts_only_grow(&mut self, quantity: &Quantity, part: &ast::HavePart) {
        // What is asked for in each period is said otherwise altogether.
        let told = |span| self.diagnostics.iter().any(|one| one.code() == "B0413" && one.span == span);
        if let (Some(field), true) = (&part.total_of, quantity.high.is_some())
            && !told(field.span)
        {
            self.report(Diagnostic::error("B0417", field.span));
        }
    }
}
