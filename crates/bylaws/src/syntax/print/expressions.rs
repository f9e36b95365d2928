//! Expressions, with brackets where precedence needs them and nowhere else.

use super::{Printer, words};
use crate::log::Exact;
use crate::syntax::ast::{ArithOp, CompareOp, Counter, Expr, ExprKind, Ident, Measure, Selection};

// How tightly a construct binds, loosest first; the parser's order.
pub(super) const OR: u8 = 1;
const AND: u8 = 2;
const TEST: u8 = 3;
const LIST: u8 = 4;
const ELSE: u8 = 5;
const SUM: u8 = 6;
const PRODUCT: u8 = 7;
const OPERAND: u8 = 8;

impl Printer<'_> {
    /// An expression where one may stand by itself: conditions side by side are joined by commas.
    pub(super) fn expr(&self, expr: &Expr) -> String {
        match &expr.kind {
            // The parser merges what commas join, so that only the word `and` keeps an inner group apart.
            ExprKind::And(parts) if !parts.iter().any(|p| matches!(p.kind, ExprKind::And(_))) => {
                self.join(parts, OR, self.comma())
            }
            _ => self.chain(expr, OR),
        }
    }

    /// A condition of which commas would say too little: that all of it holds together is said by `and`.
    pub(super) fn together(&self, expr: &Expr) -> String {
        self.chain(expr, OR)
    }

    /// An expression as a single value, in brackets if need be.
    pub(super) fn operand(&self, expr: &Expr) -> String {
        self.chain(expr, OPERAND)
    }

    /// The values of a list side by side, or the single value.
    pub(super) fn values(&self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::List(parts) => self.join(parts, OPERAND, self.say("、", " & ")),
            _ => self.operand(expr),
        }
    }

    /// A kind of record with its filter.
    pub(super) fn selection(&self, selection: &Selection) -> String {
        let outcome = selection.outcome.map_or("", |outcome| self.word(words::outcome_of(outcome)));
        format!("{outcome}{}", self.filtered(&selection.kind, selection.filter.as_deref()))
    }

    /// A name with a filter.
    pub(super) fn filtered(&self, kind: &Ident, filter: Option<&Expr>) -> String {
        let filter = filter.map_or_else(String::new, |f| self.filter(f));
        format!("{}{filter}", self.name(&kind.node))
    }

    /// A filter after what it filters.
    pub(super) fn filter(&self, filter: &Expr) -> String {
        format!("{}{}", self.say("", " where "), self.parens(&self.expr(filter)))
    }

    pub(super) fn chain(&self, expr: &Expr, least: u8) -> String {
        if self.level(expr) < least { self.parens(&self.expr(expr)) } else { self.plain(expr) }
    }

    fn level(&self, expr: &Expr) -> u8 {
        match &expr.kind {
            ExprKind::Or(_) => OR,
            ExprKind::And(_) => AND,
            ExprKind::Compare(..) | ExprKind::Holds { .. } | ExprKind::Under { .. } => TEST,
            ExprKind::Within { .. } if self.zh() => TEST,
            ExprKind::List(_) => LIST,
            ExprKind::Else(..) => ELSE,
            ExprKind::Arith(ArithOp::Add | ArithOp::Sub, ..) => SUM,
            ExprKind::Arith(op, left, _) if self.share_of(*op, left).is_none() => PRODUCT,
            _ => OPERAND,
        }
    }

    fn plain(&self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Broken => "…".to_owned(),
            ExprKind::Number(n) => self.number(*n),
            ExprKind::Bool(value) => {
                (if *value { self.say("是", "yes") } else { self.say("否", "no") }).to_owned()
            }
            ExprKind::Text(text) => self.text(text),
            ExprKind::Date(day) => self.date(*day),
            ExprKind::DateTime(time) => self.datetime(*time),
            ExprKind::Length(count, unit) => self.length((*count, *unit)),
            ExprKind::Name(name) => self.name(name),
            ExprKind::The(name) => format!("{}{}", self.say("该", "the "), self.name(name)),
            ExprKind::Member(of, member) => {
                format!("{}{}{}", self.owner(of), self.say("的", "."), self.member_name(&member.node))
            }
            ExprKind::List(parts) => self.join(parts, LIST + 1, self.say("、", " & ")),
            ExprKind::And(parts) => self.join(parts, AND + 1, self.say("并且", " and ")),
            ExprKind::Or(parts) => {
                let parts: Vec<String> = parts.iter().map(|part| self.alternative(part)).collect();
                parts.join(self.say("或者", " or "))
            }
            ExprKind::Exists(selection) => {
                format!("{}{}", self.say("存在", "exists "), self.selection(selection))
            }
            ExprKind::Size(of) if self.zh() => format!("{}的个数", self.owner(of)),
            ExprKind::Size(of) => format!("number of {}", self.operand(of)),
            ExprKind::Count(of) if self.zh() => format!("{}的次数", self.selection(of)),
            ExprKind::Count(of) => format!("number of {}", self.selection(of)),
            ExprKind::Measure { measure, of, field } => self.measure(*measure, of, field),
            ExprKind::Else(left, right) => {
                let (left, right) = (self.chain(left, ELSE), self.chain(right, SUM));
                format!("{left}{}{right}", self.say("缺省为", " else "))
            }
            ExprKind::Clock(_)
            | ExprKind::Within { .. }
            | ExprKind::Over { .. }
            | ExprKind::OnDay { .. }
            | ExprKind::Daily { .. }
            | ExprKind::Elapsed(..)
            | ExprKind::Pick(..)
            | ExprKind::Round(..)
            | ExprKind::Lookup { .. }
            | ExprKind::TimeOf(..)
            | ExprKind::UnitsWith { .. }
            | ExprKind::SpellTime { .. } => self.of_time(expr),
            ExprKind::Previous(inner) => {
                format!("{}{}", self.say("上期", "previous "), self.parens(&self.expr(inner)))
            }
            ExprKind::Not(inner) => {
                format!("{}{}", self.say("并非", "not "), self.parens(&self.expr(inner)))
            }
            ExprKind::Arith(op, left, right) => self.arith(*op, left, right),
            ExprKind::Compare(op, left, right) => self.compare(*op, left, right),
            ExprKind::Holds { who, role, unit } => self.holds(who, role, unit.as_deref()),
            ExprKind::Under { who, state } => {
                let (who, state) = (self.operand(who), self.name(&state.node));
                if self.zh() { format!("{who}处于{state}期间") } else { format!("{who} under {state}") }
            }
            ExprKind::During(kind) => {
                format!("{}{}", self.say("处于", "during "), self.word(words::days(*kind)))
            }
        }
    }

    pub(super) fn join(&self, parts: &[Expr], least: u8, mark: &str) -> String {
        parts.iter().map(|p| self.chain(p, least)).collect::<Vec<_>>().join(mark)
    }

    // In brackets where it has parts that hold together, so that nobody has to know which of the two binds first.
    fn alternative(&self, part: &Expr) -> String {
        match part.kind {
            ExprKind::And(_) => self.parens(&self.plain(part)),
            _ => self.chain(part, OR + 1),
        }
    }

    // What a member is taken of.
    pub(super) fn owner(&self, of: &Expr) -> String {
        match of.kind {
            ExprKind::Name(_) | ExprKind::The(_) | ExprKind::Member(..) | ExprKind::Text(_) => self.plain(of),
            _ => self.parens(&self.expr(of)),
        }
    }

    fn measure(&self, measure: Measure, of: &Selection, field: &Ident) -> String {
        if !self.zh() {
            let (kind, field) = (self.name(&of.kind.node), self.name(&field.node));
            let filter = of.filter.as_deref().map_or_else(String::new, |f| self.filter(f));
            let outcome = of.outcome.map_or("", |outcome| words::outcome_of(outcome).1);
            return format!("{} {outcome}{kind}.{field}{filter}", words::measure(measure).1);
        }
        let of = self.selection(of);
        let word = words::measure(measure).0;
        match measure {
            Measure::Distinct => format!("{of}的{word}{}数", self.letters(&field.node)),
            _ => format!("{of}的{}{word}", self.measured_name(&field.node)),
        }
    }

    fn share_of(&self, op: ArithOp, left: &Expr) -> Option<String> {
        match left.kind {
            ExprKind::Number(n) if op == ArithOp::Mul => self.share(n),
            _ => None,
        }
    }

    fn arith(&self, op: ArithOp, left: &Expr, right: &Expr) -> String {
        match self.share_of(op, left) {
            Some(share) if self.zh() => {
                let whole = match right.kind {
                    ExprKind::Count(_) | ExprKind::Size(_) | ExprKind::Measure { .. } => self.plain(right),
                    _ => self.owner(right),
                };
                return format!("{whole}的{share}");
            }
            Some(share) => return format!("{share} of {}", self.operand(right)),
            None => {}
        }
        let level = if matches!(op, ArithOp::Add | ArithOp::Sub) { SUM } else { PRODUCT };
        let (left, right) = (self.chain(left, level), self.chain(right, level + 1));
        if self.zh() {
            format!("{left}{}{right}", words::arith(op).0)
        } else {
            format!("{left} {} {right}", words::arith(op).1)
        }
    }

    fn compare(&self, op: CompareOp, left: &Expr, right: &Expr) -> String {
        let (left, right) = self.sides(op, left, right);
        format!("{left}{}{right}", self.say("", " "))
    }

    /// The left side of a comparison, and its word with the right side.
    pub(super) fn sides(&self, op: CompareOp, left: &Expr, right: &Expr) -> (String, String) {
        let (l, r) = (self.side(left, right), self.side(right, left));
        match (op, &right.kind) {
            // 是是 and 是否 would say something else.
            (CompareOp::Is, _) if self.zh() && r.starts_with(['是', '否']) => (l, format!("为{r}")),
            _ if self.zh() && (is_time(left) || is_time(right)) => {
                (l, format!("{}{r}", words::compare_times(op)))
            }
            _ if self.zh() => (l, format!("{}{r}", words::compare(op).0)),
            // `is not (…)` is the other comparison.
            (CompareOp::Is, ExprKind::Not(_)) => (l, format!("is {}", self.parens(&r))),
            _ => (l, format!("{} {r}", words::compare(op).1)),
        }
    }

    // One side of a comparison. Next to a quotient a number is a share.
    fn side(&self, side: &Expr, other: &Expr) -> String {
        let share = match (&side.kind, &other.kind) {
            (ExprKind::Number(n), ExprKind::Arith(ArithOp::Div, ..)) => self.share(*n),
            _ => None,
        };
        share.unwrap_or_else(|| self.chain(side, LIST))
    }

    fn holds(&self, who: &Expr, role: &Ident, unit: Option<&Expr>) -> String {
        let role = self.name(&role.node);
        let holder = self.operand(who);
        if !self.zh() {
            let unit = unit.map_or_else(String::new, |u| format!(" in {}", self.operand(u)));
            return format!("{holder} holds {role}{unit}");
        }
        // 在…担任 would be found inside a name that has 在.
        let holder = if holder.contains('在') { self.parens(&self.expr(who)) } else { holder };
        match unit.map(|u| self.operand(u)) {
            Some(unit) => {
                // The name before 在 ends there only if nothing but letters stands between 在 and 担任.
                let letters = unit.chars().all(|c| c.is_alphanumeric() || c == '_');
                format!("{holder}{}在{unit}担任{role}", if letters { "" } else { " " })
            }
            None => format!("{holder}担任{role}"),
        }
    }

    /// A number, or what stands for one, in a quantity.
    pub(super) fn amount(&self, amount: &Expr, counter: Counter) -> String {
        let fits = |n: Exact| self.zh() || !n.to_string().contains('/');
        match &amount.kind {
            ExprKind::Number(n) if fits(*n) => self.count(*n, counter),
            ExprKind::Name(name) => self.name(name),
            _ => self.parens(&self.expr(amount)),
        }
    }
}

// A day or a time of day that is written out.
fn is_time(side: &Expr) -> bool {
    matches!(side.kind, ExprKind::Date(_) | ExprKind::DateTime(_) | ExprKind::Clock(_))
}
