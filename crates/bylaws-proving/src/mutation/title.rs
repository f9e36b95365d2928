//! What a scenario is called that notices a slip: by what its log shows of the norm, never by what was looked for; where it
//! shows nothing that has a name, by the slip.

mod counted;
mod placed;
mod spans;

use super::turns::{Compared, On};
use super::{Mutant, OfException};
use crate::focus::versions;
use crate::said::{Said, within_quotes};
use crate::search::Found;
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{Norm, Time};
use bylaws::eval::{Outcome, Verdict};
use bylaws::log::{Exact, Instant, Record, Value};
use bylaws::scenario;
use bylaws::syntax::ast::Expectation;
use placed::Placed;
pub(super) use placed::{after_the, on_the_last_day_of};
pub(super) use spans::rather;

/// The title of a log on which a norm and the same with a slip in it come to different things.
pub(crate) fn title(
    policies: [&CheckedPolicy; 2],
    norm: &str,
    mutant: &Mutant,
    found: &Found<Expectation>,
) -> Said {
    let [outcome, other] = policies.map(|policy| meant(policy, norm, found));
    let seen = Seen { policies, norm, mutant, found, outcome, other };
    seen.shown().unwrap_or_else(|| seen.by_the_slip())
}

/// A log that notices a slip, with what comes of it.
struct Seen<'s> {
    policies: [&'s CheckedPolicy; 2],
    norm: &'s str,
    mutant: &'s Mutant,
    found: &'s Found<Expectation>,
    /// What comes of the duty that is meant, if there is one.
    outcome: Option<Outcome>,
    /// And with the slip.
    other: Option<Outcome>,
}

impl Seen<'_> {
    fn by_the_slip(&self) -> Said {
        let Said { zh, en } = &self.mutant.change;
        Said::new(format!("不是“{}”", within_quotes(zh)), format!("not '{en}'"))
    }

    fn shown(&self) -> Option<Said> {
        if let Some(beside) = self.beside() {
            return Some(beside);
        }
        if !self.mutant.of_exception.is_none_or(|of| self.is_so(of)) {
            return None;
        }
        let told = match &self.mutant.on {
            On::Number(count) => counted::told(self, count),
            On::Length(length) => self.placed()?.within(length),
            On::ExtendedBy(length) => self.placed()?.extended_by(length),
            On::MakingUp(length) => self.placed()?.making_up(length),
            On::MadeUp => self.placed()?.made_up(),
            On::Distance(length) => self.placed()?.away(length),
            On::LastDay => self.placed()?.by_the_last_day(),
            On::DayItself => self.placed()?.on_the_day(),
            On::NextDay => self.placed()?.on_the_next_day(),
            On::Span(spans) => spans::told(self, *spans),
            On::Compared(of) => self.is_there(of).then(|| self.mutant.shows.clone()),
            On::Stop => self.stopped(),
            On::Extension => self.placed()?.extended(self.other.as_ref()),
            plain => return self.bears_out(plain).then(|| self.mutant.shows.clone()),
        }?;
        Some(match &self.mutant.among {
            Some(among) => Said::new(format!("{}{}", among.zh, told.zh), format!("{}{}", among.en, told.en)),
            None => told,
        })
    }

    // Where the verdict is the same, what is told beside it.
    fn beside(&self) -> Option<Said> {
        let expected = &self.found.what;
        if let Some(day) = &expected.due {
            return Some(Said::new(format!("末日为{}", day.node), format!("the last day is {}", day.node)));
        }
        let short = expected.short_by?;
        Some(Said::new(format!("尚缺{short}"), format!("short by {short}")))
    }

    fn is(&self, verdicts: &[Verdict]) -> bool {
        self.outcome.as_ref().is_some_and(|of| verdicts.contains(&of.verdict))
    }

    fn is_of_any_stretch(&self) -> bool {
        matches!(self.mutant.norm.time, Time::Rolling(..) | Time::Gap(..))
    }

    fn is_met(&self) -> bool {
        self.is(&[Verdict::Fulfilled, Verdict::Late])
    }

    // Whether the log shows what is said of it in so many words.
    fn bears_out(&self, on: &On) -> bool {
        match on {
            On::Certain => !self.is(&[Verdict::Undetermined]),
            On::NoDuty => self.outcome.is_none() || self.is(&[Verdict::NotApplicable]),
            On::Broken => self.is(&[Verdict::Breached, Verdict::Open]),
            On::Met => self.is_met(),
            On::Asked => self.outcome.is_some() && !self.is(&[Verdict::Excused, Verdict::Undetermined]),
            On::Excused => self.is_otherwise_excused(),
            On::Answering => !self.found.what.answers.is_empty(),
            _ => true,
        }
    }

    fn is_otherwise_excused(&self) -> bool {
        let is_excused = |of: &Option<Outcome>| of.as_ref().is_some_and(|of| of.verdict == Verdict::Excused);
        let original = self.policies[0].norms.get(self.norm);
        asks_for_another(&self.mutant.norm)
            || original.is_some_and(asks_for_another)
            || is_excused(&self.outcome) != is_excused(&self.other)
    }

    // Of a clock that still stands nobody knows the last day; of one that runs again it is a later one.
    fn stopped(&self) -> Option<Said> {
        let (until, without) = (self.outcome.as_ref()?.until, self.other.as_ref()?.until);
        match until {
            Instant::MAX if without < Instant::MAX => {
                Some(Said::new("停算期间", "while the clock stands still"))
            }
            later if later > without => Some(Said::new("停算之后", "after the clock stood still")),
            _ => None,
        }
    }

    fn placed(&self) -> Option<Placed<'_>> {
        Placed::of(
            self.policies[0],
            self.norm,
            &self.found.sketch,
            [self.outcome.as_ref()?, self.other.as_ref().or(self.outcome.as_ref())?],
        )
    }

    // Whether a record says a number that lies so to another one.
    fn is_there(&self, of: &Compared) -> bool {
        let is_so = |record: &Record| match record.fields.get(of.field) {
            Some(Some(Value::Number(n))) => record.kind == of.kind && of.is_so(*n),
            _ => false,
        };
        let log = self.found.sketch.log(self.policies[0]);
        !self.is(&[Verdict::Undetermined]) && log.is_some_and(|(log, _)| log.records.iter().any(is_so))
    }

    // Whether the exception does with the log what is said of it.
    fn is_so(&self, of: OfException) -> bool {
        let [policy, changed] = self.policies;
        match of {
            OfException::Applies(index) => applies(policy, self.norm, index, self.found),
            OfException::WouldApply(index) => {
                !applies(policy, self.norm, index, self.found)
                    && applies(changed, self.norm, index, self.found)
            }
        }
    }
}

