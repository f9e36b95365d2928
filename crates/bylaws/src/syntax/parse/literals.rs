//! Numbers, dates and names in both surfaces.

use super::{Builder, Node, Rule};
use crate::diagnostic::Diagnostic;
use crate::log::{Exact, Unit};
use crate::source::{Spanned, half_width};
use crate::syntax::ast::{Ident, NameDecl};
use chrono::{NaiveDate, NaiveDateTime};

/// Words that may follow a number in Chinese; a fraction is over before its 分之 could be taken for one.
const MEASURE_WORDS: [char; 10] = ['次', '名', '个', '人', '项', '份', '场', '位', '家', '分'];

impl Builder {
    /// The name of a `name` rule or of any rule that is itself the words of a name.
    pub(super) fn ident(&self, node: &Node<'_>) -> Ident {
        let words = node.as_str().trim();
        let bare = words.trim_start_matches(['「', '`']).trim_end_matches(['」', '`']);
        self.spanned(node, bare.trim().to_owned())
    }

    pub(super) fn names(&self, nodes: Vec<Node<'_>>) -> Vec<Ident> {
        nodes.into_iter().filter(|n| n.as_rule() == Rule::name).map(|n| self.ident(&n)).collect()
    }

    /// A declared name; where both forms are given the English one is canonical in either surface.
    pub(super) fn name_decl(&mut self, node: Node<'_>) -> NameDecl {
        let mut decl = NameDecl { name: self.ident(&node), alias: None, also: Vec::new() };
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::name => decl.name = self.ident(&part),
                Rule::alias => decl.alias = part.into_inner().next().map(|n| self.ident(&n)),
                Rule::also => decl.also = self.names(part.into_inner().collect()),
                _ => {}
            }
        }
        if let (crate::diagnostic::Lang::Zh, Some(english)) =
            (self.lang, decl.alias.take_if(|_| self.lang == crate::diagnostic::Lang::Zh))
        {
            decl.alias = Some(std::mem::replace(&mut decl.name, english));
        }
        decl
    }

    pub(super) fn text(&self, node: &Node<'_>) -> Spanned<String> {
        let words = node.clone().into_inner().next().map(|n| n.as_str().to_owned()).unwrap_or_default();
        self.spanned(node, words)
    }

    /// A date; one that does not exist is reported and read as the last one of its month, or else as any.
    pub(super) fn date(&mut self, node: &Node<'_>) -> NaiveDate {
        let numbers = numbers_in(node.as_str());
        let found = match numbers.as_slice() {
            [y, m, d, ..] => i32::try_from(*y).ok().and_then(|y| NaiveDate::from_ymd_opt(y, *m, *d)),
            _ => None,
        };
        found.unwrap_or_else(|| {
            self.report(Diagnostic::error("B0110", self.span(node)).with("found", node.as_str().trim()));
            let last = |(y, m)| (28..=31).rev().find_map(|d| NaiveDate::from_ymd_opt(y, m, d));
            let month = numbers.first().zip(numbers.get(1));
            month.and_then(|(y, m)| last((i32::try_from(*y).ok()?, *m))).unwrap_or_default()
        })
    }

    pub(super) fn datetime(&mut self, node: &Node<'_>) -> NaiveDateTime {
        let date = self.date(node);
        let numbers = numbers_in(node.as_str());
        let part = |i: usize| numbers.get(i).copied().unwrap_or(0);
        date.and_hms_opt(part(3), part(4), part(5)).unwrap_or_else(|| {
            self.report(Diagnostic::error("B0110", self.span(node)).with("found", node.as_str().trim()));
            date.and_time(chrono::NaiveTime::MIN)
        })
    }

    pub(super) fn number(&mut self, node: &Node<'_>) -> Exact {
        let words = node.as_str().trim().trim_end_matches(MEASURE_WORDS);
        match number(words.trim()) {
            Ok(value) => value,
            Err(approximate) => {
                let code = if approximate { "B0111" } else { "B0112" };
                self.report(Diagnostic::error(code, self.span(node)).with("found", node.as_str().trim()));
                Exact::ONE
            }
        }
    }

    pub(super) fn small(&mut self, node: &Node<'_>) -> u32 {
        let value = self.number(node);
        value.to_integer().and_then(|n| u32::try_from(n).ok()).filter(|n| *n <= 100_000).unwrap_or_else(
            || {
                self.report(Diagnostic::error("B0112", self.span(node)).with("found", node.as_str().trim()));
                1
            },
        )
    }

    /// A count and a unit of a `length` rule.
    pub(super) fn length(&mut self, node: Node<'_>) -> (u32, Unit) {
        let mut length = (1, Unit::Day);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::count => length.0 = self.small(&part),
                Rule::unit | Rule::half_unit => {
                    let (times, unit) = unit(part.as_str());
                    length = (length.0.saturating_mul(times), unit);
                }
                _ => {}
            }
        }
        length
    }
}

