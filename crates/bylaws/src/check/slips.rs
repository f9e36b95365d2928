//! Likely slips: what can be checked and evaluated, and is hardly what was meant.

use super::Checker;
use crate::check::policy::{Expr, From, Modality, Part, Requirement, Time};
use crate::diagnostic::{Diagnostic, Message};
use crate::log::Unit;
use crate::plan;
use crate::source::Span;

impl Checker<'_> {
    /// What is to hold at all times is looked at instant by instant, and records are those up to then; a length of
    /// time needs a stretch of its own.
    pub(super) fn measured_at_all_times(&mut self, requirement: &Requirement, time: &Time, span: Span) {
        let measures = match requirement {
            Requirement::Keep(expr) | Requirement::Satisfy(expr) => measures_no_stretch(expr),
            Requirement::Have(_) | Requirement::Any(_) => false,
        };
        if *time == Time::AtAllTimes && measures {
            self.report(Diagnostic::warning("B0707", span));
        }
    }

    /// A part of a day is that of the day that is looked at: each day in its turn, or that of a record.
    pub(super) fn parts_of_what_days(
        &mut self,
        requirement: &Requirement,
        time: &Time,
        triggered: bool,
        span: Span,
    ) {
        let (Requirement::Keep(expr) | Requirement::Satisfy(expr)) = requirement else { return };
        let day_by_day = matches!(time, Time::Every { count: 1, unit: Unit::Day, .. });
        let mut looks = false;
        plan::visit(expr, &mut |e| looks |= matches!(e, Expr::Daily(..)));
        if looks && !day_by_day && !triggered {
            self.report(Diagnostic::warning("B0715", span));
        }
    }

    /// What lasts is looked at instant by instant: in a window one instant that keeps to an upper limit is enough, and
    /// before a time it is asked for as it stands then.
    pub(super) fn held_at_single_instants(
        &mut self,
        modality: Modality,
        requirement: &Requirement,
        time: &Time,
        span: Span,
    ) {
        let is_condition = matches!(requirement, Requirement::Keep(_) | Requirement::Satisfy(_));
        // What is allowed is never breached.
        if is_condition || modality == Modality::May {
            return;
        }
        let says_so =
            matches!(time, Time::AtAllTimes | Time::AtTheEndOfEvery(_) | Time::AtTrigger | Time::Once);
        let of_stretch = matches!(time, Time::Rolling(..) | Time::Gap(..) | Time::WithinBefore(..));
        let lasts = |part: &&Part| matches!(part.what.from, From::Role(_) | From::State(_));
        if requirement.parts().filter(lasts).any(|p| !says_so && (of_stretch || p.quantity.high.is_some())) {
            self.report(Diagnostic::warning("B0716", span));
        }
    }

    /// A comparison of something with itself: most likely one side was to be of another record.
    pub(super) fn compared_with_itself(&mut self, left: &Expr, right: &Expr, span: Span) {
        if left == right && !matches!(left, Expr::Value(_)) {
            self.report(Diagnostic::warning("B0708", span));
        }
    }

    /// Norms that look at the verdicts of one with which they compete for records.
    pub(super) fn entangled(&mut self) {
        for (index, other) in plan::entangled(&self.policy) {
            let norms = (self.policy.norms.get_index(index), self.policy.norms.get_index(other));
            let (Some((_, norm)), Some((_, other))) = norms else { continue };
            let told = Diagnostic::warning("B0429", other.span).with_arg("name", other.name.both());
            let told = told.with_arg("other", norm.name.both());
            self.report(told.label(norm.span, Message::new("label.amended")));
        }
    }

    /// Definitions that nothing uses; what they say was never looked at.
    pub(super) fn unused_definitions(&mut self) {
        let unused = self.definitions.iter().filter(|(key, _)| !self.definitions_used.contains(*key));
        let spans: Vec<(Span, String)> =
            unused.map(|(key, (_, define))| (define.name.place(), key.clone())).collect();
        for (span, name) in spans {
            self.report(Diagnostic::warning("B0709", span).with("name", name));
        }
    }
}

// Whether an expression measures lengths of time over a stretch that it does not name.
fn measures_no_stretch(expr: &Expr) -> bool {
    let mut named: Vec<*const Expr> = Vec::new();
    plan::visit(expr, &mut |e| {
        if let Expr::Within(_, _, _, inner) | Expr::Over(_, _, inner) | Expr::Daily(_, _, inner) = e {
            plan::visit(inner, &mut |e| named.push(e));
        }
    });
    let mut found = false;
    plan::visit(expr, &mut |e| {
        let measures = matches!(e, Expr::UnitsWith(..) | Expr::SpellTime(..));
        found |= measures && !named.iter().any(|one| std::ptr::eq(*one, e));
    });
    found
}
