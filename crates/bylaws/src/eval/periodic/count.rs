//! Windows in which records are counted.

use super::super::context::Hand;
use super::super::frame::{Found, either, join};
use super::super::outcome::{Measured, Outcome, Verdict};
use super::super::select::{Hit, Selected};
use super::super::tally::{Demand, Ruling, Tally, allocate};
use super::super::term::Doubt;
use super::super::world::World;
use super::excuse;
use super::slot::Slot;
use crate::check::policy::{From, Part};
use crate::log::{Exact, Instant, Value};

/// Instances of a norm that counts: all parts of an alternative together, the best alternative of all.
pub(super) fn counted(slots: &[Slot<'_>], alternatives: &[Vec<Part>]) -> Vec<Outcome> {
    let count = |parts: &Vec<Part>| -> Vec<Vec<(Ruling, Found)>> {
        parts.iter().map(|part| count_part(slots, part)).collect()
    };
    let counted: Vec<Vec<Vec<(Ruling, Found)>>> = alternatives.iter().map(count).collect();
    let mut out = Vec::with_capacity(slots.len());
    for (index, slot) in slots.iter().enumerate() {
        let all = |parts: &Vec<Vec<(Ruling, Found)>>| {
            parts.iter().filter_map(|part| part.get(index).cloned()).reduce(join)
        };
        if let Some((ruling, found)) = counted.iter().filter_map(all).reduce(either) {
            let (ruling, found) = excuse(slot, ruling, found);
            out.push(slot.frame.outcome(ruling, found));
        }
    }
    out
}

fn count_part(slots: &[Slot<'_>], part: &Part) -> Vec<(Ruling, Found)> {
    let mut demands = Vec::with_capacity(slots.len());
    let mut limits = Vec::with_capacity(slots.len());
    for slot in slots {
        let limit = slot.frame.limits_of(part);
        let (low, high) = limit.clone().unwrap_or((Some(Exact::ONE), None));
        let due = low.map(|low| slot.due(low, slot.in_scope, slot.counted));
        demands.push(Demand {
            from: slot.effective.0.min(slot.frame.until),
            until: slot.until_for_counting(),
            limit: slot.limit_for_counting(),
            low: due.flatten().unwrap_or(0),
            high: high.map(Exact::floor),
        });
        limits.push((limit, due));
    }
    let Some(selected) = select_all(slots, &demands, part) else { return Vec::new() };
    let mut tallies = allocate(&demands, &selected.sure, &selected.possible);
    note_labels(slots, part, &demands, &mut tallies, &selected);
    let mut out = Vec::with_capacity(slots.len());
    for (index, slot) in slots.iter().enumerate() {
        let (Some(demand), Some(tally), Some((limit, due))) =
            (demands.get(index), tallies.get_mut(index), limits.get(index))
        else {
            continue;
        };
        slot.note_gaps(part, demand, tally);
        let ruling = match (limit, due) {
            (Err(doubt), _) => Ruling::undetermined(doubt.clone()),
            (Ok((Some(low), None)), Some(None)) => {
                slot.before_leaving(*low, tally).unwrap_or_else(|| slot.nothing_due())
            }
            _ => tally.rule(demand, slot.frame.world.as_of),
        };
        let ruling = nested(slot, part, demand, tally, ruling);
        out.push((ruling.clone(), slot.found(demand, tally, &ruling)));
    }
    out
}

// One look-up for all windows of a bearer.
fn select_all<'a>(slots: &[Slot<'a>], demands: &[Demand], part: &Part) -> Option<Selected<'a>> {
    let first = slots.first()?;
    let from = demands.iter().map(|d| d.from).min()?;
    let until = demands.iter().map(|d| d.limit.max(d.until)).max()?;
    let context = first.frame.context(from).over((from, until));
    let mut selected = context.select_over_window(&part.what);
    selected.leave_out(&first.frame.world.taken);
    selected.sure.retain(|hit| slots.iter().any(|s| s.in_scope_at(hit)));
    Some(selected)
}

