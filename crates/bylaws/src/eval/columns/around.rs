//! Norms that count records around a trigger. Triggers of one day have the same window, and what a number of records
//! in it means is asked once for all of them, of the code that judges record by record. Outcomes are made in full
//! for findings, and where a record lies on an edge.

use super::super::context::Hand;
use super::super::frame::{Found, Frame};
use super::super::outcome::{Outcome, Verdict};
use super::super::select::{Hit, Selected};
use super::super::tally::Ruling;
use super::super::triggered::{self, Window};
use super::truths::{self, Pass};
use super::{Collect, Counting};
use crate::log::{Columns, Instant, Moment, Place, Record, When};
use crate::plan::Trigger;
use chrono::{Datelike, NaiveDate};
use rayon::prelude::*;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::sync::Arc;

/// Windows of more days than this are judged record by record.
const LONGEST: i32 = 4000;

/// A row of a column: entity, day, part and row.
type Row = (u32, i32, u32, u32);

/// A norm, its triggers and the records that it counts.
struct Around<'a> {
    counting: &'a Counting<'a>,
    trigger: Trigger,
    triggers: &'a Columns,
    /// What is counted, by entity and day.
    counted: Vec<Row>,
}

/// Judges a norm; `false` where it has to be judged record by record.
pub(super) fn judge(
    counting: &Counting<'_>,
    trigger: Trigger,
    triggers: &Columns,
    collect: &mut dyn Collect,
) -> bool {
    let (world, norm) = (counting.world, counting.norm);
    let everything = (Instant::MIN, Instant::MAX);
    let others = |kind| world.records(kind, None, everything).next().is_some();
    let is_plain = counting.request.bearers.is_empty()
        && world.lying_back.of_norm(counting.index).is_empty()
        && world.log.since.is_empty()
        && ![counting.counted.kind, trigger.kind].into_iter().any(others);
    let Some(counted) = Some(counting).filter(|_| is_plain).and_then(rows_counted) else { return false };
    let Some(mut begun) = rows_of(triggers, trigger.field, &|_, _| Some(true)) else { return false };
    let in_force = world.in_force();
    begun.retain(|(_, day, ..)| {
        let at = counting.day(*day);
        at.first < world.as_of
            && at.possibly_in(in_force.0, in_force.1)
            && world.is_version_of(norm, world.date_of(at.first))
    });
    begun.par_sort_unstable_by_key(|(entity, day, part, row)| (*day, *entity, *part, *row));
    let around = Around { counting, trigger, triggers, counted };
    let days: Vec<&[Row]> = begun.chunk_by(|a, b| a.1 == b.1).collect();
    let Some(judged) = days.par_iter().map(|rows| around.of_day(rows)).collect::<Option<Vec<Judged>>>()
    else {
        return false;
    };
    super::unknown(counting, collect);
    let mut counts = [0; Verdict::ALL.len()];
    let mut further = Vec::new();
    for one in judged {
        counts.iter_mut().zip(one.counts).for_each(|(all, own)| *all += own);
        further.extend(one.further);
    }
    super::count_all(counting, counts, collect);
    let outcomes = super::sorted(around.outcomes(&further));
    collect.take_made(outcomes.len(), &|at| outcomes.get(at).cloned());
    true
}

/// What came of the triggers of one day.
#[derive(Default)]
struct Judged<'r> {
    counts: [usize; Verdict::ALL.len()],
    /// Those of which an outcome in full is wanted, with what lies in their windows.
    further: Vec<(&'r Row, &'r [Row])>,
}

/// What a record on a day of the window counts for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Placed {
    In,
    Out,
    Unsure,
}

