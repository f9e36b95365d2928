//! Laws of the monitor, over policies and logs made at random: what it has told at each watermark is what the
//! evaluation of the whole log so far says is certain, in whatever order the lines come within the lateness.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use bylaws::check::{CheckedPolicy, check};
use bylaws::eval::{Outcome, Request, Verdict, evaluate};
use bylaws::log::{Instant, LogBuilder, Moment, parse_moment};
use bylaws::online::{Monitor, Options, Refusal, Seal, Step, Told};
use bylaws::source::FileId;
use bylaws::syntax::parse;
use bylaws_tests::generate::{Blur, Line, lines, norms, policy};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::collections::BTreeMap;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// A policy, the lines of a log in the order in which they come, and how the monitor runs.
#[derive(Clone)]
struct Case {
    norms: Vec<String>,
    lines: Vec<Line>,
    options: Options,
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "\n{}", self.norms.join("\n"))?;
        writeln!(f, "{:?}", self.options)?;
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

fn moment(line: &Line) -> Option<Moment> {
    let zone = bylaws::log::TimeZone::named("Asia/Shanghai").unwrap();
    line.get("at").and_then(|at| parse_moment(at, zone))
}

// A record that names an entity of which nothing is known yet is wrong until it is registered, which may be too
// late for what was closed meanwhile.
fn registered_first(lines: &mut [Line]) {
    for unit in ["u1", "u2"] {
        let named = |line: &&Line| line.get("unit") == Some(unit) || line.get("entity") == Some(unit);
        let first =
            lines.iter().filter(named).filter_map(|line| Some((moment(line)?.first, line.get("at")?)));
        let Some(first) = first.min().map(|(_, at)| at.to_owned()) else { continue };
        for line in lines.iter_mut().filter(|line| line.get("entity") == Some(unit)) {
            *line = line.with("at", &first);
        }
    }
}

// An end whose beginning is lost ends what lasted since before the log: it changes what is known of all days before
// it, closed ones too.
fn without_ends_alone(lines: &mut Vec<Line>) {
    let is = |line: &Line, what: &str| line.get("type").is_some_and(|kind| kind.ends_with(what));
    let lost = |line: &Line| moment(line).is_none() || line.get("unit") == Some("");
    let begins = !lines.iter().any(|line| is(line, "_start") && lost(line));
    let precise = |line: &Line| line.get("at").is_some_and(|at| at.len() > 7);
    lines.retain(|line| !is(line, "_end") || begins && precise(line));
}

// What the log covers comes first; a record comes up to the lateness after it could have.
fn case() -> impl Strategy<Value = Case> {
    let blurs = prop::collection::vec(Blur::any(), 0..2);
    let delays = prop::collection::vec(0_i64..20, 20);
    let step = prop_oneof![Just(Step::EachRecord), Just(Step::EachDay)];
    let numbers = (0_i64..20, prop_oneof![Just(0_i64), 1_i64..40]);
    (norms(), lines(), blurs, delays, numbers, step, any::<bool>()).prop_map(
        |(norms, lines, blurs, delays, (lateness, corrections), step, states)| {
            let mut lines = blurs.iter().fold(lines, |lines, blur| blur.of(&lines));
            if !states {
                lines.retain(|line| line.get("type") != Some("coverage"));
            }
            registered_first(&mut lines);
            without_ends_alone(&mut lines);
            let mut delays = delays.into_iter().cycle();
            lines.sort_by_cached_key(|line| {
                let delay = delays.next().unwrap_or(0) % (lateness + 1) * DAY;
                moment(line).map_or(i64::MIN, |at| at.first.0 + delay)
            });
            let (lateness, corrections) = (lateness * DAY, corrections * DAY);
            Case { norms, lines, options: Options { lateness, corrections, step, ..Options::default() } }
        },
    )
}

fn checked(norms: &[String]) -> CheckedPolicy {
    let parsed = parse(FileId::default(), &policy(norms));
    let checked = check(std::slice::from_ref(&parsed.file));
    assert!(parsed.diagnostics.is_empty() && checked.is_usable());
    checked.policy
}

type Key = (usize, String, Option<String>, Option<String>, Option<Instant>);

fn key(outcome: &Outcome) -> Key {
    let trigger = outcome.trigger.as_ref().map(|id| id.to_string());
    let from = trigger.is_none().then_some(outcome.from);
    let of_each = outcome.of_each.as_ref().map(|name| name.canonical.clone());
    (outcome.norm, outcome.bearer.to_string(), of_each, trigger, from)
}

