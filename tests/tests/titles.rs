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

proptest! {
    #![proptest_config(runs(4, 31, 40))]

    #[test]
    fn of_generated_norms_every_title_is_true_of_its_log(norms in norms()) {
        let case = Generated { norms, lines: Vec::new(), as_of: "2016-05-31" };
        let (_, wrong) = looked_at(&case.given().policy, 15);
        prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
