//! Two versions of a package in which the same type of record, field and calendar stands at the same position, so that what
//! is written in the one can be held against what is written in the other.

use super::places::{self, Place};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::Regional;
use bylaws::log::{EventOrigin, EventType, Field, Type, Vocabulary};
use indexmap::IndexMap;

/// Where the types of records of a policy, their fields and its calendars come to stand.
struct Positions {
    kinds: Vec<usize>,
    fields: Vec<Vec<usize>>,
    calendars: Vec<usize>,
}

/// Both with the positions of the second; what only the first has comes after it. What a version does not have has a place in
/// it that nothing can name. As they are where a type of record has become another thing of the same name.
pub(super) fn aligned([first, second]: [CheckedPolicy; 2]) -> [CheckedPolicy; 2] {
    let (old, new) = (&first.vocabulary.events, &second.vocabulary.events);
    if old.iter().any(|(name, event)| new.get(name).is_some_and(|other| other.origin != event.origin)) {
        return [first, second];
    }
    let order = Order::of([&first, &second]);
    [first, second].map(|policy| order.put(policy))
}

/// The names of all types of records with those of their fields, and of all calendars that only some have.
struct Order {
    kinds: IndexMap<String, Vec<String>>,
    calendars: Vec<String>,
}

impl Order {
    fn of([first, second]: [&CheckedPolicy; 2]) -> Self {
        let mut kinds: IndexMap<String, Vec<String>> = IndexMap::new();
        let events = second.vocabulary.events.iter().chain(&first.vocabulary.events);
        for (name, event) in events {
            let fields = kinds.entry(name.clone()).or_default();
            let more: Vec<String> =
                event.fields.keys().filter(|name| !fields.contains(name)).cloned().collect();
            fields.extend(more);
        }
        let mut calendars: Vec<String> = Vec::new();
        for regional in second.regional.iter().chain(&first.regional) {
            if !calendars.contains(&regional.name.canonical) {
                calendars.push(regional.name.canonical.clone());
            }
        }
        Self { kinds, calendars }
    }

    fn put(&self, mut policy: CheckedPolicy) -> CheckedPolicy {
        let positions = self.positions(&policy);
        if positions.are_kept() {
            return policy;
        }
        places::each(&mut policy, &mut |place| match place {
            Place::Kind(kind) => *kind = positions.kind(*kind),
            Place::Field(kind, field) => *field = positions.field(kind, *field),
            Place::Selection(_) | Place::Expr(_) => {}
        });
        self.fields_of_deems(&mut policy, &positions);
        for norm in policy.norms.values_mut() {
            for (calendar, _) in &mut norm.calendars {
                *calendar = positions.calendars.get(*calendar).copied().unwrap_or(*calendar);
            }
        }
        policy.vocabulary = self.vocabulary(&policy.vocabulary);
        policy.regional = self.regional(&policy);
        policy
    }

    fn positions(&self, policy: &CheckedPolicy) -> Positions {
        let kind_of = |name: &String| self.kinds.get_index_of(name).unwrap_or_default();
        let fields_of = |(name, event): (&String, &EventType)| {
            let all = self.kinds.get(name).map_or(&[][..], Vec::as_slice);
            let place = |field: &String| all.iter().position(|known| known == field).unwrap_or_default();
            event.fields.keys().map(place).collect()
        };
        let place = |regional: &Regional| {
            self.calendars.iter().position(|name| *name == regional.name.canonical).unwrap_or_default()
        };
        Positions {
            kinds: policy.vocabulary.events.keys().map(kind_of).collect(),
            fields: policy.vocabulary.events.iter().map(fields_of).collect(),
            calendars: policy.regional.iter().map(place).collect(),
        }
    }

    // What a fact says of itself stands in the order of the fields of its type.
    fn fields_of_deems(&self, policy: &mut CheckedPolicy, positions: &Positions) {
        for deem in &mut policy.deems {
            let old = positions.kinds.iter().position(|kind| *kind == deem.event);
            let count = self.kinds.get_index(deem.event).map_or(0, |(_, fields)| fields.len());
            let mut fields = vec![None; count];
            for (index, value) in std::mem::take(&mut deem.fields).into_iter().enumerate() {
                let place = old.map_or(index, |old| positions.field(old, index));
                if let Some(field) = fields.get_mut(place) {
                    *field = value;
                }
            }
            deem.fields = fields;
        }
    }

    fn vocabulary(&self, own: &Vocabulary) -> Vocabulary {
        let events =
            self.kinds.iter().enumerate().map(|(index, (name, fields))| match own.events.get(name) {
                Some(event) => (name.clone(), of_all(event, fields)),
                None => (unnamed(index), nothing(fields)),
            });
        Vocabulary { events: events.collect(), ..own.clone() }
    }

    fn regional(&self, policy: &CheckedPolicy) -> Vec<Regional> {
        let own =
            |name: &String| policy.regional.iter().find(|regional| regional.name.canonical == *name).cloned();
        let shared = || Regional { name: Default::default(), calendar: policy.calendar.clone() };
        self.calendars.iter().map(|name| own(name).unwrap_or_else(shared)).collect()
    }
}

impl Positions {
    fn kind(&self, kind: usize) -> usize {
        self.kinds.get(kind).copied().unwrap_or(kind)
    }

    fn field(&self, kind: usize, field: usize) -> usize {
        self.fields.get(kind).and_then(|fields| fields.get(field)).copied().unwrap_or(field)
    }

    fn are_kept(&self) -> bool {
        let in_order = |places: &[usize]| places.iter().enumerate().all(|(index, place)| index == *place);
        in_order(&self.kinds)
            && self.fields.iter().all(|fields| in_order(fields))
            && in_order(&self.calendars)
    }
}

// The type of record with a place for each of these fields.
fn of_all(event: &EventType, fields: &[String]) -> EventType {
    let all = fields.iter().enumerate().map(|(index, name)| match event.fields.get(name) {
        Some(field) => (name.clone(), field.clone()),
        None => (unnamed(index), no_field()),
    });
    EventType { fields: all.collect(), ..event.clone() }
}

fn nothing(fields: &[String]) -> EventType {
    EventType {
        name: Default::default(),
        fields: (0..fields.len()).map(|index| (unnamed(index), no_field())).collect(),
        origin: EventOrigin::Declared,
        no_content: false,
        planned: false,
        judgement: false,
    }
}

fn no_field() -> Field {
    Field {
        name: Default::default(),
        ty: Type::Text,
        private: false,
        optional: true,
        non_negative: false,
        from_role: None,
    }
}

// No name has a space at its beginning.
fn unnamed(index: usize) -> String {
    format!(" {index}")
}
