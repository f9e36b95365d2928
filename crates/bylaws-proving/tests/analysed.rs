//! What is plain of norms by how they are written: over windows of different lengths, and of what can never be.

use bylaws::check::{CheckedPolicy, check};
use bylaws::syntax::parse;
use bylaws_proving::Bounds;
use bylaws_proving::analysis::{FindingKind, Sight, analyse};

const WORDS: &str = r#"policy p "P" {
  in force from 2016-03-01
  time zone "Asia/Shanghai"
}
source A1 "One" { c1 "drills" }
entity college
enumeration kinds { fire, flood }
event drill {
  held_by: college
  kind: kinds
}
event fault {
  found_by: college
}
calendar school {
  semester "2016 spring" 2016-02-22 to 2016-07-10
  vacation "2016 summer" 2016-07-11 to 2016-09-04
  semester "2016 autumn" 2016-09-05 to 2017-01-15
  vacation "2017 winter" 2017-01-16 to 2017-02-19
}
"#;

fn policy(norms: &[(&str, &str)]) -> CheckedPolicy {
    let each = norms.iter().map(|(name, norm)| {
        format!(
            "norm {name} {{\n  cites A1.c1\n  each college\n  {norm}\n  answerable first the college\n}}\n"
        )
    });
    let text = WORDS.to_owned() + &each.collect::<String>();
    let parsed = parse(bylaws::source::FileId(0), &text);
    let checked = check(std::slice::from_ref(&parsed.file));
    assert!(parsed.diagnostics.is_empty() && checked.is_usable(), "{text}\n{:#?}", checked.diagnostics);
    checked.policy
}

/// What is found of norms called a, b, …
fn found(norms: &[&str]) -> Vec<(FindingKind, String, Option<String>)> {
    let names = ["a", "b", "c"];
    let norms: Vec<(&str, &str)> = names.into_iter().zip(norms.iter().copied()).collect();
    let policy = policy(&norms);
    let all: Vec<String> = policy.norms.keys().cloned().collect();
    let found = analyse(&policy, &all, Bounds { logs: 60, ..Bounds::default() });
    found.into_iter().map(|one| (one.kind, one.norm, one.other)).collect()
}

fn drills(asked: &str, period: &str) -> String {
    format!("must have {asked} drill where (held_by is the college)\n  {period}")
}

fn contradict(one: (&str, &str), other: (&str, &str)) -> bool {
    let found = found(&[&drills(one.0, one.1), &drills(other.0, other.1)]);
    found.iter().any(|(kind, ..)| *kind == FindingKind::ConflictInWhole)
}

/// Whether the first one follows from the second.
fn follows(one: (&str, &str), by: (&str, &str)) -> bool {
    let found = found(&[&drills(one.0, one.1), &drills(by.0, by.1)]);
    found.contains(&(FindingKind::ImpliedInWhole, "a".to_owned(), Some("b".to_owned())))
}

#[test]
fn so_many_in_each_window_are_more_than_a_longer_one_allows_by_the_calendar() {
    // Of a year 51 weeks at least lie in it whole, of either semester nine fortnights of teaching weeks.
    assert!(contradict(("at least 1", "every week"), ("at most 40", "every year")));
    assert!(contradict(("at least 1", "every week"), ("at most 50", "every year")));
    assert!(!contradict(("at least 1", "every week"), ("at most 53", "every year")));
    assert!(contradict(("at least 1", "every 2 teaching weeks"), ("at most 4", "every semester")));
    assert!(!contradict(("at least 1", "every 2 teaching weeks"), ("at most 12", "every semester")));
    // Ten a month at most are 120 a year at most.
    assert!(contradict(("at most 10", "every month"), ("at least 121", "every year")));
    assert!(!contradict(("at most 10", "every month"), ("at least 120", "every year")));
    assert!(!contradict(("at most 1", "every week"), ("at least 60", "every year")));
}

