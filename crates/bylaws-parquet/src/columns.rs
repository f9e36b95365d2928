//! What the columns of a file stand for, by the vocabulary: asked once, before any row is read.

use crate::cells::{Cells, is_readable};
use arrow::datatypes::Schema;
use bylaws::diagnostic::{Arg, Message};
use bylaws::log::{RawValue, RowCells, Vocabulary};
use bylaws_io::ReadError;
use bylaws_io::logs::type_in_name;
use std::borrow::Cow;
use std::path::Path;

/// The columns of all rows.
pub(crate) struct Columns {
    stem: String,
    names: Vec<String>,
    /// The type that the file's name gives.
    kind: Option<String>,
    /// Which column gives types, and whether there are ids.
    types: Option<usize>,
    has_ids: bool,
}

impl Columns {
    pub(crate) fn of(
        schema: &Schema,
        stem: &str,
        vocabulary: &Vocabulary,
        path: &Path,
    ) -> Result<Self, ReadError> {
        let names: Vec<String> = schema.fields().iter().map(|field| field.name().trim().to_owned()).collect();
        let kind = type_in_name(stem, vocabulary);
        let column = |name| names.iter().position(|n| vocabulary.frame_field(kind, n) == Some(name));
        let (types, has_ids) = (column("type"), column("id").is_some());
        if kind.is_none() && types.is_none() {
            let problem = vocabulary.table_without_types(stem, &names);
            let message = Message::new("L0202.table").with_arg("problem", Arg::Message(Box::new(problem)));
            return Err(ReadError::of(message, path));
        }
        let only = kind.filter(|_| types.is_none());
        for (index, (name, field)) in names.iter().zip(schema.fields()).enumerate() {
            let wrong = |problem| {
                let message = Message::new("L0202.column").with("field", name);
                ReadError::of(message.with_arg("problem", Arg::Message(Box::new(problem))), path)
            };
            if let Some(problem) = vocabulary.heading_problem(only, name) {
                return Err(wrong(problem));
            }
            let mut before = names.iter().take(index);
            if let Some(column) = before.position(|other| vocabulary.same_field(only, name, other)) {
                return Err(wrong(Message::new("L0211").with("field", name).with("column", column + 1)));
            }
            if !is_readable(field.data_type()) {
                return Err(wrong(Message::new("L0214").with("found", field.data_type())));
            }
        }
        Ok(Self { stem: stem.to_owned(), kind: kind.map(str::to_owned), types, has_ids, names })
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The column that gives types.
    pub(crate) fn types(&self) -> Option<usize> {
        self.types
    }

    /// The word for a row's type.
    pub(crate) fn kind<'a>(&'a self, row: &impl RowCells<'a>) -> Option<&'a [u8]> {
        let given = self.types.and_then(|types| row.cell(types)).map(|cell| cell.bytes.trim_ascii());
        given.filter(|kind| !kind.is_empty()).or(self.kind.as_deref().map(str::as_bytes))
    }

    /// The id of a row that has none of its own.
    pub(crate) fn id(&self, number: u64) -> Option<String> {
        (!self.has_ids).then(|| format!("{}#{number}", self.stem))
    }

    /// The fields of a row; a row without content has none.
    pub(crate) fn fields<'c>(
        &'c self,
        cells: &'c [Cells],
        row: usize,
        number: u64,
    ) -> Vec<(Cow<'c, str>, RawValue<'c>)> {
        let named = |(name, cells): (&'c String, &'c Cells)| {
            cells.cell(row).map(|value| (Cow::Borrowed(name.as_str()), value))
        };
        let mut fields: Vec<_> = self.names.iter().zip(cells).filter_map(named).collect();
        if fields.is_empty() {
            return fields;
        }
        let given = self.types.and_then(|at| cells.get(at)).and_then(|cells| cells.cell(row)).is_some();
        if let Some(kind) = self.kind.as_ref().filter(|_| !given) {
            fields.push((Cow::Borrowed("type"), RawValue::Text(Cow::Borrowed(kind))));
        }
        if let Some(id) = self.id(number) {
            fields.push((Cow::Borrowed("id"), RawValue::Text(Cow::Owned(id))));
        }
        fields
    }
}
