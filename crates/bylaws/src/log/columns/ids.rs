//! Ids in eight bytes: most are a few letters with a running number behind them. Where the numbers rise from
//! record to record, no id can have come twice, and nothing need be looked up to know it.

use super::deltas::Deltas;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Bits of an id that hold its number; those above hold its prefix.
pub(super) const NUMBER_BITS: u32 = 48;

/// The prefix of ids that are kept as text.
pub(super) const TEXT: u16 = u16::MAX;

/// More prefixes than this are no prefixes: such ids are words of another kind.
const PREFIXES: usize = 256;

/// An id as letters and a number: `e00123` is `e`, 5 digits, 123.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numbered<'a> {
    pub prefix: &'a [u8],
    /// How many digits it was padded to with zeros; 0 if it was not.
    pub width: u8,
    pub number: u64,
}

impl<'a> Numbered<'a> {
    /// Splits an id; none of one that ends in no digit or has more digits than fit.
    // What comes back whole goes through memory; split where it is asked for it stays in registers.
    #[inline(always)]
    pub(super) fn of(id: &'a [u8]) -> Option<Self> {
        let (digits, number) = digits(id);
        let (prefix, tail) = id.split_at_checked(id.len() - digits)?;
        let first = *tail.first()?;
        if digits > 14 || prefix.len() > 32 {
            return None;
        }
        let padded = first == b'0' && digits > 1;
        Some(Self { prefix, width: if padded { digits as u8 } else { 0 }, number })
    }
}

/// The same of an id of four to eight bytes, which is looked at as one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Short {
    prefix: ShortPrefix,
    number: u64,
}

/// A prefix of up to seven bytes, with its length above them, and how many digits follow if they are padded.
type ShortPrefix = (u64, u8);

impl Short {
    #[inline(always)]
    fn of(id: &[u8]) -> Option<Self> {
        let unused = match id.len() {
            len @ 4..=8 => 64 - 8 * len as u32,
            _ => return None,
        };
        let word = last_word(id);
        let (digits, number) = digits_of(word);
        let before = 8 * (id.len() as u32 - digits);
        let first = word.checked_shr(64 - 8 * digits)? as u8;
        let prefix = (word >> unused) & (1_u64.checked_shl(before).unwrap_or(0).wrapping_sub(1));
        let width = if first == b'0' && digits > 1 { digits as u8 } else { 0 };
        Some(Self { prefix: (prefix | u64::from(before) << 56, width), number })
    }

    // None of a prefix that is too long.
    fn prefix(prefix: &[u8], width: u8) -> Option<ShortPrefix> {
        let word = prefix.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
        (prefix.len() < 8).then_some((word | (8 * prefix.len() as u64) << 56, width))
    }
}

// How many digits an id ends in, up to sixteen, and their number.
fn digits(id: &[u8]) -> (usize, u64) {
    let (digits, number) = last_digits(id);
    match id.get(..id.len() - digits) {
        Some(rest) if digits == 8 => {
            let (more, before) = last_digits(rest);
            (digits + more, before * 100_000_000 + number)
        }
        _ => (digits, number),
    }
}

// How many of the last eight bytes are digits up to the end, and their number.
#[inline]
fn last_digits(id: &[u8]) -> (usize, u64) {
    let (digits, number) = digits_of(last_word(id));
    (digits as usize, number)
}

// The last eight bytes, the last one highest.
#[inline]
fn last_word(id: &[u8]) -> u64 {
    let half = |part: Option<&[u8; 4]>| part.map_or(0, |part| u64::from(u32::from_le_bytes(*part)));
    match id.len() {
        0..4 => {
            id.iter().rev().fold((0, 64), |(word, at), byte| (word | u64::from(*byte) << (at - 8), at - 8)).0
        }
        4..8 => half(id.last_chunk()) << 32 | half(id.first_chunk()) << (64 - 8 * id.len()),
        _ => id.last_chunk().map_or(0, |part| u64::from_le_bytes(*part)),
    }
}

// How many of the highest bytes are digits, and their number; all bytes at once.
#[inline]
fn digits_of(last: u64) -> (u32, u64) {
    let each = |byte: u8| u64::from_ne_bytes([byte; 8]);
    let values = last ^ each(b'0');
    let others = (((values & each(0x7f)) + each(0x76)) | values) & each(0x80);
    let digits = others.leading_zeros() / 8;
    if digits == 0 {
        return (0, 0);
    }
    let values = values & (u64::MAX << (64 - 8 * digits));
    let pairs = (values.wrapping_mul(10 << 8 | 1) >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(100 << 16 | 1) >> 16) & 0x0000_ffff_0000_ffff;
    (digits, fours.wrapping_mul(10_000 << 32 | 1) >> 32)
}

/// What ids begin with.
#[derive(Debug, Default)]
pub(super) struct Prefixes {
    all: Vec<(Box<[u8]>, u8)>,
    /// The same as words, as far as they are short.
    short: Vec<Option<ShortPrefix>>,
    known: FxHashMap<(Box<[u8]>, u8), u16>,
    last: usize,
}

