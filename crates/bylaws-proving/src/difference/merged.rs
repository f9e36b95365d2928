//! A version between two: of each clause that is written otherwise, the older wording or the newer one. So each change can be
//! looked at by itself.

mod clauses;
mod conditions;
mod norm;
mod vocabulary;

use super::alike::{self, bare};
use super::calendar;
use super::used::Used;
use crate::said::Said;
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{Deem, Expr};
use bylaws::diagnostic::Lang;
use bylaws::log::Name;
use indexmap::IndexMap;
use std::collections::BTreeSet;

pub(super) use norm::binding;

/// Which of the changes from one version to the next are made, in the order in which they are come upon.
pub(super) struct Choices<'c> {
    is_made: &'c dyn Fn(usize) -> bool,
    /// What is written otherwise.
    found: Vec<Said>,
}

impl Choices<'_> {
    // Whether the next change is made. What is asked may not hang on what was answered.
    fn make(&mut self, what: Said) -> bool {
        self.found.push(what);
        (self.is_made)(self.found.len() - 1)
    }

    fn one_of<T: PartialEq>(&mut self, what: impl FnOnce() -> Said, old: T, new: T) -> T {
        if old == new || !self.make(what()) { old } else { new }
    }
}

/// Two versions of a norm, aligned, with what they rest on.
pub(super) struct Versions<'p> {
    pub first: &'p CheckedPolicy,
    pub second: &'p CheckedPolicy,
    /// The name of the norm in both.
    pub name: &'p str,
    /// The name in the second under which it stands as it is in the end.
    pub newest: &'p str,
}

impl Versions<'_> {
    /// The changes, each told in words.
    pub(super) fn changes(&self) -> Vec<Said> {
        let mut choices = Choices { is_made: &|_| false, found: Vec::new() };
        self.merge(&mut choices);
        choices.found
    }

    /// The newer version with these of the changes, and all else as in the older one.
    pub(super) fn with(&self, is_made: &dyn Fn(usize) -> bool) -> CheckedPolicy {
        self.merge(&mut Choices { is_made, found: Vec::new() })
    }

    fn merge(&self, choices: &mut Choices<'_>) -> CheckedPolicy {
        let mut out = self.second.clone();
        self.own(&mut out, choices);
        self.others(&mut out, choices);
        let used = [self.first, self.second].map(Used::of);
        self.values(&mut out, &used, choices);
        // What a default is given for nobody need supply.
        let CheckedPolicy { norms, parameters, .. } = &mut out;
        let is_open = |name: &String| parameters.get(name).is_none_or(|one| one.default.is_none());
        norms.values_mut().for_each(|norm| norm.parameters.retain(|name| is_open(name)));
        out.evidence = self.evidence(&used, choices);
        out.deems = deems([self.first, self.second], choices);
        let [ours, theirs] = &used;
        let is_same_calendar = Used::agree([(ours, self.first), (theirs, self.second)]);
        if !is_same_calendar && !choices.make(calendar::called(self.first, self.second)) {
            out.calendar.clone_from(&self.first.calendar);
            out.regional.clone_from(&self.first.regional);
        }
        out.zone = choices.one_of(|| Said::new("时区", "the time zone"), self.first.zone, self.second.zone);
        let in_force = |policy: &CheckedPolicy| (policy.in_force_from, policy.in_force_until);
        (out.in_force_from, out.in_force_until) = choices.one_of(
            || Said::new("制度的施行日期", "when the regulation is in force"),
            in_force(self.first),
            in_force(self.second),
        );
        vocabulary::merge(&mut out, [self.first, self.second], choices);
        out
    }

    // The norm itself. An earlier version of it, of the newer package alone, stays what it is.
    fn own(&self, out: &mut CheckedPolicy, choices: &mut Choices<'_>) {
        let (Some(old), Some(new)) = (self.first.norms.get(self.name), out.norms.get_mut(self.newest)) else {
            return;
        };
        let is_amended = self.is_amended();
        let mut merged = norm::merge(old, new, choices);
        if is_amended {
            merged.in_force = new.in_force;
            merged.reading.straddling = new.reading.straddling;
        } else {
            let what = || Said::new("施行", "when it is in force");
            merged.in_force = choices.one_of(what, old.in_force, new.in_force);
            // What a repeal says of it goes with its days.
            if merged.in_force != new.in_force {
                merged.amended = old.amended.clone();
            }
        }
        *new = merged;
    }

    /// Whether the newer package has an earlier version of the norm besides.
    pub(super) fn is_amended(&self) -> bool {
        let count = |policy: &CheckedPolicy| policy.versions_of(self.name).count();
        count(self.second) > count(self.first)
    }

    // Norms that it rests on: each as a whole.
    fn others(&self, out: &mut CheckedPolicy, choices: &mut Choices<'_>) {
        let is_other = |policy: &CheckedPolicy, name: &String| {
            policy.norms.get(name).is_some_and(|norm| !norm.is_version_of(self.name))
        };
        let mut names: Vec<String> =
            self.first.norms.keys().filter(|n| is_other(self.first, n)).cloned().collect();
        let more =
            self.second.norms.keys().filter(|n| is_other(self.second, n) && !names.contains(n)).cloned();
        names.extend(more.collect::<Vec<_>>());
        for name in names {
            let (old, new) = (self.first.norms.get(&name), self.second.norms.get(&name));
            let Some(either) = new.or(old) else { continue };
            let what = || called("规范", "norm", &either.name);
            if old.map(bare) == new.map(bare) || choices.make(what()) {
                continue;
            }
            match old {
                Some(old) => drop(out.norms.insert(name, old.clone())),
                None => drop(out.norms.shift_remove(&name)),
            }
        }
    }

    // Tables, parameters and accounts that are looked at: of each that both have one of the two.
    fn values(&self, out: &mut CheckedPolicy, used: &[Used; 2], choices: &mut Choices<'_>) {
        let (first, second) = (self.first, self.second);
        let names = |of: &dyn Fn(&Used) -> BTreeSet<String>| -> BTreeSet<String> {
            used.iter().flat_map(of).collect()
        };
        out.tables =
            each((&first.tables, &second.tables), &names(&|used| used.tables.clone()), |old, new| {
                if alike::table(old) == alike::table(new) {
                    old.clone()
                } else {
                    clauses::table(old, new, choices)
                }
            });
        let parameters = names(&|used| used.parameters.clone());
        out.parameters = each((&first.parameters, &second.parameters), &parameters, |old, new| {
            let is_same = alike::parameter(old) == alike::parameter(new);
            let is_old = is_same || !choices.make(called("参数", "parameter", &old.name));
            if is_old { old.clone() } else { new.clone() }
        });
        let accounts = names(&|used| used.accounts.clone());
        out.accounts = each((&first.accounts, &second.accounts), &accounts, |old, new| {
            let is_same = alike::account(old) == alike::account(new);
            let is_old = is_same || !choices.make(called("账户", "account", &old.name));
            if is_old { old.clone() } else { new.clone() }
        });
    }

    // Which records of a type count: without a rule all do.
    fn evidence(&self, used: &[Used; 2], choices: &mut Choices<'_>) -> IndexMap<String, Expr> {
        let mut out = self.second.evidence.clone();
        let names: BTreeSet<&String> = used.iter().flat_map(|used| &used.evidence).collect();
        for name in names {
            let (old, new) = (self.first.evidence.get(name), self.second.evidence.get(name));
            let event = self.second.vocabulary.events.get(name).map(|event| &event.name);
            let of = event.map_or_else(|| Said::new(name, name), named);
            let what = || Said::new(format!("哪些“{}”算数", of.zh), format!("which `{}` counts", of.en));
            match (old, old == new || !choices.make(what())) {
                (Some(old), true) => drop(out.insert(name.clone(), old.clone())),
                (None, true) => drop(out.shift_remove(name)),
                (_, false) => {}
            }
        }
        out
    }
}

