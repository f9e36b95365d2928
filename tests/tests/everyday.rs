//! What administrators write: everyday words are read as what they mean, unclear ones are refused with what to
//! write, and a slip is answered with the word that was meant or with none.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

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

/// The shared vocabulary.
fn base(lang: Lang) -> &'static str {
    if lang == Lang::Zh { CHINESE } else { ENGLISH }
}

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
    let base = base(lang);
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
        let base = base(lang);
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

/// The problems of a text after the shared vocabulary, each with what is advised.
fn told(lang: Lang, text: &str) -> Vec<String> {
    let base = base(lang);
    let parsed = parse(FileId::default(), &format!("{base}{text}"));
    let checked = check(std::slice::from_ref(&parsed.file));
    let all = parsed.diagnostics.iter().chain(&checked.diagnostics);
    let grave = all.filter(|d| d.severity == Severity::Error);
    let told = grave.map(|d| {
        let help: Vec<String> = d.help.iter().map(|h| h.render(lang)).collect();
        format!("{} {}", d.code(), help.join(" ")).trim().to_owned()
    });
    told.collect()
}

#[test]
fn a_head_that_is_written_wrongly_is_told_where_it_stands() {
    let norm = |clause: &str| {
        format!(
            "规范 例 英文名 n {{\n主体：学院\n应当：走访（走访单位是该学院）不少于5次，其中不少于2次（方式是实地）\n{clause}\n频次：每月\n}}\n"
        )
    };
    assert_eq!(told(Lang::Zh, &norm("频率次：每月")), ["B0102 您是否想写「频次」？"]);
    assert_eq!(told(Lang::Zh, &norm("原则上应该：走访")), ["B0102 您是否想写「一般应当」？"]);
    assert_eq!(told(Lang::Zh, &norm("不处于：请假")), ["B0102"]);
    let when = "制度 甲 “甲” {\n施行时间：2016-01-01\n}\n";
    assert_eq!(told(Lang::Zh, when), ["B0102 您是否想写「施行日期」？"]);
}

#[test]
fn what_tests_say_of_a_norm_with_problems_of_its_own_is_not_told_besides() {
    let chinese = |norm: &str, named: &str| {
        format!(
            "规范 例 英文名 n {{\n主体：学院\n{norm}频次：每月\n}}\n测试 “一” 针对 {named} {{\n截至：2016年12月31日\n应得：“a”：无此义务\n}}\n"
        )
    };
    let broken = "应当：走访（方式是）\n";
    assert_eq!(told(Lang::Zh, &chinese(broken, "例")).len(), 1);
    assert_eq!(told(Lang::Zh, &chinese(broken, "例后续")).len(), 1);
    assert_eq!(told(Lang::Zh, &chinese("应当：走访\n", "列")), ["B0801"]);
    let follows = "应当：走访\n否则：应当会议，7日内\n";
    assert_eq!(told(Lang::Zh, &chinese(follows, "例_otherwise")), ["B0801 您是否想写「例后续」？"]);
    assert!(told(Lang::Zh, &chinese(follows, "n_otherwise")).is_empty());
    let english = |norm: &str, named: &str| {
        format!(
            "norm visits {{\neach college\n{norm}every month\n}}\ntest \"one\" for {named} {{\nas of 2016-12-31\nexpect \"a\": no duty\n}}\n"
        )
    };
    assert_eq!(told(Lang::En, &english("must have visit where (form is)\n", "visits")).len(), 1);
    let follows = "must have visit\notherwise must have meeting, within 7 days\n";
    assert_eq!(
        told(Lang::En, &english(follows, "visit_otherwise")),
        ["B0801 did you mean `visits_otherwise`?"]
    );
}

#[test]
fn records_that_begin_and_end_offices_are_found_by_what_people_call_them() {
    let given = |kind: &str| {
        format!(
            "规范 例 英文名 n {{\n主体：学院\n应当：走访\n频次：每月\n}}\n测试 “一” 针对 例 {{\n已知：2016年1月1日 {kind}（人员：p1，职务：书记，单位：a）\n截至：2016年12月31日\n应得：“a”：无此义务\n}}\n"
        )
    };
    assert_eq!(told(Lang::Zh, &given("免职")), ["B0802 您是否想写「离任」？"]);
    assert_eq!(told(Lang::Zh, &given("任命")), ["B0802 您是否想写「任职」？"]);
    assert!(told(Lang::Zh, &given("任职")).is_empty());
}

