//! Scenarios with cases and backgrounds, and what is told of one that fails.

use super::*;

const NORM: &str = "norm visits {\n  each unit\n  must have e where (unit is the unit)\n  every month, at least n times\n  answerable first the unit.head\n}\n";

#[test]
fn each_case_is_a_scenario_with_what_stands_before_the_first() {
    let text = format!(
        "{NORM}test \"one unit\" {{\n  given 2024-03-01 unit(entity: u1)\n  with n = 1\n}}\n\
         test \"edges\" for visits {{\n  background \"one unit\"\n  as of 2024-04-30\n\
         case \"last day\"\n  given 2024-03-31 e(unit: u1)\n  expect u1 on 2024-03-01: fulfilled\n\
         case\n  given 2024-04-01 e(unit: u1)\n  expect u1 on 2024-03-01: breached\n\
         case \"two\"\n  with n = 2\n  as of 2024-03-30\n  expect u1 on 2024-03-01: open, short by 2\n}}\n"
    );
    holds(&text);
    let titles: Vec<String> = policy(&text).tests.into_iter().map(|test| test.title.node).collect();
    assert_eq!(titles, ["edges · last day", "edges · 2", "edges · two"]);
}

#[test]
fn a_day_means_the_duty_that_a_record_of_that_day_triggers() {
    holds(
        "norm notice {\n  each unit\n  when f where (unit is the unit)\n  must have e where (unit is the unit)\n  at least 5 days before the f\n}\n\
         test \"which\" for notice {\n  given 2024-03-01 unit(entity: u1)\n  given 2024-03-02 e(unit: u1)\n\
         given 2024-03-03 f(unit: u1)\n  given 2024-05-01 f(unit: u1)\n  covers 2024-01-01 to 2024-12-31\n\
         expect u1 on 2024-03-03: breached\n  expect u1 on 2024-05-01: fulfilled\n}\n",
    );
}

#[test]
fn a_failure_shows_what_was_expected_beside_what_came_of_it() {
    let text = format!(
        "{NORM}test \"one\" for visits {{\n  given 2024-03-01 unit(entity: u1)\n  with n = 2\n  as of 2024-03-31\n\
         expect u1: fulfilled, short by 1, due 2024-03-30\n}}\n"
    );
    let failures = scenario::run(&policy(&text), None).remove(0).failures;
    let difference = failures[0].difference.clone().unwrap();
    let said = |one| syntax::format_expectation(one, Lang::En);
    assert_eq!(said(&difference.expected), "u1: fulfilled, short by 1, due 2024-03-30");
    let actual: Vec<String> = difference.actual.iter().map(said).collect();
    assert_eq!(actual, ["u1: breached, short by 2, due 2024-03-31"]);
    assert_eq!(difference.outcomes.len(), 1);
    assert!(failures.iter().skip(1).all(|failure| failure.difference.is_none()), "told once");
}

#[test]
fn an_expectation_of_somebody_whom_no_record_registers_says_so() {
    let keys = |bearer: &str, at: &str| -> Vec<&str> {
        let text = format!(
            "{NORM}test \"one\" for visits {{\n  given 2024-03-01 unit(entity: u1)\n        2024-03-05 e(unit: u2)\n\
             with n = 1\n  as of 2024-04-30\n  expect {bearer} on {at}: breached\n}}\n"
        );
        scenario::run(&policy(&text), None).remove(0).failures.iter().map(|f| f.message.key).collect()
    };
    assert_eq!(keys("u1", "2024-03-01"), Vec::<&str>::new());
    let none = ["scenario.no_instance", "scenario.there_are", "scenario.unregistered"];
    assert_eq!(keys("u1", "2023-03-01"), none[..2]);
    assert_eq!(keys("u2", "2024-03-01"), none);
    assert_eq!(keys("u3", "2024-03-01"), none);
}