#[test]
fn so_many_in_each_window_are_what_a_longer_one_asks_for() {
    assert!(follows(("at least 10", "every year"), ("at least 1", "every month")));
    assert!(follows(("at least 12", "every year"), ("at least 1", "every month")));
    assert!(!follows(("at least 13", "every year"), ("at least 1", "every month")));
    assert!(!follows(("at least 1", "every month"), ("at least 10", "every year")));
    assert!(follows(("at most 12", "every year"), ("at most 1", "every month")));
    assert!(!follows(("at most 11", "every year"), ("at most 1", "every month")));
    assert!(follows(("at most 10", "every month"), ("at most 9", "every year")));
    assert!(!follows(("at most 8", "every month"), ("at most 9", "every year")));
    // A week may lie in two months.
    assert!(!follows(("at most 10", "every week"), ("at most 9", "every month")));
    let other = "must have drill where (held_by is the college, kind is fire)\n  every month";
    let found = found(&[&drills("at least 3", "every quarter"), other, &drills("at least 1", "every month")]);
    let implied = |by: &str| (FindingKind::ImpliedInWhole, "a".to_owned(), Some(by.to_owned()));
    assert!(found.contains(&implied("b")) && found.contains(&implied("c")), "{found:#?}");
}

#[test]
fn of_a_norm_that_is_in_force_for_some_weeks_what_is_plain_is_told() {
    let august = "in force from 2016-08-01 until 2016-08-31\n  ";
    let september = "in force from 2016-09-01 until 2016-09-30\n  ";
    let alone = |norm: &str| found(&[norm]);
    let nobody = [(FindingKind::NobodyBound, "a".to_owned(), None)];
    // Of a semester, and of a year, so little is left that nothing is due; no teaching week lies in August.
    assert_eq!(alone(&format!("{august}{}", drills("at least 1", "every semester"))), nobody);
    assert_eq!(alone(&format!("{august}{}", drills("at least 2", "every year"))), nobody);
    assert_eq!(alone(&format!("{august}{}", drills("at least 1", "every teaching week"))), nobody);
    let excepted = drills("at least 1", "every week") + "\n  except holidays: during vacation";
    assert_eq!(alone(&format!("{august}{excepted}")), nobody);
    let before = "in force from 2015-08-01 until 2015-08-31\n  ";
    assert_eq!(alone(&format!("{before}{}", drills("at least 1", "every month"))), nobody);
    // What a record gives rise to is looked for while it is in force.
    let fault = "when fault where (found_by is the college)\n  must have drill where (held_by is the college)\n  within 3 days after the fault";
    assert_eq!(alone(&format!("{august}{fault}")), []);
    assert_eq!(alone(&format!("{august}{}", drills("at least 1", "every month"))), []);
    // Two that are never in force together are not held against each other, whichever comes first.
    let months = [september, august].map(|when| format!("{when}{}", drills("at least 1", "every month")));
    assert_eq!(found(&[&months[0], &months[1]]), []);
}

/// The findings of two norms beside each other, without where one record serves both and what is not settled.
fn of_two(a: &str, b: &str) -> Vec<(FindingKind, String)> {
    let plain = |kind: &FindingKind| matches!(kind, FindingKind::SharedRecord | FindingKind::NotSeen(_));
    let found = found(&[a, b]);
    found
        .into_iter()
        .filter(|(kind, _, other)| other.is_some() && !plain(kind))
        .map(|(kind, norm, _)| (kind, norm))
        .collect()
}

fn upon_a_fault(asked: &str, when: &str) -> String {
    format!(
        "when fault (found_by is the college)\n  must{asked} have drill (held_by is the college)\n  {when} the fault"
    )
}

