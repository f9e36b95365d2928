//! Windows of the calendar: a bearer's duties of all windows are judged together, since what makes up the
//! oldest is not there for the others (rule U1).

use super::calendar::{Window, is_vacation, known_days, knows_vacations, plus, windows};
use super::count::{Counted, Duty, standings};
use super::exceptions::{Which, excused};
use super::instance::Instance;
use super::length::shifted_day;
use super::quantity::{DaysOf, counts, is_skipped, share_of};
use super::ruling::{Shown, best, deciding, is_certain, undecided_without, worst};
use super::scene::Scene;
use super::scope::{Candidate, Facet, candidates, edges, facets, in_scope};
use super::truth::Truth;
use super::truths::truth;
use super::world::World;
use bylaws::check::policy::{
    ArithOp, CompareOp, End, Expr, From, Generally, Measure, Modality, Norm, Part, PartialPeriod, Reading,
    Requirement, Straddling, Time, VacationRule, WhoCounts, YearRule,
};
use bylaws::eval::Verdict;
use bylaws::log::{Instant, Length, Unit, Value};
use chrono::{Datelike, NaiveDate};

/// One window of one bearer.
#[derive(Clone)]
pub(super) struct Slot {
    pub(super) window: Window,
    pub(super) from: Instant,
    pub(super) until: Instant,
    /// The part of it in which the regulation is in force: only what lies there counts.
    pub(super) effective: (Instant, Instant),
    /// Until when it may be made up, or a label may still be used.
    pub(super) limit: Instant,
    pub(super) late: bool,
}

/// The days on which the norm surely and possibly concerns the bearer of a window, and from when until when it may.
pub(super) struct Concerned {
    pub(super) sure: DaysOf,
    pub(super) possible: DaysOf,
    /// The possible ones, if nothing changes any more after what is seen.
    pub(super) as_it_stands: DaysOf,
    pub(super) stretch: (Instant, Instant),
    pub(super) seen_stretch: (Instant, Instant),
    /// Of some instant that is seen it is not known whether it concerns the bearer.
    doubtful: bool,
    /// Exceptions take some of what is seen, or may.
    excepted: bool,
    /// They surely take all that is seen.
    nothing_so_far: bool,
}

/// The instances of a norm whose windows come from the calendar.
pub(super) fn instances<'a>(world: &World<'a>, index: usize, norm: &'a Norm) -> Vec<Instance> {
    let mut out = Vec::new();
    for facet in facets(world, norm) {
        let world = &world.by(facet.calendar);
        for who in candidates(world, norm) {
            out.extend(of_bearer(world, index, norm, &facet, &who));
        }
    }
    out
}

fn spec(world: &World<'_>, norm: &Norm) -> Option<(u32, Unit, Option<NaiveDate>)> {
    match &norm.time {
        Time::Every { count, unit, from } => Some((*count, *unit, *from)),
        Time::AtTheEndOfEvery(unit) => Some((1, *unit, None)),
        Time::EveryParameter(name) => match world.parameter(name) {
            Some(Value::Length(Length { count, unit }))
                if *count > 0 && !matches!(unit, Unit::Minute | Unit::Hour) =>
            {
                Some((*count, *unit, None))
            }
            _ => None,
        },
        _ => Some((1, Unit::Year, None)),
    }
}

/// The windows of a norm that touch a stretch of days.
pub(super) fn windows_of(world: &World<'_>, norm: &Norm, range: (NaiveDate, NaiveDate)) -> Vec<Window> {
    match norm.time {
        Time::ByDateEveryYear { month, day } => up_to_a_date(&norm.reading, (month, day), range),
        // The end of a semester is its own, whatever vacation follows.
        Time::AtTheEndOfEvery(Unit::Semester) => {
            let reading = Reading { vacation: VacationRule::Waive, ..norm.reading };
            windows(world, &reading, (1, Unit::Semester, None), range)
        }
        _ => windows(world, &norm.reading, spec(world, norm).unwrap_or((1, Unit::Year, None)), range),
    }
}

