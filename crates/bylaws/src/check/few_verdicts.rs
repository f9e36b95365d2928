//! Numbers of verdicts that a norm never comes to: one in any stretch of time, or of gaps, has one verdict of a bearer for
//! each calendar year, however often it is broken.

use super::Checker;
use crate::check::policy::{
    Bearer, BearerKind, CheckedPolicy, CompareOp, Expr, From, Norm, Part, Quantity, Requirement, Selection,
    Slot, Time, Turning, YearRule,
};
use crate::diagnostic::Diagnostic;
use crate::log::{EventOrigin, Length, Unit, Value};
use crate::plan::{self, conjuncts};

/// A number of records that is asked for, and how many calendar years the stretch in which they are counted touches.
struct Asked<'p> {
    of: &'p Selection,
    number: u64,
    years: u64,
    of_one: bool,
}

impl Checker<'_> {
    /// Told of each number of verdicts that cannot come together in the time in which they are counted.
    pub(super) fn more_verdicts_than_there_are(&mut self) {
        let policy = &self.policy;
        let norms = policy.norms.values().flat_map(asked_by);
        let asked = norms.chain(policy.deems.iter().filter_map(|deem| asked_by_turning(&deem.when)));
        let never = asked.filter(|asked| asked.of_one && asked.years < asked.number);
        let told: Vec<Diagnostic> = never.filter_map(|asked| told(policy, &asked)).collect();
        told.into_iter().for_each(|problem| self.report(problem));
    }
}

fn told(policy: &CheckedPolicy, asked: &Asked<'_>) -> Option<Diagnostic> {
    let From::Event(kind) = asked.of.from else { return None };
    let (_, event) = policy.vocabulary.events.get_index(kind)?;
    let EventOrigin::Verdict(name) = &event.origin else { return None };
    let mut versions = policy.norms.values().filter(|norm| norm.is_version_of(name));
    let norm = versions.next().filter(|norm| is_judged_by_years(norm))?;
    // Each version has a verdict of the year in which one follows the other.
    versions.next().is_none().then(|| {
        Diagnostic::warning("B0731", asked.of.span)
            .with_arg("name", norm.name.both())
            .with("asked", asked.number)
            .with("most", asked.years)
    })
}

fn is_judged_by_years(norm: &Norm) -> bool {
    // Whoever comes to be bound anew in a year has a verdict of each time: holders of a post, and those of a filter.
    let is_bound_throughout = |of: &Bearer| matches!(of.kind, BearerKind::Entity(_)) && of.filter.is_none();
    let once = norm.bearer.as_ref().is_none_or(is_bound_throughout) && norm.calendars.is_empty();
    matches!(norm.time, Time::Rolling(..) | Time::Gap(..)) && norm.for_each.is_none() && once
}

fn asked_by(norm: &Norm) -> Vec<Asked<'_>> {
    let window = years_of_window(norm);
    let counted = norm.requirement.parts().flat_map(|part| asked_of_part(part, window));
    let mut all: Vec<Asked<'_>> = counted.collect();
    if let Requirement::Keep(condition) = &norm.requirement {
        compared(condition, window, &mut all);
    }
    plan::each_expr(norm, &mut |expr| {
        if let Expr::Within(length, _, _, inner) = expr {
            compared(inner, Some(years(*length) + 1), &mut all);
        }
        if let Expr::Compare(op, left, right) = expr
            && let Expr::Within(length, _, _, inner) = &**left
        {
            all.extend(asked_of_count(*op, inner, right, years(*length) + 1));
        }
    });
    all
}

fn asked_of_part(part: &Part, years: Option<u64>) -> Vec<Asked<'_>> {
    let Quantity { low, high } = &part.quantity;
    let low = low.as_ref().and_then(whole);
    let high = high.as_ref().and_then(whole).map(|most| most + 1);
    let Some(years) = years.filter(|_| part.total_of.is_none()) else { return Vec::new() };
    let number = low.into_iter().chain(high).max();
    number
        .map(|number| Asked { of: &part.what, number, years, of_one: is_of_one(&part.what) })
        .into_iter()
        .collect()
}

