//! Outcomes in full, for findings; and records for what is judged record by record.

use super::super::context::Hand;
use super::super::outcome::Outcome;
use super::super::periodic::{self, Asked, Slot};
use super::super::select::Hit;
use super::super::tally::Tally;
use super::Counting;
use super::cells::{Cells, Key, Placed, each_row};
use super::classes::Classes;
use super::truths::Condition;
use crate::log::{Columns, Part, Record, Value};
use rayon::prelude::*;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::sync::Arc;

/// The outcomes of findings, each a bearer and a window of its class.
pub(super) fn of(
    counting: &Counting<'_>,
    columns: &Columns,
    truths: &[Condition],
    classes: &Classes<'_, '_>,
    cells: &Cells,
    found: Vec<(usize, usize)>,
) -> Vec<Outcome> {
    let part = counting.counted.part;
    let place = |(bearer, slot): (usize, usize)| {
        let (slot, asked) = classes.class_of(bearer)?.slots.get(slot)?;
        Some(((bearer, classes.days.position(&slot.period)?), &classes.bearers.get(bearer)?.id, slot, asked))
    };
    let places: Vec<_> = found.into_iter().filter_map(place).collect();
    let counted = counted(counting, columns, truths, classes, cells, places.iter().map(|(place, ..)| *place));
    let outcome = |(place, bearer, slot, asked): ((usize, usize), &Arc<str>, &Slot<'_>, &Asked)| {
        let mut slot = slot.clone();
        slot.frame.bearer = bearer.clone();
        let hit = |record: &Record| {
            let (at, id) = (record.at, record.id.clone());
            Hit { at, certain: at.end, id, hand: Hand::Empty, turn: None }
        };
        let mut tally = Tally {
            in_time: counted.get(&place).into_iter().flatten().map(hit).collect(),
            ..Tally::default()
        };
        tally.in_time.sort_by(|a, b| (a.at.end, &a.id).cmp(&(b.at.end, &b.id)));
        let (ruling, found) = periodic::ruling(&slot, part, asked, &mut tally);
        let (ruling, found) = periodic::excuse(&slot, ruling, found);
        slot.frame.outcome(ruling, found)
    };
    // As many as there are places, each is written straight to where it stays: outcomes are large.
    places.into_par_iter().map(outcome).collect()
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
