//! The report for people: counts, then every breach and every undetermined duty with its reason and who
//! answers. Fulfilled duties appear as numbers only, undetermined ones that lack the same thing by example;
//! nobody is ranked.

use super::Findings;
use super::machine::day;
use super::punctuation::{aside, colon, list, word};
use super::rank_words;
use super::sections::{SECTIONS, Section};
use crate::check::CheckedPolicy;
use crate::diagnostic::Lang;
use crate::eval::{Outcome, Verdict, Weight};
use crate::log::{EventLog, Instant};
use std::fmt::Write;

/// The report of a run, in the language of its findings.
#[must_use]
pub fn text(policy: &CheckedPolicy, log: &EventLog, findings: &Findings) -> String {
    let mut out = String::new();
    write_text(policy, log, findings, &mut out);
    out
}

/// The same piece by piece, so that a long one is never held whole. What cannot be written is left out.
pub fn write_text(policy: &CheckedPolicy, log: &EventLog, findings: &Findings, out: &mut dyn Write) {
    let lang = findings.lang;
    head(out, policy, log, findings, lang);
    counts(out, findings, lang);
    for (which, found) in SECTIONS.into_iter().zip(&findings.sections).filter(|(_, found)| found.number > 0) {
        section(out, policy, title(which, lang), found, lang);
    }
    withdrawn(out, policy, findings, lang);
    set_aside(out, log, lang);
}

fn title(section: (Verdict, Weight), lang: Lang) -> &'static str {
    match section {
        (Verdict::Breached, Weight::Duty) => word(lang, "未完成", "Breached"),
        (Verdict::Breached, Weight::Advisory) => word(lang, "提倡事项未落实", "Advisory, not followed"),
        (_, Weight::Duty) => word(lang, "待定", "Undetermined"),
        (_, Weight::Advisory) => word(lang, "提倡事项待定", "Advisory, undetermined"),
    }
}

// What cannot be written is left out, so results of `write!` are dropped throughout.
fn head(out: &mut dyn Write, policy: &CheckedPolicy, log: &EventLog, findings: &Findings, lang: Lang) {
    let called = [policy.number.as_deref().unwrap_or(""), policy.title.as_str()];
    let called: Vec<&str> = called.into_iter().filter(|part| !part.is_empty()).collect();
    if !called.is_empty() {
        let _ = writeln!(out, "{}", called.join(" "));
    }
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

fn counts(out: &mut dyn Write, findings: &Findings, lang: Lang) {
    let line = findings.counts.each().map(|(verdict, count)| format!("{} {count}", verdict.word(lang)));
    let _ = writeln!(out, "{}", line.collect::<Vec<_>>().join(word(lang, "，", ", ")));
}

fn section(out: &mut dyn Write, policy: &CheckedPolicy, title: &str, found: &Section, lang: Lang) {
    let _ = writeln!(out, "\n== {title}{}", aside(lang, found.number));
    for of_norm in &found.norms {
        let Some((_, norm)) = policy.norms.get_index(of_norm.norm) else { continue };
        let cites: Vec<_> = norm.cites.iter().map(|id| policy.clause_shown(id, lang)).collect();
        let cites = cites.join(word(lang, "、", ", "));
        let cites = if cites.is_empty() { cites } else { aside(lang, cites) };
        let title = if norm.title.is_empty() { String::new() } else { format!(" {}", norm.title) };
        let _ = writeln!(out, "{}{title}{cites}", norm.name.shown(lang));
        of_norm.write(out, lang);
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
        let holder = a.holder_shown(lang);
        let role = a.role.shown(lang);
        let role = if role.is_empty() { String::new() } else { format!("{role} ") };
        format!("{rank}{}{role}{holder}", colon(lang))
    });
    let all: Vec<String> = each.collect();
    if all.is_empty() { String::new() } else { format!("  [{}]", all.join(list(lang))) }
}

fn withdrawn(out: &mut dyn Write, policy: &CheckedPolicy, findings: &Findings, lang: Lang) {
    if findings.closing.withdrawn.is_empty() {
        return;
    }
    let title = word(lang, "因更正而撤销的事项", "Withdrawn by corrections");
    let _ = writeln!(out, "\n== {title}{}", aside(lang, findings.closing.withdrawn.len()));
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
}

fn set_aside(out: &mut dyn Write, log: &EventLog, lang: Lang) {
    if log.set_aside.is_empty() {
        return;
    }
    let title = word(lang, "搁置的记录", "Records set aside");
    let _ = writeln!(out, "\n== {title}{}", aside(lang, log.set_aside.len()));
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
