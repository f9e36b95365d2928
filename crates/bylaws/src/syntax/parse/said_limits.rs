//! How often and by when, as people say it: 一天一次, 隔周一次, 每月5日前, 5个工作日内.

use super::{Grammar, Rule};
use crate::diagnostic::{Arg, Diagnostic, Message};
use crate::source::Span;
use pest::Parser as _;

/// What is meant by the content of a Chinese 频次 or 时限 that cannot be read.
pub(super) fn limit_meant(clause: &str, place: impl Fn(usize, usize) -> Span) -> Option<Diagnostic> {
    let (head, value) = clause.split_once(['：', ':'])?;
    let value = value.lines().next()?.split("//").next()?.trim();
    let start = clause.find(value).filter(|_| !value.is_empty())?;
    let whole = place(start, value.len());
    let problem = |expected: &str| {
        let expected = Arg::Both { zh: expected.to_owned(), en: expected.to_owned() };
        Diagnostic::error("B0102", whole).with("found", value).with_arg("expected", expected)
    };
    match head.trim() {
        "频次" => {
            let rest = value.strip_prefix('一').or_else(|| value.strip_prefix('1'));
            if rest.is_some_and(|rest| unit_of(rest).is_some()) {
                let meant = format!("每{}", rest?);
                return Some(problem(&format!("「{meant}」")).fix(whole, meant));
            }
            // 隔周: every other one; 每隔两周 is read in two ways, which is told elsewhere.
            if let Some(rest) = value.strip_prefix('隔').filter(|rest| unit_of(rest).is_some()) {
                let meant = format!("每两{rest}");
                return Some(problem(&format!("「{meant}」")).fix(whole, meant));
            }
            let each = value.find("每次").and_then(|at| value.get(at..))?;
            let place = place(start + value.len() - each.len(), each.len());
            let expected = Arg::Both { zh: "结尾".to_owned(), en: "the end".to_owned() };
            let problem =
                Diagnostic::error("B0102", place).with("found", each).with_arg("expected", expected);
            Some(problem.help(Message::new("help.each_meets")))
        }
        "时限" => {
            let day = value.strip_prefix("每月").and_then(|rest| rest.strip_suffix(['前', '内']));
            if let Some(day) =
                day.and_then(|day| day.trim_end_matches(['之', '以']).strip_suffix(['日', '号']))
            {
                return Some(problem(&format!("「频次：每月，前{day}日内」")));
            }
            let length = value.strip_suffix('内').map(|length| length.trim_end_matches(['之', '以']))?;
            is_length(length).then(|| problem(&format!("「该…之后{length}内」")))
        }
        _ => None,
    }
}

fn is_length(text: &str) -> bool {
    let unit =
        text.trim_start_matches(|c: char| c.is_ascii_digit() || "一二两三四五六七八九十百".contains(c));
    unit.len() < text.len() && unit_of(unit) == Some(unit)
}

/// The unit of time that a text begins with.
fn unit_of(text: &str) -> Option<&str> {
    Grammar::parse(Rule::zh_unit, text).ok().map(|read| read.as_str())
}
