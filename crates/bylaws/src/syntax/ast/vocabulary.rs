//! What logs speak of: entities, enumerations, events, states, roles.

use super::*;
use crate::source::Spanned;

/// A kind of thing or person.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Its name.
    pub name: NameDecl,
    /// The kind it is a special case of.
    pub parent: Option<Ident>,
    /// Ids need not be registered (`unregistered` / `免登记`).
    pub unregistered: bool,
    /// Its attributes.
    pub fields: Vec<Spanned<FieldDecl>>,
}

/// A field of an entity, event, state or role.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldDecl {
    /// Its name.
    pub name: NameDecl,
    /// Its type.
    pub ty: Spanned<TypeExpr>,
    /// `private` / `保密`
    pub private: bool,
    /// `optional` / `可缺`
    pub optional: bool,
    /// `not negative` / `非负`
    pub non_negative: bool,
    /// `from role R` / `取自 R`: the unit in which the person holds the role.
    pub from_role: Option<Ident>,
}

/// A type as written.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeExpr {
    /// `yes or no` / `是否`
    Bool,
    /// `integer` / `整数`
    Integer,
    /// `decimal` / `小数`
    Decimal,
    /// `text` / `文本`
    Text,
    /// `date` / `日期`
    Date,
    /// `datetime` / `时间`
    DateTime,
    /// `duration` / `时长`
    Duration,
    /// `time of day` / `钟点`
    Clock,
    /// `anything` / `任意对象`: an entity of any kind.
    AnyEntity,
    /// `role` / `职务类别`: one of the declared roles.
    Role,
    /// A declared entity or enumeration.
    Named(String),
    /// `set of T` / `T的集合`
    Set(Box<Spanned<TypeExpr>>),
}

/// An enumeration.
#[derive(Clone, Debug, PartialEq)]
pub struct Enumeration {
    /// Its name.
    pub name: NameDecl,
    /// Its values.
    pub variants: Vec<NameDecl>,
}

/// A kind of event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its name.
    pub name: NameDecl,
    /// Its fields.
    pub fields: Vec<Spanned<FieldDecl>>,
    /// `counts as evidence when …` / `有效凭证：…`
    pub evidence: Option<Expr>,
    /// `no content` / `不记内容`
    pub no_content: bool,
    /// `planned` / `可预定`
    pub planned: bool,
    /// `judgement` / `属于判断`
    pub judgement: bool,
    /// Where these three stand, for the formatter.
    pub flags_at: [Spanned<()>; 3],
}

/// A state: `state leave alias 请假: person, from leave_start, to leave_end`.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Its name.
    pub name: NameDecl,
    /// The kind of entity that is in it.
    pub of: Ident,
    /// The event that starts it, declared hereby.
    pub start: NameDecl,
    /// The event that ends it, declared hereby.
    pub end: NameDecl,
    /// Extra fields of the starting event.
    pub fields: Vec<Spanned<FieldDecl>>,
}

/// A role: `role secretary alias 书记: branch, single`.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// Its name.
    pub name: NameDecl,
    /// The kind of unit in which it is held.
    pub unit: Ident,
    /// `single` / `一人`: one holder a unit.
    pub single: bool,
    /// Extra fields.
    pub fields: Vec<Spanned<FieldDecl>>,
}
