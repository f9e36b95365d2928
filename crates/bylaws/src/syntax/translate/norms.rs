//! References in norms.

use super::Walk;
use super::expressions::Selected;
use super::names::{Kind, find};
use super::scene::{Hand, Scene, Ty};
use crate::diagnostic::Lang;
use crate::syntax::ast::{
    Bearer, Counter, Duty, Exception, ExprKind, HavePart, Instead, Norm, NormClause, Quantity, Requirement,
    Selection, TimeLimit, Window,
};

impl<'n> Walk<'n> {
    pub(super) fn norm(&mut self, norm: &mut Norm) {
        // Who and when come first wherever they stand: everything else may refer to them.
        let mut scene = Scene::default();
        for clause in &mut norm.clauses {
            if let NormClause::Each(bearer) = &mut clause.node {
                (scene.bearer, scene.of_each) = self.bearer(bearer);
            }
        }
        for clause in &mut norm.clauses {
            if let NormClause::When(selection) = &mut clause.node {
                scene.trigger = self.trigger(selection, scene);
            }
        }
        norm.clauses.iter_mut().for_each(|clause| self.clause(&mut clause.node, scene));
    }

    fn bearer(&mut self, bearer: &mut Bearer) -> (Option<Ty<'n>>, Option<Ty<'n>>) {
        let names = self.names;
        let ty = self.ident(&mut bearer.kind, |word| {
            let entity = || find(&names.entities, word).map(|k| (&k.name, Ty::Entity(k)));
            find(&names.roles, word).map(|k| (&k.name, Ty::Holder(k))).or_else(entity)
        });
        if let Some(filter) = &mut bearer.filter {
            let hand = match ty {
                Some(Ty::Entity(kind)) => Hand::Entity(kind),
                Some(Ty::Holder(kind)) => Hand::Holder(kind),
                _ => Hand::Empty,
            };
            self.expr(filter, Scene { hand, bearer: ty, ..Scene::default() }, Ty::Other);
        }
        let of_each = bearer.for_each.as_mut().and_then(|each| {
            let enumeration = |word: &str| find(&names.enums, word).map(|k| (&k.name, Ty::Enum(k)));
            let of = self.ident(&mut each.kind, |word| {
                find(&names.entities, word).map(|k| (&k.name, Ty::Entity(k))).or_else(|| enumeration(word))
            });
            let called = each.called.as_ref().map(super::names::forms);
            let own = called.and_then(|called| names.called.iter().find(|kind| kind.name == called));
            let of = own.map(Ty::Entity).or(of);
            if let Some(filter) = &mut each.filter {
                let hand = if let Some(Ty::Entity(kind)) = of { Hand::Entity(kind) } else { Hand::Empty };
                self.expr(filter, Scene { hand, bearer: ty, of_each: of, ..Scene::default() }, Ty::Other);
            }
            of
        });
        (ty, of_each)
    }

