//! What was done in the stretch, and the ruling on it.

use super::super::claims;
use super::super::context::Hand;
use super::super::early;
use super::super::exceptions::{self, Resting};
use super::super::excusable;
use super::super::frame::{Found, Frame, Limits, either, join};
use super::super::held;
use super::super::none_asked;
use super::super::outcome::{Measured, Outcome, Verdict};
use super::super::quotas::{Quota, Quotas};
use super::super::scope;
use super::super::select::{Hit, Selected};
use super::super::tally::{Demand, Ruling, Tally};
use super::super::term::{Doubt, Truth};
use super::amounts;
use super::clock::unit_of;
use super::window::{Side, Window, coarse, first_day, last_day, late_limit};
use crate::check::policy::{Expr, From, Part, Requirement, SameDay, Time};
use crate::diagnostic::Message;
use crate::log::{Exact, Instant, Moment, Precision};
use crate::plan;

/// The outcome of an instance whose window is known; `start` is the moment that began it, and the doubt one
/// about whether the duty exists.
pub(in super::super) fn judge(
    frame: &Frame<'_>,
    window: &Window,
    start: Moment,
    doubt: Option<Doubt>,
) -> Outcome {
    let excepted = excepted_at(frame, start);
    if excepted == Truth::True {
        return taken_at_once(frame, start, doubt);
    }
    let (ruling, found) = match &frame.norm.requirement {
        requirement @ (Requirement::Have(_) | Requirement::Any(_)) if held::is_about_holding(requirement) => {
            held_in(frame, window, requirement)
        }
        Requirement::Have(parts) => counted(frame, window, parts),
        Requirement::Any(all) => {
            let each = all.iter().map(|parts| counted(frame, window, parts));
            each.reduce(either).unwrap_or((Ruling::open(), Found::default()))
        }
        Requirement::Satisfy(expr) => condition(frame, expr, start),
        Requirement::Keep(expr) => kept(frame, window, expr),
    };
    let ruling = in_doubtful_window(window, &frame.norm.requirement, frame.world.as_of, ruling);
    let (ruling, found) = excuse(frame, excepted, ruling, found);
    let whenever = window.sure.is_some() || window.may_be_longer.is_some();
    let found = if whenever || doubt.is_some() { claims::unsure(found, whenever) } else { found };
    frame.outcome(ruling.of_doubtful_duty(doubt), found)
}

// What an exception takes as it begins.
fn taken_at_once(frame: &Frame<'_>, start: Moment, doubt: Option<Doubt>) -> Outcome {
    let found = Found { why: Some(Message::new("why.excused")), ..Found::default() };
    frame.outcome(Ruling::certain(Verdict::Excused, start.end).of_doubtful_duty(doubt), found)
}

// What was done before the limit that is sure was done in time, and what was too many then is so later.
fn in_doubtful_window(window: &Window, requirement: &Requirement, as_of: Instant, ruling: Ruling) -> Ruling {
    let Some(doubt) = &window.may_be_longer else { return ruling };
    let done = !requirement.has_upper_limit() && !matches!(requirement, Requirement::Keep(_));
    match ruling.verdict {
        Verdict::Fulfilled if done => ruling,
        Verdict::Breached if ruling.excess => ruling,
        Verdict::Open if as_of < window.until => ruling,
        _ if as_of < window.until => Ruling::open(),
        _ => Ruling::undetermined(doubt.clone()),
    }
}

/// The ruling where an exception on what lasts surely holds when the duty begins.
pub(super) fn excepted(frame: &Frame<'_>, start: Moment) -> Option<Ruling> {
    (excepted_at(frame, start) == Truth::True).then(|| Ruling::certain(Verdict::Excused, start.end))
}

