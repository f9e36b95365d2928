//! Looking for a log on which something holds: from the seeds by single steps, going on from those that showed
//! something new, within a number of logs looked at. The same search gives the same log, whenever it is run.

use crate::edges::{edges, lengths};
use crate::edits::{constants, edits};
use crate::setting::DEEDS;
use crate::sketch::{Sketch, must_tell};
use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::Lang;
use bylaws::eval::{Evaluation, Outcome};
use bylaws::log::Unit;
use bylaws::syntax::ast::Expr as Literal;
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};

/// How far a search goes.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Logs that are looked at.
    pub logs: usize,
    /// Steps away from a seed.
    pub steps: usize,
    /// Records in a log.
    pub records: usize,
}

impl Bounds {
    /// In words.
    #[must_use]
    pub fn told(&self, lang: Lang) -> String {
        let Self { logs, steps, records } = self;
        match lang {
            Lang::Zh => format!(
                "至多查看{logs}份日志，每份至多{records}条记录，起初同一种事至多{DEEDS}次，由此至多改动{steps}步"
            ),
            Lang::En => format!(
                "at most {logs} logs of at most {records} records, from at most {DEEDS} deeds of a kind to begin with, \
                 by at most {steps} steps"
            ),
        }
    }
}

impl Default for Bounds {
    fn default() -> Self {
        Self { logs: 4000, steps: 3, records: 60 }
    }
}

/// One policy, or two that are held against each other, and the norm that is looked at in them.
pub(crate) struct Scope<'p> {
    pub policies: Vec<&'p CheckedPolicy>,
    pub norm: String,
    /// Norms that are judged; none means all.
    pub judged: Vec<String>,
    lengths: Vec<(u32, Unit)>,
    constants: Vec<Literal>,
}

impl<'p> Scope<'p> {
    pub(crate) fn new(policies: Vec<&'p CheckedPolicy>, norm: &str, judged: Vec<String>) -> Self {
        let mut scope = Self {
            policies: policies.clone(),
            norm: norm.to_owned(),
            judged,
            lengths: Vec::new(),
            constants: Vec::new(),
        };
        for policy in policies {
            if let Some(norm) = policy.norms.get(norm) {
                scope.lengths.extend(lengths(policy, norm));
                scope.constants.extend(constants(policy, norm));
            }
        }
        scope.lengths.sort();
        scope.lengths.dedup();
        scope.constants.dedup();
        scope
    }

    pub(crate) fn judge(&self, sketch: &Sketch) -> Option<Vec<Evaluation>> {
        self.policies.iter().map(|policy| sketch.judged(policy, &self.judged)).collect()
    }

    fn next_to(&self, sketch: &Sketch, found: &[Evaluation]) -> Vec<Sketch> {
        let Some(policy) = self.policies.first() else { return Vec::new() };
        let found: Vec<&Evaluation> = found.iter().collect();
        let days = edges(policy, &self.norm, sketch, &found, &self.lengths);
        // What a parameter is given as is compared with too.
        let given = sketch.with.iter().map(|(_, value)| value.clone());
        let constants: Vec<Literal> = self.constants.iter().cloned().chain(given).collect();
        edits(policy, sketch, &days, &constants)
    }
}

/// What came of a search.
#[derive(Clone, Debug)]
pub struct Found<T> {
    /// The log.
    pub sketch: Sketch,
    /// What was found on it.
    pub what: T,
}

/// The first log on which `accept` finds something, made as small as it gets.
pub(crate) fn search<T>(
    scope: &Scope<'_>,
    seeds: Vec<Sketch>,
    bounds: Bounds,
    accept: &dyn Fn(&Sketch, &[Evaluation]) -> Option<T>,
) -> Option<Found<T>> {
    let mut first = None;
    look_at(scope, seeds, bounds, &mut |sketch, found| {
        first = accept(sketch, found).map(|what| Found { sketch: sketch.clone(), what });
        first.is_some()
    });
    first.map(|found| smallest(scope, found, accept))
}

/// How much what is found is worth.
pub(crate) struct Worth<'w, T, W> {
    pub of: &'w dyn Fn(&T) -> W,
    /// So much is good: for better one looks only so much longer.
    pub good: W,
    /// More is not to be had.
    pub most: W,
}

/// How many logs more are looked at for something better than what is good, besides as many again as it took to find that.
const FOR_BETTER: usize = 150;

/// The same; of what is found the first that is worth most: at once what is worth as much as can be, after some more logs what
/// is good, and else when the bounds are reached.
pub(crate) fn search_for_best<T, W: Ord + Copy>(
    scope: &Scope<'_>,
    seeds: Vec<Sketch>,
    bounds: Bounds,
    accept: &dyn Fn(&Sketch, &[Evaluation]) -> Option<T>,
    worth: &Worth<'_, T, W>,
) -> Option<Found<T>> {
    let mut best: Option<(W, Found<T>)> = None;
    let (mut looked, mut good_at) = (0_usize, None);
    look_at(scope, seeds, bounds, &mut |sketch, found| {
        looked += 1;
        let enough = good_at.is_some_and(|at: usize| looked > at * 2 + FOR_BETTER);
        let Some(what) = accept(sketch, found) else { return enough };
        let own = (worth.of)(&what);
        if best.as_ref().is_none_or(|(known, _)| own > *known) {
            best = Some((own, Found { sketch: sketch.clone(), what }));
        }
        if own >= worth.good {
            good_at.get_or_insert(looked);
        }
        own >= worth.most || enough
    });
    let (own, best) = best?;
    let as_good =
        |sketch: &Sketch, found: &[Evaluation]| accept(sketch, found).filter(|what| (worth.of)(what) >= own);
    Some(smallest(scope, best, &as_good))
}

