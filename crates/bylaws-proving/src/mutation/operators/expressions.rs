//! Slips inside conditions: a part that is gone, a comparison, a number, a role.

use super::super::bounds::{Next, called, is_number, just, next_to, sides};
use super::super::neighbours::{lengths, one_off, stricter};
use super::super::walk::selection_of;
use super::super::{Kind, walk};
use super::{Slips, shown};
use crate::said::Said;
use bylaws::check::policy::{CompareOp, Expr, From, Selection, Slot};
use bylaws::log::{Length, Value};
use bylaws::plan::visit;

impl Slips<'_> {
    pub(super) fn expressions(&mut self) {
        let mut all = Vec::new();
        walk::expressions(&mut self.norm.clone(), &mut |e| all.push(e.clone()));
        for (index, expr) in all.iter().enumerate() {
            for (kind, change, shows, other) in self.variants(expr) {
                self.push(kind, change, shows, |norm| {
                    let mut at = 0;
                    let mut done = false;
                    walk::expressions(norm, &mut |e| {
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

    fn variants(&self, expr: &Expr) -> Vec<(Kind, Said, Said, Expr)> {
        let mut out: Vec<_> = self.without_filter(expr).into_iter().collect();
        match expr {
            Expr::And(parts) if parts.len() > 1 => {
                for index in 0..parts.len() {
                    let mut rest = parts.clone();
                    let gone = rest.remove(index);
                    let rest = if rest.len() == 1 { rest.remove(0) } else { Expr::And(rest) };
                    let number = index + 1;
                    let about = self.about(&gone);
                    out.push((
                        Kind::Where,
                        Said::new(
                            format!("去掉第{number}个条件{}", about.zh),
                            format!("condition {number}{} is dropped", about.en),
                        ),
                        match self.field(&gone) {
                            Some(name) => Said::new(
                                format!("{}不符的不算", name.zh),
                                format!("another `{}` does not count", name.en),
                            ),
                            None => Said::new(
                                format!("不符合第{number}个条件的不算"),
                                format!("what fails condition {number} does not count"),
                            ),
                        },
                        rest,
                    ));
                }
            }
            Expr::Or(parts) if parts.len() > 1 => {
                for index in 0..parts.len() {
                    let mut rest = parts.clone();
                    rest.remove(index);
                    let rest = if rest.len() == 1 { rest.remove(0) } else { Expr::Or(rest) };
                    let number = index + 1;
                    out.push((
                        Kind::Where,
                        Said::new(
                            format!("去掉第{number}种可能"),
                            format!("alternative {number} is dropped"),
                        ),
                        Said::new(
                            format!("第{number}种可能也算"),
                            format!("alternative {number} counts too"),
                        ),
                        rest,
                    ));
                }
            }
            Expr::Compare(op, a, b) => {
                if let Some((other, zh, en)) = stricter(*op) {
                    out.push((
                        Kind::Inclusive,
                        Said::new(zh, en),
                        just(self.policy, &self.compared(expr, a), b),
                        Expr::Compare(other, a.clone(), b.clone()),
                    ));
                    out.extend(self.other_bounds(expr, *op, a, b));
                }
            }
            Expr::Holders(unit, role) => {
                let answers = self.norm.answerable.iter().any(|answer| answer.who == *expr);
                out.extend(self.other_role(role).map(|(change, shows, other)| {
                    let shows = if answers { self.answering(role) } else { shows };
                    (Kind::Role, change, shows, Expr::Holders(unit.clone(), other))
                }));
            }
            Expr::Holds(who, role, unit) => {
                out.extend(self.other_role(role).map(|(change, shows, other)| {
                    (Kind::Role, change, shows, Expr::Holds(who.clone(), other, unit.clone()))
                }))
            }
            Expr::UnitsOf(person, role) => out.extend(self.other_role(role).map(|(change, shows, other)| {
                (Kind::Role, change, shows, Expr::UnitsOf(person.clone(), other))
            })),
            Expr::Within(span, side, anchor, inner) => {
                for count in one_off(span.count) {
                    let (change, shows) = lengths(span.count, count, span.unit);
                    let span = Length { count, unit: span.unit };
                    out.push((
                        Kind::Days,
                        change,
                        shows,
                        Expr::Within(span, *side, anchor.clone(), inner.clone()),
                    ));
                }
            }
            Expr::Value(Value::Length(span)) => {
                for count in one_off(span.count) {
                    let (change, shows) = lengths(span.count, count, span.unit);
                    out.push((
                        Kind::Days,
                        change,
                        shows,
                        Expr::Value(Value::Length(Length { count, unit: span.unit })),
                    ));
                }
            }
            Expr::Else(first, _) => out.push((
                Kind::Empty,
                Said::new(
                    "没有值时不再以缺省值计",
                    "what is nothing no longer counts as the value given for it",
                ),
                Said::new("没有值时按缺省值", "what is nothing counts as the value given for it"),
                (**first).clone(),
            )),
            Expr::Value(Value::Time(moment)) => {
                let day = self.policy.zone.date_of(moment.first);
                for other in [day.pred_opt(), day.succ_opt()].into_iter().flatten() {
                    out.push((
                        Kind::Days,
                        Said::new(format!("{day}改为{other}"), format!("{day} becomes {other}")),
                        Said::new(format!("{day}前后"), format!("around {day}")),
                        Expr::Value(Value::Time(self.policy.zone.day(other))),
                    ));
                }
            }
            _ => {}
        }
        out
    }

    // What is looked for inside a condition: a filter of one condition goes whole.
    fn without_filter(&self, expr: &Expr) -> Option<(Kind, Said, Said, Expr)> {
        let mut other = expr.clone();
        let selection = selection_of(&mut other)?;
        selection.filter.take().filter(|filter| !matches!(filter, Expr::And(_)))?;
        let of = self.name_of(&selection.from);
        let change =
            Said::new(format!("去掉“{}”的条件", of.zh), format!("the condition on `{}` is dropped", of.en));
        let shows =
            Said::new(format!("不符合条件的“{}”不算", of.zh), format!("another `{}` does not count", of.en));
        Some((Kind::Where, change, shows, other))
    }

    // A length is changed as what it is, wherever it stands.
    fn other_bounds(&self, whole: &Expr, op: CompareOp, a: &Expr, b: &Expr) -> Vec<(Kind, Said, Said, Expr)> {
        let length = matches!(b, Expr::Value(Value::Length(_)));
        if !length && !is_number(self.policy, b) {
            return Vec::new();
        }
        let of = self.compared(whole, a);
        let one = |next: Next| {
            let change = Said::new(
                format!("{}改为{}", next.old.zh, next.new.zh),
                format!("{} becomes {}", next.old.en, next.new.en),
            );
            let shows = sides(op, &of, &next);
            (Kind::Number, change, shows, Expr::Compare(op, Box::new(a.clone()), Box::new(next.bound)))
        };
        next_to(self.policy, b).into_iter().map(one).collect()
    }

    // What a comparison is about: a field of the record that it looks at goes by the name of the field.
    fn compared(&self, whole: &Expr, of: &Expr) -> Said {
        let holds = |filter: &Expr| {
            let mut found = false;
            visit(filter, &mut |e| found |= e == whole);
            found
        };
        let mut kind = None;
        let mut note = |selection: &Selection| {
            if let (From::Event(event), true) =
                (&selection.from, selection.filter.as_ref().is_some_and(holds))
            {
                kind = Some(*event);
            }
        };
        let field = match of {
            Expr::Field(Slot::Trigger, index) => {
                if let Some(From::Event(event)) = self.norm.trigger.as_ref().map(|trigger| &trigger.from) {
                    kind = Some(*event);
                }
                index
            }
            Expr::Field(Slot::InHand, index) => {
                // The innermost selection is met last.
                walk::selections(&mut self.norm.clone(), &mut |selection| note(selection));
                walk::expressions(&mut self.norm.clone(), &mut |e| {
                    e.selection().into_iter().for_each(&mut note)
                });
                walk::parts(&mut self.norm.clone(), &mut |part| {
                    if let (From::Event(event), true) =
                        (&part.what.from, part.of_which.iter().any(|of| holds(&of.filter)))
                    {
                        kind = Some(*event);
                    }
                });
                index
            }
            _ => return called(self.policy, of),
        };
        let event = kind.and_then(|kind| self.policy.vocabulary.events.get_index(kind));
        let field = event.and_then(|(_, event)| event.fields.get_index(*field));
        field.map_or_else(|| called(self.policy, of), |(_, field)| shown(&field.name))
    }

    fn about(&self, condition: &Expr) -> Said {
        match self.field(condition) {
            Some(name) => Said::new(format!("（{}）", name.zh), format!(" ({})", name.en)),
            None => Said::new("", ""),
        }
    }

    // Of which field a condition speaks.
    fn field(&self, condition: &Expr) -> Option<Said> {
        let mut kind = None;
        walk::selections(&mut self.norm.clone(), &mut |selection| {
            let holds = |filter: &Expr| matches!(filter, Expr::And(parts) if parts.contains(condition));
            if selection.filter.as_ref().is_some_and(holds) {
                kind = Some(selection.from.clone());
            }
        });
        let mut field = None;
        if let (Some(From::Event(kind)), Expr::Compare(_, a, b)) = (kind, condition) {
            let event = self.policy.vocabulary.events.get_index(kind).map(|(_, event)| event);
            for side in [a, b] {
                if let Expr::Field(Slot::InHand, index) = &**side {
                    field =
                        field.or(event.and_then(|e| e.fields.get_index(*index)).map(|(_, f)| f.name.clone()));
                }
            }
        }
        field.as_ref().map(shown)
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
