//! Which windows get which records where something may be made up and not all is known: what each gets at worst, and at best
//! (rules U1 and K1).
//!
//! Records go to the oldest window that can take them and still needs some. At worst for a window, whatever is not sure is
//! missing, unless the windows before it do not need it then; at best whatever may be there is, and as many as may be
//! missing from the log have filled the windows before it.

use super::select::Hit;
use super::tally::{Demand, Passes, Tally};
use super::term::{Doubt, Truth};
use crate::log::Instant;

/// Whether a hit counts for a window, wherever in the time of that it lies.
pub(super) type Counts<'c, 'a> = &'c dyn Fn(usize, &Hit<'a>) -> Truth;

/// Why others of which nobody told may have come to a window before an instant.
pub(super) type Unseen<'u> = &'u dyn Fn(usize, Instant) -> Option<Doubt>;

/// What is known of windows of which one follows another, and of what may come to them.
pub(super) struct Windows<'w, 'a> {
    pub(super) demands: &'w [Demand],
    /// In the order in which they go to windows.
    pub(super) hits: &'w [&'w Hit<'a>],
    pub(super) counts: Counts<'w, 'a>,
    pub(super) passes: Passes<'w, 'a>,
    pub(super) unseen: Unseen<'w>,
}

/// At worst or at best.
#[derive(Clone, Copy, PartialEq)]
enum Knowing {
    Worst,
    Best,
}

impl Knowing {
    // What counts then.
    fn counts(self) -> IsSo {
        match self {
            Self::Worst => is_sure,
            Self::Best => is_possible,
        }
    }
}

/// What is asked of a truth.
type IsSo = fn(&Truth) -> bool;

fn is_sure(truth: &Truth) -> bool {
    *truth == Truth::True
}

fn is_possible(truth: &Truth) -> bool {
    matches!(truth, Truth::True | Truth::Unknown(_))
}

