//! What a report tells of its findings, written down as they are found: an outcome is large, and a line tells of it.

use super::punctuation::bearer;
use super::text::{who, window};
use crate::check::CheckedPolicy;
use crate::diagnostic::{Lang, Message};
use crate::eval::{Outcome, Verdict, Weight};
use std::fmt::Write;

/// How many duties that lack the same thing are named one by one.
const NAMED: usize = 3;

/// The findings of one verdict and weight.
#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    /// How many there are.
    pub number: usize,
    /// Norm by norm as they came.
    pub norms: Vec<OfNorm>,
}

/// What is told of one norm.
#[derive(Clone, Debug)]
pub(super) struct OfNorm {
    /// Its position in the policy.
    pub norm: usize,
    runs: Vec<Run>,
}

/// Findings that follow one another.
#[derive(Clone, Debug)]
enum Run {
    /// Each is told.
    Each(String),
    /// So many lack the same thing, and the first few are told.
    Alike { why: Message, number: usize, first: Vec<String> },
}

impl Section {
    /// Writes down what is told of one more.
    pub(super) fn tell(&mut self, policy: &CheckedPolicy, outcome: &Outcome, lang: Lang) {
        self.number += 1;
        let Some(runs) = self.runs_of(outcome.norm) else { return };
        let why = outcome.why();
        if outcome.verdict != Verdict::Undetermined {
            if !matches!(runs.last(), Some(Run::Each(_))) {
                runs.push(Run::Each(String::new()));
            }
            if let Some(Run::Each(lines)) = runs.last_mut() {
                write_line(lines, policy, outcome, &why, lang);
            }
            return;
        }
        if !matches!(runs.last(), Some(Run::Alike { why: before, .. }) if *before == why) {
            runs.push(Run::Alike { why: why.clone(), number: 0, first: Vec::new() });
        }
        if let Some(Run::Alike { number, first, .. }) = runs.last_mut() {
            *number += 1;
            if first.len() <= NAMED {
                let mut line = String::new();
                write_line(&mut line, policy, outcome, &why, lang);
                first.push(line);
            }
        }
    }

    /// Lets go of room that nothing stands in.
    pub(super) fn shrink(&mut self) {
        for run in self.norms.iter_mut().flat_map(|norm| &mut norm.runs) {
            if let Run::Each(lines) = run {
                lines.shrink_to_fit();
            }
        }
    }

    /// Takes what was written down of those that follow.
    pub(super) fn append(&mut self, other: Self) {
        self.number += other.number;
        for OfNorm { norm, runs: more } in other.norms {
            let Some(runs) = self.runs_of(norm) else { return };
            for run in more {
                match (runs.last_mut(), run) {
                    (
                        Some(Run::Alike { why, number, first }),
                        Run::Alike { why: same, number: further, first: lines },
                    ) if *why == same => {
                        *number += further;
                        first.extend(lines);
                        first.truncate(NAMED + 1);
                    }
                    (_, run) => runs.push(run),
                }
            }
        }
    }

    // What is told of a norm; there is always something.
    fn runs_of(&mut self, norm: usize) -> Option<&mut Vec<Run>> {
        let is_next = self.norms.last().is_none_or(|last| last.norm != norm);
        self.norms.extend(is_next.then(|| OfNorm { norm, runs: Vec::new() }));
        self.norms.last_mut().map(|last| &mut last.runs)
    }
}

impl OfNorm {
    /// Writes its lines.
    // What a missing parameter or record leaves open is often the same for everybody: said once, with how many. What
    // cannot be written is left out.
    pub(super) fn write(&self, out: &mut dyn Write, lang: Lang) {
        for run in &self.runs {
            match run {
                Run::Each(lines) => {
                    let _ = out.write_str(lines);
                }
                Run::Alike { number, first, .. } => {
                    let named = if *number > NAMED + 1 { NAMED } else { *number };
                    for line in first.iter().take(named) {
                        let _ = out.write_str(line);
                    }
                    if *number > named {
                        let more = Message::new("report.alike").with("count", number - named);
                        let _ = writeln!(out, "  {}", more.render(lang));
                    }
                }
            }
        }
    }
}

// Writing to a String cannot fail.
fn write_line(out: &mut String, policy: &CheckedPolicy, outcome: &Outcome, why: &Message, lang: Lang) {
    let (bearer, window) = (bearer(outcome, lang), window(policy, outcome, lang));
    let _ = writeln!(out, "  {bearer}  {window}  {}{}", why.render(lang), who(outcome, lang));
}

/// The sections of a report, in their order, by verdict and weight.
pub(super) const SECTIONS: [(Verdict, Weight); 4] = [
    (Verdict::Breached, Weight::Duty),
    (Verdict::Breached, Weight::Advisory),
    (Verdict::Undetermined, Weight::Duty),
    (Verdict::Undetermined, Weight::Advisory),
];
