//! Limits: what is just within them is taken, what is beyond is refused in words, and neither takes long.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::eval::{Request, evaluate_within};
use bylaws::limits;
use bylaws::log::{EventLog, LogBuilder};
use bylaws::scenario;
use bylaws::source::FileId;
use bylaws::syntax::parse;
use bylaws_io::package;
use std::fs;
use std::path::Path;

/// The codes of all problems of a text.
fn codes(text: &str) -> Vec<&'static str> {
    let parsed = parse(FileId(0), text);
    let checked = check(&[parsed.file]);
    parsed.diagnostics.iter().chain(&checked.diagnostics).map(|d| d.code()).collect()
}

fn policy(text: &str) -> CheckedPolicy {
    let parsed = parse(FileId(0), text);
    assert_eq!(parsed.diagnostics, []);
    let checked = check(&[parsed.file]);
    assert!(checked.is_usable(), "{:?}", checked.diagnostics);
    checked.policy
}

#[test]
fn a_file_has_so_many_bytes_and_no_more() {
    let of_size = |size: usize| {
        let item = "event visit\n";
        format!("{item}//{}", "x".repeat(size - item.len() - 2))
    };
    assert_eq!(codes(&of_size(limits::FILE)), [""; 0]);
    assert_eq!(codes(&of_size(limits::FILE + 1)), ["B0107"]);
}

#[test]
fn a_file_too_large_is_not_even_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.policy"), "event visit\n").unwrap();
    let large = fs::File::create(folder.path().join("large.policy")).unwrap();
    large.set_len(1 << 40).unwrap();
    let package = package::load(folder.path()).unwrap();
    let codes: Vec<&str> = package.diagnostics.iter().map(|d| d.code()).collect();
    assert_eq!((codes, package.files.len()), (vec!["B0107"], 1));
}

#[test]
fn all_files_of_a_package_together_have_a_limit() {
    let folder = tempfile::tempdir().unwrap();
    let comment = format!("//{}\n", "x".repeat(limits::FILE - 3));
    for number in 0..=limits::PACKAGE / limits::FILE {
        fs::write(folder.path().join(format!("{number}.policy")), &comment).unwrap();
    }
    let error = package::load(folder.path()).unwrap_err().message();
    assert_eq!(error.key, "L0229");
}

#[test]
fn files_that_use_one_another_are_read_once() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.policy"), "use \"b.policy\"\nevent visit\n").unwrap();
    fs::write(folder.path().join("b.policy"), "use \"a.policy\"\nuse \"b.policy\"\nuse \".\"\nevent call\n")
        .unwrap();
    let package = package::load(&folder.path().join("a.policy")).unwrap();
    assert_eq!((package.diagnostics, package.files.len()), (vec![], 2));
}

#[test]
fn names_and_words_without_a_gap_have_a_limit() {
    let named = |length: usize| codes(&format!("event {}\n", "x".repeat(length)));
    assert_eq!(named(limits::UNBROKEN), [""; 0]);
    assert_eq!(named(limits::UNBROKEN + 1), ["B0108"]);
    let quoted = format!("事件 「{}」\n", "两 字".repeat(400));
    assert_eq!(codes(&quoted), ["B0108"]);
    assert_eq!(codes(&format!("定义 乙 为 {}\n", "在".repeat(5000))), ["B0108"]);
    assert_eq!(codes(&format!("定义 乙 为 {}\n", "9".repeat(5000))), ["B0108"]);
}

#[test]
fn a_condition_that_can_be_read_in_too_many_ways_ends_the_reading_of_its_file() {
    let text = format!(
        "事件 甲\n定义 乙 为 {}2016-01-01{}\n事件 丙\n",
        "自（".repeat(24),
        "）至2016-02-01（存在甲）".repeat(24)
    );
    let parsed = parse(FileId(0), &text);
    let codes: Vec<&str> = parsed.diagnostics.iter().map(|d| d.code()).collect();
    assert_eq!((codes, parsed.file.items.len()), (vec!["B0109"], 1));
}

#[test]
fn sets_of_sets_do_not_go_on_without_end() {
    let field = |sets: usize| format!("event visit {{ some: {}text }}\n", "set of ".repeat(sets));
    assert_eq!(codes(&field(8)), [""; 0]);
    assert_eq!(codes(&field(9)), ["B0102"]);
    assert_eq!(codes(&field(20_000)), ["B0102"]);
}

#[test]
fn a_package_has_so_many_items_and_no_more() {
    let items = |number: usize| (0..number).map(|n| format!("event e{n}\n")).collect::<String>();
    assert_eq!(codes(&items(limits::ITEMS)), [""; 0]);
    assert_eq!(codes(&items(limits::ITEMS + 1)), ["B0215"]);
}

#[test]
fn thousands_of_unknown_names_are_told_within_reason() {
    let events: String = (0..3000).map(|n| format!("event visit{n} {{ of: person }}\n")).collect();
    let unknown: String = (0..3000)
        .map(|n| format!("norm n{n} {{\n each person\n must have vist{n}\n every year\n}}\n"))
        .collect();
    let found = codes(&format!("{events}{unknown}"));
    assert!(found.iter().filter(|code| **code == "B0208").count() >= 3000);
}

