//! What is to hold in any stretch is judged for each calendar year of a bearer (rule O6).

use super::exceptions::{Which, excused, to_excuse};
use super::instance::Instance;
use super::ruling::{Shown, undecided_without};
use super::scene::Scene;
use super::scope::{Candidate, Facet, candidates, edges_of, facets, in_scope, version};
use super::truth::Truth;
use super::world::World;
use bylaws::check::policy::{Generally, Modality, Norm};
use bylaws::eval::Verdict;
use bylaws::log::{Exact, Instant, Stretch};
use chrono::{Datelike, NaiveDate};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// What is found in a year.
type Findings<'f, 'a> = &'f dyn Fn(&World<'a>, &Year<'_, 'a>) -> Vec<Found>;

/// What is found of one stretch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// When it is certain.
    pub(super) at: Instant,
    pub(super) finding: Finding,
    /// The last day on which what it asks for could come.
    pub(super) due: Option<NaiveDate>,
    pub(super) required: Option<Exact>,
    pub(super) measured: Option<(Exact, Option<Exact>)>,
    /// There are too many.
    pub(super) excess: bool,
}

impl Found {
    pub(super) fn of(at: Instant, finding: Finding) -> Self {
        Self { at, finding, due: None, required: None, measured: None, excess: false }
    }
}

/// A bearer's part of a calendar year.
pub(super) struct Year<'c, 'a> {
    pub(super) norm: &'a Norm,
    pub(super) facet: &'c Facet<'a>,
    pub(super) who: &'c Candidate,
    pub(super) from: Instant,
    pub(super) until: Instant,
    /// Whom it concerns at an instant is asked about for every stretch that has it.
    found: RefCell<BTreeMap<(Instant, Instant), (Truth, Truth)>>,
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
    /// It speaks of nothing.
    Empty,
    /// Nobody can say.
    Unknown,
    /// The calendar cannot say where it ends.
    Untold,
    /// It is not over yet, and by what is known so far too little is done in it.
    Awaited,
}

impl<'c, 'a> Year<'c, 'a> {
    pub(super) fn new(
        norm: &'a Norm,
        facet: &'c Facet<'a>,
        who: &'c Candidate,
        (from, until): (Instant, Instant),
    ) -> Self {
        Self { norm, facet, who, from, until, found: RefCell::default() }
    }

    pub(super) fn instance(&self, world: &World<'_>, index: usize) -> Instance {
        let due = Some(world.date(Instant(self.until.0 - 1)));
        Instance { due, ..Instance::new(index, self.norm, self.who, (self.from, self.until)) }
    }

    pub(super) fn scene(&self, at: Instant, window: (Instant, Instant)) -> Scene<'a> {
        Scene::new(at, window).of(self.who)
    }

    /// Whether it concerns the bearer at an instant, and whether an exception holds then; records excuse that lie not
    /// before an instant.
    pub(super) fn concerns(&self, world: &World<'a>, at: Instant, since: Instant) -> (Truth, Truth) {
        let found = self.found.borrow().get(&(at, since)).copied();
        found.unwrap_or_else(|| {
            let found = self.asked(world, at, since);
            self.found.borrow_mut().insert((at, since), found);
            found
        })
    }

    // What is not yet seen goes on as it stands, but for what the calendar tells.
    fn asked(&self, world: &World<'a>, at: Instant, since: Instant) -> (Truth, Truth) {
        let to_come = Some(at).filter(|at| *at >= world.as_of);
        let at = at.min(Instant(world.as_of.0 - 1));
        let scene = self.scene(at, (self.from, self.until));
        let inside = |stretch: Stretch| {
            let at = to_come.unwrap_or(at);
            Truth::of(stretch.from <= at && at < stretch.until)
        };
        let inside = Truth::all([inside(version(world, self.norm)), inside(world.in_force())]);
        let scoped = Truth::all([inside, in_scope(world, self.norm, self.facet, self.who, at, &scene)]);
        let excused = |scene: &Scene<'a>, which| match to_come {
            Some(to_come) => to_excuse(world, self.norm, (scene, to_come), which),
            None => excused(world, self.norm, scene, which),
        };
        let of_instants = excused(&scene, Which::OfInstants);
        // A record excuses from its day on; what is counted and measured is what happened so far.
        let so_far = Some((since, at));
        let scene = scene.over((since.min(at), Instant(at.0 + 1)));
        let of_records = excused(&Scene { so_far, ..scene }, Which::OfRecords);
        (scoped, Truth::any([of_instants, of_records]))
    }
}

