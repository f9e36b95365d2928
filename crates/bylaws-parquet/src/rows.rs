//! Rows straight into columns, of those types of records that are kept so; what is no row as it should be is left
//! to be read as a record of its own.

use crate::cells::{Cells, written};
use crate::columns::Columns;
use bylaws::log::{Cell, ColumnReader, Layout, Rows};

/// How rows of each type are laid out, as far as any has come.
pub(crate) struct Layouts<'c, 'v> {
    columns: &'c Columns,
    reader: ColumnReader<'v>,
    /// By the word for the type; none of a type that is not kept in columns.
    known: Vec<(Vec<u8>, Option<Layout>)>,
    last: usize,
    /// Of the words of the row in hand.
    numbers: Vec<u32>,
}

impl<'c, 'v> Layouts<'c, 'v> {
    pub(crate) fn of(columns: &'c Columns, reader: ColumnReader<'v>) -> Self {
        Self { columns, reader, known: Vec::new(), last: 0, numbers: Vec::new() }
    }

    /// Adds a row; `false` where it has to be read as a record of its own.
    pub(crate) fn add<'b>(
        &mut self,
        rows: &mut Rows<'v>,
        cells: &'b [Cells],
        row: usize,
        number: u64,
        words: &mut Vec<Cell<'b>>,
    ) -> bool {
        words.clear();
        self.numbers.clear();
        for cells in cells {
            let Some(cell) = cells.words(row) else { return false };
            words.push(cell);
            self.numbers.push(cells.number(row));
        }
        let Some(kind) = self.columns.kind(words) else { return false };
        let id = self.columns.id(number);
        let Some(at) = self.layout(kind) else { return false };
        let Some((_, Some(layout))) = self.known.get(at) else { return false };
        rows.add_numbered(layout, words, &self.numbers, id.as_deref().map(str::as_bytes), written)
    }

    // Where the layout of a type stands, made when it is first asked for.
    fn layout(&mut self, kind: &[u8]) -> Option<usize> {
        let is = |(known, _): &(Vec<u8>, Option<Layout>)| known == kind;
        if self.known.get(self.last).is_some_and(is) {
            return Some(self.last);
        }
        self.last = match self.known.iter().position(is) {
            Some(at) => at,
            None => {
                let name = std::str::from_utf8(kind).ok()?;
                self.known.push((kind.to_vec(), self.reader.layout(name, self.columns.names())));
                self.known.len() - 1
            }
        };
        Some(self.last)
    }
}
