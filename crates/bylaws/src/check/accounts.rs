//! Numbers carried from window to window.

use super::expressions::Scene;
use super::{Checker, name};
use crate::check::policy::{Account, BearerKind, Expr};
use crate::diagnostic::Diagnostic;
use crate::log::{Name, Unit};
use crate::plan;
use crate::source::Span;
use crate::syntax::ast::{self, Item};

impl<'a> Checker<'a> {
    pub(super) fn accounts(&mut self, items: &[(&'a Item, Span)]) {
        for (item, _) in items {
            let Item::Account(account) = item else { continue };
            let Some(checked) = self.account(account) else { continue };
            self.policy.accounts.insert(checked.name.canonical.clone(), checked);
        }
    }

    fn account(&mut self, account: &ast::Account) -> Option<Account> {
        let found = self.vocabulary_ref().entity_named(&account.of.node);
        let Some(of) = found.map(|entity| entity.name.clone()) else {
            let known: Vec<Name> = self.vocabulary_ref().entities.values().map(|e| e.name.clone()).collect();
            self.unknown("B0211", account.of.span, &account.of.node, known.iter());
            return None;
        };
        if matches!(account.unit.node, Unit::Minute | Unit::Hour) {
            self.report(Diagnostic::error("B0407", account.unit.span));
        }
        let own = name(&account.name);
        let initially = self.number(&account.initially, &Scene::default());
        let bearer = Some((of.clone(), BearerKind::Entity(of.canonical.clone())));
        let scene = Scene { bearer, account: Some(own.clone()), ..Scene::default() };
        let before = self.diagnostics.len();
        let value = self.number(&account.value, &scene);
        if self.is_resolved_since(before) {
            self.asked_of_anybody(&value, &scene);
        }
        let mut others = false;
        plan::visit(&value, &mut |e| others |= matches!(e, Expr::Account(..)));
        if others {
            self.report(Diagnostic::error("B0906", account.value.span));
        }
        let from = account.from.as_ref().map(|day| day.node);
        let windows = (account.count.node, account.unit.node, from);
        Some(Account { name: own, of: of.canonical, windows, initially, value })
    }
}
