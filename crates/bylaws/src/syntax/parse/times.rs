//! When and how often: windows, stretches and time limits.

use super::expressions::unit;
use super::{Builder, Node, Rule, bounds};
use crate::diagnostic::Diagnostic;
use crate::log::Unit;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{End, Expr, ExprKind, Frequency, Ident, PeriodBy, TimeLimit, TimeSide, Window};
use crate::syntax::print::words::{MONTHS, WEEKDAYS, Word};

impl Builder {
    pub(super) fn every(&mut self, node: Node<'_>) -> Frequency {
        let mut window = None;
        let (mut anchor, mut own, mut of_window) = (None, None, None);
        let mut apiece = false;
        let mut quantity = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::every_units => window = Some(self.every_units(part)),
                Rule::every_parameter => {
                    window = part.into_inner().next().map(|n| Window::EveryParameter(self.ident(&n)))
                }
                Rule::anchor => {
                    anchor = part.into_inner().next().map(|n| {
                        let date = self.date(&n);
                        self.spanned(&n, date)
                    });
                }
                Rule::own_anchor => own = part.into_inner().next().map(|n| self.operand(n)),
                Rule::first_days => of_window = self.first_days(part),
                Rule::apiece => apiece = true,
                Rule::quantity => quantity = Some(self.quantity(part)),
                _ => {}
            }
        }
        let window = match (window.unwrap_or(Window::EveryParameter(Ident::default())), own) {
            (Window::Every { count, unit, .. }, Some(day)) => Window::EveryFrom { count, unit, day },
            (Window::Every { count, unit, .. }, None) => Window::Every { count, unit, from: anchor },
            (other, _) => other,
        };
        Frequency { window, part: of_window, apiece, quantity }
    }

    fn first_days(&mut self, node: Node<'_>) -> Option<(End, Spanned<(u32, Unit)>)> {
        let mut end = End::First;
        let mut length = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::end_of if matches!(part.as_str().trim(), "last" | "末" | "最后") => end = End::Last,
                Rule::length => length = Some(Spanned::new(self.length(part.clone()), self.span(&part))),
                _ => {}
            }
        }
        Some((end, length?))
    }

    fn every_units(&mut self, node: Node<'_>) -> Window {
        let span = self.span(&node);
        let (mut count, mut of) = (Spanned::new(1, span), Spanned::new(Unit::Day, span));
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::count => count = Spanned::new(self.small(&part), self.span(&part)),
                Rule::other_word => count = self.spanned(&part, 2),
                Rule::unit => {
                    let (times, one) = unit(part.as_str());
                    of = self.spanned(&part, one);
                    count.node = count.node.saturating_mul(times);
                }
                _ => {}
            }
        }
        Window::Every { count, unit: of, from: None }
    }

    pub(super) fn rolling(&mut self, node: Node<'_>, gap: bool) -> Frequency {
        let mut length = Spanned::new((1, Unit::Day), self.span(&node));
        let mut quantity = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::length => length = Spanned::new(self.length(part.clone()), self.span(&part)),
                Rule::quantity => quantity = Some(self.quantity(part)),
                _ => {}
            }
        }
        Frequency {
            window: if gap { Window::Gap(length) } else { Window::Rolling(length) },
            part: None,
            apiece: false,
            quantity,
        }
    }

    pub(super) fn time_limit(&mut self, node: Node<'_>) -> Option<TimeLimit> {
        let inner = if node.as_rule() == Rule::time_limit { node.into_inner().next()? } else { node };
        let (rule, span) = (inner.as_rule(), self.span(&inner));
        if rule == Rule::by_clock {
            let (clock, next) = self.day_and_clock(&inner);
            return Some(TimeLimit::ByClock { clock, next });
        }
        let mut numbers = Vec::new();
        let (mut operand, mut length, mut date, mut of, mut month) = (None, None, None, None, None);
        let (mut backward, mut clear, mut unclear) = (false, false, false);
        let (mut next, mut which, mut weekday) = (None, None, None);
        for part in inner.into_inner() {
            match part.as_rule() {
                Rule::operand => operand = Some(self.operand(part)),
                Rule::sum => operand = Some(self.chain(part)),
                Rule::clock_on_day => {
                    let kind = self.on_day(None, &part);
                    operand = Some(Expr { kind, span: self.span(&part) });
                }
                Rule::length => length = Some(Spanned::new(self.length(part.clone()), self.span(&part))),
                Rule::date => date = Some(Spanned::new(self.date(&part), self.span(&part))),
                Rule::unit => of = Some(self.spanned(&part, unit(part.as_str()).1)),
                Rule::count => numbers.push(self.small(&part)),
                Rule::month_name => month = month_number(part.as_str()),
                Rule::clear => clear = true,
                Rule::which_year => next = Some(matches!(part.as_str().trim(), "next" | "次年")),
                Rule::which_period => which = Some(period_by(part.as_str())),
                Rule::week_name | Rule::period_name => of = Some(self.spanned(&part, unit(part.as_str()).1)),
                Rule::weekday => weekday = weekday_number(part.as_str()),
                Rule::before_it => unclear = true,
                Rule::side => backward = is_backward(part.as_str()),
                Rule::short_name => operand = Some(self.short(operand, &part, span.start)),
                _ => {}
            }
        }
        Some(match rule {
            Rule::at_all_times => TimeLimit::AtAllTimes,
            Rule::once => TimeLimit::Once,
            Rule::end_of_every => TimeLimit::AtTheEndOfEvery(of?),
            Rule::by_yearly | Rule::by_of_year => {
                let (month, day) = match (month, numbers.as_slice()) {
                    (Some(month), [day]) => (month, *day),
                    (None, [month, day]) => (*month, *day),
                    _ => return None,
                };
                if crate::plan::day_of_year(2016, month, day).is_none() {
                    let found = format!("{month:02}-{day:02}");
                    self.report(Diagnostic::error("B0110", span).with("found", found));
                }
                if unclear {
                    self.report(bounds::before_a_day(span, (month, day)));
                }
                match next {
                    Some(next) => TimeLimit::ByDateOfYear { month, day, next },
                    None => TimeLimit::ByDateEveryYear { month, day },
                }
            }
            Rule::by_of_period => {
                let (of, which) = (of?, which?);
                let period = of.node;
                let day = numbers.first().copied().or(weekday);
                if let Some(day) = day.filter(|day| !(1..=most_days(period)).contains(day)) {
                    self.report(Diagnostic::error("B0110", span).with("found", day));
                }
                if let Some(day) = day.filter(|_| unclear) {
                    self.report(bounds::before_a_day_of_period(span, period, which, day));
                }
                TimeLimit::ByDayOfPeriod { day, period: of, which }
            }
            Rule::no_later => TimeLimit::NoLaterThan(operand?),
            // No later than 7 days before it is at least 7 days before it.
            Rule::no_later_by if backward => {
                let (length, side) = (length?, TimeSide::Before);
                TimeLimit::AtLeast { length, clear: false, side, anchor: operand? }
            }
            Rule::no_later_by => TimeLimit::WithinAfter(length?, operand?),
            Rule::short_side if backward => TimeLimit::Before(operand?),
            Rule::short_side => TimeLimit::After(operand?),
            Rule::distance => {
                let (count, unit) = (numbers.first().copied()?, of?);
                let length = Spanned::new((count, unit.node), unit.span);
                let side = if backward { TimeSide::Before } else { TimeSide::After };
                TimeLimit::AtLeast { length, clear, side, anchor: operand? }
            }
            Rule::by_date => TimeLimit::By(date?),
            Rule::within if backward => TimeLimit::WithinBefore(length?, operand?),
            Rule::within => TimeLimit::WithinAfter(length?, operand?),
            Rule::on_day_of => TimeLimit::OnTheDayOf(operand?),
            // 该晚归次日12:00前: one says so of the latest time at which it may be done.
            Rule::before if is_time_of_day(operand.as_ref()) => TimeLimit::NoLaterThan(operand?),
            Rule::before => TimeLimit::Before(operand?),
            Rule::after => TimeLimit::After(operand?),
            _ => return None,
        })
    }

    // 该会议的时间 before 前: a definite name, which begins with its 该, then its members.
    fn short(&self, of: Option<Expr>, name: &Node<'_>, start: u32) -> Expr {
        let (ident, span) = (self.ident(name), self.span(name));
        match of {
            Some(of) => Expr { kind: ExprKind::Member(Box::new(of), ident), span },
            None => Expr { kind: ExprKind::The(ident.node), span: Span { start, ..span } },
        }
    }
}

