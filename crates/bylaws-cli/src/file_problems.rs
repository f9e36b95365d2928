//! What the file system met, in words.

use bylaws::diagnostic::{Arg, Message};
use bylaws_io::ReadError;
use std::io::Error;
use std::path::Path;

/// A file that could not be read.
pub(crate) fn unreadable(path: &Path, error: &Error) -> Message {
    Message::new("file.unreadable").with("file", path.display()).with_arg("problem", reason(error))
}

/// A file that could not be written.
pub(crate) fn unwritable(path: &Path, error: &Error) -> Message {
    Message::new("file.unwritable").with("file", path.display()).with_arg("problem", reason(error))
}

/// The reason alone.
pub(crate) fn reason(error: &Error) -> Arg {
    Arg::Message(Box::new(ReadError::reason(error)))
}
