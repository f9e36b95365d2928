//! What would still fulfil a duty, and what would have fulfilled one that is breached (rule I2).

use super::apart::Single;
use super::hours;
use super::owing::Owing;
use crate::check::CheckedPolicy;
use crate::check::policy::{From, Norm, Part, Quantity, Requirement, SameDay, Time};
use crate::diagnostic::{Arg, Message};
use crate::eval::{Labelled, Outcome, Quota, Verdict, labelled, year_field};
use crate::log::{Exact, Instant};
use chrono::NaiveDate;

/// What of a duty is known besides what one thing that it asks for comes to.
#[derive(Clone, Copy)]
pub(super) struct Known<'k> {
    pub policy: &'k CheckedPolicy,
    pub norm: &'k Norm,
    /// From when to when the norm binds, where that is known.
    pub bound: Option<(Instant, Instant)>,
}

/// What a thing that is asked for comes to, and what stands in the way of more of it.
pub(super) struct Come {
    pub outcome: Outcome,
    pub owing: Owing,
    /// How many records counted that came after the window.
    pub made_up: Exact,
}

/// One list for each alternative; all of a list together would do.
pub(super) fn enough(
    known: Known<'_>,
    outcome: &Outcome,
    singles: &[Single],
    each: &[Option<Come>],
) -> Vec<Vec<Message>> {
    match outcome.verdict {
        Verdict::Open | Verdict::Breached => {
            let of_alternative = |alternative: usize| -> Vec<Message> {
                let own = singles.iter().zip(each).filter(|(single, _)| single.alternative == alternative);
                own.filter_map(|(single, come)| of_single(known, single, come.as_ref()?)).collect()
            };
            let last = singles.last().map_or(0, |single| single.alternative);
            (0..=last).map(of_alternative).filter(|all| !all.is_empty()).collect()
        }
        // What would settle it is found by itself.
        Verdict::Undetermined
        | Verdict::Fulfilled
        | Verdict::Late
        | Verdict::Excused
        | Verdict::NotApplicable => Vec::new(),
    }
}

fn of_single(known: Known<'_>, single: &Single, come: &Come) -> Option<Message> {
    let outcome = &come.outcome;
    match outcome.verdict {
        Verdict::Open | Verdict::Breached => {}
        Verdict::Undetermined => return settled(outcome),
        Verdict::Fulfilled | Verdict::Late | Verdict::Excused | Verdict::NotApplicable => return None,
    }
    let Requirement::Have(parts) = &single.requirement else {
        let holds = Message::new("explain.condition").with_arg("what", single.words.clone());
        return (outcome.verdict == Verdict::Breached).then_some(holds);
    };
    let part = parts.first()?;
    if let Some(quota) = outcome.quotas.deciding() {
        return of_quota(known, (single, part, quota), come);
    }
    match part.what.from {
        From::Event(_) if outcome.excess && is_too_many(outcome) => excess(known.norm, single, outcome),
        From::Event(kind) => more(known, (single, part, kind), come),
        From::Role(_) | From::State(_) | From::Entity(_) => {
            let key = key_of(&part.quantity, outcome.at_most);
            held((known.policy, single.words.clone()), key, outcome.required?, outcome)
        }
    }
}

fn is_too_many(outcome: &Outcome) -> bool {
    outcome.measured.zip(outcome.required).is_some_and(|(measured, required)| measured.low > required)
}

// One too many is mended by nothing that is added.
fn excess(norm: &Norm, single: &Single, outcome: &Outcome) -> Option<Message> {
    let over = outcome.measured?.low.sub(outcome.required?)?;
    let key = if in_any_stretch(norm) { "explain.at_most.stretch" } else { "explain.at_most" };
    let message = Message::new(key).with_arg("what", single.words.clone());
    Some(message.with("required", outcome.required?).with("over", over))
}

// Of any stretch one is shown that was not as it should be; how much all of them together lack or have too much is not.
fn in_any_stretch(norm: &Norm) -> bool {
    matches!(norm.time, Time::Rolling(..) | Time::Gap(..))
}

fn more(known: Known<'_>, (single, part, kind): (&Single, &Part, usize), come: &Come) -> Option<Message> {
    let outcome = &come.outcome;
    part.quantity.low.as_ref()?;
    if outcome.numbers_are_private() {
        return None;
    }
    let of_what = |key| Message::new(key).with_arg("what", single.words.clone());
    let missing = match (outcome.required, outcome.measured) {
        _ if outcome.at_most => Exact::ZERO,
        (Some(required), Some(measured)) => required.sub(measured.low)?,
        _ => Exact::ONE,
    };
    if missing <= Exact::ZERO {
        return None;
    }
    // Those that meet a condition are some of them.
    let of_which = outcome.quotas.lacking().map(Quota::differ_by).max().unwrap_or(Exact::ZERO);
    let (missing, when) = missing_when(known, (come, part), missing.max(of_which));
    let field = part.total_of.and_then(|field| {
        let (_, event) = known.policy.vocabulary.events.get_index(kind)?;
        event.fields.get_index(field).map(|(_, field)| field.name.both())
    });
    let message = match field {
        Some(field) => of_what("explain.sum").with_arg("field", field),
        None => of_what("explain.more"),
    };
    let all = message.with("missing", missing).with_arg("when", when);
    let of_them = |all, quota: &Quota| {
        let message = Message::new("explain.of_which").with_arg("what", Arg::Message(Box::new(all)));
        message.with("missing", quota.differ_by()).with("condition", &quota.condition)
    };
    Some(outcome.quotas.lacking().fold(all, of_them))
}

