//! Event logs in: the same records from every format, and errors that name the place.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::log::{EventLog, LogBuilder, Precision};
use bylaws::source::FileId;
use bylaws::syntax::parse;
use bylaws_io::ReadError;
use bylaws_io::logs::{self, xes::Mapping};
use std::path::{Path, PathBuf};

const WORDS: &str = "policy p alias 示范 { time zone \"Asia/Shanghai\" }\n\
    entity organisation alias 单位, unregistered\nentity person alias 人员\n\
    enumeration status alias 状态 { draft alias 暂存, approved alias 审核通过 }\n\
    event visit alias 走访 { visitor alias 走访人: person\nunits alias 单位: set of organisation\n\
    status alias 审核: status, optional\namount alias 金额: decimal, optional\nno content }\n\
    entity class alias 班级\nrole head alias 班主任: class\nrole secretary alias 书记: organisation\n\
    event plan_made alias 制定计划 { unit alias 单位: organisation }\n\
    event meeting alias 会议 { on alias 日期: date\nkind alias 类型: text, optional\nlabel alias 编号: text, optional }";

fn policy() -> CheckedPolicy {
    let parsed = parse(FileId(0), WORDS);
    assert_eq!(parsed.diagnostics, []);
    check(&[parsed.file]).policy
}

/// Files in a folder of their own.
struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn with(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

/// The log, what is wrong with its records, or why it cannot be read.
fn read(files: &[PathBuf], lang: Lang) -> Result<EventLog, String> {
    let policy = policy();
    let mapping = |folder: &Path| Mapping::of_package(folder, &policy.vocabulary);
    let said = |error: ReadError| place_free(&error.message().render(lang));
    let mapping = mapping(files.first().unwrap().parent().unwrap()).map_err(said)?;
    let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone);
    logs::read(files, mapping.as_ref(), &mut builder, &mut |_| ()).map_err(said)?;
    builder.finish().map_err(|errors| {
        let line = |e: &bylaws::log::LogError| {
            let name = place_free(&e.place.input);
            format!("{name}:{}: {} {}", e.place.line, e.code(), e.message.render(lang))
        };
        errors.iter().map(line).collect::<Vec<_>>().join("\n")
    })
}

/// Without the folder, which has another name each time.
fn place_free(text: &str) -> String {
    let start = text.find(std::env::temp_dir().to_str().unwrap());
    start.map_or_else(
        || text.to_owned(),
        |start| {
            let (before, path) = text.split_at(start);
            let end = path.find([' ', ',', ':']).unwrap_or(path.len());
            let (path, rest) = path.split_at(end);
            format!("{before}{}{rest}", path.rsplit('/').next().unwrap())
        },
    )
}

/// Records without their places and ids.
fn records(log: &EventLog) -> Vec<String> {
    log.records
        .iter()
        .map(|r| format!("{:?} {:?} {:?} {:?}", r.kind, r.at, r.recorded_at, r.fields))
        .collect()
}

fn refused(name: &str, bytes: impl AsRef<[u8]>) -> [String; 2] {
    let files = Files::new();
    let path = files.with(name, bytes);
    [Lang::Zh, Lang::En].map(|lang| read(std::slice::from_ref(&path), lang).unwrap_err())
}

const LINES: &str = r#"{"id":"1","type":"visit","at":"2016-04-20","visitor":"p1","units":["u1","u2"],"status":"approved","amount":12.5}
{"id":"2","type":"visit","at":"2016-05","visitor":"p2","units":["u1"],"recorded_at":"2016-06-01T08:00"}
"#;
const CHINESE: &str = "编号,走访人,单位,审核,金额,时间,录入时间\r\n1,p1,u1、u2,审核通过,12.5,2016年 4月 20日,\r\n\r\n2,p2,\"u1\",,,2016年5月,2016-06-01 08:00\r\n,,,,,,\r\n";
const ENGLISH: &str = "id;visitor;units;status;amount;at;recorded_at\n1;p1;u1|u2;approved;12.5;2016/4/20;\n2;p2;u1;;;2016.5;2016-06-01 08:00";

