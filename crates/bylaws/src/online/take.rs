//! Taking records: what is on time waits for the watermark, what is not is told and judged at once.

use super::kept::{Number, Other};
use super::reach;
use super::told::{Late, Told};
use super::written::Written;
use super::{Monitor, Step};
use crate::eval::{Whom, is_visible};
use crate::log::{Instant, RawRecord, Read, Record, SetAside, Words};
use std::sync::Arc;

/// So many words are held once for all records that use them.
const WORDS: usize = 4096;

impl Monitor<'_> {
    /// Takes a record, a correction or a statement of what is covered, and tells what is certain by it.
    pub fn feed(&mut self, raw: &RawRecord<'_>) -> Vec<Told> {
        let mut tell = Vec::new();
        if self.words.count() > WORDS {
            self.words = Words::default();
        }
        let checked = self.reader.check(raw, &mut self.words);
        let at_once = match checked.0 {
            Ok(Read::Record(record)) => return self.record(record),
            Ok(Read::Coverage(stretch, kinds)) => {
                self.kept.cover(stretch, &kinds);
                self.touch_all();
                true
            }
            Ok(Read::Correction { of, known, record, .. }) => {
                self.correction(Written::of(raw), of, known, record, &mut tell)
            }
            Err(aside) => {
                tell.push(Told::Bad(aside.error.clone()));
                self.unread(Written::of(raw), &aside)
            }
        };
        if at_once && self.watermark > Instant::MIN {
            self.settle(self.watermark, &mut tell);
        }
        tell
    }

    fn record(&mut self, record: Record) -> Vec<Told> {
        let mut tell = Vec::new();
        let same = |held: &Record| {
            (held.kind, held.at, held.recorded_at, &held.fields)
                == (record.kind, record.at, record.recorded_at, &record.fields)
        };
        let contradicted: Vec<Record> = self.kept.of_id(&record.id).collect();
        if contradicted.iter().any(same) {
            return tell;
        }
        let is_late = is_visible(self.policy, &record, self.watermark);
        if is_late {
            let taken = self.is_needed(&record);
            let (id, place) = (record.id.clone(), record.place.clone());
            tell.push(Told::Late(Late { id, kind: record.kind, place, at: record.at, taken }));
            if !taken {
                return tell;
            }
        }
        contradicted.iter().for_each(|other| self.touch(other));
        let moves_to = self.stop(&record);
        // A correction that waited for it may say that it happened before.
        let corrections = self.kept.others.corrections(&record.id).filter_map(|(_, by)| by);
        let corrected: Vec<Record> =
            corrections.filter(|by| is_visible(self.policy, by, self.watermark)).cloned().collect();
        corrected.iter().for_each(|by| self.touch(by));
        if is_late {
            self.touch(&record);
        }
        // What was set aside because it names an entity that was not known may be sound now.
        let resolves = reach::lasts(self.policy, record.kind) && !self.asides.is_empty();
        let counts_for = self.counts_for(&record);
        self.strange |= self.names_stranger(&record);
        self.kept.keep(self.policy, &record, self.watermark, counts_for);
        let at_once = is_late || resolves || !contradicted.is_empty() || !corrected.is_empty();
        if at_once && self.watermark > Instant::MIN {
            self.settle(self.watermark, &mut tell);
        }
        if moves_to > self.watermark {
            self.settle(moves_to, &mut tell);
        }
        tell
    }

    /// For whom a record counts that does nothing else.
    pub(super) fn counts_for(&self, record: &Record) -> Option<Number> {
        self.counts.counts_for(&self.kept, record).filter(|_| !self.names_stranger(record))
    }

    /// Whether a record names something that is to be registered and is not.
    pub(super) fn names_stranger(&self, record: &Record) -> bool {
        self.kept.names_stranger(&self.reader, record)
    }

    // Where the watermark stands after a record. What was written down before it happened tells of a time to come.
    fn stop(&self, record: &Record) -> Instant {
        let now = record.recorded_at.map_or(record.at.first, |recorded| recorded.first.min(record.at.first));
        let to = Instant(now.0.saturating_sub(self.options.lateness).max(Instant::MIN.0));
        match self.options.step {
            Step::EachRecord => to,
            Step::EachDay => self.policy.zone.day_start(self.policy.zone.date_of(to)),
        }
    }

    fn correction(
        &mut self,
        written: Written,
        of: Arc<str>,
        known: Instant,
        by: Option<Record>,
        tell: &mut Vec<Told>,
    ) -> bool {
        let mut touched: Vec<Record> = self.kept.of_id(&of).collect();
        let is_there = !touched.is_empty();
        let corrections = self.kept.others.corrections(&of).filter_map(|(_, by)| by);
        touched.extend(corrections.chain(&by).cloned());
        let visible = touched.iter().any(|record| is_visible(self.policy, record, self.watermark));
        touched.iter().for_each(|record| self.touch(record));
        if let Some(record) = by.iter().find(|record| !self.is_needed(record)) {
            let (id, place) = (of.clone(), record.place.clone());
            tell.push(Told::Late(Late { id, kind: record.kind, place, at: record.at, taken: false }));
        }
        self.kept.others.add(Other::correction(written, of, known, by), is_there);
        visible
    }

    fn unread(&mut self, written: Written, aside: &SetAside) -> bool {
        self.kept.others.add(Other::unread(written, aside), false);
        let corrected: Vec<Record> = aside.corrects.iter().flat_map(|id| self.kept.of_id(id)).collect();
        corrected.iter().for_each(|record| self.touch(record));
        self.touch_kind(aside.kind);
        aside.at.is_none_or(|at| at.first < self.watermark) || !corrected.is_empty()
    }

    /// Notes that a record has come, changed or gone.
    pub(super) fn touch(&mut self, record: &Record) {
        let lasts = reach::lasts(self.policy, record.kind);
        for norm in 0..self.reaches.len() {
            let Some(reach) = self.reaches.get(norm) else { continue };
            let whom = match lasts {
                true if reach.is_local => reach::named_by(record),
                true => Whom::Everybody,
                false => reach.concerns(record),
            };
            self.add_touched(norm, whom);
        }
    }

    /// Notes that something of a type is not what it was, whoever it concerns.
    pub(super) fn touch_kind(&mut self, kind: Option<usize>) {
        let policy = self.policy;
        match kind.filter(|kind| !reach::lasts(policy, *kind)) {
            None => self.touch_all(),
            Some(kind) => {
                let looking =
                    self.touched.iter_mut().zip(&self.reaches).filter(|(_, reach)| reach.looks_at(kind));
                looking.for_each(|(touched, _)| *touched = Whom::Everybody);
            }
        }
    }

    pub(super) fn touch_all(&mut self) {
        self.touched.fill(Whom::Everybody);
    }
}
