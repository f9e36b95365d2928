//! Expressions → terms and truths. Total: what cannot be told is unknown with a reason, never a guess.

use super::context::{Context, Hand};
use super::measures::arithmetic;
use super::select::Selected;
use super::term::{Doubt, Term, Truth};
use crate::check::policy::{DayKind, Expr, Slot};
use crate::log::{Exact, Instant, Moment, Precision, Record, Value};
use rustc_hash::FxHashSet as HashSet;
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
            Expr::OfEach => self.world.facet.of_each.clone().map_or(Term::Nothing, Term::Known),
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
            Expr::Size(of) => self.size(of),
            Expr::Count(selection) => self.look(selection).count(),
            Expr::Measure(measure, selection, field) => self.measure(*measure, selection, *field),
            Expr::Previous(_) if self.previous_doubt.is_some() => {
                self.previous_doubt.clone().map_or(Term::Nothing, Term::Unknown)
            }
            Expr::Previous(inner) => match self.previous {
                // What was before that window is not looked at.
                Some(window) => {
                    let before = self.over(window).at(Instant(window.1.0 - 1));
                    Context { previous: None, closing: Some(window.0), ..before }.term(inner)
                }
                None => Term::Nothing,
            },
            Expr::Within(length, side, anchor, inner) => self.within(*length, *side, anchor, inner),
            Expr::Over(from, to, inner) => self.over_span(from, to, inner),
            Expr::Daily(from, to, inner) => self.daily(*from, *to, inner),
            Expr::Shift(op, of, length) => self.shifted(*op, of, length),
            Expr::OnDay(clock, of) => self.on_day(*clock, of),
            Expr::DayOfPeriod(day, period, later, of) => self.day_of_period((*day, *period, *later), of),
            Expr::DayOfYear(month, day, later, of) => self.day_of_year((*month, *day), *later, of),
            Expr::TimePart(part, of) => self.time_part(*part, of),
            Expr::Elapsed(unit, from, to) => self.elapsed(*unit, from, to),
            Expr::Pick(pick, parts) => self.pick(*pick, parts),
            Expr::Round(how, places, inner) => self.rounded(*how, *places, inner),
            Expr::Else(left, right) => match self.term(left) {
                Term::Nothing | Term::Missing { .. } => self.term(right),
                // A vacant post is nobody.
                Term::Known(Value::Set(nobody)) if nobody.is_empty() => self.term(right),
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
            Expr::Exists(selection) => exists(&self.look(selection)),
            Expr::Holds(who, role, unit) => self.holds(who, role, unit.as_deref()),
            Expr::Under(who, state) => self.under(who, state),
            Expr::During(kind) => self.during(*kind),
            other => match self.term(other) {
                Term::Known(Value::Bool(value)) => Truth::of(value),
                Term::Unknown(doubt) | Term::Missing { doubt, .. } => Truth::Unknown(doubt),
                Term::Nothing => Truth::Empty,
                Term::Known(_) | Term::Between(..) => Truth::False,
            },
        }
    }

    // A set may name one value twice; it is still one.
    fn size(&self, of: &Expr) -> Term {
        match self.term(of) {
            Term::Known(Value::Set(items)) => {
                let different: HashSet<Value> = items.into_iter().collect();
                Term::number(Exact::from(different.len() as i64))
            }
            Term::Known(_) => Term::number(Exact::ONE),
            Term::Missing { doubt, .. } => Term::missing(doubt),
            other => other,
        }
    }

    fn field(&self, slot: Slot, index: usize) -> Term {
        let of_record = |record: Option<&Record>| record.map_or(Term::Nothing, |r| self.told(r, index));
        match self.hand_of(slot) {
            Hand::Record(record) => self.told(record, index),
            Hand::Spell(spell, record) => match (index, &spell.unit) {
                (0, _) => Term::Known(Value::Entity(spell.who.clone())),
                (2, Some(unit)) => Term::Known(Value::Entity(unit.clone())),
                _ => of_record(record),
            },
            Hand::Entity(_) | Hand::Empty => Term::Nothing,
        }
    }

    // What a record tells, or that it was left out.
    pub(super) fn told(&self, record: &Record, index: usize) -> Term {
        if let Some(value) = record.field(index) {
            return Term::Known(value.clone());
        }
        match self.world.declared(record.kind, index).filter(|field| field.optional) {
            Some(field) => Term::Missing {
                doubt: Doubt::LeftOut(record.kind, index, record.id.clone()),
                is_nobody: field.ty.names(),
            },
            None => Term::Nothing,
        }
    }

    fn moment(&self, slot: Slot) -> Option<Moment> {
        match self.hand_of(slot) {
            Hand::Record(record) => Some(record.at),
            Hand::Spell(spell, record) => Some(record.map_or(
                Moment { first: spell.from, end: spell.sure_from, precision: Precision::Day },
                |r| r.at,
            )),
            Hand::Entity(_) | Hand::Empty => None,
        }
    }

    // The entities that an expression names; a doubt or nothing is passed on.
    pub(super) fn entities(&self, expr: &Expr) -> Result<Vec<Arc<str>>, Term> {
        match self.term(expr) {
            Term::Known(Value::Entity(id)) => Ok(vec![id]),
            Term::Known(Value::Set(items)) => Ok(items
                .into_iter()
                .filter_map(|item| match item {
                    Value::Entity(id) => Some(id),
                    _ => None,
                })
                .collect()),
            unknown @ (Term::Unknown(_) | Term::Missing { .. }) => Err(unknown),
            Term::Known(_) | Term::Between(..) | Term::Nothing => Err(Term::Nothing),
        }
    }

    fn attribute(&self, of: &Expr, name: &str) -> Term {
        let ids = match self.entities(of) {
            Ok(ids) => ids,
            Err(Term::Missing { doubt, .. }) => {
                return Term::Missing { doubt, is_nobody: self.world.is_name(name) };
            }
            Err(term) => return term,
        };
        if let Some(doubt) = self.attribute_doubt(&ids) {
            return Term::Unknown(doubt);
        }
        let mut values: Vec<Value> = Vec::new();
        let mut left_out = None;
        for id in &ids {
            let life = self.world.life(id);
            let field = || life.and_then(|life| self.world.policy.vocabulary.entity_field(&life.kind, name));
            let doubt = || Doubt::NotRecorded(name.to_owned(), id.clone());
            match life.and_then(|life| life.attributes.of(name).rev().find(|r| r.from <= self.at)) {
                Some(reading) => values.push(reading.value.clone()),
                None => match field().filter(|field| field.optional) {
                    Some(field) => {
                        left_out = Some(Term::Missing { doubt: doubt(), is_nobody: field.ty.names() });
                    }
                    None => return Term::Unknown(doubt()),
                },
            }
        }
        left_out.filter(|_| values.is_empty()).unwrap_or_else(|| one_or_set(values))
    }

    // A record of such an entity that was set aside may have changed any attribute of it.
    fn attribute_doubt(&self, ids: &[Arc<str>]) -> Option<Doubt> {
        if self.world.log.set_aside.is_empty() {
            return None;
        }
        let kinds = ids.iter().filter_map(|id| self.world.life(id)).map(|life| &*life.kind);
        let events = kinds.filter_map(|kind| self.world.policy.vocabulary.events.get_index_of(kind));
        let until = Instant(self.at.0 + 1);
        let lost = events.into_iter().any(|kind| self.world.set_aside(kind, Instant::MIN, until) > 0);
        lost.then_some(Doubt::SetAside)
    }

    fn set(&self, parts: &[Expr]) -> Term {
        let mut items = Vec::new();
        for part in parts {
            match self.term(part) {
                Term::Known(Value::Set(more)) => items.extend(more),
                Term::Known(value) => items.push(value),
                Term::Nothing | Term::Missing { .. } => {}
                unknown => return unknown,
            }
        }
        Term::Known(Value::Set(items))
    }

    fn during(&self, kind: DayKind) -> Truth {
        let day = self.world.date_of(self.at);
        let known = self.world.calendar.is_of_kind(kind, day);
        known.map_or(Truth::Unknown(Doubt::Calendar), Truth::of)
    }
}

pub(super) fn one_or_set(mut values: Vec<Value>) -> Term {
    match values.len() {
        0 => Term::Nothing,
        1 => values.pop().map_or(Term::Nothing, Term::Known),
        _ => Term::Known(Value::Set(values)),
    }
}

fn exists(selected: &Selected<'_>) -> Truth {
    if selected.sure.is_empty() { selected.doubt().map_or(Truth::False, Truth::Unknown) } else { Truth::True }
}
