//! What is asked of any stretch of some length (rule O6).

use super::calendar::{counts, plus};
use super::exceptions::measures;
use super::gaps::with_vacations;
use super::instance::Instance;
use super::kept::may_be_sure;
use super::length::{in_months, shifted_day};
use super::number::Number;
use super::quantity::{Limits, limits};
use super::scene::{Hand, instants, truth_at};
use super::scope::edges_of;
use super::select::{looks_around, records};
use super::truth::Truth;
use super::truths::truth;
use super::world::World;
use super::years::{Finding, Found, Year};
use bylaws::check::policy::{Expr, From, Norm, Part, Requirement, Time};
use bylaws::log::{Exact, Instant, Precision, Record, Unit};
use chrono::NaiveDate;

/// The instances of a norm on any stretch.
pub(super) fn instances<'a>(world: &World<'a>, index: usize, norm: &'a Norm) -> Vec<Instance> {
    super::years::instances(world, index, norm, &stretches)
}

// Whether all of a stretch surely, or possibly, concerns the bearer.
pub(super) fn concerned<'a>(world: &World<'a>, year: &Year<'_, 'a>, from: Instant, until: Instant) -> Truth {
    // What is to come may change with every day.
    let to_come = super::scene::days(world, world.as_of.max(from), until);
    let parts = edges_of(world, year.norm, from, until).into_iter().chain(to_come).map(|at| {
        let (scoped, excepted) = year.concerns(world, at, year.from);
        Truth::all([scoped, excepted.opposite()])
    });
    Truth::all(parts)
}

// Whether any of it does.
fn touched<'a>(world: &World<'a>, year: &Year<'_, 'a>, from: Instant, until: Instant) -> Truth {
    let parts = edges_of(world, year.norm, from, until).into_iter().map(|at| {
        let (scoped, excepted) = year.concerns(world, at, year.from);
        Truth::all([scoped, excepted.opposite()])
    });
    Truth::any(parts)
}

fn stretches<'a>(world: &World<'a>, year: &Year<'_, 'a>) -> Vec<Found> {
    let Time::Rolling(count, unit) = year.norm.time else { return Vec::new() };
    let hours = elapsed(count, unit);
    let begins = world.begins().unwrap_or(year.from).max(world.in_force().from);
    let last = last_start(world, year);
    let mut out = Vec::new();
    let starts: Vec<Instant> = match hours {
        None => super::scene::days(world, begins, last).into_iter().chain([begins]).collect(),
        Some(length) => {
            let exact = world.log.records.iter().flat_map(|r| {
                [r.at.first.0, r.at.end.0 - i64::from(r.at.precision == bylaws::log::Precision::Instant)]
            });
            let of_condition = match &year.norm.requirement {
                Requirement::Keep(expr) => own_edges(world, year, expr),
                _ => None,
            };
            let exact: Vec<i64> = of_condition.unwrap_or_else(|| exact.chain([world.as_of.0]).collect());
            let days = super::scene::days(world, begins, last).into_iter().chain([begins]).map(|at| at.0);
            let counts_days = !matches!(year.norm.requirement, Requirement::Keep(_));
            let days: Vec<i64> = days.filter(|at| counts_days || *at == begins.0).collect();
            // Records in number are looked at to the instant, other conditions where something begins or ends.
            let counted = !matches!(year.norm.requirement, Requirement::Keep(_));
            let around = |at: i64| {
                if counted { vec![at, at + 1, at - length, at - length + 1] } else { vec![at, at - length] }
            };
            let mut all: Vec<Instant> = exact.into_iter().chain(days).flat_map(around).map(Instant).collect();
            // The first one that lies in the year.
            all.push(year.from);
            all.retain(|at| begins <= *at && *at < last);
            all.sort_unstable();
            all.dedup();
            all
        }
    };
    for start in starts {
        let end = match hours {
            Some(length) => Instant(start.0 + length),
            None => match last_day(world, year.norm, world.date(start), (count, unit)) {
                Some(day) => world.day(day).end,
                None => {
                    let untold = may_end_in(world, year, plus(world.date(start), -1), (count, unit));
                    out.extend(untold.then(|| Found::of(start, Finding::Untold)));
                    continue;
                }
            },
        };
        // One that ends later is asked about for what is due in it next.
        if year.from <= end && (start < year.until || end <= year.until) {
            out.extend(of_stretch(world, year, start, end));
        }
    }
    if let Requirement::Keep(expr) | Requirement::Satisfy(expr) = &year.norm.requirement
        && may_be_sure(expr)
    {
        out.extend(begun(world, year, begins, expr));
        if let Some(length) = hours {
            out.extend(grown(world, year, (begins, length), expr));
        }
    }
    out
}

