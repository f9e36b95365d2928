//! Windows in which records are counted.

use super::super::context::Hand;
use super::super::frame::{Found, Limits, either, join, limits_in};
use super::super::labelled::year_field;
use super::super::outcome::{Measured, Outcome, Verdict};
use super::super::quotas::{Quota, Quotas};
use super::super::select::{Hit, Selected};
use super::super::tally::{Demand, MayCount, Ruling, Tally, allocate, certain_with};
use super::super::term::{Doubt, Truth};
use super::super::{claims, exceptions, none_asked, rests};
use super::doubtful;
use super::earlier::UsedUp;
use super::excuse;
use super::slot::Slot;
use crate::check::policy::{From, Part, Quantity};
use crate::log::{Exact, Instant, Value};
use rustc_hash::FxHashSet as HashSet;
use std::sync::Arc;

/// Instances of a norm that counts: all parts of an alternative together, the best alternative of all.
pub(super) fn counted(slots: &[Slot<'_>], alternatives: &[Vec<Part>]) -> Vec<Outcome> {
    let Some(first) = slots.first() else { return Vec::new() };
    let used = UsedUp::before(first.frame.world, first.frame.norm, &first.frame.bearer);
    let count = |parts: &Vec<Part>| -> Vec<Vec<(Ruling, Found)>> {
        parts.iter().map(|part| count_part(slots, part, &used)).collect()
    };
    let counted: Vec<Vec<Vec<(Ruling, Found)>>> = alternatives.iter().map(count).collect();
    let mut out = Vec::with_capacity(slots.len());
    for (index, slot) in slots.iter().enumerate() {
        let all = |parts: &Vec<Vec<(Ruling, Found)>>| {
            let each: Vec<(Ruling, Found)> =
                parts.iter().filter_map(|part| part.get(index).cloned()).collect();
            together(slot, each)
        };
        if let Some((ruling, found)) = counted.iter().filter_map(all).reduce(either) {
            let (ruling, found) = excuse(slot, ruling, found);
            out.push(slot.frame.outcome(ruling, found));
        }
    }
    out
}

// All parts of one alternative. Of whom the window does not count what was done before that was known stands only if
// all of it was.
fn together(slot: &Slot<'_>, each: Vec<(Ruling, Found)>) -> Option<(Ruling, Found)> {
    let is_of_none =
        |(ruling, _): &&(Ruling, Found)| matches!(ruling.verdict, Verdict::NotApplicable | Verdict::Excused);
    let has_none = slot.counted == 0 || !slot.counts();
    match each.iter().find(is_of_none) {
        Some(first) if has_none => Some(first.clone()),
        _ => each.into_iter().reduce(join),
    }
}

/// What a part asks of a window.
pub(in super::super) struct Asked {
    pub demand: Demand,
    limits: Limits,
    due: Option<Option<i128>>,
}

impl Asked {
    // Nothing is made up for an upper limit.
    fn is_made_up(&self) -> bool {
        self.limits.has_low
    }

    /// From how many records on more of them change nothing.
    pub(in super::super) fn most(&self) -> i128 {
        let Limits { low, high, .. } = self.limits;
        let low = low.map_or(0, Exact::ceil).max(self.demand.low);
        low.max(high.map_or(0, |high| high.floor().saturating_add(1)))
    }
}

pub(in super::super) fn asked(slot: &Slot<'_>, part: &Part) -> Asked {
    let limits = slot.frame.limits_of(part, slot.effective.0);
    let doubt = limits.doubt.clone().filter(|_| limits.has_low && limits.are_unknown());
    let low = limits.low.or(doubt.as_ref().map(|_| Exact::ONE));
    let due = low.map(|low| slot.due(low, slot.in_scope, slot.counted));
    let needs = due.flatten().unwrap_or(0);
    let demand = Demand {
        from: slot.effective.0.min(slot.frame.until),
        until: slot.until_for_counting(),
        // Nothing is made up for an upper limit.
        limit: if low.is_some() { slot.limit_for_counting() } else { slot.until_for_counting() },
        gaps: slot.gaps(),
        low: if doubt.is_some() { 0 } else { needs },
        high: limits.high.map(Exact::floor),
        // Where nothing is due, nothing is due of which.
        of_which: part
            .of_which
            .iter()
            .filter(|_| needs > 0)
            .map(|of| due_of_which(slot, &of.quantity).1)
            .collect(),
        // Of no days nothing is due, however much it were.
        doubt: doubt.filter(|_| due.flatten().is_some()),
    };
    Asked { demand, limits, due }
}

// What is due of which.
fn due_of_which(slot: &Slot<'_>, quantity: &Quantity) -> (Limits, i128) {
    let limits = limits_in(&slot.frame.context(slot.effective.0), quantity);
    let low = limits.low.and_then(|low| slot.due(low, slot.in_scope, slot.counted)).unwrap_or(0);
    (limits, low)
}

// Whether a hit is among those of which so many are asked.
fn passes(slot: &Slot<'_>, part: &Part, n: usize, hit: &Hit<'_>) -> Truth {
    part.of_which.get(n).map_or(Truth::False, |of| slot.frame.passes(hit, &of.filter))
}

/// The ruling on what a window got.
pub(in super::super) fn ruling(
    slot: &Slot<'_>,
    part: &Part,
    asked: &Asked,
    tally: &mut Tally<'_>,
) -> (Ruling, Found) {
    let demand = &asked.demand;
    slot.note_gaps(part, demand, tally);
    let limits = &asked.limits;
    let whole = match (limits.low, limits.high, asked.due) {
        // What takes all days takes the upper limit with them, and who does not count has none.
        _ if slot.is_excepted_throughout() => None,
        (Some(low), None, Some(None)) if limits.doubt.is_none() => slot.before_leaving(low, tally),
        _ if slot.counted == 0 || !slot.counts() => None,
        _ => Some(limits.rule(|| slot.rule(limits.low, demand, tally))),
    };
    // A number that is counted in the window itself is known at its end.
    let end = slot.frame.until;
    let whole = whole.map(|whole| match whole.certain_at {
        Some(at) if at < end && counts_in_the_window(part) => {
            if slot.frame.world.as_of < end {
                Ruling::open()
            } else {
                Ruling { certain_at: Some(end), ..whole }
            }
        }
        _ => whole,
    });
    // Where nothing is due, nothing is due of which.
    let (ruling, quotas) = match &whole {
        Some(whole) => nested(slot, part, demand, tally, whole),
        None => (slot.nothing_due(), Quotas::default()),
    };
    let ruling = slot.settled(asked, ruling);
    let quotas = match &whole {
        Some(whole) => quotas.held_against(&ruling, whole, tally.low() >= demand.low),
        None => quotas,
    };
    (ruling.clone(), Found { quotas, ..slot.found(part, asked, tally, &ruling) })
}

fn count_part(slots: &[Slot<'_>], part: &Part, used: &UsedUp) -> Vec<(Ruling, Found)> {
    let all: Vec<Asked> = slots.iter().map(|slot| asked(slot, part)).collect();
    let demands: Vec<Demand> = all.iter().map(|asked| asked.demand.clone()).collect();
    let Some(mut selected) = select_all(slots, &demands, part) else { return Vec::new() };
    for selected in &mut selected {
        if part.quantity.low.is_some() {
            used.take_from(selected);
        } else {
            bind_at_events(slots, selected);
        }
    }
    let of_which = |slot: usize, n: usize, hit: &Hit<'_>| {
        slots.get(slot).map_or(Truth::False, |slot| passes(slot, part, n, hit))
    };
    let sure = match looks_window_by_window(part) {
        true => once(&selected),
        false => selected.iter_mut().flat_map(|one| std::mem::take(&mut one.sure)).collect(),
    };
    let may_count = match selected.as_slice() {
        [all] if !looks_window_by_window(part) => MayCount::Anywhere(all),
        each => MayCount::WindowByWindow(each),
    };
    let is_made_up = slots.iter().any(|slot| slot.frame.norm.late.is_some() && slot.period.cycle.is_none());
    let doubtful = match is_made_up && part.quantity.low.is_some() {
        true => doubtful::tallies(slots, part, &demands, &selected, &sure, &of_which),
        false => None,
    };
    let mut tallies = doubtful.unwrap_or_else(|| {
        let mut tallies = allocate(&demands, &sure, may_count, &of_which);
        note_labels(slots, part, &demands, &mut tallies, &sure, may_count);
        tallies
    });
    let each = slots.iter().zip(&all).zip(&mut tallies);
    each.map(|((slot, asked), tally)| ruling(slot, part, asked, tally)).collect()
}

// What is sure for one window or for several.
fn once<'a>(selected: &[Selected<'a>]) -> Vec<Hit<'a>> {
    let mut seen: HashSet<&Arc<str>> = HashSet::default();
    selected.iter().flat_map(|one| &one.sure).filter(|hit| seen.insert(&hit.id)).cloned().collect()
}

