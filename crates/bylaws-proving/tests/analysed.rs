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
    let plain = found(&[&drills("at most 2", "every year")]);
    assert!(
        plain.iter().all(|(kind, ..)| matches!(kind, FindingKind::NotSeen(Sight::Breached))),
        "{plain:#?}"
    );
}