#[test]
fn several_who_answer_are_asked_for_by_rank_and_by_name() {
    let norm = NORM.replace("first the unit.head", "first the unit.head, assisting the unit.deputy");
    let told = |details: &str| -> Vec<String> {
        let text = format!(
            "{norm}test \"one\" for visits {{\n  given 2024-03-01 unit(entity: u1)\n\
             2024-03-01 role_start(person: p1, role: head, unit: u1)\n\
             2024-03-01 role_start(person: p2, role: deputy, unit: u1)\n\
             with n = 1\n  as of 2024-03-31\n  expect u1: breached, {details}\n}}\n"
        );
        let run = scenario::run(&policy(&text), None).remove(0);
        run.failures.iter().map(|failure| failure.render(Lang::Zh)).collect()
    };
    assert!(told("answers p1").is_empty());
    assert!(told("answers p1 & p2").is_empty());
    assert!(told("answers p1, answers p2").is_empty());
    assert_eq!(told("answers p2"), ["u1应由p2负责，实由p1负责"]);
    assert_eq!(told("answers p2 & p1"), ["u1应由p2、p1负责，实由p1、p2负责"]);
    assert_eq!(told("answers p1, answers p3"), ["u1应由p1、p3负责，实由p1、p2负责"]);
}

#[test]
fn which_records_counted_is_asked_for_by_their_ids() {
    let told_of = |needed: u32, details: &str| -> Vec<String> {
        let text = format!(
            "{NORM}test \"one\" for visits {{\n  given 2024-03-01 unit(entity: u1)\n\
             2024-03-05 e(unit: u1)\n             2024-03-06 e(id: v2, unit: u1, 登记时间: 2024-03-07)\n\
             with n = {needed}\n  as of 2024-03-31\n  expect u1: fulfilled, {details}\n}}\n"
        );
        let run = scenario::run(&policy(&text), None).remove(0);
        run.failures.iter().map(|failure| failure.render(Lang::Zh)).collect()
    };
    let told = |details: &str| told_of(2, details);
    // What counts besides what was needed has counted too.
    assert!(told_of(1, "counted e2 & v2").is_empty());
    assert_eq!(told_of(1, "counted e2 & e9"), ["u1应计入e2、e9，实计入e2、v2"]);
    assert_eq!(told_of(1, "counted e2"), ["u1应计入e2，实计入e2、v2"]);
    assert!(told("counted v2 & e2").is_empty());
    assert_eq!(told("counted v2"), ["u1应计入v2，实计入e2、v2"]);
    assert_eq!(told("counted e2 & v2 & e4"), ["u1应计入e2、v2、e4，实计入e2、v2"]);
}

#[test]
fn a_record_given_keeps_its_lengths_and_clocks() {
    let of = |length: &str, clock: &str, expected: &str| {
        holds(&format!(
            "event stay {{ unit: unit, how_long: duration, off_at: time of day }}\n\
             norm long {{\n  each unit\n  must have stay where (unit is the unit, how_long at least 10 days, off_at at least 22:00)\n\
             every month\n}}\n\
             test \"one\" for long {{\n  given 2024-03-01 unit(entity: u1)\n\
             2024-03-05 stay(unit: u1, how_long: {length}, off_at: {clock})\n  as of 2024-03-31\n  expect u1: {expected}\n}}\n"
        ));
    };
    of("10 days", "22:00", "fulfilled");
    of("9 days", "22:00", "breached");
    of("10 days", "21:59", "breached");
}

fn codes(test: &str) -> Vec<&'static str> {
    let text = format!(
        "{VOCABULARY}{NORM}test \"one\" for visits {{\n  with n = 1\n  as of 2024-03-31\n{test}\n}}\n"
    );
    let checked = check(&[syntax::parse(FileId::default(), &text).file]);
    let told = checked.diagnostics.iter().map(|diagnostic| diagnostic.message.key);
    told.filter(|code| code.starts_with("B08") || code.starts_with('L') || *code == "B0402").collect()
}

#[test]
fn a_record_is_read_where_it_is_written() {
    let given = |record: &str| {
        codes(&format!("given 2024-03-01 unit(entity: u1)\n{record}\n  expect u1 on 2024-03-01: open"))
    };
    assert_eq!(given("2024-03-05 e(unit: u1)"), Vec::<&str>::new());
    assert_eq!(given("2024-03-05 e(unit: u1, amount: many)"), ["L0105"]);
    assert_eq!(given("2024-03-05 e()"), ["L0102"]);
    assert_eq!(given("2024-03-05 e(unit: u1, recorded_at: soon)"), ["L0104"]);
    assert_eq!(given("2024-03-05 role_start(person: p1, role: hed, unit: u1)"), ["L0105"]);
    // What is not known is told as that alone.
    assert_eq!(given("2024-03-05 e(unti: u1)"), ["B0803"]);
}

