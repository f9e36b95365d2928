//! What is offered while one writes, and that whatever is accepted leads on.

use crate::client::{Client, range};
use crate::{FILE, labels, started};
use bylaws::diagnostic::Severity;
use bylaws::source::FileId;
use bylaws::syntax::parse;

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
        ("规范 例 {\n  频次：‖\n}\n", &["每月", "每学期", "任意连续14日内"], &["学院", "谈话"]),
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

/// What an author of a school has declared, and two norms.
const SCHOOL: [&str; 2] = [include_str!("school.policy"), include_str!("school.en.policy")];

/// What may have to follow for the text to be a sound one.
const ENDINGS: [&[&str]; 2] = [
    &[
        "",
        "）",
        "甲",
        "甲）",
        "2",
        "2）",
        "一次",
        "（甲）",
        "（甲））",
        "期间）",
        "期间",
        "甲期间）",
        "甲期间",
        "是甲",
        "是甲）",
        "（甲，甲））",
        "（甲，甲）之前",
        "（甲，甲）是第一责任人",
        "至甲的日数是1",
        "至甲的日数是1）",
        "甲核定（1））",
        "甲核定（1）",
        "之前",
        "甲之前",
        "：甲",
        "：甲）",
        "，1日",
        "：应当：甲",
        "：1",
        "的宿管员是第一责任人",
        "是第一责任人",
        "甲是第一责任人",
        "：已完成",
        "w1：已完成",
        "2024年3月1日",
        "甲负责",
        "甲：甲",
        "不计",
        "免除",
        "按公历年",
        "全期在册",
        "待定",
        "允许",
        "顺延",
        "计入首日",
        "须有理由",
        "按条文",
        "从旧",
        "按教学周",
    ],
    &[
        "",
        ")",
        " x",
        " x)",
        " 2",
        " 2)",
        " one x",
        " (x)",
        " (x))",
        " x (x))",
        " (x, x))",
        " (x, x)",
        " x to x is 1)",
        " x to x is 1",
        " x to x",
        " (1))",
        " (1)",
        " x.x is 1)",
        " x.x is 1",
        " x is 1)",
        " x is 1",
        ": x",
        ": x)",
        " x: x",
        ": fulfilled",
        " w1: fulfilled",
        " 2024-03-01",
        " first x",
        " skipped",
        " waived",
        " by calendar year",
        " by days",
        " undetermined",
        " shared",
        " moves",
        " included",
        " with reason",
        " by wording",
        " by start",
        " by teaching weeks",
        " must have x",
    ],
];

/// The texts that come of accepting what is offered at the mark of a text that goes on where a file ends, each with what
/// was accepted.
fn accepted(client: &mut Client, file: &str, marked: &str) -> Vec<(String, String)> {
    let whole = format!("{file}{marked}");
    let before = whole.split('‖').next().unwrap();
    let line = before.matches('\n').count() as u32;
    let last = before.rsplit('\n').next().unwrap();
    client.change(FILE, (0, 0), (9999, 0), before);
    let found = client.at("textDocument/completion", FILE, (line, last.encode_utf16().count() as u32));
    let all = found.as_array().unwrap().iter().map(|one| {
        let from = one["textEdit"]["range"]["start"]["character"].as_u64().unwrap() as usize;
        let kept: Vec<u16> = last.encode_utf16().take(from).collect();
        let above = &before[file.len()..before.len() - last.len()];
        let written = one["textEdit"]["newText"].as_str().unwrap();
        let text = format!("{above}{}{written}", String::from_utf16(&kept).unwrap());
        (one["label"].as_str().unwrap().to_owned(), text)
    });
    all.collect()
}

