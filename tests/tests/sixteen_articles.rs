//! The sixteen articles: the package is clean, its scenarios pass, all 171 clauses are listed, and the
//! verdicts over a generated college are the planted truth and nothing else.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bylaws::check::policy::{Modality, Norm, Time};
use bylaws::check::{Checked, CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::eval::{Outcome, Request, Verdict, evaluate};
use bylaws::log::{EventLog, Instant, LogBuilder};
use bylaws::{report, scenario};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

fn package() -> Checked {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../policies/sixteen-articles");
    let package = bylaws_io::package::load(&folder).unwrap();
    assert_eq!(package.diagnostics, []);
    let checked = check(&package.files);
    let errors: Vec<String> = checked.diagnostics.iter().map(|d| d.message.render(Lang::En)).collect();
    assert!(checked.is_usable(), "{errors:#?}");
    checked
}

fn college(checked: &Checked, seed: u64, reversed: bool) -> (EventLog, Vec<bylaws_io::college::Planted>) {
    let made = bylaws_io::college::generate(seed);
    let mut file = tempfile::Builder::new().suffix(".jsonl").tempfile().unwrap();
    let mut records = made.records.clone();
    if reversed {
        records.reverse();
    }
    for record in &records {
        writeln!(file, "{record}").unwrap();
    }
    let mut builder = LogBuilder::new(&checked.policy.vocabulary, checked.policy.zone);
    bylaws_io::logs::read(&[file.path().to_owned()], None, &mut builder, &mut |_| ()).unwrap();
    (builder.finish().unwrap(), made.planted)
}

#[test]
fn all_171_clauses_are_listed() {
    let policy = package().policy;
    // The others are those of the three meetings, which the package takes in.
    let own = policy.clauses.keys().filter(|id| id.starts_with('A'));
    assert_eq!(own.count(), 171);
}

#[test]
fn every_scenario_passes() {
    let results = scenario::run(&package().policy, None);
    let failed: Vec<String> = results
        .iter()
        .flat_map(|r| r.failures.iter().map(|f| format!("{}: {}", r.title, f.render(Lang::Zh))))
        .collect();
    assert!(results.len() >= 80 && failed.is_empty(), "{failed:#?}");
}

/// Norm, bearer, first and last day.
type Found = (String, String, NaiveDate, NaiveDate);

fn breached(policy: &CheckedPolicy, log: &EventLog) -> Vec<Found> {
    let found = |outcome: &Outcome| {
        let (norm, _) = policy.norms.get_index(outcome.norm).unwrap();
        // What goes on does so up to the last day seen.
        let seen = log.coverage.hull().map_or(outcome.until, |hull| outcome.until.min(hull.until));
        let last = Instant(seen.0.max(outcome.from.0 + 1) - 1);
        let (from, until) = (policy.zone.date_of(outcome.from), policy.zone.date_of(last));
        (norm.clone(), outcome.bearer.to_string(), from, until)
    };
    let evaluation = evaluate(policy, log, &Request::default());
    evaluation.outcomes.iter().filter(|o| o.verdict == Verdict::Breached).map(found).collect()
}

#[test]
fn the_breaches_of_a_generated_college_are_the_planted_ones_day_by_day() {
    let checked = package();
    for seed in [1, 7, 2016] {
        let (log, planted) = college(&checked, seed, false);
        let mut found = breached(&checked.policy, &log);
        for one in &planted {
            let day: NaiveDate = one.day.parse().unwrap();
            let position = found.iter().position(|(norm, bearer, from, until)| {
                (norm, bearer) == (&one.norm, &one.bearer) && (from <= &day && &day <= until)
            });
            let position = position.unwrap_or_else(|| panic!("seed {seed}: {one:?} was not found"));
            found.remove(position);
        }
        assert!(found.is_empty(), "seed {seed}: not planted: {found:#?}");
    }
}

/// Norms of which the log of the college decides nothing: what they need is not given, or not kept.
const UNDETERMINED: [&str; 18] = [
    // Parameters that the regulation leaves open
    "activists_trained_more",
    "appraisal_by_rules",
    "branch_offices",
    "counsellor_posts",
    "counsellors_trained",
    "full_time_clerks",
    "joint_activities",
    "member_meetings",
    "organiser_terms",
    "periodic_appraisals",
    "student_deputy",
    "student_secretaries_trained",
    "supervisions",
    "target_appraisals",
    "theme_every_period",
    "theory_activities",
    // Types of records of which the log says nothing
    "direct_branch_responsibility",
    "teaching_department_branch",
];

/// Norms that can be breached, and why no breach of them is planted.
const OF_2018: &str = "it is of the 2018 version, and the log ends before";

const NOT_PLANTED: [(&str, &str); 9] = [
    ("general_meetings", OF_2018),
    ("committee_meetings", OF_2018),
    ("group_meetings", OF_2018),
    ("secretary_lectures", OF_2018),
    ("important_items", "its list of items is not given, and no decision is recorded"),
    ("members_discuss_first", "its list of matters is not given, and no decision is recorded"),
    ("members_know_first", "its list of matters is not given, and nothing is published"),
    ("biennial_commendation", "the two years are not over"),
    ("funds_grow", "the year before is not covered"),
];

#[test]
fn what_a_generated_college_leaves_undetermined_is_what_must_be() {
    let checked = package();
    let (log, _) = college(&checked, 1, false);
    let evaluation = evaluate(&checked.policy, &log, &Request::default());
    let undetermined = evaluation.outcomes.iter().filter(|o| o.verdict == Verdict::Undetermined);
    let norms: BTreeSet<&str> = undetermined
        .map(|o| checked.policy.norms.get_index(o.norm).map_or("", |(name, _)| name.as_str()))
        .collect();
    assert_eq!(norms, BTreeSet::from(UNDETERMINED));
}

#[test]
fn of_every_norm_that_can_be_breached_and_judged_a_breach_is_planted() {
    let policy = package().policy;
    let planted: BTreeSet<String> =
        (0..12).flat_map(|seed| bylaws_io::college::generate(seed).planted).map(|one| one.norm).collect();
    let breachable =
        |norm: &Norm| !matches!(norm.time, Time::Once | Time::After(_)) && norm.modality != Modality::May;
    let excused =
        |name: &str| UNDETERMINED.contains(&name) || NOT_PLANTED.iter().any(|(without, _)| *without == name);
    let names = policy.norms.iter().filter(|(name, norm)| breachable(norm) && !excused(name));
    assert_eq!(planted, names.map(|(name, _)| name.clone()).collect());
}

#[test]
fn the_order_of_items_and_files_changes_no_verdict() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../policies/sixteen-articles");
    let mut files = bylaws_io::package::load(&folder).unwrap().files;
    let verdicts = |checked: &Checked| {
        let (log, _) = college(checked, 5, false);
        let name = |o: &Outcome| checked.policy.norms.get_index(o.norm).unwrap().0.clone();
        let outcomes = evaluate(&checked.policy, &log, &Request::default()).outcomes;
        let all = outcomes.iter().map(|o| (name(o), o.bearer.clone(), o.from, o.trigger.clone(), o.verdict));
        let mut all: Vec<_> = all.collect();
        all.sort_by_cached_key(|one| format!("{one:?}"));
        all
    };
    let as_written = verdicts(&check(&files));
    files.reverse();
    files.iter_mut().for_each(|file| file.items.reverse());
    assert!(verdicts(&check(&files)) == as_written);
}

#[test]
fn the_order_of_lines_changes_nothing() {
    let checked = package();
    let text = |reversed| {
        let (log, _) = college(&checked, 3, reversed);
        let findings = report::findings(&checked.policy, &log, &Request::default(), Lang::Zh);
        report::text(&checked.policy, &log, &findings)
    };
    assert_eq!(text(false), text(true));
}
