//! Comparing terms: true, false or unknown by the ends that they may have.

use super::context::{Context, Hand};
use super::term::{Doubt, Term, Truth};
use crate::check::policy::{CompareOp, Expr, Slot};
use crate::log::{Exact, Moment, Precision, Value};
use std::cmp::Ordering;
use std::sync::Arc;

impl Context<'_> {
    pub(super) fn compare(&self, op: CompareOp, left: &Expr, right: &Expr) -> Truth {
        // Each of several named holders must be there; a vacant post among them equals nobody (rule O5).
        if let (CompareOp::Contains, Expr::Set(parts)) = (op, right) {
            return parts
                .iter()
                .fold(Truth::True, |so_far, part| so_far.and(|| self.compare(op, left, part)));
        }
        match self.peek(left) {
            Some(whole) if op == CompareOp::Contains => self.compare_contents(whole, right),
            _ => match (self.term(left), self.term(right)) {
                (Term::Known(Value::Time(a)), Term::Known(Value::Time(b))) => {
                    self.order_in_time(op, (left, a), (right, b))
                }
                (left, right) => compare(op, &left, &right),
            },
        }
    }

    // Sets may be long and are looked into once for each bearer: they are not copied for it.
    fn compare_contents(&self, whole: &Value, right: &Expr) -> Truth {
        if let Some(part) = self.peek(right) {
            return Truth::of(holds(whole, part));
        }
        match self.term(right) {
            Term::Known(part) => Truth::of(holds(whole, &part)),
            Term::Unknown(doubt) | Term::Missing { doubt, is_nobody: false } => Truth::Unknown(doubt),
            Term::Between(..) | Term::Missing { .. } | Term::Nothing => Truth::False,
        }
    }

    // A value that is at hand and need not be worked out.
    fn peek<'s>(&'s self, expr: &'s Expr) -> Option<&'s Value> {
        match (expr, &self.hand) {
            (Expr::Value(value), _) => Some(value),
            (Expr::Bearer, _) => self.bearer.as_ref(),
            (Expr::Field(Slot::Trigger, index), _) => self.trigger.and_then(|record| record.field(*index)),
            (Expr::Field(Slot::InHand, index), Hand::Record(record)) => record.field(*index),
            _ => None,
        }
    }
}

/// Compares two terms.
pub(super) fn compare(op: CompareOp, left: &Term, right: &Term) -> Truth {
    use CompareOp::{After, AtLeast, AtMost, Before, Contains, In, Is, IsNot, LessThan, MoreThan};
    // With nothing there is no order, whatever the other may be.
    let ordered = !matches!(op, Is | IsNot | Contains | In);
    // Nothing is in no set, whatever the set may be.
    let (whole, part) = if op == Contains { (left, right) } else { (right, left) };
    let is_nothing = match part {
        Term::Nothing | Term::Missing { is_nobody: true, .. } => true,
        Term::Known(Value::Set(items)) => items.is_empty(),
        _ => false,
    };
    if !ordered && is_nothing && matches!(op, Contains | In) && !matches!(whole, Term::Missing { .. }) {
        return Truth::False;
    }
    if !(ordered && (*left == Term::Nothing || *right == Term::Nothing)) {
        let unknown = |term: &Term| match term {
            Term::Unknown(doubt) => Some(doubt.clone()),
            Term::Missing { doubt, is_nobody } if ordered || !is_nobody => Some(doubt.clone()),
            _ => None,
        };
        if let Some(doubt) = unknown(left).or_else(|| unknown(right)) {
            return Truth::Unknown(doubt);
        }
    }
    match op {
        Is => equal(left, right),
        IsNot => equal(left, right).not(),
        Contains => contains(left, right),
        In => contains(right, left),
        AtLeast => order(left, right, |o| o != Ordering::Less),
        MoreThan => order(left, right, |o| o == Ordering::Greater),
        AtMost => order(left, right, |o| o != Ordering::Greater),
        LessThan => order(left, right, |o| o == Ordering::Less),
        Before => order(left, right, |o| o == Ordering::Less),
        After => order(left, right, |o| o == Ordering::Greater),
    }
}

