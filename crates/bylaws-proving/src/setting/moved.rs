//! Logs in which a limit moves: by records that extend it, as often as they may and once more, and by days of the calendar on
//! which its clock stands still. What is asked is done on the last day, and a day later.

use super::deeds::Done;
use super::stretches::{Stretch, stretches};
use super::{AHEAD, Ground};
use crate::sketch::Sketch;
use crate::suppose::{Supposing, shifted};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{CalendarKind, DayKind, Expr, Extension, Norm};
use bylaws::plan;
use chrono::{Days, NaiveDate, TimeDelta};

/// So many extensions are tried.
const EXTENSIONS: u32 = 4;

/// How many days before the clock stops a duty begins.
const SHORTLY: u64 = 2;

impl<'p> Ground<'p> {
    /// `last` is the last day of the limit where nothing extends it.
    pub(super) fn extended(&self, norm: &Norm, extension: &Extension, last: NaiveDate) -> Vec<Sketch> {
        let most = extension.at_most.unwrap_or(1).saturating_add(1).min(EXTENSIONS);
        let mut out = Vec::new();
        for times in 1..=most {
            let length = extension.by.count.saturating_mul(times);
            let Some(moved) = shifted(last, length, extension.by.unit, false) else { continue };
            let done = [Some(moved), moved.succ_opt()].into_iter().flatten();
            out.extend(done.filter_map(|day| self.done_after(norm, (extension, times, true), day)));
            // What would extend the limit of something else does not extend this one.
            let other = (times == 1).then(|| self.done_after(norm, (extension, times, false), moved));
            out.extend(other.flatten());
        }
        out
    }

    fn done_after(
        &self,
        norm: &Norm,
        (extension, times, is_it): (&Extension, u32, bool),
        day: NaiveDate,
    ) -> Option<Sketch> {
        let mut with = self.supposing.clone();
        for later in 1..=times {
            with.day = self.supposing.day.checked_add_days(Days::new(later.into()))?;
            with.selected(&extension.when, &self.roles, is_it)?;
        }
        with.day = day;
        self.deeds(&mut with, norm, Done::All);
        Some(with.sketch(day.checked_add_days(Days::new(7))?))
    }

    /// What gives rise to the duty comes shortly before days on which the clock stands still.
    pub(super) fn across(&self, policy: &'p CheckedPolicy, norm: &Norm, stops: &Expr) -> Vec<Sketch> {
        let Some(day) = stop_after(policy, stops, self.supposing.day) else { return Vec::new() };
        let (Some(day), Some(far)) =
            (day.checked_sub_days(Days::new(SHORTLY)), day.checked_add_days(Days::new(AHEAD)))
        else {
            return Vec::new();
        };
        let mut moved = Self { supposing: self.supposing.clone(), roles: self.roles.clone() };
        moved.put_on(day);
        let bare = moved.supposing.clone().sketch(far);
        let first = stretches(policy, norm, &bare).into_iter().next();
        let done = first.into_iter().flat_map(|stretch: Stretch| moved.around_the_end(norm, stretch));
        done.collect()
    }

    // What happens on its day does on another one; what lasts from before does.
    fn put_on(&mut self, day: NaiveDate) {
        let own = self.supposing.day;
        let happens = |with: &mut Supposing<'_>| {
            with.facts.iter_mut().filter(|fact| fact.day == own).for_each(|fact| fact.day = day);
        };
        happens(&mut self.supposing);
        self.supposing.day = day;
    }
}

// The first day after another one of a stretch of the calendar in which a clock stands still.
fn stop_after(policy: &CheckedPolicy, stops: &Expr, day: NaiveDate) -> Option<NaiveDate> {
    let mut kinds = Vec::new();
    plan::visit(stops, &mut |expr| {
        if let Expr::During(DayKind::Entry(kind)) = expr {
            kinds.push(*kind);
        }
    });
    let calendar = &policy.calendar;
    let days = kinds.into_iter().flat_map(|kind| match kind {
        CalendarKind::Semester => &calendar.semesters,
        CalendarKind::Vacation => &calendar.vacations,
        CalendarKind::Holiday => &calendar.holidays,
        CalendarKind::Workday => &calendar.workdays,
        CalendarKind::AcademicYear => &calendar.academic_years,
    });
    let later = day + TimeDelta::days(1);
    days.map(|days| days.first).filter(|first| *first > later).min()
}