fn of_bearer<'a>(
    world: &World<'a>,
    index: usize,
    norm: &'a Norm,
    facet: &Facet<'a>,
    who: &Candidate,
) -> Vec<Instance> {
    // Windows before the log begins are not judged.
    let Some(begins) = world.begins().map(|b| b.max(world.in_force().from)) else { return Vec::new() };
    let end = world.as_of.min(world.in_force().until);
    let concerned = |from: Instant, until: Instant| {
        let scene = Scene::new(from, (from, until));
        edges(world, from.max(begins), until.min(end)).into_iter().any(|at| {
            at < end.min(until) && at >= begins && in_scope(world, norm, facet, who, at, &scene).is_possible()
        })
    };
    if begins >= end {
        return Vec::new();
    }
    let spec = spec(world, norm);
    let year = (1, Unit::Year, None);
    let range = (world.date(begins), world.date(Instant(end.0 - 1)));
    let of_calendar = match norm.time {
        Time::By(day) => by_day(world, norm, who, facet, day),
        _ => windows_of(world, norm, range),
    };
    let mut untold = Vec::new();
    let slots: Vec<Slot> = of_calendar
        .into_iter()
        .filter_map(|window| by_version(norm, &window).map(|own| (window, own)))
        .filter_map(|(window, own)| {
            let whole = (window.first, window.last);
            let part = part_of(world, norm, window);
            if part.is_none() {
                untold.push(own);
            }
            part.and_then(|part| cut(world, norm, part, if own == whole { None } else { Some(own) }))
        })
        .map(|window| slot(world, norm, window))
        .filter(|slot| concerned(slot.from, slot.until))
        .collect();
    let mut out = judged(world, index, norm, facet, who, &slots, spec.is_none());
    // Of which windows the calendar does not tell what part counts.
    let untold = untold.into_iter().map(|(from, to)| (world.start(from), world.day(to).end, to));
    for (from, until, to) in untold.filter(|(from, until, _)| concerned(*from, *until)) {
        out.push(Instance { due: Some(to), ..Instance::new(index, norm, who, (from, until)) });
    }
    out.extend(beyond_the_calendar(world, index, norm, who, spec.unwrap_or(year), range, &concerned));
    out
}

// What of a window counts: its first days, to the end of the last of them, or its last ones.
fn part_of(world: &World<'_>, norm: &Norm, mut window: Window) -> Option<Window> {
    let Some((end, Length { count, unit })) = norm.part else { return Some(window) };
    match end {
        End::First => {
            let last = shifted_day(world, window.first.pred_opt()?, i64::from(count), unit)?;
            window.last = super::limit::moved(world, norm, last)?.min(window.last);
            window.closes = if window.cycle.is_none() { window.last } else { window.closes };
        }
        End::Last => {
            let first = shifted_day(world, window.last.succ_opt()?, -i64::from(count), unit)?;
            window.first = first.max(window.first);
        }
    }
    Some(window)
}

// The days of a window that a version judges: those of all windows that begin while it is in force, and of one that
// holds the day of a change what is said of such windows.
fn by_version(norm: &Norm, window: &Window) -> Option<(NaiveDate, NaiveDate)> {
    let (begins, ends) = norm.in_force;
    let (at_first, at_last) = norm.reading.straddling;
    let changes_at_first = begins.is_some_and(|day| window.first < day && day <= window.last);
    let changes_at_last = ends.is_some_and(|day| window.first <= day && day < window.last);
    let apart = ends.is_some_and(|day| day < window.first) || begins.is_some_and(|day| window.last < day);
    let divisible = !(norm.time.is_a_date() || matches!(norm.time, Time::AtTheEndOfEvery(_)));
    let of_the_new = |how| matches!(how, Straddling::ByEnd) || matches!(how, Straddling::Cut) && !divisible;
    let left_to_the_old = changes_at_first && at_first == Straddling::ByStart;
    let left_to_the_new = changes_at_last && of_the_new(at_last);
    let taken = !(apart || left_to_the_old || left_to_the_new);
    let cut = |changes: bool, how| changes && how == Straddling::Cut && divisible;
    let first = begins.filter(|_| cut(changes_at_first, at_first)).unwrap_or(window.first);
    let last = ends.filter(|_| cut(changes_at_last, at_last)).unwrap_or(window.last);
    taken.then_some((first, last))
}

