//! Where a record may say for which year it counts: from which day on only what says so does (rule T7).

use super::outcome::Outcome;
use crate::check::CheckedPolicy;
use crate::check::policy::{From, Norm, Time, YearRule};
use crate::log::{Field, Instant, Unit};
use chrono::{Days, NaiveDate};

/// The days after a year in which records count that name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// The last day of the year: up to it the day of a record decides.
    pub last: NaiveDate,
    /// What a record says that counts afterwards.
    pub year: String,
}

/// Those of the window of an outcome; none where days alone decide.
#[must_use]
pub fn labelled(policy: &CheckedPolicy, outcome: &Outcome) -> Option<Labelled> {
    let (_, norm) = policy.norms.get_index(outcome.norm)?;
    let YearRule::Label { closes_after } = norm.reading.year else { return None };
    if closes_after == 0 || !is_of_years(norm) || outcome.until >= Instant::MAX {
        return None;
    }
    let closes = policy.zone.date_of(Instant(outcome.until.0 - 1));
    // A version that ends within the year ends with its day.
    if norm.in_force.1 == Some(closes) {
        return None;
    }
    let last = closes.checked_sub_days(Days::new(closes_after.into()))?;
    let year = outcome.label.as_ref()?.canonical.split('-').next()?.to_owned();
    Some(Labelled { last, year })
}

// Of a part of the year it is not its end from which the days are counted.
fn is_of_years(norm: &Norm) -> bool {
    let by_years =
        matches!(norm.time, Time::Every { count: 1, unit: Unit::Year, .. } | Time::ByDateEveryYear { .. });
    by_years && norm.part.is_none()
}

/// The field by which records of a selection name their year, with its position: by convention `cycle` or `cycle_year`.
#[must_use]
pub fn year_field<'p>(policy: &'p CheckedPolicy, from: &From) -> Option<(usize, &'p Field)> {
    let From::Event(kind) = from else { return None };
    let (_, event) = policy.vocabulary.events.get_index(*kind)?;
    let found = ["cycle", "cycle_year"].iter().find_map(|name| event.fields.get_full(*name))?;
    let (index, _, field) = found;
    Some((index, field))
}
