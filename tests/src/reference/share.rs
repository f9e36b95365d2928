//! What each window of a part gets: each record goes to the oldest window that it can still fill (rule U1), once for
//! what is sure and once for what is possible (rule K1).

use super::need::{Counts, Duty, Need, counted_in};
use super::number::number_of;
use super::ruling::Standing;
use super::select::Found;
use super::truth::Truth;
use super::world::World;
use bylaws::log::{Exact, Record, Value};

// By convention the field `cycle` or `cycle_year` of a record names the cycle it belongs to (rule T7).
pub(super) fn label_of(world: &World<'_>, record: &Record) -> Option<i128> {
    let (_, event) = world.policy.vocabulary.events.get_index(record.kind)?;
    let field = ["cycle", "cycle_year"].iter().find_map(|name| event.fields.get_index_of(*name))?;
    match record.field(field) {
        Some(Value::Number(number)) => number.to_integer(),
        _ => None,
    }
}

// What each window has at worst, with what is sure, or at best, with what is possible: each record goes to the oldest
// unfilled window that can take it, in the order of the latest time that it may have.
pub(super) fn allotted<'d, 'a>(
    world: &World<'a>,
    duties: &'d [Duty<'d>],
    found: &'d [Found<'a>],
    needs: &'d [Need<'a>],
    label: &'d dyn Fn(&Record) -> Option<i128>,
    surely: bool,
) -> Vec<Allotted<'d, 'a>> {
    let mut order: Vec<&'a Record> = found.iter().flat_map(Found::possible).collect();
    order.sort_by(|a, b| (a.at.end, &a.id).cmp(&(b.at.end, &b.id)));
    order.dedup_by(|a, b| a.id == b.id);
    let of = || {
        let each = duties.iter().zip(found).zip(needs);
        each.map(|((duty, found), need)| Taker { duty, found, need, label })
    };
    let all: Vec<Taker<'_, 'a>> = of().collect();
    let left = (0..all.len()).map(|n| left_to(world, &all, n, &order, surely));
    of().zip(left).map(|(taker, records)| Allotted { world: world.clone(), taker, records, surely }).collect()
}

/// The records that are left to a window by older ones.
pub(super) struct Allotted<'d, 'a> {
    pub(super) world: World<'a>,
    pub(super) taker: Taker<'d, 'a>,
    pub(super) records: Vec<&'a Record>,
    pub(super) surely: bool,
}

/// A window that takes records.
pub(super) struct Taker<'d, 'a> {
    pub(super) duty: &'d Duty<'d>,
    pub(super) found: &'d Found<'a>,
    pub(super) need: &'d Need<'a>,
    pub(super) label: &'d dyn Fn(&Record) -> Option<i128>,
}

impl Taker<'_, '_> {
    // Whether a record can be counted in the window at all, and in its own time.
    pub(super) fn takes(&self, world: &World<'_>, record: &Record) -> (Truth, Truth) {
        let listed = self.found.records.iter().find(|(r, _)| r.id == record.id);
        let Some((_, truth)) = listed else { return (Truth::No, Truth::No) };
        if let (Some(cycle), Some(label)) = (self.duty.slot.window.cycle, (self.label)(record)) {
            // A label beats the date up to its closing.
            let own = Truth::of(label == i128::from(cycle));
            return (Truth::all([*truth, own]), Truth::all([*truth, own]));
        }
        let (from, until) = counted_in(self.duty, false);
        let (first, last) = counted_in(self.duty, true);
        let in_time = match (record.at.surely_in(first, last), record.at.possibly_in(from, until)) {
            (true, _) => Truth::Yes,
            (false, true) => gone(world, self.duty, record).opposite(),
            (false, false) => Truth::No,
        };
        let at_all = if self.duty.slot.late { Truth::Yes } else { in_time };
        let truth = Truth::all([*truth, self.duty.concerned.is_between(record.at).opposite()]);
        (Truth::all([truth, at_all]), Truth::all([truth, in_time]))
    }
}

