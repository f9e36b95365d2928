//! Something of what a norm speaks of, named alone: 司机 for 该出车的司机, 该学生 for 该请假的学生.

use super::{Hand, Scene};
use crate::check::Checker;
use crate::check::policy::BearerKind;
use crate::diagnostic::Message;
use crate::log::{EventType, Field, Name, Type};

impl Checker<'_> {
    /// The field of the trigger that a bare name is, as it is spoken of.
    pub(in crate::check) fn of_the_trigger(&self, word: &str, scene: &Scene) -> Option<String> {
        let event = self.trigger_of(scene)?;
        let field = event.fields.values().find(|field| field.name.answers_to(word))?;
        Some(spoken(&[&event.name, &field.name]))
    }

    /// The post that a bare name is, in the only unit that the norm leads to.
    pub(in crate::check) fn post_meant(&self, word: &str, scene: &Scene) -> Option<String> {
        let role = self.vocabulary_ref().role_named(word)?;
        let path = self.way_to(&role.unit, scene)?;
        Some(spoken(&path.into_iter().chain([&role.name]).collect::<Vec<_>>()))
    }

    /// How one of a kind is spoken of where the norm leads to a single one: 该领用的领用实验室.
    pub(in crate::check) fn the_only(&self, kind: &str, scene: &Scene) -> Option<String> {
        self.way_to(kind, scene).map(|path| spoken(&path))
    }

    // The names by which one of a kind is reached: whom the norm binds, a field of what gives rise to the duty, an
    // attribute of either. The nearest, if it is the only one so near.
    fn way_to<'v>(&'v self, kind: &str, scene: &'v Scene) -> Option<Vec<&'v Name>> {
        let vocabulary = self.vocabulary_ref();
        let fits = |of: &str| vocabulary.is_a(of, kind);
        let bearer = scene.bearer.as_ref().map(|(name, of)| match of {
            BearerKind::Entity(of) => (name, of.as_str()),
            BearerKind::Role(_) | BearerKind::Holding(_) => (name, "person"),
        });
        if let Some((name, _)) = bearer.filter(|(_, of)| fits(of)) {
            return Some(vec![name]);
        }
        let of_trigger: Vec<(Vec<&Name>, &str)> = self
            .trigger_of(scene)
            .into_iter()
            .flat_map(|event| {
                entities_among(event.fields.values()).map(|(field, of)| (vec![&event.name, field], of))
            })
            .collect();
        let attributes = |of: &'v str| {
            let kinds = vocabulary.entities.values().filter(move |e| vocabulary.is_a(of, &e.name.canonical));
            kinds.flat_map(|kind| entities_among(kind.fields.values()))
        };
        let further = |(path, of): &(Vec<&'v Name>, &'v str)| -> Vec<(Vec<&'v Name>, &'v str)> {
            attributes(of).map(|(name, of)| ([path.clone(), vec![name]].concat(), of)).collect()
        };
        let of_bearer: Vec<_> = bearer.iter().flat_map(|(name, of)| further(&(vec![*name], *of))).collect();
        let of_fields: Vec<_> = of_trigger.iter().flat_map(further).collect();
        [of_trigger, of_bearer, of_fields].into_iter().find_map(|ways| {
            let mut ways = ways.into_iter().filter(|(_, of)| fits(of)).map(|(path, _)| path);
            match (ways.next(), ways.next()) {
                (Some(path), None) => Some(Some(path)),
                (Some(_), Some(_)) => Some(None),
                (None, _) => None,
            }
        })?
    }

    /// Of 该学生 and 该院长, where neither is bound: the field of the trigger that alone is such a one, or the post in
    /// the unit that is bound.
    pub(super) fn such_a_one(&self, word: &str, scene: &Scene) -> Option<String> {
        if let Some(field) = self.of_the_trigger(word, scene) {
            return Some(field);
        }
        let vocabulary = self.vocabulary_ref();
        let of_trigger = || {
            let (event, kind) = (self.trigger_of(scene)?, vocabulary.entity_named(word)?);
            let is_one = |field: &&Field| matches!(&field.ty, Type::Entity(of) if *of == kind.name.canonical);
            let mut fields = event.fields.values().filter(is_one);
            let (Some(field), None) = (fields.next(), fields.next()) else { return None };
            Some(spoken(&[&event.name, &field.name]))
        };
        let of_bearer = || {
            let (role, (name, kind)) = (vocabulary.role_named(word)?, scene.bearer.as_ref()?);
            let BearerKind::Entity(kind) = kind else { return None };
            let fits = vocabulary.is_a(kind, &role.unit) || vocabulary.is_a(&role.unit, kind);
            fits.then(|| spoken(&[name, &role.name]))
        };
        of_trigger().or_else(of_bearer)
    }

    /// Of 该查寝 in the brackets of 查寝: how what is in hand is spoken of.
    pub(super) fn is_in_hand(&self, word: &str, scene: &Scene) -> Option<Message> {
        let (Hand::Event(kind) | Hand::State(kind)) = scene.hand else { return None };
        let (_, event) = self.vocabulary_ref().events.get_index(kind)?;
        event.name.answers_to(word).then(|| Message::new("help.is_in_hand").with("name", word))
    }

    fn trigger_of(&self, scene: &Scene) -> Option<&EventType> {
        self.vocabulary_ref().events.get_index(scene.trigger?).map(|(_, event)| event)
    }
}

// Those of some fields that name an entity, with its kind.
fn entities_among<'v>(fields: impl Iterator<Item = &'v Field>) -> impl Iterator<Item = (&'v Name, &'v str)> {
    fields.filter_map(|field| match &field.ty {
        Type::Entity(of) => Some((&field.name, of.as_str())),
        _ => None,
    })
}

// One of the other, in Chinese if all have Chinese names.
fn spoken(path: &[&Name]) -> String {
    let chinese = |name: &&Name| name.forms().find(|form| !form.is_ascii()).map(str::to_owned);
    match path.iter().map(chinese).collect::<Option<Vec<String>>>() {
        Some(names) => format!("该{}", names.join("的")),
        None => {
            let names: Vec<&str> = path.iter().map(|name| name.canonical.as_str()).collect();
            format!("the {}", names.join("."))
        }
    }
}
