//! Ids of entities as numbers: the text of each once, one after another.

use hashbrown::HashTable;
use rustc_hash::FxHasher;
use serde::{Deserialize, Serialize};
use std::hash::Hasher;

/// The number of an entity.
pub(in super::super) type Number = u32;

/// All entities that were named.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(in super::super) struct Names {
    texts: Vec<u8>,
    /// Where each text ends.
    ends: Vec<u64>,
    #[serde(skip)]
    numbers: HashTable<Number>,
}

pub(super) fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// About how many bytes a table takes that looks up so many numbers.
pub(super) fn table_bytes(count: usize) -> usize {
    (count * 8 / 7).next_power_of_two() * (size_of::<Number>() + 1)
}

impl Names {
    /// The number of an entity, a new one if it was not named before.
    pub(super) fn note(&mut self, text: &str) -> Number {
        if let Some(number) = self.number(text) {
            return number;
        }
        let number = Number::try_from(self.ends.len()).unwrap_or(Number::MAX);
        self.texts.extend(text.as_bytes());
        self.ends.push(self.texts.len() as u64);
        self.enter(number);
        number
    }

    /// The number of an entity that was named.
    pub(in super::super) fn number(&self, text: &str) -> Option<Number> {
        self.numbers.find(hash(text), |number| self.text(*number) == text).copied()
    }

    /// The id of an entity.
    pub(in super::super) fn text(&self, number: Number) -> &str {
        let at = number as usize;
        let end = |at: usize| self.ends.get(at).and_then(|end| usize::try_from(*end).ok());
        let from = at.checked_sub(1).map_or(Some(0), end);
        let bytes = from.zip(end(at)).and_then(|(from, end)| self.texts.get(from..end));
        bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    pub(in super::super) fn count(&self) -> usize {
        self.ends.len()
    }

    /// Looks numbers up again after a checkpoint was read.
    pub(super) fn index(&mut self) {
        self.numbers = HashTable::with_capacity(self.ends.len());
        (0..self.ends.len()).filter_map(|at| Number::try_from(at).ok()).for_each(|number| self.enter(number));
    }

    pub(super) fn bytes(&self) -> usize {
        self.texts.len() + size_of::<u64>() * self.ends.len() + table_bytes(self.ends.len())
    }

    fn enter(&mut self, number: Number) {
        let mut numbers = std::mem::take(&mut self.numbers);
        numbers.insert_unique(hash(self.text(number)), number, |other| hash(self.text(*other)));
        self.numbers = numbers;
    }
}
