//! Judging a few bearers by the records that name them alone, where nothing else can have changed: what it takes
//! does not grow with what is kept of all others.

use super::Monitor;
use super::reach::Wake;
use super::told::Told;
use crate::eval::{Whom, is_visible};
use crate::log::{Instant, Record};
use chrono::Datelike;
use rustc_hash::FxHashSet as HashSet;
use std::sync::Arc;

/// More than so many at once, and than a twentieth of the records, are judged with all others.
const FEW: usize = 1000;

/// How many records may come, besides as many as there were, before it is looked what can be forgotten.
const ROOM: usize = 1000;

impl Monitor<'_> {
    /// Moves the watermark if that touches but a few, each by itself; says whether it did.
    pub(super) fn settled_apart(&mut self, to: Instant, tell: &mut Vec<Told>) -> bool {
        let from = self.watermark;
        let Some(begins) = self.begins.filter(|begins| *begins < from) else { return false };
        let plain = self.kept.others.is_plain() && self.asides.is_empty() && !self.strange;
        let known_otherwise = self.kept.knows_otherwise(self.policy.zone, begins, (from, to));
        let counts_again = !self.counts.running && self.can_count(to);
        if !plain || known_otherwise || counts_again || self.plans || self.wakes_everybody(from, to) {
            return false;
        }
        self.pass(from, to);
        for (norm, bearer) in self.book.due(to) {
            if let Some(touched) = self.touched.get_mut(norm) {
                touched.add(bearer);
            }
        }
        self.sort_changes();
        // What was noted stays noted if all are judged after all.
        let Some(whom) = self.few() else { return false };
        let log =
            (!whom.is_empty()).then(|| self.kept.log_about(self.policy, &self.reader, &whom, (begins, to)));
        if log.as_ref().is_some_and(|log| !log.set_aside.is_empty()) {
            return false;
        }
        self.watermark = to;
        self.tell_changes(to, tell);
        if let Some(log) = log {
            let none = vec![Whom::Nobody; self.reaches.len()];
            let touched = std::mem::replace(&mut self.touched, none);
            self.release(&touched);
            let (found, beside) = self.judged(&log, &touched);
            self.note_found(&log, &touched, found, tell);
            self.hold(beside.bound);
        }
        if self.is_time_to_forget() || self.may_close() {
            self.tidy();
        }
        true
    }

    /// Whether so many records have come that some may be needed no longer.
    pub(super) fn is_time_to_forget(&self) -> bool {
        self.kept.count().0 > 2 * self.kept_last + ROOM
    }

    pub(super) fn passes(&self, record: &Record, from: Instant, to: Instant) -> bool {
        let comes = is_visible(self.policy, record, to) && !is_visible(self.policy, record, from);
        comes || from < record.at.end && record.at.end <= to
    }

    // Whether time alone makes it necessary to look at all.
    fn wakes_everybody(&self, from: Instant, to: Instant) -> bool {
        let (before, after) = (self.policy.zone.date_of(from), self.policy.zone.date_of(to));
        self.reaches.iter().enumerate().any(|(norm, reach)| match reach.wake {
            _ if self.counts.counts(norm) => false,
            Wake::Always => true,
            Wake::EachDay => before != after,
            Wake::EachMonth => (before.year(), before.month()) != (after.year(), after.month()),
            Wake::AtLimits => false,
        })
    }

    // All who are touched, if they are few and each can be judged by itself.
    fn few(&self) -> Option<HashSet<Arc<str>>> {
        let mut all = HashSet::default();
        for (touched, reach) in self.touched.iter().zip(&self.reaches) {
            match touched {
                Whom::Nobody => {}
                Whom::These(some) if reach.is_local => all.extend(some.iter().cloned()),
                _ => return None,
            }
        }
        (all.len() <= FEW.max(self.kept.count().0 / 20)).then_some(all)
    }
}
