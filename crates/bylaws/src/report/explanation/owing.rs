//! What earlier windows of a duty would still take of what is done in a later one: where something may be made up, it
//! goes to the oldest window that wants it (rule U1).

use crate::check::policy::Norm;
use crate::eval::{Outcome, Verdict};
use crate::log::{Exact, Instant, Record, Value};
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
        weighed: Weighed,
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
            Some((o.late_until?, lacks.add(weighed.after(o, outcome.until, record))?))
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

/// What a record that counted comes to: one, or what it says in the field that is summed up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weighed(pub Option<usize>);

impl Weighed {
    fn of(self, record: &Record) -> Exact {
        match self.0.map(|field| record.field(field)) {
            None => Exact::ONE,
            Some(Some(Value::Number(amount))) => *amount,
            Some(_) => Exact::ZERO,
        }
    }

    /// What counted after a window that is over: some more in time leaves that late.
    pub(super) fn made_up<'r>(
        self,
        norm: &Norm,
        outcome: &Outcome,
        at: impl Fn(&str) -> Option<&'r Record>,
    ) -> Exact {
        if norm.late.is_none() || outcome.verdict != Verdict::Breached {
            return Exact::ZERO;
        }
        self.after(outcome, outcome.until, at)
    }

    fn after<'r>(
        self,
        outcome: &Outcome,
        end: Instant,
        record: impl Fn(&str) -> Option<&'r Record>,
    ) -> Exact {
        let counted = outcome.evidence.iter().filter_map(|id| record(id));
        let late = counted.filter(|record| record.at.first >= end).map(|record| self.of(record));
        late.fold(Exact::ZERO, |sum, amount| sum.add(amount).unwrap_or(sum))
    }
}
