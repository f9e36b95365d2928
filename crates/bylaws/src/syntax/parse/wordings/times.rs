//! Lengths of time, days and times of day, as people say them.

use super::{Wording, is_numeral, length_of, split};
use crate::syntax::parse::time_of_day_meant;

pub(super) fn lengths(line: &str) -> Vec<Wording> {
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

pub(super) fn times_of_day(line: &str) -> Vec<Wording> {
    let all = split(line, "日").filter_map(|(at, _, behind)| {
        let said = behind.trim_start_matches([' ', '\u{3000}']);
        let end =
            said.find(|c: char| !(c.is_alphanumeric() || matches!(c, ':' | '：'))).unwrap_or(said.len());
        let said = said.get(..end)?;
        let clock = clock_with_minutes(said)?;
        let end = line.len() - behind.len() + behind.find(said)? + said.len();
        Some(Wording { start: at, end, meant: format!("日 {clock}") })
    });
    all.collect()
}

pub(super) fn later_by(line: &str) -> Vec<Wording> {
    let sides = [
        ("之后", "加上"),
        ("以后", "加上"),
        ("后", "加上"),
        ("之前", "减去"),
        ("以前", "减去"),
        ("前", "减去"),
    ];
    let of = |(side, sign): &(&'static str, &'static str)| {
        let places = split(line, side).filter(|(_, _, behind)| length_of(behind).is_some());
        let all = places.map(|(start, ..)| (start, start + side.len()));
        all.map(|(start, end)| Wording { start, end, meant: (*sign).to_owned() }).collect::<Vec<_>>()
    };
    sides.iter().flat_map(of).collect()
}

/// 申请后15日内未答复: what does not come within so long, where something is deemed.
pub(super) fn silence(line: &str) -> Vec<Wording> {
    const NOTHING: [&str; 18] = [
        "仍未收到",
        "没有收到",
        "仍没有",
        "未收到",
        "没收到",
        "未予",
        "未经",
        "未见",
        "没有",
        "尚无",
        "尚未",
        "仍无",
        "仍未",
        "并无",
        "并未",
        "未",
        "不",
        "无",
    ];
    if !line.trim_start().starts_with("视为") {
        return Vec::new();
    }
    let places = ["之后", "以后", "后"].into_iter().flat_map(|side| split(line, side));
    let all = places.filter_map(|(start, _, behind)| {
        let length = length_of(behind)?;
        let rest = behind.get(length.len()..)?;
        let rest = ["以内", "之内", "内"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
        let rest = rest.trim_start_matches(['，', ',', ' ']);
        let rest = NOTHING.iter().find_map(|word| rest.strip_prefix(word))?;
        Some(Wording { start, end: line.len() - rest.len(), meant: format!("之后{length}内无") })
    });
    all.collect()
}

pub(super) fn before_what(line: &str) -> Vec<Wording> {
    let named = || {
        let (start, value) = limit_in(line).filter(|(_, value)| period_that_ends(value).is_none())?;
        let side = value.find(['前', '后'])?;
        let name = value.get(..side)?.trim_end_matches(['之', '以']);
        let (word, rest) = value.get(side..)?.split_at_checked("前".len())?;
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphabetic() && !is_numeral(c));
        let meant = format!("该{name}之{word}{rest}");
        (is_name && name != "事" && !name.starts_with(['该', '每'])).then(|| Wording {
            start,
            end: start + value.len(),
            meant,
        })
    };
    named().into_iter().collect()
}

// What a line says behind 时限, and where it begins.
fn limit_in(line: &str) -> Option<(usize, &str)> {
    let (_, value) = line.trim_start().strip_prefix("时限")?.split_once(['：', ':'])?;
    let value = value.split("//").next()?.trim();
    Some((line.find(value).filter(|_| !value.is_empty())?, value))
}

/// 当日晚10:00前, 第二天早上8:00之前: a time of that day, as people say it.
pub(super) fn clock_of_a_day(line: &str) -> Vec<Wording> {
    const DAYS: [(&str, &str); 5] =
        [("当日", "当日"), ("当天", "当日"), ("次日", "次日"), ("第二天", "次日"), ("翌日", "次日")];
    let told = || {
        let (start, value) = limit_in(line)?;
        let (said, day) = DAYS.iter().find_map(|(said, day)| Some((value.strip_prefix(said)?, day)))?;
        let said = ["之前", "以前", "前"].iter().find_map(|side| said.strip_suffix(side))?;
        let clock = clock_with_minutes(said.trim())?;
        Some(Wording { start, end: start + value.len(), meant: format!("{day}{clock}前") })
    };
    told().into_iter().collect()
}

// 晚10:00, 22点: with a mark before the minutes, or with words alone.
fn clock_with_minutes(said: &str) -> Option<String> {
    let (hours, minutes) = said.split_once([':', '：']).unwrap_or((said, ""));
    time_of_day_meant(&match minutes.len() {
        0 => said.to_owned(),
        2 => format!("{hours}点{minutes}分"),
        _ => return None,
    })
}

/// 学期结束前, 年底前: by the last day of the period that is going on when a record gives rise to the duty. Of a norm without
/// such a record only the end of each year is a limit.
pub(super) fn period_ends(line: &str, is_triggered: bool) -> Vec<Wording> {
    let named = || {
        let (start, value) = limit_in(line)?;
        let meant = match (period_that_ends(value)?, is_triggered) {
            ("年", true) => "当年12月31日前".to_owned(),
            ("年", false) => "每年12月31日前".to_owned(),
            (period, true) => format!("本{period}最后一日前"),
            (_, false) => return None,
        };
        Some(Wording { start, end: start + value.len(), meant })
    };
    named().into_iter().collect()
}

fn period_that_ends(value: &str) -> Option<&'static str> {
    let value = ["之前", "以前", "前"].iter().find_map(|side| value.strip_suffix(side))?;
    let value = ["当", "本", "该", "同"].iter().find_map(|which| value.strip_prefix(which)).unwrap_or(value);
    Some(match value {
        "学期末" | "学期结束" | "学期终了" | "期末" => "学期",
        "学年末" | "学年结束" | "学年终了" => "学年",
        "季末" | "季度末" | "季度底" | "季度结束" => "季度",
        "月底" | "月末" | "月终" | "月结束" => "月",
        "年底" | "年末" | "年终" | "年度末" | "年年底" | "年结束" => "年",
        _ => return None,
    })
}

