//! What a number of records means in a window of a norm that only counts, for whoever the norm binds from before
//! the window and without an end: asked once of the code that judges record by record, for all of them.

use super::Outcome;
use super::context::{Context, Hand};
use super::outcome::Verdict;
use super::periodic::{self, Asked, Slot, Slots, Windows};
use super::scope::{InScope, Span};
use super::select::Hit;
use super::tally::Tally;
use super::term::Truth;
use super::world::{Store, World};
use crate::check::policy::{CheckedPolicy, Norm};
use crate::log::{Coverage, EventLog, Instant, Moment, Place, Record, Stretch, Value};
use crate::plan::Counted;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// More than this many of something in one window are not counted so.
const MOST: i128 = 250;

/// A norm that only counts.
pub(crate) struct Counter<'a> {
    pub policy: &'a CheckedPolicy,
    pub parameters: &'a IndexMap<String, Value>,
    pub index: usize,
    pub norm: &'a Norm,
    pub counted: &'a Counted<'a>,
    /// Where the log begins.
    pub begins: Instant,
}

/// What counts mean in a window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WindowRule {
    /// Canonical name of the window's label.
    pub label: Option<Arc<str>>,
    /// The norm binds whoever it concerns since then, or earlier.
    pub bound: Instant,
    /// Where records count.
    pub counts: (Instant, Instant),
    pub until: Instant,
    /// The end of making up.
    pub limit: Instant,
    /// Fewer than this many may be made up.
    pub needed: u8,
    /// The verdict on each number of records, the last one on it and all greater ones: in the window, until the end
    /// of making up, and after it.
    verdicts: [Vec<Verdict>; 3],
}

impl WindowRule {
    /// How far an instant is: in the window, until the end of making up, or after it.
    pub(crate) fn phase(&self, at: Instant) -> usize {
        usize::from(at >= self.until) + usize::from(at >= self.limit)
    }

    pub(crate) fn verdict(&self, phase: usize, number: usize) -> Verdict {
        let verdicts = self.verdicts.get(phase).map_or(&[][..], Vec::as_slice);
        verdicts.get(number).or(verdicts.last()).copied().unwrap_or(Verdict::Open)
    }

    /// From how many records on more of them change nothing.
    pub(crate) fn most(&self) -> usize {
        self.verdicts.iter().map(Vec::len).max().unwrap_or(1).saturating_sub(1)
    }
}

/// An outcome but for whose it is and which records it rests on.
#[derive(Debug)]
pub(crate) struct Template {
    outcome: Outcome,
    /// The record with which it is certain.
    certain_with: Option<usize>,
    evidence: Vec<usize>,
}

impl Template {
    /// The outcome of a bearer, with its records in the order of their ends.
    pub(crate) fn of(&self, bearer: &Arc<str>, hits: &[(Instant, Arc<str>)]) -> Outcome {
        let mut outcome = self.outcome.clone();
        outcome.bearer = bearer.clone();
        if let Some((end, _)) = self.certain_with.and_then(|at| hits.get(at)) {
            outcome.certain_at = Some(*end);
        }
        outcome.evidence =
            self.evidence.iter().filter_map(|at| hits.get(*at)).map(|(_, id)| id.clone()).collect();
        for answer in &mut outcome.answerable {
            answer.holder = Some(bearer.clone());
        }
        outcome
    }
}

