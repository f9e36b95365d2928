//! Exceptions, and exceptions to them.

use super::names::Counted;
use super::{Around, Wording, said};
use crate::check::policy::{Exception, Expr, Instead, Requirement, Time};
use crate::log::Unit;
use crate::plan;

impl Wording<'_> {
    pub(super) fn exceptions(&self) -> Option<String> {
        let plain = self.norm.exceptions.iter().all(|one| one.to.is_none() && one.instead.is_none());
        let all = if plain { self.excused() } else { self.under(None) };
        (!all.is_empty()).then(|| all.join(self.say("；", "; ")))
    }

    // Where each one excuses: all of them in one clause.
    fn excused(&self) -> Vec<String> {
        let all = self.norm.exceptions.iter().map(|one| self.when(one));
        let all: Vec<String> = all.collect();
        if all.is_empty() {
            return all;
        }
        let all = all.join(self.say("，或者", ", or where "));
        let days = if self.takes_days() {
            self.say(
                "（除外的日子不计，应有的次数按其余日子折算）",
                " (those days do not count, and the number due is in proportion to the others)",
            )
        } else {
            ""
        };
        vec![said!(self, "{all}的除外{days}", "except where {all}{days}")]
    }

    // What lasts takes the days on which it does so from a longer window, and their part of the number that is due.
    fn takes_days(&self) -> bool {
        let is_longer = match self.norm.time {
            Time::Every { count, unit, .. } | Time::EveryFrom { count, unit, .. } => {
                count > 1 || !matches!(unit, Unit::Day | Unit::WorkingDay | Unit::SchoolDay)
            }
            Time::EveryParameter(_) => true,
            _ => false,
        };
        let asks = self.norm.requirement.parts().any(|part| part.quantity.low.is_some());
        let mut rests_on_records = false;
        for exception in &self.norm.exceptions {
            plan::visit(&exception.condition, &mut |e| rests_on_records |= e.selection().is_some());
        }
        is_longer && asks && !rests_on_records
    }

    fn when(&self, one: &Exception) -> String {
        let subject = if self.zh() { Some(&Expr::Bearer) } else { None };
        self.truth(&one.condition, Around { subject, ..Around::default() })
    }

    // Those that take back the exception at a position, or that stand by themselves.
    fn under(&self, to: Option<usize>) -> Vec<String> {
        let each = self.norm.exceptions.iter().enumerate().filter(|(_, one)| one.to == to);
        each.map(|(index, one)| self.exception(index, one)).collect()
    }

    // What holds or not at an instant: when it is asked whether something else counts instead.
    fn when_asked(&self, one: &Exception) -> String {
        let when = self.when(one);
        let mut counts = false;
        plan::visit(&one.condition, &mut |e| counts |= e.selection().is_some());
        match (&self.norm.time, self.norm.trigger.is_some()) {
            _ if counts => when,
            (_, true) => said!(self, "当时{when}", "at that time {when}"),
            (time, _) if time.is_in_windows() => said!(
                self,
                "期初（其后才在册的，在册之初）{when}",
                "at the beginning of the period, or where one comes into it later, {when}"
            ),
            _ => when,
        }
    }

    fn exception(&self, index: usize, one: &Exception) -> String {
        let when = if one.instead.is_some() { self.when_asked(one) } else { self.when(one) };
        let main = match (&one.instead, one.to) {
            (None, None) => said!(self, "{when}的除外", "except where {when}"),
            (None, Some(_)) => said!(self, "但{when}的，不适用此项除外", "but not where {when}"),
            (Some(instead), None) => {
                let other = self.instead(instead);
                said!(self, "{when}的，{other}", "where {when}, instead {other}")
            }
            (Some(instead), Some(_)) => {
                let other = self.instead(instead);
                said!(self, "其中{when}的，{other}", "but where {when}, instead {other}")
            }
        };
        let inner = self.under(Some(index));
        if inner.is_empty() {
            return main;
        }
        let inner = self.parens(&inner.join(self.say("；", "; ")));
        said!(self, "{main}{inner}", "{main} {inner}")
    }

    pub(super) fn instead(&self, instead: &Instead) -> String {
        match instead {
            Instead::Quantity(quantity) => {
                let part = match &self.norm.requirement {
                    Requirement::Have(parts) => parts.first(),
                    Requirement::Any(all) => all.first().and_then(|parts| parts.first()),
                    Requirement::Keep(_) | Requirement::Satisfy(_) => None,
                };
                let sum = part.is_some_and(|part| part.total_of.is_some());
                let counted = part.map_or(Counted::Things, |part| self.counted(&part.what.from));
                let number = if sum { self.much(quantity) } else { self.quantity(quantity, counted) };
                said!(self, "改为{number}", "{number}")
            }
            Instead::Within(length) => {
                let length = self.length(*length);
                said!(self, "期限改为{length}", "within {length}")
            }
        }
    }
}
