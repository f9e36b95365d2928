//! Arithmetic, and measures of a field over selected records.

use super::comparison::Ends;
use super::context::{Context, Hand};
use super::numbers::one_of;
use super::select::Selected;
use super::term::{Doubt, Term};
use crate::check::policy::{ArithOp, Measure, Pick, Selection};
use crate::log::{Exact, Value};
use rustc_hash::FxHashSet as HashSet;

pub(super) fn arithmetic(op: ArithOp, left: &Term, right: &Term) -> Term {
    match (left, right) {
        (Term::Unknown(doubt), _) | (_, Term::Unknown(doubt)) => return Term::Unknown(doubt.clone()),
        (Term::Missing { doubt, .. }, _) | (_, Term::Missing { doubt, .. }) => {
            return Term::missing(doubt.clone());
        }
        (Term::Nothing, _) | (_, Term::Nothing) => return Term::Nothing,
        _ => {}
    }
    let (Some(a), Some(b)) = (left.ends(), right.ends()) else { return Term::Nothing };
    let doubt = match (a.2.clone().or(b.2.clone()), a.0.zip(b.0)) {
        (None, Some((a, b))) => return exact(op, a, b),
        (doubt, _) => doubt.unwrap_or(Doubt::OutOfRange),
    };
    let of = |x: Option<Exact>, y: Option<Exact>, f: fn(Exact, Exact) -> Option<Exact>| f(x?, y?);
    match op {
        ArithOp::Add => Term::between(of(a.0, b.0, Exact::add), of(a.1, b.1, Exact::add), doubt),
        ArithOp::Sub => Term::between(of(a.0, b.1, Exact::sub), of(a.1, b.0, Exact::sub), doubt),
        ArithOp::Mul => scaled(&a, &b, doubt),
        ArithOp::Div => match (b.0, b.2.is_none()) {
            (Some(divisor), true) => match exact(ArithOp::Div, Exact::ONE, divisor) {
                Term::Known(Value::Number(inverse)) => {
                    scaled(&a, &(Some(inverse), Some(inverse), None), doubt)
                }
                nothing => nothing,
            },
            _ => Term::Unknown(doubt),
        },
    }
}

// A pair of ends times a known factor that is not negative; anything else stays unknown.
fn scaled(a: &Ends, b: &Ends, doubt: Doubt) -> Term {
    let (range, factor) = if b.2.is_none() { (a, b.0) } else { (b, a.0) };
    let known = a.2.is_none() || b.2.is_none();
    match factor.zip(range.0).and_then(|(factor, low)| Some((factor, low.mul(factor)?))) {
        Some((factor, low)) if known && factor >= Exact::ZERO => {
            Term::between(Some(low), range.1.and_then(|high| high.mul(factor)), doubt)
        }
        _ => Term::Unknown(doubt),
    }
}

fn exact(op: ArithOp, a: Exact, b: Exact) -> Term {
    let value = match op {
        ArithOp::Add => a.add(b),
        ArithOp::Sub => a.sub(b),
        ArithOp::Mul => a.mul(b),
        ArithOp::Div if b == Exact::ZERO => return Term::Nothing,
        ArithOp::Div => a.div(b),
    };
    value.map_or(Term::Unknown(Doubt::OutOfRange), Term::number)
}

impl Context<'_> {
    /// A measure of a field over what a selection finds.
    pub(super) fn measure(&self, measure: Measure, selection: &Selection, field: usize) -> Term {
        let mut selected = self.look(selection);
        // An amount that was left out may be any.
        selected.unbounded = selected.unbounded.take().or_else(|| self.left_out(&selected, field));
        measured(measure, &selected, field, self.world.never_negative(selection, field))
    }

    fn left_out(&self, selected: &Selected<'_>, field: usize) -> Option<Doubt> {
        let all = selected.sure.iter().chain(selected.possible.iter().map(|(hit, _)| hit));
        all.filter_map(|hit| match &hit.hand {
            Hand::Record(record) | Hand::Spell(_, Some(record)) => Some(*record),
            Hand::Spell(_, None) | Hand::Entity(_) | Hand::Empty => None,
        })
        .filter(|record| record.field(field).is_none())
        .find_map(|record| match self.told(record, field) {
            Term::Missing { doubt, is_nobody: false } => Some(doubt),
            _ => None,
        })
    }
}

