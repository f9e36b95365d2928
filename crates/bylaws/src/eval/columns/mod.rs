//! Norms that only count, judged on columns: one pass over the records counts for all bearers and windows, and
//! what the counts mean is asked of the same code that judges record by record. Outcomes are made in full only
//! for findings.
//!
//! A bearer about which anything is out of the ordinary (it is not sure when the norm binds it, an exception
//! applies, a record lies on an edge, something is to be made up) is judged record by record.

mod around;
mod cells;
mod classes;
mod findings;
mod truths;

use super::outcome::{Outcome, Verdict, Weight};
use super::periodic::Windows;
use super::scope::{self, InScope};
use super::world::World;
use super::{Closing, Request, as_of, derive, evaluate_each, evaluate_norm, exclusive, of_bearer};
use super::{outcomes_of, sorted, unknown_bearers};
use crate::check::policy::{CheckedPolicy, Modality, Norm};
use crate::eval::world::Store;
use crate::log::{ColumnLog, Columns, EventLog};
use crate::plan::{self, Counted};
use classes::Classes;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// Takes what is found.
pub trait Collect {
    /// An outcome in full.
    fn take(&mut self, outcome: Outcome);
    /// So many outcomes in full, in their order, each made when it is asked for, in any thread: outcomes are large, and
    /// most of who takes them keeps little of each.
    fn take_made(&mut self, number: usize, make: &(dyn Fn(usize) -> Option<Outcome> + Sync)) {
        (0..number).filter_map(make).for_each(|outcome| self.take(outcome));
    }
    /// So many outcomes of a verdict, none of them a finding.
    fn count(&mut self, verdict: Verdict, weight: Weight, number: usize);
}

/// Evaluates a log of which a part is in columns. Outcomes come in the order of [`evaluate_each`]; those of
/// which nothing is to be told may be counted only. Columns keep what [`plan::lowered`] says of the policy, and near
/// misses are not to be had of them.
pub fn evaluate_columns(
    policy: &CheckedPolicy,
    log: &ColumnLog,
    request: &Request,
    collect: &mut dyn Collect,
) -> Closing {
    if log.columns.is_empty() {
        return evaluate_each(policy, &log.log, request, &mut |outcome| collect.take(outcome));
    }
    let lowered = plan::lowered(policy);
    let derived = derive::extended(policy, &log.log, request);
    let records = derived.as_ref().unwrap_or(&log.log);
    let as_of = as_of(records, request);
    let mut store = Store::new(policy, records, as_of, &request.parameters);
    store.answers_for_findings_only = true;
    store.work = request.work.clone();
    let settled = exclusive::settle(&mut World::of(&store));
    let world = &World::of(&store);
    let wanted = |id: &str| request.wants_all_of(id);
    for (index, norm) in policy.norms.values().enumerate() {
        if !request.norms.is_empty() && !request.norms.contains(&norm.name.canonical) {
            continue;
        }
        let counted = lowered.norms.get(index).and_then(Option::as_ref);
        let of_kind = |kind| log.columns.iter().find(|columns| columns.kind == kind);
        let columns = counted.and_then(|counted| of_kind(counted.kind));
        let triggers = counted.and_then(|counted| counted.trigger).and_then(|trigger| of_kind(trigger.kind));
        match counted.filter(|_| columns.or(triggers).is_some()) {
            Some(counted) => {
                let counting =
                    Counting { world, index, norm, counted, columns, triggers, log, records, request };
                counting.judge(&wanted, collect);
            }
            None => outcomes_of(world, index, norm, request, &settled, &mut |outcome| {
                if request.means(&outcome) {
                    collect.take(world.told(outcome));
                }
            }),
        }
    }
    Closing { withdrawn: Vec::new(), as_of }
}

/// A norm, and the columns that it is judged on.
struct Counting<'a> {
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    counted: &'a Counted<'a>,
    /// The records that it counts, and those that trigger it; none where there are none in columns.
    columns: Option<&'a Columns>,
    triggers: Option<&'a Columns>,
    log: &'a ColumnLog,
    records: &'a EventLog,
    request: &'a Request,
}

