//! Receipts from the outside: a run leaves one, and `verify` says whether the same comes of the same, and if not which
//! input is another one.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

const POLICY: &str = "entity unit\nevent visit {\n  to: unit\n}\nparameter fewest: integer \"how many\" \n\
    norm visits \"Visits\" {\n  each unit\n  must have visit where (to is the unit)\n  every year, at least fewest times\n}\n";
const LOG: &str = "{\"id\":\"u\",\"type\":\"unit\",\"at\":\"2016-01-01\",\"entity\":\"u1\"}\n\
    {\"id\":\"v\",\"type\":\"visit\",\"at\":\"2016-05-01\",\"to\":\"u1\"}\n\
    {\"id\":\"k\",\"type\":\"coverage\",\"from\":\"2016-01-01\",\"until\":\"2016-12-31\"}\n";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("p")).unwrap();
    fs::write(folder.path().join("p/visits.policy"), POLICY).unwrap();
    fs::write(folder.path().join("log.jsonl"), LOG).unwrap();
    folder
}

fn bylaws(folder: &Path, line: &str) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_bylaws"))
        .current_dir(folder)
        .args(line.split_whitespace())
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn run(folder: &Path, format: &str) -> Value {
    let line = format!(
        "--lang en run p --log log.jsonl --param fewest=2 --as-of 2016-12-31 --format {format} --receipt receipt.json"
    );
    let (code, out, err) = bylaws(folder, &line);
    assert_eq!((code, err.as_str()), (Some(3), ""), "{out}");
    let receipt: Value =
        serde_json::from_str(&fs::read_to_string(folder.join("receipt.json")).unwrap()).unwrap();
    assert_eq!(receipt["report"]["bytes"].as_u64(), Some(out.len() as u64));
    receipt
}

#[test]
fn the_same_comes_of_the_same_in_every_format_and_wherever_the_log_lies() {
    let folder = folder();
    for format in ["text", "json", "csv"] {
        let receipt = run(folder.path(), format);
        assert_eq!(receipt, run(folder.path(), format));
        assert_eq!(receipt["asked"]["parameters"][0], "fewest=2");
        assert_eq!(receipt["policy"]["files"][0]["file"], "visits.policy");
        let (code, out, _) = bylaws(folder.path(), "--lang en verify receipt.json p --log log.jsonl");
        assert_eq!(code, Some(0), "{out}");
        assert!(out.starts_with("the report is the same, byte for byte: "), "{out}");
        fs::copy(folder.path().join("log.jsonl"), folder.path().join("copy.jsonl")).unwrap();
        assert_eq!(bylaws(folder.path(), "verify receipt.json p --log copy.jsonl").0, Some(0));
    }
}

#[test]
fn what_is_otherwise_is_named_in_both_languages() {
    let folder = folder();
    run(folder.path(), "text");
    fs::write(folder.path().join("log.jsonl"), LOG.replace("2016-05-01", "2016-05-02")).unwrap();
    let (code, out, _) = bylaws(folder.path(), "--lang en verify receipt.json p --log log.jsonl");
    assert_eq!(code, Some(3));
    let said = "log `log.jsonl` says something else than log `log.jsonl` of the receipt did";
    assert_eq!(out.lines().filter(|line| line.contains("log.jsonl")).collect::<Vec<_>>(), [said], "{out}");
    fs::write(folder.path().join("other.jsonl"), LOG.replace("u1", "u2")).unwrap();
    let (code, out, _) = bylaws(folder.path(), "--lang en verify receipt.json p --log other.jsonl");
    assert_eq!(code, Some(3));
    assert!(
        out.starts_with("log `other.jsonl` says something else than log `log.jsonl` of the receipt did\n"),
        "{out}"
    );
    // Where a log is another one it is of no account where it lies.
    assert!(out.contains("the report is another one") && !out.contains("lie elsewhere"), "{out}");
    fs::write(folder.path().join("copy.jsonl"), LOG).unwrap();
    let (_, out, _) = bylaws(folder.path(), "--lang zh verify receipt.json p --log copy.jsonl other.jsonl");
    assert!(out.starts_with("日志「other.jsonl」不是凭单中的日志\n"), "{out}");
    let (_, out, _) = bylaws(folder.path(), "--lang en verify receipt.json p --log log.jsonl");
    // The day of a visit changes nothing of this report.
    assert!(out.contains("the report is the same, byte for byte, but of other inputs"), "{out}");
    fs::write(folder.path().join("log.jsonl"), LOG).unwrap();
    fs::write(folder.path().join("p/visits.policy"), POLICY.replace("Visits", "All visits")).unwrap();
    fs::write(folder.path().join("p/more.policy"), "entity other\n").unwrap();
    let (code, out, _) = bylaws(folder.path(), "--lang zh verify receipt.json p --log log.jsonl");
    assert_eq!(code, Some(3));
    assert!(out.contains("制度包文件「visits.policy」的内容不同"), "{out}");
    assert!(out.contains("制度包多出文件「more.policy」"), "{out}");
    assert!(out.contains("报告不同"), "{out}");
}

