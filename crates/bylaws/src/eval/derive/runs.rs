//! Verdicts in a row.

use super::Derived;
use super::turning::{self, Dated};
use crate::check::policy::{BearerKind, Deem, From, Norm, Selection};
use crate::eval::facet;
use crate::eval::periodic::Windows;
use crate::eval::term::Truth;
use crate::eval::world::World;
use crate::log::{EventOrigin, Instant, Record, Value};
use indexmap::IndexMap;

/// When the windows of a norm by the calendar begin, in order: there may be one between two others.
struct Between(Option<Vec<Instant>>);

impl Between {
    fn of(world: &World<'_>, what: &Selection) -> Self {
        let From::Event(kind) = what.from else { return Self(None) };
        let event = world.policy.vocabulary.events.get_index(kind).map(|(_, event)| &event.origin);
        let Some(EventOrigin::Verdict(norm)) = event else { return Self(None) };
        let versions: Vec<&Norm> = world.policy.versions_of(norm).map(|(_, norm)| norm).collect();
        // Those that are counted from a day of the bearer's own are whole and follow one another without a gap.
        let has_no_gaps = |norm: &&Norm| norm.time.is_a_date() || norm.time.own_day().is_some();
        if versions.iter().any(|norm| !norm.is_periodic() || has_no_gaps(norm)) {
            return Self(None);
        }
        let mut begun = Vec::new();
        for norm in versions {
            for facet in facet::facets(world, norm) {
                begun.extend(Windows::of(&world.by(facet), norm).firsts(world));
            }
        }
        begun.sort_unstable();
        Self(Some(begun))
    }

    // Whether no window begins between the end of one and the beginning of another that is later.
    fn is_empty(&self, end: Instant, first: Instant) -> bool {
        let next = |begun: &Vec<Instant>| begun.get(begun.partition_point(|at| *at < end)).copied();
        end < first && self.0.as_ref().is_some_and(|begun| next(begun).is_none_or(|at| first <= at))
    }
}

/// The bearer of a verdict, the one of those that the norm is stated for each of, and the office.
type Whose<'r> = ([Option<Value>; 2], Option<&'r str>);

// Whose duty in which office a verdict is of, where its norm is one of each office; its id says so.
fn office<'r>(world: &World<'_>, record: &'r Record) -> Option<&'r str> {
    let (_, event) = world.policy.vocabulary.events.get_index(record.kind)?;
    let EventOrigin::Verdict(norm) = &event.origin else { return None };
    let bearer = world.policy.norms.get(norm)?.bearer.as_ref()?;
    let is_office = matches!(bearer.kind, BearerKind::Holding(_));
    record.id.rsplit_once('/').map(|(whose, _)| whose).filter(|_| is_office)
}

/// Verdicts of one bearer in windows that follow one another; fires once a run reaches the number.
pub(super) fn in_a_row(world: &World<'_>, deem: &Deem, of: &Selection, count: u32) -> Derived {
    let mut derived = Derived::default();
    let mut runs: IndexMap<Whose<'_>, Vec<Dated<'_>>> = IndexMap::new();
    for (record, truth) in turning::selected(world, of) {
        let whose = ([0, 3].map(|field| record.field(field).cloned()), office(world, record));
        runs.entry(whose).or_default().push((record, truth));
    }
    let edge = |record: &Record, field: usize| match record.field(field) {
        Some(Value::Time(at)) => *at,
        _ => record.at,
    };
    let between = Between::of(world, of);
    for mut windows in runs.into_values() {
        windows.sort_by_key(|(record, _)| edge(record, 1).first);
        let (mut sure, mut maybe) = (0, 0);
        let mut before: Option<Instant> = None;
        for (record, truth) in windows {
            let first = edge(record, 1).first;
            let follows_on = before.is_some_and(|end| end == first || between.is_empty(end, first));
            (sure, maybe) = if follows_on { (sure, maybe) } else { (0, 0) };
            let is_sure = truth == Truth::True;
            // Given that this one is: the run is surely as long as those before it that surely are.
            (sure, maybe) = (sure + 1, maybe + 1);
            if is_sure && sure == count && maybe == count {
                derived.follows(world, deem, record, (record.at, record.at.end));
            } else if sure <= count && maybe >= count {
                derived.may_follow(world, deem, record, record.at);
            }
            sure = if is_sure { sure } else { 0 };
            before = Some(edge(record, 2).end);
        }
    }
    derived
}
