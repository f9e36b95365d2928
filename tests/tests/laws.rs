//! Laws of evaluation, over policies and logs made at random: the order of lines, what is asked for, the number
//! of threads and later days change nothing that is certain, and whatever is certain of a log of which a part
//! is lost is so of the whole log.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bylaws::check::CheckedPolicy;
use bylaws::check::policy::Requirement;
use bylaws::diagnostic::Lang;
use bylaws::eval::{Outcome, Request, Verdict, evaluate};
use bylaws::log::{EventLog, Instant, parse_moment};
use bylaws_tests::generate::{Blur, Case, Line, case};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::collections::HashMap;
use std::sync::LazyLock;

fn checked(case: &Case) -> Result<CheckedPolicy, TestCaseError> {
    case.policy().map_err(|said| TestCaseError::fail(format!("{said:#?}")))
}

fn log(policy: &CheckedPolicy, lines: &[Line], request: &Request) -> EventLog {
    Line::log(policy, lines, request.known_at).unwrap()
}

fn outcomes(policy: &CheckedPolicy, lines: &[Line], request: &Request) -> Vec<Outcome> {
    evaluate(policy, &log(policy, lines, request), request).outcomes
}

fn as_of(policy: &CheckedPolicy, day: &str) -> Option<Instant> {
    Some(parse_moment(day, policy.zone).unwrap().end)
}

/// What names an instance whatever is known of it.
type Key = (usize, String, Option<String>, Instant);

fn key(outcome: &Outcome) -> Key {
    let of_each = outcome.of_each.as_ref().map_or_else(String::new, |name| name.canonical.clone());
    let trigger = outcome.trigger.as_ref().map(|id| id.to_string());
    // A trigger of which only the month is known moves its window.
    let from = if trigger.is_some() { Instant::MIN } else { outcome.from };
    (outcome.norm, format!("{}/{of_each}", outcome.bearer), trigger, from)
}

// What tells a verdict, in one line.
fn shown(outcome: &Outcome) -> String {
    let day = |at: Instant| at.to_utc().map_or_else(|| "-".to_owned(), |at| at.to_string());
    format!(
        "{:?} of {} from {} until {}, certain at {:?}, trigger {:?}, measured {:?}, {}",
        outcome.verdict,
        outcome.whose(Lang::En),
        day(outcome.from),
        day(outcome.until),
        outcome.certain_at.map(day),
        outcome.trigger,
        outcome.measured,
        outcome.why().render(Lang::En)
    )
}

fn is_certain(verdict: Verdict) -> bool {
    !matches!(verdict, Verdict::Open | Verdict::Undetermined)
}

static ONE: LazyLock<ThreadPool> = LazyLock::new(|| ThreadPoolBuilder::new().num_threads(1).build().unwrap());
static FOUR: LazyLock<ThreadPool> =
    LazyLock::new(|| ThreadPoolBuilder::new().num_threads(4).build().unwrap());

