//! Expressions on instants, stretches and lengths of time, and on rounded and tabulated numbers.

use super::expressions::{NOTHING, Scene, Typed, shown};
use super::{Checker, written_in};
use crate::check::policy::{ArithOp, Expr, Pick, SpellTime, TimePart};
use crate::diagnostic::{Arg, Diagnostic, Lang, Message};
use crate::log::{Length, Name, Type, Unit, Value};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, ExprKind};

/// The parts of an instant by their names in both languages.
const PARTS: [(&str, &str, TimePart); 5] = [
    ("clock", "钟点", TimePart::Clock),
    ("weekday", "星期", TimePart::Weekday),
    ("day", "日", TimePart::Day),
    ("month", "月份", TimePart::Month),
    ("year", "年份", TimePart::Year),
];

/// What the parts of an instant are called.
pub(super) fn parts_of_time() -> impl Iterator<Item = Name> {
    PARTS.iter().map(|(en, zh, _)| Name {
        canonical: (*en).to_owned(),
        alias: Some((*zh).to_owned()),
        also: Vec::new(),
    })
}

/// A part of an instant, by a word of either language.
pub(super) fn time_part(of: &Expr, word: &str) -> Option<Typed> {
    let part = PARTS.iter().find(|(en, zh, _)| *en == word || *zh == word)?.2;
    let ty = if part == TimePart::Clock { Type::Clock } else { Type::Integer };
    Some((Expr::TimePart(part, Box::new(of.clone())), Some(ty)))
}

/// A time of day, in minutes after midnight, of the day of an instant or of the next one.
pub(super) fn on_day(clock: u32, next: bool, of: Expr) -> Expr {
    let day = match next {
        true => {
            let length = Expr::Value(Value::Length(Length { count: 1, unit: Unit::Day }));
            Expr::Shift(ArithOp::Add, Box::new(of), Box::new(length))
        }
        false => of,
    };
    Expr::OnDay(clock, Box::new(day))
}

