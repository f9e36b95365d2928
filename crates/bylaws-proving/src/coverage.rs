//! Semantic coverage: which sides of a norm the scenarios show. It is read off what the scenarios expect and off
//! what evaluation gives, never off the text, so that layout and wording change nothing.

use crate::mutation::{Kind, Mutant, can_be_told, mutants};
use crate::noticed::Scenarios;
use crate::said::Said;
use crate::search::Bounds;
use crate::sketch::Sketch;
use crate::witness::{beginnings, of_verdict_from};
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{Norm, Requirement, Time};
use bylaws::diagnostic::Lang;
use bylaws::eval::{Failed, Outcome, Request, Verdict, evaluate};
use bylaws::log::{EventLog, Instant, Unit};
use bylaws::scenario;
use chrono::NaiveDate;
use rayon::prelude::*;

/// A side of a norm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// What is to be shown.
    pub what: Said,
    /// Whether a scenario shows it.
    pub shown: bool,
}

/// The sides of one norm.
#[derive(Clone, Debug)]
pub struct OfNorm {
    /// Canonical name of the norm.
    pub norm: String,
    /// Its sides.
    pub sides: Vec<Side>,
}

impl OfNorm {
    /// How many sides are shown.
    #[must_use]
    pub fn shown(&self) -> usize {
        self.sides.iter().filter(|side| side.shown).count()
    }
}

/// The sides of these norms. Whether a verdict can be reached, or a reading matters, that no scenario shows, is
/// looked for within the bounds; what is not found is no side.
#[must_use]
pub fn coverage(policy: &CheckedPolicy, norms: &[String], bounds: Bounds) -> Vec<OfNorm> {
    norms.par_iter().map(|norm| OfNorm { norm: norm.clone(), sides: sides(policy, norm, bounds) }).collect()
}

/// An outcome that a scenario expects something of.
struct Shown {
    outcome: Outcome,
    as_of: NaiveDate,
    /// The days of the records that decided.
    days: Vec<NaiveDate>,
}

fn sides(policy: &CheckedPolicy, name: &str, bounds: Bounds) -> Vec<Side> {
    let shown = shown(policy, name);
    let mut out = Vec::new();
    let start = beginnings(policy, name);
    verdicts((policy, name), &start, &shown, bounds, &mut out);
    if let Some(norm) = policy.norms.get(name) {
        limits(policy, norm, &shown, &mut out);
    }
    noticed((policy, name), &start, &shown, bounds, &mut out);
    out
}

fn shown(policy: &CheckedPolicy, name: &str) -> Vec<Shown> {
    let index = policy.norms.get_index_of(name);
    let mut out = Vec::new();
    for test in &policy.tests {
        let first = test.norms.first();
        // The name of a norm as it is now stands for an earlier version too.
        let about = |word: &str| {
            let meant = scenario::norm_named(policy, word);
            let own = policy.norms.get(name);
            own.zip(meant).is_some_and(|(own, meant)| own.is_version_of(&meant.name.canonical))
        };
        let of_norm: Vec<_> = test
            .expected()
            .filter(|e| e.node.norm.as_ref().or(first).is_some_and(|word| about(&word.node)))
            .collect();
        if of_norm.is_empty() {
            continue;
        }
        let Ok((log, request)) = scenario::given(policy, test) else { continue };
        let as_of = request.as_of.map(|at| policy.zone.date_of(Instant(at.0 - 1))).unwrap_or_default();
        let request = Request { norms: vec![name.to_owned()], near_misses: true, ..request };
        let evaluation = evaluate(policy, &log, &request);
        for expected in of_norm {
            let found = scenario::meant(policy, test, &expected.node, &evaluation).unwrap_or_default();
            let found = found
                .into_iter()
                .filter(|o| Some(o.norm) == index && Some(o.verdict) == expected.node.verdict);
            out.extend(found.map(|o| Shown { outcome: o.clone(), as_of, days: days(policy, &log, o) }));
        }
    }
    out
}

fn days(policy: &CheckedPolicy, log: &EventLog, outcome: &Outcome) -> Vec<NaiveDate> {
    let of = |id: &std::sync::Arc<str>| log.records.iter().find(|record| record.id == *id);
    outcome.evidence.iter().filter_map(of).map(|record| policy.zone.date_of(record.at.first)).collect()
}

fn verdicts(
    (policy, name): (&CheckedPolicy, &str),
    start: &[Sketch],
    shown: &[Shown],
    bounds: Bounds,
    out: &mut Vec<Side>,
) {
    for verdict in Verdict::ALL {
        let is_shown = shown.iter().any(|s| s.outcome.verdict == verdict);
        let reached = || of_verdict_from(start.to_vec(), policy, name, verdict, bounds).is_some();
        if is_shown || reached() {
            let (zh, en) = (verdict.word(Lang::Zh), verdict.word(Lang::En));
            out.push(Side {
                what: Said::new(format!("“{zh}”的情形"), format!("a case that is {en}")),
                shown: is_shown,
            });
        }
    }
}

