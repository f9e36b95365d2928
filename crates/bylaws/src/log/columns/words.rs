//! Words of fields as numbers: a word that comes again costs one look-up and no copy.

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

/// Values by number; number 0 is what was left out.
#[derive(Debug)]
pub(super) struct Dictionary {
    values: Vec<Option<Value>>,
    by_value: FxHashMap<Value, u32>,
    short: FxHashMap<(u64, u64, u32), u32>,
    long: FxHashMap<(Box<[u8]>, u32), u32>,
}

impl Default for Dictionary {
    fn default() -> Self {
        Self {
            values: vec![None],
            by_value: FxHashMap::default(),
            short: FxHashMap::default(),
            long: FxHashMap::default(),
        }
    }
}

impl Dictionary {
    /// The number of a cell's value, which `read` reads when its words are new; none where it gives none.
    pub(super) fn code(
        &mut self,
        cell: Cell<'_>,
        read: impl FnOnce() -> Option<Option<Value>>,
    ) -> Option<u32> {
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
    fn of_value(&mut self, value: Option<Value>) -> Option<u32> {
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
