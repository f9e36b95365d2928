//! Counting what a norm asks for in the windows of one bearer: each record goes to the oldest window that it
//! can still fill (rule U1), once for what is sure and once for what is possible (rule K1).

use super::concerned::Concerned;
use super::earlier::used_before;
use super::quantity::{DaysOf, Limit, Limits, due, in_force, is_skipped, limits};
use super::ruling::{Between, Shown, Standing, worst};
use super::scene::{Hand, Scene, truth_at};
use super::scope::{Candidate, Facet, in_scope};
use super::select::{Found, records};
use super::slots::Slot;
use super::truth::Truth;
use super::world::World;
use bylaws::check::policy::{From, Instead, Norm, OfWhich, Part, Quantity, Time};
use bylaws::eval::Verdict;
use bylaws::log::{Exact, Instant, Moment, Record, Value};

/// A window in which something may be due.
pub(super) struct Duty<'d> {
    pub(super) slot: &'d Slot,
    pub(super) concerned: &'d Concerned,
}

/// What was counted of a part in a window.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    /// How it stands by what is known.
    pub(super) verdict: Verdict,
    /// How it stands if it concerns the bearer wherever it may.
    pub(super) as_it_stands: Verdict,
    /// What is asked for is nothing, for the days on which it concerns the bearer.
    pub(super) nothing_due: bool,
    pub(super) shown: Shown,
}

/// How all the windows of a bearer stand by each of some parts.
pub(super) fn standings<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    facet: &Facet<'a>,
    who: &Candidate,
    duties: &[Duty<'_>],
    parts: &'a [Part],
) -> Vec<Vec<Counted>> {
    let of_parts: Vec<Vec<Counted>> =
        parts.iter().map(|part| of_part(world, norm, facet, who, duties, part)).collect();
    let of_duty = |number: usize| of_parts.iter().filter_map(|all| all.get(number).copied()).collect();
    (0..duties.len()).map(of_duty).collect()
}

// What happens before the norm concerns the bearer, or after it no longer does, does not count.
fn counted_in(duty: &Duty<'_>, surely: bool) -> (Instant, Instant) {
    let (from, until) = if surely { duty.concerned.seen_stretch } else { duty.concerned.stretch };
    let until = if duty.slot.window.cycle.is_some() { duty.slot.until } else { until.min(duty.slot.until) };
    (from.max(duty.slot.effective.0).min(duty.slot.until), until)
}

// What one window needs of a part.
struct Need<'a> {
    /// How many are needed at most and at least.
    most: Exact,
    least: Exact,
    of_which: Vec<NeedOfWhich<'a>>,
}

// How many are needed of those that pass, and which these are.
struct NeedOfWhich<'a> {
    most: Exact,
    least: Exact,
    passing: Vec<(&'a Record, Truth)>,
}

/// What of a truth counts: what is sure, or what is possible.
type Counts = fn(Truth) -> bool;

