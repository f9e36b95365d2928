//! Analysis across norms: of two that look at the same records of the same bearers, whether they can never both be met
//! and whether one follows from the other, which is said only where it is certain by how they are written; whether one
//! record serves both, with a log that shows it; whether for the same thing different people answer. What no log showed
//! among those looked at, and may yet be so, is told as not settled.

use crate::difference::without_places;
use crate::focus::{focus, versions};
use crate::search::{Bounds, Found, Scope, look_at, search, smallest};
use crate::sketch::{Sketch, ident};
use crate::witness::{beginnings, both_met, of_verdict, shown};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{From, Modality, Norm, Time};
use bylaws::eval::{Evaluation, Outcome, Verdict};
use bylaws::syntax::ast::{Expectation, Test};
use indexmap::IndexMap;
use lengths::Surely;
use rayon::prelude::*;
use std::sync::OnceLock;

mod lengths;
mod never;
mod proof;
mod text;
mod windows;

/// Something worth knowing of one norm or of two.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What.
    pub kind: FindingKind,
    /// The norm.
    pub norm: String,
    /// The other one.
    pub other: Option<String>,
    /// A log that shows it; none where it is certain by how the norms are written, or not settled.
    pub test: Option<Test>,
}

/// Kinds of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// By its form it can never be breached: it has no last day, or permits.
    NoLastDay,
    /// By their form both can never be met: one asks for more of the same than the other allows.
    Conflict,
    /// By their form both can never be met in a window that nothing shortens; in a part of one they may be.
    ConflictInWhole,
    /// By their form it is met where both bind and the other one is: it asks for no more of the same.
    Implied,
    /// By their form it is met in a window that nothing shortens whenever the other one is in all of it.
    ImpliedInWhole,
    /// It binds nobody: nothing is due of anybody as long as it is in force, or its conditions rule each other out.
    NobodyBound,
    /// No record can meet the conditions of what it asks for, so that it is never met.
    NeverMet,
    /// No record can meet the conditions of what it limits, so that it is never breached.
    NothingCounts,
    /// One record can serve both.
    SharedRecord,
    /// Both ask the same of the same, and different people answer.
    OtherAnswer,
    /// It asks each of one kind to be tied to something, and no norm asks it of what they are tied to.
    OneSided,
    /// A clause rests on something that the text names and does not define, and no norm says anything of it; the norm
    /// is the clause, the other one the parameter.
    Undefined,
    /// Not settled: something that no log showed of those that were looked at.
    NotSeen(Sight),
}

/// What a log may show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sight {
    /// The norm binds somebody.
    Binding,
    /// The norm is breached.
    Breached,
    /// Both bind one bearer at one time.
    BothBinding,
    /// Both are met by one bearer at one time.
    BothMet,
    /// The other one is met, and the norm is not.
    OnlyOther,
}

/// All findings of a package.
#[must_use]
pub fn analyse(policy: &CheckedPolicy, norms: &[String], bounds: Bounds) -> Vec<Finding> {
    let analysis = Analysis::new(policy, bounds);
    let questions = analysis.questions(norms);
    questions.par_iter().flat_map_iter(|question| analysis.answer(question)).collect()
}

/// One thing that is asked of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Of the text as a whole: what it names and does not define.
    Text,
    /// Of one norm.
    One(String),
    /// Of two norms.
    Two(String, String),
}

/// The analysis of a package, question by question.
pub struct Analysis<'p> {
    policy: &'p CheckedPolicy,
    bounds: Bounds,
    /// A log on which each norm is met, looked for once.
    met: IndexMap<&'p str, OnceLock<Option<Found<Expectation>>>>,
    /// What is plain of a norm by itself.
    never: IndexMap<&'p str, FindingKind>,
}

