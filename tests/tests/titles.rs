//! What a proposed case is called is so in its log: its records, its days, its verdict.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

#[allow(dead_code, unused_imports, reason = "only the generators are used here")]
mod agreeing;
mod titled;

use agreeing::{Case as Generated, norms};
use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws_proving::Bounds;
use bylaws_proving::boundary::boundary;
use bylaws_proving::cases::Case;
use bylaws_proving::mutation::{Fate, mutate};
use bylaws_tests::generate::runs;
use proptest::prelude::*;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use titled::{Looked, Said};

fn bounds(logs: usize) -> Bounds {
    Bounds { logs, ..Bounds::default() }
}

/// All that is proposed for a norm of which there is no test.
fn proposed(policy: &CheckedPolicy, norm: &str, logs: usize) -> Vec<Case> {
    let slips = mutate(policy, &[norm.to_owned()], bounds(logs), Lang::En).remove(0).mutants;
    let cases = slips.into_iter().filter_map(|(_, fate)| match fate {
        Fate::Survived(case) => Some(*case),
        _ => None,
    });
    cases.chain(boundary(policy, norm, bounds(logs), Lang::En)).collect()
}

/// How many titles of each kind there are, and those that are not so.
fn looked_at(policy: &CheckedPolicy, logs: usize) -> (BTreeMap<Said, usize>, Vec<String>) {
    let of_norm = |norm: &String| {
        let cases = proposed(policy, norm, logs);
        cases.iter().map(|case| Looked::at(policy, norm, case).judged()).collect::<Vec<_>>()
    };
    let names: Vec<&String> = policy.norms.keys().collect();
    let (mut kinds, mut wrong) = (BTreeMap::new(), Vec::new());
    for said in names.par_iter().flat_map_iter(|norm| of_norm(norm)).collect::<Vec<_>>() {
        match said {
            Ok(kind) => *kinds.entry(kind).or_default() += 1,
            Err(title) => wrong.push(title),
        }
    }
    (kinds, wrong)
}

fn of_package(folder: &str, logs: usize) -> BTreeMap<Said, usize> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies").join(folder);
    let package = bylaws_io::package::load(&folder).unwrap();
    let mut policy = check(&package.files).policy;
    policy.tests.clear();
    let (kinds, wrong) = looked_at(&policy, logs);
    assert!(wrong.is_empty(), "{} of {kinds:?}:\n{}", wrong.len(), wrong.join("\n"));
    kinds
}

#[test]
fn of_the_sixteen_articles_every_title_is_true_of_its_log() {
    let kinds = of_package("sixteen-articles", 20);
    for said in [Said::Number, Said::Day, Said::NoDuty, Said::Answers, Said::Verdict, Said::Plain] {
        assert!(kinds.get(&said).is_some_and(|count| *count > 10), "{said:?}: {kinds:?}");
    }
    let (slips, all) = (kinds.get(&Said::TheSlip).copied().unwrap_or(0), kinds.values().sum::<usize>());
    assert!(slips * 20 < all, "what a log shows mostly has a name: {kinds:?}");
}

#[test]
fn of_smaller_regulations_every_title_is_true_of_its_log() {
    for folder in ["branch-rules", "school-safety"] {
        let kinds = of_package(folder, 60);
        assert!(kinds.values().sum::<usize>() > 60, "{kinds:?}");
    }
}

#[test]
fn of_each_kind_of_limit_every_title_is_true_of_its_log() {
    let kinds = titled::LIMITS.map(|limit| {
        let (kinds, wrong) = looked_at(&titled::policy(limit), 400);
        assert!(wrong.is_empty(), "{limit}:\n{}", wrong.join("\n"));
        kinds.get(&Said::Day).copied().unwrap_or(0)
    });
    assert!(kinds.iter().all(|days| *days > 0), "{kinds:?}");
}

