//! Counting towards a quantity: which hits serve which window, and what follows for the verdict.

use super::outcome::Verdict;
use super::select::{Hit, Selected};
use super::term::{Doubt, Truth};
use crate::log::{Exact, Instant, Moment, Precision};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// A window that wants hits: in time from `from` to `until`, for making up until `limit`.
#[derive(Clone, Debug)]
pub(super) struct Demand {
    pub from: Instant,
    pub until: Instant,
    pub limit: Instant,
    /// Stretches of it in which nothing counts.
    pub gaps: Vec<(Instant, Instant)>,
    /// How many it needs; 0 takes none beyond its own window.
    pub low: i128,
    /// How many it may have.
    pub high: Option<i128>,
    /// How many it needs of which.
    pub of_which: Vec<i128>,
    /// Why it is not known how many it needs.
    pub doubt: Option<Doubt>,
}

impl Demand {
    /// What nothing can change is certain as soon as it has begun.
    pub(super) fn begun(&self) -> Instant {
        Instant(self.from.0.saturating_add(1))
    }

    pub(super) fn surely_takes(&self, at: Moment, until: Instant) -> bool {
        at.surely_in(self.from, until) && !self.gaps.iter().any(|(from, until)| at.possibly_in(*from, *until))
    }

    pub(super) fn possibly_takes(&self, at: Moment, until: Instant) -> bool {
        at.possibly_in(self.from, until) && !self.gaps.iter().any(|(from, until)| at.surely_in(*from, *until))
    }
}

/// Whether a hit is one of those that a demand needs so many of; of the demand and of the number by their positions.
pub(super) type Passes<'p, 'a> = &'p dyn Fn(usize, usize, &Hit<'a>) -> Truth;

/// How far hits come to what a demand needs.
struct Reached {
    number: i128,
    of_which: Vec<i128>,
}

impl Reached {
    fn nothing(demand: &Demand) -> Self {
        Self { number: 0, of_which: vec![0; demand.of_which.len()] }
    }

    // Whether one more is needed: any, or one of those of which too few are there.
    fn wants(&self, demand: &Demand, passes: impl Fn(usize) -> Truth) -> Truth {
        if let Some(doubt) = &demand.doubt {
            return Truth::Unknown(doubt.clone());
        }
        let missing = Truth::of(self.number < demand.low);
        let each = self.of_which.iter().zip(&demand.of_which).enumerate();
        each.filter(|(_, (got, low))| got < low).fold(missing, |wants, (n, _)| wants.or(|| passes(n)))
    }

    fn take(&mut self, passes: impl Fn(usize) -> Truth) {
        self.number += 1;
        for (n, got) in self.of_which.iter_mut().enumerate() {
            *got += i128::from(passes(n) == Truth::True);
        }
    }
}

/// What a window got.
#[derive(Clone, Default)]
pub(super) struct Tally<'a> {
    pub in_time: Vec<Hit<'a>>,
    pub late: Vec<Hit<'a>>,
    /// How many there may be in time in the place of these.
    pub in_time_instead: usize,
    /// How many further ones may count.
    pub possible: usize,
    /// Those of them that are records of which so much is known.
    pub may: Vec<Hit<'a>>,
    /// Why there may be more.
    pub doubt: Option<Doubt>,
    /// There may be any number more.
    pub unbounded: bool,
    /// Some of those that may be more would be in time.
    pub may_be_in_time: bool,
}

/// What possibly counts.
#[derive(Clone, Copy)]
pub(super) enum MayCount<'s, 'a> {
    /// In any window in which it may lie.
    Anywhere(&'s Selected<'a>),
    /// In the window for which it was selected, in their order.
    WindowByWindow(&'s [Selected<'a>]),
}