impl<'p> Analysis<'p> {
    /// Within bounds.
    #[must_use]
    pub fn new(policy: &'p CheckedPolicy, bounds: Bounds) -> Self {
        let met = policy.norms.keys().map(|name| (name.as_str(), OnceLock::new())).collect();
        let plain = |(name, norm): (&'p String, &'p Norm)| Some((name.as_str(), never::never(policy, norm)?));
        Self { policy, bounds, met, never: policy.norms.iter().filter_map(plain).collect() }
    }

    /// What is asked of these norms; where they are all, also of the text.
    #[must_use]
    pub fn questions(&self, norms: &[String]) -> Vec<Question> {
        let whole = norms.len() == self.policy.norms.len();
        let mut out: Vec<Question> = whole.then_some(Question::Text).into_iter().collect();
        out.extend(norms.iter().cloned().map(Question::One));
        let asked = pairs(norms).filter(|(a, b)| self.compares(a, b));
        out.extend(asked.map(|(a, b)| Question::Two(a.clone(), b.clone())));
        out
    }

    /// The pairs of these norms of which nothing is asked: they bind bearers of different kinds, look at records of
    /// different types, are never in force together, have different triggers, or one of them binds nobody or counts nothing.
    #[must_use]
    pub fn not_asked(&self, norms: &[String]) -> Vec<(String, String)> {
        let left = pairs(norms).filter(|(a, b)| !self.compares(a, b));
        left.map(|(a, b)| (a.clone(), b.clone())).collect()
    }

    /// What is found.
    #[must_use]
    pub fn answer(&self, question: &Question) -> Vec<Finding> {
        match question {
            Question::Text => text::undefined(self.policy),
            Question::One(name) => {
                let one_sided = text::one_sided(self.policy, name);
                let plain = self.never.get(name.as_str()).map(|kind| one(*kind, name));
                let seen = || of_one(self.policy, name, self.bounds);
                plain.or_else(seen).into_iter().chain(one_sided).collect()
            }
            Question::Two(a, b) => self.of_two(a, b),
        }
    }

    fn compares(&self, a: &str, b: &str) -> bool {
        let is_plain = |name: &str| self.never.contains_key(name);
        !is_plain(a) && !is_plain(b) && comparable(self.policy, a, b)
    }

    fn met(&self, name: &str) -> Option<&Found<Expectation>> {
        let look = || of_verdict(self.policy, name, Verdict::Fulfilled, self.bounds);
        self.met.get(name)?.get_or_init(look).as_ref()
    }
}

fn pairs(norms: &[String]) -> impl Iterator<Item = (&String, &String)> {
    norms.iter().enumerate().flat_map(|(index, a)| norms.iter().skip(index + 1).map(move |b| (a, b)))
}

fn one(kind: FindingKind, norm: &str) -> Finding {
    Finding { kind, norm: norm.to_owned(), other: None, test: None }
}

fn of_one(policy: &CheckedPolicy, name: &str, bounds: Bounds) -> Option<Finding> {
    let norm = policy.norms.get(name)?;
    if !applies(policy, name, bounds) {
        return Some(one(FindingKind::NotSeen(Sight::Binding), name));
    }
    if open_ended(norm) {
        return Some(one(FindingKind::NoLastDay, name));
    }
    let breached = of_verdict(policy, name, Verdict::Breached, bounds).is_some();
    (!breached).then(|| one(FindingKind::NotSeen(Sight::Breached), name))
}

