//! The duty that follows a breach, from the instant at which that breach is certain (rule V6).

use super::instance::Instance;
use super::length::{shifted, shifted_day};
use super::limit::{Begin, End, Stretch, moved};
use super::triggered::of_stretch;
use super::world::World;
use bylaws::check::policy::Norm;
use bylaws::eval::{Verdict, Weight};
use bylaws::log::{Instant, Length, Moment, Precision, Unit, Value};
use std::sync::Arc;

/// The instances of a norm that follows the breaches of another.
pub(super) fn instances<'a>(
    world: &World<'a>,
    index: usize,
    norm: &'a Norm,
    within: Option<(u32, Unit)>,
    before: &[Instance],
) -> Vec<Instance> {
    // An unmet advice gives rise to nothing (rule O8).
    let duties = before
        .iter()
        .filter(|one| one.weight == Weight::Duty && !(one.bearer.is_empty() && norm.for_each.is_some()));
    duties.filter_map(|one| after(world, index, norm, within, one)).collect()
}

fn after<'a>(
    world: &World<'a>,
    index: usize,
    norm: &'a Norm,
    within: Option<(u32, Unit)>,
    breach: &Instance,
) -> Option<Instance> {
    let who = super::scope::Candidate {
        bearer: Some(Value::Entity(Arc::from(breach.bearer.as_str()))),
        of_each: breach.for_which.clone(),
        office: breach.office.clone(),
    };
    let trigger = world.log.records.iter().find(|record| breach.trigger.as_deref() == Some(&*record.id));
    if !norm.calendars.is_empty() {
        world.refuse("regional calendars of a duty that follows a breach");
    }
    let undetermined = |from, until: Instant| {
        let mut one = Instance::new(index, norm, &who, (from, until));
        one.trigger = breach.trigger.clone();
        one.due = (until < Instant::MAX).then(|| world.date(Instant(until.0 - 1)));
        one
    };
    match (breach.verdict, breach.certain_at) {
        (Verdict::Undetermined, _) => Some(undetermined(breach.from, breach.until)),
        (Verdict::Breached, Some(since)) => {
            let day = world.date(Instant(since.0 - 1));
            let until = match within {
                None => Some(Instant::MAX),
                Some((count, unit @ (Unit::Hour | Unit::Minute))) => {
                    let last = Moment::instant(Instant(since.0 - 1));
                    shifted(world, last, Length { count, unit }, false).map(|far| far.end)
                }
                Some((count, unit)) => {
                    let last = shifted_day(world, day, i64::from(count), unit);
                    last.and_then(|day| moved(world, norm, day)).map(|day| world.day(day).end)
                }
            };
            let Some(until) = until else { return Some(undetermined(since, world.as_of.max(since))) };
            // What was done on the day of an excess need not have been before it; an absence ends with its day.
            let first = if since >= breach.until { since } else { world.start(day) };
            let anchor = Moment { first, end: since, precision: Precision::Day };
            let until = if until == Instant::MAX { End::Never } else { End::At(until) };
            let stretch = Stretch { from: Begin::At(first), until, late: None };
            of_stretch(world, index, norm, &who, (trigger, anchor), stretch)
        }
        _ => None,
    }
}
