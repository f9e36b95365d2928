//! Names in expressions → what they stand for, with their types.

mod alone;
mod by_value;
mod comparisons;
mod kinds;
mod lasting;
mod listed;
mod members;
mod names;
mod posts;
mod referring;
mod selections;
mod sizes;
mod together;

pub(super) use comparisons::shown;
pub(super) use names::begins_with_a_weekday;
pub(super) use selections::{conditions, conditions_of};

use super::Checker;
use super::contradiction::Spoken;
use crate::check::policy::{BearerKind, Expr};
use crate::diagnostic::{Diagnostic, Message};
use crate::log::{Length, Name, Type, Value};
use crate::source::Span;
use crate::syntax::ast::{self, ExprKind};

/// What filters look at here.
#[derive(Clone, Default, PartialEq)]
pub(super) enum Hand {
    #[default]
    Empty,
    /// A record of which nobody knows what it is, which has been reported.
    Lost,
    Event(usize),
    Role(String),
    State(usize),
    Entity(String),
}

/// What names may refer to at one place.
#[derive(Clone, Default)]
pub(super) struct Scene {
    pub hand: Hand,
    /// What is in hand is the trigger itself, which no filter looks at.
    pub of_trigger: bool,
    /// The type of the records that the filter around this one looks at.
    pub around: Option<usize>,
    pub bearer: Option<(Name, BearerKind)>,
    pub trigger: Option<usize>,
    /// The account in the making: its name is what it stood at before.
    pub account: Option<Name>,
    /// Bare names are attributes of the bearer: its own filter.
    pub of_bearer: bool,
    /// What the norm is stated for each of besides, and whether bare names are attributes of it.
    pub of_each: Option<(Name, Type, bool)>,
    /// The bearer or the trigger could not be understood, which has been reported: `the x` may mean it.
    pub lacking: bool,
    /// It is asked of one window after another, so that there is one before.
    pub has_previous: bool,
    /// Definitions being expanded, outermost first.
    pub expanding: Vec<String>,
}

impl Scene {
    fn holding(&self, hand: Hand) -> Self {
        let of_each = self.of_each.clone().map(|(name, ty, _)| (name, ty, false));
        let around = match self.hand {
            Hand::Event(kind) if !self.of_trigger => Some(kind),
            _ => self.around,
        };
        Self { hand, around, of_trigger: false, of_bearer: false, of_each, ..self.clone() }
    }
}

pub(super) type Typed = (Expr, Option<Type>);

pub(super) const NOTHING: Expr = Expr::Value(Value::Bool(false));

