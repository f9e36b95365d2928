//! What can be judged and is hardly what was meant is told, and what is well meant is not.

use super::VOCABULARY;
use bylaws::check::check;
use bylaws::source::FileId;
use bylaws::syntax;

const CHINESE: &str = "制度 规则 “规则” { 施行日期：2016-03-01 }\n实体 单位 英文名 unit\n实体 人员 英文名 person\n\
    事件 走访 英文名 e { 走访单位 英文名 unit：单位\n走访人 英文名 who：人员，可缺\n人数 英文名 amount：整数，非负，可缺 }\n";

/// The codes of all problems of a text beside the vocabulary, notes apart.
fn codes(vocabulary: &str, text: &str) -> Vec<&'static str> {
    let parsed = syntax::parse(FileId::default(), &format!("{vocabulary}\n{text}"));
    let checked = check(std::slice::from_ref(&parsed.file));
    let all = parsed.diagnostics.iter().chain(&checked.diagnostics);
    all.map(bylaws::diagnostic::Diagnostic::code).filter(|code| *code != "B0703").collect()
}

/// How many are asked for, in both languages, with what is told of it.
const QUANTITIES: [(&str, &str, &[&str]); 15] = [
    (
        "must have at least 2 e, of which at least 2 where (amount is 1)",
        "应当：走访不少于2次，其中不少于2次（人数是1）",
        &[],
    ),
    (
        "must have at least 2 e, of which at least 3 where (amount is 1)",
        "应当：走访不少于2次，其中不少于3次（人数是1）",
        &["B0711"],
    ),
    (
        "must have at most 2 e, of which at least 3 where (amount is 1)",
        "应当：走访不超过2次，其中不少于3次（人数是1）",
        &["B0711"],
    ),
    (
        "must have at least 2 e, of which at most 3 where (amount is 1)",
        "应当：走访不少于2次，其中不超过3次（人数是1）",
        &[],
    ),
    (
        "must have at least 2 e, of which at least 0 where (amount is 1)",
        "应当：走访不少于2次，其中不少于0次（人数是1）",
        &["B0712"],
    ),
    (
        "must have at least 0 e, of which at most 1 where (amount is 1)",
        "应当：走访不少于0次，其中不超过1次（人数是1）",
        &[],
    ),
    ("must have at least 0 e", "应当：走访不少于零次", &["B0712"]),
    ("must have at least 1 e", "应当：走访不少于一次", &[]),
    ("must have at most 0 e", "应当：走访不超过零次", &[]),
    ("must have between 0 and 2 e", "应当：走访（人数是1）0至2次", &[]),
    ("may have at least 0 e", "可以：走访不少于零次", &[]),
    ("must have less than 0 e", "应当：走访少于零次", &["B0713"]),
    ("must not have at least 0 e", "不得：走访不少于零次", &["B0713"]),
    ("must have at least 4.5 e", "应当：走访不少于4.5次", &["B0427"]),
    ("must have at least (2 * 2.5) e", "应当：走访不少于（2乘以2.5）", &[]),
];

