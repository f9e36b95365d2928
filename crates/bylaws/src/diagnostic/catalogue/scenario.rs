//! Messages of scenarios: `B08xx`.

use super::Entry;

pub(super) const MESSAGES: &[Entry] = &[
    ("B0801", "没有名为「{name}」的规范", "there is no norm `{name}`"),
    (
        "help.id_in_quotes",
        "编号「{name}」里有“@”，要连引号写成{quoted}",
        "the id `{name}` has an “@” in it and goes into quotation marks: {quoted}",
    ),
    (
        "help.name_in_quotes",
        "名称里含有规范用的字词（之、的、有等），只读到了这里；请连引号写成{quoted}",
        "the name has a word of the language in it and was read this far only; write it in quotes, {quoted}",
    ),
    ("B0802", "没有名为「{name}」的记录类型", "there is no type of record `{name}`"),
    ("B0803", "记录没有名为「{name}」的字段", "the record has no field `{name}`"),
    ("B0804", "没有题为「{name}」的测试可作背景", "there is no test titled `{name}` to serve as background"),
    ("B0805", "背景「{name}」绕回了自身", "background `{name}` rests on itself"),
    (
        "B0806",
        "已知记录里只能写现成的值：名称、数、日期、时长、是或否",
        "a given record has plain values: names, numbers, dates, lengths of time, yes or no",
    ),
    (
        "B0807",
        "已知记录没有登记「{name}」，只登记了写法相近的对象",
        "the records given do not register `{name}`, but one that is written nearly so",
    ),
    (
        "B0808",
        "已知记录没有提到「{name}」，“无此义务”必然成立；请核对写法",
        "no record given mentions `{name}`, so that `no duty` holds in any case; check how it is written",
    ),
    (
        "B0809",
        "测试「{name}」没有写「应得」，什么也没有核对，既不算通过也不算未通过",
        "`{name}` has no `expect`, so that nothing is checked: it neither passes nor fails",
    ),
    (
        "B0810",
        "「{name}」与「{other}」只差全角半角或者空格，是两个对象；请改成一种写法",
        "`{name}` and `{other}` look the same and stand for two; write both alike",
    ),
    (
        "B0811",
        "「{norm}」没有名为「{name}」的一期；请核对写法",
        "`{norm}` has no window called `{name}`; check how it is written",
    ),
    ("B0812", "没有名为「{name}」的参数", "there is no parameter `{name}`"),
    (
        "B0813",
        "另有题为「{name}」的测试，结果里分不清是哪一个",
        "another test is titled `{name}`: results do not tell which of them is meant",
    ),
    (
        "B0814",
        "这条已知记录晚于测试的截至日期，不会计入",
        "this record lies after the day as of which the test is judged, and counts for nothing",
    ),
    (
        "B0815",
        "已知记录及由其视为发生的事中，没有编号为「{name}」、能引起「{norm}」义务的",
        "no record given, nor what is deemed from one, that gives rise to a duty of `{norm}` is called `{name}`",
    ),
    ("B0816", "到这一天，已知记录没有一条已经知悉", "by this day none of the records given is known"),
    ("B0817", "另一条已知记录也称为「{name}」", "another record given is called `{name}` as well"),
    (
        "B0818",
        "没有写明是哪条规范；请在测试的标题后写“针对”和规范的名称",
        "of which norm is not said; write `for` and its name after the title of the test",
    ),
    (
        "B0819",
        "请写明“截至”日期或“记录范围”",
        "say with `as of` which day, or with `covers` what the records cover",
    ),
    (
        "B0820",
        "另一条已知记录没有写编号，按次序也该称为「{name}」，现称「{other}」；请改用别的编号",
        "another record given would be called `{name}` by its place, and is called `{other}`; choose another id",
    ),
    (
        "B0821",
        "“无此义务”之后写的不会核对：既无义务，也就没有差额、期限和计入的记录",
        "what is said after `no duty` is not compared: of a duty that there is not nothing is missing, due or counted",
    ),
    (
        "B0822",
        "已知记录提到「{name}」，但没有登记为「{kind}」或者别的对象，“无此义务”说明不了「{norm}」",
        "the records given mention `{name}` and register it neither as `{kind}` nor as anything else, so that `no duty` shows nothing of `{norm}`",
    ),
    (
        "B0823",
        "晚于测试的截至日期{day}，此时还不会有义务，“无此义务”必然成立",
        "this lies after {day}, as of which the test is judged: nothing is due yet, so that `no duty` holds in any case",
    ),
    (
        "B0824",
        "没有已知记录开始过这条记录所要结束的，只能认为在已知记录以前就已开始",
        "no record given has begun what this one ends, which is taken to have begun before all of them",
    ),
    ("B0825", "登记时间早于所记的事", "this was written down before it happened"),
    ("B0826", "同样的应得已经写过", "the same is expected already"),
    (
        "B0827",
        "这段记录范围晚于测试的截至日期{day}，到该日为止的记录没有一条在范围之内",
        "this begins after {day}, as of which the test is judged: of what is recorded up to then nothing is covered",
    ),
    (
        "B0828",
        "测试所针对的规范都用不到参数「{name}」",
        "nothing that the test is about rests on the parameter `{name}`",
    ),
    ("label.by_place", "没有写编号", "has no id of its own"),
    ("help.windows", "各期如：{names}", "windows are called, for example, {names}"),
    (
        "help.by_record",
        "义务由记录引起，请写“针对”和记录的编号，或者写日期",
        "its duties come of records: write `for` and the id of one, or its day",
    ),
    ("label.same_clause", "这一条也以{clause}为依据", "this norm cites {clause} as well"),
    ("label.same_looks", "看上去相同", "looks the same"),
    ("label.declared", "先在此处定义", "declared here first"),
    ("label.amended", "说的是这一条", "this norm"),
    ("label.overlaps", "这一条与之重叠", "overlaps with this one"),
    ("type.number", "数字", "a number"),
];
