//! The typed vocabulary: what kinds of entities, events, states and roles there are, and their fields.
//!
//! Every name has a canonical form, by which all later phases know it, and perhaps an alias for the other
//! language. Roles and states bring the events that start and end them; entities bring the records that
//! tell of their attributes: all are [`EventType`]s, told apart by [`EventOrigin`].

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// A declared name and its alias in the other language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Name {
    /// The name as declared: the key under which everything knows it.
    pub canonical: String,
    /// The form for the other language (`英文名` / `alias`).
    pub alias: Option<String>,
    /// Further headings under which a log may give it (`又名` / `also`), for CSV columns.
    pub also: Vec<String>,
}

impl Name {
    /// Whether `text` is one of its forms.
    #[must_use]
    pub fn answers_to(&self, text: &str) -> bool {
        self.canonical == text || self.alias.as_deref() == Some(text) || self.also.iter().any(|a| a == text)
    }

    /// Its forms in both languages, without the further headings.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.canonical.as_str()).chain(self.alias.as_deref())
    }

    /// Its forms as an argument of a message.
    #[must_use]
    pub fn both(&self) -> crate::diagnostic::Arg {
        use crate::diagnostic::{Arg, Lang};
        Arg::Word { zh: self.shown(Lang::Zh).to_owned(), en: self.shown(Lang::En).to_owned() }
    }

    /// The form for a language: the one that has Chinese characters, or the one that has none; of two that have some the
    /// one that begins with one.
    #[must_use]
    pub fn shown(&self, lang: crate::diagnostic::Lang) -> &str {
        let is_chinese = |c: char| ('\u{2E80}'..='\u{9FFF}').contains(&c);
        let how_chinese = |text: &str| (text.contains(is_chinese), text.starts_with(is_chinese));
        let Some(alias) = &self.alias else { return &self.canonical };
        let (own, other) = (how_chinese(&self.canonical), how_chinese(alias));
        let wants_other = match lang {
            crate::diagnostic::Lang::Zh => other > own,
            crate::diagnostic::Lang::En => other < own,
        };
        if wants_other { alias } else { &self.canonical }
    }
}

/// A unit in which time is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// 60 seconds of elapsed time.
    Minute,
    /// 60 minutes of elapsed time.
    Hour,
    /// A civil day, 23 to 25 hours.
    Day,
    /// A civil week from Monday (ISO 8601).
    Week,
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// A semester of the package's calendar, with the vacation that follows it.
    Semester,
    /// A calendar year.
    Year,
    /// An academic year: from one first semester to the next, by the calendar.
    AcademicYear,
    /// A week with teaching, counted from the first week of each semester.
    TeachingWeek,
    /// A weekday that is no public holiday, or a swapped working day.
    WorkingDay,
    /// A working day inside a semester's teaching weeks.
    SchoolDay,
}

impl Unit {
    /// All of them.
    pub(crate) const ALL: [Self; 12] = [
        Self::Minute,
        Self::Hour,
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::Semester,
        Self::Year,
        Self::AcademicYear,
        Self::TeachingWeek,
        Self::WorkingDay,
        Self::SchoolDay,
    ];

    /// What it is called in Chinese and, in the singular, in English.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Minute => ("分钟", "minute"),
            Self::Hour => ("小时", "hour"),
            Self::Day => ("日", "day"),
            Self::Week => ("周", "week"),
            Self::Month => ("月", "month"),
            Self::Quarter => ("季度", "quarter"),
            Self::Semester => ("学期", "semester"),
            Self::Year => ("年", "year"),
            Self::AcademicYear => ("学年", "academic year"),
            Self::TeachingWeek => ("教学周", "teaching week"),
            Self::WorkingDay => ("工作日", "working day"),
            Self::SchoolDay => ("教学日", "school day"),
        }
    }

    /// Whether Chinese counts it with 个.
    #[must_use]
    pub fn is_counted_with_ge(self) -> bool {
        matches!(
            self,
            Self::Month
                | Self::Quarter
                | Self::Semester
                | Self::AcademicYear
                | Self::TeachingWeek
                | Self::WorkingDay
                | Self::SchoolDay
        )
    }

    /// So many of it, in Chinese and in English.
    #[must_use]
    pub fn counted(self, count: u32) -> (String, String) {
        let (zh, en) = self.words();
        let ge = if self.is_counted_with_ge() { "个" } else { "" };
        let plural = if count == 1 { "" } else { "s" };
        (format!("{count}{ge}{zh}"), format!("{count} {en}{plural}"))
    }
}

