//! Which forms may be said of what.

use bylaws::log::Type;

const AMOUNTS: [&str; 10] =
    ["不少于", "不超过", "恰好", "超过", "不满", "少于", "at least", "at most", "more than", "less than"];
const EQUALS: [&str; 4] = ["是", "不是", "is", "is not"];
const FACTORS: [&str; 4] = ["乘以", "除以", "*", "/"];
const SUMS: [&str; 4] = ["加上", "减去", "+", "-"];
const TIMES: [&str; 6] = ["早于", "晚于", "不早于", "不晚于", "before", "after"];
const MEMBERS: [&str; 6] = ["属于", "包含", "担任", "处于", "in", "contains"];
const STANDINGS: [&str; 3] = ["期间", "holds", "under"];
const FRACTIONS: [&str; 4] = ["的二分之一", "的三分之一", "的三分之二", "的百分之六十"];
const OF_RECORDS: [&str; 6] = [
    "的次数",
    "的首次时间",
    "的末次时间",
    "的累计小时数",
    "的最长小时数",
    "的并入短于45分钟的间隔后最长小时数",
];
/// What sums up a field of all records of a kind.
pub(super) const OF_ALL_RECORDS: [&str; 4] = ["之和", "平均值", "最大值", "最小值"];
const OF_SETS: [&str; 1] = ["的个数"];

/// Whether a form compares what stands before it: of a comparison nothing of the kind is said.
pub(super) fn compares(form: &str) -> bool {
    [&AMOUNTS[..], &TIMES, &EQUALS, &MEMBERS].iter().any(|words| words.contains(&form))
}

/// Whether a comparison, a sum or a part is one for things of a type.
pub(super) fn said_of(form: &str, ty: &Type) -> bool {
    let none_of = |words: &[&[&str]]| !words.iter().any(|words| words.contains(&form));
    if OF_RECORDS.contains(&form) || OF_SETS.contains(&form) && !matches!(ty, Type::Set(_)) {
        return false;
    }
    match ty {
        Type::Integer | Type::Decimal => none_of(&[&TIMES, &MEMBERS, &STANDINGS]),
        Type::Duration => none_of(&[&TIMES, &MEMBERS, &STANDINGS, &FRACTIONS]),
        Type::Date | Type::DateTime => none_of(&[&AMOUNTS, &FACTORS, &MEMBERS, &STANDINGS, &FRACTIONS]),
        Type::Clock => none_of(&[&AMOUNTS, &FACTORS, &SUMS, &MEMBERS, &STANDINGS, &FRACTIONS]),
        Type::Bool => none_of(&[&AMOUNTS, &FACTORS, &SUMS, &TIMES, &MEMBERS, &STANDINGS, &FRACTIONS]),
        Type::Set(_) | Type::Text | Type::Enum(_) | Type::Entity(_) | Type::AnyEntity | Type::Role => {
            none_of(&[&AMOUNTS, &FACTORS, &SUMS, &TIMES, &FRACTIONS])
        }
    }
}
