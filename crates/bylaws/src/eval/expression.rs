//! Expressions → terms and truths. Total: what cannot be told is unknown with a reason, never a guess.

use super::context::{Context, Hand};
use super::fluents::Spell;
use super::select::Selected;
use super::term::{Doubt, Term, Truth};
use crate::check::policy::{ArithOp, CalendarKind, CompareOp, Expr, From, Measure, Slot};
use crate::log::{Exact, Instant, Moment, Precision, Value};
use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::Arc;

impl Context<'_> {
    /// What an expression is.
    pub(super) fn term(&self, expr: &Expr) -> Term {
        match expr {
            Expr::Value(value) => Term::Known(value.clone()),
            Expr::Parameter(name) => self
                .world
                .parameter(name)
                .map_or_else(|| Term::Unknown(Doubt::Parameter(name.clone())), |v| Term::Known(v.clone())),
            Expr::Bearer => self.bearer.clone().map_or(Term::Nothing, Term::Known),
            Expr::Field(slot, index) => self.field(*slot, *index),
            Expr::Entity => match &self.hand {
                Hand::Entity(id) => Term::Known(Value::Entity(id.clone())),
                _ => Term::Nothing,
            },
            Expr::At(slot) => self.moment(*slot).map_or(Term::Nothing, |at| Term::Known(Value::Time(at))),
            Expr::Attribute(of, name) => self.attribute(of, name),
            Expr::Holders(unit, role) => self.holders(unit, role),
            Expr::UnitsOf(who, role) => self.units_of(who, role),
            Expr::RoleField(who, role, field) => self.role_field(who, role, *field),
            Expr::Set(parts) => self.set(parts),
            Expr::Count(selection) => self.select(selection).count(),
            Expr::Measure(measure, selection, field) => {
                let grows = self.world.never_negative(selection, *field);
                measured(*measure, &self.select(selection), *field, grows)
            }
            Expr::Previous(inner) => match self.previous {
                Some(window) => self.over(window).at(Instant(window.1.0 - 1)).term(inner),
                None => Term::Nothing,
            },
            Expr::Within(length, side, anchor, inner) => self.within(*length, *side, anchor, inner),
            Expr::Over(from, to, inner) => self.over_span(from, to, inner),
            Expr::Shift(op, of, length) => self.shifted(*op, of, length),
            Expr::TimePart(part, of) => self.time_part(*part, of),
            Expr::Elapsed(unit, from, to) => self.elapsed(*unit, from, to),
            Expr::Pick(pick, parts) => self.pick(*pick, parts),
            Expr::Round(how, places, inner) => self.rounded(*how, *places, inner),
            Expr::Else(left, right) => match self.term(left) {
                Term::Nothing => self.term(right),
                found => found,
            },
            Expr::Lookup(table, key, marginal) => self.lookup(table, key, *marginal),
            Expr::TimeOf(end, selection) => self.time_of(*end, selection),
            Expr::UnitsWith(unit, selection, run) => self.units_with(*unit, selection, *run),
            Expr::SpellTime(which, unit, selection, joined) => {
                self.spell_time(*which, *unit, selection, *joined)
            }
            Expr::Account(of, name) => self.account(of, name),
            Expr::Carried => self.carried.clone().unwrap_or(Term::Nothing),
            Expr::Ended => self.ended(),
            Expr::Arith(op, left, right) => arithmetic(*op, &self.term(left), &self.term(right)),
            condition => match self.truth(condition) {
                Truth::True => Term::Known(Value::Bool(true)),
                Truth::False => Term::Known(Value::Bool(false)),
                Truth::Unknown(doubt) => Term::Unknown(doubt),
                Truth::Empty => Term::Nothing,
            },
        }
    }

    /// Whether a condition holds.
    pub(super) fn truth(&self, expr: &Expr) -> Truth {
        match expr {
            Expr::And(parts) => {
                parts.iter().fold(Truth::True, |so_far, part| so_far.and(|| self.truth(part)))
            }
            Expr::Or(parts) => parts.iter().fold(Truth::False, |so_far, part| so_far.or(|| self.truth(part))),
            Expr::Not(inner) => self.truth(inner).not(),
            Expr::Compare(op, left, right) => self.compare(*op, left, right),
            Expr::Exists(selection) => exists(&self.select(selection)),
            Expr::Holds(who, role, unit) => self.holds(who, role, unit.as_deref()),
            Expr::Under(who, state) => self.under(who, state),
            Expr::During(kind) => self.during(*kind),
            other => match self.term(other) {
                Term::Known(Value::Bool(value)) => Truth::of(value),
                Term::Unknown(doubt) => Truth::Unknown(doubt),
                Term::Nothing => Truth::Empty,
                Term::Known(_) | Term::Between(..) => Truth::False,
            },
        }
    }

    fn field(&self, slot: Slot, index: usize) -> Term {
        let value = match (slot, &self.hand) {
            (Slot::Trigger, _) => self.trigger.and_then(|r| r.field(index)).cloned(),
            (Slot::InHand, Hand::Record(record)) => record.field(index).cloned(),
            (Slot::InHand, Hand::Spell(spell, record)) => match (index, &spell.unit) {
                (0, _) => Some(Value::Entity(spell.who.clone())),
                (2, Some(unit)) => Some(Value::Entity(unit.clone())),
                _ => record.and_then(|r| r.field(index)).cloned(),
            },
            (Slot::InHand, Hand::Entity(_) | Hand::Empty) => None,
        };
        value.map_or(Term::Nothing, Term::Known)
    }

    fn moment(&self, slot: Slot) -> Option<Moment> {
        match (slot, &self.hand) {
            (Slot::Trigger, _) => self.trigger.map(|r| r.at),
            (Slot::InHand, Hand::Record(record)) => Some(record.at),
            (Slot::InHand, Hand::Spell(spell, record)) => Some(record.map_or(
                Moment { first: spell.from, end: spell.sure_from, precision: Precision::Day },
                |r| r.at,
            )),
            (Slot::InHand, Hand::Entity(_) | Hand::Empty) => None,
        }
    }

    // The entities that an expression names; a doubt or nothing is passed on.
    fn entities(&self, expr: &Expr) -> Result<Vec<Arc<str>>, Term> {
        match self.term(expr) {
            Term::Known(Value::Entity(id)) => Ok(vec![id]),
            Term::Known(Value::Set(items)) => Ok(items
                .into_iter()
                .filter_map(|item| match item {
                    Value::Entity(id) => Some(id),
                    _ => None,
                })
                .collect()),
            Term::Unknown(doubt) => Err(Term::Unknown(doubt)),
            Term::Known(_) | Term::Between(..) | Term::Nothing => Err(Term::Nothing),
        }
    }

    fn attribute(&self, of: &Expr, name: &str) -> Term {
        let ids = match self.entities(of) {
            Ok(ids) => ids,
            Err(term) => return term,
        };
        if let Some(doubt) = self.attribute_doubt(&ids) {
            return Term::Unknown(doubt);
        }
        let mut values: Vec<Value> = Vec::new();
        for id in &ids {
            let life = self.world.life(id);
            let history = life.and_then(|life| life.attributes.get(name));
            // An optional attribute that was left out is nothing.
            let optional = || {
                let field = life.and_then(|life| self.world.policy.vocabulary.entity_field(&life.kind, name));
                field.is_some_and(|field| field.optional)
            };
            match history.and_then(|h| h.iter().rev().find(|r| r.from <= self.at)) {
                Some(reading) => values.push(reading.value.clone()),
                None if optional() => {}
                None => return Term::Unknown(Doubt::NotRecorded(name.to_owned())),
            }
        }
        one_or_set(values)
    }

    // A record of such an entity that was set aside may have changed any attribute of it.
    fn attribute_doubt(&self, ids: &[Arc<str>]) -> Option<Doubt> {
        if self.world.log.set_aside.is_empty() {
            return None;
        }
        let kinds = ids.iter().filter_map(|id| self.world.life(id)).map(|life| life.kind.as_str());
        let events = kinds.filter_map(|kind| self.world.policy.vocabulary.events.get_index_of(kind));
        let until = Instant(self.at.0 + 1);
        let lost = events.into_iter().any(|kind| self.world.set_aside(kind, Instant::MIN, until) > 0);
        lost.then_some(Doubt::SetAside)
    }

    fn holders(&self, unit: &Expr, role: &str) -> Term {
        let units = match self.entities(unit) {
            Ok(units) => units,
            Err(term) => return term,
        };
        let found = units.iter().filter_map(|u| self.world.fluents.roles.get(role).map(|s| s.of_unit(u)));
        let found = found.flatten();
        self.people_or_units(role, found, |spell| Some(spell.who.clone()))
    }

    fn units_of(&self, who: &Expr, role: &str) -> Term {
        let people = match self.entities(who) {
            Ok(people) => people,
            Err(term) => return term,
        };
        let found = people.iter().filter_map(|p| self.world.fluents.roles.get(role).map(|s| s.of_who(p)));
        self.people_or_units(role, found.flatten(), |spell| spell.unit.clone())
    }

    // One end of the spells of a role that hold at the instant; a set, if it is known in full.
    fn people_or_units<'s>(
        &self,
        role: &str,
        spells: impl Iterator<Item = &'s Spell>,
        end: impl Fn(&Spell) -> Option<Arc<str>>,
    ) -> Term {
        let of = From::Role(role.to_owned());
        let (mut sure, mut possible) = (Vec::new(), Vec::new());
        for spell in spells {
            let Some(value) = end(spell).map(Value::Entity) else { continue };
            if !sure.contains(&value) && spell.surely_at(self.at) {
                sure.push(value);
            } else if spell.possibly_at(self.at) && !spell.surely_at(self.at) {
                possible.push((value, spell));
            }
        }
        let unsure = possible.iter().find(|(value, _)| !sure.contains(value));
        let doubt = unsure.map(|(_, spell)| self.imprecise(spell));
        let absent = || if sure.is_empty() { self.world.absence_doubt(&of, self.at) } else { None };
        let present = || if sure.is_empty() { None } else { self.world.presence_doubt(&of, self.at) };
        match doubt.or_else(absent).or_else(present) {
            Some(doubt) => Term::Unknown(doubt),
            None => Term::Known(Value::Set(sure)),
        }
    }

    fn imprecise(&self, spell: &Spell) -> Doubt {
        let record = spell.start.and_then(|i| self.world.log.records.get(i));
        Doubt::Imprecise(record.map_or_else(|| spell.who.clone(), |r| r.id.clone()))
    }

    fn role_field(&self, who: &Expr, role: &str, field: usize) -> Term {
        let people = match self.entities(who) {
            Ok(people) => people,
            Err(term) => return term,
        };
        let of = From::Role(role.to_owned());
        let spells =
            people.iter().filter_map(|p| self.world.fluents.roles.get(role).map(|s| s.of_who(p))).flatten();
        let (mut values, mut unsure) = (Vec::new(), None);
        for spell in spells {
            let record = spell.start.and_then(|i| self.world.log.records.get(i));
            if spell.surely_at(self.at) {
                values.extend(record.and_then(|r| r.field(field)).cloned());
            } else if spell.possibly_at(self.at) {
                unsure = unsure.or(Some(self.imprecise(spell)));
            }
        }
        let present = || self.world.presence_doubt(&of, self.at);
        match unsure.or_else(present) {
            Some(doubt) => Term::Unknown(doubt),
            None => one_or_set(values),
        }
    }

    fn set(&self, parts: &[Expr]) -> Term {
        let mut items = Vec::new();
        for part in parts {
            match self.term(part) {
                Term::Known(Value::Set(more)) => items.extend(more),
                Term::Known(value) => items.push(value),
                Term::Nothing => {}
                unknown => return unknown,
            }
        }
        Term::Known(Value::Set(items))
    }

    fn holds(&self, who: &Expr, role: &str, unit: Option<&Expr>) -> Truth {
        let people = match self.entities(who) {
            Ok(people) => people,
            Err(Term::Unknown(doubt)) => return Truth::Unknown(doubt),
            Err(_) => return Truth::False,
        };
        let units = match unit.map(|unit| self.entities(unit)) {
            None => None,
            Some(Ok(units)) => Some(units),
            Some(Err(Term::Unknown(doubt))) => return Truth::Unknown(doubt),
            Some(Err(_)) => return Truth::False,
        };
        let fits = |found: &Option<Arc<str>>| {
            units.as_ref().is_none_or(|units| found.as_ref().is_some_and(|u| units.contains(u)))
        };
        let spells =
            people.iter().filter_map(|p| self.world.fluents.roles.get(role).map(|s| s.of_who(p))).flatten();
        self.holds_now(&From::Role(role.to_owned()), spells.filter(|s| fits(&s.unit)))
    }

    fn under(&self, who: &Expr, state: &str) -> Truth {
        let people = match self.entities(who) {
            Ok(people) => people,
            Err(Term::Unknown(doubt)) => return Truth::Unknown(doubt),
            Err(_) => return Truth::False,
        };
        let spells =
            people.iter().filter_map(|p| self.world.fluents.states.get(state).map(|s| s.of_who(p))).flatten();
        self.holds_now(&From::State(state.to_owned()), spells)
    }

    // Whether one of these spells holds at the instant.
    fn holds_now<'s>(&self, of: &From, spells: impl Iterator<Item = &'s Spell>) -> Truth {
        let mut unsure = None;
        for spell in spells {
            if spell.surely_at(self.at) {
                return self.world.presence_doubt(of, self.at).map_or(Truth::True, Truth::Unknown);
            }
            if spell.possibly_at(self.at) {
                unsure = unsure.or(Some(self.imprecise(spell)));
            }
        }
        unsure.or_else(|| self.world.absence_doubt(of, self.at)).map_or(Truth::False, Truth::Unknown)
    }

    fn during(&self, kind: CalendarKind) -> Truth {
        let day = self.world.date_of(self.at);
        let known = self.world.policy.calendar.is_during(kind, day);
        known.map_or(Truth::Unknown(Doubt::Calendar), Truth::of)
    }

    fn compare(&self, op: CompareOp, left: &Expr, right: &Expr) -> Truth {
        // Each of several named holders must be there; a vacant post among them equals nobody (rule O5).
        if let (CompareOp::Contains, Expr::Set(parts)) = (op, right) {
            return parts
                .iter()
                .fold(Truth::True, |so_far, part| so_far.and(|| self.compare(op, left, part)));
        }
        match self.peek(left) {
            Some(whole) if op == CompareOp::Contains => self.compare_contents(whole, right),
            _ if happened(left) && happened(right) => {
                let (left, right) = (self.term(left), self.term(right));
                match (&left, &right) {
                    (Term::Known(Value::Time(a)), Term::Known(Value::Time(b))) => order_of_events(op, *a, *b),
                    _ => compare(op, &left, &right),
                }
            }
            _ => compare(op, &self.term(left), &self.term(right)),
        }
    }

    // Sets may be long and are looked into once for each bearer: they are not copied for it.
    fn compare_contents(&self, whole: &Value, right: &Expr) -> Truth {
        if let Some(part) = self.peek(right) {
            return Truth::of(holds(whole, part));
        }
        match self.term(right) {
            Term::Known(part) => Truth::of(holds(whole, &part)),
            Term::Unknown(doubt) => Truth::Unknown(doubt),
            Term::Between(..) | Term::Nothing => Truth::False,
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

// When something happened, which is an instant even where only the day of it is known.
fn happened(expr: &Expr) -> bool {
    matches!(expr, Expr::At(_) | Expr::TimeOf(..) | Expr::Ended)
}

fn order_of_events(op: CompareOp, a: Moment, b: Moment) -> Truth {
    let same_day = a == b && a.precision != Precision::Instant;
    match (same_day, op) {
        (true, CompareOp::Before | CompareOp::After | CompareOp::MoreThan | CompareOp::LessThan) => {
            Truth::Unknown(Doubt::SameDay(Arc::from("")))
        }
        _ => compare(op, &Term::Known(Value::Time(a)), &Term::Known(Value::Time(b))),
    }
}

fn one_or_set(mut values: Vec<Value>) -> Term {
    match values.len() {
        0 => Term::Nothing,
        1 => values.pop().map_or(Term::Nothing, Term::Known),
        _ => Term::Known(Value::Set(values)),
    }
}

fn exists(selected: &Selected<'_>) -> Truth {
    if selected.sure.is_empty() { selected.doubt().map_or(Truth::False, Truth::Unknown) } else { Truth::True }
}

/// Compares two terms.
pub(super) fn compare(op: CompareOp, left: &Term, right: &Term) -> Truth {
    use CompareOp::{After, AtLeast, AtMost, Before, Contains, In, Is, IsNot, LessThan, MoreThan};
    if let Term::Unknown(doubt) = left {
        return Truth::Unknown(doubt.clone());
    }
    if let Term::Unknown(doubt) = right {
        return Truth::Unknown(doubt.clone());
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
    match (left, right) {
        (Term::Nothing, _) | (_, Term::Nothing) => Truth::False,
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
    match (word(a), word(b)) {
        (Some(a), Some(b)) => a == b,
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
        (Term::Known(Value::Length(a)), Term::Known(Value::Length(b))) if a.unit == b.unit => {
            Truth::of(wanted(a.count.cmp(&b.count)))
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
    if a.end <= b.first {
        return (vec![Ordering::Less], doubt);
    }
    if a.first >= b.end {
        return (vec![Ordering::Greater], doubt);
    }
    (vec![Ordering::Less, Ordering::Equal, Ordering::Greater], doubt)
}

type Ends = (Exact, Option<Exact>, Option<Doubt>);

fn number_orders(a: &Ends, b: &Ends) -> (Vec<Ordering>, Doubt) {
    let doubt = a.2.clone().or(b.2.clone()).unwrap_or(Doubt::OutOfRange);
    let mut outcomes = Vec::new();
    if b.1.is_none_or(|high| a.0 < high) {
        outcomes.push(Ordering::Less);
    }
    let meet = a.1.is_none_or(|high| high >= b.0) && b.1.is_none_or(|high| high >= a.0);
    if meet {
        outcomes.push(Ordering::Equal);
    }
    if a.1.is_none_or(|high| high > b.0) {
        outcomes.push(Ordering::Greater);
    }
    (outcomes, doubt)
}

fn arithmetic(op: ArithOp, left: &Term, right: &Term) -> Term {
    match (left, right) {
        (Term::Unknown(doubt), _) | (_, Term::Unknown(doubt)) => return Term::Unknown(doubt.clone()),
        (Term::Nothing, _) | (_, Term::Nothing) => return Term::Nothing,
        _ => {}
    }
    let (Some(a), Some(b)) = (left.ends(), right.ends()) else { return Term::Nothing };
    let Some(doubt) = a.2.clone().or(b.2.clone()) else { return exact(op, a.0, b.0) };
    let corner = |x: Option<Exact>, y: Option<Exact>, f: fn(Exact, Exact) -> Option<Exact>| f(x?, y?);
    match op {
        ArithOp::Add => match a.0.add(b.0) {
            Some(low) => Term::Between(low, corner(a.1, b.1, Exact::add), doubt),
            None => Term::Unknown(Doubt::OutOfRange),
        },
        ArithOp::Sub => match b.1.and_then(|high| a.0.sub(high)) {
            Some(low) => Term::Between(low, a.1.and_then(|high| high.sub(b.0)), doubt),
            None => Term::Unknown(doubt),
        },
        ArithOp::Mul => scaled(&a, &b, doubt),
        ArithOp::Div => match (b.2.is_none(), exact(ArithOp::Div, Exact::ONE, b.0)) {
            (true, Term::Known(Value::Number(inverse))) => scaled(&a, &(inverse, Some(inverse), None), doubt),
            (true, nothing) => nothing,
            (false, _) => Term::Unknown(doubt),
        },
    }
}

// A pair of ends times a known factor that is not negative; anything else stays unknown.
fn scaled(a: &Ends, b: &Ends, doubt: Doubt) -> Term {
    let (range, factor) = if b.2.is_none() { (a, b.0) } else { (b, a.0) };
    let known = a.2.is_none() || b.2.is_none();
    match range.0.mul(factor) {
        Some(low) if known && factor >= Exact::ZERO => {
            Term::Between(low, range.1.and_then(|high| high.mul(factor)), doubt)
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
            Some(doubt) => Term::Unknown(doubt),
            None => extreme(measure, &sure),
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
        Some(low) => Term::Between(low, if open { None } else { high }, doubt),
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
        Some(doubt) if selected.unbounded.is_some() => Term::Between(low, None, doubt),
        Some(doubt) => {
            let more = flat(possible).difference(&known).count() + selected.set_aside;
            Term::Between(low, low.add(Exact::from(more as i64)), doubt)
        }
    }
}

fn extreme(measure: Measure, values: &[Value]) -> Term {
    let all: Vec<Exact> = numbers(values).collect();
    let found = match measure {
        Measure::Greatest => all.iter().copied().max(),
        Measure::Least => all.iter().copied().min(),
        _ if all.is_empty() => None,
        _ => sum(all.iter().copied()).and_then(|s| s.div(Exact::from(all.len() as i64))),
    };
    found.map_or(Term::Nothing, Term::number)
}
