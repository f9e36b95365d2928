//! The pages that take a reader by the hand: their files, their commands and what comes out.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bylaws::source::FileId;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The fenced blocks of a page: what is said after the three marks, and the text.
fn blocks(page: &str) -> impl Iterator<Item = (&str, &str)> {
    page.split("\n```").skip(1).step_by(2).filter_map(|block| block.split_once('\n'))
}

/// The words of a command; what stands in marks is one.
fn words(line: &str) -> Vec<&str> {
    let whole = |i: usize| i % 2 == 1;
    let words = |(i, part)| if whole(i) { vec![part] } else { str::split_whitespace(part).collect() };
    line.split('"').enumerate().flat_map(words).collect()
}

// Both streams, as a terminal shows them.
fn output(folder: &Path, line: &str) -> String {
    let words = words(line);
    if let ["cat", file] = words.as_slice() {
        return fs::read_to_string(folder.join(file)).unwrap();
    }
    let (command, args) = words.split_first().unwrap();
    assert_eq!(*command, "bylaws");
    let output = Command::new(env!("CARGO_BIN_EXE_bylaws")).current_dir(folder).args(args).output().unwrap();
    [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat()
}

/// A file as a page gives it: whole, or `from` another with one phrase `replacing` another.
fn write(folder: &Path, said: &str, text: &str) {
    let (names, phrase) = match said.split_once(" replacing ") {
        Some((names, phrase)) => (names, Some(phrase.trim_matches('"'))),
        None => (said, None),
    };
    let (name, source) = names.split_once(" from ").unwrap_or((names, names));
    let text = match phrase {
        Some(phrase) => {
            let before = fs::read_to_string(folder.join(source)).unwrap();
            assert_eq!(before.matches(phrase).count(), 1, "{phrase}");
            before.replace(phrase, text)
        }
        None => format!("{text}\n"),
    };
    if name.ends_with(".policy") && phrase.is_none() {
        let laid_out = bylaws::syntax::format(&bylaws::syntax::parse(FileId::default(), &text).file);
        assert_eq!(laid_out, text, "{name} is not as `fmt` writes it");
    }
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else if from.extension().is_some_and(|kind| kind == "policy" || kind == "jsonl") {
            fs::copy(from, to).unwrap();
        }
    }
}

/// Does what a page says; how many commands that was.
fn follow(page: &str) -> usize {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies"), &folder.path().join("policies"));
    let mut commands = 0;
    for (kind, text) in blocks(page) {
        if let Some((_, said)) = kind.split_once(' ') {
            write(folder.path(), said, text);
            continue;
        }
        for step in text.split("$ ").skip(1) {
            let (line, shown) = step.split_once('\n').unwrap();
            assert_eq!(output(folder.path(), line).trim_end(), shown.trim_end(), "{line}");
            commands += 1;
        }
    }
    commands
}

#[test]
fn the_first_policy_does_what_its_page_shows() {
    assert_eq!(follow(include_str!("../../../docs/first-policy.md")), 6);
    assert_eq!(follow(include_str!("../../../docs/first-policy.zh-CN.md")), 6);
}

#[test]
fn explanations_say_what_their_page_shows() {
    assert_eq!(follow(include_str!("../../../docs/explanations.md")), 4);
    assert_eq!(follow(include_str!("../../../docs/explanations.zh-CN.md")), 4);
}

// Each language is a test of its own, for they run side by side.
#[test]
fn testing_a_regulation_goes_as_its_page_shows() {
    assert_eq!(follow(include_str!("../../../docs/testing-a-regulation.md")), 26);
}

#[test]
fn testing_a_regulation_goes_as_its_chinese_page_shows() {
    assert_eq!(follow(include_str!("../../../docs/testing-a-regulation.zh-CN.md")), 26);
}
