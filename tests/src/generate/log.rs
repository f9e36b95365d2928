//! Logs of a few units and persons over three months or more; each line is made from the vocabulary.

use super::Line;
use super::day::{day, moment, vague};
use super::template::{Words, one_of, word};
use super::words::vocabulary;
use bylaws::log::{EventOrigin, EventType, Field, Type};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;

/// First and last day of most generated logs.
pub(super) const DAYS: (&str, &str) = ("2016-03-01", "2016-05-31");

/// How often lines of a type are made.
const KINDS: &[(u32, &str)] = &[
    (8, "e"),
    (4, "f"),
    (5, "t"),
    (3, "g"),
    (1, "j"),
    (1, "d"),
    (1, "w"),
    (2, "away_start"),
    (2, "away_end"),
    (1, "busy_start"),
    (1, "busy_end"),
    (2, "role_start"),
    (2, "role_end"),
    (1, "unit"),
    (1, "person"),
    (1, "entity_end"),
];

/// The words of a value of a type.
fn value(ty: &Type) -> Words {
    match ty {
        Type::Bool => word(&["yes", "no"]),
        Type::Integer => word(&["1", "2", "0", "3", "5"]),
        Type::Decimal => word(&["1", "0.5", "-1", "2.25"]),
        Type::Text => word(&["a", "b"]),
        Type::Date => day(),
        Type::DateTime => moment(),
        Type::Duration => word(&["3 days", "48 hours", "90 minutes"]),
        Type::Clock => word(&["12:00", "08:30"]),
        Type::Enum(_) => word(&["red", "blue"]),
        Type::Entity(kind) if kind == "person" => word(&["p1", "p2"]),
        Type::Entity(kind) if kind == "site" => word(&["s1"]),
        Type::Entity(_) => word(&["u1", "u2"]),
        Type::AnyEntity => word(&["u1", "u2", "p1"]),
        Type::Role => word(&["head", "deputy"]),
        Type::Set(_) => word(&["u1", "u1、u2", "u2"]),
    }
}

/// A line of a type, at one of these instants.
fn line(kind: &'static str, at: Words) -> BoxedStrategy<Line> {
    let Some(event) = vocabulary().events.get(kind) else { return Just(Line(Vec::new())).boxed() };
    let own = event.fields.iter().filter(|(_, field)| field.from_role.is_none());
    let fields: Vec<_> = own.map(|(name, field)| given(event, name, field)).collect();
    (at, fields)
        .prop_map(move |(at, fields)| {
            let frame = [("type", kind.to_owned()), ("at", at)];
            Line(frame.into_iter().chain(fields.into_iter().flatten()).collect())
        })
        .boxed()
}

fn given(
    event: &'static EventType,
    name: &'static str,
    field: &Field,
) -> BoxedStrategy<Option<(&'static str, String)>> {
    let words = match (&event.origin, name) {
        (EventOrigin::RoleStart | EventOrigin::RoleEnd, "unit") => word(&["u1", "u2"]),
        (EventOrigin::EntityEnd, _) => word(&["u2", "p2"]),
        // A cycle is a year.
        (_, "cycle") => word(&["2016", "2015"]),
        _ => value(&field.ty),
    };
    let shown = words.prop_map(move |words| (name, words));
    match (field.optional, event.name.canonical.as_str()) {
        (false, _) => shown.prop_map(Some).boxed(),
        (true, "role_end") => weighted(0.8, shown).boxed(),
        (true, _) => weighted(0.6, shown).boxed(),
    }
}

