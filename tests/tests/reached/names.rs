//! A name for each variant of the checked policy, without a catch-all: a new variant does not compile until it is
//! named here, and fails until the generators reach it.

use bylaws::check::policy::{
    ArithOp, BearerKind, CalendarKind, Case, CompareOp, DayKind, DayOff, End, Expr, Fortnight, From,
    Generally, Instead, Measure, Modality, OneEvent, PartialPeriod, Pick, Rank, Requirement, Rounding,
    SameDay, SeveralUnits, Slot, SpellTime, StartDay, Straddling, Time, TimePart, TimeSide, Turning,
    VacationRule, WhoCounts, YearRule,
};
use bylaws::log::{Type, Unit, Value};

macro_rules! named {
    ($($name:ident $table:literal $ty:ty { $($pattern:pat => $word:literal),* $(,)? })*) => {
        $(pub(super) fn $name(one: &$ty) -> &'static str {
            match one { $($pattern => $word),* }
        })*
        /// All tables with the names of all variants.
        pub(super) const ALL: &[(&str, &[&str])] = &[$(($table, &[$($word),*])),*];
    };
}

named! {
    expr "expression" Expr {
        Expr::Value(_) => "value", Expr::Parameter(_) => "parameter", Expr::Bearer => "bearer", Expr::OfEach => "of each",
        Expr::Field(Slot::InHand, _) => "field in hand", Expr::Field(Slot::Trigger, _) => "field of trigger",
        Expr::Field(Slot::Around(_), _) => "field of the record around", Expr::At(Slot::Around(_)) => "time of the record around",
        Expr::Entity => "entity in hand", Expr::At(Slot::InHand) => "time in hand", Expr::At(Slot::Trigger) => "time of trigger",
        Expr::Attribute(..) => "attribute", Expr::Holders(..) => "holders", Expr::UnitsOf(..) => "units of",
        Expr::RoleField(..) => "role field", Expr::Set(_) => "set", Expr::Exists(_) => "exists", Expr::Count(_) => "count",
        Expr::Size(_) => "size",
        Expr::Measure(..) => "measure", Expr::Previous(_) => "previous", Expr::Within(..) => "within", Expr::Over(..) => "over", Expr::Daily(..) => "daily",
        Expr::Shift(..) => "shift", Expr::TimePart(..) => "time part", Expr::OnDay(..) => "on day", Expr::DayOfYear(..) => "day of year", Expr::DayOfPeriod(..) => "day of period", Expr::Elapsed(..) => "elapsed", Expr::Pick(..) => "pick",
        Expr::Round(..) => "round", Expr::Else(..) => "else", Expr::Lookup(_, _, false) => "lookup",
        Expr::Lookup(_, _, true) => "marginal lookup", Expr::TimeOf(..) => "time of", Expr::UnitsWith(_, _, false) => "units with",
        Expr::UnitsWith(_, _, true) => "longest run", Expr::SpellTime(_, _, _, None) => "spell time",
        Expr::SpellTime(_, _, _, Some(_)) => "joined spell time", Expr::Account(..) => "account", Expr::Carried => "carried",
        Expr::Ended => "ended", Expr::Arith(..) => "arithmetic", Expr::Compare(..) => "compare", Expr::And(_) => "and",
        Expr::Or(_) => "or", Expr::Not(_) => "not", Expr::Holds(_, _, None) => "holds", Expr::Holds(_, _, Some(_)) => "holds in",
        Expr::Under(..) => "under", Expr::During(_) => "during",
    }
    value "value" Value {
        Value::Bool(_) => "bool", Value::Number(_) => "number", Value::Text(_) => "text", Value::Variant(_) => "variant",
        Value::Time(_) => "time", Value::Length(_) => "length", Value::Entity(_) => "entity", Value::Role(_) => "role",
        Value::Set(_) => "set",
    }
    arith "arithmetic" ArithOp { ArithOp::Add => "add", ArithOp::Sub => "sub", ArithOp::Mul => "mul", ArithOp::Div => "div" }
    compare "comparison" CompareOp {
        CompareOp::Is => "is", CompareOp::IsNot => "is not", CompareOp::Contains => "contains", CompareOp::In => "in",
        CompareOp::AtLeast => "at least", CompareOp::AtMost => "at most", CompareOp::MoreThan => "more than",
        CompareOp::LessThan => "less than", CompareOp::Before => "before", CompareOp::After => "after",
    }
    measure "measure" Measure {
        Measure::Total => "total", Measure::Distinct => "distinct", Measure::Greatest => "greatest", Measure::Least => "least",
        Measure::Average => "average",
    }
    pick "pick" Pick { Pick::Earlier => "earlier", Pick::Later => "later", Pick::Lesser => "lesser", Pick::Greater => "greater" }
    rounding "rounding" Rounding { Rounding::Nearest => "nearest", Rounding::Up => "up", Rounding::Down => "down" }
    end "end" End { End::First => "first", End::Last => "last" }
    spell "spell time" SpellTime { SpellTime::Total => "total", SpellTime::Longest => "longest", SpellTime::LongestWithout => "free" }
    side "side" TimeSide { TimeSide::Before => "before", TimeSide::After => "after" }
    part "time part" TimePart {
        TimePart::Clock => "clock", TimePart::Weekday => "weekday", TimePart::Day => "day", TimePart::Month => "month",
        TimePart::Year => "year",
    }
    during "during" DayKind {
        DayKind::Entry(CalendarKind::Semester) => "semester", DayKind::Entry(CalendarKind::Vacation) => "vacation",
        DayKind::Entry(CalendarKind::Holiday) => "holiday", DayKind::Entry(CalendarKind::Workday) => "workday",
        DayKind::Entry(CalendarKind::AcademicYear) => "academic year", DayKind::Working => "working days",
        DayKind::Off => "days off",
    }
    from "selection" From {
        From::Event(_) => "event", From::Role(_) => "role", From::State(_) => "state", From::Entity(_) => "entity",
    }
    requirement "requirement" Requirement {
        Requirement::Have(_) => "have", Requirement::Any(_) => "any", Requirement::Keep(_) => "keep",
        Requirement::Satisfy(_) => "satisfy",
    }
    time "time" Time {
        Time::Every { from: None, .. } => "every", Time::Every { from: Some(_), .. } => "every from",
        Time::EveryFrom { .. } => "every from a day of its own",
        Time::EveryParameter(_) => "every parameter", Time::Rolling(..) => "rolling", Time::Gap(..) => "gap",
        Time::Before(_) => "before", Time::After(_) => "after", Time::WithinBefore(..) => "within before",
        Time::WithinAfter(..) => "within after", Time::NoLaterThan(_) => "no later than",
        Time::AtLeast { clear: false, .. } => "at least", Time::AtLeast { clear: true, .. } => "at least clear",
        Time::OnTheDayOf(_) => "on the day of", Time::AtTrigger => "at trigger", Time::AtAllTimes => "at all times",
        Time::AtTheEndOfEvery(_) => "at the end of every", Time::ByDateEveryYear { .. } => "by date every year",
        Time::By(_) => "by", Time::Once => "once", Time::AfterBreachOf(_, None) => "after breach",
        Time::AfterBreachOf(_, Some(_)) => "after breach within",
    }
    turning "turning" Turning {
        Turning::Each(_) => "each", Turning::Silence(..) => "silence", Turning::InARow(..) => "in a row",
        Turning::Reaches { within: None, .. } => "reaches", Turning::Reaches { within: Some(_), per: None, .. } => "reaches within",
        Turning::Reaches { within: Some(_), per: Some(_), .. } => "reaches within for each",
    }
    instead "instead" Instead { Instead::Quantity(_) => "quantity", Instead::Within(_) => "within" }
    modality "modality" Modality {
        Modality::Must => "must", Modality::MustNot => "must not", Modality::GenerallyMust => "generally", Modality::Should => "should",
        Modality::May => "may",
    }
    rank "rank" Rank {
        Rank::First => "first", Rank::Direct => "direct", Rank::Concrete => "concrete", Rank::Scope => "scope",
        Rank::Assisting => "assisting",
    }
    bearer "bearer" BearerKind { BearerKind::Entity(_) => "entity", BearerKind::Role(_) => "role", BearerKind::Holding(_) => "holding" }
    each "for each" Type {
        Type::Enum(_) => "enumeration", Type::Entity(_) => "entity",
        Type::Bool | Type::Integer | Type::Decimal | Type::Text | Type::Date | Type::DateTime | Type::Duration | Type::Clock
        | Type::AnyEntity | Type::Role | Type::Set(_) => "entity",
    }
    case "case" Case {
        Case::Bracket(Some(_), Some(_)) => "bracket", Case::Bracket(None, _) => "bracket from below",
        Case::Bracket(_, None) => "bracket to above", Case::Values(_) => "values", Case::Otherwise => "otherwise",
    }
    fortnight "fortnight" Fortnight {
        Fortnight::TeachingWeeks => "teaching weeks", Fortnight::IsoWeeks => "calendar weeks", Fortnight::From(_) => "from",
        Fortnight::Rolling => "rolling",
    }
    partial "partial period" PartialPeriod {
        PartialPeriod::Skip => "skip", PartialPeriod::Prorate => "prorate", PartialPeriod::ProrateUp => "prorate up",
        PartialPeriod::ProrateDown => "prorate down", PartialPeriod::Full => "full",
    }
    vacation "vacation" VacationRule {
        VacationRule::Waive => "waive", VacationRule::Stop => "stop", VacationRule::Continue => "continue",
    }
    who "who counts" WhoCounts {
        WhoCounts::ByDays => "by days", WhoCounts::Whole => "whole", WhoCounts::AtEnd => "at end", WhoCounts::AnyDay => "any day",
        WhoCounts::Half => "half",
    }
    year "year" YearRule {
        YearRule::Calendar => "calendar", YearRule::Academic => "academic", YearRule::Label { .. } => "label",
    }
    same_day "same day" SameDay {
        SameDay::Favour => "favour", SameDay::Strict => "strict", SameDay::Undetermined => "undetermined",
    }
    start_day "start day" StartDay { StartDay::Excluded => "excluded", StartDay::Included => "included" }
    day_off "day off" DayOff { DayOff::Stays => "stays", DayOff::Moves => "moves" }
    one_event "one event" OneEvent { OneEvent::Shared => "shared", OneEvent::Exclusive => "exclusive" }
    generally "generally" Generally { Generally::ReasonRequired => "reason", Generally::ReasonFree => "no reason" }
    several "several units" SeveralUnits {
        SeveralUnits::ByWording => "by wording", SeveralUnits::Together => "together", SeveralUnits::Apart => "apart",
    }
    straddling "straddling" Straddling {
        Straddling::ByStart => "by start", Straddling::ByEnd => "by end", Straddling::Cut => "cut",
    }
    unit "unit of a window" Unit {
        Unit::Minute => "minute", Unit::Hour => "hour", Unit::Day => "day", Unit::Week => "week", Unit::Month => "month",
        Unit::Quarter => "quarter", Unit::Semester => "semester", Unit::Year => "year", Unit::AcademicYear => "academic year",
        Unit::TeachingWeek => "teaching week", Unit::WorkingDay => "working day", Unit::SchoolDay => "school day",
    }
}

/// Clauses that a norm may have or not.
pub(super) const CLAUSES: &[&str] = &[
    "filter",
    "for each filter",
    "calendar",
    "trigger",
    "stops",
    "extended",
    "late",
    "version",
    "answerable",
    "note",
    "cites",
    "of which",
    "several of which",
    "total",
    "several parts",
    "exception",
    "labelled",
    "taken back",
    "two taken back",
    "without bearer",
    "part of each window",
    "parameters",
];
