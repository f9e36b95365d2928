//! Titles held against logs, as far as a machine can read them.

pub(crate) mod slips;

use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::eval::{Outcome, Verdict, labelled};
use bylaws::log::Instant;
use bylaws::scenario;
use bylaws::source::FileId;
use bylaws::syntax::format_expectation;
use bylaws::syntax::parse;
use bylaws_proving::cases::Case;
use chrono::NaiveDate;

/// Of what a title speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Said {
    Number,
    Day,
    NoDuty,
    Answers,
    Verdict,
    /// Of what cannot be read off records, days and the verdict.
    Plain,
    TheSlip,
}

/// Limits in time of each kind.
pub(crate) const LIMITS: [&str; 10] = [
    "within 3 days after the fault",
    "within 3 working days after the fault",
    "within 3 days after the fault\n  late within 2 working days",
    "within 5 days after the fault\n  stops while the fault.seen_in under closed",
    "by day 15 of the next month",
    "on the day of the fault",
    "before the fault",
    "within 30 days before the fault",
    "at least 5 clear days before the fault",
    "at least 5 days before the fault",
];

/// A policy of one norm with such a limit.
pub(crate) fn policy(limit: &str) -> CheckedPolicy {
    let text = format!(
        "policy p \"P\" {{\n  in force from 2024-01-01\n  time zone \"Asia/Shanghai\"\n}}\nentity room\nrole keeper: room, single\n\
         event fault {{\n  seen_in: room\n}}\nevent repair {{\n  done_in: room\n}}\nstate closed: room, from closing, to opening\n\
         calendar school {{\n  holiday 2024-05-01 to 2024-05-05\n}}\n\
         norm n {{\n  when fault\n  must have repair where (done_in is the fault.seen_in)\n  {limit}\n  answerable first the fault.seen_in.keeper\n}}\n"
    );
    let parsed = parse(FileId::default(), &text);
    let checked = check(std::slice::from_ref(&parsed.file));
    assert!(parsed.diagnostics.is_empty() && checked.is_usable(), "{text}\n{:#?}", checked.diagnostics);
    checked.policy
}

/// A case, with what comes of its log.
pub(crate) struct Looked<'c> {
    policy: &'c CheckedPolicy,
    norm: &'c str,
    case: &'c Case,
    outcome: Option<Outcome>,
}

impl<'c> Looked<'c> {
    pub(crate) fn at(policy: &'c CheckedPolicy, norm: &'c str, case: &'c Case) -> Self {
        let test = case.sketch.test("", norm, case.expected.clone());
        assert!(scenario::judge(policy, &test).is_empty(), "{norm}: {case:#?}");
        let evaluation = case.sketch.judged(policy, &[norm.to_owned()]).unwrap();
        let meant = scenario::meant(policy, &test, &case.expected[0], &evaluation).unwrap();
        Self { policy, norm, case, outcome: meant.first().map(|one| (*one).clone()) }
    }

    /// Of what its title speaks, if that is so.
    pub(crate) fn judged(&self) -> Result<Said, String> {
        let (said, is_so) = self.held();
        let told = || {
            let facts: Vec<String> = self
                .case
                .sketch
                .facts
                .iter()
                .map(|fact| format!("{} {}", fact.at.node, fact.kind.node))
                .collect();
            let expected = format_expectation(&self.case.expected[0], Lang::En);
            format!(
                "{}: \"{}\": {expected} as of {} of {facts:?}",
                self.norm, self.case.title, self.case.sketch.as_of
            )
        };
        if is_so { Ok(said) } else { Err(told()) }
    }

    fn held(&self) -> (Said, bool) {
        let title = self.title();
        if title.starts_with("not '") {
            return (Said::TheSlip, true);
        }
        let all = [self.of_beside(title), self.of_number(title), self.of_day(title), self.of_verdict(title)];
        all.into_iter()
            .flatten()
            .next()
            .unwrap_or((Said::Plain, !self.is(Verdict::Undetermined) || is_of_doubt(title)))
    }

    // Without the number of one that there was before, and without where it is so.
    fn title(&self) -> &str {
        let title = self.case.title.as_str();
        let (title, rest) = title.rsplit_once(" (").unwrap_or((title, ""));
        let is_number = rest.strip_suffix(')').is_some_and(|n| n.parse::<u32>().is_ok());
        let title = if is_number { title } else { self.case.title.as_str() };
        let by_way = title.strip_prefix("by way ").or_else(|| title.strip_prefix("way "));
        let title = by_way.and_then(|rest| rest.split_once(": ")).map_or(title, |(_, rest)| rest);
        match title.strip_prefix("where ").and_then(|rest| rest.split_once(" applies, ")) {
            Some((_, rest)) => rest,
            None => title,
        }
    }

