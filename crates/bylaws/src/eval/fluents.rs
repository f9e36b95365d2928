//! States and roles: spells derived from the records that start and end them, and from nothing else.

use super::scope::{self, Span};
use super::term::Doubt;
use crate::check::policy::{CheckedPolicy, From};
use crate::log::{EventLog, EventOrigin, EventType, Instant, Precision, Record, TimeZone, Value};
use crate::plan;
use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap as HashMap};
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
    /// Position of the record that ended it.
    pub end: Option<usize>,
}

impl Spell {
    /// The record that it is known from: of its beginning, else of its end.
    pub(super) fn record(&self, log: &EventLog) -> Option<Arc<str>> {
        self.start.or(self.end).and_then(|at| log.records.get(at)).map(|record| record.id.clone())
    }

    /// Why it is not known when it began or ended.
    pub(super) fn doubt(&self, log: &EventLog) -> Doubt {
        match self.record(log) {
            Some(ended) if self.start.is_none() => Doubt::NoBeginning(ended),
            record => Doubt::Imprecise(record.unwrap_or_else(|| self.who.clone())),
        }
    }

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
    /// By what a field of the starting record is or holds, for the fields that joins use.
    by_field: HashMap<usize, HashMap<Value, Vec<usize>>>,
    /// Those of which only the end was recorded; they have no fields to be found by.
    unstarted: Vec<usize>,
    /// Every instant at which any of them may begin or end, in order.
    pub edges: Vec<Instant>,
}

