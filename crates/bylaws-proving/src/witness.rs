//! Witnesses: a smallest log under which a norm comes to a verdict, and the days around each of its limits.

use crate::block::{Details, expectation};
use crate::boundary::boundary;
use crate::edges::edges;
use crate::focus::{focus, versions};
use crate::literal;
use crate::search::{Bounds, Found, Scope, search, smallest};
use crate::setting::seeds;
use crate::sketch::{Sketch, day_of, put_on};
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::eval::{Evaluation, Outcome, PAIR, Verdict};
use bylaws::scenario;
use bylaws::syntax::ast::{Expectation, Expr as Literal, ExprKind, Given, Test};
use chrono::TimeDelta;

/// A log under which a norm comes to a verdict.
#[derive(Clone, Debug)]
pub struct Witness {
    /// The log.
    pub sketch: Sketch,
    /// What comes of it.
    pub expected: Expectation,
    /// Other norms that it breaches.
    pub others: Vec<String>,
}

impl Witness {
    /// As a `test` block.
    #[must_use]
    pub fn test(&self, title: &str, norm: &str) -> Test {
        self.sketch.test(title, norm, vec![self.expected.clone()])
    }
}

/// Logs to begin with: those read off the norm, and those of its scenarios.
pub(crate) fn beginnings(policy: &CheckedPolicy, norm: &str) -> Vec<Sketch> {
    let mut out = seeds(policy, norm);
    out.extend(of_scenarios(policy, norm));
    out
}

/// What the scenarios about a norm give.
pub(crate) fn of_scenarios(policy: &CheckedPolicy, norm: &str) -> Vec<Sketch> {
    let about = |test: &&Test| scenario::norms_of(policy, test).iter().any(|n| n.name.canonical == norm);
    policy.tests.iter().filter(about).filter_map(|test| Sketch::of(policy, test)).collect()
}

/// A smallest log under which the norm comes to the verdict, looked at as early as that can be said; one that breaches no
/// other norm, where one is found.
#[must_use]
pub fn witness(policy: &CheckedPolicy, norm: &str, verdict: Verdict, bounds: Bounds) -> Option<Witness> {
    let found = of_verdict(policy, norm, verdict, bounds)
        .or_else(|| around_the_limits(policy, norm, verdict, bounds))?;
    let found = earliest(policy, norm, verdict, found, &|_| true);
    let first =
        Witness { others: breached(policy, norm, &found.sketch), expected: found.what, sketch: found.sketch };
    if first.others.is_empty() {
        return Some(first);
    }
    Some(alone(policy, norm, verdict, &first, bounds).unwrap_or(first))
}

// The same as of the first day on which it comes out so: later on others may have come due as well.
fn earliest(
    policy: &CheckedPolicy,
    norm: &str,
    verdict: Verdict,
    found: Found<Expectation>,
    fits: &dyn Fn(&Sketch) -> bool,
) -> Found<Expectation> {
    let small = focus(policy, &[norm.to_owned()]);
    let scope = Scope::new(vec![&small], norm, versions(policy, norm));
    let wanted = |outcome: &Outcome| outcome.verdict == verdict;
    let so = |sketch: &Sketch, found: &[Evaluation]| {
        shown(&small, norm, sketch, found.first()?, &wanted).filter(|_| fits(sketch))
    };
    let judged = scope.judge(&found.sketch).unwrap_or_default();
    let judged: Vec<&Evaluation> = judged.iter().collect();
    let days = edges(&small, norm, &found.sketch, &judged, &[]);
    let earlier = days.into_iter().filter(|day| *day < found.sketch.as_of).find_map(|as_of| {
        let sketch = Sketch { as_of, ..found.sketch.clone() };
        let what = so(&sketch, &scope.judge(&sketch)?)?;
        Some(smallest(&scope, Found { sketch, what }, &so))
    });
    earlier.unwrap_or(found)
}