fn is_time_of_day(limit: Option<&Expr>) -> bool {
    limit.is_some_and(|limit| matches!(limit.kind, ExprKind::OnDay { .. }))
}

/// Whether a word for a side of an instant is the earlier one.
pub(super) fn is_backward(side: &str) -> bool {
    matches!(side.trim(), "before" | "之前" | "以前" | "前")
}

fn period_by(word: &str) -> PeriodBy {
    match word.trim() {
        "previous" | "上" => PeriodBy::Previous,
        "next" | "次" | "下" => PeriodBy::Next,
        _ => PeriodBy::Same,
    }
}

// Monday is 1.
fn weekday_number(word: &str) -> Option<u32> {
    let word = word.trim().replace('天', "日");
    let is_called = |(zh, en): Word| en == word || zh.chars().last() == word.chars().last();
    (1..).zip(WEEKDAYS).find(|(_, names)| is_called(*names)).map(|(day, _)| day)
}

// How many days a period has at most.
fn most_days(period: Unit) -> u32 {
    match period {
        Unit::Week => 7,
        Unit::Month => 31,
        Unit::Quarter => 92,
        _ => 366,
    }
}

fn month_number(name: &str) -> Option<u32> {
    MONTHS.iter().position(|month| *month == name).map(|index| index as u32 + 1)
}
