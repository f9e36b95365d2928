//! Expressions that look at another stretch than the window: so long before or after an instant, or from one
//! to another.

use super::length::{first_within, in_months, shifted};
use super::scene::Scene;
use super::term::Term;
use super::terms::term;
use super::truth::Truth;
use super::truths::truth;
use super::world::World;
use bylaws::check::policy::{End, Expr, Slot, TimeSide};
use bylaws::log::{Instant, Moment, Precision};
use chrono::{NaiveDate, NaiveTime, TimeDelta};

/// The stretch that is looked at, and the expression that is evaluated over it; `Err` where the instant is not
/// known, or is nothing.
type Looked<'a> = Result<(Scene<'a>, &'a Expr), Term>;

fn stretch<'a>(world: &World<'a>, scene: &Scene<'a>, expr: &'a Expr) -> Looked<'a> {
    let moment = |at: &'a Expr| match term(world, scene, at) {
        Term::Time(moment) => Ok(moment),
        Term::Nothing => Err(Term::Nothing),
        Term::Missing(_) => Err(Term::Missing(false)),
        _ => Err(Term::Unknown),
    };
    match expr {
        Expr::Within(length, side, at, inner) => {
            let apart = match **at {
                Expr::At(Slot::Trigger) => scene.trigger,
                Expr::At(Slot::Around(_)) => scene.around,
                Expr::At(Slot::InHand) => match &scene.hand {
                    Some(super::scene::Hand::Record(record)) => Some(*record),
                    _ => scene.apart,
                },
                _ => scene.apart,
            };
            let at = each(moment(at)?)?;
            let far = shifted(world, at, *length, *side == TimeSide::Before).ok_or(Term::Unknown)?;
            let window = match side {
                TimeSide::Before => {
                    let begin = match in_months(length.unit) {
                        true => {
                            let day = first_within(world, world.date(at.first), *length, false);
                            world.day(day.ok_or(Term::Unknown)?).first
                        }
                        false => far.first,
                    };
                    (begin, if at.precision == Precision::Instant { at.first } else { at.end })
                }
                TimeSide::After => (at.first, far.end),
            };
            Ok((Scene { apart, ..looked_at(scene, window) }, inner))
        }
        Expr::Over(from, to, inner) => {
            // What never happened leaves a stretch as far back as the log reaches.
            let begin = match (&**from, moment(from)) {
                (Expr::TimeOf(End::Last, _), Err(Term::Missing(_))) => Instant::MIN,
                (_, from) => world.day_start_of(each(from?)?.first),
            };
            let to = each(moment(to)?)?;
            let end = world.day(world.date(Instant(to.end.0 - 1))).end;
            let window = (begin, end);
            Ok((looked_at(scene, window), inner))
        }
        Expr::Daily(from, to, inner) => {
            let window = part_of_day(world, world.date(scene.at), (*from, *to)).ok_or(Term::Unknown)?;
            Ok((Scene { apart: None, ..looked_at(scene, window) }, inner))
        }
        other => Ok((scene.clone(), other)),
    }
}

// What lasts is asked for as it stands at the end of a stretch, and records lie in it, whatever has happened so far.
fn looked_at<'a>(scene: &Scene<'a>, (from, until): (Instant, Instant)) -> Scene<'a> {
    let last = Instant(until.0.max(from.0 + 1) - 1);
    Scene { so_far: None, ..scene.over((from, until)).at(last) }
}

// From one time of day to another one, or to that of the next day.
fn part_of_day(world: &World<'_>, day: NaiveDate, (from, to): (u32, u32)) -> Option<(Instant, Instant)> {
    let last = if to <= from { day.succ_opt()? } else { day };
    let clock = |day: NaiveDate, minutes: u32| {
        let local = day.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minutes));
        world.policy.zone.at_clock(local)
    };
    Some((clock(day, from), clock(last, to)))
}

/// When the stretches end that an expression looks at; those that hang on what a filter looks at are left out.
pub(super) fn ends<'a>(world: &World<'a>, scene: &Scene<'a>, expr: &'a Expr) -> Vec<Instant> {
    let looks = matches!(expr, Expr::Within(..) | Expr::Over(..) | Expr::Daily(..));
    let own = looks.then(|| stretch(world, scene, expr)).and_then(Result::ok);
    let filter = expr.selection().and_then(|selection| selection.filter.as_ref());
    let parts = super::exceptions::parts(expr).into_iter().chain(filter);
    let deeper = parts.flat_map(|part| ends(world, scene, part));
    own.map(|(scene, _)| scene.window.1).into_iter().chain(deeper).collect()
}

// From a moment of which not the day is known nothing is measured.
fn each(at: Moment) -> Result<Moment, Term> {
    if at.precision <= Precision::Day { Ok(at) } else { Err(Term::Unknown) }
}

fn note(world: &World<'_>, scene: &Scene<'_>) {
    world.looked.set(world.looked.get().max(scene.window.1));
}

pub(super) fn truth_over<'a>(world: &World<'a>, scene: &Scene<'a>, expr: &'a Expr) -> Truth {
    match stretch(world, scene, expr) {
        Err(Term::Nothing) => Truth::Nothing,
        Err(_) => Truth::Unknown,
        Ok((scene, inner)) => {
            note(world, &scene);
            truth(world, &scene, inner)
        }
    }
}

pub(super) fn term_over<'a>(world: &World<'a>, scene: &Scene<'a>, expr: &'a Expr) -> Term {
    match stretch(world, scene, expr) {
        Err(term) => term,
        Ok((scene, inner)) => {
            note(world, &scene);
            term(world, &scene, inner)
        }
    }
}
