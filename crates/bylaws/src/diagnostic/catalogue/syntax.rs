//! Messages of the parser: `B01xx`.

use super::Entry;

pub(super) const MESSAGES: &[Entry] = &[
    (
        "B0101",
        "「{found}」不是任何条目的开头；条目以「规范」「事件」「测试」等开头，写在行首",
        "`{found}` opens no item; items open with `norm`, `event`, `test` and the like at the start of a line",
    ),
    ("B0102", "此处应为{expected}，而不是「{found}」", "expected {expected} here, found `{found}`"),
    ("B0103", "内容未写完，此处应为{expected}", "this ends too early; expected {expected}"),
    (
        "B0104",
        "括号嵌套超过{limit}层；请把条件拆成几个「定义」",
        "brackets nest deeper than {limit}; split the condition with `define`",
    ),
    ("B0105", "这一条目写得不完整", "this item is incomplete"),
    (
        "B0106",
        "条件过长，超过{limit}个部分；请用「定义」分成几段",
        "this condition has more than {limit} parts; split it with `define`",
    ),
    (
        "B0107",
        "文件过大，超过{limit}字节，未予读取；请分成几个文件放在同一文件夹",
        "this file has more than {limit} bytes and was not read; split it into several files of one folder",
    ),
    (
        "B0108",
        "此处连写超过{limit}个字，中间没有标点或空格；请检查是否漏了标点，名称请改短",
        "more than {limit} characters stand here without a gap; see whether one is missing, and shorten names",
    ),
    (
        "B0109",
        "这一条目层层嵌套，读法过多，文件从此处起未再读取；请用「定义」把条件分成几段",
        "this item can be read in so many ways that the file was not read on from here; split its conditions with `define`",
    ),
    ("B0110", "日期「{found}」不存在", "there is no date `{found}`"),
    (
        "B0111",
        "此处应为确定的数字，而不是「{found}」；约数不能作为要求",
        "expected an exact number, found `{found}`; an approximate number cannot be required",
    ),
    ("B0112", "「{found}」不是可用的数字", "`{found}` is not a usable number"),
    (
        "B0113",
        "只有记录才能计数或求和；请写事项名称，条件放在其后的括号里",
        "only records can be counted or summed; write the kind of record with its filter",
    ),
    ("B0114", "引用的文件无法使用：{problem}", "what is used here cannot be taken in: {problem}"),
    (
        "B0120",
        "「{name}」的另一种写法「{other}」在此处另有所指；请给其中一个改名",
        "the other form of `{name}`, `{other}`, means something else here; rename one of them",
    ),
    (
        "B0121",
        "「{name}」有几种可能的写法（{forms}），此处看不出是哪一种；请改用不重复的名称",
        "`{name}` has several other forms ({forms}) and nothing here tells which; use a name of its own",
    ),
    ("file.unreadable", "无法读取「{file}」：{problem}", "cannot read `{file}`: {problem}"),
    ("file.unwritable", "无法写入「{file}」：{problem}", "cannot write `{file}`: {problem}"),
    ("fmt.changed", "已整理 {file}", "formatted {file}"),
    ("fmt.would_change", "待整理 {file}", "would format {file}"),
    (
        "fmt.unfaithful",
        "整理后的「{file}」读起来会与原文不同，故未写入",
        "`{file}` would read differently once written, so it was left alone",
    ),
    (
        "translate.out",
        "翻译整个制度包时，请用 --out 指定存放译文的文件夹",
        "name a folder for the translated package with --out",
    ),
    (
        "translate.same",
        "译文不能存放在原来的文件夹，否则会覆盖原文",
        "the translation cannot go where the original is; it would replace it",
    ),
    (
        "help.quote_name",
        "“{name}”里有语言的词；若是名称，请写成「{name}」",
        "`{name}` contains a word of the language; if it is a name, write it as 「{name}」",
    ),
    ("help.did_you_mean", "您是否想写「{name}」？", "did you mean `{name}`?"),
];
