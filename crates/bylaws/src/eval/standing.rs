//! Norms on what must hold at all times. Each maximal stretch in which it does not is an instance of its own, cut
//! by nothing but scope and exceptions; the time in which it holds is told year by year (rule O6).

use super::context::Context;
use super::exceptions::{self, Resting};
use super::frame::{Found, Frame};
use super::held;
use super::kept_for;
use super::outcome::{Measured, Outcome, Verdict};
use super::scope::{InScope, Span};
use super::tally::Ruling;
use super::term::{Doubt, Truth};
use super::world::World;
use crate::check::policy::{Expr, Norm, Requirement};
use crate::diagnostic::Message;
use crate::log::{Exact, Instant, Name};
use crate::plan;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;
use std::sync::Arc;

/// All instances of an "at all times" norm for one bearer.
pub(super) fn instances<'a>(
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    bearer: &InScope,
) -> Vec<Outcome> {
    let mut out = Vec::new();
    for span in &bearer.spans {
        let all = (index, norm, bearer);
        let pieces = if span.doubt.is_none() {
            pieces(&frame(world, all, seen(world, span), None))
        } else {
            Vec::new()
        };
        for (from, until, year) in years(world, span) {
            let label = Name { canonical: year.to_string(), ..Name::default() };
            let frame = frame(world, all, (from, until), Some(Arc::new(label)));
            match &span.doubt {
                Some(doubt) => out.push(frame.outcome(Ruling::undetermined(doubt.clone()), Found::default())),
                None => out.extend(held_in(&frame, &pieces)),
            }
        }
        for (from, until, found) in failing(&pieces) {
            let goes_on = until == world.as_of && until < span.until;
            let until = if goes_on { Instant::MAX } else { until };
            out.push(broken(&frame(world, all, (from, until), None), found.clone()));
        }
    }
    out
}

fn frame<'a>(
    world: &'a World<'a>,
    (index, norm, bearer): (usize, &'a Norm, &InScope),
    (from, until): (Instant, Instant),
    label: Option<Arc<Name>>,
) -> Frame<'a> {
    let bearer = bearer.id.clone();
    Frame { world, index, norm, bearer, from, until, limit: until, label, trigger: None }
}

// What of a span the log reaches and is seen.
fn seen(world: &World<'_>, span: &Span) -> (Instant, Instant) {
    let from = world.log.coverage.hull().map_or(world.as_of, |hull| span.from.max(hull.from));
    (from, span.until.min(world.as_of))
}

/// The calendar years of a span, from where the log begins to what is seen.
pub(super) fn years(world: &World<'_>, span: &Span) -> Vec<(Instant, Instant, i32)> {
    let Some(hull) = world.log.coverage.hull() else { return Vec::new() };
    let from = span.from.max(hull.from);
    let last = Instant(span.until.min(world.as_of).0 - 1);
    if from > last {
        return Vec::new();
    }
    let mut out = Vec::new();
    for year in world.date_of(from).year()..=world.date_of(last).year() {
        let (Some(first), Some(next)) =
            (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year + 1, 1, 1))
        else {
            continue;
        };
        let (from, until) = (from.max(world.day_start(first)), span.until.min(world.day_start(next)));
        if from < until {
            out.push((from, until, year));
        }
    }
    out
}

/// How a piece of time stands in which nothing changes.
enum Standing {
    Excepted,
    Kept,
    Broken,
    /// It speaks of nothing.
    Empty,
    Unknown(Doubt),
}

struct Piece {
    from: Instant,
    until: Instant,
    standing: Standing,
    found: Found,
}

