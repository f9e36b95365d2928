//! Rows straight into columns, of those types of records that are kept so; what is no row as it should be is left
//! to be read as a record of its own.

use crate::cells::{Cells, written};
use crate::columns::Columns;
use bylaws::log::{Cell, ColumnReader, Layout, RowCells, Rows, UNNUMBERED};

/// A row of some columns.
struct Across<'b> {
    cells: &'b [Cells],
    row: usize,
}

impl<'b> RowCells<'b> for Across<'b> {
    fn len(&self) -> usize {
        self.cells.len()
    }

    #[inline]
    fn cell(&self, column: usize) -> Option<Cell<'b>> {
        self.cells.get(column)?.words(self.row)
    }

    #[inline]
    fn number(&self, column: usize) -> u32 {
        self.cells.get(column).map_or(UNNUMBERED, |cells| cells.number(self.row))
    }
}

/// How rows of each type are laid out, as far as any has come.
pub(crate) struct Layouts<'c, 'v> {
    columns: &'c Columns,
    reader: ColumnReader<'v>,
    /// By the word for the type; none of a type that is not kept in columns.
    known: Vec<(Vec<u8>, Option<Layout>)>,
    last: usize,
    /// Where layouts stand, by the number that a column has for the word for the type.
    numbered: Vec<Option<usize>>,
}

impl<'c, 'v> Layouts<'c, 'v> {
    pub(crate) fn of(columns: &'c Columns, reader: ColumnReader<'v>) -> Self {
        Self { columns, reader, known: Vec::new(), last: 0, numbered: Vec::new() }
    }

    /// Adds a row; `false` where it has to be read as a record of its own.
    pub(crate) fn add(&mut self, rows: &mut Rows<'v>, cells: &[Cells], row: usize, number: u64) -> bool {
        let across = Across { cells, row };
        let id = self.columns.id(number);
        let Some(at) = self.layout_of(&across) else { return false };
        let Some((_, Some(layout))) = self.known.get(at) else { return false };
        rows.add(layout, &across, id.as_deref().map(str::as_bytes), written)
    }

    /// From here on a column has other numbers for its words.
    pub(crate) fn number_anew(&mut self, column: usize) {
        if self.columns.types() == Some(column) {
            self.numbered.clear();
        }
    }

    // A word for the type that has a number is looked at once.
    fn layout_of(&mut self, row: &Across<'_>) -> Option<usize> {
        let number = self.columns.types().map_or(UNNUMBERED, |types| row.number(types));
        if let Some(Some(known)) = self.numbered.get(number as usize) {
            return Some(*known);
        }
        let at = self.layout(self.columns.kind(row)?)?;
        if number != UNNUMBERED {
            let number = number as usize;
            if self.numbered.len() <= number {
                self.numbered.resize(number + 1, None);
            }
            if let Some(place) = self.numbered.get_mut(number) {
                *place = Some(at);
            }
        }
        Some(at)
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