// `grows` says that no value of the field is negative, so that a total can only grow.
fn measured(measure: Measure, selected: &Selected<'_>, field: usize, grows: bool) -> Term {
    let value = |hand: &Hand<'_>| match hand {
        Hand::Record(record) => record.field(field).cloned(),
        Hand::Spell(spell, record) => match field {
            0 => Some(Value::Entity(spell.who.clone())),
            2 if spell.unit.is_some() => spell.unit.clone().map(Value::Entity),
            _ => record.and_then(|r| r.field(field)).cloned(),
        },
        Hand::Entity(_) | Hand::Empty => None,
    };
    let sure: Vec<Value> = selected.sure.iter().filter_map(|hit| value(&hit.hand)).collect();
    let possible: Vec<Value> = selected.possible.iter().filter_map(|(hit, _)| value(&hit.hand)).collect();
    match measure {
        Measure::Total => total(&sure, &possible, selected, grows),
        Measure::Distinct => distinct(&sure, &possible, selected),
        Measure::Greatest | Measure::Least | Measure::Average => match selected.doubt() {
            Some(doubt) if measure == Measure::Greatest => at_least(&sure, &possible, selected, doubt),
            Some(doubt) => Term::Unknown(doubt),
            None if measure == Measure::Average => average(&sure),
            None => extreme(if measure == Measure::Least { Pick::Lesser } else { Pick::Greater }, sure),
        },
    }
}

fn sum(values: impl Iterator<Item = Exact>) -> Option<Exact> {
    values.into_iter().try_fold(Exact::ZERO, Exact::add)
}

fn numbers(values: &[Value]) -> impl Iterator<Item = Exact> {
    values.iter().filter_map(|v| match v {
        Value::Number(n) => Some(*n),
        _ => None,
    })
}

fn total(sure: &[Value], possible: &[Value], selected: &Selected<'_>, grows: bool) -> Term {
    let Some(known) = sum(numbers(sure)) else { return Term::Unknown(Doubt::OutOfRange) };
    let Some(doubt) = selected.doubt() else { return Term::number(known) };
    let low = sum(numbers(possible).filter(|n| *n < Exact::ZERO)).and_then(|n| known.add(n));
    let high = sum(numbers(possible).filter(|n| *n > Exact::ZERO)).and_then(|n| known.add(n));
    let open = selected.unbounded.is_some() || selected.set_aside > 0;
    match low {
        // What was not seen may be negative.
        _ if open && !grows => Term::Unknown(doubt),
        Some(low) => Term::between(Some(low), if open { None } else { high }, doubt),
        None => Term::Unknown(Doubt::OutOfRange),
    }
}

fn distinct(sure: &[Value], possible: &[Value], selected: &Selected<'_>) -> Term {
    let flat = |values: &[Value]| -> HashSet<Value> {
        let each = values.iter().flat_map(|v| match v {
            Value::Set(items) => items.clone(),
            one => vec![one.clone()],
        });
        each.collect()
    };
    let known = flat(sure);
    let low = Exact::from(known.len() as i64);
    match selected.doubt() {
        None => Term::number(low),
        Some(doubt) if selected.unbounded.is_some() => Term::between(Some(low), None, doubt),
        Some(doubt) => {
            let more = flat(possible).difference(&known).count() + selected.set_aside;
            Term::between(Some(low), low.add(Exact::from(more as i64)), doubt)
        }
    }
}

// What is not known can only make the greatest greater.
fn at_least(sure: &[Value], possible: &[Value], selected: &Selected<'_>, doubt: Doubt) -> Term {
    let open = selected.unbounded.is_some() || selected.set_aside > 0;
    match numbers(sure).max() {
        None => Term::Unknown(doubt),
        Some(low) if open => Term::between(Some(low), None, doubt),
        Some(low) => Term::between(Some(low), numbers(sure).chain(numbers(possible)).max(), doubt),
    }
}

fn average(values: &[Value]) -> Term {
    let all: Vec<Exact> = numbers(values).collect();
    let number = Exact::from(all.len() as i64);
    let found = sum(all.into_iter()).and_then(|sum| sum.div(number)).filter(|_| number > Exact::ZERO);
    found.map_or(Term::Nothing, Term::number)
}

fn extreme(which: Pick, values: Vec<Value>) -> Term {
    let each = values.into_iter().map(Term::Known);
    each.reduce(|one, other| one_of(which, &one, &other)).unwrap_or(Term::Nothing)
}
