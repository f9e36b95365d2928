//! The interpretation that a verdict rests on, in the words of the language itself.

use crate::check::policy::{Choice, Norm, Reading, Requirement};
use crate::diagnostic::Lang;
use crate::syntax::ast::{
    DayOff, Fortnight, Generally, OneEvent, PartialPeriod, SameDay, SeveralUnits, StartDay, Straddling,
    VacationRule, WhoCounts, YearRule,
};

/// The choices that bear on a norm's verdicts, as an author would write them.
#[must_use]
pub fn interpretation(norm: &Norm, lang: Lang) -> Vec<String> {
    let reading = &norm.reading;
    let keeps = matches!(norm.requirement, Requirement::Keep(_));
    let mut out = Vec::new();
    let mut say = |choice: Choice, (zh, en): (String, String)| {
        if norm.rests_on(choice) {
            out.push(if lang == Lang::Zh { zh } else { en });
        }
    };
    say(Choice::Fortnight, fortnight(reading));
    say(Choice::PartialPeriod, fixed(partial_period(reading, keeps)));
    say(Choice::Vacation, fixed(vacation(reading)));
    say(Choice::WhoCounts, fixed(who_counts(reading)));
    say(Choice::Year, year(reading));
    say(Choice::SameDay, fixed(same_day(reading)));
    say(Choice::StartDay, fixed(start_day(reading)));
    say(Choice::DayOff, fixed(day_off(reading)));
    say(Choice::OneEvent, fixed(one_event(reading)));
    say(Choice::SeveralUnits, fixed(several_units(reading)));
    let (first, last) = reading.straddling;
    if norm.in_force.0.is_some() {
        say(Choice::Straddling, fixed(straddling(first)));
    }
    if norm.in_force.1.is_some() && (norm.in_force.0.is_none() || first != last) {
        say(Choice::Straddling, fixed(straddling(last)));
    }
    say(Choice::Generally, fixed(generally(reading)));
    out
}

fn fixed((zh, en): (&str, &str)) -> (String, String) {
    (zh.to_owned(), en.to_owned())
}

fn fortnight(reading: &Reading) -> (String, String) {
    match reading.fortnight {
        Fortnight::TeachingWeeks => fixed(("两周：按教学周", "fortnight by teaching weeks")),
        Fortnight::IsoWeeks => fixed(("两周：按自然周", "fortnight by calendar weeks")),
        Fortnight::From(day) => (format!("两周：自{day}起算"), format!("fortnight from {day}")),
        Fortnight::Rolling => fixed(("两周：任意连续", "fortnight rolling")),
    }
}

// What a condition asks of a sum is whole unless the norm itself says otherwise.
fn partial_period(reading: &Reading, keeps: bool) -> (&'static str, &'static str) {
    match reading.partial_period {
        PartialPeriod::Prorate | PartialPeriod::ProrateUp | PartialPeriod::ProrateDown
            if keeps && !reading.divides_sums =>
        {
            ("首尾不足一期：按整期", "partial period in full")
        }
        PartialPeriod::Skip => ("首尾不足一期：不计", "partial period skipped"),
        PartialPeriod::Prorate => ("首尾不足一期：按比例", "partial period prorated"),
        PartialPeriod::ProrateUp => ("首尾不足一期：按比例进一", "partial period prorated up"),
        PartialPeriod::ProrateDown => ("首尾不足一期：按比例舍去", "partial period prorated down"),
        PartialPeriod::Full => ("首尾不足一期：按整期", "partial period in full"),
    }
}

fn vacation(reading: &Reading) -> (&'static str, &'static str) {
    match reading.vacation {
        VacationRule::Waive => ("寒暑假：免除", "vacation waived"),
        VacationRule::Stop => ("寒暑假：顺延", "vacation stops the clock"),
        VacationRule::Continue => ("寒暑假：照常", "vacation continues"),
    }
}

fn who_counts(reading: &Reading) -> (&'static str, &'static str) {
    match reading.who_counts {
        WhoCounts::ByDays => ("计入范围：按在册天数", "who counts by days"),
        WhoCounts::Whole => ("计入范围：全期在册", "who counts in scope the whole period"),
        WhoCounts::AtEnd => ("计入范围：期末在册", "who counts in scope at its end"),
        WhoCounts::AnyDay => ("计入范围：期内在册", "who counts in scope on any day"),
        WhoCounts::Half => ("计入范围：在册过半", "who counts in scope for half of it"),
    }
}

fn year(reading: &Reading) -> (String, String) {
    match reading.year {
        YearRule::Calendar => fixed(("年度：按公历年", "year by calendar year")),
        YearRule::Academic => fixed(("年度：按学年", "year by academic year")),
        YearRule::Label { closes_after } => (
            format!("年度：按所属年度，年后{closes_after}日截止"),
            format!("year by label, closing after {closes_after} days"),
        ),
    }
}

fn same_day(reading: &Reading) -> (&'static str, &'static str) {
    match reading.same_day {
        SameDay::Favour => ("同日先后：从宽", "same day in favour"),
        SameDay::Strict => ("同日先后：从严", "same day strict"),
        SameDay::Undetermined => ("同日先后：待定", "same day undetermined"),
    }
}

fn start_day(reading: &Reading) -> (&'static str, &'static str) {
    match reading.start_day {
        StartDay::Excluded => ("起算日：不计首日", "start day excluded"),
        StartDay::Included => ("起算日：计入首日", "start day included"),
    }
}

fn day_off(reading: &Reading) -> (&'static str, &'static str) {
    match reading.day_off {
        DayOff::Stays => ("末日遇假：不顺延", "day off stays"),
        DayOff::Moves => ("末日遇假：顺延", "day off moves"),
    }
}

fn one_event(reading: &Reading) -> (&'static str, &'static str) {
    match reading.one_event {
        OneEvent::Shared => ("一事多用：允许", "one event shared"),
        OneEvent::Exclusive => ("一事多用：不允许", "one event exclusive"),
    }
}

fn generally(reading: &Reading) -> (&'static str, &'static str) {
    match reading.generally {
        Generally::ReasonRequired => ("一般应当：须有理由", "generally with reason"),
        Generally::ReasonFree => ("一般应当：不须理由", "generally without reason"),
    }
}

fn straddling(how: Straddling) -> (&'static str, &'static str) {
    match how {
        Straddling::ByStart => ("跨期：从旧", "straddling by start"),
        Straddling::ByEnd => ("跨期：从新", "straddling by end"),
        Straddling::Cut => ("跨期：分段", "straddling cut"),
    }
}

fn several_units(reading: &Reading) -> (&'static str, &'static str) {
    match reading.several_units {
        SeveralUnits::ByWording => ("兼任：按条文", "several units by wording"),
        SeveralUnits::Together => ("兼任：合并计", "several units together"),
        SeveralUnits::Apart => ("兼任：分单位计", "several units apart"),
    }
}
