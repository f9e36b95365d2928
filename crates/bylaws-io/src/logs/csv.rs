//! CSV: a table for each type of record, as spreadsheets save it. The first row holds the headings, in any
//! form that the vocabulary knows; the file's name or a column says the type.
//!
//! A record stands on one line, so that a mark that is not closed cannot swallow the rows after it, and rows
//! have the numbers that a spreadsheet shows.

mod cells;

use super::encoding::{Encoding, MARK};
use super::input::{Input, InputFile, LONGEST};
use super::stretches::{self, Desk, Stretch, Taken, has_quotes};
use crate::ReadError;
use bylaws::diagnostic::Message;
use bylaws::log::{LogBuilder, LogError, RawRecord, RawValue, RecordReader, Vocabulary};
use cells::Cells;
use csv_core::{Reader, ReaderBuilder};
use std::borrow::Cow;

const LINE: csv_core::Terminator = csv_core::Terminator::Any(b'\n');

/// Whether the headings of a table are such that its rows can be read.
pub(super) fn check_headings(
    mut input: Input<'_>,
    stem: &str,
    vocabulary: &Vocabulary,
) -> Result<(), ReadError> {
    headed(&mut input, stem, vocabulary).map(drop)
}

// The encoding of a table, the mark between its cells, and its headings.
fn headed<'s>(
    input: &mut Input<'_>,
    stem: &'s str,
    vocabulary: &Vocabulary,
) -> Result<(Encoding, u8, Table<'s>), ReadError> {
    let beginning = input.beginning()?;
    let (utf16, encoding) = (Encoding::is_utf16(beginning), Encoding::of(beginning));
    if utf16 {
        return Err(input.file.wrong(1, Message::new("L0213")));
    }
    let mut headings = Vec::new();
    if !input.line(&mut headings, 1)? {
        return Err(input.file.wrong(1, Message::new("L0212")));
    }
    let mark = delimiter(&headings);
    let cells = Row::new(encoding, mark)
        .cells(&headings, &input.file, 1)?
        .into_iter()
        .map(|cell| cell.trim().to_owned())
        .collect();
    Ok((encoding, mark, Table::of(cells, stem, vocabulary, &input.file)?))
}

pub(super) fn read(mut input: Input<'_>, stem: &str, builder: &mut LogBuilder<'_>) -> Result<(), ReadError> {
    let (encoding, mark, table) = headed(&mut input, stem, builder.vocabulary())?;
    let (reader, columns) = (builder.reader(), builder.column_reader());
    let columns = columns.filter(|_| encoding == Encoding::Utf8);
    let make = || (Row::new(encoding, mark), columns.clone().map(|reader| Cells::of(&table, reader, mark)));
    stretches::each(input, 2, builder, make, |(row, cells), desk, file, stretch| {
        let plain = cells.as_mut().zip(desk.rows.as_mut()).filter(|_| !has_quotes(&stretch.text));
        match plain {
            Some((cells, rows)) => {
                let mut others = Vec::new();
                cells.read(rows, stretch, &mut others);
                others.into_iter().try_for_each(|other| {
                    let before = desk.taken.len();
                    one(&table, &reader, row, desk, file, (other.number, other.line))?;
                    desk.note_passed(before, other.is_passed);
                    Ok(())
                })
            }
            None => stretch.lines().try_for_each(|line| one(&table, &reader, row, desk, file, line)),
        }
    })
}

// One row as a record of its own.
fn one(
    table: &Table<'_>,
    reader: &RecordReader<'_>,
    row: &mut Row,
    desk: &mut Desk<'_>,
    file: &InputFile<'_>,
    (number, line): (u64, &[u8]),
) -> Result<(), ReadError> {
    if line.len() > LONGEST {
        return Err(file.too_long(number));
    }
    let cells = row.cells(line, file, number)?;
    match table.record(&cells, number) {
        Ok(fields) if fields.is_empty() => {}
        Ok(fields) => {
            let raw = RawRecord { place: file.place(number), fields };
            desk.taken.push(Taken::Record(reader.check(&raw, &mut desk.words)));
        }
        Err(message) => {
            let place = file.place(number);
            desk.taken.push(Taken::Refused(LogError { place, other: None, field: None, message }));
        }
    }
    Ok(())
}