// Whether a stretch that begins at one instant is broken as of another, whatever else happens: as much again may follow as
// it holds, so that what is too few so far is nothing yet.
fn surely_broken<'a>(
    world: &World<'a>,
    year: &Year<'_, 'a>,
    expr: &'a Expr,
    (start, at, whole): (Instant, Instant, Instant),
) -> bool {
    let scene = year.scene(Instant(at.0 - 1), (start, Instant(whole.0 + (whole.0 - start.0))));
    concerned(world, year, start, at).is_sure() && truth(&world.as_of(at), &scene, expr) == Truth::No
}

// The first instant at which the hours that end with it are too many. They grow between the instants at which something
// begins or ends.
fn grown<'a>(
    world: &World<'a>,
    year: &Year<'_, 'a>,
    (begins, length): (Instant, i64),
    expr: &'a Expr,
) -> Option<Found> {
    let edges = edges_of(world, year.norm, begins, world.as_of);
    let own = own_edges(world, year, expr).unwrap_or_default().into_iter().map(Instant);
    let mut ends: Vec<Instant> =
        edges.into_iter().chain(own).flat_map(|at| [at, Instant(at.0.saturating_add(length))]).collect();
    ends.extend([world.as_of, Instant(begins.0 + length), Instant(year.from.0 + 1)]);
    ends.retain(|at| begins.0 + length <= at.0 && *at <= world.as_of && year.from < *at && *at <= year.until);
    ends.sort_unstable();
    let broken = |at: i64| surely_broken(world, year, expr, (Instant(at - length), Instant(at), Instant(at)));
    let found = ends.iter().position(|at| broken(at.0))?;
    let end = *ends.get(found)?;
    let before = found.checked_sub(1).and_then(|before| ends.get(before)).copied();
    let at = match (before, measures(expr)) {
        (Some(before), true) => Instant(first_between(before.0, end.0, &broken)),
        _ => end,
    };
    let due = Some(world.date(Instant(at.0 - 1)));
    Some(Found { excess: true, due, ..Found::of(at, Finding::Broken) })
}

// The first number after one at which something is not so, up to one at which it is.
fn first_between(mut not: i64, mut is: i64, holds: &dyn Fn(i64) -> bool) -> i64 {
    while is - not > 1 {
        let middle = not + (is - not) / 2;
        if holds(middle) { is = middle } else { not = middle }
    }
    is
}

