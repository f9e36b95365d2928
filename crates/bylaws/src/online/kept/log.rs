//! The log that is made of what is kept: the whole of it, or the part that some entities are judged by.

use super::{About, Handle, Kept, Number, Other, named};
use crate::check::policy::CheckedPolicy;
use crate::log::{
    Checked, EventLog, Instant, LogBuilder, Read, Record, RecordReader, Stretch, TimeZone, Words,
};
use rustc_hash::FxHashSet as HashSet;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Kept {
    pub(in super::super) fn cover(&mut self, stretch: Stretch, kinds: &[usize]) {
        let merged = |list: &mut Vec<Stretch>| {
            list.push(stretch);
            *list = crate::log::Coverage::merge(std::mem::take(list));
        };
        if kinds.is_empty() {
            merged(&mut self.general);
        }
        kinds.iter().for_each(|kind| merged(self.by_kind.entry(*kind).or_default()));
    }

    /// The log so far. Where it does not say what it covers, it covers all from its first day to the watermark.
    pub(in super::super) fn log(
        &self,
        policy: &CheckedPolicy,
        reader: &RecordReader<'_>,
        watermark: Instant,
    ) -> EventLog {
        let mut log = self.assembled(policy, reader, self.handles(), self.others.iter());
        if log.coverage.assumed {
            let hull = log.coverage.hull();
            let from = self.began.into_iter().chain(hull.map(|hull| hull.from)).min();
            let until = hull.map_or(watermark, |hull| hull.until.max(watermark));
            let known = from.filter(|from| *from < until).map(|from| Stretch { from, until });
            log.coverage.general = known.into_iter().collect();
        }
        log
    }

    /// The part of the log that some entities are judged by: what names them, and of whatever else is named there
    /// what makes it last. `begins` is where the log begins that does not say what it covers.
    pub(in super::super) fn log_about(
        &self,
        policy: &CheckedPolicy,
        reader: &RecordReader<'_>,
        whom: &HashSet<Arc<str>>,
        (begins, watermark): (Instant, Instant),
    ) -> EventLog {
        let moved = |other: &&Other| match &other.about {
            About::Corrects { by: Some(by), .. } => names_any(by, whom),
            _ => false,
        };
        let moved = self.others.iter().filter(moved).filter_map(|other| match &other.about {
            About::Corrects { of, .. } => Some(self.with_id(of)),
            About::Unread { .. } => None,
        });
        let entities = whom.iter().filter_map(|id| self.names.number(id));
        let about = entities.flat_map(|entity| self.naming(entity, false).chain(self.naming(entity, true)));
        let mut records: BTreeSet<Handle> = about.chain(moved.flatten()).collect();
        // Twice: whoever holds an office there may hold another one somewhere else.
        for _ in 0..2 {
            let named: BTreeSet<Number> = records
                .iter()
                .flat_map(|handle| self.packed(*handle).named().map(|(entity, _)| entity))
                .collect();
            records.extend(named.into_iter().flat_map(|entity| self.naming(entity, true)));
        }
        let others: Vec<&Other> = match self.others.is_empty() {
            true => Vec::new(),
            false => {
                let ids: HashSet<&str> = records.iter().map(|handle| self.packed(*handle).id()).collect();
                let is_about = |other: &&Other| match &other.about {
                    About::Corrects { of, .. } => ids.contains(&**of),
                    About::Unread { .. } => true,
                };
                self.others.iter().filter(is_about).collect()
            }
        };
        let mut log = self.assembled(policy, reader, records.into_iter(), others.into_iter());
        if log.coverage.assumed {
            log.coverage.general = vec![Stretch { from: begins, until: watermark }];
        }
        log
    }

    /// What is covered, without records.
    pub(in super::super) fn covered(
        &self,
        policy: &CheckedPolicy,
        reader: &RecordReader<'_>,
        (begins, watermark): (Instant, Instant),
    ) -> EventLog {
        let mut log = self.assembled(policy, reader, std::iter::empty(), std::iter::empty());
        if log.coverage.assumed {
            log.coverage.general = vec![Stretch { from: begins, until: watermark }];
        }
        log
    }

    fn assembled<'k>(
        &'k self,
        policy: &CheckedPolicy,
        reader: &RecordReader<'_>,
        records: impl Iterator<Item = Handle>,
        others: impl Iterator<Item = &'k Other>,
    ) -> EventLog {
        let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone).skip_invalid(true);
        for record in records.filter_map(|handle| self.record(handle)) {
            builder.take(Checked(Ok(Read::Record(record))));
        }
        let mut words = Words::default();
        for other in others.filter(|other| !self.others.waits(other)) {
            builder.take(reader.check(&other.written.raw(), &mut words));
        }
        for stretch in &self.general {
            builder.take(Checked(Ok(Read::Coverage(*stretch, Vec::new()))));
        }
        for (kind, stretches) in &self.by_kind {
            for stretch in stretches {
                builder.take(Checked(Ok(Read::Coverage(*stretch, vec![*kind]))));
            }
        }
        // Bad records are set aside, so that there is always a log.
        builder.finish().unwrap_or_default()
    }

    /// Whether no statement says what is covered, or one says that all is for now.
    pub(in super::super) fn covers_all(&self, from: Instant, until: Instant) -> bool {
        let all = |stretch: &Stretch| stretch.from <= from && stretch.until >= until;
        self.by_kind.is_empty() && (self.general.is_empty() || self.general.iter().any(all))
    }

    /// Whether a statement of what is covered begins or ends on the way, or there may be none and the log begins
    /// elsewhere than it did.
    pub(in super::super) fn knows_otherwise(
        &self,
        zone: TimeZone,
        begins: Instant,
        (from, to): (Instant, Instant),
    ) -> bool {
        let stated = || self.general.iter().chain(self.by_kind.values().flatten());
        if stated().next().is_some() {
            return stated().flat_map(|s| [s.from, s.until]).any(|bound| from <= bound && bound <= to);
        }
        self.earliest.is_some_and(|first| first < begins && zone.day_start(zone.date_of(first)) < begins)
    }
}

fn names_any(record: &Record, wanted: &HashSet<Arc<str>>) -> bool {
    let mut found = false;
    record.fields.iter().flatten().for_each(|value| named(value, &mut |id| found |= wanted.contains(id)));
    found
}
