//! Who answers for a breach by one version and by the next, on a log that both say is a breach.

use super::alike::bare;
use super::holders;
use crate::block::{Answers, Details, expectation};
use crate::mutation::side_by_side;
use crate::search::{Bounds, Found, search};
use crate::setting::seeds;
use crate::sketch::Sketch;
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{Answerable, Expr};
use bylaws::eval::{Answer, Evaluation, Outcome, Verdict};
use bylaws::plan::visit;
use bylaws::syntax::ast::{Expectation, Test};

/// A breach for which others answer, or the same in another rank.
#[derive(Clone, Debug)]
pub struct Answering {
    /// The log, with the breach.
    pub test: Test,
    /// Who answers by the older version, in the order of ranks.
    pub before: Vec<Answer>,
    /// Who answers by the newer one.
    pub after: Vec<Answer>,
}

/// A breach that both versions see and for which they name others, with somebody in office where that can be.
pub(super) fn answering(
    [old, new]: [&CheckedPolicy; 2],
    norm: &str,
    beginnings: &[Sketch],
    bounds: Bounds,
) -> Option<Answering> {
    let mut own = seeds(old, norm);
    own.extend(beginnings.iter().cloned());
    let (scope, mut start) = side_by_side([old, new], norm, &own);
    start.extend(seeds(&both_answering(old, new), norm));
    let posts = holders::posts(old, new);
    let more: Vec<Sketch> = start.iter().flat_map(|log| holders::second_holder(&posts, log)).collect();
    start.extend(more);
    let look = |is_told: &dyn Fn(&[Answer]) -> bool| {
        search(&scope, start.clone(), bounds, &|sketch, found| match found {
            [one, other] => told([old, new], norm, sketch, [one, other], is_told),
            _ => None,
        })
    };
    let held = |answers: &[Answer]| answers.iter().all(|answer| answer.holder.is_some());
    let Found { sketch, what } = look(&held).or_else(|| look(&|_| true))?;
    let Told { expected, before, after } = what;
    Some(Answering { test: sketch.test("", norm, vec![expected]), before, after })
}

/// Whether others may answer by the newer version: it names others, or one of those whom it names may be several.
pub(super) fn may_differ(first: &CheckedPolicy, second: &CheckedPolicy) -> bool {
    let answerable = |policy: &CheckedPolicy| -> Vec<Vec<Answerable>> {
        policy.norms.values().map(|norm| bare(norm).answerable).collect()
    };
    let posts = holders::posts(first, second);
    let mut is_of_such = false;
    let answers = first.norms.values().chain(second.norms.values()).flat_map(|norm| &norm.answerable);
    answers.for_each(|answer| {
        visit(&answer.who, &mut |expr| {
            is_of_such |= matches!(expr, Expr::Holders(_, role) if posts.contains(role));
        });
    });
    is_of_such || answerable(first) != answerable(second)
}

// The older version, for which those of the newer one answer too: so that both are in office.
fn both_answering(old: &CheckedPolicy, new: &CheckedPolicy) -> CheckedPolicy {
    let mut both = old.clone();
    for (name, norm) in &mut both.norms {
        norm.answerable.extend(new.norms.get(name).into_iter().flat_map(|norm| norm.answerable.clone()));
    }
    both
}

struct Told {
    expected: Expectation,
    before: Vec<Answer>,
    after: Vec<Answer>,
}

fn told(
    policies: [&CheckedPolicy; 2],
    norm: &str,
    sketch: &Sketch,
    [one, other]: [&Evaluation; 2],
    is_told: &dyn Fn(&[Answer]) -> bool,
) -> Option<Told> {
    let breaches = |policy: &CheckedPolicy, o: &Outcome| {
        let is_of = policy.norms.get_index(o.norm).is_some_and(|(_, one)| one.is_version_of(norm));
        is_of && o.verdict == Verdict::Breached && !o.bearer.is_empty()
    };
    let test = sketch.test("", norm, vec![]);
    one.outcomes.iter().filter(|o| breaches(policies[0], o)).find_map(|o| {
        let is_same = |p: &&Outcome| {
            breaches(policies[1], p)
                && (&o.bearer, &o.of_each, o.from, &o.trigger) == (&p.bearer, &p.of_each, p.from, &p.trigger)
        };
        let same = other.outcomes.iter().find(is_same)?;
        let (before, after) = (now(o), now(same));
        if before == after || !is_told(&before) || !is_told(&after) {
            return None;
        }
        let details = Details { answers: Answers::All, ..Details::default() };
        let expected = expectation(policies[0], &test, one, o, details)?;
        Some(Told { expected, before, after })
    })
}

// Those who answer now; who did before is told for the reader.
fn now(outcome: &Outcome) -> Vec<Answer> {
    outcome.answerable.iter().filter(|answer| answer.until.is_none()).cloned().collect()
}

/// Whether for one instance others answer by the second outcome than by the first.
pub(super) fn differ(first: &Outcome, second: &Outcome) -> Option<[Vec<Answer>; 2]> {
    let (before, after) = (now(first), now(second));
    (first.verdict == Verdict::Breached && second.verdict == Verdict::Breached && before != after)
        .then_some([before, after])
}
