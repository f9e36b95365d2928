//! States and roles: spells derived from the records that start and end them, and from nothing else.

use crate::log::{EventLog, EventOrigin, Instant, Record, Value, Vocabulary};
use std::collections::HashMap;
use std::sync::Arc;

/// A stretch in which an entity was in a state or a person held a role.
#[derive(Clone, Debug)]
pub(super) struct Spell {
    /// Who is in the state or holds the role.
    pub who: Arc<str>,
    /// In which unit the role is held.
    pub unit: Option<Arc<str>>,
    /// It may have begun here.
    pub from: Instant,
    /// It has surely begun here.
    pub sure_from: Instant,
    /// It has surely ended here; [`Instant::MAX`] when it goes on.
    pub until: Instant,
    /// It may have ended here.
    pub sure_until: Instant,
    /// Position of the record that started it; none when only its end was recorded (rule K4).
    pub start: Option<usize>,
}

impl Spell {
    /// Whether it surely holds at an instant.
    pub(super) fn surely_at(&self, at: Instant) -> bool {
        self.sure_from <= at && at < self.sure_until
    }

    /// Whether it may hold at an instant.
    pub(super) fn possibly_at(&self, at: Instant) -> bool {
        self.from <= at && at < self.until
    }
}

/// All spells of one role or state, with look-ups by who and by unit.
#[derive(Debug, Default)]
pub(super) struct Spells {
    pub all: Vec<Spell>,
    by_who: HashMap<Arc<str>, Vec<usize>>,
    by_unit: HashMap<Arc<str>, Vec<usize>>,
}

impl Spells {
    fn new(all: Vec<Spell>) -> Self {
        let mut spells = Self { all, ..Self::default() };
        for (index, spell) in spells.all.iter().enumerate() {
            spells.by_who.entry(spell.who.clone()).or_default().push(index);
            if let Some(unit) = &spell.unit {
                spells.by_unit.entry(unit.clone()).or_default().push(index);
            }
        }
        spells
    }

    pub(super) fn of_who(&self, who: &str) -> impl Iterator<Item = &Spell> {
        self.by_who.get(who).into_iter().flatten().filter_map(|i| self.all.get(*i))
    }

    pub(super) fn of_unit(&self, unit: &str) -> impl Iterator<Item = &Spell> {
        self.by_unit.get(unit).into_iter().flatten().filter_map(|i| self.all.get(*i))
    }

    /// Everyone who was ever in it, in a stable order.
    pub(super) fn subjects(&self) -> Vec<Arc<str>> {
        let mut who: Vec<Arc<str>> = self.by_who.keys().cloned().collect();
        who.sort();
        who
    }
}

/// One value of an attribute, from an instant on.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub from: Instant,
    pub value: Value,
}

/// An entity: when it exists, and the history of its attributes.
#[derive(Clone, Debug, Default)]
pub(super) struct Life {
    pub kind: String,
    pub from: Option<Instant>,
    pub until: Option<Instant>,
    pub attributes: HashMap<String, Vec<Reading>>,
}

impl Life {
    /// Whether it exists at an instant.
    pub(super) fn at(&self, at: Instant) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }
}

/// Everything that holds over time.
#[derive(Debug, Default)]
pub(super) struct Fluents {
    pub roles: HashMap<String, Spells>,
    pub states: HashMap<String, Spells>,
    pub entities: HashMap<Arc<str>, Life>,
}

impl Fluents {
    /// Derives all spells from the records that are visible.
    pub(super) fn derive(vocabulary: &Vocabulary, log: &EventLog, visible: &dyn Fn(&Record) -> bool) -> Self {
        let mut starts: HashMap<(bool, String), Vec<Open>> = HashMap::new();
        let mut ends: HashMap<(bool, String), Vec<Close>> = HashMap::new();
        let mut fluents = Self::default();
        for (index, record) in log.records.iter().enumerate().filter(|(_, r)| visible(r)) {
            let Some((_, event)) = vocabulary.events.get_index(record.kind) else { continue };
            match &event.origin {
                EventOrigin::Declared => {}
                EventOrigin::Entity(kind) => fluents.note_entity(kind, event.fields.keys(), record),
                EventOrigin::EntityEnd => fluents.end_entity(record),
                EventOrigin::RoleStart => {
                    if let (Some(who), Some(role)) = (entity(record, 0), role(record)) {
                        starts.entry((true, role)).or_default().push(Open {
                            index,
                            who,
                            unit: entity(record, 2),
                        });
                    }
                }
                EventOrigin::RoleEnd => {
                    if let (Some(who), Some(role)) = (entity(record, 0), role(record)) {
                        ends.entry((true, role)).or_default().push(Close {
                            index,
                            who,
                            unit: entity(record, 2),
                            used: false,
                        });
                    }
                }
                EventOrigin::StateStart(state) => {
                    if let Some(who) = entity(record, 0) {
                        starts.entry((false, state.clone())).or_default().push(Open {
                            index,
                            who,
                            unit: None,
                        });
                    }
                }
                EventOrigin::StateEnd(state) => {
                    if let Some(who) = entity(record, 0) {
                        ends.entry((false, state.clone())).or_default().push(Close {
                            index,
                            who,
                            unit: None,
                            used: false,
                        });
                    }
                }
            }
        }
        let mut names: Vec<(bool, String)> = starts.keys().chain(ends.keys()).cloned().collect();
        names.sort();
        names.dedup();
        for name in names {
            let single = name.0 && vocabulary.roles.get(&name.1).is_some_and(|r| r.single);
            let opened = starts.remove(&name).unwrap_or_default();
            let spells = Spells::new(pair(log, opened, ends.remove(&name).unwrap_or_default(), single));
            let table = if name.0 { &mut fluents.roles } else { &mut fluents.states };
            table.insert(name.1, spells);
        }
        fluents
    }

