//! Tests as people write them: what is mended as it was meant, and what stands in them to no end.

use super::VOCABULARY;
use bylaws::check::check;
use bylaws::diagnostic::Severity;
use bylaws::scenario;
use bylaws::source::FileId;
use bylaws::syntax;

// The replacement that the one error of a test offers, and where.
fn mended(test: &str) -> Vec<String> {
    let text = format!(
        "{VOCABULARY}norm visits {{\n  each unit\n  must have e where (unit is the unit)\n  every month\n}}\n{test}"
    );
    let parsed = syntax::parse(FileId::default(), &text);
    let edits = parsed.diagnostics.iter().map(|problem| {
        let fix = problem.fix.clone().unwrap();
        let (before, after) = (&text[..fix.span.start as usize], &text[fix.span.end as usize..]);
        let mended = format!("{before}{}{after}", fix.replacement);
        let line = mended[..fix.span.start as usize].lines().count();
        mended.lines().nth(line - 1).unwrap_or_default().trim().to_owned()
    });
    edits.collect()
}

#[test]
fn slips_in_tests_are_mended_as_they_are_meant() {
    let test = |given: &str, expected: &str| {
        format!(
            "test \"one\" for visits {{\n  given 2024-03-01 unit(entity: u1)\n  {given}\n  as of 2024-03-31\n  {expected}\n}}\n"
        )
    };
    let (given, expected) = ("2024-03-02 e(unit: u1, amount: 5)", "expect u1 on 2024-03-01: fulfilled");
    assert_eq!(mended(&test(given, "excepct u1: open")), ["expect u1: open"]);
    assert_eq!(mended(&test(given, "expect u1: fulfiled")), ["expect u1: fulfilled"]);
    assert_eq!(mended(&test(given, "expect u1: breached short by 1")), ["expect u1: breached, short by 1"]);
    assert_eq!(
        mended(&test("2024-03-02 e(unit: u1 amount: 5)", expected)),
        ["2024-03-02 e(unit: u1, amount: 5)"]
    );
    assert_eq!(
        mended(&test("2024-03-02 e(unit: u1, amount: -5)", expected)),
        ["2024-03-02 e(unit: u1, amount: \"-5\")"]
    );
    let unclosed = test(given, expected).replace("\"one\"", "\"one");
    assert_eq!(mended(&unclosed), ["test \"one\" for visits {"]);
    let parameter = "parameter limit: integer = 5 \"x\"\n";
    let with = test(given, expected).replace("  as of", "  with limit 3\n  as of");
    assert_eq!(mended(&format!("{parameter}{with}")), ["with limit = 3"]);
    for (wrong, right) in [
        ("expect u1 for r 1: open", "expect u1 for \"r 1\": open"),
        ("expect u1 for d@e1: open", "expect u1 for \"d@e1\": open"),
        ("expect u1: fulfilled, counted d@e1", "expect u1: fulfilled, counted \"d@e1\""),
        ("expect u@1: open", "expect \"u@1\": open"),
        ("expect u1 open", "expect u1: open"),
        ("expect u1: breached, missing 4", "expect u1: breached, short by 4"),
        ("expect u1: breached, short by three", "expect u1: breached, short by 3"),
        ("expect u1: breached, due on 2024-03-31", "expect u1: breached, due 2024-03-31"),
        ("expect u1: breached, due 31 March 2024", "expect u1: breached, due 2024-03-31"),
    ] {
        assert_eq!(mended(&test(given, wrong)), [right]);
    }
    assert_eq!(mended(&test("2 March 2024 e(unit: u1)", expected)), ["2024-03-02 e(unit: u1)"]);
    assert_eq!(mended(&test("2024-03-02 e(unit u1)", expected)), ["2024-03-02 e(unit: u1)"]);
    assert_eq!(mended(&test(given, expected).replace("as of", "as-of")), ["as of 2024-03-31"]);
}

// The codes of what is told of a test of the norm `visits`.
fn told(given: &str, expected: &str) -> Vec<String> {
    let text = format!(
        "{VOCABULARY}norm visits {{\n  each unit\n  must have e where (unit is the unit)\n  every month\n}}\n\
         test \"one\" for visits {{\n  given {given}\n  as of 2024-03-31\n  expect {expected}\n}}\n"
    );
    let parsed = syntax::parse(FileId::default(), &text);
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
    let warnings =
        check(&[parsed.file]).diagnostics.into_iter().filter(|one| one.severity == Severity::Warning);
    warnings.map(|one| one.code().to_owned()).filter(|code| code.starts_with("B08")).collect()
}

