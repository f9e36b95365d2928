//! Norms: bearer, trigger, requirement, time, exceptions, who answers.

use super::*;
use crate::log::{Length, Type, Unit};
use crate::source::Span;
use chrono::NaiveDate;
use std::sync::Arc;

/// A norm: a frame (bearer × trigger × window) with a head (modality and requirement).
#[derive(Clone, Debug, PartialEq)]
pub struct Norm {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: String,
    /// Where it is written.
    pub span: Span,
    /// Full ids of the clauses it encodes.
    pub cites: Vec<String>,
    /// How strong.
    pub modality: Modality,
    /// On whom the duty lies; `None` when only a trigger binds it (the bearer is then the trigger itself).
    pub bearer: Option<Bearer>,
    /// What it is stated for each of besides.
    pub for_each: Option<ForEach>,
    /// Calendars other than the one that all share, by position, each with the condition under which it is
    /// that of the bearer, as of the trigger or over the bearer's time in scope; none without a condition of
    /// its own.
    pub calendars: Vec<(usize, Expr)>,
    /// The event whose occurrence gives an instance.
    pub trigger: Option<Selection>,
    /// What is asked for.
    pub requirement: Requirement,
    /// Where each condition is written that `keep` or `satisfy` asks for, in its order.
    pub conditions: Vec<Span>,
    /// When.
    pub time: Time,
    /// Which part of each window of the calendar counts: so much at its beginning or at its end.
    pub part: Option<(End, Length)>,
    /// Exceptions; deepest first.
    pub exceptions: Vec<Exception>,
    /// First and last day of this version; a window belongs to the version in force at its start (rule S4).
    pub in_force: (Option<NaiveDate>, Option<NaiveDate>),
    /// The amendments that brought and ended it.
    pub amended: Amended,
    /// While this holds the clock of a time limit stands still.
    pub stops: Option<Expr>,
    /// What extends its time limit.
    pub extended: Option<Extension>,
    /// Making up: how long after the end.
    pub late: Option<(u32, Unit)>,
    /// The interpretation choices in force for it.
    pub reading: Reading,
    /// Who answers, in rank order.
    pub answerable: Vec<Answerable>,
    /// Remarks.
    pub note: Option<String>,
    /// Parameters without default that it uses; each missing one makes its instances undetermined.
    pub parameters: Vec<String>,
    /// What it counts or requires rests on a private field: of the numbers nothing is told.
    pub private: bool,
}

/// What amendments make of a norm.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amended {
    /// Position of the amendment that brought it; none for a norm of the regulation as issued.
    pub by: Option<usize>,
    /// Position of the amendment that ended it.
    pub ended: Option<usize>,
    /// Whether nothing came in its place; a later norm may have its name none the less.
    pub repealed: bool,
    /// Canonical name of the version that it takes the place of.
    pub before: Option<String>,
    /// Canonical name of the norm in its last version, where this is an earlier one.
    pub current: Option<String>,
}

impl Norm {
    /// Whether it is the norm of this canonical name, or an earlier version of it.
    #[must_use]
    pub fn is_version_of(&self, name: &str) -> bool {
        self.name.canonical == name || self.amended.current.as_deref() == Some(name)
    }

    /// Whether it uses up the records that it counts, so that they serve no other duty (rule U3).
    #[must_use]
    pub fn uses_records_up(&self) -> bool {
        let is_exclusive = self.reading.one_event == OneEvent::Exclusive;
        is_exclusive && self.requirement.counts_records() && self.time.has_windows()
    }

    /// Whether a lower and an upper limit are parts of their own ([`Requirement::limits_apart`]).
    #[must_use]
    pub fn has_limits_apart(&self) -> bool {
        self.late.is_some() || self.reading.one_event == OneEvent::Exclusive
    }

    /// The reading by which its windows are found. Where a norm is about the end of a semester, that is the last day of
    /// the semester itself, and not of the vacation after it.
    #[must_use]
    pub fn reading_of_windows(&self) -> Reading {
        let about_its_end = match self.time {
            Time::AtTheEndOfEvery(Unit::Semester) => true,
            Time::Every { unit: Unit::Semester, .. } => matches!(self.part, Some((End::Last, _))),
            _ => false,
        };
        let vacation = if about_its_end { VacationRule::Waive } else { self.reading.vacation };
        Reading { vacation, ..self.reading }
    }
}

