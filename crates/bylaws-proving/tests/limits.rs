//! What is proposed around the limits of a norm, and what is found of norms beside each other, in small policies.

use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::eval::Verdict;
use bylaws::scenario;
use bylaws::source::FileId;
use bylaws::syntax::parse;
use bylaws_proving::Bounds;
use bylaws_proving::analysis::{FindingKind, analyse};
use bylaws_proving::boundary::boundary;
use bylaws_proving::cases::{Case, together};
use bylaws_proving::coverage::coverage;
use bylaws_proving::mutation::{Fate, mutate};
use bylaws_proving::witness::witness;

const WORDS: &str = "policy p \"P\" {\n  in force from 2016-01-01\n  time zone \"Asia/Shanghai\"\n}\nentity college\n\
    enumeration kinds { fire, flood }\nevent drill {\n  held_by: college\n  kind: kinds\n  amount: decimal\n}\nevent fault {\n  found_by: college\n}\n";

/// A policy of norms of each college, by their names.
fn policy(norms: &[(&str, &str)]) -> CheckedPolicy {
    let each = norms.iter().map(|(name, norm)| format!("norm {name} {{\n  each college\n  {norm}\n}}\n"));
    let text = WORDS.to_owned() + &each.collect::<String>();
    let parsed = parse(FileId::default(), &text);
    let checked = check(std::slice::from_ref(&parsed.file));
    assert!(parsed.diagnostics.is_empty() && checked.is_usable(), "{text}\n{:#?}", checked.diagnostics);
    checked.policy
}

fn bounds(logs: usize) -> Bounds {
    Bounds { logs, ..Bounds::default() }
}

/// The cases around the limits of a norm: each comes out as it says.
fn cases(policy: &CheckedPolicy) -> Vec<Case> {
    let all = boundary(policy, "n", bounds(600), Lang::En);
    for case in &all {
        let test = case.sketch.test("", "n", case.expected.clone());
        assert!(scenario::judge(policy, &test).is_empty(), "{}", case.title);
    }
    all
}

fn titles(cases: &[Case]) -> Vec<&str> {
    cases.iter().map(|case| case.title.as_str()).collect()
}

#[test]
fn one_too_many_among_them_is_shown_where_all_are_enough() {
    let policy = policy(&[(
        "n",
        "must have at least 5 drill where (held_by is the college), of which at most 2 where (kind is flood)\n  every quarter",
    )]);
    let all = cases(&policy);
    let case = all.iter().find(|case| case.title == "one too many meeting `kind is flood`").unwrap();
    let outcome = case.sketch.judged(&policy, &["n".to_owned()]).unwrap().outcomes.remove(0);
    let (measured, required) = (outcome.measured.unwrap().low, outcome.required.unwrap());
    assert_eq!(outcome.verdict, Verdict::Breached);
    assert!(measured >= required, "{measured} of {required}: {:#?}", case.sketch);
    assert_eq!(outcome.short_by().to_string(), "0");
}

#[test]
fn cases_are_proposed_for_limits_that_no_single_record_decides() {
    for (norm, wanted) in [
        (
            "must have drill where (held_by is the college)\n  in any 30 days, at least 2 times",
            ["drill: just 2 is enough", "drill: fewer than 2 is not enough"],
        ),
        (
            "must have drill where (held_by is the college)\n  every month, not more than 3 times",
            ["drill: more than 3 is too many", "drill: just 3 is not too many"],
        ),
        (
            "must keep total of drill.amount where (held_by is the college) at least 100\n  every quarter",
            ["a case in which amount is just 100", "a case in which amount is just under 100"],
        ),
        (
            "must keep number of drill where (held_by is the college, kind is fire) / number of drill where (held_by is the college) at least 2/3\n  every quarter",
            ["a case in which the share is just 2/3", "a case in which the share is just under 2/3"],
        ),
    ] {
        let policy = policy(&[("n", norm)]);
        let all = cases(&policy);
        let titles = titles(&all);
        assert!(wanted.iter().all(|title| titles.contains(title)), "{norm}: {titles:#?}");
        let verdicts: Vec<_> = all.iter().flat_map(|case| &case.expected).map(|one| one.verdict).collect();
        assert!(verdicts.contains(&Some(Verdict::Breached)), "{norm}: {titles:#?} {verdicts:?}");
    }
    // Besides the days and numbers around the last record, a limit on a value.
    let policy = policy(&[(
        "n",
        "must have drill where (held_by is the college, amount at least 5)\n  every quarter",
    )]);
    let all = cases(&policy);
    let titles = titles(&all);
    assert!(
        titles.contains(&"one fewer") && titles.contains(&"a case in which amount is just 5"),
        "{titles:#?}"
    );
}

