//! What explanations say: why a record did not count, what would do (`explain.…`), and what would settle what cannot be
//! told (`settle.…`).

use super::Entry;

pub(super) const MESSAGES: &[Entry] = &[
    ("explain.failed", "不符合：{condition}", "fails: {condition}"),
    ("explain.no_evidence", "不是有效凭证", "does not count as evidence"),
    ("explain.too_late", "期满之后：{day}", "after the end: {day}"),
    ("explain.further", "另有{count}条", "{count} more"),
    ("explain.alternative", "办法{number}：", "way {number}: "),
    ("explain.version.from", "自{day}起施行", "in force from {day}"),
    ("explain.version.by", "自{day}起施行（{law}）", "in force from {day} (by {law})"),
    ("explain.version.until", "至{day}止", "until {day}"),
    ("explain.version.amended", "至{day}止（其后由{law}修订）", "until {day} (then amended by {law})"),
    ("explain.version.repealed", "至{day}止（其后由{law}废止）", "until {day} (then repealed by {law})"),
    ("explain.calendar", "日历：{calendar}", "calendar: {calendar}"),
    ("explain.more", "{what}{missing}次{when}", "{missing} more {what}{when}"),
    ("explain.sum", "{what}的{field}合计再有{missing}{when}", "{missing} more in `{field}` of {what}{when}"),
    (
        "explain.of_which",
        "{what}，其中符合「{condition}」的{missing}次",
        "{what}, {missing} of them meeting `{condition}`",
    ),
    ("explain.meeting", "{what}且符合「{condition}」", "{what} meeting `{condition}`"),
    ("explain.by", "，不迟于{day}", ", by {day}"),
    ("explain.between", "，在{from}至{until}之间", ", between {from} and {until}"),
    ("explain.since", "，自{from}起", ", from {from} on"),
    ("explain.or_late", "{when}（不迟于{day}补办则为逾期完成）", "{when} (made up by {day}: late)"),
    (
        "explain.at_most",
        "{what}不超过{required}次，即少{over}次",
        "no more than {required} {what}: {over} fewer",
    ),
    (
        "explain.held.at_least",
        "{from}至{until}始终有{what}不少于{required}个",
        "at least {required} {what} at every moment from {from} to {until}",
    ),
    (
        "explain.held.at_most",
        "{from}至{until}始终只有{what}不超过{required}个",
        "at most {required} {what} at every moment from {from} to {until}",
    ),
    (
        "explain.held.exactly",
        "{from}至{until}始终有{what}恰好{required}个",
        "exactly {required} {what} at every moment from {from} to {until}",
    ),
    ("explain.condition", "{what}成立", "{what} being so"),
    ("explain.parameter.given", "{name}为{value}，运行时给出", "{name} is {value}, as given for this run"),
    (
        "explain.parameter.default",
        "{name}为{value}，政策中的默认值",
        "{name} is {value}, the policy's default",
    ),
    ("explain.parameter.missing", "{name}未给出", "{name} was not given"),
    (
        "explain.gap",
        "{from}至{until}没有{kinds}的完整记录",
        "from {from} to {until} records of {kinds} are not complete",
    ),
    (
        "explain.assumed",
        "日志没有说明记录范围，按首末记录推定",
        "the log does not say what it covers: taken to be complete from its first record to its last",
    ),
    ("explain.set_aside", "搁置的记录{input}:{line}：{problem}", "set aside: {input}:{line}: {problem}"),
    ("explain.corrected", "记录{record}已被{by}更正", "record {record} was corrected by {by}"),
    ("settle.parameter", "给出参数「{name}」的值", "a value for the parameter `{name}`"),
    (
        "settle.uncovered",
        "补全此期间「{type}」的记录，并写明记录范围",
        "complete records of `{type}` for this stretch, and a statement that they are",
    ),
    ("settle.set_aside", "改正被搁置的记录", "the records set aside, put right"),
    (
        "settle.imprecise",
        "写明记录「{record}」的确切日期或时刻",
        "the exact day or time of record `{record}`",
    ),
    ("settle.same_day", "写明两件事的时刻", "the times of day of both"),
    (
        "settle.same_day.record",
        "写明记录「{record}」的时刻，或在解释中定明同日先后",
        "the time of day of record `{record}`, or an interpretation of `same day`",
    ),
    ("settle.judgement", "作出并登记「{type}」", "the judgement `{type}`, made and recorded"),
    ("settle.no_unit", "登记任职的单位", "a record of the unit in which the role was held"),
    ("settle.not_recorded.of", "登记{record}的「{field}」", "a record of the `{field}` of `{record}`"),
    (
        "settle.left_out",
        "补填记录「{record}」的「{field}」",
        "the `{field}` that record `{record}` leaves out",
    ),
    ("settle.never.type", "登记所从起算的「{type}」", "a record of the `{type}` from which it is counted"),
    ("settle.calendar", "在校历中补上这段时间", "entries of the calendar for this stretch"),
    (
        "settle.exceptions",
        "由制度定明这几项例外以哪一项为准：{labels}",
        "a rule which of these exceptions prevails: {labels}",
    ),
    ("settle.verdict", "先判定规范「{norm}」", "a verdict on `{norm}`"),
];
