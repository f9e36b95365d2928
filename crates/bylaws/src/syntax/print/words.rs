//! The words of both languages for whatever the tree says by a value rather than by structure.

use crate::log::Unit;
use crate::syntax::ast::{
    ArithOp, CalendarKind, CompareOp, DayKind, End, Measure, Modality, OutcomeOf, PeriodBy, Pick,
    QuantityWord, Rank, Rounding,
};

/// A word in Chinese and in English.
pub(crate) type Word = (&'static str, &'static str);

pub(crate) fn modality(modality: Modality) -> Word {
    match modality {
        Modality::Must => ("应当", "must"),
        Modality::MustNot => ("不得", "must not"),
        Modality::GenerallyMust => ("一般应当", "generally must"),
        Modality::Should => ("提倡", "should"),
        Modality::May => ("可以", "may"),
    }
}

/// `Between` has its word between the numbers.
pub(crate) fn quantity(word: QuantityWord) -> Word {
    match word {
        QuantityWord::AtLeast => ("不少于", "at least"),
        QuantityWord::AtMost => ("不超过", "at most"),
        QuantityWord::Exactly => ("恰好", "exactly"),
        QuantityWord::MoreThan => ("超过", "more than"),
        QuantityWord::LessThan => ("不满", "less than"),
        QuantityWord::Between => ("至", "between"),
    }
}

pub(crate) fn compare(op: CompareOp) -> Word {
    match op {
        CompareOp::Is => ("是", "is"),
        CompareOp::IsNot => ("不是", "is not"),
        CompareOp::Contains => ("包含", "contains"),
        CompareOp::In => ("属于", "in"),
        CompareOp::AtLeast => ("不少于", "at least"),
        CompareOp::AtMost => ("不超过", "at most"),
        CompareOp::MoreThan => ("超过", "more than"),
        CompareOp::LessThan => ("少于", "less than"),
        CompareOp::Before => ("早于", "before"),
        CompareOp::After => ("晚于", "after"),
    }
}

/// In Chinese, of days and times of day.
pub(crate) fn compare_times(op: CompareOp) -> &'static str {
    match op {
        CompareOp::AtLeast => "不早于",
        CompareOp::AtMost => "不晚于",
        other => compare(other).0,
    }
}

pub(crate) fn arith(op: ArithOp) -> Word {
    match op {
        ArithOp::Add => ("加上", "+"),
        ArithOp::Sub => ("减去", "-"),
        ArithOp::Mul => ("乘以", "*"),
        ArithOp::Div => ("除以", "/"),
    }
}

/// Chinese puts it after the field, English before; 不同 is the first half of 不同…数.
pub(crate) fn measure(measure: Measure) -> Word {
    match measure {
        Measure::Total => ("之和", "total of"),
        Measure::Distinct => ("不同", "distinct"),
        Measure::Greatest => ("最大值", "greatest of"),
        Measure::Least => ("最小值", "least of"),
        Measure::Average => ("平均值", "average of"),
    }
}

/// Before the name of a norm.
pub(crate) fn outcome_of(outcome: OutcomeOf) -> Word {
    match outcome {
        OutcomeOf::Breach => ("未完成的", "breach of "),
        OutcomeOf::Lateness => ("逾期完成的", "lateness of "),
        OutcomeOf::Fulfilment => ("已完成的", "fulfilment of "),
    }
}

pub(crate) fn pick(pick: Pick) -> Word {
    match pick {
        Pick::Earlier => ("较早者", "earlier of "),
        Pick::Later => ("较晚者", "later of "),
        Pick::Lesser => ("较小者", "lesser of "),
        Pick::Greater => ("较大者", "greater of "),
    }
}

pub(crate) fn rounding(how: Rounding) -> Word {
    match how {
        Rounding::Nearest => ("四舍五入", "rounded"),
        Rounding::Up => ("向上取整", "rounded up"),
        Rounding::Down => ("向下取整", "rounded down"),
    }
}

pub(crate) fn end(end: End) -> Word {
    match end {
        End::First => ("首次", "first"),
        End::Last => ("末次", "last"),
    }
}

pub(crate) fn days(kind: DayKind) -> Word {
    match kind {
        DayKind::Entry(kind) => calendar(kind),
        DayKind::Working => ("工作日", "working days"),
        DayKind::Off => ("休息日", "days off"),
    }
}

pub(crate) fn calendar(kind: CalendarKind) -> Word {
    match kind {
        CalendarKind::Semester => ("学期", "semester"),
        CalendarKind::Vacation => ("假期", "vacation"),
        CalendarKind::Holiday => ("节假日", "holiday"),
        CalendarKind::Workday => ("调休上班", "workday"),
        CalendarKind::AcademicYear => ("学年", "academic year"),
    }
}

pub(crate) fn rank(rank: Rank) -> Word {
    match rank {
        Rank::First => ("第一责任人", "first"),
        Rank::Direct => ("直接责任人", "direct"),
        Rank::Concrete => ("具体责任人", "concrete"),
        Rank::Scope => ("分工责任人", "scope"),
        Rank::Assisting => ("协同责任人", "assisting"),
    }
}

/// A unit of time; English in the singular.
pub(crate) fn unit(unit: Unit) -> Word {
    unit.words()
}

/// A period by the one in which something happens, as it is called: 次月, 本学期.
pub(crate) fn period_by(which: PeriodBy, period: Unit) -> (String, String) {
    let of_school = is_of_school(period);
    let (zh, en) = match which {
        PeriodBy::Previous => ("上", "previous"),
        PeriodBy::Same if of_school => ("本", "same"),
        PeriodBy::Same => ("当", "same"),
        PeriodBy::Next if of_school => ("下", "next"),
        PeriodBy::Next => ("次", "next"),
    };
    let (unit_zh, unit_en) = unit(period);
    (format!("{zh}{unit_zh}"), format!("{en} {unit_en}"))
}

/// Whether a school's calendar has the period, of which one says 本 and 下 and not 当 and 次.
pub(crate) fn is_of_school(period: Unit) -> bool {
    matches!(period, Unit::Semester | Unit::AcademicYear)
}

/// A day of a period, from 1; none is the last one.
pub(crate) fn day_in(day: Option<u32>, period: Unit) -> (String, String) {
    let named =
        day.filter(|_| period == Unit::Week).and_then(|day| WEEKDAYS.get(day.checked_sub(1)? as usize));
    match (named, day, period) {
        (Some((zh, en)), ..) => ((*zh).to_owned(), (*en).to_owned()),
        (None, Some(day), Unit::Month) => (format!("{day}日"), format!("day {day}")),
        (None, Some(day), _) => (format!("第{day}日"), format!("day {day}")),
        (None, None, _) => ("最后一日".to_owned(), "the last day".to_owned()),
    }
}

/// The days of a week, from Monday.
pub(crate) const WEEKDAYS: [Word; 7] = [
    ("周一", "Monday"),
    ("周二", "Tuesday"),
    ("周三", "Wednesday"),
    ("周四", "Thursday"),
    ("周五", "Friday"),
    ("周六", "Saturday"),
    ("周日", "Sunday"),
];

/// The months of an English date.
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
