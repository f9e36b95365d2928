//! How often and when: quantities, frequencies, time limits.

use super::instants::clock;
use super::norms::closed_before_once;
use super::{Printer, words};
use crate::log::{Exact, Unit};
use crate::source::Span;
use crate::syntax::ast::{
    Counter, End, ExprKind, Frequency, NormClause, PeriodBy, Quantity, QuantityWord, TimeLimit, TimeSide,
    Window,
};

impl Printer<'_> {
    /// A quantity: a word and a number.
    pub(super) fn quantity(&self, quantity: &Quantity) -> String {
        let number = self.amount(&quantity.number, quantity.counter);
        let word = self.word(words::quantity(quantity.word.node));
        match (&quantity.upper, quantity.word.node, self.zh()) {
            (Some(upper), QuantityWord::Between, true) => {
                let low = self.amount(&quantity.number, Counter(None));
                let low = match quantity.number.kind {
                    ExprKind::Number(_) => low,
                    ExprKind::Name(_) => format!("介于{}", self.parens(&low)),
                    _ => format!("介于{low}"),
                };
                // Digits on both sides: 1至2次.
                let upper = match (&upper.kind, quantity.counter.0) {
                    (ExprKind::Number(n), Some(counter)) => format!("{}{counter}", self.number(*n)),
                    _ => self.amount(upper, Counter(None)),
                };
                format!("{low}{word}{upper}")
            }
            (Some(upper), QuantityWord::Between, false) => {
                format!("{word} {number} and {}", self.amount(upper, quantity.counter))
            }
            (_, _, true) => format!("{word}{number}"),
            (_, _, false) => format!("{word} {number}"),
        }
    }

    /// The clause that says how often.
    pub(super) fn frequency(&mut self, at: Span, frequency: &Frequency, next: Option<&NormClause>) {
        let (head, window) = match &frequency.window {
            Window::Every { count, unit, from } => {
                let from = from.as_ref().map_or_else(String::new, |day| match self.zh() {
                    true => format!("（自{}起）", self.date(day.node)),
                    false => format!(" from {}", self.date(day.node)),
                });
                ("every", format!("{}{}{from}", self.say("每", ""), self.period(count.node, unit.node)))
            }
            Window::EveryFrom { count, unit, day } => {
                let (period, day) = (self.period(count.node, unit.node), self.operand(day));
                let words = match self.zh() {
                    true => format!("每{period}（自{day}起算）"),
                    false => format!("{period} from {day}"),
                };
                ("every", words)
            }
            Window::EveryParameter(name) => ("every", self.say("每", "").to_owned() + &self.name(&name.node)),
            Window::Rolling(length) if self.zh() => {
                ("in any", format!("任意连续{}内", self.length(length.node)))
            }
            Window::Rolling(length) => ("in any", self.length(length.node)),
            Window::Gap(length) => {
                ("at intervals of at most", self.say("间隔不超过", "").to_owned() + &self.length(length.node))
            }
        };
        let part = frequency.part.map_or_else(String::new, |(end, length)| {
            let (zh, en) = if end == End::First { ("前", "first") } else { ("末", "last") };
            let length = self.length(length.node);
            if self.zh() { format!("，{zh}{length}内") } else { format!(", in the {en} {length}") }
        });
        let how_many = frequency.quantity.as_ref().map(|q| self.times(q));
        let words = self.say("各", "apiece ");
        let how_many = match (frequency.apiece, how_many) {
            (true, many) => Some(words.to_owned() + many.as_deref().unwrap_or_default()),
            (false, many) => many,
        };
        // A parameter's name and a number would run into what follows.
        let apart = matches!(frequency.window, Window::EveryParameter(_)) && frequency.apiece
            || !frequency.apiece
                && frequency.quantity.as_ref().is_some_and(|q| q.word.node == QuantityWord::Between);
        let mark = if self.zh() && !apart && part.is_empty() { "" } else { self.comma() };
        let end = if self.zh() || frequency.quantity.is_some() { "" } else { closed_before_once(next) };
        let how_many = how_many.map_or_else(String::new, |many| format!("{mark}{many}"));
        self.under(at, "频次", head, &format!("{window}{part}{how_many}{end}"));
    }

    // A quantity of times.
    fn times(&self, quantity: &Quantity) -> String {
        if self.zh() {
            let counter = Counter(quantity.counter.0.or(Some('次')));
            return self.quantity(&Quantity { counter, ..quantity.clone() });
        }
        let last = quantity.upper.as_ref().unwrap_or(&quantity.number);
        let one = matches!(last.kind, ExprKind::Number(n) if n == Exact::ONE);
        format!("{} {}", self.quantity(quantity), if one { "time" } else { "times" })
    }

    /// A time limit: its English head and the rest; Chinese has one head for all of them.
    pub(super) fn time(&self, limit: &TimeLimit) -> (&'static str, String) {
        match limit {
            TimeLimit::Before(x) => ("before", self.operand(x) + self.say("之前", "")),
            TimeLimit::After(x) => ("after", self.operand(x) + self.say("之后", "")),
            TimeLimit::WithinBefore(length, x) => {
                ("within", self.within(length.node, self.say("之前", "before"), &self.operand(x)))
            }
            TimeLimit::WithinAfter(length, x) => {
                ("within", self.within(length.node, self.say("之后", "after"), &self.operand(x)))
            }
            TimeLimit::NoLaterThan(x) => {
                ("no later than", self.say("不晚于", "").to_owned() + &self.operand(x))
            }
            TimeLimit::AtLeast { length, clear, side, anchor } => {
                let (count, unit) = length.node;
                let (x, (zh, en)) = (self.operand(anchor), words::unit(unit));
                let (zh_side, en_side) = match side {
                    TimeSide::Before => ("之前", "before"),
                    TimeSide::After => ("之后", "after"),
                };
                let plural = if count == 1 { "" } else { "s" };
                let ge = if unit.is_counted_with_ge() { "个" } else { "" };
                let words = match (self.zh(), clear) {
                    (true, true) => format!("{x}{zh_side}至少{count}整{ge}{zh}"),
                    (true, false) => format!("{x}{zh_side}至少{count}{ge}{zh}"),
                    (false, true) => format!("{count} clear {en}{plural} {en_side} {x}"),
                    (false, false) => format!("{count} {en}{plural} {en_side} {x}"),
                };
                ("at least", words)
            }
            TimeLimit::OnTheDayOf(x) => ("on the day of", self.operand(x) + self.say("当日", "")),
            TimeLimit::AtAllTimes => ("at all times", self.say("始终", "").into()),
            TimeLimit::AtTheEndOfEvery(unit) => {
                let unit = self.word(words::unit(unit.node));
                ("at the end of every", if self.zh() { format!("每{unit}末") } else { unit.into() })
            }
            TimeLimit::ByDateEveryYear { month, day } => {
                ("by", self.day_of("每年", *month, *day, "every year"))
            }
            TimeLimit::ByDateOfYear { month, day, next: false } => {
                ("by", self.day_of("当年", *month, *day, "of the same year"))
            }
            TimeLimit::ByDateOfYear { month, day, next: true } => {
                ("by", self.day_of("次年", *month, *day, "of the next year"))
            }
            TimeLimit::ByDayOfPeriod { day, period, which } => {
                ("by", self.day_of_period(*day, period.node, *which))
            }
            TimeLimit::ByClock { clock: at, next } => {
                let at = clock(*at);
                let words = match (self.zh(), next) {
                    (true, true) => format!("次日{at}前"),
                    (true, false) => format!("当日{at}前"),
                    (false, true) => format!("{at} on the next day"),
                    (false, false) => format!("{at} on the same day"),
                };
                ("by", words)
            }
            TimeLimit::By(day) => ("by", self.date(day.node) + self.say("前", "")),
            TimeLimit::Once => ("once", self.say("一次性", "").into()),
        }
    }

    fn day_of(&self, year: &str, month: u32, day: u32, of_year: &str) -> String {
        let name = usize::try_from(month).ok().and_then(|m| words::MONTHS.get(m.checked_sub(1)?));
        let name = name.map_or_else(|| month.to_string(), |name| (*name).to_owned());
        if self.zh() { format!("{year}{month}月{day}日前") } else { format!("{day} {name} {of_year}") }
    }

    fn day_of_period(&self, day: Option<u32>, period: Unit, which: PeriodBy) -> String {
        match self.zh() {
            true => format!("{}{}前", words::period_by(which, period).0, words::day_in(day, period).0),
            false => format!("{} of the {}", words::day_in(day, period).1, words::period_by(which, period).1),
        }
    }

    fn within(&self, length: (u32, Unit), side: &str, x: &str) -> String {
        let length = self.length(length);
        if self.zh() { format!("{x}{side}{length}内") } else { format!("{length} {side} {x}") }
    }
}
