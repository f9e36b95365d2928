//! The stretch in which a triggered duty is to be done.

use super::super::frame::Frame;
use super::super::term::{Doubt, Term};
use crate::check::policy::{DayOff, Expr, StartDay, Time};
use crate::log::{Instant, Moment, Record, Unit, Value};
use crate::plan::{self, Period, Shift};

/// Where the counted events of a triggered instance may lie.
pub(in super::super) struct Window {
    pub from: Instant,
    pub until: Instant,
    pub limit: Instant,
    /// The instant that "before" and "after" speak of, and on which side of it events must lie.
    pub anchor: Moment,
    pub side: Side,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Side {
    Before,
    After,
    /// Anywhere in the window.
    Inside,
}

pub(super) fn window(frame: &Frame<'_>, record: &Record) -> Result<Window, Doubt> {
    let world = frame.world;
    let anchor_of = |expr: &Expr| match frame.context(record.at.first).term(expr) {
        Term::Known(Value::Time(at)) => Ok(at),
        Term::Unknown(doubt) => Err(doubt),
        _ => Err(Doubt::NotRecorded(String::new())),
    };
    let reading = &frame.norm.reading;
    let shift =
        Shift { calendar: &world.policy.calendar, start_day: reading.start_day, day_off: reading.day_off };
    let fixed = |from, until, anchor, side| Window { from, until, limit: until, anchor, side };
    let mut window = match &frame.norm.time {
        Time::Before(expr) => {
            let anchor = anchor_of(expr)?;
            fixed(Instant::MIN, anchor.end, anchor, Side::Before)
        }
        Time::After(expr) => {
            let anchor = anchor_of(expr)?;
            fixed(anchor.first, Instant::MAX, anchor, Side::After)
        }
        Time::WithinBefore(n, unit, expr) => {
            let anchor = anchor_of(expr)?;
            let from = match elapsed(*n, *unit) {
                Some(length) => Instant(anchor.first.0 - length),
                None => world.day_start(
                    plan::start_before(shift, world.date_of(anchor.first), *n, *unit)
                        .ok_or(Doubt::Calendar)?,
                ),
            };
            fixed(from, anchor.end, anchor, Side::Before)
        }
        Time::WithinAfter(n, unit, expr) => {
            let anchor = anchor_of(expr)?;
            let until = match elapsed(*n, *unit) {
                Some(length) => Instant(anchor.end.0 + length),
                None => {
                    let day = world.date_of(Instant(anchor.end.0 - 1));
                    world.day_end(plan::deadline_after(shift, day, *n, *unit).ok_or(Doubt::Calendar)?)
                }
            };
            fixed(anchor.first, until, anchor, Side::After)
        }
        Time::OnTheDayOf(expr) => {
            let anchor = anchor_of(expr)?;
            fixed(
                world.day_start(world.date_of(anchor.first)),
                world.day_end(world.date_of(Instant(anchor.end.0 - 1))),
                anchor,
                Side::Inside,
            )
        }
        Time::AtTrigger | Time::AtAllTimes => fixed(record.at.first, record.at.end, record.at, Side::Inside),
        Time::Once => fixed(record.at.first, Instant::MAX, record.at, Side::After),
        Time::By(day) => fixed(record.at.first, world.day_end(*day), record.at, Side::After),
        Time::Every { .. }
        | Time::EveryParameter(_)
        | Time::AtTheEndOfEvery(_)
        | Time::ByDateEveryYear { .. } => {
            let period = period_of(frame, record).ok_or(Doubt::Calendar)?;
            fixed(record.at.first, world.day_end(period.last), record.at, Side::After)
        }
        Time::Rolling(..) | Time::Gap(..) | Time::AfterBreachOf(..) => return Err(Doubt::Calendar),
    };
    if let Some((n, unit)) = frame.norm.late {
        let plain = Shift { start_day: StartDay::Excluded, day_off: DayOff::Stays, ..shift };
        let day = world.date_of(Instant(window.until.0 - 1));
        let limit = plan::deadline_after(plain, day, n, unit).ok_or(Doubt::Calendar)?;
        window.limit = world.day_end(limit);
    }
    Ok(window)
}

fn elapsed(n: u32, unit: Unit) -> Option<i64> {
    match unit {
        Unit::Minute => Some(i64::from(n) * 60_000),
        Unit::Hour => Some(i64::from(n) * 3_600_000),
        _ => None,
    }
}

// A periodic limit on a triggered duty: until the end of the period in which the trigger lies.
fn period_of(frame: &Frame<'_>, record: &Record) -> Option<Period> {
    let world = frame.world;
    let day = world.date_of(record.at.first);
    let spec = match &frame.norm.time {
        Time::Every { count, unit, from } => (*count, *unit, *from),
        Time::AtTheEndOfEvery(unit) => (1, *unit, None),
        Time::EveryParameter(name) => match world.parameter(name) {
            Some(Value::Length(length)) => (length.count, length.unit, None),
            _ => return None,
        },
        _ => (1, Unit::Year, None),
    };
    let mut period = plan::periods(&world.policy.calendar, &frame.norm.reading, spec, (day, day))
        .into_iter()
        .find(|p| p.first <= day && day <= p.last)?;
    if let Time::ByDateEveryYear { month, day: of_month } = frame.norm.time {
        use chrono::Datelike;
        let limit = |year| chrono::NaiveDate::from_ymd_opt(year, month, of_month);
        period.last = limit(day.year()).filter(|l| *l >= day).or_else(|| limit(day.year() + 1))?;
    }
    Some(period)
}
