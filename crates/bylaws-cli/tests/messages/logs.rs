//! Inputs that a page cannot hold: too long, too deep, not text, or of a shape that nobody writes by hand.

use crate::collected::Collected;
use bylaws::check::check;
use bylaws::diagnostic::Lang;
use bylaws::eval::{Request, evaluate_within};
use bylaws::limits;
use bylaws::log::LogBuilder;
use bylaws::source::FileId;
use bylaws::syntax::{Names, parse, translate};
use bylaws_io::package::load;
use std::fs;
use std::io::Write;

const POLICY: &str = "policy p { in force from 2016-01-01 }\nenumeration colour { red, blue }\nentity unit\n\
    role head: unit\nevent e {\n  unit: unit\n  flag: yes or no, optional\n  share: decimal, optional, not negative\n  \
    on: date, optional\n  ends: datetime, optional\n  clock: time of day, optional\n  kind: colour, optional\n  \
    post: role, optional\n  units: set of unit, optional\n  days: set of date, optional\n  moments: set of datetime, optional\n  note: text, optional\n}\n\
    norm often {\n  each unit\n  must have e where (unit is the unit)\n  every month, at least once\n}\n";

const MAPPING: &str = "id = \"id\"\n\n[[record]]\ntype       = \"unit\"\nactivities = [\"Founded\"]\n\
    fields     = { entity = { trace = \"concept:name\" } }\n";

