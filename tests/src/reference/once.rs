//! What is to be done at some time: it stays with whoever it concerned once, and is never too late.

use super::exceptions::{Which, any_of_records, excused};
use super::instance::Instance;
use super::limit::{Begin, End, Stretch};
use super::ruling::is_certain;
use super::scene::Scene;
use super::scope::{Candidate, Facet, candidates, edges_of, facets, version};
use super::standing::{holds, shown};
use super::triggered::of_stretch;
use super::world::World;
use super::years::{Year, runs};
use bylaws::check::policy::{From, Norm};
use bylaws::eval::Verdict;
use bylaws::log::{Instant, Moment};

/// The instances of a norm without a time, one of each bearer.
pub(super) fn instances<'a>(world: &World<'a>, index: usize, norm: &'a Norm) -> Vec<Instance> {
    let (in_force, version) = (world.in_force(), version(world, norm));
    let Some(begins) = world.begins().map(|b| b.max(in_force.from).max(version.from)) else {
        return Vec::new();
    };
    let whole = (begins, in_force.until.min(version.until));
    let mut out = Vec::new();
    for facet in facets(world, norm) {
        let world = &world.by(facet.calendar);
        for who in candidates(world, norm) {
            let runs = runs(world, norm, &facet, &who, whole);
            let surely = runs.iter().any(|(.., sure)| *sure);
            let from = runs.first().map(|(from, ..)| *from);
            out.extend(from.map(|from| of_bearer(world, (index, norm), (&facet, &who), from, surely)));
        }
    }
    out
}

fn of_bearer<'a>(
    world: &World<'a>,
    (index, norm): (usize, &'a Norm),
    (facet, who): (&Facet<'a>, &Candidate),
    from: Instant,
    surely: bool,
) -> Instance {
    let lacking = norm.parameters.iter().any(|name| world.parameter(name).is_none());
    let whole = Instance::new(index, norm, who, (from, Instant::MAX));
    let counts = norm.requirement.parts().any(|part| matches!(part.what.from, From::Event(_)));
    let first = Instant(from.0 + 1);
    let mut one = match counts {
        true => counted(world, index, norm, who, from).unwrap_or(whole),
        false => lasting(world, norm, (facet, who), whole),
    };
    // What was there when the duty began was met at once.
    let at_once = || counted(&world.as_of(first), index, norm, who, from);
    if counts && at_once().is_some_and(|at_once| at_once.verdict == one.verdict && is_certain(one.verdict)) {
        one.certain_at = Some(first);
    }
    one.uses.is_unsure |= !surely;
    let undecided = if lacking || !surely { Verdict::Undetermined } else { Verdict::Open };
    let verdict = match one.verdict {
        Verdict::Fulfilled => Verdict::Fulfilled,
        Verdict::Open | Verdict::Undetermined => undecided,
        _ if !surely => Verdict::Undetermined,
        verdict => verdict,
    };
    let certain_at = one.certain_at.filter(|_| is_certain(verdict));
    Instance { from, until: Instant::MAX, due: None, overdue: false, certain_at, ..one.ruled(verdict) }
}

// What happens counts whenever it did, also before the duty began.
fn counted<'a>(
    world: &World<'a>,
    index: usize,
    norm: &'a Norm,
    who: &Candidate,
    from: Instant,
) -> Option<Instance> {
    let stretch = Stretch { from: Begin::Ever, until: End::Never, late: None };
    of_stretch(world, index, norm, who, (None, Moment::instant(from)), stretch)
}

// What lasts is there when it first is.
fn lasting<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    (facet, who): (&Facet<'a>, &Candidate),
    whole: Instance,
) -> Instance {
    let year = Year::new(norm, facet, who, (whole.from, Instant::MAX));
    let excepted = |which, scene: &Scene<'a>| excused(world, norm, scene, which);
    let first = year.scene(whole.from, (whole.from, Instant(whole.from.0 + 1)));
    if excepted(Which::OfInstants, &first).is_sure() {
        return Instance { certain_at: Some(Instant(whole.from.0 + 1)), ..whole.ruled(Verdict::Excused) };
    }
    let mut times = edges_of(world, norm, whole.from, world.as_of);
    times.extend(times.clone().into_iter().map(|at| Instant(at.0 + 1)));
    times.push(world.as_of);
    times.sort_unstable();
    times.dedup();
    for at in times.into_iter().filter(|at| whole.from < *at && *at <= world.as_of) {
        let (seen, last) = (&world.as_of(at), Instant(at.0 - 1));
        if holds(seen, &year, last).is_sure() {
            let shown = shown(seen, &year, last);
            return Instance { certain_at: Some(at), ..whole.ruled(Verdict::Fulfilled).showing(shown) };
        }
        let scene = year.scene(last, (whole.from, Instant::MAX));
        if any_of_records(norm) && excused(seen, norm, &scene, Which::OfRecords).is_sure() {
            return Instance { certain_at: Some(at), ..whole.ruled(Verdict::Excused) };
        }
    }
    whole.ruled(Verdict::Open)
}
