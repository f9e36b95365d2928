//! Where two policies, or two versions of a norm, come to different verdicts on one log.

use crate::block::{Details, expectation};
use crate::sketch::{Sketch, ident, unplaced};
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::eval::{Evaluation, Outcome};
use bylaws::log::Instant;
use bylaws::scenario;
use bylaws::syntax::ast::{ExpectWhen, Expectation, Test, TestClause};

/// What the first of two policies says of a log and the second does not: an expectation that holds of the one and
/// fails of the other.
pub(crate) fn told_apart(
    policies: [&CheckedPolicy; 2],
    norm: &str,
    sketch: &Sketch,
    found: [&Evaluation; 2],
) -> Option<Expectation> {
    if alike(policies, norm, found) {
        return None;
    }
    let test = sketch.test("", norm, Vec::new());
    let [first, second] = found;
    let of_norm = |policy: &CheckedPolicy, outcome: &Outcome| is_of(policy, norm, outcome);
    for details in Details::ALL {
        for outcome in first.outcomes.iter().filter(|o| of_norm(policies[0], o)) {
            let Some(expected) = expectation(policies[0], &test, first, outcome, details) else { continue };
            if tells(policies, &test, &expected, found) {
                return Some(expected);
            }
        }
    }
    let mut strangers = second.outcomes.iter().filter(|o| of_norm(policies[1], o));
    strangers.find_map(|outcome| {
        let plain = no_duty(outcome, None);
        let day = (outcome.from > Instant::MIN)
            .then(|| no_duty(outcome, Some(ExpectWhen::Date(policies[1].zone.date_of(outcome.from)))));
        [Some(plain), day].into_iter().flatten().find(|expected| tells(policies, &test, expected, found))
    })
}

// Of the norm in any of its versions.
fn is_of(policy: &CheckedPolicy, norm: &str, outcome: &Outcome) -> bool {
    policy.norms.get_index(outcome.norm).is_some_and(|(_, one)| one.is_version_of(norm))
}

fn no_duty(outcome: &Outcome, when: Option<ExpectWhen>) -> Expectation {
    Expectation {
        norm: None,
        bearer: ident(outcome.whose(Lang::En).into_owned()),
        when: when.map(unplaced),
        verdict: None,
        short_by: None,
        due: None,
        counted: Vec::new(),
        answers: Vec::new(),
    }
}

fn tells(
    policies: [&CheckedPolicy; 2],
    test: &Test,
    expected: &Expectation,
    found: [&Evaluation; 2],
) -> bool {
    let mut test = test.clone();
    test.clauses.push(unplaced(TestClause::Expect(vec![unplaced(expected.clone())])));
    scenario::failures(policies[0], &test, found[0]).is_empty()
        && !scenario::failures(policies[1], &test, found[1]).is_empty()
}

// Quickly: whether a scenario could see any difference.
fn alike(policies: [&CheckedPolicy; 2], norm: &str, found: [&Evaluation; 2]) -> bool {
    let [first, second] = policies;
    let [before, after] = found;
    let of = |policy: &CheckedPolicy, evaluation: &'_ Evaluation| -> Vec<Outcome> {
        let mut own: Vec<Outcome> =
            evaluation.outcomes.iter().filter(|o| is_of(policy, norm, o)).cloned().collect();
        // Versions stand one after the other.
        own.sort_by(|a, b| (&a.bearer, a.from).cmp(&(&b.bearer, b.from)));
        own
    };
    let (before, after) = (of(first, before), of(second, after));
    let same = |(a, b): (&Outcome, &Outcome)| {
        (a.verdict, &a.bearer, &a.of_each, a.from, a.until, a.due)
            == (b.verdict, &b.bearer, &b.of_each, b.from, b.until, b.due)
            && a.short_by() == b.short_by()
            && a.who_answer() == b.who_answer()
    };
    before.len() == after.len() && before.iter().zip(&after).all(same)
}
