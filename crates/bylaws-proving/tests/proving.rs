//! What the searches show is so: witnesses, the days around limits, logs that tell a slip or a version from another.

use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::eval::{Verdict, Weight};
use bylaws::scenario;
use bylaws::source::FileId;
use bylaws::syntax::parse;
use bylaws_proving::Bounds;
use bylaws_proving::analysis::{FindingKind, Sight, analyse};
use bylaws_proving::boundary::boundary;
use bylaws_proving::coverage::coverage;
use bylaws_proving::difference::{Change, compare, weights};
use bylaws_proving::mutation::{Fate, Kind, mutate};
use bylaws_proving::witness::witness;

fn policy(text: &str) -> CheckedPolicy {
    let parsed = parse(FileId::default(), text);
    let checked = check(std::slice::from_ref(&parsed.file));
    let said: Vec<String> =
        parsed.diagnostics.iter().chain(&checked.diagnostics).map(|d| d.message.render(Lang::En)).collect();
    assert!(parsed.diagnostics.is_empty() && checked.is_usable(), "{said:#?}");
    checked.policy
}

/// Visits of units, with a limit, an exception and an allowance for making up.
fn visits(number: &str, late: &str) -> String {
    format!(
        "policy p \"Visits\" {{\n  in force from 2016-01-01\n  time zone \"Asia/Shanghai\"\n}}\nentity unit\nrole head: unit, single\n\
         enumeration kinds {{ long, short }}\nevent visit {{\n  to: unit\n  kind: kinds\n}}\n\
         state closed: unit, from closing, to opening\nsource A1 \"One\" {{ c1 \"visits\" }}\n\
         norm visits {{\n  cites A1.c1\n  each unit\n  must have visit where (to is the unit, kind is long)\n\
         every quarter, {number}\n  except while the unit under closed\n  {late}\n  answerable first the unit.head\n}}\n"
    )
}

fn bounds(logs: usize) -> Bounds {
    Bounds { logs, ..Bounds::default() }
}

fn whole(policy: &CheckedPolicy) -> Vec<String> {
    policy.norms.keys().cloned().collect()
}

#[test]
fn a_witness_is_found_of_each_verdict_and_breaches_only_its_norm() {
    let policy = policy(&visits("at least 2 times", "late within 10 days"));
    for verdict in Verdict::ALL {
        let found =
            witness(&policy, "visits", verdict, bounds(4000)).unwrap_or_else(|| panic!("{verdict:?}"));
        assert!(scenario::judge(&policy, &found.test("", "visits")).is_empty(), "{verdict:?}");
        assert_eq!(found.expected.verdict, Some(verdict));
        assert!(found.others.is_empty(), "{verdict:?}");
    }
    let breached = witness(&policy, "visits", Verdict::Breached, bounds(4000)).unwrap();
    assert_eq!(breached.sketch.facts.len(), 1, "a unit that is never visited: {:?}", breached.sketch);
}

#[test]
fn of_many_deeds_in_several_parts_and_quotas_each_limit_is_told_from_its_neighbours() {
    let asks = "have at least 28 visit where (to is the unit), of which at least 8 where (kind is long)";
    let parts = "have at least 9 visit where (to is the unit, kind is long); have at least 15 visit where (to is the unit, kind is short)";
    for (asks, limits) in [(asks, 4), (parts, 4)] {
        let text = visits("at least 1 time", "late within 10 days");
        let text = text.replace("have visit where (to is the unit, kind is long)", asks);
        let policy = policy(&text.replace("every quarter, at least 1 time", "every year"));
        for verdict in [Verdict::Fulfilled, Verdict::Breached, Verdict::Late] {
            assert!(witness(&policy, "visits", verdict, bounds(4000)).is_some(), "{asks}: {verdict:?}");
        }
        let found = mutate(&policy, &whole(&policy), bounds(300), Lang::En).remove(0);
        let numbers = found.mutants.iter().filter(|(slip, _)| slip.kind == Kind::Number);
        let told = numbers.map(|(slip, fate)| (&slip.change.en, !matches!(fate, Fate::NotToldApart(_))));
        let told: Vec<_> = told.collect();
        assert!(told.len() >= limits && told.iter().all(|(_, found)| *found), "{asks}: {told:#?}");
    }
}

