//! Bearers that a norm binds at the same times have the same windows with the same demands: one class of them is
//! looked at once.

use super::super::context::Hand;
use super::super::outcome::{Outcome, Verdict};
use super::super::periodic::{self, Asked, Days, Likeness, Slot, Windows};
use super::super::scope::InScope;
use super::super::select::Hit;
use super::super::tally::Tally;
use super::Counting;
use super::cells::Cells;
use crate::log::{Instant, Moment};
use chrono::NaiveDate;
use rayon::prelude::*;
use rustc_hash::FxHashMap as HashMap;
use std::sync::Arc;

/// More than this many of something in one window are not counted on columns.
const MOST: i128 = 250;

/// The class of a bearer that is judged record by record.
pub(super) const APART: u32 = u32::MAX;

/// The windows that a class of bearers has.
pub(super) struct Class<'a> {
    pub slots: Vec<(Slot<'a>, Asked)>,
    beyond: [Option<(NaiveDate, NaiveDate)>; 2],
    /// By window of the class: the verdict on each number of records, the last one on it and all greater ones.
    verdicts: Vec<Arc<[Verdict]>>,
    /// By window of the class: its position among all, and what is needed lest something may have been made up.
    places: Vec<(usize, u8)>,
    /// What is missing in a window may be made up after it.
    makes_up: bool,
}

/// The verdicts on numbers of records in windows that are alike, each asked for once.
type Judged = HashMap<Likeness, Arc<[Verdict]>>;

/// All bearers of a norm by class.
pub(super) struct Classes<'a, 'b> {
    pub bearers: &'b [InScope],
    pub days: Days,
    pub classes: Vec<Class<'a>>,
    /// By bearer.
    pub of: Vec<u32>,
    /// By class and window: where its records must lie.
    pub bounds: Vec<(Instant, Instant)>,
    /// The same in a byte, which is all that most records need to be looked at by.
    pub reach: Vec<Reach>,
}

/// How much of a window binds a class.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    Nothing,
    /// Some of it; the bounds say what.
    Part,
    Whole,
}

impl<'a, 'b> Classes<'a, 'b> {
    /// Sorts bearers by the times at which the norm binds them; none where its windows are not plain.
    pub(super) fn of(
        counting: &Counting<'a>,
        windows: &Windows,
        days: Days,
        bearers: &'b [InScope],
    ) -> Option<Self> {
        let mut known: HashMap<Vec<(Instant, Instant)>, u32> = HashMap::default();
        let mut classes: Vec<Option<Class<'a>>> = Vec::new();
        let mut judged = Judged::default();
        let end = windows.end(counting.world);
        let has_exceptions: Vec<bool> =
            bearers.par_iter().map(|bearer| counting.has_exceptions(bearer, end)).collect();
        let mut of = Vec::with_capacity(bearers.len());
        for (bearer, is_excepted) in bearers.iter().zip(has_exceptions) {
            if is_excepted || bearer.spans.iter().any(|span| span.doubt.is_some()) {
                of.push(APART);
                continue;
            }
            let times = bearer.spans.iter().map(|span| (span.from, span.until)).collect();
            let next = u32::try_from(classes.len()).ok()?;
            let class = *known.entry(times).or_insert(next);
            if class == next {
                classes.push(Class::of(counting, windows, &days, bearer, &mut judged));
            }
            let is_plain =
                usize::try_from(class).ok().and_then(|at| classes.get(at)).is_some_and(Option::is_some);
            of.push(if is_plain { class } else { APART });
        }
        let empty = || Class {
            slots: Vec::new(),
            beyond: [None, None],
            verdicts: Vec::new(),
            places: Vec::new(),
            makes_up: false,
        };
        let classes: Vec<Class<'a>> = classes.into_iter().map(|class| class.unwrap_or_else(empty)).collect();
        let nowhere = (Instant::MAX, Instant::MIN);
        let mut bounds = vec![nowhere; classes.len() * days.windows];
        let mut reach = vec![Reach::Nothing; classes.len() * days.windows];
        for (number, class) in classes.iter().enumerate() {
            for ((_, asked), (place, _)) in class.slots.iter().zip(&class.places) {
                let (at, bound) = (number * days.windows + place, (asked.demand.from, asked.demand.until));
                let (first, end) = days.bounds(*place)?;
                let is_whole = bound.0 <= first && end <= bound.1;
                *bounds.get_mut(at)? = bound;
                *reach.get_mut(at)? = if is_whole { Reach::Whole } else { Reach::Part };
            }
        }
        Some(Self { bearers, days, classes, of, bounds, reach })
    }

    /// Leaves to the other way whoever the counts do not tell enough of.
    pub(super) fn set_apart(&mut self, cells: &Cells) {
        for at in 0..self.bearers.len() {
            let is_odd = cells.odd.get(at) == Some(&true);
            let is_short = self.class_of(at).is_some_and(|class| {
                class.makes_up && class.places.iter().any(|(place, needed)| cells.count(at, *place) < *needed)
            });
            if let Some(class) = self.of.get_mut(at).filter(|_| is_odd || is_short) {
                *class = APART;
            }
        }
    }

