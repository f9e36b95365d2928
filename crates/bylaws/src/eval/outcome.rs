//! What evaluation concludes of one instance of a norm.

use super::claims::Claims;
use super::quotas::{Quota, Quotas};
use crate::diagnostic::{Lang, Message};
use crate::log::{Exact, Instant, Length, Moment, Name};
use crate::source::Span;
use crate::syntax::ast::{Modality, Rank};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;

/// The seven verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// 已完成: met in time.
    Fulfilled,
    /// 逾期完成: met after the end, within the allowance.
    Late,
    /// 进行中: can still go either way.
    Open,
    /// 未完成: can no longer be met, or was not allowed.
    Breached,
    /// 豁免: an exception, an exemption or a recorded reason applies.
    Excused,
    /// 不适用: the norm puts no duty on the bearer here.
    NotApplicable,
    /// 待定: the log, a parameter or the precision of a record cannot decide.
    Undetermined,
}

impl Verdict {
    /// All of them, in the order of the report.
    pub const ALL: [Self; 7] = [
        Self::Fulfilled,
        Self::Late,
        Self::Open,
        Self::Breached,
        Self::Excused,
        Self::NotApplicable,
        Self::Undetermined,
    ];

    /// The word for people.
    #[must_use]
    pub const fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Fulfilled, Lang::Zh) => "已完成",
            (Self::Fulfilled, Lang::En) => "fulfilled",
            (Self::Late, Lang::Zh) => "逾期完成",
            (Self::Late, Lang::En) => "late",
            (Self::Open, Lang::Zh) => "进行中",
            (Self::Open, Lang::En) => "open",
            (Self::Breached, Lang::Zh) => "未完成",
            (Self::Breached, Lang::En) => "breached",
            (Self::Excused, Lang::Zh) => "豁免",
            (Self::Excused, Lang::En) => "excused",
            (Self::NotApplicable, Lang::Zh) => "不适用",
            (Self::NotApplicable, Lang::En) => "not applicable",
            (Self::Undetermined, Lang::Zh) => "待定",
            (Self::Undetermined, Lang::En) => "undetermined",
        }
    }

    /// The word in machine output.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Fulfilled => "fulfilled",
            Self::Late => "late",
            Self::Open => "open",
            Self::Breached => "breached",
            Self::Excused => "excused",
            Self::NotApplicable => "not_applicable",
            Self::Undetermined => "undetermined",
        }
    }
}

/// How much an unmet duty weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// A duty: a breach sets the exit status.
    Duty,
    /// Advisory (`should`): 未落实, counted apart, sets no exit status.
    Advisory,
}

impl Weight {
    /// That of a norm.
    #[must_use]
    pub fn of(modality: Modality) -> Self {
        if modality == Modality::Should { Self::Advisory } else { Self::Duty }
    }
}

/// What was measured, as a pair where knowledge is incomplete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Surely at least so much.
    pub low: Exact,
    /// Possibly so much; `None` where a stretch is unknown.
    pub high: Option<Exact>,
}

/// A record that failed exactly one condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// Its id.
    pub record: Arc<str>,
    /// The condition that it failed.
    pub failed: Failed,
    /// Position of the part of the requirement that it would have counted for.
    pub part: usize,
}

/// The one condition that a record failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    /// The condition written here.
    Condition(Span),
    /// What its type asks of a record that counts as evidence.
    Evidence,
    /// The end of the window: it came on this day.
    TooLate(NaiveDate),
    /// The start: it came on the first of these days, and it counts from the other one.
    TooEarly(NaiveDate, NaiveDate),
    /// It came on the very day before which it had to come, and nobody knows at what hour.
    SameDay(NaiveDate),
}

/// Why a record did not extend a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idle {
    /// The limit in force was over.
    Over(Instant),
    /// It had been extended as often as it may be.
    Often(u32),
    /// The record fails the condition written here.
    Condition(Span),
}