impl Spells {
    fn new(all: Vec<Spell>, log: &EventLog, keys: &[usize]) -> Self {
        let mut spells = Self { all, ..Self::default() };
        spells.edges = spells.all.iter().flat_map(|s| [s.from, s.sure_from, s.sure_until, s.until]).collect();
        spells.edges.sort_unstable();
        spells.edges.dedup();
        spells.by_who.reserve(spells.all.len());
        for (index, spell) in spells.all.iter().enumerate() {
            let start = spell.start.and_then(|start| log.records.get(start));
            if start.is_none() {
                spells.unstarted.push(index);
            }
            for key in keys {
                let by_value = spells.by_field.entry(*key).or_default();
                each_value(start.and_then(|start| start.field(*key)), &mut |value| {
                    let list = by_value.entry(value.clone()).or_default();
                    // A set may name one value twice.
                    if list.last() != Some(&index) {
                        list.push(index);
                    }
                });
            }
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

    /// Those whose starting record has a value in a field, or may have it; none where they cannot be looked up.
    pub(super) fn with_field(&self, field: usize, value: &Value) -> Option<impl Iterator<Item = &Spell>> {
        let found = self.by_field.get(&field)?.get(value).into_iter().flatten();
        let mut found: Vec<usize> = found.chain(&self.unstarted).copied().collect();
        found.sort_unstable();
        Some(found.into_iter().filter_map(|index| self.all.get(index)))
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

/// The history of an entity's attributes: all readings in order, each with its name. An entity has few.
#[derive(Clone, Debug, Default)]
pub(super) struct Attributes(Vec<(Arc<str>, Reading)>);

impl Attributes {
    /// The readings of one attribute, in order.
    pub(super) fn of(&self, name: &str) -> impl DoubleEndedIterator<Item = &Reading> {
        self.0.iter().filter(move |(of, _)| **of == *name).map(|(_, reading)| reading)
    }

    /// The readings of all attributes.
    pub(super) fn all(&self) -> impl Iterator<Item = &Reading> {
        self.0.iter().map(|(_, reading)| reading)
    }
}

/// An entity: when it exists, and the history of its attributes.
#[derive(Clone, Debug)]
pub(super) struct Life {
    pub kind: Arc<str>,
    /// It may exist from here; it surely does from `sure_from`.
    pub from: Instant,
    pub sure_from: Instant,
    /// It surely exists no longer from here; it may have ended at `sure_until`.
    pub until: Instant,
    pub sure_until: Instant,
    /// A record that was set aside may have ended it at `sure_until`.
    pub end_set_aside: bool,
    pub attributes: Attributes,
}

impl Default for Life {
    fn default() -> Self {
        Self {
            kind: Arc::default(),
            from: Instant::MIN,
            sure_from: Instant::MIN,
            until: Instant::MAX,
            sure_until: Instant::MAX,
            end_set_aside: false,
            attributes: Attributes::default(),
        }
    }
}

impl Life {
    /// Whether it may exist at an instant.
    pub(super) fn possibly_at(&self, at: Instant) -> bool {
        self.from <= at && at < self.until
    }

    /// Whether it surely exists at an instant.
    pub(super) fn surely_at(&self, at: Instant) -> bool {
        self.sure_from <= at && at < self.sure_until
    }

    // An end of some entity that cannot be read may be its own.
    fn may_have_ended(&mut self, lost: Instant) {
        if lost < self.sure_until {
            (self.sure_until, self.end_set_aside) = (lost, true);
        }
    }

    /// Its days, and why those at both ends are doubtful.
    pub(super) fn spans(&self, id: &Arc<str>) -> Vec<Span> {
        let why = |aside: bool| if aside { Doubt::SetAside } else { Doubt::Imprecise(id.clone()) };
        let never_sure = self.end_set_aside && self.sure_until <= self.sure_from;
        let doubts = (why(never_sure), why(self.end_set_aside));
        scope::doubtful_ends((self.from, self.sure_from, self.sure_until, self.until), doubts)
    }
}

/// Entities by their ids.
pub(super) type Lives = IndexMap<Arc<str>, Life, FxBuildHasher>;

/// Everything that holds over time.
#[derive(Debug, Default)]
pub(super) struct Fluents {
    pub roles: HashMap<String, Spells>,
    pub states: HashMap<String, Spells>,
    pub entities: Lives,
    /// Every instant at which an attribute of a name changes, of any entity, in order.
    pub changes: HashMap<Arc<str>, Vec<Instant>>,
}

impl Fluents {
    /// Derives all spells from the records that are visible.
    pub(super) fn derive(policy: &CheckedPolicy, log: &EventLog, visible: &dyn Fn(&Record) -> bool) -> Self {
        let vocabulary = &policy.vocabulary;
        let keys = plan::spell_keys(policy);
        let mut starts: HashMap<(bool, String), Vec<Open>> = HashMap::default();
        let mut ends: HashMap<(bool, String), Vec<Close>> = HashMap::default();
        let mut fluents = Self::default();
        let mut names: HashMap<usize, Names> = HashMap::default();
        // Told beforehand how many there are, the table is not moved as it grows.
        let registers = |record: &&Record| {
            let event = vocabulary.events.get_index(record.kind);
            event.is_some_and(|(_, event)| matches!(event.origin, EventOrigin::Entity(_)))
        };
        fluents.entities.reserve_exact(log.records.iter().filter(registers).count());
        for (index, record) in log.records.iter().enumerate().filter(|(_, r)| visible(r)) {
            let Some((_, event)) = vocabulary.events.get_index(record.kind) else { continue };
            match &event.origin {
                EventOrigin::Declared | EventOrigin::Verdict(_) => {}
                EventOrigin::Entity(kind) => {
                    let names = names.entry(record.kind).or_insert_with(|| Names::of(kind, event));
                    fluents.note_entity(names, record);
                }
                EventOrigin::EntityEnd => fluents.end_entity(policy.zone, record),
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
                        });
                    }
                }
            }
        }
        if let Some(lost) = lost_end(policy, log) {
            fluents.entities.values_mut().for_each(|life| life.may_have_ended(lost));
        }
        let mut names: Vec<(bool, String)> = starts.keys().chain(ends.keys()).cloned().collect();
        names.sort();
        names.dedup();
        for name in names {
            let single = name.0 && vocabulary.roles.get(&name.1).is_some_and(|r| r.single);
            let opened = starts.remove(&name).unwrap_or_default();
            let lost = lost_starts(policy, log, &name);
            let paired =
                pair((policy.zone, log), opened, ends.remove(&name).unwrap_or_default(), single, lost);
            let of = if name.0 { From::Role(name.1.clone()) } else { From::State(name.1.clone()) };
            let keys: Vec<usize> = keys.iter().filter(|(from, _)| *from == of).map(|(_, key)| *key).collect();
            let spells = Spells::new(paired, log, &keys);
            let table = if name.0 { &mut fluents.roles } else { &mut fluents.states };
            table.insert(name.1, spells);
        }
        for (name, reading) in fluents.entities.values().flat_map(|life| &life.attributes.0) {
            match fluents.changes.get_mut(name) {
                // Most are of one day, that on which the log begins.
                Some(changes) if changes.last() == Some(&reading.from) => {}
                Some(changes) => changes.push(reading.from),
                None => {
                    fluents.changes.insert(name.clone(), vec![reading.from]);
                }
            }
        }
        for changes in fluents.changes.values_mut() {
            changes.sort_unstable();
            changes.dedup();
        }
        fluents
    }

