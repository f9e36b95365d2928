//! One package amends another from a day: versions, and windows that hold the day.

use super::VOCABULARY;
use bylaws::check::{Checked, check};
use bylaws::diagnostic::Lang;
use bylaws::source::FileId;
use bylaws::{scenario, syntax};

const OLD: &str = r#"
source A1 "Article 1" { c1 "once" }
norm counted alias 计数 "one in ten days" {
  cites A1.c1
  each  unit
  must  have e where (unit is the unit)
  every 10 days from 2016-03-01
}
norm seen_to "f within ten days" {
  when   t
  must   have f where (unit is the t.unit)
  within 10 days after the t
}
norm held "always a head" {
  each  unit
  must  have at least 1 head where (unit is the unit)
  at all times
}
norm told "after each breach" {
  when   breach of counted
  must   have f where (unit is the verdict.bearer)
  within 5 days after the verdict
}
"#;

/// The law as each of these packages amends the one before it.
fn law(amendments: &[String]) -> Checked {
    let texts = std::iter::once(format!("{VOCABULARY}\n{OLD}")).chain(amendments.iter().cloned());
    let files = texts.enumerate().map(|(index, text)| {
        let parsed = syntax::parse(FileId(u32::try_from(index).unwrap()), &text);
        assert!(parsed.diagnostics.is_empty(), "{:#?}", parsed.diagnostics);
        let mut file = parsed.file;
        file.beneath = amendments.len() - index;
        file
    });
    check(&files.collect::<Vec<_>>())
}

fn decision(name: &str, day: &str, attributes: &str, rest: &str) -> String {
    format!(
        "policy {name} \"Decision {name}\" {{\n  in force from {day}\n  amends \"../old\"\n{attributes}}}\n{rest}"
    )
}

#[track_caller]
fn holds(amendments: &[String]) {
    let checked = law(amendments);
    let said: Vec<String> = checked.diagnostics.iter().map(|d| d.message.render(Lang::En)).collect();
    assert!(checked.is_usable(), "{said:#?}");
    let results = scenario::run(&checked.policy, None);
    assert!(!results.is_empty());
    for result in results {
        let failures: Vec<String> = result.failures.iter().map(|f| f.render(Lang::En)).collect();
        assert!(failures.is_empty(), "{}: {failures:#?}", result.title);
    }
}

fn codes(amendments: &[String]) -> Vec<String> {
    let checked = law(amendments);
    checked.diagnostics.iter().map(|d| d.code().to_owned()).filter(|code| code != "B0703").collect()
}

const TWO: &str = r#"
norm counted "two in ten days" {
  each  unit
  must  have at least 2 e where (unit is the unit)
  every 10 days from 2016-03-01
}
"#;

// Windows: 1 to 10, 11 to 20 (it holds the 16th), 21 to 30 March.
fn straddling(rule: &str, day: &str, test: &str) -> Vec<String> {
    let rest = format!("interpretation {{\n  straddling {rule}\n}}\n{TWO}\n{test}");
    vec![decision("d1", day, "", &rest)]
}

const ONE_EACH: &str = "given 2016-01-01 unit(entity: u1)
        2016-03-05 e(unit: u1)
        2016-03-12 e(unit: u1)
        2016-03-25 e(unit: u1)
  as of 2016-03-31";

#[test]
fn by_start_the_old_law_judges_to_the_end() {
    let test = format!(
        "test \"old, old, new\" for counted {{\n  {ONE_EACH}
  expect u1 on 2016-03-05: fulfilled
         u1 on 2016-03-15: fulfilled
         u1 on 2016-03-25: breached, short by 1
}}"
    );
    holds(&straddling("by start", "2016-03-16", &test));
    // A window that begins on the day is the new law's, one that ends the day before the old law's.
    let test = format!(
        "test \"old, new, new\" for counted {{\n  {ONE_EACH}
  expect u1 on 2016-03-05: fulfilled
         u1 on 2016-03-15: breached, short by 1
         u1 on 2016-03-25: breached, short by 1
}}"
    );
    for rule in ["by start", "by end", "cut"] {
        holds(&straddling(rule, "2016-03-11", &test));
    }
}

