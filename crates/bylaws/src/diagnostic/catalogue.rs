//! The message catalogue: every key with its Chinese and its English words.
//!
//! Each area keeps its own table under `messages/`, a slice of `(key, zh, en)`; `{name}` stands for an
//! argument. Tests hold that no key is twice in the tables and that both texts use the same arguments.

use super::{Arg, Lang, Message};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

mod check;
mod command;
mod explanation;
mod log;
mod syntax;
mod verdict;

/// One entry: key, Chinese, English.
pub type Entry = (&'static str, &'static str, &'static str);

const TABLES: [&[Entry]; 6] = [
    syntax::MESSAGES,
    check::MESSAGES,
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

pub(super) fn render(message: &Message, lang: Lang) -> String {
    // An unknown key still shows itself and its arguments: nothing is lost even if a table has a gap.
    // In one pass, so that what a user wrote is never taken for a placeholder.
    let mut out = String::new();
    let mut rest = template(message.key, lang).unwrap_or(message.key);
    while let Some((before, name, after)) = placeholder(rest) {
        out += before;
        match message.args.iter().find(|(given, _)| *given == name) {
            Some((_, value)) => out += &words(value, lang),
            None => out += &format!("{{{name}}}"),
        }
        rest = after;
    }
    out + rest
}

/// What stands before the next placeholder, its name, and what follows it.
fn placeholder(template: &str) -> Option<(&str, &str, &str)> {
    let (before, inner) = template.split_once('{')?;
    let (name, after) = inner.split_once('}')?;
    Some((before, name, after))
}

fn words(arg: &Arg, lang: Lang) -> String {
    match (arg, lang) {
        (Arg::Plain(text), _) => text.clone(),
        (Arg::Both { zh, .. }, Lang::Zh) => zh.clone(),
        (Arg::Both { en, .. }, Lang::En) => en.clone(),
        (Arg::Message(message), _) => message.render(lang),
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
    fn every_key_is_there_once_in_both_languages_with_the_same_arguments() {
        let mut seen = BTreeSet::new();
        for (key, zh, en) in entries() {
            assert!(seen.insert(key), "{key} is twice in the catalogue");
            assert!(!zh.trim().is_empty() && !en.trim().is_empty(), "{key} lacks a language");
            assert_eq!(placeholders(zh), placeholders(en), "{key} has other arguments in zh than in en");
        }
    }
}
