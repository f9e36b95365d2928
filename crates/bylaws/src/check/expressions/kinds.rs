//! Things of two kinds that are compared: they are never the same.

use super::lasting::element;
use super::{Hand, Scene};
use crate::check::{Checker, written_in};
use crate::diagnostic::{Diagnostic, Message};
use crate::log::{Name, Type};
use crate::syntax::ast;

fn is_called(expr: &ast::Expr, name: &Name) -> bool {
    matches!(&expr.kind, ast::ExprKind::Name(word) if name.answers_to(word))
}

impl Checker<'_> {
    /// Where one side is of a kind of which the other never is: most often another field is meant.
    pub(super) fn compared_across_kinds(
        &mut self,
        (left, a): (&ast::Expr, &Type),
        (right, b): (&ast::Expr, &Type),
        scene: &Scene,
    ) {
        let (Type::Entity(one), Type::Entity(other)) = (element(a), element(b)) else { return };
        let vocabulary = self.vocabulary_ref();
        if vocabulary.is_a(one, other) || vocabulary.is_a(other, one) {
            return;
        }
        let place = left.span.to(right.span);
        let problem = Diagnostic::warning("B0723", place);
        let problem =
            problem.with_arg("left", self.kind_called(one)).with_arg("right", self.kind_called(other));
        let is_field = matches!(left.kind, ast::ExprKind::Name(_));
        let lang = written_in(self.files, place).filter(|_| is_field);
        let problem = match (self.fields_of_kind(scene, other).as_slice(), lang) {
            ([field], Some(lang)) if !is_called(right, field) => {
                let words = field.shown(lang).to_owned();
                let help = Message::new("help.meant_field").with_arg("name", field.both());
                problem.help(help.with_arg("kind", self.kind_called(other))).fix(left.span, words)
            }
            _ => problem,
        };
        self.report(problem);
    }

    // The fields of the record in hand that are of a kind.
    fn fields_of_kind(&self, scene: &Scene, kind: &str) -> Vec<Name> {
        let Hand::Event(event) = scene.hand else { return Vec::new() };
        let vocabulary = self.vocabulary_ref();
        let fields =
            vocabulary.events.get_index(event).into_iter().flat_map(|(_, event)| event.fields.values());
        let is_of = |ty: &Type| matches!(element(ty), Type::Entity(own) if vocabulary.is_a(own, kind));
        fields.filter(|field| is_of(&field.ty)).map(|field| field.name.clone()).collect()
    }
}