#[test]
fn shares_and_conditions_inside_exceptions_are_changed_too() {
    let policy = policy(&[(
        "n",
        "must keep number of drill where (held_by is the college, kind is fire) / number of drill where (held_by is the college) at least 2/3\n  \
         every quarter\n  except many: exists fault where (found_by is the college)",
    )]);
    let found = mutate(&policy, &["n".to_owned()], bounds(600), Lang::En).remove(0);
    let told = |change: &str| {
        let of = found.mutants.iter().find(|(mutant, _)| mutant.change.en == change);
        let (_, fate) = of.unwrap_or_else(|| {
            panic!("{change}: {:#?}", found.mutants.iter().map(|(m, _)| &m.change.en).collect::<Vec<_>>())
        });
        !matches!(fate, Fate::NotToldApart(_) | Fate::Equivalent(_))
    };
    for change in [
        "2/3 becomes 0.5",
        "2/3 becomes 0.75",
        "`at least` becomes `more than`",
        "the condition `found by: the college` is dropped",
    ] {
        assert!(told(change), "{change}");
    }
}

fn contradict(norms: &[(&str, &str)]) -> bool {
    let policy = policy(norms);
    let names: Vec<String> = policy.norms.keys().cloned().collect();
    let found = analyse(&policy, &names, bounds(60));
    found.iter().any(|one| matches!(one.kind, FindingKind::Conflict | FindingKind::ConflictInWhole))
}

#[test]
fn so_many_in_each_part_are_more_than_the_whole_allows() {
    let have = |asked: &str, period: &str, more: &str| {
        format!("must have drill where (held_by is the college)\n  every {period}, {asked} times{more}")
    };
    let both = |one: String, other: String| contradict(&[("n", &one), ("m", &other)]);
    let late = "\n  late within 10 days";
    assert!(both(have("at least 4", "month", ""), have("not more than 3", "month", "")));
    assert!(both(have("at least 20", "month", ""), have("at most 10", "year", "")));
    assert!(both(have("at least 1", "month", ""), have("at most 11", "year", "")));
    assert!(both(have("at least 4", "month", late), have("not more than 3", "month", "")));
    assert!(!both(have("at least 1", "month", ""), have("at most 12", "year", "")));
    assert!(!both(have("at least 20", "year", ""), have("at most 10", "month", "")));
    // Of two years it is not told in which of them.
    assert!(!both(have("at least 5", "year", ""), have("at most 5", "year", "")));
}

#[test]
fn norms_that_one_record_gives_rise_to_are_asked_about() {
    let after = |number: u32, days: u32| {
        format!(
            "when fault where (found_by is the college)\n  must have at least {number} drill where (held_by is the college)\n  within {days} days after the fault"
        )
    };
    let policy = policy(&[("n", &after(1, 3)), ("m", &after(2, 5))]);
    let names: Vec<String> = policy.norms.keys().cloned().collect();
    let found = analyse(&policy, &names, bounds(60));
    assert!(found.iter().any(|one| one.kind == FindingKind::SharedRecord), "{found:#?}");
    assert_eq!(bylaws_proving::analysis::Analysis::new(&policy, bounds(60)).not_asked(&names).len(), 0);
}

#[test]
fn an_example_that_meets_a_norm_breaches_no_other_where_that_can_be() {
    let policy = policy(&[
        ("n", "must have drill where (held_by is the college, kind is fire)\n  every quarter"),
        ("m", "must have drill where (held_by is the college, kind is flood)\n  every month"),
    ]);
    let found = witness(&policy, "n", Verdict::Fulfilled, bounds(600)).unwrap();
    assert_eq!(found.expected.verdict, Some(Verdict::Fulfilled));
    assert!(found.others.is_empty(), "{:#?}", found.sketch);
}

#[test]
fn an_example_is_looked_at_as_of_the_first_day_on_which_it_is_one_also_where_others_are_met() {
    let after = |within: &str| {
        format!(
            "when fault where (found_by is the college)\n  must have drill where (held_by is the college)\n  within {within} after the fault"
        )
    };
    let policy = policy(&[("n", &after("10 days")), ("m", &after("48 hours"))]);
    let found = witness(&policy, "n", Verdict::Fulfilled, bounds(200)).unwrap();
    assert!(found.others.is_empty(), "{:#?}", found.sketch);
    let last = found.sketch.facts.iter().map(|fact| fact.at.node.get(..10).unwrap().to_owned()).max();
    assert_eq!(last, Some(found.sketch.as_of.to_string()), "{:#?}", found.sketch);
}

