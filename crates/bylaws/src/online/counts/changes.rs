//! Telling what has become of numbers.

use super::super::Monitor;
use super::super::kept::Number;
use super::super::told::Told;
use super::{Change, REMEMBERED, Standing, WindowRule, told};
use crate::eval::{Outcome, Verdict, Whom};
use crate::log::{Instant, Record, Value};
use std::sync::Arc;

impl Monitor<'_> {
    /// Looks through what has changed: what cannot be told by numbers touches the bearer. Leaves each change once.
    pub(in super::super) fn sort_changes(&mut self) {
        let mut changed = std::mem::take(&mut self.counts.changed);
        if changed.is_empty() {
            return;
        }
        let key = |change: &Change| (change.counting, change.window, change.bearer);
        // What it was before the first change is what it was when it was last told.
        changed.sort_by_key(key);
        changed.dedup_by_key(|change| key(change));
        for change in changed {
            let Some((index, itself)) =
                self.counts.norms.get(change.counting).map(|one| (one.index, one.answers_itself))
            else {
                continue;
            };
            let by_numbers = itself && self.is_counted(change) && !self.is_touched(index, change.bearer);
            if by_numbers {
                self.counts.changed.push(change);
            } else {
                let (counting, window, bearer) = key(&change);
                self.counts.untold.entry((counting, window, bearer)).or_insert(change.before);
                self.touch_bearer(index, bearer);
            }
        }
    }

    fn is_counted(&self, change: Change) -> bool {
        let held = self.counts.norms.get(change.counting).map(|one| &one.held);
        held.is_some_and(|held| held.standing(change.bearer) == Standing::Counted)
    }

    fn is_touched(&self, norm: usize, bearer: Number) -> bool {
        match self.touched.get(norm) {
            None | Some(Whom::Nobody) => false,
            Some(whom) => whom.includes(self.kept.names.text(bearer)),
        }
    }

    /// Gives up telling by numbers what has changed: those whom it concerns are judged.
    pub(in super::super) fn touch_changed(&mut self) {
        for change in std::mem::take(&mut self.counts.changed) {
            let Some(index) = self.counts.norms.get(change.counting).map(|one| one.index) else { continue };
            let key = (change.counting, change.window, change.bearer);
            self.counts.untold.entry(key).or_insert(change.before);
            self.touch_bearer(index, change.bearer);
        }
    }

    /// Tells what has changed, as of an instant.
    pub(in super::super) fn tell_changes(&mut self, as_of: Instant, tell: &mut Vec<Told>) {
        for change in std::mem::take(&mut self.counts.changed) {
            let Some((now, outcome)) = self.outcome(change, as_of) else { continue };
            match (told(change.before), told(now)) {
                (None, Some(_)) => tell.push(Told::Certain(outcome)),
                (Some(before), after) if after != Some(before) => {
                    tell.push(Told::Changed { before, now: outcome });
                }
                _ => {}
            }
        }
    }

    fn outcome(&mut self, change: Change, as_of: Instant) -> Option<(Verdict, Outcome)> {
        let Change { counting, window, bearer, .. } = change;
        let one = self.counts.norms.get(counting)?;
        let found = one.held.windows.iter().find(|one| one.from == window)?;
        let (rule, phase) = (found.rule.as_ref()?, found.phase);
        let hits = self.hits(counting, rule, bearer, as_of);
        let key = (counting, window, phase, hits.len());
        if !self.counts.templates.contains_key(&key) {
            let one = self.counts.norms.get(counting)?;
            let template = self.counter(one)?.template((window, rule), phase, hits.len());
            if self.counts.templates.len() > REMEMBERED {
                self.counts.templates.clear();
            }
            self.counts.templates.insert(key, template);
        }
        let bearer: Arc<str> = self.kept.names.text(bearer).into();
        let outcome = self.counts.templates.get(&key)?.as_ref()?.of(&bearer, &hits);
        Some((outcome.verdict, outcome))
    }

    // The records that count in a window, in the order of their ends.
    fn hits(
        &self,
        counting: usize,
        rule: &WindowRule,
        bearer: Number,
        as_of: Instant,
    ) -> Vec<(Instant, Arc<str>)> {
        let Some(one) = self.counts.norms.get(counting) else { return Vec::new() };
        let (from, until) = rule.counts;
        let records = self.kept.of_kind_naming(one.counted.kind, bearer, from);
        let inside = |record: &Record| record.at.first < as_of && record.at.end <= until;
        let counts = |record: &Record| {
            self.names_bearer(one.counted.key, record, bearer)
                && self.known_to_fulfil(counting, record) == Some(true)
        };
        let mut hits: Vec<(Instant, Arc<str>)> = records
            .filter(|record| inside(record) && counts(record))
            .map(|record| (record.at.end, record.id))
            .collect();
        hits.sort_unstable();
        hits
    }

    /// Whether a field is, or holds, a bearer.
    pub(super) fn names_bearer(&self, key: usize, record: &Record, bearer: Number) -> bool {
        let is = |value: &Value| matches!(value, Value::Entity(id) if **id == *self.kept.names.text(bearer));
        match record.field(key) {
            Some(Value::Set(items)) => items.iter().any(is),
            Some(value) => is(value),
            None => false,
        }
    }

    // As `fulfils`, but without remembering the answer.
    pub(super) fn known_to_fulfil(&self, counting: usize, record: &Record) -> Option<bool> {
        let one = self.counts.norms.get(counting)?;
        for (condition, (field, _)) in one.counted.conditions.iter().enumerate() {
            let key = (counting, condition, record.field(*field).cloned());
            let known = match self.counts.passes.get(&key) {
                Some(known) => *known,
                None => self.counter(one)?.passes(condition, record),
            };
            if known != Some(true) {
                return known;
            }
        }
        Some(true)
    }
}
