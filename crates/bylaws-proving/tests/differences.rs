//! What `diff` tells of two versions: each change with a log of its own, and nothing of what is only written otherwise.

#![expect(clippy::panic, reason = "a test may panic")]

use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::scenario;
use bylaws::source::FileId;
use bylaws::syntax::parse;
use bylaws_proving::Bounds;
use bylaws_proving::difference::{Change, Differences, compare};

fn policy(text: &str) -> CheckedPolicy {
    let parsed = parse(FileId::default(), text);
    let checked = check(std::slice::from_ref(&parsed.file));
    let said: Vec<String> =
        parsed.diagnostics.iter().chain(&checked.diagnostics).map(|d| d.message.render(Lang::En)).collect();
    assert!(parsed.diagnostics.is_empty() && checked.is_usable(), "{said:#?}");
    checked.policy
}

const BOUNDS: Bounds = Bounds { logs: 400, steps: 3, records: 60 };

/// Books of a library: who borrows, by when they are brought back, and the round of the stacks.
const LIBRARY: &str = "policy p \"Library\" {\n  in force from 2016-01-01\n  time zone \"Asia/Shanghai\"\n}\n\
    entity library {\n  seats: integer\n}\n\
    role keeper: library, single\nrole reader: library\n\
    enumeration kinds { novel, atlas }\n\
    event loan {\n  lent_by: library\n  kind: kinds\n  whose: person\n}\n\
    event return {\n  returned_to: library\n  kind: kinds\n  whose: person\n}\n\
    event leave {\n  whose: person\n  lent_by: library\n  granted: yes or no\n}\n\
    event round {\n  held_at: library\n  hurried: yes or no\n}\n\
    event count {\n  held_at: library\n}\n\
    table rounds: integer {\n  up to 100: 2\n  over 100: 4\n}\n\
    norm returned {\n  when loan (kind is novel)\n  must have return where (returned_to is the loan.lent_by, whose is the loan.whose)\n\
      within 30 days after the loan\n\
      except exists leave where (whose is the loan.whose, lent_by is the loan.lent_by, granted is yes)\n\
      answerable first the loan.lent_by.keeper\n}\n\
    norm rounds_made {\n  each library\n  must have at least (rounds for (the library.seats)) round where (held_at is the library, hurried is no)\n  every month\n\
      answerable first the library.keeper\n}\n\
    norm kept {\n  each library (seats at least 10)\n  must have at least 1 keeper where (unit is the library)\n  at all times\n}\n\
    norm counted {\n  each library\n  must have count where (held_at is the library)\n  every year, at least 2 times\n  late within 10 days\n}\n";

fn change(old: &str, new: &str) -> String {
    assert!(LIBRARY.contains(old), "{old}");
    LIBRARY.replacen(old, new, 1)
}

fn differences(text: &str, norm: &str) -> Differences {
    let (old, new) = (policy(LIBRARY), policy(text));
    let mut found = compare(&old, &new, BOUNDS);
    let others = found.iter().filter(|(name, change)| *name != norm && !matches!(change, Change::Same));
    assert_eq!(others.count(), 0, "{found:#?}");
    let Some(Change::Differs(differences)) = found.swap_remove(norm) else { panic!("{norm}: {found:#?}") };
    for one in &differences.shown {
        assert!(scenario::judge(&old, &one.test).is_empty(), "{one:#?}");
        assert!(!scenario::judge(&new, &one.test).is_empty(), "{one:#?}");
    }
    *differences
}

fn told(differences: &Differences) -> Vec<&str> {
    differences.shown.iter().flat_map(|one| &one.of).map(|of| of.words(Lang::En)).collect()
}

#[test]
fn each_clause_that_is_changed_has_a_log_of_its_own() {
    let text = change(
        "every year, at least 2 times\n  late within 10 days",
        "every year, at least 3 times\n  late within 12 days",
    );
    let found = differences(&text, "counted");
    assert_eq!(told(&found), ["how many, or how much", "`late`"], "{found:#?}");
    assert_eq!(found.shown.len(), 2, "{found:#?}");
    assert_ne!(found.shown[0].test.clauses, found.shown[1].test.clauses);
}