impl Checker<'_> {
    /// 22:00-22:30: no difference, but between which times of day something happens.
    pub(super) fn between_times_of_day(&mut self, span: Span, from: u32, to: u32) {
        let clock = |minutes: u32| format!("{:02}:{:02}", minutes / 60, minutes % 60);
        let (from, to) = (clock(from), clock(to));
        let meant = match written_in(self.files, span) {
            Some(Lang::Zh) => format!("该时间的钟点在{from}至{to}之间"),
            _ => format!("the time.clock at least {from}, the time.clock at most {to}"),
        };
        let problem = Diagnostic::error("B0303", span).with_arg("found", shown(&Type::Clock));
        let problem = problem.help(Message::new("help.write").with("words", &meant));
        // To the next day it is two stretches.
        self.report(if from <= to { problem.fix(span, meant) } else { problem });
    }

    /// One of the kinds that this file is about.
    pub(super) fn of_time(&mut self, expr: &ast::Expr, scene: &Scene, wanted: Option<&Type>) -> Typed {
        match &expr.kind {
            ExprKind::Clock(minutes) => {
                (Expr::Value(Value::Number(i64::from(*minutes).into())), Some(Type::Clock))
            }
            ExprKind::OnDay { clock, next, of } => {
                (on_day(*clock, *next, self.instant(of, scene)), Some(Type::DateTime))
            }
            ExprKind::Within { length, side, anchor, inner } => {
                let anchor = Box::new(self.instant(anchor, scene));
                let (inner, ty) = self.resolve(inner, scene, None);
                let (count, unit) = length.node;
                self.counted_in(unit, length.span);
                (Expr::Within(Length { count, unit }, *side, anchor, Box::new(inner)), ty)
            }
            ExprKind::Daily { from, to, inner } => {
                let (inner, ty) = self.resolve(inner, scene, None);
                (Expr::Daily(*from, *to, Box::new(inner)), ty)
            }
            ExprKind::Over { from, to, inner } => {
                let from = Box::new(self.instant(from, scene));
                let to = Box::new(self.instant(to, scene));
                let (inner, ty) = self.resolve(inner, scene, None);
                (Expr::Over(from, to, Box::new(inner)), ty)
            }
            ExprKind::Elapsed(unit, from, to) => {
                let countable =
                    !matches!(unit, Unit::Semester | Unit::TeachingWeek | Unit::AcademicYear | Unit::Quarter);
                self.countable(countable, *unit, expr.span);
                self.counted_in(*unit, expr.span);
                let from = Box::new(self.instant(from, scene));
                let to = Box::new(self.instant(to, scene));
                (Expr::Elapsed(*unit, from, to), Some(Type::Decimal))
            }
            ExprKind::Pick(pick, parts) => self.pick(*pick, parts, scene),
            ExprKind::Round(how, places, inner) => {
                (Expr::Round(*how, *places, Box::new(self.number(inner, scene))), Some(Type::Decimal))
            }
            ExprKind::Else(left, right) => {
                let (left, ty) = self.resolve(left, scene, wanted);
                let (right, other) = self.resolve(right, scene, ty.as_ref().or(wanted));
                (Expr::Else(Box::new(left), Box::new(right)), ty.or(other))
            }
            ExprKind::Lookup { table, key, marginal } => self.lookup(table, key, *marginal, scene),
            ExprKind::TimeOf(end, of) => {
                let found = self.selection(of, scene);
                (found.map_or(NOTHING, |s| Expr::TimeOf(*end, Box::new(s))), Some(Type::DateTime))
            }
            ExprKind::UnitsWith { unit, of, run } => {
                let countable =
                    matches!(unit, Unit::Day | Unit::WorkingDay | Unit::SchoolDay | Unit::Week | Unit::Month);
                self.countable(countable, *unit, expr.span);
                self.counted_in(*unit, expr.span);
                let found = self.selection(of, scene);
                (found.map_or(NOTHING, |s| Expr::UnitsWith(*unit, Box::new(s), *run)), Some(Type::Integer))
            }
            ExprKind::SpellTime { which, unit, of, joined } => {
                self.spell_time(*which, *unit, of, *joined, expr.span, scene)
            }
            _ => (NOTHING, None),
        }
    }

    /// An expression that is to be an instant.
    pub(super) fn instant(&mut self, expr: &ast::Expr, scene: &Scene) -> Expr {
        let (resolved, ty) = self.resolve(expr, scene, Some(&Type::DateTime));
        if let Some(ty) = ty.filter(|t| !matches!(t, Type::Date | Type::DateTime)) {
            self.report(Diagnostic::error("B0304", expr.span).with_arg("found", shown(&ty)));
        }
        resolved
    }

    /// `X + 5 days`: an instant and a length; anything else is arithmetic on numbers.
    pub(super) fn sum(
        &mut self,
        op: ArithOp,
        left: &ast::Expr,
        right: &ast::Expr,
        scene: &Scene,
    ) -> Option<Typed> {
        if !matches!(op, ArithOp::Add | ArithOp::Sub) {
            return None;
        }
        match self.type_alone(right, scene) {
            _ if matches!(right.kind, ExprKind::Length(..)) => {}
            Some(Type::Duration) => {}
            Some(_) => return None,
            // What it is cannot be told, nor what comes of it.
            None => {
                self.resolve(left, scene, None);
                self.resolve(right, scene, None);
                return Some((NOTHING, None));
            }
        }
        let instant = Box::new(self.instant(left, scene));
        let (length, _) = self.resolve(right, scene, Some(&Type::Duration));
        Some((Expr::Shift(op, instant, Box::new(length)), Some(Type::DateTime)))
    }

    // Looked at twice; what is wrong with it is said the second time.
    fn type_alone(&mut self, expr: &ast::Expr, scene: &Scene) -> Option<Type> {
        let said = self.diagnostics.len();
        let (_, ty) = self.resolve(expr, scene, None);
        self.diagnostics.truncate(said);
        ty
    }

    fn pick(&mut self, pick: Pick, parts: &[ast::Expr], scene: &Scene) -> Typed {
        let of_time = matches!(pick, Pick::Earlier | Pick::Later);
        let resolved = parts
            .iter()
            .map(|part| if of_time { self.instant(part, scene) } else { self.number(part, scene) })
            .collect();
        (Expr::Pick(pick, resolved), Some(if of_time { Type::DateTime } else { Type::Decimal }))
    }

    fn lookup(&mut self, table: &ast::Ident, key: &ast::Expr, marginal: bool, scene: &Scene) -> Typed {
        let tables = &self.policy.tables;
        let found = tables
            .values()
            .find(|t| t.name.answers_to(&table.node))
            .map(|t| (t.name.canonical.clone(), t.by.clone(), t.gives.clone()));
        let Some((name, by, gives)) = found else {
            let known: Vec<Name> = self.policy.tables.values().map(|t| t.name.clone()).collect();
            self.unknown("B0904", table.span, &table.node, known.iter());
            return (NOTHING, None);
        };
        let (resolved, ty) = self.resolve(key, scene, Some(&by));
        let numeric = |ty: &Type| matches!(ty, Type::Integer | Type::Decimal);
        if let Some(ty) = ty.filter(|ty| *ty != by && !(numeric(ty) && numeric(&by))) {
            let (left, right) = (shown(&by), shown(&ty));
            self.report(Diagnostic::error("B0301", key.span).with_arg("left", left).with_arg("right", right));
        }
        if marginal && !(numeric(&by) && gives.as_ref().is_none_or(numeric)) {
            self.report(Diagnostic::error("B0303", table.span).with_arg("found", shown(&by)));
        }
        (Expr::Lookup(name, Box::new(resolved), marginal), gives)
    }

    fn spell_time(
        &mut self,
        which: SpellTime,
        unit: Unit,
        of: &ast::Selection,
        joined: Option<Spanned<(u32, Unit)>>,
        span: Span,
        scene: &Scene,
    ) -> Typed {
        self.exactly_measured(unit, span, None);
        if let Some(joined) = joined {
            self.exactly_measured(joined.node.1, joined.span, Some(joined.node.0));
        }
        let Some(selection) = self.selection(of, scene) else { return (NOTHING, Some(Type::Decimal)) };
        if matches!(
            selection.from,
            crate::check::policy::From::Event(_) | crate::check::policy::From::Entity(_)
        ) {
            self.report(Diagnostic::error("B0306", of.kind.span).with("name", &of.kind.node));
        }
        let joined = joined.map(|joined| Length { count: joined.node.0, unit: joined.node.1 });
        (Expr::SpellTime(which, unit, Box::new(selection), joined), Some(Type::Decimal))
    }

    // How long something lasts, and the gaps across which it is joined, are exact in hours and minutes alone.
    fn exactly_measured(&mut self, unit: Unit, span: Span, count: Option<u32>) {
        let hours = match unit {
            Unit::Minute | Unit::Hour => return,
            Unit::Day => Some(24),
            Unit::Week => Some(7 * 24),
            _ => None,
        };
        let hours = hours.zip(count).and_then(|(hours, count)| count.checked_mul(hours));
        let problem = uncountable(unit, span);
        self.report(match hours.filter(|_| count.is_some()) {
            Some(hours) => {
                let zh = written_in(self.files, span) == Some(Lang::Zh);
                let words = if zh { format!("{hours}小时") } else { format!("{hours} hours") };
                problem.help(Message::new("help.write").with("words", &words)).fix(span, words)
            }
            None => problem.help(Message::new("help.in_hours")),
        });
    }

    fn countable(&mut self, fits: bool, unit: Unit, span: Span) {
        if !fits {
            self.report(uncountable(unit, span));
        }
    }
}

fn uncountable(unit: Unit, span: Span) -> Diagnostic {
    let shown = Arg::Word { zh: unit.words().0.to_owned(), en: unit.words().1.to_owned() };
    Diagnostic::error("B0307", span).with_arg("unit", shown)
}
