//! What holds or does not hold.

use super::names::a;
use super::{Around, Wording, said};
use crate::check::policy::{CompareOp, DayKind, Expr, Slot};
use crate::log::{Exact, Type, Value};
use crate::syntax::words;

impl Wording<'_> {
    /// The conditions of a filter, one after the other.
    pub(super) fn conditions(&self, filter: &Expr, around: Around<'_>) -> String {
        match filter {
            Expr::And(parts) => {
                let all: Vec<String> = parts.iter().map(|part| self.term(part, around)).collect();
                all.join(self.say("，", ", "))
            }
            other => self.truth(other, around),
        }
    }

    /// A condition as a clause of the sentence.
    pub(super) fn truth(&self, e: &Expr, around: Around<'_>) -> String {
        match e {
            Expr::Compare(op, left, right) => self.compare(*op, left, right, around),
            Expr::And(parts) => {
                let all: Vec<String> = parts.iter().map(|part| self.term(part, around)).collect();
                all.join(self.say("，并且", " and "))
            }
            Expr::Or(parts) => {
                let all: Vec<String> = parts.iter().map(|part| self.term(part, around)).collect();
                // What is long, or has a comma in it, is set apart.
                let long = all.iter().any(|one| one.contains(['（', '，']));
                all.join(self.say(if long { "，或者" } else { "或者" }, " or "))
            }
            Expr::Not(inner) => self.negated(inner, around),
            Expr::Exists(of) => {
                let of = self.one(of);
                said!(self, "有{of}", "there is {of}")
            }
            Expr::Holds(who, role, unit) => self.holds(who, role, unit.as_deref(), true, around),
            Expr::Under(who, state) => {
                let (who, state) = (self.subject_of(who, around), self.state(state));
                said!(self, "{who}处于{state}期间", "{who} is under {state}")
            }
            Expr::During(DayKind::Entry(kind)) => {
                let (zh, en) = words::calendar(*kind);
                let en = a(en);
                said!(self, "当时处于{zh}", "it falls within {en}")
            }
            Expr::During(DayKind::Working) => self.say("当天是工作日", "it is a working day").to_owned(),
            Expr::During(DayKind::Off) => self.say("当天是休息日", "it is a day off").to_owned(),
            Expr::Previous(inner) if is_truth(inner) => {
                let inner = self.truth(inner, around);
                said!(self, "上一期{inner}", "in the previous period {inner}")
            }
            Expr::Within(length, side, anchor, inner) if is_truth(inner) => {
                let stretch = self.stretch_beside(*length, *side, anchor, around);
                let inner = self.truth(inner, around);
                said!(self, "在{stretch}{inner}", "{stretch} {inner}")
            }
            Expr::Over(from, to, inner) if is_truth(inner) => {
                let (from, to) = (self.anchor(from, around), self.anchor(to, around));
                let inner = self.truth(inner, around);
                said!(self, "自{from}至{to}期间{inner}", "from {from} to {to} {inner}")
            }
            Expr::Daily(from, to, inner) if is_truth(inner) => {
                let (daily, inner) = (self.daily(*from, *to), self.truth(inner, around));
                said!(self, "{daily}{inner}", "{daily} {inner}")
            }
            Expr::Value(Value::Bool(true)) => self.say("无论何种情况", "whatever the case").to_owned(),
            Expr::Value(Value::Bool(false)) => self.say("任何情况都不算", "in no case").to_owned(),
            other => {
                let other = self.value(other, around);
                said!(self, "{other}为“是”", "{other} is \"yes\"")
            }
        }
    }

    // A part of a longer condition.
    fn term(&self, e: &Expr, around: Around<'_>) -> String {
        let words = self.truth(e, around);
        if matches!(e, Expr::And(_) | Expr::Or(_)) { self.parens(&words) } else { words }
    }

    fn negated(&self, inner: &Expr, around: Around<'_>) -> String {
        match inner {
            Expr::Exists(of) => {
                let of = self.selection(of);
                said!(self, "没有{of}", "there is no {of}")
            }
            Expr::Holds(who, role, unit) => self.holds(who, role, unit.as_deref(), false, around),
            Expr::Under(who, state) => {
                let (who, state) = (self.subject_of(who, around), self.state(state));
                said!(self, "{who}不处于{state}期间", "{who} is not under {state}")
            }
            Expr::Compare(op, left, right) if contrary(*op).is_some() => {
                self.compare_by(contrary(*op), *op, (left, right), around)
            }
            // Whatever window it is asked of.
            Expr::Previous(within) if is_truth(within) => {
                let within = self.negated(within, around);
                said!(self, "上一期{within}", "in the previous period {within}")
            }
            Expr::Within(length, side, anchor, within) if is_truth(within) => {
                let stretch = self.stretch_beside(*length, *side, anchor, around);
                let within = self.negated(within, around);
                said!(self, "在{stretch}{within}", "{stretch} {within}")
            }
            // Of several alternatives, none.
            Expr::Or(parts) if parts.iter().all(|p| matches!(p, Expr::Holds(..) | Expr::Under(..))) => {
                let all: Vec<String> = parts.iter().map(|part| self.negated(part, around)).collect();
                all.join(self.say("，也", " and "))
            }
            other => {
                let other = self.truth(other, around);
                said!(self, "并非（{other}）", "it is not so that ({other})")
            }
        }
    }

    fn holds(&self, who: &Expr, role: &str, unit: Option<&Expr>, does: bool, around: Around<'_>) -> String {
        let (who, role) = (self.subject_of(who, around), self.role(role));
        let unit = unit.map(|unit| self.value(unit, around));
        match (self.zh(), unit, does) {
            (true, Some(unit), true) => format!("{who}在{unit}任{role}"),
            (true, Some(unit), false) => format!("{who}不在{unit}任{role}"),
            (true, None, true) => format!("{who}是{role}"),
            (true, None, false) => format!("{who}不是{role}"),
            (false, Some(unit), true) => format!("{who} is {} in {unit}", a(&role)),
            (false, Some(unit), false) => format!("{who} is not {} in {unit}", a(&role)),
            (false, None, true) => format!("{who} is {}", a(&role)),
            (false, None, false) => format!("{who} is not {}", a(&role)),
        }
    }

    // Of whom a clause speaks; nothing where the words around say so.
    fn subject_of(&self, who: &Expr, around: Around<'_>) -> String {
        if self.zh() && around.subject == Some(who) { String::new() } else { self.value(who, around) }
    }

    fn compare(&self, op: CompareOp, left: &Expr, right: &Expr, around: Around<'_>) -> String {
        self.compare_by(None, op, (left, right), around)
    }

    // With the words of the contrary where that is what is meant.
    fn compare_by(
        &self,
        contrary: Option<(&str, &str)>,
        op: CompareOp,
        (left, right): (&Expr, &Expr),
        around: Around<'_>,
    ) -> String {
        let types = [left, right].map(|side| self.time_type(side, around));
        let clock = types.contains(&Some(Type::Clock));
        let timed = types.iter().any(Option::is_some);
        let side = |e: &Expr, other: &Expr| match e {
            Expr::Value(Value::Number(minutes)) if clock => self.clock(*minutes),
            Expr::Value(Value::Number(n)) => self.number_beside(*n, other),
            _ if is_truth(e) => self.parens(&self.truth(e, around)),
            _ => self.operand(e, around),
        };
        let r = self.either_of(op, left, right, around).unwrap_or_else(|| side(right, left));
        let bare = around.subject == Some(left);
        let l = if bare { String::new() } else { side(left, right) };
        if self.zh() {
            let word = contrary.map_or(if timed { of_times(op).0 } else { in_chinese(op) }, |(zh, _)| zh);
            return format!("{l}{word}{r}");
        }
        // `held by: the branch` reads better than any verb with a name that may be a noun or not.
        let own = |e: &Expr| match e {
            Expr::Field(Slot::InHand, _) => true,
            Expr::Attribute(of, _) => **of == Expr::Entity,
            _ => false,
        };
        let named = around.listed && own(left);
        let l = if named { l.trim_matches('"').to_owned() } else { l };
        let english = contrary.map_or(if timed { of_times(op).1 } else { in_english(op) }, |(_, en)| en);
        match (op, named) {
            (_, true) if contrary.is_some() => format!("{l}: {} {r}", english.trim_start_matches("is ")),
            (CompareOp::Is, true) => format!("{l}: {r}"),
            (CompareOp::IsNot, true) => format!("{l}: not {r}"),
            (CompareOp::In, true) => format!("{l}: one of {r}"),
            (CompareOp::Contains, true) => format!("{l}: including {r}"),
            (_, true) => format!("{l}: {} {r}", english.trim_start_matches("is ")),
            (_, false) if bare => format!("{english} {r}"),
            (_, false) => format!("{l} {english} {r}"),
        }
    }

    // Next to a quotient a number is a share.
    fn number_beside(&self, n: Exact, other: &Expr) -> String {
        let share = match other {
            Expr::Arith(crate::check::policy::ArithOp::Div, ..) => self.spell.share(n),
            _ => None,
        };
        share.unwrap_or_else(|| self.spell.number(n))
    }

    // Whether it is a day, an instant or a time of day, and which.
    fn time_type(&self, e: &Expr, around: Around<'_>) -> Option<Type> {
        let ty = self.type_of(e, around)?;
        matches!(ty, Type::Clock | Type::Date | Type::DateTime).then_some(ty)
    }

    // Of instants, and of what is declared.
    fn type_of(&self, e: &Expr, around: Around<'_>) -> Option<Type> {
        Some(match e {
            Expr::TimePart(crate::check::policy::TimePart::Clock, _) => Type::Clock,
            Expr::At(_)
            | Expr::Ended
            | Expr::Shift(..)
            | Expr::DayOfYear(..)
            | Expr::OnDay(..)
            | Expr::DayOfPeriod(..)
            | Expr::TimeOf(..)
            | Expr::Value(Value::Time(_)) => Type::DateTime,
            Expr::Field(slot, index) => self.field(*slot, *index, around)?.ty.clone(),
            Expr::Attribute(of, field) => self.attribute_field(of, field, around)?.ty.clone(),
            Expr::Parameter(name) => self.policy.parameters.get(name)?.ty.clone(),
            Expr::Else(inner, _) | Expr::Within(.., inner) => self.type_of(inner, around)?,
            Expr::Pick(_, parts) => self.type_of(parts.first()?, around)?,
            _ => return None,
        })
    }

    // Of several values of which one is to be the other side: 审批是系批、院批 is either of them.
    fn either_of(&self, op: CompareOp, one: &Expr, several: &Expr, around: Around<'_>) -> Option<String> {
        let is_several = |e: &Expr| matches!(e, Expr::Set(_) | Expr::Value(Value::Set(_)));
        let of_sets = is_several(one) || matches!(self.type_of(one, around), Some(Type::Set(_)));
        if !matches!(op, CompareOp::Is | CompareOp::IsNot | CompareOp::In) || of_sets {
            return None;
        }
        match several {
            Expr::Set(parts) => {
                Some(self.alternatives(&parts.iter().map(|e| self.value(e, around)).collect::<Vec<_>>()))
            }
            Expr::Value(Value::Set(of)) => {
                Some(self.alternatives(&of.iter().map(|one| self.constant(one)).collect::<Vec<_>>()))
            }
            _ => None,
        }
    }
}

