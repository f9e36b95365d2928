//! What is known of the value of an expression.

use super::entities::attribute;
use super::fluents::{Fluent, Spell, holds_at};
use super::instance::Office;
use super::length::{elapsed, shifted};
use super::measures::{measure, spell_time, time_of, units_with};
use super::scene::{Hand, Scene};
use super::select::{count, once};
use super::term::{Term, before, spanning};
use super::truth::Truth;
use super::world::World;
use bylaws::check::policy::{ArithOp, Expr, From, Pick, Rounding, TimePart};
use bylaws::log::{Exact, Instant, Moment, Unit, Value};
use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, Timelike};

/// What is known of the value of an expression.
pub(super) fn term<'a>(world: &World<'a>, scene: &Scene<'a>, expr: &'a Expr) -> Term {
    world.met(super::coverage::name_of(expr));
    let of = |inner: &'a Expr| term(world, scene, inner);
    match expr {
        Expr::Value(value) => Term::of(value),
        Expr::Parameter(name) => world.parameter(name).map_or(Term::Unknown, Term::of),
        Expr::Bearer => scene.bearer.as_ref().map_or(Term::Nothing, Term::of),
        Expr::OfEach => scene.of_each.as_ref().map_or(Term::Nothing, Term::of),
        Expr::Field(slot, index) => scene.field(world, *slot, *index),
        Expr::Entity => match &scene.hand {
            Some(Hand::Entity(entity)) => Term::of(entity),
            _ => Term::Nothing,
        },
        Expr::At(slot) => scene.time_of(*slot).map_or(Term::Nothing, Term::Time),
        Expr::Attribute(entity, name) => {
            let entity = of(entity);
            match entity {
                Term::Missing(_) => Term::Missing(super::entities::is_name(world, name)),
                _ => of_each_member(&entity, |entity| attribute(world, entity, name, scene.at)),
            }
        }
        Expr::Holders(unit, role) => related(world, scene, role, &of(unit), false),
        Expr::UnitsOf(person, role) => match scene.office_of(person, role) {
            Some(office) => office.unit.as_ref().map_or(Term::Unknown, Term::of),
            None => related(world, scene, role, &of(person), true),
        },
        Expr::RoleField(person, role, index) => {
            role_field(world, scene, &of(person), (role, scene.office_of(person, role)), *index)
        }
        Expr::Set(parts) => united(parts.iter().map(of).collect()),
        Expr::Count(selection) => {
            let (low, high) = count(world, scene, selection);
            Term::count(low, high)
        }
        Expr::Measure(which, selection, field) => measure(world, scene, *which, selection, *field),
        Expr::Previous(inner) => scene.previous.map_or(Term::Nothing, |w| {
            let before = scene.over(w).at(Instant(w.1.0 - 1));
            term(world, &Scene { previous: None, closing: Some(w.0), ..before }, inner)
        }),
        Expr::Within(..) | Expr::Over(..) | Expr::Daily(..) => super::stretch::term_over(world, scene, expr),
        Expr::Shift(op, at, by) => moved(world, *op, &of(at), &of(by)),
        Expr::OnDay(clock, at) => on_day(world, *clock, &of(at)),
        Expr::DayOfPeriod(day, period, later, at) => day_of_period(world, (*day, *period, *later), &of(at)),
        Expr::DayOfYear(month, day, later, at) => day_of_year(world, (*month, *day), *later, &of(at)),
        Expr::TimePart(part, at) => part_of(world, *part, &of(at)),
        Expr::Elapsed(_, a, b) if super::same_day::is_one_record(scene, a, b) => Term::exactly(Exact::ZERO),
        Expr::Elapsed(unit, a, b) => match (of(a), of(b)) {
            (Term::Time(a), Term::Time(b)) => elapsed(world, *unit, a, b),
            (Term::Unknown, _) | (_, Term::Unknown) => Term::Unknown,
            (Term::Missing(_), _) | (_, Term::Missing(_)) => Term::Missing(false),
            (Term::Nothing, _) | (_, Term::Nothing) => Term::Nothing,
            _ => Term::Unknown,
        },
        Expr::Pick(which, parts) => picked(world, *which, parts.iter().map(of).collect()),
        Expr::Round(how, places, inner) => rounded(*how, *places, &of(inner)),
        Expr::Else(first, second) => match of(first) {
            Term::Nothing | Term::Missing(_) => of(second),
            Term::Set(sure, possible) if sure.is_empty() => match possible.is_empty() {
                true => of(second),
                false => Term::either(vec![Term::Set(sure, possible), of(second)]),
            },
            Term::Unknown => Term::either(vec![Term::Unknown, of(second)]),
            known => known,
        },
        Expr::Lookup(table, by, marginal) => {
            super::tables::looked_up(world, scene, table, &of(by), *marginal)
        }
        Expr::TimeOf(end, selection) => time_of(world, scene, *end, selection),
        Expr::UnitsWith(unit, selection, longest) => units_with(world, scene, *unit, selection, *longest),
        Expr::SpellTime(which, unit, selection, joined) => {
            spell_time(world, scene, (*which, *unit), selection, *joined)
        }
        Expr::Account(entity, name) => super::accounts::stood_at(world, scene, &of(entity), name),
        Expr::Carried => scene.carried.clone().unwrap_or(Term::Unknown),
        Expr::Ended => ended(world, scene),
        // How many there are for sure, and how many there may be.
        Expr::Size(inner) => match (of(inner), of(inner).members()) {
            (Term::Missing(_), _) => Term::Missing(false),
            (_, None) => Term::Unknown,
            (_, Some((sure, possible))) => {
                let distinct = |all: Vec<&Value>| {
                    let mut seen: Vec<&Value> = Vec::new();
                    all.into_iter().for_each(|one| {
                        if !seen.contains(&one) {
                            seen.push(one)
                        }
                    });
                    seen.len()
                };
                let low = distinct(sure.iter().collect());
                Term::count(low, Some(distinct(sure.iter().chain(&possible).collect())))
            }
        },
        Expr::Arith(op, a, b) => arithmetic(*op, &of(a), &of(b)),
        Expr::Exists(_)
        | Expr::Compare(..)
        | Expr::And(_)
        | Expr::Or(_)
        | Expr::Not(_)
        | Expr::Holds(..)
        | Expr::Under(..)
        | Expr::During(_) => match super::truths::truth(world, scene, expr) {
            Truth::Yes => Term::Plain(Value::Bool(true)),
            Truth::No => Term::Plain(Value::Bool(false)),
            Truth::Unknown => Term::Unknown,
            Truth::Nothing => Term::Nothing,
        },
    }
}

