//! Scenarios: what is given, as of when, what is expected.

use super::{Builder, Node, Rule, cut, literals};
use crate::diagnostic::Diagnostic;
use crate::eval::Verdict;
use crate::source::Spanned;
use crate::syntax::ast::{ExpectWhen, Expectation, Expr, ExprKind, Given, Ident, TestClause};

impl Builder {
    pub(super) fn test_clause(&mut self, node: Node<'_>) -> Option<Spanned<TestClause>> {
        let inner = if node.as_rule() == Rule::test_clause { node.into_inner().next()? } else { node };
        let span = self.span(&inner);
        let rule = inner.as_rule();
        let parts: Vec<Node<'_>> = inner.into_inner().collect();
        let clause = match rule {
            Rule::given => TestClause::Given(parts.into_iter().filter_map(|n| self.given(n)).collect()),
            Rule::covers => {
                let mut dates = Vec::new();
                let mut kinds = Vec::new();
                for part in parts {
                    match part.as_rule() {
                        Rule::date => dates.push(Spanned::new(self.date(&part), self.span(&part))),
                        _ => kinds = self.names(part.into_inner().collect()),
                    }
                }
                let mut dates = dates.into_iter();
                TestClause::Covers(dates.next()?, dates.next()?, kinds)
            }
            Rule::as_of => TestClause::AsOf(parts.first().map(|n| Spanned::new(self.date(n), self.span(n)))?),
            Rule::known_at => {
                TestClause::KnownAt(parts.first().map(|n| Spanned::new(self.date(n), self.span(n)))?)
            }
            Rule::with => TestClause::With(parts.into_iter().filter_map(|n| self.assignment(n)).collect()),
            Rule::expect => {
                TestClause::Expect(parts.into_iter().filter_map(|n| self.expectation(n)).collect())
            }
            Rule::background => TestClause::Background(parts.iter().map(|title| self.text(title)).collect()),
            Rule::test_case => TestClause::Case(parts.first().map(|title| self.text(title))),
            _ => return None,
        };
        Some(Spanned::new(clause, span))
    }

    /// The expectations of a clause that does not parse as a whole, so that only the wrong ones are told of. Whether any
    /// was.
    pub(super) fn expectations_one_by_one(&mut self, clause: &str) -> bool {
        let Some(body) = cut::body_of_expect(clause, self.lang) else { return false };
        let (before, base, shifts) = (self.diagnostics.len(), self.base, self.shifts.len());
        let rules = (Rule::zh_expectation, Rule::en_expectation);
        for (start, words) in lines_of(clause, body) {
            self.base = base + start;
            match self.read(rules.0, rules.1, words) {
                Ok(_) => {}
                Err(_) if self.exhausted => break,
                Err(error) => {
                    if self.with_marks_meant(words, rules).is_none() {
                        self.problem(words, &error, rules);
                    }
                    // The next line is where it was written.
                    self.shifts.truncate(shifts);
                }
            }
        }
        self.base = base;
        self.failed_since(before)
    }

