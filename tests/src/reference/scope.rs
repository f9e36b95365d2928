//! Whom a norm concerns: bearers, what it is stated for each of, whose calendar counts (rules S1 to S5).

use super::calendar::windows;
use super::entities::{entities, exists};
use super::exceptions::measures;
use super::fluents::{Fluent, Spell, told_at};
use super::instance::{Office, name};
use super::scene::{Scene, days};
use super::select::once;
use super::truth::Truth;
use super::truths::truth;
use super::world::World;
use bylaws::check::policy::{BearerKind, Calendar, Expr, From, Norm, Reading};
use bylaws::log::{Instant, Precision, Stretch, Type, Value};
use chrono::{Datelike, Months, NaiveDate, Weekday};

/// On whom, and for which of those that it is stated for each of.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Candidate {
    pub(super) bearer: Option<Value>,
    pub(super) of_each: Option<Value>,
    /// As the holder of which office, where the duty is one of each holding.
    pub(super) office: Option<Office>,
}

impl Candidate {
    pub(super) fn of(bearer: &Value) -> Self {
        Self { bearer: Some(bearer.clone()), ..Self::default() }
    }

    /// The unit and the one of each, as they are shown.
    pub(super) fn called(&self) -> Option<String> {
        let unit = self.office.as_ref().and_then(|office| office.unit.as_ref());
        let parts: Vec<String> = unit.into_iter().chain(&self.of_each).map(name).collect();
        (!parts.is_empty()).then(|| parts.join(" / "))
    }
}

/// Whoever may ever bear the norm.
pub(super) fn candidates(world: &World<'_>, norm: &Norm) -> Vec<Candidate> {
    let Some(bearer) = &norm.bearer else { return vec![Candidate::default()] };
    let bearers = match &bearer.kind {
        BearerKind::Entity(kind) => entities(world, kind).iter().map(Candidate::of).collect(),
        BearerKind::Role(role) => {
            once(spells(world, role).map(|spell| spell.who).collect()).iter().map(Candidate::of).collect()
        }
        BearerKind::Holding(role) => {
            let office = |unit| Some(Office { role: role.clone(), unit });
            let of_spell =
                |spell: Spell<'_>| Candidate { office: office(spell.unit), ..Candidate::of(&spell.who) };
            let mut found: Vec<Candidate> = Vec::new();
            for one in spells(world, role).map(of_spell) {
                if !found.contains(&one) {
                    found.push(one);
                }
            }
            found
        }
    };
    let each: Vec<Option<Value>> = match norm.for_each.as_ref().map(|each| &each.of) {
        None => vec![None],
        Some(Type::Entity(kind)) => entities(world, kind).into_iter().map(Some).collect(),
        Some(Type::Enum(name)) => {
            let values = world.policy.vocabulary.enums.get(name).into_iter().flat_map(|e| e.variants.keys());
            values.map(|v| Some(Value::Variant(v.as_str().into()))).collect()
        }
        Some(other) => {
            world.refuse(format!("for each of {other:?}"));
            Vec::new()
        }
    };
    let pairs = bearers.iter().flat_map(|b| each.iter().map(move |e| (b.clone(), e.clone())));
    pairs.map(|(bearer, of_each)| Candidate { of_each, ..bearer }).collect()
}

fn spells<'a>(world: &World<'a>, role: &str) -> impl Iterator<Item = Spell<'a>> {
    let fluent = Fluent::of(world, &From::Role(role.to_owned()));
    fluent.map(|fluent| fluent.spells(world)).into_iter().flatten()
}

/// A calendar by which a norm may go, and the conditions under which it is that of the bearer.
#[derive(Clone)]
pub(super) struct Facet<'a> {
    pub(super) calendar: &'a Calendar,
    own: Option<&'a Expr>,
    others: Vec<&'a Expr>,
}

/// All calendars by which a norm may go: the one that all share, and those of some.
pub(super) fn facets<'a>(world: &World<'a>, norm: &'a Norm) -> Vec<Facet<'a>> {
    let own = norm.calendars.iter().filter_map(|(index, condition)| {
        let regional = world.policy.regional.get(*index)?;
        Some(Facet { calendar: &regional.calendar, own: Some(condition), others: Vec::new() })
    });
    let others = norm.calendars.iter().map(|(_, condition)| condition).collect();
    own.chain([Facet { calendar: &world.policy.calendar, own: None, others }]).collect()
}

