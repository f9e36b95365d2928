//! Whatever is offered and accepted leads on: the text that comes of it can become a sound one.

mod chinese;
mod english;

use crate::client::Client;
use crate::{FILE, started};
use bylaws::diagnostic::Severity;
use bylaws::source::FileId;
use bylaws::syntax::parse;

/// What an author of a school has declared, and two norms.
const SCHOOL: [&str; 2] = [include_str!("../school.policy"), include_str!("../school.en.policy")];

/// What may have to follow for the text to be a sound one.
const ENDINGS: [&[&str]; 2] = [
    &[
        "",
        "）",
        "））",
        "）））",
        "甲",
        "甲）",
        "2",
        "2）",
        "一次",
        "（甲）",
        "（甲））",
        "期间）",
        "期间",
        "甲期间）",
        "甲期间",
        "是甲",
        "是甲）",
        "（甲，甲））",
        "（甲，甲）之前",
        "（甲，甲）是第一责任人",
        "至甲的日数是1",
        "至甲的日数是1）",
        "甲核定（1））",
        "甲核定（1）",
        "之前",
        "甲之前",
        "：甲",
        "：甲）",
        "，1日",
        "：应当：甲",
        "：1",
        "的宿管员是第一责任人",
        "是第一责任人",
        "甲是第一责任人",
        "：已完成",
        "w1：已完成",
        "2024年3月1日",
        "负责",
        "甲负责",
        "甲：甲",
        "不计",
        "免除",
        "按公历年",
        "全期在册",
        "待定",
        "允许",
        "顺延",
        "计入首日",
        "须有理由",
        "按条文",
        "从旧",
        "按教学周",
    ],
    &[
        "",
        ")",
        " x",
        " x)",
        " 2",
        " 2)",
        " one x",
        " (x)",
        " (x))",
        " x (x))",
        " (x, x))",
        " (x, x)",
        " x to x is 1)",
        " x to x is 1",
        " x to x",
        " (1))",
        " (1)",
        " x.x is 1)",
        " x.x is 1",
        " x is 1)",
        " x is 1",
        ": x",
        ": x)",
        " x: x",
        ": fulfilled",
        " w1: fulfilled",
        " 2024-03-01",
        " first x",
        " skipped",
        " waived",
        " by calendar year",
        " by days",
        " undetermined",
        " shared",
        " moves",
        " included",
        " with reason",
        " by wording",
        " by start",
        " by teaching weeks",
        " must have x",
    ],
];

/// The texts that come of accepting what is offered at the mark of a text that goes on where a file ends, each with what
/// was accepted.
fn accepted(client: &mut Client, file: &str, marked: &str) -> Vec<(String, String)> {
    let whole = format!("{file}{marked}");
    let before = whole.split('‖').next().unwrap();
    let line = before.matches('\n').count() as u32;
    let last = before.rsplit('\n').next().unwrap();
    client.change(FILE, (0, 0), (9999, 0), before);
    let found = client.at("textDocument/completion", FILE, (line, last.encode_utf16().count() as u32));
    let all = found.as_array().unwrap().iter().map(|one| {
        let from = one["textEdit"]["range"]["start"]["character"].as_u64().unwrap() as usize;
        let kept: Vec<u16> = last.encode_utf16().take(from).collect();
        let above = &before[file.len()..before.len() - last.len()];
        let written = one["textEdit"]["newText"].as_str().unwrap();
        let text = format!("{above}{}{written}", String::from_utf16(&kept).unwrap());
        (one["label"].as_str().unwrap().to_owned(), text)
    });
    all.collect()
}

/// Whether a text can become a sound one; the ending that was the right one before is tried first.
fn leads_on(text: &str, lang: usize, likely: &mut usize) -> bool {
    let sound = |at: &usize| {
        let ending = ENDINGS[lang][*at];
        let bodies = [format!("{text}{ending}\n}}\n"), format!("{text}{ending}\n")];
        bodies.iter().any(|whole| {
            let parsed = parse(FileId::default(), whole);
            parsed.diagnostics.iter().all(|problem| problem.severity < Severity::Error)
        })
    };
    let found = std::iter::once(*likely).chain(0..ENDINGS[lang].len()).find(sound);
    *likely = found.unwrap_or_default();
    found.is_some()
}

/// A text to its mark: what is offered first, what is offered, what is not.
type At = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

/// Each place offers what it should, and whatever is accepted leads on.
fn led_on(lang: usize, places: &[At]) {
    let mut client = started();
    let mut wrong = Vec::new();
    for (marked, first, with, without) in places {
        let found = accepted(&mut client, SCHOOL[lang], marked);
        let offered: Vec<&str> = found.iter().map(|(label, _)| label.as_str()).collect();
        let begins = offered.get(..first.len()) == Some(first);
        let missing: Vec<&&str> = with.iter().filter(|one| !offered.contains(one)).collect();
        let too_many: Vec<&&str> = without.iter().filter(|one| offered.contains(one)).collect();
        if !begins || !missing.is_empty() || !too_many.is_empty() {
            wrong.push(format!("{marked}: lacks {missing:?}, has {too_many:?}, in {offered:?}"));
        }
        let mut likely = 0;
        let stuck = found.iter().filter(|(_, text)| !leads_on(text, lang, &mut likely));
        wrong.extend(stuck.map(|(label, text)| format!("{label}: leads nowhere in {text}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
