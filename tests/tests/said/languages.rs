//! What is to be written is told in the language of the file, whatever that of the message.

use super::super::{base, norm};
use bylaws::check::check;
use bylaws::diagnostic::Lang;
use bylaws::source::FileId;
use bylaws::syntax::parse;

/// The problems of a text after the shared vocabulary, in the words of a language.
fn told(of: Lang, text: &str, lang: Lang) -> String {
    let parsed = parse(FileId::default(), &format!("{}{text}", base(of)));
    let checked = check(std::slice::from_ref(&parsed.file));
    let all = parsed.diagnostics.iter().chain(&checked.diagnostics);
    let lines = all.map(|d| {
        let help = d.help.iter().map(|help| d.words(help, lang));
        std::iter::once(d.words(&d.message, lang)).chain(help).collect::<Vec<_>>().join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn words_to_write_are_those_of_the_file() {
    let chinese = [
        (norm(Lang::Zh, "条件", "主持人是书记"), "`担任书记`"),
        (norm(Lang::Zh, "期日", "2024年12月31日之前"), "`2024-12-30前`"),
        ("规范 例 { 应当：走访 频次：每月 }\n".to_owned(), "the norm lacks `主体`"),
        ("测试 “一” {\n截至：2016年12月31日\n应得：“a”：做到\n}\n".to_owned(), "`已完成` (fulfilled)"),
        (norm(Lang::Zh, "频次", "一次"), "`每月不少于两次`"),
    ];
    for (text, words) in chinese {
        assert!(told(Lang::Zh, &text, Lang::En).contains(words), "{}", told(Lang::Zh, &text, Lang::En));
    }
    let english = [
        (norm(Lang::En, "condition", "chair is secretary"), "「holds secretary」"),
        ("norm n { must have visit every month }\n".to_owned(), "规范缺少「each」"),
        ("test \"one\" {\nas of 2016-12-31\nexpect \"a\": done\n}\n".to_owned(), "「fulfilled」（已完成）"),
        (norm(Lang::En, "how often", "every"), "此处应为"),
    ];
    for (text, words) in english {
        assert!(told(Lang::En, &text, Lang::Zh).contains(words), "{}", told(Lang::En, &text, Lang::Zh));
    }
}

#[test]
fn an_item_in_the_other_language_is_told_once_and_read_in_its_own() {
    let foreign = "norm n {\neach college\nmust have visti\nevery month\n}\n";
    let of = "测试 “一” 针对 n {\n截至：2016年12月31日\n应得：“a”：无此义务\n}\n";
    let said = told(Lang::Zh, &format!("{foreign}{of}"), Lang::En);
    assert!(said.contains("`norm` is of the other language"), "{said}");
    assert!(said.contains("did you mean `visit where (visited is the college)`?"), "{said}");
    assert!(!said.contains("there is no norm"), "{said}");
    let lacks = told(Lang::Zh, "norm n {\nmust have visit\nevery month\n}\n", Lang::Zh);
    assert!(lacks.contains("规范缺少「each」"), "{lacks}");
    let lacks = told(Lang::En, "规范 例 {\n应当：visit\n频次：每月\n}\n", Lang::En);
    assert!(lacks.contains("the norm lacks `主体`"), "{lacks}");
}