// Where the norm begins to concern the bearer, or does so again, a stretch begins that is broken as soon as nothing can mend
// it: whatever else happens, it is broken in every stretch that holds what has come of it.
fn begun<'a>(world: &World<'a>, year: &Year<'_, 'a>, begins: Instant, expr: &'a Expr) -> Vec<Found> {
    let counts = |at: Instant| {
        let (scoped, excepted) = year.concerns(world, at, year.from);
        scoped.is_sure() && !excepted.is_sure()
    };
    let edges = edges_of(world, year.norm, begins, world.as_of);
    let starts = edges.iter().copied().filter(|at| *at < world.as_of && counts(*at));
    let starts = starts.filter(|at| *at == begins || !counts(Instant(at.0 - 1)));
    let Time::Rolling(count, unit) = year.norm.time else { return Vec::new() };
    let mut out = Vec::new();
    for start in starts {
        // No longer than a whole one.
        let (ends, longest): (Vec<Instant>, _) = match elapsed(count, unit) {
            Some(length) => {
                let whole = Instant(start.0 + length);
                let mut ends: Vec<Instant> = edges.iter().copied().chain([world.as_of, whole]).collect();
                ends.sort_unstable();
                (ends, Some(whole))
            }
            None => (
                super::scene::days(world, start, Instant(world.as_of.0 + 1)),
                last_day(world, year.norm, world.date(start), (count, unit)).map(|day| world.day(day).end),
            ),
        };
        let ends = ends.into_iter().filter(|at| longest.is_some_and(|longest| *at <= longest));
        let mine = |at: &Instant| start < *at && *at <= world.as_of && year.from < *at && *at <= year.until;
        let ends: Vec<Instant> =
            ends.filter(mine).take_while(|at| concerned(world, year, start, *at).is_sure()).collect();
        let broken = |at: i64| {
            longest.is_some_and(|whole| surely_broken(world, year, expr, (start, Instant(at), whole)))
        };
        let first = ends.iter().position(|at| broken(at.0)).map(|index| {
            let end = ends.get(index).copied().unwrap_or(start);
            let before = index.checked_sub(1).and_then(|before| ends.get(before)).copied();
            let before = before.unwrap_or(start).max(year.from);
            match elapsed(count, unit).filter(|_| measures(expr)) {
                Some(_) => Instant(first_between(before.0, end.0, &broken)),
                None => end,
            }
        });
        out.extend(first.map(|at| {
            let due = Some(world.date(Instant(at.0 - 1)));
            Found { excess: true, due, ..Found::of(at, Finding::Broken) }
        }));
    }
    out
}

// A length in milliseconds, of one by the clock.
fn elapsed(count: u32, unit: Unit) -> Option<i64> {
    match unit {
        Unit::Hour => Some(i64::from(count) * 3_600_000),
        Unit::Minute => Some(i64::from(count) * 60_000),
        _ => None,
    }
}

/// Up to when stretches may begin that are asked about: those to come are, for what is due next, while the year goes on.
pub(super) fn last_start(world: &World<'_>, year: &Year<'_, '_>) -> Instant {
    if world.as_of < year.until { year.until } else { world.as_of }
}

// The last day of a stretch that begins with a day.
fn last_day(
    world: &World<'_>,
    norm: &Norm,
    first: NaiveDate,
    (count, unit): (u32, Unit),
) -> Option<NaiveDate> {
    let (before, count) = (plus(first, -1), i64::from(count));
    let last = if in_months(unit) {
        plus(shifted_day(world, first, count, unit)?, -1)
    } else if unit == Unit::Semester {
        shifted_day(world, first, count, unit)?
    } else {
        shifted_day(world, before, count, unit)?
    };
    with_vacations(world, norm, before, last, unit)
}

// Whether a length that is counted from the day after this one, and of which the calendar does not tell where it ends,
// may end in a year.
pub(super) fn may_end_in(
    world: &World<'_>,
    year: &Year<'_, '_>,
    after: NaiveDate,
    (count, unit): (u32, Unit),
) -> bool {
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

fn of_stretch<'a>(world: &World<'a>, year: &Year<'_, 'a>, from: Instant, until: Instant) -> Vec<Found> {
    match &year.norm.requirement {
        Requirement::Have(parts) => {
            parts.iter().flat_map(|part| of_part(world, year, part, (from, until))).collect()
        }
        Requirement::Any(all) => {
            let each: Vec<Vec<Found>> = all
                .iter()
                .map(|parts| {
                    parts.iter().flat_map(|part| of_part(world, year, part, (from, until))).collect()
                })
                .collect();
            let order =
                [Finding::Broken, Finding::Unknown, Finding::Awaited, Finding::Outside, Finding::Kept];
            let worst = |found: &Vec<Found>| {
                found.iter().map(|f| order.iter().position(|one| *one == f.finding)).min().flatten()
            };
            each.into_iter().max_by_key(worst).unwrap_or_default()
        }
        Requirement::Keep(expr) | Requirement::Satisfy(expr) => {
            let last = Instant(until.0 - 1);
            if until > world.as_of || last < year.from || year.until <= last {
                return Vec::new();
            }
            let finding = match truth(world, &year.scene(last, (from, until)), expr) {
                Truth::Nothing => Finding::Empty,
                holds => ruled(holds, concerned(world, year, from, until)),
            };
            let due = Some(world.date(last));
            vec![Found { excess: true, due, ..Found::of(until, finding) }]
        }
    }
}