// An upper limit binds at each event's time (rule S1).
fn bind_at_events<'a>(slots: &[Slot<'a>], selected: &mut Selected<'a>) {
    if slots.iter().any(|slot| !slot.exceptions.is_empty()) {
        selected.narrow(|hit| excepted_at(slots, hit).not());
    }
    if slots.iter().any(|slot| slot.inside.len() > 1 || slot.doubt.is_some()) {
        selected.narrow(|hit| concerns_at(slots, hit));
    }
}

// Whether an exception holds when something happened.
fn excepted_at(slots: &[Slot<'_>], hit: &Hit<'_>) -> Truth {
    let before = slots.partition_point(|slot| slot.effective.1 <= hit.at.first);
    let near = slots.iter().skip(before).take_while(|slot| slot.effective.0 < hit.at.end);
    near.fold(Truth::False, |truth, slot| truth.or(|| exceptions::taken(&slot.exceptions, hit.at, &hit.id)))
}

// Whether the norm concerns the bearer when something happened.
fn concerns_at(slots: &[Slot<'_>], hit: &Hit<'_>) -> Truth {
    let before = slots.partition_point(|slot| slot.effective.1 <= hit.at.first);
    let near = slots.iter().skip(before).take_while(|slot| slot.effective.0 < hit.at.end);
    let mut reached = hit.at.first;
    let mut truth = Truth::False;
    for span in near.flat_map(|slot| &slot.inside).filter(|span| hit.at.possibly_in(span.from, span.until)) {
        if let Some(doubt) = &span.doubt {
            return Truth::Unknown(doubt.clone());
        }
        reached = if span.from <= reached { reached.max(span.until) } else { reached };
        truth = Truth::True;
    }
    match truth {
        Truth::True if reached < hit.at.end => Truth::Unknown(Doubt::Imprecise(hit.id.clone())),
        other => other,
    }
}

// Whether a condition on what is counted looks at what else happened in the window.
fn looks_window_by_window(part: &Part) -> bool {
    part.what.filter.as_ref().is_some_and(rests::rests_on_window)
}

// One look-up for all windows of a bearer; or one for each.
fn select_all<'a>(slots: &[Slot<'a>], demands: &[Demand], part: &Part) -> Option<Vec<Selected<'a>>> {
    let mut selected = match looks_window_by_window(part) {
        true => window_by_window(slots, demands, part),
        false => {
            let from = demands.iter().map(|d| d.from).min()?;
            let until = demands.iter().map(|d| d.limit.max(d.until)).max()?;
            vec![slots.first()?.frame.context(from).over((from, until)).select_over_window(&part.what)]
        }
    };
    for selected in &mut selected {
        // What others use still happened, so that it may be too much.
        if part.quantity.low.is_some() {
            selected.leave_out(&slots.first()?.frame.world.taken);
        }
        selected.sure.retain(|hit| slots.iter().any(|s| s.in_scope_at(hit)));
    }
    Some(selected)
}

