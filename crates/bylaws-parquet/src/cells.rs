//! The values of a column as a log's words: text as it stands, days and instants as ISO 8601, numbers by their
//! digits, lists as lists. What has no such form is refused before anything is read.

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Date32Array, Int32Array, ListArray, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Field, Int32Type};
use arrow::error::ArrowError;
use bylaws::log::{Cell, Form, RawValue, UNNUMBERED};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One column of some rows.
pub(crate) enum Cells {
    Text(StringArray),
    /// Words that come again and again, each once, with its number in each row.
    Coded(Int32Array, StringArray),
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
            DataType::Date32 => days(column.as_primitive::<Date32Type>()),
            DataType::Dictionary(_, of) if !is_text(of) => Self::of(&cast(column, of)?),
            DataType::Dictionary(..) => {
                let ty = DataType::Dictionary(DataType::Int32.into(), DataType::Utf8.into());
                let coded = cast(column, &ty)?;
                let coded = coded.as_dictionary::<Int32Type>();
                Ok(Self::Coded(coded.keys().clone(), coded.values().as_string::<i32>().clone()))
            }
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

    /// The words in a row, nothing for what is left out; none where they are not one value.
    pub(crate) fn words(&self, row: usize) -> Option<Cell<'_>> {
        match self {
            Self::Empty => Some(Cell { bytes: &[], form: Form::Text }),
            Self::Text(words) => Some(cell(of_row(words, row), Form::Text)),
            Self::Coded(codes, words) => Some(cell(coded(codes, words, row), Form::Text)),
            Self::Number(digits) => Some(cell(of_row(digits, row).map(number), Form::Bare)),
            Self::Bool(values) => {
                let value = values.is_valid(row).then(|| if values.value(row) { "true" } else { "false" });
                Some(cell(value, Form::Bare))
            }
            Self::List(list, _) => list.is_null(row).then(|| cell(None, Form::Text)),
        }
    }

    /// The column's own number of the words in a row.
    pub(crate) fn number(&self, row: usize) -> u32 {
        let Self::Coded(codes, words) = self else { return UNNUMBERED };
        let number = codes.is_valid(row).then(|| codes.value(row)).and_then(|code| u32::try_from(code).ok());
        number.filter(|number| (*number as usize) < words.len()).unwrap_or(UNNUMBERED)
    }

    /// Whether the words of a column have the numbers that they had in other rows of it.
    pub(crate) fn numbers_as(&self, before: &Self) -> bool {
        match (self, before) {
            (Self::Coded(_, now), Self::Coded(_, before)) => {
                now.values().ptr_eq(before.values()) && now.offsets().ptr_eq(before.offsets())
            }
            _ => false,
        }
    }

    /// The value in a row; none if nothing stands there.
    pub(crate) fn cell(&self, row: usize) -> Option<RawValue<'_>> {
        match self {
            Self::Empty => None,
            Self::Text(words) => of_row(words, row).and_then(text),
            Self::Coded(codes, words) => coded(codes, words, row).and_then(text),
            Self::Number(digits) => of_row(digits, row).map(|d| RawValue::Number(Cow::Borrowed(number(d)))),
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

fn coded<'w>(codes: &Int32Array, words: &'w StringArray, row: usize) -> Option<&'w str> {
    let code = codes.is_valid(row).then(|| usize::try_from(codes.value(row)).ok())?;
    of_row(words, code.filter(|code| *code < words.len())?)
}

fn text(words: &str) -> Option<RawValue<'_>> {
    (!words.trim().is_empty()).then_some(RawValue::Text(Cow::Borrowed(words)))
}

fn cell(words: Option<&str>, form: Form) -> Cell<'_> {
    match words {
        Some(words) => Cell { bytes: words.as_bytes(), form },
        None => Cell { bytes: &[], form: Form::Text },
    }
}

/// What a bare word of a column is: a truth value or a number.
pub(crate) fn written(words: &str) -> Option<RawValue<'_>> {
    Some(match words {
        "true" => RawValue::Bool(true),
        "false" => RawValue::Bool(false),
        digits => RawValue::Number(Cow::Borrowed(digits)),
    })
}

/// Days come again and again: each is written out once.
fn days(column: &Date32Array) -> Result<Cells, ArrowError> {
    let mut codes: BTreeMap<i32, i32> = BTreeMap::new();
    let mut last = None;
    let mut code = |day: i32| match last {
        Some((known, code)) if known == day => code,
        _ => {
            let next = codes.len() as i32;
            let code = *codes.entry(day).or_insert(next);
            last = Some((day, code));
            code
        }
    };
    let rows: Int32Array = column.iter().map(|day| day.map(&mut code)).collect();
    let mut days: Vec<(i32, i32)> = codes.into_iter().map(|(day, code)| (code, day)).collect();
    days.sort_unstable();
    let days: ArrayRef = Arc::new(days.into_iter().map(|(_, day)| Some(day)).collect::<Date32Array>());
    Ok(Cells::Coded(rows, cast(&days, &DataType::Utf8)?.as_string::<i32>().clone()))
}

/// Numbers that are kept in binary may have no fraction where decimals are written: `3.0` is the integer 3.
fn number(digits: &str) -> &str {
    digits.strip_suffix(".0").unwrap_or(digits)
}
