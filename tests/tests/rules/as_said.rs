//! What reads in one way to people is read in that way.

use bylaws::check::check;
use bylaws::diagnostic::{Diagnostic, Lang};
use bylaws::source::FileId;
use bylaws::{scenario, syntax};

const HALLS: &str = "制度 宿舍 “宿舍” {\n  施行日期：2016年3月1日起施行\n  时区：“Asia/Shanghai”\n}\n实体 宿舍楼\n\
    事件 查夜 {\n  查夜楼：宿舍楼\n}\n事件 值班 {\n  值班楼：宿舍楼\n}\n事件 晚归 {\n  晚归楼：宿舍楼\n  费用：整数，可缺\n}\n\
    状态 停用：宿舍楼，始于停用开始，止于停用结束\n";

/// A norm of each hall, or of what is said before, and a test of it.
fn text(norm: &str, test: &str) -> String {
    format!(
        "{HALLS}规范 甲 {{\n{norm}\n}}\n测试 “甲” 针对 甲 {{\n  已知：2016年3月1日 宿舍楼（对象：h1）\n{test}\n  记录范围：2016年3月1日至2016年12月31日\n}}\n"
    )
}

fn problems(text: &str) -> Vec<Diagnostic> {
    let parsed = syntax::parse(FileId::default(), text);
    let checked = check(std::slice::from_ref(&parsed.file));
    let all = parsed.diagnostics.into_iter().chain(checked.diagnostics);
    all.filter(|problem| problem.code() != "B0703").collect()
}

fn codes(norm: &str) -> Vec<&'static str> {
    problems(&format!("{HALLS}规范 甲 {{\n{norm}\n}}\n")).iter().map(Diagnostic::code).collect()
}

#[track_caller]
fn passes(norm: &str, test: &str) {
    let text = text(norm, test);
    let parsed = syntax::parse(FileId::default(), &text);
    let checked = check(std::slice::from_ref(&parsed.file));
    assert!(parsed.diagnostics.is_empty() && checked.is_usable(), "{text}\n{:#?}", problems(&text));
    for result in scenario::run(&checked.policy, None) {
        let failures: Vec<String> = result.failures.iter().map(|failure| failure.render(Lang::Zh)).collect();
        assert!(failures.is_empty(), "{failures:#?}");
    }
}

#[test]
fn between_two_times_of_day_of_which_the_first_is_the_later_one_is_past_midnight() {
    for condition in ["该时间的钟点在22:30至02:00之间", "该时间的钟点在22:30至次日02:00之间"]
    {
        passes(
            &format!("情形：晚归（{condition}）\n应当：查夜（查夜楼是该晚归的晚归楼）\n时限：次日12:00前"),
            "        2016年3月2日 22:29 晚归（编号：a，晚归楼：h1）\n        2016年3月3日 22:30 晚归（编号：b，晚归楼：h1）\n        \
             2016年3月5日 02:00 晚归（编号：c，晚归楼：h1）\n        2016年3月10日 02:01 晚归（编号：d，晚归楼：h1）\n  应得：h1，2016年3月2日：无此义务\n        \
             h1，针对b：未完成\n        h1，针对c：未完成\n        h1，2016年3月10日：无此义务",
        );
    }
}

#[test]
fn of_records_joined_by_or_any_is_enough_and_of_those_forbidden_none_is_allowed() {
    let both = "查夜（查夜楼是该宿舍楼）或者值班（值班楼是该宿舍楼）";
    let done = "        2016年3月2日 值班（值班楼：h1）\n  应得：h1，“2016-03”：";
    passes(&format!("主体：宿舍楼\n应当：{both}\n频次：每月"), &format!("{done}已完成"));
    passes(&format!("主体：宿舍楼\n不得：{both}\n频次：每月"), &format!("{done}未完成"));
    // What one of them looks for besides makes no question of the whole.
    let looks = "查夜（查夜楼是该宿舍楼，存在晚归（晚归楼是该宿舍楼））或者值班（值班楼是该宿舍楼）";
    passes(&format!("主体：宿舍楼\n应当：{looks}\n频次：每月不少于一次"), &format!("{done}已完成"));
    // Whether there is one is a condition.
    let asked = "存在查夜（查夜楼是该宿舍楼）或者存在值班（值班楼是该宿舍楼）";
    passes(&format!("主体：宿舍楼\n应当：{asked}\n频次：每月"), &format!("{done}已完成"));
    assert_eq!(codes(&format!("主体：宿舍楼\n应当：{asked}\n频次：每月不少于一次")), ["B0424"]);
}

