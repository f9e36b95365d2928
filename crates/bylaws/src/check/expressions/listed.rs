//! Conditions that are written like one more thing of a list: 查夜（楼栋是该楼、查夜人担任楼长）.

use super::Typed;
use crate::check::{Checker, written_in};
use crate::diagnostic::{Diagnostic, Lang, Message};
use crate::log::Type;
use crate::source::Span;
use crate::syntax::ast;

impl Checker<'_> {
    /// Among things of a list no condition stands: what joins it to them is to join conditions.
    pub(super) fn conditions_in_a_list(&mut self, parts: &[Typed], places: &[Span]) {
        let is_condition = |part: &Typed| part.1 == Some(Type::Bool);
        if parts.first().is_none_or(is_condition) {
            return;
        }
        let Some(first) = parts.iter().position(is_condition) else { return };
        let (Some(before), Some(place)) = (places.get(first - 1), places.get(first)) else { return };
        let problem = self.comma_meant(*before, *place);
        self.report(problem);
    }

    /// 楼栋是该楼、人数不少于3: where what is compared is itself a comparison with a list, the last of the list is meant.
    pub(super) fn compared_in_a_list(&self, left: &ast::Expr) -> Option<Diagnostic> {
        let ast::ExprKind::Compare(_, _, right) = &left.kind else { return None };
        let ast::ExprKind::List(parts) = &right.kind else { return None };
        let [.., before, last] = parts.as_slice() else { return None };
        Some(self.comma_meant(before.span, last.span))
    }

    fn comma_meant(&self, before: Span, place: Span) -> Diagnostic {
        let between = Span { start: before.end, end: place.start, ..place };
        let (found, mark) = match written_in(self.files, place) {
            Some(Lang::Zh) => ("、", "，"),
            _ => ("&", ", "),
        };
        let problem = Diagnostic::error("B0127", between).with("found", found).with("name", mark.trim());
        problem.help(Message::new("help.write").with("words", mark.trim())).fix(between, mark)
    }
}