// A function of an entity, of a set of one, or of several: then the values together.
fn of_each_member(term: &Term, f: impl Fn(&Value) -> Term) -> Term {
    if let Term::Missing(_) = term {
        return term.clone();
    }
    match term.members() {
        None => Term::Unknown,
        Some((sure, possible)) if possible.is_empty() => match sure.as_slice() {
            [] => Term::Nothing,
            [one] => f(one),
            _ => {
                let all: Vec<Term> = sure.iter().map(f).collect();
                let missing = all.iter().find(|one| matches!(one, Term::Missing(_))).cloned();
                let is_any = all.iter().any(|one| !matches!(one, Term::Missing(_)));
                missing.filter(|_| !is_any).unwrap_or_else(|| united(all))
            }
        },
        Some((sure, possible)) => {
            let mut all: Vec<Term> = sure.iter().chain(&possible).map(f).collect();
            if sure.is_empty() {
                all.push(Term::Nothing);
            }
            Term::either(all)
        }
    }
}

fn united(parts: Vec<Term>) -> Term {
    let (mut sure, mut possible) = (Vec::new(), Vec::new());
    for part in &parts {
        let Some((a, b)) = part.members() else { return Term::Unknown };
        sure.extend(a);
        possible.extend(b);
    }
    let sure = once(sure);
    let possible = once(possible).into_iter().filter(|v| !sure.contains(v)).collect();
    Term::Set(sure, possible)
}

