//! Laws of the monitor, over policies and logs made at random: what it has told at each watermark is what the
//! evaluation of the whole log so far says is certain, in whatever order the lines come within the lateness.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bylaws::check::CheckedPolicy;
use bylaws::diagnostic::{Lang, Severity};
use bylaws::eval::{Outcome, Request, Verdict, evaluate};
use bylaws::log::{Instant, LogBuilder, Moment, parse_moment};
use bylaws::online::{Monitor, Options, Refusal, Seal, Step, Told};
use bylaws_tests::generate::{Blur, Counting, Line, case, counting, runs};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// A policy, the lines of a log in the order in which they come, and how the monitor runs.
#[derive(Clone)]
struct Fed {
    text: String,
    policy: Option<Arc<CheckedPolicy>>,
    lines: Vec<Line>,
    options: Options,
}

impl std::fmt::Debug for Fed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "\n{}\n{:?}", self.text, self.options)?;
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

fn moment(line: &Line, field: &str) -> Option<Moment> {
    let zone = bylaws::log::TimeZone::named("Asia/Shanghai").unwrap();
    line.get(field).and_then(|at| parse_moment(at, zone))
}

// The time by which a line moves the watermark, and can be seen.
fn time(line: &Line) -> i64 {
    let at = moment(line, "at").map_or(i64::MIN, |at| at.first.0);
    moment(line, "recorded_at").map_or(at, |recorded| recorded.first.0.min(at))
}

fn is_correction(line: &Line) -> bool {
    line.get("of").is_some()
}

/// How the monitor runs, and how much later than it could a record comes, each within the lateness.
#[derive(Clone, Debug)]
struct Manner {
    lateness: i64,
    corrections: i64,
    step: Step,
    delays: Vec<i64>,
}

fn manner() -> impl Strategy<Value = Manner> {
    let step = prop_oneof![Just(Step::EachRecord), Just(Step::EachDay)];
    (0_i64..20, prop_oneof![Just(0_i64), 1_i64..40], step, prop::collection::vec(0_i64..20, 20))
        .prop_map(|(lateness, corrections, step, delays)| Manner { lateness, corrections, step, delays })
}

impl Manner {
    fn options(&self) -> Options {
        let (lateness, corrections) = (self.lateness * DAY, self.corrections * DAY);
        Options { lateness, corrections, step: self.step, ..Options::default() }
    }

    // What the log covers comes first.
    fn ordered(&self, mut lines: Vec<Line>) -> Vec<Line> {
        let mut delays = self.delays.iter().copied().cycle();
        lines.sort_by_cached_key(|line| {
            let delay = delays.next().unwrap_or(0) % (self.lateness + 1) * DAY;
            time(line).saturating_add(delay)
        });
        lines
    }
}

// Policies of all of the language, or such that mostly count.
fn fed() -> impl Strategy<Value = Fed> {
    prop_oneof![of_all().boxed(), of_counting().boxed()]
}

fn of_all() -> impl Strategy<Value = Fed> {
    let blurs = prop::collection::vec(Blur::any(), 0..2);
    (case(), blurs, manner()).prop_map(|(case, blurs, manner)| {
        let mut lines = blurs.iter().fold(case.lines.clone(), |lines, blur| blur.of(&lines));
        registered_first(&mut lines);
        without_ends_alone(&mut lines);
        let options = Options { parameters: case.asked.request().parameters, ..manner.options() };
        let policy = case.policy().ok().map(Arc::new);
        Fed { text: case.own_text(), policy, lines: manner.ordered(lines), options }
    })
}

fn of_counting() -> impl Strategy<Value = Fed> {
    (counting(), manner()).prop_map(|(Counting { text, lines }, manner)| {
        let parsed = bylaws::syntax::parse(bylaws::source::FileId::default(), &text);
        let checked = bylaws::check::check(std::slice::from_ref(&parsed.file));
        let wrong = parsed.diagnostics.iter().chain(&checked.diagnostics);
        let wrong: Vec<String> =
            wrong.filter(|d| d.severity == Severity::Error).map(|d| d.message.render(Lang::En)).collect();
        assert!(wrong.is_empty(), "{wrong:#?} in {text}");
        let policy = Some(Arc::new(checked.policy));
        let mut lines = lines;
        registered_first(&mut lines);
        Fed { text, policy, lines: manner.ordered(lines), options: manner.options() }
    })
}

