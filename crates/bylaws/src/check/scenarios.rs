//! `test` blocks: what they name, and the scenarios that they come to: one a case, each with all that its
//! backgrounds and the whole block give.

use super::read_short::norm_read_short;
use super::{Checker, name};
use crate::diagnostic::{Diagnostic, Message, nearest};
use crate::log::{Name, is_correction, parse_moment};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, Expr, ExprKind, Ident, Item, Test, TestClause};
use std::collections::{BTreeMap, BTreeSet};

/// Tests by title; where several have one, the first.
type ByTitle<'a> = BTreeMap<&'a str, &'a Test>;

/// What stands between the title of a test and that of a case.
const CASE: &str = " · ";

type Clauses = Vec<Spanned<TestClause>>;

impl<'a> Checker<'a> {
    pub(super) fn tests(&mut self, items: &[(&'a Item, Span)]) {
        let tests = items.iter().filter_map(|(item, span)| match item {
            Item::Test(test) => Some((&**test, self.amending.layer(*span))),
            _ => None,
        });
        // Those of a package that is amended speak of its own law.
        let (tests, amended): (Vec<_>, Vec<_>) = tests.partition(|(_, layer)| *layer == 0);
        let tests: Vec<&Test> = tests.into_iter().map(|(test, _)| test).collect();
        self.policy.tests_of_amended = amended.len();
        let mut titles = ByTitle::new();
        tests.iter().for_each(|test| {
            titles.entry(&test.title.node).or_insert(test);
        });
        let mut rested_on: Vec<&str> = Vec::new();
        let written: Vec<Name> = items
            .iter()
            .filter_map(|(item, _)| if let Item::Norm(norm) = item { Some(name(&norm.name)) } else { None })
            .collect();
        self.titles_once(&tests);
        let mut unread = BTreeSet::new();
        for test in &tests {
            self.norms_in(test, &written);
            self.of_no_norm(test);
            unread.extend(self.values_in(test));
            rested_on.extend(backgrounds(test).map(|title| title.node.as_str()));
        }
        for test in tests {
            // What only serves as background is no scenario.
            if test.has_expectations() || !rested_on.contains(&test.title.node.as_str()) {
                let scenarios = self.scenarios(test, &titles);
                self.policy.tests.extend(scenarios);
            }
        }
        self.idle_tests();
        self.given_as_a_whole(&unread);
        self.instances_named();
    }

    // Where a background is named wrongly, what should have been one expects nothing for good reason.
    fn idle_tests(&mut self) {
        if self.diagnostics.iter().any(|d| d.message.key == "B0804") {
            return;
        }
        let idle = self.policy.tests.iter().filter(|one| !one.has_expectations());
        let told = |one: &Test| Diagnostic::warning("B0809", one.title.span).with("name", &one.title.node);
        let told: Vec<Diagnostic> = idle.map(told).collect();
        told.into_iter().for_each(|diagnostic| self.report(diagnostic));
    }

    // A norm with problems of its own is not unknown besides.
    fn norms_in(&mut self, test: &Test, written: &[Name]) {
        let of_one = test.expected().filter_map(|expected| expected.node.norm.as_ref());
        for norm in test.norms.iter().chain(of_one) {
            let of = ["_otherwise", "后续"].iter().find_map(|end| norm.node.strip_suffix(end));
            let is_written = |form: &str| written.iter().any(|name| name.answers_to(form));
            let follows =
                of.filter(|of| is_written(of) && !self.policy.norms.values().any(|n| n.name.answers_to(of)));
            if is_written(&norm.node) || follows.is_some() {
                continue;
            }
            if !self.policy.norms.values().any(|n| n.name.answers_to(&norm.node)) {
                let names: Vec<Name> = self.policy.norms.values().map(|n| n.name.clone()).collect();
                match of.and_then(|of| self.follow_up_of(of)) {
                    Some(near) => {
                        let problem = Diagnostic::error("B0801", norm.span).with("name", &norm.node);
                        let advice = Message::new("help.did_you_mean").with("name", &near);
                        self.report(problem.help(advice).fix(norm.span, near));
                    }
                    None => match norm_read_short(test, norm, &names) {
                        Some(problem) => self.report(problem),
                        None => self.unknown("B0801", norm.span, &norm.node, names.iter()),
                    },
                }
            }
        }
    }

    // A record that names what is not known is read no further; what cannot be read is given back.
    fn values_in(&mut self, test: &Test) -> Vec<Span> {
        let mut readable = Vec::new();
        let mut unread = Vec::new();
        for record in test.given() {
            // A day that does not exist was told of where it was read.
            let is_dated = parse_moment(&record.node.at.node, self.policy.zone).is_some();
            match self.has_problems(|checker| checker.given(&record.node)) || !is_dated {
                true => unread.push(record.span),
                false => readable.push(record),
            }
        }
        unread.extend(self.records_refused(&readable));
        for clause in &test.clauses {
            let TestClause::Covers(_, _, kinds) = &clause.node else { continue };
            if self.has_problems(|checker| kinds.iter().for_each(|kind| checker.kind_given(kind))) {
                unread.push(clause.span);
            }
        }
        for (name, value) in test.parameters() {
            self.parameter_given(name, value);
        }
        unread
    }

    fn has_problems(&mut self, look: impl FnOnce(&mut Self)) -> bool {
        let before = self.diagnostics.len();
        look(self);
        self.diagnostics.len() > before
    }

    // What came of a test is told by its norm and its title, a background by its title alone.
    fn titles_once(&mut self, tests: &[&Test]) {
        let backgrounds: BTreeSet<&str> =
            tests.iter().flat_map(|test| backgrounds(test)).map(|title| title.node.as_str()).collect();
        let mut seen = BTreeMap::new();
        for test in tests {
            let title = test.title.node.as_str();
            let norm = test.norms.first().filter(|_| !backgrounds.contains(title));
            let key = (norm.map(|norm| norm.node.as_str()), title);
            if let Some(before) = seen.insert(key, test.title.span) {
                self.title_again(title, test.title.span, before);
            }
            let mut cases = BTreeMap::new();
            for case in test.clauses.iter().filter_map(|clause| match &clause.node {
                TestClause::Case(Some(case)) => Some(case),
                _ => None,
            }) {
                let whole = format!("{title}{CASE}{}", case.node);
                let other =
                    tests.iter().find(|other| other.title.node == whole && norm == other.norms.first());
                if let Some(other) = other {
                    self.title_again(&whole, case.span, other.title.span);
                }
            }
            for clause in &test.clauses {
                let TestClause::Case(Some(case)) = &clause.node else { continue };
                if let Some(before) = cases.insert(case.node.as_str(), case.span) {
                    self.title_again(&case.node, case.span, before);
                }
            }
        }
    }

    fn title_again(&mut self, title: &str, span: Span, before: Span) {
        let again = Diagnostic::warning("B0813", span).with("name", title);
        self.report(again.label(before, Message::new("label.declared")));
    }

    // The duty after a breach of the norm that is named, or nearly named, as it is called beside that form.
    fn follow_up_of(&self, of: &str) -> Option<String> {
        let norms = || self.policy.norms.values();
        let forms: Vec<&str> = norms().flat_map(|norm| norm.name.forms()).collect();
        let of = forms.iter().copied().find(|form| *form == of).or_else(|| nearest(of, forms))?;
        let follows = match of.is_ascii() {
            true => format!("{of}_otherwise"),
            false => format!("{of}后续"),
        };
        norms().any(|norm| norm.name.answers_to(&follows)).then_some(follows)
    }

    // As of when, and what was known when: of two, one would be passed over.
    fn days_once(&mut self, part: &[Spanned<TestClause>]) {
        let kinds: [fn(&TestClause) -> bool; 2] = [
            |clause| matches!(clause, TestClause::AsOf(_)),
            |clause| matches!(clause, TestClause::KnownAt(_)),
        ];
        for is_of in kinds {
            for again in part.iter().filter(|clause| is_of(&clause.node)).skip(1) {
                self.report(Diagnostic::error("B0402", again.span));
            }
        }
    }

    fn scenarios(&mut self, test: &Test, titles: &ByTitle<'a>) -> Vec<Test> {
        for part in test.clauses.split(|clause| matches!(clause.node, TestClause::Case(_))) {
            self.days_once(part);
        }
        let mut parts = test.clauses.split(|clause| matches!(clause.node, TestClause::Case(_)));
        let mut through = vec![test.title.node.as_str()];
        let shared = self.with_backgrounds(parts.next().unwrap_or_default(), titles, &mut through);
        let cases = test.clauses.iter().filter_map(|clause| match &clause.node {
            TestClause::Case(title) => Some((title, clause.span)),
            _ => None,
        });
        let mut out = Vec::new();
        for (number, ((title, span), own)) in cases.zip(parts).enumerate() {
            let of_case = title.as_ref().map_or_else(|| (number + 1).to_string(), |title| title.node.clone());
            let title = Spanned::new(format!("{}{CASE}{of_case}", test.title.node), span);
            let own = self.with_backgrounds(own, titles, &mut vec![test.title.node.as_str()]);
            let clauses = shared.iter().cloned().chain(own).collect();
            out.push(Test { title, norms: test.norms.clone(), clauses });
        }
        if out.is_empty() {
            out.push(Test { title: test.title.clone(), norms: test.norms.clone(), clauses: shared });
        }
        out
    }

    // What comes later stands before what comes earlier where there can be only one, so that backgrounds lead.
    fn with_backgrounds<'t>(
        &mut self,
        own: &'t [Spanned<TestClause>],
        titles: &ByTitle<'t>,
        through: &mut Vec<&'t str>,
    ) -> Clauses
    where
        'a: 't,
    {
        let mut out = Clauses::new();
        for title in own.iter().filter_map(titles_of).flatten() {
            let Some(test) = titles.get(title.node.as_str()) else {
                self.no_background(title, titles);
                continue;
            };
            if through.contains(&title.node.as_str()) {
                self.report(Diagnostic::error("B0805", title.span).with("name", &title.node));
                continue;
            }
            through.push(&title.node);
            let theirs = test.clauses.split(|c| matches!(c.node, TestClause::Case(_))).next();
            let theirs = self.with_backgrounds(theirs.unwrap_or_default(), titles, through);
            out.extend(theirs.into_iter().filter(|c| !matches!(c.node, TestClause::Expect(_))));
            through.pop();
        }
        out.extend(own.iter().filter(|c| titles_of(c).is_none()).cloned());
        out
    }

    fn no_background(&mut self, title: &Spanned<String>, titles: &ByTitle<'_>) {
        let mut diagnostic = Diagnostic::error("B0804", title.span).with("name", &title.node);
        if let Some(near) = nearest(&title.node, titles.keys().copied()) {
            let advice = Message::new("help.did_you_mean").with("name", near);
            diagnostic = diagnostic.help(advice).fix(between_marks(title.span, &title.node), near);
        }
        self.report(diagnostic);
    }

    fn given(&mut self, record: &ast::Given) {
        self.kind_given(&record.kind);
        let Some((_, event)) = self.vocabulary_ref().event_named(&record.kind.node) else { return };
        let event = event.clone();
        for (field, value) in &record.fields {
            self.plain(value);
            // As in a log; the record's time stands before it.
            let frame = self.vocabulary_ref().frame_field(Some(&record.kind.node), &field.node);
            if event.field_index(&field.node).is_none() && !matches!(frame, Some("id" | "recorded_at")) {
                let names: Vec<Name> = event.fields.values().map(|f| f.name.clone()).collect();
                self.unknown("B0803", field.span, &field.node, names.iter());
            }
        }
    }

    fn kind_given(&mut self, kind: &Ident) {
        if self.vocabulary_ref().event_named(&kind.node).is_none() {
            let names: Vec<Name> = self.vocabulary_ref().events.values().map(|e| e.name.clone()).collect();
            if is_correction(&kind.node) {
                let help = Message::new("help.corrections").with("name", &kind.node);
                let problem = Diagnostic::error("B0802", kind.span).with("name", &kind.node);
                return self.report(problem.help(help));
            }
            self.unknown("B0802", kind.span, &kind.node, names.iter());
        }
    }

    // What is worked out, or asked of something else, is no value that a record could have.
    fn plain(&mut self, value: &Expr) {
        match &value.kind {
            ExprKind::List(items) => items.iter().for_each(|item| self.plain(item)),
            ExprKind::Number(_)
            | ExprKind::Bool(_)
            | ExprKind::Text(_)
            | ExprKind::Date(_)
            | ExprKind::DateTime(_)
            | ExprKind::Length(..)
            | ExprKind::Clock(_)
            | ExprKind::Name(_)
            | ExprKind::The(_)
            | ExprKind::Broken => {}
            _ => self.report(Diagnostic::error("B0806", value.span)),
        }
    }
}

/// The place of a text without the marks around it.
pub(super) fn between_marks(span: Span, text: &str) -> Span {
    let mark = (span.end - span.start).saturating_sub(text.len() as u32) / 2;
    Span { start: span.start + mark, end: span.end - mark, ..span }
}

fn titles_of(clause: &Spanned<TestClause>) -> Option<&Vec<Spanned<String>>> {
    if let TestClause::Background(titles) = &clause.node { Some(titles) } else { None }
}

fn backgrounds(test: &Test) -> impl Iterator<Item = &Spanned<String>> {
    test.clauses.iter().filter_map(titles_of).flatten()
}