#[test]
fn what_is_wrong_with_a_value_is_told_at_the_value() {
    let text = format!(
        "{VOCABULARY}{NORM}test \"one\" for visits {{\n  given 2024-03-05 role_start(person: p1, role: hed, unit: u1)\n\
         with m = 1, n = yes\n  as of 2024-03-31\n  expect u1: open\n}}\n"
    );
    let checked = check(&[syntax::parse(FileId::default(), &text).file]);
    let told = |code: &str| {
        let one = checked.diagnostics.iter().find(|one| one.code() == code).unwrap();
        let meant = one.fix.as_ref().map(|fix| fix.replacement.clone());
        (text[one.span.start as usize..one.span.end as usize].to_owned(), meant)
    };
    assert_eq!(told("L0105"), ("hed".to_owned(), Some("head".to_owned())));
    assert_eq!(told("B0812").0, "m");
    assert!(checked.diagnostics.iter().any(|one| one.span.start as usize == text.find("yes").unwrap()));
}

#[test]
fn tests_of_one_title_are_asked_about_unless_their_norms_tell_them_apart() {
    let test = |title: &str, norm: &str| {
        format!("test \"{title}\" for {norm} {{\n  as of 2024-03-31\n  expect u1: no duty\n}}\n")
    };
    let other = NORM.replace("visits", "others");
    let told = |tests: &str| {
        let text = format!("{VOCABULARY}{NORM}{other}{tests}");
        let checked = check(&[syntax::parse(FileId::default(), &text).file]);
        checked.diagnostics.iter().filter(|one| one.code() == "B0813").count()
    };
    assert_eq!(told(&format!("{}{}", test("one", "visits"), test("one", "visits"))), 1);
    assert_eq!(told(&format!("{}{}", test("one", "visits"), test("one", "others"))), 0);
    let background =
        "test \"two\" for visits {\n  background \"one\"\n  as of 2024-03-31\n  expect u1: no duty\n}\n";
    assert_eq!(told(&format!("{}{}{background}", test("one", "visits"), test("one", "others"))), 1);
}

#[test]
fn a_record_after_the_day_of_the_test_is_asked_about() {
    let given = |rest: &str| {
        codes(&format!("given 2024-03-01 unit(entity: u1)\n{rest}\n  expect u1 on 2024-03-01: open"))
    };
    assert_eq!(given("2024-04-01 e(unit: u1)"), ["B0814"]);
    assert_eq!(given("2024-03-31 e(unit: u1)"), Vec::<&str>::new());
    assert_eq!(given("2024-04-01 e(unit: u1)\n  covers 2024-01-01 to 2024-04-30"), Vec::<&str>::new());
    // That one of the cases looks from a later day is enough.
    let later = "case \"later\"\n  as of 2024-04-30\n  expect u1 on 2024-03-01: open";
    assert_eq!(
        codes(&format!(
            "given 2024-03-01 unit(entity: u1)\n2024-04-01 e(unit: u1)\n{later}\ncase\n  expect u1 on 2024-03-01: open"
        )),
        Vec::<&str>::new()
    );
}

#[test]
fn a_scenario_that_expects_nothing_shows_nothing() {
    let given = "given 2024-03-01 unit(entity: u1)";
    let expects = "expect u1 on 2024-03-01: open";
    assert_eq!(codes(given), ["B0809"]);
    assert_eq!(codes(&format!("{given}\n{expects}")), Vec::<&str>::new());
    let one = format!("case \"one\"\n{expects}");
    assert_eq!(codes(&format!("{given}\n{one}\ncase \"other\"\n  given 2024-03-02 e(unit: u1)")), ["B0809"]);
}

#[test]
fn a_name_that_is_nearly_a_registered_one_is_asked_about() {
    let given = |unit: &str| {
        format!(
            "given 2024-03-01 unit(entity: harbour)\n2024-03-05 e(unit: {unit})\nexpect harbour on 2024-03-01: open"
        )
    };
    assert_eq!(codes(&given("harbour")), Vec::<&str>::new());
    assert_eq!(codes(&given("harbor")), ["B0807"]);
    assert_eq!(codes(&given("office")), Vec::<&str>::new(), "naming somebody is enough");
    assert_eq!(
        codes("given 2024-03-05 e(unit: harbor)\nexpect harbor on 2024-03-01: open"),
        Vec::<&str>::new()
    );
}

