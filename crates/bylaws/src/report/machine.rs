//! The report for machines: the parts of the object of `run --format json`, which is written as it is found.
//! Dates are ISO 8601, exact numbers strings.

use super::Counts;
use crate::check::CheckedPolicy;
use crate::diagnostic::{Arg, Lang, Message};
use crate::eval::{Closing, Outcome, Request, Withdrawn, as_of};
use crate::log::{EventLog, Instant};
use indexmap::IndexMap;
use serde::Serialize;

/// What stands before the verdicts.
#[derive(Debug, Serialize)]
pub struct Opening {
    policy: Option<String>,
    as_of: Option<String>,
    known_at: Option<String>,
    coverage: Vec<Covered>,
}

/// What stands after the verdicts.
#[derive(Debug, Serialize)]
pub struct Ending {
    counts: IndexMap<&'static str, usize>,
    withdrawn: Vec<Gone>,
    set_aside: Vec<Aside>,
}

#[derive(Debug, Serialize)]
struct Gone {
    norm: String,
    bearer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    of_each: Option<String>,
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

/// A record that was set aside.
#[derive(Debug, Serialize)]
pub(super) struct Aside {
    pub input: String,
    pub line: u64,
    pub code: &'static str,
    pub message: String,
}

/// One verdict.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    norm: String,
    bearer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    of_each: Option<String>,
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    used: Vec<Used>,
    answerable: Vec<Answerable>,
    clauses: Vec<String>,
    why: Why,
}

#[derive(Clone, Debug, Serialize)]
struct Answerable {
    rank: &'static str,
    role: String,
    holder: Option<String>,
    /// Why there is no holder: the post is vacant, or what leads to it leads to no unit that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    without_holder: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    /// Of a former holder: the last day in office.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct Why {
    code: &'static str,
    arguments: IndexMap<&'static str, String>,
}

/// What stands before the verdicts of a run.
#[must_use]
pub fn opening(policy: &CheckedPolicy, log: &EventLog, request: &Request) -> Opening {
    let last_day = |at: Instant| day(policy, Instant(at.0 - 1));
    let coverage = log.coverage.general.iter().map(|s| Covered {
        from: day(policy, s.from),
        until: last_day(s.until),
        assumed: log.coverage.assumed,
    });
    Opening {
        policy: policy.number.clone().or_else(|| Some(policy.title.clone())),
        as_of: last_day(as_of(log, request)),
        known_at: request.known_at.and_then(last_day),
        coverage: coverage.collect(),
    }
}

/// What stands after the verdicts of a run.
#[must_use]
pub fn ending(policy: &CheckedPolicy, log: &EventLog, counts: &Counts, closing: &Closing) -> Ending {
    let set_aside = log.set_aside.iter().map(|s| Aside {
        input: s.error.place.input.to_string(),
        line: s.error.place.line,
        code: s.error.code(),
        message: s.error.message.render(Lang::En),
    });
    Ending {
        counts: counts.by_key(),
        withdrawn: closing.withdrawn.iter().map(|w| gone(policy, w)).collect(),
        set_aside: set_aside.collect(),
    }
}

fn gone(policy: &CheckedPolicy, withdrawn: &Withdrawn) -> Gone {
    Gone {
        norm: policy.norms.get_index(withdrawn.norm).map(|(name, _)| name.clone()).unwrap_or_default(),
        bearer: withdrawn.bearer.to_string(),
        of_each: withdrawn.of_each.as_ref().map(|name| name.canonical.clone()),
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

// How much of a record a duty used up.
#[derive(Clone, Debug, Serialize)]
struct Used {
    record: String,
    amount: String,
}

/// One outcome.
#[must_use]
pub fn row(policy: &CheckedPolicy, outcome: &Outcome) -> Row {
    let norm = policy.norms.get_index(outcome.norm).map(|(_, n)| n);
    let answerable = outcome.answerable.iter().map(|a| Answerable {
        rank: super::rank_words(a.rank).2,
        role: a.role.canonical.clone(),
        holder: a.holder.as_deref().map(str::to_owned),
        without_holder: a.without_holder(),
        since: a.since.map(|d| d.to_string()),
        until: a.until.map(|d| d.to_string()),
    });
    Row {
        norm: norm.map(|n| n.name.canonical.clone()).unwrap_or_default(),
        bearer: outcome.bearer.to_string(),
        of_each: outcome.of_each.as_ref().map(|name| name.canonical.clone()),
        from: day(policy, outcome.from),
        until: day(policy, Instant(outcome.until.0 - 1)),
        trigger: outcome.trigger.as_deref().map(str::to_owned),
        verdict: outcome.verdict.key(),
        advisory: outcome.weight == crate::eval::Weight::Advisory,
        count: outcome.measured.map(|m| m.low.to_string()),
        required: outcome.required.map(|r| r.to_string()),
        due: outcome.due.map(|d| d.to_string()),
        evidence: outcome.evidence.iter().map(|e| e.to_string()).collect(),
        further: outcome.others.len(),
        used: outcome
            .used
            .iter()
            .map(|(record, amount)| Used { record: record.to_string(), amount: amount.to_string() })
            .collect(),
        answerable: answerable.collect(),
        clauses: norm.map(|n| n.cites.clone()).unwrap_or_default(),
        why: why(&outcome.why()),
    }
}

fn why(message: &Message) -> Why {
    let words = |arg: &Arg| arg.render(Lang::En);
    Why { code: message.key, arguments: message.args.iter().map(|(name, arg)| (*name, words(arg))).collect() }
}
