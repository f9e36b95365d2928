//! Explanations of the sixteen articles' verdicts, part by part and in both languages: what an inspector asks for, and
//! what whoever answers can act on.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod explained;

use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::eval::{Request, Verdict, evaluate};
use bylaws::log::{EventLog, Instant, Length, LogBuilder, Unit, Value};
use bylaws::report::{Explainer, Explanation};
use bylaws::source::SourceSet;
use std::io::Write;
use std::path::PathBuf;
use std::sync::LazyLock;

struct Package {
    policy: CheckedPolicy,
    sources: SourceSet,
}

fn package(name: &str) -> Package {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../policies").join(name);
    let package = bylaws_io::package::load(&folder).unwrap();
    let checked = check(&package.files);
    assert!(checked.is_usable());
    Package { policy: checked.policy, sources: package.sources }
}

fn chinese() -> &'static Package {
    static CHINESE: LazyLock<Package> = LazyLock::new(|| package("sixteen-articles"));
    &CHINESE
}

fn english() -> &'static Package {
    static ENGLISH: LazyLock<Package> = LazyLock::new(|| package("sixteen-articles.en"));
    &ENGLISH
}

/// The shipped log, with further lines.
fn lines(further: &[&str]) -> Vec<String> {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../policies/sixteen-articles/example/log.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().chain(further.iter().copied()).map(str::to_owned).collect()
}

fn log(policy: &CheckedPolicy, lines: &[String]) -> EventLog {
    let mut file = tempfile::Builder::new().suffix(".jsonl").tempfile().unwrap();
    lines.iter().for_each(|line| writeln!(file, "{line}").unwrap());
    let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone).skip_invalid(true);
    bylaws_io::logs::read(&[file.path().to_owned()], None, &mut builder, &mut |_| ()).unwrap();
    builder.finish().unwrap()
}

impl Package {
    fn explained(
        &self,
        log: &EventLog,
        norm: &str,
        bearer: &str,
        asked: Request,
    ) -> Vec<(Verdict, Explanation)> {
        let request =
            Request { norms: vec![norm.into()], bearers: vec![bearer.into()], near_misses: true, ..asked };
        let evaluation = evaluate(&self.policy, log, &request);
        let explainer = Explainer::new(&self.policy, &self.sources, log, &request);
        evaluation.outcomes.iter().map(|o| (o.verdict, explainer.explain(o).unwrap())).collect()
    }

    /// The first explanation of such a verdict, with further lines in the shipped log: its lines.
    fn lines(&self, norm: &str, bearer: &str, verdict: Verdict, lang: Lang, further: &[&str]) -> Vec<String> {
        let log = log(&self.policy, &lines(further));
        let norm = self.policy.norms.values().find(|n| n.name.answers_to(norm)).unwrap();
        let all = self.explained(&log, &norm.name.canonical, bearer, Request::default());
        let (_, found) = all.iter().find(|(of, _)| *of == verdict).unwrap();
        found.text(lang).lines().map(|line| line.trim().to_owned()).collect()
    }
}

fn has(lines: &[String], line: &str) {
    assert!(lines.iter().any(|one| one == line), "no line `{line}` in {lines:#?}");
}