#[test]
fn around_a_limit_the_verdict_turns_on_the_day() {
    let policy = policy(&visits("at least 2 times", "late within 10 days"));
    let cases = boundary(&policy, "visits", bounds(4000), Lang::En);
    let of = |title: &str| {
        let case = cases.iter().find(|case| case.title == title).unwrap_or_else(|| panic!("{title}"));
        assert!(scenario::judge(&policy, &case.sketch.test("", "visits", case.expected.clone())).is_empty());
        case.expected[0].verdict
    };
    assert_eq!(of("the last day"), Some(Verdict::Fulfilled));
    assert_eq!(of("the day after the last"), Some(Verdict::Late));
    assert_eq!(of("the last day for making up"), Some(Verdict::Late));
    assert_eq!(of("the day after that"), Some(Verdict::Breached));
    assert_eq!(of("one fewer"), Some(Verdict::Breached));
    assert_eq!(of("one more"), Some(Verdict::Fulfilled));
}

#[test]
fn accepting_what_is_shown_leaves_no_slip_unnoticed() {
    let mut policy = policy(&visits("at least 2 times", "late within 10 days"));
    let before = untested(&policy);
    let found = mutate(&policy, &whole(&policy), bounds(800), Lang::En);
    let survivors = |found: &[bylaws_proving::mutation::OfNorm]| {
        let fates = found.iter().flat_map(|of| &of.mutants);
        fates
            .filter_map(|(_, fate)| if let Fate::Survived(case) = fate { Some(case.clone()) } else { None })
            .collect::<Vec<_>>()
    };
    let cases = survivors(&found);
    assert!(!cases.is_empty(), "without scenarios nothing is noticed");
    assert!(cases.len() < found[0].mutants.len(), "what is shown for one slip notices others");
    policy
        .tests
        .extend(cases.iter().map(|case| case.sketch.test(&case.title, "visits", case.expected.clone())));
    assert!(scenario::run(&policy, None).iter().all(|result| result.failures.is_empty()));
    assert!(survivors(&mutate(&policy, &whole(&policy), bounds(800), Lang::En)).is_empty());
    let after = untested(&policy);
    assert!(
        after.len() < before.len() && after.contains(&"a case that is undetermined".to_owned()),
        "{after:?}"
    );
}

/// What no scenario shows.
fn untested(policy: &CheckedPolicy) -> Vec<String> {
    let sides = coverage(policy, &whole(policy), bounds(600)).remove(0).sides;
    sides.iter().filter(|side| !side.shown).map(|side| side.what.words(Lang::En).to_owned()).collect()
}

#[test]
fn versions_are_told_apart_by_a_log_and_only_where_they_differ() {
    let old = policy(&visits("at least 2 times", "late within 10 days"));
    for (number, late) in
        [("at least 3 times", "late within 10 days"), ("at least 2 times", "late within 11 days")]
    {
        let new = policy(&visits(number, late));
        let found = compare(&old, &new, bounds(800));
        let Some(Change::Differs(differences)) = found.get("visits") else { panic!("{number}: {found:?}") };
        let [difference] = differences.shown.as_slice() else { panic!("{differences:?}") };
        assert!(scenario::judge(&old, &difference.test).is_empty());
        assert!(!scenario::judge(&new, &difference.test).is_empty());
        assert_ne!(Some(&difference.before), difference.after.first());
    }
    let rewritten = visits("at least 2 times", "late within 10 days")
        .replace("  ", " ")
        .replace("must have", "must\n have");
    assert!(matches!(compare(&old, &policy(&rewritten), bounds(100)).get("visits"), Some(Change::Same)));
    let equal = policy(&visits("more than 1 time", "late within 10 days"));
    assert!(matches!(compare(&old, &equal, bounds(100)).get("visits"), Some(Change::Same)));
}

