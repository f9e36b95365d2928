//! What is known of a condition.

use super::calendar::{is_school_day, is_vacation, is_working_day, knows_vacations};
use super::fluents::{Fluent, holds_at};
use super::same_day::in_time;
use super::scene::Scene;
use super::select::count;
use super::term::{Term, before};
use super::terms::term;
use super::truth::Truth;
use super::world::World;
use bylaws::check::policy::{CalendarKind, CompareOp, DayKind, Expr, From};
use bylaws::log::{Exact, Instant, Length, Moment, Precision, Unit, Value};

/// What is known of a condition.
pub(super) fn truth<'a>(world: &World<'a>, scene: &Scene<'a>, expr: &'a Expr) -> Truth {
    world.met(super::coverage::name_of(expr));
    match expr {
        Expr::And(all) => Truth::all(all.iter().map(|e| truth(world, scene, e))),
        Expr::Or(all) => Truth::any(all.iter().map(|e| truth(world, scene, e))),
        Expr::Not(one) => truth(world, scene, one).opposite(),
        Expr::Exists(selection) => {
            let so_far = scene.so_far.map(|(from, at)| scene.over((from, Instant(at.0 + 1))));
            match count(world, so_far.as_ref().unwrap_or(scene), selection) {
                (1.., _) => Truth::Yes,
                (0, Some(0)) => Truth::No,
                _ => Truth::Unknown,
            }
        }
        // A vacant post among several is nobody, and nobody is in no set (rule O5).
        Expr::Compare(CompareOp::Contains, set, parts) if matches!(**parts, Expr::Set(_)) => {
            let set = term(world, scene, set);
            let Expr::Set(parts) = &**parts else { return Truth::Unknown };
            Truth::all(parts.iter().map(|part| contains(&set, &term(world, scene, part))))
        }
        Expr::Compare(op, a, b) => match (term(world, scene, a), term(world, scene, b)) {
            (Term::Time(at), Term::Time(other)) => in_time(world, scene, *op, (a, at), (b, other)),
            (a, b) => compared(world, *op, &a, &b),
        },
        Expr::Holds(person, role, unit) => {
            let unit = unit.as_ref().map(|unit| term(world, scene, unit));
            // Nobody holds a role in no unit.
            if matches!(unit, Some(Term::Nothing | Term::Missing(_))) {
                return Truth::No;
            }
            lasts(world, scene.at, &From::Role(role.clone()), &term(world, scene, person), unit.as_ref())
        }
        Expr::Under(entity, state) => {
            lasts(world, scene.at, &From::State(state.clone()), &term(world, scene, entity), None)
        }
        Expr::During(kind) => during(world, *kind, scene.at),
        Expr::Previous(inner) => match scene.previous {
            Some(window) => {
                let before = scene.over(window).at(Instant(window.1.0 - 1));
                truth(world, &Scene { previous: None, closing: Some(window.0), ..before }, inner)
            }
            None => Truth::Nothing,
        },
        Expr::Within(..) | Expr::Over(..) | Expr::Daily(..) => super::stretch::truth_over(world, scene, expr),
        other => match term(world, scene, other) {
            Term::Plain(Value::Bool(holds)) => Truth::of(holds),
            Term::Nothing => Truth::Nothing,
            _ => Truth::Unknown,
        },
    }
}

// Whether somebody holds a role, in a unit if one is named, or is in a state.
fn lasts(world: &World<'_>, at: Instant, from: &From, who: &Term, unit: Option<&Term>) -> Truth {
    let Some(fluent) = Fluent::of(world, from) else { return Truth::Unknown };
    let Some((sure, possible)) = who.members() else {
        // Where nobody does, nobody does whoever is meant.
        let all = fluent.spells(world);
        let nobody = all.iter().all(|spell| holds_at(world, &fluent, spell, at) == Truth::No);
        return if nobody && fluent.is_known_at(world, at) { Truth::No } else { Truth::Unknown };
    };
    let units = match unit.map(Term::members) {
        None => None,
        Some(None) => return Truth::Unknown,
        Some(Some(units)) => Some(units),
    };
    let in_unit = |unit: Option<&Value>| match (&units, unit) {
        (None, _) => Truth::Yes,
        (Some(_), None) => Truth::Unknown,
        (Some((sure, possible)), Some(unit)) if sure.contains(unit) => {
            Truth::of(sure.len() == 1).max_unknown(possible)
        }
        (Some((_, possible)), Some(unit)) => {
            if possible.contains(unit) {
                Truth::Unknown
            } else {
                Truth::No
            }
        }
    };
    if sure.is_empty() && possible.is_empty() {
        return Truth::No;
    }
    let known = fluent.is_known_at(world, at);
    let mut found = Vec::new();
    for spell in fluent.spells(world) {
        let is_who = if sure.contains(&spell.who) {
            Truth::Yes
        } else if possible.contains(&spell.who) {
            Truth::Unknown
        } else {
            Truth::No
        };
        found.push(Truth::all([is_who, in_unit(spell.unit.as_ref()), holds_at(world, &fluent, &spell, at)]));
    }
    match Truth::any(found) {
        Truth::No if !known => Truth::Unknown,
        truth => truth,
    }
}