#[test]
fn a_breach_names_source_window_calendar_what_counted_what_did_not_and_what_would_have_sufficed() {
    let en = english().lines("committee_visits", "p-m1", Verdict::Breached, Lang::En, &[]);
    for line in [
        "source: 吉交院党字〔2016〕10号 A7.c9 \"每学期下基层调研指导不少于2次\"",
        "asked: `visit` (visitor is the committee_member)",
        "window: 2016-09-01 — 2017-02-19 (2016 autumn, calendar: school)",
        "as of: 2017-07-31",
        "reason: only 1 counted, 2 required, 1 missing",
        "counted: e1953 (visit, 2016-10-12)",
        "nearly counted: e1954 (visit, 2017-03-15): after the end: 2017-03-15, counted for 2017 spring",
        "last day: 2017-02-19",
        "may be made up until: 2017-03-05",
        "would have sufficed: 1 more `visit` (visitor is the committee_member), between 2016-09-01 and 2017-02-19 (made up by 2017-03-05: late)",
        "first: secretary p-school-next (since 2016-12-05)",
        "direct: committee_member p-m1 (since 2016-01-01)",
        "first: secretary p-school (former, 2016-01-01—2016-11-30)",
    ] {
        has(&en, line);
    }
    let zh = chinese().lines("委员调研", "p-m1", Verdict::Breached, Lang::Zh, &[]);
    for line in [
        "依据：吉交院党字〔2016〕10号 A7.c9「每学期下基层调研指导不少于2次」",
        "要求：「调研指导」（调研人是该党委委员）",
        "期间：2016-09-01 — 2017-02-19（2016年秋季学期，日历：校历）",
        "计入的记录：e1953（调研指导，2016-10-12）",
        "接近而未计入：e1954（调研指导，2017-03-15）：期满之后：2017-03-15，计入2017年春季学期",
        "怎样即可完成：「调研指导」（调研人是该党委委员）1次，在2016-09-01至2017-02-19之间（不迟于2017-03-05补办则为逾期完成）",
        "第一责任人：书记 p-school-next（任职自2016-12-05）",
        "直接责任人：党委委员 p-m1（任职自2016-01-01）",
    ] {
        has(&zh, line);
    }
}

/// Verdicts of a norm with one more line, in the order of the windows.
fn verdicts(norm: &str, bearer: &str, further: &str) -> Vec<Verdict> {
    let package = english();
    let log = log(&package.policy, &lines(&[further]));
    package
        .explained(&log, norm, bearer, Request::default())
        .into_iter()
        .map(|(verdict, _)| verdict)
        .collect()
}

#[test]
fn what_would_have_sufficed_does_and_what_is_a_day_later_does_not() {
    let visit = |day: &str| {
        format!(
            r#"{{"id":"x1","type":"visit","at":"{day}","visitor":"p-m1","visited":"b1-1","status":"approved"}}"#
        )
    };
    let autumn = |day: &str| verdicts("committee_visits", "p-m1", &visit(day))[1];
    assert_eq!(autumn("2016-09-01"), Verdict::Fulfilled);
    assert_eq!(autumn("2017-02-19"), Verdict::Fulfilled);
    assert_eq!(autumn("2017-02-20"), Verdict::Late);
    assert_eq!(autumn("2017-03-05"), Verdict::Late);
    assert_eq!(autumn("2017-03-06"), Verdict::Breached);
    let talk = |day: &str| {
        format!(
            r#"{{"id":"x1","type":"consultation","at":"{day}","persons":["p-c1-s","p-c1-d"],"items":["{}"]}}"#,
            item_of("e2202")
        )
    };
    // On the day of the meeting itself the order is not known: the day before is what is told.
    assert_eq!(verdicts("consult_first", "c1", &talk("2016-10-18"))[1], Verdict::Fulfilled);
    assert_eq!(verdicts("consult_first", "c1", &talk("2016-10-19"))[1], Verdict::Undetermined);
    let en = english().lines("consult_first", "c1", Verdict::Breached, Lang::En, &[]);
    assert!(en.iter().any(|line| line.ends_with("between 2016-01-01 and 2016-10-18")), "{en:#?}");
}

fn item_of(id: &str) -> String {
    let line = lines(&[]).into_iter().find(|line| line.contains(&format!("\"id\":\"{id}\""))).unwrap();
    let record: serde_json::Value = serde_json::from_str(&line).unwrap();
    record["items"][0].as_str().unwrap().to_owned()
}

