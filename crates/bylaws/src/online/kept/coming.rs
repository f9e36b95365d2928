//! What comes into sight, and what goes on, as time passes.

use super::{Handle, Kept, Number};
use crate::check::policy::CheckedPolicy;
use crate::log::{Instant, Record};

/// A record that is not in sight yet.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Coming {
    pub record: Handle,
    pub kind: u32,
    /// The one for whom it counts, if it does nothing but count, and in one day.
    pub counts_for: Option<Number>,
    /// How many milliseconds it may last; all that counts lasts a day at most.
    pub length: u32,
}

impl Kept {
    pub(super) fn await_passing(
        &mut self,
        policy: &CheckedPolicy,
        record: Handle,
        of: &Record,
        watermark: Instant,
        counts_for: Option<Number>,
    ) {
        let planned = policy.vocabulary.events.get_index(of.kind).is_some_and(|(_, event)| event.planned);
        let known = of.recorded_at.filter(|_| planned).map(|_| Instant(of.known_from().0 - 1));
        let after = known.unwrap_or(of.at.first);
        if after < watermark {
            return self.goes_on(record, of.at.end, watermark);
        }
        let length = u32::try_from(of.at.end.0.saturating_sub(of.at.first.0)).unwrap_or(u32::MAX);
        let kind = u32::try_from(of.kind).unwrap_or(u32::MAX);
        self.ahead.entry(after).or_default().push(Coming { record, kind, counts_for, length });
    }

    /// Notes that a record in sight may still go on.
    pub(in super::super) fn goes_on(&mut self, record: Handle, until: Instant, watermark: Instant) {
        if until > watermark {
            self.going_on.entry(until).or_default().push(record);
        }
    }

    /// What comes into sight first, with its earliest time, if that is before an instant.
    pub(in super::super) fn coming(&mut self, before: Instant) -> Option<(Instant, Vec<Coming>)> {
        let next = self.ahead.first_entry().filter(|entry| *entry.key() < before)?;
        Some(next.remove_entry())
    }

    /// Records that are over by an instant.
    pub(in super::super) fn ended(&mut self, by: Instant) -> Vec<Record> {
        let mut ended = Vec::new();
        while let Some(entry) = self.going_on.first_entry().filter(|entry| *entry.key() <= by) {
            ended.extend(entry.remove());
        }
        let there = ended.into_iter().filter(|handle| !self.packed(*handle).is_removed());
        there.filter_map(|handle| self.record(handle)).collect()
    }
}
