//! The log as evaluation sees it: visible records with look-ups by key, fluents, parameters, coverage.

use super::again::Since;
use super::claims::Taken;
use super::entities::EntityIndex;
use super::facet::Facet;
use super::fluents::{Fluents, Life};
use super::lying_back::LyingBack;
use super::term::Doubt;
use super::work::Work;
use crate::check::policy::{Calendar, CheckedPolicy, From, Norm, Selection};
use crate::log::{EventLog, EventOrigin, Field, Instant, Moment, Record, Value};
use crate::plan;
use chrono::NaiveDate;
use indexmap::IndexMap;
use rustc_hash::FxHashMap as HashMap;
use std::ops::Deref;
use std::sync::Arc;

/// What expressions are evaluated against: the store, seen with a calendar and as one of those that a norm
/// is stated for each of.
pub(super) struct World<'a> {
    store: &'a Store<'a>,
    pub calendar: &'a Calendar,
    pub facet: Facet<'a>,
    /// What of records other duties have used up, or may have (rules U3, U4); empty but while such duties are settled.
    pub taken: Taken,
}

impl<'a> World<'a> {
    pub(super) fn of(store: &'a Store<'a>) -> Self {
        let calendar = &store.policy.calendar;
        Self { store, calendar, facet: Facet::default(), taken: Taken::default() }
    }

    /// The same, seen by a facet of a norm.
    pub(super) fn by(&self, facet: Facet<'a>) -> World<'a> {
        let regional = facet.calendar.and_then(|(index, _)| self.store.policy.regional.get(index));
        let calendar = regional.map_or(&self.store.policy.calendar, |regional| &regional.calendar);
        World { store: self.store, calendar, facet, taken: self.taken.clone() }
    }
}

impl<'a> Deref for World<'a> {
    type Target = Store<'a>;

    fn deref(&self) -> &Store<'a> {
        self.store
    }
}

/// All that is known: visible records with look-ups by key, fluents, parameters, coverage.
pub(super) struct Store<'a> {
    pub policy: &'a CheckedPolicy,
    pub log: &'a EventLog,
    /// One past the last instant that is seen.
    pub as_of: Instant,
    /// Whether only findings name who answers.
    pub answers_for_findings_only: bool,
    /// Windows and triggers before this are done with; none where all are to be judged.
    pub since: Option<&'a Since>,
    pub fluents: Fluents,
    pub entities: EntityIndex,
    /// What may still come to lie back in time.
    pub lying_back: LyingBack,
    /// How much work may still be done.
    pub work: Work,
    parameters: IndexMap<String, Value>,
    by_kind: Vec<Vec<usize>>,
    by_key: HashMap<(usize, usize), HashMap<Value, Vec<usize>>>,
    /// By type: the longest stretch that the moment of a record spans, in milliseconds.
    slack: Vec<i64>,
}

impl<'a> Store<'a> {
    pub(super) fn new(
        policy: &'a CheckedPolicy,
        log: &'a EventLog,
        as_of: Instant,
        given: &IndexMap<String, Value>,
    ) -> Self {
        let visible = |record: &Record| is_visible(policy, record, as_of);
        let mut by_kind = vec![Vec::new(); policy.vocabulary.events.len()];
        let mut slack = vec![0; policy.vocabulary.events.len()];
        for (index, record) in log.records.iter().enumerate().filter(|(_, r)| visible(r)) {
            if let Some(slack) = slack.get_mut(record.kind) {
                *slack = record.at.end.0.saturating_sub(record.at.first.0).max(*slack);
            }
            if let Some(list) = by_kind.get_mut(record.kind) {
                list.push(index);
            }
        }
        let fluents = Fluents::derive(policy, log, &visible);
        let entities = EntityIndex::of(policy, &fluents.entities);
        let mut parameters = given.clone();
        for (name, parameter) in &policy.parameters {
            if let (false, Some(default)) = (parameters.contains_key(name), &parameter.default) {
                parameters.insert(name.clone(), default.clone());
            }
        }
        let mut world = Self {
            policy,
            log,
            as_of,
            answers_for_findings_only: false,
            since: None,
            fluents,
            entities,
            lying_back: LyingBack::default(),
            work: Work::default(),
            parameters,
            by_kind,
            by_key: HashMap::default(),
            slack,
        };
        for (kind, field) in plan::used_keys(policy) {
            let index = world.index(kind, field);
            world.by_key.insert((kind, field), index);
        }
        world.lying_back = LyingBack::of(&world);
        world
    }

    fn index(&self, kind: usize, field: usize) -> HashMap<Value, Vec<usize>> {
        let mut index: HashMap<Value, Vec<usize>> = HashMap::default();
        for position in self.by_kind.get(kind).into_iter().flatten() {
            match self.log.records.get(*position).and_then(|r| r.field(field)) {
                Some(Value::Set(items)) => {
                    for item in items {
                        let list = index.entry(item.clone()).or_default();
                        // A set may name one value twice; it is still one record.
                        if list.last() != Some(position) {
                            list.push(*position);
                        }
                    }
                }
                Some(value) => index.entry(value.clone()).or_default().push(*position),
                None => {}
            }
        }
        index
    }

