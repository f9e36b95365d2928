//! The stretch of time that a triggered norm leaves: where it may begin and end, and of a record whether it lies
//! in it (rules T1, T2, T5).

use super::calendar::{counts, is_working_day};
use super::exceptions::stops;
use super::length::{first_within, in_months, last_before, shifted, shifted_day};
use super::scene::Scene;
use super::select::records;
use super::term::Term;
use super::terms::term;
use super::truth::Truth;
use super::world::World;
use bylaws::check::policy::{DayOff, Expr, Extension, From, Norm, SameDay, StartDay, Time, TimeSide};
use bylaws::log::{Instant, Length, Moment, Precision, Record, Unit};
use chrono::{Days, NaiveDate};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// One of the stretches that it may be; several where only the month of an anchor is known.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stretch {
    /// From here on; a record on the day of a moment counts unless it is surely before.
    pub(super) from: Begin,
    /// Up to here.
    pub(super) until: End,
    /// Until when it may be made up.
    pub(super) late: Option<Instant>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Begin {
    /// As far back as the log reaches.
    Ever,
    /// At this instant.
    At(Instant),
    /// With this moment: not surely before it.
    With(Moment),
    /// The same where hours are counted from it.
    ByTheClock(Moment),
    /// Between the first and the second.
    Between(Instant, Instant),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum End {
    /// There is none.
    Never,
    /// Before this instant.
    At(Instant),
    /// Between the first and the second.
    Between(Instant, Instant),
    /// Before this moment, by the order within the day.
    Before(Moment),
}

impl Begin {
    pub(super) fn first(self, world: &World<'_>) -> Instant {
        match self {
            Self::Ever => world.begins().unwrap_or(Instant::MIN),
            Self::At(at) | Self::Between(at, _) => at,
            Self::With(moment) | Self::ByTheClock(moment) => moment.first,
        }
    }
}

impl End {
    /// One past the last instant that it may have.
    pub(super) fn last(self) -> Instant {
        match self {
            Self::Never => Instant::MAX,
            Self::At(at) | Self::Between(_, at) => at,
            Self::Before(moment) => moment.end,
        }
    }
}

/// What is known of the stretches: they may be these, or nobody can say, as where what a limit counts from was left
/// out.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Known {
    These(Vec<Stretch>),
    Unknown,
    /// The clock stands still and goes on standing.
    Stopped(Vec<Stretch>),
    /// They last so long, and perhaps longer: nobody can say whether the clock stood still, or was extended.
    Doubtful(Vec<Stretch>),
}

impl Known {
    pub(super) fn stretches(&self) -> &[Stretch] {
        match self {
            Self::These(all) | Self::Stopped(all) | Self::Doubtful(all) => all,
            Self::Unknown => &[],
        }
    }
}

/// How sure a limit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sure {
    Yes,
    /// It may be later.
    Perhaps,
    /// The clock stands still as far as one can see.
    Stopped,
}

impl Sure {
    fn and(self, other: Self) -> Self {
        self.max(other)
    }
}

/// The stretch of a norm for a trigger.
pub(super) fn stretches<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    scene: &Scene<'a>,
    own: Moment,
    within: Option<Length>,
) -> Known {
    let Some(anchor) = anchor(&norm.time) else { return Known::Unknown };
    let moment = match term(world, scene, anchor) {
        Term::Time(moment) => moment,
        _ => return Known::Unknown,
    };
    let mut all = Vec::new();
    let (mut stopped, mut doubtful) = (false, false);
    let standing = Standing::default();
    for at in each_day(world, moment) {
        for trigger in each_day(world, own) {
            // Where the anchor is the trigger, both are the same day.
            let is_trigger = *anchor == Expr::At(bylaws::check::policy::Slot::Trigger) || moment == own;
            if is_trigger && trigger != at {
                continue;
            }
            let Some((stretch, sure)) = stretch(world, norm, (scene, &standing), at, trigger, within) else {
                return Known::Unknown;
            };
            stopped |= sure == Sure::Stopped;
            doubtful |= sure == Sure::Perhaps;
            all.push(match sure {
                Sure::Stopped => Stretch { until: End::Never, late: None, ..stretch },
                Sure::Yes | Sure::Perhaps => stretch,
            });
        }
    }
    match (doubtful, stopped) {
        (true, _) => Known::Doubtful(all),
        (false, true) => Known::Stopped(all),
        (false, false) => Known::These(all),
    }
}

