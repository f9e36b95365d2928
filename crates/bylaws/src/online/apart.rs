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

/// More than so many at once are judged with all others.
const FEW: usize = 1000;

/// How many records may come, besides as many as there were, before it is looked what can be forgotten.
const ROOM: usize = 1000;

impl Monitor<'_> {
    /// Moves the watermark if that touches but a few, each by itself; says whether it did.
    pub(super) fn settled_apart(&mut self, to: Instant, tell: &mut Vec<Told>) -> bool {
        let from = self.watermark;
        let Some(begins) = self.begins.filter(|begins| *begins < from) else { return false };
        let plain = self.kept.is_plain() && self.asides.is_empty();
        let known_otherwise = self.kept.knows_otherwise(self.policy.zone, begins, (from, to));
        // What is planned comes into sight at another time than its own.
        let planned = self.policy.vocabulary.events.values().any(|event| event.planned);
        let is_time_to_forget = self.kept.count().0 > 2 * self.kept_last + ROOM;
        if !plain || known_otherwise || planned || is_time_to_forget || self.wakes_everybody(from, to) {
            return false;
        }
        let passing: Vec<Record> =
            self.kept.passing((from, to)).filter(|r| self.passes(r, from, to)).cloned().collect();
        passing.iter().for_each(|record| self.touch(record));
        for (norm, bearer) in self.book.due(to) {
            if let Some(touched) = self.touched.get_mut(norm) {
                touched.add(bearer);
            }
        }
        // What was noted stays noted if all are judged after all.
        let Some(whom) = self.few() else { return false };
        let log = self.kept.log_about(self.policy, &self.reader, &whom, (begins, to));
        if !log.set_aside.is_empty() {
            return false;
        }
        self.watermark = to;
        let none = vec![Whom::Nobody; self.reaches.len()];
        let touched = std::mem::replace(&mut self.touched, none);
        if !whom.is_empty() {
            let (found, _) = self.judged(&log, &touched);
            self.note_found(&log, &touched, found, tell);
        }
        true
    }

    fn passes(&self, record: &Record, from: Instant, to: Instant) -> bool {
        let comes = is_visible(self.policy, record, to) && !is_visible(self.policy, record, from);
        comes || from < record.at.end && record.at.end <= to
    }

    // Whether time alone makes it necessary to look at all.
    fn wakes_everybody(&self, from: Instant, to: Instant) -> bool {
        let (before, after) = (self.policy.zone.date_of(from), self.policy.zone.date_of(to));
        self.reaches.iter().any(|reach| match reach.wake {
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
        (all.len() <= FEW).then_some(all)
    }
}
