//! What reads like something else than it says is told: numbers of verdicts that a norm never comes to, exceptions that
//! deny what has just begun, and prohibitions of several things together.

use bylaws::check::check;
use bylaws::diagnostic::Severity;
use bylaws::scenario;
use bylaws::source::FileId;
use bylaws::syntax;

const WORDS: &str = "policy p \"p\" {\n  in force from 2024-01-01\n  time zone \"Europe/London\"\n}\n\
    entity school\nrole teacher: school\nevent visit { who: person\n  paid: integer }\nevent warned { who: person }\n\
    state leave: person, from leave_start, to leave_end\n\
    norm hours {\n  each person\n  must keep total hours of leave where (person is the person) at most 72\n  in any 7 days\n}\n\
    norm gaps {\n  each person\n  must have visit where (who is the person)\n  at intervals of at most 1 month\n}\n\
    norm weekly {\n  each person\n  must have visit where (who is the person)\n  every week\n}\n";

/// The codes of warnings and errors.
fn told(text: &str) -> Vec<&'static str> {
    let parsed = syntax::parse(FileId::default(), &format!("{WORDS}{text}"));
    let checked = check(std::slice::from_ref(&parsed.file));
    let all = parsed.diagnostics.iter().chain(&checked.diagnostics);
    all.filter(|problem| problem.severity > Severity::Note).map(|problem| problem.code()).collect()
}

fn asked(of: &str, time: &str) -> String {
    format!("norm once {{\n  each person\n  must {of}\n  {time}\n}}\n")
}

#[test]
fn a_number_of_verdicts_that_a_year_never_has_is_told() {
    let at_most = |norm: &str, number: u32| {
        format!("have at most {number} breach of {norm} where (bearer is the person)")
    };
    for norm in ["hours", "gaps"] {
        assert_eq!(told(&asked(&at_most(norm, 1), "every year")), ["B0731"], "{norm}");
        assert_eq!(told(&asked(&at_most(norm, 1), "every month")), ["B0731"], "{norm}");
        assert!(told(&asked(&at_most(norm, 0), "every year")).is_empty(), "one is too many");
        assert!(told(&asked(&at_most(norm, 1), "in any 365 days")).is_empty(), "these may be of two years");
        assert_eq!(told(&asked(&at_most(norm, 2), "in any 365 days")), ["B0731"]);
        assert!(told(&asked(&at_most(norm, 1), "every 2 years")).is_empty());
    }
    assert!(told(&asked(&at_most("weekly", 1), "every year")).is_empty(), "each week has a verdict");
    assert_eq!(told(&asked("have at most 1 breach of hours", "every year")), ["B0719"], "of all persons");
    let compared = "keep number of fulfilment of gaps where (bearer is the person) at least 2";
    assert_eq!(told(&asked(compared, "every year")), ["B0731"]);
    let reached = |length: &str| {
        told(&format!(
            "deem warned when breach of hours reaches 3 {length} for each bearer {{ who: bearer }}\n"
        ))
    };
    assert_eq!(reached("in any 365 days"), ["B0731"]);
    assert!(reached("in any 400 days").is_empty() && reached("").is_empty());
    let before = "norm n {\n  when warned\n  must satisfy (within 1 year before the warned \
        (number of breach of hours where (bearer is the warned.who)) at most 2)\n}\n";
    assert_eq!(told(before), ["B0731"]);
}

#[test]
fn a_rolling_norm_has_one_verdict_a_year_and_one_of_every_week_one_each_time() {
    let text = format!(
        "{WORDS}norm weeks {{\n  each person\n  must keep total hours of leave where (person is the person) at most 72\n  every week\n}}\n\
        {}{}test \"twice a year\" for once, each_time {{\n  given 2024-01-01 person(entity: p1)\n\
        \x20       2024-03-04 06:00 leave_start(person: p1)\n        2024-03-08 06:00 leave_end(person: p1)\n\
        \x20       2024-09-02 06:00 leave_start(person: p1)\n        2024-09-06 06:00 leave_end(person: p1)\n\
        \x20 as of 2025-01-31\n  expect p1 in \"2024\": fulfilled\n         each_time of p1 in \"2024\": breached\n}}\n",
        asked("have at most 1 breach of hours where (bearer is the person)", "every year"),
        asked("have at most 1 breach of weeks where (bearer is the person)", "every year")
            .replace("norm once", "norm each_time"),
    );
    let parsed = syntax::parse(FileId::default(), &text);
    let results = scenario::run(&check(std::slice::from_ref(&parsed.file)).policy, None);
    assert!(!results.is_empty());
    assert!(results.iter().all(scenario::ScenarioResult::passed), "{results:#?}");
}

