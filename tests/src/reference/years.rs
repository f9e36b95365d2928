//! What holds at all times, or in any stretch, is judged for each calendar year of a bearer (rule O6).

use super::exceptions::{Which, excused};
use super::instance::Instance;
use super::scene::Scene;
use super::scope::{Candidate, Facet, candidates, edges, facets, in_scope, version};
use super::truth::Truth;
use super::world::World;
use bylaws::check::policy::Norm;
use bylaws::eval::Verdict;
use bylaws::log::Instant;
use chrono::{Datelike, NaiveDate};

/// A bearer's part of a calendar year.
pub(super) struct Year<'c, 'a> {
    pub(super) norm: &'a Norm,
    pub(super) facet: &'c Facet<'a>,
    pub(super) who: &'c Candidate,
    pub(super) from: Instant,
    pub(super) until: Instant,
}

/// How one instant or stretch of a year stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Finding {
    /// It does not concern the bearer, or is excepted.
    Outside,
    /// It is kept.
    Kept,
    /// It is broken.
    Broken,
    /// Nobody can say.
    Unknown,
}

impl<'a> Year<'_, 'a> {
    pub(super) fn scene(&self, at: Instant, window: (Instant, Instant)) -> Scene<'a> {
        Scene::new(at, window).of(self.who.bearer.clone(), self.who.of_each.clone())
    }

    /// Whether it concerns the bearer at an instant, and whether an exception holds then.
    pub(super) fn concerns(&self, world: &World<'a>, at: Instant) -> (Truth, Truth) {
        let scene = self.scene(at, (self.from, self.until));
        let version = version(world, self.norm);
        let inside = Truth::of(version.from <= at && at < version.until);
        let scoped = Truth::all([inside, in_scope(world, self.norm, self.facet, self.who, at, &scene)]);
        let of_instants = excused(world, self.norm, &scene, Which::OfInstants);
        let of_records = excused(world, self.norm, &scene, Which::OfRecords);
        (scoped, Truth::any([of_instants, of_records]))
    }
}

/// The instances of a norm, a bearer and a calendar year each.
pub(super) fn instances<'a>(
    world: &World<'a>,
    index: usize,
    norm: &'a Norm,
    findings: &dyn Fn(&World<'a>, &Year<'_, 'a>) -> Vec<(Instant, Finding)>,
) -> Vec<Instance> {
    let mut out = Vec::new();
    let (in_force, version) = (world.in_force(), version(world, norm));
    let Some(begins) = world.begins().map(|b| b.max(in_force.from).max(version.from)) else { return out };
    let end = world.as_of.min(in_force.until).min(version.until);
    for facet in facets(world, norm) {
        let world = &world.by(facet.calendar);
        for who in candidates(world, norm) {
            for year in world.date(begins).year()..=world.date(Instant(end.0 - 1)).year() {
                let first = NaiveDate::from_ymd_opt(year, 1, 1).map(|day| world.start(day));
                let next = NaiveDate::from_ymd_opt(year + 1, 1, 1).map(|day| world.start(day));
                let (Some(first), Some(next)) = (first, next) else { continue };
                let from = first.max(begins);
                let until = next.min(in_force.until).min(version.until);
                let year = Year { norm, facet: &facet, who: &who, from, until };
                out.extend(judged(world, index, &year, findings));
            }
        }
    }
    out
}

fn judged<'a>(
    world: &World<'a>,
    index: usize,
    year: &Year<'_, 'a>,
    findings: &dyn Fn(&World<'a>, &Year<'_, 'a>) -> Vec<(Instant, Finding)>,
) -> Option<Instance> {
    let (from, until) = (year.from, year.until);
    let all = edges(world, from, until.min(world.as_of));
    let concerns: Vec<(Instant, Truth, Truth)> = all
        .into_iter()
        .filter(|at| *at < world.as_of)
        .map(|at| (at, year.concerns(world, at)))
        .map(|(at, (scoped, excepted))| (at, scoped, excepted))
        .collect();
    let first = concerns.iter().find(|(_, scoped, _)| scoped.is_possible()).map(|(at, _, _)| *at)?;
    let found = findings(world, year);
    let broken = found.iter().filter(|(_, f)| *f == Finding::Broken).map(|(at, _)| *at).min();
    let unknown = found.iter().any(|(_, f)| *f == Finding::Unknown);
    let kept = found.iter().any(|(_, f)| *f == Finding::Kept);
    let over = world.as_of >= until;
    let all_excepted = concerns.iter().all(|(_, scoped, excepted)| !scoped.is_possible() || excepted.is_sure());
    let any_sure = concerns.iter().any(|(_, scoped, excepted)| scoped.is_sure() && !excepted.is_possible());
    let verdict = match broken {
        Some(_) => Verdict::Breached,
        None if !over => Verdict::Open,
        None if all_excepted => Verdict::Excused,
        None if unknown || !(kept || any_sure) => Verdict::Undetermined,
        None => Verdict::Fulfilled,
    };
    let mut instance = Instance::new(index, year.norm, year.who, (first, until)).ruled(verdict);
    instance.certain_at = broken.or((over && verdict == Verdict::Fulfilled).then_some(until));
    instance.due = Some(world.date(Instant(until.0 - 1)));
    Some(instance)
}
