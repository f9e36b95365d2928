//! The two numbers of a comparison that does not hold, for the reason of a breach. What rests on a private
//! field is not told.

use super::context::Context;
use super::term::Truth;
use crate::check::policy::{ArithOp, CompareOp, Expr, From};
use crate::diagnostic::{Arg, Message};

// How a number is to lie to what is required of it.
fn in_words(op: CompareOp) -> Option<Arg> {
    let (zh, en) = match op {
        CompareOp::AtLeast => ("不少于", "at least"),
        CompareOp::AtMost => ("不超过", "at most"),
        CompareOp::MoreThan => ("超过", "more than"),
        CompareOp::LessThan => ("少于", "less than"),
        CompareOp::Is => ("恰好", "exactly"),
        CompareOp::IsNot => ("不等于", "other than"),
        CompareOp::Before | CompareOp::After | CompareOp::In | CompareOp::Contains => return None,
    };
    Some(Arg::Both { zh: zh.to_owned(), en: en.to_owned() })
}

// What is asked for where a comparison is forbidden.
fn opposite(op: CompareOp) -> Option<CompareOp> {
    Some(match op {
        CompareOp::AtLeast => CompareOp::LessThan,
        CompareOp::AtMost => CompareOp::MoreThan,
        CompareOp::MoreThan => CompareOp::AtMost,
        CompareOp::LessThan => CompareOp::AtLeast,
        CompareOp::Is => CompareOp::IsNot,
        CompareOp::IsNot => CompareOp::Is,
        CompareOp::Before | CompareOp::After | CompareOp::In | CompareOp::Contains => return None,
    })
}

impl Context<'_> {
    /// What was compared, if a condition that does not hold is a comparison of two known numbers that may be shown, or
    /// one is the first of several that does not.
    pub(super) fn compared(&self, condition: &Expr) -> Option<Message> {
        match condition {
            Expr::Compare(op, left, right) => self.numbers_of(*op, left, right),
            Expr::Not(inner) => match &**inner {
                Expr::Compare(op, left, right) => self.numbers_of(opposite(*op)?, left, right),
                _ => None,
            },
            Expr::And(all) => {
                all.iter().find(|one| self.truth(one) == Truth::False).and_then(|one| self.compared(one))
            }
            _ => None,
        }
    }

    fn numbers_of(&self, op: CompareOp, left: &Expr, right: &Expr) -> Option<Message> {
        if !(self.may_be_shown(left) && self.may_be_shown(right)) {
            return None;
        }
        let known = |expr: &Expr| self.term(expr).ends().filter(|(_, _, doubt)| doubt.is_none());
        let number = |expr: &Expr| known(expr).and_then(|ends| ends.0);
        // Of a share it is told of how many.
        if let Expr::Arith(ArithOp::Div, part, whole) = left {
            let message = Message::new("why.breached.share").with("part", number(part)?);
            let message = message.with("whole", number(whole)?).with("share", number(left)?);
            return Some(message.with_arg("how", in_words(op)?).with("required", number(right)?));
        }
        // Of what is not known exactly the ends that are too much, or too little, all the same.
        let ends = |expr: &Expr| self.term(expr).ends();
        let (left, right) = match op {
            CompareOp::AtMost | CompareOp::LessThan => (ends(left)?.0?, ends(right)?.1?),
            CompareOp::AtLeast | CompareOp::MoreThan => (ends(left)?.1?, ends(right)?.0?),
            _ => (number(left)?, number(right)?),
        };
        let message = Message::new("why.breached.compared").with("left", left);
        Some(message.with_arg("how", in_words(op)?).with("right", right))
    }

    fn may_be_shown(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Value(_) | Expr::Parameter(_) | Expr::Count(_) => true,
            Expr::Measure(_, selection, field) => {
                let From::Event(kind) = selection.from else { return false };
                let event = self.world.policy.vocabulary.events.get_index(kind);
                event.and_then(|(_, event)| event.fields.get_index(*field)).is_some_and(|(_, f)| !f.private)
            }
            Expr::Size(inner) | Expr::Round(_, _, inner) => self.may_be_shown(inner),
            Expr::Previous(inner) => self.may_be_shown(inner),
            Expr::Arith(_, left, right) => self.may_be_shown(left) && self.may_be_shown(right),
            _ => false,
        }
    }
}