pub(crate) fn of_verdict(
    policy: &CheckedPolicy,
    norm: &str,
    verdict: Verdict,
    bounds: Bounds,
) -> Option<Found<Expectation>> {
    of_verdict_from(beginnings(policy, norm), policy, norm, verdict, bounds)
}

/// The same from given logs on.
pub(crate) fn of_verdict_from(
    start: Vec<Sketch>,
    policy: &CheckedPolicy,
    norm: &str,
    verdict: Verdict,
    bounds: Bounds,
) -> Option<Found<Expectation>> {
    let small = focus(policy, &[norm.to_owned()]);
    let scope = Scope::new(vec![&small], norm, versions(policy, norm));
    let wanted = move |outcome: &Outcome| outcome.verdict == verdict;
    search(&scope, start, bounds, &|sketch, found| shown(&small, norm, sketch, found.first()?, &wanted))
}

/// A log that meets the norm, with the last of the records that count a second time.
pub(crate) fn more_than_enough(policy: &CheckedPolicy, norm: &str, bounds: Bounds) -> Option<Sketch> {
    let mut sketch = of_verdict(policy, norm, Verdict::Fulfilled, bounds)?.sketch;
    let evaluation = sketch.judged(policy, &versions(policy, norm))?;
    let index = policy.norms.get_index_of(norm)?;
    let is_met = |o: &&Outcome| o.norm == index && o.verdict == Verdict::Fulfilled;
    let last = evaluation.outcomes.iter().find(is_met)?.evidence.last()?;
    let place = sketch.ids().iter().position(|id| **id == **last)?;
    let again = sketch.facts.get(place)?.clone();
    sketch.facts.push(again);
    sketch.sort();
    Some(sketch)
}

// What is made up comes about only within a few days, which a search among few logs may miss.
fn around_the_limits(
    policy: &CheckedPolicy,
    norm: &str,
    verdict: Verdict,
    bounds: Bounds,
) -> Option<Found<Expectation>> {
    let small = focus(policy, &[norm.to_owned()]);
    let is_so = |one: &Expectation| one.verdict == Some(verdict);
    let found = boundary(policy, norm, bounds, Lang::En).into_iter().find_map(|case| {
        let what = case.expected.into_iter().find(is_so)?;
        Some(Found { sketch: case.sketch, what })
    })?;
    let scope = Scope::new(vec![&small], norm, versions(policy, norm));
    let wanted = |outcome: &Outcome| outcome.verdict == verdict;
    Some(smallest(&scope, found, &|sketch, found| shown(&small, norm, sketch, found.first()?, &wanted)))
}

/// The first outcome that is wanted, as an expectation.
pub(crate) fn shown(
    policy: &CheckedPolicy,
    norm: &str,
    sketch: &Sketch,
    evaluation: &Evaluation,
    wanted: &dyn Fn(&Outcome) -> bool,
) -> Option<Expectation> {
    let index = policy.norms.get_index_of(norm)?;
    let test = sketch.test("", norm, Vec::new());
    // The line for bearers unknown has no name to expect it by.
    let of_norm = evaluation.outcomes.iter().filter(|o| o.norm == index && !o.bearer.is_empty());
    let details = Details { short_by: true, ..Details::default() };
    of_norm
        .filter(|outcome| wanted(outcome))
        .find_map(|outcome| expectation(policy, &test, evaluation, outcome, details))
}

/// The other norms that a log breaches.
pub(crate) fn breached(policy: &CheckedPolicy, norm: &str, sketch: &Sketch) -> Vec<String> {
    let Some(evaluation) = sketch.judged(policy, &[]) else { return Vec::new() };
    let mut out: Vec<String> = evaluation
        .outcomes
        .iter()
        .filter(|o| o.verdict == Verdict::Breached)
        .filter_map(|o| policy.norms.get_index(o.norm).map(|(name, _)| name.clone()))
        .filter(|name| name != norm)
        .collect();
    out.dedup();
    out
}