// What may count in several windows, because it may still be made up, belongs to the one in which it happened.
fn window_by_window<'a>(slots: &[Slot<'a>], demands: &[Demand], part: &Part) -> Vec<Selected<'a>> {
    let of_window = |(index, (slot, demand)): (usize, (&Slot<'a>, &Demand))| {
        let own = slot.frame.context(demand.from).over((demand.from, demand.until));
        let mut found = own.reaching(demand.limit).select_over_window(&part.what);
        let is_home = |hit: &Hit<'_>| {
            let home = demands.iter().position(|d| hit.at.surely_in(d.from, d.until));
            home.is_none_or(|home| home == index)
        };
        found.possible.retain(|(hit, _)| is_home(hit));
        found
    };
    slots.iter().zip(demands).enumerate().map(of_window).collect()
}

// An event that names its cycle goes to the window of that cycle, up to its closing date (rule T7).
fn note_labels<'a>(
    slots: &[Slot<'a>],
    part: &Part,
    demands: &[Demand],
    tallies: &mut Vec<Tally<'a>>,
    sure: &[Hit<'a>],
    may_count: MayCount<'_, 'a>,
) {
    let Some(first) = slots.first() else { return };
    if slots.iter().all(|s| s.period.cycle.is_none()) {
        return;
    }
    let field = year_field(first.frame.world.policy, &part.what.from);
    let Some((field, _)) = field else { return };
    let label = |hit: &Hit<'_>| match &hit.hand {
        Hand::Record(record) => match record.field(field) {
            Some(Value::Number(n)) => n.to_integer(),
            _ => None,
        },
        _ => None,
    };
    let (labelled, plain): (Vec<Hit<'a>>, Vec<Hit<'a>>) =
        sure.iter().cloned().partition(|hit| label(hit).is_some());
    // Without a label the date decides: only labels reach up to the closing date.
    let by_date: Vec<Demand> = slots
        .iter()
        .zip(demands)
        .map(|(slot, demand)| match slot.frame.norm.late {
            Some(_) => demand.clone(),
            None => Demand { limit: demand.until, ..demand.clone() },
        })
        .collect();
    let of_which = |slot: usize, n: usize, hit: &Hit<'_>| {
        slots.get(slot).map_or(Truth::False, |slot| passes(slot, part, n, hit))
    };
    *tallies = allocate(&by_date, &plain, may_count, &of_which);
    for hit in labelled {
        for (slot, tally) in slots.iter().zip(tallies.iter_mut()) {
            if slot.period.cycle.map(i128::from) != label(&hit) {
                continue;
            }
            let (from, until, limit) = (slot.frame.from, slot.frame.until, slot.frame.limit);
            if hit.at.surely_in(from, until) {
                tally.in_time.push(hit.clone());
            } else if hit.at.surely_in(until, limit) {
                tally.late.push(hit.clone());
            } else if hit.at.possibly_in(from, limit) {
                tally.may_count(&hit, Doubt::Imprecise(hit.id.clone()));
            }
        }
    }
    for tally in tallies {
        tally.in_time.sort_by(|a, b| (a.at.end, &a.id).cmp(&(b.at.end, &b.id)));
        tally.late.sort_by(|a, b| (a.at.end, &a.id).cmp(&(b.at.end, &b.id)));
    }
}