#[test]
fn an_exception_that_denies_what_the_trigger_begins_is_told() {
    let norm = |when: &str, except: &str| {
        told(&format!(
            "norm n {{\n  when {when}\n  must have visit where (who is the {}.person)\n  within 3 days after the {0}\n  except {except}\n}}\n",
            when.split(' ').next().unwrap_or(when)
        ))
    };
    let post = "role_start where (role is teacher)";
    assert_eq!(norm(post, "not (the role_start.person holds teacher)"), ["B0701"]);
    assert_eq!(norm(post, "not (the role_start.person holds teacher in the role_start.unit)"), ["B0701"]);
    assert_eq!(norm("leave_start", "not (the leave_start.person under leave)"), ["B0701"]);
    assert_eq!(
        norm(
            "leave_start",
            "not (the leave_start.person under leave) and exists visit where (who is the leave_start.person)"
        ),
        ["B0701"]
    );
    assert!(
        norm(
            "leave_start",
            "not (the leave_start.person under leave) or exists visit where (who is the leave_start.person)"
        )
        .is_empty()
    );
    assert!(norm("leave_start", "the leave_start.person holds teacher").is_empty());
    assert!(norm("leave_end", "not (the leave_end.person under leave)").is_empty());
    assert!(norm("role_start", "not (the role_start.person holds teacher)").is_empty(), "of any post");
}

#[test]
fn what_is_forbidden_together_only_is_told_and_and_says_so() {
    let norm = |must: &str| told(&format!("norm n {{\n  when visit\n  must {must}\n}}\n"));
    assert_eq!(norm("not satisfy (paid at least 3, who is \"p\")"), ["B0732"]);
    assert!(norm("not satisfy (paid at least 3 and who is \"p\")").is_empty());
    assert!(norm("not satisfy (paid at least 3 or who is \"p\")").is_empty());
    assert!(norm("satisfy (paid at least 3, who is \"p\")").is_empty());
    assert!(norm("not satisfy (paid at least 3)").is_empty());
}

#[test]
fn what_holds_only_together_is_written_so_that_nothing_is_told_again() {
    for clause in [
        "when visit\n  must not satisfy (paid at least 3 and who is \"p\")",
        "each person\n  must not keep number of visit more than 3 and number of leave_start more than 1\n  every month",
        "each person\n  must have visit where (who is the person)\n  every month\n  except while the person under leave and exists warned where (who is the person)",
    ] {
        let text = format!("{WORDS}norm n {{\n  {clause}\n}}\n");
        let parsed = syntax::parse(FileId::default(), &text);
        let written = syntax::format(&parsed.file);
        assert!(parsed.diagnostics.is_empty() && written.contains(" and "), "{written}");
        assert!(syntax::parse(FileId::default(), &written).diagnostics.is_empty(), "{written}");
    }
}

#[test]
fn two_that_were_begun_are_two_until_one_end_ends_both() {
    let text = format!(
        "{WORDS}norm one {{\n  each person\n  must have at most 1 leave where (person is the person)\n  at all times\n}}\n\
        norm hours_in_all {{\n  each person\n  must keep total hours of leave where (person is the person) at most 72\n  every month\n}}\n\
        test \"t\" for one, hours_in_all {{\n  given 2024-01-01 person(entity: p1)\n\
        \x20       2024-03-04 06:00 leave_start(person: p1)\n        2024-03-05 06:00 leave_start(person: p1)\n\
        \x20       2024-03-07 06:00 leave_end(person: p1)\n  covers 2024-01-01 to 2024-12-31\n\
        \x20 expect p1 on 2024-03-06: breached\n         hours_in_all of p1 on 2024-03-06: fulfilled\n\
        \x20        one of p1 in \"2025\": no duty\n}}\n"
    );
    let parsed = syntax::parse(FileId::default(), &text);
    let results = scenario::run(&check(std::slice::from_ref(&parsed.file)).policy, None);
    assert!(!results.is_empty() && results.iter().all(scenario::ScenarioResult::passed), "{results:#?}");
}