pub(super) fn anchor(time: &Time) -> Option<&Expr> {
    match time {
        Time::Before(at)
        | Time::After(at)
        | Time::WithinBefore(_, _, at)
        | Time::WithinAfter(_, _, at)
        | Time::NoLaterThan(at)
        | Time::AtLeast { anchor: at, .. }
        | Time::OnTheDayOf(at) => Some(at),
        _ => None,
    }
}

// The days that may be meant; of a day moved by some hours what lies on the one and on the other.
fn each_day(world: &World<'_>, at: Moment) -> Vec<Moment> {
    let first = world.date(at.first);
    if at.end <= world.day(first).end {
        return vec![at];
    }
    let days = first.iter_days().map(|day| world.day(day)).take_while(|day| day.first < at.end);
    days.map(|day| Moment { first: day.first.max(at.first), end: day.end.min(at.end), ..day }).collect()
}

/// Whether a stop touches a day, as found before: of a trigger of which only the year is known each day is asked about
/// often.
type Standing = RefCell<BTreeMap<NaiveDate, Truth>>;

fn stretch<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    (scene, standing): (&Scene<'a>, &Standing),
    at: Moment,
    trigger: Moment,
    within: Option<Length>,
) -> Option<(Stretch, Sure)> {
    let by = |count: u32, unit: Unit| within.unwrap_or(Length { count, unit });
    let hours = |unit| matches!(unit, Unit::Hour | Unit::Minute);
    let plain = |from, until| Some((Stretch { from, until, late: late(world, norm, until)? }, Sure::Yes));
    match &norm.time {
        Time::WithinAfter(count, unit, _) => {
            let (until, stopped) = after(world, norm, (scene, standing), (at, trigger), by(*count, *unit))?;
            let late = late(world, norm, until)?;
            let from = if hours(by(*count, *unit).unit) { Begin::ByTheClock(at) } else { Begin::With(at) };
            Some((Stretch { from, until, late }, stopped))
        }
        Time::WithinBefore(count, unit, _) => {
            let length = by(*count, *unit);
            if hours(length.unit) {
                let far = shifted(world, at, length, true)?;
                let exact = at.precision == Precision::Instant;
                let from = if exact { Begin::At(far.first) } else { Begin::With(far) };
                return plain(from, End::Before(at));
            }
            // The start day may be the first of those that are counted.
            let included = norm.reading.start_day == StartDay::Included;
            let first = first_within(world, world.date(at.first), length, included)?;
            plain(Begin::At(world.day(first).first), End::Before(at))
        }
        Time::Before(_) => plain(Begin::Ever, End::Before(at)),
        Time::After(_) => plain(Begin::With(at), End::Never),
        Time::NoLaterThan(_) => {
            let (until, sure) = by_then(world, norm, (scene, standing), at, trigger)?;
            let late = late(world, norm, until)?;
            // Where the limit lies before the trigger, what was done before it counts.
            let is_past = bare_end(world, norm, at)? <= trigger.first;
            let from = if is_past { Begin::Ever } else { Begin::With(trigger) };
            Some((Stretch { from, until, late }, sure))
        }
        Time::OnTheDayOf(_) => {
            let day = world.day(world.date(at.first));
            let late = late(world, norm, End::At(day.end))?;
            Some((Stretch { from: Begin::At(day.first), until: End::At(day.end), late }, Sure::Yes))
        }
        Time::AtLeast { length, clear, side, .. } => {
            let back = *side == TimeSide::Before;
            let mut far = shifted(world, at, *length, back)?;
            if back && in_months(length.unit) {
                let last =
                    |at: Instant| last_before(world, world.date(at), *length).map(|day| world.day(day));
                far = Moment { first: last(at.first)?.first, end: last(Instant(at.end.0 - 1))?.end, ..far };
            }
            if *clear {
                far = shifted(world, far, Length { count: 1, unit: Unit::Day }, back)?;
            }
            let exact = far.precision == Precision::Instant;
            match back {
                // Hours from something of which only the day is known begin somewhere in it.
                true if hours(length.unit) && !exact => {
                    plain(Begin::Ever, End::Between(Instant(far.first.0 + 1), far.end))
                }
                true => plain(Begin::Ever, End::At(far.end)),
                false if hours(length.unit) && !exact => {
                    plain(Begin::Between(far.first, Instant(far.end.0 - 1)), End::Never)
                }
                false => plain(Begin::At(far.first), End::Never),
            }
        }
        _ => None,
    }
}

