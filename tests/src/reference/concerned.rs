//! On which days of its window a norm concerns its bearer.

use super::calendar::{is_vacation, knows_vacations};
use super::exceptions::{Which, excused, to_excuse};
use super::quantity::DaysOf;
use super::scene::{Scene, days};
use super::scope::{Candidate, Facet, edges_of, in_scope};
use super::slots::Slot;
use super::truth::Truth;
use super::world::World;
use bylaws::check::policy::{Norm, VacationRule};
use bylaws::eval::Verdict;
use bylaws::log::{Instant, Moment};

/// The days on which the norm surely and possibly concerns the bearer of a window, and from when until when it may.
pub(super) struct Concerned {
    pub(super) sure: DaysOf,
    pub(super) possible: DaysOf,
    /// The possible ones, as if it had not left: while the window goes on it may come back.
    pub(super) stayed: DaysOf,
    /// The possible ones, if nothing but what the calendar tells changes any more after what is seen.
    pub(super) as_it_stands: DaysOf,
    pub(super) stretch: (Instant, Instant),
    pub(super) seen_stretch: (Instant, Instant),
    /// Where it surely does not, though it may before and after, as far as it is seen.
    gaps: Vec<(Instant, Instant)>,
    /// Of some instant that is seen it is not known whether it concerns the bearer.
    pub(super) doubtful: bool,
    /// Exceptions take some of what is seen, or may.
    excepted: bool,
    /// They surely take all that is seen.
    pub(super) nothing_so_far: bool,
}

impl Concerned {
    /// Whether something happened between two stretches in which the norm concerns the bearer: there nothing counts.
    pub(super) fn is_between(&self, at: Moment) -> Truth {
        let near = || self.gaps.iter().filter(|(from, until)| at.possibly_in(*from, *until));
        match (near().next(), near().any(|(from, until)| at.surely_in(*from, *until))) {
            (_, true) => Truth::Yes,
            (Some(_), false) => Truth::Unknown,
            (None, false) => Truth::No,
        }
    }

    /// Whether something happened when the norm did no longer concern the bearer, as far as it is seen.
    pub(super) fn has_left(&self, world: &World<'_>, at: Moment) -> Truth {
        Truth::of(at.surely_in(self.seen_stretch.1, world.as_of))
    }

    /// Whether the norm surely concerns the bearer on some day.
    pub(super) fn surely_there(&self) -> bool {
        self.sure.in_scope.iter().any(|day| *day)
    }
}

