//! What somebody may have meant by a word that is not known: one that is written nearly the same, one that
//! means the same, or one that has part of it.

use crate::source::half_width;

/// Chinese words that people of an office use for one another. A word of a group stands for any other of it,
/// also inside a longer word.
const SYNONYMS: &[&[&str]] = &[
    &["单位", "组织", "机构", "部门"],
    &["人员", "职工", "员工", "教职工"],
    &["教师", "老师"],
    &["学生", "同学"],
    &["走访", "调研", "调查", "考察", "看望", "下基层"],
    &["谈话", "谈心", "面谈"],
    &["会议", "大会", "例会"],
    &["汇报", "报告", "述职"],
    &["考核", "考评", "评议", "评价"],
    &["培训", "轮训", "学习"],
    &["表彰", "奖励", "评优"],
    &["文件", "制度", "办法", "规定"],
    &["状态", "情况"],
    &["日期", "时间", "日子"],
    &["金额", "款额", "费用"],
    &["负责人", "责任人", "主管"],
    &["开始", "起始"],
    &["结束", "终止", "截止"],
    &["驳回", "退回"],
    &["提交", "上报", "报送"],
    &["频次", "频率", "周期"],
    &["时限", "期限"],
    &["除外", "例外", "豁免"],
    &["说明", "备注", "注释"],
    &["情形", "触发", "条件"],
    &["依据", "根据"],
    &["主体", "对象"],
    &["已知", "给定", "假设"],
    &["应得", "预期", "期望"],
    &["截至", "截止"],
    &["施行", "生效"],
    &["职务", "岗位", "角色"],
    &["日历", "校历"],
    &["钟点", "时刻", "时点", "几点"],
    &["任职", "任命", "聘任", "上任", "就任"],
    &["离任", "免职", "卸任", "离职", "辞职", "去职"],
    &["撤销", "注销", "裁撤", "撤并"],
    &["规范", "规则", "规定"],
    &["must", "shall"],
    &["except", "unless"],
    &["when", "if"],
];

/// The known word that was probably meant; none rather than one that is only remotely like it.
///
/// In order: written nearly the same, meaning the same, part of one another, sharing most of their pairs of
/// characters. Words of the other script are never meant.
#[must_use]
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let word = plain(word);
    let alike: Vec<(String, &str)> = known
        .into_iter()
        .map(|k| (plain(k), k))
        .filter(|(k, _)| is_chinese(k) == is_chinese(&word) && !means_another(&word, k))
        .collect();
    let slips = |k: &str| Some(distance(&word, k)).filter(|_| is_slip(&word, k));
    let by_letters = alike.iter().filter_map(|(k, own)| Some((slips(k)?, *own))).min();
    let meant = |test: fn(&str, &str) -> bool| {
        // The longest is the most particular; of several equally long ones none is surely meant.
        let fitting = alike.iter().filter(|(k, _)| test(&word, k)).map(|(k, own)| (k.chars().count(), *own));
        fitting.max_by_key(|(length, own)| (*length, std::cmp::Reverse(*own)))
    };
    by_letters
        .or_else(|| meant(same_meaning))
        .or_else(|| meant(one_in_the_other))
        .or_else(|| meant(most_pairs_shared))
        .map(|(_, near)| near)
}

/// Whether two names are so much alike that one was probably made of the other: written nearly the same, meaning the
/// same, or the greater part of one another.
#[must_use]
pub fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (plain(a), plain(b));
    let (short, long) = (a.chars().count().min(b.chars().count()), a.chars().count().max(b.chars().count()));
    let is_part = one_in_the_other(&a, &b) && long <= 2 * short;
    let is_one = is_slip(&a, &b) || same_meaning(&a, &b) || is_part;
    is_chinese(&a) == is_chinese(&b) && !means_another(&a, &b) && is_one
}

/// Whether two words are alike and yet surely those of two things.
fn means_another(a: &str, b: &str) -> bool {
    turns_the_meaning(a, b) || differ_in_number(a, b) || is_another_name(a, b)
}