fn equal(left: &Term, right: &Term) -> Truth {
    // A vacant post is nobody, and two of them are not the same.
    let nobody = |term: &Term| matches!(term, Term::Known(Value::Set(items)) if items.is_empty());
    match (left, right) {
        (Term::Nothing | Term::Missing { .. }, _) | (_, Term::Nothing | Term::Missing { .. }) => Truth::False,
        _ if nobody(left) || nobody(right) => Truth::False,
        (Term::Known(Value::Time(_)), Term::Known(Value::Time(_))) => {
            order(left, right, |o| o == Ordering::Equal)
        }
        (Term::Known(Value::Set(items)), Term::Known(other))
        | (Term::Known(other), Term::Known(Value::Set(items))) => match other {
            Value::Set(others) => Truth::of(
                items.iter().all(|i| others.contains(i)) && others.iter().all(|o| items.contains(o)),
            ),
            one => Truth::of(items.contains(one)),
        },
        (Term::Known(a), Term::Known(b)) => Truth::of(same(a, b)),
        _ => order(left, right, |o| o == Ordering::Equal),
    }
}

// An enumeration's value, a role and a text are compared by their words: the checker has seen to the types.
fn same(a: &Value, b: &Value) -> bool {
    match (word(a), word(b), a, b) {
        (Some(a), Some(b), ..) => a == b,
        (.., Value::Length(a), Value::Length(b)) => a.in_smallest() == b.in_smallest(),
        _ => a == b,
    }
}

fn word(value: &Value) -> Option<&str> {
    match value {
        Value::Text(w) | Value::Variant(w) | Value::Role(w) | Value::Entity(w) => Some(w),
        _ => None,
    }
}

fn contains(whole: &Term, part: &Term) -> Truth {
    let (Term::Known(whole), Term::Known(part)) = (whole, part) else { return Truth::False };
    Truth::of(holds(whole, part))
}

fn holds(whole: &Value, part: &Value) -> bool {
    let holds_one = |item: &Value| match whole {
        Value::Set(items) => items.iter().any(|i| same(i, item)),
        one => same(one, item),
    };
    match part {
        Value::Set(items) => !items.is_empty() && items.iter().all(holds_one),
        one => holds_one(one),
    }
}

// Compares by an order of which only some outcomes are possible: true when all are wanted, false when none.
fn order(left: &Term, right: &Term, wanted: impl Fn(Ordering) -> bool) -> Truth {
    let (outcomes, doubt) = match (left, right) {
        (Term::Known(Value::Time(a)), Term::Known(Value::Time(b))) => time_orders(*a, *b),
        _ => match (left.ends(), right.ends()) {
            (Some(a), Some(b)) => number_orders(&a, &b),
            _ => return length_order(left, right, wanted),
        },
    };
    let wished = outcomes.iter().filter(|o| wanted(**o)).count();
    if wished == outcomes.len() {
        Truth::True
    } else if wished == 0 {
        Truth::False
    } else {
        Truth::Unknown(doubt)
    }
}

fn length_order(left: &Term, right: &Term, wanted: impl Fn(Ordering) -> bool) -> Truth {
    match (left, right) {
        (Term::Known(Value::Length(a)), Term::Known(Value::Length(b))) => {
            let ((a, unit), (b, other)) = (a.in_smallest(), b.in_smallest());
            if unit == other { Truth::of(wanted(a.cmp(&b))) } else { Truth::Empty }
        }
        _ => Truth::Empty,
    }
}

fn time_orders(a: Moment, b: Moment) -> (Vec<Ordering>, Doubt) {
    let doubt = Doubt::SameDay(Arc::from(""));
    if a == b && a.precision <= Precision::Day {
        // Two dates that are the same day are equal as values, whatever the hour.
        return (vec![Ordering::Equal], doubt);
    }
    if a.surely_before(b) {
        return (vec![Ordering::Less], doubt);
    }
    if b.surely_before(a) {
        return (vec![Ordering::Greater], doubt);
    }
    (vec![Ordering::Less, Ordering::Equal, Ordering::Greater], doubt)
}

/// Lower and upper end, as far as they are known, and why they differ.
pub(super) type Ends = (Option<Exact>, Option<Exact>, Option<Doubt>);

fn number_orders(a: &Ends, b: &Ends) -> (Vec<Ordering>, Doubt) {
    let doubt = a.2.clone().or(b.2.clone()).unwrap_or(Doubt::OutOfRange);
    // Whether one end may lie below another.
    let below = |low: Option<Exact>, high: Option<Exact>| low.zip(high).is_none_or(|(low, high)| low < high);
    let meet = |low: Option<Exact>, high: Option<Exact>| low.zip(high).is_none_or(|(low, high)| low <= high);
    let mut outcomes = Vec::new();
    if below(a.0, b.1) {
        outcomes.push(Ordering::Less);
    }
    if meet(a.0, b.1) && meet(b.0, a.1) {
        outcomes.push(Ordering::Equal);
    }
    if below(b.0, a.1) {
        outcomes.push(Ordering::Greater);
    }
    (outcomes, doubt)
}
