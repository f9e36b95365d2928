//! From words to a checked log: types, fields, ids, corrections, order.

use super::{EventLog, Instant, LogError, RawRecord, TimeZone, Vocabulary};

/// Gathers records in any order and checks each against the vocabulary.
#[derive(Debug)]
pub struct LogBuilder<'v> {
    vocabulary: &'v Vocabulary,
    zone: TimeZone,
    skip_invalid: bool,
    known_at: Option<Instant>,
    open_world: bool,
    log: EventLog,
}

impl<'v> LogBuilder<'v> {
    /// A builder for a vocabulary; civil dates are taken in `zone`.
    #[must_use]
    pub fn new(vocabulary: &'v Vocabulary, zone: TimeZone) -> Self {
        Self { vocabulary, zone, skip_invalid: false, known_at: None, open_world: false, log: EventLog::default() }
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

    /// Takes one record. Also takes the control records `coverage`, `retract` and `replace`.
    pub fn push(&mut self, raw: RawRecord<'_>) {
        let _ = (raw, self.vocabulary, self.zone);
    }

    /// The log in force at `known_at`.
    ///
    /// # Errors
    /// All problems found, sorted by place, unless bad records are set aside.
    pub fn finish(self) -> Result<EventLog, Vec<LogError>> {
        let _ = (self.skip_invalid, self.known_at, self.open_world);
        Ok(self.log)
    }
}
