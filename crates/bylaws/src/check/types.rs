//! Types as they are written, and what to say of one that nobody knows.

use super::Checker;
use crate::diagnostic::{Arg, Diagnostic, Lang, Message};
use crate::log::{EnumType, Name, Type};
use crate::source::Span;
use crate::syntax::{ast, type_meant};

/// So many of the types that an author declared are named.
const NAMED: usize = 6;

impl Checker<'_> {
    pub(super) fn type_of(&mut self, ty: &ast::TypeExpr, span: Span) -> Option<Type> {
        Some(match ty {
            ast::TypeExpr::Bool => Type::Bool,
            ast::TypeExpr::Integer => Type::Integer,
            ast::TypeExpr::Decimal => Type::Decimal,
            ast::TypeExpr::Text => Type::Text,
            ast::TypeExpr::Date => Type::Date,
            ast::TypeExpr::DateTime => Type::DateTime,
            ast::TypeExpr::Duration => Type::Duration,
            ast::TypeExpr::Clock => Type::Clock,
            ast::TypeExpr::AnyEntity => Type::AnyEntity,
            ast::TypeExpr::Role => Type::Role,
            ast::TypeExpr::Set(of) => Type::Set(Box::new(self.type_of(&of.node, of.span)?)),
            ast::TypeExpr::Named(name) => return self.named_type(name, span),
        })
    }

    pub(super) fn named_type(&mut self, found: &str, span: Span) -> Option<Type> {
        let vocabulary = self.vocabulary_ref();
        if let Some(entity) = vocabulary.entity_named(found) {
            return Some(Type::Entity(entity.name.canonical.clone()));
        }
        if let Some(one) = vocabulary.enums.values().find(|e| e.name.answers_to(found)) {
            return Some(Type::Enum(one.name.canonical.clone()));
        }
        let problem = self.unknown_type(found, span);
        self.report(problem);
        None
    }

    fn unknown_type(&self, found: &str, span: Span) -> Diagnostic {
        let problem = Diagnostic::error("B0231", span).with("name", found);
        let lang = if found.is_ascii() { Lang::En } else { Lang::Zh };
        let vocabulary = self.vocabulary_ref();
        let own: Vec<&Name> = vocabulary
            .entities
            .values()
            .map(|e| &e.name)
            .chain(vocabulary.enums.values().map(|e| &e.name))
            .collect();
        if let Some(of) = several_of(found).and_then(|of| own.iter().find(|name| name.answers_to(of))) {
            let meant = format!("{}的集合", of.shown(Lang::Zh));
            return problem.help(Message::new("help.did_you_mean").with("name", &meant)).fix(span, meant);
        }
        if let Some(meant) = type_meant(found) {
            return problem.help(Message::new("help.did_you_mean").with("name", meant)).fix(span, meant);
        }
        if let Some(role) = self.role_names.iter().find(|role| role.answers_to(found)) {
            let person = vocabulary.entities.get("person").map_or("person", |person| person.name.shown(lang));
            let advice =
                Message::new("help.type_is_role").with_arg("name", role.both()).with("person", person);
            return problem.help(advice).fix(span, person);
        }
        let has = |one: &&EnumType| one.variants.values().any(|variant| variant.answers_to(found));
        let of_value = vocabulary.enums.values().find(has).map(|one| &one.name);
        let near = || {
            let near = crate::diagnostic::nearest(found, own.iter().flat_map(|name| name.forms()))?;
            own.iter().copied().find(|name| name.answers_to(near))
        };
        if let Some(name) = of_value.or_else(near) {
            let meant = name.shown(lang).to_owned();
            return problem.help(Message::new("help.did_you_mean").with("name", &meant)).fix(span, meant);
        }
        if crate::syntax::counted_otherwise(&format!("1{found}")).is_some_and(|c| c.wanted == "unit.measured")
        {
            return problem.help(Message::new("help.type_is_unit").with("name", found));
        }
        let named = own.iter().take(NAMED).map(|name| name.both()).collect();
        problem.help(Message::new("help.types").with_arg("own", Arg::OneOf(named)))
    }
}

// 人员集合, 多名人员: what a set is of.
fn several_of(found: &str) -> Option<&str> {
    let of = |(before, behind): (&str, &str)| found.strip_prefix(before)?.strip_suffix(behind);
    [("", "集合"), ("", "列表"), ("", "名单"), ("多个", ""), ("多名", ""), ("若干", "")]
        .into_iter()
        .find_map(of)
}
