//! Interpretation: the choices that change verdicts.

use crate::source::Spanned;
use chrono::NaiveDate;

/// A choice of interpretation and the option taken: section 5 of the language page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Where it stands.
    pub span: Spanned<()>,
    /// The choice and its option.
    pub choice: Choice,
}

/// All interpretation choices with their options.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Choice {
    /// Fortnight and other multiples of weeks.
    Fortnight(Fortnight),
    /// First and last partial period.
    PartialPeriod(PartialPeriod),
    /// Vacation.
    Vacation(VacationRule),
    /// Who counts in a period.
    WhoCounts(WhoCounts),
    /// What a year is.
    Year(YearRule),
    /// Order of events on the same day.
    SameDay(SameDay),
    /// Whether the day that starts a deadline counts.
    StartDay(StartDay),
    /// A deadline on a day off moves to the next working day.
    DayOff(DayOff),
    /// Whether one event may serve several norms.
    OneEvent(OneEvent),
    /// Whether `generally` needs a recorded reason.
    Generally(Generally),
    /// A role held in several units.
    SeveralUnits(SeveralUnits),
    /// Which law a window follows in which a norm is amended.
    Straddling(Straddling),
}

/// Options for multiples of weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fortnight {
    /// Pairs of teaching weeks, counted from the first week of the semester (按教学周).
    TeachingWeeks,
    /// Pairs of ISO weeks, by the count of weeks since 1970-W01 … (按自然周).
    IsoWeeks,
    /// Aligned to a date (自某日起算).
    From(NaiveDate),
    /// Any stretch of that length (任意连续).
    Rolling,
}

/// Options for a period of which only part is in scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartialPeriod {
    /// No duty in it (不计).
    Skip,
    /// In proportion, halves upward (按比例).
    Prorate,
    /// In proportion, rounded up (按比例进一).
    ProrateUp,
    /// In proportion, rounded down (按比例舍去).
    ProrateDown,
    /// As a whole one (按整期).
    Full,
}

/// Options for vacation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VacationRule {
    /// Its days do not count (免除).
    Waive,
    /// The clock stops (顺延).
    Stop,
    /// As any other day (照常).
    Continue,
}

/// Options for who counts in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WhoCounts {
    /// By days in scope: partial-period rule applies (按在册天数). The default.
    ByDays,
    /// In scope the whole period (全期在册).
    Whole,
    /// In scope at its end (期末在册).
    AtEnd,
    /// In scope on any day (期内在册).
    AnyDay,
    /// In scope for at least half of it (在册过半).
    Half,
}

/// Options for a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum YearRule {
    /// Calendar year (公历年).
    Calendar,
    /// Academic year (学年).
    Academic,
    /// A cycle label on the event beats its date (按所属年度); closes this many days after the year's end.
    Label {
        /// Days after the end of the year until which an event of that label still counts.
        closes_after: u32,
    },
}

/// Options for events on the same day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SameDay {
    /// In the bearer's favour (从宽).
    Favour,
    /// Against the bearer (从严).
    Strict,
    /// Undetermined (待定). The default.
    Undetermined,
}

/// Options for the start day of a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StartDay {
    /// Not counted (不计首日). The default.
    Excluded,
    /// Counted (计入首日).
    Included,
}

/// Options for a deadline that falls on a day off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayOff {
    /// Stays (不顺延). The default.
    Stays,
    /// Moves to the next working day (顺延至工作日).
    Moves,
}

/// Options for one event under several norms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OneEvent {
    /// May serve all (可重复计算). The default.
    Shared,
    /// Serves one instance only (不重复计算).
    Exclusive,
}

/// Options for `generally`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Generally {
    /// A deviation is excused by a recorded reason only (须有理由). The default.
    ReasonRequired,
    /// A deviation is always excused (不须理由).
    ReasonFree,
}

/// Options for a window that holds the day from which an amendment is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Straddling {
    /// The law in force at its start, or at the trigger, to the end (从旧). The default.
    ByStart,
    /// The law in force at its end (从新).
    ByEnd,
    /// It is divided at the day, each part a window by its own law (分段).
    Cut,
}

/// Options for a role that somebody holds in several units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SeveralUnits {
    /// A duty in each unit where the norm speaks of it, else one of the person (按条文). The default.
    ByWording,
    /// One duty for all of them (合并计).
    Together,
    /// A duty in each (分单位计).
    Apart,
}
