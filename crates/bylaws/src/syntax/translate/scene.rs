//! Where a name stands and hence what it can mean: the same order of preference as the checker's.

use super::names::{Declared, Field, Kind, Named, Names, find};
use crate::syntax::ast::TypeExpr;

/// What is known of a value: as much as decides whose field comes after it.
#[derive(Clone, Copy)]
pub(super) enum Ty<'n> {
    Entity(&'n Kind),
    AnyEntity,
    Enum(&'n Kind),
    Role,
    /// The trigger itself.
    Record(&'n Kind),
    /// A bearer that is one by holding a role.
    Holder(&'n Kind),
    Other,
}

/// What filters look at.
#[derive(Clone, Copy, Default)]
pub(super) enum Hand<'n> {
    #[default]
    Empty,
    Record(&'n Kind),
    Role(&'n Kind),
    Entity(&'n Kind),
    /// The holder of a role, in the bearer's own filter.
    Holder(&'n Kind),
    /// The body of a definition: whatever is in hand where it is used.
    Any,
}

/// What names may mean at one place.
#[derive(Clone, Copy, Default)]
pub(super) struct Scene<'n> {
    pub hand: Hand<'n>,
    pub bearer: Option<Ty<'n>>,
    /// The second thing that a norm is stated for each of.
    pub of_each: Option<Ty<'n>>,
    pub trigger: Option<&'n Kind>,
    /// The kind of record that the filter around this one looks at.
    pub around: Option<&'n Kind>,
}

/// A declaration that a word names, with the type of what it stands for.
pub(super) type Found<'n> = (&'n Declared, Ty<'n>);

impl<'n> Scene<'n> {
    pub(super) fn holding(self, hand: Hand<'n>) -> Self {
        let around = if let Hand::Record(kind) = self.hand { Some(kind) } else { self.around };
        Self { hand, around, ..self }
    }
}

impl Names {
    /// A type as written; a set is as its elements.
    pub(super) fn ty(&self, ty: &TypeExpr) -> Ty<'_> {
        match ty {
            TypeExpr::Named(word) => find(&self.entities, word)
                .map(Ty::Entity)
                .or_else(|| find(&self.enums, word).map(Ty::Enum))
                .unwrap_or(Ty::Other),
            TypeExpr::Set(of) => self.ty(&of.node),
            TypeExpr::AnyEntity => Ty::AnyEntity,
            TypeExpr::Role => Ty::Role,
            TypeExpr::Bool
            | TypeExpr::Integer
            | TypeExpr::Decimal
            | TypeExpr::Text
            | TypeExpr::Date
            | TypeExpr::DateTime
            | TypeExpr::Duration
            | TypeExpr::Clock => Ty::Other,
        }
    }

    fn typed<'n>(&'n self, field: &'n Field) -> Found<'n> {
        (&field.name, self.ty(&field.ty))
    }

    fn person(&self) -> Ty<'_> {
        find(&self.entities, "person").map_or(Ty::Other, Ty::Entity)
    }

    /// A field of a kind of record.
    pub(super) fn field<'n>(&'n self, kind: &'n Kind, word: &str) -> Option<Found<'n>> {
        find(&kind.fields, word).or_else(|| find(&self.of_every_record, word)).map(|f| self.typed(f))
    }

    /// An attribute of an entity.
    fn attribute<'n>(&'n self, entity: &'n Kind, word: &str) -> Option<Found<'n>> {
        let declared = self.line_of(entity).find_map(|kind| find(&kind.fields, word));
        declared.or_else(|| find(&self.accounts, word)).map(|f| self.typed(f))
    }

    // A field of the role that someone holds, or the unit in which they do.
    fn of_role<'n>(&'n self, role: &'n Kind, word: &str) -> Option<Found<'n>> {
        let (unit, ty) = self.unit_of(role);
        let built_in = find(&find(&self.events, "role_start")?.fields, "unit")?;
        if built_in.name.answers_to(word) {
            return Some((&built_in.name, ty));
        }
        if let Some(unit) = unit.filter(|unit| unit.name.answers_to(word)) {
            return Some((&unit.name, ty));
        }
        find(&role.fields, word).map(|field| self.typed(field))
    }

    fn unit_of<'n>(&'n self, role: &'n Kind) -> (Option<&'n Kind>, Ty<'n>) {
        let unit = role.of.as_deref().and_then(|unit| find(&self.entities, unit));
        (unit, unit.map_or(Ty::AnyEntity, Ty::Entity))
    }

    // The record that started a role.
    fn role_record<'n>(&'n self, role: &'n Kind, word: &str) -> Option<Found<'n>> {
        let (name, ty) = self.field(find(&self.events, "role_start")?, word)?;
        Some((name, if name.canonical == "unit" { self.unit_of(role).1 } else { ty }))
    }

    fn holder<'n>(&'n self, word: &str) -> Option<Found<'n>> {
        find(&self.roles, word).map(|role| (&role.name, self.person()))
    }

    /// What a name means after `x.`.
    pub(super) fn member<'n>(&'n self, of: Ty<'n>, word: &str) -> Option<Found<'n>> {
        match of {
            Ty::Record(kind) => self.field(kind, word),
            Ty::Holder(role) => self.of_role(role, word).or_else(|| self.member(self.person(), word)),
            Ty::Entity(kind) => self.attribute(kind, word).or_else(|| self.holder(word)),
            Ty::AnyEntity => {
                self.entities.iter().find_map(|e| self.attribute(e, word)).or_else(|| self.holder(word))
            }
            Ty::Enum(_) | Ty::Role | Ty::Other => None,
        }
    }

    /// What a bare name means.
    pub(super) fn bare<'n>(&'n self, scene: Scene<'n>, wanted: Ty<'n>, word: &str) -> Option<Found<'n>> {
        let in_hand = match scene.hand {
            Hand::Record(kind) => self.field(kind, word),
            Hand::Role(role) => self.role_record(role, word),
            Hand::Entity(kind) => self.attribute(kind, word),
            Hand::Holder(role) => self.of_role(role, word).or_else(|| match self.person() {
                Ty::Entity(person) => self.attribute(person, word),
                _ => None,
            }),
            Hand::Empty | Hand::Any => None,
        };
        in_hand.or_else(|| self.value(wanted, word)).or_else(|| self.global(word))
    }

    /// A value of a type that has named ones.
    pub(super) fn value<'n>(&'n self, wanted: Ty<'n>, word: &str) -> Option<Found<'n>> {
        match wanted {
            Ty::Enum(kind) => find(&kind.fields, word).map(|f| (&f.name, wanted)),
            Ty::Role => find(&self.roles, word).map(|r| (&r.name, wanted)),
            _ => None,
        }
    }

    fn global(&self, word: &str) -> Option<Found<'_>> {
        find(&self.parameters, word)
            .or_else(|| find(&self.accounts, word))
            .map(|p| self.typed(p))
            .or_else(|| find(&self.definitions, word).map(|d| (&d.name, self.ty_of_definition(d))))
    }

    fn ty_of_definition(&self, definition: &super::names::Definition) -> Ty<'_> {
        definition.item.ty.as_ref().map_or(Ty::Other, |ty| self.ty(&ty.node))
    }

    /// Everything that a name could mean where nothing tells whose it is.
    pub(super) fn anything(&self, word: &str) -> Vec<&Declared> {
        let kinds = [&self.entities, &self.events, &self.enums, &self.roles];
        let fields = kinds.into_iter().flatten().flat_map(|kind| &kind.fields).map(Named::name);
        let globals = self.parameters.iter().map(Named::name).chain(self.definitions.iter().map(Named::name));
        fields
            .chain(self.roles.iter().map(Named::name))
            .chain(globals)
            .filter(|n| n.answers_to(word))
            .collect()
    }
}