impl Prefixes {
    /// The position of an id's prefix and its number; none of an id of another form, or once there are too many.
    #[inline]
    fn numbered(&mut self, id: &[u8]) -> Option<(u16, u64)> {
        match self.split(id) {
            Some((prefix, number)) => Some((u16::try_from(prefix).ok()?, number)),
            None => Numbered::of(id).and_then(|id| Some((self.position(id)?, id.number))),
        }
    }

    /// The position of an id's prefix; none once there are too many.
    pub(super) fn position(&mut self, id: Numbered<'_>) -> Option<u16> {
        self.position_of(id, PREFIXES)
    }

    /// The position of an id's prefix and its number, if the prefix is the last that was asked for or one of the first.
    #[inline]
    pub(super) fn split(&mut self, id: &[u8]) -> Option<(usize, u64)> {
        let Some(Short { prefix, number }) = Short::of(id) else {
            let id = Numbered::of(id)?;
            return Some((self.recent(id)?, id.number));
        };
        let is = |known: &Option<ShortPrefix>| *known == Some(prefix);
        if !self.short.get(self.last).is_some_and(is) {
            self.last = self.short.iter().take(4).position(is)?;
        }
        Some((self.last, number))
    }

    // The position of an id's prefix, if it is the last that was asked for or one of the first.
    #[inline]
    fn recent(&mut self, id: Numbered<'_>) -> Option<usize> {
        let is = |(prefix, width): &(Box<[u8]>, u8)| *width == id.width && is_same(prefix, id.prefix);
        if self.all.get(self.last).is_some_and(is) {
            return Some(self.last);
        }
        self.last = self.all.iter().take(4).position(is)?;
        Some(self.last)
    }

    #[inline]
    fn position_of(&mut self, id: Numbered<'_>, most: usize) -> Option<u16> {
        match self.recent(id) {
            Some(position) => u16::try_from(position).ok(),
            None => self.looked_up(id, most),
        }
    }

    fn looked_up(&mut self, id: Numbered<'_>, most: usize) -> Option<u16> {
        let key = (Box::from(id.prefix), id.width);
        if let Some(position) = self.known.get(&key) {
            self.last = usize::from(*position);
            return Some(*position);
        }
        std::str::from_utf8(id.prefix).ok()?;
        let position = u16::try_from(self.all.len()).ok().filter(|at| *at < TEXT && self.all.len() < most)?;
        self.short.push(Short::prefix(id.prefix, id.width));
        self.all.push(key.clone());
        self.known.insert(key, position);
        self.last = usize::from(position);
        Some(position)
    }

    /// The position of a prefix that is known already.
    pub(super) fn known(&self, id: Numbered<'_>) -> Option<u16> {
        self.known.get(&(Box::from(id.prefix), id.width)).copied()
    }

    /// The positions that all of them have in `other`, to which those that are new are added.
    pub(super) fn joined(&self, other: &mut Self) -> Option<Vec<u16>> {
        let numbered = |(prefix, width): &(Box<[u8]>, u8)| {
            other.position_of(Numbered { prefix, width: *width, number: 0 }, usize::MAX)
        };
        self.all.iter().map(numbered).collect()
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Writes an id out.
    pub(super) fn write(&self, position: u16, number: u64, out: &mut String) {
        let Some((prefix, width)) = self.all.get(usize::from(position)) else { return };
        out.push_str(std::str::from_utf8(prefix).unwrap_or_default());
        let mut digits = [b'0'; 20];
        let (mut rest, mut most) = (number, 0);
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            (rest, most) = (rest / 10, most + 1);
            if rest == 0 {
                break;
            }
        }
        let shown = digits.len() - most.max(usize::from(*width));
        out.push_str(
            digits.get(shown..).and_then(|digits| std::str::from_utf8(digits).ok()).unwrap_or_default(),
        );
    }
}

// Most are a single letter.
#[inline]
fn is_same(a: &[u8], b: &[u8]) -> bool {
    match (a, b) {
        ([a], [b]) => a == b,
        _ => a == b,
    }
}

/// Between which numbers ids lie, by prefix, and whether they rise from one to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    rises: Vec<Option<(u64, u64)>>,
    fallen: bool,
}

impl Order {
    #[inline]
    fn note(&mut self, prefix: u16, number: u64) {
        let prefix = usize::from(prefix);
        if let Some(Some((_, last))) = self.rises.get_mut(prefix)
            && *last < number
        {
            *last = number;
            return;
        }
        if self.rises.len() <= prefix {
            self.rises.resize(prefix + 1, None);
        }
        match self.rises.get_mut(prefix) {
            Some(Some(_)) => self.fallen = true,
            Some(none) => *none = Some((number, number)),
            None => {}
        }
    }

    /// One more id, of any type.
    pub(super) fn pass(&mut self, id: &[u8], prefixes: &mut Prefixes) {
        match prefixes.numbered(id) {
            Some((prefix, number)) => self.note(prefix, number),
            None => self.fallen = true,
        }
    }