/// The measure word that a quantity ends with, after a number: 名 of `不少于一名`.
pub(super) fn measure_word(words: &str) -> Option<char> {
    let words = words.trim_end();
    let last = words.chars().next_back().filter(|c| MEASURE_WORDS.contains(c))?;
    let before = words.trim_end_matches(last).trim_end().chars().next_back()?;
    let counts =
        half_width(before).is_ascii_digit() || digit_of(before).is_some() || "十百千万".contains(before);
    counts.then_some(last)
}

/// The unit of a word, and how many of it the word stands for (a fortnight is two weeks).
pub(super) fn unit(word: &str) -> (u32, Unit) {
    let word = word.trim().trim_start_matches('个');
    match word {
        "半年" => return (6, Unit::Month),
        "半小时" | "半个小时" => return (30, Unit::Minute),
        half if half.starts_with("half") => return (6, Unit::Month),
        _ => {}
    }
    let plain: String = word.split_whitespace().collect::<Vec<_>>().join(" ");
    let unit = match plain.trim_end_matches('s') {
        "minute" | "分钟" => Unit::Minute,
        "hour" | "小时" => Unit::Hour,
        "working day" | "business day" | "workday" | "工作日" => Unit::WorkingDay,
        "school day" | "教学日" | "上课日" => Unit::SchoolDay,
        "teaching week" | "教学周" => Unit::TeachingWeek,
        "academic year" | "school year" | "学年" => Unit::AcademicYear,
        "week" | "周" | "星期" => Unit::Week,
        "fortnight" | "双周" => return (2, Unit::Week),
        "month" | "月" => Unit::Month,
        "quarter" | "季度" | "季" => Unit::Quarter,
        "semester" | "学期" => Unit::Semester,
        "year" | "年" | "年度" => Unit::Year,
        _ => Unit::Day,
    };
    (1, unit)
}

/// Reads a length of time such as `14 days`, `2 weeks`, `两周` or `3个月`.
#[must_use]
pub fn parse_length(words: &str) -> Option<crate::log::Length> {
    let words = words.trim();
    let split = words.find(|c: char| !c.is_ascii_digit() && digit_of(c).is_none() && !"十百".contains(c))?;
    let (count, of) = words.split_at(split);
    let count = number(count).ok()?.to_integer().and_then(|n| u32::try_from(n).ok())?;
    let known = [
        "minute", "hour", "day", "week", "month", "quarter", "semester", "year", "周", "月", "日", "天",
        "年", "学期", "季度", "小时", "分钟", "星期",
    ];
    let of = of.trim();
    known.iter().any(|k| of.trim_start_matches('个').trim_end_matches('s').ends_with(k)).then(|| {
        let (times, unit) = unit(of);
        crate::log::Length { count: count.saturating_mul(times), unit }
    })
}

/// A moment in the form of `2016-04-20 14:30`, as exact as it was written.
pub(super) fn iso_moment(words: &str) -> String {
    match numbers_in(words).as_slice() {
        [year] => format!("{year:04}"),
        [year, month] => format!("{year:04}-{month:02}"),
        [year, month, day] => format!("{year:04}-{month:02}-{day:02}"),
        [year, month, day, hour, minute] => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
        [year, month, day, hour, minute, second] => {
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
        }
        _ => words.to_owned(),
    }
}

fn numbers_in(text: &str) -> Vec<u32> {
    if let Some(written_out) = in_han(text) {
        return written_out;
    }
    let ascii: String = text.chars().map(half_width).collect();
    ascii
        .split(|c: char| !c.is_ascii_digit())
        .filter(|p| !p.is_empty())
        .map(|p| p.parse().unwrap_or(u32::MAX))
        .collect()
}

// 二〇二四年三月四日: the year digit by digit, month and day as numbers.
fn in_han(text: &str) -> Option<Vec<u32>> {
    let (year, rest) = text.trim().split_once('年')?;
    let digit = |c: char| digit_of(if c == '○' { '〇' } else { c }).and_then(|d| u32::try_from(d).ok());
    let year =
        year.chars().map(digit).try_fold(0_u32, |sum, d| Some(sum.saturating_mul(10).saturating_add(d?)))?;
    let (month, rest) = rest.split_once('月')?;
    let day = rest.strip_suffix('日')?;
    let small = |text: &str| numeral(text).ok().and_then(|n| u32::try_from(n).ok());
    Some(vec![year, small(month)?, small(day)?])
}