impl Checker<'_> {
    /// An expression that is to be true or false.
    pub(super) fn condition(&mut self, expr: &ast::Expr, scene: &Scene) -> Expr {
        let (resolved, ty) = self.resolve(expr, scene, None);
        if let Some(ty) = ty.filter(|t| *t != Type::Bool) {
            self.report(Diagnostic::error("B0302", expr.span).with_arg("found", shown(&ty)));
        }
        resolved
    }

    /// One of several conditions; a value there is most likely a further value of the comparison before it.
    fn alternative(&mut self, expr: &ast::Expr, scene: &Scene) -> Expr {
        let is_value = self.is_value_of_some_enumeration(expr);
        let before = self.diagnostics.len();
        let condition = self.condition(expr, scene);
        let last = self.diagnostics.get_mut(before..).and_then(<[Diagnostic]>::last_mut);
        let is_meant = |d: &&mut Diagnostic| d.code() == "B0302" || d.code() == "B0201" && is_value;
        if let Some(diagnostic) = last.filter(|d| d.span == expr.span).filter(is_meant) {
            diagnostic.help.push(Message::new("help.one_of"));
        }
        condition
    }

    fn is_value_of_some_enumeration(&self, expr: &ast::Expr) -> bool {
        let ExprKind::Name(word) = &expr.kind else { return false };
        let mut enums = self.vocabulary_ref().enums.values();
        enums.any(|one| one.variants.values().any(|variant| variant.answers_to(word)))
    }

    /// A constant of a type.
    pub(super) fn constant(&mut self, expr: &ast::Expr, ty: &Type) -> Option<Value> {
        match self.resolve(expr, &Scene::default(), Some(ty)).0 {
            Expr::Value(value) => Some(value),
            Expr::Set(parts) => parts
                .into_iter()
                .map(|p| if let Expr::Value(v) = p { Some(v) } else { None })
                .collect::<Option<Vec<_>>>()
                .map(Value::Set),
            _ => None,
        }
    }

    pub(super) fn resolve(&mut self, expr: &ast::Expr, scene: &Scene, wanted: Option<&Type>) -> Typed {
        if !scene.expanding.is_empty() {
            self.expanded = self.expanded.saturating_add(1);
        }
        match &expr.kind {
            ExprKind::Number(n) => (Expr::Value(Value::Number(*n)), Some(Type::Decimal)),
            ExprKind::Broken => (NOTHING, None),
            ExprKind::Bool(b) => (Expr::Value(Value::Bool(*b)), Some(Type::Bool)),
            ExprKind::Text(text) => self.text(text, expr.span, wanted),
            ExprKind::Date(day) => (Expr::Value(Value::Time(self.policy.zone.day(*day))), Some(Type::Date)),
            ExprKind::DateTime(time) => {
                (Expr::Value(Value::Time(self.policy.zone.local_moment(*time))), Some(Type::DateTime))
            }
            ExprKind::Length(count, unit) => {
                self.counted_in(*unit, expr.span);
                (Expr::Value(Value::Length(Length { count: *count, unit: *unit })), Some(Type::Duration))
            }
            ExprKind::Name(name) => self.bare(name, expr.span, scene, wanted),
            ExprKind::The(name) => self.the(name, expr.span, scene),
            ExprKind::Member(of, member) => self.member(of, member, scene),
            ExprKind::List(parts) => {
                let element = wanted.map(|w| if let Type::Set(of) = w { of } else { w });
                let places: Vec<Span> = parts.iter().map(|part| part.span).collect();
                let parts: Vec<Typed> = parts.iter().map(|p| self.resolve(p, scene, element)).collect();
                self.conditions_in_a_list(&parts, &places);
                let ty = parts
                    .first()
                    .and_then(|p| p.1.clone())
                    .map(|t| if matches!(t, Type::Set(_)) { t } else { Type::Set(Box::new(t)) });
                (Expr::Set(parts.into_iter().map(|p| p.0).collect()), ty)
            }
            ExprKind::Exists(selection) => (
                self.selection(selection, scene).map_or(NOTHING, |s| Expr::Exists(Box::new(s))),
                Some(Type::Bool),
            ),
            ExprKind::Count(selection) => (
                self.selection(selection, scene).map_or(NOTHING, |s| Expr::Count(Box::new(s))),
                Some(Type::Integer),
            ),
            ExprKind::Size(of) => self.size(of, scene),
            ExprKind::Measure { measure, of, field } => self.measure(*measure, of, field, scene),
            ExprKind::Previous(inner) => {
                if !scene.has_previous {
                    self.report(Diagnostic::warning("B0428", expr.span));
                }
                // Of the window before the previous one nothing is kept.
                let (inner, ty) = self.resolve(inner, &Scene { has_previous: false, ..scene.clone() }, None);
                (Expr::Previous(Box::new(inner)), ty)
            }
            ExprKind::Arith(op, left, right) => {
                if let (ast::ArithOp::Sub, ExprKind::Clock(from), ExprKind::Clock(to)) =
                    (op, &left.kind, &right.kind)
                {
                    self.between_times_of_day(expr.span, *from, *to);
                    return (NOTHING, None);
                }
                if let Some(instant) = self.sum(*op, left, right, scene) {
                    return instant;
                }
                let (left, right) = (self.number(left, scene), self.number(right, scene));
                (Expr::Arith(*op, Box::new(left), Box::new(right)), Some(Type::Decimal))
            }
            ExprKind::Clock(_)
            | ExprKind::Within { .. }
            | ExprKind::Over { .. }
            | ExprKind::OnDay { .. }
            | ExprKind::Daily { .. }
            | ExprKind::Elapsed(..)
            | ExprKind::Pick(..)
            | ExprKind::Round(..)
            | ExprKind::Else(..)
            | ExprKind::Lookup { .. }
            | ExprKind::TimeOf(..)
            | ExprKind::UnitsWith { .. }
            | ExprKind::SpellTime { .. } => self.of_time(expr, scene, wanted),
            ExprKind::Compare(op, left, right) => {
                (self.compare(*op, left, right, expr.span, scene), Some(Type::Bool))
            }
            ExprKind::And(parts) => {
                (Expr::And(parts.iter().map(|p| self.condition(p, scene)).collect()), Some(Type::Bool))
            }
            ExprKind::Or(parts) => {
                let parts: Vec<Expr> = parts.iter().map(|p| self.alternative(p, scene)).collect();
                let kind = match scene.hand {
                    Hand::Event(kind) | Hand::State(kind) => Some(kind),
                    _ => None,
                };
                if (Spoken { vocabulary: self.vocabulary_ref(), kind }).always(&parts) {
                    self.report(Diagnostic::warning("B0730", expr.span));
                }
                (Expr::Or(parts), Some(Type::Bool))
            }
            ExprKind::Not(inner) => (Expr::Not(Box::new(self.condition(inner, scene))), Some(Type::Bool)),
            ExprKind::Holds { who, role, unit } => {
                (self.holds(who, role, unit.as_deref(), scene), Some(Type::Bool))
            }
            ExprKind::Under { who, state } => (self.under(who, state, scene), Some(Type::Bool)),
            ExprKind::During(kind) => {
                self.asks_of_holidays(*kind, expr.span);
                (Expr::During(*kind), Some(Type::Bool))
            }
        }
    }

    pub(super) fn number(&mut self, expr: &ast::Expr, scene: &Scene) -> Expr {
        let (resolved, ty) = self.resolve(expr, scene, None);
        if let Some(ty) = ty.filter(|t| !matches!(t, Type::Integer | Type::Decimal)) {
            self.report(Diagnostic::error("B0303", expr.span).with_arg("found", shown(&ty)));
        }
        resolved
    }
}
