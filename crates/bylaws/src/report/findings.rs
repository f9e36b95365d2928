//! What a report for people keeps of a run: counts of everything, and in full only what wants attention.

use crate::check::CheckedPolicy;
use crate::eval::{Closing, Collect, Outcome, Request, Verdict, Weight, evaluate_columns, evaluate_each};
use crate::log::{ColumnLog, EventLog};
use indexmap::IndexMap;

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

/// A run, as far as people read it.
#[derive(Clone, Debug)]
pub struct Findings {
    /// How many of each verdict.
    pub counts: Counts,
    /// The breached and the undetermined outcomes, in the order of evaluation; in as many lists as came of it.
    pub kept: Vec<Vec<Outcome>>,
    /// What else came of it.
    pub closing: Closing,
}

/// Evaluates, keeping only findings; the memory it takes grows with them and not with all that is fulfilled.
#[must_use]
pub fn findings(policy: &CheckedPolicy, log: &EventLog, request: &Request) -> Findings {
    let request = Request { answers_for_findings_only: true, ..request.clone() };
    let mut kept = Kept::default();
    let closing = evaluate_each(policy, log, &request, &mut |outcome| kept.take(outcome));
    let (counts, kept) = kept.close();
    Findings { counts, kept, closing }
}

/// The same of a log of which a part is in columns.
#[must_use]
pub fn findings_in_columns(policy: &CheckedPolicy, log: &ColumnLog, request: &Request) -> Findings {
    let request = Request { answers_for_findings_only: true, ..request.clone() };
    let mut kept = Kept::default();
    let closing = evaluate_columns(policy, log, &request, &mut kept);
    let (counts, kept) = kept.close();
    Findings { counts, kept, closing }
}

fn is_finding(outcome: &Outcome) -> bool {
    matches!(outcome.verdict, Verdict::Breached | Verdict::Undetermined)
}

#[derive(Default)]
struct Kept {
    counts: Counts,
    /// As they came: one list of all would be copied whole each time that it grows.
    lists: Vec<Vec<Outcome>>,
    outcomes: Vec<Outcome>,
}

impl Kept {
    // All lists, the one that is being written too.
    fn close(mut self) -> (Counts, Vec<Vec<Outcome>>) {
        self.end_list();
        (self.counts, self.lists)
    }

    fn end_list(&mut self) {
        self.lists.extend(Some(std::mem::take(&mut self.outcomes)).filter(|list| !list.is_empty()));
    }
}

impl Collect for Kept {
    fn take(&mut self, outcome: Outcome) {
        self.counts.add(&outcome);
        if is_finding(&outcome) {
            self.outcomes.push(outcome);
        }
    }

    fn take_all(&mut self, mut outcomes: Vec<Outcome>) {
        outcomes.iter().for_each(|outcome| self.counts.add(outcome));
        outcomes.retain(is_finding);
        self.end_list();
        self.outcomes = outcomes;
        self.end_list();
    }

    fn count(&mut self, verdict: Verdict, weight: Weight, number: usize) {
        self.counts.add_number(verdict, weight, number);
    }
}
