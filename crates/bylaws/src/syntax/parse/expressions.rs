//! Expressions: operands and operators come flat from the grammar and are ordered here by precedence.

use super::instants::end_word;
use super::{Builder, Node, Rule, bounds, literals};
use crate::diagnostic::Diagnostic;
use crate::limits;
use crate::source::Span;
use crate::syntax::ast::{
    ArithOp, CalendarKind, CompareOp, DayKind, Expr, ExprKind, Ident, Measure, OutcomeOf, Selection,
};
use crate::syntax::print::format_condition;

/// An operator between two operands, loosest first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Infix {
    Or,
    And,
    Compare(CompareOp),
    /// `not in`, `does not contain`
    Deny(CompareOp),
    List,
    Else,
    Arith(ArithOp),
}

impl Infix {
    fn strength(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Compare(_) | Self::Deny(_) => 3,
            Self::List => 4,
            Self::Else => 5,
            Self::Arith(ArithOp::Add | ArithOp::Sub) => 6,
            Self::Arith(ArithOp::Mul | ArithOp::Div) => 7,
        }
    }
}

fn infix(words: &str) -> Infix {
    let plain: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match plain.as_str() {
        "or" | "或者" | "或" => Infix::Or,
        "and" | "并且" | "而且" | "且" => Infix::And,
        "is not" | "is not equal to" | "不是" | "不等于" | "!=" | "<>" | "≠" => {
            Infix::Compare(CompareOp::IsNot)
        }
        "contains" | "包含" => Infix::Compare(CompareOp::Contains),
        "does not contain" | "不包含" => Infix::Deny(CompareOp::Contains),
        "in" | "is in" | "属于" => Infix::Compare(CompareOp::In),
        "not in" | "is not in" | "不属于" => Infix::Deny(CompareOp::In),
        "before" | "is before" | "早于" => Infix::Compare(CompareOp::Before),
        "after" | "is after" | "晚于" => Infix::Compare(CompareOp::After),
        "else" | "缺省为" => Infix::Else,
        "&" | "、" => Infix::List,
        "+" | "＋" | "plus" | "加上" => Infix::Arith(ArithOp::Add),
        "-" | "－" | "minus" | "减去" => Infix::Arith(ArithOp::Sub),
        "*" | "×" | "乘以" => Infix::Arith(ArithOp::Mul),
        "/" | "÷" | "除以" => Infix::Arith(ArithOp::Div),
        other => Infix::Compare(bounds::bound(other).map_or(CompareOp::Is, bounds::comparison)),
    }
}

impl Builder {
    pub(super) fn expr(&mut self, node: Node<'_>) -> Expr {
        let span = self.span(&node);
        if self.is_too_long(&node) {
            return Expr { kind: ExprKind::Broken, span };
        }
        let mut parts: Vec<Expr> =
            node.into_inner().filter(|n| n.as_rule() == Rule::chain).map(|n| self.chain(n)).collect();
        match parts.len() {
            1 => parts.pop().unwrap_or(Expr { kind: ExprKind::Broken, span }),
            _ => Expr { kind: ExprKind::And(flat_and(parts)), span },
        }
    }

