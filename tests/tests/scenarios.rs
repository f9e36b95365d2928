//! The scenarios of the sixteen articles show each norm from three sides: met, not met, and at an edge.
//! What counts as a side is read off the expectations alone, so that no norm is left with a scenario
//! that only its author would call an edge.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bylaws::check::policy::{Modality, Norm, Time};
use bylaws::check::{Checked, CheckedPolicy, check};
use bylaws::eval::Verdict;
use bylaws::syntax::ast::{Test, TestClause};
use std::collections::BTreeSet;
use std::path::PathBuf;

fn package() -> Checked {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../policies/sixteen-articles");
    let checked = check(&bylaws_io::package::load(&folder).unwrap().files);
    assert!(checked.is_usable());
    checked
}

/// What the scenarios expect of one norm; no verdict means that no duty is expected.
#[derive(Default)]
struct Shown {
    verdicts: Vec<Option<Verdict>>,
    as_of: BTreeSet<String>,
}

fn shown(policy: &CheckedPolicy, norm: &Norm) -> Shown {
    let mut shown = Shown::default();
    for test in &policy.tests {
        let before = shown.verdicts.len();
        shown.verdicts.extend(expected_of(test, norm));
        if shown.verdicts.len() > before {
            shown.as_of.extend(test.clauses.iter().filter_map(|clause| match &clause.node {
                TestClause::AsOf(day) => Some(day.node.to_string()),
                _ => None,
            }));
        }
    }
    shown
}

fn expected_of(test: &Test, norm: &Norm) -> Vec<Option<Verdict>> {
    test.expected()
        .filter(|e| {
            let name = e.node.norm.as_ref().or(test.norms.first());
            name.is_some_and(|name| norm.name.answers_to(&name.node))
        })
        .map(|e| e.node.verdict)
        .collect()
}

/// A duty without a last day, and a permission, cannot be breached: unmet, they stay open.
fn can_be_breached(norm: &Norm) -> bool {
    !matches!(norm.time, Time::Once | Time::After(_)) && norm.modality != Modality::May
}

/// The sides of a norm that no scenario shows.
fn missing(norm: &Norm, shown: &Shown) -> Vec<&'static str> {
    use Verdict::{Breached, Excused, Fulfilled, Late, NotApplicable, Open, Undetermined};
    let any = |wanted: &[Option<Verdict>]| shown.verdicts.iter().any(|v| wanted.contains(v));
    let mut edges = vec![None, Some(Late), Some(Undetermined), Some(Excused), Some(NotApplicable)];
    let unmet = if can_be_breached(norm) { Breached } else { Open };
    if unmet == Breached {
        edges.push(Some(Open));
    }
    let sides = [
        ("met", any(&[Some(Fulfilled)])),
        ("not met", any(&[Some(unmet)])),
        ("edge", any(&edges) || shown.as_of.len() > 1),
    ];
    sides.into_iter().filter(|(_, there)| !there).map(|(side, _)| side).collect()
}

#[test]
fn every_norm_is_shown_met_not_met_and_at_an_edge() {
    let checked = package();
    let policy = &checked.policy;
    let lacking: Vec<String> = policy
        .norms
        .values()
        .filter_map(|norm| {
            let missing = missing(norm, &shown(policy, norm));
            let name = norm.name.alias.as_ref().unwrap_or(&norm.name.canonical);
            (!missing.is_empty()).then(|| format!("{name}: {}", missing.join(", ")))
        })
        .collect();
    assert!(lacking.is_empty(), "{} norms lack scenarios: {lacking:#?}", lacking.len());
}
