//! Norms with windows of the calendar: one instance a bearer and window.

mod count;
mod doubtful;
mod earlier;
mod keep;
mod shares;
mod slot;
mod windows;

pub(super) use windows::{Days, Windows, shift_of_dates};

use super::claims;
use super::exceptions;
use super::excusable;
use super::frame::{Found, Frame};
use super::held;
use super::outcome::{Outcome, Verdict};
use super::scope::{InScope, Span};
use super::tally::Ruling;
use super::term::{Doubt, Truth};
use super::world::World;
use crate::check::policy::{Norm, Requirement, Time};
use crate::diagnostic::Message;
use crate::log::Instant;
use crate::plan::Period;
use chrono::NaiveDate;
use count::counted;
pub(super) use count::{Asked, asked, ruling};
use keep::{holding, kept};
use slot::slot;
pub(super) use slot::{Likeness, Slot};
use windows::{last_end, of_version, part_of, single_period, stretch_to_judge};

/// The windows in which one bearer is judged, and what is said of it besides.
pub(super) struct Slots<'a> {
    pub slots: Vec<Slot<'a>>,
    /// Stretches before and after what the calendar knows.
    pub before: Option<(NaiveDate, NaiveDate)>,
    /// Windows of which the calendar cannot tell what part counts.
    pub untold: Vec<(NaiveDate, NaiveDate)>,
    pub after: Option<(NaiveDate, NaiveDate)>,
}

/// All windows of one bearer.
pub(super) fn slots<'a>(
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    bearer: &InScope,
    windows: &Windows,
) -> Slots<'a> {
    let none = Slots { slots: Vec::new(), before: None, untold: Vec::new(), after: None };
    let Some(stretch) = stretch_to_judge(world, bearer) else { return none };
    let periods: Vec<Period> = match norm.time {
        Time::By(day) => of_version(norm, single_period(world, norm, bearer, day)).into_iter().collect(),
        _ => windows.touching(stretch).cloned().collect(),
    };
    if !world.work.spend(periods.len()) {
        return none;
    }
    let exceptions = exceptions_of(world, norm, bearer, last_end(world, &periods));
    let since = world.since(index, &bearer.id);
    // Nobody is asked about days on which the norm does not bind it.
    let is_there = |(from, to): &(NaiveDate, NaiveDate)| {
        let (from, until) = (world.day_start(*from), world.day_end(*to));
        bearer.spans.iter().any(|span| span.overlap(from, until).is_some())
    };
    let mut slots: Vec<Slot<'a>> = Vec::new();
    let mut untold = Vec::new();
    for whole in periods.into_iter().filter(|period| world.day_start(period.first) >= since) {
        let days = (whole.first, whole.last);
        match part_of(world, norm, whole) {
            Some(part) => slots.extend(slot(world, index, norm, bearer, part, &exceptions)),
            None if is_there(&days) => untold.push(days),
            None => {}
        }
    }
    let beyond = |after| {
        windows.beyond(after, stretch).filter(|_| !matches!(norm.time, Time::By(_))).filter(&is_there)
    };
    Slots { slots, before: beyond(false), untold, after: beyond(true) }
}

/// All instances of a periodic norm for one bearer.
pub(super) fn instances<'a>(
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    bearer: &InScope,
    windows: &Windows,
) -> Vec<Outcome> {
    let found = slots(world, index, norm, bearer, windows);
    let judged = judged(norm, &found.slots, windows);
    let unknown = |stretch| no_calendar(world, index, norm, bearer, stretch);
    let untold = found.before.into_iter().chain(found.untold).map(unknown);
    untold.chain(judged).chain(found.after.map(unknown)).collect()
}

