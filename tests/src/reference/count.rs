//! Counting what a norm asks for in the windows of one bearer: what each needs, what it gets of the records, and how
//! that stands.

use super::need::{Asked, By, Duty, asked, counted_in, due_of_which, scene_of};
use super::number::{Number, number_of};
use super::quantity::{Limit, Limits, counts, due, is_skipped, limits};
use super::ruling::{Between, Shown, Standing, worst};
use super::scene::{Hand, Scene, truth_at};
use super::scope::{Candidate, Facet, in_scope};
use super::select::{Found, records};
use super::share::{Allotted, allotted, gone, label_of};
use super::truth::Truth;
use super::uses::Uses;
use super::world::World;
use bylaws::check::policy::{From, Norm, OfWhich, Part, Time};
use bylaws::eval::Verdict;
use bylaws::log::{Exact, Instant, Moment, Record};

/// What was counted of a part in a window.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    /// How it stands by what is known.
    pub(super) verdict: Verdict,
    /// How it stands if it concerns the bearer wherever it may.
    pub(super) as_it_stands: Verdict,
    /// What is asked for is nothing, for the days on which it concerns the bearer.
    pub(super) nothing_due: bool,
    pub(super) shown: Shown,
    pub(super) uses: Uses,
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
    let of_duty = |number: usize| of_parts.iter().filter_map(|all| all.get(number).cloned()).collect();
    (0..duties.len()).map(of_duty).collect()
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
        let all = duty.concerned.possible.left() > 0;
        let asks_for_none = limits.low == Some((Some(Exact::ZERO), Some(Exact::ZERO)));
        out.push(Counted {
            verdict: verdict(known, By::WhatIsKnown),
            as_it_stands: verdict(stands, By::HowItStands),
            nothing_due: limits.high.is_none() && need.most == Exact::ZERO && !asks_for_none || !all,
            shown: Shown {
                required: limits.shown(
                    |n| Some(due(&norm.reading, &duty.concerned.as_it_stands, duty.slot.window.units, n)),
                    number_of(own.sure.len()),
                ),
                measured: match limits.low {
                    Some(_) => {
                        // What is made up counts as far as it is needed, which may not be known.
                        let (low, most) = (stands.0.fewest(), stands.1.most());
                        Some((most.map_or(low, |most| low.min(most)), most))
                    }
                    None => Some((number_of(own.sure.len()), own.most_so_far.map(number_of))),
                },
                excess: excess(&own, limits.high),
            },
            uses: uses(world, duty, part, stands),
        });
    }
    out
}

// What is used of what is left to a window: as many as it needs of those that count in time, then of what is made up.
fn uses<'a>(
    world: &World<'a>,
    duty: &Duty<'_>,
    part: &Part,
    (worst, best): &(Allotted<'_, 'a>, Allotted<'_, 'a>),
) -> Uses {
    if part.quantity.low.is_none() {
        return Uses::default();
    }
    let (in_time, late) = worst.taken();
    let counted: Vec<&'a Record> = in_time.into_iter().chain(late).collect();
    let mut used: Vec<&'a Record> = Vec::new();
    for record in &counted {
        let surely: (super::need::Counts, super::need::Counts) = (Truth::is_sure, Truth::is_sure);
        if worst.taker.need.wants(&used, record, |most, _| most, surely) {
            used.push(record);
        }
    }
    let is_counted = |record: &&&Record| counted.iter().any(|other| other.id == record.id);
    let may = best.records.iter().filter(|record| best.counts(best.taker.takes(world, record).0));
    let may: Vec<&'a Record> = may.filter(|record| !is_counted(record)).copied().collect();
    let used = used.into_iter().map(|record| (record, None)).collect();
    Uses::of(world, part, counted_in(duty, false).0, &counted, used, &may)
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

// One too many.
fn excess(own: &Own<'_>, high: Limit) -> bool {
    high.and_then(|(_, high)| high).is_some_and(|high| number_of(own.sure.len()) > high)
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
            shown = Shown { required: stated.shown(Some, number_of(low)), measured, excess: false };
        }
        holds = Truth::any([holds, here]);
    }
    let verdict = match holds {
        Truth::Yes => Verdict::Fulfilled,
        Truth::No | Truth::Nothing => Verdict::Breached,
        Truth::Unknown if world.as_of < slot.until => Verdict::Open,
        Truth::Unknown => Verdict::Undetermined,
    };
    let days = &duty.concerned.possible;
    let nothing_due = is_skipped(&norm.reading, days, slot.window.units);
    // Of days on which nothing is due nothing is counted.
    let counted = !nothing_due && counts(&norm.reading, days);
    let shown = if counted { shown } else { Shown::default() };
    Counted { verdict, as_it_stands: verdict, nothing_due, shown, uses: Uses::default() }
}
