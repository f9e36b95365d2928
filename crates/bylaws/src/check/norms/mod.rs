//! Norms: clauses put together, sugar expanded, quantities made inclusive, interpretation merged.

mod begun;
mod clauses;
mod concern;
mod exceptions;
mod holdings;
mod quantities;
mod readings;
mod requirement;
mod times;
mod titles;
mod unranked;
mod who;
mod whose;

use super::amendments::{Version, until};
use super::expressions::Scene;
use super::{Checker, name};
use crate::check::policy::{Amended, Answerable, Expr, Extension, Norm, Reading, Requirement, Time};
use crate::diagnostic::{Diagnostic, Severity};
use crate::log::{Length, Name};
use crate::plan;
use crate::source::Span;
use crate::syntax::ast::{self, Item, Modality, TimeLimit};
use clauses::{Clauses, Extended};
use concern::Concern;
use readings::{apply, as_read, reading_of};

/// What a norm asks for and when; nothing in the place of what it lacks, or what cannot be read.
#[derive(Clone, Copy)]
struct Asked<'n> {
    duty: Option<&'n ast::Duty>,
    requirement: Option<&'n Requirement>,
    time: Option<&'n Time>,
}

// Only a condition that is asked of one window of the calendar after another has a window before.
fn compares_windows(duty: &ast::Duty, clauses: &Clauses<'_>) -> bool {
    use ast::Window::{Every, EveryFrom, EveryParameter};
    let every = clauses
        .every
        .is_some_and(|e| matches!(e.window, Every { .. } | EveryFrom { .. } | EveryParameter(_)));
    let ends = clauses.time.is_some_and(|time| {
        matches!(time, TimeLimit::AtTheEndOfEvery(_) | TimeLimit::ByDateEveryYear { .. })
    });
    let keeps = matches!(duty.requirement, ast::Requirement::Keep(_));
    clauses.when.is_none() && keeps && (every || ends)
}

