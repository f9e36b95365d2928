//! Moving the watermark: what it touches is judged again, what is over is closed, what nothing needs any more is
//! forgotten.

use super::Monitor;
use super::book::{Entry, Position};
use super::kept::{Needs, Packed};
use super::reach::{self, Past, Wake};
use super::told::Told;
use crate::diagnostic::Message;
use crate::eval::{Beside, Outcome, Request, Whom, judge_again};
use crate::log::{EventLog, Instant, LogError, Moment, Record};
use chrono::Datelike;
use rustc_hash::FxHashMap as HashMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What was found, by norm and bearer.
pub(super) type Outcomes = HashMap<(usize, Arc<str>), Vec<Outcome>>;

impl Monitor<'_> {
    /// Moves the watermark, and tells what has become certain by it and by all that was touched.
    pub(super) fn settle(&mut self, to: Instant, tell: &mut Vec<Told>) {
        let before = tell.len();
        if !self.settled_apart(to, tell) {
            self.settle_all(to, tell);
        }
        // The same order whichever way it was found.
        if let Some(new) = tell.get_mut(before..).filter(|new| new.len() > 1) {
            new.sort_by(|a, b| a.place().cmp(&b.place()));
        }
    }

    fn settle_all(&mut self, to: Instant, tell: &mut Vec<Told>) {
        let from = std::mem::replace(&mut self.watermark, to);
        for (place, of) in self.kept.drop_vain(self.closing()) {
            let message = Message::new("L0111").with("id", of);
            tell.push(Told::Bad(LogError { place, other: None, field: None, message }));
        }
        let log = self.kept.log(self.policy, &self.reader, to);
        self.note_set_aside(&log, from, to, tell);
        // Where the log begins, windows begin.
        let begins = log.coverage.hull().map(|hull| hull.from);
        let stated = !log.coverage.assumed;
        let knowledge_changes = stated && log.coverage.bounds().any(|bound| from <= bound && bound <= to);
        let begins_otherwise = std::mem::replace(&mut self.begins, begins) != begins;
        if begins_otherwise || knowledge_changes {
            self.touch_all();
        }
        let can_count = self.can_count(to);
        if self.counts.running && (begins_otherwise || !can_count) {
            self.stop_counting();
        }
        if can_count && !self.counts.running {
            self.start_counting();
        }
        self.pass(from, to);
        self.sort_changes();
        let whom = self.whom(from, to);
        self.tell_changes(to, tell);
        self.release(&whom);
        let (found, beside) = self.judged(&log, &whom);
        self.note_found(&log, &whom, found, tell);
        self.close(&beside.open);
        self.hold(beside.bound);
        self.forget();
    }

    /// Up to where corrections no longer reach.
    pub(super) fn closing(&self) -> Instant {
        Instant(self.watermark.0.saturating_sub(self.options.corrections).max(Instant::MIN.0))
    }

    // Records that are wrong together with others: told once they can be seen; they touch what they leave in doubt
    // when they come and when they go.
    fn note_set_aside(&mut self, log: &EventLog, from: Instant, to: Instant, tell: &mut Vec<Told>) {
        let mut now = std::collections::BTreeMap::new();
        for aside in &log.set_aside {
            let seen = aside.at.is_none_or(|at| at.first < to);
            let comes_into_sight = aside.at.is_some_and(|at| from <= at.first && at.first < to);
            let key = (aside.error.code().to_owned(), aside.id.clone(), aside.error.place.clone());
            let before = self.asides.get(&key).map(|(_, told)| *told);
            let by_itself = self.kept.others.is_unread(&aside.error.place);
            let tells = seen && !by_itself && before != Some(true);
            if tells {
                tell.push(Told::Bad(aside.error.clone()));
            }
            if before.is_none() || comes_into_sight {
                self.touch_kind(aside.kind);
            }
            now.insert(key, (aside.kind, tells || before == Some(true)));
        }
        let gone: Vec<Option<usize>> = self
            .asides
            .iter()
            .filter(|(key, _)| !now.contains_key(*key))
            .map(|(_, (kind, _))| *kind)
            .collect();
        gone.into_iter().for_each(|kind| self.touch_kind(kind));
        (self.asides, self.strange) = (now, false);
    }

    /// What is asked: all verdicts as of the watermark.
    pub(super) fn request(&self) -> Request {
        let parameters = self.options.parameters.clone();
        Request { as_of: Some(self.watermark), parameters, ..Request::default() }
    }

    /// What is found of all that is to be judged; and where, by norm, the first window begins that is not over.
    pub(super) fn judged(&self, log: &EventLog, whom: &[Whom]) -> (Outcomes, Beside) {
        let request = self.request();
        let mut found = Outcomes::default();
        let closing = self.closing();
        let counts = self.counts.which();
        let closing = (closing, counts.as_slice());
        let beside = judge_again(self.policy, log, &request, &self.since, whom, closing, &mut |outcome| {
            // The line of bearers that are not all known is never certain.
            if !outcome.bearer.is_empty() {
                found.entry((outcome.norm, outcome.bearer.clone())).or_default().push(outcome);
            }
        });
        (found, beside)
    }

    // All that was touched, and all that time alone may change.
    fn whom(&mut self, from: Instant, to: Instant) -> Vec<Whom> {
        let none = vec![Whom::Nobody; self.reaches.len()];
        let mut whom = std::mem::replace(&mut self.touched, none);
        let anything = whom.iter().any(|whom| *whom != Whom::Nobody) || from < to;
        let (before, after) = (self.policy.zone.date_of(from), self.policy.zone.date_of(to));
        for (norm, (whom, reach)) in whom.iter_mut().zip(&self.reaches).enumerate() {
            let wakes = match reach.wake {
                _ if self.counts.counts(norm) => false,
                Wake::Always => anything,
                Wake::EachDay => before != after,
                Wake::EachMonth => (before.year(), before.month()) != (after.year(), after.month()),
                Wake::AtLimits => false,
            };
            if wakes {
                *whom = Whom::Everybody;
            }
        }
        for (norm, bearer) in self.book.due(to) {
            if let Some(whom) = whom.get_mut(norm) {
                whom.add(bearer);
            }
        }
        whom
    }

    pub(super) fn note_found(
        &mut self,
        log: &EventLog,
        whom: &[Whom],
        mut found: Outcomes,
        tell: &mut Vec<Told>,
    ) {
        let times: HashMap<&str, Instant> = log.records.iter().map(|r| (&*r.id, r.at.first)).collect();
        let time = |id: &Arc<str>| times.get(&**id).copied();
        let zone = self.policy.zone;
        let position = |outcome: &Outcome| Position {
            position: outcome.trigger.as_ref().and_then(time).unwrap_or(outcome.from),
            limit: outcome.late_until.map_or(outcome.until, |day| zone.day(day).end.max(outcome.until)),
            last_used: outcome.evidence.iter().filter_map(time).max().unwrap_or(Instant::MIN),
        };
        let closing = self.closing();
        for (norm, whom) in whom.iter().enumerate() {
            let judged: BTreeSet<Arc<str>> = match whom {
                Whom::Nobody => continue,
                Whom::These(some) => some.iter().cloned().collect(),
                Whom::Everybody => {
                    let found = found.keys().filter(|(of, _)| *of == norm).map(|(_, id)| id);
                    self.book.bearers(norm).chain(found).cloned().collect()
                }
            };
            for bearer in judged {
                let outcomes = found.remove(&(norm, bearer.clone())).unwrap_or_default();
                let outcomes = outcomes
                    .into_iter()
                    .map(|o| {
                        let p = position(&o);
                        (o, p)
                    })
                    .collect();
                self.book.replace((norm, &bearer), outcomes, (closing, self.watermark), tell);
            }
        }
    }

    // Windows and triggers that nothing can change any more are not judged again.
    pub(super) fn close(&mut self, open_windows: &[Option<Instant>]) {
        let closing = self.closing();
        self.since.bearers.clear();
        self.needed.bearers.clear();
        for (norm, reach) in self.reaches.iter().enumerate() {
            let open = open_windows.get(norm).copied().flatten();
            let general = match reach.past {
                Past::All => Instant::MIN,
                Past::Windows => open.unwrap_or(Instant::MIN),
                Past::Triggers(_) => closing,
            };
            let before = self.since.norms.get(norm).copied().unwrap_or(Instant::MIN);
            let general = general.max(before);
            if let (Some(since), Some(needed)) =
                (self.since.norms.get_mut(norm), self.needed.norms.get_mut(norm))
            {
                (*since, *needed) = (general, back(general, reach.past));
            }
        }
        let (since, needed) = (&mut self.since, &mut self.needed);
        self.book.entries.retain(|(norm, bearer), entries| {
            let Some(past) =
                self.reaches.get(*norm).map(|reach| reach.past).filter(|past| *past != Past::All)
            else {
                return true;
            };
            let general = since.norms.get(*norm).copied().unwrap_or(Instant::MIN);
            let begins = begin(entries, general, past, closing);
            entries.retain(|entry| entry.position >= begins);
            let first = entries.iter().map(|entry| entry.from).min().unwrap_or(begins).min(begins);
            if begins < general {
                since.bearers.insert((*norm, bearer.clone()), begins);
            }
            let general = needed.norms.get(*norm).copied().unwrap_or(Instant::MIN);
            if first < general {
                needed.bearers.insert((*norm, bearer.clone()), first);
            }
            !entries.is_empty()
        });
        self.close_windows();
    }

    pub(super) fn forget(&mut self) {
        let mut kept = std::mem::take(&mut self.kept);
        let least = self.least_needed();
        let closing = self.closing();
        let is_over = |kind: Option<usize>, at: Moment| {
            let looks = |norm: usize| {
                self.reaches.get(norm).is_some_and(|reach| kind.is_none_or(|kind| reach.looks_at(kind)))
            };
            let lasts = kind.is_none_or(|kind| reach::lasts(self.policy, kind));
            !lasts
                && at.end <= closing
                && least.iter().enumerate().all(|(norm, least)| !looks(norm) || at.end <= *least)
        };
        let of_kind = |packed: Packed<'_>| {
            let needed = packed.first() >= closing || reach::lasts(self.policy, packed.kind());
            needed.then_some(true)
        };
        let of_record = |record: &Record| self.needs(record, &least);
        let needs = Needs { of_kind: &of_kind, of_record: &of_record, is_over: &is_over };
        kept.forget(self.policy, self.begins, &needs);
        self.kept = kept;
        self.kept_last = self.kept.count().0;
    }

    /// Whether a record may still matter.
    pub(super) fn is_needed(&self, record: &Record) -> bool {
        self.needs(record, &self.least_needed())
    }

    // From where on anybody needs records, by norm.
    fn least_needed(&self) -> Vec<Instant> {
        let mut least = self.needed.norms.clone();
        for ((norm, _), at) in &self.needed.bearers {
            if let Some(least) = least.get_mut(*norm) {
                *least = (*least).min(*at);
            }
        }
        least
    }

    fn needs(&self, record: &Record, least: &[Instant]) -> bool {
        if record.at.end > self.closing() || reach::lasts(self.policy, record.kind) {
            return true;
        }
        let mut norms = self.reaches.iter().zip(least).enumerate();
        // What is set aside leaves everybody in doubt, whomever it names.
        let is_aside = self.asides.keys().any(|(_, id, _)| id.as_ref() == Some(&record.id));
        norms.any(|(norm, (reach, least))| match reach.concerns(record) {
            _ if is_aside && reach.looks_at(record.kind) => record.at.end > *least,
            Whom::Nobody => false,
            Whom::Everybody => record.at.end > *least,
            Whom::These(some) => some.iter().any(|bearer| record.at.end > self.needed.of(norm, bearer)),
        })
    }
}

fn back(at: Instant, past: Past) -> Instant {
    match past {
        Past::Triggers(length) if at > Instant::MIN => {
            Instant(at.0.saturating_sub(length).max(Instant::MIN.0))
        }
        _ => at,
    }
}

// From where on the instances of a bearer are judged: the first one that is not closed, and before it those that
// took something which it could otherwise take.
fn begin(entries: &[Entry], general: Instant, past: Past, closing: Instant) -> Instant {
    let is_closed = |entry: &&Entry| match past {
        // A trigger's instance shares nothing with others.
        Past::Triggers(_) if !entry.is_open() => entry.certain_at.is_some_and(|at| at <= closing),
        _ => entry.verdict != crate::eval::Verdict::Open && entry.limit <= closing,
    };
    let open = entries.iter().filter(|entry| !is_closed(entry)).map(|entry| entry.position);
    let mut begins = open.min().map_or(general, |open| open.min(general));
    if past == Past::Windows {
        while let Some(before) =
            entries.iter().filter(|e| e.position < begins && e.last_used >= begins).map(|e| e.position).min()
        {
            begins = before;
        }
    }
    begins
}
