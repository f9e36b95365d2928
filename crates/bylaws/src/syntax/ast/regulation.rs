//! The regulation itself: its dates, articles and clauses.

use super::*;
use crate::source::Spanned;
use chrono::NaiveDate;

/// The regulation itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Its short name.
    pub name: NameDecl,
    /// Its title.
    pub title: Option<Spanned<String>>,
    /// Its attributes, each at most once.
    pub attributes: Vec<Spanned<PolicyAttribute>>,
}

/// An attribute of the regulation.
#[derive(Clone, Debug, PartialEq)]
pub enum PolicyAttribute {
    /// Document number.
    Number(String),
    /// Issuer.
    Issuer(String),
    /// Date of issue.
    Issued(NaiveDate),
    /// In force from a date.
    InForceFrom(NaiveDate),
    /// In force until a date, which is the last day in force.
    InForceUntil(NaiveDate),
    /// IANA time zone.
    TimeZone(String),
    /// `amends "../rules"` / `修订：“../rules”`: the package that this one amends, from its first day in force on.
    Amends(String),
    /// `repeals drill, visit` / `废止：演练、走访`: norms of the amended package that end with the day before.
    Repeals(Vec<Ident>),
}

/// An article and its clauses.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Article id, such as `A4`.
    pub article: Ident,
    /// Its heading.
    pub title: Option<Spanned<String>>,
    /// Its clauses.
    pub clauses: Vec<Spanned<Clause>>,
}

/// A clause of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// Id within the article, such as `c10`.
    pub id: Ident,
    /// A short key phrase of it.
    pub phrase: Spanned<String>,
    /// What can be checked of it.
    pub standing: Standing,
}

/// What can be checked of a clause.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// A norm must cite it.
    Encoded,
    /// A norm must cite it, and what the norm sees is only a trace of what the clause asks for.
    Proxy,
    /// A norm may cite it; it is undetermined until these parameters are given.
    NeedsParameter(Vec<Ident>),
    /// Nothing can be checked, for this reason.
    NotCheckable(Spanned<String>),
}
