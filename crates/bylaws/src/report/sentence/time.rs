//! How often, by when, and what moves that.

use super::names::a;
use super::{Around, Wording, said};
use crate::check::policy::{ArithOp, DayKind, End, Expr, Time, TimeSide};
use crate::log::{Length, Unit, Value};
use crate::syntax::words::{self, MONTHS};
use chrono::NaiveDate;

/// Where words about time stand in a Chinese sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Before 应当.
    Lead,
    /// Behind it.
    Middle,
    /// At the end.
    Tail,
}

impl Wording<'_> {
    /// When it is to be met.
    pub(super) fn time(&self) -> (Place, String) {
        let (place, words) = self.whole_time();
        let part = self.norm.part.map(|(end, length)| {
            let length = self.length(length);
            match end {
                End::First => said!(self, "（只计每期最初{length}）", " (only its first {length} count)"),
                End::Last => said!(self, "（只计每期最后{length}）", " (only its last {length} count)"),
            }
        });
        (place, words + &part.unwrap_or_default())
    }

    fn whole_time(&self) -> (Place, String) {
        let spell = &self.spell;
        let around = Around::default();
        let anchor = |e| self.anchor(e, around);
        let length = |count, unit| spell.length((count, unit));
        match &self.norm.time {
            Time::Every { count, unit, from } => {
                let period = spell.period(*count, *unit);
                let from = from.map(|day| {
                    let day = spell.date(day);
                    said!(self, "（自{day}起算）", " (counted from {day})")
                });
                let from = from.unwrap_or_default();
                (Place::Lead, said!(self, "每{period}{from}", "every {period}{from}"))
            }
            Time::EveryFrom { count, unit, day } => {
                let (period, day) = (spell.period(*count, *unit), anchor(day));
                (Place::Lead, said!(self, "每{period}（自{day}起算）", "every {period} (counted from {day})"))
            }
            Time::EveryParameter(name) => {
                let name = self.parameter(name);
                (Place::Lead, said!(self, "每一{name}", "every {name}"))
            }
            Time::Rolling(count, unit) => {
                let length = length(*count, *unit);
                (Place::Lead, said!(self, "在任意连续{length}内", "in any {length} running"))
            }
            Time::Gap(count, unit) => {
                let length = length(*count, *unit);
                let words = said!(
                    self,
                    "，相邻两次之间相隔不超过{length}",
                    "with no more than {length} between one and the next"
                );
                (Place::Tail, words)
            }
            Time::Before(e) => {
                let e = anchor(e);
                (Place::Middle, said!(self, "在{e}之前（不论多早）", "before {e} (however early)"))
            }
            Time::After(e) => {
                let e = anchor(e);
                (Place::Middle, said!(self, "在{e}之后（不设期限）", "after {e} (no date is set)"))
            }
            Time::WithinBefore(count, unit, e) => {
                let (length, e) = (length(*count, *unit), anchor(e));
                (Place::Middle, said!(self, "在{e}之前{length}内", "within {length} before {e}"))
            }
            // 自该逾期满10日起5日内 rather than 在该逾期之后10日之后5日内
            Time::WithinAfter(count, unit, Expr::Shift(op, from, by)) if self.zh() && *op != ArithOp::Sub => {
                let (from, by) = (anchor(from), self.operand(by, around));
                (Place::Middle, format!("自{from}满{by}起{}内", length(*count, *unit)))
            }
            Time::WithinAfter(count, unit, e) => {
                let (length, e) = (length(*count, *unit), anchor(e));
                (Place::Middle, said!(self, "在{e}之后{length}内", "within {length} after {e}"))
            }
            Time::NoLaterThan(e) => {
                let e = anchor(e);
                (Place::Middle, said!(self, "不晚于{e}", "no later than {e}"))
            }
            Time::AtLeast { length, clear, side, anchor: e } => {
                let (length, e) = (self.length(*length), anchor(e));
                let clear = match clear {
                    true => said!(self, "（首尾两日均不计）", " (counting neither end)"),
                    false => String::new(),
                };
                let words = match side {
                    TimeSide::Before => {
                        said!(self, "在{e}之前至少{length}{clear}", "at least {length}{clear} before {e}")
                    }
                    TimeSide::After => {
                        said!(self, "在{e}之后至少{length}{clear}", "at least {length}{clear} after {e}")
                    }
                };
                (Place::Middle, words)
            }
            Time::OnTheDayOf(e) => {
                let e = anchor(e);
                (Place::Middle, said!(self, "在{e}当日", "on the day of {e}"))
            }
            Time::AtTrigger => (Place::Middle, String::new()),
            Time::AtAllTimes => (Place::Lead, self.say("始终", "at all times").to_owned()),
            Time::AtTheEndOfEvery(unit) => {
                let period = spell.period(1, *unit);
                (Place::Lead, said!(self, "每{period}末", "at the end of every {period}"))
            }
            Time::ByDateEveryYear { month, day } => {
                let date = self.day_of_year(*month, *day);
                (Place::Lead, said!(self, "每年{date}前（含当日）", "by {date} every year"))
            }
            Time::By(day) => {
                let day = spell.date(*day);
                (Place::Lead, said!(self, "在{day}前（含当日）", "by {day}"))
            }
            Time::Once => (Place::Tail, self.say("，不设期限", "(no date is set)").to_owned()),
            Time::AfterBreachOf(norm, within) => {
                let norm = self.norm_called(norm);
                let words = match within.map(|(count, unit)| length(count, unit)) {
                    Some(length) => said!(
                        self,
                        "{norm}未完成的，在此后{length}内",
                        "within {length} after {norm} is breached"
                    ),
                    None => said!(
                        self,
                        "{norm}未完成的，在此后（不设期限）",
                        "after {norm} is breached (no date is set)"
                    ),
                };
                (Place::Lead, words)
            }
        }
    }

    pub(super) fn length(&self, length: Length) -> String {
        self.spell.length((length.count, length.unit))
    }

    /// A day of whatever year.
    pub(super) fn day_of_year(&self, month: u32, day: u32) -> String {
        let index = usize::try_from(month).unwrap_or_default().wrapping_sub(1);
        let name = MONTHS.get(index).copied().unwrap_or_default();
        said!(self, "{month}月{day}日", "{day} {name}")
    }

    /// A day of the period so many periods after that of something.
    pub(super) fn day_of_period(&self, day: Option<u32>, period: Unit, later: i32, of: &str) -> String {
        let (zh, en) = words::day_in(day, period);
        let (unit_zh, unit_en) = words::unit(period);
        match (later, words::is_of_school(period)) {
            (0, true) => said!(self, "{of}所在{unit_zh}{zh}", "{en} of the {unit_en} of {of}"),
            (0, false) => said!(self, "{of}当{unit_zh}{zh}", "{en} of the {unit_en} of {of}"),
            (..0, true) => said!(self, "{of}上一{unit_zh}{zh}", "{en} of the {unit_en} before that of {of}"),
            (..0, false) => said!(self, "{of}上{unit_zh}{zh}", "{en} of the {unit_en} before that of {of}"),
            (1.., true) => said!(self, "{of}下一{unit_zh}{zh}", "{en} of the {unit_en} after that of {of}"),
            (1.., false) => said!(self, "{of}次{unit_zh}{zh}", "{en} of the {unit_en} after that of {of}"),
        }
    }

    pub(super) fn stops(&self) -> Option<String> {
        let stops = self.norm.stops.as_ref()?;
        match stops {
            Expr::During(DayKind::Entry(kind)) => {
                let (zh, en) = words::calendar(*kind);
                let en = a(en);
                return Some(said!(
                    self,
                    "{zh}期间，期限停止计算",
                    "the time limit stands still during {en}"
                ));
            }
            Expr::During(DayKind::Working) => {
                let words = self.say("工作日不计入期限", "the time limit stands still on working days");
                return Some(words.to_owned());
            }
            Expr::During(DayKind::Off) => {
                let words = self.say("休息日不计入期限", "the time limit stands still on days off");
                return Some(words.to_owned());
            }
            _ => {}
        }
        let while_so = self.truth(stops, Around::default());
        // 处于…期间 says that it is a time already.
        let while_so = while_so.strip_suffix("期间").filter(|_| self.zh()).unwrap_or(&while_so);
        Some(said!(self, "{while_so}期间，期限停止计算", "the time limit stands still while {while_so}"))
    }

    pub(super) fn extended(&self) -> Option<String> {
        let extension = self.norm.extended.as_ref()?;
        let (length, when) = (self.length(extension.by), self.one(&extension.when));
        match extension.at_most {
            Some(1) => {
                return Some(said!(
                    self,
                    "期限届满前有{when}的，可延长一次，延长{length}",
                    "if there is {when} before the limit is over, it is extended by {length}, once only"
                ));
            }
            Some(times) => {
                return Some(said!(
                    self,
                    "期限届满前有{when}的，每次延长{length}，最多延长{times}次",
                    "each time there is {when} before the limit is over, it is extended by {length}, at most {times} times"
                ));
            }
            None => {}
        }
        Some(said!(
            self,
            "期限届满前有{when}的，每次延长{length}",
            "each time there is {when} before the limit is over, it is extended by {length}"
        ))
    }

    pub(super) fn late(&self) -> Option<String> {
        let length = self.spell.length(self.norm.late?);
        Some(said!(
            self,
            "逾期的，可以在期满后{length}内补办",
            "what is late may be made up within {length} after the end"
        ))
    }

    pub(super) fn in_force(&self) -> Option<String> {
        let (from, until) = self.norm.in_force;
        let date = |day: NaiveDate| self.spell.date(day);
        Some(match (from.map(date), until.map(date)) {
            (None, None) => return None,
            (Some(from), None) => said!(self, "自{from}起施行", "in force from {from}"),
            (None, Some(until)) => said!(self, "施行至{until}止", "in force until {until}"),
            (Some(from), Some(until)) => {
                said!(self, "自{from}起施行，至{until}止", "in force from {from} until {until}")
            }
        })
    }

    pub(super) fn calendars(&self) -> Option<String> {
        let all = self.norm.calendars.iter().map(|(index, condition)| {
            let name = self.policy.regional.get(*index).map(|one| self.name(&one.name));
            let (name, condition) = (name.unwrap_or_default(), self.truth(condition, Around::default()));
            said!(self, "{condition}的适用{name}", "where {condition}, {name} applies")
        });
        let all: Vec<String> = all.collect();
        (!all.is_empty()).then(|| all.join(self.say("，", ", ")))
    }

    /// What is said of the parameters that the sentence named.
    pub(super) fn open_parameters(&self) -> Vec<String> {
        let named = self.parameters.borrow().clone();
        let of = |name: &String| {
            let parameter = self.policy.parameters.get(name)?;
            let shown = self.quoted(&self.name(&parameter.name));
            Some(match &parameter.default {
                Some(value) => {
                    let value = self.default(value, &parameter.ty);
                    said!(
                        self,
                        "{shown}未另行规定的，为{value}",
                        "{shown} is {value} unless laid down otherwise"
                    )
                }
                None => said!(self, "{shown}须另行规定", "{shown} is to be laid down separately"),
            })
        };
        named.iter().filter_map(of).collect()
    }

    fn default(&self, value: &Value, ty: &crate::log::Type) -> String {
        match (value, ty) {
            (Value::Number(minutes), crate::log::Type::Clock) => self.clock(*minutes),
            _ => self.constant(value),
        }
    }
}
