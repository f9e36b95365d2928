//! Conditions of which all are to hold, one by one: what both say stays, what one says of the same thing takes the place of what
//! the other says, the rest is dropped or added.

use super::Choices;
use crate::difference::alike::in_order;
use crate::mutation::walk::selection_of;
use crate::said::Said;
use bylaws::check::policy::{CompareOp, Expr};
use bylaws::plan;

/// A filter between the two.
pub(super) fn filter(
    of: &Said,
    old: &Option<Expr>,
    new: &Option<Expr>,
    choices: &mut Choices<'_>,
) -> Option<Expr> {
    let all = |filter: &Option<Expr>| filter.iter().flat_map(plan::conjuncts).cloned().collect::<Vec<_>>();
    let mut left = one_by_one(of, &all(old), &all(new), choices);
    match left.len() {
        0 | 1 => left.pop(),
        _ => Some(Expr::And(left)),
    }
}

/// A condition between the two. What has nothing in common is one change, for something must be asked.
pub(super) fn condition(of: &Said, old: &Expr, new: &Expr, choices: &mut Choices<'_>) -> Expr {
    let [ours, theirs] = [old, new].map(plan::conjuncts);
    if !ours.iter().any(|one| says(&theirs, one)) {
        return inside(of, old, new, choices);
    }
    let filter = filter(of, &Some(old.clone()), &Some(new.clone()), choices);
    filter.unwrap_or_else(|| old.clone())
}

fn one_by_one(of: &Said, old: &[Expr], new: &[Expr], choices: &mut Choices<'_>) -> Vec<Expr> {
    let (ours, theirs): (Vec<&Expr>, Vec<&Expr>) = (old.iter().collect(), new.iter().collect());
    let mut added: Vec<Option<&Expr>> =
        theirs.iter().map(|one| (!says(&ours, one)).then_some(*one)).collect();
    let gone = old.iter().filter(|one| !says(&theirs, one)).count();
    let alone = gone == 1 && added.iter().flatten().count() == 1;
    let mut out = Vec::new();
    for (index, one) in old.iter().enumerate() {
        if says(&theirs, one) {
            out.push(one.clone());
            continue;
        }
        let instead =
            added.iter_mut().find(|other| other.is_some_and(|other| alone || of_the_same(one, other)));
        let number = index + 1;
        match instead.and_then(Option::take) {
            Some(other) => {
                let what = about(of, (format!("第{number}个条件"), format!("condition {number}")), old.len());
                out.push(inside(&what, one, other, choices));
            }
            None => {
                let what =
                    about(of, (format!("去掉第{number}个条件"), format!("condition {number} is dropped")), 2);
                out.extend((!choices.make(what)).then(|| one.clone()));
            }
        }
    }
    for (index, one) in added.into_iter().enumerate() {
        let Some(one) = one else { continue };
        let number = index + 1;
        let what = (format!("增加第{number}个条件"), format!("condition {number} is added"));
        out.extend(choices.make(about(of, what, 2)).then(|| one.clone()));
    }
    out
}

// Whether one of several says the same, in whatever order.
fn says(all: &[&Expr], one: &Expr) -> bool {
    let wanted = in_order(one);
    all.iter().any(|other| in_order(other) == wanted)
}

// A condition that is otherwise in one place: of the records that it speaks of those conditions, else that place as a whole.
fn inside(of: &Said, old: &Expr, new: &Expr, choices: &mut Choices<'_>) -> Expr {
    if in_order(old) == in_order(new) {
        return old.clone();
    }
    let same_shape = hollow(old) == hollow(new);
    if let (true, Some(ours), Some(theirs)) = (same_shape, old.selection(), new.selection()) {
        let of = Said::new(format!("{}所说的记录", of.zh), format!("{}, the records in it", of.en));
        let mut out = old.clone();
        if let Some(selection) = selection_of(&mut out) {
            selection.filter = filter(&of, &ours.filter, &theirs.filter, choices);
        }
        return out;
    }
    let [ours, theirs] = [old, new].map(below);
    let differ: Vec<usize> = (0..ours.len()).filter(|at| ours.get(*at) != theirs.get(*at)).collect();
    let ([at], true) = (differ.as_slice(), same_shape && ours.len() == theirs.len()) else {
        return choices.one_of(|| of.clone(), old.clone(), new.clone());
    };
    let mut merged = ours.get(*at).zip(theirs.get(*at)).map(|(old, new)| inside(of, old, new, choices));
    let mut out = old.clone();
    let mut index = 0;
    out.below_mut(&mut |part| {
        if let Some(merged) = merged.take_if(|_| index == *at) {
            *part = merged;
        }
        index += 1;
    });
    out
}

fn below(expr: &Expr) -> Vec<Expr> {
    let mut all = Vec::new();
    expr.below(&mut |part| all.push(part.clone()));
    all
}

// What an expression is, whatever it is made of.
fn hollow(expr: &Expr) -> Expr {
    let mut out = expr.clone();
    out.below_mut(&mut |part| *part = Expr::Bearer);
    if let Some(selection) = selection_of(&mut out) {
        selection.filter = None;
    }
    out
}

// Of one condition alone there is no more to say than whose it is.
fn about(of: &Said, (zh, en): (String, String), count: usize) -> Said {
    if count == 1 {
        return Said::new(format!("{}的条件", of.zh), format!("{}: its condition", of.en));
    }
    Said::new(format!("{}：{zh}", of.zh), format!("{}: {en}", of.en))
}

// Whether two conditions are about the same thing.
fn of_the_same(one: &Expr, other: &Expr) -> bool {
    match (one, other) {
        (Expr::Compare(op, a, b), Expr::Compare(other_op, c, d)) => {
            let is_set = |op: &CompareOp| matches!(op, CompareOp::In);
            a == c || (b == d && !matches!(**b, Expr::Value(_)) && is_set(op) == is_set(other_op))
        }
        (Expr::Holds(who, ..), Expr::Holds(other, ..)) | (Expr::Under(who, _), Expr::Under(other, _)) => {
            who == other
        }
        (Expr::Not(one), Expr::Not(other)) => of_the_same(one, other),
        (Expr::Exists(one), Expr::Exists(other)) => one.from == other.from,
        _ => false,
    }
}
