//! What a scenario expects, held against what evaluation gave.

use super::norm_named;
use crate::check::CheckedPolicy;
use crate::check::policy::Time;
use crate::diagnostic::{Arg, Lang, Message};
use crate::eval::{Evaluation, Outcome, Verdict};
use crate::log::Exact;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{ExpectWhen, Expectation, Ident, Test};
use crate::syntax::format_expectation;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Something that is otherwise than a scenario expects.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// What.
    pub message: Message,
    /// Where the expectation is written, or the record that is wrong; the scenario as a whole if it is neither.
    pub span: Option<Span>,
    /// The expectation beside what came of it; once for each expectation, with its first message.
    pub difference: Option<Box<Difference>>,
}

/// An expectation beside what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// What was expected.
    pub expected: Expectation,
    /// What was found, said in the same words; nothing where there is no such instance.
    pub actual: Vec<Expectation>,
    /// The outcomes found.
    pub outcomes: Vec<Outcome>,
}

impl Failure {
    /// The words, in one language.
    #[must_use]
    pub fn render(&self, lang: Lang) -> String {
        self.message.render(lang)
    }
}

impl From<Message> for Failure {
    fn from(message: Message) -> Self {
        Self { message, span: None, difference: None }
    }
}

/// What is otherwise in an evaluation than a scenario expects.
#[must_use]
pub fn failures(policy: &CheckedPolicy, test: &Test, evaluation: &Evaluation) -> Vec<Failure> {
    let of_one = |expected: &Spanned<Expectation>| {
        let failures = check(policy, test, &expected.node, evaluation).into_iter();
        let span = Some(expected.span);
        failures.map(move |failure| Failure { span, ..failure }).collect::<Vec<_>>()
    };
    test.expected().flat_map(of_one).collect()
}

fn check(
    policy: &CheckedPolicy,
    test: &Test,
    expected: &Expectation,
    evaluation: &Evaluation,
) -> Vec<Failure> {
    let found = match meant(policy, test, expected, evaluation) {
        Ok(found) => found,
        Err(name) => return vec![Message::new("B0801").with("name", name).into()],
    };
    let mut failures: Vec<Failure> = compare(expected, &found).into_iter().map(Failure::from).collect();
    if found.is_empty() && !failures.is_empty() {
        failures.extend(there_are(policy, test, expected, evaluation).map(Failure::from));
    }
    if let Some(first) = failures.first_mut() {
        let one_of_several = found.len() > 1;
        first.difference = Some(Box::new(Difference {
            expected: expected.clone(),
            actual: found
                .iter()
                .map(|o| {
                    // Of many none is told from all others: that would be asked of each with each.
                    let on = one_of_several.then(|| {
                        unplaced(day_or_record(policy, o, found.get(..TOLD_APART).unwrap_or(&found)))
                    });
                    said_of(expected, o, on.or_else(|| expected.when.clone()))
                })
                .collect(),
            outcomes: found.into_iter().cloned().collect(),
        }));
    }
    failures
}

/// Among at most so many duties one is told by its record where another one begins on the same day.
const TOLD_APART: usize = 1_000;

/// At most so many of the duties that there are are named.
const NAMED: usize = 5;

// Whose duties there are, and when, where there is none such as is expected: those of the bearer, else of all.
fn there_are(
    policy: &CheckedPolicy,
    test: &Test,
    expected: &Expectation,
    evaluation: &Evaluation,
) -> Option<Message> {
    let name = expected.norm.as_ref().or(test.norms.first())?;
    let norm = norm_named(policy, &name.node)?;
    let versions: Vec<usize> = policy.versions_of(&norm.name.canonical).map(|(index, _)| index).collect();
    let all = evaluation.outcomes.iter().filter(|o| versions.contains(&o.norm) && !o.bearer.is_empty());
    let all: Vec<&Outcome> = all.collect();
    let own: Vec<&Outcome> = all.iter().copied().filter(|o| o.is_of(&expected.bearer.node)).collect();
    let shown = if own.is_empty() { &all } else { &own };
    let called = |lang| {
        let each = shown.iter().take(NAMED).map(|o| {
            let when = match (day_or_record(policy, o, shown), &o.label) {
                (ExpectWhen::Date(_), Some(label)) => ExpectWhen::Label(label.shown(lang).to_owned()),
                (when, _) => when,
            };
            let bearer = ident(&o.whose(lang));
            let own = Expectation { norm: expected.norm.clone(), bearer, ..nothing_more_of(o, when) };
            format_expectation(&own, lang)
        });
        let named = each.collect::<Vec<_>>().join(if lang == Lang::Zh { "；" } else { "; " });
        if shown.len() > NAMED { format!("{named} …") } else { named }
    };
    let instances = Arg::Both { zh: called(Lang::Zh), en: called(Lang::En) };
    (!shown.is_empty()).then(|| Message::new("scenario.there_are").with_arg("instances", instances))
}

