//! Something of what a norm speaks of, named alone: 司机 for 该出车的司机, 该学生 for 该请假的学生.

use super::{Hand, Scene};
use crate::check::Checker;
use crate::check::policy::BearerKind;
use crate::diagnostic::Message;
use crate::log::{EventType, Field, Name, Type};

impl Checker<'_> {
    /// The field of the trigger that a bare name is, as it is spoken of.
    pub(super) fn of_the_trigger(&self, word: &str, scene: &Scene) -> Option<String> {
        let event = self.trigger_of(scene)?;
        let field = event.fields.values().find(|field| field.name.answers_to(word))?;
        spoken(&event.name, &field.name)
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
            spoken(&event.name, &field.name)
        };
        let of_bearer = || {
            let (role, (name, kind)) = (vocabulary.role_named(word)?, scene.bearer.as_ref()?);
            let BearerKind::Entity(kind) = kind else { return None };
            let fits = vocabulary.is_a(kind, &role.unit) || vocabulary.is_a(&role.unit, kind);
            if fits { spoken(name, &role.name) } else { None }
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

// The one of the other, in Chinese if both have Chinese names.
fn spoken(of: &Name, member: &Name) -> Option<String> {
    let chinese = |name: &Name| name.forms().find(|form| !form.is_ascii()).map(str::to_owned);
    match (chinese(of), chinese(member)) {
        (Some(of), Some(member)) => Some(format!("该{of}的{member}")),
        _ => Some(format!("the {}.{}", of.canonical, member.canonical)),
    }
}
