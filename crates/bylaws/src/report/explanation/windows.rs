//! Records that serve another window of the same duty: one that nearly counted may have counted there, and a gap may have begun
//! in the one before.

use super::apart::Single;
use super::{Explainer, served};
use crate::check::policy::{Norm, Time};
use crate::diagnostic::Arg;
use crate::eval::{NearMiss, Outcome};
use crate::log::Record;

/// The name of the window of the same duty, or else its days, for which a record counts.
pub(super) fn of_record(
    of: &Explainer<'_>,
    (norm, singles): (&Norm, &[Single]),
    outcome: &Outcome,
    miss: &NearMiss,
) -> Option<Arg> {
    // Of several things each is looked at by itself: what is told of all of them is what decides.
    let (whole, parts) = match singles {
        [_] => (Some(of.apart.whole(of, norm, outcome)), None),
        _ => (None, Some(of.apart.all(of, norm, singles, outcome))),
    };
    let part = parts.as_ref().and_then(|parts| parts.get(miss.part));
    let all = whole.as_deref().or(part)?;
    let record = &miss.record;
    let counts =
        |o: &&Outcome| is_another(o, outcome) && (o.evidence.contains(record) || o.others.contains(record));
    all.iter().find(counts).map(|o| served::window(of, o))
}

/// The record after which a gap began that was not over as the window began.
pub(super) fn before_the_gap<'a>(of: &Explainer<'a>, norm: &Norm, outcome: &Outcome) -> Option<&'a Record> {
    let first = outcome.short_from.filter(|_| matches!(norm.time, Time::Gap(..)))?;
    let day = |record: &&Record| of.policy.zone.date_of(record.at.first);
    let all = of.apart.whole(of, norm, outcome);
    let others = all.iter().filter(|o| is_another(o, outcome) && o.until <= outcome.from);
    let records =
        others.flat_map(|o| o.evidence.iter().chain(&o.others)).filter_map(|id| of.records.get(&**id));
    records.copied().filter(|record| day(record) < first).max_by_key(|record| record.at.first)
}

fn is_another(one: &Outcome, outcome: &Outcome) -> bool {
    let duty = |o: &Outcome| (o.norm, o.bearer.clone(), o.of_each.clone());
    let window = |o: &Outcome| (o.from, o.until, o.trigger.clone());
    duty(one) == duty(outcome) && window(one) != window(outcome)
}
