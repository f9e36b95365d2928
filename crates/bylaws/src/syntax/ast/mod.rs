//! The syntax tree: what an author wrote, the same for both surfaces.
//!
//! Names are not resolved here and nothing is checked against other files; `check` does that. Equality
//! ignores places and comments, so that translation can be held to "the same tree".

mod data;
mod expressions;
mod norms;
mod readings;
mod regulation;
mod scenarios;
mod vocabulary;

pub use data::*;
pub use expressions::*;
pub use norms::*;
pub use readings::*;
pub use regulation::*;
pub use scenarios::*;
pub use vocabulary::*;

use crate::diagnostic::Lang;
use crate::source::{Span, Spanned};

/// A name as written, without its quotes.
pub type Ident = Spanned<String>;

/// One `.policy` file.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// The language of its keywords.
    pub lang: Lang,
    /// Its items in order.
    pub items: Vec<Spanned<Item>>,
    /// Its comments in order, for the formatter.
    pub comments: Vec<Comment>,
    /// How many amendments lie between the package and the one that this file is of: none for a file of the package
    /// itself, one for those of the package that it amends, and so on.
    pub beneath: usize,
    /// Where declarations stand that are in the other language, which is refused.
    pub others: Vec<Span>,
    /// What could not be read: names in it are not known, and not for want of a declaration.
    pub lost: Vec<String>,
}

/// Equality is that of the items: language and comments are surface.
impl PartialEq for File {
    fn eq(&self, other: &Self) -> bool {
        self.items == other.items
    }
}

/// A comment `// …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The text after `//`, without the space that sets it off and without trailing ones.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// It is alone on its line.
    pub own_line: bool,
}

/// A declared name with its forms. `visit alias 调研指导 also 走访、下基层` in an English file and
/// `调研指导 英文名 visit 又名 走访、下基层` in a Chinese one are the same declaration: where both forms
/// are given, `name` is the English one in either surface. References keep the form that was written.
#[derive(Clone, Debug, PartialEq)]
pub struct NameDecl {
    /// The canonical name: the English form, or the only one.
    pub name: Ident,
    /// The Chinese form, where there are two.
    pub alias: Option<Ident>,
    /// Further forms that logs may use.
    pub also: Vec<Ident>,
}

impl NameDecl {
    /// Where the declaration stands: at the form that is written first, in a Chinese file the Chinese one.
    #[must_use]
    pub fn place(&self) -> Span {
        let name = self.name.span;
        self.alias.as_ref().map_or(name, |alias| name.min(alias.span))
    }
}

/// An item of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// Title, number, dates in force of the regulation.
    Policy(Policy),
    /// Takes in another file of the package or of a library.
    Use(Spanned<String>),
    /// An article's clauses.
    Source(Source),
    /// A kind of thing or person.
    Entity(Entity),
    /// An enumeration.
    Enum(Enumeration),
    /// A kind of event.
    Event(Event),
    /// A state with a start and an end.
    State(State),
    /// A role that a person holds in a unit.
    Role(Role),
    /// Calendar data.
    Calendar(Calendar),
    /// A value that the regulation leaves open.
    Parameter(Parameter),
    /// The package's interpretation choices.
    Interpretation(Vec<Reading>),
    /// A named expression.
    Define(Define),
    /// A table of brackets or cases.
    Table(Table),
    /// A number carried from window to window.
    Account(Account),
    /// A fact that follows from others.
    Deem(Deem),
    /// A norm.
    Norm(Box<Norm>),
    /// A scenario that tests norms.
    Test(Box<Test>),
}
