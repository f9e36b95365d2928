//! Which interpretation choices bear on a norm's verdicts.

use super::{BearerKind, End, Instead, Modality, Norm, Requirement, Time};
use crate::log::Unit;
use crate::syntax::ast::{self, Fortnight, YearRule};

/// The interpretation choices that an author can state, in the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Multiples of weeks.
    Fortnight,
    /// Partial periods.
    PartialPeriod,
    /// Vacation.
    Vacation,
    /// Who counts in a period.
    WhoCounts,
    /// What a year is.
    Year,
    /// Order on the same day.
    SameDay,
    /// The start day of a deadline.
    StartDay,
    /// A deadline on a day off.
    DayOff,
    /// One event under several norms.
    OneEvent,
    /// A role held in several units.
    SeveralUnits,
    /// A window in which the norm is amended.
    Straddling,
    /// What `generally` needs.
    Generally,
}

impl Choice {
    /// Which choice an author states.
    #[must_use]
    pub fn stated(choice: ast::Choice) -> Self {
        match choice {
            ast::Choice::Fortnight(_) => Self::Fortnight,
            ast::Choice::PartialPeriod(_) => Self::PartialPeriod,
            ast::Choice::Vacation(_) => Self::Vacation,
            ast::Choice::WhoCounts(_) => Self::WhoCounts,
            ast::Choice::Year(_) => Self::Year,
            ast::Choice::SameDay(_) => Self::SameDay,
            ast::Choice::StartDay(_) => Self::StartDay,
            ast::Choice::DayOff(_) => Self::DayOff,
            ast::Choice::OneEvent(_) => Self::OneEvent,
            ast::Choice::SeveralUnits(_) => Self::SeveralUnits,
            ast::Choice::Straddling(_) => Self::Straddling,
            ast::Choice::Generally(_) => Self::Generally,
        }
    }
}

impl Norm {
    /// Whether the norm asks for something in each window of the calendar, whoever may trigger it.
    #[must_use]
    pub fn is_periodic(&self) -> bool {
        use Time::{AtTheEndOfEvery, ByDateEveryYear};
        self.trigger.is_none()
            && (self.time.is_in_windows() || matches!(self.time, AtTheEndOfEvery(_) | ByDateEveryYear { .. }))
    }

    /// Whether a window of its own, or a limit, can hold the day from which another version is in force. What holds
    /// at every instant, and what may lie anywhere, follows at every instant the version of that instant.
    #[must_use]
    pub fn may_straddle(&self) -> bool {
        use Time::{AfterBreachOf, AtAllTimes, AtTrigger, Gap, Once, Rolling};
        !matches!(self.time, AtAllTimes | AtTrigger | Once | Rolling(..) | Gap(..) | AfterBreachOf(..))
    }

    /// Whether another choice could give other verdicts, by the form of the norm.
    #[must_use]
    pub fn rests_on(&self, choice: Choice) -> bool {
        let of_windows = self.is_periodic() || self.trigger.is_none() && matches!(self.time, Time::By(_));
        match choice {
            Choice::Fortnight => self.is_of_fortnights(),
            Choice::PartialPeriod | Choice::WhoCounts => of_windows,
            Choice::Vacation => of_windows || self.windows_rest_on_vacations(),
            Choice::Year => match self.time {
                Time::Every { unit: Unit::Year, .. }
                | Time::AtTheEndOfEvery(Unit::Year)
                | Time::EveryParameter(_) => true,
                Time::ByDateEveryYear { .. } => matches!(self.reading.year, YearRule::Label { .. }),
                _ => false,
            },
            Choice::SameDay => {
                matches!(self.time, Time::Before(_) | Time::WithinBefore(..))
                    || self.is_limited_by_the_clock()
            }
            Choice::StartDay => self.is_limited_in_days(),
            Choice::DayOff => self.has_an_end_that_moves(),
            Choice::OneEvent => matches!(self.requirement, Requirement::Have(_)),
            Choice::SeveralUnits => {
                self.bearer.as_ref().is_some_and(|b| !matches!(b.kind, BearerKind::Entity(_)))
            }
            // Whoever is amended, or amends, has a window in which the day lies.
            Choice::Straddling => self.in_force != (None, None) && self.may_straddle(),
            Choice::Generally => self.modality == Modality::GenerallyMust,
        }
    }

    fn is_of_fortnights(&self) -> bool {
        match self.time {
            Time::Every { unit: Unit::Week, count, from: None } => count > 1,
            // One that may lie anywhere is a stretch.
            Time::Rolling(count, Unit::Week) => count > 1 && self.reading.fortnight == Fortnight::Rolling,
            Time::EveryParameter(_) => true,
            _ => false,
        }
    }

    // Windows of months are the same in a vacation; what a record starts has no more of them than their end.
    fn windows_rest_on_vacations(&self) -> bool {
        match self.time {
            Time::Rolling(..) | Time::Gap(..) | Time::EveryParameter(_) => true,
            Time::Every { unit, .. } | Time::EveryFrom { unit, .. } | Time::AtTheEndOfEvery(unit) => {
                matches!(unit, Unit::Day | Unit::Week | Unit::Semester)
            }
            _ => false,
        }
    }

    // Hours run from an instant, and have no first day.
    fn is_limited_in_days(&self) -> bool {
        match self.time {
            Time::WithinAfter(_, unit, _) | Time::WithinBefore(_, unit, _) => {
                self.units_instead().chain([unit]).any(is_of_days)
            }
            _ => false,
        }
    }

    // So many hours or minutes after an instant.
    fn is_limited_by_the_clock(&self) -> bool {
        let Time::WithinAfter(_, unit, _) = self.time else { return false };
        self.units_instead().chain([unit]).any(|unit| !is_of_days(unit))
    }

    // The units of the lengths that exceptions put in the place of its own.
    fn units_instead(&self) -> impl Iterator<Item = Unit> {
        self.exceptions.iter().filter_map(|exception| match exception.instead {
            Some(Instead::Within(length)) => Some(length.unit),
            _ => None,
        })
    }

    // A limit in days, a date, the end of the time for making up; the last day of a window stays.
    fn has_an_end_that_moves(&self) -> bool {
        let moves = match self.time {
            Time::WithinAfter(..) => self.is_limited_in_days(),
            Time::NoLaterThan(_) => true,
            Time::AfterBreachOf(_, within) => within.is_some_and(|(_, unit)| is_of_days(unit)),
            _ => self.time.is_a_date() || matches!(self.part, Some((End::First, _))),
        };
        moves
            || self.late.is_some_and(|(_, unit)| is_of_days(unit))
            || self.extended.as_ref().is_some_and(|extension| is_of_days(extension.by.unit))
    }
}

fn is_of_days(unit: Unit) -> bool {
    !matches!(unit, Unit::Minute | Unit::Hour)
}
