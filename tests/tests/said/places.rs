//! Clauses in the wrong place: the message says where they belong.

use super::super::base;
use bylaws::check::check;
use bylaws::diagnostic::{Lang, Severity};
use bylaws::source::FileId;
use bylaws::syntax::parse;

fn told(of: Lang, text: &str) -> Vec<String> {
    let parsed = parse(FileId::default(), &format!("{}{text}", base(of)));
    let checked = check(std::slice::from_ref(&parsed.file));
    let all = parsed.diagnostics.iter().chain(&checked.diagnostics);
    let grave = all.filter(|problem| problem.severity == Severity::Error);
    grave.map(|d| format!("{} {}", d.code(), d.words(&d.message, of))).collect()
}

const NORM: &str = "主体：学院\n应当：走访（走访单位是该学院）\n频次：每月\n";

#[test]
fn a_clause_in_the_wrong_place_is_told_where_it_belongs() {
    let in_norm = |clause: &str| format!("规范 例 {{\n{NORM}{clause}\n}}\n");
    let chinese = [
        (format!("频次：每月\n规范 例 {{\n{NORM}}}\n"), "「频次」不能写在各条目之外，应写在“规范”里"),
        (in_norm("已知：2024年3月1日 走访（走访单位：“a”）"), "「已知」不能写在“规范”里，应写在“测试”里"),
        (in_norm("施行日期：2024年3月1日"), "「施行日期」不能写在“规范”里，应写在“制度”里"),
        (in_norm("有效凭证：方式是座谈"), "「有效凭证」不能写在“规范”里，应写在“事件”里"),
        (
            "事件 检查 {\n单位：学院\n  规范 例 {\n}\n}\n".to_owned(),
            "「规范」不能写在“事件”里，应写在各条目之外",
        ),
        ("事件 检查 {\n单位：学院\n频次：每月\n}\n".to_owned(), "「频次」不能写在字段里，应写在“规范”里"),
        (
            "事件 检查 {\n单位：学院\n频次：每月不少于2次\n}\n".to_owned(),
            "「频次」不能写在“事件”里，应写在“规范”里",
        ),
        ("条文 A1 “甲” {\n频次：每月\nc1 “乙”\n}\n".to_owned(), "「频次」不能写在“条文”里，应写在“规范”里"),
        ("日历 另 {\n主体：学院\n}\n".to_owned(), "「主体」不能写在“日历”里，应写在“规范”里"),
        (
            "测试 “一” {\n频次：每月\n截至：2024年3月31日\n应得：“a”：无此义务\n}\n".to_owned(),
            "「频次」不能写在“测试”里，应写在“规范”里",
        ),
    ];
    for (text, says) in chinese {
        let told = told(Lang::Zh, &text);
        assert!(told.len() == 1 && told.concat().contains(&format!("B0126 {says}")), "{text}: {told:#?}");
    }
    let english = [
        (
            "norm n {\ngiven 2024-03-01 visit\neach college\nmust have visit\nevery month\n}\n",
            "`given` cannot stand in `norm`; it belongs in `test`",
        ),
        (
            "each college\nnorm n {\neach college\nmust have visit\nevery month\n}\n",
            "`each` cannot stand between the items; it belongs in `norm`",
        ),
        (
            "event check {\nunit: college\nevery month\n}\n",
            "`every` cannot stand in `event`; it belongs in `norm`",
        ),
    ];
    for (text, says) in english {
        let told = told(Lang::En, text);
        assert!(told.len() == 1 && told.concat().contains(&format!("B0126 {says}")), "{text}: {told:#?}");
    }
}

#[test]
fn a_clause_that_is_given_twice_is_refused() {
    let twice = [
        format!("规范 例 {{\n{NORM}频次：每年\n}}\n"),
        "制度 甲 {\n时区：“Asia/Shanghai”\n时区：“Asia/Tokyo”\n}\n".to_owned(),
        format!(
            "规范 例 {{\n{NORM}}}\n测试 “一” 针对 例 {{\n截至：2024年3月31日\n截至：2024年4月30日\n应得：“a”：无此义务\n}}\n"
        ),
    ];
    for text in twice {
        let told = told(Lang::Zh, &text);
        assert!(told.len() == 1 && told.concat().starts_with("B0402"), "{text}: {told:#?}");
    }
}