// What of a window lies in some of its days; its share is that of its days among those of the whole.
fn cut(
    world: &World<'_>,
    norm: &Norm,
    window: Window,
    own: Option<(NaiveDate, NaiveDate)>,
) -> Option<Window> {
    let Some((first, last)) = own else { return Some(window) };
    let (first, last) = (window.first.max(first), window.last.min(last));
    let stops = norm.reading.vacation == VacationRule::Stop;
    let days = |first: NaiveDate, last: NaiveDate| {
        let all = first.iter_days().take_while(|day| *day <= last);
        all.filter(|day| !(stops && is_vacation(world.calendar, *day))).count() as i64
    };
    let (part, whole) = (days(first, last).max(1), days(window.first, window.last).max(1));
    let units = (window.units.0 * part, window.units.1 * whole);
    let closes = if last < window.last || window.closes == window.last { last } else { window.closes };
    (first <= last).then_some(Window { first, last, units, closes, ..window })
}

// From the day after the date of the year before to that date, for each year that may matter.
fn up_to_a_date(
    reading: &Reading,
    (month, day): (u32, u32),
    (from, to): (NaiveDate, NaiveDate),
) -> Vec<Window> {
    let of_year = |year| {
        NaiveDate::from_ymd_opt(year, month, day).or_else(|| NaiveDate::from_ymd_opt(year, month, day - 1))
    };
    let window = |year: i32| {
        let (before, last) = (of_year(year - 1)?, of_year(year)?);
        let (cycle, closes) = match reading.year {
            YearRule::Label { closes_after } => (Some(year), plus(last, i64::from(closes_after))),
            YearRule::Calendar | YearRule::Academic => (None, last),
        };
        Some(Window { first: plus(before, 1), last, units: (1, 1), closes, cycle })
    };
    let all = (from.year() - 2..=to.year() + 2).filter_map(window);
    all.filter(|window| window.closes >= from && window.first <= to).collect()
}

// One window from the first day on which it concerns the bearer.
fn by_day<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    who: &Candidate,
    facet: &Facet<'a>,
    day: NaiveDate,
) -> Vec<Window> {
    let Some(begins) = world.begins() else { return Vec::new() };
    let from = begins.max(world.in_force().from);
    let until = world.day(day).end;
    let scene = Scene::new(from, (from, until));
    let first = edges(world, from, world.as_of)
        .into_iter()
        .find(|at| in_scope(world, norm, facet, who, *at, &scene).is_possible());
    // A duty that is new begins with the version that states it.
    let new = norm.in_force.0.filter(|_| norm.amended.before.is_none());
    let first = first.map(|at| new.map_or(world.date(at), |new| world.date(at).max(new)).min(day));
    first
        .map(|first| Window { first, last: day, units: (1, 1), closes: day, cycle: None })
        .into_iter()
        .collect()
}

fn slot(world: &World<'_>, norm: &Norm, window: Window) -> Slot {
    let until = world.day(window.last).end;
    let late = norm.late.and_then(|(count, unit)| {
        let hours = |each: i64| Instant(world.day(window.closes).end.0 + i64::from(count) * each);
        match unit {
            Unit::Minute => return Some(hours(60_000)),
            Unit::Hour => return Some(hours(3_600_000)),
            _ => {}
        }
        // What names its period is in time up to the closing date.
        let day = shifted_day(world, window.closes, i64::from(count), unit)?;
        super::limit::moved(world, norm, day).map(|day| world.day(day).end)
    });
    if norm.late.is_some() && late.is_none() {
        world.refuse("making up beyond the calendar");
    }
    let limit = late.unwrap_or(until).max(world.day(window.closes).end);
    let (from, in_force) = (world.start(window.first), world.in_force());
    let effective = (from.max(in_force.from), until.min(in_force.until));
    Slot { from, until, effective, limit, late: norm.late.is_some(), window }
}

