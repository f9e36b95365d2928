//! An explanation for machines: dates are ISO 8601, exact numbers strings; what is words is in the language asked for.

use super::super::Row;
use super::clock::Still;
use super::version::Version;
use super::{Explanation, Seen, shown};
use crate::diagnostic::Lang;
use crate::eval::Verdict;
use crate::log::Exact;
use crate::report::machine::Aside;
use serde::Serialize;

/// An explanation as an object; its keys are those of a verdict in `run --format json` and more.
#[derive(Debug, Serialize)]
pub struct Explained {
    #[serde(flatten)]
    row: Row,
    near_misses: Vec<Miss>,
    interpretation: Vec<String>,
    parameters: Vec<String>,
    remedy: Option<String>,
    title: String,
    document: Option<String>,
    sources: Vec<Source>,
    version: Option<Version>,
    as_of: Option<String>,
    known_at: Option<String>,
    window: Window,
    asked: Vec<Asked>,
    reason: String,
    exceptions: Vec<String>,
    counted: Vec<Counted>,
    served_earlier: Vec<Served>,
    used_by_others: Vec<UsedUp>,
    missing: Option<String>,
    /// Of what it is missing, where all are there and too few of them meet a condition.
    missing_of_which: Vec<MissingOf>,
    late_until: Option<String>,
    sufficient: Vec<String>,
    parameter_values: Vec<Parameter>,
    gaps: Vec<Gap>,
    coverage_assumed: bool,
    set_aside: Vec<Aside>,
    corrected: Vec<Corrected>,
}

#[derive(Debug, Serialize)]
struct Record {
    record: String,
    r#type: Option<String>,
    at: Option<String>,
    input: Option<String>,
    line: Option<u64>,
}

#[derive(Debug, Serialize)]
struct Miss {
    #[serde(flatten)]
    record: Record,
    failed: String,
    /// Position among what is asked.
    asked: usize,
}

#[derive(Debug, Serialize)]
struct Counted {
    #[serde(flatten)]
    record: Record,
    used: Option<String>,
}

/// A record of the days of the window that made up for an earlier one.
#[derive(Debug, Serialize)]
struct Served {
    #[serde(flatten)]
    record: Record,
    window: String,
}

/// A record that another duty used, where it may serve one only.
#[derive(Debug, Serialize)]
struct UsedUp {
    #[serde(flatten)]
    record: Record,
    norm: String,
    bearer: String,
    window: String,
}

#[derive(Debug, Serialize)]
struct MissingOf {
    condition: String,
    missing: String,
}

#[derive(Debug, Serialize)]
struct Source {
    clause: String,
    phrase: String,
    /// The amendment that says it so; of the regulation's own clauses the document above.
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<String>,
}

#[derive(Debug, Serialize)]
struct Window {
    from: Option<String>,
    until: Option<String>,
    /// To the minute, of what runs for hours.
    from_time: Option<String>,
    until_time: Option<String>,
    name: Option<String>,
    calendar: Option<String>,
    trigger: Option<Record>,
    /// What the trigger follows from, where nobody wrote it down.
    deemed_from: Vec<Ground>,
    clock_stood_still: Vec<Still>,
    /// How much of the limit was left, while it stands still.
    left: Option<String>,
    extended_by: Vec<Record>,
    not_extended_by: Vec<Ground>,
}

/// A record from which the one before it is taken to follow, or that did not extend a limit, with the reason.
#[derive(Debug, Serialize)]
struct Ground {
    #[serde(flatten)]
    record: Record,
    reason: String,
}

#[derive(Debug, Serialize)]
struct Asked {
    words: String,
    alternative: usize,
    verdict: &'static str,
    reason: String,
}

#[derive(Debug, Serialize)]
struct Parameter {
    name: String,
    shown: String,
    value: Option<String>,
    origin: &'static str,
    note: Option<String>,
}

#[derive(Debug, Serialize)]
struct Gap {
    types: Vec<String>,
    from: Option<String>,
    until: Option<String>,
}

#[derive(Debug, Serialize)]
struct Corrected {
    record: String,
    r#type: Option<String>,
    by: String,
}