#[test]
fn tables_and_lines_give_the_same_records() {
    let files = Files::new();
    let wanted = records(&read(&[files.with("log.jsonl", LINES)], Lang::En).unwrap());
    assert_eq!(wanted.len(), 2);
    let (gb18030, _, _) = encoding_rs::GB18030.encode(CHINESE);
    let tables = [
        files.with("走访.csv", CHINESE),
        files.with("走访（2016年）.csv", format!("\u{FEFF}{CHINESE}")),
        files.with("走访 gb.csv", gb18030),
        files.with("visit-2016.csv", ENGLISH),
        files.with("visit.csv", ENGLISH.replace(';', "\t").replace('|', "；")),
        files.with("all.csv", "类型,编号,走访人,单位,审核,金额,时间,recorded_at\n走访,1,p1,u1；u2,approved,12.5,20160420,\nvisit,2,p2,u1,,,2016-05,2016-06-01 08:00\n"),
    ];
    for table in tables {
        let found = read(std::slice::from_ref(&table), Lang::En);
        assert_eq!(records(&found.unwrap_or_else(|e| panic!("{}: {e}", table.display()))), wanted);
    }
}

#[test]
fn packed_logs_are_read_as_they_are() {
    use std::io::Write;
    let files = Files::new();
    let packed = |text: &str| {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        writer.write_all(text.as_bytes()).unwrap();
        writer.finish().unwrap()
    };
    let lines = files.with("log.jsonl.gz", packed(LINES));
    let table = files.with("走访.csv.gz", packed(CHINESE));
    assert_eq!(records(&read(&[lines], Lang::En).unwrap()), records(&read(&[table], Lang::En).unwrap()));
    let mut cut = packed(LINES);
    cut.truncate(40);
    assert_eq!(
        refused("log.jsonl.gz", cut),
        [
            "log.jsonl.gz 第 1 行：压缩文件已损坏或不完整",
            "log.jsonl.gz, line 1: the compressed file is damaged or cut off"
        ]
    );
}

#[test]
fn a_row_without_an_id_is_known_by_its_place() {
    let files = Files::new();
    let table = files.with("走访.csv", "走访人,单位,时间\np1,u1,2016-04-20\n\np2,u1,2016-04-21\n");
    let log = read(&[table], Lang::En).unwrap();
    let ids: Vec<&str> = log.records.iter().map(|r| &*r.id).collect();
    assert_eq!(ids, ["走访#2", "走访#4"]);
}

#[test]
fn what_the_log_covers_and_corrects_may_be_tables_too() {
    let files = Files::new();
    let log = read(
        &[
            files.with("走访.csv", CHINESE),
            files.with("记录范围.csv", "起,止,记录类型\n2016-01-01,2016-12-31,走访、制定计划\n"),
            files.with("撤回.csv", "编号,原编号,登记时间\nx,1,2016-07-01\n"),
            files.with(
                "更正.csv",
                "编号,原编号,登记时间,记录类型,走访人,单位,时间\ny,2,2016-07-01,走访,p9,u1,2016-05-03\n",
            ),
        ],
        Lang::En,
    )
    .unwrap();
    assert_eq!(log.records.len(), 1);
    assert_eq!(log.records.first().unwrap().at.precision, Precision::Day);
    assert!(log.coverage.hull().is_some());
}

