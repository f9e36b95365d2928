//! Everyday Chinese that the language says otherwise: what is meant is that with which reading gets on.

mod times;
mod words;

use super::alike::{line_end, places};
use super::marks::Rules;
use super::said_limits::{is_numeral, unit_of};
use super::{Builder, Rule};
use crate::diagnostic::{Arg, Diagnostic, Lang, Message};
use crate::source::Span;

/// A stretch of a line, and what is meant by it; nothing where it is too many.
pub(super) struct Wording {
    start: usize,
    end: usize,
    meant: String,
}

impl Builder {
    /// What is said next to the place where reading fails as people say it, and what is meant.
    pub(super) fn reworded(&self, slice: &str, at: usize, rules: Rules) -> Option<Diagnostic> {
        if self.lang == Lang::En {
            return None;
        }
        places(slice, at).find_map(|at| {
            let start = slice.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
            let line = slice.get(start..line_end(slice, at))?.split("//").next()?;
            let all = OTHERWISE.iter().flat_map(|of| of(line)).chain(self.before_a_field(line));
            let all = all.map(|one| Wording { start: start + one.start, end: start + one.end, ..one });
            let gets_on = all.filter_map(|one| Some((self.got_to(slice, at, &one, rules)?, one)));
            let (_, best) = gets_on.max_by_key(|(end, one)| (*end, std::cmp::Reverse(one.start)))?;
            Some(self.said_otherwise(slice, &best))
        })
    }

    // How far beyond the place where it failed reading gets with what is meant; to the very end is farthest.
    fn got_to(&self, slice: &str, at: usize, one: &Wording, rules: Rules) -> Option<usize> {
        let (before, behind) = (slice.get(..one.start)?, slice.get(one.end..)?);
        let Some(end) = self.failure(rules, &format!("{before}{}{behind}", one.meant)) else {
            return Some(usize::MAX);
        };
        let end = (end + one.end).checked_sub(one.start + one.meant.len())?;
        (end > at.max(one.end)).then_some(end)
    }

    fn said_otherwise(&self, slice: &str, one: &Wording) -> Diagnostic {
        let found = slice.get(one.start..one.end).unwrap_or_default();
        let place = self.at(one.start, one.end);
        if one.meant.is_empty() {
            let found = found.trim_start_matches(['，', ',']);
            let advice = Message::new("help.leave_out").with("found", found);
            return Diagnostic::error("B0128", place).with("found", found).help(advice).fix(place, "");
        }
        let meant = one.meant.trim_start_matches(['，', ',']);
        let expected = Arg::Both { zh: format!("「{meant}」"), en: format!("`{meant}`") };
        let problem = Diagnostic::error("B0102", place).with("found", found.trim_start_matches(['，', ',']));
        let advice = Message::new("help.write").with("words", meant);
        problem.with_arg("expected", expected).help(advice).fix(place, &*one.meant)
    }

    /// Chinese that lacks a part which nobody but its author knows: a unit, a condition.
    pub(super) fn part_left_out(&self, slice: &str, at: usize) -> Option<Diagnostic> {
        let (before, rest) = (slice.get(..at)?, slice.get(at..)?);
        if self.lang == Lang::En {
            return None;
        }
        if let Some(problem) = self.limit_left_out(slice) {
            return Some(problem);
        }
        let number = before.get(before.trim_end_matches(is_numeral).len()..)?;
        let line = rest.lines().next()?.trim_end();
        if let Some(problem) =
            self.decimal_with_unit(before, line, at).or_else(|| self.excepted_behind(line, at))
        {
            return Some(problem);
        }
        let (start, found, expected) = if line.starts_with('内') && !number.is_empty() {
            (at, "内", format!("「{number}小时内」「{number}日内」一类"))
        } else if slice.starts_with("日历") && is_day_without_year(line) {
            (at, line, "「2024年5月1日至2024年5月5日」一类".to_owned())
        } else if before.ends_with("其中") && !line.is_empty() {
            (at - "其中".len(), line, "「其中不少于2次（…）」一类".to_owned())
        } else if rest.starts_with("期间") && !before.ends_with("处于") {
            let word = super::problems::start_of_word(slice, at);
            (word, line, "「该…处于…期间」一类".to_owned())
        } else if slice.starts_with("依据") && number.is_empty() && is_article(line) {
            (at, line, format!("「{line}.第一款」一类"))
        } else if slice.starts_with("依据") && is_chapter(line) {
            return Some(self.chapter_cited(at, line));
        } else if slice.starts_with("主体") && line.starts_with(['、', '，', '；', ',', ';']) {
            return Some(self.several_kinds_bound(at, line));
        } else {
            return None;
        };
        let end = at + if found == "内" { found.len() } else { line.len() };
        let place = self.at(start, end);
        let found = slice.get(start..end)?;
        let en = expected.replace("一类", " or the like").replace(['「', '」'], "`");
        let expected = Arg::Both { zh: expected, en };
        Some(Diagnostic::error("B0102", place).with("found", found).with_arg("expected", expected))
    }

