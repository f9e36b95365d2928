//! One outcome in full: clause and document, window, what counted, what nearly did, what is missing, the
//! interpretation, who answers. For people and, as an object, for machines.

use super::interpretation::interpretation;
use super::machine::{Row, day, row};
use super::punctuation::{aside, bearer, colon, list, quoted, word};
use super::rank_words;
use crate::check::CheckedPolicy;
use crate::check::policy::{From, Norm, Part};
use crate::diagnostic::Lang;
use crate::eval::{Answer, Failed, NearMiss, Outcome, Verdict};
use crate::log::{Exact, Instant};
use crate::source::SourceSet;
use serde::Serialize;
use std::fmt::Write;

/// An explanation as an object.
#[derive(Debug, Serialize)]
pub struct Explanation {
    #[serde(flatten)]
    row: Row,
    near_misses: Vec<Miss>,
    interpretation: Vec<String>,
    parameters: Vec<String>,
    remedy: Option<String>,
}

#[derive(Debug, Serialize)]
struct Miss {
    record: String,
    failed: String,
}

/// The explanation of an outcome for machines, its words in `lang`.
#[must_use]
pub fn explained(policy: &CheckedPolicy, sources: &SourceSet, outcome: &Outcome, lang: Lang) -> Explanation {
    let norm = policy.norms.get_index(outcome.norm).map(|(_, norm)| norm);
    let miss = |m: &NearMiss| Miss { record: m.record.to_string(), failed: failed(m, sources, lang) };
    Explanation {
        row: row(policy, outcome),
        near_misses: outcome.near_misses.iter().map(miss).collect(),
        interpretation: norm.map(|n| interpretation(n, lang)).unwrap_or_default(),
        parameters: norm.map(|n| n.parameters.clone()).unwrap_or_default(),
        remedy: norm.and_then(|n| remedy(policy, n, outcome, lang)),
    }
}

/// The explanation of an outcome for people. Writing to a String cannot fail, so results are dropped.
#[must_use]
pub fn explanation(policy: &CheckedPolicy, sources: &SourceSet, outcome: &Outcome, lang: Lang) -> String {
    let mut out = String::new();
    let Some((_, norm)) = policy.norms.get_index(outcome.norm) else { return out };
    let bearer = bearer(outcome, lang);
    let _ = writeln!(out, "{bearer}{}{}  {}", colon(lang), outcome.verdict.word(lang), norm.title);
    clauses(&mut out, policy, norm, lang);
    let mut line = |zh, en, text: &str| {
        let _ = writeln!(out, "  {}{text}", word(lang, zh, en));
    };
    line("期间：", "window: ", &window(policy, outcome, lang));
    line("理由：", "reason: ", &outcome.why().render(lang));
    if !outcome.evidence.is_empty() {
        let further = if outcome.further > 0 { format!(" +{}", outcome.further) } else { String::new() };
        line("计入的记录：", "counted: ", &format!("{}{further}", evidence(outcome, lang)));
    }
    for miss in &outcome.near_misses {
        line(
            "差一项未计入：",
            "nearly counted: ",
            &format!("{}{}", miss.record, aside(lang, failed(miss, sources, lang))),
        );
    }
    if let Some(due) = outcome.due {
        line("最后一日：", "last day: ", &due.to_string());
    }
    if let Some(late) = outcome.late_until {
        line("可补至：", "may be made up until: ", &late.to_string());
    }
    if let Some(remedy) = remedy(policy, norm, outcome, lang) {
        line("还须：", "still to do: ", &remedy);
    }
    if !norm.parameters.is_empty() {
        line("用到的参数：", "parameters used: ", &shown_parameters(policy, norm, lang));
    }
    let choices = interpretation(norm, lang);
    if !choices.is_empty() {
        line("解释：", "reading: ", &choices.join(list(lang)));
    }
    outcome.answerable.iter().for_each(|answer| who(&mut out, answer, lang));
    out
}

fn window(policy: &CheckedPolicy, outcome: &Outcome, lang: Lang) -> String {
    let from = day(policy, outcome.from).unwrap_or_else(|| "—".to_owned());
    let until = day(policy, Instant(outcome.until.0 - 1)).unwrap_or_else(|| "—".to_owned());
    let label = outcome.label.as_ref().map(|l| aside(lang, l.shown(lang))).unwrap_or_default();
    let trigger = outcome
        .trigger
        .as_ref()
        .map(|id| aside(lang, format!("{}{id}", word(lang, "由", "by "))))
        .unwrap_or_default();
    format!("{from} — {until}{label}{trigger}")
}

