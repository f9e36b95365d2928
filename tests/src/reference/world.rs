//! What is given: the regulation, the log with what follows from it, and the instant as of which all is seen.

use super::exclusive::Taken;
use super::truth::Truth;
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::Calendar;
use bylaws::log::{EventLog, Instant, Moment, Precision, Record, SetAside, Stretch, Value};
use chrono::NaiveDate;
use indexmap::IndexMap;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

/// What was refused and what was met with while judging.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// What the reference does not cover.
    pub unsupported: BTreeSet<String>,
    /// How often each construct of the language was evaluated.
    pub met: BTreeMap<&'static str, usize>,
    /// The types of record that were looked at.
    pub(super) read: BTreeSet<usize>,
}

/// What is given.
#[derive(Clone)]
pub(super) struct World<'a> {
    pub(super) policy: &'a CheckedPolicy,
    pub(super) log: &'a EventLog,
    pub(super) parameters: &'a IndexMap<String, Value>,
    /// One past the last instant that is seen.
    pub(super) as_of: Instant,
    /// The calendar by which days off are counted.
    pub(super) calendar: &'a Calendar,
    /// How far ahead an expression looked: until then it may still change (rule O2).
    pub(super) looked: &'a Cell<Instant>,
    pub(super) notes: &'a RefCell<Notes>,
    /// What other duties have used up of the records.
    pub(super) taken: &'a Taken,
}

impl<'a> World<'a> {
    /// The same as of an earlier instant.
    pub(super) fn as_of(&self, as_of: Instant) -> Self {
        Self { as_of: self.as_of.min(as_of), ..self.clone() }
    }

    pub(super) fn by(&self, calendar: &'a Calendar) -> Self {
        Self { calendar, ..self.clone() }
    }

    pub(super) fn met(&self, what: &'static str) {
        *self.notes.borrow_mut().met.entry(what).or_default() += 1;
    }

    pub(super) fn refuse(&self, what: impl Into<String>) {
        self.notes.borrow_mut().unsupported.insert(what.into());
    }

    pub(super) fn date(&self, at: Instant) -> NaiveDate {
        self.policy.zone.date_of(at)
    }

    pub(super) fn day(&self, date: NaiveDate) -> Moment {
        self.policy.zone.day(date)
    }

    /// The day of an instant in a moment, as far as that tells it.
    pub(super) fn day_in(&self, moment: Moment, at: Instant) -> Moment {
        if moment.precision <= Precision::Day { moment } else { self.day(self.date(at)) }
    }

    pub(super) fn start(&self, date: NaiveDate) -> Instant {
        self.policy.zone.day_start(date)
    }

    pub(super) fn day_start_of(&self, at: Instant) -> Instant {
        self.start(self.date(at))
    }

    /// Where the log begins.
    pub(super) fn begins(&self) -> Option<Instant> {
        self.log.coverage.hull().map(|hull| hull.from)
    }

    /// Where the log begins, or its first record if that is earlier.
    pub(super) fn earliest(&self) -> Instant {
        let records = self.log.records.iter().map(|record| record.at.first);
        records.chain(self.begins()).min().unwrap_or(self.as_of)
    }

    /// From the first to the last instant of the regulation's own days.
    pub(super) fn in_force(&self) -> Stretch {
        let from = self.policy.in_force_from.map_or(Instant::MIN, |day| self.start(day));
        let until = self.policy.in_force_until.map_or(Instant::MAX, |day| self.day(day).end);
        Stretch { from, until }
    }

    fn is_planned(&self, kind: usize) -> bool {
        self.policy.vocabulary.events.get_index(kind).is_some_and(|(_, event)| event.planned)
    }

    /// All records of a type that are seen, each with whether it has surely happened by now (rule K2).
    pub(super) fn records(&self, kind: usize) -> impl Iterator<Item = (&'a Record, Truth)> {
        self.notes.borrow_mut().read.insert(kind);
        let (as_of, of_plans) = (self.as_of, self.is_planned(kind));
        self.log.records.iter().filter(move |r| r.kind == kind).filter_map(move |record| {
            // A plan of which it is not told when it was made is known when it comes about, like all else.
            let planned = of_plans && record.recorded_at.is_some();
            let seen = if planned { record.known_from() <= as_of } else { record.at.first < as_of };
            let surely = (planned || record.at.end <= as_of) && !self.log.is_in_doubt(record);
            seen.then_some((record, if surely { Truth::Yes } else { Truth::Unknown }))
        })
    }

    /// Records that cannot be read and may be of this type.
    pub(super) fn set_aside(&self, kind: usize) -> impl Iterator<Item = &'a SetAside> {
        let as_of = self.as_of;
        self.log
            .set_aside
            .iter()
            .filter(move |one| one.kind.is_none_or(|k| k == kind) && one.at.is_none_or(|at| at.first < as_of))
    }

    /// Whether no record of a type can be missing in a stretch: it is covered and seen.
    pub(super) fn is_known(&self, kind: usize, from: Instant, until: Instant) -> bool {
        until <= from || (until <= self.as_of && self.log.coverage.covers(kind, from, until))
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&'a Value> {
        let default = || self.policy.parameters.get(name).and_then(|p| p.default.as_ref());
        self.parameters.get(name).or_else(default)
    }
}