    // 依据：第二章第一款: which article of the chapter only the author knows.
    fn chapter_cited(&self, at: usize, line: &str) -> Diagnostic {
        let expected = Arg::Both {
            zh: "「第一条.第一款」一类".to_owned(),
            en: "`第一条.第一款` or the like".to_owned(),
        };
        let problem = Diagnostic::error("B0102", self.at(at, at + line.len())).with("found", line);
        problem.with_arg("expected", expected).help(Message::new("help.chapter"))
    }

    /// 应得：y1未完成: other marks would make something else of it.
    pub(super) fn verdict_unmarked(&self, slice: &str) -> bool {
        let first = slice.lines().next().unwrap_or_default();
        self.lang == Lang::Zh && slice.starts_with("应得") && !words::verdicts(first).is_empty()
    }

    // 主体：院系、食堂: a norm binds one kind.
    fn several_kinds_bound(&self, at: usize, line: &str) -> Diagnostic {
        let problem = Diagnostic::error("B0102", self.at(at, at + line.len())).with("found", line);
        problem.with_arg("expected", end_of_this_part()).help(Message::new("help.one_kind"))
    }

    // 时限：半小时内, 时限：3月底前, 时限：该报修后立即.
    fn limit_left_out(&self, slice: &str) -> Option<Diagnostic> {
        let limit = slice.strip_prefix("时限")?.trim_start_matches(['：', ':', ' ']);
        let limit = limit.lines().next()?.split("//").next()?.trim_end();
        let start = slice.find(limit).filter(|_| !limit.is_empty())?;
        if let Some(vague) = super::vague_in(limit) {
            let place = self.at(start + limit.len() - vague.len(), start + limit.len());
            return Some(Diagnostic::error("B0116", place).with("found", vague));
        }
        let place = self.at(start, start + limit.len());
        let problem = |expected: String| {
            let en = expected.replace("一类", " or the like").replace(['「', '」'], "`");
            let expected = Arg::Both { zh: expected, en };
            Diagnostic::error("B0102", place).with("found", limit).with_arg("expected", expected)
        };
        if is_end_of_month(limit) {
            return Some(problem("「每年3月31日前」「2024年3月31日前」一类".to_owned()));
        }
        // 情形：一学期内晚归三次以上 is no name to speak of it by.
        let is_name = |word: &&str| !word.contains(['次', '内']);
        let trigger = self.trigger.as_deref().filter(is_name);
        let the_one = trigger.unwrap_or("…");
        let of_one = format!("该{the_one}");
        let meant = if let Some(day) = next_day(limit.strip_prefix(of_one.as_str()).unwrap_or(limit)) {
            if !day.is_empty() {
                return Some(problem("「次日12:00前」一类".to_owned()));
            }
            // 次日前: by its beginning, or by its end.
            if limit.ends_with('前') {
                return Some(problem(format!("「该{the_one}当天」「该{the_one}之后1日内」一类")));
            }
            format!("该{the_one}之后1日内")
        } else if is_within(limit) {
            format!("该{the_one}之后{limit}")
        } else if ["当日", "当天", "当日内", "当天内", "当日前", "即日", "同日"].contains(&limit)
        {
            format!("该{the_one}当天")
        } else {
            return None;
        };
        if trigger.is_none() {
            return Some(problem(format!("「{meant}」一类")));
        }
        let advice = Message::new("help.write").with("words", &meant);
        Some(problem(format!("「{meant}」")).help(advice).fix(place, meant))
    }

