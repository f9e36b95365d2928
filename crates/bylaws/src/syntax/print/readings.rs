//! Interpretation choices: what is chosen and how.

use super::Printer;
use super::words::Word;
use crate::syntax::ast::{
    Choice, DayOff, Fortnight, Generally, OneEvent, PartialPeriod, SameDay, SeveralUnits, StartDay,
    Straddling, VacationRule, WhoCounts, YearRule,
};

impl Printer<'_> {
    /// A choice; in an `interpretation` item Chinese sets the option off by a colon.
    pub(super) fn reading(&self, choice: Choice, in_item: bool) -> String {
        let colon = if self.zh() && in_item { "：" } else { self.say("", " ") };
        format!("{}{colon}{}", self.word(subject(choice)), self.option(choice))
    }

    fn option(&self, choice: Choice) -> String {
        match choice {
            Choice::Fortnight(Fortnight::From(day)) if self.zh() => format!("自{}起算", self.date(day)),
            Choice::Fortnight(Fortnight::From(day)) => format!("from {}", self.date(day)),
            Choice::Year(YearRule::Label { closes_after }) if self.zh() => {
                format!("按所属年度，年后{closes_after}日截止")
            }
            Choice::Year(YearRule::Label { closes_after }) => {
                format!("by label, closing after {}", self.length((closes_after, crate::log::Unit::Day)))
            }
            _ => self.word(option(choice)).to_owned(),
        }
    }
}

fn subject(choice: Choice) -> Word {
    match choice {
        Choice::Fortnight(_) => ("两周", "fortnight"),
        Choice::PartialPeriod(_) => ("首尾不足一期", "partial period"),
        Choice::Vacation(_) => ("寒暑假", "vacation"),
        Choice::WhoCounts(_) => ("计入范围", "who counts"),
        Choice::Year(_) => ("年度", "year"),
        Choice::SameDay(_) => ("同日先后", "same day"),
        Choice::StartDay(_) => ("起算日", "start day"),
        Choice::DayOff(_) => ("末日遇假", "day off"),
        Choice::OneEvent(_) => ("一事多用", "one event"),
        Choice::Generally(_) => ("一般应当", "generally"),
        Choice::SeveralUnits(_) => ("兼任", "several units"),
        Choice::Straddling(_) => ("跨期", "straddling"),
    }
}

// The two options with a number in them are put together above.
fn option(choice: Choice) -> Word {
    match choice {
        Choice::Fortnight(Fortnight::TeachingWeeks) => ("按教学周", "by teaching weeks"),
        Choice::Fortnight(Fortnight::IsoWeeks) => ("按自然周", "by calendar weeks"),
        Choice::Fortnight(Fortnight::From(_)) => ("自…起算", "from …"),
        Choice::Fortnight(Fortnight::Rolling) => ("任意连续", "rolling"),
        Choice::PartialPeriod(PartialPeriod::Skip) => ("不计", "skipped"),
        Choice::PartialPeriod(PartialPeriod::Prorate) => ("按比例", "prorated"),
        Choice::PartialPeriod(PartialPeriod::ProrateUp) => ("按比例进一", "prorated up"),
        Choice::PartialPeriod(PartialPeriod::ProrateDown) => ("按比例舍去", "prorated down"),
        Choice::PartialPeriod(PartialPeriod::Full) => ("按整期", "in full"),
        Choice::Vacation(VacationRule::Waive) => ("免除", "waived"),
        Choice::Vacation(VacationRule::Stop) => ("顺延", "stops the clock"),
        Choice::Vacation(VacationRule::Continue) => ("照常", "continues"),
        Choice::WhoCounts(WhoCounts::ByDays) => ("按在册天数", "by days"),
        Choice::WhoCounts(WhoCounts::Whole) => ("全期在册", "in scope the whole period"),
        Choice::WhoCounts(WhoCounts::AtEnd) => ("期末在册", "in scope at its end"),
        Choice::WhoCounts(WhoCounts::AnyDay) => ("期内在册", "in scope on any day"),
        Choice::WhoCounts(WhoCounts::Half) => ("在册过半", "in scope for half of it"),
        Choice::Year(YearRule::Calendar) => ("按公历年", "by calendar year"),
        Choice::Year(YearRule::Academic) => ("按学年", "by academic year"),
        Choice::Year(YearRule::Label { .. }) => ("按所属年度", "by label"),
        Choice::SameDay(SameDay::Undetermined) => ("待定", "undetermined"),
        Choice::SameDay(SameDay::Favour) => ("从宽", "in favour"),
        Choice::SameDay(SameDay::Strict) => ("从严", "strict"),
        Choice::StartDay(StartDay::Excluded) => ("不计首日", "excluded"),
        Choice::StartDay(StartDay::Included) => ("计入首日", "included"),
        Choice::DayOff(DayOff::Stays) => ("不顺延", "stays"),
        Choice::DayOff(DayOff::Moves) => ("顺延", "moves"),
        Choice::OneEvent(OneEvent::Shared) => ("允许", "shared"),
        Choice::OneEvent(OneEvent::Exclusive) => ("不允许", "exclusive"),
        Choice::Generally(Generally::ReasonRequired) => ("须有理由", "with reason"),
        Choice::Generally(Generally::ReasonFree) => ("不须理由", "without reason"),
        Choice::SeveralUnits(SeveralUnits::ByWording) => ("按条文", "by wording"),
        Choice::SeveralUnits(SeveralUnits::Together) => ("合并计", "together"),
        Choice::SeveralUnits(SeveralUnits::Apart) => ("分单位计", "apart"),
        Choice::Straddling(Straddling::ByStart) => ("从旧", "by start"),
        Choice::Straddling(Straddling::ByEnd) => ("从新", "by end"),
        Choice::Straddling(Straddling::Cut) => ("分段", "cut"),
    }
}
