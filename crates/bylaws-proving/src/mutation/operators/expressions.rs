//! Slips inside conditions: a part that is gone, a comparison, a number, a role.

use super::super::bounds::{Next, clock, clocks_next_to, is_number, just, named, next_to, sides};
use super::super::neighbours::{dates, lengths, one_off, stricter};
use super::super::turns::{Compared, On};
use super::super::walk::{Clause, Spot, selection_of};
use super::super::{Kind, OfException, walk};
use super::{Slip, Slips, shown};
use crate::said::Said;
use bylaws::check::policy::{CompareOp, Expr, From, Slot};
use bylaws::log::{Length, Value};
use std::cmp::Ordering;

impl Slips<'_> {
    pub(super) fn expressions(&mut self) {
        let mut all = Vec::new();
        walk::expressions(&mut self.norm.clone(), &mut |e, spot| all.push((e.clone(), spot.clone())));
        for (index, (expr, spot)) in all.iter().enumerate() {
            for (slip, other) in self.variants(expr, spot) {
                let of = of_exception(slip.kind, expr, spot);
                self.put(slip.of(of), |norm| {
                    let mut at = 0;
                    let mut done = false;
                    walk::expressions(norm, &mut |e, _| {
                        if at == index && !done {
                            *e = other.clone();
                            done = true;
                        }
                        at += 1;
                    });
                });
            }
        }
    }

    pub(super) fn variants(&self, expr: &Expr, spot: &Spot) -> Vec<(Slip, Expr)> {
        let mut out: Vec<_> = self.without_filter(expr, spot).into_iter().collect();
        out.extend(self.of_another_post(expr));
        match expr {
            Expr::And(parts) if parts.len() > 1 => {
                for index in 0..parts.len() {
                    let mut rest = parts.clone();
                    let gone = rest.remove(index);
                    let rest = if rest.len() == 1 { rest.remove(0) } else { Expr::And(rest) };
                    let (shows, on) = self.without_it(&gone, spot);
                    out.push((Slip::new(Kind::Where, self.dropped(&gone, spot), shows, on), rest));
                }
            }
            Expr::Or(parts) if parts.len() > 1 => {
                for index in 0..parts.len() {
                    let mut rest = parts.clone();
                    let gone = rest.remove(index);
                    let rest = if rest.len() == 1 { rest.remove(0) } else { Expr::Or(rest) };
                    let (change, shows) = self.alternative_dropped(&gone, spot);
                    out.push((Slip::new(Kind::Where, change, shows, On::Certain), rest));
                }
            }
            Expr::Compare(op, a, b) => {
                if let Some((other, zh, en)) = stricter(*op) {
                    let shows = just(self.policy, &self.compared(a, spot), a, b);
                    let on = self.beside(a, (b, None), Ordering::Equal, spot);
                    let slip = Slip::new(Kind::Inclusive, Said::new(zh, en), shows, on);
                    out.push((slip, Expr::Compare(other, a.clone(), b.clone())));
                    out.extend(self.other_bounds((*op, a, b), spot));
                }
            }
            Expr::Holders(unit, role) => {
                let answers = self.norm.answerable.iter().any(|answer| answer.who == *expr);
                out.extend(self.other_role(role).map(|(change, shows, other)| {
                    let (shows, on) =
                        if answers { (self.answering(role), On::Answering) } else { (shows, On::Itself) };
                    (Slip::new(Kind::Role, change, shows, on), Expr::Holders(unit.clone(), other))
                }));
            }
            Expr::Holds(who, role, unit) => {
                out.extend(self.other_role(role).map(|(change, shows, other)| {
                    (role_slip(change, shows), Expr::Holds(who.clone(), other, unit.clone()))
                }))
            }
            Expr::UnitsOf(person, role) => out.extend(self.other_role(role).map(|(change, shows, other)| {
                (role_slip(change, shows), Expr::UnitsOf(person.clone(), other))
            })),
            Expr::Within(span, side, anchor, inner) => {
                for count in one_off(span.count) {
                    let (change, shows) = lengths(span.count, count, span.unit);
                    let other = Length { count, unit: span.unit };
                    let slip = Slip::new(Kind::Days, change, shows, On::Span([*span, other]));
                    out.push((slip, Expr::Within(other, *side, anchor.clone(), inner.clone())));
                }
            }
            Expr::OnDay(at, of) => {
                out.extend(
                    clocks(*at).map(|(change, shows, other)| {
                        (of_days(change, shows), Expr::OnDay(other, of.clone()))
                    }),
                );
            }
            Expr::Daily(from, to, inner) => {
                out.extend(clocks(*from).map(|(change, shows, other)| {
                    (of_days(change, shows), Expr::Daily(other, *to, inner.clone()))
                }));
                out.extend(clocks(*to).map(|(change, shows, other)| {
                    (of_days(change, shows), Expr::Daily(*from, other, inner.clone()))
                }));
            }
            Expr::Value(Value::Length(span)) => {
                for count in one_off(span.count) {
                    let (change, shows) = lengths(span.count, count, span.unit);
                    let other = Length { count, unit: span.unit };
                    let slip = Slip::new(Kind::Days, change, shows, On::Span([*span, other]));
                    out.push((slip, Expr::Value(Value::Length(other))));
                }
            }
            Expr::Else(first, _) => {
                let change = Said::new(
                    "没有值时不再以缺省值计",
                    "what is nothing no longer counts as the value given for it",
                );
                let shows = Said::new("没有值时按缺省值", "what is nothing counts as the value given for it");
                out.push((Slip::new(Kind::Empty, change, shows, On::Certain), (**first).clone()));
            }
            Expr::Value(Value::Time(moment)) => {
                let day = self.policy.zone.date_of(moment.first);
                for other in [day.pred_opt(), day.succ_opt()].into_iter().flatten() {
                    let (change, shows) = dates(day, other);
                    out.push((of_days(change, shows), Expr::Value(Value::Time(self.policy.zone.day(other)))));
                }
            }
            _ => {}
        }
        out
    }

    // What is looked for inside a condition: a filter of one condition goes whole.
    fn without_filter(&self, expr: &Expr, spot: &Spot) -> Option<(Slip, Expr)> {
        let mut other = expr.clone();
        let selection = selection_of(&mut other)?;
        let filter = selection.filter.take().filter(|filter| !matches!(filter, Expr::And(_)))?;
        let inside = Spot { clause: spot.clause, hand: Some(selection.from.clone()) };
        let (shows, on) = self.without_it(&filter, &inside);
        Some((Slip::new(Kind::Where, self.dropped(&filter, &inside), shows, on), other))
    }

    // What is looked for inside a condition is that somebody holds a post: another post.
    fn of_another_post(&self, expr: &Expr) -> Option<(Slip, Expr)> {
        let mut out = expr.clone();
        let selection = selection_of(&mut out)?;
        let From::Role(role) = &selection.from else { return None };
        let (change, shows, other) = self.other_role(role)?;
        selection.from = From::Role(other);
        Some((role_slip(change, shows), out))
    }

    // A length is changed as what it is, wherever it stands.
    fn other_bounds(&self, (op, a, b): (CompareOp, &Expr, &Expr), spot: &Spot) -> Vec<(Slip, Expr)> {
        let length = matches!(b, Expr::Value(Value::Length(_)));
        if !length && !is_number(self.policy, b) {
            return Vec::new();
        }
        let of = self.compared(a, spot);
        let one = |next: Next| {
            let change = Said::new(
                format!("{}改为{}", next.old.zh, next.new.zh),
                format!("{} becomes {}", next.old.en, next.new.en),
            );
            let (shows, side) = sides(op, &of, &next);
            let slip =
                Slip::new(Kind::Number, change, shows, self.beside(a, (b, Some(&next.bound)), side, spot));
            (slip, Expr::Compare(op, Box::new(a.clone()), Box::new(next.bound)))
        };
        next_to(self.policy, Some(a), b).into_iter().map(one).collect()
    }

    // What a comparison is about: a field of the record that it looks at goes by the name of the field.
    pub(super) fn compared(&self, of: &Expr, spot: &Spot) -> Said {
        let field = self.field(of, spot).and_then(|(kind, index)| {
            let (_, event) = self.policy.vocabulary.events.get_index(kind)?;
            event.fields.get_index(index)
        });
        let named = field.map(|(_, field)| shown(&field.name)).or_else(|| named(self.policy, of));
        named.unwrap_or_else(|| self.value(of, spot.hand.as_ref()))
    }

    // The field that an expression is of the record that it looks at, with the type of that.
    fn field(&self, of: &Expr, spot: &Spot) -> Option<(usize, usize)> {
        let trigger = self.norm.trigger.as_ref().map(|trigger| &trigger.from);
        let (from, index) = match of {
            Expr::Field(Slot::Trigger, index) => (trigger, index),
            Expr::Field(Slot::InHand, index) => (spot.hand.as_ref(), index),
            Expr::Else(first, _) => return self.field(first, spot),
            _ => return None,
        };
        let From::Event(kind) = from? else { return None };
        Some((*kind, *index))
    }

    // What a log shows that tells a number from the next one: of a field it is in a record.
    fn beside(&self, of: &Expr, (bound, next): (&Expr, Option<&Expr>), side: Ordering, spot: &Spot) -> On {
        let number = |expr: &Expr| match expr {
            Expr::Value(Value::Number(n)) => Some(*n),
            _ => None,
        };
        match self.field(of, spot).zip(number(bound)) {
            Some(((kind, field), bound)) => {
                On::Compared(Compared { kind, field, bound, side, other: next.and_then(number) })
            }
            None => On::Certain,
        }
    }

    // Another role that is held in the same kind of unit.
    pub(super) fn other_role(&self, role: &str) -> Option<(Said, Said, String)> {
        let roles = &self.policy.vocabulary.roles;
        let this = roles.get(role)?;
        let other = roles.values().find(|r| r.name.canonical != role && r.unit == this.unit)?;
        let (old, new) = (shown(&this.name), shown(&other.name));
        Some((
            Said::new(format!("“{}”改为“{}”", old.zh, new.zh), format!("`{}` becomes `{}`", old.en, new.en)),
            Said::new(
                format!("指{}，不是{}", old.zh, new.zh),
                format!("`{}` is meant and not `{}`", old.en, new.en),
            ),
            other.name.canonical.clone(),
        ))
    }

    fn answering(&self, role: &str) -> Said {
        let name = self.policy.vocabulary.roles.get(role).map(|role| shown(&role.name));
        let name = name.unwrap_or_else(|| Said::new(role, role));
        Said::new(format!("由{}负责", name.zh), format!("`{}` answers", name.en))
    }
}

