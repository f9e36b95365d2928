//! Where a search begins: small logs read off a norm, in which somebody bears it, it is met, and each exception
//! applies.

use crate::literal;
use crate::mutation::walk;
use crate::sketch::Sketch;
use crate::suppose::{Roles, Supposing};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{BearerKind, Exception, Expr, Instead, Norm, Time};
use bylaws::log::Type;
use bylaws::plan;
use chrono::{Datelike, Days, NaiveDate, TimeDelta};

mod clocked;
mod deeds;
mod followed;
mod grounds;
mod meant;
mod moved;
mod resumed;
mod stretches;
pub(crate) mod times;
mod weekends;

pub(crate) use deeds::DEEDS;
use deeds::Done;
pub(crate) use stretches::told_from;
use stretches::{Stretch, first_stretch, stretches, telling_from, telling_until};

/// How far ahead windows are looked for, in days.
const AHEAD: u64 = 900;

/// How many days after the first one a record is put that gives rise to a duty.
const BEGUN: i64 = 40;

/// How many rows of a table are fallen into.
const ROWS: usize = 30;

/// How many ways in which something may be so are tried.
const ALTERNATIVES: usize = 8;

/// The logs to begin with, smallest first.
#[must_use]
pub fn seeds(policy: &CheckedPolicy, name: &str) -> Vec<Sketch> {
    let Some(norm) = policy.norms.get(name) else { return Vec::new() };
    let mut out = Vec::new();
    // What is due upon a breach begins with one.
    let grounds_of = match &norm.time {
        Time::AfterBreachOf(parent, _) => policy.norms.get(parent).unwrap_or(norm),
        _ => norm,
    };
    for alternative in 0..alternatives(policy, norm) {
        if let Some(ground) = Ground::of(policy, grounds_of, alternative, true) {
            ground.seeds(policy, norm, &mut out);
            out.extend(ground.followed(norm));
        }
        if grounds_of.bearer.as_ref().is_some_and(|bearer| bearer.filter.is_some())
            && let Some(ground) = Ground::of(policy, grounds_of, alternative, false)
        {
            ground.not_meant(policy, norm, &mut out);
        }
    }
    out.sort_by_key(Sketch::size);
    out.dedup();
    out
}

// As many as there are ways in which something may be so or not be so, within reason: conditions, and rows of tables.
fn alternatives(policy: &CheckedPolicy, norm: &Norm) -> usize {
    let mut most = 3;
    plan::each_expr(norm, &mut |expr| {
        let ways = match expr {
            Expr::And(all) | Expr::Or(all) => all.len(),
            Expr::Lookup(name, ..) => policy.tables.get(name).map_or(0, |table| table.rows.len()),
            _ => 0,
        };
        let most_of_them = if matches!(expr, Expr::Lookup(..)) { ROWS } else { ALTERNATIVES };
        most = most.max(ways.min(most_of_them));
    });
    most
}

/// Somebody who bears a norm, with a trigger where it needs one.
struct Ground<'p> {
    supposing: Supposing<'p>,
    roles: Roles,
}

/// The first day from which a norm can bind.
pub(crate) fn first_day(policy: &CheckedPolicy, norm: &Norm) -> NaiveDate {
    let semester = policy.calendar.semesters.first().map(|days| days.first);
    let first = norm.in_force.0.or(policy.in_force_from).or(semester);
    first.or_else(|| NaiveDate::from_ymd_opt(2016, 1, 1)).unwrap_or_default()
}

/// A log in which somebody of the kind that a norm binds is there from a first day on, looked at as of a last one.
pub(crate) fn throughout(
    policy: &CheckedPolicy,
    norm: &Norm,
    from: NaiveDate,
    as_of: NaiveDate,
) -> Option<Sketch> {
    let BearerKind::Entity(kind) = &norm.bearer.as_ref()?.kind else { return None };
    let mut supposing = Supposing::new(policy, from, from);
    let id = literal::word(&supposing.fresh(kind));
    supposing.entity(kind, id)?;
    Some(supposing.sketch(as_of))
}

// Some weeks after the first day, and no later than the norm is in force.
fn day_of_trigger(norm: &Norm, force: NaiveDate) -> Option<NaiveDate> {
    let until = norm.in_force.1.map_or(BEGUN, |until| (until - force).num_days().clamp(0, BEGUN * 2) / 2);
    force.checked_add_signed(TimeDelta::days(until.min(BEGUN)))
}

