//! Windows in which a condition is looked at, or who held what.

use super::super::context::Context;
use super::super::early;
use super::super::frame::Found;
use super::super::held;
use super::super::outcome::{Outcome, Verdict};
use super::super::tally::Ruling;
use super::super::term::{Doubt, Truth};
use super::excuse;
use super::shares;
use super::slot::Slot;
use super::windows::Windows;
use crate::check::policy::{Expr, PartialPeriod, Requirement, Time, WhoCounts};
use crate::diagnostic::Message;
use crate::log::Instant;
use crate::plan;

/// Instances of a norm that compares measures over the window: decided at its end (rule O4).
pub(super) fn kept(slots: &[Slot<'_>], windows: &Windows, expr: &Expr) -> Vec<Outcome> {
    let mut out = Vec::new();
    for (index, slot) in slots.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|i| slots.get(i));
        let previous = previous_window(slot, before, windows);
        // Whether the bearer was in scope then decides whether there is anything to be compared with; whether a vacation
        // took what was due then does not.
        let doubt = before.filter(|_| previous.is_some()).and_then(|before| before.never_sure.clone());
        let (ruling, why) = keep_ruling(slot, expr, previous, doubt);
        let (ruling, found) = excuse(slot, ruling, Found { why, ..Found::default() });
        out.push(slot.frame.outcome(ruling, found));
    }
    out
}

// The window right before: one in scope, or one that the log does not reach back to. The first one of all, and a bearer
// that was out of scope in the one before, have nothing to be compared with.
fn previous_window(
    slot: &Slot<'_>,
    before: Option<&Slot<'_>>,
    windows: &Windows,
) -> Option<(Instant, Instant)> {
    let frame = &slot.frame;
    if matches!(frame.norm.time, Time::By(_)) {
        return None;
    }
    match windows.right_before(&slot.period) {
        Some(period) => {
            let before = before.filter(|before| period.first <= before.period.first)?;
            Some((before.frame.from, before.frame.until))
        }
        None if slot.effective.0 <= frame.from => {
            let unseen = windows.unseen(frame.world, frame.norm)?;
            Some((frame.world.day_start(unseen.first), frame.world.day_end(unseen.last)))
        }
        None => None,
    }
}

/// The ruling, and the reason where the verdict alone does not tell it.
fn keep_ruling(
    slot: &Slot<'_>,
    expr: &Expr,
    previous: Option<(Instant, Instant)>,
    doubt: Option<Doubt>,
) -> (Ruling, Option<Message>) {
    let frame = &slot.frame;
    if slot.is_passed_over() {
        return (slot.nothing_due(), Some(slot.nothing_due_reason()));
    }
    let divided = shares::divided(slot, expr);
    let expr = divided.as_ref().unwrap_or(expr);
    let last = if matches!(frame.norm.time, Time::AtTheEndOfEvery(_)) {
        frame.world.day_end(slot.period.last)
    } else {
        frame.until
    };
    let mut context = frame.context(Instant(last.0 - 1)).over((slot.effective.0, frame.until));
    (context.previous, context.previous_doubt) = (previous, doubt);
    context.closing = Some(frame.from);
    let missing = frame.norm.parameters.iter().find(|p| frame.world.parameter(p).is_none());
    if let Some(name) = missing {
        return (Ruling::undetermined(Doubt::Parameter(name.clone())), None);
    }
    let window = (slot.effective.0, frame.until);
    let broken = early::may_show(frame.norm, expr).then(|| early::broken(&context, expr, window)).flatten();
    if let Some(at) = broken {
        let seen = context.over((window.0, window.1.min(frame.world.as_of)));
        let excess = at < window.1;
        return (Ruling { excess, ..Ruling::certain(Verdict::Breached, at) }, seen.compared(expr));
    }
    // A night belongs to the day on which it begins, and is over on the next one; so it is with what lasts up to a date.
    let last = all_is_over(&context, expr, last);
    if frame.world.as_of < last {
        return (Ruling::open(), None);
    }
    match context.truth(expr) {
        Truth::True => (Ruling::certain(Verdict::Fulfilled, last), None),
        Truth::False => (Ruling::certain(Verdict::Breached, last), context.compared(expr)),
        Truth::Unknown(doubt) => (Ruling::undetermined(doubt), None),
        Truth::Empty => (Ruling::certain(Verdict::NotApplicable, last), Some(Message::new("why.empty"))),
    }
}

// A condition that looks at a stretch which ends after the window is decided when that is over.
fn all_is_over(context: &Context<'_>, expr: &Expr, last: Instant) -> Instant {
    let mut end = last;
    plan::visit(expr, &mut |e| end = end.max(context.looks_until(e).unwrap_or(last)));
    end
}

impl Slot<'_> {
    fn is_passed_over(&self) -> bool {
        self.counted == 0 || !self.counts() || self.is_skipped()
    }

    fn is_skipped(&self) -> bool {
        self.frame.norm.reading.partial_period == PartialPeriod::Skip
            && self.frame.norm.reading.who_counts == WhoCounts::ByDays
            && !self.wholly_in_scope()
    }
}

// States, roles and entities in a window: at its end where the norm says so, else at any instant of it.
pub(super) fn holding(slot: &Slot<'_>, requirement: &Requirement) -> Outcome {
    let frame = &slot.frame;
    if slot.is_passed_over() {
        return frame
            .outcome(slot.nothing_due(), Found { why: Some(slot.nothing_due_reason()), ..Found::default() });
    }
    let last = Instant(frame.world.day_end(slot.period.last).0 - 1);
    let at_end = matches!(frame.norm.time, Time::AtTheEndOfEvery(_));
    let mut cuts = if at_end { vec![last] } else { held::edges(frame, requirement) };
    if !at_end {
        cuts.retain(|at| slot.inside.iter().any(|span| span.from < *at && *at < span.until));
        cuts.extend(slot.inside.iter().map(|span| span.from));
    }
    cuts.retain(|at| *at < frame.world.as_of);
    cuts.sort();
    let mut doubt = None;
    let mut found = Found::default();
    for at in cuts {
        let (truth, here) = held::at(requirement, &frame.context(at));
        found = here;
        match truth {
            Truth::True => {
                let (ruling, found) =
                    excuse(slot, Ruling::certain(Verdict::Fulfilled, Instant(at.0 + 1)), found);
                return frame.outcome(ruling, found);
            }
            Truth::Unknown(why) => doubt = doubt.or(Some(why)),
            Truth::False | Truth::Empty => {}
        }
    }
    let ruling = match doubt {
        Some(doubt @ Doubt::Parameter(_)) => Ruling::undetermined(doubt),
        _ if frame.world.as_of <= last => Ruling::open(),
        Some(doubt) => Ruling::undetermined(doubt),
        None => Ruling::certain(Verdict::Breached, Instant(last.0 + 1)),
    };
    let (ruling, found) = excuse(slot, ruling, found);
    frame.outcome(ruling, found)
}