// A record that names an entity of which nothing is known yet is wrong until it is registered, which may be too
// late for what was closed meanwhile.
fn registered_first(lines: &mut [Line]) {
    for id in ["u1", "u2", "u3", "m1", "m2", "m3", "p1", "p2", "s1"] {
        let named = |line: &&Line| line.0.iter().any(|(_, words)| words.split('、').any(|word| word == id));
        let first = lines.iter().filter(named).map(time).filter(|at| *at > i64::MIN).min();
        let of_it =
            |line: &&mut Line| line.get("entity") == Some(id) && line.get("type") != Some("entity_end");
        let early = first.is_some_and(|first| {
            first < moment(&Line(vec![("at", "2016-01-01".to_owned())]), "at").unwrap().first.0
        });
        let day = if early { "2015-01-01" } else { "2016-01-01" };
        if let Some(line) = lines.iter_mut().find(of_it) {
            *line = line.with("at", day);
        }
    }
}

// An end whose beginning is lost ends what lasted since before the log: it changes what is known of all days before
// it, closed ones too.
fn without_ends_alone(lines: &mut Vec<Line>) {
    let is = |line: &Line, what: &str| line.get("type").is_some_and(|kind| kind.ends_with(what));
    let begins = !lines.iter().any(|line| is(line, "_start") && !is_whole(line));
    let precise = |line: &Line| line.get("at").is_some_and(|at| at.len() > 7);
    lines.retain(|line| !is(line, "_end") || begins && precise(line));
}

fn is_whole(line: &Line) -> bool {
    moment(line, "at").is_some() && line.0.iter().all(|(_, words)| !words.is_empty())
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
                Told::Late(_) | Told::Bad(_) => {}
            }
        }
    }

    fn certain(&self) -> BTreeMap<Key, Verdict> {
        self.verdicts.iter().filter(|(_, v)| is_certain(**v)).map(|(k, v)| (k.clone(), *v)).collect()
    }
}

// The certain verdicts over lines, as of an instant. Where the lines do not say what they cover, they cover all up to then.
fn certain(
    policy: &CheckedPolicy,
    lines: &[Line],
    options: &Options,
    as_of: Instant,
) -> BTreeMap<Key, Verdict> {
    let mut builder = LogBuilder::new(&policy.vocabulary, policy.zone).skip_invalid(true);
    // A correction says nothing before what it corrects is there.
    let there = |id: &str| {
        let corrected = lines.iter().filter(|line| !is_correction(line) && line.get("id") == Some(id));
        corrected.into_iter().any(|line| is_read(policy, line))
    };
    let says = |line: &Line| line.get("of").is_none_or(there) || !is_read(policy, line);
    let said = lines.iter().enumerate().filter(|(_, line)| says(line));
    said.for_each(|(number, line)| builder.push(line.raw(number)));
    let mut log = builder.finish().unwrap();
    if log.coverage.assumed {
        log.coverage.general.iter_mut().for_each(|stretch| stretch.until = stretch.until.max(as_of));
    }
    let parameters = options.parameters.clone();
    let request = Request { as_of: Some(as_of), parameters, ..Request::default() };
    let outcomes = evaluate(policy, &log, &request).outcomes.into_iter();
    outcomes.filter(|o| is_certain(o.verdict) && !o.bearer.is_empty()).map(|o| (key(&o), o.verdict)).collect()
}

// A bearer may then have two instances that nothing tells apart.
fn by_two_calendars(policy: &CheckedPolicy) -> bool {
    policy.norms.values().any(|norm| !norm.calendars.is_empty())
}

// Whether a line can be read by itself.
fn is_read(policy: &CheckedPolicy, line: &Line) -> bool {
    let mut monitor = Monitor::new(policy, seal(), Options::default());
    monitor.feed(&line.raw(0)).is_empty()
}

fn seal() -> Seal {
    Seal::default()
}

/// A day after everything in generated logs.
fn the_end(policy: &CheckedPolicy) -> Instant {
    parse_moment("2016-07-15", policy.zone).unwrap().first
}