/// Shows one log after the other with what was found on it, until `is_enough` of them.
pub(crate) fn look_at(
    scope: &Scope<'_>,
    seeds: Vec<Sketch>,
    bounds: Bounds,
    is_enough: &mut dyn FnMut(&Sketch, &[Evaluation]) -> bool,
) {
    let mut seen = FxHashSet::default();
    let mut signs = FxHashSet::default();
    let mut left = bounds.logs;
    let mut layer = seeds;
    for _ in 0..=bounds.steps {
        layer.sort_by_key(Sketch::size);
        let mut next: Vec<(Sketch, Vec<Evaluation>)> = Vec::new();
        for sketch in layer {
            if left == 0 {
                break;
            }
            if sketch.facts.len() > bounds.records || !seen.insert(hash_of(&sketch)) {
                continue;
            }
            left -= 1;
            let Some(found) = scope.judge(&sketch) else { continue };
            if is_enough(&sketch, &found) {
                return;
            }
            if signs.insert(sign_of(&found)) {
                next.push((sketch, found));
            }
        }
        if left == 0 || next.is_empty() {
            break;
        }
        layer = next.iter().flat_map(|(sketch, found)| scope.next_to(sketch, found)).take(left * 4).collect();
    }
}

fn hash_of(sketch: &Sketch) -> u64 {
    let mut hasher = FxHasher::default();
    for fact in &sketch.facts {
        fact.at.node.hash(&mut hasher);
        fact.kind.node.hash(&mut hasher);
        for (name, value) in &fact.fields {
            name.node.hash(&mut hasher);
            format!("{:?}", value.kind).hash(&mut hasher);
        }
    }
    sketch.covers.hash(&mut hasher);
    sketch.as_of.hash(&mut hasher);
    sketch.with.iter().for_each(|(name, value)| format!("{name}{:?}", value.kind).hash(&mut hasher));
    hasher.finish()
}

// What makes a log worth going on from: what was found on it.
fn sign_of(found: &[Evaluation]) -> u64 {
    let mut hasher = FxHasher::default();
    for evaluation in found {
        evaluation.outcomes.iter().for_each(|outcome| sign(outcome, &mut hasher));
        0xFF_u8.hash(&mut hasher);
    }
    hasher.finish()
}

fn sign(outcome: &Outcome, hasher: &mut FxHasher) {
    (outcome.verdict as u8, outcome.norm, outcome.overdue, outcome.excess).hash(hasher);
    outcome.measured.map(|m| (m.low, m.high)).hash(hasher);
    (outcome.required, outcome.due, outcome.late_until).hash(hasher);
    (&outcome.bearer, outcome.evidence.len()).hash(hasher);
    outcome.who_answer().hash(hasher);
}

/// Leaves out whatever can be left out.
pub(crate) fn smallest<T>(
    scope: &Scope<'_>,
    mut found: Found<T>,
    accept: &dyn Fn(&Sketch, &[Evaluation]) -> Option<T>,
) -> Found<T> {
    'again: loop {
        for smaller in smaller(scope, &found.sketch) {
            if let Some(what) = scope.judge(&smaller).and_then(|judged| accept(&smaller, &judged)) {
                found = Found { sketch: smaller, what };
                continue 'again;
            }
        }
        return found;
    }
}

fn smaller(scope: &Scope<'_>, sketch: &Sketch) -> Vec<Sketch> {
    let mut out = Vec::new();
    if !sketch.covers.is_empty() {
        out.push(Sketch { covers: Vec::new(), ..sketch.clone() });
    }
    for index in (0..sketch.facts.len()).rev() {
        let mut without = sketch.clone();
        without.facts.remove(index);
        out.push(without);
    }
    for index in 0..sketch.with.len() {
        let mut without = sketch.clone();
        without.with.remove(index);
        out.push(without);
    }
    for (index, fact) in sketch.facts.iter().enumerate() {
        let must_stay = |name: &str| {
            let mut vocabularies = scope.policies.iter().map(|policy| &policy.vocabulary);
            vocabularies.any(|vocabulary| {
                let event = vocabulary.event_named(&fact.kind.node).map(|(_, event)| event);
                let field = event.and_then(|event| Some((event, event.fields.get(name)?)));
                field.is_some_and(|(event, field)| must_tell(vocabulary, event, field))
            })
        };
        let may_go = fact.fields.iter().enumerate().filter(|(_, (name, _))| !must_stay(&name.node));
        for (field, _) in may_go {
            let mut without = sketch.clone();
            if let Some(fact) = without.facts.get_mut(index) {
                fact.fields.remove(field);
            }
            out.push(without);
        }
    }
    out
}
