//! Stage 1, text → syntax tree: parsing, keywords of both languages, formatting, translation.
//!
//! `parse` is the only place that names pest.

pub mod ast;
mod parse;
mod print;
mod translate;

pub(crate) use parse::{
    Counted, HIMSELF, TOWARD, at_least, counted_otherwise, is_length, is_numeral, number_said,
    opens_a_clause_of_a_norm, somebody, time_of_day_meant, time_zone_meant, type_meant, vague_in,
};
pub use parse::{
    Named, Parsed, Place, Unfinished, clause_heads, heads_in, heads_to_begin, item_heads, parse,
    parse_length, walk,
};
pub(crate) use print::{Printer, spelling, words};
pub use print::{format, format_condition, format_expectation, format_given};
pub use translate::{Names, Reference, references, translate};