// Wherever in its precision the start may lie: what holds for a part of a month only is not known to apply.
fn excepted_at(frame: &Frame<'_>, start: Moment) -> Truth {
    let context = frame.context(start.first);
    if start.precision <= Precision::Day {
        let exceptions = &frame.norm.exceptions;
        let at = |at| exceptions::excepted(&frame.context(at), exceptions, Resting::States).0;
        return on_its_day(frame, exceptions.iter().map(|e| &e.condition), start, at);
    }
    let spans = exceptions::exception_spans(
        &context,
        &frame.norm.exceptions,
        Resting::States,
        (start.first, start.end),
    );
    match spans.as_slice() {
        [] => Truth::False,
        [one] if one.doubt.is_none() && one.from <= start.first && start.end <= one.until => Truth::True,
        _ => Truth::Unknown(Doubt::Imprecise(frame.trigger_id())),
    }
}

fn excuse(frame: &Frame<'_>, excepted: Truth, ruling: Ruling, found: Found) -> (Ruling, Found) {
    // A limit may lie before the trigger, as that of a notice does: what came up to the trigger excuses.
    let last = frame.trigger.map_or(frame.limit, |record| frame.limit.max(record.at.end));
    let frame = &Frame { limit: last, ..frame.clone() };
    let (by_events, since) = exceptions::excused(frame, Instant(last.min(frame.world.as_of).0 - 1));
    if by_events == Truth::True {
        let (ruling, before) = (ruling.clone().or_excused(since), ruling);
        let why = (ruling.verdict != before.verdict).then(|| Message::new("why.excused"));
        let may_have_been = excusable::may_have_been(frame, &ruling, &found);
        let found = if may_have_been { claims::unsure(found, false) } else { found };
        return (ruling, Found { why: why.or(found.why), ..found });
    }
    let ruling = excusable::until_no_more(frame, ruling);
    let is_broken = matches!(ruling.verdict, Verdict::Breached | Verdict::Late);
    let may_be = [&by_events, &excepted].into_iter().any(|truth| matches!(truth, Truth::Unknown(_)));
    let found = if may_be { claims::unsure(found, false) } else { found };
    match (by_events, excepted) {
        (Truth::Unknown(doubt), _) | (_, Truth::Unknown(doubt)) if is_broken => {
            (Ruling::undetermined(doubt), found)
        }
        _ => (ruling, found),
    }
}

// As of the trigger: wherever in its precision that may be.
fn condition(frame: &Frame<'_>, expr: &Expr, start: Moment) -> (Ruling, Found) {
    let plain = |ruling| (ruling, Found::default());
    // The month in which it happened is not over: the rest of it is not known.
    if start.precision > Precision::Day && frame.world.as_of < start.end {
        return plain(Ruling::open());
    }
    // What happened up to the trigger counts, that of its own day included.
    let hand = frame.trigger.map_or(Hand::Empty, Hand::Record);
    let at = |at, until| frame.context(at).holding(hand.clone(), at).over((Instant::MIN, until));
    if start.precision <= Precision::Day {
        let context = at(start.first, start.end).seeing_to(start);
        let truth = on_its_day(frame, std::iter::once(expr), start, |at| context.at(at).truth(expr));
        let ruling = as_of_trigger(truth, start);
        let is_broken = ruling.verdict == Verdict::Breached;
        let why = is_broken.then(|| context.compared(expr)).flatten();
        return (ruling, Found { why, ..Found::default() });
    }
    // Of a month it must be so on every day that may be meant.
    let pieces =
        scope::pieces(&at(start.first, start.end), expr, (start.first, start.end), |at| at.truth(expr));
    match pieces.as_slice() {
        [(_, _, only)] => plain(as_of_trigger(only.clone(), start)),
        _ => {
            let unknown = pieces.into_iter().find_map(|(_, _, truth)| match truth {
                Truth::Unknown(doubt) => Some(doubt),
                Truth::True | Truth::False | Truth::Empty => None,
            });
            plain(Ruling::undetermined(unknown.unwrap_or_else(|| Doubt::Imprecise(frame.trigger_id()))))
        }
    }
}

