//! Logs in which the clock of a limit stands still for a few days and runs again, and what is asked is done after the limit
//! would have ended.

use super::Ground;
use super::deeds::Done;
use crate::edits::ends;
use crate::sketch::Sketch;
use crate::suppose::Supposing;
use bylaws::check::policy::{Expr, Norm};
use bylaws::log::EventOrigin;
use chrono::{Days, NaiveDate};

impl<'p> Ground<'p> {
    /// `over` is the last day of the limit if the clock never stops.
    pub(super) fn resumed(
        &self,
        at: &Supposing<'p>,
        norm: &Norm,
        stops: &Expr,
        over: NaiveDate,
    ) -> Option<Sketch> {
        let mut with = at.clone();
        with.suppose(stops, &self.roles, true);
        let later = |day: NaiveDate, days: u64| day.checked_add_days(Days::new(days));
        let (still, again) = (later(self.supposing.day, 1)?, later(self.supposing.day, 3)?);
        let mut begun = false;
        for fact in with.facts.iter_mut().skip(at.facts.len()) {
            let event = at.policy.vocabulary.events.get_index(fact.kind);
            if event.is_some_and(|(_, event)| matches!(event.origin, EventOrigin::StateStart(_))) {
                (fact.day, begun) = (still, true);
            }
        }
        if !begun {
            return None;
        }
        with.day = later(over, 1)?;
        self.deeds(&mut with, norm, Done::All);
        let mut log = with.sketch(later(over, 7)?);
        let of = |kind: &str| at.policy.vocabulary.event_named(kind).map(|(_, event)| event);
        let is_stop = |at: &str| at == still.to_string();
        let stopped = log.facts.iter().filter(|fact| is_stop(&fact.at.node));
        let ended: Vec<_> =
            stopped.filter_map(|fact| ends(at.policy, fact, of(&fact.kind.node)?, &[again]).pop()).collect();
        log.facts.extend(ended);
        log.sort();
        Some(log)
    }
}
