//! Norms that only count, kept as numbers: how many records each bearer has in each window that is not closed. What
//! the numbers mean is asked once a window ([`WindowRule`]); whoever is out of the ordinary is judged record by
//! record, and is in the book.

mod changes;
mod hold;
mod pass;

use super::Monitor;
use super::kept::{Kept, Number};
use super::reach::{Past, Reach};
use crate::check::policy::{BearerKind, CheckedPolicy, Expr, Norm};
use crate::eval::{Counter, Template, Verdict, WindowRule};
use crate::log::{Instant, Precision, Record, Value};
use crate::plan::{self, Counted};
use rustc_hash::FxHashMap as HashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// All norms that only count.
#[derive(Debug, Default)]
pub(super) struct Counts<'p> {
    pub norms: Vec<Counting<'p>>,
    /// By norm: its position among them.
    by_norm: Vec<Option<usize>>,
    /// By type of record: which of them count it.
    by_kind: Vec<Vec<usize>>,
    /// By type of record: the field that names the bearer, where nothing but counting looks at it and every record
    /// counts.
    keys: Vec<Option<usize>>,
    /// Whether anything is held as numbers now; not while something is set aside, or is not known.
    pub running: bool,
    /// What has changed since it was last told.
    changed: Vec<Change>,
    /// What was told before, where it was not told yet what is so now.
    untold: BTreeMap<(usize, Instant, Number), Verdict>,
    templates: HashMap<(usize, Instant, usize, usize), Option<Template>>,
    passes: HashMap<(usize, usize, Option<Value>), Option<bool>>,
}

/// One of them.
#[derive(Debug)]
pub(super) struct Counting<'p> {
    /// Position of the norm.
    pub index: usize,
    norm: &'p Norm,
    counted: Counted<'p>,
    /// The bearer itself answers, if anybody does.
    answers_itself: bool,
    pub held: Held,
}

/// How much is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Held {
    /// In the order of time.
    windows: Vec<Window>,
    /// By entity.
    bearers: Vec<Standing>,
    /// Where the last window begins that was opened.
    last: Option<Instant>,
    /// Up to when it was looked for windows.
    seen: Option<Instant>,
    /// It is not plain which windows there are.
    unfit: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Window {
    from: Instant,
    /// What numbers mean in it; none where that is not plain.
    rule: Option<WindowRule>,
    phase: usize,
    /// By entity: one more than its records; none of whom it is not the window.
    cells: Vec<u8>,
}

/// How a bearer is judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Standing {
    /// Not at all.
    #[default]
    None,
    /// By numbers, in every window from here on.
    Counted,
    /// Record by record.
    Apart,
}

/// A verdict that is another one than before, by counting, window and bearer.
#[derive(Clone, Copy, Debug)]
struct Change {
    counting: usize,
    window: Instant,
    bearer: Number,
    before: Verdict,
}

/// Whether records in a window are more than as many as matter.
fn raised(cell: u8, rule: &WindowRule) -> u8 {
    let most = u8::try_from(rule.most()).unwrap_or(u8::MAX - 1);
    cell.saturating_add(1).min(most.saturating_add(1))
}

fn told(verdict: Verdict) -> Option<Verdict> {
    (!matches!(verdict, Verdict::Open | Verdict::Undetermined)).then_some(verdict)
}

impl<'p> Counts<'p> {
    pub(super) fn of(policy: &'p CheckedPolicy, reaches: &[Reach]) -> Self {
        let mut counts = Self { by_norm: vec![None; reaches.len()], ..Self::default() };
        let kinds = policy.vocabulary.events.len();
        (counts.by_kind, counts.keys) = (vec![Vec::new(); kinds], vec![None; kinds]);
        for (index, (norm, reach)) in policy.norms.values().zip(reaches).enumerate() {
            let Some(counted) = counted(policy, norm, reach) else { continue };
            let position = counts.norms.len();
            if let (Some(slot), Some(of_kind)) =
                (counts.by_norm.get_mut(index), counts.by_kind.get_mut(counted.kind))
            {
                *slot = Some(position);
                of_kind.push(position);
            }
            let answers_itself = norm.answerable.iter().all(|line| line.who == Expr::Bearer);
            counts.norms.push(Counting { index, norm, counted, answers_itself, held: Held::default() });
        }
        for kind in 0..kinds {
            let looking = reaches.iter().filter(|reach| reach.looks_at(kind)).count();
            let of_kind = counts.by_kind.get(kind).cloned().unwrap_or_default();
            let mut counted = of_kind.iter().filter_map(|at| counts.norms.get(*at)).map(|one| &one.counted);
            let key = counted.clone().next().map(|counted| counted.key);
            let alike = counted.all(|one| Some(one.key) == key && one.conditions.is_empty());
            if let Some(slot) = counts.keys.get_mut(kind).filter(|_| alike && looking == of_kind.len()) {
                *slot = key;
            }
        }
        counts
    }