impl<'a> Windows<'_, 'a> {
    /// What each window gets.
    pub(super) fn tallies(&self) -> Vec<Tally<'a>> {
        (0..self.demands.len()).map(|own| self.tally(own)).collect()
    }

    fn tally(&self, own: usize) -> Tally<'a> {
        let (worst, best) = (self.got(own, Knowing::Worst), self.got(own, Knowing::Best));
        let is_in = |all: &[usize], hit: &usize| all.contains(hit);
        let surely = [worst.0.clone(), worst.1.clone()].concat();
        let besides: Vec<usize> =
            best.0.iter().chain(&best.1).filter(|hit| !is_in(&surely, hit)).copied().collect();
        let more = (best.0.len() + best.1.len()).saturating_sub(surely.len());
        let of = |all: &[usize]| {
            all.iter().filter_map(|hit| self.hits.get(*hit)).map(|hit| (*hit).clone()).collect()
        };
        let may: Vec<Hit<'a>> = of(&besides);
        Tally {
            possible: more,
            may_be_in_time: best.0.iter().any(|hit| !is_in(&worst.0, hit)),
            in_time_instead: best.0.len().saturating_sub(worst.0.len() + more),
            doubt: may.first().map(|hit| self.doubt(own, hit)),
            in_time: of(&worst.0),
            late: of(&worst.1),
            may,
            ..Tally::default()
        }
    }

    // What counts in time, and what is made up as far as it is needed.
    fn got(&self, own: usize, knowing: Knowing) -> (Vec<usize>, Vec<usize>) {
        let left = self.left_to(own, knowing);
        let counted = left.into_iter().filter(|hit| (knowing.counts())(&self.takes(own, *hit).0));
        let (in_time, late): (Vec<usize>, Vec<usize>) =
            counted.partition(|hit| (knowing.counts())(&self.takes(own, *hit).1));
        let mut got = in_time.clone();
        for hit in late {
            // Of a need that is not known it is not known how much of what is late counts for it.
            let needed = if knowing == Knowing::Worst { Knowing::Best } else { Knowing::Worst };
            if self.wants(own, &got, hit, needed, (knowing.counts(), knowing.counts())) {
                got.push(hit);
            }
        }
        let late = got.split_off(in_time.len());
        (in_time, late)
    }

    // The hits that older windows leave to one.
    fn left_to(&self, own: usize, knowing: Knowing) -> Vec<usize> {
        let mut taken: Vec<Vec<usize>> = vec![Vec::new(); own];
        let mut left = Vec::new();
        let for_others = |hit: &usize| !is_possible(&self.takes(own, *hit).0);
        let all = 0..self.hits.len();
        // A month of which no more is known may have come before what is known to have come in it.
        let (first, then): (Vec<usize>, Vec<usize>) = match knowing {
            Knowing::Worst => (Vec::new(), all.collect()),
            Knowing::Best => all.partition(for_others),
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

    // What surely counts for a window goes to the oldest that may take it. All else is missing, unless an older one surely
    // takes it.
    fn taker_at_worst(&self, own: usize, hit: usize, taken: &[Vec<usize>]) -> Option<usize> {
        let needs = |index: &usize| {
            taken
                .get(*index)
                .is_some_and(|got| self.wants(*index, got, hit, Knowing::Worst, (is_possible, is_sure)))
        };
        let takes = |index: &usize| self.takes(*index, hit).0;
        let first = (0..own).find(|index| is_possible(&takes(index)) && needs(index))?;
        let is_there = self.takes(own, hit).0 == Truth::True
            || (first..own).any(|index| takes(&index) == Truth::True && needs(&index));
        is_there.then_some(first)
    }

    // What may count for a window goes to an older one only if it must. What counts only for older ones goes to the youngest
    // of those that it need not pass by.
    fn taker_at_best(&self, own: usize, hit: usize, taken: &[Vec<usize>]) -> Option<usize> {
        let end = self.hits.get(hit)?.at.end;
        let needs = |index: &usize| {
            let is_filled = (self.unseen)(*index, end).is_some();
            let wants =
                |got: &Vec<usize>| self.wants(*index, got, hit, Knowing::Best, (is_sure, is_possible));
            !is_filled && taken.get(*index).is_some_and(wants)
        };
        let takes = |index: &usize| self.takes(*index, hit).0;
        let must = (0..own).find(|index| takes(index) == Truth::True && needs(index));
        if is_possible(&self.takes(own, hit).0) {
            return must;
        }
        let last = must.map_or(own, |must| must + 1);
        (0..last).rfind(|index| is_possible(&takes(index)) && needs(index))
    }

    // Whether a hit counts for a window at all, and in its own time.
    fn takes(&self, index: usize, hit: usize) -> (Truth, Truth) {
        let (Some(demand), Some(hit)) = (self.demands.get(index), self.hits.get(hit)) else {
            return (Truth::False, Truth::False);
        };
        if demand.limit.max(demand.until) <= hit.at.first || hit.at.end <= demand.from {
            return (Truth::False, Truth::False);
        }
        let until = |until| match (demand.surely_takes(hit.at, until), demand.possibly_takes(hit.at, until)) {
            (true, _) => Truth::True,
            (false, true) => Truth::Unknown(Doubt::Imprecise(hit.id.clone())),
            (false, false) => Truth::False,
        };
        let counts = (self.counts)(index, hit);
        let all = counts.clone().and(|| until(demand.limit));
        (all, counts.and(|| until(demand.until)))
    }

    // Whether a window needs one more beside what it got: any, or one of those of which it has too few.
    fn wants(
        &self,
        index: usize,
        got: &[usize],
        hit: usize,
        knowing: Knowing,
        (of_it, of_them): (IsSo, IsSo),
    ) -> bool {
        let (Some(demand), Some(hit)) = (self.demands.get(index), self.hits.get(hit)) else { return false };
        let passes = |n: usize, other: &Hit<'a>| (self.passes)(index, n, other);
        let missing = |got: usize, low: i128| (got as i128) < low;
        // Of a number that is not known any may be asked for, or none.
        match (&demand.doubt, knowing) {
            (Some(_), Knowing::Worst) => return true,
            (Some(_), Knowing::Best) => return false,
            (None, _) => {}
        }
        missing(got.len(), demand.low)
            || demand.of_which.iter().enumerate().any(|(n, low)| {
                let there = got.iter().filter_map(|other| self.hits.get(*other));
                of_it(&passes(n, hit))
                    && missing(there.filter(|other| of_them(&passes(n, other))).count(), *low)
            })
    }

    // Why it is not known whether a window gets a hit.
    fn doubt(&self, own: usize, hit: &Hit<'a>) -> Doubt {
        let of = |index: usize| match (self.counts)(index, hit) {
            Truth::Unknown(doubt) => Some(doubt),
            Truth::True | Truth::False | Truth::Empty => (self.unseen)(index, hit.at.end),
        };
        let of_others = || {
            let before = self.hits.iter().take_while(|other| other.at.end <= hit.at.end);
            before.filter(|other| other.id != hit.id).find_map(|other| match (self.counts)(own, other) {
                Truth::Unknown(doubt) => Some(doubt),
                Truth::True | Truth::False | Truth::Empty => None,
            })
        };
        of(own)
            .or_else(|| (0..own).rev().find_map(of))
            .or_else(of_others)
            .unwrap_or(Doubt::Imprecise(hit.id.clone()))
    }
}
