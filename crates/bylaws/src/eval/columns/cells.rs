//! How many records each bearer has in each window, in one pass over the columns.

use super::classes::{APART, Classes, Reach};
use super::truths::{Condition, Pass};
use super::{Counting, positions};
use crate::log::{Columns, Instant, Part, Value, When};
use rayon::prelude::*;
use rustc_hash::FxHashMap as HashMap;

/// The counts, window by window.
pub(super) struct Cells {
    bearers: usize,
    /// By window and bearer; 255 is that or more.
    counts: Vec<u8>,
    /// By bearer: something about its records cannot be told by counting.
    pub odd: Vec<bool>,
}

impl Cells {
    fn new(bearers: usize, windows: usize) -> Self {
        Self { bearers, counts: vec![0; bearers * windows], odd: vec![false; bearers] }
    }

    pub(super) fn count(&self, bearer: usize, window: usize) -> u8 {
        self.counts.get(self.place(bearer, window)).copied().unwrap_or(0)
    }

    /// The place of a bearer's window among all.
    pub(super) fn place(&self, bearer: usize, window: usize) -> usize {
        window * self.bearers + bearer
    }

    /// How many places there are.
    pub(super) fn places(&self) -> usize {
        self.counts.len()
    }

    fn add(mut self, other: &Self) -> Self {
        self.counts.iter_mut().zip(&other.counts).for_each(|(own, more)| *own = own.saturating_add(*more));
        self.odd.iter_mut().zip(&other.odd).for_each(|(own, more)| *own |= *more);
        self
    }
}

/// Counts the records of all bearers.
pub(super) fn count(
    counting: &Counting<'_>,
    columns: &Columns,
    truths: &[Condition],
    classes: &Classes<'_, '_>,
) -> Cells {
    let key = Key::of(counting, columns, classes);
    let empty = || Cells::new(classes.bearers.len(), classes.days.windows);
    let size = columns.parts.len().div_ceil(rayon::current_num_threads()).max(1);
    let each: Vec<Cells> = columns
        .parts
        .par_chunks(size)
        .map(|parts| {
            let mut cells = empty();
            for part in parts {
                each_row(counting, truths, classes, &key, part, |bearer, window, _, placed| match placed {
                    Placed::Inside => {
                        if let Some(count) = cells.counts.get_mut(window * cells.bearers + bearer) {
                            *count = count.saturating_add(1);
                        }
                    }
                    Placed::Unsure => {
                        if let Some(odd) = cells.odd.get_mut(bearer) {
                            *odd = true;
                        }
                    }
                });
            }
            cells
        })
        .collect();
    let mut cells = each.into_iter().reduce(|all, own| all.add(&own)).unwrap_or_else(empty);
    note_records(counting, &positions(classes.bearers), &mut cells);
    cells
}

// Records of the type that could not be kept in columns, such as those of which only the month is known.
fn note_records(counting: &Counting<'_>, positions: &HashMap<&str, u32>, cells: &mut Cells) {
    let all = (Instant::MIN, Instant::MAX);
    for record in counting.world.records(counting.counted.kind, None, all) {
        let mut note = |value: &Value| {
            let at = if let Value::Entity(id) = value { positions.get(&**id) } else { None };
            if let Some(odd) = at.and_then(|at| cells.odd.get_mut(*at as usize)) {
                *odd = true;
            }
        };
        match record.field(counting.counted.key) {
            Some(Value::Set(items)) => items.iter().for_each(&mut note),
            Some(value) => note(value),
            None => {}
        }
    }
}

/// Where a record lies as seen from a window.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Placed {
    Inside,
    /// On an edge, or it is not known whether it counts.
    Unsure,
}

/// Which bearers a record names, by the number of the field's value.
pub(super) enum Key {
    One(Vec<u32>),
    Several(Vec<Vec<u32>>),
}

impl Key {
    pub(super) fn of(counting: &Counting<'_>, columns: &Columns, classes: &Classes<'_, '_>) -> Self {
        let positions = positions(classes.bearers);
        let at = |value: &Value| match value {
            Value::Entity(id) => positions.get(&**id).copied(),
            _ => None,
        };
        let values = columns.values(counting.counted.key, &counting.log.shared);
        let sets = values.iter().flatten().any(|value| matches!(value, Value::Set(_)));
        if !sets {
            let one = |value: &Option<Value>| value.as_ref().and_then(at).unwrap_or(APART);
            return Self::One(values.par_iter().map(one).collect());
        }
        let several = |value: &Option<Value>| match value {
            Some(Value::Set(items)) => {
                let mut named: Vec<u32> = items.iter().filter_map(at).collect();
                named.sort_unstable();
                named.dedup();
                named
            }
            Some(one) => at(one).into_iter().collect(),
            None => Vec::new(),
        };
        Self::Several(values.par_iter().map(several).collect())
    }

    fn named(&self, code: u32) -> &[u32] {
        match self {
            Self::One(all) => all.get(code as usize).map_or(&[], std::slice::from_ref),
            Self::Several(all) => all.get(code as usize).map_or(&[], Vec::as_slice),
        }
    }
}

/// Calls `f` with bearer, window, row and place of every record that may count for a class of bearers.
pub(super) fn each_row(
    counting: &Counting<'_>,
    truths: &[Condition],
    classes: &Classes<'_, '_>,
    key: &Key,
    part: &Part,
    mut f: impl FnMut(usize, usize, usize, Placed),
) {
    let conditions: Vec<(&[u32], &[Pass])> =
        truths.iter().map(|one| (part.field(one.field), one.passes.as_slice())).collect();
    let keys = part.field(counting.counted.key);
    let windows = classes.days.windows;
    for ((row, code), when) in keys.iter().enumerate().zip(part.times()) {
        let passes = |(codes, passes): &(&[u32], &[Pass])| {
            codes.get(row).and_then(|code| passes.get(*code as usize)).copied().unwrap_or(Pass::No)
        };
        let mut passed = Pass::Yes;
        for condition in &conditions {
            match passes(condition) {
                Pass::Yes => {}
                Pass::No => passed = Pass::No,
                Pass::Perhaps if passed == Pass::Yes => passed = Pass::Perhaps,
                Pass::Perhaps => {}
            }
        }
        if passed == Pass::No {
            continue;
        }
        let placed = match when {
            When::Day(day) => classes.days.of_day(day),
            When::At(moment) => classes.days.of_moment(moment),
        };
        let Some((first, end, window)) = placed.filter(|(first, ..)| *first < counting.world.as_of) else {
            continue;
        };
        for bearer in key.named(*code) {
            let bearer = *bearer as usize;
            let Some(class) = classes.of.get(bearer).filter(|class| **class != APART) else { continue };
            let at = *class as usize * windows + window;
            let is_inside = match classes.reach.get(at) {
                None | Some(Reach::Nothing) => continue,
                Some(Reach::Whole) => true,
                Some(Reach::Part) => {
                    let bounds = classes.bounds.get(at).copied();
                    let (from, until) = bounds.unwrap_or((Instant::MAX, Instant::MIN));
                    if end <= from || until <= first {
                        continue;
                    }
                    from <= first && end <= until
                }
            };
            let is_sure = is_inside && passed == Pass::Yes;
            f(bearer, window, row, if is_sure { Placed::Inside } else { Placed::Unsure });
        }
    }
}
