//! What a report for people keeps of a run: counts of everything, and in full only what wants attention.

use crate::check::CheckedPolicy;
use crate::eval::{Closing, Outcome, Request, Verdict, Weight, evaluate_each};
use crate::log::{EventLog, Instant};
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
        let position = Verdict::ALL.iter().position(|v| *v == outcome.verdict);
        if let Some(count) = position.and_then(|p| self.by_verdict.get_mut(p)) {
            *count += 1;
        }
        self.breaches += usize::from(outcome.verdict == Verdict::Breached && outcome.weight == Weight::Duty);
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
    /// The breached and the undetermined outcomes, in the order of evaluation.
    pub kept: Vec<Outcome>,
    /// What else came of it.
    pub closing: Closing,
}

/// Evaluates, keeping only findings; the memory it takes grows with them and not with all that is fulfilled.
#[must_use]
pub fn findings(policy: &CheckedPolicy, log: &EventLog, request: &Request) -> Findings {
    let request = Request { answers_for_findings_only: true, ..request.clone() };
    let closing = Closing { withdrawn: Vec::new(), as_of: Instant::MIN };
    let mut out = Findings { counts: Counts::default(), kept: Vec::new(), closing };
    let (counts, kept) = (&mut out.counts, &mut out.kept);
    out.closing = evaluate_each(policy, log, &request, &mut |outcome| {
        counts.add(&outcome);
        if matches!(outcome.verdict, Verdict::Breached | Verdict::Undetermined) {
            kept.push(outcome);
        }
    });
    out
}
