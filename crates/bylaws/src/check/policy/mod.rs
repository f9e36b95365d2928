//! The checked policy: every name resolved, every type right, sugar expanded into bindings, windows,
//! conditions and measures. Planning and evaluation read this and nothing of the syntax tree.

mod below;
mod choices;
mod clauses;
mod expressions;
mod facts;
mod norms;

use crate::diagnostic::Lang;
pub use crate::log::Name;
use crate::log::{TimeZone, Type, Value, Vocabulary};
use crate::syntax::ast;
pub use crate::syntax::ast::{
    ArithOp, Bound, CalendarKind, CompareOp, DayKind, DayOff, End, Fortnight, Generally, Measure, Modality,
    OneEvent, OutcomeOf, PartialPeriod, Pick, Rank, Rounding, SameDay, SeveralUnits, SpellTime, StartDay,
    Straddling, TimeSide, VacationRule, WhoCounts, YearRule,
};
pub use choices::*;
use chrono::NaiveDate;
pub use clauses::*;
pub use expressions::*;
pub use facts::*;
use indexmap::IndexMap;
pub use norms::*;

/// A package that has no errors.
#[derive(Clone, Debug, Default)]
pub struct CheckedPolicy {
    /// Short name.
    pub name: Name,
    /// Title.
    pub title: String,
    /// Document number.
    pub number: Option<String>,
    /// Issuer.
    pub issuer: Option<String>,
    /// Date of issue.
    pub issued: Option<NaiveDate>,
    /// First day in force; none means always.
    pub in_force_from: Option<NaiveDate>,
    /// Last day in force.
    pub in_force_until: Option<NaiveDate>,
    /// What amends it, oldest first.
    pub amendments: Vec<Amendment>,
    /// How many `test` blocks stand in what the package amends; they speak of its own law.
    pub tests_of_amended: usize,
    /// Where civil dates are taken.
    pub zone: TimeZone,
    /// All types.
    pub vocabulary: Vocabulary,
    /// Which records of an event type count as evidence, by its canonical name; others all count.
    pub evidence: IndexMap<String, Expr>,
    /// Calendar data that all share.
    pub calendar: Calendar,
    /// Calendars with entries that only some have, together with what all share; by the order of the text.
    pub regional: Vec<Regional>,
    /// Parameters by canonical name.
    pub parameters: IndexMap<String, Parameter>,
    /// What the policy calls those entities that it names by id.
    pub named: IndexMap<String, Name>,
    /// Tables by canonical name.
    pub tables: IndexMap<String, Table>,
    /// Numbers carried from window to window, by canonical name.
    pub accounts: IndexMap<String, Account>,
    /// Facts that follow from others.
    pub deems: Vec<Deem>,
    /// Clauses by full id (`A4.c10`), in order of the articles.
    pub clauses: IndexMap<String, Clause>,
    /// Norms by canonical name.
    pub norms: IndexMap<String, Norm>,
    /// Scenarios, still in the author's terms: they are checked against the vocabulary when they run.
    pub tests: Vec<ast::Test>,
}

impl CheckedPolicy {
    /// The norm of a canonical name in all its versions, with their positions.
    pub fn versions_of(&self, name: &str) -> impl Iterator<Item = (usize, &Norm)> {
        self.norms.values().enumerate().filter(move |(_, norm)| norm.is_version_of(name))
    }

    /// What the norm of a canonical name is called in a language.
    #[must_use]
    pub fn norm_shown<'n>(&'n self, name: &'n str, lang: Lang) -> &'n str {
        self.norms.get(name).map_or(name, |norm| norm.name.shown(lang))
    }

    /// What the parameter of a canonical name is called in a language.
    #[must_use]
    pub fn parameter_shown<'n>(&'n self, name: &'n str, lang: Lang) -> &'n str {
        self.parameters.get(name).map_or(name, |parameter| parameter.name.shown(lang))
    }
}

/// A package that amends the regulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amendment {
    /// Its short name.
    pub name: Name,
    /// Its title.
    pub title: String,
    /// Document number.
    pub number: Option<String>,
    /// Issuer.
    pub issuer: Option<String>,
    /// First day in force.
    pub from: NaiveDate,
}

impl Amendment {
    /// Its number, or its title if it has none.
    #[must_use]
    pub fn called(&self) -> &str {
        self.number.as_deref().unwrap_or(&self.title)
    }
}

/// A calendar that is only for some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regional {
    /// Its name.
    pub name: Name,
    /// Its entries and those that all share.
    pub calendar: Calendar,
}

/// Calendar data, each list sorted and free of overlaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// What the blocks are called that it was put together from.
    pub names: Vec<Name>,
    /// Semesters: their teaching days.
    pub semesters: Vec<Days>,
    /// Vacations.
    pub vacations: Vec<Days>,
    /// Public holidays.
    pub holidays: Vec<Days>,
    /// Weekend days on which one works.
    pub workdays: Vec<Days>,
    /// Academic years.
    pub academic_years: Vec<Days>,
}

/// A labelled stretch of days, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Days {
    /// Label, such as `2016 spring`.
    pub label: Name,
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
}

/// A value that the regulation leaves open.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: Type,
    /// Its default.
    pub default: Option<Value>,
    /// What it stands for.
    pub note: Option<String>,
}