// Of a trigger of which only the day is known, whatever turns on that day: so it is if it is at every hour.
fn on_its_day<'e>(
    frame: &Frame<'_>,
    asked: impl Iterator<Item = &'e Expr>,
    start: Moment,
    truth: impl Fn(Instant) -> Truth,
) -> Truth {
    let first = truth(start.first);
    if start.precision == Precision::Instant || matches!(first, Truth::Unknown(_)) {
        return first;
    }
    let context = frame.context(start.first);
    let turning = asked.filter(|expr| plan::depends_on_time(expr));
    let mut turns: Vec<Instant> = turning.flat_map(|expr| scope::edges(&context, expr)).collect();
    let end = start.end.min(frame.world.as_of);
    turns.retain(|at| start.first < *at && *at < end);
    let same = turns.into_iter().all(|at| truth(at) == first);
    if same { first } else { Truth::Unknown(Doubt::Imprecise(frame.trigger_id())) }
}

fn as_of_trigger(truth: Truth, start: Moment) -> Ruling {
    match truth {
        Truth::Unknown(doubt) => Ruling::undetermined(doubt),
        Truth::True => Ruling::certain(Verdict::Fulfilled, start.end),
        Truth::False => Ruling::certain(Verdict::Breached, start.end),
        Truth::Empty => Ruling::certain(Verdict::NotApplicable, start.end),
    }
}

fn kept(frame: &Frame<'_>, window: &Window, expr: &Expr) -> (Ruling, Found) {
    let whole = (frame.from, window.until);
    let context = frame.context(Instant(window.until.0 - 1)).over(whole);
    let broken = early::may_show(frame.norm, expr).then(|| early::broken(&context, expr, whole)).flatten();
    if let Some(at) = broken {
        let ruling = Ruling { excess: at < window.until, ..Ruling::certain(Verdict::Breached, at) };
        let seen = context.over((whole.0, whole.1.min(frame.world.as_of)));
        return (ruling, Found { why: seen.compared(expr), ..Found::default() });
    }
    let plain = |ruling| (ruling, Found::default());
    if frame.world.as_of < window.until {
        return plain(Ruling::open());
    }
    match context.truth(expr) {
        Truth::True => plain(Ruling::certain(Verdict::Fulfilled, window.until)),
        Truth::False => {
            let why = context.compared(expr);
            (Ruling::certain(Verdict::Breached, window.until), Found { why, ..Found::default() })
        }
        Truth::Unknown(doubt) => plain(Ruling::undetermined(doubt)),
        Truth::Empty => plain(Ruling::certain(Verdict::NotApplicable, window.until)),
    }
}

// States and roles: at the trigger, or at some instant up to the limit.
fn held_in(frame: &Frame<'_>, window: &Window, requirement: &Requirement) -> (Ruling, Found) {
    let before = window.side == Side::Before;
    let first = if before { Instant(window.anchor.first.0 - 1) } else { frame.from };
    let mut cuts: Vec<Instant> = held::edges(frame, requirement);
    cuts.retain(|at| *at > first && *at < window.limit.min(frame.world.as_of) && !before);
    cuts.push(first);
    cuts.sort();
    let mut doubt = None;
    let mut last = Found::default();
    for at in cuts {
        let (truth, found) = held::at(requirement, &frame.context(at));
        last = found;
        match truth {
            Truth::True => {
                let verdict = if at < window.until { Verdict::Fulfilled } else { Verdict::Late };
                return (Ruling::certain(verdict, Instant(at.0 + 1)), last);
            }
            Truth::Unknown(why) => doubt = doubt.or(Some(why)),
            Truth::False | Truth::Empty => {}
        }
    }
    match doubt {
        _ if frame.world.as_of < window.limit && !before => (Ruling::open(), last),
        Some(doubt) => (Ruling::undetermined(doubt), last),
        None => {
            (Ruling::certain(Verdict::Breached, if before { window.anchor.end } else { window.limit }), last)
        }
    }
}

fn counted(frame: &Frame<'_>, window: &Window, parts: &[Part]) -> (Ruling, Found) {
    let all = parts.iter().map(|part| count(frame, window, part));
    all.reduce(join).unwrap_or((Ruling::open(), Found::default()))
}

