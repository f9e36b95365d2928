//! Entities by kind and by attribute, so that "the branches of this college" is looked up and not searched.

use super::context::Context;
use super::fluents::{Life, Lives};
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
    fn of(policy: &CheckedPolicy, name: &str, all: &[(&Arc<str>, &Life)]) -> Self {
        let mut by_value = Self::default();
        for (id, life) in all {
            if policy.vocabulary.entity_field(&life.kind, name).is_none() {
                continue;
            }
            if life.attributes.of(name).next().is_none_or(|first| first.from > life.from) {
                by_value.unrecorded.push((*id).clone());
            }
            for reading in life.attributes.of(name) {
                let list = by_value.had.entry(reading.value.clone()).or_default();
                if list.last() != Some(id) {
                    list.push((*id).clone());
                }
            }
        }
        by_value
    }

    fn may_have(&self, value: &Value) -> Vec<&Arc<str>> {
        let mut ids: Vec<&Arc<str>> =
            self.had.get(value).into_iter().flatten().chain(&self.unrecorded).collect();
        ids.sort();
        ids.dedup();
        ids
    }
}

impl EntityIndex {
    pub(super) fn of(policy: &CheckedPolicy, entities: &Lives) -> Self {
        let mut all: Vec<(&Arc<str>, &Life)> = entities.iter().collect();
        all.par_sort_unstable_by_key(|(id, _)| *id);
        let vocabulary = &policy.vocabulary;
        let of_kind = |kind: &String| {
            let is_one = |(_, life): &&(&Arc<str>, &Life)| vocabulary.is_a(&life.kind, kind);
            let ids: Vec<Arc<str>> = all.iter().filter(is_one).map(|(id, _)| (*id).clone()).collect();
            (!ids.is_empty()).then(|| (kind.clone(), ids))
        };
        let by_kind = vocabulary.entities.keys().filter_map(of_kind).collect();
        let by_attribute = plan::used_attributes(policy).into_iter().map(|name| {
            let by_value = ByValue::of(policy, &name, &all);
            (name, by_value)
        });
        let by_attribute = by_attribute.collect();
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
