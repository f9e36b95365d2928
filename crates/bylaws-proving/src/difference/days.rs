//! Which days of the calendar norms go by, so that a holiday more changes nothing for those that ask for none.

use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{
    Account, Calendar, CalendarKind, DayKind, DayOff, Days, Deem, Expr, Fortnight, Instead, Norm, Reading,
    Time, Turning, VacationRule, YearRule,
};
use bylaws::log::{Type, Unit, Value};

/// The days of each kind that are gone by. Semesters tell with vacations how far the calendar reaches, and holidays
/// with the days on which one works instead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct DaysUsed {
    taught: bool,
    off: bool,
    years: bool,
    /// Whether there is a calendar at all.
    any: bool,
}

impl DaysUsed {
    const ALL: Self = Self { taught: true, off: true, years: true, any: true };

    /// What a calendar says of these days.
    pub(super) fn of(self, calendar: &Calendar) -> [Vec<Days>; 6] {
        let take = |is_used: bool, days: &Vec<Days>| if is_used { days.clone() } else { Vec::new() };
        let lists = [
            (self.taught, &calendar.semesters),
            (self.taught, &calendar.vacations),
            (self.off, &calendar.holidays),
            (self.off, &calendar.workdays),
            (self.years, &calendar.academic_years),
        ];
        let [semesters, vacations, holidays, workdays, years] =
            lists.map(|(is_used, days)| take(is_used, days));
        // One day that stands for there being any.
        let first = lists.into_iter().find_map(|(_, days)| days.first());
        let any = first.filter(|_| self.any).map(|_| Days {
            label: Default::default(),
            first: Default::default(),
            last: Default::default(),
        });
        [semesters, vacations, holidays, workdays, years, any.into_iter().collect()]
    }

    /// Those and the others.
    pub(super) fn and(&mut self, other: Self) {
        self.taught |= other.taught;
        self.off |= other.off;
        self.years |= other.years;
        self.any |= other.any;
    }

    /// What a deemed fact goes by, but for its expressions.
    pub(super) fn of_deem(&mut self, deem: &Deem) {
        let length = match &deem.when {
            Turning::Silence(_, length, _) => Some(*length),
            Turning::Reaches { within, .. } => *within,
            Turning::Each(_) | Turning::InARow(..) => None,
        };
        let back = deem.effective.as_ref().and_then(|effect| effect.back);
        length.into_iter().chain(back).for_each(|length| self.length(length.unit));
    }

    fn all(&mut self) {
        *self = Self::ALL;
    }

    fn length(&mut self, unit: Unit) {
        self.taught |= matches!(unit, Unit::SchoolDay | Unit::TeachingWeek | Unit::Semester);
        self.off |= matches!(unit, Unit::SchoolDay | Unit::WorkingDay);
        self.years |= unit == Unit::AcademicYear;
    }

    fn windows(&mut self, unit: Unit, is_anchored: bool, reading: &Reading) {
        self.length(unit);
        let by_teaching = matches!(reading.fortnight, Fortnight::TeachingWeeks | Fortnight::Rolling);
        self.taught |= unit == Unit::Week && !is_anchored && by_teaching;
        self.years |= unit == Unit::Year && reading.year == YearRule::Academic;
    }

    /// What a norm goes by, but for its expressions.
    pub(super) fn of_norm(&mut self, norm: &Norm) {
        self.taught |= norm.reading.vacation != VacationRule::Continue && norm.trigger.is_none();
        self.off |= norm.reading.day_off == DayOff::Moves;
        match &norm.time {
            Time::Every { unit, from, .. } => self.windows(*unit, from.is_some(), &norm.reading),
            Time::EveryFrom { unit, .. } => self.windows(*unit, true, &norm.reading),
            Time::AtTheEndOfEvery(unit) => self.windows(*unit, false, &norm.reading),
            // How long a parameter is, nobody knows here.
            Time::EveryParameter(_) => self.all(),
            Time::Rolling(_, unit)
            | Time::Gap(_, unit)
            | Time::WithinBefore(_, unit, _)
            | Time::WithinAfter(_, unit, _)
            | Time::AfterBreachOf(_, Some((_, unit))) => self.length(*unit),
            Time::AtLeast { length, .. } => self.length(length.unit),
            Time::Before(_)
            | Time::After(_)
            | Time::NoLaterThan(_)
            | Time::OnTheDayOf(_)
            | Time::AtTrigger
            | Time::AtAllTimes
            | Time::ByDateEveryYear { .. }
            | Time::By(_)
            | Time::Once
            | Time::AfterBreachOf(_, None) => {}
        }
        let instead = norm.exceptions.iter().filter_map(|exception| match exception.instead {
            Some(Instead::Within(length)) => Some(length),
            _ => None,
        });
        let part = norm.part.map(|(_, length)| length);
        let extension = norm.extended.as_ref().map(|extension| extension.by);
        instead.chain(part).chain(extension).for_each(|length| self.length(length.unit));
        norm.late.iter().for_each(|(_, unit)| self.length(*unit));
    }

    /// What an account goes by, but for its expressions.
    pub(super) fn of_account(&mut self, account: &Account) {
        let (_, unit, from) = account.windows;
        self.windows(unit, from.is_some(), &Reading::default());
        self.years |= unit == Unit::Year;
    }

    /// What an expression goes by, without those in it.
    pub(super) fn of_expr(&mut self, policy: &CheckedPolicy, expr: &Expr) {
        match expr {
            Expr::During(kind) => self.and(Self {
                taught: matches!(kind, DayKind::Entry(CalendarKind::Semester | CalendarKind::Vacation)),
                off: !matches!(
                    kind,
                    DayKind::Entry(
                        CalendarKind::Semester | CalendarKind::Vacation | CalendarKind::AcademicYear
                    )
                ),
                years: *kind == DayKind::Entry(CalendarKind::AcademicYear),
                any: true,
            }),
            Expr::Value(Value::Length(length)) | Expr::Within(length, ..) => self.length(length.unit),
            Expr::Elapsed(unit, ..) | Expr::UnitsWith(unit, ..) => self.length(*unit),
            Expr::SpellTime(_, unit, _, joined) => {
                self.length(*unit);
                joined.iter().for_each(|length| self.length(length.unit));
            }
            // Of how long a field or a parameter says, the unit is not known.
            Expr::Shift(_, _, by) if !matches!(**by, Expr::Value(_)) => self.all(),
            Expr::Parameter(name)
                if policy.parameters.get(name).is_some_and(|one| one.ty == Type::Duration) =>
            {
                self.all();
            }
            _ => {}
        }
    }
}
