//! Norms on any stretch of some length and on the greatest gap: one instance a bearer and calendar year;
//! the first violating stretch breaches (rules O6, O7).

use super::exceptions::{self, Resting};
use super::frame::{Found, Frame};
use super::kept_for;
use super::outcome::{Measured, Outcome, Verdict};
use super::quotas::{Quota, Quotas};
use super::scope::{InScope, Span};
use super::select::{Hit, Selected};
use super::standing::years;
use super::stretch;
use super::tally::Ruling;
use super::term::Doubt;
use super::world::World;
use crate::check::policy::{From, Norm, OfWhich, Part, Quantity, Requirement, Selection, Time};
use crate::diagnostic::Message;
use crate::log::{Exact, Instant, Moment, Name, Precision, Stretch, Unit};
use crate::plan;
use chrono::{Datelike, Days, NaiveDate};

/// All instances for one bearer.
pub(super) fn instances<'a>(
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    bearer: &InScope,
) -> Vec<Outcome> {
    let (length, is_gap) = match norm.time {
        Time::Rolling(n, unit) => ((n, unit), false),
        Time::Gap(n, unit) => ((n, unit), true),
        _ => return Vec::new(),
    };
    let alternatives: &[Vec<Part>] = match &norm.requirement {
        Requirement::Have(parts) => std::slice::from_ref(parts),
        Requirement::Any(all) => all,
        Requirement::Keep(expr) | Requirement::Satisfy(expr) => {
            return super::sliding::instances(world, index, norm, bearer, expr, length);
        }
    };
    let mut out = Vec::new();
    for span in &bearer.spans {
        for (from, until, year) in years(world, span) {
            if !world.work.spend(1) {
                return out;
            }
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
            let all = |parts: &Vec<Part>| {
                let demands = parts.iter().flat_map(demands);
                let runs = demands.map(|(what, quantity, of_which)| {
                    Run { frame: &frame, span, what, quantity, of_which, length, is_gap, year }.judge()
                });
                runs.reduce(super::frame::join)
            };
            if let Some(doubt) = &span.doubt {
                out.push(frame.outcome(Ruling::undetermined(doubt.clone()), Found::default()));
                continue;
            }
            if let Some((ruling, found)) = alternatives.iter().filter_map(all).reduce(super::frame::either) {
                out.push(frame.outcome(ruling, found));
            }
        }
    }
    out
}

// What a part asks for, and its parts of which.
fn demands(part: &Part) -> impl Iterator<Item = (&Selection, &Quantity, Option<&OfWhich>)> {
    let nested = part.of_which.iter().map(|of| (&part.what, &of.quantity, Some(of)));
    std::iter::once((&part.what, &part.quantity, None)).chain(nested)
}

fn measured(low: usize, most: Option<usize>) -> Option<Measured> {
    let number = |n: usize| Exact::from(n as i64);
    Some(Measured { low: number(low), high: most.map(number) })
}

/// Where more than what is known may have happened.
struct Unsure {
    /// One more somewhere in each.
    one: Vec<Stretch>,
    /// Any number more.
    any: Vec<Stretch>,
}

impl Unsure {
    fn all(&self) -> impl Iterator<Item = &Stretch> {
        self.one.iter().chain(&self.any)
    }

    /// How many more there may be in a stretch; none if any number.
    fn at_most(&self, from: Instant, until: Instant) -> Option<usize> {
        let touches = |s: &&Stretch| s.from < until && from < s.until;
        self.any.iter().all(|s| !touches(&s)).then(|| self.one.iter().filter(touches).count())
    }
}

/// A stretch in which too little is done.
#[derive(Clone, Copy)]
struct Lack {
    from: NaiveDate,
    /// The last day on which what is missing could come.
    limit: NaiveDate,
    /// One past its last instant.
    end: Instant,
    /// What is surely done in it, and what possibly.
    done: (usize, usize),
}

/// Which stretches are asked about: those that are over and end in the year, or those that are not over yet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Over {
    Yes,
    NotYet,
}

