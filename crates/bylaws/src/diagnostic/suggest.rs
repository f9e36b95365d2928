//! What somebody may have meant by a word that is not known: one that is written nearly the same, one that
//! means the same, or one that has part of it.

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
        .filter(|(k, _)| is_chinese(k) == is_chinese(&word))
        .collect();
    let slips =
        |k: &str| Some(distance(&word, k)).filter(|far| *far <= allowed(&word, k) || is_turned(&word, k));
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
    is_chinese(&a) == is_chinese(&b)
        && (distance(&a, &b) <= allowed(&a, &b) || same_meaning(&a, &b) || is_part)
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
    let half = |c: char| match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        other => other,
    };
    word.chars().map(half).flat_map(char::to_lowercase).collect()
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
    fn neighbours_in_the_other_order_are_one_change() {
        assert_eq!(distance("visti", "visit"), 1);
        assert_eq!(distance("abc", "abc"), 0);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("ca", "abc"), 3);
    }
}