/// Norms that go by days of every kind, and one that goes by none; the calendar says what is asked.
fn by_the_calendar(lines: &str) -> String {
    format!(
        "entity house\nevent check {{ checked: house }}\nevent call {{ about: house }}\n\
         calendar school {{\n{lines}}}\n\
         norm monthly {{ each house must have check where (checked is the house) every month late within 3 days }}\n\
         norm termly {{ each house must have check where (checked is the house) every semester }}\n\
         norm weekly {{ each house must have check where (checked is the house) every week }}\n\
         norm soon {{ when call must have check where (checked is the call.about) within 3 working days after the call }}\n\
         norm made_up {{ each house must have check where (checked is the house) every month late within 2 working days }}\n\
         norm on_leave {{ each house must have check where (checked is the house) every month except away: during vacation }}\n\
         norm moved {{ when call must have check where (checked is the call.about) within 3 days after the call reading day off moves }}\n\
         norm over_a_year {{ each house must have check where (checked is the house) every academic year }}\n"
    )
}

#[test]
fn a_changed_day_of_the_calendar_touches_only_norms_that_go_by_days_of_its_kind() {
    let semester = "semester \"2024 spring\": 2024-02-26 to 2024-07-05\n";
    let vacation = "vacation \"2024 summer\": 2024-07-06 to 2024-08-31\n";
    let holiday = "holiday 2024-05-01 to 2024-05-05\n";
    let year = "academic year \"2023-2024\": 2023-09-01 to 2024-08-31\n";
    let lines = [semester, vacation, holiday, year];
    let old = policy(&by_the_calendar(&lines.concat()));
    let taught = ["termly", "weekly", "on_leave"];
    let off = ["soon", "made_up", "moved"];
    let changes: [(&str, &str, &[&str]); 5] = [
        (semester, "semester \"2024 spring\": 2024-02-26 to 2024-07-04\n", &taught),
        (vacation, "vacation \"2024 summer\": 2024-07-06 to 2024-08-30\n", &taught),
        (holiday, "holiday 2024-05-01 to 2024-05-04\n", &off),
        (holiday, "holiday 2024-05-01 to 2024-05-05\nworkday 2024-05-11\n", &off),
        (year, "academic year \"2023-2024\": 2023-09-01 to 2024-08-30\n", &["over_a_year"]),
    ];
    for (before, after, touched) in changes {
        let new = policy(&by_the_calendar(&lines.concat().replace(before, after)));
        let found = compare(&old, &new, bounds(1));
        let searched = found.iter().filter(|(_, change)| !matches!(change, Change::Same));
        let searched: Vec<&str> = searched.map(|(name, _)| name.as_str()).collect();
        assert_eq!(searched, touched, "{after}");
    }
}

#[test]
fn layout_and_wording_change_no_coverage() {
    let text = visits("at least 2 times", "late within 10 days");
    let sides = |text: &str| {
        let policy = policy(text);
        coverage(&policy, &whole(&policy), bounds(300)).remove(0).sides
    };
    assert_eq!(sides(&text), sides(&text.replace("\n  ", "\n\n      ")));
}

