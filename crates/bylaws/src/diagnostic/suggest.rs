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
];

/// The known word that was probably meant.
#[must_use]
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let known: Vec<&str> = known.into_iter().collect();
    let length = word.chars().count();
    let by_letters = known.iter().map(|k| (distance(word, k), *k)).min();
    by_letters
        .filter(|(far, _)| *far <= (length / 3).max(1) && *far < length)
        .or_else(|| known.iter().find(|k| same_meaning(word, k)).map(|k| (0, *k)))
        .or_else(|| known.iter().find(|k| shares_a_pair(word, k)).map(|k| (0, *k)))
        .map(|(_, near)| near)
}

fn same_meaning(word: &str, known: &str) -> bool {
    let turned = |group: &&[&str]| {
        let pairs = group.iter().flat_map(|from| group.iter().map(move |to| (from, to)));
        pairs.filter(|(from, to)| from != to).any(|(from, to)| word.replace(from, to) == known)
    };
    SYNONYMS.iter().any(turned)
}

/// Two Chinese characters that follow one another in both.
fn shares_a_pair(word: &str, known: &str) -> bool {
    let characters: Vec<char> = word.chars().collect();
    let chinese = |pair: &&[char]| !pair.iter().any(char::is_ascii);
    characters.windows(2).filter(chinese).any(|pair| known.contains(&pair.iter().collect::<String>()))
}

/// How many single-character changes turn one word into another (Levenshtein distance).
#[must_use]
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(row.first_mut().unwrap_or(&mut 0), i + 1);
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let here = (diagonal + usize::from(x != *y)).min(*cell + 1).min(left + 1);
            diagonal = std::mem::replace(cell, here);
            left = here;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_letters_then_by_meaning_then_by_a_part() {
        assert_eq!(nearest("vist", ["visit", "plan"]), Some("visit"));
        assert_eq!(nearest("走访单位", ["调研人", "走访机构"]), Some("走访机构"));
        assert_eq!(nearest("看望", ["走访", "计划"]), Some("走访"));
        assert_eq!(nearest("学生人数", ["人数", "类别"]), Some("人数"));
        assert_eq!(nearest("甲乙丙", ["visit", "计划"]), None);
    }
}