#[test]
fn a_duty_and_a_prohibition_upon_one_record_are_held_against_each_other_whatever_their_limits() {
    let both = |duty: &str, ban: &str| of_two(&upon_a_fault("", duty), &upon_a_fault(" not", ban));
    let conflict = [(FindingKind::Conflict, "a".to_owned())];
    for (duty, ban) in [
        ("within 3 days after", "within 7 days after"),
        ("within 3 days after", "within 3 days after"),
        ("within 1 week after", "within 7 days after"),
        ("within 48 hours after", "within 2 days after"),
        ("within 3 days after", "after"),
        ("within 3 days before", "within 7 days before"),
    ] {
        assert_eq!(both(duty, ban), conflict, "{duty}; {ban}");
    }
    // There is time left; or it cannot be told.
    for (duty, ban) in [
        ("within 7 days after", "within 3 days after"),
        ("within 49 hours after", "within 2 days after"),
        ("within 3 working days after", "within 7 days after"),
        ("within 3 days after", "within 7 days before"),
    ] {
        assert_eq!(both(duty, ban), [], "{duty}; {ban}");
    }
    // Where the first day is that of the fault, the second is over sooner.
    let included = |norm: String| norm + "\n  reading start day included";
    let duty = included(upon_a_fault("", "within 48 hours after"));
    assert_eq!(of_two(&duty, &included(upon_a_fault(" not", "within 2 days after"))), []);
    assert_eq!(of_two(&duty, &included(upon_a_fault(" not", "within 3 days after"))), conflict);
    // Of other things, or under an exception, nothing of the kind is certain.
    let excepted = "\n  except exists fault (found_by is the college)";
    let [duty, ban] = [upon_a_fault("", "within 3 days after"), upon_a_fault(" not", "within 7 days after")];
    let fires = ban.replace("held_by is the college", "held_by is the college, kind is fire");
    assert_eq!(of_two(&duty, &fires), []);
    let in_whole = [(FindingKind::ConflictInWhole, "a".to_owned())];
    assert_eq!(of_two(&(duty + excepted), &(ban + excepted)), in_whole);
    // Who has less time has done it in more.
    let [short, long] = [upon_a_fault("", "within 3 days after"), upon_a_fault("", "within 7 days after")];
    assert_eq!(of_two(&long, &short), [(FindingKind::Implied, "a".to_owned())]);
}

#[test]
fn what_is_so_in_any_stretch_is_so_in_any_longer_or_shorter_one() {
    let any = |asked: &str, length: &str| drills(asked, &format!("in any {length}"));
    let implied = [(FindingKind::Implied, "a".to_owned())];
    for (one, by) in [
        (any("at least 1", "15 days"), any("at least 1", "14 days")),
        (any("at least 2", "28 days"), any("at least 1", "2 weeks")),
        (any("at most 2", "14 days"), any("at most 2", "15 days")),
        (any("at least 1", "6 working days"), any("at least 1", "5 working days")),
    ] {
        assert_eq!(of_two(&one, &by), implied, "{one}; {by}");
    }
    for (one, by) in [
        (any("at least 3", "28 days"), any("at least 1", "14 days")),
        (any("at least 2", "15 days"), any("at least 1", "14 days")),
        (any("at most 1", "14 days"), any("at most 2", "15 days")),
        (any("at least 1", "14 days"), any("at least 1", "5 working days")),
    ] {
        assert_eq!(of_two(&one, &by), [], "{one}; {by}");
    }
    let contrary = [(FindingKind::ConflictInWhole, "a".to_owned())];
    assert_eq!(of_two(&any("at least 2", "14 days"), &any("at most 1", "15 days")), contrary);
    assert_eq!(of_two(&any("at least 5", "28 days"), &any("at most 2", "14 days")), contrary);
    assert_eq!(of_two(&any("at least 4", "28 days"), &any("at most 2", "14 days")), []);
    assert_eq!(of_two(&any("at least 1", "14 days"), &any("at most 1", "15 days")), []);
}

#[test]
fn what_no_record_can_meet_is_never_met_never_breached_and_binds_nobody() {
    let none = "drill where (held_by is the college, kind is fire, kind is flood)";
    let all = found(&[
        &format!("must have {none}\n  every year"),
        &format!("must have at most 0 {none}\n  every year"),
        &format!(
            "when {none}\n  must have drill where (held_by is the college)\n  within 3 days after the drill"
        ),
    ]);
    let expected = [FindingKind::NeverMet, FindingKind::NothingCounts, FindingKind::NobodyBound];
    let expected: Vec<_> =
        expected.into_iter().zip(["a", "b", "c"]).map(|(kind, norm)| (kind, norm.to_owned(), None)).collect();
    assert_eq!(all, expected);
    // What is asked without a last day is never breached, and what is forbidden without one is.
    let [asked, banned] = ["", " not"].map(|asked| upon_a_fault(asked, "after"));
    assert_eq!(found(&[&asked]), [(FindingKind::NoLastDay, "a".to_owned(), None)]);
    assert_eq!(found(&[&banned]), []);
    let plain = found(&[&drills("at most 2", "every year")]);
    assert!(
        plain.iter().all(|(kind, ..)| matches!(kind, FindingKind::NotSeen(Sight::Breached))),
        "{plain:#?}"
    );
}