fn counts_in_the_window(part: &Part) -> bool {
    let limits = [part.quantity.low.as_ref(), part.quantity.high.as_ref()];
    limits.into_iter().flatten().any(rests::rests_on_events)
}

fn nested(
    slot: &Slot<'_>,
    part: &Part,
    demand: &Demand,
    tally: &Tally<'_>,
    whole: &Ruling,
) -> (Ruling, Quotas) {
    let mut quotas = Quotas::default();
    let ruling = part.of_which.iter().fold(whole.clone(), |ruling, of| {
        let (limits, low) = due_of_which(slot, &of.quantity);
        ruling.and(limits.rule(|| {
            let demand = Demand { low, high: limits.high.map(Exact::floor), ..demand.clone() };
            let inner = tally.of_which(|hit| slot.frame.passes(hit, &of.filter));
            quotas.unmet.extend(Quota::unmet(of, inner.ends().0, (Exact::ratio(low, 1), limits.high)));
            let own = slot.rule(limits.low, &demand, &inner);
            quotas.made_up.extend(Quota::made_up(of, inner.in_time.len(), Exact::ratio(low, 1), &own));
            own
        }))
    });
    (ruling, quotas)
}

impl<'a> Slot<'a> {
    fn until_for_counting(&self) -> Instant {
        // An event after the bearer left does not count for it, unless labels or making up let it.
        if self.period.cycle.is_some() || self.effective.1 >= self.frame.world.day_end(self.period.last) {
            self.frame.until.min(self.frame.world.day_end(self.period.last)).max(self.effective.1)
        } else {
            self.effective.1
        }
    }

