//! Conditions on any stretch of some length: one instance a bearer and calendar year; the first stretch in which
//! the condition fails breaches (rule O6). Whole stretches are looked at that lie inside the scope and between exceptions,
//! and of each part of it the stretches that begin with it, as soon as nothing can mend them: what is too much in three days
//! is so in any seven that hold them.
//!
//! A stretch of days begins with any day. One of hours begins or ends where something begins or ends, or begins with the
//! year: between such instants a count stays as it is and a length of time only grows or shrinks.

use super::context::Context;
use super::early;
use super::exceptions::{self, Resting};
use super::frame::{Found, Frame};
use super::kept_for;
use super::outcome::{Outcome, Verdict};
use super::scope::{self, InScope, Span};
use super::standing::years;
use super::stretch;
use super::tally::Ruling;
use super::term::{Doubt, Truth};
use super::world::World;
use crate::check::policy::{Expr, From, Norm};
use crate::diagnostic::Message;
use crate::log::{Instant, Name, Unit};
use crate::plan;
use std::collections::BTreeSet;
use std::sync::Arc;

/// All instances for one bearer.
pub(super) fn instances<'a>(
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    bearer: &InScope,
    expr: &Expr,
    length: (u32, Unit),
) -> Vec<Outcome> {
    let mut out = Vec::new();
    for span in &bearer.spans {
        for (from, until, year) in years(world, span) {
            let label = Arc::new(Name { canonical: year.to_string(), ..Name::default() });
            let (limit, trigger, label) = (until, None, Some(label));
            let frame =
                Frame { world, index, norm, bearer: bearer.id.clone(), from, until, limit, label, trigger };
            let (ruling, found) = judge(&frame, span, expr, length);
            out.push(frame.outcome(ruling, found));
        }
    }
    out
}

fn judge(frame: &Frame<'_>, span: &Span, expr: &Expr, length: (u32, Unit)) -> (Ruling, Found) {
    if let Some(doubt) = &span.doubt {
        return (Ruling::undetermined(doubt.clone()), Found::default());
    }
    let world = frame.world;
    let begin = span.from.max(world.log.coverage.hull().map_or(span.from, |h| h.from));
    let seen = (begin, span.until.min(world.as_of));
    let context = frame.context(begin);
    let exceptions = exceptions::exception_spans(&context, &frame.norm.exceptions, Resting::Either, seen);
    let sure = exceptions.iter().filter(|span| span.doubt.is_none());
    let parts = exceptions::between(sure, seen);
    let Some(windows) =
        parts.into_iter().map(|part| windows(frame, expr, length, part)).collect::<Option<Vec<_>>>()
    else {
        return (Ruling::undetermined(Doubt::Calendar), Found::default());
    };
    let mut doubt = None;
    let (mut kept, mut empty) = (false, false);
    // A stretch belongs to the year in which it ends.
    let in_the_year = |window: &Window| frame.from < window.until && window.until <= frame.until;
    let windows: Vec<Window> = windows.into_iter().flatten().filter(in_the_year).collect();
    let looked = |window: &Window| {
        let in_doubt =
            |span: &&Span| span.doubt.is_some() && span.overlap(window.from, window.until).is_some();
        let context = window.seen(frame);
        (context.truth(expr), exceptions.iter().find(in_doubt).and_then(|span| span.doubt.clone()))
    };
    for (index, window) in windows.iter().enumerate() {
        match looked(window) {
            (Truth::False, None) => {
                let before = index.checked_sub(1).and_then(|before| windows.get(before));
                let ms = plan::elapsed(length.0, length.1).filter(|_| early::measures(expr));
                let is_broken = |window: &Window| matches!(looked(window), (Truth::False, None));
                let first = ms.map(|ms| window.first(before, ms, frame.from, is_broken));
                return broken(frame, expr, &first.unwrap_or(*window));
            }
            _ if !window.whole => {}
            (Truth::True, _) => kept = true,
            (Truth::Empty, _) => empty = true,
            (Truth::Unknown(why), _) | (Truth::False, Some(why)) => doubt = doubt.or(Some(why)),
        }
    }
    let over = world.as_of >= frame.until;
    let said = |key| Found { why: Some(Message::new(key)), ..Found::default() };
    match doubt {
        _ if over && exceptions::take_all(&exceptions, frame) => {
            (Ruling::certain(Verdict::Excused, frame.until), said("why.excused"))
        }
        None if over && empty && !kept => {
            (Ruling::certain(Verdict::NotApplicable, frame.until), said("why.empty"))
        }
        Some(doubt @ Doubt::Parameter(_)) => (Ruling::undetermined(doubt), Found::default()),
        Some(doubt) if over => (Ruling::undetermined(doubt), Found::default()),
        None if over => {
            let why = Some(kept_for::reason(frame));
            (Ruling::certain(Verdict::Fulfilled, frame.until), Found { why, ..Found::default() })
        }
        _ => (Ruling::open(), said("why.holds_so_far")),
    }
}

fn broken(frame: &Frame<'_>, expr: &Expr, window: &Window) -> (Ruling, Found) {
    let world = frame.world;
    let last = world.date_of(Instant(window.until.0 - 1));
    let why = Message::new("why.broken").with("from", world.date_of(window.from)).with("until", last);
    let whole = Window { whole: true, ..*window };
    let why = Some(whole.seen(frame).compared(expr).unwrap_or(why));
    let ruling = Ruling { excess: true, ..Ruling::certain(Verdict::Breached, window.until) };
    (ruling, Found { why, due: Some(last), ..Found::default() })
}

