//! The many words that people have for a bound: 不低于, 不得少于, no fewer than, ≥.

use super::{Builder, Node, Rule};
use crate::diagnostic::{Arg, Diagnostic, Lang, Message};
use crate::log::Unit;
use crate::source::Span;
use crate::syntax::ast::{CompareOp, Expr, ExprKind, PeriodBy, Quantity, QuantityWord};
use crate::syntax::print::words;
use QuantityWord::{AtLeast, AtMost, LessThan, MoreThan};
use chrono::{Datelike, NaiveDate};

const DENIALS: [&str; 7] = ["不得", "不能", "不可", "不应", "没有", "未", "不"];

/// Which bound a word is, if it is one.
pub(super) fn bound(words: &str) -> Option<QuantityWord> {
    let plain: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = plain.strip_prefix("is ").unwrap_or(&plain);
    let plain = plain.strip_suffix('为').unwrap_or(plain);
    let denied = DENIALS.iter().find_map(|no| plain.strip_prefix(no)).and_then(plainly);
    Some(match (plainly(plain), denied) {
        (Some(bound), _) => bound,
        (None, Some(MoreThan)) => AtMost,
        (None, Some(LessThan)) => AtLeast,
        _ => return None,
    })
}

fn plainly(words: &str) -> Option<QuantityWord> {
    Some(match words {
        "at least" | "no less than" | "not less than" | "no fewer than" | "not fewer than" | "至少"
        | "最少" | "达到" | "不早于" | "大于等于" | "大于或等于" | "大于或者等于" | ">=" | "＞=" | "≥"
        | "≧" => AtLeast,
        "at most" | "no more than" | "not more than" | "no greater than" | "not greater than" | "up to"
        | "至多" | "最多" | "不晚于" | "不迟于" | "小于等于" | "小于或等于" | "小于或者等于" | "<="
        | "＜=" | "≤" | "≦" => AtMost,
        "more than" | "greater than" | "exceeds" | "over" | "above" | "超过" | "多于" | "大于" | "高于"
        | ">" | "＞" => MoreThan,
        "less than" | "fewer than" | "under" | "below" | "少于" | "小于" | "低于" | "不满" | "不足"
        | "不到" | "<" | "＜" => LessThan,
        _ => return None,
    })
}

/// The comparison with a bound.
pub(super) fn comparison(bound: QuantityWord) -> CompareOp {
    match bound {
        AtMost => CompareOp::AtMost,
        MoreThan => CompareOp::MoreThan,
        LessThan => CompareOp::LessThan,
        AtLeast | QuantityWord::Exactly | QuantityWord::Between => CompareOp::AtLeast,
    }
}

/// 以上 and the like, which include the number.
pub(super) fn inclusive(words: &str) -> QuantityWord {
    if words.ends_with("以上") { AtLeast } else { AtMost }
}

/// 每年12月31日之前: with that day or without it.
pub(super) fn before_a_day(span: Span, (month, day): (u32, u32)) -> Diagnostic {
    let found = format!("{month}月{day}日");
    // A day that only leap years have has its eve in one.
    let date = [2015, 2016].into_iter().find_map(|year| NaiveDate::from_ymd_opt(year, month, day));
    let eve = date.and_then(|day| day.pred_opt());
    let before = eve.map_or_else(String::new, |eve| format!("{}月{}日", eve.month(), eve.day()));
    unclear(span, found, before)
}

/// 次月15日之前, 当周周五之前: likewise.
pub(super) fn before_a_day_of_period(span: Span, period: Unit, which: PeriodBy, day: u32) -> Diagnostic {
    let called =
        |which, day| format!("{}{}", words::period_by(which, period).0, words::day_in(day, period).0);
    let found = called(which, Some(day));
    let before = match (which, day) {
        // What lies before the last period cannot be said.
        (PeriodBy::Previous, 0 | 1) => {
            let readings = format!("{found}前");
            return Diagnostic::error("B0117", span).with("found", found + "之前").with("readings", readings);
        }
        (PeriodBy::Same, 0 | 1) => called(PeriodBy::Previous, None),
        (PeriodBy::Next, 0 | 1) => called(PeriodBy::Same, None),
        (which, day) => called(which, Some(day - 1)),
    };
    unclear(span, found, before)
}