impl<'a> Around<'a> {
    // None where the window is not plain.
    fn of_day<'r>(&'r self, begun: &'r [Row]) -> Option<Judged<'r>> {
        let (_, day, ..) = begun.first()?;
        let record = self.nobody(*day);
        let (frame, window) = self.framed(&record, Arc::from(""));
        let window = window?;
        let (first, last) = self.counting.days(window.from, window.limit)?;
        let found = frame
            .context(frame.from)
            .over((window.from, window.limit))
            .select(&self.counting.counted.part.what);
        let of_day = |day: i32| self.placed(&frame, &window, &found, day);
        let placed: Vec<Placed> = (first..=last).map(of_day).collect();
        let of = |row: &Row| usize::try_from(row.1 - first).ok().and_then(|at| placed.get(at)).copied();
        let mut verdicts: Vec<Option<Verdict>> = Vec::new();
        let mut judged = Judged::default();
        for row in begun {
            let near = self.near(row.0, first, last);
            if !self.counting.world.work.spend(near.len() + 1) {
                break;
            }
            let number = near.iter().filter(|near| of(near) == Some(Placed::In)).count();
            if verdicts.len() <= number {
                verdicts.resize(number + 1, None);
            }
            let known = verdicts.get_mut(number)?;
            let verdict = *known.get_or_insert_with(|| self.verdict(&frame, &window, &found, number));
            let is_unsure = near.iter().any(|near| of(near) == Some(Placed::Unsure));
            if is_unsure || matches!(verdict, Verdict::Breached | Verdict::Undetermined) {
                judged.further.push((row, near));
            } else if let Some(count) = judged.counts.get_mut(verdict as usize) {
                *count += 1;
            }
        }
        Some(judged)
    }

    // What is counted of an entity from day to day.
    fn near(&self, entity: u32, first: i32, last: i32) -> &[Row] {
        let from = self.counted.partition_point(|row| (row.0, row.1) < (entity, first));
        let rest = self.counted.get(from..).unwrap_or_default();
        rest.get(..rest.partition_point(|row| (row.0, row.1) <= (entity, last))).unwrap_or_default()
    }

    fn framed<'r>(&self, record: &'r Record, bearer: Arc<str>) -> (Frame<'r>, Option<Window>)
    where
        'a: 'r,
    {
        let Counting { world, index, norm, .. } = *self.counting;
        let (frame, window) = triggered::framed(world, index, norm, record, bearer);
        (frame, window.ok().flatten())
    }

    // A trigger of a day that names nobody.
    fn nobody(&self, day: i32) -> Record {
        Record {
            id: Arc::from(""),
            kind: self.trigger.kind,
            at: self.counting.day(day),
            recorded_at: None,
            fields: vec![None; self.triggers.fields()].into_boxed_slice(),
            place: Place::default(),
        }
    }

    fn placed(&self, frame: &Frame<'_>, window: &Window, found: &Selected<'_>, day: i32) -> Placed {
        let at = self.counting.day(day);
        if !at.possibly_in(window.from, window.limit) {
            return Placed::Out;
        }
        let mut selected = found.clone();
        selected.take(hit(at), at.surely_in(window.from, window.limit));
        let what = &self.counting.counted.part.what.from;
        let before = triggered::place(frame, window, found.clone(), None, what);
        let tally = triggered::place(frame, window, selected, None, what);
        match (tally.in_time.len(), tally.late.len(), tally.possible == before.possible) {
            (1, 0, true) => Placed::In,
            (0, 0, true) => Placed::Out,
            _ => Placed::Unsure,
        }
    }

    fn verdict(&self, frame: &Frame<'_>, window: &Window, found: &Selected<'_>, number: usize) -> Verdict {
        let mut selected = found.clone();
        let day = |day: &i32| self.placed(frame, window, found, *day) == Placed::In;
        let days = self.counting.days(window.from, window.limit);
        let inside = days.and_then(|(first, last)| (first..=last).find(day));
        for _ in 0..number {
            let at = inside.map_or(window.anchor, |day| self.counting.day(day));
            selected.take(hit(at), at.surely_in(window.from, window.limit));
        }
        let (ruling, _) = triggered::counted_among(frame, window, self.counting.counted.part, selected);
        frame.concluded(ruling).verdict
    }

    // Outcomes in full.
    fn outcomes(&self, further: &[(&Row, &[Row])]) -> Vec<Outcome> {
        let begun = records(self.counting, self.triggers, further.iter().map(|(row, _)| *row));
        let near = further.iter().flat_map(|(_, near)| near.iter());
        let counted =
            self.counting.columns.map(|columns| records(self.counting, columns, near)).unwrap_or_default();
        let of = |rows: &'_ HashMap<(u32, u32), Record>, row: &Row| rows.get(&(row.2, row.3)).cloned();
        let known: Vec<(Record, &[Row])> =
            further.iter().filter_map(|(row, near)| Some((of(&begun, row)?, *near))).collect();
        let outcome = |(record, near): &(Record, &[Row])| {
            let near: Vec<Record> = near.iter().filter_map(|row| of(&counted, row)).collect();
            self.outcome(record, &near)
        };
        known.par_iter().map(outcome).collect()
    }

    fn outcome(&self, record: &Record, near: &[Record]) -> Outcome {
        let (frame, window) = self.framed(record, triggered::own_bearer(record));
        let part = self.counting.counted.part;
        let Some(window) = window else { return frame.outcome(Ruling::open(), Found::default()) };
        let stretch = (window.from, window.limit);
        let mut selected = frame.context(frame.from).over(stretch).select(&part.what);
        for one in near.iter().filter(|one| one.at.possibly_in(window.from, window.limit)) {
            let (at, id) = (one.at, one.id.clone());
            let hit = Hit { at, certain: at.end, id, hand: Hand::Record(one), turn: None };
            selected.take(hit, at.surely_in(window.from, window.limit));
        }
        let (ruling, found) = triggered::counted_among(&frame, &window, part, selected);
        frame.outcome(ruling, found)
    }
}

