//! The look-ahead list: what is open, by its last day.

use crate::check::CheckedPolicy;
use crate::check::policy::{From, Norm};
use crate::diagnostic::Lang;
use crate::eval::{Evaluation, Outcome, Quota, Verdict};
use crate::log::{Exact, Instant};
use serde::Serialize;

/// One open duty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Due {
    /// The last day, ISO 8601, that of making up when it is overdue; none when no limit is set.
    pub due: Option<String>,
    /// Canonical name of the norm.
    pub norm: String,
    /// The bearer's id.
    pub bearer: String,
    /// The one of those that the norm is stated for each of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of_each: Option<String>,
    /// Its title.
    pub title: String,
    /// What is still missing: of all, or of those that are to meet a condition, where that is more.
    pub missing: Option<String>,
    /// How many of them are to meet which condition.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing_of_which: Vec<MissingOfWhich>,
    /// What it is counted in, in Chinese.
    #[serde(skip)]
    pub counter: &'static str,
    /// Past its original last day, but may still be made up.
    pub overdue: bool,
    /// Its clock stands still and nobody knows for how long: there is no last day yet.
    pub stands_still: bool,
}

/// How many are missing of those that are to meet a condition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct MissingOfWhich {
    /// The condition, as it is written.
    pub condition: String,
    /// How many.
    pub missing: String,
}

/// The open duties that fall due within so many days after the as-of date, and those whose last day nobody knows while the
/// clock stands still; all of them without a number.
#[must_use]
pub fn due(policy: &CheckedPolicy, evaluation: &Evaluation, within: Option<i64>) -> Vec<Due> {
    let today = policy.zone.date_of(Instant(evaluation.as_of.0 - 1));
    // Past its original last day, what counts is how long it may still be made up.
    let last_day = |o: &Outcome| if o.overdue { o.late_until.or(o.due) } else { o.due };
    let open = evaluation.outcomes.iter().filter(|o| o.verdict == Verdict::Open);
    let mut out: Vec<Due> = open
        .filter_map(|o| Some((o, policy.norms.get_index(o.norm)?.1)))
        .filter(|(o, norm)| {
            let is_soon = |days| last_day(o).is_some_and(|due| (due - today).num_days() <= days);
            stands_still(norm, o) || within.is_none_or(is_soon)
        })
        .map(|(o, norm)| Due {
            due: last_day(o).map(|d| d.to_string()),
            norm: norm.name.canonical.clone(),
            bearer: o.bearer.to_string(),
            of_each: o.of_each.as_ref().map(|name| name.canonical.clone()),
            title: norm.title.clone(),
            missing: missing(o).map(|n| n.to_string()),
            missing_of_which: o.quotas.lacking().map(of_which).collect(),
            counter: counter(norm),
            overdue: o.overdue,
            stands_still: stands_still(norm, o),
        })
        .collect();
    // Without a limit comes last.
    out.sort_by(|a, b| (a.due.is_none(), a).cmp(&(b.due.is_none(), b)));
    out
}

// Those that meet a condition are some of all.
fn missing(outcome: &Outcome) -> Option<Exact> {
    let of_all = outcome.required.filter(|_| !outcome.at_most).zip(outcome.measured);
    let of_all = of_all.and_then(|(required, measured)| required.sub(measured.low));
    of_all.into_iter().chain(outcome.quotas.lacking().map(Quota::differ_by)).max()
}

fn of_which(quota: &Quota) -> MissingOfWhich {
    MissingOfWhich { condition: quota.condition.to_string(), missing: quota.differ_by().to_string() }
}

// Of a limit whose clock may stand still the end is unknown only while it does.
fn stands_still(norm: &Norm, outcome: &Outcome) -> bool {
    norm.stops.is_some() && outcome.until == Instant::MAX
}

// What happens is counted 次, and what is or is held 个; an amount has a unit that only its author knows.
fn counter(norm: &Norm) -> &'static str {
    match norm.requirement.parts().next() {
        Some(part) if part.total_of.is_some() => "",
        Some(part) if matches!(part.what.from, From::Event(_)) => "次",
        Some(_) => "个",
        None => "",
    }
}

/// The list in words.
#[must_use]
pub fn due_text(list: &[Due], lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let lines = list.iter().map(|d| {
        let without = match (d.stands_still, zh) {
            (true, true) => "停算中，恢复后再定期限",
            (true, false) => "clock stands still, no last day yet",
            (false, true) => "无期限",
            (false, false) => "no limit",
        };
        let due = d.due.as_deref().unwrap_or(without);
        let missing = d
            .missing
            .as_ref()
            .filter(|n| *n != "0")
            .map(|n| if zh { format!("，还差{n}{}", d.counter) } else { format!(", {n} missing") })
            .unwrap_or_default();
        let of_which = d.missing_of_which.iter().map(|of| match lang {
            Lang::Zh => format!("，其中符合「{}」的{}{}", of.condition, of.missing, d.counter),
            Lang::En => format!(", {} of them meeting `{}`", of.missing, of.condition),
        });
        let of_which: String = of_which.collect();
        let overdue = if d.overdue { if zh { "，已逾期，可补" } else { ", overdue" } } else { "" };
        let of_each = d.of_each.as_ref().map(|of| format!(" / {of}")).unwrap_or_default();
        format!("{due}  {}{of_each}  {}{missing}{of_which}{overdue}\n", d.bearer, d.title)
    });
    lines.collect()
}
