//! Units that people write and the language says otherwise, and units of the wrong kind.

use super::{Grammar, Rule};
use crate::diagnostic::{Arg, Diagnostic, Message};
use crate::source::Span;
use pest::Parser as _;

/// Units of time that people have and the language says otherwise.
const UNITS: [(&str, &str); 19] = [
    ("个工作天", "个工作日"),
    ("工作天", "工作日"),
    ("个钟头", "小时"),
    ("钟头", "小时"),
    ("个钟", "小时"),
    ("min", "分钟"),
    ("mins", "分钟"),
    ("小時", "小时"),
    ("个周", "周"),
    ("个天", "日"),
    ("h", "小时"),
    ("H", "小时"),
    ("分", "分钟"),
    ("个礼拜", "周"),
    ("礼拜", "周"),
    ("个自然日", "日"),
    ("自然日", "日"),
    ("个日历日", "日"),
    ("日历日", "日"),
];

/// A word in a Chinese limit that stands where a unit of time does and is none: 5个学时内.
pub(super) fn in_a_limit(clause: &str, place: impl Fn(usize, usize) -> Span) -> Option<Diagnostic> {
    if !["时限", "逾期", "延长", "频次", "否则"].iter().any(|head| clause.starts_with(head)) {
        return None;
    }
    let numeral = |c: char| c.is_ascii_digit() || "零一二两三四五六七八九十百".contains(c);
    clause.match_indices('内').find_map(|(end, _)| {
        let before = clause.get(..end)?.trim_end_matches(['以', '之']);
        let start = before.trim_end_matches(|c: char| c.is_alphabetic() && !numeral(c)).len();
        let unit = before.get(start..).filter(|unit| !unit.is_empty())?;
        let counted = before.get(..start)?.ends_with(numeral);
        let known = Grammar::parse(Rule::zh_unit, unit).is_ok_and(|read| read.as_str() == unit);
        if known || !counted {
            return None;
        }
        let span = place(start, unit.len());
        let meant = UNITS.iter().find(|(said, _)| *said == unit);
        let meant = meant.map(|(_, meant)| (span, (*meant).to_owned()));
        Some(Diagnostic::error("B0129", span).wrong_unit(unit, "unit.time", meant))
    })
}

impl Diagnostic {
    /// With the unit that was found, the key of what kind belongs there, and what is written instead, where that is clear.
    pub(crate) fn wrong_unit(
        self,
        found: impl Into<Arg>,
        wanted: &'static str,
        meant: Option<(Span, String)>,
    ) -> Self {
        let problem = self.with_arg("found", found.into());
        let problem = problem.with_arg("wanted", Arg::Message(Box::new(Message::new(wanted))));
        match meant {
            Some((place, words)) => {
                problem.help(Message::new("help.write").with("words", words.trim())).fix(place, words)
            }
            None => problem,
        }
    }
}

/// Words after a number that are no unit, and the one that is meant.
const ENGLISH_UNITS: [(&str, &str); 16] = [
    ("min", "minutes"),
    ("mins", "minutes"),
    ("h", "hours"),
    ("hr", "hours"),
    ("hrs", "hours"),
    ("d", "days"),
    ("wk", "weeks"),
    ("wks", "weeks"),
    ("mo", "months"),
    ("mos", "months"),
    ("yr", "years"),
    ("yrs", "years"),
    ("term", "semester"),
    ("terms", "semesters"),
    ("workingdays", "working days"),
    ("trimester", "quarter"),
];

