//! References in expressions: each renamed by what it means in its scene.

use super::Walk;
use super::names::{Declared, Kind, find};
use super::scene::{Hand, Scene, Ty};
use crate::diagnostic::Lang;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, Ident, Selection};

/// Definitions within definitions that are followed for a type.
const DEEPEST: usize = 64;

/// What a selection selects.
#[derive(Clone, Copy)]
pub(super) enum Selected<'n> {
    Role(&'n Kind),
    State(&'n Kind),
    Entity(&'n Kind),
    Event(&'n Kind),
}

impl<'n> Selected<'n> {
    pub(super) fn hand(self) -> Hand<'n> {
        match self {
            Self::Role(kind) => Hand::Role(kind),
            Self::Entity(kind) => Hand::Entity(kind),
            Self::State(kind) | Self::Event(kind) => Hand::Record(kind),
        }
    }
}

impl<'n> Walk<'n> {
    /// Renames in an expression of which a type is expected, and says what is known of its own.
    pub(super) fn expr(&mut self, expr: &mut Expr, scene: Scene<'n>, wanted: Ty<'n>) -> Ty<'n> {
        let span = expr.span;
        match &mut expr.kind {
            ExprKind::Name(word) => return self.bare(word, span, scene, wanted),
            ExprKind::The(word) => return self.the(word, span, scene),
            ExprKind::Member(of, member) => {
                let of = self.expr(of, scene, Ty::Other);
                return self.member(of, member);
            }
            ExprKind::Size(of) | ExprKind::OnDay { of, .. } => {
                self.expr(of, scene, Ty::Other);
            }
            ExprKind::List(parts) => {
                let types: Vec<Ty<'n>> = parts.iter_mut().map(|p| self.expr(p, scene, wanted)).collect();
                return types.first().copied().unwrap_or(Ty::Other);
            }
            ExprKind::And(parts) | ExprKind::Or(parts) => {
                for part in parts {
                    self.expr(part, scene, Ty::Other);
                }
            }
            ExprKind::Exists(selection)
            | ExprKind::Count(selection)
            | ExprKind::TimeOf(_, selection)
            | ExprKind::UnitsWith { of: selection, .. }
            | ExprKind::SpellTime { of: selection, .. } => {
                self.selection(selection, scene);
            }
            ExprKind::Measure { of, field, .. } => return self.measured(of, field, scene),
            ExprKind::Previous(inner) | ExprKind::Daily { inner, .. } => {
                return self.expr(inner, scene, Ty::Other);
            }
            ExprKind::Not(inner) => {
                self.expr(inner, scene, Ty::Other);
            }
            ExprKind::Within { anchor, inner, .. } => {
                self.expr(anchor, scene, Ty::Other);
                return self.expr(inner, scene, Ty::Other);
            }
            ExprKind::Over { from, to, inner } => {
                self.expr(from, scene, Ty::Other);
                self.expr(to, scene, Ty::Other);
                return self.expr(inner, scene, Ty::Other);
            }
            ExprKind::Pick(_, parts) => {
                for part in parts {
                    self.expr(part, scene, Ty::Other);
                }
            }
            ExprKind::Round(_, _, inner) => {
                self.expr(inner, scene, Ty::Other);
            }
            ExprKind::Lookup { table, key, .. } => {
                self.one_of(table, &self.names.tables);
                self.expr(key, scene, Ty::Other);
            }
            ExprKind::Else(left, right) => {
                let ty = self.expr(left, scene, wanted);
                self.expr(right, scene, ty);
                return ty;
            }
            ExprKind::Arith(_, left, right) | ExprKind::Elapsed(_, left, right) => {
                self.expr(left, scene, Ty::Other);
                self.expr(right, scene, Ty::Other);
            }
            ExprKind::Compare(_, left, right) => {
                let ty = self.expr(left, scene, Ty::Other);
                self.expr(right, scene, ty);
            }
            ExprKind::Holds { who, role, unit } => {
                self.expr(who, scene, Ty::Other);
                self.one_of(role, &self.names.roles);
                if let Some(unit) = unit {
                    self.expr(unit, scene, Ty::AnyEntity);
                }
            }
            ExprKind::Under { who, state } => {
                self.expr(who, scene, Ty::Other);
                self.one_of(state, &self.names.states);
            }
            ExprKind::Number(_)
            | ExprKind::Bool(_)
            | ExprKind::Broken
            | ExprKind::Text(_)
            | ExprKind::Date(_)
            | ExprKind::DateTime(_)
            | ExprKind::Length(..)
            | ExprKind::Clock(_)
            | ExprKind::During(_) => {}
        }
        // A text where an entity is expected is its id.
        if matches!(expr.kind, ExprKind::Text(_)) { wanted } else { Ty::Other }
    }

    fn bare(&mut self, word: &mut String, span: Span, scene: Scene<'n>, wanted: Ty<'n>) -> Ty<'n> {
        let names = self.names;
        if matches!(scene.hand, Hand::Any) && names.bare(scene, wanted, word).is_none() {
            self.rename_by_letters(word, span);
            return Ty::Other;
        }
        let written = word.clone();
        let found = self.rename(word, span, |word| names.bare(scene, wanted, word));
        match found {
            Some(Ty::Other) => self.of_definition(&written, scene),
            Some(ty) => ty,
            None => Ty::Other,
        }
    }

    // A definition without a written type has that of its value, seen from where it is used.
    fn of_definition(&self, word: &str, scene: Scene<'n>) -> Ty<'n> {
        let Some(definition) = find(&self.names.definitions, word) else { return Ty::Other };
        let name = definition.name.canonical.as_str();
        // One that refers to itself is the checker's to report.
        if definition.item.ty.is_some() || self.inside.contains(&name) || self.inside.len() >= DEEPEST {
            return Ty::Other;
        }
        let inside = self.inside.iter().copied().chain([name]).collect();
        let (problems, found) = (Vec::new(), Vec::new());
        let mut aside = Walk { names: self.names, to: self.to, problems, found, inside };
        match &definition.item.value.kind {
            ExprKind::Member(..) | ExprKind::List(_) | ExprKind::Measure { .. } | ExprKind::Previous(_) => {
                aside.expr(&mut definition.item.value.clone(), scene, Ty::Other)
            }
            _ => Ty::Other,
        }
    }

    fn the(&mut self, word: &mut String, span: Span, scene: Scene<'n>) -> Ty<'n> {
        let names = self.names;
        let known = scene.bearer.into_iter().chain(scene.of_each).chain(scene.trigger.map(Ty::Record));
        let known = known.chain(scene.around.map(Ty::Record));
        let known: Vec<Ty<'n>> = known.collect();
        let meant = |word: &str| known.iter().copied().find_map(|ty| named(ty, word));
        let anything = |word: &str| {
            let entity = || find(&names.entities, word).map(|k| (&k.name, Ty::Entity(k)));
            let event = || find(&names.events, word).map(|k| (&k.name, Ty::Record(k)));
            find(&names.roles, word).map(|k| (&k.name, Ty::Holder(k))).or_else(entity).or_else(event)
        };
        if known.iter().all(|ty| named(*ty, word).is_none())
            && let Some(other) = twin(&OF_THE_ONE_IN_HAND, word, self.to)
        {
            let verdict = matches!(word.as_str(), "verdict" | "结论");
            other.clone_into(word);
            return names.verdict.as_ref().filter(|_| verdict).map_or(Ty::Other, Ty::Record);
        }
        let found = if matches!(scene.hand, Hand::Any) && known.is_empty() {
            self.rename(word, span, anything)
        } else {
            self.rename(word, span, meant)
        };
        found.unwrap_or(Ty::Other)
    }

    fn member(&mut self, of: Ty<'n>, member: &mut Ident) -> Ty<'n> {
        let names = self.names;
        if let Some(other) = twin(&PARTS_OF_TIME, &member.node, self.to)
            && names.member(of, &member.node).is_none()
        {
            other.clone_into(&mut member.node);
            return Ty::Other;
        }
        if matches!(of, Ty::Other) {
            let span = member.span;
            self.rename_by_letters(&mut member.node, span);
            return Ty::Other;
        }
        self.ident(member, |word| names.member(of, word)).unwrap_or(Ty::Other)
    }

    /// Renames in a selection and says what it selects.
    pub(super) fn selection(&mut self, selection: &mut Selection, scene: Scene<'n>) -> Option<Selected<'n>> {
        let names = self.names;
        let verdict = selection.outcome.and(names.verdict.as_ref());
        if selection.outcome.is_some() {
            self.one_of(&mut selection.kind, &names.norms);
        }
        let of_norm = verdict.map(Selected::Event);
        let selected = if of_norm.is_some() {
            of_norm
        } else {
            self.ident(&mut selection.kind, |word| {
                let role = || find(&names.roles, word).map(|k| (&k.name, Selected::Role(k)));
                let state = || find(&names.states, word).map(|k| (&k.name, Selected::State(k)));
                let entity = || find(&names.entities, word).map(|k| (&k.name, Selected::Entity(k)));
                let event = || find(&names.events, word).map(|k| (&k.name, Selected::Event(k)));
                role().or_else(state).or_else(entity).or_else(event)
            })
        };
        if let Some(filter) = &mut selection.filter {
            let hand = selected.map_or(Hand::Empty, Selected::hand);
            self.expr(filter, scene.holding(hand), Ty::Other);
        }
        selected
    }

    fn measured(&mut self, of: &mut Selection, field: &mut Ident, scene: Scene<'n>) -> Ty<'n> {
        let names = self.names;
        match self.selection(of, scene).map(Selected::hand) {
            Some(hand) => {
                let inner = Scene::default().holding(hand);
                self.ident(field, |word| names.bare(inner, Ty::Other, word)).unwrap_or(Ty::Other)
            }
            None => self.member(Ty::Other, field),
        }
    }
}

/// Words that mean the same of whatever is in hand, in English and Chinese.
const OF_THE_ONE_IN_HAND: [(&str, &str); 4] =
    [("time", "时间"), ("start", "开始时间"), ("end", "结束时间"), ("verdict", "结论")];

/// The parts of an instant.
const PARTS_OF_TIME: [(&str, &str); 5] =
    [("clock", "钟点"), ("weekday", "星期"), ("day", "日"), ("month", "月份"), ("year", "年份")];

fn twin(words: &[(&'static str, &'static str)], word: &str, to: Lang) -> Option<&'static str> {
    let (en, zh) = words.iter().find(|(en, zh)| *en == word || *zh == word)?;
    Some(if to == Lang::Zh { zh } else { en })
}

fn named<'n>(ty: Ty<'n>, word: &str) -> Option<(&'n Declared, Ty<'n>)> {
    let name = match ty {
        Ty::Entity(kind) | Ty::Holder(kind) | Ty::Record(kind) | Ty::Enum(kind) => &kind.name,
        Ty::AnyEntity | Ty::Role | Ty::Other => return None,
    };
    name.answers_to(word).then_some((name, ty))
}
