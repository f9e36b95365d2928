//! Entities as numbers. Most ids are a few letters with a running number behind them: such an id is looked up in a
//! list, and kept in eight bytes until all are known.

use super::ids::{NUMBER_BITS, Numbered, Prefixes, TEXT, parts};
use super::words::NOTHING;
use crate::log::Value;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Of more prefixes than this the others are not looked up in lists.
const LISTED_PREFIXES: usize = 16;

/// A list may have so many places for each id that there is, and these besides; ids too far apart for it are looked up
/// by hash, as is what came before the list could reach so far.
const PLACES_PER_ID: usize = 8;
const FIRST_PLACES: usize = 1 << 12;

/// Ids by number, each once; number 0 is what was left out.
#[derive(Debug)]
pub(super) struct Entities {
    /// Prefix and number in one, or the position of a text.
    ids: Vec<u64>,
    texts: Vec<Arc<str>>,
    prefixes: Prefixes,
    /// By prefix and number.
    direct: Vec<Vec<u32>>,
    far: FxHashMap<u64, u32>,
    by_text: FxHashMap<Arc<str>, u32>,
}

impl Default for Entities {
    fn default() -> Self {
        Self {
            ids: vec![0],
            texts: Vec::new(),
            prefixes: Prefixes::default(),
            direct: Vec::new(),
            far: FxHashMap::default(),
            by_text: FxHashMap::default(),
        }
    }
}

impl Entities {
    /// The number of an id; none if it is no text, or there are too many.
    #[inline]
    pub(super) fn code(&mut self, id: &[u8]) -> Option<u32> {
        let known = self.prefixes.split(id).and_then(|(prefix, number)| {
            let codes = self.direct.get(prefix);
            let near = usize::try_from(number).ok().and_then(|number| codes?.get(number)).copied();
            near.filter(|code| *code != NOTHING)
                .or_else(|| self.far.get(&((prefix as u64) << NUMBER_BITS | number)).copied())
        });
        known.or_else(|| self.look_up(id))
    }

    // An id that is new, or has spaces around it, which do not belong to it.
    #[cold]
    fn look_up(&mut self, id: &[u8]) -> Option<u32> {
        let text = std::str::from_utf8(id).ok()?.trim();
        if text.is_empty() {
            return Some(NOTHING);
        }
        let numbered = Numbered::of(text.as_bytes());
        let Some((prefix, number)) = numbered.and_then(|id| Some((self.prefixes.position(id)?, id.number)))
        else {
            return self.text(text);
        };
        let packed = u64::from(prefix) << NUMBER_BITS | number;
        if let Some(code) = self.far.get(&packed) {
            return Some(*code);
        }
        let next = u32::try_from(self.ids.len()).ok()?;
        let code = match self.listed(usize::from(prefix), usize::try_from(number).ok()?) {
            Some(code) => code,
            None => self.far.entry(packed).or_insert(NOTHING),
        };
        if *code == NOTHING {
            *code = next;
            self.ids.push(packed);
            return Some(next);
        }
        Some(*code)
    }

    // The place of an id in the list of its prefix; none where it lies too far out.
    fn listed(&mut self, prefix: usize, number: usize) -> Option<&mut u32> {
        let most = self.ids.len() * PLACES_PER_ID + FIRST_PLACES;
        if prefix >= LISTED_PREFIXES {
            return None;
        }
        if self.direct.len() <= prefix {
            self.direct.resize_with(prefix + 1, Vec::new);
        }
        let codes = self.direct.get_mut(prefix)?;
        if codes.len() <= number {
            if number >= most {
                return None;
            }
            codes.resize((number + 1).next_power_of_two(), NOTHING);
        }
        codes.get_mut(number)
    }

    fn text(&mut self, text: &str) -> Option<u32> {
        if let Some(code) = self.by_text.get(text) {
            return Some(*code);
        }
        let code = u32::try_from(self.ids.len()).ok()?;
        let text: Arc<str> = Arc::from(text);
        self.ids.push(u64::from(TEXT) << NUMBER_BITS | self.texts.len() as u64);
        self.texts.push(text.clone());
        self.by_text.insert(text, code);
        Some(code)
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Takes in those of another thread, and says which number each has here.
    pub(super) fn take(&mut self, other: Self) -> Option<Vec<u32>> {
        if self.len() == 1 {
            *self = other;
            return (0..u32::try_from(self.len()).ok()?).map(Some).collect();
        }
        let left_out = std::iter::once(Some(NOTHING));
        let mut written = String::new();
        let own = other.ids.iter().skip(1).map(|id| {
            other.write(*id, &mut written);
            self.code(written.as_bytes())
        });
        left_out.chain(own).collect()
    }

    fn write(&self, id: u64, out: &mut String) {
        out.clear();
        match parts(id) {
            (TEXT, at) => {
                let text = usize::try_from(at).ok().and_then(|at| self.texts.get(at));
                out.push_str(text.map_or("", AsRef::as_ref));
            }
            (prefix, number) => self.prefixes.write(prefix, number, out),
        }
    }

    /// What the numbers mean.
    pub(super) fn into_values(self) -> Vec<Option<Value>> {
        let of = |id: &u64| {
            let mut written = String::new();
            self.write(*id, &mut written);
            Some(Value::Entity(Arc::from(written.as_str())))
        };
        let mut values = Vec::with_capacity(self.ids.len());
        values.push(None);
        values.par_extend(self.ids.par_iter().skip(1).map(of));
        values
    }
}

#[cfg(test)]
mod tests {
    use super::{Entities, NOTHING};
    use crate::log::Value;
    use proptest::prelude::*;

    fn meanings(entities: Entities) -> Vec<Option<String>> {
        let text = |value: Option<Value>| match value {
            Some(Value::Entity(id)) => Some(id.to_string()),
            _ => None,
        };
        entities.into_values().into_iter().map(text).collect()
    }

    // Few or many prefixes, numbers near and far, and what is too long to be one.
    fn words() -> impl Strategy<Value = Vec<String>> {
        let word =
            prop_oneof!["[ a]?[mp机]{0,2}[05]{0,18}[ x]?", "[a-f]{3}[0-9]", "m[0-9]{1,5}", "[1-9][0-9]{6,7}"];
        proptest::collection::vec(word, 0..600)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn words_have_one_number_each_and_come_back(first in words(), second in words()) {
            let (mut all, mut other) = (Entities::default(), Entities::default());
            let numbers: Vec<u32> = first.iter().map(|id| all.code(id.as_bytes()).unwrap()).collect();
            let others: Vec<u32> = second.iter().map(|id| other.code(id.as_bytes()).unwrap()).collect();
            let renamed = all.take(other).unwrap();
            let meanings = meanings(all);
            let distinct: std::collections::HashSet<&Option<String>> = meanings.iter().collect();
            prop_assert_eq!(distinct.len(), meanings.len());
            let others = others.iter().map(|number| renamed[*number as usize]);
            for (word, number) in first.iter().chain(&second).zip(numbers.iter().copied().chain(others)) {
                let meant = Some(word.trim().to_owned()).filter(|word| !word.is_empty());
                prop_assert_eq!(&meanings[number as usize], &meant);
                prop_assert_eq!(number == NOTHING, meant.is_none());
            }
        }
    }
}