/// Policies and logs of such kinds.
pub(crate) fn collect(all: &mut Collected) {
    sizes(all);
    translations(all);
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("p.policy"), POLICY).unwrap();
    let home_of_xes = home.path();
    let mut log = |name: &str, bytes: &[u8], skip_invalid: bool| {
        fs::write(home.path().join(name), bytes).unwrap();
        all.logs(home.path(), &[name], skip_invalid);
    };
    for field in ["flag", "share", "on", "ends", "clock", "kind", "post", "units", "days", "moments"] {
        let value = if ["units", "days", "moments"].contains(&field) { "{\"x\":1}" } else { "\"???\"" };
        let line = format!(
            "{{\"id\":\"e1\",\"type\":\"e\",\"at\":\"2016-02-01\",\"unit\":\"u1\",\"{field}\":{value}}}\n"
        );
        log("fields.jsonl", line.as_bytes(), false);
    }
    // What is meant can be told, or what is lacking.
    for (at, fields) in [
        ("2016-02-01", r#""type":"e","unit":"u1","share":"1,250""#),
        ("2016-02-01", r#""type":"e","unit":"u1","share":-5"#),
        ("45355", r#""type":"e","unit":"u1""#),
        ("2016-02-01 星期一", r#""type":"e","unit":"u1""#),
        ("2016-02-01", r#""type":"e","unit":"a stranger""#),
        ("2016-02-01", r#""type":"role_start","person":"p1","role":"head","unit":"a stranger""#),
    ] {
        log("meant.jsonl", format!("{{\"id\":\"e1\",\"at\":\"{at}\",{fields}}}\n").as_bytes(), false);
    }
    log(
        "covered.jsonl",
        b"{\"type\":\"coverage\",\"from\":\"2016-01-01\",\"until\":\"2016-12-31\",\"types\":[1.5]}\n",
        false,
    );
    log(
        "covered.jsonl",
        b"{\"type\":\"coverage\",\"from\":\"2016-01-01\",\"until\":\"2016-12-31\",\"types\":[{}]}\n",
        false,
    );
    log("coverage.csv", b"from,end\n2016-01-01,2016-12-31\n", false);
    log(
        "unit.jsonl",
        b"{\"type\":\"unit\",\"id\":\"u\",\"at\":\"2016-01-01\",\"entity\":\"north\"}\n\
        {\"id\":\"e1\",\"type\":\"e\",\"at\":\"2016-02-01\",\"unit\":\"nroth\"}\n",
        false,
    );
    log(
        "unit.jsonl",
        b"{\"type\":\"unit\",\"id\":\"u\",\"at\":\"2016-01-01\",\"entity\":\"north\"}\n\
        {\"id\":\"e1\",\"type\":\"e\",\"at\":\"2016-02-01\",\"unit\":\"north; south\"}\n",
        false,
    );
    let long = format!("{{\"note\":\"{}\"}}\n", "x".repeat(2 << 20));
    log("long.jsonl", long.as_bytes(), false);
    log("latin.jsonl", b"{\"note\":\"\xFF\xFE\"}\n", false);
    log("cut.jsonl", b"{\"id\":\"e1\"\n", false);
    log("list.jsonl", b"[1]\n", false);
    log("deep.jsonl", format!("{{\"note\":{}1{}}}\n", "[".repeat(5000), "]".repeat(5000)).as_bytes(), false);
    log("wrong.csv", b"type,unit,at\ne,u1,2016-02-01\n\xD7\xDF\xB7\xC3,\xFF\xFF,2016-02-01\n", false);
    log("wide.csv", &[&[0xFF, 0xFE][..], &[b'a', 0, b'\n', 0]].concat(), false);
    fs::write(home_of_xes.join("xes.toml"), MAPPING).unwrap();
    log("none.xes", b"<?xml version=\"1.0\"?>\n", false);
    log("long.xes", format!("<log><trace x=\"{}\"/></log>", "x".repeat(2 << 20)).as_bytes(), false);
    fs::remove_file(home_of_xes.join("xes.toml")).unwrap();
    log("broken.jsonl.gz", b"\x1F\x8B\x08\x00\x00", false);
    log(
        "corrected.jsonl",
        b"{\"id\":\"u\",\"type\":\"unit\",\"at\":\"2016-01-01\",\"entity\":\"u1\"}\n\
        {\"id\":\"e1\",\"type\":\"e\",\"at\":\"2016-02-01\",\"unit\":\"u1\"}\n\
        {\"id\":\"x1\",\"type\":\"replace\",\"of\":\"e1\",\"recorded_at\":\"2016-02-03\",\"at\":\"no day\",\"unit\":\"u1\"}\n",
        true,
    );
    fs::create_dir(home.path().join("folder.jsonl")).unwrap();
    all.logs(home.path(), &["folder.jsonl"], false);
    all.logs(home.path(), &[&format!("{}.jsonl", "x".repeat(5000))], false);
    work(all);
}

// Policies at their limits.
fn sizes(all: &mut Collected) {
    all.text(&format!("entity unit {{ size: integer }}\nnorm a {{\n  each unit where (size more than 1{})\n  must have unit\n  once\n}}\n", " + 1".repeat(20_000)));
    all.text(&format!("event e\n//{}", "x".repeat(limits::FILE)));
    all.text(&format!("event {}\n", "x".repeat(limits::UNBROKEN + 1)));
    all.text(&format!(
        "事件 甲\n定义 乙 为 {}2016-01-01{}\n",
        "自（".repeat(24),
        "）至2016-02-01（存在甲）".repeat(24)
    ));
    all.text(&(0..=limits::ITEMS).map(|n| format!("event e{n}\n")).collect::<String>());
    let home = tempfile::tempdir().unwrap();
    all.package(home.path());
    let comment = format!("//{}\n", "x".repeat(limits::FILE - 3));
    for number in 0..=limits::PACKAGE / limits::FILE {
        fs::write(home.path().join(format!("{number}.policy")), &comment).unwrap();
    }
    all.package(home.path());
    let home = tempfile::tempdir().unwrap();
    fs::File::create(home.path().join("latin.policy")).unwrap().write_all(b"\xFF\xFE").unwrap();
    all.package(home.path());
}

fn translations(all: &mut Collected) {
    for text in [
        "实体 学院 英文名 college\n事件 会议 英文名 meeting { 人数 英文名 size：整数 }\n参数 规模 英文名 size：整数\n\
         规范 甲 { 主体：学院\n应当：会议（规模是5）\n时限：一次性 }",
        "事件 会议 英文名 meeting { 单位 英文名 held_by：文本 }\n事件 决定 英文名 decision { 单位 英文名 unit：文本 }\n\
         定义 本校 为 单位是“school”",
    ] {
        let file = parse(FileId::default(), text).file;
        let problems = translate(&file, &Names::of(&[&file]), Lang::En).unwrap_err();
        problems.iter().for_each(|problem| all.message(&problem.message));
    }
}

// More work than is allowed.
fn work(all: &mut Collected) {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("p.policy"), POLICY).unwrap();
    let policy = check(&load(home.path()).unwrap().files).policy;
    let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone);
    let path = home.path().join("log.jsonl");
    fs::write(&path, "{\"id\":\"u\",\"type\":\"unit\",\"at\":\"2016-01-01\",\"entity\":\"u1\"}\n{\"id\":\"e\",\"type\":\"e\",\"at\":\"2016-12-01\",\"unit\":\"u1\"}\n").unwrap();
    bylaws_io::logs::read(&[path], None, &mut builder, &mut |_| ()).unwrap();
    let log = builder.finish().unwrap();
    if let Err(exceeded) = evaluate_within(&policy, &log, &Request::default(), 1) {
        all.message(&exceeded.message(&policy));
    }
}
