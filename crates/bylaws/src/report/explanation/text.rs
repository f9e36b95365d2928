//! An explanation for people. Writing to a String cannot fail, so results are dropped.

use super::super::punctuation::{aside, colon, list, quoted, word};
use super::super::rank_words;
use super::{Explanation, Seen, shown};
use crate::diagnostic::{Lang, Message};
use crate::eval::{Answer, Verdict};
use std::fmt::Write;

/// How many records that nearly counted are named.
const NAMED: usize = 10;

pub(super) fn text(of: &Explanation, lang: Lang) -> String {
    let outcome = &of.outcome;
    let mut out = String::new();
    let _ = writeln!(out, "{}{}{}  {}", of.whose(lang), colon(lang), outcome.verdict.word(lang), of.title);
    let mut line = |zh, en, text: &str| {
        let _ = writeln!(out, "  {}{text}", word(lang, zh, en));
    };
    let number = of.document.as_deref().unwrap_or("");
    for clause in &of.clauses {
        let number = clause.document.as_deref().unwrap_or(number);
        let id = shown(&clause.called, lang);
        line("依据：", "source: ", &format!("{number} {id}{}", quoted(lang, &clause.phrase)));
    }
    if let Some(version) = &of.version {
        line("版本：", "version: ", &version.text(lang));
    }
    for asked in asked(of, lang) {
        line("要求：", "asked: ", &asked);
    }
    line("期间：", "window: ", &window(of, lang));
    for ground in &of.window.grounds {
        let words = ground.why.words(seen(&ground.record, lang), lang);
        line("视为依据：", "deemed to be because: ", &words);
    }
    if let Some(still) = of.clock.stood_still(lang) {
        line(of.clock.label(Lang::Zh), of.clock.label(Lang::En), &still);
    }
    if !of.clock.extended_by.is_empty() {
        let records: Vec<String> = of.clock.extended_by.iter().map(|one| seen(one, lang)).collect();
        line("期限延长的依据：", "extended by: ", &records.join(word(lang, "、", "; ")));
    }
    for (record, why) in of.clock.idle.iter().take(NAMED) {
        let words = format!("{}{}{}", seen(record, lang), colon(lang), why.render(lang));
        line("未能延长期限：", "did not extend it: ", &words);
    }
    if let Some(day) = &of.as_of {
        line("截至：", "as of: ", day);
    }
    if let Some(day) = &of.known_at {
        line("已知至：", "known at: ", day);
    }
    line("理由：", "reason: ", &outcome.why().render(lang));
    for exception in &of.exceptions {
        line("成立的除外情形：", "exception: ", &shown(exception, lang));
    }
    if !of.counted.is_empty() {
        line("计入的记录：", "counted: ", &counted(of, lang));
    }
    for miss in of.rejected.iter().take(NAMED) {
        let failed = miss.failed.render(lang);
        line(
            "接近而未计入：",
            "nearly counted: ",
            &format!("{}{}{failed}", seen(&miss.record, lang), colon(lang)),
        );
    }
    if let Some(further) = of.rejected.len().checked_sub(NAMED).filter(|n| *n > 0) {
        line(
            "接近而未计入：",
            "nearly counted: ",
            &Message::new("explain.further").with("count", further).render(lang),
        );
    }
    for one in &of.served {
        let message = Message::new("explain.served").with("record", seen(&one.record, lang));
        let text = message.with("window", shown(&one.window, lang)).render(lang);
        line("已用于前一期：", "served an earlier window: ", &text);
    }
    for one in &of.used_up {
        let message = Message::new("explain.used_up").with("record", seen(&one.record, lang));
        let message = message.with_arg("norm", one.norm.both()).with_arg("bearer", one.bearer.clone());
        let text = message.with_arg("window", one.window.clone()).render(lang);
        line("已用于另一项义务：", "used by another duty: ", &text);
    }
    if let Some(due) = outcome.due {
        line("最后一日：", "last day: ", &last_day(of, lang).unwrap_or_else(|| due.to_string()));
    }
    if let Some(late) = outcome.late_until {
        line("可补至：", "may be made up until: ", &late.to_string());
    }
    let (zh, en) = enough_label(outcome.verdict);
    let alternatives = of.enough_in(lang);
    if !alternatives.is_empty() {
        line(zh, en, &alternatives.join(word(lang, "；或者：", "; or: ")));
    }
    for parameter in parameters(of, lang) {
        line("参数：", "parameter: ", &parameter);
    }
    if !of.readings.is_empty() {
        let choices: Vec<String> = of.readings.iter().map(|one| shown(one, lang)).collect();
        line("解释：", "reading: ", &choices.join(list(lang)));
    }
    for unknown in unknown(of, lang) {
        line("资料：", "data: ", &unknown);
    }
    outcome.answerable.iter().for_each(|answer| who(&mut out, answer, lang));
    out
}

fn enough_label(verdict: Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Open => ("还须：", "still to do: "),
        Verdict::Undetermined => ("怎样即可判定：", "would settle it: "),
        _ => ("怎样即可完成：", "would have sufficed: "),
    }
}