/// The interpretation choices in force for a norm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Multiples of weeks.
    pub fortnight: Fortnight,
    /// Partial periods.
    pub partial_period: PartialPeriod,
    /// Whether a partial period also divides what a condition asks a sum or a number to reach at least.
    pub divides_sums: bool,
    /// Vacation.
    pub vacation: VacationRule,
    /// Who counts in a period.
    pub who_counts: WhoCounts,
    /// What a year is.
    pub year: YearRule,
    /// Order on the same day.
    pub same_day: SameDay,
    /// The start day of a deadline.
    pub start_day: StartDay,
    /// A deadline on a day off.
    pub day_off: DayOff,
    /// One event under several norms.
    pub one_event: OneEvent,
    /// What `generally` needs.
    pub generally: Generally,
    /// A role held in several units.
    pub several_units: SeveralUnits,
    /// Which law a window follows that holds the first day of this version, and one that holds the day after its last.
    pub straddling: (Straddling, Straddling),
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            fortnight: Fortnight::TeachingWeeks,
            partial_period: PartialPeriod::Prorate,
            divides_sums: false,
            vacation: VacationRule::Continue,
            who_counts: WhoCounts::ByDays,
            year: YearRule::Calendar,
            same_day: SameDay::Undetermined,
            start_day: StartDay::Excluded,
            day_off: DayOff::Stays,
            one_event: OneEvent::Shared,
            generally: Generally::ReasonRequired,
            several_units: SeveralUnits::ByWording,
            straddling: (Straddling::ByStart, Straddling::ByStart),
        }
    }
}

/// On whom a duty lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Bearer {
    /// Each entity of a type, or each holder of a role.
    pub kind: BearerKind,
    /// Only while this holds of it.
    pub filter: Option<Expr>,
}

/// A second thing that a norm is stated for each of.
#[derive(Clone, Debug, PartialEq)]
pub struct ForEach {
    /// Which: the entities of a type, or the values of an enumeration.
    pub of: Type,
    /// Only while this holds of the bearer and it.
    pub filter: Option<Expr>,
}

/// What kind of bearer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BearerKind {
    /// Each entity of this type, while it exists.
    Entity(String),
    /// Each person who holds this role, while they do; several spells of one person are one bearer, whatever the
    /// unit.
    Role(String),
    /// Each person in each unit in which they hold this role, while they hold it there.
    Holding(String),
}

/// Records, or spells of a fluent, that pass a filter.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// What is selected from.
    pub from: From,
    /// The filter, evaluated with the record in hand, as of the record's time (rule S3).
    pub filter: Option<Expr>,
    /// Where each condition of the filter is written, in its order.
    pub conditions: Vec<Span>,
    /// Where it is written.
    pub span: Span,
}

/// What a selection selects from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// Records of the event type at this position of the vocabulary.
    Event(usize),
    /// Spells in which a person holds this role; in hand is the `role_start` record.
    Role(String),
    /// Spells of this state; in hand is the record that started it.
    State(String),
    /// Entities of this type while they exist; their attributes are as of the instant of evaluation.
    Entity(String),
}

impl Requirement {
    /// Makes one part of each lower and each upper limit, where what is late, or used by others, counts for one only.
    pub fn limits_apart(&mut self) {
        let split = |part: Part| {
            let both =
                part.quantity.low.is_some() && part.quantity.high.is_some() && part.of_which.is_empty();
            let lower = Quantity { high: None, ..part.quantity.clone() };
            let upper = Quantity { low: None, ..part.quantity.clone() };
            let quantities = if both { vec![lower, upper] } else { vec![part.quantity.clone()] };
            quantities.into_iter().map(move |quantity| Part { quantity, ..part.clone() })
        };
        let apart = |parts: &mut Vec<Part>| *parts = parts.drain(..).flat_map(split).collect();
        match self {
            Self::Have(parts) => apart(parts),
            Self::Any(all) => all.iter_mut().for_each(apart),
            Self::Keep(_) | Self::Satisfy(_) => {}
        }
    }

    /// Whether it counts records.
    #[must_use]
    pub fn counts_records(&self) -> bool {
        self.parts().any(|part| matches!(part.what.from, From::Event(_)))
    }