impl<'a> Need<'a> {
    // Whether one more is needed beside what there is: any, or one of those of which there are too few. Of what passes it
    // is said what counts of the one and of the others.
    fn wants(
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
struct Asked<'a> {
    limits: Vec<Limits>,
    found: Vec<Found<'a>>,
    needs: Vec<Need<'a>>,
    /// What each needs by how it stands, which decides what is shown of it.
    shown: Vec<Need<'a>>,
}

fn scene_of<'a>(world: &World<'a>, who: &Candidate, duty: &Duty<'_>) -> Scene<'a> {
    let slot = duty.slot;
    let last = Instant(slot.until.min(world.as_of).0 - 1);
    Scene::new(last, slot.effective).of(who)
}

fn asked<'a>(
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
                *truth = Truth::all([*truth, Truth::any(used).opposite()]);
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
enum By {
    /// The most of them, and the least, that are possible.
    WhatIsKnown,
    /// Those on which it may concern the bearer, if nothing changes any more.
    HowItStands,
}

impl By {
    // How much is due at most and at least of limits that are not wholly known.
    fn due(
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
fn need_of<'a>(
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
fn one_of(norm: &Norm, own: &Quantity) -> Limits {
    let instead = norm.exceptions.iter().filter_map(|exception| match &exception.instead {
        Some(Instead::Quantity(quantity)) => Some(quantity),
        _ => None,
    });
    let asks = instead.chain([own]).any(|quantity| quantity.low.is_some());
    let unknown = Some((None, None));
    Limits { low: unknown.filter(|_| asks), high: unknown.filter(|_| !asks) }
}

// How many may be due: who left may come back, unless nothing is due of them any more.
fn at_most_due(norm: &Norm, duty: &Duty<'_>, number: Exact) -> Exact {
    let of = |days: &DaysOf| due(&norm.reading, days, duty.slot.window.units, number);
    let possible = of(&duty.concerned.possible);
    if possible > Exact::ZERO { possible.max(of(&duty.concerned.stayed)) } else { possible }
}

/// What is made up after the windows of a part in which it was due.
pub(super) fn made_up<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    who: &Candidate,
    duties: &[Duty<'_>],
    part: &'a Part,
) -> Vec<(&'a Record, Truth)> {
    let From::Event(kind) = part.what.from else { return Vec::new() };
    let Asked { found, needs, .. } = asked(world, norm, who, duties, part, kind);
    let labelled = |record: &Record| label_of(world, record);
    let late = |surely| -> Vec<&'a Record> {
        let all = allotted(world, duties, &found, &needs, &labelled, surely);
        all.iter().flat_map(|one| one.taken().1).collect()
    };
    let (sure, possible) = (late(true), late(false));
    let is_in = |all: &[&Record], record: &Record| all.iter().any(|other| other.id == record.id);
    let both = sure.iter().chain(&possible).copied();
    both.map(|record| {
        let surely = is_in(&sure, record) && is_in(&possible, record);
        (record, if surely { Truth::Yes } else { Truth::Unknown })
    })
    .collect()
}

fn of_part<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    facet: &Facet<'a>,
    who: &Candidate,
    duties: &[Duty<'_>],
    part: &'a Part,
) -> Vec<Counted> {
    let From::Event(kind) = part.what.from else {
        return duties.iter().map(|duty| of_spells(world, norm, who, duty, part)).collect();
    };
    let Asked { limits, found, needs, shown } = asked(world, norm, who, duties, part, kind);
    let labelled = |record: &Record| label_of(world, record);
    let shares = |needs| {
        let by = |surely| allotted(world, duties, &found, needs, &labelled, surely);
        by(true).into_iter().zip(by(false)).collect::<Vec<_>>()
    };
    let (known, stands) = (shares(&needs), shares(&shown));
    let mut out = Vec::new();
    for (number, duty) in duties.iter().enumerate() {
        let (Some(found), Some(need), Some(limits), Some(known), Some(stands)) =
            (found.get(number), needs.get(number), limits.get(number), known.get(number), stands.get(number))
        else {
            continue;
        };
        let scene = scene_of(world, who, duty);
        let own = own_window(world, norm, facet, who, duty, found, &scene, kind, part);
        let verdict = |shares, by| verdict(world, norm, duty, part, *limits, shares, &own, &scene, by);
        let all = duty.concerned.possible.left.iter().any(|d| *d);
        let asks_for_none = limits.low == Some((Some(Exact::ZERO), Some(Exact::ZERO)));
        out.push(Counted {
            verdict: verdict(known, By::WhatIsKnown),
            as_it_stands: verdict(stands, By::HowItStands),
            nothing_due: limits.high.is_none() && need.most == Exact::ZERO && !asks_for_none || !all,
            shown: Shown {
                required: limits.shown(|n| {
                    Some(due(&norm.reading, &duty.concerned.as_it_stands, duty.slot.window.units, n))
                }),
                measured: match limits.low {
                    Some(_) => {
                        // What is made up counts as far as it is needed by what is seen.
                        let (low, most) = (stands.0.number(), stands.1.most());
                        Some((most.map_or(low, |most| low.min(most)), most))
                    }
                    None => Some((number_of(own.sure.len()), own.most_so_far.map(number_of))),
                },
                excess: excess(&own, limits.high),
            },
        });
    }
    out
}

// How a part stands in a window: by the records that are left to it at worst and at best.
#[expect(clippy::too_many_arguments, reason = "they are what is given")]
fn verdict<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    duty: &Duty<'_>,
    part: &'a Part,
    limits: Limits,
    shares: &(Allotted<'_, 'a>, Allotted<'_, 'a>),
    own: &Own<'a>,
    scene: &Scene<'a>,
    by: By,
) -> Verdict {
    let open_until = |at: Instant| world.as_of < at;
    let mut verdict = Verdict::Fulfilled;
    if limits.low.is_some() {
        let between = Between { worst: shares.0.standing(world), best: shares.1.standing(world) };
        verdict = worst(verdict, between.verdict(open_until(duty.slot.limit)));
    }
    if let Some(limit) = limits.high {
        verdict = worst(verdict, at_most(world, duty, own, limit).verdict(open_until(duty.slot.until)));
    }
    for OfWhich { quantity, filter, .. } in &part.of_which {
        let between = of_which(world, norm, shares, own, scene, quantity, filter, by);
        // Nothing is made up for an upper limit.
        let end = if limits.low.is_some() { duty.slot.limit } else { duty.slot.until };
        verdict = worst(verdict, between.verdict(open_until(end)));
    }
    verdict
}

/// What lies in a window itself.
struct Own<'a> {
    sure: Vec<&'a Record>,
    possible: Vec<&'a Record>,
    most: Option<usize>,
    most_so_far: Option<usize>,
}

