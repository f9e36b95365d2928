//! `x.y`: fields of the trigger, attributes, holders of roles, parts of an instant.

use super::posts::owner_wanted;
use super::sizes::said_as_persons;
use super::{NOTHING, Scene, Typed};
use crate::check::Checker;
use crate::check::instants::{parts_of_time, time_part};
use crate::check::policy::{BearerKind, Expr, Slot};
use crate::diagnostic::{Diagnostic, Message};
use crate::log::{Name, Type};
use crate::syntax::ast;

impl Checker<'_> {
    pub(in crate::check) fn member(&mut self, of: &ast::Expr, member: &ast::Ident, scene: &Scene) -> Typed {
        let (base, ty) = self.owner(of, member, scene);
        if let Some((slot, kind)) = record_spoken_of(&base, scene) {
            let part = || time_part(&base, &member.node);
            let field = kind.and_then(|kind| {
                let (_, event) = self.vocabulary_ref().events.get_index(kind)?;
                let index = event.field_index(&member.node)?;
                Some((Expr::Field(slot, index), event.fields.get_index(index).map(|(_, f)| f.ty.clone())))
            });
            return field.or_else(part).unwrap_or_else(|| self.no_member(of, member, scene));
        }
        let role_of_bearer = match (&base, &scene.bearer) {
            (Expr::Bearer, Some((_, BearerKind::Role(role) | BearerKind::Holding(role)))) => {
                self.role_member(role, &member.node)
            }
            _ => None,
        };
        let kind = ty.as_ref().and_then(entity_of).map(str::to_owned);
        let found = role_of_bearer.or_else(|| match &kind {
            Some(kind) => self
                .attribute(&base, kind, &member.node)
                .or_else(|| self.holders(&base, Some(kind), &member.node)),
            None if ty == Some(Type::AnyEntity) => {
                let kinds: Vec<String> = self.vocabulary_ref().entities.keys().cloned().collect();
                kinds
                    .iter()
                    .find_map(|k| self.attribute(&base, k, &member.node))
                    .or_else(|| self.holders(&base, None, &member.node))
            }
            None => None,
        });
        let found = found.or_else(|| match ty {
            Some(Type::Date | Type::DateTime) => time_part(&base, &member.node),
            _ => None,
        });
        found
            .unwrap_or_else(|| if ty.is_none() { (NOTHING, None) } else { self.no_member(of, member, scene) })
    }

    pub(in crate::check) fn no_member(
        &mut self,
        of: &ast::Expr,
        member: &ast::Ident,
        scene: &Scene,
    ) -> Typed {
        let before = self.diagnostics.len();
        let (base, ty) = self.resolve(of, scene, owner_wanted(of));
        self.diagnostics.truncate(before);
        let vocabulary = self.vocabulary_ref();
        let record = record_spoken_of(&base, scene).and_then(|(_, kind)| kind);
        let event = record.and_then(|kind| vocabulary.events.get_index(kind));
        let mut known: Vec<Name> =
            event.into_iter().flat_map(|(_, e)| e.fields.values().map(|f| f.name.clone())).collect();
        let entity = ty.as_ref().and_then(entity_of);
        if let Some(kind) = entity {
            known.extend(self.attributes_of(kind));
        }
        if entity.is_some() || ty == Some(Type::AnyEntity) {
            known.extend(self.posts_of(entity));
        }
        if record.is_some() || matches!(ty, Some(Type::Date | Type::DateTime)) {
            known.extend(parts_of_time());
        }
        if let Some(problem) = said_as_persons(ty.as_ref(), member) {
            self.report(problem);
            return (NOTHING, None);
        }
        if record.is_some() && matches!(member.node.as_str(), "id" | "编号") {
            let problem = Diagnostic::error("B0207", member.span).with("name", &member.node);
            self.report(problem.help(Message::new("help.own_number")));
            return (NOTHING, None);
        }
        let problem = self.problem_of_unknown("B0207", member.span, &member.node, &[&known]);
        let of_entity = problem.help.is_empty() && (entity.is_some() || ty == Some(Type::AnyEntity));
        self.report(match of_entity {
            true => problem.help(self.post_or_attribute(&member.node, entity)),
            false => problem,
        });
        (NOTHING, None)
    }

    pub(in crate::check) fn attribute(&self, base: &Expr, kind: &str, word: &str) -> Option<Typed> {
        let vocabulary = self.vocabulary_ref();
        let account = || {
            let of_kind = |a: &&crate::check::policy::Account| vocabulary.is_a(kind, &a.of);
            let found = self.policy.accounts.values().filter(of_kind).find(|a| a.name.answers_to(word))?;
            let account = Expr::Account(Box::new(base.clone()), found.name.canonical.clone());
            Some((account, Some(Type::Decimal)))
        };
        let Some(field) = vocabulary.entity_field(kind, word) else { return account() };
        Some(match &field.from_role {
            Some(role) => (Expr::UnitsOf(Box::new(base.clone()), role.clone()), Some(field.ty.clone())),
            None => (
                Expr::Attribute(Box::new(base.clone()), field.name.canonical.clone()),
                Some(field.ty.clone()),
            ),
        })
    }

    // A role in a unit: who holds it.
    pub(in crate::check) fn holders(&self, base: &Expr, kind: Option<&str>, word: &str) -> Option<Typed> {
        let vocabulary = self.vocabulary_ref();
        let role = vocabulary.role_named(word)?;
        let fits =
            kind.is_none_or(|kind| vocabulary.is_a(kind, &role.unit) || vocabulary.is_a(&role.unit, kind));
        fits.then(|| {
            (
                Expr::Holders(Box::new(base.clone()), role.name.canonical.clone()),
                Some(Type::Entity("person".to_owned())),
            )
        })
    }

    // A field of the role that the bearer holds, or the unit in which it does.
    pub(in crate::check) fn role_member(&self, role: &str, word: &str) -> Option<Typed> {
        let vocabulary = self.vocabulary_ref();
        let declared = vocabulary.roles.get(role)?;
        let is_unit = matches!(word, "unit" | "单位")
            || vocabulary.entities.get(&declared.unit).is_some_and(|e| e.name.answers_to(word));
        if is_unit {
            return Some((
                Expr::UnitsOf(Box::new(Expr::Bearer), role.to_owned()),
                Some(Type::Entity(declared.unit.clone())),
            ));
        }
        let field = declared.fields.values().find(|f| f.name.answers_to(word))?;
        let index = vocabulary.event_named("role_start")?.1.fields.get_index_of(&field.name.canonical)?;
        Some((Expr::RoleField(Box::new(Expr::Bearer), role.to_owned(), index), Some(field.ty.clone())))
    }
}

// The kind of the entities that a value of a type is, or is a set of.
fn entity_of(ty: &Type) -> Option<&str> {
    match ty {
        Type::Entity(kind) => Some(kind),
        Type::Set(of) => match &**of {
            Type::Entity(kind) => Some(kind),
            _ => None,
        },
        _ => None,
    }
}

// The record that `the x` stands for, with the type that it is of: what triggers the norm, or what the filter around looks
// at.
fn record_spoken_of(base: &Expr, scene: &Scene) -> Option<(Slot, Option<usize>)> {
    match base {
        Expr::At(Slot::Trigger) => Some((Slot::Trigger, scene.trigger)),
        Expr::At(Slot::Around(kind)) => Some((Slot::Around(*kind), Some(*kind))),
        _ => None,
    }
}
