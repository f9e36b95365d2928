//! How often and when.

use super::clauses::Clauses;
use crate::check::Checker;
use crate::check::expressions::Scene;
use crate::check::instants::on_day;
use crate::check::policy::{End, Expr, Norm, Requirement, Slot, Time};
use crate::diagnostic::{Arg, Diagnostic, Message, one_apart};
use crate::log::{Length, Name, Type, Unit};
use crate::plan;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, ExprKind, PeriodBy, TimeLimit, Window};
use crate::syntax::{at_least, vague_in};

/// Words for what is not done.
pub(super) const MISSED: [char; 2] = ['缺', '漏'];

impl<'a> Checker<'a> {
    pub(super) fn time(
        &mut self,
        norm: &ast::Norm,
        clauses: &Clauses<'a>,
        requirement: Option<&Requirement>,
        scene: &Scene,
    ) -> Option<Time> {
        let span = norm.name.place();
        // What it is about is missing, or may be: that is told, and what sets it off is not asked for besides.
        let may_be_set_off = norm.incomplete || clauses.each.is_none();
        if clauses.every.is_some() && clauses.time.is_some() {
            let problem = Diagnostic::error("B0403", span);
            // 每日, 当日22:30前: the time of day is a condition on the record.
            let by_clock = clauses.time.is_some_and(|time| matches!(time, TimeLimit::ByClock { .. }));
            self.report(if by_clock { problem.help(Message::new("help.clock_of_record")) } else { problem });
            if by_clock {
                return None;
            }
        }
        if let Some(Requirement::Satisfy(_)) = requirement {
            if clauses.when.is_none() && !may_be_set_off {
                self.report(Diagnostic::error("B0405", span));
            }
            return Some(Time::AtTrigger);
        }
        if let Some(limit) = clauses.time {
            let time = self.limit(limit, scene);
            let needs = time.as_ref().is_some_and(Time::is_relative);
            if !needs || clauses.when.is_some() || may_be_set_off {
                return time;
            }
            // A fixed day needs no trigger; whether it counts itself must be clear.
            match limit {
                TimeLimit::NoLaterThan(ast::Expr { kind: ExprKind::Date(day), .. }) => {
                    return Some(Time::By(*day));
                }
                TimeLimit::Before(ast::Expr { kind: ExprKind::Date(day), span }) => {
                    let before = day.pred_opt().unwrap_or(*day);
                    let readings = Message::new("readings.before").with("day", day).with("before", before);
                    let readings = Arg::Message(Box::new(readings));
                    self.report(
                        Diagnostic::error("B0117", *span).with("found", day).with_arg("readings", readings),
                    );
                }
                _ => self.report(Diagnostic::error("B0408", span)),
            }
            return time;
        }
        let Some(every) = clauses.every else {
            // A duty that is not there may be one that needs no time.
            let requirement = requirement?;
            // What the record itself was meant to meet needs no time.
            let meets = |d: &Diagnostic| d.help.iter().any(|help| help.key == "help.meets");
            if !self.diagnostics.last().is_some_and(meets) {
                self.lacks(norm, "频次或时限", "every or within");
                let told = self.diagnostics.last_mut().filter(|d| d.code() == "B0401");
                let compares = matches!(requirement, Requirement::Keep(_)) && clauses.when.is_some();
                if let Some(problem) = told.filter(|_| compares) {
                    problem.help.push(Message::new("help.meets"));
                }
            }
            return None;
        };
        Some(match &every.window {
            Window::Every { count, unit, from } => {
                self.civil(unit.node, unit.span);
                self.has_semesters(unit);
                Time::Every { count: count.node, unit: unit.node, from: from.as_ref().map(|d| d.node) }
            }
            Window::EveryFrom { count, unit, day } => {
                self.civil(unit.node, unit.span);
                self.counted_in_days(unit);
                if clauses.when.is_some() || every.part.is_some() {
                    self.report(Diagnostic::error("B0435", day.span));
                }
                let day = self.own_day(day, scene);
                Time::EveryFrom { count: count.node, unit: unit.node, day }
            }
            Window::EveryParameter(word) => {
                match self.policy.parameters.values().find(|p| p.name.answers_to(&word.node)) {
                    Some(parameter) if parameter.ty == Type::Duration => {
                        Time::EveryParameter(parameter.name.canonical.clone())
                    }
                    _ => {
                        let known: Vec<Name> =
                            self.policy.parameters.values().map(|p| p.name.clone()).collect();
                        self.no_period(&word.node, word.span, &known);
                        return None;
                    }
                }
            }
            Window::Rolling(length) => Time::Rolling(length.node.0, length.node.1),
            Window::Gap(length) => Time::Gap(length.node.0, length.node.1),
        })
    }