    pub(super) fn class_of(&self, bearer: usize) -> Option<&Class<'a>> {
        let class = usize::try_from(*self.of.get(bearer)?).ok()?;
        self.classes.get(class)
    }

    /// Bearers that are judged record by record.
    pub(super) fn apart(&self) -> impl Iterator<Item = &InScope> {
        self.bearers.iter().zip(&self.of).filter(|(_, class)| **class == APART).map(|(bearer, _)| bearer)
    }

    /// How many windows have which verdict, findings aside, and the findings as bearer and window of its class.
    pub(super) fn verdicts(&self, cells: &Cells) -> ([usize; Verdict::ALL.len()], Vec<(usize, usize)>) {
        let of_bearers = |bearers: std::ops::Range<usize>| {
            let (mut counts, mut found) = ([0; Verdict::ALL.len()], Vec::new());
            for at in bearers {
                let Some(class) = self.class_of(at) else { continue };
                for (slot, ((place, _), verdicts)) in class.places.iter().zip(&class.verdicts).enumerate() {
                    let count = usize::from(cells.count(at, *place)).min(verdicts.len().saturating_sub(1));
                    let Some(verdict) = verdicts.get(count) else { continue };
                    if matches!(verdict, Verdict::Breached | Verdict::Undetermined) {
                        found.push((at, slot));
                    } else if let Some(number) = counts.get_mut(*verdict as usize) {
                        *number += 1;
                    }
                }
            }
            (counts, found)
        };
        let size = self.bearers.len().div_ceil(rayon::current_num_threads()).max(1);
        let stretches = (0..self.bearers.len()).into_par_iter().step_by(size);
        let each: Vec<_> =
            stretches.map(|from| of_bearers(from..(from + size).min(self.bearers.len()))).collect();
        let mut counts = [0; Verdict::ALL.len()];
        let mut found = Vec::new();
        for (own, own_found) in each {
            counts.iter_mut().zip(own).for_each(|(all, own)| *all += own);
            found.extend(own_found);
        }
        (counts, found)
    }

    /// What is said of stretches that the calendar does not know.
    pub(super) fn beyond(&self, counting: &Counting<'_>) -> Vec<Outcome> {
        let of_bearer = |(at, bearer): (usize, &InScope)| {
            let stretches = self.class_of(at).into_iter().flat_map(|class| class.beyond).flatten();
            let unknown = |stretch| {
                periodic::no_calendar(counting.world, counting.index, counting.norm, bearer, stretch)
            };
            stretches.map(unknown).collect::<Vec<_>>()
        };
        self.bearers.iter().enumerate().flat_map(of_bearer).collect()
    }
}

impl<'a> Class<'a> {
    fn of(
        counting: &Counting<'a>,
        windows: &Windows,
        days: &Days,
        bearer: &InScope,
        judged: &mut Judged,
    ) -> Option<Self> {
        let found = periodic::slots(counting.world, counting.index, counting.norm, bearer, windows);
        let part = counting.counted.part;
        let mut class = Self {
            slots: Vec::new(),
            beyond: [found.before, found.after],
            verdicts: Vec::new(),
            places: Vec::new(),
            makes_up: counting.norm.late.is_some(),
        };
        for slot in found.slots {
            let asked = periodic::asked(&slot, part);
            let is_plain = slot.doubt.is_none()
                && asked.demand.doubt.is_none()
                && slot.exceptions.is_empty()
                && slot.period.cycle.is_none()
                && asked.demand.gaps.is_empty()
                && slot.frame.until == counting.world.day_end(slot.period.last);
            let most = asked.most();
            let most = usize::try_from(most).ok().filter(|_| is_plain && most <= MOST)?;
            let verdict = |number| {
                let at = Moment::instant(asked.demand.from);
                let hit = Hit { at, certain: at.end, id: Arc::from(""), hand: Hand::Empty, turn: None };
                let mut tally = Tally { in_time: vec![hit; number], ..Tally::default() };
                let (ruling, found) = periodic::ruling(&slot, part, &asked, &mut tally);
                let (ruling, _) = periodic::excuse(&slot, ruling, found);
                slot.frame.concluded(ruling).verdict
            };
            let verdicts = judged.entry(slot.likeness()).or_insert_with(|| (0..=most).map(verdict).collect());
            class.verdicts.push(verdicts.clone());
            // What is missing once the window is over may have been made up since.
            let is_over = asked.demand.until < counting.world.as_of;
            let needed = if is_over { u8::try_from(asked.demand.low.max(0)).ok()? } else { 0 };
            class.places.push((days.position(&slot.period)?, needed));
            class.slots.push((slot, asked));
        }
        Some(class)
    }
}

impl Counting<'_> {
    fn has_exceptions(&self, bearer: &InScope, end: Instant) -> bool {
        let any = || !periodic::exceptions_of(self.world, self.norm, bearer, end).is_empty();
        !self.norm.exceptions.is_empty() && any()
    }
}
