//! A file of JSON Lines that grows: each complete line once. A last line without its end is waited for; a file
//! that was shortened or replaced is told, because what it held after the bytes that were read is not known.

use super::input::{InputFile, LONGEST};
use super::json_lines;
use crate::ReadError;
use bylaws::diagnostic::Message;
use bylaws::log::RawRecord;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// How far a file was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Bytes, up to the end of a line.
    pub offset: u64,
    /// Lines.
    pub lines: u64,
    /// Checksum of the last of these bytes, by which the file is known again.
    pub mark: u32,
}

/// How many bytes the mark is of, at most.
const MARKED: u64 = 4096;

/// How many bytes are read at a time, at least one line.
const CHUNK: usize = 1 << 20;

/// A log that grows.
#[derive(Debug)]
pub struct Growing {
    path: PathBuf,
    position: Position,
}

impl Growing {
    /// A log that was read up to a position.
    #[must_use]
    pub fn at(path: &Path, position: Position) -> Self {
        Self { path: path.to_owned(), position }
    }

    /// How far it was read.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// Hands on the records of complete lines that were not read before, about a chunk of them. Says whether there
    /// were any. `take` says whether to go on; where it does not, the line that it was given counts as read.
    ///
    /// # Errors
    /// A file that cannot be read, was shortened or replaced, or a line that is not JSON. Lines before it were
    /// handed on, and it is not among those that count as read.
    pub fn read(&mut self, take: &mut dyn FnMut(&RawRecord<'_>) -> bool) -> Result<bool, ReadError> {
        let path = self.path.clone();
        let file = InputFile::of_lines(&path);
        let fresh = self.fresh().map_err(|error| ReadError::open(&path, &error))?;
        let fresh = fresh.ok_or_else(|| {
            ReadError::of(Message::new("online.replaced").with("offset", self.position.offset), &path)
        })?;
        let complete = fresh.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
        if complete == 0 && fresh.len() > LONGEST {
            return Err(file.wrong(self.position.lines + 1, Message::new("L0204").with("limit", LONGEST)));
        }
        let mut done = 0;
        let mut result = Ok(complete > 0);
        for line in fresh.get(..complete).unwrap_or_default().split_inclusive(|byte| *byte == b'\n') {
            let goes_on = match json_lines::with_record(&file, self.position.lines + 1, line, &mut *take) {
                Ok(goes_on) => goes_on.unwrap_or(true),
                Err(error) => {
                    result = Err(error);
                    break;
                }
            };
            self.position.lines += 1;
            done += line.len();
            if !goes_on {
                break;
            }
        }
        self.position.offset += done as u64;
        self.position.mark =
            self.marked().map_err(|error| ReadError::open(&path, &error))?.unwrap_or_default();
        result
    }

    // What follows the bytes that were read; none of a file that is not the one they were read of.
    fn fresh(&self) -> std::io::Result<Option<Vec<u8>>> {
        if self.marked()? != Some(self.position.mark) {
            return Ok(None);
        }
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(self.position.offset))?;
        let mut bytes = Vec::new();
        while !bytes.contains(&b'\n') || bytes.len() < CHUNK {
            let before = bytes.len();
            file.by_ref().take(CHUNK as u64).read_to_end(&mut bytes)?;
            if bytes.len() == before || bytes.len() > CHUNK + LONGEST {
                break;
            }
        }
        Ok(Some(bytes))
    }

    // The mark of the bytes before the position; none of a file that is shorter.
    fn marked(&self) -> std::io::Result<Option<u32>> {
        let offset = self.position.offset;
        let mut file = File::open(&self.path)?;
        if file.metadata()?.len() < offset {
            return Ok(None);
        }
        let length = offset.min(MARKED);
        file.seek(SeekFrom::Start(offset - length))?;
        let mut bytes = Vec::new();
        file.take(length).read_to_end(&mut bytes)?;
        Ok((bytes.len() as u64 == length).then(|| crc32fast::hash(&bytes)))
    }
}
