//! Why a file could not be read at all. Problems within a policy are diagnostics, those of single records are
//! kept by the builder of the log.

use bylaws::diagnostic::{Arg, Lang, Message};
use std::io::{Error, ErrorKind};
use std::path::Path;

/// A file could not be read: which, where in it, what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", words(&.0))]
pub struct ReadError(Vec<Message>);

fn words(messages: &[Message]) -> String {
    messages.iter().map(|message| message.render(Lang::En)).collect::<Vec<_>>().join("\n")
}

impl ReadError {
    /// The words, in either language.
    #[must_use]
    pub fn message(&self) -> Message {
        self.0.first().cloned().unwrap_or(Message::new("L0201.damaged"))
    }

    /// All that was found wrong, the first that was met first.
    #[must_use]
    pub fn messages(&self) -> &[Message] {
        &self.0
    }

    /// What is wrong here, and after it what is wrong elsewhere.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// A message about a file, which its words name as `file`.
    #[must_use]
    pub fn of(message: Message, path: &Path) -> Self {
        Self(vec![message.with("file", path.display())])
    }

    /// What opening, reading or writing a file met.
    #[must_use]
    pub fn open(path: &Path, error: &Error) -> Self {
        Self::of(Message::new("L0201").with_arg("problem", Arg::Message(Box::new(Self::reason(error)))), path)
    }

    /// What is wrong, without the file.
    #[must_use]
    pub fn reason(error: &Error) -> Message {
        match error.kind() {
            ErrorKind::NotFound => Message::new("L0201.missing"),
            ErrorKind::NotADirectory | ErrorKind::AlreadyExists => Message::new("L0201.no_folder"),
            ErrorKind::PermissionDenied => Message::new("L0201.denied"),
            ErrorKind::IsADirectory => Message::new("L0201.folder"),
            ErrorKind::InvalidInput | ErrorKind::InvalidData | ErrorKind::UnexpectedEof => {
                Message::new("L0201.damaged")
            }
            _ => Message::new("L0201.other").with("reason", error),
        }
    }
}