#[test]
fn norms_that_contradict_follow_or_are_void_are_found() {
    // In a part of a quarter one visit would meet both, and so it would where an exception takes some of its days.
    let excepted = visits("at least 2 times", "reading partial period skipped");
    let mut text = excepted.replace("  except while the unit under closed\n", "");
    text += "norm few {\n  cites A1.c1\n  each unit\n  must have visit where (to is the unit, kind is long)\n  every quarter, at most 1 time\n  reading partial period skipped\n  answerable first the unit.head\n}\n\
             norm one_visit {\n  cites A1.c1\n  each unit\n  must have visit where (to is the unit, kind is long)\n  every quarter, at least 1 time\n  reading partial period skipped\n  answerable first the unit.head\n}\n\
             norm short_visit {\n  cites A1.c1\n  each unit\n  must have visit where (to is the unit, kind is short)\n  every quarter\n  answerable first the unit.head\n}\n\
             norm void {\n  cites A1.c1\n  each unit where (the unit under closed, not (the unit under closed))\n  must have visit where (to is the unit)\n  every quarter\n  answerable first the unit.head\n}\n";
    let excepted = policy(&(excepted + text.split_once("first the unit.head\n}\n").unwrap().1));
    let policy = policy(&text);
    let of_excepted = analyse(&excepted, &whole(&excepted), bounds(40));
    assert!(!of_excepted.iter().any(|f| f.kind == FindingKind::Conflict), "{of_excepted:#?}");
    let found = analyse(&policy, &whole(&policy), bounds(200));
    let has = |kind, norm: &str, other: Option<&str>| {
        found.iter().any(|f| f.kind == kind && f.norm == norm && f.other.as_deref() == other)
    };
    assert!(has(FindingKind::Conflict, "visits", Some("few")), "{found:#?}");
    assert!(!has(FindingKind::Conflict, "one_visit", Some("short_visit")), "{found:#?}");
    assert!(has(FindingKind::Implied, "one_visit", Some("visits")), "{found:#?}");
    assert!(!has(FindingKind::Implied, "visits", Some("one_visit")), "{found:#?}");
    assert!(has(FindingKind::SharedRecord, "visits", Some("one_visit")), "{found:#?}");
    assert!(has(FindingKind::NobodyBound, "void", None), "{found:#?}");
    let of_void = found.iter().filter(|f| f.norm == "void" || f.other.as_deref() == Some("void"));
    assert_eq!(of_void.count(), 1, "{found:#?}");
    assert!(
        !has(FindingKind::NotSeen(Sight::Binding), "visits", None)
            && !has(FindingKind::NotSeen(Sight::Breached), "visits", None)
    );
}

#[test]
fn norms_for_others_do_not_contradict() {
    // On one date a hall is of one level; what is asked for once concerns whoever was ever of it.
    let norm = |name: &str, level: &str, kind: &str| {
        format!(
            "norm {name} {{\n  cites A1.c1\n  each hall where (level is {level})\n  \
             must have paper where (hall is the hall, kind is {kind})\n  by 30 June every year\n  answerable first the hall\n}}\n"
        )
    };
    let mut text = visits("at least 2 times", "late within 10 days");
    text += "enumeration levels { upper, lower }\nentity hall {\n  level: levels\n}\n\
             event paper {\n  hall: hall\n  kind: kinds\n}\n";
    text += &(norm("of_upper", "upper", "long") + &norm("of_lower", "lower", "long"));
    text += &norm("more_of_upper", "upper", "short");
    let policy = policy(&text);
    let names = ["of_upper", "of_lower", "more_of_upper"].map(str::to_owned);
    let found = analyse(&policy, &names, bounds(200));
    let of_two: Vec<_> =
        found.iter().filter(|f| f.other.is_some() && !matches!(f.kind, FindingKind::NotSeen(_))).collect();
    assert!(of_two.is_empty(), "{of_two:#?}");
}

#[test]
fn norms_whose_first_windows_lie_apart_do_not_contradict() {
    let norm = |name: &str, kind: &str, period: &str| {
        format!(
            "norm {name} {{\n  cites A1.c1\n  each unit\n  must have visit where (to is the unit, kind is {kind})\n  \
             every {period}\n  in force from 2018-10-28\n  answerable first the unit.head\n}}\n"
        )
    };
    let text = visits("at least 2 times", "late within 10 days");
    let text = text + &norm("quarterly", "long", "quarter") + &norm("monthly", "short", "month");
    let policy = policy(&text);
    let found = analyse(&policy, &["quarterly", "monthly"].map(str::to_owned), bounds(200));
    assert!(!found.iter().any(|finding| finding.kind == FindingKind::Conflict), "{found:#?}");
}