    /// What it counts, in all its alternatives.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        self.alternatives().flatten()
    }

    /// The alternatives of which one is enough, each with its parts; none where a condition is asked for.
    pub fn alternatives(&self) -> impl Iterator<Item = &[Part]> {
        let (all, alternatives): (&[Part], &[Vec<Part>]) = match self {
            Self::Have(parts) => (parts, &[]),
            Self::Any(alternatives) => (&[], alternatives),
            Self::Keep(_) | Self::Satisfy(_) => (&[], &[]),
        };
        let one = Some(all).filter(|parts| !parts.is_empty());
        one.into_iter().chain(alternatives.iter().map(Vec::as_slice))
    }

    /// Whether there can be too many of something.
    pub fn has_upper_limit(&self) -> bool {
        self.parts().any(Part::has_upper_limit)
    }
}

/// What a norm asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Requirement {
    /// Each part in its quantity. At all times: of spells held at each instant.
    Have(Vec<Part>),
    /// One of several, whichever stands best (rule O9).
    Any(Vec<Vec<Part>>),
    /// A comparison of measures over the window, or a state at all times.
    Keep(Expr),
    /// A condition on the trigger, as of its time.
    Satisfy(Expr),
}

/// One part of a requirement.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Of what.
    pub what: Selection,
    /// Position of the field whose sum is asked for; none asks for their number.
    pub total_of: Option<usize>,
    /// How many, or how much.
    pub quantity: Quantity,
    /// Nested quotas over the counted ones.
    pub of_which: Vec<OfWhich>,
}

impl Part {
    /// Whether there can be too many of what it counts, or of some of them.
    #[must_use]
    pub fn has_upper_limit(&self) -> bool {
        let nested = self.of_which.iter().map(|of| &of.quantity);
        std::iter::once(&self.quantity).chain(nested).any(|quantity| quantity.high.is_some())
    }
}

/// So many of what is counted are to meet a further condition.
#[derive(Clone, Debug, PartialEq)]
pub struct OfWhich {
    /// How many.
    pub quantity: Quantity,
    /// The condition.
    pub filter: Expr,
    /// The condition as it is written.
    pub words: Arc<str>,
}

/// A lower and an upper limit, both inclusive; `more than 2` has become `at least 3`. The expressions are
/// numbers or parameters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quantity {
    /// At least so many.
    pub low: Option<Expr>,
    /// At most so many.
    pub high: Option<Expr>,
}

/// When a duty is to be met.
#[derive(Clone, Debug, PartialEq)]
pub enum Time {
    /// In each consecutive window of the calendar.
    Every {
        /// Units a window.
        count: u32,
        /// The unit.
        unit: Unit,
        /// First day of a first window.
        from: Option<NaiveDate>,
    },
    /// In each consecutive window, counted from a date of the bearer's own; before it there are none.
    EveryFrom {
        /// Units a window.
        count: u32,
        /// The unit.
        unit: Unit,
        /// First day of the first window.
        day: Expr,
    },
    /// In each consecutive window whose length a parameter gives.
    EveryParameter(String),
    /// In any stretch of this length.
    Rolling(u32, Unit),
    /// Never longer than this between two.
    Gap(u32, Unit),
    /// Before the instant, without limit backward.
    Before(Expr),
    /// After the instant, without limit forward.
    After(Expr),
    /// In so many units before the instant.
    WithinBefore(u32, Unit, Expr),
    /// In so many units after the instant.
    WithinAfter(u32, Unit, Expr),
    /// From the trigger to the end of the instant's day, or to the instant itself.
    NoLaterThan(Expr),
    /// So far before or after the instant, or further; `clear` days leave out both ends.
    AtLeast {
        /// How far.
        length: Length,
        /// The days at both ends do not count.
        clear: bool,
        /// On which side.
        side: TimeSide,
        /// Of what.
        anchor: Expr,
    },
    /// On the civil day of the instant.
    OnTheDayOf(Expr),
    /// At the instant of the trigger itself (`satisfy`).
    AtTrigger,
    /// At every instant in scope.
    AtAllTimes,
    /// At the last instant of each unit.
    AtTheEndOfEvery(Unit),
    /// Each year up to a date: what happens after that date counts for the next year's.
    ByDateEveryYear {
        /// Month, 1 to 12.
        month: u32,
        /// Day.
        day: u32,
    },
    /// From the first day in force to this day.
    By(NaiveDate),
    /// At some time in force; open until then.
    Once,
    /// From the breach of another norm (by canonical name), within a length or without limit.
    AfterBreachOf(String, Option<(u32, Unit)>),
}

