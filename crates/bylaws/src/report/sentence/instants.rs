//! Instants, stretches of time and how long things take.

use super::names::plural;
use super::{Around, Wording, said};
use crate::check::policy::{ArithOp, End, Expr, From, Selection, Slot, SpellTime, TimePart, TimeSide};
use crate::log::{Exact, Length, Moment, Unit, Value};

impl Wording<'_> {
    /// One of the kinds that this file is about.
    pub(super) fn of_time(&self, e: &Expr, around: Around<'_>) -> String {
        match e {
            Expr::At(slot @ (Slot::Trigger | Slot::Around(_))) => {
                let record = self.the_record(*slot);
                said!(self, "{record}的时间", "the time of {record}")
            }
            Expr::At(Slot::InHand) => match around.hand {
                Some(From::Role(_) | From::State(_)) => self.say("开始时间", "start").to_owned(),
                _ => self.say("发生时间", "time").to_owned(),
            },
            Expr::Ended => self.say("结束时间", "end").to_owned(),
            Expr::Shift(op, from, by) => {
                let (from, by) = (self.anchor(from, around), self.operand(by, around));
                match op {
                    ArithOp::Sub => said!(self, "{from}之前{by}", "{by} before {from}"),
                    _ => said!(self, "{from}之后{by}", "{by} after {from}"),
                }
            }
            Expr::OnDay(clock, day) => self.on_day(*clock, day, around),
            Expr::TimePart(TimePart::Clock, of) if **of == Expr::At(Slot::InHand) => {
                self.say("发生时刻", "time of day").to_owned()
            }
            Expr::TimePart(TimePart::Clock, of) if **of == Expr::At(Slot::Trigger) => {
                let trigger = self.the_trigger();
                said!(self, "{trigger}的时刻", "the time of day of {trigger}")
            }
            Expr::TimePart(part, of) => {
                let of = self.value(of, around);
                match part {
                    TimePart::Clock => said!(self, "{of}的钟点", "the time of day of {of}"),
                    TimePart::Weekday => {
                        said!(self, "{of}是星期几（星期一为1）", "the day of the week (Monday is 1) of {of}")
                    }
                    TimePart::Day => said!(self, "{of}的日", "the day of the month of {of}"),
                    TimePart::Month => said!(self, "{of}的月份", "the month of {of}"),
                    TimePart::Year => said!(self, "{of}的年份", "the year of {of}"),
                }
            }
            Expr::DayOfYear(month, day, later, of) => {
                let (date, of) = (self.day_of_year(*month, *day), self.anchor(of, around));
                match later {
                    0 => said!(self, "{of}当年的{date}", "{date} of the year of {of}"),
                    1 => said!(self, "{of}次年的{date}", "{date} of the year after that of {of}"),
                    n => said!(self, "{of}之后第{n}年的{date}", "{date} {n} years after that of {of}"),
                }
            }
            Expr::DayOfPeriod(day, period, later, of) => {
                self.day_of_period(*day, *period, *later, &self.anchor(of, around))
            }
            Expr::Elapsed(unit, from, to) => {
                let (from, to) = (self.anchor(from, around), self.anchor(to, around));
                let unit = self.units(*unit);
                said!(self, "自{from}至{to}的{unit}数", "the number of {unit} from {from} to {to}")
            }
            Expr::TimeOf(end, of) => {
                let of = self.selection(of);
                match end {
                    End::First => said!(self, "首次{of}的时间", "the time of the first {of}"),
                    End::Last => said!(self, "末次{of}的时间", "the time of the last {of}"),
                }
            }
            Expr::UnitsWith(unit, of, run) => {
                let (unit, of) = (self.units(*unit), self.one(of));
                match run {
                    true => said!(self, "有{of}的最长连续{unit}数", "the longest run of {unit} with {of}"),
                    false => said!(self, "有{of}的{unit}数", "the number of {unit} with {of}"),
                }
            }
            Expr::SpellTime(which, unit, of, joined) => self.spell_time(*which, *unit, of, *joined),
            Expr::Previous(inner) => {
                let inner = self.operand(inner, around);
                said!(self, "上一期的{inner}", "{inner} in the previous period")
            }
            Expr::Within(length, side, anchor, inner) => {
                let stretch = self.stretch_beside(*length, *side, anchor, around);
                let inner = self.operand(inner, around);
                said!(self, "{stretch}的{inner}", "{inner} {stretch}")
            }
            Expr::Over(from, to, inner) => {
                let (from, to) = (self.anchor(from, around), self.anchor(to, around));
                let inner = self.operand(inner, around);
                said!(self, "自{from}至{to}期间的{inner}", "{inner} from {from} to {to}")
            }
            Expr::Daily(from, to, inner) => {
                let (daily, inner) = (self.daily(*from, *to), self.operand(inner, around));
                said!(self, "{daily}的{inner}", "{inner} {daily}")
            }
            _ => String::new(),
        }
    }

    // 该晚归次日12:00: the day after is written as a length of one day.
    fn on_day(&self, clock: u32, day: &Expr, around: Around<'_>) -> String {
        let clock = self.clock(Exact::from(i64::from(clock)));
        let one_day = Value::Length(Length { count: 1, unit: Unit::Day });
        match day {
            Expr::Shift(ArithOp::Add, of, by) if **by == Expr::Value(one_day) => {
                let of = self.anchor(of, around);
                said!(self, "{of}次日{clock}", "{clock} on the day after {of}")
            }
            _ => {
                let of = self.anchor(day, around);
                said!(self, "{of}当日{clock}", "{clock} on the day of {of}")
            }
        }
    }

    /// What a time is counted from.
    pub(super) fn anchor(&self, e: &Expr, around: Around<'_>) -> String {
        match e {
            Expr::At(slot @ (Slot::Trigger | Slot::Around(_))) => self.the_record(*slot),
            // 自末次检查起, and not 自末次检查的时间起.
            Expr::TimeOf(end, of) => {
                let of = self.selection(of);
                match end {
                    End::First => said!(self, "首次{of}", "the first {of}"),
                    End::Last => said!(self, "末次{of}", "the last {of}"),
                }
            }
            Expr::Within(length, side, from, inner) if matches!(**inner, Expr::TimeOf(..)) => {
                let stretch = self.stretch_beside(*length, *side, from, around);
                let inner = self.anchor(inner, around);
                said!(self, "{stretch}的{inner}", "{inner} {stretch}")
            }
            _ => self.value(e, around),
        }
    }

    /// So much before or after an instant.
    pub(super) fn stretch_beside(
        &self,
        length: Length,
        side: TimeSide,
        anchor: &Expr,
        around: Around<'_>,
    ) -> String {
        let (length, anchor) = (self.length(length), self.anchor(anchor, around));
        match side {
            TimeSide::Before => said!(self, "{anchor}之前{length}内", "within {length} before {anchor}"),
            TimeSide::After => said!(self, "{anchor}之后{length}内", "within {length} after {anchor}"),
        }
    }

    /// A part of each day.
    pub(super) fn daily(&self, from: u32, to: u32) -> String {
        let next = to <= from;
        let clock = |minutes: u32| self.clock(Exact::from(i64::from(minutes)));
        let (from, to) = (clock(from), clock(to));
        match next {
            true => said!(self, "当日{from}至次日{to}", "between {from} and {to} on the next day"),
            false => said!(self, "当日{from}至{to}", "between {from} and {to}"),
        }
    }

    /// A time of day, from minutes after midnight.
    pub(super) fn clock(&self, minutes: Exact) -> String {
        match minutes.to_integer() {
            Some(minutes) => format!("{:02}:{:02}", minutes.div_euclid(60), minutes.rem_euclid(60)),
            None => self.spell.number(minutes),
        }
    }

    /// A day, or a time on it.
    pub(super) fn moment(&self, moment: Moment) -> String {
        let zone = self.policy.zone;
        let day = zone.date_of(moment.first);
        match zone.day(day) == moment {
            true => self.spell.date(day),
            false => self.spell.datetime(zone.local_of(moment.first)),
        }
    }

    fn spell_time(&self, which: SpellTime, unit: Unit, of: &Selection, joined: Option<Length>) -> String {
        let (unit, of) = (self.units(unit), self.selection(of));
        let joined = joined.map(|gap| {
            let gap = self.length(gap);
            said!(self, "（间隔短于{gap}的合并计算）", " (joined across gaps shorter than {gap})")
        });
        let joined = joined.unwrap_or_default();
        match which {
            SpellTime::Total => said!(self, "{of}的累计{unit}数{joined}", "the total {unit} of {of}{joined}"),
            SpellTime::Longest => {
                said!(self, "单次{of}的最长{unit}数{joined}", "the longest {unit} of {of}{joined}")
            }
            SpellTime::LongestWithout => {
                said!(self, "连续没有{of}的最长{unit}数{joined}", "the longest {unit} without {of}{joined}")
            }
        }
    }

    // A unit that is counted.
    fn units(&self, unit: Unit) -> String {
        let (zh, en) = unit.words();
        if self.zh() { zh.to_owned() } else { plural(en) }
    }
}
