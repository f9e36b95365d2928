//! Numbers, names and short words, as people write them.

use super::{Wording, split};
use crate::diagnostic::{Lang, is_slip};
use crate::eval::Verdict;
use crate::syntax::ast::Rank;
use crate::syntax::parse::heads_in;
use crate::syntax::parse::said_limits::is_numeral;

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

pub(super) fn bounds(line: &str) -> Vec<Wording> {
    let of = |(said, meant): &(&'static str, &'static str)| {
        let places = split(line, said).filter(|(_, _, behind)| {
            behind.starts_with(|c: char| is_numeral(c) || matches!(c, '（' | '０'..='９'))
        });
        let all = places.map(|(at, ..)| (at, said.len(), (*meant).to_owned()));
        all.map(|(start, length, meant)| Wording { start, end: start + length, meant }).collect::<Vec<_>>()
    };
    BOUNDS.iter().flat_map(of).collect()
}

pub(super) fn of_which(line: &str) -> Vec<Wording> {
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

pub(super) fn is_left_out(line: &str) -> Vec<Wording> {
    let all = split(line, "该").filter_map(|(at, before, behind)| {
        let word = before.get(before.trim_end_matches(char::is_alphanumeric).len()..)?;
        let rest = behind.get(..behind.find(|c: char| !c.is_alphanumeric()).unwrap_or(behind.len()))?;
        let end = at + "该".len() + rest.len();
        // 在该留样48小时后, 同该点名的楼栋 lack something else.
        let leads = word.is_empty()
            || word.ends_with(['在', '距', '同', '与', '和', '自', '从', '等', '于', '对', '由']);
        // 应当：整改该隐患: a deed and what it is done to.
        let head = before.strip_suffix(word)?.trim_end().strip_suffix(['：', ':']).map(str::trim);
        let is_deed = head.is_some_and(|head| ["应当", "不得", "可以"].iter().any(|end| head.ends_with(end)));
        (!leads && !is_deed).then(|| Wording {
            start: at - word.len(),
            end,
            meant: format!("{word}是该{rest}"),
        })
    });
    all.collect()
}

/// 应当：查寝原则上不少于三次: what may have exceptions with a reason is said at the head of the clause.
pub(super) fn as_a_rule(line: &str) -> Vec<Wording> {
    const WORDS: [&str; 5] = ["原则上", "一般情况下", "通常情况下", "通常", "一般"];
    let (head, value) = line.split_once(['：', ':']).unwrap_or_default();
    let start = head.len() - head.trim_start().len();
    let said = WORDS.iter().find_map(|word| Some((value.split_once(word)?.0, word)));
    let said = said.filter(|(before, _)| head.trim() == "应当" && !before.trim().is_empty());
    let reworded = said.map(|(before, word)| {
        let end = line.len() - value.len() + before.len() + word.len();
        Wording { start, end, meant: format!("一般应当：{before}") }
    });
    reworded.into_iter().collect()
}

/// 第一责任人是该学院的书记: who answers comes first.
pub(super) fn ranks_first(line: &str) -> Vec<Wording> {
    let (head, value) = line.split_once(['：', ':']).unwrap_or_default();
    let said = Rank::ALL.iter().find_map(|rank| {
        let rank = rank.word(Lang::Zh);
        let who = value.trim().strip_prefix(rank)?.strip_prefix(['是', '为', '：', ':'])?;
        Some((rank, who.trim()))
    });
    let said =
        said.filter(|(_, who)| head.trim() == "责任" && !who.is_empty() && !who.contains(['，', '、', ',']));
    let reworded = said.map(|(rank, who)| Wording {
        start: line.len() - value.trim_start().len(),
        end: line.trim_end().len(),
        meant: format!("{who}是{rank}"),
    });
    reworded.into_iter().collect()
}

/// 否则：三天内补查: what was to be done may be made up.
pub(super) fn made_up(line: &str) -> Vec<Wording> {
    let (head, value) = line.split_once(['：', ':']).unwrap_or_default();
    let start = head.len() - head.trim_start().len();
    let length = ["以内", "之内", "内"].iter().find_map(|within| {
        let (length, behind) = value.trim().split_once(within)?;
        let behind = ["应当", "应", "可以", "可", "须", "必须"]
            .iter()
            .find_map(|may| behind.strip_prefix(may))
            .unwrap_or(behind);
        behind.starts_with('补').then_some(length)
    });
    let reworded = length.filter(|_| head.trim() == "否则").map(|length| Wording {
        start,
        end: line.trim_end().len(),
        meant: format!("逾期：期满后{length}内可补"),
    });
    reworded.into_iter().collect()
}

/// 应得：y1未完成, y1为未完成: a mark is missing before the verdict.
pub(super) fn verdicts(line: &str) -> Vec<Wording> {
    let told = || {
        let said = line.trim_start();
        let value = said.strip_prefix("应得").map_or(said, |rest| rest.trim_start_matches(['：', ':', ' ']));
        let verdicts = Verdict::ALL.iter().map(|verdict| verdict.word(Lang::Zh));
        let found = verdicts.filter_map(|verdict| Some((value.find(verdict)?, verdict.len())));
        let (at, _) = found.min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length)))?;
        let who = value.get(..at)?.trim_end();
        let bare = ["应为", "应是", "为", "是"].iter().find_map(|word| who.strip_suffix(word)).unwrap_or(who);
        if ["不", "未", "没", "没有", "非"].iter().any(|denied| bare.ends_with(denied)) {
            return None;
        }
        let from = bare.trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '”')).len();
        let last = bare.get(from..).filter(|last| !last.is_empty())?;
        let start = line.len() - value.len();
        Some(Wording { start: start + from, end: start + at, meant: format!("{last}：") })
    };
    told().into_iter().collect()
}

