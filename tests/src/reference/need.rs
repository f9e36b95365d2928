//! What each window of a part needs, at worst and at best.

use super::concerned::Concerned;
use super::earlier::used_before;
use super::number::number_of;
use super::quantity::{DaysOf, Limits, due, in_force, limits};
use super::scene::{Hand, Scene, truth_at};
use super::scope::Candidate;
use super::select::{Found, records};
use super::slots::Slot;
use super::truth::Truth;
use super::world::World;
use bylaws::check::policy::{Instead, Norm, OfWhich, Part, Quantity};
use bylaws::log::{Exact, Instant, Record};

/// A window in which something may be due.
pub(super) struct Duty<'d> {
    pub(super) slot: &'d Slot,
    pub(super) concerned: &'d Concerned,
}

// What happens before the norm concerns the bearer, or after it no longer does, does not count.
pub(super) fn counted_in(duty: &Duty<'_>, surely: bool) -> (Instant, Instant) {
    let (from, until) = if surely { duty.concerned.seen_stretch } else { duty.concerned.stretch };
    let until = if duty.slot.window.cycle.is_some() { duty.slot.until } else { until.min(duty.slot.until) };
    (from.max(duty.slot.effective.0).min(duty.slot.until), until)
}

// What one window needs of a part.
pub(super) struct Need<'a> {
    /// How many are needed at most and at least.
    pub(super) most: Exact,
    pub(super) least: Exact,
    pub(super) of_which: Vec<NeedOfWhich<'a>>,
}

// How many are needed of those that pass, and which these are.
pub(super) struct NeedOfWhich<'a> {
    pub(super) most: Exact,
    pub(super) least: Exact,
    pub(super) passing: Vec<(&'a Record, Truth)>,
}

/// What of a truth counts: what is sure, or what is possible.
pub(super) type Counts = fn(Truth) -> bool;

impl<'a> Need<'a> {
    // Whether one more is needed beside what there is: any, or one of those of which there are too few. Of what passes it
    // is said what counts of the one and of the others.
    pub(super) fn wants(
        &self,
        got: &[&'a Record],
        record: &Record,
        needed: fn(Exact, Exact) -> Exact,
        counts: (Counts, Counts),
    ) -> bool {
        let passes = |of: &NeedOfWhich<'a>, record: &Record| {
            let listed = of.passing.iter().find(|(other, _)| other.id == record.id);
            listed.map_or(Truth::No, |(_, truth)| *truth)
        };
        number_of(got.len()) < needed(self.most, self.least)
            || self.of_which.iter().any(|of| {
                let there = got.iter().filter(|other| counts.1(passes(of, other))).count();
                counts.0(passes(of, record)) && number_of(there) < needed(of.most, of.least)
            })
    }
}

/// What is asked of a part, and what there is, window by window.
pub(super) struct Asked<'a> {
    pub(super) limits: Vec<Limits>,
    pub(super) found: Vec<Found<'a>>,
    pub(super) needs: Vec<Need<'a>>,
    /// What each needs by how it stands, which decides what is shown of it.
    pub(super) shown: Vec<Need<'a>>,
}

pub(super) fn scene_of<'a>(world: &World<'a>, who: &Candidate, duty: &Duty<'_>) -> Scene<'a> {
    let slot = duty.slot;
    let last = Instant(slot.until.min(world.as_of).0 - 1);
    // What a record is held against happened while the norm concerned the bearer, as the record did.
    let from = counted_in(duty, false).0.max(slot.effective.0).min(slot.effective.1);
    Scene::new(last, (from, slot.effective.1)).of(who)
}

pub(super) fn asked<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    who: &Candidate,
    duties: &[Duty<'_>],
    part: &'a Part,
    kind: usize,
) -> Asked<'a> {
    let used = used_before(world, norm, who);
    let limits_of = |duty: &Duty<'_>| {
        // As things are where the bearer comes into the window.
        let scene = scene_of(world, who, duty).at(counted_in(duty, false).0);
        let quantity = in_force(world, norm, &scene, &part.quantity);
        quantity.map_or_else(|| one_of(norm, &part.quantity), |q| limits(world, &scene, q))
    };
    let limits: Vec<Limits> = duties.iter().map(limits_of).collect();
    let found: Vec<Found<'a>> = duties
        .iter()
        .zip(&limits)
        .map(|(duty, limits)| {
            let goes_on = duty.slot.late || duty.slot.window.cycle.is_some();
            let (from, until) = counted_in(duty, false);
            let stretch = (from, if goes_on && limits.low.is_some() { duty.slot.limit } else { until });
            let mut found = records(world, &scene_of(world, who, duty), &part.what, kind, stretch);
            for (record, truth) in &mut found.records {
                let used = used.iter().filter(|(other, _)| other.id == record.id).map(|(_, used)| *used);
                // What others use still happened, so that it may be too much.
                let left = if part.quantity.low.is_some() { world.taken.leaves(record) } else { Truth::Yes };
                *truth = Truth::all([*truth, Truth::any(used).opposite(), left]);
            }
            found.records.retain(|(_, truth)| truth.is_possible());
            found
        })
        .collect();
    let needs_by = |by: By| -> Vec<Need<'a>> {
        let each = duties.iter().zip(&limits).zip(&found);
        each.map(|((duty, limits), found)| need_of(world, norm, who, part, duty, *limits, found, by))
            .collect()
    };
    let (needs, shown) = (needs_by(By::WhatIsKnown), needs_by(By::HowItStands));
    Asked { limits, found, needs, shown }
}