#[test]
fn by_end_the_new_law_judges_the_whole_window() {
    let test = format!(
        "test \"old, new, new\" for counted {{\n  {ONE_EACH}
  expect u1 on 2016-03-05: fulfilled
         u1 on 2016-03-15: breached, short by 1
         u1 on 2016-03-25: breached, short by 1
}}"
    );
    holds(&straddling("by end", "2016-03-16", &test));
    // The last day of a window is enough.
    holds(&straddling("by end", "2016-03-20", &test));
}

#[test]
fn cut_gives_each_law_its_part_in_proportion() {
    // Five days of ten: of one a half, which is one; of two one.
    let test = "test \"in two parts\" for counted {
  given 2016-01-01 unit(entity: u1)
        2016-03-05 e(unit: u1)
        2016-03-12 e(unit: u1)
        2016-03-25 e(unit: u1)
        2016-01-01 unit(entity: u2)
        2016-03-16 e(unit: u2)
  as of 2016-03-31
  expect u1 on 2016-03-15: fulfilled
         u1 on 2016-03-16: breached, short by 1, due 2016-03-20
         u2 on 2016-03-11: breached, short by 1, due 2016-03-15
         u2 on 2016-03-20: fulfilled
         u1 on 2016-03-25: breached, short by 1
}";
    holds(&straddling("cut", "2016-03-16", test));
    // Four days of ten are less than half of one.
    let test = "test \"too little is left\" for counted {
  given 2016-01-01 unit(entity: u1)
  as of 2016-03-31
  expect u1 on 2016-03-14: not applicable
         u1 on 2016-03-15: breached, short by 1
}";
    holds(&straddling("cut", "2016-03-15", test));
}

#[test]
fn a_trigger_follows_the_law_of_its_day_and_what_is_made_up_later_too() {
    let new = "norm seen_to \"f within five days, to be made up in three\" {
  when   t
  must   have f where (unit is the t.unit)
  within 5 days after the t
  late within 3 days
}
test \"ten days, five days\" for seen_to {
  given 2016-01-01 unit(entity: u1)
        2016-01-01 unit(entity: u2)
        2016-03-09 t(unit: u1)
        2016-03-10 t(unit: u2)
        2016-03-18 f(unit: u2)
        2016-03-19 f(unit: u1)
  as of 2016-03-31
  expect u1 on 2016-03-09: fulfilled, due 2016-03-19
         u2 on 2016-03-10: late, due 2016-03-15
}";
    for rule in ["by start", "cut"] {
        let rest = format!("interpretation {{\n  straddling {rule}\n}}\n{new}");
        holds(&[decision("d1", "2016-03-10", "", &rest)]);
    }
}

#[test]
fn what_is_repealed_ends_and_the_rest_goes_on() {
    let test = "interpretation {
  straddling by start
}
test \"ends\" for counted {
  given 2016-01-01 unit(entity: u1)
        2016-03-21 role_start(person: p1, role: head, unit: u1)
        2016-03-16 t(unit: u1)
  as of 2016-03-31
  expect u1 on 2016-03-15: breached, short by 1
         u1 on 2016-03-25: no duty
         seen_to of u1 on 2016-03-16: breached, due 2016-03-26
         held of u1 on 2016-03-20: breached
}";
    holds(&[decision("d1", "2016-03-16", "  repeals 计数\n", test)]);
}

#[test]
fn stretches_that_hold_the_day_are_told_of() {
    let anywhere = |time: &str, how: &str| {
        let norm = format!("norm seen_to {{ each unit\n must have e where (unit is the unit)\n {time} }}");
        codes(&[
            decision("d1", "2016-03-16", "", &format!("norm lasting {how}")),
            decision(
                "d2",
                "2016-06-01",
                "  repeals counted\n",
                &format!("interpretation {{ straddling by start }}\n{norm}"),
            ),
        ])
    };
    let other = "{ each unit\n must have e where (unit is the unit)\n in any 30 days, at least 1 time }";
    // One that an amendment adds takes no place.
    assert_eq!(anywhere("in any 30 days, at least 1 time", other), ["B0227"]);
    assert_eq!(anywhere("at intervals of at most 30 days", other), ["B0227"]);
    assert_eq!(anywhere("at all times", other), Vec::<String>::new());
}

