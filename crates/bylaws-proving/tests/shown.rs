//! What coverage asks for, by the form of a norm and in its words, and what is proposed for what the tests do not show.

use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::eval::Verdict;
use bylaws::scenario;
use bylaws::source::FileId;
use bylaws::syntax::parse;
use bylaws_proving::Bounds;
use bylaws_proving::boundary::boundary;
use bylaws_proving::cases::Case;
use bylaws_proving::coverage::coverage;
use bylaws_proving::mutation::{Fate, mutate};

const WORDS: &str = "policy p \"P\" {\n  in force from 2024-02-26\n  time zone \"Asia/Shanghai\"\n}\n\
    entity room\nrole keeper: room, single\nrole guard: room\n\
    event fault {\n  seen_in: room\n  grave: yes or no\n}\nevent repair {\n  done_in: room\n  good: yes or no\n}\n\
    event course {\n  of: person\n}\nevent shift {\n  who: person\n  place: room\n}\n";

fn policy(norm: &str) -> CheckedPolicy {
    let words = WORDS.replace("  of: person", "  taken_by: person");
    let text = format!("{words}norm n {{\n  {norm}\n  answerable first the room.keeper\n}}\n");
    let text =
        if norm.contains("each room") { text } else { text.replace("the room.keeper", "the TRIGGER.keeper") };
    let text =
        text.replace("TRIGGER", if norm.contains("when shift") { "shift.place" } else { "fault.seen_in" });
    let parsed = parse(FileId::default(), &text);
    let checked = check(std::slice::from_ref(&parsed.file));
    let said: Vec<String> = checked.diagnostics.iter().map(|d| d.message.render(Lang::En)).collect();
    assert!(parsed.diagnostics.is_empty() && checked.is_usable(), "{text}\n{said:#?}");
    checked.policy
}

const REPAIRED: &str =
    "when fault (grave is yes)\n  must have repair where (done_in is the fault.seen_in, good is yes)";
const TRAINED: &str = "when shift\n  must have course where (taken_by is the shift.who)\n  within 1 year before the shift\n  \
    except led: the shift.who holds guard";

fn bounds(logs: usize) -> Bounds {
    Bounds { logs, ..Bounds::default() }
}

fn sides(norm: &str, lang: Lang) -> Vec<String> {
    let found = coverage(&policy(norm), &["n".to_owned()], bounds(300)).remove(0);
    assert!(found.sides.iter().all(|side| !side.shown), "there is no test");
    found.sides.iter().map(|side| side.what.words(lang).to_owned()).collect()
}

#[test]
fn days_around_a_limit_are_asked_for_where_there_is_one_and_before_any_test_is_written() {
    let (last, next) =
        ("截止当日做到，或者看到截止当日为止的情形", "截止次日才做，或者看到截止次日为止的情形");
    let asks = |norm: &str| {
        let all = sides(norm, Lang::Zh);
        [last, next].map(|side| all.iter().any(|one| one == side))
    };
    let of_days = format!("{REPAIRED}\n  within 3 days after the fault");
    assert_eq!(asks(&of_days), [true, true]);
    assert_eq!(
        asks("each room\n  must have repair where (done_in is the room)\n  every month"),
        [true, true]
    );
    // What is asked of a record by itself has no day on which it would be too late.
    assert_eq!(asks("when fault\n  must satisfy (the fault.grave is no)"), [false, false]);
    assert_eq!(
        asks("each room\n  must have at least 1 guard where (unit is the room)\n  at all times"),
        [false, false]
    );
    assert_eq!(asks("each room\n  must have repair where (done_in is the room)\n  once"), [false, false]);
    // Of hours both sides of their number are asked for, as of any stretch.
    let of_hours = format!("{REPAIRED}\n  within 24 hours after the fault");
    assert_eq!(asks(&of_hours), [false, false]);
    assert!(sides(&of_hours, Lang::Zh).contains(&"正好24小时的情形".to_owned()));
    let any = "each room\n  must have repair where (done_in is the room)\n  in any 40 days";
    assert!(
        asks(any) == [false, false] && sides(any, Lang::Zh).iter().any(|side| side.contains("40日的情形"))
    );
}

#[test]
fn what_a_condition_is_and_what_hangs_on_it_is_said() {
    let all = sides(&format!("{REPAIRED}\n  within 3 days after the fault"), Lang::En);
    for side in [
        "that `fault` gives rise to no duty where it fails `grave: 'yes'`",
        "that `repair` does not count where it fails `good: 'yes'`",
    ] {
        assert!(all.iter().any(|one| one == side), "{side}: {all:#?}");
    }
    let all = sides(&format!("{REPAIRED}\n  within 3 days after the fault"), Lang::Zh);
    for side in ["“fault”不符合“grave为‘是’”的，不产生义务", "“repair”不符合“good为‘是’”的，不算"]
    {
        assert!(all.iter().any(|one| one == side), "{side}: {all:#?}");
    }
    let all = sides(TRAINED, Lang::En);
    assert!(all.contains(&"where exception `led` applies".to_owned()), "{all:#?}");
}