// Where the calendar tells no windows there may be some, but nobody can say which.
fn beyond_the_calendar(
    world: &World<'_>,
    index: usize,
    norm: &Norm,
    who: &Candidate,
    spec: (u32, Unit, Option<NaiveDate>),
    (first, last): (NaiveDate, NaiveDate),
    concerned: &dyn Fn(Instant, Instant) -> bool,
) -> Vec<Instance> {
    let Some((from, to)) = known_days(world, &norm.reading, spec).filter(|_| !norm.time.is_a_date()) else {
        return Vec::new();
    };
    let stretches = [(first, plus(from, -1).min(last)), (plus(to, 1).max(first), last)];
    let mut out = Vec::new();
    for (from, to) in stretches.into_iter().filter(|(from, to)| from <= to) {
        let (from, until) = (world.start(from), world.day(to).end);
        if concerned(from, until) {
            let due = Some(to);
            out.push(Instance { due, ..Instance::new(index, norm, who, (from, until)) });
        }
    }
    out
}

fn judged<'a>(
    world: &World<'a>,
    index: usize,
    norm: &'a Norm,
    facet: &Facet<'a>,
    who: &Candidate,
    slots: &[Slot],
    lacking: bool,
) -> Vec<Instance> {
    let mut decided: Vec<Option<Decided>> = vec![None; slots.len()];
    let night = |slot: &Slot| end_of_night(world, norm, slot);
    let mut settled: Vec<Instant> = slots.iter().map(|slot| slot.limit.max(night(slot))).collect();
    let begins = slots.iter().map(|slot| slot.from).min().unwrap_or(world.as_of);
    let mut last: Vec<Now> = Vec::new();
    if !lacking {
        let mut times = edges(world, begins, world.as_of);
        times.extend(
            slots
                .iter()
                .flat_map(|slot| [slot.until, slot.limit, night(slot)])
                .filter(|at| *at < world.as_of),
        );
        // From one day to the next a bearer may come to count whatever happens later.
        if norm.reading.who_counts == WhoCounts::Half {
            let told = world.log.coverage.hull().map_or(world.as_of, |hull| hull.until.min(world.as_of));
            times.extend(super::scene::days(world, begins, told));
        }
        times.push(world.as_of);
        times.sort_unstable();
        times.dedup();
        for at in times.into_iter().skip(1) {
            let seen = &world.as_of(at);
            world.looked.set(Instant::MIN);
            let undecided = |position: usize| decided.get(position).is_some_and(Option::is_none);
            // What is long decided still takes its records where they may make up for what is older.
            let all = norm.late.is_some() || at == world.as_of;
            last = verdicts(seen, norm, facet, who, slots, &|position| all || undecided(position));
            for (((slot, now), decided), settled) in
                slots.iter().zip(&last).zip(&mut decided).zip(&mut settled)
            {
                *settled = slot.limit.max(world.looked.get().min(slot.limit)).max(night(slot));
                if decided.is_none() && slot.from < at {
                    let verdict = now.verdict.filter(|v| is_certain(*v));
                    *decided =
                        verdict.map(|verdict| Decided { verdict, at, which: now.which, excess: now.excess });
                }
            }
        }
    }
    let mut out = Vec::new();
    for (position, slot) in slots.iter().enumerate() {
        let now = last.get(position).cloned().unwrap_or_default();
        let decided = decided.get(position).copied().flatten();
        let open = world.as_of < settled.get(position).copied().unwrap_or(slot.limit) && !lacking;
        let undecided = now.verdict.filter(|v| !is_certain(*v) && !lacking);
        let undecided = undecided.unwrap_or(if open { Verdict::Open } else { Verdict::Undetermined });
        let verdict = decided.map_or(undecided_without(world, norm, undecided), |decided| decided.verdict);
        // What names its period belongs to it up to the closing date, which is then when it is due (rule T7).
        let last = slot.window.cycle.map_or(slot.window.last, |_| slot.window.closes);
        let until = world.day(last).end;
        let mut instance = Instance::new(index, norm, who, (slot.from, until)).ruled(verdict);
        instance.certain_at = decided.map(|decided| decided.at);
        let (alternative, part) = decided.map_or(now.which, |decided| decided.which);
        let shown = now.shown.get(alternative).and_then(|parts| parts.get(part)).copied();
        instance = instance.showing(shown.unwrap_or_default());
        instance.excess = broken(norm, verdict) && decided.is_some_and(|decided| decided.excess);
        instance.due = Some(last);
        instance.late_until = slot.late.then(|| world.date(Instant(slot.limit.0 - 1)));
        instance.overdue = verdict == Verdict::Open && world.as_of >= until.max(night(slot));
        out.push(instance);
    }
    out
}

