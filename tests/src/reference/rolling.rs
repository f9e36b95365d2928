//! What is asked of any stretch of some length, and of the gaps between records (rules O6, O7).

use super::calendar::{counts, is_vacation, plus};
use super::count::Number;
use super::instance::Instance;
use super::length::shifted_day;
use super::quantity::limits;
use super::scene::Scene;
use super::scope::edges;
use super::select::records;
use super::truth::Truth;
use super::truths::truth;
use super::world::World;
use super::years::{Finding, Year};
use bylaws::check::policy::{From, Norm, Part, Requirement, Time, VacationRule};
use bylaws::log::{Instant, Unit};
use chrono::NaiveDate;

/// The instances of a norm on any stretch, or on gaps.
pub(super) fn instances<'a>(world: &World<'a>, index: usize, norm: &'a Norm) -> Vec<Instance> {
    match norm.time {
        Time::Gap(..) => super::years::instances(world, index, norm, &gaps),
        _ => super::years::instances(world, index, norm, &stretches),
    }
}

// Whether all of a stretch surely, or possibly, concerns the bearer.
fn concerned<'a>(world: &World<'a>, year: &Year<'_, 'a>, from: Instant, until: Instant) -> Truth {
    let parts = edges(world, from, until).into_iter().map(|at| {
        let (scoped, excepted) = year.concerns(world, at, year.from);
        Truth::all([scoped, excepted.opposite()])
    });
    Truth::all(parts)
}

// Whether any of it does.
fn touched<'a>(world: &World<'a>, year: &Year<'_, 'a>, from: Instant, until: Instant) -> Truth {
    let parts = edges(world, from, until).into_iter().map(|at| {
        let (scoped, excepted) = year.concerns(world, at, year.from);
        Truth::all([scoped, excepted.opposite()])
    });
    Truth::any(parts)
}

fn stretches<'a>(world: &World<'a>, year: &Year<'_, 'a>) -> Vec<(Instant, Finding)> {
    let Time::Rolling(count, unit) = year.norm.time else { return Vec::new() };
    let hours = match unit {
        Unit::Hour => Some(3_600_000),
        Unit::Minute => Some(60_000),
        _ => None,
    };
    let begins = world.begins().unwrap_or(year.from).max(world.in_force().from);
    let mut out = Vec::new();
    let starts: Vec<Instant> = match hours {
        None => super::scene::days(world, begins, world.as_of).into_iter().chain([begins]).collect(),
        Some(each) => {
            let length = i64::from(count) * each;
            let exact = world.log.records.iter().flat_map(|r| {
                [r.at.first.0, r.at.end.0 - i64::from(r.at.precision == bylaws::log::Precision::Instant)]
            });
            let of_condition = match &year.norm.requirement {
                Requirement::Keep(expr) => own_edges(world, year, expr),
                _ => None,
            };
            let exact: Vec<i64> = of_condition.unwrap_or_else(|| exact.collect());
            let days =
                super::scene::days(world, begins, world.as_of).into_iter().chain([begins]).map(|at| at.0);
            let counts_days = !matches!(year.norm.requirement, Requirement::Keep(_));
            let days: Vec<i64> = days.filter(|at| counts_days || *at == begins.0).collect();
            // Records in number are looked at to the instant, other conditions where something begins or ends.
            let counted = !matches!(year.norm.requirement, Requirement::Keep(_));
            let around = |at: i64| {
                if counted { vec![at, at + 1, at - length, at - length + 1] } else { vec![at, at - length] }
            };
            let mut all: Vec<Instant> = exact.into_iter().chain(days).flat_map(around).map(Instant).collect();
            all.retain(|at| begins <= *at && *at < world.as_of);
            all.sort_unstable();
            all.dedup();
            all
        }
    };
    for start in starts {
        let end = match hours {
            Some(each) => Instant(start.0 + i64::from(count) * each),
            None => match shifted_day(world, world.date(start), i64::from(count), unit) {
                Some(day) => world.start(day),
                None => {
                    let untold = may_end_in(world, year, plus(world.date(start), -1), (count, unit));
                    out.extend(untold.then_some((start, Finding::Untold)));
                    continue;
                }
            },
        };
        let last = Instant(end.0 - 1);
        if year.from <= last && last < year.until {
            out.push((end, of_stretch(world, year, start, end)));
        }
    }
    out
}

// Whether a length that is counted from the day after this one, and of which the calendar does not tell where it ends,
// may end in a year.
fn may_end_in(world: &World<'_>, year: &Year<'_, '_>, after: NaiveDate, (count, unit): (u32, Unit)) -> bool {
    let mut left = count;
    let days = after.iter_days().skip(1).take_while(|day| world.start(*day) < year.until.min(world.as_of));
    for day in days {
        match counts(world.calendar, unit, day) {
            None => return world.start(day) >= year.from,
            Some(true) if left == 1 => return world.start(day) >= year.from,
            Some(counts) => left -= u32::from(counts),
        }
    }
    false
}