    /// 时限：约定归还日期前, 时限：请假前: what gives rise to the duty, or the field of it that has a date.
    fn before_a_field(&self, line: &str) -> Vec<Wording> {
        let of_field = |one: Wording| {
            let field =
                one.meant.strip_prefix('该').filter(|rest| rest.contains("日期") || rest.contains("时间"));
            let meant = match (&self.trigger, field) {
                (Some(trigger), Some(rest)) if !rest.starts_with(trigger.as_str()) => {
                    format!("该{trigger}的{rest}")
                }
                _ => one.meant,
            };
            Wording { meant, ..one }
        };
        let ends = times::period_ends(line, self.trigger.is_some());
        times::before_what(line).into_iter().map(of_field).chain(ends).collect()
    }

    /// 除外：经学院批准的: what is said in one word, of which only its author knows where it is recorded.
    pub(super) fn exception_in_a_word(&self, slice: &str) -> Option<Diagnostic> {
        let said = slice.strip_prefix("除外")?.trim_start().strip_prefix(['：', ':'])?;
        let words = said.lines().next()?.split("//").next()?.trim();
        let inner = ["的除外", "除外", "的"].iter().find_map(|end| words.strip_suffix(end))?;
        let is_word = super::value(inner, self.lang)
            .is_some_and(|value| matches!(value.kind, crate::syntax::ast::ExprKind::Name(_)));
        if self.lang == Lang::En || !is_word || words::KINDS.contains(&inner) {
            return None;
        }
        let start = slice.find(words)?;
        let place = self.at(start, start + words.len());
        Some(Diagnostic::excused_in_a_word(place, words).help(Message::new("help.excused")))
    }

    // 每周2次以上，寒暑假除外, also on a line of its own: an exception is a clause of its own.
    fn excepted_behind(&self, line: &str, at: usize) -> Option<Diagnostic> {
        let behind = line.strip_prefix(['，', '（', ',', '(']);
        let words = behind.unwrap_or(line);
        let words = words.strip_suffix(['）', ')']).unwrap_or(words);
        let kind =
            words.strip_suffix("除外").filter(|kind| !kind.is_empty() && !kind.contains(['：', ':']))?;
        let place = self.at(at, at + line.len());
        if !words::KINDS.contains(&kind) {
            let (zh, en) = ("「除外：存在…（…）」一类", "`除外：存在…（…）` or the like");
            let expected = Arg::Both { zh: zh.to_owned(), en: en.to_owned() };
            let problem = Diagnostic::error("B0102", place).with("found", words);
            return Some(problem.with_arg("expected", expected).help(Message::new("help.excused")));
        }
        let meant = format!("除外：处于{kind}");
        let expected = Arg::Both { zh: format!("「{meant}」"), en: format!("`{meant}`") };
        let problem = Diagnostic::error("B0102", place).with("found", words).with_arg("expected", expected);
        let advice = Message::new("help.write").with("words", &meant);
        Some(problem.help(advice).fix(place, if behind.is_some() { format!("\n  {meant}") } else { meant }))
    }

