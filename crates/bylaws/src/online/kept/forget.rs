//! Forgetting what no verdict can need any more.

use super::pages::NONE;
use super::{About, Handle, Kept, Number, Packed, hash, packed};
use crate::check::policy::CheckedPolicy;
use crate::log::{Instant, Moment, Record};
use crate::online::reach;
use rustc_hash::FxHashSet as HashSet;
use std::collections::BTreeSet;

/// What is still needed.
pub(in super::super) struct Needs<'n> {
    /// Whether a record is, as far as its type and time tell.
    pub of_kind: &'n dyn Fn(Packed<'_>) -> Option<bool>,
    pub of_record: &'n dyn Fn(&Record) -> bool,
    /// Whether nothing needs what could not be read, by type and time.
    pub is_over: &'n dyn Fn(Option<usize>, Moment) -> bool,
}

impl Kept {
    /// Forgets what is not needed. All records of an id and their corrections stay or go together.
    pub(in super::super) fn forget(
        &mut self,
        policy: &CheckedPolicy,
        begins: Option<Instant>,
        needs: &Needs<'_>,
    ) {
        let is_unneeded = |handle: &Handle| match (needs.of_kind)(self.packed(*handle)) {
            Some(needed) => !needed,
            None => !self.record(*handle).is_some_and(|record| (needs.of_record)(&record)),
        };
        let unneeded: Vec<Handle> = self.handles().filter(is_unneeded).collect();
        let is_gone = |handle: &Handle| {
            let id = self.packed(*handle).id();
            let mut with_id = self.with_id(id);
            let alone = with_id.next().is_some() && with_id.next().is_none();
            let mut corrected = self.others.corrections(id).filter_map(|(_, by)| by);
            (alone || !self.of_id(id).any(|record| (needs.of_record)(&record)))
                && !corrected.any(|by| (needs.of_record)(by))
        };
        let gone: Vec<Handle> = unneeded.into_iter().filter(is_gone).collect();
        if !gone.is_empty() {
            self.began = self.began.or(begins);
        }
        let ids: HashSet<String> = match self.others.is_empty() {
            true => HashSet::default(),
            false => gone.iter().map(|handle| self.packed(*handle).id().to_owned()).collect(),
        };
        self.remove(policy, &gone);
        self.others.retain(|other| match &other.about {
            About::Corrects { of, .. } => !ids.contains(&**of),
            About::Unread { kind, at } => at.is_none_or(|at| !(needs.is_over)(*kind, at)),
        });
    }

    fn remove(&mut self, policy: &CheckedPolicy, gone: &[Handle]) {
        let mut named: BTreeSet<(bool, Number)> = BTreeSet::new();
        for handle in gone {
            let packed = self.packed(*handle);
            let lasting = reach::lasts(policy, packed.kind());
            named.extend(packed.named().map(|(entity, _)| (lasting, entity)));
            if let Some(record) = self.record(*handle).filter(|_| lasting) {
                self.note_registered(policy, &record, false);
            }
            let hash = hash(self.packed(*handle).id());
            if let Ok(entry) = self.by_id.find_entry(hash, |other| other == handle) {
                entry.remove();
            }
            packed::note_removed(self.pages.get_mut(*handle));
        }
        named.into_iter().for_each(|(lasting, entity)| self.unlink(lasting, entity));
        gone.iter().for_each(|handle| self.pages.remove(*handle));
        self.count = self.count.saturating_sub(gone.len());
    }

    // Leaves removed records out of those that name an entity.
    fn unlink(&mut self, lasting: bool, entity: Number) {
        let all: Vec<Handle> = self.naming(entity, lasting).collect();
        let rest: Vec<Handle> =
            all.iter().copied().filter(|handle| !self.packed(*handle).is_removed()).collect();
        if rest.len() == all.len() {
            return;
        }
        let last = self.last.get_mut(entity as usize).and_then(|last| last.get_mut(usize::from(lasting)));
        if let Some(last) = last {
            *last = rest.first().copied().unwrap_or(NONE);
        }
        for (at, handle) in rest.iter().enumerate() {
            let before = rest.get(at + 1).copied().unwrap_or(NONE);
            packed::relink(self.pages.get_mut(*handle), entity, before);
        }
    }
}
