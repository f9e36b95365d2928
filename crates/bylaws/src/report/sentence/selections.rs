//! Records, holders and things that pass a filter, and how many of them.

use super::names::{Counted, a, plural};
use super::{Around, Wording, said};
use crate::check::policy::{Expr, From, Modality, Quantity, Selection};
use crate::log::{Exact, Value};
use crate::syntax::ast::Counter;

impl Wording<'_> {
    /// What is selected, in the singular and without an article.
    pub(super) fn selection(&self, of: &Selection) -> String {
        self.kind(&of.from) + &self.filter(of)
    }

    /// The same with an article in English.
    pub(super) fn one(&self, of: &Selection) -> String {
        if self.zh() { self.selection(of) } else { a(&self.selection(of)) }
    }

    /// The same in the plural in English.
    pub(super) fn many(&self, of: &Selection) -> String {
        let kind = self.kind(&of.from);
        let kind = if self.zh() { kind } else { plural(&kind) };
        kind + &self.filter(of)
    }

    fn filter(&self, of: &Selection) -> String {
        let Some(filter) = &of.filter else { return String::new() };
        let words = self.parens(&self.conditions(filter, self.inside(&of.from)));
        if self.zh() { words } else { format!(" {words}") }
    }

    /// Inside the filter of a selection.
    pub(super) fn inside<'e>(&self, from: &'e From) -> Around<'e> {
        let subject = matches!(from, From::Entity(_)).then_some(&Expr::Entity);
        Around { hand: Some(from), subject, listed: true }
    }

    /// So many that are had, in Chinese: 至少有两次调研指导; with 各, of each.
    pub(super) fn had(&self, quantity: &Quantity, counted: Counted, each: &str, what: &str) -> String {
        let number = |n: &Expr| self.amount(n, counted);
        let forbidden = self.norm.modality == Modality::MustNot;
        match (quantity.low.as_ref().map(number), quantity.high.as_ref().map(number)) {
            (Some(low), Some(high)) if low == high && !forbidden && each.is_empty() => {
                format!("有且只有{low}{what}")
            }
            (Some(low), Some(high)) if low == high => format!("{each}恰好有{low}{what}"),
            (Some(low), None) if !forbidden => format!("至少{each}有{low}{what}"),
            (None, Some(high)) if !forbidden => format!("至多{each}有{high}{what}"),
            _ => format!("{each}有{}的{what}", self.quantity(quantity, counted)),
        }
    }

    /// How many, as a number of such things: 不少于两次, `at least twice`.
    pub(super) fn quantity(&self, quantity: &Quantity, counted: Counted) -> String {
        self.bounds(quantity, counted, self.norm.modality == Modality::MustNot)
    }

    /// The same of what is asked for even where the whole is forbidden.
    pub(super) fn lasting(&self, quantity: &Quantity, counted: Counted) -> String {
        self.bounds(quantity, counted, false)
    }

    fn bounds(&self, quantity: &Quantity, counted: Counted, forbidden: bool) -> String {
        let number = |n: &Expr| self.amount(n, counted);
        let Quantity { low, high } = quantity;
        match (low.as_ref().map(number), high.as_ref().map(number), forbidden) {
            (Some(low), Some(high), _) if low == high => said!(self, "恰好{low}", "exactly {low}"),
            (Some(low), Some(high), _) => {
                said!(self, "不少于{low}且不超过{high}", "at least {low} and at most {high}")
            }
            (Some(low), None, false) => said!(self, "不少于{low}", "at least {low}"),
            (None, Some(high), false) => said!(self, "不超过{high}", "at most {high}"),
            // What is forbidden is what lies outside.
            (Some(low), None, true) => said!(self, "少于{low}", "fewer than {low}"),
            (None, Some(high), true) => said!(self, "超过{high}", "more than {high}"),
            (None, None, _) => said!(self, "任意次", "any number"),
        }
    }

    /// Whether it forbids even one.
    pub(super) fn forbids_all(&self, quantity: &Quantity) -> bool {
        let none = |n: &Expr| matches!(n, Expr::Value(Value::Number(n)) if *n == Exact::ZERO);
        let Quantity { low, high } = quantity;
        self.norm.modality == Modality::MustNot && low.is_none() && high.as_ref().is_some_and(none)
    }

    fn amount(&self, amount: &Expr, counted: Counted) -> String {
        let counter = match counted {
            Counted::Times => '次',
            Counted::Persons => '名',
            Counted::Things => '个',
        };
        match (amount, self.zh()) {
            (Expr::Value(Value::Number(n)), true) => self.spell.count(*n, Counter(Some(counter))),
            (Expr::Value(Value::Number(n)), false) => match (n.to_integer(), counted) {
                (Some(1), Counted::Times) => "once".to_owned(),
                (Some(2), Counted::Times) => "twice".to_owned(),
                (_, Counted::Times) => format!("{} times", self.spell.number(*n)),
                _ => self.spell.number(*n),
            },
            (other, true) => format!("{}{counter}", self.operand(other, Around::default())),
            (other, false) => {
                let times = if counted == Counted::Times { " times" } else { "" };
                format!("{}{times}", self.operand(other, Around::default()))
            }
        }
    }

    /// How much, as a bare number.
    pub(super) fn much(&self, quantity: &Quantity) -> String {
        let bare = |n: &Expr| self.operand(n, Around::default());
        let Quantity { low, high } = quantity;
        match (low.as_ref().map(bare), high.as_ref().map(bare)) {
            (Some(low), Some(high)) if low == high => said!(self, "恰为{low}", "exactly {low}"),
            (Some(low), Some(high)) => {
                said!(self, "不少于{low}且不超过{high}", "at least {low} and at most {high}")
            }
            (Some(low), None) => said!(self, "不少于{low}", "at least {low}"),
            (None, Some(high)) => said!(self, "不超过{high}", "at most {high}"),
            (None, None) => said!(self, "不限", "anything"),
        }
    }
}