// Whether something happened when the bearer was gone, which it may be without having happened yet.
pub(super) fn gone(world: &World<'_>, duty: &Duty<'_>, record: &Record) -> Truth {
    match duty.slot.window.cycle {
        // It may still make something up.
        None if !duty.slot.late && duty.concerned.has_left(world, record.at).is_sure() => Truth::Yes,
        _ => Truth::Unknown,
    }
}

fn left_to<'a>(
    world: &World<'a>,
    all: &[Taker<'_, 'a>],
    n: usize,
    order: &[&'a Record],
    surely: bool,
) -> Vec<&'a Record> {
    let Some(own) = all.get(n) else { return Vec::new() };
    let older = Older { world, own, all: all.get(..n).unwrap_or_default() };
    let mut taken: Vec<Vec<&'a Record>> = vec![Vec::new(); n];
    let mut left: Vec<&'a Record> = Vec::new();
    let only_older = |record: &Record| !own.takes(world, record).0.is_possible();
    // At best what only an older window can take goes there first: a month of which no more is known may have come before
    // what is known to have come in it.
    let (first, second): (Vec<&'a Record>, Vec<&'a Record>) = match surely {
        true => (Vec::new(), order.to_vec()),
        false => order.iter().copied().partition(|record| only_older(record)),
    };
    for record in first.into_iter().chain(second) {
        let taker = if surely { older.at_worst(&taken, record) } else { older.at_best(&taken, record) };
        match taker.and_then(|m| taken.get_mut(m)) {
            Some(got) => got.push(record),
            None => left.push(record),
        }
    }
    left
}

// The windows before one.
struct Older<'d, 'a> {
    world: &'d World<'a>,
    own: &'d Taker<'d, 'a>,
    all: &'d [Taker<'d, 'a>],
}