    fn is(&self, verdict: Verdict) -> bool {
        self.case.expected[0].verdict == Some(verdict)
    }

    fn is_met(&self) -> bool {
        self.is(Verdict::Fulfilled) || self.is(Verdict::Late)
    }

    fn of_beside(&self, title: &str) -> Option<(Said, bool)> {
        let expected = &self.case.expected[0];
        if let Some(missing) = title.strip_prefix("short by ") {
            let is_so = expected.short_by.is_some_and(|n| n.to_string() == missing);
            return Some((Said::Number, is_so));
        }
        if let Some(day) = title.strip_prefix("the last day is ") {
            let is_so = expected.due.as_ref().is_some_and(|due| due.node.to_string() == day);
            return Some((Said::Day, is_so));
        }
        let answers = title.ends_with("` answers") || title == "the first to answer is the first named";
        answers.then_some((Said::Answers, !expected.answers.is_empty()))
    }

    fn of_number(&self, title: &str) -> Option<(Said, bool)> {
        let ends = |all: &[&str]| all.iter().any(|end| title.ends_with(end));
        let is_without = title.starts_with("without ");
        let just = title.strip_suffix(" is enough").and_then(|rest| rest.split_once(": just "));
        let is_so = if is_without && ends(&[" it is not met yet"])
            || ends(&[" is not enough yet", " is not too many so far"])
        {
            self.is(Verdict::Open)
        } else if ends(&[" is not too many", "more is fine", "fewer is fine"]) {
            self.is_met()
        } else if is_without && ends(&[" it is not met"]) || ends(&[" is not enough", " is too many"]) {
            self.is(Verdict::Breached)
        } else {
            let (_, number) = just?;
            self.is_met() && self.comes_to(number)
        };
        Some((Said::Number, is_so))
    }

    // Of one thing alone there are as many as is said.
    fn comes_to(&self, number: &str) -> bool {
        let norm = &self.policy.norms[self.norm];
        let alone = norm.requirement.parts().count() == 1
            && norm.requirement.parts().all(|part| part.of_which.is_empty());
        let measured = self.outcome.as_ref().and_then(|of| of.measured);
        !alone || number.parse::<u32>().is_err() || measured.is_some_and(|one| one.low.to_string() == number)
    }

    fn of_verdict(&self, title: &str) -> Option<(Said, bool)> {
        let nothing = self.case.expected[0].verdict.is_none() || self.is(Verdict::NotApplicable);
        let is_broken = self.is(Verdict::Breached) || self.is(Verdict::Open);
        let is_so =
            if title.contains("there is no duty where") || title.contains(" gives rise to no duty where") {
                return Some((Said::NoDuty, nothing));
            } else if title.contains("that it is not met where") || title.ends_with(" is needed too") {
                is_broken
            } else if title.starts_with("that ") && title.contains(" does not apply") {
                !self.is(Verdict::Excused)
            } else if title.ends_with(" alone is enough") {
                self.is_met()
            } else if title == "made up after the end" {
                self.is(Verdict::Late)
            } else {
                return None;
            };
        Some((Said::Verdict, is_so))
    }

    fn of_day(&self, title: &str) -> Option<(Said, bool)> {
        let last = self.last();
        let next = last.and_then(|day| day.succ_opt());
        let title = title.strip_prefix("making up: ").map_or(title, |_| "making up");
        let is_so = match title {
            "done on the day itself" | "the last day" | "the day after the last" | "done on the next day" => {
                let day = match title {
                    "the last day" => last,
                    "done on the day itself" if self.is_met() => last,
                    _ => next,
                };
                self.happens(&|on| Some(on) == day)
            }
            "making up" => return Some((Said::Day, self.is_made_up())),
            "on the last day" => self.is_met() && self.happens(&|on| Some(on) == last),
            "after the last day" => self.is_over(last),
            "while the clock stands still" => self.ends() == Some(Instant::MAX),
            "after the clock stood still" => {
                self.ends().is_some_and(|end| end < Instant::MAX && end > self.without_stops())
            }
            _ => return self.of_length(title, last),
        };
        Some((Said::Day, is_so))
    }

