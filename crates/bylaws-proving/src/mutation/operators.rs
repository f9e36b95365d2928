//! Slips of the pen: all the ways in which a norm may say a little less, a little more or something else.

use super::neighbours::{changed, dates, days_next_to, lengths, near, one_off, other_units, stricter, units};
use super::walk;
use super::{Kind, Mutant};
use crate::said::Said;
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{
    BearerKind, DayOff, Expr, Fortnight, Instead, Norm, PartialPeriod, Requirement, SameDay, StartDay, Time,
    VacationRule, WhoCounts, YearRule,
};
use bylaws::log::{Length, Name, Unit, Value};
use chrono::NaiveDate;

/// Makes the slips of one norm.
pub(super) struct Slips<'p> {
    pub policy: &'p CheckedPolicy,
    /// As it is.
    pub original: &'p Norm,
    /// As it is written.
    pub norm: &'p Norm,
    pub out: Vec<Mutant>,
}

impl Slips<'_> {
    fn push(&mut self, kind: Kind, change: Said, shows: Said, alter: impl FnOnce(&mut Norm)) {
        let mut norm = self.norm.clone();
        alter(&mut norm);
        // What is made up late counts for lower limits alone, so that the two kinds never stand together.
        if norm.late.is_some() {
            norm.requirement.limits_apart();
        }
        if norm != *self.original && !self.out.iter().any(|other| other.norm == norm) {
            self.out.push(Mutant { kind, change, shows, norm });
        }
    }

    pub(super) fn all(&mut self) {
        self.quantities();
        self.parts();
        self.filters();
        self.expressions();
        self.exceptions();
        self.time();
        self.limits();
        self.readings();
        self.roles();
    }

    fn quantities(&mut self) {
        let mut all = Vec::new();
        walk::quantities(&mut self.norm.clone(), &mut |q| all.push(q.clone()));
        for (index, quantity) in all.iter().enumerate() {
            for (kind, change, shows, other) in changed(quantity) {
                self.push(kind, change, shows, |norm| {
                    let mut at = 0;
                    walk::quantities(norm, &mut |q| {
                        if at == index {
                            *q = other.clone();
                        }
                        at += 1;
                    });
                });
            }
        }
    }

    fn parts(&mut self) {
        let count = match &self.norm.requirement {
            Requirement::Have(parts) => parts.len(),
            Requirement::Any(all) => all.len(),
            Requirement::Keep(_) | Requirement::Satisfy(_) => 0,
        };
        for index in (0..count).filter(|_| count > 1) {
            let number = index + 1;
            self.push(
                Kind::Part,
                Said::new(
                    format!("去掉第{number}件所要求的事"),
                    format!("part {number} of the requirement is dropped"),
                ),
                Said::new(format!("第{number}件也要有"), format!("part {number} is needed too")),
                |norm| match &mut norm.requirement {
                    Requirement::Have(parts) => drop(parts.remove(index)),
                    Requirement::Any(all) => drop(all.remove(index)),
                    Requirement::Keep(_) | Requirement::Satisfy(_) => {}
                },
            );
        }
        let mut quotas = 0;
        walk::parts(&mut self.norm.clone(), &mut |part| quotas += part.of_which.len());
        for index in 0..quotas {
            self.push(
                Kind::Part,
                Said::new("去掉“其中”的要求", "the quota among them is dropped"),
                Said::new("其中的要求也要满足", "the quota among them counts too"),
                |norm| {
                    let mut at = 0;
                    walk::parts(norm, &mut |part| {
                        let here = index.checked_sub(at).filter(|i| *i < part.of_which.len());
                        at += part.of_which.len();
                        if let Some(i) = here {
                            part.of_which.remove(i);
                        }
                    });
                },
            );
        }
    }

    // A filter of one condition goes whole; of several, `expressions` drops each.
    fn filters(&mut self) {
        let single = |filter: &Option<Expr>| filter.as_ref().is_some_and(|f| !matches!(f, Expr::And(_)));
        let dropped = |what: (&str, &str)| {
            Said::new(format!("去掉{}的条件", what.0), format!("the condition on {} is dropped", what.1))
        };
        let shows = Said::new("不符合条件的不算", "what does not fit does not count");
        if self.norm.bearer.as_ref().is_some_and(|b| single(&b.filter)) {
            let shows = Said::new("不符合条件的没有这项义务", "who does not fit has no duty");
            self.push(Kind::Where, dropped(("主体", "the bearer")), shows, |norm| {
                norm.bearer.iter_mut().for_each(|b| b.filter = None);
            });
        }
        if self.norm.for_each.as_ref().is_some_and(|e| single(&e.filter)) {
            self.push(
                Kind::Where,
                dropped(("“每个”", "those it is stated for")),
                shows.clone(),
                |norm| {
                    norm.for_each.iter_mut().for_each(|e| e.filter = None);
                },
            );
        }
        let mut all = Vec::new();
        walk::selections(&mut self.norm.clone(), &mut |s| all.push(single(&s.filter)));
        for (index, _) in all.iter().enumerate().filter(|(_, single)| **single) {
            self.push(Kind::Where, dropped(("记录", "the record")), shows.clone(), |norm| {
                let mut at = 0;
                walk::selections(norm, &mut |s| {
                    if at == index {
                        s.filter = None;
                    }
                    at += 1;
                });
            });
        }
    }

    fn expressions(&mut self) {
        let mut all = Vec::new();
        walk::expressions(&mut self.norm.clone(), &mut |e| all.push(e.clone()));
        for (index, expr) in all.iter().enumerate() {
            for (kind, change, shows, other) in self.variants(expr) {
                self.push(kind, change, shows, |norm| {
                    let mut at = 0;
                    let mut done = false;
                    walk::expressions(norm, &mut |e| {
                        if at == index && !done {
                            *e = other.clone();
                            done = true;
                        }
                        at += 1;
                    });
                });
            }
        }
    }

    fn variants(&self, expr: &Expr) -> Vec<(Kind, Said, Said, Expr)> {
        let mut out = Vec::new();
        match expr {
            Expr::And(parts) if parts.len() > 1 => {
                for index in 0..parts.len() {
                    let mut rest = parts.clone();
                    let gone = rest.remove(index);
                    let rest = if rest.len() == 1 { rest.remove(0) } else { Expr::And(rest) };
                    let number = index + 1;
                    let about = self.about(&gone);
                    out.push((
                        Kind::Where,
                        Said::new(
                            format!("去掉第{number}个条件{}", about.zh),
                            format!("condition {number}{} is dropped", about.en),
                        ),
                        Said::new(
                            format!("不符合第{number}个条件{}的不算", about.zh),
                            format!("what fails condition {number}{} does not count", about.en),
                        ),
                        rest,
                    ));
                }
            }
            Expr::Or(parts) if parts.len() > 1 => {
                for index in 0..parts.len() {
                    let mut rest = parts.clone();
                    rest.remove(index);
                    let rest = if rest.len() == 1 { rest.remove(0) } else { Expr::Or(rest) };
                    let number = index + 1;
                    out.push((
                        Kind::Where,
                        Said::new(
                            format!("去掉第{number}种可能"),
                            format!("alternative {number} is dropped"),
                        ),
                        Said::new(
                            format!("第{number}种可能也算"),
                            format!("alternative {number} counts too"),
                        ),
                        rest,
                    ));
                }
            }
            Expr::Compare(op, a, b) => {
                if let Some((other, zh, en)) = stricter(*op) {
                    out.push((
                        Kind::Inclusive,
                        Said::new(zh, en),
                        Said::new("恰好相等时", "when just equal"),
                        Expr::Compare(other, a.clone(), b.clone()),
                    ));
                    if let Expr::Value(Value::Number(n)) = &**b {
                        for (other, sign) in near(*n) {
                            out.push((
                                Kind::Number,
                                Said::new(format!("{n}改为{other}"), format!("{n} becomes {other}")),
                                Said::new(
                                    format!("正好{n}与{sign}之间", sign = other),
                                    format!("between {n} and {other}", other = sign),
                                ),
                                Expr::Compare(*op, a.clone(), Box::new(Expr::Value(Value::Number(other)))),
                            ));
                        }
                    }
                }
            }
            Expr::Holders(unit, role) => out.extend(self.other_role(role).map(|(change, shows, other)| {
                (Kind::Role, change, shows, Expr::Holders(unit.clone(), other))
            })),
            Expr::Holds(who, role, unit) => {
                out.extend(self.other_role(role).map(|(change, shows, other)| {
                    (Kind::Role, change, shows, Expr::Holds(who.clone(), other, unit.clone()))
                }))
            }
            Expr::UnitsOf(person, role) => out.extend(self.other_role(role).map(|(change, shows, other)| {
                (Kind::Role, change, shows, Expr::UnitsOf(person.clone(), other))
            })),
            Expr::Within(span, side, anchor, inner) => {
                for count in one_off(span.count) {
                    let (change, shows) = lengths(span.count, count, span.unit);
                    let span = Length { count, unit: span.unit };
                    out.push((
                        Kind::Days,
                        change,
                        shows,
                        Expr::Within(span, *side, anchor.clone(), inner.clone()),
                    ));
                }
            }
            Expr::Value(Value::Length(span)) => {
                for count in one_off(span.count) {
                    let (change, shows) = lengths(span.count, count, span.unit);
                    out.push((
                        Kind::Days,
                        change,
                        shows,
                        Expr::Value(Value::Length(Length { count, unit: span.unit })),
                    ));
                }
            }
            Expr::Else(first, _) => out.push((
                Kind::Empty,
                Said::new(
                    "没有值时不再以缺省值计",
                    "what is nothing no longer counts as the value given for it",
                ),
                Said::new("没有值时按缺省值", "what is nothing counts as the value given for it"),
                (**first).clone(),
            )),
            Expr::Value(Value::Time(moment)) => {
                let day = self.policy.zone.date_of(moment.first);
                for other in [day.pred_opt(), day.succ_opt()].into_iter().flatten() {
                    out.push((
                        Kind::Days,
                        Said::new(format!("{day}改为{other}"), format!("{day} becomes {other}")),
                        Said::new(format!("{day}前后"), format!("around {day}")),
                        Expr::Value(Value::Time(self.policy.zone.day(other))),
                    ));
                }
            }
            _ => {}
        }
        out
    }

    // Of which field a condition speaks.
    fn about(&self, condition: &Expr) -> Said {
        let mut kind = None;
        walk::selections(&mut self.norm.clone(), &mut |selection| {
            let holds = |filter: &Expr| matches!(filter, Expr::And(parts) if parts.contains(condition));
            if selection.filter.as_ref().is_some_and(holds) {
                kind = Some(selection.from.clone());
            }
        });
        let mut field = None;
        if let (Some(bylaws::check::policy::From::Event(kind)), Expr::Compare(_, a, b)) = (kind, condition) {
            let event = self.policy.vocabulary.events.get_index(kind).map(|(_, event)| event);
            for side in [a, b] {
                if let Expr::Field(bylaws::check::policy::Slot::InHand, index) = &**side {
                    field =
                        field.or(event.and_then(|e| e.fields.get_index(*index)).map(|(_, f)| f.name.clone()));
                }
            }
        }
        match field {
            Some(name) => Said::new(format!("（{}）", shown(&name).zh), format!(" ({})", shown(&name).en)),
            None => Said::new("", ""),
        }
    }

    // Another role that is held in the same kind of unit.
    fn other_role(&self, role: &str) -> Option<(Said, Said, String)> {
        let roles = &self.policy.vocabulary.roles;
        let this = roles.get(role)?;
        let other = roles.values().find(|r| r.name.canonical != role && r.unit == this.unit)?;
        let (old, new) = (shown(&this.name), shown(&other.name));
        Some((
            Said::new(format!("“{}”改为“{}”", old.zh, new.zh), format!("`{}` becomes `{}`", old.en, new.en)),
            Said::new(format!("是{}而不是{}", old.zh, new.zh), format!("{} and not {}", old.en, new.en)),
            other.name.canonical.clone(),
        ))
    }

    fn exceptions(&mut self) {
        for (index, exception) in self.norm.exceptions.iter().enumerate() {
            let number = index + 1;
            self.push(
                Kind::Exception,
                Said::new(format!("去掉第{number}项除外"), format!("exception {number} is dropped")),
                Said::new(format!("第{number}项除外适用时"), format!("where exception {number} applies")),
                |norm| without_exception(norm, index),
            );
            if exception.instead.is_some() {
                self.push(
                    Kind::Exception,
                    Said::new(
                        format!("第{number}项除外不再改为别的要求，而是豁免"),
                        format!("exception {number} excuses instead of asking for something else"),
                    ),
                    Said::new(format!("第{number}项除外适用时"), format!("where exception {number} applies")),
                    |norm| {
                        if let Some(exception) = norm.exceptions.get_mut(index) {
                            exception.instead = None;
                        }
                    },
                );
            }
            if let Some(Instead::Within(span)) = &exception.instead {
                for count in one_off(span.count) {
                    let (change, shows) = lengths(span.count, count, span.unit);
                    let other = Length { count, unit: span.unit };
                    self.push(Kind::Days, change, shows, |norm| {
                        if let Some(exception) = norm.exceptions.get_mut(index) {
                            exception.instead = Some(Instead::Within(other));
                        }
                    });
                }
            }
        }
    }

    fn time(&mut self) {
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
                    use chrono::Datelike;
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
        if unit == Unit::Day && !self.policy.calendar.holidays.is_empty() {
            let (change, shows) = units(count, unit, Unit::WorkingDay);
            self.push(Kind::Period, change, shows, |norm| norm.time = time(count, Unit::WorkingDay));
        }
        if unit == Unit::WorkingDay {
            let (change, shows) = units(count, unit, Unit::Day);
            self.push(Kind::Period, change, shows, |norm| norm.time = time(count, Unit::Day));
        }
    }

    fn limits(&mut self) {
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
        if let Some((span, _)) = &self.norm.extended {
            let span = *span;
            for count in one_off(span.count) {
                let (change, shows) = lengths(span.count, count, span.unit);
                self.push(Kind::Days, change, shows, |norm| {
                    norm.extended.iter_mut().for_each(|(length, _)| length.count = count);
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

    fn readings(&mut self) {
        let (policy, norm) = (self.policy, self.norm);
        let periodic = norm.trigger.is_none()
            && matches!(
                norm.time,
                Time::Every { .. }
                    | Time::EveryParameter(_)
                    | Time::AtTheEndOfEvery(_)
                    | Time::ByDateEveryYear { .. }
            );
        let limited = matches!(norm.time, Time::WithinAfter(..) | Time::WithinBefore(..));
        let ordered = limited || matches!(norm.time, Time::Before(_) | Time::After(_));
        let mut other = |applies: bool, zh: &str, en: &str, change: &dyn Fn(&mut Norm)| {
            if applies {
                let said = Said::new(format!("改按“{zh}”解释"), format!("read as `{en}`"));
                let shows = Said::new(format!("解释不是“{zh}”"), format!("the reading is not `{en}`"));
                self.push(Kind::Reading, said, shows, change);
            }
        };
        if matches!(norm.time, Time::Every { unit: Unit::Week, count, from: None } if count > 1) {
            let by_teaching = norm.reading.fortnight == Fortnight::TeachingWeeks;
            other(by_teaching, "两周：按自然周", "fortnight by calendar weeks", &|n| {
                n.reading.fortnight = Fortnight::IsoWeeks
            });
            let semesters = !policy.calendar.semesters.is_empty();
            other(!by_teaching && semesters, "两周：按教学周", "fortnight by teaching weeks", &|n| {
                n.reading.fortnight = Fortnight::TeachingWeeks;
            });
        }
        if matches!(norm.time, Time::Every { unit: Unit::Year, .. } | Time::AtTheEndOfEvery(Unit::Year)) {
            let calendar = norm.reading.year == YearRule::Calendar;
            let academic = !policy.calendar.academic_years.is_empty();
            other(calendar && academic, "年度：按学年", "year by academic year", &|n| {
                n.reading.year = YearRule::Academic
            });
            other(!calendar, "年度：按公历年", "year by calendar year", &|n| {
                n.reading.year = YearRule::Calendar
            });
            if let YearRule::Label { closes_after } = norm.reading.year {
                for days in one_off(closes_after) {
                    let zh = format!("年度截止于年后{days}日");
                    let en = format!("closing after {days} days");
                    other(true, &zh, &en, &|n| n.reading.year = YearRule::Label { closes_after: days });
                }
            }
        }
        let skip = norm.reading.partial_period == PartialPeriod::Skip;
        other(periodic && !skip, "首尾不足一期：不计", "partial period skipped", &|n| {
            n.reading.partial_period = PartialPeriod::Skip;
        });
        let full = norm.reading.partial_period == PartialPeriod::Full;
        other(periodic && !full, "首尾不足一期：按整期", "partial period in full", &|n| {
            n.reading.partial_period = PartialPeriod::Full;
        });
        let waived = norm.reading.vacation == VacationRule::Waive;
        other(periodic && !waived, "寒暑假：免除", "vacation waived", &|n| {
            n.reading.vacation = VacationRule::Waive
        });
        let at_end = norm.reading.who_counts == WhoCounts::AtEnd;
        other(periodic && !at_end, "计入范围：期末在册", "who counts at the end", &|n| {
            n.reading.who_counts = WhoCounts::AtEnd
        });
        let favour = norm.reading.same_day == SameDay::Favour;
        other(ordered && !favour, "同日先后：从宽", "same day in favour", &|n| {
            n.reading.same_day = SameDay::Favour
        });
        let strict = norm.reading.same_day == SameDay::Strict;
        other(ordered && !strict, "同日先后：从严", "same day strict", &|n| {
            n.reading.same_day = SameDay::Strict
        });
        let counted = norm.reading.start_day == StartDay::Included;
        other(limited && !counted, "起算日：计入首日", "start day included", &|n| {
            n.reading.start_day = StartDay::Included
        });
        other(limited && counted, "起算日：不计首日", "start day excluded", &|n| {
            n.reading.start_day = StartDay::Excluded
        });
        let moves = norm.reading.day_off == DayOff::Moves;
        other(limited && !moves, "末日遇假：顺延", "day off moves", &|n| {
            n.reading.day_off = DayOff::Moves
        });
        other(limited && moves, "末日遇假：不顺延", "day off stays", &|n| {
            n.reading.day_off = DayOff::Stays
        });
    }

    fn roles(&mut self) {
        if let Some(BearerKind::Role(role)) = self.norm.bearer.as_ref().map(|b| &b.kind)
            && let Some((change, shows, other)) = self.other_role(role)
        {
            self.push(Kind::Role, change, shows, |norm| {
                norm.bearer.iter_mut().for_each(|bearer| bearer.kind = BearerKind::Role(other.clone()));
            });
        }
        if self.norm.answerable.len() > 1 {
            self.push(
                Kind::Role,
                Said::new("第一责任人换成下一位", "the first to answer gives place to the next"),
                Said::new("由谁负责", "who answers"),
                |norm| norm.answerable.swap(0, 1),
            );
        }
    }
}

fn shown(name: &Name) -> Said {
    use bylaws::diagnostic::Lang;
    Said::new(name.shown(Lang::Zh), name.shown(Lang::En))
}

// What it takes back goes with it, and those behind it move up.
fn without_exception(norm: &mut Norm, index: usize) {
    norm.exceptions.remove(index);
    norm.exceptions.retain(|exception| exception.to != Some(index));
    for exception in &mut norm.exceptions {
        exception.to = exception.to.map(|to| if to > index { to - 1 } else { to });
    }
}