impl Counter<'_> {
    /// The windows that begin after an instant and have begun as of another, each by its start, with what counts mean in
    /// it if that is plain. None where it is not plain which windows there are.
    pub(crate) fn windows(
        &self,
        after: Instant,
        as_of: Instant,
    ) -> Option<Vec<(Instant, Option<WindowRule>)>> {
        self.with_slots(as_of, |_, slots| {
            let slots = slots
                .filter(|slots| slots.before.is_none() && slots.after.is_none() && slots.untold.is_empty())?;
            let new = slots.slots.iter().filter(|slot| slot.frame.from > after);
            Some(new.map(|slot| (slot.frame.from, self.rule(slot))).collect())
        })
    }

    fn with_slots<T>(&self, as_of: Instant, f: impl FnOnce(&World<'_>, Option<Slots<'_>>) -> T) -> T {
        let all = Stretch { from: self.begins, until: Instant::MAX };
        let coverage = Coverage { general: vec![all], assumed: true, ..Coverage::default() };
        let log = EventLog { coverage, ..EventLog::default() };
        let store = Store::new(self.policy, &log, as_of, self.parameters);
        let world = &World::of(&store);
        let (from, until) = world.in_force();
        // Nobody in particular, in whose place each bearer is put: an empty id would be a duty that nobody has.
        let bearer = InScope { id: Arc::from("*"), spans: vec![Span { from, until, doubt: None }] };
        let windows = Windows::of(world, self.norm);
        let plain = windows.are_plain() && until >= Instant::MAX;
        let slots = plain.then(|| periodic::slots(world, self.index, self.norm, &bearer, &windows));
        f(world, slots)
    }

    fn rule(&self, slot: &Slot<'_>) -> Option<WindowRule> {
        let asked = periodic::asked(slot, self.counted.part);
        let is_plain = slot.doubt.is_none()
            && asked.demand.doubt.is_none()
            && slot.period.cycle.is_none()
            && slot.frame.until == slot.frame.world.day_end(slot.period.last)
            && asked.demand.until == slot.frame.until;
        let most = usize::try_from(Some(asked.most()).filter(|most| is_plain && *most <= MOST)?).ok()?;
        let (from, until, limit) = (slot.frame.from, slot.frame.until, slot.frame.limit);
        let bound = slot.effective.0;
        let in_phase = |as_of| {
            let verdicts = self.with_slot(from, as_of, |slot, asked| {
                (0..=most).map(|number| self.verdict(slot, asked, number)).collect::<Vec<Verdict>>()
            })?;
            (!verdicts.contains(&Verdict::Undetermined)).then_some(verdicts)
        };
        Some(WindowRule {
            label: slot.frame.label.as_ref().map(|label| Arc::from(label.canonical.as_str())),
            bound,
            counts: (asked.demand.from, asked.demand.until),
            until,
            limit,
            needed: u8::try_from(asked.demand.low.max(0))
                .ok()
                .filter(|_| self.norm.late.is_some())
                .unwrap_or(0),
            verdicts: [in_phase(self.first_of(bound))?, in_phase(until)?, in_phase(limit)?],
        })
    }

    fn first_of(&self, bound: Instant) -> Instant {
        Instant(bound.max(self.begins).0 + 1)
    }

    fn with_slot<T>(
        &self,
        from: Instant,
        as_of: Instant,
        f: impl FnOnce(&Slot<'_>, &Asked) -> T,
    ) -> Option<T> {
        self.with_slots(as_of, |_, slots| {
            let slots = slots?.slots;
            let slot = slots.iter().find(|slot| slot.frame.from == from)?;
            Some(f(slot, &periodic::asked(slot, self.counted.part)))
        })
    }

    fn verdict(&self, slot: &Slot<'_>, asked: &Asked, number: usize) -> Verdict {
        let mut tally = tally(asked, number);
        let (ruling, found) = periodic::ruling(slot, self.counted.part, asked, &mut tally);
        let (ruling, _) = periodic::excuse(slot, ruling, found);
        slot.frame.concluded(ruling).verdict
    }

    /// The outcome on a number of records of the window that begins at an instant, in a phase of it.
    pub(crate) fn template(
        &self,
        (from, rule): (Instant, &WindowRule),
        phase: usize,
        number: usize,
    ) -> Option<Template> {
        let as_of = match phase {
            0 => self.first_of(rule.bound),
            1 => rule.until,
            _ => rule.limit,
        };
        self.with_slot(from, as_of, |slot, asked| {
            let mut tally = tally(asked, number);
            let hits: Vec<(Instant, Arc<str>)> =
                tally.in_time.iter().map(|hit| (hit.at.end, hit.id.clone())).collect();
            let (ruling, found) = periodic::ruling(slot, self.counted.part, asked, &mut tally);
            let (ruling, found) = periodic::excuse(slot, ruling, found);
            let outcome = slot.frame.outcome(ruling, found);
            let with_id = |id: &Arc<str>| hits.iter().position(|(_, known)| known == id);
            Template {
                certain_with: hits.iter().position(|(end, _)| outcome.certain_at == Some(*end)),
                evidence: outcome.evidence.iter().filter_map(with_id).collect(),
                outcome,
            }
        })
    }

    /// Whether records with a value in a field fulfil a condition on it, if that is known.
    pub(crate) fn passes(&self, condition: usize, record: &Record) -> Option<bool> {
        let (field, condition) = self.counted.conditions.get(condition)?;
        let log = EventLog::default();
        let store = Store::new(self.policy, &log, Instant::MIN, self.parameters);
        let world = &World::of(&store);
        let mut fields = vec![None; record.fields.len()];
        fields.get_mut(*field)?.clone_from(record.fields.get(*field)?);
        let at = Instant::MIN;
        let alone = Record {
            id: Arc::from(""),
            kind: record.kind,
            at: Moment::instant(at),
            recorded_at: None,
            fields: fields.into_boxed_slice(),
            place: Place::default(),
        };
        let context = Context::new(world, at, (at, at)).holding(Hand::Record(&alone), at);
        match context.truth(condition) {
            Truth::True => Some(true),
            Truth::False | Truth::Empty => Some(false),
            Truth::Unknown(_) => None,
        }
    }
}

// So many records, one after another from where they count.
fn tally<'a>(asked: &Asked, number: usize) -> Tally<'a> {
    let hit = |at: usize| {
        let at = Moment::instant(Instant(asked.demand.from.0.saturating_add(i64::try_from(at).unwrap_or(0))));
        Hit { at, certain: at.end, id: Arc::from(at.end.0.to_string()), hand: Hand::Empty, turn: None }
    };
    Tally { in_time: (0..number).map(hit).collect(), ..Tally::default() }
}
