//! A type that nobody knows: told whatever its field is called, and what follows from it is not.

use super::super::base;
use bylaws::check::check;
use bylaws::diagnostic::{Lang, Severity};
use bylaws::source::FileId;
use bylaws::syntax::parse;

fn codes(text: &str) -> Vec<&'static str> {
    let parsed = parse(FileId::default(), &format!("{}{text}", base(Lang::Zh)));
    let checked = check(std::slice::from_ref(&parsed.file));
    assert!(!checked.is_usable(), "{text}");
    let all = parsed.diagnostics.iter().chain(&checked.diagnostics);
    all.filter(|problem| problem.severity == Severity::Error).map(|problem| problem.code()).collect()
}

#[test]
fn a_field_with_the_name_of_its_unknown_type_is_told_and_nothing_that_follows() {
    for field in ["书院：书院", "书院：书斋", "甲：书院，书院：书院"] {
        let event = format!("事件 来访 {{\n{}\n}}\n", field.replace('，', "\n"));
        let norm = "规范 例 {\n主体：学院\n应当：来访（书院是“a”）\n频次：每月\n}\n";
        assert!(codes(&(event + norm)).iter().all(|code| *code == "B0231"), "{field}");
    }
    assert_eq!(codes("职务 楼长：楼长\n"), ["B0231"]);
    assert_eq!(codes("参数 上限：上限\n"), ["B0231"]);
}

#[test]
fn values_for_a_type_are_listed_in_an_enumeration_of_the_fields_name() {
    for fields in ["方式：上门、电话", "学院：学院，方式：上门、电话"] {
        let text = format!("{}事件 来访 {{ {fields} }}\n", base(Lang::Zh));
        let parsed = parse(FileId::default(), &text);
        let advice: Vec<String> = parsed
            .diagnostics
            .iter()
            .flat_map(|problem| problem.help.iter().map(|help| problem.words(help, Lang::Zh)))
            .collect();
        assert!(advice.iter().any(|words| words.contains("枚举 方式种类 { 上门，电话 }")), "{advice:?}");
    }
}
