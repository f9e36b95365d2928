//! What the file system met, in words.

use bylaws::diagnostic::{Arg, Message};
use bylaws_io::ReadError;
use std::io::{Error, ErrorKind};
use std::path::Path;

/// A file that could not be read.
pub(crate) fn unreadable(path: &Path, error: &Error) -> Message {
    Message::new("file.unreadable").with("file", path.display()).with_arg("problem", reason(error))
}

/// A file that could not be written.
pub(crate) fn unwritable(path: &Path, error: &Error) -> Message {
    let is_missing = |folder: &&Path| error.kind() == ErrorKind::NotFound && !folder.exists();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).filter(is_missing);
    let problem = folder.map_or_else(
        || reason(error),
        |folder| Arg::Message(Box::new(Message::new("file.no_folder").with("folder", folder.display()))),
    );
    Message::new("file.unwritable").with("file", path.display()).with_arg("problem", problem)
}

/// The reason alone.
pub(crate) fn reason(error: &Error) -> Arg {
    Arg::Message(Box::new(ReadError::reason(error)))
}
