//! How many windows of one length lie in each of another length, by the calendar of the package.

use bylaws::check::policy::{Calendar, Norm, Time};
use bylaws::log::Unit;
use bylaws::plan::{Period, known, periods};
use chrono::NaiveDate;

/// In so many years weeks, months and leap years come together in every way.
const CIVIL: ((i32, u32, u32), (i32, u32, u32)) = ((2000, 1, 1), (2027, 12, 31));

/// What is so of all whole windows of the longer norm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Within {
    /// At least so many whole windows of the shorter one lie in each.
    pub least: i64,
    /// At most so many windows of the shorter one touch one.
    pub most: i64,
    /// The windows of the shorter one that touch one are whole, lie in it and leave no day of it out.
    pub fills: bool,
    /// Each window of the shorter one lies in one of the longer one.
    pub nested: bool,
}

/// How the windows of the one lie in those of the other, as long as both are in force; nothing where no whole window of the
/// longer one is known to have one of the shorter one.
pub(super) fn within(calendar: &Calendar, short: &Norm, long: &Norm) -> Option<Within> {
    let range = both_tell(calendar, [short, long])?;
    let is_whole = |window: &Period| {
        window.units.0 == window.units.1 && range.0 <= window.first && window.last <= range.1
    };
    let shorter = windows(calendar, short, range)?;
    let longer: Vec<Period> = windows(calendar, long, range)?.into_iter().filter(is_whole).collect();
    let mut all: Option<Within> = None;
    for window in &longer {
        let touching = || shorter.iter().filter(|one| one.first <= window.last && window.first <= one.last);
        let inside =
            || touching().filter(|one| window.first <= one.first && one.last <= window.last && is_whole(one));
        let days: i64 = inside().map(|one| (one.last - one.first).num_days() + 1).sum();
        let (least, most) = (inside().count() as i64, touching().count() as i64);
        let fills = least == most && days == (window.last - window.first).num_days() + 1;
        let before = all.unwrap_or(Within { least, most, fills, nested: true });
        all = Some(Within {
            least: before.least.min(least),
            most: before.most.max(most),
            fills: before.fills && fills,
            nested: before.nested && least == most,
        });
    }
    all.filter(|all| all.least > 0)
}

fn told(calendar: &Calendar, norm: &Norm) -> Option<(NaiveDate, NaiveDate)> {
    let Time::Every { count, unit, from } = norm.time else { return None };
    // Single weeks are those of the civil calendar, whatever two of them are.
    if (count, unit) == (1, Unit::Week) {
        return None;
    }
    known(calendar, &norm.reading, unit, from.is_some())
}

// The days on which both are in force, as far as the calendar of the package tells their windows, where it does.
fn both_tell(calendar: &Calendar, norms: [&Norm; 2]) -> Option<(NaiveDate, NaiveDate)> {
    let day = |(year, month, day)| NaiveDate::from_ymd_opt(year, month, day);
    let from = norms.iter().filter_map(|norm| norm.in_force.0).max();
    let until = norms.iter().filter_map(|norm| norm.in_force.1).min();
    let told = norms.into_iter().filter_map(|norm| told(calendar, norm));
    let told = told.reduce(|a, b| (a.0.max(b.0), a.1.min(b.1)));
    let (first, last) = told.or(from.zip(until)).or(day(CIVIL.0).zip(day(CIVIL.1)))?;
    Some((from.map_or(first, |from| from.max(first)), until.map_or(last, |until| until.min(last))))
}

// Of windows of working days it depends on where one begins to count.
fn windows(calendar: &Calendar, norm: &Norm, range: (NaiveDate, NaiveDate)) -> Option<Vec<Period>> {
    let Time::Every { count, unit, from } = norm.time else { return None };
    let is_laid_out = !matches!(unit, Unit::Minute | Unit::Hour | Unit::WorkingDay | Unit::SchoolDay);
    is_laid_out.then(|| periods(calendar, &norm.reading, (count, unit, from), range))
}
