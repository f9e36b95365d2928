//! What changes in meaning from one version of a package to the next, norm by norm, each time with a log on which
//! the two come to different verdicts, or name others who answer; and on a real log, for whom and when.

use crate::focus::{focus, versions};
use crate::mutation::{distinguishing, walk};
use crate::search::Bounds;
use crate::sketch::Sketch;
use crate::witness::of_scenarios;
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{Answerable, Expr, Norm, Selection};
use bylaws::diagnostic::Lang;
use bylaws::eval::{Answer, Evaluation, Outcome, Verdict, Weight};
use bylaws::log::Instant;
use bylaws::scenario;
use bylaws::source::Span;
use bylaws::syntax::ast::{Expectation, Test};
use indexmap::IndexMap;
use rayon::prelude::*;
use used::Used;

mod answering;
mod days;
mod used;

pub use answering::Answering;

/// What became of a norm.
#[derive(Clone, Debug)]
pub enum Change {
    /// There was none of this name.
    Added,
    /// There is none of this name any more.
    Removed,
    /// It says the same, and rests on the same.
    Same,
    /// It, or something that it may rest on, is written otherwise, and no log was found that shows a difference, among so
    /// many.
    NoDifferenceFound(usize),
    /// It means something else.
    Differs(Box<Difference>),
    /// It asks the same, and others answer for it.
    OthersAnswer(Box<Answering>),
    /// It asks the same, and what is not done weighs otherwise: a duty has become advice, or advice a duty.
    WeighsOtherwise,
}

/// A log on which two versions differ.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The log, with what the older version says of it.
    pub test: Test,
    /// What the older version says.
    pub before: Expectation,
    /// What the newer one says; nothing where it has no such instance.
    pub after: Vec<Expectation>,
    /// Where others answer besides.
    pub answering: Option<Answering>,
}

/// What became of each norm, in the order of the older version, then new ones.
#[must_use]
pub fn compare(old: &CheckedPolicy, new: &CheckedPolicy, bounds: Bounds) -> IndexMap<String, Change> {
    let names = names_of(old, new);
    let found: Vec<(String, Change)> =
        names.into_par_iter().map(|name| (name.clone(), of_norm(old, new, &name, bounds))).collect();
    found.into_iter().collect()
}

/// The norms of both versions, in that order; one that takes the place of another goes by the name of that one.
#[must_use]
pub fn names_of(old: &CheckedPolicy, new: &CheckedPolicy) -> Vec<String> {
    let own = |policy: &CheckedPolicy| -> Vec<String> {
        let current = policy.norms.values().filter(|norm| norm.amended.current.is_none());
        current.map(|norm| norm.name.canonical.clone()).collect()
    };
    let (mut names, newer) = (own(old), own(new));
    let known: Vec<&str> = names.iter().map(|name| successor(new, name)).collect();
    let added: Vec<String> = newer
        .into_iter()
        .filter(|name| !old.norms.contains_key(name) && !known.contains(&name.as_str()))
        .collect();
    names.extend(added);
    names
}

// What the norm of a name is called in its last version.
fn successor<'n>(policy: &'n CheckedPolicy, name: &'n str) -> &'n str {
    policy.norms.get(name).and_then(|norm| norm.amended.current.as_deref()).unwrap_or(name)
}