/// An English number with a word behind it that is no unit there: within 30 mins, at least 2 days.
pub(super) fn after_a_number(
    clause: &str,
    at: usize,
    place: impl Fn(usize, usize) -> Span,
) -> Option<Diagnostic> {
    let rest = clause.get(at..)?;
    let gap = rest.len() - rest.trim_start().len();
    let unit: String = rest.trim_start().chars().take_while(|c| c.is_alphabetic() || *c == '_').collect();
    let before = clause.get(..at)?.trim_end();
    let number = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let leads = |words: &[&str]| words.iter().any(|word| number.trim_end().ends_with(word));
    if unit.is_empty() || number.len() == before.len() || number.is_empty() {
        return None;
    }
    let is_reserved =
        ["and", "or", "where", "is", "in", "then", "every", "after", "before"].contains(&unit.as_str());
    let of_time = leads(&["within", "any", "intervals of at most", "period of", "every", "by"]);
    let of_count =
        leads(&["at least", "at most", "more than", "less than", "fewer than", "exactly", "up to"]);
    if is_reserved || !(of_time || of_count) {
        return None;
    }
    let span = place(at + gap, unit.len());
    let is_time = Grammar::parse(Rule::en_unit, &unit).is_ok_and(|read| read.as_str() == unit);
    let key = match of_time {
        true => "unit.time",
        false if is_time => "unit.lasts",
        false => "unit.count",
    };
    let meant = match ENGLISH_UNITS.iter().find(|(said, _)| *said == unit) {
        Some((_, meant)) if of_time => Some(*meant),
        _ if of_time => None,
        _ => ["occasions", "occasion", "instances", "occurrences", "visits", "sessions"]
            .contains(&unit.as_str())
            .then_some("times"),
    };
    let gap = if gap == 0 { " " } else { "" };
    let meant = meant.map(|meant| (span, format!("{gap}{meant}")));
    Some(Diagnostic::error("B0129", span).wrong_unit(unit, key, meant))
}

/// Words for how often something is done that the language does not have; it counts with 次.
const TIMES: [&str; 14] =
    ["次数", "回", "趟", "遍", "轮", "届", "件", "期", "批", "篇", "回合", "节", "堂", "节课"];

/// Units of what is measured, which a number goes without.
const MEASURES: [&str; 20] = [
    "元",
    "块",
    "岁",
    "公里",
    "米",
    "平方米",
    "学分",
    "学时",
    "课时",
    "克",
    "g",
    "升",
    "毫升",
    "字",
    "页",
    "度",
    "℃",
    "分钟数",
    "kg",
    "ml",
];

/// Units of which a field may be in the smaller or the greater ones.
const SCALED: [&str; 12] =
    ["千克", "公斤", "斤", "吨", "毫克", "万元", "千元", "厘米", "毫米", "万字", "kg", "亿元"];

/// What a Chinese number is wrongly followed by: the word, what it is said of it, and what is meant, if it is clear.
pub(crate) struct Counted<'f> {
    /// The word behind the number.
    pub unit: &'f str,
    /// The key of what belongs there.
    pub wanted: &'static str,
    /// What to write instead of the whole.
    pub meant: Option<String>,
}

/// A Chinese number with a word behind it that is no measure word: 两趟, 五十元, 125克.
pub(crate) fn counted_otherwise(found: &str) -> Option<Counted<'_>> {
    let numeral = |c: char| c.is_ascii_digit() || "零〇一二两三四五六七八九十百千万".contains(c);
    let unit = found.trim_start_matches(numeral);
    let number =
        found.get(..found.len() - unit.len()).filter(|number| !number.is_empty() && !unit.is_empty())?;
    // Of records 次 is meant, of a number in one of them 人.
    if unit == "人次" {
        return Some(Counted { unit, wanted: "unit.count", meant: Some(format!("{number}人")) });
    }
    if TIMES.contains(&unit) {
        return Some(Counted { unit, wanted: "unit.count", meant: Some(format!("{number}次")) });
    }
    // 两千克 is two of 千克.
    let scaled = SCALED.iter().find_map(|scaled| Some((*scaled, found.strip_suffix(scaled)?)));
    if let Some((scaled, _)) = scaled.filter(|(_, number)| !number.is_empty() && number.chars().all(numeral))
    {
        let unit = found.get(found.len() - scaled.len()..)?;
        return Some(Counted { unit, wanted: "unit.measured", meant: None });
    }
    if MEASURES.contains(&unit) {
        return Some(Counted { unit, wanted: "unit.measured", meant: Some(number.to_owned()) });
    }
    let is_time = Grammar::parse(Rule::zh_unit, unit).is_ok_and(|read| read.as_str() == unit);
    is_time.then_some(Counted { unit, wanted: "unit.lasts", meant: None })
}
