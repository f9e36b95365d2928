//! Expressions on instants, stretches and lengths of time, and on rounded and tabulated numbers.

use super::literals::unit;
use super::{Builder, Node, Rule};
use crate::diagnostic::Diagnostic;
use crate::log::{Exact, Unit};
use crate::source::Spanned;
use crate::syntax::ast::{End, Expr, ExprKind, Ident, Pick, Rounding, Selection, SpellTime, TimeSide};

/// The unit of a rule that stands without a number; in Chinese it is followed by 数.
fn unit_of(node: &Node<'_>) -> Unit {
    unit(node.as_str().trim().trim_end_matches('数')).1
}

/// First or last.
pub(super) fn end_word(node: &Node<'_>) -> End {
    let word = node.clone().into_inner().find(|n| n.as_rule() == Rule::end_word);
    if matches!(word.map(|n| n.as_str()), Some("first" | "首次")) { End::First } else { End::Last }
}

impl Builder {
    fn broken(&self, node: &Node<'_>) -> Box<Expr> {
        Box::new(Expr { kind: ExprKind::Broken, span: self.span(node) })
    }

    // The operands of a rule, in order.
    fn operands(&mut self, node: &Node<'_>) -> Vec<Expr> {
        let parts = node.clone().into_inner();
        let found = parts.filter(|n| matches!(n.as_rule(), Rule::operand | Rule::plain_operand));
        found.map(|n| self.operand(n)).collect()
    }

    fn inside(&mut self, node: &Node<'_>) -> Box<Expr> {
        let inner = node.clone().into_inner().find(|n| n.as_rule() == Rule::expr);
        match inner {
            Some(inner) => Box::new(self.expr(inner)),
            None => self.broken(node),
        }
    }

    fn two(&mut self, node: &Node<'_>) -> (Box<Expr>, Box<Expr>) {
        let mut operands = self.operands(node).into_iter();
        let mut next = |builder: &Self| operands.next().map_or_else(|| builder.broken(node), Box::new);
        (next(self), next(self))
    }

    pub(super) fn elapsed(&mut self, node: Node<'_>) -> ExprKind {
        let unit = node.clone().into_inner().find(|n| matches!(n.as_rule(), Rule::unit | Rule::unit_count));
        let (from, to) = self.two(&node);
        ExprKind::Elapsed(unit.map_or(Unit::Day, |n| unit_of(&n)), from, to)
    }

    pub(super) fn over(&mut self, node: Node<'_>) -> ExprKind {
        let (from, to) = self.two(&node);
        ExprKind::Over { from, to, inner: self.inside(&node) }
    }

    pub(super) fn daily(&mut self, node: &Node<'_>) -> ExprKind {
        let clocks = node.clone().into_inner().filter(|n| n.as_rule() == Rule::clock);
        let minutes: Vec<u32> = clocks.map(|clock| self.minutes(&clock)).collect();
        let (from, to) = (minutes.first().copied(), minutes.get(1).copied());
        ExprKind::Daily { from: from.unwrap_or(0), to: to.unwrap_or(0), inner: self.inside(node) }
    }

    /// `12:00 on the day after X`; in Chinese X stands before, and is given.
    pub(super) fn on_day(&mut self, of: Option<Expr>, node: &Node<'_>) -> ExprKind {
        let (clock, next) = self.day_and_clock(node);
        let of = of.or_else(|| self.operands(node).pop());
        ExprKind::OnDay { clock, next, of: of.map_or_else(|| self.broken(node), Box::new) }
    }

