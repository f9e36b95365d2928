//! The cookbook: each block is a package whose scenarios pass and show both sides, in both languages.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::{Lang, Severity};
use bylaws::scenario;
use bylaws::source::FileId;
use bylaws::syntax::ast::Test;
use bylaws::syntax::{format, parse};
use std::collections::BTreeSet;
use std::fs;

fn page(name: &str) -> String {
    fs::read_to_string(format!("{}/../docs/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The heading and the policy of each entry.
fn entries(page: &str) -> Vec<(String, String)> {
    let entry = |part: &str| {
        let (title, rest) = part.split_once('\n')?;
        let (_, block) = rest.split_once("```policy\n")?;
        Some((title.to_owned(), block.split_once("```")?.0.to_owned()))
    };
    page.split("\n## ").skip(1).filter_map(entry).collect()
}

fn checked(title: &str, text: &str) -> CheckedPolicy {
    let parsed = parse(FileId::default(), text);
    let checked = check(std::slice::from_ref(&parsed.file));
    let all = parsed.diagnostics.iter().chain(&checked.diagnostics);
    let said: Vec<String> =
        all.filter(|d| d.severity > Severity::Note).map(|d| d.message.render(Lang::En)).collect();
    assert!(said.is_empty(), "{title}: {said:#?}");
    assert_eq!(format(&parsed.file), text, "{title}: not as `bylaws fmt` writes it");
    checked.policy
}

#[test]
fn every_entry_does_what_it_says_in_both_languages() {
    let (english, chinese) = (entries(&page("cookbook.md")), entries(&page("cookbook.zh-CN.md")));
    assert!(english.len() >= 40, "{} entries", english.len());
    assert_eq!(english.len(), chinese.len());
    for ((title, text), (zh_title, zh_text)) in english.iter().zip(&chinese) {
        let (policy, zh_policy) = (checked(title, text), checked(zh_title, zh_text));
        for (title, policy) in [(title, &policy), (zh_title, &zh_policy)] {
            let results = scenario::run(policy, None);
            let failed: Vec<String> =
                results.iter().flat_map(|r| &r.failures).map(|f| f.render(Lang::En)).collect();
            assert!(!results.is_empty() && failed.is_empty(), "{title}: {failed:#?}");
        }
        assert_eq!(policy.norms.keys().collect::<Vec<_>>(), zh_policy.norms.keys().collect::<Vec<_>>());
        assert!(verdicts(&policy).len() > 1, "{title}: only one side is shown");
    }
}

fn verdicts(policy: &CheckedPolicy) -> BTreeSet<String> {
    policy.tests.iter().flat_map(Test::expected).map(|e| format!("{:?}", e.node.verdict)).collect()
}