#[test]
fn what_people_call_items_and_those_who_answer_is_told_with_what_to_write() {
    let body = "主体：学院\n应当：走访（走访单位是该学院）\n频次：每月\n";
    let item = |head: &str| told(Lang::Zh, &format!("{head} 例 英文名 n {{\n{body}}}\n"));
    assert_eq!(item("规定"), ["B0101 您是否想写「规范」？"]);
    assert_eq!(item("义务"), ["B0101 您是否想写「规范」？"]);
    let regulation = "条例 甲 “甲” {\n施行日期：2016年1月1日\n}\n";
    assert_eq!(told(Lang::Zh, regulation), ["B0101 您是否想写「制度」？"]);
    assert_eq!(told(Lang::Zh, "# 甲\n"), ["B0101 注释以「//」开头"]);
    let clause = |line: &str| told(Lang::Zh, &format!("规范 例 英文名 n {{\n{body}{line}\n}}\n"));
    assert_eq!(clause("责任：学院本人"), ["B0102 请写「该学院是第一责任人」"]);
    assert_eq!(clause("责任：学院本人是第一责任人"), ["B0201 您是否想写「该学院」？"]);
    assert_eq!(clause("责任：该学院本人是第一责任人"), ["B0206 您是否想写「该学院」？"]);
    let certain = clause("责任：总务处是第一责任人");
    assert_eq!(certain, ["B0201 固定的某个单位或某人，先用「定义 总务处 为 “其编号”」写明"]);
    assert_eq!(clause("除外：甲：存在会议，乙：存在走访"), ["B0127 请写「；乙：」"]);
}

#[test]
fn what_is_said_in_a_word_of_a_norm_is_told_with_what_to_write() {
    let chinese = |clauses: &str| {
        let record = "事件 借用 { 约定归还日期：日期，借用人：人员 }\n事件 归还 { 归还人：人员 }\n";
        told(
            Lang::Zh,
            &format!(
                "{record}规范 例 英文名 n {{\n情形：借用\n应当：归还（归还人是该借用的借用人）\n{clauses}\n}}\n"
            ),
        )
    };
    assert_eq!(chinese("时限：约定归还日期前"), ["B0102 请写「该借用的约定归还日期之前」"]);
    assert_eq!(chinese("时限：7日内"), ["B0102 请写「该借用之后7日内」"]);
    assert_eq!(chinese("时限：当日内"), ["B0102 请写「该借用当天」"]);
    assert_eq!(chinese("时限：次日之前"), ["B0201 请写「该借用之后1日内」"]);
    assert_eq!(chinese("时限：该借用之后7日内\n责任：借用人"), ["B0102 请写「该借用的借用人是第一责任人」"]);
    let english = |clauses: &str| {
        told(
            Lang::En,
            &format!(
                "norm n {{\n  each college\n  must have visit where (visited is the college)\n  every month\n  {clauses}\n}}\n"
            ),
        )
    };
    assert_eq!(english("answerable secretary"), ["B0102 write `first the college.secretary`"]);
    assert_eq!(english("answerable college"), ["B0102 write `first the college`"]);
    let office = "B0102 for one certain unit or person write `define office = \"its id\"` first then write `first office`";
    assert_eq!(english("answerable office"), [office]);
    assert!(
        english("answerable first secretary")[0].starts_with("B0201 did you mean `the college.secretary`?")
    );
    let source = |standing: &str| told(Lang::En, &format!("source A1 {{\n  c1 \"phrase\"{standing}\n}}\n"));
    let because = "B0102 write `not checkable because \"…\"`";
    assert_eq!(source(", not checkable"), [because]);
    assert_eq!(source(", not checkable: \"a principle\""), [because]);
    let source = |standing: &str| told(Lang::Zh, &format!("条文 第一条 {{\n  第一款 “原文”{standing}\n}}\n"));
    let because = "B0102 请写「不可核查，因为“…”」";
    assert_eq!(source("，不可核查"), [because]);
    assert_eq!(source("，不可核查：“原则性要求”"), [because]);
}

/// A post in a certain unit: whichever of the two is not known, or joined to the other, is told with what to write.
#[test]
fn a_post_in_a_unit_is_told_with_what_to_write() {
    let who = |who: &str, more: &str| {
        told(
            Lang::Zh,
            &format!(
                "{more}规范 例 英文名 n {{\n主体：学院\n应当：走访（走访单位是该学院）\n频次：每月\n责任：{who}是第一责任人\n}}\n"
            ),
        )
    };
    let (unit, post) = (
        "固定的某个单位或某人，先用「定义 总务处 为 “其编号”」写明",
        "职务「处长」要先写明，如「职务 处长：部门」；冒号后面是单位的种类",
    );
    assert_eq!(who("总务处的处长", ""), [format!("B0201 {unit} {post}")]);
    assert_eq!(who("总务处的书记", ""), [format!("B0201 {unit}")]);
    let office = "定义 总务处 为 “zongwu”\n";
    assert_eq!(who("总务处的处长", office), [format!("B0207 {post}")]);
    let attribute = "「处长」是职务的，先用「职务 处长：学院」写明；是属性的，写进「实体 学院」的花括号里";
    assert_eq!(who("该学院的处长", ""), [format!("B0207 {attribute}")]);
    // What the advice tells to write is right.
    let director = format!("实体 部门\n职务 处长：部门\n{office}");
    assert!(who("总务处的处长", &director).is_empty());
    assert!(who("总务处", office).is_empty());
    assert_eq!(who("总务处处长", &director), ["B0201 您是否想写「总务处的处长」？"]);
    assert_eq!(who("学院书记", ""), ["B0201 您是否想写「该学院的书记」？"]);
    assert_eq!(who("该学院书记", ""), ["B0206 您是否想写「该学院的书记」？"]);
    let english = |who: &str| {
        let body = "each college\nmust have visit where (visited is the college)\nevery month";
        told(Lang::En, &format!("norm n {{\n{body}\nanswerable first {who}\n}}\n"))
    };
    assert_eq!(
        english("works.director"),
        [
            "B0201 for one certain unit or person write `define works = \"its id\"` first the role `director` is to be made known first, such as `role director: department`; behind the colon stands the kind of unit"
        ]
    );
}