#[test]
fn each_row_of_a_table_is_come_near_whatever_the_tests_show() {
    let norm = "when meeting\n  must have at least (needed for (the meeting.seats)) drill where (held_by is the meeting.held_by)\n  within 30 days after the meeting";
    let text = format!(
        "{}table needed: integer {{\n  up to 1000: 3\n  over 1000 to 50000: 5\n  over 50000 to 200000: 9\n  over 200000: 20\n}}\n\
         event meeting {{\n  held_by: college\n  seats: integer, not negative\n}}\nnorm n {{\n  {norm}\n}}\n",
        WORDS
    );
    let names = ["n".to_owned()];
    let given = "test \"small\" for n {\n  given 2016-03-01 college(entity: c1)\n        2016-05-01 meeting(id: m1, held_by: c1, seats: 500)\n  as of 2016-06-30\n  expect m1: breached\n}\n";
    let of = |text: &str| {
        let parsed = parse(FileId::default(), text);
        let checked = check(std::slice::from_ref(&parsed.file));
        assert!(checked.is_usable(), "{text}\n{:#?}", checked.diagnostics);
        checked.policy
    };
    let [without, with] = [text.clone(), text + given].map(|text| of(&text));
    let sides = |policy: &CheckedPolicy| -> Vec<String> {
        let found = coverage(policy, &names, bounds(300)).remove(0).sides;
        found
            .into_iter()
            .map(|side| side.what.en)
            .filter(|en| en.contains("row") || en.contains("compared"))
            .collect()
    };
    let told = sides(&without);
    for row in [
        "3, which row 1",
        "5, which row 2",
        "9, which row 3",
        "20, which row 4",
        "just 50000",
        "just over 200000",
    ] {
        assert!(told.iter().any(|side| side.contains(row)), "{row}: {told:#?}");
    }
    assert_eq!(told.len(), sides(&with).len());
    let found = mutate(&with, &names, bounds(300), Lang::En).remove(0);
    let unseen = found
        .mutants
        .iter()
        .filter(|(mutant, fate)| mutant.table.is_some() && matches!(fate, Fate::NotToldApart(_)));
    assert_eq!(unseen.map(|(mutant, _)| &mutant.change.en).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn what_is_proposed_once_more_is_called_otherwise() {
    let policy = |tests: &str| {
        let norm =
            "norm n {\n  each college\n  must have drill where (held_by is the college)\n  every month\n}\n";
        let text = format!("{WORDS}{norm}{tests}");
        let parsed = parse(FileId::default(), &text);
        check(std::slice::from_ref(&parsed.file)).policy
    };
    let before = "test \"n: point by point\" for n {\n  given 2016-01-01 college(entity: c1)\n  as of 2016-03-31\n  case \"one\"\n  expect c1: breached\n}\n";
    let of_all = bylaws_proving::Said::new("逐点核对", "point by point");
    let title = |tests: &str| {
        let policy = policy(tests);
        let found = boundary(&policy, "n", bounds(100), Lang::En);
        together(&policy, ("n", &of_all), "n", &found, Lang::En).title.node
    };
    assert_eq!(title(""), "n: point by point");
    assert_eq!(title(before), "n: point by point (2)");
    assert_eq!(
        title(&(before.to_owned() + &before.replace("point\"", "point (2)\""))),
        "n: point by point (3)"
    );
}

#[test]
fn a_time_of_day_is_looked_at_by_the_minute() {
    let norm = "when fault where (found_by is the college)\n  must have drill where (held_by is the college)\n  by 12:00 on the next day";
    let policy = policy(&[("n", norm)]);
    let all = cases(&policy);
    let verdict = |title: &str| all.iter().find(|case| case.title == title).unwrap().expected[0].verdict;
    assert_eq!(verdict("the last minute"), Some(Verdict::Fulfilled));
    assert_eq!(verdict("the minute after the last"), Some(Verdict::Breached));
    let found = mutate(&policy, &["n".to_owned()], bounds(200), Lang::En).remove(0);
    for change in ["12:00 becomes 11:59", "12:00 becomes 12:01"] {
        let (_, fate) = found.mutants.iter().find(|(mutant, _)| mutant.change.en == change).unwrap();
        assert!(!matches!(fate, Fate::NotToldApart(_) | Fate::Equivalent(_)), "{change}");
    }
}

#[test]
fn of_an_alternative_each_way_has_cases_of_its_own() {
    let policy = policy(&[(
        "n",
        "must have at least 2 drill (held_by is the college) or have fault (found_by is the college)\n  every month",
    )]);
    let all = cases(&policy);
    for (way, kind) in [("way 1: ", "drill"), ("way 2: ", "fault")] {
        let own: Vec<&Case> = all.iter().filter(|case| case.title.starts_with(way)).collect();
        let titles: Vec<&str> = own.iter().map(|case| &case.title[way.len()..]).collect();
        for title in ["the first day", "the day after the last", "one fewer", "one more"] {
            assert!(titles.contains(&title), "{way}{title}: {titles:#?}");
        }
        let deeds = own.iter().flat_map(|case| &case.sketch.facts).map(|fact| fact.kind.node.as_str());
        assert!(deeds.filter(|deed| *deed != "college").all(|deed| deed == kind), "{own:#?}");
        let verdicts: Vec<_> = own.iter().map(|case| case.expected[0].verdict.unwrap()).collect();
        assert!(
            verdicts.contains(&Verdict::Fulfilled) && verdicts.contains(&Verdict::Breached),
            "{verdicts:?}"
        );
    }
    // Of what is no alternative no way is told.
    let one = self::policy(&[("n", "must have drill (held_by is the college)\n  every month")]);
    assert!(cases(&one).iter().all(|case| !case.title.starts_with("way")));
}
