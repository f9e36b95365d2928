//! Likely slips: what can be checked and evaluated, and is hardly what was meant.

use super::Checker;
use crate::check::policy::{CompareOp, Expr, From, Modality, Part, Requirement, Time};
use crate::diagnostic::{Diagnostic, Message, Severity};
use crate::log::Value;
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
            let told = Diagnostic::warning("B0707", span);
            // A limit for a whole life is hardly one that has to be reached.
            let is_limit = matches!(requirement, Requirement::Keep(expr) if is_upper_limit(expr));
            self.report(if is_limit { Diagnostic { severity: Severity::Note, ..told } } else { told });
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
        let day_by_day = time.is_day_by_day();
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
        // What is allowed is never breached.
        if modality == Modality::May {
            return;
        }
        if let Requirement::Keep(expr) | Requirement::Satisfy(expr) = requirement {
            self.asked_at_single_instants(expr, time, span);
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

    // A condition on nothing but what lasts, kept in a window, is asked as things stand at the window's end; one on a
    // stretch, as they stand at the end of that.
    fn asked_at_single_instants(&mut self, expr: &Expr, time: &Time, span: Span) {
        let of_windows = time.is_in_windows() || matches!(time, Time::Rolling(..));
        if of_windows && asks_of_instants_alone(expr) {
            self.report(Diagnostic::warning("B0717", span));
            return;
        }
        let mut of_stretch = false;
        plan::visit(expr, &mut |e| {
            if let Expr::Within(_, _, _, inner) | Expr::Over(_, _, inner) | Expr::Daily(_, _, inner) = e {
                of_stretch |= asks_of_instants_alone(inner);
            }
        });
        if of_stretch {
            self.report(Diagnostic::warning("B0718", span));
        }
    }

    /// A comparison of something with itself: most likely one side was to be of another record.
    pub(super) fn compared_with_itself(&mut self, left: &Expr, right: &Expr, span: Span) {
        if left == right && !matches!(left, Expr::Value(_)) {
            self.report(Diagnostic::warning("B0708", span));
        }
    }

    /// A text without letters was left out, and is nothing: it is never the same as one that is written.
    pub(super) fn compared_with_no_text(&mut self, op: CompareOp, left: &Expr, right: &Expr, span: Span) {
        let is_blank = |expr: &Expr| matches!(expr, Expr::Value(Value::Text(text)) if text.is_empty());
        // What stands for one that was left out may be without letters.
        let stands_in = |expr: &Expr| matches!(expr, Expr::Else(_, other) if is_blank(other));
        let asks = matches!(op, CompareOp::Is | CompareOp::IsNot);
        let blank = is_blank(left) && !stands_in(right) || is_blank(right) && !stands_in(left);
        if asks && blank {
            self.report(Diagnostic::warning("B0722", span));
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

// Whether an expression asks who holds what, or is in which state, and of no record and no length of time besides.
fn asks_of_instants_alone(expr: &Expr) -> bool {
    let (mut lasts, mut happens) = (false, false);
    plan::visit(expr, &mut |e| match e {
        Expr::Under(..) | Expr::Holds(..) | Expr::Holders(..) => lasts = true,
        Expr::Exists(what) | Expr::Count(what) => match what.from {
            From::Event(_) => happens = true,
            From::Role(_) | From::State(_) => lasts = true,
            From::Entity(_) => {}
        },
        Expr::UnitsWith(..) | Expr::SpellTime(..) | Expr::Measure(..) | Expr::TimeOf(..) => happens = true,
        _ => {}
    });
    lasts && !happens
}

// Whether each condition says how much is too much.
fn is_upper_limit(expr: &Expr) -> bool {
    match expr {
        Expr::Compare(CompareOp::AtMost | CompareOp::LessThan, ..) => true,
        Expr::Not(part) => {
            matches!(**part, Expr::Compare(CompareOp::AtLeast | CompareOp::MoreThan, ..))
        }
        Expr::And(parts) => parts.iter().all(is_upper_limit),
        _ => false,
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
