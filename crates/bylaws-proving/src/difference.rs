//! What changes in meaning from one version of a package to the next, norm by norm, each time with a log on which
//! the two come to different verdicts, or name others who answer; and on a real log, for whom and when.

use crate::focus::{focus, versions};
use crate::said::Said;
use crate::search::Bounds;
use crate::sketch::Sketch;
use crate::witness::of_scenarios;
use alike::same;
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::Norm;
use bylaws::eval::Weight;
use bylaws::syntax::ast::{Expectation, Test};
use indexmap::IndexMap;
use merged::Versions;
use rayon::prelude::*;

mod aligned;
mod alike;
mod answering;
mod apart;
mod calendar;
mod days;
mod flips;
mod holders;
mod looked_up;
mod merged;
mod places;
mod used;
mod words;

pub(crate) use alike::{in_smaller_units, without_places};
pub use answering::Answering;
pub use flips::{Flip, flips};

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
    NoDifferenceFound {
        /// What is written otherwise.
        of: Vec<Said>,
        /// How many logs were looked at for each of these.
        logs: usize,
    },
    /// It means something else.
    Differs(Box<Differences>),
    /// It asks the same, and others answer for it.
    OthersAnswer(Box<Answering>),
    /// It asks the same, and what is not done weighs otherwise: a duty has become advice, or advice a duty.
    WeighsOtherwise,
    /// It asks the same, and stands on other clauses.
    CitesOtherwise,
}

/// In what two versions of a norm differ.
#[derive(Clone, Debug)]
pub struct Differences {
    /// Each change of meaning that a log shows.
    pub shown: Vec<Difference>,
    /// What is written otherwise, and no log was found that shows what it changes.
    pub not_shown: Vec<Said>,
    /// How many logs were looked at for each of these.
    pub logs: usize,
    /// Where others answer besides.
    pub answering: Option<Answering>,
}

/// A log on which two versions differ.
#[derive(Clone, Debug)]
pub struct Difference {
    /// What is written otherwise and makes the difference.
    pub of: Vec<Said>,
    /// The log, with what the older version says of it.
    pub test: Test,
    /// What the older version says.
    pub before: Expectation,
    /// What the newer one says; nothing where it has no such instance.
    pub after: Vec<Expectation>,
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
    match in_meaning(old, new, name, bounds) {
        Change::Same if cited(old, new, name).is_some() => Change::CitesOtherwise,
        change => change,
    }
}

fn in_meaning(old: &CheckedPolicy, new: &CheckedPolicy, name: &str, bounds: Bounds) -> Change {
    match (old.norms.contains_key(name), new.norms.contains_key(name)) {
        (false, _) => return Change::Added,
        (_, false) => return Change::Removed,
        _ => {}
    }
    let newer = successor(new, name);
    let first = focus(old, &versions(old, name));
    let second = called(focus(new, &versions(new, newer)), newer, name);
    let [first, second] = aligned::aligned([first, second]).map(alike::unplaced);
    if same(&first, &second) {
        return Change::Same;
    }
    let mut beginnings: Vec<Sketch> = of_scenarios(old, name);
    beginnings.extend(of_scenarios(new, newer));
    let answering = answering::may_differ(&first, &second)
        .then(|| answering::answering([&first, &second], name, &beginnings, bounds))
        .flatten();
    // What else differs is told by itself.
    let (ours, theirs) = match answering {
        None => (first, second),
        Some(_) => (unanswered(first), unanswered(second)),
    };
    if same(&ours, &theirs) {
        return answering.map_or(Change::Same, |answering| Change::OthersAnswer(Box::new(answering)));
    }
    let both = Versions { first: &ours, second: &theirs, name, newest: newer };
    let (shown, not_shown) = apart::each_change(&both, &beginnings, bounds);
    let weighs_otherwise = weights(old, new, name).is_some();
    match (shown.is_empty(), answering) {
        (true, None) if weighs_otherwise => Change::WeighsOtherwise,
        (true, None) => Change::NoDifferenceFound { of: not_shown, logs: bounds.logs },
        (true, Some(answering)) => Change::OthersAnswer(Box::new(answering)),
        (false, answering) => {
            let told = |of: &Said| !weighs_otherwise || *of != merged::binding();
            let not_shown = not_shown.into_iter().filter(told).collect();
            Change::Differs(Box::new(Differences { shown, not_shown, logs: bounds.logs, answering }))
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

/// The clauses that a norm is on, by the older version and by the newer one, where they are not the same, in whatever order.
#[must_use]
pub fn cited<'p>(old: &'p CheckedPolicy, new: &'p CheckedPolicy, name: &'p str) -> Option<[&'p [String]; 2]> {
    let [before, after] =
        [old.norms.get(name)?, new.norms.get(successor(new, name))?].map(|norm| &norm.cites);
    let sorted = |cites: &'p [String]| {
        let mut all: Vec<&String> = cites.iter().collect();
        all.sort();
        all
    };
    (sorted(before) != sorted(after)).then_some([before.as_slice(), after.as_slice()])
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