fn open_ended(norm: &Norm) -> bool {
    // What is too much is so whenever it is done.
    let is_limited = norm.requirement.parts().any(|part| part.quantity.high.is_some());
    !is_limited && matches!(norm.time, Time::Once | Time::After(_) | Time::AfterBreachOf(_, None))
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

// Two that bind bearers of one kind, upon the same records where it is these that give rise to them, and look at records of
// one type.
fn comparable(policy: &CheckedPolicy, a: &str, b: &str) -> bool {
    let (Some(a), Some(b)) = (policy.norms.get(a), policy.norms.get(b)) else { return false };
    let kinds =
        |norm: &Norm| -> Vec<From> { norm.requirement.parts().map(|part| part.what.from.clone()).collect() };
    let reaches =
        |a: &Norm, b: &Norm| a.in_force.1.zip(b.in_force.0).is_none_or(|(until, from)| from <= until);
    let together = reaches(a, b) && reaches(b, a);
    let bearer = |norm: &Norm| norm.bearer.as_ref().map(|bearer| bearer.kind.clone());
    let trigger = |norm: &Norm| without_places(norm).trigger;
    together
        && trigger(a) == trigger(b)
        && (bearer(a).is_some() || a.trigger.is_some())
        && bearer(a) == bearer(b)
        && kinds(a).iter().any(|kind| kinds(b).contains(kind))
}

impl Analysis<'_> {
    // All that is asked of two norms is asked of one log after the other.
    fn of_two(&self, a: &str, b: &str) -> Vec<Finding> {
        let two = |kind, norm: &str, other: &str, test| Finding {
            kind,
            norm: norm.to_owned(),
            other: Some(other.to_owned()),
            test,
        };
        let mut out = Vec::new();
        if same_but_for_who_answers(self.policy, a, b) {
            out.push(two(FindingKind::OtherAnswer, a, b, None));
        }
        let pair = self.pair(a, b);
        let mut seen = Seen::default();
        pair.look_at(&mut |sketch, found| {
            seen.note(&pair, sketch, found);
            seen.is_all()
        });
        let by_length = lengths::contrary(self.policy, a, b);
        let contrary =
            !seen.both_met && (proof::contrary(self.policy, a, b) || by_length == Some(Surely::Always));
        if contrary {
            out.push(two(FindingKind::Conflict, a, b, None));
        } else if proof::contrary_in_whole(self.policy, a, b) || by_length.is_some() {
            out.push(two(FindingKind::ConflictInWhole, a, b, None));
        }
        let unseen = |sight| FindingKind::NotSeen(sight);
        if !seen.both_bind {
            out.push(two(unseen(Sight::BothBinding), a, b, None));
        } else if !seen.both_met && !contrary {
            out.push(two(unseen(Sight::BothMet), a, b, None));
        }
        for ((one, other), against) in [(a, b), (b, a)].into_iter().zip(seen.against) {
            // Nothing is certain of which a log shows the contrary.
            let by_length = lengths::implied(self.policy, one, other);
            let is_certain = proof::implied(self.policy, one, other) || by_length == Some(Surely::Always);
            if is_certain && !against {
                out.push(two(FindingKind::Implied, one, other, None));
            } else if proof::implied_in_whole(self.policy, one, other) || by_length.is_some() {
                out.push(two(FindingKind::ImpliedInWhole, one, other, None));
            } else if seen.both_met && !against {
                out.push(two(unseen(Sight::OnlyOther), one, other, None));
            }
        }
        if let Some(sketch) = seen.shared {
            let sketch = pair.smallest(sketch);
            out.push(two(FindingKind::SharedRecord, a, b, Some(pair.both_expected(&sketch))));
        }
        out
    }

    fn pair<'n>(&self, a: &'n str, b: &'n str) -> Pair<'n> {
        let small = focus(self.policy, &[a.to_owned(), b.to_owned()]);
        // What is known to meet each of them comes first: the bound may be reached before the rest is looked at.
        let mut start = Vec::new();
        if let (Some(first), Some(second)) = (self.met(a), self.met(b)) {
            start.extend(both_met(self.policy, first, second));
            start.extend(both_met(self.policy, second, first));
        }
        start.extend(beginnings(self.policy, a));
        start.extend(beginnings(self.policy, b));
        Pair { small, names: [a, b], start, bounds: self.bounds }
    }
}

/// What has been seen of two norms.
#[derive(Default)]
struct Seen {
    /// Both bind one bearer at one time.
    both_bind: bool,
    /// Both are met by one bearer at one time.
    both_met: bool,
    /// The other one is met wherever it binds, and this one is not; either way round.
    against: [bool; 2],
    /// One record serves both.
    shared: Option<Sketch>,
}

