//! Clauses of the regulation.

use crate::diagnostic::Lang;
use std::borrow::Cow;

/// A clause of the regulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Full id, such as `A4.c10`.
    pub id: String,
    /// Heading of its article.
    pub article_title: Option<String>,
    /// Key phrase.
    pub phrase: String,
    /// What can be checked of it.
    pub standing: Standing,
    /// Position of the amendment that says it so; none of the regulation as issued.
    pub by: Option<usize>,
    /// Canonical names of the norms that cite it.
    pub norms: Vec<String>,
    /// Canonical names of the types of records that something deemed on it is.
    pub deems: Vec<String>,
}

impl Clause {
    /// Whether a norm, or what is deemed, says that it carries the clause out.
    #[must_use]
    pub fn is_cited(&self) -> bool {
        !self.norms.is_empty() || !self.deems.is_empty()
    }
}

/// What can be checked of a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A norm decides it.
    Encoded,
    /// A norm sees a trace of it.
    Proxy,
    /// Undetermined until these parameters are given.
    NeedsParameter(Vec<String>),
    /// Not checkable, for this reason.
    NotCheckable(String),
}

/// The id of a clause as people read it: of one that was said so until a day, that in their language.
#[must_use]
pub fn clause_shown(id: &str, lang: Lang) -> Cow<'_, str> {
    let until = id.strip_suffix(')').and_then(|id| id.split_once(" (until "));
    match until {
        Some((id, day)) if lang == Lang::Zh => Cow::Owned(format!("{id}（至{day}）")),
        _ => Cow::Borrowed(id),
    }
}
