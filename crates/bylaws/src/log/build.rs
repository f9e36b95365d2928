//! From words to a checked log: ids, corrections, coverage, order. Values are read in [`super::read`].

use super::alike::Roster;
use super::columns::{ColumnLog, ColumnReader, Gathered, Keeping, Rows, Unfit};
use super::event_log::sort;
use super::read::{Checked, Read, RecordReader};
use super::shape::Words;
use super::{
    Correction, Coverage, EventLog, Instant, LogError, Place, RawRecord, Record, SetAside, Stretch, TimeZone,
    Value, Vocabulary, alike,
};
use crate::diagnostic::Message;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::OnceCell;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Gathers records in any order and checks each against the vocabulary.
#[derive(Debug)]
pub struct LogBuilder<'v> {
    reader: RecordReader<'v>,
    skip_invalid: bool,
    known_at: Option<Instant>,
    open_world: bool,
    /// Records as first made, each id once.
    originals: Vec<Record>,
    /// Where each id stands among them.
    positions: FxHashMap<Arc<str>, usize>,
    /// All versions of an id but the first original.
    versions: FxHashMap<Arc<str>, Vec<Version>>,
    registered: FxHashSet<Arc<str>>,
    words: Words,
    general: Vec<Stretch>,
    by_kind: BTreeMap<usize, Vec<Stretch>>,
    set_aside: Vec<SetAside>,
    /// What is kept in columns.
    columns: Option<Arc<Keeping>>,
    rows: Vec<Rows<'v>>,
    files: u32,
    /// From the first to the last day of what is kept in columns.
    in_columns: Option<Stretch>,
}

/// The record in force, and what corrected it last.
type InForce = (Option<Record>, Option<Correction>);

#[derive(Debug)]
struct Version {
    record: Option<Record>,
    known: Option<Instant>,
    by: Option<Arc<str>>,
    place: Place,
}

impl Version {
    fn original(record: Record) -> Self {
        let place = record.place.clone();
        Self { record: Some(record), known: None, by: None, place }
    }
}

impl<'v> LogBuilder<'v> {
    /// A builder for a vocabulary; civil dates are taken in `zone`.
    #[must_use]
    pub fn new(vocabulary: &'v Vocabulary, zone: TimeZone) -> Self {
        Self::reading_by(RecordReader::new(vocabulary, zone))
    }

    /// A builder of one of several logs under a vocabulary, of which its names are worked out once.
    #[must_use]
    pub fn reading_by(reader: RecordReader<'v>) -> Self {
        Self {
            reader,
            skip_invalid: false,
            known_at: None,
            open_world: false,
            originals: Vec::new(),
            positions: FxHashMap::default(),
            versions: FxHashMap::default(),
            registered: FxHashSet::default(),
            words: Words::default(),
            general: Vec::new(),
            by_kind: BTreeMap::new(),
            set_aside: Vec::new(),
            columns: None,
            rows: Vec::new(),
            files: 0,
            in_columns: None,
        }
    }

    /// Reads rows into columns; for [`Self::finish_in_columns`]. Of records of some types only the time and some
    /// fields are kept, given by position of the type; where there are none for a type, all of its fields. Without
    /// any type, records are read one by one.
    #[must_use]
    pub fn in_columns(mut self, fields: &[Vec<usize>]) -> Self {
        self.columns = (!fields.is_empty()).then(|| Arc::new(Keeping::of(&self.reader, fields)));
        self
    }

    /// Sets bad records aside instead of failing at the end.
    #[must_use]
    pub fn skip_invalid(mut self, skip: bool) -> Self {
        self.skip_invalid = skip;
        self
    }

    /// Only records known before this instant are seen; default: all.
    #[must_use]
    pub fn known_at(mut self, known_at: Option<Instant>) -> Self {
        self.known_at = known_at;
        self
    }

    /// Lets records name entities that no record registers, as scenarios do.
    #[must_use]
    pub fn open_world(mut self, open: bool) -> Self {
        self.open_world = open;
        self
    }