// The verdict of a duty, as one would expect it.
fn nothing_more_of(outcome: &Outcome, when: ExpectWhen) -> Expectation {
    Expectation {
        norm: None,
        bearer: ident(&outcome.bearer),
        when: Some(unplaced(when)),
        verdict: Some(outcome.verdict),
        short_by: None,
        due: None,
        counted: Vec::new(),
        answers: Vec::new(),
    }
}

/// The outcomes that an expectation means: one, if it is as it should be.
///
/// # Errors
/// The name of a norm that there is not.
pub fn meant<'e>(
    policy: &CheckedPolicy,
    test: &Test,
    expected: &Expectation,
    evaluation: &'e Evaluation,
) -> Result<Vec<&'e Outcome>, String> {
    let Some(name) = expected.norm.as_ref().or(test.norms.first()) else { return Ok(Vec::new()) };
    let norm = norm_named(policy, &name.node);
    let Some(norm) = norm else { return Err(name.node.clone()) };
    // The name of a norm as it is now stands for all its versions: the day tells which is meant.
    let versions: Vec<usize> = policy.versions_of(&norm.name.canonical).map(|(index, _)| index).collect();
    let is_meant_norm = |o: &&Outcome| versions.contains(&o.norm) && o.is_of(&expected.bearer.node);
    let of_bearer = evaluation.outcomes.iter().filter(is_meant_norm);
    let of_bearer: Vec<&Outcome> = of_bearer.collect();
    let mut found: Vec<&Outcome> = of_bearer
        .iter()
        .copied()
        .filter(|o| expected.when.as_ref().is_none_or(|w| is_meant(policy, o, &w.node)))
        .collect();
    // A day names the instances that something on it triggered, before the windows that merely hold it: what is due
    // before an event has a window that may begin anywhere and hold the days of others.
    if let Some(ExpectWhen::Date(day)) = expected.when.as_ref().map(|w| &w.node) {
        let begun: Vec<&Outcome> =
            of_bearer.iter().copied().filter(|o| is_triggered_on(policy, o, *day)).collect();
        if !begun.is_empty() {
            found = begun;
        }
    }
    if norm.time == Time::AtAllTimes {
        found = of_all_times(policy, &of_bearer, found, expected.when.as_ref().map(|w| &w.node));
    }
    Ok(found)
}

// Of what is to hold at all times the stretches in which it does not are meant, before the years around them; by the
// name of a year, those that touch it.
fn of_all_times<'o>(
    policy: &CheckedPolicy,
    all: &[&'o Outcome],
    found: Vec<&'o Outcome>,
    when: Option<&ExpectWhen>,
) -> Vec<&'o Outcome> {
    let year = match when {
        Some(ExpectWhen::Label(label)) => label.parse().ok().and_then(|year| policy.zone.year(year)),
        _ => None,
    };
    let meant = |o: &&&Outcome| match year {
        Some(year) => o.from < year.end && year.first < o.until,
        None => found.iter().any(|one| std::ptr::eq(*one, **o)),
    };
    let stretches: Vec<&Outcome> = all.iter().filter(|o| o.label.is_none()).filter(meant).copied().collect();
    if stretches.is_empty() { found } else { stretches }
}

fn is_meant(policy: &CheckedPolicy, outcome: &Outcome, when: &ExpectWhen) -> bool {
    match when {
        ExpectWhen::Label(label) => outcome.label.as_ref().is_some_and(|l| l.answers_to(label)),
        ExpectWhen::Date(day) => {
            let span = policy.zone.day(*day);
            outcome.from < span.end && outcome.until > span.first
        }
        ExpectWhen::Record(id) => outcome.trigger.as_deref() == Some(id),
    }
}

// What tells one of several duties from the others: the day on which it begins, or the record that gave rise to it
// where another one of the same bearer begins on that day too.
fn day_or_record(policy: &CheckedPolicy, outcome: &Outcome, among: &[&Outcome]) -> ExpectWhen {
    let begins = |o: &Outcome| policy.zone.date_of(o.triggered_at.map_or(o.from, |at| at.first));
    let day = begins(outcome);
    let is_alike = |o: &&&Outcome| o.whose(Lang::En) == outcome.whose(Lang::En) && begins(o) == day;
    match &outcome.trigger {
        Some(id) if among.iter().filter(is_alike).count() > 1 => ExpectWhen::Record(id.to_string()),
        _ => ExpectWhen::Date(day),
    }
}

fn is_triggered_on(policy: &CheckedPolicy, outcome: &Outcome, day: NaiveDate) -> bool {
    outcome.triggered_at.is_some_and(|at| policy.zone.date_of(at.first) == day)
}

fn compare(expected: &Expectation, found: &[&Outcome]) -> Vec<Message> {
    let bearer = &expected.bearer.node;
    match (expected.verdict, found) {
        (None, []) => Vec::new(),
        (None, [first, ..]) => {
            vec![
                Message::new("scenario.unexpected_instance")
                    .with("bearer", bearer)
                    .with_arg("actual", word(first.verdict)),
            ]
        }
        (Some(verdict), []) => {
            vec![
                Message::new("scenario.no_instance")
                    .with("bearer", bearer)
                    .with_arg("expected", word(verdict)),
            ]
        }
        (Some(verdict), [one]) => differences(expected, verdict, one),
        (Some(_), several) => {
            vec![Message::new("scenario.several").with("bearer", bearer).with("count", several.len())]
        }
    }
}