/// What no scenario shows of a norm that asks this of each unit.
fn unshown(requirement: &str, more: &str) -> Vec<String> {
    let text = format!(
        "policy p \"P\" {{\n  in force from 2016-01-01\n  time zone \"Asia/Shanghai\"\n}}\nentity unit {{\n  size: integer, not negative\n}}\n\
         event visit {{\n  to: unit\n  hours: decimal, not negative\n  pupils: integer, not negative\n}}\n\
         source A1 \"One\" {{ c1 \"visits\" }}\nnorm visits {{\n  cites A1.c1\n  each unit\n  must {requirement}\n  every year\n}}\n{more}"
    );
    untested(&policy(&text))
}

#[test]
fn each_side_of_each_limit_is_asked_for_whatever_the_limit_is_made_of() {
    let holds = |requirement: &str, more: &str, sides: &[&str]| {
        let found = unshown(requirement, more);
        sides
            .iter()
            .for_each(|side| assert!(found.iter().any(|f| f == side), "{requirement}: {side}\n{found:#?}"));
    };
    let own = "visit where (to is the unit)";
    holds(
        &format!("have at least 2 {own}, of which at least 1 where (pupils at least 10)"),
        "",
        &[
            "visit: just 2 is enough",
            "visit: fewer than 2 is not enough",
            "a case in which pupils is just 10",
        ],
    );
    holds(
        &format!("have at least 2 {own}; have at most 1 visit where (to is the unit, pupils is 5)"),
        "",
        &["visit: just 2 is enough", "visit: just 1 is not too many", "visit: more than 1 is too many"],
    );
    holds(
        "keep total of visit.hours where (to is the unit) at most 36",
        "",
        &["a case in which hours is just 36", "a case in which hours is just over 36"],
    );
    holds(
        &format!("have at least most {own}"),
        "parameter most: integer = 2 \"how many\"\n",
        &["visit: just most is enough", "visit: fewer than most is not enough"],
    );
    holds(
        &format!("have at least (need for (the unit.size)) {own}"),
        "table need: integer {\n  up to 100: 1\n  over 100: 2\n}\n",
        &["a case in which size is just 100", "a case in which size is just over 100"],
    );
}

#[test]
fn a_side_of_a_limit_is_shown_by_a_verdict_that_turns_on_it() {
    let day = |hours: &str, verdict: &str| {
        format!(
            "test \"{hours} hours\" for visits {{\n  given 2016-01-01 unit(entity: u1, size: 5)\n        \
             2016-03-01 visit(to: u1, hours: {hours}, pupils: 5)\n  as of 2016-12-31\n  expect u1: {verdict}\n}}\n"
        )
    };
    let of = |tests: &str| unshown("keep total of visit.hours where (to is the unit) at most 36", tests);
    let (just, over) = ("a case in which hours is just 36", "a case in which hours is just over 36");
    let has = |found: &[String], side: &str| found.iter().any(|f| f == side);
    let found = of(&day("36", "fulfilled"));
    assert!(!has(&found, just) && has(&found, over), "{found:#?}");
    let found = of(&day("36.5", "breached"));
    assert!(has(&found, just) && !has(&found, over), "{found:#?}");
    // What is far from the limit shows neither side of it.
    let found = of(&(day("20", "fulfilled") + &day("50", "breached")));
    assert!(has(&found, just) && has(&found, over), "{found:#?}");
}