    // Nothing that happens after it left can be late, unless making up or a label lets it count at all.
    pub(super) fn limit_for_counting(&self) -> Instant {
        let goes_on = self.frame.norm.late.is_some() || self.period.cycle.is_some();
        if goes_on { self.frame.limit } else { self.until_for_counting() }
    }

    // Who is away may come back: enough for what is due without them is not yet enough.
    fn rule(&self, low: Option<Exact>, demand: &Demand, tally: &Tally<'_>) -> Ruling {
        let as_of = self.frame.world.as_of;
        let ruling = tally.rule(demand, as_of);
        let Some(low) = low.filter(|_| ruling.verdict == Verdict::Fulfilled) else { return ruling };
        let told = self.due_by_and_by(low).filter(|(told, _)| *told <= as_of);
        let enough = told.filter_map(|(told, due)| {
            let more_than = usize::try_from(due).ok()?.checked_sub(1);
            let reached = more_than.map_or(Some(demand.begun()), |n| certain_with(tally.in_time.iter(), n));
            reached.map(|reached| reached.max(told))
        });
        match enough.min() {
            None => Ruling::open(),
            at => Ruling { certain_at: ruling.certain_at.max(at), ..ruling },
        }
    }

    // What is missing when the bearer goes out of scope may still be made up when it comes back, and what is not
    // too much by then may become so.
    fn settled(&self, asked: &Asked, ruling: Ruling) -> Ruling {
        let demand = &asked.demand;
        let unknown = ruling.verdict == Verdict::Undetermined;
        // Whether there were too many can be told no better later.
        let until = if asked.limits.only_ask() { self.frame.limit } else { self.frame.until };
        if unknown && self.frame.world.as_of < until {
            return Ruling::open();
        }
        let missing = ruling.verdict == Verdict::Breached && !ruling.excess;
        let kept = ruling.verdict == Verdict::Fulfilled && demand.high.is_some();
        // Who may still turn out not to count has no limit to exceed.
        let counts_from = self.counts_from();
        let may_not_count = ruling.excess && ruling.certain_at.is_some_and(|at| at < counts_from);
        let end = match (missing, may_not_count) {
            (true, _) if asked.is_made_up() => self.frame.limit,
            (true, _) => self.frame.until,
            (false, true) => counts_from,
            (false, false) => self.end(),
        };
        match ruling.certain_at {
            Some(at) if (missing || may_not_count) && at < end || kept && at == demand.until && at < end => {
                if self.frame.world.as_of < end {
                    Ruling::open()
                } else {
                    Ruling { certain_at: Some(end), ..ruling }
                }
            }
            _ => ruling,
        }
    }

