//! Comparisons, role and state tests; which types can be compared.

use super::{NOTHING, Scene};
use crate::check::Checker;
use crate::check::policy::{CompareOp, Expr};
use crate::diagnostic::{Arg, Diagnostic, Message};
use crate::log::{Name, Type};
use crate::source::Span;
use crate::syntax::ast;

impl Checker<'_> {
    pub(in crate::check) fn compare(
        &mut self,
        op: CompareOp,
        left: &ast::Expr,
        right: &ast::Expr,
        span: Span,
        scene: &Scene,
    ) -> Expr {
        let (resolved_left, left_type) = self.resolve(left, scene, None);
        let (resolved_right, right_type) = self.resolve(right, scene, left_type.as_ref());
        if let (Some(a), Some(b)) = (&left_type, &right_type)
            && class(a) != class(b)
            && class(a) != Class::Any
            && class(b) != Class::Any
        {
            let length = [left, right].into_iter().find_map(|side| match side.kind {
                ast::ExprKind::Length(count, unit) => Some((side.span, count, unit.words())),
                _ => None,
            });
            let number = class(a) == Class::Number || class(b) == Class::Number;
            self.report(match length.filter(|_| number) {
                Some((place, count, (zh, en))) => {
                    let unit = Arg::Word { zh: zh.to_owned(), en: en.to_owned() };
                    let meant = Some((place, count.to_string()));
                    Diagnostic::error("B0129", place).wrong_unit(unit, "unit.count", meant)
                }
                None => {
                    let problem = Diagnostic::error("B0301", span);
                    let problem = problem.with_arg("left", shown(a)).with_arg("right", shown(b));
                    match (a, class(b)) {
                        (Type::Set(_), Class::Number) => self.size_meant(problem, left, scene),
                        _ => problem,
                    }
                }
            });
        }
        self.compared_with_itself(&resolved_left, &resolved_right, span);
        self.compared_with_no_text(op, &resolved_left, &resolved_right, span);
        Expr::Compare(op, Box::new(resolved_left), Box::new(resolved_right))
    }

    pub(in crate::check) fn holds(
        &mut self,
        who: &ast::Expr,
        role: &ast::Ident,
        unit: Option<&ast::Expr>,
        scene: &Scene,
    ) -> Expr {
        let (who, _) = self.resolve(who, scene, None);
        let unit = unit.map(|u| Box::new(self.resolve(u, scene, Some(&Type::AnyEntity)).0));
        match self.vocabulary_ref().role_named(&role.node).map(|r| r.name.canonical.clone()) {
            Some(name) => Expr::Holds(Box::new(who), name, unit),
            None => {
                let known: Vec<Name> = self.vocabulary_ref().roles.values().map(|r| r.name.clone()).collect();
                self.unknown("B0209", role.span, &role.node, known.iter());
                NOTHING
            }
        }
    }

    pub(in crate::check) fn under(&mut self, who: &ast::Expr, state: &ast::Ident, scene: &Scene) -> Expr {
        let (who, _) = self.resolve(who, scene, None);
        match self
            .vocabulary_ref()
            .states
            .values()
            .find(|s| s.name.answers_to(&state.node))
            .map(|s| s.name.canonical.clone())
        {
            Some(name) => Expr::Under(Box::new(who), name),
            None => {
                let known: Vec<Name> =
                    self.vocabulary_ref().states.values().map(|s| s.name.clone()).collect();
                self.unknown("B0210", state.span, &state.node, known.iter());
                NOTHING
            }
        }
    }
}

#[derive(PartialEq, Eq)]
enum Class {
    Bool,
    Number,
    Text,
    Time,
    Length,
    Clock,
    Entity,
    Variant(String),
    Role,
    Any,
}

// Sets compare as their elements do.
fn class(ty: &Type) -> Class {
    match ty {
        Type::Bool => Class::Bool,
        Type::Integer | Type::Decimal => Class::Number,
        Type::Text => Class::Text,
        Type::Date | Type::DateTime => Class::Time,
        Type::Duration => Class::Length,
        Type::Clock => Class::Clock,
        Type::Entity(_) | Type::AnyEntity => Class::Entity,
        Type::Enum(name) => Class::Variant(name.clone()),
        Type::Role => Class::Role,
        Type::Set(of) => class(of),
    }
}

/// A type in words.
pub(in crate::check) fn shown(ty: &Type) -> Arg {
    if let Type::Set(of) = ty {
        return Arg::Message(Box::new(Message::new("type.set").with_arg("of", shown(of))));
    }
    Arg::Message(Box::new(Message::new(match ty {
        Type::Bool => "type.bool",
        Type::Integer | Type::Decimal => "type.number",
        Type::Text => "type.text",
        Type::Date => "type.date",
        Type::DateTime => "type.datetime",
        Type::Duration => "type.duration",
        Type::Clock => "type.clock",
        Type::Enum(_) => "type.variant",
        Type::Entity(_) | Type::AnyEntity => "type.entity",
        Type::Role => "type.role",
        Type::Set(_) => "type.set",
    })))
}