    /// For whom a record counts, if it does nothing but count, for one bearer that is known, and in one day.
    pub(super) fn counts_for(&self, kept: &Kept, record: &Record) -> Option<Number> {
        let key = self.keys.get(record.kind).copied().flatten()?;
        if record.at.precision > Precision::Day {
            return None;
        }
        let Some(Value::Entity(bearer)) = record.field(key) else { return None };
        kept.names.number(bearer).filter(|bearer| kept.is_registered(*bearer))
    }

    /// Whether a norm is judged by numbers now.
    pub(super) fn counts(&self, norm: usize) -> bool {
        let counting = || self.by_norm.get(norm).copied().flatten().and_then(|at| self.norms.get(at));
        self.running && counting().is_some_and(|counting| !counting.held.unfit)
    }

    /// Of each norm whether it only counts.
    pub(super) fn which(&self) -> Vec<bool> {
        self.by_norm.iter().map(Option::is_some).collect()
    }

    /// How many windows are open, and how many are certain but not closed.
    pub(super) fn count(&self) -> (usize, usize) {
        let mut counts = (0, 0);
        for window in self.norms.iter().flat_map(|one| &one.held.windows) {
            let Some(rule) = &window.rule else { continue };
            let certain: Vec<bool> =
                (0..=rule.most()).map(|number| told(rule.verdict(window.phase, number)).is_some()).collect();
            for cell in window.cells.iter().filter_map(|cell| cell.checked_sub(1)) {
                match certain.get(usize::from(cell)) {
                    Some(true) => counts.1 += 1,
                    _ => counts.0 += 1,
                }
            }
        }
        counts
    }

    pub(super) fn bytes(&self) -> usize {
        let of_window = |window: &Window| size_of::<Window>() + size_of::<WindowRule>() + window.cells.len();
        let of_norm = |one: &Counting<'_>| {
            one.held.bearers.len() + one.held.windows.iter().map(of_window).sum::<usize>()
        };
        self.norms.iter().map(of_norm).sum()
    }

    /// Takes up what was counted when a checkpoint was written; none of another number of norms.
    pub(super) fn resume(&mut self, running: bool, held: Vec<Held>) -> Option<()> {
        if held.len() != self.norms.len() {
            return None;
        }
        self.running = running;
        self.norms.iter_mut().zip(held).for_each(|(one, held)| one.held = held);
        Some(())
    }
}

impl Held {
    fn standing(&self, bearer: Number) -> Standing {
        self.bearers.get(bearer as usize).copied().unwrap_or_default()
    }

    fn stand(&mut self, bearer: Number, standing: Standing) {
        let at = bearer as usize;
        if at >= self.bearers.len() {
            self.bearers.resize(at + 1, Standing::None);
        }
        if let Some(slot) = self.bearers.get_mut(at) {
            *slot = standing;
        }
    }

    fn with(&self, standing: Standing) -> impl Iterator<Item = Number> {
        let all = self.bearers.iter().zip(0..);
        all.filter(move |(own, _)| **own == standing).map(|(_, bearer)| bearer)
    }
}

impl Window {
    fn cell(&self, bearer: Number) -> u8 {
        self.cells.get(bearer as usize).copied().unwrap_or(0)
    }

    fn set(&mut self, bearer: Number, cell: u8) {
        let at = bearer as usize;
        if at >= self.cells.len() {
            self.cells.resize(at + 1, 0);
        }
        if let Some(slot) = self.cells.get_mut(at) {
            *slot = cell;
        }
    }
}

// How a norm counts, where that is all that it does, each bearer by itself and each window too.
fn counted<'p>(policy: &'p CheckedPolicy, norm: &'p Norm, reach: &Reach) -> Option<Counted<'p>> {
    let bearer = norm.bearer.as_ref()?;
    let plain = reach.is_local
        && reach.past == Past::Windows
        && bearer.filter.is_none()
        && norm.exceptions.is_empty()
        && !matches!(&bearer.kind, BearerKind::Role(role) if policy.vocabulary.roles.get(role).is_none_or(|role| role.single));
    plan::counted(policy, norm).filter(|counted| plain && counted.trigger.is_none())
}

impl<'p> Monitor<'p> {
    fn counter<'c>(&'c self, counting: &'c Counting<'p>) -> Option<Counter<'c>> {
        Some(Counter {
            policy: self.policy,
            parameters: &self.options.parameters,
            index: counting.index,
            norm: counting.norm,
            counted: &counting.counted,
            begins: self.begins?,
        })
    }

    // Whether a record counts under a norm, as far as its fields tell; none where that is not known.
    fn fulfils(&mut self, counting: usize, record: &Record) -> Option<bool> {
        let one = self.counts.norms.get(counting)?;
        for condition in 0..one.counted.conditions.len() {
            let (field, _) = one.counted.conditions.get(condition)?;
            let key = (counting, condition, record.field(*field).cloned());
            let known = match self.counts.passes.get(&key) {
                Some(known) => *known,
                None => {
                    let passes = self.counter(one)?.passes(condition, record);
                    if self.counts.passes.len() > REMEMBERED {
                        self.counts.passes.clear();
                    }
                    self.counts.passes.insert(key, passes);
                    passes
                }
            };
            if known != Some(true) {
                return known;
            }
        }
        Some(true)
    }
}

/// So many answers to what is asked again and again are remembered.
const REMEMBERED: usize = 10_000;
