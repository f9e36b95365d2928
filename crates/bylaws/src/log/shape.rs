//! What the names in records of each type stand for, worked out once, so that a record as it should be is
//! read in one pass. Whatever is out of the ordinary is left to [`super::read`], which says what is wrong.

use super::headings::{AT, FRAME, ID, RECORDED_AT, TYPE};
use super::{EventOrigin, EventType, Vocabulary};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

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

/// The shapes of all types, by each of their names.
#[derive(Debug, Default)]
pub(crate) struct Shapes {
    by_name: FxHashMap<String, usize>,
    all: Vec<Shape>,
}

impl Shapes {
    pub(crate) fn of(vocabulary: &Vocabulary) -> Self {
        let mut shapes = Self::default();
        for (kind, (canonical, event)) in vocabulary.events.iter().enumerate() {
            shapes.all.push(Shape { kind, slots: slots(event) });
            if !matches!(event.origin, EventOrigin::Verdict(_)) {
                shapes.by_name.insert(canonical.clone(), kind);
            }
        }
        for (kind, event) in vocabulary.events.values().enumerate() {
            for form in event.name.forms() {
                // What a name means is asked of the vocabulary itself: canonical names come first.
                if vocabulary.recorded_event_named(form).is_some_and(|(found, _)| found == kind) {
                    shapes.by_name.insert(form.to_owned(), kind);
                }
            }
        }
        shapes
    }

    /// The shape of records of the type that answers to a name.
    pub(super) fn named(&self, name: &str) -> Option<&Shape> {
        self.by_name.get(name).and_then(|kind| self.all.get(*kind))
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
