//! Tables: types of their rows, brackets without gaps and overlaps.

use super::deem::same_class;
use super::expressions::{Scene, shown};
use super::{Checker, name};
use crate::check::policy::{Bound, Case, Row, Table};
use crate::diagnostic::Diagnostic;
use crate::log::{Exact, Type};
use crate::source::Span;
use crate::syntax::ast::{self, ExprKind, Item};

impl<'a> Checker<'a> {
    // The enumeration that a name is a value of, if it is of just one.
    fn enumeration_of(&self, value: &ast::Expr) -> Option<Type> {
        let ExprKind::Name(word) = &value.kind else { return None };
        let all = self.vocabulary_ref().enums.iter();
        let mut found = all.filter(|(_, one)| one.variants.values().any(|name| name.answers_to(word)));
        let (name, _) = found.next()?;
        found.next().is_none().then(|| Type::Enum(name.clone()))
    }

    pub(super) fn tables(&mut self, items: &[(&'a Item, Span)]) {
        for (item, _) in items {
            let Item::Table(table) = item else { continue };
            let Some(checked) = self.table(table) else { continue };
            self.policy.tables.insert(checked.name.canonical.clone(), checked);
        }
    }

    fn table(&mut self, table: &ast::Table) -> Option<Table> {
        let by = self.type_of(&table.by.node, table.by.span)?;
        let mut gives: Option<Type> = None;
        let mut rows: Vec<(Row, Span)> = Vec::new();
        for row in &table.rows {
            let case = self.case(&row.node.case, &by, row.span);
            let wanted = gives.clone().or_else(|| self.enumeration_of(&row.node.value));
            let (value, ty) = self.resolve(&row.node.value, &Scene::default(), wanted.as_ref());
            if let (Some(first), Some(ty)) = (&gives, &ty)
                && !same_class(first, ty)
            {
                let (left, right) = (shown(first), shown(ty));
                self.report(
                    Diagnostic::error("B0301", row.node.value.span)
                        .with_arg("left", left)
                        .with_arg("right", right),
                );
            }
            gives = gives.or(ty);
            rows.extend(case.map(|case| (Row { case, value }, row.span)));
        }
        rows.sort_by_key(|(row, _)| lower(&row.case));
        let whole = by == Type::Integer;
        let has_gaps = self.gaps_and_overlaps(&rows, whole);
        self.repeated(&rows);
        let rows = rows.into_iter().map(|(row, _)| row).collect();
        Some(Table { name: name(&table.name), by, gives, rows, has_gaps })
    }

    fn case(&mut self, case: &ast::Case, by: &Type, span: Span) -> Option<Case> {
        match case {
            ast::Case::Otherwise => Some(Case::Otherwise),
            ast::Case::Bracket { low, high } => {
                if !matches!(by, Type::Integer | Type::Decimal) {
                    self.report(Diagnostic::error("B0903", span).with_arg("found", shown(by)));
                    return None;
                }
                if let (Some(low), Some(high)) = (low, high)
                    && (low.number > high.number
                        || low.number == high.number && !(low.inclusive && high.inclusive))
                {
                    self.report(Diagnostic::error("B0905", span));
                    return None;
                }
                Some(Case::Bracket(*low, *high))
            }
            ast::Case::Values(values) => {
                let found: Vec<_> = values.iter().filter_map(|v| self.constant(v, by)).collect();
                Some(Case::Values(found))
            }
        }
    }

    // Rows in ascending order; whether there are gaps. What `otherwise` takes is none, and between single values there are.
    fn gaps_and_overlaps(&mut self, rows: &[(Row, Span)], whole: bool) -> bool {
        let mut has_gaps = rows.iter().any(|(row, _)| matches!(row.case, Case::Values(_)));
        let open = rows.iter().any(|(row, _)| matches!(row.case, Case::Otherwise));
        let brackets: Vec<(Option<Bound>, Option<Bound>, Span)> = rows
            .iter()
            .filter_map(|(row, span)| match row.case {
                Case::Bracket(low, high) => Some((low, high, *span)),
                _ => None,
            })
            .collect();
        for pair in brackets.windows(2) {
            let [(_, high, _), (low, _, span)] = pair else { continue };
            match meet(*high, *low, whole) {
                Meet::Fit => {}
                Meet::Overlap => self.report(Diagnostic::error("B0902", *span)),
                Meet::Gap if open => {}
                Meet::Gap => {
                    has_gaps = true;
                    let number = high.map_or(Exact::ZERO, |high| high.number);
                    self.report(Diagnostic::warning("B0901", *span).with("after", number));
                }
            }
        }
        has_gaps && !open
    }

    fn repeated(&mut self, rows: &[(Row, Span)]) {
        let mut seen = Vec::new();
        for (row, span) in rows {
            let Case::Values(values) = &row.case else { continue };
            for value in values {
                if seen.contains(&value) {
                    self.report(Diagnostic::error("B0902", *span));
                }
                seen.push(value);
            }
        }
    }
}

// Brackets from below; rows without a lower bound first, `otherwise` last.
fn lower(case: &Case) -> (u8, Option<(Exact, bool)>) {
    match case {
        Case::Bracket(None, _) => (0, None),
        Case::Bracket(Some(low), _) => (1, Some((low.number, !low.inclusive))),
        Case::Values(_) => (2, None),
        Case::Otherwise => (3, None),
    }
}

enum Meet {
    Fit,
    Gap,
    Overlap,
}

// Whether an upper bound and the next lower bound leave anything between them or share anything.
fn meet(high: Option<Bound>, low: Option<Bound>, whole: bool) -> Meet {
    let (Some(high), Some(low)) = (high, low) else { return Meet::Overlap };
    if whole {
        let last = if high.inclusive { high.number.floor() } else { high.number.ceil() - 1 };
        let first = if low.inclusive { low.number.ceil() } else { low.number.floor() + 1 };
        return match first - last {
            1 => Meet::Fit,
            ..=0 => Meet::Overlap,
            _ => Meet::Gap,
        };
    }
    match low.number.cmp(&high.number) {
        std::cmp::Ordering::Less => Meet::Overlap,
        std::cmp::Ordering::Greater => Meet::Gap,
        std::cmp::Ordering::Equal => match (high.inclusive, low.inclusive) {
            (true, true) => Meet::Overlap,
            (false, false) => Meet::Gap,
            _ => Meet::Fit,
        },
    }
}
