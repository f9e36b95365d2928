//! The message catalogue: every key with its Chinese and its English words.
//!
//! Each area keeps its own table under `catalogue/`, a slice of `(key, zh, en)`; `{name}` stands for an
//! argument. Tests hold that no key is twice in the tables and that both texts use the same arguments.

use super::{Arg, Lang, Message};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

mod check;
mod command;
mod explanation;
mod log;
mod scenario;
mod syntax;
mod verdict;

/// One entry: key, Chinese, English.
pub type Entry = (&'static str, &'static str, &'static str);

const TABLES: [&[Entry]; 7] = [
    syntax::MESSAGES,
    check::MESSAGES,
    scenario::MESSAGES,
    log::MESSAGES,
    verdict::MESSAGES,
    explanation::MESSAGES,
    command::MESSAGES,
];

/// All entries, table by table.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    TABLES.iter().flat_map(|table| table.iter())
}

/// The template of a key in one language.
#[must_use]
pub fn template(key: &str, lang: Lang) -> Option<&'static str> {
    let (_, zh, en) = BY_KEY.get(key)?;
    Some(match lang {
        Lang::Zh => zh,
        Lang::En => en,
    })
}

static BY_KEY: LazyLock<FxHashMap<&str, &Entry>> =
    LazyLock::new(|| entries().map(|entry| (entry.0, entry)).collect());

pub(super) fn render(message: &Message, lang: Lang, written: Lang) -> String {
    // An unknown key still shows itself and its arguments: nothing is lost even if a table has a gap.
    // In one pass, so that what a user wrote is never taken for a placeholder.
    let mut out = String::new();
    let template = as_written(message.key, lang, written);
    let mut rest = template.as_deref().unwrap_or(message.key);
    while let Some((before, name, after)) = placeholder(rest) {
        out += before;
        match message.args.iter().find(|(given, _)| *given == name) {
            Some((_, value)) => out += &words(value, lang, written),
            None => out += &format!("{{{name}}}"),
        }
        rest = after;
    }
    out + rest
}

/// The template of a key in a language, what it quotes of the language of policies in that of the file.
fn as_written(key: &str, lang: Lang, written: Lang) -> Option<Cow<'static, str>> {
    let own = template(key, lang)?;
    let twin = template(key, written)?;
    let (places, words) = (quoted(own), quoted(twin));
    if lang == written || places.len() != words.len() {
        return Some(Cow::Borrowed(own));
    }
    let mut out = own.to_owned();
    for (place, words) in places.into_iter().zip(words).rev() {
        if let Some(words) = twin.get(words) {
            out.replace_range(place, words);
        }
    }
    Some(Cow::Owned(out))
}

/// What a template quotes, other than an argument: what may stand in a file.
fn quoted(template: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some((open, mark)) = template.get(at..).and_then(|rest| {
        rest.char_indices().find(|(_, c)| matches!(c, '「' | '“' | '`')).map(|(open, c)| (at + open, c))
    }) {
        let close = match mark {
            '「' => '」',
            '“' => '”',
            other => other,
        };
        let start = open + mark.len_utf8();
        let Some(length) = template.get(start..).and_then(|rest| rest.find(close)) else { break };
        let words = template.get(start..start + length).unwrap_or_default();
        let is_argument = words.starts_with('{') && words.find('}') == Some(words.len().saturating_sub(1));
        if !is_argument {
            out.push(start..start + length);
        }
        at = start + length + close.len_utf8();
    }
    out
}

/// What stands before the next placeholder, its name, and what follows it.
fn placeholder(template: &str) -> Option<(&str, &str, &str)> {
    let (before, inner) = template.split_once('{')?;
    let (name, after) = inner.split_once('}')?;
    Some((before, name, after))
}

/// The words of an argument in a language, those of a file in that of the file.
pub(crate) fn words(arg: &Arg, lang: Lang, written: Lang) -> String {
    match (arg, lang, written) {
        (Arg::Plain(text), ..) => text.clone(),
        (Arg::Both { zh, .. }, Lang::Zh, _) | (Arg::Word { zh, .. }, _, Lang::Zh) => zh.clone(),
        (Arg::Both { en, .. }, Lang::En, _) | (Arg::Word { en, .. }, _, Lang::En) => en.clone(),
        (Arg::Message(message), ..) => message.render_about(lang, written),
        (Arg::OneOf(all), ..) => {
            let all: Vec<String> = all.iter().map(|one| one_of(one, lang, written)).collect();
            let (comma, or) = if lang == Lang::Zh { ("、", "或") } else { (", ", " or ") };
            match all.split_last() {
                Some((last, before)) if !before.is_empty() => format!("{}{or}{last}", before.join(comma)),
                _ => all.concat(),
            }
        }
    }
}

/// A word of a file in quotation marks, with what it means where the reader's language is another.
fn one_of(arg: &Arg, lang: Lang, written: Lang) -> String {
    let shown = words(arg, lang, written);
    let Arg::Word { zh, en } = arg else { return shown };
    match (lang, written) {
        (Lang::Zh, Lang::Zh) => format!("「{shown}」"),
        (Lang::En, Lang::En) => format!("`{shown}`"),
        (Lang::Zh, Lang::En) => format!("「{shown}」（{zh}）"),
        (Lang::En, Lang::Zh) => format!("`{shown}` ({en})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
    }

    #[test]
    fn what_the_user_wrote_is_no_placeholder() {
        let message =
            Message::new("L0105").with("field", "{found}").with("found", "{field}").with("expected", "x");
        assert_eq!(message.render(Lang::En), "`{found}` should be x, found `{field}`");
    }

    #[test]
    fn what_is_to_be_written_can_be_said_in_the_language_of_the_file() {
        for (key, zh, en) in syntax::MESSAGES.iter().chain(check::MESSAGES).chain(scenario::MESSAGES) {
            assert_eq!(quoted(zh).len(), quoted(en).len(), "{key} quotes other words in zh than in en");
        }
        let message = Message::new("help.is_role").with("name", "书记");
        let words = message.render_about(Lang::En, Lang::Zh);
        assert_eq!(
            words,
            "`书记` is a role: whether somebody has it is `担任书记`, who has it is `……的书记`"
        );
    }

    #[test]
    fn every_key_is_there_once_in_both_languages_with_the_same_arguments() {
        let mut seen = BTreeSet::new();
        for (key, zh, en) in entries() {
            assert!(seen.insert(key), "{key} is twice in the catalogue");
            assert!(!zh.trim().is_empty() && !en.trim().is_empty(), "{key} lacks a language");
            assert_eq!(placeholders(zh), placeholders(en), "{key} has other arguments in zh than in en");
        }
    }
}
