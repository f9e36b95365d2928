//! Facts that follow from others, and the turning points at which they do.

use super::{Builder, Node, Rule};
use crate::log::Unit;
use crate::source::Spanned;
use crate::syntax::ast::{Deem, Effect, Expr, Ident, Selection, Turning};

impl Builder {
    pub(super) fn deem(&mut self, node: Node<'_>) -> Option<Deem> {
        let (mut event, mut when, mut effective, mut cites) = (None, None, None, None);
        let mut fields = Vec::new();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::name => event = Some(self.ident(&part)),
                Rule::selection => when = Some(Turning::Each(self.selection(part))),
                Rule::silence => when = Some(self.silence(part)),
                Rule::reaches => when = Some(self.reaches(part)),
                Rule::in_a_row => when = Some(self.in_a_row(part)),
                Rule::effective => effective = self.effect(part),
                Rule::cites => cites = Some(self.cited(part)),
                Rule::deem_field => fields.extend(self.deem_field(part)),
                _ => {}
            }
        }
        Some(Deem { event: event?, when: when?, effective, cites, fields })
    }

    fn effect(&mut self, node: Node<'_>) -> Option<Effect> {
        let (mut from, mut back) = (None, None);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::operand => from = Some(self.operand(part)),
                Rule::length => back = Some(Spanned::new(self.length(part.clone()), self.span(&part))),
                _ => {}
            }
        }
        Some(Effect { from: from?, back })
    }

    fn deem_field(&mut self, node: Node<'_>) -> Option<(Ident, Expr)> {
        let (mut name, mut value) = (None, None);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::name => name = Some(self.ident(&part)),
                Rule::operand => value = Some(self.operand(part)),
                _ => {}
            }
        }
        name.zip(value)
    }

    fn silence(&mut self, node: Node<'_>) -> Turning {
        let mut length = Spanned::new((1, Unit::Day), self.span(&node));
        let mut selections = Vec::new();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::length => length = Spanned::new(self.length(part.clone()), self.span(&part)),
                Rule::selection => selections.push(self.selection(part)),
                _ => {}
            }
        }
        let mut selections = selections.into_iter();
        let mut next = || selections.next().unwrap_or_default();
        Turning::Silence { after: next(), length, without: next() }
    }

    fn reaches(&mut self, node: Node<'_>) -> Turning {
        let mut count = Spanned::new(1, self.span(&node));
        let (mut what, mut within, mut per) = (Selection::default(), None, None);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::selection => what = self.selection(part),
                Rule::count => count = Spanned::new(self.small(&part), self.span(&part)),
                Rule::length => within = Some(Spanned::new(self.length(part.clone()), self.span(&part))),
                Rule::name => per = Some(self.ident(&part)),
                _ => {}
            }
        }
        Turning::Reaches { what, count, within, per }
    }

    fn in_a_row(&mut self, node: Node<'_>) -> Turning {
        let span = self.span(&node);
        let number = node.clone().into_inner().find(|n| n.as_rule() == Rule::count);
        let count = number.map_or(Spanned::new(1, span), |n| Spanned::new(self.small(&n), self.span(&n)));
        Turning::InARow { count, of: self.selection(node) }
    }
}
