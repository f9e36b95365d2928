//! Logs of a few units and persons over three months, all of it known.

use bylaws_tests::generate::Line;
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

/// First and last day of generated logs.
const DAYS: (&str, &str) = ("2016-03-01", "2016-05-31");

const UNITS: &[&str] = &["u1", "u2"];
const PERSONS: &[&str] = &["p1", "p2"];

fn day() -> impl Strategy<Value = String> {
    let month = prop_oneof![3 => Just(3), 2 => Just(4), 1 => Just(5)];
    (month, 1_u32..=28).prop_map(|(month, day)| format!("2016-{month:02}-{day:02}"))
}

// Most records tell the day, some the minute.
fn moment() -> impl Strategy<Value = String> {
    let clock = select(vec!["00:00", "08:30", "12:00", "23:59"]);
    prop_oneof![4 => day(), 1 => (day(), clock).prop_map(|(day, clock)| format!("{day}T{clock}:00+08:00"))]
}

fn unit() -> impl Strategy<Value = String> {
    select(UNITS).prop_map(str::to_owned)
}

fn person() -> impl Strategy<Value = String> {
    select(PERSONS).prop_map(str::to_owned)
}

fn event() -> impl Strategy<Value = Line> {
    let optional =
        (weighted(0.6, 0_u32..6), weighted(0.6, select(vec!["red", "blue"])), weighted(0.6, person()));
    prop_oneof![
        5 => (moment(), unit(), optional).prop_map(|(at, unit, (amount, kind, who))| {
            let mut line = vec![("type", "e".to_owned()), ("at", at), ("unit", unit)];
            line.extend(amount.map(|n| ("amount", n.to_string())));
            line.extend(kind.map(|kind| ("kind", kind.to_owned())));
            line.extend(who.map(|who| ("who", who)));
            Line(line)
        }),
        2 => (moment(), unit()).prop_map(|(at, unit)| Line(vec![("type", "f".to_owned()), ("at", at), ("unit", unit)])),
        3 => (moment(), unit(), weighted(0.7, day()), weighted(0.5, 0_u32..6)).prop_map(|(at, unit, on, amount)| {
            let mut line = vec![("type", "t".to_owned()), ("at", at), ("unit", unit)];
            line.extend(on.map(|on| ("on", on)));
            line.extend(amount.map(|n| ("amount", n.to_string())));
            Line(line)
        }),
        1 => (day(), unit()).prop_map(|(at, unit)| Line(vec![("type", "away_start".to_owned()), ("at", at), ("unit", unit)])),
        1 => (day(), unit()).prop_map(|(at, unit)| Line(vec![("type", "away_end".to_owned()), ("at", at), ("unit", unit)])),
        1 => post("role_start"),
        1 => post("role_end"),
    ]
}

fn post(kind: &'static str) -> impl Strategy<Value = Line> {
    (day(), person(), select(vec!["head", "deputy"]), unit()).prop_map(move |(at, person, role, unit)| {
        let role = role.to_owned();
        Line(vec![("type", kind.to_owned()), ("at", at), ("person", person), ("role", role), ("unit", unit)])
    })
}

// A unit that goes away and comes back has two stretches, and some of what is recorded lies between them.
fn away_and_back() -> impl Strategy<Value = Vec<Line>> {
    let of = |kind: &'static str, at: String, unit: &str| {
        Line(vec![("type", kind.to_owned()), ("at", at), ("unit", unit.to_owned())])
    };
    (unit(), vec(day(), 2), vec(moment(), 1..4)).prop_map(move |(unit, mut away, meanwhile)| {
        away.sort();
        let turns = ["away_start", "away_end"].into_iter().zip(away).map(|(kind, at)| of(kind, at, &unit));
        turns.chain(meanwhile.into_iter().map(|at| of("e", at, &unit))).collect()
    })
}

