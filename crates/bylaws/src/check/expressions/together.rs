//! A field and what is asked of it in one word: 紧急否, 级别为系部.

use super::{Hand, Scene};
use crate::check::Checker;
use crate::log::{Field, Type};

/// How people say that something is so, and that it is not.
const SO: [&str; 4] = ["是", "为是", "有", "为有"];
const NOT_SO: [&str; 7] = ["否", "为否", "不", "为不", "不是", "无", "没有"];

impl Checker<'_> {
    /// What to write, where the word begins with a field of what is in hand and goes on with a value of it.
    pub(super) fn condition_in_one_word(&self, word: &str, scene: &Scene) -> Option<String> {
        let begun = self.fields_in_hand(scene).into_iter().filter_map(|field| {
            let name = field.name.forms().find(|form| !form.is_ascii() && word.starts_with(form))?;
            Some((name, word.get(name.len()..).filter(|rest| !rest.is_empty())?, &field.ty))
        });
        let (name, rest, ty) = begun.max_by_key(|(name, ..)| name.len())?;
        Some(format!("{name}{}", self.said_of(ty, rest)?))
    }

    fn said_of(&self, ty: &Type, rest: &str) -> Option<String> {
        match ty {
            Type::Bool if SO.contains(&rest) => Some("为是".to_owned()),
            Type::Bool if NOT_SO.contains(&rest) => Some("为否".to_owned()),
            Type::Enum(name) => {
                let values = &self.vocabulary_ref().enums.get(name)?.variants;
                let said = rest.strip_prefix("为").or_else(|| rest.strip_prefix("等于"));
                // What is said to be a value is one, or is told as none.
                let value = said
                    .filter(|value| !value.is_empty())
                    .or_else(|| values.values().any(|value| value.answers_to(rest)).then_some(rest))?;
                Some(format!("是{value}"))
            }
            _ => None,
        }
    }

    fn fields_in_hand(&self, scene: &Scene) -> Vec<&Field> {
        let vocabulary = self.vocabulary_ref();
        match &scene.hand {
            Hand::Event(kind) | Hand::State(kind) => {
                let event = vocabulary.events.get_index(*kind);
                event.into_iter().flat_map(|(_, event)| event.fields.values()).collect()
            }
            Hand::Entity(kind) => {
                let kinds = vocabulary.entities.values().filter(|e| vocabulary.is_a(kind, &e.name.canonical));
                kinds.flat_map(|entity| entity.fields.values()).collect()
            }
            Hand::Role(_) | Hand::Empty | Hand::Lost => Vec::new(),
        }
    }
}