    fn note_entity(&mut self, names: &Names, record: &Record) {
        let Some(id) = entity(record, 0) else { return };
        let (from, sure_from) = began(record);
        let life = self.entities.entry(id).or_insert_with(|| Life { from, sure_from, ..Life::default() });
        life.kind = names.kind.clone();
        (life.from, life.sure_from) = (life.from.min(from), life.sure_from.min(sure_from));
        let given = names.fields.iter().zip(record.fields.iter()).skip(1);
        let given = given.filter_map(|(name, value)| Some((name, value.as_ref()?)));
        life.attributes.0.reserve_exact(given.clone().count());
        life.attributes
            .0
            .extend(given.map(|(name, value)| {
                (name.clone(), Reading { from: record.at.first, value: value.clone() })
            }));
    }

    fn end_entity(&mut self, zone: TimeZone, record: &Record) {
        if let Some(id) = entity(record, 0) {
            // The day on which it ends is still a day of its life (rule T4).
            // What has ended does not end again.
            let life = self.entities.entry(id).or_default();
            let (sure_until, until) = ended(zone, record);
            (life.sure_until, life.until) = (life.sure_until.min(sure_until), life.until.min(until));
        }
    }
}

/// What a kind of entity and its attributes are called, each word held once.
struct Names {
    kind: Arc<str>,
    fields: Vec<Arc<str>>,
}

impl Names {
    fn of(kind: &str, event: &EventType) -> Self {
        let fields = event.fields.keys().map(|field| Arc::from(field.as_str())).collect();
        Self { kind: Arc::from(kind), fields }
    }
}

