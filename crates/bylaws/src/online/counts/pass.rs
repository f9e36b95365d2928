//! Time going on: windows open, records are counted as they come into sight, and windows end.

use super::super::Monitor;
use super::super::kept::{Coming, Number};
use super::super::reach;
use super::{Change, Standing, Window, raised};
use crate::eval::{Verdict, Whom};
use crate::log::{Instant, Precision, Record, Value};

impl Monitor<'_> {
    /// Notes what comes into sight, and what is known to be over, on the way: it is counted, or touches whom it
    /// concerns.
    pub(in super::super) fn pass(&mut self, from: Instant, to: Instant) {
        self.open_windows(to);
        loop {
            let stop = self.counts.next_stop(to);
            while let Some((first, coming)) = self.kept.coming(stop.unwrap_or(to)) {
                coming.into_iter().for_each(|one| self.came(first, one, to));
            }
            match stop {
                Some(stop) => self.cross(stop),
                None => break,
            }
        }
        for record in self.kept.ended(to) {
            self.touch_uncounted(&record);
        }
        let replacing = self.kept.others.replacing().filter(|record| self.passes(record, from, to));
        let replacing: Vec<Record> = replacing.cloned().collect();
        replacing.iter().for_each(|record| self.touch(record));
    }

    /// Opens the windows that have begun as of an instant.
    pub(super) fn open_windows(&mut self, as_of: Instant) {
        if !self.counts.running {
            return;
        }
        let day = |at: Instant| self.policy.zone.day_start(self.policy.zone.date_of(Instant(at.0 - 1)));
        let today = day(as_of);
        for at in 0..self.counts.norms.len() {
            let Some(one) = self.counts.norms.get(at) else { continue };
            if one.held.unfit || one.held.seen.is_some_and(|seen| seen >= today) {
                continue;
            }
            let index = one.index;
            let closed = self.since.norms.get(index).map_or(Instant::MIN, |since| Instant(since.0 - 1));
            let after = one.held.last.map_or(closed, |last| last.max(closed));
            let found = self.counter(one).and_then(|counter| counter.windows(after, as_of));
            let (mut touched, mut all) = (Vec::new(), false);
            if let Some(one) = self.counts.norms.get_mut(at) {
                one.held.seen = Some(today);
                match found {
                    None => (one.held.unfit, all) = (true, true),
                    Some(found) => {
                        for (from, rule) in found {
                            let counts = |standing: &Standing| u8::from(*standing == Standing::Counted);
                            all |= rule.is_none();
                            touched.extend(one.held.with(Standing::Apart));
                            let cells = match rule {
                                Some(_) => one.held.bearers.iter().map(counts).collect(),
                                None => Vec::new(),
                            };
                            one.held.last = Some(from);
                            one.held.windows.push(Window { from, rule, phase: 0, cells });
                        }
                    }
                }
            }
            match all {
                true => self.touch_norm(index),
                false => touched.into_iter().for_each(|bearer| self.touch_bearer(index, bearer)),
            }
        }
    }

    fn touch_norm(&mut self, norm: usize) {
        if let Some(touched) = self.touched.get_mut(norm) {
            *touched = Whom::Everybody;
        }
    }

    pub(super) fn touch_bearer(&mut self, norm: usize, bearer: Number) {
        if let Some(touched) = self.touched.get_mut(norm) {
            touched.add(self.kept.names.text(bearer).into());
        }
    }

    fn came(&mut self, first: Instant, one: Coming, to: Instant) {
        let kind = one.kind as usize;
        let end = Instant(first.0.saturating_add(i64::from(one.length)));
        if let Some(bearer) = one.counts_for
            && self.counts.running
            && self.kept.others.is_empty()
        {
            let counting = self.counts.by_kind.get(kind).map_or(0, Vec::len);
            let mut apart = false;
            for at in 0..counting {
                let Some(at) = self.counts.by_kind.get(kind).and_then(|all| all.get(at)).copied() else {
                    continue;
                };
                apart |= !self.count(at, bearer, (first, end));
            }
            if apart {
                self.kept.goes_on(one.record, end, to);
            }
            return;
        }
        if let Some(record) = self.kept.record(one.record) {
            self.touch_uncounted(&record);
            self.count_plain(&record);
            self.kept.goes_on(one.record, record.at.end, to);
        }
    }

    /// Counts a record for a bearer; where that is not so simple, the bearer is touched. Says whether it was counted.
    fn count(&mut self, at: usize, bearer: Number, (first, end): (Instant, Instant)) -> bool {
        let Some(one) = self.counts.norms.get_mut(at) else { return true };
        let index = one.index;
        if one.held.standing(bearer) == Standing::Counted {
            let window = one.held.windows.iter_mut().rev().find(|window| window.from < end);
            let Some(window) = window else { return true };
            let Some(rule) = &window.rule else { return true };
            let (from, until) = rule.counts;
            if from <= first && end <= until {
                let cell = window.cell(bearer);
                if let Some(count) = cell.checked_sub(1) {
                    let now = raised(cell, rule);
                    let before = rule.verdict(window.phase, usize::from(count));
                    let change = before != rule.verdict(window.phase, usize::from(now - 1));
                    let window_from = window.from;
                    window.set(bearer, now);
                    if change {
                        let window = window_from;
                        self.counts.changed.push(Change { counting: at, window, bearer, before });
                    }
                    return true;
                }
            } else if first >= until {
                return true;
            }
        }
        self.touch_bearer(index, bearer);
        false
    }

    // Touches whom a record concerns, but for those for whom it is counted.
    fn touch_uncounted(&mut self, record: &Record) {
        if reach::lasts(self.policy, record.kind) || !self.is_plainly_countable(record) {
            return self.touch(record);
        }
        for norm in 0..self.reaches.len() {
            let Some(reach) = self.reaches.get(norm) else { continue };
            let counting = self.counts.by_norm.get(norm).copied().flatten();
            let counting = counting.filter(|_| self.counts.counts(norm));
            let concerned = reach.concerns(record);
            match (counting, concerned) {
                (_, Whom::Nobody) => {}
                (None, whom) => self.add_touched(norm, whom),
                (Some(_), Whom::Everybody) => self.touch_norm(norm),
                (Some(at), Whom::These(some)) => {
                    for bearer in some {
                        let number = self.kept.names.number(&bearer);
                        let held = self.counts.norms.get(at).map(|one| &one.held);
                        let standing = number.zip(held).map(|(number, held)| held.standing(number));
                        if standing != Some(Standing::Counted)
                            && let Some(touched) = self.touched.get_mut(norm)
                        {
                            touched.add(bearer);
                        }
                    }
                }
            }
        }
    }

    pub(in super::super) fn add_touched(&mut self, norm: usize, whom: Whom) {
        let Some(touched) = self.touched.get_mut(norm) else { return };
        match whom {
            Whom::Nobody => {}
            Whom::Everybody => *touched = Whom::Everybody,
            Whom::These(some) => some.into_iter().for_each(|bearer| touched.add(bearer)),
        }
    }

    fn is_plainly_countable(&self, record: &Record) -> bool {
        self.counts.running
            && record.at.precision <= Precision::Day
            && !self.kept.others.corrects(&record.id)
            && !self.names_stranger(record)
    }

    // Counts a record that does more than count for one.
    fn count_plain(&mut self, record: &Record) {
        if !self.is_plainly_countable(record) {
            return;
        }
        for at in self.counts.by_kind.get(record.kind).cloned().unwrap_or_default() {
            let Some((index, key)) = self.counts.norms.get(at).map(|one| (one.index, one.counted.key)) else {
                continue;
            };
            if !self.counts.counts(index) {
                continue;
            }
            let fulfils = self.fulfils(at, record);
            let mut named = Whom::Nobody;
            match record.field(key) {
                Some(Value::Entity(id)) => named.add(id.clone()),
                Some(Value::Set(items)) => items.iter().for_each(|item| {
                    if let Value::Entity(id) = item {
                        named.add(id.clone());
                    }
                }),
                _ => {}
            }
            let Whom::These(named) = named else { continue };
            for bearer in named.iter().filter_map(|id| self.kept.names.number(id)).collect::<Vec<_>>() {
                match fulfils {
                    Some(true) => drop(self.count(at, bearer, (record.at.first, record.at.end))),
                    Some(false) => {}
                    None => self.touch_bearer(index, bearer),
                }
            }
        }
    }

    // Windows that end at an instant: what they come to, and who may still make something up.
    fn cross(&mut self, at: Instant) {
        let mut touched = Vec::new();
        for (counting, one) in self.counts.norms.iter_mut().enumerate() {
            let bearers = &one.held.bearers;
            for window in &mut one.held.windows {
                let Some(rule) = &window.rule else { continue };
                let phase = rule.phase(at);
                if phase == window.phase {
                    continue;
                }
                let by_cell = |cell: u8| {
                    let number = usize::from(cell.checked_sub(1)?);
                    let before = rule.verdict(window.phase, number);
                    Some(before).filter(|before| *before != rule.verdict(phase, number))
                };
                let changes: Vec<Option<Verdict>> = (0..=u8::MAX).map(by_cell).collect();
                for (cell, bearer) in window.cells.iter().zip(0..) {
                    if let Some(before) = changes.get(usize::from(*cell)).copied().flatten() {
                        let window = window.from;
                        self.counts.changed.push(Change { counting, window, bearer, before });
                    }
                    if window.phase == 0
                        && *cell > 0
                        && *cell <= rule.needed
                        && bearers.get(bearer as usize) == Some(&Standing::Counted)
                    {
                        touched.push((one.index, bearer));
                    }
                }
                window.phase = phase;
            }
        }
        touched.into_iter().for_each(|(norm, bearer)| self.touch_bearer(norm, bearer));
    }
}

impl super::Counts<'_> {
    // Where the next window ends, or the time for making up, not after an instant.
    fn next_stop(&self, to: Instant) -> Option<Instant> {
        if !self.running {
            return None;
        }
        let of_window = |window: &Window| {
            let rule = window.rule.as_ref()?;
            let ends = [rule.until, rule.limit];
            ends.into_iter().find(|end| rule.phase(*end) > window.phase && *end <= to)
        };
        self.norms.iter().flat_map(|one| &one.held.windows).filter_map(of_window).min()
    }
}
