//! What things are called.

use super::{Around, Wording, said};
use crate::check::policy::{BearerKind, Expr, From, Slot};
use crate::log::{Field, Name, Type, Value};

/// How a thing is counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// What happens: 次, times.
    Times,
    /// Persons: 名.
    Persons,
    /// Other things and what they are in: 个.
    Things,
}

impl Wording<'_> {
    /// A name as it stands in a sentence.
    pub(super) fn name(&self, name: &Name) -> String {
        let shown = name.shown(self.lang);
        if self.zh() { shown.to_owned() } else { shown.replace('_', " ") }
    }

    fn or_canonical(&self, name: Option<&Name>, canonical: &str) -> String {
        name.map_or_else(|| canonical.to_owned(), |name| self.name(name))
    }

    pub(super) fn event(&self, kind: usize) -> String {
        self.policy.vocabulary.events.get_index(kind).map_or_else(String::new, |(_, e)| self.name(&e.name))
    }

    pub(super) fn role(&self, role: &str) -> String {
        self.or_canonical(self.policy.vocabulary.roles.get(role).map(|r| &r.name), role)
    }

    pub(super) fn state(&self, state: &str) -> String {
        self.or_canonical(self.policy.vocabulary.states.get(state).map(|s| &s.name), state)
    }

    pub(super) fn entity(&self, kind: &str) -> String {
        self.or_canonical(self.policy.vocabulary.entities.get(kind).map(|e| &e.name), kind)
    }

    pub(super) fn table(&self, table: &str) -> String {
        self.quoted(&self.or_canonical(self.policy.tables.get(table).map(|t| &t.name), table))
    }

    pub(super) fn account(&self, account: &str) -> String {
        self.or_canonical(self.policy.accounts.get(account).map(|a| &a.name), account)
    }

    pub(super) fn norm_called(&self, norm: &str) -> String {
        self.quoted(&self.or_canonical(self.policy.norms.get(norm).map(|n| &n.name), norm))
    }

    /// The name of a field where a noun should stand; one that is none, such as `held by`, is quoted.
    pub(super) fn as_noun(&self, field: String) -> String {
        let words = ["by", "to", "of", "in", "at", "on", "from", "for", "with", "under"];
        let small = |word: Option<&str>| word.is_some_and(|word| words.contains(&word));
        let odd = small(field.split(' ').next()) || small(field.split(' ').next_back());
        if !self.zh() && odd { self.quoted(&field) } else { field }
    }

    /// A parameter; what is said of it follows at the end of the sentence.
    pub(super) fn parameter(&self, name: &str) -> String {
        let mut known = self.parameters.borrow_mut();
        if !known.iter().any(|one| one == name) {
            known.push(name.to_owned());
        }
        self.quoted(&self.or_canonical(self.policy.parameters.get(name).map(|p| &p.name), name))
    }

    /// What a selection selects from.
    pub(super) fn kind(&self, from: &From) -> String {
        match from {
            From::Event(kind) => self.event(*kind),
            From::Role(role) => self.role(role),
            From::State(state) => self.state(state),
            From::Entity(kind) => self.entity(kind),
        }
    }

    pub(super) fn counted(&self, from: &From) -> Counted {
        let person = |kind: &str| self.policy.vocabulary.is_a(kind, "person");
        match from {
            From::Event(_) => Counted::Times,
            // 联系点, 值班岗 are places.
            From::Role(_) | From::State(_) if self.kind(from).ends_with(['点', '岗', '位']) => {
                Counted::Things
            }
            From::Role(_) => Counted::Persons,
            From::State(state) if self.policy.vocabulary.states.get(state).is_some_and(|s| person(&s.of)) => {
                Counted::Persons
            }
            From::Entity(kind) if person(kind) => Counted::Persons,
            From::State(_) | From::Entity(_) => Counted::Things,
        }
    }

    /// What the bearer is called; nothing where only a trigger binds.
    pub(super) fn bearer_kind(&self) -> Option<String> {
        Some(match &self.norm.bearer.as_ref()?.kind {
            BearerKind::Entity(kind) => self.entity(kind),
            BearerKind::Role(role) | BearerKind::Holding(role) => self.role(role),
        })
    }

    pub(super) fn the_bearer(&self) -> String {
        let kind = self.bearer_kind().unwrap_or_else(|| self.say("主体", "bearer").to_owned());
        said!(self, "该{kind}", "the {kind}")
    }

    /// The kind of those that the norm is stated for each of.
    pub(super) fn of_each_kind(&self) -> Option<String> {
        Some(match &self.norm.for_each.as_ref()?.of {
            Type::Entity(kind) => self.entity(kind),
            Type::Enum(name) => {
                self.or_canonical(self.policy.vocabulary.enums.get(name).map(|e| &e.name), name)
            }
            _ => String::new(),
        })
    }

    /// One of them; where bearers are of the same kind, it is told from the bearer.
    pub(super) fn the_other(&self) -> String {
        let kind = self.of_each_kind().unwrap_or_default();
        match self.bearer_kind() == Some(kind.clone()) {
            true => said!(self, "所对应的{kind}", "the corresponding {kind}"),
            false => said!(self, "该{kind}", "the {kind}"),
        }
    }

    /// The record that starts the duty.
    pub(super) fn the_trigger(&self) -> String {
        let kind = self.norm.trigger.as_ref().map_or_else(String::new, |trigger| self.kind(&trigger.from));
        said!(self, "该{kind}", "the {kind}")
    }

    /// The record that starts the duty, or the one that the conditions around these are about.
    pub(super) fn the_record(&self, slot: Slot) -> String {
        let Slot::Around(kind) = slot else { return self.the_trigger() };
        let kind = self.kind(&From::Event(kind));
        said!(self, "该{kind}", "the {kind}")
    }

    /// A field of a record that is spoken of.
    pub(super) fn field(&self, slot: Slot, index: usize, around: Around<'_>) -> Option<&Field> {
        let spoken_of;
        let from = match slot {
            Slot::InHand => around.hand.or(self.norm.trigger.as_ref().map(|t| &t.from)),
            Slot::Trigger => self.norm.trigger.as_ref().map(|t| &t.from),
            Slot::Around(kind) => {
                spoken_of = From::Event(kind);
                Some(&spoken_of)
            }
        };
        let vocabulary = &self.policy.vocabulary;
        let event = match from? {
            From::Event(kind) => vocabulary.events.get_index(*kind).map(|(_, event)| event),
            From::Role(_) => vocabulary.events.get("role_start"),
            From::State(state) => vocabulary.events.get(&vocabulary.states.get(state)?.start),
            From::Entity(_) => None,
        };
        event?.fields.get_index(index).map(|(_, field)| field)
    }

    /// What an attribute is called: that of the kind of entity that an expression gives, where it is known.
    pub(super) fn attribute(&self, of: &Expr, field: &str, around: Around<'_>) -> String {
        self.or_canonical(self.attribute_field(of, field, around).map(|field| &field.name), field)
    }

    /// The attribute itself.
    pub(super) fn attribute_field(&self, of: &Expr, field: &str, around: Around<'_>) -> Option<&Field> {
        let vocabulary = &self.policy.vocabulary;
        let of_kind = self.entity_kind(of, around).and_then(|kind| vocabulary.entity_field(&kind, field));
        let any = || vocabulary.entities.values().find_map(|entity| entity.fields.get(field));
        of_kind.or_else(any)
    }

    fn entity_kind(&self, of: &Expr, around: Around<'_>) -> Option<String> {
        let entity = |ty: &Type| match ty {
            Type::Entity(kind) => Some(kind.clone()),
            Type::Set(of) => match &**of {
                Type::Entity(kind) => Some(kind.clone()),
                _ => None,
            },
            _ => None,
        };
        match of {
            Expr::Bearer => Some(match &self.norm.bearer.as_ref()?.kind {
                BearerKind::Entity(kind) => kind.clone(),
                BearerKind::Role(_) | BearerKind::Holding(_) => "person".to_owned(),
            }),
            Expr::OfEach => entity(&self.norm.for_each.as_ref()?.of),
            Expr::Entity => match around.hand? {
                From::Entity(kind) => Some(kind.clone()),
                _ => None,
            },
            Expr::Field(slot, index) => entity(&self.field(*slot, *index, around)?.ty),
            Expr::Attribute(inner, field) => {
                let kind = self.entity_kind(inner, around)?;
                entity(&self.policy.vocabulary.entity_field(&kind, field)?.ty)
            }
            Expr::Holders(..) => Some("person".to_owned()),
            Expr::UnitsOf(_, role) => self.policy.vocabulary.roles.get(role).map(|role| role.unit.clone()),
            Expr::Parameter(name) => entity(&self.policy.parameters.get(name)?.ty),
            Expr::Else(inner, _) => self.entity_kind(inner, around),
            _ => None,
        }
    }

    /// A constant.
    pub(super) fn constant(&self, value: &Value) -> String {
        match value {
            Value::Bool(true) => self.say("“是”", "\"yes\"").to_owned(),
            Value::Bool(false) => self.say("“否”", "\"no\"").to_owned(),
            Value::Number(n) => self.spell.number(*n),
            Value::Text(text) => self.quoted(text),
            Value::Variant(name) => {
                let enums = self.policy.vocabulary.enums.values();
                let found = enums.flat_map(|e| e.variants.values()).find(|v| v.canonical == **name);
                self.or_canonical(found, name)
            }
            Value::Time(moment) => self.moment(*moment),
            Value::Length(length) => self.spell.length((length.count, length.unit)),
            Value::Entity(id) => match self.policy.named.get(&**id) {
                Some(name) => {
                    let name = self.name(name);
                    said!(self, "{name}", "the {name}")
                }
                None => self.quoted(id),
            },
            Value::Role(role) => self.role(role),
            Value::Set(of) => {
                let all: Vec<String> = of.iter().map(|one| self.constant(one)).collect();
                self.listed(&all)
            }
        }
    }

    /// Several things of which one is meant.
    pub(super) fn alternatives(&self, all: &[String]) -> String {
        match all.split_last() {
            Some((last, before)) if !before.is_empty() => {
                let before = before.join(self.say("、", ", "));
                said!(self, "{before}或{last}", "{before} or {last}")
            }
            _ => all.concat(),
        }
    }

    /// Several things in a row.
    pub(super) fn listed(&self, all: &[String]) -> String {
        match (all, self.zh()) {
            (all, true) => all.join("、"),
            ([first, .., last], false) if all.len() > 1 => {
                let before = all.split_last().map(|(_, before)| before.join(", ")).unwrap_or(first.clone());
                format!("{before} and {last}")
            }
            (all, false) => all.join(", "),
        }
    }
}

/// An English noun with its article; what reads as a plural has none.
pub(super) fn a(noun: &str) -> String {
    let head = noun.split(" (").next().unwrap_or(noun);
    let several =
        |word: &str| word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    if head.split(' ').any(several) {
        return noun.to_owned();
    }
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']);
    let sounds_so = !["uni", "use", "one"].iter().any(|start| noun.starts_with(start));
    format!("{} {noun}", if vowel && sounds_so { "an" } else { "a" })
}

/// An English noun in the plural.
pub(super) fn plural(noun: &str) -> String {
    let consonant = |c: char| c.is_ascii_alphabetic() && !"aeiou".contains(c);
    match noun.strip_suffix('y') {
        // `dues returned` counts already.
        _ if noun.ends_with("ed") => noun.to_owned(),
        Some(stem) if stem.ends_with(consonant) => format!("{stem}ies"),
        _ if ["s", "x", "ch", "sh"].iter().any(|end| noun.ends_with(end)) => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}
