//! Lines straight into columns: values are looked at where they stand. Lines of a program have the same keys in
//! the same order again and again, so that a line is compared with one that came before and not taken apart.

use super::borrowed;
use crate::logs::marks::plain_end;
use bylaws::log::{Cell, ColumnReader, Form, Layout, RowCells, Rows};
use memchr::memchr2;

/// More forms of lines than this are no forms.
const MOST: usize = 64;

/// What came of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Came {
    /// It is a row.
    In,
    /// It is none as it should be; its id was taken note of.
    ToPass,
    /// Nothing is known of it.
    ToNothing,
}

/// The forms that lines have had so far.
pub(super) struct Cells<'v> {
    reader: ColumnReader<'v>,
    forms: Vec<LineForm>,
    last: usize,
    /// Where the values of the line in hand stand in it.
    spots: Vec<Spot>,
}

/// Where a value stands in its line, and in which form.
#[derive(Clone, Copy)]
struct Spot {
    from: u32,
    until: u32,
    form: Form,
}

impl Spot {
    #[inline]
    fn of(from: usize, until: usize, form: Form) -> Option<Self> {
        Some(Self { from: u32::try_from(from).ok()?, until: u32::try_from(until).ok()?, form })
    }
}

/// The values of a line.
struct Values<'l, 's> {
    line: &'l [u8],
    spots: &'s [Spot],
}

impl<'l> RowCells<'l> for Values<'l, '_> {
    #[inline]
    fn len(&self) -> usize {
        self.spots.len()
    }

    #[inline]
    fn cell(&self, column: usize) -> Option<Cell<'l>> {
        let spot = self.spots.get(column)?;
        Some(Cell { bytes: self.line.get(spot.from as usize..spot.until as usize)?, form: spot.form })
    }
}

/// The keys of a line in their order.
struct LineForm {
    /// With quotation marks and colon.
    keys: Vec<Vec<u8>>,
    /// What stands before each text and after the last, in a line of texts alone; else nothing.
    between: Vec<Vec<u8>>,
    names: Vec<String>,
    /// Which of them says the type, for each word that may.
    types: Vec<usize>,
    /// Which of them is the id.
    id: Option<usize>,
    /// By the word for the type; none of a type that is not kept in columns, or has other keys.
    layouts: Vec<(Vec<u8>, Option<Layout>)>,
}

impl<'v> Cells<'v> {
    pub(super) fn of(reader: ColumnReader<'v>) -> Self {
        Self { reader, forms: Vec::new(), last: 0, spots: Vec::new() }
    }

    /// Adds a line as a row.
    pub(super) fn read(&mut self, rows: &mut Rows<'v>, line: &[u8]) -> Came {
        let line = line.trim_ascii_end();
        let Some(form) = self.form(line).and_then(|at| self.forms.get_mut(at)) else {
            return Came::ToNothing;
        };
        let values = Values { line, spots: &self.spots };
        let id = form.id.and_then(|id| values.cell(id));
        let layout = form.layout(&self.reader, &values);
        if layout.is_some_and(|layout| rows.add(layout, &values, None, borrowed::value)) {
            return Came::In;
        }
        match id.filter(|id| id.form == Form::Text && !id.bytes.is_empty()) {
            Some(id) => {
                rows.pass(id.bytes);
                Came::ToPass
            }
            None => Came::ToNothing,
        }
    }

    // Which form a line has; where its values stand is in `spots` then.
    fn form(&mut self, line: &[u8]) -> Option<usize> {
        let spots = &mut self.spots;
        if self.forms.get(self.last).is_some_and(|form| form.fits(line, spots)) {
            return Some(self.last);
        }
        let found = self.forms.iter().position(|form| form.fits(line, spots));
        self.last = match found {
            Some(at) => at,
            None if self.forms.len() >= MOST => return None,
            None => {
                let form = LineForm::of(line)?;
                if !form.fits(line, spots) {
                    return None;
                }
                self.forms.push(form);
                self.forms.len() - 1
            }
        };
        Some(self.last)
    }
}

impl LineForm {
    // The form of a line whose keys have nothing escaped in them.
    fn of(line: &[u8]) -> Option<Self> {
        let (mut keys, mut names, mut between) = (Vec::new(), Vec::new(), Vec::new());
        let mut before = line;
        let mut rest = line.strip_prefix(b"{")?;
        loop {
            rest = rest.trim_ascii_start().strip_prefix(b"\"")?;
            let end = memchr2(b'"', b'\\', rest).filter(|end| rest.get(*end) == Some(&b'"'))?;
            let name = std::str::from_utf8(rest.get(..end)?).ok()?;
            rest = rest.get(end + 1..)?.strip_prefix(b":")?;
            keys.push(format!("\"{name}\":").into_bytes());
            names.push(name.to_owned());
            let text = rest.trim_ascii_start();
            let (cell, after) = value(text)?;
            if cell.form == Form::Text {
                between.extend(before.get(..(before.len() - text.len()) + 1).map(<[u8]>::to_vec));
                before = text.get(cell.bytes.len() + 1..)?;
            }
            rest = after.trim_ascii_start();
            match rest.split_first()? {
                (b',', more) => rest = more,
                (b'}', []) => break,
                _ => return None,
            }
        }
        between.push(before.to_vec());
        if between.len() != keys.len() + 1 {
            between.clear();
        }
        let is_type = |name: &String| matches!(name.as_str(), "type" | "类型");
        let types = names.iter().enumerate().filter(|(_, name)| is_type(name)).map(|(at, _)| at).collect();
        let mut ids = names.iter().enumerate().filter(|(_, name)| matches!(name.as_str(), "id" | "编号"));
        // Of two it would have to be told which is a field of the type's own.
        let id = ids.next().map(|(at, _)| at).filter(|_| ids.next().is_none());
        Some(Self { keys, between, names, types, id, layouts: Vec::new() })
    }