impl Seen {
    fn is_all(&self) -> bool {
        self.both_bind && self.both_met && self.against == [true, true] && self.shared.is_some()
    }

    fn note(&mut self, pair: &Pair<'_>, sketch: &Sketch, found: &Evaluation) {
        let [first, second] = pair.names.map(|name| pair.of_norm(found, name));
        let beside = |o: &Outcome, of: &dyn Fn(&Outcome) -> bool, others: &[&Outcome]| {
            others.iter().any(|p| of(p) && together(o, p))
        };
        self.both_bind |= first.iter().any(|o| binds(o) && beside(o, &binds, &second));
        self.both_met |= first.iter().any(|o| met(o) && beside(o, &met, &second));
        for (against, (ones, others)) in self.against.iter_mut().zip([(&first, &second), (&second, &first)]) {
            *against |= ones.iter().any(|o| {
                let mut beside = others.iter().filter(|p| together(o, p)).peekable();
                matches!(o.verdict, Verdict::Breached | Verdict::Open)
                    && beside.peek().is_some()
                    && beside.all(|p| met(p))
            });
        }
        if self.shared.is_none() && shares(&first, &second) {
            self.shared = Some(sketch.clone());
        }
    }
}

fn shares(first: &[&Outcome], second: &[&Outcome]) -> bool {
    let both = |o: &&&Outcome, p: &&&Outcome| {
        met(p) && together(o, p) && o.evidence.iter().any(|id| p.evidence.contains(id))
    };
    first.iter().filter(|o| met(o)).any(|o| second.iter().any(|p| both(&o, &p)))
}

// What cannot be told binds nobody for certain.
fn binds(outcome: &Outcome) -> bool {
    !matches!(outcome.verdict, Verdict::NotApplicable | Verdict::Undetermined)
}

fn met(outcome: &Outcome) -> bool {
    outcome.verdict == Verdict::Fulfilled
}

// Of one bearer, upon one record where one gives rise to them, at overlapping times.
fn together(a: &Outcome, b: &Outcome) -> bool {
    (&a.bearer, &a.trigger) == (&b.bearer, &b.trigger) && a.from < b.until && b.from < a.until
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

impl Pair<'_> {
    fn of_norm<'e>(&self, found: &'e Evaluation, name: &str) -> Vec<&'e Outcome> {
        let index = self.small.norms.get_index_of(name);
        found.outcomes.iter().filter(|o| Some(o.norm) == index && !o.bearer.is_empty()).collect()
    }

    // A scenario that expects of the log that both norms are met.
    fn both_expected(&self, sketch: &Sketch) -> Test {
        let judged = self.names.map(|name| versions(&self.small, name)).concat();
        let evaluation = sketch.judged(&self.small, &judged);
        let [first, second] = self
            .names
            .map(|name| evaluation.as_ref().and_then(|found| shown(&self.small, name, sketch, found, &met)));
        let second = second.map(|one| Expectation { norm: Some(ident(self.names[1])), ..one });
        sketch.test("", self.names[0], first.into_iter().chain(second).collect())
    }

    fn scope(&self) -> Scope<'_> {
        Scope::new(vec![&self.small], self.names[0], self.names.map(str::to_owned).to_vec())
    }

    fn look_at(&self, is_enough: &mut dyn FnMut(&Sketch, &Evaluation) -> bool) {
        let one = &mut |sketch: &Sketch, found: &[Evaluation]| {
            found.first().is_some_and(|found| is_enough(sketch, found))
        };
        look_at(&self.scope(), self.start.clone(), self.bounds, one);
    }

    // The least of a log on which one record serves both.
    fn smallest(&self, sketch: Sketch) -> Sketch {
        let still = |_: &Sketch, found: &[Evaluation]| {
            let [first, second] = self.names.map(|name| found.first().map(|found| self.of_norm(found, name)));
            shares(&first?, &second?).then_some(())
        };
        smallest(&self.scope(), Found { sketch, what: () }, &still).sketch
    }
}