#[test]
fn a_statement_of_coverage_is_never_taken_for_a_wider_one() {
    for (more, said) in [
        (r#""tpyes":["visit"]"#, "L0113 `coverage` has no field `tpyes`; its fields are from, until, types"),
        (r#""types":["visits"]"#, "L0101 there is no type of record `visits`; did you mean `visit`?"),
        (
            r#""types":["visit",7]"#,
            "L0105 `types` should be several values, each a type of record, found `[…]`",
        ),
        (r#""types":[]"#, "L0105 `types` should be several values, each a type of record, found `[…]`"),
        (r#""types":true"#, "L0105 `types` should be several values, each a type of record, found `true`"),
    ] {
        let line = format!(r#"{{"type":"coverage","from":"2016-01-01","until":"2016-12-31",{more}}}"#);
        assert_eq!(refused("log.jsonl", line)[1], format!("log.jsonl:1: {said}"));
    }
}

#[test]
fn of_a_table_of_coverage_with_other_columns_those_that_it_has_are_told() {
    for (name, heading, said) in [
        ("coverage.csv", "from,end", "`coverage` has no field `end`; its fields are from, until, types"),
        ("记录范围.csv", "起,截止", "`coverage` has no field `截止`; its fields are from, until, types"),
        ("retract.csv", "id,of,when", "`retract` has no field `when`; its fields are of, id, recorded_at"),
    ] {
        let files = Files::new();
        let table = files.with(name, format!("{heading}\n2016-01-01,2016-12-31\n"));
        let problems = read(&[table], Lang::En).unwrap_err();
        assert!(problems.contains(said), "{name}: {problems}");
    }
    let files = Files::new();
    let table = files.with("记录范围.csv", "起,截止\n2016-01-01,2016-12-31\n");
    let problems = read(&[table], Lang::Zh).unwrap_err();
    assert!(problems.contains("「记录范围」没有字段「截止」；它的字段是起、止、记录类型"), "{problems}");
    let files = Files::new();
    let table = files.with("记录范围.csv", "起,止\n2016-01-01,2016-12-31\n");
    assert!(read(&[table], Lang::En).is_ok());
}

#[test]
fn dates_are_read_as_people_write_them_and_no_finer() {
    for (words, precision) in [
        ("2016年 4月 12日", Precision::Day),
        ("2016年04月12日", Precision::Day),
        ("２０１６年４月１２日", Precision::Day),
        ("2016/4/12", Precision::Day),
        ("2016.4.12", Precision::Day),
        ("20160412", Precision::Day),
        ("2016-04-12 08:30", Precision::Instant),
        ("2016年4月", Precision::Month),
    ] {
        let files = Files::new();
        let table = files.with("走访.csv", format!("走访人,单位,时间\np1,u1,{words}\n"));
        let log = read(&[table], Lang::En).unwrap_or_else(|e| panic!("{words}: {e}"));
        assert_eq!(log.records.first().unwrap().at.precision, precision, "{words}");
    }
}

#[test]
fn tables_that_are_wrong_are_told_by_row() {
    let wrong: [(&str, &str, [&str; 2]); 9] = [
        (
            "访走.csv",
            "走访人\np1\n",
            [
                "访走.csv 第 1 行：没有名为「访走」的记录类型；您是否想写「走访」？；请以记录类型命名文件，或加一列「类型」",
                "访走.csv, row 1: there is no type of record `访走`; did you mean `走访`?; name the file after a type of record, or add a column `type`",
            ],
        ),
        (
            "走访.csv",
            "走访者,单位,时间\n",
            [
                "走访.csv 第 1 行：「走访」不记内容，不接受字段「走访者」",
                "走访.csv, row 1: `visit` keeps no content; the field `走访者` is refused",
            ],
        ),
        (
            "制定计划.csv",
            "位单,时间\n",
            [
                "制定计划.csv 第 1 行：「制定计划」没有名为「位单」的字段；您是否想写「单位」？",
                "制定计划.csv, row 1: `plan_made` has no field `位单`; did you mean `单位`?",
            ],
        ),
        (
            "走访.csv",
            "走访人,visitor,单位,时间\n",
            [
                "走访.csv 第 1 行：列名「visitor」与第 1 列意思相同，只能保留一列",
                "走访.csv, row 1: the heading `visitor` means the same as that of column 1; only one may stay",
            ],
        ),
        (
            "走访.csv",
            "走访人,单位,时间\np1,\"u1,2016-04-20\np2,u1,2016-04-21\n",
            [
                "走访.csv 第 2 行：引号没有成对；单元格中如有引号须写两遍，如有换行请去掉",
                "走访.csv, row 2: quotation marks do not pair up; inside a cell write them twice, and take out line breaks",
            ],
        ),
        (
            "走访.csv",
            "走访人,单位,时间\np1,u1,2016-04-20,多\n",
            [
                "走访.csv:2: L0210 第 4 列有内容而没有列名",
                "走访.csv:2: L0210 column 4 has content but no heading",
            ],
        ),
        (
            "走访.csv",
            "走访人,单位,时间\np1,u1,2016-02-30\n",
            [
                "走访.csv:2: L0104 「时间」不是可识别的日期：「2016-02-30」；请写如 2016-04-12，有钟点的写如 2016-04-12 14:30",
                "走访.csv:2: L0104 `at` is not a date: `2016-02-30`; write it like 2016-04-12, with a time of day like 2016-04-12 14:30",
            ],
        ),
        (
            "走访.csv",
            "走访人,单位,金额,时间\np1,u1,十二,2016-02-03\n",
            [
                "走访.csv:2: L0105 「金额」应为小数，而不是「十二」",
                "走访.csv:2: L0105 `amount` should be a decimal number, found `十二`",
            ],
        ),
        (
            "走访.csv",
            "",
            [
                "走访.csv 第 1 行：没有列名：文件是空的",
                "走访.csv, row 1: there are no headings: the file is empty",
            ],
        ),
    ];
    for (name, text, said) in wrong {
        assert_eq!(refused(name, text), said, "{text}");
    }
}

#[test]
fn a_field_of_the_type_comes_before_the_time_of_the_record() {
    let files = Files::new();
    let wanted =
        r#"{"id":"m1","type":"meeting","at":"2016-04-20","on":"2016-04-22","kind":"例会","label":"三"}"#;
    let wanted = records(&read(&[files.with("log.jsonl", wanted)], Lang::En).unwrap());
    let lines =
        r#"{"id":"m1","type":"会议","时间":"2016-04-20","日期":"2016-04-22","类型":"例会","编号":"三"}"#;
    for (name, text) in [
        ("中文.jsonl", lines),
        ("会议.csv", "id,时间,日期,类型,编号\nm1,2016-04-20,2016-04-22,例会,三\n"),
        ("meeting.csv", "日期,类型,编号,at\n2016-04-22,例会,三,2016-04-20\n"),
    ] {
        let found = read(&[files.with(name, text)], Lang::En);
        assert_eq!(found.map(|log| records(&log)), Ok(wanted.clone()), "{name}");
    }
    let wrong: [(&str, &str, [&str; 2]); 3] = [
        (
            "会议.csv",
            "编号,日期\n三,2016-04-22\n",
            ["会议.csv:2: L0102 缺少「时间」", "会议.csv:2: L0102 `at` is missing"],
        ),
        (
            "log.jsonl",
            r#"{"id":"m1","类型":"会议","时间":"2016-04-20","日期":"2016-04-22"}"#,
            ["log.jsonl:1: L0102 缺少「type」", "log.jsonl:1: L0102 `type` is missing"],
        ),
        (
            "log.jsonl",
            r#"{"id":"1","type":"plan_made","at":"2016-04-20","日期":"2016-04-22","unit":"u1"}"#,
            ["log.jsonl:1: L0107 「日期」出现了两次", "log.jsonl:1: L0107 `日期` is given twice"],
        ),
    ];
    for (name, text, said) in wrong {
        assert_eq!(refused(name, text), said, "{text}");
    }
}

#[test]
fn one_damaged_byte_is_told_and_does_not_change_the_encoding() {
    let mut bytes = b"\xe8\xb5\xb0\xe8\xae\xbf\xe4\xba\xba,\xe5\x8d\x95\xe4\xbd\x8d,at\n".to_vec();
    bytes.extend_from_slice("p1,u1,2016-04-20\np".as_bytes());
    bytes.extend_from_slice(b"\xe8,u1,2016-04-20\n");
    assert_eq!(
        refused("走访.csv", bytes),
        [
            "走访.csv 第 3 行：不是 UTF-8 编码，而此文件开头是；请将文件另存为 UTF-8",
            "走访.csv, row 3: the text is not UTF-8, as the beginning of the file is; save the file as UTF-8"
        ]
    );
    let (mut bytes, _, _) = encoding_rs::GB18030.encode("走访人,单位,时间\np1,u1,2016年4月20日\n");
    bytes.to_mut().extend_from_slice(b"p1,u\xff,2016\n");
    assert!(refused("走访.csv", bytes)[1].contains("row 3: the text is not GB18030"));
}

#[test]
fn files_that_cannot_be_opened_are_told() {
    let files = Files::new();
    let gone = files.0.path().join("走访.csv");
    let said = [Lang::Zh, Lang::En].map(|lang| read(std::slice::from_ref(&gone), lang).unwrap_err());
    assert_eq!(said, ["无法读取 走访.csv：没有这个文件", "cannot read 走访.csv: there is no such file"]);
}

#[test]
fn numbers_are_the_digits_that_were_written() {
    let files = Files::new();
    for amount in ["0.1234567890123456789", "100000000000000000000001", "12.50", "1e3", "-0.1"] {
        let line = format!(
            r#"{{"id":"1","type":"visit","at":"2016-04-20","visitor":"p1","units":["u1"],"amount":{amount}}}"#
        );
        let table = format!("id,visitor,units,amount,at\n1,p1,u1,{amount},2016-04-20\n");
        let found = [("log.jsonl", line), ("visit.csv", table)]
            .map(|(name, text)| records(&read(&[files.with(name, text)], Lang::En).unwrap()));
        assert_eq!(found[0], found[1], "{amount}");
    }
}

#[test]
fn numbers_beyond_measure_are_refused() {
    for amount in ["1.5e-2147483648", "1e2147483647", "9999999999999999999999999999999", "1/0", "--1", "十二"]
    {
        let table = format!("走访人,单位,金额,时间\np1,u1,{amount},2016-02-03\n");
        let wanted = format!("走访.csv:2: L0105 `amount` should be a decimal number, found `{amount}`");
        assert_eq!(refused("走访.csv", table)[1], wanted);
    }
}

#[test]
fn encodings_that_cannot_be_read_are_told() {
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain("走访人".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert!(refused("走访.csv", utf16).iter().all(|said| said.contains("UTF-16")));
    let late = [&"走访人,单位,时间\n".repeat(9000).into_bytes()[..], b"p1,\xff,2016\n"].concat();
    assert!(refused("走访.csv", late)[1].contains("row 9001"), "the row is named");
}

#[test]
fn lines_that_are_wrong_are_told_by_line() {
    let good = r#"{"id":"1","type":"visit","at":"2016-04-20","visitor":"p1","units":["u1"]}"#;
    for (line, said) in [
        (
            r#"{"id": "#,
            [
                "log.jsonl 第 2 行：这一行不完整，到第 6 个字符为止；应为每行一个 JSON 对象",
                "log.jsonl, line 2: the line is cut off after character 6; each line should be one JSON object",
            ],
        ),
        (
            r#"{"类型"："走访"}"#,
            [
                "log.jsonl 第 2 行：不是 JSON：第 6 个字符「：」处有误；应为每行一个对象",
                "log.jsonl, line 2: this is not JSON: something is wrong at character 6, `：`; each line should be one object",
            ],
        ),
        (
            r#"["1", "visit"]"#,
            [
                r#"log.jsonl 第 2 行：应为每行一个 JSON 对象，如 {"id": "e1", "type": "visit", "at": "2016-04-12"}"#,
                r#"log.jsonl, line 2: each line should be one JSON object, such as {"id": "e1", "type": "visit", "at": "2016-04-12"}"#,
            ],
        ),
    ] {
        assert_eq!(refused("log.jsonl", format!("{good}\n{line}\n{good}\n")), said, "{line}");
    }
    let said = refused("log.jsonl", [good.as_bytes(), b"\n\xff\n"].concat());
    assert_eq!(said[0], "log.jsonl 第 2 行：不是 UTF-8 编码");
    let said = refused("log.jsonl", format!("{good}\n{}", "x".repeat((1 << 20) + 1)));
    assert!(said[1].contains("line 2: too long"), "{}", said[1]);
    assert!(refused("log.txt", good)[0].contains("无法识别的格式"));
}

#[test]
fn the_unit_of_a_role_is_registered_like_any_other() {
    let started = |id: &str, role: &str, unit: &str| {
        let frame = r#""type":"role_start","at":"2016-04-20","person":"p1""#;
        format!(r#"{{"id":"{id}",{frame},"role":"{role}","unit":"{unit}"}}"#)
    };
    let class = r#"{"id":"1","type":"class","at":"2016-04-01","entity":"c1"}"#;
    let lines =
        [class, &started("2", "head", "c1"), &started("3", "head", "c2"), &started("4", "书记", "u7")];
    assert_eq!(
        refused("log.jsonl", lines.join("\n")),
        [
            "log.jsonl:3: L0109 「单位」所指的「c2」没有登记",
            "log.jsonl:3: L0109 `unit` names `c2`, which no record registers"
        ]
    );
}

const MAPPING: &str = "id = \"id\"\nignored = [\"Noted\"]\n[words]\n\"OK\" = \"approved\"\n[[record]]\ntype = \"visit\"\nactivities = [\"Visited\"]\n\
    fields = { visitor = { event = \"who\" }, units = { trace = \"concept:name\" }, status = { value = \"OK\" } }\n";

fn trace(events: &str) -> String {
    format!("<log>\n<trace><string key=\"concept:name\" value=\"u1\"/>\n{events}\n</trace></log>")
}

const VISIT: &str = "<event><string key=\"concept:name\" value=\"Visited\"/><string key=\"id\" value=\"1\"/>\
    <string key=\"who\" value=\"p1\"/><date key=\"time:timestamp\" value=\"2016-04-20T08:00:00+08:00\"/></event>";

#[test]
fn traces_become_records_by_the_mapping() {
    let files = Files::new();
    files.with("xes.toml", MAPPING);
    let xes = files.with("log.xes", trace(VISIT));
    let table =
        files.with("visit.csv", "id,visitor,units,status,at\n1,p1,u1,approved,2016-04-20T08:00:00+08:00\n");
    assert_eq!(records(&read(&[xes], Lang::En).unwrap()), records(&read(&[table], Lang::En).unwrap()));
}

#[test]
fn traces_that_are_wrong_are_told() {
    let said = |mapping: &str, log: String| {
        let files = Files::new();
        files.with("xes.toml", mapping);
        read(&[files.with("log.xes", log)], Lang::En).unwrap_err()
    };
    for (log, wanted) in [
        (
            trace(&VISIT.replace("Visited", "Visitd")),
            "log.xes:3: L0227 the activity `Visitd` is neither mapped to a type of record nor ignored",
        ),
        (trace(&VISIT.replace("\"who\"", "\"whom\"")), "log.xes:3: L0226 the event has no attribute `who`"),
        (
            trace(&VISIT.replace("<date", "<string key=\"who\" value=\"p2\"/><date")),
            "log.xes:3: L0228 the attribute `who` has two different values",
        ),
        (
            trace(VISIT).replace("</trace></log>", ""),
            "log.xes, line 4: the file is cut off: <trace> is not closed",
        ),
        (
            "<list></list>".into(),
            "log.xes, line 1: this is no XES log: the outermost element should be <log>, not <list>",
        ),
        (String::new(), "log.xes, line 1: this is no XES log: there is no <log>"),
    ] {
        assert_eq!(said(MAPPING, log), wanted);
    }
    let crossed = said(MAPPING, trace("<event></trace>"));
    assert!(crossed.starts_with("log.xes, line 3: the XML is not well-formed"), "{crossed}");
    for (mapping, wanted) in [
        (
            MAPPING.replace("visit\"", "visits\""),
            "xes.toml, line 6: there is no type of record `visits`; did you mean `visit`?",
        ),
        (
            MAPPING.replace("visitor =", "guest ="),
            "xes.toml, line 8: `visit` keeps no content; the field `guest` is refused",
        ),
        (
            MAPPING.replace("Noted", "Visited"),
            "xes.toml, line 7: the activity `Visited` is given twice; it becomes one type of record or is ignored",
        ),
    ] {
        assert_eq!(said(&mapping, trace(VISIT)), wanted);
    }
    assert!(
        said("id = 3", trace(VISIT)).starts_with("xes.toml, line 1: this is no mapping that can be used")
    );
    let files = Files::new();
    let bare = read(&[files.with("log.xes", trace(VISIT))], Lang::Zh).unwrap_err();
    assert!(bare.contains("读取 XES 日志需要对应表"), "{bare}");
}

/// The examples of a page: what follows the three marks, and the text.
fn examples(page: &str) -> impl Iterator<Item = (&str, &str)> {
    page.split("\n```").skip(1).step_by(2).filter_map(|block| block.split_once('\n'))
}

#[test]
fn the_pages_on_logs_show_what_is_read() {
    let one = r#"{"id":"e1","type":"visit","at":"2016-04-12","visitor":"p1","units":["u1","u2"],"status":"approved","hours":1.5}"#;
    let other = r#"{"id":"e2","type":"visit","at":"2016-05","visitor":"p2","units":["u1"]}"#;
    for page in [include_str!("../../docs/logs.md"), include_str!("../../docs/logs.zh-CN.md")] {
        let (_, words) = examples(page).find(|(kind, _)| *kind == "policy").unwrap();
        let parsed = parse(FileId(0), words);
        assert_eq!(parsed.diagnostics, []);
        let checked = check(&[parsed.file]);
        assert!(checked.is_usable(), "{:?}", checked.diagnostics);
        let (policy, files) = (checked.policy, Files::new());
        let found = |name: &str, text: &str| {
            let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone);
            logs::read(&[files.with(name, text)], None, &mut builder, &mut |_| ()).unwrap();
            records(&builder.finish().unwrap())
        };
        let wanted = found("wanted.jsonl", &format!("{one}\n{other}\n"));
        let logs: Vec<_> =
            examples(page).filter_map(|(kind, text)| Some((kind.split_once(' ')?.1, text))).collect();
        assert_eq!(logs.len(), 4);
        let of_posts = examples(page).find(|(kind, _)| *kind == "jsonl").unwrap().1;
        assert_eq!(found("posts.jsonl", of_posts).len(), 6);
        let block = |wanted: &str| examples(page).find(|(kind, _)| *kind == wanted).unwrap().1;
        let from_xes = {
            files.with("xes.toml", block("toml"));
            let mapping = Mapping::of_package(files.0.path(), &policy.vocabulary).unwrap();
            let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone);
            let log = files.with("log.xes", block("xml"));
            logs::read(&[log], mapping.as_ref(), &mut builder, &mut |_| ()).unwrap();
            records(&builder.finish().unwrap())
        };
        assert_eq!(from_xes, found("one.jsonl", &one.replace(",\"u2\"", "").replace(",\"hours\":1.5", "")));
        for (name, text) in logs {
            assert_eq!(found(name, text), wanted, "{name}");
        }
    }
}
