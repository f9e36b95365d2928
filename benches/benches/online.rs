//! The monitor with many open windows, fed one by one: time an event, and bytes an open window.
//!
//! `cargo bench -p bylaws-benches --bench online` has ten thousand bearers, each with one open window; a number after
//! `--` is another number of bearers.

#![expect(clippy::expect_used, reason = "a measurement that cannot be made should stop")]

use bylaws::check::{CheckedPolicy, check};
use bylaws::log::{Place, RawRecord, RawValue};
use bylaws::online::{Monitor, Options, Seal, Step};
use bylaws::source::FileId;
use bylaws::syntax::parse;
use std::borrow::Cow;
use std::time::Instant;

const POLICY: &str = "policy p \"Visits\" {\n  in force from 2016-01-01\n  time zone \"Asia/Shanghai\"\n}\n\
    entity unit\nevent visit { unit: unit }\n\
    norm visits {\n  each unit\n  must have visit where (unit is the unit)\n  every month, at least 2 times\n}\n";

/// How many events are measured.
const EVENTS: usize = 200_000;

fn main() {
    let bearers = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(10_000);
    let parsed = parse(FileId::default(), POLICY);
    let checked = check(std::slice::from_ref(&parsed.file));
    assert!(parsed.diagnostics.is_empty() && checked.is_usable(), "the policy is sound");
    measure(&checked.policy, bearers);
}

fn measure(policy: &CheckedPolicy, bearers: usize) {
    let options = Options { step: Step::EachRecord, ..Options::default() };
    let mut monitor = Monitor::new(policy, Seal::default(), options);
    let begun = Instant::now();
    for bearer in 0..bearers {
        let id = format!("u{bearer}");
        feed(
            &mut monitor,
            [("id", &format!("r{bearer}")), ("type", "unit"), ("at", "2016-01-01"), ("entity", &id)],
        );
    }
    let registered = begun.elapsed();
    let mut chance = 7_u64;
    let mut times = Vec::with_capacity(EVENTS);
    let mut told = 0;
    for number in 0..EVENTS {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let bearer = (chance >> 33) as usize % bearers;
        // Twenty days of January.
        let second = 86_400 + number * 20 * 86_400 / EVENTS;
        let (day, hour, minute, second) =
            (1 + second / 86_400, second / 3600 % 24, second / 60 % 60, second % 60);
        let at = format!("2016-01-{day:02}T{hour:02}:{minute:02}:{second:02}+08:00");
        let (id, unit) = (format!("e{number}"), format!("u{bearer}"));
        let start = Instant::now();
        told += feed(&mut monitor, [("id", &id), ("type", "visit"), ("at", &at), ("unit", &unit)]);
        times.push(start.elapsed().as_nanos());
    }
    let total: u128 = times.iter().sum();
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 1000).copied().unwrap_or(0) as f64 / 1000.0;
    let worst = times.last().copied().unwrap_or(0) as f64 / 1e6;
    let state = monitor.state();
    println!(
        "bearers {bearers}, registered in {:.2} s, {EVENTS} events, {told} told",
        registered.as_secs_f64()
    );
    println!(
        "an event: median {:.2} µs, 99th percentile {:.2} µs, 99.9th {:.2} µs, worst {worst:.0} ms, mean {:.2} µs",
        at(500),
        at(990),
        at(999),
        total as f64 / EVENTS as f64 / 1000.0
    );
    let windows = state.open + state.certain;
    println!(
        "{} records, {} open windows, {} certain; about {} bytes a window",
        state.records,
        state.open,
        state.certain,
        state.bytes / windows.max(1)
    );
}

fn feed(monitor: &mut Monitor<'_>, fields: [(&'static str, &str); 4]) -> usize {
    let fields =
        fields.map(|(name, words)| (Cow::Borrowed(name), RawValue::Text(Cow::Borrowed(words)))).to_vec();
    monitor.feed(&RawRecord { place: Place::default(), fields }).len()
}
