//! Records under which a condition is true, or false.

use super::places::Place;
use super::{DEEP, Roles, Supposing};
use crate::literal;
use bylaws::check::policy::{CalendarKind, CompareOp, DayKind, Expr, Slot};
use bylaws::log::{Exact, Type};
use bylaws::syntax::ast::{Expr as Literal, ExprKind};
use chrono::{Datelike, Days};

impl Supposing<'_> {
    /// Brings a condition about, or its contrary, as well as it can; says whether it thinks it could.
    pub(crate) fn suppose(&mut self, expr: &Expr, roles: &Roles, wanted: bool) -> bool {
        if self.depth > DEEP {
            return false;
        }
        self.depth += 1;
        let done = self.bring_about(expr, roles, wanted);
        self.depth -= 1;
        done
    }

    /// Brings a condition about but for one thing that it asks for; of a record that it looks for one that is not quite such.
    pub(crate) fn nearly(&mut self, expr: &Expr, roles: &Roles) {
        match expr {
            Expr::And(all) => {
                let chosen = self.alternative % all.len().max(1);
                for (index, one) in all.iter().enumerate() {
                    if index == chosen {
                        self.nearly(one, roles);
                    } else {
                        self.suppose(one, roles, true);
                    }
                }
            }
            Expr::Exists(selection) if selection.filter.is_some() => {
                self.selected(selection, roles, false);
            }
            Expr::Or(all) => all.iter().for_each(|one| self.nearly(one, roles)),
            other => {
                self.suppose(other, roles, false);
            }
        }
    }

    fn bring_about(&mut self, expr: &Expr, roles: &Roles, wanted: bool) -> bool {
        match expr {
            Expr::And(all) if wanted => self.each(all, roles, true),
            Expr::Or(all) if !wanted => self.each(all, roles, false),
            // One part decides; which is told by the alternative.
            Expr::And(all) => {
                let chosen = self.alternative % all.len().max(1);
                let others = all.iter().enumerate().filter(|(i, _)| *i != chosen);
                others.for_each(|(_, one)| {
                    self.suppose(one, roles, true);
                });
                all.get(chosen).is_some_and(|one| self.suppose(one, roles, false))
            }
            Expr::Or(all) => {
                let chosen = self.alternative % all.len().max(1);
                all.get(chosen).is_some_and(|one| self.suppose(one, roles, true))
            }
            Expr::Not(one) => self.suppose(one, roles, !wanted),
            Expr::Exists(selection) if wanted => self.selected(selection, roles, true).is_some(),
            Expr::Compare(op, a, b) => self.compare(*op, a, b, roles, wanted),
            Expr::Holds(who, role, unit) => self.holds(who, role, unit.as_deref(), roles, wanted),
            Expr::Under(who, state) => self.under(who, state, roles, wanted),
            Expr::During(kind) => self.during(*kind, roles, wanted),
            Expr::Within(_, _, _, inner) | Expr::Over(_, _, inner) => self.suppose(inner, roles, wanted),
            Expr::Exists(_) => true,
            _ => {
                let truth = literal::expr(ExprKind::Bool(wanted));
                self.place(expr, roles).map(|place| self.set(place.fact, place.field, truth)).is_some()
            }
        }
    }

    // All of them are tried, whatever becomes of one.
    fn each(&mut self, all: &[Expr], roles: &Roles, wanted: bool) -> bool {
        let done: Vec<bool> = all.iter().map(|one| self.suppose(one, roles, wanted)).collect();
        done.into_iter().all(|done| done)
    }

    fn holds(&mut self, who: &Expr, role: &str, unit: Option<&Expr>, roles: &Roles, wanted: bool) -> bool {
        if !wanted {
            return true;
        }
        let unit = unit.and_then(|unit| self.term(unit, roles));
        let Some(who) = self.term(who, roles) else { return false };
        self.role_of(role, Some(&who), unit.as_ref()).is_some()
    }

    fn under(&mut self, who: &Expr, state: &str, roles: &Roles, wanted: bool) -> bool {
        if !wanted {
            return true;
        }
        let Some(who) = self.term(who, roles) else { return false };
        let Some(start) = self.policy.vocabulary.states.get(state).map(|s| s.start.clone()) else {
            return false;
        };
        let Some(kind) = self.policy.vocabulary.events.get_index_of(&start) else { return false };
        let fact = self.add(kind, self.start);
        self.set(fact, 0, who);
        true
    }

    // The trigger or the record in hand is put where the calendar says so.
    fn during(&mut self, kind: DayKind, roles: &Roles, wanted: bool) -> bool {
        let calendar = &self.policy.calendar;
        let from = self.day;
        let day = match kind {
            DayKind::Entry(kind) => {
                let stretches = match kind {
                    CalendarKind::Semester => &calendar.semesters,
                    CalendarKind::Vacation => &calendar.vacations,
                    CalendarKind::Holiday => &calendar.holidays,
                    CalendarKind::Workday => &calendar.workdays,
                    CalendarKind::AcademicYear => &calendar.academic_years,
                };
                let first = stretches.iter().find(|days| days.last >= from);
                first.and_then(|d| if wanted { Some(d.first.max(from)) } else { d.last.succ_opt() })
            }
            // One comes within a week or two, whatever holidays there are.
            DayKind::Working | DayKind::Off => {
                let mut days = from.iter_days().take(31);
                days.find(|day| calendar.is_of_kind(kind, *day) == Some(wanted))
            }
        };
        match (day, roles.trigger.or(roles.in_hand).and_then(|fact| self.facts.get_mut(fact))) {
            (Some(day), Some(fact)) => {
                fact.day = day;
                true
            }
            _ => !wanted,
        }
    }

    fn compare(&mut self, op: CompareOp, a: &Expr, b: &Expr, roles: &Roles, wanted: bool) -> bool {
        match (op, wanted) {
            (CompareOp::Is, true) | (CompareOp::IsNot, false) => self.same(a, b, roles),
            (CompareOp::Is, false) | (CompareOp::IsNot, true) => self.other(a, b, roles),
            (CompareOp::Contains, _) => self.member(b, a, roles, wanted),
            (CompareOp::In, _) => self.member(a, b, roles, wanted),
            (CompareOp::Before, true) | (CompareOp::After, false) => self.in_order(a, b, roles),
            (CompareOp::After, true) | (CompareOp::Before, false) => self.in_order(b, a, roles),
            _ => self.number(op, a, b, roles, wanted),
        }
    }

    fn same(&mut self, a: &Expr, b: &Expr, roles: &Roles) -> bool {
        if matches!(a, Expr::TimePart(..) | Expr::Count(_) | Expr::Measure(..) | Expr::Arith(..)) {
            return self.number_of(b, roles).is_some_and(|n| self.come_to(a, n, roles));
        }
        let (first, second) = if prefers(a) >= prefers(b) { (a, b) } else { (b, a) };
        if let Some(place) = self.open_place(first, roles)
            && let Some(value) = self.term(second, roles)
        {
            self.put(place, value);
            return true;
        }
        if let Some(place) = self.open_place(second, roles)
            && let Some(value) = self.term(first, roles)
        {
            self.put(place, value);
            return true;
        }
        match (self.place(first, roles), self.term(second, roles)) {
            (Some(place), Some(value)) => {
                self.put(place, value);
                true
            }
            _ => self.term(a, roles) == self.term(b, roles),
        }
    }

    // A place of which nothing is known yet.
    fn open_place(&mut self, expr: &Expr, roles: &Roles) -> Option<Place> {
        let place = self.place(expr, roles)?;
        let fact = self.facts.get(place.fact)?;
        (!fact.fields.contains_key(&place.field)).then_some(place)
    }

    fn put(&mut self, place: Place, value: Literal) {
        self.set(place.fact, place.field, value);
    }

    fn other(&mut self, a: &Expr, b: &Expr, roles: &Roles) -> bool {
        let (first, second) = if prefers(a) >= prefers(b) { (a, b) } else { (b, a) };
        let Some(place) = self.place(first, roles) else { return false };
        let not = self.term(second, roles);
        let Some(ty) = self.type_of(place.fact, place.field) else { return false };
        let Some(value) = self.another(&ty, not.as_ref()) else { return false };
        self.put(place, value);
        true
    }

    /// A value of a type that is not this one.
    pub(super) fn another(&mut self, ty: &Type, not: Option<&Literal>) -> Option<Literal> {
        match ty {
            Type::Enum(name) => {
                let variants = self.policy.vocabulary.enums.get(name)?.variants.keys();
                let others = variants.map(|name| literal::word(name)).filter(|word| Some(word) != not);
                others.into_iter().nth(0)
            }
            Type::Role => {
                let roles = self.policy.vocabulary.roles.keys().map(|name| literal::word(name));
                roles.into_iter().find(|word| Some(word) != not)
            }
            Type::Bool => {
                let yes = literal::expr(ExprKind::Bool(true));
                Some(if not == Some(&yes) { literal::expr(ExprKind::Bool(false)) } else { yes })
            }
            Type::Integer | Type::Decimal => match not.map(|n| &n.kind) {
                Some(ExprKind::Number(n)) => n.add(Exact::ONE).map(literal::number),
                _ => Some(literal::number(Exact::ONE)),
            },
            Type::Text => Some(literal::word(if not == Some(&literal::word("x")) { "y" } else { "x" })),
            Type::Set(of) => self.another(of, not),
            _ => Some(self.fresh_of(ty)),
        }
    }

    // One thing is among several: among constants it becomes one of them, a field takes it in.
    fn member(&mut self, one: &Expr, set: &Expr, roles: &Roles, wanted: bool) -> bool {
        let of_field =
            matches!(set, Expr::Field(..) | Expr::Attribute(..) | Expr::Holders(..) | Expr::RoleField(..));
        if of_field && let Some(place) = self.place(set, roles) {
            if !wanted {
                let not = self.term(one, roles);
                let ty = self.type_of(place.fact, place.field);
                let Some(value) = ty.and_then(|ty| self.another(&ty, not.as_ref())) else { return false };
                self.put(place, value);
                return true;
            }
            let Some(value) = self.term(one, roles) else { return false };
            let known = self.facts.get(place.fact).and_then(|f| f.fields.get(&place.field)).cloned();
            let mut parts = known.map(|known| literal::parts(&known)).unwrap_or_default();
            for part in literal::parts(&value) {
                if !parts.contains(&part) {
                    parts.push(part);
                }
            }
            self.put(place, literal::list(parts));
            return true;
        }
        let Some(all) = self.term(set, roles).map(|all| literal::parts(&all)) else { return false };
        let Some(place) = self.place(one, roles) else { return false };
        if wanted {
            let chosen = all.get(self.alternative % all.len().max(1)).cloned();
            return chosen.map(|value| self.put(place, value)).is_some();
        }
        let Some(ty) = self.type_of(place.fact, place.field) else { return false };
        let variants: Vec<Literal> = match &ty {
            Type::Enum(name) => {
                let variants = self.policy.vocabulary.enums.get(name).map(|e| e.variants.keys());
                variants.into_iter().flatten().map(|name| literal::word(name)).collect()
            }
            _ => vec![self.fresh_of(&ty), literal::word("z")],
        };
        let outside = variants.into_iter().find(|value| !all.contains(value));
        outside.map(|value| self.put(place, value)).is_some()
    }

    // The first before the second: whichever is a record of its own gives way.
    fn in_order(&mut self, first: &Expr, second: &Expr, roles: &Roles) -> bool {
        if let Some(day) = self.day_of(second, roles).and_then(|d| d.checked_sub_days(Days::new(1)))
            && self.happens_on(first, day, roles)
        {
            return true;
        }
        let day = self.day_of(first, roles).and_then(|d| d.checked_add_days(Days::new(1)));
        day.is_some_and(|day| self.happens_on(second, day, roles))
    }

    fn number(&mut self, op: CompareOp, a: &Expr, b: &Expr, roles: &Roles, wanted: bool) -> bool {
        let up = |n: Exact| n.add(Exact::ONE);
        let down = |n: Exact| n.sub(Exact::ONE);
        if let Expr::TimePart(..) = a {
            return self.part_of_time(a, b, roles);
        }
        let near = |n: Exact| match (op, wanted) {
            (CompareOp::AtLeast, true) | (CompareOp::AtMost, true) => Some(n),
            (CompareOp::MoreThan, true) | (CompareOp::AtMost, false) => up(n),
            (CompareOp::LessThan, true) | (CompareOp::AtLeast, false) => down(n),
            _ => Some(n),
        };
        if settled(b)
            && let Some(n) = self.number_of(b, roles)
        {
            return near(n).is_some_and(|n| self.come_to(a, n, roles));
        }
        // Both move: the right side is something in the middle, and the left one is measured by it.
        let middle = Exact::from(10);
        let b_is = if self.come_to(b, middle, roles) { Some(middle) } else { self.number_of(b, roles) };
        b_is.and_then(near).is_some_and(|n| self.come_to(a, n, roles))
    }

    fn part_of_time(&mut self, a: &Expr, b: &Expr, roles: &Roles) -> bool {
        let Expr::TimePart(part, of) = a else { return false };
        let Some(n) = self.number_of(b, roles).and_then(|n| n.to_integer()) else { return false };
        let Some(day) = self.day_of(of, roles) else { return false };
        use bylaws::check::policy::TimePart;
        let wanted = |day: chrono::NaiveDate| match part {
            TimePart::Weekday => i128::from(day.weekday().number_from_monday()),
            TimePart::Day => i128::from(day.day()),
            TimePart::Month => i128::from(day.month()),
            TimePart::Year => i128::from(day.year()),
            TimePart::Clock => n,
        };
        let found = day.iter_days().take(800).find(|day| wanted(*day) == n);
        found.is_some_and(|day| self.happens_on(of, day, roles))
    }
}

// A field of the record in hand is written before one of the trigger, that before what others read too.
fn prefers(expr: &Expr) -> u8 {
    match expr {
        Expr::Field(Slot::InHand, _) => 3,
        Expr::Field(Slot::Trigger, _) => 2,
        Expr::Attribute(..) | Expr::Holders(..) | Expr::UnitsOf(..) | Expr::RoleField(..) => 1,
        _ => 0,
    }
}

// What does not depend on records.
fn settled(expr: &Expr) -> bool {
    match expr {
        Expr::Value(_) | Expr::Parameter(_) | Expr::Field(..) | Expr::Attribute(..) => true,
        Expr::Lookup(_, of, is_marginal) => !is_marginal && settled(of),
        Expr::Arith(_, a, b) => settled(a) && settled(b),
        _ => false,
    }
}
