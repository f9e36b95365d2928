//! Files that are refused, and how it is told.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod made;

use arrow::array::{ArrayRef, BinaryArray, Float64Array, StringArray};
use made::{Log, verdicts};
use std::sync::Arc;

fn words(words: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(words.to_vec()))
}

fn visits(name: &'static str, values: ArrayRef) -> Vec<(&'static str, ArrayRef)> {
    let rows = values.len();
    vec![
        ("visitor", words(&vec!["p1"; rows])),
        ("units", words(&vec!["u1"; rows])),
        ("status", words(&vec!["draft"; rows])),
        (name, values),
    ]
}

fn refusal(file: &str, columns: Vec<(&str, ArrayRef)>) -> String {
    verdicts(&[Log::new().parquet(file, columns)]).unwrap_err()
}

#[test]
fn a_column_that_no_field_answers_to() {
    let said = refusal("visit.parquet", visits("visitr", words(&["p1"])));
    assert_eq!(
        said,
        "visit.parquet, column `visitr`: `visit` has no field `visitr`; did you mean `visitor`?"
    );
}

#[test]
fn two_columns_that_mean_one_field() {
    let said = refusal("visit.parquet", visits("走访人", words(&["p1"])));
    let means = "the heading `走访人` means the same as that of column 1; only one may stay";
    assert_eq!(said, format!("visit.parquet, column `走访人`: {means}"));
}

#[test]
fn a_column_of_bytes() {
    let said = refusal("visit.parquet", visits("at", Arc::new(BinaryArray::from(vec![b"2016".as_slice()]))));
    assert!(said.starts_with("visit.parquet, column `at`: the column's type is Binary"), "{said}");
}

#[test]
fn a_file_that_does_not_tell_its_type() {
    let said = refusal("visits.parquet", visits("at", words(&["2016-04-12"])));
    assert!(said.starts_with("visits.parquet: there is no type of record `visits`"), "{said}");
}

#[test]
fn a_value_that_is_wrong_has_file_row_and_field() {
    let said = refusal("visit.parquet", visits("at", words(&["2016-04-12", "2016-02-30"])));
    assert_eq!(said, "visit.parquet:2: L0104 `at` is not a date: `2016-02-30`; write it like 2016-04-12");
    let mut columns = visits("at", words(&["2016-04-12"]));
    columns.push(("hours", Arc::new(Float64Array::from(vec![f64::NAN]))));
    let said = refusal("visit.parquet", columns);
    assert_eq!(said, "visit.parquet:1: L0105 `hours` should be a decimal number, found `NaN`");
}

#[test]
fn a_table_under_a_wrong_name() {
    let said = verdicts(&[Log::new().text("visit.parquet", "visitor,at\np1,2016-04-12\n")]).unwrap_err();
    assert!(said.starts_with("cannot read visit.parquet: it is no Parquet file"), "{said}");
}

#[test]
fn a_file_that_is_cut_off() {
    let log = Log::new();
    let path = log.parquet("visit.parquet", visits("at", words(&["2016-04-12"])));
    let bytes = std::fs::read(&path).unwrap();
    for length in [0, 3, bytes.len() / 2, bytes.len() - 1] {
        std::fs::write(&path, bytes.get(..length).unwrap()).unwrap();
        let said = verdicts(std::slice::from_ref(&path)).unwrap_err();
        assert!(said.starts_with("cannot read visit.parquet: it is no Parquet file"), "{length}: {said}");
    }
}
