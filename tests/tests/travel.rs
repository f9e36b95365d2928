//! The travel policies over small XES logs of our own, and over the real ones where they are at hand.
//!
//! The expected figures of the real logs were counted by a program of another language straight from the
//! XML; `docs/case-study-travel.md` says how.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::{Lang, Severity};
use bylaws::eval::{Request, evaluate};
use bylaws::log::LogBuilder;
use bylaws::scenario;
use bylaws_io::logs;
use bylaws_io::logs::xes::Mapping;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn policy(name: &str) -> (PathBuf, CheckedPolicy) {
    let folder = root().join("policies/travel").join(name);
    let checked = check(&bylaws_io::package::load(&folder).unwrap().files);
    // That nobody is named to answer is noted: the logs name no posts.
    assert!(checked.diagnostics.iter().all(|d| d.severity == Severity::Note), "{:?}", checked.diagnostics);
    (folder, checked.policy)
}

/// Norm, bearer and verdict of each outcome.
type Found = Vec<(String, String, &'static str)>;

fn evaluated(name: &str, log: &Path) -> Found {
    let (folder, policy) = policy(name);
    let mapping = Mapping::of_package(&folder, &policy.vocabulary).unwrap();
    let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone);
    let mut read = 0;
    logs::read(&[log.to_owned()], mapping.as_ref(), &mut builder, &mut |bytes| read = bytes).unwrap();
    assert_eq!(read, std::fs::metadata(log).unwrap().len(), "progress counts every byte");
    let found = evaluate(&policy, &builder.finish().unwrap(), &Request::default());
    let norm = |index: usize| policy.norms.get_index(index).unwrap().0.clone();
    let outcomes = found.outcomes.iter();
    outcomes.map(|o| (norm(o.norm), o.bearer.to_string(), o.verdict.word(Lang::En))).collect()
}

fn verdicts(found: &Found) -> Vec<String> {
    found.iter().map(|(norm, bearer, verdict)| format!("{norm} of {bearer}: {verdict}")).collect()
}

fn counts(found: &Found) -> BTreeMap<(&str, &str), usize> {
    let mut counts = BTreeMap::new();
    for (norm, _, verdict) in found {
        *counts.entry((norm.as_str(), *verdict)).or_default() += 1;
    }
    counts
}

#[test]
fn the_scenarios_pass() {
    for name in ["domestic", "permit"] {
        let failed: Vec<_> =
            scenario::run(&policy(name).1, None).into_iter().flat_map(|r| r.failures).collect();
        assert_eq!(failed, []);
    }
}

#[test]
fn declarations_are_judged() {
    let found = evaluated("domestic", &root().join("tests/suite/travel/declarations.xes"));
    assert_eq!(
        verdicts(&found),
        [
            "paid_after_approval of in order: fulfilled",
            "paid_after_approval of paid & not approved: breached",
            "paid_after_approval of paid a day late: fulfilled",
            "payment_in_time of in order: fulfilled",
            "payment_in_time of paid & not approved: fulfilled",
            "payment_in_time of paid a day late: breached",
            "payment_in_time of still due: open",
            "rejection_answered of rejected, dropped: fulfilled",
            "rejection_answered of rejected, left lying: breached",
        ]
    );
}

#[test]
fn permits_are_judged() {
    let found = evaluated("permit", &root().join("tests/suite/travel/permits.xes"));
    assert_eq!(
        verdicts(&found),
        [
            "approved_before_trip of after it: breached",
            "approved_before_trip of on the day: breached",
            "approved_before_trip of the day before: fulfilled",
            "declared_in_time of after it: open",
            "declared_in_time of on the day: breached",
            "declared_in_time of the day before: fulfilled",
        ]
    );
}

fn real(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("BYLAWS_REAL_LOGS")?;
    Some(PathBuf::from(folder).join("bpic2020").join(name))
}

#[test]
fn the_real_declarations() {
    let Some(log) = real("DomesticDeclarations.xes.gz") else {
        return eprintln!("BYLAWS_REAL_LOGS is not set: the real declarations are not read");
    };
    let found = evaluated("domestic", &log);
    let expected = [
        (("paid_after_approval", "breached"), 2),
        (("paid_after_approval", "fulfilled"), 9744),
        (("payment_in_time", "breached"), 8),
        (("payment_in_time", "fulfilled"), 9740),
        (("payment_in_time", "open"), 101),
        (("rejection_answered", "breached"), 57),
        (("rejection_answered", "fulfilled"), 1397),
    ];
    assert_eq!(counts(&found), BTreeMap::from(expected));
}

#[test]
fn the_real_permits() {
    let Some(log) = real("PermitLog.xes.gz") else {
        return eprintln!("BYLAWS_REAL_LOGS is not set: the real permits are not read");
    };
    let found = evaluated("permit", &log);
    let expected = [
        (("approved_before_trip", "breached"), 1231),
        (("approved_before_trip", "fulfilled"), 5190),
        (("declared_in_time", "breached"), 1276),
        (("declared_in_time", "fulfilled"), 5012),
        (("declared_in_time", "open"), 129),
    ];
    assert_eq!(counts(&found), BTreeMap::from(expected));
}
