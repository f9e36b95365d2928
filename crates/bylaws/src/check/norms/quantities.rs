//! How many, or how much: both limits inclusive.

use super::times::MISSED;
use crate::check::expressions::{Scene, begins_with_a_weekday, shown};
use crate::check::policy::{ArithOp, Expr, From, Quantity, Rounding};
use crate::check::{Checker, written_in};
use crate::diagnostic::{Arg, Diagnostic, Fix, Lang, Message};
use crate::log::{Exact, Type, Value};
use crate::source::Span;
use crate::syntax::ast::{self, Modality, QuantityWord};

// 不少于10人次 are records. 不少于8课时: a number of records has no measure, and to leave it out would count something else.
fn of_records(problem: &mut Diagnostic) {
    if let Some(fix) =
        problem.fix.as_mut().filter(|_| problem.message.args.contains(&("found", "人次".into())))
    {
        fix.replacement = format!("{}次", fix.replacement.trim_end_matches('人'));
        problem.help = vec![Message::new("help.write").with("words", &fix.replacement)];
    }
    let measured = Arg::Message(Box::new(Message::new("unit.measured")));
    let Some((_, wanted)) = problem.message.args.iter_mut().find(|(_, arg)| *arg == measured) else { return };
    *wanted = Arg::Message(Box::new(Message::new("unit.summed")));
    problem.help.clear();
    problem.fix = None;
}

