//! What a report for people keeps of a run: counts of everything, and lines on what wants attention.

use super::sections::{SECTIONS, Section};
use crate::check::CheckedPolicy;
use crate::diagnostic::Lang;
use crate::eval::{Closing, Collect, Outcome, Request, Verdict, Weight, evaluate_columns, evaluate_each};
use crate::log::{ColumnLog, EventLog};
use indexmap::IndexMap;
use rayon::prelude::*;

/// How many outcomes have which verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    by_verdict: [usize; Verdict::ALL.len()],
    breaches: usize,
}

impl Counts {
    /// Counts one more.
    pub fn add(&mut self, outcome: &Outcome) {
        self.add_number(outcome.verdict, outcome.weight, 1);
    }

    /// Counts so many more of one verdict.
    pub fn add_number(&mut self, verdict: Verdict, weight: Weight, number: usize) {
        if let Some(count) = self.by_verdict.get_mut(verdict as usize) {
            *count += number;
        }
        if verdict == Verdict::Breached && weight == Weight::Duty {
            self.breaches += number;
        }
    }

    fn append(&mut self, other: Self) {
        self.by_verdict.iter_mut().zip(other.by_verdict).for_each(|(own, more)| *own += more);
        self.breaches += other.breaches;
    }

    /// The number of each verdict, in the order of the report.
    pub fn each(&self) -> impl Iterator<Item = (Verdict, usize)> + '_ {
        Verdict::ALL.into_iter().zip(self.by_verdict)
    }

    /// The same by the words of machine output.
    #[must_use]
    pub fn by_key(&self) -> IndexMap<&'static str, usize> {
        self.each().map(|(verdict, count)| (verdict.key(), count)).collect()
    }

    /// Whether any duty is breached; unmet advice does not count (rule O8).
    #[must_use]
    pub fn has_breach(&self) -> bool {
        self.breaches > 0
    }
}

/// A run, as far as people read it, in one language.
#[derive(Clone, Debug)]
pub struct Findings {
    /// How many of each verdict.
    pub counts: Counts,
    /// What else came of it.
    pub closing: Closing,
    /// What is told of the breached and the undetermined ones, in the order of [`SECTIONS`].
    pub(super) sections: [Section; SECTIONS.len()],
    pub(super) lang: Lang,
}

/// Evaluates, keeping what is told of findings; the memory it takes grows with them and not with all that is fulfilled.
#[must_use]
pub fn findings(policy: &CheckedPolicy, log: &EventLog, request: &Request, lang: Lang) -> Findings {
    let request = Request { answers_for_findings_only: true, ..request.clone() };
    let mut teller = Teller::new(policy, lang);
    let closing = evaluate_each(policy, log, &request, &mut |outcome| teller.take(outcome));
    teller.close(closing)
}

/// The same of a log of which a part is in columns.
#[must_use]
pub fn findings_in_columns(
    policy: &CheckedPolicy,
    log: &ColumnLog,
    request: &Request,
    lang: Lang,
) -> Findings {
    let request = Request { answers_for_findings_only: true, ..request.clone() };
    let mut teller = Teller::new(policy, lang);
    let closing = evaluate_columns(policy, log, &request, &mut teller);
    teller.close(closing)
}

/// How many outcomes one thread makes and tells before it looks for more.
const TOGETHER: usize = 256;

/// Writes down what is told of findings, and counts all.
struct Teller<'p> {
    policy: &'p CheckedPolicy,
    lang: Lang,
    counts: Counts,
    sections: [Section; SECTIONS.len()],
}

impl<'p> Teller<'p> {
    fn new(policy: &'p CheckedPolicy, lang: Lang) -> Self {
        Self { policy, lang, counts: Counts::default(), sections: Default::default() }
    }

    fn close(self, closing: Closing) -> Findings {
        Findings { counts: self.counts, closing, sections: self.sections, lang: self.lang }
    }

    // Takes what another found later.
    fn append(&mut self, other: Self) {
        self.counts.append(other.counts);
        self.sections.iter_mut().zip(other.sections).for_each(|(own, more)| own.append(more));
    }
}

impl Collect for Teller<'_> {
    fn take(&mut self, outcome: Outcome) {
        self.counts.add(&outcome);
        let at = SECTIONS.iter().position(|section| *section == (outcome.verdict, outcome.weight));
        if let Some(section) = at.and_then(|at| self.sections.get_mut(at)) {
            section.tell(self.policy, &outcome, self.lang);
        }
    }

    fn take_made(&mut self, number: usize, make: &(dyn Fn(usize) -> Option<Outcome> + Sync)) {
        let told = (0..number.div_ceil(TOGETHER)).into_par_iter().map(|stretch| {
            let mut own = Teller::new(self.policy, self.lang);
            let from = stretch * TOGETHER;
            (from..number.min(from + TOGETHER)).filter_map(make).for_each(|outcome| own.take(outcome));
            own.sections.iter_mut().for_each(Section::shrink);
            own
        });
        told.collect::<Vec<_>>().into_iter().for_each(|other| self.append(other));
    }

    fn count(&mut self, verdict: Verdict, weight: Weight, number: usize) {
        self.counts.add_number(verdict, weight, number);
    }
}