// The end of so long after a moment, as stops, extensions and days off move it.
fn after<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    (scene, standing): (&Scene<'a>, &Standing),
    (at, trigger): (Moment, Moment),
    length: Length,
) -> Option<(End, Sure)> {
    if matches!(length.unit, Unit::Hour | Unit::Minute) {
        if norm.extended.is_some() {
            world.refuse("hours that are extended");
        }
        let far = shifted(world, at, length, false)?;
        let (end, sure) = stopped_exactly(world, norm, scene, (at, far.end));
        // Of a day the hours may begin to run with its first instant.
        let first = (Moment::instant(at.first), Instant(far.first.0 + 1));
        return Some(match at.precision {
            Precision::Instant => (End::At(end), sure),
            _ => (End::Between(stopped_exactly(world, norm, scene, first).0, end), sure),
        });
    }
    let start = world.date(at.first);
    let included = norm.reading.start_day == StartDay::Included;
    let anchor = if included { start.pred_opt()? } else { start };
    let bare = shifted_day(world, anchor, i64::from(length.count), length.unit)?;
    let own = months_in(length).map(|months| (anchor, months));
    Some(settled(world, norm, (scene, standing), trigger, (anchor, bare, length.unit), own))
}

// The end of a limit that is a date, which stops, extensions and days off move; an instant stays where it is.
fn by_then<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    (scene, standing): (&Scene<'a>, &Standing),
    at: Moment,
    trigger: Moment,
) -> Option<(End, Sure)> {
    if norm.stops.is_none() && norm.extended.is_none() {
        return Some((End::At(bare_end(world, norm, at)?), Sure::Yes));
    }
    if at.precision == Precision::Instant {
        world.refuse("an instant that is moved");
    }
    let (start, last) = (world.date(trigger.first), world.date(Instant(at.end.0 - 1)));
    Some(settled(world, norm, (scene, standing), trigger, (start, last, Unit::Day), None))
}

// Where a date is a limit, as long as nothing else moves it.
fn bare_end(world: &World<'_>, norm: &Norm, at: Moment) -> Option<Instant> {
    if at.precision == Precision::Instant || norm.stops.is_some() {
        return Some(at.end);
    }
    moved(world, norm, world.date(Instant(at.end.0 - 1))).map(|day| world.day(day).end)
}