/// What is known of one window at an instant.
#[derive(Clone, Default)]
struct Now {
    verdict: Option<Verdict>,
    /// What is shown of each part of each alternative, and which of them decides.
    shown: Vec<Vec<Shown>>,
    which: (usize, usize),
    /// One too many decides, or a condition that is broken before the window is over.
    excess: bool,
}

/// What was first certain.
#[derive(Clone, Copy)]
struct Decided {
    verdict: Verdict,
    at: Instant,
    which: (usize, usize),
    excess: bool,
}

fn verdicts<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    facet: &Facet<'a>,
    who: &Candidate,
    slots: &[Slot],
    wanted: &dyn Fn(usize) -> bool,
) -> Vec<Now> {
    let begun: Vec<(usize, &Slot)> =
        slots.iter().enumerate().filter(|(i, slot)| slot.from < world.as_of && wanted(*i)).collect();
    let all_concerned: Vec<Concerned> =
        begun.iter().map(|(_, slot)| concerned(world, norm, facet, who, slot)).collect();
    let mut out = vec![Now::default(); slots.len()];
    let alternatives: Vec<&'a [Part]> = match &norm.requirement {
        Requirement::Have(parts) => vec![parts],
        Requirement::Any(all) => all.iter().map(Vec::as_slice).collect(),
        Requirement::Keep(expr) | Requirement::Satisfy(expr) => {
            for ((position, slot), concerned) in begun.iter().zip(&all_concerned) {
                let before = position.checked_sub(1).and_then(|before| slots.get(before));
                let kept = kept(world, norm, who, slot, concerned, before, expr);
                let verdict = if is_skipped(&norm.reading, &concerned.possible, slot.window.units) {
                    nothing_due(world, slot, concerned)
                } else {
                    ruled(world, norm, who, slot, concerned, kept)
                };
                if let Some(now) = out.get_mut(*position) {
                    now.verdict = verdict;
                    now.excess = world.as_of < end_of_night(world, norm, slot);
                }
            }
            return out;
        }
    };
    let duties: Vec<Duty<'_>> =
        begun.iter().zip(&all_concerned).map(|((_, slot), concerned)| Duty { slot, concerned }).collect();
    let found: Vec<Vec<Vec<Counted>>> =
        alternatives.iter().map(|parts| standings(world, norm, facet, who, &duties, parts)).collect();
    for (number, ((position, slot), concerned)) in begun.iter().zip(&all_concerned).enumerate() {
        let each: Vec<&Vec<Counted>> = found.iter().filter_map(|all| all.get(number)).collect();
        let of_alternative = |parts: &&Vec<Counted>| {
            let verdicts: Vec<Verdict> = parts.iter().map(|part| part.verdict).collect();
            let ruled = match verdicts.iter().copied().reduce(worst) {
                _ if parts.iter().all(|part| part.nothing_due) => nothing_due(world, slot, concerned),
                Some(verdict) => ruled(world, norm, who, slot, concerned, verdict),
                None => None,
            };
            let open = world.as_of < slot.limit;
            ruled.unwrap_or(if open { Verdict::Open } else { Verdict::Undetermined })
        };
        let verdicts: Vec<Verdict> = each.iter().map(of_alternative).collect();
        let verdict = best(verdicts.iter().copied());
        let alternative = verdicts.iter().position(|one| Some(*one) == verdict).unwrap_or(0);
        let part = each.get(alternative).map_or(0, |parts| which(parts));
        let excess = each.get(alternative).and_then(|parts| parts.get(part)).is_some_and(|p| p.shown.excess);
        if let Some(now) = out.get_mut(*position) {
            let shown = each.iter().map(|parts| parts.iter().map(|part| part.shown).collect()).collect();
            *now = Now { verdict, shown, which: (alternative, part), excess };
        }
    }
    out
}