/// A table whose later rows no test comes near.
const LED: &str = "table leaders: integer {\n  up to 20: 2\n  from 21 to 50: 4\n  over 50: 6\n}\nevent trip {\n  place: room\n  pupils: integer\n  led_by: integer\n}\n";

fn of_trips() -> CheckedPolicy {
    let norm = "norm n {\n  when trip\n  must satisfy (led_by at least leaders for (pupils))\n}\n";
    let parsed = parse(
        FileId::default(),
        &format!("{}{LED}{norm}", WORDS.replace("  of: person", "  taken_by: person")),
    );
    let checked = check(std::slice::from_ref(&parsed.file));
    assert!(parsed.diagnostics.is_empty() && checked.is_usable(), "{:#?}", checked.diagnostics);
    checked.policy
}

#[test]
fn each_row_of_a_table_is_asked_for_and_shown_by_what_falls_into_it() {
    let policy = of_trips();
    let found = coverage(&policy, &["n".to_owned()], bounds(300)).remove(0);
    for row in 1..=3 {
        let asked = format!("which row {row} of `leaders` gives");
        assert!(found.sides.iter().any(|side| side.what.en.contains(&asked)), "{asked}: {found:#?}");
    }
    assert!(
        found.sides.iter().any(|side| side.what.en == "a case in which pupils is just over 50"),
        "{found:#?}"
    );
    let slips = mutate(&policy, &["n".to_owned()], bounds(300), Lang::En).remove(0).mutants;
    assert!(slips.iter().all(|(_, fate)| fate.is_unnoticed()), "{slips:#?}");
    let titles: Vec<String> =
        boundary(&policy, "n", bounds(300), Lang::En).into_iter().map(|case| case.title).collect();
    assert!(titles.iter().any(|title| title.contains("which row 3 of `leaders` gives")), "{titles:#?}");
}

fn proposed(norm: &str) -> Vec<Case> {
    let policy = policy(norm);
    let found = mutate(&policy, &["n".to_owned()], bounds(300), Lang::En).remove(0).mutants;
    let cases = found
        .into_iter()
        .filter_map(|(_, fate)| if let Fate::Survived(case) = fate { Some(*case) } else { None });
    let all: Vec<Case> = cases.collect();
    for case in &all {
        let test = case.sketch.test("", "n", case.expected.clone());
        assert!(scenario::judge(&policy, &test).is_empty(), "{case:#?}");
    }
    all
}

#[test]
fn of_what_looks_back_a_case_is_proposed_of_which_something_is_certain() {
    for case in proposed(TRAINED).iter().filter(|case| !case.title.contains("same day")) {
        assert_ne!(case.expected[0].verdict, Some(Verdict::Undetermined), "{case:#?}");
        assert!(case.expected[0].verdict.is_some(), "{case:#?}");
    }
}

#[test]
fn that_more_is_fine_is_shown_by_who_did_more_of_posts_as_well() {
    let titles = |norm: &str| proposed(norm).into_iter().map(|case| case.title).collect::<Vec<_>>();
    let held = titles("each room\n  must have at least 2 guard where (unit is the room)\n  at all times");
    assert!(held.contains(&"the number: more is fine".to_owned()), "{held:#?}");
    let of_which = "each room\n  must have at least 2 repair where (done_in is the room), of which at least 1 where (good is yes)\n  every month";
    let titles = titles(of_which);
    for title in ["repair: more is fine", "those that meet `good: 'yes'`: more is fine"] {
        assert!(titles.iter().any(|one| one == title), "{title}: {titles:#?}");
    }
}

#[test]
fn around_a_limit_in_hours_the_verdict_turns_by_the_minute() {
    let policy = policy(&format!("{REPAIRED}\n  within 24 hours after the fault"));
    let all = boundary(&policy, "n", bounds(600), Lang::En);
    let turns =
        ["the minute before the first", "the first minute", "the last minute", "the minute after the last"]
            .map(|title| {
                let case = all
                    .iter()
                    .find(|case| case.title == title)
                    .unwrap_or_else(|| panic!("{title}: {all:#?}"));
                let test = case.sketch.test("", "n", case.expected.clone());
                assert!(scenario::judge(&policy, &test).is_empty(), "{case:#?}");
                case.expected[0].verdict.unwrap()
            });
    assert_eq!(turns, [Verdict::Breached, Verdict::Fulfilled, Verdict::Fulfilled, Verdict::Breached]);
    assert!(
        all.iter().any(|case| case.title == "one fewer") && all.iter().any(|case| case.title == "one more")
    );
}

#[test]
fn after_what_looks_back_it_is_too_late_for_certain() {
    let all = boundary(&policy(TRAINED), "n", bounds(600), Lang::En);
    let after = all.iter().find(|case| case.title == "the day after the last").unwrap();
    assert_eq!(after.expected[0].verdict, Some(Verdict::Breached), "{after:#?}");
}