// An exception applies where something else would come of the log without it. What cannot be told shows nothing of it.
fn applies(policy: &CheckedPolicy, norm: &str, index: usize, found: &Found<Expectation>) -> bool {
    let mut without = policy.clone();
    without.norms.get_mut(norm).into_iter().for_each(|norm| without_exception(norm, index));
    let outcome = meant(policy, norm, found);
    let is_certain = outcome.as_ref().is_none_or(|of| of.verdict != Verdict::Undetermined);
    is_certain && outcome != meant(&without, norm, found)
}

/// A norm without one of its exceptions: what takes it back goes with it, and those behind it move up.
pub(super) fn without_exception(norm: &mut Norm, index: usize) {
    if index < norm.exceptions.len() {
        norm.exceptions.remove(index);
    }
    norm.exceptions.retain(|exception| exception.to != Some(index));
    for exception in &mut norm.exceptions {
        exception.to = exception.to.map(|to| if to > index { to - 1 } else { to });
    }
}

// The duty that is meant, if there is one.
fn meant(policy: &CheckedPolicy, norm: &str, found: &Found<Expectation>) -> Option<Outcome> {
    let evaluation = found.sketch.judged(policy, &versions(policy, norm))?;
    let test = found.sketch.test("", norm, Vec::new());
    let meant = scenario::meant(policy, &test, &found.what, &evaluation).ok()?;
    meant.first().map(|one| (*one).clone())
}

/// Whether more was done than is asked for: a record is left over, or all of them are more.
pub(super) fn has_done_more(outcome: &Outcome) -> bool {
    let numbers = outcome.required.zip(outcome.measured);
    !outcome.others.is_empty() || numbers.is_some_and(|(due, done)| done.low > due)
}

// Whether something other than to be excused may follow from what changes a duty.
fn asks_for_another(norm: &Norm) -> bool {
    norm.stops.is_some() || norm.extended.is_some() || norm.exceptions.iter().any(|one| one.instead.is_some())
}

// How many there are for certain.
fn number(outcome: &Outcome) -> Option<Exact> {
    let measured = outcome.measured?;
    (measured.high == Some(measured.low)).then_some(measured.low)
}