// Another role in a condition is shown by whatever log notices it.
fn role_slip(change: Said, shows: Said) -> Slip {
    Slip::new(Kind::Role, change, shows, On::Itself)
}

// A day or a time of day in a condition lies where whatever log notices it has something.
fn of_days(change: Said, shows: Said) -> Slip {
    Slip::new(Kind::Days, change, shows, On::Certain)
}

// What is shown of an exception by what fails one of its conditions, or is so in one of its ways alone.
fn of_exception(kind: Kind, expr: &Expr, spot: &Spot) -> Option<OfException> {
    let Clause::Exception(index) = spot.clause else { return None };
    let of = if matches!(expr, Expr::Or(_)) { OfException::Applies } else { OfException::WouldApply };
    (kind == Kind::Where).then_some(of(index))
}

// A time of day that is a minute off.
fn clocks(at: u32) -> impl Iterator<Item = (Said, Said, u32)> {
    let of = |minutes: u32| clock(i64::from(minutes));
    clocks_next_to(at).map(move |other| {
        let (old, new) = (of(at), of(other));
        (
            Said::new(format!("{}改为{}", old.zh, new.zh), format!("{} becomes {}", old.en, new.en)),
            Said::new(format!("{}前后", old.zh), format!("around {}", old.en)),
            other,
        )
    })
}
