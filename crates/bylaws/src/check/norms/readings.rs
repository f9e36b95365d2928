//! The interpretation that a norm states for itself.

use super::clauses::Clauses;
use crate::check::Checker;
use crate::check::policy::{self, Norm, Reading, Time};
use crate::diagnostic::{Diagnostic, Message};
use crate::log::Unit;
use crate::syntax::ast::{self, Choice, VacationRule};

impl Checker<'_> {
    /// What a norm chooses, and neither its own verdicts nor those of what its `otherwise` states rest on.
    pub(super) fn choices_without_effect(
        &mut self,
        stated: &[&ast::Reading],
        norm: &Norm,
        follow_up: Option<&Norm>,
    ) {
        for reading in stated {
            let choice = policy::Choice::stated(reading.choice);
            // Of these others speak (B0704, B0228).
            let apart = matches!(choice, policy::Choice::OneEvent | policy::Choice::Straddling);
            let rests = |norm: &Norm| norm.rests_on(choice);
            if apart || rests(norm) || follow_up.is_some_and(rests) {
                continue;
            }
            let told = Diagnostic::warning("B0721", reading.span.span);
            let stops = reading.choice == Choice::Vacation(VacationRule::Stop) && norm.trigger.is_some();
            self.report(match stops && norm.time.can_stand_still() {
                true => told.help(Message::new("help.stops_in_vacation")),
                false => told,
            });
        }
    }
}

/// The interpretation of a norm: what it states for itself, and else what its package does.
pub(super) fn reading_of(defaults: Reading, clauses: &Clauses<'_>, time: Option<&Time>) -> Reading {
    let mut reading = defaults;
    for own in &clauses.readings {
        apply(&mut reading, own.choice);
        if let Choice::PartialPeriod(how) = own.choice {
            reading.divides_sums = divides(how);
        }
    }
    // A day has no days to be divided by: it binds whoever is there on it.
    let is_a_day = clauses.when.is_none() && time.is_some_and(Time::is_a_day);
    if is_a_day && reading.who_counts == ast::WhoCounts::ByDays {
        reading.who_counts = ast::WhoCounts::AtEnd;
    }
    reading
}

/// A time as it is read: a fortnight that may lie anywhere is a rolling stretch.
pub(super) fn as_read(time: Time, reading: &Reading) -> Time {
    let anywhere = reading.fortnight == ast::Fortnight::Rolling;
    match time {
        Time::Every { count, unit: Unit::Week, from: None } if count > 1 && anywhere => {
            Time::Rolling(count, Unit::Week)
        }
        other => other,
    }
}

// What a condition asks of a sum is divided where the norm itself says so.
fn divides(how: ast::PartialPeriod) -> bool {
    use ast::PartialPeriod::{Prorate, ProrateDown, ProrateUp};
    matches!(how, Prorate | ProrateUp | ProrateDown)
}

/// A reading with one choice made.
pub(super) fn apply(reading: &mut Reading, choice: Choice) {
    match choice {
        Choice::Fortnight(o) => reading.fortnight = o,
        Choice::PartialPeriod(o) => reading.partial_period = o,
        Choice::Vacation(o) => reading.vacation = o,
        Choice::WhoCounts(o) => reading.who_counts = o,
        Choice::Year(o) => reading.year = o,
        Choice::SameDay(o) => reading.same_day = o,
        Choice::StartDay(o) => reading.start_day = o,
        Choice::DayOff(o) => reading.day_off = o,
        Choice::OneEvent(o) => reading.one_event = o,
        Choice::Generally(o) => reading.generally = o,
        Choice::SeveralUnits(o) => reading.several_units = o,
        Choice::Straddling(o) => reading.straddling = (o, o),
    }
}
