//! How the clock of a limit ran: when it stood still and why, and which records extended the limit.

use super::{Explainer, Seen, hours, words};
use crate::check::policy::{Norm, Time};
use crate::diagnostic::{Arg, Lang, Message};
use crate::eval::{Idle, Outcome, Verdict, as_of};
use crate::log::{Instant, Length};
use crate::plan;
use crate::report::punctuation::word;
use crate::report::sentence::condition;
use serde::Serialize;

/// What of the clock is told.
#[derive(Clone, Debug, Default)]
pub(super) struct Clock {
    pub still: Vec<Still>,
    /// While what it stands still.
    while_what: Option<Arg>,
    pub extended_by: Vec<Seen>,
    /// Records that did not extend it, with why not.
    pub idle: Vec<(Seen, Message)>,
    /// How much of the limit was left as it stood still for who knows how long.
    pub left: Option<Length>,
    phase: Phase,
}

/// Whether a clock did stand still, does, or is only going to.
#[derive(Clone, Copy, Debug, Default)]
enum Phase {
    #[default]
    ToCome,
    GoesOn,
    Over,
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
            let until = until.and_then(|until| told(until, true));
            Some(Still { from: told(*from, false)?, until })
        });
        let (mut begun, mut goes_on) = (false, false);
        for (from, until) in &outcome.clocked.still {
            begun |= *from < last;
            goes_on |= *from < last && until.is_none_or(|until| until > last);
        }
        let phase = match (begun, goes_on) {
            (false, _) => Phase::ToCome,
            (true, true) => Phase::GoesOn,
            (true, false) => Phase::Over,
        };
        let words = |what, lang| condition(of.policy, norm, what, None, lang);
        let stops = norm.stops.as_ref();
        Self {
            still: still.collect(),
            while_what: stops.map(|w| Arg::Both { zh: words(w, Lang::Zh), en: words(w, Lang::En) }),
            extended_by: outcome.clocked.extended_by.iter().map(|id| of.seen(id)).collect(),
            idle: outcome
                .clocked
                .idle
                .iter()
                .map(|(id, why)| (of.seen(id), not_extended(of, *why)))
                .collect(),
            left: outcome.clocked.left.filter(|_| outcome.verdict == Verdict::Open),
            phase,
        }
    }

    /// Nobody knows when it runs again.
    pub(super) fn stands_still(&self) -> bool {
        self.still.last().is_some_and(|last| last.until.is_none())
    }

    /// How much of the limit was left.
    pub(super) fn left_in(&self, lang: Lang) -> Option<String> {
        let Length { count, unit } = self.left?;
        let (zh, en) = unit.counted(count);
        Some(if lang == Lang::Zh { zh } else { en })
    }

    /// What comes before the stretches, some of which may be to come.
    pub(super) fn label(&self, lang: Lang) -> &'static str {
        let english = match self.phase {
            Phase::ToCome => "clock will stand still: ",
            Phase::GoesOn => "clock stands still: ",
            Phase::Over => "clock stood still: ",
        };
        word(lang, "停算：", english)
    }

    /// When it stood still, with what it stands still for.
    pub(super) fn stood_still(&self, lang: Lang) -> Option<String> {
        let one = |still: &Still| match &still.until {
            Some(until) if *until == still.from => until.clone(),
            Some(until) => {
                let message = Message::new("explain.still").with("from", &still.from);
                message.with("until", until).render(lang)
            }
            None => self.goes_on(&still.from).render(lang),
        };
        let all: Vec<String> = self.still.iter().map(one).collect();
        let stretches = all.join(if lang == Lang::Zh { "、" } else { ", " });
        let why = |what: &Arg| {
            let message = Message::new("explain.still.why").with("stretches", &stretches);
            message.with_arg("condition", what.clone()).render(lang)
        };
        (!all.is_empty()).then(|| self.while_what.as_ref().map_or_else(|| stretches.clone(), why))
    }

    fn goes_on(&self, from: &str) -> Message {
        match self.left {
            None => Message::new("explain.still.goes_on").with("from", from),
            Some(Length { count, unit }) => {
                let (zh, en) = unit.counted(count);
                let message = Message::new("explain.still.left").with("from", from);
                message.with_arg("left", Arg::Both { zh, en })
            }
        }
    }
}

fn not_extended(of: &Explainer<'_>, why: Idle) -> Message {
    let zone = of.policy.zone;
    match why {
        Idle::Over(limit) if zone.day_start(zone.date_of(limit)) == limit => {
            let last = super::day(of.policy, Instant(limit.0 - 1)).unwrap_or_default();
            Message::new("explain.idle.over").with("limit", last)
        }
        Idle::Over(limit) => Message::new("explain.idle.over").with("limit", hours::minute(of.policy, limit)),
        Idle::Often(most) => Message::new("explain.idle.often").with("count", most),
        Idle::Condition(place) => {
            Message::new("explain.failed").with("condition", words::written(of.sources, place))
        }
    }
}
