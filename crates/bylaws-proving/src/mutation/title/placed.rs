//! What a log shows of a limit in time: on which side of the last day, or of the first, something is done, or one looks.

use crate::said::Said;
use crate::sketch::{Sketch, day_of};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{From, Norm, Time, TimeSide};
use bylaws::eval::{Outcome, Verdict};
use bylaws::log::{Instant, Unit};
use bylaws::syntax::ast::End;
use chrono::NaiveDate;

/// When something is done, and as of when one looks.
pub(super) struct Placed<'s> {
    policy: &'s CheckedPolicy,
    norm: &'s Norm,
    outcome: &'s Outcome,
    /// What comes of it with the slip.
    other: &'s Outcome,
    /// When what counts is done.
    counted: Vec<Done>,
    /// When anything is done that could count.
    done: Vec<Done>,
    as_of: NaiveDate,
}

/// When a record says that something happened.
struct Done {
    day: NaiveDate,
    /// To the minute, where it says so.
    at: Option<Instant>,
}

impl<'s> Placed<'s> {
    pub(super) fn of(
        policy: &'s CheckedPolicy,
        norm: &str,
        sketch: &Sketch,
        [outcome, other]: [&'s Outcome; 2],
    ) -> Option<Self> {
        let norm = policy.norms.get(norm)?;
        let (log, _) = sketch.log(policy)?;
        let kinds: Vec<usize> = norm.requirement.parts().filter_map(|part| kind(&part.what.from)).collect();
        let ids = sketch.ids();
        let mut placed =
            Self { policy, norm, outcome, other, counted: Vec::new(), done: Vec::new(), as_of: sketch.as_of };
        for (id, fact) in ids.iter().zip(&sketch.facts) {
            let is_trigger = outcome.trigger.as_deref() == Some(id.as_str());
            let kind = policy.vocabulary.events.get_index_of(&fact.kind.node)?;
            if is_trigger || !kinds.contains(&kind) {
                continue;
            }
            let record = log.records.iter().find(|record| *record.id == **id);
            let at = record.map(|record| record.at.first).filter(|_| fact.at.node.len() > 10);
            let done = || day_of(fact).map(|day| Done { day, at });
            let counts = outcome.evidence.iter().chain(&outcome.others).any(|one| **one == **id);
            placed.counted.extend(done().filter(|_| counts));
            placed.done.extend(done());
        }
        Some(placed)
    }

    fn is(&self, verdict: Verdict) -> bool {
        self.outcome.verdict == verdict
    }

    fn day(&self, at: Instant) -> NaiveDate {
        self.policy.zone.date_of(at)
    }

    fn last(&self) -> Option<NaiveDate> {
        last_of(self.policy, self.outcome)
    }

    fn first(&self) -> Option<NaiveDate> {
        (self.outcome.from > Instant::MIN).then(|| self.day(self.outcome.from))
    }

    fn counts_on(&self, day: Option<NaiveDate>) -> bool {
        day.is_some_and(|day| self.counted.iter().any(|one| one.day == day))
    }

    fn is_done_after(&self, day: Option<NaiveDate>) -> bool {
        day.is_some_and(|day| self.done.iter().any(|one| one.day > day))
    }

    fn is_done_before(&self, day: Option<NaiveDate>) -> bool {
        day.is_some_and(|day| self.done.iter().any(|one| one.day < day))
    }

    fn is_done_on(&self, day: Option<NaiveDate>) -> bool {
        day.is_some_and(|day| self.done.iter().any(|one| one.day == day))
    }

    // Whether one looks at it on a later day, or anything was done on one.
    fn is_past(&self, day: Option<NaiveDate>) -> bool {
        self.is_done_after(day) || day.is_some_and(|day| self.as_of > day)
    }

    /// Of a length from or to something.
    pub(super) fn within(&self, length: &Said) -> Option<Said> {
        if matches!(self.norm.time, Time::WithinBefore(..)) || matches!(self.norm.part, Some((End::Last, _)))
        {
            return self.looking_back(length);
        }
        if let Time::WithinAfter(_, Unit::Hour | Unit::Minute, _) = self.norm.time {
            return self.by_the_clock(length);
        }
        Some(match self.side()? {
            Side::LastDay => just(length),
            Side::After => beyond(length),
            Side::Before => not_over(length),
        })
    }

    /// Of a length by which a limit is extended.
    pub(super) fn extended_by(&self, length: &Said) -> Option<Said> {
        Some(match self.side()? {
            Side::LastDay => on_the_last_day_of(length),
            Side::After => after_the(length),
            Side::Before => Said::new(
                format!("延长{}尚未期满", length.zh),
                format!("the extension by {} is not over yet", length.en),
            ),
        })
    }

    fn side(&self) -> Option<Side> {
        let last = self.last();
        match self.outcome.verdict {
            Verdict::Fulfilled if self.counts_on(last) => Some(Side::LastDay),
            Verdict::Breached | Verdict::Late if self.is_just_past(last) && !self.outcome.excess => {
                Some(Side::After)
            }
            Verdict::Open if !self.is_past(last) => Some(Side::Before),
            _ => None,
        }
    }

    // Whether one looks at it, or anything was done, after the last day and while there would be time with the slip.
    fn is_just_past(&self, last: Option<NaiveDate>) -> bool {
        let Some(other) = last_of(self.policy, self.other) else { return self.is_past(last) };
        let is_between = |day: NaiveDate| last.is_some_and(|last| last < day && day <= other);
        is_between(self.as_of) || self.done.iter().any(|one| is_between(one.day))
    }

    // What reaches back begins with a first day, and ends with what it is counted from, or with the period.
    fn looking_back(&self, length: &Said) -> Option<Said> {
        let first = self.first();
        match self.outcome.verdict {
            Verdict::Fulfilled if self.counts_on(first) => Some(just(length)),
            Verdict::Breached if self.is_done_just_before(first) => Some(beyond(length)),
            _ => None,
        }
    }

    // Whether anything was done before the first day, and not before that with the slip.
    fn is_done_just_before(&self, first: Option<NaiveDate>) -> bool {
        let sooner = (self.other.from > Instant::MIN).then(|| self.day(self.other.from));
        self.done.iter().any(|one| Some(one.day) < first && sooner.is_none_or(|sooner| sooner <= one.day))
    }

    // Hours end with an instant.
    fn by_the_clock(&self, length: &Said) -> Option<Said> {
        let until = self.outcome.until;
        let is_late = |one: &Done| one.at.is_some_and(|at| at > until);
        match self.outcome.verdict {
            Verdict::Fulfilled if self.counted.iter().any(|one| one.at == Some(until)) => Some(just(length)),
            Verdict::Breached | Verdict::Late
                if !self.outcome.excess && (self.done.iter().any(is_late) || self.is_past(self.last())) =>
            {
                Some(beyond(length))
            }
            Verdict::Open => Some(not_over(length)),
            _ => None,
        }
    }

    /// Of a length in which it may be made up.
    pub(super) fn making_up(&self, length: &Said) -> Option<Said> {
        let last = self.outcome.late_until;
        let told = match self.outcome.verdict {
            Verdict::Late if self.counts_on(last) => just(length),
            Verdict::Breached if self.is_past(last) => beyond(length),
            Verdict::Open if last.is_some_and(|last| self.as_of <= last) => not_over(length),
            _ => return None,
        };
        Some(Said::new(format!("补办期限{}", told.zh), format!("making up: {}", told.en)))
    }

    /// After the end.
    pub(super) fn made_up(&self) -> Option<Said> {
        match self.outcome.verdict {
            Verdict::Late => Some(Said::new("期满后补办的", "made up after the end")),
            Verdict::Open if self.outcome.overdue => {
                Some(Said::new("期满后仍可补办", "it may still be made up after the end"))
            }
            _ => None,
        }
    }

    /// Of a length that is to lie between.
    pub(super) fn away(&self, length: &Said) -> Option<Said> {
        let (last, first) = (self.last(), self.first());
        let is_before = matches!(self.norm.time, Time::AtLeast { side: TimeSide::Before, .. });
        let (limit, next) = match is_before {
            true => (last, last.and_then(|day| day.succ_opt())),
            false => (first, first.and_then(|day| day.pred_opt())),
        };
        match self.outcome.verdict {
            Verdict::Fulfilled if self.counts_on(limit) => Some(just(length)),
            Verdict::Breached if self.is_done_on(next) => {
                Some(Said::new(format!("略短于{}", length.zh), format!("just under {}", length.en)))
            }
            _ => None,
        }
    }

    /// Of a last day that is written.
    pub(super) fn by_the_last_day(&self) -> Option<Said> {
        let last = self.last();
        match self.outcome.verdict {
            Verdict::Fulfilled if self.counts_on(last) => Some(Said::new("截止当日", "on the last day")),
            Verdict::Breached | Verdict::Late if self.is_past(last) && !self.outcome.excess => {
                Some(Said::new("截止之后", "after the last day"))
            }
            Verdict::Open if !self.is_past(last) => {
                Some(Said::new("尚未截止", "the last day is not over yet"))
            }
            _ => None,
        }
    }

    /// Of what is to be done before a day, or on it at the latest.
    pub(super) fn on_the_day(&self) -> Option<Said> {
        let is_before = matches!(self.norm.time, Time::Before(_));
        let last = self.last();
        let day = if is_before { last.and_then(|day| day.succ_opt()) } else { last };
        match self.outcome.verdict {
            Verdict::Fulfilled if !is_before && self.counts_on(day) => {}
            Verdict::Breached if is_before && self.is_done_on(day) => {}
            Verdict::Breached if self.is_done_before(self.first()) => {
                return Some(Said::new("起算之前做的", "done before it runs"));
            }
            _ => return None,
        }
        Some(Said::new("当日才做的", "done on the day itself"))
    }

    /// Of what is to be done on a day.
    pub(super) fn on_the_next_day(&self) -> Option<Said> {
        let next = self.last().and_then(|day| day.succ_opt());
        (self.is(Verdict::Breached) && self.is_done_on(next))
            .then(|| Said::new("次日才做的", "done on the next day"))
    }

    /// Of a limit that is extended: after it would have ended.
    pub(super) fn extended(&self, without: Option<&Outcome>) -> Option<Said> {
        let (last, sooner) = (self.last()?, last_of(self.policy, without?)?);
        let is_within = |day: NaiveDate| sooner < day && day <= last;
        let is_so = match self.outcome.verdict {
            Verdict::Fulfilled => self.counted.iter().any(|one| is_within(one.day)),
            Verdict::Open => is_within(self.as_of),
            _ => false,
        };
        is_so.then(|| Said::new("延长期内", "within the extension"))
    }
}

/// Where in a length, or after it, something is done, or one looks.
enum Side {
    LastDay,
    After,
    Before,
}

fn kind(from: &From) -> Option<usize> {
    if let From::Event(kind) = from { Some(*kind) } else { None }
}

// The last day on which it can be done in time.
fn last_of(policy: &CheckedPolicy, outcome: &Outcome) -> Option<NaiveDate> {
    let end = (outcome.until < Instant::MAX).then(|| policy.zone.date_of(Instant(outcome.until.0 - 1)));
    outcome.due.or(end)
}

/// On the last day of what a limit is extended by.
pub(in super::super) fn on_the_last_day_of(length: &Said) -> Said {
    Said::new(
        format!("延长{}的末日", length.zh),
        format!("on the last day of the extension by {}", length.en),
    )
}

/// After it.
pub(in super::super) fn after_the(length: &Said) -> Said {
    Said::new(format!("延长{}期满之后", length.zh), format!("after the extension by {}", length.en))
}

pub(super) fn just(length: &Said) -> Said {
    Said::new(format!("正好{}", length.zh), format!("just {}", length.en))
}

pub(super) fn beyond(length: &Said) -> Said {
    Said::new(format!("超出{}", length.zh), format!("beyond {}", length.en))
}

pub(super) fn not_over(length: &Said) -> Said {
    Said::new(format!("{}未满", length.zh), format!("{} not over yet", length.en))
}
