//! When it is to be done: another period, another length, another day.

use super::super::Kind;
use super::super::neighbours::{dates, days_next_to, lengths, one_off, other_units, stretches, units};
use super::super::title::{after_the, on_the_last_day_of};
use super::super::turns::On;
use super::{Slip, Slips};
use crate::said::{Said, length};
use bylaws::check::policy::{Expr, Norm, Time, TimeSide};
use bylaws::log::{Length, Unit};
use chrono::{Datelike, NaiveDate};

impl Slips<'_> {
    pub(super) fn time(&mut self) {
        match self.norm.time.clone() {
            Time::Every { count, unit, from } => {
                for other in other_units(unit, !self.policy.calendar.semesters.is_empty()) {
                    let (change, shows) = units(count, unit, other);
                    self.push(Kind::Period, change, shows, |norm| {
                        norm.time = Time::Every { count, unit: other, from }
                    });
                }
                for other in one_off(count) {
                    let (change, _) = lengths(count, other, unit);
                    self.push(Kind::Period, change, by(count, unit), |norm| {
                        norm.time = Time::Every { count: other, unit, from }
                    });
                }
                for day in from.into_iter().flat_map(days_next_to) {
                    let from = from.unwrap_or(day);
                    let (change, _) = dates(from, day);
                    let shows = Said::new(format!("自{from}起算"), format!("counted from {from}"));
                    self.push(Kind::Days, change, shows, |norm| {
                        norm.time = Time::Every { count, unit, from: Some(day) };
                    });
                }
            }
            Time::EveryFrom { count, unit, day } => {
                for other in one_off(count) {
                    let (change, _) = lengths(count, other, unit);
                    self.push(Kind::Period, change, by(count, unit), |norm| {
                        norm.time = Time::EveryFrom { count: other, unit, day: day.clone() }
                    });
                }
            }
            Time::Rolling(count, unit) if self.asks_for_some() => {
                for other in one_off(count) {
                    let (change, shows) = stretches(count, other, unit);
                    let on = if other < count { On::Met } else { On::Broken };
                    self.put(Slip::new(Kind::Days, change, shows, on), |norm| {
                        norm.time = Time::Rolling(other, unit);
                    });
                }
                self.units(count, unit, Time::Rolling);
            }
            Time::Rolling(count, unit) => self.lengths(count, unit, On::Certain, Time::Rolling),
            Time::Gap(count, unit) => self.lengths(count, unit, On::Certain, Time::Gap),
            Time::WithinBefore(count, unit, anchor) => {
                let on = On::Length(length(count, unit));
                self.lengths(count, unit, on, |n, unit| Time::WithinBefore(n, unit, anchor.clone()));
            }
            Time::WithinAfter(count, unit, anchor) => {
                let on = On::Length(length(count, unit));
                self.lengths(count, unit, on, |n, unit| Time::WithinAfter(n, unit, anchor.clone()));
            }
            Time::AfterBreachOf(parent, Some((count, unit))) => {
                let on = On::Length(length(count, unit));
                self.lengths(count, unit, on, |n, unit| Time::AfterBreachOf(parent.clone(), Some((n, unit))));
            }
            Time::AtLeast { length: span, clear, side, anchor } => self.distance(span, clear, side, &anchor),
            Time::Before(anchor) => {
                let change = Said::new("“之前”改为“不晚于”", "`before` becomes `no later than`");
                self.on_the_day(change, |norm| norm.time = Time::NoLaterThan(anchor));
            }
            Time::NoLaterThan(anchor) => {
                let change = Said::new("“不晚于”改为“之前”", "`no later than` becomes `before`");
                self.on_the_day(change, |norm| norm.time = Time::Before(anchor));
            }
            Time::OnTheDayOf(anchor) => {
                let change = Said::new("“当日”改为“1日内”", "`on the day of` becomes `within 1 day after`");
                let shows = Said::new("次日才做的", "done on the next day");
                self.put(Slip::new(Kind::Days, change, shows, On::NextDay), |norm| {
                    norm.time = Time::WithinAfter(1, Unit::Day, anchor);
                });
            }
            Time::By(day) => {
                for other in days_next_to(day) {
                    let (change, shows) = dates(day, other);
                    self.put(Slip::new(Kind::Days, change, shows, On::LastDay), |norm| {
                        norm.time = Time::By(other);
                    });
                }
            }
            Time::ByDateEveryYear { month, day } => {
                let date = NaiveDate::from_ymd_opt(2015, month, day);
                for other in date.into_iter().flat_map(days_next_to) {
                    let (month, other) = (other.month(), other.day());
                    let change = Said::new(
                        format!("截止日改为{month}月{other}日"),
                        format!("the last day becomes {month}-{other}"),
                    );
                    let shows = Said::new("截止日前后", "around the last day");
                    self.put(Slip::new(Kind::Days, change, shows, On::LastDay), |norm| {
                        norm.time = Time::ByDateEveryYear { month, day: other };
                    });
                }
            }
            Time::AtTheEndOfEvery(unit) => {
                for other in other_units(unit, !self.policy.calendar.semesters.is_empty()) {
                    let (change, shows) = units(1, unit, other);
                    self.push(Kind::Period, change, shows, |norm| norm.time = Time::AtTheEndOfEvery(other));
                }
            }
            Time::After(_)
            | Time::AfterBreachOf(_, None)
            | Time::AtTrigger
            | Time::AtAllTimes
            | Time::Once
            | Time::EveryParameter(_) => {}
        }
    }

    fn lengths(&mut self, count: u32, unit: Unit, on: On, time: impl Fn(u32, Unit) -> Time) {
        for other in one_off(count) {
            let (change, shows) = lengths(count, other, unit);
            self.put(Slip::new(Kind::Days, change, shows, on.clone()), |norm| norm.time = time(other, unit));
        }
        self.units(count, unit, time);
    }

    // How far from something else it is to lie.
    fn distance(&mut self, span: Length, clear: bool, side: TimeSide, anchor: &Expr) {
        let Length { count, unit } = span;
        let time = |count: u32, unit: Unit, clear: bool| Time::AtLeast {
            length: Length { count, unit },
            clear,
            side,
            anchor: anchor.clone(),
        };
        let on = On::Distance(length(count, unit));
        for other in one_off(count) {
            // What is not quite so far away would be far enough; what is just so far would not be any more.
            let (change, shows) = stretches(count, other, unit);
            self.put(Slip::new(Kind::Days, change, shows, on.clone()), |norm| {
                norm.time = time(other, unit, clear);
            });
        }
        self.units(count, unit, |count, unit| time(count, unit, clear));
        let change = Said::new("两端是否计入改为相反", "whether both ends count is turned round");
        let shows = Said::new("隔得刚好时", "just far enough");
        self.put(Slip::new(Kind::Inclusive, change, shows, on), |norm| norm.time = time(count, unit, !clear));
    }

    fn on_the_day(&mut self, change: Said, alter: impl FnOnce(&mut Norm)) {
        let shows = Said::new("当日才做的", "done on the day itself");
        self.put(Slip::new(Kind::Inclusive, change, shows, On::DayItself), alter);
    }

    // Whether there may be too little of something, and not only too much.
    fn asks_for_some(&self) -> bool {
        self.norm.requirement.parts().any(|part| part.quantity.low.is_some())
    }

    fn units(&mut self, count: u32, unit: Unit, time: impl Fn(u32, Unit) -> Time) {
        if unit == Unit::Day && !self.policy.calendar.holidays.is_empty() {
            let (change, shows) = units(count, unit, Unit::WorkingDay);
            self.push(Kind::Period, change, shows, |norm| norm.time = time(count, Unit::WorkingDay));
        }
        if unit == Unit::WorkingDay {
            let (change, shows) = units(count, unit, Unit::Day);
            self.push(Kind::Period, change, shows, |norm| norm.time = time(count, Unit::Day));
        }
    }

    pub(super) fn limits(&mut self) {
        if let Some((count, unit)) = self.norm.late {
            for other in one_off(count) {
                let (change, shows) = lengths(count, other, unit);
                let (change, shows) = (
                    Said::new(format!("补办期限{}", change.zh), format!("making up: {}", change.en)),
                    Said::new(format!("补办期限{}", shows.zh), format!("making up: {}", shows.en)),
                );
                let on = On::MakingUp(length(count, unit));
                self.put(Slip::new(Kind::Days, change, shows, on), |norm| norm.late = Some((other, unit)));
            }
            let change = Said::new("不许补办", "no making up");
            let shows = Said::new("期满后补办的", "made up after the end");
            self.put(Slip::new(Kind::Days, change, shows, On::MadeUp), |norm| norm.late = None);
        }
        if let Some((end, span)) = self.norm.part {
            for count in one_off(span.count) {
                let (change, shows) = lengths(span.count, count, span.unit);
                let other = Length { count, unit: span.unit };
                let on = On::Length(length(span.count, span.unit));
                self.put(Slip::new(Kind::Days, change, shows, on), |norm| norm.part = Some((end, other)));
            }
        }
        if let Some(extension) = &self.norm.extended {
            let (span, at_most) = (extension.by, extension.at_most);
            for count in one_off(span.count) {
                let (change, _) = lengths(span.count, count, span.unit);
                let length = length(span.count, span.unit);
                let shows = match count < span.count {
                    true => on_the_last_day_of(&length),
                    false => after_the(&length),
                };
                self.put(Slip::new(Kind::Days, change, shows, On::ExtendedBy(length)), |norm| {
                    norm.extended.iter_mut().for_each(|extension| extension.by.count = count);
                });
            }
            for other in at_most.into_iter().flat_map(one_off) {
                let change = Said::new(
                    format!("最多延长的次数改为{other}次"),
                    format!("extended at most {other} times"),
                );
                let shows = Said::new("再次延长", "one extension more");
                self.push(Kind::Number, change, shows, |norm| {
                    norm.extended.iter_mut().for_each(|extension| extension.at_most = Some(other));
                });
            }
            let change = Said::new("去掉延长", "the extension is dropped");
            let shows = Said::new("延长期内", "within the extension");
            self.put(Slip::new(Kind::Exception, change, shows, On::Extension), |norm| norm.extended = None);
        }
        if self.norm.stops.is_some() {
            let change = Said::new("去掉停算", "the clock no longer stops");
            let shows = Said::new("停算之后", "after the clock stood still");
            self.put(Slip::new(Kind::Exception, change, shows, On::Stop), |norm| norm.stops = None);
        }
    }
}

// In windows of so long.
fn by(count: u32, unit: Unit) -> Said {
    let Said { zh, en } = length(count, unit);
    Said::new(format!("以{zh}为期"), format!("by {en}"))
}