#[test]
fn an_amendment_may_be_amended_and_each_version_has_its_name() {
    let first = straddling("by start", "2016-03-11", "").remove(0);
    let second = decision(
        "d2",
        "2016-03-21",
        "",
        r#"norm thrice "three in ten days" {
  replaces counted
  each  unit
  must  have at least 3 e where (unit is the unit)
  every 10 days from 2016-03-01
}
test "one, two, three" for counted {
  given 2016-01-01 unit(entity: u1)
        2016-03-05 e(unit: u1)
        2016-03-12 e(unit: u1)
        2016-03-25 e(unit: u1)
  as of 2016-03-31
  expect u1 on 2016-03-15: breached, short by 1
         thrice of u1 on 2016-03-25: breached, short by 2
}"#,
    );
    holds(&[first.clone(), second.clone()]);
    let names: Vec<String> = law(&[first, second]).policy.norms.keys().cloned().collect();
    assert_eq!(names, ["counted (until 2016-03-10)", "seen_to", "held", "told", "counted", "thrice"]);
}

#[test]
fn what_follows_from_the_verdicts_of_a_norm_follows_from_those_of_all_its_versions() {
    let follows = format!(
        "interpretation {{\n  straddling by start\n}}\n{TWO}
test \"of the old law and of the new\" for told {{
  given 2016-01-01 unit(entity: u1)
        2016-03-12 e(unit: u1)
        2016-03-25 e(unit: u1)
  as of 2016-04-30
  expect u1 on 2016-03-10: breached
         u1 on 2016-03-20: no duty
         u1 on 2016-03-30: breached
}}"
    );
    holds(&[decision("d1", "2016-03-16", "", &follows)]);
}

#[test]
fn nothing_passes_silently() {
    let plain = |day: &str| codes(&[decision("d1", day, "", TWO)]);
    assert_eq!(plain("2016-03-16"), ["B0221"]);
    assert!(plain("2016-03-11").is_empty(), "no window holds the day");
    assert_eq!(plain("2016-02-10"), ["B0219"]);
    assert_eq!(codes(&[decision("d1", "2016-03-11", "  repeals counted\n", TWO)]), ["B0220"]);
    assert_eq!(codes(&[decision("d1", "2016-03-11", "  repeals count\n", "")]), ["B0217"]);
    let twice = [decision("d1", "2016-03-11", "", TWO), decision("d2", "2016-03-11", "", TWO)];
    assert_eq!(codes(&twice), ["B0220"]);
    // What only the record tells has no end that is known beforehand.
    let seen = "interpretation {\n  straddling by end\n}\nnorm seen_to { when t\n must have f where (unit is the t.unit)\n within 5 days after the t }";
    assert_eq!(codes(&[decision("d1", "2016-03-11", "", seen)]), ["B0223"]);
    // Of a norm that is repealed nothing else can tell.
    let ended = "interpretation {\n  straddling by end\n}\n";
    assert_eq!(codes(&[decision("d1", "2016-03-11", "  repeals seen_to\n", ended)]), ["B0223"]);
}

#[test]
fn a_norm_that_stays_beside_the_one_it_was_to_replace_is_told() {
    let added = |name: &str, clauses: &str, attributes: &str| {
        let norm = format!(
            "norm {name} {{\n{clauses}  each unit\n  must have at least 2 e where (unit is the unit)\n  every 10 days from 2016-03-01\n}}"
        );
        codes(&[decision("d1", "2016-03-11", attributes, &norm)])
    };
    assert_eq!(added("countd", "", ""), ["B0229"], "nearly its name");
    assert_eq!(added("other", "  cites A1.c1\n", ""), ["B0229"], "its clause");
    assert!(added("other", "", "").is_empty());
    assert!(added("countd", "  replaces counted\n", "").is_empty());
    assert!(added("countd", "  cites A1.c1\n", "  repeals counted\n").is_empty());
    assert!(added("counted", "", "").is_empty(), "its name");
}