fn is_certain(verdict: Verdict) -> bool {
    !matches!(verdict, Verdict::Open | Verdict::Undetermined)
}

/// What was told so far.
#[derive(Default)]
struct Heard {
    verdicts: BTreeMap<Key, Verdict>,
    late: usize,
}

impl Heard {
    fn hear(&mut self, told: Vec<Told>) {
        for one in told {
            match one {
                Told::Certain(now) => {
                    let before = self.verdicts.insert(key(&now), now.verdict);
                    assert!(before.is_none_or(|before| !is_certain(before)), "told twice: {now:?}");
                }
                Told::Changed { before, now } => {
                    assert_eq!(self.verdicts.insert(key(&now), now.verdict), Some(before));
                }
                Told::Withdrawn { instance, before } => {
                    let trigger = instance.trigger.map(|id| id.to_string());
                    let from = trigger.is_none().then_some(instance.from);
                    let of_each = instance.of_each.map(|name| name.to_string());
                    let key = (instance.norm, instance.bearer.to_string(), of_each, trigger, from);
                    assert_eq!(self.verdicts.remove(&key), Some(before));
                }
                Told::Late(_) => self.late += 1,
                Told::Bad(_) => {}
            }
        }
    }

    fn certain(&self) -> BTreeMap<Key, Verdict> {
        self.verdicts.iter().filter(|(_, v)| is_certain(**v)).map(|(k, v)| (k.clone(), *v)).collect()
    }
}

// The certain verdicts over lines, as of an instant. Where the lines do not say what they cover, they cover all up to then.
fn certain(policy: &CheckedPolicy, lines: &[Line], as_of: Instant) -> BTreeMap<Key, Verdict> {
    let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone).skip_invalid(true);
    // A correction says nothing before what it corrects is there.
    let read = |line: &&Line| moment(line).is_some() && line.get("unit") != Some("");
    let there = |id: &str| lines.iter().filter(read).any(|line| line.get("id") == Some(id));
    let says = |line: &Line| line.get("of").is_none_or(there) || line.get("unit") == Some("");
    let said = lines.iter().enumerate().filter(|(_, line)| says(line));
    said.for_each(|(number, line)| builder.push(line.raw(number)));
    let mut log = builder.finish().unwrap();
    if log.coverage.assumed {
        log.coverage.general.iter_mut().for_each(|stretch| stretch.until = stretch.until.max(as_of));
    }
    let request = Request { as_of: Some(as_of), ..Request::default() };
    let outcomes = evaluate(policy, &log, &request).outcomes.into_iter();
    outcomes.filter(|o| is_certain(o.verdict)).map(|o| (key(&o), o.verdict)).collect()
}

fn seal() -> Seal {
    Seal::default()
}

fn config() -> ProptestConfig {
    let ours = ProptestConfig::default();
    let further = std::env::var_os("PROPTEST_RNG_SEED").is_some();
    ProptestConfig {
        cases: if std::env::var_os("PROPTEST_CASES").is_some() { ours.cases } else { 300 },
        rng_seed: if further { ours.rng_seed } else { RngSeed::Fixed(21) },
        failure_persistence: None,
        max_shrink_iters: 4000,
        ..ours
    }
}

/// Corrections of some of the lines, each anywhere after the line that it corrects; or before it.
fn corrected(lines: Vec<Line>, corrections: &[(usize, usize, Option<u32>)]) -> Vec<Line> {
    let mut all = lines.clone();
    for (number, (of, place, day)) in corrections.iter().enumerate() {
        let Some(line) = lines.get(of % lines.len()).filter(|line| line.get("type") != Some("coverage"))
        else {
            continue;
        };
        let id = line.get("id").unwrap().to_owned();
        let own = [("of", id), ("recorded_at", format!("2016-06-{:02}", number + 1))];
        let correction = match day {
            None => Line(
                [("type", "retract".to_owned()), ("id", format!("c{number}"))]
                    .into_iter()
                    .chain(own)
                    .collect(),
            ),
            Some(day) => {
                let kind = line.get("type").unwrap().to_owned();
                let others =
                    line.0.iter().filter(|(name, _)| !matches!(*name, "id" | "type" | "at")).cloned();
                let frame = [
                    ("type", "replace".to_owned()),
                    ("as", kind),
                    ("id", format!("c{number}")),
                    ("at", format!("2016-04-{day:02}")),
                ];
                Line(frame.into_iter().chain(own).chain(others).collect())
            }
        };
        all.insert(place % (all.len() + 1), correction);
    }
    all
}