fn count(frame: &Frame<'_>, window: &Window, part: &Part) -> (Ruling, Found) {
    if let Some(field) = part.total_of {
        let mut selected = frame.context(frame.from).over((window.from, window.limit)).select(&part.what);
        selected.leave_in_doubt(&frame.world.taken);
        let trigger = frame.trigger.map(|r| r.id.clone());
        let tally = place(frame, window, selected, trigger.as_deref(), &part.what.from);
        return amounts::summed(frame, window, part, field, &tally);
    }
    let limits = frame.limits_of(part, frame.from);
    // Nothing is made up for an upper limit.
    let in_time = Window { limit: window.until, ..window.clone() };
    let window = if limits.has_low { window } else { &in_time };
    let mut selected = frame.context(frame.from).over(looked_at(frame, window)).select(&part.what);
    // What others use still happened, so that it may be too much.
    if part.quantity.low.is_some() {
        selected.leave_out(&frame.world.taken);
    }
    count_of(frame, window, part, limits, selected)
}

// What happened on the day on which it begins, and of which no more is known, is not surely before it.
fn looked_at(frame: &Frame<'_>, window: &Window) -> (Instant, Instant) {
    let world = frame.world;
    let from_its_day = window.side == Side::After && window.from > Instant::MIN;
    let from = if from_its_day { world.day_start(world.date_of(window.from)) } else { window.from };
    (from, window.limit)
}

/// What of a window comes to what was selected for a part, without exceptions.
pub(in super::super) fn counted_among<'a>(
    frame: &Frame<'a>,
    window: &Window,
    part: &Part,
    selected: Selected<'a>,
) -> (Ruling, Found) {
    let (ruling, found) = count_of(frame, window, part, frame.limits_of(part, frame.from), selected);
    let ruling = in_doubtful_window(window, &frame.norm.requirement, frame.world.as_of, ruling);
    excuse(frame, Truth::False, ruling, found)
}

fn count_of<'a>(
    frame: &Frame<'a>,
    window: &Window,
    part: &Part,
    limits: Limits,
    selected: Selected<'a>,
) -> (Ruling, Found) {
    // What is asked for of which may be broken whatever the whole is to come to.
    let (low, high) = (limits.low, limits.high);
    let trigger = frame.trigger.map(|r| r.id.clone());
    let demand = |low: Option<Exact>, high: Option<Exact>| Demand {
        from: window.from,
        until: window.until,
        limit: window.limit,
        gaps: Vec::new(),
        low: low.map_or(0, Exact::ceil),
        high: high.map(Exact::floor),
        of_which: Vec::new(),
        doubt: None,
    };
    let own = demand(low, high);
    let tally = place(frame, window, selected, trigger.as_deref(), &part.what.from);
    let as_of = frame.world.as_of;
    let whole = limits.rule(|| tally.rule(&own, as_of));
    let mut quotas = Quotas::default();
    let ruling = part.of_which.iter().fold(whole.clone(), |ruling, of| {
        let limits = frame.limits(&of.quantity);
        ruling.and(limits.rule(|| {
            let inner = tally.of_which(|hit| frame.passes(hit, &of.filter));
            quotas.unmet.extend(Quota::unmet(of, inner.ends().0, (limits.low, limits.high)));
            let own = inner.rule(&demand(limits.low, limits.high), as_of);
            quotas.made_up.extend(Quota::made_up(of, inner.in_time.len(), limits.low, &own));
            own
        }))
    });
    // What is not known may come to be as long as it may be met; whether there were too many can be told no better later.
    let end = if limits.only_ask() { window.limit } else { window.until };
    let waits = ruling.verdict == Verdict::Undetermined && as_of < end;
    let ruling = if waits { Ruling::open() } else { ruling };
    let (low_count, high_count) = tally.ends();
    let needed = usize::try_from(own.low).unwrap_or(0);
    let deciding = if ruling.excess { tally.in_time.len() } else { needed };
    let all: Vec<&Hit<'_>> = tally.in_time.iter().chain(&tally.late).collect();
    let evidence: Vec<_> = all.iter().take(deciding).map(|h| h.id.clone()).collect();
    let used = all.iter().take(needed).map(|hit| (hit.id.clone(), None)).collect();
    let (required, at_most) = limits.shown(low, low_count);
    let asks_none = ruling.verdict == Verdict::Fulfilled && required == Some(Exact::ZERO) && !at_most;
    let found = Found {
        measured: Some(Measured { low: low_count, high: high_count }),
        required,
        at_most,
        why: asks_none.then(|| none_asked::reason(frame, frame.from, &limits, None, low_count)),
        others: tally.others(&evidence),
        claims: claims::of_part(frame, part, window.from, &tally, used),
        evidence,
        quotas: quotas.held_against(&ruling, &whole, tally.low() >= own.low),
        ..Found::default()
    };
    (ruling, found)
}

