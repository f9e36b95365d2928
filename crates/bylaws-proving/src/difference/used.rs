//! What of a policy its norms rest on, besides the words that all share.

use super::days::DaysUsed;
use super::unplaced;
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{Account, Days, Deem, Expr, From, Parameter, Table};
use bylaws::plan;
use std::collections::BTreeMap;

/// Tables, parameters, accounts, what counts as evidence and days of the calendar, as far as a verdict may hang on them.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Used {
    tables: BTreeMap<String, Table>,
    parameters: BTreeMap<String, Parameter>,
    accounts: BTreeMap<String, Account>,
    evidence: BTreeMap<String, Expr>,
    deems: Vec<Deem>,
    days: DaysUsed,
    /// Those days, of the calendar that all share and of the others.
    calendars: Vec<[Vec<Days>; 6]>,
}

impl Used {
    pub(super) fn of(policy: &CheckedPolicy) -> Self {
        let mut out = Self::default();
        // What is deemed may rest on anything.
        if !policy.deems.is_empty() {
            return Self::all(policy);
        }
        for norm in policy.norms.values() {
            out.days.of_norm(norm);
            plan::each_expr(norm, &mut |expr| out.note(policy, expr));
            let mut kinds = plan::rests_on(policy, norm);
            if let Some(From::Event(kind)) = norm.trigger.as_ref().map(|trigger| &trigger.from) {
                kinds.insert(*kind);
            }
            for name in kinds.into_iter().filter_map(|kind| Some(policy.vocabulary.events.get_index(kind)?.0))
            {
                out.of_evidence(policy, name);
            }
        }
        out.take_days(policy);
        out
    }

    // A norm may go by a calendar that only some have.
    fn take_days(&mut self, policy: &CheckedPolicy) {
        let others = policy.regional.iter().enumerate().filter(|(at, _)| {
            policy.norms.values().any(|norm| norm.calendars.iter().any(|(index, _)| index == at))
        });
        let others = others.map(|(_, regional)| &regional.calendar);
        let all = std::iter::once(&policy.calendar).chain(others);
        self.calendars = all.map(|calendar| self.days.of(calendar)).collect();
    }

    fn all(policy: &CheckedPolicy) -> Self {
        let mut out = Self { deems: policy.deems.clone(), ..Self::default() };
        out.tables.extend(policy.tables.clone());
        out.parameters.extend(policy.parameters.clone());
        out.accounts.extend(policy.accounts.clone());
        out.evidence.extend(policy.evidence.iter().map(|(name, rule)| (name.clone(), unplaced(rule))));
        out.days.all();
        out.calendars = policy.regional.iter().map(|regional| out.days.of(&regional.calendar)).collect();
        out.calendars.push(out.days.of(&policy.calendar));
        out
    }

    fn of_evidence(&mut self, policy: &CheckedPolicy, name: &str) {
        if let Some(rule) = policy.evidence.get(name)
            && self.evidence.insert(name.to_owned(), unplaced(rule)).is_none()
        {
            plan::visit(rule, &mut |expr| self.note(policy, expr));
        }
    }

    fn note(&mut self, policy: &CheckedPolicy, expr: &Expr) {
        if let Some(From::Event(kind)) = expr.selection().map(|selection| &selection.from)
            && let Some((name, _)) = policy.vocabulary.events.get_index(*kind)
        {
            self.of_evidence(policy, name);
        }
        self.days.of_expr(policy, expr);
        match expr {
            Expr::Parameter(name) => {
                self.parameters.extend(policy.parameters.get(name).map(|one| (name.clone(), one.clone())));
            }
            Expr::Lookup(name, ..) => {
                let Some(table) = policy.tables.get(name) else { return };
                if self.tables.insert(name.clone(), table.clone()).is_none() {
                    let values = table.rows.iter().map(|row| &row.value);
                    values.for_each(|value| plan::visit(value, &mut |expr| self.note(policy, expr)));
                }
            }
            Expr::Account(_, name) => {
                let Some(account) = policy.accounts.get(name) else { return };
                if self.accounts.insert(name.clone(), account.clone()).is_none() {
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
