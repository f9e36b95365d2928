//! How many cases a property is tried on.

use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;

/// The same cases in every run, so many from a seed, shrunk in so many steps at most; `PROPTEST_CASES` asks for more,
/// `PROPTEST_RNG_SEED` for others and `PROPTEST_MAX_SHRINK_ITERS` for fewer steps.
#[must_use]
pub fn runs(cases: u32, seed: u64, steps: u32) -> ProptestConfig {
    let asked = ProptestConfig::default();
    let is_asked = |what: &str| std::env::var_os(what).is_some();
    ProptestConfig {
        cases: if is_asked("PROPTEST_CASES") { asked.cases } else { cases },
        rng_seed: if is_asked("PROPTEST_RNG_SEED") { asked.rng_seed } else { RngSeed::Fixed(seed) },
        failure_persistence: None,
        max_shrink_iters: if is_asked("PROPTEST_MAX_SHRINK_ITERS") { asked.max_shrink_iters } else { steps },
        ..asked
    }
}
