//! Numbers carried from window to window: the only look-back, one window at a time (rule V1).

use super::context::Context;
use super::term::{Doubt, Term};
use super::world::World;
use crate::check::policy::{Account, Expr, Reading};
use crate::log::{Instant, Value};
use crate::plan;
use chrono::NaiveDate;
use std::sync::Arc;

impl Context<'_> {
    /// What an entity's account stood at when the last window before the instant ended; at the end of a window also those
    /// that lie in it and end with it.
    pub(super) fn account(&self, of: &Expr, name: &str) -> Term {
        let Some(account) = self.world.policy.accounts.get(name) else { return Term::Nothing };
        match self.term(of) {
            Term::Known(Value::Entity(id)) => stood_at(self.world, account, &id, (self.at, self.closing)),
            Term::Known(_) | Term::Between(..) | Term::Nothing => Term::Nothing,
            Term::Missing { doubt, .. } => Term::missing(doubt),
            Term::Unknown(doubt) => Term::Unknown(doubt),
        }
    }
}

/// When accounts of a name change: the ends of their windows, as far as the log reaches.
pub(super) fn edges(world: &World<'_>, name: &str) -> Vec<Instant> {
    let (Some(account), Some(hull)) = (world.policy.accounts.get(name), world.log.coverage.hull()) else {
        return Vec::new();
    };
    let range = since(account, (world.date_of(hull.from), world.date_of(Instant(hull.until.0 - 1))));
    if range.0 > range.1 {
        return Vec::new();
    }
    if !world
        .work
        .spend_windows((range.1 - range.0).num_days(), plan::least_days(account.windows.0, account.windows.1))
    {
        return Vec::new();
    }
    let windows = plan::periods(world.calendar, &Reading::default(), account.windows, range);
    windows.into_iter().map(|window| world.day_end(window.last)).collect()
}

// Before the day from which an account counts it has no windows.
fn since(account: &Account, (first, last): (NaiveDate, NaiveDate)) -> (NaiveDate, NaiveDate) {
    (account.windows.2.map_or(first, |from| from.max(first)), last)
}

// From the window in which the log, the regulation and the entity are all there.
fn stood_at(
    world: &World<'_>,
    account: &Account,
    id: &Arc<str>,
    (at, closing): (Instant, Option<Instant>),
) -> Term {
    let begin = world.log.coverage.hull().map_or(Instant::MIN, |hull| hull.from).max(world.in_force().0);
    let begin = begin.max(world.life(id).map_or(Instant::MIN, |life| life.from));
    let outside = Context::new(world, begin, (begin, at)).bearer(id);
    let mut carried = outside.term(&account.initially);
    if begin >= at {
        return carried;
    }
    let range = since(account, (world.date_of(begin), world.date_of(Instant(at.0 - 1))));
    if range.0 > range.1 {
        return carried;
    }
    if !world
        .work
        .spend_windows((range.1 - range.0).num_days(), plan::least_days(account.windows.0, account.windows.1))
    {
        return carried;
    }
    let windows = plan::periods(world.calendar, &Reading::default(), account.windows, range);
    let known =
        plan::known(world.calendar, &Reading::default(), account.windows.1, account.windows.2.is_some());
    if known.is_some_and(|(first, last)| range.0 < first || last < range.1) {
        return Term::Unknown(Doubt::Calendar);
    }
    for window in windows {
        let (from, until) = (world.day_start(window.first), world.day_end(window.last));
        let closes = until.0 - 1 == at.0 && closing.is_some_and(|begun| begun < from);
        if until > at && !closes {
            break;
        }
        let mut context = Context::new(world, Instant(until.0 - 1), (from, until)).bearer(id);
        context.carried = Some(carried);
        carried = context.term(&account.value);
    }
    carried
}