// What is looked at and both have; what only one has is there as it is.
fn each<T: Clone>(
    (first, second): (&IndexMap<String, T>, &IndexMap<String, T>),
    used: &BTreeSet<String>,
    mut merged: impl FnMut(&T, &T) -> T,
) -> IndexMap<String, T> {
    let mut out = second.clone();
    for (name, old) in first {
        match second.get(name) {
            Some(new) if used.contains(name) => drop(out.insert(name.clone(), merged(old, new))),
            Some(_) => {}
            None => drop(out.insert(name.clone(), old.clone())),
        }
    }
    out
}

// Facts that are deemed, type by type; of a type of which there are more or fewer rules, all of the one version or of the other.
fn deems([first, second]: [&CheckedPolicy; 2], choices: &mut Choices<'_>) -> Vec<Deem> {
    let of = |deem: &Deem| {
        let event = second.vocabulary.events.get_index(deem.event).map(|(_, event)| named(&event.name));
        let of = event.unwrap_or_else(|| Said::new("", ""));
        Said::new(format!("视为“{}”", of.zh), format!("what is deemed `{}`", of.en))
    };
    let kinds: BTreeSet<usize> = first.deems.iter().chain(&second.deems).map(|deem| deem.event).collect();
    let mut out = Vec::new();
    for kind in kinds {
        let [old, new] = [first, second].map(|policy| {
            let own = policy.deems.iter().filter(|deem| deem.event == kind);
            own.cloned().collect::<Vec<_>>()
        });
        let Some(what) = old.first().or(new.first()).map(of) else { continue };
        if old.len() == new.len() {
            let pairs = old.into_iter().zip(new);
            out.extend(pairs.map(|(old, new)| choices.one_of(|| what.clone(), old, new)));
        } else {
            out.extend(choices.one_of(|| what, old, new));
        }
    }
    out
}

/// A name in quotes, after what it is the name of.
fn called(zh: &str, en: &str, name: &Name) -> Said {
    let of = named(name);
    Said::new(format!("{zh}“{}”", of.zh), format!("{en} `{}`", of.en))
}

fn named(name: &Name) -> Said {
    Said::new(name.shown(Lang::Zh), name.shown(Lang::En))
}