pub(super) fn until(line: &str) -> Vec<Wording> {
    let after_from = split(line, "到").filter(|(_, before, _)| before.contains('自'));
    after_from.map(|(start, ..)| Wording { start, end: start + "到".len(), meant: "至".to_owned() }).collect()
}

pub(super) fn years_left_out(line: &str) -> Vec<Wording> {
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
        let end = at
            + "月".len()
            + day.len()
            + if behind.get(day.len()..)?.starts_with('日') { "日".len() } else { 0 };
        Some(Wording { start, end, meant: format!("{year}年{month}月{day}日") })
    });
    all.collect()
}

pub(super) fn clocks(line: &str) -> Vec<Wording> {
    let digit = |c: char| c.is_ascii_digit();
    let all =
        [":", "："].into_iter().flat_map(|mark| split(line, mark)).filter_map(|(at, before, behind)| {
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
            let is_clock = matches!(hour.len(), 1 | 2)
                && minute.len() == 2
                && first.ends_with(['，', ',', '（', '(', '在', '是', '为']);
            is_clock.then(|| Wording {
                start: bare.len(),
                end,
                meant: format!("该时间的钟点{word}{hour}:{minute}"),
            })
        });
    all.collect()
}

/// （晚于22:30）: the time of day of a record.
pub(super) fn compared_clocks(line: &str) -> Vec<Wording> {
    const COMPARED: [&str; 6] = ["不晚于", "不早于", "不迟于", "晚于", "早于", "迟于"];
    let all = COMPARED.into_iter().flat_map(|word| split(line, word)).filter_map(|(at, before, behind)| {
        let end = behind.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '：'))?;
        let (clock, word) = (behind.get(..end)?, line.get(at..line.len() - behind.len())?);
        (is_clock(clock) && before.ends_with(['（', '(', '，', ','])).then(|| Wording {
            start: at,
            end: at + word.len() + clock.len(),
            meant: format!("该时间的钟点{word}{clock}"),
        })
    });
    all.collect()
}

