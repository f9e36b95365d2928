//! Clauses of the regulation.

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