/// A number in digits or Chinese numerals. `Err(true)` is an approximate one such as 三五.
pub(super) fn number(text: &str) -> Result<Exact, bool> {
    let text: String = text.chars().map(half_width).collect();
    if let Some(known) = written_out(&text) {
        return Ok(known);
    }
    if matches!(text.as_str(), "半数" | "一半" | "half") {
        return Exact::ratio(1, 2).ok_or(false);
    }
    if let Some((above, below)) = text.split_once(char::is_whitespace)
        && let Some(below) = part_word(below.trim())
    {
        return number(above)?.div(Exact::from(below)).ok_or(false);
    }
    if let Some(percent) = text.strip_suffix("percent") {
        return number(percent.trim())?.div(Exact::from(100)).ok_or(false);
    }
    if let Some(rest) = text.strip_prefix("百分之") {
        return number(rest)?.div(Exact::from(100)).ok_or(false);
    }
    if let Some((below, above)) = text.split_once("分之") {
        return number(above)?.div(number(below)?).ok_or(false);
    }
    let ten_thousands = [('万', 10_000), ('亿', 100_000_000)];
    for (unit, size) in ten_thousands.into_iter().filter(|_| text.starts_with(|c: char| c.is_ascii_digit())) {
        if let Some(rest) = text.strip_suffix(unit) {
            return number(rest)?.mul(Exact::from(size)).ok_or(false);
        }
    }
    if text.chars().next().is_some_and(|c| c.is_ascii_digit()) {
        return text.parse().map_err(|_| false);
    }
    numeral(&text).map(Exact::from)
}

/// The number that a text says, in digits or Chinese numerals; none where it is an approximate one or no number.
pub(crate) fn number_said(text: &str) -> Option<Exact> {
    number(text).ok()
}

// What the parts of a fraction are called.
fn part_word(word: &str) -> Option<i64> {
    match word.trim_end_matches('s') {
        "half" => Some(2),
        "third" => Some(3),
        "quarter" => Some(4),
        _ => None,
    }
}

fn written_out(word: &str) -> Option<Exact> {
    const KNOWN: [(&str, i64); 22] = [
        ("a", 1),
        ("an", 1),
        ("once", 1),
        ("one", 1),
        ("twice", 2),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("eleven", 11),
        ("twelve", 12),
        ("fourteen", 14),
        ("fifteen", 15),
        ("twenty", 20),
        ("thirty", 30),
        ("sixty", 60),
        ("ninety", 90),
    ];
    KNOWN.iter().find(|(known, _)| *known == word).map(|(_, value)| Exact::from(*value))
}

fn digit_of(c: char) -> Option<i64> {
    "零一二三四五六七八九".chars().position(|d| d == c).map(|d| d as i64).or(match c {
        '〇' => Some(0),
        '两' => Some(2),
        _ => None,
    })
}

// By place: two digits side by side without a place between them are a guess (三五), not a number, and so are places
// that do not fall (五十百) and a last digit whose place is only heard (三百五, which is 350 to most and 305 to some).
fn numeral(text: &str) -> Result<i64, bool> {
    if text.is_empty() {
        return Err(false);
    }
    let (mut total, mut section, mut digit): (i64, i64, Option<i64>) = (0, 0, None);
    let (mut lowest, mut has_zero) = (i64::MAX, false);
    for c in text.chars() {
        if let Some(d) = digit_of(c) {
            if digit.is_some_and(|before| before != 0) {
                return Err(true);
            }
            has_zero |= d == 0;
            digit = Some(d);
            continue;
        }
        let place = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1_000,
            '万' => 10_000,
            '几' | '数' | '余' => return Err(true),
            _ => return Err(false),
        };
        if place == 10_000 {
            if total > 0 || ends_by_ear(digit, lowest, has_zero) {
                return Err(true);
            }
            total = (section + digit.take().unwrap_or(0)).max(1).saturating_mul(place);
            section = 0;
        } else {
            if place >= lowest {
                return Err(true);
            }
            section += digit.take().unwrap_or(1) * place;
        }
        (lowest, has_zero) = (place, false);
    }
    if ends_by_ear(digit, lowest, has_zero) { Err(true) } else { Ok(total + section + digit.unwrap_or(0)) }
}

// Whether a digit follows a place above ten at once.
fn ends_by_ear(digit: Option<i64>, lowest: i64, has_zero: bool) -> bool {
    digit.is_some_and(|d| d != 0) && lowest != i64::MAX && lowest > 10 && !has_zero
}

#[cfg(test)]
mod unit_tests {
    use super::number;

    #[test]
    fn chinese_numerals_are_read_by_place() {
        for (text, value) in [
            ("两", "2"),
            ("十", "10"),
            ("二十", "20"),
            ("一百二十", "120"),
            ("一千零五", "1005"),
            ("三百五十", "350"),
            ("一万零五百", "10500"),
            ("两万三千", "23000"),
            ("一万", "10000"),
            ("二百零五", "205"),
            ("百分之六十", "0.6"),
            ("三分之二", "2/3"),
            ("半数", "0.5"),
            ("６０％", "0.6"),
        ] {
            assert_eq!(number(text).unwrap().to_string(), value, "{text}");
        }
        assert_eq!(number(""), Err(false));
        for text in ["三五", "二三十", "三百五", "一万五", "二千三", "二十五百", "五十百", "十百", "三万二万"]
        {
            assert_eq!(number(text), Err(true), "{text}");
        }
    }
}
