//! Corrections, and records that could not be read.

use super::super::written::Written;
use crate::log::{Instant, Moment, Place, Record, SetAside};
use rustc_hash::FxHashMap as HashMap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A correction, or a record that could not be read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in super::super) struct Other {
    pub written: Written,
    pub about: About,
}

/// What an unusual record is about.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in super::super) enum About {
    /// It corrects the record of this id, known from this instant on.
    Corrects { of: Arc<str>, known: Instant, by: Option<Record> },
    /// It could not be read; of which type it was, and when, as far as that can be told.
    Unread { kind: Option<usize>, at: Option<Moment> },
}

/// All of them, in the order in which they came.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(in super::super) struct Others {
    all: Vec<Other>,
    /// Ids that are corrected, and whether there are records of them.
    there: std::collections::BTreeMap<Arc<str>, bool>,
    #[serde(skip)]
    corrected: HashMap<Arc<str>, Vec<usize>>,
    #[serde(skip)]
    unread: usize,
    /// How many ids have no record.
    #[serde(skip)]
    waiting: usize,
}

impl Others {
    /// Looks ids up again after a checkpoint was read.
    pub(super) fn index(&mut self) {
        (self.corrected, self.unread) = Default::default();
        for (at, other) in self.all.iter().enumerate() {
            match &other.about {
                About::Corrects { of, .. } => self.corrected.entry(of.clone()).or_default().push(at),
                About::Unread { .. } => self.unread += 1,
            }
        }
        let corrected = &self.corrected;
        self.there.retain(|id, _| corrected.contains_key(id));
        self.waiting = self.there.values().filter(|there| !**there).count();
    }

    /// Adds one; `there` says whether there is a record that it corrects.
    pub(in super::super) fn add(&mut self, other: Other, there: bool) {
        match &other.about {
            About::Corrects { of, .. } => {
                self.corrected.entry(of.clone()).or_default().push(self.all.len());
                let known = self.there.insert(of.clone(), there);
                self.waiting += usize::from(!there && known != Some(false));
            }
            About::Unread { .. } => self.unread += 1,
        }
        self.all.push(other);
    }

    /// Notes that there is a record of an id.
    pub(super) fn note_there(&mut self, id: &str) {
        if let Some(there) = self.there.get_mut(id).filter(|there| !**there) {
            *there = true;
            self.waiting -= 1;
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Other> {
        self.all.iter()
    }

    pub(in super::super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Corrections of a record.
    pub(in super::super) fn corrections(&self, id: &str) -> impl Iterator<Item = (Instant, Option<&Record>)> {
        let of_id = self.corrected.get(id).into_iter().flatten().filter_map(|at| self.all.get(*at));
        of_id.filter_map(|other| match &other.about {
            About::Corrects { known, by, .. } => Some((*known, by.as_ref())),
            About::Unread { .. } => None,
        })
    }

    /// Whether a record of an id is, or was, corrected.
    pub(in super::super) fn corrects(&self, id: &str) -> bool {
        !self.all.is_empty() && self.corrected.contains_key(id)
    }

    /// Records that corrections put in the place of others.
    pub(in super::super) fn replacing(&self) -> impl Iterator<Item = &Record> {
        self.all.iter().filter_map(|other| match &other.about {
            About::Corrects { by, .. } => by.as_ref(),
            About::Unread { .. } => None,
        })
    }

    // A correction may come before what it corrects; until then it says nothing.
    pub(super) fn waits(&self, other: &Other) -> bool {
        matches!(&other.about, About::Corrects { of, .. } if self.there.get(of) != Some(&true))
    }

    /// Whether nothing is unread, and no correction waits.
    pub(in super::super) fn is_plain(&self) -> bool {
        self.unread == 0 && self.waiting == 0
    }

    /// Whether what was read here could not be read.
    pub(in super::super) fn is_unread(&self, place: &Place) -> bool {
        let unread = |other: &&Other| matches!(other.about, About::Unread { .. });
        self.unread > 0 && self.all.iter().filter(unread).any(|other| other.written.place() == place)
    }

    pub(super) fn drop_vain(
        &mut self,
        closing: Instant,
        is_there: &dyn Fn(&str) -> bool,
    ) -> Vec<(Place, Arc<str>)> {
        let mut dropped = Vec::new();
        self.retain(|other| match &other.about {
            About::Corrects { of, known, .. } if *known <= closing && !is_there(of) => {
                dropped.push((other.written.place().clone(), of.clone()));
                false
            }
            _ => true,
        });
        dropped
    }

    pub(super) fn retain(&mut self, keep: impl FnMut(&Other) -> bool) {
        let before = self.all.len();
        self.all.retain(keep);
        if self.all.len() < before {
            self.index();
        }
    }

    pub(super) fn bytes(&self) -> usize {
        let of_other = |other: &Other| size_of::<Other>() + other.written.bytes();
        self.all.iter().map(of_other).sum()
    }
}

impl Other {
    pub(in super::super) fn correction(
        written: Written,
        of: Arc<str>,
        known: Instant,
        by: Option<Record>,
    ) -> Self {
        Self { written, about: About::Corrects { of, known, by } }
    }

    pub(in super::super) fn unread(written: Written, aside: &SetAside) -> Self {
        Self { written, about: About::Unread { kind: aside.kind, at: aside.at } }
    }
}