struct Run<'a, 'f> {
    frame: &'f Frame<'a>,
    span: &'f Span,
    what: &'f Selection,
    quantity: &'f Quantity,
    /// Only those of them that pass this.
    of_which: Option<&'f OfWhich>,
    length: (u32, Unit),
    is_gap: bool,
    year: i32,
}

impl Run<'_, '_> {
    fn judge(&self) -> (Ruling, Found) {
        let world = self.frame.world;
        let limits = self.frame.limits(self.quantity);
        let (low, high) = (limits.low, limits.high);
        if let Some(doubt) = limits.doubt.clone().filter(|_| limits.are_unknown()) {
            return (self.untold(doubt), Found::default());
        }
        let begin = self.begin();
        // Of a year that is over what comes after it is nothing to it; hours may end with its last instant.
        let by_days = plan::elapsed(self.length.0, self.length.1).is_none();
        let is_over = by_days && world.as_of >= self.frame.until;
        let end = if is_over { self.span.until.min(self.frame.until) } else { self.span.until };
        let seen = (begin, end.min(world.as_of));
        let mut selected = self.frame.context(begin).over((begin, end)).select(self.what);
        if let Some(of) = self.of_which {
            selected.narrow(|hit| self.frame.passes(hit, &of.filter));
        }
        self.exact_enough(&mut selected);
        let mut hits = selected.sure.clone();
        hits.sort_by(|a, b| (a.at.first, &a.id).cmp(&(b.at.first, &b.id)));
        let context = self.frame.context(begin);
        let pauses_in = |asked| {
            exceptions::exception_spans(&context, &self.frame.norm.exceptions, Resting::Either, asked)
        };
        let pauses = pauses_in(seen);
        let least = low.map_or(0, Exact::ceil).max(i128::from(self.is_gap));
        let unsure = self.unsure(&selected, &pauses, seen);
        let none = Unsure { one: Vec::new(), any: Vec::new() };
        let lack = self.lack(&hits, least, &pauses, &unsure, (seen, Over::Yes));
        let lacks = |pauses: &[Span], unsure: &Unsure| {
            self.lack(&hits, least, pauses, unsure, (seen, Over::Yes)).is_some()
        };
        let free = |at: Moment| !pauses.iter().any(|pause| at.possibly_in(pause.from, pause.until));
        let crowded = self.crowded(&hits, high, free);
        let below_nothing = high.is_some_and(|high| high < Exact::ZERO);
        let crowded = match below_nothing.then(|| self.first_whole(&pauses, seen)).flatten() {
            Some(end) => crowded.filter(|(at, _)| *at < end).or(Some((end, Vec::new()))),
            None => crowded,
        };
        let lacked_at = lack.map(|lack| lack.end);
        // What is certain first stands (rule O1).
        if let Some((at, evidence)) = crowded.filter(|(at, _)| lacked_at.is_none_or(|lacked| *at <= lacked)) {
            let ruling = Ruling { excess: true, ..Ruling::certain(Verdict::Breached, at) };
            let number = evidence.len();
            let found = self.found(&selected, evidence, Some(self.why(["why.crowded", "why.crowded.which"])));
            // The stretch that broke it ends with the one too many.
            let due = Some(world.date_of(Instant(at.0 - 1)));
            return (
                ruling,
                Found {
                    required: high,
                    at_most: true,
                    measured: measured(number, Some(number)),
                    quotas: self.quotas(number, (None, high)),
                    due,
                    ..found
                },
            );
        }
        // Whether an exception holds matters where without it the norm would be broken.
        let sure: Vec<Span> = pauses.iter().filter(|pause| pause.doubt.is_none()).cloned().collect();
        let doubtful = || pauses.iter().find_map(|pause| pause.doubt.clone());
        let in_doubt = || {
            let unsure = self.unsure(&selected, &sure, seen);
            let free = |at| !exceptions::takes(&sure, at);
            let broken = lacks(&sure, &unsure) || self.crowded(&hits, high, free).is_some();
            let imprecise = || hits.first().map(|hit| Doubt::Imprecise(hit.id.clone()));
            doubtful().or_else(imprecise).filter(|_| broken)
        };
        // What may have happened besides matters where without it something is missing, or with it too much.
        let most = (unsure.any.is_empty()).then_some(hits.len() + unsure.one.len());
        let may_be_too_many = high.is_some_and(|high| most.is_none_or(|n| n as i128 > high.floor()));
        let matters = || may_be_too_many || lacks(&pauses, &none);
        // Or both may be so at once.
        let both = || doubtful().and(selected.doubt()).filter(|_| lacks(&sure, &none));
        let doubt = selected.doubt().filter(|_| matters()).or_else(in_doubt).or_else(both);
        let untold = (!self.calendar_knows(seen)).then_some(Doubt::Calendar);
        if let (None, Some(doubt)) = (lack, limits.doubt.or(untold)) {
            return (self.untold(doubt), self.found(&selected, Vec::new(), None));
        }
        let over = world.as_of >= self.frame.until;
        if lack.is_none() && over && exceptions::take_all(&pauses, self.frame) {
            let why = Some(Message::new("why.excused"));
            let ruling = Ruling::certain(Verdict::Excused, self.frame.until);
            return (ruling, self.found(&selected, Vec::new(), why));
        }
        let (ruling, found) = self.conclude(&selected, lack, doubt);
        let lacking = self.frame.norm.parameters.iter().any(|name| world.parameter(name).is_none());
        // What is due next may lie beyond what is seen, as far as the calendar tells when nothing is.
        let next = || {
            let to_come = (begin, self.end_of_last());
            self.lack(&hits, least, &pauses_in(to_come), &none, (to_come, Over::NotYet))
        };
        let is_due = ruling.verdict == Verdict::Open && !lacking;
        let shown = lack.or_else(|| is_due.then(next).flatten());
        let Some(Lack { limit, done, .. }) = shown else { return (ruling, found) };
        let most = (ruling.verdict == Verdict::Breached).then_some(done.1);
        let quotas = self.quotas(done.0, (low, None));
        (ruling, Found { required: low, measured: measured(done.0, most), quotas, due: Some(limit), ..found })
    }

