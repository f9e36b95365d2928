//! Which types of records may still come to lie back in time, and how far (rule V5).

use super::strata::{Source, gives, needed};
use crate::check::policy::CheckedPolicy;
use crate::log::{Length, Unit};
use std::collections::{BTreeMap, BTreeSet};

/// By type of record: for each way in which such a record follows, how far it may lie before what it follows
/// from, and which of the types that it follows from may lie back themselves. Types that never lie back are absent.
pub type Effects = BTreeMap<usize, Vec<(Option<Length>, Vec<usize>)>>;

/// What a policy lets lie back.
#[must_use]
pub fn effects(policy: &CheckedPolicy) -> Effects {
    let mut back: BTreeSet<usize> = BTreeSet::new();
    if policy.deems.iter().all(|deem| length_back(deem).is_none()) {
        return Effects::new();
    }
    let needs: Vec<BTreeSet<usize>> =
        (0..policy.deems.len()).map(|index| needed(policy, Source::Deem(index))).collect();
    loop {
        let known = back.len();
        for (deem, needs) in policy.deems.iter().zip(&needs) {
            if length_back(deem).is_some() || needs.iter().any(|kind| back.contains(kind)) {
                back.insert(deem.event);
            }
        }
        if back.len() == known {
            break;
        }
    }
    let mut out = Effects::new();
    for (index, (deem, needs)) in policy.deems.iter().zip(&needs).enumerate() {
        for kind in gives(policy, Source::Deem(index)) {
            let of = needs.iter().copied().filter(|kind| back.contains(kind)).collect();
            if back.contains(&kind) {
                out.entry(kind).or_default().push((length_back(deem), of));
            }
        }
    }
    out
}

fn length_back(deem: &crate::check::policy::Deem) -> Option<Length> {
    deem.effective.as_ref().and_then(|effect| effect.back)
}

/// Whether a unit is the same length of time without the data of a calendar.
#[must_use]
pub fn is_plain(unit: Unit) -> bool {
    matches!(
        unit,
        Unit::Minute | Unit::Hour | Unit::Day | Unit::Week | Unit::Month | Unit::Quarter | Unit::Year
    )
}