#[test]
fn a_log_hangs_on_its_own_change_and_not_on_the_others() {
    let (when, limit) = (("when loan (kind is novel)", "when loan"), ("within 30 days", "within 20 days"));
    let text = change(when.0, when.1).replacen(limit.0, limit.1, 1);
    let found = differences(&text, "returned");
    assert_eq!(found.shown.len(), 2, "{found:#?}");
    // With its own change undone the newer version says what the older one does.
    for (one, (old, new)) in found.shown.iter().zip([when, limit]) {
        let undone = policy(&text.replacen(new, old, 1));
        assert!(scenario::judge(&undone, &one.test).is_empty(), "{one:#?}");
    }
    let more = change(
        "held_at is the library, hurried is no)\n  every month",
        "held_at is the library)\n  every quarter",
    );
    let found = differences(&more, "rounds_made");
    assert_eq!(found.shown.len(), 2, "{found:#?}");
}

#[test]
fn of_one_clause_with_two_figures_both_are_shown() {
    let text =
        change("within 30 days", "within 20 days").replacen("when loan (kind is novel)", "when loan", 1);
    let found = differences(&text, "returned");
    assert_eq!(told(&found), ["`when`: condition 1 is dropped", "the time limit"], "{found:#?}");
}

#[test]
fn a_condition_that_an_exception_no_longer_has_is_shown_by_a_log() {
    let text = change(", granted is yes)", ")");
    let found = differences(&text, "returned");
    assert_eq!(told(&found), ["the exception, the records in it: condition 3 is dropped"], "{found:#?}");
    // And beside another change.
    let text = text.replacen("within 30 days", "within 20 days", 1);
    let found = differences(&text, "returned");
    assert_eq!(
        told(&found),
        ["the time limit", "the exception, the records in it: condition 3 is dropped"],
        "{found:#?}"
    );
}

#[test]
fn that_several_may_hold_a_post_is_a_change_of_who_answers() {
    let found = compare(
        &policy(LIBRARY),
        &policy(&change("role keeper: library, single", "role keeper: library")),
        BOUNDS,
    );
    for norm in ["returned", "rounds_made"] {
        let Some(Change::OthersAnswer(answering)) = found.get(norm) else { panic!("{norm}: {found:#?}") };
        assert_eq!((answering.before.len(), answering.after.len()), (1, 2), "{answering:#?}");
    }
    assert!(matches!(found["counted"], Change::Same), "{found:#?}");
}

#[test]
fn that_several_may_hold_a_post_is_a_change_of_whether_it_is_held() {
    let kept = "at least 1 keeper where (unit is the library)";
    let two = LIBRARY.replacen(kept, "at least 2 keeper where (unit is the library)", 1);
    let several = two.replacen("role keeper: library, single", "role keeper: library", 1);
    let found = compare(&policy(&two), &policy(&several), BOUNDS);
    let Some(Change::Differs(differences)) = found.get("kept") else { panic!("{found:#?}") };
    assert_eq!(told(differences), ["whether one person holds post `keeper`"], "{differences:#?}");
}

#[test]
fn a_length_is_the_same_in_whatever_unit_it_always_is() {
    let of = |length: &str| {
        policy(&change("within 30 days after the loan", &format!("within {length} after the loan")))
    };
    let changes =
        |old: &str, new: &str| !matches!(compare(&of(old), &of(new), BOUNDS)["returned"], Change::Same);
    for (old, new) in [("5 hours", "300 minutes"), ("2 weeks", "14 days"), ("1 year", "12 months")] {
        assert!(!changes(old, new), "{old} and {new}");
    }
    for (old, new) in [("1 day", "24 hours"), ("2 weeks", "13 days")] {
        assert!(changes(old, new), "{old} and {new}");
    }
}

#[test]
fn what_a_record_is_to_satisfy_is_the_same_wherever_its_fields_stand() {
    let norm = "norm sound {\n  when round\n  must satisfy (hurried is no)\n}\n";
    let text = format!("{LIBRARY}{norm}");
    let moved = text.replacen(
        "  held_at: library\n  hurried: yes or no\n",
        "  hurried: yes or no\n  weather: text, optional\n  held_at: library\n",
        1,
    );
    assert_ne!(text, moved);
    let found = compare(&policy(&text), &policy(&moved), BOUNDS);
    assert!(matches!(found["sound"], Change::Same), "{found:#?}");
    let other = moved.replacen("satisfy (hurried is no)", "satisfy (hurried is no, weather is \"dry\")", 1);
    let found = compare(&policy(&text), &policy(&other), BOUNDS);
    let Change::Differs(differences) = &found["sound"] else { panic!("{found:#?}") };
    assert_eq!(told(differences), ["`must`: condition 2 is added"]);
}

#[test]
fn a_row_of_a_table_is_told_and_shown() {
    let found = differences(&change("over 100: 4", "over 100: 5"), "rounds_made");
    assert_eq!(told(&found), ["table `rounds`, row 2"], "{found:#?}");
    let found =
        differences(&change("up to 100: 2\n  over 100: 4", "up to 120: 2\n  over 120: 4"), "rounds_made");
    assert_eq!(told(&found), ["table `rounds`"], "{found:#?}");
}