/// Words that say the contrary of what follows them, or less of it.
const TURNING: [&str; 16] = [
    "不得",
    "不应",
    "不再",
    "不",
    "非",
    "未",
    "无",
    "没有",
    "并非",
    "原则上",
    "一般",
    "视情",
    "免",
    "no_",
    "not_",
    "non_",
];

/// Whether one is the other with such a word before it: who wrote the one never meant the other.
fn turns_the_meaning(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    TURNING.iter().any(|word| long.strip_prefix(word) == Some(short))
}

/// The only Chinese name of a few that differs from a word in one character, which is no number: where nothing else may
/// stand, that one is meant.
#[must_use]
pub fn one_apart<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let said: Vec<char> = word.chars().collect();
    let is_near = |name: &&str| {
        let name: Vec<char> = name.chars().collect();
        name.len() == said.len() && name.iter().zip(&said).filter(|(a, b)| a != b).count() == 1
    };
    let chinese = |name: &&str| is_chinese(name) && !differ_in_number(word, name);
    let near: std::collections::BTreeSet<&str> = known.into_iter().filter(chinese).filter(is_near).collect();
    let only = near.first().filter(|_| near.len() == 1 && said.len() > 1);
    only.copied()
}

/// Whether one was probably written for the other: a character or two more, less, other or in the other order.
#[must_use]
pub fn is_slip(word: &str, known: &str) -> bool {
    let near = distance(word, known) <= allowed(word, known) || is_turned(word, known);
    near && !means_another(word, known)
}

/// Whether two Chinese names of three characters are those of two: of units (文学院, 理学院), or of people of two families.
fn is_another_name(word: &str, known: &str) -> bool {
    let of = |text: &str| text.chars().collect::<Vec<char>>();
    let ([a, b, c], [x, y, z]) = (&*of(word), &*of(known)) else { return false };
    let differ = [a != x, b != y, c != z].iter().filter(|differs| **differs).count();
    let is_unit = c == z && "院系处部科室班组会队所".contains(*c);
    is_chinese(word) && differ == 1 && (is_unit || a != x)
}

/// Whether two names differ in their numbers alone: whoever numbers things means others by other numbers.
#[must_use]
pub fn differ_in_number(a: &str, b: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || "零一二三四五六七八九十".contains(c);
    let letters = |name: &str| name.chars().filter(|c| !is_digit(*c)).collect::<String>();
    a.contains(is_digit) && b.contains(is_digit) && a != b && letters(a) == letters(b)
}

/// How many slips of the pen a word may have: in one of two characters, one that differs makes another word.
fn allowed(word: &str, known: &str) -> usize {
    match word.chars().count().min(known.chars().count()) {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    }
}

/// Whether they are the same two Chinese characters in the other order, which no two words of one regulation are.
fn is_turned(word: &str, known: &str) -> bool {
    is_chinese(word) && word.chars().count() == 2 && word.chars().rev().eq(known.chars())
}

/// As it is compared: full-width letters and digits are the same as others, capitals as small ones.
fn plain(word: &str) -> String {
    word.chars().map(half_width).flat_map(char::to_lowercase).collect()
}

fn is_chinese(word: &str) -> bool {
    !word.is_ascii()
}

fn same_meaning(word: &str, known: &str) -> bool {
    let turned = |group: &&[&str]| {
        let pairs = group.iter().flat_map(|from| group.iter().map(move |to| (from, to)));
        pairs.filter(|(from, to)| from != to).any(|(from, to)| word.replace(from, to) == known)
    };
    SYNONYMS.iter().any(turned)
}

/// One is part of the other: whole words of English names, two or more Chinese characters.
fn one_in_the_other(word: &str, known: &str) -> bool {
    let (short, long) = if word.len() < known.len() { (word, known) } else { (known, word) };
    match is_chinese(word) {
        true => short.chars().count() >= 2 && long.contains(short),
        false => {
            let parts: Vec<&str> = long.split(['_', '-']).collect();
            let wanted: Vec<&str> = short.split(['_', '-']).collect();
            short.len() >= 4 && parts.windows(wanted.len()).any(|run| run == wanted)
        }
    }
}