/// 天数3至5: both ends of what a field may be.
pub(super) fn ranges(line: &str) -> Vec<Wording> {
    const TO: [&str; 6] = ["至", "到", "～", "~", "-", "—"];
    let is_mark = |c: char| matches!(c, '（' | '(' | '，' | ',' | '）' | ')');
    let mut at = 0;
    let pieces = line.split_inclusive(is_mark).map(|piece| {
        at += piece.len();
        (at - piece.len(), piece.trim_end_matches(is_mark))
    });
    let all = pieces.filter_map(|(start, piece)| {
        let said = piece.get(..piece.find(|c: char| c.is_ascii_digit())?)?;
        let name = said.strip_suffix('为').unwrap_or(said);
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphabetic() && !is_numeral(c));
        let (low, unit, rest) = number_and_unit(piece.get(said.len()..)?)?;
        let (high, of_both, rest) = number_and_unit(TO.iter().find_map(|to| rest.strip_prefix(to))?)?;
        let is_name = is_name && (unit.is_empty() || unit == of_both);
        let meant = format!("{name}介于{low}至{high}");
        (is_name && rest.is_empty()).then(|| Wording { start, end: start + piece.len(), meant })
    });
    all.collect()
}

// The digits that a text begins with, their unit, and what stands behind. Lengths of time may be in another unit than the
// field is.
fn number_and_unit(text: &str) -> Option<(&str, &str, &str)> {
    const UNITS: [&str; 10] = ["天", "日", "人", "名", "次", "个", "节", "元", "岁", "项"];
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(end).filter(|(number, _)| !number.is_empty())?;
    let unit = UNITS.into_iter().find(|unit| rest.starts_with(unit)).unwrap_or("");
    Some((number, unit, rest.strip_prefix(unit)?))
}

/// 除外：寒暑假或该班级处于停课期间: exceptions side by side. Of 和 it is not known whether both are meant.
pub(super) fn exceptions_joined(line: &str) -> Vec<Wording> {
    if !line.trim_start().starts_with("除外") {
        return Vec::new();
    }
    let of = |mark: &'static str| split(line, mark).map(|(start, ..)| start);
    let all = ["或该", "或处于", "或存在"].into_iter().flat_map(of);
    all.map(|start| Wording { start, end: start + '或'.len_utf8(), meant: "；".to_owned() }).collect()
}