fn asked_by_turning(turning: &Turning) -> Option<Asked<'_>> {
    let Turning::Reaches { what, count, within: Some(length), per } = turning else { return None };
    let of_one = *per == Some(BEARER) || is_of_one(what);
    Some(Asked { of: what, number: (*count).into(), years: years(*length) + 1, of_one })
}

// Comparisons of a number of records with one that is written out, of the stretch itself.
fn compared<'p>(condition: &'p Expr, window: Option<u64>, all: &mut Vec<Asked<'p>>) {
    let Some(years) = window else { return };
    match condition {
        Expr::And(parts) | Expr::Or(parts) => {
            parts.iter().for_each(|part| compared(part, window, all));
        }
        Expr::Not(part) => compared(part, window, all),
        Expr::Compare(op, left, right) => all.extend(asked_of_count(*op, left, right, years)),
        _ => {}
    }
}

fn asked_of_count<'p>(op: CompareOp, counted: &'p Expr, with: &Expr, years: u64) -> Option<Asked<'p>> {
    let Expr::Count(of) = counted else { return None };
    let number = whole(with)?;
    let number = match op {
        CompareOp::AtLeast | CompareOp::LessThan | CompareOp::Is | CompareOp::IsNot => number,
        CompareOp::AtMost | CompareOp::MoreThan => number + 1,
        _ => return None,
    };
    Some(Asked { of, number, years, of_one: is_of_one(of) })
}

fn whole(number: &Expr) -> Option<u64> {
    let Expr::Value(Value::Number(number)) = number else { return None };
    number.to_integer().and_then(|number| u64::try_from(number).ok()).filter(|number| *number < u64::MAX)
}

/// The position of the field that names the bearer of a verdict.
const BEARER: usize = 0;

// Whether all verdicts that are counted are those of one bearer.
fn is_of_one(of: &Selection) -> bool {
    let is_bearer = |expr: &Expr| *expr == Expr::Field(Slot::InHand, BEARER);
    of.filter.iter().flat_map(conjuncts).any(|condition| match condition {
        Expr::Compare(CompareOp::Is, left, right) => is_bearer(left) || is_bearer(right),
        _ => false,
    })
}

// How many calendar years one window touches at most.
fn years_of_window(norm: &Norm) -> Option<u64> {
    // An academic year touches two.
    let further = u64::from(norm.reading.year != YearRule::Calendar);
    match &norm.time {
        Time::Every { count, unit, from: None } if is_part_of_a_year(*count, *unit) => Some(1),
        Time::Every { count, unit: Unit::Year, from: None } => Some(u64::from(*count) + further),
        Time::AtTheEndOfEvery(Unit::Month | Unit::Quarter) => Some(1),
        Time::AtTheEndOfEvery(Unit::Year) => Some(1 + further),
        Time::ByDateEveryYear { month: 12, day: 31 } => Some(1),
        Time::ByDateEveryYear { .. } => Some(2),
        Time::Every { count, unit, .. }
        | Time::EveryFrom { count, unit, .. }
        | Time::Rolling(count, unit) => Some(years(Length { count: *count, unit: *unit }) + 1),
        Time::AtTheEndOfEvery(unit) => Some(years(Length { count: 1, unit: *unit }) + 1),
        Time::WithinAfter(count, unit, _) | Time::WithinBefore(count, unit, _) => {
            Some(years(Length { count: *count, unit: *unit }) + 1)
        }
        _ => None,
    }
}

fn is_part_of_a_year(count: u32, unit: Unit) -> bool {
    match unit {
        Unit::Day => count == 1,
        Unit::Month => count > 0 && 12 % count == 0,
        Unit::Quarter => count > 0 && 4 % count == 0,
        _ => false,
    }
}

// A length in whole years, rounded up; of days that the calendar counts, rather too many.
fn years(length: Length) -> u64 {
    let in_a_year = match length.unit {
        Unit::Minute => 365 * 24 * 60,
        Unit::Hour => 365 * 24,
        Unit::Day => 365,
        Unit::Week => 52,
        Unit::Month => 12,
        Unit::Quarter => 4,
        Unit::Semester => 2,
        Unit::Year | Unit::AcademicYear => 1,
        Unit::TeachingWeek => 30,
        Unit::WorkingDay => 240,
        Unit::SchoolDay => 150,
    };
    u64::from(length.count).div_ceil(in_a_year)
}
