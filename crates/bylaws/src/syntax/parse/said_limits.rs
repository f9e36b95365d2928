//! How often and by when, as people say it: 一天一次, 隔周一次, 每月5日前, 5个工作日内.

use super::{Grammar, Rule};
use crate::diagnostic::{Arg, Diagnostic, Message};
use crate::source::Span;
use pest::Parser as _;

const NUMERALS: &str = "一二两三四五六七八九十百";

/// What is meant by the content of a Chinese 频次 or 时限 that cannot be read.
pub(super) fn limit_meant(clause: &str, place: impl Fn(usize, usize) -> Span) -> Option<Diagnostic> {
    let (head, value) = clause.split_once(['：', ':'])?;
    let value = value.lines().next()?.split("//").next()?.trim();
    let start = clause.find(value).filter(|_| !value.is_empty())?;
    let whole = place(start, value.len());
    let instead = |meant: &str| {
        let expected = Arg::Both { zh: format!("「{meant}」"), en: format!("`{meant}`") };
        Diagnostic::error("B0102", whole).with("found", value).with_arg("expected", expected)
    };
    match head.trim() {
        "频次" => {
            if let Some(meant) = frequency_meant(value) {
                return Some(instead(&meant).fix(whole, meant));
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
            let day = day.and_then(|day| day.trim_end_matches(['之', '以']).strip_suffix(['日', '号']));
            if let Some(day) = day {
                return Some(instead(&format!("频次：每月，前{day}日内")));
            }
            let length = value.strip_suffix('内').map(|length| length.trim_end_matches(['之', '以']))?;
            is_length(length).then(|| instead(&format!("该…之后{length}内")))
        }
        _ => None,
    }
}

// 一天一次; 隔周一次 is every other one. Of 每隔两周, which is read in two ways, something else is said.
fn frequency_meant(value: &str) -> Option<String> {
    let of = |marks: &[char], every: &str| {
        let rest = value.strip_prefix(marks)?;
        let unit = unit_of(rest)?;
        let often = rest.get(unit.len()..)?;
        let often = ["以内", "之内", "内"].iter().find_map(|word| often.strip_prefix(word)).unwrap_or(often);
        let often =
            ["累计", "合计", "总共", "共"].iter().find_map(|word| often.strip_prefix(word)).unwrap_or(often);
        Some(format!("{every}{unit}{}", at_least(often)))
    };
    of(&['一', '1'], "每").or_else(|| of(&['隔'], "每两"))
}

/// A number of times that says neither at least nor at most is most often the least one.
pub(crate) fn at_least(quantity: &str) -> String {
    let is_bound = ["以上", "以下", "以内", "之内"].iter().any(|word| quantity.ends_with(word));
    let is_bare = !is_bound && quantity.starts_with(is_numeral);
    if is_bare { format!("不少于{quantity}") } else { quantity.to_owned() }
}

/// A part of a number as people write it before a unit.
pub(crate) fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || NUMERALS.contains(c)
}

/// 三日, 48小时.
pub(crate) fn is_length(text: &str) -> bool {
    let unit = text.trim_start_matches(is_numeral);
    unit.len() < text.len() && unit_of(unit) == Some(unit)
}

/// The unit of time that a text begins with.
pub(super) fn unit_of(text: &str) -> Option<&str> {
    Grammar::parse(Rule::zh_unit, text).ok().map(|read| read.as_str())
}