fn of_stretch<'a>(world: &World<'a>, year: &Year<'_, 'a>, from: Instant, until: Instant) -> Finding {
    let scene = year.scene(Instant(until.0 - 1), (from, until));
    let seen = until <= world.as_of;
    let whole = if seen { concerned(world, year, from, until) } else { Truth::Unknown };
    let any = touched(world, year, from, until.min(world.as_of));
    let ruled = |holds: Truth, counts: Truth| match (counts, holds) {
        (Truth::No, _) => Finding::Outside,
        (_, Truth::Yes) => Finding::Kept,
        (Truth::Yes, Truth::No) => Finding::Broken,
        _ => Finding::Unknown,
    };
    let of_parts = |parts: &'a [Part]| {
        let mut worst = Finding::Kept;
        for part in parts {
            let (lower, upper) = of_part(world, year, &scene, part, (from, until));
            for finding in [ruled(lower, whole), ruled(upper, any)] {
                worst = match (worst, finding) {
                    (Finding::Broken, _) | (_, Finding::Broken) => Finding::Broken,
                    (Finding::Unknown, _) | (_, Finding::Unknown) => Finding::Unknown,
                    (worst, _) => worst,
                };
            }
        }
        worst
    };
    match &year.norm.requirement {
        Requirement::Have(parts) => of_parts(parts),
        Requirement::Any(all) => {
            let each: Vec<Finding> = all.iter().map(|parts| of_parts(parts)).collect();
            let order = [Finding::Kept, Finding::Outside, Finding::Unknown];
            order.into_iter().find(|one| each.contains(one)).unwrap_or(Finding::Broken)
        }
        Requirement::Keep(expr) | Requirement::Satisfy(expr) => {
            if !seen {
                return Finding::Outside;
            }
            match truth(world, &scene, expr) {
                Truth::Nothing => Finding::Empty,
                holds => ruled(holds, whole),
            }
        }
    }
}

// Whether the lower limit and the upper limit are kept in a stretch.
fn of_part<'a>(
    world: &World<'a>,
    year: &Year<'_, 'a>,
    scene: &Scene<'a>,
    part: &'a Part,
    window: (Instant, Instant),
) -> (Truth, Truth) {
    let From::Event(kind) = part.what.from else {
        world.refuse("spells in any stretch");
        return (Truth::Unknown, Truth::Unknown);
    };
    // A record of which only the day is known counts for sure in no stretch of hours.
    let by_hours = matches!(year.norm.time, Time::Rolling(_, Unit::Hour | Unit::Minute));
    let looked = |window| {
        let mut found = records(world, scene, &part.what, kind, window);
        for (record, truth) in found.records.iter_mut().filter(|_| by_hours) {
            if record.at.precision > bylaws::log::Precision::Instant {
                *truth = Truth::all([*truth, Truth::Unknown]);
            }
        }
        found
    };
    let found = looked(window);
    let stated = limits(world, scene, &part.quantity);
    // What is to be done within hours may be done with their end, what is not to be done too often not before it.
    let closed = Instant(window.1.0 + i64::from(by_hours));
    let enough = looked((window.0, closed.min(world.as_of).max(window.1)));
    let number = Number { low: enough.sure().len(), most: enough.most() };
    // An upper limit binds at each record's time.
    let bound = found.records.iter().filter(|(record, truth)| {
        truth.is_sure()
            && super::scene::instants(world, record.at).into_iter().all(|at| {
                let (scoped, excepted) = year.concerns(world, at, year.from);
                scoped.is_sure() && !excepted.is_possible()
            })
    });
    let may = found.records.iter().filter(|(record, _)| {
        super::scene::instants(world, record.at).into_iter().any(|at| {
            let (scoped, excepted) = year.concerns(world, at, year.from);
            scoped.is_possible() && !excepted.is_sure()
        })
    });
    let upper = Number {
        low: bound.count(),
        most: found.most().map(|most| most - found.records.len() + may.count()),
    };
    let mut lower = number.within(super::quantity::Limits { high: None, ..stated });
    let mut upper = upper.within(super::quantity::Limits { low: None, ..stated });
    for (quantity, filter) in &part.of_which {
        world.met("Part of which");
        let passes = |record| {
            super::scene::truth_at(world, &scene.with(super::scene::Hand::Record(record)), record.at, filter)
                .chosen()
        };
        let stated = limits(world, scene, quantity);
        let sure = found.sure().into_iter().filter(|r| passes(r).is_sure()).count();
        let possible = found.possible().into_iter().filter(|r| passes(r).is_possible()).count();
        let most = found.most().map(|most| most - found.records.len() + possible);
        let number = Number { low: sure, most };
        lower = Truth::all([lower, number.within(super::quantity::Limits { high: None, ..stated })]);
        upper = Truth::all([upper, number.within(super::quantity::Limits { low: None, ..stated })]);
    }
    (lower, upper)
}

