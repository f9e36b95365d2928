//! Clauses of the regulation.

use super::CheckedPolicy;
use crate::diagnostic::Lang;
use crate::log::Name;
use std::borrow::Cow;

/// A clause of the regulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Full id, such as `A4.c10`.
    pub id: String,
    /// Of one that an amendment says anew: what it is called with the last day of which it was said so.
    pub earlier: Option<Name>,
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

impl CheckedPolicy {
    /// The id of a clause as people read it: of one that was said so until a day, that in their language.
    #[must_use]
    pub fn clause_shown<'i>(&self, id: &'i str, lang: Lang) -> Cow<'i, str> {
        match self.clauses.get(id).and_then(|clause| clause.earlier.as_ref()) {
            Some(earlier) => Cow::Owned(earlier.shown(lang).to_owned()),
            None => Cow::Borrowed(id),
        }
    }
}
