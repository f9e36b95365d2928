//! Explanations of single duties under small policies, from their scenarios.

mod advice;
mod ahead;
mod clocked;
mod compared;
mod counted;
mod elsewhere;
mod nothing;

use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::eval::{Outcome, Request, evaluate};
use bylaws::report::{Explainer, Explanation};
use bylaws::scenario;
use bylaws::source::SourceSet;
use bylaws::syntax::parse;

const WORDS: &str = r#"policy p "P" {
  in force from 2016-01-01
  time zone "Asia/Shanghai"
}
entity college
role dean: college
enumeration kinds { fire, flood }
event drill {
  held_by: college
  kind: kinds
}
event fault {
  found_by: college
}
event review alias 评议 {
  held_by: college
  cycle alias 所属年度: integer, optional
}
event pause {
  of_college: college
}
event unmended alias 未修 {
  of_college: college
}
deem unmended when 5 days pass after fault without review where (held_by is the fault.found_by) {
  of_college: found_by
}
calendar school {
  holiday 2015-01-01
  holiday 2016-01-01
  semester "2016 spring": 2016-02-23 to 2016-07-12
  vacation "2016 summer": 2016-07-13 to 2016-08-31
  semester "2016 autumn": 2016-09-01 to 2017-01-08
}
state closed: college, from closing, to opening
state moving: college, from leaving, to arriving
"#;

/// What is told of each duty of a norm in the story that a test gives.
fn told(norm: &str, given: &str) -> Vec<(Outcome, Explanation)> {
    let (policy, sources) = read(norm, given);
    let (log, request) = scenario::given(&policy, &policy.tests[0]).unwrap();
    let request = Request { near_misses: true, ..request };
    let found = evaluate(&policy, &log, &request);
    let explainer = Explainer::new(&policy, &sources, &log, &request);
    found
        .outcomes
        .into_iter()
        .filter(|outcome| !outcome.bearer.is_empty())
        .map(|outcome| (outcome.clone(), explainer.explain(&outcome).unwrap()))
        .collect()
}

/// What is told of each duty, in English, where a decision amends the law of the norm.
fn amended(norm: &str, given: &str, decision: Option<&str>) -> Vec<String> {
    let law = format!("{WORDS}norm n {{\n  {norm}\n}}\n");
    let test = format!("test \"t\" for n {{\n  {given}\n}}\n");
    let last = format!("{}{test}", decision.unwrap_or(&law));
    let texts: Vec<String> = decision.map(|_| law).into_iter().chain([last]).collect();
    let mut sources = SourceSet::default();
    let count = texts.len();
    let files = texts.into_iter().enumerate().map(|(index, text)| {
        let file = sources.add(format!("{index}.policy"), text.clone());
        let mut parsed = parse(file, &text);
        assert!(parsed.diagnostics.is_empty(), "{text}\n{:#?}", parsed.diagnostics);
        parsed.file.beneath = count - 1 - index;
        parsed.file
    });
    let files: Vec<_> = files.collect();
    let checked = check(&files);
    assert!(checked.is_usable(), "{:#?}", checked.diagnostics);
    let policy = checked.policy;
    let (log, request) = scenario::given(&policy, &policy.tests[0]).unwrap();
    let found = evaluate(&policy, &log, &request);
    let explainer = Explainer::new(&policy, &sources, &log, &request);
    let told = |outcome: &Outcome| explainer.explain(outcome).unwrap().text(Lang::En);
    found.outcomes.iter().filter(|outcome| !outcome.bearer.is_empty()).map(told).collect()
}

/// The norm with a test that gives the story.
fn read(norm: &str, given: &str) -> (CheckedPolicy, SourceSet) {
    let each = if norm.starts_with("each ") { "" } else { "each college\n  " };
    let text = format!("{WORDS}norm n {{\n  {each}{norm}\n}}\ntest \"t\" for n {{\n  {given}\n}}\n");
    let mut sources = SourceSet::default();
    let file = sources.add("p.policy".to_owned(), text.clone());
    let parsed = parse(file, &text);
    let checked = check(std::slice::from_ref(&parsed.file));
    assert!(parsed.diagnostics.is_empty() && checked.is_usable(), "{text}\n{:#?}", checked.diagnostics);
    (checked.policy, sources)
}