    pub(super) fn chain(&mut self, node: Node<'_>) -> Expr {
        let span = self.span(&node);
        let whole = node.clone();
        let mut operands: Vec<Expr> = Vec::new();
        let mut operators: Vec<Infix> = Vec::new();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::operand => operands.push(self.operand(part)),
                Rule::infix | Rule::plus => operators.push(infix(part.as_str())),
                Rule::holds | Rule::under | Rule::looking | Rule::between | Rule::bounded => {
                    if let Some(who) = operands.pop() {
                        operands.push(self.postfix(who, part));
                    }
                }
                _ => {}
            }
        }
        let read = fold(&mut operands.into_iter(), &mut operators.into_iter().peekable(), 0)
            .unwrap_or(Expr { kind: ExprKind::Broken, span });
        self.binds_unseen(&whole, &read);
        read
    }

    // 甲并且乙或者丙: which of the two binds first nobody sees who has not learned it.
    fn binds_unseen(&mut self, node: &Node<'_>, read: &Expr) {
        let operators = node.clone().into_inner().filter(|part| part.as_rule() == Rule::infix);
        let (mut and, mut or) = (false, false);
        for operator in operators {
            match infix(operator.as_str()) {
                Infix::And => and = true,
                Infix::Or => or = true,
                _ => {}
            }
        }
        if and && or {
            let words = format_condition(read, self.lang);
            let problem = Diagnostic::warning("B0728", read.span).with("words", &words);
            // What is remarked among them an edit would lose.
            let is_plain = !node.as_str().contains("//");
            self.report(if is_plain { problem.fix(read.span, words) } else { problem });
        }
    }

    fn postfix(&mut self, who: Expr, node: Node<'_>) -> Expr {
        let span = who.span.to(self.span(&node));
        match node.as_rule() {
            Rule::looking => return Expr { kind: self.looking(Some(who), node), span },
            Rule::between => return self.between(who, node),
            Rule::bounded => return self.bounded(who, node),
            _ => {}
        }
        let is_under = node.as_rule() == Rule::under;
        let mut name = None;
        let mut unit = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::name => name = Some(self.ident(&part)),
                Rule::operand => unit = Some(Box::new(self.operand(part))),
                Rule::in_unit => unit = part.into_inner().next().map(|n| Box::new(self.operand(n))),
                _ => {}
            }
        }
        let name = name.unwrap_or_default();
        let who = Box::new(who);
        let kind = if is_under {
            ExprKind::Under { who, state: name }
        } else {
            ExprKind::Holds { who, role: name, unit }
        };
        Expr { kind, span }
    }

    // A tree as deep as this would be too deep for everything that walks it.
    fn is_too_long(&mut self, node: &Node<'_>) -> bool {
        let too_long = node.clone().into_inner().flatten().nth(limits::PARTS).is_some();
        if too_long {
            self.report(Diagnostic::error("B0106", self.span(node)).with("limit", limits::PARTS));
        }
        too_long
    }

    pub(super) fn operand(&mut self, node: Node<'_>) -> Expr {
        if self.is_too_long(&node) {
            return Expr { kind: ExprKind::Broken, span: self.span(&node) };
        }
        let mut parts = node.into_inner();
        let Some(first) = parts.next() else {
            return Expr { kind: ExprKind::Broken, span: Span::default() };
        };
        let mut expr = self.primary(first);
        for member in parts {
            let span = expr.span.to(self.span(&member));
            for suffix in member.into_inner() {
                expr = self.member(expr, suffix, span);
            }
        }
        expr
    }

    fn member(&mut self, of: Expr, suffix: Node<'_>, span: Span) -> Expr {
        let kind = match suffix.as_rule() {
            Rule::count_suffix => match (&of.kind, suffix.as_str().trim()) {
                // 人数 is rather a field of something definite.
                (ExprKind::The(_) | ExprKind::Member(..), "人数") => {
                    let name = Ident::new("人数".to_owned(), self.span(&suffix));
                    ExprKind::Member(Box::new(of), name)
                }
                (ExprKind::The(_) | ExprKind::Member(..), _) => ExprKind::Size(Box::new(of)),
                _ => self.as_selection(of).map_or(ExprKind::Broken, ExprKind::Count),
            },
            Rule::distinct_suffix => {
                let field = suffix.into_inner().next().map(|n| self.ident(&n)).unwrap_or_default();
                self.measure(Measure::Distinct, of, field)
            }
            Rule::measure_suffix => {
                let mut parts = suffix.into_inner();
                let field = parts.next().map(|n| self.ident(&n)).unwrap_or_default();
                let measure = match parts.next().map(|n| n.as_str().to_owned()).as_deref() {
                    Some("平均值") => Measure::Average,
                    Some("最大值") => Measure::Greatest,
                    Some("最小值") => Measure::Least,
                    _ => Measure::Total,
                };
                self.measure(measure, of, field)
            }
            Rule::day_clock => self.on_day(Some(of), &suffix),
            Rule::time_suffix => match self.as_selection(of) {
                Some(selection) => ExprKind::TimeOf(end_word(&suffix), selection),
                None => ExprKind::Broken,
            },
            Rule::spell_suffix => match self.as_selection(of) {
                Some(selection) => self.spell_time(suffix, Some(selection)),
                None => ExprKind::Broken,
            },
            Rule::fraction_suffix => {
                let fraction =
                    Expr { kind: ExprKind::Number(self.number(&suffix)), span: self.span(&suffix) };
                ExprKind::Arith(ArithOp::Mul, Box::new(fraction), Box::new(of))
            }
            _ => ExprKind::Member(Box::new(of), self.ident(&suffix)),
        };
        Expr { kind, span }
    }

    fn measure(&mut self, measure: Measure, of: Expr, field: Ident) -> ExprKind {
        match self.as_selection(of) {
            Some(of) => ExprKind::Measure { measure, of, field },
            None => ExprKind::Broken,
        }
    }

    // What is counted or measured must be records: a bare name or a name with a filter.
    fn as_selection(&mut self, expr: Expr) -> Option<Selection> {
        let span = expr.span;
        match expr.kind {
            ExprKind::Name(name) => {
                Some(Selection { outcome: None, kind: Ident::new(name, span), filter: None })
            }
            ExprKind::Exists(selection) => Some(selection),
            _ => {
                self.report(Diagnostic::error("B0113", span));
                None
            }
        }
    }

    pub(super) fn selection(&mut self, node: Node<'_>) -> Selection {
        let mut selection = Selection::default();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::outcome_of => selection.outcome = Some(outcome_of(part.as_str())),
                Rule::name => selection.kind = self.ident(&part),
                Rule::filter => selection.filter = self.filter(part).map(Box::new),
                _ => {}
            }
        }
        selection
    }

    pub(super) fn filter(&mut self, node: Node<'_>) -> Option<Expr> {
        node.into_inner().find(|n| n.as_rule() == Rule::expr).map(|n| self.expr(n))
    }

    pub(super) fn inner_expr(&mut self, node: Node<'_>) -> Box<Expr> {
        let span = self.span(&node);
        let found = node.into_inner().find(|n| matches!(n.as_rule(), Rule::expr | Rule::operand));
        Box::new(found.map_or(Expr { kind: ExprKind::Broken, span }, |n| {
            if n.as_rule() == Rule::expr { self.expr(n) } else { self.operand(n) }
        }))
    }

    fn primary(&mut self, node: Node<'_>) -> Expr {
        let span = self.span(&node);
        let kind = match node.as_rule() {
            Rule::not_expr => ExprKind::Not(self.denied(node)),
            Rule::group => return *self.inner_expr(node),
            Rule::exists_expr => {
                let selection = node.into_inner().find(|n| n.as_rule() == Rule::selection);
                selection.map_or(ExprKind::Broken, |n| ExprKind::Exists(self.selection(n)))
            }
            Rule::count_expr => {
                let counted = |n: Node<'_>| match n.as_rule() {
                    Rule::sized => ExprKind::Size(self.inner_expr(n)),
                    _ => ExprKind::Count(self.selection(n)),
                };
                node.into_inner().next().map_or(ExprKind::Broken, counted)
            }
            Rule::previous_expr => ExprKind::Previous(self.inner_expr(node)),
            Rule::elapsed => self.elapsed(node),
            Rule::span_expr => self.over(node),
            Rule::daily_expr => self.daily(&node),
            Rule::within_expr => self.looking(None, node),
            Rule::pick => self.pick(node),
            Rule::rounded => self.rounded(node),
            Rule::lookup => self.lookup(node),
            Rule::units_with => self.units_with(node),
            Rule::spell_time | Rule::spell_free => self.spell_time(node, None),
            Rule::time_of => self.time_of(node),
            Rule::clock => ExprKind::Clock(self.minutes(&node)),
            Rule::clock_on_day => self.on_day(None, &node),
            Rule::plain_value => {
                let name = node.into_inner().next().map(|n| self.ident(&n).node);
                ExprKind::Name(name.unwrap_or_default())
            }
            Rule::measure_expr => self.measure_expr(node),
            Rule::fraction_of => self.fraction_of(node),
            Rule::during => {
                ExprKind::During(node.into_inner().next().map_or(DayKind::Off, |kind| day_kind(&kind)))
            }
            Rule::datetime => ExprKind::DateTime(self.datetime(&node)),
            Rule::date => ExprKind::Date(self.date(&node)),
            Rule::the => {
                ExprKind::The(node.into_inner().next().map(|n| self.ident(&n).node).unwrap_or_default())
            }
            Rule::bool => ExprKind::Bool(matches!(node.as_str().trim(), "yes" | "是")),
            Rule::text => ExprKind::Text(self.text(&node).node),
            Rule::length_value => {
                let (count, unit) = self.length(node);
                ExprKind::Length(count, unit)
            }
            Rule::number => ExprKind::Number(self.number(&node)),
            Rule::selection_value => {
                let selection = self.selection(node);
                // A name alone is a value; with a filter it can only be records, to be counted or measured.
                if selection.filter.is_none() && selection.outcome.is_none() {
                    ExprKind::Name(selection.kind.node)
                } else {
                    ExprKind::Exists(selection)
                }
            }
            _ => ExprKind::Broken,
        };
        Expr { kind, span }
    }

    // What is denied: a condition in brackets, or what exists or is the case without them.
    fn denied(&mut self, node: Node<'_>) -> Box<Expr> {
        let plain = node.clone().into_inner().find(|n| n.as_rule() != Rule::expr);
        match plain {
            Some(inner) if inner.as_rule() == Rule::none_of => {
                let span = self.span(&inner);
                let selection = inner.into_inner().next().map(|n| self.selection(n)).unwrap_or_default();
                Box::new(Expr { kind: ExprKind::Exists(selection), span })
            }
            Some(inner) if matches!(inner.as_rule(), Rule::exists_expr | Rule::during) => {
                Box::new(self.primary(inner))
            }
            _ => self.inner_expr(node),
        }
    }

    fn measure_expr(&mut self, node: Node<'_>) -> ExprKind {
        let mut measure = Measure::Total;
        let mut of = Selection::default();
        let mut field = Ident::default();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::measure_name => {
                    measure = match part.as_str().split_whitespace().next() {
                        Some("distinct") => Measure::Distinct,
                        Some("greatest") => Measure::Greatest,
                        Some("least") => Measure::Least,
                        Some("average") => Measure::Average,
                        _ => Measure::Total,
                    }
                }
                Rule::outcome_of => of.outcome = Some(outcome_of(part.as_str())),
                Rule::measured => {
                    let mut names = part.into_inner().map(|n| self.ident(&n));
                    of.kind = names.next().unwrap_or_default();
                    field = names.next().unwrap_or_default();
                }
                Rule::filter => of.filter = self.filter(part).map(Box::new),
                _ => {}
            }
        }
        ExprKind::Measure { measure, of, field }
    }

    fn fraction_of(&mut self, node: Node<'_>) -> ExprKind {
        let span = self.span(&node);
        let mut parts = node.into_inner();
        let fraction =
            parts.next().and_then(|n| literals::number(n.as_str().trim()).ok()).unwrap_or_else(|| {
                self.report(Diagnostic::error("B0112", span).with("found", "/"));
                crate::log::Exact::ONE
            });
        match parts.next() {
            Some(of) => {
                let fraction = Expr { kind: ExprKind::Number(fraction), span };
                ExprKind::Arith(ArithOp::Mul, Box::new(fraction), Box::new(self.operand(of)))
            }
            None => ExprKind::Number(fraction),
        }
    }
}