    // 0.125千克, where it is not known in which unit the field is.
    fn decimal_with_unit(&self, before: &str, rest: &str, at: usize) -> Option<Diagnostic> {
        let number = before.get(before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len()..)?;
        let unit = rest.get(..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len()))?;
        let (whole, part) = number.split_once('.')?;
        let is_unit =
            !whole.is_empty() && !part.is_empty() && super::counted_otherwise(&format!("1{unit}")).is_some();
        let place = self.at(at, at + unit.len());
        is_unit.then(|| Diagnostic::error("B0129", place).wrong_unit(unit, "unit.measured", None))
    }

    /// 不少于三次，含一次晚查: how many of them, and under which condition.
    pub(super) fn included(&self, slice: &str, at: usize) -> Option<Diagnostic> {
        let words = |at: usize| slice.get(at..)?.lines().next()?.split("//").next();
        let places = [at, at + '，'.len_utf8()].into_iter();
        let mut all = places.filter_map(|at| Some((at, words(at)?.trim_end())));
        let (at, line) = all.find(|(_, line)| says_of_which(line))?;
        let is_behind = slice.get(..at)?.trim_end().ends_with(['，', ',']);
        let (zh, en) = ("「其中不少于1次（…）」一类", "`其中不少于1次（…）` or the like");
        let expected = Arg::Both { zh: zh.to_owned(), en: en.to_owned() };
        let place = self.at(at, at + line.len());
        (is_behind && self.lang == Lang::Zh)
            .then(|| Diagnostic::error("B0102", place).with("found", line).with_arg("expected", expected))
    }

    /// 保持（…）；家访…: what is kept, and what records are held to, is a norm of its own.
    pub(super) fn kept_apart(&self, slice: &str, at: usize, (rule, _): Rules) -> Option<Diagnostic> {
        let (before, rest) = (slice.get(..at)?.trim_end(), slice.get(at..)?);
        let mark = rest.chars().next().filter(|c| matches!(c, '；' | '，' | ';' | ','))?;
        let value = before.split_once(['：', ':'])?.1.trim_start();
        let is_kept = ["保持", "满足"].iter().any(|word| value.starts_with(word));
        if rule != Rule::zh_clause || !is_kept || !before.ends_with(['）', ')']) {
            return None;
        }
        let place = self.at(at, at + mark.len_utf8());
        let problem = Diagnostic::error("B0102", place).with("found", mark);
        let problem = problem.with_arg("expected", end_of_this_part());
        Some(problem.help(Message::new("help.kept_apart")))
    }
}

impl Diagnostic {
    /// An exception that is said in one word: 已请假的除外, whether it reads as something else or not at all.
    pub(crate) fn excused_in_a_word(place: Span, found: &str) -> Self {
        let (zh, en) = ("「存在…（…）」「该…处于…期间」一类", "`存在…（…）`, `该…处于…期间` or the like");
        let expected = Arg::Both { zh: zh.to_owned(), en: en.to_owned() };
        Self::error("B0102", place).with("found", found).with_arg("expected", expected)
    }
}

fn end_of_this_part() -> Arg {
    Arg::Both { zh: "这一段的结尾".to_owned(), en: "the end of this part".to_owned() }
}

/// 含一次晚查: so many of those that were asked for.
pub(super) fn says_of_which(words: &str) -> bool {
    let behind = ["含有", "含", "包括"].iter().find_map(|word| words.strip_prefix(word));
    behind.is_some_and(|rest| rest.starts_with(is_numeral))
}

/// Whether the line of a place has a limit by the time of day as people say it.
pub(super) fn says_a_time_of_a_day(slice: &str, at: usize) -> bool {
    line_at(slice, at).is_some_and(|line| !times::clock_of_a_day(line).is_empty())
}

/// Whether a comma sets the conditions of a record apart where brackets hold them: no other mark is meant.
pub(super) fn conditions_set_apart(slice: &str, at: usize) -> bool {
    line_at(slice, at).is_some_and(|line| words::conditions_set_apart(line).is_some())
}

// The line of a place, without what is remarked behind it.
fn line_at(slice: &str, at: usize) -> Option<&str> {
    let start = slice.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    slice.get(start..line_end(slice, at))?.split("//").next()
}

/// What may be said otherwise in a line.
const OTHERWISE: [fn(&str) -> Vec<Wording>; 33] = [
    times::silence,
    words::verdicts,
    words::ranges,
    words::exceptions_joined,
    times::clock_of_a_day,
    words::tests_of,
    words::as_a_rule,
    words::ranks_first,
    words::made_up,
    times::compared_clocks,
    times::between_clocks,
    times::done_within,
    times::month_ends,
    times::days_of_one_month,
    words::bounds,
    times::lengths,
    words::of_which,
    words::is_left_out,
    words::clause_numbers,
    words::conditions_behind,
    times::times_of_day,
    words::flags,
    words::holders,
    words::units_of_fields,
    words::units_counted,
    words::units_of_decimals,
    times::later_by,
    words::except_twice,
    times::until,
    times::years_left_out,
    words::titles,
    times::clocks,
    words::readings,
];

