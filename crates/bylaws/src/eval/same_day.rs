//! The order of moments that may lie on one day: a date is the whole of its day, and what happened on a day lies
//! somewhere in it (rule T5).

use super::comparison::compare;
use super::context::{Context, Hand};
use super::term::{Doubt, Term, Truth};
use crate::check::policy::{CompareOp, Expr, Slot};
use crate::log::{Moment, Precision, Record, Type, Value};
use crate::plan;
use std::sync::Arc;

impl Context<'_> {
    pub(super) fn order_in_time(
        &self,
        op: CompareOp,
        (left, a): (&Expr, Moment),
        (right, b): (&Expr, Moment),
    ) -> Truth {
        let order = |a, b| compare(op, &Term::Known(Value::Time(a)), &Term::Known(Value::Time(b)));
        // Whenever it was: no record is before or after itself.
        if self.is_one_record(left, right) {
            return order(Moment::instant(a.first), Moment::instant(a.first));
        }
        let strictly =
            matches!(op, CompareOp::Before | CompareOp::After | CompareOp::MoreThan | CompareOp::LessThan);
        if strictly && a == b && a.precision != Precision::Instant && happened(left) && happened(right) {
            return match self.is_the_outermost(left, right) {
                true => Truth::False,
                false => Truth::Unknown(Doubt::SameDay(Arc::from(""))),
            };
        }
        // What lies on the day is neither before nor after a date.
        let is_date = |expr, at: Moment| at.precision == Precision::Day && !self.is_of_an_event(expr);
        if a.surely_in(b.first, b.end) && is_date(right, b) {
            order(b, b)
        } else if b.surely_in(a.first, a.end) && is_date(left, a) {
            order(a, a)
        } else {
            order(a, b)
        }
    }

    /// Whether two expressions are when one and the same record happened.
    pub(super) fn is_one_record(&self, left: &Expr, right: &Expr) -> bool {
        let (Expr::At(left), Expr::At(right)) = (left, right) else { return false };
        let id = |slot: Slot| self.record(slot).map(|record| &record.id);
        left == right || id(*left).is_some_and(|left| id(*right) == Some(left))
    }

    // Whether one of two is when the first or last of some records happened, and the other when that very record did.
    fn is_the_outermost(&self, left: &Expr, right: &Expr) -> bool {
        match (left, right) {
            (Expr::At(slot), Expr::TimeOf(end, of)) | (Expr::TimeOf(end, of), Expr::At(slot)) => {
                let own = self.record(*slot).map(|record| &record.id);
                own.is_some_and(|own| self.outermost(*end, of).as_ref() == Some(own))
            }
            (Expr::TimeOf(end, of), Expr::TimeOf(other_end, other)) => {
                let one = self.outermost(*end, of);
                one.is_some() && one == self.outermost(*other_end, other)
            }
            _ => false,
        }
    }

    fn record(&self, slot: Slot) -> Option<&Record> {
        match self.hand_of(slot) {
            Hand::Record(record) => Some(record),
            Hand::Spell(_, record) => record,
            Hand::Entity(_) | Hand::Empty => None,
        }
    }

    // Whether a day that an expression gives may be that of an event: when something happened, or an instant of which
    // only the day was recorded.
    fn is_of_an_event(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Field(slot, index) => {
                let field = self.record(*slot).and_then(|record| self.world.declared(record.kind, *index));
                field.is_none_or(|field| field.ty != Type::Date)
            }
            Expr::RoleField(_, _, index) => {
                let start = self.world.starting_kind(None);
                let field = start.and_then(|kind| self.world.declared(kind, *index));
                field.is_none_or(|field| field.ty != Type::Date)
            }
            Expr::Attribute(_, name) => {
                let mut kinds = self.world.policy.vocabulary.entities.values();
                let field = kinds.find_map(|kind| kind.fields.get(name));
                field.is_none_or(|field| field.ty != Type::Date)
            }
            Expr::Pick(_, parts) => parts.iter().any(|part| self.is_of_an_event(part)),
            Expr::Else(one, other) => self.is_of_an_event(one) || self.is_of_an_event(other),
            Expr::Shift(_, of, length) => match self.term(length) {
                Term::Known(Value::Length(length)) => {
                    plan::elapsed(length.count, length.unit).is_some() && self.is_of_an_event(of)
                }
                _ => true,
            },
            Expr::Value(_) | Expr::Parameter(_) | Expr::DayOfYear(..) | Expr::DayOfPeriod(..) => false,
            _ => true,
        }
    }
}

// When something happened, which is an instant even where only the day of it is known.
fn happened(expr: &Expr) -> bool {
    matches!(expr, Expr::At(_) | Expr::TimeOf(..) | Expr::Ended)
}