// An upper limit binds at each record's time: it must concern the bearer then.
#[expect(clippy::too_many_arguments, reason = "they are what is given")]
fn own_window<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    facet: &Facet<'a>,
    who: &Candidate,
    duty: &Duty<'_>,
    _found: &Found<'a>,
    scene: &Scene<'a>,
    kind: usize,
    part: &'a Part,
) -> Own<'a> {
    let mut found = records(world, scene, &part.what, kind, counted_in(duty, false));
    let (first, last) = counted_in(duty, true);
    for (record, truth) in &mut found.records {
        if !record.at.surely_in(first, last) {
            *truth = Truth::all([*truth, gone(world, duty, record).opposite()]);
        }
        *truth = Truth::all([*truth, duty.concerned.is_between(record.at).opposite()]);
    }
    if part.quantity.low.is_none() {
        for (record, truth) in &mut found.records {
            let at = super::scene::instants(world, record.at);
            let binds = Truth::throughout(at.into_iter().map(|at| {
                let excepted = super::exceptions::excused(
                    world,
                    norm,
                    &scene.at(at),
                    super::exceptions::Which::OfInstants,
                );
                Truth::all([in_scope(world, norm, facet, who, at, scene), excepted.opposite()])
            }));
            *truth = Truth::all([*truth, binds]);
        }
    }
    found.records.retain(|(_, truth)| truth.is_possible());
    let (most, most_so_far) = (found.most(), found.most_so_far());
    Own { sure: found.sure(), possible: found.possible(), most, most_so_far }
}

// One too many breaks it at once; that there are not too many is known at the end (rule O4).
fn at_most(
    world: &World<'_>,
    duty: &Duty<'_>,
    own: &Own<'_>,
    (low, high): (Option<Exact>, Option<Exact>),
) -> Between {
    let number = |n: usize| Exact::from(n as i64);
    let over = high.is_some_and(|high| number(own.sure.len()) > high);
    let ended = world.as_of >= duty.slot.until;
    let over = over || high.is_some_and(|high| high < Exact::ZERO);
    let kept = ended && low.zip(own.most).is_some_and(|(low, most)| number(most) <= low);
    Between {
        worst: if kept { Standing::Met } else { Standing::Broken },
        best: if over { Standing::Broken } else { Standing::Met },
    }
}

#[expect(clippy::too_many_arguments, reason = "they are what is given")]
fn of_which<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    (sure, possible): &(Allotted<'_, 'a>, Allotted<'_, 'a>),
    own: &Own<'a>,
    scene: &Scene<'a>,
    quantity: &'a bylaws::check::policy::Quantity,
    filter: &'a bylaws::check::policy::Expr,
    by: By,
) -> Between {
    world.met("Part of which");
    let duty = sure.taker.duty;
    let limits = due_of_which(world, norm, duty, scene, quantity, by);
    let passes =
        |record: &&'a Record| truth_at(world, &scene.with(Hand::Record(record)), record.at, filter).chosen();
    let mut between = Between::surely(Standing::Met);
    if let Some((low, high)) = limits.low {
        between = between.and(Between {
            worst: high.map_or(Standing::Broken, |high| {
                sure.standing_of_which(world, high, &|record| passes(&record))
            }),
            best: low.map_or(Standing::Met, |low| {
                possible.standing_of_which(world, low, &|record| passes(&record))
            }),
        });
    }
    let sure: Vec<&Record> = own.sure.iter().copied().filter(|r| passes(r).is_sure()).collect();
    let possible: Vec<&Record> = own.possible.iter().copied().filter(|r| passes(r).is_possible()).collect();
    let aside = own.most.map(|most| most - own.possible.len());
    let most = aside.map(|aside| possible.len() + aside);
    let own = Own { most, most_so_far: most, sure, possible };
    if let Some(limit) = limits.high {
        between = between.and(at_most(world, duty, &own, limit));
    }
    between
}

