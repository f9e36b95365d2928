//! What tools outside the project rely on: exit codes, and the names in the JSON of a run.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

const POLICY: &str = "policy p \"Drills\" {\n  in force from 2016-01-01\n  time zone \"Asia/Shanghai\"\n}\n\
    entity college\nrole dean: college\nevent drill { held_in: college }\nparameter n: integer\n\
    source A1 \"One\" { c1 \"drills\" }\n\
    norm drills {\n  cites A1.c1\n  each college\n  must have drill where (held_in is the college)\n  every month, at least n times\n  answerable first the college.dean\n}\n\
    test \"one is enough\" for drills {\n  given 2016-01-01 college(entity: c1)\n        2016-01-05 drill(held_in: c1)\n  with n = 1\n  as of 2016-01-31\n  expect c1: fulfilled\n}\n";

const LOG: &str = "{\"type\": \"coverage\", \"from\": \"2016-01-01\", \"until\": \"2016-02-29\"}\n\
    {\"id\": \"e1\", \"type\": \"college\", \"at\": \"2016-01-01\", \"entity\": \"c1\"}\n\
    {\"id\": \"e2\", \"type\": \"role_start\", \"at\": \"2016-01-01\", \"person\": \"p1\", \"role\": \"dean\", \"unit\": \"c1\"}\n\
    {\"id\": \"e3\", \"type\": \"drill\", \"at\": \"2016-01-20\", \"held_in\": \"c1\"}\n";

fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("p")).unwrap();
    fs::write(home.path().join("p/drills.policy"), POLICY).unwrap();
    fs::write(home.path().join("log.jsonl"), LOG).unwrap();
    fs::write(home.path().join("bad.jsonl"), format!("{LOG}{{\"id\": \"e4\"}}\n")).unwrap();
    home
}

