//! A file of lines in stretches of whole lines, read one after the other and worked on in all threads.

use super::input::{Input, InputFile, LONGEST};
use crate::ReadError;
use bylaws::diagnostic::Message;
use bylaws::log::{Checked, LogBuilder, LogError, Rows, Words};
use memchr::{memchr, memchr_iter, memrchr};
use std::io::Read;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many bytes are read at a time: enough work for a thread, few enough to stay in its cache.
const STRETCH: usize = 1 << 19;

/// Lines with their ends.
#[derive(Default)]
pub(super) struct Stretch {
    pub text: Vec<u8>,
    /// The number of the first line.
    pub first: u64,
    /// Which stretch of the file it is.
    number: u64,
}

impl Stretch {
    /// Each line, without its end, with its number.
    pub(super) fn lines(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let mut start = 0;
        memchr_iter(b'\n', &self.text).zip(self.first..).map(move |(end, number)| {
            let line = self.text.get(start..end).unwrap_or_default();
            start = end + 1;
            (number, line)
        })
    }
}

/// What is still to be read.
struct Feed<'p> {
    input: Input<'p>,
    /// The beginning of a line whose end is not read yet.
    rest: Vec<u8>,
    line: u64,
    number: u64,
    ended: bool,
}

impl Feed<'_> {
    /// The next lines; false at the end of the file.
    fn next(&mut self, stretch: &mut Stretch) -> Result<bool, ReadError> {
        stretch.number = self.number;
        let text = &mut stretch.text;
        text.clear();
        text.append(&mut self.rest);
        let mut end = None;
        while !self.ended && (text.len() < STRETCH || end.is_none()) {
            let known = text.len();
            let wanted = STRETCH.saturating_sub(known).max(LONGEST) as u64;
            let read = self.input.bytes.by_ref().take(wanted).read_to_end(text);
            let length = read.map_err(|error| self.file().wrong(self.line, ReadError::reason(&error)))?;
            self.ended = (length as u64) < wanted;
            end = text.get(known..).and_then(|new| memrchr(b'\n', new)).map(|at| known + at + 1).or(end);
            if end.is_none() && text.len() > LONGEST {
                return Err(self.file().too_long(self.line));
            }
        }
        if self.ended {
            if text.last().is_some_and(|last| *last != b'\n') {
                text.push(b'\n');
            }
        } else if let Some(end) = end {
            self.rest.extend_from_slice(text.get(end..).unwrap_or_default());
            text.truncate(end);
        }
        stretch.first = self.line;
        self.line += memchr_iter(b'\n', text).count() as u64;
        self.number += 1;
        Ok(!text.is_empty())
    }

    fn file(&self) -> &InputFile<'_> {
        &self.input.file
    }
}

/// What became of a line that was read as a record of its own.
pub(super) enum Taken {
    Record(Checked),
    Refused(LogError),
}

/// What a thread reads into.
pub(super) struct Desk<'v> {
    pub words: Words,
    pub rows: Option<Rows<'v>>,
    /// Records that are not kept in columns.
    pub taken: Vec<Taken>,
}

impl Desk<'_> {
    /// Tells the rows of the records taken since, whose ids they have taken note of.
    pub(super) fn note_passed(&mut self, since: usize, is_passed: bool) {
        let is_record = |one: &Taken| matches!(one, Taken::Record(checked) if checked.is_record());
        let records = self.taken.get(since..).unwrap_or_default().iter().filter(|one| is_record(one)).count();
        if let Some(rows) = self.rows.as_mut().filter(|_| is_passed) {
            (0..records).for_each(|_| rows.was_record());
        }
    }
}

/// Reads the rest of a file, from a line on, in all threads; `read` reads a stretch with what a thread made for
/// itself. Of several lines that break the form of the file the first one is told.
pub(super) fn each<'v, T>(
    input: Input<'_>,
    line: u64,
    builder: &mut LogBuilder<'v>,
    make: impl Fn() -> T + Sync,
    read: impl Fn(&mut T, &mut Desk<'v>, &InputFile<'_>, &Stretch) -> Result<(), ReadError> + Sync,
) -> Result<(), ReadError> {
    let number = builder.next_file();
    let file = input.file.clone();
    let feed = Mutex::new(Feed { input, rest: Vec::new(), line, number: 0, ended: false });
    let builder = Mutex::new(builder);
    let first_wrong: Mutex<Option<(u64, ReadError)>> = Mutex::new(None);
    rayon::broadcast(|_| {
        let mut own = make();
        let rows = lock(&builder).rows();
        let mut desk = Desk { words: Words::default(), rows, taken: Vec::new() };
        let mut stretch = Stretch::default();
        let more = |stretch: &mut Stretch| {
            let is_wrong = lock(&first_wrong).is_some();
            if is_wrong { Ok(false) } else { lock(&feed).next(stretch) }
        };
        loop {
            let done = match more(&mut stretch) {
                Ok(false) => break,
                Ok(true) => read(&mut own, &mut desk, &file, &stretch),
                Err(error) => Err(error),
            };
            if let Some(rows) = &mut desk.rows {
                rows.end_stretch(number, stretch.number);
            }
            let mut builder = lock(&builder);
            for one in desk.taken.drain(..) {
                match one {
                    Taken::Record(checked) => builder.take(checked),
                    Taken::Refused(error) => builder.refuse(error),
                }
            }
            if let Err(error) = done {
                let mut first = lock(&first_wrong);
                if first.as_ref().is_none_or(|(number, _)| stretch.number < *number) {
                    *first = Some((stretch.number, error));
                }
            }
        }
        if let Some(rows) = desk.rows {
            lock(&builder).take_rows(rows);
        }
    });
    first_wrong.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), |(_, error)| Err(error))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl InputFile<'_> {
    /// A line that is longer than any record should be.
    pub(super) fn too_long(&self, line: u64) -> ReadError {
        self.wrong(line, Message::new("L0204").with("limit", LONGEST))
    }
}

/// Whether a text has characters that no word of a record may have.
pub(super) fn has_control_characters(text: &[u8]) -> bool {
    let is_one = |byte: &u8| (*byte < b' ') & (*byte != b'\n') & (*byte != b'\r');
    // A block is looked at as a whole, many bytes at once.
    text.chunks(256).any(|block| block.iter().fold(false, |any, byte| any | is_one(byte)))
}

/// Whether anything is quoted.
pub(super) fn has_quotes(text: &[u8]) -> bool {
    memchr(b'"', text).is_some()
}