// The end of a limit that would be a day, as stops, extensions and days off move it; of one in months also where it
// began, and with how many.
fn settled<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    (scene, standing): (&Scene<'a>, &Standing),
    trigger: Moment,
    (start, bare, unit): (NaiveDate, NaiveDate, Unit),
    own: Option<(NaiveDate, u32)>,
) -> (End, Sure) {
    // A limit on a day off moves, each time that it comes to lie on one.
    let stopping = |(from, to, unit): (NaiveDate, NaiveDate, Unit)| {
        let (last, sure) = stopping(world, norm, (scene, standing), (from, to, unit));
        let moved = off_days_off(world, norm, (scene, standing), last);
        moved.map_or((last, sure.and(Sure::Perhaps)), |(last, still)| (last, sure.and(still)))
    };
    let (mut last, mut sure) = stopping((start, bare, unit));
    let limit = |last: NaiveDate| world.day(last).end;
    let Some(Extension { by, when: selection, at_most }) = &norm.extended else {
        return (End::At(limit(last)), sure);
    };
    let From::Event(kind) = selection.from else { return (End::At(limit(last)), sure.and(Sure::Perhaps)) };
    world.met("extended");
    if matches!(by.unit, Unit::Hour | Unit::Minute) {
        world.refuse("a day that is extended by hours");
    }
    // As often as one is made before the limit then in force.
    let mut used: Vec<&str> = Vec::new();
    // As long as the clock stands still nothing can be said of what comes later.
    while sure != Sure::Stopped && at_most.is_none_or(|most| used.len() < most as usize) {
        // What was said before there was a duty extends nothing, and neither does what gave rise to it.
        let begun = world.day_start_of(trigger.first);
        // What its conditions look at is known by the limit then in force too.
        let by_then = (begun, limit(last));
        let mut found = records(world, &scene.over(by_then), selection, kind, by_then);
        found.records.retain(|(record, _)| scene.trigger.is_none_or(|trigger| trigger.id != record.id));
        found.records.retain(|(record, _)| !used.contains(&&*record.id));
        let Some(next) = found.sure().into_iter().next() else {
            let is_known = world.is_known(kind, begun, limit(last).min(world.as_of));
            if found.aside > 0 || !is_known || found.records.iter().any(|(_, truth)| !truth.is_sure()) {
                sure = sure.and(Sure::Perhaps);
            }
            break;
        };
        used.push(&next.id);
        // Months are counted from where the limit began, however often it is extended.
        let (from, length) = match own.zip(months_in(*by)) {
            Some(((from, own), more)) => {
                let count = own + more * u32::try_from(used.len()).unwrap_or(u32::MAX);
                (from, Length { count, unit: Unit::Month })
            }
            None => (last, *by),
        };
        let Some(plain) = shifted_day(world, from, i64::from(length.count), length.unit) else {
            sure = sure.and(Sure::Perhaps);
            break;
        };
        let (further, still) = stopping((from, plain, by.unit));
        (last, sure) = (further, sure.and(still));
    }
    (End::At(limit(last)), sure)
}

fn months_in(Length { count, unit }: Length) -> Option<u32> {
    match unit {
        Unit::Month => Some(count),
        Unit::Quarter => Some(3 * count),
        Unit::Year | Unit::AcademicYear => Some(12 * count),
        _ => None,
    }
}

// Hours stop exactly: as long as the clock stands still before the limit then in force, so much later it is.
fn stopped_exactly<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    scene: &Scene<'a>,
    (at, bare): (Moment, Instant),
) -> (Instant, Sure) {
    if norm.stops.is_none() {
        return (bare, Sure::Yes);
    }
    world.met("stops");
    let (mut end, mut sure) = (bare, Sure::Yes);
    let seen = seen_until(world, norm, world.date(bare));
    let mut all = super::scope::edges(world, at.first, world.as_of.max(at.first));
    // What the calendar says of days to come turns where days begin.
    all.extend(super::scene::days(world, world.as_of.max(at.first), seen));
    all.sort_unstable();
    all.dedup();
    // How long something lasts grows from day to day.
    if norm.stops.as_ref().is_some_and(super::exceptions::measures) {
        all.extend(super::scene::days(world, at.first, world.as_of));
        all.sort_unstable();
        all.dedup();
    }
    for (index, from) in all.iter().enumerate().filter(|(_, from)| **from < seen) {
        let until = all.get(index + 1).copied().unwrap_or(seen);
        match stops(world, norm, scene, *from) {
            _ if *from >= end => break,
            Truth::Yes if until >= seen => return (Instant::MAX, Sure::Stopped),
            Truth::Yes => end = Instant(end.0 + (until.0 - from.0.max(at.end.0 - 1)).max(0)),
            Truth::Unknown => sure = Sure::Perhaps,
            _ => {}
        }
    }
    (end, sure)
}

pub(super) fn moved(world: &World<'_>, norm: &Norm, mut day: NaiveDate) -> Option<NaiveDate> {
    while norm.reading.day_off == DayOff::Moves && !is_working_day(world.calendar, day)? {
        day = day.succ_opt()?;
    }
    Some(day)
}

