//! Words of fields as numbers: a word that comes again costs one look-up and no copy.

use super::ids::{Numbered, Prefixes};
use crate::log::Value;
use rustc_hash::FxHashMap;

/// How the words of a field stand in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As text.
    Text,
    /// As text in which something is escaped.
    Escaped,
    /// As a number, a truth value, a list or nothing.
    Bare,
}

/// The words of one field of one record.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'a> {
    /// What stands there, without quotation marks.
    pub bytes: &'a [u8],
    /// In which form.
    pub form: Form,
}

/// The number of what was left out.
pub(crate) const NOTHING: u32 = 0;

/// Numbers up to here are looked up in a list instead of by their words.
const DIRECT: u64 = 1 << 22;
const DIRECT_PREFIXES: usize = 16;

/// Values by number; number 0 is what was left out.
#[derive(Debug)]
pub(super) struct Dictionary {
    values: Vec<Option<Value>>,
    by_value: FxHashMap<Value, u32>,
    prefixes: Prefixes,
    /// Of a word that is a prefix and a number: by prefix and number; none where words are not of that form.
    direct: Option<Vec<Vec<u32>>>,
    short: FxHashMap<(u64, u64, u32), u32>,
    long: FxHashMap<(Box<[u8]>, u32), u32>,
}

impl Default for Dictionary {
    fn default() -> Self {
        Self {
            values: vec![None],
            by_value: FxHashMap::default(),
            prefixes: Prefixes::default(),
            direct: None,
            short: FxHashMap::default(),
            long: FxHashMap::default(),
        }
    }
}

impl Dictionary {
    /// One for ids of entities, which mostly end in a running number.
    pub(super) fn of_ids() -> Self {
        Self { direct: Some(Vec::new()), ..Self::default() }
    }

    /// The number of a cell's value, which `read` reads when its words are new; none where it gives none.
    #[inline]
    pub(super) fn code(
        &mut self,
        cell: Cell<'_>,
        read: impl FnOnce() -> Option<Option<Value>>,
    ) -> Option<u32> {
        let Some(at) = self.place(cell) else { return self.by_words(cell, read) };
        if let Some(code) = self.at(at).copied().filter(|code| *code != u32::MAX) {
            return Some(code);
        }
        let code = self.of_value(read()?)?;
        *self.at(at)? = code;
        Some(code)
    }

    // Where the number of a word that ends in digits stands.
    #[inline]
    fn place(&mut self, cell: Cell<'_>) -> Option<(usize, usize)> {
        let direct = self.direct.as_ref().filter(|_| cell.form == Form::Text)?;
        let numbered = Numbered::of(cell.bytes).filter(|n| n.number < DIRECT)?;
        let prefix = self.prefixes.position(numbered).map(usize::from)?;
        (prefix < DIRECT_PREFIXES || prefix < direct.len())
            .then_some((prefix, usize::try_from(numbered.number).ok()?))
    }

    #[inline]
    fn at(&mut self, (prefix, number): (usize, usize)) -> Option<&mut u32> {
        let direct = self.direct.as_mut()?;
        if direct.len() <= prefix {
            direct.resize_with(prefix + 1, Vec::new);
        }
        let codes = direct.get_mut(prefix)?;
        if codes.len() <= number {
            codes.resize((number + 1).next_power_of_two(), u32::MAX);
        }
        codes.get_mut(number)
    }

    fn by_words(&mut self, cell: Cell<'_>, read: impl FnOnce() -> Option<Option<Value>>) -> Option<u32> {
        if let Some(key) = short(cell) {
            if let Some(code) = self.short.get(&key) {
                return Some(*code);
            }
            let code = self.of_value(read()?)?;
            self.short.insert(key, code);
            return Some(code);
        }
        let key = (Box::from(cell.bytes), cell.form as u32);
        if let Some(code) = self.long.get(&key) {
            return Some(*code);
        }
        let code = self.of_value(read()?)?;
        self.long.insert(key, code);
        Some(code)
    }

    /// The number of a value. Words that mean the same have the same number.
    pub(super) fn of_value(&mut self, value: Option<Value>) -> Option<u32> {
        let Some(value) = value else { return Some(NOTHING) };
        if let Some(code) = self.by_value.get(&value) {
            return Some(*code);
        }
        let code = u32::try_from(self.values.len()).ok().filter(|code| *code < u32::MAX)?;
        self.by_value.insert(value.clone(), code);
        self.values.push(Some(value));
        Some(code)
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// What the numbers mean, and the numbers of values.
    pub(super) fn into_values(self) -> (Vec<Option<Value>>, FxHashMap<Value, u32>) {
        (self.values, self.by_value)
    }
}

// Words of up to sixteen bytes as two numbers that overlap, with length and form.
fn short(cell: Cell<'_>) -> Option<(u64, u64, u32)> {
    let bytes = cell.bytes;
    let of = |part: Option<&[u8; 8]>| part.map(|part| u64::from_le_bytes(*part));
    let half = |part: Option<&[u8; 4]>| part.map(|part| u64::from(u32::from_le_bytes(*part)));
    let (first, last) = match bytes.len() {
        0..4 => (bytes.iter().fold(0, |so_far, byte| so_far << 8 | u64::from(*byte)), 0),
        4..8 => (half(bytes.first_chunk())?, half(bytes.last_chunk())?),
        8..=16 => (of(bytes.first_chunk())?, of(bytes.last_chunk())?),
        _ => return None,
    };
    Some((first, last, (bytes.len() as u32) << 2 | cell.form as u32))
}
