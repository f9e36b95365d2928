//! The sixteen articles: the package is clean, its scenarios pass, all 171 clauses are listed, and the
//! verdicts over a generated college are the planted truth and nothing else.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bylaws::check::{Checked, check};
use bylaws::diagnostic::Lang;
use bylaws::eval::{Request, Verdict, evaluate};
use bylaws::log::{EventLog, LogBuilder};
use bylaws::{report, scenario};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

fn package() -> Checked {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../policies/sixteen-articles");
    let package = bylaws_io::package::load(&folder).unwrap();
    assert_eq!(package.diagnostics, []);
    let checked = check(&package.files);
    let errors: Vec<String> = checked.diagnostics.iter().map(|d| d.message.render(Lang::En)).collect();
    assert!(checked.is_usable(), "{errors:#?}");
    checked
}

fn college(checked: &Checked, seed: u64, reversed: bool) -> (EventLog, Vec<bylaws_io::college::Planted>) {
    let made = bylaws_io::college::generate(seed);
    let mut file = tempfile::Builder::new().suffix(".jsonl").tempfile().unwrap();
    let mut records = made.records.clone();
    if reversed {
        records.reverse();
    }
    for record in &records {
        writeln!(file, "{record}").unwrap();
    }
    let mut builder = LogBuilder::new(&checked.policy.vocabulary, checked.policy.zone);
    bylaws_io::logs::read(&[file.path().to_owned()], None, &mut builder, &mut |_| ()).unwrap();
    (builder.finish().unwrap(), made.planted)
}

#[test]
fn all_171_clauses_are_listed() {
    assert_eq!(package().policy.clauses.len(), 171);
}

#[test]
fn every_scenario_passes() {
    let results = scenario::run(&package().policy, None);
    let failed: Vec<String> = results
        .iter()
        .flat_map(|r| r.failures.iter().map(|f| format!("{}: {}", r.title, f.render(Lang::Zh))))
        .collect();
    assert!(results.len() >= 80 && failed.is_empty(), "{failed:#?}");
}

#[test]
fn the_breaches_of_a_generated_college_are_the_planted_ones() {
    let checked = package();
    for seed in [1, 7, 2016] {
        let (log, planted) = college(&checked, seed, false);
        let mut truth: BTreeMap<(String, String), i32> = BTreeMap::new();
        for one in &planted {
            *truth.entry((one.norm.clone(), one.bearer.clone())).or_default() += 1;
        }
        let mut found: BTreeMap<(String, String), i32> = BTreeMap::new();
        let evaluation = evaluate(&checked.policy, &log, &Request::default());
        for outcome in evaluation.outcomes.iter().filter(|o| o.verdict == Verdict::Breached) {
            let (norm, _) = checked.policy.norms.get_index(outcome.norm).unwrap();
            *found.entry((norm.clone(), outcome.bearer.to_string())).or_default() += 1;
        }
        assert_eq!(found, truth, "seed {seed}");
    }
}

#[test]
fn the_order_of_lines_changes_nothing() {
    let checked = package();
    let text = |reversed| {
        let (log, _) = college(&checked, 3, reversed);
        let findings = report::findings(&checked.policy, &log, &Request::default());
        report::text(&checked.policy, &log, &findings, Lang::Zh)
    };
    assert_eq!(text(false), text(true));
}