#[test]
fn what_has_ended_is_not_amended() {
    let ends = |day: &str| {
        let base = format!("{VOCABULARY}\n{OLD}").replace(
            "in force from 2016-03-01",
            &format!("in force from 2016-03-01\n  in force until {day}"),
        );
        let texts = [base, decision("d1", "2016-03-11", "", TWO)];
        let files = texts.iter().enumerate().map(|(index, text)| {
            let mut file = syntax::parse(FileId(u32::try_from(index).unwrap()), text).file;
            file.beneath = 1 - index;
            file
        });
        let checked = check(&files.collect::<Vec<_>>());
        let grave = checked.diagnostics.iter().filter(|d| d.severity > bylaws::diagnostic::Severity::Note);
        grave.map(bylaws::diagnostic::Diagnostic::code).collect::<Vec<_>>()
    };
    assert_eq!(ends("2016-03-10"), ["B0230"]);
    assert!(ends("2016-03-11").is_empty());
}

const BY_START: &str = "interpretation {\n  straddling by start\n}\n";

const THRICE: &str = r#"
norm thrice "three in ten days" {
  replaces counted
  each  unit
  must  have at least 3 e where (unit is the unit)
  every 10 days from 2016-03-01
}
"#;

fn in_force(checked: &Checked) -> Vec<String> {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let norms = checked.policy.norms.iter().filter(|(_, norm)| norm.in_force != (None, None));
    norms.map(|(name, norm)| format!("{name}: {}..{}", day(norm.in_force.0), day(norm.in_force.1))).collect()
}

#[test]
fn what_is_repealed_is_not_ended_again() {
    let first = decision("d1", "2016-03-11", "  repeals counted\n", "");
    let again = |attributes: &str, rest: &str| {
        codes(&[first.clone(), decision("d2", "2016-03-21", attributes, rest)])
    };
    assert_eq!(again("  repeals counted\n", ""), ["B0225"]);
    assert_eq!(again("", THRICE), ["B0225"]);
    assert!(again("", TWO).is_empty(), "the name may be used again");
    let ended = law(&[first.clone(), decision("d2", "2016-03-21", "  repeals counted\n", "")]);
    assert_eq!(in_force(&ended), ["counted: ..2016-03-10"]);
    let one_day = decision("d1", "2016-03-11", "  repeals counted, counted\n", "");
    assert_eq!(codes(&[one_day]), ["B0220"]);
}

#[test]
fn a_name_stands_for_the_version_in_force() {
    let first = decision("d1", "2016-03-11", "", THRICE);
    let second = |attributes: &str, rest: &str| {
        let checked = law(&[first.clone(), decision("d2", "2016-03-21", attributes, rest)]);
        assert!(checked.is_usable(), "{:#?}", checked.diagnostics);
        in_force(&checked)
    };
    let ended = ["counted: ..2016-03-10", "thrice: 2016-03-11..2016-03-20"];
    for name in ["counted", "thrice", "计数"] {
        assert_eq!(second(&format!("  repeals {name}\n"), ""), ended);
    }
    let other = THRICE.replace("norm thrice", "norm other");
    assert_eq!(second("", &other), [ended[0], ended[1], "other: 2016-03-21.."]);
    let renamed = ["counted (until 2016-03-10): ..2016-03-10", ended[1], "counted: 2016-03-21.."];
    assert_eq!(second("", TWO), renamed);
    let both =
        decision("d2", "2016-03-21", "", &format!("{other}{}", other.replace("norm other", "norm further")));
    assert_eq!(codes(&[first.clone(), both]), ["B0220"]);
}