/// The text of the first duty in both languages.
fn texts(norm: &str, given: &str) -> [String; 2] {
    let (_, first) = told(norm, given).remove(0);
    [Lang::En, Lang::Zh].map(|lang| first.text(lang))
}

#[test]
fn what_is_due_after_a_record_may_be_done_on_its_day() {
    let norm = "when fault where (found_by is the college)\n  must have drill where (held_by is the college)\n  within 3 days after the fault";
    let fault = "given 2016-01-01 college(entity: c1)\n        2016-05-09 fault(found_by: c1)\n";
    let [en, zh] = texts(norm, &format!("{fault}  as of 2016-05-31"));
    assert!(en.contains(", between 2016-05-09 and 2016-05-12\n"), "{en}");
    assert!(zh.contains("2016-05-09") && !zh.contains("2016-05-10"), "{zh}");
    let on = |day: &str| {
        let given = format!("{fault}        {day} drill(held_by: c1, kind: fire)\n  as of 2016-05-31");
        told(norm, &given).remove(0).0.verdict.key()
    };
    assert_eq!(["2016-05-08", "2016-05-09", "2016-05-12"].map(on), ["breached", "fulfilled", "fulfilled"]);
}

#[test]
fn what_is_missing_of_some_of_them_is_told_with_the_condition() {
    let norm = "must have at least 2 drill where (held_by is the college), of which at least 1 where (kind is flood)\n  every year";
    let drill = "        2016-03-01 drill(held_by: c1, kind: fire)\n";
    let given = format!("given 2016-01-01 college(entity: c1)\n{drill}{drill}  as of 2016-12-31");
    let (outcome, explained) = told(norm, &given).remove(0);
    assert_eq!(outcome.short_by().to_string(), "1");
    let object = serde_json::to_value(explained.object(Lang::En)).unwrap();
    assert_eq!(object["missing"], "1");
    assert_eq!(object["missing_of_which"][0]["condition"], "kind is flood");
    assert_eq!(object["missing_of_which"][0]["missing"], "1");
}

#[test]
fn a_record_that_made_up_for_the_window_before_is_told_in_the_one_that_it_stands_in() {
    let norm = "must have drill where (held_by is the college)\n  every quarter\n  late within 10 days";
    let given = "given 2016-01-01 college(entity: c1)\n        2016-04-01 drill(id: d1, held_by: c1, kind: fire)\n  as of 2016-07-31";
    let second = told(norm, given).remove(1).1;
    let [en, zh] = [Lang::En, Lang::Zh].map(|lang| second.text(lang));
    assert!(
        en.contains("breached")
            && en.contains("served an earlier window: d1 (drill, 2016-04-01), made up for 2016-Q1\n"),
        "{en}"
    );
    assert!(zh.contains("已用于前一期：d1（drill，2016-04-01），补作"), "{zh}");
    let object = serde_json::to_value(second.object(Lang::En)).unwrap();
    assert_eq!(object["served_earlier"][0]["record"], "d1");
    // Without making up it counts where it stands.
    let second = told(&norm.replace("\n  late within 10 days", ""), given).remove(1).1;
    assert!(!second.text(Lang::En).contains("served"), "{}", second.text(Lang::En));
}

#[test]
fn a_record_that_fails_the_only_condition_is_told() {
    let norm = "must have drill where (held_by is the college)\n  every quarter";
    let other = "        2016-02-01 drill(id: d1, held_by: c2, kind: fire)\n";
    let given = format!("given 2016-01-01 college(entity: c1)\n{other}  as of 2016-03-31");
    let [en, _] = texts(norm, &given);
    assert!(en.contains("nearly counted: d1 (drill, 2016-02-01): fails: held_by is the college"), "{en}");
    // Of what others did the first few are enough.
    let many = other.replace("id: d1, ", "").repeat(9);
    let [en, _] = texts(norm, &format!("given 2016-01-01 college(entity: c1)\n{many}  as of 2016-03-31"));
    assert_eq!(en.matches("nearly counted").count(), 3, "{en}");
}