// The other norms are met by deeds of their own, or the log says that it does not tell of theirs.
fn alone(
    policy: &CheckedPolicy,
    norm: &str,
    verdict: Verdict,
    first: &Witness,
    bounds: Bounds,
) -> Option<Witness> {
    let small = focus(policy, &[norm.to_owned()]);
    let wanted = |outcome: &Outcome| outcome.verdict == verdict;
    let comes_so = |sketch: &Sketch| {
        let evaluation = sketch.judged(&small, &versions(policy, norm))?;
        shown(&small, norm, sketch, &evaluation, &wanted)
    };
    let few = Bounds { logs: bounds.logs / 4, ..bounds };
    let fewest = Bounds { logs: bounds.logs / 20, steps: 1, ..bounds };
    let scope = Scope::new(vec![policy], norm, versions(policy, norm));
    // One after the other is met, as long as that leaves fewer that are not.
    let others_met = |start: &Sketch| {
        let mut sketch = start.clone();
        let mut others = breached(policy, norm, &sketch);
        while let Some(other) = others.first().cloned() {
            let start = meeting(policy, &other, &sketch, &first.expected, few);
            let fewer =
                |more: &Sketch| comes_so(more).filter(|_| breached(policy, norm, more).len() < others.len());
            // What meets the other one may need a change not to meet this one too.
            let changed = || Some(search(&scope, start.clone(), fewest, &|sketch, _| fewer(sketch))?.sketch);
            let more = start.iter().find(|more| fewer(more).is_some()).cloned().or_else(changed);
            let Some(more) = more else { break };
            others = breached(policy, norm, &more);
            sketch = more;
        }
        sketch
    };
    let telling = only_telling_of(policy, norm, &first.sketch);
    let found = std::iter::once(others_met(&first.sketch))
        .chain(telling.clone())
        .chain(telling.iter().map(others_met).collect::<Vec<_>>());
    let mut found = found.filter_map(|sketch| {
        let alone = breached(policy, norm, &sketch).is_empty();
        comes_so(&sketch).filter(|_| alone).map(|what| Found { sketch, what })
    });
    let found = found.next()?;
    let found = smallest(&scope, found, &|sketch, _| {
        comes_so(sketch).filter(|_| breached(policy, norm, sketch).is_empty())
    });
    // What meets the others may have brought it about sooner.
    let found = earliest(policy, norm, verdict, found, &|sketch| breached(policy, norm, sketch).is_empty());
    Some(Witness { sketch: found.sketch, expected: found.what, others: Vec::new() })
}

/// Logs on which two norms may both be met by the same bearer, made of one on which each is.
pub(crate) fn both_met(
    policy: &CheckedPolicy,
    first: &Found<Expectation>,
    second: &Found<Expectation>,
) -> Vec<Sketch> {
    together(policy, second, &first.sketch, &first.what)
}

// The log with what meets another norm for the same bearer.
fn meeting(
    policy: &CheckedPolicy,
    other: &str,
    sketch: &Sketch,
    of: &Expectation,
    bounds: Bounds,
) -> Vec<Sketch> {
    let found = of_verdict(policy, other, Verdict::Fulfilled, bounds);
    found.map(|found| together(policy, &found, sketch, of)).unwrap_or_default()
}