impl<'p> Ground<'p> {
    // Somebody who bears the norm; or who does not, for one of the reasons for which that may be so.
    fn of(policy: &'p CheckedPolicy, norm: &Norm, alternative: usize, is_meant: bool) -> Option<Self> {
        let force = first_day(policy, norm);
        let start = NaiveDate::from_ymd_opt(force.year(), 1, 1)?;
        let day = day_of_trigger(norm, force)?;
        let day = weekends::before_one(policy, norm, day, alternative).unwrap_or(day);
        let mut supposing = Supposing::new(policy, start, day);
        supposing.alternative = alternative;
        let mut roles = Roles::default();
        if let Some(bearer) = &norm.bearer {
            match &bearer.kind {
                BearerKind::Entity(kind) => {
                    let named = bearer.filter.as_ref().and_then(|filter| meant::by_name(&supposing, filter));
                    let id = named.unwrap_or_else(|| literal::word(&supposing.fresh(kind)));
                    supposing.entity(kind, id.clone());
                    roles.bearer = Some(id);
                }
                BearerKind::Role(role) | BearerKind::Holding(role) => {
                    let fact = supposing.holding(role)?;
                    let person = supposing.field_of(fact, "person")?;
                    roles.bearer = supposing.get(fact, person);
                }
            }
            if let Some(filter) = &bearer.filter {
                supposing.suppose(filter, &roles, is_meant);
            }
        }
        if let Some(each) = &norm.for_each {
            roles.of_each = Some(match &each.of {
                Type::Entity(kind) => {
                    let id = literal::word(&supposing.fresh(kind));
                    supposing.entity(kind, id.clone());
                    id
                }
                other => supposing.fresh_of(other),
            });
            if let Some(filter) = &each.filter {
                supposing.suppose(filter, &roles, true);
            }
        }
        if let Some(trigger) = &norm.trigger {
            roles.trigger = Some(supposing.selected(trigger, &roles, true)?);
        }
        for name in &norm.parameters {
            supposing.sample(name);
        }
        Some(Self { supposing, roles })
    }

    fn seeds(&self, policy: &'p CheckedPolicy, norm: &Norm, out: &mut Vec<Sketch>) {
        let from = out.len();
        self.logs(policy, norm, out);
        if let Some(minutes) = times::minutes(norm) {
            let in_time =
                |log: &Sketch| [minutes, minutes + 1].map(|later| times::timed(policy, norm, log, later));
            let more: Vec<Sketch> = out.iter().skip(from).flat_map(in_time).flatten().collect();
            out.extend(more);
        }
        let grounded = self.grounded(out.get(from..).unwrap_or_default());
        out.extend(grounded);
        let spread: Vec<Sketch> =
            out.iter().skip(from).flat_map(|log| clocked::spread(policy, norm, log)).collect();
        out.extend(spread);
        if let Some(told_from) = self.told_from(norm) {
            let more: Vec<Sketch> =
                out.iter().skip(from).filter_map(|log| telling_from(told_from, log)).collect();
            out.extend(more);
        }
    }

    // Nothing is due, whatever is done.
    fn not_meant(&self, policy: &'p CheckedPolicy, norm: &Norm, out: &mut Vec<Sketch>) {
        let far = first_day(policy, norm).checked_add_days(Days::new(AHEAD));
        out.extend(far.map(|far| self.supposing.clone().sketch(far)));
    }

    fn told_from(&self, norm: &Norm) -> Option<NaiveDate> {
        told_from(norm, self.supposing.day)
    }

