//! Reasons of verdicts (`why.…`) and what a scenario found otherwise than expected (`scenario.…`).

use super::Entry;

pub(super) const MESSAGES: &[Entry] = &[
    (
        "why.fulfilled",
        "已计{count}次，要求{required}次，符合要求",
        "{count} counted, {required} required: met",
    ),
    (
        "why.none_asked",
        "按规定算出的要求为0，无须做（已计{count}）",
        "the number required comes to 0, so nothing is due ({count} counted)",
    ),
    (
        "why.none_asked.exception",
        "适用的例外改为要求0次，无须做（已计{count}）",
        "an exception that applies asks for 0 instead, so nothing is due ({count} counted)",
    ),
    (
        "why.none_asked.share",
        "本期{of}日，应计的只有{days}日，按比例折算后要求为0（已计{count}）",
        "only {days} of {of} days count: in proportion 0 are required ({count} counted)",
    ),
    ("why.within", "已计{count}次，不超过{required}次", "{count} counted, at most {required} allowed"),
    ("why.fulfilled.condition", "所要求的条件成立", "the condition holds"),
    (
        "why.late",
        "已计{count}次，要求{required}次，其中有期满后补办的",
        "{count} counted, {required} required, some of them made up after the end",
    ),
    (
        "why.late.which",
        "已计{count}次，其中符合「{condition}」的要求{required}次，期满时只有{which}次，其余是补办的",
        "{count} counted; of the {required} that are to meet `{condition}` {which} had come by the end, and the rest was made up",
    ),
    (
        "why.open",
        "已计{count}次，要求{required}次，还差{missing}次",
        "{count} counted, {required} required, {missing} still missing",
    ),
    (
        "why.sum.met",
        "合计{count}，要求{required}，符合要求",
        "they add up to {count}, {required} required: met",
    ),
    (
        "why.sum.late",
        "合计{count}，要求{required}，其中有期满后补办的",
        "they add up to {count}, {required} required, some of them made up after the end",
    ),
    (
        "why.sum.open",
        "合计{count}，要求{required}，还差{missing}",
        "they add up to {count}, {required} required, {missing} still missing",
    ),
    (
        "why.sum.short",
        "合计只有{count}，要求{required}，差{missing}",
        "they only add up to {count}, {required} required, {missing} missing",
    ),
    ("why.open.condition", "期限未满，到期末再作判定", "the window has not ended; decided at its end"),
    (
        "why.short",
        "只计{count}次，要求{required}次，差{missing}次",
        "only {count} counted, {required} required, {missing} missing",
    ),
    (
        "why.excess",
        "已计{count}次，超出所允许的{required}次",
        "{count} counted, more than the {required} allowed",
    ),
    (
        "why.excess.which",
        "已计{count}次，其中符合「{condition}」的有{which}次，超出所允许的{required}次",
        "{count} counted, {which} of them meeting `{condition}`, more than the {required} allowed",
    ),
    (
        "why.short.which",
        "已计{count}次，其中符合「{condition}」的只有{which}次，要求{required}次，差{missing}次",
        "{count} counted, only {which} of them meeting `{condition}`, {required} required, {missing} missing",
    ),
    (
        "why.open.which",
        "已计{count}次，其中符合「{condition}」的有{which}次，要求{required}次，还差{missing}次",
        "{count} counted, {which} of them meeting `{condition}`, {required} required, {missing} still missing",
    ),
    ("why.none", "没有计入的记录，要求{required}次", "none counted, {required} required"),
    ("why.breached.compared", "实为{left}，要求{how}{right}", "it comes to {left}; {how} {right} required"),
    (
        "why.breached.share",
        "{whole}中的{part}，即{share}，要求{how}{required}",
        "{part} of {whole}, which is {share}; {how} {required} required",
    ),
    ("why.breached.condition", "所要求的条件不成立", "the condition does not hold"),
    (
        "why.private",
        "所依据的数额属于保密字段，不予显示",
        "the numbers rest on a private field and are not told",
    ),
    ("why.excused", "除外情形成立", "an exception applies"),
    (
        "why.permission.exceeded",
        "超出许可的限度；许可本身不构成违反，应由禁止或限制的规范判定",
        "more than is permitted; a permission is not breached itself, what forbids or limits it is",
    ),
    ("why.permission", "此为许可，未行使不算违反", "a permission that was not used"),
    (
        "why.share",
        "本期{of}日，应计的只有{days}日，按比例折算后为零",
        "only {days} of {of} days count: in proportion nothing is due",
    ),
    ("why.not_there", "期限当日不在册", "not in scope on the day of the limit"),
    (
        "why.partial",
        "首尾不足一期，按解释不计",
        "a partial period, not counted by the interpretation in force",
    ),
    (
        "why.vacation",
        "全期在寒暑假内，按解释免除",
        "wholly in vacation, waived by the interpretation in force",
    ),
    (
        "why.verdict",
        "规范「{norm}」本身待定，后续义务是否产生无法判断",
        "whether `{norm}` was breached is undetermined itself, so it cannot be told whether this duty arose",
    ),
    (
        "why.made_up",
        "无法判断记录「{record}」是否已用于补足修订前的规范「{norm}」，能否再计无法判断",
        "whether record `{record}` made up for what the earlier `{norm}` asked cannot be told, nor whether it counts again",
    ),
    (
        "why.claimed",
        "记录「{record}」是否已用于另一项义务，无法判断",
        "whether record `{record}` serves another duty cannot be told",
    ),
    ("why.empty", "没有可比较的对象", "there is nothing to compare"),
    ("why.parameter", "参数「{name}」未给出", "parameter `{name}` was not given"),
    (
        "why.uncovered",
        "「{type}」的记录在此期间不完整，没有记录不等于没有发生",
        "records of `{type}` do not cover this stretch; absence proves nothing",
    ),
    (
        "why.set_aside",
        "有被搁置的或者是否成立尚不明的记录可能影响结论",
        "a record that was set aside, or of which it is not known whether it follows, could change it",
    ),
    (
        "why.follows",
        "是否发生「{type}」尚无法判定，因为它所依据的情形不明",
        "whether there is one more `{type}` is not known, because what it follows from is not",
    ),
    ("why.imprecise", "记录「{record}」的时间不够精确", "the time of record `{record}` is not exact enough"),
    ("why.same_day", "两个日期在同一天，先后无法判定", "both are on the same day; their order is not known"),
    (
        "why.same_day.record",
        "记录「{record}」在同一天，先后无法判定",
        "record `{record}` is on the same day; the order is not known",
    ),
    ("why.judgement", "等待作出「{type}」", "waits for the judgement `{type}`"),
    (
        "why.no_beginning",
        "记录「{record}」终止的任职或状态，没有记录写明从何时开始",
        "record `{record}` ends what no record began, so that it is not known since when it lasted",
    ),
    ("why.no_unit", "在哪个单位任职没有登记", "in which unit the role was held was never recorded"),
    ("why.not_recorded.of", "{record}的「{field}」没有登记", "`{field}` of `{record}` was never recorded"),
    ("why.left_out", "记录「{record}」没有填写「{field}」", "record `{record}` leaves out `{field}`"),
    ("why.never", "所依据的事从未发生，无从算起", "what it is counted from has never happened"),
    (
        "why.never.type",
        "没有符合条件的「{type}」，无从算起",
        "there is no such `{type}` from which it could be counted",
    ),
    ("why.out_of_range", "数值超出可精确计算的范围", "a number is out of the range of exact arithmetic"),
    (
        "why.exceptions",
        "几项例外同时适用而规定不同：{labels}",
        "exceptions that apply at once say different things: {labels}",
    ),
    ("why.calendar", "校历没有这段时间的数据", "the calendar has no data for this stretch"),
    (
        "why.no_limit",
        "要求的数量所依据的内容没有登记",
        "what the required number rests on was never recorded",
    ),
    (
        "why.no_first_day",
        "没有据以划期的日期，或者只知道是哪个月",
        "there is no date from which its windows are counted, or no more than its month is known",
    ),
    ("why.holds_so_far", "到目前为止一直符合", "holds so far"),
    (
        "why.holds_so_far.apart",
        "除另行列出的时段外，到目前为止符合",
        "holds so far, apart from the stretches that are told by themselves",
    ),
    (
        "why.held.apart",
        "除另行列出的时段外，全期符合",
        "held, apart from the stretches that are told by themselves",
    ),
    ("why.held", "全期一直符合", "held all the time"),
    (
        "why.held.bound",
        "受此约束的{from}至{until}一直符合",
        "held from {from} to {until}, all the time for which the norm bound",
    ),
    (
        "why.held.log",
        "自{from}起有记录，至{until}一直符合",
        "held from {from}, where the log begins, to {until}",
    ),
    ("why.not_yet", "尚未实现，没有规定期限", "not yet achieved; no limit is set"),
    ("why.broken", "{from}至{until}不符合", "did not hold from {from} to {until}"),
    (
        "why.broken.none",
        "{from}至{until}一个也没有，要求{required}个",
        "none from {from} to {until}, {required} required",
    ),
    (
        "why.broken.count",
        "{from}至{until}只有{count}个，要求{required}个",
        "only {count} from {from} to {until}, {required} required",
    ),
    (
        "why.broken.excess",
        "{from}至{until}有{count}个，超出所允许的{required}个",
        "{count} from {from} to {until}, more than the {required} allowed",
    ),
    (
        "why.broken.compared",
        "{from}至{until}实为{left}，要求{how}{right}",
        "from {from} to {until} it comes to {left}; {how} {right} required",
    ),
    (
        "why.broken.share",
        "{from}至{until}是{whole}中的{part}，即{share}，要求{how}{required}",
        "from {from} to {until} {part} of {whole}, which is {share}; {how} {required} required",
    ),
    (
        "why.broken.which",
        "{from}至{until}有{count}个，其中符合「{condition}」的只有{which}个，要求{required}个",
        "{count} from {from} to {until}, only {which} of them meeting `{condition}`, {required} required",
    ),
    (
        "why.broken.which.excess",
        "{from}至{until}有{count}个，其中符合「{condition}」的有{which}个，超出所允许的{required}个",
        "{count} from {from} to {until}, {which} of them meeting `{condition}`, more than the {required} allowed",
    ),
    (
        "why.lack.which",
        "{from}之后到{until}符合「{condition}」的没有足够的次数",
        "not enough meeting `{condition}` after {from} up to {until}",
    ),
    (
        "why.crowded.which",
        "在规定的连续时间内符合「{condition}」的次数过多",
        "too many meeting `{condition}` within the stretch",
    ),
    ("why.lack", "{from}之后到{until}没有足够的次数", "not enough after {from} up to {until}"),
    ("why.crowded", "在规定的连续时间内次数过多", "too many within the stretch"),
    (
        "report.alike",
        "……另有{count}项，原因相同（--format csv 可列出全部）",
        "… and {count} more for the same reason (--format csv lists all)",
    ),
    (
        "scenario.no_instance",
        "{bearer}在所述时间没有此项义务，应得{expected}",
        "{bearer} has no instance there; expected {expected}",
    ),
    ("scenario.there_are", "这条规范有的义务是：{instances}", "the duties that there are: {instances}"),
    (
        "scenario.unexpected_instance",
        "{bearer}本应无此义务，实得{actual}",
        "{bearer} was expected to have no duty; got {actual}",
    ),
    (
        "scenario.several",
        "{bearer}有{count}个时段，请写明是哪一个",
        "{bearer} has {count} instances; say which one is meant",
    ),
    (
        "scenario.verdict",
        "{bearer}应得{expected}，实得{actual}：{why}",
        "{bearer}: expected {expected}, got {actual}: {why}",
    ),
    (
        "scenario.short_by",
        "{bearer}应差{expected}，实差{actual}",
        "{bearer}: expected to be short by {expected}, is short by {actual}",
    ),
    (
        "scenario.due",
        "{bearer}截止日应为{expected}，实为{actual}",
        "{bearer}: expected to be due {expected}, is due {actual}",
    ),
    (
        "scenario.counted",
        "{bearer}应计入{expected}，实计入{actual}",
        "{bearer}: expected {expected} to be counted; counted: {actual}",
    ),
    (
        "scenario.answers",
        "{bearer}应由{expected}负责，实由{actual}负责",
        "{bearer}: expected {expected} to answer, {actual} does",
    ),
    (
        "scenario.answers.nobody",
        "{bearer}应由{expected}负责，实无人负责",
        "{bearer}: expected {expected} to answer, nobody does",
    ),
    (
        "scenario.unregistered",
        "已知记录中没有登记「{bearer}」；请核对写法，或者补上登记它的记录",
        "no given record registers `{bearer}`; see whether it is written as it was registered, or register it",
    ),
    (
        "scenario.unregistered.near",
        "已知记录中没有登记「{bearer}」；您是否想写「{near}」？",
        "no given record registers `{bearer}`; did you mean `{near}`?",
    ),
];
