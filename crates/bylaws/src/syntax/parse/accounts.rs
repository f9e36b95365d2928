//! Numbers carried from window to window.

use super::literals::unit;
use super::{Builder, Node, Rule};
use crate::source::Spanned;
use crate::syntax::ast::Account;

impl Builder {
    pub(super) fn account(&mut self, node: Node<'_>) -> Option<Account> {
        let span = self.span(&node);
        let (mut name, mut of, mut from, mut initially, mut value) = (None, None, None, None, None);
        let (mut count, mut window) = (Spanned::new(1, span), None);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::name_decl => name = Some(self.name_decl(part)),
                Rule::name => of = Some(self.ident(&part)),
                Rule::every_units => {
                    for inner in part.into_inner() {
                        match inner.as_rule() {
                            Rule::count => count = Spanned::new(self.small(&inner), self.span(&inner)),
                            Rule::unit => window = Some(self.spanned(&inner, unit(inner.as_str()))),
                            _ => {}
                        }
                    }
                }
                Rule::anchor => {
                    let date = part.into_inner().find(|n| n.as_rule() == Rule::date);
                    from = date.map(|n| Spanned::new(self.date(&n), self.span(&n)));
                }
                Rule::operand => initially = Some(self.operand(part)),
                Rule::expr => value = Some(self.expr(part)),
                _ => {}
            }
        }
        let window = window?;
        let (times, unit) = window.node;
        count.node = count.node.saturating_mul(times);
        let unit = Spanned::new(unit, window.span);
        Some(Account { name: name?, of: of?, count, unit, from, initially: initially?, value: value? })
    }
}