/// On which days of a window the norm concerns the bearer.
pub(super) fn concerned<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    facet: &Facet<'a>,
    who: &Candidate,
    slot: &Slot,
) -> Concerned {
    let none = (Instant::MAX, Instant::MIN);
    let mut out = Concerned {
        sure: DaysOf::default(),
        possible: DaysOf::default(),
        stayed: DaysOf::default(),
        as_it_stands: DaysOf::default(),
        stretch: none,
        seen_stretch: none,
        gaps: Vec::new(),
        doubtful: false,
        excepted: false,
        nothing_so_far: takes_back(norm),
    };
    let scene = Scene::new(slot.from, slot.effective).of(who);
    let takes_back = takes_back(norm);
    let (force, end) = (world.in_force(), world.day(slot.window.last).end);
    // Between two edges nothing changes.
    let mut all = edges_of(world, norm, slot.from, end);
    all.extend(days(world, world.as_of, end).into_iter().filter(|day| slot.from < *day));
    all.sort_unstable();
    all.dedup();
    let mut pieces: Vec<(Instant, Instant, Truth, Truth)> = Vec::new();
    let mut standing: Vec<(bool, bool)> = Vec::new();
    for (index, at) in all.iter().enumerate() {
        let next = all.get(index + 1).copied().unwrap_or(end);
        // What is not yet seen may be so or not.
        let seen = *at < world.as_of;
        let scoped = match seen {
            false if force.from <= *at && *at < force.until => Truth::Unknown,
            false => Truth::No,
            true => in_scope(world, norm, facet, who, *at, &scene),
        };
        let excepted = match seen {
            false if takes_back => Truth::Unknown,
            false => Truth::No,
            true => excused(world, norm, &scene.at(*at), Which::OfInstants),
        };
        let widen = |(from, until): (Instant, Instant)| (from.min(*at), until.max(next));
        if scoped.is_possible() {
            out.stretch = widen(out.stretch);
        }
        if scoped.is_possible() && seen {
            let (first, last) = out.seen_stretch;
            if first < last && last < *at {
                out.gaps.push((last, *at));
            }
            out.seen_stretch = widen(out.seen_stretch);
        }
        let doubt = scoped == Truth::Unknown || scoped.is_possible() && excepted == Truth::Unknown;
        out.doubtful |= doubt && seen;
        out.excepted |= scoped.is_possible() && excepted.is_possible() && seen;
        // Of what is due on a day the last day counts, so far the last one that is seen.
        match norm.time.is_a_day() {
            _ if !(scoped.is_possible() && seen) => {}
            true => out.nothing_so_far = excepted.is_sure(),
            false => out.nothing_so_far &= excepted.is_sure(),
        }
        pieces.push((*at, next, scoped, excepted));
        let goes_on = standing.last().filter(|_| !seen).map(|(scoped, _)| {
            let last_seen = scene.at(Instant(world.as_of.0 - 1));
            (*scoped, to_excuse(world, norm, (&last_seen, *at), Which::OfInstants).is_sure())
        });
        standing.push(goes_on.unwrap_or((scoped.is_possible(), excepted.is_sure())));
    }
    for day in slot.window.first.iter_days().take_while(|day| *day <= slot.window.last) {
        let whole = world.day(day);
        let waived = match norm.reading.vacation {
            VacationRule::Continue => Truth::No,
            _ if knows_vacations(world.calendar, day) => Truth::of(is_vacation(world.calendar, day)),
            _ => Truth::Unknown,
        };
        // Where the clock stands still on a day it is no day of the window; else it is one that is let off.
        let stopped = norm.reading.vacation == VacationRule::Stop && waived == Truth::Yes;
        let waived = if stopped { Truth::No } else { waived };
        let here = || pieces.iter().filter(|(from, until, _, _)| *from < whole.end && whole.first < *until);
        let in_scope_of_day = Truth::any(here().map(|(_, _, scoped, _)| *scoped));
        let left =
            Truth::any(here().map(|(_, _, scoped, excepted)| {
                Truth::all([*scoped, excepted.opposite(), waived.opposite()])
            }));
        // Where the clock stops the whole window is measured.
        let measured = in_scope_of_day.is_possible() || norm.reading.vacation == VacationRule::Stop;
        out.doubtful |= waived == Truth::Unknown && measured;
        for days in [&mut out.sure, &mut out.possible, &mut out.stayed, &mut out.as_it_stands] {
            days.stopped.push(stopped);
        }
        out.sure.in_scope.push(in_scope_of_day.is_sure());
        out.sure.left.push(left.is_sure());
        let stands = pieces.iter().zip(&standing);
        let stands: Vec<(bool, bool)> = stands
            .filter(|((from, until, ..), _)| *from < whole.end && whole.first < *until)
            .map(|(_, standing)| *standing)
            .collect();
        out.as_it_stands.in_scope.push(stands.iter().any(|(scoped, _)| *scoped));
        out.as_it_stands
            .left
            .push(waived != Truth::Yes && stands.iter().any(|(scoped, excepted)| *scoped && !excepted));
        out.possible.in_scope.push(in_scope_of_day.is_possible());
        out.possible.left.push(left.is_possible());
        let (first, last) = out.seen_stretch;
        let gone = world.as_of < end && first < last && last <= whole.first && whole.first < force.until;
        out.stayed.in_scope.push(in_scope_of_day.is_possible() || gone);
        out.stayed.left.push(left.is_possible() || gone && waived != Truth::Yes);
    }
    // What is due on a day is asked of that day alone.
    if norm.time.is_a_day() {
        out.excepted &= out.possible.in_scope.last() == Some(&true);
        for days in [&mut out.sure, &mut out.possible, &mut out.stayed, &mut out.as_it_stands] {
            let there = days.left.last() == Some(&true);
            let left = days.in_scope.iter().map(|day| *day && there).collect();
            days.left = left;
        }
    }
    out
}

/// Whether some exception takes back what is due, and puts nothing in its place.
pub(super) fn takes_back(norm: &Norm) -> bool {
    norm.exceptions.iter().any(|e| e.instead.is_none())
}

// Nothing is due of whom the norm does not concern on enough days; it is excused if exceptions alone did that.
// While the window goes on that is not certain: the norm may come to concern the bearer again.
pub(super) fn nothing_due(world: &World<'_>, slot: &Slot, concerned: &Concerned) -> Option<Verdict> {
    let days = &concerned.possible;
    let excepted = days.in_scope() > 0 && days.left() == 0 && concerned.excepted;
    let verdict = if excepted { Verdict::Excused } else { Verdict::NotApplicable };
    // Of whom nothing is known yet nothing is said, and nobody is excused of what may never have concerned them.
    let there = if excepted { concerned.surely_there() } else { days.in_scope.contains(&true) };
    (there && world.as_of >= slot.until).then_some(verdict)
}