/// 测试 “查夜”（每日查夜） {: of which norm a test is.
pub(super) fn tests_of(line: &str) -> Vec<Wording> {
    let told = || {
        let said = line.trim_start().strip_prefix("测试")?;
        let (close, mark) = said.char_indices().rev().find(|(_, c)| matches!(c, '”' | '"'))?;
        let rest = said.get(close + mark.len_utf8()..)?;
        let of = rest.trim_end().strip_suffix('{').unwrap_or(rest).trim();
        let leads = ["规范", "关于", "对于", "对", "：", ":"];
        let name = leads.iter().find_map(|word| of.strip_prefix(word)).unwrap_or(of);
        let name = name.trim_matches(['（', '）', '(', ')', '「', '」', ' ']);
        let start = line.len() - rest.trim_start().len();
        let is_name =
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '、'));
        (is_name && !of.contains("针对")).then(|| Wording {
            start,
            end: start + of.len(),
            meant: format!("针对 {name}"),
        })
    };
    told().into_iter().collect()
}

pub(super) fn clause_numbers(line: &str) -> Vec<Wording> {
    let all = split(line, "条第").filter_map(|(at, before, behind)| {
        let start = before.rfind('第')?;
        let end = at + "条第".len() + behind.find('款').map_or(0, |end| end + "款".len());
        let meant = line.get(start..end)?.replace("条第", "条.第");
        // A clause is cited as a whole, and none of its items.
        let item = line.get(end..).and_then(item_of_clause).unwrap_or(0);
        Some(Wording { start, end: end + item, meant })
    });
    all.collect()
}

// How long 第一项 is, behind a clause.
fn item_of_clause(behind: &str) -> Option<usize> {
    let number = behind.strip_prefix('第')?;
    let rest = number.trim_start_matches(super::is_numeral).strip_prefix('项')?;
    Some(behind.len() - rest.len())
}

pub(super) fn conditions_behind(line: &str) -> Vec<Wording> {
    conditions_set_apart(line).into_iter().collect()
}

/// The conditions of a record that stand behind a comma, and not in brackets.
pub(super) fn conditions_set_apart(line: &str) -> Option<Wording> {
    const HEADS: [&str; 6] = ["应当", "一般应当", "不得", "提倡", "可以", "情形"];
    const COMPARE: [&str; 8] = ["是", "为", "不少于", "不超过", "不早于", "不晚于", "早于", "晚于"];
    let compares = |text: &str| COMPARE.iter().any(|word| text.contains(word));
    let (head, value) = line.split_once(['：', ':'])?;
    let (record, rest) = value.split_once(['，', ','])?;
    let is_record = record.trim().chars().all(char::is_alphanumeric) && !record.trim().is_empty();
    let goes_on = ["其中", "或者", "改为", "每"].iter().any(|word| rest.trim_start().starts_with(word));
    if !HEADS.contains(&head.trim()) || !is_record || compares(record) || !compares(rest) || goes_on {
        return None;
    }
    let end = line.trim_end().len();
    let start = line.len() - value.len() + record.len();
    Some(Wording { start, end, meant: format!("（{}）", rest.trim()) })
}

fn behind_a_comma(line: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    line.match_indices(['，', ',']).filter_map(|(start, comma)| {
        let rest = line.get(start + comma.len()..)?;
        let word = rest.trim_start();
        let word = word.get(..word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len()))?;
        let end = line.len() - rest.trim_start().len() + word.len();
        Some((start, word, end))
    })
}

pub(super) fn flags(line: &str) -> Vec<Wording> {
    let all = behind_a_comma(line).filter_map(|(start, word, end)| {
        // 单位克: the unit is a remark.
        let unit = word.starts_with("单位").then_some("");
        let meant = unit.or(FLAGS.iter().find(|(said, _)| *said == word).map(|(_, meant)| *meant))?;
        let meant = if meant.is_empty() { String::new() } else { format!("，{meant}") };
        Some(Wording { start, end, meant })
    });
    all.collect()
}