// 每周至少检查一次: what is done stands in the duty, and here how often.
fn deed_said_twice(problem: &mut Diagnostic) {
    let numeral = |c: char| c.is_ascii_digit() || "一二两三四五六七八九十百".contains(c);
    let Some((_, Arg::Plain(found))) = problem.message.args.iter().find(|(name, _)| *name == "name") else {
        return;
    };
    let Some(rest) = found.strip_suffix('次').filter(|_| problem.code() == "B0201" && problem.fix.is_none())
    else {
        return;
    };
    let number = rest.get(rest.trim_end_matches(numeral).len()..).unwrap_or("");
    if found.contains(MISSED) {
        problem.help = vec![Message::new("help.may_be_missed")];
        return;
    }
    if !number.is_empty() && number.len() < rest.len() {
        let meant = format!("{number}次");
        problem.help = vec![Message::new("help.write").with("words", &meant)];
        problem.fix = Some(Fix { span: problem.span, replacement: meant });
    }
}

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
        if quantity.word.node == QuantityWord::AtMost && modality == Modality::MustNot {
            self.forbidden_to_do_little(quantity);
        }
        let (number, is_whole) = self.amount_of_type(&quantity.number, scene);
        let upper = quantity.upper.as_ref().map(|u| self.amount(u, scene));
        // More than half of five are three, and less than half of five two.
        let stepped = |by: i64| {
            let step = Expr::Value(Value::Number(Exact::from(by)));
            match &number {
                Expr::Value(Value::Number(n)) => {
                    n.add(Exact::from(by)).map(|n| Expr::Value(Value::Number(n)))
                }
                other => {
                    let towards = if by > 0 { Rounding::Down } else { Rounding::Up };
                    let own = Box::new(other.clone());
                    let own = if is_whole { own } else { Box::new(Expr::Round(towards, 0, own)) };
                    Some(Expr::Arith(ArithOp::Add, own, Box::new(step)))
                }
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

    // 不得…不超过3次: who does it four times would have done right, and who never does it wrong.
    fn forbidden_to_do_little(&mut self, quantity: &ast::Quantity) {
        let word = quantity.word.span;
        let problem = Diagnostic::warning("B0720", word);
        let (Some(lang), true) = (written_in(self.files, word), word.start < quantity.number.span.start)
        else {
            return self.report(problem);
        };
        let meant = match lang {
            Lang::Zh => "超过",
            Lang::En => "more than",
        };
        let advice = Message::new("help.write").with("words", meant);
        self.report(problem.help(advice).fix(word, meant));
    }

    pub(in crate::check) fn amount(&mut self, expr: &ast::Expr, scene: &Scene) -> Expr {
        self.amount_of_type(expr, scene).0
    }

    // And whether it is a whole number.
    fn amount_of_type(&mut self, expr: &ast::Expr, scene: &Scene) -> (Expr, bool) {
        // 每周一至周五, read as 每周, so many times.
        if let ast::ExprKind::Name(word) = &expr.kind
            && begins_with_a_weekday(word)
        {
            let problem = Diagnostic::error("B0201", expr.span).with("name", word);
            self.report(problem.help(Message::new("help.weekdays")));
            return (Expr::Value(Value::Number(Exact::ONE)), true);
        }
        let before = self.diagnostics.len();
        let (resolved, ty) = self.resolve(expr, scene, None);
        self.diagnostics.iter_mut().skip(before).for_each(of_records);
        self.diagnostics.iter_mut().skip(before).for_each(deed_said_twice);
        let is_whole = ty == Some(Type::Integer);
        if let Some(ty) = ty.filter(|t| !matches!(t, Type::Integer | Type::Decimal)) {
            self.report(Diagnostic::error("B0303", expr.span).with_arg("found", shown(&ty)));
        }
        (resolved, is_whole)
    }

    // Nobody does something four and a half times; a number that is worked out is rounded by what it is compared with.
    pub(in crate::check) fn whole_numbers(&mut self, quantity: &ast::Quantity) {
        for number in std::iter::once(&quantity.number).chain(&quantity.upper) {
            if let ast::ExprKind::Number(found) = &number.kind
                && found.to_integer().is_none()
            {
                self.report(Diagnostic::error("B0427", number.span).with("found", found));
            }
        }
    }

    // 每月不少于3人: records are counted, and not those whom they name.
    pub(in crate::check) fn persons_counted(&mut self, from: &From, written: &ast::Quantity) {
        let counts_persons = written.counter.0.filter(|word| matches!(word, '人' | '名' | '位'));
        if let (From::Event(_), Some(word)) = (from, counts_persons) {
            let problem = Diagnostic::warning("B0129", written.word.span.to(written.number.span));
            self.report(problem.wrong_unit(word, "unit.records", None));
        }
    }

    // A number that everybody reaches, or nobody keeps to, is hardly what was meant. What may be done is never breached.
    pub(in crate::check) fn binds(
        &mut self,
        quantity: &Quantity,
        written: &ast::Quantity,
        modality: Modality,
        alone: bool,
    ) {
        let Quantity { low, high } = quantity;
        let (low, high) = (low.as_ref().map(constant), high.as_ref().map(constant));
        let below = |limit: Option<Exact>| limit.is_some_and(|limit| limit < Exact::ZERO);
        if high.is_some_and(below) && modality != Modality::May {
            self.report(Diagnostic::warning("B0713", written.word.span));
        } else if high.is_none() && alone && modality != Modality::May {
            let nothing = low.flatten().is_some_and(|low| low <= Exact::ZERO);
            if nothing {
                self.report(Diagnostic::warning("B0712", written.word.span));
            }
        }
    }

    // Of two, five cannot be asked for.
    pub(in crate::check) fn part_of_the_whole(&mut self, part: &Quantity, whole: &Quantity, span: Span) {
        let number = |limit: &Option<Expr>| limit.as_ref().and_then(constant);
        let Some(part) = number(&part.low) else { return };
        let limits = [number(&whole.low), number(&whole.high)];
        if let Some(whole) = limits.into_iter().flatten().find(|whole| part > *whole) {
            let told = Diagnostic::warning("B0711", span).with("part", part).with("whole", whole);
            self.report(told);
        }
    }
}

fn constant(expr: &Expr) -> Option<Exact> {
    if let Expr::Value(Value::Number(number)) = expr { Some(*number) } else { None }
}
