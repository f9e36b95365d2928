//! A case in which the two differ, cut down to what the difference needs: items, records and lines one by one.

use super::{Given, differences};
use bylaws::check::check;
use bylaws::diagnostic::Severity;
use bylaws::eval::Request;
use bylaws::source::FileId;
use bylaws::syntax::parse;
use bylaws_tests::generate::{Asked, Case, Line};
use std::fmt;
use std::sync::Arc;

/// What is left of a case, and what the two say of it.
pub(crate) struct Smallest {
    text: Vec<String>,
    lines: Vec<Line>,
    asked: Asked,
    differences: Vec<String>,
}

impl fmt::Display for Smallest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.iter().try_for_each(|line| writeln!(f, "{line}"))?;
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))?;
        writeln!(f, "{:?}", self.asked)?;
        self.differences.iter().try_for_each(|one| writeln!(f, "{one}"))
    }
}

/// The smallest case that can be found in which the two differ on the norm on which they differ in one.
pub(crate) fn smallest(case: &Case, found: &[String]) -> Smallest {
    let norm = found.first().and_then(|one| norm_of(one)).unwrap_or_default().to_owned();
    let differs = |text: &[String], lines: &[Line]| -> Option<Vec<String>> {
        let given = given(case, text, lines, &case.asked.request())?;
        let of_it = differences(&given).into_iter().filter(|one| norm_of(one) == Some(&norm));
        Some(of_it.collect::<Vec<_>>()).filter(|all| !all.is_empty())
    };
    let mut text: Vec<String> =
        case.own_text().lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
    let mut lines = case.lines.clone();
    let begins = |line: &String| !line.starts_with([' ', '}']);
    let mut at = text.len();
    while let Some(first) = text.get(..at).and_then(|before| before.iter().rposition(begins)) {
        let last = text.iter().skip(first + 1).position(begins).map_or(text.len(), |next| first + 1 + next);
        let without = [text.get(..first), text.get(last..)].into_iter().flatten().flatten();
        let without: Vec<String> = without.cloned().collect();
        if differs(&without, &lines).is_some() {
            text = without;
        }
        at = first;
    }
    one_by_one(&mut lines, |lines| differs(&text, lines).is_some());
    one_by_one(&mut text, |text| differs(text, &lines).is_some());
    let differences = differs(&text, &lines).unwrap_or_default();
    Smallest { text, lines, asked: case.asked.clone(), differences }
}

// Takes out what can be done without, from the end.
fn one_by_one<T: Clone>(all: &mut Vec<T>, still: impl Fn(&[T]) -> bool) {
    for index in (0..all.len()).rev() {
        let mut without = all.clone();
        without.remove(index);
        if still(&without) {
            *all = without;
        }
    }
}

// The norm of which a difference tells, which is named in the line before what the two say.
fn norm_of(difference: &str) -> Option<&str> {
    difference.lines().rev().nth(2)
}

fn given(case: &Case, text: &[String], lines: &[Line], request: &Request) -> Option<Given> {
    let own = parse(FileId(1), &text.join("\n"));
    let checked = check(&[case.words().clone(), own.file]);
    let wrong = checked.diagnostics.iter().any(|d| d.severity == Severity::Error);
    if wrong || !own.diagnostics.is_empty() {
        return None;
    }
    let log = Line::log(&checked.policy, lines, request.known_at).ok()?;
    Some(Given { title: String::new(), policy: Arc::new(checked.policy), log, request: request.clone() })
}