impl Truth {
    fn max_unknown(self, possible: &[Value]) -> Self {
        if possible.is_empty() { self } else { Self::Unknown }
    }
}

fn during(world: &World<'_>, kind: DayKind, at: Instant) -> Truth {
    let (calendar, day) = (world.calendar, world.date(at));
    let within = |list: &[bylaws::check::policy::Days]| list.iter().any(|d| d.first <= day && day <= d.last);
    let works = is_working_day(calendar, day);
    let kind = match kind {
        DayKind::Entry(kind) => kind,
        DayKind::Working => return works.map_or(Truth::Unknown, Truth::of),
        DayKind::Off => return works.map_or(Truth::Unknown, |works| Truth::of(!works)),
    };
    let (known, holds) = match kind {
        CalendarKind::Vacation => (knows_vacations(calendar, day), is_vacation(calendar, day)),
        CalendarKind::Semester => (knows_vacations(calendar, day), within(&calendar.semesters)),
        CalendarKind::Holiday => (works.is_some(), within(&calendar.holidays)),
        CalendarKind::Workday => (works.is_some(), within(&calendar.workdays)),
        CalendarKind::AcademicYear => (
            within(&calendar.academic_years) || is_school_day(calendar, day).is_some(),
            within(&calendar.academic_years),
        ),
    };
    if known { Truth::of(holds) } else { Truth::Unknown }
}

/// A comparison of what is known of two values.
pub(super) fn compared(world: &World<'_>, op: CompareOp, a: &Term, b: &Term) -> Truth {
    match op {
        CompareOp::Is => is(a, b),
        CompareOp::IsNot => is(a, b).opposite(),
        CompareOp::Contains => contains(a, b),
        CompareOp::In => contains(b, a),
        CompareOp::Before => ordered(world, a, b),
        CompareOp::After => ordered(world, b, a),
        CompareOp::LessThan => ordered(world, a, b),
        CompareOp::MoreThan => ordered(world, b, a),
        CompareOp::AtLeast => ordered(world, a, b).opposite(),
        CompareOp::AtMost => ordered(world, b, a).opposite(),
    }
}

// Whether the first is before or less than the second.
fn ordered(world: &World<'_>, a: &Term, b: &Term) -> Truth {
    match (a, b) {
        (Term::Nothing, _) | (_, Term::Nothing) => Truth::Nothing,
        (Term::Missing(_), _) | (_, Term::Missing(_)) => Truth::Unknown,
        (Term::Time(a), Term::Time(b)) => before(*a, *b, |at| world.day_start_of(at)),
        (a, b) => match (single(a).ends(), single(b).ends()) {
            (Some((a_low, a_high)), Some((b_low, b_high))) => {
                let less = |x: Option<Exact>, y: Option<Exact>| x.zip(y).is_some_and(|(x, y)| x < y);
                let not_less = |x: Option<Exact>, y: Option<Exact>| x.zip(y).is_some_and(|(x, y)| x >= y);
                if less(a_high, b_low) {
                    Truth::Yes
                } else if not_less(a_low, b_high) {
                    Truth::No
                } else {
                    Truth::Unknown
                }
            }
            _ => Truth::Unknown,
        },
    }
}

// A set of one compares as its member.
fn single(term: &Term) -> Term {
    term.one().map_or_else(|| term.clone(), |one| Term::of(&one))
}

