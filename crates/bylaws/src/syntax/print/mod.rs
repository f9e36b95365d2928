//! Tree → text in the file's own language: the one canonical layout, which `bylaws fmt` writes.
//!
//! Each construct has one form in each language, so that printing twice changes nothing and two people who
//! mean the same write the same. What the tree does not hold (blank lines inside an item, `>=` for
//! `at least`) is not kept; comments are. Nothing is decided here about what a policy means.

mod accounts;
mod comments;
mod deem;
mod expressions;
mod instants;
mod items;
mod layout;
mod literals;
mod names;
mod norms;
mod readings;
mod scenarios;
mod tables;
mod windows;
pub(crate) mod words;

use super::ast::{Comment, Expectation, Expr, File, Given, Item};
use super::parse::parse;
use crate::diagnostic::{Diagnostic, Lang};
use crate::source::{FileId, Spanned};
use layout::Line;
use names::Quoting;

/// Prints a file in its language.
///
/// The text parses to an equal tree, and printing that again gives the same text.
#[must_use]
pub fn format(file: &File) -> String {
    let mut lines: Vec<Line> = Vec::new();
    let mut before: Option<(&Item, usize)> = None;
    for item in &file.items {
        let mut block = faithful(item, file);
        let height = block.len();
        if let (Some((above, its_height)), Some(first)) = (before, block.first_mut()) {
            // A run of one-line items of a kind reads as a table; everything else stands apart.
            first.gap = !(height == 1 && its_height == 1 && same_kind(above, &item.node));
        }
        before = Some((&item.node, height));
        lines.append(&mut block);
    }
    comments::weave(lines, &file.comments)
}

/// One expectation of a scenario, as an author would write it.
#[must_use]
pub fn format_expectation(expectation: &Expectation, lang: Lang) -> String {
    Printer::new(lang, Quoting::WhereNeeded, &[]).expectation(expectation)
}

/// A condition, as an author would write it.
#[must_use]
pub fn format_condition(condition: &Expr, lang: Lang) -> String {
    Printer::new(lang, Quoting::WhereNeeded, &[]).expr(condition)
}

/// One record of a scenario, as an author would write it.
#[must_use]
pub fn format_given(given: &Given, lang: Lang) -> String {
    Printer::new(lang, Quoting::WhereNeeded, &[]).given(given)
}

/// How numbers, days and lengths of time are spelt, for what is written outside of policy text.
pub(crate) fn spelling(lang: Lang) -> Printer<'static> {
    Printer::new(lang, Quoting::WhereNeeded, &[])
}

fn same_kind(a: &Item, b: &Item) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

// Names are quoted where the grammar is known to need it. Chinese runs words together, so a rare neighbour
// can still change what is read; such an item gets all its names quoted.
fn faithful(item: &Spanned<Item>, file: &File) -> Vec<Line> {
    let plain = Printer::new(file.lang, Quoting::WhereNeeded, &file.comments).item(item);
    if reads_as(&plain, item) {
        return plain;
    }
    Printer::new(file.lang, Quoting::Always, &file.comments).item(item)
}

fn reads_as(lines: &[Line], item: &Spanned<Item>) -> bool {
    let parsed = parse(FileId::default(), &layout::text(lines));
    !parsed.diagnostics.iter().any(Diagnostic::is_error)
        && parsed.file.items.as_slice() == std::slice::from_ref(item)
}

/// Prints one item into lines. One method for each construct; those that fit inside a line give a `String`.
pub(crate) struct Printer<'c> {
    lang: Lang,
    quoting: Quoting,
    comments: &'c [Comment],
    lines: Vec<Line>,
}

impl<'c> Printer<'c> {
    fn new(lang: Lang, quoting: Quoting, comments: &'c [Comment]) -> Self {
        Self { lang, quoting, comments, lines: Vec::new() }
    }

    fn zh(&self) -> bool {
        self.lang == Lang::Zh
    }

    /// One of a pair of words: Chinese, English.
    fn say<'w>(&self, zh: &'w str, en: &'w str) -> &'w str {
        if self.zh() { zh } else { en }
    }

    fn word(&self, word: words::Word) -> &'static str {
        self.say(word.0, word.1)
    }

    fn comma(&self) -> &'static str {
        self.say("，", ", ")
    }

    fn colon(&self) -> &'static str {
        self.say("：", ": ")
    }

    fn parens(&self, inner: &str) -> String {
        if self.zh() { format!("（{inner}）") } else { format!("({inner})") }
    }
}