/// How the clock of a limit ran.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clocked {
    /// From when to when it stands still; none where nobody knows until when.
    pub still: Vec<(Instant, Option<Instant>)>,
    /// How much of the limit was left as the clock stood still for who knows how long.
    pub left: Option<Length>,
    /// Ids of the records that extended the limit, in order.
    pub extended_by: Vec<Arc<str>>,
    /// Ids of the records that did not, though they look as if they were meant to, and why not.
    pub idle: Vec<(Arc<str>, Idle)>,
}

/// Someone who answers, as of the date that rule I1 names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Rank.
    pub rank: Rank,
    /// The role as shown, in both languages.
    pub role: Arc<crate::log::Name>,
    /// The holder's id; `None` is a vacant post, or one of a unit that nothing leads to.
    pub holder: Option<Arc<str>>,
    /// What leads to the post leads to no unit that is known, such as by a post that somebody holds no more: nobody can say
    /// whether it is vacant.
    pub leads_nowhere: bool,
    /// The holder since, if known.
    pub since: Option<NaiveDate>,
    /// Last day in office of one who held it in the window, or last before it fell vacant, but not on the
    /// day that counts.
    pub until: Option<NaiveDate>,
}

impl Answer {
    /// Why there is no holder, for programs: the post is `vacant`, or its `unit_unknown`.
    #[must_use]
    pub fn without_holder(&self) -> Option<&'static str> {
        let why = if self.leads_nowhere { "unit_unknown" } else { "vacant" };
        self.holder.is_none().then_some(why)
    }

    /// The holder's id, or why there is none.
    #[must_use]
    pub fn holder_shown(&self, lang: Lang) -> &str {
        match (&self.holder, self.leads_nowhere, lang) {
            (Some(id), ..) => id,
            (None, true, Lang::Zh) => "所在单位不明",
            (None, true, Lang::En) => "unit not known",
            (None, false, Lang::Zh) => "空缺",
            (None, false, Lang::En) => "vacant",
        }
    }
}

/// An instance that a correction of the log took away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// Position of the norm in the policy.
    pub norm: usize,
    /// The bearer's id.
    pub bearer: Arc<str>,
    /// The one of those that the norm is stated for each of.
    pub of_each: Option<Arc<Name>>,
    /// Start of its window.
    pub from: Instant,
    /// Id of the record that had triggered it.
    pub trigger: Option<Arc<str>>,
    /// Id of the correction of that record.
    pub by: Option<Arc<str>>,
}

impl Withdrawn {
    /// Whom the duty was of and for.
    #[must_use]
    pub fn whose(&self, lang: Lang) -> Cow<'_, str> {
        whose(&self.bearer, self.of_each.as_deref(), lang)
    }
}

fn whose<'a>(bearer: &'a str, of_each: Option<&Name>, lang: Lang) -> Cow<'a, str> {
    match of_each {
        None => Cow::Borrowed(bearer),
        Some(of) => Cow::Owned(format!("{bearer}{PAIR}{}", of.shown(lang))),
    }
}

/// Whether whoever is asked for is this bearer, or one of its pairs as far as it is told apart.
pub(crate) fn is_asked_for(asked: &str, bearer: &str, of_each: Option<&str>) -> bool {
    let Some(rest) = asked.strip_prefix(bearer) else { return false };
    let mut own = of_each.into_iter().flat_map(|of| of.split(PAIR));
    match rest.strip_prefix(PAIR) {
        Some(parts) => parts.split(PAIR).all(|part| own.any(|own| own == part)),
        None => rest.is_empty(),
    }
}

/// What stands between a bearer and the one that the duty is for.
pub const PAIR: &str = " / ";