// Calls `f` on a value, or on each of a set.
fn each_value(value: Option<&Value>, f: &mut impl FnMut(&Value)) {
    match value {
        Some(Value::Set(items)) => items.iter().for_each(f),
        Some(value) => f(value),
        None => {}
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

// A day counts as a whole, so that a start holds from its first instant; within a month it is not known.
fn began(record: &Record) -> (Instant, Instant) {
    let coarse = record.at.precision > Precision::Day;
    (record.at.first, if coarse { record.at.end } else { record.at.first })
}

// From when it may have ended, and when it surely has. The day on which it ends still belongs to it, the
// instant does not; of a month it may be the first day.
fn ended(zone: TimeZone, record: &Record) -> (Instant, Instant) {
    let (first, end) = (record.at.first, record.at.end);
    match record.at.precision {
        Precision::Instant => (first, first),
        Precision::Day => (end, end),
        Precision::Month | Precision::Year => (zone.day(zone.date_of(first)).end, end),
    }
}

// From when on a record that was set aside may have ended any entity.
fn lost_end(policy: &CheckedPolicy, log: &EventLog) -> Option<Instant> {
    let ends = |kind: usize| {
        let event = policy.vocabulary.events.get_index(kind);
        event.is_some_and(|(_, event)| event.origin == EventOrigin::EntityEnd)
    };
    let lost = log.set_aside.iter().filter(|aside| aside.kind.is_none_or(ends));
    lost.map(|aside| aside.at.map_or(Instant::MIN, |at| at.first)).min()
}

// From when on records that were set aside may have started a role or state.
fn lost_starts(policy: &CheckedPolicy, log: &EventLog, (is_role, name): &(bool, String)) -> Option<Instant> {
    let starts = |event: &EventOrigin| match event {
        EventOrigin::RoleStart => *is_role,
        EventOrigin::StateStart(state) => !is_role && state == name,
        _ => false,
    };
    let of_kind = |kind: usize| {
        policy.vocabulary.events.get_index(kind).is_some_and(|(_, event)| starts(&event.origin))
    };
    let lost = log.set_aside.iter().filter(|aside| aside.kind.is_none_or(of_kind));
    lost.map(|aside| aside.at.map_or(Instant::MIN, |at| at.first)).min()
}

/// The spells of one role or state: an end closes whatever of the same person (and unit, if it names one) was
/// open before it. Where only the day is known, an end belongs to what began earlier, if anything did.
fn pair(
    (zone, log): (TimeZone, &EventLog),
    opened: Vec<Open>,
    closed: Vec<Close>,
    single: bool,
    lost_starts: Option<Instant>,
) -> Vec<Spell> {
    let mut starts_of: HashMap<Arc<str>, Vec<Spell>> = HashMap::default();
    starts_of.reserve(opened.len());
    for open in opened {
        let Some(start) = log.records.get(open.index) else { continue };
        let (from, sure_from) = began(start);
        let (until, sure_until) = (Instant::MAX, Instant::MAX);
        let start = Some(open.index);
        let (who, unit, end) = (open.who.clone(), open.unit, None);
        let spell = Spell { who, unit, from, sure_from, until, sure_until, start, end };
        starts_of.entry(open.who).or_default().push(spell);
    }
    for close in closed {
        let Some(end) = log.records.get(close.index) else { continue };
        let spells = starts_of.entry(close.who.clone()).or_default();
        let (sure_until, until) = ended(zone, end);
        let is_open = |s: &Spell| s.until == Instant::MAX && (close.unit.is_none() || s.unit == close.unit);
        let before = spells.iter().any(|s| is_open(s) && s.from < end.at.first);
        let limit = if before { end.at.first } else { end.at.end };
        let mut closes = false;
        for spell in spells.iter_mut().filter(|s| is_open(s) && s.from < limit) {
            spell.sure_until = spell.sure_until.min(sure_until.max(spell.from));
            // Within a month it is not known which of them came first, and so neither what was ended.
            let is_coarse = spell.sure_from > spell.from || end.at.precision > Precision::Day;
            if !(is_coarse && spell.sure_from > end.at.first) {
                (spell.until, spell.end) = (until, Some(close.index));
            }
            closes = true;
        }
        if !closes {
            // Held since before the log (rule K4), or since some time after it was last known to have ended.
            let same = |s: &&Spell| close.unit.is_none() || s.unit == close.unit;
            let ended = spells.iter().filter(same).map(|s| s.until).filter(|at| *at <= end.at.first).max();
            let from = ended.unwrap_or(Instant::MIN);
            // What was set aside may have been its beginning, unless it came after it.
            let lost = lost_starts.is_some_and(|first| first < end.at.end);
            let sure_from = if ended.is_some() || lost { end.at.first } else { Instant::MIN };
            let (who, unit, start, end) = (close.who, close.unit, None, Some(close.index));
            spells.push(Spell { who, unit, from, sure_from, until, sure_until, start, end });
        }
    }
    let mut spells = Vec::with_capacity(starts_of.values().map(Vec::len).sum());
    spells.extend(starts_of.into_values().flatten());
    spells.sort_by(|a, b| (a.from, &a.who, &a.unit).cmp(&(b.from, &b.who, &b.unit)));
    if single {
        cut_predecessors(&mut spells);
    }
    spells
}

// In a one-holder post the successor's start ends the predecessor (rule T4).
fn cut_predecessors(spells: &mut [Spell]) {
    let mut latest: HashMap<Option<Arc<str>>, usize> = HashMap::default();
    for index in 0..spells.len() {
        let Some(next) = spells.get(index).cloned() else { continue };
        let before = latest.get(&next.unit).and_then(|before| spells.get(*before)).cloned();
        if let Some(before) = before.filter(|before| before.sure_from > next.from && before.who != next.who) {
            // Which of them came first is not known, and so neither who was there in the end.
            for (of, other) in [(latest.get(&next.unit).copied(), &next), (Some(index), &before)] {
                if let Some(spell) = of.and_then(|of| spells.get_mut(of)) {
                    spell.sure_until = spell.sure_until.min(other.from.max(spell.from));
                }
            }
            latest.insert(next.unit, index);
            continue;
        }
        if let Some(before) = latest.insert(next.unit, index).and_then(|i| spells.get_mut(i))
            && before.until > next.from
            && (before.from < next.from || before.who != next.who)
        {
            before.until = before.until.min(next.sure_from);
            before.end = None;
            before.sure_until = before.sure_until.min(next.from);
        }
    }
}
