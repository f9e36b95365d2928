//! What is said of norms beside each other, held against the reference on every small log there is of a kind: what is
//! said to be certain is so on all of them, and what is told as seen on no log is to be seen on none of them.

use super::package;
use crate::{bounds, by_reference, judged};
use bylaws::check::CheckedPolicy;
use bylaws::eval::Verdict;
use bylaws::syntax::ast::TestClause;
use bylaws_proving::Sketch;
use bylaws_proving::analysis::{Finding, FindingKind, Sight, analyse};
use bylaws_tests::reference::Instance;

/// When and of which kind drills may be held, each up to two times, the last one once.
const DRILLS: [(&str, &str); 3] = [("2016-01-15", "fire"), ("2016-02-25", "flood"), ("2016-03-05", "fire")];

/// A college, there from a day on, with some of the drills.
fn log(from: &str, times: [usize; 3]) -> String {
    let drills: String = DRILLS
        .iter()
        .zip(times)
        .flat_map(|((day, kind), times)| vec![format!("  {day} drill(held_by: c1, kind: {kind})\n"); times])
        .collect();
    format!(
        "test \"{from} {times:?}\" {{\n  given {from} college(entity: c1, pupils: 9)\n{drills}  covers 2016-01-01 to 2016-06-30\n  as of 2016-06-30\n}}\n"
    )
}

fn logs() -> String {
    let times = (0..18).map(|n| [n % 3, n / 3 % 3, n / 9]);
    times.flat_map(|times| ["2016-01-01", "2016-02-20"].map(|from| log(from, times))).collect()
}

fn norm(name: usize, [number, kind, time]: [&str; 3]) -> String {
    super::norm(
        &format!("n{name}"),
        &format!("{number} drill where (held_by is the college{kind})\n  {time}"),
    )
}

/// What the reference says of each norm on each log.
struct Judged {
    policy: CheckedPolicy,
    /// For each log the instances of each norm.
    logs: Vec<Vec<Vec<Instance>>>,
}

impl Judged {
    fn of(norms: &[[&str; 3]]) -> Self {
        let norms: String = norms.iter().enumerate().map(|(name, asks)| norm(name, *asks)).collect();
        let policy = package(&(norms + &logs()));
        let on = |sketch: &Sketch| {
            let (log, request) = sketch.log(&policy).unwrap();
            policy.norms.keys().map(|norm| judged(&policy, norm, &log, &request).unwrap()).collect()
        };
        let logs = policy.tests.iter().map(|test| on(&Sketch::of(&policy, test).unwrap())).collect();
        Self { policy, logs }
    }

    fn analysed(&self, logs: usize) -> Vec<Finding> {
        let names: Vec<String> = self.policy.norms.keys().cloned().collect();
        analyse(&self.policy, &names, bounds(logs))
    }

    fn is_seen(&self, norm: &str, is: &dyn Fn(&Instance) -> bool) -> bool {
        let norm = self.policy.norms.get_index_of(norm).unwrap();
        self.logs.iter().any(|log| log[norm].iter().any(is))
    }

    /// Whether on some log both are so at one time.
    fn is_seen_of_both(&self, [a, b]: [&str; 2], are: &dyn Fn(&Instance, &Instance) -> bool) -> bool {
        let [a, b] = [a, b].map(|name| self.policy.norms.get_index_of(name).unwrap());
        let together = |a: &Instance, b: &Instance| a.from < b.until && b.from < a.until;
        self.logs.iter().any(|log| log[a].iter().any(|a| log[b].iter().any(|b| together(a, b) && are(a, b))))
    }
}

fn binds(one: &Instance) -> bool {
    !matches!(one.verdict, Verdict::NotApplicable | Verdict::Undetermined)
}

/// Whether some log shows what a finding says that none does.
fn is_refuted(all: &Judged, finding: &Finding) -> bool {
    let (norm, other) = (finding.norm.as_str(), finding.other.as_deref().unwrap_or_default());
    let is = |verdict: Verdict| move |one: &Instance| one.verdict == verdict;
    let (met, breached) = (is(Verdict::Fulfilled), is(Verdict::Breached));
    match finding.kind {
        FindingKind::NoLastDay | FindingKind::NotSeen(Sight::Breached) => all.is_seen(norm, &breached),
        FindingKind::NotSeen(Sight::Binding) => all.is_seen(norm, &binds),
        FindingKind::NotSeen(Sight::BothBinding) => {
            all.is_seen_of_both([norm, other], &|a, b| binds(a) && binds(b))
        }
        FindingKind::Conflict | FindingKind::NotSeen(Sight::BothMet) => {
            all.is_seen_of_both([norm, other], &|a, b| met(a) && met(b))
        }
        FindingKind::Implied | FindingKind::NotSeen(Sight::OnlyOther) => {
            let same = |a: &Instance, b: &Instance| (a.from, a.until) == (b.from, b.until);
            all.is_seen_of_both([norm, other], &|a, b| same(a, b) && breached(a) && met(b))
        }
        _ => false,
    }
}

fn shown(findings: &[Finding], kind: FindingKind) -> usize {
    findings.iter().filter(|finding| finding.kind == kind).count()
}

#[test]
fn what_is_certain_by_how_norms_are_written_is_so_on_every_small_log() {
    let mut norms = vec![["may have at least 1", "", "every month"]];
    for number in [
        "must have at least 1",
        "must have at least 2",
        "must have at least 3",
        "must have at most 1",
        "must have exactly 1",
    ] {
        for kind in ["", ", kind is fire"] {
            for time in ["every month", "every quarter", "every quarter\n  reading partial period in full"] {
                norms.push([number, kind, time]);
            }
        }
    }
    let all = Judged::of(&norms);
    let findings = all.analysed(1);
    let certain = [FindingKind::NoLastDay, FindingKind::Conflict, FindingKind::Implied];
    for kind in certain {
        assert!(shown(&findings, kind) > 0, "{kind:?}");
    }
    for finding in findings.iter().filter(|finding| certain.contains(&finding.kind)) {
        let [norm, other] = [Some(finding.norm.as_str()), finding.other.as_deref()]
            .map(|name| name.map(|name| norms[all.policy.norms.get_index_of(name).unwrap()]));
        assert!(!is_refuted(&all, finding), "{:?}: {norm:?} {other:?}", finding.kind);
    }
}

#[test]
fn what_no_log_showed_is_shown_by_no_small_log_either_and_what_one_showed_is_so_by_the_reference() {
    let norms = [
        ["must have at least 1", "", "every month"],
        ["must have at least 2", ", kind is fire", "every quarter"],
        ["must have at most 1", "", "every quarter"],
        ["must have exactly 1", ", kind is flood", "every month"],
        ["must have at least 3", "", "every quarter\n  reading partial period in full"],
    ];
    let all = Judged::of(&norms);
    let findings = all.analysed(1000);
    for finding in &findings {
        assert!(!is_refuted(&all, finding), "{finding:?}");
    }
    assert!(shown(&findings, FindingKind::SharedRecord) > 0);
    for test in findings.iter().filter_map(|finding| finding.test.as_ref()) {
        let sketch = Sketch::of(&all.policy, test).unwrap();
        let expected = test.clauses.iter().filter_map(|clause| match &clause.node {
            TestClause::Expect(list) => Some(list),
            _ => None,
        });
        for one in expected.flatten() {
            let norm = one.node.norm.as_ref().unwrap_or(&test.norms[0]);
            let said = by_reference(&all.policy, &norm.node, &sketch, &one.node);
            assert_eq!(said, Some(one.node.verdict.into_iter().collect()), "{test:?}");
        }
    }
}
