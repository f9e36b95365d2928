//! A line of a log before it is read, and logs made of lines.

use bylaws::check::CheckedPolicy;
use bylaws::log::{EventLog, Instant, LogBuilder, LogError, Place, RawRecord, RawValue};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// A line: its fields by name, as words.
#[derive(Clone, PartialEq, Eq)]
pub struct Line(pub Vec<(&'static str, String)>);

impl Line {
    /// A field's words.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(field, _)| *field == name).map(|(_, words)| words.as_str())
    }

    /// The line with other words in a field.
    #[must_use]
    pub fn with(&self, name: &'static str, words: &str) -> Self {
        let others = self.0.iter().filter(|(field, _)| *field != name).cloned();
        Self(others.chain([(name, words.to_owned())]).collect())
    }

    /// What a reader of a format hands over.
    #[must_use]
    pub fn raw(&self, number: usize) -> RawRecord<'_> {
        let field = |(name, words): &(&'static str, String)| {
            (Cow::Borrowed(*name), RawValue::Text(Cow::Owned(words.clone())))
        };
        let place = Place { input: Arc::from("generated"), line: number as u64 + 1 };
        RawRecord { place, fields: self.0.iter().map(field).collect() }
    }

    /// The log that lines make, as known at an instant; bad ones are set aside.
    ///
    /// # Errors
    /// What no log can be made of, which is not expected of generated lines.
    pub fn log(
        policy: &CheckedPolicy,
        lines: &[Self],
        known_at: Option<Instant>,
    ) -> Result<EventLog, Vec<LogError>> {
        let builder = LogBuilder::new(&policy.vocabulary, policy.zone).skip_invalid(true);
        let mut builder = builder.known_at(known_at);
        lines.iter().enumerate().for_each(|(number, line)| builder.push(line.raw(number)));
        builder.finish()
    }
}

/// As in a file of JSON Lines.
impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields: Vec<String> = self.0.iter().map(|(name, words)| format!("{name:?}: {words:?}")).collect();
        write!(f, "{{{}}}", fields.join(", "))
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
