//! What holds at every instant in scope, and what is to be done once.

use super::instance::Instance;
use super::number::Number;
use super::quantity::limits;
use super::ruling::Shown;
use super::scene::Scene;
use super::scope::{Candidate, candidates, edges_of, facets, version};
use super::select::count;
use super::truth::Truth;
use super::truths::truth;
use super::world::World;
use super::years::{Finding, Year, runs};
use bylaws::check::policy::{Expr, Generally, Modality, Norm, Part, Requirement};
use bylaws::eval::Verdict;
use bylaws::log::{Exact, Instant};
use chrono::{Datelike, NaiveDate};

/// The instances of a norm on what holds at all times: each maximal stretch in which it does not, and what is left of
/// each year.
pub(super) fn instances<'a>(world: &World<'a>, index: usize, norm: &'a Norm) -> Vec<Instance> {
    let mut out = Vec::new();
    let (in_force, version) = (world.in_force(), version(world, norm));
    let Some(begins) = world.begins().map(|b| b.max(in_force.from).max(version.from)) else { return out };
    let whole = (begins, in_force.until.min(version.until));
    for facet in facets(world, norm) {
        let world = &world.by(facet.calendar);
        for who in candidates(world, norm) {
            for (from, until, sure) in runs(world, norm, &facet, &who, whole) {
                let run = Year::new(norm, &facet, &who, (from, until));
                let pieces = if sure { pieces(world, &run) } else { Vec::new() };
                for (from, until) in years(world, (from, until)) {
                    let year = Year::new(norm, &facet, &who, (from, until));
                    if sure {
                        out.extend(left_of(world, index, &year, &pieces));
                    } else {
                        out.push(year.instance(world, index));
                    }
                }
                out.extend(failing(&pieces).into_iter().map(|(at, end)| {
                    let goes_on = end == world.as_of && end < until;
                    let broken =
                        broken(world, (index, norm, &who), (at, if goes_on { Instant::MAX } else { end }));
                    broken.showing(shown(world, &run, at))
                }));
            }
        }
    }
    out
}

/// How it stands from an instant up to another.
type Piece = (Instant, Instant, Finding);

fn pieces<'a>(world: &World<'a>, run: &Year<'_, 'a>) -> Vec<Piece> {
    let found = findings(world, run);
    let ends = found.iter().skip(1).map(|(at, _)| *at).chain([run.until.min(world.as_of)]);
    found.iter().zip(ends).map(|((at, finding), end)| (*at, end, *finding)).collect()
}

// The calendar years of a stretch, as far as it is seen.
fn years(world: &World<'_>, (from, until): (Instant, Instant)) -> Vec<(Instant, Instant)> {
    let last = world.date(Instant(until.min(world.as_of).0 - 1)).year();
    let of = |year: i32| {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).map(|day| world.start(day))?;
        let next = NaiveDate::from_ymd_opt(year + 1, 1, 1).map(|day| world.start(day))?;
        Some((first.max(from), next.min(until)))
    };
    (world.date(from).year()..=last).filter_map(of).collect()
}

fn left_of<'a>(world: &World<'a>, index: usize, year: &Year<'_, 'a>, pieces: &[Piece]) -> Option<Instance> {
    let inside = pieces.iter().filter(|(at, ..)| year.from <= *at && *at < year.until);
    let rest: Vec<Finding> =
        inside.map(|(.., finding)| *finding).filter(|finding| *finding != Finding::Broken).collect();
    rest.first()?;
    let any = |one| rest.contains(&one);
    let over = world.as_of >= year.until;
    let lacking = year.norm.parameters.iter().any(|name| world.parameter(name).is_none());
    let verdict = match over {
        false if lacking => Verdict::Undetermined,
        false => Verdict::Open,
        true if any(Finding::Unknown) => Verdict::Undetermined,
        true if any(Finding::Kept) => Verdict::Fulfilled,
        true if any(Finding::Empty) => Verdict::NotApplicable,
        true => Verdict::Excused,
    };
    let certain_at = (over && verdict != Verdict::Undetermined).then_some(year.until);
    let last = pieces.iter().rfind(|(at, _, finding)| {
        year.from <= *at && *at < year.until && !matches!(finding, Finding::Broken | Finding::Outside)
    });
    let shown = last.map(|(at, ..)| shown(world, year, *at)).unwrap_or_default();
    Some(Instance { certain_at, ..year.instance(world, index).ruled(verdict).showing(shown) })
}

fn failing(pieces: &[Piece]) -> Vec<(Instant, Instant)> {
    let mut out: Vec<(Instant, Instant)> = Vec::new();
    for (at, end, _) in pieces.iter().filter(|(.., finding)| *finding == Finding::Broken) {
        match out.last_mut() {
            Some(last) if last.1 == *at => last.1 = *end,
            _ => out.push((*at, *end)),
        }
    }
    out
}

