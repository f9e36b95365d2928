//! Marks, letters and digits that look like others: each told as such, with an edit after which all can be read, and
//! without a word of what stands below.

use super::super::{base, norm};
use bylaws::check::check;
use bylaws::diagnostic::{Diagnostic, Lang, Severity};
use bylaws::source::FileId;
use bylaws::syntax::parse;

const CHINESE: &str = "规范 例 英文名 n “每月走访” {
  主体：学院
  应当：走访（走访单位是该学院，方式是座谈）
  频次：每月不少于2次
  解释：首尾不足一期按整期
}
测试 “一次” 针对 例 {
  已知：2024年3月1日 走访（走访单位：“a”，方式：座谈）
  截至：2024年3月31日
  应得：“a”，2024年3月1日：未完成，差一次
}
";

/// What stands there, what is written for it, and the code.
const SLIPS: [(&str, &str, &str); 47] = [
    ("频次：", "频次；", "B0127"),
    ("频次：", "频次;", "B0127"),
    ("频次：", "频次，", "B0127"),
    ("频次：", "频次,", "B0127"),
    ("频次：", "频次。", "B0127"),
    ("频次：", "频次、", "B0127"),
    ("频次：", "频次∶", "B0127"),
    ("频次：", "频次﹕", "B0127"),
    ("频次：", "频次︰", "B0127"),
    ("频次：", "频次—", "B0127"),
    ("频次：", "频次 = ", "B0127"),
    ("频次：", "频次：：", "B0127"),
    ("频次：", "频次 ", "B0102"),
    ("频次：", "频次", "B0102"),
    ("主体：", "主体；", "B0127"),
    ("解释：", "解释；", "B0127"),
    ("（走访单位是该学院，方式是座谈）", "【走访单位是该学院，方式是座谈】", "B0127"),
    ("（走访单位是该学院，方式是座谈）", "［走访单位是该学院，方式是座谈］", "B0127"),
    ("（走访单位是该学院，方式是座谈）", "〔走访单位是该学院，方式是座谈〕", "B0127"),
    ("（走访单位是该学院，方式是座谈）", "〈走访单位是该学院，方式是座谈〉", "B0127"),
    ("（走访单位是该学院，方式是座谈）", "【走访单位是该学院，方式是座谈）", "B0127"),
    ("（走访单位是该学院，方式是座谈）", "（走访单位是该学院，方式是座谈", "B0118"),
    ("（走访单位是该学院，方式是座谈）", "（走访单位是该学院，方式是座谈））", "B0128"),
    ("该学院，方式", "该学院；方式", "B0127"),
    ("该学院，方式", "该学院。方式", "B0127"),
    ("“每月走访”", "《每月走访》", "B0127"),
    ("“每月走访”", "‘每月走访’", "B0127"),
    ("“每月走访”", "”每月走访“", "B0127"),
    ("“每月走访”", "“每月走访“", "B0127"),
    ("“每月走访”", "「每月走访」", "B0127"),
    ("“每月走访”", "＂每月走访＂", "B0127"),
    ("“每月走访”", "'每月走访'", "B0127"),
    ("“每月走访”", "〝每月走访〞", "B0127"),
    ("“每月走访”", "“每月走访", "B0118"),
    ("“每月走访” {", "“每月走访” (", "B0127"),
    ("“每月走访” {", "“每月走访”", "B0103"),
    ("规范 例", "规范：例", "B0128"),
    ("规范 例", "规范\u{A0}例", "B0127"),
    ("规范 例", "规范\u{200B}例", "B0128"),
    ("不少于2次", "不少于②次", "B0127"),
    ("走访单位：“a”，", "走访单位：“a”；", "B0127"),
    ("走访单位：“a”", "走访单位；“a”", "B0127"),
    ("走访单位：“a”", "走访单位=“a”", "B0127"),
    ("：未完成", "；未完成", "B0127"),
    ("未完成，", "未完成。", "B0127"),
    ("  主体", "  ／／ 谁\n  主体", "B0127"),
    ("走访单位是该学院", "走访单位：该学院", "B0127"),
];

fn problems(lang: Lang, text: &str) -> Vec<Diagnostic> {
    let parsed = parse(FileId::default(), &format!("{}{text}", base(lang)));
    let checked = check(std::slice::from_ref(&parsed.file));
    let all = parsed.diagnostics.into_iter().chain(checked.diagnostics);
    all.filter(|problem| problem.severity == Severity::Error).collect()
}

fn is_mended(lang: Lang, text: &str, code: &str) {
    let found = problems(lang, text);
    let codes: Vec<&str> = found.iter().map(Diagnostic::code).collect();
    assert_eq!(codes, [code], "{text}");
    let fix = found.first().unwrap().fix.as_ref().unwrap();
    let mut whole = format!("{}{text}", base(lang));
    whole.replace_range(fix.span.start as usize..fix.span.end as usize, &fix.replacement);
    let mended = whole.strip_prefix(base(lang)).unwrap();
    let left: Vec<String> = problems(lang, mended).iter().map(|d| d.message.render(lang)).collect();
    assert!(left.is_empty(), "{text}\n→ {mended}\n{left:?}");
}

#[test]
fn look_alikes_are_told_alone_and_mended_by_the_edit() {
    assert!(problems(Lang::Zh, CHINESE).is_empty(), "{:?}", problems(Lang::Zh, CHINESE));
    for (right, wrong, code) in SLIPS {
        assert!(CHINESE.contains(right), "{right}");
        is_mended(Lang::Zh, &CHINESE.replacen(right, wrong, 1), code);
    }
}

#[test]
fn look_alikes_are_told_in_english_files_too() {
    for (right, wrong) in
        [("visited is the college)", "visited is the college]"), ("(visited", "[visited"), ("{", "[")]
    {
        let text = norm(Lang::En, "how often", "every month").replacen(right, wrong, 1);
        is_mended(Lang::En, &text, "B0127");
    }
    let cyrillic = "source A1 \"a\" { c1 \"b\" }\nnorm n {\ncites А1.c1\neach college\nmust have visit\nevery month\n}\n";
    is_mended(Lang::En, cyrillic, "B0127");
}

#[test]
fn what_is_broken_is_not_told_of_what_follows_it() {
    let quote = CHINESE.replacen("“一次”", "“一次", 1);
    assert_eq!(problems(Lang::Zh, &quote).len(), 1);
    for (right, wrong) in [
        ("应当：走访", "应当：走访 走访"),
        ("规范 例 英文名 n", "规范 例 英文名 n n"),
        ("截至：2024", "截至：年"),
    ] {
        let found = problems(Lang::Zh, &CHINESE.replacen(right, wrong, 1));
        let told: Vec<String> = found.iter().map(|d| d.message.render(Lang::Zh)).collect();
        assert_eq!(told.len(), 1, "{wrong}: {told:#?}");
    }
}
