//! Both surfaces: the tours hold every construct, and broken text keeps its place.

use bylaws::diagnostic::Lang;
use bylaws::source::{FileId, SourceFile};
use bylaws::syntax::{Parsed, parse};

const EN: &str = include_str!("../suite/syntax/tour.en.policy");
const ZH: &str = include_str!("../suite/syntax/tour.zh.policy");

fn problems(text: &str, parsed: &Parsed) -> Vec<String> {
    let source = SourceFile::new("tour", text);
    let lines = parsed.diagnostics.iter().map(|d| {
        let at = source.line_column(d.span.start);
        format!("{}:{} {} {}", at.line, at.column, d.code(), d.message.render(Lang::Zh))
    });
    lines.collect()
}

#[test]
fn the_tours_parse_in_both_surfaces_with_as_many_items() {
    let (en, zh) = (parse(FileId(0), EN), parse(FileId(0), ZH));
    assert_eq!(problems(EN, &en), Vec::<String>::new());
    assert_eq!(problems(ZH, &zh), Vec::<String>::new());
    assert_eq!((en.file.lang, zh.file.lang), (Lang::En, Lang::Zh));
    assert_eq!((en.file.items.len(), zh.file.items.len()), (44, 44));
}

#[test]
fn before_and_after_have_a_short_form_in_chinese() {
    let norm = |limit: &str| {
        parse(FileId(0), &format!("规范 整改 {{\n  情形：演练\n  应当：整改\n  时限：该演练{limit}\n}}\n"))
    };
    for (short, long) in [("后10个工作日内", "之后10个工作日内"), ("前3日内", "之前3日内")]
    {
        let (short, long) = (norm(short), norm(long));
        assert!(short.diagnostics.is_empty(), "{:?}", short.diagnostics);
        assert_eq!(short.file, long.file);
    }
}

const VOCABULARY: &str = "实体 学院 英文名 college\n事件 调研 英文名 visit { 调研单位 英文名 unit：学院 }\n";

/// What is told of a text, each as its place, its code and what it would read after the fix.
fn told(text: &str) -> Vec<(String, String, Option<String>)> {
    let parsed = parse(FileId(0), text);
    let part = |start: usize, end: usize| text.get(start..end).unwrap_or("?");
    let mended = |fix: &bylaws::diagnostic::Fix| {
        let (start, end) = (fix.span.start as usize, fix.span.end as usize);
        format!("{}{}{}", part(0, start), fix.replacement, part(end, text.len()))
    };
    let place = |at: u32| part(at as usize, text.len()).chars().take(3).collect::<String>();
    let all = parsed.diagnostics.iter();
    all.map(|d| (place(d.span.start), d.code().to_owned(), d.fix.as_ref().map(mended))).collect()
}

#[test]
fn a_mark_that_is_missing_or_too_many_is_told_where_it_stands_and_mended() {
    let whole = format!(
        "{VOCABULARY}规范 甲 英文名 a “一” {{\n  主体：学院\n  应当：调研（调研单位是该学院）\n  频次：每月不少于一次\n  说明：“完”\n}}\n"
    );
    assert_eq!(told(&whole), []);
    for (right, wrong, place, code) in [
        ("每月不少于一次\n", "每月不少于一次。\n", "。\n ", "B0102"),
        ("每月不少于一次\n", "每月不少于一次；\n", "；\n ", "B0102"),
        ("是该学院）\n", "是该学院）；\n", "；\n ", "B0102"),
        ("主体：学院\n", "主体：学院，\n", "，\n ", "B0102"),
        ("是该学院）\n", "是该学院\n", "（调研", "B0118"),
        ("“完”", "“完", "“完\n", "B0118"),
        ("“一”", "“一", "“一 ", "B0118"),
    ] {
        let text = whole.replacen(right, wrong, 1);
        let expected = vec![(place.to_owned(), code.to_owned(), Some(whole.clone()))];
        assert_eq!(told(&text), expected, "{text}");
    }
    let text = whole.trim_end().trim_end_matches('}').trim_end();
    let fixed = format!("{text}\n}}");
    assert_eq!(told(text), [("{\n ".to_owned(), "B0118".to_owned(), Some(fixed))]);
    let text =
        format!("{whole}规范 乙 英文名 b {{\n  主体：学院\n  应当：调研\n  频次：每月不少于两次\n}}\n");
    let text = text.replacen("“完”\n}\n", "“完”\n", 1);
    let fixed = text.replacen("“完”\n", "“完”\n}\n", 1);
    assert_eq!(told(&text), [("{\n ".to_owned(), "B0118".to_owned(), Some(fixed))]);
}

#[test]
fn a_wrong_expectation_leaves_the_others_of_its_test_alone() {
    let lines =
        "    甲院：已完成\n    乙院，2024年3月：已完成，\n      差1\n\n    // 说明：略\n    丙院：未完成\n";
    let text = format!("测试 “一” {{\n  截至：2024-05-01\n  应得：\n{lines}}}\n");
    assert_eq!(told(&text), []);
    for (right, wrong, place) in
        [("甲院：已完成", "甲院：完成", "完成\n"), ("丙院：未完成", "丙院：合格", "合格\n")]
    {
        let text = text.replacen(right, wrong, 1);
        assert_eq!(told(&text), [(place.to_owned(), "B0102".to_owned(), None)], "{text}");
    }
    let short = text.replacen("丙院：未完成", "丙院：未完成，缺一次", 1);
    let mended = text.replacen("丙院：未完成", "丙院：未完成，差一次", 1);
    assert_eq!(told(&short), [("缺一次".to_owned(), "B0102".to_owned(), Some(mended))]);
    let english = "test \"one\" {\n  as of 2024-05-01\n  expect\n    c1: fulfilled\n    c2: done\n    c3: breached\n}\n";
    assert_eq!(told(english), [("don".to_owned(), "B0102".to_owned(), None)]);
}

#[test]
fn units_heads_and_colons_that_people_write_are_told_with_what_the_language_has() {
    let whole = "规范 甲 英文名 a {\n  主体：学院\n  情形：调研\n  应当：调研（调研单位是该学院）\n  时限：该调研之后5个工作日内\n}\n规范 乙 英文名 b {\n  主体：学院\n  应当：调研\n  频次：每周\n}\n";
    assert_eq!(told(whole), []);
    for (right, wrong, place) in [
        ("5个工作日内", "5个工作天内", "个工作"),
        ("应当：调研（", "必须：调研（", "必须："),
        ("应当：调研（", "须：调研（", "须：调"),
        ("频次：每周", "频次 每周", "每周\n"),
        ("频次：每周", "频次每周", "每周\n"),
    ] {
        let text = whole.replacen(right, wrong, 1);
        let code = if place == "个工作" { "B0129" } else { "B0102" };
        let expected = [(place.to_owned(), code.to_owned(), Some(whole.to_owned()))];
        assert_eq!(told(&text), expected, "{text}");
    }
    for (wrong, unit, meant) in [
        ("2个钟头内", "个钟头", Some("2小时内")),
        ("24h内", "h内\n", Some("24小时内")),
        ("5个学时内", "个学时", None),
    ] {
        let text = whole.replacen("5个工作日内", wrong, 1);
        let mended = meant.map(|meant| whole.replacen("5个工作日内", meant, 1));
        assert_eq!(told(&text), [(unit.to_owned(), "B0129".to_owned(), mended)], "{text}");
    }
}
