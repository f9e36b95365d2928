//! What can be wrong with a log.

use super::Place;
use crate::diagnostic::{Lang, Message};

/// A problem with one record, or with two that do not go together: place, field, found, expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .message.render(Lang::En))]
pub struct LogError {
    /// Where.
    pub place: Place,
    /// The other place, for records that contradict each other.
    pub other: Option<Place>,
    /// The field, as the log names it.
    pub field: Option<String>,
    /// What is wrong; the key is a stable code `L0101` …
    pub message: Message,
}

impl LogError {
    /// The stable code, such as `L0101`: a message with a suggestion has that of the one without.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.message.key.split('.').next().unwrap_or(self.message.key)
    }
}