    /// Gives prefixes the positions that they have in common.
    pub(super) fn rename(&mut self, positions: &[u16]) {
        let mut rises = Vec::new();
        for (at, rise) in std::mem::take(&mut self.rises).into_iter().enumerate() {
            let position = positions.get(at).map_or(at, |position| usize::from(*position));
            if rises.len() <= position {
                rises.resize(position + 1, None);
            }
            if let Some(slot) = rises.get_mut(position) {
                *slot = rise;
            }
        }
        self.rises = rises;
    }
}

/// The ids of some records, in their order.
#[derive(Debug, Default)]
pub(super) struct Ids {
    packed: Deltas,
    texts: Vec<Arc<str>>,
}

impl Ids {
    pub(super) fn reserve(&mut self, rows: usize) {
        self.packed.reserve(rows);
    }

    /// Adds an id, of which `all` takes note too; `false` if it is no text.
    #[inline]
    pub(super) fn push(&mut self, id: &[u8], prefixes: &mut Prefixes, all: &mut Order) -> bool {
        if let Some((prefix, number)) = prefixes.numbered(id) {
            all.note(prefix, number);
            self.packed.push(u64::from(prefix) << NUMBER_BITS | number);
            return true;
        }
        let Ok(text) = std::str::from_utf8(id) else { return false };
        self.packed.push(u64::from(TEXT) << NUMBER_BITS | self.texts.len() as u64);
        self.texts.push(Arc::from(text));
        all.fallen = true;
        true
    }

    /// Gives prefixes the positions that they have in common.
    pub(super) fn rename(&mut self, positions: &[u16]) {
        if positions.iter().enumerate().all(|(at, position)| at == usize::from(*position)) {
            return;
        }
        let mut renamed = Deltas::default();
        renamed.reserve(self.packed.len());
        for id in self.packed.iter() {
            let (prefix, number) = parts(id);
            let position = positions.get(usize::from(prefix)).copied().unwrap_or(prefix);
            renamed.push(u64::from(position) << NUMBER_BITS | number);
        }
        self.packed = renamed;
    }

    /// Each id in a form that is written out by [`Self::written`].
    pub(super) fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        self.packed.iter()
    }

    pub(super) fn len(&self) -> usize {
        self.packed.len()
    }

    /// An id as text.
    pub(super) fn written(&self, id: u64, prefixes: &Prefixes) -> Arc<str> {
        match parts(id) {
            (TEXT, at) => {
                let text = usize::try_from(at).ok().and_then(|at| self.texts.get(at));
                text.cloned().unwrap_or_default()
            }
            (prefix, number) => {
                let mut text = String::with_capacity(24);
                prefixes.write(prefix, number, &mut text);
                Arc::from(text)
            }
        }
    }

    /// The packed forms of those that are no texts.
    pub(super) fn numbered(&self) -> impl Iterator<Item = u64> {
        self.packed.iter().filter(|id| parts(*id).0 != TEXT)
    }

    pub(super) fn texts(&self) -> &[Arc<str>] {
        &self.texts
    }
}

/// The prefix's position and the number.
pub(super) fn parts(id: u64) -> (u16, u64) {
    ((id >> NUMBER_BITS) as u16, id & ((1 << NUMBER_BITS) - 1))
}

/// An id in the form that [`Ids`] keep; none if it is not of that form, or its prefix is of no record.
pub(super) fn packed(id: &[u8], prefixes: &Prefixes) -> Option<u64> {
    let numbered = Numbered::of(id)?;
    prefixes.known(numbered).map(|prefix| u64::from(prefix) << NUMBER_BITS | numbered.number)
}

/// Whether ids rise throughout, so that none can have come twice; in the order of the text.
pub(super) fn rise<'i>(parts: impl Iterator<Item = &'i Order>) -> bool {
    let mut reached: Vec<Option<u64>> = Vec::new();
    for part in parts {
        if part.fallen {
            return false;
        }
        if reached.len() < part.rises.len() {
            reached.resize(part.rises.len(), None);
        }
        for (reached, rise) in reached.iter_mut().zip(&part.rises) {
            if let Some((first, last)) = rise {
                if reached.is_some_and(|reached| reached >= *first) {
                    return false;
                }
                *reached = Some(*last);
            }
        }
    }
    true
}

/// Between which numbers ids lie, by prefix.
pub(super) struct Spans(Vec<Option<(u64, u64)>>);

impl Spans {
    /// Whether an id may be among those.
    pub(super) fn contain(&self, id: u64) -> bool {
        let (prefix, number) = parts(id);
        let span = self.0.get(usize::from(prefix)).copied().flatten();
        span.is_some_and(|(first, last)| (first..=last).contains(&number))
    }
}

/// Between which numbers all these ids lie.
pub(super) fn spans<'i>(all: impl Iterator<Item = &'i Ids>) -> Spans {
    let mut spans: Vec<Option<(u64, u64)>> = Vec::new();
    for (prefix, number) in all.flat_map(Ids::numbered).map(parts) {
        let prefix = usize::from(prefix);
        if spans.len() <= prefix {
            spans.resize(prefix + 1, None);
        }
        if let Some(span) = spans.get_mut(prefix) {
            let (low, high) = span.unwrap_or((number, number));
            *span = Some((low.min(number), high.max(number)));
        }
    }
    Spans(spans)
}