fn event() -> BoxedStrategy<Line> {
    let of = |(weight, kind): &(u32, &'static str)| (*weight, line(kind, at(kind)));
    proptest::strategy::Union::new_weighted(KINDS.iter().map(of).collect()).boxed()
}

// What lasts or starts something is told by the day; of what is planned some lies after the log.
fn at(kind: &str) -> Words {
    let lasting = kind.ends_with("_start") || kind.ends_with("_end");
    match kind {
        "g" => one_of(vec![(6, moment()), (1, word(&["2016-06-10", "2016-07-01"])), (1, vague())]),
        "unit" | "person" => day(),
        _ if lasting => one_of(vec![(12, day()), (2, moment()), (1, vague())]),
        _ => one_of(vec![(14, moment()), (1, vague()), (1, word(&["2016-02-28", "2016-02-15"]))]),
    }
}

// The units are there from the beginning or from some day on.
fn registered() -> BoxedStrategy<Vec<Line>> {
    let from = || one_of(vec![(3, word(&["2016-01-01"])), (1, day())]);
    let of = |kind: &'static str, id: &'static str| {
        line(kind, from()).prop_map(move |line| line.with("entity", id))
    };
    let there = vec![of("unit", "u1"), of("unit", "u2"), of("person", "p1"), of("person", "p2")];
    (there, weighted(0.3, of("site", "s1")))
        .prop_map(|(mut lines, site)| {
            lines.extend(site);
            lines
        })
        .boxed()
}

/// The lines of a log, each with an id, with what it covers and what corrects it.
pub(super) fn lines() -> BoxedStrategy<Vec<Line>> {
    let late = weighted(0.1, one_of(vec![(1, day()), (1, word(&["2016-06-20"]))]));
    let event = (event(), late).prop_map(|(mut line, known)| {
        line.0.extend(known.map(|known| ("recorded_at", known)));
        line
    });
    (registered(), vec(event, 0..18), covered(), vec(correction(), 0..3))
        .prop_map(|(mut lines, events, covered, corrections)| {
            lines.extend(without_ends_alone(events));
            for (number, line) in lines.iter_mut().enumerate() {
                line.0.push(("id", format!("r{number}")));
            }
            let corrected = corrections.iter().enumerate().filter_map(|(number, one)| one.of(&lines, number));
            let corrected: Vec<Line> = corrected.collect();
            lines.extend(corrected);
            lines.extend(covered);
            lines
        })
        .boxed()
}

fn covers(from: &str, until: &str, kinds: &str) -> Line {
    let mut line =
        vec![("type", "coverage".to_owned()), ("from", from.to_owned()), ("until", until.to_owned())];
    line.extend((!kinds.is_empty()).then(|| ("types", kinds.to_owned())));
    Line(line)
}

/// What most logs cover.
pub(super) fn three_months() -> Line {
    covers(DAYS.0, DAYS.1, "")
}

// Three months are covered; or a year; or nothing is said; or some types less than others.
fn covered() -> BoxedStrategy<Vec<Line>> {
    let (from, until) = DAYS;
    prop_oneof![
        12 => Just(vec![three_months()]),
        3 => Just(vec![covers(from, "2017-03-31", "")]),
        2 => Just(vec![covers("2016-02-01", until, "")]),
        1 => Just(vec![]),
        2 => day().prop_map(move |day| vec![covers(from, &day, ""), covers(from, until, "e、away_start、away_end")]),
        1 => Just(vec![covers(from, "2016-03-20", ""), covers("2016-04-10", until, "")]),
    ]
    .boxed()
}

/// A correction of one of the lines, counted round.
#[derive(Clone, Debug)]
struct Correction {
    which: usize,
    known: String,
    /// What takes its place; none takes it back.
    day: Option<String>,
}

fn correction() -> impl Strategy<Value = Correction> {
    (any::<usize>(), day(), weighted(0.6, moment())).prop_map(|(which, known, day)| Correction {
        which,
        known,
        day,
    })
}

impl Correction {
    fn of(&self, lines: &[Line], number: usize) -> Option<Line> {
        let events: Vec<&Line> = lines.iter().filter(|line| !is_registration(line)).collect();
        let line = events.get(self.which.checked_rem(events.len())?)?;
        let (id, kind) = (line.get("id")?.to_owned(), line.get("type")?.to_owned());
        let frame =
            |ty: &str| [("type", ty.to_owned()), ("of", id.clone()), ("recorded_at", self.known.clone())];
        let own = ("id", format!("c{number}"));
        Some(match &self.day {
            None => Line(frame("retract").into_iter().chain([own]).collect()),
            Some(day) => {
                let others =
                    line.0.iter().filter(|(name, _)| !["type", "id", "at", "recorded_at"].contains(name));
                let new = [("as", kind), ("at", day.clone()), own];
                Line(frame("replace").into_iter().chain(new).chain(others.cloned()).collect())
            }
        })
    }
}

/// Whether a line tells of an entity.
pub(super) fn is_registration(line: &Line) -> bool {
    line.get("type").and_then(|kind| vocabulary().entities.get(kind)).is_some()
}

// What ends was begun in the log: a state that was never begun in it lasted since before, which changes what is
// known of all the days before.
fn without_ends_alone(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by(|a, b| a.get("at").cmp(&b.get("at")));
    let of = |line: &Line| ["person", "role", "unit"].map(|field| line.get(field).map(str::to_owned));
    let mut open: Vec<(String, [Option<String>; 3], String)> = Vec::new();
    lines.retain(|line| {
        let (own, day) = (of(line), line.get("at").unwrap_or_default().to_owned());
        let Some((what, edge)) = line.get("type").and_then(|kind| kind.rsplit_once('_')) else { return true };
        match edge {
            "start" => open.push((what.to_owned(), own, day)),
            "end" if what != "entity" => {
                let same = |(other, whose, _): &(String, _, String)| other == what && *whose == own;
                let begun = open.iter().any(|one| same(one) && one.2 < day);
                open.retain(|one| !same(one));
                return begun;
            }
            _ => {}
        }
        true
    });
    lines
}
