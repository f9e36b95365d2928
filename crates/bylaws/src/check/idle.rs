//! What stands in a scenario to no end: an expectation that holds whatever the norm says, what is said of a duty that there
//! is not, and records that undo nothing.

use super::policy::{BearerKind, Norm};
use super::{Checker, written_in};
use crate::diagnostic::{Diagnostic, Lang, Message};
use crate::eval::PAIR;
use crate::log::{EventOrigin, EventType, Moment, parse_moment};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{ExpectWhen, Expectation, Expr, ExprKind, Given, Test};
use crate::syntax::format_expectation;
use std::collections::{BTreeMap, HashMap};

/// What is told of each place; nothing where one of the scenarios that it belongs to has a use for it.
type Found = BTreeMap<Span, Option<Diagnostic>>;

impl Checker<'_> {
    /// Expectations that show nothing and records that do nothing in any of their scenarios.
    pub(super) fn idle_parts(&mut self) {
        let mut found = Found::new();
        let mut note = |place: Span, problem: Option<Diagnostic>| match problem {
            None => drop(found.insert(place, None)),
            told => drop(found.entry(place).or_insert(told)),
        };
        for test in &self.policy.tests {
            let mut said = HashMap::new();
            for expected in test.expected() {
                let again = self.said_before(expected, &mut said);
                note(expected.span, again.or_else(|| self.shows_nothing(test, expected)));
            }
            for record in test.given() {
                note(
                    record.span,
                    self.undoes_nothing(test, &record.node).or_else(|| self.known_too_early(&record.node)),
                );
            }
        }
        found.into_values().flatten().for_each(|problem| self.report(problem));
    }

    fn said_before(
        &self,
        expected: &Spanned<Expectation>,
        said: &mut HashMap<String, Span>,
    ) -> Option<Diagnostic> {
        let words = format_expectation(&expected.node, Lang::En);
        let before = *said.entry(words).or_insert(expected.span);
        let again = Diagnostic::warning("B0826", expected.span).label(before, Message::new("label.declared"));
        (before != expected.span).then_some(again)
    }

    fn shows_nothing(&self, test: &Test, expected: &Spanned<Expectation>) -> Option<Diagnostic> {
        let one = &expected.node;
        if one.verdict.is_some() {
            return None;
        }
        self.details_of_no_duty(expected).or_else(|| {
            let word = one.norm.as_ref().or(test.norms.first())?;
            let norm = self.policy.norms.values().find(|norm| norm.name.answers_to(&word.node))?;
            self.nobody_bound(test, one, norm).or_else(|| self.not_yet(test, one, norm))
        })
    }

    // Of a duty that there is not nothing is missing, due or counted.
    fn details_of_no_duty(&self, expected: &Spanned<Expectation>) -> Option<Diagnostic> {
        let one = &expected.node;
        let plain = Expectation {
            short_by: None,
            due: None,
            counted: Vec::new(),
            answers: Vec::new(),
            ..one.clone()
        };
        if plain == *one {
            return None;
        }
        let words = format_expectation(&plain, written_in(self.files, expected.span).unwrap_or(Lang::En));
        let advice = Message::new("help.write").with("words", &words);
        Some(Diagnostic::warning("B0821", expected.span).help(advice).fix(expected.span, words))
    }

    // Who is named by records and registered as nothing: whether the norm would bind such a one is not shown.
    fn nobody_bound(&self, test: &Test, expected: &Expectation, norm: &Norm) -> Option<Diagnostic> {
        let BearerKind::Entity(kind) = &norm.bearer.as_ref()?.kind else { return None };
        let entity = self.vocabulary_ref().entities.get(kind).filter(|entity| !entity.unregistered)?;
        let bearer = expected.bearer.node.split(PAIR).next()?;
        let (mut named, mut registered) = (false, false);
        for record in test.given() {
            let event = self.vocabulary_ref().event_named(&record.node.kind.node).map(|(_, event)| event);
            let registers = event.is_some_and(|event| matches!(event.origin, EventOrigin::Entity(_)));
            let is_named = record.node.fields.iter().any(|(_, value)| names(value, bearer));
            named |= is_named;
            registered |= is_named && registers;
        }
        let warning = Diagnostic::warning("B0822", expected.bearer.span).with("name", bearer);
        let warning = warning.with_arg("kind", entity.name.both()).with_arg("norm", norm.name.both());
        (named && !registered).then_some(warning)
    }

    // After the day as of which the test looks nothing is due, whatever the norm says.
    fn not_yet(&self, test: &Test, expected: &Expectation, norm: &Norm) -> Option<Diagnostic> {
        let (when, as_of) = (expected.when.as_ref()?, test.as_of()?);
        let begins = match &when.node {
            ExpectWhen::Date(day) => *day,
            ExpectWhen::Label(label) => self.window_begins(test, norm, label)?,
            ExpectWhen::Record(_) => return None,
        };
        let warning = Diagnostic::warning("B0823", when.span).with("day", as_of);
        (begins > as_of).then_some(warning)
    }

    // An end of what no record given has begun.
    fn undoes_nothing(&self, test: &Test, record: &Given) -> Option<Diagnostic> {
        let event = self.event_of(record)?;
        let starts = |origin: &EventOrigin| match (&event.origin, origin) {
            (EventOrigin::RoleEnd, EventOrigin::RoleStart) => true,
            (EventOrigin::StateEnd(of), EventOrigin::StateStart(state)) => of == state,
            _ => false,
        };
        if !matches!(event.origin, EventOrigin::RoleEnd | EventOrigin::StateEnd(_)) {
            return None;
        }
        let at = self.moment(record)?;
        let began = test.given().map(|one| &one.node).any(|one| {
            let began = self.event_of(one).filter(|event| starts(&event.origin));
            began.is_some_and(|began| agree((event, record), (began, one)))
                && self.moment(one).is_none_or(|began| began.first < at.end)
        });
        (!began).then(|| Diagnostic::warning("B0824", record.kind.span))
    }

    fn known_too_early(&self, record: &Given) -> Option<Diagnostic> {
        self.event_of(record).filter(|event| !event.planned)?;
        let is_it = |name: &str| {
            self.vocabulary_ref().frame_field(Some(&record.kind.node), name) == Some("recorded_at")
        };
        let (_, value) = record.fields.iter().find(|(name, _)| is_it(&name.node))?;
        let written = match &value.kind {
            ExprKind::Date(day) => day.to_string(),
            ExprKind::DateTime(time) => time.format("%Y-%m-%d %H:%M:%S").to_string(),
            _ => return None,
        };
        let known = parse_moment(&written, self.policy.zone)?;
        (known.end <= self.moment(record)?.first).then(|| Diagnostic::warning("B0825", value.span))
    }

    fn event_of(&self, record: &Given) -> Option<&EventType> {
        self.vocabulary_ref().event_named(&record.kind.node).map(|(_, event)| event)
    }

    fn moment(&self, record: &Given) -> Option<Moment> {
        parse_moment(&record.at.node, self.policy.zone)
    }
}

fn names(value: &Expr, id: &str) -> bool {
    match &value.kind {
        ExprKind::Name(word) | ExprKind::Text(word) => word == id,
        ExprKind::List(items) => items.iter().any(|item| names(item, id)),
        _ => false,
    }
}

// Whether two records say the same in all fields that both of them have.
fn agree((event, record): (&EventType, &Given), (other, one): (&EventType, &Given)) -> bool {
    record.fields.iter().all(|(name, value)| {
        let Some((key, _)) = event.field_index(&name.node).and_then(|index| event.fields.get_index(index))
        else {
            return true;
        };
        let Some(index) = other.field_index(key) else { return true };
        let same = one.fields.iter().find(|(name, _)| other.field_index(&name.node) == Some(index));
        same.is_none_or(|(_, known)| same_value(known, value))
    })
}

fn same_value(a: &Expr, b: &Expr) -> bool {
    match (&a.kind, &b.kind) {
        (ExprKind::Name(a) | ExprKind::Text(a), ExprKind::Name(b) | ExprKind::Text(b)) => a == b,
        _ => true,
    }
}