#[test]
fn what_comes_back_under_a_name_is_new_and_the_repeal_keeps_its_rule() {
    let first = decision("d1", "2016-03-16", "  repeals counted\n", BY_START);
    // The window of the 16th is over when the norm comes back on the 26th.
    let second = decision(
        "d2",
        "2016-03-26",
        "",
        &format!(
            "interpretation {{\n  straddling by end\n}}\n{TWO}
test \"judged, and judged anew\" for counted {{
  given 2016-01-01 unit(entity: u1)
        2016-03-12 e(unit: u1)
        2016-03-25 e(unit: u1)
  as of 2016-03-31
  expect u1 on 2016-03-15: fulfilled
         u1 on 2016-03-25: breached, short by 1
}}"
        ),
    );
    holds(&[first.clone(), second.clone()]);
    let policy = law(&[first, second]).policy;
    let old = &policy.norms["counted (until 2016-03-15)"].amended;
    assert!(old.repealed && old.current.as_deref() == Some("counted"));
    let new = &policy.norms["counted"].amended;
    assert!(!new.repealed && new.before.is_none());
}

#[test]
fn both_ends_of_a_version_are_asked_about() {
    let thrice = format!("{BY_START}{THRICE}");
    let added = TWO.replace("norm counted", "norm added");
    let third = added.replace("at least 2", "at least 3");
    let amended = [decision("d1", "2016-03-16", "", &added), decision("d2", "2016-03-26", "", &third)];
    assert_eq!(codes(&amended), ["B0221", "B0221"]);
    let amended = [
        decision("d1", "2016-03-16", "", &added),
        decision("d2", "2016-03-26", "", &format!("{BY_START}{third}")),
    ];
    assert_eq!(codes(&amended), ["B0221"]);
    assert!(codes(&[decision("d1", "2016-03-16", "", &thrice)]).is_empty());
}

#[test]
fn what_begins_with_its_amendment_straddles_nothing() {
    let by = "norm once { each unit must have e where (unit is the unit) by 2016-06-30 }\n";
    let first = decision("d1", "2016-03-11", "", by);
    assert!(codes(std::slice::from_ref(&first)).is_empty());
    let later = decision("d2", "2016-04-01", "", by);
    assert_eq!(codes(&[first, later]), ["B0221"]);
    let triggered =
        "norm other { when t must have f where (unit is the t.unit) within 5 days after the t }\n";
    assert!(codes(&[decision("d1", "2016-03-11", "", triggered)]).is_empty());
}

#[test]
fn the_old_law_goes_on_until_the_first_day_of_the_norm() {
    let later = |day: &str| TWO.replace("each  unit", &format!("in force from {day}\n  each  unit"));
    let first = |day: &str| law(&[decision("d1", "2016-03-11", "", &format!("{BY_START}{}", later(day)))]);
    let from = |until: &str, from: &str| {
        [format!("counted (until {until}): ..{until}"), format!("counted: {from}..")]
    };
    assert_eq!(in_force(&first("2016-03-21")), from("2016-03-20", "2016-03-21"));
    // An earlier day is none of the amendment's.
    assert_eq!(in_force(&first("2016-03-05")), from("2016-03-10", "2016-03-11"));
    // What is replaced before it ever began.
    let twice =
        [decision("d1", "2016-03-11", "", &later("2016-03-31")), decision("d2", "2016-03-21", "", TWO)];
    assert_eq!(codes(&twice), ["B0220"]);
}

