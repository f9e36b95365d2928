//! A duty that asks for several things taken apart: what each of them comes to by itself, and which exceptions excuse
//! by themselves. Found by judging the same log by the norm with nothing else in it.

use super::{Explainer, words};
use crate::check::CheckedPolicy;
use crate::check::policy::{Expr, Modality, Norm, Part, Requirement};
use crate::diagnostic::Arg;
use crate::eval::{Outcome, Request, Verdict, as_of, evaluate_within};
use crate::limits;
use crate::log::{Coverage, EventLog, Value};
use crate::source::{SourceSet, Span};
use rustc_hash::FxHashMap as HashMap;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// One of the things that a norm asks for.
pub(super) struct Single {
    /// Which alternative it belongs to.
    pub alternative: usize,
    /// In the author's words.
    pub words: Arg,
    /// The same as a requirement.
    pub requirement: Requirement,
}

/// All of them, in the order of the text.
pub(super) fn singles(policy: &CheckedPolicy, sources: &SourceSet, norm: &Norm) -> Vec<Single> {
    let of_part = |alternative: usize, part: &Part| Single {
        alternative,
        words: words::selection(policy, sources, &part.what),
        requirement: Requirement::Have(vec![part.clone()]),
    };
    let of_condition = |of: fn(Expr) -> Requirement, all: &Expr| {
        let each = conditions(norm, all).into_iter();
        let single = |(condition, places): (&Expr, &[Span])| Single {
            alternative: 0,
            words: condition_in_words(sources, places, norm.modality == Modality::MustNot),
            requirement: of(condition.clone()),
        };
        each.map(single).collect()
    };
    match &norm.requirement {
        Requirement::Have(parts) => parts.iter().map(|part| of_part(0, part)).collect(),
        Requirement::Any(all) => {
            let each = all.iter().enumerate();
            each.flat_map(|(at, parts)| parts.iter().map(move |part| of_part(at, part))).collect()
        }
        Requirement::Keep(all) => of_condition(Requirement::Keep, all),
        Requirement::Satisfy(all) => of_condition(Requirement::Satisfy, all),
    }
}

fn conditions<'n>(norm: &'n Norm, all: &'n Expr) -> Vec<(&'n Expr, &'n [Span])> {
    match all {
        Expr::And(parts) if parts.len() == norm.conditions.len() => {
            parts.iter().zip(norm.conditions.chunks(1)).collect()
        }
        one => vec![(one, norm.conditions.as_slice())],
    }
}

fn condition_in_words(sources: &SourceSet, places: &[Span], is_forbidden: bool) -> Arg {
    let written: Vec<String> = places.iter().map(|place| words::written(sources, *place)).collect();
    let (zh, en) = if is_forbidden { ("不得", "not ") } else { ("", "") };
    Arg::Both {
        zh: format!("{zh}「{}」", written.join("，")), en: format!("{en}`{}`", written.join(", "))
    }
}

/// The outcomes of each single thing.
pub(super) type Found = Rc<Vec<Vec<Outcome>>>;

/// A norm, by its position, and who bears it.
type Duty = (usize, Arc<str>);

/// What was found of duties taken apart, by norm and bearer.
#[derive(Default)]
pub(super) struct Apart {
    found: RefCell<HashMap<Duty, Found>>,
    /// All instances of a duty as it stands.
    whole: RefCell<HashMap<Duty, Rc<Vec<Outcome>>>>,
    /// A copy of the log, once something is asked of it as if it were complete elsewhere.
    copy: RefCell<Option<EventLog>>,
}

impl Apart {
    /// What each single thing comes to in the instance of an outcome; of one that stands alone, the outcome itself.
    pub(super) fn each(
        &self,
        of: &Explainer<'_>,
        norm: &Norm,
        singles: &[Single],
        outcome: &Outcome,
    ) -> Vec<Option<Outcome>> {
        if singles.len() <= 1 {
            return vec![Some(outcome.clone()); singles.len()];
        }
        self.all(of, norm, singles, outcome).iter().map(|outcomes| same_instance(outcomes, outcome)).collect()
    }

    /// All that each single thing comes to for the bearer of an outcome.
    pub(super) fn all(
        &self,
        of: &Explainer<'_>,
        norm: &Norm,
        singles: &[Single],
        outcome: &Outcome,
    ) -> Found {
        let key = (outcome.norm, outcome.bearer.clone());
        let known = self.found.borrow().get(&key).cloned();
        known.unwrap_or_else(|| {
            let alone = |single: &Single| Norm { requirement: single.requirement.clone(), ..norm.clone() };
            let each = singles.iter().map(|single| judged(of, alone(single), outcome));
            let found = Rc::new(each.collect());
            self.found.borrow_mut().insert(key, Rc::clone(&found));
            found
        })
    }