// Whose records they are is not what is looked at here.
fn but_of_whom(mut codes: Vec<&'static str>) -> Vec<&'static str> {
    codes.retain(|code| *code != "B0719");
    codes
}

#[test]
fn numbers_that_ask_for_nothing_or_for_too_much_are_told() {
    for (english, chinese, told) in QUANTITIES {
        let found = codes(VOCABULARY, &format!("norm a {{\n  each unit\n  {english}\n  every month\n}}"));
        assert_eq!(but_of_whom(found), told, "{english}");
        let found = codes(CHINESE, &format!("规范 甲 {{\n  主体：单位\n  {chinese}\n  频次：每月\n}}"));
        assert_eq!(but_of_whom(found), told, "{chinese}");
    }
    let sums = "when t\n  must have e.amount where (unit is the t.unit) totalling at least 4.5\n  within 5 days after the t";
    assert!(codes(VOCABULARY, &format!("norm a {{\n  {sums}\n}}")).is_empty(), "a sum may be anything");
    let instead = |number: &str| {
        let norm = format!(
            "each unit\n  must have e where (unit is the unit)\n  every month\n  except when (exists e where (unit is the unit)), instead at least {number}"
        );
        codes(VOCABULARY, &format!("norm a {{\n  {norm}\n}}"))
    };
    assert_eq!(instead("4.5"), ["B0427"]);
    assert_eq!(instead("4"), Vec::<String>::new());
}

#[test]
fn a_condition_on_nothing_but_what_lasts_is_looked_at_once_in_a_window() {
    let norm =
        |keeps: &str, time: &str| format!("norm kept \"kept\" {{ each unit\n must keep {keeps}\n {time} }}");
    for (keeps, time, told) in [
        ("(not (the unit under away))", "every month", &["B0717"][..]),
        ("number of head where (unit is the unit) at least 1", "every month", &["B0717"]),
        ("number of head where (unit is the unit) at least 1", "at the end of every month", &[]),
        ("(not (the unit under away))", "at all times", &[]),
        // So many for each who is there at the end.
        (
            "number of e where (unit is the unit) >= number of head where (unit is the unit)",
            "every month",
            &[],
        ),
        ("days with away where (unit is the unit) at most 3", "every month", &[]),
    ] {
        assert_eq!(codes(VOCABULARY, &norm(keeps, time)), told, "{keeps} {time}");
    }
}

#[test]
fn norms_that_look_at_the_verdicts_of_one_with_which_they_compete_are_told() {
    let told = |share: &str, exception: &str, other: &str| {
        let norms = format!(
            "norm a {{\n  when t\n  must have e where (unit is the t.unit)\n  within 20 days after the t\n  reading one event exclusive\n}}\n\
             norm b {{\n  when f\n  must have e where (unit is the f.unit)\n  within 5 days after the f\n{exception}  reading one event {share}\n}}\n\
             norm c {{\n  when breach of a\n  must have {other} where (unit is the verdict.bearer)\n  within 5 days after the verdict\n  reading one event exclusive\n}}"
        );
        codes(VOCABULARY, &norms)
    };
    let looks = "  except when (exists breach of a where (bearer is the f.unit))\n";
    assert_eq!(told("exclusive", looks, "t"), ["B0429"]);
    assert_eq!(told("shared", looks, "t"), Vec::<String>::new());
    assert_eq!(told("exclusive", "", "t"), Vec::<String>::new());
    // What is due because of the breach is due after it.
    assert_eq!(told("exclusive", "", "e"), Vec::<String>::new());
}

/// Entries of a calendar, in both languages.
const CALENDARS: [(&str, &str, &[&str]); 9] = [
    (
        "semester \"s\" 2016-02-22 to 2016-07-08\nsemester \"s\" 2016-07-09 to 2016-12-31",
        "学期 “春” 2016-02-22 至 2016-07-08\n学期 “春” 2016-07-09 至 2016-12-31",
        &["B0511"],
    ),
    (
        "semester \"s\" 2016-02-22 to 2016-07-08\nsemester \"a\" alias \"s\" 2016-07-09 to 2016-12-31",
        "学期 “春” 英文名 “s” 2016-02-22 至 2016-07-08\n学期 “秋” 英文名 “s” 2016-07-09 至 2016-12-31",
        &["B0511"],
    ),
    (
        "semester \"s\" 2016-02-22 to 2016-07-08\nsemester \"a\" 2016-07-09 to 2016-12-31",
        "学期 “春” 2016-02-22 至 2016-07-08\n学期 “秋” 2016-07-09 至 2016-12-31",
        &[],
    ),
    (
        "academic year \"y\" 2015-09-01 to 2016-08-31\nacademic year \"y\" 2016-09-01 to 2017-08-31",
        "学年 “一” 2015-09-01 至 2016-08-31\n学年 “一” 2016-09-01 至 2017-08-31",
        &["B0511"],
    ),
    (
        "vacation \"v\" 2016-01-01 to 2016-01-31\nvacation \"v\" 2016-07-01 to 2016-07-31",
        "假期 “假” 2016-01-01 至 2016-01-31\n假期 “假” 2016-07-01 至 2016-07-31",
        &[],
    ),
    ("workday 2016-03-08", "调休上班 2016-03-08", &["B0512"]),
    ("workday 2016-03-05 to 2016-03-06", "调休上班 2016-03-05 至 2016-03-06", &[]),
    ("workday 2016-03-06 to 2016-03-07", "调休上班 2016-03-06 至 2016-03-07", &["B0512"]),
    (
        "holiday 2016-03-07 to 2016-03-11\nworkday 2016-03-08\nholiday 2016-03-19",
        "节假日 2016-03-07 至 2016-03-11\n调休上班 2016-03-08\n节假日 2016-03-19",
        &[],
    ),
];

#[test]
fn a_calendar_names_each_once_and_swaps_days_off_alone() {
    for (english, chinese, told) in CALENDARS {
        assert_eq!(codes(VOCABULARY, &format!("calendar c {{\n{english}\n}}")), told, "{english}");
        assert_eq!(codes(CHINESE, &format!("日历 校历 {{\n{chinese}\n}}")), told, "{chinese}");
    }
}

#[test]
fn ids_that_look_the_same_are_told_of_a_test() {
    let english = |first: &str, second: &str, expected: &str| {
        let given = format!("given 2016-03-02 e(unit: {first})\n        2016-03-03 e(unit: {second})");
        let norm = "norm a {\n  each unit\n  must have e where (unit is the unit)\n  every month\n}";
        let rest = format!("as of 2016-03-31\n  expect {expected}: fulfilled");
        codes(VOCABULARY, &format!("{norm}\ntest \"t\" for a {{\n  {given}\n  {rest}\n}}"))
    };
    assert_eq!(english("\"A01\"", "\"Ａ０１\"", "A01"), ["B0810"]);
    assert_eq!(english("\"A 01\"", "\"A01\"", "A01"), ["B0810"]);
    assert_eq!(english("\"A01\"", "\"A01\"", "\"A 01\""), ["B0810"]);
    assert!(english("\"A01\"", "\"A02\"", "A01").is_empty());
    let chinese = |first: &str, second: &str| {
        let given = format!(
            "已知：2016年3月2日 走访（走访单位：“{first}”）\n        2016年3月3日 走访（走访单位：“{second}”）"
        );
        let norm = "规范 甲 {\n  主体：单位\n  应当：走访（走访单位是该单位）\n  频次：每月\n}";
        let rest = format!("截至：2016年3月31日\n  应得：“{second}”：已完成");
        codes(CHINESE, &format!("{norm}\n测试 “一” 针对 甲 {{\n  {given}\n  {rest}\n}}"))
    };
    assert_eq!(chinese("甲 院", "甲院"), ["B0810"]);
    assert!(chinese("甲院", "甲院").is_empty());
}

#[test]
fn numbers_of_two_ids_are_no_slip_of_each_other() {
    let test = |named: &str| {
        let norm = "norm a {\n  each unit\n  must have e where (unit is the unit)\n  every month\n}";
        let given = format!("given 2016-03-01 unit(entity: {named})\n        2016-03-02 e(unit: b12)");
        let text = format!(
            "{norm}\ntest \"t\" for a {{\n  {given}\n  as of 2016-03-31\n  expect {named}: breached\n}}"
        );
        codes(VOCABULARY, &text)
    };
    assert!(test("b11").is_empty());
    assert_eq!(test("bl2"), ["B0807"]);
}

#[test]
fn a_reading_of_windows_that_hold_a_change_is_told_where_nothing_changes() {
    let norm = |clauses: &str| {
        format!(
            "norm a {{\n  each unit\n  must have e where (unit is the unit)\n  every month\n{clauses}}}\n"
        )
    };
    let package = "interpretation {\n  straddling by start\n}\n";
    assert_eq!(codes(VOCABULARY, &format!("{package}{}", norm(""))), ["B0228"]);
    assert_eq!(codes(VOCABULARY, &norm("  reading straddling by start\n")), ["B0228"]);
    let version = "  in force from 2017-01-01\n";
    assert!(codes(VOCABULARY, &format!("{package}{}", norm(version))).is_empty());
    assert!(codes(VOCABULARY, &norm(&format!("{version}  reading straddling by start\n"))).is_empty());
    let chinese =
        "解释 { 跨期：从旧 }\n规范 甲 {\n  主体：单位\n  应当：走访（走访单位是该单位）\n  频次：每月\n}";
    assert_eq!(codes(CHINESE, chinese), ["B0228"]);
}

#[test]
fn a_norm_without_anybody_who_answers_is_noted_in_both_languages() {
    let noted = |text: &str| {
        let checked = check(&[syntax::parse(FileId::default(), text).file]);
        checked.diagnostics.iter().filter(|d| d.code() == "B0703").count()
    };
    let english = |rest: &str| {
        format!(
            "{VOCABULARY}\nnorm a {{\n  each unit\n  must have e where (unit is the unit)\n  every month\n{rest}}}"
        )
    };
    assert_eq!((noted(&english("")), noted(&english("  answerable first the unit\n"))), (1, 0));
    let chinese =
        |rest: &str| format!("{CHINESE}\n规范 甲 {{\n  主体：单位\n  应当：走访\n  频次：每月\n{rest}}}");
    assert_eq!((noted(&chinese("")), noted(&chinese("  责任：该单位是第一责任人\n"))), (1, 0));
}

#[test]
fn a_problem_of_a_norm_stands_on_the_name_that_is_written_first() {
    let place = |text: &str| {
        let checked = check(&[syntax::parse(FileId::default(), text).file]);
        let noted = checked.diagnostics.iter().find(|d| d.code() == "B0703").unwrap().span;
        text[noted.start as usize..noted.end as usize].to_owned()
    };
    let chinese =
        format!("{CHINESE}\n规范 月访 英文名 monthly {{\n  主体：单位\n  应当：走访\n  频次：每月\n}}");
    assert_eq!(place(&chinese), "月访");
    let english =
        format!("{VOCABULARY}\nnorm monthly alias 月访 {{\n  each unit\n  must have e\n  every month\n}}");
    assert_eq!(place(&english), "monthly");
}

#[test]
fn records_that_could_say_whose_they_are_and_do_not_are_told() {
    let of = |clauses: &str| codes(VOCABULARY, &format!("norm a {{\n  {clauses}\n}}"));
    for told in [
        "each unit\n  must have e\n  every month",
        "each unit\n  must have e where (amount more than 1)\n  every month",
        "each unit\n  must keep (number of e at most 3)\n  every month",
        "each unit\n  when t\n  must have e where (unit is the unit)\n  within 5 days after the t",
        "when t\n  must have f\n  within 5 days after the t",
        "each head\n  must have role_start\n  every month",
    ] {
        assert_eq!(of(told), ["B0719"], "{told}");
    }
    for ours in [
        "each unit\n  must have e where (unit is the unit)\n  every month",
        "each unit\n  may have e\n  every month",
        "each unit\n  must keep (number of e where (unit is the unit) * 2 at least number of e)\n  every month",
        "each unit\n  when t where (unit is the unit)\n  must have e where (unit is the t.unit)\n  within 5 days after the t",
        "when t\n  must have f where (unit is the t.unit)\n  within 5 days after the t",
        "each person\n  must have f\n  every month",
    ] {
        assert!(of(ours).is_empty(), "{ours}: {:?}", of(ours));
    }
}

// A norm on units with one on what comes after a record, each with a further clause, in both languages.
fn with_clause(english: &str, chinese: &str) -> [Vec<&'static str>; 2] {
    let english = codes(
        VOCABULARY,
        &format!(
            "norm a {{\n  each unit\n  must have e where (unit is the unit)\n  every month\n  {english}\n}}"
        ),
    );
    let chinese = codes(
        CHINESE,
        &format!("规范 甲 {{\n  主体：单位\n  应当：走访（走访单位是该单位）\n  频次：每月\n  {chinese}\n}}"),
    );
    [english, chinese]
}

#[test]
fn records_of_others_excuse_nobody_unnoticed() {
    for (english, chinese) in [
        ("except exists e", "除外：存在走访"),
        ("except exists e where (amount is 1)", "除外：存在走访（人数是1）"),
        ("except not (exists e where (amount is 1))", "除外：并非（存在走访（人数是1））"),
        ("except number of e where (amount is 1) at least 2", "除外：走访（人数是1）的次数不少于2"),
        ("except total of e.amount at least 2", "除外：走访的人数之和不少于2"),
    ] {
        for found in with_clause(english, chinese) {
            assert_eq!(found, ["B0719"], "{english}");
        }
    }
    for (english, chinese) in [
        ("except exists e where (unit is the unit)", "除外：存在走访（走访单位是该单位）"),
        (
            "except number of e where (unit is the unit) less than number of e",
            "除外：走访（走访单位是该单位）的次数少于走访的次数",
        ),
        ("except during vacation", "除外：处于假期"),
    ] {
        for found in with_clause(english, chinese) {
            assert!(!found.contains(&"B0719"), "{english}: {found:?}");
        }
    }
}

#[test]
fn records_of_others_bind_put_off_and_give_rise_to_nothing_unnoticed() {
    let after = "when t\n  must have f where (unit is the t.unit)\n  within 5 days after the t";
    for told in [
        "each unit where (exists e)\n  must have e where (unit is the unit)\n  every month".to_owned(),
        format!("{after}\n  stops while exists e where (amount is 1)"),
        format!("{after}\n  extended by 5 days when e"),
        format!("{after}\n  except exists e"),
        after.replace("when t", "when t where (exists e)"),
        format!("{after}\n  otherwise must have e, within 5 days"),
    ] {
        assert_eq!(codes(VOCABULARY, &format!("norm a {{\n  {told}\n}}")), ["B0719"], "{told}");
    }
    for fine in [
        "each unit where (exists e where (unit is the unit))\n  must have e where (unit is the unit)\n  every month".to_owned(),
        format!("{after}\n  stops while exists e where (unit is the t.unit)"),
        format!("{after}\n  extended by 5 days when e where (unit is the t.unit)"),
        format!("{after}\n  except exists e where (unit is the t.unit)"),
        after.replace("when t", "when t where (exists e where (unit is the t.unit))"),
        format!("{after}\n  otherwise must have e where (unit is the t.unit), within 5 days"),
    ] {
        assert!(codes(VOCABULARY, &format!("norm a {{\n  {fine}\n}}")).is_empty(), "{fine}");
    }
    let account = |whose: &str| {
        codes(VOCABULARY, &format!("account sum: unit, every month, initially 0 = sum + number of e{whose}"))
    };
    assert!(account("").contains(&"B0719"), "{:?}", account(""));
    assert!(!account(" where (unit is the unit)").contains(&"B0719"));
}

#[test]
fn a_question_about_holidays_that_no_calendar_has_is_told() {
    let norm = "norm a {\n  each unit\n  must have e where (unit is the unit, not (during holiday))\n  every month\n}";
    let holiday = "calendar days {\n  holiday 2016-05-01\n}\n";
    assert_eq!(codes(VOCABULARY, norm), ["B0514"]);
    assert!(codes(VOCABULARY, &format!("{holiday}{norm}")).is_empty());
}

// What a norm on single days says of how many, in both languages.
fn both_ways(english: &str, chinese: &str) -> [Vec<&'static str>; 2] {
    let english = format!("norm a {{\n  each unit\n  {english}\n}}");
    [codes(VOCABULARY, &english), codes(CHINESE, &format!("规范 甲 {{\n  主体：单位\n  {chinese}\n}}"))]
}

#[test]
fn a_prohibition_of_doing_little_is_told() {
    for (quantity, zh, told) in [
        ("at most 3", "不超过3次", &["B0720"][..]),
        ("more than 3", "超过3次", &[]),
        ("less than 3", "少于3次", &[]),
    ] {
        let english = format!("must not have {quantity} e where (unit is the unit)\n  every month");
        let chinese = format!("不得：走访（走访单位是该单位）{zh}\n  频次：每月");
        for codes in both_ways(&english, &chinese) {
            assert_eq!(codes, told, "{quantity}");
        }
    }
}

#[test]
fn a_part_of_a_period_is_shorter_than_the_period() {
    for (every, zh, told) in [
        ("every day, in the last 2 weeks", "每日，末2周内", &["B0430"][..]),
        ("every week, in the first 7 days", "每周，前7日内", &["B0430"]),
        ("every week, in the first 6 days", "每周，前6日内", &[]),
        ("every 2 months, in the last 40 days", "每两个月，末40日内", &[]),
        ("every year, in the first 52 weeks", "每年，前52周内", &[]),
    ] {
        let english = format!("must have e where (unit is the unit)\n  {every}");
        let chinese = format!("应当：走访（走访单位是该单位）\n  频次：{zh}");
        for codes in both_ways(&english, &chinese) {
            assert_eq!(codes, told, "{every}");
        }
    }
}

#[test]
fn records_that_could_say_after_which_they_come_by_a_field_of_another_name_are_told() {
    let of = |needed: &str, wanted: &str| {
        let events = format!("event call {{ call_no: text }}\nevent reply {{ {needed}: text }}");
        codes(
            VOCABULARY,
            &format!(
                "{events}\nnorm a {{\n  when call\n  must have reply{wanted}\n  within 5 days after the call\n}}"
            ),
        )
    };
    assert_eq!(of("of_call", ""), ["B0719"]);
    assert!(of("of_call", " where (of_call is the call.call_no)").is_empty());
    // A remark is not what a case is called by.
    let remark = "event call { call_no: text }\nevent reply { remark: text, optional }";
    let norm = "norm a {\n  when call\n  must have reply\n  within 5 days after the call\n}";
    assert!(codes(VOCABULARY, &format!("{remark}\n{norm}")).is_empty());
}

#[test]
fn a_gap_before_a_vacation_is_one_too() {
    let calendar = |winter: &str| {
        let text = format!(
            "calendar school {{\n  semester \"spring\" 2024-02-26 to 2024-07-05\n  vacation \"summer\" 2024-07-06 to 2024-08-31\n  {winter}\n}}"
        );
        codes("", &text)
    };
    assert_eq!(calendar("vacation \"winter\" 2025-01-11 to 2025-02-16"), ["B0504"]);
    assert!(calendar("vacation \"late summer\" 2024-09-01 to 2024-09-08").is_empty());
    assert!(calendar("vacation \"days off\" 2024-05-01 to 2024-05-05").is_empty());
}

#[test]
fn a_regulation_without_time_zone_is_told() {
    let header = |more: &str| codes("", &format!("policy rules {{\n  number \"No. 1\"\n{more}\n}}"));
    assert_eq!(header(""), ["B0515"]);
    assert!(header("  time zone \"Europe/Berlin\"").is_empty());
    assert!(codes("", "policy rules {\n  in force from 2024-01-01\n}").is_empty());
}

#[test]
fn how_often_a_limit_may_be_extended_is_said_as_one_says_it() {
    let codes = |most: &str| {
        codes(
            VOCABULARY,
            &format!(
                "norm a {{\n  when t\n  must have e where (unit is the t.unit)\n  within 5 days after the t\n  extended by 5 days when f where (unit is the t.unit){most}\n}}"
            ),
        )
    };
    for most in ["", ", at most once", ", at most 1 time", ", at most two times"] {
        assert!(codes(most).is_empty(), "{most}: {:?}", codes(most));
    }
    assert_eq!(codes(", at most 0 times"), ["B0431"]);
}

#[test]
fn a_choice_that_nothing_in_the_norm_rests_on_is_told() {
    let periodic = "each unit\n  must have e where (unit is the unit)\n  every";
    let after = "when t\n  must have f where (unit is the t.unit)\n  within";
    for (norm, reading, idle) in [
        (format!("{after} 10 days after the t"), "vacation stops the clock", true),
        (format!("{after} 10 days after the t"), "day off moves; start day included", false),
        (format!("{after} 48 hours after the t"), "start day included", true),
        (format!("{after} 48 hours after the t"), "day off moves", true),
        (format!("{after} 48 hours after the t\n  late within 3 days"), "day off moves", false),
        (format!("{after} 10 days after the t"), "same day strict", true),
        (format!("{after} 10 days before the t"), "same day strict", false),
        (format!("{after} 10 days before the t"), "day off moves", true),
        (format!("{periodic} month"), "vacation waived; partial period in full", false),
        (format!("{periodic} month"), "day off moves", true),
        (format!("{periodic} month, in the first 5 days"), "day off moves", false),
        (format!("{periodic} month"), "year by academic year", true),
        (format!("{periodic} 2 weeks"), "fortnight rolling", false),
        (format!("{periodic} 2 months"), "fortnight by calendar weeks", true),
        (format!("{periodic} month"), "several units apart", true),
        (format!("{periodic} month"), "generally without reason", true),
        (
            format!("{periodic} month\n  otherwise generally must have f where (unit is the unit)"),
            "generally without reason",
            false,
        ),
    ] {
        let found = codes(VOCABULARY, &format!("norm a {{\n  {norm}\n  reading {reading}\n}}"));
        let told = found.contains(&"B0721");
        assert_eq!(told, idle, "{norm} / {reading}: {found:?}");
    }
}

#[test]
fn a_comparison_with_an_empty_text_is_told() {
    let english = |condition: &str| format!("must satisfy ({condition})");
    let told =
        |condition: &str| codes(VOCABULARY, &format!("norm a {{\n  when e\n  {}\n}}", english(condition)));
    assert_eq!(told("kind is not \"\""), ["B0722"]);
    assert_eq!(told("not (kind is \"\")"), ["B0722"]);
    assert!(told("kind else \"\" is not \"\"").is_empty());
    assert!(told("kind is not \"x\"").is_empty());
    super::holds(
        "norm a {
  when e
  must satisfy (kind else \"\" is not \"\")
}
test \"given and left out\" for a {
  given 2016-03-02 e(id: r1, unit: u1, kind: \"x\")
        2016-03-02 e(id: r2, unit: u1)
  covers 2016-03-01 to 2016-12-31
  expect u1 for r1: fulfilled
         u1 for r2: breached
}",
    );
}

#[test]
fn what_says_that_something_was_not_done_has_no_edit_to_the_contrary() {
    let english = "policy p { in force from 2016-01-01 }\nentity unit\nentity person\n\
        event training { unit: unit\nwho: person, optional }\n";
    let norm = |word: &str| match word.is_ascii() {
        true => format!(
            "{english}norm duty {{ each unit\nmust have {word} where (unit is the unit)\nevery year }}"
        ),
        false => format!("{CHINESE}规范 义务 {{ 主体：单位\n应当：{word}（走访单位是该单位）\n频次：每年 }}"),
    };
    let edits = |word: &str| {
        let file = syntax::parse(FileId::default(), &norm(word)).file;
        let told = check(&[file]).diagnostics.into_iter().find(|told| told.code() == "B0208").unwrap();
        (told.fix.is_some(), told.help.iter().any(|help| help.key == "help.denied"))
    };
    for word in ["untraining", "without_training", "未经走访", "未走访"] {
        assert_eq!(edits(word), (false, true), "{word}");
    }
    // Too far from the name to speak of it.
    for word in ["no_training", "non_training"] {
        assert_eq!(edits(word), (false, false), "{word}");
    }
    for word in ["trainin", "the_training", "走访人员"] {
        assert!(!edits(word).1, "{word}");
    }
    assert_eq!(edits("trainin"), (true, false));
}

#[test]
fn things_of_two_kinds_are_never_the_same_and_the_field_that_is_meant_is_named() {
    let told = |condition: &str| -> Vec<(&'static str, Option<String>)> {
        let text = format!(
            "{CHINESE}状态 出差 英文名 away：人员，始于出差开始，止于出差结束\n职务 主任 英文名 head：单位\n\
             规范 义务 {{ 主体：单位\n应当：走访（{condition}，走访单位是该单位）不少于1次\n频次：每年 }}"
        );
        let file = syntax::parse(FileId::default(), &text).file;
        let kinds = |code: &str| matches!(code, "B0309" | "B0723");
        let told = check(&[file]).diagnostics.into_iter().filter(|told| kinds(told.code()));
        told.map(|told| (told.code(), told.fix.map(|fix| fix.replacement))).collect()
    };
    assert_eq!(told("走访人是该单位"), [("B0723", Some("走访单位".to_owned()))]);
    assert_eq!(told("走访人是走访单位"), [("B0723", None)]);
    assert!(told("走访人是该单位的主任").is_empty());
    assert_eq!(told("该单位处于出差期间"), [("B0309", None)]);
    assert_eq!(told("人数担任主任"), [("B0309", None)]);
    assert!(told("走访人处于出差期间").is_empty());
    assert!(told("“p1”担任主任").is_empty());
}

#[test]
fn himself_conditions_in_a_list_and_states_of_anybody_have_edits() {
    let told = |clauses: &str| -> Vec<(&'static str, Option<String>)> {
        let text = format!(
            "{CHINESE}状态 请假 英文名 leave：人员，始于请假开始，止于请假结束\n规范 义务 {{ 主体：人员\n{clauses}\n频次：每年 }}"
        );
        let file = syntax::parse(FileId::default(), &text).file;
        let told = check(&[file]).diagnostics.into_iter().filter(|told| told.code() != "B0703");
        told.map(|told| (told.code(), told.fix.map(|fix| fix.replacement))).collect()
    };
    let of_himself = "应当：走访（走访人是本人）不少于1次";
    assert_eq!(told(of_himself), [("B0201", Some("该人员".to_owned()))]);
    for other in ["人数不少于3", "走访人处于请假期间"] {
        let listed = format!("应当：走访（走访人是该人员、{other}）不少于1次");
        assert_eq!(told(&listed), [("B0127", Some("，".to_owned()))]);
    }
    let of_anybody = "应当：走访（走访人是该人员）不少于1次\n除外：存在请假";
    assert_eq!(told(of_anybody), [("B0719", Some("（人员是该人员）".to_owned()))]);
    assert!(told("应当：走访（走访人是该人员）不少于1次\n除外：该人员处于请假期间").is_empty());
}
