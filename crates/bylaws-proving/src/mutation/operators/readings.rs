//! The interpretation read otherwise.

use super::super::Kind;
use super::super::neighbours::one_off;
use super::Slips;
use crate::said::Said;
use bylaws::check::policy::{
    Choice, DayOff, Fortnight, Norm, PartialPeriod, SameDay, StartDay, VacationRule, WhoCounts, YearRule,
};
use bylaws::diagnostic::Lang;
use bylaws::report::interpretation;

// The reading in force in the place of another one of the same kind.
fn as_it_is(norm: &Norm, zh: &str, en: &str) -> Said {
    let subject = zh.split('：').next().unwrap_or(zh);
    let (words, english) = (interpretation(norm, Lang::Zh), interpretation(norm, Lang::En));
    let of = words.into_iter().zip(english).find(|(words, _)| words.starts_with(subject));
    match of {
        Some((words, english)) => Said::new(format!("解释为‘{words}’"), format!("read as '{english}'")),
        None => Said::new(format!("不解释为‘{zh}’"), format!("not read as '{en}'")),
    }
}

impl Slips<'_> {
    pub(super) fn readings(&mut self) {
        let (policy, norm) = (self.policy, self.norm);
        let bears = |choice: Choice| norm.rests_on(choice);
        let mut other = |applies: bool, zh: &str, en: &str, change: &dyn Fn(&mut Norm)| {
            if applies {
                let said = Said::new(format!("改按“{zh}”解释"), format!("read as `{en}`"));
                let shows = as_it_is(norm, zh, en);
                self.push(Kind::Reading, said, shows, change);
            }
        };
        if bears(Choice::Fortnight) {
            let by_teaching = norm.reading.fortnight == Fortnight::TeachingWeeks;
            other(by_teaching, "两周：按自然周", "fortnight by calendar weeks", &|n| {
                n.reading.fortnight = Fortnight::IsoWeeks
            });
            let semesters = !policy.calendar.semesters.is_empty();
            other(!by_teaching && semesters, "两周：按教学周", "fortnight by teaching weeks", &|n| {
                n.reading.fortnight = Fortnight::TeachingWeeks;
            });
        }
        if bears(Choice::Year) {
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
        other(
            bears(Choice::PartialPeriod) && !skip,
            "首尾不足一期：不计",
            "partial period skipped",
            &|n| {
                n.reading.partial_period = PartialPeriod::Skip;
            },
        );
        let full = norm.reading.partial_period == PartialPeriod::Full;
        other(
            bears(Choice::PartialPeriod) && !full,
            "首尾不足一期：按整期",
            "partial period in full",
            &|n| {
                n.reading.partial_period = PartialPeriod::Full;
            },
        );
        let waived = norm.reading.vacation == VacationRule::Waive;
        other(bears(Choice::Vacation) && !waived, "寒暑假：免除", "vacation waived", &|n| {
            n.reading.vacation = VacationRule::Waive
        });
        let at_end = norm.reading.who_counts == WhoCounts::AtEnd;
        other(
            bears(Choice::WhoCounts) && !at_end,
            "计入范围：期末在册",
            "who counts at the end",
            &|n| n.reading.who_counts = WhoCounts::AtEnd,
        );
        let favour = norm.reading.same_day == SameDay::Favour;
        other(bears(Choice::SameDay) && !favour, "同日先后：从宽", "same day in favour", &|n| {
            n.reading.same_day = SameDay::Favour
        });
        let strict = norm.reading.same_day == SameDay::Strict;
        other(bears(Choice::SameDay) && !strict, "同日先后：从严", "same day strict", &|n| {
            n.reading.same_day = SameDay::Strict
        });
        let counted = norm.reading.start_day == StartDay::Included;
        other(bears(Choice::StartDay) && !counted, "起算日：计入首日", "start day included", &|n| {
            n.reading.start_day = StartDay::Included
        });
        other(bears(Choice::StartDay) && counted, "起算日：不计首日", "start day excluded", &|n| {
            n.reading.start_day = StartDay::Excluded
        });
        let moves = norm.reading.day_off == DayOff::Moves;
        other(bears(Choice::DayOff) && !moves, "末日遇假：顺延", "day off moves", &|n| {
            n.reading.day_off = DayOff::Moves
        });
        other(bears(Choice::DayOff) && moves, "末日遇假：不顺延", "day off stays", &|n| {
            n.reading.day_off = DayOff::Stays
        });
    }
}
