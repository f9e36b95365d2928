//! Records that may still come to lie back in time: until when all of a type are known, and when what rests on
//! their absence settles (rule V5).

use super::world::Store;
use crate::check::policy::{DayOff, StartDay};
use crate::log::{Instant, Length, Record};
use crate::plan::{self, Effects, Shift};
use rustc_hash::FxHashMap as HashMap;

/// What of a policy may lie back, as of an instant.
#[derive(Default)]
pub(super) struct LyingBack {
    effects: Effects,
    /// By type: one past the last instant of which all records are known.
    known_until: HashMap<usize, Instant>,
    /// By position of a norm: the types that it looks at and that may lie back.
    by_norm: Vec<Vec<usize>>,
}

impl LyingBack {
    pub(super) fn of(store: &Store<'_>) -> Self {
        let effects = plan::effects(store.policy);
        if effects.is_empty() {
            return Self::default();
        }
        let known_until = effects.keys().map(|kind| (*kind, known_until(store, &effects, *kind))).collect();
        let looked_at = |norm| {
            let kinds = plan::rests_on(store.policy, norm);
            kinds.into_iter().filter(|kind| effects.contains_key(kind)).collect()
        };
        let by_norm = store.policy.norms.values().map(looked_at).collect();
        Self { effects, known_until, by_norm }
    }

    /// One past the last instant of which all records of a type are known; none of a type that never lies back.
    pub(super) fn known_until(&self, kind: usize) -> Option<Instant> {
        self.known_until.get(&kind).copied()
    }

    /// Types that a norm looks at and that may lie back.
    pub(super) fn of_norm(&self, index: usize) -> &[usize] {
        self.by_norm.get(index).map_or(&[], Vec::as_slice)
    }

    /// Where what is known of such types ends.
    pub(super) fn edges(&self) -> impl Iterator<Item = Instant> {
        self.known_until.values().copied()
    }
}

impl Store<'_> {
    /// The first instant as of which all records of a type before `at` are known.
    pub(super) fn settles(&self, kind: usize, at: Instant) -> Instant {
        let ways = self.lying_back.effects.get(&kind).into_iter().flatten();
        ways.map(|(back, of)| {
            let own = back.map_or(at, |length| self.last_to_reach(at, length));
            of.iter().map(|kind| self.settles(*kind, own)).fold(own, Instant::max)
        })
        .fold(at, Instant::max)
    }

    /// When a record is certain: at its end, or when what it follows from is known.
    pub(super) fn certain(&self, record: &Record) -> Instant {
        match self.log.since.is_empty() {
            true => record.at.end,
            false => self.log.since.get(&record.id).map_or(record.at.end, |since| record.at.end.max(*since)),
        }
    }

    /// From when on what a record triggers can be certain: of what is planned, as soon as it is known.
    pub(super) fn is_told(&self, record: &Record) -> Instant {
        let planned = self.policy.vocabulary.events.get_index(record.kind).is_some_and(|(_, e)| e.planned);
        if planned && record.recorded_at.is_some() { record.known_from() } else { self.certain(record) }
    }

    // One past the last instant from which a fact may lie back to before `at`.
    fn last_to_reach(&self, at: Instant, length: Length) -> Instant {
        match plan::elapsed(length.count, length.unit) {
            Some(ms) => Instant(at.0.saturating_add(ms)),
            None if at <= Instant(i64::MIN + 1) || at >= Instant::MAX => at,
            None => {
                let day = self.date_of(Instant(at.0 - 1));
                let last = plan::deadline_after(self.plain_shift(), day, length.count, length.unit);
                last.map_or(Instant::MAX, |day| self.day_end(day))
            }
        }
    }

    /// The earliest instant to which a fact that follows at `at` may lie back.
    pub(super) fn reach_back(&self, at: Instant, length: Length) -> Instant {
        match plan::elapsed(length.count, length.unit) {
            Some(ms) => Instant(at.0.saturating_sub(ms)),
            None => {
                let (day, shift) = (self.date_of(at), self.plain_shift());
                let reaches = |from: &chrono::NaiveDate| {
                    plan::deadline_after(shift, *from, length.count, length.unit).is_none_or(|end| end >= day)
                };
                // A month back from the 31st is not yet over for the first days after the 28th.
                let first = plan::start_before(shift, day, length.count, length.unit)
                    .and_then(|first| first.checked_sub_days(chrono::Days::new(4)));
                let earliest = first.and_then(|first| first.iter_days().take(9).find(reaches));
                earliest.map_or(Instant::MIN, |first| self.day_start(first))
            }
        }
    }

    fn plain_shift(&self) -> Shift<'_> {
        let (start_day, day_off) = (StartDay::Excluded, DayOff::Stays);
        Shift { calendar: &self.policy.calendar, start_day, day_off }
    }
}

fn known_until(store: &Store<'_>, effects: &Effects, kind: usize) -> Instant {
    let ways = effects.get(&kind).into_iter().flatten();
    ways.map(|(back, of)| {
        let of = of.iter().map(|kind| known_until(store, effects, *kind)).fold(store.as_of, Instant::min);
        back.map_or(of, |length| store.reach_back(of, length))
    })
    .fold(store.as_of, Instant::min)
}
