//! When a log to begin with is looked at, and from when to when it tells of what there is.

use crate::sketch::{Sketch, day_of};
use crate::suppose::shifted;
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{Expr, Norm, Time, TimeSide};
use bylaws::eval::{Outcome, Verdict};
use bylaws::log::{Instant, Unit};
use bylaws::plan;
use chrono::{Days, NaiveDate};

/// What is looked back at must be told of, or nothing that is missing is certain: from this day on, of what happens on that one.
pub(crate) fn told_from(norm: &Norm, day: NaiveDate) -> Option<NaiveDate> {
    let mut back = Vec::new();
    match &norm.time {
        Time::WithinBefore(count, unit, _) => back.push((*count, *unit)),
        Time::Before(_) | Time::AtLeast { side: TimeSide::Before, .. } => back.push((1, Unit::Year)),
        _ => {}
    }
    plan::each_expr(norm, &mut |expr| {
        if let Expr::Within(length, TimeSide::Before, ..) = expr {
            back.push((length.count, length.unit));
        }
    });
    let days = back.into_iter().filter_map(|(count, unit)| shifted(day, count, unit, true));
    days.min()?.checked_sub_days(Days::new(40))
}

/// A log tells of what there is from its first record on; the same that tells of it from an earlier day on.
pub(super) fn telling_from(day: NaiveDate, log: &Sketch) -> Option<Sketch> {
    let first = log.facts.iter().filter_map(day_of).min();
    let is_earlier = first.is_none_or(|first| day < first);
    is_earlier.then(|| Sketch { covers: vec![(day, log.as_of, Vec::new())], ..log.clone() })
}

/// The same that tells of nothing after a day.
pub(super) fn telling_until(day: NaiveDate, log: Sketch) -> Option<Sketch> {
    let first = log.facts.iter().filter_map(day_of).min().filter(|first| *first < day)?;
    Some(Sketch { covers: vec![(first, day, Vec::new())], ..log })
}

/// Of any stretch of a length, the first one: a deed early in it, looked at as it is over.
pub(super) fn first_stretch(norm: &Norm, force: NaiveDate) -> Option<Stretch> {
    let (Time::Rolling(count, unit) | Time::Gap(count, unit)) = norm.time else { return None };
    let over = shifted(force, count, unit, false)?;
    let early = force.checked_add_days(Days::new(2))?;
    (early < over).then_some(Stretch { middle: early, last: over, over })
}

/// How many days before the last one something is done that may be done at any time before.
const BEFORE: u64 = 3;

// Whether days off lie between the last day and the last one for making up, so that working days are not just days.
fn is_made_up_over_a_weekend(norm: &Norm, outcome: &Outcome) -> bool {
    let Some((count, Unit::WorkingDay | Unit::SchoolDay)) = norm.late else { return false };
    let days = outcome.due.zip(outcome.late_until).map(|(due, until)| (until - due).num_days());
    days.is_some_and(|days| days > i64::from(count))
}

/// Where in an instance something is done, and when one looks at it.
#[derive(Clone, Copy)]
pub(super) struct Stretch {
    /// A day in the middle.
    pub middle: NaiveDate,
    /// The last day in time.
    pub last: NaiveDate,
    /// The day after which nothing more can change it.
    pub over: NaiveDate,
}

/// The first instances.
pub(super) fn stretches(policy: &CheckedPolicy, norm: &Norm, bare: &Sketch) -> Vec<Stretch> {
    let names = [norm.name.canonical.clone()];
    let Some(evaluation) = bare.judged(policy, &names) else { return Vec::new() };
    let index = policy.norms.get_index_of(&norm.name.canonical);
    let of_norm: Vec<&Outcome> = evaluation.outcomes.iter().filter(|o| Some(o.norm) == index).collect();
    let mut full = of_norm.clone();
    full.retain(|o| o.verdict != Verdict::NotApplicable);
    // A share of nothing is no share, whenever one looks: it is asked of what is over once something is done.
    if full.iter().all(|o| o.verdict == Verdict::Open) {
        full = of_norm;
    }
    let mut out = Vec::new();
    let over_a_weekend =
        full.iter().skip(3).find(|outcome| is_made_up_over_a_weekend(norm, outcome)).copied();
    for outcome in full.into_iter().take(3).chain(over_a_weekend) {
        let day = |at: Instant| policy.zone.date_of(at);
        let last = if outcome.until >= Instant::MAX { bare.as_of } else { day(Instant(outcome.until.0 - 1)) };
        // What may be done at any time before is done a little before.
        let shortly_before = last.checked_sub_days(Days::new(2 * BEFORE)).unwrap_or(last);
        let first = if outcome.from == Instant::MIN { shortly_before } else { day(outcome.from) };
        let middle = first + (last - first) / 2;
        // What is due before something is looked at once that has happened.
        let begun = outcome.triggered_at.map(|at| day(at.first));
        let ends = [Some(last), outcome.due, outcome.late_until, begun];
        let over = ends.into_iter().flatten().max().unwrap_or(last);
        let over = over.min(bare.as_of);
        out.push(Stretch { middle: middle.max(first), last: outcome.due.unwrap_or(last).min(over), over });
    }
    out
}
