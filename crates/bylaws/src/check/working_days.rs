//! Working days are counted by public holidays and swapped working days: a calendar that has neither takes every day from
//! Monday to Friday for one, which is told where they are first counted.

use super::Checker;
use crate::diagnostic::{Arg, Diagnostic};
use crate::log::Unit;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{CalendarKind, DayKind, Instead, NormClause, TimeLimit, Window};

impl Checker<'_> {
    /// Takes note of a unit that something is counted in.
    pub(super) fn counted_in(&mut self, unit: Unit, span: Span) {
        let earlier = self.working_days.is_none_or(|(first, _)| span < first);
        if earlier && matches!(unit, Unit::WorkingDay | Unit::SchoolDay) {
            self.working_days = Some((span, unit));
        }
    }

    /// Takes note of a question about holidays.
    pub(super) fn asks_of_holidays(&mut self, kind: DayKind, span: Span) {
        match kind {
            DayKind::Entry(CalendarKind::Holiday | CalendarKind::Workday) => {
                self.holidays_asked = Some(self.holidays_asked.map_or(span, |first| first.min(span)));
            }
            DayKind::Working | DayKind::Off => self.counted_in(Unit::WorkingDay, span),
            DayKind::Entry(_) => {}
        }
    }

    /// The same of what a clause says itself; its conditions are looked at where they are resolved.
    pub(super) fn units_of(&mut self, clause: &NormClause) {
        let mut lengths: Vec<Spanned<(u32, Unit)>> = Vec::new();
        match clause {
            NormClause::Every(every) => {
                match &every.window {
                    Window::Every { unit, .. } | Window::EveryFrom { unit, .. } => {
                        self.counted_in(unit.node, unit.span)
                    }
                    Window::Rolling(length) | Window::Gap(length) => lengths.push(*length),
                    Window::EveryParameter(_) => {}
                }
                lengths.extend(every.part.map(|(_, length)| length));
            }
            NormClause::Time(limit) | NormClause::Otherwise(_, Some(limit)) => {
                lengths.extend(length_of(limit))
            }
            NormClause::Extended(length, ..) | NormClause::Late(length) => lengths.push(*length),
            NormClause::Except(list) => {
                lengths.extend(list.iter().filter_map(|exception| match exception.instead {
                    Some(Instead::Within(length)) => Some(length),
                    _ => None,
                }));
            }
            _ => {}
        }
        lengths.into_iter().for_each(|length| self.counted_in(length.node.1, length.span));
    }

    pub(super) fn working_days_without_holidays(&mut self) {
        let regional = self.policy.regional.iter().map(|one| &one.calendar);
        let mut calendars = std::iter::once(&self.policy.calendar).chain(regional);
        if !calendars.all(|calendar| calendar.holidays.is_empty() && calendar.workdays.is_empty()) {
            return;
        }
        if let Some(span) = self.holidays_asked {
            self.report(Diagnostic::warning("B0514", span));
        }
        if let Some((span, unit)) = self.working_days {
            let (zh, en) = unit.words();
            let unit = Arg::Word { zh: zh.to_owned(), en: en.to_owned() };
            self.report(Diagnostic::warning("B0510", span).with_arg("unit", unit));
        }
    }
}

fn length_of(limit: &TimeLimit) -> Option<Spanned<(u32, Unit)>> {
    match limit {
        TimeLimit::WithinBefore(length, _)
        | TimeLimit::WithinAfter(length, _)
        | TimeLimit::AtLeast { length, .. } => Some(*length),
        _ => None,
    }
}