impl<'a> Checker<'a> {
    pub(super) fn norms(&mut self, items: &[(&'a Item, Span)]) {
        // What an amendment chooses is for its own norms, and goes before what the amended package chooses.
        let deepest = self.amending.deepest();
        let mut defaults = vec![Reading::default(); deepest + 1];
        for layer in (0..=deepest).rev() {
            for (item, span) in items {
                let Item::Interpretation(readings) = item else { continue };
                if self.amending.layer(*span) == layer {
                    let own = defaults.iter_mut().take(layer + 1);
                    own.for_each(|own| readings.iter().for_each(|r| apply(own, r.choice)));
                }
            }
        }
        for (item, span) in items {
            let Item::Norm(norm) = item else { continue };
            let defaults = defaults.get(self.amending.layer(*span)).copied().unwrap_or_default();
            let Some((checked, follow_up)) = self.norm(norm, defaults) else { continue };
            for one in std::iter::once(checked).chain(follow_up) {
                self.policy.norms.insert(one.name.canonical.clone(), one);
            }
        }
    }

    // A norm, and the one that its `otherwise` states; none of one that lacks what it asks for, or when, though all that
    // it does say is looked at.
    fn norm(&mut self, norm: &'a ast::Norm, defaults: Reading) -> Option<(Norm, Option<Norm>)> {
        let before = self.diagnostics.len();
        let (own, span) = (name(&norm.name), norm.name.place());
        let clauses = self.gather(norm);
        let concern = self.concern(norm, &clauses);
        let scene = &concern.scene;
        let requirement = self.asked(norm, &clauses, scene);
        let time = self.time(norm, &clauses, requirement.as_ref(), scene);
        let asked = Asked { duty: clauses.must, requirement: requirement.as_ref(), time: time.as_ref() };
        if self.is_resolved_since(before) {
            self.asked_of_nobody(norm, &clauses, &concern, &asked);
        }
        let reading = reading_of(defaults, &clauses, time.as_ref());
        self.asked_together(norm, &clauses, &reading, &asked);
        let exceptions = self.exceptions(&clauses.except, &concern, &asked);
        let calendars = clauses.own_calendar.map(|of| self.own_calendars(of, scene)).unwrap_or_default();
        let answerable = self.answers(norm, &clauses, scene);
        let title = norm.title.as_ref().map_or_else(|| own.canonical.clone(), |t| t.node.clone());
        if let Some(duty) = clauses.must {
            self.title_against_norm(&title, duty, clauses.every, span);
        }
        let part = clauses.every.and_then(|every| {
            self.no_period_at_all(every);
            self.part_of_window(every, clauses.when.is_some())
        });
        let stops = clauses.stops.map(|condition| self.condition_of_one(condition, scene));
        let extended = clauses.extended.and_then(|extended| self.extension(&extended, scene));
        let otherwise =
            clauses.otherwise.map(|(duty, limit)| (duty, self.asked_otherwise(duty, scene), limit));
        let asked = clauses.must.zip(requirement).zip(time).filter(|_| clauses.concern_somebody());
        let Some(((duty, mut requirement), time)) = asked else {
            self.unread.push(own);
            return None;
        };
        // What others use, and what is made up late, counts for the one limit and not for the other.
        if clauses.late.is_some() || reading.one_event == ast::OneEvent::Exclusive {
            requirement.limits_apart();
        }
        if let Some(late) = clauses.late {
            self.nothing_to_make_up(&requirement, late);
        }
        let version = self.amending.version(span);
        let cites = clauses.cites.iter().map(|id| self.amending.clause(id, version.ended_in)).collect();
        let mut checked = Norm {
            name: own,
            title,
            span,
            cites,
            modality: duty.modality.node,
            bearer: concern.bearer,
            for_each: concern.for_each,
            calendars,
            trigger: concern.trigger,
            requirement,
            conditions: requirement::conditions(duty),
            time: as_read(time, &reading),
            part,
            exceptions,
            in_force: clauses.in_force.unwrap_or_default(),
            amended: Amended::default(),
            stops,
            extended,
            late: clauses.late.map(|late| late.node),
            reading,
            answerable,
            note: clauses.note,
            parameters: Vec::new(),
            private: false,
        };
        self.each_day_on_some_weekdays(&checked);
        self.amended(&mut checked, &version);
        checked.parameters = self.parameters_of(&checked);
        if let Some(every) = clauses.every {
            self.semester_that_may_grow(&checked, every);
        }
        let mut follow_up = otherwise.map(|otherwise| self.follow_up(&checked, &version, otherwise));
        // What was lost may be what a choice bears on, or what speaks of the unit.
        if !norm.incomplete {
            self.choices_without_effect(&clauses.readings, &checked, follow_up.as_ref());
            self.duty_of_a_holding(&mut checked, follow_up.as_mut(), clauses.each);
        }
        Some((checked, follow_up))
    }

    // What the duty asks for.
    fn asked(&mut self, norm: &ast::Norm, clauses: &Clauses<'a>, scene: &Scene) -> Option<Requirement> {
        let Some(duty) = clauses.must else {
            self.lacks(norm, "应当", "must");
            return None;
        };
        let has_previous = norm.incomplete || compares_windows(duty, clauses);
        let scene = Scene { has_previous, ..scene.clone() };
        Some(self.requirement(duty, clauses.every, &scene))
    }

    // What a clause that was lost said may be what ties the records to somebody.
    fn asked_of_nobody(
        &mut self,
        norm: &ast::Norm,
        clauses: &Clauses<'a>,
        concern: &Concern,
        asked: &Asked<'_>,
    ) {
        let may_be_tied = norm.incomplete && (clauses.each.is_none() || clauses.when.is_none());
        let (Some(duty), Some(requirement), false) = (asked.duty, asked.requirement, may_be_tied) else {
            return;
        };
        if duty.modality.node != Modality::May {
            self.of_nobody_in_particular(concern.trigger.as_ref(), requirement, &concern.scene);
        }
    }

    // What cannot be asked for in such a time, and what hardly is.
    fn asked_together(
        &mut self,
        norm: &ast::Norm,
        clauses: &Clauses<'a>,
        reading: &Reading,
        asked: &Asked<'_>,
    ) {
        let Asked { duty: Some(duty), requirement: Some(requirement), time: Some(time) } = *asked else {
            return;
        };
        let span = norm.name.place();
        // What sets it off may have been lost.
        if clauses.when.is_some() || !norm.incomplete {
            self.what_moves_nothing(clauses, time);
            self.parts_of_what_days(requirement, time, clauses.when.is_some(), span);
        }
        self.measured_at_all_times(requirement, time, span);
        self.held_at_single_instants(duty.modality.node, requirement, time, span);
        if matches!((requirement, time), (Requirement::Keep(_), Time::Gap(..))) {
            self.report(Diagnostic::error("B0414", span));
        }
        if matches!(time, Time::Gap(..)) && !requirement::asks_for_the_next(requirement) {
            self.report(Diagnostic::error("B0426", span));
        }
        // Only what counts events in windows of its own can leave an event to another duty.
        let counts_in_windows = requirement.counts_records() && time.has_windows();
        if reading.one_event == ast::OneEvent::Exclusive && !counts_in_windows {
            self.report(Diagnostic::warning("B0704", span));
        }
    }

    // Who answers; that nobody does is told of what is a duty.
    fn answers(&mut self, norm: &ast::Norm, clauses: &Clauses<'a>, scene: &Scene) -> Vec<Answerable> {
        let is_duty = clauses.must.is_some_and(|duty| duty.modality.node != Modality::May);
        if clauses.answerable.is_empty() && !norm.incomplete && is_duty {
            let told = Diagnostic::warning("B0703", norm.name.place());
            self.report(Diagnostic { severity: Severity::Note, ..told });
        }
        let alone = clauses.answerable.len() == 1;
        clauses.answerable.iter().filter_map(|answers| self.answer(answers, alone, scene)).collect()
    }

    // A condition on one whom the norm binds, which hardly asks of all others alike.
    fn condition_of_one(&mut self, written: &ast::Expr, scene: &Scene) -> Expr {
        let before = self.diagnostics.len();
        let condition = self.condition(written, scene);
        if self.is_resolved_since(before) {
            self.asked_of_anybody(&condition, scene);
        }
        condition
    }

    pub(in crate::check) fn is_resolved_since(&self, before: usize) -> bool {
        self.diagnostics.iter().skip(before).all(|d| d.severity < Severity::Error)
    }

    // What extends a limit, and how often it may.
    fn extension(&mut self, extended: &Extended<'a>, scene: &Scene) -> Option<Extension> {
        if let Some(never) = extended.at_most.filter(|times| times.node == 0) {
            self.report(Diagnostic::error("B0431", never.span));
        }
        let (count, unit) = extended.length;
        let at_most = extended.at_most.map(|times| times.node);
        let before = self.diagnostics.len();
        let when = self.selection(extended.when, scene)?;
        if self.is_resolved_since(before) {
            self.of_anybody_at_all(&when, scene);
        }
        Some(Extension { by: Length { count, unit }, when, at_most })
    }

    // A limit that does not run from a trigger neither stands still nor is extended.
    fn what_moves_nothing(&mut self, clauses: &Clauses<'a>, time: &Time) {
        let triggered = clauses.when.is_some();
        let stops = clauses.stops.filter(|_| !(triggered && time.can_stand_still()));
        let extended = clauses.extended.filter(|_| !(triggered && time.can_be_extended()));
        let idle = stops.map(|stops| stops.span).or(extended.map(|extended| extended.when.kind.span));
        if let Some(idle) = idle {
            self.report(Diagnostic::warning("B0419", idle));
        }
    }

    // What a breach gives rise to.
    fn asked_otherwise(&mut self, duty: &'a ast::Duty, scene: &Scene) -> Requirement {
        let before = self.diagnostics.len();
        let requirement = self.requirement(duty, None, scene);
        if self.is_resolved_since(before) && duty.modality.node != Modality::May {
            self.of_nobody_in_particular(None, &requirement, scene);
        }
        requirement
    }

    // The duty that a breach gives rise to is a norm of its own, so that it has verdicts of its own.
    fn follow_up(
        &mut self,
        norm: &Norm,
        version: &Version,
        (duty, requirement, limit): (&'a ast::Duty, Requirement, &'a Option<TimeLimit>),
    ) -> Norm {
        let within =
            if let Some(TimeLimit::WithinAfter(length, _)) = limit { Some(length.node) } else { None };
        let follows = |name: &str| match name.is_ascii() {
            true => format!("{name}_otherwise"),
            false => format!("{name}后续"),
        };
        let of = version.name.as_ref().unwrap_or(&norm.name);
        let own = Name {
            canonical: follows(&of.canonical),
            alias: of.alias.as_deref().map(follows),
            also: Vec::new(),
        };
        let current = norm.amended.current.as_deref().map(follows);
        let mut checked = Norm {
            name: version.named_until.map_or_else(|| own.clone(), |day| until(&own, day)),
            amended: Amended { current, ..norm.amended.clone() },
            modality: duty.modality.node,
            requirement,
            conditions: requirement::conditions(duty),
            time: Time::AfterBreachOf(norm.name.canonical.clone(), within),
            reading: Reading { one_event: ast::OneEvent::Shared, ..norm.reading },
            part: None,
            exceptions: Vec::new(),
            stops: None,
            extended: None,
            late: None,
            ..norm.clone()
        };
        checked.parameters = self.parameters_of(&checked);
        checked
    }

    fn parameters_of(&self, norm: &Norm) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let mut note = |name: &String| {
            let open = self.policy.parameters.get(name).is_some_and(|p| p.default.is_none());
            if open && !out.contains(name) {
                out.push(name.clone());
            }
        };
        if let Time::EveryParameter(name) = &norm.time {
            note(name);
        }
        plan::each_expr(norm, &mut |e| {
            if let Expr::Parameter(name) = e {
                note(name);
            }
        });
        out
    }
}