#[test]
fn another_version_that_says_the_same_bears_the_report_out() {
    let folder = folder();
    let mut receipt = run(folder.path(), "text");
    receipt["engine"] = "0.0.1".into();
    let earlier =
        |receipt: &Value| fs::write(folder.path().join("receipt.json"), receipt.to_string()).unwrap();
    earlier(&receipt);
    let verify =
        |lang: &str| bylaws(folder.path(), &format!("--lang {lang} verify receipt.json p --log log.jsonl"));
    let (code, out, _) = verify("en");
    assert_eq!(code, Some(0), "{out}");
    assert!(out.starts_with("worked out by version 0.0.1 of the engine then, by "), "{out}");
    assert!(out.contains("\nthe report is the same, byte for byte: "), "{out}");
    assert!(verify("zh").1.contains("凭单为0.0.1"));
    receipt["report"]["hash"] = "sha256:0".into();
    earlier(&receipt);
    let (code, out, _) = verify("en");
    assert_eq!((code, out.contains("the report is another one")), (Some(3), true), "{out}");
}

#[test]
fn what_is_no_receipt_is_refused() {
    let folder = folder();
    fs::write(folder.path().join("receipt.json"), "{}").unwrap();
    let (code, _, err) = bylaws(folder.path(), "--lang en verify receipt.json p --log log.jsonl");
    assert_eq!(code, Some(1));
    assert!(err.contains("receipt.json"), "{err}");
    assert_eq!(bylaws(folder.path(), "verify nothing.json p --log log.jsonl").0, Some(1));
    assert_eq!(bylaws(folder.path(), "verify receipt.json p").0, Some(2));
}

#[test]
fn a_log_that_can_no_longer_be_reported_on_is_named() {
    let folder = folder();
    let asked = "--lang en run p --log log.jsonl --param fewest=2 --as-of 2016-12-31 --bearer u1 --receipt receipt.json";
    assert_eq!(bylaws(folder.path(), asked).0, Some(3));
    let other = LOG.replace("u1", "u2");
    fs::write(folder.path().join("log.jsonl"), other).unwrap();
    let (code, out, said) = bylaws(folder.path(), "--lang en verify receipt.json p --log log.jsonl");
    assert_eq!(code, Some(3), "{out} {said}");
    assert!(out.contains("log.jsonl") && said.contains("`u1`"), "{out} {said}");
}

#[test]
fn a_log_that_cannot_be_used_is_a_bad_one_and_named_where_it_can_be_read() {
    let folder = folder();
    run(folder.path(), "text");
    fs::write(folder.path().join("log.jsonl"), "{\"id\":\"u\"}\n").unwrap();
    let (code, out, said) = bylaws(folder.path(), "--lang en verify receipt.json p --log log.jsonl");
    assert_eq!(code, Some(1), "{out} {said}");
    assert!(out.starts_with("log `log.jsonl` says something else than"), "{out} {said}");
    assert!(said.contains("`type` is missing"), "{said}");
    // What cannot be read is said once.
    let (code, out, said) = bylaws(folder.path(), "--lang en verify receipt.json p --log nothing.jsonl");
    assert_eq!((code, out.as_str(), said.matches("nothing.jsonl").count()), (Some(1), "", 1), "{said}");
    fs::write(folder.path().join("log.jsonl"), LOG).unwrap();
    fs::write(folder.path().join("p/visits.policy"), "entity\n").unwrap();
    assert_eq!(bylaws(folder.path(), "verify receipt.json p --log log.jsonl").0, Some(1));
}