// The time of a frame, cut wherever something may change.
fn pieces(frame: &Frame<'_>) -> Vec<Piece> {
    let (world, norm) = (frame.world, frame.norm);
    if frame.from >= frame.until {
        return Vec::new();
    }
    let edges = held::edges(frame, &norm.requirement).into_iter().chain(world.edges_of_knowledge());
    let mut cuts: BTreeSet<Instant> = edges.filter(|at| frame.from < *at && *at < frame.until).collect();
    cuts.insert(frame.from);
    if !world.work.spend(cuts.len()) {
        return Vec::new();
    }
    // What happened before the regulation came into force excuses from nothing in it.
    let since = frame.context(frame.from).over((world.in_force().0, frame.until));
    let exceptions =
        exceptions::exception_spans(&since, &norm.exceptions, Resting::Either, (frame.from, frame.until));
    let ends: Vec<Instant> = cuts.iter().skip(1).copied().chain([frame.until]).collect();
    let piece = |(from, until): (Instant, Instant)| {
        let excepted = exceptions::excepted_at(&exceptions, from);
        let (standing, found) = match excepted {
            Truth::True => (Standing::Excepted, Found::default()),
            _ => stands(frame, from, excepted),
        };
        Piece { from, until, standing, found }
    };
    // An amount of time grows between them, too.
    if !measures_time(&norm.requirement) {
        return cuts.into_iter().zip(ends).map(piece).collect();
    }
    cuts.into_iter().zip(ends).flat_map(|(from, until)| split(world, (from, until), &piece)).collect()
}

fn measures_time(requirement: &Requirement) -> bool {
    let (Requirement::Keep(expr) | Requirement::Satisfy(expr)) = requirement else { return false };
    let mut found = false;
    plan::visit(expr, &mut |e| found |= matches!(e, Expr::SpellTime(..) | Expr::UnitsWith(..)));
    found
}

// A piece in which nothing begins or ends, cut where it stands otherwise at its end than at its beginning.
fn split(
    world: &World<'_>,
    (mut from, until): (Instant, Instant),
    piece: &impl Fn((Instant, Instant)) -> Piece,
) -> Vec<Piece> {
    let mut out = Vec::new();
    while from < until && world.work.spend(1) {
        let whole = piece((from, until));
        let is_as_at_first = |at: i64| {
            let here = piece((Instant(at), until));
            std::mem::discriminant(&here.standing) == std::mem::discriminant(&whole.standing)
        };
        let (mut same, mut other) = (from.0, until.0 - 1);
        if is_as_at_first(other) {
            out.push(whole);
            break;
        }
        while other - same > 1 && world.work.spend(1) {
            let middle = same + (other - same) / 2;
            if is_as_at_first(middle) { same = middle } else { other = middle }
        }
        out.push(Piece { until: Instant(other), ..whole });
        from = Instant(other);
    }
    out
}

fn stands(frame: &Frame<'_>, at: Instant, excepted: Truth) -> (Standing, Found) {
    let here = Frame { from: at, ..frame.clone() };
    let context = so_far(&here);
    let (truth, found) = held::at(&frame.norm.requirement, &context);
    let why = match &frame.norm.requirement {
        Requirement::Keep(condition) if truth == Truth::False => context.compared(condition),
        _ => None,
    };
    let found = Found { why, ..found };
    let standing = match (truth, excepted) {
        (Truth::False, Truth::Unknown(why)) | (Truth::Unknown(why), _) => Standing::Unknown(why),
        (Truth::False, _) => Standing::Broken,
        (Truth::True, _) => Standing::Kept,
        (Truth::Empty, _) => Standing::Empty,
    };
    (standing, found)
}

// Records that are asked for are those up to the instant, as far back as the log reaches.
fn so_far<'a>(frame: &Frame<'a>) -> Context<'a> {
    frame.context(frame.from).up_to(Instant::MIN, frame.from)
}

// The maximal stretches in which it surely does not hold, each with what was found at its beginning.
fn failing(pieces: &[Piece]) -> Vec<(Instant, Instant, &Found)> {
    let mut out: Vec<(Instant, Instant, &Found)> = Vec::new();
    for piece in pieces.iter().filter(|piece| matches!(piece.standing, Standing::Broken)) {
        match out.last_mut() {
            Some((_, until, _)) if *until == piece.from => *until = piece.until,
            _ => out.push((piece.from, piece.until, &piece.found)),
        }
    }
    out
}

