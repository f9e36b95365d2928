//! Duties that follow a breach: one instance for each breach of the norm before, from the instant at which
//! that breach is certain (rule V6).

use super::facet;
use super::frame::{Found, Frame};
use super::outcome::{Outcome, Verdict, Weight};
use super::tally::Ruling;
use super::term::Doubt;
use super::triggered::{self, Side, Window};
use super::world::World;
use crate::check::policy::Norm;
use crate::log::{Instant, Moment, Precision, Record, Unit};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// The instances of a follow-up, given the outcomes of the norm that it follows.
pub(super) fn instances<'a>(
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    within: Option<(u32, Unit)>,
    before: &[Outcome],
) -> Vec<Outcome> {
    // An unmet advice gives rise to nothing (rule O8).
    let duties = before.iter().filter(|o| o.weight == Weight::Duty);
    let triggers: HashSet<&str> = before.iter().filter_map(|o| o.trigger.as_deref()).collect();
    let triggers =
        world.log.records.iter().filter(|r| triggers.contains(&*r.id)).map(|r| (&*r.id, r)).collect();
    duties
        .filter_map(|outcome| {
            let facet = facet::of_outcome(world, norm, outcome.of_each.as_ref())?;
            after(&world.by(facet), (index, norm), within, outcome, trigger_of(&triggers, outcome))
        })
        .collect()
}

fn after<'a>(
    world: &'a World<'a>,
    (index, norm): (usize, &'a Norm),
    within: Option<(u32, Unit)>,
    outcome: &Outcome,
    trigger: Option<&'a Record>,
) -> Option<Outcome> {
    let bearer = outcome.bearer.clone();
    let frame =
        |(from, until)| Frame { world, index, norm, bearer, from, until, limit: until, label: None, trigger };
    match (outcome.verdict, outcome.certain_at) {
        (Verdict::Breached, Some(since)) => Some(match after_breach(world, norm, within, outcome, since) {
            Some((window, anchor)) => {
                triggered::judge(&frame((window.from, window.until)), &window, anchor, None)
            }
            None => frame((since, world.as_of.max(since)))
                .outcome(Ruling::undetermined(Doubt::Calendar), Found::default()),
        }),
        (Verdict::Undetermined, _) => Some(after_doubt(&frame((outcome.from, outcome.until)), outcome)),
        _ => None,
    }
}

fn trigger_of<'a>(triggers: &HashMap<&str, &'a Record>, outcome: &Outcome) -> Option<&'a Record> {
    triggers.get(outcome.trigger.as_deref()?).copied()
}

// The stretch in which the duty is to be done, and the moment that began it.
fn after_breach(
    world: &World<'_>,
    norm: &Norm,
    within: Option<(u32, Unit)>,
    outcome: &Outcome,
    since: Instant,
) -> Option<(Window, Moment)> {
    let day = world.date_of(Instant(since.0 - 1));
    let until = match within {
        None => Instant::MAX,
        Some(length) => triggered::late_limit(world, since, length, norm.reading.day_off)?,
    };
    // What happened on the day of an excess need not have been before it; an absence ends with its day.
    let first = if since >= outcome.until { since } else { world.day_start(day) };
    let anchor = Moment { first, end: since, precision: Precision::Day };
    Some((Window::between(first, until, anchor, Side::After), anchor))
}

fn after_doubt(frame: &Frame<'_>, outcome: &Outcome) -> Outcome {
    let parent = frame.world.policy.norms.get_index(outcome.norm).map(|(name, _)| name.clone());
    frame.outcome(Ruling::undetermined(Doubt::Verdict(parent.unwrap_or_default())), Found::default())
}
