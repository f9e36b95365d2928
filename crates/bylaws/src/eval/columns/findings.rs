//! Outcomes in full, for findings; and records for what is judged record by record.

use super::super::context::Hand;
use super::super::outcome::Outcome;
use super::super::periodic::{self, Asked, Slot};
use super::super::select::Hit;
use super::super::tally::Tally;
use super::cells::{Cells, Key, Placed, each_row};
use super::classes::Classes;
use super::truths::Condition;
use super::{Collect, Counting};
use crate::check::policy;
use crate::log::{Columns, Instant, Part, Record, Value};
use rayon::prelude::*;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::sync::Arc;

/// Findings, each a bearer and a window of its class, with the records that were counted in it.
pub(super) struct Found<'f> {
    part: &'f policy::Part,
    places: Vec<Finding<'f>>,
    counted: HashMap<(usize, usize), Vec<Record>>,
}

struct Finding<'f> {
    /// Bearer and window.
    place: (usize, usize),
    bearer: &'f Arc<str>,
    slot: &'f Slot<'f>,
    asked: &'f Asked,
}

/// The findings among bearers and windows of their classes.
pub(super) fn of<'f>(
    counting: &'f Counting<'f>,
    columns: &Columns,
    truths: &[Condition],
    classes: &'f Classes<'f, 'f>,
    cells: &Cells,
    found: Vec<(usize, usize)>,
) -> Found<'f> {
    let finding = |(bearer, slot): (usize, usize)| {
        let (slot, asked) = classes.class_of(bearer)?.slots.get(slot)?;
        let place = (bearer, classes.days.position(&slot.period)?);
        Some(Finding { place, bearer: &classes.bearers.get(bearer)?.id, slot, asked })
    };
    let places: Vec<Finding<'_>> = found.into_iter().filter_map(finding).collect();
    let counted =
        counted(counting, columns, truths, classes, cells, places.iter().map(|finding| finding.place));
    Found { part: counting.counted.part, places, counted }
}

impl Found<'_> {
    /// Hands on the outcomes of all, and others that are in order, in their order.
    pub(super) fn hand_on(&self, others: &[Outcome], collect: &mut dyn Collect) {
        let found = self.places.iter().map(Next::Found);
        let mut all: Vec<Next<'_>> = found.chain(others.iter().map(Next::Other)).collect();
        all.sort_by(|a, b| a.key().cmp(&b.key()));
        let make = |at: usize| match all.get(at)? {
            Next::Found(finding) => Some(self.outcome(finding)),
            Next::Other(outcome) => Some((*outcome).clone()),
        };
        collect.take_made(all.len(), &make);
    }

    fn outcome(&self, finding: &Finding<'_>) -> Outcome {
        let mut slot = finding.slot.clone();
        slot.frame.bearer = finding.bearer.clone();
        let hit = |record: &Record| {
            let (at, id) = (record.at, record.id.clone());
            Hit { at, certain: at.end, id, hand: Hand::Empty, turn: None }
        };
        let records = self.counted.get(&finding.place).into_iter().flatten();
        let mut tally = Tally { in_time: records.map(hit).collect(), ..Tally::default() };
        tally.in_time.sort_by(|a, b| (a.at.end, &a.id).cmp(&(b.at.end, &b.id)));
        let (ruling, found) = periodic::ruling(&slot, self.part, finding.asked, &mut tally);
        let (ruling, found) = periodic::excuse(&slot, ruling, found);
        slot.frame.outcome(ruling, found)
    }
}

/// What is handed on next.
enum Next<'n> {
    Found(&'n Finding<'n>),
    Other(&'n Outcome),
}

impl Next<'_> {
    // By bearers, then windows, as all outcomes of a norm are ordered.
    fn key(&self) -> (&Arc<str>, Instant, Instant) {
        match self {
            Self::Found(finding) => (finding.bearer, finding.slot.frame.from, finding.slot.frame.until),
            Self::Other(outcome) => (&outcome.bearer, outcome.from, outcome.until),
        }
    }
}

// The records that were counted in windows with findings, each a bearer and a window.
fn counted(
    counting: &Counting<'_>,
    columns: &Columns,
    truths: &[Condition],
    classes: &Classes<'_, '_>,
    cells: &Cells,
    places: impl Iterator<Item = (usize, usize)>,
) -> HashMap<(usize, usize), Vec<Record>> {
    let mut out: HashMap<(usize, usize), Vec<Record>> = HashMap::default();
    let mut wanted = vec![false; cells.places()];
    let mut is_any = false;
    for (bearer, window) in places.filter(|(bearer, window)| cells.count(*bearer, *window) > 0) {
        if let Some(wanted) = wanted.get_mut(cells.place(bearer, window)) {
            (*wanted, is_any) = (true, true);
        }
    }
    if !is_any {
        return out;
    }
    let key = Key::of(counting, columns, classes);
    let of_part = |part: &Part| {
        let mut places: HashMap<usize, Vec<(usize, usize)>> = HashMap::default();
        each_row(counting, truths, classes, &key, part, |bearer, window, row, placed| {
            if placed == Placed::Inside && wanted.get(cells.place(bearer, window)) == Some(&true) {
                places.entry(row).or_default().push((bearer, window));
            }
        });
        let records = columns.records(part, &counting.log.shared, |row| places.contains_key(&row));
        let of_row = |(row, record): (usize, Record)| {
            let of = places.get(&row).cloned().unwrap_or_default();
            of.into_iter().map(|place| (place, record.clone())).collect::<Vec<_>>()
        };
        records.into_iter().flat_map(of_row).collect::<Vec<_>>()
    };
    let rows: Vec<_> = columns.parts.par_iter().flat_map_iter(of_part).collect();
    for (place, record) in rows {
        out.entry(place).or_default().push(record);
    }
    out
}

/// The rows that name some bearers as records, or all rows.
pub(super) fn records_of(
    counting: &Counting<'_>,
    columns: &Columns,
    only: Option<&HashSet<&str>>,
) -> Vec<Record> {
    let names = |value: &Value| match value {
        Value::Entity(id) => only.is_some_and(|only| only.contains(&**id)),
        _ => false,
    };
    let is_wanted = |value: &Option<Value>| match value {
        Some(Value::Set(items)) => items.iter().any(names),
        Some(value) => names(value),
        None => false,
    };
    let of_part = |part: &Part, is_wanted: &dyn Fn(usize) -> bool| {
        columns.records(part, &counting.log.shared, is_wanted).into_iter().map(|(_, record)| record)
    };
    if only.is_none() {
        return columns.parts.par_iter().flat_map_iter(|part| of_part(part, &|_| true)).collect();
    }
    let key = counting.counted.key;
    let values = columns.values(key, &counting.log.shared);
    let wanted: Vec<bool> = values.par_iter().map(is_wanted).collect();
    let of_bearers = |part: &Part| {
        let codes = part.field(key);
        let is_wanted =
            |row: usize| codes.get(row).is_some_and(|code| wanted.get(*code as usize) == Some(&true));
        of_part(part, &is_wanted).collect::<Vec<_>>()
    };
    columns.parts.par_iter().flat_map_iter(of_bearers).collect()
}