/// Whether the norm concerns somebody at an instant; what a filter looks at is what happened so far.
pub(super) fn in_scope<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    facet: &Facet<'a>,
    who: &Candidate,
    at: Instant,
    scene: &Scene<'a>,
) -> Truth {
    let window = (Instant::MIN, Instant(at.0 + 1));
    let scene = Scene { so_far: Some((Instant::MIN, at)), ..scene.at(at).over(window).of(who) };
    let mut parts = vec![Truth::of(world.in_force().from <= at && at < world.in_force().until)];
    if let (Some(bearer), Some(id)) = (&norm.bearer, &who.bearer) {
        parts.push(match &bearer.kind {
            BearerKind::Entity(_) => exists(world, id, at),
            BearerKind::Role(role) => holds_role(world, role, id, None, at),
            BearerKind::Holding(role) => holds_role(world, role, id, who.office.as_ref(), at),
        });
        // A condition on who is not there says nothing.
        if parts.contains(&Truth::No) {
            return Truth::No;
        }
        parts.extend(bearer.filter.iter().map(|filter| truth(world, &scene, filter).chosen()));
    }
    if let (Some(each), Some(value)) = (&norm.for_each, &who.of_each) {
        if matches!(each.of, Type::Entity(_)) {
            parts.push(exists(world, value, at));
        }
        parts.extend(each.filter.iter().map(|filter| truth(world, &scene, filter).chosen()));
    }
    parts.extend(facet.own.iter().map(|own| match truth(world, &scene, own) {
        Truth::Yes => Truth::Yes,
        _ => Truth::No,
    }));
    parts.extend(facet.others.iter().map(|other| truth(world, &scene, other).chosen().opposite()));
    Truth::all(parts)
}

fn holds_role(world: &World<'_>, role: &str, person: &Value, office: Option<&Office>, at: Instant) -> Truth {
    let Some(fluent) = Fluent::of(world, &From::Role(role.to_owned())) else { return Truth::Unknown };
    let here = |spell: &Spell<'_>| office.is_none_or(|office| office.unit == spell.unit);
    let own = fluent.spells(world).into_iter().filter(|spell| spell.who == *person && here(spell));
    // Of those of whom the log does not tell all that is said is that there may be some (rule K5).
    Truth::any(own.map(|spell| told_at(world, &fluent, &spell, at)))
}

/// The days on which this version of a norm is in force.
pub(super) fn version(world: &World<'_>, norm: &Norm) -> Stretch {
    let from = norm.in_force.0.map_or(Instant::MIN, |day| world.start(day));
    let until = norm.in_force.1.map_or(Instant::MAX, |day| world.day(day).end);
    Stretch { from, until }
}

/// The same where it is asked whom a norm concerns: how long something lasts, which it may hang on, grows from day to day.
pub(super) fn edges_of(world: &World<'_>, norm: &Norm, from: Instant, until: Instant) -> Vec<Instant> {
    let filters = norm.bearer.iter().filter_map(|bearer| bearer.filter.as_ref());
    let each = norm.for_each.iter().filter_map(|each| each.filter.as_ref());
    let exceptions = norm.exceptions.iter().map(|exception| &exception.condition);
    let mut all = edges(world, from, until);
    if filters.chain(each).chain(exceptions).any(measures) {
        all.extend(days(world, from.max(world.earliest()), until.min(world.as_of)));
        all.sort_unstable();
        all.dedup();
    }
    all
}

/// The instants of a stretch at which anything may change, its first one included: where a record begins or ends, where
/// the log or the calendar says something else, and with each month.
pub(super) fn edges(world: &World<'_>, from: Instant, until: Instant) -> Vec<Instant> {
    let mut all = vec![world.as_of, world.in_force().from, world.in_force().until];
    for record in &world.log.records {
        let day = world.day(world.date(record.at.first));
        all.extend([record.at.first, record.at.end]);
        if record.at.precision > Precision::Day {
            all.push(day.end);
        }
    }
    all.extend(world.log.set_aside.iter().filter_map(|aside| aside.at).map(|at| at.first));
    all.extend(world.log.coverage.bounds());
    let calendar = world.calendar;
    for list in [
        &calendar.semesters,
        &calendar.vacations,
        &calendar.holidays,
        &calendar.workdays,
        &calendar.academic_years,
    ] {
        all.extend(list.iter().flat_map(|days| [world.start(days.first), world.day(days.last).end]));
    }
    // Accounts change where their windows end.
    let begins = world.begins().map(|begins| begins.max(world.in_force().from));
    let range = begins.map(|begins| (world.date(begins), world.date(until.min(world.as_of))));
    for (account, range) in world.policy.accounts.values().zip(range.into_iter().cycle()) {
        let range = (account.windows.2.map_or(range.0, |from| from.max(range.0)), range.1);
        if range.0 <= range.1 {
            let windows = windows(world, &Reading::default(), account.windows, range);
            all.extend(windows.into_iter().map(|window| world.day(window.last).end));
        }
    }
    // Working days and days off take turns with the week.
    let seen = (world.date(from.max(world.earliest())), world.date(until.min(world.as_of)));
    let turns = |day: &NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Mon);
    let days = seen.0.iter_days().take_while(|day| *day <= seen.1);
    all.extend(days.filter(turns).map(|day| world.start(day)));
    let months = || Some((world.date(from).with_day(1)?, world.date(until.min(world.as_of)).with_day(1)?));
    let (mut month, last) = months().unwrap_or_default();
    while month < last {
        month = month.checked_add_months(Months::new(1)).unwrap_or(last);
        all.push(world.start(month));
    }
    all.retain(|at| from < *at && *at < until);
    all.push(from);
    all.sort_unstable();
    all.dedup();
    all
}