// The part that decides, of those of which anything is due.
fn which(parts: &[Counted]) -> usize {
    let all = parts.iter().all(|part| part.nothing_due);
    let due: Vec<usize> =
        (0..parts.len()).filter(|n| all || !parts.get(*n).is_some_and(|p| p.nothing_due)).collect();
    let verdicts: Vec<Verdict> = due.iter().filter_map(|n| parts.get(*n)).map(|part| part.verdict).collect();
    due.get(deciding(&verdicts)).copied().unwrap_or(0)
}

// Whether a verdict says that it was broken, with or without a reason.
pub(super) fn broken(norm: &Norm, verdict: Verdict) -> bool {
    let free = norm.modality == Modality::GenerallyMust && norm.reading.generally == Generally::ReasonFree;
    verdict == Verdict::Breached || free && verdict == Verdict::Excused
}

/// On which days of a window the norm concerns the bearer.
fn concerned<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    facet: &Facet<'a>,
    who: &Candidate,
    slot: &Slot,
) -> Concerned {
    let none = (Instant::MAX, Instant::MIN);
    let mut out = Concerned {
        sure: DaysOf::default(),
        possible: DaysOf::default(),
        as_it_stands: DaysOf::default(),
        stretch: none,
        seen_stretch: none,
        doubtful: false,
        excepted: false,
        nothing_so_far: takes_back(norm),
    };
    let scene = Scene::new(slot.from, slot.effective).of(who);
    let takes_back = takes_back(norm);
    let (force, end) = (world.in_force(), world.day(slot.window.last).end);
    // Between two edges nothing changes.
    let all = edges(world, slot.from, end);
    let mut pieces: Vec<(Instant, Instant, Truth, Truth)> = Vec::new();
    let mut standing: Vec<(bool, bool)> = Vec::new();
    for (index, at) in all.iter().enumerate() {
        let next = all.get(index + 1).copied().unwrap_or(end);
        // What is not yet seen may be so or not.
        let seen = *at < world.as_of;
        let scoped = match seen {
            false if force.from <= *at && *at < force.until => Truth::Unknown,
            false => Truth::No,
            true => in_scope(world, norm, facet, who, *at, &scene),
        };
        let excepted = match seen {
            false if takes_back => Truth::Unknown,
            false => Truth::No,
            true => excused(world, norm, &scene.at(*at), Which::OfInstants),
        };
        let widen = |(from, until): (Instant, Instant)| (from.min(*at), until.max(next));
        if scoped.is_possible() {
            out.stretch = widen(out.stretch);
        }
        if scoped.is_possible() && seen {
            out.seen_stretch = widen(out.seen_stretch);
        }
        let doubt = scoped == Truth::Unknown || scoped.is_possible() && excepted == Truth::Unknown;
        out.doubtful |= doubt && seen;
        out.excepted |= scoped.is_possible() && excepted.is_possible() && seen;
        // Of what a date binds the last day counts, so far the last one that is seen.
        match norm.time.is_a_date() {
            _ if !(scoped.is_possible() && seen) => {}
            true => out.nothing_so_far = excepted.is_sure(),
            false => out.nothing_so_far &= excepted.is_sure(),
        }
        pieces.push((*at, next, scoped, excepted));
        let goes_on = standing.last().copied().filter(|_| !seen);
        standing.push(goes_on.unwrap_or((scoped.is_possible(), excepted.is_sure())));
    }
    for day in slot.window.first.iter_days().take_while(|day| *day <= slot.window.last) {
        let whole = world.day(day);
        let waived = match norm.reading.vacation {
            VacationRule::Continue => Truth::No,
            _ if knows_vacations(world.calendar, day) => Truth::of(is_vacation(world.calendar, day)),
            _ => Truth::Unknown,
        };
        let here = || pieces.iter().filter(|(from, until, _, _)| *from < whole.end && whole.first < *until);
        let in_scope_of_day = Truth::any(here().map(|(_, _, scoped, _)| *scoped));
        let left =
            Truth::any(here().map(|(_, _, scoped, excepted)| {
                Truth::all([*scoped, excepted.opposite(), waived.opposite()])
            }));
        // Where the clock stops the whole window is measured.
        let measured = in_scope_of_day.is_possible() || norm.reading.vacation == VacationRule::Stop;
        out.doubtful |= waived == Truth::Unknown && measured;
        out.sure.in_scope.push(in_scope_of_day.is_sure());
        out.sure.left.push(left.is_sure());
        let stands = pieces.iter().zip(&standing);
        let stands: Vec<(bool, bool)> = stands
            .filter(|((from, until, ..), _)| *from < whole.end && whole.first < *until)
            .map(|(_, standing)| *standing)
            .collect();
        out.as_it_stands.in_scope.push(stands.iter().any(|(scoped, _)| *scoped));
        out.as_it_stands
            .left
            .push(waived != Truth::Yes && stands.iter().any(|(scoped, excepted)| *scoped && !excepted));
        out.possible.in_scope.push(in_scope_of_day.is_possible());
        out.possible.left.push(left.is_possible());
    }
    // What a date binds is asked of that date alone.
    if norm.time.is_a_date() {
        for days in [&mut out.sure, &mut out.possible, &mut out.as_it_stands] {
            let there = days.left.last() == Some(&true);
            let left = days.in_scope.iter().map(|day| *day && there).collect();
            days.left = left;
        }
    }
    out
}