    // What follows the calendar of the school is not counted from a day of anybody's own.
    fn counted_in_days(&mut self, unit: &Spanned<Unit>) {
        if matches!(unit.node, Unit::Semester | Unit::TeachingWeek | Unit::AcademicYear) {
            self.report(Diagnostic::error("B0434", unit.span));
        }
    }

    // A date that is recorded of the bearer, so that records which are still to come move no window.
    fn own_day(&mut self, day: &ast::Expr, scene: &Scene) -> Expr {
        let before = self.diagnostics.len();
        let expr = self.instant(day, scene);
        let (mut of_bearer, mut of_others) = (false, false);
        plan::visit(&expr, &mut |e| {
            of_bearer |= *e == Expr::Bearer;
            of_others |=
                e.selection().is_some() || matches!(e, Expr::Field(..) | Expr::At(_) | Expr::Previous(_));
        });
        let is_told = scene.lacking || self.diagnostics.len() > before;
        if !is_told && (!of_bearer || of_others) {
            self.report(Diagnostic::error("B0433", day.span));
        }
        expr
    }

    // What stands where a period should: most often a day of each period, or an interval of two readings.
    fn no_period(&mut self, word: &str, span: Span, parameters: &[Name]) {
        if let Some(length) = word.strip_prefix('隔') {
            let length = ["一次", "1次"].iter().find_map(|once| length.strip_suffix(once)).unwrap_or(length);
            let readings = Message::new("readings.interval").with("length", length);
            let readings = Arg::Message(Box::new(readings));
            self.report(Diagnostic::error("B0117", span).with("found", word).with_arg("readings", readings));
            return;
        }
        if ["原则上", "一般"].iter().any(|word_of_it| word.ends_with(word_of_it)) {
            let problem = Diagnostic::error("B0212", span).with("name", word);
            return self.report(problem.help(Message::new("help.generally")));
        }
        if let Some(vague) = vague_in(word) {
            return self.report(Diagnostic::error("B0116", span).with("found", vague));
        }
        let nights = ["天晚上", "日晚上", "天夜里", "天晚", "晚上", "夜里", "晚", "夜"];
        if let Some(rest) = nights.iter().find_map(|night| word.strip_prefix(night)) {
            let problem = Diagnostic::error("B0212", span).with("name", word);
            let words = format!("每日{}", at_least(rest));
            let problem = problem.help(Message::new("help.write").with("words", words));
            // Of what is done at night an edit would lose that.
            return self.report(problem.help(Message::new("help.at_night")));
        }
        if let Some(meant) = period_meant(word) {
            let problem = Diagnostic::error("B0212", span).with("name", word);
            let advice = Message::new("help.write").with("words", format!("每{meant}"));
            return self.report(problem.help(advice).fix(span, meant));
        }
        // 每月末: by the end of each month, or on its last days.
        if let Some(period) = ["末", "底", "结束前"].iter().find_map(|end| word.strip_suffix(end))
            && ["月", "季度", "学期", "学年", "年"].contains(&period)
        {
            let problem = Diagnostic::error("B0212", span).with("name", word);
            let advice = Message::new("help.end_of_period").with("period", period);
            return self.report(problem.help(advice));
        }
        let digit = |c: char| c.is_ascii_digit();
        let weekday = ["周一", "周二", "周三", "周四", "周五", "周六", "周日", "星期"];
        let advice = if weekday.iter().any(|day| word.starts_with(day)) || word.ends_with("day") {
            "help.weekday"
        } else if word.contains(MISSED) {
            "help.may_be_missed"
        } else if word.contains("第一")
            || word.contains("头一")
            || word.starts_with('月') && word.contains(digit)
            || word.contains('旬')
            || word.contains('初')
            || word.ends_with(['末', '底'])
        {
            "help.part_of_period"
        } else {
            "help.periods"
        };
        let before = self.diagnostics.len();
        self.unknown("B0212", span, word, parameters.iter());
        let last = self.diagnostics.get_mut(before..).and_then(<[Diagnostic]>::last_mut);
        if let Some(diagnostic) = last.filter(|d| d.help.is_empty()) {
            diagnostic.help.push(Message::new(advice));
        }
    }

