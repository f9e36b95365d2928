//! Norms on what must hold at all times: one instance a bearer and calendar year (rule O6). Also what must
//! be achieved once.

use super::frame::{Found, Frame};
use super::held;
use super::outcome::{Measured, Outcome, Verdict};
use super::scope::{self, InScope, Resting, Span};
use super::tally::Ruling;
use super::term::{Doubt, Truth};
use super::world::World;
use crate::check::policy::Norm;
use crate::diagnostic::Message;
use crate::log::{Exact, Instant, Name};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

/// All instances of an "at all times" norm for one bearer.
pub(super) fn instances<'a>(
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    bearer: &InScope,
) -> Vec<Outcome> {
    let mut out = Vec::new();
    for span in &bearer.spans {
        for (from, until, year) in years(world, span) {
            let label = std::sync::Arc::new(Name { canonical: year.to_string(), ..Name::default() });
            let frame = Frame {
                world,
                index,
                norm,
                bearer: bearer.id.clone(),
                from,
                until,
                limit: until,
                label: Some(label),
                trigger: None,
            };
            out.push(match &span.doubt {
                Some(doubt) => frame.outcome(Ruling::undetermined(doubt.clone()), Found::default()),
                None => judge(&frame),
            });
        }
    }
    out
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

fn judge(frame: &Frame<'_>) -> Outcome {
    let seen = frame.until.min(frame.world.as_of);
    let edges = held::edges(frame, &frame.norm.requirement).into_iter();
    let edges = edges.chain(frame.world.edges_of_knowledge());
    let mut cuts: BTreeSet<Instant> = edges.filter(|at| frame.from < *at && *at < seen).collect();
    cuts.insert(frame.from);
    let cuts: Vec<Instant> = cuts.into_iter().collect();
    let context = frame.context(frame.from);
    let exceptions =
        scope::exception_spans(&context, &frame.norm.exceptions, Resting::Either, (frame.from, seen));
    let mut excused = true;
    let mut doubt: Option<Doubt> = None;
    let mut empty = true;
    let mut last = Found::default();
    for (index, at) in cuts.iter().enumerate() {
        let excepted = scope::excepted_at(&exceptions, *at);
        if excepted == Truth::True {
            continue;
        }
        excused = false;
        let (truth, measured, required) = held::at(frame, &frame.norm.requirement, *at);
        last = Found { measured, required, ..Found::default() };
        match (truth, excepted) {
            (Truth::False, Truth::Unknown(why)) | (Truth::Unknown(why), _) => {
                doubt = doubt.or(Some(why));
                empty = false;
            }
            (Truth::False, _) => {
                return broken(frame, *at, cuts.get(index + 1).copied().unwrap_or(seen), last);
            }
            (Truth::True, _) => empty = false,
            (Truth::Empty, _) => {}
        }
    }
    let ruling = match (excused, empty, doubt) {
        (true, _, _) if frame.world.as_of >= frame.until => Ruling::certain(Verdict::Excused, frame.until),
        (_, _, Some(Doubt::Parameter(name))) => Ruling::undetermined(Doubt::Parameter(name)),
        (_, _, Some(why)) if frame.world.as_of >= frame.until => Ruling::undetermined(why),
        (_, true, None) if frame.world.as_of >= frame.until => {
            Ruling::certain(Verdict::NotApplicable, frame.until)
        }
        (_, _, None) if frame.world.as_of >= frame.until => Ruling::certain(Verdict::Fulfilled, frame.until),
        _ => Ruling::open(),
    };
    let why = match ruling.verdict {
        Verdict::Open => Some(Message::new("why.holds_so_far")),
        Verdict::Fulfilled => Some(Message::new("why.held")),
        Verdict::NotApplicable => Some(Message::new("why.empty")),
        _ => None,
    };
    frame.outcome(ruling, Found { why, ..last })
}

fn broken(frame: &Frame<'_>, from: Instant, until: Instant, found: Found) -> Outcome {
    let (first, last) = (frame.world.date_of(from), frame.world.date_of(Instant(until.0 - 1)));
    let required = found.required.map_or_else(String::new, |r| r.to_string());
    let why = match found.measured {
        Some(Measured { low, .. }) if low == Exact::ZERO => {
            Message::new("why.broken.none").with("required", required)
        }
        Some(Measured { low, .. }) => {
            Message::new("why.broken.count").with("count", low).with("required", required)
        }
        None => Message::new("why.broken"),
    };
    let why = why.with("from", first).with("until", last);
    let ruling = Ruling { excess: true, ..Ruling::certain(Verdict::Breached, Instant(from.0 + 1)) };
    frame.outcome(ruling, Found { why: Some(why), ..found })
}

/// The one instance of a norm to be achieved at some time: fulfilled once it is, else open, never breached.
pub(super) fn once<'a>(world: &'a World<'a>, index: usize, norm: &'a Norm, bearer: &InScope) -> Vec<Outcome> {
    let (Some(first), Some(last)) = (bearer.spans.first(), bearer.spans.last()) else { return Vec::new() };
    if first.from >= world.as_of {
        return Vec::new();
    }
    let frame = Frame {
        world,
        index,
        norm,
        bearer: bearer.id.clone(),
        from: first.from,
        until: last.until,
        limit: last.until,
        label: None,
        trigger: None,
    };
    if !held::is_about_holding(&norm.requirement) {
        return vec![super::triggered::settle_once(&frame)];
    }
    let mut cuts: BTreeSet<Instant> = held::edges(&frame, &norm.requirement)
        .into_iter()
        .filter(|at| first.from < *at && *at < world.as_of)
        .collect();
    cuts.insert(first.from.max(world.log.coverage.hull().map_or(first.from, |h| h.from)));
    let mut doubt = None;
    for at in cuts {
        match held::at(&frame, &norm.requirement, at) {
            (Truth::True, measured, required) => {
                let found = Found { measured, required, ..Found::default() };
                return vec![frame.outcome(Ruling::certain(Verdict::Fulfilled, at), found)];
            }
            (Truth::Unknown(why @ Doubt::Parameter(_)), ..) => doubt = Some(why),
            _ => {}
        }
    }
    let ruling = doubt.map_or_else(Ruling::open, Ruling::undetermined);
    vec![frame.outcome(ruling, Found { why: Some(Message::new("why.not_yet")), ..Found::default() })]
}