/// The mark between cells: spreadsheets of some countries write semicolons or tabs.
fn delimiter(headings: &[u8]) -> u8 {
    let count = |mark: u8| headings.iter().filter(|byte| **byte == mark).count();
    // The comma comes last, for of equals the last is the greatest.
    [b'\t', b';', b','].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

/// One row at a time, from bytes to cells.
struct Row {
    encoding: Encoding,
    mark: u8,
    parser: Reader,
    cells: Vec<u8>,
    ends: Vec<usize>,
}

impl Row {
    fn new(encoding: Encoding, mark: u8) -> Self {
        let parser = ReaderBuilder::new().delimiter(mark).terminator(LINE).build();
        Self { encoding, mark, parser, cells: Vec::new(), ends: Vec::new() }
    }

    fn cells<'c>(
        &'c mut self,
        line: &'c [u8],
        file: &InputFile<'_>,
        number: u64,
    ) -> Result<Vec<Cow<'c, str>>, ReadError> {
        let line = line.strip_prefix(MARK).filter(|_| number == 1).unwrap_or(line);
        let line = line.trim_ascii_end();
        let encoding = self.encoding;
        let read = |cell| {
            let problem = || Message::new("L0207").with("encoding", encoding.name());
            encoding.text(cell).ok_or_else(|| file.wrong(number, problem()))
        };
        // Nothing is quoted in most lines.
        if !line.contains(&b'"') {
            return line.split(|byte| *byte == self.mark).map(read).collect();
        }
        if line.iter().filter(|byte| **byte == b'"').count() % 2 != 0 {
            return Err(file.wrong(number, Message::new("L0208")));
        }
        // The end of input closes the last cell; what a line can hold is known, so nothing else can happen.
        self.cells.resize(line.len() + 1, 0);
        self.ends.resize(line.len() + 2, 0);
        self.parser.reset();
        let (_, _, written, ended) = self.parser.read_record(line, &mut self.cells, &mut self.ends);
        let (_, _, _, last) = self.parser.read_record(
            &[],
            self.cells.get_mut(written..).unwrap_or_default(),
            self.ends.get_mut(ended..).unwrap_or_default(),
        );
        let ended = ended + last;
        let ends = self.ends.get(..ended).unwrap_or_default();
        let bytes = self.cells.get(..written).unwrap_or_default();
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let cells = starts.zip(ends).map(|(start, end)| bytes.get(start..*end).unwrap_or_default());
        cells.map(read).collect()
    }
}

/// What the headings say of all rows.
struct Table<'s> {
    stem: &'s str,
    headings: Vec<String>,
    /// The type that the file's name gives.
    kind: Option<&'s str>,
    /// Which column gives types, and which ids.
    types: Option<usize>,
    ids: Option<usize>,
}

impl<'s> Table<'s> {
    fn of(
        headings: Vec<String>,
        stem: &'s str,
        vocabulary: &Vocabulary,
        file: &InputFile<'_>,
    ) -> Result<Self, ReadError> {
        let kind = type_in_name(stem, vocabulary);
        let column = |name| headings.iter().position(|h| vocabulary.frame_field(kind, h) == Some(name));
        let (types, ids) = (column("type"), column("id"));
        if kind.is_none() && types.is_none() {
            return Err(file.wrong(1, vocabulary.table_without_types(stem, &headings)));
        }
        let only = kind.filter(|_| types.is_none());
        let named = headings.iter().enumerate().filter(|(_, heading)| !heading.is_empty());
        let problems = named.filter_map(|(index, heading)| {
            let repeated = || {
                let same = |other: &String| vocabulary.same_field(only, heading, other);
                let column = headings.iter().take(index).position(same)?;
                Some(Message::new("L0211").with("field", heading).with("column", column + 1))
            };
            vocabulary.heading_problem(only, heading).or_else(repeated)
        });
        match problems.map(|problem| file.wrong(1, problem)).reduce(ReadError::and) {
            Some(wrong) => Err(wrong),
            None => Ok(Self { stem, headings, kind, types, ids }),
        }
    }

    /// The fields of a row; a row without content has none.
    fn record<'c>(
        &'c self,
        cells: &'c [Cow<'_, str>],
        number: u64,
    ) -> Result<Vec<(Cow<'c, str>, RawValue<'c>)>, Message> {
        let mut fields = Vec::with_capacity(cells.len() + 2);
        for (index, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()) {
            match self.headings.get(index).filter(|heading| !heading.is_empty()) {
                Some(heading) => fields.push(text(heading, Cow::Borrowed(cell.as_ref()))),
                None => return Err(Message::new("L0210").with("column", index + 1)),
            }
        }
        if fields.is_empty() {
            return Ok(fields);
        }
        let given = |column: Option<usize>| {
            column.and_then(|at| cells.get(at)).is_some_and(|cell| !cell.trim().is_empty())
        };
        if let Some(kind) = self.kind.filter(|_| !given(self.types)) {
            fields.push(text("type", Cow::Borrowed(kind)));
        }
        if self.ids.is_none() {
            fields.push(text("id", Cow::Owned(format!("{}#{number}", self.stem))));
        }
        Ok(fields)
    }
}

fn text<'c>(name: &'c str, words: Cow<'c, str>) -> (Cow<'c, str>, RawValue<'c>) {
    (Cow::Borrowed(name), RawValue::Text(words))
}

/// The type of records that the name of a table, without its ending, tells; it may go on after a mark: `visit-2016`,
/// `走访（2016年）`.
#[must_use]
pub fn type_in_name<'s>(stem: &'s str, vocabulary: &Vocabulary) -> Option<&'s str> {
    let cuts = stem.char_indices().rev().filter(|(_, c)| !c.is_alphanumeric()).map(|(at, _)| at);
    let names = std::iter::once(stem.len()).chain(cuts).filter_map(|end| stem.get(..end)).map(str::trim);
    let known = names.clone().find(|name| vocabulary.type_problem(name).is_none());
    // Where nothing of their own is called so, people mean what the log covers.
    known.or_else(|| names.into_iter().any(|name| name == "范围").then_some("记录范围"))
}
