//! Moments on one day: a date is the whole of it, what happened on it lies somewhere in it (T5).

use super::measures::outermost;
use super::scene::{Hand, Scene};
use super::term::Term;
use super::terms::term;
use super::truth::Truth;
use super::truths::compared;
use super::world::World;
use bylaws::check::policy::{CompareOp, Expr, Slot};
use bylaws::log::{EventOrigin, Moment, Precision, Record, Type, Unit, Value};

/// A comparison of two moments, each as the expression says that gives it.
pub(super) fn in_time<'a>(
    world: &World<'a>,
    scene: &Scene<'a>,
    op: CompareOp,
    (left, a): (&'a Expr, Moment),
    (right, b): (&'a Expr, Moment),
) -> Truth {
    if is_one_record(scene, left, right) {
        return Truth::of(matches!(op, CompareOp::Is | CompareOp::AtLeast | CompareOp::AtMost));
    }
    let both_happened =
        [left, right].iter().all(|e| matches!(e, Expr::At(_) | Expr::TimeOf(..) | Expr::Ended));
    let orders = [CompareOp::Before, CompareOp::After, CompareOp::LessThan, CompareOp::MoreThan];
    if both_happened && a == b && a.precision > Precision::Instant && orders.contains(&op) {
        let one = happened(world, scene, left);
        return if one.is_some() && one == happened(world, scene, right) {
            Truth::No
        } else {
            Truth::Unknown
        };
    }
    let lies_on = |at: Moment, day: Moment| day.first <= at.first && at.end <= day.end;
    let (a_is_date, b_is_date) = (is_date(world, scene, left, a), is_date(world, scene, right, b));
    let a_seen = if b_is_date && lies_on(a, b) { b } else { a };
    let b_seen = if a_is_date && lies_on(b, a) { a } else { b };
    compared(world, op, &Term::Time(a_seen), &Term::Time(b_seen))
}

fn record<'a>(scene: &Scene<'a>, slot: Slot) -> Option<&'a Record> {
    match (slot, &scene.hand) {
        (Slot::Trigger, _) => scene.trigger,
        (Slot::Around(_), _) => scene.around,
        (Slot::InHand, Some(Hand::Record(record))) => Some(record),
        (Slot::InHand, Some(Hand::Spell(spell))) => spell.start,
        (Slot::InHand, _) => None,
    }
}

/// Whether both are when one record happened.
pub(super) fn is_one_record(scene: &Scene<'_>, left: &Expr, right: &Expr) -> bool {
    let id = |expr: &Expr| match expr {
        Expr::At(slot) => record(scene, *slot).map(|record| record.id.clone()),
        _ => None,
    };
    id(left).is_some() && id(left) == id(right)
}

// Which record it is that happened when an expression says, where that is known.
fn happened<'a>(world: &World<'a>, scene: &Scene<'a>, expr: &'a Expr) -> Option<&'a str> {
    match expr {
        Expr::At(slot) => record(scene, *slot).map(|record| &*record.id),
        Expr::TimeOf(end, selection) => outermost(world, scene, *end, selection).map(|record| &*record.id),
        _ => None,
    }
}

// Whether an expression gives a date, and not the day of something that happened at some time of it.
fn is_date<'a>(world: &World<'a>, scene: &Scene<'a>, expr: &'a Expr, at: Moment) -> bool {
    at.precision == Precision::Day && says_date(world, scene, expr)
}

fn says_date<'a>(world: &World<'a>, scene: &Scene<'a>, expr: &'a Expr) -> bool {
    let vocabulary = &world.policy.vocabulary;
    let of_type = |kind: usize, index: usize| {
        let event = vocabulary.events.get_index(kind);
        event.and_then(|(_, e)| e.fields.get_index(index)).is_some_and(|(_, field)| field.ty == Type::Date)
    };
    match expr {
        Expr::Value(_) | Expr::Parameter(_) | Expr::DayOfYear(..) | Expr::DayOfPeriod(..) => true,
        Expr::Field(slot, index) => record(scene, *slot).is_some_and(|record| of_type(record.kind, *index)),
        Expr::RoleField(_, _, index) => {
            let start = vocabulary.events.values().position(|e| e.origin == EventOrigin::RoleStart);
            start.is_some_and(|kind| of_type(kind, *index))
        }
        Expr::Attribute(_, name) => {
            let field = vocabulary.entities.values().find_map(|kind| kind.fields.get(name));
            field.is_some_and(|field| field.ty == Type::Date)
        }
        Expr::Pick(_, parts) => parts.iter().all(|part| says_date(world, scene, part)),
        Expr::Else(one, other) => says_date(world, scene, one) && says_date(world, scene, other),
        Expr::Shift(_, of, length) => match term(world, scene, length) {
            Term::Plain(Value::Length(length)) => {
                !matches!(length.unit, Unit::Hour | Unit::Minute) || says_date(world, scene, of)
            }
            _ => false,
        },
        _ => false,
    }
}
