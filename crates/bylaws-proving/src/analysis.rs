//! Analysis across norms, within bounds that are told: norms that can never apply or never be breached; of two that
//! look at the same records of the same bearers, whether both can be met, whether one follows from the other,
//! whether one record serves both, and whether for the same thing different people answer.

use crate::difference::without_places;
use crate::focus::focus;
use crate::search::{Bounds, Scope, search};
use crate::sketch::{Sketch, ident};
use crate::witness::{beginnings, both_met, of_verdict, shown};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{From, Modality, Norm, Time};
use bylaws::eval::{Evaluation, Outcome, Verdict};
use bylaws::syntax::ast::{Expectation, Test};
use rayon::prelude::*;

/// Something worth knowing of one norm or of two.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What.
    pub kind: FindingKind,
    /// The norm.
    pub norm: String,
    /// The other one.
    pub other: Option<String>,
    /// A log that shows it; none where it is that no log was found.
    pub test: Option<Test>,
}

/// Kinds of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// No log was found on which it binds anybody.
    NeverApplies,
    /// By its form it can never be breached: it has no last day, or permits.
    NoLastDay,
    /// No log was found on which it is breached.
    NeverBreached,
    /// No log was found on which both are met, while each can be, and both bind one bearer at one time.
    Conflict,
    /// No log was found on which the other is met and this one is not.
    Implied,
    /// One record can serve both.
    SharedRecord,
    /// Both ask the same of the same, and different people answer.
    OtherAnswer,
}

/// All findings of a package.
#[must_use]
pub fn analyse(policy: &CheckedPolicy, norms: &[String], bounds: Bounds) -> Vec<Finding> {
    let alone = norms.par_iter().filter_map(|name| of_one(policy, name, bounds));
    let mut out: Vec<Finding> = alone.collect();
    let pairs: Vec<(&String, &String)> = norms
        .iter()
        .enumerate()
        .flat_map(|(index, a)| norms.iter().skip(index + 1).map(move |b| (a, b)))
        .filter(|(a, b)| comparable(policy, a, b))
        .collect();
    out.par_extend(pairs.par_iter().flat_map_iter(|(a, b)| of_two(policy, a, b, bounds)));
    out
}

fn one(kind: FindingKind, norm: &str) -> Finding {
    Finding { kind, norm: norm.to_owned(), other: None, test: None }
}

fn of_one(policy: &CheckedPolicy, name: &str, bounds: Bounds) -> Option<Finding> {
    let norm = policy.norms.get(name)?;
    if !applies(policy, name, bounds) {
        return Some(one(FindingKind::NeverApplies, name));
    }
    if open_ended(norm) {
        return Some(one(FindingKind::NoLastDay, name));
    }
    let breached = of_verdict(policy, name, Verdict::Breached, bounds).is_some();
    (!breached).then(|| one(FindingKind::NeverBreached, name))
}

fn open_ended(norm: &Norm) -> bool {
    matches!(norm.time, Time::Once | Time::After(_) | Time::AfterBreachOf(_, None))
        || norm.modality == Modality::May
}

fn applies(policy: &CheckedPolicy, name: &str, bounds: Bounds) -> bool {
    let small = focus(policy, &[name.to_owned()]);
    let scope = Scope::new(vec![&small], name, vec![name.to_owned()]);
    let index = small.norms.get_index_of(name);
    let bound = |o: &Outcome| Some(o.norm) == index && !o.bearer.is_empty() && binds(o);
    search(&scope, beginnings(policy, name), bounds, &|sketch, found| {
        // Of what is not told anything may be.
        if !sketch.covers.is_empty() {
            return None;
        }
        found.first()?.outcomes.iter().any(bound).then_some(())
    })
    .is_some()
}

// Two that bind bearers of one kind and look at records of one type.
fn comparable(policy: &CheckedPolicy, a: &str, b: &str) -> bool {
    let (Some(a), Some(b)) = (policy.norms.get(a), policy.norms.get(b)) else { return false };
    let kinds =
        |norm: &Norm| -> Vec<From> { norm.requirement.parts().map(|part| part.what.from.clone()).collect() };
    let together = match (a.in_force, b.in_force) {
        ((_, Some(until)), (Some(from), _)) | ((Some(from), _), (_, Some(until))) => from <= until,
        _ => true,
    };
    let bearer = |norm: &Norm| norm.bearer.as_ref().map(|bearer| bearer.kind.clone());
    together
        && a.trigger.is_none()
        && b.trigger.is_none()
        && bearer(a).is_some()
        && bearer(a) == bearer(b)
        && kinds(a).iter().any(|kind| kinds(b).contains(kind))
}