pub(super) fn object(of: &Explanation, lang: Lang) -> Explained {
    let outcome = &of.outcome;
    let sufficient = of.enough_in(lang);
    let remedy = (outcome.verdict == Verdict::Open && !sufficient.is_empty())
        .then(|| sufficient.join(if lang == Lang::Zh { "；或者：" } else { "; or: " }));
    Explained {
        row: of.row.clone(),
        near_misses: of.rejected.iter().map(|miss| of_miss(miss, lang)).collect(),
        interpretation: of.readings.iter().map(|one| shown(one, lang)).collect(),
        parameters: of.lacking.clone(),
        remedy,
        title: of.title.clone(),
        document: of.document.clone(),
        sources: of
            .clauses
            .iter()
            .map(|c| Source { clause: c.id.clone(), phrase: c.phrase.clone(), document: c.document.clone() })
            .collect(),
        version: of.version.clone(),
        as_of: of.as_of.clone(),
        known_at: of.known_at.clone(),
        window: window(of, lang),
        asked: asked(of, lang),
        reason: outcome.why().render(lang),
        exceptions: of.exceptions.iter().map(|one| shown(one, lang)).collect(),
        counted: of
            .counted
            .iter()
            .map(|counted| Counted { record: record(&counted.record, lang), used: counted.used.clone() })
            .collect(),
        served_earlier: of
            .served
            .iter()
            .map(|one| Served { record: record(&one.record, lang), window: shown(&one.window, lang) })
            .collect(),
        used_by_others: of
            .used_up
            .iter()
            .map(|one| UsedUp {
                record: record(&one.record, lang),
                norm: one.norm.canonical.clone(),
                bearer: shown(&one.bearer, lang),
                window: shown(&one.window, lang),
            })
            .collect(),
        missing: Some(outcome.short_by()).filter(|n| *n > Exact::ZERO).map(|n| n.to_string()),
        missing_of_which: outcome
            .lacking_of_which()
            .into_iter()
            .map(|quota| MissingOf {
                condition: quota.condition.to_string(),
                missing: quota.differ_by().to_string(),
            })
            .collect(),
        late_until: outcome.late_until.map(|day| day.to_string()),
        sufficient,
        parameter_values: parameters(of, lang),
        gaps: gaps(of, lang),
        coverage_assumed: of.coverage_assumed,
        set_aside: aside(of, lang),
        corrected: corrected(of, lang),
    }
}

fn record(seen: &Seen, lang: Lang) -> Record {
    Record {
        record: seen.id.clone(),
        r#type: seen.kind.as_ref().map(|kind| shown(kind, lang)),
        at: seen.at.clone(),
        input: seen.place.as_ref().map(|(input, _)| input.clone()),
        line: seen.place.as_ref().map(|(_, line)| *line),
    }
}

fn of_miss(miss: &super::Rejected, lang: Lang) -> Miss {
    Miss { record: record(&miss.record, lang), failed: miss.failed.render(lang), asked: miss.asked }
}

fn window(of: &Explanation, lang: Lang) -> Window {
    let words = |arg: &Option<crate::diagnostic::Arg>| arg.as_ref().map(|arg| shown(arg, lang));
    Window {
        from: of.window.from.clone(),
        until: of.window.until.clone(),
        from_time: of.window.times.as_ref().map(|(from, _)| from.clone()),
        until_time: of.window.times.as_ref().map(|(_, until)| until.clone()),
        name: words(&of.window.name),
        calendar: words(&of.window.calendar),
        trigger: of.window.trigger.as_ref().map(|seen| record(seen, lang)),
        deemed_from: of.window.grounds.iter().map(|ground| of_ground(ground, lang)).collect(),
        clock_stood_still: of.clock.still.clone(),
        left: of.clock.left_in(lang),
        extended_by: of.clock.extended_by.iter().map(|seen| record(seen, lang)).collect(),
        not_extended_by: of
            .clock
            .idle
            .iter()
            .map(|(seen, why)| Ground { record: record(seen, lang), reason: why.render(lang) })
            .collect(),
    }
}

fn of_ground(ground: &super::deemed::Ground, lang: Lang) -> Ground {
    Ground { record: record(&ground.record, lang), reason: ground.why.words(ground.record.id.clone(), lang) }
}

fn asked(of: &Explanation, lang: Lang) -> Vec<Asked> {
    let each = of.asked.iter().map(|asked| {
        let found = asked.by_itself.as_ref().unwrap_or(&of.outcome);
        Asked {
            words: shown(&asked.words, lang),
            alternative: asked.alternative,
            verdict: found.verdict.key(),
            reason: asked.reason(found).render(lang),
        }
    });
    each.collect()
}

fn parameters(of: &Explanation, lang: Lang) -> Vec<Parameter> {
    let each = of.parameters.iter().map(|given| Parameter {
        name: given.canonical.clone(),
        shown: shown(&given.name, lang),
        value: given.value.as_ref().map(|value| shown(value, lang)),
        origin: given.origin,
        note: given.note.clone(),
    });
    each.collect()
}

fn gaps(of: &Explanation, lang: Lang) -> Vec<Gap> {
    let each = of.gaps.iter().map(|gap| Gap {
        types: gap.kinds.iter().map(|kind| shown(kind, lang)).collect(),
        from: gap.from.clone(),
        until: gap.until.clone(),
    });
    each.collect()
}

fn aside(of: &Explanation, lang: Lang) -> Vec<Aside> {
    let each = of.set_aside.iter().map(|one| Aside {
        input: one.input.clone(),
        line: one.line,
        code: one.code,
        message: one.message.render(lang),
    });
    each.collect()
}

fn corrected(of: &Explanation, lang: Lang) -> Vec<Corrected> {
    let each = of.corrected.iter().map(|one| Corrected {
        record: one.record.clone(),
        r#type: one.kind.as_ref().map(|kind| shown(kind, lang)),
        by: one.by.clone(),
    });
    each.collect()
}