fn broken(
    world: &World<'_>,
    (index, norm, who): (usize, &Norm, &Candidate),
    (from, until): (Instant, Instant),
) -> Instance {
    let due = (until < Instant::MAX).then(|| world.date(Instant(until.0 - 1)));
    let certain_at = Some(Instant(from.0 + 1));
    // What may be is never broken (rule O8).
    let free = norm.modality == Modality::GenerallyMust && norm.reading.generally == Generally::ReasonFree;
    let verdict = match norm.modality {
        Modality::May => Verdict::NotApplicable,
        _ if free => Verdict::Excused,
        _ => Verdict::Breached,
    };
    let instance = Instance::new(index, norm, who, (from, until)).ruled(verdict);
    Instance { due, certain_at, excess: true, ..instance }
}

fn findings<'a>(world: &World<'a>, year: &Year<'_, 'a>) -> Vec<(Instant, Finding)> {
    let until = year.until.min(world.as_of);
    let all: Vec<Instant> =
        edges_of(world, year.norm, year.from, until).into_iter().filter(|at| *at < until).collect();
    let ends = all.iter().skip(1).copied().chain([until]);
    let grows = measures_time(&year.norm.requirement);
    let mut out = Vec::new();
    for (first, end) in all.iter().copied().zip(ends) {
        let mut at = first;
        loop {
            let finding = finding(world, year, at);
            out.push((at, finding));
            let last = Instant(end.0 - 1);
            if !grows || self::finding(world, year, last) == finding {
                break;
            }
            // When it first is another, between an instant at which it is the same and one at which it is not.
            let (mut same, mut other) = (at.0, last.0);
            while other - same > 1 {
                let middle = same + (other - same) / 2;
                if self::finding(world, year, Instant(middle)) == finding {
                    same = middle;
                } else {
                    other = middle;
                }
            }
            at = Instant(other);
        }
    }
    out
}

// Hours and days with something grow between what begins and ends.
fn measures_time(requirement: &Requirement) -> bool {
    fn measures(expr: &Expr) -> bool {
        matches!(expr, Expr::SpellTime(..) | Expr::UnitsWith(..))
            || super::exceptions::parts(expr).into_iter().any(measures)
    }
    matches!(requirement, Requirement::Keep(expr) | Requirement::Satisfy(expr) if measures(expr))
}

fn finding<'a>(world: &World<'a>, year: &Year<'_, 'a>, at: Instant) -> Finding {
    let (scoped, excepted) = year.concerns(world, at, world.in_force().from);
    let concerned = Truth::all([scoped, excepted.opposite()]);
    if !concerned.is_possible() {
        return Finding::Outside;
    }
    match (concerned, holds(world, year, at)) {
        (_, Truth::Yes) => Finding::Kept,
        (_, Truth::Nothing) => Finding::Empty,
        (Truth::Yes, Truth::No) => Finding::Broken,
        _ => Finding::Unknown,
    }
}

// Records are those up to the instant, as far back as the log reaches.
fn so_far<'a>(year: &Year<'_, 'a>, at: Instant) -> Scene<'a> {
    Scene { so_far: Some((Instant::MIN, at)), ..year.scene(at, (Instant::MIN, Instant(at.0 + 1))) }
}

fn part_holds<'a>(world: &World<'a>, scene: &Scene<'a>, part: &'a Part) -> (Truth, Shown) {
    let (low, most) = count(world, scene, &part.what);
    let limits = limits(world, scene, &part.quantity);
    let number = |n: usize| Exact::from(n as i64);
    let measured = Some((number(low), most.map(number)));
    let required = limits.shown(Some, number(low));
    (Number { low, most }.within(limits), Shown { required, measured, excess: false })
}

// Of what all are asked for the first that does not hold is shown; of alternatives the first that holds.
pub(super) fn shown<'a>(world: &World<'a>, year: &Year<'_, 'a>, at: Instant) -> Shown {
    let scene = so_far(year, at);
    let all = |parts: &'a [Part]| {
        let each: Vec<(Truth, Shown)> = parts.iter().map(|part| part_holds(world, &scene, part)).collect();
        let which = each.iter().position(|(holds, _)| *holds != Truth::Yes).unwrap_or(0);
        (Truth::all(each.iter().map(|(holds, _)| *holds)), each.get(which).map(|(_, shown)| *shown))
    };
    match &year.norm.requirement {
        Requirement::Have(parts) => all(parts).1.unwrap_or_default(),
        Requirement::Any(several) => {
            let each: Vec<(Truth, Option<Shown>)> = several.iter().map(|parts| all(parts)).collect();
            let which = each.iter().position(|(holds, _)| *holds == Truth::Yes).unwrap_or(0);
            each.get(which).and_then(|(_, shown)| *shown).unwrap_or_default()
        }
        Requirement::Keep(_) | Requirement::Satisfy(_) => Shown::default(),
    }
}

pub(super) fn holds<'a>(world: &World<'a>, year: &Year<'_, 'a>, at: Instant) -> Truth {
    let scene = so_far(year, at);
    let all = |parts: &'a [Part]| Truth::all(parts.iter().map(|part| part_holds(world, &scene, part).0));
    match &year.norm.requirement {
        Requirement::Have(parts) => all(parts),
        Requirement::Any(several) => Truth::any(several.iter().map(|parts| all(parts))),
        Requirement::Keep(expr) | Requirement::Satisfy(expr) => truth(world, &scene, expr),
    }
}