impl<'a> MayCount<'_, 'a> {
    // Whether a hit was selected for a window.
    fn is_of(&self, index: usize, hit: &Hit<'a>) -> bool {
        match self {
            Self::Anywhere(_) => true,
            Self::WindowByWindow(each) => {
                each.get(index).is_some_and(|own| own.sure.iter().any(|one| one.id == hit.id))
            }
        }
    }
}

/// Gives each hit to the window with the oldest debt that it can serve (rule U1); one that pays no debt
/// stays with the window it lies in.
pub(super) fn allocate<'a>(
    demands: &[Demand],
    hits: &[Hit<'a>],
    may_count: MayCount<'_, 'a>,
    passes: Passes<'_, 'a>,
) -> Vec<Tally<'a>> {
    let mut tallies: Vec<Tally<'a>> = vec![Tally::default(); demands.len()];
    let mut reached: Vec<Reached> = demands.iter().map(Reached::nothing).collect();
    let mut order: Vec<usize> = (0..demands.len()).collect();
    order.sort_by_key(|i| demands.get(*i).map(|d| d.until));
    let mut hits: Vec<&Hit<'a>> = hits.iter().collect();
    hits.sort_by(|a, b| (a.at.end, &a.id).cmp(&(b.at.end, &b.id)));
    // A month that ends later may have begun earlier.
    let mut earliest: Vec<Instant> = hits.iter().map(|hit| hit.at.first).collect();
    for at in (1..earliest.len()).rev() {
        if let [before, after] = earliest.get_mut(at - 1..=at).unwrap_or_default() {
            *before = (*before).min(*after);
        }
    }
    // Windows before this one are past for all later hits.
    let mut first_open = 0;
    for (hit, earliest) in hits.into_iter().zip(earliest) {
        while order.get(first_open).and_then(|i| demands.get(*i)).is_some_and(|d| d.limit <= earliest) {
            first_open += 1;
        }
        let mut home = None;
        let mut served = None;
        // An older debt that it would pay if it came early enough.
        let mut may_be_owed = None;
        for index in order.iter().skip(first_open) {
            let (Some(demand), Some(reached)) = (demands.get(*index), reached.get(*index)) else { continue };
            if demand.from >= hit.at.end {
                break;
            }
            if !may_count.is_of(*index, hit) {
                continue;
            }
            if demand.surely_takes(hit.at, demand.until) {
                home = home.or(Some(*index));
            }
            let wants = reached.wants(demand, |n| passes(*index, n, hit));
            match wants {
                Truth::True if demand.surely_takes(hit.at, demand.limit) => {
                    served = Some(*index);
                    break;
                }
                Truth::Unknown(doubt) if home.is_none() && demand.possibly_takes(hit.at, demand.limit) => {
                    may_be_owed = Some((doubt, false));
                }
                Truth::True
                    if hit.at.precision > Precision::Day && demand.possibly_takes(hit.at, demand.limit) =>
                {
                    may_be_owed.get_or_insert((Doubt::Imprecise(hit.id.clone()), true));
                }
                Truth::True | Truth::Unknown(_) | Truth::False | Truth::Empty => {}
            }
        }
        match (served.or(home), may_be_owed) {
            (target, Some((doubt, of_time))) => {
                note_possible(demands, &mut tallies, hit, &doubt, target.is_none() && of_time);
            }
            (Some(index), None) => {
                if let (Some(demand), Some(tally)) = (demands.get(index), tallies.get_mut(index)) {
                    if let Some(reached) = reached.get_mut(index) {
                        reached.take(|n| passes(index, n, hit));
                    }
                    if demand.surely_takes(hit.at, demand.until) {
                        tally.in_time.push(hit.clone());
                    } else if hit.at.first >= demand.until {
                        tally.late.push(hit.clone());
                    } else {
                        // In time or late: the record is not exact enough to tell.
                        tally.may_count(hit, Doubt::Imprecise(hit.id.clone()));
                    }
                }
            }
            (None, None) => {
                note_possible(demands, &mut tallies, hit, &Doubt::Imprecise(hit.id.clone()), true);
            }
        }
    }
    let note = |demands: &[Demand], tallies: &mut [Tally<'a>], selected: &Selected<'a>| {
        for (hit, doubt) in &selected.possible {
            note_possible(demands, tallies, hit, doubt, false);
        }
    };
    match may_count {
        MayCount::Anywhere(all) => note(demands, &mut tallies, all),
        MayCount::WindowByWindow(each) => {
            for ((demand, tally), own) in demands.chunks(1).zip(tallies.chunks_mut(1)).zip(each) {
                note(demand, tally, own);
            }
        }
    }
    tallies
}