/// Two Chinese words with at least half of their pairs of characters in common (Dice's coefficient).
fn most_pairs_shared(word: &str, known: &str) -> bool {
    let pairs = |text: &str| {
        let characters: Vec<char> = text.chars().collect();
        characters.windows(2).map(<[char]>::to_vec).collect::<Vec<_>>()
    };
    let (of_word, of_known) = (pairs(word), pairs(known));
    let shared = of_word.iter().filter(|pair| of_known.contains(pair)).count();
    is_chinese(word) && shared > 0 && 4 * shared >= of_word.len() + of_known.len()
}

/// How many changes turn one word into another: a character more, less or other, or two neighbours in the other
/// order (Damerau and Levenshtein, each stretch changed once).
#[must_use]
pub fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], k: usize| row.get(k).copied().unwrap_or(usize::MAX / 2);
            let mut least =
                (at(&row, j) + usize::from(x != y)).min(at(&row, j + 1) + 1).min(at(&next, j) + 1);
            let crossed = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if crossed {
                least = least.min(at(&before, j - 1) + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or(0)
}

/// A number in which a letter stands for a digit: `l4`, `1O`.
#[must_use]
pub fn digits_meant(found: &str) -> Option<String> {
    let letters = |c: char| matches!(c, 'O' | 'o' | 'l' | 'I' | '〇' | '○');
    let number = found.chars().all(|c| c.is_ascii_digit() || letters(c));
    let digit = |c: char| match c {
        'O' | 'o' | '〇' | '○' => '0',
        'l' | 'I' => '1',
        other => other,
    };
    (number && found.chars().any(letters) && found.chars().any(|c| c.is_ascii_digit()))
        .then(|| found.chars().map(digit).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_letters_then_by_meaning_then_by_a_part() {
        assert_eq!(nearest("vist", ["visit", "plan"]), Some("visit"));
        assert_eq!(nearest("Visit", ["visit", "plan"]), Some("visit"));
        assert_eq!(nearest("visited_unit", ["unit", "plan"]), Some("unit"));
        assert_eq!(nearest("走访单位", ["调研人", "走访机构"]), Some("走访机构"));
        assert_eq!(nearest("看望", ["走访", "计划"]), Some("走访"));
        assert_eq!(nearest("学生人数", ["人数", "类别"]), Some("人数"));
        assert_eq!(nearest("访走", ["走访", "计划"]), Some("走访"));
        assert_eq!(nearest("走仿单位", ["走访单位", "走访人"]), Some("走访单位"));
    }

    #[test]
    fn nothing_rather_than_something_silly() {
        assert_eq!(nearest("甲乙丙", ["visit", "计划"]), None);
        assert_eq!(nearest("than", ["when", "each"]), None);
        assert_eq!(nearest("two", ["no", "to"]), None);
        assert_eq!(nearest("多次", ["频次", "时限"]), None);
        assert_eq!(nearest("半数", ["参数", "实体"]), None);
        assert_eq!(nearest("走访时间", ["走访单位", "走访方式"]), None);
    }

    #[test]
    fn what_turns_the_meaning_or_names_another_is_not_offered() {
        assert_eq!(nearest("原则上应当", ["应当"]), None);
        assert_eq!(nearest("不处于", ["处于"]), None);
        assert_eq!(nearest("no_visit", ["visit"]), None);
        assert_eq!(nearest("文学院", ["理学院"]), None);
        assert_eq!(nearest("物流系", ["物理系"]), None);
        assert_eq!(nearest("张小明", ["王小明"]), None);
        assert_eq!(nearest("第二支部", ["第一支部"]), None);
        assert_eq!(nearest("rule11", ["rule10"]), None);
        assert_eq!(nearest("王晓明", ["王小明"]), Some("王小明"));
        assert_eq!(nearest("信息学完", ["信息学院"]), Some("信息学院"));
        assert_eq!(nearest("出席入", ["出席人"]), Some("出席人"));
    }

    #[test]
    fn neighbours_in_the_other_order_are_one_change() {
        assert_eq!(distance("visti", "visit"), 1);
        assert_eq!(distance("abc", "abc"), 0);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("ca", "abc"), 3);
    }
}
