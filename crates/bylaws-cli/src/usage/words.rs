//! The Chinese words of the command line.

/// Command, what it does.
pub(super) const ABOUT: &[(&str, &str)] = &[
    ("bylaws", "把规章制度写成可以执行的条文：检查制度包，对照日志逐项判定，看出哪些义务已完成、由谁负责。"),
    ("check", "检查制度包"),
    ("run", "对照日志逐项判定"),
    ("verify", "按凭单重新运行，看结果是否相同"),
    ("explain", "说明某一主体在某一规范下的结论"),
    ("due", "列出即将到期的事项"),
    ("test", "运行制度包中的测试"),
    ("analyse", "查出规范之间有无抵触、重复，有无落空的"),
    ("example", "写出使某一规范得出某一结论的最小日志"),
    ("diff", "比较制度包的两个版本，逐条说明含义有什么不同"),
    ("fmt", "整理为统一格式"),
    ("translate", "把一个文件或制度包译为另一种语言"),
    ("clauses", "列出每一条款由哪条规范落实"),
    ("doc", "生成供审核签署的网页：条文原文与用一句话写出的规范逐条对照"),
    ("generate", "生成一所虚构学院的日志和预设的未完成事项"),
    ("new", "新建制度包：校历、词汇、一条规范和它的测试"),
    ("watch", "每次保存文件后重新检查制度包并运行测试"),
    ("lsp", "通过标准输入输出为编辑器服务（语言服务器协议）"),
    ("explain-code", "说明某一代码表示什么问题，附例"),
];

/// Command (empty for all), option, what it is for.
pub(super) const HELP: &[(&str, &str, &str)] = &[
    ("", "lang", "所用语言；不写时按环境变量 LANG"),
    ("", "help", "显示用法"),
    ("", "version", "显示版本"),
    ("", "package", "制度包：存放 .policy 文件的文件夹，或单个文件"),
    ("", "format", "输出形式"),
    ("", "log", "日志文件：.jsonl、.csv 或 .xes，均可再加 .gz；编译时选用的，还可读 .parquet"),
    ("", "as_of", "截至日期，按当日终了时的情形判定；不写时为日志末日"),
    ("", "known_at", "只用当日终了以前已知悉的记录"),
    ("", "parameters", "文件留待确定的参数：名称=值"),
    ("", "norm", "只看这一规范"),
    ("", "bearer", "只看这一主体"),
    ("", "skip_invalid", "搁置有误的记录，继续运行"),
    ("", "steps", "最多看多少期、多少件起因和多少条记录，超过即停止判定并报错"),
    ("", "follow", "持续读取不断追加的 JSON Lines 日志，结论一经确定即输出"),
    ("", "checkpoint", "有此文件时从中接着运行，并随时把状态存入其中"),
    ("run", "receipt", "把报告所依据的一切及其哈希值写入这一文件，以便他人重新运行"),
    ("verify", "receipt", "run --receipt 写下的凭单"),
    ("run", "out", "把结论写入这一文件"),
    ("", "lateness", "记录最多可比其后发生的晚到多久，如 2d、12h、30m"),
    ("", "corrections", "更正和迟到的记录最多追溯多久，如 31d"),
    ("", "step", "何时输出结论"),
    ("", "on", "只看包含这一天的一期"),
    ("", "within", "只看若干日内到期的，如 30d"),
    ("", "filter", "只运行标题或规范含有这些字的测试"),
    ("", "junit", "另将结果写入这一文件（JUnit XML）"),
    ("", "coverage", "改为列出各规范有哪些方面测试写到了、哪些没有"),
    (
        "",
        "mutate",
        "改为列出条文改动哪些地方而测试发现不了；有能发现而未发现的，退出码为 1，没有看出差别的只列出，不影响退出码",
    ),
    ("", "logs", "每一处至多看这么多份日志"),
    ("example", "norm", "规范"),
    ("", "verdict", "应得出的结论"),
    ("", "boundary", "改为写出各期限前后各日的情形"),
    ("", "old", "旧版本：存放 .policy 文件的文件夹，或单个文件"),
    ("", "new", "新版本"),
    ("diff", "log", "改为对照这些日志，列出谁在何时结论不同"),
    ("", "paths", "文件，或存放 .policy 文件的文件夹"),
    ("", "check", "只列出要改动的文件，不改写"),
    ("", "path", "一个 .policy 文件，或存放它们的文件夹"),
    ("", "to", "译为哪种语言"),
    ("", "out", "写到哪里"),
    ("doc", "out", "写到哪个文件；不写时直接显示"),
    ("", "source", "规章原文的文本文件，与规范逐条对照；不写时只列各条款的摘句"),
    ("translate", "out", "存放译文的文件夹；译单个文件时可不写，译文直接显示"),
    ("", "seed", "种子数：种子相同，生成的学院相同"),
    ("", "truth", "预设的未完成事项写到哪里"),
    ("", "folder", "新制度包存放在哪个文件夹"),
    ("", "stdio", "有的编辑器会加上这一项；本来就只有这一种方式"),
    ("", "code", "报告里的代码，如 B0201"),
];

/// What stands in the place of what is given: options, their word.
const PLACEHOLDERS: &[(&[&str], &str)] = &[
    (&["package"], "制度包"),
    (&["old"], "旧版本"),
    (&["new"], "新版本"),
    (&["lang", "to"], "语言"),
    (&["log"], "日志"),
    (&["as_of", "known_at", "on"], "日期"),
    (&["parameters"], "名称=值"),
    (&["norm"], "规范"),
    (&["bearer"], "主体"),
    (&["steps", "logs", "seed"], "数"),
    (&["format"], "形式"),
    (&["checkpoint", "receipt", "out", "junit", "truth", "source", "path", "paths"], "文件"),
    (&["lateness", "corrections", "within"], "时长"),
    (&["step"], "时点"),
    (&["filter"], "文字"),
    (&["verdict"], "结论"),
    (&["folder"], "文件夹"),
    (&["code"], "代码"),
];

/// A value that an option may have, what it means.
pub(super) const VALUES: &[(&str, &str)] = &[
    ("zh", "中文"),
    ("en", "英文"),
    ("text", "供人阅读"),
    ("json", "供程序读取"),
    ("csv", "表格"),
    ("html", "网页"),
    ("day", "日志中每过一日"),
    ("record", "每读一条记录"),
    ("sarif", "供代码托管平台读取"),
    ("fulfilled", "已完成"),
    ("late", "逾期完成"),
    ("open", "进行中"),
    ("breached", "未完成"),
    ("excused", "豁免"),
    ("not_applicable", "不适用"),
    ("undetermined", "待定"),
];

pub(super) fn about(command: &str) -> &'static str {
    ABOUT.iter().find(|(name, _)| *name == command).map_or("", |(_, words)| words)
}

pub(super) fn help(command: &str, option: &str) -> &'static str {
    let of = |wanted: &str| HELP.iter().find(|(command, id, _)| *command == wanted && *id == option);
    of(command).or_else(|| of("")).map_or("", |(_, _, words)| words)
}

/// The word in the place of what is given for an option.
pub(super) fn placeholder(command: &str, option: &str) -> Option<&'static str> {
    let to_a_folder = matches!((command, option), ("generate" | "translate", "out"));
    if to_a_folder {
        return Some("文件夹");
    }
    PLACEHOLDERS.iter().find(|(options, _)| options.contains(&option)).map(|(_, word)| *word)
}

pub(super) fn value(name: &str) -> &'static str {
    VALUES.iter().find(|(value, _)| *value == name).map_or("", |(_, words)| words)
}
