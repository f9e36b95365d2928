//! What the generators reach: every construct of the checked policy, every kind of line, every verdict. The table
//! is printed with `--nocapture`; what is never reached fails the test.

mod lines;
mod names;
mod walk;

use bylaws::eval::{Verdict, evaluate};
use bylaws_tests::generate::{Line, case};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestRunner};
use std::collections::BTreeMap;

/// In how many cases each thing was met.
#[derive(Default)]
struct Counts(BTreeMap<&'static str, BTreeMap<String, u32>>);

impl Counts {
    fn note(&mut self, table: &'static str, names: impl IntoIterator<Item = String>) {
        let unique: std::collections::BTreeSet<String> = names.into_iter().collect();
        for name in unique {
            *self.0.entry(table).or_default().entry(name).or_default() += 1;
        }
    }

    fn print(&self, cases: u32) {
        println!("of {cases} cases:");
        for (table, counts) in &self.0 {
            let shown: Vec<String> = counts.iter().map(|(name, count)| format!("{name} {count}")).collect();
            println!("{table}: {}", shown.join(", "));
        }
    }

    /// What should be there and is not.
    fn missing(&self, wanted: &[(&'static str, &[&'static str])]) -> Vec<String> {
        let reached =
            |table: &str, name: &str| self.0.get(table).is_some_and(|counts| counts.contains_key(name));
        let of = |(table, names): &(&'static str, &[&'static str])| -> Vec<String> {
            let missing = names.iter().filter(|name| !reached(table, name));
            missing.map(|name| format!("{table}: {name}")).collect()
        };
        wanted.iter().flat_map(of).collect()
    }
}

fn number(name: &str, usual: u32) -> u32 {
    std::env::var(name).ok().and_then(|words| words.parse().ok()).unwrap_or(usual)
}

#[test]
fn generated_cases_reach_every_construct() {
    let cases = number("PROPTEST_CASES", 1200);
    let seed = u64::from(number("PROPTEST_RNG_SEED", 24));
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(seed), ..Config::default() });
    let strategy = case();
    let mut counts = Counts::default();
    for _ in 0..cases {
        let case = strategy.new_tree(&mut runner).unwrap().current();
        let policy = case.policy().map_err(|said| format!("{said:#?}\n{case:?}")).unwrap();
        let mut found = walk::Found::default();
        found.policy(&policy);
        found.0.into_iter().for_each(|(table, names)| counts.note(table, names));
        counts.note("lines", lines::of(&case));
        let request = case.asked.request();
        let log = Line::log(&policy, &case.lines, request.known_at).unwrap();
        let outcomes = evaluate(&policy, &log, &request).outcomes;
        let times = outcomes.iter().filter_map(|o| Some((policy.norms.get_index(o.norm)?.1, o.verdict)));
        let times: Vec<(&'static str, Verdict)> =
            times.map(|(norm, verdict)| (names::time(&norm.time), verdict)).collect();
        counts.note("verdict", times.iter().map(|(_, verdict)| verdict.key().to_owned()));
        counts
            .note("verdict of time", times.iter().map(|(time, verdict)| format!("{time} {}", verdict.key())));
    }
    counts.print(cases);
    let verdicts = Verdict::ALL.map(Verdict::key);
    let own: &[(&'static str, &[&'static str])] = &[
        ("verdict", &verdicts),
        ("lines", lines::ALL),
        ("clause", names::CLAUSES),
        ("effective", &["back", "later"]),
    ];
    let missing: Vec<String> = counts.missing(&[names::ALL, own].concat());
    assert!(missing.is_empty(), "never reached: {missing:#?}");
}
