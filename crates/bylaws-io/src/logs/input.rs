//! An opened log: bytes line by line, unpacked if need be, with where they stand and how many were read.

use crate::ReadError;
use bylaws::diagnostic::{Arg, Message};
use bylaws::log::Place;
use flate2::read::MultiGzDecoder;
use rayon::prelude::*;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

/// The longest record that is read, in bytes.
pub(super) const LONGEST: usize = 1 << 20;

// Also how much of a file decides on its encoding.
const BUFFER: usize = 1 << 16;

/// How many bytes of lines are read at a time: enough work for all threads, little memory.
const CHUNK: usize = 1 << 22;

/// Lines with their ends, one after the other.
#[derive(Default)]
pub(super) struct Lines {
    text: Vec<u8>,
    ends: Vec<usize>,
    first: u64,
}

impl Lines {
    /// Each line with its number.
    pub(super) fn numbered(&self) -> impl IndexedParallelIterator<Item = (u64, &[u8])> {
        let line = |index: usize| {
            let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
            let end = self.ends.get(index).copied().unwrap_or(start);
            (self.first + index as u64, self.text.get(start..end).unwrap_or_default())
        };
        (0..self.ends.len()).into_par_iter().map(line)
    }

    /// How many they are.
    pub(super) fn count(&self) -> u64 {
        self.ends.len() as u64
    }
}

/// What is told of bytes as they are read.
pub(super) type Progress<'p> = &'p mut dyn FnMut(u64);

/// One file of a log.
pub(super) struct Input<'p> {
    pub file: InputFile<'p>,
    pub bytes: Box<dyn BufRead + 'p>,
}

/// Which file it is, for places and errors.
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
        let bytes: Box<dyn BufRead + 'p> = if packed {
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

    /// The next lines with their ends, about a chunk of them; none at the end of the file.
    pub(super) fn lines(&mut self, lines: &mut Lines, first: u64) -> Result<(), ReadError> {
        lines.text.clear();
        lines.ends.clear();
        lines.first = first;
        while lines.text.len() < CHUNK {
            let before = lines.text.len();
            let room = (LONGEST + 1) as u64;
            let read = self.bytes.by_ref().take(room).read_until(b'\n', &mut lines.text);
            let number = first + lines.ends.len() as u64;
            let length = read.map_err(|error| self.file.wrong(number, ReadError::problem(&error)))?;
            if length > LONGEST {
                return Err(self.file.wrong(number, Message::new("L0204").with("limit", LONGEST)));
            }
            if length == 0 {
                break;
            }
            lines.ends.push(before + length);
        }
        Ok(())
    }

    /// Adds the next line with its end to `text`; false at the end of the file.
    pub(super) fn line(&mut self, text: &mut Vec<u8>, line: u64) -> Result<bool, ReadError> {
        let room = (LONGEST + 1).saturating_sub(text.len()) as u64;
        let read = self.bytes.by_ref().take(room).read_until(b'\n', text);
        let length = read.map_err(|error| self.file.wrong(line, ReadError::problem(&error)))?;
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
