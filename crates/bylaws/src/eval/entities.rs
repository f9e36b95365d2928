//! Entities by kind and by attribute, so that "the branches of this college" is looked up and not searched.

use super::context::Context;
use super::fluents::Life;
use super::term::Term;
use crate::check::policy::{CheckedPolicy, Selection};
use crate::log::Value;
use crate::plan;
use rayon::prelude::*;
use rustc_hash::FxHashMap as HashMap;
use std::sync::Arc;

/// Ids of entities; each list in order, each id in it once.
pub(super) struct EntityIndex {
    by_kind: HashMap<String, Vec<Arc<str>>>,
    by_attribute: HashMap<String, ByValue>,
}

/// Entities by the values of one attribute.
#[derive(Default)]
struct ByValue {
    /// By any value that it ever had.
    had: HashMap<Value, Vec<Arc<str>>>,
    /// Those of which it was not recorded from the beginning: they may be meant.
    unrecorded: Vec<Arc<str>>,
}

impl ByValue {
    fn may_have(&self, value: &Value) -> Vec<&Arc<str>> {
        let mut ids: Vec<&Arc<str>> =
            self.had.get(value).into_iter().flatten().chain(&self.unrecorded).collect();
        ids.sort();
        ids.dedup();
        ids
    }
}

impl EntityIndex {
    pub(super) fn of(policy: &CheckedPolicy, entities: &HashMap<Arc<str>, Life>) -> Self {
        let mut ids: Vec<&Arc<str>> = entities.keys().collect();
        ids.par_sort_unstable();
        let mut by_kind: HashMap<String, Vec<Arc<str>>> = HashMap::default();
        let mut by_attribute: HashMap<String, ByValue> =
            plan::used_attributes(policy).into_iter().map(|name| (name, ByValue::default())).collect();
        for id in ids {
            let Some(life) = entities.get(id) else { continue };
            for kind in policy.vocabulary.entities.keys().filter(|k| policy.vocabulary.is_a(&life.kind, k)) {
                by_kind.entry(kind.clone()).or_default().push(id.clone());
            }
            for (name, by_value) in &mut by_attribute {
                if policy.vocabulary.entity_field(&life.kind, name).is_none() {
                    continue;
                }
                if life.attributes.of(name).next().is_none_or(|first| first.from > life.from) {
                    by_value.unrecorded.push(id.clone());
                }
                for reading in life.attributes.of(name) {
                    let list = by_value.had.entry(reading.value.clone()).or_default();
                    if list.last() != Some(id) {
                        list.push(id.clone());
                    }
                }
            }
        }
        Self { by_kind, by_attribute }
    }

    /// The entities of a kind.
    pub(super) fn of_kind(&self, kind: &str) -> &[Arc<str>] {
        self.by_kind.get(kind).map_or(&[], Vec::as_slice)
    }
}

impl<'a> Context<'a> {
    /// The entities that a selection of a kind may find, in order; more where no attribute narrows it.
    pub(super) fn candidates(&self, selection: &Selection, kind: &str) -> Vec<(&'a Arc<str>, &'a Life)> {
        let world = self.world;
        let index = &world.entities;
        let narrowed = plan::attribute_key(selection).and_then(|(name, value)| {
            let by_value = index.by_attribute.get(name)?;
            match self.term(value) {
                Term::Known(value @ Value::Entity(_)) => Some(by_value.may_have(&value)),
                _ => None,
            }
        });
        let ids = narrowed.unwrap_or_else(|| index.of_kind(kind).iter().collect());
        let with_life = ids.into_iter().filter_map(|id| Some((id, world.life(id)?)));
        with_life.filter(|(_, life)| world.policy.vocabulary.is_a(&life.kind, kind)).collect()
    }
}
