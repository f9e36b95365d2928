//! One record, before it is written in any format.

use chrono::{Days, NaiveDate};
use std::fmt;

/// The first day that the log covers, a Monday.
pub const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2023, 2, 13).unwrap();

/// The number of the last day that the log covers; the first is 0.
pub const LAST_DAY: u16 = super::FORTNIGHTS * 14 - 1;

/// What is recorded; members and units by their numbers.
#[expect(missing_docs, reason = "the fields are those numbers")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A unit exists.
    Organisation(u32),
    /// A member joins.
    Member { member: u32, unit: u32 },
    /// A member takes a seat on the committee.
    RoleStart { member: u32, unit: u32 },
    /// A member leaves the committee.
    RoleEnd { member: u32, unit: u32 },
    /// A member takes part in organisational life.
    Life { member: u32, unit: u32 },
    /// A member of a committee visits a unit.
    Visit { member: u32, unit: u32 },
    /// A unit has a joint meeting.
    JointMeeting(u32),
    /// A unit decides.
    Decision(u32),
}

/// A record: its number in the log, the day, what happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// From 1 on, without gaps.
    pub number: u64,
    /// Counted from [`FIRST_DAY`].
    pub day: u16,
    /// What happened.
    pub kind: Kind,
}

/// An id as the log writes it: `e12`, `m3`, `o1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Id(pub char, pub u64);

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.0, self.1)
    }
}

impl Record {
    /// The record's id.
    #[must_use]
    pub fn id(&self) -> Id {
        Id('e', self.number)
    }

    /// The day as a date.
    #[must_use]
    pub fn date(&self) -> NaiveDate {
        FIRST_DAY + Days::new(self.day.into())
    }

    /// The word of its type.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self.kind {
            Kind::Organisation(_) => "organisation",
            Kind::Member { .. } => "member",
            Kind::RoleStart { .. } => "role_start",
            Kind::RoleEnd { .. } => "role_end",
            Kind::Life { .. } => "organisational_life",
            Kind::Visit { .. } => "visit",
            Kind::JointMeeting(_) => "joint_meeting",
            Kind::Decision(_) => "decision",
        }
    }

    /// The field `entity`.
    #[must_use]
    pub fn entity(&self) -> Option<Id> {
        match self.kind {
            Kind::Organisation(unit) => Some(Id('o', unit.into())),
            Kind::Member { member, .. } => Some(Id('m', member.into())),
            _ => None,
        }
    }

    /// The field `person`.
    #[must_use]
    pub fn person(&self) -> Option<Id> {
        match self.kind {
            Kind::RoleStart { member, .. }
            | Kind::RoleEnd { member, .. }
            | Kind::Life { member, .. }
            | Kind::Visit { member, .. } => Some(Id('m', member.into())),
            _ => None,
        }
    }

    /// The field `role`.
    #[must_use]
    pub fn role(&self) -> Option<&'static str> {
        matches!(self.kind, Kind::RoleStart { .. } | Kind::RoleEnd { .. }).then_some("committee_member")
    }

    /// The field `unit`.
    #[must_use]
    pub fn unit(&self) -> Option<Id> {
        match self.kind {
            Kind::Organisation(_) => None,
            Kind::Member { unit, .. }
            | Kind::RoleStart { unit, .. }
            | Kind::RoleEnd { unit, .. }
            | Kind::Life { unit, .. }
            | Kind::Visit { unit, .. }
            | Kind::JointMeeting(unit)
            | Kind::Decision(unit) => Some(Id('o', unit.into())),
        }
    }
}
