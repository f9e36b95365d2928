//! Times of day, where a limit runs for hours or minutes: what gives rise to the duty happens at eight, what is to be done just
//! in time, or a minute later.

use crate::sketch::{Sketch, day_of, unplaced};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{ArithOp, Expr, From, Norm, Selection, Slot, Time};
use bylaws::log::{Unit, Value};
use chrono::{Duration, NaiveDateTime};

/// What gives rise to a duty is put at eight, in minutes after midnight.
const EIGHT: i64 = 8 * 60;

/// How many minutes a limit has that runs from a record on, which happens at eight.
pub(crate) fn minutes(norm: &Norm) -> Option<i64> {
    match &norm.time {
        Time::WithinAfter(count, Unit::Minute, _) => Some(i64::from(*count)),
        Time::WithinAfter(count, Unit::Hour, _) => Some(i64::from(*count) * 60),
        Time::NoLaterThan(Expr::OnDay(clock, day)) => {
            let days_later = match &**day {
                Expr::At(Slot::Trigger) => 0,
                Expr::Shift(ArithOp::Add, of, length) => match (&**of, &**length) {
                    (Expr::At(Slot::Trigger), Expr::Value(Value::Length(length)))
                        if length.unit == Unit::Day =>
                    {
                        i64::from(length.count)
                    }
                    _ => return None,
                },
                _ => return None,
            };
            Some(days_later * 24 * 60 + i64::from(*clock) - EIGHT).filter(|minutes| *minutes > 0)
        }
        _ => None,
    }
}

/// A moment as a scenario writes it.
pub(crate) fn written(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%d %H:%M").to_string()
}

/// The time at which what gives rise to a duty is put.
pub(crate) fn eight(day: chrono::NaiveDate) -> Option<NaiveDateTime> {
    day.and_hms_opt(8, 0, 0)
}

/// The same log with the trigger at eight and the deeds so many minutes later.
pub(super) fn timed(policy: &CheckedPolicy, norm: &Norm, log: &Sketch, later: i64) -> Option<Sketch> {
    let kind = |selection: &Selection| match selection.from {
        From::Event(kind) => {
            policy.vocabulary.events.get_index(kind).map(|(_, event)| event.name.canonical.clone())
        }
        _ => None,
    };
    let trigger = kind(norm.trigger.as_ref()?)?;
    let deeds: Vec<String> = norm
        .requirement
        .parts()
        .filter_map(|part| kind(&part.what))
        .filter(|deed| *deed != trigger)
        .collect();
    let at = log.facts.iter().find(|fact| fact.kind.node == trigger).and_then(day_of).and_then(eight)?;
    let done = at.checked_add_signed(Duration::minutes(later))?;
    let mut out = log.clone();
    for fact in &mut out.facts {
        if fact.kind.node == trigger {
            fact.at = unplaced(written(at));
        } else if deeds.contains(&fact.kind.node) {
            fact.at = unplaced(written(done));
        }
    }
    out.sort();
    Some(out)
}