/// The type of a field, parameter or definition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// True or false.
    Bool,
    /// A whole number.
    Integer,
    /// An exact decimal.
    Decimal,
    /// Free text.
    Text,
    /// A civil date.
    Date,
    /// A date and time.
    DateTime,
    /// A length of time.
    Duration,
    /// A time of day; its values are minutes after midnight.
    Clock,
    /// An enumeration, by canonical name.
    Enum(String),
    /// An entity, by canonical name of its type.
    Entity(String),
    /// An entity of any type.
    AnyEntity,
    /// One of the declared roles.
    Role,
    /// A set of values of one type.
    Set(Box<Type>),
}

impl Type {
    /// Whether its values say which one is meant, and not how much, when or whether.
    #[must_use]
    pub fn names(&self) -> bool {
        match self {
            Self::Text | Self::Enum(_) | Self::Entity(_) | Self::AnyEntity | Self::Role => true,
            Self::Set(of) => of.names(),
            Self::Bool | Self::Integer | Self::Decimal => false,
            Self::Date | Self::DateTime | Self::Duration | Self::Clock => false,
        }
    }
}

/// A field of an entity, event, state or role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: Type,
    /// Its value never leaves the engine.
    pub private: bool,
    /// A record may leave it out.
    pub optional: bool,
    /// Never negative, so that totals only grow (rule O4).
    pub non_negative: bool,
    /// Derived, never recorded: the unit in which the person holds this role.
    pub from_role: Option<String>,
}

/// A kind of thing or person that the regulation speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityType {
    /// Its name.
    pub name: Name,
    /// The type it is a special case of.
    pub parent: Option<String>,
    /// Attributes; each keeps its history.
    pub fields: IndexMap<String, Field>,
    /// Ids need no record of their own before another record may name them.
    pub unregistered: bool,
}

/// An enumeration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumType {
    /// Its name.
    pub name: Name,
    /// Its values in order, by canonical name.
    pub variants: IndexMap<String, Name>,
}

/// Where a type of event comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventOrigin {
    /// Declared as an event.
    Declared,
    /// A record of the entity itself: it exists and has these attributes from `at` on. Field 0 is `entity`.
    Entity(String),
    /// The built-in `entity_end` (撤销): the entity named by field 0 exists no longer.
    EntityEnd,
    /// The built-in `role_start` (任职): fields `person`, `role`, `unit` and all extra fields of roles.
    RoleStart,
    /// The built-in `role_end` (离任): fields `person`, `role`, `unit`.
    RoleEnd,
    /// Starts this state; field 0 is the entity that is in it.
    StateStart(String),
    /// Ends this state; field 0 is the entity that was in it.
    StateEnd(String),
    /// The verdicts of a norm (by canonical name) of one kind; never recorded. Fields `bearer`, `from`, `until`.
    Verdict(String),
}

/// A type of record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventType {
    /// Its name.
    pub name: Name,
    /// Its fields in order, by canonical name.
    pub fields: IndexMap<String, Field>,
    /// Where it comes from.
    pub origin: EventOrigin,
    /// Unknown fields are refused, lest content slip in (`no content`).
    pub no_content: bool,
    /// Visible ahead of its time, from `recorded_at`.
    pub planned: bool,
    /// Without a record it is unknown, not false.
    pub judgement: bool,
}

impl Field {
    /// Whether records can be looked up by its value. A name that was left out is nobody, but a quantity that was left
    /// out may be any; and of two instants that are not exact it may not be known whether they are the same.
    #[must_use]
    pub fn can_be_looked_up(&self) -> bool {
        let is_time = |ty: &Type| matches!(ty, Type::Date | Type::DateTime);
        let is_of_times = matches!(&self.ty, Type::Set(of) if is_time(of));
        (!self.optional || self.ty.names()) && !is_time(&self.ty) && !is_of_times
    }
}