fn is(a: &Term, b: &Term) -> Truth {
    let empty = |t: &Term| match t {
        Term::Nothing | Term::Missing(true) => Some(true),
        Term::Set(sure, possible) if sure.is_empty() && possible.is_empty() => Some(true),
        _ => None,
    };
    // What is not known may be nothing too; a quantity that was left out may be any.
    let may_be_any = |term: &Term| matches!(term, Term::Unknown | Term::Missing(false));
    if may_be_any(a) || may_be_any(b) {
        return Truth::Unknown;
    }
    match (empty(a), empty(b)) {
        (Some(_), _) | (_, Some(_)) => return Truth::No,
        _ => {}
    }
    match (single(a), single(b)) {
        (Term::Unknown, _) | (_, Term::Unknown) => Truth::Unknown,
        (Term::Number(a_low, a_high), Term::Number(b_low, b_high)) => {
            let apart = |x: Option<Exact>, y: Option<Exact>| x.zip(y).is_some_and(|(x, y)| x < y);
            if apart(a_high, b_low) || apart(b_high, a_low) {
                Truth::No
            } else if a_low.is_some() && a_low == a_high && a_low == b_low && b_low == b_high {
                Truth::Yes
            } else {
                Truth::Unknown
            }
        }
        (Term::Time(a), Term::Time(b)) => same_time(a, b),
        (Term::Plain(Value::Length(a)), Term::Plain(Value::Length(b))) => Truth::of(same_length(a, b)),
        (Term::Plain(a), Term::Plain(b)) => Truth::of(a == b),
        (Term::Set(..), Term::Set(..)) => same_set(a, b),
        // Of a post that several hold, and of one who holds it in several units: whether it is one of them.
        (Term::Set(..), _) => contains(a, b),
        (_, Term::Set(..)) => contains(b, a),
        _ => Truth::No,
    }
}

// Seven days are a week and twelve months a year; a day is not 24 hours, and a month no number of days.
fn same_length(a: Length, b: Length) -> bool {
    let in_days = |length: Length| match length.unit {
        Unit::Day => Some(length.count),
        Unit::Week => Some(length.count * 7),
        _ => None,
    };
    let in_months = |length: Length| match length.unit {
        Unit::Month => Some(length.count),
        Unit::Quarter => Some(length.count * 3),
        Unit::Year => Some(length.count * 12),
        _ => None,
    };
    let in_minutes = |length: Length| match length.unit {
        Unit::Minute => Some(length.count),
        Unit::Hour => Some(length.count * 60),
        _ => None,
    };
    let ways: [&dyn Fn(Length) -> Option<u32>; 3] = [&in_days, &in_months, &in_minutes];
    a == b || ways.iter().any(|of| of(a).is_some() && of(a) == of(b))
}

fn same_time(a: Moment, b: Moment) -> Truth {
    if a.surely_before(b) || b.surely_before(a) {
        Truth::No
    } else if a == b && a.precision <= Precision::Day {
        Truth::Yes
    } else {
        Truth::Unknown
    }
}

fn same_set(a: &Term, b: &Term) -> Truth {
    let (Some((a_sure, a_maybe)), Some((b_sure, b_maybe))) = (a.members(), b.members()) else {
        return Truth::Unknown;
    };
    let lacks = |sure: &[Value], other: &[Value], maybe: &[Value]| {
        sure.iter().any(|v| !other.contains(v) && !maybe.contains(v))
    };
    if lacks(&a_sure, &b_sure, &b_maybe) || lacks(&b_sure, &a_sure, &a_maybe) {
        Truth::No
    } else if a_maybe.is_empty() && b_maybe.is_empty() {
        Truth::Yes
    } else {
        Truth::Unknown
    }
}

// Whether a set holds all of another; nothing contains nothing and is in nothing (rule O5).
fn contains(set: &Term, part: &Term) -> Truth {
    if matches!((set, part), (Term::Missing(false), _) | (_, Term::Missing(false))) {
        return Truth::Unknown;
    }
    let part = part.members();
    // Nobody is in no set, whatever the set may be.
    if part.as_ref().is_some_and(|(wanted, perhaps)| wanted.is_empty() && perhaps.is_empty()) {
        return Truth::No;
    }
    let (Some((sure, possible)), Some((wanted, perhaps))) = (set.members(), part) else {
        return Truth::Unknown;
    };
    let one = |value: &Value| {
        if sure.contains(value) {
            Truth::Yes
        } else if possible.contains(value) {
            Truth::Unknown
        } else {
            Truth::No
        }
    };
    let all = Truth::all(wanted.iter().map(one));
    match all {
        Truth::Yes if !perhaps.iter().all(|v| sure.contains(v)) => Truth::Unknown,
        Truth::Yes if wanted.is_empty() => Truth::Unknown,
        other => other,
    }
}