// What is to be said of a year apart from the stretches in which it does not hold; nothing where it never holds.
fn held_in(frame: &Frame<'_>, pieces: &[Piece]) -> Option<Outcome> {
    let inside = |piece: &&Piece| piece.from < frame.until && frame.from < piece.until;
    let (broken, rest): (Vec<&Piece>, Vec<&Piece>) =
        pieces.iter().filter(inside).partition(|piece| matches!(piece.standing, Standing::Broken));
    rest.first()?;
    let over = frame.world.as_of >= frame.until;
    let excused = rest.iter().all(|piece| matches!(piece.standing, Standing::Excepted));
    let empty = rest.iter().all(|piece| matches!(piece.standing, Standing::Excepted | Standing::Empty));
    let doubt = rest.iter().find_map(|piece| match &piece.standing {
        Standing::Unknown(doubt) => Some(doubt.clone()),
        _ => None,
    });
    let ruling = match doubt {
        Some(Doubt::Parameter(name)) => Ruling::undetermined(Doubt::Parameter(name)),
        _ if !over => Ruling::open(),
        Some(why) => Ruling::undetermined(why),
        None if excused => Ruling::certain(Verdict::Excused, frame.until),
        None if empty => Ruling::certain(Verdict::NotApplicable, frame.until),
        None => Ruling::certain(Verdict::Fulfilled, frame.until),
    };
    let why = match (ruling.verdict, broken.is_empty()) {
        (Verdict::Open, true) => Some(Message::new("why.holds_so_far")),
        (Verdict::Open, false) => Some(Message::new("why.holds_so_far.apart")),
        (Verdict::Fulfilled, true) => Some(kept_for::reason(frame)),
        (Verdict::Fulfilled, false) => Some(Message::new("why.held.apart")),
        (Verdict::NotApplicable, _) => Some(Message::new("why.empty")),
        _ => None,
    };
    let last = rest.iter().rfind(|piece| !matches!(piece.standing, Standing::Excepted));
    let found = last.map(|piece| piece.found.clone()).unwrap_or_default();
    Some(frame.outcome(ruling, Found { why, ..found }))
}

fn broken(frame: &Frame<'_>, found: Found) -> Outcome {
    let last = frame.world.date_of(Instant(frame.until.min(frame.world.as_of).0 - 1));
    let why = how_broken(&found).with("from", frame.world.date_of(frame.from)).with("until", last);
    let ruling = Ruling { excess: true, ..Ruling::certain(Verdict::Breached, Instant(frame.from.0 + 1)) };
    frame.outcome(ruling, Found { why: Some(why), ..found })
}

// What was counted or compared at the beginning of a stretch in which it does not hold.
fn how_broken(found: &Found) -> Message {
    let required = found.required.map_or_else(String::new, |r| r.to_string());
    match (found.measured, found.quotas.deciding()) {
        (Some(Measured { low, .. }), Some(quota)) => {
            let key = if quota.at_most { "why.broken.which.excess" } else { "why.broken.which" };
            quota.told(key).with("count", low)
        }
        (Some(Measured { low, .. }), None) if found.at_most => {
            Message::new("why.broken.excess").with("count", low).with("required", required)
        }
        (Some(Measured { low, .. }), None) if low == Exact::ZERO => {
            Message::new("why.broken.none").with("required", required)
        }
        (Some(Measured { low, .. }), None) => {
            Message::new("why.broken.count").with("count", low).with("required", required)
        }
        (None, _) => compared(found.why.as_ref()),
    }
}

fn compared(numbers: Option<&Message>) -> Message {
    let key = match numbers.map(|numbers| numbers.key) {
        Some("why.breached.compared") => "why.broken.compared",
        Some("why.breached.share") => "why.broken.share",
        _ => return Message::new("why.broken"),
    };
    Message { key, args: numbers.map(|numbers| numbers.args.clone()).unwrap_or_default() }
}
