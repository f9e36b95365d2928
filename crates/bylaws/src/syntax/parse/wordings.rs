//! Everyday Chinese that the language says otherwise: what is meant is that with which reading gets on.

use super::alike::{line_end, places};
use super::marks::Rules;
use super::said_limits::{NUMERALS, unit_of};
use super::time_of_day_meant;
use super::{Builder, Rule};
use crate::diagnostic::{Arg, Diagnostic, Lang, Message, is_slip};

/// A stretch of a line, and what is meant by it; nothing where it is too many.
pub(super) struct Wording {
    start: usize,
    end: usize,
    meant: String,
}

/// Bounds that people shorten before a number.
const BOUNDS: [(&str, &str); 20] = [
    ("不少", "不少于"),
    ("不低", "不低于"),
    ("不小", "不小于"),
    ("不超", "不超过"),
    ("不多", "不多于"),
    ("不高", "不高于"),
    ("不大", "不大于"),
    ("不早", "不早于"),
    ("不晚", "不晚于"),
    ("不迟", "不迟于"),
    ("早", "早于"),
    ("晚", "晚于"),
    ("达", "达到"),
    ("＞＝", "≥"),
    ("＞=", "≥"),
    (">＝", "≥"),
    ("＝＞", "≥"),
    ("=>", "≥"),
    ("＜＝", "≤"),
    ("=<", "≤"),
];

/// What people note of a field behind a comma: what it is called here, or nothing where it goes without saying.
const FLAGS: [(&str, &str); 16] = [
    ("必填", ""),
    ("必须填写", ""),
    ("必须", ""),
    ("不可缺", ""),
    ("不可空", ""),
    ("不能为空", ""),
    ("不可为空", ""),
    ("唯一", ""),
    ("可空", "可缺"),
    ("可为空", "可缺"),
    ("可以为空", "可缺"),
    ("选填", "可缺"),
    ("可选", "可缺"),
    ("非必填", "可缺"),
    ("可不填", "可缺"),
    ("可以不填", "可缺"),
];

/// Words that people count with, where the language has 次.
const COUNTED: [&str; 17] = [
    "人次", "场次", "节课", "课时", "学时", "节", "堂", "回", "趟", "遍", "件", "期", "批", "篇", "门", "轮",
    "届",
];

impl Builder {
    /// What is said next to the place where reading fails as people say it, and what is meant.
    pub(super) fn reworded(&self, slice: &str, at: usize, rules: Rules) -> Option<Diagnostic> {
        if self.lang == Lang::En {
            return None;
        }
        places(slice, at).find_map(|at| {
            let start = slice.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
            let line = slice.get(start..line_end(slice, at))?.split("//").next()?;
            let all = OTHERWISE.iter().flat_map(|of| of(line));
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
        let problem =
            Diagnostic::error("B0102", place).with("found", found.trim_start_matches(['，', ',']));
        let advice = Message::new("help.write").with("words", meant);
        problem.with_arg("expected", expected).help(advice).fix(place, &*one.meant)
    }

    /// Chinese that lacks a part which nobody but its author knows: a unit, a condition.
    pub(super) fn part_left_out(&self, slice: &str, at: usize) -> Option<Diagnostic> {
        let (before, rest) = (slice.get(..at)?, slice.get(at..)?);
        if self.lang == Lang::En {
            return None;
        }
        let number = before.get(before.trim_end_matches(is_numeral).len()..)?;
        let line = rest.lines().next()?.trim_end();
        if let Some(problem) = self.decimal_with_unit(before, line, at) {
            return Some(problem);
        }
        let (start, found, expected) = if line.starts_with('内') && !number.is_empty() {
            (at, "内", format!("「{number}小时内」「{number}日内」一类"))
        } else if before.ends_with("其中") && !line.is_empty() {
            (at - "其中".len(), line, "「其中不少于2次（…）」一类".to_owned())
        } else if rest.starts_with("期间") && !before.ends_with("处于") {
            let word = super::problems::start_of_word(slice, at);
            (word, line, "「该…处于…期间」一类".to_owned())
        } else if slice.starts_with("依据") && number.is_empty() && is_article(line) {
            (at, line, format!("「{line}.第一款」一类"))
        } else {
            return None;
        };
        let end = at + if found == "内" { found.len() } else { line.len() };
        let place = self.at(start, end);
        let found = slice.get(start..end)?;
        let en = expected.replace("一类", " or the like").replace('「', "`").replace('」', "`");
        let expected = Arg::Both { zh: expected, en };
        Some(Diagnostic::error("B0102", place).with("found", found).with_arg("expected", expected))
    }

    // 0.125千克, where it is not known in which unit the field is.
    fn decimal_with_unit(&self, before: &str, rest: &str, at: usize) -> Option<Diagnostic> {
        let number = before.get(before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len()..)?;
        let unit = rest.get(..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len()))?;
        let (whole, part) = number.split_once('.')?;
        let is_unit = !whole.is_empty() && !part.is_empty() && super::counted_otherwise(&format!("1{unit}")).is_some();
        let place = self.at(at, at + unit.len());
        is_unit.then(|| Diagnostic::error("B0129", place).wrong_unit(unit, "unit.measured", None))
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
        let expected = Arg::Both { zh: "结尾".to_owned(), en: "the end".to_owned() };
        let problem = Diagnostic::error("B0102", place).with("found", mark).with_arg("expected", expected);
        Some(problem.help(Message::new("help.kept_apart")))
    }
}

/// What may be said otherwise in a line.
const OTHERWISE: [fn(&str) -> Vec<Wording>; 19] = [
    bounds,
    lengths,
    of_which,
    is_left_out,
    clause_numbers,
    times_of_day,
    flags,
    holders,
    units_of_fields,
    units_counted,
    units_of_decimals,
    later_by,
    before_what,
    except_twice,
    until,
    years_left_out,
    titles,
    clocks,
    readings,
];

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || NUMERALS.contains(c)
}