// The same cases each time, so that a change of ours is what makes the difference; `PROPTEST_CASES` and another
// seed in `PROPTEST_RNG_SEED` look further.
fn config() -> ProptestConfig {
    let ours = ProptestConfig::default();
    let further = std::env::var_os("PROPTEST_RNG_SEED").is_some();
    ProptestConfig {
        cases: if std::env::var_os("PROPTEST_CASES").is_some() { ours.cases } else { 120 },
        rng_seed: if further { ours.rng_seed } else { RngSeed::Fixed(20) },
        failure_persistence: None,
        max_shrink_iters: 4000,
        ..ours
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_generated_policy_checks(case in case()) {
        checked(&case)?;
    }

    #[test]
    fn the_order_of_lines_changes_nothing((case, swap) in (case(), any::<prop::sample::Index>())) {
        let policy = checked(&case)?;
        let mut turned = case.lines.clone();
        turned.reverse();
        let at = swap.index(turned.len());
        turned.rotate_left(at);
        let request = case.asked.request();
        prop_assert_eq!(outcomes(&policy, &case.lines, &request), outcomes(&policy, &turned, &request));
    }

    #[test]
    fn the_number_of_threads_changes_nothing(case in case()) {
        let policy = checked(&case)?;
        let with = |threads: &LazyLock<ThreadPool>| threads.install(|| outcomes(&policy, &case.lines, &case.asked.request()));
        prop_assert_eq!(with(&ONE), with(&FOUR));
    }

    #[test]
    fn what_is_asked_for_is_what_would_be_found_anyway(case in case()) {
        let policy = checked(&case)?;
        let log = log(&policy, &case.lines, &case.asked.request());
        let found = |request: &Request| evaluate(&policy, &log, request).outcomes;
        let all = found(&case.asked.request());
        for bearer in ["u1", "u2", "p1", "p2"] {
            let request = Request { bearers: vec![bearer.to_owned()], ..case.asked.request() };
            let own: Vec<Outcome> = found(&request).into_iter().filter(|o| !o.bearer.is_empty()).collect();
            let wanted: Vec<Outcome> = all.iter().filter(|o| *o.bearer == *bearer).cloned().collect();
            prop_assert_eq!(own, wanted);
        }
        for (index, name) in policy.norms.keys().enumerate() {
            let request = Request { norms: vec![name.clone()], ..case.asked.request() };
            let wanted: Vec<Outcome> = all.iter().filter(|o| o.norm == index).cloned().collect();
            prop_assert_eq!(found(&request), wanted);
        }
    }

    #[test]
    fn what_is_certain_stays_so_on_every_later_day((case, blur) in (case(), prop::option::of(Blur::any()))) {
        let policy = checked(&case)?;
        let lines = blur.map_or_else(|| case.lines.clone(), |blur| blur.of(&case.lines));
        let request = case.asked.request();
        let log = log(&policy, &lines, &request);
        let days = ["2016-03-12", "2016-03-31", "2016-04-15", "2016-05-31"];
        let found = days.map(|day| evaluate(&policy, &log, &Request { as_of: as_of(&policy, day), ..request.clone() }).outcomes);
        for (earlier, later) in found.iter().zip(found.iter().skip(1)) {
            let later: HashMap<Key, &Outcome> = later.iter().map(|o| (key(o), o)).collect();
            for one in earlier.iter().filter(|o| is_certain(o.verdict)) {
                let after = later.get(&key(one));
                prop_assert!(
                    after.is_some_and(|after| after.verdict == one.verdict && after.certain_at <= one.certain_at),
                    "{}\nbecame {:?}", shown(one), after.map(|o| shown(o))
                );
            }
        }
    }

    #[test]
    fn what_is_certain_of_a_part_is_so_of_the_whole((case, blurs) in (case(), prop::collection::vec(Blur::any(), 1..3))) {
        let policy = checked(&case)?;
        let part = blurs.iter().fold(case.lines.clone(), |lines, blur| blur.of(&lines));
        let request = Request { as_of: as_of(&policy, "2016-05-31"), ..case.asked.request() };
        let whole: HashMap<Key, Outcome> =
            outcomes(&policy, &case.lines, &request).into_iter().map(|o| (key(&o), o)).collect();
        for one in outcomes(&policy, &part, &request).into_iter().filter(|o| is_certain(o.verdict) && !o.bearer.is_empty()) {
            let norm = policy.norms.get_index(one.norm).map(|(_, norm)| norm);
            // What was done counts as done where it is in doubt whether it had to be (docs/semantics.md).
            let filtered = norm.is_some_and(|n| n.for_each.is_some() || n.bearer.as_ref().is_some_and(|b| b.filter.is_some()));
            if filtered && matches!(one.verdict, Verdict::Fulfilled) {
                continue;
            }
            // Met, excused or without duty: where it is in doubt whether an exception applies, what is met is said to be
            // met, and where nothing is due it matters little why.
            // Of alternatives one that is met late stands before one that nothing is known of (rule O9).
            let either = norm.is_some_and(|n| matches!(n.requirement, Requirement::Any(_)));
            let harmless = |verdict| match verdict {
                Verdict::Fulfilled | Verdict::Excused | Verdict::NotApplicable => true,
                Verdict::Late => either,
                Verdict::Open | Verdict::Breached | Verdict::Undetermined => false,
            };
            match whole.get(&key(&one)) {
                Some(known) if harmless(known.verdict) && harmless(one.verdict) => {}
                // Of another stretch something else may be true; but what breaks a part breaks the whole.
                Some(known) if (known.from, known.until) != (one.from, one.until) && one.trigger.is_none() => {
                    let breaks = one.verdict == Verdict::Breached && known.verdict != Verdict::Breached;
                    prop_assert!(!breaks, "{}\nof the whole: {}\n{:#?}", shown(&one), shown(known), part);
                }
                Some(known) => prop_assert_eq!(known.verdict, one.verdict, "{}\nof the whole: {}\n{:#?}", shown(&one), shown(known), part),
                // That something was done of a duty that there is not harms nobody; what was not done of a part of
                // the time was not done of all of it.
                None => {
                    let part_of_it = |o: &&Outcome| {
                        key(o).1 == key(&one).1 && o.norm == one.norm && o.from < one.until && one.from < o.until
                    };
                    let breaks = one.verdict == Verdict::Late || one.verdict == Verdict::Breached
                        && !whole.values().filter(part_of_it).any(|o| o.verdict == Verdict::Breached);
                    prop_assert!(!breaks, "{}\n{:#?}", shown(&one), part);
                }
            }
        }
    }
}