#[test]
fn what_no_longer_hangs_on_a_parameter_or_a_private_field_is_told() {
    let words = "parameter most: integer\nevent fine {\n  owed_by: person\n  amount: integer, private\n  reason: text\n}\n";
    let norm = "norm paid {\n  when fine (amount at most most)\n  must have return where (whose is the fine.owed_by)\n  within 9 days after the fine\n}\n";
    let text = format!("{LIBRARY}{words}{norm}");
    let changes = [
        ("amount at most most", "reason is \"late\""),
        (" (amount at most most)", ""),
        ("at most most", "at most 3"),
    ];
    for (before, after) in changes {
        let other = text.replacen(before, after, 1);
        for (old, new) in [(&text, &other), (&other, &text)] {
            let found = compare(&policy(old), &policy(new), BOUNDS);
            assert!(matches!(found["paid"], Change::Differs(_)), "{after}: {:#?}", found["paid"]);
        }
    }
}

#[test]
fn what_is_declared_besides_changes_no_norm() {
    let words = [
        ("event round {", "event fire {\n  seen_in: library\n}\nevent round {"),
        (
            "  held_at: library\n  hurried: yes or no\n",
            "  weather: text\n  hurried: yes or no\n  held_at: library\n",
        ),
        ("enumeration kinds { novel, atlas }", "enumeration kinds { map, novel, atlas }"),
        ("entity library {\n", "entity library {\n  floors: integer, optional\n"),
        ("role reader: library\n", "role guest: library, single\nrole reader: library {\n  card: text\n}\n"),
        ("role reader: library\n", ""),
        (
            "event count {",
            "deem overdue when loan { lent_by: lent_by }\nevent overdue { lent_by: library }\nevent count {",
        ),
        (
            "norm kept {",
            "norm named {\n  each library\n  must have round where (held_at is the library)\n  every year\n}\nnorm kept {",
        ),
    ];
    let old = policy(LIBRARY);
    for (before, after) in words {
        let new = policy(&change(before, after));
        for (old, new) in [(&old, &new), (&new, &old)] {
            let found = compare(old, new, Bounds { logs: 1, ..BOUNDS });
            let is_same =
                |(name, change): (&String, &Change)| name == "named" || matches!(change, Change::Same);
            assert!(found.iter().all(is_same), "{after}: {found:#?}");
        }
    }
}

#[test]
fn what_is_declared_otherwise_and_used_is_a_change() {
    let found = compare(
        &policy(LIBRARY),
        &policy(&change("hurried: yes or no", "hurried: yes or no, optional")),
        BOUNDS,
    );
    assert!(!matches!(found["rounds_made"], Change::Same), "{found:#?}");
    assert!(matches!(found["counted"], Change::Same), "{found:#?}");
}

#[test]
fn what_is_deemed_touches_those_who_look_at_it_and_nobody_else() {
    let deem = "event unread { lent_by: library }\ndeem unread when 10 days pass after loan without return where (returned_to is the loan.lent_by) { lent_by: lent_by }\n";
    let heeded = "norm heeded {\n  when unread\n  must have round where (held_at is the unread.lent_by)\n  within 5 days after the unread\n}\n";
    let text = format!("{LIBRARY}{deem}{heeded}");
    let (old, new) = (policy(&text), policy(&text.replacen("when 10 days", "when 20 days", 1)));
    let found = compare(&old, &new, BOUNDS);
    let changed: Vec<&String> =
        found.iter().filter(|(_, c)| !matches!(c, Change::Same)).map(|(n, _)| n).collect();
    assert_eq!(changed, ["heeded"], "{found:#?}");
    // Also where all of it stands elsewhere in the text.
    let moved = policy(&text.replacen("entity library", "// Where one reads.\n\nentity library", 1));
    assert!(compare(&old, &moved, BOUNDS).values().all(|change| matches!(change, Change::Same)));
}

