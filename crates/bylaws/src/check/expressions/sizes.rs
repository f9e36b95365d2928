//! How many values a field has, as people say it: 该领用的在场人的人数, 在场人不少于2人, 两人同时在场.

use super::Scene;
use crate::check::Checker;
use crate::diagnostic::{Arg, Diagnostic, Message};
use crate::log::Type;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, Ident};

/// 人数 of several is 个数, which may be of things as well.
pub(super) fn said_as_persons(ty: Option<&Type>, member: &Ident) -> Option<Diagnostic> {
    let is_meant = matches!(ty, Some(Type::Set(_))) && member.node == "人数";
    let problem = Diagnostic::error("B0207", member.span).with("name", &member.node);
    let advice = Message::new("help.did_you_mean").with("name", "个数");
    is_meant.then(|| problem.help(advice).fix(member.span, "个数"))
}

/// 两人同时在场: so many persons at once, of whom only the author knows which field has them.
pub(super) fn persons_at_once(word: &str) -> Option<Message> {
    let (number, rest) = word.split_once(['人', '名', '位'])?;
    let is_number = |c: char| c.is_ascii_digit() || "一二两三四五六七八九十".contains(c);
    let is_meant = rest.chars().count() > 1 && !number.is_empty() && number.chars().all(is_number);
    is_meant.then(|| Message::new("help.write").with("words", format!("该…的…的个数不少于{number}")))
}

impl Checker<'_> {
    /// 在场人不少于2人: several are compared with a number, and their number is meant.
    pub(super) fn size_meant(&self, problem: Diagnostic, several: &Expr, scene: &Scene) -> Diagnostic {
        let told = |problem: Diagnostic, words: Arg| {
            problem.help(Message::new("help.write").with_arg("words", words))
        };
        match &several.kind {
            ExprKind::Name(word) => match self.of_the_trigger(word, scene) {
                Some(field) => {
                    let meant = if field.is_ascii() {
                        format!("number of {field}")
                    } else {
                        format!("{field}的个数")
                    };
                    told(problem, Arg::from(&*meant)).fix(several.span, meant)
                }
                None => {
                    let (zh, en) = ("该…的…的个数".to_owned(), "number of the ….…".to_owned());
                    told(problem, Arg::Both { zh, en })
                }
            },
            ExprKind::Member(_, member) if member.node.is_ascii() => {
                let place = Span { end: several.span.start, ..several.span };
                told(problem, Arg::from("number of")).fix(place, "number of ")
            }
            ExprKind::Member(..) => {
                let place = Span { start: several.span.end, ..several.span };
                told(problem, Arg::from("的个数")).fix(place, "的个数")
            }
            _ => problem,
        }
    }
}