#[test]
fn one_window_follows_one_rule() {
    let of = |days: [&str; 2], rules: [&str; 2]| {
        let one = |name, day, rule: &str, norm: &str| {
            decision(name, day, "", &format!("interpretation {{\n  straddling {rule}\n}}\n{norm}"))
        };
        let three = TWO.replace("at least 2", "at least 3");
        codes(&[one("d1", days[0], rules[0], TWO), one("d2", days[1], rules[1], &three)])
    };
    let rules = ["by start", "by end", "cut"];
    for (a, b) in rules.into_iter().flat_map(|a| rules.map(|b| (a, b))) {
        let within = of(["2016-03-13", "2016-03-20"], [a, b]);
        assert_eq!(within.is_empty(), a == b, "{a}, {b}: {within:?}");
        assert!(within.iter().all(|code| code == "B0226"));
        assert!(of(["2016-03-13", "2016-03-21"], [a, b]).is_empty(), "no window holds both");
        // The same where the name comes back within the window.
        let gone = format!("interpretation {{\n  straddling {a}\n}}\n");
        let gone = decision("d1", "2016-03-13", "  repeals counted\n", &gone);
        let back =
            decision("d2", "2016-03-16", "", &format!("interpretation {{\n  straddling {b}\n}}\n{TWO}"));
        assert_eq!(codes(&[gone, back]).is_empty(), a == b, "{a}, {b}");
    }
}

#[test]
fn a_clause_said_anew_tells_until_when() {
    let anew = "source A1 \"Article 1\" { c1 \"twice\" }\n";
    let policy = law(&[decision("d1", "2016-03-11", "", &format!("{anew}{TWO}"))]).policy;
    let cited = format!("{:?}", policy.norms["counted (until 2016-03-10)"].cites);
    assert!(cited.contains("A1.c1 (until 2016-03-10)"), "{cited}");
    let shown =
        |id: &'static str| [Lang::Zh, Lang::En].map(|lang| policy.clause_shown(id, lang).into_owned());
    assert_eq!(shown("A1.c1 (until 2016-03-10)"), ["A1.c1（至2016-03-10）", "A1.c1 (until 2016-03-10)"]);
    assert_eq!(shown("A1.c1"), ["A1.c1", "A1.c1"]);
}

// By the old law once, by the new one twice; the window of the 16th goes by the new law.
#[test]
fn the_same_of_a_chinese_amendment() {
    let one = |attributes: &str, rest: &str| {
        vec![format!(
            "制度 决定 “关于修改的决定” {{\n  施行日期：2016-03-16\n  修订：“../old”\n{attributes}}}
解释 {{\n  跨期：从新\n}}\n{rest}"
        )]
    };
    let test = |of: &str, second: &str, third: &str| {
        format!(
            "测试 “修改前后” 针对 {of} {{
  已知：2016年1月1日 unit（对象：u1）
        2016年3月5日 e（unit：u1）
        2016年3月12日 e（unit：u1）
        2016年3月25日 e（unit：u1）
  截至：2016年3月31日
  应得：u1，2016年3月5日：已完成
        u1，2016年3月15日：{second}
        u1，2016年3月25日：{third}
}}"
        )
    };
    let norm = |name: &str, clause: &str| {
        format!(
            "规范 {name} “十日两次” {{\n{clause}  主体：unit\n  应当：e（unit 为 该unit）\n  频次：每10日（自2016-03-01起）不少于2次\n}}\n"
        )
    };
    let breached = "未完成，差1次";
    let both = test("计数", breached, breached);
    holds(&one("", &format!("{}{both}", norm("计数", ""))));
    holds(&one("", &format!("{}{}", norm("十日", "  代替：计数\n"), test("十日", breached, breached))));
    // What is repealed has no window that ends after the day.
    holds(&one("  废止：计数\n", &test("计数", "无此义务", "无此义务")));
}

// One in the window from 1 to 10 March, to be made up in ten days.
fn made_up(new: &str, test: &str) -> Vec<String> {
    let first = r#"norm counted "one in ten days, to be made up in ten" {
  each  unit
  must  have e where (unit is the unit)
  every 10 days from 2016-03-01
  late  within 10 days
}"#;
    let rule = "interpretation {\n  straddling by start\n}";
    let second = format!(
        "{rule}\nnorm counted \"{new}\" {{\n  each unit\n  must have {new} where (unit is the unit)\n  \
         every 10 days from 2016-03-01\n}}\n{test}"
    );
    vec![
        decision("d1", "2016-03-01", "", &format!("{rule}\n{first}")),
        decision("d2", "2016-03-11", "", &second),
    ]
}

