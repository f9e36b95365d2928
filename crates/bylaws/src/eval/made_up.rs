//! Which windows get which records where something may be made up and not all is known: what each gets at worst, and at best
//! (rules U1 and K1).
//!
//! Records go to the oldest window that can take them and still needs some. At worst for a window, whatever is not sure is
//! missing, unless a window before it surely uses it up, and what is sure goes to the oldest window that may need it; at best
//! whatever may be there is, and what may be missing from the log has filled the windows before it.

use super::select::Hit;
use super::tally::{Demand, Passes, Tally};
use super::term::{Doubt, Truth};
use crate::log::Instant;

/// Whether a hit counts for a window, wherever in the time of that it lies.
pub(super) type Counts<'c, 'a> = &'c dyn Fn(usize, &Hit<'a>) -> Truth;

/// Why others of which nobody told may have come to a window before an instant.
pub(super) type Unseen<'u> = &'u dyn Fn(usize, Instant) -> Option<Doubt>;

/// What is known of windows in the order of time, and of what may come to them.
pub(super) struct Windows<'w, 'a> {
    demands: &'w [Demand],
    /// In the order in which they go to windows, each with the windows near it.
    hits: Vec<(&'w Hit<'a>, Near)>,
    passes: Passes<'w, 'a>,
}

/// The windows in whose time a hit may lie: from a position on, what each makes of it.
struct Near {
    first: usize,
    each: Vec<Taking>,
}

/// What a window makes of a hit.
struct Taking {
    /// Whether it counts at all.
    at_all: Truth,
    /// Whether it counts in time.
    in_time: Truth,
    /// Why the window may have been filled before it by others of which nobody told.
    filled: Option<Doubt>,
}

/// At worst or at best.
#[derive(Clone, Copy, PartialEq)]
enum Knowing {
    Worst,
    Best,
}

impl Knowing {
    // Whether that counts of which so much is known.
    fn counts(self, truth: &Truth) -> bool {
        match self {
            Self::Worst => *truth == Truth::True,
            Self::Best => matches!(truth, Truth::True | Truth::Unknown(_)),
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Worst => Self::Best,
            Self::Best => Self::Worst,
        }
    }
}

/// The hits that a window gets, by their positions.
struct Got {
    in_time: Vec<usize>,
    /// Made up, as far as it is needed.
    late: Vec<usize>,
}

impl Got {
    fn all(&self) -> impl Iterator<Item = usize> + '_ {
        self.in_time.iter().chain(&self.late).copied()
    }
}