fn hit(at: Moment) -> Hit<'static> {
    Hit { at, certain: at.end, id: Arc::from("?"), hand: Hand::Empty, turn: None }
}

impl Counting<'_> {
    fn day(&self, day: i32) -> Moment {
        self.world.policy.zone.day(NaiveDate::from_num_days_from_ce_opt(day).unwrap_or_default())
    }

    // The first and last day of a stretch; none of one that is too long.
    fn days(&self, from: Instant, until: Instant) -> Option<(i32, i32)> {
        if from >= until || from == Instant::MIN || until == Instant::MAX {
            return None;
        }
        let day = |at| self.world.date_of(at).num_days_from_ce();
        let (first, last) = (day(from), day(Instant(until.0 - 1)));
        (last - first < LONGEST).then_some((first, last))
    }
}

// The records that count, by entity and day, as far as they are seen; none where any is not known to count.
fn rows_counted(counting: &Counting<'_>) -> Option<Vec<Row>> {
    let Some(columns) = counting.columns else { return Some(Vec::new()) };
    let truths = truths::of(counting, columns);
    let passes = |part: &crate::log::Part, row: usize| {
        let mut passes = true;
        for condition in &truths {
            let code = part.field(condition.field).get(row)?;
            match condition.passes.get(*code as usize)? {
                Pass::Yes => {}
                Pass::No => passes = false,
                Pass::Perhaps => return None,
            }
        }
        Some(passes)
    };
    let mut rows = rows_of(columns, counting.counted.key, &passes)?;
    rows.retain(|(_, day, ..)| counting.day(*day).first < counting.world.as_of);
    rows.par_sort_unstable();
    Some(rows)
}

// The rows that pass; none where of one only an instant is known, or it cannot be told whether it passes.
fn rows_of(
    columns: &Columns,
    key: usize,
    passes: &(dyn Fn(&crate::log::Part, usize) -> Option<bool> + Sync),
) -> Option<Vec<Row>> {
    let of_part = |(at, part): (usize, &crate::log::Part)| {
        let mut rows = Vec::new();
        for ((row, entity), when) in part.field(key).iter().enumerate().zip(part.times()) {
            let When::Day(day) = when else { return None };
            if passes(part, row)? {
                rows.push((*entity, day, u32::try_from(at).ok()?, u32::try_from(row).ok()?));
            }
        }
        Some(rows)
    };
    let each: Vec<Vec<Row>> = columns.parts.par_iter().enumerate().map(of_part).collect::<Option<_>>()?;
    Some(each.concat())
}

// Records of some rows, by part and row.
fn records<'r>(
    counting: &Counting<'_>,
    columns: &Columns,
    rows: impl Iterator<Item = &'r Row>,
) -> HashMap<(u32, u32), Record> {
    let wanted: HashSet<(u32, u32)> = rows.map(|row| (row.2, row.3)).collect();
    let parts: HashSet<u32> = wanted.iter().map(|(part, _)| *part).collect();
    let of_part = |(at, part): (u32, &crate::log::Part)| {
        let is_wanted = |row: usize| u32::try_from(row).is_ok_and(|row| wanted.contains(&(at, row)));
        let records = columns.records(part, &counting.log.shared, is_wanted).into_iter();
        records.map(move |(row, record)| ((at, row as u32), record)).collect::<Vec<_>>()
    };
    let parts = (0..).zip(&columns.parts).filter(|(at, _)| parts.contains(at)).collect::<Vec<_>>();
    parts.into_par_iter().flat_map_iter(of_part).collect()
}
