//! What must be achieved once: one instance, fulfilled when it is, else open. As with a duty that a record gives rise to, an
//! exception on what lasts takes it where it holds when the duty begins, one on what happens whenever that happens.

use super::frame::{Found, Frame};
use super::held;
use super::outcome::{Outcome, Verdict};
use super::scope::InScope;
use super::tally::Ruling;
use super::term::{Doubt, Truth};
use super::triggered;
use super::world::World;
use crate::check::policy::Norm;
use crate::diagnostic::Message;
use crate::log::{Instant, Moment};
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
    let begins = world.log.coverage.hull().map_or(first.from, |hull| hull.from.max(first.from));
    vec![triggered::settle_once(&frame, Moment::instant(begins), in_doubt, &achieved)]
}

// When what lasts was first there in the wanted number since the duty began, by what had happened up to then.
fn achieved(frame: &Frame<'_>, begins: Instant) -> (Ruling, Found) {
    let as_of = frame.world.as_of;
    let edges = held::edges(frame, &frame.norm.requirement).into_iter().chain([begins]);
    let known: BTreeSet<Instant> =
        edges.flat_map(|at| [at, Instant(at.0.saturating_add(1))]).chain([as_of]).collect();
    let mut doubt = None;
    for at in known.into_iter().filter(|at| begins < *at && *at <= as_of) {
        let context = frame.context(Instant(at.0 - 1)).over((Instant::MIN, at));
        match held::at(&frame.norm.requirement, &context) {
            (Truth::True, found) => return (Ruling::certain(Verdict::Fulfilled, at), found),
            (Truth::Unknown(why @ Doubt::Parameter(_)), ..) => doubt = Some(why),
            _ => {}
        }
    }
    let ruling = doubt.map_or_else(Ruling::open, Ruling::undetermined);
    (ruling, Found { why: Some(Message::new("why.not_yet")), ..Found::default() })
}