impl<'w, 'a> Windows<'w, 'a> {
    /// Of windows and hits, both in order.
    pub(super) fn of(
        demands: &'w [Demand],
        hits: Vec<&'w Hit<'a>>,
        counts: Counts<'_, 'a>,
        passes: Passes<'w, 'a>,
        unseen: Unseen<'_>,
    ) -> Self {
        let near = |hit: &Hit<'a>| {
            let first = demands.partition_point(|demand| demand.limit.max(demand.until) <= hit.at.first);
            let end = demands.partition_point(|demand| demand.from < hit.at.end);
            let of_these = demands.iter().enumerate().take(end).skip(first);
            let each = of_these.map(|(index, demand)| {
                let counts = counts(index, hit);
                let until = |until| match demand.surely_takes(hit.at, until) {
                    true => Truth::True,
                    false if demand.possibly_takes(hit.at, until) => {
                        Truth::Unknown(Doubt::Imprecise(hit.id.clone()))
                    }
                    false => Truth::False,
                };
                let at_all = counts.clone().and(|| until(demand.limit));
                let in_time = counts.and(|| until(demand.until));
                Taking { at_all, in_time, filled: unseen(index, hit.at.end) }
            });
            Near { first, each: each.collect() }
        };
        let hits = hits.into_iter().map(|hit| (hit, near(hit))).collect();
        Self { demands, hits, passes }
    }

    /// What each window gets.
    pub(super) fn tallies(&self) -> Vec<Tally<'a>> {
        (0..self.demands.len()).map(|own| self.tally(own)).collect()
    }

    fn tally(&self, own: usize) -> Tally<'a> {
        let (worst, best) = (self.got(own, Knowing::Worst), self.got(own, Knowing::Best));
        let is_sure = |hit: &usize| worst.all().any(|other| other == *hit);
        let of = |all: &[usize]| {
            all.iter().filter_map(|hit| self.hits.get(*hit)).map(|(hit, _)| (*hit).clone()).collect()
        };
        let besides: Vec<usize> = best.all().filter(|hit| !is_sure(hit)).collect();
        let more = best.all().count().saturating_sub(worst.all().count());
        Tally {
            possible: more,
            may_be_in_time: best.in_time.iter().any(|hit| !worst.in_time.contains(hit)),
            in_time_instead: best.in_time.len().saturating_sub(worst.in_time.len() + more),
            doubt: besides.first().map(|hit| self.doubt(own, *hit)),
            may: of(&besides),
            in_time: of(&worst.in_time),
            late: of(&worst.late),
            ..Tally::default()
        }
    }

    fn got(&self, own: usize, knowing: Knowing) -> Got {
        let counts = |hit: &usize| self.taking(own, *hit).is_some_and(|one| knowing.counts(&one.at_all));
        let in_time = |hit: &usize| self.taking(own, *hit).is_some_and(|one| knowing.counts(&one.in_time));
        let left = self.left_to(own, knowing).into_iter().filter(counts);
        let (in_time, late): (Vec<usize>, Vec<usize>) = left.partition(in_time);
        let mut all = in_time.clone();
        for hit in late {
            // Of a need that is not known it is not known how much of what is late counts for it.
            if self.wants(own, &all, hit, knowing.other(), (knowing, knowing)) {
                all.push(hit);
            }
        }
        let late = all.split_off(in_time.len());
        Got { in_time, late }
    }

    // The hits that older windows leave to one, of those that begin before it is over.
    fn left_to(&self, own: usize, knowing: Knowing) -> Vec<usize> {
        let mut taken: Vec<Vec<usize>> = vec![Vec::new(); own];
        let mut left = Vec::new();
        let is_near = |(at, (_, near)): (usize, &(&Hit<'a>, Near))| (near.first <= own).then_some(at);
        let all = self.hits.iter().enumerate().filter_map(is_near);
        // A month of which no more is known may have come before what is known to have come in it.
        let (first, then): (Vec<usize>, Vec<usize>) = match knowing {
            Knowing::Worst => (Vec::new(), all.collect()),
            Knowing::Best => all.partition(|hit| !self.may_take(own, *hit)),
        };
        for hit in first.into_iter().chain(then) {
            let taker = match knowing {
                Knowing::Worst => self.taker_at_worst(own, hit, &taken),
                Knowing::Best => self.taker_at_best(own, hit, &taken),
            };
            match taker.and_then(|taker| taken.get_mut(taker)) {
                Some(got) => got.push(hit),
                None => left.push(hit),
            }
        }
        left
    }

    // What surely counts for a window goes to the oldest that may need it. All else is missing, unless an older one surely
    // uses it up.
    fn taker_at_worst(&self, own: usize, hit: usize, taken: &[Vec<usize>]) -> Option<usize> {
        let needs = |index: &usize| {
            let wants = |got: &Vec<usize>| {
                self.wants(*index, got, hit, Knowing::Worst, (Knowing::Best, Knowing::Worst))
            };
            taken.get(*index).is_some_and(wants)
        };
        let mut older = self.older(own, hit);
        let first = older.clone().find(|index| self.may_take(*index, hit) && needs(index))?;
        let is_there = self.takes(own, hit) || older.any(|index| self.takes(index, hit) && needs(&index));
        is_there.then_some(first)
    }

    // What may count for a window goes to an older one only if it must. What counts only for older ones goes to the youngest
    // of those that it need not pass by.
    fn taker_at_best(&self, own: usize, hit: usize, taken: &[Vec<usize>]) -> Option<usize> {
        let needs = |index: &usize| {
            let is_filled = self.taking(*index, hit).is_some_and(|one| one.filled.is_some());
            let wants = |got: &Vec<usize>| {
                self.wants(*index, got, hit, Knowing::Best, (Knowing::Worst, Knowing::Best))
            };
            !is_filled && taken.get(*index).is_some_and(wants)
        };
        let mut older = self.older(own, hit);
        let must = older.clone().find(|index| self.takes(*index, hit) && needs(index));
        if self.may_take(own, hit) {
            return must;
        }
        let last = must.unwrap_or(own);
        older.rfind(|index| *index <= last && self.may_take(*index, hit) && needs(index))
    }

    // The windows before one in whose time a hit may lie.
    fn older(&self, own: usize, hit: usize) -> std::ops::Range<usize> {
        let near = self.hits.get(hit).map(|(_, near)| (near.first, near.first + near.each.len()));
        let (first, end) = near.unwrap_or_default();
        first..end.min(own).max(first)
    }

    fn taking(&self, index: usize, hit: usize) -> Option<&Taking> {
        let (_, near) = self.hits.get(hit)?;
        near.each.get(index.checked_sub(near.first)?)
    }

    fn takes(&self, index: usize, hit: usize) -> bool {
        self.taking(index, hit).is_some_and(|one| Knowing::Worst.counts(&one.at_all))
    }

    fn may_take(&self, index: usize, hit: usize) -> bool {
        self.taking(index, hit).is_some_and(|one| Knowing::Best.counts(&one.at_all))
    }

    // Whether a window needs one more beside what it got: any, or one of those of which it has too few. How much it needs is
    // taken at worst or at best, and so is whether the one, and the others, are among those.
    fn wants(
        &self,
        index: usize,
        got: &[usize],
        hit: usize,
        need: Knowing,
        (of_it, of_them): (Knowing, Knowing),
    ) -> bool {
        let (Some(demand), Some((hit, _))) = (self.demands.get(index), self.hits.get(hit)) else {
            return false;
        };
        // Of a number that is not known any may be asked for, or none.
        if demand.doubt.is_some() {
            return need == Knowing::Worst;
        }
        let passes = |n: usize, other: &Hit<'a>| (self.passes)(index, n, other);
        let missing = |got: usize, low: i128| (got as i128) < low;
        let too_few_of = |(n, low): (usize, &i128)| {
            let there = got.iter().filter_map(|other| self.hits.get(*other));
            let there = there.filter(|(other, _)| of_them.counts(&passes(n, other)));
            of_it.counts(&passes(n, hit)) && missing(there.count(), *low)
        };
        missing(got.len(), demand.low) || demand.of_which.iter().enumerate().any(too_few_of)
    }

    // Why it is not known whether a window gets a hit: that of the hit, of what it may fill, or of what came before it.
    fn doubt(&self, own: usize, hit: usize) -> Doubt {
        let doubt_of = |truth: &Truth| match truth {
            Truth::Unknown(doubt) => Some(doubt.clone()),
            Truth::True | Truth::False | Truth::Empty => None,
        };
        let of = |index: usize, hit: usize| self.taking(index, hit).and_then(|one| doubt_of(&one.at_all));
        let filled = |index: usize| self.taking(index, hit).and_then(|one| one.filled.clone());
        let older = || self.older(own, hit).rev();
        let before = || (0..hit).rev().find_map(|other| older().find_map(|index| of(index, other)));
        let own_doubt =
            of(own, hit).or_else(|| older().find_map(|index| of(index, hit).or_else(|| filled(index))));
        let need = || older().find_map(|index| self.demands.get(index)?.doubt.clone());
        let id = || self.hits.get(hit).map(|(hit, _)| hit.id.clone()).unwrap_or_default();
        own_doubt.or_else(before).or_else(need).unwrap_or_else(|| Doubt::Imprecise(id()))
    }
}