proptest! {
    #![proptest_config(runs(120, 21, 600))]

    #[test]
    fn what_is_told_at_each_watermark_is_what_is_certain_of_the_log_so_far(fed in fed()) {
        let Some(policy) = fed.policy.clone() else { return Ok(()) };
        if by_two_calendars(&policy) {
            return Ok(());
        }
        let lines: Vec<Line> = fed.lines.iter().filter(|line| !is_correction(line)).cloned().collect();
        let mut monitor = Monitor::new(&policy, seal(), fed.options.clone());
        let mut heard = Heard::default();
        for (number, line) in lines.iter().enumerate() {
            heard.hear(monitor.feed(&line.raw(number)));
            let so_far = lines.get(..=number).unwrap_or_default();
            let expected = certain(&policy, so_far, &fed.options, monitor.watermark());
            prop_assert_eq!(heard.certain(), expected, "after line {}, watermark {:?}", number, monitor.watermark().to_utc());
        }
        heard.hear(monitor.advance(the_end(&policy)));
        prop_assert_eq!(heard.certain(), certain(&policy, &lines, &fed.options, the_end(&policy)), "at the end");
    }

    #[test]
    fn corrections_and_late_records_change_what_they_touch((fed, order) in (fed(), any::<u64>())) {
        let Some(policy) = fed.policy.clone() else { return Ok(()) };
        if by_two_calendars(&policy) {
            return Ok(());
        }
        let mut lines = fed.lines.clone();
        // In any order, whatever the lateness.
        lines.sort_by_cached_key(|line| {
            let words = line.to_string();
            words.bytes().fold(order, |hash, byte| hash.rotate_left(5).wrapping_mul(31) ^ u64::from(byte))
        });
        let options = Options { corrections: 1000 * DAY, ..fed.options };
        let mut monitor = Monitor::new(&policy, seal(), options.clone());
        let mut heard = Heard::default();
        for (number, line) in lines.iter().enumerate() {
            heard.hear(monitor.feed(&line.raw(number)));
            let so_far = lines.get(..=number).unwrap_or_default();
            let expected = certain(&policy, so_far, &options, monitor.watermark());
            prop_assert_eq!(heard.certain(), expected, "after line {} of {:#?}", number, lines);
        }
        heard.hear(monitor.advance(the_end(&policy)));
        prop_assert_eq!(heard.certain(), certain(&policy, &lines, &options, the_end(&policy)), "at the end of {:#?}", lines);
    }

    #[test]
    fn a_resumed_monitor_tells_and_keeps_what_an_uninterrupted_one_does((fed, cuts) in (fed(), any::<u32>())) {
        let Some(policy) = fed.policy.clone() else { return Ok(()) };
        let new = || Monitor::new(&policy, seal(), fed.options.clone());
        let (mut whole, mut parts) = (new(), new());
        for (number, line) in fed.lines.iter().enumerate() {
            if cuts >> (number % 32) & 1 == 1 {
                let checkpoint = parts.checkpoint();
                parts = Monitor::resume(&policy, seal(), fed.options.clone(), &checkpoint).unwrap();
                prop_assert_eq!(parts.checkpoint(), checkpoint);
            }
            prop_assert_eq!(whole.feed(&line.raw(number)), parts.feed(&line.raw(number)));
        }
        prop_assert_eq!(whole.advance(the_end(&policy)), parts.advance(the_end(&policy)));
        prop_assert_eq!(whole.checkpoint(), parts.checkpoint());
        prop_assert_eq!(whole.state(), parts.state());
    }

    #[test]
    fn a_damaged_checkpoint_is_refused((fed, at, bit) in (fed(), any::<prop::sample::Index>(), 0_u8..8)) {
        let Some(policy) = fed.policy.clone() else { return Ok(()) };
        let mut monitor = Monitor::new(&policy, seal(), fed.options.clone());
        fed.lines.iter().enumerate().for_each(|(number, line)| drop(monitor.feed(&line.raw(number))));
        let sound = monitor.checkpoint();
        let mut damaged = sound.clone();
        damaged[at.index(sound.len())] ^= 1 << bit;
        let resume = |bytes: &[u8]| Monitor::resume(&policy, seal(), fed.options.clone(), bytes).map(drop);
        prop_assert_eq!(resume(&damaged), Err(Refusal::Damaged));
        prop_assert_eq!(resume(&sound[..at.index(sound.len())]), Err(Refusal::Damaged));
        prop_assert_eq!(resume(&sound), Ok(()));
    }
}

const VISITS: &str = "policy p \"Visits\" {\n  in force from 2016-01-01\n  time zone \"Asia/Shanghai\"\n}\n\
    entity unit\nevent visit { unit: unit }\n\
    norm visits {\n  each unit\n  must have visit where (unit is the unit)\n  every month, at least 2 times\n  late within 3 days\n}\n";

