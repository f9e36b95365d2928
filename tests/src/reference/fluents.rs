//! States and roles: spells that records start and end (rules K4, T4), looked up again each time.

use super::term::before;
use super::truth::Truth;
use super::world::World;
use bylaws::check::policy::From;
use bylaws::log::{EventOrigin, Instant, Moment, Precision, Record, Value};

/// A stretch in which somebody was in a state or held a role.
#[derive(Clone, Debug)]
pub(super) struct Spell<'a> {
    /// Who.
    pub(super) who: Value,
    /// In which unit a role is held; `None` for a state, or where only an end that names none is known.
    pub(super) unit: Option<Value>,
    /// The record that started it.
    pub(super) start: Option<&'a Record>,
    /// From when it may have begun, and from when it surely has.
    pub(super) begins: (Instant, Instant),
    /// From when it may have ended, and from when it surely has.
    pub(super) ends: (Instant, Instant),
}

impl Spell<'_> {
    pub(super) fn truth_at(&self, at: Instant) -> Truth {
        let (may, sure) = (self.begins.0 <= at && at < self.ends.1, self.begins.1 <= at && at < self.ends.0);
        if sure {
            Truth::Yes
        } else if may {
            Truth::Unknown
        } else {
            Truth::No
        }
    }
}

/// What lasts: a role or a state, with the types of record that start and end it.
#[derive(Clone, Debug)]
pub(super) struct Fluent {
    role: Option<String>,
    single: bool,
    pub(super) start: usize,
    end: usize,
}

impl Fluent {
    pub(super) fn of(world: &World<'_>, from: &From) -> Option<Self> {
        let events = &world.policy.vocabulary.events;
        let kind = |wanted: &dyn Fn(&EventOrigin) -> bool| events.values().position(|e| wanted(&e.origin));
        match from {
            From::Role(role) => Some(Self {
                role: Some(role.clone()),
                single: world.policy.vocabulary.roles.get(role).is_some_and(|r| r.single),
                start: kind(&|o| *o == EventOrigin::RoleStart)?,
                end: kind(&|o| *o == EventOrigin::RoleEnd)?,
            }),
            From::State(state) => Some(Self {
                role: None,
                single: false,
                start: kind(&|o| *o == EventOrigin::StateStart(state.clone()))?,
                end: kind(&|o| *o == EventOrigin::StateEnd(state.clone()))?,
            }),
            From::Event(_) | From::Entity(_) => None,
        }
    }

    /// Whether it is a role that only one may hold in a unit.
    pub(super) fn is_single(&self) -> bool {
        self.single
    }

    fn field<'r>(&self, world: &World<'_>, record: &'r Record, name: &str) -> Option<&'r Value> {
        let (_, kind) = world.policy.vocabulary.events.get_index(record.kind)?;
        record.field(kind.fields.get_index_of(name)?)
    }

    fn who(&self, world: &World<'_>, record: &Record) -> Option<Value> {
        if self.role.is_some() { self.field(world, record, "person") } else { record.field(0) }.cloned()
    }

    fn unit(&self, world: &World<'_>, record: &Record) -> Option<Value> {
        self.role.as_ref().and_then(|_| self.field(world, record, "unit")).cloned()
    }

