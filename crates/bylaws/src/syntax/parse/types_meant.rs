//! What people call the types of fields, and what they are called here.

const MEANT: [(&str, &[&str]); 16] = [
    (
        "文本",
        &[
            "文字",
            "字符",
            "字符串",
            "字符型",
            "文本型",
            "文字型",
            "文本类型",
            "编号",
            "号码",
            "代码",
            "名称",
            "姓名",
        ],
    ),
    ("整数", &["数字", "数值", "整型", "数", "整数型", "自然数", "数量", "人数", "次数", "天数"]),
    ("小数", &["浮点数", "实数", "小数型", "浮点", "金额", "价格", "费用", "比例"]),
    ("是否", &["布尔", "布尔值", "布尔型", "是或否", "是与否", "真假", "是非", "是否型"]),
    ("日期", &["年月日", "日期型"]),
    ("时间", &["日期时间", "日期和时间", "时刻", "时间戳"]),
    ("时长", &["期限", "时间长度", "时段"]),
    ("钟点", &["时分", "几点"]),
    ("职务类别", &["职务", "岗位"]),
    ("text", &["string", "str", "char", "varchar", "words"]),
    ("integer", &["int", "number", "whole_number", "count"]),
    ("decimal", &["float", "double", "real", "numeric", "money", "amount", "price"]),
    ("yes or no", &["bool", "boolean", "yes_or_no", "yes_no", "flag"]),
    ("datetime", &["timestamp", "date_time", "moment", "instant"]),
    ("time of day", &["time", "clock", "time_of_day"]),
    ("duration", &["interval", "length", "period"]),
];

/// The type that somebody calls otherwise.
pub(crate) fn type_meant(word: &str) -> Option<&'static str> {
    MEANT.iter().find(|(_, said)| said.contains(&word)).map(|(meant, _)| *meant)
}