// The units are there from the beginning or from some day on.
fn registered() -> impl Strategy<Value = Vec<Line>> {
    let of = |id: &'static str| {
        let from = prop_oneof![3 => Just("2016-01-01".to_owned()), 1 => day()];
        (from, 1_u32..10, select(vec!["red", "blue"])).prop_map(move |(from, size, colour)| {
            Line(vec![
                ("type", "unit".to_owned()),
                ("at", from),
                ("entity", id.to_owned()),
                ("size", size.to_string()),
                ("colour", colour.to_owned()),
            ])
        })
    };
    (of("u1"), of("u2")).prop_map(|(a, b)| vec![a, b])
}

/// The lines of a log of which everything is known, each with an id.
pub(crate) fn lines() -> impl Strategy<Value = Vec<Line>> {
    with(vec(event(), 0..14))
}

/// The same, with a unit that goes away and comes back, and one that becomes another.
pub(crate) fn lines_of_changes() -> impl Strategy<Value = Vec<Line>> {
    let changed =
        (moment(), unit(), 1_u32..10, select(vec!["red", "blue"])).prop_map(|(at, unit, size, colour)| {
            Line(vec![
                ("type", "unit".to_owned()),
                ("at", at),
                ("entity", unit),
                ("size", size.to_string()),
                ("colour", colour.to_owned()),
            ])
        });
    let all = (vec(event(), 0..8), away_and_back(), vec(changed, 0..3));
    with(all.prop_map(|(events, away, changed)| events.into_iter().chain(away).chain(changed).collect()))
}

/// The same, with the days from which units are; some are told later, corrected, or told to the month alone.
pub(crate) fn lines_of_own_days() -> impl Strategy<Value = Vec<Line>> {
    let day = select(vec!["2016-02-10", "2016-03-01", "2016-03-15", "2016-03-31", "2016-04-20", "2016-03"]);
    // Two that are told on one day have no order.
    let told = vec((unit(), day), 1..4).prop_map(|told| {
        let days = ["2016-01-02", "2016-01-03", "2016-03-20"];
        let line = |(at, (unit, day)): (&str, (String, &str))| {
            Line(vec![
                ("type", "unit".to_owned()),
                ("at", at.to_owned()),
                ("entity", unit),
                ("since", day.to_owned()),
            ])
        };
        days.into_iter().zip(told).map(line).collect::<Vec<Line>>()
    });
    let all = (vec(event(), 0..10), told);
    with(all.prop_map(|(events, told)| events.into_iter().chain(told).collect()))
}

/// The same, with a unit that goes away and comes back.
pub(crate) fn lines_with_an_absence() -> impl Strategy<Value = Vec<Line>> {
    with(
        (vec(event(), 0..8), away_and_back())
            .prop_map(|(events, away)| events.into_iter().chain(away).collect()),
    )
}

fn with(events: impl Strategy<Value = Vec<Line>>) -> impl Strategy<Value = Vec<Line>> {
    (registered(), events).prop_map(|(mut lines, events)| {
        lines.extend(without_ends_alone(events));
        for (number, line) in lines.iter_mut().enumerate() {
            line.0.push(("id", format!("r{number}")));
        }
        let (from, until) = DAYS;
        lines.push(Line(vec![
            ("type", "coverage".to_owned()),
            ("from", from.to_owned()),
            ("until", until.to_owned()),
        ]));
        lines
    })
}

// What ends was begun in the log: a state that was never begun in it lasted since before, which changes what is
// known of all the days before.
fn without_ends_alone(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by(|a, b| a.get("at").cmp(&b.get("at")));
    let of = |line: &Line| ["person", "role", "unit"].map(|field| line.get(field).map(str::to_owned));
    let mut open: Vec<([Option<String>; 3], String)> = Vec::new();
    lines.retain(|line| {
        let (own, day) = (of(line), line.get("at").unwrap_or_default().to_owned());
        match line.get("type") {
            Some("away_start" | "role_start") => open.push((own, day)),
            Some("away_end" | "role_end") => {
                let begun = open.iter().any(|(other, since)| *other == own && *since < day);
                open.retain(|(other, _)| *other != own);
                return begun;
            }
            _ => {}
        }
        true
    });
    lines
}