// Notes what may count for windows; one that counts, and of which only the time is in doubt, does so where its time
// is in doubt.
fn note_possible<'a>(
    demands: &[Demand],
    tallies: &mut [Tally<'a>],
    hit: &Hit<'a>,
    doubt: &Doubt,
    of_time_only: bool,
) {
    for (demand, tally) in demands.iter().zip(tallies.iter_mut()) {
        let straddles = demand.possibly_takes(hit.at, demand.limit)
            && (!demand.surely_takes(hit.at, demand.limit) || !of_time_only);
        let in_time = demand.possibly_takes(hit.at, demand.until);
        let undecided = in_time && !demand.surely_takes(hit.at, demand.until);
        if straddles || undecided {
            tally.possible += 1;
            tally.may.push(hit.clone());
            tally.may_be_in_time |= in_time;
            tally.doubt.get_or_insert_with(|| doubt.clone());
        }
    }
}

/// What a tally means as of an instant.
#[derive(Clone, Debug)]
pub(super) struct Ruling {
    pub verdict: Verdict,
    /// When it became certain.
    pub certain_at: Option<Instant>,
    pub doubt: Option<Doubt>,
    /// The upper limit decided.
    pub excess: bool,
    pub overdue: bool,
}

impl Ruling {
    pub(super) fn certain(verdict: Verdict, at: Instant) -> Self {
        Self { verdict, certain_at: Some(at), doubt: None, excess: false, overdue: false }
    }

    pub(super) fn open() -> Self {
        Self { verdict: Verdict::Open, certain_at: None, doubt: None, excess: false, overdue: false }
    }

    /// Nothing can be told, or not yet.
    pub(super) fn undetermined(doubt: Doubt) -> Self {
        if doubt == Doubt::Awaited {
            return Self::open();
        }
        Self {
            verdict: Verdict::Undetermined,
            certain_at: None,
            doubt: Some(doubt),
            excess: false,
            overdue: false,
        }
    }

    /// The same of a duty that may not exist: that it was done stands, that it was not is no finding.
    pub(super) fn of_doubtful_duty(self, doubt: Option<Doubt>) -> Self {
        match doubt {
            Some(doubt) if self.verdict != Verdict::Fulfilled => Self::undetermined(doubt),
            _ => self,
        }
    }

    /// The same under an exception that holds for certain since an instant: what was done before it stands (rule
    /// O1), and nothing that was not, for an exception may come until the limit (rule O2).
    pub(super) fn or_excused(self, since: Instant) -> Self {
        let stands = match self.verdict {
            Verdict::Fulfilled | Verdict::NotApplicable => self.certain_at.is_none_or(|at| at <= since),
            Verdict::Excused => true,
            Verdict::Late | Verdict::Breached | Verdict::Open | Verdict::Undetermined => false,
        };
        if stands { self } else { Self::certain(Verdict::Excused, since) }
    }

