//! What is asked of the gaps between records (rule O7): whatever was last, a record or the beginning of the scope, the
//! next record comes by the end of the gap.

use super::calendar::{counts, is_vacation, plus};
use super::instance::Instance;
use super::length::shifted_day;
use super::quantity::limits;
use super::rolling::{concerned, last_start, may_end_in};
use super::scene::days;
use super::scope::edges;
use super::select::records;
use super::truth::Truth;
use super::world::World;
use super::years::{Finding, Found, Year};
use bylaws::check::policy::{From, Norm, Part, Requirement, Time, VacationRule};
use bylaws::log::{Exact, Instant, Precision, Unit};
use chrono::NaiveDate;

/// The instances of a norm on gaps.
pub(super) fn instances<'a>(world: &World<'a>, index: usize, norm: &'a Norm) -> Vec<Instance> {
    super::years::instances(world, index, norm, &gaps)
}

// From each day in scope, so long without a record as takes one from a record on that day to the next one.
fn gaps<'a>(world: &World<'a>, year: &Year<'_, 'a>) -> Vec<Found> {
    let Time::Gap(count, unit) = year.norm.time else { return Vec::new() };
    let Requirement::Have(parts) = &year.norm.requirement else {
        world.refuse("gaps between alternatives");
        return Vec::new();
    };
    let begins = world.begins().unwrap_or(year.from).max(world.in_force().from);
    let last = last_start(world, year);
    let mut out = Vec::new();
    if matches!(unit, Unit::Hour | Unit::Minute) {
        let length = i64::from(count) * if unit == Unit::Hour { 3_600_000 } else { 60_000 };
        let records = world.log.records.iter().map(|record| record.at.first);
        let mut starts: Vec<Instant> = edges(world, begins, world.as_of);
        starts.extend(records.chain([Instant(world.as_of.0 - length)]).chain(days(world, world.as_of, last)));
        for at in starts.into_iter().filter(|at| begins <= *at && *at < last) {
            // The next one may come with the end of the hours.
            let gap = (at, Instant(at.0 + 1), Instant(at.0 + length + 1));
            out.extend(parts.iter().filter_map(|part| of_gap(world, year, part, gap)));
        }
        return out;
    }
    for day in world.date(begins).iter_days().take_while(|day| world.start(*day) < last) {
        for part in parts {
            let Some(last) = end_of_gap(world, year, day, count, unit) else {
                let untold = may_end_in(world, year, day, (count, unit));
                out.extend(untold.then(|| Found::of(world.start(day), Finding::Untold)));
                continue;
            };
            // Of the day from which it is counted, the end counts: it may be the first one in scope.
            let next = world.start(plus(day, 1));
            out.extend(of_gap(world, year, part, (Instant(next.0 - 1), next, world.day(last).end)));
        }
    }
    out
}

// The last day on which the next record may come.
fn end_of_gap(
    world: &World<'_>,
    year: &Year<'_, '_>,
    day: NaiveDate,
    count: u32,
    unit: Unit,
) -> Option<NaiveDate> {
    with_vacations(world, year.norm, day, shifted_day(world, day, i64::from(count), unit)?, unit)
}

/// The last day of what is counted from the day after one up to another; what of it is vacation may not count.
pub(super) fn with_vacations(
    world: &World<'_>,
    norm: &Norm,
    after: NaiveDate,
    mut last: NaiveDate,
    unit: Unit,
) -> Option<NaiveDate> {
    if norm.reading.vacation != VacationRule::Continue {
        let mut at = after;
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
    (own, next, end): (Instant, Instant, Instant),
) -> Option<Found> {
    let From::Event(kind) = part.what.from else {
        world.refuse("gaps between spells");
        return None;
    };
    let scene = year.scene(own, (year.from, year.until));
    let mut found = records(world, &scene, &part.what, kind, (next, end));
    // A record of which only the day is known counts for sure in no gap of hours.
    let by_hours = matches!(year.norm.time, Time::Gap(_, Unit::Hour | Unit::Minute));
    for (record, truth) in found.records.iter_mut().filter(|_| by_hours) {
        if record.at.precision > Precision::Instant {
            *truth = Truth::all([*truth, Truth::Unknown]);
        }
    }
    let (sure, most) = (found.sure().len(), found.most());
    let number = |n: usize| Exact::from(n as i64);
    let shown = Found {
        due: Some(world.date(Instant(end.0 - 1))),
        required: limits(world, &scene, &part.quantity).low.and_then(|low| low.1),
        measured: Some((number(sure), most.map(number))),
        ..Found::of(end, Finding::Awaited)
    };
    if end > world.as_of {
        let lacks = sure == 0 && own < year.until;
        return (lacks && concerned(world, year, own, end).is_sure()).then_some(shown);
    }
    let none = match (sure, most) {
        (0, Some(0)) => Truth::Yes,
        (0, _) => Truth::Unknown,
        _ => Truth::No,
    };
    let finding = match Truth::all([concerned(world, year, own, end), none]) {
        Truth::Yes => Finding::Broken,
        Truth::Unknown => Finding::Unknown,
        _ => Finding::Kept,
    };
    (year.from < end && Instant(end.0 - 1) < year.until).then_some(Found { finding, ..shown })
}
