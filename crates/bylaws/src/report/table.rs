//! The report as a table: one row a verdict, headings in the reader's language.

use super::machine::day;
use super::rank_words;
use crate::check::CheckedPolicy;
use crate::diagnostic::Lang;
use crate::eval::{Answer, Outcome, Weight};
use crate::log::Instant;

/// The headings of the columns.
#[must_use]
pub fn headings(lang: Lang) -> [&'static str; 14] {
    match lang {
        Lang::Zh => [
            "规范",
            "名称",
            "主体",
            "期间起",
            "期间止",
            "事由",
            "判定",
            "提倡",
            "计入",
            "要求",
            "最后一日",
            "佐证",
            "责任人",
            "理由",
        ],
        Lang::En => [
            "norm",
            "title",
            "bearer",
            "from",
            "until",
            "trigger",
            "verdict",
            "advisory",
            "count",
            "required",
            "due",
            "evidence",
            "answerable",
            "why",
        ],
    }
}

/// The cells of one outcome, in the order of the headings.
#[must_use]
pub fn cells(policy: &CheckedPolicy, outcome: &Outcome, lang: Lang) -> Vec<String> {
    let norm = policy.norms.get_index(outcome.norm).map(|(_, norm)| norm);
    let yes = if lang == Lang::Zh { "是" } else { "yes" };
    let answerable: Vec<String> =
        outcome.answerable.iter().filter(|a| a.until.is_none()).map(|a| answer(a, lang)).collect();
    vec![
        norm.map(|n| n.name.shown(lang).to_owned()).unwrap_or_default(),
        norm.map(|n| n.title.clone()).unwrap_or_default(),
        outcome.whose(lang).into_owned(),
        day(policy, outcome.from).unwrap_or_default(),
        day(policy, Instant(outcome.until.0 - 1)).unwrap_or_default(),
        outcome.trigger.as_deref().unwrap_or_default().to_owned(),
        outcome.verdict.word(lang).to_owned(),
        if outcome.weight == Weight::Advisory { yes.to_owned() } else { String::new() },
        outcome.measured.map(|m| m.low.to_string()).unwrap_or_default(),
        outcome.required.map(|n| n.to_string()).unwrap_or_default(),
        outcome.due.map(|d| d.to_string()).unwrap_or_default(),
        outcome.evidence.join(" "),
        answerable.join(if lang == Lang::Zh { "；" } else { "; " }),
        outcome.why().render(lang),
    ]
}

fn answer(answer: &Answer, lang: Lang) -> String {
    let rank = rank_words(answer.rank);
    match lang {
        Lang::Zh => format!("{}：{}", rank.0, answer.holder_shown(lang)),
        Lang::En => format!("{}: {}", rank.1, answer.holder_shown(lang)),
    }
}
