//! The two numbers of a comparison that does not hold, for the reason of a breach. What rests on a private
//! field is not told.

use super::context::Context;
use crate::check::policy::{ArithOp, CompareOp, Expr, From};
use crate::diagnostic::{Arg, Message};

// How a share is to lie to what is required of it.
fn in_words(op: CompareOp) -> Option<Arg> {
    let (zh, en) = match op {
        CompareOp::AtLeast => ("不少于", "at least"),
        CompareOp::AtMost => ("不超过", "at most"),
        CompareOp::MoreThan => ("超过", "more than"),
        CompareOp::LessThan => ("少于", "less than"),
        _ => return None,
    };
    Some(Arg::Both { zh: zh.to_owned(), en: en.to_owned() })
}

impl Context<'_> {
    /// What was compared, if a condition is one comparison of two known numbers that may be shown.
    pub(super) fn compared(&self, condition: &Expr) -> Option<Message> {
        let Expr::Compare(op, left, right) = condition else { return None };
        if !(self.may_be_shown(left) && self.may_be_shown(right)) {
            return None;
        }
        let number = |expr: &Expr| {
            self.term(expr).ends().filter(|(_, _, doubt)| doubt.is_none()).and_then(|ends| ends.0)
        };
        // Of a share it is told of how many.
        if let (Expr::Arith(ArithOp::Div, part, whole), Some(how)) = (&**left, in_words(*op)) {
            let message = Message::new("why.breached.share").with("part", number(part)?);
            let message = message.with("whole", number(whole)?).with("share", number(left)?);
            return Some(message.with_arg("how", how).with("required", number(right)?));
        }
        let message = Message::new("why.breached.compared");
        Some(message.with("left", number(left)?).with("right", number(right)?))
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
