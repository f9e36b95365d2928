//! The checked policy: every name resolved, every type right, sugar expanded into bindings, windows,
//! conditions and measures. Planning and evaluation read this and nothing of the syntax tree.

pub use crate::log::Name;
use crate::log::{Length, TimeZone, Type, Unit, Value, Vocabulary};
use crate::source::Span;
use crate::syntax::ast;
pub use crate::syntax::ast::{
    ArithOp, Bound, CalendarKind, CompareOp, DayOff, End, Fortnight, Generally, Measure, Modality, OneEvent,
    OutcomeOf, PartialPeriod, Pick, Rank, Rounding, SameDay, SpellTime, StartDay, TimeSide, VacationRule,
    WhoCounts, YearRule,
};
use chrono::NaiveDate;
use indexmap::IndexMap;
use std::sync::Arc;

/// A package that has no errors.
#[derive(Clone, Debug, Default)]
pub struct CheckedPolicy {
    /// Short name.
    pub name: Name,
    /// Title.
    pub title: String,
    /// Document number.
    pub number: Option<String>,
    /// Issuer.
    pub issuer: Option<String>,
    /// Date of issue.
    pub issued: Option<NaiveDate>,
    /// First day in force; none means always.
    pub in_force_from: Option<NaiveDate>,
    /// Last day in force.
    pub in_force_until: Option<NaiveDate>,
    /// Where civil dates are taken.
    pub zone: TimeZone,
    /// All types.
    pub vocabulary: Vocabulary,
    /// Which records of an event type count as evidence, by its canonical name; others all count.
    pub evidence: IndexMap<String, Expr>,
    /// Calendar data.
    pub calendar: Calendar,
    /// Parameters by canonical name.
    pub parameters: IndexMap<String, Parameter>,
    /// Tables by canonical name.
    pub tables: IndexMap<String, Table>,
    /// Numbers carried from window to window, by canonical name.
    pub accounts: IndexMap<String, Account>,
    /// Facts that follow from others.
    pub deems: Vec<Deem>,
    /// Clauses by full id (`A4.c10`), in order of the articles.
    pub clauses: IndexMap<String, Clause>,
    /// Norms by canonical name.
    pub norms: IndexMap<String, Norm>,
    /// Scenarios, still in the author's terms: they are checked against the vocabulary when they run.
    pub tests: Vec<ast::Test>,
}

/// Calendar data, each list sorted and free of overlaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Semesters: their teaching days.
    pub semesters: Vec<Days>,
    /// Vacations.
    pub vacations: Vec<Days>,
    /// Public holidays.
    pub holidays: Vec<Days>,
    /// Weekend days on which one works.
    pub workdays: Vec<Days>,
    /// Academic years.
    pub academic_years: Vec<Days>,
}

/// A labelled stretch of days, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Days {
    /// Label, such as `2016 spring`.
    pub label: Name,
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
}

/// A value that the regulation leaves open.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: Type,
    /// Its default.
    pub default: Option<Value>,
    /// What it stands for.
    pub note: Option<String>,
}

/// A number carried from window to window.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Its name.
    pub name: Name,
    /// Of which kind of entity each has one, by canonical name.
    pub of: String,
    /// Its windows: how many units, which unit, first day of a first one.
    pub windows: (u32, Unit, Option<NaiveDate>),
    /// Its value before the first window.
    pub initially: Expr,
    /// Its value at the end of a window; the entity is the bearer.
    pub value: Expr,
}

/// A fact that follows from others.
#[derive(Clone, Debug, PartialEq)]
pub struct Deem {
    /// Position of the type of record that is taken to happen.
    pub event: usize,
    /// When.
    pub when: Turning,
    /// Its fields by position; the record that it follows from is in hand.
    pub fields: Vec<Option<Expr>>,
}

/// A turning point.
#[derive(Clone, Debug, PartialEq)]
pub enum Turning {
    /// Each such record.
    Each(Selection),
    /// A length after such a record in which no other one happens; in the second selection the first record is
    /// the trigger.
    Silence(Selection, Length, Selection),
    /// The so-many-th such record, within a length if one is named, for each value of a field.
    Reaches {
        /// Of what.
        what: Selection,
        /// How many.
        count: u32,
        /// Within which length.
        within: Option<Length>,
        /// Position of the field by which it is counted apart.
        per: Option<usize>,
    },
    /// So many verdicts of one kind in adjacent windows of one bearer.
    InARow(Selection, u32),
}