// The library with a fact that follows, and as a decision amends it.
fn amended(attributes: &str, rest: &str) -> [CheckedPolicy; 2] {
    let deem = "event unread { lent_by: library }\ndeem unread when 10 days pass after loan without return where (returned_to is the loan.lent_by) { lent_by: lent_by }\n";
    let heeded = "norm heeded {\n  when unread\n  must have round where (held_at is the unread.lent_by)\n  within 5 days after the unread\n}\n";
    let old = format!("{LIBRARY}{deem}{heeded}");
    let decision = format!(
        "policy d \"Decision\" {{\n  in force from 2016-02-01\n  amends \"../p\"\n{attributes}}}\ninterpretation {{ straddling by start }}\n{rest}"
    );
    let read = |texts: &[&str]| {
        let parsed = texts.iter().enumerate().map(|(index, text)| {
            let mut parsed = parse(FileId(u32::try_from(index).unwrap_or(0)), text);
            assert!(parsed.diagnostics.is_empty(), "{:#?}", parsed.diagnostics);
            parsed.file.beneath = texts.len() - 1 - index;
            parsed.file
        });
        let checked = check(&parsed.collect::<Vec<_>>());
        assert!(checked.is_usable(), "{:#?}", checked.diagnostics);
        checked.policy
    };
    [read(&[&old]), read(&[&old, &decision])]
}

#[test]
fn what_an_amendment_deems_anew_or_repeals_is_told_with_a_log() {
    let anew = "deem unread when 20 days pass after loan without return where (returned_to is the loan.lent_by) { lent_by: lent_by }\n";
    for (attributes, rest) in [("", anew), ("  repeals unread\n", "")] {
        let [old, new] = amended(attributes, rest);
        let found = compare(&old, &new, BOUNDS);
        let Change::Differs(differences) = &found["heeded"] else { panic!("{rest}: {found:#?}") };
        assert_eq!(told(differences), ["what is deemed `unread`"], "{attributes}{rest}");
        let others =
            found.iter().filter(|(name, change)| *name != "heeded" && !matches!(change, Change::Same));
        assert_eq!(others.count(), 0, "{found:#?}");
    }
    let [old, new] = amended("", "");
    assert!(compare(&old, &new, BOUNDS).values().all(|change| matches!(change, Change::Same)));
}

const COURSES: &str = "policy p \"Courses\" {\n  in force from 2016-01-01\n  time zone \"Asia/Shanghai\"\n}\n\
    entity college\nenumeration kinds { day_drill, night_drill }\n\
    event drill {\n  by: college\n  kind: kinds\n}\n\
    parameter period: duration = 1 month\nparameter most: integer = 3\n\
    norm held {\n  each college\n  must have drill where (by is the college)\n  every period\n  answerable first the college\n}\n\
    norm few {\n  each college\n  must have at most most drill where (by is the college)\n  every month\n  answerable first the college\n}\n\
    norm of_each {\n  each college, for each kinds\n  must have drill where (by is the college, kind is the kinds)\n  every month\n  answerable first the college\n}\n";

// The one norm that differs, and what is told of it.
fn changed(old: &str, new: &str) -> (String, Differences) {
    assert!(COURSES.contains(old), "{old}");
    let text = COURSES.replacen(old, new, 1);
    let found = compare(&policy(COURSES), &policy(&text), BOUNDS);
    let mut differ = found.into_iter().filter_map(|(name, change)| match change {
        Change::Differs(differences) => Some((name, *differences)),
        _ => None,
    });
    let first = differ.next().unwrap_or_else(|| panic!("nothing differs: {new}"));
    assert!(differ.next().is_none(), "{new}");
    first
}

#[test]
fn how_long_a_period_is_that_a_parameter_says_is_a_change() {
    for longer in ["2 months", "14 days", "1 year"] {
        let (norm, differences) = changed("duration = 1 month", &format!("duration = {longer}"));
        assert_eq!((norm.as_str(), told(&differences)), ("held", vec!["parameter `period`"]), "{longer}");
    }
}

#[test]
fn a_default_that_is_taken_away_is_a_change() {
    let (norm, differences) = changed("integer = 3", "integer");
    assert_eq!(norm, "few");
    assert!(told(&differences).contains(&"parameter `most`"), "{differences:#?}");
}

#[test]
fn a_value_more_of_which_each_has_a_duty_is_a_change() {
    let (norm, _) = changed("day_drill, night_drill", "day_drill, night_drill, fire_drill");
    assert_eq!(norm, "of_each");
}

#[test]
fn the_upper_end_of_a_band_is_a_change() {
    let band = |most: u32| {
        policy(&format!(
            "entity college\nevent drill {{\n  by: college\n}}\nnorm held {{\n  each college\n  must have between 2 and {most} drill where (by is the college)\n  every month\n  answerable first the college\n}}\n"
        ))
    };
    let found = compare(&band(4), &band(5), BOUNDS);
    assert!(matches!(found.get("held"), Some(Change::Differs(one)) if one.shown.len() == 1), "{found:#?}");
}