fn ruled(holds: Truth, counts: Truth) -> Finding {
    match (counts, holds) {
        (Truth::No, _) => Finding::Outside,
        (_, Truth::Yes) => Finding::Kept,
        (Truth::Yes, Truth::No) => Finding::Broken,
        _ => Finding::Unknown,
    }
}

// What a part asks for, and what it asks for of which.
fn of_part<'a>(
    world: &World<'a>,
    year: &Year<'_, 'a>,
    part: &'a Part,
    (from, until): (Instant, Instant),
) -> Vec<Found> {
    let From::Event(kind) = part.what.from else {
        world.refuse("spells in any stretch");
        return Vec::new();
    };
    // What is to be done within hours may be done with their end, what is not to be done too often not before it.
    let by_hours = matches!(year.norm.time, Time::Rolling(_, Unit::Hour | Unit::Minute));
    let closed = (Instant(from.0 + i64::from(by_hours)), Instant(until.0 + i64::from(by_hours)));
    let mut out = Vec::new();
    let own = std::iter::once((&part.quantity, None));
    for (quantity, filter) in own.chain(part.of_which.iter().map(|of| (&of.quantity, Some(&of.filter)))) {
        if filter.is_some() {
            world.met("Part of which");
        }
        let limits = limits(world, &year.scene(year.from, (year.from, year.until)), quantity);
        let asked =
            |(from, until)| Asked { world, year, part, kind, filter, by_hours, window: (from, until) };
        if let Some(low) = limits.low {
            out.extend(asked(closed).at_least(low));
        }
        if let Some(high) = limits.high {
            out.extend(asked((from, until)).at_most(high));
        }
    }
    out
}

/// Records of a stretch that are asked for.
struct Asked<'q, 'c, 'a> {
    world: &'q World<'a>,
    year: &'q Year<'c, 'a>,
    part: &'a Part,
    kind: usize,
    filter: Option<&'a Expr>,
    by_hours: bool,
    window: (Instant, Instant),
}

impl<'a> Asked<'_, '_, 'a> {
    fn ends_in_the_year(&self) -> bool {
        let last = Instant(self.window.1.0 - 1);
        self.year.from <= last && last < self.year.until
    }