// What is asked for; of several things what each comes to.
fn asked(of: &Explanation, lang: Lang) -> Vec<String> {
    let several = of.asked.iter().any(|asked| asked.alternative > 0);
    let each = of.asked.iter().map(|asked| {
        let words = shown(&asked.words, lang);
        let alternative = match several {
            true => Message::new("explain.alternative").with("number", asked.alternative + 1).render(lang),
            false => String::new(),
        };
        let verdict = asked.by_itself.as_ref().map(|o| {
            format!(
                "{}{}{}{}",
                colon(lang),
                o.verdict.word(lang),
                word(lang, "，", ", "),
                asked.reason(o).render(lang)
            )
        });
        format!("{alternative}{words}{}", verdict.unwrap_or_default())
    });
    each.collect()
}

// When it ends, to the minute, of what runs for hours.
fn last_day(of: &Explanation, lang: Lang) -> Option<String> {
    let (_, until) = of.window.times.as_ref()?;
    match of.window.ends_before {
        true => Some(Message::new("explain.ends_before").with("time", until).render(lang)),
        false => Some(until.clone()),
    }
}

fn window(of: &Explanation, lang: Lang) -> String {
    let window = &of.window;
    let days = || {
        let without = match of.clock.stands_still() {
            true => word(lang, "（停算期间，截止日未定）", "not known while the clock stands still"),
            false => word(lang, "（无截止日）", "no end"),
        };
        let until = window.until.as_deref().unwrap_or(without);
        (window.from.as_deref().unwrap_or("—"), until)
    };
    let (from, until) =
        window.times.as_ref().map_or_else(days, |(from, until)| (from.as_str(), until.as_str()));
    let name = window.name.as_ref().map(|name| shown(name, lang));
    let calendar = window
        .calendar
        .as_ref()
        .map(|calendar| Message::new("explain.calendar").with_arg("calendar", calendar.clone()).render(lang));
    let whence: Vec<String> = name.into_iter().chain(calendar).collect();
    let whence = match whence.is_empty() {
        true => String::new(),
        false => aside(lang, whence.join(word(lang, "，", ", "))),
    };
    let trigger = window
        .trigger
        .as_ref()
        .map(|record| aside(lang, format!("{}{}", word(lang, "由", "by "), seen(record, lang))));
    format!("{from} — {until}{whence}{}", trigger.unwrap_or_default())
}

// The id of a record, its type and its day.
fn seen(record: &Seen, lang: Lang) -> String {
    let kind = record.kind.as_ref().map(|kind| shown(kind, lang));
    let at = record.at.as_ref().map(|at| match record.closes_its_day {
        true => Message::new("explain.at_day_end").with("day", at).render(lang),
        false => at.clone(),
    });
    let what: Vec<String> = kind.into_iter().chain(at).collect();
    match what.is_empty() {
        true => record.id.clone(),
        false => format!("{}{}", record.id, aside(lang, what.join(word(lang, "，", ", ")))),
    }
}

// The records that decided, with how much of each was used where a sum is asked for.
fn counted(of: &Explanation, lang: Lang) -> String {
    let each = of.counted.iter().map(|counted| {
        let used = counted.used.as_ref().map(|amount| format!("{}{amount}", word(lang, "，用", ", used ")));
        format!("{}{}", seen(&counted.record, lang), used.unwrap_or_default())
    });
    let own = of.counted.iter().filter(|counted| !counted.is_before).count();
    let others = (of.outcome.evidence.len() + of.outcome.others.len()).saturating_sub(own);
    let further = if others > 0 { format!(" +{others}") } else { String::new() };
    each.collect::<Vec<_>>().join(word(lang, "、", "; ")) + &further
}

fn parameters(of: &Explanation, lang: Lang) -> Vec<String> {
    let each = of.parameters.iter().map(|given| {
        let key = match given.origin {
            "given" => "explain.parameter.given",
            "default" => "explain.parameter.default",
            _ => "explain.parameter.missing",
        };
        let message = Message::new(key).with_arg("name", given.name.clone());
        let words = match &given.value {
            Some(value) => message.with_arg("value", value.clone()).render(lang),
            None => message.render(lang),
        };
        let note = given.note.as_deref().map(|note| aside(lang, note)).unwrap_or_default();
        words + &note
    });
    each.collect()
}

// What the log does not say, or says wrongly.
fn unknown(of: &Explanation, lang: Lang) -> Vec<String> {
    let mut out = Vec::new();
    for gap in &of.gaps {
        let kinds: Vec<String> = gap.kinds.iter().map(|kind| shown(kind, lang)).collect();
        let day = |day: &Option<String>| day.clone().unwrap_or_else(|| "—".to_owned());
        let message = Message::new("explain.gap").with("kinds", kinds.join(word(lang, "、", ", ")));
        out.push(message.with("from", day(&gap.from)).with("until", day(&gap.until)).render(lang));
    }
    if of.coverage_assumed {
        out.push(Message::new("explain.assumed").render(lang));
    }
    for one in &of.set_aside {
        let message = Message::new("explain.set_aside").with("input", &one.input).with("line", one.line);
        out.push(message.with("problem", one.message.render(lang)).render(lang));
    }
    for one in &of.corrected {
        out.push(
            Message::new("explain.corrected").with("record", &one.record).with("by", &one.by).render(lang),
        );
    }
    out
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
    let holder = answer.holder_shown(lang);
    let _ = writeln!(out, "  {rank}{}{} {holder}{days}", colon(lang), answer.role.shown(lang));
}
