//! Formatting: the same tree, the same comments, and nothing left to change the second time.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bylaws::diagnostic::Lang;
use bylaws::source::FileId;
use bylaws::syntax::ast::File;
use bylaws::syntax::{format, parse};
use std::path::{Path, PathBuf};

const TOURS: [&str; 2] =
    [include_str!("../suite/syntax/tour.en.policy"), include_str!("../suite/syntax/tour.zh.policy")];

fn tree(text: &str) -> File {
    let parsed = parse(FileId(0), text);
    let problems: Vec<String> = parsed
        .diagnostics
        .iter()
        .map(|d| format!("{} {}", d.span.start, d.message.render(Lang::En)))
        .collect();
    assert_eq!(problems, Vec::<String>::new(), "in:\n{text}");
    parsed.file
}

fn comments(file: &File) -> Vec<&str> {
    file.comments.iter().map(|c| c.text.as_str()).collect()
}

fn holds_still(text: &str) -> String {
    let file = tree(text);
    let once = format(&file);
    let again = tree(&once);
    assert!(again == file, "another tree after formatting:\n{once}");
    assert_eq!(comments(&again), comments(&file));
    assert_eq!(format(&again), once);
    once
}

fn policies(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            policies(&path, out);
        } else if path.extension().is_some_and(|e| e == "policy") {
            out.push(path);
        }
    }
}

#[test]
fn the_tours_hold_still() {
    for tour in TOURS {
        let text = holds_still(tour);
        if std::env::var_os("SHOW").is_some() {
            println!("{text}");
        }
    }
}

#[test]
fn every_policy_holds_still() {
    let mut files = Vec::new();
    policies(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../policies"), &mut files);
    assert!(files.len() >= 20);
    for file in files {
        let text = holds_still(&std::fs::read_to_string(&file).unwrap());
        if let Some(folder) = std::env::var_os("SHOW") {
            std::fs::write(PathBuf::from(folder).join(file.file_name().unwrap()), text).unwrap();
        }
    }
}
