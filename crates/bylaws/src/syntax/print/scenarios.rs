//! Scenarios: what is given, as of when, what is expected.

use super::Printer;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{Counter, ExpectWhen, Expectation, Expr, Given, Ident, Test, TestClause};

impl Printer<'_> {
    pub(super) fn test(&mut self, at: Span, test: &Test) {
        let mut head = format!("{} {}", self.say("测试", "test"), self.text(&test.title.node));
        if !test.norms.is_empty() {
            head += &format!(" {} {}", self.say("针对", "for"), self.names(&test.norms));
        }
        self.block(at, head, true, |p| test.clauses.iter().for_each(|clause| p.test_clause(clause)));
    }

    fn test_clause(&mut self, clause: &Spanned<TestClause>) {
        let at = clause.span;
        match &clause.node {
            TestClause::Given(records) => {
                let lines: Vec<_> = records.iter().map(|r| (r.span, self.given(&r.node))).collect();
                self.column(at, self.say("已知：", "given "), lines);
            }
            TestClause::Expect(list) => {
                let lines: Vec<_> = list.iter().map(|e| (e.span, self.expectation(&e.node))).collect();
                self.column(at, self.say("应得：", "expect "), lines);
            }
            TestClause::Covers(from, until, kinds) => {
                let kinds = match kinds.as_slice() {
                    [] => String::new(),
                    kinds if self.zh() => self.parens(&self.names(kinds)),
                    kinds => format!(" of {}", self.names(kinds)),
                };
                let to = self.say("至", " to ");
                let days = format!("{}{to}{}", self.date(from.node), self.date(until.node));
                self.body(at, format!("{}{days}{kinds}", self.say("记录范围：", "covers ")));
            }
            TestClause::AsOf(day) => {
                self.body(at, self.say("截至：", "as of ").to_owned() + &self.date(day.node));
            }
            TestClause::KnownAt(day) => {
                self.body(at, self.say("知悉截至：", "known at ").to_owned() + &self.date(day.node));
            }
            TestClause::With(list) => {
                let all: Vec<String> =
                    list.iter().map(|(name, value)| self.given_parameter(name, value)).collect();
                self.body(at, self.say("参数：", "with ").to_owned() + &all.join(self.comma()));
            }
            TestClause::Background(titles) => {
                let all: Vec<String> = titles.iter().map(|title| self.text(&title.node)).collect();
                self.body(at, self.say("背景：", "background ").to_owned() + &all.join(self.comma()));
            }
            TestClause::Case(title) => {
                let title = title.as_ref().map_or_else(String::new, |title| self.text(&title.node));
                self.body(at, self.say("情况：", "case ").to_owned() + &title);
            }
        }
    }

    // One a line, the first of them after the head.
    fn column(&mut self, at: Span, head: &str, mut lines: Vec<(Span, String)>) {
        match lines.first_mut() {
            Some(first) => first.0 = at,
            None => lines.push((at, String::new())),
        }
        self.stacked(head, lines, "");
    }

    pub(super) fn given(&self, given: &Given) -> String {
        let fields: Vec<String> = given
            .fields
            .iter()
            .map(|(name, value)| format!("{}{}{}", self.name(&name.node), self.colon(), self.values(value)))
            .collect();
        let fields = if fields.is_empty() { String::new() } else { self.parens(&fields.join(self.comma())) };
        format!("{} {}{fields}", self.moment(&given.at.node), self.name(&given.kind.node))
    }

    fn given_parameter(&self, name: &Ident, value: &Expr) -> String {
        let (name, value) = (self.name(&name.node), self.values(value));
        match self.zh() {
            false => format!("{name} = {value}"),
            // 为 ends a name before digits and quotes only.
            true if value.starts_with(|c: char| c.is_ascii_digit() || c == '“') => {
                format!("{name}为{value}")
            }
            true => format!("{name} 为 {value}"),
        }
    }

    pub(super) fn expectation(&self, expectation: &Expectation) -> String {
        let of_norm = expectation.norm.as_ref().map_or_else(String::new, |norm| match self.zh() {
            true => format!("{}之", self.letters(&norm.node)),
            false => format!("{} of ", self.name(&norm.node)),
        });
        let bearer = &expectation.bearer.node;
        // 之 in an id would be taken for the end of a norm's name.
        let bearer =
            if self.zh() && bearer.contains('之') { self.letters(bearer) } else { self.name(bearer) };
        let when = expectation.when.as_ref().map_or_else(String::new, |when| match &when.node {
            ExpectWhen::Label(label) => format!("{}{}", self.say("，", " in "), self.text(label)),
            ExpectWhen::Date(day) => format!("{}{}", self.say("，", " on "), self.date(*day)),
            ExpectWhen::Record(id) => format!("{}{}", self.say("，针对", " for "), self.name(id)),
        });
        let verdict = expectation
            .verdict
            .map_or_else(|| self.say("无此义务", "no duty"), |verdict| verdict.word(self.lang));
        format!("{of_norm}{bearer}{when}{}{verdict}{}", self.colon(), self.details(expectation))
    }

    fn details(&self, expectation: &Expectation) -> String {
        let mut out = String::new();
        if let Some(n) = expectation.short_by {
            // A few are a number of times; a larger number may be of anything.
            let few = n.to_integer().is_some_and(|n| n <= 10);
            let number = self.count(n, Counter(few.then_some('次')));
            out += &format!("{}{}{number}", self.comma(), self.say("差", "short by "));
        }
        if let Some(due) = &expectation.due {
            out += &format!("{}{}{}", self.comma(), self.say("截止", "due "), self.date(due.node));
        }
        if !expectation.counted.is_empty() {
            let records = self.ids(&expectation.counted);
            out += &format!("{}{}{records}", self.comma(), self.say("计入", "counted "));
        }
        if !expectation.answers.is_empty() {
            let who = self.ids(&expectation.answers);
            out += &if self.zh() { format!("，由{who}负责") } else { format!(", answers {who}") };
        }
        out
    }

    fn ids(&self, ids: &[Ident]) -> String {
        let ids = ids.iter().map(|id| &id.node);
        match self.zh() {
            true => ids.map(|id| self.letters(id)).collect::<Vec<_>>().join("、"),
            false => ids.map(|id| self.name(id)).collect::<Vec<_>>().join(" & "),
        }
    }
}