// A day that a stop touches does not count and is made up by one of its kind after it (rule T2). Where nobody knows
// whether one does, the limit is surely no earlier than if none did.
fn stopping<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    (scene, standing): (&Scene<'a>, &Standing),
    (start, bare, unit): (NaiveDate, NaiveDate, Unit),
) -> (NaiveDate, Sure) {
    let (mut last, mut sure) = (bare, Sure::Yes);
    if norm.stops.is_none() {
        return (last, sure);
    }
    world.met("stops");
    let seen = seen_until(world, norm, bare);
    let mut day = start;
    while day < last {
        day = day + Days::new(1);
        let Some(own) = counts(world.calendar, unit, day) else { return (last, sure.and(Sure::Perhaps)) };
        let whole = world.day(day);
        match stands_still(world, norm, (scene, standing), (day, seen)) {
            // As long as the stop lasts, nobody knows when it ends.
            (Truth::Yes, true) => return (last, Sure::Stopped),
            (Truth::Yes, false) if own => match next_of(world, unit, last) {
                Ok(next) => last = next,
                Err(reached) => return (reached, sure.and(Sure::Perhaps)),
            },
            (Truth::Unknown, _) if own => sure = Sure::Perhaps,
            _ => {}
        }
        if whole.first >= seen {
            break;
        }
    }
    (last, sure)
}

// Whether the clock stands still at some time of a day, and whether it goes on doing so as far as one can see: of a stop that
// was over before, it is known when the clock runs again.
fn stands_still<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    (scene, standing): (&Scene<'a>, &Standing),
    (day, seen): (NaiveDate, Instant),
) -> (Truth, bool) {
    let whole = world.day(day);
    let found = || {
        let all = super::scope::edges(world, whole.first, whole.end);
        Truth::any(all.into_iter().filter(|at| *at < seen).map(|at| stops(world, norm, scene, at)))
    };
    let stands = *standing.borrow_mut().entry(day).or_insert_with(found);
    let goes_on = || stops(world, norm, scene, Instant(seen.0 - 1)).is_sure();
    (stands, stands == Truth::Yes && whole.end >= seen && whole.first < seen && goes_on())
}

// Where a limit ends once it has moved off a day off, and from there off the days on which the clock stands still.
fn off_days_off<'a>(
    world: &World<'a>,
    norm: &'a Norm,
    (scene, standing): (&Scene<'a>, &Standing),
    bare: NaiveDate,
) -> Option<(NaiveDate, Sure)> {
    let mut day = moved(world, norm, bare)?;
    let seen = seen_until(world, norm, bare);
    while day != bare && norm.stops.is_some() {
        match stands_still(world, norm, (scene, standing), (day, seen)) {
            (Truth::Yes, true) => return Some((day, Sure::Stopped)),
            (Truth::Yes, false) => day = moved(world, norm, day.succ_opt()?)?,
            (Truth::Unknown, _) => return Some((day, Sure::Perhaps)),
            (Truth::No | Truth::Nothing, _) => break,
        }
    }
    Some((day, Sure::Yes))
}

// Until when one can say whether a clock stands still: what the calendar alone decides is known ahead, as far as a limit
// that is ever to come.
fn seen_until(world: &World<'_>, norm: &Norm, bare: NaiveDate) -> Instant {
    let ahead = norm.stops.as_ref().is_some_and(super::exceptions::is_of_the_calendar);
    if ahead { world.as_of.max(world.day(bare + Days::new(10_000)).end) } else { world.as_of }
}

// The next day of a kind, or the last one before those of which the calendar says nothing.
fn next_of(world: &World<'_>, unit: Unit, mut day: NaiveDate) -> Result<NaiveDate, NaiveDate> {
    loop {
        let next = day + Days::new(1);
        match counts(world.calendar, unit, next) {
            None => return Err(day),
            Some(true) => return Ok(next),
            Some(false) => day = next,
        }
    }
}