fn takes_back(norm: &Norm) -> bool {
    norm.exceptions.iter().any(|e| e.instead.is_none())
}

// Nothing is due of whom the norm does not concern on enough days; it is excused if exceptions alone did that.
// While the window goes on that is not certain: the norm may come to concern the bearer again.
fn nothing_due(world: &World<'_>, slot: &Slot, concerned: &Concerned) -> Option<Verdict> {
    let days = &concerned.possible;
    let excepted = days.in_scope.iter().any(|d| *d) && !days.left.iter().any(|d| *d) && concerned.excepted;
    let verdict = if excepted { Verdict::Excused } else { Verdict::NotApplicable };
    // Of whom nothing is known yet nothing is said.
    let there = days.in_scope.iter().any(|d| *d);
    (there && world.as_of >= slot.until).then_some(verdict)
}

// From what is known of a duty to a verdict, given whether there surely is one and what excuses it.
fn ruled<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    who: &Candidate,
    slot: &Slot,
    concerned: &Concerned,
    verdict: Verdict,
) -> Option<Verdict> {
    let reading = &norm.reading;
    if !counts(reading, &concerned.possible) {
        return nothing_due(world, slot, concerned);
    }
    // While exceptions take all that is seen, nothing is due yet that could be fulfilled.
    if concerned.nothing_so_far && world.as_of < slot.until {
        return None;
    }
    if matches!(verdict, Verdict::Fulfilled | Verdict::NotApplicable) {
        return Some(verdict);
    }
    let last = Instant(slot.until.min(world.as_of).0 - 1);
    let scene = Scene::new(last, (slot.effective.0, slot.limit)).of(who);
    match excused(world, norm, &scene, Which::OfRecords) {
        Truth::Yes => return Some(Verdict::Excused),
        Truth::Unknown if is_certain(verdict) => return None,
        Truth::Unknown | Truth::No | Truth::Nothing => {}
    }
    // Where it is in doubt whether it concerns the bearer, nothing is a finding.
    let surely = counts(reading, &concerned.sure) && !concerned.doubtful;
    if !surely && is_certain(verdict) {
        return None;
    }
    Some(match norm.modality {
        Modality::May if verdict == Verdict::Breached => Verdict::NotApplicable,
        Modality::GenerallyMust
            if reading.generally == Generally::ReasonFree && verdict == Verdict::Breached =>
        {
            Verdict::Excused
        }
        _ => verdict,
    })
}

// Whether a condition can be surely broken before its window ends: it counts records and nothing else, and nothing
// that is still to come takes the duty away.
pub(super) fn may_break_early(norm: &Norm, expr: &Expr) -> bool {
    let reading = &norm.reading;
    let stays = reading.vacation == VacationRule::Continue
        && reading.partial_period != PartialPeriod::Skip
        && reading.who_counts == WhoCounts::ByDays
        && norm.exceptions.iter().all(|e| e.instead.is_some());
    stays && of_the_window(expr)
}