    fn given(&mut self, node: Node<'_>) -> Option<Spanned<Given>> {
        let span = self.span(&node);
        let (mut at, mut kind, mut fields) = (None, None, Vec::new());
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::moment => {
                    let words = part.as_str().trim().to_owned();
                    let known = crate::log::parse_moment(&words, crate::log::TimeZone::default()).is_some();
                    if !known {
                        self.report(Diagnostic::error("B0110", self.span(&part)).with("found", &words));
                        self.lost.push(words.clone());
                    }
                    let words = if known { literals::iso_moment(&words) } else { words };
                    at = Some(self.spanned(&part, words));
                }
                Rule::name => kind = Some(self.ident(&part)),
                Rule::given_field => fields.extend(self.assignment(part)),
                _ => {}
            }
        }
        Some(Spanned::new(Given { at: at?, kind: kind?, fields }, span))
    }

    // A name and one value or several: `unit: b1 & b2`, `p = 5`.
    fn assignment(&mut self, node: Node<'_>) -> Option<(Ident, Expr)> {
        let mut name = None;
        let mut values: Vec<Expr> = Vec::new();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::name => name = Some(self.ident(&part)),
                Rule::operand => values.push(self.operand(part)),
                _ => {}
            }
        }
        let span = values.first()?.span.to(values.last()?.span);
        let value =
            if values.len() == 1 { values.pop()? } else { Expr { kind: ExprKind::List(values), span } };
        Some((name?, value))
    }

    fn bearer_id(&self, node: Node<'_>) -> Ident {
        let span = self.span(&node);
        match node.clone().into_inner().next() {
            Some(inner) if inner.as_rule() == Rule::text => Spanned::new(self.text(&inner).node, span),
            Some(inner) => self.ident(&inner),
            None => self.ident(&node),
        }
    }

    fn expectation(&mut self, node: Node<'_>) -> Option<Spanned<Expectation>> {
        let span = self.span(&node);
        let mut out = Expectation {
            norm: None,
            bearer: Ident::default(),
            when: None,
            verdict: None,
            short_by: None,
            due: None,
            counted: Vec::new(),
            answers: Vec::new(),
        };
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::of_norm => out.norm = part.into_inner().next().map(|n| self.ident(&n)),
                Rule::bearer_id => out.bearer = self.bearer_id(part),
                Rule::expect_when => out.when = part.into_inner().next().map(|n| self.expect_when(n)),
                Rule::verdict => out.verdict = Some(verdict(part.as_str())),
                Rule::expect_detail => self.detail(part, &mut out),
                _ => {}
            }
        }
        Some(Spanned::new(out, span))
    }

    fn expect_when(&mut self, node: Node<'_>) -> Spanned<ExpectWhen> {
        let when = match node.as_rule() {
            Rule::date => ExpectWhen::Date(self.date(&node)),
            Rule::text => ExpectWhen::Label(self.text(&node).node),
            Rule::bearer_id => ExpectWhen::Record(self.bearer_id(node.clone()).node),
            _ => ExpectWhen::Label(node.as_str().trim().to_owned()),
        };
        self.spanned(&node, when)
    }

    fn detail(&mut self, node: Node<'_>, out: &mut Expectation) {
        let Some(inner) = node.into_inner().next() else { return };
        let (rule, span) = (inner.as_rule(), self.span(&inner));
        let listed = match rule {
            Rule::answers => Some(&mut out.answers),
            Rule::counted => Some(&mut out.counted),
            _ => None,
        };
        if let Some(listed) = listed {
            listed.extend(inner.into_inner().map(|id| self.bearer_id(id)));
            return;
        }
        let Some(value) = inner.into_inner().next() else { return };
        let twice = match rule {
            Rule::short_by => out.short_by.replace(self.number(&value)).is_some(),
            _ => out.due.replace(Spanned::new(self.date(&value), self.span(&value))).is_some(),
        };
        if twice {
            self.report(Diagnostic::error("B0402", span));
        }
    }
}

/// The lines of a text from a place on, each with what a comma joins to it, without those that say nothing.
fn lines_of(text: &str, from: usize) -> Vec<(usize, &str)> {
    let mut lines: Vec<(usize, usize)> = Vec::new();
    let mut start = from;
    for line in text.get(from..).unwrap_or("").split_inclusive('\n') {
        let end = start + line.len();
        let words = line.split("//").next().unwrap_or("");
        let joined = lines.last().and_then(|(a, b)| text.get(*a..*b)).is_some_and(|last| {
            last.split("//").next().is_some_and(|last| last.trim_end().ends_with([',', '，']))
        });
        match lines.last_mut() {
            Some(last) if joined => last.1 = end,
            _ if words.trim().is_empty() => {}
            _ => lines.push((start + line.len() - line.trim_start().len(), end)),
        }
        start = end;
    }
    lines.into_iter().filter_map(|(start, end)| Some((start, text.get(start..end)?.trim_end()))).collect()
}

fn verdict(words: &str) -> Verdict {
    let plain: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match plain.as_str() {
        "fulfilled" | "已完成" => Verdict::Fulfilled,
        "late" | "逾期完成" => Verdict::Late,
        "open" | "进行中" => Verdict::Open,
        "breached" | "未完成" => Verdict::Breached,
        "excused" | "豁免" => Verdict::Excused,
        "not applicable" | "不适用" => Verdict::NotApplicable,
        _ => Verdict::Undetermined,
    }
}
