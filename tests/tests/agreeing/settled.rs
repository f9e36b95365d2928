//! Cases in which the two once differed, each by its name, with what is right of them.

use super::{Given, differences};
use bylaws::check::{CheckedPolicy, check};
use bylaws::diagnostic::Lang;
use bylaws::diagnostic::Severity;
use bylaws::eval::{Outcome, Request, evaluate};
use bylaws::log::{Instant, parse_moment};
use bylaws::source::FileId;
use bylaws::syntax::parse;
use bylaws_tests::generate::{Line, words};
use std::sync::Arc;

const CASES: &str = include_str!("settled.txt");

/// A line of a case: the regulation is in force for good.
const WITHOUT_END: &str = "in force without end";

fn policy(text: &str, ends: bool) -> CheckedPolicy {
    let (words, own) = (parse(FileId::default(), &words(ends)), parse(FileId(1), text));
    let checked = check(&[words.file, own.file]);
    let wrong = checked.diagnostics.iter().filter(|d| d.severity == Severity::Error);
    let said: Vec<String> = own.diagnostics.iter().chain(wrong).map(|d| d.message.render(Lang::En)).collect();
    assert!(said.is_empty(), "{text}\n{said:#?}");
    checked.policy
}

// `2016-03-02 f unit=u1`, or `coverage from=… until=…`.
fn line(text: &str, number: usize) -> Line {
    let words: Vec<&str> = text.split_whitespace().collect();
    let plain: Vec<&str> = words.iter().copied().filter(|word| !word.contains('=')).collect();
    let frame = match plain.as_slice() {
        [at, kind] => vec![("type", (*kind).to_owned()), ("at", (*at).to_owned())],
        [kind] => vec![("type", (*kind).to_owned())],
        other => {
            assert!(other.is_empty(), "{text}");
            Vec::new()
        }
    };
    let own = words.iter().filter_map(|word| word.split_once('='));
    let own = own.map(|(name, value)| (&*Box::leak(name.to_owned().into_boxed_str()), value.to_owned()));
    let mut line = Line(frame.into_iter().chain(own).collect());
    if line.get("id").is_none() && line.get("type") != Some("coverage") {
        line.0.push(("id", format!("r{number}")));
    }
    line
}

/// Every case with the lines that are expected of it.
pub(crate) fn settled() -> Vec<(Given, Vec<String>)> {
    CASES.split("\n## ").skip(1).map(settled_case).collect()
}

/// A case as it is written, with the lines that are expected of it.
fn settled_case(text: &str) -> (Given, Vec<String>) {
    let (title, rest) = text.split_once('\n').unwrap();
    let (norms, rest) = rest.split_once("\ngiven\n").unwrap();
    let (lines, expected) = rest.split_once("\nexpect\n").unwrap();
    let policy = policy(norms, !lines.lines().any(|line| line == WITHOUT_END));
    let as_of = lines.lines().find_map(|line| line.strip_prefix("as of "));
    let as_of = as_of.map(|day| parse_moment(day, policy.zone).unwrap().end);
    let frame = |line: &&str| line.starts_with("as of ") || *line == WITHOUT_END;
    let lines: Vec<&str> = lines.lines().filter(|line| !frame(line)).collect();
    let lines: Vec<Line> = lines.iter().enumerate().map(|(number, text)| line(text, number)).collect();
    let log = Line::log(&policy, &lines, None).unwrap();
    let request = Request { as_of, ..Request::default() };
    let given = Given { title: title.to_owned(), policy: Arc::new(policy), log, request };
    (given, expected.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

fn says(given: &Given, outcome: &Outcome, expected: &str) -> bool {
    let day = |at: Instant| given.policy.zone.date_of(at).to_string();
    let (bearer, from) = (&outcome.bearer, day(outcome.from));
    if let Some(first) = expected.strip_prefix("none from ") {
        return from == first;
    }
    let whose = match &outcome.trigger {
        Some(trigger) => format!("{bearer} by {trigger}"),
        None => format!("{bearer} from {from}"),
    };
    let until = || format!("{whose} until {}: {:?}", day(Instant(outcome.until.0 - 1)), outcome.verdict);
    expected == format!("{whose}: {:?}", outcome.verdict) || expected == until()
}

/// What is wrong of a case.
pub(crate) fn wrong(given: &Given, expected: &[String]) -> Vec<String> {
    let outcomes = evaluate(&given.policy, &given.log, &given.request).outcomes;
    let unmet = |line: &&String| {
        let said = outcomes.iter().any(|outcome| says(given, outcome, line));
        said == line.starts_with("none from ")
    };
    let shown =
        || outcomes.iter().map(|o| super::shown(Some(&super::of_engine(o)))).collect::<Vec<_>>().join("\n");
    let unmet = expected.iter().filter(unmet).map(|line| format!("{}: not {line}\n{}", given.title, shown()));
    differences(given).into_iter().chain(unmet).collect()
}
