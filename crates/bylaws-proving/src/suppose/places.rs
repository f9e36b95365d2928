//! Where the value of an expression is written, and what it is.

use super::{Roles, Supposing};
use crate::literal;
use bylaws::check::policy::{ArithOp, Expr};
use bylaws::log::{EventOrigin, Exact, Type, Unit, Value};
use bylaws::syntax::ast::{Expr as Literal, ExprKind};
use chrono::{Days, Months, NaiveDate};

/// A field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub fact: usize,
    pub field: usize,
}

impl Supposing<'_> {
    /// The field that an expression reads, its record made where there is none.
    pub(super) fn place(&mut self, expr: &Expr, roles: &Roles) -> Option<Place> {
        match expr {
            Expr::Field(slot, field) => Some(Place { fact: roles.of(*slot)?, field: *field }),
            Expr::Attribute(of, name) => self.attribute(of, name, roles),
            Expr::Holders(unit, role) => {
                let unit = self.term(unit, roles)?;
                let fact = self.role_of(role, None, Some(&unit))?;
                Some(Place { fact, field: self.field_of(fact, "person")? })
            }
            Expr::UnitsOf(person, role) => {
                let person = self.term(person, roles)?;
                let fact = self.role_of(role, Some(&person), None)?;
                Some(Place { fact, field: self.field_of(fact, "unit")? })
            }
            Expr::RoleField(person, role, field) => {
                let person = self.term(person, roles)?;
                let fact = self.role_of(role, Some(&person), None)?;
                Some(Place { fact, field: *field })
            }
            Expr::Else(first, _) => self.place(first, roles),
            _ => None,
        }
    }

    fn attribute(&mut self, of: &Expr, name: &str, roles: &Roles) -> Option<Place> {
        let id = self.term(of, roles)?;
        let vocabulary = &self.policy.vocabulary;
        let known = self.facts.iter().position(|fact| {
            self.event(fact.kind).is_some_and(|e| matches!(e.origin, EventOrigin::Entity(_)))
                && fact.fields.get(&0) == Some(&id)
        });
        let declaring =
            |kind: &&String| vocabulary.entities.get(*kind).is_some_and(|e| e.fields.contains_key(name));
        let kind = vocabulary.entities.keys().find(declaring)?.clone();
        let field = vocabulary.entity_field(&kind, name)?;
        if let Some(role) = field.from_role.clone() {
            let fact = self.role_of(&role, Some(&id), None)?;
            return Some(Place { fact, field: self.field_of(fact, "unit")? });
        }
        let fact = match known {
            Some(fact) => fact,
            None => self.entity(&kind, id)?,
        };
        let canonical = field.name.canonical.clone();
        Some(Place { fact, field: self.field_of(fact, &canonical)? })
    }

    /// The record by which a person holds a role in a unit, made where there is none.
    pub(super) fn role_of(
        &mut self,
        role: &str,
        person: Option<&Literal>,
        unit: Option<&Literal>,
    ) -> Option<usize> {
        let word = literal::word(role);
        let fits = |fact: &super::Fact| {
            let event = self.event(fact.kind)?;
            let value = |name: &str| event.fields.get_index_of(name).and_then(|i| fact.fields.get(&i));
            let same = |name, wanted: Option<&Literal>| wanted.is_none_or(|w| value(name) == Some(w));
            (event.origin == EventOrigin::RoleStart
                && value("role") == Some(&word)
                && same("person", person)
                && same("unit", unit))
            .then_some(())
        };
        if let Some(known) = self.facts.iter().position(|fact| fits(fact).is_some()) {
            return Some(known);
        }
        let fact = self.holding(role)?;
        person.into_iter().for_each(|person| self.set_named(fact, "person", person.clone()));
        unit.into_iter().for_each(|unit| self.set_named(fact, "unit", unit.clone()));
        Some(fact)
    }

    /// What an expression comes to, as far as that is settled or can be.
    pub(super) fn term(&mut self, expr: &Expr, roles: &Roles) -> Option<Literal> {
        match expr {
            Expr::Value(value) => Some(literal::of_value(self.policy, value)),
            Expr::Parameter(name) => self.parameter(name),
            Expr::Bearer => roles.bearer.clone(),
            Expr::OfEach => roles.of_each.clone(),
            Expr::Entity => roles.entity.clone(),
            Expr::Set(all) => {
                let parts = all.iter().filter_map(|one| self.term(one, roles));
                Some(literal::list(parts.flat_map(|one| literal::parts(&one)).collect()))
            }
            Expr::Arith(op, a, b) => {
                let (a, b) = (self.number_of(a, roles)?, self.number_of(b, roles)?);
                let n = match op {
                    ArithOp::Add => a.add(b),
                    ArithOp::Sub => a.sub(b),
                    ArithOp::Mul => a.mul(b),
                    ArithOp::Div => a.div(b),
                };
                n.map(literal::number)
            }
            Expr::At(_) | Expr::Shift(..) | Expr::TimeOf(..) => self.day_of(expr, roles).map(literal::day),
            _ => {
                let place = self.place(expr, roles)?;
                self.get(place.fact, place.field)
            }
        }
    }

    /// The value of a parameter: what was given, its default, or some value.
    pub(super) fn parameter(&mut self, name: &str) -> Option<Literal> {
        if let Some(given) = self.with.get(name) {
            return Some(given.clone());
        }
        let parameter = self.policy.parameters.get(name)?;
        if let Some(value) = &parameter.default {
            return Some(literal::of_value(self.policy, value));
        }
        let value = match parameter.ty {
            // A month is not all that a length may be.
            Type::Duration => {
                let (count, unit) = match self.alternative % 3 {
                    0 => (1, Unit::Month),
                    1 => (2, Unit::Week),
                    _ => (1, Unit::Year),
                };
                literal::expr(ExprKind::Length(count, unit))
            }
            _ => self.fresh_of(&parameter.ty),
        };
        self.with.insert(name.to_owned(), value.clone());
        Some(value)
    }

    pub(crate) fn number_of(&mut self, expr: &Expr, roles: &Roles) -> Option<Exact> {
        // Two thirds are no literal, and a number all the same.
        if let Expr::Value(Value::Number(n)) = expr {
            return Some(*n);
        }
        if let Expr::Lookup(table, of, false) = expr {
            return self.looked_up(table, of, roles);
        }
        match self.term(expr, roles)?.kind {
            ExprKind::Number(n) => Some(n),
            _ => None,
        }
    }

    /// The day of an instant.
    pub(super) fn day_of(&mut self, expr: &Expr, roles: &Roles) -> Option<NaiveDate> {
        match expr {
            Expr::At(slot) => {
                let fact = roles.of(*slot)?;
                self.facts.get(fact).map(|fact| fact.day)
            }
            Expr::Shift(op, of, length) => {
                let day = self.day_of(of, roles)?;
                let ExprKind::Length(count, unit) = self.term(length, roles)?.kind else { return None };
                shifted(day, count, unit, *op == ArithOp::Sub)
            }
            Expr::TimeOf(_, selection) => {
                let fact = self.selected(selection, roles, true)?;
                self.facts.get(fact).map(|fact| fact.day)
            }
            Expr::Value(Value::Time(moment)) => Some(self.policy.zone.date_of(moment.first)),
            _ => match self.term(expr, roles)?.kind {
                ExprKind::Date(day) => Some(day),
                ExprKind::DateTime(time) => Some(time.date()),
                _ => None,
            },
        }
    }
}

/// A day so much later or earlier, days and months only: the evaluator knows the rest.
pub(crate) fn shifted(day: NaiveDate, count: u32, unit: bylaws::log::Unit, back: bool) -> Option<NaiveDate> {
    use bylaws::log::Unit;
    let (days, months) = match unit {
        Unit::Minute | Unit::Hour => (0, 0),
        Unit::Day => (count, 0),
        Unit::WorkingDay | Unit::SchoolDay => (count.saturating_mul(7) / 5, 0),
        Unit::Week | Unit::TeachingWeek => (count.saturating_mul(7), 0),
        Unit::Month => (0, count),
        Unit::Quarter => (0, count.saturating_mul(3)),
        Unit::Semester => (0, count.saturating_mul(6)),
        Unit::Year | Unit::AcademicYear => (0, count.saturating_mul(12)),
    };
    let (days, months) = (Days::new(days.into()), Months::new(months));
    match back {
        true => day.checked_sub_months(months)?.checked_sub_days(days),
        false => day.checked_add_months(months)?.checked_add_days(days),
    }
}
