//! Every message of the catalogue comes of some input of the tests, and reads whole in both languages: those of reading,
//! checking and judging are made here; those of the command stand in what it prints.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod collected;
mod explained;
mod logs;

mod said;
mod spoken;
mod words;

use bylaws::diagnostic::Lang;
use bylaws::diagnostic::catalogue::{entries, template};
use bylaws_tests::generate::case;
use collected::{Collected, root};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;
use std::fs;

/// Messages that no input here brings about, and why.
const NOT_HERE: [(&str, &str); 13] = [
    ("command.looking", "of work that goes on for long, where somebody watches"),
    ("B0105", "what the grammar accepts can always be built; the code guards against a slip of ours"),
    ("fmt.unfaithful", "what is printed reads as it did; the message guards against a slip of ours"),
    ("log.reading", "beside the bar that only a terminal shows"),
    ("watch.failed", "of the operating system"),
    ("written.file", "where somebody watches"),
    ("written.files", "where somebody watches"),
    ("watch.saved", "after a save; tests/workbench.rs"),
    ("L0201.denied", "of the file system, and not for whoever may read everything"),
    ("L0201.parquet", "of builds that read Parquet; crates/bylaws-parquet/tests"),
    ("L0202.table", "of builds that read Parquet; crates/bylaws-parquet/tests"),
    ("L0202.column", "of builds that read Parquet; crates/bylaws-parquet/tests"),
    ("L0214", "of builds that read Parquet; crates/bylaws-parquet/tests"),
];

#[test]
fn every_message_comes_of_some_input_and_reads_whole_in_both_languages() {
    let mut all = Collected::default();
    let mut pages: Vec<_> =
        fs::read_dir(root().join("docs/diagnostics")).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    for page in pages.iter().filter(|page| page.extension().is_some_and(|end| end == "md")) {
        all.page(&fs::read_to_string(page).unwrap());
    }
    for page in ["docs/cookbook.md", "docs/cookbook.zh-CN.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        collected::blocks(&text).for_each(|(_, text)| all.text(text));
    }
    collected::blocks(include_str!("inputs.md")).for_each(|(_, text)| all.text(text));
    all.page(include_str!("amended.md"));
    all.package(&root().join("policies/school-safety"));
    logs::collect(&mut all);
    // Rare verdicts come of policies and logs made at random, the same in every run.
    let mut runner = TestRunner::deterministic();
    for _ in 0..150 {
        all.case(&case().new_tree(&mut runner).unwrap().current());
    }
    let mut seen = BTreeSet::new();
    for message in &all.0 {
        for lang in [Lang::Zh, Lang::En] {
            let words = template(message.key, lang).unwrap();
            let wanted = words.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
            for (name, _) in wanted {
                let given = message.args.iter().any(|(given, _)| *given == name);
                assert!(given, "{} is not told its {name}", message.key);
            }
            assert!(!message.render(lang).trim().is_empty());
        }
        seen.insert(message.key);
    }
    words::are_those_written_down(&all.0);
    seen.extend(said::keys());
    seen.extend(explained::keys(&all.1));
    let missing: Vec<&str> = entries().map(|entry| entry.0).filter(|key| !seen.contains(key)).collect();
    let excused: Vec<&str> = NOT_HERE.iter().map(|(key, _)| *key).collect();
    let (known, unknown): (Vec<&str>, Vec<&str>) = missing.into_iter().partition(|key| excused.contains(key));
    assert!(unknown.is_empty(), "{} messages come of no input: {unknown:#?}", unknown.len());
    let found: Vec<&&str> = excused.iter().filter(|key| !known.contains(key)).collect();
    assert!(found.is_empty(), "these come of an input and need no excuse: {found:?}");
}