fn is_article(line: &str) -> bool {
    line.strip_prefix('第').and_then(|rest| rest.strip_suffix('条')).is_some_and(|number| {
        !number.is_empty() && number.chars().all(|c| is_numeral(c) || matches!(c, '千' | '零' | '〇'))
    })
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

fn bounds(line: &str) -> Vec<Wording> {
    let of = |(said, meant): &(&'static str, &'static str)| {
        let places = split(line, said).filter(|(_, _, behind)| {
            behind.starts_with(|c: char| is_numeral(c) || matches!(c, '（' | '０'..='９'))
        });
        let all = places.map(|(at, ..)| (at, said.len(), (*meant).to_owned()));
        all.map(|(start, length, meant)| Wording { start, end: start + length, meant }).collect::<Vec<_>>()
    };
    BOUNDS.iter().flat_map(of).collect()
}

// 之前满5个工作日, 之前5个工作日以上, 之后至多3日, 之后不超过3日.
fn lengths(line: &str) -> Vec<Wording> {
    const MOST: [&str; 7] = ["至多", "最多", "不超过", "不多于", "不大于", "不得超过", "不能超过"];
    const LEAST: [&str; 9] = ["满", "达到", "达", "最少", "不低于", "不短于", "不得少于", "不小于", "满足"];
    let sides = ["前", "后"].into_iter().flat_map(|side| split(line, side));
    let all = sides.filter_map(|(at, _, behind)| {
        let start = at + "前".len();
        let after = |words: &[&str]| words.iter().find_map(|word| behind.strip_prefix(word));
        let (length, most) = match (after(&MOST), after(&LEAST)) {
            (Some(rest), _) => (length_of(rest)?, true),
            (None, Some(rest)) => (length_of(rest)?, false),
            (None, None) => {
                let length = length_of(behind)?;
                let rest = behind.get(length.len()..)?;
                rest.strip_prefix(['及', '或']).unwrap_or(rest).strip_prefix("以上")?;
                (length, false)
            }
        };
        let (_, rest) = behind.split_once(length)?;
        let rest = ["及以上", "或以上", "以上", "以内", "之内", "内"]
            .iter()
            .find_map(|word| rest.strip_prefix(word))
            .unwrap_or(rest);
        let meant = if most { format!("{length}内") } else { format!("至少{length}") };
        Some(Wording { start, end: line.len() - rest.len(), meant })
    });
    all.collect()
}

// 其中（…）不少于2节 is 其中不少于2次（…）.
fn of_which(line: &str) -> Vec<Wording> {
    let all = split(line, "其中").filter_map(|(start, _, behind)| {
        let mut depth = 0;
        let close = behind.char_indices().find(|(_, c)| {
            depth += match c {
                '（' | '(' => 1,
                '）' | ')' => -1,
                _ => 0,
            };
            depth == 0
        });
        let (close, mark) = close.filter(|(at, _)| *at > 0)?;
        let (filter, rest) = behind.split_at_checked(close + mark.len_utf8())?;
        let quantity = rest.split(['，', '；', ',', ';']).next()?.trim_end();
        let bare = quantity.trim_end_matches(|c: char| c.is_alphabetic() && !is_numeral(c));
        let unit = if COUNTED.iter().any(|unit| quantity.strip_prefix(bare) == Some(unit)) {
            "次"
        } else {
            quantity.strip_prefix(bare)?
        };
        let end = line.len() - rest.len() + quantity.len();
        Some(Wording { start, end, meant: format!("其中{bare}{unit}{filter}") })
    });
    all.collect()
}

// 听课人该教师 is 听课人是该教师.
fn is_left_out(line: &str) -> Vec<Wording> {
    let all = split(line, "该").filter_map(|(at, before, behind)| {
        let word = before.get(before.trim_end_matches(char::is_alphanumeric).len()..)?;
        let rest = behind.get(..behind.find(|c: char| !c.is_alphanumeric()).unwrap_or(behind.len()))?;
        let end = at + "该".len() + rest.len();
        (!word.is_empty()).then(|| Wording {
            start: at - word.len(),
            end,
            meant: format!("{word}是该{rest}"),
        })
    });
    all.collect()
}

// 第五条第二款 is 第五条.第二款.
fn clause_numbers(line: &str) -> Vec<Wording> {
    let all = split(line, "条第").filter_map(|(at, before, behind)| {
        let start = before.rfind('第')?;
        let end = at + "条第".len() + behind.find('款').map_or(0, |end| end + "款".len());
        let meant = line.get(start..end)?.replace("条第", "条.第");
        Some(Wording { start, end, meant })
    });
    all.collect()
}

// 2024年3月4日22:15 and 2024年3月7日 晚上10点.
fn times_of_day(line: &str) -> Vec<Wording> {
    let all = split(line, "日").filter_map(|(at, _, behind)| {
        let said = behind.trim_start_matches([' ', '\u{3000}']);
        let end = said.find(|c: char| !(c.is_alphanumeric() || matches!(c, ':' | '：'))).unwrap_or(said.len());
        let said = said.get(..end)?;
        let (hours, minutes) = said.split_once([':', '：']).unwrap_or((said, ""));
        let clock = time_of_day_meant(&match minutes.len() {
            0 => said.to_owned(),
            2 => format!("{hours}点{minutes}分"),
            _ => return None,
        })?;
        let end = line.len() - behind.len() + behind.find(said)? + said.len();
        Some(Wording { start: at, end, meant: format!("日 {clock}") })
    });
    all.collect()
}

// What the last comma of a line is followed by.
fn behind_a_comma(line: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    line.match_indices(['，', ',']).filter_map(|(start, comma)| {
        let rest = line.get(start + comma.len()..)?;
        let word = rest.trim_start();
        let word = word.get(..word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len()))?;
        let end = line.len() - rest.trim_start().len() + word.len();
        Some((start, word, end))
    })
}