// An event that names its cycle goes to the window of that cycle, up to its closing date (rule T7).
fn note_labels<'a>(
    slots: &[Slot<'a>],
    part: &Part,
    demands: &[Demand],
    tallies: &mut Vec<Tally<'a>>,
    selected: &Selected<'a>,
) {
    let Some(first) = slots.first() else { return };
    if slots.iter().all(|s| s.period.cycle.is_none()) {
        return;
    }
    let Some(field) = cycle_field(first.frame.world, part) else { return };
    let label = |hit: &Hit<'_>| match &hit.hand {
        Hand::Record(record) => match record.field(field) {
            Some(Value::Number(n)) => n.to_integer(),
            _ => None,
        },
        _ => None,
    };
    let (labelled, plain): (Vec<Hit<'a>>, Vec<Hit<'a>>) =
        selected.sure.iter().cloned().partition(|hit| label(hit).is_some());
    // Without a label the date decides: only labels reach up to the closing date.
    let by_date: Vec<Demand> = slots
        .iter()
        .zip(demands)
        .map(|(slot, demand)| match slot.frame.norm.late {
            Some(_) => demand.clone(),
            None => Demand { limit: demand.until, ..demand.clone() },
        })
        .collect();
    *tallies = allocate(&by_date, &plain, &selected.possible);
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
                tally.may_count(Doubt::Imprecise(hit.id.clone()));
            }
        }
    }
    for tally in tallies {
        tally.in_time.sort_by(|a, b| (a.at.end, &a.id).cmp(&(b.at.end, &b.id)));
        tally.late.sort_by(|a, b| (a.at.end, &a.id).cmp(&(b.at.end, &b.id)));
    }
}

// By convention the field `cycle` or `cycle_year` of a record names the cycle it belongs to.
fn cycle_field(world: &World<'_>, part: &Part) -> Option<usize> {
    let From::Event(kind) = part.what.from else { return None };
    let (_, event) = world.policy.vocabulary.events.get_index(kind)?;
    ["cycle", "cycle_year"].iter().find_map(|name| event.fields.get_index_of(*name))
}

fn nested(slot: &Slot<'_>, part: &Part, demand: &Demand, tally: &Tally<'_>, ruling: Ruling) -> Ruling {
    part.of_which.iter().fold(ruling, |ruling, (quantity, filter)| {
        ruling.and(match slot.frame.limits(quantity) {
            Err(doubt) => Ruling::undetermined(doubt),
            Ok((low, high)) => {
                let low = low.and_then(|low| slot.due(low, slot.in_scope, slot.counted)).unwrap_or(0);
                let demand = Demand { low, high: high.map(Exact::floor), ..demand.clone() };
                let inner = tally.of_which(|hit| slot.frame.passes(hit, filter));
                inner.rule(&demand, slot.frame.world.as_of)
            }
        })
    })
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
    fn limit_for_counting(&self) -> Instant {
        let goes_on = self.frame.norm.late.is_some() || self.period.cycle.is_some();
        if goes_on { self.frame.limit } else { self.until_for_counting() }
    }

    fn note_gaps(&self, part: &Part, demand: &Demand, tally: &mut Tally<'_>) {
        let From::Event(kind) = part.what.from else { return };
        let world = self.frame.world;
        if let Some(doubt) = world.gap_in(kind, demand.from, demand.limit) {
            tally.unbounded = true;
            tally.doubt.get_or_insert(doubt);
        }
        let judged = world.policy.vocabulary.events.get_index(kind).is_some_and(|(_, e)| e.judgement);
        if judged && tally.low() == 0 {
            // Nobody has judged yet, which is not a judgement to the contrary (rule K6).
            tally.unbounded = true;
            tally.doubt.get_or_insert(Doubt::Judgement(kind));
        }
        let aside = world.set_aside(kind, demand.from, demand.limit);
        if aside > 0 {
            tally.possible += aside;
            tally.doubt.get_or_insert(Doubt::SetAside);
        }
    }

    // Fulfilled before it left, measured by what was due had it stayed (rule O1: the first certain outcome
    // stands).
    fn before_leaving(&self, low: Exact, tally: &Tally<'_>) -> Option<Ruling> {
        let due = self.due(low, self.had_it_stayed, self.had_it_stayed)?;
        let hit = tally.in_time.get(usize::try_from(due.max(1)).ok()? - 1)?;
        Some(Ruling::certain(Verdict::Fulfilled, hit.at.end))
    }

    fn found(&self, demand: &Demand, tally: &Tally<'_>, ruling: &Ruling) -> Found {
        let (low, high) = tally.ends();
        let shown = if demand.low > 0 { demand.low } else { demand.high.unwrap_or(0) };
        let no_duty = matches!(ruling.verdict, Verdict::NotApplicable | Verdict::Excused);
        let deciding =
            if ruling.excess { tally.in_time.len() } else { usize::try_from(demand.low).unwrap_or(0) };
        let all: Vec<&Hit<'_>> = tally.in_time.iter().chain(&tally.late).collect();
        Found {
            measured: Some(Measured { low, high }),
            required: (!no_duty).then(|| Exact::ratio(shown, 1)).flatten(),
            evidence: all.iter().take(deciding).map(|h| h.id.clone()).collect(),
            further: all.len().saturating_sub(deciding),
            used: Vec::new(),
            why: no_duty.then(|| self.nothing_due_reason()),
        }
    }
}
