//! What holds at every instant in scope, and what is to be done once.

use super::count::Number;
use super::instance::Instance;
use super::quantity::limits;
use super::scope::edges;
use super::select::count;
use super::truth::Truth;
use super::truths::truth;
use super::world::World;
use super::years::{Finding, Year};
use bylaws::check::policy::{Norm, Part, Requirement};
use bylaws::log::Instant;

/// The instances of a norm on what holds at all times.
pub(super) fn instances<'a>(world: &World<'a>, index: usize, norm: &'a Norm) -> Vec<Instance> {
    super::years::instances(world, index, norm, &findings)
}

fn findings<'a>(world: &World<'a>, year: &Year<'_, 'a>) -> Vec<(Instant, Finding)> {
    let until = year.until.min(world.as_of);
    let mut out = Vec::new();
    for at in edges(world, year.from, until).into_iter().filter(|at| *at < until) {
        let (scoped, excepted) = year.concerns(world, at);
        let concerned = Truth::all([scoped, excepted.opposite()]);
        let finding = if concerned.is_possible() {
            match (concerned, holds(world, year, at)) {
                (_, Truth::Yes) => Finding::Kept,
                (_, Truth::Nothing) => Finding::Empty,
                (Truth::Yes, Truth::No) => Finding::Broken,
                _ => Finding::Unknown,
            }
        } else {
            Finding::Outside
        };
        out.push((at, finding));
    }
    out
}

fn holds<'a>(world: &World<'a>, year: &Year<'_, 'a>, at: Instant) -> Truth {
    let scene = year.scene(at, (year.from, year.until));
    let all = |parts: &'a [Part]| {
        Truth::all(parts.iter().map(|part| {
            let (low, most) = count(world, &scene, &part.what);
            Number { low, most }.within(limits(world, &scene, &part.quantity))
        }))
    };
    match &year.norm.requirement {
        Requirement::Have(parts) => all(parts),
        Requirement::Any(several) => Truth::any(several.iter().map(|parts| all(parts))),
        Requirement::Keep(expr) | Requirement::Satisfy(expr) => truth(world, &scene, expr),
    }
}