    // What is counted by semesters needs some.
    fn has_semesters(&mut self, unit: &Spanned<Unit>) {
        let by_semesters = matches!(unit.node, Unit::Semester | Unit::TeachingWeek);
        if by_semesters && self.policy.calendar.semesters.is_empty() {
            self.report(Diagnostic::error("B0505", unit.span));
        }
    }

    pub(super) fn limit(&mut self, limit: &TimeLimit, scene: &Scene) -> Option<Time> {
        Some(match limit {
            TimeLimit::Before(anchor) => Time::Before(self.instant(anchor, scene)),
            TimeLimit::After(anchor) => Time::After(self.instant(anchor, scene)),
            TimeLimit::WithinBefore(length, anchor) => {
                Time::WithinBefore(length.node.0, length.node.1, self.instant(anchor, scene))
            }
            TimeLimit::WithinAfter(length, anchor) => {
                Time::WithinAfter(length.node.0, length.node.1, self.instant(anchor, scene))
            }
            TimeLimit::NoLaterThan(anchor) => Time::NoLaterThan(self.instant(anchor, scene)),
            TimeLimit::AtLeast { length, clear, side, anchor } => {
                let (count, unit) = length.node;
                let anchor = self.instant(anchor, scene);
                Time::AtLeast { length: Length { count, unit }, clear: *clear, side: *side, anchor }
            }
            TimeLimit::OnTheDayOf(anchor) => Time::OnTheDayOf(self.instant(anchor, scene)),
            TimeLimit::AtAllTimes => Time::AtAllTimes,
            TimeLimit::AtTheEndOfEvery(unit) => {
                self.civil(unit.node, unit.span);
                Time::AtTheEndOfEvery(unit.node)
            }
            TimeLimit::ByDateEveryYear { month, day } => Time::ByDateEveryYear { month: *month, day: *day },
            TimeLimit::ByDateOfYear { month, day, next } => {
                let trigger = Box::new(Expr::At(Slot::Trigger));
                Time::NoLaterThan(Expr::DayOfYear(*month, *day, u32::from(*next), trigger))
            }
            TimeLimit::ByDayOfPeriod { day, period, which } => {
                let trigger = Box::new(Expr::At(Slot::Trigger));
                let later = match which {
                    PeriodBy::Previous => -1,
                    PeriodBy::Same => 0,
                    PeriodBy::Next => 1,
                };
                self.has_semesters(period);
                Time::NoLaterThan(Expr::DayOfPeriod(*day, period.node, later, trigger))
            }
            TimeLimit::ByClock { clock, next } => {
                Time::NoLaterThan(on_day(*clock, *next, Expr::At(Slot::Trigger)))
            }
            TimeLimit::By(day) => Time::By(day.node),
            TimeLimit::Once => Time::Once,
        })
    }

    /// The part of each window that counts: days or weeks at its beginning or end.
    pub(super) fn part_of_window(
        &mut self,
        every: &ast::Frequency,
        triggered: bool,
    ) -> Option<(End, Length)> {
        let (end, length) = every.part?;
        let (count, unit) = length.node;
        let fits = matches!(unit, Unit::Day | Unit::Week | Unit::WorkingDay | Unit::SchoolDay);
        if !fits || triggered {
            self.report(Diagnostic::error("B0421", length.span));
        } else if let Window::Every { count: windows, unit: window, .. }
        | Window::EveryFrom { count: windows, unit: window, .. } = &every.window
            && let (Some(whole), Some(part)) =
                (at_most_days(windows.node, window.node), at_most_days(count, unit))
            && part >= whole
        {
            self.report(Diagnostic::error("B0430", length.span));
        }
        Some((end, Length { count, unit }))
    }

    /// A length of nothing makes no windows.
    pub(super) fn no_period_at_all(&mut self, every: &ast::Frequency) {
        let part = every.part.map(|(_, length)| (length.node.0, length.span));
        let window = match &every.window {
            Window::Every { count, .. } | Window::EveryFrom { count, .. } => Some((count.node, count.span)),
            Window::Rolling(length) | Window::Gap(length) => Some((length.node.0, length.span)),
            Window::EveryParameter(_) => None,
        };
        for (_, span) in window.into_iter().chain(part).filter(|(count, _)| *count == 0) {
            self.report(Diagnostic::error("B0422", span));
        }
    }