#[test]
fn a_package_without_scenarios_notices_nothing_whatever_is_proposed() {
    let policy = policy(&visits("at least 2 times", "late within 10 days"));
    let found = mutate(&policy, &whole(&policy), bounds(800), Lang::En).remove(0);
    let noticed: Vec<_> = found.mutants.iter().filter(|(_, fate)| matches!(fate, Fate::Killed(_))).collect();
    assert!(noticed.is_empty(), "{noticed:#?}");
    let proposed: Vec<&String> = found
        .mutants
        .iter()
        .filter_map(|(_, fate)| if let Fate::Survived(case) = fate { Some(&case.title) } else { None })
        .collect();
    let mut shown = found.mutants.iter().filter_map(|(_, fate)| match fate {
        Fate::AlsoShown(title) => Some(title),
        _ => None,
    });
    assert!(shown.clone().count() > 0 && shown.all(|title| proposed.contains(&title)), "{found:#?}");
}

/// Visits that others beside the head answer for.
fn answered(line: &str) -> CheckedPolicy {
    let text = visits("at least 2 times", "").replace("first the unit.head", line);
    policy(&text.replace("role head: unit, single", "role head: unit, single\nrole deputy: unit, single"))
}

#[test]
fn who_answers_is_part_of_what_a_norm_means() {
    let old = answered("first the unit.head");
    let others =
        ["first the unit.deputy", "first the unit.head, direct the unit.deputy", "direct the unit.head"];
    for line in others {
        let new = answered(line);
        let found = compare(&old, &new, bounds(300));
        let Some(Change::OthersAnswer(answering)) = found.get("visits") else { panic!("{line}: {found:?}") };
        assert_ne!(answering.before, answering.after, "{line}");
        let held = |who: &[bylaws::eval::Answer]| who.iter().all(|answer| answer.holder.is_some());
        assert!(held(&answering.before) && held(&answering.after), "{line}: {answering:?}");
        assert!(scenario::judge(&old, &answering.test).is_empty(), "{line}");
        let breached = |e: &bylaws::source::Spanned<bylaws::syntax::ast::Expectation>| {
            e.node.verdict == Some(Verdict::Breached)
        };
        assert!(answering.test.expected().all(breached), "{line}");
    }
    assert!(matches!(compare(&old, &old, bounds(50)).get("visits"), Some(Change::Same)));
}

#[test]
fn that_a_duty_becomes_advice_is_told() {
    let old = policy(&visits("at least 2 times", ""));
    let new = policy(&visits("at least 2 times", "").replacen("must", "should", 1));
    assert!(matches!(compare(&old, &new, bounds(50)).get("visits"), Some(Change::WeighsOtherwise)));
    assert_eq!(weights(&old, &new, "visits"), Some([Weight::Duty, Weight::Advisory]));
    let more = policy(&visits("at least 3 times", "").replacen("must", "should", 1));
    assert!(matches!(compare(&old, &more, bounds(300)).get("visits"), Some(Change::Differs(_))));
    assert!(weights(&old, &more, "visits").is_some());
}

#[test]
fn where_a_norm_asks_for_more_and_others_answer_both_are_told() {
    let old = answered("first the unit.head");
    let mut new = answered("first the unit.deputy");
    let three = policy(&visits("at least 3 times", ""));
    let asked = three.norms["visits"].requirement.clone();
    new.norms.get_mut("visits").unwrap().requirement = asked;
    let found = compare(&old, &new, bounds(800));
    let Some(Change::Differs(differences)) = found.get("visits") else { panic!("{found:?}") };
    assert!(differences.shown.iter().all(|one| one.before.answers.is_empty()), "{differences:?}");
    assert!(differences.answering.is_some(), "{differences:?}");
}

