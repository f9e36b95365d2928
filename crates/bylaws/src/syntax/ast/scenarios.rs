//! Scenarios that test norms.

use super::*;
use crate::log::Exact;
use crate::source::Spanned;
use chrono::NaiveDate;

/// A scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// What it shows.
    pub title: Spanned<String>,
    /// The norms it is about; expectations without a norm of their own mean the first.
    pub norms: Vec<Ident>,
    /// Its parts in the order written.
    pub clauses: Vec<Spanned<TestClause>>,
}

impl Test {
    /// The records that it gives, in the order written.
    pub fn given(&self) -> impl Iterator<Item = &Spanned<Given>> {
        self.clauses.iter().flat_map(|clause| match &clause.node {
            TestClause::Given(list) => list.as_slice(),
            _ => &[],
        })
    }

    /// The parameters that it sets, in the order written.
    pub fn parameters(&self) -> impl Iterator<Item = &(Ident, Expr)> {
        self.clauses.iter().flat_map(|clause| match &clause.node {
            TestClause::With(list) => list.as_slice(),
            _ => &[],
        })
    }

    /// The day at whose end it is judged: as it says last, for what a case says stands before what is said of all;
    /// else, as with a log, the end of what is covered.
    #[must_use]
    pub fn as_of(&self) -> Option<NaiveDate> {
        let said = self.clauses.iter().rev().find_map(|clause| match &clause.node {
            TestClause::AsOf(day) => Some(day.node),
            _ => None,
        });
        said.or_else(|| self.covered_until())
    }

    /// The day at whose end things are as they were known, if it says so: as it says last, like [`Self::as_of`].
    #[must_use]
    pub fn known_at(&self) -> Option<&Spanned<NaiveDate>> {
        self.clauses.iter().rev().find_map(|clause| match &clause.node {
            TestClause::KnownAt(day) => Some(day),
            _ => None,
        })
    }

    /// The last day that it says is covered.
    #[must_use]
    pub fn covered_until(&self) -> Option<NaiveDate> {
        let covered = self.clauses.iter().filter_map(|clause| match &clause.node {
            TestClause::Covers(_, until, _) => Some(until.node),
            _ => None,
        });
        covered.max()
    }

    /// What it expects, in the order written.
    pub fn expected(&self) -> impl Iterator<Item = &Spanned<Expectation>> {
        self.clauses.iter().flat_map(|clause| match &clause.node {
            TestClause::Expect(list) => list.as_slice(),
            _ => &[],
        })
    }

    /// Whether it says what should come of it.
    #[must_use]
    pub fn has_expectations(&self) -> bool {
        self.clauses.iter().any(|clause| matches!(clause.node, TestClause::Expect(_)))
    }
}

/// A part of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub enum TestClause {
    /// `given …` / `已知：…`
    Given(Vec<Spanned<Given>>),
    /// `covers D to D` / `记录范围：D至D`, both days included.
    Covers(Spanned<NaiveDate>, Spanned<NaiveDate>, Vec<Ident>),
    /// `as of D` / `截至：D`: the end of that day.
    AsOf(Spanned<NaiveDate>),
    /// `known at D` / `知悉截至：D`
    KnownAt(Spanned<NaiveDate>),
    /// `with p = 5` / `参数：p为5`
    With(Vec<(Ident, Expr)>),
    /// `expect …` / `应得：…`
    Expect(Vec<Spanned<Expectation>>),
    /// `background "…"` / `背景：“…”`: what the tests of these titles give is given here too.
    Background(Vec<Spanned<String>>),
    /// `case "…"` / `情况：“…”`: from here to the next one, a scenario of its own, with all that stands before
    /// the first.
    Case(Option<Spanned<String>>),
}

/// A record of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// When it happened, as exactly as it was written, in the form of `2016-04-20 14:30` whatever the
    /// surface: `2016年4月` is `2016-04`. Kept as written if there is no such day.
    pub at: Spanned<String>,
    /// Type of record.
    pub kind: Ident,
    /// Fields; values are names, numbers, dates or lists of them.
    pub fields: Vec<(Ident, Expr)>,
}

/// What a scenario expects.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// Of which norm, if not the first of the test.
    pub norm: Option<Ident>,
    /// The bearer's id.
    pub bearer: Ident,
    /// Which of the bearer's instances: a calendar label, a date inside the window or the record that gave rise to it;
    /// the only one if left out.
    pub when: Option<Spanned<ExpectWhen>>,
    /// The verdict; `None` expects no instance at all (`no duty` / `无此义务`).
    pub verdict: Option<crate::eval::Verdict>,
    /// `short by n` / `差n次`
    pub short_by: Option<Exact>,
    /// `due D` / `截止D`
    pub due: Option<Spanned<NaiveDate>>,
    /// `counted a & b` / `计入a、b`: the ids of the records that counted, no others.
    pub counted: Vec<Ident>,
    /// `answers x & y` / `由x、y负责`: the first of them in the first rank, the others in any.
    pub answers: Vec<Ident>,
}

/// Which instance is meant.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpectWhen {
    /// The window with this calendar label.
    Label(String),
    /// The window, or the trigger's day, that holds this day.
    Date(NaiveDate),
    /// The duty that the record with this id gives rise to.
    Record(String),
}