    fn trigger(&mut self, when: &mut Selection, scene: Scene<'n>) -> Option<&'n Kind> {
        let kind = self.one_of(&mut when.kind, &self.names.events);
        if let Some(filter) = &mut when.filter {
            let hand = kind.map_or(Hand::Empty, Hand::Record);
            self.expr(filter, Scene { hand, trigger: kind, ..scene }, Ty::Other);
        }
        kind
    }

    fn clause(&mut self, clause: &mut NormClause, scene: Scene<'n>) {
        match clause {
            NormClause::Must(duty) => self.duty(duty, scene),
            NormClause::Every(frequency) => {
                match &mut frequency.window {
                    Window::EveryParameter(name) => drop(self.one_of(name, &self.names.parameters)),
                    Window::EveryFrom { day, .. } => drop(self.expr(day, scene, Ty::Other)),
                    Window::Every { .. } | Window::Rolling(_) | Window::Gap(_) => {}
                }
                if let Some(quantity) = &mut frequency.quantity {
                    self.quantity(quantity, scene);
                }
            }
            NormClause::Time(limit) => self.limit(limit, scene),
            NormClause::Except(list) => {
                // Labels have one form only.
                for Exception { condition, instead, .. } in list {
                    self.expr(condition, scene, Ty::Other);
                    if let Some(Instead::Quantity(quantity)) = instead {
                        self.quantity(quantity, scene);
                    }
                }
            }
            NormClause::OwnCalendar(condition) | NormClause::Stops(condition) => {
                self.expr(condition, scene, Ty::Other);
            }
            NormClause::Replaces(norm) => {
                self.one_of(norm, &self.names.norms);
            }
            NormClause::Extended(_, when, _) => {
                self.selection(when, scene);
            }
            NormClause::Otherwise(duty, limit) => {
                self.duty(duty, scene);
                if let Some(limit) = limit {
                    self.limit(limit, scene);
                }
            }
            NormClause::Answerable(list) => {
                for line in list {
                    self.expr(&mut line.who, scene, Ty::Other);
                }
            }
            // Done already, or without references.
            NormClause::Each(_)
            | NormClause::When(_)
            | NormClause::Cites(_)
            | NormClause::Late(_)
            | NormClause::InForce(..)
            | NormClause::Reading(_)
            | NormClause::Note(_) => {}
        }
    }

    fn duty(&mut self, duty: &mut Duty, scene: Scene<'n>) {
        match &mut duty.requirement {
            Requirement::Have(parts) => parts.iter_mut().for_each(|part| self.have_part(part, scene)),
            Requirement::Any(all) => all.iter_mut().flatten().for_each(|part| self.have_part(part, scene)),
            Requirement::Keep(expr) => {
                self.expr(expr, scene, Ty::Other);
            }
            Requirement::Satisfy(expr) => {
                let hand = scene.trigger.map_or(Hand::Empty, Hand::Record);
                self.expr(expr, scene.holding(hand), Ty::Other);
            }
        }
    }

    fn have_part(&mut self, part: &mut HavePart, scene: Scene<'n>) {
        let selected = self.selection(&mut part.what, scene);
        let inner = scene.holding(selected.map_or(Hand::Empty, Selected::hand));
        if let Some(field) = &mut part.total_of {
            let names = self.names;
            self.ident(field, |word| names.bare(inner, Ty::Other, word));
        }
        for quantity in part.quantity.iter_mut().chain(part.of_which.iter_mut().map(|o| &mut o.quantity)) {
            self.quantity(quantity, scene);
            self.counter(quantity, selected);
        }
        for of in &mut part.of_which {
            self.expr(&mut of.filter, inner, Ty::Other);
        }
    }

    // English has no measure words: Chinese gets the usual one for what is counted.
    fn counter(&self, quantity: &mut Quantity, selected: Option<Selected<'n>>) {
        let last = quantity.upper.as_ref().unwrap_or(&quantity.number);
        if self.to == Lang::Zh && quantity.counter.0.is_none() && matches!(last.kind, ExprKind::Number(_)) {
            quantity.counter = Counter(Some(match selected {
                Some(Selected::Role(_)) => '名',
                Some(Selected::Entity(kind)) if kind.name.canonical == "person" => '名',
                Some(Selected::Event(_)) => '次',
                Some(Selected::Entity(_) | Selected::State(_)) | None => '个',
            }));
        }
    }

    fn quantity(&mut self, quantity: &mut Quantity, scene: Scene<'n>) {
        self.expr(&mut quantity.number, scene, Ty::Other);
        if let Some(upper) = &mut quantity.upper {
            self.expr(upper, scene, Ty::Other);
        }
    }

    fn limit(&mut self, limit: &mut TimeLimit, scene: Scene<'n>) {
        match limit {
            TimeLimit::Before(x)
            | TimeLimit::After(x)
            | TimeLimit::WithinBefore(_, x)
            | TimeLimit::WithinAfter(_, x)
            | TimeLimit::NoLaterThan(x)
            | TimeLimit::AtLeast { anchor: x, .. }
            | TimeLimit::OnTheDayOf(x) => {
                self.expr(x, scene, Ty::Other);
            }
            TimeLimit::AtAllTimes
            | TimeLimit::AtTheEndOfEvery(_)
            | TimeLimit::ByDateEveryYear { .. }
            | TimeLimit::ByDateOfYear { .. }
            | TimeLimit::ByDayOfPeriod { .. }
            | TimeLimit::ByClock { .. }
            | TimeLimit::By(_)
            | TimeLimit::Once => {}
        }
    }
}
