//! What norms share: calendars, parameters, definitions, tables, accounts, deemed facts.

use super::*;
use crate::log::{Exact, Unit};
use crate::source::Spanned;
use chrono::NaiveDate;

/// Calendar data.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    /// Its name.
    pub name: NameDecl,
    /// For whom it adds to the calendar that all share: `, for east` / `，适用于东区`
    pub only_for: Option<Expr>,
    /// Its entries.
    pub entries: Vec<Spanned<CalendarEntry>>,
}

/// A stretch of days in the calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct CalendarEntry {
    /// What kind of stretch.
    pub kind: CalendarKind,
    /// Its label: the English one where there are two, such as `2016 spring`.
    pub label: Option<Spanned<String>>,
    /// Its Chinese label, where there are two.
    pub alias: Option<Spanned<String>>,
    /// First day.
    pub from: Spanned<NaiveDate>,
    /// Last day; the first when left out.
    pub to: Option<Spanned<NaiveDate>>,
}

/// Kinds of calendar entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CalendarKind {
    /// `semester` / `学期`: its teaching days.
    Semester,
    /// `vacation` / `假期`
    Vacation,
    /// `holiday` / `节假日`: public holiday, no work.
    Holiday,
    /// `workday` / `调休上班`: a weekend day on which one works.
    Workday,
    /// `academic year` / `学年`
    AcademicYear,
}

/// Days that a condition asks about: `during vacation`, `during working days`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayKind {
    /// Those of entries of the calendar.
    Entry(CalendarKind),
    /// `working days` / `工作日`
    Working,
    /// `days off` / `休息日`: weekends and public holidays, but for swapped working days.
    Off,
}

/// A value that the regulation leaves open.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: NameDecl,
    /// Its type.
    pub ty: Spanned<TypeExpr>,
    /// Its default.
    pub default: Option<Expr>,
    /// What it stands for, in words.
    pub note: Option<Spanned<String>>,
}

/// A named expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Define {
    /// Its name.
    pub name: NameDecl,
    /// Its type, for constants such as entities named by id.
    pub ty: Option<Spanned<TypeExpr>>,
    /// Its value.
    pub value: Expr,
}

/// A table: `table tier alias 档次: integer { up to 50: 2 … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its name.
    pub name: NameDecl,
    /// Of what type the looked-up value is.
    pub by: Spanned<TypeExpr>,
    /// Its rows in the order written.
    pub rows: Vec<Spanned<Row>>,
}

/// A number carried from window to window: `account carried alias 结余: person, every year, initially 0 = EXPR`.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Its name; in the expression it stands for the value at the end of the window before.
    pub name: NameDecl,
    /// Of which kind of entity each has one.
    pub of: Ident,
    /// How many units a window has.
    pub count: Spanned<u32>,
    /// Of which unit.
    pub unit: Spanned<Unit>,
    /// First day of a first window.
    pub from: Option<Spanned<NaiveDate>>,
    /// Its value before the first window.
    pub initially: Expr,
    /// Its value at the end of a window.
    pub value: Expr,
}

/// A fact that follows from others: `deem approval when 15 days pass after request without reply {…}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Deem {
    /// The kind of event that is taken to happen.
    pub event: Ident,
    /// When.
    pub when: Turning,
    /// From when it has effect, where that is another time than that at which it follows.
    pub effective: Option<Effect>,
    /// The clauses that say so.
    pub cites: Option<Spanned<Vec<ClauseRef>>>,
    /// Its fields: bare names are fields of the record that it follows from.
    pub fields: Vec<(Ident, Expr)>,
}

/// `effective X, at most 30 days back` / `自X起生效，最多追溯30日`
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// From when.
    pub from: Expr,
    /// How far that may lie back; none: not at all.
    pub back: Option<Spanned<(u32, Unit)>>,
}

/// A turning point.
#[derive(Clone, Debug, PartialEq)]
pub enum Turning {
    /// `SELECTION`: each such record counts as the event.
    Each(Selection),
    /// `15 days pass after A without B` / `A之后15日内无B`
    Silence {
        /// After which record.
        after: Selection,
        /// How long.
        length: Spanned<(u32, Unit)>,
        /// What does not happen.
        without: Selection,
    },
    /// `A reaches 3 in any 30 days for each pupil` / `A任意连续30日内达到3次（按学生）`
    Reaches {
        /// Of what.
        what: Selection,
        /// How many.
        count: Spanned<u32>,
        /// Within which length.
        within: Option<Spanned<(u32, Unit)>>,
        /// Counted apart for each value of this field.
        per: Option<Ident>,
    },
    /// `2 consecutive breach of N` / `连续2期未完成的N`: of one bearer, in adjacent windows.
    InARow {
        /// How many.
        count: Spanned<u32>,
        /// Verdicts of which norm.
        of: Selection,
    },
}

/// Which verdicts of a norm are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutcomeOf {
    /// `breach of N` / `未完成的N`
    Breach,
    /// `lateness of N` / `逾期完成的N`
    Lateness,
    /// `fulfilment of N` / `已完成的N`
    Fulfilment,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// For which values.
    pub case: Case,
    /// What it gives.
    pub value: Expr,
}

/// For which values a row of a table is.
#[derive(Clone, Debug, PartialEq)]
pub enum Case {
    /// Numbers between two bounds, of which one may be missing: `from 51 to 100` / `51至100`.
    Bracket {
        /// Its lower bound.
        low: Option<Bound>,
        /// Its upper bound.
        high: Option<Bound>,
    },
    /// These values: `a & b` / `甲、乙`.
    Values(Vec<Expr>),
    /// Whatever no other row is for: `otherwise` / `其余`.
    Otherwise,
}

/// A bound of a bracket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The number.
    pub number: Exact,
    /// It belongs to the bracket itself.
    pub inclusive: bool,
}
