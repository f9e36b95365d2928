//! Whether norms say the same in two versions, and rest on the same: in all but where and how it is written.

use super::places::{self, Place};
use super::used::Used;
use super::words::{Named, Words};
use crate::mutation::walk;
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{Account, Choice, Expr, Norm, Parameter, Reading, Selection, Table, Time};
use bylaws::log::{Name, Unit};
use bylaws::plan;
use bylaws::source::Span;
use std::sync::Arc;

/// Whether the norms of two versions, aligned, mean the same by how they are written.
pub(super) fn same(first: &CheckedPolicy, second: &CheckedPolicy) -> bool {
    let [first, second] = [first, second].map(cut_down);
    let used = [(&Used::of(&first), &first), (&Used::of(&second), &second)];
    let named = Named::of(&[&first, &second]);
    let singles = |policy: &CheckedPolicy| {
        let of = |role: &String| policy.vocabulary.roles.get(role).map(|role| role.single);
        named.roles.iter().map(of).collect::<Vec<_>>()
    };
    first.norms == second.norms
        && Words::of(&named, &first.vocabulary).agrees_with(&Words::of(&named, &second.vocabulary))
        && singles(&first) == singles(&second)
        && Used::agree(used)
        && (&first.tables, &first.accounts, &first.deems) == (&second.tables, &second.accounts, &second.deems)
        && (&first.parameters, &first.evidence) == (&second.parameters, &second.evidence)
        && first.zone == second.zone
        && (first.in_force_from, first.in_force_until) == (second.in_force_from, second.in_force_until)
}

/// What the norms of a policy rest on, without places and without what it is called besides.
fn cut_down(policy: &CheckedPolicy) -> CheckedPolicy {
    let used = Used::of(policy);
    let mut out = unplaced(policy.clone());
    places::each(&mut out, &mut |place| {
        if let Place::Expr(expr) = place {
            *expr = in_order(expr);
        }
    });
    out.norms.values_mut().for_each(|norm| *norm = bare(norm));
    out.tables.retain(|name, _| used.tables.contains(name));
    out.accounts.retain(|name, _| used.accounts.contains(name));
    out.parameters.retain(|name, _| used.parameters.contains(name));
    out.evidence.retain(|name, _| used.evidence.contains(name));
    out.tables.values_mut().for_each(|one| *one = table(one));
    out.accounts.values_mut().for_each(|one| *one = account(one));
    out.parameters.values_mut().for_each(|one| *one = parameter(one));
    out
}

/// A policy without where it is written.
pub(super) fn unplaced(mut policy: CheckedPolicy) -> CheckedPolicy {
    policy.norms.values_mut().for_each(|norm| *norm = without_places(norm));
    places::each(&mut policy, &mut |place| {
        if let Place::Selection(selection) = place {
            clear(selection);
        }
    });
    policy
}

/// A table without what it is called besides.
pub(super) fn table(table: &Table) -> Table {
    Table { name: plain(&table.name), ..table.clone() }
}

/// An account without what it is called besides.
pub(super) fn account(account: &Account) -> Account {
    Account { name: plain(&account.name), ..account.clone() }
}

/// A parameter without what it is called besides.
pub(super) fn parameter(parameter: &Parameter) -> Parameter {
    Parameter { name: plain(&parameter.name), note: None, ..parameter.clone() }
}

/// A norm without what it is called besides, what is told of who answers, and choices of interpretation that its verdicts do
/// not rest on.
pub(super) fn bare(norm: &Norm) -> Norm {
    let mut norm = without_places(norm);
    norm.reading = in_effect(&norm);
    norm.name = plain(&norm.name);
    norm.parameters.sort();
    norm.answerable.iter_mut().for_each(|answer| answer.role = Arc::default());
    if let Time::WithinAfter(count, unit, _) | Time::WithinBefore(count, unit, _) = &mut norm.time {
        (*count, *unit) = in_smaller_units(*count, *unit);
    }
    norm
}

/// A length in the smaller unit of those that are always the same: 60 minutes and an hour, 7 days and a week, 12 months and a year.
pub(crate) fn in_smaller_units(count: u32, unit: Unit) -> (u32, Unit) {
    let (times, smaller) = match unit {
        Unit::Hour => (60, Unit::Minute),
        Unit::Week => (7, Unit::Day),
        Unit::Year => (12, Unit::Month),
        other => (1, other),
    };
    count.checked_mul(times).map_or((count, unit), |count| (count, smaller))
}

fn in_effect(norm: &Norm) -> Reading {
    let (own, none) = (norm.reading, Reading::default());
    let bears = |choice: Choice| norm.rests_on(choice);
    Reading {
        fortnight: if bears(Choice::Fortnight) { own.fortnight } else { none.fortnight },
        year: if bears(Choice::Year) { own.year } else { none.year },
        same_day: if bears(Choice::SameDay) { own.same_day } else { none.same_day },
        start_day: if bears(Choice::StartDay) { own.start_day } else { none.start_day },
        day_off: if bears(Choice::DayOff) { own.day_off } else { none.day_off },
        generally: if bears(Choice::Generally) { own.generally } else { none.generally },
        ..own
    }
}

/// An expression in which the order of what is to hold, or of which one is to hold, is always the same.
pub(super) fn in_order(expr: &Expr) -> Expr {
    let mut out = expr.clone();
    walk::each(&mut out, &mut flatten);
    sort(&mut out);
    out
}

fn sort(expr: &mut Expr) {
    expr.below_mut(&mut sort);
    if let Expr::And(all) | Expr::Or(all) = expr {
        all.sort_by_cached_key(|one| format!("{one:?}"));
        all.dedup();
        if let [one] = all.as_slice() {
            *expr = one.clone();
        }
    }
}

fn flatten(expr: &mut Expr) {
    if matches!(expr, Expr::And(_)) {
        let parts: Vec<Expr> = plan::conjuncts(expr).into_iter().cloned().collect();
        *expr = Expr::And(parts);
    }
}

fn plain(name: &Name) -> Name {
    Name { canonical: name.canonical.clone(), ..Name::default() }
}

/// A norm without where it is written.
pub(crate) fn without_places(norm: &Norm) -> Norm {
    let mut norm = norm.clone();
    norm.span = Span::default();
    norm.note = None;
    norm.title = String::new();
    norm.cites = Vec::new();
    norm.conditions.clear();
    norm.exceptions.iter_mut().for_each(|exception| exception.span = Span::default());
    walk::parts(&mut norm, &mut |part| part.of_which.iter_mut().for_each(|of| of.words = "".into()));
    walk::selections(&mut norm, &mut |selection, _| clear(selection));
    walk::expressions(&mut norm, &mut |expr, _| of_expr(expr));
    norm
}

fn of_expr(expr: &mut Expr) {
    if let Expr::Exists(s)
    | Expr::Count(s)
    | Expr::Measure(_, s, _)
    | Expr::TimeOf(_, s)
    | Expr::UnitsWith(_, s, _)
    | Expr::SpellTime(_, _, s, _) = expr
    {
        clear(s);
    }
}

fn clear(selection: &mut Selection) {
    selection.span = Span::default();
    selection.conditions.clear();
}