#[test]
fn that_another_answers_in_the_second_place_is_noticed_by_a_scenario_that_says_who_answers() {
    let both = "first the unit.head, direct the unit.deputy";
    let fates = |test: &str| {
        let text = visits("at least 2 times", "").replace("first the unit.head", both);
        let text =
            text.replace("role head: unit, single", "role head: unit, single\nrole deputy: unit, single");
        let found = mutate(&policy(&(text + test)), &["visits".to_owned()], bounds(300), Lang::En).remove(0);
        let killed = |change: &str| {
            let of = found.mutants.iter().find(|(slip, _)| slip.change.en == change);
            let (_, fate) = of.unwrap_or_else(|| panic!("{change}: {found:#?}"));
            assert!(matches!(fate, Fate::Killed(_)) || fate.is_unnoticed(), "{change}: {fate:?}");
            matches!(fate, Fate::Killed(_))
        };
        ["`deputy` becomes `head`", "`deputy` answers no more"].map(killed)
    };
    let given = |answers: &str| {
        format!(
            "test \"t\" for visits {{\n  given 2016-01-01 unit(entity: u1)\n        2016-01-01 role_start(person: p1, role: head, unit: u1)\n        \
             2016-01-01 role_start(person: p2, role: deputy, unit: u1)\n  as of 2016-03-31\n  expect u1: breached, answers {answers}\n}}\n"
        )
    };
    assert_eq!(fates(&given("p1")), [false, false]);
    assert_eq!(fates(&given("p1 & p2")), [true, true]);
}

#[test]
fn more_than_so_many_among_them_is_told_from_just_so_many() {
    for asks in ["kind is long", "by holds officer"] {
        let text = visits("at least 2 times", "").replace(
            "have visit where (to is the unit, kind is long)",
            &format!("have at least 2 visit where (to is the unit), of which at least NUMBER where ({asks})"),
        );
        let text = text.replace("every quarter, at least 2 times", "every quarter");
        let text = text.replace("  kind: kinds\n", "  kind: kinds\n  by: person\n");
        let text = text.replace("role head: unit, single", "role head: unit, single\nrole officer: unit");
        for number in [1, 2] {
            let of = |least: &str| policy(&text.replace("at least NUMBER", &format!("{least} {number}")));
            let found = mutate(&of("at least"), &["visits".to_owned()], bounds(300), Lang::En).remove(0);
            let not: Vec<&String> = found
                .mutants
                .iter()
                .filter(|(slip, fate)| slip.kind == Kind::Exactly && !fate.is_unnoticed())
                .map(|(slip, _)| &slip.change.en)
                .collect();
            assert!(not.is_empty(), "{asks} {number}: {not:?}");
            let changes = compare(&of("at least"), &of("exactly"), bounds(300));
            assert!(
                matches!(changes.get("visits"), Some(Change::Differs(_))),
                "{asks} {number}: {changes:?}"
            );
        }
    }
}

#[test]
fn a_breach_is_looked_at_as_early_as_it_is_one_so_that_nothing_else_has_come_due() {
    let weekly = "norm weekly {\n  each unit\n  must have visit where (to is the unit)\n  every month\n}\n";
    let policy = policy(&(visits("at least 2 times", "") + weekly));
    let found = witness(&policy, "weekly", Verdict::Breached, bounds(400)).unwrap();
    assert_eq!(found.sketch.as_of.to_string(), "2016-01-31", "{found:?}");
    assert!(found.others.is_empty() && found.sketch.covers.is_empty(), "{found:?}");
}

#[test]
fn what_meets_another_norm_is_changed_where_it_would_meet_the_breached_one_too() {
    // Whatever visit there is serves the first norm, and a long one this one as well.
    let any = "norm any_visit {\n  each unit\n  must have visit where (to is the unit)\n  every quarter\n}\n";
    let policy = policy(&(visits("at least 1 time", "") + any));
    let found = witness(&policy, "visits", Verdict::Breached, bounds(4000)).unwrap();
    assert!(found.others.is_empty() && found.sketch.covers.is_empty(), "{found:?}");
}

#[test]
fn around_its_limits_the_parameters_that_a_norm_rests_on_are_given() {
    let policy = policy(
        &visits("PLENTY", "")
            .replace("every quarter, PLENTY", "every quarter, at least plenty times")
            .replace("source A1", "parameter plenty: integer\nsource A1"),
    );
    let cases = boundary(&policy, "visits", bounds(800), Lang::En);
    assert!(!cases.is_empty() && cases.iter().all(|case| case.sketch.with.len() == 1), "{cases:#?}");
}