/// A day after everything in generated logs.
fn the_end(policy: &CheckedPolicy) -> Instant {
    parse_moment("2016-07-15", policy.zone).unwrap().first
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_told_at_each_watermark_is_what_is_certain_of_the_log_so_far(case in case()) {
        let policy = checked(&case.norms);
        let mut monitor = Monitor::new(&policy, seal(), case.options.clone());
        let mut heard = Heard::default();
        for (number, line) in case.lines.iter().enumerate() {
            heard.hear(monitor.feed(&line.raw(number)));
            let so_far = case.lines.get(..=number).unwrap_or_default();
            let expected = certain(&policy, so_far, monitor.watermark());
            prop_assert_eq!(heard.certain(), expected, "after line {}, watermark {:?}", number, monitor.watermark().to_utc());
        }
        heard.hear(monitor.advance(the_end(&policy)));
        prop_assert_eq!(heard.certain(), certain(&policy, &case.lines, the_end(&policy)), "at the end");
        let unreadable = case.lines.iter().any(|line| moment(line).is_none() && line.get("type") != Some("coverage"));
        prop_assert!(heard.late == 0 || unreadable, "a record was late");
    }
    #[test]
    fn corrections_and_late_records_change_what_they_touch(
        (case, order, corrections) in (
            case(),
            any::<u64>(),
            prop::collection::vec((any::<usize>(), any::<usize>(), prop::option::of(1_u32..28)), 0..4),
        )
    ) {
        let policy = checked(&case.norms);
        let mut lines = case.lines.clone();
        // In any order, whatever the lateness.
        lines.sort_by_cached_key(|line| {
            let words = line.to_string();
            words.bytes().fold(order, |hash, byte| hash.rotate_left(5).wrapping_mul(31) ^ u64::from(byte))
        });
        let lines = corrected(lines, &corrections);
        let options = Options { corrections: 1000 * DAY, ..case.options };
        let mut monitor = Monitor::new(&policy, seal(), options);
        let mut heard = Heard::default();
        for (number, line) in lines.iter().enumerate() {
            heard.hear(monitor.feed(&line.raw(number)));
            let so_far = lines.get(..=number).unwrap_or_default();
            let expected = certain(&policy, so_far, monitor.watermark());
            prop_assert_eq!(heard.certain(), expected, "after line {} of {:#?}", number, lines);
        }
        heard.hear(monitor.advance(the_end(&policy)));
        prop_assert_eq!(heard.certain(), certain(&policy, &lines, the_end(&policy)), "at the end of {:#?}", lines);
    }

    #[test]
    fn a_resumed_monitor_tells_and_keeps_what_an_uninterrupted_one_does((case, cuts) in (case(), any::<u32>())) {
        let policy = checked(&case.norms);
        let new = || Monitor::new(&policy, seal(), case.options.clone());
        let (mut whole, mut parts) = (new(), new());
        for (number, line) in case.lines.iter().enumerate() {
            if cuts >> (number % 32) & 1 == 1 {
                let checkpoint = parts.checkpoint();
                parts = Monitor::resume(&policy, seal(), case.options.clone(), &checkpoint).unwrap();
                prop_assert_eq!(parts.checkpoint(), checkpoint);
            }
            prop_assert_eq!(whole.feed(&line.raw(number)), parts.feed(&line.raw(number)));
        }
        prop_assert_eq!(whole.advance(the_end(&policy)), parts.advance(the_end(&policy)));
        prop_assert_eq!(whole.checkpoint(), parts.checkpoint());
        prop_assert_eq!(whole.state(), parts.state());
    }

    #[test]
    fn a_damaged_checkpoint_is_refused((case, at, bit) in (case(), any::<prop::sample::Index>(), 0_u8..8)) {
        let policy = checked(&case.norms);
        let mut monitor = Monitor::new(&policy, seal(), case.options.clone());
        case.lines.iter().enumerate().for_each(|(number, line)| drop(monitor.feed(&line.raw(number))));
        let sound = monitor.checkpoint();
        let mut damaged = sound.clone();
        damaged[at.index(sound.len())] ^= 1 << bit;
        let resume = |bytes: &[u8]| Monitor::resume(&policy, seal(), case.options.clone(), bytes).map(drop);
        prop_assert_eq!(resume(&damaged), Err(Refusal::Damaged));
        prop_assert_eq!(resume(&sound[..at.index(sound.len())]), Err(Refusal::Damaged));
        prop_assert_eq!(resume(&sound), Ok(()));
    }
}
