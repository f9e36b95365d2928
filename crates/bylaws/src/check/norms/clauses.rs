//! The clauses of a norm by their heads.

use crate::check::Checker;
use crate::diagnostic::{Arg, Diagnostic};
use crate::log::Unit;
use crate::source::Spanned;
use crate::syntax::ast::{self, NormClause, TimeLimit};
use chrono::NaiveDate;

/// What extends a limit, by how much, and how often at most.
#[derive(Clone, Copy)]
pub(super) struct Extended<'a> {
    pub length: (u32, Unit),
    pub when: &'a ast::Selection,
    pub at_most: Option<Spanned<u32>>,
}

/// A norm's clauses by head.
#[derive(Default)]
pub(super) struct Clauses<'a> {
    pub each: Option<&'a ast::Bearer>,
    pub when: Option<&'a ast::Selection>,
    pub must: Option<&'a ast::Duty>,
    pub every: Option<&'a ast::Frequency>,
    pub time: Option<&'a TimeLimit>,
    pub except: Vec<&'a ast::Exception>,
    pub in_force: Option<(Option<NaiveDate>, Option<NaiveDate>)>,
    pub replaces: Option<&'a ast::Ident>,
    pub own_calendar: Option<&'a ast::Expr>,
    pub stops: Option<&'a ast::Expr>,
    pub extended: Option<Extended<'a>>,
    pub late: Option<Spanned<(u32, crate::log::Unit)>>,
    pub otherwise: Option<(&'a ast::Duty, &'a Option<TimeLimit>)>,
    pub readings: Vec<&'a ast::Reading>,
    pub answerable: Vec<&'a ast::Answerable>,
    pub note: Option<String>,
    pub cites: Vec<String>,
}

impl Clauses<'_> {
    /// Whether it says whom it binds, or what sets it off.
    pub(super) fn concern_somebody(&self) -> bool {
        self.each.is_some() || self.when.is_some()
    }
}

impl<'a> Checker<'a> {
    pub(super) fn gather(&mut self, norm: &'a ast::Norm) -> Clauses<'a> {
        let mut out = Clauses::default();
        for clause in &norm.clauses {
            self.units_of(&clause.node);
            let twice = match &clause.node {
                NormClause::Cites(refs) => {
                    out.cites.extend(refs.iter().map(ToString::to_string));
                    false
                }
                NormClause::Each(bearer) => out.each.replace(bearer).is_some(),
                NormClause::When(selection) => out.when.replace(selection).is_some(),
                NormClause::Must(duty) => out.must.replace(duty).is_some(),
                NormClause::Every(frequency) => out.every.replace(frequency).is_some(),
                NormClause::Time(limit) => out.time.replace(limit).is_some(),
                NormClause::Except(list) => {
                    out.except.extend(list);
                    false
                }
                NormClause::InForce(from, until) => {
                    let day = |day: &Option<Spanned<NaiveDate>>| day.as_ref().map(|day| day.node);
                    let (from, until) = (day(from), day(until));
                    if from.zip(until).is_some_and(|(from, until)| until < from) {
                        self.report(Diagnostic::error("B0501", clause.span));
                    }
                    out.in_force.replace((from, until)).is_some()
                }
                // Seen to with the amendments.
                NormClause::Replaces(norm) => out.replaces.replace(norm).is_some(),
                NormClause::OwnCalendar(of) => out.own_calendar.replace(of).is_some(),
                NormClause::Stops(condition) => out.stops.replace(condition).is_some(),
                NormClause::Extended(length, when, at_most) => {
                    let (length, at_most) = (length.node, *at_most);
                    out.extended.replace(Extended { length, when, at_most }).is_some()
                }
                NormClause::Late(length) => out.late.replace(*length).is_some(),
                NormClause::Otherwise(duty, limit) => out.otherwise.replace((duty, limit)).is_some(),
                NormClause::Reading(list) => {
                    out.readings.extend(list);
                    false
                }
                NormClause::Answerable(list) => {
                    out.answerable.extend(list);
                    false
                }
                NormClause::Note(text) => out.note.replace(text.node.clone()).is_some(),
            };
            if twice {
                self.report(Diagnostic::error("B0402", clause.span));
            }
        }
        out
    }

    // Of a norm that lost a clause nobody can say that it never had it.
    pub(super) fn lacks(&mut self, norm: &ast::Norm, zh: &str, en: &str) {
        if !norm.incomplete {
            let clause = Arg::Word { zh: zh.to_owned(), en: en.to_owned() };
            self.report(Diagnostic::error("B0401", norm.name.place()).with_arg("clause", clause));
        }
    }
}
