//! On whom a norm bears and when: bearers with the stretches in which they are in scope, and the stretches
//! in which an exception holds (rule S1).

use super::context::Context;
use super::early;
use super::facet;
use super::fluents::Spell;
use super::term::{Doubt, Term, Truth};
use super::world::World;
use crate::check::policy::{BearerKind, DayKind, Expr, From, Norm, Selection, Slot, Time};
use crate::log::{Instant, Value};
use crate::plan;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A stretch of time; doubtful where it cannot be told whether it belongs.
#[derive(Clone, Debug)]
pub(super) struct Span {
    pub from: Instant,
    pub until: Instant,
    pub doubt: Option<Doubt>,
}

impl Span {
    pub(super) fn overlap(&self, from: Instant, until: Instant) -> Option<(Instant, Instant)> {
        let (from, until) = (self.from.max(from), self.until.min(until));
        (from < until).then_some((from, until))
    }

    /// What of it lies in a stretch.
    pub(super) fn within(&self, (from, until): (Instant, Instant)) -> Option<Self> {
        self.overlap(from, until).map(|(from, until)| Self { from, until, doubt: self.doubt.clone() })
    }
}

/// A bearer and the stretches in which the norm binds it.
pub(super) struct InScope {
    pub id: Arc<str>,
    pub spans: Vec<Span>,
}

/// All bearers of a norm that are in scope at some time, in order of their ids.
pub(super) fn bearers(world: &World<'_>, norm: &Norm, wanted: &dyn Fn(&str) -> bool) -> Vec<InScope> {
    let Some(bearer) = &norm.bearer else { return Vec::new() };
    let mut ids: Vec<Arc<str>> = match &bearer.kind {
        BearerKind::Entity(kind) => world.entities.of_kind(kind).to_vec(),
        BearerKind::Role(role) | BearerKind::Holding(role) => holders(world, role),
    };
    if !world.work.spend(ids.len()) {
        return Vec::new();
    }
    ids.retain(|id| wanted(id));
    ids.sort();
    ids.into_par_iter().with_min_len(4).filter_map(|id| in_scope(world, norm, id)).collect()
}

/// Somebody with the stretches in which a norm binds it; none where it never does.
pub(super) fn in_scope(world: &World<'_>, norm: &Norm, id: Arc<str>) -> Option<InScope> {
    let bearer = norm.bearer.as_ref()?;
    let spans = match &bearer.kind {
        BearerKind::Entity(kind) => {
            let life = world.life(&id).filter(|life| world.policy.vocabulary.is_a(&life.kind, kind))?;
            life.spans(&id)
        }
        BearerKind::Role(role) | BearerKind::Holding(role) => held(world, role, &id),
    };
    let in_force = world.in_force();
    let mut one = InScope { id, spans };
    one.spans = one.spans.into_iter().filter_map(|span| span.within(in_force)).collect();
    if let Some(filter) = &bearer.filter {
        one.spans = filtered(world, &one.id, std::mem::take(&mut one.spans), filter);
    }
    facet::narrow(world, norm, &mut one);
    (!one.spans.is_empty()).then_some(one)
}

/// What holds at all times, and what may lie anywhere, follows its version at every instant (rule S4): the
/// bearer with only that part of its scope; none where there is no version or windows tell which it is.
pub(super) fn in_version(world: &World<'_>, norm: &Norm, bearer: &InScope) -> Option<InScope> {
    let everywhere = matches!(norm.time, Time::AtAllTimes | Time::Once | Time::Rolling(..) | Time::Gap(..));
    if !everywhere || norm.in_force == (None, None) {
        return None;
    }
    let version = world.version(norm);
    let spans = bearer.spans.iter().filter_map(|span| span.within(version)).collect();
    Some(InScope { id: bearer.id.clone(), spans })
}

// Who ever held a role, in whatever unit or in the one whose facet it is.
fn holders(world: &World<'_>, role: &str) -> Vec<Arc<str>> {
    let Some(spells) = world.fluents.roles.get(role) else { return Vec::new() };
    world.facet.holding.as_ref().map_or_else(|| spells.subjects(), |holding| holding.people(spells))
}

// When somebody held it.
fn held(world: &World<'_>, role: &str, id: &Arc<str>) -> Vec<Span> {
    let Some(spells) = world.fluents.roles.get(role) else { return Vec::new() };
    let holding = world.facet.holding.as_ref();
    let wanted = |spell: &&Spell| holding.is_none_or(|holding| holding.has(spell));
    let spans = spells.of_who(id).filter(wanted).flat_map(|s| {
        let ends = (s.from, s.sure_from, s.sure_until, s.until);
        let doubt = s.doubt(world.log);
        doubtful_ends(ends, (doubt.clone(), doubt))
    });
    merged(spans.collect())
}