/// Whether a text can become a sound one; the ending that was the right one before is tried first.
fn leads_on(text: &str, lang: usize, likely: &mut usize) -> bool {
    let sound = |at: &usize| {
        let ending = ENDINGS[lang][*at];
        let bodies = [format!("{text}{ending}\n}}\n"), format!("{text}{ending}\n")];
        bodies.iter().any(|whole| {
            let parsed = parse(FileId::default(), whole);
            parsed.diagnostics.iter().all(|problem| problem.severity < Severity::Error)
        })
    };
    let found = std::iter::once(*likely).chain(0..ENDINGS[lang].len()).find(sound);
    *likely = found.unwrap_or_default();
    found.is_some()
}

/// A text to its mark: what is offered first, what is offered, what is not.
type At = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

/// Each place offers what it should, and whatever is accepted leads on.
fn led_on(lang: usize, places: &[At]) {
    let mut client = started();
    let mut wrong = Vec::new();
    for (marked, first, with, without) in places {
        let found = accepted(&mut client, SCHOOL[lang], marked);
        let offered: Vec<&str> = found.iter().map(|(label, _)| label.as_str()).collect();
        let begins = offered.get(..first.len()) == Some(first);
        let missing: Vec<&&str> = with.iter().filter(|one| !offered.contains(one)).collect();
        let too_many: Vec<&&str> = without.iter().filter(|one| offered.contains(one)).collect();
        if !begins || !missing.is_empty() || !too_many.is_empty() {
            wrong.push(format!("{marked}: lacks {missing:?}, has {too_many:?}, in {offered:?}"));
        }
        let mut likely = 0;
        let stuck = found.iter().filter(|(_, text)| !leads_on(text, lang, &mut likely));
        wrong.extend(stuck.map(|(label, text)| format!("{label}: leads nowhere in {text}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_accepted_in_chinese_leads_on() {
    let places: [At; 47] = [
        (
            "规范 例 {\n  主体：宿舍楼\n  应当：查寝（楼栋是该宿舍楼）\n  频次：每‖",
            &[],
            &["每日", "每周", "每两周", "每月", "每季度", "每半年", "每学期", "每学年", "每年", "时限天数"],
            &["不少于", "次数下限"],
        ),
        (
            "规范 例 {\n  主体：宿舍楼\n  应当：查寝（楼栋是该宿舍楼）\n  频次：‖",
            &["每日"],
            &["每学期", "任意连续14日内", "间隔不超过14日"],
            &["不少于一次", "查寝"],
        ),
        (
            "规范 例 {\n  主体：宿舍楼\n  应当：查寝（楼栋是该宿舍楼）\n  频次：每月‖",
            &[],
            &["不少于一次", "不少于", "至少", "恰好一次", "，前5日内", "，末5日内"],
            &["早于", "，10日"],
        ),
        (
            "规范 例 {\n  主体：宿舍楼\n  应当：查寝（楼栋是该宿舍楼）\n  频次：每月不‖",
            &[],
            &["不少于一次", "不超过一次", "不少于"],
            &[],
        ),
        (
            "规范 例 {\n  主体：宿舍楼\n  应当：查寝（楼栋是该宿舍楼）\n  频次：每月不少于‖",
            &[],
            &["次数下限"],
            &["查寝"],
        ),
        (
            "规范 例 {\n  主体：宿舍楼\n  应当：‖",
            &[],
            &["保持", "满足", "查寝", "宿管员"],
            &["不少于一次", "结果", "存在"],
        ),
        (
            "规范 例 {\n  主体：宿舍楼\n  应当：查寝‖",
            &[],
            &["不少于一次", "至少", "查寝", "；或者：", "，其中不少于一次"],
            &["存在", "谈话", "加上", "是"],
        ),
        (
            "规范 例 {\n  主体：宿舍楼\n  应当：查寝（楼栋是该宿舍楼）不‖",
            &[],
            &["不少于一次", "不超过", "不满"],
            &["不是"],
        ),
        (
            "规范 例 {\n  主体：宿舍楼\n  应当：查寝（‖",
            &["楼栋", "查寝人", "结果", "备注", "该宿舍楼"],
            &["存在", "并非"],
            &["合格", "到达", "，10日"],
        ),
        (
            "规范 例 {\n  主体：宿舍楼\n  应当：查寝（结果是‖",
            &["合格", "不合格"],
            &[],
            &["查寝", "该宿舍楼", "存在"],
        ),
        ("规范 例 {\n  主体：宿舍楼\n  应当：查寝（结果为‖", &["是合格", "是不合格"], &[], &["合格", "查寝"]),
        (
            "规范 例 {\n  主体：宿舍楼\n  应当：查寝（结果 为 ‖",
            &["合格", "不合格"],
            &[],
            &["查寝", "该宿舍楼"],
        ),
        ("规范 例 {\n  主体：宿舍楼\n  应当：查寝（楼栋是‖", &["该宿舍楼"], &[], &["合格", "查寝", "查寝人"]),
        (
            "规范 例 {\n  主体：宿舍楼\n  应当：查寝（楼栋‖",
            &[],
            &["是", "不是", "属于"],
            &["不少于", "早于", "加上", "不少于一次"],
        ),
        (
            "规范 例 {\n  主体：宿舍楼\n  应当：查寝（楼栋是该宿舍楼，‖",
            &["楼栋", "查寝人", "结果", "备注"],
            &["该宿舍楼"],
            &["，10日", "合格"],
        ),
        (
            "规范 例 {\n  情形：晚归\n  应当：满足（‖",
            &["晚归学生", "单号", "到达", "该晚归"],
            &["存在"],
            &["楼栋", "谈话单号"],
        ),
        (
            "规范 例 {\n  情形：晚归\n  应当：满足（到达‖",
            &[],
            &["早于", "不晚于", "加上"],
            &["属于", "不少于"],
        ),
        (
            "规范 例 {\n  情形：晚归\n  应当：谈话（‖",
            &["谈话单号", "谈话人", "该晚归"],
            &[],
            &["到达", "单号"],
        ),
        ("规范 例 {\n  情形：晚归\n  应当：谈话（谈话单号是‖", &["该晚归的单号"], &[], &["合格", "到达"]),
        (
            "规范 例 {\n  情形：晚归\n  应当：谈话（谈话单号是该晚归的‖",
            &["晚归学生", "单号", "到达"],
            &[],
            &["楼栋", "宿管员", "谈话人"],
        ),
        (
            "规范 例 {\n  情形：晚归\n  应当：谈话（谈话人是该晚归的晚归学生的‖",
            &["所在楼", "班主任"],
            &[],
            &["宿管员", "单号"],
        ),
        (
            "规范 例 {\n  情形：晚归\n  应当：谈话\n  时限：‖",
            &["该晚归"],
            &["该晚归之后7日内", "该晚归之前", "该晚归当日", "不晚于该晚归", "始终", "一次性", "次月15日前"],
            &["存在", "之后7日内"],
        ),
        (
            "规范 例 {\n  情形：晚归\n  应当：谈话\n  时限：该晚归‖",
            &[],
            &["之后7日内", "之前至少5日", "当日"],
            &["是", "早于"],
        ),
        (
            "规范 例 {\n  情形：晚归\n  应当：谈话\n  时限：该晚归之‖",
            &[],
            &["之后7日内", "之后5个工作日内"],
            &[],
        ),
        (
            "规范 例 {\n  主体：宿舍楼\n  应当：查寝\n  频次：每月\n  除外：‖",
            &["该宿舍楼"],
            &["存在", "并非", "该宿舍楼处于", "处于假期", "取消"],
            &["，改为30日内"],
        ),
        (
            "规范 例 {\n  主体：宿舍楼\n  应当：查寝\n  频次：每月\n  除外：停用：该宿舍楼处于‖",
            &[],
            &["停用"],
            &["查寝", "宿管员"],
        ),
        (
            "规范 例 {\n  主体：宿舍楼\n  应当：查寝\n  频次：每月\n  除外：停用：该宿舍楼处于停用期间‖",
            &[],
            &["，改为30日内", "，改为不少于一次"],
            &["查寝"],
        ),
        (
            "规范 例 {\n  主体：宿舍楼\n  应当：查寝\n  频次：每月\n  逾期：‖",
            &["期满后7日内可补"],
            &[],
            &["查寝", "时限天数"],
        ),
        (
            "规范 例 {\n  主体：宿舍楼\n  应当：查寝\n  频次：每月\n  责任：‖",
            &["该宿舍楼", "该宿舍楼的宿管员"],
            &[],
            &["查寝", "存在"],
        ),
        (
            "规范 例 {\n  主体：宿舍楼\n  应当：查寝\n  频次：每月\n  责任：该宿舍楼的‖",
            &["宿管员"],
            &[],
            &["楼层", "班主任"],
        ),
        (
            "规范 例 {\n  主体：宿舍楼\n  应当：查寝\n  频次：每月\n  责任：该宿舍楼的宿管员‖",
            &[],
            &["是第一责任人", "是直接责任人"],
            &["不少于"],
        ),
        (
            "规范 例 {\n  主体：宿舍楼\n  应当：查寝\n  频次：每月\n  解释：首尾不足一期‖",
            &[],
            &["不计", "按比例", "按整期"],
            &["免除", "查寝"],
        ),
        (
            "规范 例 {\n  情形：晚归\n  应当：谈话\n  时限：该晚归之后7日内\n  延长：停用开始‖",
            &[],
            &["，10日", "，10个工作日"],
            &["查寝"],
        ),
        (
            "规范 例 {\n  情形：晚归\n  应当：谈话\n  时限：该晚归之后7日内\n  否则：‖",
            &["应当"],
            &["不得"],
            &["查寝"],
        ),
        (
            "规范 例 {\n  主体：宿舍楼\n  应当：查寝\n  频次：每月\n  施行：‖",
            &[],
            &[],
            &["查寝", "楼栋", "该宿舍楼"],
        ),
        ("事件 新 {\n  单位：‖", &["整数"], &["文本", "宿舍楼", "检查结果"], &["查寝", "宿管员"]),
        ("事件 新 {\n  单位：整数‖", &[], &["，可缺", "，非负", "，保密"], &["宿舍楼", "，取自"]),
        ("事件 新 {\n  单位：宿舍楼，‖", &[], &["，可缺", "，保密", "，取自"], &["，非负", "宿舍楼"]),
        ("职务 新：‖", &[], &["宿舍楼", "学生"], &["查寝", "整数"]),
        ("视为 谈话 情形：晚归之后7日内无谈话 {\n  ‖", &["谈话单号", "谈话人"], &[], &["楼栋"]),
        (
            "测试 “一” 针对 学期查寝 {\n  已知：2024年3月1日 ‖",
            &[],
            &["查寝", "宿舍楼"],
            &["学期查寝", "合格"],
        ),
        (
            "测试 “一” 针对 学期查寝 {\n  已知：2024年3月1日 查寝（‖",
            &["楼栋", "查寝人", "结果", "备注"],
            &[],
            &["单号"],
        ),
        (
            "测试 “一” 针对 学期查寝 {\n  已知：2024年3月1日 查寝（结果：‖",
            &["合格", "不合格"],
            &[],
            &["楼栋", "查寝"],
        ),
        (
            "测试 “一” 针对 学期查寝 {\n  已知：2024年3月1日 查寝（楼栋：一号楼）\n  截至：2024年7月31日\n  应得：一号楼，‖",
            &["“2024年春季学期”"],
            &["，针对"],
            &["学期查寝", "，差"],
        ),
        (
            "测试 “一” 针对 学期查寝 {\n  已知：2024年3月1日 查寝（楼栋：一号楼）\n  截至：2024年7月31日\n  应得：一号楼，“2024年春季学期”：‖",
            &[],
            &["已完成", "未完成", "无此义务"],
            &["查寝", "，差"],
        ),
        (
            "测试 “一” 针对 学期查寝 {\n  已知：2024年3月1日 查寝（楼栋：一号楼）\n  截至：2024年7月31日\n  应得：一号楼，“2024年春季学期”：未完成‖",
            &[],
            &["，差", "，截止", "，计入", "，由"],
            &["学期查寝", "查寝"],
        ),
        (
            "测试 “一” 针对 晚归谈话 {\n  已知：2024年3月1日 晚归（编号：w1，单号：“1”）\n  截至：2024年7月31日\n  应得：小明，‖",
            &["针对w1"],
            &[],
            &[],
        ),
    ];
    led_on(0, &places);
}

#[test]
fn what_is_accepted_in_english_leads_on() {
    let places: [At; 42] = [
        (
            "norm n {\n  each house\n  must have inspection\n  every ‖",
            &["days_to_talk", "day", "week", "2 weeks", "month"],
            &["semester"],
            &["at least", "fewest"],
        ),
        ("norm n {\n  each house\n  must have inspection\n  every mo‖", &[], &["month"], &[]),
        (
            "norm n {\n  each house\n  must have inspection\n  every month ‖",
            &[],
            &["at least once", "at least", "in the first 5 days"],
            &["day", "inspection"],
        ),
        (
            "norm n {\n  each house\n  must have inspection\n  every month at le‖",
            &[],
            &["at least once", "at least"],
            &[],
        ),
        (
            "norm n {\n  each house\n  must ‖",
            &["at least once"],
            &["at least", "have", "keep", "satisfy", "inspection", "warden"],
            &["outcome", "exists"],
        ),
        ("norm n {\n  each house\n  must have at least ‖", &[], &["fewest"], &["outcome"]),
        ("norm n {\n  each house\n  must have at least two ‖", &[], &["inspection"], &["fewest", "outcome"]),
        (
            "norm n {\n  each house\n  must have inspection ‖",
            &[],
            &[", of which at least one", "or have", "where"],
            &["inspection", "plus"],
        ),
        (
            "norm n {\n  each house\n  must have inspection where (‖",
            &["inspected", "inspector", "outcome", "remark", "the house"],
            &["exists"],
            &["good", "arrived"],
        ),
        (
            "norm n {\n  each house\n  must have inspection where (outcome is ‖",
            &["good", "bad"],
            &[],
            &["inspection", "the house", "exists"],
        ),
        (
            "norm n {\n  each house\n  must have inspection where (inspected is ‖",
            &["the house"],
            &[],
            &["good", "inspection"],
        ),
        (
            "norm n {\n  each house\n  must have inspection where (inspected ‖",
            &[],
            &["is", "is not", "in"],
            &["at least", "before", "+"],
        ),
        (
            "norm n {\n  when late_return\n  must satisfy (‖",
            &["returning", "case", "arrived", "the late_return"],
            &["exists"],
            &["about", "inspected"],
        ),
        (
            "norm n {\n  when late_return\n  must have talk where (about is ‖",
            &["the late_return.case"],
            &[],
            &["good", "arrived"],
        ),
        (
            "norm n {\n  when late_return\n  must have talk where (about is the late_return.‖",
            &["returning", "case", "arrived"],
            &[],
            &["inspected", "warden"],
        ),
        (
            "norm n {\n  when late_return\n  must have talk\n  within ‖",
            &["7 days after the late_return"],
            &["5 working days after the late_return"],
            &["late_return", "talk"],
        ),
        (
            "norm n {\n  when late_return\n  must have talk\n  within 7 days after ‖",
            &["the late_return"],
            &[],
            &["exists"],
        ),
        (
            "norm n {\n  when late_return\n  must have talk\n  no later than ‖",
            &["the late_return"],
            &[],
            &["exists"],
        ),
        (
            "norm n {\n  when late_return\n  must have talk\n  on ‖",
            &["the day of the late_return"],
            &[],
            &["talk"],
        ),
        (
            "norm n {\n  when late_return\n  must have talk\n  at ‖",
            &[],
            &["all times", "least 5 days before the late_return", "the end of every month"],
            &["talk"],
        ),
        (
            "norm n {\n  when late_return\n  must have talk\n  by ‖",
            &[],
            &["31 December every year", "day 15 of the next month"],
            &["talk"],
        ),
        (
            "norm n {\n  each house\n  must have inspection\n  every month\n  except ‖",
            &["the house"],
            &["while", "exists", "during vacation", "to"],
            &[", instead within 30 days"],
        ),
        (
            "norm n {\n  each house\n  must have inspection\n  every month\n  except closed_down: the house under closed‖",
            &[],
            &[", instead within 30 days", ", instead at least once"],
            &["talk"],
        ),
        (
            "norm n {\n  each house\n  must have inspection\n  every month\n  late ‖",
            &["within 7 days"],
            &[],
            &["talk"],
        ),
        (
            "norm n {\n  each house\n  must have inspection\n  every month\n  answerable ‖",
            &["first", "direct"],
            &[],
            &["warden", "the house"],
        ),
        (
            "norm n {\n  each house\n  must have inspection\n  every month\n  answerable first ‖",
            &["the house", "the house.warden"],
            &["warden"],
            &["inspection", "exists"],
        ),
        (
            "norm n {\n  each house\n  must have inspection\n  every month\n  answerable first the house.‖",
            &["warden"],
            &[],
            &["floors", "tutor"],
        ),
        (
            "norm n {\n  each house\n  must have inspection\n  every month\n  reading partial period ‖",
            &[],
            &["skipped", "prorated", "in full"],
            &["waived", "talk"],
        ),
        (
            "norm n {\n  each house\n  must have inspection\n  every month\n  otherwise ‖",
            &[],
            &["must"],
            &["talk"],
        ),
        (
            "norm n {\n  when late_return\n  must have talk\n  within 7 days after the late_return\n  extended ‖",
            &[],
            &["by 10 days when"],
            &["talk"],
        ),
        ("event e {\n  one: ‖", &["integer"], &["text", "house", "result"], &["inspection", "warden"]),
        ("event e {\n  one: integer‖", &[], &[", optional", ", not negative", ", private"], &[", from role"]),
        ("event e {\n  one: house, ‖", &[], &[", optional", ", from role"], &[", not negative", "house"]),
        ("role r: ‖", &[], &["house", "pupil"], &["inspection", "integer"]),
        (
            "deem talk when 7 days pass after late_return without talk {\n  ‖",
            &["about", "speaker"],
            &[],
            &["inspected"],
        ),
        (
            "test \"one\" for each_semester {\n  given 2024-03-01 ‖",
            &[],
            &["inspection", "house"],
            &["each_semester", "good"],
        ),
        (
            "test \"one\" for each_semester {\n  given 2024-03-01 inspection (‖",
            &["inspected", "inspector", "outcome", "remark"],
            &[],
            &["case"],
        ),
        (
            "test \"one\" for each_semester {\n  given 2024-03-01 inspection (outcome: ‖",
            &["good", "bad"],
            &[],
            &["inspected", "inspection"],
        ),
        (
            "test \"one\" for each_semester {\n  given 2024-03-01 inspection (inspected: h)\n  as of 2024-07-31\n  expect h ‖",
            &["in \"2024 spring\""],
            &[],
            &["each_semester", ", short by"],
        ),
        (
            "test \"one\" for each_semester {\n  given 2024-03-01 inspection (inspected: h)\n  as of 2024-07-31\n  expect h in \"2024 spring\": ‖",
            &[],
            &["fulfilled", "breached", "no duty"],
            &["inspection", ", short by"],
        ),
        (
            "test \"one\" for each_semester {\n  given 2024-03-01 inspection (inspected: h)\n  as of 2024-07-31\n  expect h in \"2024 spring\": breached‖",
            &[],
            &[", short by", ", due", ", counted", ", answers"],
            &["each_semester"],
        ),
        (
            "test \"one\" for talked {\n  given 2024-03-01 late_return (id: w1, case: \"1\")\n  as of 2024-07-31\n  expect h ‖",
            &["for w1"],
            &[],
            &[],
        ),
    ];
    led_on(1, &places);
}
