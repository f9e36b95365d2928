//! Which law the windows of a version follow that hold the day of a change.

use super::super::Checker;
use super::{Version, until_after};
use crate::check::policy::{self, Amended, Norm, Straddling, Time};
use crate::diagnostic::{Diagnostic, Message};
use crate::plan;
use crate::source::Span;
use crate::syntax::ast::{self, Item, NormClause};
use chrono::NaiveDate;
use std::collections::btree_map::Entry;

impl Checker<'_> {
    /// Makes of a norm what its amendments make of it, and asks which law windows follow that hold their days.
    pub(in super::super) fn amended(&mut self, norm: &mut Norm, declared: &Version) {
        let (own_from, own_until) = norm.in_force;
        norm.in_force = (latest(own_from, declared.from), earliest(own_until, declared.until));
        norm.amended = declared.amended.clone();
        if let Some(name) = declared.called() {
            norm.name = name;
        }
        let (first, last) = &mut norm.reading.straddling;
        let Amended { by, ended, .. } = declared.amended;
        let ends = [
            (declared.from, declared.at_first, first, by),
            (until_after(declared), declared.at_last, last, ended),
        ];
        let mut open = Vec::new();
        for (day, choice, reading, law) in ends {
            match (day, choice) {
                (_, Some(choice)) => *reading = choice,
                (Some(day), None) => open.push((day, law)),
                (None, None) => {}
            }
        }
        self.can_be_so_read(norm);
        for (day, law) in open {
            let is_first = Some(day) == declared.from;
            if (is_first && begins_with_its_law(norm)) || !self.straddles(norm, (day, day)) {
                continue;
            }
            if self.amending.asked.insert(day) {
                let problem = Diagnostic::error("B0221", self.said_at(law, norm)).with("day", day);
                self.report_of(problem, norm);
            }
        }
        self.follow_one_rule(norm, declared);
        self.begins_anew(norm);
    }

    // Stretches that may lie anywhere are looked at under each law by itself: none that holds the day is.
    fn begins_anew(&mut self, norm: &Norm) {
        let lies_anywhere = matches!(norm.time, Time::Rolling(..) | Time::Gap(..));
        if let (true, Some(_), Some(day)) = (lies_anywhere, &norm.amended.before, norm.in_force.0) {
            let told = Diagnostic::warning("B0227", norm.span).with_arg("name", norm.name.both());
            self.report(told.with("day", day));
        }
    }

    // A window that holds the days of two amendments would be judged twice, or not at all, were the rules unequal.
    fn follow_one_rule(&mut self, norm: &Norm, declared: &Version) {
        let whole = |how| match how {
            Straddling::Cut if norm.time.is_a_day() => Straddling::ByEnd,
            how => how,
        };
        let first = declared.from.zip(declared.at_first);
        let last = until_after(declared).zip(declared.at_last);
        let back = declared.brings_back;
        for (one, other, law) in [(back, first, declared.amended.by), (first, last, declared.amended.ended)] {
            let (Some((first, before)), Some((last, after))) = (one, other) else { continue };
            let is_one = whole(before) == whole(after) || begins_with_its_law(norm);
            if norm.trigger.is_none() && !is_one && self.straddles(norm, (first, last)) {
                let problem = Diagnostic::error("B0226", self.said_at(law, norm));
                self.report_of(problem.with("first", first).with("last", last), norm);
            }
        }
    }

    fn said_at(&self, law: Option<usize>, norm: &Norm) -> Span {
        let law = self.amending.laws.iter().find(|one| Some(one.position) == law);
        law.map_or(norm.span, |law| law.span)
    }

    fn report_of(&mut self, problem: Diagnostic, norm: &Norm) {
        let problem = problem.with_arg("name", norm.name.both());
        self.report(problem.label(norm.span, Message::new("label.amended")));
    }

    // A limit that a record starts has no end of its own before it is over, and a window that events name by its label
    // has no days of its own to be cut.
    fn can_be_so_read(&mut self, norm: &Norm) {
        let (from, until) = norm.in_force;
        let (first, last) = norm.reading.straddling;
        let by_label =
            matches!(norm.reading.year, ast::YearRule::Label { .. }) && norm.rests_on(policy::Choice::Year);
        let code = |how| match how {
            Straddling::ByEnd if norm.trigger.is_some() => Some("B0223"),
            Straddling::Cut if by_label => Some("B0224"),
            _ => None,
        };
        // Of two versions that meet on a day the later one is told of it.
        let current = norm.amended.current.as_ref().unwrap_or(&norm.name.canonical);
        let ends = [(until.and_then(|day| day.succ_opt()), last), (from, first)];
        for (day, how) in ends.into_iter().filter(|_| norm.may_straddle()) {
            let Some((day, code)) = day.zip(code(how)) else { continue };
            let is_later = Some(day) == from;
            let problem = Diagnostic::error(code, norm.span).with_arg("name", norm.name.both());
            let told = self.amending.refused.entry((day, code, current.clone()));
            match told {
                Entry::Vacant(free) => drop(free.insert(problem)),
                Entry::Occupied(mut earlier) if is_later => drop(earlier.insert(problem)),
                Entry::Occupied(_) => {}
            }
        }
    }

    /// Tells of readings that the norms cannot have, once for each day on which two versions meet.
    pub(in super::super) fn refused_readings(&mut self) {
        let refused = std::mem::take(&mut self.amending.refused);
        self.diagnostics.extend(refused.into_values());
    }

    /// A choice for windows that hold the day of a change, where nothing ever changes.
    pub(in super::super) fn nothing_to_straddle(&mut self, items: &[(&Item, Span)]) {
        let issued: Vec<&Item> = self.amending.of_layer(items, self.amending.deepest()).collect();
        let has_days = |norm: &ast::Norm| {
            norm.clauses.iter().any(|clause| matches!(clause.node, NormClause::InForce(..)))
        };
        let any_version = issued.iter().any(|item| matches!(item, Item::Norm(norm) if has_days(norm)));
        let idle = issued.iter().flat_map(|item| match item {
            Item::Interpretation(readings) if !any_version => readings.iter().collect(),
            Item::Norm(norm) if !has_days(norm) => readings_of(norm).collect(),
            _ => Vec::new(),
        });
        let idle = idle.filter(|reading| super::straddling(reading).is_some());
        let told: Vec<Diagnostic> =
            idle.map(|reading| Diagnostic::warning("B0228", reading.span.span)).collect();
        self.diagnostics.extend(told);
    }

    // Whether a window, or a limit, may hold two days, or one, and begin before them.
    fn straddles(&self, norm: &Norm, (first, day): (NaiveDate, NaiveDate)) -> bool {
        let Some(before) = first.pred_opt().filter(|_| norm.may_straddle()) else { return false };
        let holds = |period: &plan::Period| period.first < first && day <= period.last;
        let own = norm.calendars.iter().filter_map(|(index, _)| self.policy.regional.get(*index));
        let mut calendars = own.map(|one| &one.calendar).chain([&self.policy.calendar]);
        let reading = norm.reading_of_windows();
        match norm.time {
            _ if norm.trigger.is_some() => true,
            Time::By(last) => day <= last,
            Time::Every { count, unit, from } => {
                let spec = (count, unit, from);
                calendars.any(|c| plan::periods(c, &reading, spec, (before, day)).iter().any(holds))
            }
            Time::AtTheEndOfEvery(unit) => {
                let spec = (1, unit, None);
                calendars.any(|c| plan::periods(c, &reading, spec, (before, day)).iter().any(holds))
            }
            Time::ByDateEveryYear { month, day: of_month } => {
                let (date, days) = ((month, of_month), (before, day));
                calendars.any(|c| plan::up_to_a_date(c, &reading, date, days).iter().any(holds))
            }
            _ => true,
        }
    }
}

fn readings_of(norm: &ast::Norm) -> impl Iterator<Item = &ast::Reading> {
    let lists = norm.clauses.iter().filter_map(|clause| match &clause.node {
        NormClause::Reading(readings) => Some(readings),
        _ => None,
    });
    lists.flatten()
}

// Whether nothing of a norm lies before the amendment that adds it.
fn begins_with_its_law(norm: &Norm) -> bool {
    let is_new = norm.amended.by.is_some() && norm.amended.before.is_none();
    is_new && (norm.trigger.is_some() || matches!(norm.time, Time::By(_)))
}

fn latest(a: Option<NaiveDate>, b: Option<NaiveDate>) -> Option<NaiveDate> {
    a.into_iter().chain(b).max()
}

fn earliest(a: Option<NaiveDate>, b: Option<NaiveDate>) -> Option<NaiveDate> {
    a.into_iter().chain(b).min()
}