// The holders of a role in a unit, or the units in which a person holds it.
fn related(world: &World<'_>, scene: &Scene<'_>, role: &str, of: &Term, units: bool) -> Term {
    if let Term::Missing(_) = of {
        return of.clone();
    }
    let from = From::Role(role.to_owned());
    let (Some(fluent), Some((sure, maybe))) = (Fluent::of(world, &from), of.members()) else {
        return Term::Unknown;
    };
    if sure.is_empty() && maybe.is_empty() {
        return Term::Nothing;
    }
    let (mut found, mut perhaps) = (Vec::new(), Vec::new());
    for spell in fluent.spells(world) {
        let (key, value) = if units {
            (Some(&spell.who), spell.unit.as_ref())
        } else {
            (spell.unit.as_ref(), Some(&spell.who))
        };
        let is_it = match key {
            None => Truth::Unknown,
            Some(key) if sure.contains(key) => Truth::Yes,
            Some(key) if maybe.contains(key) => Truth::Unknown,
            Some(_) => Truth::No,
        };
        match (Truth::all([is_it, holds_at(world, &fluent, &spell, scene.at)]), value) {
            (Truth::Yes, Some(value)) => found.push(value.clone()),
            (Truth::Unknown, Some(value)) => perhaps.push(value.clone()),
            (Truth::Yes | Truth::Unknown, None) => return Term::Unknown,
            _ => {}
        }
    }
    // Of a post for one it is enough to know who holds it.
    let is_all = fluent.is_single() && !units && !found.is_empty() && perhaps.is_empty();
    if !is_all && !fluent.is_known_at(world, scene.at) {
        return Term::Unknown;
    }
    united(vec![Term::Set(found, perhaps)])
}

fn role_field(
    world: &World<'_>,
    scene: &Scene<'_>,
    who: &Term,
    (role, office): (&str, Option<&Office>),
    index: usize,
) -> Term {
    let from = From::Role(role.to_owned());
    let Some(fluent) = Fluent::of(world, &from) else { return Term::Unknown };
    if !fluent.is_known_at(world, scene.at) {
        return Term::Unknown;
    }
    of_each_member(who, |person| {
        let of_person: Vec<(Spell<'_>, Truth)> = fluent
            .spells(world)
            .into_iter()
            .filter(|spell| spell.who == *person && office.is_none_or(|office| office.unit == spell.unit))
            .map(|spell| (spell.clone(), spell.truth_at(scene.at)))
            .filter(|(_, t)| t.is_possible())
            .collect();
        let value = |spell: &Spell<'_>| match spell.start {
            Some(start) => super::scene::told(world, start, index),
            None => Term::Unknown,
        };
        let mut all: Vec<Term> = of_person.iter().map(|(spell, _)| value(spell)).collect();
        if !of_person.iter().any(|(_, t)| t.is_sure()) {
            all.push(Term::Nothing);
        }
        Term::either(all)
    })
}

fn ended(world: &World<'_>, scene: &Scene<'_>) -> Term {
    let Some(Hand::Spell(spell)) = &scene.hand else { return Term::Nothing };
    if spell.ends.1 == Instant::MAX {
        return Term::Nothing;
    }
    let day = world.day(world.date(Instant(spell.ends.0.0 - 1)));
    if spell.ends.0 == spell.ends.1 && day.end == spell.ends.0 {
        Term::Time(day)
    } else if spell.ends.0 == spell.ends.1 {
        Term::Time(Moment::instant(spell.ends.0))
    } else {
        Term::Unknown
    }
}

fn moved(world: &World<'_>, op: ArithOp, at: &Term, by: &Term) -> Term {
    match (at, by) {
        (Term::Unknown, _) | (_, Term::Unknown) => Term::Unknown,
        (Term::Missing(_), _) | (_, Term::Missing(_)) => Term::Missing(false),
        (Term::Nothing, _) | (_, Term::Nothing) => Term::Nothing,
        (Term::Time(at), Term::Plain(Value::Length(length))) => {
            shifted(world, *at, *length, op == ArithOp::Sub).map_or(Term::Unknown, Term::Time)
        }
        _ => Term::Unknown,
    }
}

// The moment that an expression is, or what comes of there being none.
fn moment(at: &Term) -> Result<Moment, Term> {
    match at {
        Term::Time(moment) => Ok(*moment),
        Term::Missing(_) => Err(Term::Missing(false)),
        Term::Nothing => Err(Term::Nothing),
        _ => Err(Term::Unknown),
    }
}

