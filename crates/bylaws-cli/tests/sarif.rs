//! What `bylaws check --format sarif` writes keeps to the schema of SARIF 2.1.0.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use boon::{Compiler, Schemas};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

const SCHEMA: &str = include_str!("sarif/sarif-schema-2.1.0.json");

fn problems(report: &Value) -> Vec<String> {
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.enable_format_assertions();
    compiler.add_resource("sarif.json", serde_json::from_str(SCHEMA).unwrap()).unwrap();
    let index = compiler.compile("sarif.json", &mut schemas).unwrap();
    schemas.validate(report, index).err().map(|error| error.to_string()).into_iter().collect()
}

fn report(folder: &Path, lang: &str) -> Value {
    let arguments = ["--lang", lang, "check", "制度 包", "--format", "sarif"];
    let output =
        Command::new(env!("CARGO_BIN_EXE_bylaws")).current_dir(folder).args(arguments).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

// An unknown name with an edit, one declared twice with a further place, a clause that cannot be read, an empty span.
const TEXTS: [&str; 4] = [
    "",
    "实体 学院 英文名 college\n规范 走访 英文名 visits “走访” {\n  主体：院学\n  应当：调研\n  频次：每年不少于一次\n}\n",
    "实体 学院 英文名 college\n实体 学院 英文名 college\n",
    "规范 甲 英文名 a {\n  主题：学院",
];

#[test]
fn every_report_keeps_to_the_schema() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("制度 包")).unwrap();
    let (mut fixes, mut related) = (0, 0);
    for text in TEXTS {
        fs::write(folder.path().join("制度 包/第一 条.policy"), text).unwrap();
        for lang in ["zh", "en"] {
            let report = report(folder.path(), lang);
            assert_eq!(problems(&report), Vec::<String>::new(), "{report:#}");
            let results = report["runs"][0]["results"].as_array().unwrap();
            let some =
                |key: &str| results.iter().filter(|one| !one[key].as_array().unwrap().is_empty()).count();
            fixes += some("fixes");
            related += some("relatedLocations");
        }
    }
    assert!(fixes > 0 && related > 0, "the examples show neither edits nor further places");
}

#[test]
fn the_schema_refuses_what_is_no_report() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("制度 包")).unwrap();
    fs::write(folder.path().join("制度 包/a.policy"), TEXTS[1]).unwrap();
    let mut report = report(folder.path(), "zh");
    report["runs"][0]["results"][0]["level"] = "grave".into();
    assert!(!problems(&report).is_empty());
}
