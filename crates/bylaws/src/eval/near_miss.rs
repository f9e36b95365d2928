//! Near misses: records that would have counted but for exactly one condition. Looked for one instance at a
//! time, for explanations only.

use super::context::{Context, Hand};
use super::facet;
use super::outcome::{Failed, NearMiss, Outcome, Verdict};
use super::term::Truth;
use super::world::World;
use crate::check::policy::{Expr, From, Selection, Slot};
use crate::log::{Instant, Record};
use crate::plan;
use crate::source::Span;

/// Fills in the near misses of an outcome that is not simply fulfilled.
pub(super) fn note(world: &World<'_>, outcome: &mut Outcome) {
    let worth = [Verdict::Breached, Verdict::Late, Verdict::Open, Verdict::Undetermined];
    let Some((_, norm)) = world.policy.norms.get_index(outcome.norm) else { return };
    if !worth.contains(&outcome.verdict) {
        return;
    }
    let Some(facet) = facet::of_outcome(world, norm, outcome.of_each.as_ref()) else { return };
    let world = &world.by(facet);
    let trigger = outcome.trigger.as_ref().and_then(|id| world.log.records.iter().find(|r| r.id == *id));
    let end = outcome.late_until.map_or(outcome.until, |day| world.day_end(day));
    let context =
        Context::new(world, outcome.from, (outcome.from, end)).bearer(&outcome.bearer).trigger(trigger);
    let parts = norm.requirement.parts();
    let misses: Vec<NearMiss> = parts.flat_map(|part| of_part(&context, &part.what)).collect();
    outcome.near_misses = misses;
}

fn of_part(context: &Context<'_>, what: &Selection) -> Vec<NearMiss> {
    let From::Event(kind) = what.from else { return Vec::new() };
    let mut out: Vec<NearMiss> = context
        .world
        .records(kind, None, context.window)
        .filter_map(|record| one_condition_short(context, what, record))
        .collect();
    let mut after = context.world.records(kind, None, (context.window.1, Instant::MAX));
    out.extend(after.find(|r| passes(context, what, r)).map(|record| NearMiss {
        record: record.id.clone(),
        failed: Failed::TooLate(context.world.date_of(record.at.first)),
    }));
    out
}

fn passes(context: &Context<'_>, what: &Selection, record: &Record) -> bool {
    record.at.first >= context.window.1
        && conditions(context, what, record).iter().all(|c| c.truth == Truth::True)
}

/// One condition on a record, with where it is written; the type's own rule of evidence has no place.
struct Condition {
    place: Option<Span>,
    truth: Truth,
    about_the_instance: bool,
}

fn conditions(context: &Context<'_>, what: &Selection, record: &Record) -> Vec<Condition> {
    let held = context.holding(Hand::Record(record), record.at.first);
    let of_type = context.world.policy.vocabulary.events.get_index(record.kind);
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

// A record that ties in with the bearer or the trigger nowhere is somebody else's.
fn one_condition_short(context: &Context<'_>, what: &Selection, record: &Record) -> Option<NearMiss> {
    let all = conditions(context, what, record);
    let mut failed = all.iter().filter(|c| c.truth != Truth::True);
    let one = failed.next().filter(|c| c.truth == Truth::False)?;
    let ties: Vec<&Condition> = all.iter().filter(|c| c.about_the_instance).collect();
    let tied = ties.is_empty() || ties.iter().any(|c| c.truth == Truth::True);
    (failed.next().is_none() && tied).then(|| NearMiss {
        record: record.id.clone(),
        failed: one.place.map_or(Failed::Evidence, Failed::Condition),
    })
}
