//! Why a log could not be read at all. Problems of single records are kept by the builder instead.

use bylaws::diagnostic::{Arg, Lang, Message};
use std::fmt;
use std::io::{Error, ErrorKind};
use std::path::Path;

/// A log could not be read: which file, which line, what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError(Message);

impl ReadError {
    /// The words, in either language.
    #[must_use]
    pub fn message(&self) -> Message {
        self.0.clone()
    }

    pub(super) fn of(message: Message, path: &Path) -> Self {
        Self(message.with("file", path.display()))
    }

    pub(super) fn open(path: &Path, error: &Error) -> Self {
        let problem = match error.kind() {
            ErrorKind::NotFound => Message::new("L0201.missing"),
            ErrorKind::PermissionDenied => Message::new("L0201.denied"),
            ErrorKind::IsADirectory => Message::new("L0201.folder"),
            ErrorKind::InvalidInput | ErrorKind::InvalidData | ErrorKind::UnexpectedEof => {
                Message::new("L0201.damaged")
            }
            _ => Message::new("L0201.other").with("reason", error),
        };
        Self::of(Message::new("L0201").with_arg("problem", Arg::Message(Box::new(problem))), path)
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.render(Lang::En))
    }
}

impl std::error::Error for ReadError {}