fn day_of_year(world: &World<'_>, (month, day): (u32, u32), later: u32, at: &Term) -> Term {
    let moment = match moment(at) {
        Ok(moment) => moment,
        Err(none) => return none,
    };
    let (first, last) = (world.date(moment.first).year(), world.date(Instant(moment.end.0 - 1)).year());
    let year = first + later as i32;
    // 29 February of a year without one is 28 February.
    let found =
        NaiveDate::from_ymd_opt(year, month, day).or_else(|| NaiveDate::from_ymd_opt(year, month, day - 1));
    match found {
        Some(found) if first == last => Term::Time(world.day(found)),
        _ => Term::Unknown,
    }
}

// 24:00 is the last instant of the day.
fn on_day(world: &World<'_>, clock: u32, at: &Term) -> Term {
    let moment = match moment(at) {
        Ok(moment) => moment,
        Err(none) => return none,
    };
    let (first, last) = (world.date(moment.first), world.date(Instant(moment.end.0 - 1)));
    let at = first.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::minutes(i64::from(clock)));
    match at {
        Some(at) if first == last => {
            let at = world.policy.zone.at_clock(at);
            Term::Time(Moment::instant(at.min(Instant(world.day(first).end.0 - 1))))
        }
        _ => Term::Unknown,
    }
}

// As many days into the period as there are, by walking over its days.
fn day_of_period(world: &World<'_>, (day, period, later): (Option<u32>, Unit, i32), at: &Term) -> Term {
    let moment = match moment(at) {
        Ok(moment) => moment,
        Err(none) => return none,
    };
    let of = |date: NaiveDate| {
        let days = super::calendar::days_of(world.calendar, period, later, date)?;
        let wanted = day.map_or(days.len(), |day| day as usize).min(days.len());
        days.get(wanted.checked_sub(1)?).copied()
    };
    match (of(world.date(moment.first)), of(world.date(Instant(moment.end.0 - 1)))) {
        (Some(first), Some(last)) if first == last => Term::Time(world.day(first)),
        _ => Term::Unknown,
    }
}

fn part_of(world: &World<'_>, part: TimePart, at: &Term) -> Term {
    let moment = match moment(at) {
        Ok(moment) => moment,
        Err(none) => return none,
    };
    let of = |instant: Instant| {
        let local = world.policy.zone.local_of(instant);
        match part {
            TimePart::Clock => i64::from(local.hour() * 60 + local.minute()),
            TimePart::Weekday => i64::from(local.weekday().number_from_monday()),
            TimePart::Day => i64::from(local.day()),
            TimePart::Month => i64::from(local.month()),
            TimePart::Year => i64::from(local.year()),
        }
    };
    let mut inside = vec![moment.first, Instant(moment.end.0 - 1)];
    inside.extend(super::scene::days(world, moment.first, moment.end));
    let all: Vec<Exact> = inside.into_iter().map(|i| Exact::from(of(i))).collect();
    Term::Number(all.iter().min().copied(), all.iter().max().copied())
}

// Those that are nothing are passed over.
fn picked(world: &World<'_>, which: Pick, parts: Vec<Term>) -> Term {
    let missing = parts.iter().rfind(|part| matches!(part, Term::Missing(_))).cloned();
    let is_something = |part: &Term| !matches!(part, Term::Nothing | Term::Missing(_));
    let parts: Vec<Term> = parts.into_iter().filter(is_something).collect();
    if parts.contains(&Term::Unknown) {
        return Term::Unknown;
    }
    let mut parts = parts.into_iter();
    let Some(first) = parts.next() else { return missing.unwrap_or(Term::Nothing) };
    parts.fold(first, |a, b| match (which, a, b) {
        (Pick::Earlier | Pick::Later, Term::Time(a), Term::Time(b)) => {
            Term::Time(earlier(world, which, a, b))
        }
        (Pick::Lesser, Term::Number(a, b), Term::Number(c, d)) => {
            Term::Number(a.zip(c).map(|(a, c)| a.min(c)), least(b, d))
        }
        (Pick::Greater, Term::Number(a, b), Term::Number(c, d)) => {
            Term::Number(greatest(a, c), b.zip(d).map(|(b, d)| b.max(d)))
        }
        _ => Term::Unknown,
    })
}