/// What became of one norm.
#[must_use]
pub fn of_norm(old: &CheckedPolicy, new: &CheckedPolicy, name: &str, bounds: Bounds) -> Change {
    match (old.norms.contains_key(name), new.norms.contains_key(name)) {
        (false, _) => return Change::Added,
        (_, false) => return Change::Removed,
        _ => {}
    }
    let newer = successor(new, name);
    let first = focus(old, &versions(old, name));
    let second = called(focus(new, &versions(new, newer)), newer, name);
    if same(&first, &second) {
        return Change::Same;
    }
    let mut beginnings: Vec<Sketch> = of_scenarios(old, name);
    beginnings.extend(of_scenarios(new, newer));
    let answering = others_answer(&first, &second)
        .then(|| answering::answering([&first, &second], name, &beginnings, bounds))
        .flatten();
    // What else differs is told by itself.
    let (ours, theirs) = match answering {
        None => (first, second),
        Some(_) => (unanswered(first), unanswered(second)),
    };
    let found = (!same(&ours, &theirs)).then(|| distinguishing(&ours, &theirs, name, &beginnings, bounds));
    match (found.flatten(), answering) {
        (None, None) if weights(old, new, name).is_some() => Change::WeighsOtherwise,
        (None, None) => Change::NoDifferenceFound(bounds.logs),
        (None, Some(answering)) => Change::OthersAnswer(Box::new(answering)),
        (Some(found), answering) => {
            let test = found.sketch.test("", name, vec![found.what.clone()]);
            let failures = scenario::judge(&theirs, &test);
            let after = failures.into_iter().find_map(|failure| failure.difference).map(|d| d.actual);
            let after = after.unwrap_or_default();
            Change::Differs(Box::new(Difference { test, before: found.what, after, answering }))
        }
    }
}

/// Whether tests of either version speak of a norm: the search for a difference begins with what they give too.
#[must_use]
pub fn has_tests(old: &CheckedPolicy, new: &CheckedPolicy, name: &str) -> bool {
    !of_scenarios(old, name).is_empty() || !of_scenarios(new, successor(new, name)).is_empty()
}

/// How much it weighs that a norm is not kept, by the older version and by the newer one, where that differs.
#[must_use]
pub fn weights(old: &CheckedPolicy, new: &CheckedPolicy, name: &str) -> Option<[Weight; 2]> {
    let weight = |norm: Option<&Norm>| norm.map(|norm| Weight::of(norm.modality));
    let (before, after) = (weight(old.norms.get(name))?, weight(new.norms.get(successor(new, name)))?);
    (before != after).then_some([before, after])
}

fn others_answer(first: &CheckedPolicy, second: &CheckedPolicy) -> bool {
    let answerable = |policy: &CheckedPolicy| -> Vec<Vec<Answerable>> {
        policy.norms.values().map(|norm| without_places(norm).answerable).collect()
    };
    answerable(first) != answerable(second)
}

// The policy in which nobody answers.
fn unanswered(mut policy: CheckedPolicy) -> CheckedPolicy {
    policy.norms.values_mut().for_each(|norm| norm.answerable.clear());
    policy
}

// The policy in which all versions of a norm go by the name of an earlier one.
fn called(mut policy: CheckedPolicy, newer: &str, name: &str) -> CheckedPolicy {
    if newer == name {
        return policy;
    }
    for norm in policy.norms.values_mut().filter(|norm| norm.is_version_of(newer)) {
        let is_it = norm.name.canonical == name;
        norm.amended.current = (!is_it).then(|| name.to_owned());
    }
    policy
}

// The same in all but where it is written, and the same of all that it rests on.
fn same(first: &CheckedPolicy, second: &CheckedPolicy) -> bool {
    let norms = |policy: &CheckedPolicy| -> Vec<Norm> { policy.norms.values().map(without_places).collect() };
    norms(first) == norms(second)
        && first.vocabulary == second.vocabulary
        && Used::of(first) == Used::of(second)
        && first.zone == second.zone
        && (first.in_force_from, first.in_force_until) == (second.in_force_from, second.in_force_until)
}

pub(crate) fn without_places(norm: &Norm) -> Norm {
    let mut norm = norm.clone();
    norm.span = Span::default();
    norm.note = None;
    norm.title = String::new();
    norm.cites = Vec::new();
    norm.conditions.clear();
    norm.exceptions.iter_mut().for_each(|exception| exception.span = Span::default());
    walk::parts(&mut norm, &mut |part| part.of_which.iter_mut().for_each(|of| of.words = "".into()));
    walk::selections(&mut norm, &mut clear);
    walk::expressions(&mut norm, &mut of_expr);
    norm
}

