//! The report for people: counts, then every breach and every undetermined duty with its reason and who
//! answers. Fulfilled duties appear as numbers only, undetermined ones that lack the same thing by example;
//! nobody is ranked.

use super::Findings;
use super::machine::day;
use super::punctuation::{aside, bearer, colon, list, word};
use super::rank_words;
use crate::check::CheckedPolicy;
use crate::diagnostic::{Lang, Message};
use crate::eval::{Outcome, Verdict, Weight};
use crate::log::{EventLog, Instant};
use rayon::prelude::*;
use std::fmt::Write;

/// The report of a run.
#[must_use]
pub fn text(policy: &CheckedPolicy, log: &EventLog, findings: &Findings, lang: Lang) -> String {
    let mut out = String::new();
    head(&mut out, policy, log, findings, lang);
    counts(&mut out, findings, lang);
    let sections = [
        (Verdict::Breached, Weight::Duty, word(lang, "未完成", "Breached")),
        (Verdict::Breached, Weight::Advisory, word(lang, "提倡事项未落实", "Advisory, not followed")),
        (Verdict::Undetermined, Weight::Duty, word(lang, "待定", "Undetermined")),
        (Verdict::Undetermined, Weight::Advisory, word(lang, "提倡事项待定", "Advisory, undetermined")),
    ];
    for (verdict, weight, title) in sections {
        section(&mut out, policy, findings, (verdict, weight), title, lang);
    }
    withdrawn(&mut out, policy, findings, lang);
    set_aside(&mut out, log, lang);
    out
}

// Writing to a String cannot fail, so results of `write!` are dropped throughout.
fn head(out: &mut String, policy: &CheckedPolicy, log: &EventLog, findings: &Findings, lang: Lang) {
    let number = policy.number.as_deref().unwrap_or("");
    let _ = writeln!(out, "{number} {}", policy.title);
    for amendment in &policy.amendments {
        let from = amendment.from.to_string();
        let from = match lang {
            Lang::Zh => aside(lang, format!("{from}起施行")),
            Lang::En => aside(lang, format!("in force from {from}")),
        };
        let _ = writeln!(out, "{}{}{from}", word(lang, "修订：", "amended by: "), amendment.called());
    }
    let as_of = day(policy, Instant(findings.closing.as_of.0 - 1)).unwrap_or_default();
    let _ = writeln!(out, "{}{as_of}", word(lang, "截至：", "as of: "));
    if let Some(stretch) = log.coverage.hull() {
        let (from, until) = (
            day(policy, stretch.from).unwrap_or_default(),
            day(policy, Instant(stretch.until.0 - 1)).unwrap_or_default(),
        );
        let how = match (log.coverage.assumed, log.coverage.by_kind.is_empty()) {
            (true, _) => {
                word(lang, "（日志未说明，按首末记录推定）", " (assumed from the first and last record)")
            }
            (false, false) => word(
                lang,
                "（部分记录类型，其余类型没有说明）",
                " (some types of records; of others nothing is said)",
            ),
            (false, true) => "",
        };
        let _ = writeln!(out, "{}{from} — {until}{how}", word(lang, "记录范围：", "covered: "));
    }
}

fn counts(out: &mut String, findings: &Findings, lang: Lang) {
    let line = findings.counts.each().map(|(verdict, count)| format!("{} {count}", verdict.word(lang)));
    let _ = writeln!(out, "{}\n", line.collect::<Vec<_>>().join(word(lang, "，", ", ")));
}

fn section(
    out: &mut String,
    policy: &CheckedPolicy,
    findings: &Findings,
    (verdict, weight): (Verdict, Weight),
    title: &str,
    lang: Lang,
) {
    let found: Vec<&Outcome> =
        findings.kept.iter().flatten().filter(|o| o.verdict == verdict && o.weight == weight).collect();
    if found.is_empty() {
        return;
    }
    let _ = writeln!(out, "== {title}{}", aside(lang, found.len()));
    for of_norm in found.chunk_by(|a, b| a.norm == b.norm) {
        let Some((_, norm)) = of_norm.first().and_then(|o| policy.norms.get_index(o.norm)) else { continue };
        let cites = aside(lang, norm.cites.join(word(lang, "、", ", ")));
        let _ = writeln!(out, "{} {}{cites}", norm.name.shown(lang), norm.title);
        let same_reason = |a: &&Outcome, b: &&Outcome| verdict == Verdict::Undetermined && a.why() == b.why();
        let alike: Vec<&[&Outcome]> = of_norm.chunk_by(same_reason).collect();
        let told = alike.par_chunks(TOGETHER).map(|few| {
            let mut lines = String::new();
            few.iter().for_each(|alike| outcomes(&mut lines, policy, alike, lang));
            lines
        });
        out.extend(told.collect::<Vec<String>>());
    }
    out.push('\n');
}