fn clauses(out: &mut String, policy: &CheckedPolicy, norm: &Norm, lang: Lang) {
    for id in &norm.cites {
        let phrase = policy.clauses.get(id).map(|c| c.phrase.as_str()).unwrap_or("");
        let number = policy.number.as_deref().unwrap_or("");
        let _ = writeln!(out, "  {}{number} {id}{}", word(lang, "依据：", "source: "), quoted(lang, phrase));
    }
}

// The condition in the author's own words.
fn failed(miss: &NearMiss, sources: &SourceSet, lang: Lang) -> String {
    match miss.failed {
        Failed::Condition(place) => {
            let words = sources.get(place.file).map(|file| file.slice(place)).unwrap_or_default();
            format!("{}{}", word(lang, "不符合：", "fails: "), words.trim())
        }
        Failed::Evidence => word(lang, "不是有效凭证", "does not count as evidence").to_owned(),
        Failed::TooLate(day) => format!("{}{day}", word(lang, "期满之后：", "after the end: ")),
    }
}

// The records that decided, with how much of each was used where a sum is asked for.
fn evidence(outcome: &Outcome, lang: Lang) -> String {
    let shown = outcome.evidence.iter().map(|id| {
        let used = outcome.used.iter().find(|(record, _)| record == id);
        used.map_or_else(|| id.to_string(), |(_, amount)| format!("{id}{}", aside(lang, amount.to_string())))
    });
    shown.collect::<Vec<_>>().join(word(lang, "、", ", "))
}

/// What would still fulfil an open duty that asks for a number of events (rule I2).
fn remedy(policy: &CheckedPolicy, norm: &Norm, outcome: &Outcome, lang: Lang) -> Option<String> {
    let parts: Vec<&Part> = norm.requirement.parts().collect();
    let ([part], Verdict::Open, None) = (parts.as_slice(), outcome.verdict, &parts.first()?.quantity.high)
    else {
        return None;
    };
    let From::Event(kind) = part.what.from else { return None };
    let missing =
        outcome.required.zip(outcome.measured).and_then(|(required, measured)| required.sub(measured.low))?;
    let name =
        policy.vocabulary.events.get_index(kind).map(|(_, event)| event.name.shown(lang).to_owned())?;
    let last = if outcome.overdue { outcome.late_until } else { outcome.due };
    let by = last.map(|day| format!("{}{day}", word(lang, "，不迟于", ", by "))).unwrap_or_default();
    let field = part.total_of.and_then(|field| {
        let (_, event) = policy.vocabulary.events.get_index(kind)?;
        event.fields.get_index(field).map(|(_, field)| field.name.shown(lang))
    });
    if let Some(field) = field.filter(|_| missing > Exact::ZERO) {
        return Some(match lang {
            Lang::Zh => format!("「{name}」的{field}合计再有{missing}{by}"),
            Lang::En => format!("{missing} more of `{name}.{field}`{by}"),
        });
    }
    (missing > Exact::ZERO).then(|| match lang {
        Lang::Zh => format!("「{name}」{missing}次{by}"),
        Lang::En => format!("{missing} more `{name}`{by}"),
    })
}

fn shown_parameters(policy: &CheckedPolicy, norm: &Norm, lang: Lang) -> String {
    let shown = norm.parameters.iter().map(|name| {
        policy.parameters.get(name).map_or(name.as_str(), |parameter| parameter.name.shown(lang))
    });
    shown.collect::<Vec<_>>().join(word(lang, "、", ", "))
}

fn who(out: &mut String, answer: &Answer, lang: Lang) {
    let rank = if lang == Lang::Zh { rank_words(answer.rank).0 } else { rank_words(answer.rank).1 };
    let days = match (answer.since, answer.until) {
        (since, Some(until)) => {
            let since = since.map(|d| d.to_string()).unwrap_or_default();
            aside(lang, format!("{}{since}—{until}", word(lang, "曾任，", "former, ")))
        }
        (Some(since), None) => aside(lang, format!("{}{since}", word(lang, "任职自", "since "))),
        (None, None) => String::new(),
    };
    let holder = answer.holder.as_deref().unwrap_or(word(lang, "空缺", "vacant"));
    let _ = writeln!(out, "  {rank}{}{} {holder}{days}", colon(lang), answer.role.shown(lang));
}