    fn note_entity<'a>(&mut self, kind: &str, fields: impl Iterator<Item = &'a String>, record: &Record) {
        let Some(id) = entity(record, 0) else { return };
        let life = self.entities.entry(id).or_default();
        life.kind = kind.to_owned();
        life.from = Some(life.from.map_or(record.at.first, |from| from.min(record.at.first)));
        for (field, value) in fields.zip(record.fields.iter()).skip(1) {
            if let Some(value) = value {
                let reading = Reading { from: record.at.first, value: value.clone() };
                life.attributes.entry(field.clone()).or_default().push(reading);
            }
        }
    }

    fn end_entity(&mut self, record: &Record) {
        if let Some(id) = entity(record, 0) {
            // The day on which it ends is still a day of its life (rule T4).
            self.entities.entry(id).or_default().until = Some(record.at.end);
        }
    }
}

struct Open {
    index: usize,
    who: Arc<str>,
    unit: Option<Arc<str>>,
}

struct Close {
    index: usize,
    who: Arc<str>,
    unit: Option<Arc<str>>,
    used: bool,
}

fn entity(record: &Record, field: usize) -> Option<Arc<str>> {
    match record.field(field) {
        Some(Value::Entity(id)) => Some(id.clone()),
        _ => None,
    }
}

fn role(record: &Record) -> Option<String> {
    match record.field(1) {
        Some(Value::Role(name) | Value::Variant(name) | Value::Text(name)) => Some(name.to_string()),
        _ => None,
    }
}

// Each end closes the latest start before it of the same person (and unit, when it names one).
fn pair(log: &EventLog, opened: Vec<Open>, mut closed: Vec<Close>, single: bool) -> Vec<Spell> {
    let mut spells = Vec::new();
    let mut ends_of: HashMap<Arc<str>, Vec<usize>> = HashMap::new();
    for (position, close) in closed.iter().enumerate() {
        ends_of.entry(close.who.clone()).or_default().push(position);
    }
    for open in opened {
        let Some(start) = log.records.get(open.index) else { continue };
        let mut spell = Spell {
            who: open.who.clone(),
            unit: open.unit.clone(),
            from: start.at.first,
            sure_from: if coarse(start) { start.at.end } else { start.at.first },
            until: Instant::MAX,
            sure_until: Instant::MAX,
            start: Some(open.index),
        };
        for position in ends_of.get(&open.who).into_iter().flatten() {
            let Some(close) = closed.get_mut(*position) else { continue };
            let Some(end) = log.records.get(close.index) else { continue };
            let same_unit = close.unit.is_none() || close.unit == open.unit;
            if !close.used && same_unit && end.at.end > start.at.first {
                close.used = true;
                spell.until = end.at.end;
                spell.sure_until = if coarse(end) { end.at.first } else { end.at.end };
                break;
            }
        }
        spells.push(spell);
    }
    for close in closed.iter().filter(|c| !c.used) {
        let Some(end) = log.records.get(close.index) else { continue };
        let sure_until = if coarse(end) { end.at.first } else { end.at.end };
        spells.push(Spell {
            who: close.who.clone(),
            unit: close.unit.clone(),
            from: Instant::MIN,
            sure_from: Instant::MIN,
            until: end.at.end,
            sure_until,
            start: None,
        });
    }
    spells.sort_by(|a, b| (a.from, &a.who, &a.unit).cmp(&(b.from, &b.who, &b.unit)));
    if single {
        cut_predecessors(&mut spells);
    }
    spells
}

fn coarse(record: &Record) -> bool {
    record.at.precision > crate::log::Precision::Day
}

// In a one-holder post the successor's start ends the predecessor (rule T4).
fn cut_predecessors(spells: &mut [Spell]) {
    let mut latest: HashMap<Option<Arc<str>>, usize> = HashMap::new();
    for index in 0..spells.len() {
        let Some((unit, from, who)) = spells.get(index).map(|s| (s.unit.clone(), s.from, s.who.clone()))
        else {
            continue;
        };
        if let Some(before) = latest.insert(unit, index).and_then(|i| spells.get_mut(i))
            && before.until > from
            && (before.from < from || before.who != who)
        {
            before.until = from;
            before.sure_until = before.sure_until.min(from);
        }
    }
}
