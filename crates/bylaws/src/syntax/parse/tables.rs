//! Tables of brackets and cases.

use super::{Builder, Node, Rule};
use crate::log::Exact;
use crate::source::Spanned;
use crate::syntax::ast::{Bound, Case, Expr, ExprKind, Row, Table};

impl Builder {
    pub(super) fn table(&mut self, node: Node<'_>) -> Option<Table> {
        let (mut name, mut by) = (None, None);
        let mut rows = Vec::new();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::table_head => {
                    for inner in part.into_inner() {
                        match inner.as_rule() {
                            Rule::name_decl => name = Some(self.name_decl(inner)),
                            Rule::type_expr => by = Some(self.type_expr(inner)),
                            _ => {}
                        }
                    }
                }
                Rule::row => {
                    let span = self.span(&part);
                    rows.push(Spanned::new(self.row(part), span));
                }
                _ => {}
            }
        }
        Some(Table { name: name?, by: by?, rows })
    }

    fn row(&mut self, node: Node<'_>) -> Row {
        let mut case = Case::Otherwise;
        let mut value = Expr { kind: ExprKind::Broken, span: self.span(&node) };
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::bracket => case = self.bracket(part),
                Rule::case_values => {
                    case = Case::Values(part.into_inner().map(|n| self.operand(n)).collect());
                }
                Rule::operand => value = self.operand(part),
                _ => {}
            }
        }
        Row { case, value }
    }

    // Two numbers are the ends; of one alone the word tells which end it is.
    fn bracket(&mut self, node: Node<'_>) -> Case {
        let words = node.as_str().trim().to_owned();
        let (mut numbers, mut over, mut under): (Vec<Exact>, _, _) = (Vec::new(), false, false);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::count => numbers.push(self.number(&part)),
                Rule::over_word => over = true,
                Rule::under_word => under = true,
                _ => {}
            }
        }
        let low = |number| Some(Bound { number, inclusive: !over });
        let high = |number| Some(Bound { number, inclusive: !under });
        match numbers.as_slice() {
            [from, to] => Case::Bracket { low: low(*from), high: high(*to) },
            [only] if over || words.starts_with("from") || words.ends_with("以上") => {
                Case::Bracket { low: low(*only), high: None }
            }
            [only] => Case::Bracket { low: None, high: high(*only) },
            _ => Case::Otherwise,
        }
    }
}
