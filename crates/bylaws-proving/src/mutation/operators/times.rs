//! When it is to be done: another period, another length, another day.

use super::super::Kind;
use super::super::neighbours::{dates, days_next_to, lengths, one_off, other_units, stretches, units};
use super::Slips;
use crate::said::Said;
use bylaws::check::policy::Time;
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
                    let (change, shows) = lengths(count, other, unit);
                    self.push(Kind::Period, change, shows, |norm| {
                        norm.time = Time::Every { count: other, unit, from }
                    });
                }
                for day in from.into_iter().flat_map(days_next_to) {
                    let (change, shows) = dates(from.unwrap_or(day), day);
                    self.push(Kind::Days, change, shows, |norm| {
                        norm.time = Time::Every { count, unit, from: Some(day) };
                    });
                }
            }
            Time::Rolling(count, unit) if self.asks_for_some() => {
                for other in one_off(count) {
                    let (change, shows) = stretches(count, other, unit);
                    self.push(Kind::Days, change, shows, |norm| norm.time = Time::Rolling(other, unit));
                }
                self.units(count, unit, Time::Rolling);
            }
            Time::Rolling(count, unit) => self.lengths(count, unit, Time::Rolling),
            Time::Gap(count, unit) => self.lengths(count, unit, Time::Gap),
            Time::WithinBefore(count, unit, anchor) => {
                self.lengths(count, unit, |n, unit| Time::WithinBefore(n, unit, anchor.clone()));
            }
            Time::WithinAfter(count, unit, anchor) => {
                self.lengths(count, unit, |n, unit| Time::WithinAfter(n, unit, anchor.clone()));
            }
            Time::AfterBreachOf(parent, Some((count, unit))) => {
                self.lengths(count, unit, |n, unit| Time::AfterBreachOf(parent.clone(), Some((n, unit))));
            }
            Time::AtLeast { length, clear, side, anchor } => {
                self.lengths(length.count, length.unit, |count, unit| Time::AtLeast {
                    length: Length { count, unit },
                    clear,
                    side,
                    anchor: anchor.clone(),
                });
                self.push(
                    Kind::Inclusive,
                    Said::new("两端是否计入改为相反", "whether both ends count is turned round"),
                    Said::new("隔得刚好时", "just far enough"),
                    |norm| norm.time = Time::AtLeast { length, clear: !clear, side, anchor: anchor.clone() },
                );
            }
            Time::Before(anchor) => self.push(
                Kind::Inclusive,
                Said::new("“之前”改为“不晚于”", "`before` becomes `no later than`"),
                Said::new("当日才做的", "done on the day itself"),
                |norm| norm.time = Time::NoLaterThan(anchor),
            ),
            Time::NoLaterThan(anchor) => self.push(
                Kind::Inclusive,
                Said::new("“不晚于”改为“之前”", "`no later than` becomes `before`"),
                Said::new("当日才做的", "done on the day itself"),
                |norm| norm.time = Time::Before(anchor),
            ),
            Time::OnTheDayOf(anchor) => self.push(
                Kind::Days,
                Said::new("“当日”改为“1日内”", "`on the day of` becomes `within 1 day after`"),
                Said::new("次日才做的", "done on the next day"),
                |norm| norm.time = Time::WithinAfter(1, Unit::Day, anchor),
            ),
            Time::By(day) => {
                for other in days_next_to(day) {
                    let (change, shows) = dates(day, other);
                    self.push(Kind::Days, change, shows, |norm| norm.time = Time::By(other));
                }
            }
            Time::ByDateEveryYear { month, day } => {
                let date = NaiveDate::from_ymd_opt(2015, month, day);
                for other in date.into_iter().flat_map(days_next_to) {
                    let (month, other) = (other.month(), other.day());
                    self.push(
                        Kind::Days,
                        Said::new(
                            format!("截止日改为{month}月{other}日"),
                            format!("the last day becomes {month}-{other}"),
                        ),
                        Said::new("截止日前后", "around the last day"),
                        |norm| norm.time = Time::ByDateEveryYear { month, day: other },
                    );
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

    fn lengths(&mut self, count: u32, unit: Unit, time: impl Fn(u32, Unit) -> Time) {
        for other in one_off(count) {
            let (change, shows) = lengths(count, other, unit);
            self.push(Kind::Days, change, shows, |norm| norm.time = time(other, unit));
        }
        self.units(count, unit, time);
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
                self.push(Kind::Days, change, shows, |norm| norm.late = Some((other, unit)));
            }
            let change = Said::new("不许补办", "no making up");
            self.push(Kind::Days, change, Said::new("期满后补办的", "made up after the end"), |norm| {
                norm.late = None
            });
        }
        if let Some((end, span)) = self.norm.part {
            for count in one_off(span.count) {
                let (change, shows) = lengths(span.count, count, span.unit);
                let other = Length { count, unit: span.unit };
                self.push(Kind::Days, change, shows, |norm| norm.part = Some((end, other)));
            }
        }
        if let Some(extension) = &self.norm.extended {
            let (span, at_most) = (extension.by, extension.at_most);
            for count in one_off(span.count) {
                let (change, shows) = lengths(span.count, count, span.unit);
                self.push(Kind::Days, change, shows, |norm| {
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
            self.push(Kind::Exception, change, Said::new("延长期内", "within the extension"), |norm| {
                norm.extended = None
            });
        }
        if self.norm.stops.is_some() {
            let change = Said::new("去掉停算", "the clock no longer stops");
            self.push(
                Kind::Exception,
                change,
                Said::new("停算之后", "after the clock stood still"),
                |norm| norm.stops = None,
            );
        }
    }
}
