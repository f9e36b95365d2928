//! The values of a column as a log's words: text as it stands, days and instants as ISO 8601, numbers by their
//! digits, lists as lists. What has no such form is refused before anything is read.

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, ListArray, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field};
use arrow::error::ArrowError;
use bylaws::log::RawValue;
use std::borrow::Cow;
use std::sync::Arc;

/// One column of some rows.
pub(crate) enum Cells {
    Text(StringArray),
    Number(StringArray),
    Bool(BooleanArray),
    List(ListArray, Box<Self>),
    /// Nothing in any row.
    Empty,
}

/// Whether a field of a record can hold what a column of this type has.
pub(crate) fn is_readable(ty: &DataType) -> bool {
    match ty {
        DataType::Dictionary(_, of) => is_readable(of),
        DataType::List(of) | DataType::LargeList(of) | DataType::FixedSizeList(of, _) => {
            is_readable(of.data_type())
        }
        DataType::Boolean | DataType::Null => true,
        ty => is_text(ty) || ty.is_numeric(),
    }
}

fn is_text(ty: &DataType) -> bool {
    let text = matches!(ty, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View);
    text || matches!(ty, DataType::Date32 | DataType::Date64 | DataType::Timestamp(..))
}

impl Cells {
    pub(crate) fn of(column: &ArrayRef) -> Result<Self, ArrowError> {
        let words = || Ok::<_, ArrowError>(cast(column, &DataType::Utf8)?.as_string::<i32>().clone());
        match column.data_type() {
            DataType::Null => Ok(Self::Empty),
            DataType::Boolean => Ok(Self::Bool(column.as_boolean().clone())),
            DataType::Dictionary(_, of) if !is_text(of) => Self::of(&cast(column, of)?),
            DataType::List(of) | DataType::LargeList(of) | DataType::FixedSizeList(of, _) => {
                let item = Field::new_list_field(of.data_type().clone(), true);
                let list = cast(column, &DataType::List(Arc::new(item)))?.as_list::<i32>().clone();
                let items = Self::of(list.values())?;
                Ok(Self::List(list, Box::new(items)))
            }
            ty if ty.is_numeric() => words().map(Self::Number),
            _ => words().map(Self::Text),
        }
    }

    /// The value in a row; none if nothing stands there.
    pub(crate) fn cell(&self, row: usize) -> Option<RawValue<'_>> {
        match self {
            Self::Empty => None,
            Self::Text(words) => of_row(words, row).filter(|text| !text.trim().is_empty()).map(text),
            Self::Number(digits) => of_row(digits, row).map(number),
            Self::Bool(values) => values.is_valid(row).then(|| RawValue::Bool(values.value(row))),
            Self::List(list, items) => {
                let offsets = list.value_offsets();
                let bound = |at: usize| offsets.get(at).and_then(|offset| usize::try_from(*offset).ok());
                let range = bound(row)?..bound(row + 1)?;
                let item = |at| items.cell(at).unwrap_or(RawValue::Null);
                list.is_valid(row).then(|| RawValue::List(range.map(item).collect()))
            }
        }
    }
}

fn of_row(words: &StringArray, row: usize) -> Option<&str> {
    words.is_valid(row).then(|| words.value(row))
}

fn text(words: &str) -> RawValue<'_> {
    RawValue::Text(Cow::Borrowed(words))
}

/// Numbers that are kept in binary may have no fraction where decimals are written: `3.0` is the integer 3.
fn number(digits: &str) -> RawValue<'_> {
    RawValue::Number(Cow::Borrowed(digits.strip_suffix(".0").unwrap_or(digits)))
}