    /// A time of day, and whether it is that of the next day.
    pub(super) fn day_and_clock(&mut self, node: &Node<'_>) -> (u32, bool) {
        let (mut clock, mut next) = (0, false);
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::clock => clock = self.minutes(&part),
                Rule::day_word | Rule::of_or_after | Rule::same_or_next => {
                    next = !matches!(part.as_str().trim(), "of" | "same" | "当日" | "当天");
                }
                _ => {}
            }
        }
        (clock, next)
    }

    /// `within n u before X (…)`; in Chinese the anchor stands before and is given.
    pub(super) fn looking(&mut self, anchor: Option<Expr>, node: Node<'_>) -> ExprKind {
        let mut length = Spanned::new((1, Unit::Day), self.span(&node));
        let mut side = TimeSide::Before;
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::length => length = Spanned::new(self.length(part.clone()), self.span(&part)),
                Rule::side if !super::times::is_backward(part.as_str()) => side = TimeSide::After,
                _ => {}
            }
        }
        let anchor = anchor.or_else(|| self.operands(&node).pop());
        let anchor = anchor.map_or_else(|| self.broken(&node), Box::new);
        ExprKind::Within { length, side, anchor, inner: self.inside(&node) }
    }

    pub(super) fn pick(&mut self, node: Node<'_>) -> ExprKind {
        let mut word = Pick::Earlier;
        let mut parts = Vec::new();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::pick_word => {
                    word = match part.as_str().split_whitespace().next() {
                        Some("later" | "较晚者") => Pick::Later,
                        Some("lesser" | "较小者") => Pick::Lesser,
                        Some("greater" | "较大者") => Pick::Greater,
                        _ => Pick::Earlier,
                    }
                }
                Rule::chain => parts.push(self.chain(part)),
                _ => {}
            }
        }
        ExprKind::Pick(word, parts)
    }

    pub(super) fn rounded(&mut self, node: Node<'_>) -> ExprKind {
        let (mut how, mut places) = (Rounding::Nearest, 0);
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::round_word => {
                    how = match part.as_str().split_whitespace().last() {
                        Some("up" | "向上取整") => Rounding::Up,
                        Some("down" | "向下取整") => Rounding::Down,
                        _ => Rounding::Nearest,
                    }
                }
                Rule::places => places = part.into_inner().next().map_or(0, |n| self.small(&n)),
                _ => {}
            }
        }
        if places > 9 {
            self.report(Diagnostic::error("B0112", self.span(&node)).with("found", places));
        }
        ExprKind::Round(how, places.min(9), self.inside(&node))
    }

    pub(super) fn lookup(&mut self, node: Node<'_>) -> ExprKind {
        let (mut table, mut marginal) = (Ident::default(), false);
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::name => table = self.ident(&part),
                Rule::marginal | Rule::zh_marginal => marginal = true,
                _ => {}
            }
        }
        ExprKind::Lookup { table, key: self.inside(&node), marginal }
    }

    pub(super) fn units_with(&mut self, node: Node<'_>) -> ExprKind {
        let (mut unit, mut run) = (Unit::Day, false);
        let mut of = Selection::default();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::unit | Rule::unit_count => unit = unit_of(&part),
                Rule::longest_run => run = true,
                Rule::selection => of = self.selection(part),
                _ => {}
            }
        }
        ExprKind::UnitsWith { unit, of, run }
    }

    /// `total hours of S`; in Chinese what it is of stands before and is given.
    pub(super) fn spell_time(&mut self, node: Node<'_>, of: Option<Selection>) -> ExprKind {
        let free = node.as_rule() == Rule::spell_free;
        let mut which = if free { SpellTime::LongestWithout } else { SpellTime::Total };
        let (mut unit, mut joined) = (Unit::Hour, None);
        let mut of = of.unwrap_or_default();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::spell_word if matches!(part.as_str(), "longest" | "最长") => {
                    which = SpellTime::Longest
                }
                Rule::unit | Rule::unit_count => unit = unit_of(&part),
                Rule::selection => of = self.selection(part),
                Rule::joined => {
                    let length = part.into_inner().find(|n| n.as_rule() == Rule::length);
                    joined = length.map(|n| {
                        let span = self.span(&n);
                        Spanned::new(self.length(n), span)
                    });
                }
                _ => {}
            }
        }
        ExprKind::SpellTime { which, unit, of, joined }
    }

    pub(super) fn time_of(&mut self, node: Node<'_>) -> ExprKind {
        let end = end_word(&node);
        let selection = node.into_inner().find(|n| n.as_rule() == Rule::selection);
        selection.map_or(ExprKind::Broken, |n| ExprKind::TimeOf(end, self.selection(n)))
    }

    /// A time of day, in minutes after midnight.
    pub(super) fn minutes(&mut self, node: &Node<'_>) -> u32 {
        let minutes = crate::log::parse_clock(node.as_str()).and_then(Exact::to_integer);
        minutes.and_then(|minutes| u32::try_from(minutes).ok()).unwrap_or_else(|| {
            self.report(Diagnostic::error("B0124", self.span(node)).with("found", node.as_str().trim()));
            0
        })
    }
}
