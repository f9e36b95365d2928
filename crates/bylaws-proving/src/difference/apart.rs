//! Each change from one version of a norm to the next with a log of its own, on which it makes the difference.

use super::alike::same;
use super::merged::Versions;
use super::{Difference, calendar, holders, looked_up};
use crate::apart::{Apart, Judged, told_apart, told_apart_of_all};
use crate::focus::versions;
use crate::said::Said;
use crate::search::{Bounds, Found, Scope, search_for_best};
use crate::setting::seeds;
use crate::sketch::Sketch;
use bylaws::check::CheckedPolicy;
use bylaws::eval::Evaluation;
use bylaws::scenario;
use bylaws::syntax::ast::Expectation;

/// The changes that a log shows, and those that none was found for. Where no change is shown by itself, all are looked at
/// together.
pub(super) fn each_change(
    both: &Versions<'_>,
    beginnings: &[Sketch],
    bounds: Bounds,
) -> (Vec<Difference>, Vec<Said>) {
    let changes = both.changes();
    debug_assert!(same(both.second, &both.with(&|_| true)), "all changes make the newer version");
    debug_assert!(both.is_amended() || same(both.first, &both.with(&|_| false)), "none makes the older one");
    let looked = Looked { both, beginnings, bounds };
    let (mut shown, mut not_shown): (Vec<Difference>, Vec<Said>) = (Vec::new(), Vec::new());
    if changes.len() > 1 {
        for (index, of) in changes.iter().enumerate() {
            let found = looked.solely(index).or_else(|| looked.alone(index)).or_else(|| looked.last(index));
            match found {
                Some(found) => looked.add(&mut shown, of, found),
                None => not_shown.push(of.clone()),
            }
        }
    }
    if shown.is_empty() {
        not_shown.clone_from(&changes);
        if let Some(found) = looked.all() {
            not_shown.clear();
            shown.push(looked.difference(changes, found));
        }
    }
    (shown, not_shown)
}

struct Looked<'l> {
    both: &'l Versions<'l>,
    beginnings: &'l [Sketch],
    bounds: Bounds,
}

impl Looked<'_> {
    // The verdict hangs on this change and on none of the others.
    fn solely(&self, index: usize) -> Option<Found<Expectation>> {
        let changed = self.both.with(&|other| other == index);
        let unchanged = self.both.with(&|other| other != index);
        self.search(&[self.both.first, &unchanged], &[&changed, self.both.second])
    }

    // The older version differs from the newer one, and from itself with this change alone.
    fn alone(&self, index: usize) -> Option<Found<Expectation>> {
        let changed = self.both.with(&|other| other == index);
        let fail = [&changed, self.both.second];
        // Of an amendment the older wording begins anew on its first day.
        if self.both.is_amended() {
            let unchanged = self.both.with(&|_| false);
            return self.search(&[self.both.first, &unchanged], &fail);
        }
        self.search(&[self.both.first], &fail)
    }

    // The newer version differs from the older one, and from itself without this change.
    fn last(&self, index: usize) -> Option<Found<Expectation>> {
        let unchanged = self.both.with(&|other| other != index);
        self.search(&[self.both.first, &unchanged], &[self.both.second])
    }

    fn all(&self) -> Option<Found<Expectation>> {
        self.search(&[self.both.first], &[self.both.second])
    }

    // The first of those that meet it and the first of those that fail it lead the way; the others are asked where these differ.
    fn search(&self, meet: &[&CheckedPolicy], fail: &[&CheckedPolicy]) -> Option<Found<Expectation>> {
        let name = self.both.name;
        let (first, other) = (*meet.first()?, *fail.first()?);
        let all: Vec<&CheckedPolicy> = meet.iter().chain(fail).copied().collect();
        let mut judged: Vec<String> = all.iter().flat_map(|policy| versions(policy, name)).collect();
        judged.sort();
        judged.dedup();
        let scope = Scope::new(vec![first, other], name, judged.clone());
        let tell = |sketch: &Sketch, found: &[Evaluation]| {
            let [one, another] = found else { return None };
            let told = told_apart([first, other], name, sketch, [one, another])?;
            if all.len() == 2 {
                return Some(told);
            }
            let each = |policies: &[&CheckedPolicy]| -> Option<Vec<Evaluation>> {
                policies.iter().map(|policy| sketch.judged(policy, &judged)).collect()
            };
            let (met, failed) = (each(meet)?, each(fail)?);
            told_apart_of_all(name, sketch, &beside(meet, &met), &beside(fail, &failed), &|_| true)
        };
        let found = search_for_best(&scope, self.beginnings(&all), self.bounds, &tell, &Apart::WORTH);
        found.map(Apart::expectation)
    }

    fn beginnings(&self, policies: &[&CheckedPolicy]) -> Vec<Sketch> {
        let mut start: Vec<Sketch> =
            policies.iter().flat_map(|policy| seeds(policy, self.both.name)).collect();
        start.extend(self.beginnings.iter().cloned());
        let posts = holders::posts(self.both.first, self.both.second);
        let more: Vec<Sketch> = start.iter().flat_map(|log| holders::second_holder(&posts, log)).collect();
        start.extend(more);
        let rows = looked_up::changed(self.both.first, self.both.second);
        let falling = |log: &Sketch| looked_up::falling_into(self.both.first, &rows, log);
        let more: Vec<Sketch> = start.iter().flat_map(falling).collect();
        start.extend(more);
        let stretches = calendar::changed(self.both.first, self.both.second);
        let more = calendar::moved_to(&stretches, &start);
        start.extend(more);
        start.dedup();
        start
    }

    fn difference(&self, of: Vec<Said>, found: Found<Expectation>) -> Difference {
        let test = found.sketch.test("", self.both.name, vec![found.what.clone()]);
        // Who answers by the newer version is told of all.
        let mut asked = found.what.clone();
        asked.answers.extend(found.what.answers.first().cloned());
        let failures = scenario::judge(self.both.second, &found.sketch.test("", self.both.name, vec![asked]));
        let after = failures.into_iter().find_map(|failure| failure.difference).map(|d| d.actual);
        Difference { of, test, before: found.what, after: after.unwrap_or_default() }
    }

    // One log may show several changes.
    fn add(&self, shown: &mut Vec<Difference>, of: &Said, found: Found<Expectation>) {
        let difference = self.difference(vec![of.clone()], found);
        match shown.iter_mut().find(|known| known.test == difference.test) {
            Some(known) => known.of.push(of.clone()),
            None => shown.push(difference),
        }
    }
}

fn beside<'j>(policies: &[&'j CheckedPolicy], found: &'j [Evaluation]) -> Vec<Judged<'j>> {
    policies.iter().zip(found).map(|(policy, found)| Judged { policy, found }).collect()
}