impl<'a> Older<'_, 'a> {
    fn takes(&self, m: usize, record: &Record) -> Truth {
        self.all.get(m).map_or(Truth::No, |taker| taker.takes(self.world, record).0)
    }

    // At worst what surely counts for the window goes to the oldest that may take it. All else is missing, unless an older
    // window surely takes it.
    fn at_worst(&self, taken: &[Vec<&'a Record>], record: &Record) -> Option<usize> {
        let wants = |m: &usize| {
            let (Some(taker), Some(got)) = (self.all.get(*m), taken.get(*m)) else { return false };
            taker.need.wants(got, record, |most, _| most, (Truth::is_possible, Truth::is_sure))
        };
        let oldest = (0..self.all.len()).find(|m| self.takes(*m, record).is_possible() && wants(m))?;
        let is_there = self.own.takes(self.world, record).0.is_sure()
            || (0..self.all.len()).any(|m| self.takes(m, record).is_sure() && wants(&m));
        is_there.then_some(oldest)
    }

    // At best what may count for the window goes to an older one only if it must; what counts for older ones alone goes to
    // the youngest of those that it need not pass by. As many as may be missing from the log have filled them before.
    fn at_best(&self, taken: &[Vec<&'a Record>], record: &Record) -> Option<usize> {
        let wants = |m: &usize| {
            let (Some(taker), Some(got)) = (self.all.get(*m), taken.get(*m)) else { return false };
            !may_be_filled(self.world, taker, record)
                && taker.need.wants(got, record, |_, least| least, (Truth::is_sure, Truth::is_possible))
        };
        let must = (0..self.all.len()).find(|m| self.takes(*m, record).is_sure() && wants(m));
        if self.own.takes(self.world, record).0.is_possible() {
            return must;
        }
        let last = must.map_or(self.all.len(), |must| must + 1);
        (0..last).rfind(|m| self.takes(*m, record).is_possible() && wants(m))
    }
}

// Whether others of which nobody told may have come to a window before a record.
fn may_be_filled(world: &World<'_>, taker: &Taker<'_, '_>, record: &Record) -> bool {
    let (found, slot) = (taker.found, taker.duty.slot);
    let limit =
        if slot.late || slot.window.cycle.is_some() { slot.limit } else { counted_in(taker.duty, false).1 };
    let (from, until) = (counted_in(taker.duty, false).0, record.at.end.min(limit).min(world.as_of));
    let is_known = world.is_known(found.kind, from, until);
    let aside = world.set_aside(found.kind).any(|one| one.at.is_none_or(|at| at.possibly_in(from, until)));
    found.open && (slot.window.cycle.is_some() || found.judgement) || aside || !is_known
}

impl<'a> Allotted<'_, 'a> {
    // What counts in time, and what is made up, as far as it is needed.
    pub(super) fn taken(&self) -> (Vec<&'a Record>, Vec<&'a Record>) {
        self.taken_of(if self.surely { |most, _| most } else { |_, least| least })
    }

    fn taken_of(&self, needed: fn(Exact, Exact) -> Exact) -> (Vec<&'a Record>, Vec<&'a Record>) {
        let (in_time, late): (Vec<&'a Record>, Vec<&'a Record>) = self
            .records
            .iter()
            .copied()
            .filter(|record| self.counts(self.taker.takes(&self.world, record).0))
            .partition(|record| self.counts(self.taker.takes(&self.world, record).1));
        let mut got = in_time.clone();
        for record in late {
            let counts: Counts = if self.surely { Truth::is_sure } else { Truth::is_possible };
            if self.taker.need.wants(&got, record, needed, (counts, counts)) {
                got.push(record);
            }
        }
        let late = got.split_off(in_time.len());
        (in_time, late)
    }

    // How many do, whatever is needed.
    pub(super) fn fewest(&self) -> Exact {
        let (in_time, late) = self.taken_of(|_, least| least);
        number_of(in_time.len() + late.len())
    }

    // How many may, if no more than are known may.
    pub(super) fn most(&self) -> Option<Exact> {
        let found = self.taker.found;
        // Where it is not known how much is needed, all that is made up may be.
        let (in_time, late) = self.taken_of(|most, _| most);
        let number = number_of(in_time.len() + late.len());
        number.add(number_of(found.aside)).filter(|_| !found.open_so_far)
    }

    pub(super) fn counts(&self, truth: Truth) -> bool {
        if self.surely { truth.is_sure() } else { truth.is_possible() }
    }

    pub(super) fn need(&self) -> Exact {
        let need = self.taker.need;
        if self.surely { need.most } else { need.least }
    }

    // How it stands by the whole.
    pub(super) fn standing(&self, world: &World<'a>) -> Standing {
        let number = |f: &dyn Fn((Truth, Truth)) -> Truth| {
            self.records.iter().filter(|record| self.counts(f(self.taker.takes(&self.world, record)))).count()
        };
        self.by(world, number(&|(all, _)| all), number(&|(_, in_time)| in_time), self.need())
    }

    // How it stands by those of them that pass. What comes late counts as far as it is needed for the whole.
    pub(super) fn standing_of_which(
        &self,
        world: &World<'a>,
        need: Exact,
        passes: &dyn Fn(&'a Record) -> Truth,
    ) -> Standing {
        let (in_time, late) = self.taken();
        let number = |all: Vec<&'a Record>| all.into_iter().filter(|r| self.counts(passes(r))).count();
        let in_time = number(in_time);
        let all = in_time + number(late);
        self.by(world, all, in_time, need)
    }

    pub(super) fn by(&self, world: &World<'a>, all: usize, in_time: usize, need: Exact) -> Standing {
        let own = &self.taker;
        let aside = if self.surely { 0 } else { own.found.aside };
        let enough = |n: usize| Exact::from((n + aside) as i64) >= need;
        if enough(in_time) || !self.surely && open_in_time(world, own.found, own.duty) {
            Standing::Met
        } else if enough(all) || !self.surely && own.found.open && own.duty.slot.late {
            Standing::Late
        } else {
            Standing::Broken
        }
    }
}

// Whether any number of records may be missing from the time of the window itself.
pub(super) fn open_in_time(world: &World<'_>, found: &Found<'_>, duty: &Duty<'_>) -> bool {
    if !found.open {
        return false;
    }
    let kind = found.kind;
    duty.slot.window.cycle.is_some()
        || !world.is_known(kind, counted_in(duty, false).0, counted_in(duty, false).1)
        || found.judgement
}
