//! What is offered while one writes.

use crate::client::{Client, range};
use crate::{FILE, labels, started};

#[test]
fn completion_offers_heads_clauses_not_yet_encoded_and_names() {
    let mut client = started();
    let heads = client.at("textDocument/completion", FILE, (8, 2));
    assert!(labels(&heads).contains(&"除外"), "{heads}");
    let clauses = client.at("textDocument/completion", FILE, (5, 5));
    assert_eq!(labels(&clauses), ["A1.c2"]);
    let bearers = client.at("textDocument/completion", FILE, (6, 5));
    let bearers = labels(&bearers);
    assert!(
        bearers.contains(&"学院") && bearers.contains(&"院长") && !bearers.contains(&"调研"),
        "{bearers:?}"
    );
    let fields = client.at("textDocument/completion", FILE, (7, 8));
    assert!(labels(&fields).contains(&"单位"), "{fields}");
}

/// What is offered at the mark `‖` of a text.
fn offered(client: &mut Client, text: &str, marked: &str) -> Vec<String> {
    let whole = format!("{text}{marked}");
    let before = whole.split('‖').next().unwrap();
    let line = before.matches('\n').count() as u32;
    let column = before.rsplit('\n').next().unwrap().encode_utf16().count() as u32;
    client.change(FILE, (0, 0), (999, 0), &whole.replace('‖', ""));
    let found = client.at("textDocument/completion", FILE, (line, column));
    labels(&found).into_iter().map(str::to_owned).collect()
}

#[test]
fn completion_offers_what_may_stand_where_the_cursor_is() {
    let mut client = started();
    let vocabulary = "条文 A1 “一” {\n  c1 “甲”\n  c2 “乙”\n}\n枚举 方式 { 座谈，实地 }\n事件 谈话 { 对象：学院 }\n\
        规范 全 {\n  依据：A1.c2\n  主体：学院\n  应当：谈话（对象是该学院）\n  频次：每月\n}\n";
    // The text, what is offered, what is not.
    let chinese: [(&str, &[&str], &[&str]); 18] = [
        ("‖\n", &["规范", "测试", "事件"], &["主体", "频次", "学院", "已知"]),
        (
            "规范 例 {\n  ‖\n}\n",
            &["依据", "主体", "应当", "频次", "责任"],
            &["规范", "已知", "截至", "文号", "学院"],
        ),
        ("规范 例 {\n  主体：学院\n  应当：谈话\n  ‖\n}\n", &["频次", "除外"], &["主体", "应当", "不得"]),
        ("规范 例 {\n  ‖\n  主体：学院\n}\n", &["依据"], &["主体"]),
        ("规范 例 {\n  依据：‖\n}\n", &["A1.c1"], &["A1.c2", "学院"]),
        ("规范 例 {\n  主体：‖\n}\n", &["学院", "院长"], &["谈话", "座谈", "对象"]),
        ("规范 例 {\n  情形：‖\n}\n", &["谈话", "调研"], &["学院", "院长", "全"]),
        ("规范 例 {\n  应当：‖\n}\n", &["谈话", "调研", "保持"], &["对象", "座谈", "全"]),
        ("规范 例 {\n  应当：谈话（‖\n}\n", &["对象", "学院"], &["单位", "全"]),
        ("规范 例 {\n  频次：‖\n}\n", &["每月", "每学期", "任意连续14日内"], &["学院", "谈话", "每月末"]),
        ("规范 例 {\n  责任：该学院的‖\n}\n", &["院长"], &["谈话", "全"]),
        ("规范 例 {\n  责任：该学院的院长是‖\n}\n", &["第一责任人"], &["谈话"]),
        ("测试 “一” 针对 ‖\n", &["全"], &["谈话", "学院"]),
        ("测试 “一” 针对 全 {\n  ‖\n}\n", &["已知", "截至", "应得"], &["主体", "频次", "规范"]),
        ("测试 “一” 针对 全 {\n  应得：“a”：‖\n}\n", &["已完成", "未完成", "无此义务"], &["谈话", "学院"]),
        ("测试 “一” 针对 全 {\n  已知：2024年3月1日 ‖\n}\n", &["谈话"], &["全", "座谈"]),
        ("制度 甲 {\n  ‖\n}\n", &["文号", "施行日期"], &["主体", "频次", "已知"]),
        ("事件 会议 {\n  单位：‖\n}\n", &["整数", "学院", "方式"], &["谈话", "全", "院长"]),
    ];
    chinese.iter().for_each(|case| offers(&mut client, vocabulary, case));
}

/// What is offered where the mark stands: these, and none of those.
#[track_caller]
fn offers(client: &mut Client, vocabulary: &str, (marked, with, without): &(&str, &[&str], &[&str])) {
    let found = offered(client, vocabulary, marked);
    let is_offered = |word: &&&str| found.iter().any(|one| one == **word);
    let missing: Vec<&&str> = with.iter().filter(|word| !is_offered(word)).collect();
    let too_many: Vec<&&str> = without.iter().filter(is_offered).collect();
    assert!(missing.is_empty() && too_many.is_empty(), "{marked}: {missing:?}, {too_many:?} in {found:?}");
}

#[test]
fn completion_speaks_the_language_of_the_file() {
    let mut client = started();
    let vocabulary = "source A1 \"a\" {\n  c1 \"b\"\n}\nevent talk { about: college }\n\
        norm all {\n  each college\n  must have talk\n  every month\n}\n";
    let english: [(&str, &[&str], &[&str]); 8] = [
        ("‖\n", &["norm", "test"], &["each", "规范"]),
        ("norm n {\n  ‖\n}\n", &["cites", "each", "must", "every"], &["norm", "given", "expect", "主体"]),
        ("norm n {\n  cites ‖\n}\n", &["A1.c1"], &["college"]),
        ("norm n {\n  each ‖\n}\n", &["college", "dean"], &["talk"]),
        ("norm n {\n  must have ‖\n}\n", &["talk", "visit"], &["about"]),
        ("norm n {\n  every ‖\n}\n", &["month", "semester"], &["talk"]),
        ("test \"one\" for ‖\n", &["all"], &["talk"]),
        ("test \"one\" for all {\n  expect \"a\": ‖\n}\n", &["fulfilled", "no duty"], &["talk"]),
    ];
    english.iter().for_each(|case| offers(&mut client, vocabulary, case));
}

#[test]
fn completion_replaces_what_begins_the_name_and_nothing_before_it() {
    let mut client = started();
    let mut replaced = |at: (u32, u32), label: &str| {
        let found = client.at("textDocument/completion", FILE, at);
        let one = found.as_array().unwrap().iter().find(|one| one["label"] == label).unwrap().clone();
        one["textEdit"]["range"].clone()
    };
    assert_eq!(replaced((7, 6), "调研"), range((7, 5), (7, 6)));
    // 单位是该学院 has no white space.
    assert_eq!(replaced((7, 13), "学院"), range((7, 12), (7, 13)));
    assert_eq!(replaced((5, 8), "A1.c2"), range((5, 5), (5, 8)));
    assert_eq!(replaced((8, 3), "频次"), range((8, 2), (8, 3)));
}