#[test]
fn no_duty_of_somebody_never_mentioned_shows_nothing() {
    let given = "given 2024-03-01 unit(entity: u1)\n  expect";
    assert_eq!(codes(&format!("{given} u1 on 2020-03-01: no duty")), Vec::<&str>::new());
    assert_eq!(codes(&format!("{given} u2: no duty")), ["B0808"]);
}

const REPAIRS: &str = "event report {\n  unit: unit\n  kind: text\n}\nnorm repaired {\n  each unit\n  when report where (unit is the unit)\n\
    must have e where (unit is the unit, kind is the report.kind)\n  within 3 days after the report\n}\n";

#[test]
fn duties_of_one_day_are_told_apart_by_the_records_that_gave_rise_to_them() {
    let test = |expected: &str| {
        format!(
            "{REPAIRS}test \"two on one day\" for repaired {{\n  given 2024-03-01 unit(entity: u1)\n\
             2024-03-04 report(id: r1, unit: u1, kind: \"door\")\n  2024-03-04 report(id: r2, unit: u1, kind: \"window\")\n\
             2024-03-05 e(unit: u1, kind: \"door\")\n  as of 2024-03-31\n  expect {expected}\n}}\n"
        )
    };
    holds(&test("u1 for r1: fulfilled\n  u1 for r2: breached, due 2024-03-07"));
    let told = |expected: &str| scenario::run(&policy(&test(expected)), None).remove(0).failures;
    // A day means both, and which they are is said by their records.
    let difference = told("u1 on 2024-03-04: fulfilled").remove(0).difference.unwrap();
    let said: Vec<String> =
        difference.actual.iter().map(|one| syntax::format_expectation(one, Lang::Zh)).collect();
    assert_eq!(said, ["u1，针对r1：已完成", "u1，针对r2：未完成"]);
    let failures = told("u1 for r3: fulfilled");
    assert_eq!(
        failures[1].render(Lang::En),
        "the duties that there are: u1 for r1: fulfilled; u1 for r2: breached"
    );
}

#[test]
fn what_is_deemed_and_named_by_a_test_can_be() {
    let told = |when: &str| {
        let text = format!(
            "entity unit\nevent ask {{ unit: unit }}\nevent reply {{ unit: unit }}\nevent consent alias 同意 {{ unit: unit }}\n\
             event notice {{ unit: unit }}\n\
             deem consent when 5 days pass after ask without reply where (unit is the ask.unit) {{ unit: unit }}\n\
             deem notice when consent {{ unit: unit }}\n\
             norm n {{\n  each unit\n  when notice where (unit is the unit)\n  must have reply where (unit is the unit)\n  \
             within 5 days after the notice\n}}\ntest \"t\" for n {{\n  given 2024-03-01 unit(entity: u1)\n  \
             2024-03-04 ask(id: r1, unit: u1)\n  2024-03-05 notice(id: x1, unit: u1)\n  as of 2024-03-31\n  expect u1 for \"{when}\": no duty\n}}\n"
        );
        let found = check(&[syntax::parse(FileId::default(), &text).file]).diagnostics.into_iter();
        let found = found.filter(|one| one.code().starts_with("B08"));
        found.map(|one| (one.code(), one.fix.map(|fix| fix.replacement))).collect::<Vec<_>>()
    };
    assert_eq!(told("notice@consent@r1"), []);
    assert_eq!(told("x1"), []);
    let fixed = |fix: &str| vec![("B0815", Some(fix.to_owned()))];
    // By its name in the other language, and of a record that there is not: another number is no slip of the pen.
    assert_eq!(told("notice@同意@r1"), fixed("notice@consent@r1"));
    assert_eq!(told("notice@consent@r9"), [("B0815", None)]);
    assert_eq!(told("r1").first().map(|(code, _)| *code), Some("B0815"));
    // A duty that nobody bears goes by the record alone.
    let alone = |id: &str| {
        let text = format!(
            "event ask {{ item: text }}\nevent consent {{ item: text }}\n\
             deem consent when 5 days pass after ask without ask where (item is the ask.item) {{ item: item }}\n\
             norm n {{\n  when consent\n  must have ask where (item is the consent.item)\n  within 5 days after the consent\n}}\n\
             test \"t\" for n {{\n  given 2024-03-04 ask(id: r1, item: \"1\")\n  as of 2024-03-31\n  expect {id}: no duty\n}}\n"
        );
        let found = check(&[syntax::parse(FileId::default(), &text).file]).diagnostics.into_iter();
        let found = found.filter(|one| one.code().starts_with("B08"));
        found.map(|one| (one.code(), one.fix.map(|fix| fix.replacement))).collect::<Vec<_>>()
    };
    assert_eq!(alone("\"consent@r1\""), []);
    assert_eq!(alone("\"consent@r9\""), fixed("consent@r1"));
    assert_eq!(alone("r9"), fixed("\"consent@r1\""));
}