/// 22:00至22:30之间: the time of day of a record.
pub(super) fn between_clocks(line: &str) -> Vec<Wording> {
    const TO: [&str; 7] = ["至", "到", "-", "—", "～", "~", "－"];
    let all = TO.into_iter().flat_map(|to| split(line, to)).filter_map(|(_, before, behind)| {
        let in_clock = |c: char| c.is_ascii_digit() || matches!(c, ':' | '：');
        let from = before.get(before.trim_end_matches(in_clock).len()..).filter(|clock| is_clock(clock))?;
        let to = behind.get(..behind.find(|c| !in_clock(c)).unwrap_or(behind.len()));
        let to = to.filter(|clock| is_clock(clock))?;
        let rest = behind.get(to.len()..)?;
        let without = |text: &'_ str, words: &[&str]| {
            words.iter().find_map(|word| text.strip_prefix(word)).map(str::len)
        };
        let rest_length = without(rest, &["之间", "之内", "间", "内"]).unwrap_or(rest.len());
        let first = before.get(..before.len() - from.len())?;
        let first = first.strip_suffix('在').unwrap_or(first);
        let first = ["该时间的钟点", "钟点", "时间", "时刻"]
            .iter()
            .find_map(|word| first.strip_suffix(word))
            .unwrap_or(first);
        first.ends_with(['，', '（', ',', '(']).then(|| Wording {
            start: first.len(),
            end: line.len() - rest_length,
            meant: format!("该时间的钟点在{from}至{to}之间"),
        })
    });
    all.collect()
}

fn is_clock(text: &str) -> bool {
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    text.split_once([':', '：']).is_some_and(|(hour, minute)| {
        matches!(hour.len(), 1 | 2) && minute.len() == 2 && digits(hour) && digits(minute)
    })
}

/// 24小时内完成: that it is done goes without saying.
pub(super) fn done_within(line: &str) -> Vec<Wording> {
    const DONE: [&str; 9] = ["办理完毕", "处理完毕", "完成", "办结", "完毕", "办完", "做完", "到位", "落实"];
    let all = split(line, "内").filter_map(|(at, _, behind)| {
        let done = DONE.iter().find(|word| behind.starts_with(**word))?;
        let start = at + "内".len();
        Some(Wording { start, end: start + done.len(), meant: String::new() })
    });
    all.collect()
}

/// 每年3月底前 is 每年3月31日前; a year without 29 February has its 28th instead.
pub(super) fn month_ends(line: &str) -> Vec<Wording> {
    const LAST: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let all =
        ["月底", "月末"].into_iter().flat_map(|end| split(line, end)).filter_map(|(_, before, behind)| {
            let month = before.get(before.trim_end_matches(|c: char| c.is_ascii_digit()).len()..)?;
            let last = LAST.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
            let start = before.get(..before.len() - month.len())?.strip_suffix("每年")?.len();
            let rest =
                ["之前", "以前", "前"].iter().find_map(|word| behind.strip_prefix(word)).unwrap_or(behind);
            Some(Wording {
                start, end: line.len() - rest.len(), meant: format!("每年{month}月{last}日前")
            })
        });
    all.collect()
}

/// 2024年5月1日-5日: of the same month.
pub(super) fn days_of_one_month(line: &str) -> Vec<Wording> {
    const TO: [&str; 7] = ["至", "到", "-", "—", "～", "~", "－"];
    let all = TO.into_iter().flat_map(|to| split(line, to)).filter_map(|(at, before, behind)| {
        let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        let last = behind.split('日').next().filter(|last| digits(last) && last.len() < behind.len())?;
        let (head, first) = before.rsplit_once('月')?;
        let (year, month) = head.rsplit_once('年')?;
        let year = year.get(year.trim_end_matches(|c: char| c.is_ascii_digit()).len()..)?;
        let day = first.strip_suffix('日').unwrap_or(first);
        let unit = if day == first { "日" } else { "" };
        let are_numbers = [year, month, day].into_iter().all(digits);
        are_numbers.then(|| Wording {
            start: at,
            end: line.len() - behind.len() + last.len() + "日".len(),
            meant: format!("{unit}至{year}年{month}月{last}日"),
        })
    });
    all.collect()
}