// What surely belongs, and before and after it what may, for these reasons.
pub(super) fn doubtful_ends(
    (from, sure_from, sure_until, until): (Instant, Instant, Instant, Instant),
    (before, after): (Doubt, Doubt),
) -> Vec<Span> {
    let (sure_from, sure_until) =
        if sure_from < sure_until { (sure_from, sure_until) } else { (until, until) };
    let all =
        [(from, sure_from, Some(before)), (sure_from, sure_until, None), (sure_until, until, Some(after))];
    // Of many bearers each has one such stretch: no room is kept for more.
    let is_any = |(from, until, _): &&(Instant, Instant, Option<Doubt>)| from < until;
    let mut spans = Vec::with_capacity(all.iter().filter(is_any).count());
    let stretches = all.into_iter().map(|(from, until, doubt)| Span { from, until, doubt });
    spans.extend(stretches.filter(|span| span.from < span.until));
    spans
}

// Stretches that touch become one; of a doubtful and a sure one that overlap the sure one stands.
fn merged(spans: Vec<Span>) -> Vec<Span> {
    let (mut sure, doubtful): (Vec<Span>, Vec<Span>) = spans.into_iter().partition(|s| s.doubt.is_none());
    sure.sort_by_key(|s| (s.from, s.until));
    let mut out: Vec<Span> = Vec::new();
    for span in sure {
        match out.last_mut() {
            Some(last) if span.from <= last.until => last.until = last.until.max(span.until),
            _ => out.push(span),
        }
    }
    let sure = out.clone();
    for span in doubtful {
        let mut rest = vec![span];
        for taken in &sure {
            rest = rest.into_iter().flat_map(|span| without(span, taken)).collect();
        }
        out.extend(rest);
    }
    out.sort_by_key(|s| (s.from, s.until));
    out
}

fn without(span: Span, taken: &Span) -> Vec<Span> {
    let before = Span { until: span.until.min(taken.from), ..span.clone() };
    let after = Span { from: span.from.max(taken.until), ..span };
    [before, after].into_iter().filter(|s| s.from < s.until).collect()
}

/// What of some stretches passes a filter, in doubt where it may.
pub(super) fn filtered(world: &World<'_>, id: &Arc<str>, spans: Vec<Span>, filter: &Expr) -> Vec<Span> {
    passing(world, id, spans, filter, true)
}

/// What of some stretches surely passes a filter.
pub(super) fn surely(world: &World<'_>, id: &Arc<str>, spans: Vec<Span>, filter: &Expr) -> Vec<Span> {
    passing(world, id, spans, filter, false)
}

fn passing(
    world: &World<'_>,
    id: &Arc<str>,
    spans: Vec<Span>,
    filter: &Expr,
    with_doubtful: bool,
) -> Vec<Span> {
    let mut out = Vec::new();
    for span in spans {
        // What happened before the bearer came to be counts too.
        let base = Context::new(world, span.from, (Instant::MIN, span.until)).bearer(id);
        for (from, until, truth) in pieces(&base, filter, (span.from, span.until), |at| at.truth(filter)) {
            match truth {
                Truth::True => push(&mut out, Span { from, until, doubt: span.doubt.clone() }),
                Truth::Unknown(doubt) if with_doubtful => {
                    push(&mut out, Span { from, until, doubt: Some(doubt) });
                }
                Truth::Unknown(_) | Truth::False | Truth::Empty => {}
            }
        }
    }
    out
}

// Stretches in doubt that touch are one, whatever the reason.
fn push(spans: &mut Vec<Span>, span: Span) {
    match spans.last_mut() {
        Some(last) if last.until == span.from && last.doubt.is_some() && span.doubt.is_some() => {
            last.until = span.until;
        }
        _ => spans.push(span),
    }
}

