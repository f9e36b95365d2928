//! From words to a checked log: ids, corrections, coverage, order. Values are read in [`super::read`].

use super::event_log::sort;
use super::read::{Read, Reader};
use super::{
    Correction, Coverage, EventLog, Instant, LogError, Place, RawRecord, Record, SetAside, Stretch, TimeZone,
    Value, Vocabulary,
};
use crate::diagnostic::Message;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Gathers records in any order and checks each against the vocabulary.
#[derive(Debug)]
pub struct LogBuilder<'v> {
    reader: Reader<'v>,
    skip_invalid: bool,
    known_at: Option<Instant>,
    open_world: bool,
    /// All versions of each id.
    versions: HashMap<Arc<str>, Vec<Version>>,
    references: Vec<(Arc<str>, String, Arc<str>, Place)>,
    registered: HashSet<Arc<str>>,
    /// Words that records share, each held once.
    words: HashSet<Arc<str>>,
    general: Vec<Stretch>,
    by_kind: BTreeMap<usize, Vec<Stretch>>,
    set_aside: Vec<SetAside>,
}

/// The record in force, and what corrected it last.
type InForce = (Option<Record>, Option<Correction>);

#[derive(Debug)]
pub(super) struct Version {
    record: Option<Record>,
    known: Option<Instant>,
    by: Option<Arc<str>>,
    place: Place,
}