    // Whether a line has this form, and where its values stand then.
    fn fits(&self, line: &[u8], spots: &mut Vec<Spot>) -> bool {
        spots.clear();
        if self.fits_to_the_letter(line, spots).is_some() {
            return true;
        }
        spots.clear();
        self.fits_loosely(line, spots).is_some()
    }

    // Whether it differs from the first line of this form in its texts alone.
    fn fits_to_the_letter(&self, line: &[u8], spots: &mut Vec<Spot>) -> Option<()> {
        let (last, before) = self.between.split_last()?;
        let mut at = 0;
        for before in before {
            let text = line.get(at..)?.strip_prefix(before.as_slice())?;
            let from = at + before.len();
            at = from + plain_end(text)?;
            spots.push(Spot::of(from, at, Form::Text)?);
        }
        (line.get(at..)? == last).then_some(())
    }

    fn fits_loosely(&self, line: &[u8], spots: &mut Vec<Spot>) -> Option<()> {
        let mut rest = line.strip_prefix(b"{")?;
        for (index, key) in self.keys.iter().enumerate() {
            if index > 0 {
                rest = rest.strip_prefix(b",")?;
            }
            let text = skip(skip(rest).strip_prefix(key.as_slice())?);
            let (found, after) = value(text)?;
            let from = line.len() - text.len() + usize::from(text.first() == Some(&b'"'));
            spots.push(Spot::of(from, from + found.bytes.len(), found.form)?);
            rest = skip(after);
        }
        (rest == b"}").then_some(())
    }

    fn layout(&mut self, reader: &ColumnReader<'_>, values: &Values<'_, '_>) -> Option<&Layout> {
        let [types] = self.types.as_slice() else { return None };
        let kind = values.cell(*types).filter(|kind| kind.form == Form::Text)?.bytes;
        let at = match self.layouts.iter().position(|(known, _)| known == kind) {
            Some(at) => at,
            None => {
                let name = std::str::from_utf8(kind).ok()?;
                let layout = reader.layout(name, self.names.iter().map(String::as_str));
                self.layouts.push((kind.to_vec(), layout.filter(Layout::is_exact)));
                self.layouts.len() - 1
            }
        };
        self.layouts.get(at).and_then(|(_, layout)| layout.as_ref())
    }
}

// Programs write a space or none.
fn skip(text: &[u8]) -> &[u8] {
    match text.first() {
        Some(b' ') => text.trim_ascii_start(),
        _ => text,
    }
}

// A value, and what comes after it. What stands bare is looked at closely when it is first read.
fn value(text: &[u8]) -> Option<(Cell<'_>, &[u8])> {
    match text.first()? {
        b'"' => {
            let inner = text.get(1..)?;
            let (end, escaped) = closing(inner)?;
            let form = if escaped { Form::Escaped } else { Form::Text };
            Some((Cell { bytes: inner.get(..end)?, form }, inner.get(end + 1..)?))
        }
        b'[' => {
            let end = list_end(text)?;
            Some((Cell { bytes: text.get(..end)?, form: Form::Bare }, text.get(end..)?))
        }
        b'{' => None,
        _ => {
            let is_end = |byte: &u8| matches!(byte, b',' | b'}' | b' ');
            let end = text.iter().position(is_end).filter(|end| *end > 0)?;
            Some((Cell { bytes: text.get(..end)?, form: Form::Bare }, text.get(end..)?))
        }
    }
}

// Where a text ends, and whether anything in it is escaped.
fn closing(text: &[u8]) -> Option<(usize, bool)> {
    let (mut from, mut escaped) = (0, false);
    loop {
        let at = from + memchr2(b'"', b'\\', text.get(from..)?)?;
        if text.get(at) == Some(&b'"') {
            return Some((at, escaped));
        }
        (from, escaped) = (at + 2, true);
    }
}

// One past the end of a list without lists in it.
fn list_end(text: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        match text.get(at)? {
            b']' => return Some(at + 1),
            b'"' => at += 2 + closing(text.get(at + 1..)?)?.0,
            b'[' | b'{' => return None,
            _ => at += 1,
        }
    }
}