    /// The vocabulary that records are checked against.
    #[must_use]
    pub fn vocabulary(&self) -> &'v Vocabulary {
        self.reader.vocabulary
    }

    /// What reads records for this log, in as many threads as one likes; [`Self::take`] then takes them.
    #[must_use]
    pub fn reader(&self) -> RecordReader<'v> {
        self.reader.clone()
    }

    /// What reads rows into columns, if any type is kept so.
    #[must_use]
    pub fn column_reader(&self) -> Option<ColumnReader<'v>> {
        self.columns.clone().map(|kept| ColumnReader::new(self.reader.clone(), kept))
    }

    /// A number for the next file.
    pub fn next_file(&mut self) -> u32 {
        self.files += 1;
        self.files
    }

    /// Rows to gather on in one thread, given back by [`Self::take_rows`]; none where no type is kept in columns.
    pub fn rows(&mut self) -> Option<Rows<'v>> {
        self.rows.pop().or_else(|| self.column_reader().map(|reader| reader.rows()))
    }

    /// Takes the rows that a thread gathered.
    pub fn take_rows(&mut self, rows: Rows<'v>) {
        self.rows.push(rows);
    }

    /// Takes one record. Also takes the control records `coverage`, `retract` and `replace`.
    pub fn push(&mut self, raw: RawRecord<'_>) {
        let checked = self.reader.check(&raw, &mut self.words);
        self.take(checked);
    }

    /// Takes one record that was read before.
    pub fn take(&mut self, checked: Checked) {
        match checked.0 {
            Ok(Read::Record(record)) => self.keep(record),
            Ok(Read::Coverage(stretch, kinds)) if kinds.is_empty() => self.general.push(stretch),
            Ok(Read::Coverage(stretch, kinds)) => {
                kinds.into_iter().for_each(|k| self.by_kind.entry(k).or_default().push(stretch))
            }
            Ok(Read::Correction { of, by, known, record, place }) => {
                record.iter().for_each(|record| self.note_registration(record));
                let version = Version { record, known: Some(known), by: Some(by), place };
                self.versions.entry(of).or_default().push(version);
            }
            Err(aside) => self.set_aside.push(aside),
        }
    }

    /// Takes note of something in the log that cannot become a record, and of which nothing is known.
    pub fn refuse(&mut self, error: LogError) {
        self.set_aside.push(SetAside { error, id: None, kind: None, at: None, corrects: None });
    }

    fn keep(&mut self, record: Record) {
        self.note_registration(&record);
        match self.positions.entry(record.id.clone()) {
            Entry::Vacant(free) => {
                free.insert(self.originals.len());
                self.originals.push(record);
            }
            Entry::Occupied(_) => {
                self.versions.entry(record.id.clone()).or_default().push(Version::original(record));
            }
        }
    }

    // Any version of a record may register an entity, whenever it came to be known.
    fn note_registration(&mut self, record: &Record) {
        let event = self.reader.vocabulary.events.get_index(record.kind);
        if event.is_some_and(|(_, event)| matches!(event.origin, super::EventOrigin::Entity(_))) {
            let registered = &mut self.registered;
            record.field(0).into_iter().for_each(|value| {
                entities(value, &mut |id| {
                    registered.insert(id.clone());
                });
            });
        }
    }

    /// The log in force at `known_at`.
    ///
    /// # Errors
    /// All problems found, sorted by place, unless bad records are set aside.
    pub fn finish(mut self) -> Result<EventLog, Vec<LogError>> {
        let mut log = EventLog::default();
        let spans = self.days_spoken_of();
        self.positions = FxHashMap::default();
        let mut versions = std::mem::take(&mut self.versions);
        let mut originals = std::mem::take(&mut self.originals);
        if versions.is_empty() {
            originals.retain(|record| self.is_seen(Some(record.known_from())));
            log.records = std::mem::take(&mut originals);
        }
        for record in originals {
            match versions.remove(&record.id) {
                None => log.records.extend(Some(record).filter(|r| self.is_seen(Some(r.known_from())))),
                Some(mut others) => {
                    let id = record.id.clone();
                    others.push(Version::original(record));
                    self.settle(&id, others, &mut log);
                }
            }
        }
        // Corrections of what nobody recorded.
        for (id, versions) in versions {
            self.settle(&id, versions, &mut log);
        }
        if !self.open_world {
            let values = log.records.iter().flat_map(|record| record.fields.iter().flatten());
            log.cautions = alike::cautions(values.flat_map(alike::named), &self.registered);
            log.cautions.extend(alike::several(&log.records, &self.registered));
        }
        let (records, bad) = self.without_bad(std::mem::take(&mut log.records));
        log.records = records;
        self.set_aside.extend(bad);
        self.set_aside
            .sort_by(|a, b| (&a.error.place, &a.error.field).cmp(&(&b.error.place, &b.error.field)));
        if !self.skip_invalid && !self.set_aside.is_empty() {
            return Err(self.set_aside.into_iter().map(|s| s.error).collect());
        }
        sort(&mut log.records);
        log.corrected.sort_by(|a, b| a.before.id.cmp(&b.before.id));
        log.set_aside = self.set_aside;
        log.coverage = coverage(self.general, self.by_kind, spans, self.reader.zone);
        // What happens later is not known yet.
        log.coverage.end_at(self.known_at);
        Ok(log)
    }

    /// The log with columns.
    ///
    /// # Errors
    /// Where anything needs a closer look, and what [`Self::finish`] tells.
    pub fn finish_in_columns(mut self) -> Result<ColumnLog, Unfit> {
        let rows = std::mem::take(&mut self.rows);
        let Some(keeping) = self.columns.clone().filter(|_| !rows.is_empty()) else {
            return self.finish().map(ColumnLog::from).map_err(Unfit::Wrong);
        };
        let gathered = Some(rows).filter(|rows| Rows::can_join(rows));
        let gathered = gathered.and_then(|rows| Gathered::of(&self.reader, rows));
        let mut gathered = gathered.ok_or(Unfit::CloserLook)?;
        let is_plain = self.known_at.is_none()
            && self.set_aside.is_empty()
            && self.versions.is_empty()
            && !gathered.may_repeat(&self.originals)
            && (self.open_world
                || !gathered.names_unregistered(&self.registered)
                    && !gathered.names_several(&self.originals, &self.registered));
        if !is_plain {
            return Err(Unfit::CloserLook);
        }
        // Who is named has been looked at.
        self.open_world = true;
        let cautions = gathered.cautions(&self.originals, &self.registered);
        self.originals.extend(gathered.take_records(&keeping));
        self.in_columns = gathered.span();
        let log = EventLog { cautions, ..self.finish().map_err(Unfit::Wrong)? };
        Ok(ColumnLog { log, columns: gathered.columns, shared: gathered.shared })
    }

    // From the first to the last day of all records, also of those that were set aside or came to be known
    // later: what the log covers does not depend on what is asked of it.
    fn days_spoken_of(&self) -> Option<Stretch> {
        let last = |versions: &Vec<Version>| {
            let version = versions.iter().max_by_key(|v| v.known).and_then(|v| v.record.as_ref());
            version.map(|record| record.at)
        };
        let first = |record: &Record| match self.versions.get(&record.id) {
            Some(versions) if versions.iter().any(|v| v.known.is_some()) => None,
            _ => Some(record.at),
        };
        let moments = self.originals.iter().filter_map(first);
        let moments = moments.chain(self.versions.values().filter_map(last));
        let moments = moments.chain(self.set_aside.iter().filter_map(|s| s.at));
        let stretches = moments.map(|at| Stretch { from: at.first, until: at.end });
        stretches
            .chain(self.in_columns)
            .reduce(|a, b| Stretch { from: a.from.min(b.from), until: a.until.max(b.until) })
    }

    // Leaves out records of which a correction could not be read, and those that name unknown entities.
    fn without_bad(&mut self, records: Vec<Record>) -> (Vec<Record>, Vec<SetAside>) {
        let unread = self.set_aside.iter_mut().filter(|_| self.skip_invalid);
        let mut unread: HashMap<Arc<str>, &mut SetAside> =
            unread.filter_map(|aside| Some((aside.corrects.clone()?, aside))).collect();
        for record in &records {
            // What could have been retracted is all that a retraction could have changed.
            if let Some(aside) = unread.get_mut(&record.id).filter(|aside| aside.kind.is_none()) {
                (aside.kind, aside.at) = (Some(record.kind), aside.at.or(Some(record.at)));
            }
        }
        let doubtful: HashSet<Arc<str>> = unread.into_keys().collect();
        let mut bad = Vec::new();
        let roster = OnceCell::new();
        let keep = |record: Record| {
            let message = match doubtful.contains(&record.id) {
                true => Some((None, Message::new("L0114").with("id", &record.id))),
                false => self.unknown_entity(&record, &roster),
            };
            let Some((field, message)) = message else { return Some(record) };
            let error = LogError { place: record.place.clone(), other: None, field, message };
            let (kind, at) = (Some(record.kind), Some(record.at));
            bad.push(SetAside { error, id: Some(record.id), kind, at, corrects: None });
            None
        };
        let kept = records.into_iter().filter_map(keep).collect();
        (kept, bad)
    }

    // The roster is made with the first one that is unknown.
    fn unknown_entity<'s>(
        &'s self,
        record: &Record,
        roster: &OnceCell<Roster<'s>>,
    ) -> Option<(Option<String>, Message)> {
        let mut named = self.reader.to_be_registered(record).filter(|_| !self.open_world);
        named.find_map(|(field, value)| {
            let mut unknown = None;
            entities(value, &mut |id| {
                if unknown.is_none() && !self.registered.contains(id) {
                    unknown = Some(id.clone());
                }
            });
            let entity = unknown?;
            let roster = roster.get_or_init(|| Roster::of(self.registered.iter()));
            let message = match roster.nearly(&entity) {
                Some(near) => Message::new("L0109.near").with("near", near),
                None if alike::is_several(&entity) => Message::new("L0109.several"),
                None => match self.reader.kind_registered(&field.ty) {
                    Some(kind) => Message::new("L0109.kind").with_arg("kind", kind.both()),
                    None => Message::new("L0109"),
                },
            };
            let message = message.with("entity", entity).with_arg("field", field.name.both());
            Some((Some(field.name.canonical.clone()), message))
        })
    }

    fn settle(&mut self, id: &Arc<str>, versions: Vec<Version>, log: &mut EventLog) {
        match self.in_force(id, versions) {
            Ok((record, correction)) => {
                log.corrected.extend(correction);
                log.records.extend(record);
            }
            Err(aside) => self.set_aside.extend(aside),
        }
    }

    fn is_seen(&self, known: Option<Instant>) -> bool {
        self.known_at.is_none_or(|limit| known.is_some_and(|known| known <= limit))
    }

    // The version known last at `known_at` (rules C1, C2).
    fn in_force(&self, id: &Arc<str>, versions: Vec<Version>) -> Result<InForce, Vec<SetAside>> {
        let (mut originals, mut corrections): (Vec<Version>, Vec<Version>) =
            versions.into_iter().partition(|v| v.by.is_none());
        originals.sort_by(|a, b| a.place.cmp(&b.place));
        let contents =
            |v: &Version| v.record.as_ref().map(|r| (r.kind, r.at, r.recorded_at, r.fields.clone()));
        if originals.iter().skip(1).any(|v| originals.first().is_some_and(|o| contents(o) != contents(v))) {
            let places: Vec<Place> = originals.iter().map(|v| v.place.clone()).collect();
            return Err(twice(id, &originals, &places));
        }
        let Some(original) = originals.into_iter().next() else {
            let place = corrections.first().map(|c| c.place.clone()).unwrap_or_default();
            let message = Message::new("L0111").with("id", id);
            return Err(vec![SetAside {
                error: LogError { place, other: None, field: None, message },
                id: Some(id.clone()),
                kind: None,
                at: None,
                corrects: None,
            }]);
        };
        corrections.sort_by_key(|c| c.known);
        let clash = corrections.windows(2).find(
            |w| matches!(w, [a, b] if a.known == b.known && (a.by != b.by || contents(a) != contents(b))),
        );
        if let Some([a, b]) = clash {
            let error = LogError {
                place: a.place.clone(),
                other: Some(b.place.clone()),
                field: None,
                message: Message::new("L0112").with("id", id),
            };
            return Err(vec![SetAside {
                error,
                id: Some(id.clone()),
                kind: original.record.as_ref().map(|r| r.kind),
                at: original.record.as_ref().map(|r| r.at),
                corrects: None,
            }]);
        }
        let known = original.record.as_ref().map(Record::known_from);
        if !self.is_seen(known) {
            return Ok((None, None));
        }
        let last = corrections.into_iter().rfind(|c| self.is_seen(c.known));
        Ok(match last {
            None => (original.record, None),
            Some(correction) => {
                let replaced = correction.record.map(|mut r| {
                    r.id = id.clone();
                    r
                });
                let made = original.record.zip(correction.by);
                (replaced, made.map(|(before, by)| Correction { before, by }))
            }
        })
    }
}