/// Cuts a stretch at every instant at which the truth of `expr` may change, and joins equal neighbours.
pub(super) fn pieces<'a>(
    context: &Context<'a>,
    expr: &Expr,
    (from, until): (Instant, Instant),
    truth: impl Fn(&Context<'a>) -> Truth,
) -> Vec<(Instant, Instant, Truth)> {
    let mut cuts: BTreeSet<Instant> = BTreeSet::new();
    cuts.insert(from);
    // What lies after the last instant seen is not known to change.
    let seen = until.min(context.world.as_of);
    let edges = edges(context, expr).into_iter().chain(context.world.edges_of_knowledge());
    cuts.extend(edges.filter(|at| from < *at && *at < seen));
    // How long something lasts grows from day to day.
    let grows = early::measures(expr);
    if grows {
        let begins = context.world.log.coverage.hull().map_or(seen, |hull| hull.from.max(from));
        let days = days_after(context.world, begins).take_while(|at| *at < seen);
        cuts.extend(days.take_while(|_| context.world.work.spend(1)));
    }
    let cuts: Vec<Instant> = cuts.into_iter().collect();
    let mut out: Vec<(Instant, Instant, Truth)> = Vec::new();
    for (index, cut) in cuts.iter().enumerate() {
        let next = cuts.get(index + 1).copied().unwrap_or(until);
        // What happened counts from then on: from the beginning of its day, if that is all that is known.
        let world = context.world;
        let today = next.min(world.day_end(world.date_of(*cut)));
        let so_far = (context.window.0, today.min(world.as_of).max(Instant(cut.0 + 1)));
        let here = match grows {
            true => truth(&context.up_to(context.window.0, *cut)),
            false => truth(&context.at(*cut).over(so_far)),
        };
        match out.last_mut() {
            Some(last) if last.2 == here => last.1 = next,
            _ => out.push((*cut, next, here)),
        }
    }
    out
}

// When the days begin after an instant.
fn days_after<'a>(world: &'a World<'_>, at: Instant) -> impl Iterator<Item = Instant> + 'a {
    world.date_of(at).iter_days().skip(1).map(|day| world.day_start(day))
}

/// Every instant at which the value of an expression may change by itself.
pub(super) fn edges(context: &Context<'_>, expr: &Expr) -> Vec<Instant> {
    let mut out = Vec::new();
    plan::visit(expr, &mut |e| match e {
        Expr::Attribute(of, name) => attribute_edges(context, of, name, &mut out),
        Expr::Holders(of, role) => spell_edges(context, From::Role(role.clone()), None, Some(of), &mut out),
        Expr::UnitsOf(of, role) | Expr::RoleField(of, role, _) | Expr::Holds(of, role, _) => {
            spell_edges(context, From::Role(role.clone()), Some(of), None, &mut out);
        }
        Expr::Under(of, state) => spell_edges(context, From::State(state.clone()), Some(of), None, &mut out),
        Expr::During(kind) => {
            calendar_edges(context.world, &mut out);
            if matches!(kind, DayKind::Working | DayKind::Off) {
                out.extend(weekends(context.world, seen(context.world)));
            }
        }
        Expr::Account(_, name) => out.extend(super::accounts::edges(context.world, name)),
        other => {
            if let Some(selection) = other.selection() {
                selection_edges(context, selection, &mut out);
            }
        }
    });
    out
}

/// Every instant at which a selection of spells or entities may change.
pub(super) fn selection_edges(context: &Context<'_>, selection: &Selection, out: &mut Vec<Instant>) {
    let key = plan::join_key(selection);
    let by = |field| key.as_ref().filter(|k| k.field == field).map(|k| k.value);
    match &selection.from {
        From::Role(_) => spell_edges(context, selection.from.clone(), by(0), by(2), out),
        From::State(_) => spell_edges(context, selection.from.clone(), by(0), None, out),
        From::Entity(kind) => {
            let lives = context.candidates(selection, kind).into_iter().map(|(_, life)| life);
            for life in lives {
                out.extend([life.from, life.sure_from, life.sure_until, life.until]);
                out.extend(life.attributes.all().map(|r| r.from));
            }
        }
        From::Event(kind) => {
            let value = key.and_then(|key| Some((key.field, context.key_value(key.value)?)));
            let looked_up = value.as_ref().map(|(field, value)| (*field, value));
            for record in context.world.records(*kind, looked_up, (Instant::MIN, Instant::MAX)) {
                out.extend([record.at.first, record.at.end]);
            }
        }
    }
    if let Some(filter) = &selection.filter {
        out.extend(edges(context, filter));
    }
}