fn unclear(span: Span, found: String, before: String) -> Diagnostic {
    let readings = Message::new("readings.before").with("day", &found).with("before", before);
    let readings = Arg::Message(Box::new(readings));
    Diagnostic::error("B0117", span).with("found", found + "之前").with_arg("readings", readings)
}

/// 不得：晚归3次: whether the third is forbidden, or the fourth, only the author knows.
pub(super) fn forbidden(problem: &mut Diagnostic) {
    if problem.code() == "B0115" {
        problem.fix = None;
        problem.help = vec![Message::new("help.forbidden_number")];
    }
}

impl Builder {
    /// A number without a word that says which bound it is: read as the least, and refused.
    pub(super) fn bare_number(&mut self, node: &Node<'_>) {
        let words = node.as_str().trim().trim_start_matches('为').trim_start();
        let known = node.clone().into_inner().next();
        let before = self.diagnostics.len();
        known.filter(|n| n.as_rule() == Rule::number).map(|n| self.number(&n));
        if self.failed_since(before) {
            return;
        }
        let (number, meant) = match self.lang {
            Lang::Zh => (words, format!("不少于{words}")),
            Lang::En => {
                let number = words.trim_end_matches("times").trim_end_matches("time").trim_end();
                (words, format!("at least {number}"))
            }
        };
        let span = self.at(node.as_span().start(), node.as_span().start() + node.as_str().trim().len());
        let diagnostic = Diagnostic::error("B0115", span).with("found", number);
        self.report(diagnostic.help(Message::new("help.write").with("words", &meant)).fix(span, meant));
    }

    /// `is between A and B`, both of them included; of times of day also past midnight.
    pub(super) fn between(&mut self, what: Expr, node: Node<'_>) -> Expr {
        let span = what.span.to(self.span(&node));
        let ends = node.into_inner().filter(|n| matches!(n.as_rule(), Rule::operand | Rule::bounded_value));
        let ends: Vec<Expr> = ends.map(|n| self.operand(n)).collect();
        let kinds: Vec<&ExprKind> = ends.iter().map(|end| &end.kind).collect();
        let is_past_midnight = matches!(kinds[..], [ExprKind::Clock(from), ExprKind::Clock(to)] if from > to);
        let ops = [CompareOp::AtLeast, CompareOp::AtMost];
        let compare = |(op, end): (CompareOp, Expr)| {
            let kind = ExprKind::Compare(op, Box::new(what.clone()), Box::new(end));
            Expr { kind, span }
        };
        let both = ops.into_iter().zip(ends).map(compare).collect();
        // 在22:30至02:00之间: in the evening, or in the night that follows.
        Expr { kind: if is_past_midnight { ExprKind::Or(both) } else { ExprKind::And(both) }, span }
    }

    /// 为3人以上
    pub(super) fn bounded(&mut self, what: Expr, node: Node<'_>) -> Expr {
        let span = what.span.to(self.span(&node));
        let (mut op, mut limit) = (CompareOp::AtLeast, Expr { kind: ExprKind::Broken, span });
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::bounded_value => limit = self.operand(part),
                _ => op = comparison(inclusive(part.as_str().trim())),
            }
        }
        Expr { kind: ExprKind::Compare(op, Box::new(what), Box::new(limit)), span }
    }

    /// 两次以上
    pub(super) fn bounded_number(&mut self, node: Node<'_>) -> Option<Quantity> {
        let mut parts = node.into_inner();
        let (number, word) = (parts.next()?, parts.next()?);
        let word = self.spanned(&word, inclusive(word.as_str().trim()));
        let counter = crate::syntax::ast::Counter(super::literals::measure_word(number.as_str()));
        let value = Expr { kind: ExprKind::Number(self.number(&number)), span: self.span(&number) };
        Some(Quantity { word, number: Box::new(value), upper: None, counter })
    }
}