fn flags(line: &str) -> Vec<Wording> {
    let all = behind_a_comma(line).filter_map(|(start, word, end)| {
        let (_, meant) = FLAGS.iter().find(|(said, _)| *said == word)?;
        let meant = if meant.is_empty() { String::new() } else { format!("，{meant}") };
        Some(Wording { start, end, meant })
    });
    all.collect()
}

// 职务 主任：系部，1人: one holds it; that several may goes without saying.
fn holders(line: &str) -> Vec<Wording> {
    let all = behind_a_comma(line).filter_map(|(start, word, end)| {
        let one = ["1人", "一名", "1名", "一个", "1个", "一位", "１人", "唯一", "单人"].contains(&word);
        let several = word.ends_with(['人', '名']) || word == "多人" || word == "若干";
        let is_role = line.trim_start().starts_with("职务") && (one || several);
        is_role.then(|| Wording { start, end, meant: if one { "，一人".to_owned() } else { String::new() } })
    });
    all.collect()
}

// 克数：小数（克）: a field has no unit of its own.
fn units_of_fields(line: &str) -> Vec<Wording> {
    let of = |ty: &'static str| {
        split(line, ty).filter_map(move |(at, _, behind)| {
            let start = at + ty.len();
            let close = behind.find(['）', ')']).filter(|_| behind.starts_with(['（', '(']))?;
            Some(Wording { start, end: start + close + "）".len(), meant: String::new() })
        })
    };
    let mut all: Vec<Wording> = ["整数", "小数", "文本", "时长", "日期", "时间"].into_iter().flat_map(of).collect();
    all.retain(|one| line.is_char_boundary(one.end));
    all
}