    fn logs(&self, policy: &'p CheckedPolicy, norm: &Norm, out: &mut Vec<Sketch>) {
        let force = first_day(policy, norm);
        let Some(far) = force.checked_add_days(Days::new(AHEAD)) else { return };
        let bare = self.supposing.clone().sketch(far);
        let stretches = stretches(policy, norm, &bare);
        out.push(bare);
        let mut stretches = stretches;
        if stretches.is_empty() {
            stretches.push(Stretch { middle: self.supposing.day, last: far, over: far });
        }
        stretches.extend(first_stretch(norm, force));
        // What is no longer told cannot be told to be missing.
        out.extend(stretches.first().and_then(|Stretch { middle, over, .. }| {
            let mut at = self.supposing.clone();
            at.day = *middle;
            telling_until(*middle, at.sketch(*over))
        }));
        out.extend(stretches.first().into_iter().flat_map(|stretch| self.around_the_end(norm, *stretch)));
        if let (Some(extension), Some(first)) = (&norm.extended, stretches.first()) {
            out.extend(self.extended(norm, extension, first.last));
        }
        for Stretch { middle: day, over: as_of, .. } in stretches {
            let mut at = self.supposing.clone();
            at.day = day;
            out.push(at.clone().sketch(as_of));
            // Somebody is in office who answers.
            let mut held = at.clone();
            norm.answerable.iter().for_each(|answer| held.hold(&answer.who, &self.roles));
            out.push(held.sketch(as_of));
            for done in [Done::All, Done::NotQuite, Done::More].into_iter().chain(self.all_but_one(norm)) {
                let mut with = at.clone();
                self.deeds(&mut with, norm, done);
                out.push(with.sketch(as_of));
            }
            if norm.late.is_some() {
                out.push(self.done_on(norm, as_of, as_of));
            }
            out.extend(self.spells(norm, day, as_of));
            for exception in &norm.exceptions {
                let mut with = at.clone();
                with.suppose(&exception.condition, &self.roles, true);
                out.push(with.clone().sketch(as_of));
                self.deeds(&mut with, norm, Done::All);
                out.push(with.sketch(as_of));
                out.extend(self.done_instead(&at, norm, exception).map(|with| with.sketch(as_of)));
                let mut nearly = at.clone();
                nearly.nearly(&exception.condition, &self.roles);
                out.push(nearly.sketch(as_of));
            }
            for with in self.exceptions_among_others(&at, norm) {
                out.push(with.clone().sketch(as_of));
                let mut done = with;
                self.deeds(&mut done, norm, Done::All);
                out.push(done.sketch(as_of));
            }
            if let Some(stops) = &norm.stops {
                let mut with = at.clone();
                with.suppose(stops, &self.roles, true);
                out.push(with.clone().sketch(as_of));
                self.deeds(&mut with, norm, Done::All);
                out.push(with.sketch(as_of));
                out.extend(self.resumed(&at, norm, stops, as_of));
            }
            if let Some(extension) = &norm.extended {
                let mut with = at.clone();
                with.selected(&extension.when, &self.roles, true);
                out.push(with.clone().sketch(as_of));
            }
        }
        if let Some(stops) = &norm.stops {
            out.extend(self.across(policy, norm, stops));
        }
    }

    // The exception applies, and what it asks for instead is done.
    fn done_instead(&self, at: &Supposing<'p>, norm: &Norm, exception: &Exception) -> Option<Supposing<'p>> {
        let Some(Instead::Quantity(quantity)) = &exception.instead else { return None };
        let mut asks = norm.clone();
        walk::parts(&mut asks, &mut |part| part.quantity.clone_from(quantity));
        let mut with = at.clone();
        with.suppose(&exception.condition, &self.roles, true);
        self.deeds(&mut with, &asks, Done::All);
        Some(with)
    }

    // What is asked is done on one day, and looked at as of another one.
    fn done_on(&self, norm: &Norm, day: NaiveDate, as_of: NaiveDate) -> Sketch {
        let mut with = self.supposing.clone();
        with.day = day;
        self.deeds(&mut with, norm, Done::All);
        with.sketch(as_of)
    }

    // What a record gives rise to is done on the last day, and a day later.
    fn around_the_end(&self, norm: &Norm, stretch: Stretch) -> Vec<Sketch> {
        if norm.trigger.is_none() || norm.requirement.parts().next().is_none() {
            return Vec::new();
        }
        let Stretch { last, over, .. } = stretch;
        let next = last.succ_opt().map(|next| self.done_on(norm, next, over.max(next)));
        next.into_iter().chain([self.done_on(norm, last, over)]).collect()
    }

    // Each exception that takes one back or is taken back: with those that it takes back, and without those that take it back.
    fn exceptions_among_others(&self, at: &Supposing<'p>, norm: &Norm) -> Vec<Supposing<'p>> {
        let all = &norm.exceptions;
        let is_taken_back = |index: usize| all.iter().any(|one| one.to == Some(index));
        let among = all.iter().enumerate().filter(|(index, one)| one.to.is_some() || is_taken_back(*index));
        let with = |(index, exception): (usize, &Exception)| {
            let mut with = at.clone();
            let outer = std::iter::successors(Some(exception), |one| one.to.and_then(|to| all.get(to)));
            outer.for_each(|one| {
                with.suppose(&one.condition, &self.roles, true);
            });
            all.iter().filter(|one| one.to == Some(index)).for_each(|one| {
                with.suppose(&one.condition, &self.roles, false);
            });
            with
        };
        among.map(with).collect()
    }
}