pub(crate) fn unplaced(expr: &Expr) -> Expr {
    let mut expr = expr.clone();
    walk::each(&mut expr, &mut of_expr);
    expr
}

fn of_expr(expr: &mut Expr) {
    if let Expr::Exists(s)
    | Expr::Count(s)
    | Expr::Measure(_, s, _)
    | Expr::TimeOf(_, s)
    | Expr::UnitsWith(_, s, _)
    | Expr::SpellTime(_, _, s, _) = expr
    {
        clear(s);
    }
}

fn clear(selection: &mut Selection) {
    selection.span = Span::default();
    selection.conditions.clear();
}

/// A verdict that is another by the newer version, or a breach for which others answer, or which weighs otherwise.
#[derive(Clone, Debug)]
pub struct Flip {
    /// The norm.
    pub norm: String,
    /// Whose.
    pub bearer: String,
    /// Where its window begins.
    pub from: Instant,
    /// The record that triggered it.
    pub trigger: Option<String>,
    /// What the older version said; nothing where it had no such instance.
    pub before: Option<Verdict>,
    /// What the newer one says.
    pub after: Option<Verdict>,
    /// Of a breach by both: who answers by the older one, and by the newer one, where that differs.
    pub answers: Option<[Vec<Answer>; 2]>,
    /// Of a breach by both: how much it weighs by the older one, and by the newer one, where that differs.
    pub weights: Option<[Weight; 2]>,
}

/// The verdicts that differ between two evaluations of one log by two versions, and the breaches for which others answer or
/// which weigh otherwise.
#[must_use]
pub fn flips(old: (&CheckedPolicy, &Evaluation), new: (&CheckedPolicy, &Evaluation)) -> Vec<Flip> {
    type Key = (String, String, Option<String>, Instant);
    // A version goes by the name that the norm has in the end.
    let named = |norm: &Norm| -> String {
        let name = norm.amended.current.as_deref().unwrap_or(&norm.name.canonical);
        successor(new.0, name).to_owned()
    };
    let key = |policy: &CheckedPolicy, o: &Outcome| -> Key {
        let norm = policy.norms.get_index(o.norm).map(|(_, norm)| named(norm)).unwrap_or_default();
        let trigger = o.trigger.as_ref().map(ToString::to_string);
        let from = if trigger.is_some() { Instant::MIN } else { o.from };
        (norm, o.whose(Lang::En).into_owned(), trigger, from)
    };
    let mut all: IndexMap<Key, [Option<&Outcome>; 2]> = IndexMap::new();
    for outcome in &old.1.outcomes {
        all.entry(key(old.0, outcome)).or_default()[0] = Some(outcome);
    }
    for outcome in &new.1.outcomes {
        all.entry(key(new.0, outcome)).or_default()[1] = Some(outcome);
    }
    let flip = |((norm, bearer, trigger, _), [before, after]): (Key, [Option<&Outcome>; 2])| {
        let from = before.or(after)?.from;
        let answers = before.zip(after).and_then(|(before, after)| answering::differ(before, after));
        let breached = |outcome: &Outcome| outcome.verdict == Verdict::Breached;
        let both = before.zip(after).filter(|(before, after)| breached(before) && breached(after));
        let weights =
            both.map(|(before, after)| [before.weight, after.weight]).filter(|[old, new]| old != new);
        let [before, after] = [before, after].map(|outcome| outcome.map(|outcome| outcome.verdict));
        let flip = Flip { norm, bearer, from, trigger, before, after, answers, weights };
        (flip.before != flip.after || flip.answers.is_some() || flip.weights.is_some()).then_some(flip)
    };
    all.into_iter().filter_map(flip).collect()
}
