//! What earlier windows of a duty would still take of what is done in a later one: where something may be made up, it
//! goes to the oldest window that wants it (rule U1).

use crate::check::policy::Norm;
use crate::eval::{Outcome, Verdict};
use crate::log::{Exact, Instant, Record};
use chrono::NaiveDate;

/// What earlier windows want, each with the last day for making it up.
#[derive(Clone, Debug, Default)]
pub(super) struct Owing(Vec<(NaiveDate, Exact)>);

impl Owing {
    /// What those before a window want of one thing that is asked, of all that was found of it: what they lack, and what
    /// they got only after that window.
    pub(super) fn before<'r>(
        outcome: &Outcome,
        found: &[Outcome],
        record: impl Fn(&str) -> Option<&'r Record> + Copy,
    ) -> Self {
        let is_earlier = |o: &&Outcome| {
            let of_same =
                (o.norm, &o.bearer, &o.of_each) == (outcome.norm, &outcome.bearer, &outcome.of_each);
            of_same && o.trigger.is_none() && o.until <= outcome.from && !o.excess
        };
        let wants = |o: &Outcome| {
            let lacks = match o.verdict {
                Verdict::Breached | Verdict::Open | Verdict::Undetermined => o.short_by(),
                Verdict::Late => Exact::ZERO,
                Verdict::Fulfilled | Verdict::Excused | Verdict::NotApplicable => return None,
            };
            Some((o.late_until?, lacks.add(counted_after(o, outcome.until, record))?))
        };
        let all = found.iter().filter(is_earlier).filter_map(wants);
        Self(all.filter(|(_, wanted)| *wanted > Exact::ZERO).collect())
    }

    /// Whether nothing is wanted.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first day from which on no more of them take anything than do on a last day.
    pub(super) fn free_from(&self, first: Option<NaiveDate>, last: Option<NaiveDate>) -> Option<NaiveDate> {
        let over = self.0.iter().filter(|(limit, _)| last.is_none_or(|last| *limit < last));
        let free = over.filter_map(|(limit, _)| limit.succ_opt()).max();
        first.max(free)
    }

    /// How much of what is done up to a day goes to them first.
    pub(super) fn taken_until(&self, last: Option<NaiveDate>) -> Exact {
        let wanting = self.0.iter().filter(|(limit, _)| last.is_some_and(|last| *limit >= last));
        wanting.fold(Exact::ZERO, |sum, (_, wanted)| sum.add(*wanted).unwrap_or(sum))
    }
}

/// How many of the records that counted came after a window that is over: one more in time leaves them late.
pub(super) fn made_up<'r>(norm: &Norm, outcome: &Outcome, at: impl Fn(&str) -> Option<&'r Record>) -> Exact {
    if norm.late.is_none() || outcome.verdict != Verdict::Breached {
        return Exact::ZERO;
    }
    counted_after(outcome, outcome.until, at)
}

fn counted_after<'r>(outcome: &Outcome, end: Instant, record: impl Fn(&str) -> Option<&'r Record>) -> Exact {
    let is_after = |id: &&std::sync::Arc<str>| record(id).is_some_and(|record| record.at.first >= end);
    Exact::from(i64::try_from(outcome.evidence.iter().filter(is_after).count()).unwrap_or(0))
}
