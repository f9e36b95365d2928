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

/// The literals of some rules of the grammar.
fn of_rules(names: &[&str]) -> BTreeSet<String> {
    let grammar = read("grammar/bylaws.pest");
    let of = |name: &&str| {
        let start = ["= _{", "= @{", "= {"].iter().find_map(|open| {
            let lines = grammar.match_indices('\n').map(|(at, _)| at + 1);
            lines.into_iter().find(|at| {
                let rest = grammar.get(*at..).unwrap();
                rest.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(open))
            })
        });
        let rule = grammar.get(start.unwrap()..).unwrap();
        let next = rule.match_indices('\n').map(|(at, _)| at + 1).find(|at| {
            let after = rule.get(*at..).unwrap();
            after.starts_with(|c: char| c.is_ascii_lowercase() || c == '/')
        });
        literals(rule.get(..next.unwrap()).unwrap())
    };
    names.iter().flat_map(of).collect()
}

#[test]
fn the_reserved_words_are_those_at_which_the_grammar_ends_a_name() {
    for (page, lang) in [("docs/reference.md", Lang::En), ("docs/reference.zh-CN.md", Lang::Zh)] {
        let text = read(page);
        let listed = text.split("<!-- reserved -->").nth(1).unwrap();
        let listed = listed.split("<!-- /reserved -->").next().unwrap();
        let listed: BTreeSet<&str> = listed.split('`').skip(1).step_by(2).collect();
        for word in &listed {
            let item = match lang {
                Lang::En => format!("event {word} {{ }}"),
                Lang::Zh => format!("事件 甲{word}乙 {{ }}"),
            };
            let parsed = parse(FileId::default(), &item);
            let joined = format!("甲{word}乙");
            let whole =
                parsed.diagnostics.is_empty() && (lang == Lang::En || format(&parsed.file).contains(&joined));
            assert!(!whole, "{page}: {word} can be a name");
        }
        let wanted = match lang {
            Lang::En => of_rules(&["en_reserved"]),
            Lang::Zh => of_rules(&["stop"]),
        };
        // In Chinese some words count only before others, which the page says in words.
        let in_part = |word: &str| {
            let before = [
                "前",
                "后",
                "起",
                "起算",
                "之日起",
                "在",
                "次日",
                "第二天",
                "第二日",
                "翌日",
                "为",
                "是",
                "否",
                "达到",
                "合计",
                "核定",
                "分段核定",
                "不少于",
            ];
            lang == Lang::Zh
                && (!word.chars().all(is_chinese) || before.contains(&word) || word.chars().count() == 1)
        };
        let missing: Vec<&String> =
            wanted.iter().filter(|word| !in_part(word) && !listed.contains(word.as_str())).collect();
        assert!(missing.is_empty(), "{page}: {missing:?}");
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