// Of a norm that has a last day: that day, and the next one.
fn limits(policy: &CheckedPolicy, norm: &Norm, shown: &[Shown], out: &mut Vec<Side>) {
    let last = |o: &Outcome| {
        let end = (o.until < Instant::MAX).then(|| policy.zone.date_of(Instant(o.until.0 - 1)));
        o.due.or(end)
    };
    let mut side = |zh: &str, en: &str, is_shown: &dyn Fn(&Shown) -> bool| {
        out.push(Side { what: Said::new(zh, en), shown: shown.iter().any(is_shown) });
    };
    if has_a_last_day(norm) {
        side(
            "截止当日做到，或者看到截止当日为止的情形",
            "a case in which it is done on the last day, or that is looked at as of it",
            &|s| last(&s.outcome).is_some_and(|day| s.days.contains(&day) || s.as_of == day),
        );
        side(
            "截止次日才做，或者看到截止次日为止的情形",
            "a case in which it is done a day after the last one, or that is looked at as of that day",
            &|s| {
                let next = last(&s.outcome).and_then(|day| day.succ_opt());
                next.is_some_and(|day| {
                    s.days.contains(&day) || s.as_of == day || too_late_on(&s.outcome, day)
                })
            },
        );
    }
    if norm.late.is_some() {
        side(
            "补办末日补办，或者看到该日为止的情形",
            "a case in which it is made up on the last day for it, or that is looked at as of it",
            &|s| s.outcome.late_until.is_some_and(|day| s.days.contains(&day) || s.as_of == day),
        );
        side(
            "补办末日次日才补办，或者看到该日为止的情形",
            "a case in which it is made up a day after the last one for it, or that is looked at as of that day",
            &|s| {
                let next = s.outcome.late_until.and_then(|day| day.succ_opt());
                next.is_some_and(|day| s.as_of == day || too_late_on(&s.outcome, day))
            },
        );
    }
}

// Whether there is a day after which it is too late: not of what is asked of a record by itself, at every instant, or in any
// stretch, whose length is shown by what lies just inside it and just beyond.
fn has_a_last_day(norm: &Norm) -> bool {
    let is_asked_at_once = matches!(norm.requirement, Requirement::Satisfy(_));
    match norm.time {
        Time::AtTrigger
        | Time::AtAllTimes
        | Time::Once
        | Time::After(_)
        | Time::Rolling(..)
        | Time::Gap(..) => false,
        Time::AfterBreachOf(_, within) => within.is_some(),
        // Kept at the last instant of each.
        Time::AtTheEndOfEvery(_) => false,
        Time::Every { .. }
        | Time::EveryFrom { .. }
        | Time::EveryParameter(_)
        | Time::Before(_)
        | Time::WithinBefore(..)
        | Time::WithinAfter(..)
        | Time::NoLaterThan(_)
        | Time::AtLeast { .. }
        | Time::OnTheDayOf(_)
        | Time::ByDateEveryYear { .. }
        | Time::By(_) => !is_asked_at_once && !is_of_hours(norm),
    }
}

// What runs for hours has a last instant, and a day before or after says little of it.
fn is_of_hours(norm: &Norm) -> bool {
    let (Time::WithinAfter(_, unit, _) | Time::WithinBefore(_, unit, _)) = norm.time else { return false };
    matches!(unit, Unit::Minute | Unit::Hour)
}

fn too_late_on(outcome: &Outcome, day: NaiveDate) -> bool {
    outcome.near_misses.iter().any(|miss| miss.failed == Failed::TooLate(day))
}

// What is shown if the scenarios would notice that it is gone.
fn noticed(
    (policy, name): (&CheckedPolicy, &str),
    start: &[Sketch],
    shown: &[Shown],
    bounds: Bounds,
    out: &mut Vec<Side>,
) {
    let scenarios = Scenarios::of(policy, name);
    let of_limits = Scenarios::of(policy, name).of_verdicts();
    for mutant in mutants(policy, name) {
        let Some(what) = policy.norms.get(name).and_then(|norm| told_as(norm, &mutant)) else { continue };
        let changed = scenarios.with(&mutant);
        let limit = mutant.kind.is_limit() || mutant.kind == Kind::Days;
        let is_shown = if limit { &of_limits } else { &scenarios }.notice(&changed).is_some();
        let told_apart = || can_be_told([&scenarios.small, &changed], name, start, bounds, limit);
        if is_shown || told_apart() {
            // Several changes may show one side; it is shown once each of them would be noticed.
            match out.iter_mut().find(|side| side.what == what) {
                Some(side) => side.shown &= is_shown,
                None => out.push(Side { what, shown: is_shown }),
            }
        }
    }
    let exceptions = policy.norms.get(name).is_some_and(|norm| !norm.exceptions.is_empty());
    if exceptions {
        let applied =
            shown.iter().any(|s| !matches!(s.outcome.verdict, Verdict::Excused | Verdict::NotApplicable));
        out.push(Side {
            what: Said::new("没有除外情形时", "a case where no exception applies"),
            shown: applied,
        });
    }
}

fn told_as(norm: &Norm, mutant: &Mutant) -> Option<Said> {
    match mutant.kind {
        // Of what rests on private fields no number is told.
        Kind::Number | Kind::Inclusive if mutant.norm.private => None,
        Kind::Number | Kind::Inclusive => Some(mutant.shows.clone()),
        // A length without a last day of its own: both sides of it. So is the far end of what reaches back.
        Kind::Days if mutant.norm.time != norm.time && !is_shown_by_days(norm) => {
            let Said { zh, en } = &mutant.shows;
            Some(Said::new(format!("{zh}的情形"), format!("a case of {en}")))
        }
        Kind::Reading => {
            let Said { zh, en } = &mutant.shows;
            Some(Said::new(
                format!("{zh}，结论因此不同的情形"),
                format!("a case that is decided by its being {en}"),
            ))
        }
        Kind::Exception | Kind::Where | Kind::Part => Some(mutant.shows.clone()),
        _ => None,
    }
}

// What has a last day that lies so far from where it runs is shown by that day and the next.
fn is_shown_by_days(norm: &Norm) -> bool {
    has_a_last_day(norm) && !matches!(norm.time, Time::WithinBefore(..) | Time::AtLeast { .. })
}