#[test]
fn what_is_kept_is_bounded_by_what_is_open() {
    let parsed = bylaws::syntax::parse(bylaws::source::FileId::default(), VISITS);
    let policy = bylaws::check::check(std::slice::from_ref(&parsed.file)).policy;
    let options = Options { corrections: 10 * DAY, step: Step::EachDay, ..Options::default() };
    let mut monitor = Monitor::new(&policy, Seal::of(&[parsed.file]), options);
    let mut verdicts = BTreeMap::<&str, usize>::new();
    let mut feed = |monitor: &mut Monitor<'_>, fields: &[(&'static str, &str)]| {
        let line = Line(fields.iter().map(|(name, words)| (*name, (*words).to_owned())).collect());
        for told in monitor.feed(&line.raw(0)) {
            let Told::Certain(outcome) = told else { panic!("{told:?}") };
            *verdicts.entry(outcome.verdict.key()).or_default() += 1;
        }
    };
    for unit in ["u1", "u2", "u3"] {
        feed(&mut monitor, &[("id", unit), ("type", "unit"), ("at", "2016-01-01"), ("entity", unit)]);
    }
    let mut most = 0;
    for number in 0..3600 {
        let (year, month, day) = (2016 + number / 1200, 1 + number / 100 % 12, 1 + number % 100 / 4);
        let unit = ["u1", "u2"][number % 2];
        let (id, at) = (format!("e{number}"), format!("{year}-{month:02}-{day:02}"));
        feed(&mut monitor, &[("id", &id), ("type", "visit"), ("at", &at), ("unit", unit)]);
        most = most.max(monitor.state().records);
    }
    // Two months at most: one that goes on and one that may still be corrected.
    assert!(most < 220, "{most} records were kept");
    assert_eq!(verdicts, BTreeMap::from([("breached", 35), ("fulfilled", 72)]));
}

#[test]
fn who_answers_is_told_where_records_are_only_counted() {
    let text = VISITS.replace("late within 3 days", "answerable first the unit");
    let parsed = bylaws::syntax::parse(bylaws::source::FileId::default(), &text);
    let policy = bylaws::check::check(std::slice::from_ref(&parsed.file)).policy;
    let mut monitor = Monitor::new(&policy, Seal::of(&[parsed.file]), Options::default());
    let mut told = Vec::new();
    for (id, kind, at) in
        [("r1", "unit", "2016-01-01"), ("r2", "visit", "2016-01-05"), ("r3", "visit", "2016-04-01")]
    {
        let field = if kind == "unit" { "entity" } else { "unit" };
        let line = [("id", id), ("type", kind), ("at", at), (field, "u1")];
        let line = Line(line.map(|(name, words)| (name, words.to_owned())).to_vec());
        told.extend(monitor.feed(&line.raw(0)));
    }
    assert_eq!(told.len(), 3);
    for one in told {
        let Told::Certain(outcome) = one else { panic!("{one:?}") };
        assert_eq!(outcome.verdict, Verdict::Breached);
        assert_eq!(outcome.first_to_answer(), Some("u1"));
    }
}

#[test]
fn a_checkpoint_of_another_policy_or_of_other_options_is_refused() {
    let parsed = bylaws::syntax::parse(bylaws::source::FileId::default(), VISITS);
    let other =
        bylaws::syntax::parse(bylaws::source::FileId::default(), &VISITS.replace("2 times", "3 times"));
    let policy = bylaws::check::check(std::slice::from_ref(&parsed.file)).policy;
    let seal = Seal::of(std::slice::from_ref(&parsed.file));
    let bytes = Monitor::new(&policy, seal, Options::default()).checkpoint();
    let refusal = |seal, options| Monitor::resume(&policy, seal, options, &bytes).map(drop);
    assert_eq!(refusal(seal, Options::default()), Ok(()));
    assert_eq!(refusal(Seal::of(&[other.file]), Options::default()), Err(Refusal::Policy));
    assert_eq!(refusal(seal, Options { lateness: DAY, ..Options::default() }), Err(Refusal::Options));
    // Layout is not part of the policy.
    let spread =
        bylaws::syntax::parse(bylaws::source::FileId::default(), &VISITS.replace("  must", "\n    must"));
    assert_eq!(refusal(Seal::of(&[spread.file]), Options::default()), Ok(()));
    // The version stands after eight bytes.
    let mut newer = bytes.clone();
    newer[8] = 9;
    let length = newer.len() - 4;
    let sum = crc32fast::hash(&newer[..length]).to_le_bytes();
    newer[length..].copy_from_slice(&sum);
    assert_eq!(
        Monitor::resume(&policy, seal, Options::default(), &newer).map(drop),
        Err(Refusal::Version(9))
    );
}
