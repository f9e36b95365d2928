//! Words and marks that differ between a Chinese and an English report.

use crate::diagnostic::Lang;
use crate::eval::Outcome;
use std::borrow::Cow;
use std::fmt::Display;

pub(super) fn word(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    if lang == Lang::Zh { zh } else { en }
}

/// After a word, in brackets.
pub(super) fn aside(lang: Lang, words: impl Display) -> String {
    if lang == Lang::Zh { format!("（{words}）") } else { format!(" ({words})") }
}

/// After a number, as what a source says.
pub(super) fn quoted(lang: Lang, words: impl Display) -> String {
    if lang == Lang::Zh { format!("「{words}」") } else { format!(" \"{words}\"") }
}

pub(super) fn colon(lang: Lang) -> &'static str {
    word(lang, "：", ": ")
}

pub(super) fn list(lang: Lang) -> &'static str {
    word(lang, "；", "; ")
}

/// Who bears a duty, or that not everybody is known who may.
pub(super) fn bearer(outcome: &Outcome, lang: Lang) -> Cow<'_, str> {
    if outcome.bearer.is_empty() {
        Cow::Borrowed(word(lang, "（主体不全）", "(bearers not all known)"))
    } else {
        outcome.whose(lang)
    }
}
