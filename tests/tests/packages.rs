//! Every package that is shipped checks without a warning, is formatted, and its scenarios pass and show each
//! norm met and not met.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bylaws::check::check;
use bylaws::diagnostic::{Lang, Severity};
use bylaws::eval::Verdict;
use bylaws::scenario;
use bylaws::syntax::{Names, format, translate};
use bylaws_io::package::load;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies").join(name)
}

#[track_caller]
fn complete(name: &str) {
    let package = load(&folder(name)).unwrap();
    let checked = check(&package.files);
    let all = package.diagnostics.iter().chain(&checked.diagnostics);
    let said: Vec<String> =
        all.filter(|d| d.severity > Severity::Note).map(|d| d.message.render(Lang::Zh)).collect();
    assert!(said.is_empty(), "{said:#?}");
    let results = scenario::run(&checked.policy, None);
    let failed: Vec<String> = results.iter().flat_map(|r| &r.failures).map(|f| f.render(Lang::Zh)).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    for verdict in [Verdict::Fulfilled, Verdict::Breached] {
        let shown = shown(&checked.policy.tests, verdict);
        let missing: Vec<&String> = checked
            .policy
            .norms
            .values()
            .map(|n| n.name.alias.as_ref().unwrap())
            .filter(|n| !shown.contains(*n))
            .collect();
        assert!(missing.is_empty(), "{verdict:?}: {missing:?}");
    }
}

// Norms of which a scenario expects a verdict, by the names that the scenarios use.
fn shown(tests: &[bylaws::syntax::ast::Test], verdict: Verdict) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for test in tests {
        let first = test.norms.first().map(|n| n.node.clone()).unwrap_or_default();
        for expected in test.expected().filter(|e| e.node.verdict == Some(verdict)) {
            out.insert(expected.node.norm.as_ref().map_or_else(|| first.clone(), |n| n.node.clone()));
        }
    }
    out
}

#[test]
fn school_safety_is_a_complete_package() {
    complete("school-safety");
}

#[test]
fn the_rules_for_branches_are_a_complete_package() {
    complete("branch-rules");
}

#[test]
fn packages_go_into_english_and_back() {
    ["school-safety", "branch-rules"].into_iter().for_each(there_and_back);
}

fn there_and_back(name: &str) {
    let package = load(&folder(name)).unwrap();
    let names = Names::of(&package.files.iter().collect::<Vec<_>>());
    for file in &package.files {
        let english = translate(file, &names, Lang::En).unwrap();
        let back = translate(&english, &names, Lang::Zh).unwrap();
        assert_eq!(format(&back), format(file));
    }
}