/// A stretch to look at.
#[derive(Clone, Copy)]
struct Window {
    /// Where the part of the scope begins that it lies in.
    part: Instant,
    from: Instant,
    until: Instant,
    /// It has its full length; else it goes on.
    whole: bool,
}

impl Window {
    fn seen<'a>(&self, frame: &Frame<'a>) -> Context<'a> {
        let at = Instant(self.until.0 - 1);
        let whole = frame.context(at).over((self.from, self.until)).at(at);
        if self.whole { whole } else { whole.going_on(self.from, self.until) }
    }

    // The first one like it that nothing can mend: hours of what lasts grow between the instants at which something begins or
    // ends. What is asked at least is asked at those instants alone.
    fn first(
        self,
        before: Option<&Self>,
        ms: i64,
        since: Instant,
        is_broken: impl Fn(&Self) -> bool,
    ) -> Self {
        let slides = |window: &Self| window.from > window.part;
        let ending = |until: i64| Self {
            from: if slides(&self) { Instant(until - ms) } else { self.from },
            until: Instant(until),
            whole: false,
            ..self
        };
        if !is_broken(&ending(self.until.0)) {
            return self;
        }
        let earliest = if slides(&self) { Instant(self.part.0 + ms) } else { self.from };
        let before = before.filter(|one| one.part == self.part && slides(one) == slides(&self));
        let kept = earliest.max(since).max(before.map_or(earliest, |one| one.until));
        let (mut kept, mut broken) = (kept.0.min(self.until.0 - 1), self.until.0);
        while broken - kept > 1 {
            let middle = kept + (broken - kept) / 2;
            if is_broken(&ending(middle)) { broken = middle } else { kept = middle }
        }
        ending(broken)
    }
}

// The stretches of a part to look at, in order; none where the calendar does not reach.
fn windows(
    frame: &Frame<'_>,
    expr: &Expr,
    (count, unit): (u32, Unit),
    (begin, end): (Instant, Instant),
) -> Option<Vec<Window>> {
    let world = frame.world;
    if begin >= end {
        return Some(Vec::new());
    }
    let may_be_sure = early::may_be_sure(expr);
    let begun = |until| Window { part: begin, from: begin, until, whole: false };
    if let Some(ms) = plan::elapsed(count, unit) {
        let edges = edges(frame, expr, (begin, end));
        let starts: BTreeSet<Instant> =
            edges.iter().flat_map(|at| [*at, Instant(at.0 - ms)]).chain([begin, frame.from]).collect();
        if !world.work.spend(starts.len()) {
            return None;
        }
        let ends: BTreeSet<Instant> = edges.into_iter().chain([end, Instant(begin.0 + ms)]).collect();
        let ends =
            ends.into_iter().filter(|at| may_be_sure && begin < *at && *at <= end && at.0 <= begin.0 + ms);
        let whole = starts.into_iter().map(|from| Window {
            part: begin,
            from,
            until: Instant(from.0 + ms),
            whole: true,
        });
        let whole = whole.filter(|window| begin <= window.from && window.until <= end);
        // The last one that is seen goes on as well.
        let last = Window { part: begin, from: Instant(end.0 - ms), until: end, whole: false };
        let last = Some(last).filter(|last| may_be_sure && last.from > begin);
        return Some(ends.map(begun).chain(whole).chain(last).collect());
    }
    let first = world.date_of(begin);
    let first = if world.day_start(first) < begin { first.succ_opt()? } else { first };
    let last = world.date_of(Instant(end.0 - 1));
    let ends = world.date_of(begin).iter_days().map(|day| world.day_end(day)).take_while(|at| *at <= end);
    let first_whole =
        stretch::last_of_any(world, frame.norm, first, (count, unit)).map(|day| world.day_end(day));
    // No longer than a whole one.
    let ends = ends.take_while(|at| may_be_sure && first_whole.is_some_and(|whole| *at < whole));
    if !world.work.spend(usize::try_from((last - first).num_days()).unwrap_or(0)) {
        return None;
    }
    let mut out: Vec<Window> = ends.map(begun).collect();
    for day in first.iter_days().take_while(|day| *day <= last) {
        let until = match stretch::last_of_any(world, frame.norm, day, (count, unit)) {
            Some(last) => world.day_end(last),
            // It ends after what is seen, where the calendar need not know.
            None if world.calendar.counts(unit, last).is_some() => break,
            None => return None,
        };
        if until > end {
            break;
        }
        out.push(Window { part: begin, from: world.day_start(day), until, whole: true });
    }
    Some(out)
}

// Where anything that the condition looks at begins or ends.
fn edges(frame: &Frame<'_>, expr: &Expr, seen: (Instant, Instant)) -> Vec<Instant> {
    let world = frame.world;
    // What a record of a day says of somebody holds on all of that day.
    let begins_a_day = |at: &&Instant| world.day_start(world.date_of(**at)) == **at;
    let mut out = scope::edges(&frame.context(seen.0), expr);
    let ends: Vec<Instant> = out.iter().filter(begins_a_day).map(|at| world.told_of(*at)).collect();
    out.extend(ends);
    plan::visit(expr, &mut |e| match e {
        Expr::Attribute(of, name) => {
            let mut changes = Vec::new();
            scope::attribute_edges(&frame.context(seen.0), of, name, &mut changes);
            out.extend(changes.into_iter().map(|at| world.told_of(at)));
        }
        other => {
            if let Some(From::Event(kind)) = other.selection().map(|s| &s.from) {
                let records = world.records(*kind, None, seen);
                out.extend(records.flat_map(|record| [record.at.first, record.at.end]));
            }
        }
    });
    out.extend(world.edges_of_knowledge());
    out
}
