//! `bylaws diff` from the outside: what is told where a change is shown, and where none is.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

const OLD: &str = "entity college alias 学院\nevent visit alias 调研 {\n  seen alias 所到学院: college\n  far alias 远: yes or no\n}\n\
    norm visits alias 走访 {\n  each college\n  must have visit where (seen is the college)\n  every year\n  late within 10 days\n}\n";

// What the one says the other says as well.
const SAID_TWICE: &str = "the college, far is yes or far is no)";

const TEST: &str = "test \"one\" for visits {\n  given 2016-03-01 college(entity: c1)\n        2016-04-01 visit(seen: c1, far: yes)\n  \
    as of 2016-12-31\n  expect c1: fulfilled\n}\n";

fn diff(old: &str, new: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("old.policy", old);
    write("new.policy", new);
    call(folder.path(), arguments)
}

fn call(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let arguments = [&["diff", "old.policy", "new.policy"], arguments].concat();
    let output =
        Command::new(env!("CARGO_BIN_EXE_bylaws")).current_dir(folder).args(arguments).output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn of_a_version_with_errors_it_is_told_which_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let said = |old: &str, new: &str, lang: &str| {
        fs::write(folder.path().join("old.policy"), old).unwrap();
        fs::write(folder.path().join("new.policy"), new).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_bylaws"));
        let command =
            command.current_dir(folder.path()).args(["--lang", lang, "diff", "old.policy", "new.policy"]);
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let wrong = OLD.replace("every year", "every yaer");
    let (code, text) = said(&wrong, OLD, "en");
    assert_eq!(
        (code, text.ends_with("this is about the older version, `old.policy`\n")),
        (Some(1), true),
        "{text}"
    );
    let (code, text) = said(OLD, &wrong, "zh");
    assert_eq!((code, text.ends_with("以上说的是新版本“new.policy”\n")), (Some(1), true), "{text}");
}

#[test]
fn a_norm_without_a_test_of_which_nothing_is_found_is_told_as_such() {
    let new = OLD.replace("the college)", SAID_TWICE);
    let without = [
        (
            "en",
            "neither version has a test of it to begin with",
            "written otherwise (`must`: condition 2 is added)",
        ),
        ("zh", "两个版本都没有涉及它的测试可以由此查起", "写法不同（“应当”：增加第2个条件）"),
    ];
    for (lang, missing, found) in without {
        let arguments = ["--logs", "60", "--lang", lang];
        let (code, out) = diff(OLD, &new, &arguments);
        assert_eq!((code, out.contains(missing), out.contains(found)), (Some(3), true, true), "{out}");
        // A test in either version is enough to begin with.
        for (old, new) in [(OLD.to_owned(), new.clone() + TEST), (OLD.to_owned() + TEST, new.clone())] {
            let (code, out) = diff(&old, &new, &arguments);
            assert_eq!((code, out.contains(missing), out.contains(found)), (Some(3), false, true), "{out}");
        }
    }
}

#[test]
fn a_program_reads_whether_there_is_a_test_what_is_otherwise_and_what_shows_it() {
    let json = |old: &str, new: &str| -> Value {
        let (_, out) = diff(old, new, &["--logs", "60", "--lang", "en", "--format", "json"]);
        serde_json::from_str::<Value>(&out).unwrap()["norms"][0].clone()
    };
    let same = OLD.replace("the college)", SAID_TWICE);
    for (old, tests) in [(OLD.to_owned(), false), (OLD.to_owned() + TEST, true)] {
        let told = json(&old, &same);
        assert_eq!(
            (&told["change"], &told["tests"]),
            (&"no_difference_found".into(), &tests.into()),
            "{told}"
        );
        assert_eq!(told["of"][0], "`must`: condition 2 is added", "{told}");
    }
    let changed = OLD
        .replace("the college)\n", "the college, far is yes)\n")
        .replace("within 10 days", "within 12 days");
    let told = json(OLD, &changed);
    assert_eq!(told["change"], "differs", "{told}");
    let of: Vec<&str> =
        told["differences"].as_array().unwrap().iter().map(|one| one["of"][0].as_str().unwrap()).collect();
    assert_eq!(of, ["`must`: condition 2 is added", "`late`"], "{told}");
    assert!(
        told["differences"][0]["test"].as_str().unwrap().starts_with("test \"visits: as it was\""),
        "{told}"
    );
}

#[test]
fn each_change_has_a_block_of_its_own_with_a_title_of_its_own() {
    let changed = OLD
        .replace("the college)\n", "the college, far is yes)\n")
        .replace("within 10 days", "within 12 days");
    let (code, out) = diff(OLD, &changed, &["--logs", "60", "--lang", "zh"]);
    assert_eq!(code, Some(3), "{out}");
    for part in [
        "//   “应当”：增加第2个条件\n",
        "//   “逾期”\n",
        "测试 “走访：旧的结论” ",
        "测试 “走访：旧的结论（2）” ",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
}

#[test]
fn what_is_wrong_with_a_log_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("old.policy", OLD);
    write("new.policy", &OLD.replace("10 days", "11 days"));
    write("log.jsonl", "{\"type\":\"visit\",\"at\":\"yesterday\",\"seen\":\"c1\",\"far\":true}\n");
    let mut command = Command::new(env!("CARGO_BIN_EXE_bylaws"));
    let command =
        command.current_dir(folder.path()).args(["--lang", "en", "diff", "old.policy", "new.policy"]);
    let output = command.args(["--log", "log.jsonl"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert_eq!(said.matches("log.jsonl:1").count(), 1, "{said}");
}

#[test]
fn a_norm_that_is_on_other_clauses_is_told_with_both() {
    let law = |cites: &str, years: &str| {
        format!("source A1 \"One\" {{\n  c1 \"visits\"\n  c2 \"looks\"\n}}\n{OLD}")
            .replace("norm visits alias 走访 {\n", &format!("norm visits alias 走访 {{\n{cites}"))
            .replace("every year", years)
    };
    let (one, both) = (law("  cites A1.c1\n", "every year"), law("  cites A1.c2, A1.c1\n", "every year"));
    let (code, out) = diff(&one, &both, &["--logs", "60", "--lang", "en"]);
    assert_eq!(code, Some(3), "{out}");
    assert!(
        out.contains("// visits: it asks the same; the clauses it is on were A1.c1 and are A1.c2, A1.c1\n"),
        "{out}"
    );
    let (_, out) = diff(&one, &both, &["--logs", "60", "--lang", "zh"]);
    assert!(out.contains("// 走访：要求相同；所依据的条文由A1.c1改为A1.c2、A1.c1\n"), "{out}");
    let (_, out) = diff(&one, &both, &["--logs", "60", "--format", "json"]);
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(told["norms"][0]["change"], "cites_otherwise");
    assert_eq!(told["norms"][0]["clauses"], serde_json::json!({"old": ["A1.c1"], "new": ["A1.c2", "A1.c1"]}));
    // In whatever order they stand it is the same.
    let (code, out) =
        diff(&both, &law("  cites A1.c1, A1.c2\n", "every year"), &["--logs", "60", "--lang", "en"]);
    assert_eq!((code, out.as_str()), (Some(0), "// 1 norm is the same\n"));
    let (_, out) = diff(&one, &law("", "every month"), &["--logs", "60", "--lang", "en"]);
    assert!(out.contains("means something else; the clauses it is on were A1.c1 and are none\n"), "{out}");
}