fn outcome_of(words: &str) -> OutcomeOf {
    match words.split_whitespace().next() {
        Some("breach" | "未完成的") => OutcomeOf::Breach,
        Some("lateness" | "逾期完成的") => OutcomeOf::Lateness,
        _ => OutcomeOf::Fulfilment,
    }
}

fn day_kind(node: &Node<'_>) -> DayKind {
    match node.as_rule() {
        Rule::calendar_kind => DayKind::Entry(calendar_kind(node.as_str())),
        _ if node.as_str().starts_with(['w', '工']) => DayKind::Working,
        _ => DayKind::Off,
    }
}

pub(super) fn calendar_kind(word: &str) -> CalendarKind {
    let plain: String = word.split_whitespace().collect::<Vec<_>>().join(" ");
    match plain.as_str() {
        "semester" | "学期" => CalendarKind::Semester,
        "holiday" | "节假日" => CalendarKind::Holiday,
        "workday" | "调休上班" => CalendarKind::Workday,
        "academic year" | "学年" => CalendarKind::AcademicYear,
        _ => CalendarKind::Vacation,
    }
}

fn flat_and(parts: Vec<Expr>) -> Vec<Expr> {
    let each = parts.into_iter().flat_map(|part| match part.kind {
        ExprKind::And(inner) => inner,
        _ => vec![part],
    });
    each.collect()
}

