//! The report for machines: the object of `run --format json`. Dates are ISO 8601, exact numbers strings.

use crate::check::CheckedPolicy;
use crate::diagnostic::{Arg, Lang, Message};
use crate::eval::{Evaluation, Outcome, Request, Verdict, Withdrawn};
use crate::log::{EventLog, Instant};
use indexmap::IndexMap;
use serde::Serialize;

/// A whole run.
#[derive(Debug, Serialize)]
pub struct Report {
    policy: Option<String>,
    as_of: Option<String>,
    known_at: Option<String>,
    coverage: Vec<Covered>,
    counts: IndexMap<&'static str, usize>,
    verdicts: Vec<Row>,
    withdrawn: Vec<Gone>,
    set_aside: Vec<Aside>,
}

#[derive(Debug, Serialize)]
struct Gone {
    norm: String,
    bearer: String,
    from: Option<String>,
    trigger: Option<String>,
    by: Option<String>,
}

#[derive(Debug, Serialize)]
struct Covered {
    from: Option<String>,
    until: Option<String>,
    assumed: bool,
}

#[derive(Debug, Serialize)]
struct Aside {
    input: String,
    line: u64,
    code: &'static str,
    message: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Row {
    norm: String,
    bearer: String,
    from: Option<String>,
    until: Option<String>,
    trigger: Option<String>,
    verdict: &'static str,
    advisory: bool,
    count: Option<String>,
    required: Option<String>,
    due: Option<String>,
    evidence: Vec<String>,
    further: usize,
    answerable: Vec<Answerable>,
    clauses: Vec<String>,
    why: Why,
}

#[derive(Debug, Serialize)]
struct Answerable {
    rank: &'static str,
    role: String,
    holder: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    /// Of a former holder: the last day in office.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

#[derive(Debug, Serialize)]
struct Why {
    code: &'static str,
    arguments: IndexMap<&'static str, String>,
}

/// The report of an evaluation.
#[must_use]
pub fn machine(policy: &CheckedPolicy, log: &EventLog, request: &Request, evaluation: &Evaluation) -> Report {
    let last_day = |at: Instant| day(policy, Instant(at.0 - 1));
    let mut counts: IndexMap<&'static str, usize> = Verdict::ALL.iter().map(|v| (v.key(), 0)).collect();
    for outcome in &evaluation.outcomes {
        *counts.entry(outcome.verdict.key()).or_default() += 1;
    }
    let coverage = log.coverage.general.iter().map(|s| Covered {
        from: day(policy, s.from),
        until: last_day(s.until),
        assumed: log.coverage.assumed,
    });
    let set_aside = log.set_aside.iter().map(|s| Aside {
        input: s.error.place.input.to_string(),
        line: s.error.place.line,
        code: s.error.message.key,
        message: s.error.message.render(Lang::En),
    });
    Report {
        policy: policy.number.clone().or_else(|| Some(policy.title.clone())),
        as_of: last_day(evaluation.as_of),
        known_at: request.known_at.and_then(last_day),
        coverage: coverage.collect(),
        counts,
        verdicts: evaluation.outcomes.iter().map(|o| row(policy, o)).collect(),
        withdrawn: evaluation.withdrawn.iter().map(|w| gone(policy, w)).collect(),
        set_aside: set_aside.collect(),
    }
}

fn gone(policy: &CheckedPolicy, withdrawn: &Withdrawn) -> Gone {
    Gone {
        norm: policy.norms.get_index(withdrawn.norm).map(|(name, _)| name.clone()).unwrap_or_default(),
        bearer: withdrawn.bearer.to_string(),
        from: day(policy, withdrawn.from),
        trigger: withdrawn.trigger.as_deref().map(str::to_owned),
        by: withdrawn.by.as_deref().map(str::to_owned),
    }
}

// An instant as its civil day; none for the ends of time.
pub(super) fn day(policy: &CheckedPolicy, at: Instant) -> Option<String> {
    let bounded = at > Instant::MIN && at.0 < Instant::MAX.0 - 1;
    (bounded && at.to_utc().is_some()).then(|| policy.zone.date_of(at).to_string())
}

pub(super) fn row(policy: &CheckedPolicy, outcome: &Outcome) -> Row {
    let norm = policy.norms.get_index(outcome.norm).map(|(_, n)| n);
    let answerable = outcome.answerable.iter().map(|a| Answerable {
        rank: super::rank_words(a.rank).2,
        role: a.role.canonical.clone(),
        holder: a.holder.as_deref().map(str::to_owned),
        since: a.since.map(|d| d.to_string()),
        until: a.until.map(|d| d.to_string()),
    });
    Row {
        norm: norm.map(|n| n.name.canonical.clone()).unwrap_or_default(),
        bearer: outcome.bearer.to_string(),
        from: day(policy, outcome.from),
        until: day(policy, Instant(outcome.until.0 - 1)),
        trigger: outcome.trigger.as_deref().map(str::to_owned),
        verdict: outcome.verdict.key(),
        advisory: outcome.weight == crate::eval::Weight::Advisory,
        count: outcome.measured.map(|m| m.low.to_string()),
        required: outcome.required.map(|r| r.to_string()),
        due: outcome.due.map(|d| d.to_string()),
        evidence: outcome.evidence.iter().map(|e| e.to_string()).collect(),
        further: outcome.further,
        answerable: answerable.collect(),
        clauses: norm.map(|n| n.cites.clone()).unwrap_or_default(),
        why: why(&outcome.why),
    }
}

fn why(message: &Message) -> Why {
    let words = |arg: &Arg| match arg {
        Arg::Plain(text) => text.clone(),
        Arg::Both { en, .. } => en.clone(),
        Arg::Message(inner) => inner.render(Lang::En),
    };
    Why { code: message.key, arguments: message.args.iter().map(|(name, arg)| (*name, words(arg))).collect() }
}
