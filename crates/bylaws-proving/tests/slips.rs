//! Slips in what is taken to follow from other records, slips that only a case proposed for another one shows, and what titles
//! say of numbers and lengths.

#![expect(clippy::panic, reason = "a test may panic")]

use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::scenario;
use bylaws::source::FileId;
use bylaws::syntax::parse;
use bylaws_proving::Bounds;
use bylaws_proving::boundary::boundary;
use bylaws_proving::cases::Case;
use bylaws_proving::mutation::{Fate, Mutant, mutants, mutate};

const WORDS: &str = "policy p \"P\" {\n  in force from 2016-01-01\n  time zone \"Asia/Shanghai\"\n}\n\
    entity room\nevent fault {\n  seen_in: room\n  grave: yes or no\n  cost: decimal, not negative\n}\n\
    event repair {\n  done_in: room\n  good: yes or no\n}\nevent report {\n  about: room\n}\nevent unmended {\n  of_room: room\n}\n\
    event course {\n  given_in: room\n  hours: decimal, not negative\n}\nevent granted {\n  for_room: room\n  from_day: date\n}\n";

const REPORTED: &str = "when unmended\n  must have report where (about is the unmended.of_room)\n  within 10 days after the unmended";

fn policy(deem: &str, norm: &str, tests: &str) -> CheckedPolicy {
    let text = format!("{WORDS}{deem}norm n {{\n  {norm}\n}}\n{tests}");
    let parsed = parse(FileId::default(), &text);
    let checked = check(std::slice::from_ref(&parsed.file));
    let said: Vec<String> = checked.diagnostics.iter().map(|d| d.message.render(Lang::En)).collect();
    assert!(parsed.diagnostics.is_empty() && checked.is_usable(), "{text}\n{said:#?}");
    checked.policy
}

fn tried(policy: &CheckedPolicy, logs: usize) -> Vec<(Mutant, Fate)> {
    let bounds = Bounds { logs, ..Bounds::default() };
    mutate(policy, &["n".to_owned()], bounds, Lang::En).remove(0).mutants
}

/// The cases proposed, each of which holds and fails with its slip.
fn proposed(policy: &CheckedPolicy, found: &[(Mutant, Fate)]) -> Vec<Case> {
    let case = |(mutant, fate): &(Mutant, Fate)| {
        let Fate::Survived(case) = fate else { return None };
        let test = case.sketch.test("", "n", case.expected.clone());
        let mut changed = policy.clone();
        mutant.put_in(&mut changed);
        assert!(scenario::judge(policy, &test).is_empty(), "{}: {case:#?}", mutant.change.en);
        assert!(!scenario::judge(&changed, &test).is_empty(), "{}: {case:#?}", mutant.change.en);
        Some((**case).clone())
    };
    found.iter().filter_map(case).collect()
}

fn fate_of<'f>(found: &'f [(Mutant, Fate)], change: &str) -> &'f Fate {
    let all: Vec<&str> = found.iter().map(|(mutant, _)| mutant.change.en.as_str()).collect();
    let one = found.iter().find(|(mutant, _)| mutant.change.en == change);
    &one.unwrap_or_else(|| panic!("{change}: {all:#?}")).1
}

#[test]
fn of_as_many_deeds_as_a_search_begins_with_one_fewer_and_one_more_are_told_apart() {
    let policy = policy(
        "",
        "each room\n  must have at least 30 repair where (done_in is the room), of which at least 10 where (good is yes)\n  every month",
        "",
    );
    let found = tried(&policy, 200);
    for change in ["at least 30 becomes at least 29", "at least 30 becomes at least 31"] {
        assert!(matches!(fate_of(&found, change), Fate::Survived(_)), "{change}");
    }
    proposed(&policy, &found);
}

const UNMENDED: &str = "deem unmended when 5 days pass after fault where (grave is yes, cost at least 3) without repair where (done_in is the fault.seen_in, good is yes) {\n  of_room: seen_in\n}\n";

#[test]
fn what_is_deemed_is_changed_in_its_conditions_as_a_norm_is() {
    let policy = policy(UNMENDED, REPORTED, "");
    let found = tried(&policy, 800);
    for change in [
        "the condition `grave: 'yes'` is dropped",
        "the condition `cost: at least 3` is dropped",
        "3 becomes 2",
        "3 becomes 4",
        "`at least` becomes `more than`",
        "the condition `done in: the fault's 'seen in'` is dropped",
        "the condition `good: 'yes'` is dropped",
        "5 days becomes 4 days",
        "5 days becomes 6 days",
    ] {
        let fate = fate_of(&found, &format!("what is deemed `unmended`: {change}"));
        assert!(fate.is_unnoticed(), "{change}: {fate:?}");
    }
    proposed(&policy, &found);
    // In Chinese as well, and by what it is of.
    assert!(
        found.iter().any(|(one, _)| one.change.zh == "视为“unmended”：去掉条件“grave为‘是’”"),
        "{:#?}",
        found.iter().map(|(one, _)| &one.change.zh).collect::<Vec<_>>()
    );
}

const SHOWN: &str = r#"test "one that is not grave follows nothing from" for n {
  given 2016-02-01 room(entity: r1)
        2016-03-01 fault(seen_in: r1, grave: no, cost: 9)
  as of 2016-06-30
  expect r1: no duty
}
"#;

