//! `grammar/bylaws.pest` as a parser: text → pairs of rule and text. What they mean is for `bylaws::syntax` to say.
//!
//! It is a crate of its own because what is generated from the grammar is a third of all the code there is to build,
//! and changes only when the grammar does.

// The rules are described where they stand, in the grammar.
#![allow(missing_docs)]

/// The parser of every rule of the grammar.
#[derive(pest_derive::Parser)]
#[grammar = "../../grammar/bylaws.pest"]
pub struct Grammar;