// What is to be more or less is what meets the condition.
fn of_quota(
    known: Known<'_>,
    (single, part, quota): (&Single, &Part, &Quota),
    come: &Come,
) -> Option<Message> {
    let outcome = &come.outcome;
    let what = Message::new("explain.meeting").with_arg("what", single.words.clone());
    let what = Arg::Message(Box::new(what.with("condition", &quota.condition)));
    if !matches!(part.what.from, From::Event(_)) {
        return held(
            (known.policy, what),
            if quota.at_most { AT_MOST } else { AT_LEAST },
            quota.required,
            outcome,
        );
    }
    if quota.at_most {
        // Where fewer would be too few of all, others take their place.
        let of_all = outcome.required.zip(outcome.measured).filter(|_| part.quantity.low.is_some());
        let left =
            of_all.and_then(|(required, measured)| Some((required, measured.low.sub(quota.differ_by())?)));
        let key = match left {
            _ if in_any_stretch(known.norm) => "explain.at_most.stretch",
            Some((required, left)) if left < required => "explain.at_most.others",
            _ => "explain.at_most",
        };
        let message = Message::new(key).with_arg("what", what);
        return Some(message.with("required", quota.required).with("over", quota.differ_by()));
    }
    let (missing, when) = missing_when(known, (come, part), quota.differ_by());
    let message = Message::new("explain.more").with_arg("what", what).with("missing", missing);
    Some(message.with_arg("when", when))
}

// How much, and when: what goes to earlier windows first is not done for this one.
fn missing_when(known: Known<'_>, (come, part): (&Come, &Part), missing: Exact) -> (Exact, Arg) {
    let outcome = &come.outcome;
    let (first, last) = days(known, outcome);
    let label = labelled(known.policy, outcome);
    let field = year_field(known.policy, &part.what.from).map(|(_, field)| field);
    // What cannot say for which year it is counts by its day alone.
    let by_day = label.as_ref().filter(|_| field.is_none()).map(|label| label.last);
    let last = last.map(|last| by_day.map_or(last, |by_day| last.min(by_day)));
    // Past its last day what may still be made up is, or what still names its year.
    let is_overdue = outcome.verdict == Verdict::Open && outcome.overdue;
    let last = if is_overdue { outcome.late_until.or(last) } else { last };
    let first = come.owing.free_from(first, last);
    let taken = come.owing.taken_until(last);
    let all = [come.made_up, taken].into_iter().fold(missing, |sum, more| sum.add(more).unwrap_or(sum));
    let late = Late::of(come, missing);
    let when = match hours::of(known.policy, known.norm, outcome) {
        Some((from, until)) if hours::ends_before(known.norm) => when_before((outcome, late), from, until),
        Some((from, until)) => when((outcome, late), (Some(from), Some(until)), !come.owing.is_empty()),
        None => {
            let days = (first.map(|day| day.to_string()), last.map(|day| day.to_string()));
            when((outcome, late), days, !come.owing.is_empty())
        }
    };
    let when = match label.zip(field) {
        Some((Labelled { last: day, year }, field)) if last > Some(day) => {
            let message = Message::new("explain.labelled").with_arg("when", when).with("day", day);
            Arg::Message(Box::new(message.with_arg("field", field.name.both()).with("year", year)))
        }
        _ => when,
    };
    if in_any_stretch(known.norm) && outcome.verdict == Verdict::Breached {
        let message = Message::new("explain.of_stretch").with_arg("when", when);
        return (all, Arg::Message(Box::new(message)));
    }
    if taken <= Exact::ZERO {
        return (all, when);
    }
    let message = Message::new("explain.earlier_first").with_arg("when", when).with("taken", taken);
    (all, Arg::Message(Box::new(message)))
}

// By when, of what can still be done, and since when where earlier windows take what is done before; of what is over also
// since when, and up to when it could be made up.
fn when(
    (outcome, late): (&Outcome, Option<Late>),
    (first, last): (Option<String>, Option<String>),
    is_owing: bool,
) -> Arg {
    let nested = |message| Arg::Message(Box::new(message));
    if outcome.verdict == Verdict::Open && !is_owing {
        return last.map_or_else(|| Arg::from(""), |day| nested(Message::new("explain.by").with("day", day)));
    }
    let message = match (first, last) {
        (Some(from), Some(day)) => Message::new("explain.between").with("from", from).with("until", day),
        (None, Some(day)) => Message::new("explain.by").with("day", day),
        (Some(from), None) => Message::new("explain.since").with("from", from),
        (None, None) => return Arg::from(""),
    };
    or_late(late, message)
}

