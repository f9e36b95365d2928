//! What the versions of a norm are called.

use super::super::{Checker, name};
use super::until_after;
use super::versions::{Written, later};
use crate::log::Name;

impl<'a> Checker<'a> {
    // The version in force last keeps the name; an earlier one says until when it was in force.
    pub(super) fn name_versions(&mut self, all: &[Written<'a>]) {
        for (index, one) in all.iter().enumerate() {
            let span = one.norm.name.place();
            let last = later(all, index).last().unwrap_or(index);
            let own = full_name(all, index);
            let Some(version) = self.amending.versions.get_mut(&span) else { continue };
            let current = full_name(all, last);
            if last != index {
                version.amended.current = Some(current.canonical.clone());
            }
            // What is replaced takes the choice of the one that replaces it; what is repealed has that of its repeal.
            let newer = one
                .after
                .filter(|_| one.repealed.is_none())
                .and_then(|after| all.get(after))
                .map(|after| after.norm.name.place());
            let is_taken = later(all, index).any(|later| full_name(all, later).canonical == own.canonical);
            version.named_until = version.until.filter(|_| is_taken);
            version.name = Some(own);
            let newer = newer.and_then(|newer| self.amending.versions.get(&newer));
            let chosen = newer.filter(|newer| newer.amended.by.is_some()).and_then(|newer| newer.at_first);
            if let (Some(chosen), Some(version)) = (chosen, self.amending.versions.get_mut(&span)) {
                version.at_last = Some(chosen);
            }
        }
        for one in all {
            let Some(before) = one.before.and_then(|before| all.get(before)) else { continue };
            let earlier = self.amending.version(before.norm.name.place());
            let Some(version) = self.amending.versions.get_mut(&one.norm.name.place()) else { continue };
            if before.repealed.is_some() {
                version.brings_back = until_after(&earlier).zip(earlier.at_last);
            } else {
                version.amended.before = earlier.called().map(|name| name.canonical);
            }
        }
    }
}

// The name of a norm; where it is written in one language alone, the other form is that of the one before it.
fn full_name(all: &[Written<'_>], index: usize) -> Name {
    let Some(one) = all.get(index) else { return Name::default() };
    let own = name(&one.norm.name);
    let before = one.before.map(|before| full_name(all, before));
    match before {
        Some(before) if before.answers_to(&own.canonical) && own.alias.is_none() => {
            Name { also: own.also, ..before }
        }
        _ => own,
    }
}