/// What is concluded of one instance.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Position of the norm in the policy.
    pub norm: usize,
    /// The bearer's id; of a norm without bearer the trigger's id.
    pub bearer: Arc<str>,
    /// The one of those that the norm is stated for each of; an entity's id is its name.
    pub of_each: Option<Arc<Name>>,
    /// Its window; for a triggered norm from the trigger to the limit, or the other way round.
    pub from: Instant,
    /// One past the last instant of the window; [`Instant::MAX`] when it has no end.
    pub until: Instant,
    /// The window's label in the calendar, such as `2016 spring`.
    pub label: Option<Arc<crate::log::Name>>,
    /// Id of the triggering record.
    pub trigger: Option<Arc<str>>,
    /// When that happened.
    pub triggered_at: Option<Moment>,
    /// The verdict.
    pub verdict: Verdict,
    /// Its weight.
    pub weight: Weight,
    /// The instant at which it became certain.
    pub certain_at: Option<Instant>,
    /// What was counted or measured.
    pub measured: Option<Measured>,
    /// What was required.
    pub required: Option<Exact>,
    /// What was required is an upper limit: so much is allowed.
    pub at_most: bool,
    /// The last day on which it could (have) been met in time.
    pub due: Option<NaiveDate>,
    /// The first day of the stretch of a length in which too little was done, where that is another than the window's.
    pub short_from: Option<NaiveDate>,
    /// The last day for making up.
    pub late_until: Option<NaiveDate>,
    /// Open past its original due date.
    pub overdue: bool,
    /// Ids of the records that decided.
    pub evidence: Vec<Arc<str>>,
    /// Ids of the further records that counted.
    pub others: Vec<Arc<str>>,
    /// How much of each record it used up, where a sum is asked for.
    pub used: Vec<(Arc<str>, Exact)>,
    /// What it uses up of the records; told only while duties are settled whose records may serve one of them only.
    pub(crate) claims: Option<Box<Claims>>,
    /// Near misses; filled by `explain` only.
    pub near_misses: Vec<NearMiss>,
    /// From when to when in its window the norm binds the bearer for certain; filled by `explain` only.
    pub bound: Option<(Instant, Instant)>,
    /// Positions of the exceptions that put something else in the place of what the norm says; filled by `explain` only.
    pub instead: Vec<usize>,
    /// How its clock ran; filled by `explain` only.
    pub clocked: Clocked,
    /// Who answers, in rank order.
    pub answerable: Vec<Answer>,
    /// The upper limit decided.
    pub excess: bool,
    /// Parts of what is counted of which too few or too many are there.
    pub quotas: Quotas,
    /// The reason, where it is not just what was counted against what was required.
    pub said: Option<Message>,
}

