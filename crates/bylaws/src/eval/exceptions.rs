//! The stretches in which an exception holds, and whether one excuses (rule S1).

use super::context::Context;
use super::early;
use super::frame::Frame;
use super::rests::{rests_on_events, rests_on_the_calendar};
use super::scope::{self, Span, edges, pieces};
use super::term::{Doubt, Truth};
use crate::check::policy::{Exception, Expr};
use crate::log::{Instant, Moment};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Which exceptions are asked about, by what they rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resting {
    /// What holds at an instant.
    States,
    /// Records of a window.
    Records,
    /// Either.
    Either,
}

impl Resting {
    // It rests on records if it or one that takes it back does.
    fn holds_of(self, exceptions: &[Exception], index: usize) -> bool {
        self == Self::Either || rests_on_records(exceptions, index) == (self == Self::Records)
    }
}

fn rests_on_records(exceptions: &[Exception], index: usize) -> bool {
    let mut deeper = exceptions.iter().enumerate().filter(|(_, e)| e.to == Some(index));
    exceptions.get(index).is_some_and(|e| rests_on_events(&e.condition))
        || deeper.any(|(deeper, _)| rests_on_records(exceptions, deeper))
}

/// Whether an exception applies here: one that is not taken back by an exception to it.
pub(super) fn excepted(
    context: &Context<'_>,
    exceptions: &[Exception],
    resting: Resting,
) -> (Truth, Option<usize>) {
    excepted_by(exceptions, resting, &|condition| context.truth(condition))
}

// The same by what is said of each condition.
fn excepted_by(
    exceptions: &[Exception],
    resting: Resting,
    holds: &dyn Fn(&Expr) -> Truth,
) -> (Truth, Option<usize>) {
    let mut doubt = None;
    for (index, _) in exceptions
        .iter()
        .enumerate()
        .filter(|(index, e)| e.to.is_none() && e.instead.is_none() && resting.holds_of(exceptions, *index))
    {
        match applies_by(exceptions, index, holds) {
            Truth::True => return (Truth::True, Some(index)),
            Truth::Unknown(why) => doubt = doubt.or(Some((Truth::Unknown(why), Some(index)))),
            Truth::False | Truth::Empty => {}
        }
    }
    doubt.unwrap_or((Truth::False, None))
}

/// Whether an exception on events excuses an instance up to its last instant, and since when that is certain
/// (rule O1): since the first record that makes it true, where more records cannot make it false again.
pub(super) fn excused(frame: &Frame<'_>, last: Instant) -> (Truth, Instant) {
    let exceptions = &frame.norm.exceptions;
    let context = frame.exceptional(last);
    // What happened before the regulation came into force excuses from no window of it.
    let (from, until) = context.window;
    let earliest = if frame.trigger.is_none() { frame.world.in_force().0 } else { Instant::MIN };
    let from = from.max(earliest).min(until);
    let context = context.over((from, until));
    let truth = excepted(&context, exceptions, Resting::Records).0;
    // What excuses may come as long as it may be made up.
    let end = Instant(last.0 + 1).max(frame.limit.min(frame.world.as_of));
    // What lasts is asked apart, and takes nothing from what a record excuses.
    let mut asked = exceptions
        .iter()
        .enumerate()
        .filter(|(index, _)| Resting::Records.holds_of(exceptions, outermost(exceptions, *index)));
    if truth != Truth::True || !asked.all(|(_, e)| early::may_be_sure(&e.condition)) {
        return (truth, end);
    }
    let holds = |until: &Instant| {
        let seen = context.at(Instant(until.0 - 1)).going_on(context.window.0, *until);
        excepted(&seen, exceptions, Resting::Records).0 == Truth::True
    };
    if let Some(begun) = frame.trigger.map(|record| record.at.end).filter(holds) {
        return (truth, begun);
    }
    let mut ends: Vec<Instant> = exceptions.iter().flat_map(|e| edges(&context, &e.condition)).collect();
    // How long something lasts is known day by day.
    if exceptions.iter().any(|e| early::measures(&e.condition)) {
        let begins = frame.trigger.map_or(from, |record| record.at.first.max(from));
        let days = frame.world.date_of(begins).iter_days().map(|day| frame.world.day_end(day));
        ends.extend(days.take_while(|at| *at < end));
    }
    ends.retain(|at| from < *at && *at < end);
    ends.sort_unstable();
    let first = ends.partition_point(|at| !holds(at));
    (truth, ends.get(first).copied().unwrap_or(end))
}

// The exception that one takes back, or that which takes back, and so on.
fn outermost(exceptions: &[Exception], index: usize) -> usize {
    let to = |index: &usize| exceptions.get(*index).and_then(|exception| exception.to);
    std::iter::successors(Some(index), to).take(exceptions.len()).last().unwrap_or(index)
}

/// Whether an exception holds and none that holds takes it back.
pub(super) fn applies(context: &Context<'_>, exceptions: &[Exception], index: usize) -> Truth {
    applies_by(exceptions, index, &|condition| context.truth(condition))
}