fn least(a: Option<Exact>, b: Option<Exact>) -> Option<Exact> {
    a.into_iter().chain(b).min()
}

fn greatest(a: Option<Exact>, b: Option<Exact>) -> Option<Exact> {
    a.into_iter().chain(b).max()
}

fn earlier(world: &World<'_>, which: Pick, a: Moment, b: Moment) -> Moment {
    let (first, second) = if which == Pick::Earlier { (a, b) } else { (b, a) };
    match (before(a, b, |at| world.day_start_of(at)), before(b, a, |at| world.day_start_of(at))) {
        (Truth::Yes, _) => first,
        (_, Truth::Yes) => second,
        _ if a == b => a,
        _ => spanning(a, b),
    }
}

fn rounded(how: Rounding, places: u32, term: &Term) -> Term {
    let scale = 10_i64.checked_pow(places).map(Exact::from);
    let one = |number: Exact| {
        let scaled = number.mul(scale?)?;
        let whole = match how {
            Rounding::Nearest => scaled.round_half_up(),
            Rounding::Up => scaled.ceil(),
            Rounding::Down => scaled.floor(),
        };
        Exact::ratio(whole, 1)?.div(scale?)
    };
    match term {
        Term::Number(low, high) => Term::Number(low.and_then(one), high.and_then(one)),
        Term::Nothing | Term::Missing(_) => term.clone(),
        _ => Term::Unknown,
    }
}

/// Arithmetic on what is known of two numbers. What is not known comes before what is nothing.
pub(super) fn arithmetic(op: ArithOp, a: &Term, b: &Term) -> Term {
    if matches!((a, b), (Term::Unknown, _) | (_, Term::Unknown)) {
        return Term::Unknown;
    }
    if matches!((a, b), (Term::Missing(_), _) | (_, Term::Missing(_))) {
        return Term::Missing(false);
    }
    if *a == Term::Nothing || *b == Term::Nothing {
        return Term::Nothing;
    }
    let single = |t: &Term| t.one().map_or_else(|| t.clone(), |one| Term::of(&one));
    let (Some(a), Some(b)) = (single(a).ends(), single(b).ends()) else { return Term::Unknown };
    match op {
        ArithOp::Add => Term::Number(both(a.0, b.0, Exact::add), both(a.1, b.1, Exact::add)),
        ArithOp::Sub => Term::Number(both(a.0, b.1, Exact::sub), both(a.1, b.0, Exact::sub)),
        ArithOp::Mul => of_corners(a, b, Exact::mul),
        ArithOp::Div => {
            if b == (Some(Exact::ZERO), Some(Exact::ZERO)) {
                return Term::Nothing;
            }
            let over_zero =
                b.0.is_none_or(|low| low <= Exact::ZERO) && b.1.is_none_or(|high| high >= Exact::ZERO);
            if over_zero { Term::Unknown } else { of_corners(a, b, Exact::div) }
        }
    }
}

fn both(a: Option<Exact>, b: Option<Exact>, f: fn(Exact, Exact) -> Option<Exact>) -> Option<Exact> {
    a.zip(b).and_then(|(a, b)| f(a, b))
}

type Ends = (Option<Exact>, Option<Exact>);

fn of_corners(a: Ends, b: Ends, f: fn(Exact, Exact) -> Option<Exact>) -> Term {
    // A number of unknown size makes the product one, unless nothing is below zero.
    let corners: Vec<Option<Exact>> =
        [(a.0, b.0), (a.0, b.1), (a.1, b.0), (a.1, b.1)].into_iter().map(|(x, y)| both(x, y, f)).collect();
    let known: Option<Vec<Exact>> = corners.iter().copied().collect();
    if let Some(known) = known {
        return Term::Number(known.iter().min().copied(), known.iter().max().copied());
    }
    let not_negative = |e: Ends| e.0.is_some_and(|low| low >= Exact::ZERO);
    if not_negative(a) && not_negative(b) {
        return Term::Number(
            both(
                a.0,
                if f(Exact::ONE, Exact::ONE.add(Exact::ONE).unwrap_or(Exact::ONE)) < Some(Exact::ONE) {
                    b.1
                } else {
                    b.0
                },
                f,
            )
            .or(Some(Exact::ZERO)),
            None,
        );
    }
    Term::Unknown
}