/// Which selected events are surely on the right side of the anchor (rules T1, T5).
pub(in super::super) fn place<'a>(
    frame: &Frame<'a>,
    window: &Window,
    mut selected: Selected<'a>,
    trigger: Option<&str>,
    kind: &From,
) -> Tally<'a> {
    // A record does not serve the duty that it triggers itself.
    selected.sure.retain(|hit| Some(&*hit.id) != trigger);
    selected.possible.retain(|(hit, _)| Some(&*hit.id) != trigger);
    let mut tally = Tally {
        possible: selected.possible.len() + selected.set_aside,
        may: selected.possible.iter().map(|(hit, _)| hit.clone()).collect(),
        unbounded: selected.unbounded.is_some(),
        may_be_in_time: may_be_in_time(frame, window, &selected, kind),
        doubt: selected.doubt(),
        ..Tally::default()
    };
    for hit in selected.sure {
        match side_of(frame, &hit, window) {
            Truth::False if window.side == Side::Before && window.limit > window.until => {
                tally.late.push(hit)
            }
            Truth::False | Truth::Empty => {}
            Truth::Unknown(doubt) => tally.may_count(&hit, doubt),
            Truth::True if is_made_up_in_any_case(frame, window, &hit) => tally.late.push(hit),
            // The anchor's month is known and not its day: only what fits whichever day it was is sure.
            Truth::True if window.sure.is_some_and(|(from, until)| !hit.at.surely_in(from, until)) => {
                tally.may_count(&hit, Doubt::Imprecise(frame.trigger_id()));
            }
            Truth::True if hit.at.end <= window.until => tally.in_time.push(hit),
            Truth::True if hit.at.first >= window.until => tally.late.push(hit),
            Truth::True => tally.may_count(&hit, Doubt::Imprecise(hit.id.clone())),
        }
    }
    tally.in_time.sort_by(|a, b| (a.at.end, &a.id).cmp(&(b.at.end, &b.id)));
    tally.late.sort_by(|a, b| (a.at.end, &a.id).cmp(&(b.at.end, &b.id)));
    tally
}

// Whether it is too late and not too late to make up, whenever in the day of its anchor a limit of hours began.
fn is_made_up_in_any_case(frame: &Frame<'_>, window: &Window, hit: &Hit<'_>) -> bool {
    let Some(((_, earliest), length)) = window.sure.zip(frame.norm.late) else { return false };
    let by_hours = window.side == Side::After && !coarse(frame.world, window.anchor);
    let limit = late_limit(frame.world, earliest, length, frame.norm.reading.day_off);
    by_hours && hit.at.first >= window.until && limit.is_some_and(|limit| hit.at.end <= limit)
}

// Whether some of what may have happened besides would be in time.
fn may_be_in_time(frame: &Frame<'_>, window: &Window, selected: &Selected<'_>, from: &From) -> bool {
    let From::Event(kind) = from else { return true };
    let (from, until) = (window.from, window.until);
    // A judgement that nobody recorded may have been made at any time.
    matches!(selected.unbounded, Some(Doubt::Judgement(_)))
        || selected.possible.iter().any(|(hit, _)| hit.at.possibly_in(from, until))
        || selected.unbounded.is_some() && frame.world.gap_in(*kind, from, until).is_some()
        || frame.world.set_aside(*kind, from, until) > 0
}