#[test]
fn an_end_that_nothing_began_is_named_by_its_record() {
    let norm = "each college where (exists dean where (unit is the college))\n  must have drill where (held_by is the college)\n  every month";
    let given = "given 2016-01-01 college(entity: c1)\n        2016-01-01 role_start(person: qian, role: dean, unit: c1)\n        \
                 2016-02-01 role_end(id: r1, person: qian, role: dean, unit: c1)\n        2016-06-01 role_end(id: r2, person: qian, role: dean, unit: c1)\n  as of 2016-06-30";
    let all: Vec<String> =
        told(norm, given).iter().map(|(_, one)| one.text(Lang::En) + &one.text(Lang::Zh)).collect();
    let all = all.concat();
    assert!(!all.contains("record `qian`") && !all.contains("记录「qian」"), "{all}");
    assert!(all.contains("record `r2` ends what no record began"), "{all}");
    assert!(all.contains("would settle it: a record of its beginning, or a correction of `r2`"), "{all}");
}

#[test]
fn of_any_stretch_the_days_are_those_of_the_one_in_which_too_little_was_done() {
    let norm = "must have drill where (held_by is the college)\n  in any 30 days";
    let drill = |day: &str| format!("        {day} drill(held_by: c1, kind: fire)\n");
    let first = format!("given 2016-01-01 college(entity: c1)\n{}", drill("2016-01-20"));
    let as_of = "  as of 2016-02-19";
    let [en, zh] = texts(norm, &format!("{first}{as_of}"));
    assert!(en.contains(", between 2016-01-21 and 2016-02-19 (of this stretch alone)\n"), "{en}");
    assert!(zh.contains("在2016-01-21至2016-02-19之间"), "{zh}");
    let with = |day: &str| told(norm, &format!("{first}{}{as_of}", drill(day))).remove(0).0.verdict.key();
    assert_eq!(
        ["2016-01-20", "2016-01-21", "2016-02-19", "2016-02-20"].map(with),
        ["breached", "open", "open", "breached"]
    );
}

#[test]
fn where_fewer_would_be_too_few_others_take_their_place() {
    let norm = |low: u32| {
        format!(
            "must have at least {low} drill where (held_by is the college), of which at most 1 where (kind is flood)\n  every year"
        )
    };
    let drill = |kind: &str| format!("        2016-03-01 drill(held_by: c1, kind: {kind})\n");
    let given = format!(
        "given 2016-01-01 college(entity: c1)\n{0}{0}{0}{1}  as of 2016-12-31",
        drill("flood"),
        drill("fire")
    );
    let [en, zh] = texts(&norm(3), &given);
    assert!(en.contains(": 2 others in their place\n") && zh.contains("即其中2次换作不符合的"), "{en}{zh}");
    let [en, zh] = texts(&norm(2), &given);
    assert!(en.contains(": 2 fewer\n") && zh.contains("即少2次"), "{en}{zh}");
}

#[test]
fn of_what_holds_at_all_times_the_exceptions_that_took_the_rest_of_the_time_are_named() {
    let norm = "must have dean where (unit is the college)\n  at all times\n  \
        except shut: the college under closed; away: the college under moving";
    let given = |rest: &str| {
        format!(
            "given 2016-01-01 college(entity: c1)\n        2016-01-01 closing(college: c1)\n        \
             2016-04-01 opening(college: c1)\n        {rest}\n  covers 2016-01-01 to 2016-12-31\n  as of 2016-12-31"
        )
    };
    // Each took a part, and together they took all of it.
    let [en, zh] = texts(norm, &given("2016-04-01 leaving(college: c1)"));
    assert!(
        en.contains("exception: the college under closed") && en.contains("the college under moving"),
        "{en}"
    );
    assert!(zh.contains("成立的除外情形"), "{zh}");
    // Only one of them mattered; without it the norm would not have been kept.
    let [en, _] = texts(norm, &given("2016-04-01 role_start(person: a, role: dean, unit: c1)"));
    assert!(en.contains("exception: the college under closed") && !en.contains("moving"), "{en}");
    assert!(en.contains("fulfilled"), "{en}");
}
