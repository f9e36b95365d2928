//! A condition that names a value and not the field that has it: 不使用电话, 通过微信.

use super::{Hand, Scene};
use crate::check::Checker;
use crate::log::Type;

/// Words with which a value is denied or said, before it.
const NOT: [&str; 5] = ["不使用", "不采用", "不通过", "不是", "非"];
const IS: [&str; 5] = ["使用", "采用", "通过", "以", "用"];

impl Checker<'_> {
    /// What to write, where one field of the record in hand alone has such values.
    pub(super) fn said_by_its_value(&self, word: &str, scene: &Scene) -> Option<String> {
        let (denied, value) = said(word)?;
        let vocabulary = self.vocabulary_ref();
        let (Hand::Event(kind) | Hand::State(kind)) = scene.hand else { return None };
        let (_, event) = vocabulary.events.get_index(kind)?;
        let has = |ty: &Type| match ty {
            Type::Enum(name) => {
                vocabulary.enums.get(name).is_some_and(|e| e.variants.values().any(|v| v.answers_to(value)))
            }
            _ => false,
        };
        let mut fields = event.fields.values().filter(|field| has(&field.ty));
        let (Some(field), None) = (fields.next(), fields.next()) else { return None };
        let name = field.name.forms().find(|form| !form.is_ascii())?;
        Some(format!("{name}{}{value}", if denied { "不是" } else { "是" }))
    }
}

// Whether a value is denied, and which.
fn said(word: &str) -> Option<(bool, &str)> {
    let except =
        || word.strip_prefix('除').and_then(|rest| rest.strip_suffix("以外").or(rest.strip_suffix('外')));
    let of = |words: [&str; 5]| words.iter().find_map(|one| word.strip_prefix(one));
    let value = except().or_else(|| of(NOT)).map(|value| (true, value));
    let (denied, value) = value.or_else(|| of(IS).map(|value| (false, value)))?;
    let value = value.strip_suffix("方式").or(value.strip_suffix("形式")).unwrap_or(value);
    (!value.is_empty()).then_some((denied, value))
}
