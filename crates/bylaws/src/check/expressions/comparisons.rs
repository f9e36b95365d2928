//! Comparisons; which types can be compared.

use super::{Hand, NOTHING, Scene};
use crate::check::Checker;
use crate::check::policy::{CompareOp, Expr};
use crate::diagnostic::{Arg, Diagnostic, Message};
use crate::log::Type;
use crate::source::Span;
use crate::syntax::ast::{self, ExprKind};

impl Checker<'_> {
    pub(in crate::check) fn compare(
        &mut self,
        op: CompareOp,
        left: &ast::Expr,
        right: &ast::Expr,
        span: Span,
        scene: &Scene,
    ) -> Expr {
        if let Some(problem) = self.compared_in_a_list(left) {
            self.report(problem);
            return NOTHING;
        }
        if let Some(problem) = self.clock_meant(left, right, scene) {
            self.report(problem);
            return NOTHING;
        }
        let (resolved_left, left_type) = self.resolve(left, scene, None);
        if let Some(problem) = self.holds_meant(op, (left, left_type.as_ref()), right, scene) {
            self.report(problem);
            return NOTHING;
        }
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
        if let (Some(a), Some(b)) = (&left_type, &right_type) {
            self.compared_across_kinds((left, a), (right, b), scene);
        }
        self.compared_with_itself(&resolved_left, &resolved_right, span);
        self.compared_with_no_text(op, &resolved_left, &resolved_right, span);
        Expr::Compare(op, Box::new(resolved_left), Box::new(resolved_right))
    }

    // 时间晚于22:30, 该时间晚于22:30: the time of day of the record in hand.
    fn clock_meant(&self, left: &ast::Expr, right: &ast::Expr, scene: &Scene) -> Option<Diagnostic> {
        let (ExprKind::Clock(_), Hand::Event(_)) = (&right.kind, &scene.hand) else { return None };
        let (word, problem) = match &left.kind {
            ExprKind::Name(word) if self.in_hand(word, scene).is_none() => {
                (word, Diagnostic::error("B0201", left.span).with("name", word))
            }
            ExprKind::The(word) if self.of_the_one_in_hand(word, scene).is_some() => {
                let problem = Diagnostic::error("B0301", left.span.to(right.span));
                let (at, clock) = (shown(&Type::DateTime), shown(&Type::Clock));
                (word, problem.with_arg("left", at).with_arg("right", clock))
            }
            _ => return None,
        };
        let meant = match word.as_str() {
            "时间" | "时刻" | "钟点" | "发生时间" => "该时间的钟点",
            "time" | "clock" => "the time.clock",
            _ => return None,
        };
        let advice = Message::new("help.did_you_mean").with("name", meant);
        Some(problem.help(advice).fix(left.span, meant))
    }

    // 审批人是指导教师: that somebody holds a post, where the norm leads to no unit in which.
    fn holds_meant(
        &self,
        op: CompareOp,
        (left, ty): (&ast::Expr, Option<&Type>),
        right: &ast::Expr,
        scene: &Scene,
    ) -> Option<Diagnostic> {
        let ast::ExprKind::Name(word) = &right.kind else { return None };
        let vocabulary = self.vocabulary_ref();
        let is_person = matches!(ty, Some(Type::Entity(of)) if vocabulary.is_a(of, "person"));
        let is_known = self.in_hand(word, scene).is_some()
            || self.definitions.values().any(|(name, _)| name.answers_to(word))
            || self.policy.parameters.values().any(|p| p.name.answers_to(word));
        let other = Self::the_one_called(word, scene).or_else(|| self.post_meant(word, scene));
        vocabulary.role_named(word).filter(|_| is_person && op == CompareOp::Is && !is_known)?;
        if other.is_some() {
            return None;
        }
        let words = if word.is_ascii() { format!(" holds {word}") } else { format!("担任{word}") };
        let place = Span { start: left.span.end, ..right.span };
        let problem = Diagnostic::error("B0201", right.span).with("name", word);
        Some(problem.help(Message::new("help.write").with("words", words.trim())).fix(place, words))
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