    // From when on something is known of the bearer whom it binds.
    fn begin(&self) -> Instant {
        let known = self.frame.world.log.coverage.hull().map(|hull| hull.from);
        self.span.from.max(known.unwrap_or(self.span.from))
    }

    // Of which there are too few or too many, where it is of those.
    fn quotas(&self, number: usize, limits: (Option<Exact>, Option<Exact>)) -> Quotas {
        let number = Exact::from(number as i64);
        let unmet = self.of_which.and_then(|of| Quota::unmet(of, number, limits));
        Quotas { decide: unmet.is_some(), unmet: unmet.into_iter().collect(), ..Quotas::default() }
    }

    // The reason by itself, and where it is of those that meet a condition.
    fn why(&self, [of_all, of_which]: [&'static str; 2]) -> Message {
        match self.of_which {
            Some(of) => Message::new(of_which).with("condition", &of.words),
            None => Message::new(of_all),
        }
    }

    // What a calendar or a parameter does not tell nothing will tell; else the year may still bring it.
    fn untold(&self, doubt: Doubt) -> Ruling {
        let waits = !matches!(doubt, Doubt::Calendar | Doubt::Parameter(_));
        let goes_on = self.frame.world.as_of < self.frame.until;
        if waits && goes_on { Ruling::open() } else { Ruling::undetermined(doubt) }
    }

    fn lack(
        &self,
        hits: &[Hit<'_>],
        least: i128,
        pauses: &[Span],
        unsure: &Unsure,
        (seen, over): ((Instant, Instant), Over),
    ) -> Option<Lack> {
        if least == 0 {
            return None;
        }
        // An exception ends one stretch, and another one begins after it.
        let parts = exceptions::between(pauses, seen).into_iter();
        parts.filter(|part| over == Over::Yes || part.1 > self.frame.world.as_of).find_map(|part| {
            match plan::elapsed(self.length.0, self.length.1) {
                Some(length) => self.too_few_elapsed(hits, least, length, unsure, (part, over)),
                None => self.too_few(hits, least, unsure, (part, over)),
            }
        })
    }

    // An upper limit binds at each event's time (rule S1).
    fn crowded(
        &self,
        hits: &[Hit<'_>],
        high: Option<Exact>,
        free: impl Fn(Moment) -> bool,
    ) -> Option<(Instant, Vec<std::sync::Arc<str>>)> {
        let free: Vec<Hit<'_>> = hits.iter().filter(|hit| free(hit.at)).cloned().collect();
        self.too_many(&free, high?.floor())
    }

    // Less than nothing cannot be kept: the end of the first whole stretch, which breaks it.
    fn first_whole(&self, pauses: &[Span], seen: (Instant, Instant)) -> Option<Instant> {
        let nothing = Unsure { one: Vec::new(), any: Vec::new() };
        let first = self.lack(&[], 1, pauses, &nothing, (seen, Over::Yes))?;
        // What is too much within hours is so when they are over.
        let by_the_hour = plan::elapsed(self.length.0, self.length.1).is_some();
        Some(Instant(first.end.0 - i64::from(by_the_hour)))
    }

    // Where more than what is known may have happened: what is not covered, what was set aside, what may count,
    // and where the clock may have stood still.
    fn unsure(&self, selected: &Selected<'_>, pauses: &[Span], seen: (Instant, Instant)) -> Unsure {
        let world = self.frame.world;
        let mut one: Vec<Stretch> = selected
            .possible
            .iter()
            .map(|(hit, _)| Stretch { from: hit.at.first, until: hit.at.end })
            .collect();
        let doubtful = pauses.iter().filter(|pause| pause.doubt.is_some());
        let mut any: Vec<Stretch> = doubtful.map(|p| Stretch { from: p.from, until: p.until }).collect();
        let From::Event(kind) = self.what.from else {
            // Of spells it is not told where they may lie.
            any.extend(selected.doubt().map(|_| Stretch { from: seen.0, until: seen.1 }));
            return Unsure { one, any };
        };
        let mut at = seen.0;
        for covered in world.log.coverage.of(kind) {
            if covered.from > at {
                any.push(Stretch { from: at, until: covered.from.min(seen.1) });
            }
            at = at.max(covered.until);
        }
        any.push(Stretch { from: at, until: seen.1 });
        let known = world.lying_back.known_until(kind);
        any.extend(known.map(|known| Stretch { from: known.max(seen.0), until: seen.1 }));
        for aside in world.log.set_aside.iter().filter(|aside| aside.kind.is_none_or(|k| k == kind)) {
            let (from, until) = aside.at.map_or(seen, |at| (at.first, at.end));
            one.push(Stretch { from, until });
        }
        one.retain(|stretch| stretch.from < stretch.until);
        any.retain(|stretch| stretch.from < stretch.until);
        Unsure { one, any }
    }

    // Records that are not exact enough for the unit may lie on either side of an end.
    fn exact_enough(&self, selected: &mut Selected<'_>) {
        let by_the_hour = matches!(self.length.1, Unit::Minute | Unit::Hour);
        let coarsest = if by_the_hour { Precision::Instant } else { Precision::Day };
        let (exact, coarse): (Vec<_>, Vec<_>) =
            selected.sure.drain(..).partition(|hit| hit.at.precision <= coarsest);
        selected.sure = exact;
        let doubt = |hit: &Hit<'_>| Doubt::Imprecise(hit.id.clone());
        selected.possible.extend(coarse.into_iter().map(|hit| (hit.clone(), doubt(&hit))));
    }

    // Lengths in working days or teaching weeks need to know which days these are, at both ends of what is seen of the
    // year.
    fn calendar_knows(&self, (from, until): (Instant, Instant)) -> bool {
        let world = self.frame.world;
        let (from, until) = (from.max(self.frame.from), until.min(self.frame.until));
        let ends = [from, Instant(until.0.max(from.0 + 1) - 1)];
        ends.into_iter().all(|at| world.calendar.counts(self.length.1, world.date_of(at)).is_some())
    }

    fn conclude(&self, selected: &Selected<'_>, lack: Option<Lack>, doubt: Option<Doubt>) -> (Ruling, Found) {
        let over = self.frame.world.as_of >= self.frame.until;
        match (lack, doubt) {
            (Some(lack), _) => {
                let why = self.why(["why.lack", "why.lack.which"]);
                let why = why.with("from", lack.from).with("until", lack.limit);
                let ruling = Ruling::certain(Verdict::Breached, lack.end);
                // Days are counted from the one after; hours begin with the record itself.
                let by_the_hour = plan::elapsed(self.length.0, self.length.1).is_some();
                let short_from = if by_the_hour { Some(lack.from) } else { lack.from.succ_opt() };
                (ruling, Found { short_from, ..self.found(selected, Vec::new(), Some(why)) })
            }
            (_, Some(doubt)) if over => (Ruling::undetermined(doubt), self.found(selected, Vec::new(), None)),
            (None, None) if over => {
                let why = Some(kept_for::reason(self.frame));
                (Ruling::certain(Verdict::Fulfilled, self.frame.until), self.found(selected, Vec::new(), why))
            }
            _ => (Ruling::open(), self.found(selected, Vec::new(), Some(Message::new("why.holds_so_far")))),
        }
    }

    fn found(
        &self,
        selected: &Selected<'_>,
        evidence: Vec<std::sync::Arc<str>>,
        why: Option<Message>,
    ) -> Found {
        let begin = self.begin_of_first();
        let near = selected.sure.iter().filter(|hit| hit.at.end > begin && hit.at.first < self.frame.until);
        let others = near.map(|hit| &hit.id).filter(|id| !evidence.contains(id)).cloned().collect();
        Found { evidence, others, why, ..Found::default() }
    }

    // Of the stretches that end in the year the first begins here: what happened before is in none of them.
    fn begin_of_first(&self) -> Instant {
        let Frame { world, from, .. } = self.frame;
        if let Some(length) = plan::elapsed(self.length.0, self.length.1) {
            return Instant(from.0.saturating_sub(length));
        }
        let begin = world.date_of(self.begin());
        let before = self.first_to_end(world.date_of(*from), begin.pred_opt().unwrap_or(begin));
        // A gap begins with the record itself.
        if self.is_gap { world.day_start(before) } else { world.day_end(before) }
    }

    // The end of the last stretch that begins in the year, or of what is known of the bearer.
    fn end_of_last(&self) -> Instant {
        let Frame { world, until, .. } = self.frame;
        if let Some(length) = plan::elapsed(self.length.0, self.length.1) {
            return self.span.until.min(Instant(until.0.saturating_add(length + 1)));
        }
        // Where the calendar does not tell when that is, of the last one of which it does.
        let last = self.end_after(world.date_of(*until)).or_else(|| world.calendar.last_told());
        self.span.until.min(last.map_or(world.as_of, |last| world.day_end(last)))
    }

    // Whether a stretch is one of those that are asked about: it lies in what is seen, or to come, whole.
    fn is_asked(&self, over: Over, lack: Lack, whole_until: Instant) -> bool {
        lack.end <= whole_until
            && match over {
                Over::Yes => lack.limit.year() == self.year,
                Over::NotYet => {
                    lack.end > self.frame.world.as_of
                        && lack.from < self.frame.world.date_of(self.frame.until)
                }
            }
    }

    // The first event that is one too many within the length.
    fn too_many(&self, hits: &[Hit<'_>], most: i128) -> Option<(Instant, Vec<std::sync::Arc<str>>)> {
        let size = usize::try_from(most.checked_add(1)?).ok()?.max(1);
        hits.windows(size).find_map(|window| {
            let (first, last) = (window.first()?, window.last()?);
            let together = match plan::elapsed(self.length.0, self.length.1) {
                Some(length) => last.at.first.0 < first.at.first.0 + length,
                None => self.day(last) <= self.end_after(self.day(first).pred_opt()?)?,
            };
            let inside = together && self.day(last).year() == self.year;
            inside.then(|| (last.at.end, window.iter().map(|h| h.id.clone()).collect()))
        })
    }

    // The same by elapsed time.
    fn too_few_elapsed(
        &self,
        hits: &[Hit<'_>],
        least: i128,
        length: i64,
        unsure: &Unsure,
        (seen, over): ((Instant, Instant), Over),
    ) -> Option<Lack> {
        let least = usize::try_from(least).ok()?;
        let times: Vec<Instant> = hits.iter().map(|hit| hit.at.first).collect();
        let date = |at| self.frame.world.date_of(at);
        // A stretch that ends with the beginning of the year is the first one of the year.
        let first = if over == Over::Yes { self.frame.from } else { self.frame.world.as_of };
        let first = Instant(first.0 - length);
        let mut starts: Vec<Instant> = [seen.0, first].into_iter().chain(times.iter().copied()).collect();
        starts.extend(unsure.all().map(|stretch| stretch.until));
        starts.sort_unstable();
        starts.into_iter().filter(|from| *from >= seen.0).find_map(|from| {
            let limit = Instant(from.0 + length);
            let found = times.partition_point(|at| *at <= limit) - times.partition_point(|at| *at <= from);
            // What is to be done within hours may be done with their end.
            let end = Instant(limit.0 + 1);
            let most = unsure.at_most(from, end).map(|more| found + more).filter(|most| *most < least)?;
            let lack = Lack { from: date(from), limit: date(limit), end, done: (found, most) };
            self.is_asked(over, lack, seen.1).then_some(lack)
        })
    }

    // The first stretch that surely has not enough events and whose end lies in the year. It begins after an
    // event, with what is seen, where one can tell again what happened, or so that it is the first to end in the year.
    fn too_few(
        &self,
        hits: &[Hit<'_>],
        least: i128,
        unsure: &Unsure,
        (seen, over): ((Instant, Instant), Over),
    ) -> Option<Lack> {
        let least = usize::try_from(least).ok()?;
        let world = self.frame.world;
        let begin = world.date_of(seen.0);
        let first = if self.is_gap { begin } else { begin.pred_opt()? };
        let days: Vec<NaiveDate> = hits.iter().map(|h| self.day(h)).collect();
        let last_unsure = |stretch: &Stretch| world.date_of(Instant(stretch.until.0 - 1));
        let asked = if over == Over::Yes { self.frame.from } else { world.as_of };
        let asked = self.first_to_end(world.date_of(asked), first);
        let mut starts: Vec<NaiveDate> = [first, asked].into_iter().chain(days.iter().copied()).collect();
        starts.extend(unsure.all().map(last_unsure).filter(|day| *day >= first));
        starts.sort_unstable();
        for from in starts.into_iter().filter(|from| *from >= first) {
            let Some(limit) = self.end_after(from) else { continue };
            let found = days.partition_point(|day| *day <= limit) - days.partition_point(|day| *day <= from);
            let (after, end) = (world.day_end(from), world.day_end(limit));
            let most = unsure.at_most(after, end).map(|more| found + more);
            let Some(most) = most.filter(|most| *most < least) else { continue };
            let lack = Lack { from, limit, end, done: (found, most) };
            // Only stretches that are whole and inside what is seen can lack something.
            if self.is_asked(over, lack, seen.1) {
                return Some(lack);
            }
        }
        None
    }

    // The first day from which on a length does not end before a day; a later start never ends earlier.
    fn first_to_end(&self, day: NaiveDate, from: NaiveDate) -> NaiveDate {
        let (mut low, mut high) = (from, day.max(from));
        while low < high {
            let middle = low + Days::new((high - low).num_days().unsigned_abs() / 2);
            match self.end_after(middle) {
                Some(limit) if limit < day => low = middle + Days::new(1),
                _ => high = middle,
            }
        }
        low
    }

    fn day(&self, hit: &Hit<'_>) -> NaiveDate {
        self.frame.world.date_of(hit.at.first)
    }

    // The last day of the gap after a record on a day, or of the stretch that begins on the next day.
    fn end_after(&self, day: NaiveDate) -> Option<NaiveDate> {
        let Frame { world, norm, .. } = self.frame;
        if self.is_gap {
            stretch::last_of_gap(world, norm, day, self.length)
        } else {
            stretch::last_of_any(world, norm, day.succ_opt()?, self.length)
        }
    }
}
