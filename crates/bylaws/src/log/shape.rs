//! What the names in records of each type stand for, worked out once, so that a record as it should be is
//! read in one pass. Whatever is out of the ordinary is left to [`super::read`], which says what is wrong.

use super::headings::{AT, FRAME, ID, RECORDED_AT, TYPE};
use super::{EventType, Vocabulary};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{Arc, OnceLock};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// The type's own field at this position.
    Own(usize),
    Id,
    Type,
    At,
    RecordedAt,
}

impl Slot {
    /// A number for each part of the frame.
    pub(super) fn of_frame(self) -> u8 {
        match self {
            Self::Id => 0,
            Self::Type => 1,
            Self::At => 2,
            Self::RecordedAt => 3,
            Self::Own(_) => 7,
        }
    }
}

/// The names that records of one type may use.
#[derive(Debug)]
pub(super) struct Shape {
    pub kind: usize,
    pub slots: FxHashMap<String, Slot>,
}

/// The shapes of all types, by each of their names; each is worked out when the first record of its type is read, for
/// a log of a few records looks at few of them.
#[derive(Debug, Default)]
pub(crate) struct Shapes {
    by_name: FxHashMap<String, usize>,
    all: Vec<OnceLock<Shape>>,
}

impl Shapes {
    pub(crate) fn of(vocabulary: &Vocabulary) -> Self {
        // As the vocabulary itself is asked: canonical names come first.
        let mut by_name: FxHashMap<String, usize> =
            vocabulary.events.keys().enumerate().map(|(kind, canonical)| (canonical.clone(), kind)).collect();
        for (kind, event) in vocabulary.events.values().enumerate() {
            for form in event.name.forms().chain(event.name.also.iter().map(String::as_str)) {
                by_name.entry(form.to_owned()).or_insert(kind);
            }
        }
        by_name.retain(|_, kind| {
            vocabulary.events.get_index(*kind).is_some_and(|(_, event)| event.is_recorded())
        });
        Self { by_name, all: vocabulary.events.iter().map(|_| OnceLock::new()).collect() }
    }

    /// The shape of records of the type that answers to a name, in the vocabulary of which these are.
    pub(super) fn named(&self, vocabulary: &Vocabulary, name: &str) -> Option<&Shape> {
        let kind = *self.by_name.get(name)?;
        let (_, event) = vocabulary.events.get_index(kind)?;
        Some(self.all.get(kind)?.get_or_init(|| Shape { kind, slots: slots(event) }))
    }
}

fn slots(event: &EventType) -> FxHashMap<String, Slot> {
    let mut slots = FxHashMap::default();
    for (forms, slot) in FRAME.iter().zip([Slot::Id, Slot::Type, Slot::At, Slot::RecordedAt]) {
        let free = forms.iter().filter(|form| event.own_field(form).is_none());
        slots.extend(free.map(|form| ((*form).to_owned(), slot)));
    }
    let own = event.fields.values().flat_map(|field| field.name.forms());
    for form in own.chain(event.fields.keys().map(String::as_str)) {
        if let Some(index) = event.own_field(form) {
            slots.insert(form.to_owned(), Slot::Own(index));
        }
    }
    slots
}

// The order of the frame's names is that of the slots above.
const _: () =
    assert!(FRAME.len() == 4 && ID.len() == 2 && TYPE.len() == 2 && AT.len() == 4 && RECORDED_AT.len() == 3);

/// Words that records share, each held once.
#[derive(Debug, Default)]
pub struct Words(FxHashSet<Arc<str>>);

impl Words {
    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The one copy of a word.
    pub(super) fn shared(&mut self, word: &str) -> Arc<str> {
        if let Some(known) = self.0.get(word) {
            return known.clone();
        }
        let word: Arc<str> = Arc::from(word);
        self.0.insert(word.clone());
        word
    }
}
