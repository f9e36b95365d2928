//! Windows of the calendar: a bearer's duties of all windows are judged together, since what makes up the
//! oldest is not there for the others (rule U1).

use super::calendar::{known_days, plus};
use super::concerned::{Concerned, concerned, nothing_due, takes_back};
use super::count::{Counted, standings};
use super::exceptions::{Which, excused, measures};
use super::instance::Instance;
use super::kept::{all_is_over, kept};
use super::need::Duty;
use super::quantity::{counts, is_skipped};
use super::ruling::{Shown, best, concluded, deciding, is_certain, undecided_without, worst};
use super::scene::Scene;
use super::scope::{Candidate, Facet, candidates, edges, edges_of, facets, in_scope};
use super::slots::{Before, Slot, Spec, by_day, by_version, cut, part_of, slot, spec, unseen, windows_of};
use super::truth::Truth;
use super::uses::Uses;
use super::world::World;
use bylaws::check::policy::{Generally, Modality, Norm, Part, Requirement, Time, WhoCounts};
use bylaws::eval::Verdict;
use bylaws::log::{Instant, Unit};
use chrono::NaiveDate;

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

// The stretch that is looked at.
fn looked_at(world: &World<'_>) -> Option<(Instant, Instant)> {
    // Windows before the log begins are not judged.
    let begins = world.begins()?.max(world.in_force().from);
    let end = world.as_of.min(world.in_force().until);
    (begins < end).then_some((begins, end))
}

// The days on which windows may lie: before the day from which a norm counts there are none.
fn range_of(
    world: &World<'_>,
    spec: Option<Spec>,
    (begins, end): (Instant, Instant),
) -> (NaiveDate, NaiveDate) {
    let first = world.date(begins);
    let from = spec.and_then(|(.., from)| from);
    (from.map_or(first, |from| from.max(first)), world.date(Instant(end.0 - 1)))
}

// Whether a norm may concern somebody in a stretch.
fn is_concerned<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    facet: &Facet<'a>,
    who: &Candidate,
    (from, until): (Instant, Instant),
) -> bool {
    let Some((begins, end)) = looked_at(world) else { return false };
    let scene = Scene::new(from, (from, until));
    edges_of(world, norm, from.max(begins), until.min(end)).into_iter().any(|at| {
        at < end.min(until) && at >= begins && in_scope(world, norm, facet, who, at, &scene).is_possible()
    })
}

/// The windows in which a norm concerns somebody, and those of which the calendar does not tell what part counts.
pub(super) fn slots_of<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    facet: &Facet<'a>,
    who: &Candidate,
) -> (Vec<Slot>, Vec<(NaiveDate, NaiveDate)>) {
    let Some((begins, end)) = looked_at(world) else { return Default::default() };
    let spec = spec(world, norm, Some((facet, who)));
    let range = range_of(world, spec, (begins, end));
    let of_calendar = match norm.time {
        Time::By(day) => by_day(world, norm, who, facet, day),
        _ if range.0 > range.1 => Vec::new(),
        _ => windows_of(world, norm, spec, range),
    };
    let of_version: Vec<_> = of_calendar
        .into_iter()
        .filter_map(|window| by_version(norm, &window).map(|own| (window, own)))
        .collect();
    let mut before =
        of_version.first().map_or(Before::Nothing, |(_, (first, _))| unseen(world, norm, spec, *first));
    let mut untold = Vec::new();
    let slots = of_version
        .into_iter()
        .map(|(window, own)| {
            let right_before = std::mem::replace(&mut before, Before::Seen(world.start(own.0)));
            (window, own, right_before)
        })
        .filter_map(|(window, own, before)| {
            let whole = (window.first, window.last);
            let part = part_of(world, norm, window);
            if part.is_none() {
                untold.push(own);
            }
            let part =
                part.and_then(|part| cut(world, norm, part, if own == whole { None } else { Some(own) }));
            part.map(|window| Slot { before, ..slot(world, norm, window) })
        })
        .filter(|slot| is_concerned(world, norm, facet, who, (slot.from, slot.until)))
        .collect();
    (slots, untold)
}