#[test]
fn what_stands_in_a_test_to_no_end_is_told_and_what_does_not_is_left_alone() {
    let unit = "2024-02-01 unit(entity: u1)";
    assert_eq!(told(unit, "u1 in \"2024-01\": no duty, short by 1"), ["B0821"]);
    assert_eq!(told("2024-03-02 e(unit: u1)", "u1: no duty"), ["B0822"]);
    assert_eq!(told(unit, "u1 in \"2024-04\": no duty"), ["B0823"]);
    assert_eq!(told(unit, "u1 on 2024-04-01: no duty"), ["B0823"]);
    assert_eq!(told(unit, "u1 in \"2024-03\": breached\n         u1 in \"2024-03\": breached"), ["B0826"]);
    let late = format!("{unit}\n        2024-03-02 e(unit: u1, recorded_at: 2024-03-01)");
    assert_eq!(told(&late, "u1 in \"2024-03\": fulfilled"), ["B0825"]);
    // Before it was there, and before anything was written down.
    assert!(told(unit, "u1 in \"2024-01\": no duty").is_empty());
    let same_day = format!("{unit}\n        2024-03-02 e(unit: u1, recorded_at: 2024-03-02)");
    assert!(told(&same_day, "u1 in \"2024-03\": fulfilled").is_empty());
}

#[test]
fn what_a_test_says_and_nothing_looks_at_is_told() {
    // The codes of what is told of a package of two norms, the second of which rests on what follows from a breach of the first.
    let told = |rest: &str| {
        let text = format!(
            "{VOCABULARY}parameter fewest: integer\nparameter ceiling: integer\nparameter rate: integer\n\
             table steps: integer {{\n  up to 5: 1\n  over 5: rate\n}}\n\
             norm visits {{\n  each unit\n  must have at least fewest e where (unit is the unit)\n  every month\n}}\n\
             norm made_good {{\n  each unit\n  must have at most 1 breach of visits where (bearer is the unit)\n  every year\n}}\n\
             norm few {{\n  each unit\n  must have at most ceiling e where (unit is the unit)\n  every month\n}}\n{rest}"
        );
        let parsed = syntax::parse(FileId::default(), &text);
        assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
        let all = check(&[parsed.file]).diagnostics.into_iter();
        all.map(|one| one.code().to_owned()).filter(|code| code.starts_with("B082")).collect::<Vec<_>>()
    };
    let test = |norm: &str, more: &str| {
        format!(
            "test \"one\" for {norm} {{\n  given 2024-02-01 unit(entity: u1)\n  {more}\n  as of 2024-03-31\n  expect u1: undetermined\n}}\n"
        )
    };
    assert_eq!(told(&test("visits", "covers 2024-04-01 to 2024-05-31")), ["B0827"]);
    assert!(told(&test("visits", "covers 2024-03-31 to 2024-05-31")).is_empty());
    assert_eq!(told(&test("visits", "with ceiling = 3")), ["B0828"]);
    assert!(told(&test("few", "with ceiling = 3")).is_empty());
    assert!(told(&test("visits", "with fewest = 3")).is_empty());
    // What a norm rests on by way of another one, or of a table.
    assert!(told(&test("made_good", "with fewest = 3")).is_empty());
    assert!(told(&test("visits", "with rate = 3")).is_empty());
    // What one case has a use for is left alone.
    let cases = "test \"two\" for visits {\n  given 2024-02-01 unit(entity: u1)\n  covers 2024-04-01 to 2024-05-31\n  case \"early\"\n  as of 2024-03-31\n  \
                 expect u1 on 2024-03-01: undetermined\n  case \"late\"\n  as of 2024-05-31\n  expect u1 on 2024-03-01: undetermined\n}\n";
    assert!(told(cases).is_empty());
}

#[test]
fn what_expects_nothing_need_not_say_from_which_day_one_looks() {
    let text = format!(
        "{VOCABULARY}norm visits {{\n  each unit\n  must have e where (unit is the unit)\n  every month\n}}\n\
         test \"those there are\" for visits {{\n  given 2024-02-01 unit(entity: u1)\n}}\n"
    );
    let parsed = syntax::parse(FileId::default(), &text);
    let policy = check(&[parsed.file]).policy;
    let result = scenario::run(&policy, None).remove(0);
    assert!(result.idle && result.failures.is_empty(), "{result:?}");
}

#[test]
fn an_id_with_a_mark_in_it_stands_in_quotation_marks() {
    let test = |expected: &str| {
        format!(
            "测试 “一” 针对 走访 {{\n  已知：2016-03-02 走访（编号：“d@e1”，单位：u1）\n  截至：2016-03-31\n  应得：{expected}\n}}\n"
        )
    };
    let edits = |expected: &str| {
        let text = test(expected);
        let parsed = syntax::parse(FileId::default(), &text);
        parsed
            .diagnostics
            .into_iter()
            .map(|problem| problem.fix.map(|fix| fix.replacement))
            .collect::<Vec<_>>()
    };
    assert_eq!(edits("u1，针对d@e1：已完成"), [Some("“d@e1”".to_owned())]);
    assert_eq!(edits("u1：已完成，计入d@e1"), [Some("“d@e1”".to_owned())]);
    assert_eq!(edits("u1：已完成，计入“d@e1”"), []);
}
