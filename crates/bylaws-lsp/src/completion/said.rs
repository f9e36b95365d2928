//! Which forms may be said of what.

use bylaws::log::Type;

/// What compares what stands before it; of a comparison nothing of the kind is said.
pub(super) const COMPARISONS: [&str; 26] = [
    "不少于",
    "不超过",
    "恰好",
    "超过",
    "不满",
    "少于",
    "早于",
    "晚于",
    "不早于",
    "不晚于",
    "是",
    "不是",
    "属于",
    "包含",
    "担任",
    "处于",
    "at least",
    "at most",
    "more than",
    "less than",
    "before",
    "after",
    "is",
    "is not",
    "in",
    "contains",
];
const SIZES: [&str; 14] = [
    "不少于",
    "不超过",
    "恰好",
    "超过",
    "不满",
    "少于",
    "乘以",
    "除以",
    "at least",
    "at most",
    "more than",
    "less than",
    "*",
    "/",
];
const SUMS: [&str; 4] = ["加上", "减去", "+", "-"];
const TIMES: [&str; 6] = ["早于", "晚于", "不早于", "不晚于", "before", "after"];
const MEMBERS: [&str; 9] = ["属于", "包含", "担任", "处于", "期间", "in", "contains", "holds", "under"];
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

/// Whether a comparison, a sum or a part is one for things of a type.
pub(super) fn said_of(form: &str, ty: &Type) -> bool {
    let none_of = |words: &[&[&str]]| !words.iter().any(|words| words.contains(&form));
    if OF_RECORDS.contains(&form) || OF_SETS.contains(&form) && !matches!(ty, Type::Set(_)) {
        return false;
    }
    match ty {
        Type::Integer | Type::Decimal => none_of(&[&TIMES, &MEMBERS]),
        Type::Duration => none_of(&[&TIMES, &MEMBERS, &FRACTIONS]),
        Type::Date | Type::DateTime => none_of(&[&SIZES, &MEMBERS, &FRACTIONS]),
        Type::Clock => none_of(&[&SIZES, &SUMS, &MEMBERS, &FRACTIONS]),
        Type::Bool => none_of(&[&SIZES, &SUMS, &TIMES, &MEMBERS, &FRACTIONS]),
        Type::Set(_) | Type::Text | Type::Enum(_) | Type::Entity(_) | Type::AnyEntity | Type::Role => {
            none_of(&[&SIZES, &SUMS, &TIMES, &FRACTIONS])
        }
    }
}