    fn note_gaps(&self, part: &Part, demand: &Demand, tally: &mut Tally<'_>) {
        let From::Event(kind) = part.what.from else { return };
        let world = self.frame.world;
        if let Some(doubt) = world.gap_in(kind, demand.from, demand.limit) {
            tally.unbounded = true;
            tally.may_be_in_time |= world.gap_in(kind, demand.from, demand.until).is_some();
            tally.doubt.get_or_insert(doubt);
        }
        let judged = world.policy.vocabulary.events.get_index(kind).is_some_and(|(_, e)| e.judgement);
        if judged && tally.low() == 0 {
            // Nobody has judged yet, which is not a judgement to the contrary (rule K6).
            (tally.unbounded, tally.may_be_in_time) = (true, true);
            tally.doubt.get_or_insert(Doubt::Judgement(kind));
        }
        let aside = world.set_aside(kind, demand.from, demand.limit);
        if aside > 0 {
            tally.possible += aside;
            tally.may_be_in_time |= world.set_aside(kind, demand.from, demand.until) > 0;
            tally.doubt.get_or_insert(Doubt::SetAside);
        }
    }

    // Fulfilled before it left, or before exceptions took what was due, measured by what was due by then (rule O1: the first
    // certain outcome stands).
    fn before_leaving(&self, low: Exact, tally: &Tally<'_>) -> Option<Ruling> {
        let mut by_and_by: Vec<(Instant, i128)> = self.due_by_and_by(low).collect();
        by_and_by.sort_unstable();
        let ends = by_and_by.iter().skip(1).map(|(told, _)| *told).chain([Instant::MAX]);
        let enough = |((told, due), end): (&(Instant, i128), Instant)| {
            let more_than = usize::try_from(*due).ok()?.checked_sub(1)?;
            let at = certain_with(tally.in_time.iter(), more_than)?.max(*told);
            let at = at.max(self.is_told(at));
            (at < end).then_some(at)
        };
        let at = by_and_by.iter().zip(ends).find_map(enough)?;
        Some(Ruling::certain(Verdict::Fulfilled, at))
    }

    fn found(&self, part: &Part, asked: &Asked, tally: &Tally<'_>, ruling: &Ruling) -> Found {
        let demand = &asked.demand;
        let (low, high) = tally.ends();
        let no_duty = matches!(ruling.verdict, Verdict::NotApplicable | Verdict::Excused);
        let deciding = tally.deciding(demand, |n, hit| passes(self, part, n, hit));
        let used = deciding.iter().map(|id| (id.clone(), None)).collect();
        let evidence = match ruling.excess {
            true => tally.in_time.iter().map(|hit| hit.id.clone()).collect(),
            false => deciding,
        };
        let due = asked.due.and_then(|_| Exact::ratio(demand.low, 1));
        let (required, at_most) = asked.limits.shown(due, Exact::from(tally.in_time.len() as i64));
        Found {
            measured: Some(Measured { low, high }),
            required,
            at_most,
            // Of no days nothing is due, however much it were.
            nothing_due: asked.limits.only_ask()
                && self.is_nothing_due(asked.limits.low.unwrap_or(Exact::ONE)),
            others: tally.others(&evidence),
            claims: claims::of_part(&self.frame, part, demand.from, tally, used),
            evidence,
            why: match ruling.verdict {
                _ if no_duty => Some(self.nothing_due_reason()),
                Verdict::Fulfilled if required == Some(Exact::ZERO) && !at_most => {
                    let days = Some((self.counted, self.days));
                    Some(none_asked::reason(&self.frame, self.effective.0, &asked.limits, days, low))
                }
                _ => None,
            },
            ..Found::default()
        }
    }
}
