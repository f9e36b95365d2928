//! Stage 1, text → syntax tree: parsing, keywords of both languages, formatting, translation.
//!
//! `parse` is the only place that names pest.

pub mod ast;
mod parse;
mod print;
mod translate;

pub use parse::{Parsed, parse, parse_length};
pub use print::{format, format_expectation};
pub use translate::{Names, translate};