/// A table of brackets or cases.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its name.
    pub name: Name,
    /// Of what type the looked-up value is.
    pub by: Type,
    /// Of what type its results are.
    pub gives: Option<Type>,
    /// Its rows; brackets in ascending order.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// For which values.
    pub case: Case,
    /// What it gives.
    pub value: Expr,
}

/// For which values a row of a table is.
#[derive(Clone, Debug, PartialEq)]
pub enum Case {
    /// Numbers between two bounds.
    Bracket(Option<Bound>, Option<Bound>),
    /// These values.
    Values(Vec<Value>),
    /// Whatever no other row is for.
    Otherwise,
}

/// A part of an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimePart {
    /// Minutes after midnight.
    Clock,
    /// The day of the week: Monday is 1.
    Weekday,
    /// The day of the month.
    Day,
    /// The month.
    Month,
    /// The year.
    Year,
}

/// A clause of the regulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Full id, such as `A4.c10`.
    pub id: String,
    /// Heading of its article.
    pub article_title: Option<String>,
    /// Key phrase.
    pub phrase: String,
    /// What can be checked of it.
    pub standing: Standing,
    /// Canonical names of the norms that cite it.
    pub norms: Vec<String>,
}

/// What can be checked of a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A norm decides it.
    Encoded,
    /// A norm sees a trace of it.
    Proxy,
    /// Undetermined until these parameters are given.
    NeedsParameter(Vec<String>),
    /// Not checkable, for this reason.
    NotCheckable(String),
}

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
    /// The event whose occurrence gives an instance.
    pub trigger: Option<Selection>,
    /// What is asked for.
    pub requirement: Requirement,
    /// When.
    pub time: Time,
    /// Exceptions; deepest first.
    pub exceptions: Vec<Exception>,
    /// First and last day of this version; a window belongs to the version in force at its start (rule S4).
    pub in_force: (Option<NaiveDate>, Option<NaiveDate>),
    /// While this holds the clock of a time limit stands still.
    pub stops: Option<Expr>,
    /// Records that extend a time limit, made before it is over, and by how much each does.
    pub extended: Option<(Length, Selection)>,
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
}

/// The interpretation choices in force for a norm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Multiples of weeks.
    pub fortnight: Fortnight,
    /// Partial periods.
    pub partial_period: PartialPeriod,
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
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            fortnight: Fortnight::TeachingWeeks,
            partial_period: PartialPeriod::Prorate,
            vacation: VacationRule::Continue,
            who_counts: WhoCounts::ByDays,
            year: YearRule::Calendar,
            same_day: SameDay::Undetermined,
            start_day: StartDay::Excluded,
            day_off: DayOff::Stays,
            one_event: OneEvent::Shared,
            generally: Generally::ReasonRequired,
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

/// What kind of bearer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BearerKind {
    /// Each entity of this type, while it exists.
    Entity(String),
    /// Each person who holds this role, while they do; several spells of one person are one bearer.
    Role(String),
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
    /// What it counts, in all its alternatives.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        let (all, alternatives): (&[Part], &[Vec<Part>]) = match self {
            Self::Have(parts) => (parts, &[]),
            Self::Any(alternatives) => (&[], alternatives),
            Self::Keep(_) | Self::Satisfy(_) => (&[], &[]),
        };
        all.iter().chain(alternatives.iter().flatten())
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
    /// How many.
    pub quantity: Quantity,
    /// Nested quotas over the counted ones.
    pub of_which: Vec<(Quantity, Expr)>,
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
    /// Each year up to a date; the window starts with the year.
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
    /// Whether it is counted from an instant of its own, which a trigger gives.
    #[must_use]
    pub fn is_relative(&self) -> bool {
        matches!(
            self,
            Self::Before(_)
                | Self::After(_)
                | Self::WithinBefore(..)
                | Self::WithinAfter(..)
                | Self::NoLaterThan(_)
                | Self::AtLeast { .. }
                | Self::OnTheDayOf(_)
        )
    }
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