#[test]
fn what_holds_in_another_way_than_it_reads_is_told() {
    let norm = |clauses: &str| codes(&format!("主体：宿舍楼\n{clauses}\n频次：每月"));
    let [a, b] = ["查夜（查夜楼是该宿舍楼）", "值班（值班楼是该宿舍楼）"];
    assert_eq!(norm(&format!("不得：{a}；或者：{b}")), ["B0725"]);
    assert_eq!(norm(&format!("不得：{a}；{b}")), Vec::<&str>::new());
    let except = |words: &str| norm(&format!("应当：{a}\n除外：{words}"));
    let [closed, late] = ["该宿舍楼处于停用期间", "存在晚归（晚归楼是该宿舍楼）"];
    assert_eq!(except(&format!("{closed}，{late}")), ["B0726"]);
    assert_eq!(except(&format!("{closed}，{late}，存在{b}")), ["B0726"]);
    assert_eq!(except(&format!("{closed}、{late}")), ["B0127"]);
    for fine in [format!("{closed}；{late}"), format!("{closed}并且{late}"), format!("{closed}且{late}")]
    {
        assert_eq!(except(&fine), Vec::<&str>::new(), "{fine}");
    }
    assert_eq!(norm("不得：查夜（查夜楼是该宿舍楼，没有值班）"), ["B0719"]);
    assert_eq!(norm(&format!("不得：查夜（查夜楼是该宿舍楼，没有{b}）")), Vec::<&str>::new());
}

#[test]
fn numbers_and_lengths_as_people_write_them() {
    passes(
        "情形：晚归\n应当：满足（费用不少于1.5万）",
        "        2016年3月2日 晚归（编号：a，晚归楼：h1，费用：15000）\n        2016年3月2日 晚归（编号：b，晚归楼：h1，费用：14999）\n  \
         应得：h1，针对a：已完成\n        h1，针对b：未完成",
    );
    passes(
        "主体：宿舍楼\n应当：查夜（查夜楼为该宿舍楼）\n频次：每月\n逾期：一周内可以补查\n施行：自2016年3月1日起施行",
        "        2016年4月7日 查夜（查夜楼：h1）\n  应得：h1，“2016-03”：逾期完成",
    );
}

#[test]
fn what_has_several_values_may_be_one_as_well_as_another() {
    let of = |condition: &str| {
        let text = format!(
            "{HALLS}事件 会议 {{\n  会议楼：宿舍楼\n  到会人：人员的集合\n  主持人：人员\n}}\n规范 甲 {{\n  情形：会议（{condition}）\n  应当：查夜（查夜楼是该会议的会议楼）\n  时限：该会议之后3日内\n}}\n"
        );
        problems(&text).iter().map(Diagnostic::code).collect::<Vec<_>>()
    };
    assert_eq!(of("主持人是“p1”，主持人是“p2”"), ["B0706"]);
    assert!(of("到会人是“p1”，到会人是“p2”").is_empty());
    assert_eq!(of("主持人不是“p1”或者主持人不是“p2”"), ["B0730"]);
    assert!(of("到会人不是“p1”或者到会人不是“p2”").is_empty());
}

#[test]
fn each_day_on_some_days_of_the_week_is_told_where_the_others_cannot_be_met() {
    let of = |bound: &str, asked: &str| codes(&format!("主体：{bound}\n{asked}\n频次：每日"));
    let checked = |days: &str| format!("查夜（查夜楼是该宿舍楼，该时间的星期{days}）");
    let on_weekdays = format!("应当：{}", checked("不超过5"));
    assert_eq!(of("宿舍楼", &on_weekdays), ["B0729"]);
    assert!(of("宿舍楼", &format!("应当：{}", checked("不超过7"))).is_empty());
    assert!(of("宿舍楼", &format!("不得：{}", checked("不少于6"))).is_empty());
    assert!(of("宿舍楼", &format!("可以：{}", checked("不超过5"))).is_empty());
    assert_eq!(of("宿舍楼（处于工作日）", &on_weekdays), ["B0510"]);
    let either = |other: &str| {
        format!("应当：{}；或者：值班（值班楼是该宿舍楼，该时间的星期{other}）", checked("不超过5"))
    };
    assert!(of("宿舍楼", &either("不少于6")).is_empty());
    assert_eq!(of("宿舍楼", &either("不少于7")), ["B0729"]);
}

#[test]
fn brackets_say_what_binds_first_and_lose_no_remark() {
    let mixed = |remark: &str| {
        let norm = format!(
            "情形：晚归（费用不少于3并且费用不超过5{remark}\n  或者费用是9）\n应当：查夜（查夜楼是该晚归的晚归楼）\n时限：该晚归之后3日内"
        );
        problems(&format!("{HALLS}规范 甲 {{\n{norm}\n}}\n"))
    };
    let [plain] = mixed("").try_into().unwrap();
    assert_eq!(plain.code(), "B0728");
    assert_eq!(plain.fix.unwrap().replacement, "（费用不少于3并且费用不超过5）或者费用是9");
    let [remarked] = mixed(" // 元").try_into().unwrap();
    assert_eq!((remarked.code(), remarked.fix), ("B0728", None));
}
