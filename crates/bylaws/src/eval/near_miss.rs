//! Near misses: records, and spells of roles and states, that would have counted but for exactly one condition.
//! Looked for one instance at a time, for explanations only.

use super::context::{Context, Hand};
use super::fluents::{Spell, Spells};
use super::frame::Frame;
use super::outcome::{Failed, Idle, NearMiss, Outcome, Verdict};
use super::term::Truth;
use super::world::World;
use super::{facet, instead, scope, triggered};
use crate::check::policy::{Expr, Extension, From, Norm, Part, SameDay, Selection, Slot, Time};
use crate::log::{Instant, Precision, Record};
use crate::plan;
use crate::source::Span;
use chrono::Days;
use std::sync::Arc;

/// Fills in which exceptions put something else in the place of what a norm says, how its clock ran, and the near misses of an
/// outcome that is not simply fulfilled.
pub(super) fn note(world: &World<'_>, outcome: &mut Outcome) {
    let worth = [Verdict::Breached, Verdict::Late, Verdict::Open, Verdict::Undetermined];
    let Some((_, norm)) = world.policy.norms.get_index(outcome.norm) else { return };
    let is_worth = worth.contains(&outcome.verdict);
    let may_run_on = norm.stops.is_some() || norm.extended.is_some();
    let has_others = norm.exceptions.iter().any(|exception| exception.instead.is_some());
    if !is_worth && !may_run_on && !has_others {
        return;
    }
    let Some(facet) = facet::of_outcome(world, norm, outcome.of_each.as_ref()) else { return };
    let world = &world.by(facet);
    let trigger =
        outcome.trigger.as_ref().zip(outcome.triggered_at).and_then(|(id, at)| world.log.find(id, at));
    let end = outcome.late_until.map_or(outcome.until, |day| world.day_end(day));
    outcome.bound = bound(world, norm, outcome);
    outcome.instead = put_in_place(world, norm, outcome, (trigger, end));
    if let Some(record) = trigger.filter(|_| may_run_on) {
        outcome.clocked = triggered::clocked(world, (outcome.norm, norm), record, outcome.bearer.clone());
    }
    if !is_worth {
        return;
    }
    // Of any stretch that in which too little was done.
    let in_any = matches!(norm.time, Time::Rolling(..) | Time::Gap(..));
    let stretch = outcome.short_from.zip(outcome.due).filter(|_| in_any);
    let (from, end) =
        stretch.map_or((outcome.from, end), |(first, last)| (world.day_start(first), world.day_end(last)));
    let context = Context::new(world, from, (from, end)).bearer(&outcome.bearer).trigger(trigger);
    let may_matter = outcome.verdict != Verdict::Open && outcome.clocked.extended_by.is_empty();
    let extension = norm.extended.as_ref().filter(|_| may_matter);
    let others = extension.map(|extension| of_something_else(&context, extension));
    outcome.clocked.idle.extend(others.into_iter().flatten());
    let before = trigger.and_then(|trigger| {
        let (_, window) = triggered::framed(world, outcome.norm, norm, trigger, outcome.bearer.clone());
        window.ok().flatten().filter(|window| window.side == triggered::Side::Before)
    });
    // Of whoever has done some of it, what others did is of no account.
    let of_others = if outcome.evidence.is_empty() { OF_OTHERS } else { 0 };
    let parts = norm.requirement.parts();
    let of_part = |(part, one): (usize, &Part)| {
        let found = match &one.what.from {
            From::Event(kind) => {
                let mut found = of_events(&context, (&one.what, *kind), of_others);
                found.extend(just_before(&context, (&one.what, *kind), norm, outcome));
                let not_before = before
                    .as_ref()
                    .and_then(|before| not_before(&context, (&one.what, *kind), (norm, before), outcome));
                found.extend(not_before);
                found
            }
            From::Role(role) => of_spells(&context, &one.what, world.fluents.roles.get(role)),
            From::State(state) => of_spells(&context, &one.what, world.fluents.states.get(state)),
            From::Entity(_) => Vec::new(),
        };
        found.into_iter().map(move |(record, failed)| NearMiss { record, failed, part })
    };
    let misses: Vec<NearMiss> = parts.enumerate().flat_map(of_part).collect();
    outcome.near_misses = misses;
}

fn put_in_place(
    world: &World<'_>,
    norm: &Norm,
    outcome: &Outcome,
    (trigger, limit): (Option<&Record>, Instant),
) -> Vec<usize> {
    let frame = Frame {
        world,
        index: outcome.norm,
        norm,
        bearer: outcome.bearer.clone(),
        from: outcome.from,
        until: outcome.until,
        limit,
        label: None,
        trigger,
    };
    instead::applying(&frame, outcome.bound.map_or(outcome.from, |(from, _)| from))
}

