//! Norms that a record triggers: one instance a trigger and bearer.

mod amounts;
mod clock;
mod judge;
mod window;

pub(super) use judge::{counted_among, judge, place, settle_once};
pub(super) use window::{Side, Window, late_limit, window};

use super::claims;
use super::context::{Context, Hand};
use super::facet;
use super::frame::Frame;
use super::outcome::{Clocked, Outcome};
use super::scope::{self, InScope, Span};
use super::select::Filter;
use super::tally::Ruling;
use super::term::Doubt;
use super::term::Truth;
use super::world::World;
use crate::check::policy::{CompareOp, Expr, From, Norm, Selection, Slot};
use crate::log::{Instant, Precision, Record, Value};
use crate::plan;
use judge::excepted;
use rayon::prelude::*;
use rustc_hash::FxHashMap as HashMap;
use std::sync::Arc;

/// All instances of a triggered norm.
pub(super) fn instances<'a>(
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    wanted: &dyn Fn(&str) -> bool,
) -> Vec<Outcome> {
    let Some(trigger) = &norm.trigger else { return Vec::new() };
    let From::Event(kind) = trigger.from else { return Vec::new() };
    let bearers = scope::bearers(world, norm, &|_| true);
    let by_id: HashMap<&str, &InScope> = bearers.iter().map(|b| (&*b.id, b)).collect();
    let (in_force, out_of_force) = world.in_force();
    let records = world.records(kind, None, (in_force, out_of_force));
    let mut begun: Vec<(&'a Record, Option<&InScope>, Arc<str>)> = Vec::new();
    for record in records {
        let candidates = candidates(norm, trigger, record, &bearers, &by_id);
        if !world.work.spend(candidates.len()) {
            return Vec::new();
        }
        for bearer in candidates {
            let id = bearer.map_or_else(|| own_bearer(record), |b| b.id.clone());
            if wanted(&id) && record.at.first >= world.since(index, &id) {
                begun.push((record, bearer, id));
            }
        }
    }
    let judged = begun.into_par_iter().with_min_len(4);
    let judged = judged.map(|(record, bearer, id)| instance(world, index, norm, trigger, record, bearer, id));
    judged.flatten_iter().collect()
}

/// The bearer of a norm without `each`: the first entity that the trigger names, else the trigger itself.
pub(super) fn own_bearer(record: &Record) -> Arc<str> {
    let named = record.fields.iter().flatten().find_map(|value| match value {
        Value::Entity(id) => Some(id.clone()),
        _ => None,
    });
    named.unwrap_or_else(|| record.id.clone())
}

// A trigger whose filter names the bearer by a field is joined by that field; else each bearer is tried.
fn candidates<'b>(
    norm: &Norm,
    trigger: &Selection,
    record: &Record,
    bearers: &'b [InScope],
    by_id: &HashMap<&str, &'b InScope>,
) -> Vec<Option<&'b InScope>> {
    if norm.bearer.is_none() {
        return vec![None];
    }
    let joined = trigger.filter.as_ref().and_then(|filter| {
        plan::conjuncts(filter).into_iter().find_map(|part| match part {
            Expr::Compare(CompareOp::Is | CompareOp::Contains, left, right) => match (&**left, &**right) {
                (Expr::Field(Slot::InHand, field), Expr::Bearer)
                | (Expr::Bearer, Expr::Field(Slot::InHand, field)) => Some(*field),
                _ => None,
            },
            _ => None,
        })
    });
    match joined.map(|field| record.field(field)) {
        Some(Some(Value::Entity(id))) => by_id.get(&**id).map(|b| vec![Some(*b)]).unwrap_or_default(),
        Some(Some(Value::Set(items))) => {
            let ids =
                items.iter().filter_map(|item| if let Value::Entity(id) = item { Some(&**id) } else { None });
            // A set may name one bearer twice; the duty is one.
            let ids: std::collections::BTreeSet<&str> = ids.collect();
            ids.into_iter().filter_map(|id| by_id.get(id).map(|b| Some(*b))).collect()
        }
        Some(_) => Vec::new(),
        None => bearers.iter().map(Some).collect(),
    }
}

