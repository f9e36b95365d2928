//! Numbers carried from window to window.

use super::Printer;
use crate::source::Span;
use crate::syntax::ast::Account;

impl Printer<'_> {
    pub(super) fn account(&mut self, at: Span, account: &Account) {
        let (name, of) = (self.decl(&account.name), self.name(&account.of.node));
        let period = self.period(account.count.node, account.unit.node);
        let from = account.from.as_ref().map(|day| self.date(day.node));
        let (initially, value) = (self.operand(&account.initially), self.expr(&account.value));
        let words = match self.zh() {
            true => {
                let from = from.map_or_else(String::new, |day| format!("（自{day}起）"));
                format!("结转 {name}：{of}，每{period}{from}，初值{initially}，期末为{value}")
            }
            false => {
                let from = from.map_or_else(String::new, |day| format!(" from {day}"));
                format!("account {name}: {of}, every {period}{from}, initially {initially} = {value}")
            }
        };
        self.head(at, words);
    }
}