// Before there was a bearer, or a rule in force, nothing would have counted.
fn bound(world: &World<'_>, norm: &Norm, outcome: &Outcome) -> Option<(Instant, Instant)> {
    if norm.trigger.is_some() || norm.bearer.is_none() {
        return None;
    }
    let (from, until) = world.in_force();
    let in_force = (from.max(outcome.from), until.min(outcome.until));
    let is_it = |id: &str| *id == *outcome.bearer;
    let found = scope::bearers(world, norm, &is_it);
    let spans = found.iter().flat_map(|bearer| &bearer.spans).filter(|span| span.doubt.is_none());
    let inside = spans.filter_map(|span| span.overlap(in_force.0, in_force.1));
    inside.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

/// So many records of others are told where it is all that is asked of a record whose it is.
const OF_OTHERS: usize = 3;

fn is_about_the_instance_alone(what: &Selection) -> bool {
    what.filter.as_ref().is_some_and(|filter| !matches!(filter, Expr::And(_)) && is_about(filter))
}

/// What nearly counted, and why it did not.
type Missed = (Arc<str>, Failed);

fn of_events(context: &Context<'_>, (what, kind): (&Selection, usize), most: usize) -> Vec<Missed> {
    let of_record = |record: &Record| {
        let failed = one_condition_short(&conditions(
            context,
            what,
            Some(kind),
            &Hand::Record(record),
            record.at.first,
        ))?;
        Some((record.id.clone(), failed))
    };
    // Of what may follow nothing can be learnt.
    let known = |record: &&Record| !context.world.log.is_in_doubt(record);
    let nearly = context.world.records(kind, None, context.window).filter(known).filter_map(of_record);
    // Of all that others did the first few are enough to see what may have been meant.
    let alone = is_about_the_instance_alone(what);
    let mut of_others = 0;
    let mut out: Vec<Missed> = nearly
        .filter(|(_, failed)| {
            let is_others = alone && matches!(failed, Failed::Condition(_));
            of_others += usize::from(is_others);
            !is_others || of_others <= most
        })
        .collect();
    let mut after = context.world.records(kind, None, (context.window.1, Instant::MAX));
    let passes = |record: &&Record| {
        record.at.first >= context.window.1
            && known(record)
            && conditions(context, what, Some(kind), &Hand::Record(record), record.at.first)
                .iter()
                .all(|c| c.truth == Truth::True)
    };
    out.extend(
        after
            .find(passes)
            .map(|record| (record.id.clone(), Failed::TooLate(context.world.date_of(record.at.first)))),
    );
    out
}

// What came on the day of what it had to come before, and not before it.
fn not_before(
    context: &Context<'_>,
    (what, kind): (&Selection, usize),
    (norm, window): (&Norm, &triggered::Window),
    outcome: &Outcome,
) -> Option<Missed> {
    let world = context.world;
    let counted = |id: &Arc<str>| outcome.evidence.contains(id) || outcome.others.contains(id);
    let passes = |record: &Record| {
        conditions(context, what, Some(kind), &Hand::Record(record), record.at.first)
            .iter()
            .all(|c| c.truth == Truth::True)
    };
    let why = |record: &Record| {
        let (at, anchor) = (record.at, window.anchor);
        let day = world.date_of(at.first);
        let by_the_hour = at.precision == Precision::Instant && anchor.precision == Precision::Instant;
        match norm.reading.same_day {
            _ if anchor.surely_before(at) || by_the_hour && anchor.first <= at.first => {
                Some(Failed::TooLate(day))
            }
            SameDay::Strict if !at.surely_before(anchor) && !by_the_hour => Some(Failed::SameDay(day)),
            _ => None,
        }
    };
    let known = |record: &&Record| !world.log.is_in_doubt(record) && !counted(&record.id);
    let mut all = world.records(kind, None, (window.from, window.until)).filter(known);
    all.find_map(|record| Some((record.id.clone(), why(record).filter(|_| passes(record))?)))
}

// What would extend the limit but for one condition, such as which case it is of.
fn of_something_else(context: &Context<'_>, extension: &Extension) -> Vec<(Arc<str>, Idle)> {
    let From::Event(kind) = extension.when.from else { return Vec::new() };
    let until = context.window.1.min(context.world.as_of);
    let context = &context.clone().over((context.window.0, until));
    let idle = |(id, failed): Missed| match failed {
        Failed::Condition(span) => Some((id, Idle::Condition(span))),
        Failed::Evidence | Failed::TooLate(_) | Failed::TooEarly(..) | Failed::SameDay(_) => None,
    };
    of_events(context, (&extension.when, kind), OF_OTHERS).into_iter().filter_map(idle).collect()
}

/// So many days before the start a record is still one that came just before it.
const JUST_BEFORE: u64 = 7;

// The last record that would count if it had come a little later: before the window, or in a part of it in which the norm
// does not bind yet. One that a trigger names is told as far back as the window is long.
fn just_before(
    context: &Context<'_>,
    (what, kind): (&Selection, usize),
    norm: &Norm,
    outcome: &Outcome,
) -> Option<Missed> {
    let world = context.world;
    let start = outcome.bound.map_or(outcome.from, |(from, _)| from);
    let counts_anyway = matches!(norm.time, Time::Rolling(..) | Time::Gap(..) | Time::AtAllTimes);
    if start == Instant::MIN || counts_anyway {
        return None;
    }
    let first = world.date_of(start);
    let near = world.day_start(first.checked_sub_days(Days::new(JUST_BEFORE))?);
    let as_long = match norm.trigger {
        Some(_) if outcome.until < Instant::MAX => Instant(start.0 - (outcome.until.0 - start.0)),
        _ => near,
    };
    let before = (near.min(as_long).min(outcome.from), start);
    let passes = |record: &&Record| {
        let all = || conditions(context, what, Some(kind), &Hand::Record(record), record.at.first);
        let is_trigger = outcome.trigger.as_ref() == Some(&record.id);
        let is_known = !world.log.is_in_doubt(record) && !is_trigger;
        record.at.end <= start && is_known && all().iter().all(|c| c.truth == Truth::True)
    };
    let last = world.records(kind, None, before).filter(passes).last()?;
    Some((last.id.clone(), Failed::TooEarly(world.date_of(last.at.first), first)))
}

// Spells that touch the window; one that nothing ties to the bearer or the trigger is somebody else's.
fn of_spells(context: &Context<'_>, what: &Selection, spells: Option<&Spells>) -> Vec<Missed> {
    let (from, until) = context.window;
    let in_window = spells.into_iter().flat_map(|spells| &spells.all);
    let of_spell = |spell: &Spell| {
        let record = spell.start.and_then(|start| context.world.log.records.get(start));
        let hand = Hand::Spell(spell, record);
        let all = conditions(context, what, None, &hand, from.max(spell.sure_from));
        let failed = all.iter().any(|c| c.about_the_instance).then(|| one_condition_short(&all))??;
        Some((record.map_or_else(|| spell.who.clone(), |record| record.id.clone()), failed))
    };
    in_window.filter(|spell| spell.from < until && spell.until > from).filter_map(of_spell).collect()
}

/// One condition on a record, with where it is written; the type's own rule of evidence has no place.
struct Condition {
    place: Option<Span>,
    truth: Truth,
    about_the_instance: bool,
}

fn conditions<'a>(
    context: &Context<'a>,
    what: &Selection,
    kind: Option<usize>,
    hand: &Hand<'a>,
    at: Instant,
) -> Vec<Condition> {
    let held = context.holding(hand.clone(), at);
    let of_type = kind.and_then(|kind| context.world.policy.vocabulary.events.get_index(kind));
    let evidence = of_type.and_then(|(name, _)| context.world.policy.evidence.get(name));
    let own: Vec<&Expr> = match &what.filter {
        None => Vec::new(),
        Some(Expr::And(parts)) if parts.len() == what.conditions.len() => parts.iter().collect(),
        Some(other) => vec![other],
    };
    let places = what.conditions.iter().copied().map(Some).chain(std::iter::repeat(Some(what.span)));
    let own = own.into_iter().zip(places);
    evidence
        .map(|e| (e, None))
        .into_iter()
        .chain(own)
        .map(|(expr, place)| Condition { place, truth: held.truth(expr), about_the_instance: is_about(expr) })
        .collect()
}

// Whether a condition ties a record to the bearer or the trigger.
fn is_about(expr: &Expr) -> bool {
    let mut found = false;
    plan::visit(expr, &mut |e| {
        found |= matches!(e, Expr::Bearer | Expr::Field(Slot::Trigger, _) | Expr::At(Slot::Trigger));
    });
    found
}

// Whose it is, beside what its type asks of evidence.
fn is_all_that_is_asked(all: &[Condition]) -> bool {
    all.iter().filter(|condition| condition.place.is_some()).count() == 1
}

// A record that ties in with the bearer or the trigger nowhere is somebody else's; where that is all that is asked of it,
// it may be that it was written down for the wrong one.
fn one_condition_short(all: &[Condition]) -> Option<Failed> {
    let mut failed = all.iter().filter(|c| c.truth != Truth::True);
    let one = failed.next().filter(|c| c.truth == Truth::False)?;
    let ties: Vec<&Condition> = all.iter().filter(|c| c.about_the_instance).collect();
    let tied = ties.is_empty() || is_all_that_is_asked(all) || ties.iter().any(|c| c.truth == Truth::True);
    (failed.next().is_none() && tied).then(|| one.place.map_or(Failed::Evidence, Failed::Condition))
}