#[test]
fn what_made_up_under_the_old_law_does_not_count_again() {
    let test = "test \"once\" for counted {
  given 2016-01-01 unit(entity: u1)
        2016-03-15 e(unit: u1)
        2016-01-01 unit(entity: u2)
        2016-03-15 e(unit: u2)
        2016-03-16 e(unit: u2)
        2016-01-01 unit(entity: u3)
        2016-03-10 e(unit: u3)
        2016-03-15 e(unit: u3)
  as of 2016-03-31
  expect u1 on 2016-03-05: late
         u1 on 2016-03-15: breached, short by 1
         u2 on 2016-03-05: late
         u2 on 2016-03-15: fulfilled
         u3 on 2016-03-05: fulfilled
         u3 on 2016-03-15: fulfilled
}";
    holds(&made_up("at least 1 e", test));
    // What could not make up is there for the new law: the time for it was over on the 20th.
    let test = "test \"after\" for counted {
  given 2016-01-01 unit(entity: u1)
        2016-03-21 e(unit: u1)
        2016-01-01 unit(entity: u2)
        2016-03-20 e(unit: u2)
  as of 2016-03-31
  expect u1 on 2016-03-05: breached
         u1 on 2016-03-25: fulfilled
         u2 on 2016-03-05: late
         u2 on 2016-03-15: breached
}";
    holds(&made_up("at least 1 e", test));
}

const SILENT: &str = r#"
event lapsed { unit: unit }
deem lapsed when 5 days pass after t without f where (unit is the t.unit) { unit: unit }
norm after_silence {
  when lapsed
  must have e where (unit is the lapsed.unit)
  within 2 days after the lapsed
}
"#;

// The law above with what is deemed, as an amendment of 11 March has it.
fn deemed_anew(attributes: &str, rest: &str) -> Vec<String> {
    vec![
        decision("d1", "2016-03-01", "", &format!("interpretation {{ straddling by start }}\n{SILENT}")),
        decision(
            "d2",
            "2016-03-11",
            attributes,
            &format!("interpretation {{ straddling by start }}\n{rest}"),
        ),
    ]
}

// What was asked on 1 and on 9 March under the old law, and on 11 March under the new one.
fn lapses(first: &str, second: &str, third: &str) -> String {
    format!(
        "test \"when it lapses\" for after_silence {{
  given 2016-01-01 unit(entity: u1)
        2016-03-02 t(id: t1, unit: u1)
        2016-03-09 t(id: t2, unit: u1)
        2016-03-11 t(id: t3, unit: u1)
  as of 2016-04-30
  expect u1 for \"lapsed@t1\": {first}
         u1 for \"lapsed@t2\": {second}
         u1 for \"lapsed@t3\": {third}
}}"
    )
}

#[test]
fn what_is_deemed_anew_takes_the_place_of_the_old_rule_by_the_law_at_the_record() {
    let anew = "deem lapsed when 10 days pass after t without f where (unit is the t.unit) { unit: unit }\n";
    let old = |due: &str| format!("breached, due {due}");
    // A silence that began before the day ends by the old length, on the 14th, and not by the new one.
    let test = lapses(&old("2016-03-09"), &old("2016-03-16"), &old("2016-03-23"));
    holds(&deemed_anew("", &format!("{anew}{test}")));
    // Nothing changes for a type of which the amendment says nothing.
    let test = lapses(&old("2016-03-09"), &old("2016-03-16"), &old("2016-03-18"));
    holds(&deemed_anew("", &test));
}

#[test]
fn what_is_deemed_is_repealed_by_its_type() {
    let old = "breached";
    holds(&deemed_anew("  repeals lapsed\n", &lapses(old, old, "no duty")));
    // What is said of it later stands alone.
    let mut again = deemed_anew("  repeals lapsed\n", "");
    let anew = "interpretation { straddling by start }\ndeem lapsed when 10 days pass after t without f where (unit is the t.unit) { unit: unit }\n";
    again.push(decision("d3", "2016-03-12", "", &format!("{anew}{}", lapses(old, old, "no duty"))));
    holds(&again);
}