impl Outcome {
    /// Whom the duty is of and for: the bearer, and the one of those that the norm is stated for each of.
    #[must_use]
    pub fn whose(&self, lang: Lang) -> Cow<'_, str> {
        whose(&self.bearer, self.of_each.as_deref(), lang)
    }

    /// Whether it is a duty of this bearer; where a norm is stated for each of something besides, also by both or by
    /// as many as tell which is meant, in either language.
    #[must_use]
    pub fn is_of(&self, asked: &str) -> bool {
        let of_each = |lang| self.of_each.as_deref().map(|name| name.shown(lang));
        [Lang::Zh, Lang::En].into_iter().any(|lang| is_asked_for(asked, &self.bearer, of_each(lang)))
    }

    /// How much is missing of what is required, or of what is required of some of it where all are there; of what is
    /// allowed nothing is.
    #[must_use]
    pub fn short_by(&self) -> Exact {
        if !self.lacking_of_which().is_empty() {
            return self
                .lacking_of_which()
                .iter()
                .map(|quota| quota.differ_by())
                .fold(Exact::ZERO, Exact::max);
        }
        if self.at_most {
            return Exact::ZERO;
        }
        self.required.zip(self.measured).and_then(|(r, m)| r.sub(m.low)).unwrap_or(Exact::ZERO)
    }

    /// Of what is required of some of those counted, what is missing where it is this that decides.
    #[must_use]
    pub fn lacking_of_which(&self) -> Vec<&Quota> {
        match self.quotas.deciding() {
            Some(first) if !first.at_most && !self.numbers_are_private() => self.quotas.lacking().collect(),
            _ => Vec::new(),
        }
    }

    /// Whether its numbers rest on a private field, so that they are not told.
    #[must_use]
    pub fn numbers_are_private(&self) -> bool {
        self.said.as_ref().is_some_and(|said| said.key == "why.private")
    }

    /// The first in rank of those who answer now: a vacant post is passed over.
    #[must_use]
    pub fn first_to_answer(&self) -> Option<&str> {
        self.who_answer().first().copied()
    }

    /// The ids of all who answer now, in rank order, each once.
    #[must_use]
    pub fn who_answer(&self) -> Vec<&str> {
        let mut out: Vec<&str> = Vec::new();
        for id in self.answerable.iter().filter(|a| a.until.is_none()).filter_map(|a| a.holder.as_deref()) {
            if !out.contains(&id) {
                out.push(id);
            }
        }
        out
    }

    /// The reason.
    #[must_use]
    pub fn why(&self) -> Message {
        self.said.clone().unwrap_or_else(|| self.by_count())
    }

    fn by_count(&self) -> Message {
        let number = |n: Option<Exact>| n.map_or_else(String::new, |n| n.to_string());
        let count = number(self.measured.map(|m| m.low));
        let required = number(self.required);
        if let Some(quota) = self.quotas.deciding() {
            let message = match (self.verdict, quota.at_most) {
                (Verdict::Open, _) => quota.told("why.open.which"),
                (_, true) => quota.told("why.excess.which"),
                (_, false) => quota.told("why.short.which"),
            };
            return message.with("count", count).with("missing", quota.differ_by());
        }
        if let Some(quota) = self.quotas.made_up.first().filter(|_| self.verdict == Verdict::Late) {
            return quota.told("why.late.which").with("count", count);
        }
        let key = match (self.verdict, self.excess) {
            (Verdict::Fulfilled | Verdict::Open, _) if self.at_most => "why.within",
            (Verdict::Fulfilled, _) if self.required.is_some() => "why.fulfilled",
            (Verdict::Fulfilled, _) => "why.fulfilled.condition",
            (Verdict::Late, _) => "why.late",
            (Verdict::Open, _) if self.short_by() > Exact::ZERO => "why.open",
            (Verdict::Open, _) => "why.open.condition",
            (Verdict::Breached, _) if self.required.is_some() && (self.excess || self.at_most) => {
                "why.excess"
            }
            (Verdict::Breached, _) if self.required.is_some() && self.counted_none() => "why.none",
            (Verdict::Breached, _) if self.required.is_some() => "why.short",
            (Verdict::Breached, _) => "why.breached.condition",
            (Verdict::Excused, _) => "why.excused",
            // What is undetermined has a doubt, which says why.
            (Verdict::NotApplicable | Verdict::Undetermined, _) => "why.empty",
        };
        let message = Message::new(key);
        match key {
            "why.fulfilled" | "why.within" | "why.late" | "why.excess" => {
                message.with("count", count).with("required", required)
            }
            "why.short" | "why.open" => {
                let missing = self.required.zip(self.measured).and_then(|(r, m)| r.sub(m.low));
                message.with("count", count).with("required", required).with("missing", number(missing))
            }
            "why.none" => message.with("required", required),
            _ => message,
        }
    }

    fn counted_none(&self) -> bool {
        self.measured.is_some_and(|measured| measured.low == Exact::ZERO)
    }
}

#[cfg(test)]
mod unit_tests {
    use super::is_asked_for;

    #[test]
    fn a_duty_is_asked_for_by_its_bearer_and_as_much_of_the_pair_as_tells_it_apart() {
        let of_p1 = |asked: &str| is_asked_for(asked, "p1", Some("c1 / p10"));
        assert!(["p1", "p1 / c1", "p1 / p10", "p1 / c1 / p10"].into_iter().all(of_p1));
        // Of somebody else whose id begins alike, of nobody, and of another pair.
        assert!(!["p10", "p", "c1", "p1 / p1", "p1 / p10 / c1"].into_iter().any(of_p1));
    }
}