#[test]
fn of_several_things_asked_each_is_judged_and_only_what_is_missing_is_named() {
    let en = english().lines("secretary_findings", "m10-2-1", Verdict::Breached, Lang::En, &[]);
    let asked: Vec<&String> = en.iter().filter(|line| line.starts_with("asked: ")).collect();
    assert_eq!(asked.len(), 3);
    assert!(asked[0].ends_with("fulfilled, 1 counted, 1 required: met"));
    assert!(asked[2].ends_with("breached, none counted, 1 required"));
    has(&en, "nearly counted: e1830 (eligibility_finding, 2016-06-15): fails: aspect is coordination");
    assert!(!en.iter().any(|line| line.contains("fails: aspect is mass_work")), "{en:#?}");
    let zh = chinese().lines("书记人选考察", "m10-2-1", Verdict::Breached, Lang::Zh, &[]);
    has(
        &zh,
        "怎样即可完成：「人选考察」（人员是该任职的人员，方面是组织协调）1次，在2016-01-01至2016-08-31之间",
    );
    let conditions = english().lines("teacher_secretary_choice", "m0-2-1", Verdict::Breached, Lang::En, &[]);
    has(&conditions, "asked: `the role_start.person holds party_member`: fulfilled, the condition holds");
    has(
        &conditions,
        "would have sufficed: `the role_start.person holds unit_head or the role_start.person holds section_head` being so",
    );
}

#[test]
fn of_what_must_hold_all_the_time_the_stretch_and_the_number_are_named() {
    let en = english().lines("logistics_general_branch", "school", Verdict::Breached, Lang::En, &[]);
    has(
        &en,
        "would have sufficed: exactly 1 `special_general_branch` (general_branch_kind is logistics) at every moment from 2016-04-12 to 2016-05-31",
    );
    let zh = chinese().lines("设后勤党总支", "school", Verdict::Breached, Lang::Zh, &[]);
    has(&zh, "怎样即可完成：2016-04-12至2016-05-31始终有「专设党总支」（总支类别是后勤）恰好1个");
}

#[test]
fn a_parameter_is_told_with_its_value_and_where_it_is_from() {
    let package = english();
    let log = log(&package.policy, &lines(&[]));
    let missing = package.explained(&log, "member_meetings", "b1-1", Request::default());
    let text = missing[0].1.text(Lang::En);
    assert!(text.contains("parameter: member_meeting_period was not given (A4.c3 没有给出)"), "{text}");
    assert!(text.contains("would settle it: a value for the parameter `member_meeting_period`"), "{text}");
    let quarter = Value::Length(Length { count: 3, unit: Unit::Month });
    let parameters = [("member_meeting_period".to_owned(), quarter)].into_iter().collect();
    let given =
        package.explained(&log, "member_meetings", "b1-1", Request { parameters, ..Request::default() });
    let en = given[0].1.text(Lang::En);
    assert!(en.contains("parameter: member_meeting_period is 3 months, as given for this run"), "{en}");
    assert!(en.contains("calendar: civil"), "{en}");
    let zh = given[0].1.text(Lang::Zh);
    assert!(zh.contains("参数：支部党员大会周期为3个月，运行时给出"), "{zh}");
}