fn judged(norm: &Norm, slots: &[Slot<'_>], windows: &Windows) -> Vec<Outcome> {
    match (windows.doubt.clone(), &norm.requirement) {
        (Some(doubt), _) => slots
            .iter()
            .map(|s| s.frame.outcome(Ruling::undetermined(doubt.clone()), Found::default()))
            .collect(),
        (None, requirement @ (Requirement::Have(_) | Requirement::Any(_)))
            if held::is_about_holding(requirement) =>
        {
            slots.iter().map(|slot| holding(slot, requirement)).collect()
        }
        (None, Requirement::Have(parts)) => counted(slots, std::slice::from_ref(parts)),
        (None, Requirement::Any(all)) => counted(slots, all),
        (None, Requirement::Keep(expr) | Requirement::Satisfy(expr)) => kept(slots, windows, expr),
    }
}

// Over all that is seen of a bearer at once, and up to the end of its windows; the windows then take what lies in them.
pub(super) fn exceptions_of(world: &World<'_>, norm: &Norm, bearer: &InScope, end: Instant) -> Vec<Span> {
    let (Some(first), Some(last)) = (bearer.spans.first(), bearer.spans.last()) else { return Vec::new() };
    let asked = (first.from, last.until.min(end));
    let context =
        super::context::Context::new(world, first.from, (first.from, last.until)).bearer(&bearer.id);
    exceptions::exception_spans(&context, &norm.exceptions, exceptions::Resting::States, asked)
}

/// What is said of a stretch that the calendar does not know.
pub(super) fn no_calendar(
    world: &World<'_>,
    index: usize,
    norm: &Norm,
    bearer: &InScope,
    (from, to): (NaiveDate, NaiveDate),
) -> Outcome {
    let (from, until) = (world.day_start(from), world.day_end(to));
    let frame = Frame {
        world,
        index,
        norm,
        bearer: bearer.id.clone(),
        from,
        until,
        limit: until,
        label: None,
        trigger: None,
    };
    frame.outcome(Ruling::undetermined(Doubt::Calendar), Found::default())
}

/// What exceptions leave of a ruling, and from when on it is certain.
pub(super) fn excuse(slot: &Slot<'_>, ruling: Ruling, found: Found) -> (Ruling, Found) {
    let (ruling, found) = excused(slot, ruling, found);
    let is_sure = slot.doubt.is_none()
        && slot.exceptions.iter().all(|span| span.doubt.is_none())
        && !excusable::may_have_been(&slot.frame, &ruling, &found);
    let found = if is_sure { found } else { claims::unsure(found, false) };
    let Some(certain) = ruling.certain_at else { return (ruling, found) };
    // Nothing is certain of a bearer before it is told that the norm concerns it.
    let told = slot.is_told(certain);
    match slot.frame.world.as_of < told {
        true => (Ruling::open(), found),
        false => (Ruling { certain_at: Some(certain.max(told)), ..ruling }, found),
    }
}

// An exception that rests on events excuses the whole instance; a doubtful one leaves a breach undetermined.
fn excused(slot: &Slot<'_>, ruling: Ruling, found: Found) -> (Ruling, Found) {
    let last = Instant(slot.frame.until.min(slot.frame.world.as_of).0 - 1);
    let (truth, since) = exceptions::excused(&slot.frame, last);
    if truth == Truth::True && !slot.is_never_due() {
        let (ruling, before) = (ruling.clone().or_excused(since), ruling);
        let excused = ruling.verdict == Verdict::Excused;
        let ruling = if excused { ruling.of_doubtful_duty(slot.never_sure.clone()) } else { ruling };
        let why = (ruling.verdict != before.verdict).then(|| Message::new("why.excused"));
        let why = why.filter(|_| ruling.verdict == Verdict::Excused);
        return (ruling, Found { why: why.or(found.why), ..found });
    }
    if matches!(ruling.verdict, Verdict::Fulfilled | Verdict::NotApplicable | Verdict::Excused) {
        return (ruling, found);
    }
    let unsure = slot.doubt_behind(&ruling);
    let ruling = excusable::until_no_more(&slot.frame, ruling);
    let is_broken = matches!(ruling.verdict, Verdict::Breached | Verdict::Late);
    match truth {
        Truth::Unknown(doubt) if is_broken => (Ruling::undetermined(doubt), found),
        _ if ruling.verdict == Verdict::Open => (ruling, found),
        // As long as it goes on, whether there is a duty may still be told.
        _ if is_broken && unsure.is_some() && slot.frame.world.as_of < slot.frame.limit => {
            (Ruling::open(), found)
        }
        _ => (ruling.of_doubtful_duty(unsure), found),
    }
}
