//! `bylaws check` and `bylaws test` from the outside: text, JSON, SARIF and JUnit, in both languages.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const WRONG: &str = "实体 学院 英文名 college\n事件 调研 英文名 visit {\n  单位 英文名 visited：学院\n}\n\
    规范 走访 英文名 visits “走访” {\n  主体：学院\n  应当：调查（单位是该学院）\n  频次：每年不少于一次\n}\n";

fn package(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("p")).unwrap();
    fs::write(folder.path().join("p/走访.policy"), text).unwrap();
    folder
}

fn bylaws(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output: Output =
        Command::new(env!("CARGO_BIN_EXE_bylaws")).current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn check_shows_the_place_under_wide_characters_and_what_to_write() {
    let folder = package(WRONG);
    let (code, out, _) = bylaws(folder.path(), &["--lang", "zh", "check", "p"]);
    assert_eq!(code, Some(1));
    assert!(out.contains("错误[B0208]: 没有名为「调查」"), "{out}");
    assert!(out.contains(" --> 走访.policy:7:6\n"), "{out}");
    // Three wide characters and two blanks before it, two wide ones marked.
    assert!(out.contains("7 |   应当：调查（单位是该学院）\n  |         ^^^^\n"), "{out}");
    assert!(out.contains("建议: 您是否想写「调研」？"), "{out}");
    assert!(out.contains("7 +   应当：调研（单位是该学院）"), "{out}");
    assert!(!out.contains('\u{1b}'), "no colours in a pipe: {out}");
}

#[test]
fn check_as_json_gives_bytes_and_characters_and_the_edit() {
    let folder = package(WRONG);
    let (code, out, _) = bylaws(folder.path(), &["--lang", "en", "check", "p", "--format", "json"]);
    assert_eq!(code, Some(1));
    let all: Value = serde_json::from_str(&out).unwrap();
    let one = all.as_array().unwrap().iter().find(|d| d["code"] == "B0208").unwrap();
    let start = WRONG.find("调查").unwrap();
    assert_eq!((one["line"].as_u64(), one["column"].as_u64()), (Some(7), Some(6)));
    assert_eq!((one["start"].as_u64(), one["end"].as_u64()), (Some(start as u64), Some(start as u64 + 6)));
    assert_eq!(one["fix"]["replacement"], "调研");
}

#[test]
fn check_as_sarif_names_the_rule_the_file_and_the_region() {
    let folder = package(WRONG);
    let (code, out, _) = bylaws(folder.path(), &["--lang", "zh", "check", "p", "--format", "sarif"]);
    assert_eq!(code, Some(1));
    let all: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(all["version"], "2.1.0");
    let run = &all["runs"][0];
    let found = run["results"].as_array().unwrap().iter().find(|r| r["ruleId"] == "B0208").unwrap();
    assert_eq!(found["level"], "error");
    let place = &found["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "p/%E8%B5%B0%E8%AE%BF.policy");
    assert_eq!(
        (place["region"]["startColumn"].as_u64(), place["region"]["endColumn"].as_u64()),
        (Some(6), Some(8))
    );
    let edit = &found["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(edit["insertedContent"]["text"], "调研");
    assert!(run["tool"]["driver"]["rules"].as_array().unwrap().iter().any(|r| r["id"] == "B0208"));
}

#[test]
fn test_says_where_a_scenario_failed_in_text_json_and_junit() {
    let scenario = "测试 “走访<一次>” 针对 走访 {\n  已知：2016年3月1日 学院（对象：c1）\n        2016年4月1日 调研（单位：c1）\n  截至：2016年12月31日\n  应得：c1：未完成\n}\n";
    let folder = package(&(WRONG.replace("调查", "调研") + scenario));
    let (code, out, _) = bylaws(folder.path(), &["--lang", "zh", "test", "p", "--junit", "results.xml"]);
    assert_eq!(code, Some(1));
    assert!(out.starts_with("走访.policy:10: 未通过 走访<一次>（visits）\n"), "{out}");
    assert!(out.ends_with("通过0项，未通过1项\n"), "{out}");
    let junit = fs::read_to_string(folder.path().join("results.xml")).unwrap();
    assert!(junit.contains("<testsuites name=\"bylaws\" tests=\"1\" failures=\"1\">"), "{junit}");
    assert!(junit.contains("name=\"走访&lt;一次&gt;\" file=\"走访.policy\" line=\"10\""), "{junit}");
    let (code, out, _) = bylaws(folder.path(), &["test", "p", "--format", "json"]);
    assert_eq!(code, Some(1));
    let all: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((all["failed"].as_u64(), all["scenarios"][0]["line"].as_u64()), (Some(1), Some(10)));
}
