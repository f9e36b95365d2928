//! What must be achieved once: one instance, fulfilled when it is, else open.

use super::frame::{Found, Frame};
use super::held;
use super::outcome::{Outcome, Verdict};
use super::scope::InScope;
use super::tally::Ruling;
use super::term::{Doubt, Truth};
use super::world::World;
use crate::check::policy::Norm;
use crate::diagnostic::Message;
use crate::log::Instant;
use std::collections::BTreeSet;

/// The one instance of a norm to be achieved at some time: fulfilled once it is, else open, never breached.
pub(super) fn instances<'a>(
    world: &'a World<'a>,
    index: usize,
    norm: &'a Norm,
    bearer: &InScope,
) -> Vec<Outcome> {
    let Some(first) = bearer.spans.first() else { return Vec::new() };
    if first.from >= world.as_of {
        return Vec::new();
    }
    let frame = Frame {
        world,
        index,
        norm,
        bearer: bearer.id.clone(),
        from: first.from,
        // It stays with whoever leaves, and is never too late.
        until: Instant::MAX,
        limit: Instant::MAX,
        label: None,
        trigger: None,
    };
    // Whether it concerns the bearer at all may not be known.
    let is_sure = bearer.spans.iter().any(|span| span.doubt.is_none());
    let in_doubt = first.doubt.clone().filter(|_| !is_sure);
    if !held::is_about_holding(&norm.requirement) {
        return vec![super::triggered::settle_once(&frame, in_doubt)];
    }
    let mut cuts: BTreeSet<Instant> = held::edges(&frame, &norm.requirement)
        .into_iter()
        .filter(|at| first.from < *at && *at < world.as_of)
        .collect();
    cuts.insert(first.from.max(world.log.coverage.hull().map_or(first.from, |h| h.from)));
    let mut doubt = None;
    for at in cuts {
        match held::at(&norm.requirement, &frame.context(at)) {
            (Truth::True, found) => {
                return vec![frame.outcome(Ruling::certain(Verdict::Fulfilled, at), found)];
            }
            (Truth::Unknown(why @ Doubt::Parameter(_)), ..) => doubt = Some(why),
            _ => {}
        }
    }
    let ruling = doubt.map_or_else(Ruling::open, Ruling::undetermined).of_doubtful_duty(in_doubt);
    vec![frame.outcome(ruling, Found { why: Some(Message::new("why.not_yet")), ..Found::default() })]
}
