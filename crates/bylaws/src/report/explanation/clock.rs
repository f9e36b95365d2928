//! How the clock of a limit ran: when it stood still and why, and which records extended the limit.

use super::{Explainer, Seen, hours};
use crate::check::policy::{Norm, Time};
use crate::diagnostic::{Arg, Lang, Message};
use crate::eval::{Outcome, as_of};
use crate::log::Instant;
use crate::plan;
use crate::report::sentence::condition;
use serde::Serialize;

/// What of the clock is told.
#[derive(Clone, Debug, Default)]
pub(super) struct Clock {
    pub still: Vec<Still>,
    /// While what it stands still.
    while_what: Option<Arg>,
    pub extended_by: Vec<Seen>,
}

/// A stretch in which it stood still; of one that goes on the end is not known.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Still {
    from: String,
    until: Option<String>,
}

impl Clock {
    pub(super) fn of(of: &Explainer<'_>, norm: &Norm, outcome: &Outcome) -> Self {
        let by_the_clock =
            matches!(norm.time, Time::WithinAfter(_, unit, _) if plan::elapsed(1, unit).is_some());
        let last = as_of(of.log, of.request);
        let told = |at: Instant, is_end: bool| match by_the_clock {
            true => Some(hours::minute(of.policy, at)),
            false => super::day(of.policy, if is_end { Instant(at.0 - 1) } else { at }),
        };
        let still = outcome.clocked.still.iter().filter_map(|(from, until)| {
            let until = (*until < last).then(|| told(*until, true)).flatten();
            Some(Still { from: told(*from, false)?, until })
        });
        let words = |what, lang| condition(of.policy, norm, what, None, lang);
        let stops = norm.stops.as_ref();
        Self {
            still: still.collect(),
            while_what: stops.map(|w| Arg::Both { zh: words(w, Lang::Zh), en: words(w, Lang::En) }),
            extended_by: outcome.clocked.extended_by.iter().map(|id| of.seen(id)).collect(),
        }
    }

    /// When it stood still, with what it stands still for.
    pub(super) fn stood_still(&self, lang: Lang) -> Option<String> {
        let one = |still: &Still| match &still.until {
            Some(until) if *until == still.from => until.clone(),
            Some(until) => {
                let message = Message::new("explain.still").with("from", &still.from);
                message.with("until", until).render(lang)
            }
            None => Message::new("explain.still.goes_on").with("from", &still.from).render(lang),
        };
        let all: Vec<String> = self.still.iter().map(one).collect();
        let stretches = all.join(if lang == Lang::Zh { "、" } else { ", " });
        let why = |what: &Arg| {
            let message = Message::new("explain.still.why").with("stretches", &stretches);
            message.with_arg("condition", what.clone()).render(lang)
        };
        (!all.is_empty()).then(|| self.while_what.as_ref().map_or_else(|| stretches.clone(), why))
    }
}