/// What is read off a title, of all the cases of a norm for which it can be: how many, and those that are not so.
#[track_caller]
fn each_is_so(
    [norm, tests]: [&str; 2],
    at_least: usize,
    read: impl Fn(&CheckedPolicy, &Case) -> Option<bool>,
) {
    let policy = titled::slips::policy(norm, tests);
    let cases = proposed(&policy, "n", 400);
    let all: Vec<(&Case, bool)> =
        cases.iter().filter_map(|case| Some((case, read(&policy, case)?))).collect();
    let wrong: Vec<String> = all
        .iter()
        .filter(|(_, is_so)| !is_so)
        .map(|(case, _)| {
            let facts = case.sketch.facts.iter().map(|fact| format!("{} {}", fact.at.node, fact.kind.node));
            format!("{}: {:?} as of {}", case.title, facts.collect::<Vec<_>>(), case.sketch.as_of)
        })
        .collect();
    assert!(wrong.is_empty(), "{norm}:\n{}", wrong.join("\n"));
    let titles: Vec<&str> = cases.iter().map(|case| case.title.as_str()).collect();
    assert!(all.len() >= at_least, "{norm}: {titles:#?}");
}

const MENDED: &str = "exists repair where (done_in is the fault.seen_in)";

#[test]
fn of_lengths_in_conditions_every_title_is_true_of_its_log() {
    for norm in [
        format!("when fault\n  must satisfy (within 7 days before the fault ({MENDED}))"),
        format!("when fault\n  must satisfy (within 7 days after the fault ({MENDED}))"),
        format!(
            "when fault where (within 7 days before the fault ({MENDED}))\n  must have report where (about is the fault.seen_in)\n  within 60 days after the fault"
        ),
    ] {
        each_is_so([&norm, ""], 2, |_, case| titled::slips::of_length(case));
    }
}

const REPORTED: &str = r#"test "reported" for n {
  given 2024-02-01 room(entity: r1)
        2024-02-01 fault(seen_in: r1)
        2024-02-08 report(about: r1)
  covers 2024-01-01 to 2024-12-31
  as of 2024-06-01
  expect r1: fulfilled
}
"#;

#[test]
fn of_what_is_deemed_every_title_is_true_of_its_log() {
    let report = |of: &str| {
        format!(
            "when {of}\n  must have report where (about is the {of}.about)\n  within 10 days after the {of}"
        )
    };
    each_is_so([&report("unmended"), REPORTED], 1, |policy, case| {
        titled::slips::of_deemed_length(policy, case)
    });
    each_is_so([&report("often"), ""], 2, |_, case| titled::slips::of_deemed_number(case, "fault"));
}

/// What notices everything but what days off make of a length: from Monday to Friday there are none.
const BETWEEN_WEEKENDS: &str = r#"test "in a week" for n {
  given 2024-02-01 room(entity: r1)
        2024-02-01 room(entity: r2)
        2024-03-05 fault(id: f1, seen_in: r1)
        2024-03-08 repair(done_in: r1)
        2024-03-08 repair(done_in: r1)
        2024-03-04 fault(id: f2, seen_in: r2)
        2024-03-08 repair(done_in: r2)
  covers 2024-01-01 to 2024-12-31
  as of 2024-03-08
  expect f1: fulfilled
         f2: breached
}
"#;

#[test]
fn of_roles_and_of_days_off_every_title_is_true_of_its_log() {
    let in_post = "when fault\n  must satisfy (exists keeper where (unit is the fault.seen_in))";
    each_is_so([in_post, ""], 1, |_, case| titled::slips::of_role(case));
    let within = |length: &str| {
        format!(
            "when fault\n  must have repair where (done_in is the fault.seen_in)\n  within {length} after the fault"
        )
    };
    for norm in [within("3 days"), within("3 days") + "\n  reading day off moves"] {
        each_is_so([&norm, BETWEEN_WEEKENDS], 1, titled::slips::of_day_off);
    }
}

proptest! {
    #![proptest_config(runs(4, 31, 40))]

    #[test]
    fn of_generated_norms_every_title_is_true_of_its_log(norms in norms()) {
        let case = Generated { norms, lines: Vec::new(), as_of: "2016-05-31" };
        let (_, wrong) = looked_at(&case.given().policy, 15);
        prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