fn of_the_window(expr: &Expr) -> bool {
    match expr {
        Expr::Value(_) | Expr::Parameter(_) => true,
        Expr::Exists(what) | Expr::Count(what) | Expr::Measure(_, what, _) => {
            matches!(what.from, From::Event(_)) && !what.filter.as_ref().is_some_and(looks_elsewhere)
        }
        Expr::And(_)
        | Expr::Or(_)
        | Expr::Pick(..)
        | Expr::Not(_)
        | Expr::Round(..)
        | Expr::Lookup(..)
        | Expr::Compare(..)
        | Expr::Arith(..) => super::exceptions::parts(expr).into_iter().all(of_the_window),
        _ => false,
    }
}

fn looks_elsewhere(expr: &Expr) -> bool {
    let within = matches!(expr, Expr::Within(..) | Expr::Over(..) | Expr::Daily(..));
    within
        || matches!(expr, Expr::Previous(_) | Expr::Account(..))
        || super::exceptions::parts(expr).into_iter().any(looks_elsewhere)
        || expr.selection().and_then(|s| s.filter.as_ref()).is_some_and(looks_elsewhere)
}

// When a window is over; a night that begins in it is over on the next day.
fn end_of_night(world: &World<'_>, norm: &Norm, slot: &Slot) -> Instant {
    let Requirement::Keep(expr) = &norm.requirement else { return slot.until };
    let day = world.date(Instant(slot.until.0 - 1));
    super::stretch::nights(world, day, expr).into_iter().fold(slot.until, Instant::max)
}

// A condition with what it asks a sum to reach at least, as it is in a part of a period.
fn in_part(expr: &Expr, part: &dyn Fn(&Expr) -> Expr) -> Expr {
    match expr {
        Expr::And(all) => Expr::And(all.iter().map(|one| in_part(one, part)).collect()),
        Expr::Compare(op, a, b) => {
            let (mut a, mut b) = (a.clone(), b.clone());
            match op {
                CompareOp::AtLeast | CompareOp::MoreThan if adds_up(&a) => *b = part(&b),
                CompareOp::AtMost | CompareOp::LessThan if adds_up(&b) => *a = part(&a),
                _ => {}
            }
            Expr::Compare(*op, a, b)
        }
        other => other.clone(),
    }
}

fn adds_up(expr: &Expr) -> bool {
    match expr {
        Expr::Count(what) | Expr::Measure(Measure::Total, what, _) => matches!(what.from, From::Event(_)),
        Expr::Arith(ArithOp::Add, a, b) => adds_up(a) && adds_up(b),
        _ => false,
    }
}

// A condition is decided at the end of its window, or when it is surely broken.
fn kept<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    who: &Candidate,
    slot: &Slot,
    concerned: &Concerned,
    before: Option<&Slot>,
    expr: &'a Expr,
) -> Verdict {
    // A condition that hangs on a missing parameter can never be told.
    if norm.parameters.iter().any(|name| world.parameter(name).is_none()) {
        return Verdict::Undetermined;
    }
    let goes_on = world.as_of < end_of_night(world, norm, slot);
    if goes_on && !may_break_early(norm, expr) {
        return Verdict::Open;
    }
    // Who did not bear the norm in the window right before has nothing to be compared with, and neither has what
    // is older than the regulation; what the log does not reach back to is not known.
    let previous = match before {
        Some(before) => (before.until >= slot.from).then_some((before.from, before.until)),
        None if concerned.stretch.0 <= slot.from => {
            Some((Instant(slot.from.0 - (slot.until.0 - slot.from.0)), slot.from))
        }
        None => None,
    };
    let scene = Scene {
        previous,
        ..Scene::new(Instant(slot.until.0 - 1), (slot.effective.0.max(concerned.stretch.0), slot.effective.1))
            .of(who)
    };
    let days = &concerned.possible;
    let reading = &norm.reading;
    let divided = (reading.divides_sums && reading.who_counts == WhoCounts::ByDays)
        .then(|| in_part(expr, &|limit| share_of(reading, days, slot.window.units, limit)));
    match truth(world, &scene, divided.as_ref().unwrap_or(expr)) {
        Truth::No => Verdict::Breached,
        _ if goes_on => Verdict::Open,
        Truth::Yes => Verdict::Fulfilled,
        Truth::Unknown => Verdict::Undetermined,
        Truth::Nothing => Verdict::NotApplicable,
    }
}
