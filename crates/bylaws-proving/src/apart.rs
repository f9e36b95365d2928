//! Where two policies, or two versions of a norm, come to different verdicts on one log.

use crate::block::{Details, expectation};
use crate::search::{Found, Worth};
use crate::sketch::{Sketch, ident, unplaced};
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::eval::{Evaluation, Outcome, Verdict};
use bylaws::log::Instant;
use bylaws::scenario;
use bylaws::syntax::ast::{ExpectWhen, Expectation, TestClause};

/// A policy and what it says of a log.
#[derive(Clone, Copy)]
pub(crate) struct Judged<'j> {
    pub policy: &'j CheckedPolicy,
    pub found: &'j Evaluation,
}

/// An expectation that one policy meets on a log and another one fails.
#[derive(Clone, Debug)]
pub(crate) struct Apart {
    pub expected: Expectation,
    /// What the other one comes to instead; nothing is due by it where there is none.
    other: Vec<Verdict>,
}

impl Apart {
    /// How well it tells.
    pub(crate) const WORTH: Worth<'static, Self, (Told, Told)> = Worth {
        of: &|apart| (Told::by(apart), Told::of(apart.expected.verdict)),
        good: (Told::Decided, Told::Decided),
        most: (Told::ByTheDeed, Told::ByTheDeed),
    };

    /// The expectation alone.
    pub(crate) fn expectation(found: Found<Self>) -> Found<Expectation> {
        Found { sketch: found.sketch, what: found.what.expected }
    }
}

/// What the first of two policies says of a log and the second does not.
pub(crate) fn told_apart(
    [first, second]: [&CheckedPolicy; 2],
    norm: &str,
    sketch: &Sketch,
    [one, other]: [&Evaluation; 2],
) -> Option<Apart> {
    told_apart_where(&|_| true, [first, second], norm, sketch, [one, other])
}

/// The same of expectations that fit.
pub(crate) fn told_apart_where(
    fits: &dyn Fn(&Expectation) -> bool,
    [first, second]: [&CheckedPolicy; 2],
    norm: &str,
    sketch: &Sketch,
    [one, other]: [&Evaluation; 2],
) -> Option<Apart> {
    let [first, second] = [Judged { policy: first, found: one }, Judged { policy: second, found: other }];
    told_apart_of_all(norm, sketch, &[first], &[second], fits)
}

