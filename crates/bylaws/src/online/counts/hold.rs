//! From the book to numbers and back: whoever is as it should be is held as numbers, whoever is touched by
//! anything else goes back to the book, with what was told.

use super::super::Monitor;
use super::super::book::Open;
use super::super::kept::Number;
use super::{Held, Standing, Window, told};
use crate::eval::{Bound, Whom, WindowRule, first_open};
use crate::log::{Instant, Precision};
use std::sync::Arc;

impl Monitor<'_> {
    /// Whether everything is as it should be, so that numbers tell all as of an instant.
    pub(in super::super) fn can_count(&self, as_of: Instant) -> bool {
        !self.counts.norms.is_empty()
            && self.asides.is_empty()
            && self.kept.others.is_plain()
            && self.begins.is_some_and(|begins| begins < as_of && self.kept.covers_all(begins, as_of))
    }

    /// Puts all back into the book; nothing is held as numbers until [`Self::start_counting`].
    pub(in super::super) fn stop_counting(&mut self) {
        self.touch_changed();
        for at in 0..self.counts.norms.len() {
            self.release_all(at);
            if let Some(one) = self.counts.norms.get_mut(at) {
                one.held = Held::default();
            }
        }
        self.counts.running = false;
        self.counts.templates.clear();
    }

    /// Begins to hold numbers: of whom, that is found when all are judged.
    pub(in super::super) fn start_counting(&mut self) {
        self.counts.running = true;
        let all: Vec<usize> = self.counts.norms.iter().map(|one| one.index).collect();
        all.into_iter().for_each(|norm| self.add_touched(norm, Whom::Everybody));
    }

    /// Puts those back into the book who are to be judged record by record.
    pub(in super::super) fn release(&mut self, whom: &[Whom]) {
        for at in 0..self.counts.norms.len() {
            let Some(index) = self.counts.norms.get(at).map(|one| one.index) else { continue };
            match whom.get(index) {
                None | Some(Whom::Nobody) => {}
                Some(Whom::Everybody) => self.release_all(at),
                Some(Whom::These(some)) => {
                    for bearer in some {
                        if let Some(bearer) = self.kept.names.number(bearer) {
                            self.release_one(at, bearer);
                        }
                    }
                }
            }
        }
        self.counts.untold.clear();
    }

    fn release_all(&mut self, at: usize) {
        let held = self.counts.norms.get(at).map(|one| &one.held);
        let counted: Vec<Number> = held.into_iter().flat_map(|held| held.with(Standing::Counted)).collect();
        counted.into_iter().for_each(|bearer| self.release_one(at, bearer));
    }

    fn release_one(&mut self, at: usize, bearer: Number) {
        let Some(one) = self.counts.norms.get_mut(at) else { return };
        if one.held.standing(bearer) != Standing::Counted {
            return;
        }
        one.held.stand(bearer, Standing::Apart);
        let mut open = Vec::new();
        for window in &mut one.held.windows {
            let Some((rule, number)) = window.rule.as_ref().zip(window.cell(bearer).checked_sub(1)) else {
                continue;
            };
            let verdict = rule.verdict(window.phase, usize::from(number));
            let before = self.counts.untold.get(&(at, window.from, bearer)).copied();
            open.push(Open {
                from: window.from,
                label: rule.label.clone(),
                until: rule.until,
                limit: self
                    .policy
                    .zone
                    .day(self.policy.zone.date_of(Instant(rule.limit.0 - 1)))
                    .end
                    .max(rule.until),
                verdict,
                told: told(before.unwrap_or(verdict)),
            });
            window.set(bearer, 0);
        }
        let index = one.index;
        let bearer: Arc<str> = self.kept.names.text(bearer).into();
        self.book.put_back((index, &bearer), open, (self.watermark, self.options.corrections));
    }

    /// Holds as numbers whoever of those who were judged is as it should be.
    pub(in super::super) fn hold(&mut self, bound: Vec<(usize, Arc<str>, Bound)>) {
        for (norm, bearer, bound) in bound {
            let at = self.counts.by_norm.get(norm).copied().flatten().filter(|_| self.counts.counts(norm));
            let (Some(at), Some(number)) = (at, self.kept.names.number(&bearer)) else { continue };
            let cells = match bound {
                Bound::From(from) => self.cells(at, number, &bearer, from),
                Bound::NoLonger | Bound::Otherwise => None,
            };
            let gone = bound == Bound::NoLonger && self.book.of(norm, &bearer).is_empty();
            let Some(one) = self.counts.norms.get_mut(at) else { continue };
            match cells {
                Some(cells) => {
                    self.book.take_out(norm, &bearer);
                    one.held.stand(number, Standing::Counted);
                    for (window, cell) in one.held.windows.iter_mut().zip(cells) {
                        window.set(number, cell);
                    }
                }
                None => one.held.stand(number, if gone { Standing::None } else { Standing::Apart }),
            }
        }
    }

    // What a bearer has in each window, if numbers tell just what is in the book.
    fn cells(&self, at: usize, number: Number, bearer: &Arc<str>, from: Instant) -> Option<Vec<u8>> {
        let one = self.counts.norms.get(at)?;
        if self.since.bearers.contains_key(&(one.index, bearer.clone())) {
            return None;
        }
        let counts = self.counted_in(at, number)?;
        let mut cells = Vec::with_capacity(counts.len());
        let mut entries = self.book.of(one.index, bearer).iter();
        for (window, count) in one.held.windows.iter().zip(counts) {
            let rule = window.rule.as_ref()?;
            if rule.until <= from {
                cells.push(0);
                continue;
            }
            let verdict = rule.verdict(window.phase, count);
            let is_short = window.phase > 0 && count < usize::from(rule.needed);
            let entry = entries.next()?;
            let agrees = entry.is_of_window(window.from, rule.label.as_deref())
                && (entry.verdict, entry.until, entry.told) == (verdict, rule.until, told(verdict));
            if from > rule.bound || is_short || !agrees {
                return None;
            }
            cells.push(u8::try_from(count.min(rule.most())).ok()?.checked_add(1)?);
        }
        entries.next().is_none().then_some(cells)
    }

    // How many records a bearer has in each window; none where any of them is out of the ordinary.
    fn counted_in(&self, at: usize, bearer: Number) -> Option<Vec<usize>> {
        let one = self.counts.norms.get(at)?;
        let mut counts = vec![0; one.held.windows.len()];
        for record in self.kept.of_kind_naming(one.counted.kind, bearer, Instant::MIN) {
            if record.at.first >= self.watermark || !self.names_bearer(one.counted.key, &record, bearer) {
                continue;
            }
            let plain = record.at.precision <= Precision::Day
                && !self.kept.others.corrects(&record.id)
                && !self.names_stranger(&record);
            if !plain {
                return None;
            }
            if !self.known_to_fulfil(at, &record)? {
                continue;
            }
            for (window, count) in one.held.windows.iter().zip(&mut counts) {
                let (from, until) = rule_counts(window.rule.as_ref())?;
                if from <= record.at.first && record.at.end <= until {
                    *count += 1;
                } else if from < record.at.end && record.at.first < until {
                    return None;
                }
            }
        }
        Some(counts)
    }

    /// Closes windows and forgets, without looking at the whole log.
    pub(in super::super) fn tidy(&mut self) {
        let Some(begins) = self.begins else { return };
        let closing = self.closing();
        let log = self.kept.covered(self.policy, &self.reader, (begins, self.watermark));
        let request = self.request();
        let open = first_open(self.policy, &log, &request, closing);
        self.close(&open);
        self.forget();
    }

    /// Whether a window can be closed.
    pub(in super::super) fn may_close(&self) -> bool {
        let closing = self.closing();
        let first = |held: &Held| {
            let window = held.windows.first()?;
            window.rule.as_ref().map(|rule| rule.limit)
        };
        self.counts.norms.iter().filter_map(|one| first(&one.held)).any(|limit| limit <= closing)
    }

    /// Lets go of windows that are closed.
    pub(in super::super) fn close_windows(&mut self) {
        for one in &mut self.counts.norms {
            let since = self.since.norms.get(one.index).copied().unwrap_or(Instant::MIN);
            one.held.windows.retain(|window: &Window| window.from >= since);
        }
        let since = &self.since.norms;
        let norms = &self.counts.norms;
        self.counts.templates.retain(|(counting, from, ..), _| {
            let since = norms.get(*counting).and_then(|one| since.get(one.index));
            since.is_none_or(|since| from >= since)
        });
    }
}

fn rule_counts(rule: Option<&WindowRule>) -> Option<(Instant, Instant)> {
    rule.map(|rule| rule.counts)
}