fn of_two(policy: &CheckedPolicy, a: &str, b: &str, bounds: Bounds) -> Vec<Finding> {
    let two = |kind, norm: &str, other: &str, test| Finding {
        kind,
        norm: norm.to_owned(),
        other: Some(other.to_owned()),
        test,
    };
    let mut out = Vec::new();
    if same_but_for_who_answers(policy, a, b) {
        out.push(two(FindingKind::OtherAnswer, a, b, None));
    }
    let pair = Pair::of(policy, a, b, bounds);
    // Two that never bind the same bearer at one time have nothing to do with each other.
    let both_bind = |found: &Evaluation| {
        let second = pair.of_norm(found, b);
        pair.of_norm(found, a).iter().any(|o| binds(o) && second.iter().any(|p| binds(p) && together(o, p)))
    };
    if pair.find(&both_bind).is_none() {
        return out;
    }
    let both_met = |found: &Evaluation| {
        let (first, second) = (pair.of_norm(found, a), pair.of_norm(found, b));
        first
            .iter()
            .any(|o| o.verdict == Verdict::Fulfilled && second.iter().any(|p| met(p) && together(o, p)))
    };
    if pair.find(&both_met).is_none() {
        let each = |name| of_verdict(policy, name, Verdict::Fulfilled, bounds).is_some();
        if each(a) && each(b) {
            out.push(two(FindingKind::Conflict, a, b, None));
        }
        return out;
    }
    for (one, other) in [(a, b), (b, a)] {
        // The other is met wherever it binds, and this one is not.
        let against = |found: &Evaluation| {
            let others = pair.of_norm(found, other);
            pair.of_norm(found, one).iter().any(|o| {
                let beside: Vec<&&Outcome> = others.iter().filter(|p| together(o, p)).collect();
                matches!(o.verdict, Verdict::Breached | Verdict::Open)
                    && !beside.is_empty()
                    && beside.iter().all(|p| met(p))
            })
        };
        if pair.find(&against).is_none() {
            out.push(two(FindingKind::Implied, one, other, None));
        }
    }
    let shared = |found: &Evaluation| {
        let second = pair.of_norm(found, b);
        pair.of_norm(found, a).iter().any(|o| {
            met(o)
                && second
                    .iter()
                    .any(|p| met(p) && together(o, p) && o.evidence.iter().any(|id| p.evidence.contains(id)))
        })
    };
    if let Some(sketch) = pair.find(&shared) {
        out.push(two(FindingKind::SharedRecord, a, b, Some(pair.both_expected(&sketch))));
    }
    out
}

// What cannot be told binds nobody for certain.
fn binds(outcome: &Outcome) -> bool {
    !matches!(outcome.verdict, Verdict::NotApplicable | Verdict::Undetermined)
}

fn met(outcome: &Outcome) -> bool {
    outcome.verdict == Verdict::Fulfilled
}

// Of one bearer, at overlapping times.
fn together(a: &Outcome, b: &Outcome) -> bool {
    a.bearer == b.bearer && a.from < b.until && b.from < a.until
}

fn same_but_for_who_answers(policy: &CheckedPolicy, a: &str, b: &str) -> bool {
    let (Some(a), Some(b)) = (policy.norms.get(a), policy.norms.get(b)) else { return false };
    let (first, second) = (without_places(a), without_places(b));
    (&first.requirement, &first.time) == (&second.requirement, &second.time)
        && !first.answerable.is_empty()
        && first.answerable != second.answerable
}

/// Two norms that are looked at on one log.
struct Pair<'p> {
    small: CheckedPolicy,
    names: [&'p str; 2],
    start: Vec<Sketch>,
    bounds: Bounds,
}

impl<'p> Pair<'p> {
    fn of(policy: &CheckedPolicy, a: &'p str, b: &'p str, bounds: Bounds) -> Self {
        let small = focus(policy, &[a.to_owned(), b.to_owned()]);
        let mut start = beginnings(policy, a);
        start.extend(beginnings(policy, b));
        start.extend(both_met(policy, a, b, bounds));
        start.extend(both_met(policy, b, a, bounds));
        Self { small, names: [a, b], start, bounds }
    }

    fn of_norm<'e>(&self, found: &'e Evaluation, name: &str) -> Vec<&'e Outcome> {
        let index = self.small.norms.get_index_of(name);
        found.outcomes.iter().filter(|o| Some(o.norm) == index && !o.bearer.is_empty()).collect()
    }

    // A scenario that expects of the log that both norms are met.
    fn both_expected(&self, sketch: &Sketch) -> Test {
        let judged = self.names.map(str::to_owned).to_vec();
        let evaluation = sketch.judged(&self.small, &judged);
        let [first, second] = self
            .names
            .map(|name| evaluation.as_ref().and_then(|found| shown(&self.small, name, sketch, found, &met)));
        let second = second.map(|one| Expectation { norm: Some(ident(self.names[1])), ..one });
        sketch.test("", self.names[0], first.into_iter().chain(second).collect())
    }

    fn find(&self, accept: &dyn Fn(&Evaluation) -> bool) -> Option<Sketch> {
        let judged = self.names.map(str::to_owned).to_vec();
        let scope = Scope::new(vec![&self.small], self.names[0], judged);
        let found =
            search(&scope, self.start.clone(), self.bounds, &|_, found| accept(found.first()?).then_some(()));
        found.map(|found| found.sketch)
    }
}