/// An expectation that all of some policies meet on a log, the first of them in its own words, and all of the others fail; with
/// what the last of these comes to.
pub(crate) fn told_apart_of_all(
    norm: &str,
    sketch: &Sketch,
    meet: &[Judged<'_>],
    fail: &[Judged<'_>],
    fits: &dyn Fn(&Expectation) -> bool,
) -> Option<Apart> {
    let first = *meet.first()?;
    if fail.iter().any(|other| alike(norm, first, *other)) {
        return None;
    }
    let last = fail.last()?;
    let test = sketch.test("", norm, Vec::new());
    let tells = |expected: &Expectation| {
        let mut test = test.clone();
        test.clauses.push(unplaced(TestClause::Expect(vec![unplaced(expected.clone())])));
        let holds = |of: &Judged<'_>| scenario::failures(of.policy, &test, of.found).is_empty();
        fits(expected) && meet.iter().all(holds) && !fail.iter().any(holds)
    };
    // That it is not clear any more which of several is meant tells little of what is due.
    let is_clear = |expected: &Expectation| {
        let mut meant = fail.iter().map(|of| scenario::meant(of.policy, &test, expected, of.found));
        expected.verdict.is_none() || meant.all(|found| found.is_ok_and(|found| found.len() < 2))
    };
    let own = || first.found.outcomes.iter().filter(|o| is_of(first.policy, norm, o));
    let apart = |expected: Expectation| {
        let other = scenario::meant(last.policy, &test, &expected, last.found).unwrap_or_default();
        Apart { expected, other: other.into_iter().map(|outcome| outcome.verdict).collect() }
    };
    for details in Details::ALL {
        let expected = own().map(|o| expectation(first.policy, &test, first.found, o, details));
        let telling = expected.map(|one| one.filter(|one| is_clear(one) && tells(one)).map(apart));
        if let Some(best) = best_of(telling) {
            return Some(best);
        }
    }
    // What the same record gives rise to is the same duty, wherever its window begins.
    let is_known = |o: &Outcome| {
        o.trigger.is_some()
            && own().any(|p| (&p.bearer, &p.trigger, &p.of_each) == (&o.bearer, &o.trigger, &o.of_each))
    };
    let mut strangers = last.found.outcomes.iter().filter(|o| is_of(last.policy, norm, o) && !is_known(o));
    let none = strangers.find_map(|outcome| {
        let plain = no_duty(outcome, None);
        let day = (outcome.from > Instant::MIN)
            .then(|| no_duty(outcome, Some(ExpectWhen::Date(last.policy.zone.date_of(outcome.from)))));
        [Some(plain), day].into_iter().flatten().find(|expected| tells(expected))
    });
    none.map(apart)
}

/// How many instances of a log are looked at after the first that tells, for one that tells better.
const INSTANCES: usize = 8;

// The first of those that tell best.
fn best_of(instances: impl Iterator<Item = Option<Apart>>) -> Option<Apart> {
    let mut best: Option<Apart> = None;
    let mut left = INSTANCES;
    for one in instances {
        let worth = |of: &Apart| (Apart::WORTH.of)(of);
        match (one, &best) {
            (Some(one), Some(known)) if worth(&one) > worth(known) => best = Some(one),
            (Some(one), None) => best = Some(one),
            _ => {}
        }
        if let Some(known) = &best {
            left -= 1;
            if left == 0 || worth(known) >= Apart::WORTH.most {
                break;
            }
        }
    }
    best
}

/// How well an expectation tells: best where something is met or broken by both, then where both have decided it otherwise, or
/// there is no duty; then where nothing is asked of a period, where it is still open, or where but a date, an amount or who
/// answers differs; least by what cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Told {
    Uncertain,
    Beside,
    Openly,
    Idly,
    Decided,
    ByTheDeed,
}

impl Told {
    /// How well this one does.
    pub(crate) fn by(apart: &Apart) -> Self {
        let Apart { expected, other } = apart;
        let theirs = other.iter().map(|verdict| Self::of(Some(*verdict)));
        // Where nothing is due it is told by the best of what would be.
        let theirs = if expected.verdict.is_some() { theirs.min() } else { theirs.max() };
        let both = Self::of(expected.verdict).min(theirs.unwrap_or_else(|| Self::of(None)));
        let beside = expected.short_by.is_some() || expected.due.is_some() || !expected.answers.is_empty();
        if beside { both.min(Self::Beside) } else { both }
    }

    // Of a verdict, or of nothing that is due.
    fn of(verdict: Option<Verdict>) -> Self {
        match verdict {
            Some(Verdict::Fulfilled | Verdict::Breached) => Self::ByTheDeed,
            Some(Verdict::Late | Verdict::Excused) | None => Self::Decided,
            Some(Verdict::NotApplicable) => Self::Idly,
            Some(Verdict::Open) => Self::Openly,
            Some(Verdict::Undetermined) => Self::Uncertain,
        }
    }
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

// Quickly: whether a scenario could see any difference.
fn alike(norm: &str, first: Judged<'_>, second: Judged<'_>) -> bool {
    let of = |policy: &CheckedPolicy, evaluation: &'_ Evaluation| -> Vec<Outcome> {
        let mut own: Vec<Outcome> =
            evaluation.outcomes.iter().filter(|o| is_of(policy, norm, o)).cloned().collect();
        // Versions stand one after the other.
        own.sort_by(|a, b| (&a.bearer, a.from).cmp(&(&b.bearer, b.from)));
        own
    };
    let (before, after) = (of(first.policy, first.found), of(second.policy, second.found));
    let same = |(a, b): (&Outcome, &Outcome)| {
        (a.verdict, &a.bearer, &a.of_each, a.from, a.until, a.due)
            == (b.verdict, &b.bearer, &b.of_each, b.from, b.until, b.due)
            && a.short_by() == b.short_by()
            && a.who_answer() == b.who_answer()
    };
    before.len() == after.len() && before.iter().zip(&after).all(same)
}