    /// All instances of the norm as it stands for the bearer of an outcome.
    pub(super) fn whole(&self, of: &Explainer<'_>, norm: &Norm, outcome: &Outcome) -> Rc<Vec<Outcome>> {
        let key = (outcome.norm, outcome.bearer.clone());
        let known = self.whole.borrow().get(&key).cloned();
        known.unwrap_or_else(|| {
            let found = Rc::new(judged(of, norm.clone(), outcome));
            self.whole.borrow_mut().insert(key, Rc::clone(&found));
            found
        })
    }

    /// What the instance of an outcome comes to where the log is complete in these stretches.
    pub(super) fn covered_so(
        &self,
        of: &Explainer<'_>,
        coverage: Coverage,
        norm: &Norm,
        outcome: &Outcome,
    ) -> Option<Outcome> {
        let mut copy = self.copy.borrow_mut();
        let log = copy.get_or_insert_with(|| of.log.clone());
        log.coverage = coverage;
        same_instance(&judged_by(of, log, norm.clone(), outcome), outcome)
    }

    /// Positions of the exceptions that excuse the instance without the others; where none does so alone, of those
    /// without which it would be another verdict.
    pub(super) fn exceptions(&self, of: &Explainer<'_>, norm: &Norm, outcome: &Outcome) -> Vec<usize> {
        let is_root = |index: &usize| norm.exceptions.get(*index).is_some_and(|e| e.to.is_none());
        let roots: Vec<usize> = (0..norm.exceptions.len()).filter(is_root).collect();
        // The norm without some of its exceptions.
        let without = |gone: &dyn Fn(usize) -> bool| {
            let mut norm = norm.clone();
            let all = norm.exceptions.iter_mut().enumerate();
            all.filter(|(index, one)| one.to.is_none() && gone(*index))
                .for_each(|(_, one)| one.condition = Expr::Value(Value::Bool(false)));
            judged(of, norm, outcome)
        };
        let excuses_alone = |only: &usize| {
            let found = same_instance(&without(&|index| index != *only), outcome);
            found.is_some_and(|found| found.verdict == Verdict::Excused)
        };
        if outcome.verdict == Verdict::Excused {
            let alone: Vec<usize> = roots.iter().copied().filter(excuses_alone).collect();
            if !alone.is_empty() {
                return alone;
            }
        }
        let matters = |one: &usize| {
            let found = without(&|index| index == *one);
            match outcome.verdict {
                Verdict::Excused => {
                    same_instance(&found, outcome).is_some_and(|o| o.verdict != Verdict::Excused)
                }
                _ => found.iter().any(|o| is_broken_within(o, outcome)),
            }
        };
        roots.into_iter().filter(matters).collect()
    }
}

// Whether it is breached in a stretch of the time that an outcome speaks of.
fn is_broken_within(found: &Outcome, outcome: &Outcome) -> bool {
    found.verdict == Verdict::Breached
        && (found.norm, &found.bearer, &found.of_each, &found.trigger)
            == (outcome.norm, &outcome.bearer, &outcome.of_each, &outcome.trigger)
        && found.from < outcome.until
        && outcome.from < found.until
}

/// The same log judged by another form of the norm; nothing where that takes too much work.
pub(super) fn judged(of: &Explainer<'_>, norm: Norm, outcome: &Outcome) -> Vec<Outcome> {
    judged_by(of, of.log, norm, outcome)
}

fn judged_by(of: &Explainer<'_>, log: &EventLog, norm: Norm, outcome: &Outcome) -> Vec<Outcome> {
    let name = norm.name.canonical.clone();
    let mut policy = CheckedPolicy { tests: Vec::new(), ..of.policy.clone() };
    policy.norms.insert(name.clone(), norm);
    let request = Request {
        norms: vec![name],
        bearers: vec![outcome.bearer.to_string()],
        near_misses: false,
        as_of: Some(as_of(of.log, of.request)),
        ..of.request.clone()
    };
    evaluate_within(&policy, log, &request, limits::WORK).map(|found| found.outcomes).unwrap_or_default()
}

// Where a stretch in which a state does not hold is told by itself, that of a part of it may be longer.
pub(super) fn same_instance(outcomes: &[Outcome], outcome: &Outcome) -> Option<Outcome> {
    let of_same = |o: &&Outcome| {
        (o.norm, &o.bearer, &o.of_each, &o.trigger)
            == (outcome.norm, &outcome.bearer, &outcome.of_each, &outcome.trigger)
    };
    let alike: Vec<&Outcome> = outcomes.iter().filter(of_same).collect();
    let exact = alike.iter().find(|o| (o.from, o.until) == (outcome.from, outcome.until));
    let touches = |o: &&&Outcome| o.from < outcome.until && outcome.from < o.until;
    let broken = alike.iter().filter(touches).find(|o| o.verdict == Verdict::Breached);
    exact.or(broken).or_else(|| alike.iter().find(touches)).map(|found| (*found).clone())
}