#[test]
fn what_a_test_names_there_is() {
    let en = |given: &str, expected: &str| {
        format!(
            "{VOCABULARY}{NORM}{REPAIRS}test \"one\" for visits {{\n  given 2024-03-01 unit(entity: u1)\n  {given}\n  with n = 1\n\
             as of 2024-12-31\n  expect {expected}\n}}\n"
        )
    };
    let told = |text: &str| -> Vec<(&'static str, Option<String>)> {
        let found = check(&[syntax::parse(FileId::default(), text).file]).diagnostics.into_iter();
        let found = found.filter(|one| one.code().starts_with("B08"));
        found.map(|one| (one.code(), one.fix.map(|fix| fix.replacement))).collect()
    };
    let fixed = |code, fix: &str| vec![(code, Some(fix.to_owned()))];
    let report = "2024-03-04 report(id: r1, unit: u1, kind: \"door\")";
    assert_eq!(told(&en(report, "u1 in \"2024-03\": breached")), []);
    assert_eq!(told(&en(report, "u1 in \"2024-3\": no duty")), fixed("B0811", "2024-03"));
    assert_eq!(told(&en(report, "u1 in \"2024 Q2\": no duty")), [("B0811", None)]);
    assert_eq!(told(&en(report, "repaired of u1 for r1: breached")), []);
    assert_eq!(told(&en(report, "repaired of u1 for r11: no duty")), fixed("B0815", "r1"));
    assert_eq!(told(&en(report, "repaired of u1 for e1: no duty")), fixed("B0815", "r1"));
    assert_eq!(told(&en(report, "u1 for r1: no duty")), [("B0815", None)], "no record gives rise to visits");
    assert_eq!(told(&en(report, "repiared of u1 for r1: breached")), fixed("B0801", "repaired"));
    let clash = "2024-03-04 e(id: e3, unit: u1)\n2024-03-05 e(unit: u1)";
    assert_eq!(told(&en(clash, "u1 in \"2024-03\": fulfilled")), [], "nobody speaks of either");
    assert_eq!(told(&en(clash, "u1 in \"2024-03\": fulfilled, counted e3 & \"e3'\"")), [("B0820", None)]);
    let twice = "2024-03-04 e(id: v1, unit: u1)\n2024-03-05 e(id: v1, unit: u1)";
    assert_eq!(told(&en(twice, "u1 in \"2024-03\": fulfilled")), [("B0817", None)]);
    let unheard = "known at 2024-02-29";
    assert_eq!(told(&en(unheard, "u1 in \"2024-03\": no duty")), [("B0816", None)]);
    let covers = "covers 2024-01-01 to 2024-12-31 of reprt";
    assert_eq!(told(&en(covers, "u1 in \"2024-03\": breached")), fixed("B0802", "report"));

    let zh = |title: &str, rest: &str| {
        format!(
            "实体 单位\n事件 报修 {{ 报修单位：单位 }}\n事件 修复 {{ 修复单位：单位 }}\n规范 报修必修 {{\n  主体：单位\n  情形：报修（报修单位是该单位）\n\
             应当：修复（修复单位是该单位）\n  时限：该报修后3日内\n}}\n测试 “一则”{title} {{\n  已知：2024年3月1日 单位（对象：甲）\n\
             2024年3月4日 报修（编号：r1，报修单位：甲）\n  {rest}\n}}\n"
        )
    };
    let day = "截至：2024年3月31日\n";
    assert_eq!(told(&zh(" 针对 报修必修", &format!("{day}应得：甲，针对r1：未完成"))), []);
    assert_eq!(
        told(&zh(" 针对 报修必修", &format!("{day}应得：甲，因r1：未完成"))),
        fixed("B0811", "针对r1")
    );
    assert_eq!(
        told(&zh(" 针对 报修必修", &format!("{day}应得：甲，针对r2：无此义务"))),
        fixed("B0815", "r1")
    );
    assert_eq!(told(&zh("", &format!("{day}应得：甲：未完成"))), fixed("B0818", " 针对 报修必修"));
    assert_eq!(told(&zh(" 针对 报修必修", "应得：甲：未完成")), [("B0819", None)]);
}