fn differences(expected: &Expectation, verdict: Verdict, actual: &Outcome) -> Vec<Message> {
    let bearer = &expected.bearer.node;
    let mut out = Vec::new();
    if actual.verdict != verdict {
        let why = Arg::Message(Box::new(actual.why()));
        let message = Message::new("scenario.verdict").with("bearer", bearer);
        out.push(
            message
                .with_arg("expected", word(verdict))
                .with_arg("actual", word(actual.verdict))
                .with_arg("why", why),
        );
    }
    let mut differ = |key, wanted: Option<String>, got: String| {
        if let Some(wanted) = wanted.filter(|w| *w != got) {
            out.push(Message::new(key).with("bearer", bearer).with("expected", wanted).with("actual", got));
        }
    };
    differ("scenario.short_by", expected.short_by.map(|n| n.to_string()), actual.short_by().to_string());
    let due = actual.due.map_or_else(|| "—".to_owned(), |d| d.to_string());
    differ("scenario.due", expected.due.as_ref().map(|d| d.node.to_string()), due);
    if !are_counted(expected, actual) {
        out.push(ids_differ("scenario.counted", expected, &expected.counted, ids_counted(actual)));
    }
    if !are_answerable(expected, actual) {
        let found = who_answers(expected, actual);
        let key = if found.is_empty() { "scenario.answers.nobody" } else { "scenario.answers" };
        out.push(ids_differ(key, expected, &expected.answers, found));
    }
    out
}

fn ids_differ(key: &'static str, expected: &Expectation, wanted: &[Ident], actual: Vec<&str>) -> Message {
    let listed = |lang: Lang, ids: &[&str]| match (ids.is_empty(), lang) {
        (true, _) => "—".to_owned(),
        (false, Lang::Zh) => ids.join("、"),
        (false, Lang::En) => ids.join(", "),
    };
    let both = |ids: &[&str]| Arg::Both { zh: listed(Lang::Zh, ids), en: listed(Lang::En, ids) };
    let wanted: Vec<&str> = wanted.iter().map(|id| id.node.as_str()).collect();
    let message = Message::new(key).with("bearer", &expected.bearer.node);
    message.with_arg("expected", both(&wanted)).with_arg("actual", both(&actual))
}

// These and no others.
fn are_counted(expected: &Expectation, actual: &Outcome) -> bool {
    let wanted: BTreeSet<&str> = expected.counted.iter().map(|id| id.node.as_str()).collect();
    wanted.is_empty() || wanted == ids_counted(actual).into_iter().collect()
}

// Those that decided, then those that counted besides.
fn ids_counted(outcome: &Outcome) -> Vec<&str> {
    outcome.evidence.iter().chain(&outcome.others).map(|id| &**id).collect()
}

// Whoever is named first is the first in rank who holds a post; the others answer too, in whatever rank.
fn are_answerable(expected: &Expectation, actual: &Outcome) -> bool {
    let Some((first, others)) = expected.answers.split_first() else { return true };
    let answers = actual.who_answer();
    actual.first_to_answer() == Some(&first.node)
        && others.iter().all(|who| answers.contains(&who.node.as_str()))
}

// As many as the expectation asks about: the first, or all.
fn who_answers<'o>(expected: &Expectation, actual: &'o Outcome) -> Vec<&'o str> {
    match expected.answers.as_slice() {
        [] => Vec::new(),
        [_] => actual.first_to_answer().into_iter().collect(),
        _ => actual.who_answer(),
    }
}

// As much of it as the expectation says, so that what differs stands out.
fn said_of(expected: &Expectation, outcome: &Outcome, when: Option<Spanned<ExpectWhen>>) -> Expectation {
    Expectation {
        norm: expected.norm.clone(),
        bearer: expected.bearer.clone(),
        when,
        verdict: Some(outcome.verdict),
        short_by: expected.short_by.map(|_| outcome.short_by()).filter(|n| *n != Exact::ZERO),
        due: expected.due.as_ref().and(outcome.due).map(unplaced),
        counted: match expected.counted.is_empty() {
            true => Vec::new(),
            false => ids_counted(outcome).into_iter().map(ident).collect(),
        },
        answers: who_answers(expected, outcome).into_iter().map(ident).collect(),
    }
}

fn word(verdict: Verdict) -> Arg {
    Arg::Both { zh: verdict.word(Lang::Zh).to_owned(), en: verdict.word(Lang::En).to_owned() }
}

fn ident(id: &str) -> Ident {
    unplaced(id.to_owned())
}

fn unplaced<T>(node: T) -> Spanned<T> {
    Spanned::new(node, Span::default())
}
