//! Calendar data: ends after starts, no overlaps, no gap between semesters and vacations, each name once, and swapped
//! working days only where there would be none.

use super::{Checker, name};
use crate::check::policy::{Calendar, Days, Regional};
use crate::diagnostic::{Diagnostic, Message};
use crate::log::Name;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{CalendarEntry, CalendarKind, Item};
use chrono::{Datelike, Days as DayCount, NaiveDate};

type Placed = (Days, Span);

impl<'a> Checker<'a> {
    pub(super) fn calendar(&mut self, items: &[(&'a Item, Span)]) {
        let all = items.iter().filter_map(|(i, _)| if let Item::Calendar(c) = i { Some(c) } else { None });
        let (of_some, of_all): (Vec<_>, Vec<_>) = all.partition(|calendar| calendar.only_for.is_some());
        let shared: Vec<&Spanned<CalendarEntry>> = of_all.iter().flat_map(|c| &c.entries).collect();
        let names: Vec<Name> = of_all.iter().map(|c| name(&c.name)).collect();
        self.policy.calendar = Calendar { names: names.clone(), ..self.put_together(&shared) };
        for one in of_some {
            let entries: Vec<_> = shared.iter().copied().chain(&one.entries).collect();
            let names = names.iter().cloned().chain([name(&one.name)]).collect();
            let calendar = Calendar { names, ..self.put_together(&entries) };
            self.policy.regional.push(Regional { name: name(&one.name), calendar });
            self.regions.extend(&one.only_for);
        }
    }

    fn put_together(&mut self, entries: &[&'a Spanned<CalendarEntry>]) -> Calendar {
        let mut lists: [Vec<Placed>; 5] = Default::default();
        for entry in entries {
            let one = &entry.node;
            let last = one.to.as_ref().map_or(one.from.node, |t| t.node);
            if last < one.from.node {
                self.report(Diagnostic::error("B0502", entry.span));
                continue;
            }
            let days = Days { label: label(one), first: one.from.node, last };
            let list = match one.kind {
                CalendarKind::Semester => 0,
                CalendarKind::Vacation => 1,
                CalendarKind::Holiday => 2,
                CalendarKind::Workday => 3,
                CalendarKind::AcademicYear => 4,
            };
            if let Some(list) = lists.get_mut(list) {
                list.push((days, entry.span));
            }
        }
        for list in &mut lists {
            list.sort_by_key(|(d, _)| d.first);
            self.overlaps(list);
        }
        let [semesters, vacations, holidays, workdays, years] = lists;
        self.each_named_apart(&semesters);
        self.each_named_apart(&years);
        self.working_anyway(&workdays, &holidays);
        self.gaps(&semesters, &vacations);
        self.partly_in_a_semester(&semesters, &vacations);
        self.years_without_semester(&years, &semesters);
        let plain = |list: Vec<Placed>| list.into_iter().map(|(d, _)| d).collect();
        Calendar {
            names: Vec::new(),
            semesters: plain(semesters),
            vacations: plain(vacations),
            holidays: plain(holidays),
            workdays: plain(workdays),
            academic_years: plain(years),
        }
    }

    fn overlaps(&mut self, list: &[Placed]) {
        for pair in list.windows(2) {
            if let [(a, before), (b, span)] = pair
                && b.first <= a.last
            {
                self.report(Diagnostic::error("B0503", *span).label(*before, Message::new("label.overlaps")));
            }
        }
    }

    // Windows are called after their semester or year: two of one name could not be told apart.
    fn each_named_apart(&mut self, list: &[Placed]) {
        for (index, (days, span)) in list.iter().enumerate() {
            let mut earlier = list.iter().take(index);
            let same = earlier.find(|(other, _)| days.label.forms().any(|form| other.label.answers_to(form)));
            if let Some((_, before)) = same {
                let problem = Diagnostic::error("B0511", *span).with_arg("name", days.label.both());
                self.report(problem.label(*before, Message::new("label.declared")));
            }
        }
    }

    // A day that is swapped for a day off is one on which nobody would work otherwise.
    fn working_anyway(&mut self, workdays: &[Placed], holidays: &[Placed]) {
        let is_off = |day: NaiveDate| holidays.iter().any(|(d, _)| d.first <= day && day <= d.last);
        for (days, span) in workdays {
            let mut each = days.first.iter_days().take_while(|day| *day <= days.last);
            if let Some(day) = each.find(|day| day.weekday().number_from_monday() <= 5 && !is_off(*day)) {
                self.report(Diagnostic::warning("B0512", *span).with("day", day));
            }
        }
    }

    // A vacation may lie within a semester; of one that reaches beyond it a date is probably wrong.
    fn partly_in_a_semester(&mut self, semesters: &[Placed], vacations: &[Placed]) {
        for (vacation, span) in vacations {
            let overlaps = |s: &Days| s.first <= vacation.last && vacation.first <= s.last;
            let is_within = |s: &Days| s.first <= vacation.first && vacation.last <= s.last;
            for (semester, other) in semesters.iter().filter(|(s, _)| overlaps(s) && !is_within(s)) {
                let problem = Diagnostic::warning("B0513", *span)
                    .with("from", semester.first.max(vacation.first))
                    .with("until", semester.last.min(vacation.last));
                self.report(problem.label(*other, Message::new("label.overlaps")));
            }
        }
    }

    // Where semesters are given at all, a year without one was probably forgotten.
    fn years_without_semester(&mut self, years: &[Placed], semesters: &[Placed]) {
        let has_semester = |year: &Days| {
            semesters.is_empty()
                || semesters.iter().any(|(s, _)| s.first <= year.last && year.first <= s.last)
        };
        for (_, span) in years.iter().filter(|(year, _)| !has_semester(year)) {
            self.report(Diagnostic::warning("B0506", *span));
        }
    }

    // Every day from the first semester to the last semester or vacation belongs to one of them.
    fn gaps(&mut self, semesters: &[Placed], vacations: &[Placed]) {
        let Some((first, _)) = semesters.first() else { return };
        let mut all: Vec<&Placed> = semesters.iter().chain(vacations).collect();
        all.sort_by_key(|(days, _)| days.first);
        let mut covered = first.last;
        for (days, span) in all {
            let next = covered + DayCount::new(1);
            if days.first > next {
                self.report(Diagnostic::warning("B0504", *span).with("day", next));
            }
            covered = covered.max(days.last);
        }
    }
}

fn label(entry: &CalendarEntry) -> Name {
    let canonical = entry.label.as_ref().map_or_else(|| entry.from.node.to_string(), |l| l.node.clone());
    Name { canonical, alias: entry.alias.as_ref().map(|a| a.node.clone()), also: Vec::new() }
}
