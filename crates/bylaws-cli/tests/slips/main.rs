//! What administrators write by mistake, in Chinese, over the real command: each slip alone is told once, in words that
//! lead to the right text, and where there is an edit it is such that nothing is wrong afterwards.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod table;

use rayon::prelude::*;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The rules of a school, in which nothing is wrong.
const SCHOOL: &str = include_str!("school.policy");

/// The errors of a text, as `check` tells them.
fn errors(folder: &Path, text: &str) -> Vec<Value> {
    fs::write(folder.join("school.policy"), text).unwrap();
    let command = Command::new(env!("CARGO_BIN_EXE_bylaws"))
        .args(["--lang", "zh", "check", "--format", "json"])
        .arg(folder)
        .output()
        .unwrap();
    let all: Value = serde_json::from_slice(&command.stdout).unwrap();
    all.as_array().unwrap().iter().filter(|one| one["severity"] != "note").cloned().collect()
}

fn words_of(problem: &Value) -> String {
    let help = problem["help"].as_array().unwrap().iter().map(|help| help.as_str().unwrap());
    let all: Vec<&str> = std::iter::once(problem["message"].as_str().unwrap()).chain(help).collect();
    format!("{} {}", problem["code"].as_str().unwrap(), all.join(" "))
}

fn mended(text: &str, fix: &Value) -> String {
    let at = |end: &str| usize::try_from(fix[end].as_u64().unwrap()).unwrap();
    let (before, behind) = (&text[..at("start")], &text[at("end")..]);
    format!("{before}{}{behind}", fix["replacement"].as_str().unwrap())
}

/// What is not as it should be with one slip: what is right, what stands there instead, the words that it is told in.
fn wrong_with((right, slip, words): &(&str, &str, &str)) -> Vec<String> {
    assert!(SCHOOL.contains(right), "{right}");
    let folder = tempfile::tempdir().unwrap();
    let text = SCHOOL.replacen(right, slip, 1);
    let found = errors(folder.path(), &text);
    let told: Vec<String> = found.iter().map(words_of).collect();
    let ([one], [only]) = (found.as_slice(), told.as_slice()) else {
        return vec![format!("{slip}: {told:#?}")];
    };
    let mut wrong = Vec::new();
    if !only.contains(words) {
        wrong.push(format!("{slip}: {only} lacks {words}"));
    }
    let left = match &one["fix"] {
        Value::Null => Vec::new(),
        fix => errors(folder.path(), &mended(&text, fix)),
    };
    let left: Vec<String> = left.iter().map(words_of).collect();
    if !left.is_empty() {
        wrong.push(format!("{slip}: after the edit {left:#?}"));
    }
    if one["fix"].is_null() != table::WITHOUT_EDIT.contains(slip) {
        wrong.push(format!("{slip}: the edit is {}", one["fix"]));
    }
    wrong
}

#[test]
fn a_slip_is_told_once_and_its_edit_leaves_nothing_wrong() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(errors(folder.path(), SCHOOL), Vec::<Value>::new());
    let wrong: Vec<String> = table::SLIPS.par_iter().flat_map_iter(wrong_with).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