fn side_of(frame: &Frame<'_>, hit: &Hit<'_>, window: &Window) -> Truth {
    let (world, same_day, anchor) = (frame.world, frame.norm.reading.same_day, window.anchor);
    let in_hours = || plan::elapsed(1, unit_of(frame, anchor)).is_some();
    let by_the_clock = matches!(frame.norm.time, Time::WithinAfter(..)) && in_hours();
    let on_one_day = match same_day {
        SameDay::Favour => Truth::True,
        SameDay::Strict => Truth::False,
        SameDay::Undetermined => Truth::Unknown(Doubt::SameDay(hit.id.clone())),
    };
    // Whichever day an anchor was, the last that it may be is not before it, and the first not after it.
    let at_its_edge = !coarse(world, hit.at)
        && match window.side {
            Side::After => hit.at.first >= last_day(world, anchor),
            Side::Before => same_day == SameDay::Favour && hit.at.end <= first_day(world, anchor),
            Side::Inside => false,
        };
    let coarse = !at_its_edge && (coarse(world, hit.at) || coarse(world, anchor));
    match window.side {
        Side::Inside => Truth::True,
        Side::After if coarse && hit.at.first < anchor.end && hit.at.end > anchor.first => {
            Truth::Unknown(Doubt::Imprecise(hit.id.clone()))
        }
        // Of hours it matters whether what is known by its day alone came before or after.
        Side::After if by_the_clock && hit.at.first < anchor.first && anchor.end < hit.at.end => on_one_day,
        // An event on the day itself counts unless it is surely before.
        Side::After => Truth::of(
            hit.at.end > anchor.first
                && !(anchor.precision == Precision::Instant
                    && hit.at.precision == Precision::Instant
                    && hit.at.first < anchor.first),
        ),
        Side::Before if hit.at.surely_before(anchor) => Truth::True,
        Side::Before if hit.at.first >= anchor.end || anchor.surely_before(hit.at) => Truth::False,
        Side::Before if hit.at.precision == Precision::Instant && anchor.precision == Precision::Instant => {
            Truth::of(hit.at.first < anchor.first)
        }
        Side::Before if coarse => Truth::Unknown(Doubt::Imprecise(hit.id.clone())),
        Side::Before => on_one_day,
    }
}

/// What must happen at some time: fulfilled by the event that completes it, else open; what lasts is asked for as `lasting` finds.
pub(in super::super) fn settle_once(
    frame: &Frame<'_>,
    start: Moment,
    in_doubt: Option<Doubt>,
    lasting: &dyn Fn(&Frame<'_>, Instant) -> (Ruling, Found),
) -> Outcome {
    let excepted = excepted_at(frame, start);
    if excepted == Truth::True {
        return taken_at_once(frame, start, in_doubt);
    }
    let (ruling, found) = match &frame.norm.requirement {
        requirement if held::is_about_holding(requirement) => lasting(frame, start.first),
        requirement => {
            let each = requirement.alternatives().map(|parts| done_once(frame, parts));
            each.reduce(either).unwrap_or((Ruling::open(), Found::default()))
        }
    };
    let (ruling, found) = excuse(frame, excepted, ruling, found);
    let mut found = if in_doubt.is_some() { claims::unsure(found, false) } else { found };
    // Where nothing is due there is nothing to be counted.
    if ruling.verdict == Verdict::Excused {
        (found.measured, found.required) = (None, None);
    }
    // Nothing is certain of a duty before it begins.
    let certain_at = ruling.certain_at.map(|at| at.max(Instant(frame.from.0 + 1)));
    frame.outcome(Ruling { certain_at, ..ruling }.of_doubtful_duty(in_doubt), found)
}

// Such a duty has no end: it is never too late for it, and what was done before counts.
fn done_once(frame: &Frame<'_>, parts: &[Part]) -> (Ruling, Found) {
    let anchor = Moment { first: frame.from, end: frame.from, precision: Precision::Instant };
    let window = Window::between(Instant::MIN, Instant::MAX, anchor, Side::Inside);
    let one = |part: &Part| {
        let (ruling, found) = count(&Frame { from: Instant::MIN, ..frame.clone() }, &window, part);
        // Nothing ends such a duty but its fulfilment, so a gap in the log leaves it open.
        let ruling = match ruling.verdict {
            Verdict::Undetermined if !matches!(ruling.doubt, Some(Doubt::Parameter(_))) => Ruling::open(),
            _ => ruling,
        };
        (ruling, found)
    };
    parts.iter().map(one).reduce(join).unwrap_or((Ruling::open(), Found::default()))
}
