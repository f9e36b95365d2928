//! Records under which a number comes to be what it should.

use super::places::shifted;
use super::{MOST, Roles, Supposing};
use crate::literal;
use crate::mutation::neighbours::share;
use bylaws::check::policy::{ArithOp, Expr, Measure, Selection};
use bylaws::log::{Exact, Type};
use bylaws::plan;
use chrono::NaiveDate;

impl Supposing<'_> {
    /// Brings a number about.
    pub(super) fn come_to(&mut self, expr: &Expr, wanted: Exact, roles: &Roles) -> bool {
        match expr {
            Expr::Parameter(name) => {
                self.with.insert(name.clone(), literal::number(wanted));
                true
            }
            Expr::Count(selection) | Expr::UnitsWith(_, selection, _) => {
                self.as_many(selection, wanted, roles)
            }
            Expr::Measure(measure, selection, field) => {
                self.measured(*measure, selection, *field, wanted, roles)
            }
            Expr::Within(_, _, _, inner) | Expr::Over(_, _, inner) | Expr::Round(_, _, inner) => {
                self.come_to(inner, wanted, roles)
            }
            Expr::Else(first, _) => self.come_to(first, wanted, roles),
            Expr::Arith(op, a, b) => self.combined(*op, a, b, wanted, roles),
            Expr::Elapsed(unit, a, b) => {
                let count = wanted.to_integer().and_then(|n| u32::try_from(n).ok());
                let day = count.zip(self.day_of(a, roles)).and_then(|(n, day)| shifted(day, n, *unit, false));
                day.is_some_and(|day| self.happens_on(b, day, roles))
            }
            Expr::Size(set) => {
                let Some(place) = self.place(set, roles) else { return false };
                let Some(Type::Set(of)) = self.type_of(place.fact, place.field) else { return false };
                let count = wanted.to_integer().filter(|n| (0..=MOST).contains(n)).unwrap_or(0);
                let parts = (0..count).map(|_| self.fresh_of(&of)).collect();
                self.set(place.fact, place.field, literal::list(parts));
                true
            }
            _ => match self.place(expr, roles) {
                Some(place) => {
                    self.set(place.fact, place.field, literal::number(wanted));
                    true
                }
                None => self.number_of(expr, roles) == Some(wanted),
            },
        }
    }

    fn as_many(&mut self, selection: &Selection, wanted: Exact, roles: &Roles) -> bool {
        let Some(count) = wanted.to_integer().filter(|n| (0..=MOST).contains(n)) else { return false };
        (0..count).all(|_| self.selected(selection, roles, true).is_some())
    }

    // So many of so many: the others are none of those that are counted above the line.
    fn so_many_of(
        &mut self,
        part: &Selection,
        whole: &Selection,
        (some, all): (i128, i128),
        roles: &Roles,
    ) -> bool {
        let asked = |selection: &Selection| -> Vec<Expr> {
            selection.filter.iter().flat_map(|filter| plan::conjuncts(filter).into_iter().cloned()).collect()
        };
        let of_all = asked(whole);
        let besides: Vec<Expr> = asked(part).into_iter().filter(|one| !of_all.contains(one)).collect();
        let others = (some..all).all(|_| {
            let Some(fact) = self.selected(whole, roles, true) else { return false };
            let roles = Roles { in_hand: Some(fact), ..roles.clone() };
            besides.iter().take(1).all(|one| self.suppose(one, &roles, false))
        });
        others && (0..some).all(|_| self.selected(part, roles, true).is_some())
    }

    fn measured(
        &mut self,
        measure: Measure,
        selection: &Selection,
        field: usize,
        wanted: Exact,
        roles: &Roles,
    ) -> bool {
        if measure == Measure::Distinct {
            return self.as_many(selection, wanted, roles);
        }
        let Some(fact) = self.selected(selection, roles, true) else { return false };
        self.set(fact, field, literal::number(wanted));
        true
    }

    fn combined(&mut self, op: ArithOp, a: &Expr, b: &Expr, wanted: Exact, roles: &Roles) -> bool {
        if let (ArithOp::Div, Expr::Count(part), Expr::Count(whole), Some(share)) = (op, a, b, share(wanted))
        {
            return self.so_many_of(part, whole, share, roles);
        }
        let hundred = Exact::from(100);
        if let Some(n) = constant(a) {
            let other = match op {
                ArithOp::Add => wanted.sub(n),
                ArithOp::Sub => n.sub(wanted),
                ArithOp::Mul => wanted.div(n),
                ArithOp::Div => n.div(wanted),
            };
            return other.is_some_and(|n| self.come_to(b, n, roles));
        }
        let b_is = constant(b).unwrap_or(if op == ArithOp::Div { hundred } else { Exact::ONE });
        let a_is = match op {
            ArithOp::Add => wanted.sub(b_is),
            ArithOp::Sub => wanted.add(b_is),
            ArithOp::Mul => wanted.div(b_is),
            ArithOp::Div => wanted.mul(b_is),
        };
        let Some(a_is) = a_is else { return false };
        (constant(b).is_some() || self.come_to(b, b_is, roles)) && self.come_to(a, a_is, roles)
    }

    /// Brings an instant to a day.
    pub(super) fn happens_on(&mut self, expr: &Expr, day: NaiveDate, roles: &Roles) -> bool {
        match expr {
            Expr::At(slot) => {
                let fact = roles.of(*slot);
                match fact.and_then(|fact| self.facts.get_mut(fact)) {
                    Some(fact) => {
                        fact.day = day;
                        true
                    }
                    None => false,
                }
            }
            Expr::TimeOf(_, selection) => {
                let before = std::mem::replace(&mut self.day, day);
                let made = self.selected(selection, roles, true).is_some();
                self.day = before;
                made
            }
            Expr::Shift(op, of, length) => {
                let Some(length) = self.term(length, roles) else { return false };
                let bylaws::syntax::ast::ExprKind::Length(n, unit) = length.kind else { return false };
                shifted(day, n, unit, *op == ArithOp::Add).is_some_and(|day| self.happens_on(of, day, roles))
            }
            _ => match self.place(expr, roles) {
                Some(place) => {
                    self.set(place.fact, place.field, literal::day(day));
                    true
                }
                None => false,
            },
        }
    }
}

fn constant(expr: &Expr) -> Option<Exact> {
    match expr {
        Expr::Value(bylaws::log::Value::Number(n)) => Some(*n),
        _ => None,
    }
}
