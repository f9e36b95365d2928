//! Expressions that look at another stretch than the window: so long before or after an instant, or from one
//! to another.

use super::length::shifted;
use super::scene::Scene;
use super::term::Term;
use super::terms::term;
use super::truth::Truth;
use super::truths::truth;
use super::world::World;
use bylaws::check::policy::{Expr, Slot, TimeSide};
use bylaws::log::{Instant, Moment, Precision};

/// The stretches that it may be, each with the expression that is evaluated over it; `Err` where the instant is
/// not known, or is nothing.
type Looked<'a> = Result<(Vec<Scene<'a>>, &'a Expr), Truth>;

fn stretches<'a>(world: &World<'a>, scene: &Scene<'a>, expr: &'a Expr) -> Looked<'a> {
    let moment = |at: &'a Expr| match term(world, scene, at) {
        Term::Time(moment) => Ok(moment),
        Term::Nothing => Err(Truth::Nothing),
        _ => Err(Truth::Unknown),
    };
    match expr {
        Expr::Within(length, side, at, inner) => {
            let apart = match **at {
                Expr::At(Slot::Trigger) => scene.trigger,
                Expr::At(Slot::InHand) => match &scene.hand {
                    Some(super::scene::Hand::Record(record)) => Some(*record),
                    _ => scene.apart,
                },
                _ => scene.apart,
            };
            let mut all = Vec::new();
            for at in each(world, moment(at)?) {
                let far = shifted(world, at, *length, *side == TimeSide::Before).ok_or(Truth::Unknown)?;
                let window = match side {
                    TimeSide::Before => {
                        (far.first, if at.precision == Precision::Instant { at.first } else { at.end })
                    }
                    TimeSide::After => (at.first, far.end),
                };
                all.push(Scene { apart, ..scene.over(window) });
            }
            Ok((all, inner))
        }
        Expr::Over(from, to, inner) => {
            let (from, to) = (moment(from)?, moment(to)?);
            let mut all = Vec::new();
            for a in each(world, from) {
                for b in each(world, to) {
                    let end = world.day(world.date(Instant(b.end.0 - 1))).end;
                    all.push(scene.over((world.day_start_of(a.first), end)));
                }
            }
            Ok((all, inner))
        }
        other => Ok((vec![scene.clone()], other)),
    }
}

// A moment of which not the day is known may be any of its days.
fn each(world: &World<'_>, at: Moment) -> Vec<Moment> {
    if at.precision <= Precision::Day {
        return vec![at];
    }
    let first = world.date(at.first);
    first.iter_days().map(|day| world.day(day)).take_while(|day| day.first < at.end).collect()
}

fn note(world: &World<'_>, scenes: &[Scene<'_>]) {
    let end = scenes.iter().map(|scene| scene.window.1).max();
    world.looked.set(world.looked.get().max(end.unwrap_or(Instant::MIN)));
}

pub(super) fn truth_over<'a>(world: &World<'a>, scene: &Scene<'a>, expr: &'a Expr) -> Truth {
    match stretches(world, scene, expr) {
        Err(truth) => truth,
        Ok((scenes, inner)) => {
            note(world, &scenes);
            Truth::throughout(scenes.iter().map(|scene| truth(world, scene, inner)))
        }
    }
}

pub(super) fn term_over<'a>(world: &World<'a>, scene: &Scene<'a>, expr: &'a Expr) -> Term {
    match stretches(world, scene, expr) {
        Err(Truth::Nothing) => Term::Nothing,
        Err(_) => Term::Unknown,
        Ok((scenes, inner)) => {
            note(world, &scenes);
            Term::either(scenes.iter().map(|scene| term(world, scene, inner)).collect())
        }
    }
}