#[test]
fn gaps_records_set_aside_and_corrections_that_touch_the_window_are_named() {
    let bad = r#"{"id":"x1","type":"visit","at":"2016-11-31","visitor":"p-m1","visited":"b1-1"}"#;
    let retract = r#"{"id":"x2","type":"retract","recorded_at":"2016-12-01","of":"e1953"}"#;
    let covered = |line: &String| !line.contains(r#""type":"coverage""#);
    let mut kept: Vec<String> = lines(&[bad, retract]).into_iter().filter(covered).collect();
    kept.push(r#"{"id":"k1","type":"coverage","from":"2016-01-01","until":"2016-12-31"}"#.to_owned());
    let package = english();
    let as_of = Some(package.policy.zone.day("2017-07-31".parse().unwrap()).end);
    let log = log(&package.policy, &kept);
    let all = package.explained(&log, "committee_visits", "p-m1", Request { as_of, ..Request::default() });
    let (_, autumn) = all.iter().find(|(_, one)| one.text(Lang::En).contains("2016 autumn")).unwrap();
    let text = autumn.text(Lang::En);
    assert!(text.contains("data: from 2017-01-01 to 2017-03-05 records of "), "{text}");
    assert!(text.contains("data: set aside: "), "{text}");
    assert!(text.contains("data: record e1953 was corrected by x2"), "{text}");
    let zh = autumn.text(Lang::Zh);
    assert!(zh.contains("资料：2017-01-01至2017-03-05没有"), "{zh}");
    assert!(zh.contains("资料：记录e1953已被x2更正"), "{zh}");
}

#[test]
fn an_exception_that_excuses_is_named() {
    let package = english();
    let further = [
        r#"{"id":"x1","type":"secondment_start","at":"2016-09-01","person":"p-m1"}"#,
        r#"{"id":"x2","type":"secondment_end","at":"2017-03-06","person":"p-m1"}"#,
    ];
    let en = package.lines("committee_visits", "p-m1", Verdict::Excused, Lang::En, &further);
    assert!(en.iter().any(|line| line.starts_with("exception: the committee_member")), "{en:#?}");
}

#[test]
fn text_and_object_say_the_same_and_are_the_same_bytes_whatever_the_order_of_the_log() {
    let package = english();
    let said = |lines: &[String], lang: Lang| {
        let log = log(&package.policy, lines);
        let all = package.explained(&log, "dual_life", "p-c11-d", Request::default());
        let object = |(_, one): &(Verdict, Explanation)| {
            without_inputs(&serde_json::to_string(&one.object(lang)).unwrap())
        };
        let texts: Vec<String> = all.iter().map(|(_, one)| one.text(lang)).collect();
        (texts, all.iter().map(object).collect::<Vec<_>>())
    };
    let mut reversed = lines(&[]);
    reversed.reverse();
    for lang in [Lang::Zh, Lang::En] {
        let (texts, objects) = said(&lines(&[]), lang);
        let again = said(&reversed, lang);
        assert_eq!(texts, again.0);
        // The line on which a record stood is another one, of course.
        let without_lines = |all: &[String]| -> Vec<serde_json::Value> {
            let mut all: Vec<serde_json::Value> =
                all.iter().map(|o| serde_json::from_str(o).unwrap()).collect();
            all.iter_mut().for_each(forget_places);
            all
        };
        assert_eq!(without_lines(&objects), without_lines(&again.1));
        assert_eq!((texts, objects), said(&lines(&[]), lang));
    }
}

// Each time the log is written to a file of another name.
fn without_inputs(object: &str) -> String {
    let mut parts = object.split("\"input\":\"");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |text, part| text + "\"input\":\"" + &part[part.find('"').unwrap()..])
}

fn forget_places(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            map.retain(|key, _| key != "line" && key != "input");
            map.values_mut().for_each(forget_places);
        }
        serde_json::Value::Array(all) => all.iter_mut().for_each(forget_places),
        _ => {}
    }
}

#[test]
fn nothing_that_stands_in_a_private_field_or_in_a_report_is_told() {
    let text = r#"
policy p "P" { time zone "Asia/Shanghai" }
entity person
event report { by: person  score: integer, private  words: text }
norm reports "reports" {
  each   person
  must   have report where (by is the person, score at least 60)
  every  year
}
"#;
    let mut sources = SourceSet::new();
    let file = sources.add("p.policy", text);
    let parsed = bylaws::syntax::parse(file, text);
    let checked = check(&[parsed.file]);
    let errors: Vec<String> = checked.diagnostics.iter().map(|d| d.message.render(Lang::En)).collect();
    assert!(checked.is_usable(), "{errors:?}");
    let package = Package { policy: checked.policy, sources };
    let log = log(
        &package.policy,
        &[
            r#"{"id":"p","type":"person","at":"2016-01-01","entity":"p1"}"#.to_owned(),
            r#"{"id":"r","type":"report","at":"2016-05-01","by":"p1","score":41,"words":"dear all"}"#
                .to_owned(),
            r#"{"id":"b","type":"report","at":"2016-05-02","by":"p1","score":"4711","words":7}"#.to_owned(),
            r#"{"id":"k","type":"coverage","from":"2016-01-01","until":"2016-12-31"}"#.to_owned(),
        ],
    );
    let as_of = Some(Instant(package.policy.zone.day("2016-12-31".parse().unwrap()).end.0));
    for (_, one) in package.explained(&log, "reports", "p1", Request { as_of, ..Request::default() }) {
        for lang in [Lang::Zh, Lang::En] {
            let object = serde_json::to_string(&one.object(lang)).unwrap();
            for said in [one.text(lang), object] {
                assert!(said.contains("r"), "{said}");
                assert!(!said.contains("41") && !said.contains("4711") && !said.contains("dear"), "{said}");
            }
        }
    }
}