    /// The better of two (rule O9).
    pub(super) fn or(self, other: Self) -> Self {
        // Whoever owes nothing by one way need not have gone another; what was done before that was known stands.
        let rank = |r: &Self| match r.verdict {
            Verdict::Fulfilled | Verdict::NotApplicable => 0,
            Verdict::Late => 1,
            Verdict::Open => 2,
            Verdict::Undetermined => 3,
            Verdict::Breached => 4,
            Verdict::Excused => 5,
        };
        match rank(&self).cmp(&rank(&other)) {
            std::cmp::Ordering::Less => self,
            std::cmp::Ordering::Greater => other,
            // One is enough, so it is certain when the first is; a breach when the last is.
            std::cmp::Ordering::Equal if self.verdict == Verdict::Breached => {
                if self.certain_at >= other.certain_at { self } else { other }
            }
            std::cmp::Ordering::Equal => {
                let order = |r: &Self| (r.certain_at, r.verdict == Verdict::NotApplicable);
                if order(&self) <= order(&other) { self } else { other }
            }
        }
    }

    /// The worse of two (rule O9).
    pub(super) fn and(self, other: Self) -> Self {
        let rank = |r: &Self| match r.verdict {
            Verdict::Breached => 5,
            Verdict::Undetermined => 4,
            Verdict::Open => 3,
            Verdict::Late => 2,
            Verdict::Fulfilled => 1,
            Verdict::Excused | Verdict::NotApplicable => 0,
        };
        match rank(&self).cmp(&rank(&other)) {
            std::cmp::Ordering::Less => other,
            std::cmp::Ordering::Greater => self,
            // Both must hold, so it is certain when the later one is; a breach when the earlier one is.
            std::cmp::Ordering::Equal if self.verdict == Verdict::Breached => {
                if self.certain_at <= other.certain_at { self } else { other }
            }
            std::cmp::Ordering::Equal => {
                if self.certain_at >= other.certain_at {
                    self
                } else {
                    other
                }
            }
        }
    }
}

/// When one more than so many hits are known; none if there are not as many. They are in the order of their ends,
/// which is that in which they become known, but for those that lie back.
pub(super) fn certain_with<'h, 'a: 'h>(
    hits: impl Iterator<Item = &'h Hit<'a>> + Clone,
    more_than: usize,
) -> Option<Instant> {
    let last = hits.clone().nth(more_than)?;
    if hits.clone().all(|hit| hit.certain == hit.at.end) {
        return Some(last.at.end);
    }
    let mut known: Vec<Instant> = hits.map(|hit| hit.certain).collect();
    known.sort();
    known.get(more_than).copied()
}