fn of_bearer<'a>(
    world: &World<'a>,
    index: usize,
    norm: &'a Norm,
    facet: &Facet<'a>,
    who: &Candidate,
) -> Vec<Instance> {
    let Some((begins, end)) = looked_at(world) else { return Vec::new() };
    let concerned = |from: Instant, until: Instant| is_concerned(world, norm, facet, who, (from, until));
    let spec = spec(world, norm, Some((facet, who)));
    let year = (1, Unit::Year, None);
    let range = range_of(world, spec, (begins, end));
    let (slots, untold) = slots_of(world, norm, facet, who);
    let mut out = judged(world, index, norm, facet, who, &slots, spec.is_none());
    // Of which windows the calendar does not tell what part counts.
    let untold = untold.into_iter().map(|(from, to)| (world.start(from), world.day(to).end, to));
    for (from, until, to) in untold.filter(|(from, until, _)| concerned(*from, *until)) {
        out.push(Instance { due: Some(to), ..Instance::new(index, norm, who, (from, until)) });
    }
    out.extend(beyond_the_calendar(world, index, norm, who, spec.unwrap_or(year), range, &concerned));
    out
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
    // Of each window which part of each alternative was broken first.
    let mut broken_first: Vec<Vec<Option<usize>>> = vec![Vec::new(); slots.len()];
    let over = |slot: &Slot| all_is_over(world, norm, who, slot);
    let mut settled: Vec<Instant> = slots.iter().map(|slot| slot.limit.max(over(slot))).collect();
    let begins = slots.iter().map(|slot| slot.from).min().unwrap_or(world.as_of);
    let mut last: Vec<Now> = Vec::new();
    if !lacking {
        let mut times = edges(world, begins, world.as_of);
        times.extend(
            slots
                .iter()
                // What nothing can mend is broken from the beginning.
                .flat_map(|slot| [Instant(slot.effective.0.0 + 1), slot.until, slot.limit, over(slot)])
                .filter(|at| *at < world.as_of),
        );
        // From one day to the next a bearer may come to count whatever happens later, and an exception takes another day.
        // How long something lasts is known day by day.
        let measures = norm.exceptions.iter().any(|exception| measures(&exception.condition));
        if norm.reading.who_counts == WhoCounts::Half || takes_back(norm) || measures {
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
            for (now, first) in last.iter().zip(&mut broken_first) {
                first.resize(now.broken.len().max(first.len()), None);
                first.iter_mut().zip(&now.broken).for_each(|(first, now)| *first = first.or(*now));
            }
            for (((slot, now), decided), settled) in
                slots.iter().zip(&last).zip(&mut decided).zip(&mut settled)
            {
                *settled = slot.limit.max(world.looked.get().min(slot.limit)).max(over(slot));
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
        let first_broken = broken_first.get(position).and_then(|all| all.get(now.which.0)).copied().flatten();
        // Of what is broken, if it is due at all, the part that was so first is shown.
        let first_broken = first_broken.filter(|_| verdict == Verdict::Undetermined).unwrap_or(now.which.1);
        let (alternative, part) = decided.map_or((now.which.0, first_broken), |decided| decided.which);
        let shown = now.shown.get(alternative).and_then(|parts| parts.get(part)).copied();
        instance = instance.showing(shown.unwrap_or_default());
        instance.excess = broken(norm, verdict) && decided.is_some_and(|decided| decided.excess);
        instance.due = Some(last);
        instance.late_until = slot.late.then(|| world.date(Instant(slot.limit.0 - 1)));
        instance.overdue = verdict == Verdict::Open && world.as_of >= until.max(over(slot));
        instance.uses = Uses::of_alternative(&now.uses, alternative, verdict);
        instance.uses.is_unsure |= now.doubtful || verdict == Verdict::Undetermined;
        let fulfilled = decided.filter(|decided| decided.verdict == Verdict::Fulfilled);
        instance.uses.is_unsure |=
            fulfilled.is_some_and(|decided| may_have_been_excused(world, norm, who, slot, decided.at));
        out.push(instance);
    }
    out
}

// Whether it is not known of what was fulfilled by then if it was still asked for: nobody knows what it used.
fn may_have_been_excused<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    who: &Candidate,
    slot: &Slot,
    by: Instant,
) -> bool {
    let scene = Scene::new(Instant(by.min(slot.until).0 - 1), (slot.effective.0, slot.limit)).of(who);
    norm.uses_records_up() && excused(world, norm, &scene, Which::OfRecords) == Truth::Unknown
}

/// What is known of one window at an instant.
#[derive(Clone, Default)]
struct Now {
    verdict: Option<Verdict>,
    /// What is shown of each part of each alternative, and which of them decides.
    shown: Vec<Vec<Shown>>,
    which: (usize, usize),
    /// Which part of each alternative is broken, by how it stands.
    broken: Vec<Option<usize>>,
    /// One too many decides, or a condition that is broken before the window is over.
    excess: bool,
    /// What each part of each alternative uses of the records.
    uses: Vec<Vec<Uses>>,
    /// It is not known whether it concerns the bearer throughout.
    doubtful: bool,
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
                    ruled(world, norm, who, slot, concerned, kept).map(|verdict| concluded(norm, verdict))
                };
                if let Some(now) = out.get_mut(*position) {
                    now.verdict = verdict;
                    now.excess = world.as_of < all_is_over(world, norm, who, slot);
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
        // Of those that nothing decides, the one that stands best is shown.
        let stands = |parts: &Vec<Counted>| parts.iter().map(|part| part.as_it_stands).reduce(worst);
        let of_these = each.iter().zip(&verdicts).filter(|(_, one)| Some(**one) == verdict);
        let at_best = best(of_these.filter_map(|(parts, _)| stands(parts)));
        let is_shown = |(parts, one): (&&Vec<Counted>, &Verdict)| {
            Some(*one) == verdict && (*one != Verdict::Undetermined || stands(parts) == at_best)
        };
        let alternative = each.iter().zip(&verdicts).position(is_shown).unwrap_or(0);
        let part = each.get(alternative).map_or(0, |parts| which(parts));
        let excess = each.get(alternative).and_then(|parts| parts.get(part)).is_some_and(|p| p.shown.excess);
        if let Some(now) = out.get_mut(*position) {
            let shown = each.iter().map(|parts| parts.iter().map(|part| part.shown).collect()).collect();
            let is_broken = |part: &Counted| part.as_it_stands == Verdict::Breached && !part.nothing_due;
            let broken = each.iter().map(|parts| parts.iter().position(is_broken)).collect();
            let uses =
                each.iter().map(|parts| parts.iter().map(|part| part.uses.clone()).collect()).collect();
            let doubtful = concerned.doubtful;
            let verdict = verdict.map(|verdict| concluded(norm, verdict));
            *now = Now { verdict, shown, which: (alternative, part), broken, excess, uses, doubtful };
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
        Truth::Yes => return concerned.surely_there().then_some(Verdict::Excused),
        Truth::Unknown if is_certain(verdict) => return None,
        Truth::Unknown | Truth::No | Truth::Nothing => {}
    }
    // Where it is in doubt whether it concerns the bearer, nothing is a finding.
    let surely = counts(reading, &concerned.sure) && !concerned.doubtful;
    if !surely && is_certain(verdict) {
        return None;
    }
    Some(verdict)
}