// 半小时内, without what it is counted from.
fn is_within(line: &str) -> bool {
    let length = ["以内", "之内", "内"].iter().find_map(|word| line.strip_suffix(word));
    length.is_some_and(|length| {
        length_of(length) == Some(length) || length.starts_with('半') && unit_of(length) == Some(length)
    })
}

// 次日内, 第二天中午前: what part of the next day it speaks of.
fn next_day(limit: &str) -> Option<&str> {
    let day = ["次日", "第二天", "翌日"].iter().find_map(|day| limit.strip_prefix(day))?;
    let day = ["以前", "之前", "以内", "之内", "前", "内"]
        .iter()
        .find_map(|end| day.strip_suffix(end))
        .unwrap_or(day);
    let parts = ["", "早上", "上午", "中午", "下午", "晚上", "早", "晚"];
    parts.contains(&day).then_some(day)
}

// 3月底, 3月底前.
fn is_end_of_month(line: &str) -> bool {
    let month = ["月底", "月末", "月底前", "月末前"].iter().find_map(|word| line.strip_suffix(word));
    month.is_some_and(|month| !month.is_empty() && month.chars().all(is_numeral))
}

// 5月1日-5日, of a year that only the author knows.
fn is_day_without_year(line: &str) -> bool {
    let month = line.split_once('月').map(|(month, day)| (month, day.split('日').next().unwrap_or_default()));
    month.is_some_and(|(month, day)| {
        [month, day].into_iter().all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()))
    })
}

fn is_article(line: &str) -> bool {
    line.strip_prefix('第').and_then(|rest| rest.strip_suffix('条')).is_some_and(|number| {
        !number.is_empty() && number.chars().all(|c| is_numeral(c) || matches!(c, '千' | '零' | '〇'))
    })
}

// 第二章第一款, 第三节.
fn is_chapter(line: &str) -> bool {
    let number = line.strip_prefix('第').map(|rest| rest.trim_start_matches(is_numeral));
    number.is_some_and(|rest| rest.starts_with(['章', '节', '编']))
}

/// The number that a text begins with.
fn number_of(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !(is_numeral(c) || c == '.')).unwrap_or(text.len());
    text.get(..end).filter(|number| !number.is_empty())
}

/// The length of time that a text begins with.
fn length_of(text: &str) -> Option<&str> {
    let number = number_of(text)?;
    let unit = unit_of(text.get(number.len()..)?)?;
    text.get(..number.len() + unit.len())
}

/// Each place of a word in a line, with what stands before and behind it.
fn split<'l>(line: &'l str, word: &'l str) -> impl Iterator<Item = (usize, &'l str, &'l str)> {
    line.match_indices(word)
        .filter_map(move |(at, _)| Some((at, line.get(..at)?, line.get(at + word.len()..)?)))
}

// 之前满5个工作日, 之前5个工作日以上, 之后至多3日, 之后不超过3日.
// 其中（…）不少于2节 is 其中不少于2次（…）.
// 听课人该教师 is 听课人是该教师.
// 第五条第二款 is 第五条.第二款.
// 应当：响应，响应单是该报修的报修单 is 应当：响应（响应单是该报修的报修单）.
// 2024年3月4日22:15 and 2024年3月7日 晚上10点.
// What the last comma of a line is followed by.
// 职务 主任：系部，1人: one holds it; that several may goes without saying.
// 克数：小数（克）: a field has no unit of its own.
// 达到10节 is 达到10次.
// 0.125克 is 0.125. What is measured otherwise than the field is would be another number.
// 不早于该留样之后48小时 is 不早于该留样加上48小时.
// 时限：请假前 is 时限：该请假之前.
// 除外：该班主任处于请假期间除外, 除外：在请假期间的.
// 自该出车到返回 is 自该出车至返回.
// 2024年2月26日到7月5日: of the same year, or of the next one if it is earlier in the year.
// 节假日 清明节 2024年4月4日: what it is called stands in quotation marks.
// 22:30前, 钟点在22:30前: the time of day of a record.
// 寒署假免除: the subject of a choice with another character than it has.
