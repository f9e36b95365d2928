//! What a slip in a condition is called, and what a scenario shows that notices it: by the condition in words, and by what
//! hangs on it.

use super::super::turns::On;
use super::super::walk::{Clause, Spot};
use super::Slips;
use crate::said::{Said, within_quotes};
use bylaws::check::policy::{Expr, From};
use bylaws::diagnostic::Lang;
use bylaws::report;

impl Slips<'_> {
    /// A condition in words.
    pub(super) fn words(&self, condition: &Expr, hand: Option<&From>) -> Said {
        let of = |lang| report::condition(self.policy, self.original, condition, hand, lang);
        // They stand in quotes themselves.
        Said::new(within_quotes(&of(Lang::Zh)), of(Lang::En).replace('"', "'"))
    }

    /// What a condition compares, in words.
    pub(super) fn value(&self, value: &Expr, hand: Option<&From>) -> Said {
        let of = |lang| report::compared(self.policy, self.original, value, hand, lang);
        Said::new(of(Lang::Zh), of(Lang::En))
    }

    /// That a condition is gone.
    pub(super) fn dropped(&self, condition: &Expr, spot: &Spot) -> Said {
        let Said { zh, en } = self.words(condition, spot.hand.as_ref());
        Said::new(format!("去掉条件“{zh}”"), format!("the condition `{en}` is dropped"))
    }

    /// What hangs on a condition: what comes of a case that does not meet it.
    pub(super) fn without_it(&self, condition: &Expr, spot: &Spot) -> (Said, On) {
        let Said { zh, en } = self.words(condition, spot.hand.as_ref());
        let of = self.kind_in_hand(spot);
        let trigger = self.norm.trigger.as_ref().map(|trigger| &trigger.from);
        // A condition that is to be satisfied looks at what gives rise to the duty.
        let is_of_trigger = spot.hand.is_none() || spot.hand.as_ref() == trigger;
        let (on, zh, en) = match (spot.clause, of) {
            (Clause::Bearer, None) => (
                On::NoDuty,
                format!("不符合“{zh}”的，没有这项义务"),
                format!("that there is no duty where it is not so that `{en}`"),
            ),
            (Clause::ForEach, None) => (
                On::NoDuty,
                format!("不符合“{zh}”的，不在“每个”之内"),
                format!("that it is not stated for what is not so that `{en}`"),
            ),
            (Clause::Trigger, Some(of)) if spot.hand.as_ref() == trigger => (
                On::NoDuty,
                format!("“{}”不符合“{zh}”的，不产生义务", of.zh),
                format!("that `{}` gives rise to no duty where it fails `{en}`", of.en),
            ),
            (Clause::Exception(index), None) => {
                let of = self.exception_called(index);
                (
                    On::Asked,
                    format!("不符合“{zh}”的，{}不适用", of.zh),
                    format!("that {} does not apply where it is not so that `{en}`", of.en),
                )
            }
            (Clause::Exception(index), Some(of)) => {
                let exception = self.exception_called(index);
                (
                    On::Asked,
                    format!("“{}”不符合“{zh}”的，{}不适用", of.zh, exception.zh),
                    format!("that {} does not apply by `{}` where it fails `{en}`", exception.en, of.en),
                )
            }
            (Clause::OfWhich, Some(of)) => (
                On::Certain,
                format!("“{}”不符合“{zh}”的，不算在其中", of.zh),
                format!("that `{}` is none of those asked for in particular where it fails `{en}`", of.en),
            ),
            (Clause::Condition, _) if is_of_trigger => (
                On::Broken,
                format!("不符合“{zh}”的，没有做到"),
                format!("that it is not met where it is not so that `{en}`"),
            ),
            (_, Some(of)) => (
                On::Certain,
                format!("“{}”不符合“{zh}”的，不算", of.zh),
                format!("that `{}` does not count where it fails `{en}`", of.en),
            ),
            (_, None) => (
                On::Certain,
                format!("不符合“{zh}”的情形"),
                format!("a case in which it is not so that `{en}`"),
            ),
        };
        (Said::new(zh, en), on)
    }

    /// That of several ways in which something may be so one is gone.
    pub(super) fn alternative_dropped(&self, way: &Expr, spot: &Spot) -> (Said, Said) {
        let Said { zh, en } = self.words(way, spot.hand.as_ref());
        (
            Said::new(format!("去掉“{zh}”这种可能"), format!("the alternative `{en}` is dropped")),
            Said::new(format!("“{zh}”的也算"), format!("that `{en}` is enough too")),
        )
    }

    fn kind_in_hand(&self, spot: &Spot) -> Option<Said> {
        spot.hand.as_ref().map(|from| self.name_of(from))
    }

    /// An exception: by its label, where it has one, else by its condition.
    pub(super) fn exception_called(&self, index: usize) -> Said {
        let Some(one) = self.norm.exceptions.get(index) else { return Said::new("除外", "the exception") };
        if let Some(label) = &one.label {
            return Said::new(format!("除外“{label}”"), format!("exception `{label}`"));
        }
        let Said { zh, en } = self.words(&one.condition, None);
        // What takes another one back is told with that one.
        match one.to.filter(|outer| *outer < index) {
            Some(outer) => {
                let outer = self.exception_called(outer);
                Said::new(
                    format!("{}中的除外“{zh}”", outer.zh),
                    format!("the exception `{en}` to {}", outer.en),
                )
            }
            None => Said::new(format!("除外“{zh}”"), format!("the exception `{en}`")),
        }
    }
}