#[test]
fn a_test_notices_a_slip_in_what_is_deemed() {
    let found = tried(&policy(UNMENDED, REPORTED, SHOWN), 1);
    let fate = fate_of(&found, "what is deemed `unmended`: the condition `grave: 'yes'` is dropped");
    assert!(matches!(fate, Fate::Killed(title) if title.starts_with("one that")), "{fate:?}");
}

#[test]
fn how_far_back_it_has_effect_and_its_only_condition_are_changed() {
    let deem = "deem unmended when granted where (from_day after 2016-02-10) effective from_day, at most 30 days back {\n  of_room: for_room\n}\n";
    let of: Vec<String> =
        mutants(&policy(deem, REPORTED, ""), "n").into_iter().map(|m| m.change.en).collect();
    for change in ["30 days becomes 29 days", "30 days becomes 31 days", "2016-02-10 becomes 2016-02-09"] {
        let change = format!("what is deemed `unmended`: {change}");
        assert!(of.contains(&change), "{change}: {of:#?}");
    }
    let dropped = |change: &&String| change.starts_with("what is deemed `unmended`: the condition");
    assert_eq!(of.iter().filter(dropped).count(), 1, "{of:#?}");
}

const TAUGHT: &str =
    "each room\n  must have course where (given_in is the room, hours at least 0.5)\n  every month";

#[test]
fn what_a_proposed_case_shows_is_not_said_to_make_no_difference() {
    for (deem, norm) in [("", TAUGHT), (UNMENDED, REPORTED)] {
        // However few logs are looked at.
        for logs in [30, 200] {
            let policy = policy(deem, norm, "");
            let found = tried(&policy, logs);
            let cases = proposed(&policy, &found);
            for (mutant, _) in found.iter().filter(|(_, fate)| matches!(fate, Fate::NotToldApart(_))) {
                let mut changed = policy.clone();
                mutant.put_in(&mut changed);
                let holds = |case: &Case| {
                    scenario::judge(&changed, &case.sketch.test("", "n", case.expected.clone())).is_empty()
                };
                assert!(cases.iter().all(holds), "{norm}: {logs}: {}", mutant.change.en);
            }
        }
    }
    let found = tried(&policy("", TAUGHT, ""), 800);
    let fate = fate_of(&found, "the condition `hours: at least 0.5` is dropped");
    assert!(fate.is_unnoticed(), "{fate:?}");
}

#[test]
fn a_number_in_a_title_is_in_a_record_of_its_log() {
    let policy = policy("", TAUGHT, "");
    let found = tried(&policy, 800);
    assert!(
        matches!(fate_of(&found, "0.5 becomes 0.49"), Fate::Survived(_) | Fate::AlsoShown(_)),
        "{found:#?}"
    );
    let cases = proposed(&policy, &found);
    let hours = |case: &Case| -> Vec<String> {
        let fields = case.sketch.facts.iter().flat_map(|fact| &fact.fields);
        fields
            .filter(|(name, _)| name.node == "hours")
            .map(|(_, value)| bylaws::syntax::format_condition(value, Lang::En))
            .collect()
    };
    let just: Vec<&Case> = cases.iter().filter(|case| case.title.contains("hours is just")).collect();
    assert!(!just.is_empty(), "{:#?}", cases.iter().map(|case| &case.title).collect::<Vec<_>>());
    for case in just {
        let wanted = if case.title.contains("just under") { "0.49" } else { "0.5" };
        assert!(hours(case).iter().any(|one| one == wanted), "{}: {:?}", case.title, hours(case));
    }
}

#[test]
fn of_a_limit_that_is_extended_the_extension_is_said_and_not_a_length_from_the_start() {
    let extended = "when fault\n  must have repair where (done_in is the fault.seen_in)\n  within 6 days after the fault\n  \
        extended by 2 days when report where (about is the fault.seen_in)";
    let policy = policy("", extended, "");
    let titles: Vec<String> =
        proposed(&policy, &tried(&policy, 800)).into_iter().map(|case| case.title).collect();
    assert!(titles.iter().all(|title| !title.contains("beyond 2 days")), "{titles:#?}");
    assert!(titles.iter().any(|title| title.contains("extension by 2 days")), "{titles:#?}");
}

#[test]
fn the_last_day_of_a_year_that_closes_later_is_that_of_what_does_not_name_its_year() {
    let yearly = "each room\n  must have report where (about is the room)\n  every year\n  reading year by label, closing after 31 days";
    let cases = boundary(&policy("", yearly, ""), "n", Bounds { logs: 400, ..Bounds::default() }, Lang::En);
    let of = |title: &str| {
        let case = cases.iter().find(|case| case.title == title);
        let case = case.unwrap_or_else(|| panic!("{title}: {cases:#?}"));
        case.expected.first().unwrap().verdict.map(|verdict| verdict.key())
    };
    assert_eq!(of("the last day"), Some("fulfilled"));
    assert_ne!(of("the day after the last"), Some("fulfilled"));
}

#[test]
fn within_chinese_quotation_marks_the_inner_ones_stand() {
    let deem = "deem unmended when fault where (grave is yes) {\n  of_room: seen_in\n}\n";
    for (mutant, _) in tried(&policy(deem, REPORTED, ""), 60) {
        let mut open = 0_i32;
        for c in mutant.change.zh.chars().chain(mutant.shows.zh.chars()) {
            open += i32::from(c == '“') - i32::from(c == '”');
            assert!((0..=1).contains(&open), "{} {}", mutant.change.zh, mutant.shows.zh);
        }
    }
    assert_eq!(bylaws_proving::within_quotes("去掉“甲”"), "去掉‘甲’");
}
