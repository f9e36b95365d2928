//! Expressions on instants, stretches and lengths of time, and on rounded and tabulated numbers.

use super::expressions::OR;
use super::{Printer, words};
use crate::log::Unit;
use crate::syntax::ast::{Expr, ExprKind, Selection, SpellTime, TimeSide};

impl Printer<'_> {
    /// One of the kinds that this file is about.
    pub(super) fn of_time(&self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Clock(minutes) => clock(*minutes),
            ExprKind::OnDay { clock: at, next, of } => {
                let (at, of) = (clock(*at), self.anchor(of));
                match (self.zh(), next) {
                    (true, true) => format!("{of}次日{at}"),
                    (true, false) => format!("{of}当日{at}"),
                    (false, true) => format!("{at} on the day after {of}"),
                    (false, false) => format!("{at} on the day of {of}"),
                }
            }
            ExprKind::Daily { from, to, inner } => {
                let (begin, end, inner) = (clock(*from), clock(*to), self.parens(&self.expr(inner)));
                match self.zh() {
                    true if to <= from => format!("{begin}至次日{end}{inner}"),
                    true => format!("{begin}至{end}{inner}"),
                    false => format!("between {begin} and {end} {inner}"),
                }
            }
            ExprKind::Within { length, side, anchor, inner } => {
                let (length, inner) = (self.length(length.node), self.parens(&self.expr(inner)));
                let side = match side {
                    TimeSide::Before => self.say("之前", "before"),
                    TimeSide::After => self.say("之后", "after"),
                };
                match self.zh() {
                    true => format!("{}{side}{length}内{inner}", self.operand(anchor)),
                    false => format!("within {length} {side} {} {inner}", self.anchor(anchor)),
                }
            }
            ExprKind::Over { from, to, inner } => {
                let (from, to) = (self.anchor(from), self.anchor(to));
                let inner = self.parens(&self.expr(inner));
                if self.zh() {
                    format!("自{from}至{to}{inner}")
                } else {
                    format!("from {from} to {to} {inner}")
                }
            }
            ExprKind::Elapsed(unit, from, to) => {
                let unit = self.units(*unit);
                match self.zh() {
                    true => format!("自{}至{}的{unit}数", self.anchor(from), self.anchor(to)),
                    false => format!("{unit} from {} to {}", self.operand(from), self.operand(to)),
                }
            }
            ExprKind::Pick(pick, parts) => {
                format!(
                    "{}{}",
                    self.word(words::pick(*pick)),
                    self.parens(&self.join(parts, OR, self.comma()))
                )
            }
            ExprKind::Round(how, places, inner) => {
                let places = match (places, self.zh()) {
                    (0, _) => String::new(),
                    (n, true) => format!("保留{n}位小数"),
                    (1, false) => " to 1 place".to_owned(),
                    (n, false) => format!(" to {n} places"),
                };
                let inner = self.parens(&self.expr(inner));
                format!("{}{places}{}{inner}", self.word(words::rounding(*how)), self.say("", " "))
            }
            ExprKind::Lookup { table, key, marginal } => {
                let (table, key) = (self.name(&table.node), self.parens(&self.expr(key)));
                match (self.zh(), marginal) {
                    (true, true) => format!("按{table}分段核定{key}"),
                    (true, false) => format!("按{table}核定{key}"),
                    (false, true) => format!("marginal {table} for {key}"),
                    (false, false) => format!("{table} for {key}"),
                }
            }
            ExprKind::TimeOf(end, of) => {
                let (word, of) = (self.word(words::end(*end)), self.selection(of));
                if self.zh() { format!("{of}的{word}时间") } else { format!("time of the {word} {of}") }
            }
            ExprKind::UnitsWith { unit, of, run } => {
                let (of, unit) = (self.selection(of), self.units(*unit));
                let run = if *run { self.say("最长连续", "longest run of ") } else { "" };
                if self.zh() { format!("有{of}的{run}{unit}数") } else { format!("{run}{unit} with {of}") }
            }
            ExprKind::SpellTime { which, unit, of, joined } => {
                self.spell_time(*which, *unit, of, joined.map(|j| j.node))
            }
            _ => String::new(),
        }
    }

    fn spell_time(
        &self,
        which: SpellTime,
        unit: Unit,
        of: &Selection,
        joined: Option<(u32, Unit)>,
    ) -> String {
        let (of, unit) = (self.selection(of), self.units(unit));
        let (word, link) = match which {
            SpellTime::Total => (self.say("累计", "total"), "of"),
            SpellTime::Longest => (self.say("最长", "longest"), "of"),
            SpellTime::LongestWithout => (self.say("最长", "longest"), "without"),
        };
        if self.zh() {
            let joined = joined.map_or_else(String::new, |j| format!("并入短于{}的间隔后", self.length(j)));
            let without = if which == SpellTime::LongestWithout { "无" } else { "" };
            return format!("{without}{of}的{joined}{word}{unit}数");
        }
        let joined = joined.map_or_else(String::new, |j| format!(" joined across {}", self.length(j)));
        format!("{word} {unit} {link} {of}{joined}")
    }

    // A unit that is counted; in English in the plural.
    fn units(&self, unit: Unit) -> String {
        let (zh, en) = words::unit(unit);
        if self.zh() { zh.to_owned() } else { format!("{en}s") }
    }

    // What a bracket may follow that is not its own filter.
    fn anchor(&self, anchor: &Expr) -> String {
        let plain = match &anchor.kind {
            ExprKind::Member(of, _) => {
                matches!(of.kind, ExprKind::Name(_) | ExprKind::The(_) | ExprKind::Member(..))
            }
            ExprKind::Name(_)
            | ExprKind::The(_)
            | ExprKind::Pick(..)
            | ExprKind::Date(_)
            | ExprKind::DateTime(_) => true,
            _ => false,
        };
        if plain { self.operand(anchor) } else { self.parens(&self.expr(anchor)) }
    }
}

pub(super) fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
