//! What of a policy its norms and what is deemed rest on, besides the words that all share.

use super::days::DaysUsed;
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{Deem, Expr, From, Time};
use bylaws::plan;
use std::collections::BTreeSet;

/// Names of tables, parameters, accounts and of types of records of which only some count as evidence, and which days of the
/// calendar are gone by, as far as a verdict may hang on them.
#[derive(Debug, Default)]
pub(super) struct Used {
    pub tables: BTreeSet<String>,
    pub parameters: BTreeSet<String>,
    pub accounts: BTreeSet<String>,
    pub evidence: BTreeSet<String>,
    pub days: DaysUsed,
    /// Positions of the calendars that only some have, as far as norms go by them.
    calendars: BTreeSet<usize>,
}

impl Used {
    pub(super) fn of(policy: &CheckedPolicy) -> Self {
        let mut out = Self::default();
        for norm in policy.norms.values() {
            out.days.of_norm(norm);
            plan::each_expr(norm, &mut |expr| out.note(policy, expr));
            if let Time::EveryParameter(name) = &norm.time {
                out.parameters.insert(name.clone());
            }
            let mut kinds = plan::rests_on(policy, norm);
            if let Some(From::Event(kind)) = norm.trigger.as_ref().map(|trigger| &trigger.from) {
                kinds.insert(*kind);
            }
            kinds.into_iter().for_each(|kind| out.of_kind(policy, kind));
        }
        policy.deems.iter().for_each(|deem| out.of_deem(policy, deem));
        let calendars = policy.norms.values().flat_map(|norm| &norm.calendars);
        out.calendars.extend(calendars.map(|(at, _)| *at));
        out
    }

    fn of_deem(&mut self, policy: &CheckedPolicy, deem: &Deem) {
        self.days.of_deem(deem);
        self.of_kind(policy, deem.event);
        for selection in deem.when.selections() {
            if let From::Event(kind) = selection.from {
                self.of_kind(policy, kind);
            }
        }
        plan::each_deemed_expr(deem, &mut |expr| self.note(policy, expr));
    }

    /// Whether the calendars of two versions, aligned, have the same days of the kinds that either goes by.
    pub(super) fn agree(versions: [(&Self, &CheckedPolicy); 2]) -> bool {
        let mut days = DaysUsed::default();
        versions.iter().for_each(|(used, _)| days.and(used.days));
        let of = |policy: &CheckedPolicy, at: &usize| {
            let regional = policy.regional.get(*at).filter(|one| !one.name.canonical.is_empty())?;
            Some(days.of(&regional.calendar))
        };
        let [(ours, first), (theirs, second)] = versions;
        let mut others = ours.calendars.union(&theirs.calendars);
        days.of(&first.calendar) == days.of(&second.calendar)
            && others.all(|at| match (of(first, at), of(second, at)) {
                (Some(old), Some(new)) => old == new,
                // What only one version has is another matter.
                _ => true,
            })
    }

    fn of_kind(&mut self, policy: &CheckedPolicy, kind: usize) {
        let name = policy.vocabulary.events.get_index(kind).map(|(name, _)| name);
        if let Some((name, rule)) = name.and_then(|name| policy.evidence.get_key_value(name))
            && self.evidence.insert(name.clone())
        {
            plan::visit(rule, &mut |expr| self.note(policy, expr));
        }
    }

    fn note(&mut self, policy: &CheckedPolicy, expr: &Expr) {
        if let Some(From::Event(kind)) = expr.selection().map(|selection| &selection.from) {
            self.of_kind(policy, *kind);
        }
        self.days.of_expr(policy, expr);
        match expr {
            Expr::Parameter(name) => {
                self.parameters.insert(name.clone());
            }
            Expr::Lookup(name, ..) => {
                if let (Some(table), true) = (policy.tables.get(name), self.tables.insert(name.clone())) {
                    let values = table.rows.iter().map(|row| &row.value);
                    values.for_each(|value| plan::visit(value, &mut |expr| self.note(policy, expr)));
                }
            }
            Expr::Account(_, name) => {
                let Some(account) = policy.accounts.get(name) else { return };
                if self.accounts.insert(name.clone()) {
                    self.days.of_account(account);
                    for value in [&account.initially, &account.value] {
                        plan::visit(value, &mut |expr| self.note(policy, expr));
                    }
                }
            }
            _ => {}
        }
    }
}