/// By which days something is due.
#[derive(Clone, Copy)]
pub(super) enum By {
    /// The most of them, and the least, that are possible.
    WhatIsKnown,
    /// Those on which it may concern the bearer, if nothing changes any more.
    HowItStands,
}

impl By {
    // How much is due at most and at least of limits that are not wholly known.
    pub(super) fn due(
        self,
        norm: &Norm,
        duty: &Duty<'_>,
        low: Option<Exact>,
        high: Option<Exact>,
    ) -> (Option<Exact>, Option<Exact>) {
        let of = |days: &DaysOf, n: Exact| due(&norm.reading, days, duty.slot.window.units, n);
        let stands = |n: Exact| of(&duty.concerned.as_it_stands, n);
        match self {
            By::WhatIsKnown => {
                (high.map(|n| at_most_due(norm, duty, n)), low.map(|n| of(&duty.concerned.sure, n)))
            }
            By::HowItStands => (high.map(stands), low.map(stands)),
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "they are what is given")]
pub(super) fn need_of<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    who: &Candidate,
    part: &'a Part,
    duty: &Duty<'_>,
    limits: Limits,
    found: &Found<'a>,
    by: By,
) -> Need<'a> {
    let (low, high) = limits.low.unwrap_or((Some(Exact::ZERO), Some(Exact::ZERO)));
    let (most, least) = by.due(norm, duty, low, high);
    let (most, least) = (most.unwrap_or(Exact::from(i64::MAX)), least.unwrap_or(Exact::ZERO));
    let of_which = part.of_which.iter().map(|OfWhich { quantity, filter, .. }| {
        let scene = scene_of(world, who, duty);
        let of_these = due_of_which(world, norm, duty, &scene, quantity, by).low.unwrap_or_default();
        let passes = |record: &'a Record| {
            truth_at(world, &scene.with(Hand::Record(record)), record.at, filter).chosen()
        };
        let passing = found.possible().into_iter().map(|record| (record, passes(record))).collect();
        // What is not known of a number asks for nothing more.
        let known = |n: Option<Exact>| n.unwrap_or(Exact::ZERO);
        // Where nothing is due, nothing is due of which.
        let due = |whole: Exact, n| if whole > Exact::ZERO { n } else { Exact::ZERO };
        NeedOfWhich { most: due(most, known(of_these.1)), least: due(least, known(of_these.0)), passing }
    });
    Need { most, least, of_which: of_which.collect() }
}

// The limits of a number of which it is not known whether another stands in its place: as long as it may be one that is
// asked for, it may be made up.
pub(super) fn one_of(norm: &Norm, own: &Quantity) -> Limits {
    let instead = norm.exceptions.iter().filter_map(|exception| match &exception.instead {
        Some(Instead::Quantity(quantity)) => Some(quantity),
        _ => None,
    });
    let asks = instead.chain([own]).any(|quantity| quantity.low.is_some());
    let unknown = Some((None, None));
    Limits { low: unknown.filter(|_| asks), high: unknown.filter(|_| !asks) }
}

// How many may be due: who left may come back, unless nothing is due of them any more.
pub(super) fn at_most_due(norm: &Norm, duty: &Duty<'_>, number: Exact) -> Exact {
    let of = |days: &DaysOf| due(&norm.reading, days, duty.slot.window.units, number);
    let possible = of(&duty.concerned.possible);
    if possible > Exact::ZERO { possible.max(of(&duty.concerned.stayed)) } else { possible }
}

// A lower limit is due in proportion here too.
pub(super) fn due_of_which<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    duty: &Duty<'_>,
    scene: &Scene<'a>,
    quantity: &'a bylaws::check::policy::Quantity,
    by: By,
) -> Limits {
    let limits = limits(world, &scene.at(counted_in(duty, false).0), quantity);
    let low = limits.low.map(|(low, high)| {
        let (most, least) = by.due(norm, duty, low, high);
        (least, most)
    });
    Limits { low, ..limits }
}