    fn found(&self) -> super::select::Found<'a> {
        let (world, scene) = (self.world, self.year.scene(Instant(self.window.1.0 - 1), self.window));
        let mut found = records(world, &scene, &self.part.what, self.kind, self.window);
        for (record, truth) in &mut found.records {
            // A record of which only the day is known counts for sure in no stretch of hours.
            if self.by_hours && record.at.precision > Precision::Instant {
                *truth = Truth::all([*truth, Truth::Unknown]);
            }
            if let Some(filter) = self.filter {
                let passes = truth_at(world, &scene.with(Hand::Record(record)), record.at, filter).chosen();
                *truth = Truth::all([*truth, passes]);
            }
        }
        found.records.retain(|(_, truth)| truth.is_possible());
        found
    }

    fn at_least(&self, (least, needed): (Option<Exact>, Option<Exact>)) -> Option<Found> {
        let (world, (from, until)) = (self.world, self.window);
        let found = self.found();
        let number = Number { low: found.sure().len(), most: found.most() };
        let holds = number.within(Limits { low: Some((least, needed)), high: None });
        let count = |n: usize| Exact::from(n as i64);
        let shown = Found {
            due: Some(world.date(Instant(until.0 - 1))),
            required: needed.filter(|_| least == needed),
            measured: Some((count(number.low), number.most.map(count))),
            ..Found::of(until, Finding::Awaited)
        };
        if until > world.as_of {
            let lacks = needed.is_some_and(|n| count(number.low) < n);
            return (lacks && concerned(world, self.year, from, until).is_sure()).then_some(shown);
        }
        let whole = concerned(world, self.year, Instant(from.0 - i64::from(self.by_hours)), until);
        self.ends_in_the_year().then_some(Found { finding: ruled(holds, whole), ..shown })
    }

    // An upper limit binds at each record's time.
    fn at_most(&self, (least, allowed): (Option<Exact>, Option<Exact>)) -> Option<Found> {
        let (world, year, (from, until)) = (self.world, self.year, self.window);
        if !self.ends_in_the_year() || from >= world.as_of {
            return None;
        }
        let found = self.found();
        let binds = |record: &Record| {
            let at = instants(world, record.at).into_iter().map(|at| {
                let (scoped, excepted) = year.concerns(world, at, year.from);
                Truth::all([scoped, excepted.opposite()])
            });
            Truth::throughout(at)
        };
        let mut ends: Vec<Instant> = found
            .sure()
            .into_iter()
            .filter(|record| binds(record).is_sure())
            .map(|record| record.at.end)
            .collect();
        ends.sort_unstable();
        let sure = ends.len();
        let possible = found.possible().into_iter().filter(|record| binds(record).is_possible()).count();
        let most = found.most().map(|most| most - found.records.len() + possible);
        let holds = Number { low: sure, most }.within(Limits { low: None, high: Some((least, allowed)) });
        // One too many breaks it.
        let number = allowed.and_then(|n| n.add(Exact::ONE));
        // The stretch that is broken ends with the one too many.
        let at = with_too_many(&ends, allowed).unwrap_or(until);
        let shown = Found {
            due: Some(world.date(Instant(at.0 - 1))),
            required: allowed,
            measured: number.map(|n| (n, Some(n))),
            excess: true,
            ..Found::of(at, Finding::Kept)
        };
        let any = touched(world, year, from, until.min(world.as_of));
        Some(Found { finding: ruled(holds, any), ..shown })
    }
}

// When the record is over that is one too many.
fn with_too_many(ends: &[Instant], allowed: Option<Exact>) -> Option<Instant> {
    let allowed = usize::try_from(allowed?.floor()).ok()?;
    ends.get(allowed).copied()
}

// Where the spells that a condition speaks of begin and end; none where it speaks of none.
fn own_edges<'a>(world: &World<'a>, year: &Year<'_, 'a>, expr: &'a Expr) -> Option<Vec<i64>> {
    let own = expr.selection().and_then(|selection| {
        let fluent = super::fluents::Fluent::of(world, &selection.from)?;
        let scene = year.scene(year.from, (year.from, year.until));
        let passes = |spell: &super::fluents::Spell<'a>| {
            let scene = scene.with(super::scene::Hand::Spell(spell.clone()));
            super::select::filtered(world, &scene, selection).is_possible()
        };
        let spells = fluent.spells(world).into_iter().filter(passes);
        let ends = spells.flat_map(|s| [s.begins.0, s.begins.1, s.ends.0, s.ends.1]);
        // What a record of a day says holds on all of that day.
        let told = |at: Instant| {
            let whole = (at > Instant::MIN && at < Instant::MAX).then(|| world.day(world.date(at)));
            [Some(at), whole.filter(|day| day.first == at).map(|day| day.end)].into_iter().flatten()
        };
        // And an attribute that the filter looks at turns with what is told of anybody.
        let entities = world.log.records.iter().filter(|record| {
            let event = world.policy.vocabulary.events.get_index(record.kind);
            event.is_some_and(|(name, _)| world.policy.vocabulary.entities.contains_key(name))
        });
        let looks = selection.filter.as_ref().is_some_and(looks_around);
        let turns = entities.filter(|_| looks).map(|record| record.at.first);
        Some(ends.chain(turns).flat_map(told).map(|at| at.0).collect::<Vec<i64>>())
    });
    let deeper = super::exceptions::parts(expr).into_iter().filter_map(|part| own_edges(world, year, part));
    own.into_iter().chain(deeper).reduce(|a, b| [a, b].concat())
}
