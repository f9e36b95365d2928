//! Exceptions: those that excuse, those that put something else in its place, and those that take one back.

use super::scene::Scene;
use super::truth::Truth;
use super::truths::truth;
use super::world::World;
use bylaws::check::policy::{Expr, From, Instead, Norm};
use bylaws::log::Instant;

/// Whether a condition asks for records of a window, and not only for what holds at an instant.
pub(super) fn rests_on_records(expr: &Expr) -> bool {
    let own = expr.selection().is_some_and(|s| matches!(s.from, From::Event(_)) || !is_of_an_instant(expr));
    own || parts(expr).into_iter().any(rests_on_records)
}

fn is_of_an_instant(expr: &Expr) -> bool {
    matches!(expr, Expr::Exists(_) | Expr::Count(_))
}

/// Whether a condition measures how long something lasts, or on how many days something happens.
pub(super) fn measures(expr: &Expr) -> bool {
    matches!(expr, Expr::SpellTime(..) | Expr::UnitsWith(..)) || parts(expr).into_iter().any(measures)
}

/// The expressions that it is made of.
pub(super) fn parts(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::And(all) | Expr::Or(all) | Expr::Set(all) | Expr::Pick(_, all) => all.iter().collect(),
        Expr::Compare(_, a, b) | Expr::Arith(_, a, b) | Expr::Shift(_, a, b) | Expr::Else(a, b) => vec![a, b],
        Expr::Elapsed(_, a, b) => vec![a, b],
        Expr::Not(a)
        | Expr::Previous(a)
        | Expr::Daily(_, _, a)
        | Expr::Round(_, _, a)
        | Expr::TimePart(_, a)
        | Expr::DayOfYear(_, _, _, a)
        | Expr::OnDay(_, a)
        | Expr::DayOfPeriod(_, _, _, a)
        | Expr::Lookup(_, a, _)
        | Expr::Attribute(a, _)
        | Expr::Holders(a, _)
        | Expr::UnitsOf(a, _)
        | Expr::RoleField(a, _, _)
        | Expr::Under(a, _)
        | Expr::Account(a, _) => vec![a],
        Expr::Within(_, _, a, b) => vec![a, b],
        Expr::Over(a, b, c) => vec![a, b, c],
        Expr::Holds(a, _, b) => std::iter::once(&**a).chain(b.as_deref()).collect(),
        _ => Vec::new(),
    }
}

/// Whether an exception holds and is not taken back by a deeper one.
fn applies(norm: &Norm, index: usize, holds: &dyn Fn(usize) -> Truth) -> Truth {
    let back = norm.exceptions.iter().enumerate().filter(|(_, e)| e.to == Some(index));
    let back = Truth::any(back.map(|(deeper, _)| applies(norm, deeper, holds)));
    Truth::all([holds(index), back.opposite()])
}

/// Which of the exceptions are asked about: all that excuse at an instant, or those over the whole window.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// Those that hold at an instant.
    OfInstants,
    /// Those that rest on records.
    OfRecords,
}

/// Whether an exception excuses.
pub(super) fn excused<'a>(world: &World<'a>, norm: &'a Norm, scene: &Scene<'a>, which: Which) -> Truth {
    if norm.exceptions.iter().any(|e| e.to.is_none() && e.instead.is_none()) {
        world.met("Exception that excuses");
    }
    excused_where(norm, which, &|condition| truth(world, scene, condition).chosen())
}

// The same by what is said of each condition.
fn excused_where<'a>(norm: &'a Norm, which: Which, holds: &dyn Fn(&'a Expr) -> Truth) -> Truth {
    let holds = |index: usize| norm.exceptions.get(index).map_or(Truth::No, |e| holds(&e.condition));
    let outermost = norm.exceptions.iter().enumerate().filter(|(_, e)| e.to.is_none() && e.instead.is_none());
    Truth::any(
        outermost
            .filter(|(index, _)| kind_of(norm, *index) == which)
            .map(|(index, _)| applies(norm, index, &holds)),
    )
}