impl Time {
    /// The instant that it is counted from.
    #[must_use]
    pub fn anchor(&self) -> Option<&Expr> {
        match self {
            Self::Before(anchor)
            | Self::After(anchor)
            | Self::WithinBefore(_, _, anchor)
            | Self::WithinAfter(_, _, anchor)
            | Self::NoLaterThan(anchor)
            | Self::AtLeast { anchor, .. }
            | Self::OnTheDayOf(anchor) => Some(anchor),
            _ => None,
        }
    }

    /// The date of the bearer's own from which its windows are counted.
    #[must_use]
    pub fn own_day(&self) -> Option<&Expr> {
        match self {
            Self::EveryFrom { day, .. } => Some(day),
            _ => None,
        }
    }

    /// Whether one window follows another, whatever they are counted from.
    #[must_use]
    pub fn is_in_windows(&self) -> bool {
        matches!(self, Self::Every { .. } | Self::EveryFrom { .. } | Self::EveryParameter(_))
    }

    /// Whether each day is a window.
    #[must_use]
    pub fn is_day_by_day(&self) -> bool {
        matches!(
            self,
            Self::Every { count: 1, unit: Unit::Day, .. } | Self::EveryFrom { count: 1, unit: Unit::Day, .. }
        )
    }

    /// Whether it runs from a trigger to an end that is later for every day on which the clock stands still.
    #[must_use]
    pub fn can_stand_still(&self) -> bool {
        use Time::{AtTheEndOfEvery, By, ByDateEveryYear, NoLaterThan, WithinAfter};
        matches!(self, WithinAfter(..) | NoLaterThan(_) | By(_) | ByDateEveryYear { .. } | AtTheEndOfEvery(_))
            || self.is_in_windows()
    }

    /// Whether it has an end that an extension moves.
    #[must_use]
    pub fn can_be_extended(&self) -> bool {
        let has_a_last_day =
            matches!(self, Self::OnTheDayOf(_) | Self::AtLeast { side: TimeSide::Before, .. });
        self.can_stand_still() || has_a_last_day
    }

    /// Whether it is a date, and not a stretch, on which a duty without a trigger falls.
    #[must_use]
    pub fn is_a_date(&self) -> bool {
        matches!(self, Self::By(_) | Self::ByDateEveryYear { .. })
    }

    /// Whether something is asked for in windows of their own, of the calendar or from a trigger on, and neither at every
    /// instant nor in any stretch.
    #[must_use]
    pub fn has_windows(&self) -> bool {
        !matches!(self, Self::Rolling(..) | Self::Gap(..) | Self::AtAllTimes)
    }

    /// Whether it is a day on which a duty without a trigger falls: a date, or the end of each period.
    #[must_use]
    pub fn is_a_day(&self) -> bool {
        self.is_a_date() || matches!(self, Self::AtTheEndOfEvery(_))
    }

    /// Whether it is counted from an instant of its own, which a trigger gives.
    #[must_use]
    pub fn is_relative(&self) -> bool {
        self.anchor().is_some()
    }
}

/// Records that extend a time limit, as far as they are made before it is over.
#[derive(Clone, Debug, PartialEq)]
pub struct Extension {
    /// By how much each does.
    pub by: Length,
    /// Which.
    pub when: Selection,
    /// How many of them do, the first ones; all where it is not said.
    pub at_most: Option<u32>,
}

/// An exception.
#[derive(Clone, Debug, PartialEq)]
pub struct Exception {
    /// Its label.
    pub label: Option<String>,
    /// Position of the exception that it takes back.
    pub to: Option<usize>,
    /// When it applies: over a window, the days on which it holds; on a trigger, as of the trigger.
    pub condition: Expr,
    /// Where that is written.
    pub span: Span,
    /// What it puts in the place of what the norm says, where it applies: by states and attributes at the start of a window or
    /// at the trigger, by records anywhere in the window or up to the trigger; none excuses.
    pub instead: Option<Instead>,
}

/// What an exception puts in the place of what the norm says.
#[derive(Clone, Debug, PartialEq)]
pub enum Instead {
    /// Another quantity of its only part.
    Quantity(Quantity),
    /// Another length of its time limit.
    Within(Length),
}

/// Who answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Answerable {
    /// Rank.
    pub rank: Rank,
    /// The person or persons, as of the date that rule I1 names.
    pub who: Expr,
    /// What is shown for it: the role's name, or how the author wrote it.
    pub role: Arc<Name>,
}