impl<'a> Tally<'a> {
    /// Those of them that pass a filter, and those that may.
    pub(super) fn of_which(&self, passes: impl Fn(&Hit<'a>) -> Truth) -> Self {
        let mut inner = Self { in_time: Vec::new(), late: Vec::new(), ..self.clone() };
        // What may count does not where it surely does not pass.
        let fails = |hit: &&Hit<'a>| matches!(passes(hit), Truth::False | Truth::Empty);
        inner.possible -= self.may.iter().filter(fails).count().min(inner.possible);
        for (list, out) in [(&self.in_time, &mut inner.in_time), (&self.late, &mut inner.late)] {
            for hit in list {
                match passes(hit) {
                    Truth::True => out.push(hit.clone()),
                    Truth::Unknown(doubt) => {
                        (inner.possible, inner.may_be_in_time) = (inner.possible + 1, true);
                        inner.doubt.get_or_insert(doubt);
                    }
                    Truth::False | Truth::Empty => {}
                }
            }
        }
        inner
    }

    /// Those that decide: as many as a demand needs, and of which.
    pub(super) fn deciding(
        &self,
        demand: &Demand,
        passes: impl Fn(usize, &Hit<'a>) -> Truth,
    ) -> Vec<Arc<str>> {
        let mut reached = Reached::nothing(demand);
        let all = self.in_time.iter().chain(&self.late);
        all.filter(|hit| {
            let wanted = reached.wants(demand, |n| passes(n, hit)) == Truth::True;
            if wanted {
                reached.take(|n| passes(n, hit));
            }
            wanted
        })
        .map(|hit| hit.id.clone())
        .collect()
    }

    /// Those that count and do not decide.
    pub(super) fn others(&self, deciding: &[Arc<str>]) -> Vec<Arc<str>> {
        let deciding: FxHashSet<&Arc<str>> = deciding.iter().collect();
        let all = self.in_time.iter().chain(&self.late).map(|hit| &hit.id);
        all.filter(|id| !deciding.contains(id)).cloned().collect()
    }

    /// One more that may count.
    pub(super) fn may_count(&mut self, hit: &Hit<'a>, doubt: Doubt) {
        self.possible += 1;
        self.may.push(hit.clone());
        self.may_be_in_time = true;
        self.doubt.get_or_insert(doubt);
    }

    // How many are in time, or may be, of those that are known.
    fn most_in_time(&self) -> usize {
        self.in_time.len() + self.in_time_instead + self.possible
    }

    pub(super) fn low(&self) -> i128 {
        (self.in_time.len() + self.late.len()) as i128
    }

    pub(super) fn ends(&self) -> (Exact, Option<Exact>) {
        let low = Exact::from(self.low() as i64);
        (low, if self.unbounded { None } else { low.add(Exact::from(self.possible as i64)) })
    }

    /// Why it may be more than what is sure.
    pub(super) fn incomplete(&self) -> Option<Doubt> {
        (self.possible > 0 || self.unbounded || self.in_time_instead > 0)
            .then(|| self.doubt.clone().unwrap_or(Doubt::SetAside))
    }

    /// The ruling on a demand as of an instant.
    pub(super) fn rule(&self, demand: &Demand, as_of: Instant) -> Ruling {
        let lower =
            if demand.low > 0 || demand.high.is_none() { Some(self.rule_lower(demand, as_of)) } else { None };
        let upper = demand.high.map(|high| self.rule_upper(demand, high, as_of));
        match (lower, upper) {
            (Some(lower), Some(upper)) => lower.and(upper),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => Ruling::certain(Verdict::Fulfilled, demand.until),
        }
    }

    fn rule_lower(&self, demand: &Demand, as_of: Instant) -> Ruling {
        let need = usize::try_from(demand.low).unwrap_or(usize::MAX);
        if need == 0 {
            return Ruling::certain(Verdict::Fulfilled, demand.begun());
        }
        if let Some(at) = certain_with(self.in_time.iter(), need - 1) {
            return Ruling::certain(Verdict::Fulfilled, at);
        }
        let still_possible = self.may_be_in_time && (self.unbounded || self.most_in_time() >= need);
        if let Some(at) = certain_with(self.in_time.iter().chain(&self.late), need - 1)
            && !still_possible
        {
            return Ruling::certain(Verdict::Late, at);
        }
        if as_of < demand.limit {
            return Ruling { overdue: as_of >= demand.until, ..Ruling::open() };
        }
        match self.incomplete() {
            Some(doubt) if self.unbounded || self.low() + self.possible as i128 >= demand.low => {
                Ruling::undetermined(doubt)
            }
            _ => Ruling::certain(Verdict::Breached, demand.limit),
        }
    }

    fn rule_upper(&self, demand: &Demand, high: i128, as_of: Instant) -> Ruling {
        // More than can be counted is no limit; less than nothing cannot be kept.
        let most = usize::try_from(high).unwrap_or(if high < 0 { 0 } else { usize::MAX });
        if high < 0 {
            return Ruling { excess: true, ..Ruling::certain(Verdict::Breached, demand.begun()) };
        }
        if let Some(at) = certain_with(self.in_time.iter(), most) {
            return Ruling { excess: true, ..Ruling::certain(Verdict::Breached, at) };
        }
        if as_of < demand.until {
            return Ruling::open();
        }
        // What may be missing after the window is not too much in it.
        match self.incomplete().filter(|_| self.may_be_in_time) {
            Some(doubt) if self.unbounded || self.most_in_time() > most => Ruling::undetermined(doubt),
            _ => Ruling::certain(Verdict::Fulfilled, demand.until),
        }
    }
}
