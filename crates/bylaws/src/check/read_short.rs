//! Names that are read short: a word of the language in them was taken for the end of the name.

use crate::diagnostic::{Diagnostic, Lang, Message};
use crate::log::Name;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{Expectation, Ident, Test};
use crate::syntax::spelling;

/// 有会的日 read as far as 有会: the known name, in the quotation marks without which it cannot stand.
pub(super) fn read_short(found: &str, near: &str) -> Option<String> {
    let quoted = spelling(if near.is_ascii() { Lang::En } else { Lang::Zh }).name(near);
    (near.len() > found.len() && near.starts_with(found) && quoted != near).then_some(quoted)
}

/// 三分之二专家之v1: the name of a norm, within which 之 was taken for its end.
pub(super) fn norm_read_short(test: &Test, norm: &Ident, known: &[Name]) -> Option<Diagnostic> {
    let is_of = |expected: &&Spanned<Expectation>| {
        expected.node.norm.as_ref().is_some_and(|one| one.span == norm.span)
    };
    let expected = test.expected().find(is_of)?;
    let words = format!("{}之{}", norm.node, expected.node.bearer.node);
    let is_meant = |form: &&str| words.strip_prefix(*form).is_some_and(|rest| rest.starts_with('之'));
    let meant = known.iter().flat_map(Name::forms).filter(is_meant).max_by_key(|form| form.len())?;
    let quoted = spelling(Lang::Zh).letters(meant);
    let help = Message::new("help.name_in_quotes").with("quoted", &quoted);
    // Where it is written as it is read the place of the whole name is known.
    let bearer = expected.node.bearer.span.start;
    let is_plain = norm.span.end - norm.span.start == norm.node.len() as u32
        && bearer == norm.span.end + '之'.len_utf8() as u32;
    if !is_plain {
        return Some(Diagnostic::error("B0801", norm.span).with("name", &norm.node).help(help));
    }
    let place = Span { end: norm.span.start + meant.len() as u32, ..norm.span };
    let problem = Diagnostic::error("B0801", place).with("name", &norm.node);
    Some(problem.help(help).fix(place, quoted))
}