pub(super) fn holders(line: &str) -> Vec<Wording> {
    let all = behind_a_comma(line).filter_map(|(start, word, end)| {
        let only = ["只有", "只能有", "只能", "只设", "仅限", "仅有", "仅", "限", "设"];
        let number = only.iter().find_map(|only| word.strip_prefix(only)).unwrap_or(word);
        let persons = ["一人", "1人", "一名", "1名", "一个", "1个", "一位", "１人", "唯一", "单人"];
        let one = word != "一人" && persons.contains(&number);
        let several = word.ends_with(['人', '名']) || word == "多人" || word == "若干";
        let is_role = line.trim_start().starts_with("职务") && (one || several);
        is_role
            .then(|| Wording { start, end, meant: if one { "，一人".to_owned() } else { String::new() } })
    });
    all.collect()
}

pub(super) fn units_of_fields(line: &str) -> Vec<Wording> {
    let of = |ty: &'static str| {
        split(line, ty).filter_map(move |(at, _, behind)| {
            let start = at + ty.len();
            let close = behind.find(['）', ')']).filter(|_| behind.starts_with(['（', '(']))?;
            Some(Wording { start, end: start + close + "）".len(), meant: String::new() })
        })
    };
    let mut all: Vec<Wording> =
        ["整数", "小数", "文本", "时长", "日期", "时间"].into_iter().flat_map(of).collect();
    all.retain(|one| line.is_char_boundary(one.end));
    all
}

pub(super) fn units_counted(line: &str) -> Vec<Wording> {
    let of = |unit: &'static &'static str| {
        split(line, unit).filter_map(|(at, before, _)| {
            let number = before.get(before.trim_end_matches(is_numeral).len()..)?;
            let start = at - number.len();
            (!number.is_empty()).then(|| Wording {
                start,
                end: at + unit.len(),
                meant: format!("{number}次"),
            })
        })
    };
    COUNTED.iter().flat_map(of).collect()
}

pub(super) fn units_of_decimals(line: &str) -> Vec<Wording> {
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

pub(super) fn except_twice(line: &str) -> Vec<Wording> {
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

pub(super) fn titles(line: &str) -> Vec<Wording> {
    let titled = || {
        let words = line.trim_start();
        let kind = ["学年", "学期", "寒暑假", "假期", "节假日", "调休上班"];
        let rest = kind.iter().find_map(|kind| words.strip_prefix(kind))?;
        let title = rest.trim_start();
        let title = title.split(['：', ':', ' ', '\u{3000}']).next()?;
        let is_title =
            !title.is_empty() && !title.starts_with(['“', '"']) && !title.contains(['日', '-', '/']);
        let start = line.find(title).filter(|_| is_title)?;
        Some(Wording { start, end: start + title.len(), meant: format!("“{title}”") })
    };
    titled().into_iter().collect()
}

pub(super) fn readings(line: &str) -> Vec<Wording> {
    let Some((head, value)) = line.trim_start().split_once(['：', ':']).filter(|(head, _)| *head == "解释")
    else {
        return Vec::new();
    };
    let choices = value.split(['；', ';']).filter_map(|choice| {
        let choice = choice.trim();
        let start = line.find(choice).filter(|_| !choice.is_empty())?;
        let near = heads_in(head, Lang::Zh).into_iter().find(|subject| {
            let said: String = choice.chars().take(subject.chars().count()).collect();
            said != *subject && said.chars().count() > 2 && is_slip(&said, subject)
        })?;
        let said: usize = choice.chars().take(near.chars().count()).map(char::len_utf8).sum();
        Some(Wording { start, end: start + said, meant: near.to_owned() })
    });
    choices.collect()
}

/// Days that people except.
pub(super) const KINDS: [&str; 3] = ["寒暑假", "节假日", "假期"];