/// How many duties that lack the same thing are named one by one.
const NAMED: usize = 3;

/// For how many reasons one thread writes out duties before it looks for more.
const TOGETHER: usize = 256;

// What a missing parameter or record leaves open is often the same for everybody: said once, with how many.
fn outcomes(out: &mut String, policy: &CheckedPolicy, alike: &[&Outcome], lang: Lang) {
    let named = if alike.len() > NAMED + 1 { NAMED } else { alike.len() };
    for outcome in alike.iter().take(named) {
        let bearer = bearer(outcome, lang);
        let (window, why) = (window(policy, outcome, lang), outcome.why().render(lang));
        let _ = writeln!(out, "  {bearer}  {window}  {why}{}", who(outcome, lang));
    }
    if alike.len() > named {
        let more = Message::new("report.alike").with("count", alike.len() - named);
        let _ = writeln!(out, "  {}", more.render(lang));
    }
}

pub(super) fn window(policy: &CheckedPolicy, outcome: &Outcome, lang: Lang) -> String {
    if let Some(label) = &outcome.label {
        return label.shown(lang).to_owned();
    }
    let from = day(policy, outcome.from).unwrap_or_default();
    let until = day(policy, Instant(outcome.until.0 - 1)).unwrap_or_default();
    match &outcome.trigger {
        Some(trigger) => format!("{trigger} {from}—{until}"),
        None => format!("{from}—{until}"),
    }
}

pub(super) fn who(outcome: &Outcome, lang: Lang) -> String {
    let each = outcome.answerable.iter().filter(|a| a.until.is_none()).map(|a| {
        let rank = if lang == Lang::Zh { rank_words(a.rank).0 } else { rank_words(a.rank).1 };
        let holder = a.holder.as_deref().unwrap_or(word(lang, "空缺", "vacant"));
        let role = a.role.shown(lang);
        let role = if role.is_empty() { String::new() } else { format!("{role} ") };
        format!("{rank}{}{role}{holder}", colon(lang))
    });
    let all: Vec<String> = each.collect();
    if all.is_empty() { String::new() } else { format!("  [{}]", all.join(list(lang))) }
}

fn withdrawn(out: &mut String, policy: &CheckedPolicy, findings: &Findings, lang: Lang) {
    if findings.closing.withdrawn.is_empty() {
        return;
    }
    let title = word(lang, "因更正而撤销的事项", "Withdrawn by corrections");
    let _ = writeln!(out, "== {title}{}", aside(lang, findings.closing.withdrawn.len()));
    for one in &findings.closing.withdrawn {
        let Some((_, norm)) = policy.norms.get_index(one.norm) else { continue };
        let from = day(policy, one.from).unwrap_or_default();
        let what = one.trigger.as_deref().unwrap_or(&from);
        let by = one
            .by
            .as_ref()
            .map(|id| format!("  {}{id}", word(lang, "更正：", "corrected by ")))
            .unwrap_or_default();
        let _ = writeln!(out, "  {}  {}  {what}{by}", norm.name.shown(lang), one.whose(lang));
    }
    out.push('\n');
}

fn set_aside(out: &mut String, log: &EventLog, lang: Lang) {
    if log.set_aside.is_empty() {
        return;
    }
    let title = word(lang, "搁置的记录", "Records set aside");
    let _ = writeln!(out, "== {title}{}", aside(lang, log.set_aside.len()));
    for one in &log.set_aside {
        let _ = writeln!(
            out,
            "  {}:{} {}",
            one.error.place.input,
            one.error.place.line,
            one.error.message.render(lang)
        );
    }
}