// 达到10节 is 达到10次.
fn units_counted(line: &str) -> Vec<Wording> {
    let of = |unit: &'static &'static str| {
        split(line, unit).filter_map(|(at, before, _)| {
            let number = before.get(before.trim_end_matches(is_numeral).len()..)?;
            let start = at - number.len();
            (!number.is_empty()).then(|| Wording { start, end: at + unit.len(), meant: format!("{number}次") })
        })
    };
    COUNTED.iter().flat_map(of).collect()
}

// 0.125克 is 0.125. What is measured otherwise than the field is would be another number.
fn units_of_decimals(line: &str) -> Vec<Wording> {
    const SMALL: [&str; 8] = ["克", "元", "米", "分", "学分", "节", "课时", "学时"];
    let all = split(line, ".").filter_map(|(at, before, behind)| {
        let whole = before.get(before.trim_end_matches(|c: char| c.is_ascii_digit()).len()..)?;
        let part = behind.get(..behind.find(|c: char| !c.is_ascii_digit())?)?;
        let rest = behind.get(part.len()..)?;
        let unit = SMALL.iter().filter(|unit| rest.starts_with(**unit)).max_by_key(|unit| unit.len())?;
        let end = at + ".".len() + part.len() + unit.len();
        let is_number = !whole.is_empty() && !part.is_empty();
        is_number.then(|| Wording { start: at - whole.len(), end, meant: format!("{whole}.{part}") })
    });
    all.collect()
}

// 不早于该留样之后48小时 is 不早于该留样加上48小时.
fn later_by(line: &str) -> Vec<Wording> {
    let sides = [("之后", "加上"), ("以后", "加上"), ("后", "加上"), ("之前", "减去"), ("以前", "减去"), ("前", "减去")];
    let of = |(side, sign): &(&'static str, &'static str)| {
        let places = split(line, side).filter(|(_, _, behind)| length_of(behind).is_some());
        let all = places.map(|(start, ..)| (start, start + side.len()));
        all.map(|(start, end)| Wording { start, end, meant: (*sign).to_owned() }).collect::<Vec<_>>()
    };
    sides.iter().flat_map(of).collect()
}

// 时限：请假前 is 时限：该请假之前.
fn before_what(line: &str) -> Vec<Wording> {
    let named = || {
        let (_, value) = line.trim_start().strip_prefix("时限")?.split_once(['：', ':'])?;
        let value = value.trim();
        let start = line.find(value)?;
        let side = value.find(['前', '后'])?;
        let name = value.get(..side)?.trim_end_matches(['之', '以']);
        let (word, rest) = value.get(side..)?.split_at_checked("前".len())?;
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphabetic() && !is_numeral(c));
        let meant = format!("该{name}之{word}{rest}");
        (is_name && !name.starts_with(['该', '每'])).then(|| Wording { start, end: start + value.len(), meant })
    };
    named().into_iter().collect()
}

// 除外：该班主任处于请假期间除外, 除外：在请假期间的.
fn except_twice(line: &str) -> Vec<Wording> {
    let words = line.trim_end();
    let ending = ["的除外", "除外", "的"].iter().find(|word| words.ends_with(**word));
    let is_said = line.trim_start().starts_with("除外");
    let all = ending.filter(|_| is_said).map(|ending| Wording {
        start: words.len() - ending.len(),
        end: words.len(),
        meant: String::new(),
    });
    all.into_iter().collect()
}

// 自该出车到返回 is 自该出车至返回.
fn until(line: &str) -> Vec<Wording> {
    let after_from = split(line, "到").filter(|(_, before, _)| before.contains('自'));
    after_from.map(|(start, ..)| Wording { start, end: start + "到".len(), meant: "至".to_owned() }).collect()
}

