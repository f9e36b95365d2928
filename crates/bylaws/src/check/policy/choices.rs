//! Which interpretation choices bear on a norm's verdicts.

use super::{BearerKind, Modality, Norm, Requirement, Time};
use crate::log::Unit;

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

impl Norm {
    /// Whether the norm asks for something in each window of the calendar, whoever may trigger it.
    #[must_use]
    pub fn is_periodic(&self) -> bool {
        use Time::{AtTheEndOfEvery, ByDateEveryYear, Every, EveryParameter};
        self.trigger.is_none()
            && matches!(
                self.time,
                Every { .. } | EveryParameter(_) | AtTheEndOfEvery(_) | ByDateEveryYear { .. }
            )
    }

    /// Whether a window of its own, or a limit, can hold the day from which another version is in force. What holds
    /// at every instant, and what may lie anywhere, follows at every instant the version of that instant.
    #[must_use]
    pub fn may_straddle(&self) -> bool {
        use Time::{AfterBreachOf, AtAllTimes, AtTrigger, Gap, Once, Rolling};
        !matches!(self.time, AtAllTimes | AtTrigger | Once | Rolling(..) | Gap(..) | AfterBreachOf(..))
    }

    /// Whether what it asks for is due on a day, and not over a stretch.
    #[must_use]
    pub fn is_due_on_a_day(&self) -> bool {
        self.time.is_a_date() || matches!(self.time, Time::AtTheEndOfEvery(_))
    }

    /// Whether another choice could give other verdicts, by the form of the norm.
    #[must_use]
    pub fn rests_on(&self, choice: Choice) -> bool {
        let limited = matches!(self.time, Time::WithinAfter(..) | Time::WithinBefore(..));
        match choice {
            Choice::Fortnight => {
                matches!(self.time, Time::Every { unit: Unit::Week, count, from: None } if count > 1)
            }
            Choice::PartialPeriod | Choice::WhoCounts => self.is_periodic(),
            Choice::Vacation => self.is_periodic() || matches!(self.time, Time::Rolling(..) | Time::Gap(..)),
            Choice::Year => matches!(
                self.time,
                Time::Every { unit: Unit::Year, .. }
                    | Time::AtTheEndOfEvery(Unit::Year)
                    | Time::EveryParameter(_)
            ),
            Choice::SameDay => limited || matches!(self.time, Time::Before(_) | Time::After(_)),
            Choice::StartDay => limited,
            Choice::DayOff => limited || self.time.is_a_date() || matches!(self.time, Time::NoLaterThan(_)),
            Choice::OneEvent => matches!(self.requirement, Requirement::Have(_)),
            Choice::SeveralUnits => {
                self.bearer.as_ref().is_some_and(|b| !matches!(b.kind, BearerKind::Entity(_)))
            }
            // Whoever is amended, or amends, has a window in which the day lies.
            Choice::Straddling => self.in_force != (None, None) && self.may_straddle(),
            Choice::Generally => self.modality == Modality::GenerallyMust,
        }
    }
}
