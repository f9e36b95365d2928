//! How an XES log's activities become records: `xes.toml` beside the policy files.
//!
//! XES leaves the meaning of its attributes to each log, so a package says which activity is which type of
//! record and where the fields come from. An activity that is neither mapped nor ignored is refused: what
//! nobody has thought of must not pass for something that never happened.

use super::attributes::{Attributes, TIME};
use crate::ReadError;
use crate::package::folder_of;
use bylaws::diagnostic::{Arg, Message};
use bylaws::log::{Place, RawRecord, RawValue, Vocabulary};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml::Spanned;

/// The name of the file beside the policy files.
pub const FILE: &str = "xes.toml";

/// A mapping, checked against a vocabulary.
#[derive(Debug)]
pub struct Mapping {
    file: Arc<str>,
    covers: Vec<Covers>,
    /// The event attribute that holds the record's id.
    id: String,
    ignored: HashSet<String>,
    words: BTreeMap<String, String>,
    records: Vec<RecordRule>,
    by_activity: HashMap<String, usize>,
}

/// A stretch of time that the log's publisher says it covers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Covers {
    from: String,
    until: String,
    #[serde(default)]
    types: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    covers: Vec<Covers>,
    id: String,
    #[serde(default)]
    ignored: HashSet<String>,
    #[serde(default)]
    words: BTreeMap<String, String>,
    #[serde(default)]
    record: Vec<RecordRule>,
}

/// Which activities become which type of record.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordRule {
    #[serde(rename = "type")]
    kind: Spanned<String>,
    activities: Vec<Spanned<String>>,
    #[serde(default)]
    keep: Keep,
    #[serde(default)]
    fields: BTreeMap<Spanned<String>, Origin>,
}

/// How much of an event's time means anything.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Keep {
    #[default]
    Instant,
    /// The time of day is made up, as where a system writes midnight for a day.
    Date,
}

/// Where a field's value comes from.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Origin {
    /// An attribute of the event.
    Event(String),
    /// An attribute of its trace.
    Trace(String),
    /// The same for all.
    Value(String),
}

impl Mapping {
    /// Where the mapping of a package is, if it has one.
    #[must_use]
    pub fn path_of(package: &Path) -> PathBuf {
        folder_of(package).join(FILE)
    }

    /// Reads the mapping of a package, if it has one: `xes.toml` in its folder.
    ///
    /// # Errors
    /// A file that cannot be read, is not TOML of this form, or names what the vocabulary does not know.
    pub fn of_package(package: &Path, vocabulary: &Vocabulary) -> Result<Option<Self>, ReadError> {
        let path = Self::path_of(package);
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::read(&text, path, vocabulary).map(Some),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(ReadError::open(&path, &error)),
        }
    }

    fn read(text: &str, path: PathBuf, vocabulary: &Vocabulary) -> Result<Self, ReadError> {
        let wrong = |at: usize, problem: Message| {
            let line = text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
            let message = Message::new("L0202").with("line", line);
            ReadError::of(message.with_arg("problem", Arg::Message(Box::new(problem))), &path)
        };
        let written: Written = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            wrong(at, Message::new("L0220").with("reason", error.message()))
        })?;
        let mut by_activity = HashMap::new();
        for (index, rule) in written.record.iter().enumerate() {
            rule.check(vocabulary).map_err(|(at, problem)| wrong(at, problem))?;
            for activity in &rule.activities {
                let name = activity.get_ref();
                if by_activity.insert(name.clone(), index).is_some() || written.ignored.contains(name) {
                    let twice = Message::new("L0221").with("activity", name);
                    return Err(wrong(activity.span().start, twice));
                }
            }
        }
        let Written { covers, id, ignored, words, record: records } = written;
        Ok(Self {
            file: Arc::from(path.display().to_string()),
            covers,
            id,
            ignored,
            words,
            records,
            by_activity,
        })
    }

    pub(super) fn ignores(&self, activity: &str) -> bool {
        self.ignored.contains(activity)
    }

    /// The stretches that the log covers, as records of their own.
    pub(super) fn coverage(&self) -> impl Iterator<Item = RawRecord<'_>> {
        self.covers.iter().map(|covers| covers.record(Place { input: self.file.clone(), line: 1 }))
    }

    /// The record that an event becomes, or the key of an attribute that it lacks; nothing if its activity is
    /// not mapped.
    pub(super) fn record<'a>(
        &'a self,
        activity: &str,
        event: &'a Attributes,
        trace: &'a Attributes,
        place: Place,
    ) -> Option<Result<RawRecord<'a>, &'a str>> {
        let rule = self.by_activity.get(activity).and_then(|index| self.records.get(*index))?;
        Some(rule.fields(self, event, trace).map(|fields| RawRecord { place, fields }))
    }

    /// A word of the log as the vocabulary has it.
    fn word<'w>(&'w self, word: &'w str) -> &'w str {
        self.words.get(word).map_or(word, String::as_str)
    }
}

impl RecordRule {
    fn check(&self, vocabulary: &Vocabulary) -> Result<(), (usize, Message)> {
        let kind = self.kind.get_ref();
        if let Some(problem) = vocabulary.type_problem(kind) {
            return Err((self.kind.span().start, problem));
        }
        let mut fields = self.fields.keys();
        fields.try_for_each(|field| match vocabulary.heading_problem(Some(kind), field.get_ref()) {
            Some(problem) => Err((field.span().start, problem)),
            None => Ok(()),
        })
    }

    /// The record's words besides its id, or the attribute that is missing.
    fn fields<'a>(
        &'a self,
        mapping: &'a Mapping,
        event: &'a Attributes,
        trace: &'a Attributes,
    ) -> Result<Vec<(Cow<'a, str>, RawValue<'a>)>, &'a str> {
        let at = event.get(TIME).ok_or(TIME)?;
        let at = match self.keep {
            Keep::Instant => at,
            Keep::Date => at.split('T').next().unwrap_or(at),
        };
        let id = event.get(&mapping.id).ok_or(mapping.id.as_str())?;
        let mut fields = vec![text("id", id), text("type", self.kind.get_ref()), text("at", at)];
        for (name, origin) in &self.fields {
            let value = match origin {
                Origin::Event(key) => event.get(key).ok_or(key.as_str())?,
                Origin::Trace(key) => trace.get(key).ok_or(key.as_str())?,
                Origin::Value(value) => value,
            };
            fields.push(text(name.get_ref(), mapping.word(value)));
        }
        Ok(fields)
    }
}

impl Covers {
    fn record(&self, place: Place) -> RawRecord<'_> {
        let mut fields = vec![text("type", "coverage"), text("from", &self.from), text("until", &self.until)];
        if !self.types.is_empty() {
            let types = self.types.iter().map(|name| RawValue::Text(Cow::Borrowed(name))).collect();
            fields.push((Cow::Borrowed("types"), RawValue::List(types)));
        }
        RawRecord { place, fields }
    }
}

fn text<'a>(name: &'a str, words: &'a str) -> (Cow<'a, str>, RawValue<'a>) {
    (Cow::Borrowed(name), RawValue::Text(Cow::Borrowed(words)))
}