    /// Visible records of a type that may lie in `[from, until)`, in order; with a key only those that match.
    pub(super) fn records(
        &self,
        kind: usize,
        key: Option<(usize, &Value)>,
        (from, until): (Instant, Instant),
    ) -> impl Iterator<Item = &'a Record> + use<'a, '_> {
        let list: &[usize] =
            match key.and_then(|(field, value)| self.by_key.get(&(kind, field)).map(|i| i.get(value))) {
                Some(Some(list)) => list,
                Some(None) => &[],
                None => self.by_kind.get(kind).map_or(&[], Vec::as_slice),
            };
        let start_of = |i: &usize| self.log.records.get(*i).map_or(Instant::MAX, |r| r.at.first);
        let slack = self.slack.get(kind).copied().unwrap_or_default();
        let low = list.partition_point(|i| start_of(i).0 < from.0.saturating_sub(slack));
        let high = list.partition_point(|i| start_of(i) < until);
        let log = self.log;
        // What comes of it once there was too much work is thrown away.
        let goes_on = self.work.spend(high.saturating_sub(low) + 1);
        let list = list.get(low..high.max(low)).filter(|_| goes_on);
        list.unwrap_or(&[])
            .iter()
            .filter_map(move |i| log.records.get(*i))
            .filter(move |r| r.at.possibly_in(from, until))
    }

    /// A field of a type of records, as it was declared.
    pub(super) fn declared(&self, kind: usize, field: usize) -> Option<&'a Field> {
        let (_, event) = self.policy.vocabulary.events.get_index(kind)?;
        event.fields.get_index(field).map(|(_, field)| field)
    }

    /// Whether an attribute names something, and is no quantity.
    pub(super) fn is_name(&self, attribute: &str) -> bool {
        let mut kinds = self.policy.vocabulary.entities.values();
        kinds.find_map(|kind| kind.fields.get(attribute)).is_some_and(|field| field.ty.names())
    }

    /// The first instant at which windows and triggers of a norm are not done with for a bearer.
    pub(super) fn since(&self, norm: usize, bearer: &Arc<str>) -> Instant {
        self.since.map_or(Instant::MIN, |since| since.of(norm, bearer))
    }

    /// Whether records of a type can be looked up by a field.
    pub(super) fn is_indexed(&self, kind: usize, field: usize) -> bool {
        self.by_key.contains_key(&(kind, field))
    }

    /// The value of a parameter, if it was given or has a default.
    pub(super) fn parameter(&self, name: &str) -> Option<&Value> {
        self.parameters.get(name)
    }

    /// Why the absence of records of a type in `[from, until)` proves nothing; `None` when it does.
    pub(super) fn gap_in(&self, kind: usize, from: Instant, until: Instant) -> Option<Doubt> {
        let until = until.min(self.as_of);
        // Without a limit backward one looks as far back as the log reaches.
        let from = match self.log.coverage.of(kind).first() {
            Some(first) if from == Instant::MIN => first.from,
            _ => from,
        };
        if !self.log.coverage.covers(kind, from, until) {
            return Some(Doubt::Uncovered(kind));
        }
        let known = self.lying_back.known_until(kind);
        known.filter(|known| from < until && *known < until).map(|_| Doubt::Awaited)
    }

    /// How many records were set aside that could be of this type and in `[from, until)`.
    pub(super) fn set_aside(&self, kind: usize, from: Instant, until: Instant) -> usize {
        let may = |s: &&crate::log::SetAside| {
            s.kind.is_none_or(|k| k == kind)
                && s.at.is_none_or(|at: Moment| at.possibly_in(from, until) && at.first < self.as_of)
        };
        self.log.set_aside.iter().filter(may).count()
    }

    pub(super) fn life(&self, id: &str) -> Option<&Life> {
        self.fluents.entities.get(id)
    }

    /// Position of the event type that starts a role (`None`) or a state.
    pub(super) fn starting_kind(&self, state: Option<&str>) -> Option<usize> {
        self.policy.vocabulary.events.values().position(|event| match (&event.origin, state) {
            (EventOrigin::RoleStart, None) => true,
            (EventOrigin::StateStart(name), Some(state)) => name == state,
            _ => false,
        })
    }

    /// Whether a field of what is selected is declared never to be negative.
    pub(super) fn never_negative(&self, selection: &Selection, field: usize) -> bool {
        let kind = match &selection.from {
            From::Event(kind) => Some(*kind),
            From::State(state) => self.starting_kind(Some(state)),
            From::Role(_) | From::Entity(_) => self.starting_kind(None),
        };
        kind.and_then(|kind| self.declared(kind, field)).is_some_and(|field| field.non_negative)
    }

    /// Position of the event type that ends a role or state.
    pub(super) fn ending_kind(&self, of: &From) -> Option<usize> {
        self.policy.vocabulary.events.values().position(|event| match (&event.origin, of) {
            (EventOrigin::RoleEnd, From::Role(_)) => true,
            (EventOrigin::StateEnd(name), From::State(state)) => name == state,
            _ => false,
        })
    }

    /// Why it proves nothing that no spell of a role or state is known at an instant.
    pub(super) fn absence_doubt(&self, of: &From, at: Instant) -> Option<Doubt> {
        // Until then it may begin.
        if at >= self.as_of {
            return Some(Doubt::Future);
        }
        let state = if let From::State(name) = of { Some(name.as_str()) } else { None };
        let next = Instant(at.0 + 1);
        let kinds = [self.starting_kind(state), self.ending_kind(of)];
        let gap = kinds.into_iter().flatten().find_map(|kind| self.gap_in(kind, at, next));
        gap.or_else(|| self.lost(self.starting_kind(state)?, next))
    }

    /// Why a spell of a role or state that is known at an instant may be over.
    pub(super) fn presence_doubt(&self, of: &From, at: Instant) -> Option<Doubt> {
        // Until then it may end.
        if at >= self.as_of {
            return Some(Doubt::Future);
        }
        if self.log.set_aside.is_empty() {
            return None;
        }
        let next = Instant(at.0 + 1);
        // A successor ends what one person alone can hold.
        let single = matches!(of, From::Role(role) if self.policy.vocabulary.roles.get(role).is_some_and(|r| r.single));
        let start = self.starting_kind(None).filter(|_| single);
        let kinds = self.ending_kind(of).into_iter().chain(start);
        kinds.into_iter().find_map(|kind| self.lost(kind, next))
    }

    // Whether a record of a type from before an instant was set aside.
    fn lost(&self, kind: usize, until: Instant) -> Option<Doubt> {
        (self.set_aside(kind, Instant::MIN, until) > 0).then_some(Doubt::SetAside)
    }

    /// Instants at which what is known of states may change: where coverage begins and ends, and the times of
    /// records that were set aside.
    pub(super) fn edges_of_knowledge(&self) -> impl Iterator<Item = Instant> {
        let aside = self.log.set_aside.iter().filter_map(|s| s.at).flat_map(|at| [at.first, at.end]);
        self.log.coverage.bounds().chain(aside).chain(self.lying_back.edges())
    }

    pub(super) fn date_of(&self, at: Instant) -> NaiveDate {
        self.policy.zone.date_of(at)
    }

    pub(super) fn day_start(&self, day: NaiveDate) -> Instant {
        self.policy.zone.day_start(day)
    }

    /// One past the last instant of a day.
    pub(super) fn day_end(&self, day: NaiveDate) -> Instant {
        day.succ_opt().map_or(Instant::MAX, |next| self.policy.zone.day_start(next))
    }

    /// When it is told that something holds from an instant on: what does so from the beginning of a day, with its end.
    pub(super) fn told_of(&self, from: Instant) -> Instant {
        let day = self.date_of(from);
        if from == self.day_start(day) { self.day_end(day) } else { Instant(from.0 + 1) }
    }

    /// First and one past last instant at which the regulation is in force.
    pub(super) fn in_force(&self) -> (Instant, Instant) {
        let from = self.policy.in_force_from.map_or(Instant::MIN, |day| self.day_start(day));
        let until = self.policy.in_force_until.map_or(Instant::MAX, |day| self.day_end(day));
        (from, until)
    }

    /// Whether the version of a norm is in force on a day.
    pub(super) fn is_version_of(&self, norm: &Norm, day: NaiveDate) -> bool {
        let (from, until) = norm.in_force;
        from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
    }

    /// First and one past last instant of a norm's version.
    pub(super) fn version(&self, norm: &Norm) -> (Instant, Instant) {
        let (from, until) = norm.in_force;
        let from = from.map_or(Instant::MIN, |day| self.day_start(day));
        (from, until.map_or(Instant::MAX, |day| self.day_end(day)))
    }

    /// Who surely holds a role in a unit at an instant.
    pub(super) fn holders(&self, unit: &str, role: &str, at: Instant) -> Vec<Arc<str>> {
        let Some(spells) = self.fluents.roles.get(role) else { return Vec::new() };
        let mut sure: Vec<Arc<str>> = Vec::new();
        for spell in spells.of_unit(unit).filter(|spell| spell.surely_at(at)) {
            if !sure.contains(&spell.who) {
                sure.push(spell.who.clone());
            }
        }
        sure
    }
}

// A planned type is visible from when it became known; everything else from when it happened (rule K2).
pub(super) fn is_visible(policy: &CheckedPolicy, record: &Record, as_of: Instant) -> bool {
    let planned = policy.vocabulary.events.get_index(record.kind).is_some_and(|(_, e)| e.planned);
    if planned && record.recorded_at.is_some() {
        record.known_from() <= as_of
    } else {
        record.at.first < as_of
    }
}