impl<'v> LogBuilder<'v> {
    /// A builder for a vocabulary; civil dates are taken in `zone`.
    #[must_use]
    pub fn new(vocabulary: &'v Vocabulary, zone: TimeZone) -> Self {
        Self {
            reader: Reader { vocabulary, zone },
            skip_invalid: false,
            known_at: None,
            open_world: false,
            versions: HashMap::new(),
            references: Vec::new(),
            registered: HashSet::new(),
            words: HashSet::new(),
            general: Vec::new(),
            by_kind: BTreeMap::new(),
            set_aside: Vec::new(),
        }
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

    /// Takes one record. Also takes the control records `coverage`, `retract` and `replace`.
    pub fn push(&mut self, raw: RawRecord<'_>) {
        let place = raw.place.clone();
        let id = raw.any(super::headings::ID).map(Arc::<str>::from);
        match self.reader.read(&raw) {
            Ok(Read::Record(mut record)) => {
                record.fields.iter_mut().flatten().for_each(|value| share(&mut self.words, value));
                self.keep(record, place);
            }
            Ok(Read::Coverage(stretch, kinds)) if kinds.is_empty() => self.general.push(stretch),
            Ok(Read::Coverage(stretch, kinds)) => {
                kinds.into_iter().for_each(|k| self.by_kind.entry(k).or_default().push(stretch))
            }
            Ok(Read::Correction { of, by, known, record }) => {
                self.versions.entry(of).or_default().push(Version {
                    record,
                    known: Some(known),
                    by: Some(by),
                    place,
                });
            }
            Err(error) => {
                let (kind, at) = self.reader.outline(&raw);
                self.set_aside.push(SetAside { error, id, kind, at });
            }
        }
    }

    /// Takes note of something in the log that cannot become a record, and of which nothing is known.
    pub fn refuse(&mut self, error: LogError) {
        self.set_aside.push(SetAside { error, id: None, kind: None, at: None });
    }

    fn keep(&mut self, record: Record, place: Place) {
        let vocabulary = self.reader.vocabulary;
        if let Some((_, event)) = vocabulary.events.get_index(record.kind) {
            for (index, value) in record.fields.iter().enumerate() {
                let Some(value) = value else { continue };
                let registers = index == 0 && matches!(event.origin, super::EventOrigin::Entity(_));
                for entity in entities(value) {
                    if registers {
                        self.registered.insert(entity);
                    } else if let Some((name, field)) = event.fields.get_index(index)
                        && self.reader.needs_registration(&field.ty)
                    {
                        self.references.push((record.id.clone(), name.clone(), entity, place.clone()));
                    }
                }
            }
        }
        let known = None;
        self.versions.entry(record.id.clone()).or_default().push(Version {
            record: Some(record),
            known,
            by: None,
            place,
        });
    }

    /// The log in force at `known_at`.
    ///
    /// # Errors
    /// All problems found, sorted by place, unless bad records are set aside.
    pub fn finish(mut self) -> Result<EventLog, Vec<LogError>> {
        let unknown = if self.open_world { Vec::new() } else { self.unknown_entities() };
        let mut log = EventLog::default();
        let spans = self.days_spoken_of();
        for (id, versions) in std::mem::take(&mut self.versions) {
            match self.in_force(&id, versions) {
                Ok((record, correction)) => {
                    log.corrected.extend(correction);
                    if let Some(record) = record {
                        log.records.push(record);
                    }
                }
                Err(aside) => self.set_aside.extend(aside),
            }
        }
        for (id, error) in unknown {
            if let Some(position) = log.records.iter().position(|r| r.id == id) {
                let record = log.records.swap_remove(position);
                self.set_aside.push(SetAside {
                    error,
                    id: Some(id),
                    kind: Some(record.kind),
                    at: Some(record.at),
                });
            }
        }
        self.set_aside
            .sort_by(|a, b| (&a.error.place, &a.error.field).cmp(&(&b.error.place, &b.error.field)));
        if !self.skip_invalid && !self.set_aside.is_empty() {
            return Err(self.set_aside.into_iter().map(|s| s.error).collect());
        }
        sort(&mut log.records);
        log.corrected.sort_by(|a, b| a.before.id.cmp(&b.before.id));
        log.set_aside = self.set_aside;
        log.coverage = coverage(self.general, self.by_kind, spans, self.reader.zone);
        Ok(log)
    }

    // From the first to the last day of all records, also of those that were set aside or came to be known
    // later: what the log covers does not depend on what is asked of it.
    fn days_spoken_of(&self) -> Option<Stretch> {
        let last = |versions: &Vec<Version>| {
            let version = versions.iter().max_by_key(|v| v.known).and_then(|v| v.record.as_ref());
            version.map(|record| record.at)
        };
        let moments =
            self.versions.values().filter_map(last).chain(self.set_aside.iter().filter_map(|s| s.at));
        moments
            .map(|at| Stretch { from: at.first, until: at.end })
            .reduce(|a, b| Stretch { from: a.from.min(b.from), until: a.until.max(b.until) })
    }

    fn unknown_entities(&self) -> Vec<(Arc<str>, LogError)> {
        let missing = self.references.iter().filter(|(_, _, entity, _)| !self.registered.contains(entity));
        let mut seen = HashSet::new();
        missing
            .filter(|(id, ..)| seen.insert(id.clone()))
            .map(|(id, field, entity, place)| {
                let message = Message::new("L0109").with("entity", entity).with("field", field);
                (
                    id.clone(),
                    LogError { place: place.clone(), other: None, field: Some(field.clone()), message },
                )
            })
            .collect()
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
            }]);
        }
        let seen =
            |known: Option<Instant>| self.known_at.is_none_or(|limit| known.is_some_and(|k| k <= limit));
        let known = original.record.as_ref().map(Record::known_from);
        if !seen(known) {
            return Ok((None, None));
        }
        let last = corrections.into_iter().rfind(|c| seen(c.known));
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

// Most values of a log name one of few things; each mention of them shares one allocation.
fn share(words: &mut HashSet<Arc<str>>, value: &mut Value) {
    match value {
        Value::Entity(word) | Value::Text(word) | Value::Variant(word) | Value::Role(word) => {
            match words.get(word) {
                Some(known) => *word = known.clone(),
                None => drop(words.insert(word.clone())),
            }
        }
        Value::Set(items) => {
            items.iter_mut().for_each(|item| share(words, item));
            items.shrink_to_fit();
        }
        _ => {}
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
    });
    aside.collect()
}

fn entities(value: &Value) -> Vec<Arc<str>> {
    match value {
        Value::Entity(id) => vec![id.clone()],
        Value::Set(items) => items.iter().flat_map(entities).collect(),
        _ => Vec::new(),
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
        assumed,
    }
}