impl EventType {
    /// Position of a field, by any of its names.
    #[must_use]
    pub fn field_index(&self, name: &str) -> Option<usize> {
        self.fields.get_index_of(name).or_else(|| self.fields.values().position(|f| f.name.answers_to(name)))
    }

    /// Whether it can be recorded: verdicts follow from what is.
    pub(super) fn is_recorded(&self) -> bool {
        !matches!(self.origin, EventOrigin::Verdict(_))
    }
}

/// A state that an entity can be in, a fluent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateType {
    /// Its name.
    pub name: Name,
    /// Type of the entity that is in the state.
    pub of: String,
    /// Canonical name of the event that starts it.
    pub start: String,
    /// Canonical name of the event that ends it.
    pub end: String,
}

/// A role that a person holds in a unit, a fluent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleType {
    /// Its name.
    pub name: Name,
    /// Type of the unit in which it is held.
    pub unit: String,
    /// At most one holder a unit; a successor's start ends the predecessor (rule T4).
    pub single: bool,
    /// Extra fields of the role's records.
    pub fields: IndexMap<String, Field>,
}

/// All declared types, by canonical name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Kinds of entities.
    pub entities: IndexMap<String, EntityType>,
    /// Enumerations.
    pub enums: IndexMap<String, EnumType>,
    /// Types of records.
    pub events: IndexMap<String, EventType>,
    /// States.
    pub states: IndexMap<String, StateType>,
    /// Roles.
    pub roles: IndexMap<String, RoleType>,
}

impl Vocabulary {
    /// The type of record that answers to a name.
    #[must_use]
    pub fn event_named(&self, name: &str) -> Option<(usize, &EventType)> {
        match self.events.get_full(name) {
            Some((index, _, event)) => Some((index, event)),
            None => self.events.values().enumerate().find(|(_, e)| e.name.answers_to(name)),
        }
    }

    /// The type that answers to a name and can be recorded.
    #[must_use]
    pub fn recorded_event_named(&self, name: &str) -> Option<(usize, &EventType)> {
        self.event_named(name).filter(|(_, event)| event.is_recorded())
    }

    /// The role that answers to a name.
    #[must_use]
    pub fn role_named(&self, name: &str) -> Option<&RoleType> {
        self.roles.get(name).or_else(|| self.roles.values().find(|r| r.name.answers_to(name)))
    }

    /// The entity type that answers to a name.
    #[must_use]
    pub fn entity_named(&self, name: &str) -> Option<&EntityType> {
        self.entities.get(name).or_else(|| self.entities.values().find(|e| e.name.answers_to(name)))
    }

    /// Whether `child` is `ancestor` or a special case of it.
    #[must_use]
    pub fn is_a(&self, child: &str, ancestor: &str) -> bool {
        let mut at = Some(child);
        for _ in 0..=self.entities.len() {
            match at {
                Some(name) if name == ancestor => return true,
                Some(name) => at = self.entities.get(name).and_then(|e| e.parent.as_deref()),
                None => return false,
            }
        }
        false
    }

    /// A field of an entity type or of the types it specialises.
    #[must_use]
    pub fn entity_field(&self, entity: &str, field: &str) -> Option<&Field> {
        let mut at = self.entities.get(entity);
        for _ in 0..=self.entities.len() {
            let kind = at?;
            let found =
                kind.fields.get(field).or_else(|| kind.fields.values().find(|f| f.name.answers_to(field)));
            if found.is_some() {
                return found;
            }
            at = kind.parent.as_deref().and_then(|parent| self.entities.get(parent));
        }
        None
    }
}

#[cfg(test)]
mod unit_tests {
    use super::Name;
    use crate::diagnostic::Lang;

    #[test]
    fn each_language_has_its_own_form_of_a_name() {
        let shown = |canonical: &str, alias: &str| {
            let name =
                Name { canonical: canonical.to_owned(), alias: Some(alias.to_owned()), also: Vec::new() };
            [Lang::Zh, Lang::En].map(|lang| name.shown(lang).to_owned())
        };
        assert_eq!(shown("visit", "走访"), ["走访", "visit"]);
        assert_eq!(shown("A级检查", "grade_a"), ["A级检查", "grade_a"]);
        assert_eq!(shown("breach of 走访", "未完成的走访"), ["未完成的走访", "breach of 走访"]);
    }
}