// 2024年2月26日到7月5日: of the same year, or of the next one if it is earlier in the year.
fn years_left_out(line: &str) -> Vec<Wording> {
    let number = |digits: &str| digits.parse::<u32>().ok();
    let digits_before = |text: &str| {
        let digits = text.get(text.trim_end_matches(|c: char| c.is_ascii_digit()).len()..)?;
        Some((number(digits)?, digits.len()))
    };
    let all = split(line, "月").filter_map(|(at, before, behind)| {
        let (month, length) = digits_before(before)?;
        let start = at - length;
        let first = line.get(..start)?;
        let day = behind.get(..behind.find(|c: char| !c.is_ascii_digit())?).filter(|day| !day.is_empty())?;
        let year_end = first.rfind('年').filter(|_| !first.ends_with('年'))?;
        let (year, _) = digits_before(line.get(..year_end)?)?;
        let since = line.get(year_end + "年".len()..start)?;
        let month_before = number(since.split('月').next()?)?;
        let year = if month < month_before { year + 1 } else { year };
        let end = at + "月".len() + day.len() + if behind.get(day.len()..)?.starts_with('日') { "日".len() } else { 0 };
        Some(Wording { start, end, meant: format!("{year}年{month}月{day}日") })
    });
    all.collect()
}

// 节假日 清明节 2024年4月4日: what it is called stands in quotation marks.
fn titles(line: &str) -> Vec<Wording> {
    let titled = || {
        let words = line.trim_start();
        let kind = ["学年", "学期", "寒暑假", "假期", "节假日", "调休上班"];
        let rest = kind.iter().find_map(|kind| words.strip_prefix(kind))?;
        let title = rest.trim_start();
        let title = title.split(['：', ':', ' ', '\u{3000}']).next()?;
        let is_title = !title.is_empty() && !title.starts_with(['“', '"']) && !title.contains(['日', '-', '/']);
        let start = line.find(title).filter(|_| is_title)?;
        Some(Wording { start, end: start + title.len(), meant: format!("“{title}”") })
    };
    titled().into_iter().collect()
}

// 22:30前, 钟点在22:30前: the time of day of a record.
fn clocks(line: &str) -> Vec<Wording> {
    let digit = |c: char| c.is_ascii_digit();
    let all = [":", "："].into_iter().flat_map(|mark| split(line, mark)).filter_map(|(at, before, behind)| {
        let hour = before.get(before.trim_end_matches(digit).len()..)?;
        let minute = behind.get(..behind.find(|c| !digit(c))?)?;
        let rest = behind.get(minute.len()..)?;
        let side = rest.trim_start_matches(['之', '以']);
        let word = match side.chars().next()? {
            '前' => "不晚于",
            '后' => "不早于",
            _ => return None,
        };
        let first = before.get(..at - hour.len())?;
        let bare = ["在", "是", "为"].iter().find_map(|word| first.strip_suffix(word)).unwrap_or(first);
        let bare = ["该时间的钟点", "钟点", "时间", "时刻"]
            .iter()
            .find_map(|word| bare.strip_suffix(word))
            .unwrap_or(bare);
        let end = line.len() - side.len() + "前".len();
        let is_clock = matches!(hour.len(), 1 | 2) && minute.len() == 2 && first.ends_with(|c| {
            matches!(c, '，' | ',' | '（' | '(' | '在' | '是' | '为')
        });
        is_clock.then(|| Wording {
            start: bare.len(),
            end,
            meant: format!("该时间的钟点{word}{hour}:{minute}"),
        })
    });
    all.collect()
}

// 寒署假免除: the subject of a choice with another character than it has.
fn readings(line: &str) -> Vec<Wording> {
    let Some((head, value)) = line.trim_start().split_once(['：', ':']).filter(|(head, _)| *head == "解释") else {
        return Vec::new();
    };
    let choices = value.split(['；', ';']).filter_map(|choice| {
        let choice = choice.trim();
        let start = line.find(choice).filter(|_| !choice.is_empty())?;
        let near = super::heads_in(head, Lang::Zh).into_iter().find(|subject| {
            let said: String = choice.chars().take(subject.chars().count()).collect();
            said != *subject && said.chars().count() > 2 && is_slip(&said, subject)
        })?;
        let said: usize = choice.chars().take(near.chars().count()).map(char::len_utf8).sum();
        Some(Wording { start, end: start + said, meant: near.to_owned() })
    });
    choices.collect()
}
