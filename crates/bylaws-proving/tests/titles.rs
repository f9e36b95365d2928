//! What the title of a proposed case says of an exception is so in its log.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::eval::Verdict;
use bylaws::scenario;
use bylaws::source::FileId;
use bylaws::syntax::parse;
use bylaws_proving::Bounds;
use bylaws_proving::boundary::boundary;
use bylaws_proving::cases::Case;
use bylaws_proving::mutation::{Fate, mutate};

const WORDS: &str = "policy p \"P\" {\n  in force from 2016-01-01\n  time zone \"Asia/Shanghai\"\n}\n\
    entity college {\n  small: yes or no\n}\nevent drill {\n  held_by: college\n}\nevent fault {\n  found_by: college\n  grave: yes or no\n}\n\
    event waiver {\n  given_to: college\n}\nstate closed: college, from closing, to opening\n";

const DRILLS: &str =
    "norm n {\n  each college\n  must have at least 3 drill where (held_by is the college)\n  every month";
const FAULTS: &str = "norm n {\n  each college\n  when fault (found_by is the college)\n  must have drill where (held_by is the college)\n  within 3 days after the fault";

fn policy(norm: &str, except: &str) -> CheckedPolicy {
    let text = format!("{WORDS}{norm}{except}\n}}\n");
    let parsed = parse(FileId::default(), &text);
    let checked = check(std::slice::from_ref(&parsed.file));
    assert!(parsed.diagnostics.is_empty() && checked.is_usable(), "{text}\n{:#?}", checked.diagnostics);
    checked.policy
}

fn proposed(policy: &CheckedPolicy) -> Vec<Case> {
    let bounds = Bounds { logs: 800, ..Bounds::default() };
    let slips = mutate(policy, &["n".to_owned()], bounds, Lang::En).remove(0).mutants;
    let cases = slips.into_iter().filter_map(|(_, fate)| match fate {
        Fate::Survived(case) => Some(*case),
        _ => None,
    });
    cases.chain(boundary(policy, "n", bounds, Lang::En)).collect()
}

/// Whether the same comes of the log without the exception.
fn is_idle(case: &Case, [policy, without]: [&CheckedPolicy; 2]) -> bool {
    let test = case.sketch.test("", "n", case.expected.clone());
    let [one, other] = [policy, without].map(|policy| {
        let evaluation = case.sketch.judged(policy, &["n".to_owned()]).unwrap();
        scenario::meant(policy, &test, &case.expected[0], &evaluation).unwrap().first().copied().cloned()
    });
    one == other
}

#[test]
fn an_exception_that_is_said_to_apply_does_and_one_that_is_said_not_to_does_not() {
    let mut applied = 0;
    let mut idle = 0;
    for (norm, except) in [
        // What is asked for instead is asked by what is so where the window begins.
        (DRILLS, "shut: the college under closed, instead at least 1"),
        (DRILLS, "shut: exists waiver (given_to is the college), instead at least 1"),
        // More than a search comes to: it may apply where records may be missing, which is not to apply.
        (DRILLS, "shut: number of waiver where (given_to is the college) at least 90, instead at least 1"),
        (FAULTS, "shut: the college under closed, instead within 1 day"),
        (FAULTS, "shut: the fault.grave is yes and the college.small is no, instead within 1 day"),
        (DRILLS, "shut: while the college under closed or the college.small is yes"),
    ] {
        let own = policy(norm, &format!("\n  except {except}"));
        let without = policy(norm, "");
        let cases = proposed(&own);
        for case in cases {
            let title = &case.title;
            if title.starts_with("where exception `shut` applies") {
                applied += 1;
                assert_ne!(case.expected[0].verdict, Some(Verdict::Undetermined), "{except}: {title}");
                assert!(!is_idle(&case, [&own, &without]), "{except}: {title}\n{:#?}", case.sketch);
            }
            if title.starts_with("that exception `shut` does not apply") {
                idle += 1;
                assert!(is_idle(&case, [&own, &without]), "{except}: {title}\n{:#?}", case.sketch);
            }
        }
    }
    assert!(applied > 5 && idle > 0, "{applied} {idle}");
}

#[test]
fn an_exception_to_another_is_told_with_it_and_shown_where_the_other_one_would_apply() {
    let to = "; to shut: the college.small is yes";
    let (own, outer) = (
        policy(DRILLS, &format!("\n  except shut: while the college under closed{to}")),
        policy(DRILLS, "\n  except shut: while the college under closed"),
    );
    let cases = proposed(&own);
    let of = |title: &str| {
        let titles: Vec<&str> = cases.iter().map(|case| case.title.as_str()).collect();
        let case = cases.iter().find(|case| case.title == title);
        case.unwrap_or_else(|| panic!("{title}: {titles:#?}"))
    };
    let back = of("where the exception `the college's small is 'yes'` to exception `shut` applies");
    assert!(!is_idle(back, [&own, &outer]), "{:#?}", back.sketch);
    let shut = of("where exception `shut` applies");
    assert!(!is_idle(shut, [&own, &policy(DRILLS, "")]), "{:#?}", shut.sketch);
}

#[test]
fn of_any_stretch_the_titles_say_on_which_side_of_its_length_the_log_lies() {
    let rolling = "norm n {\n  each college\n  must have drill where (held_by is the college)\n  in any 14 days, at least 1";
    let titles: Vec<String> = proposed(&policy(rolling, "")).into_iter().map(|case| case.title).collect();
    assert!(titles.iter().any(|one| one == "just under 14 days"), "{titles:#?}");
    assert!(titles.iter().any(|one| one == "just 14 days"), "{titles:#?}");
    assert!(!titles.iter().any(|one| one == "beyond 14 days"), "{titles:#?}");
}