// From each day in scope, so long without a record as takes one from a record on that day to the next one.
fn gaps<'a>(world: &World<'a>, year: &Year<'_, 'a>) -> Vec<(Instant, Finding)> {
    let Time::Gap(count, unit) = year.norm.time else { return Vec::new() };
    let Requirement::Have(parts) = &year.norm.requirement else {
        world.refuse("gaps between alternatives");
        return Vec::new();
    };
    let begins = world.begins().unwrap_or(year.from).max(world.in_force().from);
    let mut out = Vec::new();
    if matches!(unit, Unit::Hour | Unit::Minute) {
        world.refuse("gaps in hours");
        return out;
    }
    for day in world.date(begins).iter_days().take_while(|day| world.start(*day) < world.as_of) {
        for part in parts {
            let Some(last) = end_of_gap(world, year, day, count, unit) else {
                let untold = may_end_in(world, year, day, (count, unit));
                out.extend(untold.then_some((world.start(day), Finding::Untold)));
                continue;
            };
            let end = world.day(last).end;
            if year.from < end && end <= year.until {
                out.push((end, of_gap(world, year, part, day, last)));
            }
        }
    }
    out
}

// The last day on which the next record may come; days of vacation may stop the clock.
fn end_of_gap(
    world: &World<'_>,
    year: &Year<'_, '_>,
    day: NaiveDate,
    count: u32,
    unit: Unit,
) -> Option<NaiveDate> {
    let mut last = shifted_day(world, day, i64::from(count), unit)?;
    if year.norm.reading.vacation == VacationRule::Stop {
        let mut at = day;
        while at < last {
            at = plus(at, 1);
            // Made up by one of its kind.
            if is_vacation(world.calendar, at) && counts(world.calendar, unit, at)? {
                last = plus(last, 1);
                while !counts(world.calendar, unit, last)? {
                    last = plus(last, 1);
                }
            }
        }
    }
    Some(last)
}

fn of_gap<'a>(
    world: &World<'a>,
    year: &Year<'_, 'a>,
    part: &'a Part,
    day: NaiveDate,
    last: NaiveDate,
) -> Finding {
    let From::Event(kind) = part.what.from else {
        world.refuse("gaps between spells");
        return Finding::Unknown;
    };
    let (own, next) = (world.day(day), world.start(plus(day, 1)));
    let end = world.day(last).end;
    let scene = year.scene(own.first, (year.from, year.until));
    if end > world.as_of {
        return Finding::Outside;
    }
    // Whatever was last, a record or the first day in scope, was then at the latest.
    let whole = concerned(world, year, own.first, end);
    let found = records(world, &scene, &part.what, kind, (next, end));
    let none = match (found.sure().len(), found.most()) {
        (0, Some(0)) => Truth::Yes,
        (0, _) => Truth::Unknown,
        _ => Truth::No,
    };
    match Truth::all([whole, none]) {
        Truth::Yes => Finding::Broken,
        Truth::Unknown => Finding::Unknown,
        _ => Finding::Kept,
    }
}

// Where the spells that a condition speaks of begin and end; none where it speaks of none.
fn own_edges<'a>(
    world: &World<'a>,
    year: &Year<'_, 'a>,
    expr: &'a bylaws::check::policy::Expr,
) -> Option<Vec<i64>> {
    let own = expr.selection().and_then(|selection| {
        let fluent = super::fluents::Fluent::of(world, &selection.from)?;
        let scene = year.scene(year.from, (year.from, year.until));
        let passes = |spell: &super::fluents::Spell<'a>| {
            let scene = scene.with(super::scene::Hand::Spell(spell.clone()));
            super::select::filtered(world, &scene, selection).is_possible()
        };
        let spells = fluent.spells(world).into_iter().filter(passes);
        Some(spells.flat_map(|s| [s.begins.0.0, s.begins.1.0, s.ends.0.0, s.ends.1.0]).collect::<Vec<i64>>())
    });
    let deeper = super::exceptions::parts(expr).into_iter().filter_map(|part| own_edges(world, year, part));
    own.into_iter().chain(deeper).reduce(|a, b| [a, b].concat())
}
