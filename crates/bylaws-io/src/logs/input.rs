//! An opened log: bytes line by line, unpacked if need be, with where they stand and how many were read.

use crate::ReadError;
use bylaws::diagnostic::{Arg, Message};
use bylaws::log::Place;
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

/// The longest record that is read, in bytes.
pub(super) const LONGEST: usize = 1 << 20;

// Also how much of a file decides on its encoding.
const BUFFER: usize = 1 << 16;

/// What is told of bytes as they are read.
pub(super) type Progress<'p> = &'p mut (dyn FnMut(u64) + Send);

/// One file of a log.
pub(super) struct Input<'p> {
    pub file: InputFile<'p>,
    pub bytes: Box<dyn BufRead + Send + 'p>,
}

/// Which file it is, for places and errors.
#[derive(Clone)]
pub(super) struct InputFile<'p> {
    pub path: &'p Path,
    name: Arc<str>,
    /// `L0202` for lines, `L0202.row` for the rows of a table.
    unit: &'static str,
}

impl<'p> Input<'p> {
    pub(super) fn open(
        path: &'p Path,
        packed: bool,
        unit: &'static str,
        progress: Progress<'p>,
    ) -> Result<Self, ReadError> {
        let file = File::open(path).map_err(|error| ReadError::open(path, &error))?;
        let counted = Counted { file, progress };
        let bytes: Box<dyn BufRead + Send + 'p> = if packed {
            let packed = BufReader::with_capacity(BUFFER, counted);
            Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(packed)))
        } else {
            Box::new(BufReader::with_capacity(BUFFER, counted))
        };
        Ok(Self { file: InputFile { path, name: Arc::from(path.display().to_string()), unit }, bytes })
    }

    /// The first bytes, which stay to be read.
    pub(super) fn beginning(&mut self) -> Result<&[u8], ReadError> {
        self.bytes.fill_buf().map_err(|error| ReadError::open(self.file.path, &error))
    }

    /// Adds the next line with its end to `text`; false at the end of the file.
    pub(super) fn line(&mut self, text: &mut Vec<u8>, line: u64) -> Result<bool, ReadError> {
        let room = (LONGEST + 1).saturating_sub(text.len()) as u64;
        let read = self.bytes.by_ref().take(room).read_until(b'\n', text);
        let length = read.map_err(|error| self.file.wrong(line, ReadError::reason(&error)))?;
        if text.len() > LONGEST {
            return Err(self.file.wrong(line, Message::new("L0204").with("limit", LONGEST)));
        }
        Ok(length > 0)
    }
}

impl<'p> InputFile<'p> {
    /// A file of lines.
    pub(super) fn of_lines(path: &'p Path) -> Self {
        Self { path, name: Arc::from(path.display().to_string()), unit: "L0202" }
    }
    pub(super) fn place(&self, line: u64) -> Place {
        Place { input: self.name.clone(), line }
    }

    pub(super) fn wrong(&self, line: u64, problem: Message) -> ReadError {
        let message = Message::new(self.unit).with("line", line);
        ReadError::of(message.with_arg("problem", Arg::Message(Box::new(problem))), self.path)
    }
}

// Counts what is read from the disk, packed or not: that is what a file's size is compared with.
struct Counted<'p> {
    file: File,
    progress: Progress<'p>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.file.read(buffer)?;
        (self.progress)(length as u64);
        Ok(length)
    }
}