    /// A vacation that is added later makes the last semester longer, and may turn what was found in it.
    pub(super) fn semester_that_may_grow(&mut self, norm: &Norm, every: &ast::Frequency) {
        let Window::Every { unit, .. } = &every.window else { return };
        let continues = norm.reading_of_windows().vacation == ast::VacationRule::Continue;
        let calendar = &self.policy.calendar;
        let Some(last) = calendar.semesters.last().filter(|_| continues && unit.node == Unit::Semester)
        else {
            return;
        };
        if calendar.vacations.iter().all(|vacation| vacation.last <= last.last) {
            let warning = Diagnostic::warning("B0509", unit.span);
            let warning = warning.with_arg("semester", last.label.both()).with("day", last.last);
            self.report(warning);
        }
    }

    // Windows of the calendar are whole days; what is counted by the hour may lie anywhere.
    pub(super) fn civil(&mut self, unit: Unit, span: Span) {
        if matches!(unit, Unit::Minute | Unit::Hour) {
            self.report(Diagnostic::error("B0407", span));
        }
    }
}

// How many days a length has at most; none of one that the calendar says.
fn at_most_days(count: u32, unit: Unit) -> Option<u32> {
    let days = match unit {
        Unit::Day | Unit::WorkingDay | Unit::SchoolDay => 1,
        Unit::Week | Unit::TeachingWeek => 7,
        Unit::Month => 31,
        Unit::Quarter => 92,
        Unit::Year | Unit::AcademicYear => 366,
        Unit::Minute | Unit::Hour | Unit::Semester => return None,
    };
    count.checked_mul(days)
}

/// 学其, 周不少2次: a unit of time with a slip in it or with a number whose bound is shortened.
fn period_meant(word: &str) -> Option<String> {
    const PERIODS: [&str; 7] = ["学期", "学年", "季度", "工作日", "教学日", "教学周", "年度"];
    const BOUNDS: [(&str, &str); 4] =
        [("不少", "不少于"), ("不低", "不少于"), ("不超", "不超过"), ("至少于", "不少于")];
    if let Some(period) = one_apart(word, PERIODS).or_else(|| sounds_like(word)) {
        return Some(period.to_owned());
    }
    if let Some(meant) = counted(word) {
        return Some(meant);
    }
    BOUNDS.iter().find_map(|(said, meant)| {
        let (unit, number) = word.split_once(said)?;
        let counted =
            number.starts_with(|c: char| c.is_ascii_digit() || "一二两三四五六七八九十".contains(c));
        let is_unit = ["日", "天", "周", "月", "季度", "学期", "年", "学年"].contains(&unit);
        (counted && is_unit).then(|| format!("{unit}{meant}{number}"))
    })
}

// 学其 is one character from 学期 as well as from 学年, and sounds like one of them.
fn sounds_like(word: &str) -> Option<&'static str> {
    match word.strip_prefix('学')? {
        "其" | "斯" | "欺" | "旗" | "基" | "棋" | "朝" | "齐" => Some("学期"),
        "牛" | "午" | "念" | "粘" => Some("学年"),
        _ => None,
    }
}

// 天点名一次: what is done stands in the duty.
fn counted(word: &str) -> Option<String> {
    const UNITS: [&str; 9] = ["天", "日", "周", "星期", "月", "季度", "学期", "学年", "年"];
    let is_numeral = |c: char| c.is_ascii_digit() || "一二两三四五六七八九十".contains(c);
    let unit = UNITS.iter().find(|unit| word.starts_with(**unit))?;
    let rest = word.get(unit.len()..)?.strip_suffix('次')?;
    let deed = rest.trim_end_matches(is_numeral);
    // 早晚各一次 is twice.
    // 每月以内一次 says at most as well.
    let bounds = ["以内", "之内", "内", "最多", "至多", "限"];
    // 最多缺一次 says of what is not done how often it may be so.
    let is_bounded = bounds.iter().any(|bound| deed.contains(bound)) || deed.contains(MISSED);
    let is_one = !deed.is_empty() && !deed.ends_with('各') && !is_bounded;
    let number = rest.get(deed.len()..).filter(|number| !number.is_empty() && is_one)?;
    Some(format!("{unit}{}", at_least(&format!("{number}次"))))
}
