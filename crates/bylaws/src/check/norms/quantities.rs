//! How many, or how much: both limits inclusive.

use crate::check::Checker;
use crate::check::expressions::{Scene, shown};
use crate::check::policy::{ArithOp, Expr, Quantity};
use crate::diagnostic::Diagnostic;
use crate::log::{Exact, Type, Value};
use crate::source::Span;
use crate::syntax::ast::{self, Modality, QuantityWord};

impl<'a> Checker<'a> {
    // Both limits inclusive; a prohibition turns a number into the most that is allowed.
    pub(in crate::check) fn quantity(
        &mut self,
        quantity: Option<&ast::Quantity>,
        modality: Modality,
        scene: &Scene,
    ) -> Quantity {
        let constant = |n: i64| Some(Expr::Value(Value::Number(Exact::from(n))));
        let Some(quantity) = quantity else {
            return match modality {
                Modality::MustNot => Quantity { low: None, high: constant(0) },
                _ => Quantity { low: constant(1), high: None },
            };
        };
        // What is forbidden is one number, or a band; what is allowed then lies on both sides of it.
        let both_sides = matches!(quantity.word.node, QuantityWord::Exactly | QuantityWord::Between);
        if both_sides && modality == Modality::MustNot {
            self.report(Diagnostic::error("B0425", quantity.word.span));
        }
        let number = self.amount(&quantity.number, scene);
        let upper = quantity.upper.as_ref().map(|u| self.amount(u, scene));
        let stepped = |by: i64| {
            let step = Expr::Value(Value::Number(Exact::from(by)));
            match &number {
                Expr::Value(Value::Number(n)) => {
                    n.add(Exact::from(by)).map(|n| Expr::Value(Value::Number(n)))
                }
                other => Some(Expr::Arith(ArithOp::Add, Box::new(other.clone()), Box::new(step))),
            }
        };
        let some = Some(number.clone());
        match (modality, quantity.word.node) {
            (Modality::MustNot, QuantityWord::MoreThan) => Quantity { low: None, high: some },
            (Modality::MustNot, QuantityWord::AtLeast) => Quantity { low: None, high: stepped(-1) },
            (Modality::MustNot, QuantityWord::AtMost) => Quantity { low: stepped(1), high: None },
            (Modality::MustNot, QuantityWord::LessThan) => Quantity { low: some, high: None },
            (_, QuantityWord::AtLeast) => Quantity { low: some, high: None },
            (_, QuantityWord::AtMost) => Quantity { low: None, high: some },
            (_, QuantityWord::Exactly) => Quantity { low: some.clone(), high: some },
            (_, QuantityWord::MoreThan) => Quantity { low: stepped(1), high: None },
            (_, QuantityWord::LessThan) => Quantity { low: None, high: stepped(-1) },
            (_, QuantityWord::Between) => Quantity { low: some, high: upper },
        }
    }

    pub(in crate::check) fn amount(&mut self, expr: &ast::Expr, scene: &Scene) -> Expr {
        let (resolved, ty) = self.resolve(expr, scene, None);
        if let Some(ty) = ty.filter(|t| !matches!(t, Type::Integer | Type::Decimal)) {
            self.report(Diagnostic::error("B0303", expr.span).with_arg("found", shown(&ty)));
        }
        resolved
    }

    // 不少于/至少/以上/以内 are inclusive (Civil Code of China, art. 1259): an exclusive operator beside
    // such a word is most likely a slip.
    pub(in crate::check) fn word_against_operator(
        &mut self,
        title: &str,
        duty: &ast::Duty,
        every: Option<&ast::Frequency>,
        span: Span,
    ) {
        let inclusive = ["不少于", "至少", "以上", "以内", "at least"].iter().any(|w| title.contains(w));
        let parts: Vec<&ast::Quantity> = match &duty.requirement {
            ast::Requirement::Have(parts) => parts.iter().filter_map(|p| p.quantity.as_ref()).collect(),
            ast::Requirement::Any(all) => all.iter().flatten().filter_map(|p| p.quantity.as_ref()).collect(),
            _ => Vec::new(),
        };
        let exclusive = parts
            .into_iter()
            .chain(every.and_then(|e| e.quantity.as_ref()))
            .any(|q| matches!(q.word.node, QuantityWord::MoreThan | QuantityWord::LessThan));
        if inclusive && exclusive {
            self.report(Diagnostic::warning("B0702", span));
        }
    }
}