    fn records<'a>(&self, world: &World<'a>, kind: usize) -> Vec<&'a Record> {
        let is_of = |record: &Record| match &self.role {
            None => true,
            Some(role) => matches!(self.field(world, record, "role"), Some(Value::Role(r)) if **r == **role),
        };
        world.records(kind).map(|(record, _)| record).filter(|record| is_of(record)).collect()
    }

    /// Whether the log tells at an instant of everyone of whom it does not hold: starts and ends are covered, and no
    /// start is unreadable.
    pub(super) fn is_known_at(&self, world: &World<'_>, at: Instant) -> bool {
        self.unknown_at(world, at) == Some(0)
    }

    /// How many there may be at an instant of whom the log does not hold: one for each start that is unreadable; `None`
    /// where starts or ends are not covered.
    pub(super) fn unknown_at(&self, world: &World<'_>, at: Instant) -> Option<usize> {
        let covered = |kind: &usize| world.is_known(*kind, at, Instant(at.0 + 1));
        [self.start, self.end].iter().all(covered).then(|| self.unread_at(world, self.start, at))
    }

    fn unread_at(&self, world: &World<'_>, kind: usize, at: Instant) -> usize {
        world.set_aside(kind).filter(|one| one.at.is_none_or(|m| m.first <= at)).count()
    }

    /// All its spells.
    pub(super) fn spells<'a>(&self, world: &World<'a>) -> Vec<Spell<'a>> {
        let (starts, ends) = (self.records(world, self.start), self.records(world, self.end));
        let mut spells: Vec<Spell<'a>> = Vec::new();
        for start in &starts {
            for who in members(self.who(world, start)) {
                spells.push(self.begun(world, start, who, (&starts, &ends)));
            }
        }
        let orphans: Vec<Spell<'a>> =
            ends.iter().filter_map(|end| self.only_ended(world, end, (&starts, &ends))).collect();
        spells.extend(orphans);
        spells
    }

    fn begun<'a>(
        &self,
        world: &World<'a>,
        start: &'a Record,
        who: Value,
        (starts, ends): (&[&'a Record], &[&'a Record]),
    ) -> Spell<'a> {
        let unit = self.unit(world, start);
        let begins = begin_of(start.at);
        let mut over = (Instant::MAX, Instant::MAX);
        for end in ends.iter().filter(|end| self.is_of_same(world, end, &who, unit.as_ref())) {
            let after = self.ends_after(world, start, end, starts, ends);
            let (may, surely) = end_of(world, end.at);
            if after.is_possible() {
                over.0 = over.0.min(may.max(begins.0));
            }
            if after.is_sure() {
                over.1 = over.1.min(surely);
            }
        }
        // In a post for one the successor's start ends the predecessor (rule T4).
        let others = starts.iter().filter(|other| {
            self.single && self.unit(world, other) == unit && self.who(world, other).as_ref() != Some(&who)
        });
        for other in others {
            let (may, surely) = begin_of(other.at);
            if surely > begins.0 || may >= begins.0 {
                over.0 = over.0.min(may.max(begins.0));
            }
            if may > begins.1 {
                over.1 = over.1.min(surely);
            }
        }
        Spell { who, unit, start: Some(start), begins, ends: over }
    }

    fn is_of_same(&self, world: &World<'_>, end: &Record, who: &Value, unit: Option<&Value>) -> bool {
        let of_unit = self.unit(world, end);
        members(self.who(world, end)).contains(who)
            && (of_unit.is_none() || unit.is_none() || of_unit.as_ref() == unit)
    }

    // Whether an end closes what a start began. On one day it belongs to what began earlier, if anything did.
    fn ends_after(
        &self,
        world: &World<'_>,
        start: &Record,
        end: &Record,
        starts: &[&Record],
        ends: &[&Record],
    ) -> Truth {
        let same_day = start.at.precision == Precision::Day && start.at == end.at;
        if !same_day {
            let day = |at| world.day_start_of(at);
            // The start of a day is its first instant, so that an end of an instant of that day comes after it.
            let (begins, (may, surely)) = (begin_of(start.at), end_of(world, end.at));
            return match before(start.at, end.at, day) {
                Truth::Yes => Truth::Yes,
                _ if begins.1 < may => Truth::Yes,
                _ if surely <= begins.0 => Truth::No,
                _ => Truth::Unknown,
            };
        }
        let (who, unit) = (self.who(world, start), self.unit(world, start));
        let same = |other: &&&Record| self.who(world, other) == who && self.unit(world, other) == unit;
        let day = |at| world.day_start_of(at);
        let was_open = |other: &&Record| {
            before(other.at, start.at, day).is_possible()
                && !ends.iter().any(|e| {
                    who.as_ref().is_some_and(|who| self.is_of_same(world, e, who, unit.as_ref()))
                        && before(other.at, e.at, day).is_sure()
                        && before(e.at, start.at, day).is_sure()
                })
        };
        Truth::of(!starts.iter().filter(same).any(was_open))
    }

    // Held since before the log, or since some time after it was last known to have ended (rule K4).
    fn only_ended<'a>(
        &self,
        world: &World<'a>,
        end: &'a Record,
        (starts, ends): (&[&'a Record], &[&'a Record]),
    ) -> Option<Spell<'a>> {
        let who = self.who(world, end)?;
        let unit = self.unit(world, end);
        let day = |at| world.day_start_of(at);
        let closed_between = |start: &Record| {
            ends.iter().any(|e| {
                self.is_of_same(world, e, &who, unit.as_ref())
                    && self.ends_after(world, start, e, starts, ends).is_sure()
                    && before(e.at, end.at, day).is_sure()
            })
        };
        let begun = starts.iter().any(|start| {
            members(self.who(world, start)).contains(&who)
                && (unit.is_none() || self.unit(world, start) == unit)
                && self.ends_after(world, start, end, starts, ends).is_possible()
                && !closed_between(start)
        });
        if begun {
            return None;
        }
        let earlier = ends.iter().filter(|e| self.is_of_same(world, e, &who, unit.as_ref()));
        let last =
            earlier.filter(|e| before(e.at, end.at, day).is_sure()).map(|e| end_of(world, e.at).0).max();
        let over = end_of(world, end.at);
        let begins = last.map_or((Instant::MIN, Instant::MIN), |last| (last, over.0));
        Some(Spell { who, unit, start: None, begins, ends: over })
    }
}

pub(super) fn members(value: Option<Value>) -> Vec<Value> {
    match value {
        Some(Value::Set(items)) => items,
        other => other.into_iter().collect(),
    }
}

// A day counts as a whole: what starts on it holds from its first instant. Of a month some day is meant.
pub(super) fn begin_of(at: Moment) -> (Instant, Instant) {
    match at.precision {
        Precision::Instant => (at.first, Instant(at.end.0 - 1)),
        Precision::Day => (at.first, at.first),
        Precision::Month | Precision::Year => (at.first, at.end),
    }
}

// The day on which it ends still belongs to it, the instant does not.
pub(super) fn end_of(world: &World<'_>, at: Moment) -> (Instant, Instant) {
    match at.precision {
        Precision::Instant => (at.first, Instant(at.end.0 - 1)),
        Precision::Day => (at.end, at.end),
        Precision::Month | Precision::Year => (world.day(world.date(at.first)).end, at.end),
    }
}

/// Whether a spell holds at an instant. At one that has not come yet it may be over.
pub(super) fn holds_at(world: &World<'_>, fluent: &Fluent, spell: &Spell<'_>, at: Instant) -> Truth {
    let told = told_at(world, fluent, spell, at);
    if at < world.as_of { told } else { Truth::all([told, Truth::Unknown]) }
}

/// Whether a spell holds at an instant, as far as the log tells: what surely began lasts until its end is recorded,
/// unless an end cannot be read, or a successor in a post for one.
pub(super) fn told_at(world: &World<'_>, fluent: &Fluent, spell: &Spell<'_>, at: Instant) -> Truth {
    match spell.truth_at(at) {
        Truth::Yes if fluent.unread_at(world, fluent.end, at) > 0 => Truth::Unknown,
        Truth::Yes if fluent.single && fluent.unread_at(world, fluent.start, at) > 0 => Truth::Unknown,
        truth => truth,
    }
}
