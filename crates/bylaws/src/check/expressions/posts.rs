//! Who holds a post in a unit, where the unit or the post is not known or the two are written in one word.

use super::{Scene, Typed};
use crate::check::Checker;
use crate::diagnostic::{Diagnostic, Message};
use crate::log::{Name, Type};
use crate::syntax::ast::{self, ExprKind};

impl Checker<'_> {
    /// That of which something is spoken; an unknown name there is told together with an unknown post in it.
    pub(super) fn owner(&mut self, of: &ast::Expr, member: &ast::Ident, scene: &Scene) -> Typed {
        let before = self.diagnostics.len();
        let owner = self.resolve(of, scene, owner_wanted(of));
        let is_post = self.vocabulary_ref().role_named(&member.node).is_some();
        let told = self.diagnostics.get_mut(before..).and_then(<[Diagnostic]>::last_mut);
        let certain =
            |problem: &&mut Diagnostic| problem.help.iter().any(|help| help.key == "help.one_certain");
        if let Some(problem) = told.filter(certain).filter(|_| !is_post) {
            problem.help.push(Message::new("help.post").with("name", &member.node));
        }
        owner
    }

    /// How a post or an attribute is made known, of a kind of unit if that is known.
    pub(super) fn post_or_attribute(&self, name: &str, kind: Option<&str>) -> Message {
        let kind = kind.and_then(|kind| self.vocabulary_ref().entities.get(kind));
        match kind {
            Some(kind) => {
                Message::new("help.post_or_attribute").with("name", name).with_arg("kind", kind.name.both())
            }
            None => Message::new("help.post").with("name", name),
        }
    }

    /// 总务处处长, 学院院长: a known unit and a post in one word, as they are written apart.
    pub(super) fn post_of_unit(&self, word: &str, scene: &Scene) -> Option<String> {
        let roles = self.vocabulary_ref().roles.values().flat_map(|role| role.name.forms());
        let (unit, post) = roles
            .filter(|form| !form.is_ascii())
            .filter_map(|form| Some((word.strip_suffix(form)?, form)))
            .find(|(unit, _)| !unit.is_empty())?;
        let defined = || {
            let known = self.definitions.values().any(|(name, _)| name.answers_to(unit));
            known.then(|| unit.to_owned())
        };
        let unit = Self::the_one_called(unit, scene).or_else(defined)?;
        Some(format!("{unit}的{post}"))
    }

    /// The posts in a kind of unit, or in any.
    pub(super) fn posts_of(&self, kind: Option<&str>) -> Vec<Name> {
        let vocabulary = self.vocabulary_ref();
        let fits =
            |unit: &str| kind.is_none_or(|kind| vocabulary.is_a(kind, unit) || vocabulary.is_a(unit, kind));
        vocabulary.roles.values().filter(|role| fits(&role.unit)).map(|role| role.name.clone()).collect()
    }
}

/// What a name of which something is spoken is likely to be.
pub(super) fn owner_wanted(of: &ast::Expr) -> Option<&'static Type> {
    matches!(of.kind, ExprKind::Name(_)).then_some(&Type::AnyEntity)
}