fn applies_by(exceptions: &[Exception], index: usize, holds: &dyn Fn(&Expr) -> Truth) -> Truth {
    let own = exceptions.get(index).map_or(Truth::False, |e| holds(&e.condition)).chosen();
    let taken_back = || {
        let against = exceptions.iter().enumerate().filter(|(_, e)| e.to == Some(index));
        against.fold(Truth::False, |so_far, (i, _)| so_far.or(|| applies_by(exceptions, i, holds)))
    };
    own.and(|| taken_back().not())
}

/// The stretches of `[from, until)` in which an exception on states holds. Of what is not yet seen those that the
/// calendar alone decides are as it tells, and the others as they stand.
pub(super) fn exception_spans(
    context: &Context<'_>,
    exceptions: &[Exception],
    resting: Resting,
    (from, until): (Instant, Instant),
) -> Vec<Span> {
    let asked = exceptions
        .iter()
        .enumerate()
        .filter(|(index, e)| resting.holds_of(exceptions, *index) || e.to.is_some());
    let all = Expr::And(asked.map(|(_, e)| e.condition.clone()).collect());
    let mut out: Vec<Span> = Vec::new();
    if matches!(&all, Expr::And(parts) if parts.is_empty()) {
        return out;
    }
    let seen = pieces(context, &all, (from, until), |at| excepted(at, exceptions, resting).0);
    let to_come = foretold(context, exceptions, resting, (from.max(context.world.as_of), until));
    let begins = to_come.first().map_or(until, |(begins, ..)| *begins);
    let seen = seen.into_iter().map(|(from, until, truth)| (from, until.min(begins), truth));
    for (from, until, truth) in seen.filter(|(from, until, _)| from < until).chain(to_come) {
        let doubt = match truth {
            Truth::True => None,
            Truth::Unknown(doubt) => Some(doubt),
            Truth::False | Truth::Empty => continue,
        };
        match out.last_mut() {
            // What is to come goes on with what is seen.
            Some(last) if last.until == from && last.doubt == doubt => last.until = until,
            _ => out.push(Span { from, until, doubt }),
        }
    }
    out
}

// What exceptions are to come by what is seen and what the calendar tells, if it alone decides any. Where it does not tell,
// they are as they stand.
fn foretold(
    context: &Context<'_>,
    exceptions: &[Exception],
    resting: Resting,
    (from, until): (Instant, Instant),
) -> Vec<(Instant, Instant, Truth)> {
    let told: Vec<&Expr> = exceptions
        .iter()
        .map(|e| &e.condition)
        .filter(|condition| rests_on_the_calendar(condition))
        .collect();
    if from >= until || told.is_empty() {
        return Vec::new();
    }
    let seen = Instant(from.0 - 1);
    let so_far = context.over((context.window.0, from)).at(seen);
    let cuts: BTreeSet<Instant> = told
        .iter()
        .flat_map(|condition| scope::turns(context.world, condition, (from, until)))
        .chain([from])
        .collect();
    let ends = cuts.iter().skip(1).copied().chain([until]);
    let piece = |(cut, next): (&Instant, Instant)| {
        let day = context.at(*cut);
        let holds = |condition: &Expr| match told.contains(&condition).then(|| day.truth(condition)) {
            Some(truth @ (Truth::True | Truth::False)) => truth,
            _ => so_far.truth(condition),
        };
        (*cut, next, excepted_by(exceptions, resting, &holds).0)
    };
    cuts.iter().zip(ends).map(piece).collect()
}

/// What exceptions leave of a stretch.
pub(super) fn between<'s>(
    pauses: impl IntoIterator<Item = &'s Span>,
    (from, until): (Instant, Instant),
) -> Vec<(Instant, Instant)> {
    let mut out = Vec::new();
    let mut at = from;
    for pause in pauses {
        out.push((at, pause.from));
        at = at.max(pause.until);
    }
    out.push((at, until));
    out.retain(|(from, until)| from < until);
    out
}

/// Whether one of the exceptions found over a stretch holds at an instant.
pub(super) fn excepted_at(spans: &[Span], at: Instant) -> Truth {
    let here = spans.iter().find(|span| span.from <= at && at < span.until);
    here.map_or(Truth::False, |span| span.doubt.clone().map_or(Truth::True, Truth::Unknown))
}

/// Whether exceptions surely take all of a frame that is seen.
pub(super) fn take_all(spans: &[Span], frame: &Frame<'_>) -> bool {
    let end = frame.until.min(frame.world.as_of);
    let reached = spans
        .iter()
        .filter(|span| span.doubt.is_none())
        .fold(frame.from, |at, span| if span.from <= at { at.max(span.until) } else { at });
    frame.from < end && reached >= end
}

/// Whether one of these stretches surely takes what lies at a moment.
pub(super) fn takes(spans: &[Span], at: Moment) -> bool {
    spans.iter().any(|span| span.doubt.is_none() && at.surely_in(span.from, span.until))
}

/// Whether one of these stretches takes what lies at a moment, or may: it is in doubt, or the moment is.
pub(super) fn taken(spans: &[Span], at: Moment, id: &Arc<str>) -> Truth {
    let near = spans.iter().find(|span| at.possibly_in(span.from, span.until));
    match near {
        _ if takes(spans, at) => Truth::True,
        Some(span) => Truth::Unknown(span.doubt.clone().unwrap_or_else(|| Doubt::Imprecise(id.clone()))),
        None => Truth::False,
    }
}
