//! What a scenario expects, held against what evaluation gave.

use super::norm_named;
use crate::check::CheckedPolicy;
use crate::diagnostic::{Arg, Lang, Message};
use crate::eval::{Evaluation, Outcome, Verdict};
use crate::log::Exact;
use crate::syntax::ast::{ExpectWhen, Expectation, Test, TestClause};
use chrono::NaiveDate;

pub(super) fn failures(policy: &CheckedPolicy, test: &Test, evaluation: &Evaluation) -> Vec<Message> {
    let expectations = test
        .clauses
        .iter()
        .filter_map(|c| if let TestClause::Expect(list) = &c.node { Some(list) } else { None });
    expectations.flatten().flat_map(|expected| check(policy, test, &expected.node, evaluation)).collect()
}

fn check(
    policy: &CheckedPolicy,
    test: &Test,
    expected: &Expectation,
    evaluation: &Evaluation,
) -> Vec<Message> {
    let Some(name) = expected.norm.as_ref().or(test.norms.first()) else { return Vec::new() };
    let norm = norm_named(policy, &name.node).and_then(|n| policy.norms.get_index_of(&n.name.canonical));
    let Some(norm) = norm else {
        return vec![Message::new("scenario.unknown_norm").with("name", &name.node)];
    };
    let of_bearer = evaluation.outcomes.iter().filter(|o| o.norm == norm && is_of(o, &expected.bearer.node));
    let mut found: Vec<&Outcome> =
        of_bearer.filter(|o| expected.when.as_ref().is_none_or(|w| is_meant(policy, o, &w.node))).collect();
    // A day names the instance that its trigger made, before the windows that merely hold it.
    if let Some(ExpectWhen::Date(day)) = expected.when.as_ref().map(|w| &w.node) {
        let triggered: Vec<&Outcome> =
            found.iter().copied().filter(|o| o.trigger.is_some() && starts_on(policy, o, *day)).collect();
        if triggered.len() == 1 {
            found = triggered;
        }
    }
    compare(expected, &found)
}

// By the bearer's id; where a norm is stated for each of something, by both, in either language.
fn is_of(outcome: &Outcome, bearer: &str) -> bool {
    [Lang::Zh, Lang::En].into_iter().any(|lang| outcome.whose(lang) == bearer)
}

fn is_meant(policy: &CheckedPolicy, outcome: &Outcome, when: &ExpectWhen) -> bool {
    match when {
        ExpectWhen::Label(label) => outcome.label.as_ref().is_some_and(|l| l.answers_to(label)),
        ExpectWhen::Date(day) => {
            let span = policy.zone.day(*day);
            outcome.from < span.end && outcome.until > span.first
        }
    }
}

fn starts_on(policy: &CheckedPolicy, outcome: &Outcome, day: NaiveDate) -> bool {
    policy.zone.date_of(outcome.from) == day
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
    let short = actual.required.zip(actual.measured).and_then(|(r, m)| r.sub(m.low)).unwrap_or(Exact::ZERO);
    differ("scenario.short_by", expected.short_by.map(|n| n.to_string()), short.to_string());
    let due = actual.due.map_or_else(|| "—".to_owned(), |d| d.to_string());
    differ("scenario.due", expected.due.as_ref().map(|d| d.node.to_string()), due);
    let first = actual.answerable.first().and_then(|a| a.holder.as_deref()).unwrap_or("—");
    differ("scenario.answers", expected.answers.as_ref().map(|a| a.node.clone()), first.to_owned());
    out
}

fn word(verdict: Verdict) -> Arg {
    Arg::Both { zh: verdict.word(Lang::Zh).to_owned(), en: verdict.word(Lang::En).to_owned() }
}
