//! Where a stretch of so many days, working days, weeks or months ends, by the calendar and by whether vacations stop
//! the clock (rules O6, O7).

use super::world::World;
use crate::check::policy::{DayOff, Norm, StartDay, VacationRule};
use crate::log::Unit;
use crate::plan::{self, Shift};
use chrono::NaiveDate;

/// How many days are walked on which a clock may stand still: five years.
const WALKED: i64 = 1_830;

/// The last day of the stretch that begins with a day: five working days from a Saturday end on Friday, a month from
/// 1 March on the 31st. `None` where the calendar does not tell.
pub(super) fn last_of_any(
    world: &World<'_>,
    norm: &Norm,
    first: NaiveDate,
    length: (u32, Unit),
) -> Option<NaiveDate> {
    let before = first.pred_opt()?;
    last(world, norm, before, bare(world, first, StartDay::Included, length)?, length.1)
}

/// The last day on which the next record may come after one on a day.
pub(super) fn last_of_gap(
    world: &World<'_>,
    norm: &Norm,
    day: NaiveDate,
    length: (u32, Unit),
) -> Option<NaiveDate> {
    last(world, norm, day, bare(world, day, StartDay::Excluded, length)?, length.1)
}

fn bare(
    world: &World<'_>,
    day: NaiveDate,
    start_day: StartDay,
    (count, unit): (u32, Unit),
) -> Option<NaiveDate> {
    let shift = Shift { calendar: world.calendar, start_day, day_off: DayOff::Stays };
    plan::deadline_after(shift, day, count, unit)
}

// Days after a day, up to a last one, on which the clock stands still are added.
fn last(world: &World<'_>, norm: &Norm, after: NaiveDate, bare: NaiveDate, unit: Unit) -> Option<NaiveDate> {
    // Of a stretch, what is not counted and what makes the clock stand still is the same.
    if norm.reading.vacation == VacationRule::Continue {
        return Some(bare);
    }
    let paused = |day: &NaiveDate| world.calendar.is_vacation(*day);
    // A day on which the clock stands still is made up by one of its kind.
    let counts = |day: &NaiveDate| world.calendar.counts(unit, *day);
    let days = after.iter_days().skip(1).take_while(|day| *day <= bare);
    let mut left = 0;
    for day in days {
        left += i64::from(counts(&day)?);
        // More than are walked below.
        if left > WALKED {
            return Some(bare);
        }
    }
    world.work.spend(usize::try_from(left).unwrap_or(0));
    let mut day = after;
    // Five years bound the walk: a clock that never runs again gives the bare limit.
    for _ in 0..WALKED {
        if left == 0 {
            return Some(day);
        }
        day = day.succ_opt()?;
        left -= i64::from(!paused(&day) && counts(&day)?);
    }
    Some(bare)
}