#[test]
fn a_count_that_is_reached_under_the_new_law_counts_what_was_before() {
    let rules = |count: u32| format!("deem lapsed when t reaches {count} for each unit {{ unit: unit }}\n");
    let first = SILENT.replace(SILENT.lines().nth(2).unwrap(), rules(2).trim_end());
    let test = lapses("no duty", "breached", "breached");
    let law = |second: &str| {
        vec![
            decision("d1", "2016-03-01", "", &format!("interpretation {{ straddling by start }}\n{first}")),
            decision(
                "d2",
                "2016-03-11",
                "",
                &format!("interpretation {{ straddling by start }}\n{second}{test}"),
            ),
        ]
    };
    holds(&law(&rules(3)));
}

#[test]
fn a_record_of_which_only_the_month_is_known_may_go_by_either_law() {
    let old = "deem lapsed when t { unit: unit }\n";
    let first = SILENT.replace(SILENT.lines().nth(2).unwrap(), old.trim_end());
    let test = "test \"in march\" for after_silence {
  given 2016-01-01 unit(entity: u1)
        2016-03 t(id: t1, unit: u1)
        2016-04 t(id: t2, unit: u1)
  as of 2016-05-31
  expect u1 for \"lapsed@t1\": undetermined
         u1 for \"lapsed@t2\": no duty
}";
    let law = [
        decision("d1", "2016-03-01", "", &format!("interpretation {{ straddling by start }}\n{first}")),
        decision(
            "d2",
            "2016-03-11",
            "  repeals lapsed\n",
            &format!("interpretation {{ straddling by start }}\n{test}"),
        ),
    ];
    holds(&law);
}

#[test]
fn what_is_deemed_ends_once_and_is_there_to_be_repealed() {
    let anew = "deem lapsed when t { unit: unit }\n";
    assert_eq!(codes(&deemed_anew("", anew)), Vec::<String>::new());
    assert_eq!(codes(&deemed_anew("  repeals lapsed\n", "")), Vec::<String>::new());
    assert_eq!(codes(&deemed_anew("  repeals lapsed\n", anew)), ["B0220"]);
    assert_eq!(codes(&deemed_anew("  repeals e\n", "")), ["B0217"]);
    assert_eq!(codes(&deemed_anew("  repeals lapsd\n", "")), ["B0217"]);
    assert_eq!(codes(&deemed_anew("  repeals lapsed, lapsed\n", "")), ["B0217"]);
}

#[test]
fn two_rules_give_one_fact_of_a_record() {
    let told = |rules: &str| {
        let first = SILENT.replace(SILENT.lines().nth(2).unwrap(), rules);
        codes(&[decision(
            "d1",
            "2016-03-01",
            "",
            &format!("interpretation {{ straddling by start }}\n{first}"),
        )])
    };
    let none = Vec::<String>::new();
    let of_e = |condition: &str, unit: &str| format!("deem lapsed when e {condition}{{ unit: {unit} }}\n");
    // Something else in it, or at another time.
    assert_eq!(told(&(of_e("", "unit") + &of_e("", "\"u1\""))), ["B0432"]);
    assert_eq!(
        told(
            &(of_e("", "unit")
                + "deem lapsed when 5 days pass after e without f where (unit is the e.unit) { unit: unit }\n")
        ),
        ["B0432"]
    );
    assert_eq!(
        told(
            &(of_e("", "unit") + "deem lapsed when e effective on { unit: unit }\n")
                .replace("when e ", "when t ")
        ),
        ["B0432"]
    );
    // The same, of other records, or of records that are never the same.
    assert_eq!(told(&(of_e("", "unit") + &of_e("where (amount at least 3) ", "unit"))), none);
    assert_eq!(told(&(of_e("", "unit") + "deem lapsed when f { unit: \"u1\" }\n")), none);
    let (few, many) = ("where (amount less than 3) ", "where (amount at least 3) ");
    assert_eq!(told(&(of_e(few, "unit") + &of_e(many, "\"u1\""))), none);
}