/// Whether an exception will excuse at an instant that is not yet seen: what the calendar alone decides is as it tells,
/// and all else, and that of which it does not tell, as it stands.
pub(super) fn to_excuse<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    (seen, at): (&Scene<'a>, Instant),
    which: Which,
) -> Truth {
    let holds = |condition: &'a Expr| {
        let told = if is_of_the_calendar(condition) {
            truth(world, &seen.at(at), condition)
        } else {
            Truth::Unknown
        };
        if told == Truth::Unknown { truth(world, seen, condition) } else { told }.chosen()
    };
    excused_where(norm, which, &holds)
}

/// Whether a condition asks for nothing but the day.
pub(super) fn is_of_the_calendar(condition: &Expr) -> bool {
    match condition {
        Expr::During(_) => true,
        Expr::And(_) | Expr::Or(_) | Expr::Not(_) => parts(condition).into_iter().all(is_of_the_calendar),
        _ => false,
    }
}

// An exception rests on records if it or one that takes it back does.
fn kind_of(norm: &Norm, index: usize) -> Which {
    let own = norm.exceptions.get(index).is_some_and(|e| rests_on_records(&e.condition));
    let deeper = norm.exceptions.iter().enumerate().filter(|(_, e)| e.to == Some(index));
    let any = own || deeper.into_iter().any(|(deeper, _)| kind_of(norm, deeper) == Which::OfRecords);
    if any { Which::OfRecords } else { Which::OfInstants }
}

/// Whether some exception rests on records, so that one may still come.
pub(super) fn any_of_records(norm: &Norm) -> bool {
    let mut outermost =
        norm.exceptions.iter().enumerate().filter(|(_, e)| e.to.is_none() && e.instead.is_none());
    outermost.any(|(index, _)| kind_of(norm, index) == Which::OfRecords)
}

/// What exceptions put in the place of what the norm says at an instant.
pub(super) enum Replaced<'a> {
    /// Nothing.
    No,
    /// This.
    By(&'a Instead),
    /// Nobody can say.
    Unknown,
}

/// What is put in the place of what the norm says: of its number, or of its length.
pub(super) fn replaced<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    scene: &Scene<'a>,
    is_asked: fn(&Instead) -> bool,
) -> Replaced<'a> {
    let holds = |index: usize| {
        let condition = norm.exceptions.get(index).map(|e| &e.condition);
        condition.map_or(Truth::No, |condition| truth(world, scene, condition).chosen())
    };
    let mut found: Vec<&Instead> = Vec::new();
    for (index, exception) in norm.exceptions.iter().enumerate() {
        let Some(instead) = exception.instead.as_ref().filter(|instead| is_asked(instead)) else { continue };
        world.met("Exception that replaces");
        let mut outer = exception.to;
        let mut chain = vec![applies(norm, index, &holds)];
        while let Some(up) = outer {
            chain.push(holds(up));
            outer = norm.exceptions.get(up).and_then(|e| e.to);
        }
        match Truth::all(chain) {
            Truth::Yes if !found.contains(&instead) => found.push(instead),
            Truth::Yes | Truth::No | Truth::Nothing => {}
            Truth::Unknown => return Replaced::Unknown,
        }
    }
    match found.as_slice() {
        [] => Replaced::No,
        [one] => Replaced::By(one),
        _ => Replaced::Unknown,
    }
}

/// Whether the clock of a norm surely or possibly stands still, by what happened from the trigger on.
pub(super) fn stops<'a>(world: &World<'a>, norm: &'a Norm, scene: &Scene<'a>, at: Instant) -> Truth {
    let from = scene.trigger.map_or(scene.window.0, |trigger| trigger.at.first);
    let scene = Scene { so_far: Some((from, at)), ..scene.at(at).over((from, Instant(at.0 + 1))) };
    norm.stops.as_ref().map_or(Truth::No, |stops| truth(world, &scene, stops).chosen())
}