#[test]
fn numbers_beyond_use_are_refused() {
    let norm =
        |every: &str| format!("event visit\nnorm n {{\n  each person\n  must have visit\n  {every}\n}}\n");
    for every in
        ["in any 100001 days", "every 100001 months", "every 340282366920938463463374607431768211456 days"]
    {
        assert!(codes(&norm(every)).contains(&"B0112"), "{every}");
    }
    assert!(codes(&norm("every 1 minute")).contains(&"B0407"));
    assert!(codes("calendar c { holiday 99999-01-01 }\n").contains(&"B0102"));
    assert!(codes("calendar c { holiday 0000-13-01 }\n").contains(&"B0110"));
}

#[test]
fn the_greatest_lengths_and_dates_come_to_a_verdict() {
    for time in
        ["in any 100000 days, at least 1 time", "at intervals of at most 100000 years", "every 100000 years"]
    {
        let text = format!(
            "event visit {{ on: date }}\nnorm n {{\n  each person\n  must have visit\n  {time}\n}}\n\
             norm late {{\n  when visit\n  must have visit\n  no later than the visit.on + 100000 years + 100000 years + 100000 weeks\n}}\n\
             test \"far\" for n {{\n  given 0001-01-01 person(entity: p)\n        9999-12-31 visit(on: 9999-12-31)\n  as of 9999-12-31\n  expect p: open\n}}\n"
        );
        assert_eq!(scenario::run(&policy(&text), None).len(), 1, "{time}");
    }
}

const DAILY: &str = "event visit { by: person }\nnorm daily {\n  each person\n  must have visit where (by is the person)\n  every day\n}\n";

fn log(policy: &CheckedPolicy, from: &str, until: &str) -> EventLog {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.jsonl");
    let lines = format!(
        "{{\"id\":\"e1\",\"type\":\"person\",\"at\":\"{from}\",\"entity\":\"p\"}}\n\
         {{\"id\":\"e2\",\"type\":\"coverage\",\"from\":\"{from}\",\"until\":\"{until}\"}}\n"
    );
    fs::write(&path, lines).unwrap();
    let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone);
    bylaws_io::logs::read(&[path], None, &mut builder, &mut |_| ()).unwrap();
    builder.finish().unwrap()
}

#[test]
fn a_limit_of_work_is_an_error_and_never_a_part_of_the_result() {
    let policy = policy(DAILY);
    let log = log(&policy, "2016-01-01", "2016-12-31");
    let whole = evaluate_within(&policy, &log, &Request::default(), 1_000_000).unwrap();
    assert_eq!(whole.outcomes.len(), 366);
    let exceeded = evaluate_within(&policy, &log, &Request::default(), 400).unwrap_err();
    let message = exceeded.message(&policy);
    assert_eq!(message.key, "L0301");
    assert!(message.render(Lang::En).contains("`daily`") && message.render(Lang::Zh).contains("「daily」"));
}

#[test]
fn windows_of_thousands_of_years_are_not_even_listed() {
    let policy = policy(DAILY);
    let log = log(&policy, "0001-01-01", "9999-12-31");
    assert!(evaluate_within(&policy, &log, &Request::default(), limits::WORK).is_err());
}

#[test]
fn a_scenario_that_covers_too_much_fails_in_words() {
    let text = format!(
        "{DAILY}test \"ever\" for daily {{\n  given 0001-01-01 person(entity: p)\n  as of 9999-12-31\n  expect p: open\n}}\n"
    );
    let results = scenario::run(&policy(&text), None);
    let keys: Vec<&str> =
        results.iter().flat_map(|result| &result.failures).map(|failure| failure.message.key).collect();
    assert_eq!(keys, ["L0301"]);
}

/// Why a log of this content is refused.
fn refusal(name: &str, content: &[u8]) -> String {
    let policy = policy(DAILY);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    fs::write(folder.path().join("xes.toml"), "id = \"id\"\nignored = [\"x\"]\n").unwrap();
    let mapping =
        bylaws_io::logs::xes::Mapping::of_package(&folder.path().join("p"), &policy.vocabulary).unwrap();
    let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone);
    let read = bylaws_io::logs::read(&[path], mapping.as_ref(), &mut builder, &mut |_| ());
    read.err().map_or_else(String::new, |error| error.message().render(Lang::En))
}

#[test]
fn records_that_nest_or_go_on_without_end_are_refused_with_their_line() {
    let nested = format!("{{\"id\":{}1{}}}\n", "[".repeat(200_000), "]".repeat(200_000));
    assert!(refusal("log.jsonl", nested.as_bytes()).contains("line 1: something nests too deep"));
    let open = format!("{{\"id\":{}", "[".repeat(500_000));
    assert!(refusal("log.jsonl", open.as_bytes()).contains("line 1: something nests too deep"));
    let long = format!("\n{{\"id\":\"{}\"}}\n", "x".repeat(1 << 20));
    assert!(refusal("log.jsonl", long.as_bytes()).contains("line 2: too long"));
    let deep = format!("<log>{}", "<a>".repeat(100_000));
    assert!(refusal("log.xes", deep.as_bytes()).contains("line 1: something nests too deep"));
    let many = format!("<log><trace><event>{}", "<string key=\"a\" value=\"b\"/>".repeat(2000));
    assert!(refusal("log.xes", many.as_bytes()).contains("line 1: something nests too deep"));
    let endless = format!("<log>\n<trace a=\"{}", "x".repeat(4 << 20));
    assert!(refusal("log.xes", endless.as_bytes()).contains("line 2: too long"));
}

#[test]
fn a_folder_of_policies_that_is_none_is_refused() {
    assert!(package::load(Path::new("/no/such/folder")).is_err());
}