    // Of a length after something: done on its last day, or not by then.
    fn of_length(&self, title: &str, last: Option<NaiveDate>) -> Option<(Said, bool)> {
        use bylaws::check::policy::{Time, TimeSide};
        let norm = &self.policy.norms[self.norm];
        let first = self.outcome.as_ref().map(|of| self.policy.zone.date_of(of.from));
        let is_length = |rest: &str| rest.split(' ').next().is_some_and(|n| n.parse::<u32>().is_ok());
        let (just, beyond, under) =
            (title.strip_prefix("just "), title.strip_prefix("beyond "), title.strip_prefix("just under "));
        let is_so = match &norm.time {
            Time::WithinAfter(_, unit, _)
                if !matches!(unit, bylaws::log::Unit::Hour | bylaws::log::Unit::Minute) =>
            {
                if just.is_some_and(is_length) {
                    self.is(Verdict::Fulfilled) && self.happens(&|on| Some(on) == last)
                } else if beyond.is_some_and(is_length) {
                    self.is_over(last)
                } else if title.ends_with(" not over yet") {
                    self.is(Verdict::Open) && last.is_some_and(|last| self.case.sketch.as_of <= last)
                } else {
                    return None;
                }
            }
            Time::WithinBefore(..) if just.is_some_and(is_length) => {
                self.is(Verdict::Fulfilled) && self.happens(&|on| Some(on) == first)
            }
            Time::WithinBefore(..) if beyond.is_some_and(is_length) => {
                self.is(Verdict::Breached) && self.happens(&|on| Some(on) < first)
            }
            Time::AtLeast { side: TimeSide::Before, .. } if under.is_some_and(is_length) => {
                self.is(Verdict::Breached)
                    && self.happens(&|on| Some(on) == last.and_then(|day| day.succ_opt()))
            }
            Time::AtLeast { side: TimeSide::Before, .. } if just.is_some_and(is_length) => {
                self.is(Verdict::Fulfilled) && self.happens(&|on| Some(on) == last)
            }
            _ => return None,
        };
        Some((Said::Day, is_so))
    }

    fn is_made_up(&self) -> bool {
        let until = self.outcome.as_ref().and_then(|of| of.late_until);
        match self.case.expected[0].verdict {
            Some(Verdict::Late) => self.happens(&|on| Some(on) == until),
            Some(Verdict::Breached) => {
                self.happens(&|on| Some(on) > until) || Some(self.case.sketch.as_of) > until
            }
            Some(Verdict::Open) => Some(self.case.sketch.as_of) <= until,
            _ => false,
        }
    }

    // Not met in time, and looked at, or done, after the last day.
    fn is_over(&self, last: Option<NaiveDate>) -> bool {
        let is_late = self.is(Verdict::Breached) || self.is(Verdict::Late);
        is_late && (Some(self.case.sketch.as_of) > last || self.happens(&|on| Some(on) > last))
    }

    fn happens(&self, is_it: &dyn Fn(NaiveDate) -> bool) -> bool {
        let days = self.case.sketch.facts.iter().filter_map(|fact| fact.at.node.get(..10)?.parse().ok());
        days.into_iter().any(is_it)
    }

    fn ends(&self) -> Option<Instant> {
        self.outcome.as_ref().map(|of| of.until)
    }

    fn last(&self) -> Option<NaiveDate> {
        let of = self.outcome.as_ref()?;
        let end = (of.until < Instant::MAX).then(|| self.policy.zone.date_of(Instant(of.until.0 - 1)));
        // Where a year goes on by label, what has none counts up to its end.
        let fields = self.case.sketch.facts.iter().flat_map(|fact| &fact.fields);
        let names_its_year = fields.into_iter().any(|(name, _)| name.node.starts_with("cycle"));
        let by_day = labelled(self.policy, of).filter(|_| !names_its_year);
        by_day.map(|year| year.last).or(of.due).or(end)
    }

    fn without_stops(&self) -> Instant {
        let mut policy = self.policy.clone();
        policy.norms.get_mut(self.norm).unwrap().stops = None;
        let other = Looked { policy: &policy, outcome: None, ..*self };
        let evaluation = other.case.sketch.judged(&policy, &[self.norm.to_owned()]).unwrap();
        let test = other.case.sketch.test("", self.norm, other.case.expected.clone());
        scenario::meant(&policy, &test, &self.case.expected[0], &evaluation).unwrap()[0].until
    }
}

// Of how doubts are read, and of what lies on a limit where a record is missing.
fn is_of_doubt(title: &str) -> bool {
    ["read as ", "by ", "`", "one more", "one fewer", "the "].iter().any(|start| title.starts_with(start))
}
