//! A record as bytes: what is looked at most stands first at fixed places, then one link for each entity that it
//! names, then the rest.

use super::names::{Names, Number};
use super::pages::{Handle, NONE};
use crate::log::{Instant, Moment, Place, Precision, Record, Value};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How many bytes come before the links: length, type, number of links, earliest time.
const HEAD: usize = 18;
/// An entity, and the record before this one that names it.
const LINK: usize = 8;
/// In the length: the record is removed.
const REMOVED: u32 = 1 << 31;

#[derive(Serialize, Deserialize)]
struct Rest {
    /// How much later than its earliest time it ends.
    length: i64,
    precision: Precision,
    recorded_at: Option<Moment>,
    input: u32,
    line: u64,
    fields: Vec<Field>,
}

#[derive(Serialize, Deserialize)]
enum Field {
    Nothing,
    /// The entity of this link.
    Named(u32),
    Plain(Value),
}

/// The bytes from where a record begins.
#[derive(Clone, Copy)]
pub(in super::super) struct Packed<'b>(pub &'b [u8]);

impl<'b> Packed<'b> {
    fn word(self, at: usize) -> u32 {
        let bytes = self.0.get(at..).and_then(|bytes| bytes.first_chunk::<4>());
        bytes.map_or(0, |bytes| u32::from_le_bytes(*bytes))
    }

    /// How many bytes it takes.
    pub(super) fn length(self) -> usize {
        (self.word(0) & !REMOVED) as usize
    }

    pub(super) fn is_removed(self) -> bool {
        self.word(0) & REMOVED != 0
    }

    /// Position of its type.
    pub(in super::super) fn kind(self) -> usize {
        (self.word(4) & 0xffff) as usize
    }

    // No more than its bytes hold, whatever a damaged checkpoint says.
    fn links(self) -> usize {
        (self.word(6) as usize).min(self.0.len().saturating_sub(HEAD) / LINK)
    }

    /// The earliest instant at which it may have happened.
    pub(in super::super) fn first(self) -> Instant {
        let bytes = self.0.get(10..).and_then(|bytes| bytes.first_chunk::<8>());
        Instant(bytes.map_or(0, |bytes| i64::from_le_bytes(*bytes)))
    }

    /// Entities that it names, each with the record before this one that names it.
    pub(super) fn named(self) -> impl Iterator<Item = (Number, Handle)> + use<'b> {
        (0..self.links()).map(move |link| {
            let at = HEAD + LINK * link;
            (self.word(at), self.word(at + 4))
        })
    }

    fn id_and_more(self) -> Option<(&'b str, &'b [u8])> {
        let bytes = self.0.get(HEAD + LINK * self.links()..self.length())?;
        postcard::take_from_bytes(bytes).ok()
    }

    /// Its id.
    pub(super) fn id(self) -> &'b str {
        self.id_and_more().map_or("", |(id, _)| id)
    }

    /// The whole record.
    pub(super) fn record(self, names: &Names, inputs: &[Arc<str>]) -> Option<Record> {
        let (id, rest) = self.id_and_more()?;
        let rest: Rest = postcard::from_bytes(rest).ok()?;
        let first = self.first();
        let end = Instant(first.0.saturating_add(rest.length));
        let value = |field| match field {
            Field::Nothing => None,
            Field::Plain(value) => Some(value),
            Field::Named(link) => {
                let number = self.word(HEAD + LINK * link as usize);
                Some(Value::Entity(Arc::from(names.text(number))))
            }
        };
        Some(Record {
            id: Arc::from(id),
            kind: self.kind(),
            at: Moment { first, end, precision: rest.precision },
            recorded_at: rest.recorded_at,
            fields: rest.fields.into_iter().map(value).collect(),
            place: Place {
                input: inputs.get(rest.input as usize).cloned().unwrap_or_else(|| Arc::from("")),
                line: rest.line,
            },
        })
    }
}

/// Notes that a record is removed.
pub(super) fn note_removed(bytes: &mut [u8]) {
    let length = Packed(bytes).word(0) | REMOVED;
    put(bytes, 0, length);
}

/// Puts another record in the place of the one before that names the entity of a link.
pub(super) fn relink(bytes: &mut [u8], of: Number, before: Handle) {
    let at =
        (0..Packed(bytes).links()).map(|link| HEAD + LINK * link).find(|at| Packed(bytes).word(*at) == of);
    if let Some(at) = at {
        put(bytes, at + 4, before);
    }
}

fn put(bytes: &mut [u8], at: usize, word: u32) {
    if let Some(four) = bytes.get_mut(at..).and_then(|bytes| bytes.first_chunk_mut::<4>()) {
        *four = word.to_le_bytes();
    }
}

/// Writes a record to `out`; its links lead nowhere yet.
pub(super) fn pack(record: &Record, input: u32, names: &mut Names, out: &mut Vec<u8>) {
    let mut links: Vec<Number> = Vec::new();
    let mut link = |id: &Arc<str>| {
        let number = names.note(id);
        let at = links.iter().position(|known| *known == number).unwrap_or_else(|| {
            links.push(number);
            links.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    };
    let mut field = |value: &Option<Value>| match value {
        None => Field::Nothing,
        Some(Value::Entity(id)) => Field::Named(link(id)),
        Some(value) => {
            super::named(value, &mut |id| {
                link(id);
            });
            Field::Plain(value.clone())
        }
    };
    let rest = Rest {
        fields: record.fields.iter().map(&mut field).collect(),
        length: record.at.end.0.saturating_sub(record.at.first.0),
        precision: record.at.precision,
        recorded_at: record.recorded_at,
        input,
        line: record.place.line,
    };
    out.clear();
    out.extend([0; 4]);
    out.extend(u16::try_from(record.kind).unwrap_or(u16::MAX).to_le_bytes());
    out.extend(u32::try_from(links.len()).unwrap_or(0).to_le_bytes());
    out.extend(record.at.first.0.to_le_bytes());
    for number in links {
        out.extend(number.to_le_bytes());
        out.extend(NONE.to_le_bytes());
    }
    // Writing to memory cannot fail.
    let written = postcard::to_extend(&*record.id, std::mem::take(out));
    *out = written.and_then(|out| postcard::to_extend(&rest, out)).unwrap_or_default();
    let length = u32::try_from(out.len()).unwrap_or(0);
    put(out, 0, length);
}
