//! What administrators write: everyday words are read as what they mean, unclear ones are refused with what to
//! write, and a slip is answered with the word that was meant or with none.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bylaws::check::check;
use bylaws::diagnostic::{Diagnostic, Lang, Severity};
use bylaws::source::FileId;
use bylaws::syntax::{format, parse};

mod said;

const CHINESE: &str = "
实体 学院 英文名 college {
  学生人数 英文名 students：整数，可缺
}
实体 人员 英文名 person
职务 书记 英文名 secretary：学院，一人
枚举 形式 英文名 form_kind { 座谈 英文名 discussion，实地 英文名 on_site }
事件 走访 英文名 visit { 走访单位 英文名 visited：学院，方式 英文名 form：形式，可缺 }
事件 会议 英文名 meeting {
  开会单位 英文名 held_by：学院
  出席人数 英文名 present：整数，可缺
  应到人数 英文名 expected：整数，可缺
  主持人 英文名 chair：人员，可缺
}
状态 请假 英文名 leave：人员，始于请假开始 英文名 leave_start，止于请假结束 英文名 leave_end
日历 校历 英文名 school { 学期 “2024年春” 英文名 “2024 spring”：2024年2月26日至2024年7月5日 }
";

const ENGLISH: &str = "
entity college { students: integer, optional }
role secretary: college, single
enumeration form_kind { discussion, on_site }
event visit { visited: college, form: form_kind, optional }
event meeting {
  held_by: college
  present: integer, optional
  expected_there: integer, optional
  chair: person, optional
}
state leave: person, from leave_start, to leave_end
calendar school { semester \"2024 spring\": 2024-02-26 to 2024-07-05 }
";

/// A norm with one clause to look at: of how many, of a condition, of how often, of when.
fn norm(lang: Lang, kind: &str, words: &str) -> String {
    let body = match (lang, kind) {
        (Lang::Zh, "数量") => format!("主体：学院\n应当：走访（走访单位是该学院）{words}\n频次：每月"),
        (Lang::Zh, "条件") => format!("情形：会议\n应当：满足（{words}）"),
        (Lang::Zh, "频次") => format!("主体：学院\n应当：走访（走访单位是该学院）\n频次：{words}"),
        (Lang::Zh, "时限") => {
            format!("情形：会议\n应当：走访（走访单位是该会议的开会单位）\n时限：{words}")
        }
        (Lang::Zh, _) => format!("主体：学院\n应当：走访（走访单位是该学院）\n时限：{words}"),
        (Lang::En, "how many") => {
            format!("each college\nmust have {words} visit where (visited is the college)\nevery month")
        }
        (Lang::En, "condition") => format!("when meeting\nmust satisfy ({words})"),
        (Lang::En, "when") => {
            format!("when meeting\nmust have visit where (visited is the meeting.held_by)\n{words}")
        }
        (Lang::En, _) => format!("each college\nmust have visit where (visited is the college)\n{words}"),
    };
    match lang {
        Lang::Zh => format!("规范 例 英文名 n {{\n{body}\n}}\n"),
        Lang::En => format!("norm n {{\n{body}\n}}\n"),
    }
}

/// The canonical text of a norm, and its problems.
fn read(lang: Lang, kind: &str, words: &str) -> (String, Vec<Diagnostic>) {
    let base = if lang == Lang::Zh { CHINESE } else { ENGLISH };
    let parsed = parse(FileId::default(), &format!("{base}{}", norm(lang, kind, words)));
    let checked = check(std::slice::from_ref(&parsed.file));
    let all = parsed.diagnostics.into_iter().chain(checked.diagnostics);
    let grave = all.filter(|d| d.severity == Severity::Error).collect();
    let text = format(&parsed.file);
    let start = if lang == Lang::Zh { "规范 " } else { "norm " };
    (text.get(text.rfind(start).unwrap()..).unwrap().to_owned(), grave)
}

#[test]
fn everyday_words_are_read_as_what_they_mean() {
    for (lang, table) in [(Lang::Zh, said::CHINESE), (Lang::En, said::ENGLISH)] {
        for (kind, words, canonical) in table {
            let (text, problems) = read(lang, kind, words);
            let told: Vec<String> = problems.iter().map(|d| d.message.render(lang)).collect();
            assert_eq!(told, Vec::<String>::new(), "{words}");
            let (wanted, _) = read(lang, kind, canonical);
            assert_eq!(text, wanted, "{words}");
            assert!(
                text.split_whitespace()
                    .collect::<String>()
                    .contains(&canonical.split_whitespace().collect::<String>()),
                "{words}: {text}"
            );
        }
    }
}

#[test]
fn what_is_unclear_is_refused_with_what_to_write() {
    for (lang, table) in [(Lang::Zh, said::REFUSED_IN_CHINESE), (Lang::En, said::REFUSED_IN_ENGLISH)] {
        for (kind, words, code, says) in table {
            let (_, problems) = read(lang, kind, words);
            let told: Vec<String> = problems
                .iter()
                .map(|d| {
                    let help = d.help.iter().map(|h| h.render(lang));
                    let words: Vec<String> = std::iter::once(d.message.render(lang)).chain(help).collect();
                    format!("{} {}", d.code(), words.join(" "))
                })
                .collect();
            let fitting = told.iter().any(|t| t.starts_with(code) && t.contains(says));
            assert!(fitting && told.len() == 1, "{words}: {told:#?}");
        }
    }
}

#[test]
fn an_edit_that_is_offered_mends_the_text() {
    for (lang, table) in [(Lang::Zh, said::REFUSED_IN_CHINESE), (Lang::En, said::REFUSED_IN_ENGLISH)] {
        let base = if lang == Lang::Zh { CHINESE } else { ENGLISH };
        let mut offered = 0;
        for (kind, words, ..) in table {
            let mut text = format!("{base}{}", norm(lang, kind, words));
            let (_, problems) = read(lang, kind, words);
            let Some(fix) = problems.first().and_then(|d| d.fix.clone()) else { continue };
            offered += 1;
            text.replace_range(fix.span.start as usize..fix.span.end as usize, &fix.replacement);
            let parsed = parse(FileId::default(), &text);
            let checked = check(std::slice::from_ref(&parsed.file));
            let all = parsed.diagnostics.iter().chain(&checked.diagnostics);
            let left: Vec<String> =
                all.filter(|d| d.severity == Severity::Error).map(|d| d.message.render(lang)).collect();
            assert_eq!(left, Vec::<String>::new(), "{words}: {text}");
        }
        assert!(offered > 3, "{offered} edits are offered");
    }
}
