//! A package as one page for sign-off: each article with its text, and beside it the norms that encode it, in plain words.

mod content;
mod page;
mod rests;
mod source;

pub(crate) use content::{Status, content, deemed};
pub(crate) use page::html;
pub(crate) use source::Source;
