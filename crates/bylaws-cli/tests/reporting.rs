//! `bylaws check` and `bylaws test` from the outside: text, JSON, SARIF and JUnit, in both languages.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const WRONG: &str = "实体 学院 英文名 college\n事件 调研 英文名 visit {\n  单位 英文名 visited：学院\n}\n\
    规范 走访 英文名 visits “走访” {\n  主体：学院\n  应当：调查（单位是该学院）\n  频次：每年不少于一次\n}\n";

// A test that expects otherwise than it comes.
const MET: &str = "测试 “走访<一次>” 针对 走访 {\n  已知：2016年3月1日 学院（对象：c1）\n        2016年4月1日 调研（单位：c1）\n  截至：2016年12月31日\n  应得：c1：未完成\n}\n";

fn package(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("p")).unwrap();
    fs::write(folder.path().join("p/走访.policy"), text).unwrap();
    folder
}

fn bylaws(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output: Output =
        Command::new(env!("CARGO_BIN_EXE_bylaws")).current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn check_shows_the_place_under_wide_characters_and_what_to_write() {
    let folder = package(WRONG);
    let (code, out, _) = bylaws(folder.path(), &["--lang", "zh", "check", "p"]);
    assert_eq!(code, Some(1));
    assert!(out.contains("错误[B0208]: 没有名为「调查」"), "{out}");
    assert!(out.contains(" --> 走访.policy:7:6\n"), "{out}");
    // Three wide characters and two blanks before it, two wide ones marked.
    assert!(out.contains("7 |   应当：调查（单位是该学院）\n  |         ^^^^\n"), "{out}");
    assert!(out.contains("建议: 您是否想写「调研」？"), "{out}");
    assert!(out.contains("7 +   应当：调研（单位是该学院）"), "{out}");
    assert!(!out.contains('\u{1b}'), "no colours in a pipe: {out}");
}

#[test]
fn check_as_json_gives_bytes_and_characters_and_the_edit() {
    let folder = package(WRONG);
    let (code, out, _) = bylaws(folder.path(), &["--lang", "en", "check", "p", "--format", "json"]);
    assert_eq!(code, Some(1));
    let all: Value = serde_json::from_str(&out).unwrap();
    let one = all.as_array().unwrap().iter().find(|d| d["code"] == "B0208").unwrap();
    let start = WRONG.find("调查").unwrap();
    assert_eq!((one["line"].as_u64(), one["column"].as_u64()), (Some(7), Some(6)));
    assert_eq!((one["start"].as_u64(), one["end"].as_u64()), (Some(start as u64), Some(start as u64 + 6)));
    assert_eq!(one["fix"]["replacement"], "调研");
}

#[test]
fn check_as_sarif_names_the_rule_the_file_and_the_region() {
    let folder = package(WRONG);
    let (code, out, _) = bylaws(folder.path(), &["--lang", "zh", "check", "p", "--format", "sarif"]);
    assert_eq!(code, Some(1));
    let all: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(all["version"], "2.1.0");
    let run = &all["runs"][0];
    let found = run["results"].as_array().unwrap().iter().find(|r| r["ruleId"] == "B0208").unwrap();
    assert_eq!(found["level"], "error");
    let place = &found["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "p/%E8%B5%B0%E8%AE%BF.policy");
    assert_eq!(
        (place["region"]["startColumn"].as_u64(), place["region"]["endColumn"].as_u64()),
        (Some(6), Some(8))
    );
    let edit = &found["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(edit["insertedContent"]["text"], "调研");
    assert!(run["tool"]["driver"]["rules"].as_array().unwrap().iter().any(|r| r["id"] == "B0208"));
}

#[test]
fn test_says_where_a_scenario_failed_in_text_json_and_junit() {
    let folder = package(&(WRONG.replace("调查", "调研") + MET));
    let (code, out, _) = bylaws(folder.path(), &["--lang", "zh", "test", "p", "--junit", "results.xml"]);
    assert_eq!(code, Some(1));
    assert!(out.starts_with("走访.policy:10: 未通过 走访<一次>（走访）\n"), "{out}");
    assert!(out.ends_with("通过0项，未通过1项\n"), "{out}");
    let junit = fs::read_to_string(folder.path().join("results.xml")).unwrap();
    assert!(junit.contains("<testsuites name=\"bylaws\" tests=\"1\" failures=\"1\">"), "{junit}");
    assert!(junit.contains("name=\"走访&lt;一次&gt;\" file=\"走访.policy\" line=\"10\""), "{junit}");
    assert!(junit.contains(">走访.policy:14"), "{junit}");
    let (code, out, _) = bylaws(folder.path(), &["test", "p", "--format", "json"]);
    assert_eq!(code, Some(1));
    let all: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((all["failed"].as_u64(), all["scenarios"][0]["line"].as_u64()), (Some(1), Some(10)));
}

#[test]
fn a_failure_points_at_what_is_expected_and_says_why() {
    let folder = package(&(WRONG.replace("调查", "调研") + MET));
    bylaws(folder.path(), &["--lang", "zh", "test", "p", "--junit", "results.xml"]);
    let junit = fs::read_to_string(folder.path().join("results.xml")).unwrap();
    assert!(junit.contains(">走访.policy:14&#10;"), "{junit}");
    assert!(junit.contains("&#10;- c1：未完成&#10;+ c1：已完成&#10;"), "{junit}");
    assert!(junit.contains("期间：2016-01-01 — 2016-12-31") && junit.contains("计入的记录：e2"), "{junit}");
    let (_, out, _) = bylaws(folder.path(), &["test", "p", "--format", "json"]);
    let all: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(all["scenarios"][0]["differences"][0]["line"].as_u64(), Some(14));
}

#[test]
fn a_case_that_fails_is_one_failure_whatever_is_said_of_it() {
    // The one expectation is not met and the other is of somebody whom nothing registers, which is said besides.
    let more = MET.replace("应得：c1：未完成", "应得：c1：未完成\n        c2：已完成");
    let folder = package(&(WRONG.replace("调查", "调研") + &more));
    bylaws(folder.path(), &["--lang", "en", "test", "p", "--junit", "results.xml"]);
    let junit = fs::read_to_string(folder.path().join("results.xml")).unwrap();
    assert_eq!(junit.matches("<failure ").count(), 1, "{junit}");
    let parts = [
        ">走访.policy:14&#10;c1: expected breached",
        "&#10;走访.policy:15&#10;c2 has no instance there",
        "&#10;the duties that there are: ",
        "&#10;no given record registers `c2`",
    ];
    for said in parts {
        assert_eq!(junit.matches(said).count(), 1, "{said}: {junit}");
    }
    let (_, out, _) = bylaws(folder.path(), &["--lang", "en", "test", "p", "--format", "json"]);
    let all: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(all["scenarios"][0]["failures"].as_array().map(Vec::len), Some(4), "{out}");
}

#[test]
fn a_report_that_cannot_be_written_takes_no_result_away() {
    let folder = package(&(WRONG.replace("调查", "调研") + MET));
    for format in ["text", "json"] {
        let call = ["--lang", "zh", "test", "p", "--junit", "none/results.xml", "--format", format];
        let (code, out, err) = bylaws(folder.path(), &call);
        assert_eq!((code, out.contains("走访<一次>")), (Some(1), true), "{out}");
        assert!(err.contains("无法写入「none/results.xml」"), "{err}");
    }
}

#[test]
fn machines_read_json_and_junit_where_the_policy_has_errors() {
    let folder = package(WRONG);
    fs::write(folder.path().join("results.xml"), "of an earlier call").unwrap();
    let log = &["--log", "log.jsonl"][..];
    let calls: [&[&str]; 9] = [
        &["test", "p", "--junit", "results.xml"],
        &["test", "p", "--coverage"],
        &["clauses", "p"],
        &["doc", "p"],
        &["analyse", "p"],
        &["diff", "p", "p"],
        &[&["run", "p"], log].concat(),
        &[&["explain", "p", "--norm", "n", "--bearer", "b"], log].concat(),
        &[&["due", "p", "--as-of", "2016-01-01", "--within", "7d"], log].concat(),
    ];
    for call in calls {
        let (code, out, err) = bylaws(folder.path(), &[call, &["--format", "json"]].concat());
        assert_eq!((code, err.is_empty()), (Some(1), false), "{call:?}");
        let told: Value =
            serde_json::from_str(&out).unwrap_or_else(|error| panic!("{call:?}: {error} {out}"));
        assert_eq!(told["diagnostics"][1]["line"].as_u64(), Some(7), "{call:?}: {out}");
    }
    let junit = fs::read_to_string(folder.path().join("results.xml")).unwrap();
    assert!(junit.contains("errors=\"1\"") && junit.contains("<error type=\"B0208\""), "{junit}");
    assert!(!junit.contains('\u{1b}'), "{junit}");
    // Neither is there a package, nor is what an earlier call left taken for its results.
    let (code, out, _) = bylaws(folder.path(), &["test", "q", "--junit", "results.xml", "--format", "json"]);
    assert_eq!(code, Some(1));
    assert!(serde_json::from_str::<Value>(&out).unwrap()["error"].is_string(), "{out}");
    assert!(!folder.path().join("results.xml").exists());
}

#[test]
fn a_test_that_expects_nothing_has_not_passed() {
    let scenario =
        "测试 “没有写” 针对 走访 {\n  已知：2016年3月1日 学院（对象：c1）\n  截至：2016年12月31日\n}\n";
    let folder = package(&(WRONG.replace("调查", "调研") + scenario));
    let (code, out, _) = bylaws(folder.path(), &["--lang", "zh", "test", "p", "--junit", "results.xml"]);
    assert_eq!(code, Some(0));
    assert!(out.contains("走访.policy:10: 没有核对内容 没有写（走访）\n"), "{out}");
    assert!(out.ends_with("通过0项，未通过0项，另有1项没有写「应得」（B0809）\n"), "{out}");
    let junit = fs::read_to_string(folder.path().join("results.xml")).unwrap();
    assert!(junit.contains("failures=\"0\" skipped=\"1\"") && junit.contains("<skipped "), "{junit}");
    let (_, out, _) = bylaws(folder.path(), &["test", "p", "--format", "json"]);
    let all: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((all["passed"].as_u64(), all["idle"].as_u64()), (Some(0), Some(1)));
}

// A log of one college, which covers the year up to a day.
fn log_until(folder: &Path, day: &str) {
    let college = r#"{"id":"c","type":"college","at":"2016-01-01","entity":"甲院"}"#;
    let covered = format!(r#"{{"type":"coverage","from":"2016-01-01","until":"{day}"}}"#);
    fs::write(folder.join("log.jsonl"), format!("{college}\n{covered}\n")).unwrap();
}

const NAMED: &str = "制度 规定 英文名 rules “关于走访的规定” { 施行日期：2016-01-01 }\n\
    条文 A1 “走访” {\n  c1 “每年一次”\n  c2 “规模较大的” 需要参数 规模\n}\n参数 规模 英文名 size_limit：整数\n\
    实体 学院 英文名 college { 学生人数 英文名 students：整数，可缺 }\n\
    事件 走访 英文名 visit { 走访单位 英文名 visited：学院 }\n\
    规范 年度走访 英文名 yearly_visit “年度走访” {\n  依据：A1.c1\n  主体：学院\n\
      应当：走访（走访单位是该学院）\n  频次：每年不少于一次\n}\n\
    测试 “一次” 针对 年度走访 {\n  已知：2016年3月1日 学院（对象：甲院）\n  截至：2016年12月31日\n  应得：甲院：已完成\n}\n";

#[test]
fn chinese_reports_call_things_by_their_chinese_names_and_machines_by_the_declared_ones() {
    let folder = package(NAMED);
    log_until(folder.path(), "2016-12-31");
    let log = ["--log", "log.jsonl"];
    let calls: [&[&str]; 6] = [
        &["clauses", "p"],
        &["test", "p"],
        &["example", "p", "yearly_visit"],
        &["run", "p", log[0], log[1]],
        &["explain", "p", log[0], log[1], "--norm", "yearly_visit", "--bearer", "甲院"],
        &["due", "p", log[0], log[1], "--as-of", "2016-06-01"],
    ];
    for call in calls {
        let (_, out, _) = bylaws(folder.path(), &[&["--lang", "zh"], call].concat());
        for name in ["yearly_visit", "size_limit", "visited", "students", "college"] {
            assert!(!out.contains(name), "{call:?}: {out}");
        }
        assert!(out.contains("年度走访"), "{call:?}: {out}");
    }
    let (_, out, _) = bylaws(folder.path(), &["--lang", "zh", "clauses", "p"]);
    assert!(out.contains("\t规模\n"), "{out}");
    for call in [&["clauses", "p"][..], &["test", "p"], &["run", "p", log[0], log[1]]] {
        let (_, out, _) = bylaws(folder.path(), &[&["--lang", "zh"], call, &["--format", "json"]].concat());
        assert!(out.contains("yearly_visit"), "{call:?}: {out}");
    }
}

#[test]
fn lengths_are_given_in_the_words_of_either_language() {
    let folder = package(NAMED);
    log_until(folder.path(), "2016-12-17");
    let due = |within: &str| {
        let asked = ["--lang", "zh", "due", "p", "--log", "log.jsonl", "--as-of", "2016-12-17"];
        let (code, out, _) = bylaws(folder.path(), &[&asked[..], &["--within", within]].concat());
        (code, out.contains("甲院"))
    };
    // The end of the year is 14 days away.
    for enough in [
        "14",
        "14d",
        "14日",
        "14天",
        "十四日",
        "14日内",
        "十四天以内",
        "两周",
        "2周",
        "2 weeks",
        "2w",
        "2个星期",
    ] {
        assert_eq!(due(enough), (Some(0), true), "{enough}");
    }
    for little in ["13", "13d", "十三日", "一周", "1 week"] {
        assert_eq!(due(little), (Some(0), false), "{little}");
    }
    for refused in ["一个月", "半年", "3小时", "不久", ""] {
        assert_eq!(due(refused).0, Some(2), "{refused}");
    }
}

#[test]
fn ids_that_look_the_same_or_nearly_so_are_told_beside_a_report() {
    let folder = package(&format!(
        "{NAMED}事件 到会 英文名 attended {{ 到会人 英文名 who：人员 }}\n实体 人员 英文名 person\n"
    ));
    let line = |n: usize, rest: &str| format!("{{\"id\":\"e{n}\",\"at\":\"2016-03-01\",{rest}}}\n");
    let log = |kind: &str, ids: &[&str]| {
        let named = ids
            .iter()
            .enumerate()
            .map(|(n, id)| line(n, &format!("\"type\":\"{kind}\",\"entity\":\"{id}\"")));
        let there = line(99, "\"type\":\"attended\",\"who\":\"欧阳建图\"");
        fs::write(folder.path().join("log.jsonl"), named.collect::<String>() + &there).unwrap();
        let run = |format: &str| {
            let asked = ["--lang", "zh", "run", "p", "--log", "log.jsonl", "--format", format];
            bylaws(folder.path(), &asked).2
        };
        // What is counted in columns says the same as what is read record by record.
        let (text, json) = (run("text"), run("json"));
        assert_eq!(text, json);
        text
    };
    let told = log("college", &["A01", "Ａ０１", "B02"]);
    assert!(told.starts_with("L0115 日志里的「Ａ０１」与「A01」只差全角半角或者空格"), "{told}");
    let told = log("person", &["欧阳建国", "王五"]);
    assert!(told.starts_with("L0116 日志里的「欧阳建图」没有登记，而登记了写法相近的「欧阳建国」"), "{told}");
    assert_eq!(log("person", &["欧阳建图", "欧阳建国"]), "");
    assert_eq!(log("college", &["A01", "A02"]), "");
}

/// Several names in one cell stand for nobody: that is told with the line, whether rows are counted in columns or not.
#[test]
fn several_names_in_one_cell_are_told_with_their_row() {
    let folder = package(&format!(
        "{NAMED}事件 到会 英文名 attended {{ 到会人 英文名 who：人员，到会单位 英文名 of_unit：学院，可缺 }}\n实体 人员 英文名 person\n"
    ));
    let run = |lang: &str, rows: &str| {
        fs::write(
            folder.path().join("attended.csv"),
            format!("日期,到会人,到会单位\n2016-03-01,张三,\n{rows}"),
        )
        .unwrap();
        fs::write(folder.path().join("college.csv"), "日期,对象\n2016-01-01,机电\n").unwrap();
        let of = |format: &str| {
            let asked =
                ["--lang", lang, "run", "p", "--log", "attended.csv", "college.csv", "--format", format];
            bylaws(folder.path(), &asked).2
        };
        let (text, json) = (of("text"), of("json"));
        assert_eq!(text, json);
        text
    };
    for cell in ["甲、乙", "\"a, b\"", "a;b"] {
        let name = cell.trim_matches('"');
        let told = run("zh", &format!("2016-03-02,{cell},\n"));
        assert!(told.starts_with(&format!("L0117 attended.csv 第 3 行的「{name}」按一个编号计")), "{told}");
        let told = run("en", &format!("2016-03-02,{cell},\n"));
        assert!(told.starts_with(&format!("L0117 attended.csv, line 3: `{name}` stands for one")), "{told}");
    }
    assert_eq!(run("zh", "2016-03-02,李四,\n"), "");
    // Where each is to be registered it is a mistake.
    let told = run("zh", "2016-03-02,李四,机电、建工\n");
    assert!(told.contains("没有登记；是几个的，一行写一个"), "{told}");
}

#[test]
fn a_test_that_fails_leads_to_the_warnings_if_there_are_any() {
    let of = |must: &str| {
        let text = format!(
            "entity unit alias 单位\nstate away alias 停业: unit, from away_start alias 停业开始, to away_end alias 停业结束\n\
             norm n alias 规范 {{ each unit\n must {must}\n every month }}\ntest \"t\" for n {{\n given 2016-01-01 unit(entity: u1)\n \
             as of 2016-03-31\n expect u1 on 2016-03-01: undetermined\n}}\n"
        );
        let home = package(&text);
        ["zh", "en"].map(|lang| bylaws(home.path(), &["--lang", lang, "test", "p"]).2)
    };
    let [zh, en] = of("not have away where (unit is the unit)");
    assert!(zh.contains("另有1条警告") && en.contains("there is 1 warning besides"), "{zh}{en}");
    let none = of("have away where (unit is the unit)");
    assert!(none.iter().all(|said| !said.contains("警告") && !said.contains("warning")), "{none:?}");
}

#[test]
fn a_duty_that_there_is_not_is_said_to_be_none_and_not_explained_by_silence() {
    let home = package(NAMED);
    let log = "{\"id\": \"r1\", \"type\": \"college\", \"at\": \"2016-03-01\", \"entity\": \"甲院\"}\n";
    fs::write(home.path().join("l.jsonl"), log).unwrap();
    let of = |lang: &str, on: &str| {
        let line = [
            "--lang",
            lang,
            "explain",
            "p",
            "--log",
            "l.jsonl",
            "--norm",
            "年度走访",
            "--bearer",
            "甲院",
            "--on",
            on,
        ];
        bylaws(home.path(), &line)
    };
    for (lang, said) in [("zh", "没有这样的义务"), ("en", "there is no such duty")] {
        let (code, out, told) = of(lang, "2014-03-01");
        assert!(code == Some(2) && out.is_empty() && told.contains(said), "{code:?} {out} {told}");
        assert!(told.contains("2016-01-01 — 2016-12-31"), "there are others: {told}");
        let (code, out, told) = of(lang, "2016-03-01");
        assert!(code == Some(0) && !out.is_empty() && !told.contains(said), "{code:?} {out} {told}");
    }
}

const PAIRS: &str = "实体 班级\n实体 学生：人员 { 班级：班级 }\n职务 班主任：班级\n事件 家访 { 家访人：人员\n学生：学生 }\n\
    规范 年度家访 “年度家访” {\n  主体：班主任，每名学生（班级是该班主任的班级）\n  应当：家访（家访人是该班主任，学生是该学生）\n  \
    频次：每年不少于一次\n}\n\
    测试 “各家分别计” 针对 年度家访 {\n  已知：2016年1月1日 学生（对象：甲，班级：一班）\n        2016年1月1日 学生（对象：乙，班级：一班）\n        \
    2016年1月1日 任职（人员：王，职务：班主任，单位：一班）\n        2016年5月1日 家访（家访人：王，学生：甲）\n  截至：2016年12月31日\n  \
    应得：“王 / 甲”，2016年6月1日：已完成\n        “王 / 一班 / 乙”，2016年6月1日：未完成\n}\n";

#[test]
fn a_duty_of_a_pair_is_asked_for_as_it_is_shown_or_by_what_tells_it_apart() {
    let home = package(PAIRS);
    let (code, out, said) = bylaws(home.path(), &["--lang", "zh", "test", "p"]);
    assert_eq!(code, Some(0), "{out} {said}");
    let log = "类型,编号,时间,对象,人员,职务,单位,班级\n班级,1,2016-01-01,一班,,,,\n学生,2,2016-01-01,甲,,,,一班\n\
        学生,3,2016-01-01,乙,,,,一班\n任职,4,2016-01-01,,王,班主任,一班,\n";
    fs::write(home.path().join("l.csv"), log).unwrap();
    let told = |bearer: &str| {
        let line =
            ["--lang", "zh", "explain", "p", "--log", "l.csv", "--norm", "年度家访", "--bearer", bearer];
        bylaws(home.path(), &[&line[..], &["--as-of", "2016-12-31"]].concat())
    };
    let asked = |bearer: &str| {
        let (code, out, said) = told(bearer);
        let whose = out.lines().filter(|line| line.starts_with("王 / "));
        let whose: Vec<String> = whose.map(|line| line.split('：').next().unwrap().to_owned()).collect();
        assert_eq!(code, Some(if whose.is_empty() { 2 } else { 0 }), "{said}");
        (whose, said)
    };
    for bearer in ["王 / 一班 / 甲", "王 / 甲"] {
        assert_eq!(asked(bearer).0, ["王 / 一班 / 甲"]);
    }
    assert_eq!(asked("王").0, ["王 / 一班 / 乙", "王 / 一班 / 甲"]);
    let (code, _, said) = told("王 / 丙");
    assert!(code == Some(2) && said.contains("日志中没有「王 / 丙」"), "{code:?} {said}");
    let (whose, said) = asked("王 / 王");
    assert!(
        whose.is_empty() && said.contains("没有这样的义务；承担这项义务的有：王 / 一班 / 乙、王 / 一班 / 甲"),
        "{said}"
    );
}
