//! What names may refer to at one place of a generated policy.

use super::words::{attributes, entity, fields, vocabulary};
use bylaws::log::Type;

/// What a filter looks at.
#[derive(Clone, Debug, Default)]
pub(super) enum Hand {
    /// Nothing.
    #[default]
    Empty,
    /// A record of this type.
    Event(String),
    /// A spell of this role.
    Role(&'static str),
    /// A spell of this state.
    State(&'static str),
    /// An entity of this kind.
    Entity(&'static str),
}

/// How far along the chain of facts that follow from others a place is: it sees what came before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Layer {
    /// What tells which records of a type count: fields alone.
    Constant,
    /// What gives rise to the deemed `d`: records alone.
    Records,
    /// Accounts and parameters stand beside them, and `d`.
    Deemed,
    /// The first norm: accounts too.
    First,
    /// What gives rise to the deemed `w`: verdicts of the first norm.
    Verdicts,
    /// The other norms.
    All,
}

/// Bearer, trigger and the one in hand.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    pub layer: Layer,
    /// Kind of entity or role after `each`.
    pub bearer: Option<&'static str>,
    /// Kind after `for each`, and whether its own filter is being written.
    pub of_each: Option<(&'static str, bool)>,
    pub trigger: Option<String>,
    pub hand: Hand,
    /// The type of the records that the filter around this one looks at.
    pub around: Option<String>,
    /// Bare names are attributes of the bearer.
    pub of_bearer: bool,
    /// Everything looked at is of the same unit or person.
    pub tied: bool,
    /// How deep terms may still go.
    pub depth: u32,
}

/// A name, such as `the unit.size`, with its type.
pub(super) type Named = (String, Type);

impl Scope {
    pub(super) fn at(layer: Layer, tied: bool) -> Self {
        Self {
            layer,
            bearer: None,
            of_each: None,
            trigger: None,
            hand: Hand::Empty,
            around: None,
            of_bearer: false,
            tied,
            depth: 3,
        }
    }

    pub(super) fn holding(&self, hand: Hand) -> Self {
        let of_each = self.of_each.map(|(name, _)| (name, false));
        let around =
            if let Hand::Event(kind) = &self.hand { Some(kind.clone()) } else { self.around.clone() };
        Self { hand, around, of_bearer: false, of_each, ..self.clone() }
    }

    pub(super) fn deeper(&self) -> Self {
        Self { depth: self.depth.saturating_sub(1), ..self.clone() }
    }

    /// The things that stand apart from what is in hand: bearer, trigger, what the norm is stated for each of, and the
    /// record around.
    pub(super) fn fixed(&self) -> Vec<Named> {
        let mut names = Vec::new();
        if let Some(kind) = self.bearer {
            let is_role = vocabulary().roles.contains_key(kind);
            let ty = entity(if is_role { "person" } else { kind });
            let own = format!("the {kind}");
            if is_role {
                names.push((format!("{own}.unit"), entity("unit")));
                names.extend((kind == "head").then(|| (format!("{own}.level"), Type::Integer)));
            }
            names.extend(self.members(&own, &ty));
            names.insert(0, (own, ty));
        }
        if let Some((kind, _)) = self.of_each {
            let of_values = vocabulary().enums.contains_key(kind);
            let ty = if of_values { Type::Enum(kind.to_owned()) } else { entity(kind) };
            let own = format!("the {kind}");
            names.push((own.clone(), ty.clone()));
            names.extend(self.members(&own, &ty));
        }
        for kind in self.trigger.iter().chain(self.spoken_of()) {
            let own = trigger_name(kind);
            names.extend(record_fields(kind).into_iter().map(|(name, ty)| (format!("{own}.{name}"), ty)));
            names.push((own, Type::DateTime));
        }
        names
    }

    // The type of the record around, if it can be spoken of: a verdict has no name of one word, and what triggers the norm
    // is meant before any other record of its type.
    fn spoken_of(&self) -> Option<&String> {
        self.around.as_ref().filter(|kind| !kind.contains(' ') && Some(*kind) != self.trigger.as_ref())
    }

    /// The record around, whose name stands for its time.
    pub(super) fn record_around(&self) -> Option<String> {
        self.spoken_of().map(|kind| trigger_name(kind))
    }

    /// What bare names mean here.
    pub(super) fn bare(&self) -> Vec<Named> {
        let own = |names: Vec<(&'static str, &'static Type)>| {
            names.into_iter().map(|(name, ty)| (name.to_owned(), ty.clone())).collect()
        };
        match &self.hand {
            Hand::Event(kind) => {
                let time = ("the time".to_owned(), Type::DateTime);
                record_fields(kind).into_iter().chain([time]).collect()
            }
            Hand::Role(kind) => {
                let level = (*kind == "head").then(|| ("level".to_owned(), Type::Integer));
                let places = [("person", entity("person")), ("unit", entity("unit"))];
                let places = places.map(|(name, ty)| (name.to_owned(), ty)).into_iter();
                places.chain(level).chain(spell_times()).collect()
            }
            Hand::State(kind) => {
                let start = vocabulary().states.get(*kind).map_or("", |state| state.start.as_str());
                record_fields(start).into_iter().chain(spell_times()).collect()
            }
            Hand::Entity(kind) => own(attributes(kind)),
            Hand::Empty => match (self.of_bearer, self.bearer, self.of_each) {
                (true, Some(kind), _) if vocabulary().entities.contains_key(kind) => own(attributes(kind)),
                (_, _, Some((kind, true))) if vocabulary().entities.contains_key(kind) => {
                    own(attributes(kind))
                }
                _ => Vec::new(),
            },
        }
    }

    // Attributes, accounts and holders of posts of an entity.
    fn members(&self, own: &str, ty: &Type) -> Vec<Named> {
        let Type::Entity(kind) = ty else { return Vec::new() };
        let attributes = attributes(kind).into_iter();
        let mut found: Vec<Named> =
            attributes.map(|(name, ty)| (format!("{own}.{name}"), ty.clone())).collect();
        if kind == "unit" {
            found.extend(["head", "deputy"].map(|role| (format!("{own}.{role}"), entity("person"))));
        }
        if kind == "unit" && matches!(self.layer, Layer::First | Layer::Verdicts | Layer::All) {
            found.push((format!("{own}.tally"), Type::Decimal));
        }
        found
    }
}

fn spell_times() -> [Named; 2] {
    ["the start", "the end"].map(|name| (name.to_owned(), Type::DateTime))
}

/// How a trigger is called; that of a verdict has no name of one word.
fn trigger_name(kind: &str) -> String {
    if kind.contains(' ') { "the verdict".to_owned() } else { format!("the {kind}") }
}

/// The fields of a type of record; those of verdicts are alike.
pub(super) fn record_fields(kind: &str) -> Vec<Named> {
    if kind.contains(' ') {
        let days = ["from", "until"].map(|name| (format!("`{name}`"), Type::Date));
        return [("bearer".to_owned(), Type::AnyEntity)].into_iter().chain(days).collect();
    }
    fields(kind).map(|(name, ty)| (name.to_owned(), ty.clone())).collect()
}
