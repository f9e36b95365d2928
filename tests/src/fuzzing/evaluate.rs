//! Policies and logs together: made by the generators from bytes, or written in the bytes themselves.

use crate::generate::{Case, Line, case};
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::eval::{Request, evaluate as judged};
use bylaws::log::EventLog;
use bylaws::source::{FileId, SourceSet};
use bylaws::{report, scenario as scenarios};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// The case that the generators make of a seed, the first 32 bytes. The bytes cannot stand for the draws themselves: once
/// they are used up the generators would wait for another draw without end.
fn case_of(bytes: &[u8]) -> Option<Case> {
    let mut seed = [0; 32];
    seed.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let config = Config { failure_persistence: None, max_local_rejects: 64, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, rng);
    case().new_tree(&mut runner).ok().map(|tree| tree.current())
}

/// Evaluates the policy that the generators make of a seed over the log that they make of it, and says the outcomes in every form.
///
/// # Panics
/// Where anything in between does.
pub fn evaluate(bytes: &[u8]) {
    let Some(case) = case_of(bytes) else { return };
    let Ok(policy) = case.policy() else { return };
    let Ok(log) = Line::log(&policy, &case.covered_lines(), case.asked.known_at()) else { return };
    told(&policy, &SourceSet::new(), &log, &case.asked.request());
}

/// Runs the scenarios of a policy that is written in the bytes.
///
/// # Panics
/// Where anything in between does.
pub fn scenario(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let parsed = bylaws::syntax::parse(FileId(0), &text);
    let checked = bylaws::check::check(&[parsed.file]);
    if !parsed.diagnostics.is_empty() || !checked.is_usable() {
        return;
    }
    let mut sources = SourceSet::new();
    sources.add("policy", text.as_ref());
    let policy = checked.policy;
    for result in scenarios::run(&policy, None) {
        result.failures.iter().for_each(|failure| assert!(!failure.render(Lang::Zh).is_empty()));
    }
    for test in &policy.tests {
        if let Ok((log, request)) = scenarios::given(&policy, test) {
            told(&policy, &sources, &log, &request);
        }
    }
}

fn told(policy: &CheckedPolicy, sources: &SourceSet, log: &EventLog, request: &Request) {
    let request = Request { near_misses: true, ..request.clone() };
    let evaluation = judged(policy, log, &request);
    let explainer = report::Explainer::new(policy, sources, log, &request);
    for outcome in evaluation.outcomes.iter().take(40) {
        let explained = explainer.explain(outcome);
        assert!(explained.is_some());
        let Some(explained) = explained else { continue };
        for lang in [Lang::Zh, Lang::En] {
            assert!(!explained.text(lang).is_empty());
            let _ = explained.object(lang);
        }
        assert!(!report::cells(policy, outcome, Lang::En).is_empty());
        let _ = report::row(policy, outcome);
    }
    let _ = report::due(policy, &evaluation, None);
    let _ = report::text(policy, log, &report::findings(policy, log, &request, Lang::Zh));
}