fn late(world: &World<'_>, norm: &Norm, until: End) -> Option<Option<Instant>> {
    let Some((count, unit)) = norm.late else { return Some(None) };
    if until == End::Never {
        return Some(None);
    }
    let last = Instant(until.last().0 - 1);
    let length = Length { count, unit };
    let far = match unit {
        Unit::Hour | Unit::Minute => shifted(world, Moment::instant(last), length, false)?.end,
        _ => {
            let day = shifted_day(world, world.date(last), i64::from(count), unit)?;
            world.day(moved(world, norm, day)?).end
        }
    };
    Some(Some(far))
}

/// Whether a record lies in time in a stretch, or, else, still in time to make up.
pub(super) fn lies(world: &World<'_>, norm: &Norm, record: &Record, stretch: &Stretch) -> (Truth, Truth) {
    let at = record.at;
    let begun = match stretch.from {
        Begin::Ever => Truth::Yes,
        Begin::At(from) => within(at, from, Instant::MAX),
        Begin::Between(low, high) => {
            if at.first >= high {
                Truth::Yes
            } else if at.end > low {
                Truth::Unknown
            } else {
                Truth::No
            }
        }
        // Of hours it matters whether what is known by its day alone came before or after.
        Begin::ByTheClock(moment)
            if at.precision == Precision::Day && at.first < moment.first && moment.end < at.end =>
        {
            on_one_day(norm)
        }
        Begin::With(moment) | Begin::ByTheClock(moment) => {
            let exact = moment.precision == Precision::Instant && at.precision == Precision::Instant;
            let from = if exact || at.precision > Precision::Day {
                moment.first
            } else {
                world.day_start_of(moment.first)
            };
            match at.precision {
                Precision::Instant if exact => Truth::of(at.end > moment.first),
                Precision::Instant | Precision::Day => Truth::of(at.end > from && at.end > moment.first),
                _ => within(at, world.day_start_of(from), Instant::MAX),
            }
        }
    };
    let ended = match stretch.until {
        End::Never => Truth::Yes,
        End::At(until) => within(at, Instant::MIN, until),
        End::Between(low, high) => {
            if at.end <= low {
                Truth::Yes
            } else if at.first < high {
                Truth::Unknown
            } else {
                Truth::No
            }
        }
        End::Before(moment) => ordered(world, norm, at, moment),
    };
    // Where it is not known when the hours are over, nor is it how long what is missing may be made up.
    let surely = match stretch.until {
        End::Between(low, _) => late(world, norm, End::At(low)).flatten(),
        _ => stretch.late,
    };
    let made_up = |until| {
        let surely = surely.map_or(Truth::No, |surely| within(at, Instant::MIN, surely));
        match within(at, Instant::MIN, until) {
            Truth::Yes if surely != Truth::Yes => Truth::Unknown,
            truth => truth,
        }
    };
    let late = stretch.late.map_or(Truth::No, |until| Truth::all([begun, made_up(until)]));
    (Truth::all([begun, ended]), late)
}

fn within(at: Moment, from: Instant, until: Instant) -> Truth {
    match (at.surely_in(from, until), at.possibly_in(from, until)) {
        (true, _) => Truth::Yes,
        (false, true) => Truth::Unknown,
        (false, false) => Truth::No,
    }
}

// The order within a day is read as the norm says (rule T5).
fn ordered(world: &World<'_>, norm: &Norm, first: Moment, second: Moment) -> Truth {
    if first.surely_before(second) {
        return Truth::Yes;
    }
    if first.first >= second.end || second.surely_before(first) {
        return Truth::No;
    }
    if first.precision == Precision::Instant && second.precision == Precision::Instant {
        return Truth::of(first.first <= second.first);
    }
    let one_day = world.day_start_of(first.first) == world.day_start_of(Instant(second.end.0 - 1))
        && world.day_start_of(second.first) == world.day_start_of(Instant(first.end.0 - 1));
    if one_day { on_one_day(norm) } else { Truth::Unknown }
}

fn on_one_day(norm: &Norm) -> Truth {
    match norm.reading.same_day {
        SameDay::Favour => Truth::Yes,
        SameDay::Strict => Truth::No,
        SameDay::Undetermined => Truth::Unknown,
    }
}