/// Whether an expression holds or not, rather than being a number, an instant or a thing.
pub(super) fn is_truth(e: &Expr) -> bool {
    match e {
        Expr::Compare(..)
        | Expr::And(_)
        | Expr::Or(_)
        | Expr::Not(_)
        | Expr::Exists(_)
        | Expr::Holds(..)
        | Expr::Under(..)
        | Expr::During(_) => true,
        Expr::Previous(inner) | Expr::Within(.., inner) | Expr::Over(.., inner) | Expr::Daily(.., inner) => {
            is_truth(inner)
        }
        _ => false,
    }
}

// A comparison that is denied by a word of its own.
fn contrary(op: CompareOp) -> Option<(&'static str, &'static str)> {
    match op {
        CompareOp::Is => Some(("不为", "is not")),
        CompareOp::Contains => Some(("不包括", "does not include")),
        CompareOp::In => Some(("不属于", "is none of")),
        _ => None,
    }
}

// Of days and times of day.
fn of_times(op: CompareOp) -> (&'static str, &'static str) {
    match op {
        CompareOp::AtLeast => ("不早于", "is no earlier than"),
        CompareOp::AtMost => ("不晚于", "is no later than"),
        CompareOp::MoreThan => ("晚于", "is after"),
        CompareOp::LessThan => ("早于", "is before"),
        other => (in_chinese(other), in_english(other)),
    }
}

fn in_chinese(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Is => "为",
        CompareOp::IsNot => "不为",
        CompareOp::Contains => "包括",
        CompareOp::In => "属于",
        CompareOp::AtLeast => "不少于",
        CompareOp::AtMost => "不超过",
        CompareOp::MoreThan => "超过",
        CompareOp::LessThan => "少于",
        CompareOp::Before => "早于",
        CompareOp::After => "晚于",
    }
}

fn in_english(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Is => "is",
        CompareOp::IsNot => "is not",
        CompareOp::Contains => "includes",
        CompareOp::In => "is one of",
        CompareOp::AtLeast => "is at least",
        CompareOp::AtMost => "is at most",
        CompareOp::MoreThan => "is more than",
        CompareOp::LessThan => "is less than",
        CompareOp::Before => "is before",
        CompareOp::After => "is after",
    }
}