/// A field and what is asked of it in one word: the edit that is offered keeps what is asked.
#[test]
fn a_condition_in_one_word_is_mended_without_losing_it() {
    let condition = |words: &str| {
        let event = "枚举 结果 { 合格，不合格 }\n事件 盘点 { 盘点单位：学院，盘点结果：结果，紧急：是否，天数：整数 }\n";
        let body = format!("主体：学院\n应当：盘点（盘点单位是该学院，{words}）\n频次：每月");
        told(Lang::Zh, &format!("{event}规范 例 英文名 n {{\n{body}\n}}\n"))
    };
    for (written, meant) in [
        ("紧急否", "您是否想写「紧急为否」？"),
        ("紧急为不", "您是否想写「紧急为否」？"),
        ("天数不足了", "以「天数」为条件的，写如「天数是…」「天数不少于…」"),
        ("盘点结果为合格", "您是否想写「盘点结果是合格」？"),
        ("盘点结果不合格", "您是否想写「盘点结果是不合格」？"),
        ("天数三天以上", "请写「天数不少于三」"),
        ("天数达3天", "请写「天数不少于3」"),
        ("天数在3天以内", "请写「天数不超过3」"),
    ] {
        assert_eq!(condition(written), [format!("B0201 {meant}")], "{written}");
    }
    for mended in ["紧急为否", "盘点结果是合格", "天数不少于三", "天数不超过3"] {
        assert!(condition(mended).is_empty(), "{mended}");
    }
    let clock = "B0102 请写「该时间的钟点不晚于22:30」";
    for written in ["22:30前", "钟点在22:30前"] {
        assert_eq!(condition(written), [clock], "{written}");
    }
    assert!(condition("该时间的钟点不晚于22:30").is_empty());
}

/// What the trigger or the unit that is bound has, named alone.
#[test]
fn what_is_named_alone_is_told_with_whose_it_is() {
    let who = |who: &str| {
        let body = format!(
            "情形：会议\n应当：走访（走访单位是该会议的开会单位）\n时限：该会议之后3日内\n责任：{who}是第一责任人"
        );
        told(Lang::Zh, &format!("规范 例 英文名 n {{\n{body}\n}}\n"))
    };
    assert_eq!(who("主持人"), ["B0201 您是否想写「该会议的主持人」？"]);
    assert_eq!(who("该主持人"), ["B0206 您是否想写「该会议的主持人」？"]);
    assert_eq!(who("该学院"), ["B0206 您是否想写「该会议的开会单位」？"]);
    assert!(who("该会议的主持人").is_empty());
    let in_unit = "主体：学院\n应当：走访（走访单位是该学院）\n频次：每月\n责任：该书记是第一责任人";
    let in_unit = told(Lang::Zh, &format!("规范 例 英文名 n {{\n{in_unit}\n}}\n"));
    assert_eq!(in_unit, ["B0206 您是否想写「该学院的书记」？"]);
    let set = told(Lang::Zh, "事件 开锁 { 开锁人：人员集合 }\n");
    assert_eq!(set, ["B0231 您是否想写「人员的集合」？"]);
}

#[test]
fn a_file_is_of_the_language_of_most_of_its_items() {
    let read = |text: &str| {
        let parsed = parse(FileId::default(), text);
        let codes = parsed.diagnostics.iter().map(|problem| problem.code()).collect::<Vec<_>>();
        (parsed.file.lang, codes)
    };
    assert_eq!(read("entity a\n实体 甲\n实体 乙\n"), (Lang::Zh, vec!["B0125"]));
    assert_eq!(read("实体 甲\nentity a\nentity b\n"), (Lang::En, vec!["B0125"]));
    assert_eq!(read("entity a\n实体 甲\n").0, Lang::En);
}

#[test]
fn a_day_that_does_not_exist_is_told_once() {
    let calendar = "日历 乙 英文名 other { 学期 “2025年春”：2025年2月24日至2025年6月31日 }\n";
    assert_eq!(told(Lang::Zh, calendar), ["B0110"]);
}
