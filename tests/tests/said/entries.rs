//! The marks of the cookbook, each written as another one: told as that, alone, with an edit that leaves nothing wrong.

use bylaws::check::check;
use bylaws::diagnostic::{Diagnostic, Severity};
use bylaws::source::FileId;
use bylaws::syntax::{format, parse, walk};
use rayon::prelude::*;

/// A mark, and what hurried hands write for it.
const SLIPS: [(char, &[&str]); 5] =
    [('：', &["；", "，"]), ('，', &["；", "。"]), ('（', &["【", "《"]), ('）', &["】"]), ('；', &["，"])];

/// Every so many marks one is written otherwise: all of them take a minute.
const STEP: usize = 7;

/// Lines that with such a slip say something else, and are told as that: a vague word, an exception without a name.
const READ_OTHERWISE: [&str; 2] = ["视为 多次缺课 情形", "除外：small"];

fn errors(text: &str) -> Vec<Diagnostic> {
    let parsed = parse(FileId::default(), text);
    let checked = check(std::slice::from_ref(&parsed.file));
    let all = parsed.diagnostics.into_iter().chain(checked.diagnostics);
    all.filter(|problem| problem.severity == Severity::Error).collect()
}

// Where marks stand outside of texts and comments, and what may be written for each.
fn slips(text: &str) -> Vec<(usize, char, &'static str)> {
    let mut all = Vec::new();
    walk(text, |at, c, _, _| {
        let meant = SLIPS.iter().find(|(mark, _)| *mark == c).map_or(&[][..], |(_, others)| others);
        all.extend(meant.iter().map(|other| (at, c, *other)));
    });
    all
}

fn is_told(text: &str, (at, mark, other): (usize, char, &str)) -> Result<(), String> {
    let mut wrong = text.to_owned();
    wrong.replace_range(at..at + mark.len_utf8(), other);
    let found = errors(&wrong);
    let line = wrong.get(..at).unwrap_or_default().lines().count();
    let shown = wrong.lines().nth(line.saturating_sub(1)).unwrap_or_default().to_owned();
    let codes: Vec<&str> = found.iter().map(Diagnostic::code).collect();
    // What is accepted means the same.
    if codes.is_empty() {
        let written = |text: &str| format(&parse(FileId::default(), text).file);
        return if written(&wrong) == written(text) { Ok(()) } else { Err(format!("accepted: {shown}")) };
    }
    if READ_OTHERWISE.iter().any(|words| shown.contains(words)) {
        return Ok(());
    }
    let ("B0127", 1, Some(fix)) = (codes[0], codes.len(), found.first().and_then(|d| d.fix.as_ref())) else {
        return Err(format!("{codes:?} {shown}"));
    };
    wrong.replace_range(fix.span.start as usize..fix.span.end as usize, &fix.replacement);
    if errors(&wrong).is_empty() { Ok(()) } else { Err(format!("not mended: {shown}")) }
}

#[test]
fn a_mark_for_another_one_is_told_alone_and_mended_by_the_edit() {
    let page = include_str!("../../../docs/cookbook.zh-CN.md");
    let blocks: Vec<&str> =
        page.split("```policy\n").skip(1).filter_map(|b| Some(b.split_once("```")?.0)).collect();
    let all: Vec<_> =
        blocks.iter().flat_map(|block| slips(block).into_iter().map(move |s| (*block, s))).collect();
    assert!(all.len() > 2_000, "{}", all.len());
    let told: Vec<_> =
        all.par_iter().step_by(STEP).filter_map(|(block, slip)| is_told(block, *slip).err()).collect();
    assert!(told.is_empty(), "{}\n{told:#?}", told.len());
}