fn fold(
    operands: &mut std::vec::IntoIter<Expr>,
    operators: &mut std::iter::Peekable<std::vec::IntoIter<Infix>>,
    least: u8,
) -> Option<Expr> {
    let mut left = operands.next()?;
    while let Some(operator) = operators.peek().copied().filter(|o| o.strength() >= least) {
        operators.next();
        let right = fold(operands, operators, operator.strength() + 1)?;
        left = combine(operator, left, right);
    }
    Some(left)
}

fn combine(operator: Infix, left: Expr, right: Expr) -> Expr {
    let span = left.span.to(right.span);
    let joined =
        |left: Expr, right: Expr, open: fn(ExprKind) -> Result<Vec<Expr>, ExprKind>| match open(left.kind) {
            Ok(mut parts) => {
                parts.push(right);
                parts
            }
            Err(kind) => vec![Expr { kind, span: left.span }, right],
        };
    let kind = match operator {
        Infix::Or => {
            ExprKind::Or(joined(left, right, |k| if let ExprKind::Or(p) = k { Ok(p) } else { Err(k) }))
        }
        Infix::And => {
            ExprKind::And(joined(left, right, |k| if let ExprKind::And(p) = k { Ok(p) } else { Err(k) }))
        }
        Infix::List => {
            ExprKind::List(joined(left, right, |k| if let ExprKind::List(p) = k { Ok(p) } else { Err(k) }))
        }
        Infix::Deny(op) => {
            let compared = Expr { kind: ExprKind::Compare(op, Box::new(left), Box::new(right)), span };
            ExprKind::Not(Box::new(compared))
        }
        Infix::Else => ExprKind::Else(Box::new(left), Box::new(right)),
        Infix::Compare(op) => ExprKind::Compare(op, Box::new(left), Box::new(right)),
        Infix::Arith(op) => ExprKind::Arith(op, Box::new(left), Box::new(right)),
    };
    Expr { kind, span }
}

/// The unit rules live with the literals; this keeps the path short for callers here.
pub(super) use literals::unit;
