//! What the first page shows is what comes out: the norm, the record and the verdict.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bylaws::check::check;
use bylaws::diagnostic::Lang;
use bylaws::eval::Request;
use bylaws::log::LogBuilder;
use bylaws::report;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The first two fenced blocks: a norm; a record with what the report says.
fn shown(page: &str) -> [String; 2] {
    let text = fs::read_to_string(root().join(page)).unwrap();
    let mut blocks = text.split("```\n").skip(1).step_by(2).map(str::to_owned);
    [blocks.next().unwrap(), blocks.next().unwrap()]
}

#[test]
fn the_norm_the_record_and_the_verdict_of_the_readme_are_real() {
    let folder = root().join("policies/sixteen-articles");
    let log_path = folder.join("example/log.jsonl");
    let log_text = fs::read_to_string(&log_path).unwrap();
    let article = fs::read_to_string(folder.join("article-07.policy")).unwrap();
    let policy = check(&bylaws_io::package::load(&folder).unwrap().files).policy;
    let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone);
    bylaws_io::logs::read(&[log_path], None, &mut builder, &mut |_| ()).unwrap();
    let log = builder.finish().unwrap();
    for (page, lang) in [("README.md", Lang::En), ("README.zh-CN.md", Lang::Zh)] {
        let [norm, told] = shown(page);
        assert!(article.contains(&norm), "{page}: {norm}");
        let findings = report::findings(&policy, &log, &Request::default(), lang);
        let report = report::text(&policy, &log, &findings);
        let mut lines = told.lines();
        let record = lines.next().unwrap();
        assert!(log_text.lines().any(|line| line == record), "{page}: {record}");
        for line in lines.filter(|line| !line.is_empty()) {
            assert!(report.lines().any(|said| said == line), "{page}: {line}");
        }
    }
}