// The same log with that of another one: as it is, and with its deeds on the days of this one's.
fn together(
    policy: &CheckedPolicy,
    with: &Found<Expectation>,
    sketch: &Sketch,
    of: &Expectation,
) -> Vec<Sketch> {
    let bearer = &with.what.bearer.node;
    let theirs = &apart_from(policy, &with.sketch, sketch, own(bearer));
    let lasts = |fact: &Given| {
        matches!(fact.kind.node.as_str(), "role_start")
            || policy.vocabulary.entities.contains_key(&fact.kind.node)
    };
    let last_deed = |log: &Sketch| log.facts.iter().filter(|fact| !lasts(fact)).filter_map(day_of).max();
    let apart = last_deed(sketch).zip(last_deed(theirs)).map(|(ours, theirs)| ours - theirs);
    let mut moves = vec![TimeDelta::zero()];
    moves.extend(apart.filter(|apart| !apart.is_zero()));
    let moved = |by: TimeDelta| {
        let mut more = sketch.clone();
        let is_new = |(name, _): &&(String, Literal)| !sketch.with.iter().any(|(known, _)| known == name);
        more.with.extend(theirs.with.iter().filter(is_new).cloned());
        for mut fact in theirs.facts.iter().cloned() {
            for (_, value) in &mut fact.fields {
                *value = renamed(value, own(bearer), own(&of.bearer.node));
            }
            let is_known = |one: &Given| {
                let same = |index: usize| {
                    one.fields.get(index).map(|f| &f.1) == fact.fields.get(index).map(|f| &f.1)
                };
                one.kind.node == fact.kind.node && same(0) && same(1)
            };
            if lasts(&fact) && more.facts.iter().any(is_known) {
                continue;
            }
            if !lasts(&fact)
                && let Some(day) = day_of(&fact).and_then(|day| day.checked_add_signed(by))
            {
                put_on(&mut fact, day);
            }
            more.facts.push(fact);
        }
        more.sort();
        more
    };
    moves.into_iter().map(moved).collect()
}

// The log with other names for whatever, besides the bearer, is called like something else of another log.
fn apart_from(policy: &CheckedPolicy, theirs: &Sketch, ours: &Sketch, bearer: &str) -> Sketch {
    let mut out = theirs.clone();
    let entities =
        theirs.facts.iter().filter(|fact| policy.vocabulary.entities.contains_key(&fact.kind.node));
    for fact in entities {
        let Some((_, id)) = fact.fields.first() else { continue };
        let (ExprKind::Name(name) | ExprKind::Text(name)) = &id.kind else { continue };
        let is_called_so =
            |one: &&Given| one.kind.node == fact.kind.node && one.fields.first().map(|f| &f.1) == Some(id);
        let clashes = ours.facts.iter().find(is_called_so).is_some_and(|one| one.fields != fact.fields);
        if !clashes || name == bearer {
            continue;
        }
        let values = out.facts.iter_mut().flat_map(|fact| &mut fact.fields).map(|(_, value)| value);
        values.for_each(|value| *value = renamed(value, name, &format!("{name}b")));
    }
    out
}

// Of a duty for each of something, the bearer alone.
fn own(whose: &str) -> &str {
    whose.split(PAIR).next().unwrap_or(whose)
}

fn renamed(value: &Literal, old: &str, new: &str) -> Literal {
    let one = |value: &Literal| if *value == literal::word(old) { literal::word(new) } else { value.clone() };
    literal::list(literal::parts(value).iter().map(one).collect())
}

// The same log, said to tell of nothing but what the norm looks at.
fn only_telling_of(policy: &CheckedPolicy, norm: &str, sketch: &Sketch) -> Option<Sketch> {
    let first = sketch.facts.iter().filter_map(crate::sketch::day_of).min()?;
    let norm = policy.norms.get(norm)?;
    let mut kinds: Vec<String> = sketch.facts.iter().map(|fact| fact.kind.node.clone()).collect();
    for kind in bylaws::plan::rests_on(policy, norm) {
        kinds.extend(policy.vocabulary.events.get_index(kind).map(|(name, _)| name.clone()));
    }
    let trigger = norm.trigger.as_ref().map(|trigger| &trigger.from);
    if let Some(bylaws::check::policy::From::Event(kind)) = trigger {
        kinds.extend(policy.vocabulary.events.get_index(*kind).map(|(name, _)| name.clone()));
    }
    kinds.sort();
    kinds.dedup();
    Some(Sketch { covers: vec![(first, sketch.as_of, kinds)], ..sketch.clone() })
}