// The same of what comes before a time of day: what is done at that very time is too late.
fn when_before((outcome, late): (&Outcome, Option<Late>), from: String, until: String) -> Arg {
    match outcome.verdict {
        Verdict::Open => Arg::Message(Box::new(Message::new("explain.before").with("time", until))),
        _ => or_late(late, Message::new("explain.since_before").with("from", from).with("time", until)),
    }
}

/// Until when what is over could be made up, and how much less would do then than in time, where some was made up already.
#[derive(Clone, Copy)]
struct Late {
    until: NaiveDate,
    fewer: Option<Exact>,
}

impl Late {
    // What earlier windows would take of it first is not told twice.
    fn of(come: &Come, missing: Exact) -> Option<Self> {
        let until = come.outcome.late_until.filter(|_| come.outcome.verdict == Verdict::Breached)?;
        let is_fewer = come.made_up > Exact::ZERO && come.owing.is_empty();
        Some(Self { until, fewer: is_fewer.then_some(missing) })
    }
}

fn or_late(late: Option<Late>, when: Message) -> Arg {
    let when = Arg::Message(Box::new(when));
    let Some(Late { until, fewer }) = late else { return when };
    let message = match fewer {
        Some(fewer) => Message::new("explain.or_late.fewer").with("fewer", fewer),
        None => Message::new("explain.or_late"),
    };
    Arg::Message(Box::new(message.with_arg("when", when).with("day", until)))
}

// First and last day on which what is missing would surely have been in time: of what is to come before an instant, where
// the order on one day is not taken to be the better one, its day is none of them. Of what comes after one its day counts.
fn days(
    Known { policy, norm, bound }: Known<'_>,
    outcome: &Outcome,
) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let (from, until) = bound.unwrap_or((outcome.from, outcome.until));
    let first = (from > Instant::MIN).then(|| policy.zone.date_of(from)).max(outcome.short_from);
    let leaves = (until < outcome.until).then(|| policy.zone.date_of(Instant(until.0 - 1)));
    let last = leaves.or(outcome.due);
    if norm.reading.same_day == SameDay::Favour {
        return (first, last);
    }
    let earlier = last.and_then(|day| day.pred_opt()).filter(|day| first.is_none_or(|first| first <= *day));
    match norm.time {
        Time::Before(_) | Time::WithinBefore(..) => (first, earlier.or(last)),
        _ => (first, last),
    }
}

const AT_LEAST: &str = "explain.held.at_least";
const AT_MOST: &str = "explain.held.at_most";

fn key_of(quantity: &Quantity, at_most: bool) -> &'static str {
    match (&quantity.low, &quantity.high) {
        (Some(low), Some(high)) if low == high => "explain.held.exactly",
        _ if at_most => AT_MOST,
        _ => AT_LEAST,
    }
}

fn held(
    (policy, what): (&CheckedPolicy, Arg),
    key: &'static str,
    required: Exact,
    outcome: &Outcome,
) -> Option<Message> {
    if outcome.verdict != Verdict::Breached {
        return None;
    }
    let now = || Arg::Both { zh: "今".to_owned(), en: "now".to_owned() };
    let day = |at: Instant| super::day(policy, at).map_or_else(now, Arg::Plain);
    let message = Message::new(key).with_arg("what", what).with("required", required);
    Some(message.with_arg("from", day(outcome.from)).with_arg("until", day(Instant(outcome.until.0 - 1))))
}

/// What is not known, and what to do about it.
pub(super) fn settled(outcome: &Outcome) -> Option<Message> {
    let why = outcome.why();
    let key = match why.key {
        "why.parameter" => "settle.parameter",
        "why.uncovered" => "settle.uncovered",
        "why.set_aside" => "settle.set_aside",
        "why.follows" => "settle.follows",
        "why.imprecise" => "settle.imprecise",
        "why.same_day" => "settle.same_day",
        "why.same_day.record" => "settle.same_day.record",
        "why.judgement" => "settle.judgement",
        "why.no_unit" => "settle.no_unit",
        "why.no_beginning" => "settle.no_beginning",
        "why.not_recorded.of" => "settle.not_recorded.of",
        "why.left_out" => "settle.left_out",
        "why.never.type" => "settle.never.type",
        "why.calendar" => "settle.calendar",
        "why.exceptions" => "settle.exceptions",
        "why.verdict" | "why.made_up" => "settle.verdict",
        _ => return None,
    };
    Some(Message { key, args: why.args })
}