impl Counting<'_> {
    fn judge(&self, wanted: &dyn Fn(&str) -> bool, collect: &mut dyn Collect) {
        self.world.work.turns_to(self.index);
        let is_judged = match (self.counted.trigger, self.triggers, self.columns) {
            (Some(trigger), Some(triggers), _) => around::judge(self, trigger, triggers, collect),
            (None, _, Some(columns)) => self.in_windows(columns, wanted, collect),
            _ => false,
        };
        if !is_judged {
            self.record_by_record(None, &mut |outcome| collect.take(outcome));
        }
    }

    // Windows of the calendar; `false` where they have to be judged record by record.
    fn in_windows(
        &self,
        columns: &Columns,
        wanted: &dyn Fn(&str) -> bool,
        collect: &mut dyn Collect,
    ) -> bool {
        let windows = Windows::of(self.world, self.norm);
        let bearers = scope::bearers(self.world, self.norm, wanted);
        let truths = truths::of(self, columns);
        let classes =
            windows.days(self.world.policy.zone).and_then(|days| Classes::of(self, &windows, days, &bearers));
        let Some(mut classes) = classes else { return false };
        unknown(self, collect);
        let cells = cells::count(self, columns, &truths, &classes);
        classes.set_apart(&cells);
        let (counts, found) = classes.verdicts(&cells);
        count_all(self, counts, collect);
        let found = findings::of(self, columns, &truths, &classes, &cells, found);
        let mut others = classes.beyond(self);
        let apart: HashSet<&str> = classes.apart().map(|bearer| &*bearer.id).collect();
        if !apart.is_empty() {
            self.record_by_record(Some(&apart), &mut |outcome| others.push(outcome));
        }
        found.hand_on(&sorted(others), collect);
        true
    }

    // The plain way, of some bearers or of all: with records for what concerns them.
    fn record_by_record(&self, only: Option<&HashSet<&str>>, take: &mut dyn FnMut(Outcome)) {
        let mut rows =
            self.columns.map(|columns| findings::records_of(self, columns, only)).unwrap_or_default();
        rows.extend(
            self.triggers.into_iter().flat_map(|triggers| findings::records_of(self, triggers, None)),
        );
        let mut log = self.records.clone();
        log.add(rows);
        let mut store = Store::new(self.world.policy, &log, self.world.as_of, &self.request.parameters);
        store.answers_for_findings_only = true;
        store.work = self.request.work.clone();
        let world = &World::of(&store);
        let wanted = |id: &str| match only {
            Some(only) => only.contains(id),
            None => self.request.wants_all_of(id),
        };
        match only {
            None => evaluate_norm(world, self.index, self.norm, &wanted, take),
            Some(_) => {
                let windows = Windows::of(world, self.norm);
                for bearer in scope::bearers(world, self.norm, &wanted) {
                    of_bearer(world, self.index, self.norm, &bearer, &windows)
                        .into_iter()
                        .for_each(&mut *take);
                }
            }
        }
    }
}

// The line of those who are not known.
fn unknown(counting: &Counting<'_>, collect: &mut dyn Collect) {
    let line = unknown_bearers::line(counting.world, counting.index, counting.norm);
    line.into_iter().for_each(|outcome| collect.take(outcome));
}

// So many outcomes of each verdict.
fn count_all(counting: &Counting<'_>, counts: [usize; Verdict::ALL.len()], collect: &mut dyn Collect) {
    let weight = if counting.norm.modality == Modality::Should { Weight::Advisory } else { Weight::Duty };
    for (verdict, number) in Verdict::ALL.into_iter().zip(counts) {
        collect.count(verdict, weight, number);
    }
}

/// Positions of bearers, by their ids.
fn positions(bearers: &[InScope]) -> HashMap<&str, u32> {
    bearers.iter().zip(0..).map(|(bearer, at)| (&*bearer.id, at)).collect()
}