/// Whose fields an expression reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// The record that a filter looks at.
    InHand,
    /// The record that triggered the norm.
    Trigger,
}

impl Expr {
    /// What it selects from, if it counts or measures records.
    #[must_use]
    pub fn selection(&self) -> Option<&Selection> {
        match self {
            Self::Exists(s)
            | Self::Count(s)
            | Self::Measure(_, s, _)
            | Self::TimeOf(_, s)
            | Self::UnitsWith(_, s, _)
            | Self::SpellTime(_, _, s, _) => Some(s),
            _ => None,
        }
    }
}

/// A resolved expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A constant.
    Value(Value),
    /// A parameter, by canonical name; unknown when it is not given.
    Parameter(String),
    /// The bearer.
    Bearer,
    /// The field at a position of a record's type; `InHand` of a role or state is the starting record.
    Field(Slot, usize),
    /// The entity in hand, when selecting entities.
    Entity,
    /// When a record happened.
    At(Slot),
    /// Attribute of an entity as of the instant of evaluation.
    Attribute(Box<Expr>, String),
    /// Holders of a role in a unit: a set of persons, empty when vacant.
    Holders(Box<Expr>, String),
    /// Units in which a person holds a role: a set.
    UnitsOf(Box<Expr>, String),
    /// Extra field (position in `role_start`) of the role that a person holds.
    RoleField(Box<Expr>, String, usize),
    /// Several values as a set; sets inside are merged.
    Set(Vec<Expr>),
    /// There is such a record, in the window of evaluation, or such a spell at the instant.
    Exists(Box<Selection>),
    /// How many such records there are in the window, or spells at the instant.
    Count(Box<Selection>),
    /// A measure of a field over records of the window.
    Measure(Measure, Box<Selection>, usize),
    /// The same over the window before.
    Previous(Box<Expr>),
    /// The same over a stretch of so many units before or after an instant.
    Within(Length, TimeSide, Box<Expr>, Box<Expr>),
    /// The same over the stretch from one instant to another, the second one's day included.
    Over(Box<Expr>, Box<Expr>, Box<Expr>),
    /// An instant so much later or earlier.
    Shift(ArithOp, Box<Expr>, Box<Expr>),
    /// A part of an instant: a number.
    TimePart(TimePart, Box<Expr>),
    /// How many whole units lie between two instants; hours and minutes exactly.
    Elapsed(Unit, Box<Expr>, Box<Expr>),
    /// The least or greatest of several numbers or instants; those that are nothing are passed over.
    Pick(Pick, Vec<Expr>),
    /// A number rounded to so many decimal places.
    Round(Rounding, u32, Box<Expr>),
    /// The second where the first is nothing.
    Else(Box<Expr>, Box<Expr>),
    /// What a table, by canonical name, says of a value; marginal if each bracket applies to its own part.
    Lookup(String, Box<Expr>, bool),
    /// When the first or last such record of the window happened; nothing if there is none.
    TimeOf(End, Box<Selection>),
    /// In how many units there is such a record or spell, or the longest run of such units.
    UnitsWith(Unit, Box<Selection>, bool),
    /// Hours or minutes of spells in the window; spells with a shorter gap than the length count as one.
    SpellTime(SpellTime, Unit, Box<Selection>, Option<Length>),
    /// What an entity's account, by canonical name, stood at when the last window before the instant ended.
    Account(Box<Expr>, String),
    /// What the account in the making stood at when the window before ended.
    Carried,
    /// When the spell in hand ends; nothing while it goes on.
    Ended,
    /// Arithmetic on numbers.
    Arith(ArithOp, Box<Expr>, Box<Expr>),
    /// A comparison. A set of one element compares as the element; an empty one is `is` nothing (rule O5).
    Compare(CompareOp, Box<Expr>, Box<Expr>),
    /// All of them.
    And(Vec<Expr>),
    /// Any of them.
    Or(Vec<Expr>),
    /// Not.
    Not(Box<Expr>),
    /// Whether a person holds a role, in a unit if one is named, as of the instant of evaluation.
    Holds(Box<Expr>, String, Option<Box<Expr>>),
    /// Whether an entity is in a state as of the instant of evaluation.
    Under(Box<Expr>, String),
    /// Whether the instant lies in a calendar stretch of this kind.
    During(CalendarKind),
}
