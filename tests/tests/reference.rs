//! The reference: no word of the grammar without an entry, no example that does not check.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bylaws::check::check;
use bylaws::diagnostic::{Lang, Severity};
use bylaws::scenario;
use bylaws::source::FileId;
use bylaws::syntax::{format, parse};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap()
}

/// What stands between quotes in the grammar, comments left out.
fn literals(grammar: &str) -> Vec<String> {
    let mut out = Vec::new();
    for line in grammar.lines().filter(|line| !line.trim_start().starts_with("//")) {
        let mut chars = line.chars();
        while let Some(c) = chars.next() {
            if c != '"' {
                continue;
            }
            let mut literal = String::new();
            while let Some(c) = chars.next().filter(|c| *c != '"') {
                literal.push(if c == '\\' { chars.next().unwrap() } else { c });
            }
            out.push(literal);
        }
    }
    out
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// The words that an author can write, of one language.
fn words(lang: Lang) -> BTreeSet<String> {
    let all = literals(&read("grammar/bylaws.pest"));
    match lang {
        Lang::Zh => all.into_iter().filter(|l| l.chars().all(is_chinese) && !l.is_empty()).collect(),
        Lang::En => {
            let letters = |l: &&String| l.chars().all(|c| c.is_ascii_alphabetic() || c == ' ');
            let each = all.iter().filter(letters).flat_map(|l| l.split_whitespace());
            each.filter(|word| word.len() > 1).map(str::to_owned).collect()
        }
    }
}

#[test]
fn every_word_of_the_grammar_is_in_the_reference() {
    for (page, lang) in [("docs/reference.md", Lang::En), ("docs/reference.zh-CN.md", Lang::Zh)] {
        let text = read(page);
        let known: BTreeSet<&str> = text.split(|c: char| !c.is_ascii_alphabetic()).collect();
        let is_there = |word: &String| match lang {
            Lang::En => known.contains(word.as_str()),
            Lang::Zh => text.contains(word.as_str()),
        };
        let missing: Vec<String> = words(lang).into_iter().filter(|word| !is_there(word)).collect();
        assert!(missing.is_empty(), "{page}: {missing:?}");
        assert!(words(lang).len() > 150, "the words are not found any more");
    }
}

#[test]
fn every_example_checks_is_formatted_and_its_scenarios_pass() {
    for page in ["docs/reference.md", "docs/reference.zh-CN.md"] {
        let text = read(page);
        let blocks: Vec<&str> =
            text.split("```policy\n").skip(1).map(|b| b.split("```").next().unwrap()).collect();
        assert_eq!(blocks.len(), text.matches("\n## ").count(), "{page}: a section without an example");
        for block in blocks {
            let parsed = parse(FileId::default(), block);
            let checked = check(std::slice::from_ref(&parsed.file));
            let all = parsed.diagnostics.iter().chain(&checked.diagnostics);
            let errors: Vec<String> =
                all.filter(|d| d.severity >= Severity::Error).map(|d| d.message.render(Lang::En)).collect();
            assert!(errors.is_empty(), "{page}: {block}\n{errors:#?}");
            assert_eq!(format(&parsed.file), block, "{page}");
            let failed = scenario::run(&checked.policy, None).into_iter().flat_map(|r| r.failures);
            assert_eq!(failed.map(|f| f.render(Lang::En)).collect::<Vec<_>>(), Vec::<String>::new());
        }
    }
}