fn twice(id: &Arc<str>, versions: &[Version], places: &[Place]) -> Vec<SetAside> {
    let other = |place: &Place| places.iter().find(|p| *p != place).cloned();
    let aside = versions.iter().map(|v| SetAside {
        error: LogError {
            place: v.place.clone(),
            other: other(&v.place),
            field: None,
            message: Message::new("L0110").with("id", id),
        },
        id: Some(id.clone()),
        kind: v.record.as_ref().map(|r| r.kind),
        at: v.record.as_ref().map(|r| r.at),
        corrects: None,
    });
    aside.collect()
}

// Calls `f` on every entity that a value names.
fn entities(value: &Value, f: &mut impl FnMut(&Arc<str>)) {
    match value {
        Value::Entity(id) => f(id),
        Value::Set(items) => {
            for item in items {
                if let Value::Entity(id) = item {
                    f(id);
                }
            }
        }
        _ => {}
    }
}

// Without a statement the log is taken to cover first to last day of its records (rule K3).
fn coverage(
    general: Vec<Stretch>,
    by_kind: BTreeMap<usize, Vec<Stretch>>,
    spans: Option<Stretch>,
    zone: TimeZone,
) -> Coverage {
    let assumed = general.is_empty() && by_kind.is_empty();
    let whole_days = |s: Stretch| {
        let last = zone.date_of(Instant(s.until.0 - 1));
        Stretch { from: zone.day_start(zone.date_of(s.from)), until: zone.day(last).end }
    };
    let general =
        if assumed { spans.into_iter().map(whole_days).collect() } else { Coverage::merge(general) };
    Coverage {
        general,
        by_kind: by_kind.into_iter().map(|(k, s)| (k, Coverage::merge(s))).collect(),
        derived: BTreeMap::new(),
        assumed,
    }
}
