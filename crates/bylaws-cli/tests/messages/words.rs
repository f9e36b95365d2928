//! The words of every message, in both languages, as they stand in `words.txt`: each made of the first input that brings
//! it about, so that whoever changes a word sees in the difference what a reader sees.

use bylaws::diagnostic::catalogue::{entries, template};
use bylaws::diagnostic::{Lang, Message};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Set to write the words down anew.
const ANEW: &str = "BYLAWS_WRITE_WORDS";

pub(crate) fn are_those_written_down(all: &[Message]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages/words.txt");
    let now = written(all);
    if std::env::var_os(ANEW).is_some() {
        fs::write(&path, &now).unwrap();
    }
    let before = fs::read_to_string(&path).unwrap_or_default();
    let differ: Vec<String> = now
        .lines()
        .filter(|line| !before.lines().any(|one| one == *line))
        .map(|line| format!("+ {line}"))
        .chain(
            before
                .lines()
                .filter(|line| !now.lines().any(|one| one == *line))
                .map(|line| format!("- {line}")),
        )
        .collect();
    let differ = differ.join("\n");
    assert!(now == before, "words differ from words.txt (set {ANEW}=1 to write them down):\n{differ}");
}

fn written(all: &[Message]) -> String {
    let mut first: BTreeMap<&str, &Message> = BTreeMap::new();
    for message in all {
        first.entry(message.key).or_insert(message);
    }
    let words = |key: &'static str, lang: Lang| {
        // What only the command prints has its words from the catalogue here; said.rs finds them in its output.
        let made = first.get(key).map(|message| message.render(lang));
        let here = std::env::temp_dir().display().to_string();
        made.filter(|words| !words.contains(&here)).unwrap_or_else(|| template(key, lang).unwrap().to_owned())
    };
    let mut keys: Vec<&'static str> = entries().map(|entry| entry.0).collect();
    keys.sort_unstable();
    let one = |key: &'static str| {
        format!(
            "{key}\n  {}\n  {}\n",
            words(key, Lang::Zh).replace('\n', "⏎"),
            words(key, Lang::En).replace('\n', "⏎")
        )
    };
    keys.into_iter().map(one).collect()
}