fn instance<'a>(
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    trigger: &'a Selection,
    record: &'a Record,
    bearer: Option<&InScope>,
    id: Arc<str>,
) -> Option<Outcome> {
    let From::Event(kind) = trigger.from else { return None };
    // Scope is taken at the trigger (rule S2).
    let span = bearer.map(|b| b.spans.iter().find(|s| s.from < record.at.end && record.at.first < s.until));
    let mut doubt = match span {
        Some(None) => return None,
        // Of a trigger of which only the day or month is known it must not matter when in it it was.
        Some(Some(span)) if record.at.precision > Precision::Instant && !lies_in(world, record, span) => {
            Some(Doubt::Imprecise(record.id.clone()))
        }
        Some(Some(span)) => span.doubt.clone(),
        None => None,
    };
    if world.log.is_in_doubt(record) {
        doubt = doubt.or(Some(Doubt::Follows(kind)));
    }
    // Whether it happened while this version was in force must be known.
    let (in_force, version) = (world.in_force(), world.version(norm));
    let in_version = (in_force.0.max(version.0), in_force.1.min(version.1));
    if !record.at.possibly_in(in_version.0, in_version.1) {
        return None;
    }
    if !record.at.surely_in(in_version.0, in_version.1) {
        doubt = doubt.or_else(|| Some(Doubt::Imprecise(record.id.clone())));
    }
    // What else the condition looks at is what happened up to the trigger.
    let base =
        Context::new(world, record.at.first, (Instant::MIN, record.at.end)).bearer(&id).trigger(Some(record));
    match Filter::of(&base, trigger, kind)
        .passes_whenever(&base.holding(Hand::Record(record), record.at.first), record)
    {
        Truth::True => {}
        Truth::Unknown(why) => doubt = doubt.or(Some(why)),
        Truth::False | Truth::Empty => return None,
    }
    match facet::counts_at(&base, norm, record) {
        Truth::True => {}
        Truth::Unknown(why) => doubt = doubt.or(Some(why)),
        Truth::False | Truth::Empty => return None,
    }
    let (frame, window) = framed(world, index, norm, record, id);
    match window {
        Ok(window) => Some(judge(&frame, &window?, record.at, doubt)),
        Err(unknown) => {
            let ruling = excepted(&frame, record.at).unwrap_or_else(|| Ruling::undetermined(unknown));
            Some(frame.outcome(ruling.of_doubtful_duty(doubt), claims::at_any_time(&frame)))
        }
    }
}

// Whether a record lies in a stretch of whom it concerns, as far as both are seen.
fn lies_in(world: &World<'_>, record: &Record, span: &Span) -> bool {
    let seen = record.at.precision <= Precision::Day && record.at.end.min(world.as_of) <= span.until;
    record.at.first >= span.from && (seen || record.at.end <= span.until)
}

/// How the clock of an instance ran: when it stood still, and which records extended its limit.
pub(super) fn clocked<'a>(
    world: &'a World<'a>,
    (index, norm): (usize, &'a Norm),
    record: &'a Record,
    bearer: Arc<str>,
) -> Clocked {
    let (at, (frame, window)) = (record.at, framed(world, index, norm, record, bearer));
    let Ok(Some(window)) = window else { return Clocked::default() };
    // As it was when the limit was worked out.
    let frame = Frame { from: at.first, until: at.end, limit: at.end, ..frame };
    let extension = norm.extended.as_ref();
    let idle = extension.map(|extension| clock::idle(&frame, &window, extension)).unwrap_or_default();
    Clocked { still: clock::still(&frame, &window), left: window.left, extended_by: window.extended_by, idle }
}

/// What is fixed of an instance by its trigger, and its window, or why it is not known; none where nothing is covered.
pub(super) fn framed<'a>(
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    record: &'a Record,
    bearer: Arc<str>,
) -> (Frame<'a>, Result<Option<Window>, Doubt>) {
    let mut frame = Frame {
        world,
        index,
        norm,
        bearer,
        from: record.at.first,
        until: record.at.end,
        limit: record.at.end,
        label: None,
        trigger: Some(record),
    };
    let window = match window(&frame, record) {
        Ok(window) => window,
        Err(doubt) => return (frame, Err(doubt)),
    };
    // What is shown begins where the log does; what counts may lie before it.
    let shown = match world.log.coverage.hull() {
        Some(hull) if window.from == Instant::MIN => hull.from,
        None if window.from == Instant::MIN => return (frame, Ok(None)),
        _ => window.from,
    };
    (frame.from, frame.until, frame.limit) = (shown.min(window.until), window.until, window.limit);
    (frame, Ok(Some(window)))
}