// A lower limit is due in proportion here too.
fn due_of_which<'a>(
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

// By convention the field `cycle` or `cycle_year` of a record names the cycle it belongs to (rule T7).
fn label_of(world: &World<'_>, record: &Record) -> Option<i128> {
    let (_, event) = world.policy.vocabulary.events.get_index(record.kind)?;
    let field = ["cycle", "cycle_year"].iter().find_map(|name| event.fields.get_index_of(*name))?;
    match record.field(field) {
        Some(Value::Number(number)) => number.to_integer(),
        _ => None,
    }
}

// What each window has at worst, with what is sure, or at best, with what is possible: each record goes to the oldest
// unfilled window that can take it, in the order of the latest time that it may have.
fn allotted<'d, 'a>(
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
struct Allotted<'d, 'a> {
    world: World<'a>,
    taker: Taker<'d, 'a>,
    records: Vec<&'a Record>,
    surely: bool,
}

/// A window that takes records.
struct Taker<'d, 'a> {
    duty: &'d Duty<'d>,
    found: &'d Found<'a>,
    need: &'d Need<'a>,
    label: &'d dyn Fn(&Record) -> Option<i128>,
}

impl Taker<'_, '_> {
    // Whether a record can be counted in the window at all, and in its own time.
    fn takes(&self, world: &World<'_>, record: &Record) -> (Truth, Truth) {
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
fn gone(world: &World<'_>, duty: &Duty<'_>, record: &Record) -> Truth {
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
    // At worst older windows take all that they may, at best only what they must.
    let older = all.get(..n).unwrap_or_default();
    let mut taken: Vec<Vec<&'a Record>> = vec![Vec::new(); older.len()];
    let wants = |m: usize, taken: &[Vec<&'a Record>], record: &Record| {
        let (Some(taker), Some(got)) = (older.get(m), taken.get(m)) else { return false };
        let endless = !surely && open_in_time(world, taker.found, taker.duty);
        !endless
            && match surely {
                true => taker.need.wants(got, record, |most, _| most, (Truth::is_possible, Truth::is_sure)),
                false => {
                    taker.need.wants(got, record, |_, least| least, (Truth::is_sure, Truth::is_possible))
                }
            }
    };
    let mut left: Vec<&'a Record> = Vec::new();
    let only_older = |record: &Record| !own.takes(world, record).0.is_possible();
    // At best what only an older window can take goes there first.
    let (first, second): (Vec<&'a Record>, Vec<&'a Record>) = match surely {
        true => (Vec::new(), order.to_vec()),
        false => order.iter().copied().partition(|record| only_older(record)),
    };
    for record in first.into_iter().chain(second) {
        let must = surely || only_older(record);
        let taker = (0..older.len()).find(|m| {
            let takes = older.get(*m).map_or(Truth::No, |taker| taker.takes(world, record).0);
            wants(*m, &taken, record) && if must { takes.is_possible() } else { takes.is_sure() }
        });
        match taker.and_then(|m| taken.get_mut(m)) {
            Some(got) => got.push(record),
            None => left.push(record),
        }
    }
    left
}

fn number_of(n: usize) -> Exact {
    Exact::from(n as i64)
}

// One too many.
fn excess(own: &Own<'_>, high: Limit) -> bool {
    high.and_then(|(_, high)| high).is_some_and(|high| number_of(own.sure.len()) > high)
}

impl<'a> Allotted<'_, 'a> {
    // What counts in time, and what is made up, as far as it is needed.
    fn taken(&self) -> (Vec<&'a Record>, Vec<&'a Record>) {
        let (in_time, late): (Vec<&'a Record>, Vec<&'a Record>) = self
            .records
            .iter()
            .copied()
            .filter(|record| self.counts(self.taker.takes(&self.world, record).0))
            .partition(|record| self.counts(self.taker.takes(&self.world, record).1));
        let mut got = in_time.clone();
        for record in late {
            let need = self.taker.need;
            let wants = match self.surely {
                true => need.wants(&got, record, |most, _| most, (Truth::is_sure, Truth::is_sure)),
                false => need.wants(&got, record, |_, least| least, (Truth::is_possible, Truth::is_possible)),
            };
            if wants {
                got.push(record);
            }
        }
        let late = got.split_off(in_time.len());
        (in_time, late)
    }

    fn number(&self) -> Exact {
        let (in_time, late) = self.taken();
        number_of(in_time.len() + late.len())
    }

    // How many may, if no more than are known may.
    fn most(&self) -> Option<Exact> {
        let found = self.taker.found;
        self.number().add(number_of(found.aside)).filter(|_| !found.open_so_far)
    }

    fn counts(&self, truth: Truth) -> bool {
        if self.surely { truth.is_sure() } else { truth.is_possible() }
    }

    fn need(&self) -> Exact {
        let need = self.taker.need;
        if self.surely { need.most } else { need.least }
    }

    // How it stands by the whole.
    fn standing(&self, world: &World<'a>) -> Standing {
        let number = |f: &dyn Fn((Truth, Truth)) -> Truth| {
            self.records.iter().filter(|record| self.counts(f(self.taker.takes(&self.world, record)))).count()
        };
        self.by(world, number(&|(all, _)| all), number(&|(_, in_time)| in_time), self.need())
    }

    // How it stands by those of them that pass. What comes late counts as far as it is needed for the whole.
    fn standing_of_which(
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

    fn by(&self, world: &World<'a>, all: usize, in_time: usize, need: Exact) -> Standing {
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
fn open_in_time(world: &World<'_>, found: &Found<'_>, duty: &Duty<'_>) -> bool {
    if !found.open {
        return false;
    }
    let kind = found.kind;
    duty.slot.window.cycle.is_some()
        || !world.is_known(kind, counted_in(duty, false).0, counted_in(duty, false).1)
        || found.judgement
}

// Spells, or entities, that there are at the end of the window where the norm says so, else at any instant of it.
fn of_spells<'a>(
    world: &World<'a>,
    norm: &Norm,
    who: &Candidate,
    duty: &Duty<'_>,
    part: &'a Part,
) -> Counted {
    let slot = duty.slot;
    let last = Instant(slot.until.0 - 1);
    let at: Vec<Instant> = match norm.time {
        Time::AtTheEndOfEvery(_) => vec![last],
        _ => {
            let (from, until) = counted_in(duty, false);
            let at_all =
                |at: &Instant| *at < until && duty.concerned.is_between(Moment::instant(*at)) == Truth::No;
            super::scope::edges(world, from, until).into_iter().filter(at_all).collect()
        }
    };
    let mut holds = Truth::No;
    let mut shown = Shown::default();
    for at in at {
        let scene = Scene::new(at, slot.effective).of(who);
        let stated = limits(world, &scene, &part.quantity);
        let (low, most) = super::select::count(world, &scene, &part.what);
        let here = if at >= world.as_of { Truth::Unknown } else { Number { low, most }.within(stated) };
        // Of the instant at which it first holds, else of the last one that is seen.
        if at < world.as_of && holds != Truth::Yes {
            let measured = Some((number_of(low), most.map(number_of)));
            shown = Shown { required: stated.shown(Some), measured, excess: false };
        }
        holds = Truth::any([holds, here]);
    }
    let verdict = match holds {
        Truth::Yes => Verdict::Fulfilled,
        Truth::No | Truth::Nothing => Verdict::Breached,
        Truth::Unknown if world.as_of < slot.until => Verdict::Open,
        Truth::Unknown => Verdict::Undetermined,
    };
    Counted {
        verdict,
        as_it_stands: verdict,
        nothing_due: is_skipped(&norm.reading, &duty.concerned.possible, slot.window.units),
        shown,
    }
}

/// How many there surely and possibly are.
pub(super) struct Number {
    pub(super) low: usize,
    pub(super) most: Option<usize>,
}

impl Number {
    /// Whether it keeps within limits.
    pub(super) fn within(&self, limits: Limits) -> Truth {
        let number = |n: usize| Exact::from(n as i64);
        let (low, most) = (number(self.low), self.most.map(number));
        let lower = limits.low.map_or(Truth::Yes, |(least, needed)| {
            if needed.is_some_and(|n| low >= n) {
                Truth::Yes
            } else if least.zip(most).is_some_and(|(n, most)| most < n) {
                Truth::No
            } else {
                Truth::Unknown
            }
        });
        let upper = limits.high.map_or(Truth::Yes, |(least, allowed)| {
            if allowed.is_some_and(|n| low > n) {
                Truth::No
            } else if least.zip(most).is_some_and(|(n, most)| most <= n) {
                Truth::Yes
            } else {
                Truth::Unknown
            }
        });
        Truth::all([lower, upper])
    }
}