fn known_entity(context: &Context<'_>, expr: Option<&Expr>) -> Option<Arc<str>> {
    match expr? {
        Expr::Bearer => match &context.bearer {
            Some(Value::Entity(id)) => Some(id.clone()),
            _ => None,
        },
        Expr::Value(Value::Entity(id)) => Some(id.clone()),
        // What the trigger tells stays as it is; what is in hand may be another one further in.
        field @ Expr::Field(Slot::Trigger, _) => match context.term(field) {
            Term::Known(Value::Entity(id)) => Some(id),
            _ => None,
        },
        _ => None,
    }
}

fn spell_edges(
    context: &Context<'_>,
    of: From,
    who: Option<&Expr>,
    unit: Option<&Expr>,
    out: &mut Vec<Instant>,
) {
    let table = match &of {
        From::Role(role) => context.world.fluents.roles.get(role),
        From::State(state) => context.world.fluents.states.get(state),
        _ => None,
    };
    let Some(spells) = table else { return };
    let edges = |spell: &Spell| [spell.from, spell.sure_from, spell.sure_until, spell.until];
    match (known_entity(context, who), known_entity(context, unit)) {
        (Some(who), _) => out.extend(spells.of_who(&who).flat_map(edges)),
        (None, Some(unit)) => out.extend(spells.of_unit(&unit).flat_map(edges)),
        (None, None) => out.extend(&spells.edges),
    }
}

/// Every instant at which an attribute may change.
pub(super) fn attribute_edges(context: &Context<'_>, of: &Expr, name: &str, out: &mut Vec<Instant>) {
    // The attributes of an entity in hand are noted by the selection that looks at it.
    if *of == Expr::Entity {
        return;
    }
    let entities = &context.world.fluents.entities;
    let mut note = |life: &super::fluents::Life| out.extend(life.attributes.of(name).map(|r| r.from));
    match known_entity(context, Some(of)) {
        Some(id) => entities.get(&id).into_iter().for_each(&mut note),
        None => out.extend(context.world.fluents.changes.get(name).into_iter().flatten()),
    }
}

fn calendar_edges(world: &World<'_>, out: &mut Vec<Instant>) {
    let calendar = world.calendar;
    for list in [
        &calendar.semesters,
        &calendar.vacations,
        &calendar.holidays,
        &calendar.workdays,
        &calendar.academic_years,
    ] {
        for days in list {
            out.extend([world.day_start(days.first), world.day_end(days.last)]);
        }
    }
    // Of which days off a calendar tells it tells by years.
    for days in calendar.holidays.iter().chain(&calendar.workdays) {
        let new_year = |year| NaiveDate::from_ymd_opt(year, 1, 1).map(|day| world.day_start(day));
        out.extend([new_year(days.first.year()), new_year(days.last.year() + 1)].into_iter().flatten());
    }
}

/// Every instant of a stretch at which the calendar may turn a condition that it alone decides.
pub(super) fn turns(world: &World<'_>, condition: &Expr, (from, until): (Instant, Instant)) -> Vec<Instant> {
    let mut out = Vec::new();
    calendar_edges(world, &mut out);
    if goes_by_the_week(condition) {
        let last = Instant(until.0.saturating_sub(1));
        out.extend(weekends(world, (world.date_of(from), world.date_of(last))));
    }
    out.retain(|at| from < *at && *at < until);
    out
}

// Whether a condition asks for working days or days off, which weekends turn.
fn goes_by_the_week(condition: &Expr) -> bool {
    let mut found = false;
    plan::visit(condition, &mut |e| found |= matches!(e, Expr::During(DayKind::Working | DayKind::Off)));
    found
}

// The days on which the log is seen: from where it begins to the last instant.
fn seen(world: &World<'_>) -> (NaiveDate, NaiveDate) {
    let last = world.date_of(world.as_of);
    let covered = world.log.coverage.hull().map(|hull| hull.from);
    let recorded = world.log.records.first().map(|record| record.at.first);
    (covered.into_iter().chain(recorded).min().map_or(last, |at| world.date_of(at)), last)
}

// Where weekends begin and end on some days, as far as the calendar tells working days; at most a century of them.
fn weekends<'a>(
    world: &'a World<'_>,
    (first, last): (NaiveDate, NaiveDate),
) -> impl Iterator<Item = Instant> + 'a {
    const CENTURY: Days = Days::new(36_525);
    let first = last.checked_sub_days(CENTURY).map_or(first, |earliest| first.max(earliest));
    let turns = |day: &NaiveDate| {
        matches!(day.weekday(), Weekday::Sat | Weekday::Mon) && world.calendar.knows_working_days(*day)
    };
    first.iter_days().take_while(move |day| *day <= last).filter(turns).map(|day| world.day_start(day))
}
