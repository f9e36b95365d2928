//! Messages about logs: `L01xx`, and the names of types.

use super::Entry;

pub(super) const MESSAGES: &[Entry] = &[
    ("L0101", "没有名为「{found}」的记录类型", "there is no type of record `{found}`"),
    (
        "L0101.near",
        "没有名为「{found}」的记录类型；您是否想写「{near}」？",
        "there is no type of record `{found}`; did you mean `{near}`?",
    ),
    ("L0102", "缺少「{field}」", "`{field}` is missing"),
    ("L0103", "「{type}」没有名为「{field}」的字段", "`{type}` has no field `{field}`"),
    (
        "L0103.near",
        "「{type}」没有名为「{field}」的字段；您是否想写「{near}」？",
        "`{type}` has no field `{field}`; did you mean `{near}`?",
    ),
    (
        "L0104",
        "「{field}」不是可识别的日期：「{found}」；请写如 2016-04-12",
        "`{field}` is not a date: `{found}`; write it like 2016-04-12",
    ),
    (
        "L0105",
        "「{field}」应为{expected}，而不是「{found}」",
        "`{field}` should be {expected}, found `{found}`",
    ),
    (
        "L0106",
        "「{type}」不记内容，不接受字段「{field}」",
        "`{type}` keeps no content; the field `{field}` is refused",
    ),
    ("L0107", "「{field}」出现了两次", "`{field}` is given twice"),
    ("L0108", "记录范围的结束早于开始", "the coverage ends before it starts"),
    (
        "L0109",
        "「{field}」所指的「{entity}」没有登记",
        "`{field}` names `{entity}`, which no record registers",
    ),
    (
        "L0110",
        "编号「{id}」对应两条内容不同的记录",
        "the id `{id}` stands for two records with different contents",
    ),
    ("L0111", "更正所指的记录「{id}」不存在", "the record `{id}` that is corrected does not exist"),
    ("L0112", "记录「{id}」在同一时刻有两次更正", "the record `{id}` is corrected twice at one instant"),
    ("L0113", "没有哪类记录有字段「{field}」", "no type of record has a field `{field}`"),
    (
        "L0113.near",
        "没有哪类记录有字段「{field}」；您是否想写「{near}」？",
        "no type of record has a field `{field}`; did you mean `{near}`?",
    ),
    ("type.bool", "是或否", "yes or no"),
    ("type.integer", "整数", "a whole number"),
    ("type.decimal", "小数", "a decimal number"),
    ("type.text", "文本", "text"),
    ("type.date", "日期", "a date"),
    ("type.datetime", "时间", "a date and time"),
    ("type.duration", "时长", "a length of time"),
    ("type.enum", "规定的取值之一", "one of the declared values"),
    ("type.entity", "对象的编号", "the id of an entity"),
    ("type.role", "职务", "a role"),
    ("type.set", "若干个值", "several values"),
];