fn bylaws(home: &Path, line: &str) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_bylaws"))
        .current_dir(home)
        .env("LANG", "C")
        .args(line.split_whitespace())
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn exit_codes_are_as_documented() {
    let home = home();
    for (line, code) in [
        ("check p", 0),
        ("check nowhere", 1),
        ("check p --format yaml", 2),
        ("check", 2),
        ("run p --log log.jsonl --param n=1", 3),
        ("run p --log log.jsonl --param n=1 --as-of 2016-01-31", 0),
        ("run p --log log.jsonl", 0),
        ("run p --log bad.jsonl --param n=1", 1),
        ("run p --log bad.jsonl --param n=1 --as-of 2016-01-31 --skip-invalid", 0),
        ("run p --log nowhere.jsonl", 1),
        ("run p --log log.jsonl --norm drill_s", 2),
        ("run p --log log.jsonl --param m=1", 2),
        ("run p --log log.jsonl --as-of yesterday", 2),
        ("run p", 2),
        ("explain p --log log.jsonl --param n=1 --norm drills --bearer c1", 0),
        ("explain p --log log.jsonl --norm drills", 2),
        ("due p --log log.jsonl --param n=1 --as-of 2016-01-05 --within 30d", 0),
        ("due p --log log.jsonl --within soon", 2),
        ("test p", 0),
        ("test p --coverage --logs 50", 0),
        ("test p --mutate --logs 200", 1),
        ("test p --mutate --filter nothing", 2),
        ("test p --filter nothing", 2),
        ("test p --mutate --coverage", 2),
        ("example p drills", 0),
        ("example p drills --verdict open", 0),
        ("example p drills --boundary", 0),
        ("example p drill_s", 2),
        ("example p drills --verdict late", 1),
        ("diff p p", 0),
        ("diff p nowhere", 1),
        ("diff p p --log log.jsonl", 0),
        ("analyse p --logs 50", 0),
        ("fmt p --check", 1),
        ("fmt p", 0),
        ("fmt p --check", 0),
        ("translate p --to zh --out q", 0),
        ("translate p --to zh", 2),
        ("clauses p", 0),
        ("generate --seed 1 --out g.jsonl --truth t.jsonl", 0),
        ("generate", 2),
        ("new r", 0),
        ("new r", 1),
        ("new", 2),
        ("explain-code B0201", 0),
        ("explain-code B9999", 2),
        ("help check", 0),
        ("--lang zh help check", 0),
        ("sing", 2),
    ] {
        let (found, out, said) = bylaws(home.path(), line);
        assert_eq!(found, code, "{line}: {said}{out}");
        // What is found is told on standard output, even where it is why the command does not exit with 0.
        let told = ["fmt p --check", "test p --mutate --logs 200"].contains(&line);
        assert_eq!(said.is_empty(), code == 0 || code == 3 || told, "{line}: {said}");
    }
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn a_run_as_json_has_the_names_of_the_contract() {
    let home = home();
    let (_, out, _) = bylaws(home.path(), "run p --log bad.jsonl --skip-invalid --param n=1 --format json");
    let all: Value = serde_json::from_str(&out).unwrap();
    let wanted = ["policy", "as_of", "known_at", "coverage", "counts", "verdicts", "set_aside"];
    assert!(keys(&all).is_superset(&BTreeSet::from(wanted)), "{out}");
    assert_eq!((&all["as_of"], &all["known_at"]), (&Value::from("2016-02-29"), &Value::Null));
    let verdicts = ["fulfilled", "late", "open", "breached", "excused", "not_applicable", "undetermined"];
    assert_eq!(keys(&all["counts"]), BTreeSet::from(verdicts));
    let of_c1 = |verdict: &&Value| verdict["bearer"] == "c1";
    let one = all["verdicts"].as_array().unwrap().iter().find(of_c1).unwrap();
    let wanted = [
        "norm",
        "bearer",
        "from",
        "until",
        "trigger",
        "verdict",
        "count",
        "required",
        "due",
        "evidence",
        "answerable",
        "clauses",
        "why",
    ];
    assert!(keys(one).is_superset(&BTreeSet::from(wanted)), "{one}");
    assert_eq!(
        (&one["norm"], &one["bearer"], &one["verdict"]),
        (&"drills".into(), &"c1".into(), &"fulfilled".into())
    );
    assert_eq!(
        (&one["count"], &one["required"], &one["due"]),
        (&"1".into(), &"1".into(), &"2016-01-31".into())
    );
    assert_eq!((&one["evidence"], &one["clauses"]), (&Value::from(vec!["e3"]), &Value::from(vec!["A1.c1"])));
    assert_eq!(keys(&one["why"]), BTreeSet::from(["code", "arguments"]));
    let answer = &one["answerable"][0];
    assert!(keys(answer).is_superset(&BTreeSet::from(["rank", "role", "holder"])), "{answer}");
    assert_eq!((&answer["rank"], &answer["holder"]), (&"first".into(), &"p1".into()));
    assert!(answer.get("without_holder").is_none(), "{answer}");
    assert_eq!(all["set_aside"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_vacant_post_and_one_of_a_unit_that_nobody_knows_are_told_apart() {
    let home = home();
    let policy = "policy p \"P\" {\n  in force from 2016-01-01\n}\nentity college {\n  part_of: college, optional\n}\nrole dean: college, single\n\
        event drill { held_in: college }\n\
        norm drills {\n  each college\n  must have drill where (held_in is the college)\n  every month\n  answerable first the college.dean, direct the college.part_of.dean\n}\n";
    fs::write(home.path().join("posts.policy"), policy).unwrap();
    let log = "{\"type\":\"college\",\"id\":\"r1\",\"at\":\"2016-01-01\",\"entity\":\"c1\"}\n{\"type\":\"coverage\",\"from\":\"2016-01-01\",\"until\":\"2016-01-31\"}\n";
    fs::write(home.path().join("posts.jsonl"), log).unwrap();
    let (_, out, said) = bylaws(home.path(), "run posts.policy --log posts.jsonl --format json");
    let all: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{said}"));
    let answers = all["verdicts"][0]["answerable"].as_array().unwrap();
    let told: Vec<_> = answers.iter().map(|one| (&one["holder"], &one["without_holder"])).collect();
    assert_eq!(told, [(&Value::Null, &"vacant".into()), (&Value::Null, &"unit_unknown".into())], "{out}");
}

#[test]
fn examples_as_json_are_tests_with_their_titles_and_of_an_alternative_each_way_has_its_own() {
    let home = home();
    let object = |line: &str| -> Value { serde_json::from_str(&bylaws(home.path(), line).1).unwrap() };
    let one = object("--lang en example p drills --verdict open --format json");
    assert_eq!(keys(&one), BTreeSet::from(["norm", "verdict", "title", "expected", "others", "test"]));
    assert_eq!((&one["norm"], &one["verdict"]), (&"drills".into(), &"open".into()));
    let either = "entity college\nevent drill { held_in: college }\nevent talk { held_in: college }\nnorm either {\n  each college\n  must have at least 2 drill (held_in is the college) or have talk (held_in is the college)\n  every month\n}\n";
    fs::write(home.path().join("either.policy"), either).unwrap();
    let all = object("--lang zh example either.policy either --boundary --logs 200 --format json");
    let cases = all["cases"].as_array().unwrap();
    let titles: Vec<&str> = cases.iter().filter_map(|case| case["title"].as_str()).collect();
    for title in ["办法1：截止日", "办法1：少一次", "办法2：截止日", "办法2：少一次"]
    {
        assert!(titles.contains(&title), "{title}: {titles:#?}");
    }
    assert!(cases.iter().all(|case| keys(case) == BTreeSet::from(["title", "expected", "test"])), "{all}");
    let told = bylaws(home.path(), "--lang en example either.policy either --boundary --logs 200").1;
    assert!(
        told.contains("// one of 2 ways will do") && told.contains("case \"way 2: one fewer\""),
        "{told}"
    );
}

#[test]
fn what_comes_to_nothing_and_what_is_doubtful_is_said() {
    let home = home();
    let (code, out, said) = bylaws(home.path(), "test p --filter nothing --lang zh");
    assert_eq!((code, out.as_str(), said.as_str()), (2, "", "没有标题或所测规范含有「nothing」的测试\n"));
    let (_, _, said) = bylaws(home.path(), "test p --coverage --filter nothing --lang en");
    assert_eq!(said, "no test has `nothing` in its title or in the name of its norm\n");

    let plain = "entity college\nevent drill { held_in: college }\nnorm drills {\n  each college\n  must have drill where (held_in is the college)\n  every month, at least 1 time\n}\n";
    fs::write(home.path().join("plain.policy"), plain).unwrap();
    let (_, out, _) = bylaws(home.path(), "analyse plain.policy --logs 50 --lang zh");
    assert!(out.starts_with("没有发现问题\n每个疑问至多查看50份日志，每份至多60条记录"), "{out}");
    let (_, out, _) = bylaws(home.path(), "analyse plain.policy --logs 50 --lang en");
    assert!(
        out.starts_with("nothing was found\nfor each question at most 50 logs of at most 60 records"),
        "{out}"
    );

    let semester = plain.replace("every month", "every semester")
        + "calendar terms {\n  semester \"one\" 2024-02-26 to 2024-07-05\n}\n";
    fs::write(home.path().join("semester.policy"), semester).unwrap();
    let (code, out, _) = bylaws(home.path(), "check semester.policy --lang en");
    assert!(code == 0 && out.ends_with("\n1 norm, 0 clauses, 0 errors, 1 warning, 1 note\n"), "{out}");
    let (_, out, _) = bylaws(home.path(), "check semester.policy --lang zh");
    assert!(out.ends_with("\n规范1条，条款0条，错误0处，警告1处，提示1处\n"), "{out}");

    let wrong = POLICY.replace("expect c1: fulfilled", "expect c1: breached");
    fs::write(home.path().join("wrong.policy"), wrong).unwrap();
    let (_, _, said) = bylaws(home.path(), "test wrong.policy --coverage --logs 20 --lang zh");
    assert!(said.starts_with("制度未作改动时就有1项测试未通过"), "{said}");
    let (_, _, said) = bylaws(home.path(), "test wrong.policy --mutate --logs 20 --lang en");
    assert!(said.starts_with("1 of the tests fail without any change"), "{said}");
}