/// The instances of a norm, a bearer and a calendar year each.
pub(super) fn instances<'a>(
    world: &World<'a>,
    index: usize,
    norm: &'a Norm,
    findings: Findings<'_, 'a>,
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
                let whole = (first.max(begins), next.min(in_force.until).min(version.until));
                world.looked.set(Instant::MIN);
                let runs = runs(world, norm, &facet, &who, whole);
                // What is asked about whom it concerns may still be to come.
                let to_come = world.looked.get() > world.as_of;
                let unsure = if to_come { Verdict::Open } else { Verdict::Undetermined };
                let unsure = undecided_without(world, norm, unsure);
                for (from, until, sure) in runs {
                    let year = Year::new(norm, &facet, &who, (from, until));
                    out.push(if sure {
                        judged(world, index, &year, findings)
                    } else {
                        year.instance(world, index).ruled(unsure)
                    });
                }
            }
        }
    }
    out
}

// The maximal stretches of a year in which the norm surely, or perhaps, concerns the bearer; what is not yet seen
// goes on as it is.
pub(super) fn runs<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    facet: &Facet<'a>,
    who: &Candidate,
    (from, until): (Instant, Instant),
) -> Vec<(Instant, Instant, bool)> {
    let scene = Scene::new(from, (from, until));
    let mut out: Vec<(Instant, Instant, bool)> = Vec::new();
    let seen = until.min(world.as_of);
    let all: Vec<Instant> = edges_of(world, norm, from, seen).into_iter().filter(|at| *at < seen).collect();
    for (index, at) in all.iter().enumerate() {
        let goes_on = || in_scope(world, norm, facet, who, seen, &scene).is_possible();
        let last = || if seen == until || goes_on() { until } else { seen };
        let next = all.get(index + 1).copied().unwrap_or_else(last);
        let truth = in_scope(world, norm, facet, who, *at, &scene);
        match out.last_mut() {
            _ if !truth.is_possible() => {}
            Some((_, end, sure)) if *end == *at && *sure == truth.is_sure() => *end = next,
            _ => out.push((*at, next, truth.is_sure())),
        }
    }
    out
}

fn judged<'a>(world: &World<'a>, index: usize, year: &Year<'_, 'a>, findings: Findings<'_, 'a>) -> Instance {
    let found = findings(world, year);
    let first = |one: Finding| found.iter().filter(move |f| f.finding == one).min_by_key(|f| f.at);
    let broken = first(Finding::Broken);
    let any = |one| first(one).is_some();
    let over = world.as_of >= year.until;
    let seen = year.until.min(world.as_of);
    let at = edges_of(world, year.norm, year.from, seen).into_iter().filter(|at| *at < seen);
    let all_excepted = at.into_iter().all(|at| year.concerns(world, at, year.from).1.is_sure());
    let free =
        year.norm.modality == Modality::GenerallyMust && year.norm.reading.generally == Generally::ReasonFree;
    let verdict = match broken {
        Some(_) if year.norm.modality == Modality::May => Verdict::NotApplicable,
        Some(_) if free => Verdict::Excused,
        Some(_) => Verdict::Breached,
        None if any(Finding::Untold) => Verdict::Undetermined,
        None if !over => undecided_without(world, year.norm, Verdict::Open),
        None if all_excepted => Verdict::Excused,
        None if any(Finding::Unknown) => Verdict::Undetermined,
        None if !any(Finding::Kept) && any(Finding::Empty) => Verdict::NotApplicable,
        None => Verdict::Fulfilled,
    };
    let mut instance = year.instance(world, index).ruled(verdict);
    let certain = over && verdict != Verdict::Undetermined;
    instance.certain_at = broken.map(|found| found.at).or(certain.then_some(year.until));
    // What is due next while it is open, and of a breach what was due then.
    let shown = broken.or(first(Finding::Awaited).filter(|_| verdict == Verdict::Open));
    if let Some(found) = shown {
        instance.due = found.due.or(instance.due);
        let Found { required, measured, .. } = *found;
        instance = instance.showing(Shown { required, measured, excess: found.excess });
        instance.excess = broken.is_some() && found.excess;
    }
    instance
}
