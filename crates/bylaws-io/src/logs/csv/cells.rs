//! Rows of a table straight into columns: cells are looked at where they stand.

use super::{Stretch, Table};
use crate::logs::input::LONGEST;
use crate::logs::marks;
use bylaws::log::{Cell, ColumnReader, Form, Layout, RawValue, RowCells, Rows};
use std::io::Write;

/// A line that is no row as it should be.
pub(super) struct Other<'s> {
    pub number: u64,
    pub line: &'s [u8],
    /// Whether its id was taken note of.
    pub is_passed: bool,
}

/// A line in which nothing is quoted.
struct Line<'s, 'e> {
    text: &'s [u8],
    start: usize,
    /// Where its cells end, the last one with the line.
    ends: &'e [u32],
}

impl Line<'_, '_> {
    #[inline]
    fn end(&self) -> usize {
        self.ends.last().map_or(self.start, |end| *end as usize)
    }
}

impl<'s> RowCells<'s> for Line<'s, '_> {
    #[inline]
    fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    fn cell(&self, column: usize) -> Option<Cell<'s>> {
        let before = column.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = before.map_or(self.start, |end| *end as usize + 1);
        let bytes = self.text.get(start..*self.ends.get(column)? as usize)?;
        let is_last = column + 1 == self.ends.len();
        let bytes = if is_last { bytes.strip_suffix(b"\r").unwrap_or(bytes) } else { bytes };
        Some(Cell { bytes, form: Form::Text })
    }
}

/// How rows of each type are laid out, as far as any has come.
pub(super) struct Cells<'t, 'v> {
    table: &'t Table<'t>,
    reader: ColumnReader<'v>,
    mark: u8,
    /// By the word for the type; none of a type that is not kept in columns.
    layouts: Vec<(Vec<u8>, Option<Layout>)>,
    last: usize,
    id: Vec<u8>,
    /// Where cells end.
    ends: Vec<u32>,
}

impl<'t, 'v> Cells<'t, 'v> {
    pub(super) fn of(table: &'t Table<'t>, reader: ColumnReader<'v>, mark: u8) -> Self {
        Self { table, reader, mark, layouts: Vec::new(), last: 0, id: Vec::new(), ends: Vec::new() }
    }

    /// Reads lines in which nothing is quoted; those that are no rows as they should be are left to `others`.
    pub(super) fn read<'s>(
        &mut self,
        rows: &mut Rows<'v>,
        stretch: &'s Stretch,
        others: &mut Vec<Other<'s>>,
    ) {
        let text = stretch.text.as_slice();
        let (mut number, mut start) = (stretch.first, 0);
        let mut ends = std::mem::take(&mut self.ends);
        marks::positions(text, (self.mark, b'\n'), &mut ends);
        let mark = self.mark;
        let is_mark = |at: &u32| text.get(*at as usize) == Some(&mark);
        let mut rest = ends.as_slice();
        while let Some(marks) = rest.iter().position(|at| !is_mark(at)) {
            let (own, more) = rest.split_at(marks + 1);
            let line = Line { text, start, ends: own };
            if line.end() - start > LONGEST || !self.row(rows, &line, number) {
                let is_passed = self.pass(rows, &line, number);
                others.push(Other {
                    number,
                    line: text.get(start..line.end()).unwrap_or_default(),
                    is_passed,
                });
            }
            (number, start, rest) = (number + 1, line.end() + 1, more);
        }
        self.ends = ends;
    }

    // Takes note of the id of a line that is no row, if it can be told.
    fn pass(&mut self, rows: &mut Rows<'v>, line: &Line<'_, '_>, number: u64) -> bool {
        let Some(ids) = self.table.ids else {
            self.write_id(number);
            rows.pass(&self.id);
            return true;
        };
        let id = line.cell(ids).filter(|id| !id.bytes.trim_ascii().is_empty());
        id.map(|id| rows.pass(id.bytes)).is_some()
    }

    fn write_id(&mut self, number: u64) {
        self.id.clear();
        // Writing to memory does not fail.
        let _ = write!(self.id, "{}#{number}", self.table.stem);
    }

    fn row(&mut self, rows: &mut Rows<'v>, line: &Line<'_, '_>, number: u64) -> bool {
        if line.len() > self.table.headings.len() {
            return false;
        }
        let given = self.table.types.and_then(|types| line.cell(types)).map(|cell| cell.bytes.trim_ascii());
        let kind = given.filter(|kind| !kind.is_empty()).or(self.table.kind.map(str::as_bytes));
        let Some(at) = kind.and_then(|kind| self.layout(kind)) else { return false };
        if self.table.ids.is_none() {
            self.write_id(number);
        }
        let id = self.table.ids.is_none().then_some(self.id.as_slice());
        let Some((_, Some(layout))) = self.layouts.get(at) else { return false };
        rows.add(layout, line, id, nothing_else)
    }

    // Where the layout of a type stands, made when it is first asked for.
    fn layout(&mut self, kind: &[u8]) -> Option<usize> {
        let is = |(known, _): &(Vec<u8>, Option<Layout>)| known == kind;
        if self.layouts.get(self.last).is_some_and(is) {
            return Some(self.last);
        }
        self.last = match self.layouts.iter().position(is) {
            Some(at) => at,
            None => {
                let name = std::str::from_utf8(kind).ok()?;
                let layout = self.reader.layout(name, self.table.headings.iter().map(String::as_str));
                self.layouts.push((kind.to_vec(), layout));
                self.layouts.len() - 1
            }
        };
        Some(self.last)
    }
}

// In a table there are texts only.
fn nothing_else(_: &str) -> Option<RawValue<'_>> {
    None
}