#[test]
fn a_test_that_looks_from_before_its_records_is_judged() {
    holds(&format!(
        "{NORM}test \"before\" for visits {{\n  given 2024-03-01 unit(entity: u1)\n  with n = 1\n  as of 2023-12-31\n\
         expect u1: no duty\n}}\n"
    ));
}

#[test]
fn what_a_test_nearly_says_is_mended() {
    let fix = |text: &str| {
        let fixes = syntax::parse(FileId::default(), text).diagnostics.into_iter().filter_map(|one| one.fix);
        fixes.map(|fix| fix.replacement).collect::<Vec<_>>()
    };
    let en = |verdict: &str| {
        format!("test \"one\" for visits {{\n  as of 2024-03-31\n  expect u1: {verdict}\n}}\n")
    };
    assert_eq!(fix(&en("not_applicable")), ["not applicable"]);
    assert_eq!(fix(&en("missed")), ["breached"]);
    assert_eq!(
        fix("norm visits {\n  each unit\n  must hav e where (unit is the unit)\n  every month\n}\n"),
        ["have"]
    );
    let zh = |given: &str, verdict: &str| {
        format!(
            "测试 “一” 针对 走访 {{\n  已知：{given} 单位（对象：甲）\n  截至：2024年5月31日\n  应得：甲：{verdict}\n}}\n"
        )
    };
    assert_eq!(fix(&zh("2024年4月1日", "未办")), ["未完成"]);
    assert_eq!(fix(&zh("2024年4月12", "未完成")), ["2024年4月12日"]);
}

#[test]
fn what_is_deemed_carries_out_the_clauses_that_it_cites() {
    let text = |cites: &str| {
        format!(
            "source A1 \"silence\" {{\n  c1 \"silence is consent\"\n  c2 \"in good faith\" not checkable because \"nobody sees it\"\n}}\n\
             event ask {{\n  item: text\n}}\n\nevent consent alias 同意 {{\n  item: text\n}}\n\n\
             deem consent when 5 days pass after ask without ask where (item is the ask.item) {{\n{cites}  item: item\n}}\n"
        )
    };
    let read = |cites: &str| {
        let file = syntax::parse(FileId::default(), &text(cites)).file;
        (check(std::slice::from_ref(&file)), file)
    };
    let codes = |cites: &str| -> Vec<&'static str> {
        let found = read(cites).0.diagnostics;
        found.into_iter().map(|one| one.code()).filter(|code| code.starts_with("B06")).collect()
    };
    assert_eq!(codes(""), ["B0602"]);
    assert_eq!(codes("  cites A1.c1\n"), Vec::<&str>::new());
    assert_eq!(codes("  cites A1.c1, A1.c9\n"), ["B0603"]);
    assert_eq!(codes("  cites A1.c1, A1.c2\n"), ["B0605"]);
    let (checked, file) = read("  cites A1.c1\n");
    assert_eq!(checked.policy.clauses["A1.c1"].deems, ["consent"]);
    // It stands where it stood, in the other language too.
    let printed = syntax::format(&file);
    assert!(printed.contains(") {\n  cites A1.c1\n  item: item\n}\n"), "{printed}");
    let names = syntax::Names::of(&[&file]);
    let twin = syntax::format(&syntax::translate(&file, &names, Lang::Zh).unwrap());
    assert!(twin.contains(" {\n  依据：A1.c1\n  item：item\n}\n"), "{twin}");
    let again = syntax::parse(FileId::default(), &twin).file;
    assert_eq!(check(&[again]).policy.clauses["A1.c1"].deems, ["consent"]);
}
